"""The built site, every page of it. What pages must link to and say is read from data/ as plain YAML and PO."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import partial
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import yaml

import sites
from roadmap.build import staging
from roadmap.load import load
from roadmap.page_table import PER_PAGE
from roadmap.site import Site
from roadmap.translation import extraction
from sites import (
    CASES,
    LANGUAGES,
    SITE_URL,
    SOURCE,
    Case,
    Page,
    Wording,
    alternates,
    canonical,
    case_of,
    having,
    none,
    one,
    path_in,
    text,
    words,
)
from small import small_project
from visits import HUBS

FOLDERS = {"output": "outputs", "activity": "activities", "goal": "goals", "sdg": "sdgs"}
Pages = dict[str, Page]
Cases = dict[str, Case]
Data = dict


# What the data says, read without the package


def entries(leaflet: Data) -> Iterator[tuple[str, str, Data]]:
    """Every text of the leaflet: its kind, its id, its record."""
    yield from (("title", "", leaflet["title"]), ("banner", "", leaflet["banner"]), ("closing", "", leaflet["closing"]))
    yield from (("row", name, record) for name, record in leaflet["rows"].items())
    yield from (("goal", goal["id"], goal) for goal in leaflet["goals"])
    for output in leaflet["outputs"]:
        yield "output", output["id"], output
        yield from (("activity", activity["id"], activity) for activity in output["activities"])


def context(kind: str, identifier: str) -> str:
    """The msgctxt of a text's translations."""
    return f"{kind} {identifier}".strip()


def anchor(kind: str, identifier: str) -> str:
    """The id of a text's note."""
    return f"{kind}-{identifier}".strip("-")


def own_address(kind: str, identifier: str) -> str:
    """The page that shows a text as its own: the leaflet's general texts stand on the home page."""
    if kind == "row":
        return f"{identifier}/"
    return f"{FOLDERS[kind]}/{identifier}/" if kind in FOLDERS else ""


def sdgs_of(goal: Data) -> list[str]:
    """The addresses of the SDGs a goal meets."""
    return [f"sdgs/{link['sdg']}/" for link in goal["sdgs"]]


def outputs_of(leaflet: Data, goal: Data) -> list[Data]:
    """The outputs that serve a goal."""
    return [output for output in leaflet["outputs"] if output["goal"]["id"] == goal["id"]]


def activities_of(output: Data) -> list[str]:
    """The addresses of an output's activities."""
    return [f"activities/{activity['id']}/" for activity in output["activities"]]


def chains(leaflet: Data) -> list[list[str]]:
    """The addresses of each kind's items, in the order of the data; SDGs by number."""
    sdgs = sorted({link["sdg"] for goal in leaflet["goals"] for link in goal["sdgs"]})
    return [
        [f"outputs/{output['id']}/" for output in leaflet["outputs"]],
        [address for output in leaflet["outputs"] for address in activities_of(output)],
        [f"goals/{goal['id']}/" for goal in leaflet["goals"]],
        [f"sdgs/{number}/" for number in sdgs],
    ]


def served_sdgs(leaflet: Data, cases: Cases) -> set[str]:
    """The addresses of the SDGs that case studies serve, and no goal of the Convention meets."""
    served = {f"sdgs/{number}/" for case in cases.values() for number in case.facts.get("sdgs", ())}
    return served - set(chains(leaflet)[-1])


def sequences(leaflet: Data, cases: Cases) -> list[list[str]]:
    """The addresses of the pages that lead from one to the next."""
    *items, sdgs = chains(leaflet)
    sdgs = sorted({*sdgs, *served_sdgs(leaflet, cases)}, key=lambda address: int(address.split("/")[1]))
    return [*items, sdgs, [case.address for case in cases.values()]]


def relations(leaflet: Data, cases: Cases) -> dict[str, set[str]]:
    """For each item's page, the items that it must link to, its case studies apart: no fewer, no more."""
    found: dict[str, set[str]] = {address: set() for address in served_sdgs(leaflet, cases)}
    for goal in leaflet["goals"]:
        here, sdgs, below = f"goals/{goal['id']}/", sdgs_of(goal), set()
        for output in outputs_of(leaflet, goal):
            address, activities = f"outputs/{output['id']}/", activities_of(output)
            below |= {address, *activities}
            found[address] = {here, *activities, *sdgs}
            found |= {activity: {here, address, *activities, *sdgs} - {activity} for activity in activities}
        found[here] = below | set(sdgs)
        for sdg in sdgs:
            found[sdg] = found.get(sdg, set()) | {here} | below
    return found


GOAL_OF_OUTPUT = {"1": "1", "2": "1", "3": "2", "4": "3", "5": "4"}
SDGS_OF_GOAL = {"1": [4, 8, 16, 17], "2": [10, 17], "3": [8, 17], "4": [5, 16]}


def test_outputs_and_goals_are_linked_as_the_leaflet_has_them(leaflet: Data):
    """All other tests read these links from data/roadmap.yml: they would follow a mistake there."""
    assert {output["id"]: output["goal"]["id"] for output in leaflet["outputs"]} == GOAL_OF_OUTPUT
    assert {goal["id"]: [link["sdg"] for link in goal["sdgs"]] for goal in leaflet["goals"]} == SDGS_OF_GOAL
    for output in leaflet["outputs"]:
        assert [activity["id"] for activity in output["activities"]] == [
            f"{output['id']}.{n}" for n in range(1, len(output["activities"]) + 1)
        ]


# Pages and addresses


def test_pages_are_those_of_the_table_in_each_language_and_no_others(
    leaflet: Data, parties: Data, cases: Cases, listings: dict, pages: Pages
):
    hubs = ["", "outputs/", "activities/", "goals/", "sdgs/", "about/", "source-notes/"]
    addresses = {*hubs, *(address for chain in chains(leaflet) for address in chain)}
    assert len(addresses) == 42
    addresses |= {*HUBS, *served_sdgs(leaflet, cases)}
    addresses |= {case.address for case in cases.values()} | {*sites.listed_plans()}
    addresses |= {f"parties/{party['code'].lower()}/" for party in parties["parties"]}
    touching = sites.partial_lists(cases)
    for start, slugs in listings.items():
        addresses |= set(sites.list_pages(start, max(slugs, touching.get(start, []), key=len), PER_PAGE))
    assert set(pages) == {path_in(language, address) for language in LANGUAGES for address in addresses}


