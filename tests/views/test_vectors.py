"""Nothing that a stranger writes ever runs. Two walls, each tried alone with every vector of vectors.yml.

The first: `roadmap check` refuses a vector, or lets it through as the mere words that it is. The second: where nothing
was checked, pages, lists, citations, filters and the form print it, and nothing runs in Chromium.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import functools
import html
import itertools
import json
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element

import html5lib
import jinja2
import markdown
import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser
from test_golden import edited_copy
from test_hostile import HARMFUL

import sites
from browser import Trap, arm, ready, serve
from roadmap import page_table
from roadmap.characters import INVISIBLE
from roadmap.checks import case_studies
from roadmap.contributions import importing
from roadmap.localization import typeset_french
from roadmap.model.contribution import CaseFrontMatter, CaseSource, CaseStudy, Picture, Years
from roadmap.problems import Problem, ProblemsFound
from roadmap.publishing import assets, exports
from roadmap.reading import case_study, prose
from roadmap.reading.case_study import CaseFolder, CaseText, Section
from roadmap.reading.markdown import checks, parsing, rendering
from roadmap.reading.project import Project, read
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, parse_yaml
from roadmap.site import Site
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import having, none, parsed, path_in, squeezed

pytest_plugins = ("browser",)

PROJECT = sites.PROJECT
THEME = Path(jinja2.__file__).parents[1] / "material" / "templates"
YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SHOWN = ("fr", "ar")
"""The languages of the pages tried: that of the vectors' text, and one in which it stands in for another."""


@dataclass(frozen=True)
class Vector:
    """Something that would call `window.__hit(id)` where it runs."""

    id: str
    kind: str
    where: str
    """A name of BARE, or `nothing`."""
    text: str


def every_vector() -> list[Vector]:
    """Those of vectors.yml, in its order."""
    kinds = sites.typed_yaml(sites.TESTS / "vectors.yml")
    return [
        Vector(name, kind, entry["in"], entry["text"])
        for kind, entries in kinds.items()
        for name, entry in entries.items()
    ]


VECTORS = every_vector()
TAME = Vector("tame", "", "nothing", "Mots")
KINDS = list(dict.fromkeys(vector.kind for vector in VECTORS))
by_kind = pytest.mark.parametrize("kind", KINDS)
by_half = pytest.mark.parametrize("language", SHOWN)
browser_test = pytest.mark.browser


def of_kind(kind: str) -> list[Vector]:
    """The vectors of a kind."""
    return [vector for vector in VECTORS if vector.kind == kind]


def language_of(vector: Vector) -> str:
    """The language of the pages on which a vector is tried: one half in each."""
    return SHOWN[VECTORS.index(vector) % 2]


def half(language: str) -> list[Vector]:
    """The vectors that are tried on the pages of a language."""
    return VECTORS[SHOWN.index(language) :: 2]


def as_read(text: str) -> str:
    """A text as a browser reads it from a page: no null character, lines that end in one way; and no blank lines."""
    return re.sub(r"\n+", "\n", re.sub("[\0\ufffd]", "", text.replace("\r\n", "\n").replace("\r", "\n")))


# --- The vectors themselves ----------------------------------------------------------------------------


def printed_markdown(text: str) -> str:
    """Markdown as its renderer prints it when nobody cleans it."""
    return markdown.markdown(text, extensions=["tables", "attr_list", "def_list", "sane_lists", "abbr", "footnotes"])


def written_twice(text: str) -> str:
    """A script that writes mark-up, reads it again and writes what it read."""
    code = json.dumps(text).replace("</", "<\\/")
    return f"<p></p><script>m = document.querySelector('p'); m.innerHTML = {code}; m.innerHTML += ''</script>"


BARE: dict[str, Callable[[str], str]] = {
    "html": lambda text: f"{text}<p>after</p><script>0</script>",
    "markdown": printed_markdown,
    "decoded": html.unescape,
    "twice": written_twice,
    "json-decoded": lambda text: json.loads(f'"{text}"'),
    **{
        where: functools.partial(str.replace, around, "…")
        for where, around in {
            "double": '<a title="…">x</a>',
            "single": "<a title='…'>x</a>",
            "bare": "<a title=…>x</a>",
            "href": '<a href="…">x</a>',
            "title": "<title>…</title>",
            "textarea": "<textarea>…</textarea>",
            "noscript": "<noscript>…</noscript>",
            "template": "<template>…</template>",
            "option": "<select><option>…</option></select>",
            "style": "<style>…</style>",
            "comment": "<!-- … -->",
            "json": '<script type="application/json">"…"</script>',
            "script": '<script>"…"</script>',
            "script-single": "<script>('…')</script>",
            "script-literal": "<script>`…`</script>",
            "script-json": '<script>x = [{"x": ["…"]}]</script>',
        }.items()
    },
}
"""What would print a vector as it is."""


def test_vectors_are_many_and_each_calls_by_its_own_name():
    assert len(VECTORS) >= 90 and len(KINDS) >= 15
    assert len({vector.text for vector in VECTORS}) == len(VECTORS)
    assert {vector.where for vector in VECTORS} == {*BARE, "nothing"}
    encoded = {"img-entities", "js-charcode", "data-base64", "md-link-data"}
    none(vector.id for vector in VECTORS if vector.id not in vector.text and vector.id not in encoded)


@pytest.mark.sampled(3)
@browser_test
@by_kind
def test_vectors_run_where_nothing_stops_them(browser: Browser, tmp_path: Path, kind: str):
    """Else the tests below would prove nothing."""
    biting = [vector for vector in of_kind(kind) if vector.where != "nothing"]
    for vector in biting:
        text = "<!doctype html><meta charset=utf-8><body>" + BARE[vector.where](vector.text)
        (tmp_path / f"{vector.id}.html").write_text(text, encoding="utf-8", newline="")
    frames = "".join(f"<iframe name={vector.id} src={vector.id}.html></iframe>" for vector in biting)
    (tmp_path / "index.html").write_text(f"<!doctype html>{frames}", encoding="utf-8")
    (tmp_path / "404.html").touch()
    with serve(tmp_path) as home, browser.new_context() as context:
        trap = arm(context, home)
        trap.page.goto(home)
        trap.touch_frames()
        hits = {fault.removeprefix("console: hit ") for fault in trap.faults() if fault.startswith("console: hit")}
    none(vector.id for vector in biting if vector.id not in hits)


