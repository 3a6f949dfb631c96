"""The rules of a plan for the planner in the browser: the JSON Schema of the model, without what only editors read."""

from __future__ import annotations

from functools import cache
from typing import Any

from roadmap.contributions import schemas
from roadmap.lazy_strings import LazyString
from roadmap.model.adaptation import Adaptation, PlannedActivity, PublishedAdaptation
from roadmap.model.contribution import ask_of
from roadmap.model.fields import Record

LEFT_OUT = ("title", "description", "default")
"""The words of JSON Schema that no check needs."""


@cache
def rules() -> dict[str, Any]:
    """Return the schema of a plan, with its definitions in their places."""
    root = schemas.schema("adaptation", Adaptation)
    definitions = root["definitions"]
    return {name: _lean(root[name], definitions) for name in ("type", "required", "additionalProperties")} | {
        "properties": _fields(root["properties"], definitions)
    }


def _fields(properties: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    return {name: _lean(node, definitions) for name, node in properties.items()}


def _lean(node: Any, definitions: dict[str, Any]) -> Any:
    """Return a part of the schema without references, null branches and words that no check needs."""
    if isinstance(node, list):
        return [_lean(inner, definitions) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _lean(definitions[node["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in node:
        (branch,) = (one for one in node["anyOf"] if one.get("type") != "null")
        return _lean(branch, definitions)
    return {
        name: _fields(inner, definitions) if name == "properties" else _lean(inner, definitions)
        for name, inner in node.items()
        if name not in LEFT_OUT
    }


def published() -> list[str]:
    """Return the fields that a plan needs before this site can publish it."""
    return [name for name, field in PublishedAdaptation.model_fields.items() if field.is_required()]


def asked(model: type[Record]) -> dict[str, tuple[LazyString, LazyString | None]]:
    """Return the label and help of each field of a model."""
    asks = {name: ask_of(field) for name, field in model.model_fields.items()}
    return {name: (ask.label, ask.help) for name, ask in asks.items() if ask}


MODELS: dict[str, type[Record]] = {"plan": Adaptation, "activity": PlannedActivity}
"""What the planner asks for."""
