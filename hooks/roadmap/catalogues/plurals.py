"""Plural forms of a language, for catalogues: CLDR's, as gettext counts them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from gettext import c2py
from typing import NamedTuple

from babel.messages.plurals import PLURALS
from babel.plural import PluralRule

from roadmap import languages
from roadmap.problems import Message, message

COUNTS = range(201)
"""The counts for which rules are compared. In every language, a larger count has the form of the one between 100 and
200 with the same last two digits. CLDR's forms for whole millions are left out: no page counts so far.
"""
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories, in the order in which gettext numbers the forms of a language."""


class Plurals(NamedTuple):
    """How many forms a language or a catalogue has, and gettext's rule that chooses one for a number `n`."""

    forms: int
    rule: str

    def chosen(self, counts: range = COUNTS) -> tuple[int, ...]:
        """Return the number of the form for each count. Raises ValueError if the rule cannot be computed."""
        try:
            choose = c2py(self.rule)
            return tuple(choose(n) for n in counts)
        except (ZeroDivisionError, RecursionError) as error:
            raise ValueError(str(error)) from error


def cldr_forms(code: str) -> tuple[int, ...]:
    """Return the number of CLDR's form for each of COUNTS, among the forms that these numbers have."""
    rule = languages.plural_rule(code) or PluralRule({"one": "n is 1"})
    categories = [rule(n) for n in COUNTS]
    order = [category for category in CATEGORIES if category in categories]
    return tuple(order.index(category) for category in categories)


@functools.cache
def of_language(code: str) -> Plurals:
    """Return the plural forms of a language by CLDR, with the rule that translation tools write: `(2, "n != 1")`.

    Languages without a rule in CLDR get English's, as in Weblate.
    """
    wanted = cldr_forms(code)
    rules = (Plurals(forms, rule) for forms, rule in (*RULES, *PLURALS.values()))
    return next(one for one in rules if one.forms == max(wanted) + 1 and one.chosen() == wanted)


RULES = (
    (1, "0"),
    (2, "(n != 1)"),
    (2, "(n > 1)"),
    (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),  # Arabic
    (
        4,  # Breton
        "(n%10==1 && n%100!=11 && n%100!=71 && n%100!=91 ? 0 : n%10==2 && n%100!=12 && n%100!=72 && n%100!=92 ? 1 : "
        "(n%10==3 || n%10==4 || n%10==9) && (n%100<10 || n%100>19) && (n%100<70 || n%100>79) && n%100<90 ? 2 : 3)",
    ),
    (2, "(n%10==4 || n%10==6 || n%10==9)"),  # Cebuano, Filipino
    (2, "(n>1 && (n<11 || n>99))"),  # Central Atlas Tamazight
    (6, "(n==0 ? 0 : n==1 ? 1 : n%20==2 ? 2 : n%20==3 ? 3 : n%20==1 ? 4 : 5)"),  # Cornish
    (4, "(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>=3 && n<=10 || n>=13 && n<=19 ? 2 : 3)"),  # Gaelic
    (3, "(n==1 ? 0 : n==2 ? 1 : 2)"),  # Hebrew, Inuktitut and others
    (3, "(n==0 ? 0 : n==1 ? 1 : 2)"),  # Langi, Anii
    (3, "(n%10==0 || n%100>=11 && n%100<=19 ? 0 : n%10==1 && n%100!=11 ? 1 : 2)"),  # Latvian
    (3, "(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 1 : 2)"),  # Lithuanian
    (5, "(n==1 ? 0 : n==2 ? 1 : n==0 || n%100>=3 && n%100<=10 ? 2 : n%100>=11 && n%100<=19 ? 3 : 4)"),  # Maltese
    (4, "(n%10==1 ? 0 : n%10==2 ? 1 : n%20==0 ? 2 : 3)"),  # Manx
    (3, "(n<2 ? 0 : n<=10 ? 1 : 2)"),  # Tachelhit
    (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5)"),  # Welsh
)
"""Rules that Babel's table for gettext does not have, or has for other languages than CLDR."""


def of_header(value: str, code: str) -> Plurals | Message:
    """Return the plural forms that a catalogue's header states, or what is wrong with them for its language.

    Tools differ: Poedit numbers CLDR's form for millions, Weblate keeps older forms of a few languages. A header is
    right if it never gives one form to numbers that CLDR separates.
    """
    match = re.fullmatch(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?", value)
    if not match:
        return message("L’en-tête ne donne pas les formes du pluriel.")
    stated, wanted = Plurals(int(match[1]), match[2].strip()), cldr_forms(code)
    miscounted = message("L’en-tête annonce %(count)s formes du pluriel.", count=match[1])
    if not max(wanted) < stated.forms <= len(CATEGORIES):
        return miscounted
    try:
        chosen = stated.chosen()
    except ValueError:
        return message("La règle du pluriel ne se calcule pas.")
    if max(chosen) + 1 != stated.forms:
        return miscounted
    if len(set(zip(chosen, wanted, strict=True))) != len(set(chosen)):
        return message("La règle du pluriel n’est pas celle de la langue.")
    return stated


def form_of(chosen: Sequence[int], count: int) -> int:
    """Return the number of the form for any count, given that of each of COUNTS."""
    n = abs(count)
    return chosen[n if n in COUNTS else 100 + n % 100]


@functools.cache
def rare_forms(plurals: Plurals) -> tuple[bool, ...]:
    """Return for each form whether it is for so few numbers that a translation may write them in words.

    Fewer than five up to a thousand, as `msgfmt --check` counts.
    """
    often = Counter(plurals.chosen(range(1001)))
    return tuple(often[form] < 5 for form in range(plurals.forms))
