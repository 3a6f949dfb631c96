"""Checks of the roadmap's revisions: documents, earlier texts, what ended and what replaces it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from roadmap.checks.common import future_date, known_values, records, unique
from roadmap.model.roadmap import LEAFLET, Activity, Ended, Output, SourceText, TextVersion
from roadmap.problems import Problem, message
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Key

Keys = tuple[Key, ...]
OF_LEAFLET = ("printed", "restored", "doubtful")
"""The states of texts of the leaflet; those of later documents have the others."""


def documents_are_known(project: Project) -> Iterator[Problem]:
    """Report documents with one id, and texts and ends of a document that is not listed."""
    document, known = project.documents["roadmap"], _dates(project)
    rows = [(one.id, ("documents", index, "id")) for index, one in enumerate(project.roadmap.documents)]
    yield from unique(document, [(LEAFLET, (LEAFLET,)), *rows])
    for keys, record in records(project.roadmap):
        if isinstance(record, TextVersion | Ended):
            yield from known_values(document, (*keys, "document"), record.document, known)


def dates_follow_each_other(project: Project) -> Iterator[Problem]:
    """Report a version in the future, a document later than it, and texts that are not in the order of documents."""
    document, roadmap, dates = project.documents["roadmap"], project.roadmap, _dates(project)
    yield from future_date(roadmap.date, document.path, document.line("date"))
    for index, one in enumerate(roadmap.documents):
        if one.date > roadmap.date.isoformat():
            what = message(
                "Le document « %(id)s » (%(date)s) est postérieur à la version des données (%(version)s).",
                id=one.id,
                date=one.date,
                version=roadmap.date.isoformat(),
            )
            fix = message("Écrivez la date du jour à la ligne « date » du début du fichier.")
            yield Problem(document.path, document.line("documents", index, "date"), what, fix)
    for keys, record in records(roadmap):
        if isinstance(record, SourceText):
            yield from _in_order(project, keys, record, dates)


def _in_order(project: Project, keys: Keys, text: SourceText, dates: Mapping[str, str]) -> Iterator[Problem]:
    """Report a text, or its end, whose document is not later than that of the text before it."""
    document = project.documents["roadmap"]
    steps: list[tuple[str, Keys]] = [
        (version.document, (*keys, "former", index)) for index, version in enumerate(text.former)
    ]
    steps.append((text.document, keys))
    if isinstance(text, Output | Activity) and text.ended:
        steps.append((text.ended.document, (*keys, "ended")))
    for (before, _), (after, place) in pairwise(steps):
        if before in dates and after in dates and not dates[before] < dates[after]:
            what = message(
                "Le document « %(after)s » (%(day)s) n’est pas postérieur à « %(before)s » (%(earlier)s).",
                after=after,
                day=dates[after],
                before=before,
                earlier=dates[before],
            )
            fix = message("Rangez les textes du plus ancien au plus récent, chacun avec son document.")
            yield Problem(document.path, document.line(*place), what, fix)


def revised_texts_are_whole(project: Project) -> Iterator[Problem]:
    """Report texts whose state contradicts their document, or that lack the text before the revision."""
    document = project.documents["roadmap"]
    example = next((one.id for one in project.roadmap.documents), "decision-2030")
    for keys, record in records(project.roadmap):
        if not isinstance(record, TextVersion):
            continue
        line = document.line(*keys, "state")
        if record.state in OF_LEAFLET and record.document != LEAFLET:
            what = message("Un texte « %(state)s » est celui du dépliant.", state=record.state)
            yield Problem(document.path, line, what, message("Écrivez « state: revised » ou « state: added »."))
        elif record.state not in OF_LEAFLET and record.document == LEAFLET:
            what = message("Un texte « %(state)s » doit indiquer son document.", state=record.state)
            fix = message("Ajoutez la ligne « document: %(id)s », d’un document de « documents ».", id=example)
            yield Problem(document.path, line, what, fix)
        if isinstance(record, SourceText) and (record.state == "revised") != bool(record.former):
            what = message("Un texte « revised », et lui seul, garde le texte d’avant sous « former ».")
            fix = message(
                "Écrivez « state: revised » et « former: [{text: …, state: …}] » avec le texte d’avant, ou retirez "
                "« former »."
            )
            yield Problem(document.path, line, what, fix)


def replacements_lead_somewhere(project: Project) -> Iterator[Problem]:
    """Report replacements that do not exist or go round in a circle, and activities of an output that has ended."""
    document, items = project.documents["roadmap"], dict(_items(project))
    for identifier, (keys, item) in items.items():
        known = [other for other, (_, one) in items.items() if type(one) is type(item)]
        for index, name in enumerate(item.ended.replaced_by if item.ended else ()):
            yield from known_values(document, (*keys, "ended", "replaced_by", index), name, known)
        if circle := _circle(identifier, {name: one for name, (_, one) in items.items()}):
            what = message("Les remplacements tournent en rond : %(circle)s.", circle=" → ".join(circle))
            fix = message("Retirez « ended » de l’un d’eux, ou nommez ce qui le remplace aujourd’hui.")
            yield Problem(document.path, document.line(*keys, "ended", "replaced_by"), what, fix)
        output = items[identifier[0]][1] if identifier[0] in items else item
        if not item.ended and output.ended:
            what = message(
                "L’activité %(id)s est en cours, mais le produit %(output)s a pris fin.",
                id=identifier,
                output=output.id,
            )
            fix = message("Ajoutez à l’activité : ended: {document: %(document)s}", document=output.ended.document)
            yield Problem(document.path, document.line(*keys, "id"), what, fix)


def _circle(start: str, items: Mapping[str, Output | Activity]) -> list[str]:
    """Return the shortest way from an item through its replacements back to it; empty without one, or if the circle
    has an earlier item, which reports it.
    """
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        item = items.get(way[-1])
        for name in item.ended.replaced_by if item and item.ended else ():
            if name == start:
                return [*way, name] if start == min(way) else []
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _items(project: Project) -> Iterator[tuple[str, tuple[Keys, Output | Activity]]]:
    for i, output in enumerate(project.roadmap.outputs):
        yield output.id, (("outputs", i), output)
        for j, activity in enumerate(output.activities):
            yield activity.id, (("outputs", i, "activities", j), activity)


def _dates(project: Project) -> dict[str, str]:
    """Return the date of each document: a day, a month or a year, in ISO 8601."""
    later = {one.id: one.date for one in project.roadmap.documents}
    return {LEAFLET: str(project.roadmap.leaflet.likely_year)} | later
