"""Prints the posters and blank worksheets that the site does not offer yet: `python tests/print_posters.py`.

`make pdf` runs it. Exit status: 0 when they lie in build/posters/ and build/worksheets/, 1 with the reason when a
browser is missing or does not print them.
"""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from pathlib import Path

from playwright.sync_api import Browser, Error
from pypdf import PdfWriter

import chromium
from browser import launch, serve
from roadmap import disk
from roadmap.views import prints
from sites import LANGUAGES, path_in

PROJECT = Path(__file__).parents[1]
FIT = """() => {
  const end = element => element.getBoundingClientRect().bottom;
  const fits = zoom => {
    document.documentElement.style.setProperty("--zoom", zoom);
    return end(document.querySelector("footer")) <= end(document.body) + .5;
  };
  let fitting = 1;
  for (let step = 1; step > .002; step /= 2) if (fits(fitting + step)) fitting += step;
  return fits(fitting);
}"""
"""Sets --zoom to the largest with which the text fits on the sheet, from 1 to 3; tells whether it fits at all."""

WRITTEN = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)}
WRITTEN |= str.maketrans(
    "⺠⻅⻆⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰", "民见角车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙"
)
"""For each radical, the character that looks the same; of some, Unicode does not know it."""
LINE = re.compile(rb"<(\w+)>(?: <(\w+)>)? <(\w{4,})>\n")
"""A line of a font's table from its glyphs to Unicode: one glyph, or a range of them, and the (first) character."""


def main(project: Path = PROJECT, site: Path = PROJECT / "site") -> None:
    """Print what the site of the project does not offer; each is put in place whole, or not at all."""
    try:
        with serve(site) as home, launch() as browser:
            print_all(browser, home, project, site)
            print_worksheets(browser, home, project, site)
    except (chromium.Missing, Error, OSError) as error:
        sys.exit(f"posters: {error}")


def print_all(browser: Browser, home: str, project: Path, site: Path) -> None:
    """Print what the site, or a slice of it, served at `home`, does not offer. Raises Error when the browser does not
    do it.
    """
    for language in LANGUAGES:
        address = path_in(language, "")
        if (site / address / "index.html").exists() and not (site / address / prints.POSTER).exists():
            html = (site / address / "index.html").read_text(encoding="utf-8")
            put(prints.poster(project, language, html), printed(browser, home + address, project))


def print_worksheets(browser: Browser, home: str, project: Path, site: Path) -> None:
    """Print the blank worksheets that the site does not offer. Raises Error when the browser does not do it."""
    for language in LANGUAGES:
        address = path_in(language, "adapt/")
        page = site / address / "index.html"
        for paper in prints.PAPERS:
            if page.exists() and not (site / path_in(language, prints.worksheet_address(paper))).exists():
                path = prints.worksheet(project, language, paper, page.read_text(encoding="utf-8"))
                put(path, worksheet(browser, home + address, paper))


def worksheet(browser: Browser, address: str, paper: str) -> bytes:
    """Give the blank worksheet of the planner's page at an address: on A3, everything is larger."""
    page = browser.new_page(java_script_enabled=False)  # as it is without the planner
    page.goto(address)
    if paper == "A3":
        page.evaluate("document.body.style.zoom = 1.4")  # not the scale of print(): it cuts pages from right to left
    pdf = page.pdf(format=paper, print_background=True, tagged=True)
    page.close()
    return named(PdfWriter(clone_from=io.BytesIO(pdf)))


def put(path: Path, pdf: bytes) -> None:
    """Write a poster or a card, then remove the ones that its language had; files with other names stay."""
    disk.write(path.parent, {path.name: pdf})
    language, fingerprint, suffix = path.name.split(".")
    name = re.compile(rf"{re.escape(language)}\.[0-9a-f]{{{len(fingerprint)}}}\.{suffix}")
    for old in path.parent.iterdir():
        if old != path and name.fullmatch(old.name) and old.is_file() and not old.is_symlink():
            old.unlink()
    print(f"{path.parent.name}: {path.name}, {len(pdf) // 1000} kB", flush=True)


def printed(browser: Browser, address: str, project: Path) -> bytes:
    """Give the poster of the home page at an address; Error when it takes more than a sheet."""
    page = browser.new_page(bypass_csp=True)  # the policy of pages allows no further style
    page.emulate_media(media="print")
    page.goto(address)
    page.add_style_tag(path=project / prints.POSTER_STYLE)
    fits = page.evaluate(FIT)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
    page.close()
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    if not fits or len(writer.pages) != 1:
        raise Error(f"{address} does not fit on one sheet")
    return named(writer)


def named(writer: PdfWriter) -> bytes:
    """Give a document whose characters are named as they were written."""
    name_characters(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def name_characters(writer: PdfWriter) -> None:
    """Have searches, copies and screen readers find the Chinese that was written.

    Where a font draws a character and a radical by one glyph, Chromium names the radical: ⽂ (U+2F42) for 文 (U+6587).
    """
    tables = {
        font["/ToUnicode"].hash_bin(): font["/ToUnicode"]
        for page in writer.pages
        for font in page["/Resources"]["/Font"].values()
    }
    for table in tables.values():
        table.set_data(LINE.sub(_named, table.get_data()))


def _named(line: re.Match[bytes]) -> bytes:
    first, last, start = line.groups()
    named = bytes.fromhex(start.decode()).decode("utf-16-be")
    if last is None:
        return b"<%s> <%s>\n" % (first, _written(named))
    codes = range(ord(named), ord(named) + int(last, 16) - int(first, 16) + 1)
    return b"<%s> <%s> [%s]\n" % (first, last, b" ".join(b"<%s>" % _written(chr(code)) for code in codes))


def _written(named: str) -> bytes:
    return named.translate(WRITTEN).encode("utf-16-be").hex().encode()


if __name__ == "__main__":
    main()
