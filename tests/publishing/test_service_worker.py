"""What browsers keep, in a real one: visited pages without network, a whole language on request, and what goes wrong
with workers and their updates.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

import sites
from browser import BASE, BUDGETS, Handler, Server, axe
from conftest import build, locked
from roadmap.publishing import page_html
from sites import Wording, none
from small import small_project

pytest_plugins = ("browser",)
pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORKER = "service-worker.js"
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise(done => \
navigator.serviceWorker.addEventListener('controllerchange', done))).then(() => true)"
KEPT = """async length => {
  const found = {};
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    found[name.split(" ").slice(2).join(" ")] = keys.map(key => new URL(key.url).pathname.slice(length));
  }
  return found;
}"""
STYLED = "getComputedStyle(document.querySelector('.skip')).position === 'absolute'"


@dataclass
class Host:
    """A host of static files that can publish another site, answer wrongly, or take its time."""

    folder: Path
    wrong: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    """Status, type and body instead of a file, by path; status 0 hangs up halfway."""
    slow: dict[str, float] = field(default_factory=dict)
    """Seconds, by path."""
    asked: list[str] = field(default_factory=list)
    """Every path, in order."""
    by_worker: list[str] = field(default_factory=list)
    """What the worker asked for by itself."""
    sent: list[int] = field(default_factory=list)
    """The bytes of each file that it was sent, but for what the browser had already."""
    home: str = ""

    def published(self, path: str) -> bytes:
        """A file, as it is published without any fault."""
        return (
            self.folder / path / "index.html" if path.endswith("/") or not path else self.folder / path
        ).read_bytes()


@contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    """Runs a host."""
    host = Host(folder)

    class Hosted(Handler):
        def do_GET(self) -> None:
            self.directory = str(host.folder)  # browsers connect before they know what to ask for
            path = self.path.removeprefix(BASE).partition("?")[0]
            host.asked.append(path)
            time.sleep(host.slow.get(path, 0))
            self.by_worker = self.headers.get("Referer", "").endswith(WORKER) or "Service-Worker" in self.headers
            if self.by_worker:
                host.by_worker.append(path)
            if path not in host.wrong:
                super().do_GET()
                return
            status, kind, body = host.wrong[path]
            self.send_response(status or 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if status else body[: len(body) // 2])
            self.close_connection = not status

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-cache")
            super().end_headers()

        def copyfile(self, source, outputfile) -> None:
            content = source.read()
            if self.by_worker:  # before it is sent: who has it may look at once whether it has been counted
                host.sent.append(min(len(content), len(gzip.compress(content))))
            outputfile.write(content)

    server = Server(("127.0.0.1", 0), Hosted)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    host.home = f"http://127.0.0.1:{server.server_port}{BASE}"
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def versions(project: Path, shared: Path) -> dict[str, Path]:
    """Three sites of a small project: one, the next with another style and another title, and one without worker."""
    folder = shared / "versions"
    with locked(shared / "versions.lock"):
        if not folder.exists():
            copy = small_project(project, shared / "versions-project")
            build(copy, folder / "one")
            build(copy, folder / "none", SERVICE_WORKER="false")
            with (copy / "overrides/assets/roadmap.css").open("a", encoding="utf-8") as css:
                css.write("body { outline-offset: 7px; }\n")
            sites.edit(copy / "data/locales/en.po", 'msgstr "Goal %(id)s"', 'msgstr "Aim %(id)s"')
            build(copy, folder / "two")
    return {name: folder / name for name in ("one", "two", "none")}


@pytest.fixture
def host(versions: dict[str, Path]) -> Iterator[Host]:
    with hosting(versions["one"]) as running:
        yield running


Visit = Callable[..., Page]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who comes for the first time; what breaks in a page fails the test."""
    faults: list[str] = []
    with browser.new_context(service_workers="allow", reduced_motion="reduce") as made:
        made.set_default_timeout(10_000)
        made.on("weberror", lambda error: faults.append(str(error.error)))
        yield made
    none(faults)


