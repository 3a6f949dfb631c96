"""The table of pages, of the tiny fake project in tests/golden/base/, and the links that lists of many pages need."""

from __future__ import annotations

import pytest

import sites
from roadmap import page_table
from roadmap.load import load
from roadmap.site import Site

ROWS = """
home||data/roadmap.yml|None|banner goal1 goal2 output1 activity1.1 activity1.2 output2 activity2.1
outputs|outputs/|data/roadmap.yml||output1 output2
output|outputs/1/|data/roadmap.yml|outputs/|output1
output|outputs/2/|data/roadmap.yml|outputs/|output2
activities|activities/|data/roadmap.yml||activity1.1 activity1.2 activity2.1
activity|activities/1.1/|data/roadmap.yml|activities/|activity1.1
activity|activities/1.2/|data/roadmap.yml|activities/|activity1.2
activity|activities/2.1/|data/roadmap.yml|activities/|activity2.1
goals|goals/|data/roadmap.yml||goal1 goal2
goal|goals/1/|data/roadmap.yml|goals/|goal1
goal|goals/2/|data/roadmap.yml|goals/|goal2
sdgs|sdgs/|data/roadmap.yml||
sdg|sdgs/4/|data/roadmap.yml|sdgs/|
sdg|sdgs/16/|data/roadmap.yml|sdgs/|
sdg|sdgs/17/|data/roadmap.yml|sdgs/|
case-studies|case-studies/|data/roadmap.yml||
case-study|case-studies/aa-fake-measure/|content/case-studies/aa-fake-measure|case-studies/|
parties|parties/|data/roadmap.yml||
party|parties/xa/|data/roadmap.yml|parties/|
party|parties/xb/|data/roadmap.yml|parties/|
national-roadmaps|national-roadmaps/|data/national-roadmaps.yml|parties/|
national-roadmap|national-roadmaps/xa-fake-sheep/|content/adaptations/xa/fake-sheep|national-roadmaps/|
adapt|adapt/|data/roadmap.yml|national-roadmaps/|
contribute|contribute/|data/roadmap.yml|case-studies/|
search|search/|data/roadmap.yml||
glossary|glossary/|data/glossary.yml||
data|data/|data/roadmap.yml||
offline|offline/|data/roadmap.yml||
translations|translations/|data/roadmap.yml||
accessibility|accessibility/|data/accessibility.yml||
source-notes|source-notes/|content/source-notes.fr.md||
prose|about/|content/about.fr.md||
"""
"""Kind, address, the file that it comes from, the page above, and the texts of the leaflet that it shows."""


@pytest.fixture(scope="module")
def base() -> Site:
    return Site(load(sites.TESTS / "golden" / "base"))


def shown(row: page_table.PageRow) -> str:
    texts = " ".join(entry.kind + entry.id for entry in row.entries)
    return f"{row.kind.name}|{row.address}|{row.source}|{row.above}|{texts}"


def test_every_page_has_its_address_its_file_its_parent_and_its_texts(base: Site):
    assert [shown(row) for row in page_table.rows(base)] == ROWS.split("\n")[1:-1]


def test_only_pages_of_markdown_name_the_markdown_that_they_print(base: Site):
    slugs = {row.address: row.slug for row in page_table.rows(base) if row.slug is not None}
    assert slugs == {"source-notes/": "source-notes", "about/": "about"}


def test_a_long_list_continues_on_pages_of_their_own(base: Site, monkeypatch: pytest.MonkeyPatch):
    lengths = {("output", "1"): 16, ("party", "xb"): 17}
    monkeypatch.setattr(page_table, "list_length", lambda site, kind, identifier: lengths.get((kind, identifier), 8))
    found = {row.address: row.above for row in page_table.rows(base) if row.kind.name == "listing"}
    assert found == {
        "outputs/1/page/2/": "outputs/1/",
        "parties/xb/page/2/": "parties/xb/",
        "parties/xb/page/3/": "parties/xb/",
    }


def test_every_list_has_its_length(base: Site):
    lists = list(page_table.lists(base))
    assert [(kind, identifier) for kind, identifier, length in lists if length == 1] == [
        ("case-studies", ""),
        ("output", "1"),
        ("activity", "1.1"),
        ("activity", "1.2"),  # partly relevant
        ("goal", "1"),
        ("sdg", "4"),
        ("party", "xa"),
        ("party", "xb"),
    ]
    assert {length for _kind, _identifier, length in lists} == {0, 1}


def test_pages_of_a_kind_follow_each_other_and_no_other(base: Site):
    near = page_table.neighbours(page_table.rows(base))
    around = {
        address: tuple(row and row.address for row in rows)
        for address, rows in near.items()
        if not address.startswith(("outputs/", "goals/"))
    }
    assert around == {
        "activities/1.1/": (None, "activities/1.2/"),
        "activities/1.2/": ("activities/1.1/", "activities/2.1/"),
        "activities/2.1/": ("activities/1.2/", None),
        "sdgs/4/": (None, "sdgs/16/"),
        "sdgs/16/": ("sdgs/4/", "sdgs/17/"),
        "sdgs/17/": ("sdgs/16/", None),
        "case-studies/aa-fake-measure/": (None, None),
    }
    assert {"outputs/1/", "goals/2/"} < near.keys()


@pytest.mark.parametrize(("length", "count"), [(0, 1), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_a_page_of_a_list_has_eight_case_studies(length: int, count: int):
    assert page_table.page_count(length) == count


@pytest.mark.parametrize(
    ("count", "current", "linked"),
    [
        (1, 1, [1]),
        (7, 4, [1, 2, 3, 4, 5, 6, 7]),
        (8, 1, [1, 2, 8]),
        (8, 8, [1, 7, 8]),
        (12, 2, [1, 2, 3, 12]),
        (12, 11, [1, 10, 11, 12]),
        (300, 150, [1, 50, 140, 149, 150, 151, 160, 250, 300]),
    ],
)
def test_a_page_of_a_list_links_to_near_and_far_ones(count: int, current: int, linked: list[int]):
    assert page_table.near(count, current) == linked


@pytest.mark.parametrize(("number", "address"), [(1, "parties/xa/"), (2, "parties/xa/page/2/")])
def test_only_further_pages_of_a_list_have_a_number(number: int, address: str):
    assert page_table.list_page("parties/xa/", number) == address
