"""Sources and citations in the form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forms import SHORT, fill, message, messages, show, submit

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


# Citations follow their sources

CITING = {
    **SHORT,
    "text.main_features": "Un fait [1]. Un autre [2, 3].\n\nEncore (3).",
    "text.results": "Un résultat [2].",
    "sources": [
        {"title": f"Source {letter}", "url": f"https://example.org/{letter}", "language": "fr", "seen": "2024-01-02"}
        for letter in "abc"
    ],
}


def cited(page: Page) -> list[str]:
    """Return the texts that cite sources, as the fields show them."""
    return [page.locator(selector).input_value() for selector in ("#text-main-features", "#text-results")]


def test_citations_follow_a_source_that_moves_or_goes_and_come_back(form: Page):
    fill(form, CITING)
    form.evaluate("roadmapForm.form.go('source')")
    form.locator(".source:nth-child(3) .up").click()
    assert titles(form) == ["Source a", "Source c", "Source b"]
    assert cited(form) == ["Un fait [1]. Un autre [3][2].\n\nEncore [2].", "Un résultat [3]."]
    form.locator(".source:nth-child(1) .remove").click()
    assert titles(form) == ["Source c", "Source b"]
    assert cited(form) == ["Un fait [?]. Un autre [2][1].\n\nEncore [1].", "Un résultat [2]."]
    submit(form)
    gone = message(form, "gone", found="Un fait [?].")
    assert ("text.main_features", gone) in [(error["path"], error["message"]) for error in messages(form)]
    form.evaluate("roadmapForm.form.go('source')")
    form.locator(".undo button").click()
    assert titles(form) == ["Source a", "Source c", "Source b"]
    assert cited(form) == ["Un fait [1]. Un autre [3][2].\n\nEncore [2].", "Un résultat [3]."]
    submit(form)
    assert messages(form) == []


def test_a_source_is_cited_at_the_caret_by_a_button(form: Page):
    fill(form, {**CITING, "text.main_features": "Un fait. Un autre."})
    show(form, "text.main_features")
    form.locator("#text-main-features").evaluate("field => field.setSelectionRange(7, 7)")
    form.locator("#step-action .cite-source").first.click()
    form.get_by_role("dialog").get_by_role("button", name="[2] Source b").click()
    expect(form.locator("#text-main-features")).to_be_focused()
    assert form.input_value("#text-main-features") == "Un fait[2]. Un autre."


def test_sources_keep_their_identity_in_a_draft(form: Page):
    fill(form, CITING)
    form.evaluate("roadmapForm.form.go('source')")
    form.locator(".source:nth-child(1) .down").click()
    ids = form.evaluate("roadmapForm.form.state().sources.map(source => source.id)")
    form.evaluate("roadmapForm.form.restore(roadmapForm.form.state())")
    assert form.evaluate("roadmapForm.form.state().sources.map(source => source.id)") == ids
    assert len({*ids}) == 3
