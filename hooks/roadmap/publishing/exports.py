"""The files that are not pages: citations, the filters' list of case studies, feeds, cards for other sites, schemas,
open data, contributed pictures.

Each function returns files by their path from the site's root. Only what is listed here is published.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from roadmap.contributions import blank_file, plans, published, schemas
from roadmap.localization import Localization, LocalizedText
from roadmap.open_data import datasets
from roadmap.page_table import KIND
from roadmap.reading import pictures
from roadmap.reading.case_study import CaseFolder
from roadmap.site import Plan, Site
from roadmap.views import citation_formats, citations, feeds, form_texts, frame, kinds
from roadmap.views.components import cases
from roadmap.views.components import facets as facets_
from roadmap.views.kinds import contribute
from roadmap.views.planner import data as planner_data
from roadmap.views.render import Renderer
from roadmap.views.view import View


def of_language(view: View) -> dict[str, str | bytes]:
    """Return the files of a language: the index for the filters, citations, feeds, the form's two files."""
    files: dict[str, str | bytes] = {view.path(address): make(view) for address, make in DATA.items()}
    for row in view.rows:
        if kinds.of(row).cited_as_file:
            reference = frame.reference(view, row)
            files[view.path(f"{row.address}cite.bib")] = citation_formats.bibtex(reference)
            files[view.path(f"{row.address}cite.json")] = citation_formats.csl(reference)
    files |= feeds.feeds(view)
    files[view.path("contribute/submission.yml")] = blank_file.blank(view)
    return files


def cards(view: View, renderer: Renderer) -> dict[str, str]:
    """Return the cards of a language that other sites show in a frame."""
    return {
        f"{citations.embed_path(view, row)}index.html": renderer.file(
            "embed.html", view=view, page=frame.page_info(view, row), card=frame.embed_card(view, row)
        )
        for row in view.rows
        if kinds.of(row).card
    }


def former_pages(view: View, renderer: Renderer) -> dict[str, str]:
    """Return the redirects and notices at former addresses in a language."""
    return {
        f"{path}index.html": renderer.file("former.html", view=view, page=page)
        for path, page in frame.former_pages(view).items()
    }


def index(view: View) -> str:
    """Return the list of case studies for the filters, as JSON: what a card shows, and the values that match it."""
    rows = []
    for case in view.site.cases:
        card = cases.case_card(view, case)
        row = {
            "address": view.link(view.path(card.address), view.path("")),
            "title": card.title.value,
            "summary": card.summary.value,
            "parties": [link.name.value for link in card.parties],
            "years": card.years.value,
            "facets": facets_.facet_values(view, case),
        }
        rows.append(row | _marks(card.title))
    return _json(rows)


def form(view: View) -> str:
    """Return the data of the form's script, as JSON."""
    return _json(contribute.form_data(view))


def intake(view: View) -> str:
    """Return what the scripts for pasting, pictures and opening files say, as JSON."""
    return _json({name: text.value for name, text in form_texts.intake(view).items()})


def plan(view: View) -> str:
    """Return the data of the planner's script, as JSON."""
    return _json(planner_data.first(view))


def planned_activities(view: View) -> str:
    """Return what the planner shows beside each activity, as JSON."""
    return _json(planner_data.activities(view))


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def facets(view: View) -> str:
    """Return the values that the filters offer, as JSON: by facet, each with the number of its case studies."""
    options_by_facet = {
        name: [
            {"value": value, "count": count, "label": label.value, **_marks(label)} for value, label, count in options
        ]
        for name, options in facets_.facet_options(view).items()
    }
    return _json(options_by_facet)


def _marks(text: LocalizedText) -> dict[str, str]:
    """Return the language and direction of a text, for scripts, where they are not the page's."""
    return {"language": text.language, "direction": text.direction} if text.foreign else {}


DATA = {
    "case-studies/index.json": index,
    "case-studies/facets.json": facets,
    "contribute/form.json": form,
    "contribute/intake.json": intake,
    "adapt/plan.json": plan,
    "adapt/activities.json": planned_activities,
}
"""What the scripts of pages fetch, by address."""


GUIDES = ("fr", "en")
"""The languages of the guides for contributors and of the schemas."""


def guides(site: Site) -> list[Localization]:
    """Return the languages of the schemas for contributors: French and English, if the site has them."""
    return [Localization(site, code) for code in GUIDES if code in site.project.codes]


FOLDERS = ("schemas", "data")
"""The folders at the site's root with files for all languages."""


def of_site(site: Site) -> dict[str, str | bytes]:
    """Return the files for all languages: JSON Schemas, open data, each case study for the form, and each plan."""
    files: dict[str, str | bytes] = {}
    files |= {f"schemas/{name}": text for name, text in schemas.schemas(guides(site)).items()}
    files |= site.once(datasets.files)
    files |= {submission_path(case): published.submission(case) for case in site.cases}
    for plan in site.plans.values():
        files |= plan_files(plan)
    return files


def plan_files(plan: Plan) -> dict[str, str]:
    """Return the files of a published plan, by their path from the site's root; none for a listed one."""
    address = KIND["national-roadmap"].address_of(plan.id)
    contents = plans.published(plan.published) if plan.published else {}
    return {address + name: text for name, text in contents.items()}


def submission_path(case: CaseFolder) -> str:
    """Return the path of a case study as a submission, from the site's root."""
    return KIND["case-study"].address_of(case.slug) + published.FILE


def contributed(case: CaseFolder) -> Iterator[tuple[str, Path, Callable[[], bytes]]]:
    """Yield the pictures of a case study in each of their versions: the path from the site's root, the original file,
    and a function that returns the content, which is large.
    """
    address = KIND["case-study"].address_of(case.slug)
    for picture in case.facts.images:
        path = case.files[picture.file]
        width, _height = pictures.size(path)
        for name, smaller in pictures.versions(picture.file, width).items():
            yield address + name, path, partial(_version, path, None if name == picture.file else smaller)


def _version(path: Path, width: int | None) -> bytes:
    """Return a picture encoded again, at its own width or another one in pixels."""
    return pictures.published(path.read_bytes(), path.suffix, width)
