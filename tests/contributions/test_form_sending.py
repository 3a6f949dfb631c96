"""The preview, the file, and the ways to send it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

import sites
from browser import Open, axe, ready
from forms import (
    ANSWERS,
    FRENCH,
    PROJECT,
    SHORT,
    Answers,
    fill,
    made,
    message,
    open_preview,
    start_over,
    submit,
    wait_for_draft,
)
from roadmap.reading.project import Project
from roadmap.site import Site
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import none, path_in

pytest_plugins = ("browser", "forms")
pytestmark = pytest.mark.browser

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
    page = start_over(one_form)
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
    link = "<li><a class='mail' href='mailto:editors@example.org'>x</a></li>"  # this site states no address
    form.evaluate("link => document.querySelector('.ready__ways').insertAdjacentHTML('beforeend', link)", link)
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
    page.locator(".ready details").evaluate("one => { one.open = true; }")
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
    page.locator(".ready details").evaluate("one => { one.open = true; }")
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
    open_page: Open, whole_project: Project, renderer: Renderer, language: str
):
    """On the page as it is made where the repository is known."""
    view = View(Site(whole_project), language, sites.SITE_URL, REPOSITORY, "editors@example.org")
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


KEY = "roadmap:contribution"  # of the form before it kept several drafts
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
