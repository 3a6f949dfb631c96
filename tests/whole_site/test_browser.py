"""The site as people meet it, in a real browser: one page of each kind."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader

from browser import (
    BASE,
    HEIGHT,
    NARROW,
    PHONE,
    STORAGE_FORBIDDEN,
    STORES_NOTHING,
    WIDE,
    Open,
    at,
    resize,
    sticking_out,
    tab_to,
)
from sites import LANGUAGES, PROJECT, Case, none, plain_yaml, printed
from visits import ARABIC, KINDS, SPANISH

pytest_plugins = ("browser",)
pytestmark = pytest.mark.browser

ACTIVITY = "activities/2.4/"
CASE = SPANISH
NUMBERS = [
    activity["id"]
    for output in plain_yaml(PROJECT / "data/roadmap.yml")["outputs"]
    for activity in output["activities"]
    if "ended" not in activity
]
"""The activities that are part of the roadmap today."""

Line = tuple[float, float, str]


def boxes(page: Page, selector: str) -> list[dict]:
    """Give where the elements stand, in the document's order."""
    return page.eval_on_selector_all(selector, "elements => elements.map(e => e.getBoundingClientRect().toJSON())")


def same(numbers: list[float], tolerance: float = 1) -> bool:
    """Tell whether the numbers are equal, to a pixel."""
    return max(numbers) - min(numbers) <= tolerance


# --- Room ----------------------------------------------------------------------------------------------


def test_unknown_address_shows_the_page_for_whoever_is_lost(browser: Browser, home: str):
    with browser.new_context() as context:
        page = context.new_page()
        answer = page.goto(f"{home}ar/activities/9.9/deeper/")
        assert answer.status == 404
        assert page.locator(".lost section").count() == len(LANGUAGES)
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 10
        links = page.eval_on_selector_all("a", "links => links.map(a => a.href)")
        assert {context.request.get(link).status for link in links} == {200}


# --- Direction -----------------------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize("path", KINDS)
def test_arabic_runs_from_the_right(look_at: Open, path: str):
    page = look_at(at("ar", path))
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    (brand,) = boxes(page, ".brand")
    assert brand["left"] > WIDE / 2


@pytest.mark.parametrize("path", [ACTIVITY, "activities/3.3/", "goals/2/", "source-notes/"])
def test_french_quoted_in_arabic_runs_from_the_left(look_at: Open, path: str):
    page = look_at(at("ar", path))
    quoted = page.locator("main [lang=fr]").filter(has=page.locator("q"))
    assert quoted.count() > 0
    directions = quoted.evaluate_all("all => all.map(e => getComputedStyle(e).direction)")
    assert set(directions) == {"ltr"}


RANK_AFTER_YEAR = """direction => {
  const line = document.createElement("p");
  line.dir = direction;
  line.innerHTML = "2020<sup><a href='#source-1'>1</a></sup>";
  document.querySelector(".case-text").prepend(line);
  const year = document.createRange();
  year.selectNodeContents(line.firstChild);
  const [before, after] = [year.getBoundingClientRect(), line.querySelector("sup").getBoundingClientRect()];
  line.remove();
  return after.right <= before.left + 1 ? "left" : after.left >= before.right - 1 ? "right" : "over";
}"""


@pytest.mark.parametrize(("direction", "side"), [("rtl", "left"), ("ltr", "right")])
def test_the_rank_of_a_source_follows_a_year_in_the_direction_of_the_text(look_at: Open, direction: str, side: str):
    """Figures run from left to right in Arabic too: a rank that is not isolated would be read as part of the year."""
    page = look_at(at("ar", CASE))
    assert page.evaluate(RANK_AFTER_YEAR, direction) == side


# --- Keyboard ------------------------------------------------------------------------------------------

STOPS = "a[href], button, input, summary, [tabindex='0']"
REMEMBER = f"""() => {{
  const look = e => {{ const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.boxShadow].join(); }};
  window.stops = new Map();
  for (const e of document.querySelectorAll("{STOPS}")) if (e.checkVisibility()) window.stops.set(e, look(e));
  window.look = look;
}}"""
NEXT = """() => {
  const e = document.activeElement;
  if (e === document.body || !window.stops.has(e)) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const drawn = style.outlineStyle !== "none" || style.boxShadow !== "none";
  const shown = drawn && window.look(e) !== window.stops.get(e);
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  window.stops.delete(e);
  return shown && seen ? "" : e.outerHTML.slice(0, 120);
}"""


