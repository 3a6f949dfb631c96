"""How well the search answers what people ask, in each language (`queries.yml`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from search import quality
from sites import LANGUAGES, none

pytest_plugins = ("browser",)

LEAST = 0.92
"""The share of queries whose right answers are among the first three results."""


@pytest.mark.sampled(3)
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_three_results_answer_what_people_ask(browser: Browser, home: str, language: str):
    with browser.new_context(service_workers="block") as context:
        answers = list(quality.ask(context.new_page(), home, language, quality.queries().languages[language]))
    wrong = [f"{one.query.q}: {one.found[:3]}, not {one.query.pages}" for one in answers if not one.third]
    assert 1 - len(wrong) / len(answers) >= LEAST, "\n".join(wrong)


def test_the_queries_are_of_this_site(site: Path):
    """Each names pages that exist, and no query is there twice."""
    data = quality.queries()
    assert set(data.languages) == set(LANGUAGES) == set(data.common)
    for some in data.languages.values():
        named = {page for query in some for entry in query.pages for page in entry.split(" | ")}
        none(page for page in named if not (site / page.strip("/") / "index.html").is_file())
        asked = [query.q for query in some]
        assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    - {q: art, kind: word}", "queries.yml:4"),
        ("    - {q: art, kind: word, pages: x}", "queries.yml:4"),
        ("    - {q: art, kind: word, pages: [x], pags: []}", "queries.yml:4"),
    ],
)
def test_a_wrong_file_of_queries_is_refused_with_its_line(tmp_path: Path, line: str, expected: str):
    path = tmp_path / "queries.yml"
    path.write_text(f"common: {{fr: [art]}}\nlanguages:\n  fr:\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=expected):
        quality.read(path)
