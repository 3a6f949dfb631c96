"""Commands about contributions and data: check, import, schemas."""

from __future__ import annotations

from pathlib import Path

import click

from roadmap import disk, problems
from roadmap.cli.common import read_project, report_problems, run, within_project
from roadmap.cli.group import FORMAT, main
from roadmap.contributions import importing, issue_form, schemas
from roadmap.load import load
from roadmap.problems import Format, Problem, ProblemsFound, say
from roadmap.publishing import exports
from roadmap.site import Site
from roadmap.translation import merging


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
    wanted = [within_project(project, path) for path in paths]
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
    report_problems(problems.in_order(found), told, format_)


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
    folder = run(lambda: _import(project, file, replace))
    click.echo(folder.relative_to(project).as_posix())


def _import(project: Path, file: Path, replace: bool) -> Path:
    sources = load(project)
    made = importing.read(file, problems.visible(file.name), sources)
    return importing.write(made, project, replace)


@main.command("schema")
@click.pass_obj
def write_schemas(project: Path) -> None:
    """Write what is made from the model: data/schemas/*.json for editors, .github/ISSUE_TEMPLATE/ for GitHub."""

    def files() -> dict[str, str]:
        guides = exports.guides(Site(read_project(project)))
        texts = {f"data/schemas/{name}": text for name, text in schemas.schemas(guides).items()}
        forms = {
            f".github/ISSUE_TEMPLATE/case-study.{words.language}.yml": issue_form.issue_form(words) for words in guides
        }
        return texts | forms

    for path in run(lambda: disk.write(project, files())):
        click.echo(path.relative_to(project).as_posix())
