"""Write a submission over a published case study: what it does not contain stays, unless it is named to be dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from roadmap.checks import case_studies
from roadmap.contributions.importing import ReadyCase
from roadmap.model.contribution import CaseStudy
from roadmap.problems import Problem, ProblemsFound, message, nearest
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.project import Project


def onto(ready: ReadyCase, project: Project, drop: Collection[str]) -> ReadyCase:
    """Return a case study with the translations, names and pictures of the published one that it does not contain.

    `drop` has the names of files that go: `index.en.md`, `photo.jpg`. Raises ProblemsFound for a name that is not in
    the folder, and for what cannot stay beside the new text.
    """
    published = project.cases.get(ready.case.slug)
    if published is None or ready.purpose == "translation":
        return ready
    path = ready.case.document.path
    files = {f"index.{language}.md" for language in published.texts} | set(published.files)
    wrong = [_unknown(name, path, ready.slug_line, files) for name in drop if name not in files]
    if wrong:
        raise ProblemsFound(wrong, ready.language)
    texts = {
        language: text
        for language, text in published.texts.items()
        if language not in ready.case.texts and f"index.{language}.md" not in drop
    }
    listed = {picture.file for picture in ready.case.facts.images}
    images = tuple(
        picture for picture in published.facts.images if picture.file not in listed and picture.file not in drop
    )
    case = _merged(ready.case, published, set(texts), images=images)
    case = replace(case, texts={**ready.case.texts, **texts})
    remaining = [f"index.{language}.md" for language in texts] + [picture.file for picture in images]
    _check(project, case, path, remaining, ready)
    folder = project.folder / published.path
    unchanged = {name: (folder / name).read_bytes() for name in remaining}
    notices = list(ready.notices)
    if remaining:
        what = message("Ces fichiers de l’étude de cas publiée restent : %(names)s.", names=", ".join(remaining))
        fix = message("Pour en retirer un : --drop %(name)s.", name=remaining[0])
        notices.append(Problem(path, ready.slug_line, what, fix, "notice"))
    return replace(ready, case=case, pictures={**unchanged, **ready.pictures}, notices=tuple(notices))


def _unknown(name: str, path: str, line: int, files: Collection[str]) -> Problem:
    what = message("« %(name)s » n’est pas un fichier de l’étude de cas publiée.", name=name)
    return Problem(path, line, what, nearest(name, sorted(files)))


def _merged(
    case: CaseFolder, published: CaseFolder, languages: Collection[str], images: tuple[object, ...]
) -> CaseFolder:
    """Return a case study with the names in the languages that stay, and with the pictures that stay."""
    facts = case.facts
    names = {
        code: name for code, name in published.facts.lead_institution.items() if code in languages
    } | facts.lead_institution
    old = {picture.file: picture.alt for picture in published.facts.images}
    own = tuple(
        picture.model_copy(
            update={
                "alt": {code: alt for code, alt in old.get(picture.file, {}).items() if code in languages} | picture.alt
            }
        )
        for picture in facts.images
    )
    files = case.files | {name: path for name, path in published.files.items() if name not in case.files}
    asked = {name: getattr(facts, name) for name in CaseStudy.model_fields}
    # What the form does not ask for stays as it was published.
    merged = published.facts.model_copy(update={**asked, "lead_institution": names, "images": (*own, *images)})
    used = {picture.file for picture in merged.images}
    return replace(case, facts=merged, files={name: path for name, path in files.items() if name in used})


def _check(project: Project, case: CaseFolder, path: str, remaining: Collection[str], ready: ReadyCase) -> None:
    """Raise the problems of the files that stay beside the new text, with the option that drops them."""
    problems = [problem for problem in case_studies.check_case(project, case) if problem.level == "error"]
    if problems:
        names = ", ".join(f"--drop {name}" for name in remaining)
        what = message("Les fichiers publiés ne peuvent pas tous rester à côté de ce texte.")
        fix = message("Corrigez ce qui est signalé, ou retirez-les en les nommant : %(names)s.", names=names)
        raise ProblemsFound([*problems, Problem(path, ready.slug_line, what, fix)], ready.language)
