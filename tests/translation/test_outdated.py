"""A forgotten `translations update` or `schema` is found by `roadmap check`, which names the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner

from roadmap.cli import main
from roadmap.load import load
from roadmap.problems import Problem
from roadmap.site import Site
from roadmap.translation import extraction, outdated, progress
from sites import edit
from small import small_project

pytestmark = pytest.mark.slow  # each test runs commands on a project of its own

UPDATE = "Run: roadmap translations update."
FILES = ["data/locales/" + name for name in ("ar.po", "en.po", "es.po", "roadmap.pot", "ru.po", "zh.po")]


@pytest.fixture
def small(project: Path, tmp_path: Path) -> Path:
    return small_project(project, tmp_path / "small", ("tn-ticdce",))


def found(small: Path) -> list[Problem]:
    return list(outdated.check(Site(load(small))))


CHANGES = {
    "a note of the data": ("data/roadmap.yml", "Seul l’accent de la première", "Seul, l’accent de la première"),
    "a term of the glossary": ("data/domains.yml", "name: ", "name: Autre "),
    "a text of a template": ("overrides/page/footer.html", "Site indépendant, non officiel.", "Site non officiel."),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_changed_text_is_missing_in_every_catalogue_until_the_update(small: Path, name: str, old: str, new: str):
    assert found(small) == []
    path = small / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    problems = found(small)
    assert sorted({problem.path for problem in problems}) == FILES
    assert {problem.level for problem in problems} == {"error"}
    assert all(problem.in_language("en").endswith(UPDATE) for problem in problems)
    missing = [problem.in_language("en") for problem in problems if "are missing" in problem.in_language("en")]
    assert len(missing) == len(FILES) and all(f"({name}" in message for message in missing)
    done = CliRunner(env={"LANG": "C.UTF-8"}).invoke(main, ["--project", str(small), "check"])
    assert done.exit_code == 1 and done.output.count(UPDATE) == len(problems)
    assert CliRunner().invoke(main, ["--project", str(small), "translations", "update"]).exit_code == 0
    assert found(small) == []


def test_a_text_that_is_no_longer_used_is_named_with_its_line(small: Path):
    catalogue = small / "data/locales/en.po"
    with catalogue.open("a", encoding="utf-8") as file:
        file.write('\nmsgctxt "nav"\nmsgid "Nul n’emploie ce texte"\nmsgstr "Nobody uses this text"\n')
    (problem,) = found(small)
    line = catalogue.read_text("utf-8").splitlines()[problem.line - 1]
    assert problem.path == "data/locales/en.po" and "Nul n’emploie ce texte" in line


def test_a_catalogue_that_lacks_one_entry_is_found(small: Path):
    catalogue = polib.pofile(str(small / "data/locales/ru.po"), wrapwidth=0)
    lost = catalogue.pop(7)
    catalogue.save()
    (problem,) = found(small)
    assert problem.path == "data/locales/ru.po" and lost.msgid[:40] in problem.in_language("en")


def test_a_project_that_was_never_updated_is_not_refused(small: Path):
    (small / "data/locales/roadmap.pot").unlink()
    edit(small / "data/roadmap.yml", "Seul l’accent de la première", "Seul, l’accent de la première")
    assert found(small) == []


def test_strings_are_those_that_babel_extracts_from_every_file(project: Path):
    """Files are skipped by what they contain: none with a text may be."""
    for path in [*extraction.PACKAGE.rglob("*.py"), *(project / "overrides").rglob("*.html")]:
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        with path.open("rb") as file:
            whole = list(extraction.extract(method, file, extraction.KEYWORDS, options=extraction.JINJA))
        assert bool(whole) <= (b"gettext(" in path.read_bytes()), path


@pytest.mark.parametrize(("name", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_the_page_of_translations_never_counts_a_changed_text_as_translated(small: Path, name: str, old: str, new: str):
    before = Site(load(small)).once(progress.of_site)
    path = small / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    after = Site(load(small)).once(progress.of_site)
    part = "interface" if name.startswith("overrides") else "roadmap"
    for code in ("en", "ar"):
        was, now = (figures[code][part] for figures in (before, after))
        assert now.percent < 100
        assert now.count("translated") == was.count("translated") - 1


# Generated files


@pytest.fixture
def generated(project: Path, tmp_path: Path) -> Path:
    """A project with its issue forms."""
    small = small_project(project, tmp_path / "small", ("tn-ticdce",))
    (small / ".github/ISSUE_TEMPLATE").mkdir(parents=True)
    assert CliRunner().invoke(main, ["--project", str(small), "schema"]).exit_code == 0
    return small


def messages(project: Path) -> tuple[int, list[str]]:
    done = CliRunner(env={"LANG": "C.UTF-8"}).invoke(main, ["--project", str(project), "check"])
    return done.exit_code, [line for line in done.output.splitlines() if "roadmap schema" in line]


def test_a_schema_with_another_structure_is_an_error(generated: Path):
    assert messages(generated) == (0, [])
    path = generated / "data/schemas/submission.json"
    schema = json.loads(path.read_text("utf-8"))
    del schema["required"]
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", "utf-8")
    name = "data/schemas/submission.json"
    assert messages(generated) == (1, [f"{name}:1: This generated file is outdated. Run: roadmap schema."])
    path.unlink()
    assert messages(generated)[0] == 1, "a schema is missing"


def test_a_form_with_another_question_is_an_error(generated: Path):
    path = generated / ".github/ISSUE_TEMPLATE/case-study.fr.yml"
    path.write_text(path.read_text("utf-8").replace("type: input", "type: textarea", 1), "utf-8")
    status, lines = messages(generated)
    assert status == 1 and lines[0].startswith(".github/ISSUE_TEMPLATE/case-study.fr.yml:1:")


def test_a_new_translation_of_a_question_is_a_note_for_the_maintainer(generated: Path):
    catalogue = polib.pofile(str(generated / "data/locales/en.po"), wrapwidth=0)
    entry = next(one for one in catalogue if one.msgctxt == "field" and "%" not in one.msgid)
    entry.msgstr = entry.msgstr + " x"
    catalogue.save()
    status, lines = messages(generated)
    assert status == 0 and lines and all(": note: " in line for line in lines), lines
    assert any(re.search(r"case-study\.en\.yml|\.json", line) for line in lines)
