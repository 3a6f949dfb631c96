"""What leaves the site with a link or a reference: citations, what search engines and messengers read, the card."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from test_case_studies import read_bibtex, unlatex
from test_templates import ICONS

import print_cards
import sites
from conftest import build
from roadmap.load import load
from roadmap.site import Site
from roadmap.views import prints
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import LANGUAGES, SITE_URL, SOURCE, Page, Wording, having, none, one, path_in, text
from small import small_project

pytest_plugins = ("browser",)

Pages = dict[str, Page]
EDITORS = "Rédaction de la Feuille de route ouverte"
ITEMS = re.compile(r"(output|activit|goal)(?:s|ies)/([\d.]+)/")
SCHEMA = Namespace("https://schema.org/")
CONTEXT = {"@vocab": str(SCHEMA)}
"""In the place of schema.org's own, which a test does not fetch: the terms keep their names."""


def item(page: Page) -> tuple[str, str] | None:
    """The kind and the id of the output, activity or goal that a page is about."""
    found = ITEMS.fullmatch(page.address)
    return (found[1].replace("activit", "activity"), found[2]) if found else None


def is_plan(page: Page) -> bool:
    """Whether a page is that of a national roadmap: test_plans.py reads what one states."""
    return re.fullmatch(r"national-roadmaps/[^/]+/", page.address) is not None


@pytest.fixture(scope="session")
def texts(leaflet: dict) -> dict[tuple[str, str], str]:
    """The leaflet's words, by kind and id."""
    found = {("goal", goal["id"]): goal["text"] for goal in leaflet["goals"]}
    for output in leaflet["outputs"]:
        found["output", output["id"]] = output["text"]
        found |= {("activity", activity["id"]): activity["text"] for activity in output["activities"]}
    return found


# Citations


@pytest.fixture(scope="session")
def titled(texts: dict, leaflet: dict, wording: Wording):
    """The title under which a page is cited."""

    def title(page: Page) -> str:
        if not page.address:
            return sites.printed(wording(page.language, "title", leaflet["title"]["text"]), page.language)
        if about := item(page):
            kind, number = about
            name = {"output": "Produit %(id)s", "activity": "Activité %(id)s", "goal": "Objectif %(id)s"}[kind]
            label = wording(page.language, "label", name, id=number)
            words = sites.printed(wording(page.language, f"{kind} {number}", texts[about]), page.language)
            return wording(page.language, "title", "%(label)s : %(title)s", label=label, title=words)
        site = wording(page.language, "site", "Feuille de route ouverte")
        whole = text(one(page.tree, "title"))
        name = wording(page.language, "title", "%(page)s – %(site)s", page="\0", site=site)
        before, after = name.split("\0")
        assert whole.startswith(before) and whole.endswith(after)
        return whole.removeprefix(before).removesuffix(after)

    return title


TOOLS = ("adapt/", "contribute/", "offline/", "search/")


def test_every_text_says_once_how_to_cite_it(pages: Pages, cases: dict, wording: Wording, titled):
    """Case studies in their own section, which test_case_studies.py reads; the others below their body."""

    def failures() -> Iterator[str]:
        for page in pages.values():
            lines = having(page.main, "p", "apa")
            if page.address in TOOLS:
                assert lines == [], page.path
                continue
            (line,) = lines
            if sites.case_of(page, cases):
                continue
            title, language = titled(page), page.language
            author, undated = wording(language, "cite", EDITORS), wording(language, "cite", "sans date")
            stop = "。" if language == "zh" else "."
            title += "" if title.endswith((".", "?", "!", "…", "؟", "。", "？", "！")) else stop
            site = wording(language, "site", "Feuille de route ouverte")
            expected = sites.printed(f"{author}. ({undated}). {title} {site}. {page.url}", language)
            if language == "zh":
                expected = f"{author}（{undated}）。{title}{site}。{page.url}"
            if sites.squeezed(text(line)) != sites.squeezed(expected):
                yield f"{page.path}: {text(line)!r} and not {expected!r}"

    none(failures())


