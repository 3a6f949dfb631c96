"""All case studies, with the filters."""

from __future__ import annotations

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views import feeds
from roadmap.views.components import cases, facets
from roadmap.views.contexts.lists import CaseStudiesBody
from roadmap.views.page_kind import PageKind
from roadmap.views.pictures import atlas
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Études de cas")


def menu_name(view: View) -> LocalizedText:
    """Return the name in the header."""
    return view.pgettext("nav", "Ce que des pays ont fait")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Ce que des Parties ont fait pour mettre en œuvre la Convention de 2005 dans l’environnement numérique.",
    )


def body(view: View, row: PageRow) -> CaseStudiesBody:
    """Return all case studies, with the filters."""
    return CaseStudiesBody(
        title=view.pgettext("case", "Études de cas"),
        intro=view.pgettext(
            "case",
            "Ce que des Parties ont fait, activité par activité. Chaque étude de cas indique son auteur et la source "
            "de chaque fait.",
        ),
        cases=cases.case_list(view, "case-studies", ""),
        facets=facets.facets(view),
        every=view.pgettext("facet", "Tous"),
        found=view.pgettext("facet", "Études de cas trouvées : %(count)s"),
        remove=view.pgettext("facet", "Retirer : %(choice)s"),
        per_page=page_table.PER_PAGE,
        index_address=f"{row.address}index.json",
        facets_address=f"{row.address}facets.json",
        coverage=cases.coverage(view),
        heat_map=atlas.by_activity(view),
        timeline=atlas.timeline(view),
    )


KIND = PageKind(
    name=name,
    menu_name=menu_name,
    description=description,
    body=body,
    inline_styles=("atlas.css",),
    searched="name",
    schema_type="CollectionPage",
    listed_under="case-studies",
    overview=True,
    feed=feeds.address_of_all,
)
