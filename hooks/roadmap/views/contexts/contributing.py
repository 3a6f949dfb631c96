"""What the form and the page of translations show."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from roadmap.localization import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A question of the form."""

    id: str
    path: str
    """The place of the answer in the submission."""
    label: LocalizedText
    help: LocalizedText | None
    control: str
    required: bool
    constraints: Markup
    """HTML attributes, from the JSON Schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup:
    """A step of the form."""

    id: str
    title: LocalizedText
    help: LocalizedText | None
    fields: tuple[FormField, ...]
    folded: tuple[FormField, ...]
    """Those that are optional, or answered beforehand."""
    folded_title: LocalizedText | None
    """Lists their labels; None if there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributeBody:
    """kinds/contribute.html."""

    title: LocalizedText
    intro: LocalizedText
    groups: tuple[FormGroup, ...]
    template_address: str
    form_address: str
    intake_address: str
    """The data of the script: kinds/contribute.py, `form_data`."""
    issue_url: str
    """GitHub's new issue with our form; empty if the repository is not set."""
    guide_url: str
    """CONTRIBUTING in the repository; empty if that is not set."""
    contact: str
    """The editors' email address; empty if it is not set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The next text to translate."""

    text: LocalizedText
    file: str
    """The file of a page or a case study; empty for a text of the catalogue."""
    url: str
    """Empty if the repository is not set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartProgress:
    """The progress of a language in one part of the texts."""

    name: LocalizedText
    percent: int
    share: str
    """The percentage as the language writes it: `98 %`, `٩٨٪`."""
    total: str
    translated: str
    behind: str
    missing: str
    reviewed: str
    first: Place | None
    """The first text that is missing, else the first that is outdated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageProgress:
    """The progress of a language."""

    code: str
    name: LocalizedText
    own_name: LocalizedText
    parts: tuple[PartProgress, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationsBody:
    """kinds/translations.html."""

    title: LocalizedText
    intro: LocalizedText
    languages: tuple[LanguageProgress, ...]
    preparing: tuple[LanguageProgress, ...]
    """Languages in preparation, which readers are not offered yet."""
    minimum: LocalizedText | None
    """The minimum for offering a language to readers."""
    guide_url: str
    """The guide for translators; empty if the repository is not set."""
