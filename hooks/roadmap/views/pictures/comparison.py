"""Which activities Parties take up: activities by Parties."""

from __future__ import annotations

from dataclasses import dataclass, field

from roadmap.localization import LocalizedText
from roadmap.model.adaptation import DECISIONS
from roadmap.model.national_roadmaps import NationalRoadmap
from roadmap.page_table import KIND
from roadmap.site import Plan
from roadmap.views.components import items, national_roadmaps, plans
from roadmap.views.contexts.plans import ComparedCell, ComparedPlan, ComparedRow, Comparison
from roadmap.views.view import View

MOST_COLUMNS = 12
"""Plans with a column: with more, only those revised last, and the page stays light. All are counted."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A plan or an entry, with what is known of each activity."""

    plan: ComparedPlan
    cells: dict[str, ComparedCell] = field(default_factory=dict)


def comparison(view: View) -> Comparison:
    """Return the present activities, with what each plan and each entry of the list states of them."""
    listed = [
        one for one in view.site.project.national_roadmaps.roadmaps if one.id not in view.site.project.adaptations
    ]
    every = [plan for plan in view.site.plans.values() if plan.published]
    columns = [_of_plan(view, plan) for plan in every[:MOST_COLUMNS]]
    known = [one for one in national_roadmaps.in_order(view, tuple(listed)) if one.activities and one.kind != "related"]
    columns += [_of_entry(view, one) for one in known[: max(0, MOST_COLUMNS - len(columns))]]
    left_out = len(every) + len(known) - len(columns)
    counts = {one: len(_parties(view, one)) for one in view.site.current_activities}
    activities = [activity for group in items.output_groups(view) for activity in group.activities]
    empty = ComparedCell(mark="", label=None, address="")
    marks = {cell.mark: cell.label for column in columns for cell in column.cells.values() if cell.label}
    return Comparison(
        plans=tuple(column.plan for column in columns),
        rows=tuple(
            ComparedRow(
                item=activity,
                count=view.as_text(view.number_text(counts[activity.id]), view.language),
                cells=tuple(column.cells.get(activity.id, empty) for column in columns),
            )
            for activity in activities
        ),
        marks=tuple((mark, label) for mark in MARKS if (label := marks.get(mark))),
        left_out=_left_out(view, left_out) if left_out else None,
        counted=any(counts.values()),
        unclaimed=tuple(one for one in activities if not counts[one.id]) if any(counts.values()) else (),
    )


MARKS = (*DECISIONS, "stated", "inferred")
"""In the order of their explanation."""


def _parties(view: View, activity: str) -> set[str]:
    return {plan.parties[0] for plan in view.site.plans_of("activity", activity)}


def _left_out(view: View, count: int) -> LocalizedText:
    return view.npgettext(
        "plan",
        "%(count)s autre feuille de route n’a pas de colonne ici ; elle est comptée à la première colonne.",
        "%(count)s autres feuilles de route n’ont pas de colonne ici ; elles sont comptées à la première colonne.",
        count,
    )


def _of_plan(view: View, plan: Plan) -> _Column:
    own = plans.address(plan)
    column = _Column(ComparedPlan(party=view.party_name(plan.parties[0]), kind=plans.state(view, plan), address=own))
    for one in plan.activities:
        label = view.phrase(DECISIONS[one.decision])
        address = plans.anchor(plan, one) if one.decision == "taken_up" else own
        column.cells[one.id] = ComparedCell(mark=one.decision, label=label, address=address)
    return column


def _of_entry(view: View, one: NationalRoadmap) -> _Column:
    address = KIND["national-roadmap"].address_of(one.id) if one.id in view.site.plans else ""
    address = address or national_roadmaps.address(one)
    column = _Column(
        ComparedPlan(party=view.party_name(one.party), kind=national_roadmaps.dated(view, one), address=address)
    )
    labels = {
        "stated": view.pgettext("plan", "Liée, selon une source"),
        "inferred": view.pgettext("plan", "Liée, selon la rédaction"),
    }
    for mark, activities in (("stated", one.activities_stated), ("inferred", one.activities_inferred)):
        for activity in activities:
            column.cells[activity] = ComparedCell(mark=mark, label=labels[mark], address=address)
    return column
