"""Markdown as people type it: page, check and the form's preview read it alike (markdown.yml), and lose nothing."""

from __future__ import annotations

import hashlib
import random
import re
from html import unescape

import pytest
from playwright.sync_api import Browser, Page

import sites
from browser import NARROW, Open
from hostile import PIECES, bounded
from roadmap.contributions import importing
from roadmap.reading import case_study, prose
from roadmap.reading.markdown import checks, parsing, rendering
from roadmap.reading.markdown.rendering import Labels
from sites import none

pytest_plugins = ("browser",)

PROJECT = sites.PROJECT
CASES = sites.typed_yaml(sites.TESTS / "markdown.yml")
PAGES = sites.typed_yaml(sites.TESTS / "markdown-pages.yml")
ASSETS = PROJECT / "overrides" / "assets"
VENDORED = ASSETS / "vendor" / "markdown-it"
LABELS = Labels("Source {}".format, "Back", "Table")


def shown(text: str) -> str:
    """The HTML of a section, before anything is said of it."""
    return prose.render_section(parsing.read_section(text).pieces, str, LABELS)


def shortened(html: str) -> str:
    """HTML as markdown.yml writes it."""
    html = re.sub(
        r'<sup><a aria-label="Source \d+" class="footnote-ref" href="#source-(\d+)">\1</a></sup>', r"[\1]", html
    )
    html = html.replace('<div aria-label="Table" class="table" role="group" tabindex="0">\n<table>', "<table>")
    html = html.replace("</table>\n</div>", "</table>").replace(' scope="col"', "")
    return re.sub(r">\n(?=<)", ">", html).replace("\u00a0", "&nbsp;")


def problems(text: str) -> list[str]:
    """What the checks of a section say, each with its line."""
    found = [f"{one.line}: {one.what.in_language('en')}" for one in checks.check_section(text, "x", 1)]
    read = checks.section_text(text)
    return found + [f"{block.line}: fact without a source" for block in checks.uncited(read)] if read else found


def test_there_are_enough_cases():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_text_is_shown_as_it_is_meant_or_refused_with_its_line(case: dict):
    text = importing.cited(case["text"])
    assert problems(text) == case.get("problems", [])
    if "html" in case:
        assert shortened(shown(text)) == case["html"]


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_page_is_shown_as_it_is_meant_or_refused_with_its_line(case: dict):
    found = [f"{one.line}: {one.what.in_language('en')}" for one in checks.check_page(case["text"], "x.md", 1)]
    assert found == case.get("problems", [])
    if "html" in case:
        read = parsing.read_page(case["text"])
        assert re.sub(r">\n(?=<)", ">", prose.sanitise(rendering.fill(read.pieces, str, LABELS))) == case["html"]


