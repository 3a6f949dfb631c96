"""Case studies that strangers wrote: whatever they hold, `roadmap check` and `roadmap import` tell problems, soon.

Neither crashes, hangs, fills the memory or leaves a project half changed; and what they let through is fit to print.
"""

from __future__ import annotations

import copy as copying
import ctypes
import errno
import functools
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import string
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from roadmap import case_checks, case_study, cli, issue_form, pictures, prose, submission
from roadmap.case_study import CaseFolder, CaseText, Section
from roadmap.load import Sources, read
from roadmap.problems import Problem, ProblemsFound
from roadmap.site import Site
from roadmap.submission import Made
from roadmap.words import Words
from sites import contents, none
from test_golden import BASE, PICTURES, XMP, problems_of, saved
from test_hostile import (
    COMMAND,
    FRONT,
    MARKDOWN_WORDS,
    MUTATIONS,
    PLACE,
    QUICK,
    REAL,
    SECONDS,
    YAML_WORDS,
    assert_well_told,
    copy,
    mutated,
    roadmap,
    soup,
)

FOLDER, SLUG, SENT = "content/case-studies", "aa-fake-measure", "sent.yml"
CASE = f"{FOLDER}/{SLUG}"
FACTS, FRENCH, ENGLISH, SHEEP = "case-study.yml", "index.fr.md", "index.en.md", "fake-sheep.png"
REAL_CASES = sorted(path.name for path in (REAL / FOLDER).iterdir() if path.is_dir())
MEGABYTES = 500
"""What a check or an import may take."""
FEW = settings(QUICK, max_examples=20)
SOME = settings(QUICK, max_examples=35)
MANY_AND_SLOW = settings(QUICK, max_examples=120, phases=[Phase.generate])
SUFFIXES = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


# What the tests share


def parts(text: str) -> list[str]:
    """What stands between broken bars."""
    return text.split("¦")


class TooLong(AssertionError):
    """A check that had to be stopped."""


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
def known(folder: Path) -> Sources:
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


def told_of(folder: Path, project: Path = BASE) -> tuple[CaseFolder | None, list[Problem]]:
    """What the check reads in a case study's folder, and all that it tells of it."""
    case, problems = case_study.read_case(folder)
    return case, [*problems, *(case_checks.check_case(known(project), case) if case else ())]


def assert_checked(project: Path, **files: bytes | str) -> tuple[CaseFolder | None, list[Problem]]:
    """With these files in the case study, by the name in `NAMED`, the check tells problems, or none, in time."""
    named = {"facts": FACTS, "french": FRENCH, "english": ENGLISH, "sheep": SHEEP}
    raw = {
        named[name]: text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        for name, text in files.items()
    }
    with overwritten(project / CASE, raw):
        with bounded():
            case, problems = told_of(project / CASE)
        assert_well_told(project, problems)
    return case, problems


def received(post: Path, raw: bytes | str, name: str = SENT, project: Path = BASE) -> Made | list[Problem]:
    """What `roadmap import` makes of a file, in time; or what it tells, on the lines of that file."""
    (post / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    try:
        with bounded():
            return submission.read(post / name, name, known(project))
    except ProblemsFound as found:
        assert found.problems
        assert {problem.path for problem in found.problems} == {name}
        assert_well_told(post, found.problems)
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


# Any bytes

CASE_WORDS = (
    f"{YAML_WORDS}¦party: XA¦co_parties: ¦years:\n  start: 2001\n¦lead_institution: {{fr: x}}\n¦activities: ¦"
    "sources:\n¦  - ¦file: a.png¦[^1]¦origin: party\n¦texts:\n  fr:\n    title: a\n¦updated: 2001-02-30\n¦"
    "original_language: fr"
)
TEXT_WORDS = (
    f"{MARKDOWN_WORDS}¦summary: A fake summary, long enough.\n¦## T {{#main-features}}\n¦## R {{#results}}\n\n¦"
    "### h {#h}\n¦[^1]¦[^2]¦[^0]¦[^³]¦{: #source-1 }¦{: href=x }¦\t¦1. ¦* ¦: a¦*[a]: b\n¦//e.org¦|¦<https://e.org>¦\\¦"
    "mailto:a@b¦   "
)


@SOME
@given(raw=soup(CASE_WORDS))
def test_any_bytes_may_stand_in_case_study_yml(fake: Path, raw: bytes):
    assert_checked(fake, facts=raw)


@SOME
@given(raw=soup(TEXT_WORDS) | soup(TEXT_WORDS, HEAD) | soup(TEXT_WORDS, TEXT))
def test_any_bytes_may_stand_in_a_text(fake: Path, raw: bytes):
    assert_checked(fake, french=raw)
    assert_checked(fake, english=raw)


@SOME
@given(raw=soup(CASE_WORDS) | soup(CASE_WORDS, "submission: 1\n") | soup(CASE_WORDS, "\n\n# a\n\nsubmission:"))
def test_any_bytes_may_be_a_submission(post: Path, raw: bytes):
    received(post, raw)


def exif(**tags: Any) -> Image.Exif:
    """What a camera writes: held upright, its name, its place, its maker's own notes."""
    found = Image.Exif()
    found[0x0112], found[0x0110] = 6, "Fake camera"
    found[0x8769] = {0x9003: "2001:02:03 04:05:06", 0x829A: (1, 100), 0x927C: b"fake" * 20}
    found[0x8825] = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)}
    return found


@functools.cache
def real_pictures() -> tuple[tuple[str, bytes], ...]:
    """Pictures of every mode, with and without all that a camera writes, by suffix."""
    found = []
    for suffix, modes in ((".jpg", "L RGB CMYK"), (".png", "1 L LA P RGB RGBA I;16"), (".webp", "RGB RGBA")):
        for mode in modes.split():
            for options in ({}, {"exif": exif()}, {"exif": exif(), "xmp": XMP}, {"icc_profile": b"x" * 300}):
                found.append((suffix, saved(SUFFIXES[suffix], (23, 17), mode, **options)))
    found += [(suffix, saved(SUFFIXES[suffix], comment=b"48.85 N, 2.35 E")) for suffix in SUFFIXES]
    found.append((".png", saved("PNG", mode="P", transparency=0)))
    found.append((".png", saved("PNG", mode="RGB", transparency=(0, 0, 0))))
    found += [(suffix, PICTURES[f"moving {format}"]()) for suffix, format in SUFFIXES.items() if format != "JPEG"]
    return tuple(found)


SPOT = st.tuples(
    st.sampled_from(["set", "flip", "delete", "insert", "cut", "big"]),
    st.integers(0, 450) | PLACE,  # most often in the head, where all that can be spoilt stands
    st.integers(0, 255),
)


def spoilt_picture(raw: bytes, spots: list[tuple[str, int, int]], suffix: str) -> bytes:
    """With bits turned over, bytes set, lost or added, numbers made huge; a PNG's sums are right again."""
    data = bytearray(raw)
    for kind, place, value in spots:
        at = place % (len(data) or 1)
        if kind == "set":
            data[at : at + 1] = bytes([value])
        elif kind == "flip" and data:
            data[at] ^= 1 << value % 8
        elif kind == "delete":
            del data[at : at + value % 20]
        elif kind == "insert":
            data[at:at] = bytes([value]) * (value % 9)
        elif kind == "cut":
            del data[at:]
        elif kind == "big":
            data[at : at + 2] = b"\xff\xff" if value % 2 else b"\x7f\xff"
    return png_sums(bytes(data)) if suffix == ".png" else bytes(data)


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_sums(raw: bytes) -> bytes:
    """A PNG with the sum that each part should have, so that readers look into it."""
    out, at = raw[:8], 8
    while at + 12 <= len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        if at + 12 + length > len(raw):
            break
        out += png_chunk(raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length])
        at += 12 + length
    return out + raw[at:]


A_PICTURE = st.builds(
    lambda found, spots: (found[0], spoilt_picture(found[1], spots, found[0])),
    st.sampled_from(real_pictures()),
    st.lists(SPOT, max_size=5),
)


@settings(QUICK, max_examples=100)
@given(picture=A_PICTURE | st.tuples(st.sampled_from(sorted(SUFFIXES)), st.binary(max_size=200)))
def test_any_bytes_may_be_a_picture(tmp_path_factory: pytest.TempPathFactory, picture: tuple[str, bytes]):
    assert_picture_checked(tmp_path_factory.getbasetemp(), *picture)


