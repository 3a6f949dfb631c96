"""Attacks on a project's files that no other test of the checks has, each by its name."""

from __future__ import annotations

import ast
import shutil
import time
import unicodedata
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError
from test_golden import BASE, problems_of
from test_hostile import ABOUT, ENGLISH, FRONT, copy

import sites
from hostile import CASE, FACTS, FRENCH, SHEEP, TEXT, assert_checked, bounded
from roadmap.catalogues import catalogue
from roadmap.characters import MOST_MARKS, check_text
from roadmap.cli.group import main
from roadmap.model.contribution_fields import Name, Summary, Title
from roadmap.model.fields import Line
from roadmap.problems import reason_of, report
from roadmap.reading.markdown import checks
from roadmap.reading.markdown.rendering import Labels
from roadmap.reading.prose import check_markdown, read_prose, render
from sites import none

pytest_plugins = ("hostile",)
PILE = "\u0301" * (MOST_MARKS + 1)
TAGGED = "".join(chr(0xE0000 + ord(letter)) for letter in "evil")


def messages(problems: list) -> str:
    return report(problems, "text", "en")


# Characters


@pytest.mark.parametrize(
    "attack", [PILE, "\u0489" * 20, "\u064b" * 9, "\u20dd" * 9], ids=lambda pile: f"U+{ord(pile[0]):04X}"
)
def test_a_pile_of_combining_marks_is_refused_everywhere(fake: Path, attack: str):
    for place in (
        {"facts": (BASE / CASE / FACTS).read_text("utf-8").replace("title", "title", 1) + f"# {attack}\n"},
        {"french": f"{TEXT}Un mot{attack}. [^1] [^2]\n"},
    ):
        _case, problems = assert_checked(fake, **place)
        assert "combining marks in a row" in messages(problems), place
    _catalog, problems = catalogue.parse(f'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b{attack}"\n', ENGLISH, "en")
    assert problems or list(check_text(attack, ENGLISH)), "read_text refuses the file"


def test_a_pile_of_combining_marks_written_as_escapes_is_refused(fake: Path):
    _case, problems = assert_checked(fake, french=f"{TEXT}Un mot{'&#x301;' * (MOST_MARKS + 1)}. [^1] [^2]\n")
    assert problems
    octal = "\\314\\201" * (MOST_MARKS + 1)
    _catalog, problems = catalogue.parse(f'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b{octal}"\n', ENGLISH, "en")
    assert "combining marks" in messages(problems)


def test_marks_that_writings_need_are_accepted():
    for text in ("e\u0301", "ก\u0e31\u0e49", "ا\u0651\u064e\u0670", "x" + "\u0301" * MOST_MARKS, "नि\u0902"):
        assert not list(check_text(text, "x")), text


FIELDS = {"title": Title, "summary": Summary, "name": Name, "line": Line}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text",
    [
        *(sign * 15 for sign in ("\u200b\u200b", "\u0301\u0301", "\u2060\u0301", "\u3164\u3164", "\ufe0f\ufe0f")),
        *(sign * 30 for sign in "\u00ad\u2800\u115f\uffa0"),
        f"Un texte{PILE}, assez long pour tous.",
    ],
    ids=ascii,
)
def test_a_text_that_nobody_can_see_is_refused(field: str, text: str):
    with pytest.raises(ValidationError):
        TypeAdapter(FIELDS[field]).validate_python(text)


def test_a_text_hidden_in_tag_characters_is_refused_everywhere(fake: Path):
    for place in (
        {"facts": (BASE / CASE / FACTS).read_text("utf-8") + f"# {TAGGED}\n"},
        {"french": f"{TEXT}Un mot{TAGGED}. [^1] [^2]\n"},
        {"french": f"{TEXT}Un mot{'&#xe0065;'}. [^1] [^2]\n"},
    ):
        _case, problems = assert_checked(fake, **place)
        assert "U+E0065" in messages(problems)
    octal = "".join(f"\\{byte:o}" for byte in TAGGED.encode())
    _catalog, problems = catalogue.parse(f'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b{octal}"\n', ENGLISH, "en")
    assert "U+E0065" in messages(problems)


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ids=ascii)
def test_a_sign_that_reverses_text_is_refused_by_its_name(fake: Path, sign: str):
    for text in (sign, f"&#x{ord(sign):x};"):
        _case, problems = assert_checked(fake, french=f"{TEXT}Un mot{text}. [^1] [^2]\n")
        assert unicodedata.name(sign) in messages(problems)


# Markdown


def test_a_mark_of_byte_order_before_a_quotation_ends(fake: Path):
    """Reading it never ended."""
    with bounded():
        checks.section_text("\ufeff> Un mot. [^1]\n")
    assert_checked(fake, french=f"{TEXT}\ufeff> Un mot. [^1] [^2]\n")


