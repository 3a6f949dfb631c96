"""What the page of a case study prints."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from roadmap.localized_text import LocalizedText
from roadmap.views.contexts.components import Item, SdgTile
from roadmap.views.contexts.frame import Citation
from roadmap.views.contexts.prose import OutdatedNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """A Party, by the name that CLDR gives it."""

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
    """What was announced, not what was achieved."""
    reading: bool
    """The authors' reading, which cites no source."""
    behind: OutdatedNotice | None
    """The original of this section has moved since its translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSourceItem:
    """A source of a case study, under the rank by which the text cites it."""

    rank: int
    title: LocalizedText
    url: str
    language: str
    language_name: str
    seen: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of a case study."""

    address: str
    """Of the version for browsers that do not choose, from the site's root."""
    versions: tuple[tuple[str, int], ...]
    """Address and width in pixels of each published version, the narrowest first."""
    alt: LocalizedText
    credit: LocalizedText
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageNotice:
    """What to know of the text's language: components/cases.html."""

    kind: str
    """`fallback`: not in the page's language; `translation`: not the original."""
    text: LocalizedText
    link: LocalizedText | None
    """None where the text shown is the original, and no other page shows it better."""
    path: str
    """Where the original is, from the site's root."""
    invite: LocalizedText | None
    """An invitation to translate."""
    behind: OutdatedNotice | None
    """The original's title or summary has moved since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalText:
    """The original of a translation, in a language that no page of the site is in."""

    title: LocalizedText
    sections: tuple[CaseSection, ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudyBody:
    """kinds/case-study.html."""

    title: LocalizedText
    summary: LocalizedText
    notice: LanguageNotice | None
    kicker: LocalizedText
    origin_label: LocalizedText
    authority: LocalizedText
    """Who speaks, in a sentence."""
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
    """How the sources were read."""
    figures: tuple[Figure, ...]
    citation: Citation
    language: str
    direction: str
    foreign: bool
    missing_in: tuple[str, ...]
    """On the original's own page: the site's languages in which the text does not exist. The search filters by them."""
