"""What the tests of whole sites share: files read without the package, pages parsed as browsers parse them, links
followed, commands run on a copy.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import yaml
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from lxml import etree

import forks

SITE_URL = "https://example.org/roadmap/"
SOURCE = "fr"
OWN_NAMES = {"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español"}


def offered(project: Path) -> dict[str, str]:
    """The languages that readers are offered, in the switcher's order, each by its own name: one that is added is
    tested with the others from the day on which it is offered.
    """
    rows = plain_yaml(project / "data" / "languages.yml")["languages"]
    codes = [row["code"] for row in rows if row.get("preparing") != "true"]
    return {code: OWN_NAMES.get(code) or Locale.parse(code, sep="-").get_display_name().capitalize() for code in codes}


def plain_yaml(path: Path) -> Any:
    """A YAML file, every value as the text that stands in it: `true`, `2014` and Norway's `NO` too."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def typed_yaml(path: Path) -> Any:
    """A YAML file, its values as numbers, dates and truth values; by libyaml, in a tenth of the time."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


TESTS = Path(__file__).parent
PROJECT = TESTS.parent
LANGUAGES = offered(PROJECT)
"""The languages of the site."""
ROADMAP = Path(sys.executable).with_name("roadmap")
PROJECT_PARTS = ("data", "content", "overrides", "hooks", "mkdocs.yml", "weblate.json", ".github/CODEOWNERS")
CASES = "case-studies/"
KEPT_CASES = TESTS / "case-studies"
"""Case studies as they once stood in `content/`, for copies: what becomes of the published ones changes no test."""


# Files, read without the package
@dataclass(frozen=True)
class CaseWords:
    """A case study in one language, as its Markdown file has it."""

    title: str
    summary: str
    fingerprints: dict[str, str]
    """By section, of the original it was made from; none for an original."""
    sections: dict[str, tuple[str, str]]
    """Heading and Markdown, by id."""

    @property
    def states(self) -> dict[str, str]:
        """What a translation gives as its fingerprints: each changes with its words, not with white space."""
        parts = {"head": f"{self.title}\0{self.summary}"}
        parts |= {name: f"{title}\0 {words}" for name, (title, words) in self.sections.items()}
        return {
            name: hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:12] for name, words in parts.items()
        }


@dataclass(frozen=True)
class Case:
    """A case study, as its folder has it."""

    slug: str
    facts: dict[str, Any]
    """`case-study.yml`, every value a text."""
    texts: dict[str, CaseWords]
    """By language."""
    chains: dict[str, tuple[str, ...]]
    """For each language of the site, the languages that its readers may meet, in order."""

    @cached_property
    def shown(self) -> dict[str, str]:
        """For each language of the site, that of the text its readers meet."""
        return {language: self.first(language, self.texts) for language in self.chains}

    def first(self, language: str, languages: Iterable[str]) -> str:
        """Of the languages in which something is told, the one for readers of `language`."""
        return next(code for code in (*self.chains[language], self.original) if code in languages)

    @property
    def address(self) -> str:
        """From the language's root."""
        return f"{CASES}{self.slug}/"

    @property
    def original(self) -> str:
        """The original's language."""
        return self.facts["original_language"]

    @property
    def home(self) -> str:
        """The language of the page that is the authority: the original's, or French when the site does not speak it."""
        return self.original if self.original in LANGUAGES else SOURCE

    @property
    def parties(self) -> list[str]:
        """Codes, the first its own."""
        return [self.facts["party"], *self.facts.get("co_parties", ())]

    def text(self, language: str) -> CaseWords:
        """What readers of a language meet."""
        return self.texts[self.shown[language]]


def read_cases(project: Path) -> dict[str, Case]:
    """Every case study by slug, in the order of lists: the last revised first, then by slug."""
    languages = plain_yaml(project / "data/languages.yml")["languages"]
    chains = {row["code"]: (row["code"], *row.get("fallback", ()), SOURCE) for row in languages}
    found = [_read_case(folder, chains) for folder in (project / "content/case-studies").iterdir()]
    found = [case for case in found if "withdrawn" not in case.facts]
    found.sort(key=lambda case: (-date.fromisoformat(case.facts["updated"]).toordinal(), case.slug))
    return {case.slug: case for case in found}


