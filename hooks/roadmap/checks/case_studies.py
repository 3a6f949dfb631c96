"""Check the files of a case study against each other and the roadmap. Each check yields its problems."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from roadmap import languages
from roadmap.checks import fidelity
from roadmap.checks.common import future_date, unknown_language, unknown_party
from roadmap.problems import Problem, first, message, nearest
from roadmap.reading import sections
from roadmap.reading.case_study import CaseFolder, CaseText, Section, check_uncited
from roadmap.reading.markdown import checks
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Key

TEMPLATE_IDS = frozenset(
    (
        "content",
        "authorship",
        "cite",
        "facts",
        "national-roadmaps",
        "original",
        "same-activities",
        "same-region",
        "sdgs",
        "sources",
        "text",
    )
)
"""The ids of the page's template (kinds/case-study.html); a test compares them."""


def check(project: Project) -> Iterator[Problem]:
    """Report all problems of all case studies whose facts could be read."""
    for case in project.cases.values():
        yield from check_case(project, case)


def check_case(project: Project, case: CaseFolder) -> Iterator[Problem]:
    """Report all problems of a case study, in its folder or in a submission."""
    if "parties" in project.records:
        yield from _check_parties(project, case)
    yield from _check_references(project, case)
    yield from _check_dates(case)
    yield from _check_activities(case)
    yield from _check_authority(case)
    yield from _check_languages(project, case)
    yield from alone(case)


def alone(case: CaseFolder) -> Iterator[Problem]:
    """Report the problems of a case study by itself; they are computed once."""
    yield from case.once(_check_texts)
    yield from case.once(_check_pictures)


def _at(case: CaseFolder, *keys: Key) -> tuple[str, int]:
    return case.document.path, case.document.line(*keys)


def _check_parties(project: Project, case: CaseFolder) -> Iterator[Problem]:
    named: list[tuple[str, tuple[Key, ...]]] = [(case.facts.party, ("party",))]
    named += [(code, ("co_parties", index)) for index, code in enumerate(case.facts.co_parties)]
    seen: set[str] = set()
    for code, keys in named:
        if code in seen:
            yield _twice(case, code, keys)
        else:
            yield from unknown_party(project, code, *_at(case, *keys))
        seen.add(code)


def _twice(case: CaseFolder, value: object, keys: tuple[Key, ...]) -> Problem:
    return Problem(*_at(case, *keys), message("« %(id)s » est déjà cité plus haut.", id=value), message("Retirez-le."))


def _check_references(project: Project, case: CaseFolder) -> Iterator[Problem]:
    known: dict[str, Collection[object]] = {}
    if "roadmap" in project.records:
        activities = project.roadmap.activity_ids
        known |= {"activities": activities, "activities_partial": activities}
    if "sdgs" in project.records:
        known["sdgs"] = [sdg.number for sdg in project.sdgs.sdgs]
    if "domains" in project.records:
        known["domains"] = [domain.id for domain in project.domains.domains]
    seen: dict[str, set[object]] = {name: set() for name in known}
    if "activities" in known:
        seen["activities_partial"] = seen["activities"]  # an activity is covered or partly relevant, not both
    for name, values in known.items():
        for index, value in enumerate(getattr(case.facts, name)):
            if value not in values:
                what = message("« %(value)s » n’existe pas.", value=value)
                yield Problem(*_at(case, name, index), what, nearest(value, values))
            elif value in seen[name]:
                yield _twice(case, value, (name, index))
            seen[name].add(value)


def _check_activities(case: CaseFolder) -> Iterator[Problem]:
    """Report a case study that concerns no activity, and a Party's one that lacks what only sources may lack."""
    lacking = {"activities": not case.facts.activities, "years.start": case.facts.years.start is None}
    for name in (name for name, lacks in lacking.items() if lacks and case.facts.origin == "party"):
        what = message("Une étude de cas présentée par la Partie doit indiquer « %(field)s ».", field=name)
        yield Problem(
            *_at(case, *name.split(".")), what, message("Ajoutez la ligne « %(key)s: … ».", key=name.split(".")[-1])
        )
    if not case.facts.activities and not case.facts.activities_partial and case.facts.origin != "party":
        what = message("L’étude de cas ne concerne aucune activité.")
        yield Problem(*_at(case, "activities"), what, message('Ajoutez par exemple : activities_partial: ["2.3"].'))


