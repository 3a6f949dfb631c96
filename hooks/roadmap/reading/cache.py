"""What files said when they were last read, for who reads a project again and again: the server (`live.py`).

A wrong answer would show an editor an old page, so that texts are compared by their bytes, whatever the clock says.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from roadmap.reading.watch import content

T = TypeVar("T")
Recall = Callable[..., Any]
"""Called with a file or folder and what reads it: gives what was read, now or before."""


def cache_methods(owner: object, *names: str) -> None:
    """Remember what methods of an object give for their arguments, as long as the object is there and no longer."""
    for name in names:
        setattr(owner, name, cache(getattr(owner, name)))


def afresh(path: Path, read: Callable[[], T], version: str = "") -> T:
    """Reads, and remembers nothing: what a build does."""
    return read()


class Memory:
    """Remembers, for each file or folder, what was last read of it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, str], tuple[Hashable, Any]] = {}

    def recall(self, path: Path, read: Callable[[], T], version: str = "") -> T:
        """What `read` gives for a file, or for a folder without its subfolders, which must depend on nothing else: not
        read again while the content is the same. `version` tells apart several things that are made of one file.

        Of a picture, name, size, times and place on the disk count: they are heavy.
        """
        before = content(path)
        known, found = self._kept.get((path, version), (None, None))
        if before is not None and known == before:
            remembered: T = found
            return remembered
        result = read()
        # What was written while it was read would be remembered under another content's name.
        if before is not None and content(path) == before:
            self._kept[path, version] = before, result
        else:
            self._kept.pop((path, version), None)
        return result
