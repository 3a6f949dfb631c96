"""What the page of a case study shows."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from roadmap.localization import LocalizedText
from roadmap.views.contexts.components import Item, SdgTile, SmallMap
from roadmap.views.contexts.frame import Citation
from roadmap.views.contexts.prose import OutdatedNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """A Party, with its name from `data/party-names.yml`."""

    name: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An activity as a bare number in its output's colour."""

    id: str
    label: LocalizedText
    address: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSection:
    """A section of a case study's text."""

    id: str
    title: LocalizedText
    html: Markup
    planned: bool
    """Whether it describes plans, not results."""
    closed: bool
    """Whether it opens on request: the authors' reading of the facts, and what the facts do not show."""
    behind: OutdatedNotice | None
    """The notice that the original of this section has changed since its translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSourceItem:
    """A source of a case study, with the number that the text cites."""

    rank: int
    title: LocalizedText
    url: str
    language: str
    language_name: str
    seen: LocalizedText | None
    """When it was read; None for the editors' sources, which a note on all of them describes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of a case study."""

    address: str
    """The address of the version for browsers that do not choose, from the site's root."""
    versions: tuple[tuple[str, int], ...]
    """Address and width in pixels of each published version, the narrowest first."""
    alt: LocalizedText
    credit: LocalizedText
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageNotice:
    """A notice about the text's language: components/cases.html."""

    kind: str
    """`fallback`: not in the page's language; `translation`: not the original."""
    text: LocalizedText
    link: LocalizedText | None
    """None if the text is the original, and no other page is better for it."""
    path: str
    """The path of the original, from the site's root."""
    invite: LocalizedText | None
    """An invitation to translate."""
    behind: OutdatedNotice | None
    """The notice that the original's title or summary has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalText:
    """The original of a translation, in a language that the site does not have."""

    title: LocalizedText
    sections: tuple[CaseSection, ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A case study, named only."""

    title: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedCases:
    """Case studies that have something in common with one."""

    id: str
    title: LocalizedText
    cases: tuple[CaseLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudyBody:
    """kinds/case-study.html."""

    place: SmallMap
    """The activities that it is about, on the route map."""
    title: LocalizedText
    summary: LocalizedText
    notice: LanguageNotice | None
    kicker: LocalizedText
    origin_label: LocalizedText
    authority: LocalizedText
    """A sentence on the author and its authority."""
    mandate: LocalizedText | None
    contact: str
    contact_link: str
    """`mailto:` or a web address; empty without a contact."""
    parties: tuple[PartyLink, ...]
    institution: LocalizedText
    years: LocalizedText
    region: LocalizedText
    domains: tuple[LocalizedText, ...]
    activities: tuple[Item, ...]
    partial: tuple[Item, ...]
    sdgs: tuple[SdgTile, ...]
    updated: LocalizedText
    licence: str
    licence_url: str
    sections: tuple[CaseSection, ...]
    original: OriginalText | None
    sources: tuple[CaseSourceItem, ...]
    sources_note: LocalizedText | None
    """How the editors read the sources."""
    figures: tuple[Figure, ...]
    citation: Citation
    related: tuple[RelatedCases, ...]
    plans: tuple[CaseLink, ...]
    """National roadmaps of its Parties on its activities."""
    slug: str
    language: str
    direction: str
    foreign: bool
    missing_in: tuple[str, ...]
    """On the original's own page: the site's languages without a translation, for the filters of the search."""
