"""Markdown that was read: what checks ask of it, and its HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEADING_ID = re.compile(r"\{:?\s*#([^}\s]*)\s*\}")

Places = tuple[tuple[str, int], ...]
"""Texts with their lines, from 1."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the Markdown writes it."""

    level: int
    title: str
    id: str | None
    line: int
    """From 1, in the Markdown, as all lines here."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the text links to, with the line on which it is typed."""

    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item's first paragraph or a table: what can state a fact."""

    source: str
    """Its lines as typed."""
    plain: str
    """Its Markdown, code blanked out."""
    line: int
    depth: int
    """How many lists it is in."""
    is_item: bool
    is_table: bool
    cites: bool
    says_something: bool

    def introduces(self, after: Block) -> bool:
        """Return whether it only announces the list, or the list within its own, that comes after it."""
        ends = self.plain.rstrip().rstrip("*_").endswith((":", "："))
        return ends and after.is_item and after.depth > (self.depth if self.is_item else 0)


@dataclass(frozen=True, slots=True)
class Inline:
    """What the parser read at once: the words of a paragraph, heading or cell."""

    plain: str
    """Its Markdown, code blanked out."""
    line: int
    left: tuple[tuple[str, int], ...]
    """The pieces of text with a sign of Markdown that are printed as they are typed, with their lines."""
    code: tuple[tuple[str, int], ...]
    """The pieces of code, as typed, with their lines."""
    cites: bool
    """Whether it cites a source, or means to."""

    def line_at(self, at: int) -> int:
        """Return the line of a place in its Markdown."""
        return self.line + self.plain.count("\n", 0, at)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows: how many cells each has, with its line, the header first."""

    rows: tuple[tuple[int, int], ...]


Pieces = str
"""The HTML of a text, in which each second piece between marks is an address or a label that `fill` completes."""


@dataclass(slots=True)
class MarkdownText:
    """A page's or a section's Markdown, read once: what checks ask of it, and its HTML."""

    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    inlines: tuple[Inline, ...] = ()
    tables: tuple[Table, ...] = ()
    defined: frozenset[str] = frozenset()
    """The names of link definitions and footnotes, as typed, in lower case."""
    unused_notes: tuple[tuple[str, int], ...] = ()
    """Footnotes that nothing refers to, with their lines."""
    notes: tuple[tuple[str, int], ...] = ()
    """The names of the footnotes that it defines, with their lines."""
    deepest: tuple[int, int] = (0, 0)
    """How many lists and quotations are within each other at most, and the line."""
    citations: tuple[tuple[int, int], ...] = ()
    """The ranks of the sources that it cites, with their lines."""
    nested: tuple[int, ...] = ()
    """The lines of citations within the words of a link: a link in a link."""
    pieces: Pieces = field(default="", repr=False)


def parse_heading(level: int, title: str, line: int) -> Heading:
    """Return the heading whose text is `title`, its `{#id}` taken off."""
    title = title.strip().rstrip("#").rstrip()
    start = title.rfind("{")
    match = HEADING_ID.fullmatch(title[start:]) if start >= 0 else None
    if not match:
        return Heading(level, title, None, line)
    return Heading(level, title[:start].rstrip().rstrip("#").rstrip(), match[1], line)
