"""The queries that people ask, with their right answers: `queries.yml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from roadmap.model.fields import LanguageCode, Line, Record


class Query(Record):
    """What somebody types, and the pages that answer it."""

    q: Line
    kind: Line
    pages: tuple[Line, ...]
    """All must be among the first three results; `a | b` is either. None: nothing must be found."""


class Queries(Record):
    """Queries by language."""

    common: dict[LanguageCode, tuple[Line, ...]]
    languages: dict[LanguageCode, Annotated[tuple[Query, ...], Field(min_length=60)]]
