"""The search, in a real browser: what readers type in each language and find, what it costs, what it withstands."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlsplit

import cbor2
import pytest
from playwright.sync_api import Browser, Page, Route, expect

import sites
from browser import BASE, BUDGETS, NARROW, Record, axe, packed, record, resize, serve
from roadmap.publishing import page_html
from roadmap.publishing import search_index as engine
from roadmap.publishing.found_by import FoundBy
from sites import LANGUAGES, none, path_in

pytest_plugins = ("browser",)
pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIST = ".found-pages >> nth=0"
QUERIES: dict[str, dict[str, str]] = {
    "fr": {
        "2.4": "activities/2.4/",
        "découvrabilité": "activities/2.4/",
        "decouvrabilite": "activities/2.4/",
        "remuneration equitable": "activities/2.4/",
        "algorithme": "activities/2.4/",
        "bibliothèque": "case-studies/lt-smart-public-libraries/",
        "Colombie": "parties/co/",
        "colombie": "case-studies/co-crea-digital/",
        "traçabilités": "activities/2.1/",
        "tracabilite": "glossary/",
        "incubateurs": "case-studies/tn-ticdce/",
        "harcèlement": "case-studies/nz-harmful-digital-communications-act/",
    },
    "en": {
        "2.4": "activities/2.4/",
        "discoverable": "activities/2.4/",
        "discovering": "activities/2.4/",
        "algorithm": "activities/2.4/",
        "fairly remunerated": "activities/2.4/",
        "libraries": "case-studies/lt-smart-public-libraries/",
        "library": "case-studies/lt-smart-public-libraries/",
        "Sweden": "parties/se/",
        "incubators": "case-studies/tn-ticdce/",
        "trolling": "activities/5.4/",
        "Colombia": "parties/co/",
        "traceability": "glossary/",
    },
    "es": {
        "2.4": "activities/2.4/",
        "descubribilidad": "activities/2.4/",
        "remuneracion justa": "activities/2.4/",
        "algoritmo": "activities/2.4/",
        "algoritmos": "activities/2.4/",
        "Túnez": "parties/tn/",
        "tunez": "parties/tn/",
        "trazabilidad": "activities/2.1/",
        "Colombia": "case-studies/co-crea-digital/",
        "artista": "activities/5.4/",
        "derecho": "goals/4/",
        "convocatorias": "case-studies/co-crea-digital/",
    },
    "ru": {
        "2.4": "activities/2.4/",
        "алгоритм": "activities/2.4/",
        "алгоритмами": "activities/2.4/",
        "вознаграждения": "activities/2.4/",
        "Колумбия": "parties/co/",
        "колумбии": "parties/co/",
        "Тунис": "parties/tn/",
        "права человека": "goals/4/",
        "прослеживаемость": "activities/2.1/",
        "женщина": "activities/5.1/",
        "равенства": "activities/5.2/",
        "глоссарий": "glossary/",
    },
    "zh": {
        "2.4": "activities/2.4/",
        "算法": "activities/2.4/",
        "公平报酬": "activities/2.4/",
        "可发现性": "activities/2.1/",
        "突尼斯": "parties/tn/",
        "哥伦比亚": "parties/co/",
        "性别平等": "sdgs/5/",
        "艺术": "activities/5.3/",
        "人权": "goals/4/",
        "数字环境": "outputs/5/",
        "贸易协定": "activities/3.1/",
        "术语": "glossary/",
    },
    "ar": {
        "2.4": "activities/2.4/",
        "الخوارزميات": "activities/2.4/",
        "خوارزميات": "activities/2.4/",
        "خُوارزميّات": "activities/2.4/",
        "تونس": "case-studies/tn-ticdce/",
        "تـــونس": "case-studies/tn-ticdce/",
        "ت\u0670ون\u0610س": "case-studies/tn-ticdce/",
        "كولومبيا": "parties/co/",
        "أجر عادل": "activities/2.4/",
        "الأجر العادل": "activities/2.4/",
        "البيئة الرقمية": "activities/2.1/",
        "بيئة رقمية": "activities/2.1/",
        "قابلية التتبع": "activities/2.1/",
        "الفنانين": "activities/5.4/",
    },
}
"""What readers type, inflected, with and without accents, articles and vowel marks; and a page among the first five."""


@pytest.fixture(scope="module")
def tab(browser: Browser, home: str) -> Iterator[tuple[Page, Record]]:
    with browser.new_context() as context:
        page = context.new_page()
        yield page, record(page, home)


def search(page: Page, home: str, language: str, query: str) -> list[str]:
    """The addresses that are found, from the language's root, the first ten."""
    page.goto(f"{home}{path_in(language, 'search/')}?q={quote(query)}")
    page.wait_for_function(
        "() => document.querySelector('.found').textContent && !document.querySelector('.found-pages[aria-busy]')"
    )
    links = page.locator(LIST).locator("a").evaluate_all("all => all.map(a => a.pathname)")
    return [link.removeprefix(BASE + path_in(language, "")) for link in links]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_readers_type_is_found_among_the_first_five(tab: tuple[Page, Record], home: str, language: str):
    page, log = tab
    log.faults.clear()
    assert len(QUERIES[language]) >= 10

    def failures() -> Iterator[str]:
        for query, wanted in QUERIES[language].items():
            if sites.is_withdrawn(wanted):
                continue
            found = search(page, home, language, query)
            if wanted not in found[:5]:
                yield f"{query}: {found[:5]}, not {wanted}"

    none([*failures(), *log.faults])