def _read_case(folder: Path, chains: dict[str, tuple[str, ...]]) -> Case:
    texts = {path.name.split(".")[1]: read_words(path) for path in sorted(folder.glob("index.*.md"))}
    facts = {"activities": [], **plain_yaml(folder / "case-study.yml")}
    return Case(folder.name, facts, texts, chains)


def read_words(path: Path) -> CaseWords:
    """A case study's text."""
    _, matter, markdown = re.split(r"^---$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    parts = re.split(r"^## (.+) \{#([a-z-]+)\}$", markdown, flags=re.MULTILINE)
    sections = {parts[i + 1]: (parts[i], parts[i + 2].strip()) for i in range(1, len(parts), 3)}
    front = yaml.load(matter, Loader=yaml.BaseLoader)
    return CaseWords(front["title"], front["summary"], front.get("fingerprints", {}), sections)


def lists(leaflet: dict, parties: dict, cases: dict[str, Case]) -> dict[str, list[str]]:
    """The slugs that each page must list, in order, by the address on which the list starts; empty lists too."""
    output_of = {activity["id"]: output for output in leaflet["outputs"] for activity in output["activities"]}
    sdgs = {str(link["sdg"]) for goal in leaflet["goals"] for link in goal["sdgs"]}
    sdgs |= {number for case in cases.values() for number in case.facts.get("sdgs", ())}
    found: dict[str, list[str]] = {
        CASES: [],
        **{f"outputs/{output['id']}/": [] for output in leaflet["outputs"]},
        **{f"activities/{activity}/": [] for activity in output_of},
        **{f"goals/{goal['id']}/": [] for goal in leaflet["goals"]},
        **{
            f"sdgs/{number}/": []
            for number in sdgs | {n for case in cases.values() for n in case.facts.get("sdgs", ())}
        },
        **{f"parties/{party['code'].lower()}/": [] for party in parties["parties"]},
    }
    for case in cases.values():
        outputs = [output_of[activity] for activity in case.facts["activities"]]
        for address in {
            CASES,
            *(f"activities/{activity}/" for activity in case.facts["activities"]),
            *(f"outputs/{output['id']}/" for output in outputs),
            *(f"goals/{output['goal']['id']}/" for output in outputs),
            *(f"sdgs/{number}/" for number in case.facts.get("sdgs", ())),
            *(f"parties/{code.lower()}/" for code in case.parties),
        }:
            found[address].append(case.slug)
    return found


def partial_lists(cases: dict[str, Case]) -> dict[str, list[str]]:
    """The slugs that only touch on an activity, by the activity's address."""
    found: dict[str, list[str]] = {}
    for case in cases.values():
        for activity in case.facts.get("activities_partial", ()):
            found.setdefault(f"activities/{activity}/", []).append(case.slug)
    return found


def list_pages(address: str, slugs: list[str], most: int) -> dict[str, list[str]]:
    """The pages over which a list runs, `most` at a time, by address."""
    parts = [slugs[start : start + most] for start in range(0, len(slugs), most)] or [[]]
    return {address if rank == 1 else f"{address}page/{rank}/": part for rank, part in enumerate(parts, start=1)}


PLURAL_FORMS = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "en": ("one", "other"),
    "es": ("one", "other"),
    "fr": ("one", "other"),
    "ru": ("one", "few", "many"),
    "zh": ("other",),
}
"""CLDR's names of the plural forms, in the order in which catalogues have them."""


