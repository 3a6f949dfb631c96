"""What the browser tests stand on: a server for a built site, a browser, and a record of what pages do.

A plugin of the test modules that name it in `pytest_plugins`, for its fixtures (PYTEST_DONT_REWRITE: they import it
themselves too, and pytest would warn of it).
"""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Error,
    Frame,
    Page,
    Request,
    Response,
    sync_playwright,
)

import chromium
from sites import none, path_in
from visits import KINDS

Open = Callable[..., Page]

BASE = "/roadmap/"
NARROW, PHONE, WIDE = 320, 360, 1280
HEIGHT = 900
MEDIA = {"media": "null", "color_scheme": "light", "reduced_motion": "reduce", "forced_colors": "none"}
BUDGETS = yaml.safe_load(Path(__file__).with_name("budgets.yml").read_text(encoding="utf-8"))
"""What pages and the search may weigh; test_budgets.py says what stands there."""
REPORTS = """globalThis.broken = [];
addEventListener("securitypolicyviolation", event => {
  globalThis.broken.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
})"""
"""What breaks the policy of a page."""
STORES_NOTHING = "Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new Error('full') };"
STORAGE_FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } });"


class Handler(SimpleHTTPRequestHandler):
    """Answers as a host of static files does, under the base path, with the site's own 404 page."""

    def translate_path(self, path: str) -> str:
        """Give the file at an address; what lies outside the base path does not exist."""
        inside = path.startswith(BASE)
        return super().translate_path("/" + path.removeprefix(BASE) if inside else "/outside")

    def list_directory(self, path: str) -> None:
        """Show no folder's content: a folder without index.html does not exist."""
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page for what does not exist."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        if self.path == "/favicon.ico":  # browsers ask for it by themselves, for what is no page
            self.send_response(204)
            self.end_headers()
            return
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the pages' own record is what the tests read."""


class Server(ThreadingHTTPServer):
    """A server that does not mind a browser hanging up."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Show any fault but a broken connection."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a built site under the base path; give the address of its home page."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def launch() -> Iterator[Browser]:
    """Run a Chromium; chromium.Missing, not a skipped test, when there is none."""
    path = chromium.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Record:
    """What a page asked for, and what went wrong with it."""

    host: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        """Note a request; one that leaves the server is a fault."""
        if request.url.startswith(("data:", "blob:")):  # within the page
            return
        self.requests.append(request.url)
        if urlsplit(request.url).netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def answered(self, response: Response) -> None:
        """Note an answer that is an error."""
        if response.status >= 400:
            self.faults.append(f"status {response.status}: {response.url}")

    def failed(self, request: Request) -> None:
        """Note a request without an answer, unless the test went to another page meanwhile: icons come late."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request failed: {request.url} ({request.failure})")

    def said(self, message: ConsoleMessage) -> None:
        """Note an error told in the console."""
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def broke(self, error: Error) -> None:
        """Note an error that no script caught."""
        self.faults.append(f"error: {error}")


def record(page: Page, home: str) -> Record:
    """Record, from now on, what the page asks for and every error."""
    kept = Record(urlsplit(home).netloc)
    page.on("request", kept.asked)
    page.on("response", kept.answered)
    page.on("requestfailed", kept.failed)
    page.on("console", kept.said)
    page.on("pageerror", kept.broke)
    return kept


def ready(page: Page) -> None:
    """Wait, on a page with the form of a case study, until its script has filled it in."""
    page.wait_for_function("() => !document.querySelector('form.contribute[hidden]')")


@cache
def packed(path: Path) -> int:
    """The bytes of a file as hosts send it: texts compressed, and what is compressed already as it is."""
    content = path.read_bytes()
    return min(len(content), len(gzip.compress(content, 9)))


def settle(page: Page) -> None:
    """Wait until the page has been drawn anew, with what a change of size or of colours set off."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def dress(page: Page, style: str) -> None:
    """Add rules of style to a page, whose policy allows no further style element."""
    page.evaluate(
        """style => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(style);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }""",
        style,
    )


def resize(page: Page, width: int) -> None:
    """Give the window another width, and wait for the page to follow."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    settle(page)


