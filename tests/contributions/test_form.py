"""The form of a case study, as people fill it in: from an empty page to the file, and from the file to the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import jinja2
import jsonschema
import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

import sites
from browser import NARROW, STORAGE_FORBIDDEN, STORES_NOTHING, WIDE, Open, axe, ready, resize, sticking_out, tab_to
from roadmap.contributions import importing
from roadmap.load import load
from roadmap.problems import ProblemsFound
from roadmap.reading.project import Project, read
from roadmap.site import Site
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import having, none, one, parsed, path_in, text

pytest_plugins = ("browser",)
pytestmark = pytest.mark.browser

PROJECT = sites.PROJECT
THEME = Path(jinja2.__file__).parents[1] / "material" / "templates"
KEY = "roadmap:contribution"
YEAR = date.today().year
Answers = dict[str, Any]

FRENCH: Answers = {
    "case_study.party": "FR",
    "case_study.co_parties": ["BE", "CA"],
    "text.title": "Un fonds d’essai pour les jeux vidéo",
    "text.summary": "Depuis 2014, un ministère d’essai soutient la création de jeux vidéo.",
    "slug": "fr-fonds-d-essai",
    "case_study.original_language": "fr",
    "case_study.lead_institution": "Ministère d’essai : « Culture »",
    "case_study.years.start": "2014",
    "case_study.years.end": "2020",
    "case_study.domains": ["media-arts"],
    "case_study.activities": ["2.3", "2.4"],
    "case_study.activities_partial": ["1.1"],
    "case_study.sdgs": ["8", "9"],
    "case_study.origin": "party",
    "case_study.mandate": "Direction d’essai, point de contact",
    "case_study.contact": "contact@culture.example.org",
    "case_study.licence": "CC-BY-4.0",
    "text.main_features": "Le fonds soutient des studios. [1]\n\nIl fait deux choses :\n\n"
    "- Il aide à écrire. [1]\n- Il aide à **produire**. [2]",
    "text.results": "Douze jeux ont paru en 2019. [2]",
    "text.targets": "Vingt jeux sont prévus. [2]",
    "text.roadmap": "Le fonds aide de petites entreprises.",
    "sources": [
        {"title": "Décret d’essai", "url": "https://example.org/decret", "language": "fr", "seen": "2024-01-02"},
        {
            "title": "A trial report",
            "url": "https://example.org/report?a=1&b=2",
            "language": "en",
            "seen": "2024-01-03",
        },
    ],
}
ARABIC: Answers = {
    **FRENCH,
    "case_study.party": "TN",
    "text.title": "صندوق تجريبي لدعم ألعاب الفيديو",
    "text.summary": "منذ عام 2014 تدعم وزارة تجريبية إنشاء ألعاب الفيديو في البلاد.",
    "slug": "tn-sunduq-tajribi",
    "case_study.original_language": "ar",
    "case_study.lead_institution": "وزارة الثقافة التجريبية",
    "case_study.mandate": "إدارة تجريبية، نقطة الاتصال",
    "text.main_features": "يدعم الصندوق الاستوديوهات الصغيرة في البلاد. [1]\n\n"
    "- يساعد على الكتابة. [1]\n- يساعد على الإنتاج. [2]",
    "text.results": "صدرت اثنتا عشرة لعبة في عام 2019. [2]",
    "text.targets": "من المقرر إصدار عشرين لعبة. [2]",
    "text.roadmap": "يساعد الصندوق الشركات الصغيرة.",
    "sources": [
        {"title": "مرسوم تجريبي", "url": "https://example.org/marsum", "language": "ar", "seen": "2024-01-02"},
        {"title": "A trial report", "url": "https://example.org/report", "language": "en", "seen": "2024-01-03"},
    ],
}
ANSWERS = {"fr": FRENCH, "ar": ARABIC}
TWO = FRENCH["sources"]
ASKED = (
    *("case_study.party", "text.title", "text.summary", "slug", "case_study.original_language"),
    *("case_study.lead_institution", "case_study.years.start", "case_study.licence"),
)
SHORT: Answers = {
    **{path: FRENCH[path] for path in ASKED},
    "case_study.activities": ["2.3"],
    "case_study.origin": "editors",
    "text.main_features": "Le fonds soutient des studios. [1]",
    "sources": TWO[:1],
}
"""No more than the form asks for."""

FILL = """answers => {
  const form = document.querySelector("form.contribute"), list = form.querySelector(".sources-list");
  const write = (question, value) => {
    const fields = [...question.querySelectorAll("input, select, textarea")];
    if (question.dataset.control === "choices") for (const box of fields) box.checked = value.includes(box.value);
    else if (question.dataset.control === "tick") fields[0].checked = value;
    else fields[0].value = value;
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  };
  const { sources = [], ...others } = answers;
  for (const [path, value] of Object.entries(others)) write(form.querySelector(`[data-path="${path}"]`), value);
  sources.forEach((source, index) => {
    if (!list.children[index]) form.querySelector(".add").click();
    for (const [name, value] of Object.entries(source)) {
      write(list.children[index].querySelector(`[data-path="source.${name}"]`), value);
    }
  });
}"""
ERRORS = """() => [...document.querySelectorAll("form.contribute .question")].flatMap(question => {
  const set = question.dataset.control === "choices";
  const field = set ? question : question.querySelector("input, select, textarea");
  if (field.ariaInvalid !== "true") return [];
  const place = question.querySelector(".error");
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ");
  return [{
    path: question.dataset.path,
    source: [...document.querySelectorAll(".source")].indexOf(question.closest(".source")),
    message: place?.textContent ?? "",
    seen: Boolean(place?.checkVisibility()),
    tied: Boolean(place?.id) && described.includes(place.id) && document.getElementById(place.id) === place,
  }];
})"""


def fill(page: Page, answers: Answers) -> None:
    """Answer questions at one stroke, as if each had been typed; sources are added as needed."""
    page.evaluate(FILL, answers)


def submit(page: Page) -> None:
    """Press the button that checks the answers and prepares the file."""
    page.locator("form.contribute [type=submit]").click()
    expect(page.locator("form.contribute[aria-busy=true]")).to_have_count(0)


def open_preview(page: Page) -> None:
    """Open the preview, and wait until it can read Markdown."""
    page.locator(".preview summary").click()
    page.wait_for_function("globalThis.roadmapMarkdown")


def made(page: Page) -> str:
    """Give the text of the file, which must be ready."""
    expect(page.locator(".ready")).to_be_visible()
    return page.locator("#submission-text").input_value()


def told(page: Page) -> list[dict]:
    """Give the errors told beside fields."""
    return page.evaluate(ERRORS)


def message(page: Page, key: str, **values: object) -> str:
    """Give what the form's script says in the page's language."""
    data = page.evaluate("fetch(document.querySelector('form.contribute').dataset.form).then(answer => answer.json())")
    return re.sub(r"%\((\w+)\)s", lambda match: str(values.get(match[1], "")), data["texts"][key])


def expected(answers: Answers) -> dict:
    """What the file must hold."""
    language = answers["case_study.original_language"]
    facts = {path.removeprefix("case_study."): value for path, value in answers.items() if path.startswith("case_")}
    years = {name.removeprefix("years."): int(value) for name, value in facts.items() if name.startswith("years.")}
    long = {path.removeprefix("text."): value for path, value in answers.items() if path.startswith("text.")}
    return {
        "submission": 1,
        "slug": answers["slug"],
        "case_study": {
            **{name: value for name, value in facts.items() if not name.startswith("years.")},
            "years": years,
            "lead_institution": {language: facts["lead_institution"]},
            **({"sdgs": [int(number) for number in facts["sdgs"]]} if "sdgs" in facts else {}),
            "updated": date.today().isoformat(),
            "sources": answers["sources"],
        },
        "texts": {
            language: {name: words if name in ("title", "summary") else f"{words}\n" for name, words in long.items()}
        },
    }


@pytest.fixture(scope="session")
def whole() -> Project:
    """The project as it stands."""
    return read(PROJECT)


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """Renders our templates."""
    return Renderer([PROJECT / "overrides", THEME])


@pytest.fixture
def form(open_page: Open) -> Page:
    """The empty form in French."""
    return open_page("contribute/")


@pytest.fixture(scope="module")
def one_form(browser: Browser, home: str) -> Iterator[Page]:
    """A form in French that many tests fill in, one after the other."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{home}contribute/")
        yield page


