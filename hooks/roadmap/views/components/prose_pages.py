"""Hand-written pages, in the first language of the reader's chain that has them."""

from __future__ import annotations

from markupsafe import Markup

from roadmap import languages
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.reading import prose, sections
from roadmap.reading.markdown.rendering import Labels
from roadmap.reading.sections import HEAD
from roadmap.views.contexts.prose import OutdatedNotice, ProseBody, ProseSection
from roadmap.views.view import View


def prose_text(view: View, slug: str) -> prose.Prose:
    """Return the text of a hand-written page, in the first language of the chain that has it."""
    texts = view.site.project.prose[slug]
    return next(texts[code] for code in view.translator.languages if code in texts)


def prose_body(view: View, row: PageRow) -> ProseBody:
    """Return what kinds/prose.html reads, in the first language of the chain that has the page."""
    page = prose_text(view, row.slug or "")
    foreign = page.language != view.language
    here = view.path(row.address)

    def resolve(target: str) -> str:
        return view.site_link(target, here)

    original = view.site.project.prose[row.slug or ""][view.source]
    moved = sections.behind(page, original) if page is not original else ()

    def state(identifier: str) -> OutdatedNotice | None:
        path = view.path(row.address, view.source) + ("" if identifier == HEAD else f"#{identifier}")
        return behind(view, path, view.source) if identifier in moved else None

    labels = Labels(
        back=view.pgettext("prose", "Revenir au texte").value, table=view.pgettext("prose", "Tableau").value
    )
    html = view.as_html(prose.render(page, resolve, labels), page.language)
    return ProseBody(
        title=view.as_text(page.title, page.language),
        sections=tuple(
            ProseSection(heading=Markup(heading), html=Markup(below), behind=state(identifier))
            for identifier, heading, below in prose.in_sections(html)
        ),
        language=page.language,
        direction=languages.direction(page.language),
        foreign=foreign,
    )


def behind(view: View, path: str, original: str) -> OutdatedNotice:
    """Return the notice that the original of a section has changed; it is at `path`, in the language `original`."""
    name = view.language_name(original)
    return OutdatedNotice(
        text=view.pgettext("notice", "L’original de ce passage a changé depuis sa traduction."),
        link=view.pgettext("notice", "Lire l’original (%(original)s)", original=name),
        path=path,
    )


def menu_name(view: View, row: PageRow) -> LocalizedText:
    """Return the name of a page in menus and breadcrumbs."""
    page = prose_text(view, row.slug or "")
    return view.as_text(page.menu, page.language)


def title(view: View, row: PageRow) -> str:
    """Return the title of a page."""
    page = prose_text(view, row.slug or "")
    return view.as_text(page.title, page.language).value


def description(view: View, row: PageRow) -> str:
    """Return the description of a page."""
    page = prose_text(view, row.slug or "")
    return view.as_text(page.description, page.language).value


def exists_in(view: View, row: PageRow, language: str) -> bool:
    """Return whether a page exists in a language."""
    return language in view.site.project.prose[row.slug or ""]


def text_file(row: PageRow, language: str) -> str:
    """Return the file with the text in a language."""
    return f"content/{row.slug}.{language}.md"
