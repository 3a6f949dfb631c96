"""Staging: a site is built in a folder beside the old one, and replaces it when it is complete (`disk.py`). After a
kill or a full disk, the last good site is still in place, or the next build restores it.

Where the system cannot exchange two folders in one step, a kill between the two steps leaves the last site beside its
place; the next build restores it before it starts.
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
except ImportError:  # Windows: no lock between two builds at once
    fcntl = None  # type: ignore[assignment]  # the type of a module has no None

SLICE = "slice.json"
"""The description at the root of a slice, which may have no home page (`slices.py`)."""


class NotASite(Exception):
    """There is something else in the site's place, which must not be replaced."""


def refuse(site_dir: Path) -> None:
    """Raise NotASite for anything but an earlier site or an empty folder: it may be a user's work."""
    if os.path.lexists(site_dir) and (not site_dir.is_dir() or (any(site_dir.iterdir()) and not _is_ours(site_dir))):
        raise NotASite(site_dir.name)


def _is_ours(site_dir: Path) -> bool:
    return any((site_dir / name).exists() for name in ("index.html", SLICE))


@contextmanager
def alone(site_dir: Path) -> Iterator[None]:
    """Allow one build at a time for a site: a second one waits until the first ends or is killed."""
    with _lock(Path(tempfile.gettempdir(), f"roadmap-{fingerprint(os.fsencode(site_dir))}.lock")) as locked:
        if locked:
            _recover(site_dir)
        yield


@contextmanager
def _lock(path: Path) -> Iterator[bool]:
    """Lock a file, and yield whether that was possible: not in a read-only folder, or on a system without locks."""
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
            file.close()  # releases the lock


def _recover(site_dir: Path) -> None:
    """Remove what killed builds have left, and restore the last good site if there is none in its place."""
    ours = re.compile(rf"\.{re.escape(site_dir.name)}-building-[a-z0-9_]{{8}}({disk.OLD})?")
    paths = site_dir.parent.iterdir() if site_dir.parent.is_dir() else ()
    for path in [path for path in paths if ours.fullmatch(path.name)]:
        if path.name.endswith(disk.OLD) and not site_dir.exists():
            path.rename(site_dir)
        else:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def aside(site_dir: Path) -> Iterator[Path]:
    """Yield a folder to build a site in. It replaces `site_dir` at the end, and is removed if an error is raised.

    Raises NotASite before it creates anything.
    """
    refuse(site_dir)
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    with disk.folder(site_dir, site_dir.with_name(f".{site_dir.name}-building-")) as staged:
        yield staged
