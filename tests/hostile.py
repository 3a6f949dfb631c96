"""What the tests of hostile case studies share: bounds, a project to write over, files that are nearly right.

A plugin of the test modules that name it in `pytest_plugins`, for its fixtures.
"""

from __future__ import annotations

import copy as copying
import functools
import json
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from hypothesis import settings
from PIL import Image
from test_golden import BASE, saved
from test_hostile import (
    COMMAND,
    FRONT,
    QUICK,
    REAL,
    SECONDS,
    assert_well_worded,
    copy,
)

from roadmap.checks import case_studies
from roadmap.contributions import importing
from roadmap.contributions.importing import ReadyCase
from roadmap.problems import Problem, ProblemsFound
from roadmap.reading import case_study, prose
from roadmap.reading.case_study import CaseFolder, CaseText, Section
from roadmap.reading.markdown import rendering
from roadmap.reading.project import Project, read
from sites import contents, none

FOLDER, SLUG, SENT = "content/case-studies", "aa-fake-measure", "sent.yml"
CASE = f"{FOLDER}/{SLUG}"
FACTS, FRENCH, ENGLISH, SHEEP = "case-study.yml", "index.fr.md", "index.en.md", "fake-sheep.png"
REAL_CASES = sorted(path.name for path in (REAL / FOLDER).iterdir() if path.is_dir())
MEGABYTES = 500
"""What a check or an import may take."""
FEW = settings(QUICK, max_examples=20)
MANY_AND_SLOW = settings(QUICK, max_examples=120)
SUFFIXES = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def parts(text: str) -> list[str]:
    """What stands between broken bars."""
    return text.split("¦")


class TooLong(BaseException):
    """A check that had to be stopped: no `except Exception` of the package hides it."""


@contextmanager
def bounded(seconds: float = SECONDS, patience: float = 60) -> Iterator[None]:
    """Stops what takes more of the processor's time, or waits by the clock for what never comes."""

    def stop(number: int, _frame: object) -> None:
        raise TooLong(
            f"more than {seconds} s of the processor, or {patience} s of waiting: {signal.Signals(number).name}"
        )

    timers = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, patience))
    before = [signal.signal(number, stop) for number, _timer, _limit in timers]
    started = time.process_time()
    for _number, timer, limit in timers:
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for (number, timer, _limit), handler in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)
    assert time.process_time() - started < seconds


@functools.cache
def known(folder: Path) -> Project:
    """What a project says, read once; whether it may be published is for other tests."""
    return read(folder)


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fake project, whose case study the properties below write over."""
    return copy(tmp_path_factory.mktemp("any"))


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a submission arrives, its picture beside it."""
    folder = tmp_path_factory.mktemp("post")
    shutil.copy(BASE / CASE / SHEEP, folder)
    return folder


@contextmanager
def overwritten(folder: Path, files: dict[str, bytes]) -> Iterator[None]:
    """With other bytes in some files of a folder."""
    before = {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in files}
    try:
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
        yield
    finally:
        for name, raw in before.items():
            if raw is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (folder / name).write_bytes(raw)


def report_of(folder: Path, project: Path = BASE) -> tuple[CaseFolder | None, list[Problem]]:
    """What the check reads in a case study's folder, and all that it tells of it."""
    case, problems = case_study.read_case(folder)
    return case, [*problems, *(case_studies.check_case(known(project), case) if case else ())]


def assert_checked(project: Path, **files: bytes | str) -> tuple[CaseFolder | None, list[Problem]]:
    """With these files in the case study, by the name in `NAMED`, the check tells problems, or none, in time."""
    named = {"facts": FACTS, "french": FRENCH, "english": ENGLISH, "sheep": SHEEP}
    raw = {
        named[name]: text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        for name, text in files.items()
    }
    with overwritten(project / CASE, raw):
        with bounded():
            case, problems = report_of(project / CASE)
        assert_well_worded(project, problems)
    return case, problems


