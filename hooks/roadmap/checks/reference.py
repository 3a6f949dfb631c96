"""Checks of the roadmap's references: SDGs, domains, terms."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap.checks.common import future_date, known_values, records, unique
from roadmap.model.reference import AxeRun, LighthouseScores
from roadmap.model.roadmap import SourceText
from roadmap.problems import Problem, message
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Key


def sdg_numbers_are_unique(project: Project) -> Iterator[Problem]:
    """Report duplicate SDGs."""
    rows = [(sdg.number, ("sdgs", i, "number")) for i, sdg in enumerate(project.sdgs.sdgs)]
    yield from unique(project.documents["sdgs"], rows)


def domains_are_unique(project: Project) -> Iterator[Problem]:
    """Report duplicate cultural domains."""
    rows = [(domain.id, ("domains", i, "id")) for i, domain in enumerate(project.domains.domains)]
    yield from unique(project.documents["domains"], rows)


def terms_are_unique(project: Project) -> Iterator[Problem]:
    """Report duplicate terms, and unknown sources."""
    document, glossary = project.documents["glossary"], project.glossary
    yield from unique(document, [(term.id, ("terms", i, "id")) for i, term in enumerate(glossary.terms)])
    for i, term in enumerate(glossary.terms):
        for j, name in enumerate(term.sources):
            yield from known_values(document, ("terms", i, "sources", j), name, glossary.sources)


def terms_have_names(project: Project) -> Iterator[Problem]:
    """Report terms without a name in the source language, and names in unknown languages."""
    document, source = project.documents["glossary"], project.languages.source
    for i, term in enumerate(project.glossary.terms):
        if source in project.all_codes and source not in term.term:
            what = message("Le terme « %(id)s » n’a pas de nom dans la langue source.", id=term.id)
            fix = message("Ajoutez la ligne « %(key)s: … ».", key=source)
            yield Problem(document.path, document.line("terms", i, "term"), what, fix)
        for name in ("term", "avoid"):
            for code in getattr(term, name):
                yield from known_values(document, ("terms", i, name, code), code, project.all_codes)


def marked_terms_are_unique(project: Project) -> Iterator[Problem]:
    """Report terms that a text of the roadmap names twice."""
    document = project.documents["roadmap"]
    for keys, record in records(project.roadmap):
        if isinstance(record, SourceText):
            yield from unique(document, [(name, (*keys, "terms", i)) for i, name in enumerate(record.terms)])


def marked_terms_exist(project: Project) -> Iterator[Problem]:
    """Report terms of the roadmap's texts that are not in the glossary."""
    document, known = project.documents["roadmap"], [term.id for term in project.glossary.terms]
    for keys, record in records(project.roadmap):
        if isinstance(record, SourceText):
            for index, name in enumerate(record.terms):
                yield from known_values(document, (*keys, "terms", index), name, known)


def last_tests_are_past(project: Project) -> Iterator[Problem]:
    """Report a test run in the future."""
    document, record = project.documents["accessibility"], project.accessibility
    yield from future_date(record.date, document.path, document.line("date"))


def last_tests_are_of_this_site(project: Project) -> Iterator[Problem]:
    """Report a test run in unknown languages; the accessibility page lists its languages."""
    document, record = project.documents["accessibility"], project.accessibility
    runs: list[tuple[tuple[Key, ...], LighthouseScores | AxeRun]] = [(("lighthouse",), record.lighthouse)]
    runs += [(("sweeps", i), run) for i, run in enumerate(record.sweeps)]
    for keys, run in runs:
        for index, code in enumerate(run.languages):
            yield from known_values(document, (*keys, "languages", index), code, project.all_codes)
