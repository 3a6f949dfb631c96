"""Texts, numbers, dates and names for readers of one language, each text marked with its actual language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from markupsafe import Markup, escape

from roadmap import languages, urls
from roadmap.lazy_strings import LazyString
from roadmap.model.contribution_fields import Years
from roadmap.model.roadmap import Activity, Output, SourceText
from roadmap.site import Entry, Site

FRENCH_SPACE = re.compile(r"(?<=«) | (?=[»:;?!]|%(?!\()|Ko\b)")
"""Spaces at which no line ends: inside guillemets, before double punctuation, before a percent sign and kilobytes."""


def typeset_french(text: str) -> str:
    """Return French with its typographic apostrophes (the leaflet's OCR has others) and no-break spaces."""
    return FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", text.replace("'", "’"))


NOT_WORDS = re.compile(r"""(<(?:code|pre)\b.*?</(?:code|pre)>|<(?:[^<>"]|"[^"]*")*>)""", re.DOTALL)
"""In HTML, tags and code: nothing to typeset."""


def typeset_french_html(html: str) -> str:
    """Return sanitized HTML with its French text typeset as by `typeset_french`, except tags and code."""
    parts = NOT_WORDS.split(html)
    parts[::2] = map(typeset_french, parts[::2])
    return "".join(parts)


AFTER_WIDE_SIGN = re.compile(r"(?<=[。！？：；，、）》」])\s+(?=<(?:a|bdi|code|span)\b|[^<\s·–])")
"""White space of a template after a full-width sign, before words or an element among them."""


def without_gaps(html: str, language: str) -> str:
    """Return HTML without the spaces of templates between sentences, in a language that writes none."""
    return AFTER_WIDE_SIGN.sub("", html) if languages.has_full_width_signs(language) else html


QUOTED = re.compile(r"«\s*([^»]*[a-zàâçéèêëîïôûùœ]{2}[^»]*?)\s*»", re.IGNORECASE)
"""Quotations in a French text, except numbers: if a translation has the same words, it quotes French."""

SPACED_THOUSANDS = frozenset({"ar", "es"})
"""Languages that write 1280 and 10 000, as the United Nations do: a point or a comma between thousands, which CLDR has,
is the decimal sign of some of their readers."""
ARABIC_MONTHS = ("ar_SY", "ar")
"""CLDR's data with the months of the east and of the west of the Arab world: the United Nations write both."""

CACHED = ("_plain", "item_label", "region_label", "party_name", "day")
"""Methods with a cache: every page calls them."""


def _arabic_month(day: date) -> str:
    """Return month and year with the month's names of East and West: `كانون الأول/ديسمبر 2006`."""
    months = (format_date(day, "MMMM", locale=locale) for locale in ARABIC_MONTHS)
    return f"{'/'.join(months)} {day.year}"


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in a language. In a page of another language it has `lang` and `dir` (WCAG 3.1.2)."""

    value: str
    language: str
    direction: str
    foreign: bool = False
    """In another language than the page."""
    fallback: bool = False
    """Foreign because its translation is missing; the page then displays a notice."""
    quoted: tuple[LocalizedText, ...] = ()
    """Phrases of another language that it quotes: the leaflet's French, or its English version's terms."""

    @property
    def attributes(self) -> Markup:
        """` lang="…" dir="…"` for an element that contains only a foreign text; print its `value` then."""
        return Markup(' lang="{}" dir="{}"').format(self.language, self.direction) if self.foreign else Markup("")

    def __html__(self) -> str:
        """Return the text escaped, in an element of its own if it is foreign."""
        if not self.foreign:
            html = escape(self.value)
            for phrase in self.quoted:
                html = html.replace(escape(phrase.value), phrase.__html__())
            return html
        marker = Markup(' class="fallback"') if self.fallback else ""
        return Markup('<span lang="{}" dir="{}"{}>{}</span>').format(self.language, self.direction, marker, self.value)

    def __str__(self) -> str:
        return self.value


class Localization:
    """The texts of the site in one language."""

    def __init__(self, site: Site, language: str):
        """Take the site and one of its languages."""
        self.site = site
        self.language = language
        self.source = site.project.languages.source
        self.direction = languages.direction(language)
        self.translator = site.translator(language)
        self.marked: dict[tuple[str, str], Markup] = {}
        """HTML of the templates' own texts, by context and message; `render` fills it."""
        for name in CACHED:
            setattr(self, name, cache(getattr(self, name)))  # a cache for each instance, gone with it

    def as_text(self, value: str, language: str, fallback: bool = True) -> LocalizedText:
        """Return a text in a language, marked if it is foreign to the page, and if it is a `fallback`."""
        foreign = language != self.language
        if language == "fr":
            value = typeset_french(value)
        return LocalizedText(value, language, languages.direction(language), foreign, foreign and fallback)

    def as_html(self, html: str, language: str) -> Markup:
        """Return sanitized HTML in a language, typeset like the words of `as_text`."""
        return Markup(typeset_french_html(html) if language == "fr" else html)

    def data(self, context: str, french: str) -> LocalizedText:
        """Return a text of the data, translated."""
        found = self.translator.find(context, french)
        text = self.as_text(found.text, found.language)
        if text.foreign:
            return text
        phrases = [phrase for found in QUOTED.findall(french) for phrase in (found, found[0].lower() + found[1:])]
        quoted = (self._quotation(phrase) for phrase in dict.fromkeys(phrases) if phrase in text.value)
        return replace(text, quoted=tuple(phrase for phrase in quoted if phrase.foreign))

    def _quotation(self, phrase: str) -> LocalizedText:
        """Return a phrase that a French text quotes, in its language: English if it is a term of the leaflet's English
        version, as the glossary has it.
        """
        english = any(phrase == term.term.get("en") != term.term.get(self.source) for term in self.site.terms.values())
        code = "en" if english else self.source
        return LocalizedText(phrase, code, languages.direction(code), foreign=code != self.language)

    def french(self, value: str) -> LocalizedText:
        """Return a text that stays in the source language on purpose."""
        return self.as_text(value, self.source, fallback=False)

    def pgettext(self, context: str, message: str, **values: object) -> LocalizedText:
        """Return a sentence of the interface, its named placeholders filled."""
        if values:
            found = self.translator.find(context, message)
            return self.as_text(found.text % values, found.language)
        return self._plain(context, message)

    def _plain(self, context: str, message: str) -> LocalizedText:
        found = self.translator.find(context, message)
        return self.as_text(found.text, found.language)

    def npgettext(self, context: str, singular: str, plural: str, count: int, **values: object) -> LocalizedText:
        """Return a sentence of the interface in the plural form for `count`; `%(count)s` and `values` fill it."""
        found = self.translator.find_plural(context, singular, plural, count)
        text = found.text.replace("%(count)s ", "%(count)s\N{NO-BREAK SPACE}")  # no line ends after the number
        return self.as_text(text % {"count": count, **values}, found.language)

    def entry(self, entry: Entry) -> LocalizedText:
        """Return a text of the leaflet, translated."""
        return self.data(entry.context, entry.text.text)

    def state_label(self, state: str) -> LocalizedText:
        """Return the name of a provenance state."""
        return {
            "printed": self.pgettext("state", "repris tel quel de notre copie"),
            "restored": self.pgettext("state", "texte reconstitué"),
            "doubtful": self.pgettext("state", "texte à vérifier"),
            "revised": self.pgettext("state", "texte révisé"),
            "added": self.pgettext("state", "texte ajouté"),
        }[state]

    def ended_label(self) -> LocalizedText:
        """Return the mark of what is no longer part of the roadmap."""
        return self.pgettext("state", "retiré de la feuille de route")

    def version_label(self) -> LocalizedText:
        """Return the version of the data and its day, for every page and feed."""
        roadmap = self.site.roadmap
        day = self.day(roadmap.date)
        return self.pgettext("version", "Données %(version)s, %(day)s", version=roadmap.version, day=day)

    def mark(self, text: SourceText) -> LocalizedText | None:
        """Return the mark of a text that is not exactly as printed, or that is no longer valid, else None."""
        if isinstance(text, Output | Activity) and text.ended:
            return self.ended_label()
        return None if text.state == "printed" else self.state_label(text.state)

    def confidence_label(self, confidence: str) -> LocalizedText:
        """Return how sure the editors are, in words."""
        return {
            "certain": self.pgettext("confidence", "certain"),
            "likely": self.pgettext("confidence", "vraisemblable"),
            "unknown": self.pgettext("confidence", "inconnu"),
        }[confidence]

    def basis_label(self, basis: str, read: int | None = None) -> LocalizedText:
        """Return what an SDG link is based on, in words; `read` is the number in our copy of the leaflet."""
        return {
            "leaflet-certain": self.pgettext("basis", "lu dans notre copie"),
            "leaflet-likely": self.pgettext("basis", "lecture probable de notre copie"),
            "leaflet-doubtful": self.pgettext("basis", "lecture incertaine de notre copie"),
            "corrected": self.pgettext("basis", "corrigé par la rédaction (lu « %(read)s »)", read=read),
            "framework": self.pgettext("basis", "d’après le cadre de suivi"),
        }[basis]

    def item_label(self, kind: str, identifier: str) -> LocalizedText:
        """Return the label of a numbered item: `Activity 2.4`."""
        return {
            "goal": self.pgettext("label", "Objectif %(id)s", id=identifier),
            "output": self.pgettext("label", "Produit %(id)s", id=identifier),
            "activity": self.pgettext("label", "Activité %(id)s", id=identifier),
            "sdg": self.pgettext("label", "ODD %(id)s", id=identifier),
        }[kind]

    def phrase(self, phrase: LazyString) -> LocalizedText:
        """Return a lazy string, translated."""
        return self.pgettext(phrase.context, phrase.text)

    def language_name(self, code: str) -> str:
        """Return the name of a language in this one: `anglais`."""
        return self.site.project.languages.name_in(code, self.language)

    def own_language_name(self, code: str) -> str:
        """Return the name of a language in itself: `English`."""
        return self.site.project.languages.own_name(code)

    def party_name(self, code: str) -> LocalizedText:
        """Return the name of a Party, or of another State."""
        return self.as_text(*self.site.project.party_names.name_in(code, self.language))

    def by_name(self, names: dict[str, LocalizedText]) -> dict[str, LocalizedText]:
        """Return names sorted as in lists of the language."""
        return dict(sorted(names.items(), key=lambda item: languages.sort_key(item[1].value, self.language)))

    def list_text(self, texts: Iterable[str]) -> str:
        """Return some texts as a list in a sentence: `a, b et c`."""
        return format_list(list(texts), locale=languages.locale(self.language))

    def number_text(self, number: int) -> str:
        """Return a number in the language's digits."""
        if self.language in SPACED_THOUSANDS:
            return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}" if number >= 10_000 else "")
        return format_decimal(number, locale=languages.locale(self.language))

    def percent_text(self, percent: int) -> str:
        """Return a percentage as the language writes it: `98 %`."""
        return format_percent(percent / 100, locale=languages.locale(self.language))

    def size_text(self, size: int) -> str:
        """Return a file size, given in bytes, in kilobytes: `210 ko`."""
        kilobytes = -(-size // 1000)
        number = self.number_text(kilobytes) if self.language in SPACED_THOUSANDS else kilobytes
        text = format_unit(number, "digital-kilobyte", "short", locale=languages.locale(self.language))
        return text.replace(" ", "\N{NO-BREAK SPACE}")

    def day(self, day: date) -> str:
        """Return a date in the language's words: `22 novembre 2026`, `1er octobre 2025`."""
        if self.language == "ar":
            return f"{day.day} {_arabic_month(day)}"
        locale = languages.date_locale(self.language)
        text = day.isoformat() if locale.language == "root" else format_date(day, "long", locale=locale)
        return text.replace("1 ", "1er ", 1) if self.language == "fr" and day.day == 1 else text  # CLDR lacks it

    def day_or_less(self, text: str) -> str:
        """Return a day, a month or a year in the language's words: `décembre 2006`, `2006`."""
        if len(text) == len("2006-12-18"):
            return self.day(date.fromisoformat(text))
        first, locale = date.fromisoformat(text + "-01-01"[len(text) - 4 :]), languages.date_locale(self.language)
        if self.language == "ar" and "-" in text:
            return _arabic_month(first)
        return format_skeleton("yMMMM" if "-" in text else "y", first, locale=locale)

    def region_label(self, group: str | None) -> LocalizedText:
        """Return the name of one of UNESCO's electoral groups, or for None that of the European Union's kind."""
        return {
            "I": self.pgettext("region", "Europe occidentale et Amérique du Nord"),
            "II": self.pgettext("region", "Europe orientale"),
            "III": self.pgettext("region", "Amérique latine et Caraïbes"),
            "IV": self.pgettext("region", "Asie et Pacifique"),
            "Va": self.pgettext("region", "Afrique"),
            "Vb": self.pgettext("region", "États arabes"),
            None: self.pgettext("region", "Organisation d’intégration économique régionale"),
        }[group]

    def case_count(self, count: int) -> LocalizedText:
        """Return the number of case studies, in words."""
        if count == 0:
            return self.pgettext("count", "Aucune étude de cas")
        return self.npgettext("count", "%(count)s étude de cas", "%(count)s études de cas", count)

    def years_label(self, years: Years, updated: date) -> LocalizedText:
        """Return when a measure runs, as far as it was known on the day of the last revision."""
        if years.start is None and years.end is None:
            label = self.pgettext("years", "en cours") if years.ongoing else self.pgettext("years", "dates non connues")
        elif years.start is None:
            label = self.pgettext("years", "jusqu’en %(end)s", end=years.end)
        elif years.ongoing:
            label = self.pgettext("years", "depuis %(start)s", start=years.start)
        elif years.end is None:
            label = self.pgettext("years", "à partir de %(start)s", start=years.start)
        elif years.end == years.start:
            label = self.pgettext("years", "%(year)s", year=years.start)
        else:
            label = self.pgettext("years", "%(start)s–%(end)s", start=years.start, end=years.end)
        if not years.planned:
            return label
        if years.end and years.start and years.start <= updated.year:
            return self.pgettext("years", "%(years)s (fin prévue)", years=label)
        return self.pgettext("years", "prévu : %(years)s", years=label)

    def path(self, address: str, language: str | None = None) -> str:
        """Return a page's path from the site's root, in this language or another."""
        return urls.path(address, language or self.language, self.source)

    def link(self, path: str, here: str) -> str:
        """Return the link to `path` on the page at `here`, both from the site's root."""
        return urls.relative(path, here)

    def site_link(self, target: str, here: str) -> str:
        """Return the link to print for `target`, as Markdown has it: `/outputs/1/` is a page of the site."""
        return self.link(self.path(target[1:]), here) if target.startswith("/") else target
