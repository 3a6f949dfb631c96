"""Results as tables: medians of the rounds, ratios, and how costs grow with pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Any

from engines import ENGINES

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
LINEAR_FROM = 1_500
"""Growth is fitted from so many pages: below, what does not grow weighs most."""
Results = dict[str, Any]


def between_markers(text: str, tables: str) -> str:
    """A README with its tables replaced. Raises ValueError when it has not each marker once, in order."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise ValueError(f"expected {BEGIN} and then {END}, once each")
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables.strip()}\n\n{END}{rest.partition(END)[2]}"


def exponent(points: Iterable[tuple[float, float]]) -> float | None:
    """The power of x by which y grows: the slope of a straight line through the logarithms. None below two points."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    if len({x for x, _y in logs}) < 2:
        return None
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _y in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def values(results: Results, name: str, engine: str, size: int, pictures: bool = True) -> list[float]:
    """One figure of every round."""
    wanted = {"engine": engine, "size": size, "pictures": pictures}
    runs = (run for run in results["runs"] if wanted.items() <= run.items())
    return [run[name] for run in runs if run[name] is not None]


def middle(results: Results, name: str, engine: str, size: int, pictures: bool = True) -> float | None:
    """The median of the rounds; None when there was none."""
    found = values(results, name, engine, size, pictures)
    return median(found) if found else None


def engines(results: Results) -> list[str]:
    """Those that ran, in their order."""
    ran = {run["engine"] for run in results["runs"]}
    return [name for name in ENGINES if name in ran]


def corpora(results: Results, pictures: bool = True) -> list[dict[str, Any]]:
    """Smallest first."""
    found = (one for one in results["corpora"] if one["pictures"] is pictures)
    return sorted(found, key=lambda one: one["pages"])


def lines(results: Results) -> dict[str, list[tuple[int, float]]]:
    """Processor seconds by pages, of each engine: what the plot shows."""
    pictures = not corpora(results, False)  # without them engines are compared, not what scales pictures
    return {
        title(name): [
            (one["pages"], cpu)
            for one in corpora(results, pictures)
            if (cpu := middle(results, "cpu", name, one["size"], pictures))
        ]
        for name in engines(results)
    }


def title(engine: str) -> str:
    """An engine with its search."""
    return ENGINES[engine].title


def markdown(results: Results) -> str:
    """All the tables, with what was measured on what."""
    parts = [
        setting(results),
        "![Processor time of a clean build by pages, both on logarithmic scales](bench.svg)",
        "### A clean build, with its search index",
        clean(results, True),
        "The same without pictures to scale:",
        clean(results, False),
        "### Ratios",
        ratios(results),
        "### Growth",
        growth(results),
        "### Bytes",
        weights(results),
        "### Saved, and served",
        edits(results),
    ]
    return "\n\n".join(parts)


def setting(results: Results) -> str:
    """When, on what, with what."""
    on, load = results["machine"], results["machine"]["load"]
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    rounds = "1 round" if results["rounds"] == 1 else f"{results['rounds']} interleaved rounds"
    return (
        f"{results['day']}, commit {results['commit']}: {on['processor']}, {on['cores']} cores, "
        f"{on['memory_gib']} GiB, {on['system']}; load {load} before the first build. {versions}. "
        f"Medians of {rounds}, with the lowest and the highest."
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 2) -> str:
    """A Markdown table, its first columns words and the others numbers; says so when there is nothing."""
    rows = list(rows)
    if not rows:
        return "Not measured."
    under = ["---"] * words + ["--:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, under, *rows))


def seconds(found: Sequence[float]) -> str:
    """`12.3 (11.9–13.0)`."""
    if not found:
        return "–"
    if len(found) == 1:
        return f"{found[0]:.1f}"
    return f"{median(found):.1f} ({min(found):.1f}–{max(found):.1f})"


def number(value: float | None, form: str = ",.0f") -> str:
    """A number, or a dash for none."""
    return "–" if value is None else format(value, form)


def ratio(one: float | None, other: float | None) -> str:
    """`1.25`, or a dash."""
    return f"{one / other:.2f}" if one and other else "–"


def _each(results: Results, pictures: bool = True) -> Iterator[tuple[dict[str, Any], str, partial]]:
    """Each corpus with each engine that built it, and what asks for a median of those builds."""
    for one in corpora(results, pictures):
        for name in engines(results):
            get = partial(middle, results, engine=name, size=one["size"], pictures=pictures)
            if get("cpu"):
                yield one, name, get


def clean(results: Results, pictures: bool) -> str:
    """What a build from nothing costs."""
    head = ["pages", "engine", "wall, s", "CPU, s", "of it search", "CPU a page, ms"]
    head += ["largest process, MB", "but Pagefind's", "all, MB"]
    rows = []
    for one, name, get in _each(results, pictures):
        cost = (values(results, what, name, one["size"], pictures) for what in ("wall", "cpu"))
        each = f"{get('cpu') * 1000 / one['pages']:.1f}"
        memory = (number(get(what) / 1e6) for what in ("largest", "own_memory", "together"))
        search = number(get("search_cpu"), ".1f")
        rows.append([f"{one['pages']:,}", title(name), *map(seconds, cost), search, each, *memory])
    return table(head, rows)


def ratios(results: Results) -> str:
    """This project as a multiple of the others: below 1, it is the faster one."""
    rows = []
    for pictures in (True, False):
        for one in corpora(results, pictures):
            get = partial(middle, results, size=one["size"], pictures=pictures)
            found = [
                ratio(get(what, engine="ours"), get(what, engine=other))
                for other in ("hugo", "mkdocs")
                for what in ("wall", "cpu")
            ]
            rows.append([f"{one['pages']:,}", "with" if pictures else "without", *found])
    head = ["pages", "pictures", "wall, to Hugo + Pagefind", "CPU", "wall, to stock MkDocs", "CPU"]
    return "This project's clean build as a multiple of theirs.\n\n" + table(head, rows)


def growth(results: Results) -> str:
    """The powers of pages by which costs grow."""
    rows = []
    for pictures in (True, False):
        large = [one for one in _each(results, pictures) if one[0]["pages"] >= 0.95 * LINEAR_FROM]
        for name in engines(results):
            mine = [(one["pages"], get) for one, engine, get in large if engine == name]
            if len(mine) > 1:
                found = (
                    number(exponent((pages, get(what)) for pages, get in mine), ".2f")
                    for what in ("wall", "cpu", "own_memory", "together")
                )
                span = f"{mine[0][0]:,} to {mine[-1][0]:,}"
                rows.append([title(name), "with" if pictures else "without", span, *found])
    sentence = "How a clean build grows with the number of pages, as an exponent: 1 is linear, 2 is quadratic."
    head = ["engine", "pictures", "pages", "wall", "CPU", "largest process", "all processes"]
    return f"{sentence}\n\n" + table(head, rows, words=3)


def weights(results: Results) -> str:
    """What the sites weigh."""
    found = sorted(results["weights"], key=lambda one: (one["pages"], list(ENGINES).index(one["engine"])))
    rows = [
        [
            f"{one['pages']:,}",
            "with" if one["pictures"] else "without",
            title(one["engine"]),
            f"{one['html'] / 1e6:,.1f}",
            number(one["case_study"]),
            number(one["heaviest_packed"]),
            f"{one['index'] / 1e6:,.1f}",
            number(one["index_files"]),
            number(one["meta"]),
            number(one["files"]),
        ]
        for one in found
    ]
    head = ["pages", "pictures", "site", "HTML, MB", "a case study, bytes", "heaviest page, gzip -9"]
    head += ["search index, MB", "its files", "its list for one language, bytes", "all files"]
    return table(head, rows, words=3)


def edits(results: Results) -> str:
    """What an editor waits for."""
    rows = []
    names = ("case study", "translated string", "data", "template", "style")
    sizes = {each["size"]: each["pages"] for each in results["corpora"]}
    for one in results["edits"]:
        pages = sizes[one["size"]]
        found = [number(one["seconds"].get(name), ".2f") for name in names]
        rows.append([f"{pages:,}", number(one["first"], ".1f"), *found])
    head = ["pages", "first page, s", *(f"{name}, s" for name in names)]
    sentence = "Seconds from saving a change until `make serve` serves the changed page."
    return f"{sentence}\n\n" + table(head, rows)
