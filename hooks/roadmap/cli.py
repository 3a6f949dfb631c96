"""The command `roadmap`: what contributors, translators and maintainers run."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from . import exports, interview, issue_form, merging, problems, schema, submission, translation_checks
from .load import load, read
from .problems import Format, Message, Problem, ProblemsFound, message_language, nearest, say
from .site import Site

EPILOG = """Messages are in French when the environment's locale is French (LANG=fr_FR.UTF-8), else in English.
Exit status: 0 when all is well, 1 when something is wrong, 2 for a wrong command."""

FORMAT = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="text: one `path:line: …` a line. json: for tools. github: annotations on a pull request.",
)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    metavar="DIR",
    help="The project to work on: the folder that holds data/ and mkdocs.yml. Default: the current folder.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Check, build and translate the Open Roadmap website.

    \b
    roadmap check                  is everything right? every problem, with its line and how to mend it
    roadmap new case-study         a case study, question by question
    roadmap import FILE            a case study from a submission: the form's file, or an issue's text
    roadmap build                  the site, into site/
    roadmap serve                  the site on this machine, reloading as you edit
    roadmap translations check     are the translations right? beyond what `roadmap check` looks at
    roadmap translations update    bring the catalogues up to date with the texts
    roadmap schema                 the JSON Schemas and issue forms, made from the model
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a file's name may hold what the terminal cannot show
    context.obj = project.resolve()


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@FORMAT
@click.pass_obj
def check(project: Path, paths: tuple[Path, ...], format_: Format) -> None:
    """Tell every problem in the project's files, or in those named by PATH.

    Reads data/, data/locales/ and content/, and checks each file and what must hold between them. Every problem is
    told in one run, as `path:line: what is wrong, what was expected`. Nothing is written.

    \b
    roadmap check content/case-studies/bf-fonds-creation-numerique
    """
    wanted = [_within(project, path) for path in paths]
    try:
        sources = load(project)
    except ProblemsFound as error:
        found = [problem for problem in error.problems if not wanted or _concerns(problem.path, wanted)]
        told = say("Rien à signaler ici ; le reste du projet a des problèmes.")
    else:
        found = []
        told = say(
            "Rien à signaler : %(count)s langues, %(pages)s pages écrites à la main, %(cases)s études de cas.",
            count=len(sources.codes),
            pages=len(sources.prose),
            cases=len(sources.cases),
        )
    _tell(found, told, format_)


def _tell(found: list[Problem], nothing: Message, format_: Format) -> None:
    """Prints what was found and ends with status 1; or says in words that there is nothing."""
    if found:
        click.echo(problems.report(found, format_, message_language()))
        sys.exit(1)
    if format_ == "json":
        click.echo("[]")
    elif format_ == "text":
        click.echo(nothing.in_language(message_language()))


def _within(project: Path, path: Path) -> str:
    """A path given on the command line, from the project's root. Ends the command when there is nothing there."""
    for base in (Path.cwd(), project):
        full = Path(os.path.abspath(base / path))
        if os.path.lexists(full) and full.is_relative_to(project):  # unlike Path.exists, no name makes it fail
            return full.relative_to(project).as_posix()
    told = say("« %(path)s » n’est pas dans ce projet.", path=path.as_posix())
    raise _usage(told)


def _usage(*told: Message | None) -> click.UsageError:
    """A wrong command, told in words."""
    words = " ".join(message.in_language(message_language()) for message in told if message)
    return click.UsageError(problems.visible(words))


def _concerns(path: str, wanted: list[str]) -> bool:
    """Whether a problem is of the paths asked for, or of the data, without which nothing else can be checked."""
    data = path.startswith("data/") and path.endswith(".yml")
    return data or any(path == one or path.startswith(f"{one}/") or one == "." for one in wanted)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Write over the case study of the same name.")
@click.pass_obj
def import_(project: Path, file: Path, replace: bool) -> None:
    """Make a case study's folder from a submission.

    FILE is the file that the site's form gives, or the text of a GitHub issue. Its pictures stand beside it; what a
    camera wrote into them is taken off. Every problem is told on its line, and nothing is written while there is one.
    Prints the folder, from the project's root.
    """
    folder = _run(lambda: _import(project, file, replace))
    click.echo(folder.relative_to(project).as_posix())


def _import(project: Path, file: Path, replace: bool) -> Path:
    sources = load(project)
    made = submission.read(file, problems.visible(file.name), sources)
    return submission.write(made, project, replace)


