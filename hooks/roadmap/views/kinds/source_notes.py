"""Notes on the source: what the leaflet shows, text by text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.site import Entry
from roadmap.views.components import documents, items, prose_pages
from roadmap.views.contexts.prose import NotedEntry, SourceNotesBody
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def body(view: View, row: PageRow) -> SourceNotesBody:
    """Return what the leaflet shows and how the editors restored it, text by text."""
    entries = [entry for entry in view.site.entries() if entry.text.state != "printed" or entry.text.note]
    return SourceNotesBody(
        prose=prose_pages.prose_body(view, row),
        entries=tuple(_noted(view, entry) for entry in entries),
        counts=tuple(_counts(view, Counter(entry.text.state for entry in view.site.entries()))),
        links=tuple(link for group in items.goal_groups(view) for link in group.sdgs),
        sources=items.source_links(view, view.site.references),
        documents=tuple(documents.entries(view)),
    )


def _counts(view: View, states: Mapping[str, int]) -> Iterator[LocalizedText]:
    yield view.npgettext(
        "count",
        "%(count)s texte repris tel quel de la copie",
        "%(count)s textes repris tels quels de la copie",
        states["printed"],
    )
    yield view.npgettext("count", "%(count)s texte reconstitué", "%(count)s textes reconstitués", states["restored"])
    yield view.npgettext("count", "%(count)s texte à vérifier", "%(count)s textes à vérifier", states["doubtful"])
    if states["revised"]:
        yield view.npgettext("count", "%(count)s texte révisé", "%(count)s textes révisés", states["revised"])
    if states["added"]:
        yield view.npgettext("count", "%(count)s texte ajouté", "%(count)s textes ajoutés", states["added"])


def _noted(view: View, entry: Entry) -> NotedEntry:
    page = page_table.KIND.get(entry.kind)
    return NotedEntry(
        label=documents.part_label(view, entry),
        address=page.address_of(entry.id) if page else None,
        provenance=items.provenance(view, entry),
    )


KIND = PageKind(
    name=prose_pages.menu_name,
    title=prose_pages.title,
    description=prose_pages.description,
    body=body,
    schema_type="AboutPage",
    exists_in=prose_pages.exists_in,
    text_file=prose_pages.text_file,
)
