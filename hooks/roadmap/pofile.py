"""What Babel's reader of PO files passes over in silence: a lost quote, an entry twice, a header that does not fit.

Babel reads the catalogue afterwards; this only looks at its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from gettext import c2py

from babel.messages.pofile import unescape

from . import languages
from .problems import Message, Problem, say

LINE = re.compile(r'(?:(?P<keyword>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?(?P<string>"(?:[^"\\]|\\.)*")\s*')
KEYWORD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)(\s|$)")
MERGE = re.compile(r"(<{7}|\|{7}|={7}|>{7})(\s|$)")
"""What git writes around the two versions of lines that it could not merge."""
OPEN_IN_POEDIT = say("Ouvrez-le dans Poedit, ou revenez à la dernière version lisible.")


@dataclass(slots=True)
class Entry:
    """An entry's strings by keyword, with the line its msgid starts on."""

    line: int
    strings: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """The pieces of each string, with their lines."""


def check_lines(text: str, name: str, language: str) -> Iterator[Problem]:
    """Problems of the file `name`, the catalogue of `language`; the first of a broken line or header only."""
    entries: list[Entry] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if problem := _read_line(line.strip(), number, entries, name):
            yield problem
            return
    for entry in entries:
        if entry.strings.get("msgid") == "" and "msgctxt" in entry.strings:  # Babel would take it for the header
            yield not_po(name, entry.line, say("une entrée sans texte à traduire"))
            return
    if problem := _wrong_header(entries, name, language):
        yield problem
        return
    yield from _duplicates(entries, name)


def not_po(name: str, line: int, reason: str | Message, fix: Message = OPEN_IN_POEDIT) -> Problem:
    """The file cannot be read as PO."""
    return Problem(name, line, say("Ce n’est pas un fichier PO : %(reason)s.", reason=reason), fix)


def _read_line(line: str, number: int, entries: list[Entry], name: str) -> Problem | None:
    if not line or line.startswith("#"):
        return None
    match = LINE.fullmatch(line)
    if mark := MERGE.match(line):
        what = say("Marque de fusion « %(mark)s » : les deux versions d’une fusion sont encore là.", mark=mark[1])
        fix = say("Gardez l’une des deux, et retirez les lignes <<<<<<<, ======= et >>>>>>> (et ||||||| s’il y en a).")
        return Problem(name, number, what, fix)
    if not match:
        if line.startswith('"') or KEYWORD.match(line):
            return not_po(name, number, say("il manque un guillemet"))
        return not_po(name, number, "Unknown or misformatted keyword")
    keyword = match["keyword"]
    if keyword in ("msgctxt", "msgid") and (not entries or "msgid" in entries[-1].strings):
        entries.append(Entry(number))
    if not entries:
        return not_po(name, number, "Unknown or misformatted keyword")
    entry = entries[-1]
    if keyword == "msgid":
        entry.line = number
    keyword = keyword or next(reversed(entry.strings), "msgid")
    piece = unescape(match["string"])
    entry.strings[keyword] = entry.strings.pop(keyword, "") + piece
    entry.lines.setdefault(keyword, []).append((number, piece))
    return None


def _wrong_header(entries: list[Entry], name: str, language: str) -> Problem | None:
    header = next((entry for entry in entries if entry.strings.get("msgid") == ""), None)
    pieces = header.lines.get("msgstr", []) if header else []
    fields = {}
    for line in "".join(piece for _number, piece in pieces).split("\n"):
        key, _colon, value = line.partition(":")
        at = next((number for number, piece in pieces if piece.startswith(f"{key}:")), 1)
        fields[key.strip().lower()] = (at, value.strip())
    line, content_type = fields.get("content-type", (1, ""))
    charset = re.search(r"charset=([\w-]+)", content_type)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        what = say("L’en-tête annonce l’encodage « %(charset)s ».", charset=charset[1])
        return Problem(name, line, what, say("Attendu : « Content-Type: text/plain; charset=UTF-8 »."))
    line, code = fields.get("language", (1, ""))
    if code and re.split("[-_@]", code.lower())[0] != re.split("[-_@]", language.lower())[0]:
        what = say("L’en-tête dit que le catalogue est celui de la langue « %(code)s ».", code=code)
        fix = say(
            "Si le fichier en est une copie, traduisez-le ; puis écrivez « Language: %(language)s ».", language=language
        )
        return Problem(name, line, what, fix)
    return _wrong_plural(*fields.get("plural-forms", (1, "")), name, language)


def _wrong_plural(line: int, header: str, name: str, language: str) -> Problem | None:
    forms, rule = languages.plural_forms(language)
    fix = say("Attendu : « Plural-Forms: %(header)s; ».", header=f"nplurals={forms}; plural={rule}")
    match = re.fullmatch(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?", header)
    if not match:
        return Problem(name, line, say("L’en-tête ne donne pas les formes du pluriel."), fix)
    if int(match[1]) != forms:
        what = say("L’en-tête annonce %(count)s formes du pluriel.", count=match[1])
        return Problem(name, line, what, fix)
    try:
        given, expected = c2py(match[2]), c2py(rule)
        chosen = [given(n) for n in range(1001)]
        if max(chosen) >= forms:
            raise ValueError("more forms than there are")
    except (ValueError, ZeroDivisionError, RecursionError):
        return Problem(name, line, say("La règle du pluriel ne se calcule pas."), fix)
    same = chosen == [expected(n) for n in range(1001)]
    return None if same else Problem(name, line, say("La règle du pluriel n’est pas celle de la langue."), fix)


def _duplicates(entries: list[Entry], name: str) -> Iterator[Problem]:
    first: dict[tuple[str | None, str], int] = {}
    for entry in entries:
        key = (entry.strings.get("msgctxt"), entry.strings.get("msgid", ""))
        if key in first:
            excerpt = key[1] if len(key[1]) <= 50 else key[1][:49] + "…"
            what = say("« %(text)s » est déjà traduit ligne %(line)s.", text=excerpt, line=first[key])
            yield Problem(name, entry.line, what, say("Gardez-en une seule."))
        first.setdefault(key, entry.line)
