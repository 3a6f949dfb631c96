"""What templates may read: finished values, sorted, counted, translated. One class per component and per kind of page.

Templates compute nothing. A test compares each class with what its template reads (tests/test_templates.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a language. Printed in a page of another language, they carry `lang` and `dir` (WCAG 3.1.2)."""

    value: str
    language: str
    direction: str
    foreign: bool = False
    """In another language than the page."""
    fallback: bool = False
    """Foreign because its translation is missing; the page then carries a notice."""
    quoted: tuple[str, ...] = ()
    """Phrases of the source language that a translation quotes as they are."""
    quoted_attributes: Markup = field(default=Markup(), repr=False)
    """Their `lang` and `dir`."""

    @property
    def attributes(self) -> Markup:
        """` lang="…" dir="…"` for the element that holds nothing but a foreign text; print its `value` then."""
        return Markup(' lang="{}" dir="{}"').format(self.language, self.direction) if self.foreign else Markup("")

    def __html__(self) -> str:
        """Escaped, and wrapped when foreign."""
        if not self.foreign:
            html = escape(self.value)
            for phrase in self.quoted:
                span = Markup("<span{}>{}</span>").format(self.quoted_attributes, phrase)
                html = html.replace(escape(phrase), span)
            return html
        marker = Markup(' class="fallback"') if self.fallback else ""
        return Markup('<span lang="{}" dir="{}"{}>{}</span>').format(self.language, self.direction, marker, self.value)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """Where the editors looked."""

    title: Text
    url: str
    language: str
    language_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a text comes from: components/provenance.html."""

    state: str
    state_label: Text
    shown: Text
    """The French text that the site shows."""
    printed: tuple[Text, ...]
    """What the leaflet shows instead, in pieces where it is cut."""
    note: Text | None
    confidence_label: Text | None
    sources: tuple[SourceLink, ...]
    anchor: str
    """Its place on the page of editorial notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An output, an activity or a goal, named and linked."""

    id: str
    label: Text
    text: Text
    address: str
    anchor: str
    mark: Text | None
    """`restored text`, `to be confirmed`, or nothing."""
    colour: str
    """Number of the output whose colour it takes; empty for a goal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgTile:
    """An SDG, in its official colour with text that can be read on it: components/sdg.html."""

    number: int
    label: Text
    title: Text
    address: str
    colour: str
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgLinkItem:
    """An SDG under a goal of the Convention, and what the link rests on."""

    tile: SdgTile
    goal: Item
    basis: str
    """`leaflet-certain`, `leaflet-likely`, `leaflet-doubtful` or `framework`."""
    basis_label: Text
    doubtful: bool
    targets: Text | None
    note: Text | None
    sources: tuple[SourceLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputGroup:
    """An output with its activities."""

    output: Item
    activities: tuple[Item, ...]
    count_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalGroup:
    """A goal with the outputs that serve it and the SDGs it meets."""

    goal: Item
    outputs: tuple[OutputGroup, ...]
    sdgs: tuple[SdgLinkItem, ...]
    sdg_note: Text | None
    count_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeBody:
    """kinds/home.html."""

    title: Text
    banner: Text
    banner_mark: Text | None
    banner_notes: str
    """Address of the editors' note on the banner, which has no page of its own."""
    summary: Text
    groups: tuple[GoalGroup, ...]
    rows: dict[str, Text]
    columns: int
    bases: tuple[tuple[str, Text], ...]
    """The kinds of SDG link present, with their labels: the legend."""
    closing: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputsBody:
    """kinds/outputs.html."""

    groups: tuple[GoalGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputBody:
    """kinds/output.html."""

    group: OutputGroup
    goal: Item
    goal_confidence: Text
    goal_note: Text
    sdgs: tuple[SdgLinkItem, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesBody:
    """kinds/activities.html."""

    groups: tuple[OutputGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityBody:
    """kinds/activity.html."""

    activity: Item
    output: Item
    goal: Item
    sdgs: tuple[SdgLinkItem, ...]
    siblings: tuple[Item, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsBody:
    """kinds/goals.html."""

    groups: tuple[GoalGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalBody:
    """kinds/goal.html."""

    group: GoalGroup
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgSummary:
    """An SDG with the goals that link to it."""

    tile: SdgTile
    links: tuple[SdgLinkItem, ...]
    count_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgsBody:
    """kinds/sdgs.html."""

    summaries: tuple[SdgSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgBody:
    """kinds/sdg.html."""

    tile: SdgTile
    links: tuple[SdgLinkItem, ...]
    groups: tuple[GoalGroup, ...]
    unverified: bool
    """Whether the title's wording in this language could not be verified."""
    iri: str
    """The UN's identifier of this SDG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseBody:
    """kinds/prose.html."""

    title: Text
    html: Markup
    language: str
    direction: str
    foreign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedEntry:
    """A text of the leaflet with its provenance, on the page of editorial notes."""

    label: Text
    address: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNotesBody:
    """kinds/source-notes.html."""

    prose: ProseBody
    entries: tuple[NotedEntry, ...]
    counts: tuple[Text, ...]
    """How many texts are printed, restored, to be confirmed."""
    links: tuple[SdgLinkItem, ...]
    sources: tuple[SourceLink, ...]
    leaflet_note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step from home to here; the last one has no address."""

    text: Text
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The previous or next page of the same kind."""

    label: Text
    text: Text
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """This page in one of the site's languages."""

    code: str
    name: str
    direction: str
    url: str
    """Absolute."""
    path: str
    """From the site's root: `ar/outputs/1/`."""
    translated: bool
    """False where the page would show another language's text: no hreflang claim then."""
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A hub page in the header."""

    text: Text
    address: str
    state: str
    """`page` on it, `section` below it, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostMessage:
    """What the 404 page says in one language: files/404.html."""

    language: str
    direction: str
    path: str
    """This language's home, from the site's root."""
    site_name: Text
    title: Text
    text: Text
    link: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """What the frame around every body reads: page/*.html."""

    kind: str
    path: str
    """From the site's root: `ar/outputs/1/`."""
    language: str
    site_name: Text
    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    default_url: str
    """Absolute: for readers of no language of the site (x-default)."""
    crumbs: tuple[Crumb, ...]
    previous: Neighbour | None
    next: Neighbour | None
    nav: tuple[NavItem, ...]
    official: bool
    """True in the source language."""
    source_url: str
    """This page in the source language, relative to this page."""
