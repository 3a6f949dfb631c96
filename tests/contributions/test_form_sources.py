"""Sources and citations in the form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forms import message

pytest_plugins = ("browser", "forms")
pytestmark = pytest.mark.browser


def ranks(page: Page) -> list[str]:
    """Give the legends of the sources."""
    return page.locator(".source legend").all_text_contents()


def titles(page: Page) -> list[str]:
    """Give the titles typed for the sources."""
    return page.locator("[data-path='source.title'] input").evaluate_all("all => all.map(field => field.value)")


def test_sources_are_numbered_anew_and_keep_the_focus(form: Page):
    form.evaluate("roadmapForm.form.go('source')")
    remove = form.locator(".source .remove")
    expect(remove).to_be_hidden()  # one source must stay
    for rank in (2, 3):
        form.locator("form.contribute .add").click()
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
    form.evaluate("roadmapForm.form.go('source')")
    form.locator("form.contribute .add").click()
    form.locator("form.contribute .add").click()
    found = form.evaluate(
        """() => [...document.querySelectorAll(".source")].flatMap(row => [...row.querySelectorAll("input")].flatMap(
          field => [...field.labels, ...field.getAttribute("aria-describedby").split(" ").map(
            id => document.getElementById(id))].map(one => Boolean(one) && row.contains(one))))"""
    )
    assert len(found) >= 30 and all(found)
