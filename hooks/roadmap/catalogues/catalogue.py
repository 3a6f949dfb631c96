"""Translations: one PO file for each language, read by Babel, with French message ids.

A missing or fuzzy text is not an error: the page shows it in the next language of the chain, and displays a notice. A
catalogue is refused if pages could be wrong: it is not readable, lacks plural forms, or has problems that `entries`
reports.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import PoFileError, PoFileParser

from roadmap import languages
from roadmap.catalogues import entries, plurals, po_file
from roadmap.problems import Message, Problem, message


@dataclass(frozen=True, slots=True)
class Found:
    """A translation, and its actual language."""

    text: str
    language: str


class Catalogue:
    """The translations of one language. Those of the source language are empty: its texts are the message ids."""

    def __init__(self, language: str, catalog: Catalog):
        """Take a catalog that `parse` accepted. Fuzzy and empty entries count as missing."""
        self.language = language
        self._forms = plurals.Plurals(catalog.num_plurals, catalog.plural_expr).chosen()
        self.texts: dict[tuple[str | None, str], tuple[str, ...]] = {}
        for entry in catalog:
            strings = translations(entry)
            if entry.id and not entry.fuzzy and all(strings):
                self.texts[entry.context, french(entry)[0]] = strings

    def get(self, context: str, text: str) -> str | None:
        """Return the translation, or None if there is none."""
        strings = self.texts.get((context, text))
        return strings[0] if strings else None

    def get_plural(self, context: str, singular: str, count: int) -> str | None:
        """Return the plural form for `count`, or None if there is none."""
        strings = self.texts.get((context, singular))
        return strings[plurals.form_of(self._forms, count)] if strings else None

    def has(self, context: str, text: str) -> bool:
        """Return whether the text is translated and not fuzzy."""
        return (context, text) in self.texts


_READ: WeakKeyDictionary[Catalog, Catalogue] = WeakKeyDictionary()


def of_language(language: str, catalog: Catalog) -> Catalogue:
    """Return the translations in a catalog, which is not changed any more: one project has several sites."""
    if catalog not in _READ:
        _READ[catalog] = Catalogue(language, catalog)
    return _READ[catalog]


class Translator:
    """Texts for readers of one language: from its catalogue, then its fallbacks', then the source."""

    def __init__(self, language: str, source: str, chain: Iterable[str], catalogues: Mapping[str, Catalogue]):
        """Take the fallbacks in order as `chain`; the source language needs no catalogue and ends the chain."""
        self.language = language
        self.source = source
        self.chain = []
        for code in (language, *chain):
            if code == source:
                break
            self.chain.append(catalogues[code])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that this reader may see, in order; the last is the source."""
        return (*(catalogue.language for catalogue in self.chain), self.source)

    def find(self, context: str, text: str) -> Found:
        """Return the text for this reader, and its language."""
        for catalogue in self.chain:
            if (translated := catalogue.get(context, text)) is not None:
                return Found(translated, catalogue.language)
        return Found(text, self.source)

    def find_plural(self, context: str, singular: str, plural: str, count: int) -> Found:
        """Return the plural form for `count`, and its language."""
        for catalogue in self.chain:
            if (translated := catalogue.get_plural(context, singular, count)) is not None:
                return Found(translated, catalogue.language)
        return Found(singular if abs(count) < 2 else plural, self.source)  # French: 0 and 1 are singular

    def translates(self, context: str, text: str) -> bool:
        """Return whether this language itself has the text, without a fallback."""
        return self.language == self.source or self.chain[0].has(context, text)


class _PoCatalog(Catalog):
    """Babel's catalogue, with the plural forms that the file's header states, or those of its language."""

    def __init__(self, language: str):
        super().__init__(locale=languages.locale(language))
        self.language = language
        self.stated: plurals.Plurals | None = None
        self.wrong_plurals: Message | None = None
        self.header = ""
        self.entries: list[Entry] = []

    def __setitem__(self, id: str | tuple[str, ...] | list[str], message: Entry) -> None:
        self.entries.append(message)
        if id:
            super().__setitem__(id, message)
        elif message.context is None and not self.header:  # Babel would reject the file if it cannot read a date
            self.header = translations(message)[0]
            stated = {key.lower(): value for key, value in po_file.fields(self.header).items()}.get("plural-forms", "")
            if stated and "nplurals=INTEGER" not in stated:
                found = plurals.of_header(stated, self.language)
                if isinstance(found, Message):
                    self.wrong_plurals = found
                else:
                    self.stated = found

    @property
    def rule(self) -> plurals.Plurals:
        """The plural forms of its entries."""
        return self.stated or plurals.of_language(self.language)

    @property
    def num_plurals(self) -> int:
        """The number of plural forms; Babel's parser reads it."""
        return self.rule.forms

    @property
    def plural_expr(self) -> str:
        """Gettext's rule."""
        return self.rule.rule


