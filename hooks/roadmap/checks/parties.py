"""Checks of the Parties: their sources, and their names."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap.checks.common import known_values, unique
from roadmap.problems import Problem, message
from roadmap.reading.project import Project

OFFICIAL = ("ar", "en", "es", "fr", "ru", "zh")
"""The languages of the United Nations."""


def parties_have_sources(project: Project) -> Iterator[Problem]:
    """Report duplicate Parties, and facts without a source or with an unknown one."""
    document, parties = project.documents["parties"], project.parties
    yield from unique(document, [(p.code, ("parties", i, "code")) for i, p in enumerate(parties.parties)])
    for i, party in enumerate(parties.parties):
        for j, name in enumerate(party.sources):
            yield from known_values(document, ("parties", i, "sources", j), name, parties.sources)
        if party.group_source:
            yield from known_values(document, ("parties", i, "group_source"), party.group_source, parties.sources)
        if not party.sources:
            at = ("parties", i, "deposited") if party.deposited else ("parties", i)
            what = (
                message("La date de dépôt de la Partie %(code)s n’a pas de source.", code=party.code)
                if party.deposited
                else message("Aucune source n’indique que %(code)s est une Partie.", code=party.code)
            )
            fix = message("Ajoutez la ligne « %(key)s: … ».", key="sources")
            yield Problem(document.path, document.line(*at), what, fix)
        if party.group and not party.group_source:
            what = message("Le groupe électoral de la Partie %(code)s n’a pas de source.", code=party.code)
            fix = message("Ajoutez la ligne « %(key)s: … ».", key="group_source")
            yield Problem(document.path, document.line("parties", i, "group"), what, fix)


def parties_have_names(project: Project) -> Iterator[Problem]:
    """Report Parties without a name."""
    names, parties = project.party_names, project.documents["parties"]
    for i, party in enumerate(project.parties.parties):
        if party.code not in names.names:
            what = message("La Partie %(code)s n’a pas de nom dans data/party-names.yml.", code=party.code)
            fix = message(
                "Ajoutez-y, sous « names: », la ligne « %(code)s: {%(languages)s} ».",
                code=party.code,
                languages=", ".join(f"{code}: …" for code in project.languages.shown()),
            )
            yield Problem(parties.path, parties.line("parties", i, "code"), what, fix)


def party_names_are_whole(project: Project) -> Iterator[Problem]:
    """Report names that are missing in a language of readers.

    A language that the United Nations do not use may have none: CLDR has names then.
    """
    document, names = project.documents["party-names"], project.party_names
    for language in filter(project.languages.knows, project.languages.shown()):
        without = [code for code, by_language in names.names.items() if language not in by_language]
        if len(without) == len(names.names) and language not in OFFICIAL:
            continue
        if len(without) == len(names.names):
            what = message("Aucun nom en « %(language)s ».", language=language)
            fix = message("Ajoutez « %(key)s: … » à chaque Partie.", key=language)
            yield Problem(document.path, document.line("names"), what, fix)
            continue
        for code in without:
            what = message("%(code)s n’a pas de nom en « %(language)s ».", code=code, language=language)
            fix = message("Ajoutez « %(key)s: … ».", key=language)
            yield Problem(document.path, document.line("names", code), what, fix)


def party_names_are_known(project: Project) -> Iterator[Problem]:
    """Report names in unknown languages, and States in the other lists that have no name."""
    document, names = project.documents["party-names"], project.party_names
    for name in ("names", "also"):
        for code, by_language in getattr(names, name).items():
            for language in by_language:
                yield from known_values(document, (name, code, language), language, project.all_codes)
    for code in names.also:
        yield from known_values(document, ("also", code), code, names.names)
    for name in ("sids", "ldc"):
        for i, code in enumerate(getattr(names, name)):
            yield from known_values(document, (name, i), code, names.names)
        yield from unique(document, [(code, (name, i)) for i, code in enumerate(getattr(names, name))])