def anew(page: Page) -> Page:
    """The same form, empty again."""
    page.evaluate("() => { localStorage.clear(); Storage.prototype.setItem = () => {}; }")  # a draft may be on its way
    page.reload()
    ready(page)
    return page


# --- From an empty form to the page --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_answers_become_a_file_a_folder_and_a_page(open_page: Open, copy: Path, renderer: Renderer, language: str):
    answers = ANSWERS[language]
    page = open_page(path_in(language, "contribute/"))
    fill(page, answers)
    submit(page)
    assert told(page) == []
    file = made(page)
    assert yaml.safe_load(file) == expected(answers)

    (copy / "sent.yml").write_text(file, encoding="utf-8")
    done = sites.roadmap(copy, "import", "sent.yml")
    assert (done.returncode, done.stdout) == (0, f"content/case-studies/{answers['slug']}\n"), sites.said(done)
    site = Site(load(copy))  # nothing is wrong with the project, the new case study included
    for reader in ("fr", "ar"):
        view = View(site, reader, sites.SITE_URL)
        row = next(row for row in view.rows if row.id == answers["slug"])
        assert_page_tells(parsed(renderer.body(view, row)), answers)


def assert_page_tells(page: Element, answers: Answers) -> None:
    """The page of a case study shows what was answered, in its own language and direction."""
    language = answers["case_study.original_language"]
    words = text(page)
    for path in ("text.title", "text.summary", "case_study.lead_institution", "case_study.mandate"):
        assert sites.printed(answers[path], language) in words
    addresses = [link.get("href") for item in having(page, "ol", "case-sources") for link in having(item, "a")]
    assert addresses == [source["url"] for source in answers["sources"]]
    sections = having(page, "section", "case-section")
    assert [one(section, "h2").get("id") for section in sections] == ["main-features", "results", "targets", "roadmap"]
    assert [int(text(mark)) for mark in having(sections[0], "sup")] == [1, 1, 2]
    assert len(having(sections[0], "li")) == 2
    direction = {"fr": "ltr", "ar": "rtl"}[language]
    assert one(page, "div", "case-text").get("dir", direction) == direction