class Wording:
    """What the site says in each language: French as it is written, the others as their catalogue has it."""

    def __init__(self, project: Path):
        others = (language for language in LANGUAGES if language != SOURCE)
        self.catalogues = {language: _catalogue(project / f"data/locales/{language}.po") for language in others}

    def __call__(self, language: str, context: str, french: str, **values: object) -> str:
        """A string of a context, its placeholders filled."""
        sentence = french if language == SOURCE else self.catalogues[language][context, french][0]
        sentence = sentence % values if values else sentence
        return typeset(sentence) if language == SOURCE else sentence

    def count(self, language: str, context: str, singular: str, plural: str, count: int, **values: object) -> str:
        """A string in the language's plural form for `count`."""
        forms = (singular, plural) if language == SOURCE else self.catalogues[language][context, singular]
        category = Locale(language).plural_form(count)
        form = forms[PLURAL_FORMS[language].index(category)].replace("%(count)s ", "%(count)s\xa0")
        sentence = form % {"count": count, **values}
        return typeset(sentence) if language == SOURCE else sentence

    def cases(self, language: str, count: int) -> str:
        """How many case studies."""
        if not count:
            return self(language, "count", "Aucune étude de cas")
        return self.count(language, "count", "%(count)s étude de cas", "%(count)s études de cas", count)

    def years(self, language: str, facts: dict[str, Any]) -> str:
        """When a measure runs, as `case-study.yml` tells it."""
        years = facts["years"]
        start, end, ongoing = years.get("start"), years.get("end"), years.get("ongoing") == "true"
        if start is None:
            assert end is None, "no case study has this yet"
            return self(language, "years", "en cours" if ongoing else "dates non connues")
        if years.get("ongoing") == "true":
            sentence = self(language, "years", "depuis %(start)s", start=start)
        elif end is None:
            sentence = self(language, "years", "à partir de %(start)s", start=start)
        else:
            sentence = self(language, "years", "%(start)s–%(end)s", start=start, end=end)
            sentence = sentence if end != start else self(language, "years", "%(year)s", year=start)
        if years.get("planned") != "true":
            return sentence
        begun = end is not None and start <= facts["updated"][:4]
        return self(language, "years", "%(years)s (fin prévue)" if begun else "prévu : %(years)s", years=sentence)


def _catalogue(path: Path) -> dict[tuple[str | None, str], tuple[str, ...]]:
    with path.open("rb") as file:
        catalog: Catalog = read_po(file)
    found: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not message.fuzzy and all(strings):
            found[message.context, message.id if isinstance(message.id, str) else message.id[0]] = strings
    return found


def day(iso: str, language: str) -> str:
    """A date in a language's words; in English and Arabic as the United Nations write it."""
    if language == "ar":
        months = (format_date(date.fromisoformat(iso), "MMMM", locale=locale) for locale in ("ar_SY", "ar_EG"))
        return f"{date.fromisoformat(iso).day} {'/'.join(months)} {iso[:4]}"
    sentence = format_date(date.fromisoformat(iso), "long", locale="en_001" if language == "en" else language)
    return sentence.replace("1 ", "1er ", 1) if language == "fr" and iso.endswith("-01") else sentence


@cache
def party_names() -> dict[str, dict[str, dict[str, str]]]:
    """data/party-names.yml."""
    return plain_yaml(PROJECT / "data" / "party-names.yml")


def party_name(code: str, language: str) -> str:
    """A Party's name, as a page prints it."""
    return printed(party_names()["names"][code][language], language)


def day_or_less(iso: str, language: str) -> str:
    """A day, a month or a year in a language's words."""
    if len(iso) == 10:
        return day(iso, language)
    first = date.fromisoformat(iso + "-01-01"[len(iso) - 4 :])
    if language == "ar" and "-" in iso:
        return day(f"{iso}-01", language).removeprefix("1 ")
    return format_skeleton("yMMMM" if "-" in iso else "y", first, locale="en_001" if language == "en" else language)


def language_name(code: str, reader: str) -> str:
    """A language's name by CLDR."""
    return Locale.parse(code, sep="-").get_display_name(reader)


def printed(value: str, language: str) -> str:
    """Words of a language, as the site prints them."""
    return typeset(value) if language == SOURCE else value


def keep_roadmaps(project: Path) -> None:
    """Leaves out of a copy the national roadmaps of Parties that it has not, and links to case studies it has not."""
    path = project / "data/national-roadmaps.yml"
    known = {party["code"] for party in plain_yaml(project / "data/parties.yml")["parties"]}
    data = typed_yaml(path)
    data["roadmaps"] = [one for one in data["roadmaps"] if {one["party"], *one.get("co_parties", ())} <= known]
    for one in data["roadmaps"]:
        if not (project / "content" / CASES / one.get("case_study", "")).is_dir():
            del one["case_study"]
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


