"""The Atom feeds: read by a feed reader's parser and by RFC 4287, compared with the case studies as their files have
them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser
import pytest

import sites
from roadmap.site import Site
from roadmap.views import feeds
from roadmap.views.view import View
from sites import LANGUAGES, SITE_URL, SOURCE, Case, Page, having, none, path_in
from small import fake_plan

Cases = dict[str, Case]
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MARK = "\u200f"
EVERY = "feed.xml"
ROADMAPS = "national-roadmaps/"
MOST = 20


@pytest.fixture(scope="module")
def made(whole: Site) -> dict[str, bytes]:
    """Every feed, by its path from the site's root."""
    return {path: raw for code in LANGUAGES for path, raw in feeds.feeds(View(whole, code, SITE_URL)).items()}


@pytest.fixture(scope="module")
def expected(leaflet: dict, cases: Cases) -> dict[str, list[str]]:
    """The slugs of each feed, in order, by its address from the language's root."""
    found = {f"activities/{activity['id']}/{EVERY}": [] for o in leaflet["outputs"] for activity in o["activities"]}
    for case in cases.values():
        for activity in case.facts["activities"]:
            found[f"activities/{activity}/{EVERY}"].append(case.slug)
    return {EVERY: list(cases), **found}


def entries(raw: bytes) -> list[Element]:
    return ElementTree.fromstring(raw).findall(f"{ATOM}entry")


def of_everything(site: Site, language: str) -> bytes:
    return feeds.feeds(View(site, language, SITE_URL))[path_in(language, EVERY)]


def fake(whole: Site, slug: str, count: int = 1, **changes: str) -> Site:
    """The site with nothing but copies of one case study, whose original says what is `told`."""
    case = whole.project.cases[slug]
    copies = {}
    for rank in range(count):
        facts = case.facts.model_copy(update={"updated": date(2026, 1, 1) + timedelta(days=rank)})
        original = dataclasses.replace(case.original, **changes)
        texts = {original.language: original}
        copies[f"fake-{rank}"] = dataclasses.replace(case, slug=f"fake-{rank}", facts=facts, texts=texts)
    return Site(dataclasses.replace(whole.project, cases=copies))


def test_there_is_a_feed_of_everything_and_one_of_each_activity_in_each_language(made, expected):
    addresses = {*expected, ROADMAPS + EVERY}
    assert set(made) == {path_in(language, address) for language in LANGUAGES for address in addresses}


def test_the_feed_of_national_roadmaps_tells_them_as_their_file_does(made, project: Path, wording: sites.Wording):
    """The last revised first; strategies that are no national roadmaps are on the page only."""
    given = sites.plain_yaml(project / "data/national-roadmaps.yml")["roadmaps"]
    given = sorted((one for one in given if one["kind"] != "related"), key=lambda one: one["id"])
    given.sort(key=lambda one: one["updated"], reverse=True)
    assert len(given) > 5
    for language in LANGUAGES:
        feed = feedparser.parse(made[path_in(language, ROADMAPS + EVERY)])
        assert not feed.bozo and len(feed.entries) == len(given)
        for entry, one in zip(feed.entries, given, strict=True):
            assert entry.link == f"{SITE_URL}{path_in(language, ROADMAPS)}#{one['id']}"
            assert sites.party_name(one["party"], language) in entry.title
            summary = wording(language, f"national-roadmap {one['id']}", one["summary"])
            assert entry.summary.removeprefix(MARK) == sites.printed(summary, language)
            assert entry.updated == f"{one['updated']}T00:00:00Z"
            terms = {tag.term for tag in entry.tags}
            activities = {*one.get("activities_stated", ()), *one.get("activities_inferred", ())}
            assert terms == {one["party"].lower(), *activities}


def test_a_published_plan_takes_the_place_of_its_entry_in_the_feed(whole: Site):
    """With the id that the entry had: feed readers show it as revised, not as new."""
    other = fake_plan(summary={})
    before = feedparser.parse(feeds.feeds(View(whole, "fr", SITE_URL))[ROADMAPS + EVERY])
    listed = whole.project.national_roadmaps.roadmaps[0]
    plan = fake_plan(listed.id.partition("-")[2], party=listed.party, summary={}, updated=date(2026, 12, 1))
    made = Site(dataclasses.replace(whole.project, adaptations={plan.id: plan, other.id: other}))
    feed = feedparser.parse(feeds.feeds(View(made, "fr", SITE_URL))[ROADMAPS + EVERY])
    assert not feed.bozo and len(feed.entries) == len(before.entries) + 1
    (first,) = (one for one in feed.entries if one.link == f"{SITE_URL}national-roadmaps/{plan.id}/")
    assert first.title == "Plan fictif"
    assert first.id == next(entry.id for entry in before.entries if entry.link.endswith(f"#{listed.id}"))
    assert first.author.startswith("Service fictif") and first.summary == sites.printed(listed.summary, "fr")
    assert {tag.term for tag in first.tags} == {listed.party.lower(), "2.4", "1.2", "5.1"}
    summary = "Algérie. Adoptée (mars 2026). 4\N{NO-BREAK SPACE}activités retenues."
    assert summary in {entry.summary for entry in feed.entries}


