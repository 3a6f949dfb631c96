"""Fingerprints of contents: SHA-256 in hexadecimal, in full for people, shortened for our own comparisons."""

from __future__ import annotations

import base64
import hashlib

FIGURES = 12
"""Length of a fingerprint: as in the front matter of existing translations, which must remain valid."""
ASSET_FIGURES = 8
"""In the names of published assets: service workers already in browsers expect this length."""
LISTED_FIGURES = 16
"""In the published list of a language's files: browsers compare their copy with it."""


def sha256(content: str | bytes) -> str:
    """Return the full SHA-256 of a content: 64 hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def policy_hash(text: str) -> str:
    """Return the hash of a script's or style's text, as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def fingerprint(content: str | bytes, figures: int = FIGURES) -> str:
    """Return the first digits of the SHA-256 of a content."""
    return sha256(content)[:figures]
