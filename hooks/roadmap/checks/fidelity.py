"""Checks that a translation states what its original does: the same sources and figures, section by section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from roadmap.problems import Problem, message
from roadmap.reading import sections
from roadmap.reading.case_study import CaseText, Section

BLANK = r"\s?"
NUMBER = re.compile(r"\d+(?:[ .,\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
"""Digits in groups of three, then decimals. A sign is a decimal one if another number of digits than three follows."""
CITATION = re.compile(r"\[\^\d+\]")
LIST_NUMBER = re.compile(r"^\s*\d+[.)、]", re.MULTILINE)
SCALES = {
    "ar": {"ألف": 3, "آلاف": 3, "مليون": 6, "مليوني": 6, "ملايين": 6, "مليار": 9, "مليارات": 9, "تريليون": 12},
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
    "es": {"mil": 3, "millón": 6, "millones": 6, "billones": 12},
    "fr": {"mille": 3, "millier": 3, "milliers": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9},
    "ru": {
        **dict.fromkeys(("тыс.", "тысяч", "тысяча", "тысячи"), 3),
        **dict.fromkeys(("млн", "миллион", "миллиона", "миллионов"), 6),
        **dict.fromkeys(("млрд", "миллиард", "миллиарда", "миллиардов"), 9),
        "трлн": 12,
    },
    "zh": {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "万亿": 12},
}
"""What a word after a number multiplies it by, as a power of ten. Other languages are not compared by figures."""
SCALE = {
    language: re.compile(
        f"{BLANK}({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
        + ("" if language == "zh" else r"(?!\w)")
    )
    for language, words in SCALES.items()
}
MOST = 8
"""The most values that a message lists."""
RANGE = r"(?:à|et|a|y|to|and|до|и|至|إلى|و|[-–—])"


def check(text: CaseText, original: CaseText) -> Iterator[Problem]:
    """Report citations and figures that a translation loses or adds, in sections that follow the present original."""
    behind = sections.behind(text, original)
    originals = {section.id: section for section in original.sections}
    for section in text.sections:
        if section.id in behind or section.id not in originals:
            continue
        before, after = originals[section.id].markdown, section.markdown
        compared = [(_citations(before), _citations(after))]
        languages = [one.language.split("-")[0] for one in (original, text)]
        if SCALES.keys() >= set(languages):
            compared.append((_shown(figures(before, languages[0])), _shown(figures(after, languages[1]))))
        for one, other in compared:
            if one != other:
                yield _different(text, original, section, one - other, other - one)


def _different(
    text: CaseText, original: CaseText, section: Section, lost: Counter[str], added: Counter[str]
) -> Problem:
    what = message(
        "La rubrique « %(id)s » ne dit pas la même chose que l’original, %(path)s.", id=section.id, path=original.path
    )
    fix = message(
        "Dans l’original seulement : %(lost)s ; ici seulement : %(added)s.",
        lost=_listed(lost),
        added=_listed(added),
    )
    return Problem(text.path, section.line, what, fix)


def _listed(values: Counter[str]) -> str:
    shown = sorted(values.elements())
    return ", ".join([*shown[:MOST], *(["…"] if len(shown) > MOST else [])]) or "–"


def _citations(markdown: str) -> Counter[str]:
    return Counter(match[0] for match in CITATION.finditer(markdown))


def _shown(numbers: Counter[Decimal]) -> Counter[str]:
    return Counter({f"{value:f}": count for value, count in numbers.items()})


def figures(markdown: str, language: str) -> Counter[Decimal]:
    """Return the numbers of a text in a language of SCALES with how often each occurs: `1.3 million` is 1300000."""
    text = LIST_NUMBER.sub("", CITATION.sub(" ", markdown))
    if language == "zh":  # other languages have names for the months
        text = re.sub(r"\d{1,2}月", " ", text)
    found: Counter[Decimal] = Counter()
    for match in NUMBER.finditer(text):
        value, rest = _value(match[0]), text[match.end() :]
        scale = _scale(rest, language)
        further = re.match(f"{BLANK}{RANGE}{BLANK}({NUMBER.pattern})", rest)
        if not scale and further and value < _value(further[1]):  # from 1 to 3 million
            scale = _scale(rest[further.end() :], language)
        found[(value * 10**scale).normalize()] += 1
    return found


def _value(number: str) -> Decimal:
    parts = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}|\d{4,}))?", number)
    assert parts is not None  # the pattern matches any text
    return Decimal(re.sub(r"\D", "", parts[1]) + (f".{parts[2]}" if parts[2] else ""))


def _scale(rest: str, language: str) -> int:
    """Return the power of ten of the words after a number: 6 for `million`, 0 without such a word."""
    power = 0
    while found := SCALE[language].match(rest):
        power += SCALES[language][found[1]]
        rest = rest[found.end() :]
    return power
