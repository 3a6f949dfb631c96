"""A site in slices, each of some languages: built apart, on one machine or several, and put together to the same bytes.

What belongs to no language (404, sitemap, schemas, open data, pictures) is in the slice of the source language; the
site's looks are in each. Nothing else is in two of them, but the search index, whose list of languages is joined.
"""

from __future__ import annotations

import filecmp
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import search
from .place import SLICE
from .problems import Message, say


@dataclass(frozen=True, slots=True)
class Slice:
    """What a slice says of itself."""

    languages: tuple[str, ...]
    made_of: str
    """The fingerprint of the files and programs that it was made of (`unchanged.Inputs`)."""
    pages: int


def mark(folder: Path, languages: Sequence[str], made_of: str, pages: int) -> None:
    """Says of the folder that it is a slice."""
    told = {"languages": list(languages), "made_of": made_of, "pages": pages}
    (folder / SLICE).write_text(json.dumps(told) + "\n", encoding="utf-8")


def read(folder: Path) -> Slice | None:
    """What the folder says of itself; None for one that is no slice."""
    try:
        told = json.loads((folder / SLICE).read_text(encoding="utf-8"))
        return Slice(tuple(map(str, told["languages"])), str(told["made_of"]), int(told["pages"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check(folders: Sequence[Path], languages: Sequence[str], made_of: str) -> Iterator[Message]:
    """Why these folders are not the slices of one site in `languages`, made of what has the fingerprint `made_of`."""
    count: Counter[str] = Counter()
    for folder in folders:
        found = read(folder)
        if found is None:
            yield say(
                "« %(folder)s » n’est pas une tranche du site : roadmap build --langs en fait.", folder=folder.name
            )
            continue
        count.update(found.languages)
        if found.made_of != made_of:
            yield say(
                "« %(folder)s » n’est pas faite des mêmes fichiers, programmes ou réglages que ce projet.",
                folder=folder.name,
            )
    for code in languages:
        if count[code] != 1:
            yield say(
                "La langue « %(code)s » est dans %(count)s tranche(s) ; attendu : une.", code=code, count=count[code]
            )
    for code in sorted(set(count) - set(languages)):
        yield say("« %(code)s » n’est pas une langue du site.", code=code)


class Differ(Exception):
    """Two slices have different files at one path, which is the message."""


def put_together(folders: Iterable[Path], site: Path) -> None:
    """Moves all that the slices hold into the site, in their order; the slices are gone then. Raises Differ."""
    for folder in folders:
        (folder / SLICE).unlink(missing_ok=True)
        _move(folder, site, site)


def _move(folder: Path, to: Path, site: Path) -> None:
    for path in sorted(folder.iterdir()):
        there = to / path.name
        if not there.exists():
            os.rename(path, there)
        elif path.is_dir() and there.is_dir():
            _move(path, there, site)
        elif there == site / search.FOLDER / search.ENTRY:
            search.join(site, path)
            path.unlink()
        elif path.is_file() and there.is_file() and filecmp.cmp(path, there, shallow=False):
            path.unlink()
        else:
            raise Differ(there.relative_to(site).as_posix())
    folder.rmdir()