def test_what_a_report_rests_on_can_be_cited_by_a_reference_manager(
    site: Path, pages: Pages, cases: dict, wording: Wording, titled
):
    def failures() -> Iterator[str]:
        keys = []
        for page in pages.values():
            offered = {urljoin(page.url, link.get("href", "")) for link in having(page.main, "a") if _cites(link)}
            filed = not page.address or item(page) or sites.case_of(page, cases) or is_plan(page)
            expected = {f"{page.url}cite.bib", f"{page.url}cite.json"} if filed else set()
            if offered != expected:
                yield f"{page.path}: offers {sorted(offered)}"
            if not filed or sites.case_of(page, cases) or is_plan(page):
                continue
            entry = read_bibtex((site / page.path / "cite.bib").read_text(encoding="utf-8"))
            (reference,) = json.loads((site / page.path / "cite.json").read_text(encoding="utf-8"))
            unofficial = [text(notice).split(" Lire")[0] for notice in having(page.main, "p", "notice")]
            right = {
                "author": wording(page.language, "cite", EDITORS),
                "title": titled(page),
                "howpublished": wording(page.language, "site", "Feuille de route ouverte"),
                "url": page.url,
                "langid": page.language,
                "version": sites.plain_yaml(sites.PROJECT / "data/roadmap.yml")["version"],
            }
            fields = {name: value if name == "url" else unlatex(value) for name, value in entry.fields.items()}
            note = fields.pop("note", "")
            if fields != {name: " ".join(value.split()) for name, value in right.items()}:
                yield f"{page.path}: {fields}"
            if (page.language == SOURCE) != (not note) or not any(note in said for said in unofficial or [note]):
                yield f"{page.path}: noted {note!r}"
            right_csl = {
                "id": entry.key,
                "type": "webpage",
                "author": [{"literal": right["author"]}],
                "title": right["title"],
                "container-title": right["howpublished"],
                "URL": page.url,
                "version": right["version"],
                "language": page.language,
            }
            if {name: value for name, value in reference.items() if name != "note"} != right_csl:
                yield f"{page.path}: {reference}"
            if page.language == SOURCE:
                keys.append(entry.key)
        if len(set(keys)) != len(keys) or not all(re.fullmatch("[a-z0-9-]+", key) for key in keys):
            yield f"keys: {keys}"
        if len(keys) != 30:
            yield f"{len(keys)} pages have files"

    none(failures())


def _cites(link) -> bool:
    return link.get("href", "").endswith(("cite.bib", "cite.json"))


# Search engines


KINDS = {
    "": "WebSite",
    "outputs/": "CollectionPage",
    "activities/": "CollectionPage",
    "goals/": "CollectionPage",
    "sdgs/": "CollectionPage",
    "case-studies/": "CollectionPage",
    "parties/": "CollectionPage",
    "national-roadmaps/": "CollectionPage",
    "about/": "AboutPage",
    "source-notes/": "AboutPage",
}


def _type(page: Page, cases: dict) -> str:
    if sites.case_of(page, cases) or is_plan(page):
        return "Article"
    collected = page.address.startswith("parties/") or re.search(r"/page/\d+/$", page.address)
    return KINDS.get(page.address, "CollectionPage" if collected else "WebPage")


@pytest.fixture(scope="session")
def described(pages: Pages) -> dict[str, dict[str, dict]]:
    """What each page's JSON-LD says, by the type of its nodes."""
    found = {}
    for page in pages.values():
        (script,) = (one for one in having(page.tree, "script") if one.get("type") == "application/ld+json")
        data = json.loads(script.text or "")
        assert set(data) == {"@context", "@graph"} and data["@context"] == "https://schema.org"
        found[page.path] = {node["@type"]: node for node in data["@graph"]}
        assert len(found[page.path]) == len(data["@graph"])
    return found


