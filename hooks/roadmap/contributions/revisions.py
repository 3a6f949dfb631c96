"""Submissions that are about a published case study: a correction of it, or a translation of it into another language.

Their file states which (`purpose`). A translation leaves everything as it is published, and adds its text and the names
in its language.
"""

from __future__ import annotations

from dataclasses import replace

from roadmap.model.contribution import CaseStudy, Submission
from roadmap.problems import Message, Problem, message, nearest
from roadmap.reading import sections
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Document

NEWEST = 2
"""The newest version of the file that the form gives."""


def newer(document: Document) -> Problem | None:
    """Return the problem of a file of a newer form than this project's."""
    version = document.data.get("submission") if isinstance(document.data, dict) else None
    if not isinstance(version, int) or version <= NEWEST:
        return None
    what = message("Ce fichier vient d’une version plus récente du formulaire (%(version)s).", version=version)
    fix = message("Mettez le projet à jour, ou demandez un fichier de la version %(newest)s.", newest=NEWEST)
    return Problem(document.path, document.line("submission"), what, fix)


def revises(document: Document) -> bool:
    """Return whether a file is about a published case study, whose facts may lack what its sources lack."""
    return isinstance(document.data, dict) and document.data.get("purpose") is not None


def check(document: Document, submission: Submission, project: Project) -> list[Problem]:
    """Return why a submission is not about a published case study, as its purpose states."""
    if submission.purpose is None:
        return []
    published = project.cases.get(submission.slug)
    if published is None:
        what = message("Aucune étude de cas « %(slug)s » n’est publiée.", slug=submission.slug)
        fix = nearest(submission.slug, sorted(project.cases)) or message(
            "Retirez la ligne « purpose » pour en proposer une nouvelle."
        )
        return [Problem(document.path, document.line("slug"), what, fix)]
    original = published.facts.original_language
    if submission.purpose == "translation" and original in submission.texts:
        what = message("Une traduction ne change pas l’original (%(language)s).", language=original)
        fix = message("Retirez ce texte, ou écrivez « purpose: correction ».")
        return [Problem(document.path, document.line("texts", original), what, fix)]
    return []


def translated(submission: Submission, case: CaseFolder, published: CaseFolder) -> CaseFolder:
    """Return the published case study with the texts of a translation, and with its names in their languages."""
    facts = _named(published.facts, submission)
    texts = dict(published.texts)
    for language, text in case.texts.items():
        stated = submission.texts[language].fingerprints
        texts[language] = replace(text, fingerprints=stated or sections.stamp(text, published.original))
    return CaseFolder(
        slug=published.slug, facts=facts, document=case.document, texts=texts, files=dict(published.files)
    )


def _named(facts: CaseStudy, submission: Submission) -> CaseStudy:
    """Return facts with the institution's name and the pictures' texts in the languages of a translation."""
    new_facts = submission.case_study
    alternatives = {picture.file: picture.alt for picture in new_facts.images}

    def added(names: dict[str, str], others: dict[str, str]) -> dict[str, str]:
        return names | {code: name for code, name in others.items() if code in submission.texts}

    images = tuple(
        picture.model_copy(update={"alt": added(picture.alt, alternatives.get(picture.file, {}))})
        for picture in facts.images
    )
    names = added(facts.lead_institution, new_facts.lead_institution)
    return facts.model_copy(update={"lead_institution": names, "images": images})


def exists(slug: str, purpose: str | None, languages: list[str]) -> tuple[Message, Message]:
    """Return that a correction, or a translation into one of `languages`, would write over what is published."""
    fix = message("Pour l’écrire à sa place : roadmap import --replace.")
    if purpose == "translation":
        names = ", ".join(f"index.{code}.md" for code in languages)
        what = message("« %(slug)s » a déjà ce texte : %(names)s.", slug=slug, names=names)
        return what, fix
    return message("Ce fichier corrige l’étude de cas « %(slug)s ».", slug=slug), fix
