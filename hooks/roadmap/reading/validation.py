"""Validate YAML data with the model, with problems worded for the person who edits the file."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from roadmap import languages
from roadmap.characters import ODD, describe
from roadmap.model.adaptation import PLANNED, QUARTER
from roadmap.model.fields import ITEM, LANGUAGE
from roadmap.model.former_addresses import ADDRESS
from roadmap.model.practice import ARTICLE
from roadmap.problems import Message, Problem, first, message, nearest
from roadmap.reading.yaml_file import Document, unknown_key

M = TypeVar("M", bound=BaseModel)

PATTERNS = {
    r"^[1-9]\.[1-9]$": message(
        'Attendu : le numéro du produit, un point, le numéro de l’activité, entre guillemets, par exemple "2.4".'
    ),
    ITEM: message('Attendu : le numéro d’un produit ou d’une activité entre guillemets, par exemple "2.4".'),
    PLANNED: message(
        'Attendu : le numéro d’une activité entre guillemets, "2.4", ou own-1 pour une activité de la Partie.'
    ),
    QUARTER: message("Attendu : une année et un trimestre, par exemple 2027-Q1."),
    r"^[1-9]$": message('Attendu : un chiffre de 1 à 9 entre guillemets, par exemple "2".'),
    r"^#[0-9A-F]{6}$": message('Attendu : une couleur en hexadécimal, par exemple "#A21942".'),
    r"^[A-Z]{2}$": message("Attendu : un code ISO 3166-1 de deux majuscules, par exemple BF, ou EU."),
    LANGUAGE: message("Attendu : un code de langue, par exemple fr ou pt-BR."),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": message(
        "Attendu : des minuscules sans accent, des chiffres et des tirets, par exemple media-arts."
    ),
    r"^[a-z0-9]+(-[a-z0-9]+)*\.(jpg|png|webp)$": message(
        "Attendu : un nom en minuscules sans accent qui finit par .jpg, .png ou .webp, par exemple photo-1.jpg."
    ),
    ADDRESS: message("Attendu : une adresse du site, sans la langue, par exemple parties/ca/."),
    r"^[0-9a-f]{12}$": message("Attendu : les douze chiffres et lettres que donne roadmap check."),
    r"^[0-9]+(\.[0-9]+)+$": message('Attendu : un numéro de version, par exemple 4.10.3 ou "4.10".'),
    r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": message(
        "Attendu : urn:uuid: et un UUID en minuscules, par exemple urn:uuid:1f7a0178-ca8d-486a-8c29-7c708f28c62f."
    ),
    r"^[0-9]{1,2}\.[0-9a-d]{1,2}$": message(
        'Attendu : une cible des ODD entre guillemets, par exemple "16.10" ou "4.a".'
    ),
    ARTICLE: message('Attendu : un article de la Convention entre guillemets, par exemple "6.2(c)".'),
}
"""What each pattern of the model requires, in words."""

MISPLACED = re.compile(f"[{ODD}“”„«»]")
"""What no code, address or number contains: invisible characters, and the quotes of a word processor."""


def fit(model: type[M], document: Document) -> tuple[M | None, list[Problem]]:
    """Return the document as `model`, or None and all its problems, each with its line."""
    if not isinstance(document.data, dict):
        what = message("Le fichier doit se composer de lignes « clé: valeur ».")
        return None, [Problem(document.path, document.line(), what)]
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        found = [(_keys(document.data, details), details) for details in error.errors(include_url=False)]
    # Pydantic also reports the whole that contains a wrong part, and the other branch of a union.
    ancestors = {keys[:end] for keys, _details in found for end in range(len(keys))}
    problems = (_problem(model, document, keys, details) for keys, details in found if keys not in ancestors)
    return None, [*first(problem for problem in problems if problem.line not in document.mistaken)]


def _problem(model: type[BaseModel], document: Document, keys: tuple[str | int, ...], details: ErrorDetails) -> Problem:
    if details["type"] == "extra_forbidden":
        return unknown_key(document, keys, sorted(_fields_at(model, keys[:-1])))
    # Ranks start at 1, as in citations.
    what, fix = _sentence(details, ".".join(str(key + 1) if isinstance(key, int) else key for key in keys))
    return Problem(document.path, document.line(*keys), what, fix)


def _keys(data: Any, details: ErrorDetails) -> tuple[str | int, ...]:
    """Return the keys of a mistake: pydantic's location without the branches of unions in it."""
    keys: list[str | int] = []
    for part in details["loc"]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            continue
        keys.append(part)
    return (*keys, details["loc"][-1]) if details["type"] == "missing" else tuple(keys)


