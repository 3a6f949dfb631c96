"""A Party's own roadmap."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap.localization import LocalizedText
from roadmap.model.adaptation import PlanSource
from roadmap.model.contribution import LICENCES
from roadmap.model.national_roadmaps import PublicSource
from roadmap.page_table import KIND as PAGES
from roadmap.page_table import PageRow
from roadmap.site import Plan
from roadmap.views import citations
from roadmap.views.citation_formats import CitedWork
from roadmap.views.components import cases, items, national_roadmaps, plans
from roadmap.views.contexts.cases import CaseLink, CaseSourceItem
from roadmap.views.contexts.components import SdgTile
from roadmap.views.contexts.plans import PlanBody, PlanGoal
from roadmap.views.kinds.case_study import contact_link, safe_address
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.pictures import route, schedule
from roadmap.views.view import View

MOST_CASES = 6
"""Case studies of the Party that its roadmap links to."""


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return plans.title(view, view.site.plans[row.id])


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    plan = view.site.plans[row.id]
    return view.pgettext(
        "description",
        "%(kind)s, %(party)s. %(count)s.",
        kind=plans.kind_label(view, plan),
        party=plans.party_names(view, plan),
        count=plans.count(view, plan),
    )


def body(view: View, row: PageRow) -> PlanBody:
    """Return what kinds/national-roadmap.html reads."""
    plan = view.site.plans[row.id]
    entry, published = plan.entry, plan.published.plan if plan.published else None
    served, bare = _goals(view, plan)
    shown = {tile.number for goal in served for tile in goal.sdgs}
    origin = published.origin if published else "editors"
    updated = published.updated if published else entry.updated if entry else view.site.roadmap.date
    return PlanBody(
        title=plans.title(view, plan),
        original=plans.original(view, plan),
        kicker=plans.kind_label(view, plan),
        origin_label=_origin_label(view, origin),
        place=route.small_map(view, {one.id for one in plan.activities if one.decision == "taken_up"}),
        parties=tuple(cases.party_link(view, code) for code in plan.parties),
        state=plans.state(view, plan),
        summary=plans.summary(view, plan),
        notice=_notice(view, plan),
        takes_up=plan.takes_up,
        count=plans.count(view, plan),
        lines=schedule.route(view, plan),
        table=plans.table(view, plan),
        schedule=schedule.schedule(view, plan),
        groups=plans.groups(view, plan),
        served=served,
        bare=bare,
        bare_sdgs=tuple(_tiles(view, shown)) if served else (),
        mandate=plans.words(view, plan, published.mandate) if published and published.mandate else None,
        contact=(published.contact or "") if published else "",
        contact_link=contact_link(published.contact if published else None),
        languages=_languages(view, plan),
        updated=view.as_text(view.day(updated), view.language),
        version=(published.roadmap or "") if published else "",
        confidence=view.confidence_label(entry.confidence) if entry and not published else None,
        note=view.data(f"national-roadmap note {entry.id}", entry.note) if entry and entry.note else None,
        sources=tuple(_sources(view, plan)),
        case_studies=tuple(_case_studies(view, plan)),
        authority=_authority(view, plan),
        licence=published.licence if published else "",
        licence_url=LICENCES[published.licence] if published else "",
        file=f"{row.address}adaptation.yml" if published else "",
        data=f"{row.address}adaptation.json" if published else "",
        planner=f"{PAGES['adapt'].address}?plan={plan.id}" if published else "",
        entry=national_roadmaps.address(entry) if entry else "",
    )


def _notice(view: View, plan: Plan) -> LocalizedText | None:
    """Return that the texts of a published plan are in another language than the page."""
    if plan.published is None or plan.published.plan.language == view.language:
        return None
    return view.pgettext(
        "plan",
        "La Partie a rédigé cette feuille de route dans une autre langue que celle de cette page : %(language)s. Les "
        "noms des activités et des produits sont traduits, ses propres textes ne le sont pas.",
        language=view.language_name(plan.published.plan.language),
    )


def _goals(view: View, plan: Plan) -> tuple[tuple[PlanGoal, ...], tuple[PlanGoal, ...]]:
    """Return the goals that the activities taken up contribute to, and the others; none of what takes up nothing."""
    if not plan.takes_up:
        return (), ()
    goals = []
    for group in items.goal_groups(view):
        outputs = {output.id for output in view.site.outputs.values() if output.goal.id == group.goal.id}
        count = sum(plans.output_of(one) in outputs for one in plan.taken_up)
        label = view.npgettext("plan", "%(count)s activité retenue", "%(count)s activités retenues", count)
        tiles = tuple(link.tile for link in group.sdgs)
        goals.append((count, PlanGoal(goal=group.goal, count=label, sdgs=tiles)))
    return tuple(goal for count, goal in goals if count), tuple(goal for count, goal in goals if not count)


def _tiles(view: View, shown: set[int]) -> Iterator[SdgTile]:
    """Yield the SDGs that the roadmap is linked to and that are not among those shown."""
    return (items.tile(view, number) for number in view.site.linked_sdgs if number not in shown)


def _languages(view: View, plan: Plan) -> str:
    if plan.published:
        return view.language_name(plan.published.plan.language)
    codes = plan.entry.title if plan.entry else ()
    return view.list_text(view.language_name(code) for code in codes)


def _sources(view: View, plan: Plan) -> Iterator[CaseSourceItem]:
    """Yield the sources of a published plan, else those of its entry."""
    cited: tuple[PlanSource | PublicSource, ...] = plan.entry.sources if plan.entry else ()
    if plan.published:
        cited = plan.published.plan.sources
    for rank, source in enumerate(cited, start=1):
        yield CaseSourceItem(
            rank=rank,
            title=view.as_text(source.title, source.language, fallback=False),
            url=safe_address(source.url),
            language=source.language,
            language_name=view.language_name(source.language),
            seen=view.pgettext("case", "consulté le %(day)s", day=view.day(source.seen)),
        )


def _case_studies(view: View, plan: Plan) -> Iterator[CaseLink]:
    """Yield the case study about a plan, then those of its Parties on activities that it takes up."""
    about = plan.entry.case_study if plan.entry else None
    found = {about: view.site.project.cases[about]} if about else {}
    taken = {one.id for one in plan.taken_up}
    for code in plan.parties:
        for case in view.site.cases_of("party", code.lower()):
            if taken & set(case.facts.activities) and len(found) < MOST_CASES:
                found[case.slug] = case
    for case in found.values():
        card = cases.case_card(view, case)
        yield CaseLink(title=card.title, address=card.address)


def _origin_label(view: View, origin: str) -> LocalizedText:
    """Return the author of a page, in two words."""
    if origin == "party":
        return view.pgettext("plan", "présentée par la Partie")
    return view.pgettext("plan", "page établie par la rédaction")


def _authority(view: View, plan: Plan) -> LocalizedText:
    """Return a sentence on the author of a page and its authority."""
    if plan.published and plan.published.plan.origin == "party":
        return view.pgettext(
            "plan",
            "Feuille de route présentée par la Partie, sous sa responsabilité ; la rédaction en a vérifié la forme, "
            "non les faits.",
        )
    return view.pgettext(
        "plan",
        "Page établie par la rédaction à partir de sources publiques ; la Partie ne l’a pas soumise.",
    )


def article(view: View, row: PageRow) -> Node:
    """Return the properties of the article, for schema.org."""
    plan = view.site.plans[row.id]
    node: Node = {
        "headline": name(view, row).value,
        "about": [f"{view.site.roadmap.iri}#activity-{one.id}" for one in plan.activities if not one.is_own],
        "spatialCoverage": [view.party_name(code).value for code in plan.parties],
    }
    if plan.published:
        facts = plan.published.plan
        node |= {
            "inLanguage": facts.language,
            "dateModified": facts.updated.isoformat(),
            "author": {"@type": "Organization", "name": plans.author(view, plan).value},
            "license": LICENCES[facts.licence],
        }
    return node


def work(view: View, row: PageRow) -> CitedWork:
    """Return the data of the citation."""
    return citations.reference_of_plan(view, view.site.plans[row.id])


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    schema_type="Article",
    article=article,
    cited_as_file=True,
    work=work,
    listed_under="parties",
    inline_styles=("atlas.css", "plan.css"),
)
