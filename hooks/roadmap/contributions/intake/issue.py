"""Read the text of an issue: the answers to the issue form, or the form's file pasted into it.

GitHub turns the answers into Markdown, with `### Label` above each. Labels are those of the form, in its language.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from roadmap import languages
from roadmap.contributions import form, issue_form
from roadmap.contributions.intake import uploads, values
from roadmap.localization import Localization
from roadmap.model.contribution import SECTIONS
from roadmap.problems import Problem, message
from roadmap.reading.yaml_file import Document, Key

EMPTY = ("_No response_", "None", "")
"""What GitHub writes for a question without an answer."""
SECTION_KEYS = {identifier.replace("-", "_") for identifier in SECTIONS}
MOST_SOURCES = 61
"""The most sources that are read: one more than the model accepts, so that it says so."""
SOURCE_PARTS = ("title", "url", "language", "seen")
TICKED = re.compile(r"^\s*[-*] \[[xX]\]", re.MULTILINE)
TICKS = re.compile(r"^\s*[-*] \[[ xX]\].*$", re.MULTILINE)
NOT_PUBLISHED = message("Il ne sera pas publié.")
HEADING = re.compile(r"#{1,6}[ \t]+(?P<label>[^\n]*)")
START = re.compile(r"^[ \t]{0,3}submission[ \t]*[:：]", re.MULTILINE)
FENCE = re.compile(r"[ \t]{0,3}(?:`{3,}|~{3,})[ \t]*[\w-]*[ \t]*")
LISTED = re.compile(r"\s*(?:[-*•–]\s+|\[?\d{1,2}[.)\]]\s+)?")
"""A bullet or a number before a source."""
FORMER = {
    "Qui parle": "case_study.origin",
    "Who is speaking": "case_study.origin",
    "Mandat": "case_study.mandate",
    "Mandate": "case_study.mandate",
    "Activités seulement effleurées": "case_study.activities_partial",
    "Activities only touched on": "case_study.activities_partial",
}
"""Labels of former versions of the form: their issues may still be open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question of the issue form."""

    text: str
    line: int
    """The line of the issue on which it starts."""


@dataclass(frozen=True, slots=True)
class Issue:
    """The answers of an issue."""

    words: Localization
    """The language of the form."""
    answers: Mapping[str, Answer]
    """By the question's path; questions without an answer are left out."""
    asked: int
    """How many questions of the form are in the text."""
    before: str = ""
    """What was written above the first question."""


def pasted(text: str, beginning: re.Pattern[str] = START) -> tuple[str, int] | None:
    """Return the file that a text contains, with or without a code fence around it, and its first line.

    `beginning` is how it begins: that of the form, unless another one is given.
    """
    start = beginning.search(text)
    if start is None:
        return None
    lines = text[start.start() :].split("\n")
    end = next((number for number, line in enumerate(lines) if FENCE.fullmatch(line)), len(lines))
    first = lines[0]
    if indent := len(first) - len(first.lstrip()):  # a file that was pasted with spaces before each line
        lines = [line[indent:] if not line[:indent].strip() else line for line in lines]
    return "\n".join(lines[:end]), text.count("\n", 0, start.start()) + 1


def read(text: str, every_words: Iterable[Localization]) -> Issue:
    """Return the answers of an issue. The language of the form is the one with the most labels in the text."""
    lines = text.split("\n")
    found = [(number, match["label"]) for number, line in enumerate(lines) if (match := HEADING.fullmatch(line))]
    return max((_answers(lines, found, words) for words in every_words), key=lambda issue: issue.asked)


def _answers(lines: list[str], headings: list[tuple[int, str]], words: Localization) -> Issue:
    paths = {values.fold(label): path for label, path in FORMER.items()} if words.language in ("fr", "en") else {}
    paths |= {values.fold(label): path for path, label in issue_form.labels(words).items()}
    starts = [(number, paths[values.fold(label)]) for number, label in headings if values.fold(label) in paths]
    answers: dict[str, Answer] = {}
    ends = [number for number, _path in starts[1:]] + [len(lines)]
    for (number, path), end in zip(starts, ends, strict=False):
        raw = "\n".join(lines[number + 1 : end])
        value = raw.strip()
        above = raw[: len(raw) - len(raw.lstrip())].count("\n")
        if path not in answers and value not in EMPTY:
            answers[path] = Answer(value, number + above + 2)
    before = "\n".join(lines[: starts[0][0]]) if starts else ""
    return Issue(words, answers, len({path for _number, path in starts}), before.strip())


