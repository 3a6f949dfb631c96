"""What the roadmap refers to: SDGs, Parties, languages, domains, the glossary, the last accessibility tests."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from roadmap import languages
from roadmap.model.fields import (
    Colour,
    Count,
    Date,
    DateOrLess,
    Fingerprints,
    LanguageCode,
    Line,
    PartyCode,
    Record,
    SdgNumber,
    SourceId,
    Url,
    Version,
)
from roadmap.model.former_addresses import Addresses
from roadmap.model.national_roadmaps import NationalRoadmaps
from roadmap.model.practice import Practice
from roadmap.model.roadmap import Roadmap


class Reference(Record):
    """A public page that a table of facts was checked against."""

    title: Line
    url: Url
    also: tuple[Url, ...] = ()


class SourceInLanguage(Reference):
    """A public page, with the language that it and its title are in."""

    language: LanguageCode


class Sdg(Record):
    """One Sustainable Development Goal."""

    number: SdgNumber
    colour: Colour
    title: Line
    """The UN's short title in French."""
    differs: dict[LanguageCode, Line] = {}
    """Other wordings found, by language."""


class Sdgs(Record):
    """The Sustainable Development Goals: `data/sdgs.yml`."""

    as_of: Date
    sources: tuple[Reference, ...]
    title_confidence: dict[LanguageCode, Literal["certain", "likely"]]
    sdgs: tuple[Sdg, ...]


class Party(Record):
    """A Party to the Convention, with the known facts of its ratification."""

    code: PartyCode
    group: Literal["I", "II", "III", "IV", "Va", "Vb"] | None = None
    """UNESCO's electoral group; the European Union does not belong to one."""
    group_source: SourceId | None = None
    deposited: DateOrLess | None = None
    """Date of deposit of the instrument, as exact as the source states it."""
    type: Literal["ratification", "accession"] | None = None
    type_not: Literal["accession"] | None = None
    """The source only rules out this type: do not print another one for it."""
    sources: tuple[SourceId, ...] = ()
    """Where it is named as a Party, that of the date first; a check requires one."""


class Parties(Record):
    """The Parties that a source names: `data/parties.yml`."""

    as_of: Date
    official: SourceInLanguage
    """The list of the depositary."""
    sources: dict[SourceId, SourceInLanguage]
    parties: tuple[Party, ...]


class PartyNames(Record):
    """The names of the Parties, and lists of States of the United Nations: `data/party-names.yml`."""

    as_of: Date
    source: SourceInLanguage
    names: dict[PartyCode, dict[LanguageCode, Line]]
    """The names that readers see, by language."""
    also: dict[PartyCode, dict[LanguageCode, tuple[Line, ...]]] = {}
    """Common and former names that people search for, by language: in the search index only."""
    sids: tuple[PartyCode, ...] = ()
    """Small island developing States."""
    ldc: tuple[PartyCode, ...] = ()
    """Least developed countries."""

    def others(self, code: str, language: str) -> tuple[str, ...]:
        """Return the common and former names of a Party in a language."""
        return self.also.get(code, {}).get(language, ())

    def name_in(self, code: str, language: str) -> tuple[str, str]:
        """Return the name of a Party for readers of a language, and the language of the name.

        Without a name in the language: CLDR's, then the English one, then the code.
        """
        for one in (language, "en"):
            name = self.names.get(code, {}).get(one) or languages.locale(one).territories.get(code)
            if name:
                return name, one
        return code, "en"


Percent = Annotated[StrictInt, Field(ge=0, le=100)]


class Language(Record):
    """A language of the site."""

    code: LanguageCode
    fallback: tuple[LanguageCode, ...] = ()
    """Languages to use instead of a missing text, in order."""
    preparing: StrictBool = False
    """Not yet offered to readers: built only for a preview. Removed once the minimum is reached."""


class Minimum(Record):
    """How much of a language must be translated before readers are offered it, in percent of its texts."""

    interface: Percent
    roadmap: Percent


