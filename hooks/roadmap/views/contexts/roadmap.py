"""What the pages of the roadmap show: outputs, activities, goals, SDGs."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText
from roadmap.views.contexts.components import (
    EndedNotice,
    GoalGroup,
    Item,
    OutputGroup,
    Provenance,
    SdgLinkItem,
    SdgTile,
)
from roadmap.views.contexts.lists import CaseList
from roadmap.views.contexts.national_roadmaps import RoadmapLink
from roadmap.views.contexts.practice import BasisItem, PracticePoint, PracticeSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeBody:
    """kinds/home.html."""

    title: LocalizedText
    banner: LocalizedText
    banner_mark: LocalizedText | None
    banner_notes: str
    """The address of the editors' note on the banner, which does not have its own page."""
    summary: LocalizedText
    longest_query: int
    """The greatest length of a query, in characters."""
    poster: LocalizedText | None
    """The link to the poster, with its size; None without one."""
    groups: tuple[GoalGroup, ...]
    rows: dict[str, LocalizedText]
    columns: int
    wide: bool
    """Whether the columns of all outputs fit side by side on a wide screen."""
    coverage: LocalizedText
    """A sentence with the number of activities that have a case study."""
    bases: tuple[tuple[str, LocalizedText], ...]
    """The legend: the bases of SDG links on the page, with their labels."""
    closing: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputsBody:
    """kinds/outputs.html."""

    groups: tuple[GoalGroup, ...]
    ended: tuple[Item, ...]
    """Outputs that are no longer part of the roadmap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputBody:
    """kinds/output.html."""

    group: OutputGroup
    ended: EndedNotice | None
    replaces: tuple[Item, ...]
    practice: tuple[PracticeSentence, ...]
    goal: Item
    goal_note: LocalizedText
    """Why the output is under its goal."""
    sdgs: tuple[SdgLinkItem, ...]
    provenance: Provenance
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesBody:
    """kinds/activities.html."""

    groups: tuple[OutputGroup, ...]
    ended: tuple[Item, ...]
    """Activities that are no longer part of the roadmap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityBody:
    """kinds/activity.html."""

    activity: Item
    ended: EndedNotice | None
    replaces: tuple[Item, ...]
    """What it replaces."""
    points: tuple[PracticePoint, ...]
    """In practice: sentences by point."""
    rests_on: tuple[BasisItem, ...]
    output: Item
    goal: Item
    sdgs: tuple[SdgLinkItem, ...]
    siblings: tuple[Item, ...]
    provenance: Provenance
    roadmaps: tuple[RoadmapLink, ...]
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsBody:
    """kinds/goals.html."""

    groups: tuple[GoalGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalBody:
    """kinds/goal.html."""

    group: GoalGroup
    practice: tuple[PracticeSentence, ...]
    provenance: Provenance
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgSummary:
    """An SDG with the goals that link to it."""

    tile: SdgTile
    links: tuple[SdgLinkItem, ...]
    count_label: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgsBody:
    """kinds/sdgs.html."""

    summaries: tuple[SdgSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgBody:
    """kinds/sdg.html."""

    tile: SdgTile
    links: tuple[SdgLinkItem, ...]
    groups: tuple[GoalGroup, ...]
    unverified: bool
    """Whether the title's wording in this language could not be verified."""
    iri: str
    """The UN's identifier of this SDG."""
    cases: CaseList