def tab_to(page: Page, selector: str, most: int = 100) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def at(language: str, path: str = "") -> str:
    """Give a page's address in a language, from the home page's."""
    return path_in(language, path)


def each(*languages: str) -> list:
    """One page of each kind in these languages, and the page for whoever is lost, which is in all of them."""
    every = [*(at(language, path) for language in languages for path in KINDS), "404.html"]
    return [pytest.param(path, id=path or "home") for path in every]


# --- Fixtures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker. Without one the tests fail: they are never skipped.

    Its visitors have no service worker, which would answer one test with what another one visited; those that are to
    have one say so (`service_workers="allow"`).
    """
    missing = ""
    try:
        chromium.find()
    except chromium.Missing as error:
        missing = str(error)
    if missing:
        pytest.fail(missing, pytrace=False)
    with launch() as running:
        running.new_context = partial(running.new_context, service_workers="block")
        yield running


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the home page, served under the base path."""
    with serve(site) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, home: str) -> Iterator[Open]:
    """Open pages as someone who comes for the first time; what goes wrong in any of them fails the test."""
    contexts, records = [], []

    def open_one(path: str = "", width: int = WIDE, script: str = "", **options) -> Page:
        options = {"reduced_motion": "reduce"} | options
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **options)
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()
        records.append(record(page, home))
        page.goto(home + path)
        if options.get("java_script_enabled", True):
            ready(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    none(fault for kept in records for fault in kept.faults)


@pytest.fixture(scope="session")
def tab(browser: Browser, home: str) -> Iterator[tuple[Page, Record]]:
    """One tab for all the tests that only look: a new one would have to find its fonts anew."""
    with browser.new_context() as context:
        context.add_init_script(REPORTS)
        page = context.new_page()
        yield page, record(page, home)


@pytest.fixture
def look_at(tab: tuple[Page, Record], home: str) -> Iterator[Open]:
    """Go to a page, to look at it; what goes wrong in any of them fails the test, and what breaks its policy."""
    page, log = tab
    log.faults.clear()

    def go(path: str = "", width: int = WIDE, **media: str) -> Page:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(**(MEDIA | media))
        page.goto(home + path)
        ready(page)
        return page

    yield go
    none([*log.faults, *page.evaluate("globalThis.broken")])


# --- Accessibility and room ----------------------------------------------------------------------------

AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "rules": {}}
"""The rules on colours: all that can find anything else where a page differs by nothing but them."""
LAYOUT = """() => [...document.querySelectorAll("*")].map(element => {
  const { x, y, width, height } = element.getBoundingClientRect(), style = getComputedStyle(element);
  const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  return [x, y, width, height, shown, style.display, style.overflow];
}).join()"""


def layout(page: Page | Frame) -> str:
    """Give where each element stands and whether it is shown: of looks, what axe's rules but those on colours ask."""
    return page.evaluate(LAYOUT)


def violations(page: Page | Frame, when: str, tried: set[str] | None = None) -> list[str]:
    """Give what axe finds: rule, target and mark-up, a line each.

    `tried` are the layouts in which all rules have been tried on the same document, to which its own is added: in one
    of them only the rules on colours are tried again. Style sheets are read for the first alone: they are the same.
    """
    tried = set() if tried is None else tried
    now = layout(page)
    options = AXE | {"preload": not tried} | (LOOKS if now in tried else {})
    tried.add(now)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [
        f"{when}: {rule['id']} at {' '.join(map(str, node['target']))}: {node['html']} ({node['failureSummary']})"
        for rule in found
        for node in rule["nodes"]
    ]


def axe(page: Page, widths: tuple[int, ...] = (NARROW, WIDE)) -> list[str]:
    """Give what axe finds in both colour schemes, at each width."""
    load_axe(page)
    found: list[str] = []
    tried: set[str] = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            resize(page, width)
            found += violations(page, f"{scheme}, {width} px", tried)
    return found


def load_axe(page: Page) -> None:
    """Put axe into a page."""
    page.evaluate(Axe().axe_script)


