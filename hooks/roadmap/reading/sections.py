"""Find the sections of a translation whose source has changed since.

A section starts at a second-level heading with an explicit id, the same in every language; the part above the first
one, with the title, is the section `head`. A translation records the fingerprint of each source section (front matter,
`fingerprints`). If it differs from the source's, the section is behind, and the page shows a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from roadmap.fingerprints import fingerprint
from roadmap.problems import Problem, message, nearest
from roadmap.reading.yaml_file import Document

HEAD = "head"
"""The id of the part above the first section; no heading may have it."""
FIELD = "fingerprints"


@dataclass(frozen=True)
class TranslatedSection:
    """A part of a text, as translators see it."""

    id: str
    title: str
    parts: tuple[str, ...]
    """The content of the fingerprint."""
    line: int
    """Line of the file where it starts."""

    @property
    def words(self) -> str:
        """Its parts as one text."""
        return "\0".join(self.parts)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with the words, but not with white space."""
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
        """The date of a second person's review."""

    @property
    def translated_sections(self) -> tuple[TranslatedSection, ...]:
        """Its sections, the head first."""


def by_id(text: Sectioned) -> dict[str, TranslatedSection]:
    """Return a text's sections by id."""
    return {section.id: section for section in text.translated_sections}


def missing(text: Sectioned, original: Sectioned) -> tuple[str, ...]:
    """Return the ids of the original's sections that the translation does not have."""
    have = by_id(text)
    return tuple(identifier for identifier in by_id(original) if identifier not in have)


def behind(text: Sectioned, original: Sectioned) -> tuple[str, ...]:
    """Return the ids of the translation's sections whose source has changed since they were translated."""
    have = by_id(text)
    return tuple(
        identifier
        for identifier, section in by_id(original).items()
        if identifier in have and text.fingerprints.get(identifier) != section.fingerprint
    )


def is_reviewed(text: Sectioned, original: Sectioned) -> bool:
    """Return whether the translation has been reviewed and nothing has changed since."""
    return text.reviewed is not None and not behind(text, original)


def stamp(text: Sectioned, original: Sectioned, only: Iterable[str] = ()) -> dict[str, str]:
    """Return the fingerprints that mark a translation as up to date: all its sections, or only those of `only`."""
    have, chosen = by_id(text), set(only)
    found = {}
    for identifier, section in by_id(original).items():
        if identifier in have:
            recorded = text.fingerprints.get(identifier)
            found[identifier] = section.fingerprint if not chosen or identifier in chosen else recorded
    return {identifier: value for identifier, value in found.items() if value}


def stamped(file: str, fingerprints: Mapping[str, str]) -> str:
    """Return a translation's file with these fingerprints in its front matter; nothing else changes."""
    lines = "".join(f'  {identifier}: "{value}"\n' for identifier, value in fingerprints.items())
    opening, matter, rest = re.split(r"^---[ ]*\n", file, maxsplit=2, flags=re.MULTILINE)
    matter = re.sub(rf"^{FIELD}:.*\n(?:[ \t]+.*\n)*", "", matter, flags=re.MULTILINE)
    return f"{opening}---\n{matter}{FIELD}:\n{lines}---\n{rest}"


def check(text: Sectioned, original: Sectioned, whole: bool = True) -> Iterator[Problem]:
    """Report fingerprints and reviews of originals, and fingerprints of unknown sections.

    `whole` is false if some sections of the original could not be read.
    """
    known = by_id(original)
    if text is original:
        for name in (FIELD, "reviewed"):
            if getattr(text, name):
                what = message("« %(field)s » n’a de sens que pour une traduction.", field=name)
                yield Problem(text.path, text.document.line(name), what, message("Retirez la ligne."))
        return
    for identifier in text.fingerprints:
        if whole and identifier not in known:
            what = message("« %(id)s » n’est pas une rubrique de %(path)s.", id=identifier, path=original.path)
            yield Problem(text.path, text.document.line(FIELD, identifier), what, nearest(identifier, known))


def unsaid(text: Sectioned, original: Sectioned) -> Iterator[Problem]:
    """Note the sections without a fingerprint, which count as behind: `translations stamp` adds it."""
    known = by_id(original)
    silent = [one for one in by_id(text) if one in known and one not in text.fingerprints]
    if text is not original and silent:
        what = message(
            "La traduction n’indique pas de quelle version de l’original elle est faite : %(ids)s.",
            ids=", ".join(silent),
        )
        values = {**text.fingerprints, **{one: known[one].fingerprint for one in silent}}
        pairs = ", ".join(f'{one}: "{value}"' for one, value in values.items() if one in known)
        fix = message(
            "Si elle suit l’original actuel, il n’y a rien à faire : après la fusion, « roadmap translations stamp » "
            "ajoute %(line)s",
            line=f"{FIELD}: {{{pairs}}}",
        )
        yield Problem(text.path, text.document.line(FIELD), what, fix, "notice")
