"""The site in two languages that are long and that nobody speaks: what is cut, what sticks out, what no translator
could reach.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from babel import Locale
from playwright.sync_api import Browser, Page, expect

import pseudo
import sites
from browser import HEIGHT, NARROW, WIDE, Record, overlapping, ready, record, resize, serve, without_room
from conftest import build, locked
from roadmap import languages, page_table
from roadmap.catalogues import catalogue as catalogues
from roadmap.load import load
from roadmap.site import Site
from sites import LANGUAGES, having, none, parsed, path_in
from small import small_project, with_plans
from visits import HUBS

pytest_plugins = ("browser",)
pytestmark = pytest.mark.slow

PSEUDO = tuple(pseudo.LETTERS)
PAGES = (
    *HUBS,
    "outputs/2/",
    "activities/2.2/",
    "activities/3.3/",  # a restored text
    "goals/2/",
    "sdgs/4/",
    "case-studies/page/2/",
    "case-studies/tn-ticdce/",
    "case-studies/co-crea-digital/",  # in Arabic it falls back
    "parties/tn/",
    "parties/dz/",  # without a case study
    "national-roadmaps/dz-plan-fictif/",
)
"""A page of each kind, and of what changes a kind's looks."""
CARD = "embed/activities/3.3/"
"""No page: what other sites show in a frame."""
LOST = "404.html"
ADDRESSES = [*(path_in(language, path) for language in PSEUDO for path in (*PAGES, CARD)), LOST]


@pytest.fixture(scope="module", autouse=True)
def one_a_page() -> Iterator[None]:
    """Lists of one case study a page: the smallest that go on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_table, "PER_PAGE", 1)
        yield


@pytest.fixture(scope="module")
def made(project: Path, shared: Path, one_a_page: None) -> tuple[Path, Path]:
    """A small copy of the project in the pseudo-languages, and its site."""
    copy, site = shared / "pseudo" / "project", shared / "pseudo" / "site"
    with locked(shared / "pseudo.lock"):
        if not site.exists():
            with_plans(small_project(project, copy))
            pseudo.translate(copy)
            build(copy, site)
    return copy, site


# --- The pseudo-translations themselves ------------------------------------------------------------------


@pytest.mark.parametrize("language", PSEUDO)
def test_pseudo_catalogues_are_catalogues_and_longer(made: tuple[Path, Path], language: str):
    text = (made[0] / "data" / "locales" / f"{language}.po").read_text(encoding="utf-8")
    catalog, problems = catalogues.parse(text, f"{language}.po", language)
    none(str(problem) for problem in problems)
    french = translated = 0
    for message in catalog:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert len(strings) == (1 if len(ids) == 1 else catalog.num_plurals)
            french, translated = french + len(ids[-1]), translated + len(strings[-1])
    assert 1.35 < translated / french < 1.45


def test_a_page_of_every_kind_is_looked_at(made: tuple[Path, Path]):
    kinds = {row.address: row.kind.name for row in page_table.rows(Site(load(made[0])))}
    assert {kinds[path] for path in PAGES} == set(page_table.KIND)


# --- Words that no translator could reach ----------------------------------------------------------------

ALLOWED = {
    "BibTeX": "a format",
    "CSL-JSON": "a format",
    "(.bib)": "how a file's name ends",
    "(.json)": "how a file's name ends",
    "submission.yml": "a file's name",
    "adaptation.yml": "the same",
    "JSON": "a format",
    "CC-BY-4.0": "a licence's code",
    "and": "CLDR's way to end a list",
}
"""What stands on pages in the same letters in every language."""
TITLES = (
    sites.plain_yaml(sites.PROJECT / "data/parties.yml")["official"]["title"],
    sites.plain_yaml(sites.PROJECT / "data/national-roadmaps.yml")["official_list"]["title"],
    *(
        title
        for one in sites.plain_yaml(sites.PROJECT / "data/national-roadmaps.yml")["roadmaps"]
        for title in one.get("title", {}).values()
    ),
)
"""Titles of documents, as their publishers write them."""
ELSEWHERE = {
    "code": "files, addresses",
    "pre": "BibTeX",
    "script": "programs",
    "style": "styles",
    ".on-paper": "the page's address",
    ".sources": "titles of sources, as their publishers write them",
    ".case-sources": "the same",
}
"""The places whose words are not the site's own."""
UNMARKED = {
    ("ar", "case-studies/co-crea-digital/"): ("title", "meta"),
    ("en", "national-roadmaps/dz-plan-fictif/"): ("title", "meta"),
}
"""A page that falls back is named in the head by the title that it shows, as in lists of results."""
SPOKEN = ("alt", "title", "aria-label", "placeholder", "label", "content")
"""The attributes that readers meet as words, and with them those that scripts show."""
RUN = {"en": re.compile(r"[A-Za-z]{3,}"), "ar": re.compile(r"[A-Za-zÀ-ɏ]{3,}")}
"""Letters that a pseudo-translation never has, as many as make a word."""
Said = Iterator[tuple[str, str]]