def visit(context: BrowserContext, host: Host, *paths: str) -> Page:
    """Opens pages one after the other, once the worker is there, and waits until each is kept."""
    page = context.pages[0] if context.pages else context.new_page()
    for path in paths:
        page.goto(host.home + path)
        page.evaluate(READY)
        page.wait_for_function(
            "path => caches.keys().then(names => Promise.all(names.map(name => "
            "caches.match(path, { cacheName: name })))).then(found => found.some(Boolean))",
            arg=host.home + path.partition("?")[0],
        )
    return page


def kept(page: Page) -> dict[str, list[str]]:
    """What the browser keeps, by cache."""
    return page.evaluate(KEPT, len(BASE))


def shell(page: Page) -> list[str]:
    """Home and /offline/ in each language, with what they load."""
    (name,) = (name for name in kept(page) if name.startswith("shell "))
    return kept(page)[name]


@contextmanager
def unreachable(context: BrowserContext) -> Iterator[None]:
    """No network."""
    context.set_offline(True)
    try:
        yield
    finally:
        context.set_offline(False)


def go(page: Page, host: Host, path: str) -> Response:
    """Opens a page; gives the answer."""
    answer = page.goto(host.home + path)
    assert answer
    return answer


def updated(page: Page) -> str:
    """Looks for a newer worker; gives what became of it."""
    return page.evaluate("""async () => {
      const registration = await navigator.serviceWorker.ready;
      try {
        await registration.update();
      } catch {
        return "refused";
      }
      const coming = registration.installing ?? registration.waiting;
      if (!coming) return "none";
      return new Promise(done => coming.addEventListener("statechange", () => {
        if (coming.state === "activated" || coming.state === "redundant") done(coming.state);
        setTimeout(() => done(coming.state), 5000);
      }));
    }""")


# What was visited


def test_what_was_visited_opens_without_network_and_in_its_style(host: Host, context: BrowserContext):
    """The first page too, which was there before the worker."""
    page = visit(context, host, "en/goals/1/")
    loaded = page_html.loaded(host.published("en/goals/1/").decode(), "en/goals/1/")
    assert len(loaded) == 3
    assert loaded <= set(kept(page)["assets"]) and loaded <= set(shell(page))
    visit(context, host, "en/case-studies/co-crea-digital/")
    with unreachable(context):
        for path in ("en/goals/1/", "en/case-studies/co-crea-digital/", "en/", "en/offline/"):
            answer = go(page, host, path)
            assert (answer.status, page.evaluate(STYLED)) == (200, True), path
            assert answer.body() == host.published(path)
        page.click(".scheme")  # its script is there
        assert page.evaluate("document.documentElement.dataset.scheme")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_page_that_is_not_kept_is_told_in_its_language(
    host: Host, context: BrowserContext, wording: Wording, language: str
):
    sentence = wording(
        language, "offline", "Vous êtes hors connexion, et la page demandée n’est pas enregistrée sur cet appareil."
    )
    page = visit(context, host, sites.path_in(language, "outputs/1/"), sites.path_in(language, "offline/"))
    expect(page.get_by_text(sentence)).to_be_hidden()
    with unreachable(context):
        answer = go(page, host, sites.path_in(language, "outputs/2/?x=1"))
        assert answer.status == 503
        expect(page.get_by_text(sentence)).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate(STYLED)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the skip link stays on the page
        assert "outputs/2/" in page.url
        page.click("[data-not-kept] a")
        assert page.url == host.home + sites.path_in(language, "")
        assert page.locator(".matrix").is_visible()
    # Chromium tells workers later than pages that the network is back.
    assert any(go(page, host, sites.path_in(language, "outputs/2/")).status == 200 for _round in range(50))


def test_each_visited_language_has_its_own_page_for_what_is_not_kept(host: Host, context: BrowserContext):
    page = visit(context, host, "goals/1/", "zh/goals/1/")
    page.wait_for_function("() => caches.match(new URL('../../offline/', location.href))")
    assert {"", "offline/", "zh/", "zh/offline/"} <= set(shell(page))
    assert not {"ar/", "en/", "es/", "ru/"} & set(shell(page))


