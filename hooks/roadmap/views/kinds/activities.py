"""All activities."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.components import items
from roadmap.views.contexts.roadmap import ActivitiesBody
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.row_names["activities"]


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description", "Toutes les activités que la feuille de route ouverte propose aux Parties, par produit."
    )


def body(view: View, row: PageRow) -> ActivitiesBody:
    """Return every activity, under its output."""
    ended = (one for output in view.site.roadmap.outputs for one in items.output_group(view, output).ended)
    return ActivitiesBody(groups=items.output_groups(view), ended=tuple(ended))


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    searched="name",
    schema_type="CollectionPage",
    listed_under="activities",
    overview=True,
)
