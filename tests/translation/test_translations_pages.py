"""The pages /translations/ and /glossary/, the terms that texts are marked with, and every page's way to be mended."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml
from click.testing import CliRunner

import sites
from roadmap import page_table as table
from roadmap.cli import main
from roadmap.load import load
from roadmap.open_data import datasets
from roadmap.reading.sections import is_reviewed
from roadmap.site import Site
from roadmap.translation import progress
from roadmap.views import frame
from roadmap.views.components.case_text import language_notice
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import LANGUAGES, SOURCE, having, none, one, text
from small import small_project
from visits import SPANISH

pytestmark = pytest.mark.slow

REPOSITORY = "https://example.org/owner/name"
TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
ENTRY = re.compile(
    r'^(?:msgctxt (?P<context>(?:".*"\n)+))?msgid (?P<id>(?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?'
    r"(?P<strings>(?:msgstr.*\n(?:\".*\"\n)*)+)",
    re.MULTILINE,
)


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A small copy of the project to mark as reviewed."""
    return small_project(project, tmp_path / "project")


@pytest.fixture(scope="module")
def views(whole: Site) -> dict[str, View]:
    return {code: View(whole, code, sites.SITE_URL, REPOSITORY) for code in LANGUAGES}


@pytest.fixture(scope="module")
def renderer(project: Path) -> Renderer:
    import jinja2

    return Renderer([project / "overrides", Path(jinja2.__file__).parent.parent / "material" / "templates"])


def body(view: View, renderer: Renderer, address: str):
    """A page's body, parsed."""
    row = next(row for row in view.rows if row.address == address)
    return html5lib.parse(str(renderer.body(view, row)), treebuilder="etree", namespaceHTMLElements=False)


def in_catalogue(project: Path, language: str) -> Iterator[tuple[str, bool]]:
    """Each entry of a catalogue, read without the package: its context, and whether all of it is translated."""
    text_ = (project / "data" / "locales" / f"{language}.po").read_text(encoding="utf-8")
    for match in ENTRY.finditer(text_):
        words = re.split(r"^msgstr(?:\[\d\])? ", match["strings"], flags=re.MULTILINE)[1:]
        if match["id"] != '""\n':
            yield match["context"] or "", all(re.sub(r'"\n?"?|"', "", word).strip() for word in words)


def plain(words: str) -> str:
    """Words without what typography changes: apostrophes, and spaces that do not break."""
    return " ".join(words.replace("'", "’").split())


# The state of the translations


def test_the_state_counts_what_the_catalogues_hold(project: Path, whole: Site):
    for language in TRANSLATED:
        parts = whole.once(progress.of_site)[language]
        entries = list(in_catalogue(project, language))
        assert parts["interface"].total + parts["roadmap"].total == len(entries), language
        translated = parts["interface"].count("translated") + parts["roadmap"].count("translated")
        assert translated == sum(done for _context, done in entries), language


def test_the_catalogues_of_the_repository_are_whole(whole: Site):
    """A new string is translated before it lands: readers of every language are served alike."""
    none(
        f"{language}: {name}: {part.first}"
        for language in TRANSLATED
        for name, part in whole.once(progress.of_site)[language].items()
        if part.percent < 100
    )


@pytest.mark.slow
def test_the_page_tells_the_same_figures_as_the_command(project: Path, views: dict[str, View], renderer: Renderer):
    assert_same_figures(project, one(body(views[SOURCE], renderer, "translations/"), "table", "figures"))


def test_the_page_names_the_file_of_the_first_missing_text(copy: Path, renderer: Renderer):
    path = "content/case-studies/tn-ticdce/index.ru.md"
    (copy / path).unlink()
    page = body(View(Site(load(copy)), SOURCE, sites.SITE_URL), renderer, "translations/")
    assert assert_same_figures(copy, one(page, "table", "figures")) == [path]


def assert_same_figures(project: Path, table_: Element) -> list[str]:
    """Compare a table with what the command tells, and give the files that both name."""
    done = CliRunner().invoke(main, ["--project", str(project), "translations", "status", "--format", "json"])
    data = json.loads(done.output)
    assert list(data) == TRANSLATED
    rows = [[text(cell) for cell in row if cell.tag in ("td", "th")] for row in having(table_, "tr")][1:]
    figures = [[int(re.sub(r"\D", "", cell)) for cell in row if re.fullmatch(r"[\d\s\u202f]+", cell)] for row in rows]
    keys = ("translated", "behind", "missing", "reviewed", "total")
    assert figures == [[part[key] for key in keys] for parts in data.values() for part in parts.values()]
    waiting = [part["first_missing"] for parts in data.values() for part in parts.values() if part["first_missing"]]
    files = [place["path"] for place in waiting if not place["path"].endswith(".po")]
    assert [code.text for code in having(table_, "code")] == files
    return files


