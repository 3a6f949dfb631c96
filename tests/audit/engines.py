"""The site in three engines, for `make audit`: each kind of page in Debian's Firefox and WebKitGTK, compared with
Chromium, and what scripts do in them: search, filter, form, offline pages, print.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers import ENTER, Driver, firefox, webkit
from playwright.sync_api import Page

import browser
from node_tools import Problem
from sites import path_in
from visits import KINDS

LANGUAGES = ("fr", "ar", "zh")
WIDTHS = (320, 348, 768, 1024, 1280, 1440)
READ_AT = 1280
BARE = "robots.txt"
"""A file of the site that is no page: pages are opened in frames on it."""

# Opens a page in frames, one for each width. Gives the widths at which it is too wide, those at which its header
# has two rows, its errors, and the text that it shows at one of the widths.
VISIT = """async (url, widths, readAt) => {
  const found = { wide: [], rows: [], faults: [], text: "" };
  const shownText = page => {
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent.checkVisibility({ visibilityProperty: true }) && !parent.closest("select, script, style, template"))
        texts.push(walker.currentNode.data.replace(/\\s+/gu, ""));
    }
    return texts.join("");
  };
  for (const width of widths) {
    const frame = document.createElement("iframe");
    Object.assign(frame.style, { width: `${width}px`, height: "900px", border: 0 });
    const loaded = new Promise(done => frame.addEventListener("load", done, { once: true }));
    frame.src = url;
    document.body.append(frame);
    const note = event => found.faults.push(String(event.violatedDirective ?? event.reason ?? event.message));
    const hook = setInterval(() => {
      if (frame.contentWindow.location.href === "about:blank") return;
      clearInterval(hook);
      for (const kind of ["error", "unhandledrejection"]) frame.contentWindow.addEventListener(kind, note);
      frame.contentDocument.addEventListener("securitypolicyviolation", note);
    }, 1);
    await loaded;
    await frame.contentDocument.fonts.ready;
    await new Promise(done => setTimeout(done, width === readAt ? 300 : 0)); // scripts that fill in the page
    const page = frame.contentDocument;
    const menu = page.querySelector(".menu"), wide = frame.contentWindow.matchMedia("(min-width: 80em)");
    for (let looks = 0; looks < 50 && menu && menu.open !== wide.matches; looks += 1) // it follows the window
      await new Promise(done => setTimeout(done, 100));
    const inner = page.documentElement.clientWidth;
    if (page.documentElement.scrollWidth > inner) found.wide.push(width);
    const parts = [...page.querySelectorAll(".site-header > *")].filter(one => one.getClientRects().length);
    const tops = parts.map(one => one.getBoundingClientRect());
    if (tops.some(one => one.top >= Math.min(...tops.map(other => other.bottom)))) found.rows.push(width);
    if (width === readAt) found.text = shownText(page);
    frame.remove();
  }
  return found;
}"""


class Chromium:
    """Chromium, by Playwright, with the same methods."""

    name, has_workers = "Chromium", True

    def __init__(self, page: Page):
        self.page = page

    def go(self, url: str) -> None:
        """Open a page."""
        self.page.goto(url)

    def ask(self, expression: str, *given: Any) -> Any:
        """Return the value of a JavaScript function, called with these values."""
        return self.page.evaluate(f"given => ({expression})(...given)", list(given))

    def size(self, width: int, height: int) -> None:
        """Give the page this size."""
        self.page.set_viewport_size({"width": width, "height": height})

    def keys(self, text: str) -> None:
        """Type characters."""
        for character in text:
            self.page.keyboard.press("Enter") if character == ENTER else self.page.keyboard.type(character)

    def pdf(self) -> bytes:
        """Print the page."""
        return self.page.pdf()


@contextmanager
def chromium_tab() -> Iterator[Chromium]:
    """Run a Chromium with one tab."""
    with browser.launch() as running, running.new_context(reduced_motion="reduce") as context:
        yield Chromium(context.new_page())


def visits(driver: Driver, home: str) -> dict[str, dict[str, Any]]:
    """Return what VISIT finds on each kind of page, by path."""
    driver.go(home + BARE)
    driver.size(1500, 1000)
    pages = [path_in(language, path) for language in LANGUAGES for path in KINDS]
    return {path: driver.ask(VISIT, home + path, WIDTHS, READ_AT) for path in pages}


def until(driver: Driver, expression: str, *given: Any) -> Any:
    """Return what a function gives, as soon as it gives something; else its last value after ten seconds."""
    for _round in range(100):
        if value := driver.ask(expression, *given):
            return value
        time.sleep(0.1)
    return value


def search(driver: Driver, home: str) -> list[str]:
    """Type a word into the search, and return the first results."""
    driver.go(home + "search/")
    driver.ask("() => document.querySelector('#q').focus()")
    driver.keys("femmes" + ENTER)
    until(driver, "() => location.search && document.querySelectorAll('.found-pages a').length")
    return driver.ask("() => [...document.querySelectorAll('.found-pages a')].slice(0, 3).map(one => one.textContent)")


def filtered(driver: Driver, home: str) -> str:
    """Open the list of case studies on one activity, and return how many the page says there are."""
    driver.go(home + "case-studies/?activity=2.4")
    time.sleep(2)
    return driver.ask("() => document.querySelector('.results__count').textContent.trim()")


def form(driver: Driver, home: str) -> str:
    """Type a title into the form, open the page again, and return what the form still has."""
    driver.go(home + "contribute/")
    driver.ask("() => localStorage.clear()")
    driver.go(home + "contribute/")
    until(driver, "() => document.querySelector('form.contribute:not([hidden]) #text-title') !== null")
    driver.ask("""() => {
      for (let part = document.querySelector("#text-title"); part; part = part.parentElement)
        if (part.hidden) part.hidden = false; else if (part.tagName === "DETAILS") part.open = true;
      document.querySelector("#text-title").focus();
    }""")
    driver.keys("Essai 1")
    time.sleep(1.5)
    driver.go(home + "contribute/")
    return until(driver, "() => document.querySelector('#text-title')?.value")


def offline(driver: Driver, home: str) -> bool | None:
    """Return whether the worker keeps a visited page; None where the engine starts no worker when it is driven."""
    if not driver.has_workers:
        return None
    driver.go(home + "goals/2/")
    kept = "address => caches.match(address).then(Boolean)"
    driver.ask("() => navigator.serviceWorker.ready.then(() => true)")
    driver.go(home + "goals/2/")
    return bool(until(driver, kept, home + "goals/2/"))


def printed(driver: Driver, home: str) -> bool | None:
    """Return whether a page prints; None where the engine has no command for it."""
    driver.go(home + "activities/2.4/")
    sheet = driver.pdf()
    return None if sheet is None else sheet.startswith(b"%PDF")


TASKS: tuple[Callable[[Driver, str], Any], ...] = (search, filtered, form, offline, printed)


def differences(name: str, here: dict[str, Any], there: dict[str, Any]) -> Iterator[str]:
    """Yield how a page differs from Chromium's, and what is wrong with it."""
    if not here["text"]:
        yield f"{name}: shows nothing"
    for fault in dict.fromkeys(here["faults"]):
        yield f"{name}: {fault}"
    for width in here["wide"]:
        yield f"{name}: the page is wider than its window, {width} px"
    for width in here["rows"]:
        yield f"{name}: the header has two rows at {width} px"
    if here["text"] != there["text"]:
        at = next((i for i, (a, b) in enumerate(zip(here["text"], there["text"], strict=False)) if a != b), 0)
        yield f"{name}: shows “{here['text'][at : at + 60]}”, Chromium “{there['text'][at : at + 60]}”"


