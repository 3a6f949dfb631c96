"""What the roadmap is. Validated, frozen, and nothing else: no file, no language, no page.

JSON Schemas for editors are generated from these classes (`schema.py`), and so are the error messages.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A text without mark-up, never empty."""
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
"""A language as BCP 47 writes it: `fr`, `zh-Hant`, `pt-BR`."""
PartyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, or EU for the European Union."""
GoalId = Annotated[str, StringConstraints(pattern=r"^[1-9]$")]
OutputId = Annotated[str, StringConstraints(pattern=r"^[1-9]$")]
ActivityId = Annotated[str, StringConstraints(pattern=r"^[1-9]\.[1-9]$")]
SdgNumber = Annotated[StrictInt, Field(ge=1, le=17)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Confidence = Literal["certain", "likely", "unknown"]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)+$")]
UrnUuid = Annotated[str, StringConstraints(pattern=r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""A name that needs no registration: it identifies, and leads nowhere."""
Count = Annotated[StrictInt, Field(ge=0)]


def http(url: str) -> str:
    """Only addresses a reader can follow safely; `javascript:` and the like never reach a page."""
    try:
        parts = urlsplit(url)
    except ValueError:  # an unclosed bracket in the host
        parts = urlsplit("")
    if parts.scheme not in ("https", "http") or not parts.hostname or re.search(r"[\s<>\"'`\\]", url):
        raise PydanticCustomError("url", "not an http address")
    return url


def _iso_date(value: object) -> object:
    """A date as ISO 8601 writes it; pydantic would take a number of seconds too."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_type", "not a date")
    return value


Url = Annotated[
    str, StringConstraints(max_length=500), AfterValidator(http), Field(json_schema_extra={"format": "uri"})
]
Date = Annotated[date, BeforeValidator(_iso_date)]


Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Fingerprints = dict[SourceId, Fingerprint]


class Record(BaseModel):
    """Frozen, and no key that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Record):
    """A text of the leaflet, with its provenance."""

    text: Line
    """French, as the site shows it."""
    state: Literal["printed", "restored", "doubtful"]
    """printed: stands in the leaflet. restored: differs, see `printed`. doubtful: stands in it, but see `note`."""
    printed: tuple[Line, ...] = ()
    """For a restored text: what the leaflet shows, in pieces where it is cut."""
    note: Line | None = None
    """What the editors noticed or did, and why. Published and translated."""
    confidence: Confidence | None = None
    """How sure the restored text is."""
    sources: tuple[SourceId, ...] = ()
    translators: Line | None = None
    """A word to translators. Not published."""
    terms: tuple[SourceId, ...] = ()
    """The terms of the glossary that it uses: marked here, for no search finds an inflected Arabic or Russian word."""


class SdgLink(Record):
    """A goal of the Convention's link to a Sustainable Development Goal."""

    sdg: SdgNumber
    basis: Literal["leaflet", "framework"]
    """Read on the leaflet, or taken from the Convention's monitoring framework."""
    read: StrictInt | None = None
    """For the leaflet: the number as the character recognition gives it."""
    confidence: Literal["certain", "likely", "doubtful"] | None = None
    """For the leaflet: how sure we are that it prints this SDG."""
    targets: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}\.[0-9a-d]{1,2}$")], ...] = ()
    """For the framework: the SDG targets that it names."""
    note: Line | None = None
    sources: tuple[SourceId, ...] = ()


class Goal(Text):
    """One of the goals of the Convention."""

    id: GoalId
    sdgs: tuple[SdgLink, ...]
    sdg_note: Line | None = None
    """What to know about this goal's SDG links as a whole."""


class GoalLink(Record):
    """Which goal an output serves: the leaflet shows it by position only, so it has its own confidence."""

    id: GoalId
    confidence: Confidence
    note: Line


class Activity(Text):
    """One of the activities under an output."""

    id: ActivityId


class Output(Text):
    """One of the expected outputs, with its activities."""

    id: OutputId
    goal: GoalLink
    activities: Annotated[tuple[Activity, ...], Field(min_length=1)]


class RowNames(Record):
    """The names of the leaflet's rows."""

    outputs: Text
    activities: Text
    goals: Text
    sdgs: Text


class Leaflet(Record):
    """The document the roadmap is transcribed from."""

    file: Line
    """Path under data/ of the leaflet as received."""
    language: LanguageCode
    likely_year: StrictInt
    note: Line


class Source(Record):
    """Where the editors looked."""

    id: SourceId
    title: Line
    """In French; translated with the rest."""
    url: Url
    language: LanguageCode


class Roadmap(Record):
    """The whole Open Roadmap: `data/roadmap.yml`."""

    iri: UrnUuid
    """What open data calls the roadmap; its parts are `<iri>#activity-2.4`. Never changed."""
    version: Version
    """Of the open data (`open_data.py`): the first number grows when a stable name changes."""
    leaflet: Leaflet
    title: Text
    banner: Text
    closing: Text
    rows: RowNames
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    outputs: Annotated[tuple[Output, ...], Field(min_length=1)]
    sources: tuple[Source, ...]


class Reference(Record):
    """A public page that a table of facts was checked against."""

    title: Line
    url: Url
    also: tuple[Url, ...] = ()


