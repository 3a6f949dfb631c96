"""Addresses: language-neutral, below a language's prefix, relative within the site so that any sub-path works."""

from __future__ import annotations

import posixpath
from functools import lru_cache


def path(address: str, language: str, source: str) -> str:
    """Return a page's path from the site's root: the source language is at the root, the others below their code."""
    return address if language == source else f"{language}/{address}"


def relative(target: str, page: str) -> str:
    """Return the link from the page at path `page` (a folder, `ar/outputs/`) to path `target`."""
    folder, _, rest = target.partition("#")
    there, here = _steps(folder), _steps(page)
    common = 0
    for one, other in zip(there, here, strict=False):
        if one != other:
            break
        common += 1
    link = "/".join((*([".."] * (len(here) - common)), *there[common:]))
    link = "./" if not link else link + "/" if folder.endswith("/") or not folder else link
    if ":" in link.split("/")[0]:
        link = f"./{link}"  # what is before a colon would be read as a scheme
    return f"{link}#{rest}" if rest else link


@lru_cache(maxsize=10_000)  # each link of a page needs the page's steps, and many pages have the same links
def _steps(path: str) -> tuple[str, ...]:
    if "/." in f"/{path}":
        path = posixpath.normpath(f"/{path}")
    return tuple(step for step in path.split("/") if step)
