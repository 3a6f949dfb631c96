"""Parse Markdown for checks and pages: CommonMark with tables, without raw HTML and code blocks.

A page has footnotes, definition lists and the direction of a piece of text (`[7.CP 13]{dir=ltr}`); a section of a case
study cites its sources instead (`[^1]`). `rewriting` turns what people type into CommonMark.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter, StateInline
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from roadmap.reading.markdown import rewriting
from roadmap.reading.markdown.reader import Reader
from roadmap.reading.markdown.rendering import (
    _render_citation,
    _render_footnote_anchor,
    _render_footnote_block_close,
    _render_footnote_block_open,
    _render_footnote_open,
    _render_footnote_ref,
    _render_link_open,
    _render_softbreak,
    _render_table_close,
    _render_table_open,
    _render_td_open,
    _render_text_special,
    _render_th_open,
)
from roadmap.reading.markdown.text import HEADING_ID, MarkdownText

CITATION = re.compile(r"\[\^([1-9]\d{0,2})\]")
TOO_DEEP = re.compile(r"^(?:[ >\t]|[-*+][ \t]|\d{1,9}[.)][ \t]){40}", re.MULTILINE)
"""Nesting that people do not type: each level costs the parser a pass over its content."""
MOST_BRACKETS = 1000
"""The most opening brackets of a page or section: the parser searches for the end of each."""
JOINED = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufdff\ufe70-\ufeff\uff00-\uffef"
    "\U00010000-\U0010ffff]"
)
"""Letters of scripts with emphasis beside letters: Arabic, Chinese, Japanese, Korean."""


def is_readable(markdown: str) -> bool:
    """Return whether a text can be given to the parser: not too deep, not too many brackets."""
    return not TOO_DEEP.search(markdown) and markdown.count("[") <= MOST_BRACKETS


def read_page(markdown: str) -> MarkdownText:
    """Read a hand-written page's Markdown. It must be readable."""
    return _read(_page_parser(), markdown)


def read_section(markdown: str) -> MarkdownText:
    """Read a section of a case study. It must be readable."""
    return _read(_section_parser(), markdown)


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
    md.core.ruler.disable("text_join")  # keeps escaped characters apart from others
    md.inline.ruler.at("emphasis", _emphasis)
    for name, rule in (("backticks", "code_inline"), ("link", "link_open"), ("autolink", "link_open")):
        _with_place(md, name, rule)
    md.core.ruler.after("inline", "heading_ids", _heading_ids)
    # Addresses are printed as they are typed: the check refuses those that could do harm. markdown-it lets its users
    # replace these methods; mypy takes any such assignment for a mistake.
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    md.validateLink = lambda _url: True  # type: ignore[method-assign, assignment]
    for render in (
        _render_softbreak,
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
    """Make a rule note on its token where in the text it starts and ends: inline tokens have no line."""
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
    """Read `[^3]`, a link to the third source of the page."""
    match = CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content, token.meta = match[1], {"start": state.pos}
    state.pos = match.end()
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Read `*` and `_` as in CommonMark, but also accept `**` beside punctuation, and letters of joined scripts."""
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
    """Move `{#id}` from the end of each heading's text to its id."""
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


def _read(md: MarkdownIt, markdown: str) -> MarkdownText:
    lines = rewriting.rewrite(markdown)
    origins = [line.origin for line in lines]
    for index, origin in enumerate(origins):  # an added line has the number of the one before
        if origin == rewriting.NO_LINE:
            origins[index] = origins[index - 1] if index else 0
    env: dict[str, Any] = {}
    tokens = md.parse("\n".join(line.text for line in lines), env)
    reader = Reader(tokens, env, markdown.split("\n"), [line.text for line in lines], origins)
    return reader.text(md.renderer.render(tokens, md.options, env).removesuffix("\n"))
