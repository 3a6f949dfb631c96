"""Where the time of a build goes: `python benchmarks/profile_build.py SIZE` profiles one of about SIZE pages.

Prints the dearest functions by their own time and by all that they call, and own time summed by file. The profiler
slows small functions down most: read shares, not seconds. What runs in other processes (Pagefind) is one wait here.
(Not `profile.py`: Python's own module has that name, and cProfile imports it.)
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import sys
from collections import Counter
from pathlib import Path

import corpus as corpora

TOP = 25


def by_file(stats: pstats.Stats) -> list[tuple[str, float]]:
    """Own time summed by file, dearest first; functions written in C are named themselves."""
    found: Counter[str] = Counter()
    for (path, _line, function), (_calls, _all_calls, own, _whole, _callers) in stats.stats.items():
        parts = Path(path).parts
        if path == "~":
            name = function
        elif "site-packages" in parts:
            name = "/".join(parts[parts.index("site-packages") + 1 :])
        else:
            name = "/".join(parts[-3:])
        found[name] += own
    return found.most_common()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("--text", action="store_true", help="without pictures")
    parser.add_argument("--work", type=Path, default=Path(__file__).parents[1] / "build" / "profile")
    parser.add_argument("--save", type=Path, help="keep the profile, for snakeviz and its like")
    chosen = parser.parse_args()
    corpus = corpora.make(chosen.work.resolve(), chosen.size, pictures=not chosen.text)
    from roadmap import parallel  # the project's own, which the copy's equals
    from roadmap.build import engine

    parallel.processors = lambda: 1  # all in this process, where the profiler sees it
    os.chdir(corpus.folder)
    profiler = cProfile.Profile()
    profiler.enable()
    pages = engine.build(corpus.folder, corpus.folder / "site").pages
    profiler.disable()
    stats = pstats.Stats(profiler, stream=sys.stdout)
    print(f"{pages} pages, {corpus.cases} case studies, pictures: {corpus.pictures}")
    stats.sort_stats("tottime").print_stats(TOP)
    stats.sort_stats("cumulative").print_stats(2 * TOP)
    for name, seconds in by_file(stats)[: 2 * TOP]:
        print(f"{seconds:8.2f} s  {100 * seconds / stats.total_tt:5.1f} %  {name}")
    if chosen.save:
        stats.dump_stats(chosen.save)
    shutil.rmtree(corpus.folder)


if __name__ == "__main__":
    main()