def test_what_is_newer_is_shown_and_a_page_that_is_gone_is_forgotten(host: Host, context: BrowserContext):
    page = visit(context, host, "en/goals/1/", "en/goals/2/")
    host.wrong["en/goals/1/"] = (200, "text/html", host.published("en/goals/1/").replace(b"</h1>", b" newer</h1>"))
    host.wrong["en/goals/2/"] = (404, "text/html", b"<!doctype html><title>Gone</title>")
    go(page, host, "en/goals/1/")
    assert page.inner_text("h1").endswith("newer")
    assert go(page, host, "en/goals/2/").status == 404
    page.wait_for_function("url => caches.match(url).then(found => !found)", arg=host.home + "en/goals/2/")
    with unreachable(context):
        go(page, host, "en/goals/1/")
        assert page.inner_text("h1").endswith("newer")
        assert go(page, host, "en/goals/2/").status == 503


def test_a_kept_page_stands_in_for_a_host_that_is_broken_or_slow(host: Host, context: BrowserContext):
    worker = host.published(WORKER)
    assert b"PATIENCE = 4000" in worker
    host.wrong[WORKER] = (200, "text/javascript", worker.replace(b"PATIENCE = 4000", b"PATIENCE = 300"))
    page = visit(context, host, "en/goals/1/", "en/goals/2/")
    host.wrong["en/goals/1/"] = (500, "text/html", b"<!doctype html><title>Broken</title>")
    host.slow["en/goals/2/"] = 5
    assert go(page, host, "en/goals/1/").body() == host.published("en/goals/1/")
    before = time.monotonic()
    assert go(page, host, "en/goals/2/").body() == host.published("en/goals/2/")
    assert time.monotonic() - before < 3


def test_nothing_is_kept_that_is_an_error_or_heavy_or_from_elsewhere(host: Host, context: BrowserContext):
    page = visit(context, host, "en/goals/1/")
    go(page, host, "en/nothing/")
    host.wrong["en/goals/3/"] = (200, "text/plain", b"no page")
    host.wrong["en/heavy.json"] = (200, "application/json", b"0" * 2_000_001)
    go(page, host, "en/goals/3/")
    go(page, host, "en/goals/1/")
    page.evaluate("""async () => {
      const get = (path, options) => fetch(new URL(`../../../${path}`, location.href), options).catch(() => {});
      await get("en/case-studies/index.json", { headers: { Range: "bytes=0-9" } });
      await get("feed.xml");
      await get("en/nothing.json");
      await get("en/case-studies/facets.json", { method: "HEAD" });
      await get("data/roadmap.json", { cache: "no-store" });
      await get("en/heavy.json");
      await get("en/contribute/form.json");
    }""")
    page.wait_for_function("url => caches.match(url)", arg=host.home + "en/contribute/form.json")
    found = kept(page)
    assert found["others"] == ["en/contribute/form.json"]
    assert found["visited"] == ["en/goals/1/"]


def test_the_oldest_of_many_visited_pages_makes_room(host: Host, context: BrowserContext):
    limited = host.published(WORKER).replace(b'"visited":50', b'"visited":3')
    assert limited != host.published(WORKER)
    host.wrong[WORKER] = (200, "text/javascript", limited)
    page = visit(context, host, *(f"en/goals/{number}/" for number in (1, 2, 3, 1, 4)))
    page.wait_for_function("url => caches.match(url).then(found => !found)", arg=host.home + "en/goals/2/")
    assert kept(page)["visited"] == [f"en/goals/{number}/" for number in (3, 1, 4)]


def test_what_the_worker_fetches_by_itself_is_light(host: Host, context: BrowserContext):
    """On a first visit to the page that loads the most: the worker, home, /offline/, and that page."""
    for language in ("fr", "ru"):
        host.sent[:], host.by_worker[:] = [], []
        with context.browser.new_context(service_workers="allow") as visitor:
            visit(visitor, host, sites.path_in(language, "contribute/"))
        assert 15_000 < sum(host.sent) <= BUDGETS["worker"]["bytes"], host.by_worker
        assert 4 < len(host.by_worker) <= BUDGETS["worker"]["requests"], host.by_worker


