"""What surrounds a page's body: titles, ways up, along and across, and the same page in the other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import languages, urls
from .pages import Row
from .parts import Alternate, Crumb, NavItem, Neighbour, PageInfo, Text
from .site import Entry

if TYPE_CHECKING:
    from .view import View


def page_info(view: View, row: Row) -> PageInfo:
    """What surrounds the body: titles, ways up, along and across, this page in the other languages."""
    title, description = _title(view, row), _description(view, row)
    alternates = tuple(_alternate(view, row, code) for code in view.site.sources.codes)
    here = next(alternate for alternate in alternates if alternate.current)
    default = view.site_url + view.path(row.address, view.source)
    same_kind = [other for other in view.rows if other.kind is row.kind and other.id and not other.slug]
    at = same_kind.index(row) if row in same_kind else -1
    return PageInfo(
        kind=row.kind.name,
        path=view.path(row.address),
        language=view.language,
        site_name=view.site_name,
        title=title,
        description=description,
        canonical=here.url if here.translated else default,
        alternates=alternates,
        default_url=default,
        crumbs=_crumbs(view, row),
        previous=_neighbour(view, same_kind[at - 1], -1) if at > 0 else None,
        next=_neighbour(view, same_kind[at + 1], 1) if 0 <= at < len(same_kind) - 1 else None,
        nav=_nav(view, row),
        official=view.language == view.source,
        source_url=urls.relative(view.path(row.address, view.source), view.path(row.address)),
    )


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
    return view.item_label(kind, row.id)


def _title(view: View, row: Row) -> str:
    if row.kind.name == "home":
        return view.entry(Entry("title", "", view.site.roadmap.title)).value
    title = view.prose_text(row.slug).title if row.slug else name(view, row).value
    if row.kind.name == "sdg":
        title = view.pgettext("title", "%(label)s : %(title)s", label=title, title=view.tile(int(row.id)).title).value
    return view.pgettext("title", "%(page)s – %(site)s", page=title, site=view.site_name).value


def _description(view: View, row: Row) -> str:
    if row.slug:
        return view.prose_text(row.slug).description
    return {
        "home": view.summary,
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


def translated(view: View, row: Row, language: str) -> bool:
    """Whether the page exists in a language: what it is about does not fall back."""
    if row.slug:
        return language in view.site.sources.prose[row.slug]
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
        translated=translated(view, row, code),
        current=code == view.language,
    )


def _crumbs(view: View, row: Row) -> tuple[Crumb, ...]:
    crumbs = [Crumb(text=name(view, row), address=None)]
    parent = row.kind.parent
    while parent:
        above = next(other for other in view.rows if other.kind.name == parent)
        crumbs.append(Crumb(text=name(view, above), address=above.address))
        parent = above.kind.parent
    return tuple(reversed(crumbs))


def _neighbour(view: View, row: Row, step: int) -> Neighbour:
    text = view.tile(int(row.id)).title if row.kind.name == "sdg" else view.entry(row.entries[0])
    label = view.pgettext("nav", "Suivant : %(page)s", page=name(view, row)) if step > 0 else None
    return Neighbour(
        label=label or view.pgettext("nav", "Précédent : %(page)s", page=name(view, row)),
        text=text,
        address=row.address,
    )


def _nav(view: View, row: Row) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(
            text=name(view, hub),
            address=hub.address,
            state="page" if hub == row else "section" if row.kind.parent == hub.kind.name else "",
        )
        for hub in view.rows
        if hub.kind.hub
    )
