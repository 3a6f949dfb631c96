"""Submissions and issues: what is imported is whole, what is refused changes nothing, whatever stops the import."""

from __future__ import annotations

import errno
import functools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from test_golden import BASE, problems_of
from test_hostile import (
    COMMAND,
    MUTATIONS,
    REAL,
    assert_well_worded,
    copy,
    mutated,
    roadmap,
)

import sites
from hostile import (
    CASE,
    FEW,
    FOLDER,
    MAKE,
    REAL_CASES,
    SENT,
    SHEEP,
    SLUG,
    as_yaml,
    assert_made_well,
    bounded,
    fake_submission,
    fingerprints,
    known,
    parts,
    received,
    remade,
)
from roadmap.cli import main
from roadmap.contributions import importing, issue_form
from roadmap.contributions.importing import ReadyCase
from roadmap.localization import Localization
from roadmap.problems import ProblemsFound
from roadmap.site import Site
from sites import contents

pytest_plugins = ("hostile",)


def test_what_is_imported_is_imported_again_as_it_was(post: Path, tmp_path: Path):
    ready = received(post, as_yaml(fake_submission()))
    assert isinstance(ready, ReadyCase)
    assert_made_well(ready, tmp_path / "made", post)


@pytest.mark.slow
@pytest.mark.parametrize("slug", REAL_CASES)
def test_a_real_case_study_sent_again_is_the_same(post: Path, tmp_path: Path, slug: str):
    case = known(REAL).cases[slug]
    ready = received(post, as_yaml({**remade(case), "purpose": "correction"}), project=REAL)
    assert isinstance(ready, ReadyCase)
    assert {code: fingerprints(text) for code, text in ready.case.texts.items()} == {
        code: fingerprints(text) for code, text in case.texts.items()
    }
    assert_made_well(ready, tmp_path / "made", post, REAL)


@pytest.mark.parametrize(
    "kind", ["a pipe", "an empty file", "a picture", "a folder", "a link to itself", "a link upwards"]
)
@pytest.mark.parametrize("name", [SENT, SHEEP])
def test_a_submission_and_its_picture_may_be_anything(tmp_path: Path, name: str, kind: str):
    (tmp_path / SENT).write_text(as_yaml(fake_submission()))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    (tmp_path / name).unlink()
    {**MAKE, "a pipe": os.mkfifo}[kind](tmp_path / name)
    try:
        with bounded(patience=10):
            ready = importing.read(tmp_path / SENT, SENT, known(BASE))
    except ProblemsFound as found:
        assert_well_worded(tmp_path, found.problems)
    else:
        assert (name, kind) == (SHEEP, "a picture") and ready.pictures


# Issues


@functools.cache
def issue_labels() -> dict[str, str]:
    """The French issue form's labels, by the id of the question."""
    form = yaml.safe_load(issue_form.issue_form(Localization(Site(known(BASE)), "fr")))
    return {element["id"]: element["attributes"]["label"] for element in form["body"] if "id" in element}


ANSWERS = {
    "case-study-party": "XA – Fakeland",
    "case-study-co-parties": "XB – Fakestan",
    "text-title": "Un fonds factice pour les moutons",
    "text-summary": "Depuis 2001, un ministère factice compte des moutons factices.",
    "slug": "aa-other-measure",
    "case-study-original-language": "fr",
    "case-study-lead-institution": "Ministère factice des Moutons",
    "case-study-years-start": "2001",
    "case-study-years-end": "2004",
    "case-study-years-ongoing": "- [ ] La mesure se poursuit",
    "case-study-years-planned": "- [ ] Mesure prévue",
    "case-study-domains": "fake-weaving – Tissage factice, fake-singing – Chant factice",
    "case-study-activities": "1.1 – Un, 1.2 – Deux, ou trois",
    "case-study-activities-partial": "_No response_",
    "case-study-sdgs": "4 – Quatre",
    "case-study-origin": "party",
    "case-study-mandate": "Bureau factice des essais",
    "case-study-contact": "sheep@ministry.example.org",
    "case-study-licence": "CC-BY-4.0",
    "sources": "Gazette factice | https://example.org/fake-gazette | fr | 2001-02-03",
    "text-main-features": "Le fonds factice compte les moutons. [1]\n\n- Il compte les blancs. [1]",
    "text-results": "_No response_",
}


def issue(answers: list[tuple[str, str]]) -> str:
    """An issue's text, as GitHub makes it from the form."""
    labels = issue_labels()
    return "\n\n".join(f"### {labels.get(name, name)}\n\n{answer}" for name, answer in answers)


