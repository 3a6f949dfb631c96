"""Checks of the roadmap's references: SDGs, domains, terms, and the words that pages are found by."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap import page_table
from roadmap.checks.common import future_date, known_values, records, unique
from roadmap.model import folding
from roadmap.model.reference import HOME, AxeRun, LighthouseScores
from roadmap.model.roadmap import SourceText
from roadmap.problems import Problem, message
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Key
from roadmap.site import Site


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


MOST = 40
"""The most words of a page in one language: more of them would find everything."""


def search_words_are_known(project: Project, site: Site) -> Iterator[Problem]:
    """Report addresses that are not those of pages, and unknown languages."""
    document, data = project.documents["search"], project.search
    known = {row.address or HOME for row in page_table.rows(site)}
    for address, by_language in data.pages.items():
        yield from known_values(document, ("pages", address), address, known)
        for language, words in by_language.items():
            yield from known_values(document, ("pages", address, language), language, project.all_codes)
            if len(words) > MOST:
                what = message("%(count)s mots : une page en a au plus %(most)s.", count=len(words), most=MOST)
                yield Problem(document.path, document.line("pages", address, language), what)
    for kind, labels in data.labels.items():
        for language in labels:
            yield from known_values(document, ("labels", kind, language), language, project.all_codes)


def search_words_mean_one_thing(project: Project) -> Iterator[Problem]:
    """Report a word of two pages that is not listed as shared, and words that a page is found by anyway."""
    document, data = project.documents["search"], project.search
    for language in project.all_codes:
        shared = {_same(word, language) for word in data.shared.get(language, ())}
        first: dict[str, tuple[str, int]] = {}
        for address, by_language in data.pages.items():
            for index, word in enumerate(by_language.get(language, ())):
                keys: tuple[Key, ...] = ("pages", address, language, index)
                line, same = document.line(*keys), _same(word, language)
                if not same:
                    yield Problem(document.path, line, message("« %(word)s » n’a ni lettre ni chiffre.", word=word))
                elif same in first and (first[same][0] == address or same not in shared):
                    what = message("« %(word)s » est déjà utilisé ligne %(line)s.", word=word, line=first[same][1])
                    fix = message(
                        "Si ce mot doit mener à plusieurs pages, ajoutez-le sous « shared: », à %(language)s.",
                        language=language,
                    )
                    twice = first[same][0] == address
                    yield Problem(document.path, line, what, message("Supprimez-le ici.") if twice else fix)
                first.setdefault(same, (address, line))
                yield from _repeated(project, address, language, word, line)


def _same(word: str, language: str) -> str:
    """Return what two spellings of a word have in common."""
    return " ".join(folding.words(word, language))


def _repeated(project: Project, address: str, language: str, word: str, line: int) -> Iterator[Problem]:
    """Report a name that the data has already for the page of a Party."""
    kind, _slash, identifier = address.strip("/").partition("/")
    if kind != "parties" or not identifier:
        return
    names, code = project.party_names, identifier.upper()
    known = (names.names.get(code, {}).get(language, ""), *names.others(code, language))
    if _same(word, language) in {_same(name, language) for name in known}:
        what = message("« %(word)s » est déjà dans data/party-names.yml.", word=word)
        yield Problem(project.documents["search"].path, line, what, message("Supprimez-le ici."))
