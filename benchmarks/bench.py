"""Measures this project beside other engines on the same content, in one run on one machine, interleaved.

    python benchmarks/bench.py                                       all of it: hours
    python benchmarks/bench.py --sizes 350 --rounds 1 --smoke        that all of it works: minutes; judges no time

In each round, for each size, each engine in turn builds from nothing. Writes results.json, bench.svg and the tables of
README.md, all in benchmarks/, after each round. Empties the folder it works in, first and last.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import corpus as corpora
import live
import machine
import plot
import report
import weigh
from engines import ENGINES, Engine, Measured, set_up
from measure import Failed
from roadmap import disk

HERE = Path(__file__).parent
SIZES = (350, 1_500, 6_300, 20_000)
STOCK_MOST = 6_300
"""Pages beyond which stock MkDocs is not tried: it prints every page's name on every page."""
PATIENCE = 180
"""An engine that took so many seconds for a size builds it from nothing, once."""
README, RESULTS, PLOT = "README.md", "results.json", "bench.svg"


class Wrong(Exception):
    """A built site has not the pages it must have."""


def numbers(text: str) -> tuple[int, ...]:
    """`350,1500` of the command line."""
    return tuple(int(one) for one in text.split(",") if one)


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="pages, about: 350,1500,6300,20000")
    parser.add_argument("--engines", default=",".join(ENGINES), help="of: " + ", ".join(ENGINES))
    parser.add_argument("--text", type=numbers, default=SIZES, help="sizes to build without pictures too")
    parser.add_argument("--edits", type=numbers, default=(350, 6_300), help="sizes to serve and edit")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "bench", help="folder to work in")
    parser.add_argument("--output", type=Path, default=HERE, help="folder of README.md, results.json and bench.svg")
    parser.add_argument("--smoke", action="store_true", help="print the tables only; write nothing")
    parser.add_argument("--report", action="store_true", help="measure nothing; write the tables from results.json")
    found = parser.parse_args(arguments)
    found.engines = [name for name in found.engines.split(",") if name]
    if unknown := set(found.engines) - set(ENGINES):
        parser.error(f"unknown engines: {', '.join(sorted(unknown))}")
    return found


class Bench:
    """One run of the benchmark."""

    def __init__(self, chosen: argparse.Namespace):
        self.chosen = chosen
        self.sets: list[list[Engine]] = []
        self.slow: set[tuple[str, int, bool]] = set()
        self.results: dict[str, Any] = {
            "day": date.today().isoformat(),
            "commit": machine.commit(HERE),
            "machine": machine.machine(),
            "versions": machine.versions(),
            "rounds": chosen.rounds,
            "corpora": [],
            "runs": [],
            "weights": [],
            "edits": [],
        }

    def prepare(self) -> None:
        """Writes every corpus, and what each engine builds from."""
        for pictures, sizes in ((True, self.chosen.sizes), (False, self.chosen.text)):
            for size in sizes:
                names = [name for name in self.chosen.engines if name != "mkdocs" or size <= STOCK_MOST]
                work = self.chosen.work.resolve() / f"{size}{'' if pictures else '-text'}"
                corpus, engines = set_up(size, names, work, pictures)
                self.results["corpora"].append(
                    {"size": size, "cases": corpus.cases, "pages": corpus.pages, "pictures": pictures}
                )
                self.sets.append(engines)
                message(f"{size}: {corpus.cases} case studies, {corpus.pages} pages, pictures: {pictures}")

    def round(self, number: int) -> None:
        """Every engine on every corpus, once."""
        for engines in self.sets:
            for engine in engines:
                corpus = engine.corpus
                if number > 1 and (engine.name, corpus.size, corpus.pictures) in self.slow:
                    continue
                engine.clean()
                found = self.build(engine, number)
                self.check(engine)
                slow = found.whole.wall > PATIENCE
                if number == 1 and (corpus.pictures or corpus.size not in self.chosen.sizes):
                    weights = weigh.weight(engine.site)
                    entry = {"size": corpus.size, "pictures": corpus.pictures, "engine": engine.name}
                    self.results["weights"].append(entry | weights)
                if slow:
                    self.slow.add((engine.name, corpus.size, corpus.pictures))
                    engine.clean()  # gigabytes, which would take the place of the others' files in memory

    def build(self, engine: Engine, number: int) -> Measured:
        """One measured build."""
        found = engine.build()
        entry = {"size": engine.corpus.size, "pictures": engine.corpus.pictures, "engine": engine.name}
        entry |= {"round": number, **asdict(found.whole)}
        entry |= {
            "own_memory": found.own_memory,
            "search_cpu": found.search_cpu,
            "search_memory": found.search_memory,
        }
        self.results["runs"].append(entry)
        message(f"round {number}, {engine.corpus.size}, {engine.name}: {found.whole.wall:.1f} s")
        return found

    def check(self, engine: Engine) -> None:
        """Raises Wrong when a built site has not the pages it must have."""
        found = len(corpora.html_pages(engine.site))
        if found != engine.corpus.pages:
            raise Wrong(f"{engine.name}, {engine.corpus.size}: {found} pages, expected {engine.corpus.pages}")

    def edits(self) -> None:
        """Waits as an editor does, on copies that have been built already."""
        for engines in self.sets:
            for engine in engines:
                corpus = engine.corpus
                twice = not corpus.pictures and corpus.size in self.chosen.sizes
                if engine.name == "ours" and corpus.size in self.chosen.edits and not twice:
                    first, found = live.edits(corpus)
                    entry = {"size": corpus.size, "first": first, "seconds": found}
                    self.results["edits"].append(entry)
                    message(f"{corpus.size}, serve: {first}, {found}")

    def write(self) -> None:
        """The tables, the plot and the raw results."""
        if self.chosen.smoke:
            return
        write(self.results, self.chosen.output)


def write(results: dict[str, Any], folder: Path) -> None:
    """Writes results, plot and tables into `folder`, whose README.md has the markers."""
    before = (folder / README).read_text(encoding="utf-8")
    files = {RESULTS: json.dumps(results, indent=1) + "\n", PLOT: plot.svg(report.lines(results))}
    disk.write(folder, {**files, README: report.between_markers(before, report.markdown(results))})


def message(text: str) -> None:
    """A line for whoever waits."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    chosen = options(arguments)
    if chosen.report:
        write(json.loads((chosen.output / RESULTS).read_text(encoding="utf-8")), chosen.output)
        return
    os.environ.pop("SITE_URL", None)  # every engine publishes at the same address
    bench = Bench(chosen)
    try:
        bench.prepare()
        for number in range(1, chosen.rounds + 1):
            bench.round(number)
            bench.write()
        bench.edits()
        bench.write()
    except (Failed, Wrong) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    print(report.markdown(bench.results))
    shutil.rmtree(chosen.work, ignore_errors=True)


if __name__ == "__main__":
    main()
