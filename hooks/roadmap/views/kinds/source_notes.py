"""Notes on the source: what the leaflet shows, text by text."""

from __future__ import annotations

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.site import Entry
from roadmap.views.components import items, prose_pages
from roadmap.views.contexts.prose import NotedEntry, SourceNotesBody
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def body(view: View, row: PageRow) -> SourceNotesBody:
    """Return what the leaflet shows and how the editors restored it, text by text."""
    entries = [entry for entry in view.site.entries() if entry.text.state != "printed" or entry.text.note]
    states = [entry.text.state for entry in view.site.entries()]
    return SourceNotesBody(
        prose=prose_pages.prose_body(view, row),
        entries=tuple(_noted(view, entry) for entry in entries),
        counts=(
            view.npgettext(
                "count",
                "%(count)s texte repris tel quel de la copie",
                "%(count)s textes repris tels quels de la copie",
                states.count("printed"),
            ),
            view.npgettext(
                "count",
                "%(count)s texte reconstitué",
                "%(count)s textes reconstitués",
                states.count("restored"),
            ),
            view.npgettext(
                "count",
                "%(count)s texte à vérifier",
                "%(count)s textes à vérifier",
                states.count("doubtful"),
            ),
        ),
        links=tuple(link for group in items.goal_groups(view) for link in group.sdgs),
        sources=items.source_links(view, view.site.references),
        leaflet_note=view.data("note leaflet", view.site.roadmap.leaflet.note),
    )


def _noted(view: View, entry: Entry) -> NotedEntry:
    page = page_table.KIND.get(entry.kind)
    return NotedEntry(
        label=view.item_label(entry.kind, entry.id) if page else _part_label(view, entry),
        address=page.address_of(entry.id) if page else None,
        provenance=items.provenance(view, entry),
    )


def _part_label(view: View, entry: Entry) -> LocalizedText:
    """Return the name of a part of the leaflet that does not have its own page."""
    return {
        "title": view.pgettext("part", "Titre"),
        "banner": view.pgettext("part", "Bandeau"),
        "closing": view.pgettext("part", "Paragraphe final"),
        "row": view.pgettext("part", "Nom de rangée"),
    }[entry.kind]


KIND = PageKind(
    name=prose_pages.menu_name,
    title=prose_pages.title,
    description=prose_pages.description,
    body=body,
    schema_type="AboutPage",
    exists_in=prose_pages.exists_in,
    text_file=prose_pages.text_file,
)
