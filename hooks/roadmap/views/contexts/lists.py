"""What lists of case studies and of Parties print."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localized_text import LocalizedText
from roadmap.views.contexts.cases import Number, PartyLink
from roadmap.views.contexts.components import OutputGroup, SourceLink


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
    """Who speaks: the Party, or the editors."""


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
    """Those that only touch on an activity: not counted."""
    pages: tuple[ListPage, ...]
    """Empty when the list fits on one page."""
    empty: LocalizedText
    """What to say when there is none."""
    filter_address: str
    """The same list among the filters, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A way to narrow the list of case studies."""

    name: str
    """In the address: `?activity=2.3`."""
    label: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudiesBody:
    """kinds/case-studies.html."""

    title: LocalizedText
    intro: LocalizedText
    cases: CaseList
    facets: tuple[Facet, ...]
    every: LocalizedText
    """What a facet says while it narrows nothing."""
    found: LocalizedText
    """How many answer the filters, for the script to fill in `%(count)s`."""
    per_page: int
    index_address: str
    """The list as JSON, from the language's root."""
    facets_address: str
    """What the filters offer, likewise."""
    coverage: LocalizedText
    groups: tuple[OutputGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingBody:
    """kinds/listing.html: the second page of a list, and those after it."""

    title: LocalizedText
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A Party in the list of Parties."""

    link: PartyLink
    deposited: LocalizedText | None
    confirmed: bool
    cases: int
    cases_label: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionGroup:
    """The Parties of one of UNESCO's electoral groups."""

    id: str
    label: LocalizedText
    rows: tuple[PartyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesBody:
    """kinds/parties.html."""

    title: LocalizedText
    intro: LocalizedText
    incomplete: LocalizedText
    groups: tuple[RegionGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyBody:
    """kinds/party.html."""

    name: LocalizedText
    region: LocalizedText
    deposited: LocalizedText | None
    """When the instrument was deposited, in a sentence."""
    kind: LocalizedText | None
    """Ratification or accession, where a source settles it."""
    confirmed: bool
    incomplete: LocalizedText
    sources: tuple[SourceLink, ...]
    cases: CaseList
