"""The Parties: named as the data has them, in the order of each language."""

from __future__ import annotations

import json

import pytest
import yaml

import sites
from roadmap import languages
from roadmap.contributions import blank_file
from roadmap.load import load
from roadmap.publishing import found_by
from roadmap.site import Site
from roadmap.views.components import facets
from roadmap.views.kinds import contribute, glossary
from roadmap.views.view import View
from sites import LANGUAGES, PROJECT, SITE_URL, having, one, text
from small import rendered

NAMES = {
    "PS": {
        "fr": "État de Palestine",
        "en": "State of Palestine",
        "es": "Estado de Palestina",
        "ar": "دولة فلسطين",
        "zh": "巴勒斯坦国",
        "ru": "Государство Палестина",
    },
    "KR": {
        "fr": "République de Corée",
        "en": "Republic of Korea",
        "es": "República de Corea",
        "ar": "جمهورية كوريا",
        "zh": "大韩民国",
        "ru": "Республика Корея",
    },
    "TR": {"fr": "Türkiye", "en": "Türkiye", "es": "Türkiye", "ar": "تركيا", "zh": "土耳其", "ru": "Турция"},
}
"""As the United Nations write them."""

WITHDRAWN = ("dm", "is", "mr", "pa", "ve", "ws")
"""States that no source names as Parties."""


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(load(PROJECT))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_those_of_the_united_nations(site: Site, language: str):
    for code, names in NAMES.items():
        page = rendered(site, language, f"parties/{code.lower()}/")
        assert text(one(page, "h1")) == names[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_to_choose_from_have_the_names_in_the_order_of_the_language(site: Site, language: str):
    view = View(site, language, SITE_URL)
    expected = sorted(
        ((code, sites.party_name(code, language)) for code in site.parties),
        key=lambda item: languages.sort_key(item[1], language),
    )
    chosen = [(code, name.value) for code, name in blank_file.choices(view)["case_study.party"].items()]
    assert chosen == expected
    form = contribute.form_data(view)
    assert [(one["value"], one["label"]) for one in form["choices"]["case_study.party"]] == expected
    offered = facets.facet_options(view)["party"]
    assert [name.value for _code, name, _count in offered] == [
        name for code, name in expected if any(code in case.facts.parties for case in site.cases)
    ]
    issue = (PROJECT / f".github/ISSUE_TEMPLATE/case-study.{language}.yml").read_text(encoding="utf-8")
    asked = [row["attributes"]["options"] for row in yaml.safe_load(issue)["body"] if "CA – " in str(row)]
    assert asked == [[f"{code} – {name}" for code, name in expected]] * 2  # the Party, and those it shares with


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_are_in_the_order_of_the_language(site: Site, language: str):
    view = View(site, language, SITE_URL)
    row = next(row for row in view.rows if row.address == "glossary/")
    names = [term.name.value for term in glossary.body(view, row).terms]
    assert names == sorted(names, key=lambda name: languages.sort_key(name, language))


def test_states_that_no_source_names_are_no_parties(site: Site):
    """They can be chosen in the form all the same, by their names in the data."""
    assert not {code.upper() for code in WITHDRAWN} & set(site.parties)
    for language in LANGUAGES:
        others = {one["value"]: one["label"] for one in contribute.form_data(View(site, language, SITE_URL))["others"]}
        for code in WITHDRAWN:
            assert others[code.upper()] == sites.party_name(code.upper(), language)


def test_other_names_are_for_the_search_only(site: Site):
    """In what the search reads, and in no text, title or data of the page."""
    for language in LANGUAGES:
        for code in ("TR", "KR", "GB", "CZ"):
            also = sites.party_names()["also"][code].get(language, [])
            page = rendered(site, language, f"parties/{code.lower()}/")
            view = View(site, language, SITE_URL)
            assert found_by.found_by(view, view.row_at[f"parties/{code.lower()}/"]).names == tuple(also)
            sources = having(page, class_="sources")  # their titles may have another name
            shown = text(page).replace("".join(map(text, sources)), "")
            own = sites.party_name(code, language)
            assert not [name for name in also if name not in own and name in shown]
    assert not having(rendered(site, "fr", "parties/ca/"), "span", "also")


def test_no_name_is_left_to_the_reader_s_program(site: Site):
    """The form names the States that are not listed by itself, in the page's language."""
    for language in LANGUAGES:
        data = contribute.form_data(View(site, language, SITE_URL))
        labels = [one["label"] for one in data["others"]]
        assert labels == sorted(labels, key=lambda name: languages.sort_key(name, language))
        assert not [one for one in data["others"] if one["value"] == one["label"] or one.get("lang")]
        json.dumps(data)