def document(issue: Issue, path: str) -> tuple[Document, list[Problem]]:
    """Return the answers as a submission, with the line of each, and the problems of their form.

    Missing answers are left out, except for the language, which is that of the form, and the short name.
    """
    data: dict[Key, Any] = {"submission": 1, "case_study": {"years": {}}}
    lines: dict[tuple[Key, ...], int] = {(): 1}
    original = _language(issue)
    language = original if languages.known(original) else issue.words.language
    data["texts"] = {language: {}}
    data["case_study"]["original_language"] = original
    options = issue_form.options(issue.words)
    problems = list(_notices(issue, path))
    for question in form.questions():
        if answer := issue.answers.get(question.path):
            keys = _keys(question.path, language)
            # Lines of a section count from the one above it, which is `key: |` or a heading in other files.
            above = 1 if question.path.startswith("text.") and question.path.split(".")[1] in SECTION_KEYS else 0
            text, pictures = uploads.take(answer.text) if question.control == "text" else (answer.text, [])
            value = _value(question, text, options.get(question.path, {}))
            if question.path == "case_study.original_language":
                value = original
            _put(data, lines, keys, value, answer.line - above)
            for picture in pictures:
                problems += _put_picture(data, lines, picture, answer.line + picture.offset, path, language)
    if answer := issue.answers.get(issue_form.SOURCES):
        problems += _put_sources(data, lines, answer, path, language)
    if "slug" not in data:
        problems += _derive_slug(data, lines, path)
    return Document(path, data, lines), problems


def _language(issue: Issue) -> str:
    answer = issue.answers.get("case_study.original_language")
    return values.language(answer.text) if answer else issue.words.language


def _derive_slug(data: dict[Key, Any], lines: dict[tuple[Key, ...], int], path: str) -> Iterator[Problem]:
    """Put a short name made of the Party and the title, if both are there, and report it."""
    facts, (text,) = data["case_study"], data["texts"].values()
    party, title = facts.get("party"), text.get("title")
    if isinstance(party, str) and isinstance(title, str):
        slug = values.slug(party, title, str(facts["years"].get("start", "")))
        line = lines.get(("texts", next(iter(data["texts"])), "title"), 1)
        _put(data, lines, ("slug",), slug, line)
        what = message("Le nom court est « %(slug)s ».", slug=slug)
        yield Problem(path, line, what, message("Répondez à la question pour en choisir un autre."), "notice")


def _notices(issue: Issue, path: str) -> Iterator[Problem]:
    """Report text above the first question: it belongs to no answer."""
    if issue.before:
        what = message("Ce texte n’est sous aucune question : « %(text)s ».", text=" ".join(issue.before.split())[:60])
        yield Problem(path, 1, what, NOT_PUBLISHED, "notice")
    for asked, answer in issue.answers.items():
        rest = TICKS.sub("", answer.text).strip()
        if rest and asked.endswith((".ongoing", ".planned")):
            what = message("Ce texte n’est pas lu, car cette question n’a qu’une case : « %(text)s ».", text=rest[:60])
            yield Problem(path, answer.line, what, NOT_PUBLISHED, "notice")


def unused(issue: Issue, path: str) -> list[Problem]:
    """Return a notice of the answers that are not read because the form's file was pasted, on the line of the file."""
    labels = issue_form.labels(issue.words)
    pasted = issue.answers[issue_form.PASTED]
    asked = [one for one in issue.answers if one != issue_form.PASTED and not one.endswith((".ongoing", ".planned"))]
    what = message(
        "Ces réponses ne sont pas lues, car le fichier du formulaire est collé : %(questions)s.",
        questions=" · ".join(labels[one] for one in asked),
    )
    return [Problem(path, pasted.line, what, None, "notice")] if asked else []


def _keys(path: str, language: str) -> tuple[Key, ...]:
    if path == "case_study.lead_institution":
        return ("case_study", "lead_institution", language)
    head, _, rest = path.partition(".")
    return ("texts", language, rest) if head == "text" else tuple(path.split("."))


