"""The command `roadmap`, and the options that several of its commands have."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

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


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
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
    roadmap schema                 generate the JSON Schemas and issue forms from the model
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # the terminal may lack a character of a file's name
    context.obj = project.resolve()
