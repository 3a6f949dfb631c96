"""The documents of the roadmap as data, and what they ended."""

from __future__ import annotations

from collections.abc import Callable

from roadmap.model.roadmap import LEAFLET, Ended
from roadmap.open_data.tables import Data
from roadmap.site import Entry, Site

Texts = Callable[[str, str | None], dict[str, Data]]
"""Returns a French text of the data, by its context, in each language; nothing for no text."""


def documents(site: Site, texts: Texts) -> list[Data]:
    """Return the documents that texts are from, by the order of their dates."""
    leaflet, title = site.roadmap.leaflet, site.roadmap.title
    context, first = next(Entry("title", "", title).former(), ("title", title))
    rows: list[Data] = [
        {
            "id": LEAFLET,
            "title": texts(context, first.text),
            "issuer": texts(f"issuer {LEAFLET}", leaflet.issuer),
            "date": str(leaflet.likely_year),
            "date_confidence": "likely",
            "language": leaflet.language,
            "symbol": None,
            "url": None,
            "note": texts(f"note {LEAFLET}", leaflet.note),
        }
    ]
    for one in site.roadmap.documents:
        named = {name: texts(f"{name} document {one.id}", getattr(one, name)) for name in ("title", "issuer", "note")}
        rows.append({**one.model_dump(exclude={"file"}), **named, "date_confidence": "certain"})
    return rows


def ended(context: str, end: Ended | None, texts: Texts) -> Data | None:
    """Return what ended an output or an activity, and what replaces it; None if it is part of the roadmap."""
    return {**end.model_dump(mode="json"), "note": texts(f"note ended {context}", end.note)} if end else None