def test_tab_first_reaches_the_skip_link(open_page: Open):
    page = open_page()
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["", ACTIVITY, at("ar", ACTIVITY)])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_focus_is_seen_wherever_tab_goes(look_at: Open, path: str, width: int):
    page = look_at(path, width)
    page.evaluate(REMEMBER)
    hidden, reached = [], -1
    stop: str | None = ""
    while stop is not None:
        hidden += filter(None, [stop])
        reached += 1
        page.keyboard.press("Tab")
        stop = page.evaluate(NEXT)
    assert reached > 10
    assert hidden == []
    assert page.evaluate("[...window.stops.keys()].map(e => e.outerHTML)") == [], "never reached"


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_language_menu_works_by_keyboard(open_page: Open, home: str, width: int):
    page = open_page(ACTIVITY, width)
    menu, button = page.locator(".languages"), page.locator(".languages summary")
    tab_to(page, ".languages summary")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, ".languages [lang=ar]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}ar/{ACTIVITY}")


# --- The menu on a phone -------------------------------------------------------------------------------


def links(page: Page, selector: str) -> list[str]:
    """Give the addresses of links, every one of which must be on show."""
    found = page.locator(selector)
    for link in found.all():
        expect(link).to_be_visible()
    return found.evaluate_all("all => all.map(a => a.href)")


def assert_all_lead_somewhere(page: Page, addresses: list[str], expected: int) -> None:
    """Every address answers, and there are as many as expected."""
    assert len(set(addresses)) == expected
    assert {address: page.request.get(address).status for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_menu_on_a_phone(open_page: Open, home: str, language: str):
    page = open_page(at(language), PHONE)
    menu = page.locator(".menu")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.get_by_role("link").first).to_be_hidden()
    tab_to(page, ".menu summary")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    assert_all_lead_somewhere(page, links(page, ".menu a"), 5)
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    menu.locator("a[href*=parties]").click()
    page.wait_for_url(home + at(language, "parties/"))


def test_menu_lies_open_again_on_a_window_made_wide(open_page: Open):
    page = open_page(width=PHONE)
    resize(page, WIDE)
    links(page, ".menu a")
    expect(page.locator(".menu summary")).to_be_hidden()
    resize(page, PHONE)
    expect(page.locator(".menu a").first).to_be_hidden()


def test_menu_is_open_on_a_window_made_wide_while_the_page_loads(browser: Browser, home: str):
    """Or shown wide only then, as a tab that was opened in the background: its button is hidden there."""
    with browser.new_context(viewport={"width": PHONE, "height": HEIGHT}) as context:
        page = context.new_page()
        waiting: list[Route] = []
        page.route("**/assets/roadmap.*.js", lambda route: waiting.append(route))
        page.goto(home, wait_until="commit")
        expect(page.locator(".menu")).not_to_have_attribute("open", "")
        page.wait_for_function("document.fonts.status === 'loaded' && document.readyState === 'interactive'")
        resize(page, WIDE)
        expect(page.locator(".menu a").first).to_be_hidden()
        waiting[0].continue_()
        expect(page.locator(".menu a").first).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, 640, 1151, 1152, 1200, WIDE - 1])
def test_menu_is_folded_on_a_window_too_narrow_for_it(open_page: Open, width: int):
    page = open_page(width=width)
    expect(page.locator(".menu summary")).to_be_visible()
    expect(page.locator(".menu a").first).to_be_hidden()
    page.click(".menu summary")
    expect(page.locator(".menu a").first).to_be_visible()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_header_stands_on_one_line_where_the_menu_lies_open(look_at: Open, language: str):
    page = look_at(at(language), WIDE)
    expect(page.locator(".menu summary")).to_be_hidden()
    assert same([box["top"] for box in boxes(page, ".brand, .menu, .tools")])
    assert same([box["top"] for box in boxes(page, ".menu a")])


