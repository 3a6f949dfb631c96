"""Files on the disk: which are the project's; write one, several together, or a whole folder, atomically.

If the process is killed, the disk is full or another command interferes, the old state or the new one remains.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

OLD = "-old"
"""The ending of a folder's name while another one replaces it."""
SYSTEM_FILES = re.compile(r"\.DS_Store|\._.*|\.localized|Thumbs\.db|[Dd]esktop\.ini|\.directory")
"""The names of the files that file managers leave in any folder that they show."""
FOREIGN = re.compile(
    rf"{SYSTEM_FILES.pattern}|ehthumbs(?:_vista)?\.db|Icon\r|__MACOSX|\.AppleDouble|\.Spotlight-V100|\.Trashes|\.Trash-\d+"
    r"|\.fseventsd|\$RECYCLE\.BIN|\.fuse_hidden.*|\.nfs[0-9a-f]+"  # systems and network disks
    r"|4913|(?:[._].*)?\.sw[a-px]|.*\.un~"  # vim
    r"|.*~|#.*#|\.#.*"  # backups and locks, of emacs and others
    r"|.*\.kate-swp|\.goutputstream-.*|\.~lock\..*#|~\$.*|.*___jb_(?:tmp|old|bak)___",
    re.IGNORECASE,
)
"""The names of files and folders that editors and systems leave beside those of the project, often for a moment."""


def is_foreign(name: str) -> bool:
    """Return whether a file or folder of this name is not the project's, but an editor's or the system's."""
    return FOREIGN.fullmatch(name) is not None


def entries(folder: Path, ending: str = "") -> list[Path]:
    """Return what is in a folder, sorted, without foreign files; only names with this ending. Raises OSError."""
    return sorted(path for path in folder.iterdir() if path.name.endswith(ending) and not is_foreign(path.name))


def below(folder: Path, pattern: str = "*") -> list[Path]:
    """Return what is in a folder and its subfolders, sorted, without foreign files and folders."""
    return sorted(
        path for path in folder.rglob(pattern) if not any(is_foreign(name) for name in path.relative_to(folder).parts)
    )


def write(folder: Path, contents: Mapping[str, str | bytes]) -> list[Path]:
    """Write files, given by their path from `folder`, all of them or none, and return their paths.

    A file with the same content is not written: editors and `roadmap serve` look at its date. Permissions stay the
    same. A link is replaced, not followed. Raises OSError with the file's name.
    """
    staged: list[tuple[Path, Path, Path]] = []
    replaced: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            path, raw = folder / name, content.encode() if isinstance(content, str) else content
            with _named(path):
                if path.exists() and not path.is_file():
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))  # a folder, a pipe or a device
                if not path.is_file() or path.read_bytes() != raw:
                    new, old = (path.with_name(f".{path.name}.{os.getpid()}.{end}") for end in ("new", "old"))
                    staged.append((path, new, old))
                    _stage(raw, path, new, old)
        for path, new, old in staged:
            with _named(path):
                new.replace(path)
            replaced.append((path, old))
    except OSError:
        for path, old in replaced:
            with suppress(OSError):
                old.replace(path) if os.path.lexists(old) else path.unlink()
        raise
    finally:
        for _path, *asides in staged:
            for aside in asides:
                aside.unlink(missing_ok=True)
    return [folder / name for name in contents]


def _stage(raw: bytes, path: Path, new: Path, old: Path) -> None:
    """Write the new content beside a file, and keep a copy of the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for aside in (new, old):
        aside.unlink(missing_ok=True)
    with new.open("xb") as file:
        file.write(raw)
    if os.path.lexists(path):
        shutil.copy2(path, old, follow_symlinks=False)
    if path.is_file():
        shutil.copymode(path, new)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file in any OSError: a full disk names none, or a temporary file that people do not know."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


@contextmanager
def folder(place: Path, beside: Path, mark: str = "") -> Iterator[Path]:
    """Yield an empty folder, whose name starts like `beside`; it replaces `place` if no error occurs.

    `mark` is the file by which a folder is known; see `remove`.
    """
    staging = Path(tempfile.mkdtemp(prefix=beside.name, dir=beside.parent))
    try:
        yield staging
        staging.chmod(0o755)  # mkdtemp makes it private, but a web server must read it
        _swap(staging, place)
    finally:
        remove(staging, mark)


def remove(folder: Path, mark: str = "") -> None:
    """Remove a folder as far as possible, its file `mark` last: after a kill, it still says whose folder this is."""
    for path in folder.iterdir() if mark and folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != mark:
            with suppress(OSError):
                path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path, start: str) -> None:
    """Remove the folders of processes that were killed in `folder`: `start`, the process's number, a random ending."""
    name = re.compile(rf"{re.escape(start)}(?:(?P<process>\d+)-)?[a-z0-9_]{{8}}(?:{OLD})?")
    for path in parent.glob(f"{start}*"):
        found = name.fullmatch(path.name)
        if found and not path.is_symlink() and not (found["process"] and _runs(int(found["process"]))):
            shutil.rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    """Return whether a process of this number is running."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is someone else's
        return True
    return True


def _swap(new: Path, place: Path) -> None:
    """Move a folder to `place`; if one is there, it goes to where the new one was.

    On Linux this is one step. Elsewhere there is a moment without either: the old one is then beside it, with a name
    that ends with `OLD`.
    """
    if not place.exists():
        new.rename(place)
        return
    exchange, here = 2, -100  # RENAME_EXCHANGE, and AT_FDCWD: paths are relative to the current folder
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename and not rename(here, os.fsencode(new), here, os.fsencode(place), exchange):
        return
    old = new.with_name(f"{new.name}{OLD}")
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    old.rename(new)
