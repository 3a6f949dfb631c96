"""The Parties' own roadmaps that are published, as data: what their files state, in their own languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roadmap.site import Site

COLUMNS = {
    "language": "string",
    "adaptation": "string",
    "activity": "string",
    "party": "string",
    "title": "string",
    "status": "string",
    "date": "string",
    "origin": "string",
    "licence": "string",
    "updated": "date",
    "roadmap": "string",
    "output": "string",
    "activity_title": "string",
    "decision": "string",
    "priority": "string",
    "lead": "string",
    "partners": "string",
    "start": "string",
    "end": "string",
    "resources": "string",
    "progress": "string",
    "notes": "string",
}
"""Name and type of each column of adaptations.csv; those of all tables follow."""


def listed(site: Site) -> list[dict[str, Any]]:
    """Return each plan, with its id."""
    plans = ((plan.id, plan.published.plan) for plan in site.plans.values() if plan.published)
    return [{"id": identifier, **plan.model_dump(mode="json")} for identifier, plan in plans]


def licences(site: Site) -> set[str]:
    """Return the licences of all plans."""
    return {plan.published.plan.licence for plan in site.plans.values() if plan.published}


def rows(site: Site) -> Iterator[dict[str, Any]]:
    """Return the rows of adaptations.csv: one for each activity of a plan, in the plan's language."""
    for plan in site.plans.values():
        if plan.published is None:
            continue
        facts = plan.published.plan
        about = facts.model_dump(mode="json", include=set(COLUMNS) - {"title"})
        for one in facts.activities:
            yield {
                **about,
                **one.model_dump(mode="json", exclude={"id", "title"}),
                "adaptation": plan.id,
                "activity": one.id,
                "title": facts.title.get(facts.language) or next(iter(facts.title.values())),
                "output": one.output or one.id.partition(".")[0],
                "activity_title": one.title,
                "partners": " | ".join(one.partners),
            }
