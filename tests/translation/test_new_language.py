"""A language is added by the command: readers do not see it, its translators do, and it comes out when it is ready."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import material
import pytest
from babel import Locale
from babel.messages.pofile import read_po
from click.testing import CliRunner
from playwright.sync_api import Browser

import gettext_tools
import pseudo
import sites
from browser import HEIGHT, NARROW, ready, record, serve, without_room
from conftest import build, locked
from roadmap.catalogues import po_file
from roadmap.cli import main
from roadmap.load import load
from roadmap.problems import ProblemsFound
from sites import LANGUAGES, SITE_URL, contents, edit, having, none, one, parsed, text, words
from small import small_project

pytest_plugins = ("browser",)
pytestmark = pytest.mark.slow

NEW = {"fa": ("en",), "pt": ("es", "en"), "wo": ("en",)}
"""What stands in for each: one is written from the right, one has a chain of its own, one is unknown to the theme."""
NAMES = {"fa": "فارسی", "pt": "Português", "wo": "Wolof"}
OWNED = {"/data/locales/ar.po": "@someone @group/arabic", "/content/*.zh.md": "zh@example.org"}
"""What people wrote at the end of lines of CODEOWNERS, and in lines of their own."""
UNTRANSLATED = "Une partie de cette page n’est pas encore traduite : elle est affichée dans une autre langue."
OTHER_LINES = ["* @editors", "/overrides/ @designers"]


def add(project: Path, *arguments: str) -> str:
    """Runs `roadmap translations add`; what it says."""
    done = CliRunner().invoke(main, ["--project", str(project), "translations", "add", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def grown(project: Path, shared: Path) -> Path:
    """A folder with a small copy of the project: `before`, and `after` three languages were added to it."""
    folder = shared / "grown"
    with locked(shared / "grown.lock"):
        if not (folder / "done").exists():
            before = small_project(project, folder / "before", ("tn-ticdce",))
            path = before / ".github/CODEOWNERS"
            for pattern, names in OWNED.items():
                edit(path, f"{pattern}\n", f"{pattern}  {names}\n")
            owners = path.read_text(encoding="utf-8")
            path.write_text(f"{OTHER_LINES[0]}\n{owners}\n{OTHER_LINES[1]}\n", encoding="utf-8")
            after = shutil.copytree(before, folder / "after")
            notes = [add(after, "pt", "--fallback", "es,en"), add(after, "fa"), add(after, "wo")]
            (folder / "done").write_text("\n".join(notes), encoding="utf-8")
    return folder


def once(shared: Path, name: str, project: Path, *preview: str) -> Path:
    """The site of a project, built once for all workers."""
    built = shared / "grown" / f"site-{name}"
    with locked(shared / f"grown-{name}.lock"):
        if not built.exists():
            build(project, built, preview=preview)
    return built


@pytest.fixture(scope="module")
def public(grown: Path, shared: Path) -> tuple[Path, Path]:
    """What readers are offered, before and after."""
    return once(shared, "before", grown / "before"), once(shared, "after", grown / "after")


@pytest.fixture(scope="module")
def preview(grown: Path, shared: Path) -> Path:
    """What those see who ask for the new languages."""
    return once(shared, "preview", grown / "after", *NEW)


# --- What the command wrote ------------------------------------------------------------------------------


def test_languages_stand_in_the_list_in_the_order_of_their_english_names(grown: Path):
    lines = (grown / "after/data/languages.yml").read_text(encoding="utf-8").split("\n")
    listed = [line for line in lines if line.startswith("  - {code:")]
    for code, chain in NEW.items():
        assert f"  - {{code: {code}, fallback: [{', '.join(chain)}], preparing: true}}" in listed
    names = [Locale.parse(re.findall(r"code: (\w+)", line)[0]).english_name for line in listed]
    assert names == sorted(names)
    assert [line for line in lines if not re.search(r"code: (fa|pt|wo)\b", line)] == (
        grown / "before/data/languages.yml"
    ).read_text(encoding="utf-8").split("\n")


def test_nothing_else_of_the_project_changes(grown: Path):
    before, after = contents(grown / "before"), contents(grown / "after")
    new = {f"data/locales/{code}.po" for code in NEW}
    assert set(after) - set(before) == new
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {"data/languages.yml", ".github/CODEOWNERS", "weblate.json"}


@pytest.mark.parametrize(("code", "plural"), [("pt", "n > 1"), ("fa", "n > 1"), ("wo", "0")])
def test_the_new_catalogue_is_one_that_translators_can_work_on(grown: Path, code: str, plural: str):
    path = grown / f"after/data/locales/{code}.po"
    gettext_tools.call("msgfmt", "--check", "--output-file=/dev/null", path)
    with path.open("rb") as file:
        catalog = read_po(file)
    forms = re.sub(r"[()\s]", "", dict(catalog.mime_headers)["Plural-Forms"])
    assert forms == f"nplurals={1 if plural == '0' else 2};plural={plural.replace(' ', '')};"
    assert catalog.locale_identifier == code
    with (grown / "after/data/locales/roadmap.pot").open("rb") as file:
        template = read_po(file)
    assert [(m.context, m.id) for m in catalog] == [(m.context, m.id) for m in template]
    assert not any("".join(message.string) for message in catalog if message.id)


def test_services_know_the_new_languages(grown: Path):
    (component,) = json.loads((grown / "after/weblate.json").read_text(encoding="utf-8"))
    pattern = re.compile(component["language_regex"])
    for code in (*NEW, *LANGUAGES):
        assert bool(pattern.search(code)) == (code != "fr")
    assert not [code for code in ("p", "ptx", "xpt", "de", "roadmap") if pattern.search(code)]


def test_reviewers_are_asked_for_the_new_languages_and_those_that_people_named_stay(grown: Path):
    lines = (grown / "after/.github/CODEOWNERS").read_text(encoding="utf-8").split("\n")
    for code in NEW:
        for path in (f"/data/locales/{code}.po", f"/content/*.{code}.md", f"/content/case-studies/*/index.{code}.md"):
            assert lines.count(path) == 1
    for path, names in OWNED.items():
        assert f"{path} {names}" in lines
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert patterns[0] == OTHER_LINES[0] and patterns[-1] == OTHER_LINES[1]  # the last that fits decides


def test_the_command_says_what_there_is_to_know(grown: Path):
    notes = (grown / "done").read_text(encoding="utf-8")
    for code, name in NAMES.items():
        assert f"data/locales/{code}.po" in notes and name in notes and f"--preview {code}" in notes
    assert "es, en, fr" in notes
    assert not (Path(material.__file__).parent / "templates/partials/languages/wo.html").exists()
    assert notes.count("Material") == 1  # which would not build Wolof by itself


# --- What readers see before it is ready: nothing --------------------------------------------------------


def test_the_public_site_is_the_same_but_for_the_state_of_the_translations(public: tuple[Path, Path]):
    """And for what names the version of every page, for browsers that keep them."""
    before, after = map(contents, public)
    assert set(before) == set(after)
    changed = {name for name in before if before[name] != after[name]}
    names = ("translations/index.html", "offline/index.html", "offline/pages.json")
    expected = {sites.path_in(language, name) for language in LANGUAGES for name in names}
    assert changed == {*expected, "service-worker.js"}
    assert not [name for name in after if name.split("/")[0] in NEW]


@pytest.mark.parametrize("reader", LANGUAGES)
def test_the_state_of_the_translations_lists_languages_in_preparation(public: tuple[Path, Path], reader: str):
    pages = [sites.Page(site, sites.path_in(reader, "translations/")) for site in public]
    lists = [having(page.main, "ul", "progress") for page in pages]
    assert [len(found) for found in lists] == [1, 2]
    own = [dict.fromkeys(e.get("lang") for e in having(ul) if e.get("lang") in NEW) for ul in lists[1]]
    assert own == [{}, dict.fromkeys(NEW)]
    for name in NAMES.values():
        assert name in text(lists[1][1])
    assert not [link for link in having(pages[1].tree, "link") if link.get("hreflang") in NEW]
    assert not [link for link in having(pages[1].tree, "a") if link.get("hreflang") in NEW]


# --- What its translators see ----------------------------------------------------------------------------


def top(page: sites.Page) -> Element:
    """A page's head and header: all that is asked of hundreds of pages."""
    return parsed(page.html.partition("<main")[0])


