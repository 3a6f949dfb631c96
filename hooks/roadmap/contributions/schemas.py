"""JSON Schemas of what people write, from the model: in draft 7, which YAML editors understand."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from roadmap.localization import Localization
from roadmap.model.adaptation import Adaptation
from roadmap.model.contribution import CaseFrontMatter, NewSubmission, ask_of
from roadmap.model.contribution_fields import Ask
from roadmap.model.fields import Record
from roadmap.model.former_addresses import CaseStudyFile
from roadmap.model.reference import FILES

DRAFT = "http://json-schema.org/draft-07/schema#"
SCHEMAS: dict[str, type[Record]] = {
    **FILES,
    "case-study": CaseStudyFile,
    "case-study-text": CaseFrontMatter,
    "submission": NewSubmission,
    "adaptation": Adaptation,
}
"""What has a schema: the data files, the files of a case study, the submission that contains one, and a plan."""


class _Draft7(GenerateJsonSchema):
    """Pydantic's generator, in the dialect of draft 7."""

    schema_dialect = DRAFT


def schema(name: str, model: type[Record], words: Sequence[Localization] = ()) -> dict[str, Any]:
    """Return the schema of a model. Editors show the descriptions of its fields, in the languages of `words`."""
    root = model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_Draft7)
    definitions = root.pop("$defs", {})
    for inner in set(_models(model)):
        node = root if inner is model else definitions[inner.__name__]
        for field, info in inner.model_fields.items():
            if words and (ask := ask_of(info)):
                node["properties"][field]["description"] = " – ".join(_description(ask, one) for one in words)
    _close_maps({**root, "definitions": definitions})
    return {"$schema": DRAFT, "$id": f"{name}.json", **root, "definitions": definitions}


def _close_maps(node: Any) -> None:
    """Allow no other keys in mappings by language, in place: pydantic's models refuse them, its schemas do not."""
    if isinstance(node, dict):
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for inner in node.values():
            _close_maps(inner)
    elif isinstance(node, list):
        for inner in node:
            _close_maps(inner)


def _description(ask: Ask, words: Localization) -> str:
    texts = [ask.label, ask.help] if ask.help else [ask.label]
    return ". ".join(words.phrase(text).value.rstrip(".") for text in texts) + "."


def _models(annotation: Any) -> Iterator[type[Record]]:
    """Yield the records within a record or a field's type, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
        inner = [info.annotation for info in annotation.model_fields.values()]
    else:
        inner = list(typing.get_args(annotation))
    for one in inner:
        yield from _models(one)


def schemas(words: Sequence[Localization] = ()) -> dict[str, str]:
    """Return the text of every schema by file name."""
    return {
        f"{name}.json": json.dumps(schema(name, model, words), ensure_ascii=False, indent=2) + "\n"
        for name, model in SCHEMAS.items()
    }
