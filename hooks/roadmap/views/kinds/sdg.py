"""An SDG."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.open_data.rdf import SDG_IRI
from roadmap.page_table import PageRow
from roadmap.views.components import cases, items
from roadmap.views.contexts.roadmap import SdgBody
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.item_label("sdg", row.id)


def text(view: View, row: PageRow) -> LocalizedText:
    """Return the title of the SDG."""
    return items.tile(view, int(row.id)).title


def title(view: View, row: PageRow) -> str:
    """Return the title of the page."""
    return view.pgettext("title", "%(label)s : %(title)s", label=name(view, row), title=text(view, row)).value


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Ce que la feuille de route ouverte apporte à l’%(label)s, %(title)s : objectifs, produits et activités.",
        label=name(view, row),
        title=text(view, row),
    )


def body(view: View, row: PageRow) -> SdgBody:
    """Return an SDG, with its goals, outputs and activities."""
    number = int(row.id)
    return SdgBody(
        tile=items.tile(view, number),
        links=items.sdg_links(view, number),
        groups=tuple(items.goal_group(view, goal) for goal, _link in view.site.goals_of(number)),
        unverified=view.site.project.sdgs.title_confidence.get(view.language) != "certain",
        iri=SDG_IRI.format(number),
        cases=cases.case_list(view, "sdg", row.id),
    )


def entity(view: View, row: PageRow) -> Node:
    """Return the SDG, for schema.org."""
    return {
        "@type": "DefinedTerm",
        "@id": SDG_IRI.format(row.id),
        "termCode": row.id,
        "name": text(view, row).value,
    }


def listed(view: View, row: PageRow) -> tuple[LocalizedText | None, LocalizedText]:
    """Return label and text in the list of all pages."""
    return name(view, row), text(view, row)


KIND = PageKind(
    name=name,
    title=title,
    description=description,
    body=body,
    neighbour=text,
    entity=entity,
    listed_under="sdgs",
    listed=listed,
)
