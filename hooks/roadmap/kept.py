"""What a build takes over from the last site: pages, and indexes of the search, of which nothing has changed since.

Each page has a key of all that it is made of. A key that leaves something out would keep an old page in place: tests
compare builds after any edits with clean ones. Nothing is taken over from a site that somebody has touched since.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import written
from .case_study import CaseFolder
from .pages import Row
from .sections import is_reviewed
from .site import Site

NEVER = ("home", "translations", "data", "offline")
"""Kinds of pages that are made each time: MkDocs looks for a home page, the others count or weigh everything."""
LEVEL = 4
"""How hard files are compressed to tell what must be received of them. Most hosts use 6, which takes half as long again
and gives a twenty-fifth less: what is told is never too little.
"""
GZIP = b"\x1f\x8b"
"""How a file starts that is compressed as it stands: Pagefind's."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a page as it is written."""

    key: str
    """Of all that it was made of; empty for a page that is made each time."""
    words: str
    """The fingerprint of what the search reads."""
    size: int
    packed: int
    """Compressed, as hosts send it."""
    checksum: str
    """The first 16 figures of its SHA-256."""
    loaded: tuple[str, ...]
    """The paths, from the site's root, of what it loads."""

    @classmethod
    def of(cls, html: str, path: str, key: str = "") -> Written:
        """Of the page at a path."""
        content = html.encode()
        words = fingerprint(written.searched(html))
        return cls(key, words, *weighed(content), tuple(sorted(written.loaded(html, path))))


def weighed(content: bytes) -> tuple[int, int, str]:
    """A file's size, its size compressed as hosts send it, and the first 16 figures of its SHA-256."""
    packed = len(content) if content.startswith(GZIP) else min(len(content), len(zlib.compress(content, LEVEL)))
    return len(content), packed, hashlib.sha256(content).hexdigest()[:16]


def fingerprint(*texts: str) -> str:
    """Of texts; no two sequences of them have the same."""
    whole = hashlib.sha256()
    add(whole, *(text.encode("utf-8", "surrogatepass") for text in texts))
    return whole.hexdigest()[:32]


def add(whole: hashlib._Hash, *parts: bytes) -> None:
    """Adds parts to a hash, each after its length: none can pass for a piece of another."""
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a site that was written, or of the part of it that has been written so far; by default none."""

    folder: Path = Path()
    pages: dict[str, Written] = field(default_factory=dict)
    """By path."""
    pictures: dict[str, str] = field(default_factory=dict)
    """By path, the fingerprint of all that a contributed picture, in one of its versions, was made of."""
    search: dict[str, str] = field(default_factory=dict)
    """By language, the fingerprint of all that its index was made of."""
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By language, the key of its files that are no page, then their paths."""
    common: str = ""
    """The fingerprint of all that the site was made of and is no case study."""
    cases: Mapping[str, str] = field(default_factory=dict)
    """By slug, the fingerprint of a case study's files, in which nothing was found that is wrong."""

    def add(self, part: Known) -> None:
        """Adds what is known of another part of the same site, in which nothing is that is in this one."""
        for name in ("pages", "pictures", "search", "others"):
            getattr(self, name).update(getattr(part, name))

    def as_data(self) -> dict[str, Any]:
        """For the record."""
        pages = {path: [getattr(page, name) for name in Written.__slots__] for path, page in self.pages.items()}
        others = {name: dict(getattr(self, name)) for name in ("pictures", "search", "cases")}
        return {"pages": pages, "others": dict(self.others), **others, "common": self.common}

    @classmethod
    def from_data(cls, folder: Path, told: Any) -> Known:
        """From a record. Raises ValueError, KeyError, TypeError or AttributeError for one that is spoilt."""
        pages = {str(path): _written(values) for path, values in told["pages"].items()}
        pictures, search, cases = (
            {str(key): str(value) for key, value in told[name].items()} for name in ("pictures", "search", "cases")
        )
        others = {str(key): tuple(map(str, values)) for key, values in told["others"].items()}
        return cls(folder, pages, pictures, search, others, str(told["common"]), cases)

    def good(self, common: str, cases: Mapping[str, str]) -> set[str]:
        """The case studies of which nothing has changed, neither their files nor anything that is no case study."""
        return {slug for slug, found in cases.items() if self.common == common and self.cases.get(slug) == found}

    def take(self, paths: Iterable[str], to: Path) -> None:
        """Puts files of the last site, by their paths in it, at the same paths of another folder.

        Links where the disk allows, for a file is only ever written whole and anew.
        """
        for path in paths:
            known, new = f"{self.folder}/{path}", f"{to}/{path}"
            try:
                os.link(known, new)
            except OSError:  # most often its folder is not there yet
                os.makedirs(os.path.dirname(new), exist_ok=True)
                _link(known, new)


def _link(known: str, new: str) -> None:
    try:
        os.link(known, new)
    except OSError:
        shutil.copy2(known, new)


def _written(values: Any) -> Written:
    key, words, size, packed, checksum, loaded = values
    return Written(str(key), str(words), int(size), int(packed), str(checksum), tuple(map(str, loaded)))


class Keys:
    """The keys of a site's pages."""

    def __init__(self, site: Site, common: str, cases: Mapping[str, str]):
        """`common` is the fingerprint of all that a page may be made of and is no case study, `cases` have that of a
        case study's files by slug.
        """
        self.common = common
        self.cases = cases
        self.cards = {slug: _card(case) for slug, case in site.sources.cases.items()}
        every_card = (text for slug, card in sorted(self.cards.items()) for text in (slug, card))
        self.lists = fingerprint(common, *every_card)
        """Of every page that is no case study's."""
        self.others = fingerprint(self.lists, *map(_notices, site.cases))
        """Of the files of a language that are no page: feeds say whether a translation has been reviewed."""

    def of(self, row: Row, neighbours: Iterable[Row | None]) -> str:
        """The key of a page in any language; empty for one that is made each time.

        The page of a case study shows all of it and the cards of its neighbours; other pages show no more of case
        studies than their cards.
        """
        if row.kind.name in NEVER or (row.kind.name == "case-study" and row.id not in self.cases):
            return ""  # a case study that came when the others had been looked at
        if row.kind.name != "case-study":
            return self.lists
        beside = [self.cards[one.id] if one else "" for one in neighbours]
        return fingerprint(self.common, self.cases[row.id], *beside)


def _card(case: CaseFolder) -> str:
    """All of a case study that stands on other pages: its facts, and the head of each text."""
    texts = (repr((code, text.title, text.summary, text.reviewed)) for code, text in sorted(case.texts.items()))
    return fingerprint(case.slug, case.facts.model_dump_json(), *texts)


def _notices(case: CaseFolder) -> str:
    return repr([(code, is_reviewed(text, case.original)) for code, text in sorted(case.texts.items())])
