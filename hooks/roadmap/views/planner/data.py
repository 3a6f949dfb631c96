"""The data of the planner's scripts: the roadmap in one language, the choices, and the rules of a plan."""

from __future__ import annotations

from itertools import chain

from roadmap import languages
from roadmap.characters import INVISIBLE
from roadmap.contributions import plan_schema
from roadmap.localization import LocalizedText
from roadmap.model.adaptation import DECISIONS, FORMAT, MAX_ACTIVITIES, PRIORITIES, STATUSES
from roadmap.model.contribution_fields import MARKUP
from roadmap.model.practice import Point
from roadmap.page_table import KIND
from roadmap.views.components import cases, items, practice
from roadmap.views.contexts.components import Item
from roadmap.views.contexts.lists import CaseCard
from roadmap.views.planner import texts
from roadmap.views.view import View

HIDDEN_IN_SCRIPTS = INVISIBLE.pattern[:-1] + r"\u{e0000}-\u{e007f}]"
"""`characters.HIDDEN`, as JavaScript writes it: what is removed from texts that are typed or opened."""
CASES = 3
"""Case studies that the planner offers beside an activity; its page has all of them."""


def first(view: View) -> dict[str, object]:
    """Return what the planner needs to begin: its messages, the roadmap by short names, choices and rules."""
    groups = items.goal_groups(view)
    outputs = list(chain.from_iterable(group.outputs for group in groups))
    asked = {name: plan_schema.asked(model) for name, model in plan_schema.MODELS.items()}
    numbers = dict.fromkeys(link.tile.number for group in groups for link in group.sdgs)
    return {
        "texts": {key: text.value for key, text in texts.of(view).items()},
        "labels": {
            model: {name: view.phrase(label).value for name, (label, _help) in fields.items()}
            for model, fields in asked.items()
        },
        "helps": {
            model: {name: view.phrase(help_).value for name, (_label, help_) in fields.items() if help_}
            for model, fields in asked.items()
        },
        "choices": {
            name: {value: view.phrase(label).value for value, label in values.items()}
            for name, values in (("decision", DECISIONS), ("priority", PRIORITIES), ("status", STATUSES))
        },
        "goals": [
            _named(view, group.goal)
            | {"sdgs": [link.tile.number for link in group.sdgs], "outputs": [one.output.id for one in group.outputs]}
            for group in groups
        ],
        "outputs": [_named(view, group.output) for group in outputs],
        "activities": [_named(view, activity) for group in outputs for activity in group.activities],
        "sdgs": {str(number): items.tile(view, number).title.value for number in sorted(numbers)},
        "parties": [
            [code, name.value, *_marks(name)]
            for code, name in view.by_name({code: view.party_name(code) for code in view.site.parties}).items()
        ],
        "rules": plan_schema.rules(),
        "published": plan_schema.published(),
        "markup": MARKUP.pattern,
        "invisible": HIDDEN_IN_SCRIPTS,
        "format": FORMAT,
        "roadmap": view.site.roadmap.version,
        "most": MAX_ACTIVITIES,
        "language": view.language,
        "languages": list(view.site.project.codes),
        "name": view.site_name.value,
    }


def _named(view: View, item: Item) -> dict[str, object]:
    """Return a goal, an output or an activity by its short name; an activity or output with its address."""
    named: dict[str, object] = {"id": item.id, "label": item.label.value, "short": item.short.value}
    return named | {"address": view.link(view.path(item.address), view.path(KIND["adapt"].address))}


def _marks(name: LocalizedText) -> list[str]:
    """Return the language and direction of a name, where they are not the page's."""
    return [name.language, languages.direction(name.language)] if name.foreign else []


def activities(view: View) -> dict[str, object]:
    """Return what the planner shows beside each activity: full text, practice, signs to observe, a few case studies."""
    return {identifier: _beside(view, identifier) for identifier in view.site.current_activities}


def _beside(view: View, identifier: str) -> dict[str, object]:
    _output, activity = view.site.activities[identifier]
    text = items.item(view, "activity", activity).text
    found = view.site.cases_of("activity", identifier)
    entry = view.site.explained["activity", identifier]
    signs = [one for one in entry.practice if isinstance(one, Point) and one.point == "signs"]
    signs_label = practice.point_label(view, "signs").value
    points = [point for point in practice.points(view, identifier) if point.label.value != signs_label]
    return {
        "text": [text.value, *_marks(text)],
        "practice": [
            [point.label.value, [[one.text.value, *_marks(one.text)] for one in point.sentences]] for point in points
        ],
        "signs": [view.data(f"practice activity {identifier}", one.text).value for one in signs],
        "cases": [_case(view, card) for card in (cases.case_card(view, case) for case in found[:CASES])],
        "more": view.case_count(len(found)).value if len(found) > CASES else "",
    }


def _case(view: View, card: CaseCard) -> list[str]:
    """Return the address of a case study, its Party or Parties, its title, and the marks of the title."""
    address = view.link(view.path(card.address), view.path(KIND["adapt"].address))
    parties = " · ".join(link.name.value for link in card.parties)
    return [address, parties, card.title.value, *_marks(card.title)]
