"""The progress of translations."""

from __future__ import annotations

from roadmap import forge
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.reading import case_study
from roadmap.translation import progress
from roadmap.translation.progress import Part, Unit
from roadmap.views.components import edit_links
from roadmap.views.contexts.contributing import LanguageProgress, PartProgress, Place, TranslationsBody
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Traductions")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext("description", "Ce qui est traduit, en retard ou manquant sur ce site, langue par langue.")


EXCERPT = 70
"""The length of the excerpt of a missing text, in characters."""


def body(view: View, row: PageRow) -> TranslationsBody:
    """Return what kinds/translations.html reads."""
    shown = [code for code in view.site.project.codes if code != view.source]
    preparing = [code for code in view.site.project.all_codes if code not in view.site.project.codes]
    minimum = view.site.project.languages.minimum
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
    """Return the guide for translators in the reader's language; empty if the repository is not set."""
    name = f"TRANSLATING.{view.language}.md"
    known = (view.site.project.folder / name).exists()
    return forge.file_url(view.repo_url, name if known else "TRANSLATING.md") if view.repo_url else ""


def _language(view: View, code: str) -> LanguageProgress:
    parts = view.site.once(progress.of_site)[code]
    return LanguageProgress(
        code=code,
        name=view.as_text(view.language_name(code), view.language),
        own_name=view.as_text(view.own_language_name(code), code, fallback=False),
        parts=tuple(_part(view, part) for part in parts.values()),
    )


def part_label(view: View, name: str) -> LocalizedText:
    """Return the name of a part of the texts to translate."""
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
        source = view.site.project.cases[unit.path.split("/")[2]].facts.original_language
    return Place(
        text=view.as_text(text, source, fallback=False),
        file="" if unit.path.endswith(".po") else unit.path,
        url=edit_links.edit_url(view, unit.path),
    )


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    searched="name",
)
