"""The benchmark's own parts: its corpus, its tables, its plot, and what Hugo is given. `make bench-smoke` runs all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

import corpus as corpora
import fake
import frame
import hugo_site
import measure
import plans
import plot
import report
import sites
import small
import stock

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
TWO = ("fr", "en")


@pytest.fixture(scope="module")
def copied(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with two fake case studies in two languages, one without a picture."""
    folder = sites.copy_project(project, tmp_path_factory.mktemp("bench") / "project")
    maker = fake.Maker(folder, codes=TWO)
    for number, pictures in ((1, True), (2, False)):
        maker.write(number, pictures)
    return folder


# The corpus


@pytest.mark.slow
def test_the_same_seed_makes_the_same_case_studies(project: Path, copied: Path, tmp_path: Path):
    again = sites.copy_project(project, tmp_path / "again")
    maker = fake.Maker(again, codes=TWO)
    maker.write(1)
    one, other = (sites.contents(folder / "content/case-studies/fake-00001") for folder in (copied, again))
    assert one == other and set(one) == {"case-study.yml", "fake.jpg", "index.fr.md", "index.en.md"}
    facts = yaml.safe_load(one["case-study.yml"])
    assert facts == maker.facts(1)
    maker.seed = 2
    assert facts != maker.facts(1)


@pytest.mark.slow
def test_pages_are_reckoned_as_the_project_makes_them(project: Path, tmp_path: Path):
    """For a site of few Parties, whose lists have several pages."""
    from roadmap import page_table
    from roadmap.load import load
    from roadmap.site import Site

    folder = sites.copy_project(project, tmp_path / "project", cases=())
    corpora.keep_parties(folder, 2)
    maker = fake.Maker(folder, codes=TWO)
    empty = Site(load(folder))
    cases, rows = corpora.enough(maker, empty, len(page_table.rows(empty)) + 45)
    assert 30 < cases < 45
    for number in range(1, cases + 1):
        maker.write(number, pictures=False)
    assert len(page_table.rows(Site(load(folder)))) == rows


# What other engines are given


@pytest.mark.slow
def test_hugo_is_given_every_string_of_its_layouts(copied: Path, tmp_path: Path):
    maker = hugo_site.Maker(copied, tmp_path, sites.LANGUAGES, sites.SOURCE)
    maker.strings()
    asked = set()
    for path in (BENCHMARKS / "hugo/layouts").rglob("*.*"):
        asked |= set(re.findall(r'\bT "([a-z_]+)"', path.read_text(encoding="utf-8")))
    assert asked == set(hugo_site.STRINGS)
    for language in sites.LANGUAGES:
        data = yaml.safe_load((tmp_path / "i18n" / f"{language}.yaml").read_text(encoding="utf-8"))
        assert set(data) >= asked and all(data.values())


def test_hugo_has_the_layouts_that_its_pages_need(project: Path):
    layouts = BENCHMARKS / "hugo/layouts"
    names = {path.relative_to(layouts).as_posix() for path in layouts.rglob("*") if path.is_file()}
    assert names >= {"baseof.html", "all.html", "page.html", "section.html", "term.html", "404.html"}
    for name in names:
        used = re.findall(r'\bpartial(?:Cached)? "([a-z.-]+)"', (layouts / name).read_text(encoding="utf-8"))
        assert {f"_partials/{one}" for one in used} <= names, name
    for asset in ("roadmap.css", "roadmap.js", "favicon.svg"):
        assert (project / "overrides/assets" / asset).is_file()


def test_hugo_is_told_the_languages_and_pages_as_long_as_ours(copied: Path, tmp_path: Path):
    from roadmap.page_table import PER_PAGE

    maker = hugo_site.Maker(copied, tmp_path, sites.LANGUAGES, sites.SOURCE)
    maker.settings(["outputs/", "case-studies/", "about/"])
    data = yaml.safe_load((tmp_path / "hugo.yaml").read_text(encoding="utf-8"))
    assert list(data["languages"]) == list(sites.LANGUAGES) and data["defaultContentLanguage"] == sites.SOURCE
    assert {code: one["label"] for code, one in data["languages"].items()} == sites.LANGUAGES
    assert data["languages"]["ar"]["direction"] == "rtl"
    assert data["pagination"]["pagerSize"] == PER_PAGE
    assert data["params"] == {"menu": ["/products", "/case-studies"], "footer": ["/about"]}


