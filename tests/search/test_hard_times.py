"""The search where something is missing or slow: the reader gets results soon, or a sentence and a way on."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from sites import path_in

pytest_plugins = ("browser",)
pytestmark = [pytest.mark.browser, pytest.mark.slow]


QUERY = {"fr": "algorithme", "ar": "تدريب", "zh": "培训"}


def assert_led_on(page: Page) -> None:
    """A sentence, the lists, and a field in which one can go on."""
    page.wait_for_function("() => document.querySelector('.found').textContent", timeout=20_000)
    expect(page.locator(".nothing")).to_be_visible()
    expect(page.locator(".nothing a").first).to_be_visible()
    expect(page.locator(".searching")).to_be_hidden()
    expect(page.locator("ol.found-pages li")).to_have_count(0)
    page.locator("#q").fill("art")
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_what_the_first_query_needs_is_asked_for_side_by_side_and_once(browser: Browser, home: str, language: str):
    """Pagefind alone asks for its program only after its script: on a slow network that is a second later."""
    held: list[Route] = []
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.route("**/pagefind/pagefind.js", lambda route: held.append(route))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        with page.expect_request("**/wasm.*.pagefind"), page.expect_request("**/*.pf_meta"):
            page.goto(f"{home}{path_in(language, 'search/')}?q={QUERY[language]}")
        (script,) = held
        script.continue_()
        expect(page.locator("ol.found-pages li a").first).to_be_visible(timeout=20_000)
        assert len([url for url in asked if re.search("wasm|pf_meta", url)]) == 2


def test_without_webassembly_the_page_leads_on(browser: Browser, home: str):
    with browser.new_context(service_workers="block") as context:
        context.add_init_script("delete globalThis.WebAssembly")
        page = context.new_page()
        page.goto(home + "search/?q=art")
        assert_led_on(page)
        expect(page.locator(".found")).to_contain_text("La recherche est indisponible")


def emptied(route: Route) -> None:
    """Answers with the list of languages of a site without any."""
    entry = route.fetch().json()
    route.fulfill(body=json.dumps(entry | {"languages": {}}), content_type="application/json")


def outdated(route: Route) -> None:
    """Answers with the list of languages of another build: its files are gone."""
    entry = json.dumps(route.fetch().json())
    route.fulfill(body=re.sub(r'(?<="hash": "fr_)\w+', "0123456789ab", entry), content_type="application/json")


@pytest.mark.parametrize("answer", [emptied, outdated])
def test_without_an_index_of_its_own_the_page_leads_on(browser: Browser, home: str, answer):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.route("**/pagefind-entry.json*", answer)
        page.goto(home + "search/?q=art")
        assert_led_on(page)
