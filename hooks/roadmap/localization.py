"""What the data and the interface say to the readers of one language, each text with the language it is really in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from markupsafe import Markup

from roadmap import languages, urls
from roadmap.lazy_strings import LazyString
from roadmap.localized_text import LocalizedText
from roadmap.model.contribution import Years
from roadmap.model.roadmap import SourceText
from roadmap.site import Entry, Site

FRENCH_SPACE = re.compile(r"(?<=«) | (?=[»:;?!]|%(?!\())")
"""Spaces at which no line ends: inside guillemets, before double punctuation, before a percent sign."""


def typeset_french(text: str) -> str:
    """French as it is printed: the leaflet's OCR has typewriter apostrophes, and no line ends before a colon."""
    return FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", text.replace("'", "’"))


NOT_WORDS = re.compile(r"""(<(?:code|pre)\b.*?</(?:code|pre)>|<(?:[^<>"]|"[^"]*")*>)""", re.DOTALL)
"""In HTML, tags and code: nothing to typeset."""


def typeset_french_html(html: str) -> str:
    """Return sanitised HTML whose French words are typeset like `typeset_french`'s, tags and code left alone."""
    parts = NOT_WORDS.split(html)
    parts[::2] = map(typeset_french, parts[::2])
    return "".join(parts)


QUOTED = re.compile(r"«\s*([^»]*[a-zàâçéèêëîïôûùœ]{2}[^»]*?)\s*»", re.IGNORECASE)
"""What a French text quotes, numbers apart: a translation that quotes the same words quotes French."""

KEPT = ("_plain", "item_label", "region_label", "party_name", "day")
"""What is said again and again, on every page."""


