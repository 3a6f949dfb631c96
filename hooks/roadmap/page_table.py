"""The pages of the site: one table of kinds, and a row for each page, the same in all languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from roadmap.model.former_addresses import Withdrawal, WithdrawnPage
from roadmap.problems import Problem, message
from roadmap.reading import case_study
from roadmap.reading.case_study import CaseFolder
from roadmap.site import Entry, Site


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page. Its template is `overrides/kinds/<template>.html`, its context in `views/kinds/`."""

    name: str
    address: str
    """From the language's root; `{id}` is the item. Language-neutral, and never renamed without a redirect."""
    ids: Callable[[Site], tuple[str, ...]]
    parent: str | None = "home"
    """The kind one step up, for the breadcrumbs."""
    in_footer: bool = False
    """Whether the footer leads to it, unless the header does."""

    def address_of(self, identifier: str | int) -> str:
        """Return the address of one of its pages, from the language's root."""
        return self.address.format(id=identifier)

    @property
    def template(self) -> str:
        """Return the name of its template."""
        return self.name


def _one(_site: Site) -> tuple[str, ...]:
    return ("",)


PER_PAGE = 8
"""Case studies on one page of a list: with long summaries in Russian, this fits in 8 KB."""
FEW = 7
"""If a list has at most this many pages, each links to all of them."""
JUMPS = (1, 10, 100)
"""Where a page of a longer list links to, in pages forwards and backwards; also to the first and last one."""


