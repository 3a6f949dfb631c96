"""What components of the roadmap's pages show."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """A source of the editors."""

    title: LocalizedText
    url: str
    language: str
    language_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The provenance of a text: components/provenance.html."""

    state: str
    state_label: LocalizedText
    shown: LocalizedText
    """The French text that the site shows."""
    printed: tuple[LocalizedText, ...]
    """What the leaflet shows instead, in pieces if it is cut."""
    note: LocalizedText | None
    confidence_label: LocalizedText | None
    sources: tuple[SourceLink, ...]
    official: tuple[SourceLink, ...]
    """Where the editors read UNESCO's own wording in the page's language; empty for the editors' translation."""
    anchor: str
    """Its place on the page of editorial notes."""
    document: DocumentLink | None
    """The document that it is from; None for the leaflet."""
    former: tuple[FormerText, ...]
    """The texts before, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """A document that texts of the roadmap are from: components/revision.html."""

    id: str
    title: LocalizedText
    day: LocalizedText
    symbol: str
    """Its official number, or empty."""
    address: str
    """Its place on the page of editorial notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerText:
    """A text that a later document replaced."""

    anchor: str
    """Its id on the page."""
    url: str
    """Its absolute address, to cite it."""
    text: LocalizedText
    document: DocumentLink
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedNotice:
    """That an output or an activity is no longer part of the roadmap."""

    document: DocumentLink
    replaced_by: tuple[Item, ...]
    note: LocalizedText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An output, an activity or a goal, named and linked."""

    id: str
    label: LocalizedText
    short: LocalizedText
    """The editors' short name."""
    text: LocalizedText
    address: str
    anchor: str
    mark: LocalizedText | None
    """`restored text`, `to be confirmed`, or nothing."""
    colour: str
    """The number of the output whose colour it has; empty for a goal."""
    cases: int
    """The number of its case studies."""
    cases_label: LocalizedText
    size: int
    """How large its station is on the route map: 0 without case studies, up to 4."""
    terms: tuple[TermLink, ...]
    """The terms of the glossary in its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLink:
    """A term with its definition, and its place in the glossary."""

    name: LocalizedText
    definition: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgTile:
    """An SDG, as components/sdg.html shows it; `styles.py` has its colours."""

    number: int
    label: LocalizedText
    title: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgLinkItem:
    """An SDG under a goal of the Convention, and the basis of the link."""

    tile: SdgTile
    goal: Item
    basis: str
    """`leaflet-certain`, `leaflet-likely`, `leaflet-doubtful`, `corrected` or `framework`."""
    basis_label: LocalizedText
    doubtful: bool
    targets: LocalizedText | None
    note: LocalizedText | None
    sources: tuple[SourceLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputGroup:
    """An output with its activities."""

    output: Item
    activities: tuple[Item, ...]
    ended: tuple[Item, ...]
    """Activities that are no longer part of the roadmap."""
    count_label: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalGroup:
    """A goal with its outputs and the SDGs that it is linked to."""

    goal: Item
    outputs: tuple[OutputGroup, ...]
    sdgs: tuple[SdgLinkItem, ...]
    sdg_note: LocalizedText | None
    count_label: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedCard:
    """files/embed.html: an output, an activity or a goal, for a frame on another site."""

    item: Item
    above: Item | None
    """What it contributes to; None for a goal."""
    link: str
    """The link from the card to its page."""
    link_text: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallLine:
    """The line of an output in the small route map, with the stations that the page is about."""

    colour: str
    path: str
    """The `d` of an SVG path."""
    stops: tuple[tuple[int, int], ...]
    """The centres of the stations that the page is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMap:
    """The small route map: components/route.html."""

    width: int
    height: int
    lines: tuple[SmallLine, ...]
