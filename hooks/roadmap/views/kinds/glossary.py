"""The glossary."""

from __future__ import annotations

from roadmap import languages
from roadmap.localization import LocalizedText
from roadmap.model.reference import Term
from roadmap.model.roadmap import Activity, Goal, Output
from roadmap.page_table import PageRow
from roadmap.views.components import items
from roadmap.views.components.items import term_name
from roadmap.views.contexts.site import GlossaryBody, GlossarySource, GlossaryTerm, TermName
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Glossaire")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Les termes de la feuille de route ouverte, leur définition et leur équivalent dans chaque langue.",
    )


def body(view: View, row: PageRow) -> GlossaryBody:
    """Return what kinds/glossary.html reads: the terms in the alphabetical order of the reader's language."""
    terms = [_term(view, term) for term in view.site.terms.values()]
    return GlossaryBody(
        title=view.pgettext("glossary", "Glossaire"),
        intro=view.pgettext(
            "glossary",
            "Les termes de la feuille de route qui ont un sens précis, et leur équivalent dans chaque langue. Les "
            "traductions du site emploient ces termes.",
        ),
        terms=tuple(sorted(terms, key=lambda term: languages.sort_key(term.name.value, view.language))),
    )


def _term(view: View, term: Term) -> GlossaryTerm:
    return GlossaryTerm(
        id=term.id,
        name=term_name(view, term),
        definition=view.data(f"glossary {term.id}", term.definition),
        origin=_origin(view, term.origin),
        note=view.data(f"glossary note {term.id}", term.note) if term.note else None,
        sources=tuple(_source(view, name) for name in term.sources),
        names=tuple(
            TermName(language=view.language_name(code), name=view.as_text(term.term[code], code, False))
            for code in view.site.project.codes
            if code in term.term and code != view.language
        ),
        used=tuple(
            items.item(view, entry.kind, entry.text)
            for entry in view.site.entries()
            if isinstance(entry.text, Goal | Output | Activity) and term.id in entry.text.terms
        ),
    )


def _source(view: View, name: str) -> GlossarySource:
    reference = view.site.project.glossary.sources[name]
    return GlossarySource(title=view.data(f"glossary source {name}", reference.title), url=reference.url)


def _origin(view: View, origin: str) -> LocalizedText:
    return {
        "convention": view.pgettext("glossary", "Définition donnée par la Convention"),
        "guidelines": view.pgettext("glossary", "Définition donnée par les directives opérationnelles"),
        "leaflet": view.pgettext("glossary", "Formulation du dépliant"),
        "editors": view.pgettext("glossary", "Définition donnée par la rédaction"),
    }[origin]


def entity(view: View, row: PageRow) -> Node:
    """Return the set of terms, for schema.org."""
    return {"@type": "DefinedTermSet", "name": name(view, row).value}


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    entity=entity,
)
