"""The planner for a Party's own roadmap; without script, a blank worksheet."""

from __future__ import annotations

from roadmap import forge
from roadmap.contributions import plan_schema
from roadmap.localization import LocalizedText
from roadmap.model.adaptation import DECISIONS, PlannedActivity
from roadmap.page_table import PageRow
from roadmap.views import prints
from roadmap.views.components import items
from roadmap.views.contexts.planner import AdaptBody, DocumentLink
from roadmap.views.page_kind import PageKind
from roadmap.views.planner import method
from roadmap.views.view import View

GUIDE = "workshop/"
"""The guide for workshops, a hand-written page."""


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Planifier")


def title(view: View, row: PageRow) -> str:
    """Return what the page is for; the short name would say too little in a list of results."""
    return _title(view).value


def _title(view: View) -> LocalizedText:
    return view.pgettext("adapt", "Faites votre feuille de route nationale")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Pour établir la feuille de route nationale d’un pays : choisir les activités, les planifier, en tirer un "
        "document. Sans compte, et rien n’est envoyé.",
    )


def body(view: View, row: PageRow) -> AdaptBody:
    """Return what kinds/adapt.html reads."""
    labels = plan_schema.asked(PlannedActivity)
    return AdaptBody(
        title=_title(view),
        intro=view.npgettext(
            "adapt",
            "Choisissez dans la feuille de route ouverte, qui compte %(count)s activité, et ajoutez les vôtres. "
            "Indiquez qui fait quoi, et quand. Emportez le résultat dans un document.",
            "Choisissez parmi les %(count)s activités de la feuille de route ouverte et ajoutez les vôtres. Indiquez "
            "qui fait quoi, et quand. Emportez le résultat dans un document.",
            len(view.site.current_activities),
        ),
        steps=method.steps(view),
        groups=items.goal_groups(view),
        decisions=tuple(view.phrase(label) for label in DECISIONS.values()),
        labels={name: view.phrase(label) for name, (label, _help) in labels.items()},
        data_address="adapt/plan.json",
        more_address="adapt/activities.json",
        worksheets=tuple(
            DocumentLink(
                label=view.pgettext(
                    "adapt", "PDF (%(paper)s, %(size)s)", paper=paper, size=view.size_text(view.printed[address])
                ),
                address=address,
            )
            for paper in prints.PAPERS
            if (address := prints.worksheet_address(paper)) in view.printed
        ),
        guide=GUIDE if GUIDE in view.row_at else "",
        issue_url=f"{view.repo_url}/issues/new?template=national-roadmap.{view.language}.yml" if view.repo_url else "",
        help_url=forge.file_url(view.repo_url, "docs/planner.md") if view.repo_url else "",
        contact=view.contact,
    )


KIND = PageKind(
    name=name,
    title=title,
    description=description,
    body=body,
    searched="name",
    cited=False,
    styles=("planner.css",),
    listed_under="parties",
)
