"""What the form and the page of translations print."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from roadmap.localized_text import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A question of the form."""

    id: str
    path: str
    """Where the answer goes in the submission."""
    label: LocalizedText
    help: LocalizedText | None
    control: str
    required: bool
    constraints: Markup
    """HTML attributes, from the JSON Schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup:
    """Questions under one heading."""

    id: str
    title: LocalizedText
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributeBody:
    """kinds/contribute.html."""

    title: LocalizedText
    intro: LocalizedText
    groups: tuple[FormGroup, ...]
    template_address: str
    form_address: str
    """What the script needs: contribute_view.form_data."""
    issue_url: str
    """GitHub's new issue with our form; empty where the site does not know its repository."""
    guide_url: str
    """CONTRIBUTING in the repository; empty likewise."""
    contact: str
    """The editors' e-mail address; empty where the site does not know one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The next text to translate."""

    text: LocalizedText
    file: str
    """The file of a page or a case study; empty for a text of the catalogue."""
    url: str
    """Empty where the repository is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartProgress:
    """How far a language is in one part of what is translated."""

    name: LocalizedText
    percent: int
    share: str
    """The same as the language writes it: `98 %`, `٩٨٪`."""
    total: str
    translated: str
    behind: str
    missing: str
    reviewed: str
    first: Place | None
    """The first text that is missing, else the first that is behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageProgress:
    """How far a language is."""

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
    """Languages that readers are not offered yet."""
    minimum: LocalizedText | None
    """What it takes for a language to be offered."""
    guide_url: str
    """The guide for translators; empty where the repository is not known."""
