"""Open data: what is published under data/ says what the project's files say, under the names that were promised."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import pytest
import rdflib
import yaml
from rdflib.namespace import DCTERMS, RDF, SKOS

import sites
from roadmap.load import load
from roadmap.model.adaptation import PlannedActivity
from roadmap.model.contribution import Picture
from roadmap.open_data import datasets, tables
from roadmap.site import Site
from sites import LANGUAGES, SITE_URL, SOURCE, Case, Wording, edit, having, path_in, plain_yaml, typed_yaml
from small import fake_plan, rendered, small_project

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, reading JSON-LD
TESTS = sites.TESTS
CONTRACT = plain_yaml(TESTS / "contract.yml")
HOSTILE = (
    "=HYPERLINK(\"x\";'y')\n<script>alert(1)</script>, \\ & {{ x }} | \u202etxt\u202c",
    "+1",
    "-1\r\nx",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    'fake;=1; "+1"|@x\t-1\n=1, -2',
    "＝1",
    " ＋1;－1,＠x",
)
SPLITS = re.compile(r"[,;|\t\r\n]")
"""Where a program may split a cell: at its own separator, whatever ours is."""
SIGNS = tuple("=+-@＝＋－＠")
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def files(whole: Site) -> Files:
    return whole.once(datasets.files)


@pytest.fixture(scope="module")
def graph(files: Files) -> rdflib.Graph:
    return rdflib.Graph().parse(data=files["data/roadmap.ttl"], format="turtle")


def data(files: Files, name: str) -> Any:
    return json.loads(files[f"data/{name}"])


def rows(files: Files, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"data/{name}"].decode(), newline="")))


def words(wording: Wording, context: str, french: str) -> dict[str, str]:
    """A text of the data in each language, as the catalogues have it."""
    others = {code: catalogue.get((context, french)) for code, catalogue in wording.catalogues.items()}
    return {SOURCE: french, **{code: strings[0] for code, strings in others.items() if strings}}


def plain(texts: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The words of a published text by language."""
    return {code: one["text"] for code, one in texts.items()}


# Names