NEEDS_SCRIPT = ("adapt/", "case-studies/", "contribute/", "search/")
"""The pages with the planner, filters, the form and the search: each says without a script what stands in for it."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("path", [path for path in KINDS if path not in NEEDS_SCRIPT])
def test_pages_say_the_same_without_javascript(open_page: Open, path: str):
    page = open_page(at("ar", path))
    needing = page.locator("main .needs-script").all_inner_texts()
    lines = page.locator("main").inner_text().splitlines()
    plain = open_page(at("ar", path), java_script_enabled=False).locator("main").inner_text()
    assert [line for line in lines if line not in plain.splitlines()] == needing
    assert len(plain) > 100


@pytest.mark.parametrize("width", [PHONE, WIDE])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_everything_can_be_reached_without_javascript(open_page: Open, home: str, language: str, width: int):
    page = open_page(at(language, ACTIVITY), width, java_script_enabled=False)
    expect(page.locator(".scheme")).to_be_hidden()
    assert_all_lead_somewhere(page, links(page, ".menu a"), 5)
    assert_all_lead_somewhere(page, links(page, ".site-footer nav a"), 9 + len(LANGUAGES))
    page.click(".languages summary")
    assert_all_lead_somewhere(page, links(page, ".languages a"), len(LANGUAGES))
    page.click(".languages [lang=zh]")
    page.wait_for_url(f"{home}zh/{ACTIVITY}")
    page.click(".menu a[href*=outputs]")
    page.wait_for_url(f"{home}zh/outputs/")


# --- Light and dark ------------------------------------------------------------------------------------

SCHEME = "document.documentElement.dataset.scheme ?? null"


def lightness(page: Page) -> int:
    """Give how light the page is, from 0 to 255."""
    return int(re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[0])


@pytest.mark.parametrize(("system", "first", "second"), [("light", "dark", "light"), ("dark", "light", "dark")])
def test_colour_scheme_button_holds_from_page_to_page(open_page: Open, system: str, first: str, second: str):
    page = open_page(color_scheme=system)
    assert page.evaluate(SCHEME) is None
    assert (lightness(page) < 128) == (system == "dark")
    for scheme in (first, second):
        page.click(".scheme")
        assert page.evaluate(SCHEME) == scheme
        with page.expect_navigation():
            page.click(".site-footer p a")
        assert page.evaluate(SCHEME) == scheme
        assert (lightness(page) < 128) == (scheme == "dark")


def test_unknown_colour_scheme_is_as_none(open_page: Open):
    page = open_page(color_scheme="light", script="if (!localStorage.scheme) localStorage.scheme = 'purple'")
    assert page.evaluate(SCHEME) is None
    assert lightness(page) > 128
    page.click(".scheme")
    assert page.evaluate(SCHEME) == "dark"
    page.reload()
    assert page.evaluate(SCHEME) == "dark"


@pytest.mark.parametrize("script", [STORES_NOTHING, STORAGE_FORBIDDEN], ids=["full", "forbidden"])
def test_colour_scheme_button_does_without_storage(open_page: Open, script: str):
    page = open_page(color_scheme="light", script=script)
    page.click(".scheme")
    assert page.evaluate(SCHEME) == "dark"
    assert lightness(page) < 128


def test_colours_follow_the_system_while_no_choice_is_made(open_page: Open):
    page = open_page(color_scheme="light")
    assert lightness(page) > 128
    page.emulate_media(color_scheme="dark")
    assert lightness(page) < 128


# --- Paper ---------------------------------------------------------------------------------------------

MARGINS = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")  # a browser's own, or nearly
SHEET_HEIGHTS = (210, 225, 240, 255, 270, 279, 297)  # in millimetres; the last two are Letter and A4


def sheets(pdf: bytes) -> list:
    """Give the sheets of a printed page."""
    return list(PdfReader(io.BytesIO(pdf)).pages)


def size(sheet) -> tuple[int, int]:
    """Give a sheet's width and height, in millimetres."""
    return tuple(round(float(points) / 72 * 25.4) for points in (sheet.mediabox.width, sheet.mediabox.height))