def test_an_issue_that_is_filled_in_is_a_case_study(post: Path, tmp_path: Path):
    assert set(ANSWERS) <= set(issue_labels())
    for text in (issue([*ANSWERS.items()]), issue([*ANSWERS.items()]).replace("\n", "\r\n")):
        ready = received(post, text, "issue.md")
        assert isinstance(ready, ReadyCase), [problem.in_language("en") for problem in ready]
        assert_made_well(ready, tmp_path / "made", post)


def test_an_issue_that_carries_the_form_s_file_is_that_file(post: Path):
    pasted = issue([("submission", f"```yaml\n{as_yaml(fake_submission())}\n```"), ("text-title", "_No response_")])
    ready = received(post, pasted, "issue.md")
    alone = received(post, as_yaml(fake_submission()))
    assert isinstance(ready, ReadyCase) and isinstance(alone, ReadyCase)
    assert importing.files(ready) == importing.files(alone)


ISSUE_VALUES = [
    *parts(
        "¦_No response_¦None¦abc – x¦1.5 – x¦99999999999999999999 – x¦² – x¦٣ – x¦- – x¦4 – , 4 – ¦- [x] a¦- [X]¦²¦٢٠٠١"
    ),
    *parts(
        "-1¦9999999999999999999999¦2001.0¦a | b¦|||¦a|b|c|d|e¦- | | |¦\n\n- a | b\n\n¦```\na\n```¦```¦~~~\nx\n~~~¦````"
    ),
    *parts(
        "```yaml\nsubmission: 1\n```¦````\n```yaml\nsubmission: 1\n```\n````¦### a¦#### b {#b}\n\nc [1]¦## c¦[1]¦[^1]"
    ),
    *parts("[9]¦<b>¦<!-- a -->¦@someone¦{{ x }}¦zzz¦fr-Abcd¦> ### Titre\n\nx¦    ### Titre\n\nx¦a\n===\n¦XA¦XA – ¦ – "),
    *parts("fr – français¦CC0-1.0 – x¦page¦aa–bb"),
]
AN_ISSUE = st.lists(
    st.tuples(
        st.sampled_from([*ANSWERS, "submission", "sources", "submission"]) | st.text(max_size=5),
        st.sampled_from([*ISSUE_VALUES, *ANSWERS.values()]) | st.text(max_size=5),
    ),
    max_size=8,
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", " \n", "\n \n"])


@FEW
@given(odd=AN_ISSUE, keep=st.lists(st.sampled_from(sorted(ANSWERS))), first=st.booleans(), end=ENDS)
@example(odd=[("case-study-sdgs", "abc – x")], keep=[], first=True, end="\n")
@example(odd=[("case-study-sdgs", "4 – x, 1.5 – x")], keep=[], first=True, end="\n")
def test_an_issue_may_hold_any_headings_in_any_order(post: Path, odd, keep, first: bool, end: str):
    kept = [(name, answer) for name, answer in ANSWERS.items() if name not in keep]
    received(post, issue(odd + kept if first else kept + odd).replace("\n", end), "issue.md")


@FEW
@given(mutations=MUTATIONS)
def test_an_issue_may_be_spoilt_line_by_line(post: Path, mutations: list):
    received(post, mutated(issue([*ANSWERS.items()]), mutations), "issue.md")


# A project that stays as it was

OTHER = "aa-other-measure"
REFUSED: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "a name that is taken": (SLUG, lambda data: None),
    "a name that leaves": ("../../elsewhere", lambda data: None),
    "a name that is kept": ("page", lambda data: None),
    "a fact": (OTHER, lambda data: data["case_study"].update(party="ZZ")),
    "no picture": (OTHER, lambda data: data["case_study"]["images"][0].update(file="nothing.png")),
    "HTML": (OTHER, lambda data: data["texts"]["en"].update(roadmap="<b>")),
    "a link to nowhere": (OTHER, lambda data: data["texts"]["fr"].update(roadmap="[Rien](/nowhere/)")),
    "no word": (OTHER, lambda data: data["texts"]["fr"].update(roadmap="---")),
    "a language that is none": (OTHER, lambda data: data["texts"].update(zzz=data["texts"]["en"])),
    "a script that is none": (OTHER, lambda data: data["texts"].update({"en-Abcd": data["texts"]["en"]})),
}


@pytest.mark.parametrize(("slug", "spoil"), REFUSED.values(), ids=REFUSED)
def test_an_import_that_is_refused_changes_nothing(tmp_path: Path, slug: str, spoil: Callable):
    project = copy(tmp_path)
    data = fake_submission() | {"slug": slug}
    spoil(data)
    (tmp_path / SENT).write_text(as_yaml(data))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    before = contents(tmp_path)
    arguments = ["--project", str(project), "import", str(tmp_path / SENT)]
    done = CliRunner().invoke(main, arguments if slug == SLUG else [*arguments, "--replace"])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert contents(tmp_path) == before
    assert not [path for path in project.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("kind", ["a file", "a link to nothing", "a link to itself"])
def test_an_import_needs_a_folder_of_case_studies_and_says_so(tmp_path: Path, kind: str):
    project = copy(tmp_path)
    shutil.rmtree(project / FOLDER)
    MAKE[kind](project / FOLDER)
    (tmp_path / SENT).write_text(as_yaml(fake_submission()))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    done = CliRunner().invoke(main, ["--project", str(project), "import", str(tmp_path / SENT)])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), repr(done.exception)
    assert re.match(rf"{FOLDER}:1: .+\n", done.output), done.output


