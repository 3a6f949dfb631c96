"""Drafts: what people type is never lost."""

from __future__ import annotations

import pytest
import yaml
from playwright.sync_api import Page, expect

from browser import STORAGE_FORBIDDEN, STORES_NOTHING, Open
from forms import ANSWERS, FRENCH, SHORT, expected, fill, made, message, submit, wait_for_draft
from sites import path_in

pytest_plugins = ("browser", "forms")
pytestmark = pytest.mark.browser


def stored(page: Page) -> list[dict]:
    """Return the drafts that the browser has, the latest last."""
    return page.evaluate(
        """() => Object.entries(localStorage).filter(([key]) => key.startsWith("roadmap:draft:"))
          .map(([key, text]) => ({ id: key, ...JSON.parse(text) })).sort((a, b) => a.saved < b.saved ? -1 : 1)"""
    )


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
    assert stored(page)[0]["values"]["text.title"] == FRENCH["text.title"]
    cleared(page, "yes")
    assert stored(page) == []
    assert page.locator("form input:checked").count() == 0
    assert (
        page.locator("#text-title").input_value() == ""
        and page.locator("[data-path='source.title'] input").input_value() == ""
    )
    page.wait_for_timeout(600)
    assert stored(page) == [], "the draft came back"


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
