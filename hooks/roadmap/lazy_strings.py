"""Sentences that stand in tables rather than where they are shown: named once, translated when a page needs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LazyString:
    """A French text with the context under which translators find it."""

    context: str
    text: str


def lazy_pgettext(context: str, text: str) -> LazyString:
    """A phrase from literals; Babel extracts them (keyword `phrase`)."""
    return LazyString(context, text)
