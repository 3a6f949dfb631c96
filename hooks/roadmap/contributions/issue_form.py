"""GitHub's issue form for a case study, generated from the model, and the conversion of an issue into a submission.

GitHub turns the answers into Markdown, with `### Label` above each. Labels are those of the form, in its language.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml

from roadmap.contributions import blank_file, form
from roadmap.localization import Localization, LocalizedText
from roadmap.model.contribution import SECTIONS
from roadmap.reading.yaml_file import Document, Key

FENCE = re.compile(r"(`{3,})[a-z]*")
EMPTY = ("_No response_", "None", "")
"""What GitHub writes for a question without an answer."""
CHOICE = re.compile(r"(?:^|, )(?P<value>[A-Za-z0-9.-]{1,40}) – ")
SECTION_KEYS = {identifier.replace("-", "_") for identifier in SECTIONS}
SOURCE_PARTS = ("title", "url", "language", "seen")
TICKED = re.compile(r"^- \[[xX]\]", re.MULTILINE)


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
    description = words.pgettext("issue", "Si vous l’avez, collez-le ici : le reste peut rester vide.").value
    attributes = {"label": _pasted_label(words), "description": description, "render": "yaml"}
    return {"type": "textarea", "id": "submission", "attributes": attributes}


def _sources_label(words: Localization) -> str:
    return words.pgettext("issue", "Sources, une par ligne").value


def _sources(words: Localization) -> dict[str, Any]:
    description = words.pgettext(
        "issue",
        "Titre | adresse | langue | jour de lecture. Le texte les cite par leur numéro : [1] est la première.",
    ).value
    example = "Décret du 3 mai | https://example.org/decret | fr | 2026-11-22"
    return {
        "type": "textarea",
        "id": "sources",
        "attributes": {"label": _sources_label(words), "description": description, "placeholder": example},
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


# From an issue to a submission


def pasted(text: str, every_words: list[Localization]) -> tuple[str, int] | None:
    """Return the submission file that an issue contains, and the line it starts on; None if it contains none."""
    answers = _answers(text, every_words)
    value, line = answers.get("submission", ("", 1))
    block = _fenced(value) if value else _fenced(text) if not answers else None
    if block is None or "submission:" not in block[0]:
        return None
    return block[0], line + block[1]


def _fenced(text: str) -> tuple[str, int] | None:
    """Return the content of the first code block and the number of lines above it; None if it is not closed."""
    lines = text.split("\n")
    openings = ((number, match) for number, line in enumerate(lines) if (match := FENCE.fullmatch(line)))
    opening = next(openings, None)
    if opening is None:
        return None
    start, fence = opening
    for end in range(start + 1, len(lines)):
        closing = lines[end].rstrip(" ")
        if len(closing) >= len(fence[1]) and not closing.strip("`"):
            return "\n".join(lines[start + 1 : end]), start + 1
    return None


def _answers(text: str, every_words: list[Localization]) -> dict[str, tuple[str, int]]:
    """Return the answer and the line it starts on, by the question's path. The form's language is recognized."""
    lines = text.split("\n")
    headings = [(number, line[4:].rstrip(" ")) for number, line in enumerate(lines) if line.startswith("### ")]
    by_language = [_answers_in(lines, headings, words) for words in every_words]
    return max(by_language, key=len, default={})


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
    """Return the answers of an issue as a submission, with the line of each. Missing answers are left out."""
    answers = _answers(text, every_words)
    data: dict[Key, Any] = {"submission": 1}
    lines: dict[tuple[Key, ...], int] = {(): 1}
    language = answers.get("case_study.original_language", ("fr", 1))[0]
    for question in form.questions():
        if question.path in answers:
            value, line = answers[question.path]
            keys = _keys(question.path, language)
            # Lines of a section count from the one above it, which is `key: |` or a heading in other files.
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


def _put(data: dict[Key, Any], lines: dict[tuple[Key, ...], int], keys: tuple[Key, ...], value: Any, line: int) -> None:
    here = data
    for depth, key in enumerate(keys[:-1], start=1):
        here = here.setdefault(key, {})
        lines.setdefault(keys[:depth], line)
    here[keys[-1]] = value
    lines[keys] = line


def _put_sources(data: dict[Key, Any], lines: dict[tuple[Key, ...], int], text: str, line: int) -> None:
    sources: list[dict[str, str]] = []
    for offset, row in enumerate(text.split("\n")):
        if row.strip():
            parts = [part.strip() for part in row.lstrip("-*0123456789. ").split("|")]
            lines["case_study", "sources", len(sources)] = line + offset
            sources.append(dict(zip(SOURCE_PARTS, parts, strict=False)))
    _put(data, lines, ("case_study", "sources"), sources, line)
