"""What national roadmaps cost a build: `python benchmarks/plans.py PROJECT COUNT`, on a copy of the project.

Writes COUNT plainly fake plans with ten activities each into the copy, renders every page of some kinds in every
language, and prints the milliseconds of a page: that of a plan must not cost more than that of a case study.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import Any

import material
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from roadmap.load import load  # noqa: E402
from roadmap.page_table import KIND  # noqa: E402
from roadmap.reading import adaptation  # noqa: E402
from roadmap.reading.project import Project  # noqa: E402
from roadmap.site import Site  # noqa: E402
from roadmap.views.render import Renderer  # noqa: E402
from roadmap.views.view import View  # noqa: E402

KINDS = ("national-roadmap", "case-study", "activity", "party", "national-roadmaps")
TAKEN = 10
"""Activities of a plan, two of them the Party's own."""


def plan(project: Project, number: int) -> dict[str, Any]:
    """The facts of one fake plan; the same number gives the same."""
    chance = random.Random(f"plan {number}")
    party = chance.choice(project.parties.parties).code
    chosen = sorted(chance.sample(sorted(project.roadmap.activity_ids), TAKEN - 2))
    own = [{"id": f"own-{n}", "output": str(n), "title": f"Activité fictive {n}"} for n in (1, 2)]
    activities = [
        {
            **one,
            "decision": "taken_up",
            "priority": chance.choice(("high", "medium", "low")),
            "lead": f"Ministère fictif {number}",
            "partners": ["Union fictive", "Radio fictive"],
            "start": f"{chance.randint(2024, 2028)}-Q1",
            "end": f"{chance.randint(2029, 2031)}-Q4",
            "resources": "Une somme fictive et deux personnes fictives, inventées pour des essais.",
            "progress": "Un nombre fictif, inventé pour des essais.",
            "notes": "Rien ici n’est vrai. " * 3,
        }
        for one in [*({"id": identifier} for identifier in chosen), *own]
    ]
    facts = {"title": {"fr": f"Plan fictif {number}"}, "language": "fr", "summary": {"fr": "Plan inventé."}}
    about = {"mandate": "Service fictif", "contact": "contact@example.org", "licence": "CC0-1.0"}
    return {"format": 1, "party": party, **facts, **about, "updated": "2026-01-02", "activities": activities}


def write(project: Project, count: int) -> None:
    """Write fake plans into a copy of the project."""
    for number in range(1, count + 1):
        facts = plan(project, number)
        folder = project.folder / adaptation.FOLDER / facts["party"].lower() / f"fake-{number}"
        folder.mkdir(parents=True)
        (folder / adaptation.FILE).write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")


def milliseconds(site: Site, renderer: Renderer) -> dict[str, tuple[int, float]]:
    """By kind: how many pages, and the milliseconds of one, in all languages together."""
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for language in site.project.codes:
        view = View(site, language, "https://example.org/")
        rows = [row for row in view.rows if row.kind is not KIND["listing"]]
        renderer.page(view, rows[0])  # what all pages of a language share
        for row in rows:
            if row.kind.name in found:
                started = time.process_time()
                renderer.page(view, row)
                found[row.kind.name].append(time.process_time() - started)
    return {kind: (len(times), 1000 * sum(times) / max(1, len(times))) for kind, times in found.items()}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project", type=Path, help="a copy of the project")
    parser.add_argument("count", type=int)
    chosen = parser.parse_args()
    write(load(chosen.project), chosen.count)
    started = time.process_time()
    site = Site(load(chosen.project))
    print(f"read and checked: {time.process_time() - started:.2f} s")
    folders = [chosen.project / "overrides", Path(material.__file__).parent / "templates"]
    for kind, (pages, each) in milliseconds(site, Renderer(folders)).items():
        print(f"{kind}: {pages} pages, {each:.2f} ms each")


if __name__ == "__main__":
    main()