@pytest.mark.slow
@settings(QUICK, max_examples=2000, phases=[Phase.generate])
@given(picture=A_PICTURE)
def test_a_picture_may_be_spoilt_anywhere(tmp_path_factory: pytest.TempPathFactory, picture: tuple[str, bytes]):
    assert_picture_checked(tmp_path_factory.getbasetemp(), *picture)


def assert_picture_checked(folder: Path, suffix: str, raw: bytes) -> None:
    path = folder / f"any{suffix}"
    path.write_bytes(raw)
    with bounded():
        problems = pictures.check(path, path.name)
    assert_well_told(folder, problems)
    if not problems:
        assert all(1 <= side <= pictures.MAX_SIDE for side in pictures.size(path))
    accepted = all(map(pictures.can_mend, problems))
    try:
        with bounded():
            cleaned = pictures.without_metadata(raw, suffix)
    except ValueError:  # the one exception it may raise: not such a picture
        assert not accepted, problems
        return
    assert_clean(cleaned, suffix)
    if accepted:
        path.write_bytes(cleaned)
        assert pictures.check(path, path.name) == []


def assert_clean(raw: bytes, suffix: str) -> None:
    """A picture that says nothing but what it shows."""
    with Image.open(io.BytesIO(raw)) as picture:
        assert picture.format == SUFFIXES[suffix]
        picture.load()
        assert not picture.getexif()
        told = {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "Raw profile type exif", "mp"}
        assert not told & set(picture.info), picture.info.keys()
    for mark in (b"Exif\0\0", b"eXIf", b"EXIF", b"XMP ", b"ns.adobe.com/xap", b"GPS", b"Fake camera", b"2.35 E"):
        assert mark not in raw, mark


@pytest.mark.parametrize(("suffix", "raw"), real_pictures())
def test_a_picture_is_imported_without_what_the_camera_wrote(suffix: str, raw: bytes):
    moving = getattr(Image.open(io.BytesIO(raw)), "n_frames", 1) > 1
    cleaned = pictures.without_metadata(raw, suffix)
    assert_clean(cleaned, suffix)
    with Image.open(io.BytesIO(raw)) as before, Image.open(io.BytesIO(cleaned)) as after:
        turned = not moving and before.getexif().get(0x0112) == 6
        assert after.size == (before.size[::-1] if turned else before.size)


def exif_segment(*tags: tuple[int, int, int, bytes]) -> bytes:
    """EXIF as a part of a JPEG: each tag's number, type, count and value."""
    rows = b"".join(struct.pack(">HHI", *tag[:3]) + tag[3] for tag in tags)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, len(tags)) + rows + struct.pack(">I", 8)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def jpeg_with(*segments: bytes) -> bytes:
    raw = saved("JPEG", (16, 16))
    return raw[:2] + b"".join(segments) + raw[2:]


UPRIGHT = (0x0112, 3, 1, b"\0\6\0\0")
STRANGE = ((0x0100, 1, 1), (0x0102, 4, 1), (0x010E, 11, 1), (0x011A, 1, 1), (0x011A, 2, 1))
STRANGE += ((0x02BC, 2, 1), (0x02BC, 3, 1), (0x02BC, 11, 1), (0x8825, 2, 4), (0x8769, 1, 4), (0x9999, 99, 2**31))


@pytest.mark.parametrize("strange", STRANGE, ids=lambda tag: f"{tag[0]:#06x} of type {tag[1]}")
def test_a_picture_whose_tags_are_of_the_wrong_type_is_told_or_imported(tmp_path: Path, strange: tuple[int, int, int]):
    tags = sorted([UPRIGHT, (*strange, b"ab\0\1")])
    assert_picture_checked(tmp_path, ".jpg", jpeg_with(exif_segment(*tags)))


def grainy(format: str, size: tuple[int, int], mode: str = "RGB", **options: Any) -> bytes:
    """A picture that does not compress well; the same each time."""
    buffer = io.BytesIO()
    noise = Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1]))
    noise.convert(mode).save(buffer, format, **options)
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "size", "mode", "options"),
    [
        (".jpg", (1400, 1000), "RGB", {"quality": 30}),
        (".webp", (1000, 1000), "RGB", {"quality": 20, "method": 0}),
        (".png", (430, 380), "RGB", {}),
        (".png", (690, 690), "L", {"optimize": True}),
    ],
)
def test_a_picture_that_is_accepted_is_not_too_heavy_once_it_is_imported(
    tmp_path: Path, suffix: str, size: tuple[int, int], mode: str, options: dict[str, Any]
):
    path, raw = tmp_path / f"heavy{suffix}", grainy(SUFFIXES[suffix], size, mode, **options)
    assert 300_000 < len(raw) <= pictures.MAX_BYTES
    path.write_bytes(raw)
    assert pictures.check(path, path.name) == []
    path.write_bytes(pictures.without_metadata(raw, suffix))
    assert pictures.check(path, path.name) == []


# Spoilt anywhere

VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 17, 1.5, 10**14, 2**63, 10**400, "x" * 3000, "é" * 301, "a-" * 200, [], {}, [[]]),
    *parts("¦ ¦\n\n\n¦\0¦\ud800¦\u202e¦\ufeff¦²¦٣¦NO¦<b>¦&lt;¦{{ 7 * 7 }}¦{% x %}¦%s %(x)s %¦::error::x¦a\nb¦~¦a\0b"),
    *parts("[^1]¦[^9]¦[^999999]¦[1]¦../../etc/passwd¦/etc/passwd¦nul¦page¦con.jpg¦a.png¦a.PNG¦fake-sheep.png¦-rf"),
    *parts("fr¦FR¦fr-FR¦fr-Abcd¦zh-Hanb¦zzz¦zzz-Abcd¦und¦root¦qaa¦XA¦XB¦ZZ¦EU¦1.1¦9.9¦fake-weaving¦party¦editors"),
    *parts("2001-02-30¦9999-12-31¦0000-00-00¦0001-01-01¦2001-02-03T04:05:06¦٢٠٠١-٠٢-٠٣¦javascript:alert(1)"),
    *parts("https://[::1¦https://e.org:99999/¦http://¦mailto:a@b.org¦a@b.org¦https://e.org/\u202e¦//e.org"),
    *parts("https://e.org\\@f.org¦https://e.org/%zz¦    # a\n\n## b¦a ` b\n## C {#results}\nd ` e [^1]"),
    "- a ` b\n- <b>x</b> [x](foo.html) ![i](j) [^77] ` c",
    *({"": {}}, {"fr": {}}, {"fr": "x"}, {"zzz": "x"}, {"fr-Abcd": "x"}, [None], ["1.1"] * 50, [4] * 300),
    *({str(number): number for number in range(60)}, functools.reduce(lambda inner, _: [inner], range(25), [])),
]
KEYS = [*parts("¦a¦party¦fr¦zzz¦fr-Abcd¦~¦\ud800¦<b>¦titel¦source¦file¦fingerprint¦1"), "x" * 500]
SPOILING = st.tuples(
    st.sampled_from(["replace", "replace", "replace", "remove", "rename", "nest", "swap", "repeat", "double"]),
    PLACE,
    PLACE,
    st.sampled_from(VALUES) | st.text(max_size=8) | st.integers(),
)


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every value's container and its key there."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in list(items):
        yield data, key
        yield from places(value)


def spoilt(data: dict[str, Any], spoilings: list[tuple[str, int, int, Any]]) -> str:
    """A file of this data with values exchanged for others, keys renamed, removed or doubled, values nested."""
    doubled = ""
    for kind, first, second, value in spoilings:
        found = list(places(data))
        if not found:
            break
        (box, key), (other, there) = found[first % len(found)], found[second % len(found)]
        if kind == "replace":
            box[key] = copying.deepcopy(value)
        elif kind == "remove":
            del box[key]
        elif kind == "rename" and isinstance(box, dict):
            box[KEYS[second % len(KEYS)]] = box.pop(key)
        elif kind == "nest":
            box[key] = [box[key]] if second % 2 else {"fr": box[key]}
        elif kind == "swap":
            box[key], other[there] = copying.deepcopy(other[there]), copying.deepcopy(box[key])
        elif kind == "repeat" and isinstance(box[key], str | list):
            box[key] = box[key] * (second % 50)
        elif kind == "double":
            top = list(data)[second % len(data)]
            doubled += as_yaml({top: data[top]})
    return as_yaml(data) + doubled


