"""Every command in the documents runs as typed: all are parsed, and all but the long ones are run in a copy."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import click
import pytest
from mkdocs.__main__ import cli as mkdocs

import sites
from roadmap.cli import main
from small import small_project

PROJECT = sites.PROJECT
DOCUMENTS = [
    path.relative_to(PROJECT).as_posix()
    for pattern in ("README.md", "[!R]*.md", "docs/*.md", "benchmarks/README.md", ".github/*.md")
    for path in sorted(PROJECT.glob(pattern))
]
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)
INLINE_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PROGRAMS = r"make|roadmap|mkdocs|weblate|git|gh|uv|pip|npm|npx|cd|sh|bash|python[\d.]*|pytest|\.venv/bin/\w\S*"
COMMAND = re.compile(rf"(?:[A-Z_]+=\S+ )*(?:{PROGRAMS})(?: .*)?")
NAME = re.compile(r"(?:roadmap|mkdocs)(?: [a-z]+)*")
"""A command that a document only names: what people type begins with `.venv/bin/`."""
GROUPS: dict[str, click.Group] = {"roadmap": main, "mkdocs": mkdocs}
ELSEWHERE = {"weblate import_json --project PROJECT weblate.json": "runs on the server of Weblate"}
LONG = {
    "make test": "runs this very test",
    "make test-fast": "runs tests",
    "make sweep": "runs tests",
    "make coverage": "runs all tests",
    "make pdf": "prints with a browser",
    "make search-quality": "asks in a browser",
    "make audit": "needs Node and Java",
    "make accessibility": "looks at every page with a browser",
    "make bench": "takes hours",
    "make bench-smoke": "takes minutes",
    "make mutation": "takes an hour",
    "make lint": "is a command of its own in the workflows",
    "make lock": "asks an index of packages",
    "make check VENV=build/venv": "installs packages",
    "make serve ADDRESS=127.0.0.1:9000": "needs this port to be free",
    ".venv/bin/mkdocs serve": "needs port 8000 to be free",
    ".venv/bin/python benchmarks/profile_build.py 1500": "takes minutes",
    ".venv/bin/python tests/mutation/run.py --seed 1 reading/markdown": "takes minutes",
    ".venv/bin/python benchmarks/paint.py": "types into a built site with a browser",
    ".venv/bin/python benchmarks/weight.py site": "reads a built site with a browser",
}
"""Commands that are only parsed, and why."""
SERVES = re.compile(r"\bserve\b")
SECONDS = 240


def text(document: str) -> str:
    return (PROJECT / document).read_text(encoding="utf-8")


def blocks(document: str) -> list[str]:
    """Return the lines of the blocks of shell code."""
    found = (match["text"] for match in FENCE.finditer(text(document)) if match["kind"] == "sh")
    return [line.strip() for block in found for line in block.splitlines() if line.strip()]


def inline(document: str) -> list[str]:
    """Return the commands among the words."""
    return [code for code in INLINE_CODE.findall(FENCE.sub("", text(document))) if COMMAND.fullmatch(code)]


def commands(document: str) -> list[str]:
    return [*blocks(document), *inline(document)]


ALL = sorted({command for document in DOCUMENTS for command in commands(document)} - set(ELSEWHERE))


def assignments(command: str) -> tuple[dict[str, str], list[str]]:
    """Return the variables before a command, and its words."""
    words = command.split()
    count = next(index for index, word in enumerate(words) if not re.fullmatch(r"[A-Z_]+=\S*", word))
    return dict(word.split("=", 1) for word in words[:count]), words[count:]


def example(document: str) -> str:
    """Return the submission that the guide shows, or the English one."""
    found = [match["text"] for match in FENCE.finditer(text(document)) if match["text"].startswith("submission:")]
    return found[0] if found else example("docs/case-studies.md")


def make_copy(folder: Path, document: str = "README.md") -> Path:
    """Copy the project with a few case studies, this environment as its `.venv`, and the file that the guide downloads.

    The folders that the builds of several machines fill are there already, empty.
    """
    copied = small_project(PROJECT, folder)
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(PROJECT / name, copied / name)
    shutil.copytree(PROJECT / "benchmarks", copied / "benchmarks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "tests" / "mutation", copied / "tests" / "mutation")
    (copied / "co-crea-digital.yml").write_text(example(document), encoding="utf-8")
    plan = (PROJECT / "tests/adaptations/dz/plan-fictif/adaptation.yml").read_text(encoding="utf-8")
    (copied / "adaptation.yml").write_text(plan, encoding="utf-8")
    (copied / "issue.md").write_text(f"### adaptation.yml\n\n```yaml\n{plan}```\n", encoding="utf-8")
    for name in ("one", "two"):
        (copied / "build" / name).mkdir(parents=True)
    programs = copied / ".venv" / "bin"
    programs.mkdir(parents=True)
    for path in Path(sys.executable).parent.iterdir():
        (programs / path.name).symlink_to(path)
    # A port that is free, whatever else runs on this machine; everything else is as typed.
    (programs / "roadmap").unlink()
    (programs / "roadmap").write_text(
        '#!/bin/sh\ncase " $* " in\n'
        f'  *" serve --preview "*) exec "{sites.ROADMAP}" "$@" --address 127.0.0.1:0 ;;\n'
        f'  *) exec "{sites.ROADMAP}" "$@" ;;\nesac\n'
    )
    (programs / "roadmap").chmod(0o755)
    for name in (".ready", ".ready-dev", ".ready-bench", ".ready-mutation"):
        (copied / ".venv" / name).touch()
    return copied


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_copy(tmp_path_factory.mktemp("documented") / "project")


# All commands


def test_the_documents_have_commands_of_each_kind():
    assert len(ALL) > 40
    assert {"README.md", "CONTRIBUTING.md", "TRANSLATING.fr.md", "docs/development.md"} <= set(DOCUMENTS)
    for start in ("make", "roadmap", ".venv/bin/roadmap", ".venv/bin/mkdocs", "SITE_URL="):
        assert any(command.startswith(start) for command in ALL), start


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_line_of_a_block_is_a_command(document):
    for line in blocks(document):
        assert COMMAND.fullmatch(line), line


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_command_has_a_placeholder(document):
    for command in set(commands(document)) - set(ELSEWHERE):
        assert not re.search(r"[<>…]|\b[A-Z][A-Z-]{3,}\b(?!=)", command), command


def test_each_exception_is_in_a_document():
    typed = {command for document in DOCUMENTS for command in commands(document)}
    assert {*LONG, *ELSEWHERE} <= typed


@pytest.mark.parametrize("command", [one for one in ALL if "make" in assignments(one)[1][0]])
def test_make_has_the_target(command, copied):
    variables, words = assignments(command)
    done = subprocess.run(
        [words[0], "--dry-run", *words[1:]],
        cwd=copied,
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [one for one in ALL if "make" not in assignments(one)[1][0]])
def test_the_command_has_these_arguments_and_options(command, copied, monkeypatch):
    program, *rest = assignments(command)[1]
    monkeypatch.chdir(copied)
    if not NAME.fullmatch(command):
        assert (copied / program).is_file(), f"{program} is not what people type: begin with .venv/bin/"
    if Path(program).name == "python":
        assert (copied / rest[0]).is_file(), command
        return
    here: Any = GROUPS[Path(program).name]
    while rest and isinstance(here, click.Group):
        assert rest[0] in here.commands, command
        here = here.commands[rest.pop(0)]
    if rest or program.startswith("."):
        parameters(here, rest)


def parameters(command: click.Command, words: list[str]) -> None:
    """Parse the words as the command does. Raises UsageError for those it does not accept."""
    parent = click.Context(main, info_name="roadmap")
    parent.params["project"] = Path()
    with command.make_context(command.name, words, parent=parent, resilient_parsing=False):
        pass


def test_what_is_not_a_command_is_refused(copied, monkeypatch):
    """The tests above fail where they should."""
    monkeypatch.chdir(copied)
    for words in (
        ["check", "--fromat", "json"],
        ["check", "--format", "xml"],
        ["merge"],
        ["translations", "diff", "a"],
    ):
        here: Any = main
        while isinstance(here, click.Group):
            here = here.commands[words.pop(0)]
        with pytest.raises(click.UsageError):
            parameters(here, words)


# The commands, run


def runs() -> dict[str, list[str]]:
    """Return what is run for each document, in the order of the document: commands that none before it had."""
    seen = {*LONG, *ELSEWHERE}
    planned = {}
    for document in DOCUMENTS:
        typed = [*blocks(document), *(one for one in inline(document) if not NAME.fullmatch(one))]
        if new := [one for one in dict.fromkeys(typed) if one not in seen]:
            planned[document] = new
        seen |= set(typed)
    return planned


RUNS = runs()
FIRST = ("README.md", "CONTRIBUTING.md", "CONTRIBUTING.fr.md", "docs/case-studies.fr.md")
"""The documents that people begin with: `make audit` runs the commands of the others."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "document", [one if one in FIRST else pytest.param(one, marks=pytest.mark.sweep) for one in RUNS]
)
def test_the_commands_run_as_typed(document, tmp_path):
    folder = make_copy(tmp_path / "project", document)
    for command in RUNS[document]:
        if found := re.search(r"stamp (case-studies/\S+) (\w+)$", command):
            if not (folder / "content" / found[1]).exists():
                shutil.copytree(PROJECT / "content" / found[1], folder / "content" / found[1])
            begin_translation(folder / "content" / found[1], found[2])
        (serve if SERVES.search(command) else run)(command, folder)


