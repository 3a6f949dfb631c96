"""Collect from the parser's tokens what checks need."""

from __future__ import annotations

import re
from typing import Any

from markdown_it.token import Token

from roadmap.reading.markdown import rewriting
from roadmap.reading.markdown.text import (
    Block,
    Heading,
    Inline,
    Link,
    MarkdownText,
    Pieces,
    Places,
    Table,
    parse_heading,
)

NOTE = re.compile(r"\[\^([^\]\[\n]{0,200})\]")

NOTE_DEFINITION = re.compile(r"(?:[ >]|[-*+] |\d{1,9}\. )*\[\^([^\]\[]{1,200})\]:")

LEFT = re.compile(r"[`*\]]")
"""Characters that are rarely meant to be printed."""

LISTS = ("bullet_list", "ordered_list")


class Reader:
    """The parser's tokens, read into what checks need."""

    def __init__(
        self, tokens: list[Token], env: dict[str, Any], typed: list[str], written: list[str], origins: list[int]
    ):
        self.tokens, self.env, self.typed, self.written, self.origins = tokens, env, typed, written, origins
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.blocks: list[Block] = []
        self.inlines: list[Inline] = []
        self.tables: list[Table] = []
        self.citations: list[tuple[int, int]] = []
        self.deepest = (0, 0)

    def text(self, pieces: Pieces) -> MarkdownText:
        """Return the result, with the text's HTML."""
        self._read_blocks()
        defined, unused, notes = self._read_definitions()
        return MarkdownText(
            tuple(self.headings),
            tuple(self.links),
            tuple(self.blocks),
            tuple(self.inlines),
            tuple(self.tables),
            defined,
            unused,
            notes,
            self.deepest,
            tuple(self.citations),
            pieces,
        )

    def _line(self, number: int) -> int:
        """Return the number of the typed line, from 1, for a line that the parser read."""
        return self.origins[min(number, len(self.origins) - 1)] + 1

    def _read_blocks(self) -> None:
        lists = depth = 0
        first = False  # whether the next token starts an item
        table: Token | None = None
        cells: list[Inline] = []
        before = Token("", "", 0)
        for token in self.tokens:
            holder, _, _side = token.type.rpartition("_")
            if holder in LISTS or holder == "blockquote":
                depth += token.nesting
                lists += token.nesting if holder in LISTS else 0
                if depth > self.deepest[0]:
                    self.deepest = (depth, self._line(token.map[0] if token.map else 0))
            elif token.type == "list_item_open":
                first = True
            elif token.type == "table_open":
                table, cells = token, []
                self.tables.append(self._table(token))
            elif token.type == "table_close" and table:
                self._block(table, cells, lists, False)
                table = None
            elif token.type == "inline":
                read = self._inline(token)
                if before.type == "heading_open":
                    self.headings.append(parse_heading(int(before.tag[1]), " ".join(read.plain.split()), read.line))
                elif table:
                    cells.append(read)
                else:
                    self._block(token, [read], lists, first)
                first = False
            before = token

    def _inline(self, token: Token) -> Inline:
        source, line = token.content, token.map[0] if token.map else 0
        plain, at = source, 0
        code: list[tuple[str, int]] = []
        left: list[tuple[str, int]] = []
        cites = False

        def typed_line() -> int:
            return self._line(line + source.count("\n", 0, at))

        for child in token.children or ():
            if child.type == "code_inline":
                at, end = child.meta["start"], child.meta["end"]
                code.append((source[at:end], typed_line()))
                plain = plain[:at] + re.sub(r"[^\n]", " ", plain[at:end]) + plain[end:]
                at = end
            elif child.type == "link_open":
                at, end = child.meta["start"], child.meta["end"]
                if source[end - 1] != "]":  # else the address is that of a definition
                    self.links.append(Link(str(child.attrGet("href") or ""), typed_line()))
            elif child.type == "citation":
                at, cites = child.meta["start"], True
                self.citations.append((int(child.content), typed_line()))
            elif child.type == "text" and LEFT.search(child.content):
                at = max(at, source.find(child.content, at))
                left.append((child.content, typed_line()))
                at += len(child.content)  # the same words may follow on another line
                cites = cites or bool(NOTE.search(child.content))
        read = Inline(plain, self._line(line), tuple(left), tuple(code), cites)
        self.inlines.append(read)
        return read

    def _block(self, token: Token, reads: list[Inline], lists: int, first: bool) -> None:
        start, end = token.map or [0, 1]
        typed = "\n".join(self.typed[self._line(start) - 1 : self._line(end - 1)])
        plain = "\n".join(read.plain for read in reads)
        words = NOTE.sub("", plain) + "".join(code for read in reads for code, _line in read.code)
        says_something = any(character.isalnum() for character in words)
        cites = any(read.cites for read in reads)
        is_item, is_table = first and lists > 0, token.type == "table_open"
        self.blocks.append(Block(typed, plain, self._line(start), lists, is_item, is_table, cites, says_something))

    def _table(self, token: Token) -> Table:
        start, end = token.map or [0, 0]
        rows = (number for number in range(start, end) if number != start + 1 and self.written[number].strip(" >"))
        return Table(tuple((rewriting.cells(self.written[row].lstrip(" >")), self._line(row)) for row in rows))

    def _read_definitions(self) -> tuple[frozenset[str], Places, Places]:
        """Return the names that are defined, the footnotes without a reference, and all footnotes."""
        references = self.env.get("references", {})
        for name, one in references.items():
            if not name.startswith("^"):  # a footnote, which a section may not define
                self.links.append(Link(one["href"], self._line(one["map"][0])))
        notes = self.env.get("footnotes", {"refs": {}, "list": {}})
        labels = [name[1:] for name in notes["refs"]]
        used = {note.get("label") for note in notes["list"].values()}
        found = ((number, NOTE_DEFINITION.match(text)) for number, text in enumerate(self.written) if "]:" in text)
        places = tuple((match[1], self._line(number)) for number, match in found if match)
        lines = dict(reversed(places))
        defined = {name.lower() for name in references} | {f"^{label.lower()}" for label in labels}
        unused = tuple((label, lines.get(label, 1)) for label in labels if label not in used)
        return frozenset(defined), unused, places
