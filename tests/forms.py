"""The form of a case study, as people fill it in: answers, and how tests give them.

A plugin of the tests of the form, for its fixtures (PYTEST_DONT_REWRITE: they import it themselves too).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pytest
from playwright.sync_api import Browser, Page, expect

import sites
from browser import Open, ready
from conftest import whole_project
from roadmap.reading.project import Project
from roadmap.views.render import Renderer

PROJECT = sites.PROJECT
THEME = Path(jinja2.__file__).parents[1] / "material" / "templates"
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
    page.evaluate("roadmapForm.form.go('check')")
    page.locator("form.contribute [type=submit]").click()
    expect(page.locator("form.contribute[aria-busy=true]")).to_have_count(0)
    page.wait_for_function("() => document.querySelector('.ready').hidden !== document.querySelector('.errors').hidden")


def show(page: Page, path: str) -> None:
    """Show the step of a question, and put the focus on it."""
    page.evaluate("path => roadmapForm.form.lead(roadmapForm.form.question(path))", path)


def open_preview(page: Page) -> None:
    """Open the preview, which must be closed, and wait until it shows the answers."""
    page.evaluate("roadmapForm.form.go('check')")
    page.locator(".preview:not([open]) summary").click()
    page.wait_for_function("() => globalThis.roadmapMarkdown")
    page.evaluate("() => roadmapForm.form.preview()")  # the event that draws it comes after the click


def made(page: Page) -> str:
    """Give the text of the file, which must be ready."""
    expect(page.locator(".ready")).to_be_visible()
    return page.locator("#submission-text").input_value()


def messages(page: Page) -> list[dict]:
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


@pytest.fixture(scope="session", name="whole_project")
def whole_project_() -> Project:
    """The project as it stands."""
    return whole_project()


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
        ready(page)
        yield page


def start_over(page: Page) -> Page:
    """The same form, empty again."""
    page.evaluate("roadmapForm.form.discard()")
    page.evaluate("roadmapForm.form.go('measure')")
    page.evaluate("() => { document.querySelector('.preview').open = false }")
    return page


def wait_for_draft(page: Page) -> None:
    """Wait until the draft has been kept."""
    expect(page.locator("form .draft")).to_have_text(message(page, "saved"))