def page_count(length: int) -> int:
    """Return how many pages a list has; an empty one has one."""
    return max(1, -(-length // PER_PAGE))


def near(count: int, current: int) -> list[int]:
    """Return the numbers of the pages that a page of a list links to, including its own."""
    if count <= FEW:
        return list(range(1, count + 1))
    reached = {1, current, count} | {current + sign * jump for jump in JUMPS for sign in (-1, 1)}
    return sorted(number for number in reached if 1 <= number <= count)


def list_page(address: str, number: int) -> str:
    """Return the address of a page of the list that starts at `address`: `activities/2.3/page/2/`."""
    return address if number == 1 else f"{address}page/{number}/"


def lists(site: Site) -> Iterator[tuple[str, str, int]]:
    """Yield all lists of case studies: the kind and id of the first page, and the number of case studies."""
    yield "case-studies", "", len(site.cases)
    for kind in ("output", "activity", "goal", "sdg", "party"):
        for identifier in KIND[kind].ids(site):
            yield kind, identifier, list_length(site, kind, identifier)


def list_length(site: Site, kind: str, identifier: str) -> int:
    """Return the length of a list; the two lists of an activity, relevant and partly relevant, share its pages."""
    partial = site.cases_of("partial", identifier) if kind == "activity" else ()
    return max(len(site.cases_of(kind, identifier)), len(partial))


def _further_pages(site: Site) -> Iterator[str]:
    for kind, identifier, length in lists(site):
        address = KIND[kind].address_of(identifier)
        for number in range(2, page_count(length) + 1):
            yield list_page(address, number)


OWN_KIND = ("source-notes", "workshop")
"""The hand-written pages that are a kind of their own: by name."""
KINDS = (
    Kind("home", "", _one, parent=None),
    Kind("outputs", "outputs/", _one),
    Kind("output", "outputs/{id}/", lambda site: tuple(site.outputs), parent="outputs"),
    Kind("activities", "activities/", _one),
    Kind("activity", "activities/{id}/", lambda site: tuple(site.activities), parent="activities"),
    Kind("goals", "goals/", _one),
    Kind("goal", "goals/{id}/", lambda site: tuple(site.goals), parent="goals"),
    Kind("sdgs", "sdgs/", _one),
    Kind("sdg", "sdgs/{id}/", lambda site: tuple(map(str, site.sdg_pages)), parent="sdgs"),
    Kind("case-studies", "case-studies/", _one),
    Kind("case-study", "case-studies/{id}/", lambda site: tuple(case.slug for case in site.cases), "case-studies"),
    Kind("parties", "parties/", _one),
    Kind("party", "parties/{id}/", lambda site: tuple(code.lower() for code in site.parties), "parties"),
    Kind("national-roadmaps", "national-roadmaps/", _one, "parties", in_footer=True),
    Kind("national-roadmap", "national-roadmaps/{id}/", lambda site: tuple(site.plans), "national-roadmaps"),
    Kind("adapt", "adapt/", _one, "national-roadmaps", in_footer=True),
    Kind("workshop", "workshop/", lambda site: ("",) if "workshop" in site.project.prose else (), "adapt"),
    Kind("listing", "{id}", lambda site: tuple(_further_pages(site)), parent=None),
    Kind("contribute", "contribute/", _one, "case-studies", in_footer=True),
    Kind("search", "search/", _one),
    Kind("glossary", "glossary/", _one, in_footer=True),
    Kind("data", "data/", _one, in_footer=True),
    Kind("offline", "offline/", _one, in_footer=True),
    Kind("translations", "translations/", _one, in_footer=True),
    Kind("accessibility", "accessibility/", _one, in_footer=True),
    Kind("source-notes", "source-notes/", _one, in_footer=True),
    Kind(
        "prose",
        "{id}/",
        lambda site: tuple(slug for slug in site.project.prose if slug not in OWN_KIND),
        in_footer=True,
    ),
)
KIND = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page, in every language."""

    kind: Kind
    id: str
    source: str
    """The file that it comes from, for messages."""
    entries: tuple[Entry, ...]
    """The texts of the leaflet that it shows: it exists in a language if they are translated."""
    above: str | None
    """Address of the page one step up; None for the home page."""
    slug: str | None = None
    """The hand-written page that it prints, if any."""

    @property
    def address(self) -> str:
        """From the language's root: `outputs/1/`."""
        return self.kind.address_of(self.id)


HEADER = ("outputs/", "case-studies/", "parties/", "contribute/", "about/")
"""The pages that the header leads to, by address, in order; a project without one of them has no such link."""
TABS = ("outputs/", "activities/", "goals/", "sdgs/")
"""The lists of the roadmap's parts, by address: the header leads to the first, and each to the others."""

SEARCH_INDEX = "pagefind"
"""The folder of the search index, at the site's root."""
EMBED = "embed/"
"""The folder of the cards for other sites, from the language's root: `embed/activities/2.4/`. They are not pages."""

NUMBERED = ("output", "activity", "goal")
"""The kinds of pages that show one item of the leaflet, with a number and a text."""
CHAINED = (*NUMBERED, "sdg", "case-study")
"""The kinds of pages with links to the previous and next page."""


def neighbours(rows: Iterable[PageRow]) -> dict[str, tuple[PageRow | None, PageRow | None]]:
    """Return, by address, the previous and next page of the same kind."""
    result: dict[str, tuple[PageRow | None, PageRow | None]] = {}
    for name in CHAINED:
        chain = [row for row in rows if row.kind.name == name and not any(entry.ended for entry in row.entries)]
        for before, row, after in zip([None, *chain], chain, [*chain[1:], None], strict=False):
            result[row.address] = (before, after)
    return result


def rows(site: Site) -> tuple[PageRow, ...]:
    """Return all pages of the site."""
    entries = {(entry.kind, entry.id): entry for entry in site.entries()}

    def about(kind: str, identifier: str) -> tuple[Entry, ...]:
        if entry := entries.get((kind, identifier)):
            return (entry,)
        if kind == "home":
            shown = ("banner", "goal", "output", "activity")
            return tuple(e for e in entries.values() if e.kind in shown and not e.ended)
        singular = {"outputs": "output", "activities": "activity", "goals": "goal"}.get(kind)
        return tuple(e for e in entries.values() if e.kind == singular)

    def row(kind: Kind, identifier: str) -> PageRow:
        slug = kind.name if kind.name in OWN_KIND else identifier if kind.name == "prose" else None
        source = f"content/{slug}.{site.project.languages.source}.md" if slug else "data/roadmap.yml"
        if kind.name in ("glossary", "accessibility", "national-roadmaps"):
            source = f"data/{kind.name}.yml"
        if kind.name == "national-roadmap":
            published = site.plans[identifier].published
            source = published.path if published else "data/national-roadmaps.yml"
        if kind.name == "case-study":
            source = f"{case_study.FOLDER}/{identifier}"
        above = KIND[kind.parent].address if kind.parent else None
        if kind.name == "listing":
            above = identifier.partition("page/")[0]
        return PageRow(kind, identifier, source, about(kind.name, identifier), above, slug)

    return tuple(row(kind, identifier) for kind in KINDS for identifier in kind.ids(site))


@dataclass(frozen=True, slots=True)
class Former:
    """An address that is no longer that of a page."""

    address: str
    path: str
    """The file that states what became of it."""
    line: int
    to: str | None = None
    """The present address; None for what was withdrawn."""
    withdrawal: Withdrawal | None = None
    case: CaseFolder | None = None
    """The case study that was withdrawn."""

    @property
    def titles(self) -> dict[str, str]:
        """The title of what was withdrawn, by language."""
        if self.case:
            return {text.language: text.title for text in self.case.texts.values()}
        return self.withdrawal.title if isinstance(self.withdrawal, WithdrawnPage) else {}

    @property
    def parent(self) -> str:
        """The list that it was on."""
        parents = (kind for kind in KINDS if "{id}" in kind.address and kind.parent)
        near = (kind.parent for kind in parents if self.address.startswith(kind.address.partition("{")[0] or "/"))
        return KIND[next((parent for parent in near if parent), "home")].address


def former(site: Site) -> Iterator[Former]:
    """Yield the former addresses of all pages, as the data states them: `checks/addresses.py` checks them."""
    address_of = KIND["case-study"].address_of
    for case in (*site.project.cases.values(), *site.project.withdrawn.values()):
        path = f"{case.path}/{case_study.FACTS}"
        for index, slug in enumerate(case.former_slugs):
            line = case.document.line("former_slugs", index)
            yield Former(address_of(slug), path, line, to=address_of(case.slug))
        if case.withdrawal:
            line = case.document.line("withdrawn")
            yield Former(address_of(case.slug), path, line, withdrawal=case.withdrawal, case=case)
    if document := site.project.documents.get("addresses"):
        for address, target in site.project.former.moved.items():
            yield Former(address, document.path, document.line("moved", address), to=target)
        for address, withdrawal in site.project.former.withdrawn.items():
            yield Former(address, document.path, document.line("withdrawn", address), withdrawal=withdrawal)


def published(site: Site) -> list[str]:
    """Return the addresses that must stay: of all pages but the home page and further pages of lists."""
    return sorted(row.address for row in rows(site) if row.address and row.kind.name != "listing")


def clashes(site: Site) -> Iterator[Problem]:
    """Report two sources of one address, and a page at an address that is reserved, such as a language's home."""
    taken: dict[str, PageRow] = {}
    reserved = {f"{code}/" for code in site.project.codes} | {"assets/", "schemas/", EMBED}
    for row in rows(site):
        other = taken.setdefault(row.address, row)
        fix = message("Renommez le fichier : son nom est l’adresse de la page.")
        if other is not row:
            what = message(
                "L’adresse « %(address)s » vient déjà de %(other)s.", address=row.address, other=other.source
            )
            yield Problem(row.source, 1, what, fix)
        elif row.address in reserved:
            yield Problem(row.source, 1, message("L’adresse « %(address)s » est réservée.", address=row.address), fix)
