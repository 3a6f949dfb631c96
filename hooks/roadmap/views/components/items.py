"""Outputs, activities, goals and SDGs, for all pages."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import replace

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.model.reference import Term
from roadmap.model.roadmap import LEAFLET, Activity, Goal, Output, SdgLink, TextVersion
from roadmap.site import Entry
from roadmap.views.components import documents
from roadmap.views.contexts.components import (
    EndedNotice,
    FormerText,
    GoalGroup,
    Item,
    OutputGroup,
    Provenance,
    SdgLinkItem,
    SdgTile,
    SourceLink,
    TermLink,
)
from roadmap.views.view import View, per_view

SIZES = (1, 3, 6, 12)
"""From how many case studies on a station, a cell or a dot has the next size."""


def source_links(view: View, ids: Iterable[str]) -> tuple[SourceLink, ...]:
    """Return the editors' sources, with their titles in the reader's language."""
    sources = [view.site.references[identifier] for identifier in ids]
    return tuple(
        SourceLink(
            title=view.data(f"source {source.id}", source.title),
            url=source.url,
            language=source.language,
            language_name=view.language_name(source.language),
        )
        for source in sources
    )


def short(view: View, kind: str, identifier: str) -> LocalizedText:
    """Return the editors' short name of an output, activity or goal."""
    return view.data(f"short {kind} {identifier}", view.site.explained[kind, identifier].short)


def item(view: View, kind: str, thing: Goal | Output | Activity) -> Item:
    """Return an output, activity or goal."""
    entry = Entry(kind, thing.id, thing)
    count = len(view.site.cases_of(kind, thing.id))
    return Item(
        id=thing.id,
        label=view.item_label(kind, thing.id),
        short=short(view, kind, thing.id),
        text=view.entry(entry),
        address=page_table.KIND[kind].address_of(thing.id),
        anchor=entry.anchor,
        mark=view.mark(thing),
        colour="" if kind == "goal" else thing.id.split(".")[0],
        cases=count,
        cases_label=view.case_count(count),
        size=size(count),
        terms=term_links(view, thing.terms),
    )


def size(count: int) -> int:
    """Return how large or dark a drawing shows a number of case studies: 0 for none, up to 4 from twelve on."""
    return bisect(SIZES, count)


@per_view
def provenance(view: View, entry: Entry) -> Provenance:
    """Return the provenance of a text of the roadmap, with its former texts."""
    found = _provenance(view, entry, entry.context, entry.text)
    former = tuple(_former(view, entry, context, version) for context, version in entry.former())
    return replace(found, former=former[::-1])


def _provenance(view: View, entry: Entry, context: str, text: TextVersion) -> Provenance:
    return Provenance(
        state=text.state,
        state_label=view.state_label(text.state),
        shown=view.french(text.text),
        printed=tuple(view.french(piece) for piece in text.printed),
        note=view.data(f"note {context}", text.note) if text.note else None,
        confidence_label=view.confidence_label(text.confidence) if text.confidence else None,
        sources=source_links(view, text.sources),
        official=source_links(view, [one.source for one in text.official if one.language == view.language]),
        anchor=entry.anchor,
        document=documents.link(view, text.document) if text.document != LEAFLET else None,
        former=(),
    )


def _former(view: View, entry: Entry, context: str, version: TextVersion) -> FormerText:
    """Return a former text: on the item's own page, or on that of editorial notes."""
    page = page_table.KIND.get(entry.kind)
    anchor = f"text-{version.document}" if page else f"{entry.anchor}-{version.document}"
    address = page.address_of(entry.id) if page else documents.NOTES
    return FormerText(
        anchor=anchor,
        url=f"{view.site_url}{view.path(address)}#{anchor}",
        text=view.data(context, version.text),
        document=documents.link(view, version.document),
        provenance=_provenance(view, entry, context, version),
    )


def ended_notice(view: View, kind: str, thing: Output | Activity) -> EndedNotice | None:
    """Return what to state of an item that is no longer part of the roadmap; None if it is."""
    if thing.ended is None:
        return None
    known = view.site.outputs if kind == "output" else {key: a for key, (_, a) in view.site.activities.items()}
    note = thing.ended.note
    return EndedNotice(
        document=documents.link(view, thing.ended.document),
        replaced_by=tuple(item(view, kind, known[identifier]) for identifier in thing.ended.replaced_by),
        note=view.data(f"note ended {kind} {thing.id}", note) if note else None,
    )


def replaced(view: View, kind: str, identifier: str) -> tuple[Item, ...]:
    """Return the outputs or activities that one of them replaces."""
    return tuple(item(view, kind, one) for one in view.site.replaced_by(kind, identifier))


