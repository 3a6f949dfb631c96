"""GitHub's issue form for a case study, generated from the model, in each language. `issue.py` reads the answers."""

from __future__ import annotations

from typing import Any

import yaml

from roadmap.contributions import blank_file, form
from roadmap.localization import Localization, LocalizedText

PASTED, SOURCES = "submission", "sources"
"""The questions that are not a field of the model: the form's file, and all sources in one text."""
SOURCE = "Décret du 3 mai | https://example.org/decret | fr | 2026-11-22"
"""An example of a source."""


def issue_form(words: Localization) -> str:
    """Return the text of `.github/ISSUE_TEMPLATE/case-study.<language>.yml`."""
    named = blank_file.choices(words)
    body: list[dict[str, Any]] = [{"type": "markdown", "attributes": {"value": _intro(words)}}, _pasted(words)]
    for group in form.groups():
        if group.id == "source":
            body.append(_sources(words))
            continue
        body += [_element(words, question, named.get(question.path)) for question in group.questions]
    data = {
        "name": words.pgettext("issue", "Étude de cas").value,
        "description": words.pgettext("issue", "Présenter ce qu’une Partie a fait, sans rien connaître à Git.").value,
        "title": words.pgettext("issue", "Étude de cas : ").value,
        "labels": ["case-study", words.language],
        "body": body,
    }
    note = "# Made by `roadmap schema` from hooks/roadmap/model/contribution.py; do not edit.\n"
    return note + yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=110)


def _intro(words: Localization) -> str:
    return words.pgettext(
        "issue",
        "Répondez aux questions, ou collez le fichier que donne le formulaire du site. Ce que vous écrivez ici est "
        "public. La vérification vous répondra dans cette page.",
    ).value


def labels(words: Localization) -> dict[str, str]:
    """Return the label of each question of the issue form, by its path."""
    asked = [question for question in form.questions() if not question.path.startswith("source.")]
    return {
        PASTED: words.pgettext("issue", "Fichier du formulaire").value,
        SOURCES: words.pgettext("issue", "Sources, une par ligne").value,
    } | {question.path: words.phrase(question.ask.label).value for question in asked}


def options(words: Localization) -> dict[str, dict[str, str]]:
    """Return the names of the values of each question with a list to choose from, by the question's path."""
    named = blank_file.choices(words)
    return {path: {value: name.value for value, name in values.items()} for path, values in named.items()}


def _pasted(words: Localization) -> dict[str, Any]:
    description = words.pgettext("issue", "Si vous l’avez, collez-le ici : le reste peut rester vide.").value
    attributes = {"label": labels(words)[PASTED], "description": description, "render": "yaml"}
    return {"type": "textarea", "id": "submission", "attributes": attributes}


def _sources(words: Localization) -> dict[str, Any]:
    description = words.pgettext(
        "issue",
        "Titre | adresse | langue | jour de lecture. Le texte les cite par leur numéro : [1] est la première.",
    ).value
    return {
        "type": "textarea",
        "id": "sources",
        "attributes": {"label": labels(words)[SOURCES], "description": description, "placeholder": SOURCE},
    }


def _element(words: Localization, question: form.Question, named: dict[str, LocalizedText] | None) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": words.phrase(question.ask.label).value}
    if question.ask.help:
        attributes["description"] = words.phrase(question.ask.help).value
    if question.control in ("choice", "choices"):
        attributes["multiple"] = question.control == "choices"
        attributes["options"] = [f"{value} – {name}" for value, name in (named or {}).items()]
        return {"type": "dropdown", "id": question.id, "attributes": attributes}
    if question.control == "tick":
        attributes["options"] = [{"label": attributes["label"]}]
        return {"type": "checkboxes", "id": question.id, "attributes": attributes}
    if question.ask.example:
        attributes["placeholder"] = question.ask.example
    kind = "textarea" if question.control == "text" else "input"
    return {"type": kind, "id": question.id, "attributes": attributes}
