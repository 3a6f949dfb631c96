"""Staging: a site is built in a folder beside the old one, and replaces it when it is complete (`disk.py`). After a
kill or a full disk, the last good site is still in place, or the next build restores it.

Only folders that carry this command's mark are replaced or removed: a file that lists all that the build wrote. A
folder without it, or with anything that is not in the list, may be a user's work.

Where the system cannot exchange two folders in one step, a kill between the two steps leaves the last site beside its
place; the next build restores it before it starts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from roadmap import disk
from roadmap.problems import BuildFailed, Message, message, message_language

try:
    import fcntl
except ImportError:  # Windows: no lock between two builds at once
    fcntl = None  # type: ignore[assignment]  # the type of a module has no None

MARK = ".open-roadmap-site"
"""The file at the root of a site or a slice that lists its files."""
TITLE = "# Made by roadmap build, which replaces this folder as long as it contains only the files below."
"""The first line of `MARK`."""
SLICE = "slice.json"
"""The description at the root of a slice, which may have no home page (`slices.py`)."""


class NotASite(BuildFailed):
    """There is something else in the site's place, which must not be replaced."""

    def __init__(self, what: Message):
        super().__init__(what.in_language(message_language()))


def refuse(site_dir: Path) -> None:
    """Raise NotASite for anything but an earlier site, exactly as it was built, or an empty folder.

    Files may be missing, and those that file managers leave may be there.
    """
    if not os.path.lexists(site_dir) or (_is_folder(site_dir) and not any(site_dir.iterdir())):
        return
    listed = _listed(site_dir) if _is_folder(site_dir) else None
    if listed is None:
        raise NotASite(
            message(
                "--output : « %(folder)s » existe et n’est pas un site construit par cette commande, qui y aurait mis "
                "%(mark)s. Choisissez un autre dossier, ou supprimez celui-ci vous-même.",
                folder=site_dir.name,
                mark=MARK,
            )
        )
    for path in _contents(site_dir):
        if path not in listed and not (path.endswith("/") and any(one.startswith(path) for one in listed)):
            raise NotASite(
                message(
                    "--output : « %(folder)s » contient « %(path)s », que cette commande n’a pas créé. Déplacez-le, ou "
                    "choisissez un autre dossier.",
                    folder=site_dir.name,
                    path=path,
                )
            )


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _listed(folder: Path) -> set[str] | None:
    """Return the paths that a folder's mark lists, itself included; None for a folder without a mark."""
    try:
        title, *paths = (folder / MARK).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    return {MARK, *paths} if title == TITLE else None


def _contents(folder: Path) -> Iterator[str]:
    """Yield what is in a folder, from its root: files, links, and empty folders."""
    for place, folders, files in os.walk(folder):
        root = f"{Path(place).relative_to(folder).as_posix()}/"
        links = [name for name in folders if os.path.islink(f"{place}/{name}")]  # noqa: PTH114 - there are many
        for name in sorted([*links, *files]):
            if not disk.SYSTEM_FILES.fullmatch(name):
                yield f"{root}{name}".removeprefix("./")
        if not folders and not files:
            yield root


def _mark(folder: Path) -> None:
    """Write the mark of a folder, which lists what is in it now; a kill leaves the mark before, or none."""
    paths = sorted(path for path in _contents(folder) if path != MARK)
    disk.write(folder, {MARK: "".join(f"{line}\n" for line in (TITLE, *paths))})


@contextmanager
def alone(site_dir: Path, waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Allow one build at a time for a site: a second one calls `waiting`, and waits until the first ends or is killed.

    Raises NotASite before it creates anything.
    """
    refuse(site_dir)
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    with _locked(site_dir.with_name(f".{site_dir.name}.lock"), waiting) as locked:
        if locked:
            _recover(site_dir)
        yield


@contextmanager
def _locked(path: Path, waiting: Callable[[], object]) -> Iterator[bool]:
    """Lock a file, and yield whether that was possible: not in a read-only folder, or on a system without locks.

    The file is beside the site, where only those can create it who can replace the site; a link is not followed, and
    nothing is written into it.
    """
    lock = _lock(path, waiting) if fcntl else None
    try:
        yield lock is not None
    finally:
        if lock is not None:
            with suppress(OSError):
                path.unlink()  # before it is released: who waits for it finds that it is gone, and locks a new one
            os.close(lock)


def _lock(path: Path, waiting: Callable[[], object]) -> int | None:
    """Return the descriptor of a file, locked; None if it cannot be opened or locked."""
    while True:
        try:
            lock = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644)
        except OSError:
            return None
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(lock, fcntl.LOCK_EX)
            with suppress(OSError):
                if os.path.samestat(os.fstat(lock), os.lstat(path)):
                    return lock
        except OSError:
            os.close(lock)
            return None
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


def _recover(site_dir: Path) -> None:
    """Remove what killed builds have left, and restore the last good site if there is none in its place."""
    ours = re.compile(rf"\.{re.escape(site_dir.name)}-building-[a-z0-9_]{{8}}({disk.OLD})?")
    for path in [path for path in site_dir.parent.iterdir() if ours.fullmatch(path.name) and _is_folder(path)]:
        marked = _listed(path) is not None
        if not marked and any(MARK not in one.name for one in path.iterdir()):
            continue  # not ours: one that was killed before it was marked holds at most the beginning of a mark
        if marked and path.name.endswith(disk.OLD) and not site_dir.exists():
            path.rename(site_dir)
        else:
            disk.remove(path, MARK)


@contextmanager
def aside(site_dir: Path) -> Iterator[Path]:
    """Yield a folder to build a site in. It replaces `site_dir` at the end, and is removed if an error is raised.

    Raises NotASite before it creates anything; also at the end, if something else was put there during the build.
    """
    refuse(site_dir)
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    with disk.folder(site_dir, site_dir.with_name(f".{site_dir.name}-building-"), MARK) as staged:
        _mark(staged)
        yield staged
        _mark(staged)
        refuse(site_dir)
