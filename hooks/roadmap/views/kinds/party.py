"""A Party."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap.localization import LocalizedText
from roadmap.model.reference import Party
from roadmap.page_table import PageRow
from roadmap.views.components import cases, parties
from roadmap.views.contexts.components import SourceLink
from roadmap.views.contexts.lists import PartyBody
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.party_name(row.id.upper())


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "%(party)s et la Convention de 2005 : date de dépôt et études de cas.",
        party=name(view, row),
    )


def body(view: View, row: PageRow) -> PartyBody:
    """Return a Party, with what sources state of its ratification."""
    party = view.site.parties[row.id.upper()]
    deposited = view.day(party.deposited) if party.deposited else ""
    kinds = {
        "ratification": view.pgettext("party", "Ratification"),
        "accession": view.pgettext("party", "Adhésion"),
    }
    return PartyBody(
        name=view.party_name(party.code),
        region=view.region_label(party.group),
        deposited=view.pgettext("party", "Instrument déposé le %(day)s", day=deposited) if deposited else None,
        kind=kinds[party.type] if party.type else None,
        confirmed=party.confirmed,
        incomplete=parties.incomplete(view),
        sources=tuple(_party_sources(view, party)),
        cases=cases.case_list(view, "party", row.id),
    )


def _party_sources(view: View, party: Party) -> Iterable[SourceLink]:
    for identifier in party.sources:
        reference = view.site.project.parties.sources[identifier]
        yield SourceLink(
            title=view.as_text(reference.title, "en", fallback=False),
            url=reference.url,
            language="en",
            language_name=view.language_name("en"),
        )


def entity(view: View, row: PageRow) -> Node:
    """Return the Party, for schema.org."""
    party = view.site.parties[row.id.upper()]
    kind = "Country" if party.group else "Organization"  # the European Union is in no group of States
    return {"@type": kind, "identifier": party.code, "name": name(view, row).value}


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    schema_type="CollectionPage",
    entity=entity,
    listed_under="parties",
)
