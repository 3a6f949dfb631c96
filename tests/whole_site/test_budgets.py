"""How heavy pages and the search are: budgets.yml, on the real site and on one with 1,000 fake case studies."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, expect

import sites
from browser import BASE, BUDGETS, at, packed, record, serve
from conftest import locked
from sites import none

pytest_plugins = ("browser",)
pytestmark = pytest.mark.slow

PROJECT = sites.PROJECT
MANY = 1000
CROWDED = ("fr", "ar", "ru")
"""The languages of the crowded site: the source, right to left, and the longest."""
WORDS = {
    "fr": ("algorithme", "culture", "numérique"),
    "ar": ("الخوارزميات", "الثقافة", "الرقمية"),
    "ru": ("алгоритм", "культура", "цифровой"),
}
"""What is sought, one word after the other; words of many case studies, so that results are the heaviest."""
FETCHED = re.compile(
    r'<(?:script src|link rel="(?:stylesheet|icon)"[^>]* href|form [^>]*\bdata-(?:facets|form))="([^"]+)"'
)
"""What a page loads by itself."""
PAGES = (
    "",
    "case-studies/",
    "case-studies/page/30/",
    "case-studies/fake-00001/",
    "activities/2.4/",
    "parties/",
    "contribute/",
    "search/",
)
on_both = pytest.mark.parametrize("which", ["site", pytest.param("crowd", marks=pytest.mark.sweep)])
KIND = re.compile(r'<div class="page page--([a-z-]+)">')


@pytest.fixture(scope="session")
def crowd(project: Path, shared: Path) -> Path:
    """The site with 1,000 fake case studies, built once for all workers."""
    import fake

    built = shared / "crowd" / "site"
    with locked(shared / "crowd.lock"):
        if not built.exists():
            folder = sites.copy_project(project, shared / "crowd" / "project")
            only(folder, CROWDED)
            fake.make(folder, MANY, codes=CROWDED, pictures=False)  # those are scaled one by one, and not counted
            done = sites.run([str(sites.ROADMAP), "build", "--no-zip", "--output", str(built)], folder, seconds=500)
            assert done.returncode == 0, sites.said(done)
    return built


def only(folder: Path, codes: Sequence[str]) -> None:
    """Offers a project's site in some of its languages."""
    path = folder / "data" / "languages.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for language in data["languages"]:
        if language["code"] not in codes:
            language["preparing"] = True
    path.write_text(yaml.safe_dump(data), encoding="utf-8")


def kind_of(page: sites.Page) -> str:
    """Return the kind of a page, as its budget names it."""
    (kind,) = KIND.findall(page.html)
    return kind


def heavy_pages(pages: dict[str, sites.Page]) -> Iterator[str]:
    """List the pages that are heavier than their kind may be."""
    for page in pages.values():
        weight = packed(page.site / page.path / "index.html")
        budget = BUDGETS["html"].get(kind_of(page), BUDGETS["html"]["default"])
        if weight > budget:
            yield f"{page.path}: {weight} bytes, at most {budget}"


def heavy_visits(pages: dict[str, sites.Page]) -> Iterator[str]:
    """List the pages whose first visit fetches too many bytes or files: HTML, style, scripts, icon, and their data."""
    for page in pages.values():
        files = {page.path + "index.html", *(page.link(address) for address in FETCHED.findall(page.html))}
        weight = sum(packed(page.site / file) for file in files)
        budget = BUDGETS["planner" if kind_of(page) == "adapt" else "visit"]
        if weight > budget["bytes"] or len(files) > budget["requests"]:
            yield f"{page.path}: {weight} bytes, {sorted(files)}"


# HTML


@on_both
def test_no_page_is_heavier_than_its_kind_may_be(request: pytest.FixtureRequest, which: str):
    folder: Path = request.getfixturevalue(which)
    pages = sites.read_pages(folder)
    none(heavy_pages(pages))
    seen = {kind_of(page) for page in pages.values()}
    assert seen >= set(BUDGETS["html"]) - {"default"} and len(seen) > 15
    if which == "crowd":
        assert (folder / "case-studies" / "page" / "60" / "index.html").exists()


def test_only_kinds_of_long_prose_and_with_drawings_have_a_budget_of_their_own():
    long = {"case-study", "glossary", "national-roadmap", "national-roadmaps", "prose", "source-notes"}
    assert set(BUDGETS["html"]) == {"default", "home", "case-studies", *long}
    assert BUDGETS["html"]["home"] <= 14_000 and BUDGETS["html"]["case-studies"] <= 10_240
    assert BUDGETS["html"]["default"] <= 8_192 and max(BUDGETS["html"].values()) <= 20_480
    assert BUDGETS["visit"] == {"bytes": 45_000, "requests": 6}
    assert BUDGETS["planner"] == {"bytes": 60_000, "requests": 7, "used": 120_000}
    assert BUDGETS["worker"] == {"bytes": 25_000, "requests": 10}
    assert BUDGETS["search"] == {"before": 0, "first_word": 160_000, "further_word": 40_000}