Explanation = tuple[Message, Message | None]
"""What is wrong, and what to do."""


def _sentence(details: ErrorDetails, field: str) -> Explanation:
    """Return what is wrong and what to do, from pydantic's error type."""
    context, value = details.get("ctx", {}), details["input"]
    kind = details["type"]
    if kind in ("too_short", "too_long") and isinstance(value, str):
        kind = f"string_{kind}"  # pydantic's name if a validator of ours runs before the length
    return (
        _misplaced(kind, value, field)
        or _absent(kind, context, value, field)
        or _too_long(kind, context, field)
        or _not_allowed(kind, context, value, field)
        or _of_wrong_type(kind, value, field)
    )


def _misplaced(kind: str, value: object, field: str) -> Explanation | None:
    """Return which character makes a code, an address or a number of what would be one without it."""
    if not isinstance(value, str) or "_length" in kind or "too_" in kind or kind in ("own_message", "markup"):
        return None
    found = MISPLACED.search(value)
    if found is None:
        return None
    what = message(
        "« %(field)s » contient un caractère qui n’y a pas sa place. %(character)s.",
        field=field,
        character=describe(found[0]),
    )
    return what, message("Écrivez : %(line)s", line=_shown(MISPLACED.sub("", value).strip()))


def _absent(kind: str, context: dict[str, Any], value: object, field: str) -> Explanation | None:
    if kind == "missing":
        return message("Il manque « %(field)s ».", field=field), message(
            "Ajoutez la ligne « %(key)s: … ».", key=field.split(".")[-1]
        )
    if kind == "string_too_short" and context["min_length"] > 1:
        fix = message("Attendu : au moins %(limit)s caractères.", limit=context["min_length"])
        return message("« %(field)s » est trop court.", field=field), fix
    if kind == "string_too_short" or (value is None and kind.startswith(("string", "literal"))):
        return message("« %(field)s » est vide.", field=field), message(
            "Écrivez un texte, ou retirez la clé si elle est facultative."
        )
    if kind == "too_short" or (value is None and kind != "none_required"):
        expected_type = "dict" if isinstance(value, dict) else "tuple" if kind == "too_short" else kind.split("_")[0]
        needed = EXPECTED.get(expected_type, EXPECTED["string"])
        return message("« %(field)s » est vide.", field=field), message("Attendu : %(expected)s.", expected=needed)
    return None


def _too_long(kind: str, context: dict[str, Any], field: str) -> Explanation | None:
    if kind == "too_long":
        fix = message("Attendu : au plus %(limit)s éléments.", limit=context["max_length"])
        return message("« %(field)s » est trop long.", field=field), fix
    if kind == "string_too_long":
        fix = message("Attendu : au plus %(limit)s caractères.", limit=context["max_length"])
        return message("« %(field)s » est trop long.", field=field), fix
    return None


