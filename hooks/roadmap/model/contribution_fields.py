"""Fields of a contribution: how each is asked for, and what it may contain."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError

from roadmap.lazy_strings import LazyString, lazy_pgettext
from roadmap.model.addresses import EMAIL, fault_of_host
from roadmap.model.fields import Line, Record, http, refuse_address

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"

PICTURE = r"^[a-z0-9]+(-[a-z0-9]+)*\.(jpg|png|webp)$"

MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d|#x)|\{[{%#]|[%#}]\}")

NAMED_CHARACTER = re.compile(r"&[a-zA-Z][a-zA-Z0-9]{1,31};")


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field is asked for in form, blank file, schema and guide."""

    label: LazyString
    help: LazyString | None = None
    example: str = ""
    """In YAML."""


def holds_markup(text: str) -> bool:
    """Return whether a plain text contains HTML, character references or template code."""
    named = any(html.unescape(match) != match for match in NAMED_CHARACTER.findall(text))  # `R&D;` is none
    return bool(MARKUP.search(text)) or named


def _plain(text: str) -> str:
    """Accept plain text only, as in a title or a name."""
    if holds_markup(text):
        raise PydanticCustomError("markup", "mark-up in a plain text")
    return text


def _contact(text: str) -> str:
    """Accept an institution's address: a web page or an email address."""
    if mail := EMAIL.fullmatch(text):
        if fault := fault_of_host(mail["host"]):
            raise refuse_address(fault)
        return text
    if not text.lower().startswith(("https://", "http://")):
        raise PydanticCustomError("contact", "neither an e-mail nor a web address")
    return http(_plain(text))


Plain = Annotated[Line, AfterValidator(_plain)]

Contact = Annotated[Line, StringConstraints(max_length=300), AfterValidator(_contact)]

Name = Annotated[Plain, StringConstraints(max_length=300)]

Slug = Annotated[str, StringConstraints(pattern=SLUG, min_length=3, max_length=60)]

DomainId = Annotated[str, StringConstraints(pattern=SLUG)]

PictureName = Annotated[str, StringConstraints(pattern=PICTURE, max_length=60)]

Year = Annotated[StrictInt, Field(ge=1950, le=2100)]

Title = Annotated[Plain, StringConstraints(max_length=160)]

Summary = Annotated[Plain, StringConstraints(min_length=20, max_length=300)]

Answer = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
"""The text of a section: Markdown."""

Base64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/=\s]+$", max_length=700_000)]
"""The content of a picture, in lines of any length."""


START = Ask(lazy_pgettext("field", "Année de début"), lazy_pgettext("help", "L’année où la mesure a commencé."), "2014")


class Years(Record):
    """When the measure runs, as far as it is known."""

    start: Annotated[Year | None, START] = None
    """None for the editors' case studies whose sources do not give it."""
    end: Annotated[
        Year | None,
        Ask(
            lazy_pgettext("field", "Année de fin"),
            lazy_pgettext("help", "Laissez vide si la mesure se poursuit ou si la fin n’est pas connue."),
            "2020",
        ),
    ] = None
    ongoing: Annotated[
        StrictBool,
        Ask(
            lazy_pgettext("field", "La mesure se poursuit"),
            lazy_pgettext("help", "Seulement si une source le montre."),
            "true",
        ),
    ] = False
    planned: Annotated[
        StrictBool,
        Ask(
            lazy_pgettext("field", "Mesure prévue"),
            lazy_pgettext("help", "Cochez si l’une des années est dans l’avenir."),
            "true",
        ),
    ] = False


class StatedYears(Years):
    """When the measure runs, as a Party states it."""

    start: Annotated[Year, START]