def noise(size: int) -> str:
    """Return text that gzip cannot make shorter than `size` bytes."""
    return base64.b64encode(random.Random(0).randbytes(size)).decode()


@pytest.mark.parametrize(
    ("kind", "weight", "files", "heavy", "long"),
    [
        ("activity", 7_000, 5, False, False),
        ("activity", 8_000, 5, True, False),
        ("case-study", 19_000, 5, False, False),
        ("case-study", 20_000, 5, True, False),
        ("activity", 7_000, 6, False, True),
        ("activity", 45_000, 0, True, True),
    ],
)
def test_what_exceeds_a_budget_is_found(tmp_path: Path, kind: str, weight: int, files: int, heavy: bool, long: bool):
    """A page of these bytes at least, that loads so many files."""
    loads = [f"{number}.js" for number in range(files)]
    for name in loads:
        (tmp_path / name).write_text("//", encoding="utf-8")
    scripts = "".join(f'<script src="{name}"></script>' for name in loads)
    html = f'<!doctype html>{scripts}<div class="page page--{kind}">{noise(weight)}</div>'
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    pages = sites.read_pages(tmp_path)
    assert bool(list(heavy_pages(pages))) == heavy
    assert bool(list(heavy_visits(pages))) == long


# A first visit


@on_both
def test_a_first_visit_to_any_page_is_light(request: pytest.FixtureRequest, which: str):
    """HTML, style, scripts, icon, and what the scripts fetch by themselves: as test_browser.py sees them asked for."""
    none(heavy_visits(sites.read_pages(request.getfixturevalue(which))))


@pytest.mark.sweep
@pytest.mark.browser
@pytest.mark.parametrize("language", CROWDED)
def test_the_pages_that_grow_with_case_studies_ask_for_no_more_than_is_counted(
    browser: Browser, crowd: Path, language: str
):
    """With an empty cache; contributed pictures apart, which come as they are looked at. Nothing from another host."""
    found = []
    with serve(crowd) as home:
        for path in (
            "case-studies/",
            "case-studies/page/30/",
            "case-studies/fake-00001/",
            "activities/2.4/",
            "parties/",
        ):
            with browser.new_context() as context:
                page = context.new_page()
                log = record(page, home)
                page.goto(home + at(language, path))
                page.wait_for_load_state("networkidle")
                asked = {urlsplit(url).path.removeprefix(BASE) for url in log.requests if not url.endswith(".jpg")}
                html = page.content()
                links = [urljoin(page.url, address) for address in FETCHED.findall(html)]
                counted = {at(language, path), *(urlsplit(link).path.removeprefix(BASE) for link in links)}
                late = {address for address in counted - asked if "favicon" in address}  # asked for when all is shown
                found += [f"{path}: {address}" for address in (asked ^ counted) - late]
                found += [f"{path}: {fault}" for fault in log.faults]
    none(found)


# The search


@pytest.mark.sweep
@pytest.mark.browser
@pytest.mark.parametrize("language", CROWDED)
def test_the_search_costs_nothing_until_used_and_little_then(browser: Browser, crowd: Path, language: str):
    spent = []
    with serve(crowd) as home, browser.new_context() as context:
        page = context.new_page()
        log = record(page, home)
        page.goto(home + at(language, "search/"))
        page.wait_for_load_state("networkidle")
        at_first = len(log.requests)
        spent.append(sum("/pagefind/" in url for url in log.requests))
        for count in range(1, len(WORDS[language]) + 1):
            before = len(log.requests)
            with page.expect_request("**/pagefind/**"):  # else nothing would be counted where a machine is slow
                page.fill("#q", " ".join(WORDS[language][:count]))
            page.wait_for_timeout(700)
            page.wait_for_load_state("networkidle")
            expect(page.locator(".found-pages >> nth=0").locator("a").first).to_be_visible()
            spent.append(sum(packed(crowd / urlsplit(url).path.removeprefix(BASE)) for url in log.requests[before:]))
        assert len(log.requests) > at_first
        none(log.faults)
    nothing, first, *further = spent
    assert nothing == BUDGETS["search"]["before"]
    assert 60_000 < first <= BUDGETS["search"]["first_word"], spent
    assert max(further) <= BUDGETS["search"]["further_word"], spent
