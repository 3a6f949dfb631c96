"""WCAG 2.2 AA as far as axe can tell, and room for all: one page of each kind, in every mode of MODES.

`make accessibility` runs this file with ACCESSIBILITY_RECORD set: what was visited and found goes there, a line each.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from playwright.sync_api import Page, expect

import accessibility
from browser import (
    BUDGETS,
    MEDIA,
    NARROW,
    PHONE,
    WIDE,
    Open,
    at,
    axe,
    broken_words,
    dress,
    each,
    load_axe,
    resize,
    sticking_out,
    violations,
)
from roadmap import page_table
from sites import LANGUAGES, none
from visits import AUDITED, KINDS

pytest_plugins = ("browser",)
pytestmark = pytest.mark.browser


class Mode(NamedTuple):
    """How pages are looked at."""

    languages: tuple[str, ...]
    widths: tuple[int, ...]
    media: dict[str, str]
    check: str
    """True in the page when it is looked at so."""
    style: str = ""


EVERY, TWO = tuple(LANGUAGES), ("fr", "ar")
TWICE = ":root { font-size: 200% }"
BIG = "parseFloat(getComputedStyle(document.documentElement).fontSize) === 32"
MODES = {
    "light": Mode(EVERY, (NARROW, WIDE), {"reduced_motion": "no-preference"}, "!matchMedia('(forced-colors)').matches"),
    "dark": Mode(TWO, (NARROW, WIDE), {"color_scheme": "dark"}, "matchMedia('(prefers-color-scheme: dark)').matches"),
    "forced-colours": Mode(
        TWO, (NARROW, WIDE), {"forced_colors": "active"}, "matchMedia('(forced-colors: active)').matches"
    ),
    "reduced-motion": Mode(TWO, (WIDE,), {}, "matchMedia('(prefers-reduced-motion: reduce)').matches"),
    "text-200": Mode(TWO, (NARROW * 2,), {}, BIG, TWICE),
}


RECORDED = "ACCESSIBILITY_RECORD" in os.environ
EVERYTHING = [(code, kind, at(code, path)) for kind, path in enumerate(KINDS) for code in LANGUAGES]
"""The pages that are tried: language, number of the kind, address."""
RANKS = {code: rank for rank, code in enumerate(dict.fromkeys((*TWO, *LANGUAGES)))}


def looks(language: str, kind: int, everything: bool = RECORDED) -> list[tuple[str, int]]:
    """The modes and widths of a page: all of them for the record.

    Else every second one: each kind of page meets each language, and each width in each mode; one language after the
    other meets the modes at each width.
    """
    modes = {name: mode for name, mode in MODES.items() if language in mode.languages}
    if everything:
        return [(name, width) for name, mode in modes.items() for width in mode.widths]
    turn = kind + RANKS[language]
    return [
        (name, mode.widths[turn % len(mode.widths)])
        for name, mode in modes.items()
        if len(mode.widths) > 1 or turn % 2 == list(MODES).index(name) % 2
    ]


def test_each_kind_of_page_is_looked_at_in_each_language_and_in_each_mode_at_each_width():
    tried = {(code, kind, *look) for code, kind, _path in EVERYTHING for look in looks(code, kind, everything=False)}
    whole = {(code, kind, *look) for code, kind, _path in EVERYTHING for look in looks(code, kind, everything=True)}
    for part in (
        lambda code, kind, mode, width: (code, kind),
        lambda code, kind, mode, width: (kind, mode, width),
        lambda code, kind, mode, width: (code, mode, width),
    ):
        assert {part(*one) for one in tried} == {part(*one) for one in whole}
    assert len(tried) <= len(whole) * 0.51


@pytest.mark.sampled(6)
@pytest.mark.parametrize("language", RANKS)
@pytest.mark.parametrize("kind", range(len(KINDS)), ids=[path or "home" for path in KINDS])
def test_page_fits_its_window_asks_for_little_and_is_accessible(look_at: Open, kind: int, language: str):
    assert_accessible(look_at, kind, at(language, KINDS[kind]))


def test_the_page_for_who_is_lost_fits_its_window_asks_for_little_and_is_accessible(look_at: Open):
    assert_accessible(look_at, 0, "404.html")


def assert_accessible(look_at: Open, kind: int, path: str) -> None:
    """One visit for all: in a window of 320 and of 1,280 pixels, with text twice as large, and in the modes."""
    page = look_at(path, NARROW)
    asked = {page.url, page.locator("link[rel=icon]").evaluate("icon => icon.href")}  # which may come late
    asked |= {*page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")}
    assert len(asked) <= BUDGETS["planner" if path.endswith("adapt/") else "visit"]["requests"], asked
    found = sticking_out(page, "320 px") + broken_words(page, "320 px")
    resize(page, WIDE)
    found += sticking_out(page, "1280 px") + broken_words(page, "1280 px")
    load_axe(page)
    language = page.evaluate("document.documentElement.lang")
    tried: set[str] = set()
    now = ""
    for name, width in looks(language, kind, RECORDED or path == "404.html"):
        mode = MODES[name]
        if name != now:
            page.emulate_media(**(MEDIA | mode.media))
            if mode.style:
                dress(page, mode.style)
            now = name
        resize(page, width)
        assert page.evaluate(mode.check), f"not {name}"
        seen = violations(page, f"{name}, {width} px", tried)
        record(page, name, language, path, width, len(seen))
        found += seen
    if language in TWO:
        if now != "text-200":
            page.emulate_media(**MEDIA)
            resize(page, NARROW * 2)
            dress(page, TWICE)
        found += sticking_out(page, "text-200")
    none(found)


def record(page: Page, mode: str, language: str, path: str, width: int, count: int) -> None:
    """Add a line to this worker's part of the record, if one is made."""
    if folder := os.environ.get("ACCESSIBILITY_RECORD"):
        browser = page.context.browser
        engines = {"axe": page.evaluate("axe.version"), "chromium": browser.version if browser else ""}
        line = {"mode": mode, "language": language, "path": path, "width": width, "violations": count, **engines}
        name = os.environ.get("PYTEST_XDIST_WORKER", "main")
        with Path(folder, f"{name}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_axe_finds_nothing_in_open_menus(look_at: Open, language: str):
    page = look_at(at(language), PHONE)
    page.click(".menu summary")
    page.click(".languages summary")
    expect(page.locator(".languages ul")).to_be_visible()
    none(axe(page, (PHONE,)))


# The record that the statement on the site is made from


def test_the_record_of_the_last_run_is_of_the_modes_languages_and_widths_that_are_tried(project: Path):
    """What was added since is not claimed to have been tried: `make accessibility` again."""
    data = yaml.safe_load((project / accessibility.RECORD).read_text(encoding="utf-8"))
    sweeps = {
        sweep["mode"]: (set(sweep["languages"]), sweep["widths"], sweep["pages"], sweep["violations"])
        for sweep in data["sweeps"]
    }
    count = len(each("fr"))
    assert sweeps == {
        name: (set(mode.languages), list(mode.widths), len(mode.languages) * (count - 1) + 1, 0)
        for name, mode in MODES.items()
    }
    found = data["lighthouse"]
    assert [found[name] for name in ("accessibility", "best_practices", "seo")] == [100, 100, 100]
    assert found["performance"] >= 99 and set(found["languages"]) == {"fr", "ar"}
    assert found["pages"] == 2 * len(AUDITED)


def test_one_page_of_each_kind_is_tried(site: Path):
    """By axe and by Lighthouse; but of a list's further pages, of which the site has none as yet."""
    kinds = {kind.name for kind in page_table.KINDS} - {"listing"}
    for tried in (KINDS, AUDITED):
        htmls = [(site / path / "index.html").read_text(encoding="utf-8") for path in tried]
        assert {re.search(r'class="page page--([a-z-]+)"', html)[1] for html in htmls} == kinds
