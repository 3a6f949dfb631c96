"""Nothing that a stranger writes ever runs. Two walls, each tried alone with every vector of vectors.yml.

The first: `roadmap check` refuses a vector, or lets it through as the mere words that it is. The second: where nothing
was checked, pages, lists, citations, filters and the form print it, and nothing runs in Chromium.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import html
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib
import jinja2
import markdown
import pytest
import yaml
from markupsafe import Markup
from PIL import Image
from playwright.sync_api import Browser

import sites
from browser import Trap, arm, serve
from roadmap import case_checks, case_study, exports, pages, prose, prose_check, submission
from roadmap.case_study import CaseFolder, CaseText, Section
from roadmap.contribution import CaseFrontMatter, CaseSource, CaseStudy, Picture, Years
from roadmap.load import Sources, read
from roadmap.problems import Problem, ProblemsFound
from roadmap.render import Renderer
from roadmap.site import Site
from roadmap.validate import fit
from roadmap.view import View
from roadmap.words import typeset_french
from roadmap.yamlfile import Document, parse_yaml
from sites import having, none, one, parsed, path_in
from test_golden import edited_copy
from test_hostile import HARMFUL

pytest_plugins = ("browser",)

PROJECT = Path(__file__).parents[1]
THEME = Path(jinja2.__file__).parents[1] / "material" / "templates"
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
    kinds = yaml.safe_load(Path(__file__).with_name("vectors.yml").read_text(encoding="utf-8"))
    return [
        Vector(name, kind, entry["in"], entry["text"])
        for kind, entries in kinds.items()
        for name, entry in entries.items()
    ]


VECTORS = every_vector()
KINDS = list(dict.fromkeys(vector.kind for vector in VECTORS))
by_kind = pytest.mark.parametrize("kind", KINDS)
browser_test = pytest.mark.browser


def of_kind(kind: str) -> list[Vector]:
    """The vectors of a kind."""
    return [vector for vector in VECTORS if vector.kind == kind]


def as_read(text: str) -> str:
    """A text as a browser reads it from a page: no null character, lines that end in one way."""
    return re.sub("[\0\ufffd]", "", text.replace("\r\n", "\n").replace("\r", "\n"))


# --- The vectors themselves ----------------------------------------------------------------------------


def printed_markdown(text: str) -> str:
    """Markdown as its renderer prints it when nobody cleans it."""
    return markdown.markdown(text, extensions=["tables", "attr_list", "def_list", "sane_lists", "abbr", "footnotes"])


def written_twice(text: str) -> str:
    """A script that writes mark-up, reads it again and writes what it read."""
    code = json.dumps(text).replace("</", "<\\/")
    return f"<main></main><script>const m = document.querySelector('main'); m.innerHTML = {code}; m.innerHTML += ''</script>"


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


@pytest.fixture(scope="session")
def trapped(browser: Browser) -> Iterator[Callable[[str], Trap]]:
    """A tab that notes what runs, for each site that is served."""
    contexts = []

    @functools.cache
    def armed(home: str) -> Trap:
        contexts.append(browser.new_context(reduced_motion="reduce", service_workers="block"))
        return arm(contexts[-1], home)

    yield armed
    for context in contexts:
        context.close()


@browser_test
@by_kind
def test_vectors_run_where_nothing_stops_them(trapped: Callable[[str], Trap], tmp_path: Path, kind: str):
    """Else the tests below would prove nothing."""
    biting = [vector for vector in of_kind(kind) if vector.where != "nothing"]
    for vector in biting:
        text = "<!doctype html><meta charset=utf-8><body>" + BARE[vector.where](vector.text)
        (tmp_path / f"{vector.id}.html").write_text(text, encoding="utf-8", newline="")
    frames = "".join(f"<iframe name={vector.id} src={vector.id}.html></iframe>" for vector in biting)
    (tmp_path / "index.html").write_text(f"<!doctype html>{frames}", encoding="utf-8")
    (tmp_path / "404.html").touch()
    with serve(tmp_path) as home:
        trap = trapped(home)
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
def sources() -> Sources:
    """The project as it stands, without its case studies."""
    found = read(PROJECT)
    found.cases = {}
    return found


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
        if not list(prose_check.check_section(prose_check.Text(text.replace("…", vector.text)), "x", 1)):
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


def check(sources: Sources, folder: Path) -> tuple[CaseFolder | None, list[Problem]]:
    """A case study's folder as `roadmap check` reads it, with every problem."""
    case, problems = case_study.read_case(folder)
    return case, [*problems, *(case_checks.check_case(sources, case) if case else ())]


