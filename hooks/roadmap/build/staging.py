"""Where a site is built: beside its place, which it takes when it is complete (`disk.py`). What happens on the way, a
kill or a full disk, leaves the last good site or lets the next build find it.

Where the system cannot exchange two folders in one step, a kill between two steps leaves no site and the last one
beside; the next build puts that back before it begins.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from roadmap import disk
from roadmap.fingerprints import fingerprint

try:
    import fcntl
except ImportError:  # Windows: two builds at once are not kept apart there
    fcntl = None  # type: ignore[assignment]

SLICE = "slice.json"
"""At the root of a slice of a site, which may have no home page: what it is a slice of (`slices.py`)."""


class NotASite(Exception):
    """What stands in the site's place is something else: never to be replaced."""


def refuse(site_dir: Path) -> None:
    """Raise NotASite for anything but an earlier site or an empty folder: it is somebody's work."""
    if os.path.lexists(site_dir) and (not site_dir.is_dir() or (any(site_dir.iterdir()) and not _is_ours(site_dir))):
        raise NotASite(site_dir.name)


def _is_ours(site_dir: Path) -> bool:
    return any((site_dir / name).exists() for name in ("index.html", SLICE))


@contextmanager
def alone(site_dir: Path) -> Iterator[None]:
    """One build at a time for a site: a second one waits until the first has ended, or was killed."""
    with _lock(Path(tempfile.gettempdir(), f"roadmap-{fingerprint(os.fsencode(site_dir))}.lock")) as kept:
        if kept:
            _mend(site_dir)
        yield


@contextmanager
def _lock(path: Path) -> Iterator[bool]:
    """Whether it could be had: a folder that nobody may write to, or a system without locks, has none."""
    file: IO[str] | None = None
    try:
        if fcntl:
            file = path.open("w")
            fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        file = None
    try:
        yield file is not None
    finally:
        if file:
            file.close()  # and with it the lock


def _mend(site_dir: Path) -> None:
    """What killed builds have left: the last good site is put back where there is none, all else is removed."""
    ours = re.compile(rf"\.{re.escape(site_dir.name)}-building-[a-z0-9_]{{8}}({disk.OLD})?")
    left = [path for path in site_dir.parent.iterdir() if ours.fullmatch(path.name)] if site_dir.parent.is_dir() else []
    for path in left:
        if path.name.endswith(disk.OLD) and not site_dir.exists():
            path.rename(site_dir)
        else:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def aside(site_dir: Path) -> Iterator[Path]:
    """A folder to make a site in. It takes the place of `site_dir` when all went well, and is gone when not.

    Raises NotASite before anything is made.
    """
    refuse(site_dir)
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    with disk.folder(site_dir, site_dir.with_name(f".{site_dir.name}-building-")) as made:
        yield made
