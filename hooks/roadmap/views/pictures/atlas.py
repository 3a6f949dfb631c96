"""The atlas: where case studies come from and when. No map, hence no borders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import product

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.model.contribution_fields import Years
from roadmap.reading.case_study import CaseFolder
from roadmap.views.components import cases, items
from roadmap.views.components.facets import REGIONS, facet_values, parties_by_region, region_value
from roadmap.views.contexts.atlas import Bar, HeatCell, HeatMap, HeatRow, PartyDot, RegionDots, Timeline
from roadmap.views.contexts.components import Item
from roadmap.views.view import View

UNIT = 10
"""The width of a year in the timeline."""
MOST_BARS = 60
"""Measures in the timeline: with more, only those that began last are shown, and the page stays light."""
TICKS = 4
"""Into how many equal parts the years of the timeline divide it."""


def by_activity(view: View) -> HeatMap:
    """Return the case studies of each activity in each region."""
    groups = items.output_groups(view)
    return _heat_map(view, "activity", [activity for group in groups for activity in group.activities])


def by_output(view: View) -> HeatMap:
    """Return the case studies of each output in each region."""
    return _heat_map(view, "output", [group.output for group in items.output_groups(view)])


def _heat_map(view: View, kind: str, rows: Sequence[Item]) -> HeatMap:
    counts: Counter[tuple[str, str]] = Counter()
    for case in view.site.cases:
        values = facet_values(view, case)
        counts.update(product(values[kind], values["region"]))
    found = {region for _, region in counts}
    groups = [group for group in REGIONS if group or region_value(group) in found]
    return HeatMap(
        regions=tuple(view.region_label(group) for group in groups),
        rows=tuple(
            HeatRow(
                item=row,
                cells=tuple(
                    _cell(kind, row.id, region_value(group), counts[row.id, region_value(group)]) for group in groups
                ),
            )
            for row in rows
        ),
    )


def _cell(kind: str, identifier: str, region: str, count: int) -> HeatCell:
    return HeatCell(
        count=count,
        level=items.size(count),
        address=f"{page_table.KIND['case-studies'].address}?{kind}={identifier}&region={region}" if count else "",
    )


def parties(view: View) -> tuple[RegionDots, ...]:
    """Return the Parties of each region, those with case studies first."""
    return tuple(_region(view, group, codes) for group, codes in parties_by_region(view).items())


def _region(view: View, group: str | None, codes: Sequence[str]) -> RegionDots:
    counts = {code: len(view.site.cases_of("party", code.lower())) for code in codes}
    active = sum(bool(count) for count in counts.values())
    return RegionDots(
        id=f"region-{region_value(group)}",
        label=view.region_label(group),
        share=view.npgettext(
            "atlas",
            "%(count)s Partie sur %(total)s avec des études de cas",
            "%(count)s Parties sur %(total)s avec des études de cas",
            active,
            total=len(codes),
        ),
        dots=tuple(_dot(view, code, counts[code]) for code in sorted(codes, key=lambda code: not counts[code])),
    )


def _dot(view: View, code: str, count: int) -> PartyDot:
    return PartyDot(
        link=cases.party_link(view, code), cases=count, label=view.case_count(count), size=items.size(count)
    )


def timeline(view: View) -> Timeline | None:
    """Return the measures by their first year; None if no case study has a year."""
    spans = [(case, *span) for case in view.site.cases if (span := _span(case.facts.years, case.facts.updated))]
    if not spans:
        return None
    ordered = sorted(spans, key=lambda span: (span[1], span[2], span[0].slug))[-MOST_BARS:]
    first, last = ordered[0][1], max(span[2] for span in ordered)
    first -= -(last - first) % TICKS  # an even number of years between two ticks
    step = max(1, (last - first) // TICKS)
    return Timeline(
        width=UNIT * max(1, last - first),
        years=tuple(str(year) for year in range(first, last + 1, step)),
        bars=tuple(_bar(view, case, start - first, end - start, endless) for case, start, end, endless in ordered),
        left_out=view.npgettext(
            "atlas",
            "%(count)s mesure sur %(total)s, celle qui a commencé en dernier",
            "%(count)s mesures sur %(total)s, celles qui ont commencé en dernier",
            len(ordered),
            total=len(spans),
        )
        if len(spans) > len(ordered)
        else None,
    )


def _span(years: Years, updated: date) -> tuple[int, int, bool] | None:
    """Return first year, last year, and whether the end is not known; None without any year."""
    start = years.start or years.end
    if start is None:
        return None
    return start, max(start, years.end or updated.year), years.end is None


def _bar(view: View, case: CaseFolder, start: int, length: int, endless: bool) -> Bar:
    card = cases.case_card(view, case)
    return Bar(
        address=card.address,
        parties=_names(view, [party.name for party in card.parties]),
        activities=" ".join(one.id for one in card.activities),
        years=card.years,
        colour=card.activities[0].colour if card.activities else "",
        start=UNIT * start,
        length=UNIT * length,
        open=endless,
    )


def _names(view: View, names: Sequence[LocalizedText]) -> str:
    return view.list_text(name.value for name in names)
