"""A goal."""

from __future__ import annotations

from roadmap.page_table import PageRow
from roadmap.views.components import cases, items, numbered, practice
from roadmap.views.contexts.components import Item
from roadmap.views.contexts.roadmap import GoalBody
from roadmap.views.page_kind import PageKind
from roadmap.views.pictures import route
from roadmap.views.view import View


def body(view: View, row: PageRow) -> GoalBody:
    """Return a goal, its outputs and its SDGs."""
    goal = view.site.goals[row.id]
    return GoalBody(
        place=route.small_map(view, {one.id for output in view.site.outputs_of(row.id) for one in output.activities}),
        group=items.goal_group(view, goal),
        practice=practice.sentences(view, "goal", row.id),
        provenance=items.provenance(view, row.entries[0]),
        cases=cases.case_list(view, "goal", row.id),
    )


def card(view: View, row: PageRow) -> tuple[Item, Item | None]:
    """Return the item, and what it contributes to, for its card on other sites."""
    return items.item(view, "goal", view.site.goals[row.id]), None


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
    listed_under="goals",
    listed=numbered.listed,
)