LIKE_ASSETS = b"""<p>x href="assets/plan.3f2a1b4c.svg" src="../../assets/plan.3f2a1b4c.js"</p>
<a href="https://example.org/assets/plan.3f2a1b4c.svg">a source</a>
<a href="../../../assets/plan.3f2a1b4c.css">a link</a>
<p title="&lt;script src=&#34;../../../assets/plan.3f2a1b4c.js&#34;&gt;">a title</p>
<p>&lt;link href="assets/plan.3f2a1b4c.css"&gt;</p>"""


def test_words_that_look_like_an_asset_are_not_fetched(host: Host, context: BrowserContext):
    """In a page that is visited, and in those that the worker needs to be installed."""
    for path in ("en/goals/1/", "en/", "en/offline/"):
        body = host.published(path).replace(b"</main>", LIKE_ASSETS + b"</main>")
        host.wrong[path] = (200, "text/html", body.replace(b"</title>", b" assets/plan.3f2a1b4c.svg</title>"))
    page = visit(context, host, "en/goals/1/")
    assert {"en/", "en/offline/"} <= set(shell(page))
    assert [path for path in host.asked if "3f2a1b4c" in path] == []


@pytest.mark.parametrize("status", [404, 500, 0])
def test_an_asset_that_fails_keeps_neither_page_nor_worker_away(host: Host, context: BrowserContext, status: int):
    (icon,) = re.findall(r"assets/favicon\.[0-9a-f]{8}\.svg", host.published("en/").decode())
    host.wrong[icon] = (status, "text/plain", b"broken" * 10)
    page = visit(context, host, "en/goals/1/")
    assert {"en/", "en/offline/"} <= set(shell(page))
    with unreachable(context):
        assert go(page, host, "en/goals/1/").status == 200
        assert page.evaluate(STYLED)


# Who is not asked for


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })",
        "if (isSecureContext) localStorage.setItem('roadmap:offline', 'no')",
    ],
)
def test_whoever_saves_data_or_has_refused_has_no_worker(host: Host, context: BrowserContext, script: str):
    context.add_init_script(script)
    page = context.new_page()
    go(page, host, "en/goals/1/")
    page.wait_for_timeout(300)
    assert WORKER not in host.asked
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_where_storage_is_forbidden_pages_work(host: Host, context: BrowserContext):
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error() } });"
        "const fail = async () => { throw new Error() };"
        "if (isSecureContext) CacheStorage.prototype.has = CacheStorage.prototype.keys = fail;"
    )
    page = context.new_page()
    go(page, host, "en/offline/")
    expect(page.locator(".keep-status")).not_to_be_empty()
    expect(page.locator(".keep")).to_be_hidden()


# A whole language


STATUS = ".keep-status"


def message(wording: Wording, french: str) -> re.Pattern[str]:
    """What the page says, in English, with any date."""
    return re.compile(re.escape(wording("en", "offline", french)).replace(r"%\(date\)s", ".+"))


WHOLE = "Tout le site est enregistré dans cette langue, depuis le %(date)s."
NEWER = "Tout le site est enregistré dans cette langue, depuis le %(date)s. Une version plus récente est publiée."
BEGUN = "Le téléchargement s’est arrêté avant la fin. Il reprendra où il en était."
UNREACHABLE = "Vous êtes hors connexion. Les pages enregistrées restent disponibles."
FULL = "Espace insuffisant sur cet appareil."
MOVED = "Le site a changé pendant le téléchargement. Recommencez dans un moment."