@cache
def listed_plans() -> tuple[str, ...]:
    """The addresses of the national roadmaps whose activities a source states; related strategies are none."""
    data = plain_yaml(PROJECT / "data/national-roadmaps.yml")["roadmaps"]
    found = (one["id"] for one in data if one.get("activities_stated") and one["kind"] != "related")
    return tuple(f"national-roadmaps/{name}/" for name in found)


# Pages


@dataclass(frozen=True)
class Page:
    """An HTML page of a built site."""

    site: Path
    path: str
    """From the site's root: `ar/outputs/1/`."""

    @property
    def language(self) -> str:
        """By its address: below `ar/`, Arabic."""
        first = self.path.split("/")[0]
        return first if first in LANGUAGES else SOURCE

    @property
    def address(self) -> str:
        """From the language's root, the same in every language: `outputs/1/`."""
        return self.path if self.language == SOURCE else self.path.removeprefix(f"{self.language}/")

    @property
    def url(self) -> str:
        """Where it is published."""
        return SITE_URL + self.path

    @cached_property
    def html(self) -> str:
        """As written."""
        return (self.site / self.path / "index.html").read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> Element:
        """As a browser understands it, but for capitals in the names of attributes.

        libxml2 reads our pages as html5lib does (`test_build.py`), in a tenth of the time.
        """
        return etree.fromstring(self.html.encode(), etree.HTMLParser(encoding="utf-8", remove_comments=True))

    @cached_property
    def main(self) -> Element:
        """What is the page's own, without the site's header and footer."""
        return one(self.tree, "main")

    @cached_property
    def ids(self) -> list[str]:
        """In order, repeated ones too."""
        return [element.get("id", "") for element in self.tree.iter() if element.get("id") is not None]

    def link(self, target: str) -> str:
        """Where a link of this page leads: a path from the site's root with its fragment, or another host's address."""
        return urljoin(self.url, target).removeprefix(SITE_URL)

    def in_language(self, language: str) -> str:
        """The path of this page in a language."""
        return path_in(language, self.address)


def path_in(language: str, address: str) -> str:
    """From the site's root: French at the root, the others below their code."""
    return address if language == SOURCE else f"{language}/{address}"


def parsed(html: str) -> Element:
    """A document, in html5lib's reading."""
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def read_pages(site: Path) -> dict[str, Page]:
    """Every page but 404.html, the cards for other sites and former addresses, by its path from the site's root."""
    folders = (file.parent.relative_to(site) for file in sorted(site.rglob("index.html")))
    paths = ("" if folder == Path() else f"{folder.as_posix()}/" for folder in folders if not is_embed(folder))
    return {path: Page(site, path) for path in paths if not is_former(site / path / "index.html")}


def is_former(file: Path) -> bool:
    """Whether it is at an address that is no longer that of a page: a redirect, or the notice of a withdrawal."""
    return '<main class="lost">' in file.read_text(encoding="utf-8")


def is_withdrawn(address: str) -> bool:
    """Whether it is that of a case study that was published once and no longer is."""
    path = PROJECT / "content" / address / "case-study.yml"
    return address.startswith(CASES) and path.exists() and "withdrawn" in plain_yaml(path)


def is_embed(folder: Path) -> bool:
    """Whether it holds a card for frames on other sites: `ar/embed/activities/2.4`."""
    return folder.parts[-3:-2] == ("embed",)


def is_official(record: dict[str, Any], language: str) -> bool:
    """Whether a text of `roadmap.yml` has UNESCO's own wording in a language."""
    return any(one["language"] == language for one in record.get("official", ()))


# Elements


def having(root: Element, tag: str = "*", class_: str | None = None) -> list[Element]:
    """The elements below `root`, itself included, by tag and class."""
    return [
        element
        for element in root.iter()
        if isinstance(element.tag, str)
        and tag in ("*", element.tag)
        and (class_ is None or class_ in element.get("class", "").split())
    ]


