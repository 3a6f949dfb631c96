"""The page of national roadmaps, on all pages of the built site: what its file says, with sources, in six languages."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import yaml

import sites
from roadmap.site import Site
from sites import LANGUAGES, SITE_URL, SOURCE, Page, Wording, having, none, one, path_in, printed, text
from small import rendered

ADDRESS = "national-roadmaps/"
KINDS = {
    "national_roadmap": "Feuille de route nationale",
    "project": "Projet de feuille de route nationale",
    "analysis": "Analyse au regard de la feuille de route ouverte",
    "reported": "Rapport signalé, texte non trouvé",
    "related": "Stratégie apparentée",
}
CONFIDENCE = {"certain": "certain", "likely": "vraisemblable", "unknown": "inconnu"}
REPOSITORY, CONTACT = "https://github.example.org/fake/roadmap", "editors@example.org"
Entries = list[dict[str, Any]]


@pytest.fixture(scope="module")
def entries(project: Path) -> Entries:
    """The list, as its file has it."""
    return sites.plain_yaml(project / "data/national-roadmaps.yml")["roadmaps"]


def of(pages: dict[str, Page], language: str, address: str = ADDRESS) -> Page:
    return pages[path_in(language, address)]


def by_id(root: Element, identifier: str) -> Element:
    (found,) = (element for element in root.iter() if element.get("id") == identifier)
    return found


def facts(card: Element) -> dict[str, Element]:
    """What an entry says, by its label."""
    terms = one(card, "dl", "provenance__facts")
    pairs = list(terms)
    return {text(pairs[i]): pairs[i + 1] for i in range(0, len(pairs), 2)}


def addresses(page: Page, root: Element) -> list[str]:
    return [page.link(a.get("href", "")) for a in having(root, "a")]


def activities(entry: dict[str, Any]) -> list[str]:
    return [*entry.get("activities_stated", ()), *entry.get("activities_inferred", ())]


def test_every_entry_is_shown_with_its_label_and_its_sources(pages, entries: Entries, wording: Wording):
    def failures() -> Iterator[str]:
        for language in LANGUAGES:
            page = of(pages, language)
            for entry in entries:
                card = by_id(page.main, entry["id"])
                card_facts, shown = facts(card), text(card)
                context = f"national-roadmap {entry['id']}"
                codes = [entry["party"], *entry.get("co_parties", ())]
                right = {
                    "parties": [path_in(language, f"parties/{code.lower()}/") for code in codes],
                    "kind": wording(language, "national-roadmap", KINDS[entry["kind"]]),
                    "summary": printed(wording(language, context, entry["summary"]), language),
                    "confidence": wording(language, "confidence", CONFIDENCE[entry["confidence"]]),
                    "sources": [(source["url"], source["language"]) for source in entry["sources"]],
                }
                sources = having(card_facts[wording(language, "provenance", "Sources")], "a")
                sure = text(card_facts[wording(language, "provenance", "Certitude")])
                found = {
                    "parties": addresses(page, one(card, "h3")),
                    "kind": text(one(card, "b")),
                    "summary": text(one(card, "p", "case__summary")),
                    "confidence": sure[: len(right["confidence"])],
                    "sources": [(a.get("href"), a.get("hreflang")) for a in sources],
                }
                if found != right:
                    yield f"{page.path}#{entry['id']}: {found}\n{right}"
                if entry.get("year", wording(language, "national-roadmap", "année inconnue")) not in shown:
                    yield f"{page.path}#{entry['id']}: year"
                if (
                    "note" in entry
                    and printed(wording(language, f"national-roadmap note {entry['id']}", entry["note"]), language)
                    not in shown
                ):
                    yield f"{page.path}#{entry['id']}: note"
                copies = [source["copy_of"] for source in entry["sources"] if "copy_of" in source]
                yield from (f"{page.path}#{entry['id']}: {copy}" for copy in copies if copy not in shown)
                if "case_study" in entry and path_in(language, f"case-studies/{entry['case_study']}/") not in addresses(
                    page, card
                ):
                    yield f"{page.path}#{entry['id']}: case study"

    none(failures())


def test_titles_in_another_language_say_so_and_are_translated(pages, entries: Entries, wording: Wording):
    """As are the titles of sources: with `lang` and `dir`."""

    def failures() -> Iterator[str]:
        for language in LANGUAGES:
            page = of(pages, language)
            for entry in entries:
                card, titles = by_id(page.main, entry["id"]), entry.get("title", {})
                cites = having(card, "cite")
                if not titles:
                    yield from (f"{page.path}#{entry['id']}: a title" for _ in cites)
                    continue
                code = language if language in titles else next(iter(titles))
                marks = {"lang": code, "dir": "ltr"} if code != language else {}
                if text(cites[0]) != printed(titles[code], code) or cites[0].attrib != marks:
                    yield f"{page.path}#{entry['id']}: {text(cites[0])} {cites[0].attrib}"
                french = entry.get("translation") or titles[SOURCE]
                translated = wording(language, f"national-roadmap title {entry['id']}", french)
                after = text(one(card, "p", "roadmap__title")).removeprefix(text(cites[0])).strip()
                if after != ("" if language in titles else printed(translated, language)):
                    yield f"{page.path}#{entry['id']}: {after}"
                links = having(facts(card)[wording(language, "provenance", "Sources")], "a")
                for source, a in zip(entry["sources"], links, strict=True):
                    marks = [(source["language"], "ltr")] * (source["language"] != language)
                    if [(span.get("lang"), span.get("dir")) for span in having(a, "span")] != marks:
                        yield f"{page.path}#{entry['id']}: {source['title']}"

    none(failures())


def test_what_a_source_states_and_what_the_editors_read_have_labels_of_their_own(pages, entries, wording: Wording):
    labels = {
        "activities_stated": "Activités liées, selon une source",
        "activities_inferred": "Activités liées, selon la rédaction",
    }
    for language in LANGUAGES:
        page = of(pages, language)
        for entry in entries:
            card_facts = facts(by_id(page.main, entry["id"]))
            for name, label in labels.items():
                cell = card_facts.get(wording(language, "national-roadmap", label))
                found = [] if cell is None else addresses(page, cell)
                assert found == [path_in(language, f"activities/{one}/") for one in entry.get(name, ())], entry["id"]
    assert all(any(name in entry for entry in entries) for name in labels)


def test_related_strategies_are_apart_and_the_others_are_in_order(pages, entries: Entries):
    """By kind, then by the name of the Party as the reader's language sorts it."""
    ranks = list(KINDS)
    kinds = {entry["id"]: entry["kind"] for entry in entries}
    for language in LANGUAGES:
        page = of(pages, language)
        lists = [
            [card.get("id") for card in having(ul, "li", "roadmap")] for ul in having(page.main, "ul", "case-list")
        ]
        assert [{kinds[one] == "related" for one in found} for found in lists] == [{False}, {True}]
        assert sorted(lists[0] + lists[1]) == sorted(kinds)
        assert [ranks.index(kinds[one]) for one in lists[0]] == sorted(ranks.index(kinds[one]) for one in lists[0])
        assert text(having(page.main, "h2")[1]) and "case-list--partial" in having(page.main, "ul", "case-list")[1].get(
            "class", ""
        )
    projects = [
        card.get("id")
        for card in having(of(pages, "fr").main, "li", "roadmap")
        if kinds[card.get("id", "")] == "project"
    ]
    assert projects == ["ge-open-roadmap-project", "ug-open-digital-roadmap", "zw-open-roadmap-project"]


