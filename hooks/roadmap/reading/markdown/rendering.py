"""Render the parser's tokens as HTML, with placeholders for addresses and labels that depend on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token
from markupsafe import escape

from roadmap.characters import needs_space
from roadmap.reading.markdown.text import Pieces

MARK = "\0"
"""Separates placeholders from the HTML; the parser accepts this character in no text."""

ADDRESS, CITED, BACK, TABLE = ">", "^", "<", "|"
"""The kinds of placeholder, by first character: a link's address, the label of a source, a way back, a table."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels for screen readers, in the page's language."""

    citation: Callable[[int], str] = str
    """The label of the source with this number."""
    back: str = ""
    """The label of the link from a footnote to the text."""
    table: str = ""


def fill(pieces: Pieces, resolve: Callable[[str], str], labels: Labels) -> str:
    """Return the HTML of a text with labels and the address that `resolve` returns for each link."""
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


WORDS = ("text", "text_special", "code_inline")
"""The kinds of tokens whose content is read."""
NEAR = 9
"""How many tokens on either side of a line break show which language it is in."""


def _render_text_special(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    return escape(tokens[index].content)


def _render_softbreak(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    """Return a line break, which browsers show as a space; nothing beside Chinese characters."""
    before, after = _words(tokens[max(index - NEAR, 0) : index]), _words(tokens[index : index + NEAR])
    return "\n" if needs_space(before[-1:], after[:1], before + after) else ""


def _words(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type in WORDS)


def _render_link_open(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    title = token.attrGet("title")
    named = f' title="{escape(str(title))}"' if title else ""
    return f'<a href="{MARK}{ADDRESS}{token.attrGet("href")}{MARK}"{named}>'


def _render_citation(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    rank = tokens[index].content
    return f'<sup><a aria-label="{MARK}{CITED}{rank}{MARK}" class="footnote-ref" href="#source-{rank}">{rank}</a></sup>'


def _render_table_open(_self: Any, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:
    return f'<div aria-label="{MARK}{TABLE}{MARK}" class="table" role="group" tabindex="0">\n<table>\n'


def _render_table_close(_self: Any, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:
    return "</table>\n</div>\n"


def _render_th_open(_self: Any, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:
    return '<th scope="col">'


def _render_td_open(_self: Any, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:
    return "<td>"


def _render_footnote_ref(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    meta = tokens[index].meta
    target = f"#fn-{escape(meta['label'])}"
    return f'<sup id="{_reference_id(meta)}"><a class="footnote-ref" href="{target}">{meta["id"] + 1}</a></sup>'


def _reference_id(meta: dict[str, Any]) -> str:
    """Return the id of a reference to a footnote: `fnref-1`, and `fnref2-1` for the second one."""
    again = str(meta["subId"] + 1) if meta["subId"] else ""
    return f"fnref{again}-{escape(meta['label'])}"


def _render_footnote_block_open(_self: Any, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:
    return '<div class="footnote">\n<hr>\n<ol>\n'


def _render_footnote_block_close(_self: Any, _tokens: list[Token], _index: int, _options: Any, _env: Any) -> str:
    return "</ol>\n</div>\n"


def _render_footnote_open(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    return f'<li id="fn-{escape(tokens[index].meta["label"])}">\n'


def _render_footnote_anchor(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    meta = tokens[index].meta
    space = "" if meta["subId"] else "&nbsp;"
    return f'{space}<a class="footnote-backref" href="#{_reference_id(meta)}" title="{MARK}{BACK}{MARK}">↩</a>'
