"""The form of a case study, from an empty page to the file, and from the file to the page."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import yaml
from playwright.sync_api import Page, expect

import sites
from browser import NARROW, WIDE, Open, axe, resize, sticking_out, tab_to
from forms import ANSWERS, FRENCH, TWO, Answers, expected, fill, made, messages, open_preview, submit
from roadmap.contributions import importing
from roadmap.load import load
from roadmap.reading.project import Project
from roadmap.site import Site
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import having, none, one, parsed, path_in, text

pytest_plugins = ("browser", "forms")
pytestmark = pytest.mark.browser

# --- From an empty form to the page --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_answers_become_a_file_a_folder_and_a_page(open_page: Open, copy: Path, renderer: Renderer, language: str):
    answers = ANSWERS[language]
    page = open_page(path_in(language, "contribute/"))
    fill(page, answers)
    submit(page)
    assert messages(page) == []
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
    (".next", "[Enter]"),
    ("#text-main-features", "Le fonds soutient des studios. "),
    ("#step-action .cite-source", "[Enter][Enter]"),
    ("#case-study-activities details:nth-child(2) summary", "[Enter]"),
    ("#case-study-activities input[value='2.3']", " "),
    (".next", "[Enter]"),
    (".next", "[Enter]"),
    (".source:nth-child(1) [data-path='source.title'] input", "Décret d’essai"),
    (".source:nth-child(1) [data-path='source.url'] input", "https://example.org/decret"),
    (".source:nth-child(1) [data-path='source.language'] input", "Français"),
    (".next", "[Enter]"),
    ("#case-study-mandate", "Direction d’essai, point de contact"),
    ("#case-study-contact", "contact@culture.example.org"),
    (".next", "[Enter]"),
    ("form.contribute [type=submit]", "[Enter]"),
)
"""Where Tab must lead, in this order, and what to type there; a space ticks a box, the first letters choose."""


def test_form_works_by_keyboard_alone(open_page: Open, whole_project: Project, tmp_path: Path):
    page = open_page("contribute/")
    for selector, keys in KEYBOARD:
        tab_to(page, selector)
        if keys.startswith("["):
            for key in keys.strip("[]").split("]["):
                page.keyboard.press(key)
        else:
            page.keyboard.type(keys)
        if selector == ".next":
            expect(page.locator(".step h2:focus")).to_have_count(1)
    expect(page.locator(".ready")).to_be_focused()
    assert messages(page) == []
    tab_to(page, ".download")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "sent.yml")
    case = importing.read(tmp_path / "sent.yml", "sent.yml", whole_project).case
    assert (case.facts.party, case.facts.activities, case.facts.origin) == ("FR", ("2.3",), "party")
    assert case.slug == "fr-un-fonds-d-essai-pour-les-jeux-video"
    assert case.original.title == FRENCH["text.title"]


# --- Accessibility and room ----------------------------------------------------------------------------


def faults(page: Page) -> list[str]:
    """Give what axe finds in both colour schemes on narrow and wide windows, and what sticks out of them."""
    found = axe(page)
    for width in (NARROW, WIDE):
        resize(page, width)
        found += sticking_out(page, f"{width} px")
    return found


@pytest.mark.sampled(2)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_empty_form_is_accessible_and_has_room(open_page: Open, language: str):
    none(faults(open_page(path_in(language, "contribute/"))))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_form_with_errors_is_accessible_and_has_room(open_page: Open, language: str):
    page = open_page(path_in(language, "contribute/"))
    fill(page, {"text.title": "<b>" + "x" * 150, "case_study.years.ongoing": True, "case_study.years.end": "2001"})
    fill(page, {"sources": TWO})
    submit(page)
    assert len(messages(page)) > 5
    none(faults(page))


@pytest.mark.sampled(2)
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


@pytest.mark.sampled(2)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_filtered_list_is_accessible_and_has_room(open_page: Open, language: str):
    page = open_page(path_in(language, "case-studies/?output=2&unknown=x"))
    expect(page.locator(".results > .notice")).to_be_visible()
    none(faults(page))
