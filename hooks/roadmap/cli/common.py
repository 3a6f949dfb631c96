"""What several commands do: read the project, report problems, end with the right status."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from roadmap import problems
from roadmap.problems import BuildFailed, Format, Message, Problem, ProblemsFound, message_language, nearest, say
from roadmap.reading.project import read, read_languages
from roadmap.reading.settings import mkdocs_yml
from roadmap.translation import merging


def report_problems(found: list[Problem], nothing: Message, format_: Format) -> None:
    """Prints what was found, and ends with status 1 where that is an error; or says in words that there is nothing."""
    if found or format_ == "json":
        click.echo(problems.report(found, format_, message_language()))
    if any(problem.level == "error" for problem in found):
        sys.exit(1)
    if format_ == "text":
        nothing = say("Aucune erreur.") if found else nothing
        click.echo(nothing.in_language(message_language()))


def within_project(project: Path, path: Path) -> str:
    """A path given on the command line, from the project's root. Ends the command when there is nothing there."""
    for base in (Path.cwd(), project):
        full = Path(os.path.abspath(base / path))
        if os.path.lexists(full) and full.is_relative_to(project):  # unlike Path.exists, no name makes it fail
            return full.relative_to(project).as_posix()
    told = say("« %(path)s » n’est pas dans ce projet.", path=path.as_posix())
    raise usage_error(told)


def usage_error(*told: Message | None) -> click.UsageError:
    """A wrong command, told in words."""
    words = " ".join(message.in_language(message_language()) for message in told if message)
    return click.UsageError(problems.visible(words))


def preview_languages(project: Path, preview: str) -> tuple[str, ...]:
    """The languages of `--preview`, else of mkdocs.yml: codes, or `all` that are in preparation. Ends the command for
    any other.
    """
    chosen = [code for code in preview.split(",") if code] or mkdocs_yml.previewed(project)
    languages = read_languages(project) if chosen else None
    if languages is None:
        return ()
    previewed, unknown = languages.previewed(chosen)
    for code in unknown:
        what = say("« %(code)s » n’est pas une langue en préparation.", code=code)
        raise usage_error(what, nearest(code, languages.preparing))
    return previewed


def read_project(project: Path):
    """The sources, when the data can be read; a catalogue may still be missing or behind."""
    sources = read(project)
    unreadable = [
        p
        for p in sources.problems
        # A catalogue that is there but cannot be read must never be written over. The template can: it is made anew.
        if (p.path != "data/languages.yml" or "languages" not in sources.records)
        and p.path
        not in {f"{merging.FOLDER}/{name}" for name in ("roadmap.pot", *map("{}.po".format, sources.catalogs))}
    ]
    if unreadable:
        raise ProblemsFound(unreadable)
    return sources


def checked_languages(project: Path) -> None:
    """End the command with what is wrong in mkdocs.yml, before MkDocs is imported and the data is read."""

    if not (project / "data").is_dir():
        return  # no project: reading it says so

    def look() -> None:
        found = mkdocs_yml.read(project)
        if found.problems or found.ignored:
            raise ProblemsFound([*found.problems, *found.ignored])

    run(look)


def run(action):
    """Runs a command's work; a user's mistake is told in words, with exit status 1 and no traceback."""
    try:
        return action()
    except (ProblemsFound, BuildFailed) as error:
        click.echo(str(error), err=True)
    except OSError as error:  # a full disk, a folder that may not be written to, a file that may not be read
        what = say("Lecture ou écriture impossible : %(reason)s.", reason=error.strerror or error)
        project, path = click.get_current_context().obj, Path(str(error.filename or "."))
        name = path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)
        click.echo(problems.report([Problem(name, 1, what)], "text", message_language()), err=True)
    sys.exit(1)