SPOILINGS = st.lists(SPOILING, min_size=1, max_size=3)


@SOME
@given(spoilings=SPOILINGS)
def test_the_facts_may_be_spoilt_anywhere(fake: Path, spoilings: list):
    assert_checked(fake, facts=spoilt(fake_submission()["case_study"], spoilings))


@SOME
@given(spoilings=SPOILINGS)
def test_a_submission_may_be_spoilt_anywhere(post: Path, tmp_path_factory, spoilings: list):
    made = received(post, spoilt(fake_submission(), spoilings))
    if isinstance(made, Made):
        assert_made_well(made, tmp_path_factory.mktemp("made"), post)


@FEW
@given(name=st.sampled_from(["facts", "french", "english"]), mutations=MUTATIONS)
def test_a_file_of_a_case_study_may_be_spoilt_line_by_line(fake: Path, name: str, mutations: list):
    file = {"facts": FACTS, "french": FRENCH, "english": ENGLISH}[name]
    assert_checked(fake, **{name: mutated((BASE / CASE / file).read_text("utf-8"), mutations)})


@pytest.fixture(scope="module")
def real_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real case studies, to be written over."""
    project = tmp_path_factory.mktemp("real")
    shutil.copytree(REAL / FOLDER, project / FOLDER)
    return project


@pytest.mark.slow
@settings(MANY_AND_SLOW, max_examples=80)
@given(slug=st.sampled_from(REAL_CASES), spoilings=SPOILINGS)
def test_the_facts_of_a_real_case_study_may_be_spoilt_anywhere(real_copy, slug: str, spoilings: list):
    facts = yaml.load((REAL / FOLDER / slug / FACTS).read_text("utf-8"), yaml.CBaseLoader)
    folder = real_copy / FOLDER / slug
    with overwritten(folder, {FACTS: spoilt(facts, spoilings).encode("utf-8", "surrogatepass")}):
        assert_told_in_time(real_copy, folder, REAL)


@pytest.mark.slow
@settings(MANY_AND_SLOW, max_examples=80)
@given(slug=st.sampled_from(REAL_CASES), rank=PLACE, mutations=MUTATIONS)
def test_a_file_of_a_real_case_study_may_be_spoilt_line_by_line(real_copy, slug: str, rank: int, mutations: list):
    folder = real_copy / FOLDER / slug
    files = sorted(folder.iterdir())
    path = files[rank % len(files)]
    with overwritten(folder, {path.name: mutated(path.read_text("utf-8"), mutations)}):
        assert_told_in_time(real_copy, folder, REAL)


def assert_told_in_time(project: Path, folder: Path, known_by: Path = BASE) -> None:
    with bounded():
        _case, problems = told_of(folder, known_by)
    assert_well_told(project, problems)


@pytest.mark.slow
@settings(MANY_AND_SLOW, max_examples=80)
@given(slug=st.sampled_from(REAL_CASES), spoilings=SPOILINGS)
def test_a_real_case_study_sent_again_may_be_spoilt_anywhere(post, tmp_path_factory, slug: str, spoilings: list):
    made = received(post, spoilt(remade(known(REAL).cases[slug]), spoilings), project=REAL)
    if isinstance(made, Made):
        assert_made_well(made, tmp_path_factory.mktemp("made"), post, REAL)


# What is imported

TAGS = frozenset(
    parts(
        "p¦h3¦h4¦ul¦ol¦li¦dl¦dt¦dd¦a¦strong¦em¦code¦pre¦blockquote¦hr¦br¦table¦thead¦tbody¦tr¦th¦td¦sup¦div¦abbr¦span"
    )
)
ATTRIBUTES = frozenset(parts("id¦lang¦dir¦href¦hreflang¦title¦aria-label¦scope¦align¦start¦class"))
INLINE = ("a", "strong", "em", "code", "br", "sup", "abbr", "span")
LINK = re.compile(r"(?:https?://|mailto:)[^\s]+|/(?![/\\])[^\s\\]*|#[^\s]+", re.IGNORECASE)


def assert_fit_to_print(section: Section, count: int) -> set[str]:
    """A section as HTML holds nothing but prose; citations lead to sources. Gives the ids it takes."""
    with bounded():
        html = prose.render_section(section.markdown, lambda target: target, "Source {}".format)
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
    taken = {*case_checks.TEMPLATE_IDS, section.id}
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


def assert_made_well(made: Made, folder: Path, post: Path, project: Path = BASE) -> None:
    """The folder that an import writes has no problem, is fit to print, and makes itself again."""
    folder = submission.write(made, folder)
    assert contents(folder) == submission.files(made)
    case, problems = told_of(folder, project)
    assert (case is not None, problems) == (True, [])
    assert_printable(case)
    assert not any(case.behind(language) for language in case.texts)
    none(name for name, path in case.files.items() if path.read_bytes() != made.pictures[name])
    again = received(post, yaml.safe_dump(remade(case), allow_unicode=True, sort_keys=False), project=project)
    assert isinstance(again, Made), [problem.in_language("en") for problem in again]
    first, second = submission.files(made), submission.files(again)
    assert first.keys() == second.keys()
    none(name for name in first if name not in made.pictures and first[name] != second[name])
    shutil.rmtree(folder)


def test_what_is_imported_is_imported_again_as_it_was(post: Path, tmp_path: Path):
    made = received(post, as_yaml(fake_submission()))
    assert isinstance(made, Made)
    assert_made_well(made, tmp_path / "made", post)


@pytest.mark.slow
@pytest.mark.parametrize("slug", REAL_CASES)
def test_a_real_case_study_sent_again_is_the_same(post: Path, tmp_path: Path, slug: str):
    case = known(REAL).cases[slug]
    made = received(post, as_yaml(remade(case)), project=REAL)
    assert isinstance(made, Made)
    assert {code: fingerprints(text) for code, text in made.case.texts.items()} == {
        code: fingerprints(text) for code, text in case.texts.items()
    }
    assert_made_well(made, tmp_path / "made", post, REAL)


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
A_SECTION = st.lists(
    st.sampled_from(PIECES) | st.text(st.sampled_from("ab*_`[]()<>#-|: \n"), max_size=3), max_size=12
).map(lambda pieces: "Un fait. [^1]\n\n" + "".join(pieces) + " [^1]")
TRICKS = (
    "- a ` b [^1]\n- [x](foo.html) ` c [^1]",
    "- a ` b [^1]\n- voir [^77] ` c [^1]",
    "- a ` b [^1]\n- ![x](y) ` c [^1]",
    "a ` b\n## Foo {#results}\nc ` d [^1]",
    "a ` b\n### Foo\nc ` d [^1]",
    "a ` b\n# Foo\nc ` d [^1]",
    "> a ` b\n# Foo\nc ` d [^1]",
    "| a | b |\n|---|---|\n| ` [^1] | [x](foo.html) ` |",
    "[x](//e.org) [^1]",
    "[x](/\\e.org) [^1]",
    "[x](https:/foo.html) [^1]",
    "a [^1]\n{: #source-1 }",
    "a [^1]\n{: #sources }",
    "a [^1]\n{: #main-features }",
    "a [^1]\n{: #b }\n\na [^1]\n{: #b }",
    "a [^1]{: #b }\n\na [^1]{: #b }",
    "### A [^1] {#a}\n{: #b }",
    "### A {: id=a }\n\nb [^1]",
    "##### A {#a}\n\nb [^1]",
    "###### A {#a}\n\nb [^1]",
    "a\n: b [^1]\n: ### C\n",
    "a\n:   ### C\n\n    d [^1]",
    "```\n\n[x](foo.html) [^1]\n\n```",
    "~~~\n\n# x\n\n~~~ [^1]",
    "    # a\n\n[^1]",
    "\t## a\n\n[^1]",
    "*[HTML]: <b>x</b>\n\nHTML [^1]",
    '*[HTML]: a" onclick="x\n\nHTML [^1]',
    "[x][r] [^1]\n\n- [r]: foo.html",
    "[x][r] [^1]\n\n> [r]: foo.html",
    "[r] [^1]\n\n[r]: /\n  'a'",
    "[x\n][r] [^1]\n\n[r]: https://e.org",
    "<javascript:x> [^1]",
    "<JAVASCRIPT:x@e.org> [^1]",
    "[x](JaVaScRiPt:x) [^1]",
    "[x](&#106;avascript:x) [^1]",
    "[x](<javascript:x>) [^1]",
    "[x](\njavascript:x) [^1]",
    '[x](https://e.org"onclick=x) [^1]',
    '[x](https://e.org "t\\"onclick=x") [^1]',
    "[`](foo.html)` [^1]",
    "`` ` `` [x](https://e.org) ` [^1]",
    "\\` [x](foo.html) \\` [^1]",
    "\\\\` [x](foo.html) \\\\` [^1]",
    "klzzwxh:0000 wzxhzdk:0 [^1]",
    "[^1][^2][x](/a)[^1]",
    "[^1](foo.html)",
    "[^1][x]\n\n[x]: /a",
    "[^1]: a",
    "**[^1]** `[^77]` \\[^77] [^1]",
    "[1] (2) [^1]",
    "Un mot\n------ [^1]",
    "Un mot\n-\n[^1]",
    "Un mot [^1]\n=",
    "- \n\n      # a [^1]",
    "1) a [^1]\n2) b [^1]",
    "* * *\n[^1]",
)


@pytest.mark.parametrize("markdown", TRICKS)
def test_a_trick_of_markdown_is_told_or_harmless(post: Path, tmp_path: Path, markdown: str):
    made = received(post, fake_with(markdown))
    if isinstance(made, Made):
        assert_made_well(made, tmp_path / "made", post)


@settings(QUICK, max_examples=50)
@given(markdown=A_SECTION)
def test_what_is_accepted_is_fit_to_print_and_to_import_again(post, tmp_path_factory, markdown: str):
    made = received(post, fake_with(markdown))
    if isinstance(made, Made):
        assert_made_well(made, tmp_path_factory.mktemp("made"), post)


@pytest.mark.slow
@settings(QUICK, max_examples=500, phases=[Phase.generate])
@given(markdown=A_SECTION)
def test_whatever_is_accepted_is_fit_to_print_and_to_import_again(post, tmp_path_factory, markdown: str):
    made = received(post, fake_with(markdown))
    if isinstance(made, Made):
        assert_made_well(made, tmp_path_factory.mktemp("made"), post)


@SOME
@given(markdown=A_SECTION)
def test_what_the_check_of_a_folder_accepts_is_fit_to_print(fake: Path, markdown: str):
    case, problems = assert_checked(fake, french=f"{TEXT}{markdown}\n\nUn autre fait. [^1] [^2]\n")
    if case and not any(problem.path.endswith(FRENCH) for problem in problems):
        assert_printable(replace(case, texts={"fr": case.texts["fr"]}))


HTML = parts(
    "<¦>¦/¦=¦\"¦'¦ ¦\n¦a¦p¦b¦script¦style¦svg¦math¦template¦noscript¦iframe¦object¦form¦input¦textarea¦title¦table¦td¦"
    "li¦mtext¦mglyph¦foreignObject¦annotation-xml¦onclick¦href¦src¦id¦class¦style¦javascript:alert(1)¦https://e.org¦"
    "<a href=¦<p ¦</p>¦<b>¦</b>¦<!--¦-->¦<![CDATA[¦]]>¦<?¦?>¦&lt;¦&#x6a;¦&colon;¦\t¦<table><tr><td>"
)


@settings(QUICK, max_examples=150)
@given(html=st.lists(st.sampled_from(HTML), max_size=30).map("".join))
def test_the_sanitiser_leaves_only_prose_whatever_it_is_given(html: str):
    clean = prose.sanitise(html)
    assert prose.sanitise(clean) == clean
    for element in html5lib.parseFragment(clean, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in TAGS | {"h2"}, clean
        assert set(element.keys()) <= ATTRIBUTES, clean
        target = element.get("href", "https://e.org")
        assert target.lower().startswith(("https:", "http:", "mailto:")) or ":" not in target.partition("/")[0], clean


# Fingerprints


def fingerprints(text: CaseText) -> list[str]:
    """Those of all its sections, the head's first."""
    return [section.fingerprint for section in text.translated_sections()]


