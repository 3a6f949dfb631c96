"""Which sections of a translated text moved in their source since they were translated.

A section starts at a second-level heading with an explicit id, the same in every language; what stands above the first
one, with the title, is the section `head`. A translation records the fingerprint of each section that it was made from
(front matter, `fingerprints`): one that is no longer the source's is behind, and readers are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from roadmap.fingerprints import fingerprint
from roadmap.problems import Problem, nearest, say
from roadmap.reading.yaml_file import Document

HEAD = "head"
"""The id of what stands above the first section; no heading may take it."""
FIELD = "fingerprints"


@dataclass(frozen=True)
class TranslatedSection:
    """A part of a text, as translators are told of it."""

    id: str
    title: str
    parts: tuple[str, ...]
    """All that the fingerprint is made of."""
    line: int
    """Line of the file on which it starts."""

    @property
    def words(self) -> str:
        """Its parts as one text."""
        return "\0".join(self.parts)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve digits that change when the words do; white space apart."""
        return fingerprint(" ".join(self.words.split()))


class Sectioned(Protocol):
    """A text in one language, of a page or of a case study."""

    @property
    def language(self) -> str:
        """Its language's code."""

    @property
    def path(self) -> str:
        """The file, from the project's root."""

    @property
    def document(self) -> Document:
        """Its front matter, for the line of each value."""

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """For a translation: by section, the fingerprint of the source that it was made from."""

    @property
    def reviewed(self) -> date | None:
        """When somebody else than the translator read it."""

    @property
    def translated_sections(self) -> tuple[TranslatedSection, ...]:
        """Its sections, the head first."""


def by_id(text: Sectioned) -> dict[str, TranslatedSection]:
    """A text's sections by id."""
    return {section.id: section for section in text.translated_sections}


def missing(text: Sectioned, original: Sectioned) -> tuple[str, ...]:
    """The ids of the original's sections that the translation does not have."""
    have = by_id(text)
    return tuple(identifier for identifier in by_id(original) if identifier not in have)


def behind(text: Sectioned, original: Sectioned) -> tuple[str, ...]:
    """The ids of the translation's sections whose source moved since they were translated."""
    have = by_id(text)
    return tuple(
        identifier
        for identifier, section in by_id(original).items()
        if identifier in have and text.fingerprints.get(identifier) != section.fingerprint
    )


def is_reviewed(text: Sectioned, original: Sectioned) -> bool:
    """Whether the translation has been reviewed, and nothing has moved since."""
    return text.reviewed is not None and not behind(text, original)


def stamp(text: Sectioned, original: Sectioned, only: Iterable[str] = ()) -> dict[str, str]:
    """The fingerprints that say the translation follows the original: of all its sections, or of `only` some."""
    have, chosen = by_id(text), set(only)
    found = {}
    for identifier, section in by_id(original).items():
        if identifier in have:
            kept = text.fingerprints.get(identifier)
            found[identifier] = section.fingerprint if not chosen or identifier in chosen else kept
    return {identifier: value for identifier, value in found.items() if value}


def stamped(file: str, fingerprints: Mapping[str, str]) -> str:
    """A translation's file with these fingerprints in its front matter; nothing else of it changes."""
    lines = "".join(f'  {identifier}: "{value}"\n' for identifier, value in fingerprints.items())
    opening, matter, rest = re.split(r"^---[ ]*\n", file, maxsplit=2, flags=re.MULTILINE)
    matter = re.sub(rf"^{FIELD}:.*\n(?:[ \t]+.*\n)*", "", matter, flags=re.MULTILINE)
    return f"{opening}---\n{matter}{FIELD}:\n{lines}---\n{rest}"


def check(text: Sectioned, original: Sectioned, whole: bool = True) -> Iterator[Problem]:
    """Only a translation says from which state of which section it was made.

    `whole` is false where not all sections of the original could be read.
    """
    known = by_id(original)
    if text is original:
        for name in (FIELD, "reviewed"):
            if getattr(text, name):
                what = say("« %(field)s » n’a de sens que pour une traduction.", field=name)
                yield Problem(text.path, text.document.line(name), what, say("Retirez la ligne."))
        return
    for identifier in text.fingerprints:
        if whole and identifier not in known:
            what = say("« %(id)s » n’est pas une rubrique de %(path)s.", id=identifier, path=original.path)
            yield Problem(text.path, text.document.line(FIELD, identifier), what, nearest(identifier, known))


def unsaid(text: Sectioned, original: Sectioned) -> Iterator[Problem]:
    """A translation says it of every section; what it does not say counts as behind."""
    known = by_id(original)
    silent = [one for one in by_id(text) if one in known and one not in text.fingerprints]
    if text is not original and silent:
        what = say(
            "La traduction n’indique pas de quelle version de l’original elle est faite : %(ids)s.",
            ids=", ".join(silent),
        )
        values = {**text.fingerprints, **{one: known[one].fingerprint for one in silent}}
        pairs = ", ".join(f'{one}: "{value}"' for one, value in values.items() if one in known)
        fix = say("Si elle suit l’original actuel, écrivez : %(line)s", line=f"{FIELD}: {{{pairs}}}")
        yield Problem(text.path, text.document.line(FIELD), what, fix)