def parse(text: str, name: str, language: str) -> tuple[Catalog | None, list[Problem]]:
    """Return a PO file's text as a catalogue, or None if it cannot be read; and its problems."""
    text, problem = po_file.plain(text, name)
    if problem:
        return None, [problem]
    catalog = _PoCatalog(language)
    try:
        lines = re.sub(r"^#~\|.*", "#~", text, flags=re.MULTILINE) if "#~|" in text else text
        PoFileParser(catalog, abort_invalid=True).parse(lines.split("\n"))
    except PoFileError as error:  # the rest was checked before
        forms = message("une entrée a des formes du pluriel après msgstr[%(last)s]", last=catalog.num_plurals - 1)
        return None, [po_file.not_po(name, error.lineno + 1, forms)]
    if problems := [*_unreadable(catalog, text, name)]:
        return None, problems
    problems = [problem for entry in catalog if entry.id for problem in _wrong_message(entry, catalog, name)]
    return catalog, problems


def _unreadable(catalog: _PoCatalog, text: str, name: str) -> Iterator[Problem]:
    """Report what Babel ignores: an empty file, another language's header, a duplicate entry."""
    if not re.search("^(?:#~ )?msgid ", text, re.MULTILINE):
        fix = message("Revenez à sa dernière version, ou retirez-le et lancez : roadmap translations update.")
        yield Problem(name, 1, message("Le fichier est vide."), fix)
        return
    for entry in catalog.entries:
        if not entry.id and entry.context is not None:
            yield po_file.not_po(name, entry.lineno or 1, message("une entrée sans texte à traduire"))
            return
    if problem := _wrong_header(catalog, text, name):
        yield problem
        return
    first: dict[tuple[str | None, str], int] = {}
    for entry in catalog.entries:
        text, line = french(entry)[0], entry.lineno or 1
        if (known := first.setdefault((entry.context, text), line)) != line:
            what = message("« %(text)s » est déjà traduit ligne %(line)s.", text=entries.excerpt(text), line=known)
            yield Problem(name, line, what, message("Gardez-en une seule."))


def _wrong_header(catalog: _PoCatalog, text: str, name: str) -> Problem | None:
    fields = {key.lower(): value for key, value in po_file.fields(catalog.header).items()}
    language = catalog.language

    def problem(field: str, what: Message, fix: Message) -> Problem:
        found = re.search(f'^"{field}:', text, re.MULTILINE | re.IGNORECASE)
        return Problem(name, text.count("\n", 0, found.start()) + 1 if found else 1, what, fix)

    names = [match[1] for match in map(po_file.FIELD.fullmatch, catalog.header.split("\n")) if match]
    times = Counter(map(str.lower, names))
    if twice := next((name for name in names if times[name.lower()] > 1), None):
        return problem(
            twice, message("L’en-tête a deux fois « %(field)s ».", field=twice), message("Gardez-en une seule.")
        )
    charset = re.search(r"charset=([\w-]+)", fields.get("content-type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8") and charset[1] != "CHARSET":
        what = message("L’en-tête annonce l’encodage « %(charset)s ».", charset=charset[1])
        return problem("content-type", what, message("Attendu : « Content-Type: text/plain; charset=UTF-8 »."))
    code = fields.get("language", "")
    if code and re.split("[-_@]", code.lower())[0] != re.split("[-_@]", language.lower())[0]:
        what = message("L’en-tête indique la langue « %(code)s ».", code=code)
        fix = message(
            "Si le fichier en est une copie, traduisez-le ; puis écrivez « Language: %(language)s ».", language=language
        )
        return problem("language", what, fix)
    if catalog.wrong_plurals:
        forms, rule = plurals.of_language(language)
        header = f"nplurals={forms}; plural={rule}"
        fix = message("Attendu : « Plural-Forms: %(header)s; ».", header=header)
        return problem("plural-forms", catalog.wrong_plurals, fix)
    return None


def _wrong_message(entry: Entry, catalog: _PoCatalog, name: str) -> Iterable[Problem]:
    ids, strings = french(entry), translations(entry)
    if not any(strings) or entry.fuzzy:
        return
    line = entry.lineno or 1
    if len(ids) > 1 and (len(strings) != catalog.num_plurals or not all(strings)):
        what = message(
            "« %(text)s » doit avoir %(count)s formes du pluriel.",
            text=entries.excerpt(ids[0]),
            count=catalog.num_plurals,
        )
        yield Problem(name, line, what, message("Écrivez msgstr[0] à msgstr[%(last)s].", last=catalog.num_plurals - 1))
        return
    rare = plurals.rare_forms(catalog.rule) if len(ids) > 1 else (False,)
    for string, is_rare in zip(strings, rare, strict=True):
        yield from entries.check(ids, string, name, line, is_rare)


def french(message: Entry) -> tuple[str, ...]:
    """Return a message's French: the text, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Entry) -> tuple[str, ...]:
    """Return a message's translation, or its plural forms; "" for what is not translated."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)
