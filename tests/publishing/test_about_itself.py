"""How much of a page is about the page: on no page more than readers came for.

A page that explains an activity or a State may say where its words come from and who translated them, once and briefly.
This test measures every such page of the built site, in every language. It counts the words that a reader sees when the
page opens, in `main` without the breadcrumbs and the links to the next pages. What is folded is not seen: of a closed
`details`, only its summary counts. These count as about the page:

- the provenance of a text, its marks ("reconstructed text") and the editors' notes on it;
- notices about translation, and invitations to improve the page;
- the basis of a link ("read in our copy of the leaflet, probable reading");
- "compiled by the editors", who wrote a case study and when it was revised;
- citation, licence, and the mark-up for other sites;
- where the sources were read, and on a Party's page the sources themselves.

Sources of a case study and the articles that support a sentence count as its text: they are what readers check. So do
the facts in a box: a State's instrument, the institution that leads a measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import polib
import pytest

import sites

FEW = 15
"""Words about itself that every page may have: a Party's page may have only a source."""
MOST = {"activities": 0.15, "outputs": 0.15, "goals": 0.15, "case-studies": 0.15, "parties": 0.25}

NAVIGATION = {"crumbs", "pager", "pages"}

ABOUT_THE_PAGE = {
    *("provenance", "origin", "mark-label", "why", "notice", "behind", "improve", "revise"),
    *("basis", "case__origin", "authorship", "cite", "reuse", "licence", "sources", "sources-note"),
}
"""Classes of elements that are about the page."""

ABOUT_CONTEXTS = {"notice", "provenance", "state", "mark", "basis", "cite", "embed"}
"""Contexts of the catalogues whose texts are about the page, wherever they show."""


def counted(value: str) -> int:
    """Words; two Chinese characters are one."""
    return len(re.findall(r"[\u4e00-\u9fff]{1,2}|[^\s\u4e00-\u9fff]*[^\W\u4e00-\u9fff][^\s\u4e00-\u9fff]*", value))


def seen(element: Element, known: set[str], about: bool = False) -> Iterator[tuple[str, bool]]:
    """Each text that a reader sees below an element, and whether it is about the page."""
    classes = set(element.get("class", "").split())
    if element.tag in ("script", "style", "template", "svg") or classes & NAVIGATION or element.get("aria-hidden"):
        return
    if element.get("hidden") is not None:
        return
    about = about or bool(classes & ABOUT_THE_PAGE and "facts" not in classes)
    children = [child for child in element if isinstance(child.tag, str)]
    if element.tag == "details" and element.get("open") is None:
        children = [child for child in children if child.tag == "summary"]
    if element.text:
        yield element.text, about or sites.squeezed(element.text) in known
    for child in children:
        yield from seen(child, known, about)
        if child.tail:
            yield child.tail, about or sites.squeezed(child.tail) in known


def share(page: sites.Page, known: set[str]) -> tuple[int, int]:
    """How many words of a page are about itself, and how many it has."""
    texts = [(counted(text), about) for text, about in seen(page.main, known)]
    return sum(count for count, about in texts if about), sum(count for count, _about in texts)


@pytest.fixture(scope="session")
def known(project: Path) -> dict[str, set[str]]:
    """By language, the texts of the catalogues that are about the page."""
    found: dict[str, set[str]] = {}
    for file in (project / "data/locales").glob("*.po*"):
        entries = [one for one in polib.pofile(str(file)) if one.msgctxt in ABOUT_CONTEXTS]
        language = sites.SOURCE if file.suffix == ".pot" else file.stem
        found[language] = {sites.squeezed(one.msgid if language == sites.SOURCE else one.msgstr) for one in entries}
    return {language: texts - {""} for language, texts in found.items()}


def test_no_page_is_mostly_about_itself(pages: dict[str, sites.Page], known: dict[str, set[str]]) -> None:
    """At most 15 % of an activity, output, goal or case study, 25 % of a Party."""
    failures = []
    for path, page in pages.items():
        most = MOST.get(page.address.split("/")[0])
        if most is None or page.address.count("/") != 2:
            continue
        about, every = share(page, known[page.language])
        if about > max(most * every, FEW):
            failures.append(f"{path}: {about} of {every} words are about the page, {about / every:.0%}")
    sites.none(failures)