def test_feeds_tell_each_case_study_as_its_files_do(made, expected, cases: Cases, wording: sites.Wording):
    def failures() -> Iterator[str]:
        for language in LANGUAGES:
            for address, slugs in expected.items():
                path = path_in(language, address)
                feed = feedparser.parse(made[path])
                entries = [_told(entry) for entry in feed.entries]
                right = [_right(cases[slug], language, wording) for slug in slugs[:MOST]]
                if feed.bozo or feed.version != "atom10" or entries != right:
                    yield f"{path}: {feed.get('bozo_exception')}\n{entries}\n{right}"

    none(failures())


def _told(entry) -> tuple:
    categories = sorted((tag.scheme, tag.term, tag.label) for tag in entry.tags)
    return (
        entry.link,
        entry.title.removeprefix(MARK),
        entry.summary.removeprefix(MARK),
        (entry.title_detail.type, entry.summary_detail.type),
        (entry.title_detail.language, entry.summary_detail.language),
        datetime(*entry.updated_parsed[:6], tzinfo=UTC).isoformat(),
        entry.author.removeprefix(MARK),
        entry.rights,
        categories,
    )


def _right(case: Case, language: str, wording: sites.Wording) -> tuple:
    text, shown = case.text(language), case.shown[language]
    institutions = case.facts["lead_institution"]
    code = case.first(language, institutions)
    editors = wording(language, "cite", "Rédaction de la Feuille de route ouverte")
    activities = {one: wording(language, "label", "Activité %(id)s", id=one) for one in case.facts["activities"]}
    parties = {code.lower(): sites.party_name(code, language) for code in case.parties}
    summary = sites.printed(text.summary, shown)
    if shown == language != case.facts["original_language"]:  # a feed shows no page's notices
        original = sites.language_name(case.facts["original_language"], language)
        sentence = "Traduction non officielle et non relue. Langue de l’original : %(original)s."
        summary += " " + sites.printed(wording(language, "notice", sentence, original=original), language)
    return (
        SITE_URL + path_in(language, case.address),
        sites.printed(text.title, shown),
        summary,
        ("text/plain", "text/plain"),
        (shown, shown),
        f"{case.facts['updated']}T00:00:00+00:00",
        sites.printed(institutions[code], code) if case.facts["origin"] == "party" else editors,
        case.facts["licence"],
        sorted(
            [(f"{SITE_URL}activities/", term, label) for term, label in activities.items()]
            + [(f"{SITE_URL}parties/", term, sites.printed(label, language)) for term, label in parties.items()]
        ),
    )


def test_feeds_have_what_the_rfc_asks_for(made, cases: Cases, project: Path):
    """RFC 4287, 4.1.1 and 4.1.2: what stands once, what must not stand twice."""
    days = {
        SITE_URL + path_in(code, case.address): case.facts["updated"] for case in cases.values() for code in LANGUAGES
    }
    for one in sites.plain_yaml(project / "data/national-roadmaps.yml")["roadmaps"]:
        days |= {f"{SITE_URL}{path_in(code, ROADMAPS)}#{one['id']}": one["updated"] for code in LANGUAGES}

    def failures() -> Iterator[str]:
        for path, raw in made.items():
            feed = ElementTree.fromstring(raw)
            language = path.split("/")[0] if path.split("/")[0] in LANGUAGES else SOURCE
            assert feed.tag == f"{ATOM}feed" and feed.get(LANG) == language
            links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
            page = path.removesuffix(EVERY)
            page = page if page.endswith(ROADMAPS) or "activities/" in page else f"{page}case-studies/"
            if links != {"self": SITE_URL + path, "alternate": SITE_URL + page}:
                yield f"{path}: {links}"
            entries = []
            for entry in feed.findall(f"{ATOM}entry"):
                links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
                entries.append(f"{days[links['alternate']]}T00:00:00Z")
                if set(links) != {"alternate", "license"} or entry.findtext(f"{ATOM}updated") != entries[-1]:
                    yield f"{path}: {links}"
                names = entry.findall(f"{ATOM}author/{ATOM}name")
                if len(names) != 1 or not names[0].text:
                    yield f"{path}: {links['alternate']} has no author"
            if entries and feed.findtext(f"{ATOM}updated") != max(entries):
                yield f"{path}: updated"
            for element in (feed, *feed.findall(f"{ATOM}entry")):
                for name in ("id", "title", "updated"):
                    if len(element.findall(f"{ATOM}{name}")) != 1 or not element.findtext(f"{ATOM}{name}"):
                        yield f"{path}: {name}"

    none(failures())


