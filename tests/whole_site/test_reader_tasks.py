"""What people come for, from the home page: how many clicks, and how many screens down, on a desktop and on a phone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from browser import WIDE, Open, at, settle

pytest_plugins = ("browser",)
pytestmark = pytest.mark.browser

PHONE = 360
HEIGHTS = {WIDE: 800, PHONE: 740}
BY_WIDTH = pytest.mark.parametrize("width", HEIGHTS, ids=["desktop", "phone"])
BY_LANGUAGE = pytest.mark.parametrize("language", ["fr", "ar", "zh"])


@dataclass
class Reader:
    """Somebody at the home page."""

    page: Page
    clicks: int = 0
    screens: int = 0
    """How far down the last thing was that they looked for: 1 is the first screen."""

    def sees(self, selector: str) -> Locator:
        """Look for the first of what the selector finds, by scrolling down."""
        found = self.page.locator(selector).first
        expect(found).to_be_visible()
        top = found.evaluate("element => element.getBoundingClientRect().top + scrollY")
        self.screens = int(top // HEIGHTS[self.page.viewport_size["width"]]) + 1
        return found

    def clicks_on(self, selector: str) -> None:
        """Click on the first of what the selector finds, and wait for what it leads to."""
        self.sees(selector).click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def opens_menu(self) -> None:
        """Open the menu of the header, where it is folded."""
        if self.page.locator(".menu summary").is_visible():
            self.clicks_on(".menu summary")


def reader(look_at: Open, width: int, language: str) -> Reader:
    page = look_at(at(language), width)
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    settle(page)
    return Reader(page)


@pytest.mark.sampled(3)
@BY_WIDTH
@BY_LANGUAGE
def test_what_is_it_is_answered_in_the_first_screen(look_at: Open, width: int, language: str):
    who = reader(look_at, width, language)
    output = who.sees("main .summary")
    assert (who.clicks, who.screens) == (0, 1)
    assert "2005" in output.inner_text() and "2019" in output.inner_text() and "20" in output.inner_text()
    expect(output).to_be_in_viewport(ratio=0.5)


@pytest.mark.sampled(3)
@BY_WIDTH
@BY_LANGUAGE
def test_what_an_activity_asks_for_in_practice_is_one_click_away(look_at: Open, width: int, language: str):
    """What can we do about women's participation? The route map leads to activity 5.2."""
    who = reader(look_at, width, language)
    who.clicks_on(".stop[href*='activities/5.2/']")
    who.sees(".practice")
    assert who.clicks == 1 and who.screens <= 2
    who.sees(".case-list, .cards, .invitation")
    assert who.screens <= 3


@pytest.mark.sampled(3)
@BY_WIDTH
@BY_LANGUAGE
def test_what_the_neighbours_did_is_three_clicks_away_at_most(look_at: Open, width: int, language: str):
    """By the list of Parties: a State without a case study of its own leads to those of its electoral group."""
    who = reader(look_at, width, language)
    who.opens_menu()
    who.clicks_on("header nav a[href$='parties/']")
    who.clicks_on("main a[href*='bf/']")
    who.sees("main article section a[href*='case-studies/']")
    assert who.clicks <= 2 + (width == PHONE) and who.screens <= 2


@BY_WIDTH
def test_the_poster_for_a_meeting_is_in_the_first_screen(look_at: Open, width: int):
    who = reader(look_at, width, "fr")
    take_away = who.sees(".take-away")
    assert (who.clicks, who.screens) == (0, 1)
    expect(take_away.locator("a, button")).to_have_count(1)


@pytest.mark.sampled(3)
@BY_WIDTH
@BY_LANGUAGE
def test_the_way_to_send_a_case_study_is_one_click_away(look_at: Open, width: int, language: str):
    who = reader(look_at, width, language)
    who.opens_menu()
    who.clicks_on("header nav a[href$='contribute/']")
    who.sees("form.contribute select, form.contribute input")
    assert who.clicks <= 1 + (width == PHONE) and who.screens <= 2


@pytest.mark.sampled(3)
@BY_WIDTH
@BY_LANGUAGE
def test_how_to_cite_an_activity_is_two_clicks_away(look_at: Open, width: int, language: str):
    who = reader(look_at, width, language)
    who.clicks_on(".stop[href*='activities/2.4/']")
    who.clicks_on(".reuse summary")
    who.sees(".apa")
    assert who.clicks == 2