@SOME
@given(code=st.sampled_from(["fr", "en"]), place=PLACE, blank=st.sampled_from(["  ", "\n", " \n\n", "\t", "\u00a0"]))
def test_one_fingerprint_changes_with_a_word_and_none_with_white_space(code: str, place: int, blank: str):
    text = known(BASE).cases[SLUG].texts[code]
    pieces = [text.title, text.summary]
    pieces += [part for section in text.sections for part in (section.title, section.markdown)]
    words = [(rank, match) for rank, part in enumerate(pieces) for match in re.finditer(r"\S+", part)]
    spaces = [(rank, match) for rank, part in enumerate(pieces) for match in re.finditer(r"\s+", part)]

    def moved(found: list[tuple[int, re.Match[str]]], new: str) -> int:
        """How many fingerprints change."""
        rank, match = found[place % len(found)]
        here = [*pieces[:rank], match.string[: match.start()] + new + match.string[match.end() :], *pieces[rank + 1 :]]
        sections = [
            replace(section, title=here[2 + 2 * n], markdown=here[3 + 2 * n]) for n, section in enumerate(text.sections)
        ]
        after = fingerprints(replace(text, title=here[0], summary=here[1], sections=tuple(sections)))
        return sum(one != other for one, other in zip(fingerprints(text), after, strict=True))

    none(one for one in fingerprints(text) if not re.fullmatch("[0-9a-f]{12}", one))
    assert moved(words, "autre") == 1
    assert moved(words, "") == 1
    assert moved(words, words[place % len(words)][1][0] + "x") == 1
    assert moved(spaces, blank) == 0


def test_a_word_that_moves_from_the_title_to_the_summary_changes_the_fingerprint():
    text = known(BASE).cases[SLUG].original
    first, _, rest = text.summary.partition(" ")
    assert fingerprints(replace(text, title=f"{text.title} {first}", summary=rest)) != fingerprints(text)


# Names

NAMES = [
    *parts("index..md¦index.FR.md¦INDEX.fr.md¦index.fr.MD¦index.fr.md\n¦index.fr.markdown¦index.md¦index.fr-Abcd.md"),
    *parts("index.ZH-HANT.md¦index.zh-Hanb.md¦index.und.md¦index.root.md¦index.zzz.md¦index.--.md¦index.fr-.md"),
    *parts("index.pt-br.md¦index.ar-Aran.md¦index.de.md¦index.es-ES.md¦case-study.yaml¦.case-study.yml.swp"),
    *parts("CASE-STUDY.YML¦case-study.yml ¦photo.JPG¦photo.jpeg¦.DS_Store¦Thumbs.db¦con.jpg¦nul¦-rf¦--help¦~¦*¦\\"),
    *parts(
        "%0A::error::x.md¦a,b.png¦\u202egnp.png¦a\nb.png¦a\x1b[2Jb.webp¦a b.jpg¦é.png¦e\u0301.png¦\ufeffindex.fr.md"
    ),
    *(f"index.{'a' * 12}.md", f"index.{'a' * 240}.md", f"{'a' * 251}.png", f"{'a-' * 120}a.webp", "a" * 255),
]
NAME = (
    st.sampled_from(NAMES).map(str.encode)
    | st.binary(min_size=1, max_size=60).filter(lambda name: not re.search(b"[/\0]", name))
    | st.text(st.sampled_from("abfr.-AZ09é_ "), min_size=1, max_size=30).map(str.encode)
).filter(lambda name: name.strip(b"."))
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


@contextmanager
def made(path: Path, kind: str) -> Iterator[None]:
    """Something of a kind at a path that may hold something else already."""
    aside = path.parent.parent.parent / "aside"
    stood = os.path.lexists(path)
    if stood:
        path.rename(aside)
    try:
        MAKE[kind](path)
        yield
    finally:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        if stood:
            aside.rename(path)