class Sdg(Record):
    """One Sustainable Development Goal."""

    number: SdgNumber
    colour: Colour
    title: Line
    """The UN's short title in French."""
    differs: dict[LanguageCode, Line] = {}
    """Other wordings met, by language."""


class Sdgs(Record):
    """The Sustainable Development Goals: `data/sdgs.yml`."""

    as_of: Date
    sources: tuple[Reference, ...]
    title_confidence: dict[LanguageCode, Literal["certain", "likely"]]
    sdgs: tuple[Sdg, ...]


class Party(Record):
    """A Party to the Convention, with what is known of its ratification, no more."""

    code: PartyCode
    name: Line
    """English working label for maintainers; readers see the name by CLDR."""
    group: Literal["I", "II", "III", "IV", "Va", "Vb"] | None = None
    """UNESCO's electoral group; the European Union has none."""
    group_source: SourceId | None = None
    deposited: Date | None = None
    """Date of deposit of the instrument, only where a source gives it."""
    type: Literal["ratification", "accession"] | None = None
    type_not: Literal["accession"] | None = None
    """The source only rules this type out: do not print another one for it."""
    confirmed: StrictBool
    """True when a source names this State as a Party; false: general knowledge only."""
    sources: tuple[SourceId, ...] = ()


class PartyCounts(Record):
    """What the list holds, checked against the list itself."""

    entries: StrictInt
    confirmed: StrictInt
    with_deposit_date: StrictInt
    with_type: StrictInt


class Parties(Record):
    """The Parties as far as they could be verified: `data/parties.yml`."""

    source: Line
    as_of: Date
    verified: Literal["partial", "full"]
    complete: StrictBool
    counts: PartyCounts
    sources: dict[SourceId, Reference]
    group_sources: dict[SourceId, Reference | Line]
    parties: tuple[Party, ...]


Percent = Annotated[StrictInt, Field(ge=0, le=100)]


class Language(Record):
    """A language of the site."""

    code: LanguageCode
    fallback: tuple[LanguageCode, ...] = ()
    """Languages that stand in, in order, where a text is missing."""
    preparing: StrictBool = False
    """Not yet offered to readers: built only where a preview asks for it. Taken off once the minimum is reached."""


class Minimum(Record):
    """How much of a language must be translated before readers are offered it, in percent of its texts."""

    interface: Percent
    roadmap: Percent


class Languages(Record):
    """The languages of the site, in the switcher's order: `data/languages.yml`."""

    source: LanguageCode
    minimum: Minimum | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]

    def shown(self, preview: Collection[str] = ()) -> tuple[str, ...]:
        """The languages that a build shows: those readers are offered, and of those in preparation the previewed."""
        return tuple(one.code for one in self.languages if not one.preparing or one.code in preview)

    def previewed(self, asked: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the languages in preparation that are asked for, by code or by `all`, and the codes that are none."""
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
    """By language, as the catalogues must write it; the source language's is always there."""
    definition: Line
    """In French; translated with the rest."""
    origin: Literal["convention", "guidelines", "leaflet", "editors"]
    """Whose words the definition is in: a treaty's or a document's own, or the editors'."""
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    """Where the definition stands, or what the editors drew it from."""
    note: Line | None = None
    """What to know of the word itself: how it differs from its everyday use, or from another one. In French."""
    avoid: dict[LanguageCode, tuple[Line, ...]] = {}
    """Renderings that translations must not use for it, by language; `roadmap translations check` refuses them."""


class Glossary(Record):
    """The terms of the field: `data/glossary.yml`. Readers get a page of it, translators a termbase."""

    sources: dict[SourceId, Reference]
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


class Engines(Record):
    """The versions of what a test run looked with."""

    axe: Version
    chromium: Version
    lighthouse: Version


class Sweep(Record):
    """Pages that axe has visited in one mode."""

    mode: Literal["light", "dark", "forced-colours", "text-200", "reduced-motion"]
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    widths: Annotated[tuple[Count, ...], Field(min_length=1)]
    """Of the window, in pixels."""
    pages: Count
    violations: Count
    """How many defects axe found, each as often as it met it."""


class LighthouseScores(Record):
    """The lowest score that Lighthouse gave to a page, by category."""

    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    pages: Count
    accessibility: Percent
    best_practices: Percent
    seo: Percent
    performance: Percent


class Accessibility(Record):
    """What the last test run found: `data/accessibility.yml`, written by `make accessibility`."""

    date: Date
    engines: Engines
    sweeps: Annotated[tuple[Sweep, ...], Field(min_length=1)]
    lighthouse: LighthouseScores


class PageFrontMatter(Record):
    """What stands above the prose of a hand-written page."""

    title: Line
    description: Line
    menu: Line | None = None
    """A shorter title for the header; the title itself when missing."""
    fingerprints: Fingerprints = {}
    """For a translation: by section, the state of the source it was made from (`sections.py`)."""
    reviewed: Date | None = None
    """For a translation: when somebody else than the translator read it."""


FILES: dict[str, type[Record]] = {
    "roadmap": Roadmap,
    "sdgs": Sdgs,
    "parties": Parties,
    "languages": Languages,
    "domains": Domains,
    "glossary": Glossary,
    "accessibility": Accessibility,
}
"""The data files: `data/<name>.yml` and the model each must fit."""
