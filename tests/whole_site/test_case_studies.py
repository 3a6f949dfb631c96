"""Case studies, Parties and the form, on the real site and on one crowded with fakes.

What pages must say is read from the files as plain YAML and Markdown; the package only says how long a list may be.
"""

from __future__ import annotations

import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import pytest
import yaml
from PIL import Image

import sites
from conftest import build, locked
from roadmap import languages
from roadmap.page_table import PER_PAGE
from roadmap.reading import pictures
from sites import (
    CASES,
    LANGUAGES,
    SOURCE,
    Case,
    Page,
    Wording,
    having,
    none,
    one,
    path_in,
    printed,
    text,
    words,
)
from small import small_project

pytestmark = pytest.mark.slow

REPOSITORY, EDITORS = "https://example.org/repository", "editors@example.org"
"""What the crowded site knows of itself; the real one is built as if nobody knew."""


@dataclass(frozen=True)
class World:
    """A project and its site."""

    project: Path
    site: Path
    pages: dict[str, Page]
    cases: dict[str, Case]
    parties: dict[str, dict[str, Any]]
    """By code."""
    wording: Wording
    listings: dict[str, list[str]]
    """The slugs of each list, by the address on which it starts."""
    touching: dict[str, list[str]]
    """The slugs that only touch on an activity, by its address."""

    @property
    def case_pages(self) -> Iterator[tuple[Page, Case]]:
        """Every case study in every language."""
        for case in self.cases.values():
            yield from ((self.pages[path_in(language, case.address)], case) for language in LANGUAGES)

    def per_language(self, address: str) -> Iterator[Page]:
        """A page in every language."""
        yield from (self.pages[path_in(language, address)] for language in LANGUAGES)

    @property
    def expected(self) -> dict[str, list[str]]:
        """The slugs of each page of each list, by address."""
        pages = (sites.list_pages(start, slugs, PER_PAGE) for start, slugs in self.listings.items())
        return {"": self.examples, **{address: slugs for parts in pages for address, slugs in parts.items()}}

    @property
    def examples(self) -> list[str]:
        """The three on the home page: the last revised ones, of different regions and on different outputs."""
        found, seen = [], set()
        for slug in self.listings[CASES]:
            facts = self.cases[slug].facts
            group = self.parties[facts["party"]].get("group", "several")
            marks = {group, *(f"output {activity[0]}" for activity in facts["activities"])}
            if not marks & seen:
                seen |= marks
                found.append(slug)
        return found[:3]


@pytest.fixture(scope="session")
def real(project: Path, site: Path, pages, cases, parties, wording, listings) -> World:
    """The site as it is published."""
    by_code = {party["code"]: party for party in parties["parties"]}
    return World(project, site, pages, cases, by_code, wording, listings, sites.partial_lists(cases))


@pytest.fixture(scope="session")
def crowded(project: Path, shared: Path, leaflet, parties) -> World:
    """The site with 45 fake case studies more, and an original that was changed: built once for all workers."""
    copied, built = shared / "crowded-project", shared / "crowded-site"
    with locked(shared / "crowded.lock"):
        if not built.exists():
            crowd(sites.copy_project(project, copied))
            build(copied, built, REPO_URL=REPOSITORY, CONTACT_EMAIL=EDITORS)
    by_code = {party["code"]: party for party in parties["parties"]}
    cases = sites.read_cases(copied)
    listings, touching = sites.lists(leaflet, parties, cases), sites.partial_lists(cases)
    pages = sites.read_pages(built)
    return World(copied, built, pages, cases, by_code, sites.Wording(copied), listings, touching)


@pytest.fixture(scope="session", params=["real", pytest.param("crowded", marks=pytest.mark.sweep)])
def world(request: pytest.FixtureRequest) -> World:
    """Both, one after the other."""
    return request.getfixturevalue(request.param)


# The crowd


FAKES = 45
CHANGED = "co-retina-latina"
"""The case study whose original was changed in the crowded project."""
TOUCHED = "activities/5.3/"
NATIONAL = "national-roadmaps/"
"""The activity that more fakes only touch on than a list holds."""
TELLS = {
    "ar": ("تدبير وهمي {n}", "ملخص وهمي كُتب لاختبار الموقع، ورقمه {n}، ولا يصف شيئاً.", "التدبير الوهمي {n} يفعل هذا."),
    "en": (
        "Made-up measure {n}",
        "A made-up summary, number {n}, for tests only.",
        "The made-up measure {n} does this.",
    ),
    "es": (
        "Medida ficticia {n}",
        "Un resumen ficticio, número {n}, solo para pruebas.",
        "La medida ficticia {n} hace.",
    ),
    "fr": ("Mesure fictive {n}", "Un résumé fictif, numéro {n}, pour les essais.", "La mesure fictive {n} fait ceci."),
    "pt": (
        "Medida fictícia {n}",
        "Um resumo fictício, número {n}, só para ensaios.",
        "A medida fictícia {n} faz isto.",
    ),
    "ru": ("Вымышленная мера {n}", "Вымышленное краткое описание номер {n}, для проверки.", "Мера {n} делает это."),
    "zh": ("虚构措施{n}", "为测试本网站而写的虚构摘要，编号为{n}，并非真实措施，仅供测试。", "虚构措施{n}如此运作。"),
}
"""Title, summary and sentence, by language."""
SPECIAL = "100 % & _mesures_ #{n}, $ ^ ~ \\ {{a}} 1 < 2"
"""A title of signs that HTML, BibTeX or JSON take for their own."""


def crowd(project: Path) -> None:
    """Writes the fakes into a project, and changes an original."""
    folder = project / "content" / "case-studies"
    for n in range(1, FAKES + 1):
        write_fake(folder / f"zz-fake-{n:02}", n)
    original = next(iter((folder / CHANGED).glob(f"index.{_original(folder / CHANGED)}.md")))
    sentence = "Texto ficticio que se añadió después de traducir, solo para pruebas. [^1]"
    original.write_text(f"{original.read_text(encoding='utf-8').rstrip()}\n\n{sentence}\n", encoding="utf-8")


def _original(folder: Path) -> str:
    return sites.plain_yaml(folder / "case-study.yml")["original_language"]


def write_fake(folder: Path, n: int) -> None:
    """A plainly fake case study: its number says what it has, so that there is one of each kind."""
    folder.mkdir()
    languages = fake_languages(n)
    facts = fake_facts(n, languages[0])
    if n == 1:
        folder.joinpath("upright.jpg").write_bytes(picture("JPEG", orientation=6))
        folder.joinpath("sheep.png").write_bytes(picture("PNG"))
    write_yaml(folder / "case-study.yml", facts)
    ranks = range(1, len(facts["sources"]) + 1)
    original = None
    for language in languages:
        path = folder / f"index.{language}.md"
        path.write_text(fake_text(n, language, ranks, original), encoding="utf-8")
        original = original or sites.read_words(path).states


def fake_languages(n: int) -> list[str]:
    """That of the original, then those of its translations."""
    some = [["fr"], ["en", "fr"], ["pt"], ["ar", "en"], ["zh"], ["pt", "en"], ["fr", "en", "ar"], ["ru", "es"]]
    return ["pt", "fr"] if n == FAKES else some[n % len(some)]


def fake_facts(n: int, language: str) -> dict[str, Any]:
    """`case-study.yml`."""
    start = 2001 + n % 20
    years = [{"start": start}, {"start": start, "end": start + n % 2 * 3}, {"start": start, "ongoing": True}][n % 3]
    years = {7: {"start": 2051, "planned": True}, 8: {"start": 2020, "end": 2052, "planned": True}}.get(n, years)
    title = TELLS[language][0].format(n=n)
    facts = {
        "party": "BF" if n <= 25 else "NO",
        "co_parties": ["EU", "TN"] if n % 9 == 0 else [],
        "years": years,
        "lead_institution": {code: f"{code} {n}" for code in {language: 1, "en": 1}},
        "activities": ["2.3"] * (n <= 41) + ["2.4"] * (n % 4 == 0) + ["4.1"] * (n > 38),
        "activities_partial": ["5.3"] * (n <= 22) + ["1.1"] * (n == 30),
        "sdgs": [13] * (n <= PER_PAGE + 1) + [12] * (n > FAKES - PER_PAGE) + [5] * (n == 3),
        "domains": ["music", "design"] if n % 5 == 0 else [],
        "origin": "party" if n % 2 else "editors",
        "mandate": f"Fake office {n}" if n % 2 else None,
        "contact": [f"fake-{n}@example.org", f"https://example.org/fake-{n}/"][n % 4 == 3] if n % 2 else None,
        "licence": ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"][n % 3],
        "original_language": language,
        "updated": f"2021-0{1 + n % 3}-{1 + n % 28:02}",
        "sources": [
            {
                "title": f"{title} ({rank})",
                "url": f"https://example.org/{n}/?a=1&b={rank}",
                "language": code,
                "seen": day,
            }
            for rank, (code, day) in enumerate([(language, "2021-01-02"), ("sv", "2020-12-31")][: 1 + n % 2], start=1)
        ],
    }
    if n == 1:
        facts["images"] = [
            {"file": "upright.jpg", "alt": {language: "Droite & haute", "ar": "قائمة"}, "credit": "© Fake"},
            {"file": "sheep.png", "alt": {language: "<Un mouton>", "en": "A sheep"}, "credit": "Fake"},
        ]
    return {key: value for key, value in facts.items() if value not in (None, [])}


def fake_text(n: int, language: str, ranks: range, original: dict[str, str] | None) -> str:
    """`index.<language>.md`."""
    title, summary, sentence = (tell.format(n=n) for tell in TELLS[language])
    matter: dict[str, Any] = {"title": SPECIAL.format(n=n) if n == 11 else title, "summary": summary}
    if original:
        matter["fingerprints"] = original
    cited = " ".join(f"[^{rank}]" for rank in ranks)
    sections = [("main-features", f"{sentence} {cited}\n\n- {sentence} [^1]\n- [{sentence}](/activities/2.3/) [^1]")]
    if n % 3 == 0:
        sections.append(("targets", f"{sentence} [^1]"))
    sections.append(("roadmap", f"{sentence} {sentence}"))
    head = yaml.safe_dump(matter, allow_unicode=True, sort_keys=False, width=10_000)
    body = "\n\n".join(f"## {title} – {name} {{#{name}}}\n\n{markdown}" for name, markdown in sections)
    return f"---\n{head}---\n{body}\n"


def write_yaml(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def picture(format: str, size: tuple[int, int] = (12, 8), **tags: int) -> bytes:
    """A picture; `orientation` says how the camera was held."""
    exif = Image.Exif()
    if "orientation" in tags:
        exif[0x0112] = tags["orientation"]
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, format, exif=exif)
    return buffer.getvalue()


# Where case studies are found


