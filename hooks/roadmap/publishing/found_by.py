"""What a page is found by beyond its text: other names, words that mean the same, and its number. Never shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roadmap.page_table import PageRow
from roadmap.views import kinds
from roadmap.views.kinds.search import NUMBERED
from roadmap.views.view import View


@dataclass(frozen=True, slots=True)
class FoundBy:
    """What the search reads of a page beyond its text."""

    kind: str
    names: tuple[str, ...] = ()
    """Other names of what the page is about."""
    words: tuple[str, ...] = ()
    """Words that mean the same as some of the page's, and codes of its number."""
    brief: str = ""
    """What to read instead of the text, for pages that repeat the texts of others."""


def found_by(view: View, row: PageRow) -> FoundBy:
    """Return what a page is found by."""
    kind = kinds.of(row)
    return FoundBy(
        kind=row.kind.name,
        names=tuple(_names(view, row)),
        words=(*view.site.project.search.words(row.address, view.language), *_further(view, row)),
        brief=str(kind.description(view, row)) if kind.searched == "name" else "",
    )


def _names(view: View, row: PageRow) -> Iterator[str]:
    if row.kind.name == "party":
        yield from view.site.project.party_names.others(row.id.upper(), view.language)


def _further(view: View, row: PageRow) -> Iterator[str]:
    """Yield the codes of the page's own number, which queries with a label and a number become (`search/query.js`), the
    numbers of a case study's activities, and the other names of its Parties.
    """
    name, identifier = row.kind.name, row.id.replace(".", "x")
    if name in NUMBERED:
        yield f"{name}{identifier}"
        if "x" not in identifier:
            yield f"number{identifier}"
    if name == "sdg" and row.id not in view.site.goals:
        yield f"goal{identifier}"  # « objectif 5 »: the Convention has four
    if name == "case-study":
        facts = view.site.project.cases[row.id].facts
        yield from (number.replace(".", "x") for number in facts.activities)
        for code in facts.parties:
            yield from view.site.project.party_names.others(code, view.language)
