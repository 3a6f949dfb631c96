"""A translation that is added without any command: accepted, and stamped afterwards."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_golden import BASE

from roadmap.cli import main
from roadmap.load import load
from roadmap.reading import sections
from roadmap.translation import tracking
from sites import contents, edit

CASE = "content/case-studies/aa-fake-measure/index.en.md"
PAGE = "content/about.en.md"
FINGERPRINTS = re.compile(r"^fingerprints: .*\n", re.MULTILINE)
VALUES = {
    "head": "6f0004d14483",
    "main-features": "a7cfb32e8cdc",
    "results": "faa5fae18939",
    "targets": "7172bdf22c0b",
    "roadmap": "e5726dab6830",
}


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    return shutil.copytree(BASE, tmp_path / "project")


def run(project: Path, *arguments: str) -> Result:
    return CliRunner(env={"LANG": "C.UTF-8"}).invoke(main, ["--project", str(project), *arguments])


def unstamp(project: Path, *names: str) -> None:
    for name in names:
        text = (project / name).read_text("utf-8")
        assert FINGERPRINTS.search(text)
        (project / name).write_text(FINGERPRINTS.sub("", text), "utf-8")


def test_it_is_accepted_with_a_note_and_nothing_to_do(fake: Path):
    unstamp(fake, CASE, PAGE)
    done = run(fake, "check")
    assert done.exit_code == 0, done.output
    notes = [line for line in done.output.splitlines() if "does not state which version" in line]
    assert [note.split(":")[0] for note in notes] == [PAGE, CASE]
    assert all("there is nothing to do: after the merge, “roadmap translations stamp” adds" in note for note in notes)
    assert run(fake, "translations", "check").exit_code == 0
    assert load(fake).cases, "a build accepts it too"


@pytest.mark.parametrize(
    ("words", "moved"),
    [("Le fonds   factice compte\nles moutons.   [^1]\n", 0), ("Le fonds compte les agneaux. [^1]", 1)],
)
def test_the_note_has_the_fingerprints_which_change_with_words_and_not_with_white_space(
    fake: Path, words: str, moved: int
):
    unstamp(fake, CASE)
    edit(fake / CASE.replace(".en.", ".fr."), "Le fonds factice compte les moutons. [^1]", words)
    (problem,) = tracking.unstamped(load(fake))
    fingerprints = dict(re.findall(r'([a-z-]+): "([0-9a-f]{12})"', problem.in_language("en")))
    assert list(fingerprints) == list(VALUES)
    assert sum(fingerprints[name] != value for name, value in VALUES.items()) == moved


def test_one_command_stamps_them_all_and_nothing_else(fake: Path):
    stamped = contents(fake)
    unstamp(fake, CASE, PAGE)
    before = contents(fake)
    done = run(fake, "translations", "stamp")
    assert done.exit_code == 0, done.output
    assert sorted(line.split(":")[0] for line in done.output.splitlines()) == sorted([CASE, PAGE])
    after = contents(fake)
    assert {name for name in after if after[name] != before[name]} == {CASE, PAGE}
    assert sorted(after) == sorted(stamped)
    project = load(fake)
    assert list(tracking.unstamped(project)) == []
    assert [pair for pair in tracking.pairs(project) if sections.behind(*pair)] == []
    assert run(fake, "translations", "stamp").output == "", "once is enough"
    assert contents(fake) == after


def test_what_was_translated_from_an_earlier_original_stays_behind(fake: Path):
    edit(fake / PAGE, 'history: "857a0f156113"', 'history: "000000000000"')
    before = contents(fake)
    assert run(fake, "translations", "stamp").output == ""
    assert contents(fake) == before
    text, original = next(pair for pair in tracking.pairs(load(fake)) if pair[0].path == PAGE)
    assert sections.behind(text, original) == ("history",)


def test_a_file_of_windows_with_a_mark_at_its_start_is_stamped(fake: Path):
    unstamp(fake, CASE)
    raw = (fake / CASE).read_bytes()
    (fake / CASE).write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    assert run(fake, "translations", "stamp").exit_code == 0
    assert list(tracking.unstamped(load(fake))) == []


def test_a_page_needs_its_language(fake: Path):
    done = run(fake, "translations", "stamp", "about")
    assert done.exit_code == 2 and "Give the language after the page" in done.output
