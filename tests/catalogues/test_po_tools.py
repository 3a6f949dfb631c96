"""Catalogues as tools save them: all are accepted, and in the project's form one changed text is one changed entry.

tests/po/ holds files that Poedit, gettext, translate-toolkit, Weblate, polib and Babel saved (tests/po/record.py).
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_golden import BASE

import sites
from gettext_tools import call, find
from roadmap.catalogues import catalogue as catalogues
from roadmap.catalogues import plurals, po_file
from roadmap.characters import INVISIBLE
from roadmap.cli import main
from roadmap.problems import ProblemsFound
from roadmap.reading.yaml_file import read_text

sys.path.insert(0, str(sites.TESTS / "po"))
import record

SAVED = sorted(path.stem for path in record.FOLDER.glob("*.po"))
TEXT = record.CANONICAL.read_text(encoding="utf-8")
LOCALES = sites.PROJECT / "data" / "locales"
AR, EN = "data/locales/ar.po", "data/locales/en.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n\n'


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), *arguments])


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    return shutil.copytree(BASE, tmp_path / "project")


# What tools save


def test_every_tool_has_its_file():
    assert sorted([*record.RECIPES, "canonical"]) == SAVED
    assert len({path.read_bytes() for path in record.FOLDER.glob("*.po")}) == len(SAVED)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in SAVED if name != "canonical"])
def test_a_file_that_a_tool_saved_is_accepted_and_one_entry_changes(fake: Path, name: str):
    shutil.copy(record.FOLDER / f"{name}.po", fake / AR)
    _accepted(fake, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", record.LIVE)
def test_a_file_that_a_tool_saves_now_is_accepted_and_one_entry_changes(fake: Path, name: str):
    record.save(name, fake / AR)
    _accepted(fake, name)


def _accepted(project: Path, name: str) -> None:
    done = run(project, "check", "--format", "json")
    assert done.exit_code == 0, done.output
    folded = po_file.canonical(read_text(project / AR, AR)[0]).encode() != (project / AR).read_bytes()
    assert [(row["path"], row["level"]) for row in json.loads(done.output)] == [(AR, "notice")] * folded
    assert run(project, "translations", "format", "ar").output == (f"{AR}\n" if folded else "")
    assert record.changed_entries(project / AR, name) == [record.ENTRY]
    assert run(project, "check", "--format", "json").output == "[]\n"


def test_the_form_is_polibs_and_gettexts():
    assert po_file.canonical(TEXT) == TEXT == call("msgcat", "--no-wrap", record.CANONICAL)
    without_former = re.sub(r"^#~\|.*\n", "", TEXT, flags=re.MULTILINE)
    assert re.sub("^# $", "#", str(polib.pofile(TEXT, wrapwidth=0)), flags=re.MULTILINE) == without_former


# The commands


def fold(project: Path) -> None:
    """Folds a text of each catalogue."""
    for name, start in ((AR, "msgstr[0]"), (EN, "msgid")):
        path = project / name
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf'({re.escape(start)}) "(?=[^"])', r'\1 ""\n"', text, count=1), encoding="utf-8")


def test_a_catalogue_in_another_form_is_noted_with_the_command(fake: Path):
    fold(fake)
    words = "This catalogue is not in the project’s format: first difference here. Run: roadmap translations format en"
    done = run(fake, "check", EN)
    assert (done.exit_code, done.output) == (0, f"{EN}:12: note: {words}\nNo errors.\n")
    github = run(fake, "check", "--format", "github")
    assert (github.exit_code, github.output.splitlines()[1]) == (0, f"::notice file={EN},line=12::{words}")
    assert run(fake, "translations", "check").output.startswith("Nothing to report")
    assert run(fake, "translations", "format", "en").output == f"{EN}\n"
    assert f"{EN}:" not in run(fake, "check").output
    assert f"{AR}:" in run(fake, "check").output


def test_a_notice_stands_beside_the_errors_of_other_files(fake: Path):
    fold(fake)
    path = fake / EN
    path.write_text(path.read_text("utf-8").replace("Fake roadmap", "Fake <b>roadmap"), "utf-8")
    done = run(fake, "check")
    assert done.exit_code == 1
    assert [line.split(":")[:2] for line in done.output.splitlines()] == [[AR, "15"], [EN, "12"]]


def test_formatting_twice_writes_nothing_more(fake: Path):
    fold(fake)
    assert run(fake, "translations", "format").output == f"{AR}\n{EN}\n"
    before = [(path.stat().st_mtime_ns, path.stat().st_ino) for path in (fake / AR, fake / EN)]
    assert run(fake, "translations", "format").output == ""
    assert [(path.stat().st_mtime_ns, path.stat().st_ino) for path in (fake / AR, fake / EN)] == before


def test_formatting_writes_nothing_while_a_catalogue_cannot_be_read(fake: Path):
    fold(fake)
    (fake / EN).write_text("<html>", encoding="utf-8")
    before = (fake / AR).read_bytes()
    done = run(fake, "translations", "format")
    assert done.exit_code == 1
    assert done.output.startswith(f"{EN}:1: This is not a PO file: unknown keyword “<html>”.")
    assert (fake / AR).read_bytes() == before
    assert run(fake, "translations", "format", "ar").output == f"{AR}\n"


@pytest.mark.parametrize("code", ["fr", "../en", "en.po"])
def test_formatting_asks_for_a_language_that_has_a_catalogue(fake: Path, code: str):
    done = run(fake, "translations", "format", code)
    assert done.exit_code == 2
    assert "Possible values: ar, en." in " ".join(done.output.split())


def test_the_check_lists_problems_where_nothing_can_be_read(fake: Path):
    for name in (AR, EN, "data/languages.yml"):
        (fake / name).write_text("}", encoding="utf-8")
    done = run(fake, "check")
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    assert done.output.startswith("data/languages.yml:1: ")


def test_formatting_needs_no_other_file_of_the_project(fake: Path):
    fold(fake)
    (fake / "data" / "languages.yml").write_text("}", encoding="utf-8")
    assert run(fake, "translations", "format").output == f"{AR}\n{EN}\n"


def test_a_template_that_cannot_be_read_is_written_again(fake: Path):
    run(fake, "translations", "update")
    path = fake / "data" / "locales" / "roadmap.pot"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"MIME-Version: 1.0", b"POT-Creation-Date: yesterday"))
    done = run(fake, "check")
    assert done.exit_code == 1
    assert done.output.endswith("Run: roadmap translations update.\n")
    assert run(fake, "translations", "update").exit_code == 0
    assert path.read_bytes() == before


# Files that are none

NO_PO = {
    "a web page": "<!DOCTYPE html>\n<html>\n",
    "a table": "key,value\ntitle,Roadmap\n",
    "JSON": '{\n  "title": "Roadmap"\n}\n',
    "YAML": "title: Roadmap\n",
    "words": "Dear all,\nhere is the translation.\n",
    "nothing": "",
    "blank lines": "\n\n\n",
    "comments": "# Translation of the roadmap.\n#. Note.\n",
    "a string alone": '"Roadmap"\n',
    "a translation alone": 'msgstr "Roadmap"\n',
    "quotes": '"' * 900_000,
    "backslashes": f'msgid "a"\nmsgstr "{chr(92) * 900_001}\n',
    "escapes": f'msgid "a"\nmsgstr "{chr(92)}303{chr(92)}x' * 30_000,
    "bytes apart": f'msgid "a"\nmsgstr "{(chr(92) + "303" + chr(92) + "251 ") * 90_000}" x\n',
    "bytes apart, the last wrong": f'msgid "a"\nmsgstr "{(chr(92) + "303" + chr(92) + "251 ") * 90_000}{chr(92)}303"\n',
    "bytes": f'msgid "a"\nmsgstr "{(chr(92) + "303") * 100_000}"\n',
    "keywords": "msgid\n" * 100_000,
    "entries": 'msgid "a"\n' * 90_000,
    "a long comment and no entry": "# " + "# " * 400_000,
    "folds": 'msgid ""\nmsgstr ""\n' + '"\\303"\n' * 90_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", NO_PO.values(), ids=NO_PO)
def test_a_file_that_is_no_po_file_is_refused_at_once_with_its_line(fake: Path, text: str):
    (fake / EN).write_text(text, encoding="utf-8")
    started = time.process_time()
    done = run(fake, "check")
    assert time.process_time() - started < 1
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert re.match(rf"{EN}:[1-4]: (This is not a PO file: |The file is empty|The bytes )", line)


LONG = {
    "a text in 100,000 pieces": f'msgid "a"\nmsgstr ""\n{chr(34)}a{chr(34)}\n'.replace('"a"\n', '"a"\n' * 100_000),
    "a header of 90,000 lines": 'msgid ""\nmsgstr ""\n"A: b\\n"\n' + '"a\\n"\n' * 90_000,
    "a header of 30,000 fields": 'msgid ""\nmsgstr ""\n' + "".join(f'"X{at}: b\\n"\n' for at in range(30_000)),
    "60,000 comments": HEADER + "# a\n#. b\n#: c\n#, d\n" * 15_000 + 'msgid "a"\nmsgstr "b"\n',
    "10,000 entries": HEADER + "".join(f'msgid "{at}"\nmsgstr "b"\n\n' for at in range(10_000)),
    "10,000 obsolete entries": HEADER + "".join(f'#~ msgid "{at}"\n#~ msgstr "b"\n\n' for at in range(10_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_file_is_read_and_written_in_seconds(text: str):
    started = time.process_time()
    catalogues.parse(text, EN, "en")
    right = po_file.canonical(text)
    assert po_file.canonical(right) == right
    assert time.process_time() - started < 10


# What gettext does

PLURAL = '#, python-format\nmsgid "%(count)s mouton"\nmsgid_plural "%(count)s moutons"\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    "code", ["ar", "cs", "en", "es", "fa", "ga", "gv", "he", "ht", "pl", "pt-BR", "ru", "sl", "sw", "zh"]
)
def test_a_plural_form_may_leave_the_count_out_where_msgfmt_allows_it(code: str):
    count, rule = plurals.of_language(code)
    fields = (
        "Content-Type: text/plain; charset=UTF-8",
        f"Language: {code}",
        f"Plural-Forms: nplurals={count}; plural={rule};",
    )
    header = 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"
    found = set()
    for lost in itertools.product((False, True), repeat=count):
        forms = ["sheep" if is_lost else "%(count)s sheep" for is_lost in lost]
        text = header + PLURAL + "".join(f'msgstr[{at}] "{form}"\n' for at, form in enumerate(forms))
        problems = catalogues.parse(text, "x.po", code)[1]
        found.add(bool(problems))
        assert bool(problems) == (not msgfmt(text)), (forms, [problem.in_language("en") for problem in problems])
    assert found == {False, True}


@pytest.mark.parametrize(("numbers", "rare"), [(4, True), (5, False)])
def test_a_form_for_five_numbers_is_one_for_many(numbers: int, rare: bool):
    rule = f"(n>={numbers})"
    assert plurals.rare_forms(plurals.Plurals(2, rule)) == (rare, False)
    fields = f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural={rule};\\n"\n\n'
    assert msgfmt(f'{HEADER[:-1]}{fields}{PLURAL}msgstr[0] "sheep"\nmsgstr[1] "%(count)s sheep"\n') == rare


def test_another_value_stays_in_every_plural_form():
    """msgfmt lets a form for few numbers lose it; a reader would miss it."""
    text = HEADER + 'msgid "%(n)s mouton"\nmsgid_plural "%(n)s moutons"\nmsgstr[0] "sheep"\nmsgstr[1] "%(n)s sheep"\n'
    (problem,) = catalogues.parse(text, "en.po", "en")[1]
    assert "%(n)s" in problem.in_language("en")


def msgfmt(text: str) -> bool:
    """Whether `msgfmt --check` accepts a catalogue."""
    command = [find()["msgfmt"], "--check", "-o", os.devnull, "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=False).returncode == 0


SIGNS = [*"aé字 01789afxX'?u", "\\", *(f"\\{sign}" for sign in "\\\"nrtabfvx'?u0q")]
BYTES = [
    "\\303",
    "\\251",
    "\\xc3",
    "\\xe9",
    "\\x1e9",
    "\\101",
    "\\1019",
    "\\777",
    "\\042",
    "\\134",
    "\\012",
    "\\xE5\\xAD\\x97",
]
PIECES = st.sampled_from([*SIGNS, *BYTES, '"\n"', '" "'])


@pytest.mark.slow
@settings(deadline=None, max_examples=200, derandomize=True, database=None)
@given(st.lists(PIECES, max_size=6).map("".join))
@example("L\\'inicio")
@example("Espa\\303\\261a")
@example('Espa\\303"\n"\\261a')
@example("\\\\303")
@example("\\x")
def test_escapes_are_read_as_gettext_reads_them(string: str):
    text = f'{HEADER}msgid "a"\nmsgstr "x{string}y"\n'
    catalog, problems = catalogues.parse(text, "en.po", "en")
    read = subprocess.run(
        [find()["msgcat"], "--to-code=UTF-8", "-"],
        input=text.replace("Language: en", "Content-Type: text/plain; charset=UTF-8").encode(),
        capture_output=True,
        check=False,
    )
    theirs = None
    if read.returncode == 0:
        (entry,) = (entry for entry in polib.pofile(read.stdout.decode("utf-8", "replace")) if entry.msgid == "a")
        theirs = entry.msgstr
    refused = any(re.search("PO file|UTF-8|control", problem.in_language("en")) for problem in problems)
    if theirs is None:
        assert refused
    elif not refused:
        assert catalog.get("a").string == theirs
    else:  # beyond what gettext refuses
        assert INVISIBLE.search(theirs) or "\ufffd" in theirs or "\\" in string


# What polib would lose

KEPT = {
    "a comment of the header below its flags": (
        '#, fuzzy\n# By Ana.\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n\nmsgid "a"\nmsgstr ""\n',
        '# By Ana.\n#, fuzzy\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n\nmsgid "a"\nmsgstr ""\n',
    ),
    "a comment of the first entry where there is no header": (
        '# Sure?\nmsgid "a"\nmsgstr "b"\n',
        '#\nmsgid ""\nmsgstr ""\n\n# Sure?\nmsgid "a"\nmsgstr "b"\n',
    ),
    "a header that is not the first entry": (
        '# Sure?\nmsgid "a"\nmsgstr "b"\n\n# By Ana.\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n',
        '# By Ana.\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n\n# Sure?\nmsgid "a"\nmsgstr "b"\n',
    ),
    "a header with nothing but a comment": (
        '# By Ana.\nmsgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n',
        '# By Ana.\nmsgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n',
    ),
    "fields of the header that nobody knows, and lines without a name": (
        'msgid ""\nmsgstr ""\n"X-Z: 1\\n"\n"x-a: 2\\n"\n"X-²: 3\\n"\n"Language: en\\n"\n"more\\n"\n"X-Z: 4\\n"\n',
        '#\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"more\\n"\n"x-a: 2\\n"\n"X-²: 3\\n"\n"X-Z: 1\\n"\n"X-Z: 4\\n"\n',
    ),
    "comments at the end": (
        HEADER + 'msgid "a"\nmsgstr "b"\n# One.\n\n# Two.\n',
        "#\n" + HEADER + 'msgid "a"\nmsgstr "b"\n\n# One.\n# Two.\n',
    ),
    "comments without a space": (
        HEADER + '#Mine.\n## Yours.\n#-#-# ours\n#.Note.\n#:a.py:1\n#,fuzzy\n#|msgid"c"\nmsgid"a"\nmsgstr\t"b"\n',
        "#\n"
        + HEADER
        + '# Mine.\n# # Yours.\n# -#-# ours\n#. Note.\n#: a.py:1\n#, fuzzy\n#| msgid "c"\nmsgid "a"\nmsgstr "b"\n',
    ),
    "obsolete entries, their comments and their former French": (
        HEADER + '# Mine.\n#, fuzzy\n#~|msgid "c"\n#~msgid "a"\n#~msgstr ""\n#~ "b"\n\nmsgid "d"\nmsgstr "e"\n',
        "#\n" + HEADER + 'msgid "d"\nmsgstr "e"\n\n# Mine.\n#, fuzzy\n#~| msgid "c"\n#~ msgid "a"\n#~ msgstr "b"\n',
    ),
    "escapes": (
        HEADER + 'msgid "a\\tb\\rc\\\\n"\nmsgstr "\\"\\303\\251\\x22\\134\\n" "\\n"\n',
        "#\n" + HEADER + 'msgid ""\n"a\\tb\\r"\n"c\\\\n"\nmsgstr ""\n"\\"é\\"\\\\\\n"\n"\\n"\n',
    ),
    "an obsolete entry in one piece with the header": (
        HEADER[:-1] + '#~ msgid "c"\n#~ msgstr "d"\nmsgid "a"\nmsgstr "b"\n\nmsgid "e"\nmsgstr "f"\n',
        "#\n" + HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid "e"\nmsgstr "f"\n\n#~ msgid "c"\n#~ msgstr "d"\n',
    ),
    "a note that a tool folded, places in several lines": (
        HEADER + '#. One\n#. note.\n#: b.py\n#: a.py\nmsgid "a"\nmsgstr "b"\n',
        "#\n" + HEADER + '#. One note.\n#: b.py a.py\nmsgid "a"\nmsgstr "b"\n',
    ),
    "flags in any order": (
        HEADER + '#, python-format, no-wrap\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        "#\n" + HEADER + '#, fuzzy, no-wrap, python-format\nmsgid "a"\nmsgstr "b"\n',
    ),
    "former French as Babel writes it": (
        HEADER + '# | msgctxt "c"\n# | msgid "d"\n# | "e"\n# | f\n#, fuzzy\nmsgctxt "c"\nmsgid "a"\nmsgstr "b"\n',
        "#\n" + HEADER + '# | f\n#, fuzzy\n#| msgctxt "c"\n#| msgid "de"\nmsgctxt "c"\nmsgid "a"\nmsgstr "b"\n',
    ),
}


@pytest.mark.parametrize(("text", "right"), KEPT.values(), ids=KEPT)
def test_nothing_is_lost(text: str, right: str):
    assert po_file.canonical(text) == right
    assert po_file.canonical(right) == right


def test_line_ends_and_a_byte_order_mark_are_no_part_of_the_form(fake: Path):
    for before, end in (("", "\r\n"), ("\ufeff", "\r"), ("\ufeff", "\n")):
        (fake / AR).write_bytes((before + TEXT.replace("\n", end)).encode())
        assert run(fake, "check", AR).output.startswith(f"{AR}:1: note: ")
        assert run(fake, "translations", "format", "ar").output == f"{AR}\n"
        assert (fake / AR).read_text(encoding="utf-8") == TEXT


MARKS = ("#~", "#|", "#", "#.", "#,", "#~|", "#:")
SHAKEN = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(["drop", "twice", "swap", "join", "mark"])), max_size=5
)


def shake(text: str, changes: list[tuple[int, str]]) -> str:
    """A catalogue with some lines gone, there twice, swapped with the next, joined to it, or marked as others are."""
    lines = text.split("\n")
    for at, change in changes:
        at %= len(lines) - 1
        lines[at : at + 2] = {
            "drop": lines[at + 1 : at + 2],
            "twice": [lines[at], *lines[at : at + 2]],
            "swap": lines[at : at + 2][::-1],
            "join": [" ".join(lines[at : at + 2])],
            "mark": [f"{MARKS[at % len(MARKS)]} {lines[at]}", *lines[at + 1 : at + 2]],
        }[change]
    return "\n".join(lines)


@pytest.mark.slow
@settings(deadline=None, max_examples=400, derandomize=True, database=None)
@given(SHAKEN)
@example([])
def test_what_babel_reads_polib_edits_and_the_form_says_the_same(changes: list[tuple[int, str]]):
    text = shake(TEXT, changes)
    catalog, problems = catalogues.parse(text, AR, "ar")
    if catalog is None:
        assert problems
        return
    right = po_file.canonical(text)
    assert po_file.canonical(right) == right == str(po_file.edit(text))
    again, problems = catalogues.parse(right, AR, "ar")
    assert again is not None
    assert said(again) == said(catalog)


def said(catalog) -> dict:
    """The entries, with the translators' comments but for former French and empty lines."""
    return {
        (message.context, message.id): (
            message.string,
            message.flags - {""},
            [line for line in message.user_comments if line[:1] not in ("", "|")],
        )
        for message in [*catalog, *catalog.obsolete.values()]
        if message.id
    }


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*.po")), ids=lambda path: path.stem)
def test_the_catalogues_of_the_project_need_no_closer_look(path: Path):
    """Else the check takes ten times as long."""
    text = path.read_text(encoding="utf-8")
    assert po_file.split_canonical(text)[1]
    assert po_file.canonical(text) == text == str(po_file.edit(text))