def test_addresses_are_those_the_site_promised(pages: Pages):
    promised = {
        "case-studies/",
        "parties/",
        "contribute/",
        *(f"parties/{code}/" for code in ("ca", "eu", "no", "tn")),
        *(f"outputs/{number}/" for number in range(1, 6)),
        *(f"activities/{output}.{rank}/" for output in range(1, 6) for rank in range(1, 5)),
        *(f"goals/{number}/" for number in range(1, 5)),
        *(f"sdgs/{number}/" for number in (4, 5, 8, 10, 16, 17)),
    }
    assert promised <= {page.address for page in pages.values() if page.language == SOURCE}


def test_nothing_is_published_but_pages_exports_pictures_and_assets(
    project: Path, site: Path, leaflet: Data, cases: Cases, pages: Pages
):
    """No search index but ours, no source map, font, bundle, source file: of MkDocs and its theme nothing remains."""
    files = set(sites.contents(site))
    assets = {name for name in files if name.startswith("assets/")}
    expected = {
        *(f"{path}index.html" for path in pages),
        "404.html",
        "_headers",
        "sitemap.xml",
        "robots.txt",
        "service-worker.js",
    }
    expected.add(staging.MARK)
    expected |= {f"offline/open-roadmap-{language}.zip" for language in LANGUAGES}
    expected |= {path_in(language, name) for language in LANGUAGES for name in _exports(leaflet, cases)}
    schemas = {path.stem for path in (project / "data").glob("*.yml")}
    schemas |= {"case-study", "case-study-text", "submission", "adaptation"}
    expected |= {f"schemas/{name}.json" for name in schemas}
    promised = sites.plain_yaml(project / "tests" / "contract.yml")["files"]
    expected |= {path.replace("<language>", code) for path in promised for code in LANGUAGES}
    former = sites.plain_yaml(project / "data" / "addresses.yml")
    addresses = [address for group in former.values() for address in group]
    expected |= {f"{path_in(language, address)}index.html" for language in LANGUAGES for address in addresses}
    expected |= {f"{case.address}submission.json" for case in cases.values()}
    expected |= {case.address + image["file"] for case in cases.values() for image in case.facts.get("images", ())}
    assert files - assets - {name for name in files if name.startswith("pagefind/")} == expected
    assert sorted(Path(name).suffix for name in assets) == [*[".css"] * 3, *[".js"] * 20, ".svg", *[".txt"] * 3]


def _exports(leaflet: Data, cases: Cases) -> Iterator[str]:
    """The files that each language has beside its pages."""
    yield from ("case-studies/index.json", "case-studies/facets.json", "contribute/submission.yml")
    yield from ("adapt/plan.json", "adapt/activities.json")
    yield from ("contribute/form.json", "contribute/intake.json", "feed.xml", "offline/pages.json")
    yield "national-roadmaps/feed.xml"
    yield from ("cite.bib", "cite.json")
    for address in (address for chain in chains(leaflet)[:3] for address in chain):
        yield from (f"embed/{address}index.html", f"{address}cite.bib", f"{address}cite.json")
        if address.startswith("activities/"):
            yield f"{address}feed.xml"
    for address in (*(case.address for case in cases.values()), *sites.listed_plans()):
        yield from (f"{address}cite.bib", f"{address}cite.json")


def test_published_schemas_are_those_of_the_repository(project: Path, site: Path):
    assert sites.contents(site / "schemas") == sites.contents(project / "data" / "schemas")


def test_assets_are_named_after_their_content(site: Path):
    for name, content in sites.contents(site / "assets").items():
        fingerprint = hashlib.sha256(content).hexdigest()[:8]
        assert re.fullmatch(rf"[a-z-]+\.{fingerprint}\.(css|js|svg|txt)", name), name


def test_files_can_be_read_by_a_web_server(site: Path):
    none(str(path) for path in (site, *site.rglob("*")) if path.stat().st_mode & 0o044 != 0o044)


def _as_read(root: Element) -> list[tuple]:
    """Elements and texts: but for what parsers write each in its way, which no browser shows."""
    return [
        (
            element.tag.rpartition("}")[2],
            sorted((name.lower(), "" if value == name else value) for name, value in element.attrib.items()),
            (element.text or "").strip("\n"),
            (element.tail or "").strip("\n"),
        )
        for element in root.iter()
        if isinstance(element.tag, str)  # no comment
    ]


def test_pages_are_read_as_browsers_read_them(pages: Pages):
    """Else the tests of this file would look at other pages than readers: html5lib follows the standard."""
    sample = [page for place, page in enumerate(pages.values()) if place % 13 == 0]
    none(page.path for page in sample if _as_read(page.tree) != _as_read(sites.parsed(page.html)))


# Head and headings


def test_language_and_direction_are_declared(pages: Pages):
    expected = {language: ("rtl" if language == "ar" else "ltr") for language in LANGUAGES}
    none(
        page.path
        for page in pages.values()
        if (page.tree.get("lang"), page.tree.get("dir")) != (page.language, expected[page.language])
    )


def test_each_page_has_one_first_heading_and_skips_no_level(pages: Pages):
    none(f"{page.path}: {levels}" for page in pages.values() if not _in_steps(levels := _levels(page)))


def _levels(page: Page) -> list[int]:
    return [int(element.tag[1]) for element in having(page.tree) if re.fullmatch("h[1-6]", element.tag)]


def _in_steps(levels: list[int]) -> bool:
    steps = pairwise(levels)
    return levels.count(1) == 1 and levels[0] == 1 and all(after <= before + 1 for before, after in steps)


def _title(page: Page) -> str:
    return text(one(page.tree, "title"))


def _description(page: Page) -> str:
    (found,) = (meta for meta in having(page.tree, "meta") if meta.get("name") == "description")
    return found.get("content", "")


def test_titles_are_unique_in_a_language(pages: Pages):
    titles = Counter((page.language, _title(page)) for page in pages.values())
    none(str(title) for title, count in titles.items() if count > 1 or not title[1])


def test_titles_and_descriptions_are_in_the_page_s_language(cases: Cases, pages: Pages):
    """A case study without a text in a language is described there in the language that it shows."""

    def failures() -> Iterator[str]:
        for page in pages.values():
            french, case = pages[page.address], case_of(page, cases)
            shares = case is not None and case.shown[page.language] == case.shown[SOURCE]
            if not _description(page):
                yield f"{page.path}: no description"
            if page is not french and _title(page) == _title(french):
                yield f"{page.path}: {_title(page)}"
            if page is not french and (_description(page) == _description(french)) != shares:
                yield f"{page.path}: {_description(page)}"

    none(failures())