class Languages(Record):
    """The languages of the site, in the switcher's order: `data/languages.yml`."""

    source: LanguageCode
    minimum: Minimum | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    names: dict[LanguageCode, dict[LanguageCode, Line]] = Field(default_factory=dict)
    """Names that Unicode CLDR does not have, by language: in itself, then in the languages of the site."""

    def knows(self, code: str) -> bool:
        """Return whether a text may be in the language: CLDR or the project has a name for it."""
        return code in self.names or languages.known(code)

    def name_in(self, code: str, reader: str) -> str:
        """Return the name of language `code` for a reader of `reader`: `anglais`, `الإنجليزية`."""
        names = self.names.get(code, {})
        return names.get(reader) or (languages.name_in(code, reader) if languages.known(code) else self.own_name(code))

    def own_name(self, code: str) -> str:
        """Return the language's name in itself, as a switcher shows it: Français, العربية."""
        names = self.names.get(code, {})
        return names.get(code) or (languages.own_name(code) if languages.known(code) else code)

    def shown(self, preview: Collection[str] = ()) -> tuple[str, ...]:
        """Return the languages of a build: those offered to readers, and previewed ones in preparation."""
        return tuple(one.code for one in self.languages if not one.preparing or one.code in preview)

    def previewed(self, asked: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the languages in preparation asked for, by code or by `all`, and the codes that are none of them."""
        unknown = tuple(code for code in asked if code not in (*self.preparing, "all"))
        return tuple(code for code in self.preparing if code in asked or "all" in asked), unknown

    @property
    def preparing(self) -> tuple[str, ...]:
        """The languages in preparation."""
        return tuple(one.code for one in self.languages if one.preparing)


class Domain(Record):
    """A field of culture that a measure may concern."""

    id: SourceId
    name: Line
    """In French; translated with the rest."""


class Domains(Record):
    """The cultural domains: `data/domains.yml`."""

    source: Line
    """Where the list comes from."""
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]


class Term(Record):
    """A word of the roadmap with a meaning of its own."""

    id: SourceId
    term: dict[LanguageCode, Line]
    """By language, as required in the catalogues; the source language's is always present."""
    definition: Line
    """In French; translated with the rest."""
    origin: Literal["convention", "guidelines", "leaflet", "editors"]
    """Whose definition it is: that of a treaty or a document, or the editors'."""
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    """Where the definition was found, or what the editors based it on."""
    note: Line | None = None
    """What to know about the word: how it differs from its everyday use, or from another one. In French."""
    avoid: dict[LanguageCode, tuple[Line, ...]] = {}
    """Renderings that translations must not use for it, by language; `roadmap translations check` reports them."""


class Glossary(Record):
    """The terms of the field: `data/glossary.yml`. It is a page for readers and a termbase for translators."""

    sources: dict[SourceId, Reference]
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


HOME = "/"
"""The home page in `data/search.yml`: its address is empty."""


class SearchWords(Record):
    """What pages are found by although they do not show it: `data/search.yml`."""

    labels: dict[Literal["activity", "output", "goal", "sdg"], dict[LanguageCode, tuple[Line, ...]]] = {}
    """What readers call numbered items beside their label, by kind and language."""
    shared: dict[LanguageCode, tuple[Line, ...]] = {}
    """Words that are meant to find several pages."""
    pages: dict[Line, dict[LanguageCode, tuple[Line, ...]]] = {}
    """Synonyms, abbreviations and tasks, by address from the language's root (or `HOME`) and language."""

    def words(self, address: str, language: str) -> tuple[str, ...]:
        """Return the words that the page at an address is found by in a language."""
        return self.pages.get(address or HOME, {}).get(language, ())


class Engines(Record):
    """The versions of the tools of a test run."""

    axe: Version
    chromium: Version
    lighthouse: Version


class AxeRun(Record):
    """Pages that axe visited in one mode."""

    mode: Literal["light", "dark", "forced-colours", "text-200", "reduced-motion"]
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    widths: Annotated[tuple[Count, ...], Field(min_length=1)]
    """Of the window, in pixels."""
    pages: Count
    violations: Count
    """How many defects axe found; each occurrence counts."""


class LighthouseScores(Record):
    """The lowest score that Lighthouse gave to a page, by category."""

    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    pages: Count
    accessibility: Percent
    best_practices: Percent
    seo: Percent
    performance: Percent


class Accessibility(Record):
    """The results of the last test run: `data/accessibility.yml`, written by `make accessibility`."""

    date: Date
    engines: Engines
    sweeps: Annotated[tuple[AxeRun, ...], Field(min_length=1)]
    lighthouse: LighthouseScores


class PageFrontMatter(Record):
    """The front matter of a hand-written page."""

    title: Line
    description: Line
    menu: Line | None = None
    """A shorter title for the header; by default the title itself."""
    fingerprints: Fingerprints = {}
    """For a translation: by section, the state of the source it was made from (`sections.py`)."""
    reviewed: Date | None = None
    """For a translation: the date of a second person's review."""


FILES: dict[str, type[Record]] = {
    "roadmap": Roadmap,
    "sdgs": Sdgs,
    "parties": Parties,
    "party-names": PartyNames,
    "languages": Languages,
    "domains": Domains,
    "glossary": Glossary,
    "national-roadmaps": NationalRoadmaps,
    "accessibility": Accessibility,
    "addresses": Addresses,
    "practice": Practice,
    "search": SearchWords,
}
"""The data files: `data/<name>.yml` and the model of each."""
