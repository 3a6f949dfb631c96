"""The site in the words of one language: builds what templates read (`parts.py`), each component once per language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from babel.lists import format_list
from markupsafe import Markup

from . import colours, languages, pages, prose, reuse_view, sections
from .accessibility_view import accessibility_body
from .case_view import CaseView
from .contribute_view import contribute_body
from .data_view import data_body
from .glossary_view import glossary_body, term_links
from .markdown_text import Labels
from .memory import cache_methods
from .model import Activity, Goal, Output, SdgLink
from .offline_view import Offered, offline_body
from .page_info import menu as page_menu
from .page_info import page_info
from .pages import Row
from .parts import (
    AccessibilityBody,
    ActivitiesBody,
    ActivityBody,
    Behind,
    Citation,
    ContributeBody,
    DataBody,
    GlossaryBody,
    GoalBody,
    GoalGroup,
    GoalsBody,
    HomeBody,
    Item,
    LostMessage,
    NavItem,
    NotedEntry,
    OfflineBody,
    OutputBody,
    OutputGroup,
    OutputsBody,
    PageInfo,
    ProseBody,
    ProseSection,
    Provenance,
    SdgBody,
    SdgLinkItem,
    SdgsBody,
    SdgSummary,
    SdgTile,
    SearchBody,
    SourceLink,
    SourceNotesBody,
    Text,
    TranslationsBody,
)
from .rdf import SDG_IRI
from .search_view import search_body
from .sections import HEAD
from .site import Entry, Site
from .translations_view import translations_body


class View(CaseView):
    """The site for readers of one language."""

    def __init__(self, site: Site, language: str, site_url: str, repo_url: str = "", contact: str = ""):
        """`site_url` is absolute and ends with `/`: canonical and alternate links need it.

        `repo_url` is the repository's page, without a `/` at its end, and `contact` the editors' e-mail address; both
        are empty where they are not known.
        """
        super().__init__(site, language)
        self.site_url, self.repo_url, self.contact = site_url, repo_url, contact
        self.rows = pages.rows(site)
        self.poster_size = 0
        """In bytes, of the poster that the home page offers; 0 while there is none."""
        self.card: Path | None = None
        """Where the picture lies that messengers show with a link to the site; None while there is none."""
        self.offered = Offered()
        """What there is to read without network: known once all pages are written."""
        self.worker = ""
        """Of the worker by which pages are kept, the path from the site's root; empty where there is none."""
        self.row_at = {row.address: row for row in self.rows}
        self.neighbours = pages.neighbours(self.rows)
        cache_methods(self, "_provenance", "_goal_group", "_output_group", "_card", "tile", "page", "hubs", "menu")

    def hubs(self, menu: str) -> tuple[Row, ...]:
        """The pages that a menu leads to: `header` or `footer`."""
        return tuple(row for row in self.rows if row.kind.menu == menu)

    def within(self, address: str) -> Markup:
        """Return the data that a script needs, to be put into its page; none where it can fetch it from `address`."""
        return Markup()

    def menu(self, menu: str, here: str, above: str) -> tuple[NavItem, ...]:
        """A menu on the page at the address `here` of it, or below the one at `above`; both may be empty."""
        return page_menu(self, menu, here, above)

    def source_links(self, ids: Iterable[str]) -> tuple[SourceLink, ...]:
        """The editors' sources, named in the reader's language."""
        found = [self.site.references[identifier] for identifier in ids]
        return tuple(
            SourceLink(
                title=self.data(f"source {source.id}", source.title),
                url=source.url,
                language=source.language,
                language_name=languages.name_in(source.language, self.language),
            )
            for source in found
        )

    def item(self, kind: str, thing: Goal | Output | Activity) -> Item:
        """An output, activity or goal."""
        entry = Entry(kind, thing.id, thing)
        count = len(self.site.cases_of(kind, thing.id))
        return Item(
            id=thing.id,
            label=self.item_label(kind, thing.id),
            text=self.entry(entry),
            address=pages.KIND[kind].address.format(id=thing.id),
            anchor=entry.anchor,
            mark=self.mark(thing),
            colour="" if kind == "goal" else thing.id.split(".")[0],
            cases=count,
            cases_label=self.case_count(count),
            terms=term_links(self, thing.terms),
        )

    def _provenance(self, entry: Entry) -> Provenance:
        text = entry.text
        return Provenance(
            state=text.state,
            state_label=self.state_label(text.state),
            shown=self.french(text.text),
            printed=tuple(self.french(piece) for piece in text.printed),
            note=self.data(f"note {entry.context}", text.note) if text.note else None,
            confidence_label=self.confidence_label(text.confidence) if text.confidence else None,
            sources=self.source_links(text.sources),
            anchor=entry.anchor,
        )

    def tile(self, number: int) -> SdgTile:
        """An SDG."""
        sdg = self.site.sdgs[number]
        return SdgTile(
            number=number,
            label=self.item_label("sdg", str(number)),
            title=self.data(f"sdg {number}", sdg.title),
            address=pages.KIND["sdg"].address.format(id=number),
            colour=sdg.colour,
            ink=colours.ink(sdg.colour),
        )

    def sdg_link(self, goal: Goal, link: SdgLink) -> SdgLinkItem:
        """A goal's link to an SDG, with what it rests on."""
        basis = f"leaflet-{link.confidence}" if link.basis == "leaflet" else "framework"
        targets = format_list(link.targets, locale=languages.locale(self.language)) if link.targets else ""
        return SdgLinkItem(
            tile=self.tile(link.sdg),
            goal=self.item("goal", goal),
            basis=basis,
            basis_label=self.basis_label(basis),
            doubtful=link.confidence == "doubtful",
            targets=self.npgettext("sdg", "cible %(targets)s", "cibles %(targets)s", len(link.targets), targets=targets)
            if targets
            else None,
            note=self.data(f"note goal {goal.id} sdg {link.sdg}", link.note) if link.note else None,
            sources=self.source_links(link.sources),
        )

    def _output_group(self, output: Output) -> OutputGroup:
        count = len(output.activities)
        return OutputGroup(
            output=self.item("output", output),
            activities=tuple(self.item("activity", activity) for activity in output.activities),
            count_label=self.npgettext("count", "%(count)s activité", "%(count)s activités", count),
        )

    def _goal_group(self, goal: Goal) -> GoalGroup:
        outputs = self.site.outputs_of(goal.id)
        return GoalGroup(
            goal=self.item("goal", goal),
            outputs=tuple(self._output_group(output) for output in outputs),
            sdgs=tuple(self.sdg_link(goal, link) for link in goal.sdgs),
            sdg_note=self.data(f"note goal {goal.id} sdgs", goal.sdg_note) if goal.sdg_note else None,
            count_label=self.npgettext("count", "%(count)s produit", "%(count)s produits", len(outputs)),
        )

    @cached_property
    def goal_groups(self) -> tuple[GoalGroup, ...]:
        """Every goal with its outputs and SDGs."""
        return tuple(self._goal_group(goal) for goal in self.site.roadmap.goals)

    @cached_property
    def row_names(self) -> dict[str, Text]:
        """The names of the leaflet's rows: outputs, activities, goals, sdgs."""
        return {entry.id: self.entry(entry) for entry in self.site.entries() if entry.kind == "row"}

    @cached_property
    def site_name(self) -> Text:
        """The short name of the site."""
        return self.pgettext("site", "Feuille de route ouverte")

    # Bodies: one method for each kind of page, named after its template

    def home_body(self, row: Row) -> HomeBody:
        """The whole roadmap in one matrix."""
        roadmap = self.site.roadmap
        banner = Entry("banner", "", roadmap.banner)
        return HomeBody(
            title=self.entry(Entry("title", "", roadmap.title)),
            banner=self.entry(banner),
            banner_mark=self.mark(roadmap.banner),
            banner_notes=pages.KIND["source-notes"].address + f"#{banner.anchor}",
            summary=self.summary(),
            poster=self.pgettext("home", "L’affiche en PDF (A3, %(size)s)", size=self.size_text(self.poster_size))
            if self.poster_size
            else None,
            groups=self.goal_groups,
            rows=self.row_names,
            columns=len(roadmap.outputs),
            coverage=self.coverage(),
            bases=tuple(
                {
                    link.basis: (link.basis, link.basis_label) for group in self.goal_groups for link in group.sdgs
                }.values()
            ),
            closing=self.entry(Entry("closing", "", roadmap.closing)),
        )

    def summary(self) -> Text:
        """The roadmap in one sentence."""
        counts = {
            "outputs": self.npgettext("count", "%(count)s produit", "%(count)s produits", len(self.site.outputs)),
            "activities": self.npgettext(
                "count", "%(count)s activité", "%(count)s activités", len(self.site.activities)
            ),
            "goals": self.npgettext(
                "count",
                "%(count)s objectif de la Convention",
                "%(count)s objectifs de la Convention",
                len(self.site.goals),
            ),
        }
        return self.pgettext(
            "home",
            "%(outputs)s, %(activities)s, %(goals)s : un cadre que chaque Partie peut adapter à ses besoins, à ses "
            "ressources et à ses priorités.",
            **counts,
        )

    def outputs_body(self, row: Row) -> OutputsBody:
        """The outputs, under the goals they serve."""
        return OutputsBody(groups=self.goal_groups)

    def output_body(self, row: Row) -> OutputBody:
        """An output with its activities, its goal and what they meet."""
        output = self.site.outputs[row.id]
        goal = self.site.goals[output.goal.id]
        return OutputBody(
            group=self._output_group(output),
            goal=self.item("goal", goal),
            goal_confidence=self.confidence_label(output.goal.confidence),
            goal_note=self.data(f"note output {output.id} goal", output.goal.note),
            sdgs=self._goal_group(goal).sdgs,
            provenance=self._provenance(row.entries[0]),
            cases=self.case_list("output", row.id),
        )

    def activities_body(self, row: Row) -> ActivitiesBody:
        """Every activity, under its output."""
        return ActivitiesBody(groups=self.output_groups())

    def output_groups(self) -> tuple[OutputGroup, ...]:
        """Every output with its activities."""
        return tuple(self._output_group(output) for output in self.site.roadmap.outputs)

    def activity_body(self, row: Row) -> ActivityBody:
        """An activity, and the way up to its output, goal and SDGs."""
        output, activity = self.site.activities[row.id]
        goal = self.site.goals[output.goal.id]
        return ActivityBody(
            activity=self.item("activity", activity),
            output=self.item("output", output),
            goal=self.item("goal", goal),
            sdgs=self._goal_group(goal).sdgs,
            siblings=self._output_group(output).activities,
            provenance=self._provenance(row.entries[0]),
            cases=self.case_list("activity", row.id),
        )

    def goals_body(self, row: Row) -> GoalsBody:
        """The goals of the Convention."""
        return GoalsBody(groups=self.goal_groups)

    def goal_body(self, row: Row) -> GoalBody:
        """A goal, its outputs and its SDGs."""
        goal = self.site.goals[row.id]
        return GoalBody(
            group=self._goal_group(goal),
            provenance=self._provenance(row.entries[0]),
            cases=self.case_list("goal", row.id),
        )

    def _sdg_links(self, number: int) -> tuple[SdgLinkItem, ...]:
        return tuple(self.sdg_link(goal, link) for goal, link in self.site.goals_of(number))

    def sdgs_body(self, row: Row) -> SdgsBody:
        """The SDGs some goal links to."""
        return SdgsBody(
            summaries=tuple(
                SdgSummary(
                    tile=self.tile(number),
                    links=(links := self._sdg_links(number)),
                    count_label=self.npgettext(
                        "count",
                        "%(count)s objectif de la Convention",
                        "%(count)s objectifs de la Convention",
                        len(links),
                    ),
                )
                for number in self.site.linked_sdgs
            )
        )

    def sdg_body(self, row: Row) -> SdgBody:
        """An SDG, and the goals, outputs and activities that meet it."""
        number = int(row.id)
        return SdgBody(
            tile=self.tile(number),
            links=self._sdg_links(number),
            groups=tuple(self._goal_group(goal) for goal, _link in self.site.goals_of(number)),
            unverified=self.site.sources.sdgs.title_confidence.get(self.language) != "certain",
            iri=SDG_IRI.format(number),
            cases=self.case_list("sdg", row.id),
        )

    def prose_body(self, row: Row) -> ProseBody:
        """A hand-written page, in the first language of the chain that has it."""
        page = self.prose_text(row.slug or "")
        foreign = page.language != self.language
        here = self.path(row.address)

        def resolve(target: str) -> str:
            return self.site_link(target, here)

        original = self.site.sources.prose[row.slug or ""][self.source]
        moved = sections.behind(page, original) if page is not original else ()

        def state(identifier: str) -> Behind | None:
            path = self.path(row.address, self.source) + ("" if identifier == HEAD else f"#{identifier}")
            return self.behind(path, self.source) if identifier in moved else None

        labels = Labels(
            back=self.pgettext("prose", "Revenir au texte").value, table=self.pgettext("prose", "Tableau").value
        )
        html = prose.render(page, resolve, labels)
        return ProseBody(
            title=self.as_text(page.title, page.language),
            sections=tuple(
                ProseSection(heading=Markup(heading), html=Markup(below), behind=state(identifier))
                for identifier, heading, below in prose.in_sections(html)
            ),
            language=page.language,
            direction=languages.direction(page.language),
            foreign=foreign,
        )

    def prose_text(self, slug: str) -> prose.Prose:
        """A hand-written page, in the first language of the chain that has it."""
        texts = self.site.sources.prose[slug]
        return next(texts[code] for code in self.translator.languages if code in texts)

    def source_notes_body(self, row: Row) -> SourceNotesBody:
        """What the leaflet shows and what the editors made of it, text by text."""
        entries = [entry for entry in self.site.entries() if entry.text.state != "printed" or entry.text.note]
        states = [entry.text.state for entry in self.site.entries()]
        return SourceNotesBody(
            prose=self.prose_body(row),
            entries=tuple(self._noted(entry) for entry in entries),
            counts=(
                self.npgettext(
                    "count",
                    "%(count)s texte conforme au dépliant",
                    "%(count)s textes conformes au dépliant",
                    states.count("printed"),
                ),
                self.npgettext(
                    "count",
                    "%(count)s texte restitué",
                    "%(count)s textes restitués",
                    states.count("restored"),
                ),
                self.npgettext(
                    "count",
                    "%(count)s texte à confirmer",
                    "%(count)s textes à confirmer",
                    states.count("doubtful"),
                ),
            ),
            links=tuple(link for group in self.goal_groups for link in group.sdgs),
            sources=self.source_links(self.site.references),
            leaflet_note=self.data("note leaflet", self.site.roadmap.leaflet.note),
        )

    def _noted(self, entry: Entry) -> NotedEntry:
        page = pages.KIND.get(entry.kind)
        return NotedEntry(
            label=self.item_label(entry.kind, entry.id) if page else self._part_label(entry),
            address=page.address.format(id=entry.id) if page else None,
            provenance=self._provenance(entry),
        )

    def _part_label(self, entry: Entry) -> Text:
        """The name of a part of the leaflet that has no page of its own."""
        return {
            "title": self.pgettext("part", "Titre"),
            "banner": self.pgettext("part", "Bandeau"),
            "closing": self.pgettext("part", "Paragraphe final"),
            "row": self.pgettext("part", "Nom de rangée"),
        }[entry.kind]

    def search_body(self, row: Row) -> SearchBody:
        """The page for searching."""
        return search_body(self, row)

    def translations_body(self, row: Row) -> TranslationsBody:
        """How far each language's translations are."""
        return translations_body(self)

    def glossary_body(self, row: Row) -> GlossaryBody:
        """The terms of the roadmap."""
        return glossary_body(self)

    def data_body(self, row: Row) -> DataBody:
        """The files of open data."""
        return data_body(self)

    def offline_body(self, row: Row) -> OfflineBody:
        """How the site is read without network."""
        return offline_body(self, row)

    def accessibility_body(self, row: Row) -> AccessibilityBody:
        """The accessibility statement."""
        return accessibility_body(self)

    def contribute_body(self, row: Row) -> ContributeBody:
        """The form by which a Party presents a case study."""
        return contribute_body(self)

    def lost_message(self) -> LostMessage:
        """What the 404 page says to these readers."""
        return LostMessage(
            language=self.language,
            direction=self.direction,
            path=self.path(""),
            site_name=self.site_name,
            title=self.pgettext("lost", "Cette page n’existe pas"),
            text=self.pgettext("lost", "Elle a peut-être changé d’adresse, ou l’adresse est mal écrite."),
            link=self.pgettext("lost", "Aller à la feuille de route"),
        )

    def citation(self, row: Row) -> Citation:
        """How to cite a page."""
        return reuse_view.citation(self, row)

    def page(self, row: Row) -> PageInfo:
        """What surrounds the body of a page."""
        return page_info(self, row)
