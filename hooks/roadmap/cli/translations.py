"""Commands about translations."""

from __future__ import annotations

import json
from pathlib import Path

import click

from roadmap import disk, problems
from roadmap.cli.common import read_project, report_problems, usage_error
from roadmap.cli.group import FORMAT, main
from roadmap.problems import Format, message, message_language, nearest
from roadmap.reading.project import read
from roadmap.site import Site
from roadmap.translation import merging, new_language, progress, quality, services, tracking


@main.group()
def translations() -> None:
    """Work on the catalogues in data/locales/."""


@translations.command()
@click.pass_obj
def update(folder: Path) -> None:
    """Extract all strings into data/locales/roadmap.pot, and merge them into each language's catalogue.

    A string whose French has changed is marked fuzzy, with its old French as a comment. Fuzzy strings are not shown.
    """
    project = read_project(folder)
    for path in disk.write(folder, merging.files(Site(project)) | services.files(project)):
        click.echo(path.relative_to(folder).as_posix())


@translations.command("format")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.pass_obj
def format_catalogues(project: Path, languages: tuple[str, ...]) -> None:
    """Write the catalogues, or those of LANG, in the project's form, whatever tool saved them.

    Lines are not folded, and header fields, comments and flags have a fixed order: a change to one text changes one
    entry. Translations stay as they are. Prints the files that it wrote.
    """
    possible = [path.stem for path in merging.catalogues(project).values()]
    for code in languages:
        if code not in possible:
            raise usage_error(
                message("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, possible)
            )
    for path in disk.write(project, merging.reformatted(project, languages)):
        click.echo(path.relative_to(project).as_posix())


@translations.command("status")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="json: for tools.")
@click.pass_obj
def show_status(project: Path, languages: tuple[str, ...], format_: str) -> None:
    """Show the progress of each language, or of LANG: texts translated, outdated, missing, reviewed.

    For the interface, the roadmap, the pages and the case studies; with the next text to translate.
    """
    site = Site(read_project(project))
    every = {
        code: parts for code, parts in site.once(progress.of_site).items() if code != site.project.languages.source
    }
    for code in languages:
        if code not in every:
            raise usage_error(message("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, every))
    chosen = {code: parts for code, parts in every.items() if not languages or code in languages}
    if format_ == "json":
        click.echo(json.dumps(progress.as_data(chosen), ensure_ascii=False, indent=2))
    else:
        click.echo(progress.as_text(chosen, message_language()))


@translations.command("add")
@click.argument("language", metavar="LANG")
@click.option(
    "--fallback", default="en", show_default=True, help="Languages to use for a missing text, in order: es,en."
)
@click.pass_obj
def add_language(project: Path, language: str, fallback: str) -> None:
    """Create all that a new language needs. LANG is its code: pt, fa, zh-Hant.

    Its catalogue, its line in data/languages.yml, its reviewers' lines and its place in Weblate. The site offers it to
    readers when the minimum in that file is translated; until then, see it with --preview.
    """
    chain = tuple(code for code in fallback.split(",") if code)
    added = new_language.add(read_project(project), language, chain)
    for path in added.files:
        click.echo(path.relative_to(project).as_posix())
    for note in added.notes:
        click.echo(note.in_language(message_language()))


@translations.command("diff")
@click.argument("page")
@click.argument("language", metavar="LANG")
@click.pass_obj
def diff_page(project: Path, page: str, language: str) -> None:
    """Show what has changed in a page's original since its translation, section by section.

    PAGE is a page's name, a case study's (case-studies/<slug>), or the file of either. The original of the translation
    comes from git's history; if it is not there, the present section is shown.
    """
    text, original = tracking.texts(read_project(project), page, language)
    changed = list(tracking.moved(project, text, original))
    for section, lines in changed:
        click.echo(f"{original.path}:{section.line}: {section.title} {{#{section.id}}}")
        for line in lines if lines is not None else section.words.strip().splitlines():
            click.echo(f"    {problems.visible(line)}")
    if not changed:
        sentence = message("%(path)s suit son original.", path=text.path)
        click.echo(sentence.in_language(message_language()))


@translations.command("stamp")
@click.argument("page", required=False)
@click.argument("language", metavar="[LANG]", required=False)
@click.argument("sections", nargs=-1, metavar="[SECTION]...")
@click.pass_obj
def stamp_page(project: Path, page: str | None, language: str | None, sections: tuple[str, ...]) -> None:
    """Record that a page's translation is up to date with its original, entirely or in each SECTION.

    Writes the fingerprints of the original's sections into the translation's front matter, and changes nothing else.
    Without PAGE: those that are missing in new translations, of all pages and case studies.
    """
    if page is None:
        for path, new in tracking.stamp_new(read_project(project)).items():
            line = message("%(path)s : %(sections)s", path=path, sections=", ".join(new))
            click.echo(line.in_language(message_language()))
        return
    if language is None:
        raise usage_error(message("Indiquez la langue après la page : roadmap translations stamp about en."))
    text, original = tracking.texts(read_project(project), page, language)
    done = tracking.stamp(project, text, original, sections)
    sentence = message("%(path)s : %(sections)s", path=text.path, sections=", ".join(done)) if done else None
    sentence = sentence or message("%(path)s suit son original.", path=text.path)
    click.echo(sentence.in_language(message_language()))


@translations.command("check")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@FORMAT
@click.pass_obj
def check_translations(folder: Path, languages: tuple[str, ...], format_: Format) -> None:
    """Report all mistakes in the catalogues, or in those of LANG.

    What `roadmap check` refuses in a catalogue, and what readers would notice: words left in French, another script or
    punctuation, lost numbers, renderings that data/glossary.yml refuses. Fuzzy and empty entries are not mistakes.

    \b
    An entry that is correctly the same in both languages needs this comment above it:
    # same as French
    """
    project = read(folder)
    possible = quality.to_translate(project)
    for code in languages:
        if possible and code not in possible:
            raise usage_error(
                message("« %(code)s » n’est pas une langue à traduire.", code=code), nearest(code, possible)
            )
    codes = languages or possible
    nothing = message(
        "Rien à signaler : %(count)s traductions en %(languages)s langues.",
        count=sum(1 for code in codes for _entry in quality.entries(project, code)),
        languages=len(codes),
    )
    report_problems(problems.in_order(quality.check(project, codes)), nothing, format_)
