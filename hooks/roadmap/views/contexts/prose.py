"""What hand-written pages show."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from roadmap.localization import LocalizedText
from roadmap.views.contexts.components import DocumentLink, Provenance, SdgLinkItem, SourceLink


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseBody:
    """kinds/prose.html."""

    title: LocalizedText
    sections: tuple[ProseSection, ...]
    language: str
    direction: str
    foreign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseSection:
    """A heading with the text below it; the first section has no heading."""

    heading: Markup
    html: Markup
    behind: OutdatedNotice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedNotice:
    """The notice that the original of a section has changed since its translation: components/state.html."""

    text: LocalizedText
    link: LocalizedText
    path: str
    """The section in the original, from the site's root; empty if it is on this page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedEntry:
    """A text of the leaflet with its provenance, on the page of editorial notes."""

    label: LocalizedText
    address: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNotesBody:
    """kinds/source-notes.html."""

    prose: ProseBody
    entries: tuple[NotedEntry, ...]
    counts: tuple[LocalizedText, ...]
    """The numbers of texts that are as printed, restored, to be confirmed."""
    links: tuple[SdgLinkItem, ...]
    sources: tuple[SourceLink, ...]
    documents: tuple[DocumentEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """A text that a document changed."""

    label: LocalizedText
    address: str
    state: LocalizedText
    """Revised, added or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A document that texts of the roadmap are from, with what it changed."""

    link: DocumentLink
    issuer: LocalizedText | None
    url: str
    """Its address on the web, or empty."""
    language: str
    language_name: str
    note: LocalizedText | None
    changes: tuple[DocumentChange, ...]
