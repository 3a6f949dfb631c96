"""Read and check a project: return it, or all its problems."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from roadmap.checks.consistency import check
from roadmap.checks.links import look
from roadmap.problems import ProblemsFound
from roadmap.reading.cache import Recall, uncached
from roadmap.reading.project import Project, read


def load(folder: Path, preview: Collection[str] = (), recall: Recall = uncached, strict: bool = True) -> Project:
    """Return the checked project at `folder`, with the languages in preparation of `preview` only.

    `recall` reads each file, or returns it from a cache (`cache.py`). Raises ProblemsFound with all problems of all
    files; settings without effect are among them only if `strict`.
    """
    project = read(folder, preview, recall, look)
    problems = [*project.problems, *project.options.problems, *check(project)]
    problems += project.options.ignored if strict else ()
    if problems:
        raise ProblemsFound(problems)
    return project
