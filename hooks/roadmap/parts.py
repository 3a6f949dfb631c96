"""What templates may read: finished values, sorted, counted, translated. One class per component and per kind of page.

Templates compute nothing. A test compares each class with what its template reads (tests/test_templates.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a language. Printed in a page of another language, they carry `lang` and `dir` (WCAG 3.1.2)."""

    value: str
    language: str
    direction: str
    foreign: bool = False
    """In another language than the page."""
    fallback: bool = False
    """Foreign because its translation is missing; the page then carries a notice."""
    quoted: tuple[str, ...] = ()
    """Phrases of the source language that a translation quotes as they are."""
    quoted_attributes: Markup = field(default=Markup(), repr=False)
    """Their `lang` and `dir`."""

    @property
    def attributes(self) -> Markup:
        """` lang="…" dir="…"` for the element that holds nothing but a foreign text; print its `value` then."""
        return Markup(' lang="{}" dir="{}"').format(self.language, self.direction) if self.foreign else Markup("")

    def __html__(self) -> str:
        """Escaped, and wrapped when foreign."""
        if not self.foreign:
            html = escape(self.value)
            for phrase in self.quoted:
                span = Markup("<span{}>{}</span>").format(self.quoted_attributes, phrase)
                html = html.replace(escape(phrase), span)
            return html
        marker = Markup(' class="fallback"') if self.fallback else ""
        return Markup('<span lang="{}" dir="{}"{}>{}</span>').format(self.language, self.direction, marker, self.value)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """Where the editors looked."""

    title: Text
    url: str
    language: str
    language_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a text comes from: components/provenance.html."""

    state: str
    state_label: Text
    shown: Text
    """The French text that the site shows."""
    printed: tuple[Text, ...]
    """What the leaflet shows instead, in pieces where it is cut."""
    note: Text | None
    confidence_label: Text | None
    sources: tuple[SourceLink, ...]
    anchor: str
    """Its place on the page of editorial notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An output, an activity or a goal, named and linked."""

    id: str
    label: Text
    text: Text
    address: str
    anchor: str
    mark: Text | None
    """`restored text`, `to be confirmed`, or nothing."""
    colour: str
    """Number of the output whose colour it takes; empty for a goal."""
    cases: int
    """How many case studies show it put into practice."""
    cases_label: Text
    terms: tuple[TermLink, ...]
    """The terms of the glossary that it uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLink:
    """A term, with its place in the glossary."""

    name: Text
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgTile:
    """An SDG, in its official colour with text that can be read on it: components/sdg.html."""

    number: int
    label: Text
    title: Text
    address: str
    colour: str
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgLinkItem:
    """An SDG under a goal of the Convention, and what the link rests on."""

    tile: SdgTile
    goal: Item
    basis: str
    """`leaflet-certain`, `leaflet-likely`, `leaflet-doubtful` or `framework`."""
    basis_label: Text
    doubtful: bool
    targets: Text | None
    note: Text | None
    sources: tuple[SourceLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputGroup:
    """An output with its activities."""

    output: Item
    activities: tuple[Item, ...]
    count_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalGroup:
    """A goal with the outputs that serve it and the SDGs it meets."""

    goal: Item
    outputs: tuple[OutputGroup, ...]
    sdgs: tuple[SdgLinkItem, ...]
    sdg_note: Text | None
    count_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeBody:
    """kinds/home.html."""

    title: Text
    banner: Text
    banner_mark: Text | None
    banner_notes: str
    """Address of the editors' note on the banner, which has no page of its own."""
    summary: Text
    poster: Text | None
    """What the poster is and how large, where there is one."""
    groups: tuple[GoalGroup, ...]
    rows: dict[str, Text]
    columns: int
    coverage: Text
    """How many activities have a case study, in a sentence."""
    bases: tuple[tuple[str, Text], ...]
    """The kinds of SDG link present, with their labels: the legend."""
    closing: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputsBody:
    """kinds/outputs.html."""

    groups: tuple[GoalGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputBody:
    """kinds/output.html."""

    group: OutputGroup
    goal: Item
    goal_confidence: Text
    goal_note: Text
    sdgs: tuple[SdgLinkItem, ...]
    provenance: Provenance
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesBody:
    """kinds/activities.html."""

    groups: tuple[OutputGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityBody:
    """kinds/activity.html."""

    activity: Item
    output: Item
    goal: Item
    sdgs: tuple[SdgLinkItem, ...]
    siblings: tuple[Item, ...]
    provenance: Provenance
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedCard:
    """files/embed.html: an output, an activity or a goal, for a frame on another site."""

    item: Item
    above: Item | None
    """What it contributes to; nothing for a goal."""
    link: str
    """From the card to its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsBody:
    """kinds/goals.html."""

    groups: tuple[GoalGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalBody:
    """kinds/goal.html."""

    group: GoalGroup
    provenance: Provenance
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgSummary:
    """An SDG with the goals that link to it."""

    tile: SdgTile
    links: tuple[SdgLinkItem, ...]
    count_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgsBody:
    """kinds/sdgs.html."""

    summaries: tuple[SdgSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgBody:
    """kinds/sdg.html."""

    tile: SdgTile
    links: tuple[SdgLinkItem, ...]
    groups: tuple[GoalGroup, ...]
    unverified: bool
    """Whether the title's wording in this language could not be verified."""
    iri: str
    """The UN's identifier of this SDG."""
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseBody:
    """kinds/prose.html."""

    title: Text
    sections: tuple[ProseSection, ...]
    language: str
    direction: str
    foreign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseSection:
    """A heading with what stands below it; the first one has no heading."""

    heading: Markup
    html: Markup
    behind: Behind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """That the source of a section has moved since it was translated: components/state.html."""

    text: Text
    link: Text
    path: str
    """The section in the original, from the site's root; empty where it stands on this page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedEntry:
    """A text of the leaflet with its provenance, on the page of editorial notes."""

    label: Text
    address: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNotesBody:
    """kinds/source-notes.html."""

    prose: ProseBody
    entries: tuple[NotedEntry, ...]
    counts: tuple[Text, ...]
    """How many texts are printed, restored, to be confirmed."""
    links: tuple[SdgLinkItem, ...]
    sources: tuple[SourceLink, ...]
    leaflet_note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step from home to here; the last one has no address."""

    text: Text
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The previous or next page of the same kind."""

    label: Text
    text: Text
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """This page in one of the site's languages."""

    code: str
    name: str
    direction: str
    url: str
    """Absolute."""
    path: str
    """From the site's root: `ar/outputs/1/`."""
    translated: bool
    """False where the page would show another language's text: no hreflang claim then."""
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A hub page in the header."""

    text: Text
    address: str
    state: str
    """`page` on it, `section` below it, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostMessage:
    """What the 404 page says in one language: files/404.html."""

    language: str
    direction: str
    path: str
    """This language's home, from the site's root."""
    site_name: Text
    title: Text
    text: Text
    link: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """What the frame around every body reads: page/*.html."""

    kind: str
    path: str
    """From the site's root: `ar/outputs/1/`."""
    language: str
    site_name: Text
    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    default_url: str
    """Absolute: for readers of no language of the site (x-default)."""
    crumbs: tuple[Crumb, ...]
    previous: Neighbour | None
    next: Neighbour | None
    nav: tuple[NavItem, ...]
    footer: tuple[NavItem, ...]
    unofficial: Text | None
    """That the page as a whole is an unofficial translation, and whether it has been reviewed."""
    source_url: str
    """This page in the source language, relative to this page."""
    improve_url: str | None
    """The address of the file that holds the page's translation; empty where the repository is not known. None for a
    page that is no translation.
    """
    """Where its translation can be mended."""
    indexed: bool
    """Whether search engines may list it: not in a language that is only previewed."""
    feed: str
    """The address of the feed that the page leads to, from the language's root, or empty."""
    search: Text
    """The name of the page for searching."""


# Case studies and Parties


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """A Party, by the name that CLDR gives it."""

    name: Text
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An activity as a bare number in its output's colour."""

    id: str
    label: Text
    address: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """A case study in a list: components/cases.html."""

    title: Text
    summary: Text
    address: str
    parties: tuple[PartyLink, ...]
    years: Text
    activities: tuple[Number, ...]
    origin_label: Text
    """Who speaks: the Party, or the editors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of a long list."""

    label: Text
    address: str
    current: bool
    gap: bool
    """Whether pages are left out before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """Case studies on a page, with the other pages of the list: components/cases.html."""

    cards: tuple[CaseCard, ...]
    count_label: Text
    partial: tuple[CaseCard, ...]
    """Those that only touch on an activity: not counted."""
    pages: tuple[ListPage, ...]
    """Empty when the list fits on one page."""
    empty: Text
    """What to say when there is none."""
    filter_address: str
    """The same list among the filters, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSection:
    """A section of a case study's text."""

    id: str
    title: Text
    html: Markup
    planned: bool
    """What was announced, not what was achieved."""
    reading: bool
    """The authors' reading, which cites no source."""
    behind: Behind | None
    """The original of this section has moved since its translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSourceItem:
    """A source of a case study, under the rank by which the text cites it."""

    rank: int
    title: Text
    url: str
    language: str
    language_name: str
    seen: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of a case study."""

    address: str
    """Of the version for browsers that do not choose, from the site's root."""
    versions: tuple[tuple[str, int], ...]
    """Address and width in pixels of each published version, the narrowest first."""
    alt: Text
    credit: Text
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How to cite a page."""

    apa: Text
    """The line of a list of references, but for the address at its end."""
    url: str
    bibtex: str
    bibtex_address: str
    """Of the same as a file, and `csl_address` too; both empty where the page has no such files."""
    csl_address: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """What page/frame.html offers to those who take a page further."""

    citation: Citation | None
    """None where the body has it."""
    embed: str
    """The mark-up that shows the page's card on another site; empty where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialCard:
    """The picture that base.html names for messengers."""

    url: str
    """Absolute."""
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageNotice:
    """What to know of the text's language: components/cases.html."""

    kind: str
    """`fallback`: not in the page's language; `translation`: not the original."""
    text: Text
    link: Text | None
    """None where the text shown is the original, and no other page shows it better."""
    path: str
    """Where the original is, from the site's root."""
    invite: Text | None
    """An invitation to translate."""
    behind: Behind | None
    """The original's title or summary has moved since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalText:
    """The original of a translation, in a language that no page of the site is in."""

    title: Text
    sections: tuple[CaseSection, ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudyBody:
    """kinds/case-study.html."""

    title: Text
    summary: Text
    notice: LanguageNotice | None
    kicker: Text
    origin_label: Text
    authority: Text
    """Who speaks, in a sentence."""
    mandate: Text | None
    contact: str
    contact_link: str
    """`mailto:` or a web address; empty without a contact."""
    parties: tuple[PartyLink, ...]
    institution: Text
    years: Text
    region: Text
    domains: tuple[Text, ...]
    activities: tuple[Item, ...]
    partial: tuple[Item, ...]
    sdgs: tuple[SdgTile, ...]
    updated: Text
    licence: str
    licence_url: str
    sections: tuple[CaseSection, ...]
    original: OriginalText | None
    sources: tuple[CaseSourceItem, ...]
    sources_note: Text | None
    """How the sources were read."""
    figures: tuple[Figure, ...]
    citation: Citation
    language: str
    direction: str
    foreign: bool
    missing_in: tuple[str, ...]
    """On the original's own page: the site's languages in which the text does not exist. The search filters by them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A way to narrow the list of case studies."""

    name: str
    """In the address: `?activity=2.3`."""
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudiesBody:
    """kinds/case-studies.html."""

    title: Text
    intro: Text
    cases: CaseList
    facets: tuple[Facet, ...]
    every: Text
    """What a facet says while it narrows nothing."""
    found: Text
    """How many answer the filters, for the script to fill in `%(count)s`."""
    per_page: int
    index_address: str
    """The list as JSON, from the language's root."""
    facets_address: str
    """What the filters offer, likewise."""
    coverage: Text
    groups: tuple[OutputGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingBody:
    """kinds/listing.html: the second page of a list, and those after it."""

    title: Text
    cases: CaseList


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A Party in the list of Parties."""

    link: PartyLink
    deposited: Text | None
    confirmed: bool
    cases: int
    cases_label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionGroup:
    """The Parties of one of UNESCO's electoral groups."""

    id: str
    label: Text
    rows: tuple[PartyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesBody:
    """kinds/parties.html."""

    title: Text
    intro: Text
    incomplete: Text
    groups: tuple[RegionGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyBody:
    """kinds/party.html."""

    name: Text
    region: Text
    deposited: Text | None
    """When the instrument was deposited, in a sentence."""
    kind: Text | None
    """Ratification or accession, where a source settles it."""
    confirmed: bool
    incomplete: Text
    sources: tuple[SourceLink, ...]
    cases: CaseList


# The form


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A question of the form."""

    id: str
    path: str
    """Where the answer goes in the submission."""
    label: Text
    help: Text | None
    control: str
    required: bool
    constraints: Markup
    """HTML attributes, from the JSON Schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup:
    """Questions under one heading."""

    id: str
    title: Text
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributeBody:
    """kinds/contribute.html."""

    title: Text
    intro: Text
    groups: tuple[FormGroup, ...]
    template_address: str
    form_address: str
    """What the script needs: contribute_view.form_data."""
    issue_url: str
    """GitHub's new issue with our form; empty where the site does not know its repository."""
    guide_url: str
    """CONTRIBUTING in the repository; empty likewise."""
    contact: str
    """The editors' e-mail address; empty where the site does not know one."""


# Translations and glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The next text to translate."""

    text: Text
    file: str
    """The file of a page or a case study; empty for a text of the catalogue."""
    url: str
    """Empty where the repository is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartProgress:
    """How far a language is in one part of what is translated."""

    name: Text
    percent: int
    share: str
    """The same as the language writes it: `98 %`, `٩٨٪`."""
    total: str
    translated: str
    behind: str
    missing: str
    reviewed: str
    first: Place | None
    """The first text that is missing, else the first that is behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageProgress:
    """How far a language is."""

    code: str
    name: Text
    own_name: Text
    parts: tuple[PartProgress, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationsBody:
    """kinds/translations.html."""

    title: Text
    intro: Text
    languages: tuple[LanguageProgress, ...]
    preparing: tuple[LanguageProgress, ...]
    """Languages that readers are not offered yet."""
    minimum: Text | None
    """What it takes for a language to be offered."""
    guide_url: str
    """The guide for translators; empty where the repository is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermName:
    """A term in another language."""

    language: str
    """The language's name."""
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossarySource:
    """Where a definition stands, or what it was drawn from."""

    title: Text
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A term of the glossary."""

    id: str
    name: Text
    definition: Text
    origin: Text
    """Whose words the definition is in."""
    note: Text | None
    sources: tuple[GlossarySource, ...]
    names: tuple[TermName, ...]
    used: tuple[Item, ...]
    """The texts of the roadmap that are marked with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryBody:
    """kinds/glossary.html."""

    title: Text
    intro: Text
    terms: tuple[GlossaryTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file of open data."""

    path: str
    """From the site's root."""
    name: str
    language: str
    """The name of the one language of its rows; empty where it holds them all."""
    holds: Text
    format: str
    size: str
    checksum: str
    """SHA-256, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataBody:
    """kinds/data.html."""

    title: Text
    intro: Text
    version: Text
    rights: Text
    translations: Text
    files: tuple[DataFile, ...]
    tables: tuple[DataFile, ...]
    """The files of one language."""
    iri: str
    """The identifier of an activity, as an example."""
    sdg_iri: str
    """Likewise of an SDG."""
    schemas: tuple[str, ...]
    """The JSON Schemas, by their path from the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRow:
    """Pages that axe has visited in one mode."""

    mode: Text
    languages: str
    widths: str
    pages: str
    violations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityBody:
    """kinds/accessibility.html."""

    title: Text
    state: Text
    """When the site was tried, and with what."""
    found: Text
    """How many defects were found, or that none was."""
    sweeps: tuple[SweepRow, ...]
    scores: Text
    """Lighthouse's, in a sentence or two."""
    issues_url: str
    """The repository's issues; empty where the site does not know it."""
    contact: str
    """The editors' e-mail address; empty likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBody:
    """kinds/search.html."""

    title: Text
    intro: Text
    longest: int
    """How long a query may be, in characters."""
    messages: Markup
    """JSON: what the page's script says and needs."""


# Without network


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedZip:
    """The ZIP of a language."""

    path: str
    """From the site's root."""
    name: str
    language: str
    """The language's name."""
    size: str
    checksum: str
    """SHA-256, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineBody:
    """kinds/offline.html."""

    title: Text
    intro: Text
    visited: Text | None
    """What browsers keep of what is visited; nothing where the site has no worker."""
    size: Text | None
    """How large the whole language is."""
    messages: Markup
    """JSON: what the page's script says and needs."""
    zips: tuple[OfferedZip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """A page in the list of everything."""

    label: Text | None
    text: Text
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGroup:
    """Pages under one heading."""

    id: str
    title: Text
    pages: tuple[ListedPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBody:
    """files/start.html: the page on which one starts in a ZIP."""

    title: Text
    intro: Text
    published: str
    """Where the language's home page is published."""
    find: Text
    """How to find a word in the list."""
    groups: tuple[ListedGroup, ...]
