"""Slices of a site: built side by side or apart, they are put together to the bytes of a build one after the other."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sites
from roadmap import parallel
from roadmap.build import engine, slices, staging
from roadmap.load import load
from roadmap.problems import ProblemsFound
from roadmap.publishing import search_index
from roadmap.reading import case_study
from small import earlier_site, small_project

# On one machine


@pytest.fixture(scope="session")
def small(project: Path, shared: Path) -> Path:
    """A small project. It must not be changed."""
    folder = shared / f"slices-{os.getpid()}"
    return folder if folder.exists() else small_project(project, folder)


@pytest.fixture(scope="session")
def whole(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, built one language after the other."""
    site = tmp_path_factory.mktemp("whole") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "processors", lambda: 1)
        engine.build(small, site, zips=True)
    return site


@pytest.mark.slow
def test_languages_side_by_side_give_the_bytes_of_one_after_the_other(small: Path, whole: Path, tmp_path: Path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "processors", lambda: 4)
        engine.build(small, tmp_path / "site", zips=True)
    assert sites.contents(tmp_path / "site") == sites.contents(whole)


@pytest.mark.slow
def test_mkdocs_by_itself_gives_them_too(small: Path, whole: Path, tmp_path: Path):
    """`mkdocs build`, for whoever knows no other command: it makes no ZIP and no mark, all else is the same."""
    engine.build(small, tmp_path / "ours")
    mkdocs = str(sites.ROADMAP.with_name("mkdocs"))
    done = sites.run([mkdocs, "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")], small)
    assert done.returncode == 0, sites.said(done)
    ours = sites.contents(tmp_path / "ours")
    assert ours.pop(staging.MARK).decode().splitlines()[1:] == sorted(ours)
    assert sites.contents(tmp_path / "site") == ours


# On several


def built(small: Path, folder: Path, *languages: str) -> Path:
    done = sites.roadmap(small, "build", "--langs", ",".join(languages), "--output", str(folder))
    assert done.returncode == 0, sites.said(done)
    return folder


@pytest.mark.slow
def test_slices_are_put_together_to_the_bytes_of_a_whole_build(small: Path, whole: Path, tmp_path: Path):
    """In any order; and a slice that is built again takes the place of the last one, though it has no home page."""
    one = built(small, tmp_path / "one", "ar", "es")
    two = built(small, tmp_path / "two", "fr", "en", "zh", "ru")
    assert not (one / "index.html").exists() and not (one / "data").exists(), "only what belongs to its languages"
    before = sites.contents(one)
    built(small, one, "es", "ar")
    assert sites.contents(one) == before, "languages are named in any order"
    for order in ((one, two), (two, one)):
        done = sites.roadmap(small, "merge", *map(str, order), "--output", str(tmp_path / "site"))
        assert done.returncode == 0, sites.said(done)
        assert sites.contents(tmp_path / "site") == sites.contents(whole)
    assert sites.contents(one) == before, "slices stay as they are"


@pytest.mark.slow
def test_slices_that_are_not_those_of_the_project_are_refused_all_at_once(small: Path, tmp_path: Path, copy: Path):
    one = built(small, tmp_path / "one", "ar")
    (tmp_path / "notes").mkdir()
    last = sites.contents(earlier_site(tmp_path / "site", index="the last good site"))
    other = tmp_path / "other"
    (other / "folder").mkdir(parents=True)
    slices.mark(other, ["ar", "xx"], "made of something else")
    done = sites.roadmap(
        small, "merge", *(str(path) for path in (one, tmp_path / "notes", other)), "--output", str(tmp_path / "site")
    )
    assert done.returncode == 1 and "Traceback" not in sites.said(done)
    assert done.stderr.splitlines() == [
        "“notes” is not a partial build. Create one with roadmap build --langs.",
        "“other” does not come from the same files, programs or settings as this project.",
        "The language “ar” is in 2 partial build(s); expected: one.",
        *(f"The language “{code}” is in 0 partial build(s); expected: one." for code in ("zh", "en", "fr", "ru", "es")),
        "“xx” is not a language of the site.",
    ]
    assert sites.contents(tmp_path / "site") == last


