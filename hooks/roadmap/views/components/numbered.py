"""Outputs, activities and goals: what the pages of all three have in common."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.components import items
from roadmap.views.page_kind import Node
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name: the kind and the number."""
    return view.item_label(row.kind.name, row.id)


def text(view: View, row: PageRow) -> LocalizedText:
    """Return the text of the leaflet that the page is about."""
    return view.entry(row.entries[0])


def title(view: View, row: PageRow) -> LocalizedText:
    """Return the name with the text, for a list in which a number alone says nothing."""
    return _named(view, row, text(view, row))


def short(view: View, row: PageRow) -> LocalizedText:
    """Return the editors' short name."""
    return items.short(view, row.kind.name, row.id)


def heading(view: View, row: PageRow) -> str:
    """Return the name with the short name, for the page's title."""
    return _named(view, row, short(view, row)).value


def _named(view: View, row: PageRow, words: LocalizedText) -> LocalizedText:
    label = view.pgettext("title", "%(label)s : %(title)s", label=name(view, row), title=words)
    return view.as_text(label.value, words.language)


def entity(view: View, row: PageRow) -> Node:
    """Return the term that the page is about, for schema.org."""
    iri = view.site.roadmap.iri
    return {
        "@type": "DefinedTerm",
        "@id": f"{iri}#{row.kind.name}-{row.id}",
        "termCode": row.id,
        "name": text(view, row).value,
        "inDefinedTermSet": iri,
    }


def listed(view: View, row: PageRow) -> tuple[LocalizedText | None, LocalizedText]:
    """Return label and text in the list of all pages."""
    return name(view, row), text(view, row)
