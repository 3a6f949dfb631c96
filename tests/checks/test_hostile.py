"""Files that strangers wrote: whatever they hold, `roadmap check` tells problems, soon, and does nothing else."""

import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_golden import BASE, edited_copy, problems_of

import forks
import sites
from roadmap.problems import LANGUAGES, report
from roadmap.reading.markdown.rendering import Labels
from roadmap.reading.prose import Prose, check_markdown, render
from roadmap.reading.yaml_file import MAX_BYTES, Document

pytestmark = pytest.mark.slow

COMMAND = Path(sys.executable).parent / "roadmap"
REAL = sites.PROJECT
SECONDS = 5
"""What a check may take, whatever the files hold."""
ROADMAP, ENGLISH, ABOUT, NOTES = "data/roadmap.yml", "data/locales/en.po", "content/about.fr.md", "content/about.en.md"
HEADER = (BASE / ENGLISH).read_text("utf-8").split("\n\n")[0] + "\n\n"
FRONT = "---\ntitle: Fake\ndescription: Fake.\n---\n"


def roadmap(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`roadmap check`, as installed; `environment` may set LANG, else the locale is English."""
    command = [str(COMMAND), "--project", str(folder), "check", *arguments]
    variables = sites.environment(REAL, **{"LANG": "en_GB.UTF-8", **environment})
    return forks.run(command, Path.cwd(), variables, 60) or subprocess.run(
        command, env=variables, capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=60
    )


def copy(tmp_path: Path, **edits: dict) -> Path:
    """The fake project of the golden tests, edited as its cases are."""
    return edited_copy({"name": "hostile", **edits}, tmp_path)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A project with a mistake in data, in a catalogue and in a page."""
    return copy(
        tmp_path,
        replace={ROADMAP: [["id: fake-poster", "id: fake-framework"]], ENGLISH: [["Fake roadmap", "Fake %(x)s"]]},
        write={"content/evil.html": "x"},
    )


# The command


def test_a_project_without_a_problem_passes():
    done = roadmap(BASE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing to report: 3 languages, 2 hand-written pages, 1 case studies.\n"


@pytest.mark.parametrize(("format", "output"), [("json", "[]\n"), ("github", "")])
def test_a_project_without_a_problem_gives_tools_nothing_to_report(format: str, output: str):
    done = roadmap(BASE, "--format", format)
    assert (done.returncode, done.stdout, done.stderr) == (0, output, "")


def test_problems_are_reported_one_a_line_with_status_1(wrong: Path):
    done = roadmap(wrong)
    assert (done.returncode, done.stderr) == (1, "")
    assert all(re.match(r"[^:]+:\d+: .+", line) for line in done.stdout.splitlines())
    assert "content/evil.html:1: This file is not a page." in done.stdout
    assert "data/locales/en.po:12: The translation" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "déjà utilisé"),
        ({"LANG": "fr_CA"}, "déjà utilisé"),
        ({"LANG": "de_DE.UTF-8"}, "already used"),
        ({"LANG": "C"}, "already used"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "déjà utilisé"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "already used"),
    ],
    ids=str,
)
def test_problems_are_reported_in_french_or_else_in_english(wrong: Path, environment: dict, word: str):
    assert word in roadmap(wrong, **environment).stdout


def test_json_says_the_same_as_text(wrong: Path):
    done = roadmap(wrong, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    rows = json.loads(done.stdout)
    assert [set(row) for row in rows] == [{"path", "line", "message"}] * len(rows)
    assert [f"{row['path']}:{row['line']}: {row['message']}" for row in rows] == roadmap(wrong).stdout.splitlines()


ANNOTATION = re.compile(r"::(?:error|notice) file=[^\s:,][^:,]*,line=\d+::\S.*")


def test_github_annotations_are_commands_one_a_line(wrong: Path):
    done = roadmap(wrong, "--format", "github")
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout.splitlines()) == len(roadmap(wrong).stdout.splitlines())
    assert all(ANNOTATION.fullmatch(line) for line in done.stdout.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("--format", "json"), ("--format", "github")], ids=str)
