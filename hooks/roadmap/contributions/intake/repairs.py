"""Repair what people write in a submission, in place, and report each repair as a notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from roadmap.contributions.intake import citations, values
from roadmap.model.contribution import LICENCES, SECTIONS
from roadmap.problems import Problem, message
from roadmap.reading.yaml_file import Document, Key

Options = dict[str, dict[str, str]]
"""The names of the values of each question with a list to choose from, by the question's path."""


def repair(document: Document, options: Options, language: str) -> list[Problem]:
    """Repair a submission in place. Return a notice for each repair, and an error for what can be read in two ways.

    `language` is the one that the person writes in.
    """
    if not isinstance(document.data, dict):
        return []
    problems: list[Problem] = []
    for owner, keys in list(_values(document.data)):
        before = owner[keys[-1]]
        pattern = ".".join("*" if isinstance(key, int) else key for key in keys)
        if isinstance(before, str):
            after = _repaired(pattern, before, options, language)
            if isinstance(after, Problem):
                problems.append(Problem(document.path, document.line(*keys), after.what, after.fix))
                after = values.dates(before)[0].isoformat()
            elif after != before:
                problems.append(_notice(document, keys, before, after))
            owner[keys[-1]] = after
    problems += _language_keys(document, ("texts",))
    problems += _language_keys(document, ("case_study", "lead_institution"))
    problems += _texts(document)
    return problems


def _values(data: Any, keys: tuple[Key, ...] = ()) -> Iterator[tuple[Any, tuple[Key, ...]]]:
    """Yield the container and the keys of each value that is not a container."""
    items: Any = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(items):
        if isinstance(value, dict | list):
            yield from _values(value, (*keys, key))
        else:
            yield data, (*keys, key)


def _repaired(pattern: str, text: str, options: Options, language: str) -> Any:
    """Return a value in the form that the model requires; a Problem if it can be read in two ways."""
    question = pattern.removesuffix(".*")
    if question in options:
        (found, *others) = values.choices(text, options[question]) or [text]
        chosen = text if others else found
        as_number = values.number(chosen) if question.endswith("sdgs") else None
        return chosen if as_number is None else as_number
    if pattern in ("case_study.sources.*.seen", "case_study.updated"):
        return _day(text, language)
    convert = CONVERSIONS.get(pattern)
    return convert(text) if convert else text


def _day(text: str, language: str) -> str | Problem:
    """Return a day in ISO 8601; in English, where the month may come first, a Problem if that is not clear."""
    days = values.dates(text)
    if language == "en" and len(days) > 1:
        first, second = (day.isoformat() for day in days)
        what = message("« %(day)s » peut être deux jours différents.", day=text.strip())
        return Problem("", 1, what, message("Écrivez %(first)s ou %(second)s.", first=first, second=second))
    return days[0].isoformat() if days else text


def _number(text: str) -> int | str:
    found = values.number(text)
    return text if found is None else found


def _licence(text: str) -> str:
    return next((name for name in LICENCES if values.fold(name) == values.fold(text)), text)


def _slug(text: str) -> str:
    return text if re.search(r"[/\\]|\.\.", text) else values.as_slug(text) or text


CONVERSIONS: dict[str, Callable[[str], Any]] = {
    "submission": _number,
    "slug": _slug,
    "case_study.years.start": _number,
    "case_study.years.end": _number,
    "case_study.original_language": values.language,
    "case_study.sources.*.language": values.language,
    "case_study.sources.*.url": values.address,
    "case_study.contact": values.contact,
    "case_study.licence": _licence,
}


def _notice(document: Document, keys: tuple[Key, ...], before: str, after: Any) -> Problem:
    """Return the notice of a repair, which names invisible characters that were removed."""
    field = ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
    hidden = dict.fromkeys(values.name_of(sign) for sign in before if values.is_invisible(sign))
    if hidden and values.visible(before) == str(after):
        what = message(
            "Caractères invisibles retirés de « %(field)s » : %(names)s.", field=field, names=", ".join(hidden)
        )
    else:
        what = message(
            "« %(field)s » : « %(before)s » est lu comme « %(after)s ».",
            field=field,
            before=_short(before),
            after=after,
        )
    return Problem(document.path, document.line(*keys), what, level="notice")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else text[:99] + "…"


def _language_keys(document: Document, keys: tuple[Key, ...]) -> Iterator[Problem]:
    """Repair the codes of languages that are keys."""
    owner = document.data
    for key in keys:
        owner = owner.get(key) if isinstance(owner, dict) else None
    if not isinstance(owner, dict):
        return
    for code in [key for key in owner if isinstance(key, str)]:
        if (right := values.language(code)) != code and right not in owner:
            owner[right] = owner.pop(code)
            for old in [inner for inner in document.lines if inner[: len(keys) + 1] == (*keys, code)]:
                document.lines[(*keys, right, *old[len(keys) + 1 :])] = document.lines[old]
            yield _notice(document, (*keys, right), code, right)


def _texts(document: Document) -> Iterator[Problem]:
    """Rewrite the citations of the texts, and give each subheading an id."""
    texts = document.data.get("texts")
    for language, answers in texts.items() if isinstance(texts, dict) else ():
        for name in [identifier.replace("-", "_") for identifier in SECTIONS]:
            text = answers.get(name) if isinstance(answers, dict) else None
            if not isinstance(text, str):
                continue
            keys = ("texts", language, name)
            found = citations.read(text)
            answers[name] = with_ids(found.text, name.replace("_", "-"))
            field = ".".join(keys)
            changes = dict.fromkeys(change for change in found.changes if change[0].replace("^", "") != change[1])
            for before, after in changes:
                what = message(
                    "« %(field)s » : « %(before)s » est lu comme « %(after)s ».",
                    field=field,
                    before=before,
                    after=after,
                )
                line = document.line(*keys) + 1 + text[: max(text.find(before), 0)].count("\n")
                yield Problem(document.path, line, what, level="notice")
            for mark in dict.fromkeys(found.unclear):
                what = message("« %(mark)s » ressemble à un renvoi et ne peut pas être lu.", mark=mark)
                fix = message("Écrivez le numéro de la source entre crochets, par exemple [1].")
                line = document.line(*keys) + 1 + text[: max(text.find(mark), 0)].count("\n")
                yield Problem(document.path, line, what, fix)


HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<title>[^\n]*?)[ \t#]*(?P<id>\{#[^}\n]*\})?[ \t]*")
FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")


def with_ids(text: str, section: str) -> str:
    """Return a text whose subheadings are of level 3 or 4 and have an id: `{#results-1}`, in order."""
    lines, code, rank = [], False, 0
    for line in text.split("\n"):
        code ^= bool(FENCE.match(line))
        match = None if code else HEADING.fullmatch(line)
        if match and match["title"]:
            rank += 1
            marks = "#" * min(max(len(match["marks"]), 3), 4)
            line = f"{marks} {match['title']} {match['id'] or f'{{#{section}-{rank}}}'}"
        lines.append(line)
    return "\n".join(lines)


def today(document: Document) -> None:
    """Set `updated` to today, in place, where a submission does not state it."""
    facts = document.data.get("case_study") if isinstance(document.data, dict) else None
    if isinstance(facts, dict) and facts.get("updated") is None:
        facts["updated"] = date.today().isoformat()
