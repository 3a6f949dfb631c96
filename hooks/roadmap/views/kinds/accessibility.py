"""The accessibility statement."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap.localization import LocalizedText
from roadmap.model.reference import Accessibility, AxeRun
from roadmap.page_table import PageRow
from roadmap.views.contexts.site import AccessibilityBody, AxeRunRow
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Accessibilité")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Résultats des derniers tests d’accessibilité, ce qui reste à vérifier, et comment signaler un obstacle.",
    )


def body(view: View, row: PageRow) -> AccessibilityBody:
    """Return what kinds/accessibility.html reads."""
    record = view.site.project.accessibility
    return AccessibilityBody(
        title=view.pgettext("accessibility", "Déclaration d’accessibilité"),
        state=view.pgettext(
            "accessibility",
            "Le %(date)s, axe-core %(axe)s a cherché des défauts dans les pages du site, ouvertes dans "
            "Chromium %(chromium)s.",
            date=view.day(record.date),
            axe=record.engines.axe,
            chromium=record.engines.chromium,
        ),
        found=_found(view, sum(sweep.violations for sweep in record.sweeps)),
        sweeps=tuple(_sweep(view, sweep) for sweep in record.sweeps),
        scores=_scores(view, record),
        issues_url=f"{view.repo_url}/issues" if view.repo_url else "",
        contact=view.contact,
    )


def _found(view: View, count: int) -> LocalizedText:
    if count == 0:
        return view.pgettext("accessibility", "Ce test n’a trouvé aucun défaut.")
    return view.npgettext(
        "accessibility",
        "Ce test a trouvé %(number)s défaut, qui reste à corriger.",
        "Ce test a trouvé %(number)s défauts, qui restent à corriger.",
        count,
        number=view.number_text(count),
    )


def _sweep(view: View, sweep: AxeRun) -> AxeRunRow:
    mode = {
        "light": view.pgettext("accessibility", "Couleurs claires"),
        "dark": view.pgettext("accessibility", "Couleurs sombres"),
        "forced-colours": view.pgettext("accessibility", "Couleurs imposées par le système"),
        "text-200": view.pgettext("accessibility", "Texte à %(percent)s", percent=view.percent_text(200)),
        "reduced-motion": view.pgettext("accessibility", "Animations réduites"),
    }[sweep.mode]
    return AxeRunRow(
        mode=mode,
        languages=_names(view, sweep.languages),
        widths=view.list_text(map(view.number_text, sweep.widths)),
        pages=view.number_text(sweep.pages),
        violations=view.number_text(sweep.violations),
    )


def _scores(view: View, record: Accessibility) -> LocalizedText:
    found = record.lighthouse
    return view.npgettext(
        "accessibility",
        "Lighthouse %(version)s a noté %(number)s page (%(languages)s). Ses notes, sur 100 : accessibilité, "
        "%(accessibility)s ; bonnes pratiques, %(best_practices)s ; référencement, %(seo)s ; performance, "
        "%(performance)s.",
        "Lighthouse %(version)s a noté %(number)s pages (%(languages)s). Les notes les plus basses, sur 100 : "
        "accessibilité, %(accessibility)s ; bonnes pratiques, %(best_practices)s ; référencement, %(seo)s ; "
        "performance, %(performance)s.",
        found.pages,
        version=record.engines.lighthouse,
        number=view.number_text(found.pages),
        languages=_names(view, found.languages),
        accessibility=view.number_text(found.accessibility),
        best_practices=view.number_text(found.best_practices),
        seo=view.number_text(found.seo),
        performance=view.number_text(found.performance),
    )


def _names(view: View, codes: Iterable[str]) -> str:
    return view.list_text(view.language_name(code) for code in codes)


KIND = PageKind(
    name=name,
    description=description,
    body=body,
)
