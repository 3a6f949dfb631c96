"""All outputs."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.components import items
from roadmap.views.contexts.roadmap import OutputsBody
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.row_names["outputs"]


def menu_name(view: View) -> LocalizedText:
    """Return the name in the header."""
    return view.pgettext("nav", "La feuille de route")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description", "Les produits, ou résultats attendus, de la feuille de route ouverte, avec leurs activités."
    )


def body(view: View, row: PageRow) -> OutputsBody:
    """Return the outputs, under their goals."""
    ended = (items.item(view, "output", output) for output in view.site.roadmap.outputs if output.ended)
    return OutputsBody(groups=items.goal_groups(view), ended=tuple(ended))


KIND = PageKind(
    name=name,
    menu_name=menu_name,
    description=description,
    body=body,
    searched="name",
    schema_type="CollectionPage",
    listed_under="outputs",
    overview=True,
)
