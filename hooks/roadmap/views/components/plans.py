"""Parties' own roadmaps: names, states, links, and what each states of its activities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import format_skeleton

from roadmap import languages
from roadmap.localization import LocalizedText
from roadmap.model.adaptation import DECISIONS, PRIORITIES, STATUSES, PlannedActivity
from roadmap.model.national_roadmaps import KINDS
from roadmap.model.roadmap import Output
from roadmap.page_table import KIND
from roadmap.reading.case_study import CaseFolder
from roadmap.site import Plan
from roadmap.views.components import cases, items, national_roadmaps
from roadmap.views.contexts.cases import CaseLink
from roadmap.views.contexts.components import Item
from roadmap.views.contexts.national_roadmaps import RoadmapLink
from roadmap.views.contexts.plans import PlanCard, PlannedGroup, PlannedItem, PlanRow, PlanTable
from roadmap.views.view import View, per_view

MOST_LINKS = 8
"""Plans that the page of an activity links to; the comparison has all."""
MOST_OF_CASE = 3
"""Plans that the page of a case study links to."""


def address(plan: Plan) -> str:
    """Return the address of a plan's page, from the language's root."""
    return KIND["national-roadmap"].address_of(plan.id)


def title(view: View, plan: Plan) -> LocalizedText:
    """Return the title in the reader's language, else in the plan's own; what it is and whose if it has none. That of a
    listed plan may be the editors' translation.
    """
    if plan.published:
        return _by_language(view, plan.published.plan.title, plan.published.plan.language)
    if plan.entry is None:
        raise ValueError(f"{plan.id} is neither published nor listed")
    translated = national_roadmaps.translation(view, plan.entry)
    return translated or national_roadmaps.title(view, plan.entry) or national_roadmaps.named(view, plan.entry)


def original(view: View, plan: Plan) -> LocalizedText | None:
    """Return the title of a listed plan in its own language, where `title` is the editors' translation."""
    if plan.published or plan.entry is None or national_roadmaps.translation(view, plan.entry) is None:
        return None
    return national_roadmaps.title(view, plan.entry)


def summary(view: View, plan: Plan) -> LocalizedText | None:
    """Return what a plan is, in the Party's words, else in the editors'."""
    if plan.published and plan.published.plan.summary:
        return _by_language(view, plan.published.plan.summary, plan.published.plan.language)
    return national_roadmaps.summary(view, plan.entry) if plan.entry else None


def _by_language(view: View, texts: dict[str, str], own: str) -> LocalizedText:
    """Return a text in the first language of the reader's chain that has it, else in the plan's, else in any."""
    code = next((code for code in (*view.translator.languages, own) if code in texts), next(iter(texts)))
    return view.as_text(texts[code], code, fallback=False)


def words(view: View, plan: Plan, text: str) -> LocalizedText:
    """Return a text of a published plan, which is in the plan's own language."""
    return view.as_text(text, plan.published.plan.language if plan.published else view.source, fallback=False)


def kind_label(view: View, plan: Plan) -> LocalizedText:
    """Return what a plan is: a national roadmap, or what the list calls it."""
    return view.phrase(KINDS[plan.entry.kind if plan.entry and not plan.published else "national_roadmap"])


def state(view: View, plan: Plan) -> LocalizedText:
    """Return whether a plan is a draft or adopted, and when; of a listed one, its year."""
    if plan.published:
        status = view.phrase(STATUSES[plan.published.plan.status])
        if plan.published.plan.date is None:
            return status
        day = view.day_or_less(plan.published.plan.date)
        return view.pgettext("plan", "%(status)s (%(date)s)", status=status, date=day)
    if plan.entry and plan.entry.year:
        return view.pgettext("years", "%(year)s", year=plan.entry.year)
    return view.pgettext("national-roadmap", "année inconnue")


def author(view: View, plan: Plan) -> LocalizedText:
    """Return the author of a plan: the service that presents it, or the editors."""
    mandate = plan.published.plan.mandate if plan.published else None
    return words(view, plan, mandate) if mandate else cases.editors(view)


def count(view: View, plan: Plan) -> LocalizedText:
    """Return how many activities a plan takes up, or a source links to it."""
    if plan.takes_up:
        return view.npgettext("plan", "%(count)s activité retenue", "%(count)s activités retenues", len(plan.taken_up))
    return view.npgettext(
        "plan",
        "%(count)s activité liée, selon une source",
        "%(count)s activités liées, selon une source",
        len(plan.linked),
    )


