"""What finished pages load, and what the search reads of them. Regular expressions are fast enough for thousands of
pages, and safe here: the HTML of templates and of the sanitizer is well formed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

LOADED = (
    "src",
    "srcset",
    "data-index",
    "data-facets",
    "data-form",
    "data-markdown",
    "data-markdown-it",
    "data-take-in",
)
"""The attributes with the addresses that a page or its script loads, except those of `link` elements."""
SEVERAL = ("srcset", "data-take-in")
"""The attributes with several addresses, with commas between them."""
ADDRESS = re.compile(rf' (href|{"|".join(LOADED)})="([^"]*)"')
"""An attribute with an address as its value; quotation marks in values are escaped."""
STARTS = (" src", " data-")
"""How these attributes start: most pages have none in their body."""
LOADING = re.compile(
    r"""<(?:(script\b[^>]*>).*?</script>|((?:link|img|source|form)\b(?:[^<>"']|"[^"]*"|'[^']*')*>))""", re.DOTALL
)
"""The start tag, without its first character, of an element that may load something: no other element of ours does."""
ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|$")
"""The start of an address that does not lead to another file of the site."""
BASE = "http://site/"


def target(address: str, here: str) -> str | None:
    """Return the path, from the site's root, to which an address leads on the page at path `here`; None for another
    host, another scheme, or a place on the same page.
    """
    return None if ELSEWHERE.match(address) else urlsplit(urljoin(BASE + here, address)).path.removeprefix("/")


def loaded(html: str, here: str) -> set[str]:
    """Return the paths, from the site's root, of what the page at path `here` loads: style, scripts, pictures, data."""
    paths: set[str] = set()
    head, _end, rest = html.partition("</head>")
    if not any(start in rest for start in STARTS):
        rest = ""
    for tag in LOADING.finditer(head + rest):
        start = tag[1] or tag[2]
        link = start.startswith("link ")
        if link and ("canonical" in start or "alternate" in start):
            continue
        paths |= {path for one in _addresses(start, link) if (path := _path(one, here)) is not None}
    return paths


@lru_cache(maxsize=1_000)  # most pages load the same
def _addresses(start: str, link: bool) -> tuple[str, ...]:
    """Return the addresses that a start tag loads, still escaped."""
    addresses: list[str] = []
    for name, value in ADDRESS.findall(start):
        if link or name in LOADED:
            addresses += [one.split()[0] for one in value.split(",")] if name in SEVERAL else [value]
    return tuple(addresses)


def _path(address: str, here: str) -> str | None:
    """Return the target of an escaped address on the page at path `here`."""
    depth = here.count("/")
    if address.startswith("../" * depth):
        return _from_root(address, depth)
    return target(unescape(address), here)


@lru_cache(maxsize=1_000)
def _from_root(address: str, depth: int) -> str | None:
    """Return the target of an address that goes up to the site's root, from any page at this depth: many share it."""
    return target(unescape(address), "-/" * depth)


SEARCHED = (("<html ", ">"), ("<main ", "</main>"))
"""The start and end of each part that the search reads."""
UNSEARCHED = re.compile(r'<(aside|p) class="notice\b[^>]*>.*?</\1>|<sup>.*?</sup>', re.DOTALL)
"""Notices, which are never nested, and the marks of sources and notes."""


def searched(html: str) -> str:
    """Return the parts of a page that the search needs: indexing the rest would take a fifth of its time.

    Notices (of an outdated translation, for example) and the numbers of sources are left out: they would appear as
    words in the excerpts of results.
    """
    parts = []
    for start, end in SEARCHED:
        at = html.index(start)
        parts.append(html[at : html.index(end, at) + len(end)])
    return UNSEARCHED.sub("", "\n".join([*parts, "</html>\n"]))
