"""Markdown as checks and pages read it: one parser, CommonMark with tables, without raw HTML and without code blocks.

A page has footnotes, definition lists and the direction of a piece of text (`[7.CP 13]{dir=ltr}`); a section of a case
study cites its sources instead (`[^1]`). `markdown_input` turns what people type into what the parser reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter, StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from roadmap.reading.markdown import rewriting

CITATION = re.compile(r"\[\^([1-9]\d{0,2})\]")
HEADING_ID = re.compile(r"\{:?\s*#([^}\s]*)\s*\}")
NOTE = re.compile(r"\[\^([^\]\[\n]{0,200})\]")
NOTE_DEFINITION = re.compile(r"(?:[ >]|[-*+] |\d{1,9}\. )*\[\^([^\]\[]{1,200})\]:")
LEFT = re.compile(r"[`*\]]")
"""Signs that seldom are meant to be printed."""
LISTS = ("bullet_list", "ordered_list")
Places = tuple[tuple[str, int], ...]
"""Texts with their lines, from 1."""
TOO_DEEP = re.compile(r"^(?:[ >\t]|[-*+][ \t]|\d{1,9}[.)][ \t]){40}", re.MULTILINE)
"""Indentation that people do not type: each level costs the parser a pass over all that is in it."""
MOST_BRACKETS = 1000
"""The most opening brackets of a page or section: the parser looks for the end of each."""
JOINED = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufdff\ufe70-\ufeff\uff00-\uffef"
    "\U00010000-\U0010ffff]"
)
"""Letters of scripts in which emphasis starts and ends beside a letter: Arabic, Chinese, Japanese, Korean."""
MARK = "\0"
"""Parts what is known when the page is made from the rest of the HTML; the parser lets no text have it."""
ADDRESS, CITED, BACK, TABLE = ">", "^", "<", "|"
"""What is known then, by its first sign: a link's address, the label of a source, of a way back, of a table."""


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
class Text:
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


@dataclass(frozen=True, slots=True)
class Labels:
    """What a page calls things for people who do not see them, in its language."""

    citation: Callable[[int], str] = str
    """The source of a rank."""
    back: str = ""
    """The way from a footnote to the text."""
    table: str = ""


def fill(pieces: Pieces, resolve: Callable[[str], str], labels: Labels) -> str:
    """Return the HTML of a text with the address that `resolve` gives for each, and with labels."""
    done = pieces.split(MARK)
    for index in range(1, len(done), 2):
        kind, value = done[index][0], done[index][1:]
        if kind == ADDRESS:
            words = resolve(value)
        elif kind == CITED:
            words = labels.citation(int(value))
        else:
            words = labels.back if kind == BACK else labels.table
        done[index] = escape(words)
    return "".join(done)


def is_readable(markdown: str) -> bool:
    """Return whether a text can be given to the parser: not too deep, not too many brackets."""
    return not TOO_DEEP.search(markdown) and markdown.count("[") <= MOST_BRACKETS


def read_page(markdown: str) -> Text:
    """Read a hand-written page's Markdown. It must be readable."""
    return _read(_page_parser(), markdown)


def read_section(markdown: str) -> Text:
    """Read a section of a case study. It must be readable."""
    return _read(_section_parser(), markdown)


def parse_heading(level: int, title: str, line: int) -> Heading:
    """Return the heading whose text is `title`, its `{#id}` taken off."""
    title = title.strip().rstrip("#").rstrip()
    start = title.rfind("{")
    match = HEADING_ID.fullmatch(title[start:]) if start >= 0 else None
    if not match:
        return Heading(level, title, None, line)
    return Heading(level, title[:start].rstrip().rstrip("#").rstrip(), match[1], line)


# Parsers


@cache
def _section_parser() -> MarkdownIt:
    md = _parser()
    md.inline.ruler.before("link", "citation", _citation)
    md.add_render_rule("citation", _render_citation)
    return md


@cache
def _page_parser() -> MarkdownIt:
    md = _parser()
    footnote_plugin(md, inline=False)
    deflist_plugin(md)
    attrs_plugin(md, after=(), spans=True, allowed=["dir", "lang"])
    for rule in (
        _render_footnote_ref,
        _render_footnote_block_open,
        _render_footnote_block_close,
        _render_footnote_open,
        _render_footnote_anchor,
    ):
        md.add_render_rule(rule.__name__.removeprefix("_render_"), rule)
    return md


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable("table")
    md.disable(["code", "fence", "html_block", "html_inline", "image"])
    md.core.ruler.disable("text_join")  # what is escaped stays apart from what is left as it is typed
    md.inline.ruler.at("emphasis", _emphasis)
    for name, rule in (("backticks", "code_inline"), ("link", "link_open"), ("autolink", "link_open")):
        _with_place(md, name, rule)
    md.core.ruler.after("inline", "heading_ids", _heading_ids)
    # Addresses are printed as they are typed: the check refuses those that could do harm.
    md.normalizeLink = md.normalizeLinkText = lambda url: url  # type: ignore[method-assign]
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    for render in (
        _render_text_special,
        _render_link_open,
        _render_table_open,
        _render_table_close,
        _render_th_open,
        _render_td_open,
    ):
        md.add_render_rule(render.__name__.removeprefix("_render_"), render)
    return md


