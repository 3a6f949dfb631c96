"""All Parties, by region."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.model.reference import Party
from roadmap.page_table import PageRow
from roadmap.views.components import cases
from roadmap.views.components.facets import parties_by_region
from roadmap.views.components.sources import source_link
from roadmap.views.contexts.lists import PartiesBody, PartyRow, RegionGroup
from roadmap.views.page_kind import PageKind
from roadmap.views.pictures import atlas
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Parties")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext("description", "Les Parties à la Convention de 2005, par région, et leurs études de cas.")


def body(view: View, row: PageRow) -> PartiesBody:
    """Return every Party of the list, by region."""
    listed = view.site.project.parties
    return PartiesBody(
        title=view.pgettext("party", "Parties à la Convention"),
        intro=view.pgettext(
            "party",
            "Les Parties à la Convention de 2005, par groupe électoral de l’UNESCO, et leurs études de cas.",
        ),
        incomplete=view.pgettext(
            "party",
            "Parties que des sources publiques nomment, au %(day)s : %(count)s. Il en manque. La liste à jour est "
            "celle de l’UNESCO, dépositaire de la Convention :",
            day=view.day(listed.as_of),
            count=view.number_text(len(listed.parties)),
        ),
        official=source_link(view, listed.official),
        regions=atlas.parties(view),
        groups=tuple(
            RegionGroup(
                label=view.region_label(group),
                rows=tuple(_party_row(view, view.site.parties[code]) for code in codes),
            )
            for group, codes in parties_by_region(view).items()
        ),
    )


def _party_row(view: View, party: Party) -> PartyRow:
    return PartyRow(
        link=cases.party_link(view, party.code),
        deposited=view.as_text(view.day_or_less(party.deposited), view.language) if party.deposited else None,
    )


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    styles=("pictures.css",),
    searched="name",
    schema_type="CollectionPage",
    listed_under="parties",
    overview=True,
)