def missing_numbers(sheet) -> set[str]:
    """Give the activities whose number is not on the sheet."""
    return set(NUMBERS) - set(re.findall(r"(?<![\d.])\d\.\d(?![\d.])", sheet.extract_text()))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_home_prints_on_one_sheet(look_at: Open, language: str):
    page = look_at(at(language))
    (sheet,) = sheets(page.pdf(prefer_css_page_size=True, print_background=True))
    assert size(sheet) == (297, 210)
    assert missing_numbers(sheet) == set()
    (big,) = sheets(page.pdf(format="A3", landscape=True))
    assert size(big) == (420, 297)


def lines(sheet) -> list[Line]:
    """Give the height, the size and the text of what is written on a sheet, in the order it is written."""
    found = []

    def keep(text: str, outer: list[float], inner: list[float], font: object, size: float) -> None:
        scale = abs(outer[3])
        if text.strip():
            found.append((outer[3] * inner[5] + outer[5], size * abs(inner[3]) * scale, text.strip()))

    sheet.extract_text(visitor_text=keep)
    return found


def written_over(written: list[Line]) -> list[str]:
    """Give the lines that stand on the line before: less than their height below it, and not beside it.

    The rank of a source is no line: it stands raised, and smaller than the words before it.
    """
    return [
        f"{text!r} over {before!r}"
        for (above, large, before), (here, size, text) in pairwise(written)
        if size * 0.4 < abs(above - here) < size * 0.8 and not (text.isdigit() and size < large)
    ]


def lone_heading(written: list[Line]) -> list[str]:
    """Give the heading that a sheet ends with, if it does: what it announces is overleaf."""
    sizes = [size for _, size, _ in written]
    large = [text for _, size, text in written[-1:] if size > median(sizes) * 1.2 and len(text) > 1]
    return [f"{text!r} ends a sheet" for text in large]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [ACTIVITY, "activities/3.3/"])
def test_activity_prints_on_three_sheets_at_most(look_at: Open, language: str, path: str):
    """Two for the activity, one for its case studies."""
    page = look_at(at(language, path))
    printed_on = len(sheets(page.pdf(format="A4", margin=MARGINS)))
    assert printed_on <= 3


@pytest.mark.sampled(3)
@pytest.mark.parametrize("path", [ACTIVITY, at("ar", ACTIVITY), "outputs/2/", "goals/2/", CASE, at("ar", CASE)])
def test_page_breaks_well_wherever_the_sheet_ends(look_at: Open, path: str):
    page, found = look_at(path), []
    for height in SHEET_HEIGHTS:
        printed = [lines(sheet) for sheet in sheets(page.pdf(width="210mm", height=f"{height}mm", margin=MARGINS))]
        faults = ["a blank sheet" for written in printed if not written]
        faults += [over for written in printed for over in written_over(written)]
        faults += [lone for written in printed[:-1] for lone in lone_heading(written)]
        found += [f"{height} mm: {fault}" for fault in faults]
    none(found)


A4 = 680
"""What a portrait sheet holds between its margins, in CSS's pixels."""


SCROLLING = """() => [...document.body.querySelectorAll("*")]
  .filter(e => e.checkVisibility() && !e.closest(".hidden, svg") && e.scrollWidth > e.clientWidth + 1)
  .filter(e => /auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX))
  .map(e => `would have to be scrolled: ${e.outerHTML.slice(0, 120)}`)"""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("path", [at(language, path) for language in ("fr", "ru", "ar") for path in KINDS if path])
def test_nothing_is_cut_off_at_the_edge_of_a_sheet(look_at: Open, path: str):
    page = look_at(path, A4)
    page.emulate_media(media="print")
    none(sticking_out(page, "on paper") + page.evaluate(SCROLLING))


@pytest.mark.parametrize("path", ["", ACTIVITY, CASE, at("ar"), at("ar", ACTIVITY)])
def test_paper_shows_no_navigation(look_at: Open, path: str):
    page = look_at(path)
    page.emulate_media(media="print")
    screen_only = page.locator(
        ".site-header, .skip, .scheme, .crumbs, .pager, .needs-script, header nav a, footer nav a, "
        "main a[href*='adapt/']"
    )
    assert screen_only.count() > 10
    for element in screen_only.all():
        expect(element).to_be_hidden()


