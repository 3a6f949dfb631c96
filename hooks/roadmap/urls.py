"""Addresses: language-neutral, below a language's prefix, relative within the site so that any sub-path works."""

from __future__ import annotations

import posixpath
from functools import lru_cache


def path(address: str, language: str, source: str) -> str:
    """From the site's root: the source language stands at the root, the others below their code."""
    return address if language == source else f"{language}/{address}"


def relative(target: str, page: str) -> str:
    """The link to print on the page at path `page` (a folder, `ar/outputs/`) to reach path `target`."""
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
        link = f"./{link}"  # what stands before a colon would be taken for a scheme
    return f"{link}#{rest}" if rest else link


@lru_cache(maxsize=10_000)  # every link of a page asks for the page's, and many pages lead to the same ones
def _steps(path: str) -> tuple[str, ...]:
    if "/." in f"/{path}":
        path = posixpath.normpath(f"/{path}")
    return tuple(step for step in path.split("/") if step)