def keys(value: Any, place: str = "") -> Iterator[str]:
    """Every key of a JSON document, by its path: `goals[].text.<language>.reviewed`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            is_language = key in LANGUAGES or place.endswith(
                (
                    "texts.",
                    "lead_institution.",
                    "alt.",
                    "national_roadmaps[].title.",
                    "adaptations[].title.",
                    "adaptations[].summary.",
                )
            )  # in any language
            name = "<language>" if is_language else key
            yield f"{place}{name}"
            yield from keys(inner, f"{place}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, f"{place.removesuffix('.')}[].")


def table(files: Files, path: str) -> list[str]:
    """The lines of a table, in whatever encoding."""
    spreadsheet = path.endswith(datasets.SPREADSHEET)
    return files[path].decode("utf-16" if spreadsheet else "utf-8").splitlines()


def columns(files: Files, name: str) -> list[str]:
    """The columns of a table, which are the same in every language."""
    names = (name, name.replace(".csv", datasets.SPREADSHEET))
    (found,) = {table(files, path)[0].replace("\t", ",") for path in files if Path(path).name in names}
    return found.split(",")


@pytest.mark.slow
def test_published_names_are_those_of_the_contract(whole: Site):
    """With a picture, which no case study has to have: nothing that may be published is left out."""
    case = next(iter(whole.project.cases.values()))
    picture = Picture(file="fake.png", alt={case.facts.original_language: "Fake."}, credit="Fake")
    case = dataclasses.replace(case, facts=case.facts.model_copy(update={"images": (picture,)}))
    plan = fake_plan()
    everything = {"cases": {**whole.project.cases, case.slug: case}, "adaptations": {plan.id: plan}}
    files = Site(dataclasses.replace(whole.project, **everything)).once(datasets.files)
    graph = rdflib.Graph().parse(data=files["data/roadmap.ttl"], format="turtle")
    short = graph.namespace_manager.normalizeUri
    found = {
        "iri": data(files, "roadmap.json")["iri"],
        "files": sorted({re.sub(r"^data/[a-z-]+/", "data/<language>/", path) for path in files}),
        "json": {
            name: sorted(set(keys(data(files, name))))
            for name in (
                "adaptations.json",
                "case-studies.json",
                "datapackage.json",
                "national-roadmaps.json",
                "roadmap.json",
            )
        },
        "csv": {
            name: columns(files, name)
            for name in ("activities.csv", "adaptations.csv", "case-studies.csv", "national-roadmaps.csv")
        },
        "rdf": {
            "classes": sorted({short(one) for one in graph.objects(None, RDF.type)}),
            "properties": sorted({short(one) for one in graph.predicates()}),
            "concepts": sorted(str(one).partition("#")[2] for one in graph.subjects(SKOS.inScheme)),
        },
    }
    assert found == CONTRACT, yaml.safe_dump(found, allow_unicode=True)


def test_a_changed_name_breaks_the_contract(files: Files):
    changed = json.loads(files["data/roadmap.json"].replace(b'"sdg_note"', b'"note_sdg"'))
    assert sorted(set(keys(changed))) != CONTRACT["json"]["roadmap.json"]


def test_every_file_says_its_version_which_is_that_of_the_data(leaflet: dict, files: Files, graph: rdflib.Graph):
    names = ("roadmap.json", "case-studies.json", "national-roadmaps.json", "adaptations.json", "datapackage.json")
    documents = [data(files, name) for name in names]
    versions = [document["version"] for document in documents]
    versions += [str(one) for one in graph.objects(None, rdflib.OWL.versionInfo)]
    assert versions == [leaflet["version"]] * 6
    assert graph.value(predicate=RDF.type, object=SKOS.ConceptScheme) == rdflib.URIRef(leaflet["iri"])


# Values


def test_json_says_what_the_files_say(leaflet: dict, wording: Wording, files: Files):
    found = data(files, "roadmap.json")
    given = {f"{kind} {one['id']}": one for kind in ("goal", "output") for one in leaflet[f"{kind}s"]}
    given |= {f"activity {one['id']}": one for output in leaflet["outputs"] for one in output["activities"]}
    shown = {
        f"{kind} {one['id']}": one
        for kind, name in (("goal", "goals"), ("output", "outputs"), ("activity", "activities"))
        for one in found[name]
    }
    for name in ("title", "banner", "closing"):
        given[name], shown[name] = leaflet[name], found[name]
    for name, row in leaflet["rows"].items():
        given[f"row {name}"], shown[f"row {name}"] = row, found["rows"][name]
    assert shown.keys() == given.keys()
    for context, one in given.items():
        value = shown[context]
        assert value["iri"] == f"{leaflet['iri']}#{context.replace(' ', '-')}"
        assert plain(value["text"]) == words(wording, context, one["text"])
        assert plain(value["note"]) == (words(wording, f"note {context}", one["note"]) if "note" in one else {})
        assert (value["state"], value["confidence"]) == (one["state"], one.get("confidence"))
        assert (value["printed"], value["sources"]) == (one.get("printed", []), one.get("sources", []))
        origins = {code: text["translation"] for code, text in value["text"].items()}
        official = {wording["language"]: "official" for wording in one.get("official", ())}
        assert origins == {code: "original" if code == SOURCE else "unofficial" for code in LANGUAGES} | official
        assert {text["licence"] for text in value["text"].values()} == {None}  # UNESCO's, or a translation of it
    for goal in leaflet["goals"]:
        links = shown[f"goal {goal['id']}"]["sdgs"]
        assert [link["sdg"] for link in links] == [link["sdg"] for link in goal["sdgs"]]
        for link, value in zip(goal["sdgs"], links, strict=True):
            context = f"note goal {goal['id']} sdg {link['sdg']}"
            assert plain(value["note"]) == (words(wording, context, link["note"]) if "note" in link else {})
            for name in ("basis", "read", "confidence"):
                assert value[name] == link.get(name)
            assert (value["targets"], value["sources"]) == (link.get("targets", []), link["sources"])
    for output in leaflet["outputs"]:
        value = shown[f"output {output['id']}"]["goal"]
        assert (value["id"], value["confidence"]) == (output["goal"]["id"], output["goal"]["confidence"])
        for activity in output["activities"]:
            assert shown[f"activity {activity['id']}"]["output"] == output["id"]
    assert [source["url"] for source in found["sources"]] == [source["url"] for source in leaflet["sources"]]


def test_what_the_editors_add_is_in_the_data_and_said_to_be_theirs(wording: Wording, files: Files):
    found, given = data(files, "roadmap.json"), sites.typed_yaml(sites.PROJECT / "data" / "practice.yml")
    assert "de la rédaction, et non de l’UNESCO" in found["practice"]["note"][SOURCE]
    assert set(found["practice"]["note"]) == set(LANGUAGES)
    for kind, name in (("goal", "goals"), ("output", "outputs"), ("activity", "activities")):
        shown = {one["id"]: one for one in found[name]}
        assert [one["id"] for one in given[name]] == list(shown)
        for one in given[name]:
            value, context = shown[one["id"]], f"{kind} {one['id']}"
            assert plain(value["short"]) == words(wording, f"short {context}", one["short"])
            sentences = [words(wording, f"practice {context}", row["text"]) for row in one["practice"]]
            assert [plain(row["text"]) for row in value["practice"]] == sentences
            for key in ("links", "point"):
                assert [row.get(key) for row in value["practice"]] == [row.get(key) for row in one["practice"]]
            assert value.get("rests_on") == one.get("rests_on")


def test_the_texts_that_the_editors_cite_are_in_the_data(wording: Wording, files: Files):
    found, given = data(files, "roadmap.json")["practice"], sites.typed_yaml(sites.PROJECT / "data" / "practice.yml")
    for name, key, context in (
        ("articles", "text", "article"),
        ("paragraphs", "text", "guideline"),
        ("areas", "name", "monitoring"),
    ):
        for value, one in zip(found[name], given[name], strict=True):
            assert plain(value[key]) == words(wording, f"{context} {one['id']}", one[key])
            assert {**value, key: one[key]} == ({"source": None, **one} if name == "areas" else one)


def test_titles_of_the_sdgs_are_official_where_the_data_says_so(project: Path, wording: Wording, files: Files):
    sdgs = plain_yaml(project / "data" / "sdgs.yml")
    titles = {sdg["number"]: sdg["title"] for sdg in sdgs["sdgs"]}
    for sdg in data(files, "roadmap.json")["sdgs"]:
        number = str(sdg["number"])
        assert plain(sdg["title"]) == words(wording, f"sdg {number}", titles[number])
        official = {code for code, one in sdg["title"].items() if one["translation"] == "official"}
        assert official == {code for code, sure in sdgs["title_confidence"].items() if sure == "certain"}
        assert sdg["title_confidence"] == sdgs["title_confidence"]


@pytest.mark.slow
def test_a_language_that_lacks_a_text_gets_no_other_in_its_place(project: Path, tmp_path: Path, leaflet: dict):
    copy = small_project(project, tmp_path / "project")
    activity = leaflet["outputs"][0]["activities"][0]
    edit(copy / "data/locales/ar.po", 'msgctxt "activity 1.1"', '#, fuzzy\nmsgctxt "activity 1.1"')
    files = Site(load(copy)).once(datasets.files)
    published = next(one for one in data(files, "roadmap.json")["activities"] if one["id"] == "1.1")
    assert published["text"].keys() == set(LANGUAGES) - {"ar"} and published["text"][SOURCE]["text"] == activity["text"]
    row = next(row for row in rows(files, "ar/activities.csv") if row["activity"] == "1.1")
    assert (row["text"], row["translation"], row["reviewed"]) == ("", "", "")


def test_tables_say_what_the_json_says(files: Files, leaflet: dict):
    found = data(files, "roadmap.json")
    goals = {goal["id"]: goal for goal in leaflet["goals"]}
    goal_of = {a["id"]: goals[output["goal"]["id"]] for output in leaflet["outputs"] for a in output["activities"]}
    every = rows(files, "activities.csv")
    assert len(every) == len(LANGUAGES) * len(goal_of)
    for row in every:
        activity = next(one for one in found["activities"] if one["id"] == row["activity"])
        assert row["text"] == activity["text"][row["language"]]["text"]
        assert (row["output"], row["state"]) == (activity["output"], activity["state"])
        assert row["printed"] == " | ".join(activity["printed"])
        doubtful = {str(one["sdg"]) for one in goal_of[row["activity"]]["sdgs"] if one.get("confidence") == "doubtful"}
        assert set(row["goal_sdgs_doubtful"].split()) == doubtful
        sdgs = {str(one["sdg"]) for one in goal_of[row["activity"]]["sdgs"]}
        assert set(row["goal_sdgs"].split()) == sdgs - doubtful
    for name in ("activities", "case-studies"):
        together = rows(files, f"{name}.csv")
        for code in LANGUAGES:
            assert rows(files, f"{code}/{name}.csv") == [row for row in together if row["language"] == code]


def test_case_studies_say_what_their_folders_say(cases: dict[str, Case], files: Files):
    found = data(files, "case-studies.json")["case_studies"]
    assert [one["id"] for one in found] == list(cases)
    for one in found:
        case = cases[one["id"]]
        for name in ("party", "origin", "licence", "original_language", "updated", "lead_institution"):
            assert one[name] == case.facts[name], (one["id"], name)
        assert one["activities"] == case.facts.get("activities", [])
        assert [source["url"] for source in one["sources"]] == [source["url"] for source in case.facts["sources"]]
        assert one["texts"].keys() == case.texts.keys()
        for code, value in one["texts"].items():
            text = case.texts[code]
            assert (value["title"], value["summary"]) == (text.title, text.summary)
            assert {s["id"]: (s["title"], s["markdown"]) for s in value["sections"]} == text.sections
            assert value["translation"] == ("original" if code == case.original else "unofficial")
    table = rows(files, "case-studies.csv")
    assert {(row["case_study"], row["language"]) for row in table} == {
        (slug, code) for slug, case in cases.items() for code in case.texts
    }
    for row in table:
        case, code = cases[row["case_study"]], row["language"]
        assert (row["title"], row["summary"]) == (case.texts[code].title, case.texts[code].summary)
        assert row["parties"].split() == case.parties
        assert row["party_names"] == "; ".join(sites.party_names()["names"][one][code] for one in case.parties)
        assert row["year_start"] == case.facts["years"].get("start", "")
        assert row["sources"].split() == [source["url"] for source in case.facts["sources"]]


def test_national_roadmaps_say_what_their_file_says(project: Path, wording: Wording, files: Files):
    document = plain_yaml(project / "data" / "national-roadmaps.yml")
    found = data(files, "national-roadmaps.json")
    assert found["as_of"] == document["as_of"] and found["official_list"] == document["official_list"]
    assert [one["id"] for one in found["national_roadmaps"]] == [one["id"] for one in document["roadmaps"]]
    table = {(row["national_roadmap"], row["language"]): row for row in rows(files, "national-roadmaps.csv")}
    assert len(table) == len(document["roadmaps"]) * len(LANGUAGES)
    for one, given in zip(found["national_roadmaps"], document["roadmaps"], strict=True):
        _same_roadmap(one, given, wording)
        for code in LANGUAGES:
            _same_row(table[one["id"], code], one, code)


def test_plans_say_what_their_files_say(whole: Site):
    plan = fake_plan()
    document = typed_yaml(sites.TESTS / "adaptations/dz/plan-fictif/adaptation.yml")
    found = Site(dataclasses.replace(whole.project, adaptations={plan.id: plan})).once(datasets.files)
    (one,) = data(found, "adaptations.json")["adaptations"]
    assert one["id"] == "dz-plan-fictif"
    assert {name: one[name] for name in document if name not in ("activities", "sources", "updated")} == {
        name: value for name, value in document.items() if name not in ("activities", "sources", "updated")
    }
    for given, activity in zip(document["activities"], one["activities"], strict=True):
        assert {name: activity[name] for name in given if name != "notes"} == {
            name: value for name, value in given.items() if name != "notes"
        }
    table = rows(found, "adaptations.csv")
    assert [row["activity"] for row in table] == ["2.4", "1.2", "own-1", "5.1", "4.1", "3.3"]
    assert [row["output"] for row in table] == ["2", "1", "2", "5", "4", "3"]
    assert table[0]["partners"] == "Union fictive des artistes | Radio fictive" and table[0]["language"] == "fr"
    assert {row["adaptation"] for row in table} == {"dz-plan-fictif"} and table[2]["activity_title"]
    formula = fake_plan(activities=(PlannedActivity(id="1.1", decision="taken_up", lead="=1+1"),))
    spoilt = Site(dataclasses.replace(whole.project, adaptations={formula.id: formula})).once(datasets.files)
    assert rows(spoilt, "adaptations.csv")[0]["lead"] == "'=1+1"


def _same_roadmap(one: dict[str, Any], given: dict[str, Any], wording: Wording) -> None:
    """What the JSON has of a national roadmap is what its file has, and the catalogues."""
    for name in ("party", "kind", "confidence", "updated"):
        assert one[name] == given[name]
    assert (str(one["year"]), one["title"]) == (given.get("year", "None"), given.get("title", {}))
    for name in ("co_parties", "activities_stated", "activities_inferred"):
        assert one[name] == given.get(name, []), (one["id"], name)
    assert one["case_study"] == given.get("case_study")
    assert one["sources"] == [{"copy_of": None, **source} for source in given["sources"]]
    assert plain(one["summary"]) == words(wording, f"national-roadmap {one['id']}", given["summary"])
    title, note = given.get("translation") or given.get("title", {}).get(SOURCE), given.get("note")
    titles = words(wording, f"national-roadmap title {one['id']}", title) if title else {}
    assert plain(one["title_translation"]) == {
        code: translation for code, translation in titles.items() if code not in one["title"]
    }
    assert plain(one["note"]) == (words(wording, f"national-roadmap note {one['id']}", note) if note else {})


def _same_row(row: dict[str, str], one: dict[str, Any], code: str) -> None:
    """A row of the table has what the JSON has, in a language."""
    assert (row["party"], row["kind"], row["year"]) == (one["party"], one["kind"], str(one["year"] or ""))
    for name in ("summary", "note", "title_translation"):
        assert row[name] == plain(one[name]).get(code, "")
    assert row["title"] == " | ".join(one["title"].values()) and row["title_languages"].split() == list(one["title"])
    for name in ("co_parties", "activities_stated", "activities_inferred"):
        assert row[name].split() == one[name]
    assert row["sources"].split() == [source["url"] for source in one["sources"]]
    parties = [one["party"], *one["co_parties"]]
    assert row["party_names"] == "; ".join(sites.party_names()["names"][party][code] for party in parties)


# RDF


def test_both_writings_hold_the_same_graph(files: Files, graph: rdflib.Graph):
    other = rdflib.Graph().parse(data=files["data/roadmap.jsonld"], format="json-ld")
    assert set(graph) == set(other)
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


def test_the_graph_says_what_the_json_says(files: Files, graph: rdflib.Graph, wording: Wording):
    found = data(files, "roadmap.json")
    items = [*found["goals"], *found["outputs"], *found["activities"]]
    assert {str(one) for one in graph.subjects(SKOS.inScheme)} == {item["iri"] for item in items}
    for item in items:
        concept = rdflib.URIRef(item["iri"])
        assert {one.language: str(one) for one in graph.objects(concept, SKOS.definition)} == plain(item["text"])
        assert str(graph.value(concept, SKOS.notation)) == item["id"]
        assert {str(one) for one in graph.objects(concept, SKOS.historyNote)} == set(item["printed"])
        notes = {(one.language, str(one)) for one in graph.objects(concept, SKOS.editorialNote)}
        assert set(plain(item["note"]).items()) <= notes
        restored = ("en", wording("en", "state", "texte reconstitué"))
        assert (restored in notes) == (item["state"] == "restored")
        above = item.get("goal", {}).get("id") or item.get("output")
        broader = graph.value(concept, SKOS.broader)
        assert (str(graph.value(broader, SKOS.notation)) if broader else None) == above
        labels = {one.language: str(one) for one in graph.objects(concept, SKOS.prefLabel)}
        assert labels.keys() == set(LANGUAGES) and all(item["id"] in label for label in labels.values())
        matches = {str(one) for one in graph.objects(concept, SKOS.relatedMatch)}
        sure = {link["sdg"] for link in item.get("sdgs", ()) if link["confidence"] != "doubtful"}
        assert matches == {f"http://metadata.un.org/sdg/{number}" for number in sure}
        for link in item.get("sdgs", ()):
            statement = rdflib.URIRef(f"{item['iri']}-sdg-{link['sdg']}")
            assert graph.value(statement, RDF.object) == rdflib.URIRef(f"http://metadata.un.org/sdg/{link['sdg']}")
            assert len(list(graph.objects(statement, DCTERMS.source))) == len(link["sources"])


@pytest.mark.filterwarnings("ignore")
def test_the_graph_has_the_shape_of_a_concept_scheme(graph: rdflib.Graph):
    """And the shapes are not empty words: a graph that lost one link, or one label, has not."""
    import pyshacl

    shapes = rdflib.Graph().parse(TESTS / "shapes.ttl")
    conforms, _report, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report
    narrower = next(iter(graph.triples((None, SKOS.narrower, None))))
    broader = next(iter(graph.triples((None, SKOS.broader, None))))
    definitions = [*graph.triples((next(graph.subjects(SKOS.inScheme)), SKOS.definition, None))]
    for lost in ([narrower], [broader], definitions):
        spoilt = rdflib.Graph()
        for triple in set(graph) - set(lost):
            spoilt.add(triple)
        assert not pyshacl.validate(spoilt, shacl_graph=shapes)[0], lost


# The descriptor


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_the_package_valid(files: Files, tmp_path: Path):
    import frictionless

    written(files, tmp_path)
    report = frictionless.validate(str(tmp_path / "data" / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(files) - 1
    table = tmp_path / "data" / "activities.csv"
    table.write_bytes(table.read_bytes().replace(b",false,", b",maybe,", 1))
    assert not frictionless.validate(str(tmp_path / "data" / "datapackage.json")).valid


def test_the_descriptor_counts_every_file(files: Files, leaflet: dict):
    package = data(files, "datapackage.json")
    described = {f"data/{one['path']}": one for one in package["resources"]}
    assert described.keys() == files.keys() - {"data/datapackage.json"}
    for path, one in described.items():
        assert one["bytes"] == len(files[path])
        assert one["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        if path.endswith(".csv"):
            assert [field["name"] for field in one["schema"]["fields"]] == CONTRACT["csv"][
                Path(path).name.replace(datasets.SPREADSHEET, ".csv")
            ]
    assert package["id"] == leaflet["iri"] and package["titles"].keys() == set(LANGUAGES)
    names = [one["name"] for one in package["resources"]]
    assert len(names) == len(set(names)) and all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def written(files: Files, folder: Path) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


# Hostile values


@pytest.fixture(scope="module")
def spoilt(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small project whose texts, names and addresses could harm what reads them; the checks refuse some of them."""
    site = Site(load(small_project(project, tmp_path_factory.mktemp("hostile") / "project")))
    roadmap, case = site.roadmap, site.project.cases["tn-ticdce"]
    first = roadmap.outputs[0]
    updates = [{"text": value, "state": "restored", "printed": (value, value), "note": value} for value in HOSTILE[:4]]
    activities = [one.model_copy(update=update) for one, update in zip(first.activities, updates, strict=True)]
    source = roadmap.sources[3].model_copy(update={"url": "https://example.org/<>\"{}|^`\\ ?q='é"})
    outputs = (first.model_copy(update={"activities": tuple(activities)}), *roadmap.outputs[1:])
    sources = tuple(source if one.id == source.id else one for one in roadmap.sources)
    facts = case.facts.model_copy(update={"lead_institution": {"fr": HOSTILE[0]}, "mandate": HOSTILE[0]})
    text = dataclasses.replace(case.texts["fr"], title=HOSTILE[4], summary=HOSTILE[5])
    case = dataclasses.replace(case, facts=facts, texts={**case.texts, "fr": text})
    roadmap = roadmap.model_copy(update={"outputs": outputs, "sources": sources})
    records = {**site.project.records, "roadmap": roadmap}
    return Site(dataclasses.replace(site.project, records=records, cases={**site.project.cases, case.slug: case}))


