"""Read a project and check it: everything it contains, or every problem of everything."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from roadmap.checks.consistency import check
from roadmap.checks.links import look
from roadmap.problems import ProblemsFound
from roadmap.reading.cache import Recall, afresh
from roadmap.reading.project import Project, read


def load(folder: Path, preview: Collection[str] = (), recall: Recall = afresh, strict: bool = True) -> Project:
    """Everything the project at `folder` says, checked; languages in preparation are left out, but those of `preview`.

    `recall` reads each file, or remembers it (`memory.py`). Raises ProblemsFound with every problem of every file;
    unless `strict`, settings without effect are none.
    """
    sources = read(folder, preview, recall, look)
    problems = [*sources.problems, *sources.options.problems, *check(sources)]
    problems += sources.options.ignored if strict else ()
    if problems:
        raise ProblemsFound(problems)
    return sources