@pytest.mark.slow
def test_hugo_is_given_a_case_study_with_its_facts_and_sources(copied: Path, tmp_path: Path):
    hugo_site.Maker(copied, tmp_path, TWO, sites.SOURCE).case("fake-00001")
    folder = tmp_path / "content/case-studies/fake-00001"
    assert {path.name for path in folder.iterdir()} == {"fake.jpg", "index.fr.md", "index.en.md"}
    head, _, body = (folder / "index.en.md").read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    data = yaml.safe_load(head)
    facts = yaml.safe_load((copied / "content/case-studies/fake-00001/case-study.yml").read_text(encoding="utf-8"))
    assert data["activities"] == facts["activities"] and data["parties"] == [facts["party"].lower()]
    assert data["products"] == sorted({activity.split(".")[0] for activity in facts["activities"]})
    assert data["goals"] and data["institution"] == facts["lead_institution"]["en"]
    assert {f"[^{rank}]" for rank in (1, 2, 3)} == set(re.findall(r"^(\[\^\d\]):", body, re.M))


def test_finished_pages_are_given_without_the_lists_that_engines_make():
    listed = '<h1>A</h1><section aria-labelledby="case-studies"><ul class="case-list"><li>b</li></ul></section><p>c</p>'
    page = frame.Frame("goals/1/", "en", "goal", "A", "", True, listed)
    assert page.without_lists == "<h1>A</h1><p>c</p>"
    assert frame.words('<b>Output&nbsp;1</b>\n <span title="x">&amp; more</span>') == "Output 1 & more"


def test_stock_mkdocs_is_given_texts_and_finished_pages(copied: Path, tmp_path: Path):
    stock.write(copied, tmp_path, TWO, "fr")
    stock.add_frame(tmp_path, {("goals/1/", "en"): "<h1>Goal <b>1</b></h1>\n\n<p>It</p>"})
    data = yaml.safe_load((tmp_path / "mkdocs.yml").read_text(encoding="utf-8"))
    assert data["plugins"][0] == "search" and data["theme"] == {"name": "material"}
    case = (tmp_path / "docs/case-studies/fake-00001/index.en.md").read_text(encoding="utf-8")
    assert case.startswith("# Invented study no. 1") and "![](fake.jpg)" in case
    goal = (tmp_path / "docs/goals/1/index.en.md").read_text(encoding="utf-8")
    assert goal == "# Goal 1\n\n<div>\n<h1>Goal <b>1</b></h1>\n<p>It</p>\n</div>\n"


# Measuring


def test_processes_that_a_command_starts_are_counted(tmp_path: Path):
    busy = "sum(range(6_000_000)); held = bytearray(60_000_000); import time; time.sleep(0.3)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True)"
    cost, programs = measure.run([sys.executable, "-c", outer], tmp_path)
    alone, _programs = measure.run([sys.executable, "-c", "pass"], tmp_path)
    assert alone.largest < 40_000_000, "what measures is small"
    assert cost.largest > alone.largest + 40_000_000 and cost.together >= cost.largest
    assert cost.cpu > alone.cpu and cost.wall > 0.3
    seconds, memory = measure.of_program(programs, Path(sys.executable).resolve().name[:6])
    assert 0 < seconds <= cost.cpu + 0.1 and memory > 40_000_000
    assert memory >= measure.largest_but(programs, "none so") > 40_000_000
    assert measure.largest_but(programs, Path(sys.executable).resolve().name[:6]) == 0


def test_a_command_that_fails_says_why(tmp_path: Path):
    with pytest.raises(measure.Failed, match=r"status 3\nno such page"):
        measure.run([sys.executable, "-c", "import sys; print('no such page'); sys.exit(3)"], tmp_path)


# Telling


@pytest.mark.parametrize("power", [0.5, 1, 2])
def test_the_exponent_of_growth_is_that_of_the_points(power: float):
    assert report.exponent([(x, 3 * x**power) for x in (1500, 6300, 20000)]) == pytest.approx(power)
    assert report.exponent([(1500, 1.0)]) is None and report.exponent([]) is None


