"""JSON Schemas of the data files, from the model: draft 7, which editors' YAML support understands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from .model import FILES, Record

DRAFT = "http://json-schema.org/draft-07/schema#"


class _Draft7(GenerateJsonSchema):
    """Pydantic's generator, in the dialect of draft 7."""

    schema_dialect = DRAFT


def schema(name: str, model: type[Record]) -> dict[str, Any]:
    """The schema of `data/<name>.yml`."""
    made = model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_Draft7)
    definitions = made.pop("$defs", {})
    return {"$schema": DRAFT, "$id": f"{name}.json", **made, "definitions": definitions}


def schemas() -> dict[str, str]:
    """File name and text of every schema."""
    return {
        f"{name}.json": json.dumps(schema(name, model), ensure_ascii=False, indent=2) + "\n"
        for name, model in FILES.items()
    }


def write(folder: Path) -> list[Path]:
    """Writes the schemas into `folder`; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in schemas()]