def switcher(header: Element) -> dict[str | None, str]:
    """The languages that a page offers, by code."""
    return {link.get("lang"): text(link) for link in having(one(header, "details", "languages"), "a")}


def robots(header: Element) -> list[str | None]:
    return [meta.get("content") for meta in having(header, "meta") if meta.get("name") == "robots"]


def previewed(site: Path, code: str) -> dict[str, sites.Page]:
    return {path: page for path, page in sites.read_pages(site).items() if path.split("/")[0] == code}


@pytest.mark.parametrize("code", NEW)
def test_a_preview_has_every_page_in_its_own_direction_and_out_of_search_engines(preview: Path, code: str):
    pages = previewed(preview, code)
    assert {path.removeprefix(f"{code}/") for path in pages} == {
        path.removeprefix("en/") for path in previewed(preview, "en")
    }

    def failures() -> Iterator[str]:
        for path, page in pages.items():
            header = top(page)
            root = (header.get("lang"), header.get("dir"))
            if root != (code, "rtl" if code == "fa" else "ltr"):
                yield f"{path}: {root}"
            if robots(header) != ["noindex"]:
                yield f"{path}: search engines may list it"
            if switcher(header) != LANGUAGES | NAMES:
                yield f"{path}: {switcher(header)}"

    none(failures())