@per_view
def tile(view: View, number: int) -> SdgTile:
    """Return an SDG."""
    sdg = view.site.sdgs[number]
    return SdgTile(
        number=number,
        label=view.item_label("sdg", str(number)),
        title=view.data(f"sdg {number}", sdg.title),
        address=page_table.KIND["sdg"].address_of(number),
    )


def sdg_link(view: View, goal: Goal, link: SdgLink) -> SdgLinkItem:
    """Return a goal's link to an SDG, with its basis."""
    basis = f"leaflet-{link.confidence}" if link.basis == "leaflet" else "framework"
    if link.basis == "leaflet" and link.read != link.sdg:
        basis = "corrected"
    targets = view.list_text(link.targets) if link.targets else ""
    return SdgLinkItem(
        tile=tile(view, link.sdg),
        goal=item(view, "goal", goal),
        basis=basis,
        basis_label=view.basis_label(basis, link.read),
        doubtful=link.confidence == "doubtful",
        targets=view.npgettext("sdg", "cible %(targets)s", "cibles %(targets)s", len(link.targets), targets=targets)
        if targets
        else None,
        note=view.data(f"note goal {goal.id} sdg {link.sdg}", link.note) if link.note else None,
        sources=source_links(view, link.sources),
    )


@per_view
def output_group(view: View, output: Output) -> OutputGroup:
    """Return an output with its activities."""
    current = view.site.current_activities
    activities = tuple(item(view, "activity", one) for one in output.activities if one.id in current)
    count = len(activities)
    return OutputGroup(
        output=item(view, "output", output),
        activities=activities,
        ended=tuple(item(view, "activity", one) for one in output.activities if one.id not in current),
        count_label=view.npgettext("count", "%(count)s activité", "%(count)s activités", count),
    )


@per_view
def goal_group(view: View, goal: Goal) -> GoalGroup:
    """Return a goal with its outputs and the SDGs that it is linked to."""
    outputs = view.site.outputs_of(goal.id)
    return GoalGroup(
        goal=item(view, "goal", goal),
        outputs=tuple(output_group(view, output) for output in outputs),
        sdgs=tuple(sdg_link(view, goal, link) for link in goal.sdgs),
        sdg_note=view.data(f"note goal {goal.id} sdgs", goal.sdg_note) if goal.sdg_note else None,
        count_label=view.npgettext("count", "%(count)s produit", "%(count)s produits", len(outputs)),
    )


@per_view
def goal_groups(view: View) -> tuple[GoalGroup, ...]:
    """Return every goal with its outputs and SDGs."""
    return tuple(goal_group(view, goal) for goal in view.site.roadmap.goals)


def output_groups(view: View) -> tuple[OutputGroup, ...]:
    """Return every present output with its activities."""
    return tuple(output_group(view, output) for output in view.site.current_outputs)


def sdg_links(view: View, number: int) -> tuple[SdgLinkItem, ...]:
    """Return the links of the goals to an SDG."""
    return tuple(sdg_link(view, goal, link) for goal, link in view.site.goals_of(number))


def summary(view: View) -> LocalizedText:
    """Return the roadmap in one sentence."""
    return view.pgettext(
        "home",
        "%(outputs)s, %(activities)s, %(goals)s : un cadre que chaque Partie peut adapter à ses besoins, à ses "
        "ressources et à ses priorités.",
        **_counts(view),
    )


def counts(view: View) -> LocalizedText:
    """Return how many outputs and activities the roadmap has."""
    return view.pgettext("home", "%(outputs)s, %(activities)s", **_counts(view))


def _counts(view: View) -> dict[str, LocalizedText]:
    goals = len(view.site.goals)
    return {
        "outputs": view.npgettext("count", "%(count)s produit", "%(count)s produits", len(view.site.current_outputs)),
        "activities": view.npgettext(
            "count", "%(count)s activité", "%(count)s activités", len(view.site.current_activities)
        ),
        "goals": view.npgettext(
            "count", "%(count)s objectif de la Convention", "%(count)s objectifs de la Convention", goals
        ),
    }


def term_name(view: View, term: Term) -> LocalizedText:
    """Return a term in the first language of the reader's chain that has it."""
    code = next(code for code in view.translator.languages if code in term.term)
    return view.as_text(term.term[code], code)


def term_links(view: View, ids: Iterable[str]) -> tuple[TermLink, ...]:
    """Return the terms of a text, each with its place in the glossary."""
    return tuple(
        TermLink(
            name=term_name(view, view.site.terms[identifier]),
            definition=view.data(f"glossary {identifier}", view.site.terms[identifier].definition),
            address=f"{page_table.KIND['glossary'].address}#{identifier}",
        )
        for identifier in ids
        if identifier in view.site.terms
    )