@pytest.mark.slow
def test_a_language_that_the_site_does_not_have_is_no_slice(project: Path):
    done = sites.roadmap(project, "build", "--langs", "ar,xx")
    assert done.returncode == 2
    assert "“xx” is not a language of the site. Possible values: ar, zh, en, fr, ru, es." in done.stderr


def test_the_languages_are_reported_for_whoever_builds_them_apart(project: Path):
    assert json.loads(sites.roadmap(project, "languages").stdout) == list(sites.LANGUAGES)


def test_two_machines_with_the_same_files_make_slices_of_the_same_site(project: Path, tmp_path: Path):
    """Wherever the project lies there."""
    one, two = (sites.copy_project(project, tmp_path / name / "project") for name in ("one", "a longer path"))
    for path in one.rglob("*"):  # a checkout gives every file the time of day
        os.utime(path, (0, 0))
    assert slices.inputs(one) == slices.inputs(two)


@pytest.fixture
def inputs(copy: Path) -> str:
    """The fingerprint of what slices of a copy of the project are made of."""
    return slices.inputs(copy)


def append(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "data/locales/ar.po",
        "content/about.fr.md",
        "content/case-studies/new/facts.yml",
        "overrides/assets/roadmap.css",
        "hooks/mkdocs_events.py",
        "mkdocs.yml",
        "weblate.json",
        ".github/CODEOWNERS",
    ],
)
def test_slices_of_other_files_are_not_of_the_same_site(copy: Path, inputs: str, path: str):
    append(copy / path)
    assert slices.inputs(copy) != inputs