def test_a_whole_language_is_kept_on_request_its_size_said_first(
    host: Host, context: BrowserContext, wording: Wording, project: Path
):
    page = visit(context, host, "en/offline/")
    listed = json.loads(host.published("en/offline/pages.json"))
    files = [*listed["first"], *listed["then"]]
    output = page.inner_text("#whole + p")
    assert f"{-(-sum(size for _path, size, _sum in files) // 1000):,}\xa0kB on this device" in output
    count = sum(path.endswith("/") for path, *_rest in files)
    assert output.startswith(f"{count}\xa0pages") and "to download" in output
    assert not any("pagefind" in path or path.endswith("pages.json") for path in host.asked)
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(message(wording, WHOLE))
    expect(page.locator(".keep")).to_be_hidden()
    with unreachable(context):
        for path in [path for path, *_rest in files if path.endswith("/")][::3]:
            assert go(page, host, path).body() == host.published(path), path
        go(page, host, "en/search/")
        page.fill("#q", "algorithm")
        expect(page.locator(".found-pages >> nth=0").locator("a").first).to_have_attribute(
            "href", re.compile("activities/2.4/")
        )
        go(page, host, "en/case-studies/?activity=2.3")
        expect(page.locator(".results__count")).to_be_visible()
        assert go(page, host, "goals/1/").status == 503  # in another language: told in the one that is kept
        assert page.locator("html").get_attribute("lang") == "en"
    page.goto(host.home + "en/offline/")
    none(axe(page))


def test_what_interrupts_does_no_harm_and_the_rest_is_asked_for_once(
    host: Host, context: BrowserContext, wording: Wording
):
    page = visit(context, host, "en/offline/")
    host.wrong["en/parties/ca/"] = (0, "text/html", host.published("en/parties/ca/"))  # cut off halfway
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(message(wording, UNREACHABLE))
    page.reload()
    expect(page.locator(STATUS)).to_have_text(message(wording, BEGUN))
    assert not any("kept.json" in path for path in kept(page)["language en"])
    here = set(kept(page)["language en"])
    assert "en/parties/ca/" not in here and len(here) > 50
    del host.wrong["en/parties/ca/"]
    host.asked.clear()
    with unreachable(context):
        page.click(".keep")
        expect(page.locator(STATUS)).to_have_text(message(wording, UNREACHABLE))
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(message(wording, WHOLE))
    assert "en/parties/ca/" in host.asked and not here & set(host.asked)


def test_a_file_that_is_not_the_one_of_the_list_is_not_kept(host: Host, context: BrowserContext, wording: Wording):
    page = visit(context, host, "en/offline/")
    host.wrong["en/goals/1/"] = (200, "text/html", b"<!doctype html><title>Log in to this network</title>")
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(message(wording, MOVED))
    assert not {"en/goals/1/", "en/offline/kept.json"} & set(kept(page)["language en"])


@pytest.mark.parametrize(
    "script",
    [
        "if (isSecureContext) StorageManager.prototype.estimate = async () => ({ quota: 1000, usage: 0 })",
        "const put = self.Cache?.prototype.put; let count = 0; if (put) Cache.prototype.put = function (...all) {"
        " if ((count += 1) > 20) throw new DOMException('full', 'QuotaExceededError'); return put.apply(this, all); }",
    ],
)
def test_a_device_without_room_is_reported(host: Host, context: BrowserContext, wording: Wording, script: str):
    context.add_init_script(script)
    page = visit(context, host, "en/offline/")
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(message(wording, FULL))
    assert "en/offline/kept.json" not in kept(page).get("language en", ())


def test_a_kept_language_is_brought_up_to_date_by_what_changed(
    host: Host, context: BrowserContext, wording: Wording, versions: dict[str, Path]
):
    page = visit(context, host, "en/offline/")
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(message(wording, WHOLE))
    host.wrong["en/goals/4/"] = (200, "text/html", host.published("en/goals/4/").replace(b"</h1>", b" newer</h1>"))
    page.goto(host.home + "en/goals/4/")
    page.wait_for_function("() => caches.keys().then(all => all.some(name => name.endsWith(' visited')))")
    with unreachable(context):
        go(page, host, "en/goals/4/")
        assert page.inner_text("h1").endswith("newer"), "what was visited since is newer than what was kept"
    host.folder = versions["two"]
    page.goto(host.home + "en/offline/")
    expect(page.locator(STATUS)).to_have_text(message(wording, NEWER))
    old = host.published("en/goals/4/")
    host.wrong["en/goals/4/"] = (0, "text/html", old)
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(re.compile(message(wording, UNREACHABLE).pattern + " "))
    with unreachable(context):  # every page is there still, whichever it is
        for path in ("en/goals/4/", "en/goals/1/", "en/parties/ca/"):
            assert go(page, host, path).status == 200
            assert page.evaluate(STYLED), path
    del host.wrong["en/goals/4/"]
    page.goto(host.home + "en/offline/")
    host.asked.clear()
    page.click(".keep")
    expect(page.locator(STATUS)).to_have_text(message(wording, WHOLE))
    assert "en/goals/4/" in host.asked and not any("wasm" in path for path in host.asked)
    with unreachable(context):
        go(page, host, "en/goals/4/")
        assert "Aim 4" in page.title()
        assert page.evaluate("getComputedStyle(document.body).outlineOffset") == "7px"
    styles = [path for path in kept(page)["language en"] if "/roadmap." in path and path.endswith(".css")]
    assert len(styles) == 1