OTHER_NAMES = {
    "fr": {"Turquie": "tr", "Corée du Sud": "kr", "Laos": "la", "République tchèque": "cz", "Côte d'Ivoire": "ci"},
    "en": {"Turkey": "tr", "South Korea": "kr", "Ivory Coast": "ci", "Vietnam": "vn", "UK": "gb", "Palestine": "ps"},
    "es": {"Turquía": "tr", "Corea del Sur": "kr", "Costa de Marfil": "ci", "Swazilandia": "sz"},
    "ru": {"Южная Корея": "kr", "Великобритания": "gb", "Молдавия": "md", "Свазиленд": "sz"},
    "ar": {"ساحل العاج": "ci", "بريطانيا": "gb", "سوازيلند": "sz"},
    "zh": {"韩国": "kr", "英国": "gb", "老挝": "la"},
}
"""Common and former names, which no page shows, and the Parties."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_party_is_found_by_its_other_names_which_are_not_shown(tab: tuple[Page, Record], home: str, language: str):
    page, log = tab
    log.faults.clear()

    def failures() -> Iterator[str]:
        for query, code in OTHER_NAMES[language].items():
            found = search(page, home, language, query)
            if f"parties/{code}/" not in found[:3]:
                yield f"{query}: {found[:3]}, not {code}"
                continue
            words = page.locator(f"{LIST} >> li", has=page.locator(f"a[href$='/parties/{code}/']")).inner_text()
            if query in words.replace(sites.party_name(code.upper(), language), ""):
                yield f"{query}: {words}"

    none([*failures(), *log.faults])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_excerpt_begins_with_words_of_the_page(tab: tuple[Page, Record], home: str, language: str):
    """Not with the number that the search reads, 51, nor with the label, which is above it."""
    page, _kept = tab
    found = search(page, home, language, "5.1")
    assert "activities/5.1/" in found
    labelled = page.locator(LIST).locator("li:has(b)")
    labels = labelled.locator("b").all_inner_texts()
    excerpts = [words.strip() for words in labelled.locator("p").all_inner_texts()]
    assert any("5.1" in label for label in labels) and all(excerpts)
    none(words for words, label in zip(excerpts, labels, strict=True) if re.match(rf"(?:\d+\. )?{label}", words))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_only_pages_of_the_language_are_found_and_each_once(
    tab: tuple[Page, Record], home: str, language: str, cases: dict
):
    page, _kept = tab
    query = {"zh": "文化", "ar": "ثقافية", "ru": "культура", "es": "cultura", "en": "culture", "fr": "culture"}[
        language
    ]
    search(page, home, language, query)
    while page.locator(".more").is_visible():
        before = page.locator(LIST).locator("a").count()
        page.click(".more")
        expect(page.locator(LIST).locator("a").nth(before)).to_be_visible()
    paths = page.locator(LIST).locator("a").evaluate_all("all => all.map(a => a.pathname)")
    assert len(paths) > 10 and len(set(paths)) == len(paths)
    root = BASE + path_in(language, "")
    addresses = [path.removeprefix(root) for path in paths]
    none(path for path in paths if not path.startswith(root))
    case_addresses = {case.address for case in cases.values() if language in case.texts}
    none(address for address in addresses if address.startswith("case-studies/") and address not in case_addresses)
    none(address for address in addresses if address.split("/")[0] in (*LANGUAGES, "search"))


@pytest.fixture(scope="module")
def partial(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site in Arabic and Spanish whose case study of Retina Latina is in Spanish only."""
    copy = sites.copy_project(project, tmp_path_factory.mktemp("partial") / "copy")
    for path in (copy / "content/case-studies/co-retina-latina").glob("index.*.md"):
        if path.name != "index.es.md":
            path.unlink()
    done = sites.roadmap(copy, "build", "--no-zip", "--langs", "ar,es")
    assert done.returncode == 0, done.stderr
    with serve(copy / "site") as address:
        yield address


