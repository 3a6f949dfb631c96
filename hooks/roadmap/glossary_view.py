"""The glossary in the words of one language: its page, and the terms that a text of the roadmap is marked with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import languages, pages
from .model import Term
from .parts import GlossaryBody, GlossarySource, GlossaryTerm, TermLink, TermName, Text

if TYPE_CHECKING:
    from .view import View


def term_name(view: View, term: Term) -> Text:
    """A term in the first language of the reader's chain that has it."""
    code = next(code for code in view.translator.languages if code in term.term)
    return view.as_text(term.term[code], code)


def term_links(view: View, ids: Iterable[str]) -> tuple[TermLink, ...]:
    """The terms of a text, each with its place in the glossary."""
    return tuple(
        TermLink(
            name=term_name(view, view.site.terms[identifier]), address=f"{pages.KIND['glossary'].address}#{identifier}"
        )
        for identifier in ids
        if identifier in view.site.terms
    )


def glossary_body(view: View) -> GlossaryBody:
    """What kinds/glossary.html reads: the terms in the reader's alphabet."""
    terms = [_term(view, term) for term in view.site.terms.values()]
    return GlossaryBody(
        title=view.pgettext("glossary", "Glossaire"),
        intro=view.pgettext(
            "glossary",
            "Les mots de la feuille de route qui ont un sens précis, et leur nom dans chaque langue. Les traductions "
            "du site s’en tiennent à ces termes.",
        ),
        terms=tuple(sorted(terms, key=lambda term: languages.sort_key(term.name.value))),
    )


def _term(view: View, term: Term) -> GlossaryTerm:
    used = [entry for entry in view.site.entries() if term.id in entry.text.terms and entry.kind in pages.KIND]
    return GlossaryTerm(
        id=term.id,
        name=term_name(view, term),
        definition=view.data(f"glossary {term.id}", term.definition),
        origin=_origin(view, term.origin),
        note=view.data(f"glossary note {term.id}", term.note) if term.note else None,
        sources=tuple(_source(view, name) for name in term.sources),
        names=tuple(
            TermName(language=languages.name_in(code, view.language), name=view.as_text(term.term[code], code, False))
            for code in view.site.sources.codes
            if code in term.term and code != view.language
        ),
        used=tuple(view.item(entry.kind, entry.text) for entry in used),
    )


def _source(view: View, name: str) -> GlossarySource:
    reference = view.site.sources.glossary.sources[name]
    return GlossarySource(title=view.french(reference.title), url=reference.url)


def _origin(view: View, origin: str) -> Text:
    return {
        "convention": view.pgettext("glossary", "Définition de la Convention"),
        "guidelines": view.pgettext("glossary", "Définition des directives opérationnelles"),
        "leaflet": view.pgettext("glossary", "Mots du dépliant"),
        "editors": view.pgettext("glossary", "Définition de la rédaction"),
    }[origin]
