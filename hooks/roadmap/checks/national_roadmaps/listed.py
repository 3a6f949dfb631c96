"""Checks of the national roadmaps: identifiers, Parties, activities, titles, dates, case studies, duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from roadmap.checks.common import future_date, known_values, unique, unknown_language, unknown_party
from roadmap.checks.duplicates import folded
from roadmap.model.national_roadmaps import NationalRoadmap
from roadmap.problems import Problem, message, nearest
from roadmap.reading import case_study
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Document, Key

NAME = "national-roadmaps"


def _rows(project: Project) -> tuple[Document, Iterator[tuple[tuple[Key, ...], NationalRoadmap]]]:
    rows = enumerate(project.national_roadmaps.roadmaps)
    return project.documents[NAME], ((("roadmaps", index), one) for index, one in rows)


def ids_name_their_party(project: Project) -> Iterator[Problem]:
    """Report duplicate identifiers, and those that do not begin with the code of the Party."""
    document, rows = _rows(project)
    every = list(rows)
    yield from unique(document, [(one.id, (*keys, "id")) for keys, one in every])
    for keys, one in every:
        if not one.id.startswith(f"{one.party.lower()}-"):
            what = message("« %(id)s » ne commence pas par le code de sa Partie.", id=one.id)
            right = f"{one.party.lower()}-{one.id}"
            yield Problem(document.path, document.line(*keys, "id"), what, message("Écrivez « %(code)s ».", code=right))


def none_is_listed_twice(project: Project) -> Iterator[Problem]:
    """Report entries of one Party with the same title; without a title, of the same kind and year."""
    document, rows = _rows(project)
    listed: dict[tuple[object, ...], NationalRoadmap] = {}
    for keys, one in rows:
        titles = [(one.party, folded(title)) for title in one.title.values()]
        marks: list[tuple[object, ...]] = [*titles] or [(one.party, one.kind, one.year)]
        same = next((listed[mark] for mark in marks if mark in listed), None)
        if same and same.id != one.id:
            what = message("« %(id)s » est déjà dans la liste, sous le nom « %(other)s ».", id=one.id, other=same.id)
            fix = message("Complétez l’entrée qui existe, et retirez celle-ci.")
            yield Problem(document.path, document.line(*keys), what, fix)
        listed |= {mark: one for mark in marks if mark not in listed}


def their_parties_are_known(project: Project) -> Iterator[Problem]:
    """Report Parties that are not in data/parties.yml, and those named twice."""
    document, rows = _rows(project)
    for keys, one in rows:
        yield from unknown_party(project, one.party, document.path, document.line(*keys, "party"))
        for index, code in enumerate(one.co_parties):
            yield from unknown_party(project, code, document.path, document.line(*keys, "co_parties", index))
        named: list[tuple[object, tuple[Key, ...]]] = [(one.party, (*keys, "party"))]
        named += [(code, (*keys, "co_parties", index)) for index, code in enumerate(one.co_parties)]
        yield from _twice(document, named)


def their_activities_exist(project: Project) -> Iterator[Problem]:
    """Report unknown activities, and those named twice: a source links to an activity, or the editors do, not both."""
    document, rows = _rows(project)
    known = project.roadmap.activity_ids
    for keys, one in rows:
        named: list[tuple[object, tuple[Key, ...]]] = []
        for name in ("activities_stated", "activities_inferred"):
            named += [(value, (*keys, name, index)) for index, value in enumerate(getattr(one, name))]
        for value, place in named:
            yield from known_values(document, place, value, known)
        yield from _twice(document, named)


def _twice(document: Document, named: list[tuple[object, tuple[Key, ...]]]) -> Iterator[Problem]:
    seen = set()
    for value, keys in named:
        if value in seen:
            what = message("« %(id)s » est déjà cité plus haut.", id=value)
            yield Problem(document.path, document.line(*keys), what, message("Retirez-le."))
        seen.add(value)


def their_titles_are_translated(project: Project) -> Iterator[Problem]:
    """Report unknown languages, and titles without one in the source language, which the other languages need."""
    document, rows = _rows(project)
    source = project.languages.source
    for keys, one in rows:
        for code in one.title:
            yield from unknown_language(project, code, document.path, document.line(*keys, "title", code))
        for rank, cited in enumerate(one.sources):
            line = document.line(*keys, "sources", rank, "language")
            yield from unknown_language(project, cited.language, document.path, line)
        if one.title and source not in one.title and not one.translation:
            what = message("Le titre de « %(id)s » n’est pas traduit dans la langue source.", id=one.id)
            fix = message("Ajoutez la ligne « %(key)s: … ».", key="translation")
            yield Problem(document.path, document.line(*keys, "title"), what, fix)
        if one.translation and (not one.title or source in one.title):
            what = message("La traduction du titre de « %(id)s » est inutile.", id=one.id)
            yield Problem(document.path, document.line(*keys, "translation"), what, message("Retirez la ligne."))


def their_dates_are_past(project: Project) -> Iterator[Problem]:
    """Report years and dates in the future."""
    document, rows = _rows(project)
    today = date.today()
    dated: list[tuple[tuple[Key, ...], date]] = [(("as_of",), project.national_roadmaps.as_of)]
    for keys, one in rows:
        if one.year is not None and one.year > today.year:
            what = message("L’année %(year)s est dans l’avenir.", year=one.year)
            fix = message("Écrivez l’année du document ; s’il n’est pas encore publié, celle du début du projet.")
            yield Problem(document.path, document.line(*keys, "year"), what, fix)
        dated.append(((*keys, "updated"), one.updated))
        dated += [((*keys, "sources", rank, "seen"), source.seen) for rank, source in enumerate(one.sources)]
    for keys, day in dated:
        yield from future_date(day, document.path, document.line(*keys))


def their_case_studies_exist(project: Project) -> Iterator[Problem]:
    """Report case studies that do not exist, or that are about another Party."""
    document, rows = _rows(project)
    refused = {problem.path.removeprefix(f"{case_study.FOLDER}/").partition("/")[0] for problem in project.problems}
    for keys, one in rows:
        if one.case_study is None or one.case_study in refused:
            continue
        line, case = document.line(*keys, "case_study"), project.cases.get(one.case_study)
        if case is None:
            what = message("« %(value)s » n’existe pas.", value=one.case_study)
            yield Problem(document.path, line, what, nearest(one.case_study, sorted(project.cases)))
        elif not set(one.parties) & set(case.facts.parties):
            what = message("L’étude de cas « %(slug)s » est celle d’une autre Partie.", slug=one.case_study)
            yield Problem(document.path, line, what, message("Retirez la ligne, ou corrigez « party »."))
