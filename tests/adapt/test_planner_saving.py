"""Where plans are kept: in the browser, at every change; full, forbidden, and in two tabs."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import STORAGE_FORBIDDEN, STORES_NOTHING, Open
from planning import FAKE, load, shown, start_over, wait

pytest_plugins = ("browser", "planning")
pytestmark = pytest.mark.browser

SAVED = ".plan-saved"


def stored(page: Page) -> list[dict]:
    """Every plan in the browser, the latest first."""
    page.evaluate("() => roadmapPlan.planner.save()")
    return [json.loads(one["text"]) for one in page.evaluate("() => roadmapPlan.planner.all()")]


def title(page: Page, text: str) -> None:
    """Give the plan a title."""
    page.locator(".plan-fields [data-field=title] input").fill(text)


def test_every_change_is_saved_and_told_and_found_again(planner: Page):
    title(planner, "Plan fictif")
    start = planner.evaluate("() => roadmapPlan.planner.data.texts.saved").split("%")[0]
    expect(planner.locator(SAVED)).to_contain_text(re.compile(rf"{start}\d\d:\d\d"))
    planner.reload()
    wait(planner)
    assert shown(planner)["title"] == {"fr": "Plan fictif"}
    expect(planner.locator(SAVED)).to_be_visible()


def test_several_plans_are_listed_renamed_copied_deleted_and_brought_back(planner: Page):
    load(planner, FAKE)
    planner.locator(".plan-plans > summary").click()
    items = planner.locator(".plan-plans li")
    planner.once("dialog", lambda dialog: dialog.accept("Version du matin"))
    items.first.get_by_role("button", name="Renommer").click()
    expect(items.first).to_contain_text("Version du matin")
    items.first.get_by_role("button", name="Dupliquer").click()
    expect(items).to_have_count(2)
    title(planner, "Autre plan fictif")
    assert [one["plan"]["title"]["fr"] for one in stored(planner)] == ["Autre plan fictif", "Plan fictif"]
    items.filter(has_text="ouvert ici").get_by_role("button", name="Supprimer").click()
    expect(items).to_have_count(1)
    assert shown(planner).get("title") is None, "an empty plan is open"
    planner.locator(".plan-plans .undo button").click()
    expect(items).to_have_count(2)
    assert shown(planner)["title"] == {"fr": "Autre plan fictif"}
    items.filter(has_not_text="ouvert ici").get_by_role("button", name="Ouvrir").click()
    assert shown(planner) == FAKE


def test_a_language_takes_its_texts_with_it(planner: Page):
    load(planner, FAKE)
    planner.locator(".plan-fields [data-field=language] select").select_option("ar")
    assert shown(planner)["title"] == {"ar": "Plan fictif"}
    expect(planner.locator(".plan-fields [data-field=title] input")).to_have_value("Plan fictif")


@pytest.mark.parametrize("script", [STORES_NOTHING, STORAGE_FORBIDDEN], ids=["full", "forbidden"])
def test_what_cannot_be_saved_is_reported_and_can_be_taken_as_a_file(open_page: Open, script: str):
    page = open_page("adapt/", script=script)
    wait(page)
    title(page, "Plan fictif")
    expect(page.locator(SAVED)).to_have_text(page.evaluate("() => roadmapPlan.planner.data.texts.unsaved"))
    with page.expect_download() as coming:
        page.locator(".plan-rescue").click()
    assert coming.value.suggested_filename == "adaptation.yml"
    assert shown(page)["title"] == {"fr": "Plan fictif"}


@pytest.fixture
def two(browser: Browser, home: str):
    """One plan in two tabs."""
    with browser.new_context(reduced_motion="reduce") as context:
        first, second = context.new_page(), context.new_page()
        first.goto(f"{home}adapt/")
        wait(first)
        load(start_over(first), FAKE)
        second.goto(f"{home}adapt/")
        wait(second)
        assert shown(second) == FAKE
        yield first, second


def test_another_tab_shows_the_newer_version_and_can_go_back(two: tuple[Page, Page]):
    first, second = two
    title(second, "Plan fictif du soir")
    expect(first.locator(".plan-notice")).to_be_visible()
    assert shown(first)["title"] == {"fr": "Plan fictif du soir"}
    expect(first.locator(".plan-fields [data-field=title] input")).to_have_value("Plan fictif du soir")
    first.locator(".plan-undo").click()
    assert shown(first) == FAKE
    expect(second.locator(".plan-notice")).to_be_visible()
    assert shown(second) == FAKE and len(stored(first)) == 1


def test_changes_in_two_tabs_at_once_are_both_kept(two: tuple[Page, Page]):
    first, _second = two
    first.evaluate("() => addEventListener('storage', event => event.stopImmediatePropagation(), true)")
    key, text = first.evaluate("() => { const one = roadmapPlan.planner.all()[0]; return [one.id, one.text]; }")
    entry = json.loads(text)
    entry["plan"]["title"] = {"fr": "Plan fictif de l’autre"}
    first.evaluate("([id, text]) => roadmapPlan.planner.store(id, text)", [key, json.dumps(entry)])
    title(first, "Plan fictif du matin")
    assert {one["plan"]["title"]["fr"] for one in stored(first)} == {"Plan fictif de l’autre", "Plan fictif du matin"}
    expect(first.locator(".plan-notice")).to_be_visible()


def test_a_plan_that_another_tab_deleted_stays_open_here(two: tuple[Page, Page]):
    first, second = two
    second.evaluate("() => { for (const one of roadmapPlan.planner.all()) roadmapPlan.planner.forget(one.id); }")
    expect(first.locator(".plan-notice")).to_be_visible()
    assert shown(first) == FAKE
    title(first, "Plan fictif encore")
    assert len(stored(first)) == 1


def test_what_is_stored_and_cannot_be_read_is_kept_and_not_opened(planner: Page):
    planner.evaluate(
        """() => {
          localStorage.setItem("roadmap:plan:torn", "{");
          const newer = { saved: "2099", plan: { format: 2, language: "fr" } };
          localStorage.setItem("roadmap:plan:newer", JSON.stringify(newer));
        }"""
    )
    planner.reload()
    wait(planner)
    assert shown(planner)["format"] == 1
    planner.locator(".plan-plans > summary").click()
    expect(planner.locator(".plan-plans li")).to_have_count(2)
    expect(planner.locator(".plan-plans li").first).to_contain_text(
        planner.evaluate("() => roadmapPlan.planner.data.texts.newer_plan")
    )