def to_import(folder: Path) -> tuple[Path, Path]:
    """A project with the case study that is to be replaced, and the submission that would replace it."""
    project = copy(folder)
    data = fake_submission()
    data["texts"]["fr"]["title"] = "Un autre titre"
    (folder / SENT).write_text(as_yaml(data))
    shutil.copy(BASE / CASE / SHEEP, folder)
    return project, folder / SENT


@pytest.mark.parametrize("replaced", [False, True])
@pytest.mark.parametrize("call", ["pathlib.Path.write_bytes", "os.rename", "os.replace", "os.chmod", "shutil.rmtree"])
def test_an_import_on_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch, call: str, replaced: bool):
    project, sent = to_import(tmp_path)
    if not replaced:
        shutil.rmtree(project / CASE)
    before = contents(project)
    ready = importing.read(sent, SENT, known(BASE))
    module, name = call.rsplit(".", 1)
    owner = {"pathlib.Path": Path, "os": os, "shutil": shutil}[module]
    real = getattr(owner, name)

    def full(*arguments: Any, **options: Any) -> Any:
        if name == "rmtree" and (options.get("ignore_errors") or True in arguments[1:]):
            return real(*arguments, **options)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(owner, name, full)
    try:
        importing.write(ready, project, replaced)
    except (OSError, ProblemsFound):
        monkeypatch.undo()
        assert contents(project) == before
        assert {path.name for path in project.iterdir()} == {"content", "data"}
    else:
        monkeypatch.undo()
        assert problems_of(project) == []


CHANGES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate"}


def die_at_every_step(folder: Path) -> None:
    """Run apart: imports again and again, each time killed at a later change of the disk, till one is whole."""
    ready = importing.read(folder / SENT, SENT, known(BASE))
    for replaced in (False, True):
        for step in range(1, 200):
            project = shutil.copytree(folder / "project", folder / f"{replaced}-{step}")
            if not replaced:
                shutil.rmtree(project / CASE)
            if (child := os.fork()) == 0:
                die_at(step)
                importing.write(ready, project, replaced)
                os._exit(0)
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
                break


def die_at(step: int) -> None:
    """From now on this process is killed before its `step`th change of the disk."""
    left = step

    def watch(event: str, arguments: tuple) -> None:
        nonlocal left
        if event not in CHANGES or (event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
            return
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def assert_whole(project: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """What a killed import left is the old case study or the new one; nothing stands in the way of the next import."""
    assert contents(project / "content") in (before, after), sorted(contents(project / "content"))
    assert problems_of(project) == []


@pytest.mark.slow
def test_an_import_that_is_killed_at_any_step_leaves_the_old_case_study_or_the_new(tmp_path: Path):
    project, sent = to_import(tmp_path)
    old = contents(project / "content")
    none_yet = {name: raw for name, raw in old.items() if SLUG not in name}
    ready = importing.read(sent, SENT, known(BASE))
    new = none_yet | {f"case-studies/{SLUG}/{name}": raw for name, raw in importing.files(ready).items()}
    code = "import sys, pathlib, test_hostile_imports as here; here.die_at_every_step(pathlib.Path(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        cwd=sites.TESTS / "contributions",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        timeout=120,
    )
    left = sorted(path for path in tmp_path.iterdir() if re.match("True-|False-", path.name))
    assert len(left) > 10
    for path in left:
        assert_whole(path, old if path.name.startswith("True") else none_yet, new)
        importing.write(ready, path, replace=True)
        assert contents(path / "content") == new


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_an_import_that_is_killed_at_any_moment_leaves_the_old_case_study_or_the_new(tmp_path: Path, seed: int):
    project, sent = to_import(tmp_path)
    old = contents(project / "content")
    command = [COMMAND, "--project", project, "import", "--replace", sent]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    took, new = time.monotonic() - started, contents(project / "content")
    assert old != new
    chance = random.Random(seed)
    for _ in range(3):
        shutil.rmtree(project)
        shutil.copytree(BASE, project)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(took * chance.uniform(0.4, 1.1))
        process.kill()
        process.wait()
        assert_whole(project, old, new)
    assert roadmap(project).returncode == 0
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert contents(project / "content") == new
