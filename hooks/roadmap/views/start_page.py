"""`start.html` of the ZIP of a language: the list of its pages."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views import frame, kinds
from roadmap.views.contexts.site import ListedGroup, ListedPage, StartBody
from roadmap.views.view import View

GROUPS = ("home", "outputs", "activities", "goals", "sdgs", "case-studies", "parties", "listing", "more")
"""The groups of the list, in the order of the menu (`PageKind.listed_under`)."""


def start_body(view: View, rows: Iterable[PageRow]) -> StartBody:
    """Return what files/start.html reads; `rows` are the pages of the ZIP."""
    groups: dict[str, list[PageRow]] = {name: [] for name in GROUPS}
    for row in rows:
        groups[kinds.of(row).listed_under].append(row)
    return StartBody(
        title=view.pgettext("offline", "Toutes les pages (copie hors connexion)"),
        intro=view.pgettext(
            "offline",
            "Ceci est une copie hors connexion. Les autres langues, les données et les flux se trouvent sur le site "
            "publié :",
        ),
        published=view.site_url + view.path(""),
        find=view.pgettext(
            "offline",
            "Pour trouver un mot dans cette liste, utilisez la recherche de votre navigateur (Ctrl+F, ou Cmd+F sur un "
            "Mac).",
        ),
        groups=tuple(
            ListedGroup(id=name, title=_heading(view, name), pages=tuple(_listed(view, row) for row in found))
            for name, found in groups.items()
            if found
        ),
    )


def _heading(view: View, name: str) -> LocalizedText:
    return {
        "home": lambda: view.pgettext("offline", "Pour commencer"),
        "listing": lambda: view.pgettext("offline", "Suite des listes"),
        "more": lambda: view.pgettext("offline", "Sur ce site"),
        "case-studies": lambda: view.pgettext("nav", "Études de cas"),
        "parties": lambda: view.pgettext("nav", "Parties"),
    }.get(name, lambda: view.row_names[name])()


def _listed(view: View, row: PageRow) -> ListedPage:
    """Return a page in the list: its name and, for what the leaflet numbers, its text."""
    kind, name = kinds.of(row), frame.name(view, row)
    label, text = kind.listed(view, row) if kind.listed else (None, name)
    if kind.overview:
        text = view.pgettext("offline", "Vue d’ensemble : %(name)s", name=name)
    return ListedPage(label=label, text=text, address=row.address)