@pytest.mark.parametrize("path", ["", ACTIVITY])
def test_paper_is_white_though_the_screen_is_dark(look_at: Open, path: str):
    page = look_at(path, color_scheme="dark")
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    assert lightness(page) < 128
    page.emulate_media(media="print")
    assert lightness(page) == 255
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


# --- The matrix ----------------------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_outputs_stand_side_by_side_on_a_wide_window(look_at: Open, language: str):
    page = look_at(at(language), WIDE)
    cards, goals = boxes(page, ".matrix .output"), boxes(page, ".matrix .goal")
    assert (len(cards), len(goals)) == (5, 4)
    assert same([card["top"] for card in cards]) and same([card["width"] for card in cards])
    assert same([goal["bottom"] for goal in goals])
    if language == "ar":
        cards = cards[::-1]
    assert all(one["right"] <= other["left"] for one, other in pairwise(cards))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_outputs_stand_one_below_the_other_on_a_narrow_window(look_at: Open, language: str):
    page = look_at(at(language), NARROW)
    cards = boxes(page, ".matrix .output")
    assert same([card["left"] for card in cards])
    assert all(one["bottom"] <= other["top"] for one, other in pairwise(cards))


# --- Motion and anchors --------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_glides_for_whoever_wants_no_motion(look_at: Open, choice: str, behaviour: str):
    page = look_at(reduced_motion=choice)
    assert page.evaluate("getComputedStyle(document.scrollingElement).scrollBehavior") == behaviour


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_address_of_a_note_leads_to_it(open_page: Open, language: str, width: int):
    page = open_page(at(language, "source-notes/#activity-3.3"), width)
    heading = page.locator("[id='activity-3.3']")
    expect(heading).to_be_in_viewport(ratio=1)
    assert heading.evaluate("e => e.matches('h2, h3') && e.getBoundingClientRect().top") < 200


# --- Filters -------------------------------------------------------------------------------------------

LIST = "case-studies/"
FACETS = ("output", "activity", "sdg", "party", "region", "domain", "year")


def facets(case: Case, parties: dict) -> dict[str, list[str]]:
    """Under which values a case study must be found, by facet: from its YAML."""
    facts, years = case.facts, case.facts["years"]
    groups = {party["code"]: party.get("group", "several").lower() for party in parties["parties"]}
    last = facts["updated"][:4] if years.get("ongoing") == "true" else years.get("end", years.get("start"))
    first = years.get("start", last)
    return {
        "output": [activity[0] for activity in facts["activities"]],
        "activity": facts["activities"],
        "sdg": facts.get("sdgs", []),
        "party": [code.lower() for code in case.parties],
        "region": [groups[code] for code in case.parties],
        "domain": facts.get("domains", []),
        "year": [str(year) for year in range(int(first), int(last) + 1)] if last else [],
    }


Cases = dict[str, Case]


def found_by(cases: Cases, parties: dict, **chosen: str) -> list[str]:
    """The case studies that a choice must find, in order."""
    values = {slug: facets(case, parties) for slug, case in cases.items()}
    return [slug for slug in cases if all(value in values[slug][name] for name, value in chosen.items())]


def listed(page: Page) -> list[str]:
    """Give the slugs of the case studies on the page."""
    addresses = page.locator(".results .case h2 a").evaluate_all("links => links.map(link => link.href)")
    return [address.rstrip("/").rpartition("/")[2] for address in addresses]


def choose(page: Page, **chosen: str) -> None:
    """Choose values, and press the button."""
    page.evaluate("document.querySelector('.more-filters').open = true")
    for name, value in chosen.items():
        page.select_option(f".filters [name={name}]", value)
    page.click(".filters [type=submit]")