KEYBOARD: tuple[tuple[str, str], ...] = (
    ("#case-study-party", "France"),
    ("#text-title", FRENCH["text.title"]),
    ("#text-summary", FRENCH["text.summary"]),
    ("#case-study-lead-institution", "Ministère d’essai"),
    ("#case-study-years-start", "2014"),
    ("#case-study-activities input[value='2.3']", " "),
    ("#case-study-origin", "[ArrowDown][ArrowDown]"),
    (".source:nth-child(1) [data-path='source.title'] input", "Décret d’essai"),
    (".source:nth-child(1) [data-path='source.url'] input", "https://example.org/decret"),
    (".source:nth-child(1) [data-path='source.language'] input", "fr"),
    ("#text-main-features", "Le fonds soutient des studios. [1]"),
)
"""Where Tab must lead, in this order, and what to type there; a space ticks a box, the first letters choose."""


def test_form_works_by_keyboard_alone(open_page: Open, whole: Project, tmp_path: Path):
    page = open_page("contribute/")
    for selector, keys in KEYBOARD:
        tab_to(page, selector)
        if keys.startswith("["):  # no keyboard of the browser's has an é to choose by
            for key in keys.strip("[]").split("]["):
                page.keyboard.press(key)
        else:
            page.keyboard.type(keys)
    tab_to(page, "form.contribute [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".ready")).to_be_focused()
    assert told(page) == []
    tab_to(page, ".download")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "sent.yml")
    case = importing.read(tmp_path / "sent.yml", "sent.yml", whole).case
    assert (case.facts.party, case.facts.activities, case.facts.origin) == ("FR", ("2.3",), "editors")
    assert case.slug == "fr-un-fonds-d-essai-pour-les-jeux-video"
    assert case.original.title == FRENCH["text.title"]


# --- What is wrong -------------------------------------------------------------------------------------