def test_case_studies_that_exist_only_in_another_language_are_found_on_request(browser: Browser, partial: str):
    page = browser.new_context().new_page()
    log = record(page, partial)
    assert search(page, partial, "ar", "Retina") == []
    page.click(".ask")
    link = page.locator(".elsewhere li a")
    expect(link).to_have_count(1)
    assert link.get_attribute("href") == f"{BASE}es/case-studies/co-retina-latina/"
    for part in (".elsewhere li b", ".elsewhere li span", ".elsewhere li p"):
        assert page.locator(part).get_attribute("lang") == "es"
    expect(page.locator(".found-elsewhere")).to_contain_text("1")
    assert search(page, partial, "ar", "كولومبيا")[:2] and not page.locator(".elsewhere li").count()
    none(log.faults)
    page.close()


def test_nothing_is_fetched_before_the_first_word_and_little_then(browser: Browser, home: str, site: Path):
    with browser.new_context() as context:
        page = context.new_page()
        log = record(page, home)
        page.goto(home + "search/")
        page.wait_for_load_state("networkidle")
        assert not [url for url in log.requests if "/pagefind/" in url]
        before = len(log.requests)
        page.fill("#q", "algorithme")
        expect(page.locator(LIST).locator("a").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        first = log.requests[before:]
        assert weight(first, site) < BUDGETS["search"]["first_word"]
        before = len(log.requests)
        with page.expect_request("**/pagefind/**"):
            page.fill("#q", "algorithme équitable")
        page.wait_for_timeout(800)
        page.wait_for_load_state("networkidle")
        assert weight(log.requests[before:], site) < BUDGETS["search"]["further_word"]
        none(log.faults)


def weight(requests: list[str], site: Path) -> int:
    """The bytes of these answers, as a host sends them."""
    assert requests
    return sum(packed(site / urlsplit(url).path.removeprefix(BASE)) for url in requests)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_search_by_keyboard_alone(tab: tuple[Page, Record], home: str, language: str):
    page, _kept = tab
    page.goto(home + path_in(language, "about/"))
    page.focus(".search-link")
    page.keyboard.press("Enter")
    field = page.locator(".quick-search input")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".search-link")).to_be_focused()
    assert not re.search("search/", page.url) and not field.count(), "nothing was chosen"
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("2.4")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search/\?q=2\.4"))
    expect(page.locator(LIST).locator("a").first).to_be_visible()
    expect(page.locator(".found")).to_have_attribute("role", "status")
    page.focus("form.search button")
    for _kind in range(1 + page.locator(".found-kinds button").count()):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.found-pages a') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape("activities/2.4/")))
    page.go_back()
    expect(page.locator("#q")).to_have_value("2.4")
    expect(page.locator(LIST).locator("a").first).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_axe_finds_nothing_among_results(tab: tuple[Page, Record], home: str, language: str):
    page, _kept = tab
    search(page, home, language, "2.4")
    none(axe(page))
    resize(page, NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


class HeldRequests:
    """Requests of a page for some files of the search: answers wait until they are let go."""

    def __init__(self, page: Page, pattern: str):
        self.page, self.holds = page, True
        self.waiting: list[Route] = []
        page.route(pattern, lambda route: self.waiting.append(route) if self.holds else route.continue_())

    def wait(self) -> None:
        """Wait until there is one; later ones are answered at once."""
        while not self.waiting:
            self.page.wait_for_timeout(20)
        self.holds = False

    def let_go(self) -> None:
        """Answer those that wait, and give the page time to use the answers."""
        for route in self.waiting:
            route.continue_()
        self.page.wait_for_timeout(300)


def results(page: Page) -> tuple[str | None, list[str]]:
    """What the page reports, and the addresses in its list."""
    links = page.locator(LIST).locator("a").evaluate_all("all => all.map(a => a.pathname)")
    return page.locator(".found").text_content(), links


@pytest.fixture
def ready(browser: Browser, home: str) -> Iterator[Page]:
    """The French page, which has searched once, so that the engine is there."""
    with browser.new_context() as context:
        page = context.new_page()
        log = record(page, home)
        search(page, home, "fr", "découvrabilité")
        yield page
        none(log.faults)


@pytest.mark.parametrize("files", ["index", "fragment"])
def test_a_late_answer_to_an_earlier_query_changes_nothing(ready: Page, home: str, files: str):
    """Neither a piece of the index nor the texts of the results, whichever comes too late."""
    search(ready, home, "fr", "bibliothèque")
    expected = results(ready)
    search(ready, home, "fr", "découvrabilité")
    held = HeldRequests(ready, f"**/pagefind/{files}/*")
    ready.fill("#q", "algorithme")
    held.wait()
    ready.fill("#q", "bibliothèque")
    expect(ready.locator(".found")).to_have_text(expected[0])
    held.let_go()
    expect(ready.locator(".found-pages[aria-busy]")).to_have_count(0)
    assert results(ready) == expected
    assert ready.locator(".more").is_visible() == (len(expected[1]) >= 8)


def test_a_late_answer_does_not_fill_a_list_that_was_emptied(ready: Page):
    held = HeldRequests(ready, "**/pagefind/fragment/*")
    ready.fill("#q", "algorithme")
    held.wait()
    ready.fill("#q", "")
    expect(ready.locator(".found")).to_have_text("")
    held.let_go()
    assert results(ready) == ("", []) and not ready.locator(".found-pages[aria-busy]").count()


def test_results_in_other_languages_are_those_of_the_query_that_is_shown(browser: Browser, partial: str):
    ready = browser.new_context().new_page()
    assert search(ready, partial, "ar", "Retina") == []
    held = HeldRequests(ready, "**/pagefind/*.pf_meta")
    ready.click(".ask")
    held.wait()
    ready.fill("#q", "كولومبيا")
    expect(ready.locator(LIST).locator("a").first).to_be_visible()
    held.let_go()
    ready.wait_for_load_state("networkidle")
    assert ready.locator(".found-elsewhere").text_content() == ""
    assert ready.locator(".elsewhere li").count() == 0 and ready.locator(".ask").is_visible()
    ready.close()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "query",
    [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "a" * 10_000,
        "%",
        "\u202e\u0000",
        "'\"`${x}",
    ],
)
def test_any_query_is_words(tab: tuple[Page, Record], home: str, query: str):
    page, log = tab
    log.faults.clear()
    page.goto(home + "search/")
    page.evaluate(
        "query => { const q = document.getElementById('q'); q.value = query; q.form.requestSubmit(); }", query
    )
    page.wait_for_timeout(600)
    assert page.locator("main img, main script[src*=x], .found *").count() == 0
    assert len(page.url) < 2_500
    none(log.faults)


