"""The route map and the schedule of a Party's own roadmap."""

from __future__ import annotations

from roadmap.model.adaptation import PlannedActivity
from roadmap.page_table import KIND
from roadmap.site import Plan
from roadmap.views.components import items, plans
from roadmap.views.contexts.plans import PlanBar, PlanLine, PlanStop, Schedule
from roadmap.views.view import View, per_view

UNIT = 10
"""The width of a quarter in the schedule."""
TICKS = 4
"""Into how many equal parts the years of the schedule divide it, at most."""


def route(view: View, plan: Plan) -> tuple[PlanLine, ...]:
    """Return the present roadmap with the plan's own activities, each output a line, each activity a station."""
    known = {one.id: one for one in plan.activities if one.decision == "taken_up"}
    own = [one for one in known.values() if one.is_own]
    return tuple(
        PlanLine(
            output=group.output,
            stops=(
                *(_stop(view, plan, activity.id, known.get(activity.id)) for activity in group.activities),
                *(_stop(view, plan, one.id, one) for one in own if plans.output_of(one) == group.output.id),
            ),
        )
        for group in items.output_groups(view)
    )


def _stop(view: View, plan: Plan, identifier: str, activity: PlannedActivity | None) -> PlanStop:
    if activity is None:
        return _untaken(view, identifier)
    return PlanStop(
        id=plans.number(activity),
        name=plans.name(view, plan, activity),
        address=plans.anchor(plan, activity),
        taken=True,
    )


@per_view
def _untaken(view: View, identifier: str) -> PlanStop:
    name, address = plans.known(view)[identifier].short, KIND["activity"].address_of(identifier)
    return PlanStop(id=identifier, name=name, address=address, taken=False)


def schedule(view: View, plan: Plan) -> Schedule | None:
    """Return the activities taken up that have a date, on a scale of whole years; None if none has one."""
    dated = [one for one in plan.taken_up if one.start or one.end]
    if not dated:
        return None
    quarters = [_index(quarter) for one in dated for quarter in (one.start, one.end) if quarter]
    first, last = min(quarters) // 4, max(quarters) // 4 + 1
    step = -(-(last - first) // TICKS)
    last = first + step * -(-(last - first) // step)  # an equal number of years between two ticks
    return Schedule(
        width=UNIT * 4 * (last - first),
        years=tuple(str(year) for year in range(first, last + 1, step)),
        bars=tuple(_bar(view, plan, one, 4 * first, 4 * last) for one in dated),
    )


def _index(quarter: str) -> int:
    """Return the number of a quarter since the year 0."""
    return 4 * int(quarter[:4]) + int(quarter[-1]) - 1


def _bar(view: View, plan: Plan, activity: PlannedActivity, first: int, last: int) -> PlanBar:
    start = _index(activity.start) if activity.start else first
    end = _index(activity.end) + 1 if activity.end else last
    when = plans.period(view, activity)
    if when is None:
        raise ValueError(f"{activity.id} has no date")
    return PlanBar(
        id=plans.number(activity),
        name=plans.name(view, plan, activity),
        address=plans.anchor(plan, activity),
        colour=plans.output_of(activity),
        period=when,
        start=UNIT * (start - first),
        length=UNIT * (end - start),
        open=not (activity.start and activity.end),
    )
