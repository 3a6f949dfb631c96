"""From plain YAML data to the model, with every misfit worded for the person who edits the file."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .problems import Message, Problem, nearest, say
from .yamlfile import Document, unknown_key

M = TypeVar("M", bound=BaseModel)

PATTERNS = {
    r"^[1-9]\.[1-9]$": say(
        'Attendu : le numéro du produit, un point, le rang de l’activité, entre guillemets, par exemple "2.4".'
    ),
    r"^[1-9]$": say('Attendu : un chiffre de 1 à 9 entre guillemets, par exemple "2".'),
    r"^#[0-9A-F]{6}$": say('Attendu : une couleur en hexadécimal, par exemple "#A21942".'),
    r"^[A-Z]{2}$": say("Attendu : un code ISO 3166-1 de deux majuscules, par exemple BF, ou EU."),
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$": say("Attendu : un code de langue, par exemple fr ou pt-BR."),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": say(
        "Attendu : des minuscules sans accent, des chiffres et des tirets, par exemple poster-en."
    ),
}
"""What each pattern of the model asks for, in words."""


def fit(model: type[M], document: Document) -> tuple[M | None, list[Problem]]:
    """The document as `model`, or None and all that does not fit, each with its line."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        return None, [_problem(model, document, details) for details in error.errors(include_url=False)]


def _problem(model: type[BaseModel], document: Document, details: ErrorDetails) -> Problem:
    keys = _keys(document.data, details["loc"])
    if details["type"] == "extra_forbidden":
        return unknown_key(document, keys, sorted(_fields_at(model, keys[:-1])))
    what, fix = _sentence(details, ".".join(map(str, keys)) or "–")
    return Problem(document.path, document.line(*keys), what, fix)


def _keys(data: Any, location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The part of pydantic's location that stands in the data: it also names the branches of unions it tried."""
    keys: list[str | int] = []
    for index, part in enumerate(location):
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            if index < len(location) - 1 or not isinstance(data, dict):
                continue
        keys.append(part)
    return tuple(keys)


def _sentence(details: ErrorDetails, field: str) -> tuple[Message, Message | None]:
    """What is wrong and what to do, from pydantic's error type."""
    context, value = details.get("ctx", {}), details["input"]
    kind = details["type"]
    if kind == "missing":
        return say("Il manque « %(field)s ».", field=field), say(
            "Ajoutez la ligne « %(key)s: … ».", key=field.split(".")[-1]
        )
    if kind == "string_too_short":
        return say("« %(field)s » est vide.", field=field), say(
            "Écrivez un texte, ou retirez la clé si elle est facultative."
        )
    if kind in ("string_too_long", "too_short", "greater_than_equal", "less_than_equal"):
        limits = ", ".join(f"{name} {limit}" for name, limit in context.items() if isinstance(limit, int))
        return say("« %(field)s » sort des limites (%(limits)s).", field=field, limits=limits), None
    if kind == "literal_error":
        allowed = [part.strip("'") for part in context["expected"].replace(" or ", ", ").split(", ")]
        return say("« %(field)s » ne peut pas valoir « %(value)s ».", field=field, value=_shown(value)), nearest(
            value, allowed
        )
    if kind == "string_pattern_mismatch":
        return (
            say("« %(field)s » ne peut pas valoir « %(value)s ».", field=field, value=_shown(value)),
            PATTERNS[context["pattern"]],
        )
    if kind == "string_type" and isinstance(value, int | float):
        return (
            say("« %(field)s » est un nombre, il faut un texte.", field=field),
            say('Mettez des guillemets : "%(value)s".', value=value),
        )
    if kind == "value_error":
        return (
            say("« %(field)s » n’est pas une adresse acceptée.", field=field),
            say(
                "Attendu : une adresse qui commence par https:// ou http://, par exemple https://www.unesco.org/creativity."
            ),
        )
    expected = EXPECTED.get(kind.split("_")[0])
    return (
        say("« %(field)s » n’est pas du type attendu (« %(value)s »).", field=field, value=_shown(value)),
        say("Attendu : %(expected)s.", expected=expected) if expected else None,
    )


EXPECTED = {
    "string": say("un texte"),
    "int": say("un nombre entier, sans guillemets"),
    "bool": say("true ou false"),
    "tuple": say("une liste, un tiret par ligne"),
    "dict": say("des lignes « clé: valeur » décalées"),
    "model": say("des lignes « clé: valeur » décalées"),
    "date": say("une date, par exemple 2026-11-22"),
}
"""What the first word of pydantic's error type asks for (`int_type`, `date_from_datetime_parsing`)."""


def _shown(value: Any) -> str:
    """A value short enough for a message."""
    text = "null" if value is None else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _fields_at(model: type[BaseModel], keys: tuple[str | int, ...]) -> set[str]:
    """The names of the fields the model has at `keys` (empty where it is no record)."""
    models = {model}
    for key in keys:
        if isinstance(key, int):
            continue
        models = {
            inner
            for outer in models
            if key in outer.model_fields
            for inner in _models_in(outer.model_fields[key].annotation)
        }
    return {name for inner in models for name in inner.model_fields}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)