def page_of(sources: Sources, renderer: Renderer, case: CaseFolder, language: str) -> Element:
    """The page of a case study, as a browser reads it."""
    view = View(Site(dataclasses.replace(sources, cases={case.slug: case})), language, sites.SITE_URL)
    row = next(row for row in view.rows if row.kind.name == "case-study")
    return parsed(renderer.body(view, row))


def skeleton(root: Element) -> list[tuple[str, ...]]:
    """The elements with their attributes' names, but for what Markdown makes."""
    prose_ = [one_ for section in having(root, "section", "case-section") for one_ in section if one_.tag == "div"]
    return [(element.tag, *sorted(element.keys())) for element in sites.without(root, *prose_)]


def made_by_markdown(root: Element) -> Iterator[str]:
    """What the Markdown of a page makes that is not words."""
    for section in having(root, "section", "case-section"):
        for block in (child for child in section if child.tag == "div"):
            yield from unsafe(block)


def unsafe(root: Element) -> Iterator[str]:
    """Elements, attributes and addresses that prose has no need of, below an element."""
    for element in list(root.iter())[1:]:
        if element.tag not in prose.TAGS:
            yield f"element {element.tag!r}"
        names = prose.ATTRIBUTES["*"] | prose.ATTRIBUTES.get(element.tag, set()) | {"class"}
        yield from (f"attribute {name!r} of {element.tag}" for name in set(element.keys()) - names)
        if not element.get("href", "#").startswith(("#", "/", "./", "../", "https://", "http://", "mailto:")):
            yield f"address {element.get('href')!r}"


@pytest.fixture(scope="session")
def tame(sources: Sources, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    """The skeleton of a page in which no vector stands."""
    folder = tmp_path_factory.mktemp("tame") / "fr-mesure"
    written(folder, VECTORS[0], ())
    case, problems = check(sources, folder)
    assert case and not problems, problems
    return skeleton(page_of(sources, renderer, case, "fr"))


@by_kind
def test_check_refuses_a_vector_or_lets_it_through_as_words(
    sources: Sources, renderer: Renderer, tame: list[tuple[str, ...]], tmp_path: Path, kind: str
):
    found = []
    for vector in of_kind(kind):
        fields = set(accepted(vector))
        if vector.where in ("html", "double", "single", "title") and "<" in vector.text:
            found += [f"{vector.id}: a tag in {name}" for name in fields & {*WORDS, *PLACES}]
        if not fields:
            continue
        folder = tmp_path / "fr-mesure"
        written(folder, vector, fields)
        case, problems = check(sources, folder)
        if problems or case is None:
            continue  # what no file may hold: control characters, and marks that turn the text round
        page = page_of(sources, renderer, case, "fr")
        if skeleton(page) != tame:
            found.append(f"{vector.id}: in {', '.join(sorted(fields))}, the page has other elements")
        found += [f"{vector.id}: {what}" for what in made_by_markdown(page)]
        shown = " ".join("".join(page.itertext()).split())
        for name in fields & set(WORDS) - {"alt"}:
            if " ".join(typeset_french(as_read(vector.text)).split()) not in shown:
                found.append(f"{vector.id}: {name} is not printed as it is written")
    none(found)


@by_kind
def test_a_vector_in_raw_yaml_is_refused_or_stays_one_value(sources: Sources, tmp_path: Path, kind: str):
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
    told = {row["path"] for row in json.loads(done.stdout)}
    for vector in VECTORS:
        folder, *files = names_for(vector)
        path = f"content/case-studies/{folder}"
        none(name for name in (path, *(f"{path}/{file}" for file in files)) if name not in told)
    for format_ in ("text", "github"):
        lines = sites.roadmap(project, "check", "--format", format_).stdout.splitlines()
        assert len(lines) == len(json.loads(done.stdout))
        none(line for line in lines if HARMFUL.search(line))
