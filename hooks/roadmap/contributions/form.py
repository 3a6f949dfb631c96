"""The form by which a Party presents a case study: its questions and constraints, all from the model.

The same questions make the page `/contribute/`, the template file and GitHub's issue form. The constraints are those of
the JSON Schema, as the attributes by which browsers validate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from roadmap.contributions import schemas
from roadmap.lazy_strings import LazyString, lazy_pgettext
from roadmap.model.contribution import SECTIONS, Answers, CaseSource, CaseStudy, Submission, Years, ask_of
from roadmap.model.contribution_fields import Ask


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the form."""

    path: str
    """Where the answer goes in the submission: `case_study.years.start`, `text.title`, `source.url`."""
    ask: Ask
    control: str
    """`line`, `text`, `number`, `date`, `url`, `tick`, `choice`, `choices`, `parties`."""
    required: bool
    constraints: dict[str, str]
    """HTML attributes: pattern, minlength, data-maxlength, min, max."""
    values: tuple[str, ...] = ()
    """For a choice: what the model allows."""

    @property
    def id(self) -> str:
        """For HTML and for GitHub: letters, digits and hyphens."""
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
    "minimum": "min",
    "maximum": "max",
}
"""JSON Schema's words for constraints, and HTML's; but for the greatest length, which HTML counts in halves of rare
characters: typing would stop at half the room in Adlam. The form's script counts it as Python does."""
CONTROLS = {
    "case_study.party": "choice",
    "case_study.co_parties": "choices",
    "case_study.activities": "choices",
    "case_study.activities_partial": "choices",
    "case_study.sdgs": "choices",
    "case_study.domains": "choices",
    "text.summary": "text",
}
"""Where the data, not the model, says what may be chosen; or where a line is too short."""
LAYOUT: tuple[tuple[str, LazyString, tuple[str, ...]], ...] = (
    (
        "measure",
        lazy_pgettext("form", "La mesure"),
        (
            "case_study.party",
            "case_study.co_parties",
            "text.title",
            "text.summary",
            "slug",
            "case_study.original_language",
            "case_study.lead_institution",
            "case_study.years.start",
            "case_study.years.end",
            "case_study.years.ongoing",
            "case_study.years.planned",
            "case_study.domains",
        ),
    ),
    (
        "links",
        lazy_pgettext("form", "Ce qu’elle met en œuvre"),
        ("case_study.activities", "case_study.activities_partial", "case_study.sdgs"),
    ),
    (
        "authority",
        lazy_pgettext("form", "Auteur"),
        ("case_study.origin", "case_study.mandate", "case_study.contact", "case_study.licence"),
    ),
    ("source", lazy_pgettext("form", "Les sources"), ("source.title", "source.url", "source.language", "source.seen")),
    ("text", lazy_pgettext("form", "Le texte"), tuple(f"text.{name.replace('-', '_')}" for name in SECTIONS)),
)
"""The form's order. `updated` is the day of the submission, `images` go beside the file: neither is asked here."""


@cache
def groups() -> tuple[Group, ...]:
    """Every question, in the form's order."""
    made = schemas.schema("submission", Submission)
    definitions = made["definitions"]
    models = {"case_study": CaseStudy, "text": Answers, "source": CaseSource, "": Submission}
    return tuple(
        Group(identifier, title, tuple(_question(path, models, made, definitions) for path in paths))
        for identifier, title, paths in LAYOUT
    )


def questions() -> Iterator[Question]:
    """Every question, group after group."""
    for group in groups():
        yield from group.questions


def _question(path: str, models: dict[str, Any], made: dict, definitions: dict) -> Question:
    head, _, rest = path.rpartition(".")
    model = Years if head.endswith("years") else models[head]
    name = rest or path
    node = made if model is Submission else definitions[model.__name__]
    field = model.model_fields[name]
    found = _one_branch(node["properties"][name])
    ask = SECTIONS.get(name.replace("_", "-")) if model is Answers else None
    ask = ask or ask_of(field)
    if ask is None:
        raise LookupError(f"{path}: no question is asked for it in contribution.py")
    constraints = {html: str(found[word]) for word, html in ATTRIBUTES.items() if word in found}
    return Question(
        path=path,
        ask=ask,
        control=CONTROLS.get(path) or _control(found, model is Answers and name not in ("title", "summary")),
        required=field.is_required(),
        constraints=constraints,
        values=tuple(found.get("enum", ())),
    )


def _one_branch(node: dict[str, Any]) -> dict[str, Any]:
    """What an optional field asks for when it is given; what each value of a mapping by language must be."""
    branches = [branch for branch in node.get("anyOf", [node]) if branch.get("type") != "null"]
    inner = branches[0]
    if "patternProperties" in inner:
        return next(iter(inner["patternProperties"].values()))
    return inner


def _control(node: dict[str, Any], long: bool) -> str:
    if "enum" in node:
        return "choice"
    by_type = {"integer": "number", "boolean": "tick"}
    by_format = {"date": "date", "uri": "url"}
    found = by_format.get(node.get("format", "")) or by_type.get(node.get("type", ""))
    return found or ("text" if long else "line")
