"""A revision of the roadmap, stated in a copy by the steps of docs/operations.md, and what its site shows of it.

The decision is plainly fake. It changes activity 2.3, replaces 2.4 by 2.5, gives output 2 three further activities,
replaces output 5 by output 7, adds output 6, and moves 4.4 there.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import rdflib
import yaml
from playwright.sync_api import Browser
from rdflib.namespace import DCTERMS, OWL, SKOS

import print_posters
import sites
from browser import serve
from conftest import build, locked
from roadmap.views.components import colours
from sites import LANGUAGES, SITE_URL, SOURCE, Page, Wording, day, having, one, path_in, text, typeset
from small import small_project
from test_maintenance import block, steps

pytest_plugins = "browser"
Data = dict[str, Any]
DECISION = "fake-decision"
NEW, OLD = "Texte factice de l’activité révisée", "Fournir un soutien financier"
ADDED = [f"2.{rank}" for rank in range(5, 9)]
CURRENT = {"1": 4, "2": 7, "3": 4, "4": 3, "6": 2, "7": 1}
"""How many activities each present output has."""


def item(identifier: str, **more: Any) -> Data:
    """A new output or activity, as the guide writes it."""
    (found,) = yaml.safe_load(block("Add an output or an activity"))
    return {**found, "id": identifier, "text": f"{found['text']}, numéro {identifier.replace('.', ' ')}", **more}


def explanation(identifier: str, activity: bool) -> Data:
    """What the editors must add to a new item."""
    links = [{"article": "6.2"}]
    sentence = {"text": " ".join(["Phrase factice."] * 35), "links": links}
    found: Data = {"id": identifier, "short": "Nom factice", "practice": [sentence]}
    if activity:
        found["practice"] = [{**sentence, "point": "texts"}]
        found["rests_on"] = [{"article": "6.2", "confidence": "low"}]
    return found


def revise(project: Path) -> None:
    """Follow the steps of the guide."""
    path = project / "data/roadmap.yml"
    roadmap = sites.typed_yaml(path)
    roadmap |= yaml.safe_load(block("Name the document"))
    assert roadmap["documents"][0]["id"] == DECISION
    roadmap |= {"version": "9.9.9", "date": "2026-12-01"}
    outputs = {output["id"]: output for output in roadmap["outputs"]}
    activities = {row["id"]: row for output in roadmap["outputs"] for row in output["activities"]}

    kept = ("text", "state", "printed", "note", "confidence", "sources")
    changed = yaml.safe_load(block("Change a text"))
    for present, wording in ((activities["2.3"], changed["text"]), (roadmap["banner"], "Bannière factice révisée")):
        former = {name: present.pop(name) for name in kept if name in present}
        present |= {**changed, "text": wording, "former": [{**changed["former"][0], **former}]}

    end = yaml.safe_load(block("End or replace an output or an activity"))["ended"]
    activities["2.4"]["ended"] = end
    assert end["replaced_by"] == ["2.5"]
    outputs["2"]["activities"] += [item(identifier) for identifier in ADDED]
    outputs["5"]["ended"] = {**end, "replaced_by": ["7"], "note": "Note factice sur la fin."}
    for activity in outputs["5"]["activities"]:
        activity["ended"] = {"document": DECISION}

    moved = outputs["4"]["activities"].pop()
    former = {name: moved.pop(name) for name in kept if name in moved}
    moved |= {**changed, "id": "6.1", "text": former["text"], "former": [former]}
    goal = {"id": "3", "confidence": "certain", "note": "Note factice."}
    roadmap["outputs"].append(item("6", goal=goal, activities=[moved, item("6.2")]))
    roadmap["outputs"].append(item("7", goal={**goal, "id": "4"}, activities=[item("7.1")]))
    path.write_text(yaml.safe_dump(roadmap, allow_unicode=True, sort_keys=False), encoding="utf-8")

    path = project / "data/practice.yml"
    practice = sites.typed_yaml(path)
    next(row for row in practice["activities"] if row["id"] == "4.4")["id"] = "6.1"
    practice["activities"] += [explanation(identifier, activity=True) for identifier in (*ADDED, "6.2", "7.1")]
    practice["outputs"] += [explanation(identifier, activity=False) for identifier in ("6", "7")]
    path.write_text(yaml.safe_dump(practice, allow_unicode=True, sort_keys=False), encoding="utf-8")
    sites.edit(project / "data/search.yml", "  activities/4.4/:\n", "  activities/6.1/:\n")
    path = project / "data/addresses.yml"
    withdrawn = sites.typed_yaml(path)["withdrawn"]
    kept_away = {**yaml.safe_load(block("Give an activity another number")), "withdrawn": withdrawn}
    path.write_text(yaml.safe_dump(kept_away, allow_unicode=True), encoding="utf-8")
    # The copy has fewer Parties and case studies than the list of addresses.
    listed = (sites.PROJECT / "data/addresses.txt").read_text("utf-8").splitlines(keepends=True)
    own = [line for line in listed if line.startswith(("outputs/", "activities/", "goals/", "source-notes/"))]
    (project / "data/addresses.txt").write_text("".join(own), "utf-8")
    for command in re.findall(r"`\.venv/bin/roadmap ([a-z ]+)`", steps("Publish the revision")):
        done = sites.roadmap(project, *command.split())
        assert done.returncode == 0, sites.said(done)


@pytest.fixture(scope="module")
def revised(project: Path, shared: Path) -> tuple[Path, Path]:
    """A small copy with the revision, and its site."""
    copy, site = shared / "revised" / "project", shared / "revised" / "site"
    with locked(shared / "revised.lock"):
        if not site.exists():
            small_project(project, copy)
            revise(copy)
            build(copy, site, zips=True)
    return copy, site


@pytest.fixture(scope="module")
def site(revised: tuple[Path, Path]) -> Path:
    return revised[1]


@pytest.fixture(scope="module")
def words_of(revised: tuple[Path, Path]) -> Wording:
    return Wording(revised[0])


def page(site: Path, language: str, address: str) -> Page:
    return Page(site, path_in(language, address))


def numbers(element: Element) -> list[str]:
    """The activities that a part of a page lists."""
    return [text(one(link, "b")) for link in having(element, class_="activity__link")]


# --- Pages -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_check_accepts_the_revision(revised: tuple[Path, Path]):
    done = sites.roadmap(revised[0], "check")
    assert done.returncode == 0, sites.said(done)
    assert "addresses.txt" not in sites.said(done)


def test_the_copy_has_no_broken_link(site: Path):
    pages = sites.read_pages(site)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    sites.none(sites.broken_links(pages, files))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_has_the_present_outputs_and_activities_only(site: Path, language: str):
    main = page(site, language, "").main
    cards = having(one(main, class_="matrix"), "article", class_="output")
    assert {numbers(card)[0].split(".")[0]: len(numbers(card)) for card in cards} == CURRENT
    assert "columns-6" in one(main, class_="matrix").get("class", "").split()
    lines = having(one(main, "ol", class_="route"), "li", class_="line")
    assert [len(having(line, class_="stop")) for line in lines] == list(CURRENT.values())
    counted = re.findall(r"\d+", text(one(main, "ul", class_="doors")))
    assert counted[:2] == [str(number) for number in (len(CURRENT), sum(CURRENT.values()))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_have_what_ended_apart(site: Path, language: str):
    activities = page(site, language, "activities/").main
    ended = next(part for part in having(activities, "section") if part.get("aria-labelledby") == "ended")
    assert numbers(ended) == ["2.4", "5.1", "5.2", "5.3", "5.4"]
    assert len(numbers(activities)) == sum(CURRENT.values()) + 5
    outputs = page(site, language, "outputs/").main
    ended = next(part for part in having(outputs, "section") if part.get("aria-labelledby") == "ended")
    assert [item.get("id") for item in having(ended, "li")] == ["output-5"]
    two = page(site, language, "outputs/2/").main
    lists = having(two, "ol", class_="activities")
    assert [numbers(one_list) for one_list in lists] == [["2.1", "2.2", "2.3", *ADDED], ["2.4"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_former_text_is_at_its_address_in_the_reader_s_language(
    site: Path, revised: tuple[Path, Path], words_of: Wording, language: str
):
    shown = page(site, language, "activities/2.3/")
    former = next(part for part in having(shown.main, "section") if part.get("id") == "text-leaflet")
    before = Wording(sites.PROJECT)(language, "activity 2.3", french(sites.PROJECT, "2.3"))
    quoted = one(former, "blockquote")
    assert list(sites.words(quoted, language)) == [(typeset(before) if language == SOURCE else before, language)]
    assert f"{SITE_URL}{path_in(language, 'activities/2.3/')}#text-leaflet" in text(former)
    assert list(sites.words(one(shown.main, "h1"), language)) == [(typeset(NEW), SOURCE)]
    assert words_of(language, "state", "texte révisé") in text(one(shown.main, class_="thing__head"))
    provenance = next(part for part in having(shown.main, "section") if part.get("aria-labelledby") == "provenance")
    assert typeset("Décision factice : révision") in text(provenance) and "FAKE/26/1.X/99" in text(provenance)
    assert day("2026-11-30", language) in text(provenance)


def french(project: Path, identifier: str) -> str:
    outputs = sites.typed_yaml(project / "data/roadmap.yml")["outputs"]
    return next(row["text"] for output in outputs for row in output["activities"] if row["id"] == identifier)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_former_banner_is_in_the_notes(site: Path, language: str):
    shown = page(site, language, "source-notes/")
    former = next(part for part in having(shown.main, "section") if part.get("id") == "banner-leaflet")
    assert f"{SITE_URL}{path_in(language, 'source-notes/')}#banner-leaflet" in text(former)
    assert one(former, "blockquote") is not None
    section = next(
        part for part in having(shown.main, "section") if part.get("aria-labelledby") == f"document-{DECISION}"
    )
    leads = [shown.link(link.get("href", "")) for link in having(section, "a")]
    items = ["activities/2.3/", "activities/2.4/", "outputs/5/", "outputs/6/", "activities/6.1/", "outputs/7/"]
    assert set(leads) >= {path_in(language, address) for address in items}
    assert "https://example.org/fake-decision" in leads


@pytest.mark.parametrize(
    ("address", "replacement"), [("activities/2.4/", "activities/2.5/"), ("outputs/5/", "outputs/7/")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ended_keeps_its_page_and_leads_to_its_replacement(
    site: Path, words_of: Wording, language: str, address: str, replacement: str
):
    shown = page(site, language, address)
    notice = one(shown.main, class_="notice--ended")
    assert words_of(language, "revision", "Ce texte ne fait plus partie de la feuille de route.") in text(notice)
    assert [shown.link(link.get("href", "")) for link in having(notice, "a", class_="reference")] == [
        path_in(language, replacement)
    ]
    assert words_of(language, "state", "retiré de la feuille de route") in text(one(shown.main, class_="thing__head"))
    assert having(shown.main, class_="pager") == []
    follower = page(site, language, replacement)
    (replaced,) = [part for part in having(follower.main, "section") if part.get("aria-labelledby") == "replaces"]
    assert [follower.link(link.get("href", "")) for link in having(replaced, "a")] == [path_in(language, address)]
    assert "activities/2.4/" not in text(page(site, language, "activities/2.3/").main)


def test_the_ended_are_in_no_chain_of_pages_and_in_no_form(site: Path):
    for address, target in (("activities/2.3/", "activities/2.5/"), ("outputs/4/", "outputs/6/")):
        shown = page(site, SOURCE, address)
        following = next(link for link in having(shown.main, "a") if link.get("rel") == "next")
        assert shown.link(following.get("href", "")) == target
    form = json.loads((site / "contribute/form.json").read_text("utf-8"))
    offered = [choice["value"] for choice in form["choices"]["case_study.activities"]]
    assert offered == [f"{output}.{rank}" for output in CURRENT for rank in range(1, 9) if is_current(output, rank)]


def is_current(output: str, rank: int) -> bool:
    return rank != 4 if output == "2" else rank <= CURRENT[output]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_former_number_leads_to_the_present_one(site: Path, language: str):
    html = (site / path_in(language, "activities/4.4/") / "index.html").read_text("utf-8")
    assert 'http-equiv="refresh"' in html and "6.1/" in html
    moved = page(site, language, "activities/6.1/")
    before = Wording(sites.PROJECT)(language, "activity 4.4", french(sites.PROJECT, "4.4"))
    shown = typeset(before) if language == SOURCE else before
    assert list(sites.words(one(moved.main, "h1"), language)) == [(shown, language)]


# --- Data ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(site: Path) -> Data:
    return json.loads((site / "data/roadmap.json").read_text("utf-8"))


def test_the_data_have_documents_former_texts_and_what_ended(data: Data):
    assert [row["id"] for row in data["documents"]] == ["leaflet", DECISION]
    given = yaml.safe_load(block("Name the document"))["documents"][0]
    decision = data["documents"][1]
    assert (decision["symbol"], decision["url"], decision["date"]) == (given["symbol"], given["url"], "2026-11-30")
    assert decision["title"]["fr"]["text"] == given["title"] and decision["issuer"]["fr"]["text"] == given["issuer"]
    activities = {row["id"]: row for row in data["activities"]}
    changed = activities["2.3"]
    assert (changed["state"], changed["document"], changed["text"]["fr"]["text"]) == ("revised", DECISION, NEW)
    (former,) = changed["former"]
    assert (former["state"], former["document"]) == ("printed", "leaflet")
    assert former["text"].keys() == set(LANGUAGES) and former["text"]["fr"]["text"].startswith(OLD)
    assert activities["2.4"]["ended"] == {"document": DECISION, "replaced_by": ["2.5"], "note": {}}
    ended = [identifier for identifier, row in activities.items() if row["ended"]]
    assert ended == ["2.4", "5.1", "5.2", "5.3", "5.4"]
    assert data["banner"]["former"][0]["printed"]
    outputs = {row["id"]: row for row in data["outputs"]}
    assert outputs["5"]["ended"]["note"]["fr"]["text"] == "Note factice sur la fin." and not outputs["6"]["ended"]


def test_tables_have_the_revision(site: Path):
    rows = list(csv.DictReader(io.StringIO((site / "data/fr/activities.csv").read_text("utf-8"), newline="")))
    found = {row["activity"]: row for row in rows}
    assert found["2.4"]["ended_by"] == DECISION and found["2.4"]["replaced_by"] == "2.5"
    assert found["2.3"]["document"] == DECISION and found["2.3"]["former"].startswith(OLD)
    assert found["1.1"]["ended_by"] == found["1.1"]["former"] == "" and found["1.1"]["document"] == "leaflet"


def test_the_graph_has_the_revision(site: Path, data: Data):
    graph = rdflib.Graph().parse(site / "data/roadmap.ttl")
    name = rdflib.Namespace(f"{data['iri']}#")
    assert graph.value(name["activity-2.4"], DCTERMS.isReplacedBy) == name["activity-2.5"]
    assert set(graph.subjects(OWL.deprecated)) == {
        name[one_name] for one_name in ("activity-2.4", "output-5", *(f"activity-5.{rank}" for rank in range(1, 5)))
    }
    document = name[f"document-{DECISION}"]
    assert document in graph.objects(name["activity-2.3"], DCTERMS.source)
    assert str(graph.value(document, DCTERMS.identifier)) == "FAKE/26/1.X/99"
    notes = {note.language: str(note) for note in graph.objects(name["activity-2.3"], SKOS.historyNote)}
    assert notes.keys() == set(LANGUAGES) and notes["fr"].startswith(OLD)


# --- Version and date ------------------------------------------------------------------------------------


def test_every_page_has_version_and_date(site: Path, words_of: Wording):
    for path, shown in sites.read_pages(site).items():
        footer = one(shown.tree, "footer")
        label = words_of(
            shown.language,
            "version",
            "Données %(version)s, %(day)s",
            version="9.9.9",
            day=day("2026-12-01", shown.language),
        )
        assert label in text(footer), path


def versions(name: str, content: bytes) -> set[str]:
    """The version and the date that a file states of itself."""
    if name.endswith(".json"):
        data = json.loads(content)
        return {data["version"], data["date"]}
    if name.endswith(".jsonld"):
        (scheme,) = (node for node in json.loads(content)["@graph"] if "owl:versionInfo" in node)
        return {scheme["owl:versionInfo"][0]["@value"], scheme["dcterms:modified"][0]["@value"]}
    if name.endswith(".ttl"):
        graph = rdflib.Graph().parse(data=content, format="turtle")
        return {*map(str, graph.objects(None, OWL.versionInfo)), *map(str, graph.objects(None, DCTERMS.modified))}
    encoding, separator = ("utf-16", "\t") if "spreadsheet" in name else ("utf-8", ",")
    rows = csv.DictReader(io.StringIO(content.decode(encoding), newline=""), delimiter=separator)
    return {value for row in rows for value in (row["data_version"], row["data_date"])}


def test_every_download_has_version_and_date(site: Path):
    files = [path for path in (site / "data").rglob("*") if path.is_file() and path.suffix != ".html"]
    assert {path.suffix for path in files} == {".json", ".jsonld", ".ttl", ".csv"}
    for path in files:
        name = path.relative_to(site).as_posix()
        if name.endswith(("national-roadmaps.csv", "adaptations.csv")) and path.read_text("utf-8").count("\n") < 2:
            continue  # the copy has no national roadmap, and none of a Party is published
        assert versions(name, path.read_bytes()) == {"9.9.9", "2026-12-01"}, name


def test_feeds_zips_and_citations_have_the_version(site: Path):
    feeds = list(site.rglob("feed.xml"))
    assert len(feeds) > len(LANGUAGES)
    for path in feeds:
        subtitle = ElementTree.parse(path).getroot().find("{http://www.w3.org/2005/Atom}subtitle")
        assert subtitle is not None and "9.9.9" in (subtitle.text or ""), path
    zips = list(site.rglob("*.zip"))
    assert len(zips) == len(LANGUAGES)
    for path in zips:
        with zipfile.ZipFile(path) as archive:
            start = next(name for name in archive.namelist() if name.endswith("/start.html"))
            assert "9.9.9" in archive.read(start).decode(), path
    assert "version = {9.9.9}" in (site / "activities/2.3/cite.bib").read_text("utf-8")
    assert json.loads((site / "activities/2.3/cite.json").read_text("utf-8"))[0]["version"] == "9.9.9"


# --- Looks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 1400, 360])
@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_six_outputs_fit_on_a_screen(site: Path, browser: Browser, language: str, width: int):
    """No word is cut, nothing overlaps, and no page scrolls sideways."""
    with serve(site) as home:
        shown = browser.new_page(viewport={"width": width, "height": 900})
        shown.goto(home + path_in(language, ""))
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        boxes = [card.bounding_box() for card in shown.locator(".matrix .output").all()]
        tops = {round(box["y"]) for box in boxes if box}
        assert len(tops) == (1 if width >= 1216 else len(boxes))
        overlaps = shown.evaluate(OVERLAPS)
        assert overlaps == []
        for address in ("activities/2.3/", "activities/2.4/", "outputs/2/", "source-notes/"):
            shown.goto(home + path_in(language, address))
            assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        shown.close()


OVERLAPS = """() => [...document.querySelectorAll(".matrix .activity__link")].filter(link => {
  const [number, words, tally] = [...link.children].map(part => part.getBoundingClientRect());
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  return meet(number, words) || meet(words, tally) || meet(number, tally);
}).map(link => link.textContent)"""
"""The activities whose number, words and number of case studies overlap."""


@pytest.mark.parametrize("language", ["fr", "ru"])
def test_the_poster_of_six_outputs_is_one_sheet(site: Path, browser: Browser, language: str):
    with serve(site) as home:
        assert print_posters.printed(browser, home + path_in(language, ""), sites.PROJECT)


def test_each_output_has_a_colour_that_can_be_read():
    """Up to nine outputs: 4.5:1 on the cards and on the page, in both schemes, and no two of one colour."""
    style = (sites.PROJECT / "overrides/assets/roadmap.css").read_text("utf-8")
    further = (sites.PROJECT / "overrides/revision.css").read_text("utf-8")
    schemes = re.findall(r"--paper: (#\w+); --card: (#\w+);.*?\n\s*(--o1: [^\n]*;)", style)
    more = re.findall(r"--o6: [^\n]*;", further)
    assert len(schemes) == 4 and len(more) == 3  # light, dark by system and by choice, and on paper light again
    for (paper, card, line), rest in zip(schemes, (*more, more[0]), strict=True):
        found = re.findall(r"--o\d: (#[0-9a-f]{6})", line + rest)
        assert len(set(found)) == len(found) == 9
        for colour in found:
            for ground in (paper, card):
                full = ground if len(ground) == 7 else "#" + "".join(2 * sign for sign in ground[1:])
                assert colours.contrast(colour, full) >= 4.5, (colour, ground)
    assert all(f".o{number} {{ --c: var(--o{number}); }}" in style + further for number in range(1, 10))
