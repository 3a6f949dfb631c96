"""The state of files, and whether they have changed: by a look at all of them, which takes a thousandth of a second,
or some at 6,000 pages.

The system may tell of a change late or not at all (network disks, containers); a look before each answer never does.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Hashable, Iterable
from pathlib import Path

from roadmap.fingerprints import sha256
from roadmap.model.contribution import PICTURE

State = dict[str, tuple[int, ...]]
"""What the disk says of every file and folder, by path."""
TICK = 0.02
"""Seconds within which two changes may have one time: the clock by which disks tell time is a coarse one."""
PATIENCE = 1.0
"""Seconds after which files that do not come to rest are taken as they are."""
SKIPPED = ("__pycache__", ".egg-info")
"""How folders end that Python's own tools write."""
MOST_BYTES = 2_000_000
"""A longer file is refused by whoever reads it, and never looked at whole."""
MOST_FILES = 100
"""As for a folder of so many files."""


def look(places: Iterable[Path]) -> State:
    """The state of these files and of all below these folders; links are followed, each folder is entered once."""
    found: State = {}
    entered: set[tuple[int, int]] = set()
    for place in places:
        _look(str(place), found, entered)
    return found


def _look(path: str, found: State, entered: set[tuple[int, int]]) -> None:
    try:
        state = os.stat(path)
    except OSError:
        return
    found[path] = _state(state)
    if not stat.S_ISDIR(state.st_mode) or (state.st_dev, state.st_ino) in entered:
        return
    entered.add((state.st_dev, state.st_ino))
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir() or entry.is_symlink():
                    if not entry.name.endswith(SKIPPED):
                        found[entry.path] = _state(entry.stat(follow_symlinks=False))  # a link that leads nowhere too
                        _look(entry.path, found, entered)
                else:
                    found[entry.path] = _state(entry.stat())
    except OSError:  # gone meanwhile, or not to be listed: whoever reads it tells
        return


def _state(found: os.stat_result) -> tuple[int, ...]:
    if stat.S_ISDIR(found.st_mode):  # what comes and goes in it is seen by itself
        return found.st_mode, found.st_ino, 0, 0, 0
    return found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def settled(places: Iterable[Path], rest: float = TICK) -> State:
    """The state of these files when none has changed for so many seconds: then none can change unseen."""
    places, end = list(places), time.monotonic() + PATIENCE
    while True:
        found = look(places)
        last = max((max(told[-2:]) for told in found.values()), default=0)
        if not 0 <= time.time() - last / 1e9 < rest or time.monotonic() > end:
            return found
        time.sleep(min(rest, 0.2) / 4)


def content(path: Path) -> Hashable | None:
    """Return what tells one content of a file, or of a folder without its subfolders, from any other.

    None where that cannot be told. Texts count by their bytes, pictures, which are heavy, by their state.
    """
    try:
        found = path.lstat()
        if stat.S_ISREG(found.st_mode):
            return _content(path, found)
        if not stat.S_ISDIR(found.st_mode):
            return None
        with os.scandir(path) as entries:
            listed = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
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
