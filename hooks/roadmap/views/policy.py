"""The Content-Security-Policy of the pages: what a browser may load and run for them, and nothing else.

Each page states it in its head, with the hash of each script and style that its template includes: these are the files
of `overrides/inline/`. A script that a contribution brought into a page has no hash, and does not run. For hosts that
send headers of their own, the file `_headers` states it too, and which pages other sites may frame: only a header can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from roadmap.fingerprints import policy_hash

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""What every page may do: load what is part of the site, and the icons within its style sheets."""
KINDS = {".js": "script-src", ".css": "style-src"}
"""The directive for each kind of file in `overrides/inline/`."""


def policy(needs: Mapping[str, str], inline: Mapping[str, str]) -> str:
    """Return the policy of a page.

    `needs` are sources that its kind adds to a directive (`PageKind.needs`), `inline` the texts that its template
    includes, by the name of their file.
    """
    sources = dict(POLICY)
    for name, text in inline.items():
        sources[KINDS[name[name.rindex(".") :]]] += f" '{policy_hash(text)}'"
    for directive, more in needs.items():
        sources[directive] += f" {more}"
    return ";".join(f"{directive} {allowed}" for directive, allowed in sources.items())


def headers(base: str, pages: Iterable[str], needs: Iterable[Mapping[str, str]], inline: Mapping[str, str]) -> str:
    """Return the file `_headers`, which Netlify, Cloudflare Pages and others read.

    `base` is the path of the site on its host, and `pages` are the paths of its pages from there; `needs` are those of
    all kinds of page.
    """
    added: dict[str, str] = {}
    for one in needs:
        for directive, more in one.items():
            added[directive] = f"{added[directive]} {more}" if directive in added else more
    rules = [
        (
            "*",
            (
                f"Content-Security-Policy: {policy(added, inline)}",
                "X-Content-Type-Options: nosniff",
                "Referrer-Policy: strict-origin-when-cross-origin",
            ),
        ),
        *((place, ("Content-Security-Policy: frame-ancestors 'none'",)) for place in sorted(set(_places(pages)))),
    ]
    return "".join(f"{base}{place}\n" + "".join(f"  {line}\n" for line in lines) for place, lines in rules)


def _places(pages: Iterable[str]) -> Iterator[str]:
    """Yield patterns for all pages, and for no card of `embed/`: only the last part of an address may be any."""
    for path in pages:
        *above, _last = path.removesuffix("/").split("/")
        yield "/".join([*above, ":page", ""]) if above else path