# Updates of the worker


def test_an_update_shows_what_is_new_and_leaves_nothing_behind(
    host: Host, context: BrowserContext, versions: dict[str, Path]
):
    page = visit(context, host, "en/goals/1/", "en/goals/2/")
    other = context.new_page()
    other.goto(host.home + "en/goals/3/")  # open all the while: a new worker waits for nobody
    (before,) = (name for name in kept(page) if name.startswith("shell "))
    host.folder = versions["two"]
    go(page, host, "en/goals/1/")
    assert "Aim 1" in page.title()
    assert page.evaluate("getComputedStyle(document.body).outlineOffset") == "7px"
    updated(page)
    page.wait_for_function("before => caches.keys().then(all => !all.some(name => name.endsWith(before)))", arg=before)
    with unreachable(context):
        go(page, host, "en/goals/1/")
        assert "Aim 1" in page.title()
        go(page, host, "en/goals/2/")  # kept as it was, with the style it was made for
        assert "Goal 2" in page.title() and page.evaluate(STYLED)
        assert page.evaluate("getComputedStyle(document.body).outlineOffset") == "0px"
        go(page, host, "en/")
        assert page.evaluate("getComputedStyle(document.body).outlineOffset") == "7px"
    visit(context, host, "en/goals/2/")
    page.wait_for_function(
        "() => caches.match(location.href).then(found => found.text()).then(text => /Aim 2/.test(text))"
    )
    host.wrong[WORKER] = (200, "text/javascript", host.published(WORKER).replace(b'"version":"', b'"version":"x'))
    assert updated(page) == "activated"  # which takes out what no page names any more
    page.wait_for_function("() => caches.keys().then(all => all.filter(name => / shell /.test(name)).length === 1)")
    other.click(".search-link")
    other.fill(".quick-search input", "aim")
    other.press(".quick-search input", "Enter")
    expect(other).to_have_title(re.compile("Search"))
    every = {path for paths in kept(page).values() for path in paths}
    (style,) = (path for path in every if "/roadmap." in path and path.endswith(".css"))
    assert (versions["two"] / style).exists() and not (versions["one"] / style).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"en/": (500, "text/html", b"broken")},
        {"en/offline/": (200, "text/plain", b"broken")},
        {"en/": (0, "text/html", b"<!doctype html>" * 100)},
        {WORKER: (500, "text/javascript", b"")},
        {WORKER: (200, "text/html", b"<!doctype html><title>Log in</title>")},
        {WORKER: (200, "text/javascript", b"}{ not a script")},
        {WORKER: (200, "text/javascript", b"throw new Error('broken')")},
        {WORKER: (0, "text/javascript", b"self.addEventListener('fetch', () => {});" * 100)},
    ],
    ids=["home fails", "offline page fails", "home cut off", "500", "html", "no script", "throws", "cut off"],
)
def test_an_update_that_fails_leaves_the_former_worker_in_charge(
    host: Host, context: BrowserContext, versions: dict[str, Path], wrong: dict
):
    page = visit(context, host, "en/goals/1/")
    before = kept(page)
    host.folder = versions["two"]
    host.wrong |= wrong
    assert updated(page) in ("refused", "redundant")
    assert kept(page) == before
    with unreachable(context):
        assert updated(page) in ("refused", "redundant")  # nor while there is no network
        for path in ("en/goals/1/", "en/"):
            assert go(page, host, path).status == 200
            assert page.evaluate(STYLED)
    host.wrong.clear()
    go(page, host, "en/goals/2/")
    assert "Aim 2" in page.title()


