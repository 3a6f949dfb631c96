"""What the editors add to the roadmap, on its pages: short names, explanations, and what supports them."""

from __future__ import annotations

import pytest

import sites
from roadmap.site import Site
from sites import LANGUAGES, SOURCE, Wording, having, plain_yaml, text
from small import rendered

PRACTICE = plain_yaml(sites.PROJECT / "data" / "practice.yml")
ROADMAP = plain_yaml(sites.PROJECT / "data" / "roadmap.yml")
KINDS = {"activities": "activity", "outputs": "output", "goals": "goal"}
TREATY = next(one["url"] for one in ROADMAP["sources"] if one["id"] == PRACTICE["convention"])
GUIDELINES = next(one["url"] for one in ROADMAP["sources"] if one["id"] == PRACTICE["guidelines"])
SHOWN = [("activities", "2.4"), ("activities", "5.3"), ("outputs", "3"), ("goals", "4")]


def texts(kind: str) -> list[dict]:
    """The texts of the leaflet."""
    return [one for output in ROADMAP["outputs"] for one in output[kind]] if kind == "activities" else ROADMAP[kind]


def entry(kind: str, identifier: str) -> dict:
    return next(one for one in PRACTICE[kind] if one["id"] == identifier)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "identifier"), SHOWN)
def test_a_page_has_its_short_name_above_its_text_and_in_its_title(
    whole: Site, wording: Wording, language: str, kind: str, identifier: str
):
    page = rendered(whole, language, f"{kind}/{identifier}/")
    short = wording(language, f"short {KINDS[kind]} {identifier}", entry(kind, identifier)["short"])
    (kicker,) = having(page, "p", "kicker")
    assert [text(one) for one in having(kicker, "span", "short")] == [short]
    (heading,) = having(page, "h1")
    context = f"{KINDS[kind]} {identifier}"
    assert text(heading) == wording(
        language, context, next(one for one in texts(kind) if one["id"] == identifier)["text"]
    )
    (title,) = having(page, "title")
    assert short in text(title)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "identifier"), SHOWN)
def test_each_sentence_is_followed_by_links_to_what_supports_it(
    whole: Site, wording: Wording, language: str, kind: str, identifier: str
):
    page = rendered(whole, language, f"{kind}/{identifier}/")
    (practice,) = having(page, class_="practice")
    sentences = [one for one in having(practice) if any(child.get("class") == "support" for child in one)]
    facts = entry(kind, identifier)["practice"]
    assert len(sentences) == len(facts)
    for element, sentence in zip(sentences, facts, strict=True):
        (support,) = having(element, "small", "support")
        output = text(element).removesuffix(text(support)).strip()
        assert output == wording(language, f"practice {KINDS[kind]} {identifier}", sentence["text"])
        links = [link.get("href", "") for link in having(support, "a")]
        assert len(links) == len(sentence["links"])
        for address, link in zip(links, sentence["links"], strict=True):
            if "case" in link:
                assert address == f"../../case-studies/{link['case']}/"
            else:
                assert address == (TREATY if "article" in link else GUIDELINES)


def test_the_texts_of_an_activity_are_folded_and_told_to_be_the_editors_inference(whole: Site):
    page = rendered(whole, SOURCE, "activities/5.3/")
    (rests,) = having(page, "section", "rests")
    (details,) = having(rests, "details")
    assert details.get("open") is None
    assert "Rapprochement proposé par la rédaction" in text(details)
    rows = [text(row) for row in having(details, "li")]
    assert len(rows) == len(entry("activities", "5.3")["rests_on"])
    assert rows[0] == "article 2.1 · Respect des droits de l’homme et des libertés fondamentales principe · lien étroit"
    assert "cadre de suivi\N{NO-BREAK SPACE}: Liberté artistique texte non lu · lien étroit" in rows
    unread = next(row for row in having(details, "li") if "non lu" in text(row))
    assert not having(unread, "a")
    (practice,) = having(page, "section", "practice")
    assert "Texte de la rédaction, et non de l’UNESCO." in text(practice)


def test_neighbours_and_activities_of_the_same_output_have_short_names(whole: Site):
    page = rendered(whole, SOURCE, "activities/2.3/")
    (siblings,) = having(page, "nav", "strip")
    shorts = [one["short"] for one in PRACTICE["activities"] if one["id"].startswith("2.")]
    assert all(short in text(siblings) for short in shorts)
    (pager,) = having(page, class_="pager")
    assert "Espaces de création numérique" in text(pager)
    assert "Accès, rémunération, algorithmes" in text(pager)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_says_once_that_the_editors_wrote_them(language: str):
    name = {"fr": "En pratique", "en": "In practice", "es": "En la práctica", "ar": "على أرض الواقع", "zh": "“实践”"}
    about = (sites.PROJECT / "content" / f"about.{language}.md").read_text(encoding="utf-8")
    assert about.count(name.get(language, "На практике")) == 1
