"""What the editors add to the roadmap: short names, what an activity can look like, and the texts it rests on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from roadmap.model.fields import ActivityId, GoalId, Line, OutputId, Record, SourceId
from roadmap.problems import message

ARTICLE = r"^(preamble|[1-9][0-9]?(\.[0-9])?(\([a-z]\))?(\([ivx]+\))?)$"

ArticleId = Annotated[str, StringConstraints(pattern=ARTICLE)]
"""An article of the Convention, `6.2(c)`, or `preamble`."""

LinkKind = Literal["case", "article", "guideline", "monitoring"]


class _OneTarget(Record):
    """A record with exactly one of several keys."""

    @model_validator(mode="after")
    def _has_one_target(self) -> _OneTarget:
        names = [name for name in LINKS if name in type(self).model_fields]
        if sum(getattr(self, name) is not None for name in names) != 1:
            what = message("Un lien a une seule cible : %(names)s.", names=", ".join(names))
            fix = message('Écrivez par exemple {%(name)s: "19.1"}.', name="article")
            raise PydanticCustomError("own_message", "not one target", {"what": what, "fix": fix})
        return self

    @property
    def kind(self) -> LinkKind:
        """Which of the keys it has."""
        return next(name for name in LINKS if getattr(self, name, None) is not None)


LINKS: tuple[LinkKind, ...] = ("case", "article", "guideline", "monitoring")


class PracticeLink(_OneTarget):
    """What supports a sentence."""

    case: SourceId | None = None
    """The folder of a case study."""
    article: ArticleId | None = None
    guideline: StrictInt | None = None
    """A paragraph of the guidelines."""
    monitoring: SourceId | None = None
    """An area of the monitoring framework."""


class Basis(_OneTarget):
    """A text that an activity rests on, by the editors' inference."""

    article: ArticleId | None = None
    guideline: StrictInt | None = None
    monitoring: SourceId | None = None
    confidence: Literal["high", "medium", "low"]


class Sentence(Record):
    """One sentence of the editors, with what supports it."""

    text: Line
    links: Annotated[tuple[PracticeLink, ...], Field(min_length=1)]


class Point(Sentence):
    """A sentence on an activity."""

    point: Literal["texts", "form", "lead", "start", "signs"]
    """What the Convention and the guidelines provide, what it can look like, who leads it, a first step, or what to
    look at to know whether it works."""


class ActivityPractice(Record):
    """What the editors add to an activity."""

    id: ActivityId
    short: Line
    """A short name."""
    practice: Annotated[tuple[Point, ...], Field(min_length=1)]
    rests_on: Annotated[tuple[Basis, ...], Field(min_length=1)]


Sentences = Annotated[tuple[Sentence, ...], Field(min_length=1)]


class OutputPractice(Record):
    """What the editors add to an output."""

    id: OutputId
    short: Line
    practice: Sentences


class GoalPractice(Record):
    """What the editors add to a goal."""

    id: GoalId
    short: Line
    practice: Sentences


class Article(Record):
    """An article of the Convention."""

    id: ArticleId
    force: Literal["shall", "endeavour", "encourage", "may", "principle", "definition"]
    """The strength of its verb."""
    text: Line
    """What it provides, in the editors' words."""


class Paragraph(Record):
    """A paragraph of the guidelines."""

    id: StrictInt
    text: Line
    """What it provides, in the editors' words."""


class Area(Record):
    """An area of the Convention's monitoring framework."""

    id: SourceId
    goal: GoalId
    name: Line
    read: StrictBool
    """Whether the editors could read its text."""
    source: SourceId | None = None
    """Where: a source of `data/roadmap.yml`."""


class Practice(Record):
    """The editors' additions to the roadmap: `data/practice.yml`."""

    convention: SourceId
    """The source in `data/roadmap.yml` with the text of the Convention."""
    guidelines: SourceId
    articles: tuple[Article, ...]
    paragraphs: tuple[Paragraph, ...]
    areas: tuple[Area, ...]
    activities: tuple[ActivityPractice, ...]
    outputs: tuple[OutputPractice, ...]
    goals: tuple[GoalPractice, ...]
