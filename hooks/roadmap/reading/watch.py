"""The state of files, to find out whether they have changed.

The system may report a change late or not at all (network disks, containers), so the state of all files is read before
each answer. This takes a thousandth of a second, and a few at 6,000 pages.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Hashable, Iterable
from pathlib import Path

from roadmap.disk import is_foreign
from roadmap.fingerprints import sha256
from roadmap.model.contribution_fields import PICTURE

State = dict[str, tuple[int, ...]]
"""The state of each file and folder on the disk, by path."""
TICK = 0.02
"""Seconds in which two changes may have the same time: the clock of disks is coarse."""
PATIENCE = 1.0
"""Seconds after which files are read even if they are still changing."""
SKIPPED = ("__pycache__", ".egg-info")
"""Endings of the names of folders that Python's tools write."""
MOST_BYTES = 2_000_000
"""Longer files are not compared: reading refuses them."""
MOST_FILES = 100
"""Folders with more files are not compared."""


def look(places: Iterable[Path]) -> State:
    """Return the state of these files and everything in these folders; links are followed, each folder once."""
    found: State = {}
    entered: set[tuple[int, int]] = set()
    for place in places:
        _look(str(place), found, entered)
    return found


def _look(path: str, found: State, entered: set[tuple[int, int]]) -> None:
    try:
        state = os.stat(path)  # noqa: PTH116 - for every file, before each answer
    except OSError:
        return
    found[path] = _state(state)
    if not stat.S_ISDIR(state.st_mode) or (state.st_dev, state.st_ino) in entered:
        return
    entered.add((state.st_dev, state.st_ino))
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if is_foreign(entry.name):  # an editor that has a file open must not keep the preview waiting
                    continue
                if entry.is_dir() or entry.is_symlink():
                    if not entry.name.endswith(SKIPPED):
                        found[entry.path] = _state(entry.stat(follow_symlinks=False))  # a broken link too
                        _look(entry.path, found, entered)
                else:
                    found[entry.path] = _state(entry.stat())
    except OSError:  # gone meanwhile, or unreadable: reading reports it
        return


def _state(found: os.stat_result) -> tuple[int, ...]:
    if stat.S_ISDIR(found.st_mode):  # its files have their own state
        return found.st_mode, found.st_ino, 0, 0, 0
    return found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def settled(places: Iterable[Path], rest: float = TICK) -> State:
    """Return the state of these files once none has changed for `rest` seconds: later changes are then visible."""
    places, end = list(places), time.monotonic() + PATIENCE
    while True:
        found = look(places)
        last = max((max(state[-2:]) for state in found.values()), default=0)
        if not 0 <= time.time() - last / 1e9 < rest or time.monotonic() > end:
            return found
        time.sleep(min(rest, 0.2) / 4)


def content(path: Path) -> Hashable | None:
    """Return a value that identifies the content of a file, or of a folder without its subfolders.

    None if there is no such value. Texts are compared by their bytes; pictures are large, so by their state.
    """
    try:
        found = path.lstat()
        if stat.S_ISREG(found.st_mode):
            return _content(path, found)
        if not stat.S_ISDIR(found.st_mode):
            return None
        with os.scandir(path) as entries:
            listed = sorted(
                (entry.name, entry.stat(follow_symlinks=False)) for entry in entries if not is_foreign(entry.name)
            )
        contents = [(name, _content(path / name, state)) for name, state in listed[:MOST_FILES]]
    except OSError:
        return None
    if len(listed) > MOST_FILES or any(one is None for _name, one in contents):
        return None
    return tuple(contents)


def _content(path: Path, found: os.stat_result) -> Hashable | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    if re.fullmatch(PICTURE, path.name):
        return _state(found)
    if found.st_size > MOST_BYTES:
        return None
    return sha256(path.read_bytes())
