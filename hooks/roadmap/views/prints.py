"""What a browser prints for each language: the poster, which is the home page on one sheet of paper, as PDF; and the
card that messengers show with a link to the site, as PNG.

`make pdf` prints both, and a build offers those that it finds. The name of a print has the fingerprint of its content:
after a change of words or styles, it is not found, and so not offered.
"""

from __future__ import annotations

from pathlib import Path

from roadmap.fingerprints import fingerprint

POSTERS, CARDS = Path("build/posters"), Path("build/cards")
"""Their folders, in the project."""
POSTER_STYLE, CARD_STYLES = (
    Path("overrides/poster.css"),
    (Path("overrides/assets/roadmap.css"), Path("overrides/revision.css"), Path("overrides/card.css")),
)
"""The styles that printing adds to the page, in the project. A published page already has its own styles."""
POSTER, CARD = "poster.pdf", "card.png"
"""Their addresses, from the language's root."""
CARD_SIZE = (1200, 630)
"""Width and height in pixels: what messengers show whole (1.91 to 1)."""


def poster(project: Path, language: str, html: str) -> Path:
    """Return the path of the poster of a home page; `html` is the whole page, without the offer of a poster."""
    return project / POSTERS / _name(language, html, [project / POSTER_STYLE], ".pdf")


def card(project: Path, language: str, html: str) -> Path:
    """Return the path of the card; `html` is its content."""
    return project / CARDS / _name(language, html, [project / style for style in CARD_STYLES], ".png")


def _name(language: str, html: str, styles: list[Path], suffix: str) -> str:
    shown = html.encode() + b"".join(style.read_bytes() for style in styles)
    return f"{language}.{fingerprint(shown)}{suffix}"
