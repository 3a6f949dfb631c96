"""Prints the cards that are not there yet: `python tests/print_cards.py`, as `make pdf` does before it builds the site.

Exit status: 0 when they lie in build/cards/, 1 with the reason when a browser is missing or does not print them, or the
project's files have problems.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error

import chromium
from browser import launch
from print_posters import put
from roadmap.load import load
from roadmap.problems import ProblemsFound
from roadmap.site import Site
from roadmap.views import prints
from roadmap.views.render import Renderer
from roadmap.views.view import View

PROJECT = Path(__file__).parents[1]
FIT = """() => {
  const [title, last] = ["h1", "ol"].map(name => document.querySelector(name));
  const fits = size => {
    title.style.fontSize = size + "px";
    return last.getBoundingClientRect().bottom < innerHeight + 1;
  };
  let size = 68;
  while (size > 40 && !fits(size)) size -= 1;
  return fits(size);
}"""
"""Gives the title the largest type with which the card's text fits, from 40 to 68 pixels; tells whether it does."""
COLOURS = 64
"""Flat colours and the edges of letters need no more: a quarter of the bytes of a picture in true colours."""


def main(project: Path = PROJECT) -> None:
    """Print the cards that are not printed yet; each is put in place whole, or not at all."""
    try:
        with launch() as browser:
            print_all(browser, project)
    except (chromium.Missing, ProblemsFound, Error, OSError) as error:
        sys.exit(f"cards: {error}")


def print_all(browser: Browser, project: Path) -> None:
    """Print what is not there yet. Raises Error when the browser does not do it, ProblemsFound as `load` does."""
    site, renderer = Site(load(project)), Renderer([project / "overrides"])
    for language in site.project.codes:
        html = renderer.card(View(site, language, "/"))
        path = prints.card(project, language, html)
        if not path.exists():
            put(path, printed(browser, html, project))


def printed(browser: Browser, html: str, project: Path) -> bytes:
    """Give the card that a page shows; Error when its text does not fit."""
    width, height = prints.CARD_SIZE
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(html)
    for style in prints.CARD_STYLES:
        page.add_style_tag(path=project / style)
    fits = page.evaluate(FIT)
    drawn = page.screenshot()
    page.close()
    if not fits:
        raise Error(f"the text of a card does not fit: {html[:200]}")
    written = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


if __name__ == "__main__":
    main()
