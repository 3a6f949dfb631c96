"""Facts about a language: name, direction, scripts, plural forms (CLDR, through Babel), alphabetical order."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any

import regex
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers
from babel.plural import PluralRule
from pyuca.collator import Collator_10_0_0 as Collator

CODE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"
"""The codes of languages, scripts and countries that the site uses, as BCP 47 writes them."""


@functools.cache
def locale(code: str) -> Locale:
    """Return CLDR's data for a BCP 47 code; its data for any language if it has only the name of this one.

    Raises ValueError if the code is none.
    """
    try:
        return Locale.parse(code, sep="-")
    except UnknownLocaleError:
        return Locale.parse("root")


@functools.cache
def _listed() -> frozenset[str]:
    """Return the first part of each code in CLDR. Babel searches all its files for a code that is not there."""
    named = (Locale("en").languages, get_global("language_aliases"))
    return frozenset({*chain(*named), *(one.split("_")[0] for one in locale_identifiers())})


def known(code: str) -> bool:
    """Return whether CLDR has the language, or at least its name, and Unicode the script that its code may contain."""
    first = code.split("-")[0]
    if first not in _listed():
        return False
    try:
        if locale(code).language == "root" and (code != first or first not in Locale("en").languages):
            return False
        if "-Zzzz" in code:  # Unicode's unknown script
            return False
        for script in scripts(code):
            _script(script)
    except (ValueError, regex.error):
        return False
    return True


def corrected(code: str) -> str | None:
    """Return the known code that a wrong one is meant for, as `pt-BR` for `pt_BR`, or None."""
    parts = re.split(r"[-_. ]", code.strip())
    first, rest = parts[0].lower(), [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
    first = get_global("language_aliases").get(first, first)
    for candidate in ("-".join([first, *rest]), first):
        if candidate != code and re.fullmatch(CODE, candidate) and known(candidate):
            return candidate
    return None


@functools.cache
def own_name(code: str) -> str:
    """Return the language's name in itself, as a switcher shows it: Français, العربية."""
    own = locale(code)
    name = (own.get_display_name(code.replace("-", "_")) if own.language != "root" else None) or name_in(code, "en")
    return name[0].upper() + name[1:]


@functools.cache
def name_in(code: str, reader: str) -> str:
    """Return the name of language `code` for a reader of `reader`: `anglais`, `الإنجليزية`."""
    readers = locale(reader)
    if locale(code).language == "root":
        return readers.languages.get(code) or readers.languages.get(code.split("-")[0]) or code
    return locale(code).get_display_name(readers) or own_name(code)


@functools.cache
def direction(code: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if scripts(code) & RIGHT_TO_LEFT else "ltr"


RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""The scripts of living languages that run from right to left (ISO 15924)."""


def plural_rule(code: str) -> PluralRule | None:
    """Return CLDR's rule for the plural forms of a language, or None if CLDR has none."""
    return locale(code).plural_form


def date_locale(code: str) -> Locale:
    """Return CLDR's data for dates: for English, the world's format (22 November 2026), as the United Nations use."""
    return Locale.parse("en_001") if code == "en" else locale(code)


@functools.cache
def scripts(code: str) -> frozenset[str]:
    """Return the ISO 15924 codes of a language's scripts, from CLDR's likely subtags: `{"Arab"}`."""
    likely = get_global("likely_subtags")
    tag = code.replace("-", "_")
    explicit = next((part for part in tag.split("_")[1:] if len(part) == 4), None)
    found = explicit or (likely.get(tag) or likely.get(tag.split("_")[0]) or "_Latn").split("_")[1]
    return _COMPOSED.get(found, frozenset((found,)))


def has_full_width_signs(code: str) -> bool:
    """Return whether a language ends sentences with signs as wide as a character, which need no space after them."""
    return bool(scripts(code) & {"Hani", "Hira", "Bopo"})


_COMPOSED = {
    "Aran": frozenset(("Arab",)),
    "Hanb": frozenset(("Bopo", "Hani")),
    "Hans": frozenset(("Hani",)),
    "Hant": frozenset(("Hani",)),
    "Jpan": frozenset(("Hani", "Hira", "Kana")),
    "Kore": frozenset(("Hang", "Hani")),
}
"""CLDR's composed scripts, as the scripts that Unicode gives to characters."""


SAMPLE = 1_000
"""About how many characters of a text are examined for its script."""


def is_written_in(text: str, code: str) -> bool:
    """Return whether a text is mostly in a script of the language; true for a text with few letters.

    True also for a language that is not known: which scripts it has is not known either.
    """
    if not known(code):
        return True
    counts = Counter(text[:: len(text) // SAMPLE + 1])
    letters = sum(count for character, count in counts.items() if character.isalpha())
    ours = sum(count for character, count in counts.items() if _is_of(character, code))
    return letters < 20 or ours * 2 >= letters


@functools.cache
def _is_of(character: str, code: str) -> bool:
    """Return whether a character is of a script of the language."""
    return any(_script(script).fullmatch(character) for script in scripts(code))


@functools.cache
def _script(name: str) -> regex.Pattern[str]:
    """Return a pattern for one character of a script. Raises regex.error if Unicode has no such script."""
    return regex.compile(rf"\p{{Script={name}}}")


SortKey = tuple[Any, ...]

AFTER_LETTERS = "\U0010ffff"
"""Sorts after every letter."""
LETTERS: dict[str, dict[int, str]] = {
    "ar": str.maketrans(dict(zip("آأإٱةى", "ااااتي", strict=True))),
    "es": str.maketrans({"ñ": f"n{AFTER_LETTERS}", "Ñ": f"N{AFTER_LETTERS}"}),
}
"""Letters that a language sorts otherwise than Unicode's table: with another one, or after it."""
ARTICLE = re.compile(r"\bال(?=\w{2})")
"""The Arabic article, which lists pass over."""


@functools.lru_cache(4096)
def sort_key(text: str, language: str) -> SortKey:
    """Return a key for sorting names in a language: Chinese by pinyin, others by Unicode's algorithm (UTS 10)."""
    code = language.split("-")[0]
    if code == "zh":
        return (tuple(_by_pinyin(text)), text)
    letters = ARTICLE.sub("", text) if code == "ar" else text
    return (_collator().sort_key(letters.translate(LETTERS.get(code, {}))), text)


@functools.cache
def _collator() -> Collator:
    """Return the collator, which reads its table of weights; it is pinned, to sort alike with every Python."""
    return Collator()


def _by_pinyin(text: str) -> Iterable[SortKey]:
    """Yield syllable, tone and character for each character; punctuation is passed over."""
    from pypinyin import Style, lazy_pinyin  # slow to import, and only Chinese needs it

    syllables = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors=list)  # type: ignore[arg-type]
    for character, syllable in zip(text, syllables, strict=True):
        if syllable != character:
            yield syllable[:-1], syllable[-1], character
        elif character.isalnum():
            yield character.casefold(), "", character
