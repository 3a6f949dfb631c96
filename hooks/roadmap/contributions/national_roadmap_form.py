"""GitHub's issue form for a national roadmap, in each language. A person reads the answers, and imports the file."""

from __future__ import annotations

from typing import Any

import yaml

from roadmap.localization import Localization, LocalizedText
from roadmap.model.national_roadmaps import KINDS


def issue_form(words: Localization) -> str:
    """Return the text of `.github/ISSUE_TEMPLATE/national-roadmap.<language>.yml`."""
    kinds = [f"{kind} – {words.phrase(label).value}" for kind, label in KINDS.items()]
    data = {
        "name": words.pgettext("national-roadmap", "Feuille de route nationale").value,
        "description": words.pgettext("national-roadmap", "Signaler une feuille de route nationale").value,
        "title": words.pgettext("issue", "Feuille de route nationale : ").value,
        "labels": ["national-roadmap", words.language],
        "body": [
            {"type": "markdown", "attributes": {"value": _intro(words).value}},
            _question("input", "party", words.pgettext("party", "Partie"), required=True),
            _question("dropdown", "kind", words.pgettext("issue", "Nature du texte"), required=True, options=kinds),
            _question("input", "year", words.pgettext("facet", "Année")),
            _question("input", "title", words.pgettext("issue", "Titre dans sa langue")),
            _question("input", "languages", words.pgettext("national-roadmap", "Langues du document")),
            _question(
                "textarea",
                "sources",
                words.pgettext("issue", "Adresses publiques : le texte, ou des pages qui en parlent"),
                required=True,
            ),
            _question("textarea", "stated", words.pgettext("national-roadmap", "Activités liées, selon une source")),
            _plan(words),
            _question("textarea", "remarks", words.pgettext("issue", "Remarques")),
        ],
    }
    note = "# Made by `roadmap schema` from hooks/roadmap/contributions/national_roadmap_form.py; do not edit.\n"
    return note + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _intro(words: Localization) -> LocalizedText:
    return words.pgettext(
        "issue",
        "Ce que vous écrivez ici est public. Une personne de l’équipe lit chaque message et vérifie les sources avant "
        "de compléter la liste.",
    )


def _plan(words: Localization) -> dict[str, Any]:
    """Return the question for the file of a whole roadmap: `roadmap import` reads it from the text of the issue."""
    question = _question("textarea", "plan", words.pgettext("plan", "Fichier adaptation.yml"))
    question["attributes"] |= {
        "description": words.pgettext(
            "plan", "Pour publier toute la feuille de route sur le site, activité par activité. Collez-le en entier."
        ).value,
        "render": "yaml",
    }
    return question


def _question(
    kind: str, name: str, label: LocalizedText, required: bool = False, options: list[str] | None = None
) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": label.value}
    if options:
        attributes["options"] = options
    return {"type": kind, "id": name, "attributes": attributes, "validations": {"required": required}}
