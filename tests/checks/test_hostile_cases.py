"""Case studies that strangers wrote: whatever their files hold and are called, problems are told, and soon.

Neither `roadmap check` nor `roadmap import` crashes, hangs or fills the memory.
"""

from __future__ import annotations

import copy as copying
import ctypes
import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_golden import BASE, problems_of
from test_hostile import (
    COMMAND,
    MARKDOWN_WORDS,
    MUTATIONS,
    PLACE,
    QUICK,
    REAL,
    YAML_WORDS,
    assert_well_worded,
    copy,
    mutated,
    soup,
)

from hostile import (
    CASE,
    ENGLISH,
    FACTS,
    FEW,
    FOLDER,
    FRENCH,
    HEAD,
    MAKE,
    MANY_AND_SLOW,
    REAL_CASES,
    SHEEP,
    TEXT,
    as_yaml,
    assert_checked,
    assert_made_well,
    assert_told_in_time,
    bounded,
    fake_submission,
    known,
    overwritten,
    parts,
    received,
    remade,
    report_of,
)
from roadmap.cli import main
from roadmap.contributions.importing import ReadyCase
from sites import contents

pytest_plugins = ("hostile",)

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


@pytest.mark.slow
@FEW
@given(raw=soup(CASE_WORDS))
def test_any_bytes_may_stand_in_case_study_yml(fake: Path, raw: bytes):
    assert_checked(fake, facts=raw)


@FEW
@given(raw=soup(TEXT_WORDS) | soup(TEXT_WORDS, HEAD) | soup(TEXT_WORDS, TEXT))
def test_any_bytes_may_stand_in_a_text(fake: Path, raw: bytes):
    assert_checked(fake, french=raw)
    assert_checked(fake, english=raw)


@FEW
@given(raw=soup(CASE_WORDS) | soup(CASE_WORDS, "submission: 1\n") | soup(CASE_WORDS, "\n\n# a\n\nsubmission:"))
def test_any_bytes_may_be_a_submission(post: Path, raw: bytes):
    received(post, raw)


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


@FEW
@given(spoilings=SPOILINGS)
def test_the_facts_may_be_spoilt_anywhere(fake: Path, spoilings: list):
    assert_checked(fake, facts=spoilt(fake_submission()["case_study"], spoilings))


@pytest.mark.slow
@settings(QUICK, max_examples=50)
@given(spoilings=SPOILINGS)
def test_a_submission_may_be_spoilt_anywhere(post: Path, tmp_path_factory, spoilings: list):
    ready = received(post, spoilt(fake_submission(), spoilings))
    if isinstance(ready, ReadyCase):
        assert_made_well(ready, tmp_path_factory.mktemp("made"), post)


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


@pytest.mark.slow
@settings(MANY_AND_SLOW, max_examples=80)
@given(slug=st.sampled_from(REAL_CASES), spoilings=SPOILINGS)
def test_a_real_case_study_sent_again_may_be_spoilt_anywhere(post, tmp_path_factory, slug: str, spoilings: list):
    sent = {**remade(known(REAL).cases[slug]), "purpose": "correction"}
    ready = received(post, spoilt(sent, spoilings), project=REAL)
    if isinstance(ready, ReadyCase):
        assert_made_well(ready, tmp_path_factory.mktemp("made"), post, REAL)


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
        assert_well_worded(fake, problems_of(fake))


@pytest.mark.parametrize("name", [FACTS, FRENCH, ENGLISH, "index.es.md", SHEEP, "other.png", "index.fr.md.orig", "x"])
def test_a_pipe_in_the_folder_is_reported_and_not_waited_for(tmp_path: Path, name: str):
    project = copy(tmp_path)
    (project / CASE / name).unlink(missing_ok=True)
    os.mkfifo(project / CASE / name)
    with bounded(patience=10):
        _case, problems = report_of(project / CASE)
    assert f"{CASE}/{name}" in [problem.path for problem in problems]
    assert_well_worded(project, problems)


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
def test_what_cannot_be_read_is_reported(tmp_path: Path, name: str, mode: int):
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


@pytest.mark.slow
@pytest.mark.parametrize("path", [*NOWHERE, f"{CASE}/{FACTS}", f"{CASE}/{SHEEP}", f"{CASE}/{FACTS}/x"])
@pytest.mark.parametrize("command", ["check", "import"])
def test_a_command_may_be_given_any_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, path: str):
    project = copy(tmp_path)
    monkeypatch.chdir(project)
    before = contents(project)
    done = CliRunner().invoke(main, ["--project", str(project), command, "--", path])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in (0, 1, 2)
    assert contents(project) == before
