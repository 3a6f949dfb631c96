"""The poster of each language: its home page on one sheet of paper, as PDF.

Posters are printed aside (`make pdf`), and a build offers those that it finds. The name of a poster tells what it
shows: one whose home page has changed since is not found, and so never offered.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = Path("build/posters")
"""Where the posters lie, in the project."""
STYLE = Path("overrides/poster.css")
"""How a poster differs from the page on paper, in the project."""
PUBLISHED = "poster.pdf"
"""The address of a language's poster, from the language's root."""


def path(project: Path, language: str, html: str) -> Path:
    """Where the poster of a home page lies once it is printed; `html` is the whole page, without an offer."""
    shown = html.encode() + (project / STYLE).read_bytes()
    return project / FOLDER / f"{language}.{hashlib.sha256(shown).hexdigest()[:12]}.pdf"