def difference(driver: Driver, home: str, task: Callable[[Driver, str], Any], expected: Any) -> Iterator[str]:
    """Yield how a task ends otherwise than in Chromium."""
    try:
        result = task(driver, home)
    except Problem as problem:
        yield f"{driver.name}, {task.__name__}: {problem}"
        return
    if result not in (expected, None):
        yield f"{driver.name}, {task.__name__}: {result!r}, Chromium {expected!r}"


def check(site: Path) -> dict[str, Any]:
    """Compare the engines on a built site; print what differs, and return it with a `passed`."""
    found: list[str] = []
    print("\nFirefox and WebKitGTK beside Chromium", flush=True)
    with browser.serve(site) as home:
        with chromium_tab() as tab:
            expected = visits(tab, home)
            done = {task.__name__: task(tab, home) for task in TASKS}
        for path, page in expected.items():
            found += [f"{path or 'home'}: {fault}" for fault in differences("Chromium", page, page)]
        for engine in (firefox, webkit):
            start = time.monotonic()
            with engine() as driver:
                for path, page in visits(driver, home).items():
                    found += [f"{path or 'home'}: {fault}" for fault in differences(driver.name, page, expected[path])]
                for task in TASKS:
                    found += difference(driver, home, task, done[task.__name__])
            print(f"  {driver.name}: {len(expected)} pages in {time.monotonic() - start:.0f} s", flush=True)
    for line in found:
        print(f"  {line}")
    return {"pages": len(expected), "tasks": done, "found": found, "passed": not found}
