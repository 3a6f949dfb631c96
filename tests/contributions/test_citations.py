"""Citations as people write them: tests/citations.yml, read by the form's script."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

import sites
from sites import none

pytest_plugins = ("browser",)
pytestmark = pytest.mark.browser

CASES: list[dict[str, Any]] = yaml.safe_load((sites.TESTS / "citations.yml").read_text(encoding="utf-8"))
READ = "texts => texts.map(text => roadmapForm.citations.read(text))"


@pytest.fixture(scope="module")
def page(browser, home: str):
    """The page of the form."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{home}contribute/")
        yield page


def test_the_form_reads_citations_as_people_write_them(page: Page):
    read = page.evaluate(READ, [case["text"] for case in CASES])
    none(
        f"{case['text']!r}: {one['text']!r}, unclear: {one['unclear']}"
        for case, one in zip(CASES, read, strict=True)
        if (one["text"], one["unclear"]) != (case.get("becomes", case["text"]), case.get("unclear", []))
    )


def test_what_is_rewritten_stays_the_same(page: Page):
    texts = [case.get("becomes", case["text"]) for case in CASES]
    none(one for one, text in zip(page.evaluate(READ, texts), texts, strict=True) if one["text"] != text)


@pytest.mark.parametrize("moved", [{1: 2, 2: 1}, {1: 1, 2: None, 3: 2}, {1: None, 2: 1, 3: 2}])
def test_citations_follow_their_sources(page: Page, moved: dict[int, int | None]):
    text = "Un fait [1][2].\n\n- Un autre \\[1] [3] [1](https://example.org/)"
    found = page.evaluate(
        "([text, moved]) => roadmapForm.citations.renumber(text, rank => moved[rank] ?? null)",
        [text, {str(rank): to for rank, to in ({3: 3} | moved).items()}],
    )
    marks = {rank: f"[{to or '?'}]" for rank, to in ({3: 3} | moved).items()}
    assert found == f"Un fait {marks[1]}{marks[2]}.\n\n- Un autre \\[1] {marks[3]} [1](https://example.org/)"
