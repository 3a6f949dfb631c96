"""What there is to read offline: the files that browsers keep, and the ZIPs."""

from __future__ import annotations

from dataclasses import dataclass

VISITED = 50
"""How many visited pages a browser keeps."""


LIST = "pages.json"
"""The list of all that a language's site is made of, beside the page `/offline/`."""


@dataclass(frozen=True, slots=True)
class Whole:
    """How much the site of a language is."""

    version: str
    """Changes when anything of it does."""
    pages: int
    size: int
    """In bytes, as it takes room."""
    packed: int
    """In bytes, as hosts send it."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP as it is published."""

    language: str
    path: str
    """From the site's root."""
    size: int
    checksum: str
    """SHA-256, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to read without network."""

    whole: Whole | None = None
    """The site of the view's language; nothing where pages have no worker that could keep it."""
    archives: tuple[Archive, ...] = ()
