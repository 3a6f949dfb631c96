"""The command `roadmap`: what contributors, translators and maintainers run."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import click

from roadmap import disk, problems
from roadmap.build import staging
from roadmap.contributions import importing, issue_form, schemas
from roadmap.load import load
from roadmap.problems import BuildFailed, Format, Message, Problem, ProblemsFound, message_language, nearest, say
from roadmap.publishing import exports
from roadmap.reading.project import read, read_languages
from roadmap.reading.settings import mkdocs_yml
from roadmap.site import Site
from roadmap.translation import merging, new_language, progress, quality, services, tracking

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
    default=Path("."),
    metavar="DIR",
    help="The project to work on: the folder that holds data/ and mkdocs.yml. Default: the current folder.",
)
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Check, build and translate the Open Roadmap website.

    \b
    roadmap check                  is everything right? every problem, with its line and how to mend it
    roadmap import FILE            a case study from a submission: the form's file, or an issue's text
    roadmap build                  the site, into site/
    roadmap serve                  the site on this machine, reloading as you edit
    roadmap translations check     are the translations right? beyond what `roadmap check` looks at
    roadmap translations update    bring the catalogues up to date with the texts
    roadmap translations format    the catalogues in the project's form, whatever tool saved them
    roadmap translations status    how far each language is; also: check, diff, stamp, add
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
    found: list[Problem] = []
    try:
        sources = load(project)
    except ProblemsFound as error:
        found = error.problems
        told = say("Rien à signaler ici ; le reste du projet a des problèmes.")
    else:
        told = say(
            "Rien à signaler : %(count)s langues, %(pages)s pages écrites à la main, %(cases)s études de cas.",
            count=len(sources.codes),
            pages=len(sources.prose),
            cases=len(sources.cases),
        )
    wrong = {problem.path for problem in found}
    found += merging.notices(project, wrong)
    found = [problem for problem in found if not wanted or _concerns(problem.path, wanted)]
    _tell(problems.in_order(found), told, format_)


def _tell(found: list[Problem], nothing: Message, format_: Format) -> None:
    """Prints what was found, and ends with status 1 where that is an error; or says in words that there is nothing."""
    if found or format_ == "json":
        click.echo(problems.report(found, format_, message_language()))
    if any(problem.level == "error" for problem in found):
        sys.exit(1)
    if format_ == "text":
        nothing = say("Aucune erreur.") if found else nothing
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
    made = importing.read(file, problems.visible(file.name), sources)
    return importing.write(made, project, replace)


@main.command()
@OUTPUT
@PREVIEW
@ZIP
@click.option("--langs", default="", metavar="LANG,…", help="Build a slice of the site, of these languages: ar,fr.")
@click.pass_obj
def build(project: Path, output: Path | None, preview: str, zips: bool, langs: str) -> None:
    """Build the site, strictly: any warning stops it, and the last good site stays in place.

    Languages are built side by side, on as many processors as there are; on several machines with --langs, then
    `roadmap merge`.
    """
    started = time.monotonic()
    _checked(project)
    only = _chosen(project, langs, preview)
    site_dir = (output or project / "site").resolve()
    previewed = _previewed(project, preview)

    def work() -> int:
        from roadmap.build import engine  # MkDocs takes a while to import, and the other commands do without

        with staging.alone(site_dir):
            return engine.build(project, site_dir, previewed, offer_prints=True, zips=zips, only=only)

    pages = _run(work)
    click.echo(f"{pages} pages, {time.monotonic() - started:.1f} s: {site_dir}")


@main.command()
@click.argument("slices", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@OUTPUT
@PREVIEW
@ZIP
@click.pass_obj
def merge(project: Path, slices: tuple[Path, ...], output: Path | None, preview: str, zips: bool) -> None:
    """Put the SLICES of a site together, to the same bytes as a build of the whole site.

    Each is a folder that `roadmap build --langs` made, of the same files and by the same programs as are here.

    \b
    roadmap build --langs fr,en,es --output slices/one
    roadmap build --langs ar,ru,zh --output slices/two
    roadmap merge slices/one slices/two
    """
    _checked(project)
    site_dir = (output or project / "site").resolve()
    previewed = _previewed(project, preview)
    parts = [part.resolve() for part in slices]

    def work() -> int:
        from roadmap.build import engine

        with staging.alone(site_dir):
            return engine.merge(project, parts, site_dir, previewed, offer_prints=True, zips=zips)

    pages = _run(work)
    click.echo(f"{pages} pages: {site_dir}")


@main.command("languages")
@PREVIEW
@click.pass_obj
def show_languages(project: Path, preview: str) -> None:
    """Tell the languages of the site as JSON, in the order of its menu: for whoever builds them apart."""
    click.echo(json.dumps(_built(project, preview)))


def _built(project: Path, preview: str) -> tuple[str, ...]:
    """The languages of a build; none where their file cannot be read, which the build will tell."""
    previewed = _previewed(project, preview)
    languages = read_languages(project)
    return languages.shown(previewed) if languages else ()


def _chosen(project: Path, langs: str, preview: str) -> tuple[str, ...]:
    """The languages of `--langs`, in the site's order. Ends the command for a language that the site does not have."""
    wanted = [code for code in langs.split(",") if code]
    built = _built(project, preview) if wanted else ()
    for code in wanted:
        if built and code not in built:
            raise _usage(say("« %(code)s » n’est pas une langue du site.", code=code), nearest(code, built))
    return tuple(code for code in built if code in wanted)


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to serve at.")
@PREVIEW
@click.pass_obj
def serve(project: Path, address: str, preview: str) -> None:
    """Serve the site on this machine; edits to data, translations, templates and styles show by themselves.

    A page is made when it is asked for, of the files as they are then. What is wrong in them is told here and above the
    last good page. Ends with Ctrl-C.
    """
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit()):
        raise _usage(say("« %(address)s » n’est pas une adresse. Attendu : 127.0.0.1:8000.", address=address))
    from roadmap.serve import server  # MkDocs takes a while to import, and the other commands do without

    _run(lambda: server.serve(project, host.strip("[]"), int(port), _previewed(project, preview)))


