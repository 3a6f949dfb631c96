"""Building again: what has not changed is not built, what was cut short is mended, two builds take turns."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import sites
from roadmap import cli, edge, place, unchanged
from roadmap.kept import Known, Written
from small import small_project

# What a build reads


def fingerprint(project: Path, *settings: object) -> str:
    return unchanged.look(project).fingerprint(*settings)


@pytest.fixture
def read(copy: Path) -> str:
    """The fingerprint of a copy of the project."""
    return fingerprint(copy, "", True)


def append(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


@pytest.mark.parametrize(
    "path",
    [
        "data/roadmap.yml",
        "data/locales/ar.po",
        "content/about.fr.md",
        "content/case-studies/tn-ticdce/index.fr.md",
        "content/case-studies/new/facts.yml",
        "overrides/kinds/activity.html",
        "overrides/assets/roadmap.css",
        "hooks/mkdocs_events.py",
        "mkdocs.yml",
        "weblate.json",
        ".github/CODEOWNERS",
        "build/posters/fr.000000000000.pdf",
        "build/cards/fr.000000000000.png",
    ],
)
def test_whatever_a_build_reads_makes_it_build_again(copy: Path, read: str, path: str):
    append(copy / path)
    assert fingerprint(copy, "", True) != read


def test_a_file_that_moves_or_goes_makes_it_build_again(copy: Path, read: str):
    moved = copy / "content" / "case-studies" / "tn-ticdce"
    moved.rename(moved.with_name("tn-other"))
    other = fingerprint(copy, "", True)
    (moved.with_name("tn-other") / "index.fr.md").unlink()
    assert len({read, other, fingerprint(copy, "", True)}) == 3


def test_two_files_are_told_from_one_with_the_bytes_of_both(copy: Path):
    folder = copy / "content"
    (folder / "a").write_bytes(b"xy")
    one = fingerprint(copy)
    (folder / "a").write_bytes(b"x")
    (folder / "b").write_bytes(b"y")
    assert fingerprint(copy) != one


@pytest.mark.parametrize("name", ["SITE_URL", "REPO_URL", "CONTACT_EMAIL", "PREVIEW", "SERVICE_WORKER"])
def test_what_mkdocs_yml_takes_from_the_environment_counts(copy: Path, read: str, monkeypatch, name: str):
    monkeypatch.setenv(name, "https://example.org/fake/")
    assert fingerprint(copy, "", True) != read


def test_settings_and_programs_count(copy: Path, read: str, monkeypatch):
    assert fingerprint(copy, "", False) != read
    assert fingerprint(copy, "pt", True) != read
    monkeypatch.setattr(unchanged, "distributions", lambda: ())
    assert fingerprint(copy, "", True) != read


def test_no_clock_counts(copy: Path, read: str):
    """Neither one that goes backwards nor a checkout, which gives every file the time of day."""
    for path in copy.rglob("*"):
        os.utime(path, (0, 0))
    assert fingerprint(copy, "", True) == read


def test_neither_what_python_compiles_nor_the_site_counts(copy: Path, read: str):
    append(copy / "hooks" / "roadmap" / "__pycache__" / "fake.pyc")
    append(copy / "site" / "index.html")
    append(copy / "build" / "made" / "fake.json")
    assert fingerprint(copy, "", True) == read


def test_what_lies_behind_a_link_counts(copy: Path, tmp_path: Path):
    append(tmp_path / "elsewhere.yml")
    (copy / "data" / "linked.yml").symlink_to(tmp_path / "elsewhere.yml")
    one = fingerprint(copy)
    assert fingerprint(copy) == one
    append(tmp_path / "elsewhere.yml")
    assert fingerprint(copy) != one


def test_a_link_to_a_folder_is_never_unchanged(copy: Path):
    """Not even one that leads back to itself."""
    (copy / "content" / "linked").symlink_to(copy / "content")
    assert fingerprint(copy) != fingerprint(copy)


def test_a_file_is_read_once(copy: Path, monkeypatch):
    """The program's own files, too, when they are those of the project."""
    monkeypatch.setattr(unchanged, "__file__", str(copy / "hooks" / "roadmap" / "unchanged.py"))
    seen: list[Path] = []
    monkeypatch.setattr(unchanged, "_content", lambda path: seen.append(path) or b"")
    fingerprint(copy)
    files = [path for path in seen if path != copy / "mkdocs.yml"]
    assert copy / "hooks" / "roadmap" / "unchanged.py" in files and len(files) == len(set(files))