def test_the_page_begins_with_what_it_is_how_many_and_that_some_are_missing(pages, entries, wording: Wording):
    count = sum(entry["kind"] == "national_roadmap" for entry in entries)
    sentence = (
        "La rédaction en connaît %(count)s dont le texte est public, ainsi que les projets, analyses et rapports "
        "ci-dessous ; la liste est incomplète, car celle de l’UNESCO n’a pas pu être lue."
    )
    for language in LANGUAGES:
        summary = one(of(pages, language).main, "p", "summary")
        right = wording.count(language, "national-roadmap", sentence, sentence, count)
        assert text(summary).replace("\xa0", " ").endswith(right.replace("\xa0", " "))


def test_parties_and_activities_lead_to_their_entries_and_no_others(pages: dict[str, Page], entries: Entries):
    """An activity does not lead to related strategies."""

    def expected(page: Page) -> Iterator[str]:
        folder, _, rest = page.address.partition("/")
        for entry in entries:
            named = {code.lower() for code in (entry["party"], *entry.get("co_parties", ()))}
            if folder == "activities" and entry["kind"] != "related":
                named = {*activities(entry)}
            elif folder == "activities":
                named = set()
            if rest.strip("/") in named:
                own = f"{entry['id']}/" if entry.get("activities_stated") else f"#{entry['id']}"
                yield path_in(page.language, ADDRESS) + own

    def failures() -> Iterator[str]:
        for page in pages.values():
            if page.address.startswith(("parties/", "activities/")) and page.address.count("/") == 2:
                found = [link for link in addresses(page, page.main) if ADDRESS in link]
                if sorted(found) != sorted(expected(page)):
                    yield f"{page.path}: {found}"

    none(failures())
    assert (
        sum(
            ADDRESS in link
            for link in addresses(of(pages, "fr", "activities/2.4/"), of(pages, "fr", "activities/2.4/").main)
        )
        == 2
    )


