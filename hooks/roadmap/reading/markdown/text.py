"""Parsed Markdown: what checks need, and its HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEADING_ID = re.compile(r"\{:?\s*#([^}\s]*)\s*\}")

Places = tuple[tuple[str, int], ...]
"""Texts with their lines, from 1."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, as in the Markdown."""

    level: int
    title: str
    id: str | None
    line: int
    """From 1, in the Markdown, like all lines here."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address of a link, with the line where it is typed."""

    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item's first paragraph or a table: the parts that can state a fact."""

    source: str
    """Its lines as typed."""
    plain: str
    """Its Markdown, code blanked out."""
    line: int
    depth: int
    """The number of lists that contain it."""
    is_item: bool
    is_table: bool
    cites: bool
    says_something: bool

    def introduces(self, after: Block) -> bool:
        """Return whether it only announces the next list, or the list within its own item."""
        ends = self.plain.rstrip().rstrip("*_").endswith((":", "："))
        return ends and after.is_item and after.depth > (self.depth if self.is_item else 0)


@dataclass(frozen=True, slots=True)
class Inline:
    """The content of a paragraph, heading or cell."""

    plain: str
    """Its Markdown, code blanked out."""
    line: int
    left: tuple[tuple[str, int], ...]
    """The pieces of text where a Markdown character is printed as typed, with their lines."""
    code: tuple[tuple[str, int], ...]
    """Pieces of code, as typed, with their lines."""
    cites: bool
    """Whether it cites a source, or tries to."""

    def line_at(self, at: int) -> int:
        """Return the line of a position in its Markdown."""
        return self.line + self.plain.count("\n", 0, at)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows: number of cells and line of each, the header first."""

    rows: tuple[tuple[int, int], ...]


Pieces = str
"""The HTML of a text; every second piece between marks is a placeholder for `fill`."""


@dataclass(slots=True)
class MarkdownText:
    """The parsed Markdown of a page or section: what checks need, and its HTML."""

    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    inlines: tuple[Inline, ...] = ()
    tables: tuple[Table, ...] = ()
    defined: frozenset[str] = frozenset()
    """The names of link definitions and footnotes, as typed, in lower case."""
    unused_notes: tuple[tuple[str, int], ...] = ()
    """Footnotes without a reference, with their lines."""
    notes: tuple[tuple[str, int], ...] = ()
    """The names of its footnotes, with their lines."""
    deepest: tuple[int, int] = (0, 0)
    """The deepest nesting of lists and quotations, and its line."""
    citations: tuple[tuple[int, int], ...] = ()
    """The numbers of the sources that it cites, with their lines."""
    pieces: Pieces = field(default="", repr=False)


def parse_heading(level: int, title: str, line: int) -> Heading:
    """Return the heading whose text is `title`, without its `{#id}`."""
    title = title.strip().rstrip("#").rstrip()
    start = title.rfind("{")
    match = HEADING_ID.fullmatch(title[start:]) if start >= 0 else None
    if not match:
        return Heading(level, title, None, line)
    return Heading(level, title[:start].rstrip().rstrip("#").rstrip(), match[1], line)