OBSOLETE = '#~ msgctxt "c"\n#~ msgid "x"\n#~ msgstr "y \\\\ \\""\n\n#~ msgid "z"\n#~ msgstr ""\n'


def test_obsolete_entries_need_no_closer_look_in_their_place():
    head, entry = '#\nmsgid ""\nmsgstr "Language: en\\n"\n\n', 'msgid "a"\nmsgstr "b"\n\n'
    text = head + entry + OBSOLETE
    assert po_file.split_canonical(text)[1]
    assert po_file.canonical(text) == text == str(po_file.edit(text))
    catalog, problems = catalogues.parse(text, "en.po", "en")
    assert catalog and not problems and len(catalog.obsolete) == 2
    for other in (
        head + OBSOLETE + "\n" + entry.rstrip("\n") + "\n",
        text.replace("#~ msgctxt", "#~ # words\n#~ msgctxt"),
        text.replace('#~ msgid "x"\n', ""),
        text.replace('#~ msgid "z"', '#~| msgid "w"\n#~ msgid "z"'),
    ):
        assert not po_file.split_canonical(other)[1], other


def test_an_edit_names_what_is_wrong():
    with pytest.raises(ProblemsFound, match=r"x\.po:2: "):
        po_file.edit('msgid "a"\nmsgstr "b\n', "x.po")


def test_a_raw_tab_is_written_in_the_canonical_form_at_once():
    """Found by chance: the first run kept it, the second wrote it as an escape."""
    text = 'msgid "x"\nmsgstr ""\n"Language: en\\n"\n\nmsgid "a\tb"\nmsgstr "c"\n'
    once = po_file.canonical(text)
    assert "\t" not in once and po_file.canonical(once) == once
