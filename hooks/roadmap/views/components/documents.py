"""The documents that texts of the roadmap are from, and the texts that later documents replaced."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.model.roadmap import LEAFLET, Leaflet
from roadmap.site import Entry
from roadmap.views.contexts.components import DocumentLink
from roadmap.views.contexts.prose import DocumentChange, DocumentEntry
from roadmap.views.view import View, per_view

NOTES = page_table.KIND["source-notes"].address


@per_view
def link(view: View, identifier: str) -> DocumentLink:
    """Return a document, with its place on the page of editorial notes."""
    document = view.site.documents[identifier]
    if isinstance(document, Leaflet):
        entry = Entry("title", "", view.site.roadmap.title)
        context, first = next(entry.former(), (entry.context, entry.text))
        title = view.data(context, first.text)
        day = view.pgettext("document", "%(year)s, date probable", year=document.likely_year)
    else:
        title = view.data(f"title document {identifier}", document.title)
        day = view.as_text(view.day_or_less(document.date), view.language)
    return DocumentLink(
        id=identifier,
        title=title,
        day=day,
        symbol="" if isinstance(document, Leaflet) else document.symbol or "",
        address=f"{NOTES}#document-{identifier}",
    )


def entries(view: View) -> Iterator[DocumentEntry]:
    """Yield every document with what it changed, the leaflet first."""
    for identifier, document in view.site.documents.items():
        prefix = identifier if isinstance(document, Leaflet) else f"document {identifier}"
        yield DocumentEntry(
            link=link(view, identifier),
            issuer=view.data(f"issuer {prefix}", document.issuer) if document.issuer else None,
            url="" if isinstance(document, Leaflet) else document.url or "",
            language=document.language,
            language_name=view.language_name(document.language),
            note=view.data(f"note {prefix}", document.note) if document.note else None,
            changes=tuple(_changes(view, identifier)),
        )


def _changes(view: View, identifier: str) -> Iterator[DocumentChange]:
    if identifier == LEAFLET:  # all began with it
        return
    for entry in view.site.entries():
        versions = (entry.text, *entry.text.former)
        states = [view.state_label(one.state) for one in versions if one.document == identifier]
        if entry.ended and entry.ended.document == identifier:
            states.append(view.ended_label())
        page = page_table.KIND.get(entry.kind)
        for state in states:
            yield DocumentChange(
                label=part_label(view, entry),
                address=page.address_of(entry.id) if page else f"{NOTES}#{entry.anchor}",
                state=state,
            )


def part_label(view: View, entry: Entry) -> LocalizedText:
    """Return the name of an item, or of a part of the leaflet that does not have its own page."""
    if entry.kind in page_table.KIND:
        return view.item_label(entry.kind, entry.id)
    return {
        "title": view.pgettext("part", "Titre"),
        "banner": view.pgettext("part", "Bandeau"),
        "closing": view.pgettext("part", "Paragraphe final"),
        "row": view.pgettext("part", "Nom de rangée"),
    }[entry.kind]