def test_a_folder_that_is_no_project_is_reported_in_words(tmp_path: Path, arguments: tuple[str, ...]):
    done = roadmap(tmp_path / "nowhere", *arguments)
    assert (done.returncode, done.stderr) == (1, "")
    assert "This folder is not a project" in done.stdout


# Names and values that try to say more than they should

NAMES = (
    "x\n::warning file=a::pwned\n.md",
    "x\r::error::pwned.md",
    "a,line=9::pwned.md",
    "%0A::error::pwned.md",
    "\x1b[31mred\x1b[0m.md",
    "left\u202edm.txt",
    "https:::%25.md",
)
HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves a terminal's cursor, starts a line, turns the text round, or cannot be encoded."""


def badly_named(tmp_path: Path) -> Path:
    """A project with files whose names would command GitHub or the terminal."""
    project = copy(tmp_path)
    for name in NAMES:
        (project / "content" / name).touch()
    return project


def valued(tmp_path: Path) -> Path:
    """A project with values that would do the same."""
    bad = r'"9\n::warning file=a::pwned\r::error::x %0A::debug::y"'
    return copy(
        tmp_path,
        replace={ROADMAP: [['id: "1.2"', f"id: {bad}"], ["file: source/leaflet.txt", f"file: {bad}"]]},
        write={NOTES: FRONT + "[x](/nowhere%0A::error::pwned)\n"},
    )


def assert_text_is_harmless(output: str, problems: int) -> None:
    lines = output.removesuffix("\n").split("\n")
    assert len(lines) == problems
    assert not any(line.startswith("::") for line in lines)
    assert not any(HARMFUL.search(line) for line in lines)


def assert_annotations_are_harmless(output: str, problems: int) -> None:
    lines = output.removesuffix("\n").split("\n")
    assert len(lines) == problems
    assert all(ANNOTATION.fullmatch(line) for line in lines)
    assert not re.search(r"%(?!25|0A|0D|2C|3A)", output)
    assert not any(HARMFUL.search(line) for line in lines)


@pytest.mark.slow
def test_a_file_name_cannot_start_a_line_of_its_own(tmp_path: Path):
    assert_text_is_harmless(roadmap(badly_named(tmp_path)).stdout, len(NAMES))


@pytest.mark.slow
def test_a_file_name_cannot_start_a_github_command(tmp_path: Path):
    assert_annotations_are_harmless(roadmap(badly_named(tmp_path), "--format", "github").stdout, len(NAMES))


@pytest.mark.slow
def test_a_value_cannot_start_a_line_or_a_command(tmp_path: Path):
    project = valued(tmp_path)
    count = len(json.loads(roadmap(project, "--format", "json").stdout))
    assert count
    assert_text_is_harmless(roadmap(project).stdout, count)
    assert_annotations_are_harmless(roadmap(project, "--format", "github").stdout, count)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("format", "encoding"),
    [
        ("text", "utf-8:strict"),
        ("json", "utf-8:strict"),
        ("github", "utf-8:strict"),
        ("text", "latin-1"),
        ("text", "ascii"),
        ("json", "cp1252"),
    ],
)
def test_no_terminal_makes_the_command_fail(tmp_path: Path, format: str, encoding: str):
    project = copy(tmp_path, replace={ENGLISH: [["Fake roadmap", "مزيّف %(x)s"]]})
    Path(os.fsdecode(os.fsencode(project) + b"/content/caf\xe9.md")).touch()
    done = roadmap(project, "--format", format, PYTHONIOENCODING=encoding, LANG="fr_FR.UTF-8")
    assert (done.returncode, done.stderr) == (1, "")
    assert "content/caf" in done.stdout
    assert "%(x)s" in done.stdout or "%25(x)s" in done.stdout