LATER = str(YEAR + 2)
YEARS = {"low": 1950, "high": 2100}
EXAMPLE = {"example": "fr"}
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
    "a short summary": ({"text.summary": "Trop court."}, "text.summary", ("short", {"limit": 20})),
    "a short name of two letters": ({"slug": "ab"}, "slug", ("short", {"limit": 3})),
    "a long title": ({"text.title": "a" * 161}, "text.title", ("long", {"limit": 160})),
    "a long title in rare letters": ({"text.title": "\U0001e900" * 161}, "text.title", ("long", {"limit": 160})),
    "a long section": ({"text.main_features": "a" * 20_000 + " [1]"}, "text.main_features", ("long", {"limit": 20000})),
    "a short name in capitals": ({"slug": "FR-Fonds"}, "slug", ("pattern", {"example": "bf-fonds-creation-numerique"})),
    "a language by its name": (
        {"case_study.original_language": "français"},
        "case_study.original_language",
        ("pattern", EXAMPLE),
    ),
    "a source's language by its name": (
        {"sources": [{"language": "anglais"}]},
        "source.language",
        ("pattern", EXAMPLE),
    ),
    "an address without a scheme": ({"sources": [{"url": "example.org"}]}, "source.url", ("url", {})),
    "an address of another scheme": ({"sources": [{"url": "ftp://example.org/"}]}, "source.url", ("url", {})),
    "an address that runs": ({"sources": [{"url": "javascript:alert(1)"}]}, "source.url", ("url", {})),
    "a year too early": ({"case_study.years.start": "1949"}, "case_study.years.start", ("number", YEARS)),
    "a year too far": (
        {"case_study.years.end": "2101", "case_study.years.planned": True},
        "case_study.years.end",
        ("number", YEARS),
    ),
    "half a year": ({"case_study.years.start": "2014.5"}, "case_study.years.start", ("number", YEARS)),
    "a day to come": ({"sources": [{"seen": f"{YEAR + 1}-01-01"}]}, "source.seen", ("date", {})),
    "a day of another era": ({"sources": [{"seen": "12026-01-01"}]}, "source.seen", ("date", {})),
    "HTML in a title": ({"text.title": "Un <b>fonds</b>"}, "text.title", ("markup", {})),
    "a template in a summary": ({"text.summary": "Depuis 2014, {{ ministère }}."}, "text.summary", ("markup", {})),
    "a character reference in a name": (
        {"case_study.lead_institution": "Arts &amp; lettres"},
        "case_study.lead_institution",
        ("markup", {}),
    ),
    "HTML in a source's title": ({"sources": [{"title": "<i>Décret</i>"}]}, "source.title", ("markup", {})),
    "HTML in a text": ({"text.main_features": "Un <b>fait</b>. [1]"}, "text.main_features", ("html", {})),
    "a telephone number for a link": (
        {"text.main_features": "Un [fait](tel:+33100000000). [1]"},
        "text.main_features",
        ("url", {}),
    ),
    "a link that runs": (
        {"text.main_features": "Un [fait](javascript:alert(1)). [1]"},
        "text.main_features",
        ("url", {}),
    ),
    "a comment in a text": ({"text.main_features": "Un fait. [1] <!-- x -->"}, "text.main_features", ("html", {})),
    "a paragraph without a source": (
        {"text.main_features": "Un fait. [1]\n\nUn autre."},
        "text.main_features",
        ("uncited", {}),
    ),
    "an item without a source": (
        {"text.main_features": "Un fait. [1]\n\n- Un point. [1]\n- Un autre."},
        "text.main_features",
        ("uncited", {}),
    ),
    "a source that does not exist": (
        {"text.main_features": "Un fait. [1] [7]"},
        "text.main_features",
        ("unknown", {"rank": 7}),
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
def test_what_is_wrong_is_told_beside_its_field_and_in_the_list(
    one_form: Page, change: Answers, path: str, sentence: Message
):
    page = anew(one_form)
    fill(page, SHORT)
    fill(page, change)
    submit(page)
    words = message(page, sentence[0], **sentence[1])
    errors = told(page)
    assert [(error["path"], error["message"]) for error in errors] == [(path, words)]
    assert errors[0]["seen"], "the message stands beside the field"
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


def test_rare_letters_have_as_much_room_as_others(one_form: Page):
    """HTML counts a letter of Adlam twice: with its own limit, typing would stop at half the room."""
    page = anew(one_form)
    fill(page, SHORT)
    page.fill("#text-title", "")
    page.focus("#text-title")
    page.keyboard.insert_text("\U0001e900" * 160)
    assert page.input_value("#text-title") == "\U0001e900" * 160
    submit(page)
    assert told(page) == []


def test_empty_form_names_every_question_that_must_be_answered(form: Page):
    required = form.evaluate(
        """() => [...document.querySelectorAll("form.contribute .question")]
          .filter(question => "required" in question.dataset || question.querySelector(":required"))
          .filter(question => !question.querySelector(":required")?.value)
          .map(question => question.dataset.path)"""
    )
    submit(form)
    errors = told(form)
    assert {error["path"] for error in errors} == {*required}
    assert len(required) > 8
    assert form.locator(".errors li").count() == len(errors)
    expect(form.locator(".errors")).to_be_focused()
    expect(form.locator(".errors")).to_be_in_viewport()


def test_links_of_the_list_lead_to_their_fields_and_show_them(form: Page):
    submit(form)
    found = []
    for index, path in enumerate([error["path"] for error in told(form)]):
        form.locator(".errors a").nth(index).click()
        assert form.evaluate("document.activeElement.closest('.question').dataset.path") == path
        box = form.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
        if box["top"] < 0 or box["bottom"] > form.viewport_size["height"]:
            found.append(f"{path}: the focus is {box['top']:.0f} px below the top of the window")
    none(found)


def test_errors_go_away_when_they_are_mended(form: Page):
    submit(form)
    assert told(form)
    fill(form, SHORT)
    submit(form)
    assert told(form) == []
    expect(form.locator(".errors")).to_be_hidden()
    expect(form.locator(".ready")).to_be_focused()


def test_file_is_taken_back_when_an_answer_changes(form: Page):
    fill(form, SHORT)
    submit(form)
    made(form)
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
def test_import_takes_what_the_form_lets_through(one_form: Page, whole: Project, tmp_path: Path, change: Answers):
    """The form may refuse more than the import does, never less: else the contributor learns of it days later."""
    page = anew(one_form)
    fill(page, SHORT)
    fill(page, change)
    submit(page)
    if told(page):
        expect(page.locator(".ready")).to_be_hidden()
        return
    (tmp_path / "sent.yml").write_text(made(page), encoding="utf-8")
    try:
        importing.read(tmp_path / "sent.yml", "sent.yml", whole)
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


def browser_refuses(page: Page, path: str, value: str) -> bool:
    """Tell whether a value cannot be typed into a field, is not valid by its attributes, or is told too long."""
    field = page.locator(f'[data-path="{path}"]').locator("input, textarea").first
    if field.get_attribute("type") == "date":
        field.fill(value)
    else:
        field.fill("")
        field.focus()
        page.keyboard.insert_text(value)
    kept = field.input_value() == value
    if not kept or not field.evaluate("field => field.checkValidity()"):
        return True
    limit = field.get_attribute("data-maxlength")
    if limit is None:
        return False
    submit(page)  # the greatest length is for the script to count: HTML counts rare letters twice
    told = page.locator(f'[data-path="{path}"] .error').first.text_content()
    return told == message(page, "long", limit=limit)


@pytest.mark.parametrize("path", VALUES)
def test_browser_refuses_what_the_schema_refuses_and_no_more(
    one_form: Page, schema: jsonschema.Draft7Validator, path: str
):
    page = anew(one_form)
    for value in VALUES[path]:
        shown = f"{value[:30]!r} of {len(value)}"
        assert browser_refuses(page, path, value) == schema_refuses(schema, path, value), shown


def test_rare_letters_count_as_the_schema_counts_them(one_form: Page, schema: jsonschema.Draft7Validator):
    """Each letter of Adlam, in which Fula is written, is two of the units by which browsers count."""
    page = anew(one_form)
    for path, length in (("text.summary", 10), ("text.summary", 20), ("text.summary", 150), ("text.title", 80)):
        value = "\U0001e900" * length
        field = page.locator(f'[data-path="{path}"]').locator("input, textarea").first
        field.fill(value)
        submit(page)
        refused = field.get_attribute("aria-invalid") == "true"
        assert refused == schema_refuses(schema, path, value), (path, length)


def test_choices_are_those_the_schema_knows(one_form: Page, schema: jsonschema.Draft7Validator):
    page = anew(one_form)
    choices = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-control=choice], [data-control=choices]")].map(
          question => [question.dataset.path.replace("case_study.", ""),
            [...question.querySelectorAll("option, input")].map(one => one.value).filter(Boolean)]))"""
    )
    facts = expected(FRENCH)["case_study"]
    properties = schema.schema["definitions"]["CaseStudy"]["properties"]
    for name in ("origin", "licence"):
        assert set(choices[name]) == set(properties[name]["enum"])
    for name in ("co_parties", "activities", "activities_partial", "domains"):
        facts[name] = choices[name]
        assert len(choices[name]) > 5
    facts["sdgs"] = [int(number) for number in choices["sdgs"]]
    assert choices["party"] == choices["co_parties"] and choices["activities"] == choices["activities_partial"]
    assert schema.is_valid({**expected(FRENCH), "case_study": facts})


# --- Sources -------------------------------------------------------------------------------------------


def ranks(page: Page) -> list[str]:
    """Give the legends of the sources."""
    return page.locator(".source legend").all_text_contents()


def titles(page: Page) -> list[str]:
    """Give the titles typed for the sources."""
    return page.locator("[data-path='source.title'] input").evaluate_all("all => all.map(field => field.value)")


def test_sources_are_numbered_anew_and_keep_the_focus(form: Page):
    remove = form.locator(".source .remove")
    expect(remove).to_be_hidden()  # one source must stay
    for rank in (2, 3):
        form.locator("form .add").click()
        expect(form.locator(f".source:nth-child({rank}) [data-path='source.title'] input")).to_be_focused()
    for rank, field in enumerate(form.locator("[data-path='source.title'] input").all(), start=1):
        field.fill(f"Source {rank}.")
    assert ranks(form) == [message(form, "source", rank=rank) for rank in (1, 2, 3)]
    ids = form.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))

    remove.nth(1).focus()
    form.keyboard.press("Enter")
    assert titles(form) == ["Source 1.", "Source 3."]
    assert ranks(form) == [message(form, "source", rank=rank) for rank in (1, 2)]
    expect(form.locator(".source:nth-child(2) [data-path='source.title'] input")).to_be_focused()
    remove.nth(1).click()
    expect(form.locator(".source:nth-child(1) [data-path='source.title'] input")).to_be_focused()
    expect(remove).to_be_hidden()
    assert titles(form) == ["Source 1."]


def test_labels_and_help_of_every_source_are_its_own(form: Page):
    form.locator("form .add").click()
    form.locator("form .add").click()
    found = form.evaluate(
        """() => [...document.querySelectorAll(".source")].flatMap(row => [...row.querySelectorAll("input")].flatMap(
          field => [...field.labels, ...field.getAttribute("aria-describedby").split(" ").map(
            id => document.getElementById(id))].map(one => Boolean(one) && row.contains(one))))"""
    )
    assert len(found) >= 30 and all(found)


# --- The draft -----------------------------------------------------------------------------------------


def stored(page: Page) -> dict | None:
    """Give the draft that the browser keeps."""
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "null")


def wait_for_draft(page: Page) -> None:
    """Wait until the draft has been kept."""
    expect(page.locator("form .draft")).to_have_text(message(page, "saved"))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_draft_survives_a_reload(open_page: Open, language: str):
    page = open_page(path_in(language, "contribute/"))
    fill(page, ANSWERS[language])
    wait_for_draft(page)
    page.reload()
    expect(page.locator("form .draft")).to_have_text(message(page, "restored"))
    submit(page)
    assert yaml.safe_load(made(page)) == expected(ANSWERS[language])


def cleared(page: Page, answer: str) -> None:
    """Ask to clear the draft, and answer the question that comes."""
    page.once("dialog", lambda dialog: dialog.accept() if answer == "yes" else dialog.dismiss())
    page.locator("form .clear").click()


def test_draft_is_cleared_on_request_only(open_page: Open):
    page = open_page("contribute/")
    fill(page, FRENCH)
    wait_for_draft(page)
    cleared(page, "no")
    assert stored(page)["values"]["text.title"] == FRENCH["text.title"]
    cleared(page, "yes")
    assert stored(page) is None
    assert page.locator("form input:checked").count() == 0
    assert page.locator("#text-title").input_value() == "" and titles(page) == [""]
    page.wait_for_timeout(600)
    assert stored(page) is None, "the draft came back"


def test_cleared_form_is_as_it_was_at_first(open_page: Open):
    page = open_page("contribute/")
    fields = page.locator("form.contribute").locator("input:not([type=checkbox]), select, textarea")
    before = fields.evaluate_all("all => all.map(field => [field.id.replace(/-[0-9]+$/, ''), field.value])")
    fill(page, FRENCH)
    submit(page)
    made(page)
    cleared(page, "yes")
    expect(page.locator(".ready")).to_be_hidden()
    assert fields.evaluate_all("all => all.map(field => [field.id.replace(/-[0-9]+$/, ''), field.value])") == before


@pytest.mark.parametrize("script", [STORES_NOTHING, STORAGE_FORBIDDEN], ids=["full", "forbidden"])
def test_form_works_where_nothing_can_be_kept(open_page: Open, script: str):
    page = open_page("contribute/", script=script)
    fill(page, SHORT)
    expect(page.locator("form .draft")).to_have_text(message(page, "unsaved"))
    submit(page)
    assert yaml.safe_load(made(page))["slug"] == SHORT["slug"]


# --- The preview ---------------------------------------------------------------------------------------

PREVIEW = """() => {
  const page = document.querySelector(".preview__page");
  const texts = selector => [...page.querySelectorAll(selector)].map(one => one.textContent);
  return {
    language: [page.lang, page.dir, getComputedStyle(page).direction],
    titles: texts("h4, .intro"),
    sections: [...page.querySelectorAll(".case-section")].map(one => [...one.children].map(two => two.localName)),
    items: texts(".case-section li").length,
    ranks: texts("sup"),
    strong: texts("strong"),
    sources: texts(".case-sources li"),
    planned: texts(".case-section--planned .planned").length,
  };
}"""


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("reader", ["fr", "ar"])
def test_preview_shows_the_text_in_its_own_language_and_direction(open_page: Open, reader: str, language: str):
    answers = ANSWERS[language]
    page = open_page(path_in(reader, "contribute/"))
    fill(page, answers)
    wait_for_draft(page)
    open_preview(page)
    direction = {"fr": "ltr", "ar": "rtl"}[language]
    assert page.evaluate(PREVIEW) == {
        "language": [language, direction, direction],
        "titles": [answers["text.title"], answers["text.summary"]],
        "sections": [
            ["h5", "p", "p", "ul"] if language == "fr" else ["h5", "p", "ul"],
            ["h5", "p"],
            ["h5", "p", "p"],
            ["h5", "p"],
        ],
        "items": 2,
        "ranks": ["1", "1", "2", "2", "2"],
        "strong": ["produire"] if language == "fr" else [],
        "sources": [source["title"] for source in answers["sources"]],
        "planned": 1,
    }


@pytest.mark.parametrize(("code", "direction"), [("pt-BR", "ltr"), ("he", "rtl"), ("fa", "rtl"), ("zh-Hant", "ltr")])
def test_preview_of_a_language_that_the_site_does_not_speak(one_form: Page, code: str, direction: str):
    page = anew(one_form)
    words = {"he": "כותרת", "fa": "عنوان", "zh-Hant": "標題"}.get(code, "Título")
    fill(page, {**SHORT, "case_study.original_language": code, "text.title": words})
    wait_for_draft(page)
    open_preview(page)
    seen = page.evaluate(PREVIEW)
    assert (seen["language"][0], seen["titles"][0]) == (code, words)
    assert page.locator(".preview__title").evaluate("e => getComputedStyle(e).direction") == direction


# --- Sending -------------------------------------------------------------------------------------------


def test_download_is_the_text_that_is_shown(form: Page, tmp_path: Path):
    fill(form, FRENCH)
    submit(form)
    shown = made(form)
    with form.expect_download() as download:
        form.locator(".download").click()
    assert download.value.suggested_filename == f"{FRENCH['slug']}.yml"
    download.value.save_as(tmp_path / "sent.yml")
    assert (tmp_path / "sent.yml").read_bytes() == shown.encode()


def test_mail_names_the_file_and_the_title(form: Page):
    fill(form, FRENCH)
    for _ in range(2):  # made again, it is the same
        submit(form)
        made(form)
        link = form.locator(".mail").get_attribute("href") or ""
        assert link.startswith("mailto:")
        assert parse_qs(urlsplit(link).query) == {"subject": [f"{FRENCH['slug']}.yml – {FRENCH['text.title']}"]}


def test_copy_puts_the_text_on_the_clipboard(open_page: Open):
    page = open_page("contribute/", permissions=["clipboard-read", "clipboard-write"])
    fill(page, SHORT)
    submit(page)
    shown = made(page)
    page.locator(".copy").click()
    expect(page.locator(".copied")).to_have_text(message(page, "copied"))
    assert page.evaluate("navigator.clipboard.readText()") == shown


@pytest.mark.parametrize(
    "script",
    ["navigator.clipboard.writeText = async () => { throw new Error('no') };", "delete Navigator.prototype.clipboard"],
    ids=["refused", "unknown"],
)
def test_copy_that_fails_says_so_and_selects_the_text(open_page: Open, script: str):
    page = open_page("contribute/", script=script)
    fill(page, SHORT)
    submit(page)
    shown = made(page)
    page.locator(".copy").click()
    expect(page.locator(".copied")).to_have_text(message(page, "uncopied"))
    expect(page.locator("#submission-text")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == shown


LONGEST: Answers = {
    **SHORT,
    "text.title": "文" * 160,
    "text.summary": "文" * 300,
    "case_study.lead_institution": "文" * 300,
    "case_study.original_language": "zh",
    "text.main_features": "文" * 3000 + " [1]",
    "slug": "x" * 60,
}
REPOSITORY = "https://example.org/some/repository"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_issue_carries_the_template_and_the_short_answers(
    open_page: Open, whole: Project, renderer: Renderer, language: str
):
    """On the page as it is made where the repository is known."""
    view = View(Site(whole), language, sites.SITE_URL, REPOSITORY, "editors@example.org")
    body = renderer.body(view, next(row for row in view.rows if row.kind.name == "contribute"))

    def with_repository(route: Route) -> None:
        answer = route.fetch()
        plain = answer.text()
        start, end = plain.index('<div class="page '), plain.index("</main>")
        page = str(body)  # markup would escape what it is added to
        for script, name in set(re.findall(r"(assets/([\w-]+)\.[0-9a-f]{8}\.js)", plain)):
            page = page.replace(f"assets/{name}.js", script)
        route.fulfill(response=answer, body=plain[:start] + page + plain[end:])

    page = open_page("about/")
    page.route("**/contribute/", with_repository)
    page.goto(page.url.replace("about/", path_in(language, "contribute/")))
    ready(page)
    assert page.locator(f".ways a[href^='{REPOSITORY}/blob/']").count() == 1
    for answers in (SHORT, LONGEST):
        fill(page, answers)
        submit(page)
        made(page)
        link = page.locator(".issue").get_attribute("href") or ""
        assert len(link) < 8000
        assert link.startswith(f"{REPOSITORY}/issues/new?")
        assert parse_qs(urlsplit(link).query) == {
            "template": [f"case-study.{language}.yml"],
            "title": [answers["text.title"]],
            "slug": [answers["slug"]],
            "text-title": [answers["text.title"]],
            "case-study-lead-institution": [answers["case_study.lead_institution"]],
            "case-study-years-start": ["2014"],
        }
        mail = page.locator(".mail").get_attribute("href") or ""
        assert mail.startswith("mailto:editors@example.org?subject=")
    issue_form = yaml.safe_load((PROJECT / f".github/ISSUE_TEMPLATE/case-study.{language}.yml").read_text("utf-8"))
    ids = {question.get("id") for question in issue_form["body"]}
    assert {"slug", "text-title", "case-study-lead-institution", "case-study-years-start"} <= ids


def test_no_link_to_a_repository_that_the_site_does_not_know(form: Page):
    fill(form, SHORT)
    submit(form)
    made(form)
    assert form.locator(".issue, a[href*='/blob/'], a[href*='/issues/']").count() == 0


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_without_javascript_the_template_takes_the_forms_place(open_page: Open, language: str):
    page = open_page(path_in(language, "contribute/"), java_script_enabled=False)
    expect(page.locator("form.contribute")).to_be_hidden()
    notice = page.locator(".no-script")
    expect(notice).to_be_visible()
    answer = page.request.get(notice.locator("a").evaluate("link => link.href"))
    assert answer.status == 200 and "\nsubmission: 1\n" in answer.text()


def test_with_javascript_the_form_takes_the_templates_place(form: Page):
    expect(form.locator("form.contribute")).to_be_visible()
    expect(form.locator(".no-script, .no-form")).to_have_count(2)
    for notice in form.locator(".no-script, .no-form").all():
        expect(notice).to_be_hidden()


def test_form_is_shown_once_it_is_filled_in_and_not_before(browser: Browser, home: str):
    waiting: list[Route] = []
    with browser.new_context() as context:
        context.add_init_script(f"localStorage.setItem('{KEY}', JSON.stringify({DRAFT}))")
        page = context.new_page()
        page.route("**/form.json", lambda route: waiting.append(route))
        with page.expect_request("**/form.json"):
            page.goto(f"{home}contribute/")
        page.wait_for_timeout(100)
        expect(page.locator("form.contribute, .no-script, .no-form").locator("visible=true")).to_have_count(0)
        waiting[0].continue_()
        expect(page.locator("form.contribute")).to_be_visible()
        assert page.locator("#case-study-party").input_value() == "NO"
        assert page.locator("form input:checked").evaluate_all("all => all.map(box => box.value)") == ["2.3", "5"]


DRAFT = {"values": {"case_study.party": "NO", "case_study.activities": ["2.3"], "case_study.sdgs": ["5"]}}
FAILURES: dict[str, Callable[[Route], None]] = {
    "no answer": lambda route: route.abort(),
    "an error": lambda route: route.fulfill(status=500, response=route.fetch()),
    "a page": lambda route: route.fulfill(body="<!doctype html>"),
    "a list": lambda route: route.fulfill(body="[]"),
    "nothing": lambda route: route.fulfill(body="null"),
    "a part": lambda route: route.fulfill(json={**route.fetch().json(), "choices": None}),
    "another host": lambda route: route.fulfill(status=302, headers={"Location": "https://example.org/form.json"}),
}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_form_that_cannot_be_loaded_leads_to_the_template(browser: Browser, home: str, language: str):
    """Whatever the server answers, what is shown is the same: axe looks at it once."""
    with browser.new_context() as context:
        page, errors, shown = context.new_page(), [], {}
        page.on("pageerror", lambda error: errors.append(str(error)))
        for name, answer in FAILURES.items():
            page.route("**/form.json", answer)
            page.goto(home + path_in(language, "contribute/"))
            notice = page.get_by_role("alert")
            expect(notice).to_contain_text({"fr": "n’a pas pu être chargé", "ar": "تعذّر تحميل"}[language])
            expect(page.locator("form.contribute")).to_be_hidden()
            file = page.request.get(notice.locator("a").evaluate("link => link.href"))
            assert file.status == 200 and "\nsubmission: 1\n" in file.text()
            shown[name] = page.locator("body").evaluate("body => body.outerHTML")
            page.unroute("**/form.json")
        none(axe(page))
        none(errors)
        none(name for name, html in shown.items() if html != shown["no answer"])


# --- Accessibility and room ----------------------------------------------------------------------------


def faults(page: Page) -> list[str]:
    """Give what axe finds in both colour schemes on narrow and wide windows, and what sticks out of them."""
    found = axe(page)
    for width in (NARROW, WIDE):
        resize(page, width)
        found += sticking_out(page, f"{width} px")
    return found


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_empty_form_is_accessible_and_has_room(open_page: Open, language: str):
    none(faults(open_page(path_in(language, "contribute/"))))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_form_with_errors_is_accessible_and_has_room(open_page: Open, language: str):
    page = open_page(path_in(language, "contribute/"))
    fill(page, {"text.title": "<b>" + "x" * 150, "case_study.years.ongoing": True, "case_study.years.end": "2001"})
    fill(page, {"sources": TWO})
    submit(page)
    assert len(told(page)) > 5
    none(faults(page))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_file_and_preview_are_accessible_and_have_room(open_page: Open, language: str):
    page = open_page(path_in(language, "contribute/"))
    fill(page, ANSWERS[{"fr": "ar", "ar": "fr"}[language]])
    submit(page)
    made(page)
    page.locator("details.many").first.evaluate("one => { one.open = true; }")
    open_preview(page)
    expect(page.locator(".preview__title")).to_be_visible()
    none(faults(page))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_filtered_list_is_accessible_and_has_room(open_page: Open, language: str):
    page = open_page(path_in(language, "case-studies/?output=2&unknown=x"))
    expect(page.locator(".results > .notice")).to_be_visible()
    none(faults(page))
