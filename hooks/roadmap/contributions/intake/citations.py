"""Citations as people type them, in any script, rewritten as `[1]`: `[1, 2]` is `[1][2]`.

`overrides/assets/contribute/citations.js` does the same in the form; tests/citations.yml has the cases of both.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import regex

NUMBER = r"\p{Nd}{1,3}"
WORD = (
    r"(?:(?:sources?|src|r[eé]f|notes?|fuentes?|источники?|المصدر|مصدر|来源)[.:]?|n[°ºo]|\#|\^)?\s*"  # in each language
)
BETWEEN = r"\s*(?:[,;،؛、，；/&+]|-|[–—−‑~～]|et|and|y|и|و|和|to|à|a|إلى|至)\s*|\s+"
LIST = f"(?:{NUMBER})(?:(?:{BETWEEN})(?:{NUMBER}))*"
HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹"
BRACKETS = regex.compile(rf"(?<![\\!])[\[［【〔]\s*{WORD}({LIST})\s*[\]］】〕](?!\()", regex.I)
ROUND = regex.compile(
    rf"(?<=[^\s(（\p{{Pd}}*+•][ \xa0\u202f]?)(?<!^\s*\S?[ \t])[(（]\s*({WORD})({LIST})\s*[)）](?=([\s\S]{{0,3}}))",
    regex.I | regex.M,
)
RAISED = regex.compile(
    rf"(?<![\p{{Nd}}{HIGH}]|(?<!\p{{L}})(?:[kcdmhµμ]?m|км|см|мм|дм|м|CO|H))"
    rf"[⁽(]?([{HIGH}]{{1,3}}(?:[,;⁻ ]{{1,2}}[{HIGH}]{{1,3}})*)[⁾)]?(?!\p{{L}})"
)
ENDS = regex.compile(r"(?:$|[ \t]*(?:\n|$)|[(\[（［]|[.,;:!?…。；，、！？؟؛»”\"](?:$|\s|[»”\"\[(]))")
"""What follows a citation in round brackets: the end of a sentence or of a line, or a mark."""
STOPPED = regex.compile(r"[.;!?…。；！？؟؛»”][ \xa0]?$")
UNREAD = regex.compile(
    r"(?<![\\!])(?:\[\p{Nd}{1,3}(?![^\]\n]*\])|\[\p{Nd}{1,3}(?!\p{Nd})[^\]\s,;]{1,8}\](?!\()|\[0+\]|\[\?\]"
    r"|\{\p{Nd}{1,3}\}|<\p{Nd}{1,3}>)"
)
PART = regex.compile(r"(\p{Nd}+)(\P{Nd}*)")
RANGE = regex.compile(r"[-–—−‑~～]|^\s*(?:to|à|إلى|至)\s*$")
MARK = regex.compile(r"(?<![\\!])\[([1-9]\d{0,2})\](?!\()")
MOST = 20
"""The most sources of one range."""


class Read(NamedTuple):
    """A text with its citations as `[1]`."""

    text: str
    changes: list[tuple[str, str]]
    """What was rewritten: as it was typed, and as it is now."""
    unclear: list[str]
    """What looks like a citation and cannot be read."""


def read(text: str) -> Read:
    """Return a text with its citations as `[1]`, what was rewritten, and what cannot be read."""
    changes: list[tuple[str, str]] = []

    def rewritten(whole: str, numbers: str) -> str:
        marks = "".join(f"[{rank}]" for rank in _ranks(numbers))
        if not marks or marks == whole:
            return whole
        changes.append((whole.strip(), marks))
        return marks

    def in_round(match: regex.Match[str]) -> str:
        before = match.string[max(0, match.start() - 2) : match.start()]
        cites = match[1].strip() or ENDS.match(match[3]) or STOPPED.search(before)
        return rewritten(match[0], match[2]) if cites else match[0]

    text = BRACKETS.sub(lambda match: rewritten(match[0], match[1]), text)
    text = RAISED.sub(
        lambda match: rewritten(match[0], unicodedata.normalize("NFKC", match[1].replace("⁻", "-"))), text
    )
    text = ROUND.sub(in_round, text)
    return Read(text, changes, UNREAD.findall(text))


def _ranks(numbers: str) -> list[int]:
    """Return the numbers of a list such as `1, 3-5`; empty if it cannot be read."""
    found: list[int] = []
    start = 0
    for number, after in PART.findall(numbers):
        rank = int(number)
        if not rank or (start and (rank <= start or rank - start > MOST)):
            return []
        found += range(start + 1 if start else rank, rank + 1)
        start = rank if RANGE.search(after) else 0
    return found


def as_notes(text: str) -> str:
    """Return a text whose citations are `[1]` with those of the site's files, `[^1]`."""
    return MARK.sub(r"[^\1]", text)
