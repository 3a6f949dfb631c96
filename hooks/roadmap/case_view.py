"""Case studies and Parties in the words of one language: what their templates and the lists on other pages read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from markupsafe import Markup
from pydantic_core import PydanticCustomError

from . import languages, pages, pictures, prose, urls
from .case_study import CaseFolder, CaseText
from .contribution import LICENCES, UNCITED
from .markdown_text import Labels
from .model import Party, http
from .pages import Row
from .parts import (
    Behind,
    CaseCard,
    CaseList,
    CaseSection,
    CaseSourceItem,
    CaseStudiesBody,
    CaseStudyBody,
    Facet,
    Figure,
    Item,
    LanguageNotice,
    ListingBody,
    ListPage,
    Number,
    OriginalText,
    OutputGroup,
    PartiesBody,
    PartyBody,
    PartyLink,
    PartyRow,
    RegionGroup,
    SdgTile,
    SourceLink,
    Text,
)
from .sections import HEAD, is_reviewed
from .words import Words

REGIONS = ("Va", "Vb", "IV", "II", "III", "I", None)
"""UNESCO's electoral groups in the alphabetical order of their English names; then what belongs to none."""


class CaseView(Words):
    """What a View says of case studies and Parties. It relies on View's items, tiles and groups."""

    site_url: str

    # Words

    def case_text(self, case: CaseFolder) -> CaseText:
        """A case study's text in the first language of the chain that has it, the original else."""
        return next((case.texts[code] for code in self.translator.languages if code in case.texts), case.original)

    def by_language(self, case: CaseFolder, names: dict[str, str], fallback: bool = True) -> Text:
        """A name given by language, in the first of the chain that has it, the original's else."""
        chain = (*self.translator.languages, case.facts.original_language)
        code = next(code for code in chain if code in names)
        return self.as_text(names[code], code, fallback)

    def party_link(self, code: str) -> PartyLink:
        """A Party with its page."""
        return PartyLink(name=self.party_name(code), address=pages.KIND["party"].address.format(id=code.lower()))

    def number(self, activity: str) -> Number:
        """An activity's bare number."""
        return Number(
            id=activity,
            label=self.item_label("activity", activity),
            address=pages.KIND["activity"].address.format(id=activity),
            colour=activity.split(".")[0],
        )

    def origin_label(self, origin: str) -> Text:
        """Who speaks, in two words."""
        return {
            "party": self.pgettext("origin", "présentée par la Partie"),
            "editors": self.pgettext("origin", "compilée par la rédaction"),
        }[origin]

    def authority(self, origin: str) -> Text:
        """Who speaks and with what authority, in a sentence."""
        return {
            "party": self.pgettext(
                "origin",
                "Étude de cas présentée par la Partie, sous sa responsabilité ; la rédaction en a vérifié la forme, "
                "non les faits.",
            ),
            "editors": self.pgettext(
                "origin",
                "Étude de cas compilée par la rédaction à partir de sources publiques ; non soumise par la Partie.",
            ),
        }[origin]

    # Lists

    def case_card(self, case: CaseFolder) -> CaseCard:
        """A case study in a list."""
        return self._card(case.slug)

    def _card(self, slug: str) -> CaseCard:
        case = self.site.sources.cases[slug]
        text = self.case_text(case)
        return CaseCard(
            title=self.as_text(text.title, text.language),
            summary=self.as_text(text.summary, text.language),
            address=pages.KIND["case-study"].address.format(id=case.slug),
            parties=tuple(self.party_link(code) for code in case.facts.parties),
            years=self.years_label(case.facts.years),
            activities=tuple(self.number(activity) for activity in case.facts.activities),
            origin_label=self.origin_label(case.facts.origin),
        )

    def case_list(self, kind: str, identifier: str, page: int = 1) -> CaseList:
        """A page of the list of case studies that starts on the page of `kind` and `identifier`."""
        everything = kind == "case-studies"
        cases = self.site.cases if everything else self.site.cases_of(kind, identifier)
        partial = self.site.cases_of("partial", identifier) if kind == "activity" else ()
        start, length = (page - 1) * pages.PER_PAGE, max(len(cases), len(partial))
        return CaseList(
            cards=tuple(self.case_card(case) for case in cases[start : start + pages.PER_PAGE]),
            count_label=self.case_count(len(cases)),
            partial=tuple(self.case_card(case) for case in partial[start : start + pages.PER_PAGE]),
            pages=self._list_pages(pages.KIND[kind].address.format(id=identifier), pages.page_count(length), page),
            empty=self.pgettext("case", "Aucune étude de cas ne montre encore ce que cette Partie a fait.")
            if kind == "party"
            else self.pgettext("case", "Aucune Partie n’a encore montré ici ce qu’elle a fait."),
            filter_address=f"case-studies/?{kind}={identifier}" if cases and identifier and kind != "goal" else "",
        )

    def _list_pages(self, address: str, count: int, current: int) -> tuple[ListPage, ...]:
        if count == 1:
            return ()
        near = pages.near(count, current)
        return tuple(
            ListPage(
                label=self.pgettext("list", "%(number)s", number=number),
                address=pages.list_page(address, number),
                current=number == current,
                gap=number - before > 1,
            )
            for before, number in pairwise((0, *near))
        )

    def listing_title(self, row: Row) -> Text:
        """The name of a further page of a list."""
        kind, identifier, number = self._listing(row)
        if kind in ("case-studies", ""):
            return self.pgettext("list", "Études de cas, page %(number)s", number=number)
        name = self.party_name(identifier.upper()) if kind == "party" else self.item_label(kind, identifier)
        return self.pgettext("list", "Études de cas, %(subject)s, page %(number)s", subject=name, number=number)

    def _listing(self, row: Row) -> tuple[str, str, int]:
        owner, _, number = row.id.rstrip("/").rpartition("page/")
        return *self._lists[owner], int(number)

    @cached_property
    def _lists(self) -> dict[str, tuple[str, str]]:
        """By the address of the page on which each list starts, its kind and id."""
        return {
            pages.KIND[kind].address.format(id=identifier): (kind, identifier)
            for kind, identifier, _length in pages.lists(self.site)
        }

    def listing_body(self, row: Row) -> ListingBody:
        """A further page of a list."""
        return ListingBody(title=self.listing_title(row), cases=self.case_list(*self._listing(row)))

    def coverage(self) -> Text:
        """How much of the roadmap has a case study, in a sentence."""
        covered = sum(bool(self.site.cases_of("activity", identifier)) for identifier in self.site.activities)
        return self.npgettext(
            "coverage",
            "%(count)s activité sur %(total)s a au moins une étude de cas.",
            "%(count)s activités sur %(total)s ont au moins une étude de cas.",
            covered,
            total=len(self.site.activities),
        )

    # The page of all case studies

    def case_studies_body(self, row: Row) -> CaseStudiesBody:
        """All case studies, with the ways to narrow the list."""
        return CaseStudiesBody(
            title=self.pgettext("case", "Études de cas"),
            intro=self.pgettext(
                "case",
                "Ce que des Parties ont fait, activité par activité. Chaque étude de cas dit qui parle et d’où vient "
                "chaque fait.",
            ),
            cases=self.case_list("case-studies", ""),
            facets=self.facets(),
            every=self.pgettext("facet", "Tous"),
            found=self.pgettext("facet", "Études de cas trouvées : %(count)s"),
            per_page=pages.PER_PAGE,
            index_address=f"{row.address}index.json",
            facets_address=f"{row.address}facets.json",
            coverage=self.coverage(),
            groups=self.output_groups(),
        )

    def output_groups(self) -> tuple[OutputGroup, ...]:
        """Every output with its activities: View's."""
        raise NotImplementedError

    def facets(self) -> tuple[Facet, ...]:
        """The ways to narrow the list of case studies."""
        labels = {
            "output": self.pgettext("facet", "Produit"),
            "activity": self.pgettext("facet", "Activité"),
            "sdg": self.pgettext("facet", "ODD"),
            "party": self.pgettext("facet", "Partie"),
            "region": self.pgettext("facet", "Région"),
            "domain": self.pgettext("facet", "Domaine culturel"),
            "year": self.pgettext("facet", "Année"),
        }
        return tuple(Facet(name=name, label=label) for name, label in labels.items())

    def facet_options(self) -> dict[str, list[tuple[str, Text, int]]]:
        """By facet: each value, its name, and how many case studies have it; only values that lead somewhere."""
        site = self.site
        names = {
            "output": {identifier: self.item_label("output", identifier) for identifier in site.outputs},
            "activity": {identifier: self.item_label("activity", identifier) for identifier in site.activities},
            "sdg": {str(number): self.item_label("sdg", str(number)) for number in site.sdgs},
            "party": self._sorted({code.lower(): self.party_name(code) for code in site.parties}),
            "region": {region_value(group): self.region_label(group) for group in REGIONS},
            "domain": {domain.id: self.data(f"domain {domain.id}", domain.name) for domain in site.domains.values()},
            "year": {str(year): self.as_text(str(year), self.language) for year in self._years()},
        }
        found = [facet_values(site.parties, case) for case in site.cases]
        counts = {name: Counter(value for values in found for value in set(values[name])) for name in names}
        return {
            name: [(value, label, counts[name][value]) for value, label in labels.items() if counts[name][value]]
            for name, labels in names.items()
        }

    def _years(self) -> list[int]:
        years = {int(year) for case in self.site.cases for year in facet_values(self.site.parties, case)["year"]}
        return sorted(years, reverse=True)

    @staticmethod
    def _sorted(names: dict[str, Text]) -> dict[str, Text]:
        return dict(sorted(names.items(), key=lambda item: languages.sort_key(item[1].value)))

    # A case study

    def case_study_body(self, row: Row) -> CaseStudyBody:
        """A case study: its facts, its text, its sources."""
        case = self.site.sources.cases[row.id]
        facts, text = case.facts, self.case_text(case)
        here = self.path(row.address)
        region = self.site.parties[facts.party].group
        return CaseStudyBody(
            title=self.as_text(text.title, text.language, fallback=False),
            summary=self.as_text(text.summary, text.language, fallback=False),
            notice=self.language_notice(case, text),
            kicker=self.pgettext("case", "Étude de cas"),
            origin_label=self.origin_label(facts.origin),
            authority=self.authority(facts.origin),
            mandate=self.as_text(facts.mandate, facts.original_language, False) if facts.mandate else None,
            contact=facts.contact or "",
            contact_link=contact_link(facts.contact),
            parties=tuple(self.party_link(code) for code in facts.parties),
            institution=self.by_language(case, facts.lead_institution, fallback=False),
            years=self.years_label(facts.years),
            region=self.region_label(region),
            domains=tuple(self.data(f"domain {name}", self.site.domains[name].name) for name in facts.domains),
            activities=self._activity_items(facts.activities),
            partial=self._activity_items(facts.activities_partial),
            sdgs=tuple(self.tile(number) for number in facts.sdgs),
            updated=self.as_text(self.day(facts.updated), self.language),
            licence=facts.licence,
            licence_url=LICENCES[facts.licence],
            sections=tuple(self._sections(case, text, here)),
            original=self._original_text(case, text, here),
            sources=tuple(self._case_sources(case)),
            sources_note=self.pgettext(
                "case",
                "La rédaction a lu ces sources dans des copies conservées ; les pages d’origine ont pu changer depuis.",
            )
            if facts.origin == "editors"
            else None,
            figures=tuple(self._figures(case)),
            citation=self.citation(row),
            language=text.language,
            direction=languages.direction(text.language),
            foreign=text.language != self.language,
            missing_in=tuple(code for code in self.site.sources.codes if code not in case.texts)
            if text is case.original and text.language == self.language
            else (),
        )

    def _activity_items(self, identifiers: Iterable[str]) -> tuple[Item, ...]:
        return tuple(self.item("activity", self.site.activities[identifier][1]) for identifier in identifiers)

    def item(self, kind: str, thing) -> Item:
        """An output, activity or goal: View's."""
        raise NotImplementedError

    def tile(self, number: int) -> SdgTile:
        """An SDG: View's."""
        raise NotImplementedError

    def language_notice(self, case: CaseFolder, text: CaseText) -> LanguageNotice | None:
        """What to know when the text is a translation, or is not in the reader's language."""
        original = case.facts.original_language
        fell_back = text.language != self.language
        if text is case.original and not fell_back:
            return None
        name = languages.name_in(text.language, self.language)
        first = languages.name_in(original, self.language)
        if fell_back:
            kind = "fallback"
            told = self.pgettext(
                "notice",
                "Cette étude de cas n’existe pas encore en %(wanted)s ; elle est affichée dans une autre langue : "
                "%(shown)s.",
                wanted=languages.name_in(self.language, self.language),
                shown=name,
            )
        else:
            kind = "translation"
            told = (
                self.pgettext(
                    "notice",
                    "Traduction non officielle, relue. Langue de l’original : %(original)s.",
                    original=first,
                )
                if is_reviewed(text, case.original)
                else self.pgettext(
                    "notice",
                    "Traduction non officielle et non relue. Langue de l’original : %(original)s.",
                    original=first,
                )
            )
        behind = case.behind(text.language)
        spoken = original in self.site.sources.codes
        leads = spoken or text is not case.original
        original_path = self._original_path(case)
        return LanguageNotice(
            kind=kind,
            text=told,
            link=self.pgettext("notice", "Lire l’original (%(original)s)", original=first) if leads else None,
            path=original_path,
            invite=self.pgettext("notice", "Proposer une traduction") if fell_back else None,
            behind=self.behind(original_path, original) if HEAD in behind else None,
        )

    def behind(self, path: str, original: str) -> Behind:
        """That the source of a section has moved; `path` leads to it, in the language `original`."""
        name = languages.name_in(original, self.language)
        return Behind(
            text=self.pgettext("notice", "L’original de ce passage a changé depuis sa traduction."),
            link=self.pgettext("notice", "Lire l’original (%(original)s)", original=name),
            path=path,
        )

    def _original_text(self, case: CaseFolder, text: CaseText, here: str) -> OriginalText | None:
        """The original, below a translation, where no page of the site is in its language."""
        if text is case.original or case.facts.original_language in self.site.sources.codes:
            return None
        language = case.original.language
        return OriginalText(
            title=self.as_text(case.original.title, language, fallback=False),
            sections=tuple(self._sections(case, case.original, here)),
            language=language,
            direction=languages.direction(language),
        )

    def _original_path(self, case: CaseFolder) -> str:
        """Where the original stands: its own page, or this one where the site does not speak its language."""
        original, address = case.facts.original_language, self._address(case)
        if original in self.site.sources.codes:
            return urls.path(address, original, self.source)
        return self.path(address) + "#original"

    @staticmethod
    def _address(case: CaseFolder) -> str:
        return pages.KIND["case-study"].address.format(id=case.slug)

    def _original_page(self, case: CaseFolder) -> str:
        """The language of the page that shows the original best: its own, or the source's when it is not the site's."""
        original = case.facts.original_language
        return original if original in self.site.sources.codes else self.source

    def reference_language(self, row: Row) -> str:
        """The language of the page that is the authority for a row."""
        if row.kind.name == "case-study":
            return self._original_page(self.site.sources.cases[row.id])
        return self.source

    def _sections(self, case: CaseFolder, text: CaseText, here: str) -> Iterable[CaseSection]:
        moved, path = case.behind(text.language), self._original_path(case)

        def resolve(target: str) -> str:
            return self.site_link(target, here)

        def citation(rank: int) -> str:
            return self.pgettext("case", "Source %(rank)s", rank=rank).value

        labels = Labels(citation, table=self.pgettext("prose", "Tableau").value)
        for section in text.sections:
            yield CaseSection(
                id=section.id,
                title=self.as_text(section.title, text.language, fallback=False),
                html=Markup(prose.render_section(section.pieces, resolve, labels)),
                planned=section.id == "targets",
                reading=section.id in UNCITED,
                behind=self.behind(path if "#" in path else f"{path}#{section.id}", case.facts.original_language)
                if section.id in moved
                else None,
            )

    def _case_sources(self, case: CaseFolder) -> Iterable[CaseSourceItem]:
        for rank, source in enumerate(case.facts.sources, start=1):
            yield CaseSourceItem(
                rank=rank,
                title=self.as_text(source.title, source.language, fallback=False),
                url=safe_address(source.url),
                language=source.language,
                language_name=languages.name_in(source.language, self.language),
                seen=self.pgettext("case", "consulté le %(day)s", day=self.day(source.seen)),
            )

    def _figures(self, case: CaseFolder) -> Iterable[Figure]:
        for picture in case.facts.images:
            width, height = pictures.size(case.files[picture.file])
            versions = [(self._address(case) + name, w) for name, w in pictures.versions(picture.file, width).items()]
            yield Figure(
                address=versions[min(1, len(versions) - 1)][0],
                versions=tuple(versions),
                alt=self.by_language(case, picture.alt, fallback=False),
                credit=self.as_text(picture.credit, case.facts.original_language, fallback=False),
                width=width,
                height=height,
            )

    def editors(self) -> Text:
        """Who made the pages that no Party presents."""
        return self.pgettext("cite", "Rédaction de la Feuille de route ouverte")

    def author(self, case: CaseFolder) -> Text:
        """Whose a case study is: the institution's that presents it, or the editors'."""
        if case.facts.origin == "party":
            return self.by_language(case, case.facts.lead_institution)
        return self.editors()

    # Parties

    def parties_body(self, row: Row) -> PartiesBody:
        """Every Party of the list, by region."""
        rows = {code: self._party_row(party) for code, party in self.site.parties.items()}
        groups = []
        for group in REGIONS:
            codes = [code for code, party in self.site.parties.items() if party.group == group]
            if codes:
                found = sorted((rows[code] for code in codes), key=lambda row: languages.sort_key(row.link.name.value))
                groups.append(
                    RegionGroup(id=f"region-{region_value(group)}", label=self.region_label(group), rows=tuple(found))
                )
        return PartiesBody(
            title=self.pgettext("party", "Parties à la Convention"),
            intro=self.pgettext(
                "party",
                "Les États et l’Union européenne que nos sources disent Parties à la Convention de 2005, par groupe "
                "électoral de l’UNESCO, avec leurs études de cas.",
            ),
            incomplete=self.incomplete(),
            groups=tuple(groups),
        )

    def incomplete(self) -> Text:
        """What the list of Parties is worth, in a sentence."""
        parties = self.site.sources.parties
        return self.npgettext(
            "party",
            "Liste établie par la rédaction le %(day)s, incomplète et vérifiée en partie : %(confirmed)s sur "
            "%(count)s entrée est confirmée par une source. Elle ne remplace pas celle du dépositaire.",
            "Liste établie par la rédaction le %(day)s, incomplète et vérifiée en partie : %(confirmed)s sur "
            "%(count)s entrées sont confirmées par une source. Elle ne remplace pas celle du dépositaire.",
            parties.counts.entries,
            confirmed=parties.counts.confirmed,
            day=self.day(parties.as_of),
        )

    def _party_row(self, party: Party) -> PartyRow:
        count = len(self.site.cases_of("party", party.code.lower()))
        return PartyRow(
            link=self.party_link(party.code),
            deposited=self.as_text(self.day(party.deposited), self.language) if party.deposited else None,
            confirmed=party.confirmed,
            cases=count,
            cases_label=self.case_count(count),
        )

    def party_body(self, row: Row) -> PartyBody:
        """A Party, with what is known of its ratification, no more."""
        party = self.site.parties[row.id.upper()]
        deposited = self.day(party.deposited) if party.deposited else ""
        kinds = {
            "ratification": self.pgettext("party", "Ratification"),
            "accession": self.pgettext("party", "Adhésion"),
        }
        return PartyBody(
            name=self.party_name(party.code),
            region=self.region_label(party.group),
            deposited=self.pgettext("party", "Instrument déposé le %(day)s", day=deposited) if deposited else None,
            kind=kinds[party.type] if party.type else None,
            confirmed=party.confirmed,
            incomplete=self.incomplete(),
            sources=tuple(self._party_sources(party)),
            cases=self.case_list("party", row.id),
        )

    def _party_sources(self, party: Party) -> Iterable[SourceLink]:
        for identifier in party.sources:
            reference = self.site.sources.parties.sources[identifier]
            yield SourceLink(
                title=self.as_text(reference.title, "en", fallback=False),
                url=reference.url,
                language="en",
                language_name=languages.name_in("en", self.language),
            )


def region_value(group: str | None) -> str:
    """A region as addresses write it: `va`; `several` for what belongs to none."""
    return group.lower() if group else "several"


def facet_values(parties: dict[str, Party], case: CaseFolder) -> dict[str, list[str]]:
    """By facet, the values under which a case study is found."""
    facts, years = case.facts, case.facts.years
    last = years.end or (facts.updated.year if years.ongoing else years.start)
    return {
        "output": sorted({activity.split(".")[0] for activity in facts.activities}),
        "activity": list(facts.activities),
        "sdg": [str(number) for number in facts.sdgs],
        "party": [code.lower() for code in facts.parties],
        "region": sorted({region_value(parties[code].group) for code in facts.parties}),
        "domain": list(facts.domains),
        "year": [str(year) for year in range(years.start, max(years.start, last) + 1)],
    }


def safe_address(url: str) -> str:
    """The address, or nothing where a link to it could do harm: a second wall, behind the model."""
    try:
        return http(url)
    except PydanticCustomError:
        return ""


def contact_link(contact: str | None) -> str:
    """The address a contact's link leads to."""
    if not contact:
        return ""
    return contact if contact.startswith(("https://", "http://")) else f"mailto:{contact}"
