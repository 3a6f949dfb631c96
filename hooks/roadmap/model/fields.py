"""Fields of the data: identifiers, addresses, dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError

from roadmap import languages
from roadmap.characters import BLANK, check_text
from roadmap.model.addresses import Fault, fault_of_url
from roadmap.problems import message

NOTHING = re.compile(f"[{BLANK}]")


def visible(text: str) -> str:
    """Accept only a text that readers can see: more than invisible or combining characters, and no pile of them."""
    if text and all(unicodedata.category(character)[0] in "CMZ" or NOTHING.match(character) for character in text):
        what = message("Ce texte n’a aucun caractère visible.")
        fix = message("Écrivez un texte, ou retirez la clé si elle est facultative.")
        raise PydanticCustomError("own_message", "nothing to see", {"what": what, "fix": fix})
    for problem in check_text(text, ""):
        raise PydanticCustomError("own_message", "not to be seen", {"what": problem.what, "fix": problem.fix})
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(visible)]
"""A text without markup, never empty."""

LANGUAGE = f"^{languages.CODE}$"

LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE)]
"""A language as BCP 47 writes it: `fr`, `zh-Hant`, `pt-BR`."""

PartyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, or EU for the European Union."""

GoalId = Annotated[str, StringConstraints(pattern=r"^[1-9]$")]

OutputId = Annotated[str, StringConstraints(pattern=r"^[1-9]$")]

ITEM = r"^[1-9](\.[1-9])?$"
"""An output or an activity."""

ActivityId = Annotated[str, StringConstraints(pattern=r"^[1-9]\.[1-9]$")]

SdgNumber = Annotated[StrictInt, Field(ge=1, le=17)]

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]

SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

Confidence = Literal["certain", "likely", "unknown"]

Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)+$")]

UrnUuid = Annotated[str, StringConstraints(pattern=r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""An identifier that needs no registration and is not a link."""

Count = Annotated[StrictInt, Field(ge=0)]


def http(url: str) -> str:
    """Accept only web addresses that readers can follow safely, not `javascript:` and the like."""
    if fault := fault_of_url(url):
        raise refuse_address(fault)
    return url


def refuse_address(fault: Fault) -> PydanticCustomError:
    """Return the error of an address; `validation.fit` adds the place."""
    return PydanticCustomError("url", "not an accepted address", fault._asdict())


def _iso_date(value: object) -> object:
    """Accept a date in ISO 8601 only; pydantic would also accept a number of seconds."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_type", "not a date")
    return value


Url = Annotated[
    str, StringConstraints(max_length=500), AfterValidator(http), Field(json_schema_extra={"format": "uri"})
]

Date = Annotated[date, BeforeValidator(_iso_date)]


def _date_or_less(value: object) -> object:
    """Accept a day, a month or a year in ISO 8601, as exact as its source."""
    text = value if isinstance(value, str) else ""
    try:
        if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
            date.fromisoformat(text + "-01-01"[len(text) - 4 :])
            return text
    except ValueError:
        pass
    what = message("« %(value)s » n’est pas une date.", value=value)
    fix = message('Attendu : "2006-12-18", ou "2006-12" ou "2006" si la source n’en indique pas plus.')
    raise PydanticCustomError("own_message", "not a date", {"what": what, "fix": fix})


DateOrLess = Annotated[
    str,
    BeforeValidator(_date_or_less),
    Field(json_schema_extra={"pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}),
]
"""A day, a month or a year: `2006-12-18`, `2006-12`, `2006`."""

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]

Fingerprints = dict[SourceId, Fingerprint]


class Record(BaseModel):
    """Data that cannot change, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
