"""How far a build is: told on a terminal, in one line that is rewritten, and nowhere else."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

import sites
from roadmap import parallel
from roadmap.build import progress_display
from small import small_project


class Terminal(io.StringIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_pages_of_all_processes_are_counted(monkeypatch: pytest.MonkeyPatch):
    """Each process counts what it writes; the last line has all of it."""
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    terminal = Terminal()
    with progress_display.shown(["fr", "en", "ar"], 500, terminal) as log:

        def work(language: str) -> str:
            for _page in range(500):
                log.page(language)
            return language

        assert parallel.each(work, ["fr", "en", "ar"]) == ["fr", "en", "ar"]
        for language in ("fr", "en"):
            log.language(language)
    assert terminal.getvalue().endswith(
        f"{progress_display.START}Building: 2 of 3 languages, 1500 of 1500 pages{progress_display.START}"
    )


def test_it_is_reported_in_french_to_french_environments(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    terminal = Terminal()
    with progress_display.shown(["fr"], 1, terminal) as log:
        log.page("fr")
    assert "1 pages sur 1" in terminal.getvalue()


def test_the_line_is_rewritten_now_and_then_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress_display, "PAUSE", 1000)
    terminal = Terminal()
    with progress_display.shown(["fr"], 1000, terminal) as log:
        for _page in range(1000):
            log.page("fr")
    assert terminal.getvalue().count(progress_display.START) == 2


def test_the_line_goes_when_the_build_fails():
    terminal = Terminal()
    with pytest.raises(OSError, match="full"), progress_display.shown(["fr"], 1, terminal) as log:
        log.page("fr")
        raise OSError("full")
    assert terminal.getvalue().endswith(progress_display.START)


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_a_log_and_a_plain_terminal_are_told_nothing(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "dumb")
    with progress_display.shown(["fr"], 1, stream) as log:
        assert log is None
    assert stream.getvalue() == ""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_a_build_tells_its_progress_to_a_terminal_and_not_to_a_log(project: Path, tmp_path: Path):
    small = small_project(project, tmp_path / "project", ())
    command = [str(sites.ROADMAP), "build", "--no-zip", "--langs", "fr,en"]
    settings = {
        "SITE_URL": "https://example.net/",
        "REPO_URL": "https://example.org/repository",
        "PUBLISHER": "Fake",
    }
    settings |= {"CONTACT_EMAIL": "fake@example.org", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    environment = sites.environment(small) | settings
    logged = subprocess.run(command, cwd=small, env=environment, capture_output=True, text=True, check=True)
    assert logged.stderr == "" and re.fullmatch(r"\d+ pages, .*\n", logged.stdout)
    pages = int(logged.stdout.split()[0])

    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=small, env=environment, stdout=subprocess.PIPE, stderr=theirs) as build:
        os.close(theirs)
        output = b""
        try:
            while part := os.read(ours, 10_000):
                output += part
        except OSError:  # how Linux tells that nobody writes any more
            pass
        assert build.stdout and re.match(rb"\d+ pages, ", build.stdout.read())
    os.close(ours)
    assert build.returncode == 0
    lines = output.decode().split(progress_display.START)
    assert lines[0] == lines[-1] == ""
    assert all(re.fullmatch(rf"Building: [0-2] of 2 languages, \d+ of {pages} pages", line) for line in lines[1:-1])
    assert lines[-2] == f"Building: 2 of 2 languages, {pages} of {pages} pages"
