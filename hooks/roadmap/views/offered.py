"""What the page `/offline/` offers: the files that browsers keep, and the ZIPs."""

from __future__ import annotations

from dataclasses import dataclass

VISITED = 50
"""How many visited pages a browser keeps."""


LIST = "pages.json"
"""The list of all files of a language's site, beside the page `/offline/`."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The size of a language's site."""

    version: str
    """Changes with every change of the files."""
    pages: int
    size: int
    """In bytes, uncompressed."""
    packed: int
    """In bytes, compressed, as hosts send it."""


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
    """What there is to read offline."""

    whole: Whole | None = None
    """The site of the view's language; None for a site without a worker."""
    archives: tuple[Archive, ...] = ()
