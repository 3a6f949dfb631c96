"""What the page of the national roadmaps shows, and the links to it."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText
from roadmap.views.contexts.cases import Number, PartyLink
from roadmap.views.contexts.components import SourceLink
from roadmap.views.contexts.plans import Comparison, PlanCard


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapLink:
    """An entry on the page of a Party or of an activity."""

    text: LocalizedText
    """What it is, and when; on the page of an activity, whose it is, and what."""
    address: str
    basis: LocalizedText | None
    """Whether the Party, a source or the editors link it to the activity; on the page of a Party, the state of what is
    published here, else None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapSource:
    """A source of an entry."""

    link: SourceLink
    copy_of: LocalizedText | None
    """A note that the page is a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapEntry:
    """One entry: a national roadmap, or work that is close to one."""

    id: str
    parties: tuple[PartyLink, ...]
    kind: LocalizedText
    year: LocalizedText
    title: LocalizedText | None
    """In a language of the document; None if its text was not found."""
    translation: LocalizedText | None
    """In the reader's language, if the document has no title in it."""
    languages: str
    """The names of the languages of the document; empty if its text was not found."""
    summary: LocalizedText
    stated: tuple[Number, ...]
    inferred: tuple[Number, ...]
    page: str
    """The address of its own page; empty without one."""
    case_study: str
    """The address of the case study about it; empty without one."""
    confidence: LocalizedText
    note: LocalizedText | None
    sources: tuple[RoadmapSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalRoadmapsBody:
    """kinds/national-roadmaps.html."""

    title: LocalizedText
    intro: LocalizedText
    known: LocalizedText
    """How many national roadmaps the editors know, and that there are others."""
    plans: tuple[PlanCard, ...]
    """Those that are published here as a whole."""
    comparison: Comparison
    entries: tuple[RoadmapEntry, ...]
    related: tuple[RoadmapEntry, ...]
    """Strategies that are not national roadmaps."""
    as_of: LocalizedText
    official_list: SourceLink
    issue_url: str
    edit_url: str
    guide_url: str
    """Each empty without a repository."""
    contact: str
