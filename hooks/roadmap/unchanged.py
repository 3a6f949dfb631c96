"""Whether a site is already what a build would make: of the same files, by the same programs, untouched since.

A build leaves a record of what it read and of what it wrote. A wrong answer would keep an old site in place, so that
contents are compared, never dates: what is read counts by its bytes, whatever the clock says.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from . import place, prints
from .kept import Known, add

RECORDS = Path("build/made")
"""Where the records lie, in the project: one for each folder into which a site was put."""
SOURCES = ("data", "content", "overrides", "hooks", "mkdocs.yml", "weblate.json", ".github")
"""What is in the project and decides how its site looks."""
READ = (*SOURCES, prints.POSTERS, prints.CARDS)
"""What a build reads, in the project."""
BYTECODE = ("__pycache__", ".egg-info")
ENVIRONMENT = re.compile(rb"!ENV \[?\s*(\w+)")
"""The names of the variables that mkdocs.yml takes from the environment."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that decides how a project's site looks, each file read once."""

    files: Mapping[str, bytes]
    """By path from the project, the checksum of what is in it."""
    others: str
    """The programs, and the environment as far as mkdocs.yml reads it."""
    places: tuple[Path, ...]
    """Where the files lie."""
    states: Mapping[Path, object]
    """Of each file, its size, place and times before it was read."""

    def fingerprint(self, *settings: object, without: str = "") -> str:
        """Of all of it and the settings, but for the files in the folder `without`."""
        whole = hashlib.sha256()
        for path, checksum in self.files.items():
            if not without or not path.startswith(f"{without}/"):
                _add(whole, path, checksum)
        _add(whole, repr([self.others, settings]), b"")
        return whole.hexdigest()

    def stand(self) -> bool:
        """Whether the files still are what was read: what is made of others meanwhile must not pass for theirs.

        Times are compared with themselves; no clock is asked.
        """
        return self.states == _states(self.places)

    def folders(self, parent: str) -> dict[str, str]:
        """By name, the fingerprint of each folder, or file, that stands in `parent`."""
        found: dict[str, hashlib._Hash] = {}
        for path, checksum in self.files.items():
            if path.startswith(f"{parent}/"):
                name, _slash, rest = path.removeprefix(f"{parent}/").partition("/")
                _add(found.setdefault(name, hashlib.sha256()), rest, checksum)
        return {name: whole.hexdigest() for name, whole in found.items()}


def look(project: Path, read: Iterable[str | Path] = READ) -> Inputs:
    """What the project's site would be made of now; `read` are the files and folders of the project that count."""
    program = Path(__file__).parent  # usually in the project's hooks/, and then read once
    places = (*(project / part for part in read), program)
    states = _states(places)
    files = {_name(path, project): hashlib.sha256(_content(path)).digest() for path in states}
    names = {name.decode() for name in ENVIRONMENT.findall(_content(project / "mkdocs.yml"))}
    programs = sorted(f"{found.name} {found.version}" for found in distributions())
    variables = [(name, os.environ.get(name)) for name in sorted(names)]
    return Inputs(files, repr([platform.python_version(), programs, variables]), places, states)


def _states(places: Iterable[Path]) -> dict[Path, object]:
    states: dict[Path, object] = {}
    for path in _files(places):
        with suppress(OSError):
            found = path.stat()
            states[path] = found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
        states.setdefault(path, None)
    return states


def _name(path: Path, project: Path) -> str:
    """From the project, and so the same on another machine."""
    name, root = str(path), f"{project}/"
    return name.removeprefix(root) if name.startswith(root) else os.path.relpath(path, project)


def _files(places: Iterable[Path]) -> Iterator[Path]:
    """Every file below these folders, and those among them that are files, in one order; links to folders too."""
    for start in places:
        if not start.is_dir():
            yield start
            continue
        for folder, inner, names in os.walk(start):
            inner[:] = sorted(name for name in inner if not name.endswith(BYTECODE))
            links = (name for name in inner if Path(folder, name).is_symlink())  # which os.walk does not enter
            yield from (Path(folder, name) for name in sorted([*names, *links]))


def _content(path: Path) -> bytes:
    """Of a file, also behind a link; of anything else (a pipe would never end) nothing.

    What lies behind a link to a folder is not looked through, for it may lead back to itself: there each time counts as
    another, so that nothing is taken for unchanged.
    """
    with suppress(OSError):
        if stat.S_ISREG(path.stat().st_mode):
            return path.read_bytes()
        if path.is_dir():
            return os.urandom(16)
    return b""


def _add(whole: hashlib._Hash, name: str, content: bytes) -> None:
    add(whole, name.encode("utf-8", "surrogateescape"), content)


@dataclass(frozen=True, slots=True)
class Record:
    """What a build has left to be read by the next one."""

    read: str
    """The fingerprint of what the site was made of."""
    pages: int
    """How many it has."""
    site: Known


def record(project: Path, site_dir: Path) -> Record | None:
    """What was recorded of the site at `site_dir`.

    None where it is another site, or none, or has been touched, or where the record cannot be read.
    """
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        checksum, _, text = _record(project, site_dir).read_text(encoding="utf-8").partition("\n")
        told = json.loads(text) if checksum == _checksum(text) else {}
        if told["written"] == _state(site_dir):
            return Record(str(told["read"]), int(told["count"]), Known.from_data(site_dir, told))
    return None


def keep(project: Path, site_dir: Path, read: str, count: int, site: Known) -> None:
    """Records that the site at `site_dir`, of `count` pages, was made of what has the fingerprint `read`.

    A record that cannot be written is no reason to fail: the site stands, and the next build makes it again.
    """
    path = _record(project, site_dir)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {"read": read, "written": _state(site_dir), "count": count, **site.as_data()}
        text = json.dumps(told) + "\n"
        aside.write_text(f"{_checksum(text)}\n{text}", encoding="utf-8")
        os.replace(aside, path)


def _checksum(text: str) -> str:
    """By which a record is known that the disk, or somebody, has changed."""
    return hashlib.sha256(text.encode()).hexdigest()


def _record(project: Path, site_dir: Path) -> Path:
    return project / RECORDS / f"{place.key(site_dir)}.json"


def _state(site_dir: Path) -> str:
    """Of every file of a site, its name, size and time: whoever touches one leaves a trace.

    These are the times of one site on one disk, compared with themselves; no clock is asked.
    """
    whole = hashlib.sha256()
    for folder, inner, names in os.walk(site_dir):
        inner.sort()
        told: list[object] = [inner]
        for name in sorted(names):
            found = os.lstat(f"{folder}/{name}")
            told += (name, found.st_size, found.st_mtime_ns, found.st_mode)
        _add(whole, folder.removeprefix(str(site_dir)), repr(told).encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
