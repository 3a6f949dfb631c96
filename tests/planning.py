"""The planner, as people use it: a page that many tests share, and the files that it writes.

A plugin of the tests of the planner, for its fixtures (PYTEST_DONT_REWRITE: they import it themselves too). All plans
here are plainly fake: "Plan fictif".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page

from browser import HEIGHT, PHONE, Record, record
from sites import none, path_in

Plan = dict[str, Any]
Planners = Callable[[str], Page]

FAKE: Plan = {
    "format": 1,
    "party": "BF",
    "title": {"fr": "Plan fictif"},
    "language": "fr",
    "summary": {"fr": "Un plan fictif, pour les essais seulement."},
    "status": "draft",
    "date": "2027-03",
    "mandate": "Direction fictive, point de contact",
    "contact": "contact@culture.example.org",
    "origin": "party",
    "licence": "CC-BY-4.0",
    "sources": [{"title": "Page fictive", "url": "https://example.org/", "language": "fr", "seen": "2026-11-01"}],
    "activities": [
        {
            "id": "2.4",
            "decision": "taken_up",
            "priority": "high",
            "lead": "Ministère fictif",
            "partners": ["Association fictive", "Studio fictif"],
            "start": "2027-Q1",
            "end": "2028-Q2",
            "resources": "Deux postes fictifs",
            "progress": "Part des œuvres locales",
            "notes": "Première ligne\nDeuxième ligne",
        },
        {"id": "1.2", "decision": "taken_up", "lead": "Équipe fictive", "start": "2027-Q3"},
        {"id": "3.1", "decision": "not_taken_up"},
        {"id": "own-1", "output": "4", "title": "Atelier fictif", "decision": "taken_up"},
    ],
}
TITLES = {"fr": "Plan fictif", "ar": "خطة تجريبية وهمية", "zh": "虚构的计划"}
EMPTY = """() => {
  const planner = roadmapPlan.planner;
  for (const one of planner.all()) planner.forget(one.id);
  planner.leave();
  planner.begin(planner.empty());
  for (const one of document.querySelectorAll(".planner details[open]")) one.open = false;
}"""
FILES = """async () => {
  const planner = roadmapPlan.planner;
  for (const name of ["files", "yaml", "zip", "docx"]) await planner.need(name);
  globalThis.files = roadmapPlanFiles(planner);
}"""
ROUND = "texts => texts.map(text => { const plan = files.read(text); return [plan, files.dump(plan)]; })"


def wait(page: Page) -> None:
    """Wait until the planner is there."""
    page.wait_for_function("() => globalThis.roadmapPlan?.planner")


def start_over(page: Page) -> Page:
    """The same planner, with an empty plan and no other."""
    page.evaluate(EMPTY)
    return page


def load(page: Page, plan: Plan) -> None:
    """Open a plan as if from a file."""
    page.evaluate("plan => roadmapPlan.planner.adopt(plan)", plan)


def shown(page: Page) -> Plan:
    """The plan as it is now."""
    return page.evaluate("() => roadmapPlan.planner.plan")


def choose(page: Page, selector: str, text: str, name: str = "adaptation.yml") -> str:
    """Choose a file with this text, and give what is said of it."""
    page.evaluate("() => { document.querySelector('.plan-status').textContent = ''; }")
    page.set_input_files(selector, {"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    page.wait_for_function("() => document.querySelector('.plan-status').textContent")
    return page.locator(".plan-status").inner_text()


def download(page: Page, selector: str, folder: Path) -> Path:
    """Press a button, and give the file that comes."""
    with page.expect_download() as coming:
        page.locator(selector).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def written(plan: Plan) -> str:
    """A plan as YAML that somebody wrote."""
    return yaml.safe_dump(plan, allow_unicode=True, sort_keys=False)


@pytest.fixture(scope="module")
def planners(browser: Browser, home: str) -> Iterator[Planners]:
    """A planner in each language, on a phone, that the tests of a module share; what goes wrong in any is told last."""
    pages: dict[str, Page] = {}
    contexts: list[BrowserContext] = []
    records: list[Record] = []

    def planner(language: str) -> Page:
        if language not in pages:
            context = browser.new_context(reduced_motion="reduce", viewport={"width": PHONE, "height": HEIGHT})
            contexts.append(context)
            page = pages[language] = context.new_page()
            records.append(record(page, home))
            page.goto(home + path_in(language, "adapt/"))
            wait(page)
        return start_over(pages[language])

    yield planner
    for context in contexts:
        context.close()
    none(fault for kept in records for fault in kept.faults)


@pytest.fixture
def planner(planners: Planners) -> Page:
    """The empty planner in French."""
    return planners("fr")
