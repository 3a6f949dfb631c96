"""The filters of the list of case studies."""

from __future__ import annotations

from collections import Counter

from roadmap.localization import LocalizedText
from roadmap.reading.case_study import CaseFolder
from roadmap.views.components import items
from roadmap.views.contexts.lists import Facet
from roadmap.views.view import View, per_view

REGIONS = ("Va", "Vb", "IV", "II", "III", "I", None)
"""UNESCO's electoral groups in the alphabetical order of their English names; then None for the European Union."""


FIRST = ("party", "activity")
"""The filters in sight: most readers look for a country or a topic. The others unfold."""


def facets(view: View) -> tuple[Facet, ...]:
    """Return the filters of the list of case studies."""
    labels = {
        "party": view.pgettext("facet", "Partie"),
        "activity": view.pgettext("facet", "Activité"),
        "output": view.pgettext("facet", "Produit"),
        "sdg": view.pgettext("facet", "ODD"),
        "region": view.pgettext("facet", "Région"),
        "domain": view.pgettext("facet", "Domaine culturel"),
        "year": view.pgettext("facet", "Année"),
        **({"language": view.pgettext("facet", "Langue du texte")} if partly_translated(view) else {}),
    }
    return tuple(Facet(name=name, label=label, first=name in FIRST) for name, label in labels.items())


def facet_options(view: View) -> dict[str, list[tuple[str, LocalizedText, int]]]:
    """Return the values of each facet, with their names and numbers of case studies; only values that have some."""
    site = view.site
    names = {
        "output": {identifier: view.item_label("output", identifier) for identifier in site.outputs},
        "activity": {identifier: _activity(view, identifier) for identifier in site.activities},
        "sdg": {str(number): view.item_label("sdg", str(number)) for number in site.sdgs},
        "party": view.by_name({code.lower(): view.party_name(code) for code in site.parties}),
        "region": {region_value(group): view.region_label(group) for group in REGIONS},
        "domain": {domain.id: view.data(f"domain {domain.id}", domain.name) for domain in site.domains.values()},
        "year": {str(year): view.as_text(str(year), view.language) for year in years(view)},
    }
    if partly_translated(view):
        names["language"] = {code: view.as_text(view.language_name(code), view.language) for code in site.project.codes}
    by_case = [facet_values(view, case) for case in site.cases]
    counts = {name: Counter(value for values in by_case for value in set(values[name])) for name in names}
    return {
        name: [(value, label, counts[name][value]) for value, label in labels.items() if counts[name][value]]
        for name, labels in names.items()
    }


def _activity(view: View, identifier: str) -> LocalizedText:
    """Return an activity with its number and short name: a number alone means nothing to most readers."""
    short = items.short(view, "activity", identifier)
    return view.as_text(f"{identifier} {short.value}", short.language)


def years(view: View) -> list[int]:
    """Return the years of all measures, the latest first."""
    years = {int(year) for case in view.site.cases for year in facet_values(view, case)["year"]}
    return sorted(years, reverse=True)


def region_value(group: str | None) -> str:
    """Return a region as it is in addresses: `va`; `several` for the European Union."""
    return group.lower() if group else "several"


def parties_by_region(view: View) -> dict[str | None, list[str]]:
    """Return the codes of the Parties by region, in the order of their names, for regions with Parties."""
    names = view.by_name({code: view.party_name(code) for code in view.site.parties})
    found = {group: [code for code in names if view.site.parties[code].group == group] for group in REGIONS}
    return {group: codes for group, codes in found.items() if codes}


@per_view
def partly_translated(view: View) -> bool:
    """Return whether a case study lacks a language of the site: else a filter by language would tell nothing apart."""
    codes = set(view.site.project.codes)
    return any(not codes <= case.texts.keys() for case in view.site.cases)


def facet_values(view: View, case: CaseFolder) -> dict[str, list[str]]:
    """Return the values of a case study for each facet."""
    facts, years, parties = case.facts, case.facts.years, view.site.parties
    written = [code for code in view.site.project.codes if code in case.texts]
    last = years.end or (facts.updated.year if years.ongoing else years.start)
    first = years.start or last
    return {
        "output": sorted({activity.split(".")[0] for activity in facts.activities}),
        "activity": list(facts.activities),
        "sdg": [str(number) for number in facts.sdgs],
        "party": [code.lower() for code in facts.parties],
        "region": sorted({region_value(parties[code].group) for code in facts.parties}),
        "domain": list(facts.domains),
        "year": [str(year) for year in range(first, max(first, last) + 1)] if first and last else [],
        **({"language": written} if partly_translated(view) else {}),
    }