def test_each_case_study_is_found_from_all_it_belongs_with_and_from_nowhere_else(world: World):
    """Its activities, outputs, goals, SDGs and Parties, and the list of all; the ones it only touches on, apart."""

    def failures() -> Iterator[str]:
        for page in world.pages.values():
            if page.address == NATIONAL:
                continue  # entries of a list of their own, which lead to case studies too
            expected = world.expected.get(page.address, [])
            if sites.listed(page) != expected:
                yield f"{page.path}: lists {sites.listed(page)}"
            owner, _, number = page.address.partition("page/")
            end = int(number.strip("/") or 1) * PER_PAGE
            touching = world.touching.get(owner, [])[end - PER_PAGE : end]
            if sites.listed(page, partial=True) != touching:
                yield f"{page.path}: apart {sites.listed(page, partial=True)}"
            apart = [
                *having(page.main, "nav"),
                *having(page.main, "ul", "case-list"),
                *having(page.main, class_="prose"),
                *having(page.main, class_="support"),  # what a sentence of the editors rests on
                *having(page.main, "ul", "nearby"),  # of the same electoral group
                *having(page.main, "section", "related"),  # on the same activities, of the same region
                *having(page.main, "table", "timeline"),  # tests/whole_site/test_atlas.py
            ]
            elsewhere = set(sites.case_links(page, sites.without(page.main, *apart)))
            if elsewhere - {page.address.split("/")[1]} if page.address else elsewhere:
                yield f"{page.path}: elsewhere {elsewhere}"

    none(failures())


def test_a_party_without_case_studies_leads_to_the_last_five_of_its_electoral_group(world: World):
    def failures() -> Iterator[str]:
        for code, party in world.parties.items():
            for page in world.per_language(address := f"parties/{code.lower()}/"):
                lists = having(page.main, "ul", "nearby")
                found = [slug for one_ in lists for slug in sites.case_links(page, having(one_))]
                group = [] if world.listings[address] or "group" not in party else world.listings[CASES]
                cases = (
                    slug
                    for slug in group
                    if world.parties[world.cases[slug].facts["party"]].get("group") == party.get("group")
                )
                if found != list(cases)[:5]:
                    yield f"{page.path}: {found}"

    none(failures())


def test_an_activity_lists_all_that_only_touch_on_it_however_many(crowded: World):
    slugs = crowded.touching[TOUCHED]
    assert len(slugs) > PER_PAGE, "else this tests nothing"

    def failures() -> Iterator[str]:
        for language in LANGUAGES:
            start = path_in(language, TOUCHED)
            pages = [page for path, page in crowded.pages.items() if path.startswith(start)]
            found = [sites.listed(page, partial=True) for page in pages]
            if sorted(slug for part in found for slug in part) != sorted(slugs):
                yield f"{start}: {sum(map(len, found))} of {len(slugs)}"
            yield from (f"{start}: {len(part)} on a page" for part in found if len(part) > PER_PAGE)

    none(failures())


def test_cards_tell_what_the_data_tells(world: World):
    def failures() -> Iterator[str]:
        for page in world.pages.values():
            for card in _cards(page) if page.address != NATIONAL else ():
                for slug in set(sites.case_links(page, having(card))):
                    expected = _card(world, world.cases[slug], page, card in _touching(page))
                    found = [_parts(element, page.language) for element in _leaves(card)]
                    if found != expected:
                        yield f"{page.path}: {slug}: {found} and not {expected}"

    none(failures())


def _touching(page: Page) -> list[Element]:
    """The cards of case studies that only touch on the page's activity: title, Parties and years."""
    lists = having(page.main, "ul", "case-list--partial")
    return [card for list_ in lists for card in having(list_, "li", "case")]


def _cards(page: Page) -> list[Element]:
    return [card for list_ in having(page.main, "ul", "case-list") for card in having(list_, "li", "case")]


def _leaves(card: Element) -> list[Element]:
    """What a card says, piece by piece: Parties, years, title, summary, numbers, who speaks."""
    heading = [element for element in having(card) if re.fullmatch("h[2-6]", str(element.tag))]
    numbers = [hidden for links in having(card, "p", "case__links") for hidden in having(links, "span", "hidden")]
    author = [small for links in having(card, "p", "case__links") for small in having(links, "small")]
    return [*one(card, "p", "case__facts"), *heading, *having(card, "p", "case__summary"), *numbers, *author]


def _parts(element: Element, language: str) -> tuple[str, set[str]]:
    """An element's words, and the languages they are marked as."""
    said = [(string, code) for string, code in words(element, language) if string.strip(" ·\n")]
    return text(element), {code for _string, code in said}


ACTIVITY = r"activities/[0-9.]+/"


def _card(world: World, case: Case, page: Page, touching: bool) -> list[tuple[str, set[str]]]:
    """What a card says; the page of an activity itself explains what case studies show, so it has no summaries."""
    language = page.language
    case_text, shown = case.text(language), case.shown[language]
    names = " · ".join(sites.party_name(code, language) for code in case.parties)
    head = [
        (names, {language}),
        (world.wording.years(language, case.facts), {language}),
        (printed(case_text.title, shown), {shown}),
    ]
    if touching:
        return head
    told_origin = world.wording(language, "origin", ORIGINS[case.facts["origin"]])
    return [
        *head,
        *([] if re.fullmatch(ACTIVITY, page.address) else [(printed(case_text.summary, shown), {shown})]),
        *((world.wording(language, "label", "Activité %(id)s", id=a), {language}) for a in case.facts["activities"]),
        *([] if _shared_origin(world, page) or not page.address else [(told_origin, {language})]),
    ]


def _shared_origin(world: World, page: Page) -> str | None:
    """Who wrote all case studies of a page about something else, which then states it once."""
    slugs = world.listings.get(page.address.partition("page/")[0], ())
    origins = {world.cases[slug].facts["origin"] for slug in slugs}
    return origins.pop() if len(slugs) > 1 and len(origins) == 1 else None


def test_a_list_of_one_author_states_it_once(world: World):
    def failures() -> Iterator[str]:
        for page in world.pages.values():
            lines = [text(line) for line in having(page.main, "p", "case__origin")]
            origin = _shared_origin(world, page)
            if lines != ([world.wording(page.language, "origin", SHARED[origin])] if origin else []):
                yield f"{page.path}: {lines}"

    none(failures())


SHARED = {"party": "Toutes présentées par les Parties", "editors": "Toutes établies par la rédaction"}
ORIGINS = {"party": "présentée par la Partie", "editors": "établie par la rédaction"}


def test_cards_lead_to_the_parties_and_the_activities(world: World):
    def failures() -> Iterator[str]:
        for page in world.pages.values():
            for card in _cards(page) if page.address != NATIONAL else ():
                (slug,) = sites.case_links(page, having(card))
                facts = world.cases[slug].facts
                expected = {world.cases[slug].address}
                expected |= {f"parties/{code.lower()}/" for code in world.cases[slug].parties}
                if card not in _touching(page):
                    expected |= {f"activities/{activity}/" for activity in facts["activities"]}
                if sites.links(page, having(card)) != expected:
                    yield f"{page.path}: {slug}: {sites.links(page, having(card))}"

    none(failures())


def test_long_lists_run_over_pages_that_lead_to_one_another(world: World):
    def failures() -> Iterator[str]:
        for start, slugs in world.listings.items():
            if start == TOUCHED and world.cases.keys() & {"zz-fake-01"}:
                continue  # told apart
            longest = max(slugs, world.touching.get(start, []), key=len)
            addresses = list(sites.list_pages(start, longest, PER_PAGE))
            for address in addresses:
                for page in world.per_language(address):
                    found = [
                        _step(page, step) for nav in having(page.main, "nav", "pages") for step in having(nav, "li")
                    ]
                    expected = [
                        (str(rank), None if other == address else other)
                        for rank, other in enumerate(addresses, start=1)
                    ]
                    if found != (expected if len(addresses) > 1 else []):
                        yield f"{page.path}: {found}"
        for page in world.pages.values():
            for part in (sites.listed(page), sites.listed(page, partial=True)):
                if len(part) > PER_PAGE or len(set(part)) < len(part):
                    yield f"{page.path}: {part}"

    none(failures())


def _step(page: Page, step: Element) -> tuple[str, str | None]:
    """The label of a page of the list and where it leads; None for this one."""
    if links := having(step, "a"):
        return text(step), next(iter(sites.links(page, links)), "elsewhere")
    return text(step), None if one(step, "span").get("aria-current") == "page" else "neither a link nor here"


def test_the_crowd_is_long_enough_to_test_with(crowded: World):
    lengths = {start: len(slugs) for start, slugs in crowded.listings.items()}
    assert lengths[CASES] == len(crowded.cases) >= FAKES + 4
    assert lengths["sdgs/12/"] == PER_PAGE, "a full page, and no second one"
    assert lengths["sdgs/13/"] == PER_PAGE + 1, "one more"
    shorter, longer = sorted((lengths["activities/2.3/"], lengths["parties/bf/"]))
    assert 2 * PER_PAGE < shorter < shorter + PER_PAGE < longer
    assert {case.original for case in crowded.cases.values()} >= {"pt", "ru", "zh", "ar"}


def test_every_page_of_the_crowd_has_its_claims_its_title_and_its_links(crowded: World):
    """Canonical address, languages, ids, links: as tests/build/test_build.py has it for the real site."""

    def failures() -> Iterator[str]:
        yield from sites.wrong_claims(crowded.pages, crowded.cases)
        yield from sites.broken_links(crowded.pages, set(sites.contents(crowded.site)))
        yield from sites.nameless_elements(crowded.pages)
        yield from sites.misdirected_elements(crowded.pages)
        titles: dict[tuple[str, str], str] = {}
        for page in crowded.pages.values():
            title = text(one(page.tree, "title"))
            other = titles.setdefault((page.language, title), page.path)
            if other != page.path:
                yield f"{page.path}: {title}, as {other}"
            if len(set(page.ids)) < len(page.ids):
                yield f"{page.path}: {page.ids}"

    none(failures())


def test_further_pages_of_a_list_say_which_list_and_which_page(crowded: World):
    def failures() -> Iterator[str]:
        for start, slugs in crowded.listings.items():
            for rank, address in enumerate(sites.list_pages(start, slugs, PER_PAGE), start=1):
                for page in crowded.per_language(address) if rank > 1 else ():
                    heading = text(one(page.tree, "h1"))
                    if heading != _list_title(crowded, start, rank, page.language):
                        yield f"{page.path}: {heading}"
                    if text(one(page.main, "p", "count")) != crowded.wording.cases(page.language, len(slugs)):
                        yield f"{page.path}: {text(one(page.main, 'p', 'count'))}"

    none(failures())


LABELS = {
    "outputs": "Produit %(id)s",
    "activities": "Activité %(id)s",
    "goals": "Objectif %(id)s",
    "sdgs": "ODD %(id)s",
}


def _list_title(world: World, start: str, rank: int, language: str) -> str:
    if start == CASES:
        return world.wording(language, "list", "Études de cas, page %(number)s", number=rank)
    kind, identifier, _end = start.split("/")
    if kind == "parties":
        subject = sites.party_name(identifier.upper(), language)
    else:
        subject = world.wording(language, "label", LABELS[kind], id=identifier)
    return world.wording(language, "list", "Études de cas, %(subject)s, page %(number)s", subject=subject, number=rank)


def test_an_sdg_that_only_case_studies_serve_has_a_page(crowded: World):
    for page in crowded.per_language("sdgs/13/"):
        assert (
            sites.links(page, sites.without(page.main, *having(page.main, "ul", "case-list"))) & {"goals/1/"} == set()
        )
        assert len(sites.listed(page)) == PER_PAGE


# Counts


