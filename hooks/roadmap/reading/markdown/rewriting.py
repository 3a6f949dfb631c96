"""Rewrite Markdown as people type and paste it into the CommonMark that they mean.

A list right below a line, bullets of a word processor, rows separated by tabs, a paragraph that is shifted: CommonMark
reads these as one run-on line or as code. `overrides/assets/markdown.js` does the same for the form's preview; both
must give the same HTML for `tests/markdown.yml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BULLET = re.compile(r"([-*+])(?:[ \t\u00a0\u2007\u202f]+|$)")
WORD_BULLET = re.compile(
    r"([•◦▪‣●○■□▫⁃∙·►➢\uf0b7\uf0a7\uf0d8\uf0fc])[ \t\u00a0\u2007\u202f]*"
    r"|([o§])(?:\t|[ \u00a0]{2,})[ \t\u00a0]*"
)
"""Bullets of word processors; `o` and `§` are their second and third level."""
DASH = re.compile(r"([–—−])[ \t\u00a0\u2007\u202f]+|(-)(?=[^\W\d_])")
"""A dash may also start a parenthesis: it is a bullet if its neighbours are."""
NUMBER = re.compile(r"([0-9]{1,9})(?:[.)](?:[ \t\u00a0\u2007\u202f]+|$)|[．）、])")
LOOSE_NUMBER = re.compile(r"(?:[(（]([0-9]{1,9})[)）]|([0-9]{1,9})(?:\.-|[°º][.)]?|[-/]))[ \t\u00a0\u2007\u202f]+")
"""Numbers that are not a list everywhere: `(1)`, `1°`, `1/`, `1.-`."""
LETTER = re.compile(
    r"[(（]?(?:(?:[a-zA-Z]|[ivxIVX]{1,4})[)）]|[\u0621-\u064a][)）.-](?=[ \t])|[一二三四五六七八九十]{1,3}[)）、])"
    r"[ \t\u00a0]*(?=\S)"
)
"""`a)`, `(iv)`, `أ)`, `一、`: Markdown has no such lists, so each keeps its line."""
QUOTE = re.compile(r">[ \t]?")
NOTE = re.compile(r"\[\^[^\]\s]{1,200}\]:[ \t]*")
HEADING = re.compile(r"\A#{1,6}(?=[^#\s])")
APART = re.compile(r"(?:#{1,6}(?:\s|$)|\||(?:[-*_][ \t]*){3,}$|=+$)")
"""A line that is not part of an item: a heading, a table's row, a rule."""
RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
SPACE = re.compile(r"[\s\ufeff]*")
DELIMITERS = re.compile(r"\|?[ \t]*:?[-–—]+:?[ \t]*(?:\|[ \t]*:?[-–—]+:?[ \t]*)*\|?[ \t]*$")
BAR = re.compile(r"(?<!\\)\|")
BEFORE_CITATION = " \u00a0\u202f"
"""Spaces before a citation."""
ENDED = re.compile(r"(?:[.;!?…。；！？؟؛»”)]|\[\^\d{1,3}\])$")
"""The end of an item that is complete: a line right below it is a paragraph."""
AFTER_SIGN = re.compile(r"(?:#{1,6}|:)[ \t]+")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
KINDS = "-*+1–—−‐"
"""Signs of items whose level depends on their indentation only."""
NO_LINE = -1


@dataclass(slots=True)
class Line:
    """A line of the text for CommonMark, and the number, from 0, of the line that it comes from."""

    text: str
    origin: int


@dataclass(slots=True)
class _Item:
    """An item of a list that is open."""

    indent: int
    """Columns before its sign, as typed."""
    content: int
    """Columns before its words, in the result."""
    sign: str


@dataclass(slots=True)
class _Sign:
    """The start of a line that looks like an item of a list."""

    kind: str
    """`-`, `*`, `+`, `1` for a number, or the sign of a word processor."""
    length: int
    sure: bool
    number: int = 0


def rewrite(text: str) -> list[Line]:
    """Return the lines of `text` for CommonMark, each with the number of the line that it comes from."""
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"))]
    return _blocks(_tables(lines) if "\t" in text or "|" in text else lines)


# Tables


def cells(row: str) -> int:
    """Return how many cells a row of a table with bars has."""
    row = row.strip()
    bars = len(BAR.findall(row))
    return bars + 1 - row.startswith("|") - (bars > 1 and bool(re.search(r"(?<!\\)\|$", row)))


