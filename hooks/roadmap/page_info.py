"""What surrounds a page's body: titles, ways up, along and across, and the same page in the other languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import feeds, languages, status
from .pages import Row
from .parts import Alternate, Crumb, NavItem, Neighbour, PageInfo, Text
from .site import Entry
from .translations_view import improve_url

if TYPE_CHECKING:
    from .view import View


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page in every language."""

    canonical: str
    """The address, absolute, by which search engines should know it."""
    default_url: str
    """That of the version for readers of any other language."""
    alternates: tuple[Alternate, ...]


def page_info(view: View, row: Row) -> PageInfo:
    """What surrounds the body: titles, ways up, along and across, this page in the other languages."""
    title, description = _title(view, row), _description(view, row)
    known = elsewhere(view, row)
    before, after = view.neighbours.get(row.address, (None, None))
    above = [parent.address for parent in _above(view, row)]
    return PageInfo(
        kind=row.kind.name,
        path=view.path(row.address),
        language=view.language,
        site_name=view.site_name,
        title=title,
        description=description,
        canonical=known.canonical,
        alternates=known.alternates,
        default_url=known.default_url,
        crumbs=_crumbs(view, row),
        previous=_neighbour(view, before, -1) if before else None,
        next=_neighbour(view, after, 1) if after else None,
        nav=view.menu("header", *_places(view, row, above, "header")),
        footer=view.menu("footer", *_places(view, row, above, "footer")),
        unofficial=unofficial(view, row),
        source_url=view.link(view.path(row.address, view.source), view.path(row.address)),
        improve_url=improve_url(view, row),
        search=view.pgettext("nav", "Rechercher"),
        indexed=view.language not in view.site.sources.preview,
        feed=feeds.address(row),
    )


def elsewhere(view: View, row: Row) -> Elsewhere:
    """The page in every language, and which of them counts for search engines."""
    alternates = tuple(_alternate(view, row, code) for code in view.site.sources.codes)
    here = next(alternate for alternate in alternates if alternate.current)
    default = view.site_url + view.path(row.address, view.reference_language(row))
    return Elsewhere(here.url if here.translated else default, default, alternates)


def unofficial(view: View, row: Row) -> Text | None:
    """What to say of a page that is a translation, once: whose it is, and whether somebody else has read it."""
    if view.language == view.source or row.kind.name == "case-study":
        return None  # a case study's own notice says it, next to its original
    if _is_reviewed(view, row):
        return view.pgettext(
            "notice",
            "Traduction non officielle, faite par la rédaction et relue. Le texte de référence est le texte français.",
        )
    return view.pgettext(
        "notice",
        "Traduction non officielle, faite par la rédaction et non relue. Le texte de référence est le texte français.",
    )


def _is_reviewed(view: View, row: Row) -> bool:
    """Whether the texts that the page is about have been reviewed; where it is about none, the whole interface."""
    parts = view.site.once(status.of_site)[view.language]
    if row.slug:
        units = [unit for unit in parts["pages"].units if unit.name.partition("#")[0] == row.slug]
    elif row.entries:
        contexts = {entry.context for entry in row.entries}
        units = [unit for unit in parts["roadmap"].units if unit.name in contexts]
    else:
        units = list(parts["interface"].units)
    return bool(units) and all(unit.reviewed for unit in units)


def name(view: View, row: Row) -> Text:
    """The page's short name, for breadcrumbs, the header and titles."""
    kind = row.kind.name
    if row.slug:
        page = view.prose_text(row.slug)
        return view.as_text(page.menu, page.language)
    if kind == "home":
        return view.pgettext("nav", "Accueil")
    if kind in view.row_names:
        return view.row_names[kind]
    if kind == "case-study":
        text = view.case_text(view.site.sources.cases[row.id])
        return view.as_text(text.title, text.language, fallback=False)
    if kind == "party":
        return view.party_name(row.id.upper())
    if kind == "listing":
        return view.listing_title(row)
    hubs = {
        "case-studies": lambda: view.pgettext("nav", "Études de cas"),
        "parties": lambda: view.pgettext("nav", "Parties"),
        "contribute": lambda: view.pgettext("nav", "Contribuer"),
        "search": lambda: view.pgettext("nav", "Rechercher"),
        "glossary": lambda: view.pgettext("nav", "Glossaire"),
        "translations": lambda: view.pgettext("nav", "Traductions"),
        "accessibility": lambda: view.pgettext("nav", "Accessibilité"),
        "data": lambda: view.pgettext("nav", "Données ouvertes"),
        "offline": lambda: view.pgettext("nav", "Hors connexion"),
    }
    return hubs[kind]() if kind in hubs else view.item_label(kind, row.id)


def heading(view: View, row: Row) -> str:
    """The page's title without the site's name."""
    if row.kind.name == "home":
        return view.entry(Entry("title", "", view.site.roadmap.title)).value
    title = view.prose_text(row.slug).title if row.slug else name(view, row).value
    if row.kind.name == "sdg":
        title = view.pgettext("title", "%(label)s : %(title)s", label=title, title=view.tile(int(row.id)).title).value
    return title


def _title(view: View, row: Row) -> str:
    title = heading(view, row)
    if row.kind.name == "home":
        return title
    return view.pgettext("title", "%(page)s – %(site)s", page=title, site=view.site_name).value


