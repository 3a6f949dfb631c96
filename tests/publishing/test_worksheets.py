"""The blank worksheets: what is on the sheets, in two sizes, and that the planner's page offers what is printed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

import print_posters
from conftest import build
from roadmap.views import prints
from sites import path_in
from small import small_project

pytest_plugins = ("browser",)


@pytest.mark.browser
@pytest.mark.parametrize(("paper", "width"), [("A4", 210), ("A3", 297)])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_worksheet_has_every_activity_on_two_or_three_sheets(
    browser: Browser, home: str, paper: str, width: int, language: str
):
    pdf = print_posters.worksheet(browser, home + path_in(language, "adapt/"), paper)
    sheets = PdfReader(io.BytesIO(pdf)).pages
    assert 2 <= len(sheets) <= 3
    assert round(float(sheets[0].mediabox.width) / 72 * 25.4) == width
    answer = "".join(sheet.extract_text() for sheet in sheets)
    assert all(f"{output}.{activity}" in answer for output in range(1, 6) for activity in range(1, 5))


@pytest.mark.slow
def test_the_page_offers_the_worksheets_that_are_printed_and_up_to_date(project: Path, tmp_path: Path):
    project = small_project(project, tmp_path / "project")
    build(project, tmp_path / "before", offer_prints=True)
    page = tmp_path / "before" / "adapt" / "index.html"
    html = page.read_text(encoding="utf-8")
    assert "worksheet-a4.pdf" not in html
    for paper in prints.PAPERS:
        print_posters.put(prints.worksheet(project, "fr", paper, html), b"%PDF " + paper.encode())
    print_posters.put(prints.worksheet(project, "fr", "A3", f"{html} another"), b"%PDF outdated")
    build(project, tmp_path / "after", offer_prints=True)
    offered = (tmp_path / "after" / "adapt" / "index.html").read_text(encoding="utf-8")
    assert 'href="worksheet-a4.pdf"' in offered and "worksheet-a3.pdf" not in offered
    assert (tmp_path / "after" / "adapt" / "worksheet-a4.pdf").read_bytes() == b"%PDF A4"
    assert not (tmp_path / "after" / "adapt" / "worksheet-a3.pdf").exists()