@main.group()
def new() -> None:
    """Start something new, question by question."""


@new.command("case-study")
@click.pass_obj
def new_case_study(project: Path) -> None:
    """Ask what a case study needs, and write its folder.

    Each answer is checked at once; an empty one skips a question that is optional. The folder that is written has
    nothing that `roadmap check` would refuse. Add the other sections, sources, pictures and translations to its files.
    """
    folder = _run(lambda: interview.case_study(project, load(project)))
    click.echo(folder.relative_to(project).as_posix())


@main.command()
@click.option("--output", type=click.Path(path_type=Path), help="Where to put the site. Default: site/ in the project.")
@click.pass_obj
def build(project: Path, output: Path | None) -> None:
    """Build the site, strictly: any warning stops it, and the last good site stays in place."""
    from . import edge  # MkDocs takes a while to import, and the other commands do without

    started = time.monotonic()
    site_dir = (output or project / "site").resolve()
    pages = _run(lambda: edge.build(project, site_dir))
    click.echo(f"{pages} pages, {time.monotonic() - started:.1f} s: {site_dir}")


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to serve at.")
@click.pass_obj
def serve(project: Path, address: str) -> None:
    """Serve the site on this machine; edits to data, translations, templates and styles show by themselves."""
    from . import edge

    _run(lambda: edge.serve(project, address))


@main.command("schema")
@click.pass_obj
def write_schemas(project: Path) -> None:
    """Write what is made from the model: data/schemas/*.json for editors, .github/ISSUE_TEMPLATE/ for GitHub."""
    guides = exports.guides(Site(_run(lambda: _readable(project))))
    written = schema.write(project / "data" / "schemas", guides)
    folder = project / ".github" / "ISSUE_TEMPLATE"
    folder.mkdir(parents=True, exist_ok=True)
    for words in guides:
        written.append(folder / f"case-study.{words.language}.yml")
        written[-1].write_text(issue_form.issue_form(words), encoding="utf-8")
    for path in written:
        click.echo(path.relative_to(project).as_posix())


@main.group()
def translations() -> None:
    """Work on the catalogues in data/locales/."""


@translations.command()
@click.pass_obj
def update(project: Path) -> None:
    """Gather every string into data/locales/roadmap.pot, and merge it into each language's catalogue.

    A string whose French moved is marked fuzzy, and keeps its old French as a comment; fuzzy strings are not shown.
    """
    sources = _run(lambda: _readable(project))
    for path in _run(lambda: merging.update(Site(sources))):
        click.echo(path.relative_to(project).as_posix())


@translations.command("check")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@FORMAT
@click.pass_obj
def check_translations(project: Path, languages: tuple[str, ...], format_: Format) -> None:
    """Tell every mistake in the catalogues, or in those of the languages named.

    What `roadmap check` refuses in a catalogue, and what a reader would stumble on: words left in French, another
    script or punctuation, numbers lost, renderings that data/glossary.yml refuses. Fuzzy and empty entries are no
    mistakes.

    \b
    An entry that is rightly the same in both languages has this comment above it:
    # same as French
    """
    sources = read(project)
    possible = translation_checks.to_translate(sources)
    for code in languages:
        if possible and code not in possible:
            raise _usage(say("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, possible))
    codes = languages or possible
    told = say(
        "Rien à signaler : %(count)s traductions en %(languages)s langues.",
        count=sum(1 for code in codes for _entry in translation_checks.entries(sources, code)),
        languages=len(codes),
    )
    _tell(problems.in_order(translation_checks.check(sources, codes)), told, format_)


def _readable(project: Path):
    """The sources, when the data can be read; a catalogue may still be missing or behind."""
    sources = read(project)
    unreadable = [
        p
        for p in sources.problems
        # A catalogue that stands there but cannot be read must never be written over.
        if (p.path != "data/languages.yml" or "languages" not in sources.records)
        and p.path not in {f"data/locales/{code}.po" for code in sources.catalogs}
    ]
    if unreadable:
        raise ProblemsFound(unreadable)
    return sources


def _run(action):
    """Runs a command's work; a user's mistake is told in words, with exit status 1 and no traceback."""
    try:
        return action()
    except ProblemsFound as error:
        click.echo(problems.report(error.problems, "text", message_language()), err=True)
    except Exception as error:
        if type(error).__name__ != "BuildFailed":
            raise
        click.echo(str(error), err=True)
    sys.exit(1)
