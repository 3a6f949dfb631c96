"""`roadmap import --replace`: what a submission does not contain stays, or is dropped by its name; all or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from test_golden import BASE, problems_of
from test_hostile import copy

from hostile import CASE, ENGLISH, FACTS, FRENCH, SENT, SHEEP, as_yaml, fake_submission
from roadmap.cli import main
from sites import contents, plain_yaml

pytest_plugins = ("hostile",)


def french_only(data: dict[str, Any]) -> dict[str, Any]:
    """The submission of a person who sends the French text alone, without the picture."""
    data["texts"] = {"fr": data["texts"]["fr"] | {"title": "Un autre titre"}}
    facts = data["case_study"]
    facts["lead_institution"] = {"fr": facts["lead_institution"]["fr"]}
    facts.pop("images")
    return data


def replaced(folder: Path, data: dict[str, Any], *options: str) -> tuple[Path, Result]:
    """The project after the import of a submission over its case study, and what the command did."""
    project = copy(folder)
    (folder / SENT).write_text(as_yaml(data))
    shutil.copy(BASE / CASE / SHEEP, folder)
    return project, CliRunner().invoke(
        main, ["--project", str(project), "import", "--replace", *options, str(folder / SENT)]
    )


def test_the_other_languages_and_pictures_stay(tmp_path: Path):
    before = contents(BASE / CASE)
    project, done = replaced(tmp_path, french_only(fake_submission()))
    assert done.exit_code == 0, done.output
    after = contents(project / CASE)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {FACTS, FRENCH}
    facts, old = (plain_yaml(folder / CASE / FACTS) for folder in (project, BASE))
    assert facts["lead_institution"] == old["lead_institution"]
    assert facts["images"] == old["images"]
    assert ENGLISH in done.stderr and SHEEP in done.stderr
    assert problems_of(project) == []


def test_former_names_stay(tmp_path: Path):
    """The form does not ask for them, and a correction must not lose an address."""
    project = copy(tmp_path)
    facts = project / CASE / FACTS
    facts.write_text(facts.read_text("utf-8") + "former_slugs: [aa-first-name]\n", "utf-8")
    (tmp_path / SENT).write_text(as_yaml(french_only(fake_submission())))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    done = CliRunner().invoke(main, ["--project", str(project), "import", "--replace", str(tmp_path / SENT)])
    assert done.exit_code == 0, done.output
    assert plain_yaml(facts)["former_slugs"] == ["aa-first-name"]
    assert problems_of(project) == []


def test_a_new_case_study_may_not_have_a_former_name(tmp_path: Path):
    project = copy(tmp_path)
    facts = project / CASE / FACTS
    facts.write_text(facts.read_text("utf-8") + "former_slugs: [aa-first-name]\n", "utf-8")
    (tmp_path / SENT).write_text(as_yaml(fake_submission() | {"slug": "aa-first-name"}))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    done = CliRunner().invoke(main, ["--project", str(project), "import", str(tmp_path / SENT)])
    assert done.exit_code == 1 and f"“aa-first-name” is a former name of {CASE}." in done.stderr, done.output
    assert not (project / CASE).with_name("aa-first-name").exists()


@pytest.mark.parametrize("options", [(), ("--replace",)])
def test_an_import_does_not_publish_what_was_withdrawn(tmp_path: Path, options: tuple[str, ...]):
    project = copy(tmp_path)
    facts = project / CASE / FACTS
    facts.write_text(facts.read_text("utf-8") + "withdrawn: {date: 2001-02-03, reason: {fr: Faux.}}\n", "utf-8")
    before = contents(project / CASE)
    (tmp_path / SENT).write_text(as_yaml(fake_submission()))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    done = CliRunner().invoke(main, ["--project", str(project), "import", *options, str(tmp_path / SENT)])
    assert done.exit_code == 1 and f"remove “withdrawn” from {CASE}/{FACTS}." in done.stderr, done.output
    assert contents(project / CASE) == before


@pytest.mark.parametrize("key", ["former_slugs", "withdrawn"])
def test_a_submission_says_nothing_about_addresses(tmp_path: Path, key: str):
    """Maintainers do: otherwise, a submission could take the address of something else."""
    data = fake_submission()
    data["case_study"][key] = ["about"] if key == "former_slugs" else {"date": "2001-02-03", "reason": {"fr": "Faux."}}
    project, done = replaced(tmp_path, data)
    assert done.exit_code == 1 and key in done.stderr
    assert contents(project / CASE) == contents(BASE / CASE)


def test_what_is_named_goes(tmp_path: Path):
    project, done = replaced(tmp_path, french_only(fake_submission()), "--drop", ENGLISH, "--drop", SHEEP)
    assert done.exit_code == 0, done.output
    assert contents(project / CASE).keys() == {FACTS, FRENCH}
    assert problems_of(project) == []


@pytest.mark.parametrize("name", ["index.ru.md", "../x", ""])
def test_a_name_that_is_not_in_the_folder_is_refused(tmp_path: Path, name: str):
    project, done = replaced(tmp_path, french_only(fake_submission()), "--drop", name)
    assert done.exit_code == 1
    assert contents(project) == contents(BASE)


def test_what_cannot_stay_is_listed_and_nothing_is_written(tmp_path: Path):
    """The English text has a section that the new original does not have."""
    data = french_only(fake_submission())
    data["texts"]["fr"] = {key: text for key, text in data["texts"]["fr"].items() if key != "roadmap"}
    project, done = replaced(tmp_path, data)
    assert done.exit_code == 1
    assert f"{CASE}/{ENGLISH}:" in done.stderr
    assert f"--drop {ENGLISH}" in done.stderr
    assert contents(project) == contents(BASE)


def test_the_folder_of_a_killed_import_is_removed_by_the_next_one(tmp_path: Path):
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    project, _done = replaced(tmp_path, fake_submission())
    left = [project / f".new-{int(gone.stdout)}-ab12cd34", project / ".new-ab12cd34"]
    others = [project / f".new-{os.getpid()}-ab12cd34", project / ".new-things of mine"]
    for folder in (*left, *others):
        folder.mkdir()
    done = CliRunner().invoke(main, ["--project", str(project), "import", "--replace", str(tmp_path / SENT)])
    assert done.exit_code == 0, done.output
    assert {path for path in project.iterdir() if path.name.startswith(".new-")} == set(others)
