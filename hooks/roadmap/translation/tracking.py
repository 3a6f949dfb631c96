"""Show translators the changes in pages and case studies since they translated, and record their updates."""

from __future__ import annotations

import difflib
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from roadmap import disk
from roadmap.problems import Message, Problem, ProblemsFound, message, nearest
from roadmap.reading import case_study, prose, sections
from roadmap.reading.project import Project
from roadmap.reading.sections import Sectioned, TranslatedSection


def texts(project: Project, page: str, language: str) -> tuple[Sectioned, Sectioned]:
    """Return a page's translation and original; `page` is `about`, `case-studies/<slug>`, or a file's path.

    Raises ProblemsFound if there is no such page, or no original.
    """
    name = page.strip("/").removeprefix("content/").removesuffix(f".{language}.md").removesuffix("/index")
    originals: dict[str, tuple[Mapping[str, Sectioned], str]] = {
        slug: (found, project.languages.source) for slug, found in project.prose.items()
    }
    originals |= {
        case.path.removeprefix("content/"): (case.texts, case.facts.original_language)
        for case in project.cases.values()
    }
    if name not in originals:
        raise _refused(page, message("Aucune page ne porte le nom « %(page)s ».", page=name), nearest(name, originals))
    found, original = originals[name]
    if original not in found:
        raise _refused(page, message("L’original de « %(page)s » manque.", page=name))
    if language not in found:
        what = message("« %(page)s » n’a pas de texte en « %(code)s ».", page=name, code=language)
        raise _refused(page, what, nearest(language, [code for code in found if code != original]))
    if language == original:
        raise _refused(page, message("« %(code)s » est la langue de l’original.", code=language))
    return found[language], found[original]


def _refused(page: str, what: Message, fix: Message | None = None) -> ProblemsFound:
    return ProblemsFound([Problem(page, 1, what, fix)])


def stamp(folder: Path, text: Sectioned, original: Sectioned, only: tuple[str, ...] = ()) -> list[str]:
    """Mark a translation as up to date, in all sections or in those of `only`; return the updated ones.

    Raises ProblemsFound for a section that the translation does not have.
    """
    have = sections.by_id(text)
    for identifier in only:
        if identifier not in have:
            what = message("« %(id)s » n’est pas une rubrique de %(path)s.", id=identifier, path=text.path)
            raise ProblemsFound([Problem(text.path, 1, what, nearest(identifier, have))])
    fingerprints = sections.stamp(text, original, only)
    written = sections.stamped(_file(folder, text), fingerprints)
    disk.write(folder, {text.path: written})
    return [one for one, value in fingerprints.items() if value != text.fingerprints.get(one)]


def pairs(project: Project) -> Iterator[tuple[Sectioned, Sectioned]]:
    """Yield each translation of a page or case study, with its original."""
    every: list[tuple[Mapping[str, Sectioned], str]] = [
        *((texts, project.languages.source) for texts in project.prose.values()),
        *((case.texts, case.facts.original_language) for case in project.cases.values()),
    ]
    for texts, original in every:
        if original in texts:
            yield from ((text, texts[original]) for code, text in texts.items() if code != original)


def unstamped(project: Project) -> Iterator[Problem]:
    """Note all translations with sections that do not state which version of the original they are made from."""
    for text, original in pairs(project):
        yield from sections.unsaid(text, original)


def stamp_new(project: Project) -> dict[str, list[str]]:
    """Record, in all translations, that the sections without a fingerprint follow the original.

    Those with another fingerprint stay. Writes all files or none; returns the sections by file.
    """
    written: dict[str, str] = {}
    done: dict[str, list[str]] = {}
    for text, original in pairs(project):
        now, have = sections.by_id(original), sections.by_id(text)
        if new := [one for one in now if one in have and one not in text.fingerprints]:
            done[text.path] = new
            written[text.path] = sections.stamped(_file(project.folder, text), sections.stamp(text, original, new))
    disk.write(project.folder, written)
    return done


def _file(folder: Path, text: Sectioned) -> str:
    return (folder / text.path).read_text(encoding="utf-8-sig")


def moved(folder: Path, text: Sectioned, original: Sectioned) -> Iterator[tuple[TranslatedSection, list[str] | None]]:
    """Yield each section of the original that has changed since, or is not translated, with the lines of a diff.

    The diff is None if the translated version is not in git's history.
    """
    now, have = sections.by_id(original), sections.by_id(text)
    for identifier in sections.behind(text, original):
        then = _earlier(folder, original, identifier, text.fingerprints.get(identifier, ""))
        lines = None
        if then is not None:
            before, after = (one.words.strip().splitlines() for one in (then, now[identifier]))
            lines = list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
        yield now[identifier], lines
    yield from ((now[identifier], None) for identifier in now if identifier not in have)


def _earlier(folder: Path, original: Sectioned, identifier: str, fingerprint: str) -> TranslatedSection | None:
    """Return the section in the version with this fingerprint, from git's history of the file."""
    log = ("log", "--format=%H", "--", original.path)
    for commit in _git(folder, *log).split():
        raw = _git(folder, "show", f"{commit}:./{original.path}")
        found = _read(raw, original)
        section = sections.by_id(found).get(identifier) if found else None
        if section and section.fingerprint == fingerprint:
            return section
    return None


def _git(folder: Path, *arguments: str) -> str:
    """Return git's output, or "" if git or a history is missing."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _read(raw: str, original: Sectioned) -> Sectioned | None:
    """Return an earlier version of a text, if it can be read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(original.path).name
        path.write_text(raw, encoding="utf-8")
        if isinstance(original, prose.Prose):
            return prose.read_prose(path, original.path, original.slug, original.language)[0]
        return case_study.read_text(path, original.path, original.language)[0]
