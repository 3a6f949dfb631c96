"""The cards of outputs, activities and goals that other sites show in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

import sites
from browser import load_axe, serve, settle, sticking_out, tab_to, violations
from sites import LANGUAGES, SITE_URL, SOURCE, Page, having, none, one, path_in, text

pytest_plugins = ("browser",)

MOST = 10_000
WIDTH = 300
UNOFFICIAL = (
    "Traduction non officielle, faite par la rédaction et non relue. Le texte de référence est le texte français."
)
OFFICIAL = "Le texte de la feuille de route est celui de l’UNESCO ; la rédaction a traduit le reste de cette page."
MARKS = {"restored": "texte reconstitué", "doubtful": "texte à vérifier"}
Item = tuple[dict, dict | None]


@pytest.fixture(scope="module")
def items(leaflet: dict) -> dict[str, Item]:
    """By the address of its page: each output, activity and goal of the leaflet, with what it contributes to."""
    goals = {goal["id"]: goal for goal in leaflet["goals"]}
    found: dict[str, Item] = {f"goals/{goal['id']}/": (goal, None) for goal in leaflet["goals"]}
    for output in leaflet["outputs"]:
        found[f"outputs/{output['id']}/"] = output, goals[output["goal"]["id"]]
        found |= {f"activities/{activity['id']}/": (activity, output) for activity in output["activities"]}
    return found


def cards(site: Path, items: dict[str, Item]) -> Iterator[tuple[Page, str, str]]:
    """Every card, with its language and the address of the page it is about."""
    for language in LANGUAGES:
        for address in items:
            yield Page(site, path_in(language, f"embed/{address}")), language, address


def test_there_is_a_card_of_each_item_in_each_language_and_no_other(site: Path, items: dict[str, Item]):
    found = {path.parent.relative_to(site) for path in site.rglob("index.html")}
    expected = {Path(card.path) for card, _language, _address in cards(site, items)}
    assert {folder for folder in found if sites.is_embed(folder)} == expected and len(expected) == 29 * len(LANGUAGES)


def test_cards_say_what_the_leaflet_does(
    site: Path, items: dict[str, Item], listings: dict[str, list[str]], wording: sites.Wording
):
    kinds = {"goals": "Objectif %(id)s", "outputs": "Produit %(id)s", "activities": "Activité %(id)s"}
    contexts = {"goals": "goal", "outputs": "output", "activities": "activity"}
    higher = {"outputs": "goals", "activities": "outputs"}

    def said(language: str, kind: str, item: dict) -> tuple[str, str, str]:
        mark = MARKS.get(item["state"])
        return (
            wording(language, "label", kinds[kind], id=item["id"]),
            wording(language, f"{contexts[kind]} {item['id']}", item["text"]),
            wording(language, "state", mark) if mark else "",
        )

    def failures() -> Iterator[str]:
        for card, language, address in cards(site, items):
            item, above = items[address]
            kind = address.split("/")[0]
            label, sentence, mark = said(language, kind, item)
            expected = [f"{label} {mark}".strip(), sentence]
            expected += [" ".join(said(language, higher[kind], above)).strip()] if above else []
            expected += [wording.cases(language, len(listings[address]))]
            expected += [wording(language, "embed", "Voir dans la Feuille de route ouverte (nouvel onglet)")]
            expected += (
                [wording(language, "notice", OFFICIAL if sites.is_official(item, language) else UNOFFICIAL)]
                if language != SOURCE
                else []
            )
            found = [text(element) for element in one(card.tree, "main")]
            if found != expected:
                yield f"{card.path}: {found}, not {expected}"

    none(failures())


def test_cards_are_small_and_alone(site: Path, items: dict[str, Item], pages: dict[str, Page]):
    """In their language and its direction; not for search engines, nor for the site's own search or its map."""
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "embed/" not in sitemap

    def failures() -> Iterator[str]:
        for card, language, address in cards(site, items):
            about = pages[path_in(language, address)]
            robots = [meta.get("content") for meta in having(card.tree, "meta") if meta.get("name") == "robots"]
            link = one(card.tree, "a")
            loads = [element.tag for element in having(card.tree) if element.get("src") or element.tag == "script"]
            loads += [e.get("href", "") for e in having(card.tree, "link") if e.get("rel") not in ("canonical", "icon")]
            icons = [e.get("href") for e in having(card.tree, "link") if e.get("rel") == "icon"]
            if (card.tree.get("lang"), card.tree.get("dir")) != (about.tree.get("lang"), about.tree.get("dir")):
                yield f"{card.path}: language"
            if robots != ["noindex"] or "pagefind" in card.html or loads or icons != ["data:,"] or "url(" in card.html:
                yield f"{card.path}: {robots} {loads} {icons}"
            if sites.canonical(card) != sites.canonical(about):
                yield f"{card.path}: {sites.canonical(card)}"
            if (link.get("target"), link.get("rel")) != ("_blank", "noopener"):
                yield f"{card.path}: {link.attrib}"
            if urljoin(card.url, link.get("href", "")) != about.url:
                yield f"{card.path}: leads to {link.get('href')}"
            if len(card.html.encode()) >= MOST:
                yield f"{card.path}: {len(card.html.encode())} bytes"

    none(failures())