def test_the_table_has_a_head_for_each_column_and_row(views: dict[str, View], renderer: Renderer):
    for language in LANGUAGES:
        table_ = one(body(views[language], renderer, "translations/"), "table", "figures")
        heads = [cell for row in having(one(table_, "thead"), "tr") for cell in having(row, "th")]
        assert len(heads) == 8 and all(cell.get("scope") == "col" and text(cell) for cell in heads)
        for row in having(table_, "tr")[1:]:
            assert any(cell.get("scope") == "row" for cell in having(row, "th")), text(row)
        assert len(having(table_, "th")) == 8 + len(TRANSLATED) * (1 + 4)


def test_the_share_is_a_hundred_only_when_all_is_translated(whole: Site):
    part = whole.once(progress.of_site)["ar"]["cases"]
    assert (part.percent == 100) == (part.count("translated") == part.total)
    missing = replace(part.units[0], state="missing")
    some = type(part)(part.name, (*whole.once(progress.of_site)["ar"]["roadmap"].units * 9, missing))
    assert some.percent == 99


@pytest.mark.slow
def test_status_as_a_table_has_a_line_for_each_language_and_part(project: Path):
    done = CliRunner().invoke(
        main, ["--project", str(project), "translations", "status", "es"], env={"LC_ALL": "fr_FR.UTF-8"}
    )
    lines = done.output.splitlines()
    assert lines[0].split()[:3] == ["langue", "partie", "traduits"]
    assert [line.split()[:2] for line in lines[1:]] == [
        ["es", name] for name in ("interface", "roadmap", "pages", "cases")
    ]


@pytest.mark.slow
def test_status_of_a_language_that_is_not_translated_is_reported(project: Path):
    done = CliRunner().invoke(main, ["--project", str(project), "translations", "status", "fr"])
    assert done.exit_code == 2 and "“fr” is not a translation language" in done.output


# Reviewed translations

GOALS = ("1", "2", "3", "4")
NOTICES = {
    state: f"Traduction non officielle, faite par la rédaction et {state}. Le texte de référence est le texte français."
    for state in ("relue", "non relue")
}


def review(project: Path, *contexts: str) -> Site:
    """Mark these entries of the Spanish catalogue as reviewed, and return the site. UNESCO's own words are in none."""
    for context in contexts:
        sites.edit(project / "data/locales/es.po", f'\nmsgctxt "{context}"\n', f'\n# reviewed\nmsgctxt "{context}"\n')
    return Site(load(project))


def notice(site: Site, wording: sites.Wording, address: str) -> str:
    """Return whether the Spanish page's notice calls the translation "relue" or "non relue"."""
    view = View(site, "es", sites.SITE_URL)
    shown = frame.page_info(view, view.row_at[address]).unofficial
    assert shown is not None
    return next(state for state, french in NOTICES.items() if wording("es", "notice", french) == shown.value)


def reviewed_count(project: Path, part: str) -> int:
    """Return how many texts of a part `roadmap translations status` counts as reviewed in Spanish."""
    arguments = ["--project", str(project), "translations", "status", "es", "--format", "json"]
    return json.loads(CliRunner().invoke(main, arguments).output)["es"][part]["reviewed"]


@pytest.mark.parametrize("reviewed", [GOALS[:1], GOALS[:-1], GOALS])
def test_a_page_is_reviewed_only_when_all_its_texts_are(copy: Path, wording: sites.Wording, reviewed: tuple[str, ...]):
    site = review(copy, *(f"goal {number}" for number in reviewed))
    assert notice(site, wording, "goals/") == ("relue" if reviewed == GOALS else "non relue")
    assert notice(site, wording, "outputs/") == "non relue"
    for number in GOALS:
        assert notice(site, wording, f"goals/{number}/") == ("relue" if number in reviewed else "non relue")
    assert reviewed_count(copy, "roadmap") == len(reviewed)
    data = json.loads(site.once(datasets.files)["data/roadmap.json"])
    assert [goal["id"] for goal in data["goals"] if goal["text"]["es"]["reviewed"]] == list(reviewed)
    others = [language for language in LANGUAGES if language != "es"]
    assert not any(goal["text"][language]["reviewed"] for goal in data["goals"] for language in others)


