"""What the pages about the site print: glossary, data, accessibility, search, offline."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from roadmap.localized_text import LocalizedText
from roadmap.views.contexts.components import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class TermName:
    """A term in another language."""

    language: str
    """The language's name."""
    name: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossarySource:
    """Where a definition stands, or what it was drawn from."""

    title: LocalizedText
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A term of the glossary."""

    id: str
    name: LocalizedText
    definition: LocalizedText
    origin: LocalizedText
    """Whose words the definition is in."""
    note: LocalizedText | None
    sources: tuple[GlossarySource, ...]
    names: tuple[TermName, ...]
    used: tuple[Item, ...]
    """The texts of the roadmap that are marked with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryBody:
    """kinds/glossary.html."""

    title: LocalizedText
    intro: LocalizedText
    terms: tuple[GlossaryTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file of open data."""

    path: str
    """From the site's root."""
    name: str
    language: str
    """The name of the one language of its rows; empty where it holds them all."""
    holds: LocalizedText
    format: str
    size: str
    checksum: str
    """SHA-256, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataBody:
    """kinds/data.html."""

    title: LocalizedText
    intro: LocalizedText
    version: LocalizedText
    rights: LocalizedText
    translations: LocalizedText
    files: tuple[DataFile, ...]
    tables: tuple[DataFile, ...]
    """The files of one language."""
    iri: str
    """The identifier of an activity, as an example."""
    sdg_iri: str
    """Likewise of an SDG."""
    schemas: tuple[str, ...]
    """The JSON Schemas, by their path from the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeRunRow:
    """Pages that axe has visited in one mode."""

    mode: LocalizedText
    languages: str
    widths: str
    pages: str
    violations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityBody:
    """kinds/accessibility.html."""

    title: LocalizedText
    state: LocalizedText
    """When the site was tried, and with what."""
    found: LocalizedText
    """How many defects were found, or that none was."""
    sweeps: tuple[AxeRunRow, ...]
    scores: LocalizedText
    """Lighthouse's, in a sentence or two."""
    issues_url: str
    """The repository's issues; empty where the site does not know it."""
    contact: str
    """The editors' e-mail address; empty likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBody:
    """kinds/search.html."""

    title: LocalizedText
    intro: LocalizedText
    longest: int
    """How long a query may be, in characters."""
    messages: Markup
    """JSON: what the page's script says and needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedZip:
    """The ZIP of a language."""

    path: str
    """From the site's root."""
    name: str
    language: str
    """The language's name."""
    size: str
    checksum: str
    """SHA-256, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineBody:
    """kinds/offline.html."""

    title: LocalizedText
    intro: LocalizedText
    visited: LocalizedText | None
    """What browsers keep of what is visited; nothing where the site has no worker."""
    size: LocalizedText | None
    """How large the whole language is."""
    messages: Markup
    """JSON: what the page's script says and needs."""
    zips: tuple[OfferedZip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """A page in the list of everything."""

    label: LocalizedText | None
    text: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGroup:
    """Pages under one heading."""

    id: str
    title: LocalizedText
    pages: tuple[ListedPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBody:
    """files/start.html: the page on which one starts in a ZIP."""

    title: LocalizedText
    intro: LocalizedText
    published: str
    """Where the language's home page is published."""
    find: LocalizedText
    """How to find a word in the list."""
    groups: tuple[ListedGroup, ...]