NOTES = (
    "\n\n    [^1]: Une note.",
    "\n\n   [^1]: Une note.\n\n       Sa suite.",
    "\n[^1]: Une note.",
    "\n\n- [^1]: Une note.",
    "\n\n> [^1]: Une note.",
    "\n\n- x\n\n      [^1]: Une note.",
)


def test_an_indented_definition_of_a_note_is_refused_or_rendered(tmp_path: Path):
    path = copy(tmp_path) / ABOUT
    for note in NOTES:
        path.write_text(f"{FRONT}\nUn mot[^1].{note}\n", "utf-8")
        page, problems = read_prose(path, ABOUT, "about", "fr")
        problems += check_markdown(page) if page else []
        if page and not problems:
            assert "Une note" in render(page, str, Labels(back="Revenir")), note


@pytest.mark.parametrize("identifier", ["source-1", "sources", "content", "main-features"])
def test_an_id_that_the_page_has_is_not_given_to_a_paragraph(fake: Path, identifier: str):
    for markdown in (
        f"Un mot. [^1] [^2]\n{{#{identifier}}}\n",
        f"Un mot. [^1] [^2] {{#{identifier}}}\n",
        f"Un mot. [^1] [^2]\n{{: #{identifier} }}\n",
    ):
        _case, problems = assert_checked(fake, french=TEXT + markdown)
        assert [problem for problem in problems if problem.path.endswith(FRENCH)], markdown


# Files


@pytest.mark.parametrize(
    "name",
    [
        "overrides/assets/leak.css",
        "overrides/assets/contribute/leak.js",
        "overrides/assets/vendor/leak",
        "overrides/kinds/leak.html",
    ],
)
def test_a_link_that_leaves_the_project_is_not_published(tmp_path: Path, name: str):
    folder, secret = copy(tmp_path / "project"), tmp_path / "secret"
    secret.write_text("a secret of this machine")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).symlink_to(secret)
    assert f"{name}:1: This link leads outside the project" in messages(problems_of(folder))


def test_a_link_within_the_project_is_accepted(tmp_path: Path):
    folder = copy(tmp_path)
    (folder / "overrides/assets").mkdir(parents=True, exist_ok=True)
    (folder / "overrides/assets/a.css").write_text("a {}")
    (folder / "overrides/assets/b.css").symlink_to("a.css")
    assert "outside" not in messages(problems_of(folder))


@pytest.mark.parametrize(
    "name", ["AA-fake-measure", "aa-Fake-Measure", "aa-fake-measur\u00e9", "aa-fake-measure\u0301"], ids=ascii
)
def test_a_case_study_whose_name_differs_by_case_or_form_is_refused(tmp_path: Path, name: str):
    folder = copy(tmp_path)
    shutil.copytree(folder / CASE, folder / CASE.replace("aa-fake-measure", name))
    assert any(problem.path.endswith(name) for problem in problems_of(folder))


@pytest.mark.parametrize(
    "name", [SHEEP.upper(), SHEEP.capitalize(), "fake-shee\u0301p.png", "fake-sh\u00e9ep.png"], ids=ascii
)
def test_a_picture_whose_name_differs_by_case_or_form_is_refused(tmp_path: Path, name: str):
    folder = copy(tmp_path)
    shutil.copy(folder / CASE / SHEEP, folder / CASE / name)
    assert any(problem.path.endswith(name) for problem in problems_of(folder))


@pytest.mark.slow
@pytest.mark.parametrize("place", ["content", "content/case-studies", CASE, "data/locales"])
def test_ten_thousand_files_are_refused_in_one_sentence(tmp_path: Path, place: str):
    folder = copy(tmp_path)
    for number in range(10_000):
        (folder / place / f"x{number}.{'po' if place.endswith('locales') else 'txt'}").touch()
    began = time.process_time()
    problems = problems_of(folder)
    assert time.process_time() - began < 10
    about = [problem for problem in problems if problem.path.startswith(place) and "x1" not in problem.path]
    assert len(problems) == len(about) == 1 and "More than" in messages(problems), messages(problems)[:500]


# Messages


@pytest.mark.parametrize(
    "error", [OSError(), OSError(None, None), ValueError(), RuntimeError("None: None"), Exception(None)], ids=repr
)
def test_an_error_without_a_text_is_never_the_whole_message(error: Exception):
    assert reason_of(error) == type(error).__name__


def test_an_error_of_the_system_without_a_text_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fails(*_arguments: object) -> None:
        raise OSError(None, None)

    monkeypatch.setattr("roadmap.cli.contributing.load", fails)
    with pytest.raises(SystemExit):
        main(["--project", str(BASE), "check"])
    output = capsys.readouterr().err
    assert "OSError" in output and "None" not in output


# The tests themselves


@pytest.mark.slow
def test_no_property_leaves_out_a_phase():
    """Examples that are given by hand must run, and failures be reduced."""
    calls = [
        (path, node)
        for path in sorted(sites.TESTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "phases"
    ]
    none(f"{path.name}:{node.value.lineno}: phases" for path, node in calls)