def test_ids_are_one_for_each_page_and_stay_when_the_site_moves(whole: Site, made):
    """The same case study in two feeds of a language is one entry; in two languages it is two."""
    of_page: dict[str, set[str]] = {}
    for path, raw in made.items():
        of_page.setdefault(path, set()).add(ElementTree.fromstring(raw).findtext(f"{ATOM}id", ""))
        for entry in entries(raw):
            links = {link.get("rel"): link.get("href", "") for link in entry.findall(f"{ATOM}link")}
            of_page.setdefault(links["alternate"], set()).add(entry.findtext(f"{ATOM}id", ""))
    none(f"{page}: {ids}" for page, ids in of_page.items() if len(ids) != 1)
    assert len({identifier for ids in of_page.values() for identifier in ids}) == len(of_page)
    # Written down: an id that changes makes every reader show every case study again.
    assert of_page[EVERY] == {"urn:uuid:f1f553f6-62d8-5b0b-898f-a3c28e317f18"}
    for language in ("fr", "ar"):
        for path, raw in feeds.feeds(View(whole, language, "https://example.net/")).items():
            assert raw.replace(b"https://example.net/", SITE_URL.encode()) == made[path]


def test_the_id_of_a_case_study_is_the_one_it_always_had(named_cases: Site):
    ids = {entry.findtext(f"{ATOM}id") for entry in entries(of_everything(named_cases, "ar"))}
    assert "urn:uuid:423cb9fa-ff39-5fdb-9253-1cf57bd2d7c4" in ids


def test_a_feed_tells_the_last_revised(named_cases: Site):
    site = fake(named_cases, "co-crea-digital", MOST + 5)
    feed = feedparser.parse(of_everything(site, "fr"))
    assert [entry.link.split("/")[-2] for entry in feed.entries] == [f"fake-{MOST + 4 - rank}" for rank in range(MOST)]


def test_an_empty_feed_is_valid_and_always_the_same(whole: Site):
    site = Site(dataclasses.replace(whole.project, cases={}))
    first, second = (of_everything(site, "fr") for _ in range(2))
    feed = feedparser.parse(first)
    assert first == second and not feed.bozo and not feed.entries and feed.feed.updated == "2026-11-27T00:00:00Z"


def test_texts_that_fall_back_say_their_language_and_right_to_left_ones_begin_so(named_cases: Site, made):
    spanish = fake(named_cases, "co-crea-digital")
    (entry,) = entries(of_everything(spanish, "ar"))
    assert {name: entry.find(ATOM + name).get(LANG) for name in ("title", "summary", "rights")} == {
        "title": "es",
        "summary": "es",
        "rights": None,
    }
    arabic = fake(named_cases, "tn-ticdce", title="TICDCE برنامج")
    for language in ("ar", "fr"):
        (entry,) = entries(of_everything(arabic, language))
        assert entry.findtext(f"{ATOM}title") == f"{MARK}TICDCE برنامج"
    none(path for path, raw in made.items() if MARK.encode() in raw and not path.startswith("ar/"))


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "a ]]> b <![CDATA[ c",
        "&lt;b&gt; &amp; &#60; &bogus;",
        "\"quotes' -- --> <!-- <?xml ?>",
        "\u202eright to left\u202c \u2066isolated",
        "{{ 7 * 7 }} {% raw %} %(count)s",
    ],
)
def test_hostile_titles_come_through_as_text(named_cases: Site, title: str):
    """None of them passes the checks; control characters cannot even be loaded (tests/checks/test_hostile_cases.py)."""
    site = fake(named_cases, "co-crea-digital", title=title, summary=title)
    raw = of_everything(site, "es")
    (entry,) = entries(raw)
    assert entry.findtext(f"{ATOM}title") == entry.findtext(f"{ATOM}summary") == title
    assert {child.tag.removeprefix(ATOM) for child in entry} == {
        *("id", "title", "updated", "author", "link", "category", "rights", "summary")
    }
    feed = feedparser.parse(raw)
    assert not feed.bozo and feed.entries[0].title_detail.type == "text/plain"


def test_pages_lead_to_their_feed_and_no_other_page_does(site: Path, made, pages: dict[str, Page]):
    def failures() -> Iterator[str]:
        for page in pages.values():
            own = page.address.startswith("activities/") and page.address.count("/") == 2
            own |= page.address == ROADMAPS
            feed = [path_in(page.language, page.address + EVERY if own else EVERY)]
            links = [link for link in having(page.tree, "link") if link.get("type") == "application/atom+xml"]
            in_head = [page.link(link.get("href", "")) for link in links if link.get("rel") == "alternate"]
            in_sight = [page.link(a.get("href", "")) for a in having(page.main, "a") if EVERY in a.get("href", "")]
            if in_head != (feed if own or page.address in ("", "case-studies/") else []):
                yield f"{page.path}: {in_head}"
            if in_sight != (feed if own or page.address == "case-studies/" else []):
                yield f"{page.path}: {in_sight}"

    none(failures())
    none(path for path, raw in made.items() if (site / path).read_bytes() != raw)
