"""What the form refuses and repairs, and that the import accepts what the form lets through."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from playwright.sync_api import Page, expect

from forms import (
    FRENCH,
    PROJECT,
    SHORT,
    TWO,
    YEAR,
    Answers,
    expected,
    fill,
    made,
    message,
    messages,
    show,
    start_over,
    submit,
)
from roadmap.contributions import importing
from roadmap.problems import ProblemsFound
from roadmap.reading.project import Project
from sites import none

pytest_plugins = ("browser", "forms")
pytestmark = pytest.mark.browser

# --- What is wrong -------------------------------------------------------------------------------------

LATER = str(YEAR + 2)
TAKEN = sorted(path.name for path in (PROJECT / "content/case-studies").iterdir() if path.is_dir())[0]
YEARS = {"low": 1950, "high": 2100}
EXAMPLE = {"example": "Français"}
PARTY = {"case_study.origin": "party", "case_study.mandate": "Direction", "case_study.contact": "a@example.org"}
Message = tuple[str, dict]
WRONG: dict[str, tuple[Answers, str, Message]] = {
    "no title": ({"text.title": ""}, "text.title", ("required", {})),
    "a title of spaces": ({"text.title": "   "}, "text.title", ("required", {})),
    "no Party": ({"case_study.party": ""}, "case_study.party", ("required", {})),
    "no licence": ({"case_study.licence": ""}, "case_study.licence", ("required", {})),
    "no year": ({"case_study.years.start": ""}, "case_study.years.start", ("required", {})),
    "no activity": ({"case_study.activities": []}, "case_study.activities", ("choose", {})),
    "no main features": (
        {"text.main_features": "", "text.results": "Un fait. [1]"},
        "text.main_features",
        ("required", {}),
    ),
    "a source without a title": ({"sources": [{"title": ""}]}, "source.title", ("required", {})),
    "a source without an address": ({"sources": [{"url": ""}]}, "source.url", ("required", {})),
    "a source without a day": ({"sources": [{"seen": ""}]}, "source.seen", ("required", {})),
    "a short summary": ({"text.summary": "Trop court."}, "text.summary", ("short", {"limit": 20, "found": 11})),
    "a short name of two letters": ({"slug": "ab"}, "slug", ("short", {"limit": 3, "found": 2})),
    "a long title": ({"text.title": "a" * 161}, "text.title", ("long", {"limit": 160, "found": 161})),
    "a long title in rare letters": (
        {"text.title": "\U0001e900" * 161},
        "text.title",
        ("long", {"limit": 160, "found": 161}),
    ),
    "a long section": (
        {"text.main_features": "a" * 20_000 + " [1]"},
        "text.main_features",
        ("long", {"limit": 20000, "found": "20\u202f004"}),
    ),
    "a reserved short name": ({"slug": "page"}, "slug", ("pattern", {"example": "bf-fonds-creation-numerique"})),
    "a short name that is taken": ({"slug": TAKEN}, "slug", ("taken", {"found": TAKEN})),
    "a language that is none": (
        {"case_study.original_language": "klingonais"},
        "case_study.original_language",
        ("language", {"found": "klingonais", **EXAMPLE}),
    ),
    "a source's language that is none": (
        {"sources": [{"language": "klingonais"}]},
        "source.language",
        ("language", {"found": "klingonais", **EXAMPLE}),
    ),
    "a word for an address": ({"sources": [{"url": "ministère"}]}, "source.url", ("url", {"found": "ministère"})),
    "an address of another scheme": (
        {"sources": [{"url": "ftp://example.org/"}]},
        "source.url",
        ("url", {"found": "ftp://example.org/"}),
    ),
    "an address that runs": (
        {"sources": [{"url": "javascript:alert(1)"}]},
        "source.url",
        ("url", {"found": "javascript:alert(1)"}),
    ),
    "a year too early": (
        {"case_study.years.start": "1949"},
        "case_study.years.start",
        ("number", {**YEARS, "found": "1949"}),
    ),
    "a year too far": (
        {"case_study.years.end": "2101", "case_study.years.planned": True},
        "case_study.years.end",
        ("number", {**YEARS, "found": "2101"}),
    ),
    "half a year": (
        {"case_study.years.start": "2014.5"},
        "case_study.years.start",
        ("number", {**YEARS, "found": "2014.5"}),
    ),
    "a day to come": ({"sources": [{"seen": f"{YEAR + 1}-01-01"}]}, "source.seen", ("date", {})),
    "a day of another era": ({"sources": [{"seen": "12026-01-01"}]}, "source.seen", ("date", {})),
    "HTML in a title": ({"text.title": "Un <b>fonds</b>"}, "text.title", ("markup", {"found": "<b>"})),
    "a template in a summary": (
        {"text.summary": "Depuis 2014, {{ ministère }}."},
        "text.summary",
        ("markup", {"found": "{{"}),
    ),
    "a character reference in a name": (
        {"case_study.lead_institution": "Arts &amp; lettres"},
        "case_study.lead_institution",
        ("markup", {"found": "&amp;"}),
    ),
    "HTML in a source's title": (
        {"sources": [{"title": "<i>Décret</i>"}]},
        "source.title",
        ("markup", {"found": "<i>"}),
    ),
    "HTML in a text": (
        {"text.main_features": "Un <b>fait</b>. [1]"},
        "text.main_features",
        ("html", {"paragraph": 1, "found": "<b>"}),
    ),
    "a telephone number for a link": (
        {"text.main_features": "Un [fait](tel:+33100000000). [1]"},
        "text.main_features",
        ("link", {"paragraph": 1, "found": "tel:+33100000000"}),
    ),
    "a link that runs": (
        {"text.main_features": "Un [fait](javascript:alert(1)). [1]"},
        "text.main_features",
        ("link", {"paragraph": 1, "found": "javascript:alert(1"}),
    ),
    "a comment in a text": (
        {"text.main_features": "Un fait. [1] <!-- x -->"},
        "text.main_features",
        ("html", {"paragraph": 1, "found": "<!--"}),
    ),
    "a paragraph without a source": (
        {"text.main_features": "Un fait. [1]\n\nUn autre."},
        "text.main_features",
        ("uncited", {"paragraph": 2, "found": "Un autre."}),
    ),
    "an item without a source": (
        {"text.main_features": "Un fait. [1]\n\n- Un point. [1]\n- Un autre."},
        "text.main_features",
        ("uncited", {"paragraph": 2, "found": "Un autre."}),
    ),
    "a source that does not exist": (
        {"text.main_features": "Un fait. [1] [7]"},
        "text.main_features",
        ("unknown", {"rank": 7, "found": "Un fait. [1] [7]"}),
    ),
    "a source that is not cited": ({"sources": TWO}, "source.title", ("unused", {"rank": 2})),
    "an end before the start": ({"case_study.years.end": "2013"}, "case_study.years.end", ("order", {})),
    "an end to what goes on": (
        {"case_study.years.end": "2020", "case_study.years.ongoing": True},
        "case_study.years.ongoing",
        ("both", {}),
    ),
    "a year to come": ({"case_study.years.start": LATER}, "case_study.years.start", ("future", {})),
    "an end to come": ({"case_study.years.end": LATER}, "case_study.years.end", ("future", {})),
    "a Party without a mandate": ({**PARTY, "case_study.mandate": ""}, "case_study.mandate", ("authority", {})),
    "a Party without a contact": ({**PARTY, "case_study.contact": ""}, "case_study.contact", ("authority", {})),
    "an activity twice": ({"case_study.activities_partial": ["2.3"]}, "case_study.activities_partial", ("twice", {})),
}
"""What is wrong: the answers that make it so, the question that is at fault, and what is said there."""


@pytest.mark.parametrize(("change", "path", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_reported_beside_its_field_and_in_the_list(
    one_form: Page, change: Answers, path: str, sentence: Message
):
    page = start_over(one_form)
    fill(page, SHORT)
    fill(page, change)
    submit(page)
    words = message(page, sentence[0], **sentence[1])
    errors = messages(page)
    assert [(error["path"], error["message"]) for error in errors] == [(path, words)]
    assert errors[0]["tied"], "the field is described by its message"
    if path.startswith("source."):
        assert errors[0]["source"] == len(change["sources"]) - 1
    expect(page.locator(".ready")).to_be_hidden()
    expect(page.locator(".errors")).to_be_focused()
    links = page.locator(".errors a")
    assert links.count() == 1 and words in (links.text_content() or "")
    links.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.question')?.dataset.path") == path
    assert messages(page)[0]["seen"], "the message is beside the field"


def test_rare_letters_have_as_much_room_as_others(one_form: Page):
    """HTML counts a letter of Adlam twice: with its own limit, typing would stop at half the room."""
    page = start_over(one_form)
    fill(page, SHORT)
    show(page, "text.title")
    page.fill("#text-title", "")
    page.keyboard.insert_text("\U0001e900" * 160)
    assert page.input_value("#text-title") == "\U0001e900" * 160
    submit(page)
    assert messages(page) == []


def test_empty_form_names_every_question_that_must_be_answered(form: Page):
    required = form.evaluate(
        """() => [...document.querySelectorAll("form.contribute .question")]
          .filter(question => "required" in question.dataset || question.querySelector(":required"))
          .filter(question => !question.querySelector(":required")?.value)
          .map(question => question.dataset.path)"""
    )
    submit(form)
    errors = messages(form)
    assert {error["path"] for error in errors} == {*required, "case_study.mandate", "case_study.contact"}
    assert len(required) > 8
    assert form.locator(".errors li").count() == len(errors)
    expect(form.locator(".errors")).to_be_focused()
    expect(form.locator(".errors")).to_be_in_viewport()


def test_links_of_the_list_lead_to_their_fields_and_show_them(form: Page):
    submit(form)
    found = []
    for index, path in enumerate([error["path"] for error in messages(form)]):
        form.locator(".errors a").nth(index).click()
        assert form.evaluate("document.activeElement.closest('.question').dataset.path") == path
        box = form.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
        if box["top"] < 0 or box["bottom"] > form.viewport_size["height"]:
            found.append(f"{path}: the focus is {box['top']:.0f} px below the top of the window")
    none(found)


def test_errors_go_away_when_they_are_mended(form: Page):
    submit(form)
    assert messages(form)
    fill(form, SHORT)
    submit(form)
    assert messages(form) == []
    expect(form.locator(".errors")).to_be_hidden()
    expect(form.locator(".ready")).to_be_focused()


def test_file_is_taken_back_when_an_answer_changes(form: Page):
    fill(form, SHORT)
    submit(form)
    made(form)
    show(form, "text.title")
    form.fill("#text-title", "Un autre titre")
    expect(form.locator(".ready")).to_be_hidden()


# --- What the form lets through, the import takes ------------------------------------------------------

SUBTLE: dict[str, Answers] = {
    "no more than it asks for": {},
    "a citation that touches its word": {"text.main_features": "Le fonds soutient des studios[1]."},
    "two citations side by side": {
        "text.main_features": "Le fonds soutient des studios. [1][2]\n\nIl les aide. [1]\n\nEncore. [2]",
        "sources": TWO,
    },
    "an address with a space": {"sources": [{"url": "https://example.org/a b"}]},
    "an address with an apostrophe": {"sources": [{"url": "https://example.org/l'art"}]},
    "an address with quotes": {"sources": [{"url": 'https://example.org/"art"'}]},
    "an address in capitals": {"sources": [{"url": "HTTPS://EXAMPLE.ORG/"}]},
    "a short name of figures": {"slug": "2014"},
    "a short name that is true in YAML": {"slug": "true"},
    "a short name that is nothing in YAML": {"slug": "null"},
    "a reserved short name": {"slug": "page"},
    "a summary of spaces": {"text.summary": "Un" + " " * 30 + "fonds."},
    "a summary of ten rare letters": {"text.summary": "\U0001e900" * 10},
    "the same Party twice": {"case_study.co_parties": ["FR"]},
    "a measure to come that goes on": {
        "case_study.years.start": LATER,
        "case_study.years.planned": True,
        "case_study.years.ongoing": True,
    },
    "a contact that is no address": {**PARTY, "case_study.contact": "au secrétariat"},
    "a contact at a web address": {**PARTY, "case_study.contact": "https://culture.example.org/contact"},
    "a mandate that the editors need not": {**PARTY, "case_study.origin": "editors"},
    "half a year": {"case_study.years.start": "2014.5"},
    "a year in thousands": {"case_study.years.start": "2e3"},
    "a picture in the text": {"text.main_features": "Un fait. ![Image](https://example.org/x.png) [1]"},
    "a link to nowhere": {"text.main_features": "Un [lien](page.html). [1]"},
    "a note below the text": {"text.main_features": "Un fait. [1]\n\n[1]: https://example.org/"},
    "a heading": {"text.main_features": "# Titre [1]\n\nUn fait. [1]"},
    "a list right below a paragraph": {"text.main_features": "Deux choses :\n- Une. [1]\n- Deux. [1]"},
    "a list that is announced far above": {"text.main_features": "Deux choses :\n\nUn fait. [1]\n\n- Une. [1]"},
    "an indented first line": {"text.main_features": "   Le fonds soutient des studios. [1]"},
    "an indented second line": {"text.main_features": "Le fonds soutient\n      des studios. [1]\n\n   - Un. [1]"},
    "a line of hyphens": {"text.main_features": "Un fait. [1]\n\n---\n\nUn autre. [1]"},
    "lines that YAML might read": {"text.main_features": "x: y # z [1]\n\n- a: [1]\n\n? b [1]\n\n%c [1]\n\n...\n[1]"},
    "tabs and lines of Windows": {"text.main_features": "\tUn fait. [1]\r\n\r\n\tUn\tautre. [1]  \r\n"},
    "quotes and backslashes": {"text.title": "Un \"fonds\" \\n \\u0041 'x' : # & * ! | > % @ `"},
    "letters of every script": {"case_study.lead_institution": "وزارة 文化部 Министерство 🎭 é e\u0301"},
    "sixty sources, the most there may be": {
        "sources": TWO[:1] * 60,
        "text.main_features": "Un fait. " + " ".join(f"[{rank}]" for rank in range(1, 61)),
    },
}


@pytest.mark.parametrize("change", SUBTLE.values(), ids=SUBTLE)
def test_import_takes_what_the_form_lets_through(
    one_form: Page, whole_project: Project, tmp_path: Path, change: Answers
):
    """The form may refuse more than the import does, never less: else the contributor learns of it days later."""
    page = start_over(one_form)
    fill(page, SHORT)
    fill(page, change)
    submit(page)
    if messages(page):
        expect(page.locator(".ready")).to_be_hidden()
        return
    (tmp_path / "sent.yml").write_text(made(page), encoding="utf-8")
    try:
        importing.read(tmp_path / "sent.yml", "sent.yml", whole_project)
    except ProblemsFound as found:
        pytest.fail(f"the form says it is ready, the import:\n{found}", pytrace=False)


# --- The attributes and the schema ---------------------------------------------------------------------

CODES = ("fr", "fil", "pt-BR", "zh-Hant", "zh-Hant-TW", "FR", "f", "fr_FR", "fr-fr", "french", "fr-", "fr1", "")
ADDRESS = "https://example.org/"
VALUES: dict[str, tuple[str, ...]] = {
    "text.title": ("x", "x" * 160, "x" * 161, "", "العربية"),
    "text.summary": ("x" * 19, "x" * 20, "x" * 300, "x" * 301, ""),
    "slug": (
        "abc",
        "ab",
        "a" * 60,
        "a" * 61,
        "a-b",
        "a--b",
        "-ab",
        "ab-",
        "ABC",
        "a_b",
        "a b",
        "été",
        "123",
        "a/b",
        "",
    ),
    "case_study.original_language": CODES,
    "source.language": CODES,
    "case_study.lead_institution": ("x", "x" * 300, "x" * 301, ""),
    "case_study.mandate": ("x", "x" * 300, "x" * 301),
    "case_study.contact": ("x", "x" * 300, "x" * 301),
    "source.title": ("x", "x" * 300, "x" * 301, ""),
    "source.url": (ADDRESS, ADDRESS.ljust(500, "x"), ADDRESS.ljust(501, "x")),
    "source.seen": ("2024-01-02", ""),
    "case_study.years.start": ("1949", "1950", "2100", "2101", "2014.5", "-5", "0", ""),
    "case_study.years.end": ("1949", "1950", "2100", "2101", "2014.5"),
    "text.main_features": ("x", "x" * 20_000, "x" * 20_001, ""),
    "text.results": ("x", "x" * 20_000, "x" * 20_001),
}
"""Values that are good and bad, for each question answered by typing. An optional one left empty is left out."""


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    """The published schema of submissions."""
    published = json.loads((PROJECT / "data/schemas/submission.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(published, format_checker=jsonschema.FormatChecker())


def schema_refuses(schema: jsonschema.Draft7Validator, path: str, value: str) -> bool:
    """Tell whether the schema refuses a value in a submission that is right otherwise."""
    data = expected({**FRENCH, "sources": [dict(source) for source in TWO]})
    assert schema.is_valid(data)
    keys: list[Any] = path.split(".")
    if keys[0] == "source":
        keys[:1] = ["case_study", "sources", 0]
    elif keys[0] == "text":
        keys[:1] = ["texts", "fr"]
    elif keys[-1] == "lead_institution":
        keys.append("fr")
    inner: Any = data
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = yaml.safe_load(value) if "years" in keys and value else value
    return not schema.is_valid(data)


def form_refuses(page: Page, path: str, value: str) -> bool:
    """Return whether a value is reported beside its field."""
    fill(page, {"sources": [{path.removeprefix("source."): value}]} if path.startswith("source.") else {path: value})
    submit(page)
    between = [
        template(page, key) for key in ("unused", "uncited", "future", "order", "contact")
    ]  # no schema has these
    return any(
        error["path"] == path and not any(one.fullmatch(error["message"]) for one in between)
        for error in messages(page)
    )


def template(page: Page, key: str) -> re.Pattern[str]:
    """Return a pattern for what the form says under a key, whatever it fills in."""
    return re.compile(
        re.escape(message(page, key, **dict.fromkeys(("rank", "paragraph", "found"), "@"))).replace("@", ".*")
    )


def kept(page: Page, path: str) -> str:
    """Return the answer that the file would have."""
    return page.evaluate("path => roadmapForm.form.answer(roadmapForm.form.question(path))", path)


REPAIRED = {"FR", "fr_FR", "fr-fr", "french", "fr-", "ABC", "a_b", "a b", "été", "a/b", "a--b", "-ab", "ab-", "2014.5"}
"""What the schema refuses, and the form turns into what was meant (test_form_repairs.py)."""


@pytest.mark.parametrize("path", VALUES)
def test_form_refuses_what_the_schema_refuses_and_no_more(
    one_form: Page, schema: jsonschema.Draft7Validator, path: str
):
    page = start_over(one_form)
    for value in VALUES[path]:
        shown = f"{value[:30]!r} of {len(value)}"
        refused = form_refuses(page, path, value)
        if value in REPAIRED:
            assert refused or not schema_refuses(schema, path, kept(page, path)), shown
        else:
            assert refused == schema_refuses(schema, path, value), shown


def test_rare_letters_count_as_the_schema_counts_them(one_form: Page, schema: jsonschema.Draft7Validator):
    """Each letter of Adlam, in which Fula is written, is two of the units by which browsers count."""
    page = start_over(one_form)
    for path, length in (("text.summary", 10), ("text.summary", 20), ("text.summary", 150), ("text.title", 80)):
        value = "\U0001e900" * length
        field = page.locator(f'[data-path="{path}"]').locator("input, textarea").first
        fill(page, {path: value})
        submit(page)
        refused = field.get_attribute("aria-invalid") == "true"
        assert refused == schema_refuses(schema, path, value), (path, length)


def test_choices_are_those_the_schema_knows(one_form: Page, schema: jsonschema.Draft7Validator):
    page = start_over(one_form)
    choices = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-control=choice], [data-control=choices]")].map(
          question => [question.dataset.path.replace("case_study.", ""),
            [...question.querySelectorAll("option, input")].map(one => one.value).filter(Boolean)]))"""
    )
    facts = expected(FRENCH)["case_study"]
    properties = schema.schema["definitions"]["SubmittedCaseStudy"]["properties"]
    for name in ("origin", "licence"):
        assert set(choices[name]) == set(properties[name]["enum"])
    for name in ("co_parties", "activities", "activities_partial", "domains"):
        facts[name] = choices[name]
        assert len(choices[name]) > 5
    facts["sdgs"] = [int(number) for number in choices["sdgs"]]
    assert choices["party"][: len(choices["co_parties"])] == choices["co_parties"]  # then other States
    assert choices["activities"] == choices["activities_partial"]
    assert schema.is_valid({**expected(FRENCH), "case_study": facts})
