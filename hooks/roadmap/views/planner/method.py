"""The method of the planner and of the blank worksheet, in four steps.

The steps are those that a summary of document DCE/18/12.IGC/9 lists (`committee-2018-zh` in data/roadmap.yml): an
inventory, a team, training, and a review of rules, measures and strategies.
"""

from __future__ import annotations

from roadmap.views.contexts.planner import MethodStep
from roadmap.views.view import View


def steps(view: View) -> tuple[MethodStep, ...]:
    """Return the four steps."""
    return (
        MethodStep(
            title=view.pgettext("adapt method", "Faire l’état des lieux"),
            text=view.pgettext("adapt method", "Recensez les lois, les programmes et les données qui existent déjà."),
        ),
        MethodStep(
            title=view.pgettext("adapt method", "Former une équipe"),
            text=view.pgettext(
                "adapt method", "Réunissez ministères, société civile et secteur privé, dont des femmes et des jeunes."
            ),
        ),
        MethodStep(
            title=view.pgettext("adapt method", "Renforcer les capacités"),
            text=view.pgettext("adapt method", "Lisez les activités ensemble, avec ce que d’autres pays ont fait."),
        ),
        MethodStep(
            title=view.pgettext("adapt method", "Décider et planifier"),
            text=view.pgettext(
                "adapt method",
                "Revoyez règles, mesures et stratégies : retenez des activités, avec un responsable et des dates.",
            ),
        ),
    )
