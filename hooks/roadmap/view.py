"""The site in the words of one language: builds what templates read (`parts.py`), each component once per language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

from babel.lists import format_list
from markupsafe import Markup

from . import colours, languages, pages, prose, urls
from .model import Activity, Goal, Output, SdgLink
from .pages import Row
from .parts import (
    ActivitiesBody,
    ActivityBody,
    Alternate,
    Crumb,
    GoalBody,
    GoalGroup,
    GoalsBody,
    HomeBody,
    Item,
    LostMessage,
    NavItem,
    Neighbour,
    NotedEntry,
    OutputBody,
    OutputGroup,
    OutputsBody,
    PageInfo,
    ProseBody,
    Provenance,
    SdgBody,
    SdgLinkItem,
    SdgsBody,
    SdgSummary,
    SdgTile,
    SourceLink,
    SourceNotesBody,
    Text,
)
from .site import Entry, Site

SDG_IRI = "http://metadata.un.org/sdg/{}"
"""The UN's persistent identifiers of the SDGs."""


class View:
    """The site for readers of one language."""

    def __init__(self, site: Site, language: str, site_url: str):
        """`site_url` is absolute and ends with `/`: canonical and alternate links need it."""
        self.site = site
        self.language = language
        self.site_url = site_url
        self.source = site.sources.languages.source
        self.direction = languages.direction(language)
        self.translator = site.translator(language)
        self.rows = pages.rows(site)
        for name in ("_provenance", "_goal_group", "_output_group", "_tile", "page"):
            setattr(self, name, cache(getattr(self, name)))  # per view, so that a view frees its parts

    # Words

    def as_text(self, value: str, language: str, fallback: bool = True) -> Text:
        """Words in a language, marked as foreign where it is not this page's, and as fallen back unless on purpose."""
        foreign = language != self.language
        if language == "fr":
            value = value.replace("'", "’")  # the leaflet's OCR has typewriter apostrophes; print has not
        return Text(value, language, languages.direction(language), foreign, foreign and fallback)

    def data(self, context: str, french: str) -> Text:
        """A text of the data, translated."""
        found = self.translator.find(context, french)
        return self.as_text(found.text, found.language)

    def french(self, value: str) -> Text:
        """A text that stays in the source language on purpose."""
        return self.as_text(value, self.source, fallback=False)

    def pgettext(self, context: str, message: str, **values: object) -> Text:
        """An interface sentence, its named placeholders filled."""
        found = self.translator.find(context, message)
        return self.as_text(found.text % values if values else found.text, found.language)

    def npgettext(self, context: str, singular: str, plural: str, count: int, **values: object) -> Text:
        """An interface sentence in the language's plural form for `count`; `%(count)s` and `values` fill it."""
        found = self.translator.find_plural(context, singular, plural, count)
        return self.as_text(found.text % {"count": count, **values}, found.language)

    def entry(self, entry: Entry) -> Text:
        """A text of the leaflet, translated."""
        return self.data(entry.context, entry.text.text)

    # Components

    def state_label(self, state: str) -> Text:
        """The name of a provenance state."""
        return {
            "printed": self.pgettext("state", "conforme au dépliant"),
            "restored": self.pgettext("state", "texte restitué"),
            "doubtful": self.pgettext("state", "à confirmer"),
        }[state]

    def confidence_label(self, confidence: str) -> Text:
        """How sure the editors are, in words."""
        return {
            "certain": self.pgettext("confidence", "certain"),
            "likely": self.pgettext("confidence", "vraisemblable"),
            "unknown": self.pgettext("confidence", "inconnu"),
        }[confidence]

    def basis_label(self, basis: str) -> Text:
        """What an SDG link rests on, in words."""
        return {
            "leaflet-certain": self.pgettext("basis", "lu sur le dépliant"),
            "leaflet-likely": self.pgettext("basis", "lu sur le dépliant, vraisemblable"),
            "leaflet-doubtful": self.pgettext("basis", "lu sur le dépliant, douteux"),
            "framework": self.pgettext("basis", "repris du cadre de suivi de la Convention"),
        }[basis]

    def item_label(self, kind: str, identifier: str) -> Text:
        """`Activity 2.4`, as the language says it."""
        return {
            "goal": self.pgettext("label", "Objectif %(id)s", id=identifier),
            "output": self.pgettext("label", "Produit %(id)s", id=identifier),
            "activity": self.pgettext("label", "Activité %(id)s", id=identifier),
            "sdg": self.pgettext("label", "ODD %(id)s", id=identifier),
        }[kind]

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
        return Item(
            id=thing.id,
            label=self.item_label(kind, thing.id),
            text=self.entry(entry),
            address=pages.KIND[kind].address.format(id=thing.id),
            anchor=entry.anchor,
            mark=None if thing.state == "printed" else self.state_label(thing.state),
            colour="" if kind == "goal" else thing.id.split(".")[0],
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

    def _tile(self, number: int) -> SdgTile:
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
            tile=self._tile(link.sdg),
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
        return HomeBody(
            title=self.entry(Entry("title", "", roadmap.title)),
            banner=self.entry(Entry("banner", "", roadmap.banner)),
            summary=self._summary(),
            groups=self.goal_groups,
            rows=self.row_names,
            columns=len(roadmap.outputs),
            bases=tuple(
                {
                    link.basis: (link.basis, link.basis_label) for group in self.goal_groups for link in group.sdgs
                }.values()
            ),
            closing=self.entry(Entry("closing", "", roadmap.closing)),
        )

    def _summary(self) -> Text:
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
        )

    def activities_body(self, row: Row) -> ActivitiesBody:
        """Every activity, under its output."""
        return ActivitiesBody(groups=tuple(self._output_group(output) for output in self.site.roadmap.outputs))

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
        )

    def goals_body(self, row: Row) -> GoalsBody:
        """The goals of the Convention."""
        return GoalsBody(groups=self.goal_groups)

    def goal_body(self, row: Row) -> GoalBody:
        """A goal, its outputs and its SDGs."""
        goal = self.site.goals[row.id]
        return GoalBody(group=self._goal_group(goal), provenance=self._provenance(row.entries[0]))

    def _sdg_links(self, number: int) -> tuple[SdgLinkItem, ...]:
        return tuple(self.sdg_link(goal, link) for goal, link in self.site.goals_of(number))

    def sdgs_body(self, row: Row) -> SdgsBody:
        """The SDGs some goal links to."""
        return SdgsBody(
            summaries=tuple(
                SdgSummary(
                    tile=self._tile(number),
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
            tile=self._tile(number),
            links=self._sdg_links(number),
            groups=tuple(self._goal_group(goal) for goal, _link in self.site.goals_of(number)),
            unverified=self.site.sources.sdgs.title_confidence.get(self.language) != "certain",
            iri=SDG_IRI.format(number),
        )

    def prose_body(self, row: Row) -> ProseBody:
        """A hand-written page, in the first language of the chain that has it."""
        page = self._prose(row.slug or "")
        foreign = page.language != self.language
        here = self.path(row.address)

        def resolve(target: str) -> str:
            return urls.relative(self.path(target[1:]), here) if target.startswith("/") else target

        return ProseBody(
            title=self.as_text(page.title, page.language),
            html=Markup(prose.render(page, resolve, self.pgettext("prose", "Revenir au texte").value)),
            language=page.language,
            direction=languages.direction(page.language),
            foreign=foreign,
        )

    def _prose(self, slug: str) -> prose.Prose:
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

    # The frame

    def path(self, address: str, language: str | None = None) -> str:
        """From the site's root, in this language or another."""
        return urls.path(address, language or self.language, self.source)

    def page(self, row: Row) -> PageInfo:
        """What surrounds the body: titles, ways up, along and across, this page in the other languages."""
        title, description = self._title(row), self._description(row)
        alternates = tuple(self._alternate(row, code) for code in self.site.sources.codes)
        here = next(alternate for alternate in alternates if alternate.current)
        default = self.site_url + self.path(row.address, self.source)
        same_kind = [other for other in self.rows if other.kind is row.kind and other.id and not other.slug]
        at = same_kind.index(row) if row in same_kind else -1
        return PageInfo(
            kind=row.kind.name,
            path=self.path(row.address),
            language=self.language,
            site_name=self.site_name,
            title=title,
            description=description,
            canonical=here.url if here.translated else default,
            alternates=alternates,
            default_url=default,
            crumbs=self._crumbs(row),
            previous=self._neighbour(same_kind[at - 1], -1) if at > 0 else None,
            next=self._neighbour(same_kind[at + 1], 1) if 0 <= at < len(same_kind) - 1 else None,
            nav=self._nav(row),
            official=self.language == self.source,
            source_url=urls.relative(self.path(row.address, self.source), self.path(row.address)),
        )

    def name(self, row: Row) -> Text:
        """The page's short name, for breadcrumbs, the header and titles."""
        kind = row.kind.name
        if row.slug:
            page = self._prose(row.slug)
            return self.as_text(page.menu, page.language)
        if kind == "home":
            return self.pgettext("nav", "Accueil")
        if kind in self.row_names:
            return self.row_names[kind]
        return self.item_label(kind, row.id)

    def _title(self, row: Row) -> str:
        if row.kind.name == "home":
            return self.entry(Entry("title", "", self.site.roadmap.title)).value
        name = self._prose(row.slug).title if row.slug else self.name(row).value
        if row.kind.name == "sdg":
            name = self.pgettext(
                "title", "%(label)s : %(title)s", label=name, title=self._tile(int(row.id)).title
            ).value
        return self.pgettext("title", "%(page)s – %(site)s", page=name, site=self.site_name).value

    def _description(self, row: Row) -> str:
        if row.slug:
            return self._prose(row.slug).description
        return {
            "home": self._summary,
            "outputs": lambda: self.pgettext(
                "description",
                "Les produits, ou résultats attendus, de la feuille de route ouverte, avec leurs activités.",
            ),
            "activities": lambda: self.pgettext(
                "description",
                "Toutes les activités que la feuille de route ouverte propose aux Parties, par produit.",
            ),
            "goals": lambda: self.pgettext(
                "description",
                "Les objectifs de la Convention de 2005, les produits qui les servent et les ODD qu’ils rejoignent.",
            ),
            "sdgs": lambda: self.pgettext(
                "description",
                "Les Objectifs de développement durable que rejoint la feuille de route ouverte.",
            ),
            "sdg": lambda: self.pgettext(
                "description",
                "Ce que la feuille de route ouverte apporte à l’%(label)s, %(title)s : objectifs, produits "
                "et activités.",
                label=self.item_label("sdg", row.id),
                title=self._tile(int(row.id)).title,
            ),
        }.get(row.kind.name, lambda: self.entry(row.entries[0]))().value

    def translated(self, row: Row, language: str) -> bool:
        """Whether the page exists in a language: what it is about does not fall back."""
        if row.slug:
            return language in self.site.sources.prose[row.slug]
        translator = self.site.translator(language)
        return all(translator.translates(entry.context, entry.text.text) for entry in row.entries)

    def _alternate(self, row: Row, code: str) -> Alternate:
        path = self.path(row.address, code)
        return Alternate(
            code=code,
            name=languages.own_name(code),
            direction=languages.direction(code),
            url=self.site_url + path,
            path=path,
            translated=self.translated(row, code),
            current=code == self.language,
        )

    def _crumbs(self, row: Row) -> tuple[Crumb, ...]:
        crumbs = [Crumb(text=self.name(row), address=None)]
        parent = row.kind.parent
        while parent:
            above = next(other for other in self.rows if other.kind.name == parent)
            crumbs.append(Crumb(text=self.name(above), address=above.address))
            parent = above.kind.parent
        return tuple(reversed(crumbs))

    def _neighbour(self, row: Row, step: int) -> Neighbour:
        text = self._tile(int(row.id)).title if row.kind.name == "sdg" else self.entry(row.entries[0])
        label = self.pgettext("nav", "Suivant : %(page)s", page=self.name(row)) if step > 0 else None
        return Neighbour(
            label=label or self.pgettext("nav", "Précédent : %(page)s", page=self.name(row)),
            text=text,
            address=row.address,
        )

    def _nav(self, row: Row) -> tuple[NavItem, ...]:
        return tuple(
            NavItem(
                text=self.name(hub),
                address=hub.address,
                state="page" if hub == row else "section" if row.kind.parent == hub.kind.name else "",
            )
            for hub in self.rows
            if hub.kind.hub
        )
