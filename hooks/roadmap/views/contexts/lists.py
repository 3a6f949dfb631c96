"""What lists of case studies and of Parties show."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText
from roadmap.views.contexts.atlas import HeatMap, RegionDots, Timeline
from roadmap.views.contexts.cases import Number, PartyLink
from roadmap.views.contexts.components import SmallMap, SourceLink
from roadmap.views.contexts.national_roadmaps import RoadmapLink


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """A case study in a list: components/cases.html."""

    title: LocalizedText
    summary: LocalizedText
    address: str
    parties: tuple[PartyLink, ...]
    years: LocalizedText
    activities: tuple[Number, ...]
    origin_label: LocalizedText
    """The author: the Party, or the editors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of a long list."""

    label: LocalizedText
    address: str
    current: bool
    gap: bool
    """Whether pages are left out before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """Case studies on a page, with the other pages of the list: components/cases.html."""

    cards: tuple[CaseCard, ...]
    count_label: LocalizedText
    partial: tuple[CaseCard, ...]
    """Partly relevant case studies, which are not counted."""
    pages: tuple[ListPage, ...]
    """Empty if the list fits on one page."""
    origin: LocalizedText | None
    """The author of all of them, stated once; None if each states its own."""
    empty: LocalizedText
    """The text for an empty list."""
    filter_address: str
    """The address of the same list with the filters, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A filter of the list of case studies."""

    name: str
    """Its name in the address: `?activity=2.3`."""
    label: LocalizedText
    first: bool
    """Whether it is in sight; the others unfold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudiesBody:
    """kinds/case-studies.html."""

    title: LocalizedText
    intro: LocalizedText
    cases: CaseList
    facets: tuple[Facet, ...]
    every: LocalizedText
    """The label of a facet that filters nothing."""
    found: LocalizedText
    """The number of results, with `%(count)s` for the script to fill in."""
    remove: LocalizedText
    """The name of the button that removes a choice, with `%(choice)s` for the script to fill in."""
    per_page: int
    index_address: str
    """The address of the list as JSON, from the language's root."""
    facets_address: str
    """The address of the filters' values as JSON, from the language's root."""
    coverage: LocalizedText
    heat_map: HeatMap
    timeline: Timeline | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingBody:
    """kinds/listing.html: the second page of a list and the following ones."""

    title: LocalizedText
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A Party in the list of Parties."""

    link: PartyLink
    deposited: LocalizedText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionGroup:
    """The Parties of one of UNESCO's electoral groups."""

    label: LocalizedText
    rows: tuple[PartyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesBody:
    """kinds/parties.html."""

    title: LocalizedText
    intro: LocalizedText
    incomplete: LocalizedText
    """How complete the list is."""
    official: SourceLink
    """The list of the depositary."""
    regions: tuple[RegionDots, ...]
    groups: tuple[RegionGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyBody:
    """kinds/party.html."""

    name: LocalizedText
    place: SmallMap | None
    """The activities of its case studies, on the route map; None without case studies."""
    profile: LocalizedText | None
    """How many of the roadmap's activities they are about."""
    region: LocalizedText | None
    """Its electoral group; the European Union belongs to none."""
    deposited: LocalizedText | None
    """A sentence with the date of deposit of the instrument."""
    kind: LocalizedText | None
    """Ratification or accession, if a source states it."""
    lists: tuple[LocalizedText, ...]
    """Lists of the United Nations that it is on."""
    lists_date: str
    """When the lists were read."""
    sources: tuple[SourceLink, ...]
    roadmaps: tuple[RoadmapLink, ...]
    cases: CaseList
    nearby: tuple[CaseCard, ...]
    """Case studies of its electoral group, if it has none."""
