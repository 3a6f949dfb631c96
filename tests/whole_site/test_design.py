"""What readers see first: the route map, sizes of type, length of lines, colours, and what comes on which screen."""

from __future__ import annotations

import gzip
import re
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

import fake
import sites
from browser import NARROW, WIDE, Open, at, broken_words, resize, serve, settle, sticking_out
from conftest import build
from sites import LANGUAGES, having, none, one, path_in, text
from small import small_project
from visits import ARABIC, FRENCH

pytest_plugins = ("browser",)

SCREENS = [(1280, 720), (1440, 900)]
TARGET = 44
"""Pixels: what a finger hits."""
CSS = sites.PROJECT / "overrides" / "assets" / "roadmap.css"
SHOWN = ("", "outputs/1/", "activities/2.4/", "goals/1/", "case-studies/", "parties/", "parties/fr/", FRENCH, "about/")


# --- The route map -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "screen"), list(product(LANGUAGES, SCREENS)))
def test_the_whole_route_map_is_in_the_first_screen(look_at: Open, language: str, screen: tuple[int, int]):
    width, height = screen
    page = look_at(at(language), width)
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    bottoms = page.evaluate("[...document.querySelectorAll('.route .stop')].map(e => e.getBoundingClientRect().bottom)")
    assert len(bottoms) == 20 and max(bottoms) <= height
    for selector in ("h1", ".summary", ".doors"):
        expect(page.locator(selector)).to_be_in_viewport(ratio=1)
    assert not page.locator(".opening-screen .mark-label").count(), "no badge before the reader knows what it is"


def test_the_route_map_is_a_nested_list_of_all_goals_outputs_and_activities(site: Path, leaflet: dict):
    for language in LANGUAGES:
        route = one(sites.Page(site, path_in(language, "")).main, "ol", "route")
        goals = [element for element in route if element.tag == "li"]
        assert len(goals) == len(leaflet["goals"])
        entries = [
            (
                text(having(line, class_="line__number")[0]),
                [text(having(stop, "b")[0]) for stop in having(one(line, "ol"), "li")],
            )
            for goal in goals
            for line in having(goal, "li", "line")
        ]
        assert [ids for _number, ids in entries] == [
            [activity["id"] for activity in output["activities"]] for output in leaflet["outputs"]
        ]
        assert [re.sub(r"\D", "", number)[-1] for number, _ids in entries] == [
            one_["id"] for one_ in leaflet["outputs"]
        ]


