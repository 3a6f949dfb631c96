"""The roadmap's data: validated, frozen, independent of files, languages and pages.

JSON Schemas for editors and the error messages are generated from these classes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    Field,
    StrictInt,
    StringConstraints,
)

from roadmap.model.fields import (
    ActivityId,
    Confidence,
    GoalId,
    LanguageCode,
    Line,
    OutputId,
    Record,
    SdgNumber,
    SourceId,
    Url,
    UrnUuid,
    Version,
)


class OfficialWording(Record):
    """A language in which a text's translation is UNESCO's own wording, and where the editors read it."""

    language: LanguageCode
    source: SourceId


class SourceText(Record):
    """A text of the leaflet, with its provenance."""

    text: Line
    """French, as the site shows it."""
    state: Literal["printed", "restored", "doubtful"]
    """printed: as in the leaflet. restored: it differs, see `printed`. doubtful: as in the leaflet, but see `note`."""
    printed: tuple[Line, ...] = ()
    """For a restored text: what the leaflet has, in pieces where it is cut."""
    note: Line | None = None
    """What the editors noticed or did, and why. Published and translated."""
    confidence: Confidence | None = None
    """How sure the restored text is."""
    sources: tuple[SourceId, ...] = ()
    official: tuple[OfficialWording, ...] = ()
    """Languages in which the translation is UNESCO's own wording."""
    translators: Line | None = None
    """A note to translators. Not published."""
    terms: tuple[SourceId, ...] = ()
    """The glossary's terms in it: listed here, because no search finds an inflected Arabic or Russian word."""

    @property
    def official_sources(self) -> dict[str, str]:
        """Return the source of UNESCO's own wording by language."""
        return {one.language: one.source for one in self.official}


class SdgLink(Record):
    """A goal of the Convention's link to a Sustainable Development Goal."""

    sdg: SdgNumber
    basis: Literal["leaflet", "framework"]
    """Read on the leaflet, or taken from the Convention's monitoring framework."""
    read: StrictInt | None = None
    """For the leaflet: the number that character recognition found."""
    confidence: Literal["certain", "likely", "doubtful"] | None = None
    """For the leaflet: how sure the editors are that it prints this SDG."""
    targets: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}\.[0-9a-d]{1,2}$")], ...] = ()
    """For the framework: the SDG targets that it names."""
    note: Line | None = None
    sources: tuple[SourceId, ...] = ()


class Goal(SourceText):
    """One of the goals of the Convention."""

    id: GoalId
    sdgs: tuple[SdgLink, ...]
    sdg_note: Line | None = None
    """What to know about this goal's SDG links as a whole."""


class GoalLink(Record):
    """The goal of an output. The leaflet shows it by position only, so it has its own confidence."""

    id: GoalId
    confidence: Confidence
    note: Line


class Activity(SourceText):
    """One of the activities under an output."""

    id: ActivityId


class Output(SourceText):
    """One of the expected outputs, with its activities."""

    id: OutputId
    goal: GoalLink
    activities: Annotated[tuple[Activity, ...], Field(min_length=1)]


class RowNames(Record):
    """The names of the leaflet's rows."""

    outputs: SourceText
    activities: SourceText
    goals: SourceText
    sdgs: SourceText


class Leaflet(Record):
    """The document the roadmap is transcribed from."""

    file: Line
    """Path of the leaflet as received, from data/."""
    language: LanguageCode
    likely_year: StrictInt
    note: Line


class Source(Record):
    """A source of the editors."""

    id: SourceId
    title: Line
    """In French; translated with the rest."""
    url: Url
    language: LanguageCode


class Roadmap(Record):
    """The whole Open Roadmap: `data/roadmap.yml`."""

    iri: UrnUuid
    """The roadmap's identifier in open data; its parts are `<iri>#activity-2.4`. Never changed."""
    version: Version
    """Of the open data: the first number increases when a stable name changes."""
    leaflet: Leaflet
    title: SourceText
    banner: SourceText
    closing: SourceText
    rows: RowNames
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    outputs: Annotated[tuple[Output, ...], Field(min_length=1)]
    sources: tuple[Source, ...]
