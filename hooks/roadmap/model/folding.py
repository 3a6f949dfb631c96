"""How words are written for the search index, and for queries, which the browser folds by the same rules
(`search/query.js`).

A folded word has compatibility characters (full width, ligatures of typesetting), case and digits of any script made
equal, then the rules of its language. Pagefind itself removes accents and takes stems where it has a stemmer that
agrees with these rules; a language without one has `OWN` rules that do both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import groupby
from operator import methodcaller

Rule = tuple[str, str]
"""A pattern and its replacement, applied to one word, in order. Only what `re` and JavaScript read alike: groups are
`$1` in replacements."""

MARKS = "[\u0610-\u061a\u064b-\u065f\u0670\u0640\u06d6-\u06ed]"
"""Arabic vowel marks and tatweel."""

RULES: dict[str, tuple[Rule, ...]] = {
    "": (("[’‘ʼ′`´]", "'"), ("^'+|'+$", "")),
    "fr": (
        (r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(.{2,})$", "$1"),
        ("œ", "oe"),
        ("æ", "ae"),
    ),
    "en": (("'s?$", ""),),
    "es": (),
    # Pagefind strips accents before it stems, so that its stemmer does not know й: cases of adjectives would differ.
    "ru": (("ё", "е"), ("([еиоы])й$", "$1е")),
    # After light stemming by Larkey et al. (light10), with longer stems: three letters are left, and the one-letter
    # particles are left to `FoldedWithParticles`, which knows the words of the site. Pagefind's stemmer takes letters
    # of roots for particles.
    "ar": (
        (MARKS, ""),
        ("[أإآٱ]", "ا"),
        ("[ىی]", "ي"),
        ("ک", "ك"),
        ("ة", "ه"),
        ("ؤ", "و"),
        ("ئ", "ي"),
        ("^ال(.{2,})$", "$1"),
        ("^[وف]?(?:ال|بال|كال|لل)(.{3,})$", "$1"),
        ("^(.{3,}?)(?:ها|هم|ات|ان|ون|ين|يه)$", "$1"),
        ("^(.{3,})[هي]$", "$1"),
    ),
    "zh": (),
}
"""By language; the first for all of them, before the others."""

PARTICLES = {"ar": "وفبلك"}
"""Letters that are written together with the following word, and are also the first ones of other words."""

OWN = ("ar", "zh")
"""The languages that Pagefind must not stem or cut into words: it would do so in another way than these rules do, or
not in the same way in the index and in the browser."""

SPACELESS = ("zh",)
"""The languages that no spaces separate into words."""
FIRST, LAST = 0x4E00, 0x9FFF
RANGE = f"{chr(FIRST)}-{chr(LAST)}"
CHARACTERS = frozenset(map(chr, range(FIRST, LAST + 1)))
"""The characters of such languages: each pair of neighbours is a word of the index."""
ALPHABET = "abcdefghijklmnopqrstuvwxyz01"
PAIR = "0"
"""The first sign of a folded pair, or of a character alone, before three letters for each. Browsers cut Chinese into
words of their own before the search, letters not."""


def rules(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language, in their order."""
    return RULES[""] + RULES.get(language, ())


SOME_SIGNS = "".join(map(chr, range(0x2100)))


def _signs(pattern: str) -> tuple[str, ...]:
    """Return the characters that a pattern matches, if it matches one at a time: a character, or a class of them."""
    single = len(pattern) == 1 or re.fullmatch(r"\[[^]]+\]", pattern)
    return tuple(re.findall(pattern, SOME_SIGNS)) if single else ()


@cache
def _steps(language: str) -> tuple[Callable[[str], str], ...]:
    """Return the rules of a language as functions; those of single characters together, which is faster."""
    steps: list[Callable[[str], str]] = []
    for single, group in groupby(rules(language), lambda rule: bool(_signs(rule[0]))):
        if single:
            table = str.maketrans({sign: to for pattern, to in group for sign in _signs(pattern)})
            steps.append(methodcaller("translate", table))
        else:
            steps += [partial(re.compile(pattern).sub, to.replace("$", "\\")) for pattern, to in group]
    return tuple(steps)


_DIGIT = re.compile(r"[^\D0-9]")


def digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9."""
    return text if text.isascii() else _DIGIT.sub(lambda match: str(unicodedata.digit(match[0])), text)


def plain(text: str) -> str:
    """Return a text with compatibility characters, case, digits and the signs between them made equal."""
    if text.isascii():
        return text.lower()
    return digits(unicodedata.normalize("NFKC", text).lower().replace("٫", "."))


def word(text: str, language: str) -> str:
    """Return a plain word as the index has it."""
    for step in _steps(language):
        text = step(text)
    return text


def changing(language: str) -> re.Pattern[str]:
    """Return the pattern of words of small letters that the index has otherwise, or also otherwise; most are none."""
    patterns = [pattern for pattern, _to in rules(language)]
    if particles := particles_of(language):
        patterns.append(particles.pattern)
    return re.compile("|".join(patterns))


def letters(character: str) -> str:
    """Return the code of a character of a language without spaces: three letters."""
    number = ord(character) - FIRST
    return ALPHABET[number // 784] + ALPHABET[number // 28 % 28] + ALPHABET[number % 28]


def pair(characters: str) -> str:
    """Return one character or two neighbours as letters."""
    return PAIR + "".join(map(letters, characters))


SEPARATORS = re.compile(rf"[^\w'’‘ʼ′`´\u0300-\u036f{MARKS[1:-1]}]+")
"""What separates the words of a piece of text without spaces."""
NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
"""The sign within a number: Pagefind would take 2.4 apart."""


def parts(text: str) -> Iterable[str]:
    """Return the plain words of a text. Not for languages without spaces."""
    even = plain(text)
    return (even,) if even.isalpha() else filter(None, SEPARATORS.split(NUMBER.sub("x", even)))


def words(text: str, language: str) -> Iterator[str]:
    """Yield the words of a text, folded. Not for languages without spaces."""
    for part in parts(text):
        if folded := word(part, language):
            yield folded


def particles_of(language: str) -> re.Pattern[str] | None:
    """Return the pattern of a word with a particle, the word in its group; None for languages without particles."""
    return re.compile(f"^[{PARTICLES[language]}](.{{3,}})$") if language in PARTICLES else None
