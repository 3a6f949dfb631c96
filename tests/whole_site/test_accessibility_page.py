"""The page /accessibility/: it says what data/accessibility.yml says, in each language, and claims no more."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import yaml
from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from roadmap.load import load
from roadmap.model.reference import Accessibility
from roadmap.problems import ProblemsFound
from roadmap.site import Site
from sites import LANGUAGES, Wording, day, edit, having, one, text
from small import rendered

ADDRESS = "accessibility/"
CONTEXT = "accessibility"
MODES = {
    "light": "Couleurs claires",
    "dark": "Couleurs sombres",
    "forced-colours": "Couleurs imposées par le système",
    "text-200": "Texte à %(percent)s",
    "reduced-motion": "Animations réduites",
}
NONE = "Ce test n’a trouvé aucun défaut."
FOUND = (
    "Ce test a trouvé %(number)s défaut, qui reste à corriger.",
    "Ce test a trouvé %(number)s défauts, qui restent à corriger.",
)
UNTRIED = (
    "Les tests automatiques ne trouvent qu’une partie des obstacles. Le site n’a encore été évalué ni avec des "
    "personnes handicapées ni par un auditeur indépendant ; sa conformité n’est donc pas déclarée."
)
OTHER = {
    "date": "2025-03-09",
    "engines": {"axe": "7.8.9", "chromium": "123.4.56.7", "lighthouse": "11.2.1"},
    "sweeps": [
        {"mode": mode, "languages": codes, "widths": [333 + n, 1501 + n], "pages": 2222 + n, "violations": 1100 * n + 1}
        for n, (mode, codes) in enumerate(
            zip(MODES, [list(LANGUAGES), ["ru"], ["zh", "es"], ["en"], ["ar"]], strict=True)
        )
    ],
    "lighthouse": {
        "languages": ["es", "zh", "ru"],
        "pages": 1718,
        "accessibility": 91,
        "best_practices": 82,
        "seo": 73,
        "performance": 64,
    },
}
"""Another record, in which no two figures are the same: what stands on its page comes from it."""


def recorded(whole: Site, record: dict[str, Any]) -> Site:
    """The site as if the last test run had found something else."""
    records = {**whole.project.records, "accessibility": Accessibility.model_validate(record)}
    return Site(dataclasses.replace(whole.project, records=records))


def found(*counts: int) -> dict[str, Any]:
    """A record of sweeps that found so many defects."""
    return OTHER | {"sweeps": [sweep | {"violations": n} for sweep, n in zip(OTHER["sweeps"], counts, strict=False)]}


def rows(page: Element) -> list[list[str]]:
    """The cells of the table, row by row."""
    return [[text(cell) for cell in having(row) if cell.tag in ("th", "td")] for row in having(page, "tr")]


def names(codes: list[str], language: str) -> str:
    """Languages as a reader calls them."""
    return format_list([Locale(code).get_display_name(language) for code in codes], locale=language)


def written(value: int, language: str) -> str:
    """A number below 10,000 as its readers write it."""
    return str(value) if language in ("ar", "es") else format_decimal(value, locale=language)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record", ["the project's", "another"])
def test_each_figure_of_the_record_stands_on_the_page(
    project: Path, whole: Site, wording: Wording, language: str, record: str
):
    data = OTHER
    if record == "the project's":
        data = yaml.load((project / "data/accessibility.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)
        data["date"] = str(data["date"])
    page = rendered(recorded(whole, data), language, ADDRESS)

    number = functools.partial(written, language=language)
    assert rows(page)[1:] == [
        [
            wording(language, CONTEXT, MODES[sweep["mode"]], percent=format_percent(2, locale=language)),
            names(sweep["languages"], language),
            format_list([number(width) for width in sweep["widths"]], locale=language),
            number(sweep["pages"]),
            number(sweep["violations"]),
        ]
        for sweep in data["sweeps"]
    ]
    state, *others = map(text, having(one(page, "div", "statement"), "p")[1:])
    for figure in (day(data["date"], language), data["engines"]["axe"], data["engines"]["chromium"]):
        assert figure in state
    scores = next(paragraph for paragraph in others if "Lighthouse" in paragraph)
    figures = [data["lighthouse"][name] for name in ("pages", "accessibility", "best_practices", "seo", "performance")]
    for figure in (*map(number, figures), names(data["lighthouse"]["languages"], language)):
        assert figure in scores
    assert data["engines"]["lighthouse"] in scores


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (0, 2), (2, 3), (20, 1), (1500, 300)], ids=str)
def test_defects_are_reported_and_conformance_is_never_claimed(
    whole: Site, wording: Wording, language: str, counts: tuple[int, int]
):
    page = text(one(rendered(recorded(whole, found(*counts)), language, ADDRESS), "main"))
    number = written(sum(counts), language)
    sentence = wording.count(language, CONTEXT, *FOUND, sum(counts), number=number)
    assert number in sentence
    assert (sentence in page) == any(counts)
    assert (wording(language, CONTEXT, NONE) in page) == (not any(counts))
    assert wording(language, CONTEXT, UNTRIED) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_by_its_structure(whole: Site, language: str):
    page = rendered(whole, language, ADDRESS)
    levels = [element.tag for element in having(page) if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels == ["h1", *["h2"] * 6]
    region, caption = one(page, "div", "table"), one(page, "caption")
    assert region.get("tabindex") == "0" and region.get("role") == "group"
    assert region.get("aria-labelledby") == caption.get("id") and text(caption)
    assert [cell.get("scope") for cell in having(one(page, "thead"), "th")] == ["col"] * 5
    for row in having(one(page, "tbody"), "tr"):
        assert [cell.get("scope") for cell in having(row, "th")] == ["row"]


@pytest.mark.parametrize("contact", ["", "fake@example.org"])
@pytest.mark.parametrize("repo_url", ["", "https://example.org/owner/name"])
def test_who_meets_a_barrier_learns_where_to_say_so(whole: Site, wording: Wording, repo_url: str, contact: str):
    for language in LANGUAGES:
        page = rendered(whole, language, ADDRESS, repo_url=repo_url, contact=contact)
        statement = list(one(page, "div", "statement"))
        report = statement[[element.get("id") for element in statement].index("report") + 1 :]
        links = [link.get("href") for element in report for link in having(element, "a")]
        assert links == [*([f"{repo_url}/issues"] if repo_url else []), *([f"mailto:{contact}"] if contact else [])]
        neither = "Ce site n’indique pas encore d’adresse à laquelle signaler un obstacle."
        assert (wording(language, CONTEXT, neither) in map(text, report)) == (not links)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"), [("mode: light", "mode: bright"), ("\ndate: 20", "\ndate: 29"), ("axe: ", "axe: v")], ids=str
)
def test_a_wrong_record_is_refused_with_its_line(copy: Path, old: str, new: str):
    line = edit(copy / "data/accessibility.yml", old, new) + old.count("\n")
    with pytest.raises(ProblemsFound) as refused:
        load(copy)
    assert {(problem.path, problem.line) for problem in refused.value.problems} == {("data/accessibility.yml", line)}
