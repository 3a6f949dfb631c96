"""An activity."""

from __future__ import annotations

from roadmap.page_table import PageRow
from roadmap.views import feeds
from roadmap.views.components import cases, items, numbered, plans, practice
from roadmap.views.contexts.components import Item
from roadmap.views.contexts.roadmap import ActivityBody
from roadmap.views.page_kind import PageKind
from roadmap.views.pictures import route
from roadmap.views.view import View


def body(view: View, row: PageRow) -> ActivityBody:
    """Return an activity, with its output, goal and SDGs."""
    output, activity = view.site.activities[row.id]
    goal = view.site.goals[output.goal.id]
    return ActivityBody(
        place=route.small_map(view, {row.id}),
        activity=items.item(view, "activity", activity),
        ended=items.ended_notice(view, "activity", activity),
        replaces=items.replaced(view, "activity", row.id),
        points=practice.points(view, row.id),
        rests_on=practice.rests_on(view, row.id),
        group=items.output_group(view, output),
        goal=items.item(view, "goal", goal),
        sdgs=items.goal_group(view, goal).sdgs,
        provenance=items.provenance(view, row.entries[0]),
        roadmaps=plans.links(view, "activity", row.id),
        cases=cases.case_list(view, "activity", row.id),
    )


def card(view: View, row: PageRow) -> tuple[Item, Item | None]:
    """Return the item, and what it contributes to, for its card on other sites."""
    output, activity = view.site.activities[row.id]
    return items.item(view, "activity", activity), items.item(view, "output", output)


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
    listed_under="activities",
    listed=numbered.listed,
    feed=feeds.address_of_page,
)
