"""What surrounds a page's body: titles, breadcrumbs, neighbours, menus, and the same page in the other languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from roadmap import languages, page_table, urls
from roadmap.localization import LocalizedText
from roadmap.model.former_addresses import Withdrawal
from roadmap.page_table import Former, PageRow
from roadmap.translation import progress
from roadmap.views import citation_formats, citations, kinds
from roadmap.views.components import edit_links
from roadmap.views.contexts.components import EmbedCard
from roadmap.views.contexts.frame import (
    Alternate,
    Crumb,
    FormerPage,
    NavItem,
    Neighbour,
    NotFoundText,
    OtherLanguage,
    PageInfo,
    Reuse,
)
from roadmap.views.kinds import search
from roadmap.views.view import View, per_view


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page in every language."""

    canonical: str
    """The absolute address that search engines should list."""
    default_url: str
    """The absolute address of the version for readers of any other language."""
    alternates: tuple[Alternate, ...]


@per_view
def page_info(view: View, row: PageRow) -> PageInfo:
    """Return what surrounds the body: titles, breadcrumbs, neighbours, menus, this page in the other languages."""
    kind, title, description = kinds.of(row), _title(view, row), _description(view, row)
    known = elsewhere(view, row)
    before, after = view.neighbours.get(row.address, (None, None))
    above = [parent.address for parent in _above(view, row)]
    if {row.address, *above} & {*page_table.TABS}:
        above.append(page_table.TABS[0])
    return PageInfo(
        kind=row.kind.name,
        path=view.page_path(row),
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
        nav=menu(view, "header", *_places(view, row, above, "header")),
        tabs=menu(view, "tabs", row.address, "") if row.address in page_table.TABS else (),
        footer=menu(view, "footer", *_places(view, row, above, "footer")),
        unofficial=unofficial(view, row),
        translation=_translation(view, row),
        tells_origin=kind.tells_origin,
        source_url=view.link(view.path(row.address, view.source), view.path(row.address)),
        improve_url=_improve_url(view, row),
        search=view.search_name(),
        longest_query=search.LONGEST,
        indexed=view.language not in view.site.project.preview,
        feed=kind.feed(row) if kind.feed else "",
        styles=kind.styles,
        inline_styles=kind.inline_styles,
        needs=kind.needs,
    )


def elsewhere(view: View, row: PageRow) -> Elsewhere:
    """Return the page in every language, and the versions for search engines."""
    alternates = tuple(_alternate(view, row, code) for code in view.site.project.codes)
    here = next(alternate for alternate in alternates if alternate.current)
    default = view.site_url + view.path(row.address, reference_language(view, row))
    return Elsewhere(here.url if here.translated else default, default, alternates)


def unofficial(view: View, row: PageRow) -> LocalizedText | None:
    """Return the notice of a page that is a translation: its author, and whether it has been reviewed. None for others
    and for case studies, which have their own notice.
    """
    if view.language == view.source or kinds.of(row).states_translation:
        return None
    if _is_official(view, row):
        return view.pgettext(
            "notice",
            "Le texte de la feuille de route est celui de l’UNESCO ; la rédaction a traduit le reste de cette page.",
        )
    if _is_reviewed(view, row):
        return view.pgettext(
            "notice",
            "Traduction non officielle, faite par la rédaction et relue. Le texte de référence est le texte français.",
        )
    return view.pgettext(
        "notice",
        "Traduction non officielle, faite par la rédaction et non relue. Le texte de référence est le texte français.",
    )


def _translation(view: View, row: PageRow) -> LocalizedText | None:
    """Return what kind of translation a page is, for the line that unfolds the notice; None for others."""
    if unofficial(view, row) is None:
        return None
    if _is_official(view, row):
        return view.pgettext("notice", "Texte de l’UNESCO, page traduite par la rédaction")
    if _is_reviewed(view, row):
        return view.pgettext("notice", "Traduction non officielle, relue")
    return view.pgettext("notice", "Traduction non officielle, non relue")


def _is_official(view: View, row: PageRow) -> bool:
    """Return whether the page is that of a text of the roadmap in UNESCO's own wording."""
    return len(row.entries) == 1 and view.language in row.entries[0].text.official_sources


def _is_reviewed(view: View, row: PageRow) -> bool:
    """Return whether the texts of the page have been reviewed; for a page without texts, the whole interface."""
    parts = view.site.once(progress.of_site)[view.language]
    if row.slug:
        units = [unit for unit in parts["pages"].units if unit.name.partition("#")[0] == row.slug]
    elif row.entries:
        contexts = {entry.context for entry in row.entries}
        units = [unit for unit in parts["roadmap"].units if unit.name in contexts]
    else:
        units = list(parts["interface"].units)
    return bool(units) and all(unit.reviewed for unit in units)


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the page's short name, for breadcrumbs, the header and titles."""
    return kinds.of(row).name(view, row)


