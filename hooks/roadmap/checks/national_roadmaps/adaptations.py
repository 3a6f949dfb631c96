"""Checks of the Parties' own roadmaps: Party, activities, dates, authority, and their entry in the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from roadmap.checks.common import future_date, known_values, unknown_language, unknown_party
from roadmap.model.adaptation import PlannedActivity
from roadmap.problems import Problem, first, message
from roadmap.reading.adaptation import AdaptationFolder
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Key


def check(project: Project) -> Iterator[Problem]:
    """Report all problems of all plans that could be read."""
    for folder in project.adaptations.values():
        yield from check_plan(project, folder)


def check_plan(project: Project, folder: AdaptationFolder) -> Iterator[Problem]:
    """Report all problems of a plan, in its folder or in a file that was sent."""
    yield from _check_party(project, folder)
    yield from first(_check_activities(project, folder))
    yield from _check_dates(folder)
    yield from _check_authority(folder)
    yield from _check_languages(project, folder)
    yield from _check_entry(project, folder)


def _at(folder: AdaptationFolder, *keys: Key) -> tuple[str, int]:
    return folder.document.path, folder.document.line(*keys)


def _check_party(project: Project, folder: AdaptationFolder) -> Iterator[Problem]:
    party = folder.plan.party
    if "parties" in project.records:
        yield from unknown_party(project, party, *_at(folder, "party"))
    if folder.party != party.lower():
        what = message(
            "La Partie est %(party)s, le dossier est celui de « %(folder)s ».", party=party, folder=folder.party
        )
        fix = message(
            "Corrigez « party », ou déplacez le dossier dans content/adaptations/%(code)s/.", code=party.lower()
        )
        yield Problem(*_at(folder, "party"), what, fix)


def _check_activities(project: Project, folder: AdaptationFolder) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for rank, activity in enumerate(folder.plan.activities):
        path, line = _at(folder, "activities", rank, "id")
        if activity.id in lines:
            what = message("« %(id)s » est déjà utilisé ligne %(line)s.", id=activity.id, line=lines[activity.id])
            yield Problem(path, line, what, message("Gardez une seule de ces activités."))
        lines.setdefault(activity.id, line)
        yield from _check_activity(project, folder, rank, activity)
    if not folder.plan.taken_up():
        what = message("Cette feuille de route ne retient aucune activité.")
        fix = message("Écrivez « decision: taken_up » sous les activités retenues.")
        yield Problem(*_at(folder, "activities"), what, fix)


def _check_activity(
    project: Project, folder: AdaptationFolder, rank: int, activity: PlannedActivity
) -> Iterator[Problem]:
    here: tuple[Key, ...] = ("activities", rank)
    roadmap = project.roadmap if "roadmap" in project.records else None
    if not activity.is_own:
        if roadmap:
            yield from known_values(folder.document, (*here, "id"), activity.id, roadmap.activity_ids)
        for name in ("output", "title"):
            if getattr(activity, name) is not None:
                what = message(
                    "L’activité %(id)s est celle de la feuille de route : « %(field)s » est inutile.",
                    id=activity.id,
                    field=name,
                )
                yield Problem(*_at(folder, *here, name), what, message("Retirez la ligne."))
    for name, example in (("output", '"2"'), ("title", "…")) if activity.is_own else ():
        if getattr(activity, name) is None:
            what = message("L’activité %(id)s doit indiquer « %(field)s ».", id=activity.id, field=name)
            fix = message("Ajoutez la ligne « %(key)s: %(example)s ».", key=name, example=example)
            yield Problem(*_at(folder, *here, "id"), what, fix)
    if activity.output is not None and activity.is_own and roadmap:
        outputs = [output.id for output in roadmap.outputs]
        yield from known_values(folder.document, (*here, "output"), activity.output, outputs)
    if activity.start and activity.end and activity.end < activity.start:
        what = message(
            "L’activité %(id)s finit (%(end)s) avant de commencer (%(start)s).",
            id=activity.id,
            end=activity.end,
            start=activity.start,
        )
        yield Problem(*_at(folder, *here, "end"), what, message("Vérifiez les deux trimestres."))


def _check_dates(folder: AdaptationFolder) -> Iterator[Problem]:
    """Report a plan adopted in the future, and future dates of reading or revision."""
    plan = folder.plan
    if plan.status == "adopted" and plan.date and plan.date > date.today().isoformat()[: len(plan.date)]:
        what = message("L’adoption (%(date)s) est dans l’avenir.", date=plan.date)
        fix = message("Corrigez « date », ou écrivez « status: draft ».")
        yield Problem(*_at(folder, "date"), what, fix)
    dated: list[tuple[tuple[Key, ...], date]] = [(("updated",), plan.updated)]
    dated += [(("sources", rank, "seen"), source.seen) for rank, source in enumerate(plan.sources)]
    for keys, day in dated:
        yield from future_date(day, *_at(folder, *keys))


def _check_authority(folder: AdaptationFolder) -> Iterator[Problem]:
    """Report a plan that does not state who presents it, or what shows that it was adopted."""
    plan = folder.plan
    for name in ("mandate", "contact"):
        value = getattr(plan, name)
        if plan.origin == "party" and not value:
            what = message("Une feuille de route présentée par la Partie doit indiquer « %(field)s ».", field=name)
            yield Problem(*_at(folder, "origin"), what, message("Ajoutez la ligne « %(key)s: … ».", key=name))
        if plan.origin == "editors" and value:
            what = message("Une feuille de route de la rédaction ne peut pas indiquer « %(field)s ».", field=name)
            yield Problem(*_at(folder, name), what, message("Retirez la ligne, ou écrivez « origin: party »."))
    if plan.origin == "editors" and not plan.sources:
        what = message("Une feuille de route de la rédaction doit indiquer ses sources.")
        fix = message("Ajoutez sous « sources » une page publique : title, url, language et seen.")
        yield Problem(*_at(folder, "origin"), what, fix)
    if plan.status == "adopted" and not plan.date:
        what = message("Une feuille de route adoptée doit indiquer « %(field)s ».", field="date")
        fix = message('Ajoutez la date de l’adoption, par exemple date: "2027-03", ou écrivez « status: draft ».')
        yield Problem(*_at(folder, "status"), what, fix)


def _check_languages(project: Project, folder: AdaptationFolder) -> Iterator[Problem]:
    """Report unknown languages, and a plan without a title in its own language."""
    plan = folder.plan
    named: list[tuple[str, tuple[Key, ...]]] = [(plan.language, ("language",))]
    named += [(code, (name, code)) for name in ("title", "summary") for code in getattr(plan, name)]
    named += [(source.language, ("sources", rank, "language")) for rank, source in enumerate(plan.sources)]
    for code, keys in named:
        yield from unknown_language(project, code, *_at(folder, *keys))
    if plan.language not in plan.title:
        what = message("« %(field)s » manque dans la langue de l’original.", field="title")
        yield Problem(*_at(folder, "title"), what, message("Ajoutez la ligne « %(key)s: … ».", key=plan.language))


def _check_entry(project: Project, folder: AdaptationFolder) -> Iterator[Problem]:
    """Report a plan whose entry in the list is that of another Party, or of what is not a national roadmap."""
    if "national-roadmaps" not in project.records:
        return
    for one in project.national_roadmaps.roadmaps:
        if one.id != folder.id:
            continue
        if folder.plan.party not in one.parties:
            what = message("« %(id)s » est une feuille de route de %(party)s.", id=one.id, party=one.party)
            yield Problem(*_at(folder, "party"), what, message("Donnez un autre nom au dossier."))
        if one.kind == "related":
            what = message(
                "« %(id)s » est dans la liste une stratégie apparentée, non une feuille de route nationale.", id=one.id
            )
            fix = message("Corrigez son « kind » dans data/national-roadmaps.yml, ou donnez un autre nom au dossier.")
            yield Problem(*_at(folder, "party"), what, fix)
