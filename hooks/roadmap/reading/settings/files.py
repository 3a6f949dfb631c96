"""Find the files in `mkdocs.yml`: styles, scripts, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from roadmap.problems import Message, Problem, message, nearest
from roadmap.reading.settings.options import CONTENT, FILE, OVERRIDES
from roadmap.reading.settings.refused import mapping_at
from roadmap.reading.yaml_file import Document, Key

IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico")


class ProjectFiles:
    """The files in mkdocs.yml, and their problems."""

    def __init__(self, folder: Path, document: Document):
        self.folder, self.document = folder, document
        self.paths: dict[str, Path] = {}
        self.problems: list[Problem] = []
        for name, keys in self._named("extra_css"):
            self._find(name, (".css",), keys, STYLE)
        for name, keys in self._named("extra_javascript"):
            self._find(name, (".js", ".mjs"), keys, SCRIPT)
        for key in ("logo", "favicon"):
            if isinstance(picture := mapping_at(document, ["theme"]).get(key), str):
                self._find(picture, IMAGES, ("theme", key))
        for name, keys in self._named("hooks"):
            if not (folder / name).is_file():
                self._problem(message("Le fichier « %(name)s » manque.", name=name), None, keys)

    def _named(self, setting: str) -> Iterator[tuple[str, tuple[Key, ...]]]:
        """Yield the names in a list of files, or in mappings with a path, with their keys."""
        entries = mapping_at(self.document, ()).get(setting)
        for rank, one in enumerate(entries if isinstance(entries, list) else ()):
            name = one.get("path") if isinstance(one, dict) else one
            if isinstance(name, str):
                yield name, (setting, rank)

    def _find(
        self, name: str, suffixes: tuple[str, ...], keys: tuple[Key, ...], refused: re.Pattern[str] | None = None
    ) -> None:
        """Find a file in content/ or overrides/; report matches of `refused` in it, which would not be published."""
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", name):
            what = message("« %(name)s » est sur un autre hôte : les pages n’en appellent aucun.", name=name)
            self._problem(what, message("Enregistrez le fichier dans content/, et nommez-le depuis ce dossier."), keys)
            return
        if not name.lower().endswith(suffixes):
            what = message("« %(name)s » n’a pas le nom attendu.", name=name)
            self._problem(what, message("Attendu : un nom qui finit par %(names)s.", names=", ".join(suffixes)), keys)
            return
        places = [self.folder / CONTENT, self.folder / OVERRIDES]
        path = next((place / name for place in places if _is_within(place / name, place)), None)
        if path is None:
            others = (one for place in places for suffix in suffixes for one in place.rglob(f"*{suffix}"))
            known = sorted({one.relative_to(self.folder).as_posix().partition("/")[2] for one in others})
            what = message("Le fichier « %(name)s » n’est ni dans content/ ni dans overrides/.", name=name)
            self._problem(what, nearest(name, known), keys)
            return
        self.paths[name] = path
        if refused:
            self.problems += _elsewhere(path, path.relative_to(self.folder).as_posix(), refused)

    def _problem(self, what: Message, fix: Message | None, keys: tuple[Key, ...]) -> None:
        self.problems.append(Problem(FILE, self.document.line(*keys), what, fix))


STYLE = re.compile(r"""@import\s[^;]*|url\(\s*["']?(?!data:|#)[^)"']*""", re.IGNORECASE)
"""What a style sheet loads."""

SCRIPT = re.compile(
    r"""^\s*(?:import\b[^\n;(]*|export\b[^\n;]*\bfrom\s*)["'][^"'\n]+|\bimport\(\s*["'][^"'\n]+""", re.MULTILINE
)
"""Which other script a script loads."""


def _elsewhere(path: Path, name: str, refused: re.Pattern[str]) -> Iterator[Problem]:
    text = path.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
    for one in refused.finditer(text):
        what = message("« %(text)s » : ce fichier n’est pas publié avec celui-ci.", text=one[0].strip()[:60])
        line = text.count("\n", 0, one.start() + len(one[0]) - len(one[0].lstrip())) + 1
        yield Problem(
            name, line, what, message("Mettez tout dans un seul fichier ; une petite image, dans une adresse data:.")
        )


def _is_within(path: Path, folder: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())
