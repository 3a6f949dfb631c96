"""What surrounds every page's body."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localized_text import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step from home to here; the last one has no address."""

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
    """False where the page would show another language's text: no hreflang claim then."""
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A hub page in the header."""

    text: LocalizedText
    address: str
    state: str
    """`page` on it, `section` below it, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundText:
    """What the 404 page says in one language: files/404.html."""

    language: str
    direction: str
    path: str
    """This language's home, from the site's root."""
    site_name: LocalizedText
    title: LocalizedText
    text: LocalizedText
    link: LocalizedText


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
    """Absolute: for readers of no language of the site (x-default)."""
    crumbs: tuple[Crumb, ...]
    previous: Neighbour | None
    next: Neighbour | None
    nav: tuple[NavItem, ...]
    footer: tuple[NavItem, ...]
    unofficial: LocalizedText | None
    """That the page as a whole is an unofficial translation, and whether it has been reviewed."""
    source_url: str
    """This page in the source language, relative to this page."""
    improve_url: str | None
    """The address of the file that holds the page's translation; empty where the repository is not known. None for a
    page that is no translation.
    """
    """Where its translation can be mended."""
    indexed: bool
    """Whether search engines may list it: not in a language that is only previewed."""
    feed: str
    """The address of the feed that the page leads to, from the language's root, or empty."""
    search: LocalizedText
    """The name of the page for searching."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How to cite a page."""

    apa: LocalizedText
    """The line of a list of references, but for the address at its end."""
    url: str
    bibtex: str
    bibtex_address: str
    """Of the same as a file, and `csl_address` too; both empty where the page has no such files."""
    csl_address: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """What page/frame.html offers to those who take a page further."""

    citation: Citation | None
    """None where the body has it."""
    embed: str
    """The mark-up that shows the page's card on another site; empty where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialCard:
    """The picture that base.html names for messengers."""

    url: str
    """Absolute."""
    width: int
    height: int
    alt: str