def test_each_page_names_itself_and_its_translations(cases: Cases, pages: Pages):
    """And the page that is the authority: itself, or where a case study has no text the original's."""
    none(sites.wrong_claims(pages, cases))


@pytest.mark.parametrize("place", ["header", "footer"])
def test_switcher_leads_to_the_same_page_in_each_language(pages: Pages, place: str):
    def failures() -> Iterator[str]:
        for page in pages.values():
            found = [_switch(page, link) for link in _switcher(page, place)]
            expected = [(name, code, code, page.in_language(code)) for code, name in LANGUAGES.items()]
            if found != expected:
                yield f"{page.path}: {found}"
            current = [link.get("lang") for link in _switcher(page, place) if link.get("aria-current")]
            if current != [page.language]:
                yield f"{page.path}: on {current}"

    none(failures())


def _switcher(page: Page, place: str) -> list[Element]:
    menu = one(page.tree, "details", "languages") if place == "header" else _footer(page)[1]
    return having(menu, "a")


def _footer(page: Page) -> tuple[Element, Element]:
    """The footer's two menus: more on this site, and this page in the other languages."""
    more, languages = having(one(page.tree, "footer"), "nav")
    return more, languages


def _switch(page: Page, link: Element) -> tuple[str, str | None, str | None, str]:
    return text(link), link.get("lang"), link.get("hreflang"), page.link(link.get("href", ""))


HEADER = ["outputs/", "case-studies/", "parties/", "contribute/", "about/"]
ROADMAP = ["outputs/", "activities/", "goals/", "sdgs/"]
FOOTER = [
    "national-roadmaps/",
    "adapt/",
    "glossary/",
    "data/",
    "offline/",
    "translations/",
    "accessibility/",
    "source-notes/",
]


@pytest.mark.parametrize(("place", "menu"), [("header", HEADER), ("footer", FOOTER)])
def test_menus_lead_to_the_hubs_and_say_where_the_reader_is(pages: Pages, place: str, menu: list[str]):
    def failures() -> Iterator[str]:
        for page in pages.values():
            nav = one(one(page.tree, "header", "site-header"), "nav") if place == "header" else _footer(page)[0]
            found = [(address, link.get("aria-current")) for link in having(nav, "a") for address in _to(page, link)]
            if place == "footer":
                assert found.pop() == ("", None), "the poster: where it is not printed, what it shows"
            section = _section(page.address)
            current = {section: "true", page.address: "page"}
            if found != [(address, current.get(address)) for address in menu]:
                yield f"{page.path}: {found}"

    none(failures())


def _section(address: str) -> str:
    """The page of the header that an address is below."""
    first = f"{address.split('/')[0]}/"
    below = dict.fromkeys(("national-roadmaps/", "adapt/", "workshop/"), "parties/")
    return {**dict.fromkeys(ROADMAP, "outputs/"), **below}.get(first, first)


def test_each_list_of_the_roadmap_s_parts_leads_to_the_others(pages: Pages):
    def failures() -> Iterator[str]:
        for page in pages.values():
            found = [
                (address, link.get("aria-current"))
                for nav in having(page.main, "nav", "tabs")
                for link in having(nav, "a")
                for address in _to(page, link)
            ]
            tabs = ROADMAP if page.address in ROADMAP else []
            if found != [(address, "page" if address == page.address else None) for address in tabs]:
                yield f"{page.path}: {found}"

    none(failures())


def _to(page: Page, link: Element) -> set[str]:
    return sites.links(page, [link]) or {"elsewhere"}


# Links and ids


def test_links_within_the_site_lead_somewhere(site: Path, pages: Pages):
    none(sites.broken_links(pages, set(sites.contents(site))))


def test_ids_stand_once_in_a_page(pages: Pages):
    none(
        f"{page.path}: {identifier!r}"
        for page in pages.values()
        for identifier, count in Counter(page.ids).items()
        if count > 1 or not identifier
    )


BREAKING = re.compile(
    r"« | (?=[»:;?!]|%(?!\())|[^\W\d_]'[^\W\d_]|\b1 (?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)"
)
"""What no French page has: a space at which a line could end before a sign, a typewriter apostrophe, « 1 octobre »."""


def test_french_is_typeset_on_every_page(pages: Pages):
    """Of the interface, of data and of Markdown alike; what a form's script shows is in attributes."""

    def failures() -> Iterator[str]:
        for page in pages.values():
            if page.language != SOURCE:
                continue
            code = {string for kind in ("code", "pre") for one in page.tree.iter(kind) for string in one.itertext()}
            shown = [*sites.words(page.tree, SOURCE), *sites.spoken_attributes(page.tree, SOURCE)]
            shown += [
                (value, SOURCE)
                for element in page.tree.iter()
                for name, value in element.items()
                if name.startswith("data-") and " " in value
            ]
            for content, language in shown:
                if language == SOURCE and content not in code and (found := BREAKING.search(content)):
                    yield f"{page.path}: {content[max(0, found.start() - 30) : found.end() + 30]!r}"

    none(failures())


def test_ids_are_the_same_in_all_languages(pages: Pages):
    """Those within a case study's text apart: a translation may lack a section."""
    none(
        f"{page.path}: {difference}"
        for page in pages.values()
        if (difference := sorted(_template_ids(page) ^ _template_ids(pages[page.address])))
    )


def _template_ids(page: Page) -> set[str]:
    texts = having(page.main, "div", "case-text")
    return set(page.ids) - {element.get("id", "") for one in texts for child in one for element in having(child)}


def test_labels_and_descriptions_by_id_exist_in_the_page(pages: Pages):
    def failures() -> Iterator[str]:
        for page in pages.values():
            for element in having(page.tree):
                for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
                    missing = set(element.get(name, "").split()) - set(page.ids)
                    yield from (f"{page.path}: {name}={identifier}" for identifier in missing)

    none(failures())


def test_what_a_keyboard_or_a_screen_reader_stops_at_has_a_name(pages: Pages):
    none(sites.nameless_elements(pages))


def test_an_element_in_a_language_of_another_direction_states_its_direction(pages: Pages):
    none(sites.misdirected_elements(pages))


def test_an_address_that_is_shown_is_isolated_and_runs_from_left_to_right(pages: Pages):
    found = [(page.path, *found) for page in pages.values() for found in sites.shown_addresses(page.tree)]
    assert sum(path.startswith("ar/") for path, _string, _direction in found) > 100
    none(f"{path}: {string}" for path, string, direction in found if direction != "ltr")