def _tables(lines: list[Line]) -> list[Line]:
    """Return the lines with rows separated by tabs as a table, and with missing parts of tables with bars."""
    found: list[Line] = []
    at = looked = 0
    while at < len(lines):
        whole, end = _tabbed(lines, at) if at >= looked else (False, looked)
        looked = max(looked, end)  # no line is examined twice as a row with tabs
        if whole:
            rows = [_by_bars(line) for line in lines[at:end]]
            found += [Line("", NO_LINE), rows[0], _delimiters(rows[0]), *rows[1:], Line("", NO_LINE)]
            at = end
            continue
        end = _barred(lines, at)
        if end:
            has_delimiters = bool(DELIMITERS.match(lines[at + 1].text.strip()))
            indent = " " * _indent(lines[at].text)
            found += [lines[at], _delimiters(lines[at], indent, lines[at + 1].origin if has_delimiters else NO_LINE)]
            found += [*lines[at + 1 + has_delimiters : end], Line("", NO_LINE)]
            at = end
            continue
        found.append(lines[at])
        at += 1
    return found


def _tabbed(lines: list[Line], at: int) -> tuple[bool, int]:
    """Return whether a table with tabs starts at a line, and where such lines end."""
    rows: list[list[str]] = []
    while at + len(rows) < len(lines):
        text = lines[at + len(rows)].text
        row = [cell.strip() for cell in text.split("\t")]
        if len(row) < 2 or not any(row) or (rows and len(row) != len(rows[0])) or _is_item(text):
            break
        rows.append(row)
    whole = len(rows) > 1 and all(any(cells) for cells in zip(*rows, strict=True))
    return whole, at + len(rows)


def _is_item(text: str) -> bool:
    sign = _sign(text.lstrip())
    return sign is not None and sign.sure


def _by_bars(line: Line) -> Line:
    row = (BAR.sub(r"\\|", cell.strip()) for cell in line.text.split("\t"))
    return Line(f"| {' | '.join(row)} |", line.origin)


def _delimiters(header: Line, indent: str = "", origin: int = NO_LINE) -> Line:
    return Line(f"{indent}|{' --- |' * cells(header.text)}", origin)


def _barred(lines: list[Line], at: int) -> int:
    """Return where a table with bars that starts at a line ends; 0 if none does."""
    if at + 1 >= len(lines) or not BAR.search(lines[at].text) or DELIMITERS.match(lines[at].text.strip()):
        return 0
    second = lines[at + 1].text.strip()
    rows = lines[at].text.strip().startswith("|") and second.startswith("|") and cells(second) > 1
    if not rows and not (BAR.search(second) and DELIMITERS.match(second)):
        return 0
    end = at + 2
    while end < len(lines) and BAR.search(lines[end].text):
        end += 1
    return end


# Lists, quotations, paragraphs


def _indent(text: str) -> int:
    """Return the columns before the first character of a line: a tab ends at the next fourth column."""
    columns = 0
    for character in text:
        if character == "\t":
            columns += 4 - columns % 4
        elif character.isspace() or character == "\ufeff":
            columns += 1
        else:
            return columns
    return columns


def _sign(text: str) -> _Sign | None:
    """Return the sign at the start of a line, if any; `text` has no white space before it."""
    if (text[0].isalpha() and text[0] not in "o§") or RULE.match(text):
        return None
    if match := BULLET.match(text):
        return _Sign(match[1], match.end(), True)
    if match := WORD_BULLET.match(text):
        return _Sign(match[1] or match[2], match.end(), True)
    if match := DASH.match(text):
        return _Sign(match[1] or "‐", match.end(), False)
    plain = text[:12].translate(DIGITS)
    if match := NUMBER.match(plain):
        return _Sign("1", match.end(), True, int(match[1]))
    if match := LOOSE_NUMBER.match(plain):
        return _Sign("1", match.end(), False, int(match[1] or match[2]))
    return None