def one(root: Element, tag: str = "*", class_: str | None = None) -> Element:
    """The only such element."""
    found = having(root, tag, class_)
    assert len(found) == 1, f"{len(found)} {tag}.{class_}"
    return found[0]


def text(element: Element) -> str:
    """All its words, on one line; no-break spaces stay."""
    return squeezed("".join(string for string, _language in words(element, "")))


def squeezed(value: str) -> str:
    """On one line."""
    return re.sub(r"[ \t\r\n]+", " ", value).strip(" ")


def words(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """Each text node below an element, with the language that the mark-up gives it; names of files are in none."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style") or element.get("translate") == "no":
        return
    language = element.get("lang", language)
    if element.text:
        yield element.text, language
    for child in element:
        yield from words(child, language)
        if child.tail:
            yield child.tail, language


def spoken_attributes(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """Each attribute below an element that readers meet as words, with its language."""
    language = element.get("lang", language)
    names = ["aria-label", "title", "alt", "placeholder"]
    if element.get("name") == "description":
        names.append("content")
    yield from ((element.get(name, ""), language) for name in names if element.get(name))
    for child in element:
        yield from spoken_attributes(child, language)


def without(root: Element, *unwanted: Element) -> Iterator[Element]:
    """The elements below `root`, without `unwanted` and what they hold."""
    yield root
    for child in root:
        if not any(child is element for element in unwanted):
            yield from without(child, *unwanted)


def links(page: Page, elements: Iterable[Element]) -> set[str]:
    """The addresses in the page's own language that `elements` link to, other than places in the page: `goals/1/`."""
    targets = [element.get("href", "") for element in elements if element.tag == "a"]
    found = {urldefrag(page.link(target)).url for target in targets if not target.startswith("#")}
    prefix = path_in(page.language, "")
    return {link.removeprefix(prefix) for link in found if not urlsplit(link).scheme and link.startswith(prefix)}


def shown(root: Element) -> Iterator[Element]:
    """The elements below `root` that a page shows: not what its scripts keep in a template."""
    return without(root, *having(root, "template"))


def alternates(page: Page) -> list[tuple[str, str]]:
    """The languages that a page claims to exist in, with its address in each."""
    found = (link for link in having(page.tree, "link") if link.get("rel") == "alternate" and not link.get("type"))
    return [(link.get("hreflang", ""), link.get("href", "")) for link in found]


def canonical(page: Page) -> list[str]:
    """Where a page says that it stands: once, if all is well."""
    return [link.get("href", "") for link in having(page.tree, "link") if link.get("rel") == "canonical"]


def case_of(page: Page, cases: dict[str, Case]) -> Case | None:
    """The case study whose page this is."""
    match = re.fullmatch(rf"{CASES}([a-z0-9-]+)/", page.address)
    return cases[match[1]] if match else None


def wrong_claims(pages: dict[str, Page], cases: dict[str, Case]) -> Iterator[str]:
    """Pages that claim other languages or another address than they should.

    A page names the same addresses whatever it shows, so the claims are reciprocal. A case study exists in the
    languages of its texts; where it has none, the page of the original is the one to know.
    """
    for page in pages.values():
        case = case_of(page, cases)
        languages = [language for language in LANGUAGES if case is None or language in case.texts]
        default = SITE_URL + page.in_language(case.home if case else SOURCE)
        claimed = [(language, SITE_URL + page.in_language(language)) for language in languages]
        if sorted(alternates(page)) != sorted([*claimed, ("x-default", default)]):
            yield f"{page.path}: {alternates(page)}"
        if canonical(page) != [page.url if page.language in languages else default]:
            yield f"{page.path}: {canonical(page)}"
        targets = [url.removeprefix(SITE_URL) for _language, url in alternates(page)]
        yield from (f"{page.path}: {target} does not exist" for target in targets if target not in pages)


def listed(page: Page, partial: bool = False) -> list[str]:
    """The slugs of a page's list of case studies, in order; or of those that only touch on its activity."""
    found = (one for one in having(page.main, "ul", "case-list"))
    apart = [ul for ul in found if ("case-list--partial" in ul.get("class", "").split()) == partial]
    cards = [card for ul in apart for card in having(ul, "li", "case")]
    return [slug for card in cards for slug in case_links(page, having(card))]


def case_links(page: Page, elements: Iterable[Element]) -> list[str]:
    """The slugs of the case studies that `elements` lead to, as often as they do."""
    found = (address for element in elements for address in links(page, [element]))
    return [match[1] for address in found if (match := re.fullmatch(rf"{CASES}([a-z0-9-]+)/", address))]


ADDRESSES = ("href", "src", "data-index", "data-facets")
"""Attributes that hold an address."""


def addressed(page: Page) -> Iterator[str]:
    """Every address that a page names, to go to or to load."""
    for element in having(page.tree):
        yield from (value for name in ADDRESSES if (value := element.get(name)) is not None)


def broken_links(pages: dict[str, Page], files: set[str]) -> Iterator[str]:
    """Every address within the site that leads nowhere, or that depends on where the site stands."""
    for page in pages.values():
        for target in addressed(page):
            address, fragment = urldefrag(page.link(target))
            path, query = address.partition("?")[::2]
            if target.startswith("/") or target == "":
                yield f"{page.path}: {target!r} depends on where the site is published"
            elif urlsplit(address).scheme:
                continue
            elif path not in pages and path not in files:
                yield f"{page.path}: {target} leads nowhere"
            elif fragment and (path not in pages or fragment not in pages[path].ids):
                yield f"{page.path}: {target} has no such place"
            elif query and (path not in pages or not set(parse_qsl(query)) <= filters(pages[path])):
                yield f"{page.path}: {target} asks for what that page cannot filter"


def filters(page: Page) -> set[tuple[str, str]]:
    """What a page's list can be narrowed to: names and values, which its script reads from a file; and the case studies
    that the form opens.
    """
    addresses = [form.get("data-facets", "") for form in having(page.main, "form", "filters")]
    opened = page.site.glob("case-studies/*/submission.json") if having(page.main, "form", "contribute") else ()
    return {("case-study", path.parent.name) for path in opened} | {
        (name, option["value"])
        for address in addresses
        for name, options in json.loads((page.site / page.link(address)).read_text(encoding="utf-8")).items()
        for option in options
    }


# Names and directions

NAMED = ("group", "region", "img", "dialog")
"""Roles that tell a reader nothing without a name."""


def nameless_elements(pages: dict[str, Page]) -> Iterator[str]:
    """List what a keyboard or a screen reader stops at without a name: areas that scroll, landmarks, groups.

    axe reports only some of them.
    """
    for page in pages.values():
        for element in having(page.tree):
            scrolls = element.get("tabindex") == "0" and element.tag not in ("a", "button", "input", "summary")
            if scrolls or element.get("role") in NAMED or element.tag in ("nav", "pre"):
                by = element.get("aria-labelledby", "").split()
                names = [text(other) for other in having(page.tree) if other.get("id") in by] if by else []
                if not "".join([element.get("aria-label", ""), *names]).strip():
                    yield f"{page.path}: {element.tag} {element.attrib}"


def misdirected_elements(pages: dict[str, Page]) -> Iterator[str]:
    """List the elements whose language runs in another direction than they do."""

    def wrong(element: Element, inherited: str) -> Iterator[Element]:
        here, language = element.get("dir", inherited), element.get("lang")
        if language and here not in ("auto", Locale.parse(language, sep="-").text_direction):
            yield element
        for child in element:
            if isinstance(child.tag, str):
                yield from wrong(child, here)

    for page in pages.values():
        yield from (f"{page.path}: {element.tag} {element.attrib}" for element in wrong(page.tree, "ltr"))


SHOWN_ADDRESS = re.compile(r"https?://|www\.|[\w.+-]+@[\w-]+\.\w")


def shown_addresses(element: Element, direction: str = "ltr") -> Iterator[tuple[str, str]]:
    """Return each text below an element that contains an address, with the direction that it is shown in.

    From right to left, the slashes and full stops of an address move about in the line.
    """
    if not isinstance(element.tag, str) or element.tag in ("head", "script", "style", "template"):
        return
    direction = element.get("dir", direction)
    if element.text and SHOWN_ADDRESS.search(element.text):
        yield squeezed(element.text), direction
    for child in element:
        yield from shown_addresses(child, direction)
        if child.tail and SHOWN_ADDRESS.search(child.tail):
            yield squeezed(child.tail), direction


# Failures


def joined(language: str, *sentences: str) -> str:
    """Sentences one after the other: in Chinese without a blank between."""
    return ("" if language == "zh" else " ").join(sentences)


def none(failures: Iterable[str]) -> None:
    """Fails with all of them, so that one run shows every one."""
    found = list(failures)
    assert not found, f"{len(found)} failures\n" + "\n".join(found[:100])


# Projects and commands


def copy_project(project: Path, folder: Path, cases: Collection[str] | None = None) -> Path:
    """The project's own files in a folder of their own, without what was built. Its case studies are those of
    `KEPT_CASES`, or of them only `cases`.
    """

    def ignored(parent: str, names: list[str]) -> set[str]:
        apart = {"__pycache__", "addresses.txt"}  # tests leave out pages, which are no loss here
        return apart | ({*names} if Path(parent).name == "case-studies" else set())

    folder.mkdir(parents=True)
    for name in PROJECT_PARTS:
        if (project / name).is_dir():
            shutil.copytree(project / name, folder / name, ignore=ignored)
        else:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(project / name, folder / name)
    for path in sorted(KEPT_CASES.iterdir()):
        if cases is None or path.name in cases:
            shutil.copytree(path, folder / "content" / CASES / path.name)
    keep_roadmaps(folder)
    without_cases(folder)
    return folder


LINK = re.compile(r"\{case: (?P<slug>[a-z0-9-]+)\}")


def without_cases(project: Path, every: bool = False) -> None:
    """Lets the editors' sentences rest on an article instead of a case study that a copy leaves out, or of any."""
    path, folder = project / "data/practice.yml", project / "content/case-studies"

    def kept(link: re.Match[str]) -> str:
        return link[0] if not every and (folder / link["slug"]).is_dir() else '{article: "6.2"}'

    path.write_text(LINK.sub(kept, path.read_text("utf-8")), encoding="utf-8")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The variables for a command on the project at `folder`, which brings its own copy of the package. While the copy
    is as the original, which Python has compiled, the command runs that.
    """
    unwanted = ("LC_", "LANG", "SITE_URL", "REPO_URL", "CONTACT_EMAIL", "PUBLISHER", "PYTEST_", "PYTHONWARNINGS")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    hooks = forks.HOOKS if forks.is_own(folder / "hooks") else folder / "hooks"
    ours = {"LANG": "C.UTF-8", "PYTHONPATH": str(hooks), "NO_MKDOCS_2_WARNING": "1"}
    return {**variables, **ours, "PYTHONDONTWRITEBYTECODE": "1", **more}


def roadmap(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs the command `roadmap` in a project."""
    return run([str(ROADMAP), *arguments], folder, **more)


def run(command: Sequence[str], folder: Path, seconds: int = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a project, without a shell; `roadmap` without starting Python, where it makes no difference."""
    variables = environment(folder, **more)
    if command[0] == str(ROADMAP) and (done := forks.run(command, folder, variables, seconds)):
        return done
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", timeout=seconds)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """All that a command printed."""
    return done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, byte for byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """WCAG's relative luminance of `#rrggbb`."""
    parts = [value / 255 for value in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def edit(path: Path, old: str, new: str) -> int:
    """Replaces the only `old` of a file; returns the line it stood on."""
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{before.count(old)} times in {path}: {old!r}"
    path.write_text(before.replace(old, new), encoding="utf-8")
    return before[: before.index(old)].count("\n") + 1


def typeset(french: str) -> str:
    """A French text as the site prints it: with printed apostrophes, and spaces that do not break."""
    text = french.replace("'", "’").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    for sign in ":;?!%":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text.replace("\u00a0%(", " %(")
