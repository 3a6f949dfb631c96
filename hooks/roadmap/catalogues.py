"""Translations: one PO file per language, read by Babel, French being the message id.

A text that is missing or fuzzy is no error: the next language of the chain stands in, and the page says so. What is
refused is a catalogue that could put something wrong on a page: not readable, plural forms missing, or what
`catalogue_checks` finds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from gettext import c2py

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from . import catalogue_checks, languages, poblocks, pofile
from .problems import Problem, say


@dataclass(frozen=True, slots=True)
class Found:
    """A translation, and the language it is really in."""

    text: str
    language: str


class Catalogue:
    """One language's translations. The source language's is empty: its texts are the message ids."""

    def __init__(self, language: str, catalog: Catalog):
        """`catalog` as `parse` accepted it. Fuzzy and empty entries count as missing."""
        self.language = language
        self._plural = c2py(catalog.plural_expr)
        self._texts: dict[tuple[str | None, str], tuple[str, ...]] = {}
        for message in catalog:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and not message.fuzzy and all(strings):
                self._texts[message.context, _singular(message)] = strings

    def get(self, context: str, text: str) -> str | None:
        """The translation, or None when there is none to show."""
        strings = self._texts.get((context, text))
        return strings[0] if strings else None

    def get_plural(self, context: str, singular: str, count: int) -> str | None:
        """The plural form for `count`, or None when there is none to show."""
        strings = self._texts.get((context, singular))
        return strings[self._plural(count)] if strings else None

    def has(self, context: str, text: str) -> bool:
        """Whether the text is translated, and not fuzzy."""
        return (context, text) in self._texts


class Translator:
    """Texts for the reader of one language: its catalogue, then its fallbacks', then the source."""

    def __init__(self, language: str, source: str, chain: Iterable[str], catalogues: Mapping[str, Catalogue]):
        """`chain` names the fallbacks in order; the source language needs no catalogue and closes the chain."""
        self.language = language
        self.source = source
        self._chain = []
        for code in (language, *chain):
            if code == source:
                break
            self._chain.append(catalogues[code])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that may be shown to this reader, in order; the last is the source."""
        return (*(catalogue.language for catalogue in self._chain), self.source)

    def find(self, context: str, text: str) -> Found:
        """The text for this reader, and its language."""
        for catalogue in self._chain:
            if (translated := catalogue.get(context, text)) is not None:
                return Found(translated, catalogue.language)
        return Found(text, self.source)

    def find_plural(self, context: str, singular: str, plural: str, count: int) -> Found:
        """The plural form for `count` and its language."""
        for catalogue in self._chain:
            if (translated := catalogue.get_plural(context, singular, count)) is not None:
                return Found(translated, catalogue.language)
        return Found(singular if abs(count) < 2 else plural, self.source)  # French: 0 and 1 are singular

    def translates(self, context: str, text: str) -> bool:
        """Whether this very language has the text, without falling back."""
        return self.language == self.source or self._chain[0].has(context, text)


def parse(text: str, name: str, language: str) -> tuple[Catalog | None, list[Problem]]:
    """A PO file's text as a catalogue, or None and why it cannot be read; with every entry that is wrong."""
    if problems := list(pofile.check_lines(text, name, language)):
        return None, problems
    try:
        catalog = read_po(
            io.BytesIO(poblocks.for_babel(text).encode()), locale=languages.locale(language), abort_invalid=True
        )
    except PoFileError as error:
        return None, [pofile.not_po(name, (error.lineno or 0) + 1, re.sub(r" on \d+$", "", str(error)))]
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # Babel raises these from its header parsing: malformed dates, an unknown language.
        return None, [pofile.not_po(name, 1, str(error), say("Voyez son en-tête."))]
    problems = [problem for message in catalog if message.id for problem in _wrong_message(message, catalog, name)]
    return catalog, problems


def _wrong_message(message: Message, catalog: Catalog, name: str) -> Iterable[Problem]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    if not any(strings) or message.fuzzy:
        return
    line = message.lineno or 1
    if len(ids) > 1 and (len(strings) != catalog.num_plurals or not all(strings)):
        what = say(
            "« %(text)s » doit avoir %(count)s formes du pluriel.",
            text=catalogue_checks.excerpt(ids[0]),
            count=catalog.num_plurals,
        )
        yield Problem(name, line, what, say("Écrivez msgstr[0] à msgstr[%(last)s].", last=catalog.num_plurals - 1))
        return
    rare = languages.rare_forms(str(catalog.locale).replace("_", "-")) if len(ids) > 1 else (False,)
    for string, is_rare in zip(strings, rare, strict=True):
        yield from catalogue_checks.check(ids, string, name, line, is_rare)


def _singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id
