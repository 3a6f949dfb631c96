"""All SDGs that are linked to a goal."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.components import items
from roadmap.views.contexts.roadmap import SdgsBody, SdgSummary
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.row_names["sdgs"]


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description", "Les Objectifs de développement durable associés à la feuille de route ouverte."
    )


def body(view: View, row: PageRow) -> SdgsBody:
    """Return the SDGs that are linked to a goal."""
    return SdgsBody(
        summaries=tuple(
            SdgSummary(
                tile=items.tile(view, number),
                links=(links := items.sdg_links(view, number)),
                count_label=view.npgettext(
                    "count",
                    "%(count)s objectif de la Convention",
                    "%(count)s objectifs de la Convention",
                    len(links),
                ),
            )
            for number in view.site.linked_sdgs
        )
    )


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    styles=("pictures.css",),
    searched="name",
    schema_type="CollectionPage",
    listed_under="sdgs",
    overview=True,
)
