"""Commands about contributions and data: check, import, addresses, sources, schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from roadmap import disk, page_table, problems
from roadmap.checks import addresses
from roadmap.cli.common import read_project, report_problems, usage_error, within_project
from roadmap.cli.group import FORMAT, main
from roadmap.contributions import importing, issue_form, national_roadmap_form, plans, replacing, schemas
from roadmap.load import load
from roadmap.localization import Localization
from roadmap.problems import Format, Problem, ProblemsFound, message, message_language
from roadmap.publishing import exports
from roadmap.reading.project import PUBLISHED
from roadmap.site import Site
from roadmap.translation import merging, outdated, tracking


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@FORMAT
@click.pass_obj
def check(folder: Path, paths: tuple[Path, ...], format_: Format) -> None:
    """Report every problem in the project's files, or in those at PATH.

    Reads data/, data/locales/ and content/, and checks each file and the rules between files. Reports all problems in
    one run, as `path:line: what is wrong, what was expected`. Writes nothing.

    \b
    roadmap check content/case-studies/bf-fonds-creation-numerique
    """
    wanted = [within_project(folder, path) for path in paths]
    found: list[Problem] = []
    try:
        project = load(folder)
    except ProblemsFound as error:
        found = error.problems
        nothing = message("Rien à signaler ici ; le reste du projet a des problèmes.")
    else:
        site = Site(project)
        found += [
            *addresses.notice(project, site),
            *outdated.check(site),
            *tracking.unstamped(project),
            *_outdated_files(site),
        ]
        nothing = message(
            "Rien à signaler : %(count)s langues, %(pages)s pages écrites à la main, %(cases)s études de cas.",
            count=len(project.codes),
            pages=len(project.prose),
            cases=len(project.cases),
        )
    wrong = {problem.path for problem in found}
    found += merging.notices(folder, wrong)
    found = [problem for problem in found if not wanted or _concerns(problem.path, wanted)]
    report_problems(problems.in_order(found), nothing, format_)


def _concerns(path: str, wanted: list[str]) -> bool:
    """Return whether a problem is in the paths asked for, or in the data, which all other checks need."""
    data = path.startswith("data/") and path.endswith(".yml")
    return data or any(path == one or path.startswith(f"{one}/") or one == "." for one in wanted)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Write over what has the same name; other files of a case study stay.")
@click.option("--name", default="", metavar="NAME", help="The short name of a national roadmap: that of its folder.")
@click.option("--drop", multiple=True, metavar="NAME", help="With --replace: remove this file, such as index.en.md.")
@click.pass_obj
def import_(project: Path, file: Path, replace: bool, name: str, drop: tuple[str, ...]) -> None:
    """Create a case study's folder from a submission, or a national roadmap's from its file.

    FILE is the file from the site's form or planner, or the text of a GitHub issue. Its pictures are in the same
    folder; their camera metadata is removed. Every problem is reported with its line, and nothing is written if there
    is one. Prints the folder, from the project's root.
    """
    folder = _import(project, file, replace, name, drop)
    click.echo(folder.relative_to(project).as_posix())


def _import(folder: Path, file: Path, replace: bool, name: str, drop: tuple[str, ...]) -> Path:
    project = load(folder)
    if plan := plans.read(file, problems.visible(file.name), project, name):
        return plans.write(plan, folder, replace)
    if name:
        raise usage_error(message("« --name » est pour une feuille de route nationale."))
    ready = importing.read(file, problems.visible(file.name), project)
    if replace:
        ready = replacing.onto(ready, project, drop)
    elif drop:
        raise usage_error(message("« --drop » va avec « --replace »."))
    written = importing.write(ready, folder, replace)
    if ready.notices:
        click.echo(problems.report(ready.notices, "text", ready.language or message_language()), err=True)
    return written


@main.command("addresses")
@click.pass_obj
def list_addresses(folder: Path) -> None:
    """Add the addresses of new pages to data/addresses.txt, the list of those that must never be lost."""
    project = load(folder)
    present = page_table.published(Site(project))
    listed = sorted({*present, *(project.addresses or ())})
    for path in disk.write(folder, {PUBLISHED: "".join(f"{address}\n" for address in listed)}):
        click.echo(path.relative_to(folder).as_posix())


@main.command("sources")
@click.pass_obj
def list_sources(folder: Path) -> None:
    """List the sources of the case studies: address, the day it was last read, and the case studies that cite it.

    One source a line, separated by tabs, sorted by address: for a program that looks for addresses that no longer work.
    """
    cited: dict[str, list[tuple[str, str]]] = {}
    for slug, case in load(folder).cases.items():
        for source in case.facts.sources:
            cited.setdefault(source.url, []).append((source.seen.isoformat(), slug))
    for url, readings in sorted(cited.items()):
        slugs = dict.fromkeys(slug for _day, slug in readings)
        click.echo("\t".join((url, max(readings)[0], ", ".join(slugs))))


@main.command("schema")
@click.pass_obj
def write_schemas(project: Path) -> None:
    """Write what the model generates: data/schemas/*.json for editors, .github/ISSUE_TEMPLATE/ for GitHub."""
    for path in disk.write(project, _generated(Site(read_project(project)))):
        click.echo(path.relative_to(project).as_posix())


def _generated(site: Site) -> dict[str, str]:
    """Return the text of each file that the model generates, by path from the project's root."""
    texts = {f"data/schemas/{name}": text for name, text in schemas.schemas(exports.guides(site)).items()}
    forms = {
        f".github/ISSUE_TEMPLATE/{name}.{code}.yml": make(Localization(site, code))
        for name, make in (
            ("case-study", issue_form.issue_form),
            ("national-roadmap", national_roadmap_form.issue_form),
        )
        for code in site.project.codes
    }
    return texts | forms


def _outdated_files(site: Site) -> Iterator[Problem]:
    """Report generated files with another content. What only follows a translation is a note: translators need no
    command for it.
    """
    folder, source = site.project.folder, site.project.languages.source
    for name, text in _generated(site).items():
        path = folder / name
        if not path.parent.is_dir() or (path.is_file() and path.read_text(encoding="utf-8") == text):
            continue
        translated = path.is_file() and (
            _without_words(path.read_text(encoding="utf-8")) == _without_words(text)
            if name.endswith(".json")
            else not name.endswith(f".{source}.yml")
        )
        what = message("Ce fichier généré n’est pas à jour.")
        fix = message("Lancez : %(command)s.", command="roadmap schema")
        yield Problem(name, 1, what, fix, "notice" if translated else "error")


def _without_words(schema: str) -> str:
    return re.sub(r'"description": "(?:[^"\\]|\\.)*"', "", schema)