def test_a_preview_changes_nothing_for_search_engines(preview: Path, public: tuple[Path, Path]):
    sitemap, before = ((site / "sitemap.xml").read_text(encoding="utf-8") for site in (preview, public[0]))
    assert sitemap == before
    for path, page in sites.read_pages(preview).items():
        leads = re.findall(r'<link rel="(?:alternate|canonical)"[^>]* href="([^"]+)"', page.html)
        assert len(leads) >= 3, path
        assert not {lead.removeprefix(SITE_URL).split("/")[0] for lead in leads} & set(NEW), path


@pytest.mark.parametrize(("code", "shown"), [("pt", "es"), ("fa", "en"), ("wo", "en")])
def test_a_preview_shows_the_language_that_stands_in_and_says_so(preview: Path, wording, code: str, shown: str):
    for address in ("", "activities/2.2/", "about/", "glossary/"):
        page, other = (sites.Page(preview, f"{language}/{address}") for language in (code, shown))
        assert list(words(one(page.tree, "h1"), code)) == list(words(one(other.tree, "h1"), shown))
        first = next(one_ for one_ in having(page.main, "p", "notice") if not having(one_, "a"))
        assert list(words(first, code)) == [(wording(shown, "notice", UNTRANSLATED), shown)]


SAME = ("BibTeX (.bib)", "CSL-JSON (.json)", "BibTeX", "submission.yml", "CC-BY-4.0")
"""What stands on pages in the same letters in every language."""


@pytest.mark.parametrize("code", NEW)
def test_every_text_of_a_preview_that_fell_back_is_marked(preview: Path, code: str):
    """Nothing is translated yet: what stands in the page's own language is CLDR's, or the same in every language."""
    locale = Locale(code)
    cldr = (locale.territories, locale.languages, locale.months["format"]["wide"])
    names = {*SAME, NAMES[code], *(name for names in cldr for name in names.values())}
    known = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))

    def failures() -> Iterator[str]:
        for page in previewed(preview, code).values():
            body = one(page.tree, "body")
            for element in [
                *having(body, class_="on-paper"),
                *having(body, "pre"),
                *having(body, "code"),
                *having(body, "bdi"),
            ]:
                element.clear()  # addresses, BibTeX, files
            for string, language in words(body, code):
                if language == code and re.search(r"[^\W\d_]{3,}", known.sub(" ", string)):
                    yield f"{page.path}: {sites.squeezed(string)!r}"

    none(sorted(set(failures())))


@pytest.mark.browser
@pytest.mark.parametrize(("code", "shown"), [("pt", "es"), ("fa", "en"), ("wo", "en")])
def test_choices_of_a_preview_s_form_that_fell_back_are_marked(preview: Path, browser: Browser, code: str, shown: str):
    with serve(preview) as home, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{home}{code}/contribute/")
        ready(page)
        for question, count in (("activities", 20), ("activities_partial", 20), ("sdgs", 17), ("origin", 2)):
            choices = page.locator(f"[data-path='case_study.{question}'] :is(.choices span > span, option + option)")
            assert choices.evaluate_all("all => all.map(e => [e.lang, e.dir])") == [[shown, "ltr"]] * count