def test_tallies_count_the_case_studies_of_each_activity(world: World):
    def failures() -> Iterator[str]:
        for page in world.pages.values():
            for line in having(page.main, "li", "activity"):
                count = len(world.listings[f"activities/{text(having(line, 'b')[0])}/"])
                tally = one(line, "span", "tally")
                shown, said = (text(part) for part in tally)
                if (shown, said) != (str(count) if count else "", world.wording.cases(page.language, count)):
                    yield f"{page.path}: {text(line)}: {shown!r}, {said!r}, and not {count}"
                if (count == 0) != ("s0" in tally.get("class", "").split()):
                    yield f"{page.path}: {text(line)}: looks wrong"

    none(failures())


def test_every_activity_has_its_tally_wherever_it_is_listed(world: World):
    for address in ("", "activities/"):
        for page in world.per_language(address):
            found = {text(having(line, "b")[0]) for line in having(page.main, "li", "activity")}
            assert {f"activities/{activity}/" for activity in found} == _activities(world), page.path


def _activities(world: World) -> set[str]:
    return {address for address in world.listings if address.startswith("activities/")}


def test_headings_count_the_case_studies_below_them(world: World):
    def failures() -> Iterator[str]:
        for start, slugs in world.listings.items():
            for page in world.per_language(start):
                expected = world.wording.cases(page.language, len(slugs))
                found = [text(element) for element in having(page.main) if element.get("id") == "case-studies"]
                if start == CASES:
                    found = [text(one(page.main, "p", "results__count"))]
                elif not slugs:  # the sentence below it says that there are none
                    expected = world.wording(page.language, "case", "Études de cas")
                if found != [expected]:
                    yield f"{page.path}: {found} and not {expected}"

    none(failures())


@pytest.mark.parametrize(("address", "kind"), [("", "output"), (CASES, "activity")])
def test_the_heat_map_and_the_sentence_tell_where_case_studies_come_from(world: World, address: str, kind: str):
    """A row for each output or activity, a column for each region; a number leads to the filtered list."""
    regions = [group for group in ORDER if group != "several" or "several" in _regions_of(world)]
    rows = sorted({row.split("/")[1] if kind == "activity" else row[11] for row in _activities(world)})
    counts = Counter(
        (row, region)
        for case in world.cases.values()
        for row in {one if kind == "activity" else one[0] for one in case.facts["activities"]}
        for region in {world.parties[code].get("group", "several").lower() for code in case.parties}
    )

    def failures() -> Iterator[str]:
        for page in world.per_language(address):
            table = one(one(page.main, "div", "heat"), "table")
            heads = [text(head) for head in having(one(table, "thead"), "th")]
            if heads != [world.wording(page.language, "region", REGIONS[group]) for group in regions]:
                yield f"{page.path}: {heads}"
            found = {}
            for row in having(one(table, "tbody"), "tr"):
                name, *cells = row
                for region, cell in zip(regions, cells, strict=True):
                    address_ = [page.link(link.get("href", "")) for link in having(cell, "a")]
                    found[text(having(name, "b")[0]), region.lower()] = (text(cell), address_)
            expected = {}
            for row in rows:
                for region in map(str.lower, regions):
                    query = f"{path_in(page.language, CASES)}?{kind}={row}&region={region}"
                    count = counts[row, region]
                    expected[row, region] = (str(count), [query]) if count else ("", [])
            if found != expected:
                wrong = [(key, value) for key, value in found.items() if value != expected.get(key)]
                yield f"{page.path}: {wrong}"
            covered = sum(bool(world.listings[one_]) for one_ in _activities(world))
            sentence = world.wording.count(page.language, "coverage", *COVERAGE, covered, total=len(_activities(world)))
            place = one(page.main, "section", "map") if address == "" else one(page.main, "p", "summary")
            if sentence not in text(place):
                yield f"{page.path}: no {sentence!r}"

    none(failures())


def _regions_of(world: World) -> set[str]:
    return {world.parties[code].get("group", "several") for case in world.cases.values() for code in case.parties}


def test_the_timeline_draws_the_years_of_the_data(world: World):
    """The measures that began last, at most sixty; dotted where the end is not known."""
    spans = {}
    for slug, case in world.cases.items():
        years = case.facts.get("years", {})
        if start := int(years.get("start") or years.get("end") or 0):
            last = int(years.get("end") or case.facts["updated"][:4])
            spans[slug] = (start, max(start, last), "end" not in years)
    shown = sorted(spans, key=lambda slug: (*spans[slug][:2], slug))[-60:]

    def failures() -> Iterator[str]:
        for page in world.per_language(CASES):
            table = one(page.main, "table", "timeline")
            years = [int(text(year)) for year in one(table, "span", "ticks")]
            if len({after - before for before, after in pairwise(years)}) > 1:
                yield f"{page.path}: {years} are not evenly spaced"
            rows = having(one(table, "tbody"), "tr")
            slugs = [slug for row in rows for slug in sites.case_links(page, having(row))]
            if slugs != shown:
                yield f"{page.path}: {slugs}"
            for slug, row in zip(slugs, rows, strict=True):
                start, end, endless = spans[slug]
                drawing = next(element for element in having(row) if element.tag.endswith("svg"))
                path = next(element for element in having(drawing) if element.tag.endswith("path")).get("d")
                if path != f"M{10 * (start - years[0])} 5h{10 * (end - start)}":
                    yield f"{page.path}: {slug} is drawn as {path} from {years[0]}"
                if (drawing.get("class") == "open") != endless:
                    yield f"{page.path}: the end of {slug}"
                if drawing.get("viewbox") != f"0 0 {10 * (years[-1] - years[0])} 10":
                    yield f"{page.path}: {drawing.get('viewbox')} for {years}"

    none(failures())


def test_a_case_study_leads_to_others_on_its_activities_then_of_its_region(world: World):
    """Three of each at most, the last revised first, none twice."""

    def failures() -> Iterator[str]:
        order = world.listings[CASES]
        for page, case in world.case_pages:
            group = world.parties[case.facts["party"]].get("group")
            mine = [slug for one_ in case.facts["activities"] for slug in world.listings[f"activities/{one_}/"]]
            same = [slug for slug in dict.fromkeys(mine) if slug != case.slug][:3]
            region = [slug for slug in order if world.parties[world.cases[slug].facts["party"]].get("group") == group]
            expected = {
                "same-activities": same,
                "same-region": [slug for slug in region if slug not in {case.slug, *same}][:3],
            }
            found = {
                section.get("aria-labelledby"): list(sites.case_links(page, having(section)))
                for section in having(page.main, "section", "related")
            }
            if found != {key: slugs for key, slugs in expected.items() if slugs}:
                yield f"{page.path}: {found}"

    none(failures())


COVERAGE = (
    "%(count)s activité sur %(total)s a au moins une étude de cas.",
    "%(count)s activités sur %(total)s ont au moins une étude de cas.",
)


def test_each_activity_and_region_has_case_studies(cases, leaflet, parties):
    """Two for each activity, counting those that concern it in part; four for each region, and three small islands."""
    every = [activity["id"] for output in leaflet["outputs"] for activity in output["activities"]]
    shown = Counter(
        activity
        for case in cases.values()
        for name in ("activities", "activities_partial")
        for activity in case.facts.get(name, ())
    )
    none(f"{activity}: {shown[activity]}" for activity in every if shown[activity] < 2)
    group_of = {party["code"]: party.get("group") for party in parties["parties"]}
    regions = Counter(group_of[code] for case in cases.values() for code in case.parties)
    none(f"{region}: {regions[region]}" for region in ("I", "II", "III", "IV", "Va", "Vb") if regions[region] < 4)
    assert {"BB", "JM", "MU"} <= {case.facts["party"] for case in cases.values()}
    assert all(set(LANGUAGES) <= case.texts.keys() for case in cases.values())


EMPTY = {
    "parties": "Pas encore d’étude de cas de cette Partie.",
    "sdgs": "Pas encore d’étude de cas pour cet ODD.",
}
"""What is said of an empty list, by the folder of the page's address."""
OTHERWISE_EMPTY = "Pas encore d’étude de cas pour cette activité."


def test_an_empty_list_says_so_and_invites_to_contribute_and_no_other_list_does(world: World):
    def failures() -> Iterator[str]:
        for start, slugs in world.listings.items():
            for page in world.per_language(start) if start != CASES else ():
                (section,) = (s for s in having(page.main, "section") if s.get("aria-labelledby") == "case-studies")
                sentence = world.wording(page.language, "case", EMPTY.get(start.split("/")[0], OTHERWISE_EMPTY))
                invites = "contribute/" in sites.links(page, having(section))
                if (sentence in text(section), invites) != (not slugs, not slugs):
                    yield f"{page.path}: {text(section)[:200]}"

    none(failures())


# The page of a case study: its text