def test_the_table_of_activities_marks_the_reviewed_texts_and_no_other(copy: Path):
    site = review(copy, "activity 1.1", "activity 2.4", "goal 1")
    table_ = csv.DictReader(io.StringIO(site.once(datasets.files)["data/activities.csv"].decode(), newline=""))
    reviewed = [(row["language"], row["activity"]) for row in table_ if row["reviewed"] == "true"]
    assert reviewed == [("es", "1.1"), ("es", "2.4")]


def test_a_text_whose_french_changed_is_no_longer_reviewed(copy: Path, wording: sites.Wording):
    assert notice(review(copy, "goal 1"), wording, "goals/1/") == "relue"
    sites.edit(copy / "data/locales/es.po", '\nmsgctxt "goal 1"\n', '\n#, fuzzy\nmsgctxt "goal 1"\n')
    assert notice(Site(load(copy)), wording, "goals/1/") == "non relue"
    assert reviewed_count(copy, "roadmap") == 0


def test_a_page_of_prose_is_no_longer_reviewed_when_one_section_of_its_original_changes(
    copy: Path, wording: sites.Wording
):
    spanish, french = (copy / f"content/about.{language}.md" for language in ("es", "fr"))
    assert notice(Site(load(copy)), wording, "about/") == "non relue"
    sites.edit(spanish, "\nfingerprints:\n", "\nreviewed: 2026-01-31\nfingerprints:\n")
    assert notice(Site(load(copy)), wording, "about/") == "relue"
    sections = reviewed_count(copy, "pages")
    french.write_text(f"{french.read_text(encoding='utf-8').rstrip()} Texte ajouté.\n", encoding="utf-8")
    assert notice(Site(load(copy)), wording, "about/") == "non relue"
    assert reviewed_count(copy, "pages") == sections - 1 > 0


@pytest.mark.parametrize("change", ["none", "head", "section"])
def test_a_case_study_is_no_longer_reviewed_when_any_part_of_its_original_changes(
    copy: Path, wording: sites.Wording, change: str
):
    slug = "tn-ticdce"
    folder = copy / "content/case-studies" / slug
    sites.edit(folder / "index.fr.md", "\nfingerprints:\n", "\nreviewed: 2026-01-31\nfingerprints:\n")
    original = folder / "index.ar.md"
    words = original.read_text(encoding="utf-8")
    if change == "head":
        words = words.replace("\nsummary: ", "\nsummary: وهمي ", 1)
    elif change == "section":
        words = f"{words.rstrip()} وهمي.\n"
    original.write_text(words, encoding="utf-8")

    site = Site(load(copy))
    case = site.project.cases[slug]
    assert case.facts.original_language == "ar"
    expected = {language: is_reviewed(text, case.original) for language, text in case.texts.items()}
    assert expected == {language: (language, change) == ("fr", "none") for language in LANGUAGES}
    data = json.loads(site.once(datasets.files)["data/case-studies.json"])
    (row,) = (one for one in data["case_studies"] if one["id"] == slug)
    assert {language: text_["reviewed"] for language, text_ in row["texts"].items()} == expected
    for language in ("en", "fr"):
        found = language_notice(View(site, language, sites.SITE_URL), case, case.texts[language])
        read = "Traduction non officielle, relue. Langue de l’original : %(original)s."
        unread = "Traduction non officielle et non relue. Langue de l’original : %(original)s."
        original = {"en": "Arabic", "fr": "arabe"}[language]
        french = read if expected[language] else unread
        assert found is not None and found.text.value == wording(language, "notice", french, original=original)


# Every page leads to the file that mends it


@pytest.mark.slow
def test_every_page_leads_to_the_file_of_its_own_text(project: Path, views: dict[str, View]):
    def failures() -> Iterator[str]:
        for language, view in views.items():
            for row in view.rows:
                url = frame.page_info(view, row).improve_url
                own = frame.reference_language(view, row) == language and (row.slug or row.kind.name == "case-study")
                if own or (language == SOURCE and row.kind.name != "case-study"):
                    if url is not None:
                        yield f"{language}/{row.address}: nothing is translated here, yet {url}"
                elif url != (wanted := REPOSITORY + _file_of(project, language, row)):
                    yield f"{language}/{row.address}: {url} and not {wanted}"

    none(failures())


def _file_of(project: Path, language: str, row: table.Row) -> str:
    """The page on the host of the file that holds a page's translation."""
    if row.slug or row.kind.name == "case-study":
        path = f"content/{row.slug}.{language}.md" if row.slug else f"content/case-studies/{row.id}/index.{language}.md"
        if (project / path).exists():
            return f"/edit/main/{path}"
        folder, _, name = path.rpartition("/")
        return f"/new/main/{folder}?filename={name}"
    return f"/blob/main/data/locales/{language}.po"