def _description(view: View, row: Row) -> str:
    if row.slug:
        return view.prose_text(row.slug).description
    if row.kind.name == "case-study":
        return view.case_text(view.site.sources.cases[row.id]).summary
    return {
        "home": view.summary,
        "case-studies": lambda: view.pgettext(
            "description",
            "Ce que des Parties ont fait pour mettre en œuvre la Convention de 2005 dans l’environnement numérique.",
        ),
        "parties": lambda: view.pgettext(
            "description", "Les Parties à la Convention de 2005, par région, et leurs études de cas."
        ),
        "party": lambda: view.pgettext(
            "description",
            "Ce que l’on sait de la Partie à la Convention de 2005, et ses études de cas : %(party)s.",
            party=name(view, row),
        ),
        "listing": lambda: name(view, row),
        "contribute": lambda: view.pgettext(
            "description", "Comment une Partie présente une étude de cas : un formulaire, ou un fichier à remplir."
        ),
        "search": lambda: view.pgettext(
            "description", "Chercher un mot, une activité ou une Partie dans les textes de la feuille de route ouverte."
        ),
        "glossary": lambda: view.pgettext(
            "description", "Les termes de la feuille de route ouverte, leur définition et leur nom dans chaque langue."
        ),
        "translations": lambda: view.pgettext(
            "description", "Ce qui est traduit, en retard ou manquant sur ce site, langue par langue."
        ),
        "data": lambda: view.pgettext(
            "description", "La feuille de route ouverte et ses études de cas en JSON, en CSV et en RDF, à télécharger."
        ),
        "offline": lambda: view.pgettext(
            "description",
            "Lire la feuille de route ouverte sans réseau : ce que le navigateur garde, et un fichier ZIP par langue.",
        ),
        "accessibility": lambda: view.pgettext(
            "description",
            "Ce que les derniers tests d’accessibilité ont trouvé, ce que personne n’a encore essayé, et comment "
            "signaler un obstacle.",
        ),
        "outputs": lambda: view.pgettext(
            "description",
            "Les produits, ou résultats attendus, de la feuille de route ouverte, avec leurs activités.",
        ),
        "activities": lambda: view.pgettext(
            "description",
            "Toutes les activités que la feuille de route ouverte propose aux Parties, par produit.",
        ),
        "goals": lambda: view.pgettext(
            "description",
            "Les objectifs de la Convention de 2005, les produits qui les servent et les ODD qu’ils rejoignent.",
        ),
        "sdgs": lambda: view.pgettext(
            "description",
            "Les Objectifs de développement durable que rejoint la feuille de route ouverte.",
        ),
        "sdg": lambda: view.pgettext(
            "description",
            "Ce que la feuille de route ouverte apporte à l’%(label)s, %(title)s : objectifs, produits et activités.",
            label=view.item_label("sdg", row.id),
            title=view.tile(int(row.id)).title,
        ),
    }.get(row.kind.name, lambda: view.entry(row.entries[0]))().value


UNSEARCHED = (
    "listing",
    "outputs",
    "activities",
    "goals",
    "sdgs",
    "case-studies",
    "parties",
    "contribute",
    "search",
    "translations",
    "data",
    "offline",
)
"""Kinds of pages that only lead to others, or serve those who write."""


def searchable(view: View, row: Row) -> bool:
    """Whether the search finds the page in this language: its text is in it, and stands on no other page."""
    if row.kind.name in UNSEARCHED:
        return False
    return translated(view, row, view.language)


def translated(view: View, row: Row, language: str) -> bool:
    """Whether the page exists in a language: what it is about does not fall back."""
    if row.slug:
        return language in view.site.sources.prose[row.slug]
    if row.kind.name == "case-study":
        return language in view.site.sources.cases[row.id].texts
    translator = view.site.translator(language)
    return all(translator.translates(entry.context, entry.text.text) for entry in row.entries)


def _alternate(view: View, row: Row, code: str) -> Alternate:
    path = view.path(row.address, code)
    return Alternate(
        code=code,
        name=languages.own_name(code),
        direction=languages.direction(code),
        url=view.site_url + path,
        path=path,
        # A preview is for translators: search engines are told of no page of it.
        translated=code not in view.site.sources.preview and translated(view, row, code),
        current=code == view.language,
    )


def _above(view: View, row: Row) -> Iterator[Row]:
    """The pages on the way up, home last."""
    while row.above is not None:
        row = view.row_at[row.above]
        yield row


def _crumbs(view: View, row: Row) -> tuple[Crumb, ...]:
    crumbs = [Crumb(text=name(view, parent), address=parent.address) for parent in _above(view, row)]
    return (*reversed(crumbs), Crumb(text=name(view, row), address=None))


def _neighbour(view: View, row: Row, step: int) -> Neighbour:
    if row.kind.name == "case-study":
        label = view.pgettext("nav", "Étude de cas suivante") if step > 0 else None
        label = label or view.pgettext("nav", "Étude de cas précédente")
        text = view.case_text(view.site.sources.cases[row.id])
        return Neighbour(label=label, text=view.as_text(text.title, text.language), address=row.address)
    text = view.tile(int(row.id)).title if row.kind.name == "sdg" else view.entry(row.entries[0])
    label = view.pgettext("nav", "Suivant : %(page)s", page=name(view, row)) if step > 0 else None
    return Neighbour(
        label=label or view.pgettext("nav", "Précédent : %(page)s", page=name(view, row)),
        text=text,
        address=row.address,
    )


def _places(view: View, row: Row, above: Collection[str], menu: str) -> tuple[str, str]:
    """Of a menu's pages, the address of the one that this page is, and of the one that it stands below; else empty."""
    hubs = [hub.address for hub in view.hubs(menu)]
    here = row.address if row.address in hubs else ""
    return here, next((address for address in above if address in hubs), "")


def menu(view: View, name_: str, here: str, above: str) -> tuple[NavItem, ...]:
    """A menu on the page at the address `here` of it, or below the one at `above`; both may be empty."""
    return tuple(
        NavItem(
            text=name(view, hub),
            address=hub.address,
            state="page" if hub.address == here else "section" if hub.address == above else "",
        )
        for hub in view.hubs(name_)
    )