def test_search_that_cannot_be_loaded_says_so(browser: Browser, home: str):
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/pagefind/**", lambda route: route.abort())
        page.goto(home + "search/?q=art")
        expect(page.locator(".found")).to_contain_text("La recherche est indisponible")


def test_without_javascript_the_page_leads_to_the_lists(browser: Browser, home: str):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(home + "search/")
        expect(page.locator(".no-script a")).to_have_count(3)
        expect(page.locator("form.search")).to_be_hidden()


def test_what_the_search_reads_has_no_notice_and_no_mark_of_a_source():
    main = '<main id="content">a<aside class="notice x"><p>b</p></aside>c&nbsp;<sup><a>7</a></sup>.</main>'
    html = f'<html lang="fr"><head><title>T</title></head>{main}</html>'
    assert page_html.searched(html).endswith(">ac&nbsp;.</main>\n</html>\n")


def test_the_index_is_the_same_whoever_makes_it(site: Path):
    """Pagefind lists its languages in another order each time; and its own looks are not published."""
    text = (site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)
    assert set(json.loads(text)["languages"]) == set(LANGUAGES)
    names = {path.name for path in (site / "pagefind").iterdir() if path.suffix in (".js", ".css")}
    assert names == {"pagefind.js"}
    assert sites.LANGUAGES.keys() == QUERIES.keys()


def test_the_index_in_small_pieces_tells_what_pagefind_s_own_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    texts = {"fr": "une étude déjà lue et une île", "ar": "دراسة عن الثقافة", "zh": "文化研究的案例"}
    entries = []
    for size in (10**9, 60):
        monkeypatch.setattr(engine, "PIECE", size)
        for language, text in texts.items():
            for number in range(3):
                body = f"<main data-pagefind-body><h1>{text}</h1><p>{text} {number}</p></main>"
                page = f'<html lang="{language}"><title>T</title>{body}</html>'
                engine.add(tmp_path, f"{language}/{number}/", page, FoundBy("prose"))
            engine.index(tmp_path, language)
        entries.append(words_by_language(tmp_path / engine.FOLDER))
        assert [path.name for path in tmp_path.iterdir()] == [engine.FOLDER], "what Pagefind read is gone"
        shutil.rmtree(tmp_path / engine.FOLDER)
    whole, cut = entries
    for language in texts:
        assert len(whole[language]) == 1 < len(cut[language])
        assert whole[language][0][2] == [word for _first, _last, words in cut[language] for word in words]


def test_each_word_is_in_the_piece_in_which_the_browser_looks_for_it(site: Path):
    for pieces in words_by_language(site / "pagefind").values():
        assert len(pieces) > 3
        for (first, last, words), (following, *_rest) in pairwise([*pieces, ("\U0010ffff", "", [])]):
            assert first[:1] and all(first <= word for word, *_places in words)
            assert all(word < following for word, *_places in words) and last < following
            assert words[-1][0].startswith(last) or words[-1][0] == last
            assert sum(len(cbor2.dumps(word)) for word in words) <= engine.PIECE or len(words) == 1


def words_by_language(folder: Path) -> dict[str, list[tuple[str, str, list]]]:
    """Each piece of each language's index: how far it reaches, and its words with their places."""

    def read(path: Path) -> list:
        return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))

    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    found = {}
    for code, language in entry["languages"].items():
        pieces = read(folder / f"pagefind.{language['hash']}.pf_meta")[2]
        found[code] = [(first, last, read(folder / "index" / f"{name}.pf_index")[0]) for first, last, name in pieces]
    assert len(list((folder / "index").iterdir())) == sum(map(len, found.values()))
    assert len(list(folder.glob("*.pf_meta"))) == len(found)
    return found
