"""What the import says of what is sent, word for word, and the issue forms that people fill in.

`answers.yml` has each answer. After a change of words, run these tests with `ANSWERS=new` in the environment: that
writes it again. Read it before you commit it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from test_golden import BASE
from test_hostile import copy
from test_issues import LANGUAGES, TEXTS, WRONG, answers, issue, received, text_of, words
from test_replacing import french_only

import sites
from hostile import CASE, ENGLISH, SENT, SHEEP, as_yaml, fake_submission
from roadmap.cli import main
from roadmap.contributions import issue_form, national_roadmap_form
from roadmap.contributions.importing import ReadyCase
from sites import plain_yaml

pytest_plugins = ("hostile",)
ANSWERS = Path(__file__).with_name("answers.yml")
EXPECTED: dict[str, str] = plain_yaml(ANSWERS) if ANSWERS.exists() else {}
SENT_FILE = Path(__file__).with_name("sent.yml").read_text(encoding="utf-8")
PICTURE = "![%s](https://github.com/user-attachments/assets/abc)"
ISSUES: dict[str, dict[str, str]] = {
    **{name: {path: wrong} for name, (path, wrong) in WRONG.items()},
    "two mistakes": {"case_study.party": "Narnia", "text.main_features": "Un fait."},
    "a picture without an author": {"text.main_features": "Un fait. [1]\n\n" + PICTURE % "Une salle"},
    "a picture without a text": {"text.main_features": "Un fait. [1]\n\n" + PICTURE % ""},
    "invisible characters": {"text.title": "Un\u200b fonds\u202e inventé", "case_study.years.start": " 2014 "},
    "a source without a date": {issue_form.SOURCES: "Décret | https://www.example.org/invente | fr"},
    "a source in two rows": {issue_form.SOURCES: "Décret\nhttps://www.example.org/invente"},
    "a source in words": {issue_form.SOURCES: "Le ministère nous l’a dit"},
    "a year that ends before it begins": {"case_study.years.start": "2014", "case_study.years.end": "2012"},
    "a Party of one's own without a contact": {"case_study.origin": "party – x", "case_study.mandate": "Ministère"},
    "no title": {"text.title": ""},
    "characters without width": {
        "text.title": "Un\u200b fonds\ufeff inventé",
        "text.summary": TEXTS["fr"][1] + "\U000e0001",
    },
    "a long text with a character without width": {
        "text.summary": "Un fonds inventé pour les œuvres de la ville. " * 4 + "\u200b"
    },
    "no short name": {"slug": ""},
    "no short name and no year": {"slug": "", "case_study.years.start": ""},
    "a year in a sentence": {"case_study.years.start": "depuis 2014 environ"},
    "a year in other digits": {"case_study.years.start": "٢٠١٤"},
    "a file and answers": {issue_form.PASTED: f"```yaml\n{SENT_FILE}```"},
    "words in the place of the file": {
        issue_form.PASTED: "Voici le fichier, en pièce jointe à un courriel de lundi dernier."
    },
    "a heading in an answer": {"text.main_features": "## Contexte\n\nUn fait. [1]"},
}
"""Answers of an issue in French that differ from those of `answers`."""


def changed(**changes: Any) -> Callable[[dict[str, Any]], None]:
    """Set fields of a submission, by their paths."""

    def change(data: dict[str, Any]) -> None:
        for path, value in changes.items():
            *keys, last = path.split("__")
            inner = data
            for key in keys:
                inner = inner[key]
            if value is None:
                inner.pop(last)
            else:
                inner[last] = value

    return change


PICTURELESS = "a picture that is not there"
FRESH = {"slug": "fake-goats", "texts__fr__title": "Des chèvres factices"}
FILES: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, ...]]] = {
    "a new case study": (changed(**FRESH), ()),
    "one that exists": (changed(), ()),
    "a correction": (changed(purpose="correction"), ()),
    "a correction, replaced": (changed(purpose="correction", texts__en=None), ("--replace",)),
    "a French correction, replaced": (french_only, ("--replace",)),
    "a translation, replaced": (changed(purpose="translation", texts__fr=None), ("--replace",)),
    "a correction of nothing": (changed(purpose="correction", slug="fake-shep"), ()),
    "a correction of what is like nothing": (changed(purpose="correction", slug="qwertyuiop"), ()),
    "a translation that exists": (changed(purpose="translation", texts__fr=None), ()),
    "a translation of the original": (changed(purpose="translation"), ()),
    "a purpose that is none": (changed(purpose="praise"), ()),
    "a newer form": (changed(submission=9), ()),
    "a name that is not in the folder": (changed(texts__en=None), ("--replace", "--drop", "index.es.md")),
    "a name that is like one in the folder": (changed(texts__en=None), ("--replace", "--drop", "index.enn.md")),
    "a name to drop without replacing": (changed(), ("--drop", ENGLISH)),
    "a name for a case study": (changed(), ("--name", "goats")),
    "a fact that is missing": (changed(**FRESH, case_study__party=None), ()),
    "a fact that is no fact": (changed(**FRESH, case_study__colour="red"), ()),
    "a year in words": (changed(**FRESH, case_study__years={"start": "two"}), ()),
    "an unknown language": (changed(**FRESH, texts__xx={"title": "x", "summary": "y"}), ()),
    "no text": (changed(**FRESH, texts={}), ()),
    PICTURELESS: (changed(**FRESH), ()),
}
"""How the submission of the fake project's case study is changed, and the options of the command."""


