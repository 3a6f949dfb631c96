"""The forms of a citation: APA 7, BibTeX and CSL-JSON (the format of Zotero and other reference managers)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from roadmap import languages


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWork:
    """The data of a citation."""

    key: str
    """Letters, digits and hyphens."""
    author: str
    """The name of an institution, which is never split into first and last names."""
    title: str
    site: str
    url: str
    day: date | None
    """The date of the last revision; None for a page without one."""
    language: str
    note: str
    """The licence, or a note on the unofficial translation; empty if there is nothing to note."""
    version: str = ""
    """The version of the data; empty for a case study, which has its own date."""


def apa(reference: CitedWork, day: str, reader: str) -> str:
    """Return the reference in APA's order (7th edition, web page on a website), without the address at its end.

    `day` is its date in the language of the reader, or the words for "no date".
    """
    author = reference.author.rstrip(".")
    if languages.has_full_width_signs(reader):
        return f"{author}（{day}）。{_ended(reference.title, '。')}{_ended(reference.site, '。')}"
    return f"{author}. ({day}). {_ended(reference.title)} {_ended(reference.site)}"


def _ended(sentence: str, stop: str = ".") -> str:
    """Return a sentence with a full stop, unless it already ends with a mark."""
    return sentence if sentence.endswith((".", "?", "!", "…", "؟", "。", "？", "！")) else sentence + stop


SPECIAL = re.compile(r"[\\{}$&#%_~^]")
LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex(reference: CitedWork) -> str:
    """Return the reference as BibTeX, in Unicode (BibLaTeX, or BibTeX with a Unicode engine)."""
    fields = {
        "author": "{" + _latex(reference.author) + "}",  # a second pair of braces keeps an institution's name whole
        "title": "{" + _latex(reference.title) + "}",
        "howpublished": _latex(reference.site),
        "year": str(reference.day.year) if reference.day else "",
        "month": str(reference.day.month) if reference.day else "",
        "url": re.sub(r"[{}\\]", "", reference.url),
        "version": reference.version,
        "langid": reference.language,
        "note": _latex(reference.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{reference.key},\n{lines}}}\n"


def _latex(text: str) -> str:
    return SPECIAL.sub(lambda match: LATEX.get(match[0], "\\" + match[0]), " ".join(text.split()))


def csl(reference: CitedWork) -> str:
    """Return the reference as CSL-JSON: a list of one item, for reference managers."""
    item = {
        "id": reference.key,
        "type": "webpage",
        "author": [{"literal": reference.author}],
        "title": reference.title,
        "container-title": reference.site,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if (day := reference.day) else None,
        "URL": reference.url,
        "version": reference.version,
        "language": reference.language,
        "note": reference.note,
    }
    item = {name: value for name, value in item.items() if value}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