def _check_dates(case: CaseFolder) -> Iterator[Problem]:
    """Report years in the wrong order, future years that are not planned, and future dates of reading or revision."""
    years, today = case.facts.years, date.today()
    if years.end is not None and years.start is not None and years.end < years.start:
        what = message("La mesure finit (%(end)s) avant de commencer (%(start)s).", end=years.end, start=years.start)
        yield Problem(*_at(case, "years", "end"), what, message("Vérifiez les deux années."))
    if years.end is not None and years.ongoing:
        what = message("La mesure ne peut pas se poursuivre et avoir une année de fin.")
        yield Problem(*_at(case, "years", "ongoing"), what, message("Gardez « end » ou « ongoing »."))
    if years.start is not None and years.start > today.year and years.ongoing:
        what = message("La mesure ne peut pas se poursuivre avant %(year)s.", year=years.start)
        yield Problem(*_at(case, "years", "ongoing"), what, message("Retirez « ongoing »."))
    for name in ("start", "end"):
        year = getattr(years, name)
        if year is not None and year > today.year and not years.planned:
            what = message("L’année %(year)s est dans l’avenir.", year=year)
            fix = message("Si la mesure est prévue, ajoutez « planned: true » sous « years ».")
            yield Problem(*_at(case, "years", name), what, fix)
    dated: list[tuple[tuple[Key, ...], date]] = [(("updated",), case.facts.updated)]
    dated += [(("sources", rank, "seen"), source.seen) for rank, source in enumerate(case.facts.sources)]
    for keys, day in dated:
        yield from future_date(day, *_at(case, *keys))


def _check_authority(case: CaseFolder) -> Iterator[Problem]:
    """Report a Party's case study without mandate or contact, and an editors' one with them."""
    for name in ("mandate", "contact"):
        value = getattr(case.facts, name)
        if case.facts.origin == "party" and not value:
            what = message("Une étude de cas présentée par la Partie doit indiquer « %(field)s ».", field=name)
            yield Problem(*_at(case, "origin"), what, message("Ajoutez la ligne « %(key)s: … ».", key=name))
        if case.facts.origin == "editors" and value:
            what = message("Une étude de cas de la rédaction ne peut pas indiquer « %(field)s ».", field=name)
            yield Problem(*_at(case, name), what, message("Retirez la ligne, ou écrivez « origin: party »."))


def _check_languages(project: Project, case: CaseFolder) -> Iterator[Problem]:
    """Report the unknown languages of texts, names, descriptions and sources."""
    facts = case.facts
    named: list[tuple[str, tuple[Key, ...]]] = [(facts.original_language, ("original_language",))]
    named += [(code, ("lead_institution", code)) for code in facts.lead_institution]
    named += [(source.language, ("sources", rank, "language")) for rank, source in enumerate(facts.sources)]
    named += [(code, ("images", rank, "alt", code)) for rank, image in enumerate(facts.images) for code in image.alt]
    for code, keys in named:
        yield from unknown_language(project, code, *_at(case, *keys))
    for text in case.texts.values():
        yield from unknown_language(project, text.language, text.path, 1)


def _check_texts(case: CaseFolder) -> Iterator[Problem]:
    original = case.texts.get(case.facts.original_language)
    if original is None and case.facts.original_language not in case.unreadable:
        name = f"index.{case.facts.original_language}.md"
        what = message("Le texte original, %(file)s, manque.", file=name)
        fix = (
            nearest(case.facts.original_language, sorted(case.texts))
            if case.texts
            else message("Écrivez-le, ou changez « original_language ».")
        )
        yield Problem(*_at(case, "original_language"), what, fix)
    yield from first(_check_names(case, case.facts.lead_institution, "lead_institution"))
    for text in case.texts.values():
        yield from first(_check_text(case, text, original))


def _check_names(case: CaseFolder, names: dict[str, str], *keys: Key) -> Iterator[Problem]:
    """Report a name or description that is missing in the language of the original."""
    if case.facts.original_language not in names:
        field = str(keys[-1] if isinstance(keys[-1], str) else keys[0])
        what = message("« %(field)s » manque dans la langue de l’original.", field=field)
        fix = message("Ajoutez la ligne « %(key)s: … ».", key=case.facts.original_language)
        yield Problem(*_at(case, *keys), what, fix)


