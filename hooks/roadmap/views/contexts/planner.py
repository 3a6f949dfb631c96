"""What the planner's page shows."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText
from roadmap.views.contexts.components import GoalGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodStep:
    """A step of the method."""

    title: LocalizedText
    text: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """A file to take away."""

    label: LocalizedText
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptBody:
    """kinds/adapt.html."""

    title: LocalizedText
    intro: LocalizedText
    steps: tuple[MethodStep, ...]
    groups: tuple[GoalGroup, ...]
    decisions: tuple[LocalizedText, ...]
    labels: dict[str, LocalizedText]
    """The names of the fields of an activity."""
    data_address: str
    """The data of the script: views/planner/data.py, `first`."""
    more_address: str
    """What it shows beside each activity, fetched when the first one is opened."""
    worksheets: tuple[DocumentLink, ...]
    """The blank worksheet as PDF, where it has been printed."""
    guide: str
    """The address of the guide for workshops; empty without one."""
    issue_url: str
    """GitHub's new issue; empty if the repository is not set."""
    help_url: str
    """The documentation in the repository; empty if that is not set."""
    contact: str
    """The editors' email address; empty if it is not set."""