class Localization:
    """What the site says in one language."""

    def __init__(self, site: Site, language: str):
        """`language` is one of the site's."""
        self.site = site
        self.language = language
        self.source = site.sources.languages.source
        self.direction = languages.direction(language)
        self.translator = site.translator(language)
        self.marked: dict[tuple[str, str], Markup] = {}
        """What templates say by themselves: by context and message, what `render` has made of it."""
        for name in KEPT:
            setattr(self, name, cache(getattr(self, name)))  # for each reader, who may be forgotten with what was said

    def as_text(self, value: str, language: str, fallback: bool = True) -> LocalizedText:
        """Words in a language, marked as foreign where it is not this page's, and as fallen back unless on purpose."""
        foreign = language != self.language
        if language == "fr":
            value = typeset_french(value)
        return LocalizedText(value, language, languages.direction(language), foreign, foreign and fallback)

    def as_html(self, html: str, language: str) -> Markup:
        """Sanitised HTML in a language, typeset like the words of `as_text`."""
        return Markup(typeset_french_html(html) if language == "fr" else html)

    def data(self, context: str, french: str) -> LocalizedText:
        """A text of the data, translated."""
        found = self.translator.find(context, french)
        text = self.as_text(found.text, found.language)
        if text.foreign or self.language == self.source:
            return text
        quoted = tuple(phrase for phrase in QUOTED.findall(french) if phrase in text.value)
        return replace(text, quoted=quoted, quoted_attributes=self.french("").attributes)

    def french(self, value: str) -> LocalizedText:
        """A text that stays in the source language on purpose."""
        return self.as_text(value, self.source, fallback=False)

    def pgettext(self, context: str, message: str, **values: object) -> LocalizedText:
        """An interface sentence, its named placeholders filled."""
        if values:
            found = self.translator.find(context, message)
            return self.as_text(found.text % values, found.language)
        return self._plain(context, message)

    def _plain(self, context: str, message: str) -> LocalizedText:
        found = self.translator.find(context, message)
        return self.as_text(found.text, found.language)

    def npgettext(self, context: str, singular: str, plural: str, count: int, **values: object) -> LocalizedText:
        """An interface sentence in the language's plural form for `count`; `%(count)s` and `values` fill it."""
        found = self.translator.find_plural(context, singular, plural, count)
        return self.as_text(found.text % {"count": count, **values}, found.language)

    def entry(self, entry: Entry) -> LocalizedText:
        """A text of the leaflet, translated."""
        return self.data(entry.context, entry.text.text)

    def state_label(self, state: str) -> LocalizedText:
        """The name of a provenance state."""
        return {
            "printed": self.pgettext("state", "conforme au dépliant"),
            "restored": self.pgettext("state", "texte reconstitué"),
            "doubtful": self.pgettext("state", "texte à vérifier"),
        }[state]

    def mark(self, text: SourceText) -> LocalizedText | None:
        """The mark of a text that is not plainly as printed."""
        return None if text.state == "printed" else self.state_label(text.state)

    def confidence_label(self, confidence: str) -> LocalizedText:
        """How sure the editors are, in words."""
        return {
            "certain": self.pgettext("confidence", "certain"),
            "likely": self.pgettext("confidence", "vraisemblable"),
            "unknown": self.pgettext("confidence", "inconnu"),
        }[confidence]

    def basis_label(self, basis: str) -> LocalizedText:
        """What an SDG link rests on, in words."""
        return {
            "leaflet-certain": self.pgettext("basis", "lu sur le dépliant"),
            "leaflet-likely": self.pgettext("basis", "lu sur le dépliant, lecture probable"),
            "leaflet-doubtful": self.pgettext("basis", "lu sur le dépliant, lecture incertaine"),
            "framework": self.pgettext("basis", "repris du cadre de suivi de la Convention"),
        }[basis]

    def item_label(self, kind: str, identifier: str) -> LocalizedText:
        """`Activity 2.4`, as the language says it."""
        return {
            "goal": self.pgettext("label", "Objectif %(id)s", id=identifier),
            "output": self.pgettext("label", "Produit %(id)s", id=identifier),
            "activity": self.pgettext("label", "Activité %(id)s", id=identifier),
            "sdg": self.pgettext("label", "ODD %(id)s", id=identifier),
        }[kind]

    def phrase(self, phrase: LazyString) -> LocalizedText:
        """A sentence of a table."""
        return self.pgettext(phrase.context, phrase.text)

    def party_name(self, code: str) -> LocalizedText:
        """A Party's name by CLDR; where CLDR has none in this language, its English one."""
        for language in (self.language, "en"):
            if name := languages.locale(language).territories.get(code):
                return self.as_text(name, language)
        return self.as_text(code, "en")

    def number_text(self, number: int) -> str:
        """A number in the language's figures."""
        return format_decimal(number, locale=languages.locale(self.language))

    def percent_text(self, percent: int) -> str:
        """A share of a hundred as the language writes it: `98 %`."""
        return format_percent(percent / 100, locale=languages.locale(self.language))

    def size_text(self, size: int) -> str:
        """The size of a file of so many bytes: `210 ko`."""
        locale = languages.locale(self.language)
        return format_unit(-(-size // 1000), "digital-kilobyte", "short", locale=locale)

    def day(self, day: date) -> str:
        """A date in the language's words: `22 novembre 2026`, `1er octobre 2025`."""
        written = format_date(day, "long", locale=languages.date_locale(self.language))
        return written.replace("1 ", "1er ", 1) if self.language == "fr" and day.day == 1 else written  # CLDR lacks it

    def region_label(self, group: str | None) -> LocalizedText:
        """The name of one of UNESCO's electoral groups; the European Union has none."""
        return {
            "I": self.pgettext("region", "Europe occidentale et Amérique du Nord"),
            "II": self.pgettext("region", "Europe orientale"),
            "III": self.pgettext("region", "Amérique latine et Caraïbes"),
            "IV": self.pgettext("region", "Asie et Pacifique"),
            "Va": self.pgettext("region", "Afrique"),
            "Vb": self.pgettext("region", "États arabes"),
            None: self.pgettext("region", "Plusieurs régions"),
        }[group]

    def case_count(self, count: int) -> LocalizedText:
        """How many case studies."""
        if count == 0:
            return self.pgettext("count", "Aucune étude de cas")
        return self.npgettext("count", "%(count)s étude de cas", "%(count)s études de cas", count)

    def years_label(self, years: Years) -> LocalizedText:
        """When a measure runs, as far as it is known."""
        if years.ongoing:
            label = self.pgettext("years", "depuis %(start)s", start=years.start)
        elif years.end is None:
            label = self.pgettext("years", "à partir de %(start)s", start=years.start)
        elif years.end == years.start:
            label = self.pgettext("years", "%(year)s", year=years.start)
        else:
            label = self.pgettext("years", "%(start)s–%(end)s", start=years.start, end=years.end)
        return self.pgettext("years", "prévu : %(years)s", years=label) if years.planned else label

    def path(self, address: str, language: str | None = None) -> str:
        """A page's path from the site's root, in this language or another."""
        return urls.path(address, language or self.language, self.source)

    def link(self, path: str, here: str) -> str:
        """Return the link to `path` on the page at `here`, both from the site's root."""
        return urls.relative(path, here)

    def site_link(self, target: str, here: str) -> str:
        """Return the link that a page prints for `target`, as Markdown has it: `/outputs/1/` is a page of the site."""
        return self.link(self.path(target[1:]), here) if target.startswith("/") else target
