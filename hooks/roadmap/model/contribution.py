"""What a Party contributes: the facts of a case study, its texts, and the file that contains both for email.

Schemas, blank file, form, issue form, guide and error messages are all generated from these classes. The sections
follow the questions of UNESCO's Policy Monitoring Platform (main features, results, resources, partners, evaluation),
so that a Party can reuse what it reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field
from pydantic.fields import FieldInfo

from roadmap.lazy_strings import lazy_pgettext
from roadmap.model.contribution_fields import (
    Answer,
    Ask,
    Base64,
    Contact,
    DomainId,
    Name,
    PictureName,
    Slug,
    StatedYears,
    Summary,
    Title,
    Years,
)
from roadmap.model.fields import ActivityId, Date, Fingerprints, LanguageCode, PartyCode, Record, SdgNumber, Url

LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""The licences of a contribution, with the addresses of their texts."""


class CaseSource(Record):
    """A source of the facts. Texts cite it by its number: `[^1]` is the first."""

    title: Annotated[
        Name,
        Ask(
            lazy_pgettext("field", "Titre de la source"),
            lazy_pgettext("help", "Le titre de la page ou du document."),
            "Décret…",
        ),
    ]
    url: Annotated[
        Url,
        Ask(
            lazy_pgettext("field", "Adresse de la source"),
            lazy_pgettext("help", "Une adresse https:// publique."),
            "https://…",
        ),
    ]
    language: Annotated[
        LanguageCode,
        Ask(
            lazy_pgettext("field", "Langue de la source"),
            lazy_pgettext("help", "Le code de la langue, par exemple fr."),
            "fr",
        ),
    ]
    seen: Annotated[
        Date,
        Ask(
            lazy_pgettext("field", "Consultée le"),
            lazy_pgettext("help", "Le jour où vous l’avez lue."),
            "2026-11-22",
        ),
    ]


class Picture(Record):
    """A picture in the folder of `case-study.yml`."""

    file: Annotated[
        PictureName,
        Ask(
            lazy_pgettext("field", "Fichier de l’image"),
            lazy_pgettext("help", "JPEG, PNG ou WebP, au plus 500 Ko et 4 000 pixels de côté."),
            "photo.jpg",
        ),
    ]
    alt: Annotated[
        dict[LanguageCode, Name],
        Field(min_length=1),
        Ask(
            lazy_pgettext("field", "Texte de remplacement"),
            lazy_pgettext("help", "Ce que l’image montre, pour les personnes qui ne la voient pas."),
            "{fr: Une salle de montage.}",
        ),
    ]
    credit: Annotated[
        Name,
        Ask(
            lazy_pgettext("field", "Crédit de l’image"),
            lazy_pgettext("help", "L’auteur de l’image et ses droits."),
            "© Ministère",
        ),
    ]


ACTIVITIES = Ask(
    lazy_pgettext("field", "Activités de la feuille de route"),
    lazy_pgettext("help", "Celles que la mesure met en œuvre, et que les faits montrent."),
    '["2.3"]',
)


