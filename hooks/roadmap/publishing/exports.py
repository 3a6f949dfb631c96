"""The files that are no page: citations, the filters' list of case studies, feeds, cards for other sites, schemas,
open data, contributed pictures.

Each function gives what to write, by its path from the site's root. Nothing is published that is not listed here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from roadmap.contributions import blank_file, schemas
from roadmap.localization import Localization
from roadmap.localized_text import LocalizedText
from roadmap.open_data import datasets
from roadmap.page_table import KIND
from roadmap.problems import LANGUAGES
from roadmap.reading import pictures
from roadmap.reading.case_study import CaseFolder
from roadmap.site import Site
from roadmap.views import citation_formats, citations, feeds, frame
from roadmap.views.components import cases
from roadmap.views.components import facets as facets_
from roadmap.views.kinds import contribute
from roadmap.views.render import Renderer
from roadmap.views.view import View


def of_language(view: View) -> dict[str, str | bytes]:
    """What belongs to a language: the index for the filters, citations, feeds, the form's two files."""
    found: dict[str, str | bytes] = {view.path(address): make(view) for address, make in DATA.items()}
    for row in view.rows:
        if row.kind.name in citations.FILED:
            reference = frame.reference(view, row)
            found[view.path(f"{row.address}cite.bib")] = citation_formats.bibtex(reference)
            found[view.path(f"{row.address}cite.json")] = citation_formats.csl(reference)
    found |= feeds.feeds(view)
    found[view.path("contribute/submission.yml")] = blank_file.blank(view)
    return found


def cards(view: View, renderer: Renderer) -> dict[str, str]:
    """The cards of a language that other sites show in a frame."""
    return {
        f"{citations.embed_path(view, row)}index.html": renderer.file(
            "embed.html", view=view, page=frame.page_info(view, row), card=frame.embed_card(view, row)
        )
        for row in view.rows
        if row.kind.name in citations.CARDS
    }


def index(view: View) -> str:
    """The list of case studies for the filters: what a card shows, and the values under which it is found."""
    rows = []
    for case in view.site.cases:
        card = cases.case_card(view, case)
        row = {
            "address": view.link(view.path(card.address), view.path("")),
            "title": card.title.value,
            "parties": [link.name.value for link in card.parties],
            "years": card.years.value,
            "facets": facets_.facet_values(view.site.parties, case),
        }
        rows.append(row | _marks(card.title))
    return _json(rows)


def form(view: View) -> str:
    """What the form's script needs."""
    return _json(contribute.form_data(view))


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def facets(view: View) -> str:
    """The values that the filters offer, by facet, each with how many case studies have it."""
    found = {
        name: [
            {"value": value, "count": count, "label": label.value, **_marks(label)} for value, label, count in options
        ]
        for name, options in facets_.facet_options(view).items()
    }
    return _json(found)


def _marks(text: LocalizedText) -> dict[str, str]:
    """For scripts: the language of a text where that is not the page's."""
    return {"language": text.language, "direction": text.direction} if text.foreign else {}


DATA = {"case-studies/index.json": index, "case-studies/facets.json": facets, "contribute/form.json": form}
"""What the scripts of pages fetch, by its address."""


def guides(site: Site) -> list[Localization]:
    """The languages in which contributors are guided, by messages and schemas: French and English, as far as the site
    speaks them.
    """
    return [Localization(site, code) for code in LANGUAGES if code in site.sources.codes]


FOLDERS = ("schemas", "data")
"""Where at the site's root stands what belongs to all languages."""


def of_site(site: Site) -> dict[str, str | bytes]:
    """What belongs to all languages: JSON Schemas and open data."""
    return {f"schemas/{name}": text for name, text in schemas.schemas(guides(site)).items()} | site.once(datasets.files)


def contributed(case: CaseFolder) -> Iterator[tuple[str, Path, Callable[[], bytes]]]:
    """The pictures that a case study lists, in each of their versions: the path from the site's root, the file it is
    made of, and what makes it, for they are heavy.
    """
    address = KIND["case-study"].address.format(id=case.slug)
    for picture in case.facts.images:
        path = case.files[picture.file]
        width, _height = pictures.size(path)
        for name, smaller in pictures.versions(picture.file, width).items():
            yield address + name, path, partial(_version, path, None if name == picture.file else smaller)


def _version(path: Path, width: int | None) -> bytes:
    """A picture as it is, or so wide."""
    raw = path.read_bytes()
    return raw if width is None else pictures.scaled(raw, path.suffix, width)