def received(post: Path, raw: bytes | str, name: str = SENT, project: Path = BASE) -> ReadyCase | list[Problem]:
    """What `roadmap import` makes of a file, in time; or what it tells, on the lines of that file."""
    (post / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    try:
        with bounded():
            return importing.read(post / name, name, known(project))
    except ProblemsFound as found:
        assert found.problems
        assert {problem.path for problem in found.problems} == {name}
        assert_well_worded(post, found.problems)
        return found.problems


def as_yaml(data: dict[str, Any]) -> str:
    """Data as a YAML file, fast: JSON below each key."""

    def key(name: str) -> str:
        return name if re.fullmatch(r"[a-z]+(_[a-z]+)*", name) else json.dumps(name)

    return "".join(f"{key(name)}: {json.dumps(value, ensure_ascii=False, indent=1)}\n" for name, value in data.items())


def remade(case: CaseFolder) -> dict[str, Any]:
    """A case study's folder as the submission that would make it."""
    texts = {
        language: {
            "title": text.title,
            "summary": text.summary,
            **{section.id.replace("-", "_"): section.markdown.strip("\n") for section in text.sections},
        }
        for language, text in case.texts.items()
    }
    return {"submission": 1, "slug": case.slug, "case_study": copying.deepcopy(case.document.data), "texts": texts}


@functools.cache
def _fake_submission() -> str:
    case, problems = case_study.read_case(BASE / CASE)
    assert case and not problems
    return json.dumps(remade(case))


def fake_submission() -> dict[str, Any]:
    """The fake project's case study as a submission, to be changed at will."""
    return json.loads(_fake_submission())


def fake_with(markdown: str) -> str:
    """A submission in one language whose first answer is this Markdown, and cites both sources in another."""
    data = fake_submission()
    french = data.pop("texts")["fr"]
    answer = markdown.replace("\n", "\n      ")
    return as_yaml(data) + (
        f"texts:\n  fr:\n    title: {french['title']}\n    summary: {french['summary']}\n"
        f"    main_features: |2\n      {answer}\n    resources: Le fonds a reçu 10 pièces factices. [^1] [^2]\n"
    )


HEAD = f"{FRONT.replace('description: Fake.', 'summary: A fake summary that is long enough.')}\n"
TEXT = f"{HEAD}## Traits {{#main-features}}\n\n"


def exif(**tags: Any) -> Image.Exif:
    """What a camera writes: held upright, its name, its place, its maker's own notes."""
    found = Image.Exif()
    found[0x0112], found[0x0110] = 6, "Fake camera"
    found[0x8769] = {0x9003: "2001:02:03 04:05:06", 0x829A: (1, 100), 0x927C: b"fake" * 20}
    found[0x8825] = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)}
    return found


def assert_told_in_time(project: Path, folder: Path, known_by: Path = BASE) -> None:
    with bounded():
        _case, problems = report_of(folder, known_by)
    assert_well_worded(project, problems)


# What is accepted

TAGS = frozenset(
    parts("p¦h3¦h4¦ul¦ol¦li¦dl¦dt¦dd¦a¦strong¦em¦code¦pre¦blockquote¦hr¦br¦table¦thead¦tbody¦tr¦th¦td¦sup¦div¦span")
)
ATTRIBUTES = frozenset(parts("id¦lang¦dir¦href¦hreflang¦title¦aria-label¦scope¦start¦class¦role¦tabindex"))
INLINE = ("a", "strong", "em", "code", "br", "sup", "abbr", "span")
LINK = re.compile(r"(?:https?://|mailto:)[^\s]+|/(?![/\\])[^\s\\]*|#[^\s]+", re.IGNORECASE)


def assert_fit_to_print(section: Section, count: int) -> set[str]:
    """A section as HTML holds nothing but prose; citations lead to sources. Gives the ids it takes."""
    with bounded():
        html = prose.render_section(section.pieces, lambda target: target, rendering.Labels("Source {}".format))
    assert not re.search("[\x02\x03]", html), html
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    top = "".join([tree.text or "", *(child.tail or "" for child in tree)])
    assert not top.strip(), f"words outside of every element: {html}"
    none(f"{child.tag} outside of a paragraph: {html}" for child in tree if child.tag in INLINE)
    ids = []
    for element in tree.iter():
        if element is tree:
            continue
        assert element.tag in TAGS, html
        assert set(element.keys()) <= ATTRIBUTES, html
        assert element.tag not in ("h3", "h4") or element.get("id"), html
        if element.tag == "a":
            target = element.get("href") or ""
            assert LINK.fullmatch(target), html
            if cited := re.fullmatch(r"#source-(\d+)", target):
                assert 1 <= int(cited[1]) <= count, html
        ids += [element.get("id")] if element.get("id") is not None else []
    assert len(set(ids)) == len(ids), html
    taken = {*case_studies.TEMPLATE_IDS, section.id}
    assert not [name for name in ids if name in taken or re.fullmatch(r"source-\d+", name)], html
    return set(ids)


def assert_printable(case: CaseFolder) -> None:
    """Every section of every text is fit to print, and no two take one id."""
    for text in case.texts.values():
        taken: set[str] = {section.id for section in text.sections}
        for section in text.sections:
            ids = assert_fit_to_print(section, len(case.facts.sources))
            assert not ids & taken, text.path
            taken |= ids


def assert_made_well(ready: ReadyCase, folder: Path, post: Path, project: Path = BASE) -> None:
    """The folder that an import writes has no problem, is fit to print, and makes itself again."""
    folder = importing.write(ready, folder)
    assert contents(folder) == importing.files(ready)
    case, problems = report_of(folder, project)
    assert (case is not None, problems) == (True, [])
    assert_printable(case)
    assert not any(case.behind(language) for language in case.texts)
    none(name for name, path in case.files.items() if path.read_bytes() != ready.pictures[name])
    sent = {**remade(case), "purpose": ready.purpose}
    again = received(post, yaml.safe_dump(sent, allow_unicode=True, sort_keys=False), project=project)
    assert isinstance(again, ReadyCase), [problem.in_language("en") for problem in again]
    first, second = importing.files(ready), importing.files(again)
    assert first.keys() == second.keys()
    none(name for name in first if name not in ready.pictures and first[name] != second[name])
    shutil.rmtree(folder)