def test_a_worker_that_fails_at_every_request_hides_nothing(host: Host, context: BrowserContext):
    broken = host.published(WORKER).replace(b"async function found(url) {", b"async function found(url) { throw url;")
    assert broken != host.published(WORKER)
    host.wrong[WORKER] = (200, "text/javascript", broken)
    page = context.new_page()
    go(page, host, "en/goals/1/")
    page.wait_for_timeout(500)  # its shell cannot be kept: there is no worker at all
    fails = host.published(WORKER).replace(
        b"async function page(event) {", b"async function page(event) { throw event;"
    )
    fails = fails.replace(b"async function asset(event) {", b"async function asset(event) { throw event;")
    host.wrong[WORKER] = (200, "text/javascript", fails.replace(b"async function other(", b"async function other_("))
    for path in ("en/goals/2/", "en/goals/3/", "en/case-studies/"):
        go(page, host, path)
        page.evaluate(READY)
        assert page.evaluate(STYLED) and page.inner_text("h1")
    expect(page.locator("select[name=activity] option").nth(2)).to_be_attached()  # what its script fetched


# The way out


def test_the_switch_takes_a_worker_back_with_all_that_it_kept(
    host: Host, context: BrowserContext, versions: dict[str, Path]
):
    page = visit(context, host, "en/goals/1/", "en/goals/2/")
    page.evaluate("caches.open('another site’s')")
    host.folder = versions["none"]
    go(page, host, "en/goals/1/")
    updated(page)
    page.wait_for_function(
        "() => Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
        ".then(([names, all]) => names.length === 1 && !all.length)"
    )
    go(page, host, "en/goals/2/")
    page.wait_for_timeout(200)
    assert page.evaluate("caches.keys()") == ["another site’s"]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert b"data-worker" not in host.published("en/goals/1/")


def test_the_reader_removes_everything_and_can_begin_again(host: Host, context: BrowserContext, wording: Wording):
    page = visit(context, host, "en/goals/1/", "en/offline/")
    other = context.new_page()
    other.goto(host.home + "en/case-studies/")  # open all the while, with the worker
    page.evaluate("caches.open('another site’s')")
    page.click(".remove")
    expect(page.locator(".remove-status")).to_have_text(
        wording("en", "offline", "Tout est effacé, et plus rien ne sera enregistré.")
    )
    other.evaluate("fetch('index.json').then(answer => answer.text())")
    for path in ("en/goals/2/", "en/offline/"):
        go(page, host, path)
        page.wait_for_timeout(200)
    assert page.evaluate("caches.keys()") == ["another site’s"]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    expect(page.locator(".remove")).to_be_hidden()
    page.click(".again")
    expect(page.locator(".again")).to_be_hidden()
    visit(context, host, "en/goals/2/")
    with unreachable(context):
        assert go(page, host, "en/goals/2/").status == 200


def test_a_worker_whose_caches_are_gone_keeps_nothing_more(host: Host, context: BrowserContext):
    page = visit(context, host, "en/goals/1/")
    page.evaluate("caches.keys().then(all => Promise.all(all.map(name => caches.delete(name))))")
    for path in ("en/goals/2/", "en/case-studies/"):
        assert go(page, host, path).status == 200
        page.wait_for_timeout(300)
    assert kept(page) == {}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_without_script_the_page_offers_no_button(browser: Browser, host: Host, language: str):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        go(page, host, sites.path_in(language, "offline/"))
        expect(page.locator("main button").first).to_be_hidden()
        expect(page.locator("#whole + p")).to_be_visible()


def test_workers_of_two_sites_of_one_host_do_not_meet(versions: dict[str, Path]):
    """The names of caches tell the site's folder: a host has one store for all of them."""
    for name in ("one", "none"):
        text = (versions[name] / WORKER).read_text(encoding="utf-8")
        assert "const PREFIX = `open-roadmap ${new URL(" in text and ".pathname} `" in text