def test_title_and_summary_are_those_of_the_text_in_its_language(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            case_text, shown = case.text(page.language), case.shown[page.language]
            head = one(page.main, "header", "thing__head")
            found = [_parts(one(head, "h1"), page.language), _parts(one(head, "p", "intro"), page.language)]
            expected = [(printed(case_text.title, shown), {shown}), (printed(case_text.summary, shown), {shown})]
            if found != expected:
                yield f"{page.path}: {found}"
            (description,) = (meta for meta in having(page.tree, "meta") if meta.get("name") == "description")
            if description.get("content") != case_text.summary:
                yield f"{page.path}: {description.get('case_text')}"
            site = world.wording(page.language, "site", "Feuille de route ouverte")
            title = printed(case_text.title, shown)
            if text(one(page.tree, "title")) != world.wording(
                page.language, "title", "%(page)s – %(site)s", page=title, site=site
            ):
                yield f"{page.path}: {text(one(page.tree, 'title'))}"

    none(failures())


def test_the_text_says_its_language_and_direction_where_they_are_not_the_page_s(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            shown = case.shown[page.language]
            expected = (None, None) if shown == page.language else (shown, "rtl" if shown == "ar" else "ltr")
            prose = one(page.main, "div", "case-text")
            if (prose.get("lang"), prose.get("dir")) != expected:
                yield f"{page.path}: {prose.attrib}"
            for section in having(prose, "section"):
                said = {code for part in (section[0], section[-1]) for _words, code in words(part, shown)}
                if said != {shown}:
                    yield f"{page.path}: {said}"

    none(failures())


def _body(section: Element) -> Element:
    """What a section says below its heading, also where it is folded."""
    body = section[-1]
    return body[-1] if body.tag == "details" else body


def test_every_section_stands_on_the_page_word_for_word_and_in_order(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            expected = {
                identifier: (heading, _run_together(_said_by(markdown)))
                for identifier, (heading, markdown) in case.text(page.language).sections.items()
            }
            sections = having(one(page.main, "div", "case-text"), "section")
            found = {
                section.get("aria-labelledby"): (text(one(section, "h2")), _run_together(_uncited(_body(section))))
                for section in sections
            }
            if list(found.items()) != list(expected.items()):
                yield f"{page.path}: {found} and not {expected}"
            ids = [one(section, "h2").get("id") for section in sections]
            if ids != list(expected):
                yield f"{page.path}: {ids}"

    none(failures())


def _said_by(markdown: str) -> str:
    """The words of a section, without the signs of Markdown: what contributors use of them."""
    markdown = re.sub(r"\[\^\d+\]|^- |^#+ |\{#[^}]*\}|\*", "", markdown, flags=re.MULTILINE)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)


def _uncited(element: Element) -> str:
    """An element's words without its citations."""
    inner = ((_uncited(child) if child.tag != "sup" else "") + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inner)


def _run_together(words: str) -> str:
    """Without white space."""
    return "".join(words.split())


def test_every_citation_leads_to_its_source(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            markdown = "\n".join(section for _heading, section in case.text(page.language).sections.values())
            ranks = re.findall(r"\[\^(\d+)\]", markdown)
            label = partial(world.wording, page.language, "case", "Source %(rank)s")
            expected = [(rank, f"#source-{rank}", label(rank=rank)) for rank in ranks]
            links = [link for sup in having(one(page.main, "div", "case-text"), "sup") for link in having(sup, "a")]
            found = [(text(link), link.get("href"), link.get("aria-label")) for link in links]
            if found != expected:
                yield f"{page.path}: {found} and not {expected}"
            yield from (f"{page.path}: no {rank}" for rank in ranks if f"source-{rank}" not in page.ids)

    none(failures())


def test_every_source_stands_with_its_rank_title_address_language_and_date(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            (section,) = (s for s in having(page.main, "section") if s.get("aria-labelledby") == "sources")
            expected = [
                _source(world, page.language, rank, source, case.facts["origin"] != "editors")
                for rank, source in enumerate(case.facts["sources"], start=1)
            ]
            found = [_shown_source(page, item) for item in having(one(section, "ol"), "li")]
            if found != expected:
                yield f"{page.path}: {found} and not {expected}"

    none(failures())


def test_author_sources_and_licence_are_stated_once_in_a_line_that_unfolds(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            say, origin = partial(world.wording, page.language), case.facts["origin"]
            section = one(page.main, "section", "authorship")
            how = [say("case", READ)] if origin == "editors" else []
            licence = f"{say('case', 'Licence du texte')} {case.facts['licence']}"
            gap = "" if page.language == "zh" else " "
            expected = [gap.join([say("origin", AUTHORITY[origin]), *how]), licence]
            if [text(line) for line in having(section, "p")] != expected or one(section, "details").get("open"):
                yield f"{page.path}: {text(section)}"

    none(failures())


READ = "La rédaction a lu ces sources dans des copies conservées ; les pages d’origine ont pu changer depuis."


def _source(world: World, language: str, rank: int, source: dict[str, str], dated: bool) -> tuple:
    """A note tells once how the editors read their sources; a Party's have the day of each."""
    code = source["language"]
    seen = " · " + world.wording(language, "case", "consulté le %(day)s", day=sites.day(source["seen"], language))
    title = printed(source["title"], code)
    return (
        f"source-{rank}",
        source["url"],
        code,
        (title, {code}),
        f"{sites.language_name(code, language)}{seen if dated else ''}",
    )


def _shown_source(page: Page, item: Element) -> tuple:
    link = one(item, "a")
    title = _parts(link, page.language)
    return item.get("id"), link.get("href"), link.get("hreflang"), title, text(one(item, "small"))


def test_what_was_announced_is_said_not_to_be_a_result_and_nothing_else_is(world: World):
    content = "Objectifs annoncés ou prévus, et non résultats."

    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            warned = {
                section.get("aria-labelledby"): [_parts(p, page.language) for p in having(section, "p", "planned")]
                for section in having(one(page.main, "div", "case-text"), "section")
            }
            words_ = (world.wording(page.language, "case", content), {page.language})
            expected = {
                identifier: [words_] if identifier == "targets" else []
                for identifier in case.text(page.language).sections
            }
            if warned != expected:
                yield f"{page.path}: {warned}"

    none(failures())
    assert any("targets" in content.sections for case in world.cases.values() for content in case.texts.values())


# The page of a case study: its facts


REGIONS = {
    "I": "Europe occidentale et Amérique du Nord",
    "II": "Europe orientale",
    "III": "Amérique latine et Caraïbes",
    "IV": "Asie et Pacifique",
    "Va": "Afrique",
    "Vb": "États arabes",
    "several": "Organisation d’intégration économique régionale",
}
ORDER = ("Va", "Vb", "IV", "II", "III", "I", "several")
"""In the alphabetical order of the English names."""
AUTHORITY = {
    "party": "Étude de cas présentée par la Partie, sous sa responsabilité ; "
    "la rédaction en a vérifié la forme, non les faits.",
    "editors": "Établie par la rédaction à partir de sources publiques ; la Partie ne l’a pas soumise.",
}


@pytest.fixture(scope="session")
def domains(project: Path) -> dict[str, str]:
    """French names of the cultural domains, by id."""
    return {domain["id"]: domain["name"] for domain in sites.plain_yaml(project / "data" / "domains.yml")["domains"]}


def test_the_box_tells_every_fact_and_no_other(world: World, domains: dict[str, str]):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            found = [
                _parts(element, page.language)
                for element in one(one(page.main, "section", "facts"), "dl")
                if element.tag
            ]
            expected = list(_facts(world, case, page.language, domains))
            if found != expected:
                yield f"{page.path}: {found} and not {expected}"

    none(failures())


def _facts(world: World, case: Case, language: str, domains: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
    """Terms and what they say, in order, each with the language it is marked as."""
    facts, say = case.facts, partial(world.wording, language)
    institution = case.first(language, facts["lead_institution"])
    party = world.parties[facts["party"]]
    partly = [say("label", "Activité %(id)s", id=one) for one in facts.get("activities_partial", ())]
    rows = [
        ("Région", say("region", REGIONS[party.get("group", "several")]), language),
        ("Institution responsable", printed(facts["lead_institution"][institution], institution), institution),
        *(("Domaines culturels", say(f"domain {name}", domains[name]), language) for name in facts.get("domains", ())),
        ("En partie concernées", " · ".join(partly), language),
        ("Mandat", printed(facts.get("mandate", ""), case.original), case.original),
        ("Contact", facts.get("contact", ""), language),
        ("Mise à jour", sites.day(facts["updated"], language), language),
    ]
    terms = []
    for term, content, code in rows:
        if content and term not in terms:
            terms.append(term)
            yield say("case", term), {language}
        if content:
            yield content, {code}


def test_who_speaks_stands_above_the_title_too(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            mark = text(one(one(page.main, "header", "thing__head"), "span", "mark-label"))
            if mark != world.wording(page.language, "origin", ORIGINS[case.facts["origin"]]):
                yield f"{page.path}: {mark}"

    none(failures())
    assert {case.facts["origin"] for case in world.cases.values()} & {"editors"}


def test_a_case_study_of_the_editors_never_says_that_a_party_submitted_it(world: World):
    """Nor one of a Party that the editors compiled it: in no language."""

    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            say = partial(world.wording, page.language, "origin")
            other = {"party": "editors", "editors": "party"}[case.facts["origin"]]
            if say(AUTHORITY[other]) in text(page.main):
                yield f"{page.path}: {AUTHORITY[other]}"
            if say(ORIGINS[other]) in [text(element) for element in having(page.main)]:
                yield f"{page.path}: {ORIGINS[other]}"

    none(failures())


def test_a_case_study_leads_to_all_it_belongs_with(world: World):
    """Its Parties, those that share it too; its activities, in full or apart; its SDGs; its hub."""

    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            head, aside = one(page.main, "header", "thing__head"), one(page.main, "aside", "thing__aside")
            cite = one(page.main, "section", "cite")
            facts = case.facts
            expected = {f"parties/{code.lower()}/" for code in case.parties}
            for name, kind in (("activities", "activities"), ("activities_partial", "activities"), ("sdgs", "sdgs")):
                expected |= {f"{kind}/{identifier}/" for identifier in facts.get(name, ())}
            files = {f"{case.address}cite.bib", f"{case.address}cite.json"}
            found = sites.links(page, [link for part in (head, aside, cite) for link in having(part)])
            if found != expected | files:
                yield f"{page.path}: {found ^ (expected | files)}"
            full = [element for ul in having(head, "ul", "belongs") for element in having(ul)]
            if sites.links(page, full) != {f"activities/{activity}/" for activity in facts["activities"]}:
                yield f"{page.path}: in full {sites.links(page, full)}"

    none(failures())


LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def test_the_licence_is_that_of_the_data_with_its_deed(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            links = [link for link in having(page.main, "a") if "license" in link.get("rel", "").split()]
            found = [(text(link), link.get("href")) for link in links]
            if found != [(case.facts["licence"], LICENCES[case.facts["licence"]])]:
                yield f"{page.path}: {found}"

    none(failures())


def test_a_party_s_contact_can_be_written_to_or_visited(crowded: World):
    def failures() -> Iterator[str]:
        for page, case in crowded.case_pages:
            contact = case.facts.get("contact", "")
            found = [link.get("href") for link in having(page.main, "a") if contact and text(link) == contact]
            if found != ([contact if contact.startswith("https:") else f"mailto:{contact}"] if contact else []):
                yield f"{page.path}: {found}"

    none(failures())
    contacts = {case.facts.get("contact", "").partition(":")[0] == "https" for case in crowded.cases.values()}
    assert contacts == {True, False}


def test_years_are_told_in_each_of_their_ways(crowded: World):
    """In French, as a person wrote them down here: the other tests follow the catalogues."""
    labels = {
        crowded.wording.years(SOURCE, case.facts) for case in crowded.cases.values() if case.slug.startswith("zz-fake")
    }
    assert {"2006–2006"} & labels == set()
    assert {
        "prévu\u00a0: à partir de 2051",
        "2020–2052 (fin prévue)",
        "depuis 2003",
        "à partir de 2004",
    } <= labels
    assert {"2002–2005", "2005", "2011"} <= labels


# What a reader is told of the language


def test_a_translation_or_another_language_s_text_says_so_in_the_page_s_words(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            found = [_notice(page, notice) for notice in having(page.main, "aside", "notice")]
            expected = list(_expected_notices(world, page, case))
            if found != expected:
                yield f"{page.path}: {found} and not {expected}"

    none(failures())


def _notice(page: Page, notice: Element) -> tuple:
    parts = [_parts(paragraph, page.language) for paragraph in having(notice, "p")]
    return parts, [page.link(link.get("href", "")) for link in having(notice, "a")]


def _expected_notices(world: World, page: Page, case: Case) -> Iterator[tuple]:
    language, shown = page.language, case.shown[page.language]
    say = partial(world.wording, language, "notice")
    original = sites.language_name(case.original, language)
    if shown == language == case.original:
        return
    if shown == language:
        sentence = say(
            "Traduction non officielle et non relue. Langue de l’original : %(original)s.", original=original
        )
    else:
        sentence = say(
            FALLBACK, wanted=sites.language_name(language, language), shown=sites.language_name(shown, language)
        )
    paragraphs, targets, spoken = [sentence], [], case.original in LANGUAGES
    if spoken or shown != case.original:
        paragraphs = [sites.joined(language, sentence, say("Lire l’original (%(original)s)", original=original))]
        targets = [path_in(case.home, case.address) if spoken else f"{page.path}#original"]
    if shown != case.original and "head" in behind(case, language):
        paragraphs.append(sites.joined(language, say(BEHIND), say("Lire l’original (%(original)s)", original=original)))
        targets.append(path_in(case.home, case.address) if spoken else f"{page.path}#original")
    if shown != language:
        paragraphs.append(say("Proposer une traduction"))
        targets.append(f"{path_in(language, 'contribute/')}?case-study={case.slug}")
    yield [(paragraph, {language}) for paragraph in paragraphs], targets


def behind(case: Case, language: str) -> set[str]:
    """The sections of the text that readers of a language meet whose original moved since it was translated."""
    if case.shown[language] == case.original:
        return set()
    made_from = case.text(language).fingerprints
    return {name for name, state in case.texts[case.original].states.items() if made_from.get(name) != state}


BEHIND = "L’original de ce passage a changé depuis sa traduction."
FALLBACK = "Cette étude de cas n’existe pas encore en %(wanted)s ; elle est affichée dans une autre langue : %(shown)s."


def test_a_change_of_the_original_is_reported_on_its_translations_and_nowhere_else(crowded: World):
    """By the section that moved, with a link to that section of the original."""
    reports = {
        (page.path, section.get("aria-labelledby"), *(page.link(link.get("href", "")) for link in having(notice, "a")))
        for page, _case in crowded.case_pages
        for section in having(page.main, "section", "case-section")
        for notice in having(section, "p", "behind")
        if text(notice).startswith(crowded.wording(page.language, "notice", BEHIND))
        and notice.get("lang") == page.language
    }
    case = crowded.cases[CHANGED]
    last = list(case.texts[case.original].sections)[-1]
    there = path_in(case.original, case.address)
    translated = [language for language in LANGUAGES if case.shown[language] != case.original]
    assert reports == {(path_in(language, case.address), last, f"{there}#{last}") for language in translated}
    assert len(reports) > 1
    everywhere = sum(len(having(page.main, "p", "behind")) for page in crowded.pages.values())
    assert everywhere == len(reports)


def test_the_link_to_the_original_leads_to_a_page_that_shows_the_original(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            for notice in having(page.main, "aside", "notice"):
                links = [page.link(link.get("href", "")) for link in having(notice, "a")]
                for target in (link for link in links if "contribute/" not in link):
                    path, place = urldefrag(target)
                    there = world.pages[path]
                    if place:
                        block = one(there.main, "div", "original-text")
                        words, original = sites.text(block), case.texts[case.original]
                        found = (
                            block.get("lang"),
                            all(heading in words for heading, _text in original.sections.values()),
                        )
                        expected = (case.original, True)
                    else:
                        found, expected = case.shown[there.language], case.original
                    if found != expected:
                        yield f"{page.path}: {target} shows {found}, not {expected}"

    none(failures())


# Citation


@dataclass(frozen=True)
class Entry:
    """A BibTeX entry."""

    kind: str
    key: str
    fields: dict[str, str]


def read_bibtex(source: str) -> Entry:
    """The only entry of a file. Fails where braces do not close or something else stands between fields."""
    head = re.match(r"@(\w+)\{([A-Za-z0-9-]+),\s*", source)
    assert head, source
    fields, at = {}, head.end()
    while source[at] != "}":
        name = re.match(r"(\w+)\s*=\s*\{", source[at:])
        assert name, source[at:]
        end = _closing(source, at + name.end())
        assert name[1] not in fields
        fields[name[1]] = source[at + name.end() : end]
        after = re.match(r"\s*,?\s*", source[end + 1 :])
        at = end + 1 + (after.end() if after else 0)
    assert source[at:].strip() == "}"
    return Entry(head[1], head[2], fields)


def _closing(source: str, at: int) -> int:
    """Where the brace closes that was opened before `at`; a brace after a backslash is a letter."""
    depth = 1
    while depth:
        if source[at] == "\\":
            at += 1
        elif source[at] in "{}":
            depth += 1 if source[at] == "{" else -1
        at += 1
    return at - 1


LATEX = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}


def unlatex(value: str) -> str:
    """What LaTeX prints for a field; sign by sign, so that one left bare shows."""
    value = value[1:-1] if value.startswith("{") and _closing(value, 1) == len(value) - 1 else value
    bare = re.sub(r"\\text\w+\{\}|\\[&%$#_{}]", "", value)
    assert not re.search(r"[\\{}$&#%_~^]", bare), value
    return re.sub(r"\\text\w+\{\}|\\([&%$#_{}])", lambda found: found[1] or LATEX[found[0]], value)


def _author(world: World, case: Case, language: str) -> str:
    if case.facts["origin"] == "editors":
        return world.wording(language, "cite", "Rédaction de la Feuille de route ouverte")
    code = case.first(language, case.facts["lead_institution"])
    return printed(case.facts["lead_institution"][code], code)


def test_bibtex_says_what_the_data_says(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            source = (world.site / page.path / "cite.bib").read_text(encoding="utf-8")
            entry, shown = read_bibtex(source), case.shown[page.language]
            found = {name: unlatex(value) for name, value in entry.fields.items() if name != "url"}
            year, month, _day = case.facts["updated"].split("-")
            expected = {
                "author": _author(world, case, page.language),
                "title": printed(case.text(page.language).title, shown),
                "howpublished": world.wording(page.language, "site", "Feuille de route ouverte"),
                "year": year,
                "month": str(int(month)),
                "langid": shown,
                "note": case.facts["licence"],
            }
            expected = {name: " ".join(value.split()) for name, value in expected.items()}
            if found != expected or entry.fields["url"] != page.url or entry.kind != "misc":
                yield f"{page.path}: {entry} and not {expected}"
            if entry.fields["author"][0] + entry.fields["author"][-1] != "{}":
                yield f"{page.path}: an institution's name would be split: {entry.fields['author']}"
            (code,) = (code for pre in having(page.main, "pre") for code in having(pre, "code"))
            if "".join(code.itertext()) != source:
                yield f"{page.path}: the page shows another one than the file"

    none(failures())


def test_keys_of_citations_are_unique_in_a_language(world: World):
    keys = [read_bibtex((world.site / c.address / "cite.bib").read_text("utf-8")).key for c in world.cases.values()]
    assert len(set(keys)) == len(keys)


def test_csl_json_says_what_the_data_says(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            (item,) = json.loads((world.site / page.path / "cite.json").read_text(encoding="utf-8"))
            shown = case.shown[page.language]
            expected = {
                "type": "webpage",
                "author": [{"literal": _author(world, case, page.language)}],
                "title": printed(case.text(page.language).title, shown),
                "container-title": world.wording(page.language, "site", "Feuille de route ouverte"),
                "issued": {"date-parts": [[int(part) for part in case.facts["updated"].split("-")]]},
                "URL": page.url,
                "language": shown,
                "note": case.facts["licence"],
            }
            if {key: value for key, value in item.items() if key != "id"} != expected or not item["id"]:
                yield f"{page.path}: {item}"

    none(failures())


def test_apa_names_author_date_title_site_and_address_in_this_order(world: World):
    def failures() -> Iterator[str]:
        for page, case in world.case_pages:
            title = printed(case.text(page.language).title, case.shown[page.language])
            title += "" if title.endswith((".", "?", "!", "…", "؟", "。", "？", "！")) else "."
            day = sites.day(case.facts["updated"], page.language)
            site = world.wording(page.language, "site", "Feuille de route ouverte")
            expected = f"{_author(world, case, page.language).rstrip('.')}. ({day}). {title} {site}. {page.url}"
            if page.language == "zh":
                author, ended = _author(world, case, page.language), title.removesuffix(".")
                ended += "" if ended.endswith(("?", "!", "…", "。", "？", "！")) else "。"
                gap = "" if case.shown[page.language] == "zh" else " "  # after a citation in another language
                expected = f"{author}（{day}）。{ended}{site}。{gap}{page.url}"
            found = text(one(page.main, "p", "apa"))
            if found != printed(expected, case.shown[page.language]):
                yield f"{page.path}: {found} and not {expected}"

    none(failures())


def test_dates_are_written_as_each_language_writes_them():
    days = {language: sites.day("2026-11-22", language) for language in LANGUAGES}
    assert days == {
        "ar": "22 تشرين الثاني/نوفمبر 2026",
        "zh": "2026年11月22日",
        "en": "22 November 2026",
        "fr": "22 novembre 2026",
        "ru": "22 ноября 2026\u202fг.",
        "es": "22 de noviembre de 2026",
    }


# Pictures


def test_listed_pictures_are_published_once_with_size_and_words(crowded: World):
    case = crowded.cases["zz-fake-01"]
    folder = crowded.project / "content" / "case-studies" / case.slug
    for page in crowded.per_language(case.address):
        found = [
            (page.link(image.get("src", "")), image.get("alt"), image.get("lang", page.language), *_size(image))
            for image in having(page.main, "img")
        ]
        expected = []
        for listed, size in zip(case.facts["images"], [("8", "12"), ("12", "8")], strict=True):
            code = case.first(page.language, listed["alt"])
            expected.append((case.address + listed["file"], listed["alt"][code], code, *size))
        assert found == expected, page.path
        assert {image.get("loading") for image in having(page.main, "img")} == {"lazy"}
        credits = [text(caption) for caption in having(page.main, "figcaption")]
        assert credits == [listed["credit"] for listed in case.facts["images"]]
    for listed in case.facts["images"]:
        published, own = (root / listed["file"] for root in (crowded.site / case.address, folder))
        assert published.read_bytes() == pictures.published(own.read_bytes(), own.suffix)


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (8, {"a.png": 8}),
        (599, {"a.png": 599}),
        (600, {"a.480.png": 480, "a.png": 600}),
        (1799, {"a.480.png": 480, "a.960.png": 960, "a.png": 1799}),
        (1800, {"a.480.png": 480, "a.960.png": 960, "a.1440.png": 1440}),
        (4000, {"a.480.png": 480, "a.960.png": 960, "a.1440.png": 1440}),
    ],
)
def test_versions_of_a_picture_are_those_that_windows_show(side: int, expected: dict[str, int]):
    assert pictures.versions("a.png", side) == expected


COLOURS = {
    ("JPEG", ".jpg"): ("RGB", "L", "1", "CMYK"),
    ("PNG", ".png"): ("RGB", "RGBA", "L", "P", "1"),
    ("WEBP", ".webp"): ("RGB", "RGBA", "L", "P", "1"),
}


@pytest.mark.parametrize(("format", "suffix", "mode"), [(*kind, mode) for kind in COLOURS for mode in COLOURS[kind]])
def test_a_picture_is_scaled_upright_and_without_metadata(format: str, suffix: str, mode: str):
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: shown a quarter turned
    exif[0x010E] = "secret"
    buffer = io.BytesIO()
    Image.effect_noise((1200, 600), 60).convert(mode).save(buffer, format, exif=exif)
    raw = buffer.getvalue()
    made = pictures.published(raw, suffix, 480)
    assert made == pictures.published(raw, suffix, 480)
    assert b"secret" in raw and b"secret" not in made
    with Image.open(io.BytesIO(made)) as found:
        assert (found.format, found.size) == (format, (480, 960))
        assert not found.getexif()


CORNERS = {1: "abcd", 2: "badc", 3: "dcba", 4: "cdab", 5: "acbd", 6: "cadb", 7: "dbca", 8: "bdac"}
"""How each EXIF orientation shows a picture stored as "abcd": top left, top right, bottom left, bottom right."""
COLOUR_OF = {"a": (200, 0, 0), "b": (0, 200, 0), "c": (0, 0, 200), "d": (200, 200, 0)}


@pytest.mark.parametrize("orientation", CORNERS)
def test_a_picture_is_shown_upright_however_the_camera_was_held(tmp_path: Path, orientation: int):
    """Its size, the pictures that are published of it, and what is left when an import takes its metadata off."""
    stored = Image.new("RGB", (1200, 600))
    for corner, (x, y) in zip("abcd", ((0, 0), (600, 0), (0, 300), (600, 300)), strict=True):
        stored.paste(COLOUR_OF[corner], (x, y, x + 600, y + 300))
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "picture.jpg"
    stored.save(path, exif=exif, quality=95)
    raw = path.read_bytes()

    turned = orientation >= 5
    assert pictures.size(path) == ((600, 1200) if turned else (1200, 600))
    for made in (pictures.published(raw, ".jpg", 480), pictures.without_metadata(raw, ".jpg")):
        with Image.open(io.BytesIO(made)) as found:
            width, height = found.size
            assert (width < height) == turned and not found.getexif()
            places = [(width // 4, height // 4), (width * 3 // 4, height // 4)]
            places += [(x, height * 3 // 4) for x, _y in places]
            shown = "".join(_nearest_colour(found.getpixel(place)) for place in places)
        assert shown == CORNERS[orientation]


def _nearest_colour(pixel: tuple[int, int, int]) -> str:
    return min(COLOUR_OF, key=lambda name: sum(abs(a - b) for a, b in zip(COLOUR_OF[name], pixel, strict=True)))


def test_large_pictures_are_published_in_versions_and_loaded_only_when_they_come_into_view(
    project: Path, tmp_path: Path
):
    copy = small_project(project, tmp_path / "project")
    folder = copy / "content" / "case-studies" / "tn-ticdce"
    buffer = io.BytesIO()
    Image.effect_noise((2000, 1000), 20).convert("RGB").save(buffer, "JPEG", quality=20)
    (folder / "large.jpg").write_bytes(buffer.getvalue())
    with (folder / "case-study.yml").open("a", encoding="utf-8") as file:
        file.write("images:\n  - {file: large.jpg, alt: {ar: صورة, fr: Du bruit.}, credit: Fake}\n")
    assert sites.roadmap(copy, "build", "--no-zip").returncode == 0
    published = {path.name: path for path in (copy / "site" / "case-studies" / "tn-ticdce").glob("*.jpg")}
    assert set(published) == {"large.480.jpg", "large.960.jpg", "large.1440.jpg"}
    weights = [published[f"large.{width}.jpg"].stat().st_size for width in (480, 960, 1440)]
    assert weights == sorted(weights)
    page = sites.read_pages(copy / "site")["ar/case-studies/tn-ticdce/"]
    (image,) = having(page.main, "img")
    root = "../../../case-studies/tn-ticdce/"
    assert image.get("src") == root + "large.960.jpg"
    assert image.get("srcset") == ", ".join(f"{root}large.{width}.jpg {width}w" for width in (480, 960, 1440))
    assert image.get("sizes") and image.get("loading") == "lazy"
    assert _size(image) == ("2000", "1000")


def _size(image: Element) -> tuple[str | None, str | None]:
    return image.get("width"), image.get("height")


def test_nothing_else_of_what_people_contribute_is_published(world: World):
    """No picture that is not listed, no source file: whatever stands in content/."""
    files = {path.relative_to(world.site).as_posix() for path in world.site.rglob("*") if path.is_file()}
    pictures = {name for name in files if Path(name).suffix in (".jpg", ".png", ".webp", ".gif")}
    assert pictures == {
        case.address + image["file"] for case in world.cases.values() for image in case.facts.get("images", ())
    }
    none(
        name
        for name in files
        if name.endswith((".md", ".yml", ".po")) and not name.endswith("contribute/submission.yml")
    )
    with_pictures = {page.path for page in world.pages.values() if "<img" in page.html and having(page.tree, "img")}
    assert with_pictures == {
        path_in(language, case.address)
        for case in world.cases.values()
        for language in LANGUAGES
        if case.facts.get("images")
    }


def test_a_picture_that_is_not_listed_stops_the_build(copy: Path):
    folder = next((copy / "content" / "case-studies").iterdir())
    (folder / "stowaway.png").write_bytes(picture("PNG"))
    done = sites.roadmap(copy, "build")
    assert done.returncode == 1
    assert f"content/case-studies/{folder.name}/stowaway.png:1:" in done.stderr
    assert not (copy / "site").exists()


# The list for the filters


def test_the_index_tells_each_case_study_and_the_values_under_which_it_is_found(world: World):
    def failures() -> Iterator[str]:
        for language in LANGUAGES:
            path = path_in(language, f"{CASES}index.json")
            rows = json.loads((world.site / path).read_text(encoding="utf-8"))
            expected = [_row(world, case, language) for case in world.cases.values()]
            if rows != expected:
                yield f"{path}: {[row for row in rows if row not in expected][:3]}"
            yield from (
                f"{path}: {row['address']}" for row in rows if path_in(language, row["address"]) not in world.pages
            )

    none(failures())


def _row(world: World, case: Case, language: str) -> dict[str, Any]:
    shown = case.shown[language]
    row = {
        "address": case.address,
        "title": printed(case.text(language).title, shown),
        "summary": printed(case.text(language).summary, shown),
        "parties": [sites.party_name(code, language) for code in case.parties],
        "years": world.wording.years(language, case.facts),
        "facets": facets(world, case),
    }
    return row if shown == language else {**row, "language": shown, "direction": "rtl" if shown == "ar" else "ltr"}


def facets(world: World, case: Case) -> dict[str, list[str]]:
    """By filter, the values under which a case study is found."""
    facts, years = case.facts, case.facts["years"]
    last = facts["updated"][:4] if years.get("ongoing") == "true" else years.get("end", years.get("start"))
    start = years.get("start", last)
    return {
        "output": sorted({activity[0] for activity in facts["activities"]}),
        "activity": facts["activities"],
        "sdg": facts.get("sdgs", []),
        "party": [code.lower() for code in case.parties],
        "region": sorted({world.parties[code].get("group", "several").lower() for code in case.parties}),
        "domain": facts.get("domains", []),
        "year": [str(year) for year in range(int(start), max(int(start), int(last)) + 1)] if last else [],
        **(
            {"language": [code for code in LANGUAGES if code in case.texts]}
            if any(not set(LANGUAGES) <= other.texts.keys() for other in world.cases.values())
            else {}
        ),
    }


def test_filters_offer_every_value_that_leads_somewhere_with_its_count(world: World):
    counts: dict[str, dict[str, int]] = {}
    for case in world.cases.values():
        for name, values in facets(world, case).items():
            for value in values:
                counts.setdefault(name, {}).setdefault(value, 0)
                counts[name][value] += 1

    def failures() -> Iterator[str]:
        for page in world.per_language(CASES):
            form = one(page.main, "form", "filters")
            offered = {select.get("name"): having(select, "option") for select in having(form, "select")}
            values = {name: [option.get("value") for option in options] for name, options in offered.items()}
            if values != {name: [""] for name in counts}:
                yield f"{page.path}: {values}, before the script"
            found = {name: {o["value"]: o["count"] for o in options} for name, options in _offered(world, page).items()}
            if found != counts:
                yield f"{page.path}: {found} and not {counts}"
            for name in ("index", "facets"):
                if page.link(form.get(f"data-{name}", "")) != f"{page.path}{name}.json":
                    yield f"{page.path}: {form.get(f'data-{name}')}"

    none(failures())


def _offered(world: World, page: Page) -> dict[str, list[dict[str, Any]]]:
    """What the script puts into the page's filters, by facet."""
    return json.loads((world.site / page.path / "facets.json").read_text(encoding="utf-8"))


SHORT = {one["id"]: one["short"] for one in sites.typed_yaml(sites.PROJECT / "data/practice.yml")["activities"]}


def test_filters_are_named_in_the_page_s_words(world: World, domains: dict[str, str]):
    names = {
        "output": lambda value, said, language: said("label", "Produit %(id)s", id=value),
        "activity": lambda value, said, language: f"{value} {said(f'short activity {value}', SHORT[value])}",
        "sdg": lambda value, said, language: said("label", "ODD %(id)s", id=value),
        "party": lambda value, said, language: sites.party_name(value.upper(), language),
        "region": lambda value, said, language: said("region", by_value[value]),
        "domain": lambda value, said, language: said(f"domain {value}", domains[value]),
        "year": lambda value, said, language: value,
        "language": lambda value, said, language: sites.language_name(value, language),
    }
    by_value = {group.lower(): name for group, name in REGIONS.items()}

    def failures() -> Iterator[str]:
        for page in world.per_language(CASES):
            said = partial(world.wording, page.language)
            for facet, options in _offered(world, page).items():
                for option in options:
                    name = names[facet](option["value"], said, page.language)
                    if option["label"] != name:
                        yield f"{page.path}: {option['label']} and not {name}"

    none(failures())


def test_lists_lead_to_the_filters_where_they_can(world: World):
    """From every list that is not empty, but from a goal's: the filters do not know goals."""
    names = {"outputs": "output", "activities": "activity", "sdgs": "sdg", "parties": "party"}

    def failures() -> Iterator[str]:
        for start, slugs in world.listings.items():
            kind, identifier = start.split("/")[:2]
            for page in world.per_language(start) if start != CASES else ():
                links = [page.link(link.get("href", "")) for link in having(page.main, "a", "needs-script")]
                query = f"{path_in(page.language, CASES)}?{names.get(kind)}={identifier}"
                if links != ([query] if slugs and kind in names else []):
                    yield f"{page.path}: {links}"

    none(failures())


def test_the_script_of_the_filters_finds_what_it_needs(world: World):
    for page in world.per_language(CASES):
        results = one(page.main, "div", "results")
        assert results.get("data-per-page") == str(PER_PAGE)
        assert results.get("data-count", "").count("%(count)s") == 1
        for name in ("none", "unknown", "failed", "pages"):
            assert results.get(f"data-{name}", "").strip(), (page.path, name)
        card = one(page.main, "template", "result")
        assert [len(having(card, tag)) for tag in ("li", "b", "span", "h2", "a")] == [1] * 5
        assert one(page.main, "ul", "chosen").get("data-remove", "").count("%(choice)s") == 1


# Parties


def test_parties_are_listed_by_region_those_with_case_studies_first(world: World):
    def failures() -> Iterator[str]:
        for page in world.per_language("parties/"):
            language = page.language
            regions, rows = [], []
            for group in ORDER:
                codes = [code for code, party in world.parties.items() if party.get("group", "several") == group]
                codes.sort(key=lambda code: languages.sort_key(sites.party_name(code, language), language))
                counts = {code: len(world.listings[f"parties/{code.lower()}/"]) for code in codes}
                name = world.wording(language, "region", REGIONS[group])
                if codes:
                    dots = [_expected_dot(world, code, counts[code], language) for code in codes]
                    regions.append((name, sorted(dots, key=lambda dot: not dot[2])))
                    rows += [(name,), *(_expected_row(world, code, language) for code in codes)]
            sections = having(page.main, "section", "dots")
            found = [(text(one(part, "h2")), [_dot(page, link) for link in having(part, "a")]) for part in sections]
            if found != regions:
                yield f"{page.path}: {[pair for pair in zip(found, regions, strict=False) if pair[0] != pair[1]]}"
            table = one(page.main, "details", "all-parties")
            cells = [tuple(text(cell) for cell in row) for row in having(table, "tr")[1:]]
            if cells != rows:
                yield f"{page.path}: {[pair for pair in zip(cells, rows, strict=False) if pair[0] != pair[1]]}"

    none(failures())


def _dot(page: Page, link: Element) -> tuple[str, str, str, str]:
    """Where a Party leads to, what is told, the number in the disc, and the size of the disc."""
    disc = one(link, "span", "dot")
    return (*sites.links(page, [link]), sites.squeezed(text(link)), text(disc), disc.get("class", "").split()[1])


def _expected_dot(world: World, code: str, count: int, language: str) -> tuple[str, str, str, str]:
    name, address = sites.party_name(code, language), f"parties/{code.lower()}/"
    if not count:
        return address, name, "", "s0"
    size = 1 + sum(count >= limit for limit in (3, 6, 12))
    return address, f"{count} {name} · {world.wording.cases(language, count)}", str(count), f"s{size}"


def _expected_row(world: World, code: str, language: str) -> tuple[str, str]:
    party, say = world.parties[code], partial(world.wording, language, "party")
    day = sites.day_or_less(party["deposited"], language) if "deposited" in party else say("date inconnue")
    return sites.party_name(code, language), day


def test_parties_lead_to_their_pages(world: World):
    expected = {f"parties/{code.lower()}/" for code in world.parties}
    for page in world.per_language("parties/"):
        assert sites.links(page, having(one(page.main, "div", "page--parties"), "a")) >= expected
        for link in (link for table in having(page.main, "table") for link in having(table, "a")):
            (address,) = sites.links(page, [link])
            assert text(link) == sites.party_name(address.split("/")[1].upper(), page.language)


def test_a_party_s_page_says_what_the_data_says_and_no_more(world: World, parties):
    """No date where there is none, no kind of instrument where no source settles it, no source that is not listed."""

    def failures() -> Iterator[str]:
        for code, party in world.parties.items():
            for page in world.per_language(f"parties/{code.lower()}/"):
                say = partial(world.wording, page.language, "party")
                if text(one(page.tree, "h1")) != sites.party_name(code, page.language):
                    yield f"{page.path}: {text(one(page.tree, 'h1'))}"
                box = one(page.main, "section", "provenance")
                found = [text(element) for element in one(box, "dl") if not having(element, "ul")]
                expected = list(_known(world, code, party, page.language))
                if found != expected:
                    yield f"{page.path}: {found} and not {expected}"
                sources = [
                    (link.get("href"), link.get("hreflang"), *_parts(link, page.language))
                    for link in having(one(box, "details"), "a")
                ]
                names = [*party["sources"], *([party["group_source"]] if "group_source" in party else [])]
                listed = [parties["sources"][name] for name in dict.fromkeys(names)]
                if _lists(code, say):
                    listed.append(sites.party_names()["source"])
                if sources != [
                    (
                        source["url"],
                        source["language"],
                        sites.printed(source["title"], source["language"]),
                        {source["language"]},
                    )
                    for source in listed
                ]:
                    yield f"{page.path}: {sources}"

    none(failures())


KINDS = {"ratification": "Ratification", "accession": "Adhésion"}
IN = "Instrument déposé en %(date)s"
INCOMPLETE = (
    "Parties que des sources publiques nomment, au %(day)s : %(count)s. Il en manque. La liste à jour est celle "
    "de l’UNESCO, dépositaire de la Convention :"
)
LISTS = {"sids": "Petit État insulaire en développement", "ldc": "Pays moins avancé"}


def _lists(code: str, say: Callable[..., str]) -> list[str]:
    """The lists of the United Nations that a State is on, with their heading."""
    names = sites.party_names()
    return [say(label) for name, label in LISTS.items() if code in names[name]]


def _known(world: World, code: str, party: dict[str, Any], language: str) -> Iterator[str]:
    say = partial(world.wording, language, "party")
    if "group" in party:
        yield say("Groupe électoral de l’UNESCO")
        yield world.wording(language, "region", REGIONS[party["group"]])
    yield say("Convention de 2005")
    sentence = say("Date de dépôt inconnue")
    if "deposited" in party:
        words = sites.day_or_less(party["deposited"], language)
        whole = len(party["deposited"]) == 10
        sentence = say("Instrument déposé le %(day)s", day=words) if whole else say(IN, date=words)
    yield f"{sentence} · {say(KINDS[party['type']])}" if "type" in party else sentence
    if lists := _lists(code, say):
        when = sites.day_or_less(sites.party_names()["as_of"][:7], language)
        yield from (say("Listes des Nations Unies (%(date)s)", date=when), *lists)


def test_no_kind_of_instrument_is_printed_where_no_source_settles_it(world: World):
    """By the words themselves, wherever on the page they might stand."""
    say = partial(world.wording)

    def failures() -> Iterator[str]:
        for code, party in world.parties.items():
            for page in world.per_language(f"parties/{code.lower()}/") if "type" not in party else ():
                box = one(one(page.main, "section", "provenance"), "dl")
                printed_text = " ".join(text(element) for element in box if not having(element, "ul"))
                for name in KINDS.values():
                    if re.search(rf"\b{re.escape(say(page.language, 'party', name))}\b", printed_text, re.IGNORECASE):
                        yield f"{page.path}: {printed_text}"

    none(failures())
    assert any("type_not" in party for party in world.parties.values())


def test_the_list_of_parties_says_that_it_is_incomplete_and_where_the_whole_one_is(world: World, parties):
    official = parties["official"]
    for page in world.per_language("parties/"):
        values = {"day": sites.day(parties["as_of"], page.language), "count": str(len(world.parties))}
        notice = one(page.main, "p", "notice--top")
        sentence = world.wording(page.language, "party", INCOMPLETE, **values)
        assert text(notice) == sites.joined(page.language, sentence, official["title"])
        (link,) = having(notice, "a")
        assert (link.get("href"), link.get("hreflang")) == (official["url"], "en")


# The form


NOT_ASKED = {
    "submission": "the file says it",
    "case_study.updated": "the day on which the file is read",
    "case_study.images": "the form adds pictures with a part of its own",
    "pictures": "the content of the pictures, which the form encodes",
    "purpose": "the form sets it for a correction or a translation",
    "text.fingerprints": "of translations, which the command makes",
    "text.reviewed": "of translations, which a second reader writes",
}
"""What the model has and the form does not ask for, and why."""
SAME = {"case_study.co_parties": "case_study.party", "case_study.activities_partial": "case_study.activities"}
"""The lists that the script copies from another question, so that they are sent once."""
ATTRIBUTES = {
    "pattern": "pattern",
    "minLength": "minlength",
    "maxLength": "data-maxlength",
    "minimum": "data-min",
    "maximum": "data-max",
}
INPUTS = {"date": ("date", None), "uri": ("text", "url"), "integer": ("text", "numeric"), "string": ("text", None)}
"""Type and keyboard of an input, by the schema's format or type. Browsers empty a number or an address that they cannot
read; as text, the form repairs it."""


@pytest.fixture(scope="session")
def questions(site: Path) -> dict[str, tuple[bool, dict[str, Any]]]:
    """By path, whether the published schema requires an answer, and what it asks of one."""
    schema = json.loads((site / "schemas" / "submission.json").read_text(encoding="utf-8"))
    found: dict[str, tuple[bool, dict[str, Any]]] = {}

    def walk(node: dict[str, Any], prefix: str) -> None:
        for name, inner in node["properties"].items():
            path = f"{prefix}{name}"
            inner = next((branch for branch in inner.get("anyOf", [inner]) if branch.get("type") != "null"), inner)
            ways = {
                "case_study": ("case_study.", inner.get("$ref")),
                "case_study.years": ("case_study.years.", inner.get("$ref")),
                "case_study.sources": ("source.", inner.get("items", {}).get("$ref")),
                "texts": ("text.", next(iter(inner.get("patternProperties", {None: {}}).values())).get("$ref")),
            }
            if path in ways:
                further, reference = ways[path]
                walk(schema["definitions"][reference.rpartition("/")[2]], further)
            elif path not in NOT_ASKED:
                by_language = inner.get("patternProperties")
                asked = next(iter(by_language.values())) if by_language else inner
                found[path] = (name in node["required"], asked)

    walk(schema, "")
    return found


def test_the_form_asks_the_questions_of_the_model_and_no_other(world: World, questions: dict):
    for page in world.per_language("contribute/"):
        asked = [element.get("data-path") for element in having(page.main) if element.get("data-path")]
        assert len(asked) == len(set(asked))
        assert set(asked) == set(questions), page.path


def test_the_form_asks_with_the_constraints_of_the_published_schema(world: World, questions: dict, form_script: str):
    """People type a language by its name: the script applies the schema's pattern to its code."""

    def failures() -> Iterator[str]:
        for page in world.per_language("contribute/"):
            choices = offered(world, page)
            for question in (element for element in having(page.main) if element.get("data-path")):
                required, asked = questions[question.get("data-path", "")]
                yield from (f"{page.path}: {wrong}" for wrong in _misasked(question, required, asked, choices))
                if question.get("data-control") == "language" and f"/{asked['pattern']}/" not in form_script:
                    yield f"{page.path}: {question.get('data-path')}: the script does not check {asked['pattern']}"

    none(failures())


def form_data(world: World, page: Page) -> dict[str, Any]:
    """What the form's script fetches."""
    address = page.link(one(page.main, "form", "contribute").get("data-form", ""))
    assert address == path_in(page.language, "contribute/form.json")
    return json.loads((world.site / address).read_text(encoding="utf-8"))


def offered(world: World, page: Page) -> dict[str, list[str]]:
    """For each question with a list to choose from, the values that the script offers."""
    choices = form_data(world, page)["choices"]
    assert not set(choices) & set(SAME), "sent twice"
    found = {path: [choice["value"] for choice in offers] for path, offers in choices.items()}
    return found | {path: found[same] for path, same in SAME.items()}


@pytest.fixture(scope="session")
def form_script(site: Path) -> str:
    """The script of the form, as it is published."""
    (path,) = site.glob("assets/contribute.*.js")
    return path.read_text(encoding="utf-8")


def _misasked(question: Element, required: bool, asked: dict[str, Any], choices: dict[str, list[str]]) -> Iterator[str]:
    """What a question of the form asks otherwise than the schema."""
    path = question.get("data-path")
    if bool(having(question, "span", "required")) != required:
        yield f"{path}: told required or not, wrongly"
    if asked.get("type") == "array":
        if (question.get("data-required") is not None) != required:
            yield f"{path}: data-required"
        return
    (control,) = (element for element in having(question) if element.tag in ("input", "select", "textarea"))
    if asked.get("type") == "boolean":
        if control.get("type") != "checkbox":
            yield f"{path}: {control.attrib}"
        return
    if (control.get("required") is not None) != required:
        yield f"{path}: required"
    expected = {ATTRIBUTES[word]: str(value) for word, value in asked.items() if word in ATTRIBUTES}
    if question.get("data-control") == "language":
        expected.pop("pattern")
        if control.get("list") != "languages":
            yield f"{path}: {control.attrib}"
    if "pattern" in expected:
        expected["pattern"] = expected["pattern"].removeprefix("^").removesuffix("$")
    if control.tag == "select":
        options = [option.get("value") for option in having(control, "option")]
        if options != [""] or ("enum" in asked and choices[path] != asked["enum"]):
            yield f"{path}: {options}, {choices[path]}"
        return
    found = {name: control.get(name) for name in ATTRIBUTES.values() if control.get(name) is not None}
    if found != expected:
        yield f"{path}: {found} and not {expected}"
    wanted = INPUTS.get(asked.get("format", ""), INPUTS.get(asked["type"]))
    if control.tag == "input" and (control.get("type"), control.get("inputmode")) != wanted:
        yield f"{path}: {control.attrib} and not {wanted}"


def test_every_question_has_its_label_its_help_and_its_place_for_mistakes(world: World):
    def failures() -> Iterator[str]:
        for page in world.per_language("contribute/"):
            labels: dict[str, str] = {}
            for question in (element for element in having(page.main) if element.get("data-path")):
                path = question.get("data-path", "")
                label = text((having(question, "legend") or having(question, "label"))[0])
                other = labels.setdefault(label, path)
                if other != path or not label:
                    yield f"{page.path}: {path} is asked in the words of {other}: {label!r}"
                for control in having(question):
                    for name in control.get("aria-describedby", "").split():
                        if name not in page.ids:
                            yield f"{page.path}: {path}: {name}"

    none(failures())


def test_the_form_offers_the_parties_activities_sdgs_and_domains_of_the_data(world: World, leaflet, domains):
    activities = [activity["id"] for output in leaflet["outputs"] for activity in output["activities"]]
    expected = {
        "case_study.party": set(world.parties),
        "case_study.co_parties": set(world.parties),
        "case_study.activities": set(activities),
        "case_study.activities_partial": set(activities),
        "case_study.sdgs": {str(number) for number in range(1, 18)},
        "case_study.domains": set(domains),
    }

    def failures() -> Iterator[str]:
        for page in world.per_language("contribute/"):
            found = offered(world, page)
            for path, values in expected.items():
                if set(found[path]) != values or len(found[path]) != len(values):
                    yield f"{page.path}: {path}: {set(found[path]) ^ values}"
            lists = {e.get("data-path") for e in having(page.main) if e.get("data-control") in ("choice", "choices")}
            if set(found) != lists:
                yield f"{page.path}: {set(found) ^ lists}"

    none(failures())


ORIGINS = {"party": "présentée par la Partie", "editors": "établie par la rédaction"}


def test_choices_of_the_form_are_named_in_the_page_s_words(world: World, leaflet, domains):
    sdgs = yaml.safe_load((world.project / "data/sdgs.yml").read_text(encoding="utf-8"))["sdgs"]
    activities = {a["id"]: a["text"] for output in leaflet["outputs"] for a in output["activities"]}

    def failures() -> Iterator[str]:
        for page in world.per_language("contribute/"):
            say = partial(world.wording, page.language)
            names = {code: sites.party_name(code, page.language) for code in world.parties}
            names |= {identifier: say(f"activity {identifier}", french) for identifier, french in activities.items()}
            names |= {identifier: say(f"domain {identifier}", french) for identifier, french in domains.items()}
            names |= {str(sdg["number"]): say(f"sdg {sdg['number']}", sdg["title"]) for sdg in sdgs}
            names |= {name: say("origin", french) for name, french in ORIGINS.items()}
            data = form_data(world, page)
            for choice in (choice for found in data["choices"].values() for choice in found):
                value = choice["value"]
                if choice != {"value": value, "label": names.get(value, value)}:  # a licence is its own name
                    yield f"{page.path}: {choice}"

    none(failures())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_s_page_is_light(world: World, language: str):
    """As hosts send it: the lists to choose from and what the script says stand in a file of their own."""
    html = (world.site / path_in(language, "contribute/index.html")).read_bytes()
    assert len(gzip.compress(html, 9)) <= 8000


def test_the_form_s_script_has_its_words_in_the_page_s_language(world: World, questions: dict):
    french: dict[str, str] = {}
    for page in world.per_language("contribute/"):
        script = form_data(world, page)
        assert script["language"] == page.language
        sections = {path.removeprefix("text.") for path in questions if path.startswith("text.")} - {"title", "summary"}
        assert set(script["sections"]) == sections
        assert all(script["sections"].values()) and all(script["texts"].values())
        assert set(script["uncited"]) < sections
        assert script["directions"] | {"ar": "rtl", "fa": "rtl", "fr": "ltr", "zh": "ltr"} == script["directions"]
        french = french or form_data(world, world.pages[path_in(SOURCE, "contribute/")])["texts"]
        assert script["texts"].keys() == french.keys()
        for key, words_ in script["texts"].items():
            assert re.findall(r"%\(\w+\)s", words_) == re.findall(r"%\(\w+\)s", french[key]), (page.path, key)
            alike = page.language == SOURCE or (page.language, key) == ("en", "source")
            assert (words_ == french[key]) == alike, (page.path, key)


def test_the_repository_is_linked_where_it_is_known_and_nowhere_else(real: World, crowded: World):
    for page in real.pages.values():
        assert REPOSITORY not in page.html
    for page in crowded.per_language("contribute/"):
        mend = {link for paragraph in having(page.main, "p", "improve") for link in having(paragraph, "a")}
        links = {link.get("href", "") for link in having(page.main, "a") if link not in mend}
        found = {link.removeprefix(REPOSITORY) for link in links if link.startswith(REPOSITORY)}
        guide = "CONTRIBUTING.fr.md" if page.language == SOURCE else "CONTRIBUTING.md"
        assert found == {f"/blob/main/{guide}", f"/issues/new?template=case-study.{page.language}.yml"}, page.path


def test_the_form_s_letter_goes_to_the_editors_where_their_address_is_known(real: World, crowded: World):
    for world, address in ((real, ""), (crowded, EDITORS)):
        for page in world.per_language("contribute/"):
            letters = [
                link.get("href") for link in having(page.main, "a") if link.get("href", "").startswith("mailto:")
            ]
            written = 3 if address else 0  # before the form, beside the link that writes a letter, with the template
            assert letters == [f"mailto:{address}"] * (1 + written if address else 0), page.path
            assert [text(a) for a in having(page.main, "a")].count(address) == written, page.path


# The file to fill in


def filled(template: str, language: str, everything: bool) -> tuple[str, dict[str, Any]]:
    """A template with every required line filled in, or every line; and what it then says."""
    title, summary, sentence = (tell.format(n=7) for tell in TELLS[language])
    answers: dict[tuple[str, str], Any] = {
        ("", "slug"): "zz-fake-submission",
        ("case_study", "party"): "NO",
        ("case_study", "co_parties"): ["BF", "TN"],
        ("years", "start"): 2014,
        ("years", "end"): 2020,
        ("years", "ongoing"): False,
        ("years", "planned"): False,
        ("case_study", "lead_institution"): {language: f"{title} – A"},
        ("case_study", "activities"): ["2.3", "4.1"],
        ("case_study", "activities_partial"): ["4.2"],
        ("case_study", "sdgs"): [5, 8],
        ("case_study", "domains"): ["music"],
        ("case_study", "origin"): "party" if everything else "editors",
        ("case_study", "mandate"): "Fake office",
        ("case_study", "contact"): "fake@example.org",
        ("case_study", "licence"): "CC-BY-SA-4.0",
        ("case_study", "original_language"): language,
        ("case_study", "updated"): "2021-02-03",
        ("sources", "title"): f"{title} – B",
        ("sources", "url"): "https://example.org/fake?a=1",
        ("sources", "language"): "en",
        ("sources", "seen"): "2021-01-02",
        ("images", "file"): "sheep.png",
        ("images", "alt"): {language: title},
        ("images", "credit"): "© Fake",
        ("texts", "title"): title,
        ("texts", "summary"): summary,
    }
    block, lines, given = "", [], {}
    for line in template.split("\n"):
        found = re.fullmatch(r"(\s*)(#)?(\s*)(- )?([a-z_]+):( \|| \{[a-zA-Z-]+: \})?", line)
        if not found or (found[2] and not everything):
            lines.append(line)
            continue
        indent, key = found[1] + found[3] + (found[4] or ""), found[5]
        block = key if key in ("case_study", "years", "sources", "images", "texts") else block
        block = "case_study" if block == "years" and key == "lead_institution" else block
        place = (block, key)
        if found[6] == " |":
            given[place] = f"{sentence} [1]"
            lines += [f"{indent}{key}: |", f"{indent}  {sentence} [1]"]
        elif place in answers:
            given[place] = answers[place]
            lines.append(f"{indent}{key}: {json.dumps(answers[place], ensure_ascii=False)}")
        else:
            lines.append(f"{indent}{key}:")
    return "\n".join(lines), given


def template(world: World, language: str) -> str:
    """The file that the page offers to readers of a language."""
    page = world.pages[path_in(language, "contribute/")]
    (target,) = {page.link(a.get("href", "")) for a in having(page.main, "a") if a.get("href", "").endswith(".yml")}
    return (world.site / target).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_yaml_and_has_every_key_of_the_model(real: World, questions: dict, language: str):
    blank = template(real, language)
    required = set(_keys(yaml.load(blank, Loader=yaml.BaseLoader)))
    wanted = {path for path, (needed, _asked) in questions.items() if needed}
    assert required == {*wanted, "submission", "case_study.updated"}
    everything = yaml.load(filled(blank, language, everything=True)[0], Loader=yaml.BaseLoader)
    images = {f"case_study.images.{name}" for name in ("file", "alt", "credit")}
    assert set(_keys(everything)) == {*questions, *images, "submission", "case_study.updated"}
    assert list(everything["texts"]) == [language]


def _keys(data: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """The paths of a submission, as the form names them."""
    for key, value in data.items():
        path = f"{prefix}{key}"
        if key == "texts":
            yield from (name for texts in value.values() for name in _keys(texts, "text."))
        elif path in ("case_study", "case_study.years"):
            yield from _keys(value, f"{path}.")
        elif path in ("case_study.sources", "case_study.images"):
            further = "source." if key == "sources" else f"{path}."
            yield from (name for row in value for name in _keys(row, further))
        else:
            yield path


@pytest.mark.parametrize("everything", [False, True], ids=["required", "everything"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_once_filled_in_is_a_case_study(real: World, copy: Path, language: str, everything: bool):
    """What was written in it stands in the folder that the command makes."""
    submission, given = filled(template(real, language), language, everything)
    (copy.parent / "sheep.png").write_bytes(picture("PNG"))
    (copy.parent / "filled.yml").write_text(submission, encoding="utf-8")
    done = sites.roadmap(copy, "import", str(copy.parent / "filled.yml"))
    assert (done.returncode, done.stdout) == (0, "content/case-studies/zz-fake-submission\n"), sites.said(done)
    case = sites.read_cases(copy)["zz-fake-submission"]
    assert list(case.texts) == [language]
    none(
        f"{place}: {_answer(case, *place)!r} and not {value!r}"
        for place, value in given.items()
        if _answer(case, *place) != _plain(value)
    )
    assert set(sites.contents(copy / "content" / "case-studies" / case.slug)) == {
        "case-study.yml",
        f"index.{language}.md",
        *({"sheep.png"} if everything else ()),
    }


def _answer(case: Case, block: str, key: str) -> Any:
    """What a folder says for a question of the template."""
    (case_text,) = case.texts.values()
    places = {
        "": {"slug": case.slug},
        "case_study": case.facts,
        "years": case.facts["years"],
        "sources": case.facts["sources"][0],
        "images": case.facts.get("images", [{}])[0],
        "texts": {"title": case_text.title, "summary": case_text.summary},
    }
    if block == "texts" and key not in places["texts"]:
        return case_text.sections[key.replace("_", "-")][1].replace("[^1]", "[1]")
    return places[block].get(key, "false")


def _plain(value: Any) -> Any:
    """As plain YAML reads it: every value a text."""
    return yaml.load(json.dumps(value), Loader=yaml.BaseLoader)
