"""A Party's own roadmap: which activities it takes up, who leads each, when, and how progress is measured.

Planner, JSON Schema, checks and pages all follow these classes. A file has the texts of one language; titles may exist
in several.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from roadmap.lazy_strings import LazyString, lazy_pgettext
from roadmap.model.contribution_fields import Ask, Contact, Name, Plain, Title
from roadmap.model.fields import Date, DateOrLess, LanguageCode, OutputId, PartyCode, Record, Url, Version

FORMAT = 1
"""The version of the file's format: a planner refuses a newer one."""
MAX_ACTIVITIES = 500
"""The most activities in a plan, those of the roadmap included."""
OWN = "own-"
"""How the ids of activities begin that are not in the roadmap."""

Decision = Literal["taken_up", "not_taken_up", "undecided"]
Priority = Literal["high", "medium", "low"]
Status = Literal["draft", "adopted"]

DECISIONS: dict[Decision, LazyString] = {
    "taken_up": lazy_pgettext("plan", "Retenue"),
    "not_taken_up": lazy_pgettext("plan", "Non retenue"),
    "undecided": lazy_pgettext("plan", "À décider"),
}
PRIORITIES: dict[Priority, LazyString] = {
    "high": lazy_pgettext("plan priority", "Haute"),
    "medium": lazy_pgettext("plan priority", "Moyenne"),
    "low": lazy_pgettext("plan priority", "Basse"),
}
STATUSES: dict[Status, LazyString] = {
    "draft": lazy_pgettext("plan", "Projet"),
    "adopted": lazy_pgettext("plan", "Adoptée"),
}

PLANNED = r"^([1-9]\.[1-9]|own-[1-9][0-9]{0,3})$"
PlannedId = Annotated[str, StringConstraints(pattern=PLANNED)]
"""An activity of the roadmap, `2.4`, or one of the Party's own, `own-1`."""

QUARTER = r"^(19[5-9][0-9]|20[0-9][0-9]|2100)-Q[1-4]$"
Quarter = Annotated[str, StringConstraints(pattern=QUARTER)]
"""A quarter of a year: `2027-Q1`."""

Note = Annotated[Plain, StringConstraints(max_length=2000)]


class PlannedActivity(Record):
    """What a Party does about one activity."""

    id: Annotated[
        PlannedId,
        Ask(
            lazy_pgettext("plan field", "Activité"),
            lazy_pgettext("plan help", "Le numéro d’une activité de la feuille de route, ou own-1 pour une à vous."),
            '"2.4"',
        ),
    ]
    output: Annotated[
        OutputId | None,
        Ask(
            lazy_pgettext("plan field", "Produit"),
            lazy_pgettext("plan help", "Le produit dont relève une activité qui n’est pas dans la feuille de route."),
            '"2"',
        ),
    ] = None
    title: Annotated[
        Name | None,
        Ask(
            lazy_pgettext("plan field", "Intitulé"),
            lazy_pgettext("plan help", "Pour une activité qui n’est pas dans la feuille de route."),
        ),
    ] = None
    decision: Annotated[Decision, Ask(lazy_pgettext("plan field", "Décision"))] = "undecided"
    priority: Annotated[Priority | None, Ask(lazy_pgettext("plan field", "Priorité"))] = None
    lead: Annotated[
        Name | None,
        Ask(
            lazy_pgettext("plan field", "Institution responsable"),
            lazy_pgettext("plan help", "L’organisme qui conduit l’activité. Pas de nom de personne."),
        ),
    ] = None
    partners: Annotated[
        tuple[Name, ...],
        Field(max_length=30),
        Ask(lazy_pgettext("plan field", "Partenaires"), lazy_pgettext("plan help", "Un par ligne.")),
    ] = ()
    start: Annotated[Quarter | None, Ask(lazy_pgettext("plan field", "Début"), example="2027-Q1")] = None
    end: Annotated[Quarter | None, Ask(lazy_pgettext("plan field", "Fin"), example="2028-Q4")] = None
    resources: Annotated[
        Note | None,
        Ask(
            lazy_pgettext("plan field", "Moyens"),
            lazy_pgettext("plan help", "Budget, personnel, équipements."),
        ),
    ] = None
    progress: Annotated[
        Note | None,
        Ask(
            lazy_pgettext("plan field", "Mesure des progrès"),
            lazy_pgettext("plan help", "Ce que vous observerez, et d’où viendront les données."),
        ),
    ] = None
    notes: Annotated[Note | None, Ask(lazy_pgettext("plan field", "Notes"))] = None

    @property
    def is_own(self) -> bool:
        """Whether it is not in the roadmap."""
        return self.id.startswith(OWN)