def expect_list(page: Page, slugs: list[str], **chosen: str) -> None:
    """The first page of the list, the address and the form all tell the same choice."""
    slugs = slugs[:PER_PAGE]
    links = page.locator(".results .case h2 a")
    if slugs:  # ten of others may be there before
        expect(links).to_have_count(len(slugs))
        for rank, slug in ((0, slugs[0]), (len(slugs) - 1, slugs[-1])):
            expect(links.nth(rank)).to_have_attribute("href", re.compile(rf"(^|/){re.escape(slug)}/?$"))
    expect(page.locator(".results .case")).to_have_count(len(slugs))
    assert listed(page) == slugs
    assert parse_qs(urlsplit(page.url).query) == {name: [value] for name, value in chosen.items()}
    values = page.locator(".filters select").evaluate_all("all => all.map(s => [s.name, s.value])")
    assert {name: value for name, value in values if value} == chosen


@pytest.mark.sampled(3)
@pytest.mark.parametrize("facet", FACETS)
def test_each_value_of_a_facet_finds_its_case_studies(look_at: Open, cases: Cases, parties: dict, facet: str):
    page = look_at(LIST)
    options = page.locator(f".filters [name={facet}] option:not([value=''])")
    expect(options).not_to_have_count(0)
    offered = dict(options.evaluate_all("all => all.map(option => [option.value, option.textContent])"))
    assert set(offered) == {value for case in cases.values() for value in facets(case, parties)[facet]}
    for value, label in offered.items():
        slugs = found_by(cases, parties, **{facet: value})
        assert label.endswith(f"({len(slugs)})")
        choose(page, **{facet: value})
        expect_list(page, slugs, **{facet: value})


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_facets_narrow_together(look_at: Open, cases: Cases, parties: dict, language: str):
    page = look_at(at(language, LIST))
    for chosen in (
        {"output": "1", "region": "i"},
        {"party": "ca", "activity": "2.4"},
        {"domain": "multi-domain", "year": "2018"},
    ):
        page.evaluate("document.querySelector('.more-filters').open = true")
        for name in FACETS:
            page.select_option(f".filters [name={name}]", chosen.get(name, ""))
        choose(page)
        slugs = found_by(cases, parties, **chosen)
        assert slugs, f"nothing to find by {chosen}"
        expect_list(page, slugs, **chosen)
        titles = [title.strip() for title in page.locator(".results .case h2 a").all_text_contents()]
        assert titles == [printed(cases[s].text(language).title, cases[s].shown[language]) for s in slugs[:PER_PAGE]]


def test_nothing_found_is_reported(look_at: Open, cases: Cases, parties: dict):
    page = look_at(LIST)
    assert found_by(cases, parties, party="lt", output="5") == []
    choose(page, party="lt", output="5")
    expect(page.locator(".results__count")).to_have_text(page.locator(".results").get_attribute("data-none"))
    expect_list(page, [], party="lt", output="5")


def test_back_and_forward_and_reload_keep_the_choice(open_page: Open, cases: Cases, parties: dict):
    page = open_page(LIST)
    choices = [{}, {"party": "ca"}, {"party": "ca", "output": "3"}]
    lists = [found_by(cases, parties, **chosen) for chosen in choices]
    assert len({len(slugs) for slugs in lists}) == 3
    for chosen in choices[1:]:
        choose(page, **chosen)
    expect_list(page, lists[2], **choices[2])
    page.go_back()
    expect_list(page, lists[1], **choices[1])
    page.go_back()
    expect_list(page, lists[0])
    page.go_forward()
    page.go_forward()
    expect_list(page, lists[2], **choices[2])
    page.reload()
    expect_list(page, lists[2], **choices[2])
    page.go_back()
    expect_list(page, lists[1], **choices[1])
    page.click(".filters a")
    page.wait_for_url(re.compile(r"/case-studies/$"))
    expect_list(page, lists[0])