def frame_of(page: Page) -> str:
    """The mark-up that a page offers other sites."""
    (code,) = (mark_up for code in having(page.main, "code") if "<iframe" in (mark_up := "".join(code.itertext())))
    return code


LABELS = {"outputs": "Produit %(id)s", "activities": "Activité %(id)s", "goals": "Objectif %(id)s"}


def test_a_page_with_a_card_offers_it_and_no_other_page_does(pages: dict[str, Page], wording: sites.Wording):
    def failures() -> Iterator[str]:
        offered = 0
        for page in pages.values():
            kind, _, number = page.address.strip("/").partition("/")
            if kind in LABELS and number and "/" not in number:  # the further pages of its case studies offer none
                (frame,) = having(sites.parsed(frame_of(page)), "iframe")
                expected = SITE_URL + path_in(page.language, f"embed/{page.address}")
                title = wording(page.language, "label", LABELS[kind], id=number)
                if (frame.get("src"), frame.get("title")) != (expected, title):
                    yield f"{page.path}: {frame.attrib}"
                offered += 1
            elif "iframe" in page.html:
                yield page.path
        if offered != 29 * len(LANGUAGES):
            yield f"{offered} pages offer a card"

    none(failures())


# --- In a browser ----------------------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("address", ["activities/2.1/", "activities/3.3/", "outputs/1/", "goals/1/"])
def test_a_card_can_be_read_in_a_narrow_frame(
    browser: Browser, site: Path, tmp_path: Path, language: str, address: str, scheme: str
):
    """On another host's page: nothing but the card is asked for, axe finds nothing, its link opens the item's page."""
    with serve(site) as home, serve(tmp_path) as elsewhere, browser.new_context(color_scheme=scheme) as context:
        card = home + path_in(language, f"embed/{address}")
        (tmp_path / "index.html").write_text(
            f'<!doctype html><html lang="en"><title>Fake</title><link rel="icon" href="data:,"><main><h1>Fake</h1>'
            f'<iframe src="{card}" title="Fake" width="{WIDTH}" height="400"></iframe></main>',
            encoding="utf-8",
        )
        page = context.new_page()
        asked, faults = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(elsewhere)
        page.wait_for_load_state("networkidle")
        assert [url for url in asked if not url.startswith("data:")] == [elsewhere, card]
        settle(page)
        frame = page.frames[1]
        assert frame.evaluate("innerWidth") == WIDTH
        assert frame.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
        load_axe(frame)
        none([*violations(frame, scheme), *sticking_out(frame, "300 px"), *faults])
        with page.expect_popup() as opened:
            frame.click("a")
        expect(opened.value).to_have_url(home + path_in(language, address))
        expect(opened.value.locator("h1")).to_have_text(frame.locator("h1").inner_text())


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("address", ["activities/2.4/", "goals/1/"])
def test_the_mark_up_of_a_frame_can_be_reached_and_copied_by_keyboard(open_page, language: str, address: str):
    page = open_page(path_in(language, address))
    code = page.locator(".reuse pre")
    expect(code).to_be_hidden()
    tab_to(page, ".reuse details:has(pre) summary")
    page.keyboard.press("Enter")
    expect(code).to_be_visible()
    tab_to(page, ".reuse pre", most=1)
    code.evaluate("element => getSelection().selectAllChildren(element)")
    assert page.evaluate("getSelection().toString()").strip().startswith('<iframe src="https://example.org/roadmap/')


@pytest.mark.sampled(3)
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_is_as_high_as_its_card_and_little_higher(
    browser: Browser, site: Path, pages: dict[str, Page], items: dict[str, Item], language: str
):
    """No card scrolls in the frame that its page offers."""
    found = []
    with serve(site) as home, browser.new_context(viewport={"width": 320, "height": 100}) as context:
        shown = context.new_page()
        for address in items:
            height = int(re.findall(r'height="(\d+)"', frame_of(pages[path_in(language, address)]))[0])
            shown.goto(home + path_in(language, f"embed/{address}"))
            needed = shown.evaluate("document.querySelector('main').getBoundingClientRect().bottom")
            if not needed <= height <= needed + 200:
                found.append(f"{language} {address}: {needed} in {height}")
    none(found)
