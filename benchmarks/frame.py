"""The pages of a built site that are no case studies: what the other engines are given for them, finished.

They are few and do not grow; what is compared is how engines make case studies and lists of them. That their bodies
need no more work is to the advantage of the other engines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sites

MAIN = re.compile(r'<main [^>]*?(?P<searchable> data-pagefind-body)?>\n<div class="page page--(?P<kind>[a-z-]+)">\n')
END = "</div>\n</main>"
CRUMBS = re.compile(r'<nav class="crumbs".*?</nav>\n', re.S)
LISTS = re.compile(
    r'<section aria-labelledby="case-studies">.*?</section>'
    r'|<ul class="case-list[^"]*">.*?</ul>|<nav class="pages".*?</nav>',
    re.S,
)
"""Lists of case studies, which an engine makes itself."""
TAGS = re.compile(r"<[^>]+>")
MENU = re.compile(r'<li><a href="([a-z-]+/)">(.*?)</a></li>')


@dataclass(frozen=True, slots=True)
class Frame:
    """A page."""

    address: str
    """From the language's root: `activities/2.4/`."""
    language: str
    kind: str
    title: str
    """Its heading."""
    description: str
    searchable: bool
    body: str
    """Mark-up."""

    @property
    def without_lists(self) -> str:
        """Its body, but for the case studies it lists."""
        return LISTS.sub("", self.body)


def frames(site: Path) -> Iterator[Frame]:
    """Every page but case studies, further pages of lists too."""
    for page in sites.read_pages(site).values():
        found = MAIN.search(page.html)
        assert found, page.path
        if found["kind"] == "case-study":
            continue
        body = CRUMBS.sub("", page.html[found.end() : page.html.rindex(END)])
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
        described = re.search(r'<meta name="description" content="(.*?)">', page.html)
        yield Frame(
            page.address,
            page.language,
            found["kind"],
            words(heading[1] if heading else ""),
            html.unescape(described[1] if described else ""),
            bool(found["searchable"]),
            body,
        )


def words(markup: str) -> str:
    """Mark-up's words, on one line."""
    return " ".join(html.unescape(TAGS.sub(" ", markup)).split())


def menus(site: Path, language: str) -> dict[str, str]:
    """What the header's and the footer's menus link to, with the words of the links: of a language, from its home."""
    home = sites.Page(site, sites.path_in(language, ""))
    parts = re.findall(r"<header.*?</header>|<footer.*?</footer>", home.html, re.S)
    return {address: words(text) for part in parts for address, text in MENU.findall(part)}