SECTION = """\
### A {#a}

| a | b |
|:-:|--:|
| [c](/goals/1/ "T & t") | <https://e.org/?a&b> [^2] |

1 \\< 2 & 3 &amp; `<` \\& **d** *e* [^1]
"""
SECTION_HTML = """\
<h3 id="a">A</h3>
<div aria-label="Table &amp; co" class="table" role="group" tabindex="0">
<table>
<thead>
<tr>
<th scope="col">a</th>
<th scope="col">b</th>
</tr>
</thead>
<tbody>
<tr>
<td><a href="../goals/1/" title="T &amp; t">c</a></td>
<td><a href="https://e.org/?a&amp;b">https://e.org/?a&amp;b</a>\u00a0\
<sup><a aria-label="Source &lt;2&gt;" class="footnote-ref" href="#source-2">2</a></sup></td>
</tr>
</tbody>
</table>
</div>
<p>1 &lt; 2 &amp; 3 &amp; <code>&lt;</code> &amp; <strong>d</strong> <em>e</em>\u00a0\
<sup><a aria-label="Source &lt;1&gt;" class="footnote-ref" href="#source-1">1</a></sup></p>"""
PAGE = """\
A[^b] [1]{dir=ltr lang=fr} and[^b] [c](/x/)[^a]

[^b]: One.

    Two.
[^a]: "Three" [d](/y/)

T
: D
"""
PAGE_HTML = """\
<p>A<sup id="fnref-b"><a class="footnote-ref" href="#fn-b">1</a></sup> <span dir="ltr" lang="fr">1</span> and\
<sup id="fnref2-b"><a class="footnote-ref" href="#fn-b">1</a></sup> <a href="../x/">c</a>\
<sup id="fnref-a"><a class="footnote-ref" href="#fn-a">2</a></sup></p>
<dl>
<dt>T</dt>
<dd>D</dd>
</dl>
<div class="footnote">
<hr>
<ol>
<li id="fn-b">
<p>One.</p>
<p>Two.&nbsp;<a class="footnote-backref" href="#fnref-b" title="Back &lt;">↩</a>\
<a class="footnote-backref" href="#fnref2-b" title="Back &lt;">↩</a></p>
</li>
<li id="fn-a">
<p>&quot;Three&quot; <a href="../y/">d</a>&nbsp;<a class="footnote-backref" href="#fnref-a" title="Back &lt;">↩</a></p>
</li>
</ol>
</div>"""


@pytest.mark.parametrize(
    ("read", "text", "html"),
    [(parsing.read_section, SECTION, SECTION_HTML), (parsing.read_page, PAGE, PAGE_HTML)],
    ids=["section", "page"],
)
def test_html_has_its_labels_roles_and_resolved_addresses(read, text: str, html: str):
    """The HTML as it is published; the tables of cases compare it without what they have in common."""
    labels = Labels("Source <{}>".format, "Back <", "Table & co")
    resolved = rendering.fill(read(text).pieces, lambda target: target.replace("/", "../", target[0] == "/"), labels)
    assert resolved == html


# The preview


@pytest.fixture(scope="module")
def preview(browser: Browser):
    """A page with nothing but what reads Markdown in the form."""
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(path=VENDORED / "markdown-it.js")
    page.add_script_tag(path=ASSETS / "markdown.js")
    yield page
    context.close()


PREVIEWED = """texts => texts.map(text => [
  roadmapMarkdown.render(text, rank => `Source ${rank}`, "Table"), roadmapMarkdown.uncited(text)])"""


def differences(preview: Page, texts: list[str]) -> list[str]:
    """The texts that are accepted of which page and preview show different HTML, or disagree on what needs a source."""
    accepted = [text for text in texts if parsing.is_readable(text) and not problems_of_section(text)]
    assert accepted
    found = []
    for text, (html, uncited) in zip(accepted, preview.evaluate(PREVIEWED, accepted), strict=True):
        read = checks.section_text(text)
        if prose.sanitise(html) != shown(text):
            found.append(f"{text!r}: {html!r} {shown(text)!r}")
        elif read and uncited != any(True for _block in checks.uncited(read)):
            found.append(f"{text!r}: uncited {uncited}")
    return found


def problems_of_section(text: str) -> bool:
    return any(True for _problem in checks.check_section(text, "x", 1))


@pytest.mark.browser
def test_page_and_preview_show_the_same(preview: Page):
    assert differences(preview, [importing.cited(case["text"]) for case in CASES]) == []


@pytest.mark.browser
def test_page_and_preview_show_the_same_of_what_is_published(preview: Page):
    texts = []
    for path in sorted((PROJECT / "content" / "case-studies").glob("*/index.*.md")):
        text, found = case_study.read_text(path, path.name, path.suffixes[0][1:])
        assert text is not None, found
        texts += [section.markdown for section in text.sections]
    assert len(texts) > 100
    assert differences(preview, texts) == []


