"""The site as people meet it, in a real browser: one page of each kind."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from browser import (
    HEIGHT,
    NARROW,
    PHONE,
    STORAGE_FORBIDDEN,
    STORES_NOTHING,
    WIDE,
    Open,
    Record,
    axe,
    record,
    resize,
    sticking_out,
    tab_to,
)
from sites import LANGUAGES, none, path_in

pytest_plugins = ("browser",)
pytestmark = pytest.mark.browser

KINDS = (
    "",
    "outputs/",
    "outputs/2/",
    "activities/",
    "activities/2.4/",
    "activities/3.3/",
    "goals/",
    "goals/2/",
    "sdgs/",
    "sdgs/5/",
    "source-notes/",
    "about/",
)
MEDIA = {"media": "null", "color_scheme": "light", "reduced_motion": "reduce", "forced_colors": "none"}
MOST_REQUESTS = 6
ACTIVITY = "activities/2.4/"
NUMBERS = [f"{output}.{activity}" for output in range(1, 6) for activity in range(1, 5)]

Line = tuple[float, float, str]


def at(language: str, path: str = "") -> str:
    """Give a page's address in a language, from the home page's."""
    return path_in(language, path)


def each(*languages: str) -> list:
    """One page of each kind in these languages, and the page for whoever is lost, which is in all of them."""
    every = [*(at(language, path) for language in languages for path in KINDS), "404.html"]
    return [pytest.param(path, id=path or "home") for path in every]


# --- What the tests stand on ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def tab(browser: Browser, home: str) -> Iterator[tuple[Page, Record]]:
    """One tab for all the tests that only look: a new one would have to find its fonts anew."""
    with browser.new_context() as context:
        page = context.new_page()
        yield page, record(page, home)


@pytest.fixture
def look_at(tab: tuple[Page, Record], home: str) -> Iterator[Open]:
    """Go to a page, to look at it; what goes wrong in any of them fails the test."""
    page, kept = tab
    kept.faults.clear()

    def go(path: str = "", width: int = WIDE, **media: str) -> Page:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(**(MEDIA | media))
        page.goto(home + path)
        return page

    yield go
    none(kept.faults)


def boxes(page: Page, selector: str) -> list[dict]:
    """Give where the elements stand, in the document's order."""
    return page.eval_on_selector_all(selector, "elements => elements.map(e => e.getBoundingClientRect().toJSON())")


def same(numbers: list[float], tolerance: float = 1) -> bool:
    """Tell whether the numbers are equal, to a pixel."""
    return max(numbers) - min(numbers) <= tolerance


# --- Accessibility -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", each("fr", "ar", "zh"))
def test_axe_finds_nothing(look_at: Open, path: str):
    none(axe(look_at(path)))


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_axe_finds_nothing_in_open_menus(look_at: Open, language: str):
    page = look_at(at(language), PHONE)
    page.click(".menu summary")
    page.click(".languages summary")
    expect(page.locator(".languages ul")).to_be_visible()
    none(axe(page, (PHONE,)))


@pytest.mark.parametrize("path", ["", ACTIVITY, at("ar")])
def test_axe_finds_nothing_in_forced_colours(look_at: Open, path: str):
    page = look_at(path, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    none(axe(page))


# --- Room ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", each(*LANGUAGES))
def test_page_fits_its_window_and_asks_for_little(look_at: Open, path: str):
    page = look_at(path, NARROW)
    asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert len(asked) + 2 <= MOST_REQUESTS, asked  # the page itself and its icon are two more
    narrow = sticking_out(page, "320 px")
    resize(page, WIDE)
    none(narrow + sticking_out(page, "1280 px"))


@pytest.mark.parametrize("path", each("fr", "ar"))
def test_page_fits_its_window_with_text_twice_as_big(look_at: Open, path: str):
    page = look_at(path, 640)
    page.add_style_tag(content=":root { font-size: 200% }")
    none(sticking_out(page, "200 %"))


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


# --- Keyboard ------------------------------------------------------------------------------------------

STOPS = "a[href], button, summary, [tabindex='0']"
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
    assert_all_lead_somewhere(page, links(page, ".menu a"), 6)
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    menu.locator("a[href*=goals]").click()
    page.wait_for_url(home + at(language, "goals/"))


def test_menu_lies_open_again_on_a_window_made_wide(open_page: Open):
    page = open_page(width=PHONE)
    resize(page, WIDE)
    links(page, ".menu a")
    expect(page.locator(".menu summary")).to_be_hidden()
    resize(page, PHONE)
    expect(page.locator(".menu a").first).to_be_hidden()


@pytest.mark.parametrize("width", [PHONE, WIDE])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_everything_can_be_reached_without_javascript(open_page: Open, home: str, language: str, width: int):
    page = open_page(at(language, ACTIVITY), width, java_script_enabled=False)
    expect(page.locator(".scheme")).to_be_hidden()
    assert_all_lead_somewhere(page, links(page, ".menu a"), 6)
    assert_all_lead_somewhere(page, links(page, ".site-footer nav a"), len(LANGUAGES))
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
    """Give the lines that stand on the line before: less than their height below it, and not beside it."""
    return [
        f"{text!r} over {before!r}"
        for (above, _, before), (here, size, text) in pairwise(written)
        if size * 0.4 < abs(above - here) < size * 0.8
    ]


def lone_heading(written: list[Line]) -> list[str]:
    """Give the heading that a sheet ends with, if it does: what it announces is overleaf."""
    sizes = [size for _, size, _ in written]
    return [f"{text!r} ends a sheet" for _, size, text in written[-1:] if size > median(sizes) * 1.2]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [ACTIVITY, "activities/3.3/"])
def test_activity_prints_on_two_sheets_at_most(look_at: Open, language: str, path: str):
    page = look_at(at(language, path))
    assert len(sheets(page.pdf(format="A4", margin=MARGINS))) <= 2


@pytest.mark.parametrize("path", [ACTIVITY, at("ar", ACTIVITY), "outputs/2/", "goals/2/"])
def test_page_breaks_well_wherever_the_sheet_ends(look_at: Open, path: str):
    page, found = look_at(path), []
    for height in SHEET_HEIGHTS:
        printed = [lines(sheet) for sheet in sheets(page.pdf(width="210mm", height=f"{height}mm", margin=MARGINS))]
        faults = ["a blank sheet" for written in printed if not written]
        faults += [over for written in printed for over in written_over(written)]
        faults += [lone for written in printed[:-1] for lone in lone_heading(written)]
        found += [f"{height} mm: {fault}" for fault in faults]
    none(found)


@pytest.mark.parametrize("path", ["", ACTIVITY, at("ar"), at("ar", ACTIVITY)])
def test_paper_shows_no_navigation(look_at: Open, path: str):
    page = look_at(path)
    page.emulate_media(media="print")
    screen_only = page.locator(".site-header, .skip, .scheme, .pager, header nav a, footer nav a")
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
