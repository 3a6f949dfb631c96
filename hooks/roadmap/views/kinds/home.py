"""The home page: what the roadmap is, its route map, and the whole of it in one matrix."""

from __future__ import annotations

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.site import Entry
from roadmap.views import feeds, prints
from roadmap.views.components import cases, items
from roadmap.views.contexts.lists import CaseCard
from roadmap.views.contexts.roadmap import Door, HomeBody
from roadmap.views.page_kind import PageKind
from roadmap.views.pictures import atlas
from roadmap.views.view import View

MOST_COLUMNS = 6
"""How many columns a wide screen has room for: with more, each goal has its own row of outputs."""
EXAMPLES = 3
"""Case studies on the page, each from another region."""


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Accueil")


def title(view: View, row: PageRow) -> str:
    """Return the title of the roadmap."""
    return view.entry(Entry("title", "", view.site.roadmap.title)).value


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return items.summary(view)


def body(view: View, row: PageRow) -> HomeBody:
    """Return what the roadmap is, the ways into the site, and the whole roadmap."""
    roadmap = view.site.roadmap
    banner = Entry("banner", "", roadmap.banner)
    return HomeBody(
        title=view.entry(Entry("title", "", roadmap.title)),
        what=_what(view),
        whom=_whom(view),
        banner=view.entry(banner),
        banner_mark=view.mark(roadmap.banner),
        banner_notes=page_table.KIND["source-notes"].address + f"#{banner.anchor}",
        poster=view.pgettext(
            "home", "L’affiche en PDF (A3, %(size)s)", size=view.size_text(view.printed[prints.POSTER])
        )
        if prints.POSTER in view.printed
        else None,
        doors=_doors(view),
        groups=items.goal_groups(view),
        rows=view.row_names,
        columns=len(view.site.current_outputs),
        wide=len(view.site.current_outputs) <= MOST_COLUMNS,
        coverage=cases.coverage(view),
        examples=_examples(view),
        atlas=atlas.by_output(view),
        closing=view.entry(Entry("closing", "", roadmap.closing)),
    )


def _what(view: View) -> LocalizedText:
    """Return what the roadmap is, and who approved it (resolution 7.CP 13 of June 2019)."""
    count = len(view.site.current_activities)
    return view.pgettext(
        "home",
        "En 2019, les Parties à la Convention de l’UNESCO de 2005 sur la diversité des expressions culturelles ont "
        "approuvé cette feuille de route : %(activities)s que chaque pays peut choisir et adapter, pour que sa "
        "culture vive aussi en ligne.",
        activities=view.npgettext("count", "%(count)s activité", "%(count)s activités", count),
    )


def _whom(view: View) -> LocalizedText:
    """Return what the site has, and for whom."""
    return view.npgettext(
        "home",
        "Ce site indépendant la publie en %(count)s langue, avec ce que des pays ont déjà fait, pour les ministères de "
        "la culture et pour tous ceux qui travaillent avec eux.",
        "Ce site indépendant la publie en %(count)s langues, avec ce que des pays ont déjà fait, pour les ministères "
        "de la culture et pour tous ceux qui travaillent avec eux.",
        len(view.site.project.codes),
    )


def _doors(view: View) -> tuple[Door, ...]:
    return (
        Door(
            title=view.pgettext("home", "Comprendre la feuille de route"),
            text=items.counts(view),
            address=page_table.KIND["outputs"].address,
        ),
        Door(
            title=view.pgettext("home", "Voir ce que des pays ont fait"),
            text=view.case_count(len(view.site.cases)),
            address=page_table.KIND["case-studies"].address,
        ),
        Door(
            title=view.pgettext("home", "L’adapter à votre pays"),
            text=view.pgettext("home", "Un outil pour choisir et planifier"),
            address=page_table.KIND["adapt"].address,
        ),
    )


def _examples(view: View) -> tuple[CaseCard, ...]:
    """Return the most recently revised case studies from different regions and about different outputs."""
    found, seen = [], set[str | None]()
    for case in view.site.cases:
        region = view.site.parties[case.facts.party].group
        marks = {f"region {region}", *(f"output {one.split('.')[0]}" for one in case.facts.activities)}
        if not marks & seen:
            seen |= marks
            found.append(cases.case_card(view, case))
    return tuple(found[:EXAMPLES])


def listed(view: View, row: PageRow) -> tuple[LocalizedText | None, LocalizedText]:
    """Return label and text in the list of all pages."""
    return None, view.entry(Entry("title", "", view.site.roadmap.title))


KIND = PageKind(
    name=name,
    title=title,
    whole_title=True,
    description=description,
    body=body,
    styles=("pictures.css",),
    inline_styles=("atlas.css", "print-home.css"),  # a named page would not hold for the first sheet
    schema_type="WebSite",
    cited_as_file=True,
    feed=feeds.address_of_all,
    listed_under="home",
    listed=listed,
)
