"""Pseudo-translations, made from the French and never kept: what every string looks like in a language that is long.

In the place of English, Latin letters with accents; in the place of Arabic, Arabic letters, from the right. Each text
stands between ⟦ and ⟧, so that one that is cut or put together from pieces shows. What a translation must not touch is
as in the French: tags, placeholders, addresses, numbers, Markdown's marks, ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from polib import POEntry

from roadmap.catalogues import po_file
from roadmap.checks.fidelity import SCALES

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
"""How much longer than the French, in letters."""
LATIN = dict(zip("abcdefghijklmnopqrstuvwxyz", "åƀçđêƒğĥîĵķļɱñôþɋŕšţûṽŵẋýž", strict=True))
LATIN |= {letter.upper(): accented.upper() for letter, accented in LATIN.items()}
ARABIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابثدهفغحيجكلمنوضقرستعصطخىز", strict=True))
LETTERS = {"en": LATIN, "ar": ARABIC}
PADDING = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore"

SCALED = "|".join(sorted({re.escape(word) for words in SCALES.values() for word in words}, key=len, reverse=True))
KEPT = re.compile(
    r"%\(\w+\)s|%%|%[a-z]"  # values
    rf"|\d\s?(?:{SCALED})(?!\w)"  # a million stays a million: a translation states the figures of its original
    r"|</?[a-zA-Z][^<>]*>|&#?\w+;|\{\{.*?\}\}|\{%.*?%\}"  # mark-up
    r"|(?:https?|mailto):[^\s)»]*|[\w.+-]+@[\w-]+\.[\w.]+"  # addresses
)
KEPT_MARKDOWN = re.compile(
    KEPT.pattern
    + r"|\]\([^()\s]*(?:\([^()]*\)[^()]*)*\)|\[\^\d+\]|\{[#:]?[^{}]*\}|`[^`]*`"  # targets, citations, attributes, code
)
MARKER = re.compile(
    r"^(?P<marker>(?:#{1,6} +|[-*+] +|\d+[.)] +|> ?|: {1,3}|\[\^\d+\]: *| +)*)"
    r"(?P<words>.*?)"
    r"(?P<end>(?:\s*\[\^\d+\])*(?: \{#[\w-]+\})?\s*)$"
)
"""A line of Markdown: what makes it a heading, an item, a note; its words; the citations or the id at its end."""


def pseudo(text: str, language: str, kept: re.Pattern[str] = KEPT) -> str:
    """A text in the pseudo-language that stands in for `language`."""
    letters = sum(character.isalpha() for character in kept.sub("", text))
    return f"{OPEN}{_spelt(text, language, kept)}{_padding(letters, language)}{CLOSE}" if letters else text


def _spelt(text: str, language: str, kept: re.Pattern[str]) -> str:
    """A text letter for letter, but for what is kept."""
    pieces, at = [], 0
    for match in kept.finditer(text):
        pieces += [_letters(text[at : match.start()], language), match[0]]
        at = match.end()
    return "".join([*pieces, _letters(text[at:], language)])


def _letters(text: str, language: str) -> str:
    """Every Latin letter by the one that stands for it; accents fall."""
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    table = LETTERS.get(language, LATIN)
    return "".join(table.get(c, table.get(c.lower(), c)) for c in plain)


def _padding(letters: int, language: str) -> str:
    """Words of no meaning, as long as a longer language would add."""
    wanted = max(1, round(letters * LONGER))
    words = (PADDING + " ") * (1 + wanted // len(PADDING))
    return _letters(f" {words[:wanted]}".rstrip(), language)


def catalogue(text: str, language: str, only: Callable[[POEntry], bool] = bool) -> str:
    """A catalogue with every entry pseudo-translated, or `only` some, in all its plural forms."""
    catalogue = po_file.edit(text)
    catalogue[:] = [entry for entry in catalogue if not entry.obsolete]
    for entry in filter(only, catalogue):
        entry.fuzzy = False
        if entry.msgid_plural:
            for form in entry.msgstr_plural:
                entry.msgstr_plural[form] = pseudo(entry.msgid_plural if form else entry.msgid, language)
        else:
            entry.msgstr = pseudo(entry.msgid, language)
    return str(catalogue)


def markdown(text: str, language: str) -> str:
    """A file of prose with its words pseudo-translated: front matter, headings, paragraphs, notes."""
    opening, matter, body = re.split(r"^---\n", text, maxsplit=2, flags=re.MULTILINE)
    field = re.compile(r"^(title|menu|description|summary): (.+)$", re.MULTILINE)
    matter = field.sub(lambda found: f'{found[1]}: "{_value(found[2], language)}"', matter)
    return f"{opening}---\n{matter}---\n" + "\n".join(_line(line, language) for line in body.split("\n"))


def _value(yaml: str, language: str) -> str:
    """A text of the front matter, without the quotes that it may stand in."""
    return pseudo(yaml.strip("\"'").replace('\\"', "”"), language).replace('"', "”")


def _line(line: str, language: str) -> str:
    if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):  # a row of a table, cell by cell
        return "|".join(pseudo(cell, language, KEPT_MARKDOWN) if cell.strip() else cell for cell in line.split("|"))
    found = MARKER.match(line)
    return f"{found['marker']}{pseudo(found['words'], language, KEPT_MARKDOWN)}{found['end']}" if found else line


def values(text: str, language: str, within: str) -> str:
    """A YAML file in which `language`'s value is pseudo-translated wherever `within` gives texts by language."""

    def block(found: re.Match[str]) -> str:
        end = r"[^,}\n]+" if "{" in found[0] else r".+"  # several on a line, or each on its own
        one = re.compile(rf"(?<=[{{ ]){language}: (?P<value>{end})")
        return one.sub(lambda match: f'{language}: "{_value(match["value"], language)}"', found[0])

    return re.sub(
        rf"^ *{within}:(?: *\{{[^}}]*\}}|\n(?: +\{{[^}}]*\}}|(?: +\w\w: .*\n)+))", block, text, flags=re.MULTILINE
    )


def translate(project: Path) -> None:
    """Puts the two pseudo-languages in the place of English and of Arabic, in a copy of the project."""

    def change(path: Path, into: Callable[[str], str]) -> None:
        path.write_text(into(path.read_text(encoding="utf-8")), encoding="utf-8")

    for language in LETTERS:
        change(project / "data" / "locales" / f"{language}.po", lambda text, code=language: catalogue(text, code))
        change(project / "data" / "glossary.yml", lambda text, code=language: values(text, code, "term"))
        for path in (project / "content").rglob(f"*.{language}.md"):
            change(path, lambda text, code=language: markdown(text, code))
        for path in (project / "content").rglob("case-study.yml"):
            change(path, lambda text, code=language: values(text, code, "lead_institution"))
