"""The Content-Security-Policy in a browser: search, form and worker keep to it, and nothing that was planted runs.

That no page breaks it is tested wherever pages are looked at: `look_at` in browser.py.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

import sites
from browser import BASE, REPORTS, ready
from sites import LANGUAGES, none, path_in

pytest_plugins = ("browser",)

STATED = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
PLANTED = {
    "script element": "<script>globalThis.planted = 1</script>",
    "script of a data address": '<script src="data:text/javascript,globalThis.planted=1"></script>',
    "handler": '<img src="x:" onerror="globalThis.planted = 1">',
    "javascript address": '<a id="go" href="javascript:globalThis.planted=1">x</a>',
    "frame with a script": '<iframe srcdoc="<script>parent.planted = 1</script>"></iframe>',
    "base element": '<base href="https://elsewhere.example/">',
    "form to another host": '<form id="sent" action="https://elsewhere.example/"><button>x</button></form>',
    "style": "<style>body { display: none }</style>",
    "picture of another host": '<img src="https://elsewhere.example/a.png">',
    "plugin": '<object data="https://elsewhere.example/"></object>',
}


def stated(page: str) -> dict[str, list[str]]:
    """The policy in a page's head, by directive."""
    found = STATED.search(page)
    assert found and page.index(found[0]) < page.index("<title>"), "the policy must come before what it is about"
    return {name: sources for name, *sources in (part.split() for part in html.unescape(found[1]).split(";"))}


@pytest.mark.slow
def test_every_page_states_a_strict_policy(site: Path):
    """Of all pages, cards and the 404 page: no source is any host, any inline text or any scheme."""
    for path in site.rglob("*.html"):
        directives = stated(path.read_text(encoding="utf-8"))
        assert directives["default-src"] == ["'none'"]
        assert {"base-uri", "form-action", "script-src", "style-src", "connect-src"} <= directives.keys()
        assert directives["base-uri"] == directives["form-action"] == ["'self'"]
        for directive, sources in directives.items():
            own = {"'self'", "'none'", *(["data:", "blob:"] if directive == "img-src" else ["'wasm-unsafe-eval'"])}
            assert all(source in own or re.fullmatch(r"'sha256-[\w+/]+='", source) for source in sources), path
        assert ("'wasm-unsafe-eval'" in directives["script-src"]) == (path.parent.name == "search"), path


def path_in_site(folder: Path, site: Path) -> str:
    """A folder's path from the site's root, as pages have it."""
    return "" if folder == site else f"{folder.relative_to(site).as_posix()}/"


@pytest.mark.slow
def test_what_stands_in_pages_is_what_the_policy_names(site: Path, pages: dict[str, sites.Page]):
    """Every script and style element has its hash, and no element has a handler or a style of its own."""
    wrong = []
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        allowed = stated(text)
        for element, directive in (("script", "script-src"), ("style", "style-src")):
            for inline in re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL):
                hashed = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
                if f"'sha256-{hashed}'" not in allowed[directive]:
                    wrong.append(f"{path}: {inline[:50]}")
        page = pages.get(path_in_site(path.parent, site)) if path.name == "index.html" else None
        for element in (page.tree if page else sites.parsed(text)).iter():  # other tests have parsed pages already
            wrong += [f"{path}: {name}" for name in element.attrib if name == "style" or name.startswith("on")]
    none(wrong)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_search_form_and_worker_work_within_the_policy(browser: Browser, home: str, language: str):
    context = browser.new_context(service_workers="allow")
    context.add_init_script(REPORTS)
    page = context.new_page()
    page.goto(home + path_in(language, "search/"))
    page.get_by_role("searchbox").fill("UNESCO")
    expect(page.locator("main ol li, main ul li").first).to_be_visible()
    assert page.evaluate("globalThis.broken") == []
    page.goto(home + path_in(language, "contribute/"))
    ready(page)
    page.locator("form.contribute input[type=text], form.contribute textarea").first.fill("x")
    assert page.evaluate("navigator.serviceWorker.ready.then(worker => worker.active !== null)")
    assert page.evaluate("globalThis.broken") == []
    context.close()


def done_by(browser: Browser, home: str, page_text: str) -> list[object]:
    """What a text in the place of a page does in a browser: what it ran, hid, moved or asked another host for."""
    context = browser.new_context()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route("https://elsewhere.example/**", answer)
    page = context.new_page()
    page.route(f"**{BASE}about/", lambda route: route.fulfill(body=page_text, content_type="text/html; charset=utf-8"))
    page.goto(f"{home}about/")
    page.evaluate("document.querySelector('#go, #sent button')?.click()")
    page.wait_for_timeout(150)
    ran = (
        page.evaluate("[globalThis.planted, getComputedStyle(document.body).display, document.baseURI]")
        if not asked
        else []
    )
    context.close()
    return [one for one in [*ran, *asked] if one not in (None, "block", f"{home}about/")]


@pytest.mark.browser
@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_planted_in_a_page_does_nothing(browser: Browser, home: str, site: Path, plant: str):
    """As if a contribution had got through all checks. Without the policy it would do something."""
    text = (site / "about" / "index.html").read_text(encoding="utf-8").replace("</h1>", f"</h1>{plant}", 1)
    assert done_by(browser, home, STATED.sub("", text)) != []
    assert done_by(browser, home, text) == []


@pytest.mark.slow
def test_headers_state_it_too_and_keep_frames_to_the_cards(site: Path):
    """Only cards may be framed: each page has a rule that says so, and no card is meant by any."""
    rules = re.findall(r"^(/\S*)\n((?:  .+\n)+)", (site / "_headers").read_text(encoding="utf-8"), re.MULTILINE)
    assert rules[0][0] == f"{BASE}*" and "default-src 'none'" in rules[0][1] and "nosniff" in rules[0][1]
    unframed = [
        re.compile(place.replace(":page", "[^/]+")) for place, lines in rules if "frame-ancestors 'none'" in lines
    ]
    for path in site.rglob("index.html"):
        address = f"{BASE}{path.parent.relative_to(site).as_posix()}/".replace("/./", "/")
        framed = not any(rule.fullmatch(address) for rule in unframed)
        assert framed == ("embed/" in address), address