def _previewed(project: Path, preview: str) -> tuple[str, ...]:
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
        raise _usage(what, nearest(code, languages.preparing))
    return previewed


@main.command("schema")
@click.pass_obj
def write_schemas(project: Path) -> None:
    """Write what is made from the model: data/schemas/*.json for editors, .github/ISSUE_TEMPLATE/ for GitHub."""

    def files() -> dict[str, str]:
        guides = exports.guides(Site(_readable(project)))
        texts = {f"data/schemas/{name}": text for name, text in schemas.schemas(guides).items()}
        forms = {
            f".github/ISSUE_TEMPLATE/case-study.{words.language}.yml": issue_form.issue_form(words) for words in guides
        }
        return texts | forms

    for path in _run(lambda: disk.write(project, files())):
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

    def files() -> dict[str, str]:
        sources = _readable(project)
        return merging.files(Site(sources)) | services.files(sources)

    for path in _run(lambda: disk.write(project, files())):
        click.echo(path.relative_to(project).as_posix())


@translations.command("format")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.pass_obj
def format_catalogues(project: Path, languages: tuple[str, ...]) -> None:
    """Write the catalogues, or those of the languages named, in the project's form, whatever tool saved them.

    Lines are not folded, and header fields, comments and flags have one order, so that a change to one text is a change
    to one entry. Nothing that a translator wrote changes. Prints the files that it wrote.
    """
    possible = [path.stem for path in merging.catalogues(project).values()]
    for code in languages:
        if code not in possible:
            raise _usage(say("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, possible))
    for path in _run(lambda: disk.write(project, merging.reformatted(project, languages))):
        click.echo(path.relative_to(project).as_posix())


@translations.command("status")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="json: for tools.")
@click.pass_obj
def show_status(project: Path, languages: tuple[str, ...], format_: str) -> None:
    """Tell how far each language is, or those named: translated, behind the source, missing, reviewed.

    For the interface, the roadmap, the pages and the case studies; with the first text that waits for a translator.
    """
    site = Site(_run(lambda: _readable(project)))
    found = {
        code: parts for code, parts in site.once(progress.of_site).items() if code != site.sources.languages.source
    }
    for code in languages:
        if code not in found:
            raise _usage(say("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, found))
    chosen = {code: parts for code, parts in found.items() if not languages or code in languages}
    if format_ == "json":
        click.echo(json.dumps(progress.as_data(chosen), ensure_ascii=False, indent=2))
    else:
        click.echo(progress.as_text(chosen, message_language()))


@translations.command("add")
@click.argument("language", metavar="LANG")
@click.option("--fallback", default="en", show_default=True, help="What stands in for a missing text, in order: es,en.")
@click.pass_obj
def add_language(project: Path, language: str, fallback: str) -> None:
    """Make everything that a new language needs: LANG is its code, as pt, fa or zh-Hant.

    Its catalogue, its line in data/languages.yml, its reviewers' lines and its place in Weblate. Readers are not
    offered it before the stated minimum is translated; until then, see it with --preview.
    """
    chain = tuple(code for code in fallback.split(",") if code)
    added = _run(lambda: new_language.add(_readable(project), language, chain))
    for path in added.files:
        click.echo(path.relative_to(project).as_posix())
    for note in added.notes:
        click.echo(note.in_language(message_language()))


@translations.command("diff")
@click.argument("page")
@click.argument("language", metavar="LANG")
@click.pass_obj
def diff_page(project: Path, page: str, language: str) -> None:
    """Show what moved in a page's original since it was translated, section by section.

    PAGE is a page's name, a case study's (case-studies/<slug>), or the file of either. The words that were translated
    are found in git's history; where they are not, the section is shown as it is now.
    """
    text, original = _run(lambda: tracking.texts(_readable(project), page, language))
    found = list(tracking.moved(project, text, original))
    for section, lines in found:
        click.echo(f"{original.path}:{section.line}: {section.title} {{#{section.id}}}")
        for line in lines if lines is not None else section.words.strip().splitlines():
            click.echo(f"    {problems.visible(line)}")
    if not found:
        told = say("%(path)s suit son original.", path=text.path)
        click.echo(told.in_language(message_language()))


@translations.command("stamp")
@click.argument("page")
@click.argument("language", metavar="LANG")
@click.argument("sections", nargs=-1, metavar="[SECTION]...")
@click.pass_obj
def stamp_page(project: Path, page: str, language: str, sections: tuple[str, ...]) -> None:
    """Record that a page's translation follows its original, as a whole or in the SECTIONs named.

    Writes the fingerprints of the original's sections into the translation's front matter; nothing else changes.
    """

    def record() -> tuple[str, list[str]]:
        text, original = tracking.texts(_readable(project), page, language)
        return text.path, tracking.stamp(project, text, original, sections)

    path, done = _run(record)
    told = say("%(path)s : %(sections)s", path=path, sections=", ".join(done)) if done else None
    told = told or say("%(path)s suit son original.", path=path)
    click.echo(told.in_language(message_language()))


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
    possible = quality.to_translate(sources)
    for code in languages:
        if possible and code not in possible:
            raise _usage(say("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, possible))
    codes = languages or possible
    told = say(
        "Rien à signaler : %(count)s traductions en %(languages)s langues.",
        count=sum(1 for code in codes for _entry in quality.entries(sources, code)),
        languages=len(codes),
    )
    _tell(problems.in_order(quality.check(sources, codes)), told, format_)


def _readable(project: Path):
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


def _checked(project: Path) -> None:
    """End the command with what is wrong in mkdocs.yml, before MkDocs is imported and the data is read."""

    if not (project / "data").is_dir():
        return  # no project: reading it says so

    def look() -> None:
        found = mkdocs_yml.read(project)
        if found.problems or found.ignored:
            raise ProblemsFound([*found.problems, *found.ignored])

    _run(look)


def _run(action):
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


def program() -> None:
    """The command `roadmap`: `main`, whose process ends at once. Python would first take apart, piece by piece, all
    that a build has made in memory.
    """
    try:
        main()
    except SystemExit as ended:
        with suppress(BrokenPipeError):  # nobody reads on
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else ended.code is not None)