WORDS = ("• a\n", "•\ta [^1]\n", "o\tb\n", "§\tc\n", "– d\n", "— e\n", "-f\n", "1) g\n", "2) h\n", "(1) i\n", "(2) j\n",
         "1° k\n", "a) l\n", "b) m\n", "أ) ن\n", "١. س\n", "٢. ش\n", "一、子\n", "a\tb\n", "c\td\n", "| x | y |\n",
         "|---|---|\n", "| 1 | 2 |\n", "    ", "**كلمة:**بعد", "**重要：**这是", "*中*文", "“x”", "\u00a0", "\u3000",
         "  - x\n", "   - y\n", "10. z\n", "11. w\n", "**a**b", "😀", "\t", "\n\n",
         "Un fait. [^1]", "[^1]")  # fmt: skip


@pytest.mark.browser
@pytest.mark.slow
def test_page_and_preview_show_the_same_of_anything(preview: Page):
    chance = random.Random(2005)
    pool = [*PIECES, *WORDS, *WORDS]
    texts = ["".join(chance.choice(pool) for _ in range(chance.randint(1, 14))) for _ in range(4_000)]
    assert differences(preview, texts) == []


LINKED = ("https://e.org/", "HTTP://e.org/", "mailto:fake@e.org", "/outputs/1/", "#reading")
NOT_LINKED = (
    "tel:+33",
    "ftp://e.org/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//e.org/",
    "/\\\\e.org/",
    "outputs/1/",
)


@pytest.mark.browser
@pytest.mark.parametrize("address", [*LINKED, *NOT_LINKED])
def test_the_preview_links_to_what_the_check_accepts_and_to_nothing_else(preview: Page, address: str):
    text = f"[x]({address}) [^1]"
    ((html, _uncited),) = preview.evaluate(PREVIEWED, [text])
    assert "#source-1" in html and (">x</a>" in html) == (address in LINKED), html
    assert problems_of_section(text) == (address not in LINKED)


@pytest.mark.browser
def test_no_markup_that_is_typed_becomes_markup_in_the_preview(preview: Page):
    texts = [
        "<img src=x onerror=alert(1)>",
        "<b>x</b>",
        '[x](https://e.org "\\" onclick=x")',
        "&lt;script&gt;",
        "`<b>`",
    ]
    for html, _uncited in preview.evaluate(PREVIEWED, texts):
        assert not re.search(r"<(?!/?(?:p|a|code)\b)", html), html
        assert "onclick=x" not in re.sub(r'="[^"]*"', "", html), html


def test_vendored_parser_is_the_one_that_its_note_names():
    note = (VENDORED / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256((VENDORED / "markdown-it.js").read_bytes()).hexdigest() in note
    assert "MIT" in note and "Permission is hereby granted" in (VENDORED / "markdown-it-license.txt").read_text("utf-8")


WIDE = (
    "| Dispositif | Bénéficiaires | Administration responsable | Observations |\n|---|---|---|---|\n"
    "| Subventions | Microentreprises | Ministère de la Culture | Renouvelable [^1] |"
)


@pytest.mark.browser
def test_wide_table_scrolls_in_its_own_box_on_the_narrowest_phone(look_at: Open):
    page = look_at("case-studies/co-crea-digital/", width=NARROW)
    page.evaluate(
        "html => document.querySelector('.case-section div').insertAdjacentHTML('beforeend', html)", shown(WIDE)
    )
    box = page.locator(".case-section div.table").last
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())


# Anything at all

TYPED = (*PIECES, *WORDS, "W ", "W", "W\n", "- W\n", "W [^1]\n\n", "| W | W |\n", "W\tW\n", "[W](/activities/1.1/)",
         "*W*", "**W**", "> W\n", "1. W\n", "### W {#w}\n")  # fmt: skip
"""Pieces of text, in which each W is another word."""


def with_words(pieces: list[str]) -> tuple[str, list[str]]:
    """A text with a word of its own for each W, and these words."""
    parts = "".join(pieces).split("W")
    words = [f"mot{number}zz" for number in range(1, len(parts))]
    return parts[0] + "".join(word + part for word, part in zip(words, parts[1:], strict=True)), words


