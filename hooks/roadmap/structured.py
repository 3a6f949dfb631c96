"""What search engines read of a page: schema.org in JSON-LD, the way down to it and what it is about."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from . import open_data, page_info
from .contribution import LICENCES
from .pages import Row
from .parts import PageInfo
from .rdf import SDG_IRI
from .scripts import in_script

if TYPE_CHECKING:
    from .view import View

Node = dict[str, Any]
TYPES = {
    "home": "WebSite",
    "case-study": "Article",
    "prose": "AboutPage",
    "source-notes": "AboutPage",
    **dict.fromkeys(
        ("outputs", "activities", "goals", "sdgs", "case-studies", "parties", "listing", "party"), "CollectionPage"
    ),
}
"""By kind of page; the others are plainly a WebPage."""


def json_ld(view: View, row: Row) -> Markup:
    """The text of a script element: no mark-up in a title can end it."""
    page = view.page(row)
    nodes = [_page(view, row, page)]
    if len(page.crumbs) > 1:
        nodes.insert(0, _way(view, page))
    data = {"@context": "https://schema.org", "@graph": nodes}
    return in_script(data)


def _way(view: View, page: PageInfo) -> Node:
    """The way down from the home page, as the breadcrumbs show it; the last step is the page itself."""
    steps = []
    for position, crumb in enumerate(page.crumbs, start=1):
        step: Node = {"@type": "ListItem", "position": position, "name": crumb.text.value}
        if crumb.address is not None:
            step["item"] = view.site_url + view.path(crumb.address)
        steps.append(step)
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _page(view: View, row: Row, page: PageInfo) -> Node:
    name = page_info.heading(view, row)
    node: Node = {"@type": TYPES.get(row.kind.name, "WebPage"), "url": view.site_url + page.path}
    if row.kind.name == "case-study":
        return node | _article(view, row, name)
    node |= {"name": name, "inLanguage": view.language}
    if about := _about(view, row, page, name):
        node["mainEntity"] = about
    return node


def _article(view: View, row: Row, name: str) -> Node:
    case = view.site.sources.cases[row.id]
    node: Node = {
        "headline": name,
        "inLanguage": view.case_text(case).language,
        "dateModified": case.facts.updated.isoformat(),
        "author": {"@type": "Organization", "name": view.author(case).value},
        "license": LICENCES[case.facts.licence],
        "about": [f"{view.site.roadmap.iri}#activity-{identifier}" for identifier in case.facts.activities],
    }
    if case.facts.images:
        node["image"] = [f"{view.site_url}{row.address}{picture.file}" for picture in case.facts.images]
    return node


def _about(view: View, row: Row, page: PageInfo, name: str) -> Node | None:
    """The one thing that a page is about; None where it is about many, or about the site."""
    roadmap = view.site.roadmap
    match row.kind.name:
        case "output" | "activity" | "goal" as kind:
            return {
                "@type": "DefinedTerm",
                "@id": f"{roadmap.iri}#{kind}-{row.id}",
                "termCode": row.id,
                "name": view.entry(row.entries[0]).value,
                "inDefinedTermSet": roadmap.iri,
            }
        case "sdg":
            title = view.tile(int(row.id)).title.value
            return {"@type": "DefinedTerm", "@id": SDG_IRI.format(row.id), "termCode": row.id, "name": title}
        case "party":
            party = view.site.parties[row.id.upper()]
            kind = "Country" if party.group else "Organization"  # the European Union is in no group of States
            return {"@type": kind, "identifier": party.code, "name": name}
        case "glossary":
            return {"@type": "DefinedTermSet", "name": name}
        case "data":
            return _dataset(view, page)
    return None


def _dataset(view: View, page: PageInfo) -> Node:
    # The files in every language; those of one language repeat them.
    files = {
        path: open_data.TYPES[PurePath(path).suffix] for path in view.site.once(open_data.files) if path.count("/") == 1
    }
    return {
        "@type": "Dataset",
        "@id": view.site.roadmap.iri,
        "name": view.site_name.value,
        "description": page.description,
        "version": view.site.roadmap.version,
        "license": LICENCES[open_data.LICENCE],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": view.site_url + path, "encodingFormat": kind}
            for path, kind in files.items()
        ],
    }