@functools.cache
def known(language: str) -> re.Pattern[str]:
    """What is rightly no pseudo-translation: what is allowed, and the names of CLDR: territories, languages, months."""
    locale = Locale(language)
    names = {
        *ALLOWED,
        *locale.territories.values(),
        *(languages.name_in(code, language) for code in LANGUAGES),
        *locale.months["format"]["wide"].values(),
        *TITLES,
    }
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)))


def left_over(text: str, language: str) -> list[str]:
    """The words of a text that are no pseudo-translation and that nothing allows."""
    return RUN[language].findall(pseudo.KEPT.sub(" ", known(language).sub(" ", text)))


def wrong(texts: Said, language: str) -> Iterator[str]:
    """The texts that hold words of another kind, or only a part of a pseudo-translation."""
    for text, place in texts:
        if words := left_over(text, language):
            yield f"{place}: {words} in {sites.squeezed(text)[:120]!r}"


def said(element: Element, page: str, language: str = "", place: str = "") -> Said:
    """The site's own words in the language of the page, text by text and attribute by attribute."""
    classes = [f".{name}" for name in element.get("class", "").split()]
    if not {element.tag, *classes}.isdisjoint(ELSEWHERE):
        return
    place, language = f"{place} {element.tag}{''.join(classes)}"[-80:], element.get("lang", language or page)
    if language == page:
        viewport = element.tag == "meta" and element.get("name") != "description"
        for name, value in element.items():
            if (
                name in SPOKEN or (name.startswith("data-") and name != "data-pagefind-meta" and " " in value)
            ) and not viewport:
                yield value, f"{place} {name}"
        yield element.text or "", place
    for child in element:
        if isinstance(child.tag, str):
            yield from said(child, page, language, place)
        if language == page:
            yield child.tail or "", place


