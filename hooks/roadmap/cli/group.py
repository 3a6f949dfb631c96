"""The command `roadmap`, and the options that several of its commands have."""

from __future__ import annotations

import errno
import io
import sys
from pathlib import Path
from typing import Any

import click

from roadmap.problems import BuildFailed, Message, ProblemsFound, message, message_language, reason_of, visible

EPILOG = """Messages are in French when the environment's locale is French (LANG=fr_FR.UTF-8), else in English.
Exit status: 0 when all is well, 1 when something is wrong, 2 for a wrong command."""

FORMAT = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="text: one `path:line: …` a line. json: for tools. github: annotations on a pull request.",
)

PREVIEW = click.option(
    "--preview",
    default="",
    envvar="PREVIEW",
    metavar="LANG,…",
    help="Languages in preparation to show all the same, or `all`. Also from the environment: PREVIEW.",
)

OUTPUT = click.option(
    "--output", type=click.Path(path_type=Path), help="Where to put the site. Default: site/ in the project."
)

ZIP = click.option(
    "--zip/--no-zip", "zips", default=True, help="A ZIP of each language, to be read from disk. Default: yes."
)


REASONS = {
    errno.EACCES: message("permission refusée"),
    errno.EBUSY: message("utilisé par un autre programme"),
    errno.EDQUOT: message("le disque est plein pour vous"),
    errno.EEXIST: message("il y a là un dossier ou un fichier spécial"),
    errno.EISDIR: message("c’est un dossier"),
    errno.ELOOP: message("ce lien tourne en rond"),
    errno.EMFILE: message("trop de fichiers ouverts"),
    errno.ENAMETOOLONG: message("ce nom est trop long"),
    errno.ENOENT: message("il n’y a rien à cet endroit"),
    errno.ENOSPC: message("le disque est plein"),
    errno.ENOTDIR: message("ce n’est pas un dossier"),
    errno.EPERM: message("permission refusée"),
    errno.EROFS: message("ce disque ne peut qu’être lu"),
}
"""What the errors of the operating system mean to the person who runs a command."""


class Commands(click.Group):
    """The commands. What the person can mend ends each with one message and status 1, without a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command and return its result."""
        try:
            return super().invoke(context)
        except (ProblemsFound, BuildFailed) as error:
            text = str(error)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader of the output has gone: click ends without a word
            text = visible(_unusable(error, context.obj).in_language(message_language()))
        click.echo(text, err=True)
        sys.exit(1)


def _unusable(error: OSError, project: Path) -> Message:
    """Return the message of an error of the operating system, with the path from the project's root."""
    path = Path(str(error.filename or "."))
    return message(
        "%(path)s : lecture ou écriture impossible, %(reason)s.",
        path=path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path),
        reason=REASONS.get(error.errno or 0) or error.strerror or reason_of(error),
    )


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The project to work on: the folder that contains data/ and mkdocs.yml. Default: the current folder.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Check, build and translate the Open Roadmap website.

    \b
    roadmap check                  report all problems, each with its line and how to fix it
    roadmap import FILE            create a case study from a submission: the form's file, or an issue's text
    roadmap build                  build the site, into site/
    roadmap serve                  serve the site on this machine, reloading as you edit
    roadmap translations check     report mistakes in translations, beyond what `roadmap check` covers
    roadmap translations update    bring the catalogues up to date with the texts
    roadmap translations format    write the catalogues in the project's form, whatever tool saved them
    roadmap translations status    show the progress of each language; also: diff, stamp, add
    roadmap addresses              add the addresses of new pages to the list of those that must stay
    roadmap sources                list the addresses that the case studies cite
    roadmap schema                 generate the JSON Schemas and issue forms from the model
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # the terminal may lack a character of a file's name
    context.obj = project.resolve()