def _not_allowed(kind: str, context: dict[str, Any], value: object, field: str) -> Explanation | None:
    if kind in ("greater_than_equal", "less_than_equal"):
        low, high = context.get("ge"), context.get("le")
        fix = (
            message("Attendu : au plus %(limit)s.", limit=high)
            if low is None
            else message("Attendu : au moins %(limit)s.", limit=low)
        )
        return message("« %(field)s » ne peut pas valoir « %(value)s ».", field=field, value=_shown(value)), fix
    if kind == "literal_error":
        allowed = [part.strip("'") for part in context["expected"].replace(" or ", ", ").split(", ")]
        allowed = [part.lower() if part in ("True", "False") else part for part in allowed]  # as YAML writes them
        return message("« %(field)s » ne peut pas valoir « %(value)s ».", field=field, value=_shown(value)), nearest(
            value, allowed
        )
    if kind == "string_pattern_mismatch":
        return (
            message("« %(field)s » ne peut pas valoir « %(value)s ».", field=field, value=_shown(value)),
            _right_language(context["pattern"], value) or PATTERNS[context["pattern"]],
        )
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return (
            message("« %(field)s » est un nombre, il faut un texte.", field=field),
            message('Mettez des guillemets : "%(value)s".', value=value),
        )
    if kind == "url":
        reason, fix = context["reason"], context["fix"]
        return message("« %(field)s » n’est pas une adresse acceptée. %(reason)s", field=field, reason=reason), fix
    if kind == "markup":
        return (
            message("« %(field)s » contient du balisage (« %(value)s »).", field=field, value=_shown(value)),
            message("Attendu : du texte simple, sans HTML, sans &…; et sans accolades {}."),
        )
    if kind == "own_message":
        return context["what"], context["fix"]
    if kind == "contact":
        return (
            message("« %(field)s » n’est pas une adresse acceptée.", field=field),
            message(
                "Attendu : une adresse électronique de l’institution, par exemple contact@culture.example.org, "
                "ou une adresse https://."
            ),
        )
    return None


def _of_wrong_type(kind: str, value: object, field: str) -> Explanation:
    expected = EXPECTED.get(kind.split("_")[0])
    return (
        message("« %(field)s » n’est pas du type attendu (« %(value)s »).", field=field, value=_shown(value)),
        message("Attendu : %(expected)s.", expected=expected) if expected else None,
    )


EXPECTED = {
    "string": message("un texte"),
    "int": message("un nombre entier, sans guillemets"),
    "bool": message("true ou false"),
    "tuple": message("une liste, un tiret par ligne"),
    "dict": message("des lignes « clé: valeur » décalées"),
    "model": message("des lignes « clé: valeur » décalées"),
    "date": message("une date, par exemple 2026-11-22"),
}
"""What is expected, by the first word of pydantic's error type (`int_type`, `date_from_datetime_parsing`)."""


def _right_language(pattern: str, value: object) -> Message | None:
    """Return the code that a wrong code of a language is meant for, in a sentence."""
    right = languages.corrected(value) if pattern == LANGUAGE and isinstance(value, str) else None
    return message("Écrivez « %(code)s ».", code=right) if right else None


def _shown(value: Any) -> str:
    """Return a value, shortened for a message."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _fields_at(model: type[BaseModel], keys: tuple[str | int, ...]) -> set[str]:
    """Return the names of the model's fields at `keys`; empty if there is no record."""
    here: set[Any] = {model}
    for key in keys:
        here = {inner for outer in here for inner in _step(outer, key)}
    return {name for inner in here if _is_model(inner) for name in inner.model_fields}


def _step(annotation: Any, key: str | int) -> Iterator[Any]:
    """Yield the types of `key` in a value of this annotation, one for each branch of a union."""
    if _is_model(annotation):
        if key in annotation.model_fields:
            yield from _branches(annotation.model_fields[str(key)].annotation)
    elif typing.get_args(annotation):
        # The items of a tuple, the values of a dictionary: the last argument except the ellipsis.
        yield from _branches([arg for arg in typing.get_args(annotation) if arg is not ...][-1])


def _branches(annotation: Any) -> Iterator[Any]:
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        for branch in typing.get_args(annotation):
            yield from _branches(branch)
    elif origin is typing.Annotated:
        yield from _branches(typing.get_args(annotation)[0])
    else:
        yield annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
