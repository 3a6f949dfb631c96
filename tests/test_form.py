"""The form of a case study, driven in Chromium: from empty to a submission, to `roadmap import`, to a page."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from playwright.sync_api import Page

import sites
from browser import NARROW, STORAGE_FORBIDDEN, STORES_NOTHING, WIDE, Open, axe, resize, sticking_out, tab_to
from roadmap import pages, schema
from roadmap.load import load
from roadmap.render import Renderer
from roadmap.site import Site
from roadmap.view import View
from sites import none

pytest_plugins = ("browser",)
pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANSWERS = {
    "fr": {
        "party": "BF",
        "title": "Mesure factice des girafes de laine",
        "summary": "Une mesure factice, écrite pour un essai, qui tricote des girafes de laine.",
        "institution": "Ministère factice de la Laine",
        "mandate": "Service factice des girafes",
        "source": "Journal factice",
        "features": "Le ministère tricote des girafes. [1]\n\nIl fait :\n- des cous [1]\n- des pattes [2]",
        "results": "En 2015, 1 200 cous étaient finis. [2]",
        "told": "Le ministère tricote des girafes.",
    },
    "ar": {
        "party": "EG",
        "title": "تدبير وهمي لزرافات الصوف",
        "summary": "تدبير وهمي كُتب لاختبار الموقع، ينسج زرافات من الصوف.",
        "institution": "وزارة الصوف الوهمية",
        "mandate": "مصلحة الزرافات الوهمية",
        "source": "صحيفة وهمية",
        "features": "تنسج الوزارة زرافات من الصوف كل عام. [1]\n\nوهي تصنع:\n- الأعناق [1]\n- القوائم [2]",
        "results": "في عام 2015، اكتمل 1200 عنق. [2]",
        "told": "تنسج الوزارة زرافات من الصوف كل عام.",
    },
}
"""Plainly fake answers, by language."""
SLUG = "aa-fake-giraffes"
PATHS = {"fr": "contribute/", "ar": "ar/contribute/"}


def fill(page: Page, language: str) -> None:
    """Answers every question that is needed, and some that are not."""
    told = ANSWERS[language]
    page.select_option("#case-study-party", told["party"])
    page.fill("#text-title", told["title"])
    page.fill("#text-summary", told["summary"])
    page.fill("#slug", SLUG)
    page.fill("#case-study-lead-institution", told["institution"])
    page.fill("#case-study-years-start", "2014")
    page.check("#case-study-activities input[value='2.3']")
    page.check("#case-study-sdgs input[value='8']")
    page.check("#case-study-domains input[value='design']")
    page.select_option("#case-study-origin", "party")
    page.fill("#case-study-mandate", told["mandate"])
    page.fill("#case-study-contact", "laine@example.org")
    page.click("button.add")
    for rank in (1, 2):
        row = page.locator(".source").nth(rank - 1)
        row.locator("input").nth(0).fill(f"{told['source']} {rank}")
        row.locator("input").nth(1).fill(f"https://example.org/{rank}")
        row.locator("input").nth(2).fill(language)
        row.locator("input").nth(3).fill("2026-11-20")
    page.fill("#text-main-features", told["features"])
    page.fill("#text-results", told["results"])


def errors(page: Page) -> dict[str, str]:
    """What is told beside each question, by the id of its place."""
    found = page.locator(".question .error:not([hidden])")
    return {one.get_attribute("id") or "": one.inner_text() for one in found.all()}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_contributor_goes_from_an_empty_form_to_a_page(language: str, open_page: Open, copy: Path, tmp_path: Path):
    page = open_page(PATHS[language])
    fill(page, language)
    page.click("button[type=submit]")
    assert errors(page) == {}
    with page.expect_download() as downloading:
        page.click("a.download")
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    assert file.name == f"{SLUG}.yml"
    assert file.read_text("utf-8") == page.input_value("#submission-text")
    done = sites.roadmap(copy, "import", str(file))
    assert (done.returncode, done.stdout.strip()) == (0, f"content/case-studies/{SLUG}"), sites.said(done)
    checked = sites.roadmap(copy, "check", f"content/case-studies/{SLUG}")
    assert checked.returncode == 0, sites.said(checked)
    site = Site(load(copy))
    view = View(site, language, sites.SITE_URL)
    row = next(row for row in pages.rows(site) if row.address == f"case-studies/{SLUG}/")
    html = Renderer([copy / "overrides"]).body(view, row)
    told = ANSWERS[language]
    shown = sites.text(sites.parsed(html))
    for words in (
        told["title"],
        told["summary"],
        told["institution"],
        told["mandate"],
        told["told"],
        "laine@example.org",
    ):
        assert sites.typeset(words) if language == "fr" else words in shown
    assert 'href="#source-2"' in html
    assert 'href="mailto:laine@example.org"' in html


def test_the_file_says_what_was_answered(open_page: Open):
    page = open_page(PATHS["fr"])
    fill(page, "fr")
    page.click("button[type=submit]")
    data = yaml.safe_load(page.input_value("#submission-text"))
    told = ANSWERS["fr"]
    assert data["case_study"]["party"] == "BF"
    assert data["case_study"]["years"] == {"start": 2014}
    assert data["case_study"]["activities"] == ["2.3"]
    assert data["case_study"]["sdgs"] == [8]
    assert [source["url"] for source in data["case_study"]["sources"]] == [f"https://example.org/{n}" for n in (1, 2)]
    assert data["texts"]["fr"]["title"] == told["title"]
    assert data["texts"]["fr"]["main_features"].strip() == told["features"]
    errors_found = jsonschema.Draft7Validator(json.loads(schema.schemas()["submission.json"])).iter_errors(data)
    assert [error.message for error in errors_found] == []


def test_an_empty_form_tells_each_question_that_needs_an_answer_and_leads_to_it(open_page: Open):
    page = open_page(PATHS["fr"])
    page.click("button[type=submit]")
    told = errors(page)
    required = page.locator(".question :is(input, select, textarea)[required]").all()
    ids = [field.get_attribute("id") or "" for field in required if not field.input_value()]
    empty = {f"{one}-error" if not one.startswith("source-") else one.replace("-1", "-error-1") for one in ids}
    assert empty | {"case-study-activities-error"} <= set(told)
    assert page.evaluate("document.activeElement.className") == "errors"
    links = page.locator(".errors a")
    assert links.count() == len(told)
    links.first.click()
    assert page.evaluate("document.activeElement.id") == "case-study-party"
    assert page.get_attribute("#case-study-party", "aria-invalid") == "true"
    described = page.get_attribute("#case-study-party", "aria-describedby").split()
    assert "case-study-party-error" in described
    assert not page.is_visible(".ready")


MISTAKES = {
    "a title with HTML": ("text-title", "<b>gras</b>", "text-title-error"),
    "a title with template code": ("text-title", "{{ 7*7 }}", "text-title-error"),
    "a summary that is too short": ("text-summary", "court", "text-summary-error"),
    "a short name with capitals": ("slug", "Girafes", "slug-error"),
    "a language in words": ("case-study-original-language", "français", "case-study-original-language-error"),
    "a year that is too far": ("case-study-years-start", "3014", "case-study-years-start-error"),
    "a year to come that is not told as planned": ("case-study-years-start", "2095", "case-study-years-start-error"),
    "an end before the start": ("case-study-years-end", "2013", "case-study-years-end-error"),
    "a Party without its mandate": ("case-study-mandate", "", "case-study-mandate-error"),
    "a paragraph without a source": ("text-results", "Un fait nu.", "text-results-error"),
    "a source that does not exist": ("text-results", "Un fait. [7]", "text-results-error"),
    "HTML in the text": ("text-results", "<script>alert(1)</script> [2]", "text-results-error"),
    "a source cited nowhere": ("text-results", "Un fait. [1]", None),
    "an address that runs a script": ("source-url-1", "javascript:alert(1)", "source-url-error-1"),
    "a source read tomorrow": ("source-seen-1", "2095-01-01", "source-seen-error-1"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_beside_its_question_and_no_file_is_made(name: str, open_page: Open):
    page = open_page(PATHS["fr"])
    fill(page, "fr")
    field, value, place = MISTAKES[name]
    if name == "a source cited nowhere":
        page.fill("#text-main-features", "Un fait. [1]")
        place = "source-title-error-2"
    page.fill(f"#{field}", value)
    page.click("button[type=submit]")
    assert list(errors(page)) == [place]
    assert not page.is_visible(".ready")


def test_the_form_refuses_what_the_schema_refuses_and_no_more(open_page: Open):
    """The browser's verdict on each constraint against jsonschema's: both come from one model."""
    made = json.loads(schema.schemas()["submission.json"])
    definitions = made["definitions"]
    tried = {
        "slug": (made["properties"]["slug"], ["ab", "a-b", "A-b", "a--b", "a" * 60, "a" * 61, "é-b", "a-"]),
        "text-title": (definitions["Answers"]["properties"]["title"], ["x", "x" * 160, "x" * 161]),
        "text-summary": (definitions["Answers"]["properties"]["summary"], ["x" * 19, "x" * 20, "x" * 300, "x" * 301]),
        "case-study-original-language": (
            definitions["CaseStudy"]["properties"]["original_language"],
            ["fr", "FR", "f", "pt-BR", "zh-Hant", "fr-fr", "français"],
        ),
        "case-study-years-start": (definitions["Years"]["properties"]["start"], [1949, 1950, 2100, 2101]),
    }
    page = open_page(PATHS["fr"])

    def failures():
        for field, (node, values) in tried.items():
            for value in values:
                # Typed in by script, minlength and maxlength are not the browser's to check: the form's own code does.
                page.evaluate("([id, value]) => { document.getElementById(id).value = value; }", [field, str(value)])
                page.click("button[type=submit]")
                refused = f"{field}-error" in errors(page)
                if field == "case-study-years-start" and value == 2100:
                    continue  # to come, and not told as planned: refused for another reason
                valid = jsonschema.Draft7Validator(node).is_valid(value)
                if refused == valid:
                    yield f"{field}: {value!r}: the form {'refuses' if refused else 'takes'} it"

    none(failures())


def test_sources_keep_their_numbers_in_order(open_page: Open):
    page = open_page(PATHS["fr"])
    legends = page.locator(".source legend")
    assert legends.all_inner_texts() == ["Source 1"]
    assert not page.locator(".source .remove").is_visible()
    page.click("button.add")
    page.click("button.add")
    assert legends.all_inner_texts() == ["Source 1", "Source 2", "Source 3"]
    page.locator(".source input").nth(0).fill("Journal factice")
    page.locator(".source .remove").nth(1).click()
    assert legends.all_inner_texts() == ["Source 1", "Source 2"]
    assert page.locator(".source input").nth(0).input_value() == "Journal factice"
    assert page.evaluate("document.activeElement.matches('.source input')")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_a_draft_waits_in_the_browser_until_it_is_cleared(open_page: Open):
    page = open_page(PATHS["fr"])
    fill(page, "fr")
    page.wait_for_function("localStorage.getItem('roadmap:contribution')?.includes('1 200 cous')")
    page.reload()
    assert page.input_value("#text-title") == ANSWERS["fr"]["title"]
    assert page.is_checked("#case-study-activities input[value='2.3']")
    assert page.locator(".source input").nth(4).input_value() == "Journal factice 2"
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("button.clear")
    page.reload()
    assert page.input_value("#text-title") == ""
    assert page.locator(".source").count() == 1


@pytest.mark.parametrize("script", [STORAGE_FORBIDDEN, STORES_NOTHING], ids=["forbidden", "full"])
def test_the_form_works_where_nothing_can_be_kept(script: str, open_page: Open):
    page = open_page(PATHS["fr"], script=script)
    fill(page, "fr")
    page.click("button[type=submit]")
    assert page.input_value("#submission-text").startswith("submission: 1\n")
    page.wait_for_function("document.querySelector('.draft').textContent.includes('ne peut pas')")


SPOILT_DRAFTS = ("{", "null", "[]", '"x"', '{"values": 3, "sources": {"length": 9}}', '{"values": {"__proto__": 1}}')


@pytest.mark.parametrize("draft", SPOILT_DRAFTS)
def test_a_spoilt_draft_is_left_aside(draft: str, open_page: Open):
    page = open_page(PATHS["fr"], script=f"localStorage.setItem('roadmap:contribution', {json.dumps(draft)})")
    assert page.locator(".source").count() == 1
    fill(page, "fr")
    page.click("button[type=submit]")
    assert errors(page) == {}


def test_the_preview_follows_in_the_original_s_language(open_page: Open):
    page = open_page(PATHS["fr"])
    fill(page, "ar")
    page.fill("#case-study-original-language", "ar")
    page.wait_for_selector(".preview__page[lang=ar]")
    assert page.get_attribute(".preview__page", "dir") == "rtl"
    assert page.locator(".preview__page .case-section p").first.inner_text().startswith(ANSWERS["ar"]["told"])
    assert page.locator(".preview__page .case-section li").count() == 2
    assert page.locator(".preview__page sup").count() == 4


def test_the_keyboard_alone_is_enough(open_page: Open):
    page = open_page(PATHS["fr"])
    fill(page, "fr")
    page.focus("#text-roadmap")
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('ready')")
    tab_to(page, "a.download")
    tab_to(page, "button.copy")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.copied').textContent === 'Copié.'")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#submission-text")


def test_a_change_takes_the_file_back(open_page: Open):
    page = open_page(PATHS["fr"])
    fill(page, "fr")
    page.click("button[type=submit]")
    assert page.is_visible(".ready")
    page.fill("#text-title", "Autre titre factice")
    assert not page.is_visible(".ready")


def test_without_script_the_template_stands_in(open_page: Open):
    page = open_page(PATHS["fr"], java_script_enabled=False)
    assert not page.is_visible("form.contribute")
    link = page.locator(".no-script a")
    assert link.is_visible()
    template = page.request.get(page.url + (link.get_attribute("href") or ""))
    assert template.text().startswith("# Étude de cas")


def test_where_the_repository_is_known_the_form_leads_to_its_issues(project: Path, open_page: Open, tmp_path: Path):
    """The page as it is built with REPO_URL, in the place of the one built without."""
    site = Site(load(project))
    repository = "https://example.org/fake/repository"
    known = View(site, "fr", sites.SITE_URL, repository, "editors@example.org")
    row = next(row for row in pages.rows(site) if row.kind.name == "contribute")
    body = Renderer([project / "overrides"]).body(known, row)
    page = open_page(PATHS["fr"])
    assert page.locator("a.issue").count() == 0
    plain = page.content()
    assets = [src for src in page.evaluate("[...document.scripts].map(s => s.src)") if "contribute" in src]

    def answer(route):
        start, end = plain.index('<div class="page '), plain.index("</main>")
        html = plain[:start] + str(body).replace("../assets/contribute.js", assets[0]) + plain[end:]
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/contribute/", answer)
    page.reload()
    fill(page, "fr")
    page.click("button[type=submit]")
    link = page.get_attribute("a.issue", "href")
    assert link.startswith(f"{repository}/issues/new?template=case-study.fr.yml&")
    assert "slug=aa-fake-giraffes" in link and len(link) < 8000
    assert page.get_attribute("a.mail", "href").startswith("mailto:editors@example.org?subject=")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_in_the_form(language: str, open_page: Open):
    page = open_page(PATHS[language])
    found = axe(page)
    page.click("button[type=submit]")
    found += [f"with mistakes: {one}" for one in axe(page)]
    fill(page, language)
    page.click("button[type=submit]")
    found += [f"ready: {one}" for one in axe(page)]
    for width in (NARROW, WIDE):
        resize(page, width)
        found += sticking_out(page, f"{language}, {width} px")
    none(found)
