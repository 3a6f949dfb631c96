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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from rdflib.namespace import DCTERMS, OWL, SKOS

import sites
from conftest import build, locked
from roadmap.load import load
from roadmap.problems import ProblemsFound
from roadmap.site import Site
from roadmap.views.components import colours
from sites import LANGUAGES, SITE_URL, Page, Wording, day, having, one, path_in, text, typeset
from small import rendered, small_project
from test_maintenance import block, steps

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
    activities = {one["id"]: one for output in roadmap["outputs"] for one in output["activities"]}

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
    next(one for one in practice["activities"] if one["id"] == "4.4")["id"] = "6.1"
    practice["activities"] += [explanation(identifier, activity=True) for identifier in (*ADDED, "6.2", "7.1")]
    practice["outputs"] += [explanation(identifier, activity=False) for identifier in ("6", "7")]
    path.write_text(yaml.safe_dump(practice, allow_unicode=True, sort_keys=False), encoding="utf-8")
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


def test_the_check_accepts_the_revision(revised: tuple[Path, Path]):
    done = sites.roadmap(revised[0], "check")
    assert done.returncode == 0, sites.said(done)
    assert "addresses.txt" not in sites.said(done)
