"""What finished pages load, and what the search reads of them. Read without a parser, for there are thousands of pages;
what templates and the sanitiser write is well formed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

LOADED = ("src", "srcset", "data-index", "data-facets", "data-form", "data-markdown", "data-markdown-it")
"""The attributes that name what a page or its script loads, `link` elements apart."""
ADDRESS = re.compile(rf' (href|{"|".join(LOADED)})="([^"]*)"')
"""An attribute that names an address, with its value; whoever writes the value escapes its quotation marks."""
STARTS = (" src", " data-")
"""How they begin where they stand: most pages have none in their body."""
LOADING = re.compile(
    r"""<(?:(script\b[^>]*>).*?</script>|((?:link|img|source|form)\b(?:[^<>"']|"[^"]*"|'[^']*')*>))""", re.DOTALL
)
"""The start tag, but for its first sign, of an element that may load something: no other of ours does."""
ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|$")
"""How an address starts that does not lead to another file of the site."""
BASE = "http://site/"


def target(address: str, here: str) -> str | None:
    """Return the path, from the site's root, to which an address leads on the page at path `here`; None for another
    host, another scheme, or a place on the same page.
    """
    return None if ELSEWHERE.match(address) else urlsplit(urljoin(BASE + here, address)).path.removeprefix("/")


def loaded(html: str, here: str) -> set[str]:
    """Return the paths, from the site's root, of what the page at path `here` loads: style, scripts, pictures, data."""
    found = set()
    head, _end, rest = html.partition("</head>")
    if not any(start in rest for start in STARTS):
        rest = ""
    for tag in LOADING.finditer(head + rest):
        start = tag[1] or tag[2]
        link = start.startswith("link ")
        if link and ("canonical" in start or "alternate" in start):
            continue
        found |= {path for one in _addresses(start, link) if (path := _path(one, here)) is not None}
    return found


@lru_cache(maxsize=1_000)  # most pages load the same
def _addresses(start: str, link: bool) -> tuple[str, ...]:
    """Return the addresses that a start tag loads, as HTML has them."""
    found: list[str] = []
    for name, value in ADDRESS.findall(start):
        if link or name in LOADED:
            found += [one.split()[0] for one in value.split(",")] if name == "srcset" else [value]
    return tuple(found)


def _path(address: str, here: str) -> str | None:
    """Return the same for an address as HTML has it."""
    depth = here.count("/")
    if address.startswith("../" * depth):
        return _from_root(address, depth)
    return target(unescape(address), here)


@lru_cache(maxsize=1_000)
def _from_root(address: str, depth: int) -> str | None:
    """Return the same for an address that climbs to the site's root, from any page so deep: many load the same."""
    return target(unescape(address), "-/" * depth)


SEARCHED = (("<html ", ">"), ("<title>", "</title>"), ("<main ", "</main>"))
"""How what the search reads starts and ends."""
UNSEARCHED = re.compile(r'<(aside|p) class="notice\b[^>]*>.*?</\1>|<sup>.*?</sup>', re.DOTALL)
"""Notices, none of which stands in another one, and the marks of sources and notes."""


def searched(html: str) -> str:
    """What the search reads of a page, and no more: a fifth of its time is for what is left out here. Nor has it
    anything to do with notices, that a translation is behind, say, or with the figures of sources: they would stand as
    words in what it quotes.
    """
    parts = []
    for start, end in SEARCHED:
        at = html.index(start)
        parts.append(html[at : html.index(end, at) + len(end)])
    return UNSEARCHED.sub("", "\n".join([*parts, "</html>\n"]))
