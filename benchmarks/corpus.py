"""Copies of the project that make sites of about so many pages, with fake case studies told in every language.

A site has pages that do not grow (the roadmap, the prose) and, for each case study, one page in each language and its
share of further pages of lists. The real case studies are left out: they are told in two or three languages. Parties
grow with the site, up to all of them in the largest: they are cheap pages, and a small site of nothing else would make
a large one look dearer by the page than it is.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "hooks")]

import fake  # noqa: E402
import sites  # noqa: E402
from roadmap import page_table  # noqa: E402
from roadmap.load import load  # noqa: E402
from roadmap.site import Site  # noqa: E402

FEW_PARTIES = 4
"""At least."""
PAGES_A_PARTY = 22
"""Of a language, for each Party: all of them in a site of 20,000 pages."""
EDITED = "fake-00001"
"""The case study that is edited while the site is served."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A project on disk, and what its site must have."""

    folder: Path
    size: int
    """The pages asked for."""
    cases: int
    pages: int
    """HTML pages expected, in all languages: cards for other sites and 404.html are none."""
    languages: tuple[str, ...]
    source: str
    pictures: bool


def make(folder: Path, size: int, seed: int = 1, pictures: bool = True) -> Corpus:
    """Copies the project to `folder`, with as many fake case studies as make it about `size` pages."""
    shutil.rmtree(folder, ignore_errors=True)
    sites.copy_project(ROOT, folder, cases=())
    (folder / "data/addresses.yml").unlink()  # withdrawn pages leave a notice, which is none of the pages counted
    languages = tuple(load(folder).codes)
    keep_parties(folder, max(FEW_PARTIES, round(size / len(languages) / PAGES_A_PARTY)))
    empty = Site(load(folder))
    maker = fake.Maker(folder, seed)
    cases, rows = enough(maker, empty, size / len(languages))
    for number in range(1, cases + 1):
        maker.write(number, pictures)
    source = empty.project.languages.source
    return Corpus(folder, size, cases, rows * len(languages), languages, source, pictures)


def keep_parties(folder: Path, count: int) -> None:
    """Leaves only the first Parties of a project's list, if it has more."""
    path = folder / "data" / "parties.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["parties"] = data["parties"][:count]
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    sites.keep_roadmaps(folder)


def enough(maker: fake.Maker, empty: Site, rows: float) -> tuple[int, int]:
    """How many case studies bring a site without any nearest to so many pages of a language; and those pages."""
    fixed = len(page_table.rows(empty))
    sdgs = set(empty.sdg_pages)
    lists: Counter[tuple[str, Any]] = Counter()
    cases, made = 0, fixed
    while made < rows:
        cases += 1
        facts = maker.facts(cases)
        lists.update(listed(empty, facts))
        sdgs.update(facts["sdgs"])
        made = fixed + cases + len(sdgs) - len(empty.sdg_pages) + further(lists.values())
    return max(cases, 1), made


def listed(site: Site, facts: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every list that a case study with these facts stands in: once, whatever leads to it."""
    outputs = {site.activities[identifier][0] for identifier in facts["activities"]}
    yield "all", ""
    yield "party", facts["party"]
    yield from (("activity", identifier) for identifier in facts["activities"])
    yield from (("output", output.id) for output in outputs)
    yield from (("goal", goal) for goal in {output.goal.id for output in outputs})
    yield from (("sdg", number) for number in facts["sdgs"])


def further(lengths: Iterable[int]) -> int:
    """How many pages lists of such lengths take, their first ones aside."""
    return sum(page_table.page_count(length) - 1 for length in lengths)


def html_pages(site: Path) -> list[Path]:
    """The pages of a built site, from its root; cards for other sites are none."""
    found = (path.relative_to(site) for path in site.rglob("index.html"))
    return sorted(path for path in found if not sites.is_embed(path.parent))