PIECES = parts(
    "Un mot. [^1]¦un mot¦ [^2]¦[^1]¦ ¦  \n¦\n¦\n\n¦\n\n¦- a [^1]\n¦- ¦1. b [^2]\n¦1. ¦    ¦\t¦> c [^1]\n\n¦> ¦* ¦+ ¦"
    "### Titre {#titre}\n\n¦### Autre {#autre}\n\n¦#### Sous {#sous}\n\n¦##### Bas {#bas}\n\n¦# ¦## ¦#¦"
    "|a|b|\n|-|-|\n|c [^1]|d|\n\n¦|¦`¦``¦```\n¦~~~\n¦`code`¦*¦**¦_¦__¦***¦\\¦[¦]¦(¦)¦<¦>¦!¦&¦&amp;¦&lt;¦{¦}¦{#x}¦"
    "{: #y }¦{: #source-1 }¦{: #sources }¦{: .note }¦{: href=foo.html }¦{: lang=en }¦{: dir=rtl }¦{: onclick=x }¦"
    "[x](https://e.org)¦[x](/activities/1.1/)¦[x](#titre)¦[x](foo.html)¦[x](//e.org)¦[x](/\\e.org)¦[x](mailto:a@e.org)¦"
    '[x](https://e.org "t")¦[x][r]¦[r]: https://e.org\n¦[r]: foo.html\n¦[x](javascript:x)¦<https://e.org>¦<a@e.org>¦'
    "![x](y)¦[^9]¦[^0]¦[^x]¦[^1]: a\n¦[1]¦[2]¦[9]¦*[HTML]: b\n¦HTML¦Terme\n¦: def [^1]\n¦:   ¦---\n\n¦***\n\n¦===\n¦"
    "=\n¦-\n¦<b>x</b>¦<!-- a -->¦<script>¦&#x202e;¦&#0;¦http://e.org¦www.e.org¦é¦中文¦klzzwxh:0001¦\\[^1\\]¦\\`¦[x]¦[x]()¦"
    "[](/a)¦ : "
)


def fingerprints(text: CaseText) -> list[str]:
    """Those of all its sections, the head's first."""
    return [section.fingerprint for section in text.translated_sections]


MAKE: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_bytes((BASE / CASE / FRENCH).read_bytes()),
    "an empty file": lambda path: path.write_bytes(b""),
    "a picture": lambda path: path.write_bytes((BASE / CASE / SHEEP).read_bytes()),
    "a folder": lambda path: path.mkdir(),
    "a full folder": lambda path: (path.mkdir(), (path / FACTS).write_text("a: b\n")),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link upwards": lambda path: path.symlink_to(".."),
    "a link to a file without end": lambda path: path.symlink_to("/dev/zero"),
    "a link to a secret": lambda path: path.symlink_to("/etc/passwd"),
}


def filled(unit: str, size: int, before: str = "", after: str = "") -> str:
    """As many units as there is room for."""
    return before + unit * ((size - len((before + after).encode())) // len(unit.encode())) + after


ISSUE_SIZE, FILE_SIZE, PAGE_SIZE, ANSWER_SIZE = 65_536, importing.MAX_BYTES, prose.MAX_BYTES, 20_000


BOUNDED = """
import os, resource, sys
seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
child = os.fork()
if not child:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    os.execv(sys.argv[3], sys.argv[3:])
_child, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024)
"""
"""Runs a command with bounds, from a small process: Linux counts what its parent took before it began as its own."""


def limited(tmp_path: Path, *arguments: str | Path) -> tuple[int, str, float]:
    """The command with bounds on time and memory: its status, what it said in error, and the megabytes it took."""
    command = [sys.executable, "-c", BOUNDED, str(SECONDS), str(MEGABYTES), COMMAND, *arguments]
    with (tmp_path / "stderr").open("wb") as log:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, cwd=tmp_path, check=True)
    status, megabytes = done.stdout.split()[-2:]
    return int(status), (tmp_path / "stderr").read_text("utf-8", "replace"), float(megabytes)


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def webp(side: int, frames: int) -> bytes:
    """Frames of 16 pixels on a canvas of any size."""

    def number(value: int) -> bytes:
        return struct.pack("<I", value)[:3]

    frame = number(0) * 2 + number(15) * 2 + number(10) + b"\0" + saved("WEBP", (16, 16), lossless=True)[12:]
    head = bytes([2, 0, 0, 0]) + number(side - 1) * 2
    return riff((b"VP8X", head), (b"ANIM", b"\0" * 6), *[(b"ANMF", frame)] * frames)
