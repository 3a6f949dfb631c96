"""What the editors' explanations show: sentences with what supports them, and the texts an activity rests on."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.localization import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportLink:
    """A link to what supports a sentence: a page of the site, or a text elsewhere."""

    label: LocalizedText
    address: str = ""
    """The page, from the language's root; empty for a text elsewhere."""
    url: str = ""
    """The text elsewhere; empty if the editors know no address."""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSentence:
    """A sentence of the editors."""

    text: LocalizedText
    links: tuple[SupportLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePoint:
    """What an activity can look like, who leads it, a first step, or what to observe."""

    label: LocalizedText
    sentences: tuple[PracticeSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisItem:
    """A text that an activity rests on, by the editors' inference."""

    link: SupportLink
    text: LocalizedText | None
    """What it provides, where the label does not show it."""
    remarks: tuple[LocalizedText, ...]
    """The force of an article, whether an area could be read, and the confidence of the link."""