def _with_place(md: MarkdownIt, name: str, kind: str) -> None:
    """Let a rule note on its token where in the text it starts and ends: inline tokens have no line of their own."""
    rules = md.inline.ruler.__rules__
    rule = next(one.fn for one in rules if one.name == name)

    def placed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            token = next((token for token in state.tokens[count:] if token.type == kind), None)
            if token:
                token.meta = {"start": start, "end": state.pos}
        return True

    md.inline.ruler.at(name, placed)


def _citation(state: StateInline, silent: bool) -> bool:
    """Read `[^3]`: it leads to the third source of the page."""
    match = CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content, token.meta = match[1], {"start": state.pos}
    state.pos = match.end()
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Read `*` and `_` as CommonMark does, but where that fails people: `**` beside punctuation, letters that join."""
    start, marker = state.pos, state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(start, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        last = state.src[start - 1] if start else " "
        after = start + scanned.length
        following = state.src[after] if after < state.posMax else " "
        double = scanned.length > 1
        opens = opens or (not following.isspace() and (double or bool(JOINED.match(last))))
        closes = closes or (not last.isspace() and (double or bool(JOINED.match(following))))
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos += scanned.length
    return True


def _heading_ids(state: Any) -> None:
    """Take `{#id}` off each heading's last words; the id is the heading's."""
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type != "heading_open":
            continue
        last = inline.children[-1] if inline.children else None
        start = last.content.rfind("{") if last and last.type == "text" else -1
        match = HEADING_ID.fullmatch(last.content[start:].rstrip("# ")) if last and start >= 0 else None
        if match and last:
            heading.attrSet("id", match[1])
            last.content = last.content[:start].rstrip(" #")


# Reading


def _read(md: MarkdownIt, markdown: str) -> Text:
    lines = rewriting.rewrite(markdown)
    origins = [line.origin for line in lines]
    for index, origin in enumerate(origins):  # a line that is not typed has that of the one before
        if origin == rewriting.NO_LINE:
            origins[index] = origins[index - 1] if index else 0
    env: dict[str, Any] = {}
    tokens = md.parse("\n".join(line.text for line in lines), env)
    reader = _Reader(tokens, env, markdown.split("\n"), [line.text for line in lines], origins)
    return reader.text(md.renderer.render(tokens, md.options, env).removesuffix("\n"))


class _Reader:
    """Collects from the parser's tokens what checks ask for."""

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
        self.nested: list[int] = []
        self.deepest = (0, 0)

    def text(self, pieces: Pieces) -> Text:
        """Return what was read, with its HTML."""
        self._read_blocks()
        defined, unused, notes = self._read_definitions()
        return Text(
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
            tuple(self.nested),
            pieces,
        )

    def _line(self, number: int) -> int:
        """Return the typed line, from 1, of a line that the parser read."""
        return self.origins[min(number, len(self.origins) - 1)] + 1

    def _read_blocks(self) -> None:
        lists = depth = 0
        first = False  # whether what comes next starts an item
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
        cites = within = False

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
                within = True
                if source[end - 1] != "]":  # else its address is that of a definition
                    self.links.append(Link(str(child.attrGet("href") or ""), typed_line()))
            elif child.type == "link_close":
                within = False
            elif child.type == "citation":
                at, cites = child.meta["start"], True
                self.citations.append((int(child.content), typed_line()))
                if within:
                    self.nested.append(typed_line())
            elif child.type == "text" and LEFT.search(child.content):
                at = max(at, source.find(child.content, at))
                left.append((child.content, typed_line()))
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
        """Return the names that are defined, the footnotes that nothing refers to, and all footnotes."""
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


# Rendering


def _attributes(token: Token, *more: tuple[str, str]) -> str:
    pairs = [*((name, str(value)) for name, value in token.attrs.items() if name != "style"), *more]
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def _render_text_special(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return escape(tokens[index].content)


def _render_link_open(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    title = token.attrGet("title")
    named = f' title="{escape(str(title))}"' if title else ""
    return f'<a href="{MARK}{ADDRESS}{token.attrGet("href")}{MARK}"{named}>'


def _render_citation(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    rank = tokens[index].content
    return f'<sup><a aria-label="{MARK}{CITED}{rank}{MARK}" class="footnote-ref" href="#source-{rank}">{rank}</a></sup>'


def _render_table_open(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return f'<div aria-label="{MARK}{TABLE}{MARK}" class="table" role="group" tabindex="0">\n<table>\n'


def _render_table_close(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "</table>\n</div>\n"


def _render_th_open(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return '<th scope="col">'


def _render_td_open(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "<td>"


def _render_footnote_ref(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    target = f"#fn-{escape(meta['label'])}"
    return f'<sup id="{_reference_id(meta)}"><a class="footnote-ref" href="{target}">{meta["id"] + 1}</a></sup>'


def _reference_id(meta: dict[str, Any]) -> str:
    """Return the id of a place that refers to a footnote: `fnref-1`, and `fnref2-1` for the second place."""
    again = str(meta["subId"] + 1) if meta["subId"] else ""
    return f"fnref{again}-{escape(meta['label'])}"


def _render_footnote_block_open(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return '<div class="footnote">\n<hr>\n<ol>\n'


def _render_footnote_block_close(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "</ol>\n</div>\n"


def _render_footnote_open(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return f'<li id="fn-{escape(tokens[index].meta["label"])}">\n'


def _render_footnote_anchor(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    space = "" if meta["subId"] else "&nbsp;"
    return f'{space}<a class="footnote-backref" href="#{_reference_id(meta)}" title="{MARK}{BACK}{MARK}">↩</a>'