@pytest.mark.browser
@pytest.mark.parametrize("code", NEW)
def test_a_preview_fits_a_phone(preview: Path, browser: Browser, code: str):
    addresses = ("", "activities/2.2/", "case-studies/tn-ticdce/", "translations/", "contribute/")
    with serve(preview) as home, browser.new_context(viewport={"width": NARROW, "height": HEIGHT}) as context:
        page = context.new_page()
        log, found = record(page, home), []
        for address in addresses:
            page.goto(f"{home}{code}/{address}")
            ready(page)
            found += without_room(page, address)
        none(found + log.faults)


# --- When it is ready ------------------------------------------------------------------------------------


def fill(project: Path, code: str, missing: str = "") -> None:
    """Translates as much of each part as is asked of a language, to the text; one text less of the part `missing`."""
    path = project / f"data/locales/{code}.po"
    minimum = sites.plain_yaml(project / "data/languages.yml")["minimum"]
    keys: dict[str, list[tuple]] = {"interface": [], "roadmap": []}
    text = path.read_text(encoding="utf-8")
    for entry in po_file.edit(text):
        data = any(place.startswith("data/") for place, _line in entry.occurrences)
        keys["roadmap" if data else "interface"].append((entry.msgctxt, entry.msgid))
    chosen = set()
    for name, found in keys.items():
        needed = math.ceil(len(found) * int(minimum[name]) / 100)
        chosen |= set(found[: needed - (name == missing)])
    text = pseudo.catalogue(text, code, lambda entry: (entry.msgctxt, entry.msgid) in chosen)
    path.write_text(text, encoding="utf-8")


def release(project: Path, code: str) -> int:
    """Offers a language to readers, as tested; the line of data/languages.yml on which that stands."""
    record = project / "data/accessibility.yml"
    record.write_text(record.read_text(encoding="utf-8").replace("languages: [", f"languages: [{code}, "), "utf-8")
    path = project / "data/languages.yml"
    found = re.search(rf"  - \{{code: {code}\b.*\n", path.read_text(encoding="utf-8"))
    assert found
    return edit(path, found[0], found[0].replace(", preparing: true", ""))


@pytest.mark.parametrize(("part", "share"), [("interface", 79), ("roadmap", 79)])
def test_a_language_is_not_offered_before_it_is_ready(grown: Path, tmp_path: Path, part: str, share: int):
    copy = shutil.copytree(grown / "after", tmp_path / "project")
    fill(copy, "pt", missing=part)
    line = release(copy, "pt")
    with pytest.raises(ProblemsFound) as refused:
        load(copy)
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == ("data/languages.yml", line)
    reason = problem.what.in_language("en")
    assert all(word in reason for word in ("pt", part, str(share), "80")), reason


@pytest.fixture(scope="module")
def released(grown: Path, shared: Path) -> Path:
    """The public site in which Portuguese is offered, with as little translated as that takes."""
    copy = shared / "grown" / "released"
    with locked(shared / "grown-copy.lock"):
        if not copy.exists():
            shutil.copytree(grown / "after", copy)
            fill(copy, "pt")
            release(copy, "pt")
    return once(shared, "released", copy)


def test_a_language_that_is_ready_is_offered_everywhere(released: Path):
    pages = sites.read_pages(released)
    sitemap = (released / "sitemap.xml").read_text(encoding="utf-8")
    assert {page.path.split("/")[0] for page in pages.values()} >= {"pt"}
    assert not {path.split("/")[0] for path in pages} & {"fa", "wo"}

    def failures() -> Iterator[str]:
        for path, page in pages.items():
            header = top(page)
            if switcher(header) != LANGUAGES | {"pt": NAMES["pt"]}:
                yield f"{path}: {switcher(header)}"
            if robots(header):
                yield f"{path}: kept from search engines"

    none(failures())
    for path in ("activities/2.2/", "es/activities/2.2/", "pt/activities/2.2/", "ar/activities/2.2/"):
        assert ("pt", f"{SITE_URL}pt/activities/2.2/") in sites.alternates(pages[path])
    assert f"<loc>{SITE_URL}pt/activities/2.2/</loc>" in sitemap
    assert f'hreflang="pt" href="{SITE_URL}pt/activities/2.2/"' in sitemap


def test_a_page_that_the_new_language_does_not_have_is_not_claimed(released: Path):
    page = sites.read_pages(released)["pt/about/"]
    assert "pt" not in {code for code, _url in sites.alternates(page)}
    assert f"{SITE_URL}pt/about/" not in (released / "sitemap.xml").read_text(encoding="utf-8")
    assert one(page.main, "div", "fallback").get("lang") == "es"