def test_a_pipe_does_not_hold_a_build_up(copy: Path, read: str):
    os.mkfifo(copy / "content" / "pipe")
    assert fingerprint(copy, "", True) != read


@pytest.mark.parametrize("way", ["words", "more", "less"])
def test_what_changes_while_it_is_built_is_known_to_have_changed(copy: Path, way: str):
    """Else the site would pass for what was there before, once that is put back."""
    inputs = unchanged.look(copy)
    assert inputs.stand()
    path = copy / "content" / "case-studies" / "tn-ticdce" / "index.fr.md"
    if way == "words":
        path.write_bytes(path.read_bytes().replace(b"e", b"i"))
    elif way == "more":
        append(path.with_name("index.pt.md"))
    else:
        path.unlink()
    assert not inputs.stand()


@pytest.mark.slow
def test_a_site_that_was_made_while_files_changed_is_not_recorded(copy: Path, monkeypatch: pytest.MonkeyPatch):
    copy = small_project(copy, copy.with_name("small"))
    made = edge.build
    monkeypatch.setattr(
        edge, "build", lambda *given, **told: [made(*given, **told), append(copy / "content" / "about.fr.md")][0]
    )
    done = CliRunner().invoke(cli.main, ["--project", str(copy), "build", "--no-zip", "--langs", "fr"])
    assert done.exit_code == 0, done.output
    assert not list((copy / unchanged.RECORDS).glob("*"))


# What it wrote


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project with the record of a site of three pages, made of what has the fingerprint `read`."""
    for name in ("index.html", "about/index.html", "ar/index.html"):
        append(tmp_path / "site" / name)
    unchanged.keep(tmp_path, tmp_path / "site", "read", 3, SITE)
    return tmp_path


SITE = Known(
    Path(),
    {"about/": Written("key", "words", 3, 2, "checksum", ("style.css",))},
    {"x.jpg": "made of"},
    {"fr": "made of"},
    {"fr": ("key", "feed.xml", "cite.bib")},
    "common",
    {"tn-fake": "files"},
)


def recorded(project: Path, site: Path) -> tuple[str, int] | None:
    """The fingerprint and the number of pages that a project's record tells of a site."""
    found = unchanged.record(project, site)
    assert found is None or replace(found.site, folder=Path()) == SITE
    return found and (found.read, found.pages)


def test_an_untouched_site_of_the_same_files_is_known(made: Path):
    assert recorded(made, made / "site") == ("read", 3)
    assert recorded(made, made / "elsewhere") is None


@pytest.mark.parametrize(
    "touch",
    [
        lambda site: append(site / "index.html"),
        lambda site: append(site / "new.html"),
        lambda site: (site / "about" / "index.html").unlink(),
        lambda site: (site / "about").rename(site / "elsewhere"),
        lambda site: (site / "index.html").chmod(0o600),
        lambda site: os.utime(site / "index.html", (0, 0)),
    ],
)
def test_a_site_that_somebody_touched_is_built_again(made: Path, touch: Callable[[Path], None]):
    touch(made / "site")
    assert recorded(made, made / "site") is None


SPOILT = {
    "cut": lambda raw: raw[:-20],
    "one figure": lambda raw: raw.replace(b'"key"', b'"kex"'),
    "no checksum": lambda raw: raw.partition(b"\n")[2],
    **{repr(text): lambda _raw, text=text: text for text in (b"", b"{", b"null", b"\xff\xfe")},
    **{repr(text): lambda _raw, text=text: signed(text) for text in ("[]", "null", "{}", '{"read": "read"}')},
    "other types": lambda raw: signed(raw.decode().partition("\n")[2].replace("3, 2,", '"x", null,')),
}


def signed(text: str) -> bytes:
    """A record with a right checksum."""
    return f"{unchanged._checksum(text)}\n{text}".encode()


@pytest.mark.parametrize("way", SPOILT)
def test_a_spoilt_record_is_no_record(made: Path, way: str):
    (record,) = (made / unchanged.RECORDS).iterdir()
    before = record.read_bytes()
    record.write_bytes(SPOILT[way](before))
    assert record.read_bytes() != before
    assert recorded(made, made / "site") is None
    unchanged.keep(made, made / "site", "read", 3, SITE)
    assert recorded(made, made / "site") == ("read", 3)


