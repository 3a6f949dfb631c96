"""Builds are atomic: what was cut short is repaired, two builds take turns, a full disk leaves the last site."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap.build import engine, staging
from roadmap.cli import main


def append(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


LOOP = """
import ctypes, sys
from pathlib import Path
from roadmap.build import staging
site = Path(sys.argv[1])
number = int(sys.argv[2])
if sys.argv[3] == "in two steps":
    ctypes.CDLL = lambda _name: None
while True:
    with staging.alone(site), staging.aside(site) as made:
        for name in ("index.html", *(f"{page}.html" for page in range(20))):
            (made / name).write_text(str(number))
    print(number, flush=True)
    number += 1
"""
KILLS = 25


@pytest.mark.slow
@pytest.mark.parametrize("way", ["in one step", "in two steps"])
def test_a_kill_at_any_moment_leaves_a_whole_site_for_the_next_build(tmp_path: Path, way: str):
    """Of a loop of builds that only write: each is a few milliseconds, so that kills fall between any two steps."""
    site, chance, seen = tmp_path / "site", random.Random(1), set()
    for number in range(KILLS):
        command = [sys.executable, "-c", LOOP, str(site), str(1000 * (number + 1)), way]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout
            running.stdout.readline()  # one is whole
            time.sleep(chance.random() * 0.02)
            running.send_signal(signal.SIGKILL)
        assert site.exists() or way == "in two steps"
        seen.add(sum(not path.name.endswith(".lock") for path in tmp_path.iterdir()))
        with staging.alone(site):
            pass
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
        texts = [path.read_text(encoding="utf-8") for path in site.iterdir() if path.name != staging.MARK]
        assert len(texts) == 21 and len(set(texts)) == 1 and texts[0]
    assert 2 in seen, "no kill fell into a build: this tests nothing"


def built(site: Path, *names: str) -> Path:
    """Return a site at `site`, as a build of these files leaves it."""
    with staging.aside(site) as aside:
        for name in names or ("index.html", "fr/index.html"):
            append(aside / name)
    return site


def with_work(path: Path) -> None:
    """A git work tree on a published site, as for GitHub Pages."""
    append(built(path) / ".git" / "HEAD")


NOT_OURS: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("mine"),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to a site": lambda path: path.symlink_to(built(path.with_name("elsewhere"))),
    "a pipe": os.mkfifo,
    "notes": lambda path: append(path / "notes.txt"),
    "a home page without our mark": lambda path: append(path / "index.html"),
    "a slice without our mark": lambda path: append(path / staging.SLICE),
    "a git work tree with a home page": lambda path: (append(path / "index.html"), append(path / ".git" / "HEAD")),
    "somebody else's mark": lambda path: (append(path / staging.MARK), append(path / "index.html")),
    "a mark that is no text": lambda path: (append(path / "a"), (path / staging.MARK).write_bytes(b"\xff")),
    "a mark that is a folder": lambda path: append(path / staging.MARK / "a"),
    "a site with a file more": lambda path: append(built(path) / "CNAME"),
    "a site with a file more in a folder": lambda path: append(built(path) / "fr" / "notes.md"),
    "a site with an empty folder more": lambda path: (built(path) / "drafts").mkdir(),
    "a site with a link more": lambda path: (built(path) / "work").symlink_to(path.parent),
    "a site in which git works": with_work,
}


@pytest.mark.parametrize("make", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_what_is_not_a_site_is_never_replaced(tmp_path: Path, make: Callable[[Path], object]):
    site = tmp_path / "site"
    make(site)
    before = state(tmp_path)
    for attempt in (staging.aside, staging.alone):
        with pytest.raises(staging.NotASite, match="site"), attempt(site):
            pass
    assert state(tmp_path) == before


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return number and date of everything in a folder."""
    return {str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns) for path in folder.rglob("*")}


def test_a_site_s_file_that_is_a_link_now_is_still_only_a_link(tmp_path: Path):
    """The link goes with the old site, its target does not."""
    site, work = built(tmp_path / "site"), tmp_path / "work.html"
    append(work)
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(work)
    built(site)
    assert work.read_text() == "\n" and not (site / "index.html").is_symlink()


def test_a_folder_of_a_site_that_is_a_link_now_is_refused(tmp_path: Path):
    site, work = built(tmp_path / "site", "index.html", "fr/index.html"), tmp_path / "work"
    (site / "fr").rename(work)
    (site / "fr").symlink_to(work)
    with pytest.raises(staging.NotASite, match="“fr”"):
        built(site)
    assert (work / "index.html").exists()


@pytest.mark.parametrize("change", ["nothing", "a page less", "a page changed", "files of file managers", "empty"])
def test_a_site_is_replaced(tmp_path: Path, change: str):
    site = built(tmp_path / "site", "index.html", "fr/old.html")
    if change == "a page less":
        (site / "fr" / "old.html").unlink()
    elif change == "a page changed":
        append(site / "index.html")
    elif change == "files of file managers":
        for name in (".DS_Store", "fr/Thumbs.db", "fr/desktop.ini", ".directory", "._index.html"):
            append(site / name)
    elif change == "empty":
        shutil.rmtree(site)
        site.mkdir()
    built(site, "index.html", "fr/new.html")
    names = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    assert names == {staging.MARK, "index.html", "fr", "fr/new.html"}