STICKING_OUT = """() => {
  const root = document.scrollingElement, width = root.clientWidth, found = [];
  const region = e => e.tabIndex >= 0 && /auto|scroll/.test(getComputedStyle(e).overflowX);
  const scrolls = e => e && (region(e) || scrolls(e.parentElement));
  const unseen = e => e && (getComputedStyle(e).clipPath === "inset(50%)" || unseen(e.parentElement));
  const check = (box, element, what) => {
    if (!box.width || box.left >= -.5 && box.right <= width + .5 || unseen(element)) return;
    if (scrolls(element.parentElement)) return;
    found.push(`${what} from ${Math.round(box.left)} to ${Math.round(box.right)}: ${element.outerHTML.slice(0, 120)}`);
  };
  if (root.scrollWidth > width) found.push(`the page, ${root.scrollWidth} wide in ${width}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      check(node.getBoundingClientRect(), node, "element");
    } else if (node.data.trim()) {
      range.selectNodeContents(node);
      check(range.getBoundingClientRect(), node.parentElement, "text");
    }
  }
  return found;
}"""


def sticking_out(page: Page, when: str) -> list[str]:
    """Give what is wider than the window, but for what scrolls by itself under the keyboard."""
    return [f"{when}: {what}" for what in page.evaluate(STICKING_OUT)]


BROKEN = r"""() => {
  const found = [], range = document.createRange(), other = /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Thai}/u;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("script, style, select, code")) continue;
    if (getComputedStyle(element).clipPath === "inset(50%)") continue;
    for (const word of node.data.matchAll(/[\p{L}\p{M}\p{N}]{3,}/gu)) {
      if (other.test(word[0])) continue;
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter(box => box.width > .5).map(box => box.top);
      if (Math.max(...tops) - Math.min(...tops) > 8) found.push(`${word[0]} in ${element.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""


def broken_words(page: Page, when: str) -> list[str]:
    """Give the words that go on in a second line. The tests' Chromium has no hyphenation: each is without a hyphen."""
    return [f"{when}: broken: {what}" for what in page.evaluate(BROKEN)]


CUT_OFF = """() => {
  const found = [], told = e => e.outerHTML.slice(0, 160);
  const unseen = e => e && (getComputedStyle(e).clipPath === "inset(50%)" || unseen(e.parentElement));
  for (const e of document.body.querySelectorAll("*")) {
    if (unseen(e) || e.closest("svg") || !e.checkVisibility() || !e.textContent.trim()) continue;
    const style = getComputedStyle(e), cuts = /hidden|clip/;
    const wide = e.scrollWidth > e.clientWidth + 1, high = e.scrollHeight > e.clientHeight + 1;
    if (wide && cuts.test(style.overflowX) || high && cuts.test(style.overflowY)) found.push(`cut off: ${told(e)}`);
    const scrolls = wide && /auto|scroll/.test(style.overflowX) || high && /auto|scroll/.test(style.overflowY);
    if (scrolls && e.tabIndex < 0) found.push(`scrolls, but not by the keyboard: ${told(e)}`);
    if (wide && style.overflowX === "visible" && !/^inline$|contents/.test(style.display)) {
      found.push(`wider than its box, ${e.scrollWidth} in ${e.clientWidth}: ${told(e)}`);
    }
  }
  return found;
}"""
OVERLAPPING = """selector => {
  const all = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
  const boxes = all.map(e => e.getBoundingClientRect()), found = [];
  for (let i = 0; i < all.length; i += 1) for (let j = 0; j < i; j += 1) {
    const [a, b] = [boxes[i], boxes[j]];
    const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    if (!apart) found.push(`${all[i].textContent.trim()} over ${all[j].textContent.trim()}`);
  }
  return found;
}"""
HEADER = ".brand, .menu summary, .menu a, .scheme, .languages summary"


def overlapping(page: Page, selector: str, when: str) -> list[str]:
    """Give the elements that stand over one another."""
    return [f"{when}: {what}" for what in page.evaluate(OVERLAPPING, selector)]


def without_room(page: Page, when: str, header: str = HEADER) -> list[str]:
    """Give what is wider than the window or its box, cut off, or over something else in the header."""
    found = [f"{when}: {what}" for what in page.evaluate(CUT_OFF)]
    return sticking_out(page, when) + found + (overlapping(page, header, when) if header else [])


# --- A trap for what should not run --------------------------------------------------------------------

