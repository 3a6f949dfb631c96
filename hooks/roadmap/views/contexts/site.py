"""What the pages about the site show: glossary, data, accessibility, search, offline."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from roadmap.localization import LocalizedText
from roadmap.views.contexts.components import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class TermName:
    """A term in another language."""

    language: str
    """The language's name."""
    name: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossarySource:
    """The source of a definition, quoted or adapted."""

    title: LocalizedText
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A term of the glossary."""

    id: str
    name: LocalizedText
    definition: LocalizedText
    origin: LocalizedText
    """The author of the definition."""
    note: LocalizedText | None
    sources: tuple[GlossarySource, ...]
    names: tuple[TermName, ...]
    used: tuple[Item, ...]
    """The texts of the roadmap with this term."""


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
    """The name of the only language of its rows; empty if it has all languages."""
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
    spreadsheets: tuple[DataFile, ...]
    """The same for spreadsheets."""
    iri: str
    """The identifier of an activity, as an example."""
    sdg_iri: str
    """The identifier of an SDG, as an example."""
    schemas: tuple[str, ...]
    """The paths of the JSON Schemas, from the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeRunRow:
    """The pages that axe has checked in one mode."""

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
    """The date and tools of the last test."""
    found: LocalizedText
    """The number of defects."""
    sweeps: tuple[AxeRunRow, ...]
    scores: LocalizedText
    """Lighthouse's scores, in one or two sentences."""
    issues_url: str
    """The repository's issues; empty if the repository is not set."""
    contact: str
    """The editors' email address; empty if it is not set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBody:
    """kinds/search.html."""

    title: LocalizedText
    intro: LocalizedText
    glossary: LocalizedText
    contribute: LocalizedText
    messages: Markup
    """The messages and data of the page's script, as JSON."""


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
    """What browsers keep of visited pages; None for a site without a worker."""
    size: LocalizedText | None
    """The size of the whole language."""
    messages: Markup
    """The messages and data of the page's script, as JSON."""
    zips: tuple[OfferedZip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """A page in the list of all pages."""

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
    """files/start.html: the start page of a ZIP."""

    title: LocalizedText
    intro: LocalizedText
    published: str
    """The address of the published home page in the language."""
    find: LocalizedText
    """How to find a word in the list."""
    groups: tuple[ListedGroup, ...]