class _Writer:
    """Writes lines one by one, with a stack of open items."""

    def __init__(self, lines: list[Line]):
        self.lines = lines
        self.result: list[Line] = []
        self.open: list[_Item] = []
        self.word_bullets: list[str] = []
        self.blank = True
        """Whether the line before is blank."""
        self.above = ""
        """The text of the line before."""

    def write(self) -> list[Line]:
        """Return the lines for CommonMark."""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            text = SPACE.sub("", line.text, count=1).rstrip()
            if not text:
                self._put("", line.origin)
                at += 1
            elif text.startswith(">"):
                at = self._quotation(at)
            else:
                self._line(at, line, text)
                at += 1
        return self.result

    def _put(self, text: str, origin: int) -> None:
        self.result.append(Line(text, origin))
        self.blank, self.above = not text, text.strip()

    def _quotation(self, at: int) -> int:
        """Write a quotation, whose lines are rewritten separately; return where it ends."""
        indent = " " * self._container(_indent(self.lines[at].text))
        end = at
        inner = []
        while end < len(self.lines) and (text := SPACE.sub("", self.lines[end].text, count=1)).startswith(">"):
            inner.append(Line(QUOTE.sub("", text, count=1), self.lines[end].origin))
            end += 1
        for line in _blocks(_tables(inner)):
            self._put(f"{indent}> {line.text}" if line.text else f"{indent}>", line.origin)
        return end

    def _line(self, at: int, line: Line, text: str) -> None:
        indent, sign = _indent(line.text), _sign(text)
        if sign and self._is_item(at, indent, sign):
            if text[sign.length :].strip():
                self._item(line, indent, sign, text[sign.length :].strip())
            elif sign.kind in "-*+1":
                self._put(" " * self._container(indent) + text, line.origin)
            else:
                self._put("", line.origin)
            return
        if text[0] == "[" and NOTE.match(text):
            self.open = [_Item(0, 4, "[^")]
            self._put(_spaced(text), line.origin)
            return
        if text[0] == "#":
            text = HEADING.sub(lambda match: f"{match[0]} ", text, count=1)
        if self.open and indent < 2 and not self.blank and (text.startswith("|") or ENDED.search(self.above)):
            self._put("", NO_LINE)  # else CommonMark continues the item
        if indent < 2 and APART.match(text):
            self.open = []
        margin = self._container(indent)
        if not self.blank and self.result and LETTER.match(text):
            self.result[-1].text += "  "  # a line break between the two lines
        ending = "  " if line.text.endswith("  ") else ""  # a line break
        self._put(" " * margin + _spaced(text) + ending, line.origin)

    def _container(self, indent: int) -> int:
        """Return the indentation of a line that starts no item, and close items that do not contain it."""
        if self.blank:
            while self.open and indent < self.open[-1].indent + 2:
                self.open.pop()
            if not self.open:
                self.word_bullets = []
        return self.open[-1].content if self.open else 0

    def _is_item(self, at: int, indent: int, sign: _Sign) -> bool:
        """Return whether a line that looks like an item is one: some do by chance."""
        below = bool(self.open) and indent >= self.open[-1].indent + 2
        if sign.sure and (sign.kind != "1" or sign.number == 1 or self.blank or below):
            return True
        if any(item.sign == sign.kind for item in self.open) or (not self.blank and self.above.endswith((":", "："))):
            return True
        following = [line.text.lstrip() for line in self.lines[at + 1 : at + 3]]
        while following and not following[0]:
            following.pop(0)
        after = _sign(following[0]) if following else None
        return after is not None and after.kind == sign.kind and (sign.kind != "1" or after.number == sign.number + 1)

    def _item(self, line: Line, indent: int, sign: _Sign, words: str) -> None:
        if sign.kind not in KINDS:
            indent += 4 * self._level(sign.kind)
        while self.open and indent < self.open[-1].indent:
            self.open.pop()
        before = self.open.pop() if self.open and indent <= self.open[-1].indent + 1 else None
        margin = self.open[-1].content if self.open else 0
        written = f"{sign.number}. " if sign.kind == "1" else f"{sign.kind if sign.kind in '-*+' else '-'} "
        if sign.kind == "1" and sign.number != 1 and not self.blank and not (before and before.sign == "1"):
            self._put("", NO_LINE)  # CommonMark does not start a list at another number right below a line
        self.open.append(_Item(before.indent if before else indent, margin + len(written), sign.kind))
        self._put(" " * margin + written + _spaced(words), line.origin)

    def _level(self, sign: str) -> int:
        """Return the level of a word processor's sign: each new one in a list is one deeper."""
        if sign in "o§" and self.open and not self.word_bullets:
            self.word_bullets.append(self.open[0].sign)
        if sign not in self.word_bullets:
            self.word_bullets.append(sign)
        return self.word_bullets.index(sign)


def _spaced(words: str) -> str:
    """Return words with a no-break space before each citation, so that none starts a line."""
    if "[^" not in words:
        return words
    start = AFTER_SIGN.match(words)
    at = start.end() if start else 0
    first, *others = words[at:].split("[^")
    done = [words[:at], first]
    for other in others:
        if other[:1].isdecimal() and done[-1].endswith(tuple(BEFORE_CITATION)):
            done[-1] = done[-1].rstrip(BEFORE_CITATION) + "\u00a0"
        done += ["[^", other]
    return "".join(done)


def _blocks(lines: list[Line]) -> list[Line]:
    return _Writer(lines).write()
