"""`make search-quality`: asks the built site what people search for, as they do, and writes how well it answers.

`queries.yml` has the queries with their right answers. The table is `benchmarks/search.md`; a test
(`test_quality.py`) holds the share of queries whose answers are among the first three results.

  success@1  the first result is a named page
  success@3  all named pages are among the first three
  MRR        mean of 1/rank of the first named page, 0 beyond the first results that the page shows
  none       nothing found although pages are named
"""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page

from browser import BASE, launch, packed, serve
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import read_yaml
from search.model import Queries, Query
from sites import LANGUAGES, is_withdrawn, path_in

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_name("queries.yml")
TABLE = ROOT / "benchmarks" / "search.md"
MARKS = ("<!-- now:begin -->", "<!-- now:end -->")
ROUNDS = 3


@dataclass(frozen=True)
class Answer:
    """What was found for a query."""

    query: Query
    found: tuple[str, ...]

    @property
    def rank(self) -> int:
        """The rank of the first named page; 0 if there is none."""
        every = {page for entry in self.query.pages for page in entry.split(" | ")}
        return next((at for at, one in enumerate(self.found, 1) if one in every), 0)

    @property
    def first(self) -> float:
        """1 if the first result is right."""
        return float(self.rank == 1 if self.query.pages else not self.found)

    @property
    def third(self) -> float:
        """1 if the first three results have all that is right."""
        if not self.query.pages:
            return float(not self.found)
        return float(all({*entry.split(" | ")} & {*self.found[:3]} for entry in self.query.pages))

    @property
    def reciprocal(self) -> float:
        """1 over the rank; 0 without one."""
        return (1 / self.rank if self.rank else 0.0) if self.query.pages else float(not self.found)


def queries() -> Queries:
    """Read the file of queries; a ValueError tells all that is wrong with it, by line."""
    return read(FILE)


def read(path: Path) -> Queries:
    """Read a file of queries; a ValueError tells all that is wrong with it, by line."""
    document, problems = read_yaml(path, path.name)
    if document is not None:
        queries_, found = fit(Queries, document)
        problems = [*problems, *found]
        if queries_ is not None and not problems:
            return queries_
    raise ValueError("\n".join(f"{one.path}:{one.line}: {one.what}" for one in problems))


def ask(page: Page, home: str, language: str, asked: Iterable[Query]) -> Iterator[Answer]:
    """Type each query into the page for searching, and read its results; not what a withdrawn case study answers."""
    page.goto(f"{home}{path_in(language, 'search/')}")
    root = BASE + path_in(language, "")
    for query in asked:
        if any(is_withdrawn(f"{one}/") for entry in query.pages for one in entry.split(" | ")):
            continue
        page.fill("#q", "")
        page.press("#q", "Enter")
        page.fill("#q", query.q)
        page.press("#q", "Enter")
        page.wait_for_function("() => document.querySelector('.found').textContent")
        page.wait_for_function("() => !document.querySelector('ol.found-pages[aria-busy]')")
        links = (
            page.locator("ol.found-pages")
            .first.locator(":scope > li > a")
            .evaluate_all("all => all.map(a => a.pathname)")
        )
        yield Answer(query, tuple(link.removeprefix(root).strip("/") or "/" for link in links))


def costs(browser: Browser, home: str, site: Path, language: str, word: str) -> tuple[int, float, float]:
    """The bytes that a first query fetches, and milliseconds from the last key to the first result: then, and again."""
    cold, warm, weight = [], [], 0
    for _round in range(ROUNDS):
        with browser.new_context(service_workers="block") as context:
            page = context.new_page()
            page.goto(f"{home}{path_in(language, 'search/')}")
            page.wait_for_load_state("networkidle")
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            cold.append(_time(page, word))
            page.wait_for_load_state("networkidle")
            weight = sum(packed(site / urlsplit(url).path.removeprefix(BASE)) for url in asked)
            warm.append(_time(page, f"{word} "))
    return weight, statistics.median(cold), statistics.median(warm)


def _time(page: Page, word: str) -> float:
    page.evaluate(
        """() => {
          const list = document.querySelector('ol.found-pages');
          list.replaceChildren();
          window.measured = new Promise(done => {
            const typed = () => { window.typed = performance.now(); };
            document.getElementById('q').addEventListener('input', typed, { once: true });
            const watch = new MutationObserver(() => {
              if (!list.children.length) return;
              watch.disconnect();
              done(performance.now() - window.typed);
            });
            watch.observe(list, { childList: true });
          });
        }"""
    )
    page.fill("#q", word)
    return page.evaluate("() => window.measured")


def rows(answers: dict[str, list[Answer]], name: str) -> Iterator[list[object]]:
    """Yield the lines of a table: for each name, its answers, and all of them."""
    yield [name, "queries", "success@1", "success@3", "MRR", "none"]
    every = [answer for some in answers.values() for answer in some]
    for key, some in (*answers.items(), ("all", every)):
        mean = (statistics.fmean(getattr(one, what) for one in some) for what in ("first", "third", "reciprocal"))
        nothing = sum(bool(one.query.pages) and not one.found for one in some)
        yield [key, len(some), *(f"{value:.2f}" for value in mean), nothing]


def table(lines: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    head, *rest = ([str(cell) for cell in line] for line in lines)
    ruled = [head, ["---", *("--:" for _cell in head[1:])], *rest]
    return "\n".join(f"| {' | '.join(line)} |" for line in ruled)


def main(site: str = "site") -> int:
    """Measure the built site and write the table."""
    data, answers, cost = queries(), {}, [["language", "first query, bytes", "first result, ms", "again, ms"]]
    with serve(Path(site).resolve()) as home, launch() as browser:
        for language in LANGUAGES:
            page = browser.new_context(service_workers="block").new_page()
            answers[language] = list(ask(page, home, language, data.languages[language]))
            weight, cold, warm = costs(browser, home, Path(site), language, data.common[language][1])
            cost.append([language, f"{weight:,}", f"{cold:.0f}", f"{warm:.0f}"])
    kinds = defaultdict(list)
    for some in answers.values():
        for answer in some:
            kinds[answer.query.kind].append(answer)
    text = "\n\n".join(
        [table(rows(answers, "language")), table(rows(dict(sorted(kinds.items())), "kind")), table(cost)]
    )
    before, _mark, rest = TABLE.read_text(encoding="utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    TABLE.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8")
    print(text)
    for language, some in answers.items():
        for one in some:
            if not one.third:
                print(f"{language} [{one.query.kind}] {one.query.q}: {one.found[:4]}, not {one.query.pages}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
