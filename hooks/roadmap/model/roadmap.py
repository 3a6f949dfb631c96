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
    ITEM,
    ActivityId,
    Confidence,
    Date,
    DateOrLess,
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

LEAFLET = "leaflet"
"""The id of the first document: the leaflet. Those that changed it are in `documents`."""
State = Literal["printed", "restored", "doubtful", "revised", "added"]


class OfficialWording(Record):
    """A language in which a text's translation is UNESCO's own wording, and where the editors read it."""

    language: LanguageCode
    source: SourceId


class TextVersion(Record):
    """A text as one document has it, with its provenance."""

    text: Line
    """French, as the site shows it."""
    state: State
    """printed: as in the leaflet. restored: it differs, see `printed`. doubtful: as in the leaflet, but see `note`.
    revised: a later document changed it, see `former`. added: it is first in a later document."""
    document: SourceId = LEAFLET
    """The document that the text is from: `leaflet`, or the id of one of `documents`."""
    printed: tuple[Line, ...] = ()
    """For a restored text: what the leaflet has, in pieces where it is cut."""
    note: Line | None = None
    """What the editors noticed or did, and why. Published and translated."""
    confidence: Confidence | None = None
    """How sure the restored text is."""
    sources: tuple[SourceId, ...] = ()
    official: tuple[OfficialWording, ...] = ()
    """Languages in which the translation is UNESCO's own wording."""

    @property
    def official_sources(self) -> dict[str, str]:
        """Return the source of UNESCO's own wording by language."""
        return {one.language: one.source for one in self.official}


class SourceText(TextVersion):
    """A text of the roadmap, with the texts that it had before."""

    former: tuple[TextVersion, ...] = ()
    """For a revised text: what earlier documents have, the oldest first. Published, each at an address of its own."""
    translators: Line | None = None
    """A note to translators. Not published."""
    terms: tuple[SourceId, ...] = ()
    """The glossary's terms in it: listed here, because no search finds an inflected Arabic or Russian word."""


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


class Ended(Record):
    """That an output or an activity is no longer part of the roadmap. Its page stays, and states so."""

    document: SourceId
    """The document that ended it: its date is the date of the end."""
    replaced_by: tuple[Annotated[str, StringConstraints(pattern=ITEM)], ...] = ()
    """The outputs or activities that replace it."""
    note: Line | None = None
    """What the editors know about it. Published and translated."""


class Activity(SourceText):
    """One of the activities under an output."""

    id: ActivityId
    ended: Ended | None = None


class Output(SourceText):
    """One of the expected outputs, with its activities."""

    id: OutputId
    goal: GoalLink
    activities: Annotated[tuple[Activity, ...], Field(min_length=1)]
    ended: Ended | None = None


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
    issuer: Line | None = None
    """The body that issued it."""

    def texts(self, identifier: str = LEAFLET) -> dict[str, str]:
        """Return the French texts to translate, by msgctxt. Its title is that of the roadmap."""
        return _texts(identifier, note=self.note, issuer=self.issuer)


class SourceDocument(Record):
    """A document with texts of the roadmap, later than the leaflet: a decision that revises it."""

    id: SourceId
    title: Line
    """In French; translated with the rest, like `issuer` and `note`."""
    issuer: Line
    """The body that issued it."""
    date: DateOrLess
    language: LanguageCode
    symbol: Line | None = None
    """Its official number, such as `DCE/21/14.IGC/14`."""
    url: Url | None = None
    file: Line | None = None
    """Path of its text, from data/: texts that are from the document are compared with it."""
    note: Line | None = None

    def texts(self, identifier: str) -> dict[str, str]:
        """Return the French texts to translate, by msgctxt."""
        return _texts(f"document {identifier}", title=self.title, issuer=self.issuer, note=self.note)


def _texts(identifier: str, **texts: str | None) -> dict[str, str]:
    return {f"{name} {identifier}": text for name, text in texts.items() if text}


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
    date: Date
    """The day of this version of the data."""
    leaflet: Leaflet
    documents: tuple[SourceDocument, ...] = ()
    """The documents that revised the roadmap since."""
    title: SourceText
    banner: SourceText
    closing: SourceText
    rows: RowNames
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    outputs: Annotated[tuple[Output, ...], Field(min_length=1)]
    sources: tuple[Source, ...]

    @property
    def activity_ids(self) -> list[str]:
        """Return the ids of all activities, in order, those that have ended too."""
        return [activity.id for output in self.outputs for activity in output.activities]
