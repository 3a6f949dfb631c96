"""Files are written whole or not at all, several together; a folder takes the place of another in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from roadmap import disk
from roadmap.cli import main

PROJECT = Path(__file__).parents[1]
NEW = {"one": "1 é", "two/three": b"2"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_texts_and_bytes_are_written_with_their_folders(tmp_path: Path):
    assert disk.write(tmp_path, NEW) == [tmp_path / "one", tmp_path / "two" / "three"]
    assert contents(tmp_path) == {"one": "1 é".encode(), "two/three": b"2"}
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path):
    path = tmp_path / "one"
    path.write_text("0")
    path.chmod(0o640)
    inode = path.stat().st_ino
    disk.write(tmp_path, NEW)
    assert path.read_text() == "1 é" and path.stat().st_mode & 0o777 == 0o640
    assert path.stat().st_ino != inode, "who reads the file sees the old one or the new one"


def test_a_file_that_would_not_change_is_not_written_but_is_named(tmp_path: Path):
    disk.write(tmp_path, NEW)
    before = [path.stat() for path in sorted(tmp_path.rglob("*"))]
    assert disk.write(tmp_path, NEW) == [tmp_path / "one", tmp_path / "two" / "three"]
    assert [path.stat() for path in sorted(tmp_path.rglob("*"))] == before


def test_no_file_is_written_through_a_link(tmp_path: Path):
    """Neither one in its place nor one where its new content is to be written first."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    for name in ("one", f".one.{os.getpid()}.new", f".one.{os.getpid()}.old"):
        (tmp_path / name).symlink_to(elsewhere)
    disk.write(tmp_path, NEW)
    assert contents(tmp_path) == {"elsewhere": b"mine", "one": "1 é".encode(), "two/three": b"2"}
    assert not (tmp_path / "one").is_symlink()


@pytest.mark.parametrize("at", range(1, 4))
@pytest.mark.parametrize("call", ["os.replace", "pathlib.Path.open"])
def test_several_files_are_all_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int):
    """The third is a link, the second is new."""
    (tmp_path / "1").write_text("one")
    (tmp_path / "3").symlink_to("1")
    owner, name = (os, "replace") if call == "os.replace" else (Path, "open")
    real, left = getattr(owner, name), at

    def full(*arguments: Any, **options: Any) -> Any:
        nonlocal left
        writes = name == "replace" or "xb" in arguments
        left -= writes
        if writes and not left:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **options)

    monkeypatch.setattr(owner, name, full)
    with pytest.raises(OSError, match="No space left") as caught:
        disk.write(tmp_path, {"1": "I", "2": "II", "3": "III"})
    assert caught.value.filename == str(tmp_path / str(at))
    assert contents(tmp_path) == {"1": b"one", "3": b"one"} and (tmp_path / "3").is_symlink()


def test_a_folder_in_the_place_of_a_file_is_no_reason_to_write_the_others(tmp_path: Path):
    (tmp_path / "two" / "three").mkdir(parents=True)
    with pytest.raises(FileExistsError):
        disk.write(tmp_path, NEW)
    assert contents(tmp_path) == {}


COMMANDS = {
    "schema": ["schema"],
    "update": ["translations", "update"],
    "add": ["translations", "add", "pt"],
    "stamp": ["translations", "stamp", "about", "en"],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_cannot_write_says_which_file_and_changes_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, command: str
):
    for name in ("data/schemas/sdgs.json", "data/schemas/parties.json", "weblate.json", "data/locales/roadmap.pot"):
        path = copy / name
        path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n", 1), encoding="utf-8")
    about = copy / "content" / "about.en.md"
    about.write_text(re.sub(r'"[0-9a-f]{12}"', '"000000000000"', about.read_text(encoding="utf-8")), encoding="utf-8")
    before, real, written = contents(copy), os.replace, []

    def full(new: Path, path: Path) -> None:
        if new.name.endswith(".new"):
            written.append(path.relative_to(copy).as_posix())
            if command == "stamp" or len(written) == 2:
                raise OSError(errno.ENOSPC, "No space left on device")
        real(new, path)

    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    done = CliRunner().invoke(main, ["--project", str(copy), *COMMANDS[command]])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), repr(done.exception)
    assert done.output == f"{written[-1]}: cannot be read or written, the disk is full.\n"
    assert contents(copy) == before


# Folders


@pytest.fixture(params=["in one step", "in two steps"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "in two steps":
        monkeypatch.setattr(ctypes, "CDLL", lambda _name: None)
    return tmp_path / "place"


def test_a_folder_takes_the_place_of_another(place: Path):
    for text in ("1", "2"):
        with disk.folder(place, place.with_name(".new-")) as aside:
            (aside / "one").write_text(text)
        assert contents(place.parent) == {"place/one": text.encode()}
        assert [path.name for path in place.parent.iterdir()] == ["place"]
        assert place.stat().st_mode & 0o777 == 0o755


def test_a_folder_that_fails_leaves_the_other(place: Path):
    place.mkdir()
    (place / "one").write_text("1")
    with pytest.raises(KeyError), disk.folder(place, place.with_name(".new-")) as aside:
        (aside / "one").write_text("2")
        raise KeyError
    assert contents(place.parent) == {"place/one": b"1"}


def test_a_folder_that_cannot_take_the_place_leaves_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (place := tmp_path / "place").mkdir()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: None)
    real, steps = Path.rename, []

    def rename(path: Path, to: Path) -> Path:
        steps.append(path)
        if len(steps) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="No space left"), disk.folder(place, place.with_name(".new-")):
        pass
    assert [path.name for path in place.parent.iterdir()] == ["place"]
