"""What several commands do: read the project, report problems, end with the right status."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import click

from roadmap import problems
from roadmap.problems import Format, Message, Problem, ProblemsFound, message, message_language, nearest
from roadmap.reading.case_study import FACTS, FOLDER
from roadmap.reading.project import Project, read, read_languages
from roadmap.reading.settings import mkdocs_yml
from roadmap.reading.yaml_file import MAX_BYTES
from roadmap.translation import merging

ORIGINAL = re.compile(rb"^original_language:\s*[\"']?([a-z]{2,3})\b", re.MULTILINE)


def report_problems(found: list[Problem], nothing: Message, format_: Format) -> None:
    """Print the problems, and end with status 1 if one is an error; print the message `nothing` if there are none."""
    if found or format_ == "json":
        owners = _owners(click.get_current_context().obj, found) if format_ == "github" else {}
        click.echo(problems.report(found, format_, message_language(), owners))
    if any(problem.level == "error" for problem in found):
        sys.exit(1)
    if format_ == "text":
        nothing = message("Aucune erreur.") if found else nothing
        click.echo(nothing.in_language(message_language()))


def _owners(project: Path, found: list[Problem]) -> dict[str, str]:
    """Return the language of the original by the folder of each case study with a problem."""
    folders = {problem.path.rpartition("/")[0] for problem in found if problem.path.startswith(f"{FOLDER}/")}
    owners = {}
    for folder in folders:
        with suppress(OSError):
            if match := ORIGINAL.search((project / folder / FACTS).read_bytes()[:MAX_BYTES]):
                owners[folder] = match[1].decode()
    return {folder: language for folder, language in owners.items() if language in problems.LANGUAGES}


def within_project(project: Path, path: Path) -> str:
    """Return a path of the command line, from the project's root. Ends the command if it does not exist in the
    project.
    """
    for base in (Path.cwd(), project):
        full = Path(os.path.normpath(base / path))
        if os.path.lexists(full) and full.is_relative_to(project):  # unlike Path.exists, it fails for no name
            return full.relative_to(project).as_posix()
    raise usage_error(message("« %(path)s » n’est pas dans ce projet.", path=path.as_posix()))


def usage_error(*messages: Message | None) -> click.UsageError:
    """Return the error of a wrong command, with these messages."""
    text = " ".join(message.in_language(message_language()) for message in messages if message)
    return click.UsageError(problems.visible(text))


def preview_languages(project: Path, preview: str) -> tuple[str, ...]:
    """Return the languages of `--preview`, or else of mkdocs.yml: codes, or `all` languages in preparation.

    Ends the command for a language that is not in preparation.
    """
    chosen = [code for code in preview.split(",") if code] or mkdocs_yml.previewed(project)
    languages = read_languages(project) if chosen else None
    if languages is None:
        return ()
    previewed, unknown = languages.previewed(chosen)
    for code in unknown:
        what = message("« %(code)s » n’est pas une langue en préparation.", code=code)
        raise usage_error(what, nearest(code, languages.preparing))
    return previewed


def read_project(folder: Path) -> Project:
    """Return the project, if its data can be read; a catalogue may be missing or outdated. Raises ProblemsFound."""
    project = read(folder)
    unreadable = [
        p
        for p in project.problems
        # A catalogue that exists but cannot be read must never be overwritten. The template can: it is generated.
        if (p.path != "data/languages.yml" or "languages" not in project.records)
        and p.path
        not in {f"{merging.FOLDER}/{name}" for name in ("roadmap.pot", *map("{}.po".format, project.catalogs))}
    ]
    if unreadable:
        raise ProblemsFound(unreadable)
    return project


def check_settings(project: Path) -> None:
    """Raise ProblemsFound with the problems of mkdocs.yml, before MkDocs is imported and the data is read."""
    if not (project / "data").is_dir():
        return  # not a project: reading it will report that
    settings = mkdocs_yml.read(project)
    if settings.problems or settings.ignored:
        raise ProblemsFound([*settings.problems, *settings.ignored])
