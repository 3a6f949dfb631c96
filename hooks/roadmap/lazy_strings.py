"""Sentences in tables: written once, translated when a page shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LazyString:
    """A French text and the context of its translations."""

    context: str
    text: str


def lazy_pgettext(context: str, text: str) -> LazyString:
    """Return the lazy string of two literals; Babel extracts them (keyword `lazy_pgettext`)."""
    return LazyString(context, text)
