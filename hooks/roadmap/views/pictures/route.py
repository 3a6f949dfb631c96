"""The small route map: a line for each output, and the stations that a page is about."""

from __future__ import annotations

from collections.abc import Collection

from roadmap.views.components import items
from roadmap.views.contexts.components import SmallLine, SmallMap
from roadmap.views.view import View

STEP, EDGE = 12, 6
"""Between two stations or lines, and around them, in units of the drawing."""


def small_map(view: View, here: Collection[str]) -> SmallMap:
    """Return the small route map for a page about the activities `here`, by id."""
    groups = items.output_groups(view)
    longest = max((len(group.activities) for group in groups), default=1)
    return SmallMap(
        width=2 * EDGE + STEP * (longest - 1),
        height=2 * EDGE + STEP * (len(groups) - 1),
        lines=tuple(
            SmallLine(
                colour=group.output.colour,
                path=f"M{EDGE} {EDGE + STEP * row}h{STEP * (len(group.activities) - 1)}",
                stops=tuple(
                    (EDGE + STEP * column, EDGE + STEP * row)
                    for column, activity in enumerate(group.activities)
                    if activity.id in here
                ),
            )
            for row, group in enumerate(groups)
        ),
    )
