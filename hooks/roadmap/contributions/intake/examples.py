"""Replace what is wrong in a submission with the model's examples, so that the rest can be checked in the same run."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import yaml
from pydantic import ValidationError

from roadmap.contributions import form
from roadmap.model.contribution import SECTIONS, Submission, SubmittedCaseStudy, ask_of
from roadmap.reading.yaml_file import Document

TRIES = 4
"""The most times that a submission is completed: what was added may be incomplete in its turn."""
MOST = 200
"""The most errors of a submission that is completed: with more, people see enough of them."""
OTHERS: dict[str, Any] = {
    "submission": 1,
    "url": "https://example.org/",
    "summary": "Un exemple de résumé.",
    "sources": [],
    "years": {},
    "case_study": {},
    "texts": {},
    "language": "fr",
}
"""What replaces a value of this name, if its example is not one that the model accepts."""


def completed(document: Document, model: type[Submission]) -> Document | None:
    """Return a copy of a submission that fits its model, or None."""
    data = copy.deepcopy(document.data)
    for _try in range(TRIES):
        try:
            model.model_validate(data)
        except ValidationError as error:
            if error.error_count() > MOST:
                return None
            for details in error.errors(include_url=False, include_context=False):
                _replace(data, details["loc"], details["type"])
                if details["loc"][-1:] == ("original_language",) and isinstance(data.get("texts"), dict):
                    data["case_study"]["original_language"] = next(iter(data["texts"]), "fr")
        else:
            return Document(document.path, data, document.lines)
    return None


def _replace(data: Any, places: tuple[Any, ...], kind: str) -> None:
    """Put an example at a place, or remove an unknown key."""
    keys = [place for place in places if place != "[key]"]
    for key in keys[:-1]:
        inner = data.get(key) if isinstance(data, dict) else data[key] if _is_rank(key, data) else None
        if not isinstance(inner, dict | list):
            keys = [*keys[: keys.index(key) + 1]]
            break
        data = inner
    last = keys[-1]
    if (kind == "extra_forbidden" or "[key]" in places) and isinstance(data, dict):
        data.pop(last, None)
    elif isinstance(data, dict) or _is_rank(last, data):
        data[last] = _example(str(last))


def _is_rank(key: Any, data: Any) -> bool:
    return isinstance(data, list) and isinstance(key, int) and key < len(data)


def _example(name: str) -> Any:
    if name in OTHERS:
        return copy.deepcopy(OTHERS[name])
    if name.replace("_", "-") in SECTIONS:
        return "Un exemple. [1]"
    field = SubmittedCaseStudy.model_fields.get(name)
    asks = [ask_of(field) if field else None, *(q.ask for q in form.questions() if q.path.split(".")[-1] == name)]
    example = next((ask.example for ask in asks if ask and ask.example), "1")
    if name in ("updated", "seen"):
        return date.today().isoformat()
    read = yaml.load(example, Loader=yaml.BaseLoader) if "{" in example or "[" in example else example
    return int(read) if name in ("start", "end") else False if name in ("ongoing", "planned") else read
