"""Drafts: what people type is never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from browser import STORAGE_FORBIDDEN, STORES_NOTHING, Open, ready
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


# --- Several drafts ------------------------------------------------------------------------------------


def test_a_second_tab_says_so_and_both_drafts_stay(form: Page, home: str):
    fill(form, {"text.title": "Un premier"})
    wait_for_draft(form)
    other = form.context.new_page()
    other.goto(f"{home}contribute/")
    ready(other)
    expect(other.locator(".draft-notice")).to_have_text(message(other, "elsewhere"))
    fill(other, {"text.title": "Un second"})
    wait_for_draft(other)
    fill(form, {"text.title": "Un premier, suite"})
    form.wait_for_timeout(600)
    assert {draft["values"]["text.title"] for draft in stored(form)} == {"Un premier, suite", "Un second"}


def test_a_draft_that_another_tab_wrote_is_not_overwritten(open_page: Open):
    """Where the browser has no locks: what is stored is compared before it is written."""
    page = open_page("contribute/", script="Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })")
    fill(page, {"text.title": "Ici"})
    wait_for_draft(page)
    page.evaluate(
        """() => { const key = Object.keys(localStorage).find(one => one.startsWith("roadmap:draft:"));
          const draft = JSON.parse(localStorage.getItem(key)); draft.values["text.title"] = "Ailleurs";
          localStorage.setItem(key, JSON.stringify(draft)); }"""
    )
    fill(page, {"text.title": "Ici encore"})
    expect(page.locator(".draft-notice")).to_have_text(message(page, "forked"))
    assert {draft["values"]["text.title"] for draft in stored(page)} == {"Ailleurs", "Ici encore"}


@pytest.mark.parametrize("draft", ['{"form": 3, "values": {"text.title": "Demain"}}', "{"])
def test_a_draft_that_cannot_be_read_stays_and_can_be_saved(open_page: Open, draft: str):
    page = open_page("contribute/", script=f"localStorage.setItem('roadmap:draft:x', {json.dumps(draft)});")
    fill(page, {"text.title": "Un autre"})
    wait_for_draft(page)
    page.locator(".drafts > summary").click()
    expect(page.locator(".drafts li")).to_contain_text(message(page, "newer"))
    assert page.evaluate("localStorage.getItem('roadmap:draft:x')") == draft
    with page.expect_download():
        page.locator(".drafts li button").first.click()


def test_the_list_opens_and_deletes_drafts(form: Page):
    fill(form, {"text.title": "Un premier"})
    wait_for_draft(form)
    form.locator(".drafts > summary").click()
    form.locator(".new-draft").click()
    assert form.input_value("#text-title") == ""
    fill(form, {"text.title": "Un second"})
    wait_for_draft(form)
    form.locator(".drafts > summary").click()
    form.locator(".drafts li", has_text="Un premier").get_by_role("button").first.click()
    expect(form.locator("#text-title")).to_have_value("Un premier")
    form.locator(".drafts > summary").click()
    form.once("dialog", lambda dialog: dialog.accept())
    form.locator(".drafts li .remove").click()
    expect(form.locator(".drafts li")).to_have_count(0)
    assert [draft["values"]["text.title"] for draft in stored(form)] == ["Un premier"]


@pytest.mark.parametrize("script", [STORES_NOTHING, STORAGE_FORBIDDEN], ids=["full", "forbidden"])
def test_an_unfinished_draft_that_cannot_be_stored_is_saved_as_a_file(open_page: Open, script: str, tmp_path: Path):
    page = open_page("contribute/", script=script)
    fill(page, {"text.title": "Un début", "case_study.party": "BF"})
    expect(page.locator(".save-file")).to_be_visible()
    with page.expect_download() as download:
        page.locator(".save-file").click()
    download.value.save_as(tmp_path / "draft.yml")
    data = yaml.safe_load((tmp_path / "draft.yml").read_text(encoding="utf-8"))
    assert (data["case_study"]["party"], data["texts"]["fr"]["title"]) == ("BF", "Un début")
