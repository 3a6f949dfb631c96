"""Builds are atomic: what was cut short is repaired, two builds take turns, a full disk leaves the last site."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
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
        seen.add(len(list(tmp_path.iterdir())))
        with staging.alone(site):
            pass
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
        texts = [path.read_text(encoding="utf-8") for path in site.iterdir()]
        assert len(texts) == 21 and len(set(texts)) == 1 and texts[0]
    assert 2 in seen, "no kill fell into a build: this tests nothing"


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("mine"),
        lambda path: path.symlink_to("nowhere"),
        lambda path: os.mkfifo(path),
        lambda path: append(path / "notes.txt"),
    ],
)
def test_what_is_not_a_site_is_never_replaced(tmp_path: Path, make: Callable[[Path], object]):
    site = tmp_path / "site"
    make(site)
    before = site.lstat()
    with pytest.raises(staging.NotASite), staging.aside(site):
        pass
    assert site.lstat() == before and list(tmp_path.iterdir()) == [site]


def test_what_killed_builds_left_is_removed_and_nobody_s_folders_are(tmp_path: Path):
    left = [tmp_path / f".site-building-abcd_{number}23{old}" for number in range(2) for old in ("", "-old")]
    others = [
        tmp_path / name for name in ("site", "site-old", ".site-backup01", ".site-building-notes", ".site-building")
    ]
    for folder in (*left, *others):
        append(folder / "index.html")
    with staging.alone(tmp_path / "site"):
        assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_site_that_was_on_its_way_is_put_back(tmp_path: Path):
    append(tmp_path / ".site-building-abcdefgh-old" / "index.html")
    append(tmp_path / ".site-building-abcdefgh" / "index.html")
    with staging.alone(tmp_path / "site"):
        assert [path.name for path in tmp_path.iterdir()] == ["site"]


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


def test_a_full_disk_is_told_and_leaves_the_last_site(copy: Path, monkeypatch):
    append(copy / "site" / "index.html")

    def full(config: object) -> None:
        raise OSError(28, "No space left on device", "index.html")

    monkeypatch.setattr(engine, "mkdocs_build", full)
    done = CliRunner().invoke(main, ["--project", str(copy), "build"])
    assert (done.exit_code, done.output) == (1, "index.html:1: Cannot be read or written: No space left on device.\n")
    assert (copy / "site" / "index.html").exists()
    assert not [path for path in copy.iterdir() if path.name.startswith(".site")]