def results() -> dict[str, Any]:
    """Of two engines and two sizes, growing by themselves."""
    data: dict[str, Any] = {
        "day": "2026-01-01",
        "commit": "abc",
        "rounds": 3,
        "machine": {"processor": "P", "cores": 2, "memory_gib": 4.0, "system": "Linux 1", "load": 0.0},
        "versions": {"python": "3.11"},
        "corpora": [{"size": size, "cases": 9, "pages": size, "pictures": True} for size in (1500, 6000)],
        "runs": [],
        "weights": [],
        "edits": [{"size": 1500, "first": 4.0, "seconds": {"case study": 1.0, "template": None}}],
    }
    for engine, each in (("ours", 0.006), ("hugo", 0.002)):
        for size in (1500, 6000):
            for number in (1, 2, 3):
                cpu = each * size + number - 2
                cost = {
                    "wall": cpu / (2 if engine == "ours" else 1),
                    "cpu": cpu,
                    "largest": 10**8,
                    "own_memory": 9 * 10**7,
                    "together": 2 * 10**8,
                }
                run = {"size": size, "engine": engine, "round": number, "pictures": True}
                data["runs"].append({**run, **cost, "search_cpu": None, "search_memory": None})
    return json.loads(json.dumps(data))


def test_the_tables_tell_medians_ratios_and_growth():
    tables = report.markdown(results())
    assert "| 1,500 | this project | 4.5 (4.0–5.0) | 9.0 (8.0–10.0) | – | 6.0 | 100 | 90 | 200 |" in tables
    assert "| 1,500 | with | 1.50 | 3.00 | – | – |" in tables  # to Hugo; stock MkDocs did not run
    assert "| this project | with | 1,500 to 6,000 | 1.00 | 1.00 | 0.00 | 0.00 |" in tables
    assert "| 1,500 | 4.0 | 1.00 | – | – | – | – |" in tables
    assert "Medians of 3 interleaved rounds" in tables


def test_the_plot_compares_engines_without_pictures_where_they_were_built_so():
    data = results()
    assert report.lines(data) == {
        report.title(name): [(1500, cpu), (6000, 4 * cpu)] for name, cpu in (("ours", 9), ("hugo", 3))
    }
    data["corpora"] += [{**one, "pictures": False} for one in data["corpora"]]
    data["runs"] += [{**run, "pictures": False, "cpu": 1} for run in data["runs"]]
    assert report.lines(data) == {report.title(name): [(1500, 1), (6000, 1)] for name in ("ours", "hugo")}


def test_before_anything_was_edited_the_tables_say_so():
    """They are written after each round; and a size may have been built without pictures only."""
    data = results()
    data["edits"][0]["size"] = 350
    data["corpora"].append({"size": 350, "cases": 4, "pages": 354, "pictures": False})
    assert "| 354 | 4.0 | 1.00 |" in report.markdown(data)
    data["edits"] = []
    assert "serves the changed page.\n\nNot measured." in report.markdown(data)


def test_only_what_stands_between_the_markers_is_replaced():
    before = f"# A\n\n{report.BEGIN}\nold\n{report.END}\n\nB\n"
    after = report.between_markers(before, "new\n")
    assert after == f"# A\n\n{report.BEGIN}\n\nnew\n\n{report.END}\n\nB\n"
    assert report.between_markers(after, "new") == after
    for wrong in ("", report.BEGIN, f"{report.END} {report.BEGIN}", before + report.END):
        with pytest.raises(ValueError):
            report.between_markers(wrong, "new")
    assert report.between_markers((BENCHMARKS / "README.md").read_text(encoding="utf-8"), "new")


def test_the_plot_names_every_line_and_needs_no_colour():
    drawn = plot.svg(report.lines(results()))
    tree = ElementTree.fromstring(drawn)
    words = [element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert {"this project", "Hugo + Pagefind", "pages"} <= set(words)
    assert drawn.count("<polyline") == 2 and "prefers-color-scheme:dark" in drawn
    heights = [float(e.get("y", 0)) for e in tree.iter() if e.text in ("this project", "Hugo + Pagefind")]
    assert abs(heights[0] - heights[1]) >= plot.APART
    with pytest.raises(ValueError):
        plot.svg({"nothing": []})


def test_the_command_refuses_an_engine_it_does_not_know():
    done = subprocess.run(
        [sys.executable, BENCHMARKS / "bench.py", "--engines", "ours,jekyll"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "unknown engines: jekyll" in done.stderr


# Plans


@pytest.mark.slow
def test_fake_plans_are_valid_and_their_pages_are_timed(project: Path, tmp_path: Path):
    from roadmap.load import load
    from roadmap.site import Site
    from roadmap.views.render import Renderer

    folder = small.small_project(project, tmp_path / "project")
    plans.write(load(folder), 3)
    site = Site(load(folder))
    assert len(site.project.adaptations) == 3
    counted = plans.milliseconds(site, Renderer([folder / "overrides", small.ICONS]))
    assert counted["national-roadmap"][0] == 3 * len(site.project.codes)
    assert all(each > 0 for _pages, each in counted.values())
