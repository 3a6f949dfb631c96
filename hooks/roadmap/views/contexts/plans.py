"""What the page of a Party's own roadmap shows, and the comparison of several."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText
from roadmap.views.contexts.cases import CaseLink, CaseSourceItem, PartyLink
from roadmap.views.contexts.components import EndedNotice, Item, SdgTile, SmallMap


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStop:
    """A station of the route map: an activity of the roadmap, or one of the Party's own."""

    id: str
    name: LocalizedText
    address: str
    """The place on the page of an activity that is described there, else the activity's own page."""
    taken: bool
    """Whether the roadmap takes it up, or whether a source links it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A line of the route map: an output with its stations."""

    output: Item
    stops: tuple[PlanStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """An activity in the table."""

    id: str
    """The number of an activity of the roadmap; empty for one of the Party's own."""
    name: LocalizedText
    address: str
    key: str
    """The number or, for an activity of the Party's own, its id: what a comparison matches rows by."""
    decision: LocalizedText
    priority: LocalizedText | None
    lead: LocalizedText | None
    period: LocalizedText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTable:
    """The decisions on activities, by output. Columns without any value are left out."""

    groups: tuple[tuple[Item, tuple[PlanRow, ...]], ...]
    priorities: bool
    leads: bool
    periods: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBar:
    """An activity in the schedule."""

    id: str
    name: LocalizedText
    address: str
    colour: str
    period: LocalizedText
    start: int
    """In units of the schedule's width."""
    length: int
    open: bool
    """Whether its start or its end is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The activities with dates, in the Party's order."""

    width: int
    years: tuple[str, ...]
    """Evenly spaced, from the start to the end."""
    bars: tuple[PlanBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """An activity that the Party takes up, with all that it states of it."""

    anchor: str
    id: str
    """The number of an activity of the roadmap; empty for one of the Party's own."""
    text: LocalizedText
    address: str
    """The page of an activity of the roadmap; empty for one of the Party's own."""
    ended: EndedNotice | None
    facts: tuple[tuple[LocalizedText, tuple[LocalizedText, ...]], ...]
    """Labels, each with its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGroup:
    """An output with the activities that the Party takes up."""

    output: Item
    items: tuple[PlannedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGoal:
    """A goal of the Convention, with the number of activities taken up that contribute to it."""

    goal: Item
    count: LocalizedText
    sdgs: tuple[SdgTile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """A published plan in a list."""

    id: str
    title: LocalizedText
    address: str
    parties: tuple[PartyLink, ...]
    state: LocalizedText
    count: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPlan:
    """A column of the comparison: a plan, or an entry of the list."""

    party: LocalizedText
    kind: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCell:
    """What a plan states of an activity."""

    mark: str
    """`taken_up`, `not_taken_up` or `undecided` by the Party, `stated` by a source, `inferred` by the editors; empty if
    nothing is known."""
    label: LocalizedText | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """An activity of the roadmap in the comparison."""

    item: Item
    count: LocalizedText
    """How many Parties take it up, whether or not they have a column."""
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Which activities Parties take up: a picture that is its own table."""

    plans: tuple[ComparedPlan, ...]
    rows: tuple[ComparedRow, ...]
    marks: tuple[tuple[str, LocalizedText], ...]
    """The marks in use, with their meaning."""
    left_out: LocalizedText | None
    """How many plans have no column; None if all have one."""
    counted: bool
    """Whether any Party takes up an activity."""
    unclaimed: tuple[Item, ...]
    """The activities that no Party takes up; empty if no Party takes up any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBody:
    """kinds/national-roadmap.html."""

    title: LocalizedText
    original: LocalizedText | None
    """The title of a listed plan in its own language, if `title` is the editors' translation."""
    kicker: LocalizedText
    origin_label: LocalizedText
    place: SmallMap
    parties: tuple[PartyLink, ...]
    state: LocalizedText
    """Draft or adopted, and when; of a listed plan, the year."""
    summary: LocalizedText | None
    notice: LocalizedText | None
    """That the Party's texts are in another language than the page."""
    takes_up: bool
    """Whether its activities are taken up, or only linked by a source."""
    count: LocalizedText
    """How many activities it takes up, or that a source links."""
    lines: tuple[PlanLine, ...]
    table: PlanTable | None
    schedule: Schedule | None
    groups: tuple[PlannedGroup, ...]
    served: tuple[PlanGoal, ...]
    bare: tuple[PlanGoal, ...]
    bare_sdgs: tuple[SdgTile, ...]
    mandate: LocalizedText | None
    contact: str
    contact_link: str
    """`mailto:` or a web address; empty without a contact."""
    languages: str
    """The names of its languages; empty if its text was not found."""
    updated: LocalizedText
    version: str
    """The version of the roadmap that it was made with; empty if it does not state it."""
    confidence: LocalizedText | None
    """Of a listed plan: how certain the entry is."""
    note: LocalizedText | None
    sources: tuple[CaseSourceItem, ...]
    case_studies: tuple[CaseLink, ...]
    """About the plan, then of the Party on the same activities."""
    authority: LocalizedText
    """A sentence on the author and its authority."""
    licence: str
    licence_url: str
    """Both empty for a listed plan."""
    file: str
    """The path of `adaptation.yml` from the site's root, for all languages; empty for a listed plan."""
    data: str
    """The path of the same as JSON."""
    planner: str
    """The address of the planner, which opens the plan; empty without one."""
    entry: str
    """The address of its entry in the list; empty without one."""