def test_search_engines_read_the_way_down_that_readers_see(pages: Pages, described):
    def failures() -> Iterator[str]:
        for page in pages.values():
            list_items = described[page.path].get("BreadcrumbList", {}).get("itemListElement", [])
            assert [(step["@type"], step["position"]) for step in list_items] == [
                ("ListItem", number) for number in range(1, len(list_items) + 1)
            ]
            steps = [(step["name"], step.get("item")) for step in list_items]
            seen = []
            for crumbs in having(page.tree, "nav", "crumbs"):
                for crumb in having(crumbs, "li"):
                    links = [urljoin(page.url, link.get("href", "")) for link in having(crumb, "a")]
                    seen.append((text(crumb), links[0] if links else None))
            if steps != seen or bool(seen) != bool(page.address):
                yield f"{page.path}: {steps} and not {seen}"

    none(failures())


def test_search_engines_read_what_a_page_is_and_is_about(
    pages: Pages, described, cases: dict, texts: dict, leaflet: dict, parties: dict, wording: Wording
):
    countries = {row["code"] for row in parties["parties"] if row["code"] != "EU"}

    def failures() -> Iterator[str]:
        for page in pages.values():
            kind, about = _type(page, cases), {}
            node = described[page.path].get(kind)
            if not node or set(described[page.path]) - {"BreadcrumbList"} != {kind} or node["url"] != page.url:
                yield f"{page.path}: {described[page.path]}"
                continue
            if case := sites.case_of(page, cases):
                if node["inLanguage"] != case.shown[page.language] or node["dateModified"] != case.facts["updated"]:
                    yield f"{page.path}: {node}"
                activities = [f"{leaflet['iri']}#activity-{one}" for one in case.facts["activities"]]
                if node["about"] != activities or node["headline"] != text(one(page.main, "h1")):
                    yield f"{page.path}: {node}"
                continue
            if is_plan(page):
                if node["headline"] != text(one(page.main, "h1")) or not node["about"]:
                    yield f"{page.path}: {node}"
                continue
            if node["inLanguage"] != page.language or not node["name"]:
                yield f"{page.path}: {node}"
            if thing := item(page):
                words = sites.printed(wording(page.language, " ".join(thing), texts[thing]), page.language)
                about = {
                    "@type": "DefinedTerm",
                    "@id": f"{leaflet['iri']}#{'-'.join(thing)}",
                    "termCode": thing[1],
                    "name": words,
                    "inDefinedTermSet": leaflet["iri"],
                }
            elif found := re.fullmatch(r"parties/(..)/", page.address):
                code = found[1].upper()
                kind = "Country" if code in countries else "Organization"
                about = {"@type": kind, "identifier": code, "name": text(one(page.main, "h1"))}
            elif found := re.fullmatch(r"sdgs/(\d+)/", page.address):
                about = node["mainEntity"]
                if about["@id"] != f"http://metadata.un.org/sdg/{found[1]}" or about["@type"] != "DefinedTerm":
                    yield f"{page.path}: {about}"
            elif page.address == "data/":
                about = node["mainEntity"]
                downloads = [
                    urljoin(page.url, a.get("href", "")) for a in having(page.main, "a") if "download" in a.attrib
                ]
                urls = [file["contentUrl"] for file in about["distribution"]]
                if about["@type"] != "Dataset" or about["version"] != leaflet["version"] or set(urls) - set(downloads):
                    yield f"{page.path}: {about}"
                if len(urls) != 11:
                    yield f"{page.path}: {urls}"
            elif page.address == "glossary/":
                about = {"@type": "DefinedTermSet", "name": node["name"]}
            if node.get("mainEntity", {}) != about:
                yield f"{page.path}: {node.get('mainEntity')} and not {about}"

    none(failures())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, reading JSON-LD
