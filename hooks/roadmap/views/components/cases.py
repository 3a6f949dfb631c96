"""Case studies in lists, and their authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.reading.case_study import CaseFolder, CaseText
from roadmap.views.contexts.cases import CaseLink, Number, PartyLink, RelatedCases
from roadmap.views.contexts.lists import CaseCard, CaseList, ListPage
from roadmap.views.view import View, per_view

NEARBY = 5
"""Case studies of other States on the page of a Party without its own."""
RELATED = 3
"""Case studies of each kind at the end of one."""


def case_text(view: View, case: CaseFolder) -> CaseText:
    """Return a case study's text in the first language of the chain that has it, else the original."""
    return next((case.texts[code] for code in view.translator.languages if code in case.texts), case.original)


def by_language(view: View, case: CaseFolder, names: dict[str, str], fallback: bool = True) -> LocalizedText:
    """Return a name in the first language of the chain that has it, else in the original's."""
    chain = (*view.translator.languages, case.facts.original_language)
    code = next(code for code in chain if code in names)
    return view.as_text(names[code], code, fallback)


def party_link(view: View, code: str) -> PartyLink:
    """Return a Party with its page."""
    return PartyLink(name=view.party_name(code), address=page_table.KIND["party"].address_of(code.lower()))


def number(view: View, activity: str) -> Number:
    """Return an activity as a bare number."""
    return Number(
        id=activity,
        label=view.item_label("activity", activity),
        address=page_table.KIND["activity"].address_of(activity),
        colour=activity.split(".")[0],
    )


def origin_label(view: View, origin: str) -> LocalizedText:
    """Return the author of a case study, in two words."""
    return {
        "party": view.pgettext("origin", "présentée par la Partie"),
        "editors": view.pgettext("origin", "établie par la rédaction"),
    }[origin]


def authority(view: View, origin: str) -> LocalizedText:
    """Return a sentence on the author of a case study and its authority."""
    return {
        "party": view.pgettext(
            "origin",
            "Étude de cas présentée par la Partie, sous sa responsabilité ; la rédaction en a vérifié la forme, "
            "non les faits.",
        ),
        "editors": view.pgettext(
            "origin",
            "Établie par la rédaction à partir de sources publiques ; la Partie ne l’a pas soumise.",
        ),
    }[origin]


def case_card(view: View, case: CaseFolder) -> CaseCard:
    """Return a case study in a list."""
    return _card(view, case.slug)


@per_view
def _card(view: View, slug: str) -> CaseCard:
    case = view.site.project.cases[slug]
    text = case_text(view, case)
    return CaseCard(
        title=view.as_text(text.title, text.language),
        summary=view.as_text(text.summary, text.language),
        address=page_table.KIND["case-study"].address_of(case.slug),
        parties=tuple(party_link(view, code) for code in case.facts.parties),
        years=view.years_label(case.facts.years, case.facts.updated),
        activities=tuple(number(view, activity) for activity in case.facts.activities),
        origin_label=origin_label(view, case.facts.origin),
    )


def case_list(view: View, kind: str, identifier: str, page: int = 1) -> CaseList:
    """Return a page of the list of case studies that starts on the page of `kind` and `identifier`."""
    everything = kind == "case-studies"
    cases = view.site.cases if everything else view.site.cases_of(kind, identifier)
    partial = view.site.cases_of("partial", identifier) if kind == "activity" else ()
    start, length = (page - 1) * page_table.PER_PAGE, max(len(cases), len(partial))
    return CaseList(
        cards=tuple(case_card(view, case) for case in cases[start : start + page_table.PER_PAGE]),
        count_label=view.case_count(len(cases)),
        partial=tuple(case_card(view, case) for case in partial[start : start + page_table.PER_PAGE]),
        pages=list_pages(view, page_table.KIND[kind].address_of(identifier), page_table.page_count(length), page),
        origin=_shared_origin(view, cases),
        empty=_empty(view, kind),
        filter_address=f"case-studies/?{kind}={identifier}" if cases and identifier and kind != "goal" else "",
    )


def _shared_origin(view: View, cases: Sequence[CaseFolder]) -> LocalizedText | None:
    """Return the author of several case studies; None if they have different ones."""
    origins = {case.facts.origin for case in cases}
    if len(cases) < 2 or len(origins) > 1:
        return None
    return {
        "party": view.pgettext("origin", "Toutes présentées par les Parties"),
        "editors": view.pgettext("origin", "Toutes établies par la rédaction"),
    }[origins.pop()]


def _empty(view: View, kind: str) -> LocalizedText:
    """Return the text for an empty list."""
    if kind == "party":
        return view.pgettext("case", "Pas encore d’étude de cas de cette Partie.")
    if kind == "sdg":
        return view.pgettext("case", "Pas encore d’étude de cas pour cet ODD.")
    return view.pgettext("case", "Pas encore d’étude de cas pour cette activité.")


def nearby(view: View, party: str) -> tuple[CaseCard, ...]:
    """Return the last revised case studies of a Party's electoral group, for a Party without its own; else none."""
    group = view.site.parties[party].group
    if group is None or view.site.cases_of("party", party.lower()):
        return ()
    return tuple(case_card(view, case) for case in view.site.cases_of("group", group)[:NEARBY])


def related(view: View, case: CaseFolder) -> Iterator[RelatedCases]:
    """Yield other case studies on the same activities, then others from the same region; none twice."""
    activities = chain.from_iterable(view.site.cases_of("activity", one) for one in case.facts.activities)
    region = view.site.cases_of("group", view.site.parties[case.facts.party].group or "")
    seen = {case.slug}
    for identifier, title, found in (
        ("same-activities", view.pgettext("case", "Sur les mêmes activités"), activities),
        ("same-region", view.pgettext("case", "Dans la même région"), region),
    ):
        others: list[str] = []
        for other in found:
            if len(others) == RELATED:
                break
            if other.slug not in seen:
                others.append(other.slug)
                seen.add(other.slug)
        if others:
            cards = (_card(view, slug) for slug in others)
            yield RelatedCases(
                id=identifier,
                title=title,
                cases=tuple(CaseLink(title=card.title, address=card.address) for card in cards),
            )


def list_pages(view: View, address: str, count: int, current: int) -> tuple[ListPage, ...]:
    """Return the pages that the page `current` of a list of `count` pages links to; none for one page."""
    if count == 1:
        return ()
    near = page_table.near(count, current)
    return tuple(
        ListPage(
            label=view.pgettext("list", "%(number)s", number=number),
            address=page_table.list_page(address, number),
            current=number == current,
            gap=number - before > 1,
        )
        for before, number in pairwise((0, *near))
    )


def coverage(view: View) -> LocalizedText:
    """Return a sentence with the number of activities that have a case study."""
    covered = sum(bool(view.site.cases_of("activity", identifier)) for identifier in view.site.current_activities)
    return view.npgettext(
        "coverage",
        "%(count)s activité sur %(total)s a au moins une étude de cas.",
        "%(count)s activités sur %(total)s ont au moins une étude de cas.",
        covered,
        total=len(view.site.current_activities),
    )


def editors(view: View) -> LocalizedText:
    """Return the author of all pages except the Parties' case studies."""
    return view.pgettext("cite", "Rédaction de la Feuille de route ouverte")


def author(view: View, case: CaseFolder) -> LocalizedText:
    """Return the author of a case study: the institution that presents it, or the editors."""
    if case.facts.origin == "party":
        return by_language(view, case, case.facts.lead_institution)
    return editors(view)