HIT = "window.__hit = (...ids) => console.error('hit', ...ids);"
POKE = """async skip => {
  const leads = link => new URL(link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? "", document.baseURI);
  const away = event => {
    const link = event.target.closest?.("a");
    if (link && /^(https?|mailto|blob|file):$/.test(leads(link).protocol)) event.preventDefault();
  };
  addEventListener("click", away, true);
  const names = `pointerover pointerenter mouseover mouseenter mousemove pointerdown mousedown focusin keydown keyup
    input change wheel scroll contextmenu copy paste toggle start beforetoggle beforematch animationstart animationend
    transitionend pointerup mouseup click dblclick auxclick mouseout focusout close cancel load error`.split(/\\s+/);
  for (const element of document.querySelectorAll("*")) {
    if (skip && element.closest(skip)) continue;
    element.focus?.({ preventScroll: true });
    for (const name of names) {
      const Kind = /^key/.test(name) ? KeyboardEvent : /click|mouse/.test(name) ? MouseEvent : Event;
      element.dispatchEvent(new Kind(name, { bubbles: true, cancelable: true, key: "Enter" }));
    }
  }
  removeEventListener("click", away, true);
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
DANGERS = """() => {
  const found = [];
  const addresses = /^((xlink:)?href|src|srcset|action|data|poster|background)$/;
  const schemes = /^(javascript|data|vbscript|livescript|view-source):/;
  const elements = /^(applet|base|embed|frame|frameset|iframe|math|object|foreignobject|animate|set)$/i;
  const visit = root => {
    for (const element of root.querySelectorAll("*")) {
      const told = element.outerHTML.slice(0, 160);
      if (elements.test(element.localName)) found.push(`element: ${told}`);
      for (const { name, value } of element.attributes) {
        const plain = value.replace(/^[\\u0000-\\u0020]+|[\\t\\n\\r]/g, "").toLowerCase();
        if (/^on|^srcdoc$|^formaction$|^ping$/i.test(name) || addresses.test(name) && schemes.test(plain)) {
          found.push(`${name}: ${told}`);
        }
      }
      if (element.localName === "template") visit(element.content);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  return found;
}"""


@dataclass
class Trap:
    """A page in which nothing must run but the site's own scripts: a vector that runs calls window.__hit."""

    page: Page
    kept: Record
    answer: str | None = None
    """What to do with the next dialog, once: `accept` or `dismiss`; any other dialog is a fault."""

    def answer_dialog(self, dialog: Dialog) -> None:
        """Close a dialog; none may open but the one that the test waits for."""
        answer, self.answer = self.answer, None
        if answer is None:
            self.kept.faults.append(f"dialog: {dialog.message}")
        if answer == "accept":
            dialog.accept()
        else:
            dialog.dismiss()

    def went(self, frame: Frame) -> None:
        """Note a page that goes elsewhere by itself."""
        if urlsplit(frame.url).netloc != self.kept.host or frame.parent_frame:
            self.kept.faults.append(f"went to {frame.url[:200]}")

    def spring(self, skip: str = "") -> list[str]:
        """Touch every element in every way, and give what ran, what went wrong, and what would run elsewhere."""
        before = self.page.url
        self.page.evaluate(POKE, skip)
        found = self.page.evaluate(DANGERS)
        if urlsplit(self.page.url).path != urlsplit(before).path:
            found.append(f"went from {before} to {self.page.url}")
        return found + self.faults()

    def touch_frames(self) -> None:
        """Touch every element of each frame."""
        for frame in self.page.frames[1:]:
            with suppress(Error):  # a frame may have gone elsewhere meanwhile
                frame.evaluate(POKE)
        settle(self.page)

    def faults(self) -> list[str]:
        """Give what ran or went wrong until now, and forget it."""
        found, self.kept.faults[:] = list(self.kept.faults), []
        return found


def arm(context: BrowserContext, home: str) -> Trap:
    """Open a tab that notes whatever runs in it."""
    context.add_init_script(HIT)
    page = context.new_page()
    trap = Trap(page, record(page, home))
    page.on("dialog", trap.answer_dialog)
    page.on("framenavigated", trap.went)
    page.on("popup", lambda popup: trap.kept.faults.append(f"popup: {popup.url[:200]}"))
    return trap
