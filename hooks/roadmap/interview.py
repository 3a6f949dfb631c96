"""`roadmap new case-study`: asks in the terminal what a case study needs. The questions are the form's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import click
from pydantic import TypeAdapter, ValidationError

from . import form, languages, submission, template
from .case_study import FOLDER, check_name
from .contribution import Answers, CaseSource, CaseStudy, Submission, Years
from .load import Sources
from .parts import Text
from .problems import Message, message_language, say
from .site import Site
from .validate import explain
from .words import Words
from .yamlfile import Document

ASKED = (
    "slug",
    "case_study.party",
    "case_study.original_language",
    "text.title",
    "text.summary",
    "case_study.lead_institution",
    "case_study.years.start",
    "case_study.years.end",
    "case_study.activities",
    "case_study.sdgs",
    "case_study.domains",
    "case_study.origin",
    "case_study.mandate",
    "case_study.contact",
    "case_study.licence",
    "source.title",
    "source.url",
    "source.language",
    "text.main_features",
)
"""What is asked, in order; the rest is added to the files by hand."""
AUTHORITY = ("case_study.mandate", "case_study.contact")
"""Asked of a Party only."""


def case_study(project: Path, sources: Sources) -> Path:
    """Asks, makes and writes; returns the folder. Raises ProblemsFound for what only the whole shows."""
    site = Site(sources)
    language = message_language()
    words = Words(site, language if language in sources.codes else sources.languages.source)
    named = template.choices(words)
    by_path = {question.path: question for question in form.questions()}
    answers: dict[str, Any] = {}
    for path in ASKED:
        if path in AUTHORITY and answers["case_study.origin"] == "editors":
            continue
        answers[path] = _ask(
            by_path[path], words, named.get(path), lambda value, path=path: _wrong(path, value, answers, project)
        )
    made = submission.make(Document("roadmap new case-study", _data(answers)), project, sources)
    return submission.write(made, project)


def _wrong(path: str, value: Any, answers: dict[str, Any], project: Path) -> Message | None:
    """What is wrong with an answer beside those that were given before."""
    if path == "slug":
        problems = list(check_name(value, value))
        if (project / FOLDER / value).exists():
            return say("L’étude de cas « %(slug)s » existe déjà.", slug=value)
        return problems[0].what if problems else None
    if path.endswith("language") and not languages.known(value):
        return say("Unicode CLDR ne connaît pas la langue « %(code)s ».", code=value)
    start = answers.get("case_study.years.start")
    if path == "case_study.years.end" and value is not None and value < start:
        return say("La mesure finit (%(end)s) avant de commencer (%(start)s).", end=value, start=start)
    return None


def _ask(
    question: form.Question, words: Words, named: dict[str, Text] | None, wrong: Callable[[Any], Message | None]
) -> Any:
    """One answer, asked again until it fits."""
    if named and len(named) <= 25:
        for value, name in named.items():
            click.echo(f"    {value}  {name}", err=True)
    label = words.phrase(question.ask.label).value
    hints = [words.phrase(question.ask.help).value] if question.ask.help else []
    if question.control == "choices":
        hints.append(_said(say("Plusieurs : séparez par des espaces.")))
    if hints:
        click.echo("    " + " ".join(hints), err=True)
    required = question.required or question.path in AUTHORITY
    while True:
        text = click.prompt(label, default=None if required else "", show_default=False, err=True)
        try:
            answer = _fitting(question, text.strip(), named)
            if told := wrong(answer):
                raise ValueError(_said(told))
            return answer
        except ValueError as error:
            click.echo(str(error), err=True)


def _fitting(question: form.Question, text: str, named: dict[str, Text] | None) -> Any:
    """The answer as data, or ValueError with why not."""
    if not text and not question.required:
        return None
    values = text.replace(",", " ").split() if question.control == "choices" else [text]
    if named:
        for value in values:
            if value not in named and value.upper() not in named:
                raise ValueError(_said(say("« %(value)s » n’existe pas.", value=value)))
        values = [value if value in named else value.upper() for value in values]
    if question.control == "number" or question.path.endswith("sdgs"):
        if not all(value.isdecimal() and len(value) < 10 for value in values):
            raise ValueError(_said(say("« %(value)s » n’est pas un nombre.", value=text)))
        values = [int(value) for value in values]  # type: ignore[misc]
    values = list(dict.fromkeys(values))
    answer = values if question.control == "choices" else values[0]
    _check(question.path, answer)
    return answer


def _said(message: Message) -> str:
    return message.in_language(message_language())


def _check(path: str, answer: Any) -> None:
    """Fits the answer to its own field alone. Raises ValueError in the words of `roadmap check`."""
    head, _, name = path.rpartition(".")
    models = {"": Submission, "case_study": CaseStudy, "case_study.years": Years, "text": Answers, "source": CaseSource}
    field = models[head].model_fields[name]
    value = {"fr": answer} if name == "lead_institution" else answer
    adapter: TypeAdapter[Any] = TypeAdapter(_annotated(field))
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        raise ValueError(_said(explain(error, name))) from None


def _annotated(field: Any) -> Any:
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _data(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers as a submission."""
    given = {path: value for path, value in answers.items() if value not in (None, [], "")}
    language = given["case_study.original_language"]
    facts: dict[str, Any] = {"years": {}}
    text: dict[str, Any] = {}
    source: dict[str, Any] = {"seen": date.today().isoformat()}
    places: dict[str, Callable[[str, Any], None]] = {
        "case_study": facts.__setitem__,
        "case_study.years": facts["years"].__setitem__,
        "text": text.__setitem__,
        "source": source.__setitem__,
    }
    for path, value in given.items():
        head, _, name = path.rpartition(".")
        if head:
            places[head](name, {language: value} if name == "lead_institution" else value)
    facts["sources"] = [source]
    features = text["main_features"]
    text["main_features"] = features if "[" in features else f"{features} [^1]"  # the one source that was given
    return {"submission": 1, "slug": given["slug"], "case_study": facts, "texts": {language: text}}