def test_a_record_that_cannot_be_written_is_no_failure(tmp_path: Path):
    (tmp_path / "build").write_text("a file in the way", encoding="utf-8")
    unchanged.keep(tmp_path, tmp_path / "site", "read", 3, SITE)
    assert recorded(tmp_path, tmp_path / "site") is None


@pytest.mark.slow
def test_a_second_build_says_that_nothing_has_changed_and_a_third_that_something_has(project: Path, tmp_path: Path):
    copy = small_project(project, tmp_path / "project")
    first = sites.roadmap(copy, "build", "--no-zip")
    assert first.returncode == 0, sites.said(first)
    before, state = sites.contents(copy / "site"), unchanged._state(copy / "site")
    second = sites.roadmap(copy, "build", "--no-zip")
    assert second.returncode == 0 and "nothing has changed" in second.stdout
    assert unchanged._state(copy / "site") == state
    again = sites.roadmap(copy, "build", "--no-zip", "--again")
    assert "nothing has changed" not in again.stdout and unchanged._state(copy / "site") != state
    assert sites.contents(copy / "site") == before  # and so two builds of one commit are the same
    sites.edit(copy / "data/locales/en.po", 'msgstr "Open Roadmap"', 'msgstr "Fake Roadmap"')
    third = sites.roadmap(copy, "build", "--no-zip")
    assert third.returncode == 0 and "nothing has changed" not in third.stdout
    assert "Fake Roadmap" in (copy / "site" / "en" / "index.html").read_text(encoding="utf-8")


# Cut short


LOOP = """
import sys
from pathlib import Path
from roadmap import place
site = Path(sys.argv[1])
number = int(sys.argv[2])
while True:
    with place.alone(site), place.aside(site) as made:
        for name in ("index.html", *(f"{page}.html" for page in range(20))):
            (made / name).write_text(str(number))
    print(number, flush=True)
    number += 1
"""
KILLS = 50


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_site_for_the_next_build(tmp_path: Path):
    """Of a loop of builds that only write: each is a few milliseconds, so that kills fall between any two steps."""
    site, chance, seen = tmp_path / "site", random.Random(1), set()
    for number in range(KILLS):
        command = [sys.executable, "-c", LOOP, str(site), str(1000 * (number + 1))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout
            running.stdout.readline()  # one is whole
            time.sleep(chance.random() * 0.02)
            running.send_signal(signal.SIGKILL)
        seen |= {len(list(tmp_path.iterdir())), "no site" if not site.exists() else "site"}
        with place.alone(site):
            pass
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
        texts = [path.read_text(encoding="utf-8") for path in site.iterdir()]
        assert len(texts) == 21 and len(set(texts)) == 1 and texts[0]
    assert seen > {2, "site"}, "no kill fell into a build: this tests nothing"


def test_what_killed_builds_left_is_removed_and_nobody_s_folders_are(tmp_path: Path):
    left = [tmp_path / f".site-building-abcd_{number}23{old}" for number in range(2) for old in ("", "-old")]
    others = [
        tmp_path / name for name in ("site", "site-old", ".site-backup01", ".site-building-notes", ".site-building")
    ]
    for folder in (*left, *others):
        append(folder / "index.html")
    with place.alone(tmp_path / "site"):
        assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_site_that_was_on_its_way_is_put_back(tmp_path: Path):
    append(tmp_path / ".site-building-abcdefgh-old" / "index.html")
    append(tmp_path / ".site-building-abcdefgh" / "index.html")
    with place.alone(tmp_path / "site"):
        assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_builds_of_one_site_follow_each_other(tmp_path: Path):
    """Each notes when it begins and ends: never the one within the other."""
    code = """
import sys, time
from pathlib import Path
from roadmap import place
with place.alone(Path(sys.argv[1]) / "site"), open(Path(sys.argv[1]) / "log", "a") as log:
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

    monkeypatch.setattr(edge, "mkdocs_build", full)
    with pytest.raises(edge.BuildFailed, match="No space left on device"):
        edge.build(copy, copy / "site")
    assert (copy / "site" / "index.html").exists()
    assert not [path for path in copy.iterdir() if path.name.startswith(".site")]
