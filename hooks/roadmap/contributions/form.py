"""The form for presenting a case study: its questions and constraints, all from the model.

The page `/contribute/`, the blank file and GitHub's issue form have the same questions. The constraints are those of
the JSON Schema, as the attributes that browsers validate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from roadmap.contributions import schemas
from roadmap.lazy_strings import LazyString, lazy_pgettext
from roadmap.model.contribution import SECTIONS, Answers, CaseSource, NewSubmission, SubmittedCaseStudy, ask_of
from roadmap.model.contribution_fields import Ask, StatedYears
from roadmap.model.fields import Record


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the form."""

    path: str
    """The place of the answer in the submission: `case_study.years.start`, `text.title`, `source.url`."""
    ask: Ask
    control: str
    """`line`, `text`, `number`, `date`, `url`, `language`, `tick`, `choice`, `choices`."""
    required: bool
    constraints: dict[str, str]
    """HTML attributes: pattern, minlength, data-maxlength, data-min, data-max."""
    values: tuple[str, ...] = ()
    """For a choice: what the model allows."""

    @property
    def id(self) -> str:
        """Return the identifier in HTML and on GitHub: letters, digits and hyphens."""
        return self.path.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading."""

    id: str
    title: LazyString
    questions: tuple[Question, ...]


ATTRIBUTES = {
    "pattern": "pattern",
    "minLength": "minlength",
    "maxLength": "data-maxlength",
    "minimum": "data-min",
    "maximum": "data-max",
}
"""JSON Schema's names for constraints, and HTML's. HTML's own `maxlength` is not used: it counts UTF-16 code units, so
typing in Adlam would stop at half the length. The form's script counts characters as Python does. Nor are `min` and
`max`: a year is typed into a field for text, which takes the digits of any script."""
CONTROLS = {
    "case_study.party": "choice",
    "case_study.co_parties": "choices",
    "case_study.activities": "choices",
    "case_study.activities_partial": "choices",
    "case_study.sdgs": "choices",
    "case_study.domains": "choices",
    "case_study.original_language": "language",
    "source.language": "language",
    "text.summary": "text",
}
"""The questions whose choices are in the data, not in the model, or for which a line is too short."""
LAYOUT: tuple[tuple[str, LazyString, tuple[str, ...]], ...] = (
    (
        "measure",
        lazy_pgettext("form", "La mesure"),
        (
            "case_study.party",
            "case_study.co_parties",
            "text.title",
            "text.summary",
            "case_study.lead_institution",
            "case_study.years.start",
            "case_study.years.end",
            "case_study.years.ongoing",
            "case_study.years.planned",
        ),
    ),
    (
        "action",
        lazy_pgettext("form", "Ce qu’elle fait"),
        (
            "text.main_features",
            "case_study.activities",
            "case_study.activities_partial",
            "case_study.sdgs",
            "case_study.domains",
            "text.roadmap",
        ),
    ),
    (
        "results",
        lazy_pgettext("form", "Les résultats"),
        (
            "text.results",
            "text.evaluation",
            "text.resources",
            "text.partners",
            "text.targets",
            "text.lessons",
        ),
    ),
    ("source", lazy_pgettext("form", "Les sources"), ("source.title", "source.url", "source.language", "source.seen")),
    (
        "you",
        lazy_pgettext("form", "Vous"),
        (
            "case_study.mandate",
            "case_study.contact",
            "case_study.original_language",
            "case_study.licence",
            "slug",
            "case_study.origin",
        ),
    ),
)
"""The steps of the form, in order. No question asks for `updated`, the day of the submission, nor for `images`."""

FOLDED = {
    "case_study.co_parties",
    "case_study.activities_partial",
    "case_study.sdgs",
    "case_study.domains",
    "text.roadmap",
    "text.evaluation",
    "text.resources",
    "text.partners",
    "text.targets",
    "text.lessons",
    "case_study.original_language",
    "case_study.licence",
    "slug",
    "case_study.origin",
}
"""The questions that are optional, or answered beforehand: the page folds them at the end of their step."""


@cache
def groups() -> tuple[Group, ...]:
    """Return every question, in the form's order."""
    root = schemas.schema("submission", NewSubmission)
    definitions = root["definitions"]
    models: dict[str, type[Record]] = {
        "case_study": SubmittedCaseStudy,
        "text": Answers,
        "source": CaseSource,
        "": NewSubmission,
    }
    return tuple(
        Group(identifier, title, tuple(_question(path, models, root, definitions) for path in paths))
        for identifier, title, paths in LAYOUT
    )


def questions() -> Iterator[Question]:
    """Yield every question, group after group."""
    for group in groups():
        yield from group.questions


def _question(
    path: str, models: dict[str, type[Record]], root: dict[str, Any], definitions: dict[str, Any]
) -> Question:
    """Return a question from the model and from the schema: its `root` and its `definitions`."""
    head, _, rest = path.rpartition(".")
    model = StatedYears if head.endswith("years") else models[head]
    name = rest or path
    node = root if model is NewSubmission else definitions[model.__name__]
    field = model.model_fields[name]
    branch = _one_branch(node["properties"][name])
    ask = SECTIONS.get(name.replace("_", "-")) if model is Answers else None
    ask = ask or ask_of(field)
    if ask is None:
        raise LookupError(f"{path}: no question is asked for it in contribution.py")
    constraints = {html: str(branch[word]) for word, html in ATTRIBUTES.items() if word in branch}
    return Question(
        path=path,
        ask=ask,
        control=CONTROLS.get(path) or _control(branch, model is Answers and name not in ("title", "summary")),
        required=field.is_required(),
        constraints=constraints,
        values=tuple(branch.get("enum", ())),
    )


def _one_branch(node: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an optional field when it is filled in, or of each value of a mapping by language."""
    branches: list[dict[str, Any]] = [one for one in node.get("anyOf", [node]) if one.get("type") != "null"]
    by_pattern: dict[str, dict[str, Any]] = branches[0].get("patternProperties", {})
    return next(iter(by_pattern.values()), branches[0])


def _control(node: dict[str, Any], long: bool) -> str:
    if "enum" in node:
        return "choice"
    by_type = {"integer": "number", "boolean": "tick"}
    by_format = {"date": "date", "uri": "url"}
    control = by_format.get(node.get("format", "")) or by_type.get(node.get("type", ""))
    return control or ("text" if long else "line")
