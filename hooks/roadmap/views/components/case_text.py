"""The text of a case study: its sections, its original, the notice about its language."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap import languages, page_table, urls
from roadmap.reading import prose
from roadmap.reading.case_study import CaseFolder, CaseText
from roadmap.reading.markdown.rendering import Labels
from roadmap.reading.sections import HEAD, is_reviewed
from roadmap.views.components import prose_pages
from roadmap.views.contexts.cases import CaseSection, LanguageNotice, OriginalText
from roadmap.views.view import View


def language_notice(view: View, case: CaseFolder, text: CaseText) -> LanguageNotice | None:
    """Return the notice for a text that is a translation, or is not in the reader's language; None for others."""
    original = case.facts.original_language
    fell_back = text.language != view.language
    if text is case.original and not fell_back:
        return None
    name = view.language_name(text.language)
    first = view.language_name(original)
    if fell_back:
        kind = "fallback"
        notice = view.pgettext(
            "notice",
            "Cette étude de cas n’existe pas encore en %(wanted)s ; elle est affichée dans une autre langue : "
            "%(shown)s.",
            wanted=view.language_name(view.language),
            shown=name,
        )
    else:
        kind = "translation"
        notice = (
            view.pgettext(
                "notice",
                "Traduction non officielle, relue. Langue de l’original : %(original)s.",
                original=first,
            )
            if is_reviewed(text, case.original)
            else view.pgettext(
                "notice",
                "Traduction non officielle et non relue. Langue de l’original : %(original)s.",
                original=first,
            )
        )
    behind = case.behind(text.language)
    linked = original in view.site.project.codes or text is not case.original
    path = original_path(view, case)
    return LanguageNotice(
        kind=kind,
        text=notice,
        link=view.pgettext("notice", "Lire l’original (%(original)s)", original=first) if linked else None,
        path=path,
        invite=view.pgettext("notice", "Proposer une traduction") if fell_back else None,
        behind=prose_pages.behind(view, path, original) if HEAD in behind else None,
    )


def original_text(view: View, case: CaseFolder, text: CaseText, here: str) -> OriginalText | None:
    """Return the original to show below a translation, if the site does not have the original's language."""
    if text is case.original or case.facts.original_language in view.site.project.codes:
        return None
    language = case.original.language
    return OriginalText(
        title=view.as_text(case.original.title, language, fallback=False),
        sections=tuple(case_sections(view, case, case.original, here)),
        language=language,
        direction=languages.direction(language),
    )


def original_path(view: View, case: CaseFolder) -> str:
    """Return the path of the original: its own page, or this one if the site does not have its language."""
    original, address = case.facts.original_language, address_of(case)
    if original in view.site.project.codes:
        return urls.path(address, original, view.source)
    return view.path(address) + "#original"


def address_of(case: CaseFolder) -> str:
    """Return the address of a case study's page, from the language's root."""
    return page_table.KIND["case-study"].address_of(case.slug)


def original_page(view: View, case: CaseFolder) -> str:
    """Return the language of the page that shows the original best: its own if the site has it, else the source's."""
    original = case.facts.original_language
    return original if original in view.site.project.codes else view.source


def case_sections(view: View, case: CaseFolder, text: CaseText, here: str) -> Iterable[CaseSection]:
    """Yield the sections of a text for the page at path `here`."""
    moved, path = case.behind(text.language), original_path(view, case)

    def resolve(target: str) -> str:
        return view.site_link(target, here)

    def citation(rank: int) -> str:
        return view.pgettext("case", "Source %(rank)s", rank=rank).value

    labels = Labels(citation, table=view.pgettext("prose", "Tableau").value)
    for section in text.sections:
        yield CaseSection(
            id=section.id,
            title=view.as_text(section.title, text.language, fallback=False),
            html=view.as_html(prose.render_section(section.pieces, resolve, labels), text.language),
            planned=section.id == "targets",
            closed=section.id == "roadmap",
            behind=prose_pages.behind(
                view, path if "#" in path else f"{path}#{section.id}", case.facts.original_language
            )
            if section.id in moved
            else None,
        )