def begin_translation(case: Path, language: str) -> None:
    """Copy the original under the name of a translation that does not exist yet, as the guides ask."""
    if not (case / f"index.{language}.md").exists():
        facts = (case / "case-study.yml").read_text(encoding="utf-8")
        original = re.search(r"^original_language: (\w+)$", facts, re.MULTILINE)[1]
        shutil.copy(case / f"index.{original}.md", case / f"index.{language}.md")


def run(command: str, folder: Path) -> None:
    """Run a command; `make site` builds two languages, unless the command names others."""
    done = sites.run(["bash", "-c", command], folder, seconds=SECONDS, LANGS="fr,ar")
    assert done.returncode == 0, f"{command}\n{sites.said(done)}"


def serve(command: str, folder: Path) -> None:
    """Start a preview, read its first page, and end it."""
    environment = sites.environment(folder, ADDRESS="127.0.0.1:0", PYTHONUNBUFFERED="1")
    with (folder / "served.txt").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            ["bash", "-c", command], cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            address = None
            end = time.monotonic() + SECONDS
            while not address and process.poll() is None and time.monotonic() < end:
                time.sleep(0.1)
                address = re.search(r"http://127\.0\.0\.1:\d+\S*", (folder / "served.txt").read_text("utf-8"))
            assert address, f"{command}\n{(folder / 'served.txt').read_text('utf-8')}"
            with urllib.request.urlopen(address[0], timeout=60) as answer:
                assert answer.status == 200
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