def assert_whole(text: str, words: list[str]) -> None:
    """A section that is accepted is shown whole: each word once, no id but a heading's, each citation as a link."""
    read = checks.section_text(text)
    if read is None or problems_of_section(text):
        return
    html = shown(text)
    plain = unescape(re.sub(r"<[^>]*>", " ", html))
    none(f"{word} in {html!r}" for word in words if plain.count(word) != 1)
    assert html.count('class="footnote-ref"') == len(read.citations), html
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]|<(?!h[34]\b)\w+[^>]* id=|<pre|<script", html), html
    words_only = re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
    assert not re.search(r"\*\*\w+\*\*", words_only), html


FAULTY = (("W\tW\n", "W [^1]\n\n"), ("- W\n", "  - x\n", "W"), ("[^1]: ", "W"), ("1. W\n", "o\tb\n", "2) h\n"))
"""What was shown in part, once."""


@pytest.mark.sampled(2)
@pytest.mark.slow
@pytest.mark.parametrize("longest", [4, 8, 12, 20])
def test_twenty_thousand_texts_are_refused_or_shown_whole(longest: int):
    """Drawn by chance, the same in each run: Hypothesis takes five times as long to draw as the check to read."""
    chance = random.Random(longest)
    drawn = (tuple(chance.choices(TYPED, k=chance.randint(1, longest))) for _ in range(10_000))
    texts = dict.fromkeys([*FAULTY, *drawn])
    assert len(texts) > 5_000
    for pieces in texts:
        assert_whole(*with_words(list(pieces)))


BOMBS = {
    "3,000 lists within lists": "".join("  " * depth + "- a\n" for depth in range(300)) + "- " * 3_000 + "a",
    "3,000 quotations": ">" * 3_000 + " a",
    "50,000 brackets": "[" * 50_000,
    "emphasis within emphasis": "*a **b " * 10_000,
    "50,000 backquotes": "`a" * 25_000,
    "a table of 5,000 columns": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|",
    "5,000 rows by tabs": "a\tb\n" * 5_000,
    "5,000 lines that start with a tab": "\ta\n" * 5_000,
    "5,000 footnotes": "".join(f"[^{n}]: a\n" for n in range(300)) + "a [^1]" * 300,
    "definitions": "a\n: b\n" * 5_000,
    "spans": "[a]{dir=ltr}" * 900,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("check", [checks.check_page, checks.check_section])
def test_markdown_bomb_is_refused_or_read_in_time(check, text: str):
    with bounded():
        list(check(text, "x.md", 1))


@pytest.mark.parametrize("kind", ["page", "section"])
def test_fault_of_the_parser_is_reported_with_its_file(monkeypatch: pytest.MonkeyPatch, kind: str):
    def fault(text: str) -> None:
        raise IndexError(text)

    monkeypatch.setattr(checks, f"read_{kind}", fault)
    (problem,) = getattr(checks, f"check_{kind}")(f"A {kind} that nobody else has.", "x.md", 7)
    assert (problem.path, problem.line) == ("x.md", 7)


# What the check says of the HTML itself, which no text brings about


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        ('<a href="\0>https://evil.example/\0">x</a>', "https://evil.example/"),
        ('<p id="sources">x</p>', "id"),
        ("<p>a\x02b</p>", "U+FFFD"),
        ('<sup><a aria-label="1" class="footnote-ref" href="#source-9">9</a></sup>', "[^1]"),
    ],
)
def test_html_that_was_not_checked_is_refused(monkeypatch: pytest.MonkeyPatch, piece: str, reason: str):
    read = parsing.read_section("Un fait. [^1]")
    read.pieces += piece
    monkeypatch.setattr(checks, "section_text", lambda text: read)
    (problem,) = checks.check_section("Un fait. [^1]", "x.md", 7)
    assert problem.line == 7 and reason in problem.what.in_language("en")
