"""Pages as they are written: the addresses they name, and the words they say. Read without a parser, for there are
thousands of them; what templates and the sanitiser write is well formed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape
from urllib.parse import SplitResult, urljoin, urlsplit

TAG = re.compile(
    r"""(<script\b[^>]*>)(.*?</script>)|(<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""",
    re.DOTALL,
)
"""A start tag; what a script holds is no mark-up, and is passed over with it."""
ADDRESS = re.compile(
    r' (href|src|srcset|data-index|data-facets|data-form|data-markdown|data-markdown-it|data-worker)="([^"]*)"'
)
"""An attribute that names an address, with its value; whoever writes the value escapes its quotation marks."""
FETCHED = ("data-index", "data-facets", "data-form")
"""The attributes that name what a page's script fetches."""
LOADED = ("src", "srcset", "data-markdown", "data-markdown-it", *FETCHED)
"""Those that name what a page loads, `link` elements apart."""
STARTS = (" src", " data-")
"""How they begin where they stand: most pages have none in their body."""
LOADING = re.compile(
    r"""<(?:(script\b[^>]*>).*?</script>|((?:link|img|source|form)\b(?:[^<>"']|"[^"]*"|'[^']*')*>))""", re.DOTALL
)
"""The start tag, but for its first sign, of an element that may load something: no other of ours does."""
ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|$")
"""How an address starts that does not lead to another file of the site."""
BASE = "http://site/"


def rewritten(html: str, change: Callable[[str, str], str | None]) -> str:
    """A page with other addresses: `change` gets an attribute's name and an address, and gives what stands there
    instead; for None the attribute goes.
    """

    def attribute(found: re.Match[str]) -> str:
        name, value = found[1], unescape(found[2])
        if name == "srcset":
            pairs = [candidate.split() for candidate in value.split(",")]
            value = ", ".join(" ".join([change(name, address) or "", *width]) for address, *width in pairs)
            return f' {name}="{escape(value)}"'
        changed = change(name, value)
        return "" if changed is None else f' {name}="{escape(changed)}"'

    def tag(found: re.Match[str]) -> str:
        start, rest = (found[1], found[2]) if found[1] else (found[3], "")
        return ADDRESS.sub(attribute, start) + rest

    return TAG.sub(tag, html)


def target(address: str, here: str) -> SplitResult | None:
    """Where an address on the page at path `here` leads: a path from the site's root, query and fragment; None for
    another host, another scheme, or a place on the same page.
    """
    if ELSEWHERE.match(address):
        return None
    parts = urlsplit(urljoin(BASE + here, address))
    return parts._replace(path=parts.path.removeprefix("/"))


def loaded(html: str, here: str) -> set[str]:
    """The paths, from the site's root, of what the page at path `here` loads: style, scripts, icon, pictures, data."""
    found = set()
    head, _end, rest = html.partition("</head>")
    if not any(start in rest for start in STARTS):
        rest = ""
    for tag in LOADING.finditer(head + rest):
        start = tag[1] or tag[2]
        link = start.startswith("link ")
        if link and ("canonical" in start or "alternate" in start):
            continue
        for name, value in ADDRESS.findall(start):
            if link or name in LOADED:
                values = [one.split()[0] for one in value.split(",")] if name == "srcset" else [value]
                found |= {path for one in values if (path := _path(one, here)) is not None}
    return found


def _path(address: str, here: str) -> str | None:
    """Where an address, as it is written, leads: a path from the site's root; None for one of another site."""
    depth = here.count("/")
    if address.startswith("../" * depth):
        return _from_root(address, depth)
    parts = target(unescape(address), here)
    return parts.path if parts else None


@lru_cache(maxsize=1_000)
def _from_root(address: str, depth: int) -> str | None:
    """The same for an address that climbs to the site's root, from any page so deep: many load the same."""
    parts = target(unescape(address), "-/" * depth)
    return parts.path if parts else None


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


UNSAID = re.compile(
    r"""<(?:nav|form|template|style|button|details)\b|aria-labelledby="case-studies"|"""
    r"""class="(?:notice|improve|hidden|table|case-list|downloads|activities|reference|tally)\b"""
)
"""Start tags of what is not the page's own text: ways, controls, notices, and lists of what has its own page."""
PART = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|([^<]+)|<")
VOID = ("br", "hr", "img", "input", "link", "meta", "wbr")
INLINE = ("a", "abbr", "b", "bdi", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sup", "sub")
MAIN = re.compile(r"<main\b[^>]*>(.*?)</main>", re.DOTALL)


def words(html: str) -> str:
    """What a page says of its own, on one line."""
    main = MAIN.search(html)
    return " ".join("".join(_said(TAG.sub(_without_script, main[1]))).split()) if main else ""


def _without_script(found: re.Match[str]) -> str:
    return "" if found[1] else found[0]


def _said(html: str) -> Iterator[str]:
    """The pieces of text, with a space where a block begins or ends."""
    skipped, depth = "", 0
    for part in PART.finditer(html):
        closing, name, _attributes, text = part.groups()
        if text is not None:
            if not skipped:
                yield unescape(text)
        elif name is None or name in VOID:
            yield " "
        elif skipped:
            depth += (-1 if closing else 1) if name == skipped else 0
            skipped = skipped if depth else ""
        elif not closing and UNSAID.search(part[0]):
            skipped, depth = name, 1
        elif name not in INLINE:
            yield " "
