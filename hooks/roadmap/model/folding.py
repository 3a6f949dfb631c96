"""How words are written for the search index, and for queries, which the browser folds by the same rules (search.js).

A folded word has compatibility characters (full width, ligatures of typesetting), case and digits of any script made
equal, then the rules of its language. Pagefind itself removes accents and takes stems where it has a stemmer that
agrees with these rules; a language without one has `OWN` rules that do both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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
    # particles are left to `without_particle`, which knows the words of the site. Pagefind's stemmer takes letters of
    # roots for particles.
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
CHARACTERS = "\u4e00-\u9fff"
"""The characters of such languages: each pair of neighbours is a word of the index."""
LETTERS = "abcdefghijklmnopqrstuvwxyzðø"
PAIR = "þ"
"""The first letter of a folded pair. Browsers cut Chinese into words of their own before the search, letters not."""


def rules(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language, in their order."""
    return RULES[""] + RULES.get(language, ())


def _python(rule: Rule) -> tuple[re.Pattern[str], str]:
    return re.compile(rule[0]), rule[1].replace("$", "\\")


_COMPILED = {language: tuple(_python(rule) for rule in rules(language)) for language in RULES}


def digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign for sign in text)


def plain(text: str) -> str:
    """Return a text with compatibility characters, case, digits and the signs between them made equal."""
    return digits(unicodedata.normalize("NFKC", text).lower().replace("٫", "."))


def word(text: str, language: str) -> str:
    """Return a plain word as the index has it."""
    for pattern, replacement in _COMPILED.get(language, _COMPILED[""]):
        text = pattern.sub(replacement, text)
    return text


def pair(characters: str) -> str:
    """Return one character or two neighbours as letters."""
    letters = PAIR
    for character in characters:
        number = ord(character) - 0x4E00
        letters += LETTERS[number // 784] + LETTERS[number // 28 % 28] + LETTERS[number % 28]
    return letters


SEPARATORS = re.compile(rf"[^\w'’‘ʼ′`´\u0300-\u036f{MARKS[1:-1]}]+")
"""What separates the words of a piece of text without spaces."""
NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
"""The sign within a number: Pagefind would take 2.4 apart."""


def words(text: str, language: str) -> Iterator[str]:
    """Yield the words of a text, folded. Not for languages without spaces."""
    for part in SEPARATORS.split(NUMBER.sub("x", plain(text))):
        if folded := word(part, language):
            yield folded


def particles_of(language: str) -> re.Pattern[str] | None:
    """Return the pattern of a word with a particle, the word in its group; None for languages without particles."""
    return re.compile(f"^[{PARTICLES[language]}](.{{3,}})$") if language in PARTICLES else None
