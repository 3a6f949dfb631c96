"""The small route map: a line for each output, and the stations that a page is about."""

from __future__ import annotations

from collections.abc import Collection

from roadmap.views.contexts.components import SmallLine, SmallMap
from roadmap.views.view import View

STEP, EDGE = 12, 6
"""Between two stations or lines, and around them, in units of the drawing."""


def small_map(view: View, here: Collection[str]) -> SmallMap:
    """Return the small route map for a page about the activities `here`, by id."""
    outputs = [
        (output.id, [activity.id for activity in output.activities if not activity.ended])
        for output in view.site.current_outputs
    ]
    longest = max((len(activities) for _, activities in outputs), default=1)
    return SmallMap(
        width=2 * EDGE + STEP * (longest - 1),
        height=2 * EDGE + STEP * (len(outputs) - 1),
        lines=tuple(
            SmallLine(
                colour=output,
                path=f"M{EDGE} {EDGE + STEP * row}h{STEP * (len(activities) - 1)}",
                stops=tuple(
                    (EDGE + STEP * column, EDGE + STEP * row)
                    for column, activity in enumerate(activities)
                    if activity in here
                ),
            )
            for row, (output, activities) in enumerate(outputs)
        ),
    )
