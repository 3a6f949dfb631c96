"""A published case study as a submission, which the form opens to correct or to translate it."""

from __future__ import annotations

import json
from typing import Any

from roadmap.contributions.revisions import NEWEST
from roadmap.model.contribution import CaseStudy
from roadmap.reading.case_study import CaseFolder, CaseText

FILE = "submission.json"
"""Its name, in the folder of the page."""


def submission(case: CaseFolder) -> str:
    """Return a case study in the form of `Submission`, as JSON, without the content of its pictures.

    The original has its own fingerprints: those that a translation of it states.
    """
    data = {
        "submission": NEWEST,
        "slug": case.slug,
        "case_study": case.facts.model_dump(mode="json", exclude_defaults=True, include=set(CaseStudy.model_fields)),
        "texts": {text.language: _answers(case, text) for text in case.texts.values()},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _answers(case: CaseFolder, text: CaseText) -> dict[str, Any]:
    original = text is case.original
    marks = {one.id: one.fingerprint for one in text.translated_sections} if original else dict(text.fingerprints)
    sections = {section.id.replace("-", "_"): section.markdown.strip() + "\n" for section in text.sections}
    return {"title": text.title, "summary": text.summary, "fingerprints": marks, **sections}
