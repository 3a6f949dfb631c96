"""Files that the form opens: its own and published case studies, to correct or translate them; and their import."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import sites
from roadmap.contributions import importing
from roadmap.load import load
from roadmap.problems import ProblemsFound
from roadmap.reading.project import read
from roadmap.reading.yaml_file import read_yaml

PROJECT = sites.PROJECT
SLUG = "co-crea-digital"
LANGUAGE = "pt"
TEXT: dict[str, Any] = {
    "title": "Um edital de ensaio para a cultura digital",
    "summary": "Uma tradução de ensaio, feita para ver o que se faz com ela.",
    "main_features": "O edital apoia projetos. [1]\n",
}


def facts(copy: Path, slug: str = SLUG) -> dict[str, Any]:
    document, problems = read_yaml(copy / "content/case-studies" / slug / "case-study.yml", "case-study.yml")
    assert document and not problems
    return document.data


def translation(copy: Path, **changes: Any) -> dict[str, Any]:
    given = facts(copy)
    given["lead_institution"][LANGUAGE] = "Ministério de ensaio"
    return {
        "submission": 2,
        "slug": SLUG,
        "purpose": "translation",
        "case_study": given,
        "texts": {LANGUAGE: TEXT},
    } | changes


def write(copy: Path, data: dict[str, Any], replace: bool = False) -> Path:
    (copy / "sent.yml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    made = importing.read(copy / "sent.yml", "sent.yml", read(copy))
    return importing.write(made, copy, replace)


def told(copy: Path, data: dict[str, Any]) -> list[str]:
    before = sites.contents(copy / "content")
    with pytest.raises(ProblemsFound) as found:
        write(copy, data)
    assert sites.contents(copy / "content") == before
    return [f"{one.what.in_language('en')} {one.fix.in_language('en')}" for one in found.value.problems]


def test_a_translation_becomes_a_further_language_and_changes_nothing_else(copy: Path):
    folder = copy / "content/case-studies" / SLUG
    before = sites.contents(folder)
    assert write(copy, translation(copy)) == folder
    after = sites.contents(folder)
    text = folder / f"index.{LANGUAGE}.md"
    assert set(after) - set(before) == {text.name}
    assert [name for name in before if before[name] != after[name]] == ["case-study.yml"]
    assert facts(copy)["lead_institution"][LANGUAGE] == "Ministério de ensaio"
    assert re.search(
        r"^fingerprints:\n  head: \w{12}\n  main-features: \w{12}\n", text.read_text("utf-8"), re.MULTILINE
    )
    assert not load(copy).cases[SLUG].behind(LANGUAGE)


def test_a_translation_of_an_older_original_stays_marked_as_such(copy: Path):
    stated = {"head": "0123456789ab", "main-features": "0123456789ab"}
    write(copy, translation(copy, texts={LANGUAGE: TEXT | {"fingerprints": stated}}))
    assert load(copy).cases[SLUG].behind(LANGUAGE) == ("head", "main-features")


def test_a_translation_does_not_change_the_facts(copy: Path):
    data = translation(copy)
    data["case_study"]["years"] = {"start": 1999}
    write(copy, data)
    assert facts(copy)["years"] != {"start": 1999}


def test_a_translation_that_exists_is_written_over_only_if_asked_for(copy: Path):
    data = translation(copy)
    write(copy, data)
    data["texts"] = {LANGUAGE: TEXT | {"title": "Outro título de ensaio"}}
    (found,) = told(copy, data)
    assert found == "“co-crea-digital” already has a text in pt. To write over it: roadmap import --replace."
    write(copy, data, replace=True)
    assert load(copy).cases[SLUG].texts[LANGUAGE].title == "Outro título de ensaio"


def test_a_translation_with_the_original_is_refused(copy: Path):
    original = facts(copy)["original_language"]
    (found,) = told(copy, translation(copy, texts={original: TEXT}))
    assert found == (
        f"A translation does not change the original ({original}). Remove this text, or write “purpose: correction”."
    )


@pytest.mark.parametrize("purpose", ["translation", "correction"])
def test_what_is_not_published_can_be_neither_translated_nor_corrected(copy: Path, purpose: str):
    (found,) = told(copy, translation(copy, slug="co-crea-digita", purpose=purpose))
    assert found == "No case study “co-crea-digita” is published. Did you mean “co-crea-digital”?"


def test_a_correction_states_that_it_is_one(copy: Path):
    data = translation(copy, purpose="correction", texts={facts(copy)["original_language"]: TEXT})
    data["case_study"]["sources"] = data["case_study"]["sources"][:1]
    (found,) = told(copy, data)
    assert found == "This file corrects the case study “co-crea-digital”. To write over it: roadmap import --replace."
    write(copy, data, replace=True)
    assert len(facts(copy)["sources"]) == 1
