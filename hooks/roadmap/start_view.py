"""`start.html` of the ZIP of a language: a list of all its pages, and what its search looks through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from . import page_info
from .pages import NUMBERED, Row
from .parts import ListedGroup, ListedPage, StartBody, Text
from .scripts import in_script
from .search_view import LONGEST, result_texts
from .site import Entry

if TYPE_CHECKING:
    from .view import View

HUBS = ("outputs", "activities", "goals", "sdgs", "case-studies", "parties")
"""The kinds under whose name the pages of one kind are listed, in the order of the menu."""
OF_HUB = {"output": "outputs", "activity": "activities", "goal": "goals", "sdg": "sdgs"} | {
    "case-study": "case-studies",
    "party": "parties",
}


def start_body(view: View, rows: Iterable[Row]) -> StartBody:
    """What files/start.html reads; `rows` are the pages that the ZIP holds."""
    groups: dict[str, list[Row]] = {name: [] for name in ("home", *HUBS, "listing", "more")}
    for row in rows:
        kind = row.kind.name
        groups[OF_HUB.get(kind, kind if kind in groups else "more")].append(row)
    return StartBody(
        title=view.pgettext("offline", "Toutes les pages, sur ce disque"),
        intro=view.pgettext(
            "offline",
            "Cette copie se lit sans réseau. Ce qui n’y est pas – les autres langues, les données, les flux – s’ouvre "
            "sur le site publié :",
        ),
        published=view.site_url + view.path(""),
        longest=LONGEST,
        groups=tuple(
            ListedGroup(id=name, title=_heading(view, name), pages=tuple(_listed(view, row) for row in found))
            for name, found in groups.items()
            if found
        ),
        messages=in_script({key: text.value for key, text in result_texts(view).items()}),
    )


def _heading(view: View, name: str) -> Text:
    return {
        "home": lambda: view.pgettext("offline", "Pour commencer"),
        "listing": lambda: view.pgettext("offline", "Suite des listes"),
        "more": lambda: view.pgettext("offline", "Sur ce site"),
        "case-studies": lambda: view.pgettext("nav", "Études de cas"),
        "parties": lambda: view.pgettext("nav", "Parties"),
    }.get(name, lambda: view.row_names[name])()


def _listed(view: View, row: Row) -> ListedPage:
    """A page in the list: its name and, for what the leaflet numbers, its text."""
    label, text = None, page_info.name(view, row)
    if row.kind.name in NUMBERED:
        label, text = text, view.entry(row.entries[0])
    elif row.kind.name == "sdg":
        label, text = text, view.tile(int(row.id)).title
    elif row.kind.name == "home":
        text = view.entry(Entry("title", "", view.site.roadmap.title))
    elif row.kind.name in HUBS:
        label, text = None, view.pgettext("offline", "Vue d’ensemble : %(name)s", name=text)
    return ListedPage(label=label, text=text, address=row.address)


def search_index(view: View, words: Mapping[str, str]) -> str:
    """As JSON, for each page of the ZIP: its file, label, title, words, and language and direction where those are not
    the reader's. `words` are what pages say, by their path; pages that only lead to others are found by their title.
    """
    found = []
    for row in view.rows:
        path = view.path(row.address)
        if path not in words:
            continue
        listed = _listed(view, row)
        said = "" if row.kind.name in page_info.UNSEARCHED else words[path]
        label = listed.label.value if listed.label else ""
        foreign = [listed.text.language, listed.text.direction] if listed.text.foreign else []
        found.append([f"{path}index.html", label, listed.text.value, said, *foreign])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
