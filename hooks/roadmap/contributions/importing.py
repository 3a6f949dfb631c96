"""From a submission to the folder of a case study: the same import for forms, issues, files and email.

A submission goes through the same checks as a folder. Problems are reported on the lines of the file that was sent.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from roadmap import disk
from roadmap.checks import addresses, case_studies, duplicates, links
from roadmap.checks.common import unknown_language
from roadmap.contributions import attachments, revisions
from roadmap.contributions.intake import examples, receiving, repairs
from roadmap.localization import Localization
from roadmap.model.contribution import SECTIONS, NewSubmission, Submission
from roadmap.problems import Problem, ProblemsFound, message
from roadmap.reading import case_study, sections
from roadmap.reading.case_study import FOLDER, CaseFolder, CaseText, Section
from roadmap.reading.project import Project
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, read_text
from roadmap.site import Site

MAX_BYTES = 500_000
"""The longest submission: several languages in one file."""
RANK = re.compile(r"(?<![\\!])\[([1-9]\d{0,2})\](?![(:])")
"""A citation as people write it in the form: `[1]`. The file has `[^1]`."""
HEADINGS = "fr"
"""The language of the headings of a text in a language that the site does not have: the translator replaces them."""


@dataclass(frozen=True, slots=True)
class ReadyCase:
    """A case study ready to be written."""

    case: CaseFolder
    pictures: dict[str, bytes]
    """By name, without the metadata that the camera wrote; with them, other files that stay as they are published."""
    slug_line: int
    purpose: str | None = None
    """Of the submission: `correction`, `translation`, or None for a new case study."""
    languages: tuple[str, ...] = ()
    """Of the texts in the submission."""
    notices: tuple[Problem, ...] = ()
    """What was repaired, and case studies that may be the same."""
    language: str | None = None
    """The language of the notices, if the submission is an issue."""


def read(path: Path, name: str, project: Project) -> ReadyCase:
    """Return the case study of a submission: a `.yml` file, or the text of an issue.

    Pictures are in the same folder as the file. Raises ProblemsFound with all problems, on the lines of `name`; those
    of an issue are in the language of its form, in the words of its questions.
    """
    text, problems = read_text(path, name, attachments.limit(path, MAX_BYTES))
    if text is None:
        raise ProblemsFound(problems)
    sent = receiving.receive(text, name, project)
    if sent.document is None or any(problem.level == "error" and not sent.repaired for problem in sent.problems):
        raise ProblemsFound(sent.problems, sent.language)
    notices = [problem for problem in sent.problems if problem.level == "notice"]
    try:
        ready = make(sent.document, path.parent, project)
    except ProblemsFound as found:
        raise ProblemsFound(sent.worded([*sent.problems, *found.problems]), sent.language) from found
    if len(notices) < len(sent.problems):
        raise ProblemsFound(sent.worded(sent.problems), sent.language)
    notices += duplicates.of_case(ready.case, project.cases.values())
    return replace(ready, notices=tuple(sent.worded(notices)), language=sent.language)


def make(document: Document, folder: Path, project: Project) -> ReadyCase:
    """Return the case study of a submission's data; its pictures are in `folder`. Raises ProblemsFound."""
    if problem := revisions.newer(document):
        raise ProblemsFound([problem])
    repairs.today(document)
    model = Submission if revisions.revises(document) else NewSubmission
    submission, problems = fit(model, document)
    if submission is None:
        raise ProblemsFound([*problems, *_despite(document, model, folder, project, problems)])
    if problems := revisions.check(document, submission, project):
        raise ProblemsFound(problems)
    with tempfile.TemporaryDirectory() as aside:
        return _make(document, submission, folder, project, Path(aside))


def _make(document: Document, submission: Submission, folder: Path, project: Project, aside: Path) -> ReadyCase:
    texts, problems = _texts(document, submission, project)
    problems += case_study.check_name(submission.slug, document.path, document.line("slug"))
    problems += addresses.check_new(project, submission.slug, document.path, document.line("slug"))
    published = project.cases.get(submission.slug) if submission.purpose else None
    place = project.folder / FOLDER / submission.slug if published else folder
    paths, more = attachments.paths(document, submission, folder, place, aside)
    problems += more
    images: dict[str, bytes] = {}
    case = CaseFolder(submission.slug, submission.case_study, _below(document, "case_study"), texts, files=paths)
    if published and submission.purpose == "translation":
        case = revisions.translated(submission, case, published)
    else:
        images, more = attachments.read(document, submission, paths)
        problems += more
    problems += case_studies.check_case(project, case)
    problems += _check_links(project, case)
    if problems:
        raise ProblemsFound(problems)
    return ReadyCase(case, images, document.line("slug"), submission.purpose, tuple(submission.texts))


def _check_links(project: Project, case: CaseFolder) -> list[Problem]:
    """Return the broken links of a case study within the site, as if it was already one of the site's."""
    whole = replace(project, cases={**project.cases, case.slug: case})
    problems = [*links.links_within_pages_lead_somewhere(whole), *links.site_links_lead_somewhere(whole, Site(whole))]
    return [problem for problem in problems if problem.path == case.document.path]