@settings(QUICK, max_examples=45)
@given(name=NAME | st.sampled_from([FACTS, FRENCH, ENGLISH, SHEEP]).map(str.encode), kind=st.sampled_from(sorted(MAKE)))
def test_anything_of_any_name_may_stand_in_the_folder(fake: Path, name: bytes, kind: str):
    with made(fake / CASE / os.fsdecode(name), kind):
        assert_told_in_time(fake, fake / CASE)


@FEW
@given(name=NAME, kind=st.sampled_from(sorted(MAKE)))
def test_anything_of_any_name_may_stand_among_the_case_studies(fake: Path, name: bytes, kind: str):
    with made(fake / FOLDER / os.fsdecode(name), kind), bounded():
        assert_well_told(fake, problems_of(fake))


@pytest.mark.parametrize("name", [FACTS, FRENCH, ENGLISH, "index.es.md", SHEEP, "other.png", "index.fr.md.orig", "x"])
def test_a_pipe_in_the_folder_is_told_and_not_waited_for(tmp_path: Path, name: str):
    project = copy(tmp_path)
    (project / CASE / name).unlink(missing_ok=True)
    os.mkfifo(project / CASE / name)
    with bounded(patience=10):
        _case, problems = told_of(project / CASE)
    assert f"{CASE}/{name}" in [problem.path for problem in problems]
    assert_well_told(project, problems)


@pytest.mark.parametrize(
    "kind", ["a pipe", "an empty file", "a picture", "a folder", "a link to itself", "a link upwards"]
)
@pytest.mark.parametrize("name", [SENT, SHEEP])
def test_a_submission_and_its_picture_may_be_anything(tmp_path: Path, name: str, kind: str):
    (tmp_path / SENT).write_text(as_yaml(fake_submission()))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    (tmp_path / name).unlink()
    {**MAKE, "a pipe": os.mkfifo}[kind](tmp_path / name)
    try:
        with bounded(patience=10):
            made = submission.read(tmp_path / SENT, SENT, known(BASE))
    except ProblemsFound as found:
        assert_well_told(tmp_path, found.problems)
    else:
        assert (name, kind) == (SHEEP, "a picture") and made.pictures


def without_privilege() -> None:
    """So that root, too, cannot read what nobody may read: drops CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="as root everything can be read")
@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *((f"{CASE}/{file}", 0o000) for file in (FACTS, FRENCH, SHEEP)),
        *((CASE, mode) for mode in (0o000, 0o444, 0o111)),
        *((FOLDER, mode) for mode in (0o000, 0o444, 0o111)),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, mode: int):
    project = copy(tmp_path)
    (project / name).chmod(mode)
    try:
        done = subprocess.run(
            [COMMAND, "--project", project, "check"], capture_output=True, text=True, preexec_fn=without_privilege
        )
    finally:
        (project / name).chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "")
    assert all(re.match(rf"{re.escape(FOLDER)}[^:]*:\d+: .+", line) for line in done.stdout.splitlines()), done.stdout


NOWHERE = [*parts("¦.¦..¦/¦nothing¦\udcff\udcfe¦\n::error::x¦/dev/null"), "a" * 300, "a/" * 3000]


@pytest.mark.parametrize("path", [*NOWHERE, f"{CASE}/{FACTS}", f"{CASE}/{SHEEP}", f"{CASE}/{FACTS}/x"])
@pytest.mark.parametrize("command", ["check", "import"])
def test_a_command_may_be_given_any_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, path: str):
    project = copy(tmp_path)
    monkeypatch.chdir(project)
    before = contents(project)
    done = CliRunner().invoke(cli.main, ["--project", str(project), command, "--", path])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in (0, 1, 2)
    assert contents(project) == before


# Issues


@functools.cache
def issue_labels() -> dict[str, str]:
    """The French issue form's labels, by the id of the question."""
    form = yaml.safe_load(issue_form.issue_form(Words(Site(known(BASE)), "fr")))
    return {element["id"]: element["attributes"]["label"] for element in form["body"] if "id" in element}


ANSWERS = {
    "case-study-party": "XA – Fakeland",
    "case-study-co-parties": "XB – Fakestan",
    "text-title": "Un fonds factice pour les moutons",
    "text-summary": "Depuis 2001, un ministère factice compte des moutons factices.",
    "slug": "aa-other-measure",
    "case-study-original-language": "fr",
    "case-study-lead-institution": "Ministère factice des Moutons",
    "case-study-years-start": "2001",
    "case-study-years-end": "2004",
    "case-study-years-ongoing": "- [ ] La mesure se poursuit",
    "case-study-years-planned": "- [ ] Mesure prévue",
    "case-study-domains": "fake-weaving – Tissage factice, fake-singing – Chant factice",
    "case-study-activities": "1.1 – Un, 1.2 – Deux, ou trois",
    "case-study-activities-partial": "_No response_",
    "case-study-sdgs": "4 – Quatre",
    "case-study-origin": "party",
    "case-study-mandate": "Bureau factice des essais",
    "case-study-contact": "sheep@ministry.example.org",
    "case-study-licence": "CC-BY-4.0",
    "sources": "Gazette factice | https://example.org/fake-gazette | fr | 2001-02-03",
    "text-main-features": "Le fonds factice compte les moutons. [1]\n\n- Il compte les blancs. [1]",
    "text-results": "_No response_",
}


def issue(answers: list[tuple[str, str]]) -> str:
    """An issue's text, as GitHub makes it from the form."""
    labels = issue_labels()
    return "\n\n".join(f"### {labels.get(name, name)}\n\n{answer}" for name, answer in answers)


def test_an_issue_that_is_filled_in_is_a_case_study(post: Path, tmp_path: Path):
    assert set(ANSWERS) <= set(issue_labels())
    for text in (issue([*ANSWERS.items()]), issue([*ANSWERS.items()]).replace("\n", "\r\n")):
        made = received(post, text, "issue.md")
        assert isinstance(made, Made), [problem.in_language("en") for problem in made]
        assert_made_well(made, tmp_path / "made", post)


def test_an_issue_that_carries_the_form_s_file_is_that_file(post: Path):
    pasted = issue([("submission", f"```yaml\n{as_yaml(fake_submission())}\n```"), ("text-title", "_No response_")])
    made = received(post, pasted, "issue.md")
    alone = received(post, as_yaml(fake_submission()))
    assert isinstance(made, Made) and isinstance(alone, Made)
    assert submission.files(made) == submission.files(alone)


