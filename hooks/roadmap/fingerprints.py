"""Fingerprints of contents: SHA-256 in hexadecimal, in full where people see it, and short where only we compare it."""

from __future__ import annotations

import hashlib

FIGURES = 12
"""How many figures a fingerprint has: as many as in the front matter of translations, which must stay valid."""
ASSET_FIGURES = 8
"""In the names of published assets: the service workers that run in readers' browsers look for names with so many."""
LISTED_FIGURES = 16
"""In the published list of a language's files: browsers that keep a language compare it with the list they have."""


def sha256(content: str | bytes) -> str:
    """Return the SHA-256 of a content in full, 64 figures."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def fingerprint(content: str | bytes, figures: int = FIGURES) -> str:
    """Return the first figures of the SHA-256 of a content."""
    return sha256(content)[:figures]