# What once stopped a reader

LOOP = {"symlink": {"data/source/leaflet.txt": "leaflet.txt"}}
NOTE = "    sdg_note: Les icônes factices sont illisibles.\n"
HOSTILE = {
    "an integer of five thousand figures": {
        "replace": {ROADMAP: [["likely_year: 2001", "likely_year: " + "9" * 5000]]}
    },
    "a number without end": {"replace": {ROADMAP: [["likely_year: 2001", f"likely_year: {'9' * 400}.0"]]}},
    "an escape beyond Unicode": {"replace": {ROADMAP: [[NOTE, '    sdg_note: "\\U00110000"\n']]}},
    "an escape beyond integers": {"replace": {ROADMAP: [[NOTE, '    sdg_note: "\\UFFFFFFFF"\n']]}},
    "half a character in an id": {"replace": {ROADMAP: [['id: "2.1"', 'id: "\\ud800"']]}},
    "a null in the leaflet's name": {"replace": {ROADMAP: [["source/leaflet.txt", '"source/\\0"']]}},
    "a name too long for a file": {"replace": {ROADMAP: [["source/leaflet.txt", "a" * 1500]]}},
    "a leaflet that links to itself": LOOP,
    "a leaflet that is a folder": {"replace": {ROADMAP: [["source/leaflet.txt", "source"]]}},
    "an SDG target of any form": {"replace": {ROADMAP: [['["4.4"]', "[x, '', '4.4\\n', 4]"]]}},
    "lists in the place of everything": {"write": {ROADMAP: "".join(f"{k}: []\n" for k in ("leaflet", "goals", "x"))}},
    "a second header with another plural rule": {
        "append": {ENGLISH: '\nmsgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=x;\\n"\n'}
    },
    "a header with a context": {
        "append": {ENGLISH: '\nmsgctxt "a"\nmsgid ""\nmsgstr "Plural-Forms: nplurals=9; plural=x;"\n'}
    },
    "two plural rules in one header": {
        "replace": {ENGLISH: [['"MIME-Version', '"Plural-Forms: nplurals=2; plural=x;\\n"\n"MIME-Version']]}
    },
    "a plural form of a huge number": {
        "append": {ENGLISH: f'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[{"9" * 5000}] "c"\n'}
    },
    "a plural rule of a thousand brackets": {
        "replace": {ENGLISH: [["plural=(n != 1)", f"plural={'(' * 1000}n{')' * 1000}"]]}
    },
    "an encoding that is no encoding": {"replace": {ENGLISH: [["charset=UTF-8", "charset=hex"]]}},
    "an encoding that reads escapes": {"replace": {ENGLISH: [["charset=UTF-8", "charset=unicode_escape"]]}},
    "a folder in the place of a catalogue": {"delete": {ENGLISH: "file"}, "write": {f"{ENGLISH}/x": "x"}},
    "a folder in the place of a data file": {"delete": {ROADMAP: "file"}, "write": {f"{ROADMAP}/x": "x"}},
}


