"""Facts about a language: its name, direction, scripts and plural forms (CLDR, through Babel)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from gettext import c2py

import regex
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.plurals import PLURALS, get_plural
from babel.plural import to_gettext


@functools.cache
def locale(code: str) -> Locale:
    """Return CLDR's data for a BCP 47 code. Raises UnknownLocaleError if CLDR has none."""
    return Locale.parse(code, sep="-")


def known(code: str) -> bool:
    """Return whether CLDR has the language, and Unicode the script that its code may contain."""
    try:
        locale(code)
        for script in scripts(code):
            _script(script)
    except (UnknownLocaleError, ValueError, regex.error):
        return False
    return True


@functools.cache
def own_name(code: str) -> str:
    """Return the language's name in itself, as a switcher shows it: Français, العربية."""
    name = locale(code).get_display_name(code.replace("-", "_")) or code
    return name[0].upper() + name[1:]


@functools.cache
def name_in(code: str, reader: str) -> str:
    """Return the name of language `code` for a reader of `reader`: `anglais`, `الإنجليزية`."""
    return locale(code).get_display_name(reader.replace("-", "_")) or own_name(code)


@functools.cache
def direction(code: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if locale(code).character_order == "right-to-left" else "ltr"


def plural_forms(code: str) -> tuple[int, str]:
    """Return how many plural forms gettext has for the language, and its rule: `(2, "(n != 1)")`."""
    parsed = locale(code)
    if parsed.language in _PLURALS:
        return _PLURALS[parsed.language]
    if str(parsed) in PLURALS or parsed.language in PLURALS:
        return tuple(get_plural(parsed))
    # For the others Babel gives English's forms; CLDR has theirs.
    header = to_gettext(parsed.plural_form)
    count, _, rule = header.removeprefix("nplurals=").removesuffix(";").partition("; plural=")
    forms = int(count)
    # gettext counts whole things: Babel leaves only the exponent of `1e6` in CLDR's rule, which is 0.
    return (forms, re.sub(r"\be\b", "0", rule)) if forms > 1 else (1, "0")


@functools.cache
def rare_forms(code: str) -> tuple[bool, ...]:
    """Return for each plural form whether it is for so few numbers that a translation may write them in words.

    Fewer than five up to a thousand, as `msgfmt --check` counts.
    """
    forms, rule = plural_forms(code)
    often = Counter(map(c2py(rule), range(1001)))
    return tuple(often[form] < 5 for form in range(forms))


_PLURALS = {
    # Babel swaps the last two of Arabic's six forms; Poedit, Weblate and CLDR have 11 to 99 before 100 to 102.
    "ar": (
        6,
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    ),
    "fa": (2, "(n > 1)"),  # Babel gives Persian one form; Weblate and CLDR two
}


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
    """Return whether a text is mostly in a script of the language; true for a text with few letters."""
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


def sort_key(text: str) -> str:
    """Return a key that sorts names without regard for accents and case, then by code point."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