@pytest.mark.slow
def test_hostile_values_come_through_json_and_rdf_as_they_are(spoilt: Site):
    files = spoilt.once(datasets.files)
    activities = {one["id"]: one for one in data(files, "roadmap.json")["activities"]}
    graphs = [
        rdflib.Graph().parse(data=files["data/roadmap.ttl"], format="turtle"),
        rdflib.Graph().parse(data=files["data/roadmap.jsonld"], format="json-ld"),
    ]
    assert set(graphs[0]) == set(graphs[1])
    for number, value in enumerate(HOSTILE[:4], start=1):
        activity = activities[f"1.{number}"]
        assert plain(activity["text"]) == plain(activity["note"]) == {SOURCE: value}
        concept = rdflib.URIRef(activity["iri"])
        assert list(graphs[0].objects(concept, SKOS.definition)) == [rdflib.Literal(value, lang=SOURCE)]
    addresses = [str(one) for one in graphs[0].objects(None, DCTERMS.source)]
    assert not [one for one in addresses if re.search(r"[\s<>\"{}|^`\\]", one)]
    case = next(one for one in data(files, "case-studies.json")["case_studies"] if one["id"] == "tn-ticdce")
    assert (case["mandate"], case["texts"]["fr"]["title"]) == (HOSTILE[0], HOSTILE[4])


