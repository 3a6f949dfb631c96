"""What files said when they were last read, for who reads a project again and again: the server (`live.py`).

A wrong answer would show an editor an old page, so that texts are compared by their bytes, whatever the clock says.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from .contribution import PICTURE
from .fingerprints import sha256

T = TypeVar("T")
Recall = Callable[..., Any]
"""Called with a file or folder and what reads it: gives what was read, now or before."""
MOST_BYTES = 2_000_000
"""A longer file is refused by whoever reads it, and never looked at whole."""
MOST_FILES = 100
"""As for a folder of so many files."""


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
            return found  # type: ignore[return-value]
        made = read()
        # What was written while it was read would be remembered under another content's name.
        if before is not None and content(path) == before:
            self._kept[path, version] = before, made
        else:
            self._kept.pop((path, version), None)
        return made


def content(path: Path) -> Hashable | None:
    """What tells one content of a file or folder from any other; None where that cannot be told."""
    try:
        found = path.lstat()
        if stat.S_ISREG(found.st_mode):
            return _of_file(path, found)
        if not stat.S_ISDIR(found.st_mode):
            return None
        with os.scandir(path) as entries:
            listed = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
        states = [(name, _of_file(path / name, state)) for name, state in listed[:MOST_FILES]]
    except OSError:
        return None
    if len(listed) > MOST_FILES or any(state is None for _name, state in states):
        return None
    return tuple(states)


def _of_file(path: Path, found: os.stat_result) -> Hashable | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    if re.fullmatch(PICTURE, path.name):
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
    if found.st_size > MOST_BYTES:
        return None
    return sha256(path.read_bytes())
