"""What a screen reader is told of results, groups and suggestions, by the accessibility tree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import Record, axe, record
from search import quality
from sites import none

pytest_plugins = ("browser",)
pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {"fr": "femmes", "ar": "النساء", "zh": "妇女"}
SLIPS = {"fr": ("bibliotèques", "bibliothèques"), "ar": ("الخورازميات", "الخوارزميات"), "zh": ("婦女", "妇女")}
"""What is typed, and what the page says that it has searched instead."""


@pytest.fixture(scope="module")
def tab(browser: Browser, home: str) -> Iterator[tuple[Page, Record]]:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        yield page, record(page, home)


def ask(page: Page, home: str, language: str, query: str) -> None:
    """Search, and wait for the results."""
    list(quality.ask(page, home, language, [quality.Query(q=query, kind="x", pages=())]))


def plain(text: str) -> str:
    """The words of a text, with ordinary spaces."""
    return " ".join(text.replace("\u200b", "").split())


def messages(page: Page) -> str:
    """What the live regions of the page say, as the accessibility tree has them."""
    return plain(" ".join(region.aria_snapshot() for region in page.get_by_role("status").all()))


@pytest.mark.parametrize("language", list(WORDS))
def test_the_number_of_results_is_announced_once_and_no_key_is(tab: tuple[Page, Record], home: str, language: str):
    page, _kept = tab
    ask(page, home, language, WORDS[language])
    output = page.locator(".found").inner_text()
    assert output and plain(output) in messages(page)
    page.evaluate(
        """() => {
          window.changes = [];
          new MutationObserver(() => window.changes.push(document.querySelector('.found').textContent))
            .observe(document.querySelector('.found'), { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially(WORDS[language], delay=30)
    page.wait_for_function("() => window.changes.length")
    page.wait_for_timeout(600)
    assert page.evaluate("() => window.changes") == [output]
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize("language", list(WORDS))
def test_groups_have_a_name_a_state_and_a_number(tab: tuple[Page, Record], home: str, language: str):
    page, _kept = tab
    ask(page, home, language, WORDS[language])
    tree = page.locator(".found-kinds").aria_snapshot().splitlines()
    assert tree[0].startswith('- group "') and tree[0] != '- group "":'
    buttons = [line for line in tree if "- button" in line]
    assert len(buttons) > 2 and "[pressed]" in buttons[0] and not any("[pressed]" in line for line in buttons[1:])
    none(line for line in buttons if not any(sign.isdigit() for sign in line))
    first = page.locator("ol.found-pages").first.get_by_role("listitem").first
    assert first.get_by_role("link").count() == 1


@pytest.mark.parametrize("language", list(SLIPS))
def test_a_suggestion_is_announced_and_accessible(tab: tuple[Page, Record], home: str, language: str):
    page, log = tab
    log.faults.clear()
    typed, meant = SLIPS[language]
    ask(page, home, language, typed)
    assert page.locator("ol.found-pages li").count()
    assert typed in messages(page) and meant in messages(page)
    page.focus("#q")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main a, main button') !== null")
    none([*axe(page), *log.faults])


def test_a_phrase_across_words_is_found_in_chinese(tab: tuple[Page, Record], home: str):
    """Some pairs of neighbouring characters are in the text of pages and not in the index."""
    page, _kept = tab
    ask(page, home, "zh", "“阿拉伯国家”")
    text = page.locator("ol.found-pages").first.inner_text()
    assert "阿拉伯国家" in text.replace("\u200b", "")