@pytest.mark.filterwarnings("ignore")
def test_hostile_values_are_no_formula_in_a_table(spoilt: Site, tmp_path: Path):
    files = spoilt.once(datasets.files)
    activities = {row["activity"]: row for row in rows(files, "fr/activities.csv")}
    for number, value in enumerate(HOSTILE[:4], start=1):
        row = activities[f"1.{number}"]
        assert row["text"] == row["note"] == f"'{value}"
        assert row["printed"] == f"'{value} | '{value}"
    case = next(row for row in rows(files, "fr/case-studies.csv") if row["case_study"] == "tn-ticdce")
    assert (case["title"], case["summary"]) == ("'\t'=1", "'\r'=1")
    assert case["lead_institution"] == f"'{HOSTILE[0]}"
    for path in files:
        if path.endswith(".csv"):
            content = files[path].decode("utf-16" if path.endswith(datasets.SPREADSHEET) else "utf-8")
            cells = [
                cell
                for separator in ",;\t|"
                for row in csv.reader(content.splitlines(), delimiter=separator)
                for cell in row
            ]
            assert not [cell for cell in [*cells, *SPLITS.split(content)] if cell.strip(' "').startswith(SIGNS)]
    written(files, tmp_path)
    import frictionless

    assert frictionless.validate(str(tmp_path / "data" / "datapackage.json")).valid