def answer_to_issue(folder: Path, name: str) -> str:
    found = received(folder, issue("fr", answers("fr") | ISSUES[name]))
    if isinstance(found, ReadyCase):
        years = found.case.facts.years
        output = "\n".join([f"{found.case.slug}, {years.start}", *(one.in_language("fr") for one in found.notices)])
    else:
        output = text_of(found, "fr")
    return output.replace(date.today().isoformat(), "TODAY")


def answer_to_file(folder: Path, name: str) -> str:
    """What the command prints, in French."""
    change, options = FILES[name]
    project, data = copy(folder), fake_submission()
    change(data)
    (folder / SENT).write_text(as_yaml(data), encoding="utf-8")
    if name != PICTURELESS:
        shutil.copy(BASE / CASE / SHEEP, folder)
    command = ["--project", str(project), "import", *options, str(folder / SENT)]
    done = CliRunner().invoke(main, command, env={"LC_ALL": "fr_FR.UTF-8"})
    return f"{done.exit_code}\n{done.output}".strip()


def assert_said(name: str, output: str) -> None:
    if os.environ.get("ANSWERS") == "new":
        known = plain_yaml(ANSWERS) if ANSWERS.exists() else {}
        known[name] = output
        ANSWERS.write_text(yaml.safe_dump(dict(sorted(known.items())), allow_unicode=True, width=120), encoding="utf-8")
    assert output == EXPECTED[name]


@pytest.mark.parametrize("name", ISSUES)
def test_an_issue_is_answered_so(tmp_path: Path, name: str):
    assert_said(f"issue: {name}", answer_to_issue(tmp_path, name))


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_answered_so(tmp_path: Path, name: str):
    assert_said(f"file: {name}", answer_to_file(tmp_path, name))


def test_no_answer_is_left_over():
    assert set(EXPECTED) == {*(f"issue: {name}" for name in ISSUES), *(f"file: {name}" for name in FILES)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_issue_forms_are_those_of_the_model(language: str):
    for name, form in (("case-study", issue_form), ("national-roadmap", national_roadmap_form)):
        file = sites.PROJECT / f".github/ISSUE_TEMPLATE/{name}.{language}.yml"
        assert form.issue_form(words(language)) == file.read_text(encoding="utf-8")