def period(view: View, activity: PlannedActivity) -> LocalizedText | None:
    """Return when an activity takes place; None without a date."""
    start, end = (quarter(view, one) if one else "" for one in (activity.start, activity.end))
    if start and end:
        same = activity.start == activity.end
        text = view.pgettext("plan", "%(start)s – %(end)s", start=start, end=end)
        return view.as_text(start, view.language) if same else text
    if start:
        return view.pgettext("plan", "à partir de : %(start)s", start=start)
    return view.pgettext("plan", "jusqu’à : %(end)s", end=end) if end else None


@per_view
def quarter(view: View, text: str) -> str:
    """Return a quarter in the language's words: `T1 2027`."""
    first = date(int(text[:4]), 3 * int(text[-1]) - 2, 1)
    return format_skeleton("yQQQ", first, locale=languages.date_locale(view.language))


def name(view: View, plan: Plan, activity: PlannedActivity) -> LocalizedText:
    """Return the short name of an activity of the roadmap, or the title of one of the Party's own."""
    if activity.is_own:
        return words(view, plan, activity.title or activity.id)
    return known(view)[activity.id].short


@per_view
def known(view: View) -> dict[str, Item]:
    """Return every activity of the roadmap, by id, with those that have ended."""
    groups = (items.output_group(view, output) for output in view.site.outputs.values())
    return {item.id: item for group in groups for item in (*group.activities, *group.ended)}


def number(activity: PlannedActivity) -> str:
    """Return the number of an activity of the roadmap; nothing for one of the Party's own."""
    return "" if activity.is_own else activity.id


def output_of(activity: PlannedActivity) -> str:
    """Return the id of the output that an activity is under."""
    return activity.output or activity.id.partition(".")[0]


def anchor(plan: Plan, activity: PlannedActivity) -> str:
    """Return the place of an activity on the page of a plan; for one that is not described there, its own page."""
    if plan.published and activity.decision == "taken_up":
        return f"{address(plan)}#activity-{activity.id}"
    return "" if activity.is_own else KIND["activity"].address_of(activity.id)


def by_output(view: View, activities: tuple[PlannedActivity, ...]) -> Iterator[tuple[Output, list[PlannedActivity]]]:
    """Yield the outputs of some activities, each with its own, in the Party's order."""
    for output in view.site.outputs.values():
        if found := [one for one in activities if output_of(one) == output.id]:
            yield output, found


def table(view: View, plan: Plan) -> PlanTable | None:
    """Return the decisions on activities, by output; None for a listed plan, which has only links."""
    if not plan.published:
        return None
    planned = plan.activities
    return PlanTable(
        groups=tuple(
            (items.output_group(view, output).output, tuple(_row(view, plan, one) for one in found))
            for output, found in by_output(view, planned)
        ),
        priorities=any(one.priority for one in planned),
        leads=any(one.lead for one in planned),
        periods=any(one.start or one.end for one in planned),
    )


def _row(view: View, plan: Plan, activity: PlannedActivity) -> PlanRow:
    return PlanRow(
        id=number(activity),
        name=name(view, plan, activity),
        address=anchor(plan, activity),
        key=activity.id,
        decision=view.phrase(DECISIONS[activity.decision]),
        priority=view.phrase(PRIORITIES[activity.priority]) if activity.priority else None,
        lead=words(view, plan, activity.lead) if activity.lead else None,
        period=period(view, activity),
    )


def groups(view: View, plan: Plan) -> tuple[PlannedGroup, ...]:
    """Return the activities that a published plan takes up, under their outputs."""
    if not plan.published:
        return ()
    return tuple(
        PlannedGroup(
            output=items.output_group(view, output).output, items=tuple(_planned(view, plan, one) for one in found)
        )
        for output, found in by_output(view, plan.taken_up)
    )


def _planned(view: View, plan: Plan, activity: PlannedActivity) -> PlannedItem:
    item = None if activity.is_own else known(view)[activity.id]
    ended = None if activity.is_own else view.site.activities[activity.id][1]
    return PlannedItem(
        anchor=f"activity-{activity.id}",
        id=number(activity),
        text=item.text if item else name(view, plan, activity),
        address=item.address if item else "",
        ended=items.ended_notice(view, "activity", ended) if ended else None,
        facts=tuple(_facts(view, plan, activity)),
    )


