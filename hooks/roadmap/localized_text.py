"""A text in a language, as templates print it."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in a language. In a page of another language it has `lang` and `dir` (WCAG 3.1.2)."""

    value: str
    language: str
    direction: str
    foreign: bool = False
    """In another language than the page."""
    fallback: bool = False
    """Foreign because its translation is missing; the page then displays a notice."""
    quoted: tuple[str, ...] = ()
    """Phrases of the source language that a translation quotes unchanged."""
    quoted_attributes: Markup = field(default=Markup(), repr=False)
    """Their `lang` and `dir`."""

    @property
    def attributes(self) -> Markup:
        """` lang="…" dir="…"` for an element that contains only a foreign text; print its `value` then."""
        return Markup(' lang="{}" dir="{}"').format(self.language, self.direction) if self.foreign else Markup("")

    def __html__(self) -> str:
        """Return the text escaped, in an element of its own if it is foreign."""
        if not self.foreign:
            html = escape(self.value)
            for phrase in self.quoted:
                span = Markup("<span{}>{}</span>").format(self.quoted_attributes, phrase)
                html = html.replace(escape(phrase), span)
            return html
        marker = Markup(' class="fallback"') if self.fallback else ""
        return Markup('<span lang="{}" dir="{}"{}>{}</span>').format(self.language, self.direction, marker, self.value)

    def __str__(self) -> str:
        return self.value