@pytest.mark.slow
def test_slices_of_files_that_moved_or_of_other_programs_or_settings_are_not_either(
    copy: Path, inputs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    found = [inputs, slices.inputs(copy, ["pt"])]
    moved = copy / "content" / "case-studies" / "tn-ticdce"
    moved.rename(moved.with_name("tn-other"))
    found.append(slices.inputs(copy))
    (moved.with_name("tn-other") / "index.fr.md").unlink()
    found.append(slices.inputs(copy))
    append(tmp_path / "elsewhere.yml")
    (copy / "data" / "linked.yml").symlink_to(tmp_path / "elsewhere.yml")
    for _change in range(2):
        found.append(slices.inputs(copy))
        append(tmp_path / "elsewhere.yml")
    for name in ("SITE_URL", "REPO_URL", "CONTACT_EMAIL", "PUBLISHER", "PREVIEW", "SERVICE_WORKER"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "https://example.org/fake/")
            found.append(slices.inputs(copy))
    monkeypatch.setattr(slices, "programs", list)
    found.append(slices.inputs(copy))
    assert len(set(found)) == len(found)


def test_what_is_compiled_or_built_or_no_file_makes_no_difference_to_slices(copy: Path, inputs: str):
    """A pipe would never end, and a link may lead back to itself."""
    append(copy / "hooks" / "roadmap" / "__pycache__" / "fake.pyc")
    append(copy / "hooks" / "fake.egg-info" / "SOURCES.txt")
    earlier_site(copy / "site", index="")
    append(copy / "build" / "posters" / "fr.000000000000.pdf")
    os.mkfifo(copy / "content" / "pipe")
    (copy / "content" / "linked").symlink_to(copy / "content")
    assert slices.inputs(copy) == inputs


# Put together


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("_", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_what_stands_in_two_slices_must_be_the_same(tmp_path: Path):
    one, two = write(tmp_path / "1", a="1", assets_style="x"), write(tmp_path / "2", b_c="2", assets_style="x")
    site = tmp_path / "site"
    site.mkdir()
    slices.put_together([one, two], site)
    assert sites.contents(site) == {"a": b"1", "assets/style": b"x", "b/c": b"2"}
    assert not one.exists() and not two.exists()
    for other in (write(tmp_path / "3", assets_style="y"), write(tmp_path / "4", assets="no folder")):
        with pytest.raises(slices.Differ):
            slices.put_together([other], site)


def test_the_lists_of_languages_of_two_search_indexes_are_joined(tmp_path: Path):
    site = tmp_path / "site"
    site.mkdir()
    for code in ("fr", "ar"):
        entry = tmp_path / code / search_index.FOLDER / search_index.ENTRY
        entry.parent.mkdir(parents=True)
        entry.write_text(json.dumps({"version": "1", "languages": {code: {"hash": code}}}))
    slices.put_together([tmp_path / "fr", tmp_path / "ar"], site)
    data = json.loads((site / search_index.FOLDER / search_index.ENTRY).read_text())
    assert data == {"version": "1", "languages": {"ar": {"hash": "ar"}, "fr": {"hash": "fr"}}}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"languages": 3, "inputs": ""}', '{"languages": []}'])
def test_a_spoilt_mark_is_that_of_no_slice(tmp_path: Path, text: str):
    (tmp_path / staging.SLICE).write_text(text)
    assert slices.read(tmp_path) is None


# Side by side


@pytest.mark.parametrize("count", [1, 2, 3])
def test_work_is_given_back_in_the_order_of_things(monkeypatch, count: int):
    monkeypatch.setattr(parallel, "processors", lambda: count)

    def work(thing: dict[str, int]) -> tuple[int, int]:
        time.sleep(0.05)  # else one process may do it all
        return thing["number"], os.getpid()

    numbers = parallel.each(work, [{"number": n} for n in range(5)])
    assert [number for number, _process in numbers] == [0, 1, 2, 3, 4]
    assert (len({process for _number, process in numbers}) > 1) == (count > 1)
    assert parallel.each(lambda thing: thing, []) == []


def test_what_goes_wrong_in_another_process_is_raised_here(monkeypatch):
    monkeypatch.setattr(parallel, "processors", lambda: 2)

    def work(thing: str) -> None:
        raise engine.BuildFailed(thing)

    with pytest.raises(engine.BuildFailed, match="one"):
        parallel.each(work, ["one", "two"])


@pytest.mark.slow
def test_a_process_that_is_killed_is_reported(copy: Path, monkeypatch):
    earlier_site(copy / "site", index="the last good site")
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    monkeypatch.setattr(engine, "mkdocs_build", lambda _config: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(engine.BuildFailed, match="was stopped"):
        engine.build(copy, copy / "site")
    assert (copy / "site" / "index.html").read_text() == "the last good site"
    assert not [path for path in copy.iterdir() if path.name.startswith(".site")]


ORPHANS = """
import os, time
from roadmap import parallel
parallel.processors = lambda: 2
def work(thing):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
parallel.each(work, ["one", "two"])
"""


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_nothing_outlives_a_build_that_is_stopped(project: Path, way: signal.Signals):
    """A process that goes on would write into a site's place, and keep its lock."""
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS],
        env=sites.environment(project),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout
        numbers = [int(running.stdout.readline()) for _ in range(2)]
        assert all(alive(number) for number in numbers)
        os.killpg(running.pid, way) if way == signal.SIGINT else running.send_signal(way)
        running.wait(10)
    end = time.monotonic() + 5
    while any(alive(number) for number in numbers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [number for number in numbers if alive(number)]


def alive(number: int) -> bool:
    """Whether a process runs; one that has ended and nobody waited for does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_case_studies_that_are_read_side_by_side_say_the_same(copy: Path, monkeypatch):
    """Good ones, and what is wrong with others, in the same order."""
    folders = sorted((copy / "content" / "case-studies").iterdir())
    for folder in (*folders[:2], *folders[3:]):
        with next(folder.glob("index.*.md")).open("a", encoding="utf-8") as file:
            file.write("\n<b>mark-up</b> [^99] [ailleurs](/nowhere/)\n")
    (folders[2] / "case-study.yml").write_text("party: [", encoding="utf-8")
    monkeypatch.setattr(case_study, "MANY", 1)
    entries = []
    for count in (1, 3):
        monkeypatch.setattr(parallel, "processors", lambda count=count: count)
        with pytest.raises(ProblemsFound) as caught:
            load(copy)
        entries.append((str(caught.value), repr(case_study.read_all(copy)()[0])))
    assert entries[0] == entries[1]
    assert len(entries[0][0].splitlines()) > 8


def test_the_programs_that_count_are_those_of_a_build(project: Path):
    """A machine that prints posters has the tools of the tests, the one that puts slices together has not."""
    lock = (project / "requirements.txt").read_text(encoding="utf-8")
    locked = {name.replace("_", "-") for name in re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE)}
    counted = {name.lower().replace("_", "-") for name, _version in slices.programs()} - {"open-roadmap"}
    assert {"mkdocs", "pagefind-bin-extended", "pyyaml"} <= counted
    assert counted <= locked - {"setuptools"}
