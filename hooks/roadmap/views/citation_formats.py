"""The forms of a citation: APA 7, BibTeX and CSL-JSON (the format of Zotero and other reference managers)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWork:
    """What a citation is made of."""

    key: str
    """Of letters, digits and hyphens."""
    author: str
    """An institution, whole: never split into names."""
    title: str
    site: str
    url: str
    day: date | None
    """Of the last revision, where the page has one of its own."""
    language: str
    note: str
    """Its licence, or that it is an unofficial translation; empty where there is nothing to note."""


def apa(reference: CitedWork, day: str) -> str:
    """The reference in APA's order (7th edition, web page on a website), up to the address that ends it.

    `day` is its date in the reader's words, or that it has none.
    """
    author = reference.author.rstrip(".")
    return f"{author}. ({day}). {_ended(reference.title)} {_ended(reference.site)}"


def _ended(sentence: str) -> str:
    """With a full stop, unless it ends in a stop of its own."""
    return sentence if sentence.endswith((".", "?", "!", "…", "؟", "。", "？", "！")) else sentence + "."


SPECIAL = re.compile(r"[\\{}$&#%_~^]")
LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex(reference: CitedWork) -> str:
    """The reference as BibTeX, in Unicode (BibLaTeX, or BibTeX with a Unicode engine)."""
    fields = {
        "author": "{" + _latex(reference.author) + "}",  # a second pair of braces keeps an institution's name whole
        "title": "{" + _latex(reference.title) + "}",
        "howpublished": _latex(reference.site),
        "year": str(reference.day.year) if reference.day else "",
        "month": str(reference.day.month) if reference.day else "",
        "url": re.sub(r"[{}\\]", "", reference.url),
        "langid": reference.language,
        "note": _latex(reference.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{reference.key},\n{lines}}}\n"


def _latex(text: str) -> str:
    return SPECIAL.sub(lambda match: LATEX.get(match[0], "\\" + match[0]), " ".join(text.split()))


def csl(reference: CitedWork) -> str:
    """The reference as CSL-JSON: a list of one item, as reference managers read it."""
    item = {
        "id": reference.key,
        "type": "webpage",
        "author": [{"literal": reference.author}],
        "title": reference.title,
        "container-title": reference.site,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if (day := reference.day) else None,
        "URL": reference.url,
        "language": reference.language,
        "note": reference.note,
    }
    item = {name: value for name, value in item.items() if value}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
