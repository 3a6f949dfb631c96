"""The project with its links resolved, independent of any language: the goal of each output, the SDGs of each goal.

Computed once from the project; `views` and `localization` then turn it into pages of one language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from roadmap.catalogues.catalogue import Translator, of_language
from roadmap.model.adaptation import PlannedActivity
from roadmap.model.national_roadmaps import NationalRoadmap
from roadmap.model.practice import ActivityPractice, Area, Article, GoalPractice, OutputPractice, Paragraph
from roadmap.model.reference import Domain, Party, Sdg, Term
from roadmap.model.roadmap import (
    LEAFLET,
    Activity,
    Ended,
    Goal,
    Leaflet,
    Output,
    SdgLink,
    Source,
    SourceDocument,
    SourceText,
    TextVersion,
)
from roadmap.reading.adaptation import AdaptationFolder
from roadmap.reading.cache import cache_methods
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.project import Project

T = TypeVar("T")
FORMER = "former "
"""How the msgctxt of a former text begins."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of the leaflet, with its kind and id: `("activity", "2.4")`."""

    kind: str
    id: str
    text: SourceText

    @property
    def context(self) -> str:
        """The msgctxt of its translations."""
        return f"{self.kind} {self.id}".strip()

    @property
    def anchor(self) -> str:
        """Its id on a page, the same in every language."""
        return f"{self.kind}-{self.id}".strip("-")

    @property
    def ended(self) -> Ended | None:
        """That it is no longer part of the roadmap; None if it is."""
        return self.text.ended if isinstance(self.text, Output | Activity) else None

    def former(self) -> Iterator[tuple[str, TextVersion]]:
        """Yield the earlier texts, the oldest first, each with the msgctxt of its translations."""
        for version in self.text.former:
            yield f"{FORMER}{self.context} {version.document}", version


@dataclass(frozen=True, slots=True)
class Plan:
    """A Party's own roadmap with a page of its own: published here, or listed with activities that a source states."""

    id: str
    published: AdaptationFolder | None
    entry: NationalRoadmap | None
    """Its entry in `data/national-roadmaps.yml`; a published plan may have none."""

    @property
    def parties(self) -> tuple[str, ...]:
        """All its Parties, the first its own."""
        own = (self.published.plan.party,) if self.published else ()
        return tuple(dict.fromkeys((*own, *(self.entry.parties if self.entry else ()))))

    @property
    def activities(self) -> tuple[PlannedActivity, ...]:
        """What is known of each activity, in the Party's order; of a listed plan, only that a source links it."""
        if self.published:
            return self.published.plan.activities
        return tuple(PlannedActivity(id=one, decision="taken_up") for one in self.linked)

    @property
    def takes_up(self) -> bool:
        """Whether its activities are taken up: a study or a project that a source links to activities is no plan."""
        return self.published is not None or (self.entry is not None and self.entry.kind == "national_roadmap")

    @property
    def taken_up(self) -> tuple[PlannedActivity, ...]:
        """The activities that the Party takes up, in its order; none of a study or a project."""
        return tuple(one for one in self.activities if one.decision == "taken_up") if self.takes_up else ()

    @property
    def linked(self) -> tuple[str, ...]:
        """The activities that a source links to a listed plan; none of a published one, which states them itself."""
        return () if self.published or not self.entry else self.entry.activities_stated