@pytest.mark.parametrize(("path", "chosen"), [(ACTIVITY, {"activity": "2.4"}), ("parties/ca/", {"party": "ca"})])
def test_lists_of_other_pages_lead_to_the_same_list_filtered(
    open_page: Open, cases: Cases, parties: dict, path: str, chosen: dict
):
    page = open_page(path)
    page.click("a.needs-script")
    page.wait_for_url(re.compile(r"/case-studies/\?"))
    expect_list(page, found_by(cases, parties, **chosen), **chosen)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_unknown_values_are_reported_and_left_aside(look_at: Open, cases: Cases, parties: dict, language: str):
    page = look_at(at(language, f"{LIST}?activity=9.9&party=ca&colour=red&sdg="))
    expect(page.locator(".results .case")).to_have_count(len(found_by(cases, parties, party="ca")))
    assert listed(page) == found_by(cases, parties, party="ca")
    notice = page.locator(".results > .notice")
    expect(notice).to_contain_text("activity=9.9")
    expect(notice).to_contain_text("colour=red")
    expect(notice).not_to_contain_text("sdg")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_unknown_values_alone_leave_the_list_whole(look_at: Open, cases: Cases, language: str):
    page = look_at(at(language, f"{LIST}?activity=9.9"))
    expect(page.locator(".results > .notice")).to_contain_text("activity=9.9")
    assert listed(page) == list(cases)[:PER_PAGE]


Answer = Callable[[Route], None]
Answering = Callable[..., Page]


@pytest.fixture
def with_index(browser: Browser, home: str) -> Iterator[Answering]:
    """Open a page with another answer to its request for index.json (or `name`).

    The answers are given by the test alone: one that asked the server could still wait when its page is closed, and the
    error would fall upon the next test.
    """
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()

        def go(answer: Answer, path: str, name: str = "index.json") -> Page:
            page.route(f"**/{name}", answer)
            page.goto(home + path)
            return page

        yield go


ANSWERS: dict[str, Answer] = {
    "no answer": lambda route: route.abort(),
    "an error": lambda route: route.fulfill(status=500, body="[]"),
    "a page": lambda route: route.fulfill(body="<!doctype html>"),
    "no list": lambda route: route.fulfill(json={"message": "Not found"}),
}


@pytest.mark.parametrize("name", ["index.json", "facets.json"])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_list_that_cannot_be_fetched_is_reported_and_the_whole_one_stays(
    with_index: Answering, cases: Cases, answer: Answer, name: str
):
    page = with_index(answer, f"{LIST}?party=ca", name)
    failure = page.locator(".results").get_attribute("data-failed")
    expect(page.locator(".results > .notice")).to_have_text(failure)
    assert listed(page) == list(cases)[:PER_PAGE]


def test_list_is_fetched_again_after_a_failure(with_index: Answering, cases: Cases, parties: dict):
    page = with_index(lambda route: route.abort(), f"{LIST}?party=ca")
    expect(page.locator(".results > .notice")).to_be_visible()
    page.unroute("**/index.json")
    choose(page, party="co")
    expect_list(page, found_by(cases, parties, party="co"), party="co")
    expect(page.locator(".results > .notice")).to_have_count(0)


def test_a_late_answer_does_not_overrule_a_later_choice(with_index: Answering, cases: Cases):
    waiting: list[Route] = []
    page = with_index(lambda route: waiting.append(route), LIST)
    with page.expect_request("**/index.json"):
        choose(page, party="ca")
    page.go_back()
    assert len(waiting) == 1
    waiting[0].continue_()
    page.wait_for_timeout(300)
    expect_list(page, list(cases))


MANY = 25
PER_PAGE = 8


@pytest.fixture
def many(site: Path) -> Answer:
    """Answers with more rows than a page holds: the first, again and again, each with a number for a title."""

    def answer(route: Route) -> None:
        rows = json.loads((site / urlsplit(route.request.url).path.removeprefix(BASE)).read_text("utf-8"))
        row = next(row for row in rows if "ca" in row["facets"]["party"] and "2020" in row["facets"]["year"])
        route.fulfill(json=[row | {"title": f"No. {number}"} for number in range(1, MANY + 1)])

    return answer


