"""What a query means, in each language: the browser folds words as the index has them, and says what it did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import BASE, Record, axe, record
from roadmap.model import folding
from search import quality
from sites import LANGUAGES, none, path_in

pytest_plugins = ("browser",)
pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "fr": "L’œuvre d'artiste, jusqu’à l'ÉTÉ — co-production ２．４ aujourd’hui qu’elle cœur",
    "en": "Women's artists’ online–offline 1,280 e-commerce SDG4",
    "es": "¿Niñas? ODS5 «música» en línea",
    "ar": "الحُرِّيَّة،والفنون وزارة بالثقافة للفنانين النِساء الإبداع مـــسرح ٢٫٤ هؤلاء أجر ى ؤ ئ",
    "ru": "Партнёрства культурный культурной ЦИФРОВЫЕ музей й",
    "zh": "ＡＢＣ Ley Olimpia ５．１ iDICE",
}
"""Words with all that the rules are about."""
FOLDED = {
    "fr": {"l’artiste": "artiste", "d’œuvre": "oeuvre", "aujourd’hui": "aujourd'hui", "２．４": "2x4", "île": "île"},
    "en": {"women’s": "women", "ARTISTS’": "artists"},
    "es": {"５,１": "5x1"},
    "ar": {
        "والثقافة": "ثقاف",
        "ثقافه": "ثقاف",
        "بالثقافة": "ثقاف",
        "وزارة": "وزار",
        "الوزارة": "وزار",
        "أحمد": "احمد",
        "٥٫١": "5x1",
        "النساء": "نساء",
        "مـــسرح": "مسرح",
        "والد": "والد",
        "بالغ": "بالغ",
        "وكالات": "وكال",
    },
    "ru": {"Партнёр": "партнер", "культурный": "культурные", "культурной": "культурное"},
}
"""With and without: what must become the same, and what must stay."""


@pytest.fixture(scope="module")
def tab(browser: Browser, home: str) -> Iterator[tuple[Page, Record]]:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        yield page, record(page, home)


def ask(page: Page, home: str, language: str, query: str) -> list[str]:
    """The addresses found for a query."""
    (answer,) = quality.ask(page, home, language, [quality.Query(q=query, kind="x", pages=())])
    return list(answer.found)


@pytest.mark.parametrize(("language", "word"), [(code, word) for code, words in FOLDED.items() for word in words])
def test_a_word_is_folded_as_its_language_is_written(language: str, word: str):
    assert list(folding.words(word, language)) == [FOLDED[language][word]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_folds_words_as_the_index_does(tab: tuple[Page, Record], home: str, language: str):
    page, _kept = tab
    page.goto(home + path_in(language, "search/"))
    found = page.evaluate(
        """text => {
          const { language } = JSON.parse(document.getElementById('search-messages').textContent);
          const rules = language.rules.map(([pattern, replacement]) => [new RegExp(pattern, 'gu'), replacement]);
          return roadmapSearch.words(text, rules);
        }""",
        WORDS[language],
    )
    assert found == list(folding.words(WORDS[language], language))


def test_the_browser_writes_pairs_of_characters_as_the_index_does(tab: tuple[Page, Record], home: str):
    page, _kept = tab
    page.goto(home + "search/")
    for characters in ("妇", "妇女", "一鿿"):
        assert page.evaluate("text => roadmapSearch.pair(text)", characters) == folding.pair(characters)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("language", "queries"),
    [
        ("fr", ("artiste", "l’artiste", "d'artiste", "ARTISTE", "ｌ’ａｒｔｉｓｔｅ")),
        ("fr", ("œuvre", "oeuvre", "l’œuvre", "ŒUVRE")),
        ("fr", ("5.1", "５．１", "٥٫١", "activité 5.1", "Activité n° 5.1")),
        ("ar", ("الفنانين", "للفنانين", "والفنانين", "فنانين")),
        ("ar", ("ثقافة", "الثقافة", "والثقافة", "بالثقافة", "ثقافه", "الثَّقافة")),
        ("ru", ("артистов", "АРТИСТОВ")),
        ("ru", ("партнерство", "партнёрство")),
        ("zh", ("妇女", "婦女")),
    ],
)
def test_ways_to_write_a_word_find_the_same_first_page(
    tab: tuple[Page, Record], home: str, language: str, queries: tuple[str, ...]
):
    page, _kept = tab
    first = {query: ask(page, home, language, query)[:1] for query in queries}
    assert all(first.values()) and len({*map(tuple, first.values())}) == 1, first


def test_a_slip_is_corrected_and_said_so(tab: tuple[Page, Record], home: str):
    page, _kept = tab
    assert "case-studies/lt-smart-public-libraries" in ask(page, home, "fr", "bibliotèques")[:3]
    expect(page.locator(".search-notes")).to_contain_text("bibliothèques")
    assert ask(page, home, "fr", "bibliothèques") and not page.locator(".search-notes p").count()


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_results_are_grouped_by_kind_with_counts(tab: tuple[Page, Record], home: str, language: str):
    page, log = tab
    log.faults.clear()
    query = {"fr": "femmes", "ar": "النساء", "zh": "妇女"}[language]
    ask(page, home, language, query)
    buttons = page.locator(".found-kinds button")
    assert buttons.count() > 2
    none(axe(page))
    second = buttons.nth(1)
    count = int("".join(sign for sign in second.inner_text() if sign.isdigit()))
    second.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(second).to_be_focused()
    expect(page.locator("ol.found-pages").first.locator("> li")).to_have_count(min(count, 8))
    links = page.locator("ol.found-pages").first.locator("a").evaluate_all("all => all.map(a => a.pathname)")
    none(link for link in links if f"{BASE}{path_in(language, 'activities/')}" not in link)
    assert page.locator("ol.found-pages mark").count()
    none(log.faults)


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_when_nothing_is_found_the_page_leads_on(tab: tuple[Page, Record], home: str, language: str):
    page, _kept = tab
    assert ask(page, home, language, "zzqxv") == []
    assert page.locator(".nothing a").count() >= 4 and page.locator(".nothing").is_visible()
    none(axe(page))
    ask(page, home, language, "2.4")
    assert page.locator(".nothing").is_hidden()


@pytest.mark.parametrize(
    "query",
    [
        "😀",
        "?!…",
        "le la de",
        "\ud800abc",
        "a\u202ebc",
        "<b>x</b>",
        "女 femme المرأة",
        "x" * 5_000,
        '"',
        "«»",
        "5" * 40,
    ],
)
def test_any_query_ends_with_a_sentence(tab: tuple[Page, Record], home: str, query: str):
    page, log = tab
    log.faults.clear()
    page.goto(home + "search/")
    page.focus("#q")
    page.evaluate(
        "codes => { const q = document.getElementById('q'); q.value = String.fromCharCode(...codes); "
        "q.form.requestSubmit(); }",
        _units(query),
    )
    page.wait_for_function("() => document.querySelector('.found').textContent")
    expect(page.locator("#q")).to_be_focused()
    assert not page.locator(".found *, .search-notes *:not(p), ol.found-pages b b").count()
    none(log.faults)


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]


def test_the_page_says_that_it_searches(browser: Browser, home: str):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.route("**/pagefind/**", lambda _route: None)  # never answered
        page.goto(home + "search/?q=art")
        page.wait_for_function("() => !document.querySelector('.searching').hidden", timeout=2_000)
        assert page.locator(".searching").inner_text()


@pytest.mark.parametrize("broken", ["**/*.pf_index", "**/wasm.*", "**/*.pf_fragment", "**/words.*"])
def test_a_broken_network_is_told_or_does_not_matter(browser: Browser, home: str, broken: str):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.route(broken, lambda route: route.abort())
        page.goto(home + "search/?q=bibliotèques")
        page.wait_for_function("() => document.querySelector('.found').textContent", timeout=20_000)
        assert page.locator(".found").inner_text() and not page.locator("ol.found-pages[aria-busy]").count()


def test_the_slash_key_opens_the_search_where_nothing_is_typed(browser: Browser, home: str):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(home)
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("a/b")
        expect(page.locator("#q")).to_have_value("a/b")
        page.goto(home + "about/")
        page.keyboard.press("/")
        field = page.locator(".quick-search input")
        expect(field).to_be_focused()
        none(axe(page))
        page.keyboard.type("/2.4")
        expect(field).to_have_value("/2.4")
        page.keyboard.press("Escape")
        expect(page.locator(".search-link")).to_be_focused()
        assert page.url == home + "about/"