def heading(view: View, row: PageRow) -> str:
    """Return the page's title without the site's name."""
    title = kinds.of(row).title
    return title(view, row) if title else name(view, row).value


def _title(view: View, row: PageRow) -> str:
    title = heading(view, row)
    if kinds.of(row).whole_title:
        return title
    return view.pgettext("title", "%(page)s – %(site)s", page=title, site=view.site_name).value


def _description(view: View, row: PageRow) -> str:
    return str(kinds.of(row).description(view, row))


def searchable(view: View, row: PageRow) -> bool:
    """Return whether the search finds the page in this language: its text is in it, and is on no other page."""
    return bool(kinds.of(row).searched) and translated(view, row, view.language)


def translated(view: View, row: PageRow, language: str) -> bool:
    """Return whether the page exists in a language: its texts do not fall back."""
    exists_in = kinds.of(row).exists_in
    if exists_in:
        return exists_in(view, row, language)
    translator = view.site.translator(language)
    return all(translator.translates(entry.context, entry.text.text) for entry in row.entries)


def _alternate(view: View, row: PageRow, code: str) -> Alternate:
    path = view.path(row.address, code)
    return Alternate(
        code=code,
        name=view.own_language_name(code),
        direction=languages.direction(code),
        url=view.site_url + path,
        path=path,
        # Previews are for translators: search engines must not list them.
        translated=code not in view.site.project.preview and translated(view, row, code),
        current=code == view.language,
    )


def _above(view: View, row: PageRow) -> Iterator[PageRow]:
    """Yield the pages above a page, from its parent to the home page."""
    while row.above is not None:
        row = view.row_at[row.above]
        yield row


def _crumbs(view: View, row: PageRow) -> tuple[Crumb, ...]:
    crumbs = [Crumb(text=name(view, parent), address=parent.address) for parent in _above(view, row)]
    return (*reversed(crumbs), Crumb(text=name(view, row), address=None))


def _neighbour(view: View, row: PageRow, step: int) -> Neighbour:
    kind = kinds.of(row)
    if kind.neighbour is None:
        raise ValueError(f"pages of the kind {row.kind.name} have no neighbours")
    previous, following = kind.neighbour_labels(view) if kind.neighbour_labels else _named_labels(view, row)
    label = following if step > 0 else previous
    return Neighbour(label=label, text=kind.neighbour(view, row), address=row.address)


def _named_labels(view: View, row: PageRow) -> tuple[LocalizedText, LocalizedText]:
    page = name(view, row)
    return (
        view.pgettext("nav", "Précédent : %(page)s", page=page),
        view.pgettext("nav", "Suivant : %(page)s", page=page),
    )


def _places(view: View, row: PageRow, above: Collection[str], menu: str) -> tuple[str, str]:
    """Return the address of this page if it is in a menu, else of the menu's page above it; the other is empty."""
    hubs = [hub.address for hub in view.hubs(menu)]
    if row.address in hubs:
        return row.address, ""
    return "", next((address for address in above if address in hubs), "")


def _menu_name(view: View, row: PageRow) -> LocalizedText:
    """Return the name of a page in the header, in the words of who looks for it."""
    named = kinds.of(row).menu_name
    return named(view) if named else name(view, row)


@per_view
def menu(view: View, name_: str, here: str, above: str) -> tuple[NavItem, ...]:
    """Return a menu of `View.hubs`; the present page is at `here`, the page above it at `above`, each may be empty."""
    return tuple(
        NavItem(
            text=_menu_name(view, hub) if name_ == "header" else name(view, hub),
            address=hub.address,
            state="page" if hub.address == here else "section" if hub.address == above else "",
        )
        for hub in view.hubs(name_)
    )


def reference(view: View, row: PageRow) -> citation_formats.CitedWork:
    """Return the data of a page's citation."""
    kind = kinds.of(row)
    if kind.work:
        return kind.work(view, row)
    title = kind.cited_title(view, row) if kind.cited_title else view.as_text(heading(view, row), view.language)
    return citations.reference_of_page(view, row, title, unofficial(view, row))


def reuse(view: View, row: PageRow) -> Reuse:
    """Return what is offered below a body. The citation of a case study is in its body."""
    kind = kinds.of(row)
    below = kind.cited and not kind.cited_in_body
    return Reuse(
        citation=citations.citation(view, row, reference(view, row), kind.cited_as_file) if below else None,
        embed=citations.embed_code(view, row, _paragraphs(view, row)) if kind.card else "",
    )


