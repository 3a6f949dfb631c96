"""Addresses: language-neutral, below a language's prefix, relative within the site so that any sub-path works."""

from __future__ import annotations

import posixpath


def path(address: str, language: str, source: str) -> str:
    """From the site's root: the source language stands at the root, the others below their code."""
    return address if language == source else f"{language}/{address}"


def relative(target: str, page: str) -> str:
    """The link to print on the page at path `page` (a folder, `ar/outputs/`) to reach path `target`."""
    folder, _, rest = target.partition("#")
    link = posixpath.relpath("/" + folder, "/" + page)
    link = "./" if link == "." else link + "/" if folder.endswith("/") or not folder else link
    if ":" in link.split("/")[0]:
        link = f"./{link}"  # what stands before a colon would be taken for a scheme
    return f"{link}#{rest}" if rest else link
