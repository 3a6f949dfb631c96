"""Checks of the editors' additions: every item has them, short enough and supported by what exists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from roadmap.checks.common import known_values, records, unique
from roadmap.model.practice import Basis, Point, PracticeLink, Sentence
from roadmap.problems import Problem, message
from roadmap.reading import case_study
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Document, Key

SHORT = 32
"""The most characters of a short name in French."""
SHORT_WORDS = range(2, 6)
WORDS = range(60, 111)
"""How many words an activity's sentences may have together, in French."""
WORD = re.compile(r"\w[\w’'.,-]*")
TARGETS = {"article": "articles", "guideline": "paragraphs", "monitoring": "areas"}
"""Where the targets of links are listed."""


def every_item_is_explained(project: Project) -> Iterator[Problem]:
    """Report activities, outputs and goals without an entry, entries of others, and duplicates."""
    document, roadmap = project.documents["practice"], project.roadmap
    items = {
        "activities": roadmap.activity_ids,
        "outputs": [output.id for output in roadmap.outputs],
        "goals": [goal.id for goal in roadmap.goals],
    }
    for name, wanted in items.items():
        found = [entry.id for entry in getattr(project.practice, name)]
        for index, identifier in enumerate(found):
            yield from known_values(document, (name, index, "id"), identifier, wanted)
        for identifier in wanted:
            if identifier not in found:
                what = message("« %(id)s » manque dans « %(list)s ».", id=identifier, list=name)
                fix = message('Ajoutez une entrée : - id: "%(id)s", avec « short » et « practice ».', id=identifier)
                yield Problem(document.path, document.line(name), what, fix)


def practice_ids_are_unique(project: Project) -> Iterator[Problem]:
    """Report duplicate ids of entries, articles, paragraphs or areas."""
    document = project.documents["practice"]
    for name in (*TARGETS.values(), "activities", "outputs", "goals"):
        rows = getattr(project.practice, name)
        yield from unique(document, [(entry.id, (name, index, "id")) for index, entry in enumerate(rows)])


def practice_is_short(project: Project) -> Iterator[Problem]:
    """Report short names that are too long or too short, and explanations of activities likewise."""
    document = project.documents["practice"]
    for name in ("activities", "outputs", "goals"):
        for index, entry in enumerate(getattr(project.practice, name)):
            yield from _short_name(document, (name, index, "short"), entry.short)
    for index, activity in enumerate(project.practice.activities):
        yield from _length(document, ("activities", index, "practice"), activity.practice)


def _short_name(document: Document, keys: tuple[Key, ...], text: str) -> Iterator[Problem]:
    line, words = document.line(*keys), len(text.split())
    if len(text) > SHORT:
        what = message("Ce nom court a %(count)s caractères, au plus %(most)s.", count=len(text), most=SHORT)
        yield Problem(document.path, line, what, message("Retirez des mots : « %(text)s ».", text=text))
    elif words not in SHORT_WORDS:
        what = message("Mots dans ce nom court : %(count)s ; il en faut de 2 à 5.", count=words)
        yield Problem(document.path, line, what, message("Exemple : Cartographie des secteurs."))


def _length(document: Document, keys: tuple[Key, ...], points: Sequence[Point]) -> Iterator[Problem]:
    count = sum(len(WORD.findall(point.text)) for point in points)
    if count not in WORDS:
        what = message(
            "« practice » a %(count)s mots ; il en faut de %(least)s à %(most)s.",
            count=count,
            least=WORDS[0],
            most=WORDS[-1],
        )
        fix = message("Ajoutez une phrase.") if count < WORDS[0] else message("Retirez une phrase, ou abrégez.")
        yield Problem(document.path, document.line(*keys), what, fix)


def practice_links_lead_somewhere(project: Project) -> Iterator[Problem]:
    """Report links to case studies, articles, paragraphs, areas or sources that do not exist, and sentences that rest
    on a text that was not read.
    """
    document, practice = project.documents["practice"], project.practice
    known: dict[str, Collection[object]] = {
        kind: [row.id for row in getattr(practice, name)] for kind, name in TARGETS.items()
    }
    unread = {area.id for area in practice.areas if not area.read}
    for keys, record in records(practice):
        if isinstance(record, PracticeLink) and record.case:
            if not _published(project, record.case):
                yield from known_values(document, (*keys, "case"), record.case, project.cases)
        elif isinstance(record, PracticeLink | Basis):
            yield from known_values(document, (*keys, record.kind), getattr(record, record.kind), known[record.kind])
        for index, link in enumerate(record.links if isinstance(record, Sentence) else ()):
            if link.monitoring in unread:
                what = message("Une phrase ne peut pas s’appuyer sur un texte non lu : « %(id)s ».", id=link.monitoring)
                yield Problem(document.path, document.line(*keys, "links", index), what, message("Retirez-le."))
    sources = [source.id for source in project.roadmap.sources]
    texts = (("convention", practice.convention), ("guidelines", practice.guidelines))
    named: list[tuple[tuple[Key, ...], str]] = [((name,), source) for name, source in texts]
    named += [(("areas", index, "source"), area.source) for index, area in enumerate(practice.areas) if area.source]
    for keys, name in named:
        yield from known_values(document, keys, name, sources)
    goals = [goal.id for goal in project.roadmap.goals]
    for index, area in enumerate(practice.areas):
        yield from known_values(document, ("areas", index, "goal"), area.goal, goals)


def _published(project: Project, slug: str) -> bool:
    """Return whether a case study is published, or could not be read, which is reported elsewhere."""
    return slug not in project.withdrawn and (project.folder / case_study.FOLDER / slug).is_dir()
