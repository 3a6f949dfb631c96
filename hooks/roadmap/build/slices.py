"""A site in slices, each of some languages: built separately, on one machine or several, and joined to the same bytes.

Files of no language (404, sitemap, schemas, open data, pictures) are in the slice of the source language; assets are in
each slice. No other file is in two slices, except the search index's list of languages, which is joined.
"""

from __future__ import annotations

import filecmp
import json
import os
import platform
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from roadmap.build.staging import MARK, SLICE
from roadmap.fingerprints import fingerprint, sha256
from roadmap.problems import Message, message
from roadmap.publishing import search_index
from roadmap.reading import watch

SOURCES = ("data", "content", "overrides", "hooks", "mkdocs.yml", "weblate.json", ".github")
"""The parts of a project that its site is built from."""
ENVIRONMENT = re.compile(r"!ENV \[?\s*(\w+)")
"""The names of the variables that mkdocs.yml reads from the environment."""


def inputs(project: Path, preview: Collection[str] = ()) -> str:
    """Return the fingerprint of all that slices of one site must share: files, programs and settings.

    It covers contents, not dates, so that several machines agree. It leaves out printed posters: a machine may have
    printed only those of its own languages.
    """
    program = Path(__file__).parent.parent
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8", errors="replace")
    variables = [(name, os.environ.get(name)) for name in sorted(set(ENVIRONMENT.findall(settings)))]
    files = [
        (str(path.relative_to(root)), sha256(path.read_bytes()))
        for root, places in ((project, [project / name for name in SOURCES]), (program, [program]))
        for path in map(Path, sorted(watch.look(places)))
        if path.is_file()  # a pipe would never end
    ]
    return fingerprint(repr([files, platform.python_version(), programs(), variables, sorted(preview)]))


def programs() -> list[tuple[str, str]]:
    """Return the name and version of each package that a build needs, without others, such as the tools of tests."""
    versions: dict[str, str] = {}
    queue: list[tuple[str, str]] = [("open-roadmap", "")]
    for name, extra in queue:
        try:
            package = distribution(name)
        except PackageNotFoundError:  # for another system
            continue
        versions[name] = package.version
        for needed in map(Requirement, package.requires or ()):
            wanted = [(needed.name, one) for one in ("", *sorted(needed.extras))]
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                queue += [one for one in wanted if one not in queue]
    return sorted(versions.items())


@dataclass(frozen=True, slots=True)
class Slice:
    """The description of a slice, in its folder."""

    languages: tuple[str, ...]
    inputs: str
    """The fingerprint of its inputs."""


def mark(folder: Path, languages: Sequence[str], made_of: str) -> None:
    """Write the description of a slice into its folder; `made_of` is the fingerprint of its inputs."""
    data = {"languages": list(languages), "inputs": made_of}
    (folder / SLICE).write_text(json.dumps(data) + "\n", encoding="utf-8")


def read(folder: Path) -> Slice | None:
    """Return the description of the slice in a folder; None if it is not a slice."""
    try:
        data = json.loads((folder / SLICE).read_text(encoding="utf-8"))
        return Slice(tuple(map(str, data["languages"])), str(data["inputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check(folders: Sequence[Path], languages: Sequence[str], made_of: str) -> Iterator[Message]:
    """Yield the reasons why these folders are not the slices of one site in `languages`, with the fingerprint
    `made_of` of its inputs.
    """
    count: Counter[str] = Counter()
    for folder in folders:
        part = read(folder)
        if part is None:
            yield message(
                "« %(folder)s » n’est pas une construction partielle : créez-en une avec roadmap build --langs.",
                folder=folder.name,
            )
            continue
        count.update(part.languages)
        if part.inputs != made_of:
            yield message(
                "« %(folder)s » ne vient pas des mêmes fichiers, programmes ou réglages que ce projet.",
                folder=folder.name,
            )
    for code in languages:
        if count[code] != 1:
            yield message(
                "La langue « %(code)s » est dans %(count)s construction(s) partielle(s) ; attendu : une.",
                code=code,
                count=count[code],
            )
    for code in sorted(set(count) - set(languages)):
        yield message("« %(code)s » n’est pas une langue du site.", code=code)


class Differ(Exception):
    """Two slices have different files at one path, which is the message."""


def put_together(folders: Iterable[Path], site: Path) -> None:
    """Move all files of the slices into the site, in their order, and remove the slices' folders. Raises Differ."""
    for folder in folders:
        for name in (SLICE, MARK):
            (folder / name).unlink(missing_ok=True)
        _move(folder, site, site)


def _move(folder: Path, to: Path, site: Path) -> None:
    for path in sorted(folder.iterdir()):
        there = to / path.name
        if not there.exists():
            path.rename(there)
        elif path.is_dir() and there.is_dir():
            _move(path, there, site)
        elif there == site / search_index.FOLDER / search_index.ENTRY:
            search_index.join(site, path)
            path.unlink()
        elif path.is_file() and there.is_file() and filecmp.cmp(path, there, shallow=False):
            path.unlink()
        else:
            raise Differ(there.relative_to(site).as_posix())
    folder.rmdir()