def test_a_name_with_what_a_format_must_escape_stays_a_name():
    name = 'Tunisie, dite "<b>la Verte</b>" & Cie'
    table = tables.to_csv({"party_names": "string"}, [{"party_names": name}])
    assert next(csv.DictReader(io.StringIO(table)))["party_names"] == name


def test_every_part_that_a_program_may_split_off_is_no_formula():
    for value in HOSTILE:
        cell = next(csv.DictReader(io.StringIO(tables.to_csv({"x": "string"}, [{"x": value}]), newline="")))["x"]
        assert not [part for part in SPLITS.split(cell) if part.strip(' "').startswith(SIGNS)], cell
        assert cell.replace("'", "") == value.replace("'", "")  # nothing else changes


def test_usual_texts_and_addresses_stay_as_they_are():
    value = "Une hausse de 2-3 %, soit +1 ; voir a@example.org; https://example.org/?a=1|b=2 – fin"
    cell = next(csv.DictReader(io.StringIO(tables.to_csv({"x": "string"}, [{"x": value}]))))["x"]
    assert cell.replace("|'b", "|b") == value


def test_tables_for_spreadsheets_open_in_any_country(files: Files):
    """UTF-16 with its mark and tabs: what spreadsheets recognize without being told encoding and separator."""
    for code in LANGUAGES:
        for name in ("activities", "case-studies"):
            content = files[f"data/{code}/{name}-spreadsheet.csv"]
            assert content.startswith(b"\xff\xfe")
            found = list(csv.DictReader(io.StringIO(content.decode("utf-16"), newline=""), delimiter="\t"))
            assert found == rows(files, f"{code}/{name}.csv")


