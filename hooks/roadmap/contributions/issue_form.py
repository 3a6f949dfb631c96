"""GitHub's issue form for a case study, made from the model; and the way back, from the issue's text to a submission.

GitHub turns the answers into Markdown, `### Label` above each. Labels are those of the form, in the form's language.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml

from roadmap.contributions import blank_file, form
from roadmap.localization import Localization
from roadmap.localized_text import LocalizedText
from roadmap.model.contribution import SECTIONS
from roadmap.reading.yaml_file import Document, Key

FENCE = re.compile(r"(`{3,})[a-z]*")
EMPTY = ("_No response_", "None", "")
"""What GitHub writes for a question that was left open."""
CHOICE = re.compile(r"(?:^|, )(?P<value>[A-Za-z0-9.-]{1,40}) – ")
SECTION_KEYS = {identifier.replace("-", "_") for identifier in SECTIONS}
SOURCE_PARTS = ("title", "url", "language", "seen")
TICKED = re.compile(r"^- \[[xX]\]", re.MULTILINE)


def issue_form(words: Localization) -> str:
    """`.github/ISSUE_TEMPLATE/case-study.<language>.yml`."""
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
    note = "# Made by `roadmap schema` from hooks/roadmap/contribution.py; do not edit.\n"
    return note + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _intro(words: Localization) -> str:
    return words.pgettext(
        "issue",
        "Répondez aux questions, ou collez le fichier que donne le formulaire du site. Ce que vous écrivez ici est "
        "public. La vérification vous répondra dans cette page.",
    ).value


def _pasted_label(words: Localization) -> str:
    return words.pgettext("issue", "Fichier du formulaire").value


def _pasted(words: Localization) -> dict[str, Any]:
    told = words.pgettext("issue", "Si vous l’avez, collez-le ici : le reste peut rester vide.").value
    attributes = {"label": _pasted_label(words), "description": told, "render": "yaml"}
    return {"type": "textarea", "id": "submission", "attributes": attributes}


def _sources_label(words: Localization) -> str:
    return words.pgettext("issue", "Sources, une par ligne").value


def _sources(words: Localization) -> dict[str, Any]:
    told = words.pgettext(
        "issue",
        "Titre | adresse | langue | jour de lecture. Le texte les cite par leur numéro : [1] est la première.",
    ).value
    example = "Décret du 3 mai | https://example.org/decret | fr | 2026-11-22"
    return {
        "type": "textarea",
        "id": "sources",
        "attributes": {"label": _sources_label(words), "description": told, "placeholder": example},
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


# From the issue's text back to a submission


def pasted(text: str, every_words: list[Localization]) -> tuple[str, int] | None:
    """The submission file that an issue's text carries, with the line it starts on; or None."""
    answers = _answers(text, every_words)
    value, line = answers.get("submission", ("", 1))
    found = _fenced(value) if value else _fenced(text) if not answers else None
    if found is None or "submission:" not in found[0]:
        return None
    return found[0], line + found[1]


def _fenced(text: str) -> tuple[str, int] | None:
    """What stands in the first code block, between lines of backquotes, and how many lines stand above it."""
    lines = text.split("\n")
    opened = ((number, match) for number, line in enumerate(lines) if (match := FENCE.fullmatch(line)))
    start, fence = next(opened, (0, None))
    for end in range(start + 1, len(lines) if fence else 0):
        closing = lines[end].rstrip(" ")
        if len(closing) >= len(fence[1]) and not closing.strip("`"):
            return "\n".join(lines[start + 1 : end]), start + 1
    return None


def _answers(text: str, every_words: list[Localization]) -> dict[str, tuple[str, int]]:
    """By question's path, the answer and the line it starts on; in the language of the form that was used."""
    lines = text.split("\n")
    headings = [(number, line[4:].rstrip(" ")) for number, line in enumerate(lines) if line.startswith("### ")]
    found = [_answers_in(lines, headings, words) for words in every_words]
    return max(found, key=len, default={})


def _answers_in(lines: list[str], headings: list[tuple[int, str]], words: Localization) -> dict[str, tuple[str, int]]:
    labels = {_pasted_label(words): "submission", _sources_label(words): "sources"}
    for question in form.questions():
        if not question.path.startswith("source."):
            labels.setdefault(words.phrase(question.ask.label).value, question.path)
    starts = [(number, labels[label]) for number, label in headings if label in labels]
    answers: dict[str, tuple[str, int]] = {}
    for (number, path), (end, _next) in pairwise([*starts, (len(lines), "")]):
        raw = "\n".join(lines[number + 1 : end])
        value = raw.strip()
        above = raw[: len(raw) - len(raw.lstrip())].count("\n")
        if path not in answers and value not in EMPTY:
            answers[path] = (value, number + above + 2)
    return answers


def document(text: str, path: str, every_words: list[Localization]) -> Document:
    """The answers of an issue as a submission's data, with the line of each; what is missing is left out."""
    answers = _answers(text, every_words)
    data: dict[str, Any] = {"submission": 1}
    lines: dict[tuple[Key, ...], int] = {(): 1}
    language = answers.get("case_study.original_language", ("fr", 1))[0]
    for question in form.questions():
        if question.path in answers:
            value, line = answers[question.path]
            keys = _keys(question.path, language)
            # A section is told of from the line above its first, where `key: |` or a heading stands elsewhere.
            above = 1 if question.path.startswith("text.") and question.path.split(".")[1] in SECTION_KEYS else 0
            _put(data, lines, keys, _value(question, value), line - above)
    if "sources" in answers:
        _put_sources(data, lines, *answers["sources"])
    return Document(path, data, lines)


def _keys(path: str, language: str) -> tuple[Key, ...]:
    if path == "case_study.lead_institution":
        return ("case_study", "lead_institution", language)
    head, _, rest = path.partition(".")
    return ("texts", language, rest) if head == "text" else tuple(path.split("."))


def _value(question: form.Question, text: str) -> Any:
    if question.control == "choice":
        match = CHOICE.match(text)
        return match["value"] if match else text
    if question.control == "choices":
        values = [match["value"] for match in CHOICE.finditer(text)]
        return [int(value) for value in values] if question.path.endswith("sdgs") else values
    if question.control == "tick":
        return bool(TICKED.search(text))
    if question.control == "number":
        return int(text) if re.fullmatch(r"\d{1,9}", text) else text
    return text


def _put(data: dict, lines: dict[tuple[Key, ...], int], keys: tuple[Key, ...], value: Any, line: int) -> None:
    here = data
    for depth, key in enumerate(keys[:-1], start=1):
        here = here.setdefault(key, {})
        lines.setdefault(keys[:depth], line)
    here[keys[-1]] = value
    lines[keys] = line


def _put_sources(data: dict, lines: dict[tuple[Key, ...], int], text: str, line: int) -> None:
    sources = []
    for offset, row in enumerate(text.split("\n")):
        if row.strip():
            parts = [part.strip() for part in row.lstrip("-*0123456789. ").split("|")]
            lines["case_study", "sources", len(sources)] = line + offset
            sources.append(dict(zip(SOURCE_PARTS, parts, strict=False)))
    _put(data, lines, ("case_study", "sources"), sources, line)