class CaseStudy(Record):
    """The facts of a case study, without prose: `content/case-studies/<slug>/case-study.yml`."""

    party: Annotated[
        PartyCode,
        Ask(
            lazy_pgettext("field", "Partie"),
            lazy_pgettext("help", "L’État, ou l’Union européenne, dont c’est la politique ou la mesure."),
            "BF",
        ),
    ]
    co_parties: Annotated[
        tuple[PartyCode, ...],
        Ask(
            lazy_pgettext("field", "Autres Parties"),
            lazy_pgettext("help", "Seulement pour une mesure commune à plusieurs Parties."),
            "[ML, NE]",
        ),
    ] = ()
    years: Annotated[Years, Ask(lazy_pgettext("field", "Années"))]
    lead_institution: Annotated[
        dict[LanguageCode, Name],
        Field(min_length=1),
        Ask(
            lazy_pgettext("field", "Institution responsable"),
            lazy_pgettext("help", "Le nom de l’organisme qui conduit la mesure."),
            "{fr: Ministère de la Culture}",
        ),
    ]
    activities: Annotated[tuple[ActivityId, ...], ACTIVITIES] = ()
    activities_partial: Annotated[
        tuple[ActivityId, ...],
        Ask(
            lazy_pgettext("field", "Activités concernées en partie"),
            lazy_pgettext("help", "Elles ne comptent pas dans le total."),
            '["4.2"]',
        ),
    ] = ()
    sdgs: Annotated[
        tuple[SdgNumber, ...],
        Ask(
            lazy_pgettext("field", "Objectifs de développement durable"),
            lazy_pgettext("help", "Seulement ceux auxquels la mesure contribue de façon évidente."),
            "[5, 8]",
        ),
    ] = ()
    domains: Annotated[
        tuple[DomainId, ...],
        Ask(
            lazy_pgettext("field", "Domaines culturels"),
            lazy_pgettext("help", "Ceux que la mesure concerne."),
            "[music]",
        ),
    ] = ()
    origin: Annotated[
        Literal["party", "editors"],
        Ask(
            lazy_pgettext("field", "Auteur"),
            lazy_pgettext("help", "Un service de la Partie, ou la rédaction de ce site."),
            "party",
        ),
    ]
    mandate: Annotated[
        Name | None,
        Ask(
            lazy_pgettext("field", "Service qui présente la mesure, et à quel titre"),
            lazy_pgettext(
                "help", "Le nom du service et ce qui l’autorise à présenter la mesure. Pas de nom de personne."
            ),
            "Direction des industries culturelles, point de contact de la Convention",
        ),
    ] = None
    contact: Annotated[
        Contact | None,
        Ask(
            lazy_pgettext("field", "Contact de l’institution"),
            lazy_pgettext("help", "Une adresse électronique ou une page de l’institution. Elle sera publiée."),
            "contact@culture.example.org",
        ),
    ] = None
    licence: Annotated[
        Literal["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"],
        Ask(
            lazy_pgettext("field", "Licence"),
            lazy_pgettext("help", "Ce que chacun pourra faire de ce texte ; CC-BY-4.0 demande de citer la source."),
            "CC-BY-4.0",
        ),
    ]
    original_language: Annotated[
        LanguageCode,
        Ask(
            lazy_pgettext("field", "Langue de l’original"),
            lazy_pgettext("help", "N’importe quelle langue peut être celle de l’original."),
            "fr",
        ),
    ]
    updated: Annotated[
        Date,
        Ask(
            lazy_pgettext("field", "Mise à jour"),
            lazy_pgettext("help", "Le jour de la dernière révision."),
            "2026-11-22",
        ),
    ]
    sources: Annotated[
        tuple[CaseSource, ...],
        Field(min_length=1, max_length=60),
        Ask(
            lazy_pgettext("field", "Sources"),
            lazy_pgettext("help", "Le texte les cite par leur numéro : [^1] est la première. Chacune doit être citée."),
        ),
    ]
    images: Annotated[
        tuple[Picture, ...],
        Field(max_length=10),
        Ask(lazy_pgettext("field", "Images"), lazy_pgettext("help", "Facultatives, dans le même dossier.")),
    ] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """The Party and those that share the measure, without duplicates."""
        return tuple(dict.fromkeys((self.party, *self.co_parties)))


class SubmittedCaseStudy(CaseStudy):
    """The facts of a case study as a Party states them: it knows its first year, and at least one activity."""

    years: Annotated[StatedYears, Ask(lazy_pgettext("field", "Années"))]
    activities: Annotated[tuple[ActivityId, ...], Field(min_length=1), ACTIVITIES]


class CaseFrontMatter(Record):
    """The front matter of a case study's text, in `index.<language>.md`."""

    title: Annotated[
        Title,
        Ask(
            lazy_pgettext("field", "Titre"),
            lazy_pgettext("help", "Ce qu’est la mesure, en quelques mots."),
            "Un fonds pour…",
        ),
    ]
    summary: Annotated[
        Summary,
        Ask(
            lazy_pgettext("field", "Résumé"),
            lazy_pgettext("help", "Une phrase de 20 à 300 caractères, pour les listes et les moteurs de recherche."),
            "Depuis 2014, le ministère…",
        ),
    ]
    fingerprints: Fingerprints = Field(default_factory=dict)
    """For a translation: by section, the state of the original it was made from (`sections.py`)."""
    reviewed: Date | None = None
    """For a translation: the date of a second person's review."""