def _facts(
    view: View, plan: Plan, activity: PlannedActivity
) -> Iterator[tuple[LocalizedText, tuple[LocalizedText, ...]]]:
    if activity.priority:
        yield view.pgettext("plan field", "Priorité"), (view.phrase(PRIORITIES[activity.priority]),)
    if when := period(view, activity):
        yield view.pgettext("plan", "Calendrier"), (when,)
    texts = (
        (view.pgettext("plan field", "Institution responsable"), (activity.lead,)),
        (view.pgettext("plan field", "Partenaires"), activity.partners),
        (view.pgettext("plan field", "Moyens"), (activity.resources,)),
        (view.pgettext("plan field", "Mesure des progrès"), (activity.progress,)),
        (view.pgettext("plan field", "Notes"), (activity.notes,)),
    )
    for label, values in texts:
        if found := tuple(words(view, plan, value) for value in values if value):
            yield label, found


def published(view: View) -> list[Plan]:
    """Return the plans published here, by the name of their Party in the reader's alphabet."""
    found = [plan for plan in view.site.plans.values() if plan.published]
    return sorted(found, key=lambda plan: (languages.sort_key(party_names(view, plan), view.language), plan.id))


def card(view: View, plan: Plan) -> PlanCard:
    """Return a plan in a list."""
    return PlanCard(
        id=plan.id,
        title=title(view, plan),
        address=address(plan),
        parties=tuple(cases.party_link(view, code) for code in plan.parties),
        state=state(view, plan),
        count=count(view, plan),
    )


def links(view: View, kind: str, identifier: str) -> tuple[RoadmapLink, ...]:
    """Return the plans and entries of a Party or of an activity: those published here first."""
    published = [plan for plan in view.site.plans_of(kind, identifier) if plan.published]
    found = [_published_link(view, plan, kind) for plan in published[:MOST_LINKS]]
    if len(published) > MOST_LINKS:
        more = view.npgettext(
            "plan",
            "et %(count)s autre feuille de route",
            "et %(count)s autres feuilles de route",
            len(published) - MOST_LINKS,
        )
        found.append(RoadmapLink(text=more, address=f"{KIND['national-roadmaps'].address}#compare", basis=None))
    ids = {plan.id for plan in published}
    for one in national_roadmaps.in_order(view, view.site.roadmaps_of(kind, identifier)):
        if one.id not in ids:
            own = KIND["national-roadmap"].address_of(one.id) if one.id in view.site.plans else ""
            of_activity = kind == "activity"
            found.append(
                RoadmapLink(
                    text=(national_roadmaps.named if of_activity else national_roadmaps.dated)(view, one),
                    address=own or national_roadmaps.address(one),
                    basis=national_roadmaps.basis(view, one, identifier) if of_activity else None,
                )
            )
    return tuple(found)


def _published_link(view: View, plan: Plan, kind: str) -> RoadmapLink:
    if kind == "party":
        return RoadmapLink(text=title(view, plan), address=address(plan), basis=state(view, plan))
    names = party_names(view, plan)
    text = view.pgettext("national-roadmap", "%(party)s – %(kind)s", party=names, kind=kind_label(view, plan))
    return RoadmapLink(text=text, address=address(plan), basis=view.pgettext("plan", "retenue par la Partie"))


def of_case(view: View, case: CaseFolder) -> tuple[CaseLink, ...]:
    """Return the plans that a case study is about, then those of its Parties that take up one of its activities."""
    about = view.site.plans_of("case-study", case.slug)
    own = (plan for code in case.facts.parties for plan in view.site.plans_of("party", code.lower()))
    shared = (plan for plan in own if {one.id for one in plan.taken_up} & set(case.facts.activities))
    found = {plan.id: plan for plan in (*about, *shared)}
    return tuple(CaseLink(title=title(view, one), address=address(one)) for one in [*found.values()][:MOST_OF_CASE])


def party_names(view: View, plan: Plan) -> str:
    """Return the names of a plan's Parties, as a list."""
    return view.list_text(view.party_name(code).value for code in plan.parties)
