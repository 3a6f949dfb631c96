"""Pasting into the form: what word processors and pages put on the clipboard becomes the Markdown that it means."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

import sites
from browser import Open
from roadmap.contributions import importing
from roadmap.reading import prose
from roadmap.reading.markdown import checks, parsing
from roadmap.reading.markdown.rendering import Labels
from sites import none

pytest_plugins = ("browser",)
pytestmark = pytest.mark.browser

ASSETS = sites.PROJECT / "overrides" / "assets"
CLIPBOARD = Path(__file__).parent / "clipboard"
CASES: list[dict[str, Any]] = yaml.safe_load((sites.TESTS / "paste.yml").read_text(encoding="utf-8"))
LABELS = Labels("Source {}".format, "Back", "Table")
SOURCES = ["https://example.org/decret", "https://example.org/rapport"]


def shown(text: str) -> str:
    return prose.render_section(parsing.read_section(text).pieces, str, LABELS)


def problems(text: str) -> list[str]:
    found = [one.what.in_language("en") for one in checks.check_section(text, "x", 1)]
    read = checks.section_text(text)
    return found + [f"uncited: {block.line}" for block in checks.uncited(read)] if read else found


@pytest.fixture(scope="module")
def pasting(browser: Browser) -> Iterator[Page]:
    """A page with nothing but what reads pasted text, which notes any request."""
    with browser.new_context() as context:
        page = context.new_page()
        for path in (ASSETS / "vendor" / "markdown-it" / "markdown-it.js", ASSETS / "markdown.js"):
            page.add_script_tag(path=path)
        page.add_script_tag(path=ASSETS / "form-paste.js")
        yield page


def pasted(page: Page, html: str, sources: list[str]) -> tuple[str, dict[str, int]]:
    """Give the Markdown of pasted HTML, and what was left out."""
    found = page.evaluate("([html, sources]) => roadmapPaste.markdown(html, sources)", [html, sources])
    return found["text"], {name: count for name, count in found["left"].items() if count}


def test_there_are_enough_cases():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 55


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_pasted_becomes_what_it_means(pasting: Page, case: dict[str, Any]):
    if "text" in case:
        text, left = pasting.evaluate("text => roadmapPaste.plain(text)", case["text"]), {}
    else:
        text, left = pasted(pasting, case["html"], case.get("sources", []))
    assert (text, left) == (case["markdown"], case.get("left", {}))
    # The check accepts it, and pasting the result once more, or sending it, changes nothing.
    assert problems(importing.cited(text)) == []
    if "text" in case:
        assert shown(importing.cited(text)) == shown(importing.cited(case["text"].replace("\r\n", "\n")))


SAME = """**En chiffres**\\
Le **fonds** finance des *œuvres* dans [tout le pays](https://example.org/decret?a=1&b=2)[1].
"""
LIST = """- aux jeunes [1]
  - y compris les plus petits [2]
- aux associations [2]

1. premier [1]
2. second [1]

| Année | Budget |
| --- | --- |
| 2014 | 120 [2] |
"""
FILES: dict[str, tuple[list[str], dict[str, int]]] = {
    "libreoffice-writer.html": (
        [
            SAME,
            f"Il s’adresse :\n\n{LIST}",
            "> Une chance pour nos langues. [2]",
            "Un essai\\\nde deux lignes, 58 % de m². [2]",
        ],
        {"comments": 1},
    ),
    "word.html": (
        [
            SAME,
            "Le fonds s’adresse :\n\n- aux jeunes [1]\u00a0;\n  - y compris les plus petits [2]\u00a0;\n"
            "    - même en zone rurale [2]\u00a0;\n- aux petites associations [2].\n\n"
            "1. Premier appel [1]\n2. Second appel [1]\n",
            "| Année | Budget \\| millions |\n| --- | --- |\n| 2014 | 120 dont 14 [2] |",
            "> Une chance pour nos langues. [2]",
            "Une ligne\\\nune autre, de 3 m².[2]",
        ],
        {"struck": 1, "comments": 1, "pictures": 1},
    ),
    "google-docs.html": (
        [
            SAME.replace("&b=2)[1].", "). [1]"),
            LIST.replace("y compris les plus petits", "même petits"),
        ],
        {},
    ),
    "word-online.html": (
        ["Le fonds s’adresse :\n\n- aux jeunes [1]\n  - **même petits** [2]\n", "3. troisième [1]"],
        {},
    ),
    "outlook.html": (
        [
            "Bonjour, voir [le rapport](https://example.org/rapport). [1]",
            "- un [1]\n  - sous un [1]\n- deux [1]\n  - sous deux [1]\n",
            "> Une phrase citée. [1]\n>\n> Une autre. [1]",
        ],
        {},
    ),
}
"""What each program's clipboard becomes, in parts, and what is left out of it."""


def squeezed(text: str) -> str:
    return text.replace("\u202f", "\u00a0")


@pytest.mark.parametrize("name", FILES)
def test_the_clipboard_of_each_program_is_read_whole(pasting: Page, name: str):
    parts, left = FILES[name]
    text, found = pasted(pasting, (CLIPBOARD / name).read_text(encoding="utf-8"), SOURCES)
    assert squeezed(text) == "\n\n".join(part.strip("\n") for part in parts)
    assert found == left
    assert problems(importing.cited(text)) == []


def test_every_file_of_the_folder_is_tested():
    assert {path.name for path in CLIPBOARD.glob("*")} == set(FILES)


HOSTILE = (
    "<img src=https://example.org/x onerror='window.__hit = 1'>",
    "<svg onload='window.__hit = 1'><script>window.__hit = 1</script></svg>",
    "<iframe srcdoc='<script>parent.__hit = 1</script>'></iframe>",
    "<link rel=stylesheet href=https://example.org/x.css><style>@import 'https://example.org/y.css'</style>",
    "<video src=https://example.org/v autoplay></video><object data=https://example.org/o></object>",
    "<base href=https://example.org/><a href='x'>a</a><meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<div>" * 5_000 + "x" + "</div>" * 5_000,
    "<ul><li>" * 3_000 + "x",
    "<table><tr><td colspan=1000000 rowspan=1000000>x</td><td>y</td></tr><tr><td>z</td></tr></table>",
    "<p>" + "<b><i>x" * 3_000,
    "<a href='https://example.org/" + "(" * 50_000 + "'>x</a>",
    "<!--" * 10_000,
    "<p style='" + "font-weight:bold;" * 20_000 + "'>x</p>",
)
TIMED = """html => {
  const start = performance.now();
  roadmapPaste.markdown(html, []);
  return performance.now() - start;
}"""


def test_nothing_that_is_pasted_runs_loads_or_hangs(pasting: Page):
    requests: list[str] = []
    pasting.on("request", lambda request: requests.append(request.url))
    for html in HOSTILE:
        took = pasting.evaluate(TIMED, html)
        assert took < 3_000, html[:60]
    assert pasting.evaluate("window.__hit") is None
    assert requests == []


def test_too_much_is_left_to_the_browser(pasting: Page):
    assert pasting.evaluate("roadmapPaste.markdown('x'.repeat(3_000_001), [])") is None


PIECES = ("<ul>", "<li>", "</ul>", "<ol start=3>", "</ol>", "<p>", "<b>", "</b>", "<i>", "a [1] ", "<sup>1</sup>",
          "«\u00a0b\u00a0» [1]", "<table><tr><td>", "<td>", "<tr>", "</table>", "<br>", "<blockquote>", "</blockquote>",
          "<h3>", "</h3>", "<a href='https://example.org/(x)'>", "</a>", "# x", "* y *", "- z", "|", "\\", "_",
          "12) ")  # fmt: skip


def test_random_html_is_accepted_by_the_check(pasting: Page):
    chance = random.Random(2005)
    texts = ["".join(chance.choice(PIECES) for _ in range(chance.randint(1, 16))) for _ in range(600)]
    found = pasting.evaluate(
        "texts => texts.map(text => roadmapPaste.markdown(text, ['https://example.org/']).text)", texts
    )
    none(
        f"{html!r}: {text!r} {wrong}"
        for html, text in zip(texts, found, strict=True)
        if (wrong := [one for one in problems(importing.cited(text)) if not one.startswith("uncited")])
    )
    assert json.dumps(found).count("\\n- ") > 40


# In the form

PASTE = """([path, html, text]) => {
  const field = document.querySelector(`[data-path="${path}"] textarea`);
  field.focus();
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  return event.defaultPrevented;
}"""
COPY = """html => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], { type: "text/html" }),
  "text/plain": new Blob(["x"], { type: "text/plain" }),
})])"""
MAIN = "text.main_features"
FIELD = f"[data-path='{MAIN}'] textarea"


def form_at_texts(open_page: Open, language: str = "fr", **options: Any) -> Page:
    return open_page(sites.path_in(language, "contribute/#step-action"), **options)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_word_is_pasted_into_the_form_as_what_it_is(open_page: Open, language: str):
    page = form_at_texts(open_page, language)
    html = (CLIPBOARD / "word.html").read_text(encoding="utf-8")
    assert page.evaluate(PASTE, [MAIN, html, "x"])
    expect(page.locator(FIELD)).to_have_value(re.compile(r"- aux jeunes \[1\].*\n  - y compris"))
    said = page.locator(f"[data-path='{MAIN}'] .said")
    expect(said).to_be_visible()
    expect(page.locator(".live")).to_have_text(re.compile(r"\S"))
    page.keyboard.press("Control+z")
    expect(page.locator(FIELD)).to_have_value("")


def test_the_real_clipboard_is_pasted_by_keyboard(open_page: Open):
    page = form_at_texts(open_page, permissions=["clipboard-read", "clipboard-write"])
    html = (CLIPBOARD / "libreoffice-writer.html").read_text(encoding="utf-8")
    other = page.context.new_page()  # another program, to which the site's policy does not apply
    other.route("**/blank", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    other.goto(page.url.partition("#")[0] + "blank")
    other.evaluate(COPY, html)
    other.close()
    page.locator(FIELD).fill("Avant. [1]")
    page.locator(FIELD).press("Control+End")
    page.keyboard.press("Control+v")
    expect(page.locator(FIELD)).to_have_value(re.compile(r"^Avant\. \[1\]\n\n.*- aux jeunes \[1\]\n  - y", re.DOTALL))


def test_text_without_looks_is_pasted_as_lists_and_tables(open_page: Open):
    page = form_at_texts(open_page)
    assert page.evaluate(PASTE, [MAIN, "", "Il aide :\r\n•\tun [1]\r\no\tsous un [1]\r\n"])
    expect(page.locator(FIELD)).to_have_value("Il aide :\n- un [1]\n  - sous un [1]")
    assert not page.evaluate(PASTE, [MAIN, "", "Une phrase. [1]"]), "the browser pastes what is plain"
    assert not page.evaluate(PASTE, ["text.summary", "<p>Une <b>phrase</b></p>", "Une phrase"])


def test_what_is_pasted_is_kept_when_its_script_cannot_be_fetched(open_page: Open):
    page = form_at_texts(open_page)

    def refuse(route: Route) -> None:
        route.fulfill(status=200, content_type="text/javascript", body="")

    page.route("**/form-paste.*.js", refuse)
    assert page.evaluate(PASTE, [MAIN, "<ul><li>un</li></ul>", "• un"])
    expect(page.locator(FIELD)).to_have_value("• un")


def test_what_the_form_takes_in_is_fetched_when_it_is_used(open_page: Open):
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition(".")[0]))
    page.goto(page.url + "contribute/#step-action")
    expect(page.locator(FIELD)).to_be_visible()
    assert not {"form-paste", "form-pictures", "form-open", "js-yaml", "markdown-it"} & set(asked)
    weights = [
        len(gzip.compress(path.read_bytes(), 9))
        for path in (
            *ASSETS.glob("markdown.js"),
            ASSETS / "vendor/markdown-it/markdown-it.js",
            ASSETS / "form-pictures.js",
        )
    ]
    assert len(weights) == 3 and sum(weights) <= 60_000