@pytest.mark.parametrize("edits", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_reported_as_problems(edits: dict, tmp_path: Path):
    project = copy(tmp_path, **edits)
    problems = problems_of(project)
    assert problems
    assert_well_worded(project, problems)


def lines_in(file: Path) -> int:
    """How many lines a file has; one where there is none, or nothing that can be read."""
    try:
        return len(re.split(rb"\r\n|\r|\n", file.read_bytes())) if file.is_file() else 1
    except (OSError, ValueError):
        return 1


def assert_well_worded(project: Path, problems: list) -> None:
    """Each problem has a place that exists and words that any terminal can show, in both languages."""
    lines = {path: lines_in(project / path) for path in {problem.path for problem in problems}}
    for problem in problems:
        assert not {"/", ".."} & set(PurePosixPath(problem.path).parts), problem
        assert 1 <= problem.line <= lines[problem.path], problem
    for language in LANGUAGES:
        as_printed = report(problems, "json", language).encode("utf-8", "backslashreplace")
        assert len(json.loads(as_printed)) == len(problems)
        if problems:
            assert_text_is_harmless(report(problems, "text", language), len(problems))
            assert_annotations_are_harmless(report(problems, "github", language), len(problems))


# What would take for ever


def fill(before: str, unit: str, after: str = "") -> str:
    """As many units as the largest accepted file has room for."""
    return before + unit * ((MAX_BYTES - len((before + after).encode())) // len(unit.encode())) + after


LONG = {
    "a list of ever the same": (ROADMAP, fill("", "- a\n")),
    "a list in brackets": (ROADMAP, fill("goals: [", "a,", "]")),
    "ever the same key": (ROADMAP, fill("", "a: {b: {c: {}}}\n")),
    "goals without anything": (ROADMAP, fill("goals:\n", "- {}\n")),
    "a trillion plural forms": (
        ENGLISH,
        HEADER.replace("nplurals=2", "nplurals=999999999999") + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
    ),
    "entries with ever the same mistake": (ENGLISH, fill(HEADER, 'msgid "a"\nmsgstr "%(b)s"\n\n')),
    "backquotes never closed": (NOTES, fill(FRONT, "`")),
    "tildes never closed": (NOTES, fill(FRONT, "~")),
    "spaces in a heading": (NOTES, fill(FRONT + "## a", " ", "b\n")),
    "heading ids never closed": (NOTES, fill(FRONT, "## a {#\n")),
    "link targets never closed": (NOTES, fill(FRONT + "[x](", "a")),
    "links never closed": (NOTES, fill(FRONT, "](a ")),
    "brackets never closed": (NOTES, fill(FRONT, "[a\n")),
    "tags never closed": (NOTES, fill(FRONT, "<a ")),
    "footnotes never closed": (NOTES, fill(FRONT, "[^")),
}


def within_bounds() -> None:
    """Seconds of the processor, not of the clock: other tests run meanwhile."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize(("name", "text"), LONG.values(), ids=LONG)
def test_no_file_takes_long_to_check(name: str, text: str, tmp_path: Path):
    project = copy(tmp_path, write={name: text})
    done = subprocess.run(
        [COMMAND, "--project", project, "check"], capture_output=True, preexec_fn=within_bounds, timeout=120
    )
    assert (done.returncode, done.stderr[-2000:]) in ((0, b""), (1, b""))


# What the check accepts is what the page shows

MARKDOWN = (
    "##Titre",
    "##\tTitre",
    "Titre\n-----",
    "Titre\n=====",
    "> ## Titre",
    "- ## Titre",
    "Terme\n:   ## Titre",
    "## Titre {: #more }",
    "## Titre {#a}\n\n## Titre {: #a }",
    "[x]()",
    "[x](foo.html)",
    "[x][r]\n\n[r]: foo.html",
    "[x][r]\n\n  [r]: foo.html",
    "[x](https://example.org/){: href=foo.html }",
    "[a `b` c](`foo.html`)",
    "[x](https:foo.html)",
    "\\`[x](foo.html)\\`",
    "```\n\n[x](foo.html) <b>gras</b>\n\n```",
    "~~~\n[x](foo.html)\n~~~",
    "![Une image](/outputs/)",
    "[x][nowhere]",
    "Une note.[^9]",
    "Un mot a&#x202e;b",
    "Un mot a&#0;b",
)


@pytest.mark.parametrize("markdown", MARKDOWN)
def test_what_the_check_lets_through_is_fit_to_print(markdown: str):
    """Headings with ids, once each; links that start as they should; nothing lost, nothing left as Markdown."""
    prose = Prose("about", "fr", "t", "d", "m", markdown + "\n", ABOUT, 5, Document(ABOUT, None))
    if not list(check_markdown(prose)):
        html = render(prose, str, Labels(back="Revenir"))
        assert html.startswith("<"), html
        assert not re.search(r"<h\d(?! id=\"[a-z])", html), html
        assert len(set(ids := re.findall(r'id="([^"]*)"', html))) == len(ids), html
        assert all(
            href.startswith(("/", "#", "https://", "mailto:")) for href in re.findall(r'<a[^>]*?href="([^"]*)', html)
        )
        assert not re.search(r"<a>|[\u202a-\u202e\ufffd]|\[|```|~~~|=====|<p></p>", html), html


# Anything at all

QUICK = settings(
    deadline=None,
    max_examples=120,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
QUICKER = settings(QUICK, max_examples=60)
# Words of each grammar, between broken bars: one that is broken, or strange, is among them.
YAML_WORDS = (
    "[¦]¦{¦}¦:¦,¦-¦?¦|¦>¦#¦&¦*¦!¦%¦@¦\"¦'¦\n¦ ¦\t¦~¦\n  ¦\n    - ¦: ¦- ¦? ¦---\n¦...\n¦<<: ¦&a ¦*a¦"
    "!!str ¦null¦true¦1.1¦goals:¦outputs:¦id: ¦text: ¦sdgs: ¦state: printed¦leaflet:¦title:¦9999999999999999999999¦"
    '"\\¦\\U00110000¦\\ud800¦\\0¦\x85¦\ufeff¦\u2028¦\x00¦é¦\U0001f600'
)
PO_WORDS = (
    "msgid ¦msgid_plural ¦msgstr ¦msgstr[0] ¦msgstr[1] ¦msgstr[-1] ¦msgstr[x] ¦msgctxt ¦#~ ¦#, fuzzy\n¦#: a:b\n¦# ¦"
    '\n¦\n\n¦"¦""¦"a"¦"b"¦"%(a)s"¦"%"¦"100 %%"¦\\n¦\\¦msgid ""\nmsgstr ""\n¦<<<<<<<\n¦é¦\ufeff¦'
    '"Plural-Forms: nplurals=3; plural=n%0;\\n"\n¦"Language: xx\\n"\n¦"PO-Revision-Date: x\\n"\n¦'
    '"Content-Type: text/plain; charset=latin-1\\n"\n'
)
MARKDOWN_WORDS = (
    "---\n¦title: a\n¦description: b\n¦menu: c\n¦## ¦# ¦##¦{#a}¦{#¦}¦{: #b }¦\n¦\n\n¦[¦]¦(¦)¦](¦[x](/outputs/)¦[x](#a)¦"
    "[x](foo)¦[r]: ¦[^1]¦[^1]: ¦![¦<¦>¦<b>¦`¦```\n¦~~~\n¦|a|b|\n|-|-|\n¦> ¦- ¦    ¦&lt;¦javascript:¦https://e.org¦é¦*¦_"
)


def soup(words: str, before: str = "") -> st.SearchStrategy[bytes]:
    """Bytes that look like the real thing: words of its grammar in any order, or anything."""
    word = st.sampled_from(words.split("¦"))
    looks_real = st.lists(word | st.text(max_size=3), max_size=60).map(lambda parts: before + "".join(parts))
    return st.binary(max_size=300) | looks_real.map(lambda text: text.encode("utf-8", "surrogatepass"))


@pytest.fixture(scope="module")
def fake(tmp_path_factory) -> Path:
    """The fake project, whose files the properties below write over."""
    return copy(tmp_path_factory.mktemp("any"))


def assert_checked(project: Path, name: str, raw: bytes) -> None:
    """With `raw` in the place of a file the check tells problems, or none, in time."""
    before = (BASE / name).read_bytes()
    (project / name).write_bytes(raw)
    started = time.process_time()
    try:
        assert_well_worded(project, problems_of(project))
    finally:
        (project / name).write_bytes(before)
    assert time.process_time() - started < SECONDS


@pytest.mark.slow
@QUICK
@given(raw=soup(YAML_WORDS))
def test_any_bytes_may_stand_in_a_data_file(fake: Path, raw: bytes):
    assert_checked(fake, ROADMAP, raw)


@pytest.mark.slow
@QUICKER
@given(raw=soup(YAML_WORDS))
def test_any_bytes_may_stand_in_the_list_of_languages(fake: Path, raw: bytes):
    assert_checked(fake, "data/languages.yml", raw)


@pytest.mark.slow
@QUICK
@given(raw=soup(PO_WORDS) | soup(PO_WORDS, HEADER))
def test_any_bytes_may_stand_in_a_catalogue(fake: Path, raw: bytes):
    assert_checked(fake, ENGLISH, raw)


@pytest.mark.slow
@QUICK
@given(raw=soup(MARKDOWN_WORDS) | soup(MARKDOWN_WORDS, FRONT))
def test_any_bytes_may_stand_in_a_page(fake: Path, raw: bytes):
    assert_checked(fake, ABOUT, raw)


CHARACTERS = st.sampled_from([*"[]{}:,-?|>#&*!%\"'\\ \n\t~0a=.", "\0", "\x85", "é", "‮", "\ufeff", "\ud800"])
PLACE = st.integers(0, 10**6)
MUTATION = st.tuples(
    st.sampled_from(["delete", "duplicate", "swap", "replace", "insert", "cut"]), PLACE, PLACE, CHARACTERS
)


def mutated(text: str, mutations: list[tuple[str, int, int, str]]) -> bytes:
    """The text with lines deleted, doubled or swapped, and characters replaced or inserted."""
    for kind, first, second, char in mutations:
        lines = text.split("\n")
        one, other, at = first % len(lines), second % len(lines), first % (len(text) or 1)
        if kind == "delete":
            del lines[one]
        elif kind == "duplicate":
            lines.insert(one, lines[one])
        elif kind == "swap":
            lines[one], lines[other] = lines[other], lines[one]
        text = "\n".join(lines)
        if kind == "replace":
            text = text[:at] + char + text[at + 1 :]
        elif kind == "insert":
            text = text[:at] + char + text[at:]
        elif kind == "cut":
            text = text[: at + len(text) // 2]
    return text.encode("utf-8", "surrogatepass")


MUTATIONS = st.lists(MUTATION, min_size=1, max_size=4)


@pytest.mark.slow
@QUICKER
@given(name=st.sampled_from([ROADMAP, "data/parties.yml", "data/sdgs.yml", "data/languages.yml"]), mutations=MUTATIONS)
def test_a_data_file_may_be_spoiled_anywhere(fake: Path, name: str, mutations: list):
    assert_checked(fake, name, mutated((BASE / name).read_text("utf-8"), mutations))


@pytest.mark.slow
@settings(QUICK, max_examples=12)
@given(mutations=MUTATIONS)
def test_the_real_roadmap_may_be_spoiled_anywhere(fake: Path, mutations: list):
    assert_checked(fake, ROADMAP, mutated((REAL / ROADMAP).read_text("utf-8"), mutations))


@pytest.mark.slow
@QUICKER
@given(name=st.sampled_from([ENGLISH, "data/locales/ar.po", ABOUT, "content/source-notes.fr.md"]), mutations=MUTATIONS)
def test_a_catalogue_or_a_page_may_be_spoiled_anywhere(fake: Path, name: str, mutations: list):
    assert_checked(fake, name, mutated((BASE / name).read_text("utf-8"), mutations))


@pytest.mark.slow
@settings(QUICK, max_examples=25)
@given(name=st.sampled_from([ENGLISH, ABOUT]), mutations=MUTATIONS)
def test_a_real_catalogue_or_page_may_be_spoiled_anywhere(fake: Path, name: str, mutations: list):
    assert_checked(fake, name, mutated((REAL / name).read_text("utf-8"), mutations))
