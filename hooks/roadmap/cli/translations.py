"""Commands about translations."""

from __future__ import annotations

import json
from pathlib import Path

import click

from roadmap import disk, problems
from roadmap.cli.common import read_project, report_problems, run, usage_error
from roadmap.cli.group import FORMAT, main
from roadmap.problems import Format, message_language, nearest, say
from roadmap.reading.project import read
from roadmap.site import Site
from roadmap.translation import merging, new_language, progress, quality, services, tracking


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
        sources = read_project(project)
        return merging.files(Site(sources)) | services.files(sources)

    for path in run(lambda: disk.write(project, files())):
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
            raise usage_error(say("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, possible))
    for path in run(lambda: disk.write(project, merging.reformatted(project, languages))):
        click.echo(path.relative_to(project).as_posix())


@translations.command("status")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="json: for tools.")
@click.pass_obj
def show_status(project: Path, languages: tuple[str, ...], format_: str) -> None:
    """Tell how far each language is, or those named: translated, behind the source, missing, reviewed.

    For the interface, the roadmap, the pages and the case studies; with the first text that waits for a translator.
    """
    site = Site(run(lambda: read_project(project)))
    found = {
        code: parts for code, parts in site.once(progress.of_site).items() if code != site.sources.languages.source
    }
    for code in languages:
        if code not in found:
            raise usage_error(say("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, found))
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
    added = run(lambda: new_language.add(read_project(project), language, chain))
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
    text, original = run(lambda: tracking.texts(read_project(project), page, language))
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
        text, original = tracking.texts(read_project(project), page, language)
        return text.path, tracking.stamp(project, text, original, sections)

    path, done = run(record)
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
            raise usage_error(say("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, possible))
    codes = languages or possible
    told = say(
        "Rien à signaler : %(count)s traductions en %(languages)s langues.",
        count=sum(1 for code in codes for _entry in quality.entries(sources, code)),
        languages=len(codes),
    )
    report_problems(problems.in_order(quality.check(sources, codes)), told, format_)