# --- The first wall: the check -------------------------------------------------------------------------

FACTS = {
    "party": "FR",
    "co_parties": ["CA"],
    "domains": ["music"],
    "years": {"start": 2014},
    "lead_institution": {"fr": "Ministère"},
    "activities": ["2.3"],
    "origin": "party",
    "mandate": "Direction",
    "contact": "contact@culture.example.org",
    "licence": "CC-BY-4.0",
    "original_language": "fr",
    "updated": "2024-01-02",
    "sources": [{"title": "Source", "url": "https://example.org/", "language": "fr", "seen": "2024-01-02"}],
    "images": [{"file": "photo.png", "alt": {"fr": "Une salle."}, "credit": "© Ministère"}],
}
FIELDS: dict[str, tuple[str | int, ...]] = {
    "lead_institution": ("lead_institution", "fr"),
    "mandate": ("mandate",),
    "contact": ("contact",),
    "source title": ("sources", 0, "title"),
    "source url": ("sources", 0, "url"),
    "file": ("images", 0, "file"),
    "alt": ("images", 0, "alt", "fr"),
    "credit": ("images", 0, "credit"),
    "party": ("party",),
    "co_parties": ("co_parties", 0),
    "activities": ("activities", 0),
    "domains": ("domains", 0),
    "origin": ("origin",),
    "licence": ("licence",),
    "original_language": ("original_language",),
    "source language": ("sources", 0, "language"),
    "seen": ("sources", 0, "seen"),
}
"""Where a text may stand in case-study.yml; title and summary stand above the Markdown."""
WORDS = ("lead_institution", "mandate", "source title", "alt", "credit", "title", "summary")
"""Fields of words only."""
HEAD = {"title": "Un fonds", "summary": "Depuis 2014, le ministère soutient la création."}
PLACES: dict[str, str] = {
    "main-features": "Un fait. … [^1]",
    "results": "- … [^1]",
    "resources": "### …\n\nUn fait. [^1]",
    "partners": "| Un | Deux |\n|----|------|\n| … | Un fait. [^1] |",
    "evaluation": "[…](https://example.org/) [^1]",
    "targets": "[Un lien](…) [^1]",
    "roadmap": "…",
}
"""A vector as paragraph, item, heading, cell, text and target of a link, and alone; by section."""


def with_value(data: dict, keys: Sequence[str | int], value: str) -> dict:
    """A copy of nested data with another value in one place."""
    made = copy.deepcopy(data)
    inner: Any = made
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return made


@pytest.fixture(scope="session")
def whole(tmp_path_factory) -> Project:
    """The project as it stands, without its case studies."""
    return read(sites.copy_project(sites.PROJECT, tmp_path_factory.mktemp("bare") / "project", cases=()))


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """Renders our templates."""
    return Renderer([PROJECT / "overrides", THEME])


def accepted(vector: Vector) -> Iterator[str]:
    """The fields and the places of the Markdown in which the check of each by itself has nothing against a vector."""
    for name, keys in FIELDS.items():
        if not fit(CaseStudy, Document("x", with_value(FACTS, keys, vector.text)))[1]:
            yield name
    for name in ("title", "summary"):
        if not fit(CaseFrontMatter, Document("x", {**HEAD, name: vector.text}))[1]:
            yield name
    for name, text in PLACES.items():
        if not list(checks.check_section(text.replace("…", vector.text), "x", 1)):
            yield name


def written(folder: Path, vector: Vector, fields: Collection[str]) -> None:
    """Writes a case study with a vector in some fields, and nothing to say against the others."""
    facts, head = FACTS, dict(HEAD)
    for name in fields:
        if name in FIELDS:
            facts = with_value(facts, FIELDS[name], vector.text)
        elif name in HEAD:
            head[name] = vector.text
    texts = {name: text.replace("…", vector.text if name in fields else "Un mot.") for name, text in PLACES.items()}
    if "targets" not in fields:
        texts["targets"] = "Un fait. [^1]"
    if "resources" not in fields:
        texts["resources"] = "Un fait. [^1]"
    sections = "\n".join(f"## Rubrique {{#{name}}}\n\n{text}\n" for name, text in texts.items())
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=9999)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case-study.yml").write_text(
        yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=9999), encoding="utf-8"
    )
    (folder / "index.fr.md").write_text(f"---\n{front}---\n{sections}", encoding="utf-8", newline="")
    Image.new("RGB", (4, 4)).save(folder / "photo.png")


def check(whole: Project, folder: Path) -> tuple[CaseFolder | None, list[Problem]]:
    """A case study's folder as `roadmap check` reads it, with every problem."""
    case, problems = case_study.read_case(folder)
    return case, [*problems, *(case_studies.check_case(whole, case) if case else ())]


def pages_of(whole: Project, renderer: Renderer, cases: dict[str, CaseFolder]) -> dict[str, Element]:
    """The pages of some case studies as a browser reads them, by slug."""
    view = View(Site(dataclasses.replace(whole, cases=cases)), "fr", sites.SITE_URL)
    rows = (row for row in view.rows if row.kind.name == "case-study")
    return {row.id: parsed(renderer.body(view, row)) for row in rows}


def blocks_of(root: Element) -> list[Element]:
    """What holds the Markdown of each section of a page; a section may be folded."""
    sections = having(root, "section", "case-section")
    holders = [holder for section in sections for holder in (section, *section.findall("details"))]
    blocks = [block for holder in holders for block in holder.findall("div")]
    assert len(blocks) == len(sections)
    return blocks


def skeleton(root: Element) -> list[tuple[str, ...]]:
    """The elements with their attributes' names, but for what Markdown makes, and the ways to other pages."""
    ways = (*having(root, "nav", "pager"), *having(root, "section", "related"))
    return [(element.tag, *sorted(element.keys())) for element in sites.without(root, *blocks_of(root), *ways)]


def made_by_markdown(root: Element) -> Iterator[str]:
    """What the Markdown of a page makes that is not words."""
    for block in blocks_of(root):
        yield from unsafe(block)