def tree_of(site: Path, path: str) -> Element:
    return parsed((site / path / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", PSEUDO)
def test_every_word_of_a_page_can_be_translated(made: tuple[Path, Path], language: str):
    def failures() -> Iterator[str]:
        for path in (*PAGES, CARD):
            tree = tree_of(made[1], path_in(language, path))
            for element in having(tree):
                if element.tag in UNMARKED.get((language, path), ()):
                    element.clear()
            yield from (f"{path} {failure}" for failure in wrong(said(tree, language), language))

    none(failures())


@pytest.mark.parametrize("language", PSEUDO)
def test_every_word_of_the_page_for_whoever_is_lost_can_be_translated(made: tuple[Path, Path], language: str):
    lost = parsed((made[1] / LOST).read_text(encoding="utf-8"))
    (section,) = (one for one in having(lost, "section") if one.get("lang") == language)
    assert pseudo.OPEN in sites.text(section)
    none(wrong(said(section, language), language))


WHOLE = (
    "title",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "li",
    "dt",
    "dd",
    "th",
    "td",
    "label",
    "legend",
    "option",
    "a",
    "summary",
)


@pytest.mark.parametrize("language", PSEUDO)
def test_no_text_is_cut_or_torn(made: tuple[Path, Path], language: str):
    """Whoever shortens a translation, or puts a sentence together from pieces of one, loses a bracket."""

    def failures() -> Iterator[str]:
        for path in (*PAGES, CARD):
            for element in having(tree_of(made[1], path_in(language, path))):
                texts = [sites.text(element)] if element.tag in WHOLE else []
                for text in [*texts, *(value for name, value in element.items() if name in SPOKEN)]:
                    if text.count(pseudo.OPEN) != text.count(pseudo.CLOSE):
                        yield f"{path} {element.tag}: {text[:200]}"

    none(failures())


def strings(data: object) -> Iterator[str]:
    """Every text in plain data; keys are none."""
    if isinstance(data, str):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from strings(value)


@pytest.mark.parametrize("language", PSEUDO)
def test_what_the_form_s_script_says_can_be_translated(made: tuple[Path, Path], language: str):
    data = json.loads((made[1] / language / "contribute/form.json").read_text(encoding="utf-8"))
    choices = [choice["label"] for offered in data["choices"].values() for choice in offered]
    texts = [*strings(data["texts"]), *strings(data["sections"]), *choices]
    assert len(texts) > 100
    none(wrong(((text, "form.json") for text in texts), language))


@pytest.mark.parametrize("language", PSEUDO)
def test_what_the_filters_script_shows_can_be_translated(made: tuple[Path, Path], language: str):
    rows = json.loads((made[1] / language / "case-studies/index.json").read_text(encoding="utf-8"))
    texts = [
        text
        for row in rows
        for key in ("title", "parties", "years")
        for text in strings(row[key])
        if key != "title" or "language" not in row
    ]
    assert len(texts) > len(rows)
    none(wrong(((text, "index.json") for text in texts), language))
    facets = json.loads((made[1] / language / "case-studies/facets.json").read_text(encoding="utf-8"))
    named_by_cldr = ("party", "year")
    labels = [option["label"] for name in facets if name not in named_by_cldr for option in facets[name]]
    assert len(labels) > 10
    none(wrong(((label, "facets.json") for label in labels), language))


@pytest.mark.parametrize("language", PSEUDO)
def test_what_a_feed_says_can_be_translated(made: tuple[Path, Path], language: str):
    feed = ElementTree.parse(made[1] / language / "activities/2.2/feed.xml").getroot()
    own = [element for element in feed.iter() if element.tag.endswith(("title", "name", "summary", "category"))]
    texts = [e.get("label") or e.text or "" for e in own if not any(name.endswith("}lang") for name in e.attrib)]
    assert pseudo.OPEN in texts[0] and len(texts) > 3
    none(wrong(((text, "feed.xml") for text in texts), language))


@pytest.mark.parametrize("language", PSEUDO)
def test_what_the_template_of_a_submission_explains_can_be_translated(made: tuple[Path, Path], language: str):
    text = (made[1] / language / "contribute/submission.yml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(r" *# (?! *\w+:)", line)]
    comments = " ".join(line.strip().removeprefix("#").strip() for line in lines)
    before, after = map(re.escape, pseudo.pseudo("Exemple : %(example)s", language).split("%(example)s"))
    comments, examples = re.subn(f"{before}.*?{after}", " ", comments)  # an example is an answer, as a file has it
    assert examples > 20
    none(wrong(((comments, "submission.yml"),), language))


# --- Room ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(made: tuple[Path, Path]) -> Iterator[str]:
    """The address of the home page, served under the base path."""
    with serve(made[1]) as home:
        yield home


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Iterator[tuple[Page, Record]]:
    """One tab for all the pages: a new one would have to find its fonts anew."""
    with browser.new_context(reduced_motion="reduce", viewport={"width": NARROW, "height": HEIGHT}) as context:
        page = context.new_page()
        yield page, record(page, address)


@pytest.mark.sampled(3)
@pytest.mark.browser
@pytest.mark.parametrize("path", ADDRESSES)
def test_long_texts_have_room(tab: tuple[Page, Record], address: str, path: str):
    page, log = tab
    log.faults.clear()
    page.goto(address + path)
    ready(page)
    page.eval_on_selector_all("main details", "all => all.forEach(e => { e.open = true; })")
    found = []
    for width in (NARROW, WIDE):
        resize(page, width)
        found += without_room(page, f"{width} px")
    none(found + log.faults)


@pytest.mark.browser
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("language", PSEUDO)
def test_long_texts_have_room_in_open_menus(tab: tuple[Page, Record], address: str, language: str, width: int):
    page, _kept = tab
    resize(page, width)
    page.goto(f"{address}{language}/activities/2.2/")
    found = []
    for menu in ("menu", "languages") if width == NARROW else ("languages",):
        page.click(f".{menu} summary")
        expect(page.locator(f".{menu} li").first).to_be_visible()
        found += without_room(page, menu, header="") + overlapping(page, f".{menu} li", menu)
        page.keyboard.press("Escape")
    none(found)


# --- What scripts say ------------------------------------------------------------------------------------

TEXTS = "all => all.filter(e => e.checkVisibility()).map(e => e.innerText)"


@pytest.mark.browser
@pytest.mark.parametrize("language", PSEUDO)
def test_what_the_form_says_of_an_empty_answer(tab: tuple[Page, Record], address: str, language: str):
    page, _kept = tab
    resize(page, NARROW)
    page.goto(f"{address}{language}/contribute/")
    page.click(".steps a[href='#step-check']")
    page.click("form.contribute [type=submit]")
    expect(page.locator(".errors")).to_be_visible()
    texts = page.eval_on_selector_all(
        ".errors p, .errors li, .error, .sources-list legend, .draft, .review h3, .review dt, .review dd", TEXTS
    )
    assert sum(pseudo.OPEN in text for text in texts) > 20
    none([*wrong(((text, "form") for text in texts), language), *without_room(page, "320 px")])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("activity=2.2", ".results__count, .results li"),
        ("activity=2.2&party=ca", ".results__count"),
        ("essai=1", ".results .notice"),
    ],
)
@pytest.mark.parametrize("language", PSEUDO)
def test_what_the_filters_say(tab: tuple[Page, Record], address: str, language: str, query: str, where: str):
    page, _kept = tab
    resize(page, NARROW)
    page.goto(f"{address}{language}/case-studies/?{query}")
    expect(page.locator(where).first).to_contain_text(pseudo.OPEN)
    texts = page.eval_on_selector_all(where, TEXTS)
    none([*wrong(((text.replace("essai=1", ""), query) for text in texts), language), *without_room(page, "320 px")])
