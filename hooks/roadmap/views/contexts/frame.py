"""What surrounds every page's body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roadmap.localization import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step of the breadcrumbs; the last one has no address."""

    text: LocalizedText
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The previous or next page of the same kind."""

    label: LocalizedText
    text: LocalizedText
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
    """False if the page shows another language's text: then it has no hreflang."""
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A hub page in the header."""

    text: LocalizedText
    address: str
    state: str
    """`page` on the hub page, `section` below it, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundText:
    """The text of the 404 page in one language: files/404.html."""

    language: str
    direction: str
    path: str
    """The language's home page, from the site's root."""
    site_name: LocalizedText
    title: LocalizedText
    text: LocalizedText
    link: LocalizedText
    same: LocalizedText
    """The link to the same address in this language, if there is one."""
    search: LocalizedText
    longest_query: int
    """The greatest length of a query, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """A notice in another language."""

    code: str
    name: str
    direction: str
    path: str
    """From the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerPage:
    """A page at a former address: files/former.html."""

    path: str
    """From the site's root."""
    title: str
    """Without the site's name."""
    heading: LocalizedText
    texts: tuple[LocalizedText, ...]
    link: str
    """The address to go on to, from the language's root: the present one, or the list of such pages."""
    link_text: LocalizedText
    target: str
    """The present address, absolute; empty for what was withdrawn."""
    languages: tuple[OtherLanguage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """What the frame around every body reads: page/*.html."""

    kind: str
    path: str
    """From the site's root: `ar/outputs/1/`."""
    language: str
    site_name: LocalizedText
    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    default_url: str
    """Absolute, for readers of other languages (x-default)."""
    crumbs: tuple[Crumb, ...]
    previous: Neighbour | None
    next: Neighbour | None
    nav: tuple[NavItem, ...]
    tabs: tuple[NavItem, ...]
    """The lists of the roadmap's parts, on each of them."""
    footer: tuple[NavItem, ...]
    unofficial: LocalizedText | None
    """The notice that the whole page is an unofficial translation, and whether it has been reviewed."""
    translation: LocalizedText | None
    """The same in three words, for the line that unfolds it."""
    tells_origin: bool
    """Whether the body itself has the line that unfolds it, with the origin of the text."""
    source_url: str
    """This page in the source language, relative to this page."""
    improve_url: str | None
    """The address for editing the page's translation; empty if the repository is not set, None if the page is not a
    translation.
    """
    indexed: bool
    """Whether search engines may list it: not in a language in preparation."""
    feed: str
    """The address of the page's feed, from the language's root, or empty."""
    search: LocalizedText
    """The name of the search page."""
    styles: tuple[str, ...]
    """Style sheets beyond that of all pages, by the names that templates use."""
    longest_query: int
    """The greatest length of a query, in characters."""
    inline_styles: tuple[str, ...]
    """The files of `overrides/inline/` with styles within the page."""
    needs: Mapping[str, str]
    """What its policy allows beyond that of all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How to cite a page."""

    apa: LocalizedText
    """The entry for a list of references, without the address at its end."""
    url: str
    bibtex: str
    bibtex_address: str
    """The address of the BibTeX file; empty, as `csl_address` is, if the page has no such files."""
    csl_address: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """What page/frame.html offers for reusing a page."""

    citation: Citation | None
    """None if the body has it."""
    embed: str
    """The markup that shows the page's card on another site; empty if the page has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialCard:
    """The picture for messengers, in base.html."""

    url: str
    """Absolute."""
    width: int
    height: int
    alt: str