def unsafe(root: Element) -> Iterator[str]:
    """Elements, attributes and addresses that prose has no need of, below an element."""
    for element in list(root.iter())[1:]:
        if element.tag not in prose.TAGS:
            yield f"element {element.tag!r}"
        names = prose.ATTRIBUTES["*"] | prose.ATTRIBUTES.get(element.tag, set()) | {"class"}
        yield from (f"attribute {name!r} of {element.tag}" for name in set(element.keys()) - names)
        if scheme_of(element.get("href", "")) not in ("", "https", "http", "mailto"):
            yield f"address {element.get('href')!r}"


def scheme_of(address: str) -> str:
    """The scheme of an address as browsers read it: spaces before it, tabs and ends of lines do not count."""
    plain = re.sub(r"^[\0- ]+|[\t\n\r]", "", address)
    match = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
    return match[1].lower() if match else ""


@pytest.fixture(scope="session")
def tame(whole: Project, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    """The skeleton of a page in which no vector stands."""
    folder = tmp_path_factory.mktemp("tame") / "tame"
    written(folder, TAME, ())
    case, problems = check(whole, folder)
    assert case and not problems, problems
    return skeleton(pages_of(whole, renderer, {case.slug: case})[case.slug])


@pytest.mark.slow
@by_kind
def test_check_refuses_a_vector_or_lets_it_through_as_words(
    whole: Project, renderer: Renderer, tame: list[tuple[str, ...]], tmp_path: Path, kind: str
):
    found, cases, tried = [], {}, {}
    for vector in of_kind(kind):
        fields = tried[vector.id] = set(accepted(vector))
        if vector.where == "html" and re.search("<[a-z]", vector.text, re.IGNORECASE):
            code = "`" in vector.text  # in Markdown it is printed as it is
            found += [f"{vector.id}: a tag in {name}" for name in fields & {*WORDS, *(() if code else PLACES)}]
        if fields:
            written(tmp_path / vector.id, vector, fields)
            case, problems = check(whole, tmp_path / vector.id)
            if case and not problems:  # else it holds what no file may hold: control characters
                cases[vector.id] = case
    for name, page in pages_of(whole, renderer, cases).items():
        if skeleton(page) != tame:
            found.append(f"{name}: the page has other elements than the tame one")
        found += [f"{name}: {what}" for what in made_by_markdown(page)]
        shown = squeezed("".join(page.itertext()))
        words = squeezed(typeset_french(as_read(cases[name].texts["fr"].title)))
        if tried[name] & {*WORDS} and words not in shown:
            found.append(f"{name}: not printed as it is written")
    none(found)


@by_kind
def test_a_vector_in_raw_yaml_is_refused_or_stays_one_value(whole: Project, tmp_path: Path, kind: str):
    """As someone writes it who does not quote: no other key changes, none comes."""
    found = []
    marker = yaml.safe_dump(with_value(FACTS, ("mandate",), "MANDATE"), sort_keys=False)
    expected = fit(CaseStudy, Document("x", with_value(FACTS, ("mandate",), "MANDATE")))[0]
    for vector in of_kind(kind):
        document, problems = parse_yaml(marker.replace("MANDATE", vector.text), "x")
        facts = None if problems or document is None else fit(CaseStudy, document)[0]
        if facts and facts.model_copy(update={"mandate": "MANDATE"}) != expected:
            found.append(f"{vector.id}: {facts}")
    none(found)


def names_for(vector: Vector) -> list[str]:
    """Names of a folder and of files, as near to a vector as a file system has them."""
    name = re.sub("[\0/]", "_", vector.text).encode()[:120].decode(errors="ignore")
    return [name, f"{name}.md", f"index.{name}.md", f"{name}.png"]


@pytest.mark.slow
def test_check_tells_every_folder_and_file_named_after_a_vector(tmp_path: Path):
    project = edited_copy({"name": "vectors"}, tmp_path)
    for vector in VECTORS:
        folder, *files = names_for(vector)
        (project / "content/case-studies" / folder).mkdir()
        for name in files:
            (project / "content/case-studies" / folder / name).touch()
    done = sites.roadmap(project, "check", "--format", "json")
    assert done.returncode == 1 and done.stderr == ""
    paths = {row["path"] for row in json.loads(done.stdout)}
    for vector in VECTORS:
        folder, *files = names_for(vector)
        path = f"content/case-studies/{folder}"
        none(name for name in (path, *(f"{path}/{file}" for file in files)) if name not in paths)
    for format_ in ("text", "github"):
        lines = sites.roadmap(project, "check", "--format", format_).stdout.splitlines()
        assert len(lines) == len(json.loads(done.stdout))
        none(line for line in lines if HARMFUL.search(line))


# --- The second wall: pages of what nobody checked -----------------------------------------------------

DAY = date(2024, 1, 2)
LISTS = ("", "activities/2.3/", "activities/2.4/", "outputs/2/", "sdgs/5/", "parties/", "parties/fr/", "contribute/")
"""Pages that list case studies or count them, and the form."""
QUICK = "(() => { const wait = setTimeout; window.setTimeout = work => wait(work); })();"
"""For a page that saves and previews a moment after each key."""


def unchecked(vector: Vector, slug: str, picture: Path, **facts: object) -> CaseFolder:
    """A case study with a vector in every field of words and everywhere in its text, read by no check."""
    words = vector.text
    source = CaseSource.model_construct(title=words, url=f"https://example.org/{words}", language="fr", seen=DAY)
    image = Picture.model_construct(file="photo.png", alt={"fr": words}, credit=words)
    values: dict[str, object] = {
        "party": "FR",
        "co_parties": ("CA",),
        "years": Years(start=2014),
        "lead_institution": {"fr": words},
        "activities": ("2.3",),
        "activities_partial": ("2.4",),
        "sdgs": (5,),
        "domains": ("music",),
        "origin": "party",
        "mandate": words,
        "contact": words,
        "licence": "CC-BY-4.0",
        "original_language": "fr",
        "updated": DAY,
        "sources": (source,),
        "images": (image,),
    }
    sections = [Section(name, words, text.replace("…", words), 1) for name, text in PLACES.items()]
    sections += [Section(words, words, words, 1), Section("attributes", words, f"*x*{{: {words} }}", 1)]
    text = CaseText("fr", words, words, tuple(sections), None, "x", Document("x", None))
    made = CaseStudy.model_construct(**{**values, **facts})
    names = [one_.file for one_ in made.images]
    return CaseFolder(slug, made, Document("x", None), {"fr": text}, dict.fromkeys(names, picture))


def publish(folder: Path, view: View, renderer: Renderer, own: Collection[str]) -> None:
    """Writes the lists of one language, and the pages of some case studies, with what they load."""
    for row in view.rows:
        if row.address in LISTS or row.id in own or re.fullmatch("case-studies/(page/.*)?", row.address):
            place = folder / view.path(row.address)
            place.mkdir(parents=True, exist_ok=True)
            (place / "index.html").write_text(renderer.page(view, row), encoding="utf-8", newline="")
    for address, make in exports.DATA.items():
        path = folder / view.path(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(view), encoding="utf-8")
    form = folder / view.path("contribute/")
    text = (form / "index.html").read_text(encoding="utf-8")
    assert text.count("assets/contribute.js") == 1
    (form / "unchecked.html").write_text(text.replace("assets/contribute.js", "assets/unchecked.js"), encoding="utf-8")


def publish_assets(folder: Path) -> None:
    """Writes what every page loads; and the form's script as it would be without its checks."""
    shutil.copytree(PROJECT / "overrides/assets", folder / "assets")
    shutil.copy(PROJECT / "overrides/assets/vendor/markdown-it/markdown-it.js", folder / "assets")
    script = assets.content(PROJECT / "overrides/assets/contribute").decode()
    (folder / "assets/contribute.js").write_text(script, encoding="utf-8")
    assert script.count("const found = form.findings();") == 1
    script = script.replace("const found = form.findings();", "const found = new Map();")
    (folder / "assets/unchecked.js").write_text(script, encoding="utf-8")
    (folder / "404.html").write_text("<!doctype html>", encoding="utf-8")


@dataclass(frozen=True)
class Hostile:
    """A served site of which every case study is a vector but one, and a tab that notes what runs."""

    site: Site
    folder: Path
    home: str
    trap: Trap

    def go(self, path: str) -> None:
        """Opens a page."""
        self.trap.page.goto(self.home + path)
        ready(self.trap.page)


@pytest.fixture(scope="session")
def hostile(
    browser: Browser, whole: Project, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hostile]:
    """The pages of a project that holds nothing but vectors, and the tame one."""
    folder = tmp_path_factory.mktemp("hostile")
    picture = folder / "photo.png"
    Image.new("RGB", (4, 4)).save(picture)
    cases = {vector.id: unchecked(vector, vector.id, picture) for vector in [*VECTORS, TAME]}
    site = Site(dataclasses.replace(whole, cases=cases))
    for language in SHOWN:
        view = View(site, language, sites.SITE_URL, "https://example.org/repository", "editors@example.org")
        publish(folder, view, renderer, {TAME.id, *(vector.id for vector in half(language))})
    for case in cases:
        (folder / "case-studies" / case).mkdir(exist_ok=True)
        shutil.copy(picture, folder / "case-studies" / case / "photo.png")
    publish_assets(folder)
    with serve(folder) as home, browser.new_context(reduced_motion="reduce") as context:
        context.add_init_script(QUICK)
        yield Hostile(site, folder, home, arm(context, home))


SHAPE = """() => {
  const ours = element => !element.closest(".case-section > div, .case-section > details > div, .pager, .related");
  const told = element => [element.localName, ...element.getAttributeNames().sort()].join(" ");
  const text = selector => [...document.querySelectorAll(selector)].map(element => element.alt ?? element.textContent);
  return {
    shape: [...document.querySelectorAll("*")].filter(ours).map(told).join("\\n"),
    texts: text(`h1, .intro, .case-section > h2, .case-section > details > summary > h2, figcaption, figure img,
      .case-sources a, .facts dd:has(> [dir=ltr])`),
  };
}"""
FRAME = ".site-header, .site-footer, form.search"
"""What has nothing of a case study in it."""


@pytest.fixture(scope="session")
def tame_shapes(hostile: Hostile) -> dict[str, str]:
    """The shape of the tame case study's page, by language."""
    found = {}
    for language in SHOWN:
        hostile.go(path_in(language, "case-studies/tame/"))
        found[language] = hostile.trap.page.evaluate(SHAPE)["shape"]
    return found


@pytest.mark.sampled(2)
@browser_test
@by_kind
def test_page_of_a_case_study_prints_a_vector_and_runs_nothing(
    hostile: Hostile, tame_shapes: dict[str, str], kind: str
):
    found = []
    for vector in of_kind(kind):
        language = language_of(vector)
        hostile.go(path_in(language, f"case-studies/{vector.id}/"))
        page = hostile.trap.page.evaluate(SHAPE)
        if page["shape"] != tame_shapes[language]:
            found.append(f"{vector.id}: the page has other elements than the tame one")
        shown = {typeset_french(as_read(text)) for text in page["texts"]}
        if shown != {typeset_french(as_read(vector.text))}:
            found.append(f"{vector.id}: printed as {shown}")
        found += [f"{vector.id}: {what}" for what in hostile.trap.spring(FRAME)]
    none(found)


def list_pages(folder: Path, language: str) -> list[str]:
    """The addresses of the pages that list case studies."""
    root = folder / path_in(language, "case-studies/page/")
    further = [f"case-studies/page/{path.name}/" for path in sorted(root.iterdir())]
    return [path_in(language, address) for address in (*LISTS, "case-studies/", *further)]


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_lists_print_vectors_and_run_nothing(hostile: Hostile, language: str):
    found, titles = [], set()
    for address in list_pages(hostile.folder, language):
        hostile.go(address)
        titles |= {as_read(title) for title in hostile.trap.page.locator(".case h2 a").all_text_contents()}
        found += [f"{address}: {what}" for what in hostile.trap.spring(f"{FRAME}, form.contribute")]
    none(found)
    assert titles == {typeset_french(as_read(vector.text)) for vector in [*VECTORS, TAME]}


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_filtered_lists_print_vectors_and_run_nothing(hostile: Hostile, language: str):
    found, titles = [], set()
    hostile.go(path_in(language, "case-studies/?party=fr"))
    page = hostile.trap.page
    for number in range(1, page_table.page_count(len(VECTORS) + 1) + 1):
        page.locator(f".results .pages:not(:has(a[href$='page={number}'])) [aria-current]").wait_for()
        titles |= {as_read(title) for title in page.locator(".case h2 a").all_text_contents()}
        addresses = page.locator(".case h2 a").evaluate_all("links => links.map(link => link.href)")
        found += [address for address in addresses if not address.startswith(hostile.home)]
        found += hostile.trap.spring(f"{FRAME}, .filters, .pages")
        if number < page_table.page_count(len(VECTORS) + 1):
            page.locator(f".results .pages a[href$='page={number + 1}']").click()
    none(found)
    assert titles == {typeset_french(as_read(vector.text)) for vector in [*VECTORS, TAME]}


@browser_test
def test_mouse_and_keyboard_run_nothing_in_a_list(hostile: Hostile):
    hostile.go("case-studies/")
    page = hostile.trap.page
    for link in page.locator("main .case a").all():
        link.hover()
    for _ in range(60):
        page.keyboard.press("Tab")
        page.keyboard.press("Shift")
    none(hostile.trap.spring())


@browser_test
def test_citations_are_data_whatever_they_cite(hostile: Hostile):
    files = exports.of_language(View(hostile.site, "fr", sites.SITE_URL))
    cites = {name: str(text) for name, text in files.items() if re.match("case-studies/.*/cite[.]", name)}
    assert len(cites) == 2 * (len(VECTORS) + 1)
    for vector in VECTORS:
        (item,) = json.loads(cites[f"case-studies/{vector.id}/cite.json"])
        words = typeset_french(vector.text)
        assert (item["title"], item["author"]) == (words, [{"literal": words}])
        bibtex = cites[f"case-studies/{vector.id}/cite.bib"]
        assert bibtex.startswith("@misc{" + vector.id) and bibtex.count("\n@") == 0
        plain = re.sub(r"\\.", "", bibtex)
        assert plain.count("{") == plain.count("}"), vector.id
    for suffix in ("bib", "json"):
        together = "\n".join(text for name, text in cites.items() if name.endswith(suffix))
        (hostile.folder / f"cites.{'txt' if suffix == 'bib' else suffix}").write_text(together, encoding="utf-8")
    for name in ("cites.txt", "cites.json"):
        hostile.go(name)
        none(hostile.trap.spring())


def led_astray(page: Element) -> list[str]:
    """The addresses of a page that a browser would run, or read in the page itself."""
    values = [element.get(name, "") for element in page.iter() for name in ("href", "src", "data-index", "data-form")]
    return [value for value in values if scheme_of(value) not in ("", "https", "http", "mailto")]


@pytest.mark.parametrize("place", ["slug", "source url", "picture"])
def test_an_address_that_runs_is_never_linked(whole: Project, renderer: Renderer, tmp_path: Path, place: str):
    picture = tmp_path / "photo.png"
    Image.new("RGB", (4, 4)).save(picture)
    vectors = [vector for vector in VECTORS if scheme_of(vector.text)][: page_table.PER_PAGE]
    cases = {}
    for vector in vectors:
        source = CaseSource.model_construct(title="Source", url=vector.text, language="fr", seen=DAY)
        image = Picture.model_construct(file=vector.text, alt={"fr": "Mots"}, credit="Mots")
        facts = {"slug": {}, "source url": {"sources": (source,)}, "picture": {"images": (image,)}}[place]
        slug = vector.text if place == "slug" else vector.id
        cases[slug] = unchecked(TAME, slug, picture, **facts)
    view = View(Site(dataclasses.replace(whole, cases=cases)), "fr", sites.SITE_URL)
    found = []
    for row in (row for row in view.rows if row.address.startswith("case-studies/") and row.id != TAME.id):
        page = parsed(renderer.page(view, row))
        found += [f"{row.address[:60]!r}: {address!r}" for address in led_astray(page)]
    none(dict.fromkeys(found))


# --- The second wall: Markdown -------------------------------------------------------------------------


MARKDOWN = (*PLACES.values(), "*x*{: … }", "[x](/#y){: … }", "## x {: … }", "Un mot …\n: … ")


def cleaned(vector: Vector) -> Iterator[str]:
    """What the sanitiser makes of a vector: alone, as Markdown makes it, and out of what it may be printed in."""
    yield prose.sanitise(vector.text)
    yield prose.sanitise(printed_markdown(vector.text))
    if vector.where in BARE:
        yield prose.sanitise(BARE[vector.where](vector.text))
    yield section_of("…", vector)


def section_of(text: str, vector: Vector) -> str:
    """A section of a case study as it is printed, with a vector in its place and in the names of its sources."""
    pieces = parsing.read_section(text.replace("…", vector.text)).pieces
    return prose.render_section(pieces, str, rendering.Labels(lambda rank: vector.text, vector.text, vector.text))


@pytest.mark.slow
@by_kind
def test_sanitiser_leaves_words_and_plain_marks(kind: str):
    found = []
    for vector in of_kind(kind):
        in_places = (section_of(text, vector) for text in MARKDOWN)
        for made in (*cleaned(vector), *in_places):
            root = html5lib.parseFragment(made, treebuilder="etree", namespaceHTMLElements=False)
            found += [f"{vector.id}: {what} in {made}" for what in unsafe(root)]
            if prose.sanitise(made) != made:
                found.append(f"{vector.id}: cleaned again, it is another: {made}")
    none(found)


@browser_test
def test_what_the_sanitiser_leaves_runs_nothing_however_often_it_is_read(hostile: Hostile):
    blocks = "\n".join(f"<section>{made}</section>" for vector in VECTORS for made in dict.fromkeys(cleaned(vector)))
    text = f"<!doctype html><meta charset=utf-8><main>{blocks}</main>"
    (hostile.folder / "cleaned.html").write_text(text, encoding="utf-8", newline="")
    hostile.go("cleaned.html")
    page = hostile.trap.page
    before = page.evaluate("document.querySelector('main').innerHTML")
    none(hostile.trap.spring())
    page.evaluate("() => { const main = document.querySelector('main'); main.innerHTML = main.innerHTML; }")
    assert page.evaluate("document.querySelector('main').innerHTML") == before
    none(hostile.trap.spring())


# --- The second wall: filters and form -----------------------------------------------------------------


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_filters_take_any_address_and_run_nothing(hostile: Hostile, language: str):
    """Vectors as values of known filters, as names of others, and as a place in the page."""
    found = []
    names = ("output", "activity", "sdg", "party", "region", "domain", "year")
    tried = half(language)
    for start in range(0, len(tried), len(names)):
        vectors = tried[start : start + len(names)]
        values = dict(zip(names, (vector.text for vector in vectors), strict=False))
        query = urlencode({**values, vectors[0].text: "x", "page": vectors[0].text})
        hostile.go(path_in(language, f"case-studies/?{query}#{quote(vectors[-1].text)}"))
        page = hostile.trap.page
        notice = as_read(page.locator(".results > .notice").first.text_content() or "")
        if as_read(f"output={vectors[0].text}"[:60]) not in notice:
            found.append(f"{vectors[0].id}: not reported as unknown: {notice}")
        if page.locator(".results .case").count() != page_table.PER_PAGE:
            found.append(f"{vectors[0].id}: the list is not whole")
        found += [f"{vectors[0].id} and after: {what}" for what in hostile.trap.spring(f"{FRAME}, .case, .coverage")]
    none(found)


TYPE = """async ([vectors, after, valid, kept]) => {
  const form = document.querySelector("form.contribute"), preview = form.querySelector(".preview__page");
  const typed = "input:not([type=checkbox], [inputmode=numeric]), textarea:not([readonly])";
  const fields = [...form.querySelectorAll(typed)];
  const pathOf = field => field.closest("[data-path]").dataset.path;
  const long = field => field.matches("textarea") && !pathOf(field).endsWith("summary");
  const write = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const elements = /^(h[1-6]|p|div|ul|ol|li|sup|strong|em|a|br|hr|blockquote|code|table|thead|tbody|tr|th|td)$/;
  const attributes = /^(class|href|aria-label|id|role|scope|start|tabindex|title)$/;
  const drawn = () => new Promise(done => setTimeout(() => setTimeout(done)));
  const choose = (path, value) => form.querySelector(`[data-path="${path}"] select`).value = value;
  choose("case_study.party", "FR");
  choose("case_study.origin", "party");
  choose("case_study.licence", "CC-BY-4.0");
  form.querySelector('[data-path="case_study.years.start"] input').value = 2014;
  form.querySelector('[data-path="case_study.activities"] input').checked = true;
  const told = [];
  roadmapForm.form.go("check");
  const submit = async () => { form.requestSubmit(); await drawn(); };
  form.querySelector(".preview").open = true;
  write(fields[0], "");
  const fetched = () => globalThis.roadmapMarkdown && roadmapForm.form.data.taken.length;
  for (let looks = 0; looks < 1000 && !fetched(); looks += 1) await drawn();
  if (!fetched()) throw new Error("no Markdown, or no list of case studies");
  for (const [id, text] of vectors) {
    for (const field of fields) write(field, kept[pathOf(field)] ?? (long(field) ? text + after : text));
    if (valid) {
      await submit();
      for (const field of fields) if (field.ariaInvalid === "true") write(field, valid[pathOf(field)] ?? valid.text);
    }
    await drawn();
    const faults = [...preview.querySelectorAll("*")].filter(element =>
      !elements.test(element.localName) || element.getAttributeNames().some(name => !attributes.test(name))
      || element.localName === "a" && !/^(https?|mailto):$/.test(element.protocol));
    await submit();
    const link = name => form.querySelector(name).href;
    told.push({
      id,
      faults: faults.map(element => element.outerHTML),
      title: preview.querySelector(".preview__title")?.textContent ?? "",
      values: Object.fromEntries(fields.map(field => [pathOf(field),
        field.list ? roadmapForm.form.answer(field.closest(".question")) : field.value])),
      ready: !form.querySelector(".ready").hidden,
      errors: [...form.querySelectorAll(".errors li")].map(item => item.textContent),
      text: document.getElementById("submission-text").value,
      links: [link(".download"), link(".mail"), link(".issue")],
    });
  }
  return told;
}"""
VALID = {
    "slug": "fr-mesure",
    "text.title": "Un fonds",
    "text.summary": HEAD["summary"],
    "case_study.original_language": "fr",
    "case_study.lead_institution": "Ministère",
    "case_study.mandate": "Direction",
    "case_study.contact": "contact@culture.example.org",
    "source.title": "Source",
    "source.url": "https://example.org/",
    "source.language": "fr",
    "source.seen": "2024-01-02",
    "text": "Un fait. [1]",
}
"""What the form takes, by question; and for any section."""
FORM_FIELDS = ("slug", "text.title", "text.summary", *(f"text.{name.replace('-', '_')}" for name in PLACES))
FORM_FIELDS += tuple(f"case_study.{name}" for name in ("original_language", "lead_institution", "mandate", "contact"))
"""Every question of the form that is answered by a text, sources apart."""
SPACES = "\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What JavaScript calls white space, for a pattern."""


def trimmed(text: str) -> str:
    """Without white space at its ends."""
    return re.sub(f"^[{SPACES}]+|[{SPACES}]+$", "", text)


def laid_out(text: str) -> str:
    """A long answer as the file keeps it: lines that end without spaces; tabs, which part cells, stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return trimmed("\n".join(re.sub(f"[{SPACES}]+$", "", line) for line in lines))


def expected_file(values: dict[str, str], today: str) -> dict:
    """What the file must hold, from what stands in the fields."""
    words = {path: trimmed(value) for path, value in values.items()}
    code = words["case_study.original_language"]
    source = {name: words[f"source.{name}"] for name in ("title", "url", "language", "seen")}
    long = {path.removeprefix("text."): value for path, value in values.items() if path.startswith("text.")}
    sections = {name: f"{laid_out(text)}\n" for name, text in long.items() if name not in HEAD and trimmed(text)}
    summary = re.sub(f"[{SPACES}]+", " ", words["text.summary"])
    named = {name: words[f"case_study.{name}"] for name in ("mandate", "contact")}
    return {
        "submission": 1,
        "slug": words["slug"],
        "case_study": {
            "party": "FR",
            "years": {"start": 2014},
            "lead_institution": {code: words["case_study.lead_institution"]},
            "activities": ["1.1"],
            "origin": "party",
            **{name: value for name, value in named.items() if value},
            "licence": "CC-BY-4.0",
            "original_language": code,
            "updated": today,
            "sources": [source],
        },
        "texts": {code: {"title": words["text.title"], "summary": summary, **sections}},
    }


def leaves(data: object, *keys: object) -> Iterator[tuple[tuple[object, ...], object]]:
    """Each value within nested data, by the keys that lead to it."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if inner is None or len(keys) > 9:  # an anchor may lead into itself
        yield keys, data
    else:
        for key, value in inner:
            yield from leaves(value, *keys, key)


def typed(
    hostile: Hostile,
    name: str,
    vectors: Collection[Vector],
    after: str = "",
    valid: dict[str, str] | None = None,
    kept: dict[str, str] | None = None,
) -> list[dict]:
    """What the form makes of each vector, typed into every field of text at once but those with a text to keep.

    `after` ends each section; fields that the form refuses get a valid text of `valid`.
    """
    hostile.go("photo.png")
    hostile.trap.page.evaluate("localStorage.clear()")
    hostile.go(name)
    texts = [[vector.id, vector.text] for vector in vectors]
    return hostile.trap.page.evaluate(TYPE, [texts, after, valid, kept or {}])


def unsafe_links(result: dict) -> Iterator[str]:
    """The links by which a submission is sent, where they do not lead where they should."""
    for link, start in zip(
        result["links"], ("blob:", "mailto:editors@example.org?subject=", "https://example.org/"), strict=True
    ):
        if result["ready"] and not link.startswith(start):
            yield f"{result['id']}: {link}"


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_form_shows_what_is_typed_as_words_and_runs_nothing(hostile: Hostile, language: str):
    found = []
    for result in typed(hostile, path_in(language, "contribute/"), half(language)):
        (vector,) = (vector for vector in VECTORS if vector.id == result["id"])
        found += [f"{vector.id}: {what}" for what in result["faults"]]
        found += unsafe_links(result)
        if not re.search(r"[*\[]", vector.text) and result["title"] != trimmed(result["values"]["text.title"]):
            found.append(f"{vector.id}: previewed as {result['title']}")
    found += hostile.trap.spring(f"{FRAME}, .clear, .remove, .question")
    none(found)


def differences(hostile: Hostile, result: dict) -> Iterator[str]:
    """What the file of a form holds that was not typed, and what it lacks."""
    today = hostile.trap.page.evaluate("new Date().toLocaleDateString('sv')")
    try:
        data = yaml.load(result["text"], YAML)
    except yaml.YAMLError as error:
        yield f"{result['id']}: no YAML: {' '.join(str(error).split())}"
        return
    expected = {keys: value for keys, value in leaves(expected_file(result["values"], today)) if value != ""}
    wrong = {keys: value for keys, value in leaves(data) if expected.pop(keys, None) != value}
    yield from (f"{result['id']}: {'.'.join(map(str, keys))} is {value!r}" for keys, value in wrong.items())
    yield from (f"{result['id']}: no {'.'.join(map(str, keys))}" for keys in expected.keys() - wrong.keys())


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_file_of_an_unchecked_form_says_what_was_typed(hostile: Hostile, language: str):
    """Where the form checked nothing: its file is YAML all the same, and holds no more than what was typed."""
    found = []
    address = path_in(language, "contribute/unchecked.html")
    for result in typed(hostile, address, half(language), kept={"slug": VALID["slug"]}):
        found += [f"{result['id']}: {what}" for what in result["faults"]]
        found += unsafe_links(result)
        found += differences(hostile, result)
    found += hostile.trap.spring(f"{FRAME}, .clear, .remove, .question")
    none(found)


@browser_test
def test_short_name_of_an_unchecked_form_stays_a_text(hostile: Hostile):
    kept = {path: text for path, text in VALID.items() if path != "slug"}
    kept |= {path: VALID["text"] for path in FORM_FIELDS if path not in VALID}
    names = [Vector(name, "", "", name) for name in ("123", "1e3", "true", "null", "007", "no")]
    vectors = [*names, *(of_kind(kind)[0] for kind in KINDS), *of_kind("out of a script, JSON or YAML")]
    results = typed(hostile, "contribute/unchecked.html", vectors, kept=kept)
    none(what for one in results for what in differences(hostile, one))


@browser_test
def test_form_takes_out_characters_that_no_file_may_hold(hostile: Hostile):
    """Nobody sees them, so nobody could be asked to; what stands in the field is what the file says."""
    vectors = [vector for vector in VECTORS if INVISIBLE.search(vector.text)]
    assert len(vectors) > 10
    broken = Vector("a line of a word processor", "", "", "Un mot\x0bet un autre\x0cet\u2028un dernier")
    turned = Vector("bidi", "", "", "un\u202emot \u2067tourn\u00e9\u2069 \U0001e900")
    halved = Vector("half a character", "", "", "un mot\ud83d")
    found = []
    for field in ("text.title", "text.main_features", "case_study.mandate", "source.title"):
        kept = {path: VALID.get(path, VALID["text"]) for path in (*VALID, *FORM_FIELDS) if path != field}
        results = {
            one["id"]: one
            for one in typed(hostile, "contribute/", [*vectors, broken, turned, halved], " [1]", kept=kept)
        }
        for one in results.values():
            found += [f"{one['id']}: left in {path}" for path, text in one["values"].items() if INVISIBLE.search(text)]
            found += [f"{one['id']}: in the file, {field}" for _ in INVISIBLE.finditer(one["text"])]
        after, line = (" [1]", "\n") if field == "text.main_features" else ("", " ")
        texts = (line.join(("Un mot", "et un autre", "et", "un dernier")), "unmot tourn\u00e9 \U0001e900", "un mot")
        for vector, text in zip((broken, turned, halved), texts, strict=True):
            one = results[vector.id]
            if one["values"][field] != text + after:
                found.append(f"{vector.id}: {field} holds {one['values'][field]!r}")
            if not one["ready"]:
                found.append(f"{vector.id}: {field} refused: {one['errors']}")
    none(found)


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_import_refuses_what_the_form_lets_through_or_keeps_it_as_words(
    hostile: Hostile,
    whole: Project,
    renderer: Renderer,
    tame: list[tuple[str, ...]],
    tmp_path: Path,
    language: str,
):
    """Each vector stands in every field in which the form has nothing against it."""
    found, cases = [], {}
    for result in typed(hostile, path_in(language, "contribute/"), half(language), " [1]", VALID):
        if not result["ready"]:
            found.append(f"{result['id']}: the form refuses what is valid: {result['errors']}")
            continue
        (tmp_path / "x.yml").write_text(result["text"], encoding="utf-8", newline="")
        with contextlib.suppress(ProblemsFound):
            ready = importing.read(tmp_path / "x.yml", "x.yml", whole)
            cases[result["id"]] = dataclasses.replace(ready.case, slug=result["id"])
    assert len(cases) > 10, "else nothing is tried"
    for name, page in pages_of(whole, renderer, cases).items():
        found += [f"{name}: {what}" for what in (*made_by_markdown(page), *led_astray(page))]
        if others := set(skeleton(page)) - set(tame):
            found.append(f"{name}: other elements: {others}")
    none(found + hostile.trap.faults())


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_form_prints_vectors_of_its_data_and_runs_nothing(hostile: Hostile, language: str):
    """Names of Parties, activities and languages, and all that the script says, were they vectors."""
    texts = [vector.text for vector in half(language)]
    address = path_in(language, "contribute/")
    data = json.loads((hostile.folder / address / "form.json").read_text(encoding="utf-8"))
    choices = [{"value": text, "label": text, "lang": text, "dir": text} for text in texts]
    data |= {"choices": dict.fromkeys(data["choices"], choices), "languages": choices}
    data |= {"texts": dict(zip(data["texts"], itertools.cycle(texts), strict=False))}
    page = hostile.trap.page
    page.route("**/form.json", lambda route: route.fulfill(json=data))
    hostile.go(address)
    page.evaluate("roadmapForm.form.go('check')")
    page.locator("form.contribute [type=submit]").click()
    found = hostile.trap.spring(f"{FRAME}, .clear, .remove")
    page.unroute("**/form.json")
    none(found)
    labels = page.locator("[data-control=choices] label span > span").all_text_contents()
    assert {as_read(label) for label in labels} == {as_read(text) for text in texts}


@browser_test
def test_keys_and_paste_run_nothing_in_the_form(hostile: Hostile):
    """By the keyboard, as people do: the first vector of each kind."""
    hostile.go("contribute/")
    page = hostile.trap.page
    for path in ("text.title", "text.summary", "text.main_features", "case_study.lead_institution"):
        page.evaluate("path => roadmapForm.form.lead(roadmapForm.form.question(path))", path)
        for kind in KINDS:
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.insert_text(of_kind(kind)[0].text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    none(hostile.trap.spring(f"{FRAME}, .clear, .remove"))


@pytest.mark.sampled(2)
@browser_test
@by_half
def test_a_stored_draft_of_vectors_runs_nothing(hostile: Hostile, language: str):
    found = []
    texts = [vector.text for vector in half(language)]
    address = path_in(language, "contribute/")
    hostile.go(address)
    for start in range(0, len(texts), len(FORM_FIELDS)):
        some = texts[start : start + len(FORM_FIELDS)]
        some += texts[: len(FORM_FIELDS) - len(some)]
        values: dict[str, object] = dict(zip(FORM_FIELDS, some, strict=True))
        values |= {"case_study.party": some[0], "case_study.activities": some, "case_study.years.start": some[1]}
        rows = [dict.fromkeys(("title", "url", "language", "seen"), text) for text in some]
        draft = json.dumps({"values": values, "sources": rows})
        hostile.trap.page.evaluate(STORE, draft)
        hostile.go(address)
        page = hostile.trap.page
        if page.locator(".source").count() != len(some):
            found.append(f"{start}: {page.locator('.source').count()} sources")
        found += page.evaluate(
            """() => [...document.querySelectorAll(".preview__page *, .sources-list *")]
              .filter(element => element.matches("script, img, svg, iframe, style, math, object"))
              .map(element => element.outerHTML)"""
        )
        found += hostile.trap.spring(f"{FRAME}, .clear, .remove, .question")
    none(found)


STORE = "draft => { localStorage.clear(); localStorage.setItem('roadmap:contribution', draft); }"
"""The form before it kept several drafts had one, under this key."""
DRAFTS = {
    "nothing": "",
    "no JSON": "{",
    "null": "null",
    "a number": "5",
    "a text": '"values"',
    "true": "true",
    "a list": "[]",
    "lists": '{"values": [], "sources": []}',
    "lists of lists": '{"values": [[["x"]]], "sources": [[["x"]]]}',
    "nulls": '{"values": null, "sources": null}',
    "numbers": '{"values": 5, "sources": 5}',
    "null sources": '{"values": {}, "sources": [null, 1, "x", true, [], {}]}',
    "values of other types": json.dumps(
        {
            "values": {
                "text.title": 5,
                "text.summary": {"x": 1},
                "slug": None,
                "case_study.party": ["FR"],
                "case_study.activities": "1.1",
                "case_study.activities_partial": [1.1, None, {}],
                "case_study.years.start": True,
                "case_study.years.ongoing": "true",
            },
            "sources": [{"title": {}, "url": [], "language": 5, "seen": 20240102}, {"seen": "never"}],
        }
    ),
    "prototypes": '{"__proto__": {"values": {"text.title": "x"}, "polluted": 1}, "constructor": {"prototype": {}}}',
    "prototypes within": '{"values": {"__proto__": {"polluted": 1, "text.title": "x"}, "toString": 1},'
    ' "sources": [{"__proto__": {"polluted": 1, "title": "x"}, "constructor": "x"}]}',
    "a language of Object's": '{"values": {"case_study.original_language": "constructor"}, "sources": []}',
    "a prototype for a language": '{"values": {"case_study.original_language": "__proto__"}, "sources": []}',
    "a thousand sources": json.dumps({"values": {}, "sources": [{"title": "x"}] * 1000}),
    "deep": '{"values": ' + "[" * 3000 + "]" * 3000 + "}",
}


@pytest.mark.sampled(3)
@browser_test
@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS)
def test_a_stored_draft_of_any_kind_breaks_nothing(hostile: Hostile, draft: str):
    hostile.go("contribute/")
    page = hostile.trap.page
    page.evaluate(STORE, draft)
    hostile.go("contribute/")
    assert 1 <= page.locator(".source").count() <= 60
    assert page.evaluate("({}).polluted === undefined && Object.keys(Object.prototype).length === 0")
    page.fill("#text-title", "Un titre")
    page.evaluate("roadmapForm.form.go('check')")
    page.locator(".preview summary").click()
    page.wait_for_function("() => document.querySelector('.preview__title')?.textContent === 'Un titre'")
    stored = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('roadmap:draft:'))")
    assert "Un titre" in [json.loads(text)["values"]["text.title"] for _key, text in stored]
    page.locator("form.contribute [type=submit]").click()
    page.locator(".errors").wait_for()
    none(hostile.trap.faults())
