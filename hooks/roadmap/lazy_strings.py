"""Sentences that stand in tables rather than where they are shown: named once, translated when a page needs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A French text with the context under which translators find it."""

    context: str
    text: str


def phrase(context: str, text: str) -> Phrase:
    """A phrase from literals; Babel extracts them (keyword `phrase`)."""
    return Phrase(context, text)
