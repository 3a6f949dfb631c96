"""Hostile and broken plans: the check reports problems, in time, whatever the file contains."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from test_fuzz import CHARACTERS, spoilt
from test_golden import BASE
from test_hostile import MAX_BYTES, YAML_WORDS, assert_well_worded, copy, fill

from hostile import bounded, known, overwritten, parts
from roadmap.checks.national_roadmaps import adaptations
from roadmap.problems import Problem
from roadmap.reading import adaptation
from roadmap.reading.adaptation import FILE, AdaptationFolder

PLAN = "content/adaptations/xa/fake-sheep"
VALID = (BASE / PLAN / FILE).read_text("utf-8")
MUTATIONS, SEED = 1_000, 24
HEAD = VALID[: VALID.index("activities:")]
OWN = '  - {id: own-%s, output: "1", title: Fake, decision: taken_up}\n'


def report_of(project: Path, raw: bytes) -> tuple[AdaptationFolder | None, list[Problem]]:
    with overwritten(project / PLAN, {FILE: raw}):
        with bounded():
            plan, problems = adaptation.read_folder(project / PLAN)
            problems += adaptations.check_plan(known(BASE), plan) if plan else ()
        assert_well_worded(project, problems)
    return plan, problems


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("plans"))


@pytest.mark.slow
def test_a_thousand_spoilt_plans_are_accepted_or_reported(project: Path):
    words, accepted = [*CHARACTERS, *parts(YAML_WORDS)], 0
    for number in range(MUTATIONS):
        try:
            plan, problems = report_of(project, spoilt(VALID, random.Random(f"plan {SEED} {number}"), words))
        except BaseException as error:
            error.add_note(f"mutation {number}")
            raise
        assert plan or problems
        accepted += not problems
    assert 5 <= accepted <= MUTATIONS - 5, accepted


def test_the_valid_plan_is_valid(project: Path):
    plan, problems = report_of(project, VALID.encode())
    assert plan and not problems


def test_five_hundred_own_activities_are_accepted_and_five_thousand_are_reported(project: Path):
    plan, problems = report_of(project, (HEAD + "activities:\n" + "".join(OWN % n for n in range(1, 501))).encode())
    assert plan and len(plan.plan.activities) == 500 and not problems
    plan, problems = report_of(project, (HEAD + "activities:\n" + "".join(OWN % n for n in range(1, 5001))).encode())
    assert plan is None and len(problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        fill(HEAD + "activities:\n", OWN % 1),
        fill("", "- a\n"),
        fill("title: [", "a,", "]"),
        fill("a: ", "{b: "),
        fill(HEAD + "activities: ", "[", ""),
        fill(HEAD + "partners: ", "&a *a ", ""),
        "format: 99999999999999\n",
        "format: true\n",
        "format: [1]\n",
        "- format: 1\n",
        "",
        "x" * (MAX_BYTES + 1),
    ],
    ids=range(12),
)
def test_what_is_long_or_strange_is_reported_in_time(project: Path, text: str):
    plan, problems = report_of(project, text.encode())
    assert plan is None or problems
    assert problems and len(problems) <= 201


def test_folders_that_are_links_files_or_too_many_are_reported(tmp_path: Path):
    project = copy(tmp_path)
    folder = project / adaptation.FOLDER
    (folder / "xb").symlink_to(folder / "xa")
    (folder / "xc").write_text("Fake")
    for number in range(adaptation.MAX_PLANS):
        (folder / "xa" / f"fake-{number}").mkdir()
    plans, problems = adaptation.read_all(project)
    assert not plans
    assert [problem.path for problem in problems] == [f"{adaptation.FOLDER}/{name}" for name in ("xb", "xc", "xa")]
    assert_well_worded(project, problems)


def test_a_plan_that_may_not_be_read_is_reported(tmp_path: Path):
    project = copy(tmp_path)
    (project / PLAN / FILE).unlink()
    (project / PLAN / FILE).mkdir()
    plans, problems = adaptation.read_all(project)
    assert not plans and len(problems) == 1
