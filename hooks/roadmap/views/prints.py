"""What a browser prints for each language: the poster, which is the home page on one sheet of paper, and the blank
worksheet of the planner in two sizes, as PDF; and the card that messengers show with a link to the site, as PNG.

`make pdf` prints them, and a build offers those that it finds. The name of a print has the fingerprint of its content:
after a change of words or styles, it is not found, and so not offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roadmap.fingerprints import fingerprint

POSTERS, CARDS, WORKSHEETS = Path("build/posters"), Path("build/cards"), Path("build/worksheets")
"""Their folders, in the project."""
POSTER_STYLE, CARD_STYLES = (
    Path("overrides/poster.css"),
    (Path("overrides/assets/roadmap.css"), Path("overrides/revision.css"), Path("overrides/card.css")),
)
"""The styles that printing adds to the page, in the project. A published page already has its own styles."""
POSTER, CARD = "poster.pdf", "card.png"
"""Their addresses, from the language's root."""
PAPERS = ("A4", "A3")
"""The sizes of paper of the worksheet."""
CARD_SIZE = (1200, 630)
"""Width and height in pixels: what messengers show whole (1.91 to 1)."""


def worksheet_address(paper: str) -> str:
    """Return the address of the blank worksheet for a size of paper, from the language's root."""
    return f"adapt/worksheet-{paper.lower()}.pdf"


ADDRESSES = (POSTER, *map(worksheet_address, PAPERS))
"""All that pages offer in print."""


def of_page(project: Path, kind: str, language: str, html: str) -> Iterator[tuple[str, Path]]:
    """Yield what a page of a kind offers in print: the address from the language's root, and the path if printed."""
    if kind == "home":
        yield POSTER, poster(project, language, html)
    if kind == "adapt":
        yield from ((worksheet_address(paper), worksheet(project, language, paper, html)) for paper in PAPERS)


def poster(project: Path, language: str, html: str) -> Path:
    """Return the path of the poster of a home page; `html` is the whole page, without the offer of a poster."""
    return project / POSTERS / _name(language, html, [project / POSTER_STYLE], ".pdf")


def worksheet(project: Path, language: str, paper: str, html: str) -> Path:
    """Return the path of a blank worksheet; `html` is the whole page of the planner, without the offer of worksheets.

    The page names its styles by their content, so that a change of them shows.
    """
    return project / WORKSHEETS / _name(f"{language}-{paper.lower()}", html, [], ".pdf")


def card(project: Path, language: str, html: str) -> Path:
    """Return the path of the card; `html` is its content."""
    return project / CARDS / _name(language, html, [project / style for style in CARD_STYLES], ".png")


def _name(language: str, html: str, styles: list[Path], suffix: str) -> str:
    shown = html.encode() + b"".join(style.read_bytes() for style in styles)
    return f"{language}.{fingerprint(shown)}{suffix}"
