"""What the atlas of case studies shows: components/atlas.html."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText
from roadmap.views.contexts.cases import PartyLink
from roadmap.views.contexts.components import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """The case studies of one item in one region."""

    count: int
    level: int
    """0 for none, up to 4: how dark the cell is."""
    address: str
    """The filtered list, from the language's root; empty without case studies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """An output or an activity, with its case studies by region."""

    item: Item
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Case studies by activity and region: components/atlas.html."""

    regions: tuple[LocalizedText, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDot:
    """A Party among those of its region."""

    link: PartyLink
    cases: int
    label: LocalizedText
    """The number of case studies, in words."""
    size: int
    """0 without case studies, up to 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDots:
    """The Parties of a region, those with case studies first."""

    id: str
    label: LocalizedText
    share: LocalizedText
    """How many of them have case studies."""
    dots: tuple[PartyDot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A measure in the timeline."""

    address: str
    parties: str
    activities: str
    years: LocalizedText
    colour: str
    start: int
    """In units of the timeline's width."""
    length: int
    open: bool
    """Whether its end is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Measures by year: components/atlas.html."""

    width: int
    years: tuple[str, ...]
    """Evenly spaced, from the start to the end."""
    bars: tuple[Bar, ...]
    left_out: LocalizedText | None
    """How many of all measures are shown; None for all."""