@pytest.mark.parametrize(("language", "width"), list(product(["fr", "ar", "zh", "ru"], [360, 1280])))
def test_stations_are_as_large_as_fingers_and_on_their_line(look_at: Open, language: str, width: int):
    page = look_at(at(language), width)
    small = page.evaluate(
        """least => [...document.querySelectorAll(".route :is(.stop, .line__head)")].filter(link => {
          const { width, height } = link.getBoundingClientRect();
          return width < least || height < least;
        }).map(link => link.textContent)""",
        TARGET if width < 600 else 24,
    )
    none(small)
    overlapping = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll(".route .stop, .route .line__head, .route__name")]
            .map(e => [e.textContent.trim(), ...[...e.children].filter(c => c.getClientRects().length)
              .map(c => c.getBoundingClientRect())]);
          const found = [];
          for (const [one, ...ours] of boxes) for (const [other, ...theirs] of boxes) if (one < other)
            for (const a of ours) for (const b of theirs)
              if (a.left + 2 < b.right && b.left + 2 < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
                found.push(`${one} / ${other}`);
          return [...new Set(found)];
        }"""
    )
    none(overlapping)


def test_a_station_grows_with_its_case_studies_and_waits_dashed_for_the_first(look_at: Open):
    page = look_at("", 1280)
    sizes = page.evaluate(
        """() => ["s0", "s1", "s2", "s3", "s4"].map(name => {
          const disc = document.querySelector(".route .tally");
          disc.className = `tally ${name}`;
          const style = getComputedStyle(disc);
          return [disc.getBoundingClientRect().width, style.borderStyle];
        })"""
    )
    widths = [width for width, _style in sizes]
    assert widths == sorted(widths) and len(set(widths)) == 5
    assert [style for _width, style in sizes] == ["dashed", *["solid"] * 4]


@pytest.mark.parametrize("width", [360, 1280])
def test_lines_and_stations_stay_in_forced_colours(look_at: Open, width: int):
    page = look_at("", width, forced_colors="active")
    line = page.evaluate("getComputedStyle(document.querySelector('.route .stops li'), '::before').borderTopColor")
    assert line and line != "rgba(0, 0, 0, 0)"
    edges = page.evaluate(
        "[...document.querySelectorAll('.route .tally')].map(e => getComputedStyle(e).borderTopStyle)"
    )
    assert set(edges) <= {"solid", "dashed"}


def test_it_is_mirrored_right_to_left(look_at: Open):
    page = look_at(at("ar"), 1280)
    lefts = page.evaluate("[...document.querySelectorAll('.line.o1 .stop')].map(e => e.getBoundingClientRect().left)")
    assert lefts == sorted(lefts, reverse=True) and len(set(lefts)) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawings_are_light(site: Path, language: str):
    """As bytes that the page would not have without them, compressed."""

    def cost(address: str, *patterns: str) -> int:
        html = (site / path_in(language, address) / "index.html").read_text(encoding="utf-8")
        rest = html
        for pattern in patterns:
            rest, count = re.subn(pattern, "", rest, flags=re.DOTALL)
            assert count, pattern
        return len(gzip.compress(html.encode(), 9)) - len(gzip.compress(rest.encode(), 9))

    heat, line = r'<div class="table heat".*?</div>', r'<table class="timeline".*?</table>'
    assert cost("", r'<ol class="route">.*?</ol>\s*</li>\s*</ol>\s*</li>\s*</ol>') < 3_000
    assert cost("case-studies/", heat, line) < 4_000
    assert cost("parties/", r'<section class="dots".*?</section>') < 4_000


# --- Where a page is on the map ------------------------------------------------------------------------


def test_each_item_and_each_case_study_tells_where_it_is_on_the_map(site: Path, cases: dict, leaflet: dict):
    """As many discs as activities it is about, on the lines of their outputs."""
    by_goal = {goal["id"]: [] for goal in leaflet["goals"]}
    expected = {}
    for output in leaflet["outputs"]:
        ids = [activity["id"] for activity in output["activities"]]
        by_goal[output["goal"]["id"]] += ids
        expected |= {f"outputs/{output['id']}/": ids, **{f"activities/{one_}/": [one_] for one_ in ids}}
    expected |= {f"goals/{goal}/": ids for goal, ids in by_goal.items()}
    expected |= {case.address: case.facts["activities"] for case in cases.values()}
    for address, ids in expected.items():
        drawing = next(e for e in having(sites.Page(site, address).main) if "small-map" in e.get("class", "").split())
        lines = [element for element in drawing if str(element.tag).endswith("g")]
        found = [
            f"{rank}.{(int(disc.get('cx', '')) - 6) // 12 + 1}"
            for rank, line in enumerate(lines, start=1)
            for disc in line
            if str(disc.tag).endswith("circle")
        ]
        assert found == sorted(ids), address


# --- Type and colours ----------------------------------------------------------------------------------

SIZES = """() => {
  const sizes = new Map();
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility() || element.closest(".hidden, script, style")) continue;
    const size = Math.round(parseFloat(getComputedStyle(element).fontSize) * 10) / 10;
    sizes.set(size, node.textContent.trim().slice(0, 40));
  }
  return Object.fromEntries(sizes);
}"""


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 1280), ("zh", 360), ("ru", 360)])
def test_type_has_six_sizes_and_is_large_enough_to_read(look_at: Open, language: str, width: int):
    every: dict[str, str] = {}
    for path in SHOWN:
        every |= look_at(at(language, path), width).evaluate(SIZES)
    assert len(every) <= 6, every
    root = 17.6 if language == "ar" else 16
    assert min(map(float, every)) >= round(root * 0.875, 1), every


@pytest.mark.parametrize(("language", "most"), [("fr", 80), ("en", 80), ("es", 80), ("ru", 80), ("ar", 80), ("zh", 42)])
def test_lines_are_short_enough_to_follow(look_at: Open, language: str, most: int):
    """About 75 letters, 40 in Chinese: measured line by line, with a few for narrow letters."""
    found = []
    for path in ("about/", "activities/2.4/", FRENCH if language != "ar" else ARABIC, "glossary/"):
        page = look_at(at(language, path), 1440)
        found += page.evaluate(
            """most => [...document.querySelectorAll("main :is(p, dd)")].filter(e => e.checkVisibility()).flatMap(e => {
              const range = document.createRange(), lines = new Map();
              const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
              for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                if (node.parentElement.closest(".hidden")) continue;
                for (let at = 0; at < node.length; at++) {
                  range.setStart(node, at);
                  range.setEnd(node, at + 1);
                  const top = Math.round(range.getBoundingClientRect().bottom / 12);
                  lines.set(top, (lines.get(top) ?? "") + node.data[at]);
                }
              }
              const half = one => most < 60 && one < "\u2e80";
              const wide = line => [...line.trim()].reduce((sum, one) => sum + (half(one) ? .5 : 1), 0);
              return [...lines.values()].filter(line => wide(line) > most);
            })""",
            most,
        )
    none(found)


def test_text_has_a_contrast_of_seven_to_one_on_each_ground_in_both_schemes():
    """WCAG 2.2, criterion 1.4.6, for each colour that words have: those of the outputs too."""
    style = CSS.read_text(encoding="utf-8")
    schemes = re.findall(r"--ink: .*?color-scheme: (light|dark)", style, re.DOTALL)
    blocks = [match[0] for match in re.finditer(r"--ink: .*?color-scheme: (?:light|dark)", style, re.DOTALL)]
    assert set(schemes) == {"light", "dark"}
    found = []
    for block in blocks[:3]:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", block))
        colours = {name: value if len(value) == 7 else "#" + 2 * value[1:] for name, value in colours.items()}
        for words, ground in product(
            ("ink", "soft", "link", "alert", "o1", "o2", "o3", "o4", "o5"), ("paper", "card", "wash")
        ):
            if (ratio := sites.contrast(colours[words], colours[ground])) < 7:
                found.append(f"{words} on {ground}: {ratio:.2f}")
    none(found)


# --- What comes on which screen ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en", "zh"])
def test_on_a_phone_an_activity_s_case_studies_begin_on_the_second_screen(look_at: Open, language: str):
    page = look_at(at(language, "activities/5.1/"), 360)
    top = page.evaluate("document.getElementById('case-studies').getBoundingClientRect().top + scrollY")
    assert top < 2 * 800
    head = page.locator(".thing__head")
    assert head.locator(".belongs a").count() >= 2 and head.locator(".strip").count() == 1


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (360, False)])
def test_the_facts_of_a_case_study_are_beside_its_text_or_before_it(look_at: Open, width: int, beside: bool):
    page = look_at(FRENCH, width)
    facts, words = (page.locator(one_).bounding_box() for one_ in (".facts", "#text"))
    assert facts and words
    assert (facts["x"] >= words["x"] + words["width"]) if beside else (facts["y"] + facts["height"] <= words["y"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_is_one_row_from_320_pixels_on(look_at: Open, language: str):
    for width in (320, 348, 360, 768, 1280, 1440):
        page = look_at(at(language, "outputs/1/"), width)
        tops = page.evaluate(
            """() => [...document.querySelectorAll(".site-header :is(.brand, .menu > summary, .menu nav, .tools > *)")]
              .filter(e => e.checkVisibility() && e.getClientRects().length)
              .filter(e => !(e.matches(".menu nav") && innerWidth < 1280))
              .map(e => { const { top, height } = e.getBoundingClientRect(); return top + height / 2; })"""
        )
        assert max(tops) - min(tops) <= 8, width


# --- What readers can do -------------------------------------------------------------------------------


def test_the_colours_of_the_device_light_and_dark_follow_one_another(open_page: Open):
    page = open_page("")
    button = page.locator("button.scheme")
    seen = []
    for _ in range(4):
        state = page.evaluate("document.documentElement.dataset.scheme ?? ''")
        seen.append((state, button.get_attribute("aria-pressed"), button.inner_text().strip()))
        button.click()
    assert [(state, pressed) for state, pressed, _name in seen] == [
        ("", "false"),
        ("dark", "true"),
        ("light", "true"),
        ("", "false"),
    ]
    assert len({name for _state, _pressed, name in seen}) == 3


def test_the_links_to_other_languages_keep_what_is_sought_and_filtered(open_page: Open):
    page = open_page("case-studies/?activity=2.4")
    page.locator(".languages summary").click()
    page.locator(".languages a[hreflang=ar]").click()
    page.wait_for_url("**/ar/case-studies/?activity=2.4")
    expect(page.locator("select[name=activity]")).to_have_value("2.4")


def test_a_chosen_filter_is_counted_named_and_removed(open_page: Open):
    """Each choice tells how many case studies it would leave; the line with their number stays the same element."""
    page = open_page("case-studies/")
    page.evaluate("document.querySelector('.results__count').kept = true")
    page.wait_for_function("() => document.querySelectorAll('select[name=party] option').length > 2")
    page.select_option("select[name=party]", "nz")
    page.wait_for_function("() => /\\(0\\)/.test(document.querySelector('select[name=activity]').textContent)")
    left = page.evaluate(
        """[...document.querySelectorAll("select[name=activity] option")]
          .filter(e => e.value && !e.textContent.endsWith("(0)")).map(e => e.value)"""
    )
    page.locator(".filters button[type=submit]").click()
    page.wait_for_url("**?party=nz")
    cards = page.locator(".results .case")
    shown = set(cards.locator(".number").all_inner_texts())
    assert shown == set(left) and cards.locator(".case__summary").count() == cards.count()
    chosen = page.locator(".chosen button")
    assert chosen.count() == 1 and page.evaluate("document.querySelector('.results__count').kept")
    chosen.click()
    page.wait_for_url(lambda address: address.endswith("case-studies/"))
    assert page.evaluate("document.activeElement.matches('.results__count')")
    expect(page.locator(".chosen")).to_be_hidden()


def test_who_is_lost_finds_search_and_the_same_page_in_other_languages(browser, home: str, site: Path):
    """As if `en/activities/2.4/` did not exist; without script, the other links remain."""
    html = (site / "404.html").read_text(encoding="utf-8")
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.route(
            "**/en/activities/2.4/", lambda route: route.fulfill(status=404, content_type="text/html", body=html)
        )
        page.goto(f"{home}en/activities/2.4/")
        page.wait_for_function("() => document.querySelectorAll('.same-page:not([hidden])').length === 5")
        links = page.locator(".same-page a:visible").evaluate_all("all => all.map(link => link.pathname)")
        others = [language for language in LANGUAGES if language != "en"]
        assert sorted(links) == sorted(f"/roadmap/{path_in(language, 'activities/2.4/')}" for language in others)
        page.locator("section[lang=ar] input[type=search]").fill("الثقافة")
        page.locator("section[lang=ar] button").click()
        page.wait_for_url("**/ar/search/?q=*")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{home}xx/nothing/")
        assert page.locator("section a:visible").count() == len(LANGUAGES)


@pytest.mark.parametrize("path", ["activities/1.4/", at("ru", "activities/1.4/"), at("ar", "activities/2.4/")])
def test_an_activity_prints_on_one_sheet(look_at: Open, path: str):
    sheets = PdfReader(BytesIO(look_at(path).pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1


# --- Data as they may become ---------------------------------------------------------------------------

LONG_NAME = "Картографирование отраслей и организаций"
"""A short name of forty characters."""
MEASURES = 30


@pytest.fixture(scope="module")
def extreme(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a project with a long short name, and a Party with thirty measures since 1990 on one activity."""
    folder = tmp_path_factory.mktemp("extreme")
    copy = small_project(project, folder / "project")
    sites.edit(copy / "data/locales/ru.po", 'msgstr "Картирование секторов"', f'msgstr "{LONG_NAME}"')
    for number, slug in enumerate(fake.make(copy, MEASURES, codes=("fr", "ru"), pictures=False)):
        path = copy / "content/case-studies" / slug / "case-study.yml"
        facts = sites.typed_yaml(path)
        facts |= {"party": "CA", "activities": ["1.1"], "years": {"start": 1990 + number}}
        path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    build(copy, folder / "site")
    return folder / "site"


@pytest.mark.sampled(2)
@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "activities/1.1/", "parties/ca/", "case-studies/"])
def test_the_layout_holds_with_a_long_name_and_many_measures(browser: Browser, extreme: Path, path: str):
    found = []
    with serve(extreme) as home, browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(home + at("ru", path))
        for width in (NARROW, WIDE):
            resize(page, width)
            found += sticking_out(page, f"{width} px") + broken_words(page, f"{width} px")
        shown = page.locator("main").inner_text()
    none(found)
    assert (LONG_NAME if path == "" else "1990") in shown