class Site:
    """The content of all pages, independent of any language."""

    def __init__(self, project: Project):
        """Take the checked project that `load` returns."""
        self.project = project
        self.roadmap = project.roadmap
        self._catalogues = {code: of_language(code, catalog) for code, catalog in project.catalogs.items()}
        self._results: dict[Callable[[Site], Any], Any] = {}
        cache_methods(self, "translator")

    def translator(self, language: str) -> Translator:
        """Return the texts for readers of `language`, with its fallbacks."""
        languages = self.project.languages
        chain = next(entry.fallback for entry in languages.languages if entry.code == language)
        return Translator(language, languages.source, chain, self._catalogues)

    @cached_property
    def goals(self) -> dict[str, Goal]:
        """By id."""
        return {goal.id: goal for goal in self.roadmap.goals}

    @cached_property
    def outputs(self) -> dict[str, Output]:
        """By id, with those that have ended: they still have a page."""
        return {output.id: output for output in self.roadmap.outputs}

    @cached_property
    def activities(self) -> dict[str, tuple[Output, Activity]]:
        """By id, with its output; with those that have ended."""
        return {a.id: (output, a) for output in self.roadmap.outputs for a in output.activities}

    @cached_property
    def current_outputs(self) -> tuple[Output, ...]:
        """Those that are part of the roadmap today."""
        return tuple(output for output in self.roadmap.outputs if not output.ended)

    @cached_property
    def current_activities(self) -> dict[str, Activity]:
        """Those that are part of the roadmap today, by id."""
        return {a.id: a for output in self.current_outputs for a in output.activities if not a.ended}

    @cached_property
    def documents(self) -> dict[str, Leaflet | SourceDocument]:
        """The documents that texts of the roadmap are from, by id, the leaflet first."""
        return {LEAFLET: self.roadmap.leaflet, **{one.id: one for one in self.roadmap.documents}}

    @cached_property
    def sdgs(self) -> dict[int, Sdg]:
        """By number, linked or not."""
        return {sdg.number: sdg for sdg in self.project.sdgs.sdgs}

    @cached_property
    def references(self) -> dict[str, Source]:
        """The editors' sources, by id."""
        return {source.id: source for source in self.roadmap.sources}

    @cached_property
    def explained(self) -> dict[tuple[str, str], ActivityPractice | OutputPractice | GoalPractice]:
        """What the editors add to each goal, output and activity, by kind and id."""
        practice = self.project.practice
        kinds = (("goal", practice.goals), ("output", practice.outputs), ("activity", practice.activities))
        return {(kind, entry.id): entry for kind, entries in kinds for entry in entries}

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The articles of the Convention that the editors link to, by id."""
        return {article.id: article for article in self.project.practice.articles}

    @cached_property
    def paragraphs(self) -> dict[int, Paragraph]:
        """The paragraphs of the guidelines, by number."""
        return {paragraph.id: paragraph for paragraph in self.project.practice.paragraphs}

    @cached_property
    def areas(self) -> dict[str, Area]:
        """The areas of the monitoring framework, by id."""
        return {area.id: area for area in self.project.practice.areas}

    @cached_property
    def linked_sdgs(self) -> tuple[int, ...]:
        """Numbers of the SDGs that goals link to, in order."""
        return tuple(sorted({link.sdg for goal in self.roadmap.goals for link in goal.sdgs}))

    @cached_property
    def sdg_pages(self) -> tuple[int, ...]:
        """Numbers of the SDGs with a page: the roadmap or a case study links to them."""
        return tuple(sorted({*self.linked_sdgs, *(number for case in self.cases for number in case.facts.sdgs)}))

    @cached_property
    def parties(self) -> dict[str, Party]:
        """By code."""
        return {party.code: party for party in self.project.parties.parties}

    @cached_property
    def domains(self) -> dict[str, Domain]:
        """By id."""
        return {domain.id: domain for domain in self.project.domains.domains}

    @cached_property
    def text_files(self) -> frozenset[str]:
        """The existing files of pages and case studies, from the project's root."""
        pages = (text.path for texts in self.project.prose.values() for text in texts.values())
        cases = (text.path for case in self.project.cases.values() for text in case.texts.values())
        return frozenset((*pages, *cases))

    def once(self, make: Callable[[Site], T]) -> T:
        """Return the result of `make` for this site, computed the first time only."""
        if make not in self._results:
            self._results[make] = make(self)
        result: T = self._results[make]
        return result

    def prepare(self) -> None:
        """Compute what all languages need and what takes long."""
        for name in ("cases", "_cases_by", "_roadmaps_by", "plans", "_plans_by"):
            getattr(self, name)

    @cached_property
    def terms(self) -> dict[str, Term]:
        """The terms of the glossary, by id."""
        return {term.id: term for term in self.project.glossary.terms}

    @cached_property
    def cases(self) -> tuple[CaseFolder, ...]:
        """All case studies, the most recently revised first."""
        return tuple(sorted(self.project.cases.values(), key=lambda case: (-case.facts.updated.toordinal(), case.slug)))

    def cases_of(self, kind: str, identifier: str) -> tuple[CaseFolder, ...]:
        """Return the case studies of an output, activity, goal, SDG, Party (`ca`), `partial` activity, or electoral
        `group`.
        """
        return self._cases_by.get((kind, identifier), ())

    @cached_property
    def _cases_by(self) -> dict[tuple[str, str], tuple[CaseFolder, ...]]:
        found: dict[tuple[str, str], dict[str, CaseFolder]] = {}
        for case in self.cases:
            for key in self._keys(case):
                found.setdefault(key, {})[case.slug] = case
        return {key: tuple(cases.values()) for key, cases in found.items()}

    def _keys(self, case: CaseFolder) -> Iterator[tuple[str, str]]:
        known = [identifier for identifier in case.facts.activities if identifier in self.activities]
        for identifier in known:  # checks use pages too, before all ids are known to be right
            output = self.activities[identifier][0]
            yield from (("activity", identifier), ("output", output.id), ("goal", output.goal.id))
        yield from (("partial", identifier) for identifier in case.facts.activities_partial)
        yield from (("sdg", str(number)) for number in case.facts.sdgs)
        yield from (("party", code.lower()) for code in case.facts.parties)
        if party := self.parties.get(case.facts.party):
            yield "group", party.group or ""

    def roadmaps_of(self, kind: str, identifier: str) -> tuple[NationalRoadmap, ...]:
        """Return the national roadmaps of a Party (`fr`) or an activity, in the order of their file.

        An activity has no related strategies: they do not follow from the roadmap.
        """
        return self._roadmaps_by.get((kind, identifier), ())

    @cached_property
    def _roadmaps_by(self) -> dict[tuple[str, str], tuple[NationalRoadmap, ...]]:
        found: dict[tuple[str, str], tuple[NationalRoadmap, ...]] = {}
        for one in self.project.national_roadmaps.roadmaps:
            keys = [("party", code.lower()) for code in one.parties]
            keys += [("activity", activity) for activity in one.activities if one.kind != "related"]
            for key in dict.fromkeys(keys):
                found[key] = (*found.get(key, ()), one)
        return found

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """The national roadmaps with a page of their own, by id: those published here, the last revised first, then
        those of the list whose activities a source states. Related strategies do not follow from the roadmap.
        """
        listed = {one.id: one for one in self.project.national_roadmaps.roadmaps if one.kind != "related"}
        folders = sorted(self.project.adaptations.values(), key=lambda one: (-one.plan.updated.toordinal(), one.id))
        found = {one.id: Plan(one.id, one, listed.get(one.id)) for one in folders}
        return found | {
            one.id: Plan(one.id, None, one) for one in listed.values() if one.activities_stated and one.id not in found
        }

    def plans_of(self, kind: str, identifier: str) -> tuple[Plan, ...]:
        """Return the plans of a Party (`fr`), those that take up an activity, or those that a case study is about."""
        return self._plans_by.get((kind, identifier), ())

    @cached_property
    def _plans_by(self) -> dict[tuple[str, str], tuple[Plan, ...]]:
        found: dict[tuple[str, str], tuple[Plan, ...]] = {}
        for plan in self.plans.values():
            keys = [("party", code.lower()) for code in plan.parties]
            keys += [("activity", one.id) for one in plan.taken_up if not one.is_own]
            keys += [("case-study", plan.entry.case_study)] if plan.entry and plan.entry.case_study else []
            for key in dict.fromkeys(keys):
                found[key] = (*found.get(key, ()), plan)
        return found

    def outputs_of(self, goal: str) -> tuple[Output, ...]:
        """Return the present outputs of a goal."""
        return tuple(output for output in self.current_outputs if output.goal.id == goal)

    def replaced_by(self, kind: str, identifier: str) -> tuple[Output | Activity, ...]:
        """Return the outputs or activities that one of them replaces."""
        items = self.outputs.values() if kind == "output" else (activity for _, activity in self.activities.values())
        return tuple(item for item in items if item.ended and identifier in item.ended.replaced_by)

    def goals_of(self, sdg: int) -> tuple[tuple[Goal, SdgLink], ...]:
        """Return the goals that link to an SDG, each with its link."""
        return tuple((goal, link) for goal in self.roadmap.goals for link in goal.sdgs if link.sdg == sdg)

    def entries(self) -> Iterator[Entry]:
        """Yield all texts of the leaflet, in reading order: those with provenance and translations."""
        roadmap = self.roadmap
        yield Entry("title", "", roadmap.title)
        yield Entry("banner", "", roadmap.banner)
        for name in type(roadmap.rows).model_fields:
            yield Entry("row", name, getattr(roadmap.rows, name))
        for goal in roadmap.goals:
            yield Entry("goal", goal.id, goal)
        for output in roadmap.outputs:
            yield Entry("output", output.id, output)
            for activity in output.activities:
                yield Entry("activity", activity.id, activity)
        yield Entry("closing", "", roadmap.closing)
