"""What a browser prints of each language: the poster, its home page on one sheet of paper, as PDF; and the card that
messengers show with a link to the site, as PNG.

Both are printed aside (`make pdf`), and a build offers those that it finds. The name of a print tells what it shows:
one whose words or looks have changed since is not found, and so never offered.
"""

from __future__ import annotations

from pathlib import Path

from roadmap.fingerprints import fingerprint

POSTERS, CARDS = Path("build/posters"), Path("build/cards")
"""Where they lie, in the project."""
POSTER_STYLE, CARD_STYLES = (
    Path("overrides/poster.css"),
    (Path("overrides/assets/roadmap.css"), Path("overrides/card.css")),
)
"""What a browser adds to the page to print it, in the project. A published page has its own styles already."""
POSTER, CARD = "poster.pdf", "card.png"
"""Their addresses, from the language's root."""
CARD_SIZE = (1200, 630)
"""Width and height in pixels: what messengers show whole (1.91 to 1)."""


def poster(project: Path, language: str, html: str) -> Path:
    """Where the poster of a home page lies once it is printed; `html` is the whole page, without an offer."""
    return project / POSTERS / _name(language, html, [project / POSTER_STYLE], ".pdf")


def card(project: Path, language: str, html: str) -> Path:
    """Where the card lies once it is printed; `html` is what it shows."""
    return project / CARDS / _name(language, html, [project / style for style in CARD_STYLES], ".png")


def _name(language: str, html: str, styles: list[Path], suffix: str) -> str:
    shown = html.encode() + b"".join(style.read_bytes() for style in styles)
    return f"{language}.{fingerprint(shown)}{suffix}"