def test_links_to_other_sites_are_web_addresses(cases: Cases, pages: Pages):
    """But for the contact of a case study's institution, and the letter that the form offers to write."""
    none(
        f"{page.path}: {target}"
        for page in pages.values()
        for link in having(page.tree, "a")
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target := link.get("href", ""), re.IGNORECASE)
        and not re.match(r"https?://[a-z0-9-]", target)
        and target not in _letters(page, cases)
    )


def _letters(page: Page, cases: Cases) -> set[str]:
    case = case_of(page, cases)
    contact = case.facts.get("contact", "") if case else ""
    return {"mailto:"} if page.address == "contribute/" else {f"mailto:{contact}"} if "@" in contact else set()


# Nothing from elsewhere


FETCHED = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "manifest")
ELSEWHERE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import\s+[\"']([^\"']*)", re.IGNORECASE)
OUR_INDEX = re.compile(r"import\(new URL\((?:index|link\.dataset\.quick), location\.href\)\.href\)")
"""How the search loads its index, from an address within the site that the page gives it."""
ASKING = re.compile(r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon|\bimport\(|\bdocument\b")
REPAIRED = re.compile(r"[\"`]https://(?:www\.|\$\{text\})[\"`]")
"""What the form makes of an address that is typed without its scheme."""
NAMESPACE = re.compile(r"\"http://(?:schemas\.openxmlformats\.org|purl\.org|www\.w3\.org)/[\w./-]+\"")
"""The names of XML's vocabularies, which nothing is asked of: for drawings and documents."""
SCRIPT_ADDRESS = re.compile(r"[\"'`](?:https?:|wss?:)?//(?![\"'`])|\bimport\b|importScripts|sendBeacon")


def _requests(tree: Element) -> Iterator[str]:
    """Every address that a browser asks for by itself."""
    for element in having(tree):
        yield from (element.get(name, "") for name in FETCHED if element.get(name) is not None)
        if element.tag == "link" and element.get("rel") not in ("canonical", "alternate"):
            yield element.get("href", "")
        acting = element.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy"
        if element.tag in ("iframe", "object", "embed", "base") or acting:
            yield f"about:{element.tag}"
        style = (element.text or "") if element.tag == "style" else element.get("style", "")
        yield from (address or imported for address, imported in CSS_ADDRESS.findall(style))


def test_pages_ask_nothing_of_another_host(site: Path, pages: Pages):
    trees = {page.path: page.tree for page in pages.values()} | {"404.html": _lost(site)}
    none(
        f"{path}: {address}" for path, tree in trees.items() for address in _requests(tree) if ELSEWHERE.match(address)
    )


def test_styles_ask_nothing_of_another_host(site: Path):
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert styles
    none(found[0] for found in CSS_ADDRESS.finditer(styles) if ELSEWHERE.match(found[1] or found[2] or ""))


def runs(script: Element) -> bool:
    """Whether a script element holds code, and not data."""
    return not script.get("type", "").startswith("application/")


def test_scripts_ask_nothing_of_another_host(site: Path, pages: Pages):
    inline = {script.text or "" for page in pages.values() for script in having(page.tree, "script") if runs(script)}
    """Pagefind's own is watched where it runs: tests/publishing/test_search.py."""
    files = [path for path in site.rglob("*.js") if path.parent.name != "pagefind"]
    (parser,) = [path.read_text(encoding="utf-8") for path in files if path.name.startswith("markdown-it.")]
    assert not ASKING.search(parser), "it reads addresses, and asks for none"
    scripts = [*inline, *(path.read_text(encoding="utf-8") for path in files)]
    none(
        script
        for script in scripts
        if script != parser and SCRIPT_ADDRESS.search(NAMESPACE.sub("", REPAIRED.sub("", OUR_INDEX.sub("", script))))
    )


# Words


LEFTOVER = re.compile(r"\{\{|\{%|\{#|%\(|%s|Undefined|&lt;/?[a-z]|&amp;(?:amp|lt|gt|quot|#)|<built-in|object at 0x")


FOR_MACHINES = re.compile(
    r'<script type="application/json" id="(?:form|search|offline)-messages">.*?</script>'
    r'| data-(?:count|remove)="[^"%]*%\((?:count|choice)\)s[^"%]*"'
    r"|<code>@misc\{.*?</code>|<code translate=\"no\">&lt;iframe .*?</code>",
    re.DOTALL,
)
"""What scripts fill in, BibTeX and frames: whole_site/test_case_studies.py and views/test_embed.py look at them."""


def test_no_machinery_shows(site: Path):
    none(
        f"{path.relative_to(site)}: {html[max(0, found.start() - 30) : found.end() + 30]!r}"
        for path in sorted(site.rglob("*.html"))
        for html in [FOR_MACHINES.sub("", path.read_text(encoding="utf-8"))]
        for found in LEFTOVER.finditer(html)
    )


def test_no_missing_value_shows(pages: Pages):
    none(
        f"{page.path}: {string!r}"
        for page in pages.values()
        for string, _language in (*words(page.tree, ""), *sites.spoken_attributes(page.tree, ""))
        if string.strip() in ("None", "True", "False", "null", "nan")
    )


def test_headings_links_and_list_items_have_words(pages: Pages):
    none(
        f"{page.path}: {ElementTree.tostring(element, encoding='unicode')[:120]}"
        for page in pages.values()
        for element in sites.shown(page.tree)
        if re.fullmatch("h[1-6]|a|li|p|dt|dd|th|button|summary|title", str(element.tag))  # a cell may be empty
        and not text(element)
        and not set(element.get("class", "").split()) & FILLED
    )


FILLED = {"draft", "draft-notice", "plan-notice", "undo", "afterwards", "live", "error", "copied", "filled"}
"""Places in which a script says something when there is something to say."""


def plain(string: str) -> str:
    """One line, typewriter apostrophes, ordinary spaces, small letters: to compare words, not typography."""
    return sites.squeezed(re.sub("[\u00a0\u202f]", " ", string.replace("’", "'"))).casefold()


class French:
    """The French words of the project, to be found where they should not be."""

    def __init__(self, project: Path):
        self.whole: set[str] = set()
        self.long: set[str] = set()
        patterns: set[str] = set()
        for string in (*_messages(project), *_sentences(project)):
            pieces = [plain(piece) for piece in re.split(r"%\(\w+\)s", string)]
            self.long |= {piece for piece in pieces if len(piece) > 25}
            if len(pieces) == 1:
                self.whole.add(plain(string))
            elif re.search(r"[^\W\d_]", "".join(pieces)):
                patterns.add(r"\S.*".join(map(re.escape, map(plain, re.split(r"%\(\w+\)s", plain(string))))))
        self.pattern = re.compile("|".join(sorted(patterns)))

    def among(self, strings: list[str]) -> Iterator[str]:
        """Those of `strings` that are a French string, and the French sentences that run through them."""
        for string in map(plain, strings):
            if string in self.whole or self.pattern.fullmatch(string):
                yield string
        everything = plain("".join(strings))
        yield from (sentence for sentence in self.long if sentence in everything)


def _messages(project: Path) -> Iterator[str]:
    for string in extraction.all_strings(Site(load(project))):
        yield from (form for form in (string.text, string.plural) if form)


def _sentences(project: Path) -> Iterator[str]:
    """The hand-written pages and the case studies in French: front matter, headings, sentences."""
    for path in sorted((project / "content").rglob("*.fr.md")):
        _, matter, markdown = re.split(r"^---$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
        yield from (value for key, value in yaml.safe_load(matter).items() if key not in ("fingerprints", "reviewed"))
        markdown = re.sub(r"\[\^\d+\]:?|\{#[^}]*\}|^[#:>*-]+ +|\*", "", markdown, flags=re.MULTILINE)
        markdown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
        yield from (part.strip() for part in re.split(r"\n+|(?<=[.:;?!])\s+", markdown) if part.strip())


NAMES = {"plan culturel numérique du québec", "unesco"}
SAME_WORDS = {
    "en": {
        "certain",
        "design",
        "document (.docx)",
        "licence",
        "menu",
        "parties",
        "sources",
        "sources and other languages",
        "total",
    },
    "es": {"total"},
}
"""French strings that are the right word in another language too."""


def test_no_french_stands_unmarked_in_another_language(project: Path, cases: Cases, pages: Pages):
    french = French(project)

    def failures() -> Iterator[str]:
        for page in pages.values():
            if page.language == SOURCE:
                continue
            found = french.among([string for string, language in said_on(page, cases) if language != SOURCE])
            yield from (
                f"{page.path}: {string}" for string in set(found) - NAMES - SAME_WORDS.get(page.language, set())
            )

    none(failures())


QUOTED = re.compile(r"“[^”]*”|«[^»]*»|[(（][^()（）]*[)）]")
"""Words that a note is about, and names in brackets: plain text, so French ones among them cannot be marked."""
SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "zh": "CJK UNIFIED"}


def test_long_texts_are_in_the_language_s_script(cases: Cases, pages: Pages):
    """A sentence that lists services by their names apart."""
    none(
        f"{page.path}: {string.strip()}"
        for page in pages.values()
        if page.language in SCRIPTS
        for string, language in said_on(page, cases)
        if language == page.language
        and not string.startswith("Deezer")
        and not _mostly(QUOTED.sub("", string), SCRIPTS[language])
    )


def said_on(page: Page, cases: Cases) -> Iterator[tuple[str, str]]:
    """Every text of a page and its language. In the head, which has no place for the mark, title and description of a
    case study are in the language of its text."""
    shown = _page_language(page, cases)
    head, body = one(page.tree, "head"), one(page.tree, "body")
    for root, language in ((head, shown), (body, page.language)):
        yield from words(root, language)
        yield from sites.spoken_attributes(root, language)


def _page_language(page: Page, cases: Cases) -> str:
    case = case_of(page, cases)
    return case.shown[page.language] if case else page.language


def _mostly(string: str, script: str) -> bool:
    """Whether a quarter of the letters are of a script, addresses apart: the rest may be names; BibTeX is in none."""
    letters = [character for character in re.sub(r"https://\S+", "", string) if character.isalpha()]
    ours = sum(unicodedata.name(letter, "").startswith(script) for letter in letters)
    return len(letters) <= 40 or string.strip().startswith("@misc{") or ours > len(letters) / 4


INVENTED = """
Les politiques et mesures soutiennent la diversité des expressions culturelles numériques
Efforts pour promouvoir la diversité des expressions culturelles numériques dans les environnements numériques
Mettre en place des mécanismes de travail et de rémunération dans les secteurs culturels et créatifs numériques
Coopération internationale pour promouvoir la diversité des expressions culturelles numériques
Nécessité de promouvoir la diversité des expressions culturelles numériques
Assurer un équilibre culturel et mobiliser les ressources humaines et professionnelles
"""


@pytest.mark.parametrize("invented", INVENTED.strip().splitlines())
def test_what_the_character_recognition_invented_stands_nowhere(project: Path, site: Path, invented: str):
    read = (project / "data" / "source" / "leaflet-fr-ocr.txt").read_text(encoding="utf-8")
    assert plain(invented) in plain(re.sub(r"</?b>", "", read)), "the leaflet as received has it"
    none(
        str(path)
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.suffix != ".zip" and path.relative_to(site).parts[0] != "pagefind"  # of the pages
        if plain(invented) in plain(re.sub(r"<[^>]*>", "", unescape(_words(path))))
    )


def _words(path: Path) -> str:
    """The text of a file; the tables for spreadsheets are in UTF-16, and say so by their first bytes."""
    content = path.read_bytes()
    return content.decode("utf-16" if content.startswith(codecs.BOM_UTF16_LE) else "utf-8")


# Ways from page to page


def test_breadcrumbs_lead_up_to_home(pages: Pages):
    def failures() -> Iterator[str]:
        for page in pages.values():
            expected = _ways_up(page.address)
            found = [_crumb(page, step) for step in _crumbs(page)]
            if found != expected:
                yield f"{page.path}: {found}"

    none(failures())


PARENTS = {
    "contribute/": CASES,
    "national-roadmaps/": "parties/",
    "adapt/": "national-roadmaps/",
    "workshop/": "adapt/",
}


def _ways_up(address: str) -> list[str | None]:
    """Home, the pages above, and the page itself, which is no link."""
    if not address:
        return []
    if address in PARENTS:
        above = PARENTS[address]
        return [*(_ways_up(above)[:-1] if above in PARENTS else [""]), above, None]
    if address in sites.listed_plans():
        return [*_ways_up("national-roadmaps/")[:-1], "national-roadmaps/", None]
    start, further, _number = address.partition("page/")  # the pages of a list stand below the one on which it starts
    parents = [f"{hub}/" for hub in start.split("/")[:-2]] + ([start] if further else [])
    return ["", *parents, None]


def _crumbs(page: Page) -> list[Element]:
    return [step for nav in having(page.tree, "nav", "crumbs") for step in having(nav, "li")]


def _crumb(page: Page, step: Element) -> str | None:
    if not (found := having(step, "a")):
        return None if [child.get("aria-current") for child in step] == ["page"] else "neither a link nor here"
    return next(iter(sites.links(page, found)), "another language")


@pytest.mark.parametrize("rel", ["prev", "next"])
def test_items_form_a_chain_in_the_order_of_the_data(leaflet: Data, cases: Cases, pages: Pages, rel: str):
    expected: dict[str, str] = {}
    for chain in sequences(leaflet, cases):
        steps = pairwise(chain)
        expected |= {after: before for before, after in steps} if rel == "prev" else dict(steps)

    def failures() -> Iterator[str]:
        for page in pages.values():
            found = sites.links(page, [link for link in having(page.tree, "a") if link.get("rel") == rel])
            if found != {expected[page.address]} if page.address in expected else found:
                yield f"{page.path}: {found}"

    none(failures())


def _body(page: Page) -> list[Element]:
    """The elements of a page's own content, without its breadcrumbs, previous and next."""
    return list(sites.without(page.main, *having(page.main, "nav")))


def test_items_link_to_all_they_belong_with_and_to_nothing_else(leaflet: Data, cases: Cases, pages: Pages):
    """The cards of case studies apart, which link to activities of their own."""
    expected = relations(leaflet, cases)

    def failures() -> Iterator[str]:
        for page in pages.values():
            if page.address in expected:
                navs = [nav for name in ("crumbs", "pager", "tabs") for nav in having(page.main, "nav", name)]
                apart = [*navs, *having(page.main, "ul", "case-list")]
                found = sites.links(page, sites.without(page.main, *apart)) & set(expected)
                wrong, missing = found - expected[page.address], expected[page.address] - found
                if wrong or missing:
                    yield f"{page.path}: links wrongly to {sorted(wrong)}, not to {sorted(missing)}"

    none(failures())


@pytest.mark.parametrize(
    ("hub", "shown"),
    [
        ("", ("outputs", "activities", "goals", "sdgs")),
        ("outputs/", ("outputs", "goals")),
        ("activities/", ("outputs", "activities")),
        ("goals/", ("goals", "outputs", "sdgs")),
        ("sdgs/", ("sdgs", "goals")),
    ],
)
def test_hubs_link_to_all_they_gather(leaflet: Data, pages: Pages, hub: str, shown: tuple[str, ...]):
    expected = {address for chain in chains(leaflet) for address in chain if address.split("/")[0] in shown}
    for language in LANGUAGES:
        page = pages[path_in(language, hub)]
        assert expected <= sites.links(page, _body(page)), page.path


def test_links_to_items_carry_their_number(leaflet: Data, pages: Pages):
    """A link to activity 2.4 says 2.4, and not 2.3."""
    items = {address for chain in chains(leaflet) for address in chain}
    none(
        f"{page.path}: {text(link)!r} leads to {address}"
        for page in pages.values()
        for link in (element for element in _body(page) if element.tag == "a")
        for address in sites.links(page, [link]) & items
        if not re.search(rf"(?<![\d.]){re.escape(address.split('/')[1])}(?![\d.]*\d)", _spaced(link))
    )


def _spaced(element: Element) -> str:
    """Its words; what is said to some and shown to others does not run together."""
    return " ".join(string for string, _language in words(element, ""))


# The leaflet's texts and where they come from


def test_texts_stand_on_their_pages_letter_for_letter(leaflet: Data, wording, pages: Pages):
    def failures() -> Iterator[str]:
        for kind, identifier, record in entries(leaflet):
            for language in LANGUAGES:
                shown = wording(language, context(kind, identifier), record["text"])
                page = pages[path_in(language, own_address(kind, identifier))]
                if shown not in [
                    _own_words(element) for element in having(page.main) if element.tag in ("h1", "h2", "p")
                ]:
                    yield f"{page.path}: {shown}"

    none(failures())


def test_first_heading_is_the_item_s_text(leaflet: Data, wording, pages: Pages):
    def failures() -> Iterator[str]:
        for kind, identifier, record in entries(leaflet):
            for language in LANGUAGES if kind in (*FOLDERS, "row", "title") else ():
                page = pages[path_in(language, own_address(kind, identifier))]
                if text(one(page.tree, "h1")) != wording(language, context(kind, identifier), record["text"]):
                    yield page.path

    none(failures())


STATES = {"printed": "repris tel quel de notre copie", "restored": "texte reconstitué", "doubtful": "texte à vérifier"}


def test_a_text_that_is_not_as_printed_is_marked_beside_its_title_and_no_other(leaflet: Data, wording, pages: Pages):
    def failures() -> Iterator[str]:
        for kind, identifier, record in entries(leaflet):
            if kind not in (*FOLDERS, "banner"):
                continue
            for language in LANGUAGES:
                page = pages[path_in(language, own_address(kind, identifier))]
                found = [text(mark) for mark in having(_head(page), class_="mark-label")]
                state = record["state"]
                if found != ([] if state == "printed" else [wording(language, "state", STATES[state])]):
                    yield f"{page.path}: {context(kind, identifier)} is {state}, its mark is {found}"

    none(failures())


def _head(page: Page) -> Element:
    return one(page.main, class_="thing__head" if page.address else "whole")


def test_a_text_with_a_note_leads_to_it(leaflet: Data, pages: Pages):
    def failures() -> Iterator[str]:
        for kind, identifier, record in entries(leaflet):
            if record["state"] == "printed" and "note" not in record:
                continue
            for language in LANGUAGES:
                page = pages[path_in(language, own_address(kind, identifier))]
                note = path_in(language, f"source-notes/#{anchor(kind, identifier)}")
                if note not in {page.link(link.get("href", "")) for link in having(page.main, "a")}:
                    yield f"{page.path}: {note}"

    none(failures())


def test_marks_follow_texts_wherever_they_stand(leaflet: Data, wording, pages: Pages):
    """In cards, lists and headings; not in quotations and notes, nor in the links to the previous and next page."""

    def failures() -> Iterator[str]:
        for language in LANGUAGES:
            states = {
                wording(language, context(kind, identifier), record["text"]): record["state"]
                for kind, identifier, record in entries(leaflet)
            }
            marks = {state: wording(language, "state", label) for state, label in STATES.items()} | {"printed": ""}
            for page in (page for page in pages.values() if page.language == language):
                for shown, mark in _marked_texts(page, set(states)):
                    if mark != marks[states[shown]]:
                        yield f"{page.path}: {shown[:60]}… is marked {mark!r}"

    none(failures())


def _marked_texts(page: Page, known: set[str]) -> Iterator[tuple[str, str]]:
    """Each known text in a list, a card or a heading below the first, with the mark beside it."""
    for block in _body(page):
        if block.tag == "li" or block.tag in ("h2", "h3") or "reference" in block.get("class", "").split():
            inner = list(sites.without(block, *having(block, "ul"), *having(block, "ol"), *having(block, "q")))
            mark = " ".join(_mark(element) for element in inner if MARKS & {*element.get("class", "").split()})
            yield from ((shown, mark) for shown in {_own_words(element) for element in inner} & known)


MARKS = {"mark-label", "sign"}
"""A mark is told in full beside a title, and as a sign in lists, with its words for who cannot see it."""


def _mark(element: Element) -> str:
    """The words of a mark."""
    return text(element).lstrip("*").strip(" ()")


def _own_words(element: Element) -> str:
    """An element's words without the mark that stands in it."""
    marks = [mark for name in MARKS for mark in having(element, class_=name)]
    return sites.squeezed(text(element).removesuffix(text(marks[0]))) if marks else text(element)


def test_notes_tell_state_words_and_reason_of_each_text(leaflet: Data, wording, pages: Pages):
    def failures() -> Iterator[str]:
        for kind, identifier, record in entries(leaflet):
            for language in LANGUAGES:
                page = pages[path_in(language, "source-notes/")]
                sections = [s for s in having(page.main) if s.get("aria-labelledby") == anchor(kind, identifier)]
                noted = record["state"] != "printed" or "note" in record
                if len(sections) != noted:
                    yield f"{page.path}: {context(kind, identifier)} stands {len(sections)} times"
                texts = [text(element) for section in sections for element in having(section)]
                expected = _expected_note(kind, identifier, record, partial(wording, language)) if noted else []
                yield from (f"{page.path}: {missing}" for missing in expected if missing not in texts)

    none(failures())


def _expected_note(kind: str, identifier: str, record: Data, wording) -> Iterator[str]:
    yield wording("state", STATES[record["state"]])
    yield from (sites.typeset(piece) for piece in (record["text"], *record.get("printed", ())))
    if "note" in record:
        yield wording(f"note {context(kind, identifier)}", record["note"])


def test_each_item_s_page_tells_where_its_text_comes_from(leaflet: Data, wording, pages: Pages):
    def failures() -> Iterator[str]:
        for kind, identifier, record in entries(leaflet):
            for language in LANGUAGES if kind in FOLDERS else ():
                page = pages[path_in(language, own_address(kind, identifier))]
                texts = [text(element) for element in having(one(page.main, "section", "provenance"))]
                expected = list(_expected_note(kind, identifier, record, partial(wording, language)))
                if language == SOURCE and record["state"] != "restored":
                    expected.remove(sites.typeset(record["text"]))  # the heading has it already
                yield from (f"{page.path}: {missing}" for missing in expected if missing not in texts)

    none(failures())


NOTICE = "Traduction non officielle, faite par la rédaction et non relue. Le texte de référence est le texte français."
MIXED = "Une partie de cette page n’est pas encore traduite : elle est affichée dans une autre langue."


OFFICIAL = "Le texte de la feuille de route est celui de l’UNESCO ; la rédaction a traduit le reste de cette page."
LINES = {NOTICE: "Traduction non officielle, non relue", OFFICIAL: "Texte de l’UNESCO, page traduite par la rédaction"}
"""What unfolds each notice."""


def test_translations_say_once_that_they_are_unofficial(cases: Cases, leaflet: Data, wording: Wording, pages: Pages):
    """But for case studies, which say what they are translated from. UNESCO's own words are called so."""
    records = {own_address(kind, name): record for kind, name, record in entries(leaflet) if kind in FOLDERS}

    def failures() -> Iterator[str]:
        for page in pages.values():
            mixed = wording(page.language, "notice", MIXED)
            notices = [notice for notice in _notices(page) if text(notice) != mixed]
            found = [text(notice) for notice in notices]
            unofficial = page.language != SOURCE and case_of(page, cases) is None
            notice = OFFICIAL if sites.is_official(records.get(page.address, {}), page.language) else NOTICE
            expected = [wording(page.language, "notice", notice)] if unofficial else []
            folds = [*having(page.main, "details", "translation"), *having(page.main, "section", "provenance")]
            texts = [text(part) for fold in folds for line in having(fold, "summary") for part in (line, *line)]
            lines = [
                line for line in texts if line in {wording(page.language, "notice", one) for one in LINES.values()}
            ]
            if lines != ([wording(page.language, "notice", LINES[notice])] if unofficial else []):
                yield f"{page.path}: {lines}"
            if len(found) != len(expected) or not all(map(str.startswith, found, expected)):
                yield f"{page.path}: {found}"
            targets = [page.link(link.get("href", "")) for notice in notices for link in having(notice, "a")]
            if targets != [page.address for _notice in expected]:
                yield f"{page.path}: leads to {targets}"

    none(failures())


def test_a_page_that_shows_a_text_of_another_language_says_so_once_and_no_other_page_does(
    listings: dict, cases: Cases, wording: Wording, pages: Pages
):
    """Which is a page that lists a case study without a text in its language."""
    touching = sites.partial_lists(cases)

    def failures() -> Iterator[str]:
        for page in pages.values():
            slugs = [*sites.listed(page), *sites.listed(page, partial=True)]
            start = page.address.partition("page/")[0]
            if page.address not in ("", "national-roadmaps/") and set(slugs) - {
                *listings.get(start, ()),
                *touching.get(start, ()),
            }:
                yield f"{page.path}: lists {slugs}"
            mixed = any(cases[slug].shown[page.language] != page.language for slug in slugs)
            count = [text(notice) for notice in _notices(page)].count(wording(page.language, "notice", MIXED))
            if count != mixed:
                yield f"{page.path}: said {count} times"

    none(failures())


def _notices(page: Page) -> list[Element]:
    """What a page says of its language, below its body; notices of the body itself are of a kind of their own."""
    return [element for element in having(page.tree, class_="notice") if element.get("class") == "notice"]


OWN_NOTICES = {
    "parties/": ["notice--top"],
    "contribute/": ["no-script", "no-form", "draft-notice"],
    "adapt/": ["no-script", "no-form", "plan-notice"],
    "search/": ["no-script"],
    "offline/": ["notice--top"],
    "accessibility/": ["notice--top"],
}


def test_notices_of_other_kinds_stand_where_they_should_and_nowhere_else(cases: Cases, pages: Pages):
    def failures() -> Iterator[str]:
        for page in pages.values():
            classes = [notice.get("class", "").split() for notice in having(page.tree, class_="notice")]
            found = [kinds[1:] for kinds in classes if kinds[1:]]
            expected = [[kind] for kind in OWN_NOTICES.get(page.address, ())]
            if case := case_of(page, cases):
                kind = "fallback" if case.shown[page.language] != page.language else "translation"
                expected = [["notice--top", f"notice--{kind}"]] if page.language != case.original else []
            if found != expected:
                yield f"{page.path}: {found}"

    none(failures())


# Colours


def test_sdg_tiles_have_the_official_colour_and_ink_that_reads(project: Path, site: Path, pages: Pages):
    data = yaml.safe_load((project / "data" / "sdgs.yml").read_text(encoding="utf-8"))
    colours = {str(sdg["number"]): sdg["colour"] for sdg in data["sdgs"]}
    (style,) = (path.read_text(encoding="utf-8") for path in site.glob("assets/roadmap.*.css"))
    rules = re.findall(r"\.sdg-(\d+)\{background:(#\w{6});color:(#\w{6})\}", style)
    painted = {number: (background, ink) for number, background, ink in rules}
    assert painted.keys() == colours.keys()
    none(f"{number}: {pair}" for number, pair in painted.items() if sites.contrast(*pair) < 4.5)

    def failures() -> Iterator[str]:
        for page in pages.values():
            for tile in having(page.tree):
                classes = set(tile.get("class", "").split())
                if {"tile", "sdg__number"} & classes and text(tile):
                    number = text(tile).split()[0]
                    if f"sdg-{number}" not in classes or painted.get(number, [""])[0] != colours[number]:
                        yield f"{page.path}: no colour on {text(tile)}"

    none(failures())


# The files of the whole site


def _lost(site: Path) -> Element:
    return sites.parsed((site / "404.html").read_text(encoding="utf-8"))


def _check_lost_links(site: Path, base: str) -> None:
    """The page is shown at any address, so its links start at the host."""
    targets = [element.get("href", "") for element in having(_lost(site)) if element.tag in ("a", "link")]
    assert {f"{base}{path_in(language, '')}" for language in LANGUAGES} <= set(targets)
    none(target for target in targets if not target.startswith(base) or target.startswith("//"))
    paths = [site / target.removeprefix(base) for target in targets]
    none(str(path) for path in paths if not (path / "index.html" if path.is_dir() else path).is_file())


def test_lost_readers_find_home_in_each_language_without_script(site: Path):
    """A script adds the same page in other languages, and turns the colours."""
    page = _lost(site)
    sections = {section.get("lang"): section for section in having(page, "section")}
    assert {code: section.get("dir") for code, section in sections.items()} == {
        code: "rtl" if code == "ar" else "ltr" for code in LANGUAGES
    }
    for code, section in sections.items():
        home, same = having(section, "a")
        assert home.get("href") == same.get("href") == f"/roadmap/{path_in(code, '')}"
        assert one(section, "p", "same-page").get("hidden") is not None
        assert one(section, "form").get("action") == f"/roadmap/{path_in(code, 'search/')}"
    titles = {text(next(e for e in having(section) if e.tag in ("h1", "h2"))) for section in sections.values()}
    assert len(titles) == len(LANGUAGES)
    assert len(having(page, "h1")) == 1
    _check_lost_links(site, "/roadmap/")


def test_sitemap_lists_each_page_once_with_its_translations(site: Path, pages: Pages):
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    listed = {
        entry.findtext("s:loc", namespaces=names): sorted(
            (link.get("hreflang", ""), link.get("href", "")) for link in entry.findall("x:link", names)
        )
        for entry in root.findall("s:url", names)
    }
    own = [page for page in pages.values() if canonical(page) == [page.url]]
    assert len(root) == len(listed) == len(own)
    assert listed == {page.url: sorted(alternates(page)) for page in own}


# Other builds


@pytest.mark.slow
def test_builds_are_the_same_to_the_byte_wherever_they_run(project: Path, tmp_path: Path):
    folders = [sites.copy_project(project, tmp_path / name) for name in ("one", "two/further/down")]
    for seed, folder in enumerate(folders, start=1):
        done = sites.roadmap(folder, "build", PYTHONHASHSEED=str(seed))
        assert done.returncode == 0, sites.said(done)
    first, second = (sites.contents(folder / "site") for folder in folders)
    assert set(first) == set(second)
    none(name for name in first if first[name] != second[name])


@pytest.mark.slow
def test_the_site_can_stand_at_the_root_of_a_host(project: Path, tmp_path: Path):
    site = tmp_path / "site"
    copy = small_project(project, tmp_path / "project")
    done = sites.roadmap(copy, "build", "--output", str(site), SITE_URL="https://example.net/")
    assert done.returncode == 0, sites.said(done)
    pages = sites.read_pages(site)
    files = sites.contents(site)
    none(sites.broken_links(pages, set(files)))
    for path in ("", "ar/", "zh/activities/2.4/", "es/case-studies/co-crea-digital/"):
        assert canonical(pages[path]) == [f"https://example.net/{path}"]
    none(name for name, content in files.items() if SITE_URL.encode() in content)
    _check_lost_links(site, "/")


@pytest.mark.slow
def test_a_number_that_the_editors_corrected_is_called_corrected_wherever_it_shows(site: Path, wording: sites.Wording):
    """Our copy reads 10 where the roadmap has SDG 16 for goal 4; activities and outputs show whose SDGs they are."""
    for language in LANGUAGES:
        label = wording(language, "basis", "corrigé par la rédaction (lu « %(read)s »)", read="10")
        heading = wording(language, "sdg", "ODD associés à cet objectif")
        for address in ("", "goals/4/", "outputs/5/", "activities/5.4/", "sdgs/16/"):
            page = sites.Page(site, path_in(language, address))
            assert label in sites.text(page.main), page.path
            if address.startswith(("outputs", "activities")):
                (sdgs,) = having(page.main, "li", "belongs__sdgs")
                assert sites.text(sdgs).startswith(heading), page.path