def test_a_processor_of_json_ld_reads_every_page(described, leaflet: dict):
    """rdflib reads each node as RDF, with nothing that is relative or blank where an address stands."""
    graph = Graph()
    for path in sorted(described):
        data = {"@context": CONTEXT, "@graph": list(described[path].values())}
        graph.parse(data=json.dumps(data), format="json-ld", publicID="https://nowhere.example/")
    terms = set(graph.subjects(RDF.type, SCHEMA.DefinedTerm))
    assert URIRef(f"{leaflet['iri']}#activity-2.4") in terms and len(terms) > 30
    names = set(graph.objects(URIRef(f"{leaflet['iri']}#activity-2.4"), SCHEMA.name))
    assert len(names) == len(LANGUAGES) and all(isinstance(name, Literal) for name in names)
    none(str(triple) for triple in graph if any("nowhere.example" in str(part) for part in triple))


HOSTILE = '</script><script>alert("1")</script>&amp;<!--'


@pytest.mark.slow
def test_no_title_ends_the_script_in_which_it_stands(project: Path):
    """A view whose words are mark-up: search engines read it as text, browsers as nothing."""
    site = Site(load(project))
    view = View(site, SOURCE, SITE_URL)
    case = next(iter(site.project.cases.values()))
    text_ = case.texts.get(SOURCE, case.original)
    object.__setattr__(text_, "title", HOSTILE)
    row = view.row_at[f"case-studies/{case.slug}/"]
    tree = sites.parsed(Renderer([project / "overrides", ICONS]).page(view, row))
    scripts = having(tree, "script")
    assert not any("alert" in (script.text or "") for script in scripts if script.get("type") is None)
    (embedded,) = (script.text or "" for script in scripts if script.get("type") == "application/ld+json")
    assert not set("<>&") & set(embedded)  # one sign left bare might do with another page's words
    data = json.loads(embedded)
    assert data["@graph"][1]["headline"] == HOSTILE
    (shown,) = (meta.get("content") for meta in having(tree, "meta") if meta.get("property") == "og:title")
    assert HOSTILE in (shown or "")


# Messengers


def properties(page: Page) -> dict[str, str]:
    """What the head tells messengers, by name."""
    found: dict[str, str] = {}
    for meta in having(one(page.tree, "head"), "meta"):
        if name := meta.get("property") or ("twitter" in meta.get("name", "") and meta.get("name")):
            assert name not in found, page.path
            found[name] = meta.get("content") or ""
    return found


def test_messengers_read_what_the_page_says_of_itself(pages: Pages, cases: dict, wording: Wording):
    """Without a card: this site was built before it was printed."""

    def failures() -> Iterator[str]:
        for page in pages.values():
            (description,) = (m.get("content") for m in having(page.tree, "meta") if m.get("name") == "description")
            expected = {
                "og:type": "article" if sites.case_of(page, cases) else "website",
                "og:site_name": wording(page.language, "site", "Feuille de route ouverte"),
                "og:title": one(page.tree, "title").text,
                "og:description": description,
                "og:url": sites.canonical(page)[0],
            }
            if properties(page) != expected:
                yield f"{page.path}: {properties(page)}"

    none(failures())


@pytest.fixture(scope="session")
def cards(project: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """A copy of the project with a card printed for each language."""
    folder = sites.copy_project(project, tmp_path_factory.mktemp("cards") / "project")
    print_cards.print_all(browser, folder)
    return folder


@pytest.mark.browser
def test_a_card_is_what_messengers_show_whole_and_is_light(cards: Path):
    files = sorted((cards / prints.CARDS).iterdir())
    assert [path.name.split(".")[0] for path in files] == sorted(LANGUAGES)
    for path in files:
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))
            assert not picture.info.keys() - {"transparency"}  # no date, no software: the same card, the same bytes
            colours = picture.convert("RGB").getcolors(1 << 20) or []
        assert len(colours) <= 64
        assert sum(count for count, colour in colours if min(colour) > 240) > 1200 * 630 / 2  # the text has room
        assert 10_000 < path.stat().st_size < 45_000


