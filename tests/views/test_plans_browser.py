"""National roadmaps in a browser: of plans that are plainly fake, on a small site of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser import NARROW, PHONE, WIDE, Open, axe, serve, sticking_out
from conftest import build
from sites import none
from small import small_project, with_plans

pytest_plugins = ("browser",)
pytestmark = [pytest.mark.browser, pytest.mark.slow]

HUB, PLAN = "national-roadmaps/", "national-roadmaps/dz-plan-fictif/"


@pytest.fixture(scope="module")
def home(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site with two plans, served under the base path."""
    folder = tmp_path_factory.mktemp("plans")
    copy = with_plans(small_project(project, folder / "project"))
    first = copy / "content/adaptations/dz/plan-fictif/adaptation.yml"
    other = first.read_text("utf-8").replace("party: DZ", "party: CO").replace('"5.1"', '"1.4"')
    other = other.replace("fr: Plan fictif", "fr: Autre plan fictif").replace("une médiathèque", "un musée")
    path = copy / "content/adaptations/co/autre-plan/adaptation.yml"
    path.parent.mkdir(parents=True)
    path.write_text(other, "utf-8")
    build(copy, folder / "site")
    with serve(folder / "site") as address:
        yield address


@pytest.mark.sampled(3)
@pytest.mark.parametrize("path", [HUB, PLAN, f"ar/{HUB}", f"ar/{PLAN}", f"zh/{PLAN}"])
def test_pages_have_no_fault_and_fit_narrow_screens(open_page: Open, path: str):
    page = open_page(path)
    none([*axe(page), *sticking_out(page, path)])


@pytest.mark.parametrize(("language", "own"), [("", "Ouvrir un musée fictive"), ("ar/", "Ouvrir un musée fictive")])
def test_two_plans_are_read_side_by_side(open_page: Open, language: str, own: str):
    page = open_page(f"{language}{HUB}", PHONE)
    form = page.locator("form.side")
    form.get_by_role("button").click()
    expect(form.get_by_role("status")).not_to_be_empty()
    for number in (0, 1):
        form.locator("select").nth(number).select_option(index=number + 1)
    form.locator("select").nth(2).select_option(index=2)  # the same again: it counts once
    form.get_by_role("button").click()
    table = form.locator(".side__table table")
    expect(table).to_be_visible()
    expect(form.get_by_role("status")).to_be_empty()
    assert table.locator("thead th").count() == 3
    keys = [name.split()[0] for name in table.locator("tbody th").all_inner_texts()]
    assert keys == ["1.2", "1.4", "2.4", "3.3", "4.1", "5.1", "Ouvrir", "Ouvrir"]
    row = table.locator("tbody tr").nth(2)
    assert [("Agence fictive du cinéma" in cell) for cell in row.locator("td").all_inner_texts()] == [True, True]
    own_rows = [table.locator("tbody tr").nth(n).locator("td").all_inner_texts() for n in (6, 7)]
    assert [sum(bool(cell) for cell in cells) for cells in own_rows] == [1, 1], "each in its own plan only"
    links = [link.get_attribute("href") or "" for link in table.locator("a").all()]
    assert links and all(link.startswith("http") for link in links)
    none(sticking_out(page, HUB))


def test_pages_that_cannot_be_read_are_named(open_page: Open):
    page = open_page(HUB, PHONE)
    page.route("**/dz-plan-fictif/", lambda route: route.fulfill(status=200, body="<p>Nothing</p>"))
    form = page.locator("form.side")
    for number in (0, 1):
        form.locator("select").nth(number).select_option(index=number + 1)
    form.get_by_role("button").click()
    expect(form.get_by_role("status")).to_contain_text("Ouvrez-les une à une")
    assert not form.locator("table").count()


def test_everything_can_be_read_without_script(open_page: Open):
    page = open_page(HUB, WIDE, java_script_enabled=False)
    assert not page.locator("form.side").is_visible()
    page.locator(".compare td a").first.click()
    page.wait_for_url("**/national-roadmaps/**#activity-*")
    assert page.locator(".planned:target").is_visible()


def test_the_schedule_runs_from_right_to_left_in_arabic(open_page: Open):
    for language, first in (("", "left"), ("ar/", "right")):
        page = open_page(f"{language}{PLAN}", WIDE)
        years = page.locator(".ticks span").evaluate_all("spans => spans.map(one => one.getBoundingClientRect().x)")
        assert (years[0] < years[-1]) == (first == "left")
        bar = page.locator(".timeline tbody tr").first
        drawn, cell = (bar.locator(name).bounding_box() for name in ("path", "td:last-child"))
        assert drawn and cell
        near = drawn["x"] - cell["x"] if first == "left" else cell["x"] + cell["width"] - drawn["x"] - drawn["width"]
        assert 0.2 < near / cell["width"] < 0.35, "a quarter of the scale before it starts"


def test_links_of_the_page_are_large_enough_to_touch(open_page: Open):
    page = open_page(PLAN, NARROW)
    sizes = page.locator(".plan-map a, .plan-table tbody a, .timeline a, .planned p a, .plan-files a").evaluate_all(
        "links => links.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    none(f"{name}: {height}" for name, height in sizes if height < 44)
    page = open_page(HUB, NARROW)
    sizes = page.locator(".compare a, .unclaimed a, .side select, .side button").evaluate_all(
        "links => links.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    none(f"{name}: {height}" for name, height in sizes if height < 44)
