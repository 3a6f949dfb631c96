"""All goals."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.components import items
from roadmap.views.contexts.roadmap import GoalsBody
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.row_names["goals"]


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Les objectifs de la Convention de 2005, les produits qui y contribuent et les ODD associés.",
    )


def body(view: View, row: PageRow) -> GoalsBody:
    """Return the goals of the Convention."""
    return GoalsBody(groups=items.goal_groups(view))


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    searched="name",
    schema_type="CollectionPage",
    listed_under="goals",
    overview=True,
)
