"""Characters that no text may contain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import regex

from roadmap.problems import Message, Problem, message

INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, marks that reverse the direction of text, unpaired surrogates: no text needs them.

Its escapes are valid in JavaScript: the form uses the same pattern."""

HIDDEN = re.compile(INVISIBLE.pattern[:-1] + "\U000e0000-\U000e007f]")
"""The same and tag characters, which hide a whole text in another one; a file is refused for any of them."""


MOST_MARKS = 8
"""The most combining marks in a row: no writing needs more, and a pile of them covers the lines around it."""
PILE = regex.compile(rf"\p{{M}}{{{MOST_MARKS + 1},}}")


def check_text(text: str, name: str, line: int = 1) -> Iterator[Problem]:
    """Yield a problem for each character or pile of marks that no text may contain; `line` is that of its start."""
    if HIDDEN.search(text):
        lines = enumerate(text.split("\n"), start=line)
        yield from (invisible(match[0], name, at) for at, part in lines for match in HIDDEN.finditer(part))
    if not text.isascii():
        for pile in PILE.finditer(text):
            code = f"U+{ord(pile[0][0]):04X}"
            what = message("Plus de %(count)s signes combinants de suite (%(code)s).", count=MOST_MARKS, code=code)
            fix = message("Effacez-les et retapez le mot.")
            yield Problem(name, line + text.count("\n", 0, pile.start()), what, fix)


def invisible(character: str, name: str, line: int) -> Problem:
    """Return the problem of a control character at a line of the file `name`."""
    return Problem(name, line, of_invisible(character), message("Effacez-le et retapez le mot."))


def of_invisible(character: str) -> Message:
    """Return what is wrong with a control character, with the name of one that changes the direction of text."""
    code = f"U+{ord(character):04X}"
    if unicodedata.bidirectional(character) in DIRECTIONS:
        name = unicodedata.name(character)
        return message("Caractère invisible %(code)s (%(name)s), qui change le sens du texte.", code=code, name=name)
    return message("Caractère de commande invisible %(code)s.", code=code)


DIRECTIONS = ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
"""The classes of characters that change the direction of text (UAX 9)."""


ODD = "\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff"
"""Characters that look like a space or like nothing, for a class of a regular expression."""
BLANK = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
"""More of those that look like nothing: fillers, joiners, variation selectors, tags."""
NAMES = {
    ":": message("Le deux-points suivi d’une espace (« : »)"),
    "#": message("Le croisillon (« # »)"),
    "@": message("L’arobase (« @ »)"),
    "`": message("L’accent grave (« ` »)"),
    "%": message("Le signe pour cent (« %% »)"),
    "*": message("L’astérisque (« * »)"),
    "&": message("L’esperluette (« & »)"),
    "!": message("Le point d’exclamation (« ! »)"),
    "|": message("La barre verticale (« | »)"),
    ">": message("Le chevron (« > »)"),
    ",": message("La virgule (« , »)"),
    "?": message("Le point d’interrogation (« ? »)"),
    "-": message("Le tiret (« - »)"),
    "[": message("Le crochet ouvrant (« [ »)"),
    "]": message("Le crochet fermant (« ] »)"),
    "{": message("L’accolade ouvrante (« { »)"),
    "}": message("L’accolade fermante (« } »)"),
    '"': message('Le guillemet droit (« " »)'),
    "'": message("L’apostrophe droite (« ' »)"),
    "\t": message("La tabulation (U+0009)"),
    "\u00a0": message("L’espace insécable (U+00A0)"),
    "\u00ad": message("Le trait d’union conditionnel, invisible (U+00AD)"),
    "\u200b": message("L’espace sans chasse, invisible (U+200B)"),
    "\u200e": message("La marque gauche-à-droite, invisible (U+200E)"),
    "\u200f": message("La marque droite-à-gauche, invisible (U+200F)"),
    "\u202f": message("L’espace fine insécable (U+202F)"),
    "\u2060": message("Le gluon de mots, invisible (U+2060)"),
    "\u3000": message("L’espace idéographique (U+3000)"),
    "\ufeff": message("L’indicateur d’ordre des octets, invisible (U+FEFF)"),
    "：": message("Le deux-points pleine chasse (« ： », U+FF1A)"),
    "–": message("Le tiret demi-cadratin (« – », U+2013)"),
    "—": message("Le tiret cadratin (« — », U+2014)"),
    "•": message("La puce (« • », U+2022)"),
    "“": message("Le guillemet typographique (« “ », U+201C)"),
    "”": message("Le guillemet typographique (« ” », U+201D)"),
    "„": message("Le guillemet typographique (« „ », U+201E)"),
    "‘": message("L’apostrophe typographique (« ‘ », U+2018)"),
    "«": message("Le guillemet français (« « », U+00AB)"),
}
"""The characters that people meet most often, or that YAML reads as its own, by name."""


def describe(character: str) -> Message:
    """Return a character's name and code, for messages; Unicode's name for a rare one."""
    if character in NAMES:
        return NAMES[character]
    name = unicodedata.name(character, "").lower()
    return message("Le caractère U+%(code)s (%(name)s)", code=f"{ord(character):04X}", name=name)


WIDE = r"[\u2e80-\u2fdf\u3001-\u30ff\u3100-\u312f\u31a0-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
"""A character of Chinese or Japanese, or of their punctuation: no space separates it from the next one."""
IS_WIDE = re.compile(WIDE)
BETWEEN_WIDE = re.compile(rf"(?<={WIDE}) (?={WIDE})")
BESIDE_WIDE = re.compile(rf"(?<={WIDE}) | (?={WIDE})")


LINE_MARK = re.compile(r"\s*(?:[-*+>]|#{1,6}|\d+[.)]) +")


def is_mostly_wide(text: str) -> bool:
    """Return whether a text is in Chinese or Japanese, whatever names and numbers it contains."""
    return 2 * len(IS_WIDE.findall(text)) > len("".join(text.split()))


def needs_space(before: str, after: str, whole: str) -> bool:
    """Return whether a line break between two characters is a space; `whole` is the text around it."""
    wide = bool(IS_WIDE.match(before)) + bool(IS_WIDE.match(after))
    return wide < (1 if is_mostly_wide(whole) else 2)


def without_folds(text: str) -> str:
    """Return a text that was folded into lines without the spaces that folding put beside Chinese characters.

    The space after the mark of a list item or a heading stays.
    """
    blank = BESIDE_WIDE if is_mostly_wide(text) else BETWEEN_WIDE
    parts = ((line, LINE_MARK.match(line)) for line in text.split("\n"))
    return "\n".join(
        (mark[0] if mark else "") + blank.sub("", line[mark.end() if mark else 0 :]) for line, mark in parts
    )
