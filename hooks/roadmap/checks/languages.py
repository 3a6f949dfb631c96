"""Checks of the languages."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap.checks.common import known_values, unique
from roadmap.problems import Problem, message, nearest
from roadmap.reading.project import Project
from roadmap.site import Site
from roadmap.translation import outdated, progress


def languages_stand_in_for_each_other(project: Project) -> Iterator[Problem]:
    """Report duplicate languages, a source language that is missing or in preparation, and unknown fallbacks."""
    document, listed = project.documents["languages"], project.languages
    yield from unique(document, [(entry.code, ("languages", i, "code")) for i, entry in enumerate(listed.languages)])
    yield from known_values(document, ("source",), listed.source, project.all_codes)
    for i, language in enumerate(listed.languages):
        if language.preparing and language.code == listed.source:
            what = message("La langue source ne peut pas être en préparation.")
            yield Problem(
                document.path, document.line("languages", i, "preparing"), what, message("Retirez « preparing ».")
            )
        others = [code for code in project.all_codes if code != language.code]
        for j, code in enumerate(language.fallback):
            keys = ("languages", i, "fallback", j)
            if code == language.code:
                what = message("La langue « %(code)s » ne peut pas se remplacer elle-même.", code=code)
                yield Problem(document.path, document.line(*keys), what, nearest(code, others))
            else:
                yield from known_values(document, keys, code, others)


def languages_are_ready(project: Project, site: Site) -> Iterator[Problem]:
    """Report languages offered to readers below the minimum."""
    document, minimum = project.documents["languages"], project.languages.minimum
    strange = {problem.path for problem in outdated.foreign(project)}  # nothing of it counts as translated
    for i, language in enumerate(project.languages.languages):
        if minimum is None or language.preparing or language.code not in project.catalogs:
            continue
        if f"data/locales/{language.code}.po" in strange:
            continue  # reported elsewhere
        for name in type(minimum).model_fields:
            part, wanted = site.once(progress.of_site)[language.code][name], getattr(minimum, name)
            if part.reached < wanted:
                what = message(
                    "La langue « %(code)s » n’est traduite qu’à %(share)s %% (%(part)s) ; il en faut %(wanted)s.",
                    code=language.code,
                    share=part.reached,
                    part=name,
                    wanted=wanted,
                )
                fix = message("Ajoutez « preparing: true », ou traduisez : roadmap translations status.")
                yield Problem(document.path, document.line("languages", i), what, fix)