def _value(question: form.Question, text: str, options: Mapping[str, str]) -> Any:
    """Return an answer as data: what cannot be read remains a text, for the model to refuse."""
    if question.control == "tick":
        return bool(TICKED.search(text))
    if question.control == "choices":
        chosen = values.choices(text, options)
        numbers = [values.number(value) for value in chosen] if question.path.endswith("sdgs") else []
        return [value if number is None else number for value, number in zip(chosen, numbers or chosen, strict=True)]
    if question.control == "choice":
        found = values.choices(text, options)
        return found[0] if len(found) == 1 else text
    if question.control == "number":
        found_number = values.number(text)
        return text if found_number is None else found_number
    if question.control == "text":
        return text
    return " ".join(text.split("\n")) if question.path.startswith("text.") else text


def _put(data: dict[Key, Any], lines: dict[tuple[Key, ...], int], keys: tuple[Key, ...], value: Any, line: int) -> None:
    here = data
    for depth, key in enumerate(keys[:-1], start=1):
        here = here.setdefault(key, {})
        lines.setdefault(keys[:depth], line)
    here[keys[-1]] = value
    lines[keys] = line


def _put_picture(
    data: dict[Key, Any],
    lines: dict[tuple[Key, ...], int],
    picture: uploads.Upload,
    line: int,
    path: str,
    language: str,
) -> Iterator[Problem]:
    """Put a picture; report one that the answer says too little of."""
    if not picture.alternative or not picture.credit:
        yield Problem(path, line, uploads.NO_CREDIT, uploads.advice())
        return
    images = data["case_study"].setdefault("images", [])
    lines["case_study", "images", len(images)] = line
    images.append({"file": picture.file, "alt": {language: picture.alternative}, "credit": picture.credit})


def _put_sources(
    data: dict[Key, Any], lines: dict[tuple[Key, ...], int], answer: Answer, path: str, language: str
) -> Iterator[Problem]:
    """Put the sources, one on each line; report a line with a part missing, with a line that would be right."""
    sources: list[dict[str, str]] = []
    for row, offset in itertools.islice(_rows(answer.text), MOST_SOURCES):
        line = answer.line + offset
        found = _source(row)
        lines["case_study", "sources", len(sources)] = line
        missing = [part for part in SOURCE_PARTS if not found.get(part)]
        sources.append({part: found[part] for part in SOURCE_PARTS if found.get(part)})
        if missing:
            right = {
                "title": "…",
                "url": "https://example.org/",
                "language": language,
                "seen": date.today().isoformat(),
            }
            right |= sources[-1]
            sources[-1] = right  # the rest is checked with it
            what = message("La source %(rank)s est incomplète : « %(row)s ».", rank=len(sources), row=row[:100])
            example = " | ".join(right[part] for part in SOURCE_PARTS)
            fix = message(
                "Attendu : titre | adresse | langue | jour de lecture, par exemple « %(example)s ».", example=example
            )
            yield Problem(path, line, what, fix)
    _put(data, lines, ("case_study", "sources"), sources, answer.line)


def _rows(text: str) -> Iterator[tuple[str, int]]:
    """Yield the sources with the number of lines above each; an address may be on the line below the title."""
    waiting: tuple[str, int] | None = None
    for offset, line in enumerate(text.split("\n")):
        row = line[len(LISTED.match(line)[0]) :].strip() if LISTED.match(line) else line.strip()  # type: ignore[index]
        if not row or FENCE.fullmatch(line):
            continue
        if waiting and values.ADDRESS.match(row):
            yield f"{waiting[0]} | {row}", waiting[1]
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = (row, offset)
    if waiting:
        yield waiting


def _source(row: str) -> dict[str, str]:
    """Return the parts of a source: by their bars, or by what they look like."""
    parts = [part.strip() for part in re.split(r"[|｜\t]", row)]
    if len(parts) == len(SOURCE_PARTS):
        return dict(zip(SOURCE_PARTS, parts, strict=True))
    found: dict[str, str] = {}
    address = values.ADDRESS.search(row)
    if address is None:
        return dict(zip(SOURCE_PARTS, parts, strict=False)) if len(parts) < len(SOURCE_PARTS) else {"title": row}
    found["url"] = address[0].rstrip(".,;)،，。")
    found["title"] = row[: address.start()].strip(" |｜,;:،，(<\t–-")
    for part in re.split(r"[|｜\t,;،，]", row[address.end() :]):
        part = part.strip(" .)>")
        if values.dates(part):
            found.setdefault("seen", part)
        elif (part and values.language(part) != part) or re.fullmatch(r"[a-z]{2,3}", part):
            found.setdefault("language", part)
        elif part and not found["title"]:
            found["title"] = part
    return found