@pytest.mark.browser
def test_cards_are_printed_once_and_again_when_their_words_change(
    cards: Path, browser: Browser, tmp_path: Path, capsys
):
    copy = sites.copy_project(cards, tmp_path / "project")
    shutil.copytree(cards / prints.CARDS, copy / prints.CARDS)
    before = sites.contents(copy / prints.CARDS)
    print_cards.print_all(browser, copy)
    assert sites.contents(copy / prints.CARDS) == before and capsys.readouterr().out == ""
    sites.edit(copy / "data/locales/en.po", 'msgstr "Open Roadmap"', 'msgstr "Fake Roadmap"')
    print_cards.print_all(browser, copy)
    after = sites.contents(copy / prints.CARDS)
    assert len(after) == len(LANGUAGES)
    assert {name.split(".")[0] for name in before.keys() ^ after.keys()} == {"en"}


@pytest.mark.browser
def test_glyphs_of_every_language_are_there(browser: Browser, project: Path, whole: Site):
    """A letter that no font has would show as a box: as wide as a letter that no font can have."""
    page = browser.new_page()
    for language in LANGUAGES:
        html = Renderer([project / "overrides"]).card(View(whole, language, "/"))
        page.set_content(html)
        for style in prints.CARD_STYLES:
            page.add_style_tag(path=project / style)
        missing = page.evaluate(MISSING)
        assert missing == [], language
    page.close()


MISSING = """() => {
  const draw = (text, font) => {
    const canvas = new OffscreenCanvas(80, 80).getContext("2d", { willReadFrequently: true });
    canvas.font = font;
    canvas.fillText(text, 10, 50);
    return canvas.getImageData(0, 0, 80, 80).data.join();
  };
  const found = [];
  for (const element of document.querySelectorAll("h1, .summary, .brand span")) {
    const style = getComputedStyle(element), font = `${style.fontWeight} 40px ${style.fontFamily}`;
    const box = draw("\\u{10FFFD}", font);
    for (const letter of new Set(element.textContent.replace(/\\s/g, "")))
      if (draw(letter, font) === box) found.push(letter);
  }
  return found;
}"""


@pytest.mark.browser
def test_a_text_too_long_for_a_card_is_reported(browser: Browser, project: Path):
    with pytest.raises(Error, match="does not fit"):
        print_cards.printed(browser, f"<h1>{'Fake words. ' * 300}</h1><ol><li>1</li></ol>", project)


def test_without_a_browser_no_card_is_written(copy: Path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(copy / "none"))
    with pytest.raises(SystemExit, match=r"^cards: CHROMIUM is .*none, which is not a browser that runs"):
        print_cards.main(copy)
    assert not (copy / "build").exists()


@pytest.mark.slow
def test_only_cards_that_show_what_the_site_says_are_offered(
    project: Path, tmp_path: Path, wording: Wording, leaflet: dict
):
    """Of cards for each language, that of English is stale: its catalogue says something else now."""
    copy, offering = small_project(project, tmp_path / "project"), tmp_path / "offering"
    site, renderer = Site(load(copy)), Renderer([copy / "overrides"])
    picture = io.BytesIO()
    Image.new("RGB", prints.CARD_SIZE).save(picture, "PNG")
    for language in LANGUAGES:
        path = prints.card(copy, language, renderer.card(View(site, language, "/")))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture.getvalue())
    sites.edit(copy / "data/locales/en.po", 'msgstr "Open Roadmap"', 'msgstr "Fake Roadmap"')
    build(copy, offering, offer_prints=True)
    for page in sites.read_pages(offering).values():
        meta, card = properties(page), path_in(page.language, "card.png")
        if page.language == "en":
            assert not any("image" in name or "twitter" in name for name in meta) and not (offering / card).exists()
            continue
        assert (offering / card).read_bytes() == picture.getvalue()
        assert {name: meta[name] for name in meta if "image" in name or "twitter" in name} == {
            "og:image": SITE_URL + card,
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": sites.printed(wording(page.language, "title", leaflet["title"]["text"]), page.language),
            "twitter:card": "summary_large_image",
        }
