"""The state of the translations in a language's words: the page `/translations/`, and every page's way to mend it.

A string of a catalogue is one sentence: where its French has moved (fuzzy) or it is missing, the next language of the
chain stands in, and the page says so. A section of prose is shown as it was translated, and says that it is behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import case_study, languages, repository
from .pages import Row
from .parts import Improve, LanguageProgress, PartProgress, Place, Text, TranslationsBody
from .status import Part, Unit

if TYPE_CHECKING:
    from .view import View

EXCERPT = 70
"""How much of a missing text the table shows, in characters."""


def translations_body(view: View) -> TranslationsBody:
    """What kinds/translations.html reads."""
    shown = [code for code in view.site.sources.codes if code != view.source]
    preparing = [code for code in view.site.sources.all_codes if code not in view.site.sources.codes]
    minimum = view.site.sources.languages.minimum
    return TranslationsBody(
        title=view.pgettext("translations", "État des traductions"),
        intro=view.pgettext(
            "translations",
            "Ce qui est traduit, ce qui est en retard sur l’original et ce qui manque, langue par langue. Les chiffres "
            "viennent des fichiers eux-mêmes, à chaque publication.",
        ),
        languages=tuple(_language(view, code) for code in shown),
        preparing=tuple(_language(view, code) for code in preparing),
        minimum=view.pgettext(
            "translations",
            "Une langue est proposée aux lecteurs quand %(interface)s %% de l’interface et %(roadmap)s %% de la "
            "feuille de route sont traduits.",
            interface=minimum.interface,
            roadmap=minimum.roadmap,
        )
        if minimum
        else None,
        guide_url=guide_url(view),
    )


def guide_url(view: View) -> str:
    """The guide for translators in the reader's language; empty where the repository is not known."""
    name = "TRANSLATING.md" if view.language == "en" else f"TRANSLATING.{view.language}.md"
    known = name == "TRANSLATING.md" or (view.site.sources.folder / name).exists()
    return f"{view.repo_url}/blob/{repository.BRANCH}/{name if known else 'TRANSLATING.md'}" if view.repo_url else ""


def _language(view: View, code: str) -> LanguageProgress:
    parts = view.site.progress[code]
    return LanguageProgress(
        code=code,
        name=view.as_text(languages.name_in(code, view.language), view.language),
        own_name=view.as_text(languages.own_name(code), code, fallback=False),
        parts=tuple(_part(view, part) for part in parts.values()),
    )


def part_label(view: View, name: str) -> Text:
    """The name of a part of what is translated."""
    return {
        "interface": view.pgettext("translations", "Interface"),
        "roadmap": view.pgettext("translations", "Feuille de route et glossaire"),
        "pages": view.pgettext("translations", "Pages"),
        "cases": view.pgettext("translations", "Études de cas"),
    }[name]


def _part(view: View, part: Part) -> PartProgress:
    return PartProgress(
        name=part_label(view, part.name),
        percent=part.percent,
        share=view.percent_text(part.percent),
        total=view.number_text(part.total),
        translated=view.number_text(part.count("translated")),
        behind=view.number_text(part.count("behind")),
        missing=view.number_text(part.count("missing")),
        reviewed=view.number_text(part.reviewed),
        first=_place(view, part.first) if part.first else None,
    )


def _place(view: View, unit: Unit) -> Place:
    text = unit.text if len(unit.text) <= EXCERPT else unit.text[: EXCERPT - 1].rsplit(" ", 1)[0] + "…"
    source = view.source
    if unit.path.startswith(case_study.FOLDER):
        source = view.site.sources.cases[unit.path.split("/")[2]].facts.original_language
    return Place(
        text=view.as_text(text, source, fallback=False),
        place=_told(unit.path, unit.line),
        url=_url(view, unit.path, unit.line),
    )


def _told(path: str, line: int) -> str:
    """A file and, in a catalogue, the line: `data/locales/ar.po:120`."""
    return f"{path}:{line}" if path.endswith(".po") else path


def _url(view: View, path: str, line: int) -> str:
    """Where a text can be mended; empty where the repository is not known."""
    if not view.repo_url:
        return ""
    if path.endswith(".po"):
        return repository.line_url(view.repo_url, path, line)
    if path in view.site.text_files:
        return repository.edit_url(view.repo_url, path)
    return repository.new_url(view.repo_url, path)


def improve(view: View, row: Row) -> Improve | None:
    """The way from a page to the file, and in a catalogue the string, in which its translation is mended.

    None in the language that the page's text was written in.
    """
    if view.reference_language(row) == view.language and (row.slug or row.kind.name == "case-study"):
        return None
    if row.slug:
        path, line = f"content/{row.slug}.{view.language}.md", 1
    elif row.kind.name == "case-study":
        path, line = f"{case_study.FOLDER}/{row.id}/index.{view.language}.md", 1
    elif view.language == view.source:
        return None
    else:
        path = f"data/locales/{view.language}.po"
        line = _line(view, row)
    return Improve(
        text=view.pgettext("notice", "Améliorer cette traduction"),
        url=_url(view, path, line),
        place=_told(path, line),
    )


def _line(view: View, row: Row) -> int:
    """The line of a catalogue on which stands the text that a page is about, or the first words of its template."""
    catalog = view.site.sources.catalogs[view.language]
    wanted = [(entry.context, entry.text.text) for entry in row.entries[:1]]
    if row.kind.name == "sdg":
        wanted = [(f"sdg {row.id}", view.site.sdgs[int(row.id)].title)]
    for context, text in wanted:
        if (message := catalog.get(text, context)) is not None and message.lineno:
            return message.lineno
    return view.site.first_line(view.language, f"overrides/kinds/{row.kind.template}.html")
