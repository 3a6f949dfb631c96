"""A Party's own roadmap as a file: what the planner opens, what people download, and what the import writes."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from roadmap import disk
from roadmap.checks.national_roadmaps import adaptations
from roadmap.contributions.intake import issue, values
from roadmap.model.adaptation import Adaptation, PublishedAdaptation
from roadmap.problems import Problem, ProblemsFound, message
from roadmap.reading import adaptation
from roadmap.reading.adaptation import FILE, AdaptationFolder
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import MAX_BYTES, parse_yaml, read_text

DATA = "adaptation.json"
"""The name of the same as JSON, in the folder of the page."""
NOTE = "# yaml-language-server: $schema=../../../../data/schemas/adaptation.json\n"
START = re.compile(r"^[ \t]{0,3}format[ \t]*[:：]", re.MULTILINE)
"""How a plan begins, and nothing else that is sent."""
SHORTEST, LONGEST = 3, 50
"""The length of a name that is made of a title."""


def fields(plan: Adaptation) -> dict[str, Any]:
    """Return what a plan states, without what it leaves empty."""
    return _filled(plan.model_dump(mode="json", exclude={"activities"})) | {
        "activities": [_filled(one.model_dump(mode="json")) for one in plan.activities]
    }


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [], {}, "")}


def text(plan: Adaptation) -> str:
    """Return a plan as YAML: `adaptation.yml`."""
    return yaml.safe_dump(fields(plan), sort_keys=False, allow_unicode=True, width=10_000)


def data(plan: Adaptation) -> str:
    """Return a plan as JSON, in the form of its schema."""
    return json.dumps(fields(plan), ensure_ascii=False, separators=(",", ":")) + "\n"


def published(folder: AdaptationFolder) -> dict[str, str]:
    """Return the files of a published plan, by name: written again, so that they have only what was checked."""
    return {FILE: text(folder.plan), DATA: data(folder.plan)}


# Import


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """A plan ready to be written."""

    folder: AdaptationFolder
    line: int
    """The line of the file with its title, which its folder is named after."""


def read(path: Path, name: str, project: Project, slug: str = "") -> ReadyPlan | None:
    """Return the plan in a file, or pasted into the text of an issue; None if it is something else.

    `slug` is the name of its folder; without one, it is made of the title. Raises ProblemsFound with all problems, on
    the lines of the file `name`.
    """
    sent, problems = read_text(path, name, MAX_BYTES)
    if sent is None or issue.pasted(sent):
        return None  # the import of case studies reports what cannot be read
    found = issue.pasted(sent, START)
    if found is None and not name.endswith(FILE):
        return None
    whole = found is None or name.endswith((".yml", ".yaml"))
    document, problems = parse_yaml(sent, name) if whole or found is None else parse_yaml(found[0], name, found[1])
    if document is None:
        raise ProblemsFound(problems)
    plan, more = adaptation.read_document(document)
    problems += more
    if plan is not None:
        slug = slug or _slug(plan)
        fault = adaptation.fault_of_slug(slug, name, document.line("title"))
        problems += [fault] if fault else []
        plan_folder = AdaptationFolder(plan.party.lower(), slug, plan, document)
        problems += adaptations.check_plan(project, plan_folder)
        if not problems:
            return ReadyPlan(plan_folder, document.line("title"))
    raise ProblemsFound(problems)


def _slug(plan: PublishedAdaptation) -> str:
    """Return the name of a plan's folder: of its title in Latin letters, else of its year."""
    titles = [plan.title[plan.language]] if plan.language in plan.title else []
    for title in (*titles, *plan.title.values()):
        slug = values.as_slug(title)[:LONGEST].strip("-")
        if len(slug) >= SHORTEST:
            return slug
    return f"plan-{(plan.date or plan.updated.isoformat())[:4]}"


def write(ready: ReadyPlan, project: Path, replace: bool = False) -> Path:
    """Write the folder of a plan, whole or not at all, and return it.

    Raises ProblemsFound when it exists and `replace` is false.
    """
    folder = project / ready.folder.path
    if folder.exists() and not replace:
        what = message("La feuille de route « %(id)s » existe déjà.", id=ready.folder.id)
        fix = message("Pour la remplacer : --replace ; pour un autre nom : --name %(name)s-2.", name=ready.folder.slug)
        raise ProblemsFound([Problem(ready.folder.document.path, ready.line, what, fix)])
    folder.parent.mkdir(parents=True, exist_ok=True)
    disk.sweep(project, ".new-")
    with disk.folder(folder, project / f".new-{os.getpid()}-") as aside:
        disk.write(aside, {FILE: NOTE + text(ready.folder.plan)})
    return folder
