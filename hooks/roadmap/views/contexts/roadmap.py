"""What the pages of the roadmap show: outputs, activities, goals, SDGs."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText
from roadmap.views.contexts.atlas import HeatMap
from roadmap.views.contexts.components import (
    EndedNotice,
    GoalGroup,
    Item,
    OutputGroup,
    Provenance,
    SdgLinkItem,
    SdgTile,
    SmallMap,
)
from roadmap.views.contexts.lists import CaseCard, CaseList
from roadmap.views.contexts.national_roadmaps import RoadmapLink
from roadmap.views.contexts.practice import BasisItem, PracticePoint, PracticeSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeBody:
    """kinds/home.html."""

    title: LocalizedText
    what: LocalizedText
    """What the roadmap is, and who approved it."""
    whom: LocalizedText
    """What the site has, and for whom."""
    banner: LocalizedText
    banner_mark: LocalizedText | None
    banner_notes: str
    """The address of the editors' note on the banner, which does not have its own page."""
    poster: LocalizedText | None
    """The link to the poster, with its size; None without one."""
    doors: tuple[Door, ...]
    groups: tuple[GoalGroup, ...]
    rows: dict[str, LocalizedText]
    columns: int
    wide: bool
    """Whether the columns of all outputs fit side by side on a wide screen."""
    coverage: LocalizedText
    """A sentence with the number of activities that have a case study."""
    examples: tuple[CaseCard, ...]
    """Case studies from different regions."""
    atlas: HeatMap
    closing: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A way into the site from the home page."""

    title: LocalizedText
    text: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputsBody:
    """kinds/outputs.html."""

    groups: tuple[GoalGroup, ...]
    ended: tuple[Item, ...]
    """Outputs that are no longer part of the roadmap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputBody:
    """kinds/output.html."""

    place: SmallMap
    """Where it is on the route map."""
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

    place: SmallMap
    """Where it is on the route map."""
    activity: Item
    ended: EndedNotice | None
    replaces: tuple[Item, ...]
    """What it replaces."""
    points: tuple[PracticePoint, ...]
    """In practice: sentences by point."""
    rests_on: tuple[BasisItem, ...]
    goal: Item
    sdgs: tuple[SdgLinkItem, ...]
    group: OutputGroup
    """Its output, with the activities beside it."""
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

    place: SmallMap
    """Where it is on the route map."""
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