def _despite(
    document: Document, model: type[Submission], folder: Path, project: Project, found: list[Problem]
) -> list[Problem]:
    """Return the problems of the rest of a submission that does not fit: the model's examples replace what is wrong."""
    complete = examples.completed(document, model)
    if complete is None:
        return []
    try:
        make(complete, folder, project)
    except ProblemsFound as others:
        reported = {problem.line for problem in found}
        return [problem for problem in others.problems if problem.line not in reported]
    return []


def _below(document: Document, key: str) -> Document:
    """Return the part of a document below a key, with the same lines."""
    lines = {keys[1:]: line for keys, line in document.lines.items() if keys[:1] == (key,)}
    return Document(document.path, document.data[key], lines)


def _texts(document: Document, submission: Submission, project: Project) -> tuple[dict[str, CaseText], list[Problem]]:
    texts: dict[str, CaseText] = {}
    problems: list[Problem] = []
    original, site = submission.case_study.original_language, Site(project)
    for language in sorted(submission.texts, key=lambda code: code != original):
        answers = submission.texts[language]
        keys = ("texts", language)
        if unknown := list(unknown_language(project, language, document.path, document.line(*keys))):
            problems += unknown
            continue
        words = Localization(site, language if language in project.codes else HEADINGS)
        read_sections: list[Section] = []
        for identifier, answer in answers.sections():
            line = document.line(*keys, identifier.replace("-", "_"))
            # The text starts on the line after `key: |` or `### Question`, as it does after a heading.
            section = Section.read(
                identifier, words.phrase(SECTIONS[identifier].label).value, "\n" + cited(answer), line
            )
            problems += case_study.check_section(section, document.path)
            read_sections.append(section)
        text = CaseText(
            language=language,
            title=answers.title,
            summary=answers.summary,
            sections=tuple(read_sections),
            path=document.path,
            document=Document(document.path, None, {(): document.line(*keys)}),
        )
        if original in texts:  # a translation is of the original that was sent with it
            text = replace(text, fingerprints=sections.stamp(text, texts[original]))
        texts[language] = text
    return texts, problems


def cited(text: str) -> str:
    """Return a text with its citations as the site's files have them: `[^1]`."""
    return RANK.sub(r"[^\1]", text.replace("\r\n", "\n").strip("\n")) + "\n"


# Writing


def write(ready: ReadyCase, project: Path, replace: bool = False) -> Path:
    """Write the folder of a case study, whole or not at all, and return it.

    Raises ProblemsFound when it exists and `replace` is false, or when it cannot be written.
    """
    folder = project / FOLDER / ready.case.slug
    if folder.exists() and not replace and (problem := _exists(ready, folder)):
        raise ProblemsFound([problem])
    existing = {path.name: path.read_bytes() for path in disk.entries(folder)} if ready.purpose == "translation" else {}
    folder.parent.mkdir(parents=True, exist_ok=True)
    disk.sweep(project, ".new-")
    with disk.folder(folder, project / f".new-{os.getpid()}-") as aside:
        disk.write(aside, existing | files(ready))
    return folder


def _exists(ready: ReadyCase, folder: Path) -> Problem | None:
    """Return that a folder exists, unless a translation only adds to it."""
    path, line = ready.case.document.path, ready.slug_line
    if ready.purpose == "translation":
        there = [code for code in ready.languages if (folder / f"index.{code}.md").exists()]
        return Problem(path, line, *revisions.exists(ready.case.slug, ready.purpose, there)) if there else None
    if ready.purpose:
        return Problem(path, line, *revisions.exists(ready.case.slug, ready.purpose, []))
    known = [path.name for path in disk.entries(folder.parent)]
    what = message("L’étude de cas « %(slug)s » existe déjà.", slug=ready.case.slug)
    free = next(name for n in range(2, 1000) if (name := f"{ready.case.slug}-{n}") not in known)
    return Problem(path, line, what, message("Attendu : un autre nom, par exemple %(slug)s.", slug=free))


def files(ready: ReadyCase) -> dict[str, bytes]:
    """Return every file of a case study's folder, by name."""
    case = ready.case
    contents = {case_study.FACTS: _facts(case).encode()}
    written = ready.languages if ready.purpose == "translation" else case.texts
    for text in (case.texts[language] for language in written):
        contents[f"index.{text.language}.md"] = _text(text).encode()
    return {**contents, **ready.pictures}


def _facts(case: CaseFolder) -> str:
    data: dict[str, Any] = case.facts.model_dump(mode="json", exclude_defaults=True)
    note = "# yaml-language-server: $schema=../../../data/schemas/case-study.json\n"
    return note + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)


def _text(text: CaseText) -> str:
    matter: dict[str, object] = {"title": text.title, "summary": text.summary}
    if text.fingerprints:
        matter["fingerprints"] = dict(text.fingerprints)
    head = yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, width=10_000)
    sections = "\n".join(
        f"## {section.title} {{#{section.id}}}\n\n{section.markdown.strip()}\n" for section in text.sections
    )
    return f"---\n{head}---\n{sections}"