def _check_text(case: CaseFolder, text: CaseText, original: CaseText | None) -> Iterator[Problem]:
    cited: set[int] = set()
    for section in text.sections:
        yield from _check_citations(case, text, section, cited)
    for rank, source in enumerate(case.facts.sources, start=1):
        if text is original and rank not in cited:
            what = message(
                "La source %(rank)s, « %(title)s », n’est citée nulle part.", rank=rank, title=source.title[:60]
            )
            fix = message("Citez-la par [^%(rank)s] dans %(path)s, ou retirez-la.", rank=rank, path=text.path)
            yield Problem(*_at(case, "sources", rank - 1), what, fix)
    yield from _check_heading_ids(text)
    words = " ".join([text.title, text.summary, *(section.markdown for section in text.sections)])
    words = re.sub(r"https?://\S+", " ", words)  # addresses are Latin whatever the language
    if not languages.is_written_in(words, text.language):
        scripts = ", ".join(sorted(languages.scripts(text.language)))
        what = message("Le texte n’est pas dans l’écriture de sa langue (« %(code)s »).", code=text.language)
        fix = message("Attendu : %(scripts)s. Vérifiez la langue dans le nom du fichier.", scripts=scripts)
        yield Problem(text.path, 1, what, fix)
    if original is not None:
        yield from _check_translation(text, original)


def _check_citations(case: CaseFolder, text: CaseText, section: Section, cited: set[int]) -> Iterator[Problem]:
    """Report facts without a source, and citations that are not in `case-study.yml`."""
    count = len(case.facts.sources)
    markdown = checks.section_text(section.markdown)
    if markdown is None:
        return  # reported by the section's own check
    for note, line in checks.notes(markdown):
        rank = int(note) if re.fullmatch(r"[1-9]\d{0,2}", note) else 0
        if 1 <= rank <= count:
            cited.add(rank)
            continue
        what = message("La source « [^%(note)s] » n’existe pas.", note=note[:40])
        fix = message("Attendu : de [^1] à [^%(count)s], dans l’ordre de case-study.yml.", count=count)
        yield Problem(text.path, section.line + line - 1, what, fix)
    yield from check_uncited(section, text.path)


def _check_heading_ids(text: CaseText) -> Iterator[Problem]:
    """Report heading ids that the page's template, a section or another section's heading already has."""
    taken = {*TEMPLATE_IDS, *(section.id for section in text.sections)}
    for section in text.sections:
        mine = set()
        for heading in section.headings:
            if heading.id and (heading.id in taken or re.fullmatch(r"source-\d+", heading.id)):
                what = message("Le repère « %(id)s » est déjà pris dans la page.", id=heading.id)
                yield Problem(text.path, section.line + heading.line - 1, what, message("Changez-le."))
            mine.add(heading.id)
        taken |= {identifier for identifier in mine if identifier}


def _check_translation(text: CaseText, original: CaseText) -> Iterator[Problem]:
    """Report unknown sections, and what differs from the original."""
    yield from sections.check(text, original, original.whole)
    if text is original:
        return
    yield from fidelity.check(text, original)
    known = {section.id for section in original.sections}
    for section in text.sections:
        if section.id not in known and original.whole:
            what = message(
                "La rubrique « %(id)s » n’est pas dans l’original, %(path)s.", id=section.id, path=original.path
            )
            yield Problem(text.path, section.line, what, message("Retirez-la, ou écrivez-la d’abord dans l’original."))


def _check_pictures(case: CaseFolder) -> Iterator[Problem]:
    listed: set[str] = set()
    for index, picture in enumerate(case.facts.images):
        if picture.file in listed:
            yield _twice(case, picture.file, ("images", index, "file"))
        elif picture.file not in case.files:
            what = message("L’image %(file)s manque.", file=picture.file)
            yield Problem(*_at(case, "images", index, "file"), what, nearest(picture.file, sorted(case.files)))
        listed.add(picture.file)
        yield from first(_check_names(case, picture.alt, "images", index, "alt"))
    for name in sorted(case.files.keys() - listed):
        what = message("L’image n’est pas dans la liste « images » de case-study.yml.")
        fix = message("Ajoutez-la avec « file », « alt » et « credit », ou retirez le fichier.")
        yield Problem(f"{case.path}/{name}", 1, what, fix)
