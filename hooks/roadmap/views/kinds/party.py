"""A Party."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap.localization import LocalizedText
from roadmap.model.reference import Party
from roadmap.page_table import PageRow
from roadmap.views.components import cases, plans
from roadmap.views.components.sources import source_link
from roadmap.views.contexts.components import SourceLink
from roadmap.views.contexts.lists import PartyBody
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.pictures import route
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
    party, names = view.site.parties[row.id.upper()], view.site.project.party_names
    kinds = {
        "ratification": view.pgettext("party", "Ratification"),
        "accession": view.pgettext("party", "Adhésion"),
    }
    lists = tuple(_lists(view, party.code))
    shown = {one for case in view.site.cases_of("party", row.id) for one in case.facts.activities}
    return PartyBody(
        name=view.party_name(party.code),
        place=route.small_map(view, shown) if shown else None,
        profile=_profile(view, len(shown)) if shown else None,
        region=view.region_label(party.group) if party.group else None,
        deposited=_deposited(view, party.deposited) if party.deposited else None,
        kind=kinds[party.type] if party.type else None,
        lists=lists,
        lists_date=view.day_or_less(names.as_of.strftime("%Y-%m")),
        sources=(*_sources(view, party), *((source_link(view, names.source),) if lists else ())),
        roadmaps=plans.links(view, "party", row.id),
        cases=cases.case_list(view, "party", row.id),
        nearby=cases.nearby(view, party.code),
    )


def _profile(view: View, count: int) -> LocalizedText:
    return view.npgettext(
        "party",
        "Ses études de cas concernent %(count)s des %(total)s activités.",
        "Ses études de cas concernent %(count)s des %(total)s activités.",
        count,
        total=len(view.site.current_activities),
    )


def _deposited(view: View, when: str) -> LocalizedText:
    text = view.day_or_less(when)
    if len(when) == len("2006-12-18"):
        return view.pgettext("party", "Instrument déposé le %(day)s", day=text)
    return view.pgettext("party", "Instrument déposé en %(date)s", date=text)


def _lists(view: View, code: str) -> Iterable[LocalizedText]:
    names = view.site.project.party_names
    if code in names.sids:
        yield view.pgettext("party", "Petit État insulaire en développement")
    if code in names.ldc:
        yield view.pgettext("party", "Pays moins avancé")


def _sources(view: View, party: Party) -> Iterable[SourceLink]:
    """Yield where its status was read, then its group if that is elsewhere."""
    sources = view.site.project.parties.sources
    for identifier in dict.fromkeys((*party.sources, party.group_source)):
        if identifier:
            yield source_link(view, sources[identifier])


def entity(view: View, row: PageRow) -> Node:
    """Return the Party, for schema.org."""
    party = view.site.parties[row.id.upper()]
    kind = "Organization" if party.code == "EU" else "Country"
    return {"@type": kind, "identifier": party.code, "name": name(view, row).value}


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    schema_type="CollectionPage",
    entity=entity,
    listed_under="parties",
)