def test_no_page_names_a_catalogue_s_file_or_line(views: dict[str, View], renderer: Renderer):
    """They are for translators, and a line is another one after the next change."""
    for address in ("", "activities/2.4/", "translations/", "about/", SPANISH):
        page = body(views["ar"], renderer, address)
        assert "data/locales" not in text(page), address
        assert not [link for link in having(page, "a") if re.search(r"#L\d", link.get("href") or "")], address


def test_where_the_repository_is_not_known_the_page_of_the_translations_helps(whole: Site, renderer: Renderer):
    view = View(whole, "ar", sites.SITE_URL)
    page = body(view, renderer, "activities/2.4/")
    (link,) = having(one(page, "p", "improve"), "a")
    assert link.get("href") == "../../translations/#help"
    there = body(view, renderer, "translations/")
    assert any(heading.get("id") == "help" for heading in having(there, "h2"))


def test_a_language_is_named_once_in_its_own_page(views: dict[str, View], renderer: Renderer):
    page = body(views["ar"], renderer, "translations/")
    names = [text(item).split() for item in page.iter("li") if item.find("b") is not None]
    assert [name[0] for name in names].count("العربية") == 1
    assert [name[1] for name in names if name[0] == "العربية"] == ["الواجهة"]
    assert ["الإسبانية", "Español"] in [name[:2] for name in names]


# The glossary


@pytest.mark.slow
def test_the_glossary_has_every_term_with_its_definition_sources_and_names(
    project: Path, views: dict[str, View], renderer: Renderer, wording: sites.Wording
):
    glossary = yaml.safe_load((project / "data" / "glossary.yml").read_text(encoding="utf-8"))

    def failures() -> Iterator[str]:
        for language in LANGUAGES:
            page = body(views[language], renderer, "glossary/")
            sections = {one(section, "h2").get("id"): section for section in having(page, "section", "term")}
            if set(sections) != {term["id"] for term in glossary["terms"]}:
                yield f"{language}: {sorted(sections)}"
            for term in glossary["terms"]:
                section = sections[term["id"]]
                if plain(text(one(section, "h2"))) != plain(term["term"][language]):
                    yield f"{language}: {term['id']}: called {text(one(section, 'h2'))}"
                definition = wording(language, f"glossary {term['id']}", " ".join(term["definition"].split()))
                if plain(definition) not in plain(text(section)):
                    yield f"{language}: {term['id']}: no definition"
                urls = {link.get("href") for link in having(section, "a")}
                if missing := {glossary["sources"][name]["url"] for name in term["sources"]} - urls:
                    yield f"{language}: {term['id']}: no {missing}"
                names = {(name.get("lang"), text(name)) for name in having(section, "dd")}
                wanted = {code: name for code, name in term["term"].items() if code != language}
                if {(code, plain(name)) for code, name in names} != {
                    (code, plain(name)) for code, name in wanted.items()
                }:
                    yield f"{language}: {term['id']}: {names}"

    none(failures())


@pytest.mark.slow
def test_texts_lead_to_the_terms_they_are_marked_with_and_back(
    project: Path, views: dict[str, View], renderer: Renderer, leaflet: dict
):
    activities = {a["id"]: a.get("terms", []) for output in leaflet["outputs"] for a in output["activities"]}
    assert sum(map(bool, activities.values())) > 5
    for language in ("fr", "ar"):
        glossary = body(views[language], renderer, "glossary/")
        for identifier, terms in activities.items():
            page = body(views[language], renderer, f"activities/{identifier}/")
            marked = having(page, "section", "terms")
            links = [link.get("href") for section in marked for link in having(section, "a")]
            assert links == [f"../../glossary/#{term}" for term in terms], identifier
        for section in having(glossary, "section", "term"):
            back = {link.get("href") for link in having(section, "a")}
            mine = {name for name, terms in activities.items() if one(section, "h2").get("id") in terms}
            assert {f"../activities/{name}/" for name in mine} == {link for link in back if "activities/" in str(link)}


# The languages


def test_the_six_languages_are_offered_in_their_order():
    assert [code for code in LANGUAGES if code in sites.OWN_NAMES] == list(sites.OWN_NAMES)


def test_a_language_is_tested_with_the_others_once_it_is_offered(tmp_path: Path):
    rows = "source: fr\nlanguages:\n  - {code: fr}\n  - {code: fa, preparing: true}\n  - {code: pt, preparing: false}\n"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "languages.yml").write_text(rows, encoding="utf-8")
    assert sites.offered(tmp_path) == {"fr": "Français", "pt": "Português"}
