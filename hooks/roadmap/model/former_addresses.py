"""What became of addresses that were published: moved to another page, or withdrawn."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from roadmap.model.contribution import CaseStudy
from roadmap.model.contribution_fields import Slug
from roadmap.model.fields import Date, LanguageCode, Line, Record

ADDRESS = r"^[a-z0-9]+([.-][a-z0-9]+)*(/[a-z0-9]+([.-][a-z0-9]+)*)*/$"

Address = Annotated[str, StringConstraints(pattern=ADDRESS, max_length=200)]
"""The address of a page, from the language's root: `parties/ca/`."""

Words = Annotated[dict[LanguageCode, Line], Field(min_length=1)]
"""A text by language."""


class Withdrawal(Record):
    """Why a page is no longer published; its address shows a notice."""

    date: Date
    reason: Words
    """A sentence or two for readers, by language."""


class WithdrawnPage(Withdrawal):
    """A withdrawn page other than a case study, whose folder has its title."""

    title: Words


class Addresses(Record):
    """The former addresses of pages other than case studies: `data/addresses.yml`."""

    moved: dict[Address, Address] = {}
    """Former address and present one."""
    withdrawn: dict[Address, WithdrawnPage] = {}
    """By address."""


class CaseStudyFile(CaseStudy):
    """A case study with what became of its addresses, which maintainers write: `case-study.yml`."""

    former_slugs: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    """The names that its folder had, the oldest first: each address leads to the present one."""
    withdrawn: Withdrawal | None = None
    """If it is no longer published."""