# Bytes, and the page


@pytest.mark.slow
def test_two_makings_give_the_same_bytes(project: Path, files: Files):
    """In another process, with another order of sets."""
    script = (
        "import hashlib, sys; from pathlib import Path; from roadmap.open_data import datasets\n"
        "from roadmap.load import load; from roadmap.site import Site\n"
        "for path, content in Site(load(Path(sys.argv[1]))).once(datasets.files).items():\n"
        "    print(path, hashlib.sha256(content).hexdigest())"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script, str(project)],
            env={**os.environ, "PYTHONPATH": str(project / "hooks"), "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    here = [f"{path} {hashlib.sha256(content).hexdigest()}" for path, content in files.items()]
    assert made == [here, here]


def address(link: Element, language: str) -> str:
    """Where a link of the page leads, from the site's root."""
    return urljoin(SITE_URL + path_in(language, "data/"), link.get("href")).removeprefix(SITE_URL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_offers_every_file_with_its_checksum(whole: Site, files: Files, language: str):
    page = rendered(whole, language, "data/")
    items = {address(link, language): (link, item) for item in having(page, "li") for link in having(item, "a")}
    for path, content in files.items():
        link, item = items[path]
        assert link.get("download") is not None
        assert hashlib.sha256(content).hexdigest() in ["".join(code.itertext()) for code in having(item, "code")]
    assert {f"schemas/{path.name}" for path in (whole.project.folder / "data/schemas").iterdir()} <= items.keys()
    codes = ["".join(code.itertext()) for code in having(page, "code")]
    assert f"{whole.roadmap.iri}#activity-1.1" in codes


def test_what_is_published_is_what_was_made(site: Path, files: Files):
    assert {path: (site / path).read_bytes() for path in files} == files