class PlanSource(Record):
    """A public page or document that shows what the plan states."""

    title: Name
    url: Url
    language: LanguageCode
    seen: Date


class Adaptation(Record):
    """A Party's own roadmap, as the planner saves it: `adaptation.yml`."""

    format: Annotated[Literal[1], Ask(lazy_pgettext("plan field", "Version de ce format"))]
    roadmap: Annotated[
        Version | None,
        Ask(
            lazy_pgettext("plan field", "Version de la feuille de route"),
            lazy_pgettext("plan help", "Celle des données ouvertes avec laquelle le plan a été fait."),
        ),
    ] = None
    party: Annotated[
        PartyCode | None,
        Ask(lazy_pgettext("plan field", "Partie"), lazy_pgettext("plan help", "L’État, ou l’Union européenne."), "BF"),
    ] = None
    title: Annotated[
        dict[LanguageCode, Title],
        Field(max_length=12),
        Ask(
            lazy_pgettext("plan field", "Titre"),
            lazy_pgettext("plan help", "Celui de votre feuille de route, dans une langue au moins."),
            "{fr: Feuille de route nationale}",
        ),
    ] = {}
    language: Annotated[
        LanguageCode,
        Ask(
            lazy_pgettext("plan field", "Langue"),
            lazy_pgettext("plan help", "Celle des textes du plan. N’importe laquelle convient."),
            "fr",
        ),
    ]
    summary: Annotated[
        dict[LanguageCode, Annotated[Plain, StringConstraints(max_length=600)]],
        Field(max_length=12),
        Ask(
            lazy_pgettext("plan field", "Résumé"),
            lazy_pgettext("plan help", "Ce qu’est cette feuille de route, en une ou deux phrases."),
        ),
    ] = {}
    status: Annotated[
        Status,
        Ask(
            lazy_pgettext("plan field", "État"),
            lazy_pgettext("plan help", "Un projet, ou un texte adopté par une autorité."),
        ),
    ] = "draft"
    date: Annotated[
        DateOrLess | None,
        Ask(
            lazy_pgettext("plan field", "Date"),
            lazy_pgettext("plan help", "Le jour, le mois ou l’année de l’adoption, ou du projet."),
            '"2027-03"',
        ),
    ] = None
    mandate: Annotated[
        Name | None,
        Ask(
            lazy_pgettext("plan field", "Service qui présente le plan, et à quel titre"),
            lazy_pgettext("plan help", "Le nom du service et ce qui l’autorise. Pas de nom de personne."),
        ),
    ] = None
    contact: Annotated[
        Contact | None,
        Ask(
            lazy_pgettext("plan field", "Contact de l’institution"),
            lazy_pgettext("plan help", "Une adresse électronique ou une page de l’institution. Elle sera publiée."),
        ),
    ] = None
    origin: Annotated[
        Literal["party", "editors"],
        Ask(
            lazy_pgettext("plan field", "Auteur"),
            lazy_pgettext("plan help", "La Partie, ou la rédaction."),
        ),
    ] = "party"
    licence: Annotated[
        Literal["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"] | None,
        Ask(
            lazy_pgettext("plan field", "Licence"),
            lazy_pgettext("plan help", "Ce que chacun pourra faire de ce texte, s’il est publié."),
        ),
    ] = None
    updated: Annotated[
        Date | None,
        Ask(lazy_pgettext("plan field", "Mise à jour"), lazy_pgettext("plan help", "Le jour de la dernière révision.")),
    ] = None
    sources: Annotated[
        tuple[PlanSource, ...],
        Field(max_length=60),
        Ask(
            lazy_pgettext("plan field", "Sources"),
            lazy_pgettext("plan help", "Des pages publiques, s’il en existe : une par ligne, le titre puis l’adresse."),
        ),
    ] = ()
    activities: Annotated[
        tuple[PlannedActivity, ...],
        Field(max_length=MAX_ACTIVITIES),
        Ask(lazy_pgettext("plan field", "Activités"), lazy_pgettext("plan help", "Dans l’ordre que vous leur donnez.")),
    ] = ()

    def taken_up(self) -> tuple[PlannedActivity, ...]:
        """Return the activities that the Party takes up, in its order."""
        return tuple(activity for activity in self.activities if activity.decision == "taken_up")


class PublishedAdaptation(Adaptation):
    """A Party's own roadmap that this site publishes: `content/adaptations/<party>/<slug>/adaptation.yml`.

    It states whose it is, who presents it, when it was last revised, and under which licence.
    """

    party: PartyCode
    title: Annotated[dict[LanguageCode, Title], Field(min_length=1, max_length=12)]
    licence: Literal["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"]
    updated: Date
