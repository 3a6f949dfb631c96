"""The national roadmaps that the editors know."""

from __future__ import annotations

from roadmap import forge
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views import feeds
from roadmap.views.components import national_roadmaps as component
from roadmap.views.components import plans
from roadmap.views.contexts.components import SourceLink
from roadmap.views.contexts.national_roadmaps import NationalRoadmapsBody
from roadmap.views.page_kind import PageKind
from roadmap.views.pictures import comparison
from roadmap.views.view import View

FILE = "data/national-roadmaps.yml"


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Feuilles de route nationales")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Les feuilles de route nationales connues, tirées de la feuille de route ouverte : qui, quand, dans quelle "
        "langue et pour quelles activités.",
    )


def body(view: View, row: PageRow) -> NationalRoadmapsBody:
    """Return what kinds/national-roadmaps.html reads."""
    data = view.site.project.national_roadmaps
    ordered = component.in_order(view, data.roadmaps)
    repository, official = view.repo_url, data.official_list
    return NationalRoadmapsBody(
        title=view.pgettext("national-roadmap", "Feuilles de route nationales"),
        intro=view.pgettext(
            "national-roadmap",
            "Une feuille de route nationale présente ce qu’une Partie fait, ou prévoit de faire, pour appliquer la "
            "Convention de 2005 dans l’environnement numérique.",
        ),
        known=view.npgettext(
            "national-roadmap",
            "La rédaction en connaît %(count)s dont le texte est public, ainsi que les projets, analyses et rapports "
            "ci-dessous ; la liste est incomplète, car celle de l’UNESCO n’a pas pu être lue.",
            "La rédaction en connaît %(count)s dont le texte est public, ainsi que les projets, analyses et rapports "
            "ci-dessous ; la liste est incomplète, car celle de l’UNESCO n’a pas pu être lue.",
            component.published(view),
        ),
        plans=tuple(plans.card(view, one) for one in plans.published(view)),
        comparison=comparison.comparison(view),
        entries=tuple(component.entry(view, one) for one in ordered if one.kind != "related"),
        related=tuple(component.entry(view, one) for one in ordered if one.kind == "related"),
        as_of=view.pgettext("national-roadmap", "État au %(day)s.", day=view.day(data.as_of)),
        official_list=SourceLink(
            title=view.as_text(official.title, official.language, fallback=False),
            url=official.url,
            language=official.language,
            language_name=view.language_name(official.language),
        ),
        issue_url=f"{repository}/issues/new?template=national-roadmap.{view.language}.yml" if repository else "",
        edit_url=forge.edit_url(repository, FILE) if repository else "",
        guide_url=forge.file_url(repository, "docs/national-roadmaps.md") if repository else "",
        contact=view.contact,
    )


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    schema_type="CollectionPage",
    listed_under="parties",
    feed=feeds.address_of_page,
    inline_styles=("atlas.css", "compare.css"),
)