def test_what_somebody_puts_there_during_a_build_is_kept(tmp_path: Path):
    site = tmp_path / "site"
    with pytest.raises(staging.NotASite), staging.aside(site) as aside:
        append(aside / "index.html")
        append(site / "notes.txt")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["notes.txt", "site"]


@pytest.mark.parametrize("kind", ["a git work tree", "a pipe"])
def test_the_command_replaces_nothing_that_it_did_not_make(tmp_path: Path, copy: Path, kind: str):
    """The attack: `--output` on a folder with a home page took its .git with it; on a pipe, the pipe."""
    site = tmp_path / "mine"
    os.mkfifo(site) if kind == "a pipe" else [append(site / name) for name in ("index.html", ".git/HEAD")]
    before = state(tmp_path)
    for command in ("build", "merge"):
        slices = [str(copy / "data")] if command == "merge" else []
        done = CliRunner().invoke(main, ["--project", str(copy), command, *slices, "--output", str(site)])
        assert done.exit_code == 1 and "“mine” exists and is not a site built by this command" in done.output
    assert state(tmp_path) == before


def test_what_killed_builds_left_is_removed_and_nobody_s_folders_are(tmp_path: Path):
    left = [tmp_path / f".site-building-abcd_{number}23{old}" for number in range(2) for old in ("", "-old")]
    others = [
        tmp_path / name for name in ("site", "site-old", ".site-backup01", ".site-building-notes", ".site-building")
    ]
    for folder in left:
        built(folder)
    for folder in others[1:]:
        append(folder / "index.html")
    (tmp_path / ".site-building-12345678").mkdir()  # killed before it had its mark
    built(tmp_path / "site")
    with staging.alone(tmp_path / "site"):
        names = {path.name for path in tmp_path.iterdir()} - {".site.lock"}
        assert names == {path.name for path in others}


def test_a_folder_with_the_name_of_a_killed_build_but_somebody_s_work_is_kept(tmp_path: Path):
    append(tmp_path / ".site-building-abcdefgh" / "notes.txt")
    with staging.alone(tmp_path / "site"):
        pass
    assert (tmp_path / ".site-building-abcdefgh" / "notes.txt").exists()


def test_a_site_that_was_on_its_way_is_put_back(tmp_path: Path):
    built(tmp_path / ".site-building-abcdefgh-old")
    built(tmp_path / ".site-building-abcdefgh")
    with staging.alone(tmp_path / "site"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_lock_follows_no_link_and_empties_no_file(tmp_path: Path):
    """The attack: a link with the lock's name, which is known, to a file of the person who builds."""
    mine, lock = tmp_path / "mine", tmp_path / ".site.lock"
    mine.write_text("mine")
    lock.symlink_to(mine)
    with staging.alone(tmp_path / "site"):
        pass
    assert mine.read_text() == "mine" and lock.is_symlink()
    lock.unlink()
    os.mkfifo(lock)  # nobody writes into it: opening it to read would wait for ever
    with staging.alone(tmp_path / "site"):
        pass


def test_a_build_that_waits_says_so(tmp_path: Path):
    waits = []

    def second() -> None:
        with staging.alone(tmp_path / "site", lambda: waits.append(1)):
            waits.append(2)

    with staging.alone(tmp_path / "site", lambda: waits.append(0)):
        (thread := threading.Thread(target=second)).start()
        while not waits:
            time.sleep(0.01)
        assert waits == [1]
    thread.join(10)
    assert waits == [1, 2] and list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_two_builds_of_one_site_follow_each_other(tmp_path: Path):
    """Each notes when it begins and ends: never the one within the other."""
    code = """
import sys, time
from pathlib import Path
from roadmap.build import staging
with staging.alone(Path(sys.argv[1]) / "site"), open(Path(sys.argv[1]) / "log", "a") as log:
    print("begins", file=log, flush=True)
    time.sleep(.2)
    print("ends", file=log, flush=True)
"""
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    assert [one.wait() for one in both] == [0] * 3
    assert (tmp_path / "log").read_text(encoding="utf-8").split() == ["begins", "ends"] * 3


@pytest.mark.slow
def test_a_full_disk_is_reported_and_leaves_the_last_site(copy: Path, monkeypatch):
    built(copy / "site")

    def full(config: object) -> None:
        raise OSError(28, "No space left on device", "index.html")

    monkeypatch.setattr(engine, "mkdocs_build", full)
    done = CliRunner().invoke(main, ["--project", str(copy), "build"])
    assert (done.exit_code, done.output) == (1, "index.html: cannot be read or written, the disk is full.\n")
    assert (copy / "site" / "index.html").exists()
    assert not [path for path in copy.iterdir() if path.name.startswith(".site")]
