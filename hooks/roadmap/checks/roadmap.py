"""Checks of the roadmap: identifiers, links, provenance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap.checks.common import known_values, records, unique
from roadmap.model.roadmap import LEAFLET, TextVersion
from roadmap.problems import Message, Problem, message
from roadmap.reading.project import Project


def ids_are_unique(project: Project) -> Iterator[Problem]:
    """Report duplicate ids of goals, outputs, activities or sources."""
    document, roadmap = project.documents["roadmap"], project.roadmap
    for name in ("goals", "outputs", "sources"):
        rows = [(record.id, (name, i, "id")) for i, record in enumerate(getattr(roadmap, name))]
        yield from unique(document, rows)
    yield from unique(
        document,
        [
            (activity.id, ("outputs", i, "activities", j, "id"))
            for i, output in enumerate(roadmap.outputs)
            for j, activity in enumerate(output.activities)
        ],
    )


def activities_stand_under_their_output(project: Project) -> Iterator[Problem]:
    """Report activities under the wrong output: activity 2.4 belongs to output 2."""
    document = project.documents["roadmap"]
    for i, output in enumerate(project.roadmap.outputs):
        for j, activity in enumerate(output.activities):
            if activity.id.split(".")[0] != output.id:
                what = message(
                    "L’activité %(id)s est placée sous le produit %(output)s.",
                    id=activity.id,
                    output=output.id,
                )
                fix = message('Attendu : un numéro comme "%(output)s.%(rank)s".', output=output.id, rank=j + 1)
                yield Problem(document.path, document.line("outputs", i, "activities", j, "id"), what, fix)


def goals_exist(project: Project) -> Iterator[Problem]:
    """Report goals of outputs that do not exist, and SDGs that a goal names twice."""
    document, roadmap = project.documents["roadmap"], project.roadmap
    goals = [goal.id for goal in roadmap.goals]
    for i, output in enumerate(roadmap.outputs):
        yield from known_values(document, ("outputs", i, "goal", "id"), output.goal.id, goals)
    for i, goal in enumerate(roadmap.goals):
        yield from unique(document, [(link.sdg, ("goals", i, "sdgs", j, "sdg")) for j, link in enumerate(goal.sdgs)])


def sdgs_exist(project: Project) -> Iterator[Problem]:
    """Report SDGs of goals that do not exist."""
    known = [sdg.number for sdg in project.sdgs.sdgs]
    for i, goal in enumerate(project.roadmap.goals):
        for j, link in enumerate(goal.sdgs):
            yield from known_values(project.documents["roadmap"], ("goals", i, "sdgs", j, "sdg"), link.sdg, known)


def sources_exist(project: Project) -> Iterator[Problem]:
    """Report sources of texts or links that are not in `sources`."""
    document = project.documents["roadmap"]
    known = [source.id for source in project.roadmap.sources]
    translated = [code for code in project.codes if code != project.languages.source]
    for keys, record in records(project.roadmap):
        for index, name in enumerate(getattr(record, "sources", ())):
            if isinstance(name, str):
                yield from known_values(document, (*keys, "sources", index), name, known)
        for index, one in enumerate(getattr(record, "official", ())):
            yield from known_values(document, (*keys, "official", index, "source"), one.source, known)
            if one.language == project.languages.source:  # a site without one of the others stays valid
                yield from known_values(document, (*keys, "official", index, "language"), one.language, translated)


def provenance_is_told(project: Project) -> Iterator[Problem]:
    """Report incomplete or contradictory provenance, and texts that are not in the leaflet as stated."""
    document = project.documents["roadmap"]
    received = {name: letters(text) for name, text in project.texts.items()}
    for keys, record in records(project.roadmap):
        if not isinstance(record, TextVersion):
            continue
        missing = [
            name
            for name in {"restored": ("printed", "note", "confidence"), "doubtful": ("note",)}.get(record.state, ())
            if not getattr(record, name)
        ]
        for name in missing:
            what = message("Un texte « %(state)s » doit indiquer « %(field)s ».", state=record.state, field=name)
            yield Problem(
                document.path, document.line(*keys), what, message("Ajoutez la ligne « %(key)s: … ».", key=name)
            )
        if record.state != "restored" and (record.printed or record.confidence):
            what = message("« printed » et « confidence » n’ont de sens que pour un texte « restored ».")
            yield Problem(document.path, document.line(*keys), what, message("Retirez-les, ou changez « state »."))
        source = received.get(record.document, "")
        shown = record.printed if record.state == "restored" else (record.text,)
        for index, text in enumerate(shown):
            if source and letters(text) not in source:
                at = (*keys, "printed", index) if record.state == "restored" else (*keys, "text")
                yield Problem(document.path, document.line(*at), *_not_in(record.document, text[:60]))


def _not_in(document: str, text: str) -> tuple[Message, Message]:
    """Return that a text is not in a document, and what to do."""
    if document == LEAFLET:
        what = message("Ce texte ne se trouve pas tel quel dans le dépliant : « %(text)s ».", text=text)
        return what, message(
            "Recopiez le dépliant lettre pour lettre, ou déclarez le texte « restored » avec ce qui est imprimé."
        )
    what = message(
        "Ce texte ne se trouve pas tel quel dans le document « %(id)s » : « %(text)s ».", id=document, text=text
    )
    return what, message("Recopiez le document lettre pour lettre.")


def letters(text: str) -> str:
    """Return a text without line breaks, case, and the markup that character recognition left in the leaflet.

    `data/source/` keeps the leaflet as received, with Markdown and HTML around the words.
    """
    text = re.sub(r"</?(?:b|p|table|tr|td)\b[^>]*>|[*#_]", " ", text)
    return " ".join(text.split()).casefold()


def sdg_links_tell_their_basis(project: Project) -> Iterator[Problem]:
    """Report SDG links without the details of their basis: what was read and how sure, or the source."""
    document = project.documents["roadmap"]
    needed = {"leaflet": ("read", "confidence"), "framework": ("sources",)}
    foreign = {"leaflet": ("targets",), "framework": ("read", "confidence")}
    for i, goal in enumerate(project.roadmap.goals):
        for j, link in enumerate(goal.sdgs):
            line = document.line("goals", i, "sdgs", j)
            for name in needed[link.basis]:
                if not getattr(link, name):
                    what = message(
                        "Un lien de base « %(basis)s » doit indiquer « %(field)s ».", basis=link.basis, field=name
                    )
                    yield Problem(document.path, line, what, message("Ajoutez la ligne « %(key)s: … ».", key=name))
            for name in foreign[link.basis]:
                if getattr(link, name):
                    what = message(
                        "« %(field)s » n’a pas de sens pour un lien de base « %(basis)s ».",
                        field=name,
                        basis=link.basis,
                    )
                    yield Problem(document.path, line, what, message("Retirez-le."))
            if link.read and link.read != link.sdg and not link.note:
                what = message(
                    "Lu %(read)s sur le dépliant, mais lié à l’ODD %(sdg)s, sans explication.",
                    read=link.read,
                    sdg=link.sdg,
                )
                yield Problem(document.path, line, what, message("Ajoutez la ligne « %(key)s: … ».", key="note"))