def _paragraphs(view: View, row: PageRow) -> Iterator[str]:
    """Yield the paragraphs of the card of an output, an activity or a goal."""
    card = embed_card(view, row)
    for item in (card.item, card.above) if card.above else (card.item,):
        yield f"{item.label} {item.mark or ''}"
        yield item.text.value
    yield item.cases_label.value
    yield card.link_text.value
    yield str(unofficial(view, row) or "")


def embed_card(view: View, row: PageRow) -> EmbedCard:
    """Return what the card of an output, an activity or a goal shows."""
    card = kinds.of(row).card
    if card is None:
        raise ValueError(f"pages of the kind {row.kind.name} have no card")
    item, above = card(view, row)
    link = urls.relative(view.path(row.address), citations.embed_path(view, row))
    text = view.pgettext("embed", "Voir dans la Feuille de route ouverte (nouvel onglet)")
    return EmbedCard(item=item, above=above, link=link, link_text=text)


def lost_message(view: View) -> NotFoundText:
    """Return the text of the 404 page in one language."""
    return NotFoundText(
        language=view.language,
        direction=view.direction,
        path=view.path(""),
        site_name=view.site_name,
        title=view.pgettext("lost", "Cette page n’existe pas"),
        text=view.pgettext("lost", "Elle a pu être déplacée, ou l’adresse est erronée."),
        link=view.pgettext("lost", "Aller à la feuille de route"),
        same=view.pgettext("lost", "Cette page existe en français"),
        search=view.search_name(),
        longest_query=search.LONGEST,
    )


def former_pages(view: View) -> dict[str, FormerPage]:
    """Return the pages at all former addresses, by path from the site's root."""
    every = ((_former_page(view, one), _former_card(view, one)) for one in page_table.former(view.site))
    return {page.path: page for pages in every for page in pages if page}


def _former_page(view: View, one: Former) -> FormerPage:
    return _former_notice(view, one, one.withdrawal) if one.withdrawal else _former_redirect(view, one)


def _former_redirect(view: View, one: Former) -> FormerPage:
    address = one.to or ""
    row = view.row_at.get(address)
    heading = view.pgettext("former", "Cette page a changé d’adresse")
    return FormerPage(
        path=view.path(one.address),
        title=heading.value,
        heading=heading,
        texts=(view.pgettext("former", "Si rien ne se passe, suivez ce lien :"),),
        link=address,
        link_text=name(view, row) if row else view.pgettext("former", "Page retirée"),
        target=elsewhere(view, row).canonical if row else view.site_url + view.path(address),
        languages=(),
    )


def _former_card(view: View, one: Former) -> FormerPage | None:
    """Return the redirect of a card that other sites show in a frame, if the page at the present address has one."""
    row = view.row_at.get(one.to or "")
    if row is None or kinds.of(row).card is None:
        return None
    path, link = view.path(f"{page_table.EMBED}{one.address}"), f"{page_table.EMBED}{row.address}"
    return replace(_former_redirect(view, one), path=path, link=link)


def _former_notice(view: View, one: Former, withdrawal: Withdrawal) -> FormerPage:
    parent = view.row_at[one.parent]
    title = _by_language(view, one.titles or {view.source: one.address})
    withdrawn = view.pgettext("former", "Cette page a été retirée. Date : %(day)s.", day=view.day(withdrawal.date))
    return FormerPage(
        path=view.path(one.address),
        title=view.pgettext("former", "Page retirée : %(title)s", title=title.value).value,
        heading=title,
        texts=(withdrawn, _by_language(view, withdrawal.reason)),
        link=parent.address,
        link_text=name(view, parent),
        target="",
        languages=tuple(
            OtherLanguage(
                code=code,
                name=view.own_language_name(code),
                direction=languages.direction(code),
                path=view.path(one.address, code),
            )
            for code in view.site.project.codes
        ),
    )


def _by_language(view: View, texts: dict[str, str]) -> LocalizedText:
    """Return a text in the first language of the chain that has it, else in its first one."""
    code = next((code for code in view.translator.languages if code in texts), next(iter(texts)))
    return view.as_text(texts[code], code)


def reference_language(view: View, row: PageRow) -> str:
    """Return the language of the page that is the authority for a row."""
    language = kinds.of(row).reference_language
    return language(view, row) if language else view.source


def _improve_url(view: View, row: PageRow) -> str | None:
    """Return the address for editing a page's translation; empty if the repository is not set.

    None in the page's original language.
    """
    if reference_language(view, row) == view.language:
        return None
    file = kinds.of(row).text_file
    return edit_links.edit_url(view, file(row, view.language) if file else f"data/locales/{view.language}.po")
