"""An output."""

from __future__ import annotations

from roadmap.page_table import PageRow
from roadmap.views.components import cases, items, numbered, practice
from roadmap.views.contexts.components import Item
from roadmap.views.contexts.roadmap import OutputBody
from roadmap.views.page_kind import PageKind
from roadmap.views.pictures import route
from roadmap.views.view import View


def body(view: View, row: PageRow) -> OutputBody:
    """Return an output with its activities, its goal and its SDGs."""
    output = view.site.outputs[row.id]
    goal = view.site.goals[output.goal.id]
    return OutputBody(
        place=route.small_map(view, {activity.id for activity in output.activities}),
        group=items.output_group(view, output),
        ended=items.ended_notice(view, "output", output),
        replaces=items.replaced(view, "output", row.id),
        practice=practice.sentences(view, "output", row.id),
        goal=items.item(view, "goal", goal),
        goal_note=view.data(f"note output {output.id} goal", output.goal.note),
        sdgs=items.goal_group(view, goal).sdgs,
        provenance=items.provenance(view, row.entries[0]),
        cases=cases.case_list(view, "output", row.id),
    )


def card(view: View, row: PageRow) -> tuple[Item, Item | None]:
    """Return the item, and what it contributes to, for its card on other sites."""
    output = view.site.outputs[row.id]
    return items.item(view, "output", output), items.item(view, "goal", view.site.goals[output.goal.id])


KIND = PageKind(
    name=numbered.name,
    title=numbered.heading,
    description=numbered.text,
    body=body,
    neighbour=numbered.short,
    entity=numbered.entity,
    card=card,
    cited_as_file=True,
    tells_origin=True,
    cited_title=numbered.title,
    listed_under="outputs",
    listed=numbered.listed,
)
