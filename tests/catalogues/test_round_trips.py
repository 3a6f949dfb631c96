"""Catalogues that lost what identifies their texts: by way of XLIFF or CSV, or because they are another project's."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import polib
import pytest
from click.testing import CliRunner, Result

from roadmap.cli import main
from sites import contents
from small import small_project

EN = "data/locales/en.po"
CHANGED = ("Outputs", "Outputs 2030")
TOOLS = {"xliff": ("po2xliff", "xliff2po"), "csv": ("po2csv", "csv2po")}


def run(project: Path, *arguments: str) -> Result:
    return CliRunner(env={"LANG": "C.UTF-8"}).invoke(main, ["--project", str(project), *arguments])


@pytest.fixture
def small(project: Path, tmp_path: Path) -> Path:
    return small_project(project, tmp_path / "small", ("tn-ticdce",))


def without_contexts(path: Path) -> None:
    """What xliff2po of translate-toolkit 3.20.4 gives: no msgctxt, or the place of texts that are there twice."""
    catalogue = polib.pofile(str(path), wrapwidth=78)
    found: dict[tuple[str, str], polib.POEntry] = {}
    for entry in (entry for entry in catalogue if not entry.obsolete):
        place = " ".join(name for name, _line in entry.occurrences)
        found.setdefault((entry.msgid, place), entry)
    times = [msgid for msgid, _place in found]
    for (msgid, place), entry in found.items():
        entry.msgctxt = place if times.count(msgid) > 1 else None
        entry.occurrences = [(quote(name, safe="/"), "") for name, _line in entry.occurrences]
        entry.tcomment = entry.comment = ""
    catalogue[:] = list(found.values())
    catalogue.metadata_is_fuzzy = 1
    catalogue.save()


def by_the_tools(name: str) -> Callable[[Path], None]:
    def convert(path: Path) -> None:
        there, back = TOOLS[name]
        between = path.with_suffix(f".{name}")
        for tool, source, target in ((there, path, between), (back, between, path)):
            subprocess.run([tool, "-i", str(source), "-o", str(target)], check=True, capture_output=True)
        between.unlink()

    return convert


LIVE = [
    pytest.param(
        by_the_tools(name),
        id=name,
        marks=pytest.mark.skipif(not all(map(shutil.which, tools)), reason=f"{tools[0]} is not installed"),
    )
    for name, tools in TOOLS.items()
]


@pytest.mark.slow
@pytest.mark.parametrize("convert", [pytest.param(without_contexts, id="recorded"), *LIVE])
def test_contexts_that_a_tool_lost_are_reported_with_the_command_that_restores_them(small: Path, convert: Callable):
    path = small / EN
    before = {(one.msgctxt, one.msgid): one for one in polib.pofile(str(path)) if not one.obsolete}
    old, new = CHANGED
    text = path.read_text("utf-8")
    path.write_text(text.replace(f'msgid "Produits"\nmsgstr "{old}"', f'msgid "Produits"\nmsgstr "{new}"', 1), "utf-8")
    convert(path)
    done = run(small, "check", EN)
    assert done.exit_code == 1
    (report,) = [line for line in done.output.splitlines() if ": note: " not in line]
    assert report.startswith(f"{EN}:1: Texts of this catalogue have lost their context (msgctxt): ")
    assert report.endswith("Run: roadmap translations update. It restores the context from the French text.")
    assert "Only 0%" not in run(small, "check").output, "one cause, one message"
    assert run(small, "translations", "update").exit_code == 0
    after = {(one.msgctxt, one.msgid): one for one in polib.pofile(str(path)) if not one.obsolete}
    assert after.keys() == before.keys()
    same = [key for key, one in after.items() if one.msgstr == before[key].msgstr and not one.fuzzy]
    assert len(same) > 0.95 * len(before), "only texts that the tool has merged are lost"
    other = [one.msgstr for key, one in after.items() if one.msgstr and one.msgstr != before[key].msgstr]
    assert set(other) <= {new}
    done = run(small, "check", EN)
    assert done.exit_code == 0, done.output


OTHER = """msgid ""
msgstr ""
"Project-Id-Version: Another project\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Redimensionner la fenêtre"
msgstr "Resize the window"

msgctxt "menu"
msgid "Quitter le programme"
msgstr "Leave the program"
"""


@pytest.mark.slow
def test_a_catalogue_of_another_project_is_refused_and_nothing_is_written(small: Path):
    (small / EN).write_text(OTHER, "utf-8")
    before = contents(small)
    sentence = (
        f"{EN}:1: This catalogue is another project’s: 2 of its 2 texts are not of this site. Go back to its last"
    )
    assert run(small, "check").output.startswith(sentence)
    done = run(small, "translations", "update")
    assert done.exit_code == 1 and sentence in done.output
    assert contents(small) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"Language: en\\n"', '"Language: fr\\n"', "The header gives the language as “fr”."),
        ('"Plural-Forms: nplurals=2', '"Plural-Forms: nplurals=two', "Expected: “Plural-Forms: nplurals=2;"),
        ("charset=UTF-8", "charset=ISO-8859-1", "The header announces the encoding “ISO-8859-1”."),
        ('"Language: en\\n"', '"Language: en\\n', "a quote is missing"),
        ('"Language: en\\n"', "Language: en", "unknown keyword “Language:”"),
        ('"Language: en\\n"', '"Language: en\\n"\n"Language: en\\n"', "The header has “Language” twice."),
    ],
)
def test_a_header_edited_by_hand_is_refused_with_its_line_and_nothing_is_written(
    small: Path, old: str, new: str, expected: str
):
    text = (small / EN).read_text("utf-8")
    assert text.count(old) == 1
    (small / EN).write_text(text.replace(old, new), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    before = contents(small)
    found = [row for row in run(small, "check").output.splitlines() if row.startswith(f"{EN}:") and expected in row]
    assert found and abs(int(found[0].split(":")[1]) - line) <= 1, run(small, "check").output
    assert run(small, "translations", "update").exit_code == 1
    assert contents(small) == before