def test_a_link_from_an_activity_says_who_made_it(pages: dict[str, Page], wording: Wording):
    for language in LANGUAGES:
        items = having(one(of(pages, language, "activities/2.4/").main, "ul", "roadmaps"), "li")
        assert [text(one(item, "small")) for item in items] == [
            wording(language, "national-roadmap", label)
            for label in ("lien établi par la rédaction", "lien indiqué par une source")
        ]


def test_the_menus_the_sitemap_and_the_offline_copy_have_the_page(site: Path, pages: dict[str, Page]):
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    for language in LANGUAGES:
        path = path_in(language, ADDRESS)
        assert f"<loc>{SITE_URL}{path}</loc>" in sitemap
        assert path in addresses(of(pages, language, ""), one(of(pages, language, "").tree, "footer"))
        assert path in addresses(of(pages, language, "parties/"), of(pages, language, "parties/").main)
        (archive,) = site.glob(f"offline/*-{language}.zip")
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
            start = next(name for name in names if name.endswith("start.html"))
            assert any(name.endswith(f"{ADDRESS}index.html") for name in names)
            assert f"{ADDRESS}index.html" in opened.read(start).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invitation_names_the_ways_to_propose_one(whole: Site, project: Path, language: str):
    """With a repository and an address: email, the issue form, the file and its guide, which exist."""
    page = rendered(whole, language, ADDRESS, repo_url=REPOSITORY, contact=CONTACT)
    links = [a.get("href") for a in having(page, "a")]
    form = f"national-roadmap.{language}.yml"
    assert f"mailto:{CONTACT}" in links and f"{REPOSITORY}/issues/new?template={form}" in links
    assert f"{REPOSITORY}/edit/main/data/national-roadmaps.yml" in links
    assert f"{REPOSITORY}/blob/main/docs/national-roadmaps.md" in links
    assert (project / "docs/national-roadmaps.md").is_file()
    data = yaml.safe_load((project / ".github/ISSUE_TEMPLATE" / form).read_text(encoding="utf-8"))
    assert data["labels"] == ["national-roadmap", language], "not the label of case studies, which are imported"
    assert "sources" in [
        question.get("id") for question in data["body"] if question.get("validations", {}).get("required")
    ]
    without = [a.get("href") for a in having(rendered(whole, language, ADDRESS), "a")]
    assert not [link for link in without if link and ("issues" in link or link.startswith("mailto:"))]