SECTIONS: dict[str, Ask] = {
    "main-features": Ask(
        lazy_pgettext("section", "Principales caractéristiques"),
        lazy_pgettext("help", "En quoi consiste la mesure ? Que fait-elle, pour qui, par quels moyens d’action ?"),
    ),
    "results": Ask(
        lazy_pgettext("section", "Résultats"),
        lazy_pgettext(
            "help", "Quels sont ses résultats jusqu’ici, avec leur date ? N’indiquez que ceux qui ont une source."
        ),
    ),
    "resources": Ask(
        lazy_pgettext("section", "Moyens"),
        lazy_pgettext("help", "Quel budget, quel personnel, quels équipements lui ont été consacrés ?"),
    ),
    "partners": Ask(
        lazy_pgettext("section", "Partenaires"),
        lazy_pgettext("help", "Qui d’autre y prend part : organismes publics, secteur privé, société civile ?"),
    ),
    "evaluation": Ask(
        lazy_pgettext("section", "Évaluation"),
        lazy_pgettext("help", "A-t-elle été évaluée ? Par qui, et avec quelles conclusions ?"),
    ),
    "targets": Ask(
        lazy_pgettext("section", "Objectifs annoncés"),
        lazy_pgettext("help", "Ce qui est prévu ou annoncé, et n’est pas encore un résultat."),
    ),
    "lessons": Ask(
        lazy_pgettext("section", "Ce qu’un autre pays peut en retenir"),
        lazy_pgettext("help", "Qu’est-ce qui a aidé, ou manqué ? Que faut-il pour faire de même ailleurs ?"),
    ),
    "roadmap": Ask(
        lazy_pgettext("section", "Lien avec la feuille de route et limites"),
        lazy_pgettext("help", "Pourquoi ces activités ? Qu’est-ce qui n’est pas encore connu ?"),
    ),
}
"""The sections of a case study's text, by the id of their heading, in order. Only the first is required."""
UNCITED = ("lessons", "roadmap")
"""Sections that interpret facts rather than state them: they need no source."""


class Answers(CaseFrontMatter):
    """A case study's text as the form asks for it: title, summary, and Markdown by section."""

    main_features: Answer
    results: Answer | None = None
    resources: Answer | None = None
    partners: Answer | None = None
    evaluation: Answer | None = None
    targets: Answer | None = None
    lessons: Answer | None = None
    roadmap: Answer | None = None

    def sections(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the Markdown of each section that was written."""
        for identifier in SECTIONS:
            if text := getattr(self, identifier.replace("-", "_")):
                yield identifier, text


class Submission(Record):
    """One file with a whole case study: the form gives it, an issue carries it, `roadmap import` reads it."""

    submission: Annotated[Literal[1, 2], Ask(lazy_pgettext("field", "Version de ce format"))]
    purpose: Annotated[
        Literal["correction", "translation"] | None,
        Ask(
            lazy_pgettext("field", "But du fichier"),
            lazy_pgettext("help", "Corriger l’étude de cas publiée sous ce nom court, ou la traduire."),
        ),
    ] = None
    slug: Annotated[
        Slug,
        Ask(
            lazy_pgettext("field", "Nom court"),
            lazy_pgettext("help", "L’adresse de la page : des lettres latines minuscules, des chiffres et des tirets."),
            "bf-fonds-creation-numerique",
        ),
    ]
    case_study: Annotated[CaseStudy, Ask(lazy_pgettext("field", "Les faits"))]
    texts: Annotated[
        dict[LanguageCode, Answers],
        Field(min_length=1, max_length=12),
        Ask(lazy_pgettext("field", "Le texte")),
    ]
    pictures: Annotated[
        dict[PictureName, Base64],
        Ask(
            lazy_pgettext("field", "Le contenu des images"),
            lazy_pgettext("help", "En base64, par nom de fichier. Une image qui n’est pas ici est à côté du fichier."),
        ),
    ] = Field(default_factory=dict, max_length=10)


class NewSubmission(Submission):
    """A submission as the form asks for it: of a new case study, whose author knows its first year and activities."""

    case_study: Annotated[SubmittedCaseStudy, Ask(lazy_pgettext("field", "Les faits"))]


def ask_of(info: FieldInfo) -> Ask | None:
    """Return how a field of these classes is asked for."""
    return next((extra for extra in info.metadata if isinstance(extra, Ask)), None)