ISSUE_VALUES = [
    *parts(
        "¦_No response_¦None¦abc – x¦1.5 – x¦99999999999999999999 – x¦² – x¦٣ – x¦- – x¦4 – , 4 – ¦- [x] a¦- [X]¦²¦٢٠٠١"
    ),
    *parts(
        "-1¦9999999999999999999999¦2001.0¦a | b¦|||¦a|b|c|d|e¦- | | |¦\n\n- a | b\n\n¦```\na\n```¦```¦~~~\nx\n~~~¦````"
    ),
    *parts(
        "```yaml\nsubmission: 1\n```¦````\n```yaml\nsubmission: 1\n```\n````¦### a¦#### b {#b}\n\nc [1]¦## c¦[1]¦[^1]"
    ),
    *parts("[9]¦<b>¦<!-- a -->¦@someone¦{{ x }}¦zzz¦fr-Abcd¦> ### Titre\n\nx¦    ### Titre\n\nx¦a\n===\n¦XA¦XA – ¦ – "),
    *parts("fr – français¦CC0-1.0 – x¦page¦aa–bb"),
]
AN_ISSUE = st.lists(
    st.tuples(
        st.sampled_from([*ANSWERS, "submission", "sources", "submission"]) | st.text(max_size=5),
        st.sampled_from([*ISSUE_VALUES, *ANSWERS.values()]) | st.text(max_size=5),
    ),
    max_size=8,
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", " \n", "\n \n"])


@FEW
@given(odd=AN_ISSUE, keep=st.lists(st.sampled_from(sorted(ANSWERS))), first=st.booleans(), end=ENDS)
@example(odd=[("case-study-sdgs", "abc – x")], keep=[], first=True, end="\n")
@example(odd=[("case-study-sdgs", "4 – x, 1.5 – x")], keep=[], first=True, end="\n")
def test_an_issue_may_hold_any_headings_in_any_order(post: Path, odd, keep, first: bool, end: str):
    kept = [(name, answer) for name, answer in ANSWERS.items() if name not in keep]
    received(post, issue(odd + kept if first else kept + odd).replace("\n", end), "issue.md")


@FEW
@given(mutations=MUTATIONS)
def test_an_issue_may_be_spoilt_line_by_line(post: Path, mutations: list):
    received(post, mutated(issue([*ANSWERS.items()]), mutations), "issue.md")


# What would take for ever


def filled(unit: str, size: int, before: str = "", after: str = "") -> str:
    """As many units as there is room for."""
    return before + unit * ((size - len((before + after).encode())) // len(unit.encode())) + after


ISSUE_SIZE, FILE_SIZE, PAGE_SIZE, ANSWER_SIZE = 65_536, submission.MAX_BYTES, prose.MAX_BYTES, 20_000
TITLE = "### Titre\n\nx\n\n"
SENT_LONG = {
    "line ends": ("\n", "", "x"),
    "blank lines": (" \n", "", "x"),
    "comments": ("#\n", "", "x"),
    "comments before the file": ("#\n", "", "submission: 1\n"),
    "indented comments": (" # #\n", "", "x"),
    "spaces": (" ", "", "x"),
    "fences that open": ("```a\n", "", ""),
    "fences that open in an answer": ("```a\n", "### Fichier du formulaire\n\n", ""),
    "fences of every length": ("".join("`" * n + "\n" for n in range(300, 2, -1)), "", ""),
    "fences and files": ("```\nsubmission: 1\n```\n", "", ""),
    "spaces in a heading": (" ", "### a", "b"),
    "spaces after a heading": (" ", "### Titre", "\n\nx"),
    "one heading again and again": (TITLE, "", ""),
    "headings of another form": ("### a\n", "", TITLE),
    "sources": ("a|b|c|d\n", "### Sources, une par ligne\n\n", ""),
    "sources of nothing": ("|", "### Sources, une par ligne\n\n", ""),
    "choices": ("1.1 – a, ", "### Activités de la feuille de route\n\n", ""),
    "goals": ("4 – a, ", "### Objectifs de développement durable\n\n", ""),
    "figures": ("9", "### Année de début\n\n", ""),
    "a word": ("a", "submission: ", ""),
    "words over many lines": (" a\n", "submission:\n", ""),
    "a list": ("- a\n", "submission:\n", ""),
    "a list of lists": ("[", "submission: ", ""),
    "a quotation": ("\\n", 'submission: "', '"'),
    "unknown keys": ("a: b\n", "submission: 1\n", ""),
    "dashes": ("-", "submission: ", ""),
    "question marks": ("? ", "submission: ", ""),
    "answers": ("a ", "submission: 1\ntexts: {fr: {main_features: '", "'}}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("size", [ISSUE_SIZE, FILE_SIZE])
@pytest.mark.parametrize(("unit", "before", "after"), SENT_LONG.values(), ids=SENT_LONG)
def test_nothing_that_is_sent_takes_long(post: Path, unit: str, before: str, after: str, size: int):
    received(post, filled(unit, size, before, after), project=REAL)


def test_a_few_blank_lines_take_no_time(post: Path):
    received(post, "\n" * 60 + "x")


def many(line: Callable[[int], str], count: int) -> str:
    return "".join(map(line, range(count)))


def word(number: int) -> str:
    """Three letters, as a language's code has."""
    letters = string.ascii_lowercase
    return letters[number // 676 % 26] + letters[number // 26 % 26] + letters[number % 26]


FACTS_LONG = {
    "unknown keys": ("party: XA\n", lambda: many(lambda n: f"sourcez{n}: 1\n", 9000)),
    "domains that are nearly known": (
        "domains: [fake-weaving]\n",
        lambda: f"domains: [{many(lambda n: f'fake-w{n}eaving,', 9000)}]\n",
    ),
    "activities that are unknown": ('activities: ["1.1"]\n', lambda: "activities: [" + '"9.9",' * 9900 + "]\n"),
    "languages that are unknown": ("  fr: Min", lambda: many(lambda n: f"  {word(n)}: x\n", 9000) + "  fr: Min"),
    "languages of languages": ("  fr: Min", lambda: many(lambda n: f"  {word(n)}-Abcd-AB: x\n", 8000) + "  fr: Min"),
    "Parties": ("co_parties: [XB]\n", lambda: f"co_parties: [{'ZA,' * 9900}]\n"),
    "sources": ("sources:\n", lambda: "sources:\n" + "  - {titel: a}\n" * 4900),
    "pictures": ("images:\n", lambda: "images:\n" + "  - {file: a.png}\n" * 4900),
    "a title": ("title: Gazette factice\n", lambda: f"title: {'a ' * 80_000}\n"),
    "an address": ("https://example.org/fake-gazette", lambda: "https://" + "a@" * 80_000),
    "a contact": ("sheep@ministry", lambda: "a." * 80_000 + "@a"),
    "a file's name": ("file: fake-sheep.png", lambda: f"file: {'a-' * 80_000}.png"),
    "braces": ("mandate: ", lambda: f"mandate: '{'{' * 100_000}'\n#"),
    "and signs": ("mandate: ", lambda: f"mandate: '{'&a' * 50_000}'\n#"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), FACTS_LONG.values(), ids=FACTS_LONG)
def test_no_facts_take_long(fake: Path, old: str, new: Callable[[], str]):
    facts = (BASE / CASE / FACTS).read_text("utf-8")
    assert facts.count(old) >= 1
    assert_checked(fake, facts=facts.replace(old, new(), 1))


UNITS = parts(
    '[¦]¦(¦)¦*¦_¦`¦~¦<¦>¦#¦-¦+¦=¦|¦\\¦&¦!¦:¦{¦}¦.¦^¦ ¦\t¦\n¦](¦[[¦[a\n¦[]¦[a](¦[a](/b¦[a](/b(¦[a](/b "¦[a](</b¦![¦! [¦'
    "* ¦*a¦a*¦**a¦***a¦*a **b ¦_a __b¦*_¦*a*_b¦_*a ¦a_b_¦[^¦[^1]¦[^1¦[^1]\n¦[^a¦`a¦``a¦`\n¦\\*¦\\`¦&lt;¦&#¦&#x¦> ¦>a\n¦"
    "> a\n\n¦- ¦- a\n¦- a\n\n¦1. ¦1. a\n¦- > ¦1. > ¦+\t¦a\n: b\n¦: ¦a\n\n:   b\n\n¦*[a]: b\n¦[a]: /b\n¦[^a]: b\n¦"
    '{: a=b }¦{: a="¦{#¦{: ¦a  \n¦---\n\n¦===\n¦a\n-\n¦https://¦<https://a¦<mailto:a¦    a\n¦### a\n¦|a¦|\n¦|-|\n¦'
    "a|b\n¦<a ¦<!--¦~~~\n¦```\n¦klzzwxh:¦\\\n¦é"
)


def deeper(prefix: str, line: str = "- a [^1]\n") -> str:
    """Each line deeper than the one before."""
    return "".join(prefix * depth + line for depth in range(int((2 * PAGE_SIZE / max(1, len(prefix))) ** 0.5)))[
        :PAGE_SIZE
    ]


STRUCTURES = {
    "lists within lists": deeper("    "),
    "lists within lists, by tabs": deeper("\t"),
    "lists three deep": filled("- a [^1]\n    - b [^1]\n        - c [^1]\n", PAGE_SIZE - 500),
    "numbered lists on one line": filled("1. ", PAGE_SIZE - 500, after="a [^1]"),
    "quotations within quotations": deeper("> ", "a [^1]\n"),
    "quotations of thirty": filled("> " * 18 + "a [^1]\n\n", PAGE_SIZE - 500),
    "definitions within definitions": deeper("    ", ":   a [^1]\n"),
    "a table of ten thousand cells": filled("|a [^1]" * 20 + "|\n", PAGE_SIZE - 800, f"{'|a' * 20}|\n{'|-' * 20}|\n"),
    "a table of ten thousand columns": "|a" * 15_000 + "|\n" + "|-" * 15_000 + "|\n" + "|b" * 15_000 + "| [^1]\n",
    "a table of ten thousand rows": filled("|a|\n", PAGE_SIZE - 800, "|a|\n|-|\n"),
    "a thousand tables": filled("|a|\n|-|\n|b [^1]|\n\n", PAGE_SIZE - 500),
    "abbreviations of everything": filled("*[a]: b\n", 40_000, after="\n" + "a " * 20_000),
    "abbreviations": many(lambda n: f"*[{word(n)}]: b\n", 3000) + "\n" + many(lambda n: f"{word(n)} ", 9000),
    "references": many(lambda n: f"[{word(n)}]: /a\n", 4000) + "\n" + many(lambda n: f"[{word(n)}][] ", 4000),
    "headings": many(lambda n: f"### a {{#a{n}}}\n\n", 5000),
    "emphasis within emphasis": filled("*a **b ", 30_000, after="b** a*" * 5000),
    "links within links": "[" * 900 + "a" + "](/b)" * 900 + " [^1]",
    "brackets within brackets": "[" * 990 + "a " * 30_000 + "]" * 990,
    "brackets before much": "[a " * 990 + "b " * 40_000,
    "an attribute list": "a {: " + filled("b=c ", PAGE_SIZE - 800) + "}",
    "citations": filled("Un mot. [^1] ", PAGE_SIZE - 500),
}


def assert_rendered_in_time(fake: Path, markdown: str) -> None:
    case, problems = assert_checked(fake, french=f"{TEXT}Un fait. [^1]\n\n{markdown}\n\n[^2]\n")
    if case and "fr" in case.texts and not any(problem.path.endswith(FRENCH) for problem in problems):
        with bounded():
            prose.render_section(case.texts["fr"].sections[0].markdown, lambda target: target, str)


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_nothing_that_is_repeated_takes_long_to_check_or_to_render(fake: Path, unit: str):
    assert_rendered_in_time(fake, filled(unit, PAGE_SIZE - 500))


@pytest.mark.slow
@pytest.mark.parametrize("markdown", STRUCTURES.values(), ids=STRUCTURES)
def test_no_structure_takes_long_to_check_or_to_render(fake: Path, markdown: str):
    assert_rendered_in_time(fake, markdown)


@pytest.mark.slow
@settings(QUICK, max_examples=30, phases=[Phase.generate])
@given(units=st.lists(st.sampled_from([*UNITS, *(piece for piece in PIECES if piece)]), min_size=2, max_size=4))
def test_nothing_that_is_repeated_together_takes_long(fake: Path, units: list[str]):
    assert_rendered_in_time(fake, filled("".join(units), ANSWER_SIZE))


@pytest.mark.slow
@pytest.mark.parametrize("before", ["---\n", "---\ntitle: ", f"{HEAD}## ", f"{HEAD}## T {{"], ids=repr)
@pytest.mark.parametrize("unit", ["a", " ", "a\n", "-", "{#", " \n"], ids=repr)
def test_no_head_of_a_text_takes_long_to_check(fake: Path, before: str, unit: str):
    assert_checked(fake, french=filled(unit, PAGE_SIZE, before))


# What would take all the memory


def limited(tmp_path: Path, *arguments: str | Path) -> tuple[int, str, float]:
    """The command with bounds on time and memory: its status, what it said in error, and the megabytes it took."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))

    with (tmp_path / "stderr").open("wb") as told:
        process = subprocess.Popen(
            [COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=told, preexec_fn=limit, cwd=tmp_path
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, (tmp_path / "stderr").read_text("utf-8", "replace"), usage.ru_maxrss / 1024


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


def jpeg_of_scans() -> bytes:
    """4000 pixels a side, drawn again and again: a line of thirty bytes costs as much as the whole picture."""
    buffer = io.BytesIO()
    Image.new("L", (4000, 4000), 128).save(buffer, "JPEG", progressive=True)
    raw = buffer.getvalue()
    last = raw[raw.rindex(b"\xff\xda") : -2]
    return raw[:-2] + last * ((490_000 - len(raw)) // len(last)) + raw[-2:]


def png(*parts: tuple[bytes, bytes], side: int = 4) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*part) for part in ((b"IHDR", head), *parts, (b"IEND", b"")))


def zeros(count: int) -> bytes:
    """That many zeros, compressed."""
    press = zlib.compressobj(9)
    return b"".join([*(press.compress(bytes(1 << 20)) for _ in range(count >> 20)), press.flush()])


def tiff(entries: int) -> bytes:
    """EXIF whose every tag claims the same far too many bytes."""
    return exif_segment(*((0x9000 + n, 1 + n % 12, 60_000, b"\0\0\0\x08") for n in range(entries)))


DATA = (b"IDAT", zlib.compress(bytes(20)))
HEAVY: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a JPEG of ten thousand scans": (".jpg", jpeg_of_scans),
    "a JPEG of five thousand tags": (".jpg", lambda: jpeg_with(tiff(5000))),
    "a JPEG of a hundred thousand parts": (".jpg", lambda: jpeg_with(b"\xff\xe1\0\2" * 120_000)),
    "a JPEG of fill bytes": (".jpg", lambda: jpeg_with(b"\xff" * 490_000)),
    "a PNG that unfolds": (".png", lambda: png((b"IDAT", zeros(400 << 20)))),
    "a PNG whose words unfold": (".png", lambda: png((b"zTXt", b"k\0\0" + zeros(60 << 20)), DATA)),
    "a PNG whose many words unfold": (".png", lambda: png(*[(b"iTXt", b"k\0\1\0\0\0" + zeros(1 << 20))] * 60, DATA)),
    "a PNG of forty thousand parts": (".png", lambda: png(*[(b"abCd", b"")] * 40_000, DATA)),
    "a PNG of two thousand million pixels a side": (".png", lambda: png((b"IDAT", zeros(90 << 20)), side=2**31 - 1)),
    "a PNG of 4000 pixels a side": (".png", lambda: saved("PNG", (4000, 4000), "RGBA", exif=exif())),
    "a WebP of 16 384 pixels a side": (".webp", lambda: webp(16_384, 1)),
    "a WebP of thousands of frames": (".webp", lambda: webp(4000, 8000)),
    "a WebP of 4000 pixels a side": (".webp", lambda: saved("WEBP", (4000, 4000), "RGBA", lossless=True, exif=exif())),
}


@pytest.mark.slow
@pytest.mark.parametrize("heavy", HEAVY)
def test_no_picture_takes_long_or_much_memory(tmp_path: Path, heavy: str):
    suffix, make = HEAVY[heavy]
    raw = make()
    assert len(raw) < pictures.MAX_BYTES
    data = fake_submission() | {"slug": "aa-heavy-measure"}
    data["case_study"]["images"][0]["file"] = f"heavy{suffix}"
    project = copy(tmp_path)
    for path in (tmp_path / f"heavy{suffix}", project / CASE / f"heavy{suffix}"):
        path.write_bytes(raw)
    (tmp_path / SENT).write_text(as_yaml(data))
    checked = limited(tmp_path, "--project", project, "check")
    assert checked[:2] == (1, "")
    (project / CASE / f"heavy{suffix}").unlink()
    status, told, megabytes = limited(tmp_path, "--project", project, "import", SENT)
    assert status in (0, 1)
    assert told == "" if status == 0 else re.fullmatch(rf"({SENT}:\d+: .+\n)+", told), told
    assert max(checked[2], megabytes) < MEGABYTES
    if status == 0:
        assert problems_of(project) == []


CODES = parts(
    "es¦de¦it¦pt¦nl¦sv¦da¦nb¦fi¦pl¦cs¦sk¦hu¦ro¦bg¦el¦ru¦uk¦sr¦hr¦sl¦et¦lv¦lt¦tr¦ka¦hy¦he¦ar¦fa¦hi¦bn¦th¦vi¦id"
)
"""As many languages as there is room for in a folder."""
LONGEST = ["fr", "en", *CODES][: case_study.MAX_TEXTS // PAGE_SIZE]
"""As many as may have the longest text."""
CROWDS: dict[str, Callable[[Path], object]] = {
    "more texts than there may be": lambda folder: write_all(folder, filled("a\n\n", PAGE_SIZE, TEXT), CODES),
    "texts of HTML": lambda folder: write_all(folder, filled("<b>\n", PAGE_SIZE, TEXT)),
    "texts of links": lambda folder: write_all(folder, filled("[a](b)\n", PAGE_SIZE, TEXT)),
    "texts of citations": lambda folder: write_all(folder, filled("[^9]\n", PAGE_SIZE, TEXT)),
    "texts of facts": lambda folder: write_all(folder, filled("a\n\n", PAGE_SIZE, TEXT)),
    "texts of sections": lambda folder: write_all(folder, filled("## a\n", PAGE_SIZE, TEXT)),
    "texts of keys": lambda folder: write_all(folder, filled("a: b\n", PAGE_SIZE - 4, "---\n", "---\n")),
    "texts of front matter": lambda folder: write_all(folder, filled("a: b\n", prose.MAX_HEAD, "---\n", "---\n")),
    "texts of citations that are right": lambda folder: write_all(folder, filled("Un mot. [^1]\n\n", PAGE_SIZE, TEXT)),
    "more pictures than there may be": lambda folder: draw_all(folder, len(CODES), webp(4000, 1)),
    "pictures": lambda folder: draw_all(folder, 9, saved("WEBP", (1400, 1400), lossless=True)),
    "files": lambda folder: [(folder / f"{n}.txt").write_bytes(b"") for n in range(5000)],
}


def write_all(folder: Path, text: str, codes: Sequence[str] = LONGEST) -> None:
    for code in codes:
        (folder / f"index.{code}.md").write_text(text, encoding="utf-8")


def draw_all(folder: Path, count: int, raw: bytes) -> None:
    for number in range(count):
        (folder / f"{number}.webp").write_bytes(raw)


@pytest.mark.slow
@pytest.mark.parametrize("crowd", CROWDS)
def test_no_crowd_of_files_takes_long_or_much_memory(tmp_path: Path, crowd: str):
    project = copy(tmp_path)
    CROWDS[crowd](project / CASE)
    status, told, megabytes = limited(tmp_path, "--project", project, "check", CASE)
    assert (status, told) == (1, "")
    assert megabytes < MEGABYTES


# A project that stays as it was


OTHER = "aa-other-measure"
REFUSED: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "a name that is taken": (SLUG, lambda data: None),
    "a name that leaves": ("../../elsewhere", lambda data: None),
    "a name that is kept": ("page", lambda data: None),
    "a fact": (OTHER, lambda data: data["case_study"].update(party="ZZ")),
    "no picture": (OTHER, lambda data: data["case_study"]["images"][0].update(file="nothing.png")),
    "HTML": (OTHER, lambda data: data["texts"]["en"].update(roadmap="<b>")),
    "a link to nowhere": (OTHER, lambda data: data["texts"]["fr"].update(roadmap="[Rien](/nowhere/)")),
    "no word": (OTHER, lambda data: data["texts"]["fr"].update(roadmap="---")),
    "a language that is none": (OTHER, lambda data: data["texts"].update(zzz=data["texts"]["en"])),
    "a script that is none": (OTHER, lambda data: data["texts"].update({"en-Abcd": data["texts"]["en"]})),
}


@pytest.mark.parametrize(("slug", "spoil"), REFUSED.values(), ids=REFUSED)
def test_an_import_that_is_refused_changes_nothing(tmp_path: Path, slug: str, spoil: Callable):
    project = copy(tmp_path)
    data = fake_submission() | {"slug": slug}
    spoil(data)
    (tmp_path / SENT).write_text(as_yaml(data))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    before = contents(tmp_path)
    arguments = ["--project", str(project), "import", str(tmp_path / SENT)]
    done = CliRunner().invoke(cli.main, arguments if slug == SLUG else [*arguments, "--replace"])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert contents(tmp_path) == before
    assert not [path for path in project.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("kind", ["a file", "a link to nothing", "a link to itself"])
def test_an_import_needs_a_folder_of_case_studies_and_says_so(tmp_path: Path, kind: str):
    project = copy(tmp_path)
    shutil.rmtree(project / FOLDER)
    MAKE[kind](project / FOLDER)
    (tmp_path / SENT).write_text(as_yaml(fake_submission()))
    shutil.copy(BASE / CASE / SHEEP, tmp_path)
    done = CliRunner().invoke(cli.main, ["--project", str(project), "import", str(tmp_path / SENT)])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), repr(done.exception)
    assert re.match(rf"{FOLDER}:1: .+\n", done.output), done.output


def to_import(folder: Path) -> tuple[Path, Path]:
    """A project with the case study that is to be replaced, and the submission that would replace it."""
    project = copy(folder)
    data = fake_submission()
    data["texts"]["fr"]["title"] = "Un autre titre"
    (folder / SENT).write_text(as_yaml(data))
    shutil.copy(BASE / CASE / SHEEP, folder)
    return project, folder / SENT


@pytest.mark.parametrize("replaced", [False, True])
@pytest.mark.parametrize("call", ["pathlib.Path.write_bytes", "os.rename", "os.replace", "os.chmod", "shutil.rmtree"])
def test_an_import_on_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch, call: str, replaced: bool):
    project, sent = to_import(tmp_path)
    if not replaced:
        shutil.rmtree(project / CASE)
    before = contents(project)
    made = submission.read(sent, SENT, known(BASE))
    module, name = call.rsplit(".", 1)
    owner = {"pathlib.Path": Path, "os": os, "shutil": shutil}[module]
    real = getattr(owner, name)

    def full(*arguments: Any, **options: Any) -> Any:
        if name == "rmtree" and (options.get("ignore_errors") or True in arguments[1:]):
            return real(*arguments, **options)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(owner, name, full)
    try:
        submission.write(made, project, replaced)
    except (OSError, ProblemsFound):
        monkeypatch.undo()
        assert contents(project) == before
        assert {path.name for path in project.iterdir()} == {"content", "data"}
    else:
        monkeypatch.undo()
        assert problems_of(project) == []


CHANGES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate"}


def die_at_every_step(folder: Path) -> None:
    """Run apart: imports again and again, each time killed at a later change of the disk, till one is whole."""
    made = submission.read(folder / SENT, SENT, known(BASE))
    for replaced in (False, True):
        for step in range(1, 200):
            project = shutil.copytree(folder / "project", folder / f"{replaced}-{step}")
            if not replaced:
                shutil.rmtree(project / CASE)
            if (child := os.fork()) == 0:
                die_at(step)
                submission.write(made, project, replaced)
                os._exit(0)
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
                break


def die_at(step: int) -> None:
    """From now on this process is killed before its `step`th change of the disk."""
    left = step

    def watch(event: str, arguments: tuple) -> None:
        nonlocal left
        if event not in CHANGES or (event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
            return
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def assert_whole(project: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """What a killed import left is the old case study or the new one; nothing stands in the way of the next import."""
    assert contents(project / "content") in (before, after), sorted(contents(project / "content"))
    assert problems_of(project) == []


@pytest.mark.slow
def test_an_import_that_is_killed_at_any_step_leaves_the_old_case_study_or_the_new(tmp_path: Path):
    project, sent = to_import(tmp_path)
    old = contents(project / "content")
    none_yet = {name: raw for name, raw in old.items() if SLUG not in name}
    made = submission.read(sent, SENT, known(BASE))
    new = none_yet | {f"case-studies/{SLUG}/{name}": raw for name, raw in submission.files(made).items()}
    code = "import sys, pathlib, test_hostile_cases as here; here.die_at_every_step(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, tmp_path], cwd=Path(__file__).parent, check=True, timeout=120)
    left = sorted(path for path in tmp_path.iterdir() if re.match("True-|False-", path.name))
    assert len(left) > 10
    for path in left:
        assert_whole(path, old if path.name.startswith("True") else none_yet, new)
        submission.write(made, path, replace=True)
        assert contents(path / "content") == new


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_an_import_that_is_killed_at_any_moment_leaves_the_old_case_study_or_the_new(tmp_path: Path, seed: int):
    project, sent = to_import(tmp_path)
    old = contents(project / "content")
    command = [COMMAND, "--project", project, "import", "--replace", sent]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    took, new = time.monotonic() - started, contents(project / "content")
    assert old != new
    chance = random.Random(seed)
    for _ in range(3):
        shutil.rmtree(project)
        shutil.copytree(BASE, project)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(took * chance.uniform(0.4, 1.1))
        process.kill()
        process.wait()
        assert_whole(project, old, new)
    assert roadmap(project).returncode == 0
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert contents(project / "content") == new