def numbers(page: Page) -> list[int]:
    """Give the numbers on the page."""
    return [int(title.split()[1]) for title in page.locator(".results .case h2 a").all_text_contents()]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_long_list_goes_on_over_pages(with_index: Answering, many: Answer, home: str, language: str):
    page = with_index(many, at(language, f"{LIST}?party=ca"))
    pages = page.locator(".results .pages")
    current = page.locator(".results .pages [aria-current=page]")

    def expect_page(number: int) -> None:
        expect(pages.locator("li")).to_have_count(4)  # the list as it is published, there first, has other pages
        expect(page.locator(f".results .pages li:nth-child({number}) [aria-current=page]")).to_be_visible()
        assert current.count() == 1
        first = (number - 1) * PER_PAGE + 1
        assert numbers(page) == list(range(first, min(first + PER_PAGE, MANY + 1)))

    expect_page(1)
    expect(pages).to_have_attribute("aria-label", re.compile(r"\S"))
    expect(page.locator(".results__count")).to_contain_text(str(MANY))
    pages.locator("a").first.click()
    expect_page(2)
    assert parse_qs(urlsplit(page.url).query) == {"party": ["ca"], "page": ["2"]}
    pages.locator("a").last.click()
    expect_page(4)
    page.go_back()
    expect_page(2)
    page.reload()
    expect_page(2)
    for asked, shown in (("3", 3), ("99", 4), ("0", 1), ("-1", 1), ("x", 1)):
        page.goto(f"{home}{at(language, LIST)}?party=ca&page={asked}")
        expect_page(shown)
    choose(page, year="2020")
    expect_page(1)


@pytest.mark.parametrize("language", ["fr", "ar", "ru"])
def test_filtered_list_fits_a_narrow_window(with_index: Answering, many: Answer, language: str):
    page = with_index(many, at(language, f"{LIST}?party=ca&unknown={'x' * 60}"))
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    expect(page.locator(".results__count")).to_contain_text(str(MANY))  # the list as it was published has pages too
    expect(page.locator(".results > .notice")).to_contain_text("unknown=x")
    expect(page.locator(".results .pages")).to_be_visible()
    none(sticking_out(page, "320 px"))


def test_filters_work_by_keyboard(open_page: Open, cases: Cases, parties: dict):
    page = open_page(LIST)
    expect(page.locator(".filters option[value=ca]")).to_have_count(1)  # what may be chosen comes by itself
    tab_to(page, ".filters [name=party]")
    page.keyboard.type("Canada")
    tab_to(page, ".filters [type=submit]")
    page.keyboard.press("Enter")
    expect_list(page, found_by(cases, parties, party="ca"), party="ca")


def test_without_javascript_the_filters_make_way_for_the_lists(open_page: Open, cases: Cases):
    page = open_page(f"{LIST}?party=ca", java_script_enabled=False)
    expect(page.locator(".filters")).to_be_hidden()
    assert page.locator(".results .case").count() == PER_PAGE < len(cases)


# --- Old browsers, and paper ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "script", "needs"),
    [
        ("contribute/", "contribute", "form.contribute"),
        (at("ar", "contribute/"), "contribute", "form.contribute"),
        ("search/", "search", "form.search"),
        (at("zh", "search/"), "search", "form.search"),
    ],
)
@pytest.mark.parametrize("body", ["const broken = ;", "throw new Error('an old browser')"])
def test_a_script_that_a_browser_cannot_read_leaves_a_message(
    browser: Browser, home: str, path: str, script: str, needs: str, body: str
):
    with browser.new_context() as context:
        page = context.new_page()
        page.route(f"**/assets/{script}.*js", lambda route: route.fulfill(body=body, content_type="text/javascript"))
        page.goto(home + path)
        expect(page.locator(".no-script")).to_be_visible()
        expect(page.locator(needs)).to_be_hidden()


@pytest.mark.parametrize("path", ["search/", at("ar", "contribute/")])
def test_a_script_that_runs_leaves_no_such_message(look_at: Open, path: str):
    expect(look_at(path).locator(".no-script")).to_be_hidden()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_printed_case_study_gives_the_addresses_of_its_sources(look_at: Open, language: str):
    page = look_at(at(language, ARABIC))
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll('.case-sources a')].map(a => [a.href, getComputedStyle(a, '::after').content])"
    )
    assert shown
    for address, content in shown:
        assert address.rstrip("/") in content.replace('"', "").replace(" ", "")
