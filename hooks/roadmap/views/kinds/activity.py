"""An activity."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views import feeds
from roadmap.views.components import cases, items
from roadmap.views.contexts.components import Item
from roadmap.views.contexts.roadmap import ActivityBody
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.item_label("activity", row.id)


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.entry(row.entries[0])


def body(view: View, row: PageRow) -> ActivityBody:
    """Return an activity, with its output, goal and SDGs."""
    output, activity = view.site.activities[row.id]
    goal = view.site.goals[output.goal.id]
    return ActivityBody(
        activity=items.item(view, "activity", activity),
        output=items.item(view, "output", output),
        goal=items.item(view, "goal", goal),
        sdgs=items.goal_group(view, goal).sdgs,
        siblings=items.output_group(view, output).activities,
        provenance=items.provenance(view, row.entries[0]),
        cases=cases.case_list(view, "activity", row.id),
    )


def entity(view: View, row: PageRow) -> Node:
    """Return the term that the page is about, for schema.org."""
    iri = view.site.roadmap.iri
    return {
        "@type": "DefinedTerm",
        "@id": f"{iri}#activity-{row.id}",
        "termCode": row.id,
        "name": view.entry(row.entries[0]).value,
        "inDefinedTermSet": iri,
    }


def card(view: View, row: PageRow) -> tuple[Item, Item | None]:
    """Return the item, and what it contributes to, for its card on other sites."""
    return items.item(view, "activity", view.site.activities[row.id][1]), items.item(
        view, "output", view.site.activities[row.id][0]
    )


def listed(view: View, row: PageRow) -> tuple[LocalizedText | None, LocalizedText]:
    """Return label and text in the list of all pages."""
    return name(view, row), description(view, row)


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    neighbour=description,
    entity=entity,
    card=card,
    cited_as_file=True,
    cited_title=items.numbered_title,
    listed_under="activities",
    listed=listed,
    feed=feeds.address_of_page,
)
