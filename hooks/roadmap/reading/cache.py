"""A cache of what was read from files, for programs that read a project again and again: the preview.

A wrong answer would show an editor an old page, so texts are compared by their bytes, not by their dates.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from roadmap.reading.watch import content

T = TypeVar("T")
Recall = Callable[..., Any]
"""Called with a file or folder and a function that reads it: returns the new or the cached result."""


def cache_methods(owner: object, *names: str) -> None:
    """Cache the results of an object's methods, for as long as the object exists."""
    for name in names:
        setattr(owner, name, cache(getattr(owner, name)))


def uncached(_path: Path, read: Callable[[], T], _version: str = "") -> T:
    """Read without a cache, as a build does."""
    return read()


class Memory:
    """A cache of what was last read from each file or folder."""

    def __init__(self) -> None:
        self._results: dict[tuple[Path, str], tuple[Hashable, Any]] = {}

    def recall(self, path: Path, read: Callable[[], T], version: str = "") -> T:
        """Return the result of `read` for a file, or a folder without its subfolders, cached by its content.

        The result must depend on nothing else. `version` distinguishes several results from one file. Pictures are
        large, so only their name, size, times and place on the disk are compared.
        """
        before = content(path)
        known, found = self._results.get((path, version), (None, None))
        if before is not None and known == before:
            remembered: T = found
            return remembered
        result = read()
        # If the file changed while it was read, the result would be cached for the wrong content.
        if before is not None and content(path) == before:
            self._results[path, version] = before, result
        else:
            self._results.pop((path, version), None)
        return result
