"""The commands that people run, on copies of the project: what they say, what they write, what they leave alone."""

from __future__ import annotations

import io
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from PIL import Image
from pydantic import ValidationError

import sites
from roadmap.contributions import importing, schemas
from roadmap.load import load
from roadmap.problems import report
from roadmap.reading import case_study
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import read_yaml
from sites import LANGUAGES, SOURCE, contents, edit, having, one, path_in, said, text, words
from small import earlier_site, small_project

OTHERS = tuple(language for language in LANGUAGES if language != SOURCE)
MKDOCS = (sys.executable, "-m", "mkdocs")


# Help


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "promises"),
    [
        ((), ("check", "build", "serve", "translations update", "schema", "--project", "Exit status", "import FILE")),
        (("check",), ("every problem", "path:line", "--format", "[PATH]")),
        (("import",), ("submission", "GitHub issue", "camera", "nothing is written", "--replace")),
        (("build",), ("Build the site", "last good site stays", "--output")),
        (("serve",), ("Serve the site", "edits", "--address")),
        (("schema",), ("data/schemas/*.json", ".github/ISSUE_TEMPLATE/")),
        (("translations",), ("catalogues", "update")),
        (("translations", "check"), ("[LANG]", "--format", "data/glossary.yml", "# same as French")),
        (("translations", "update"), ("roadmap.pot", "fuzzy")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_help_says_what_a_command_does(project: Path, arguments: tuple[str, ...], promises: tuple[str, ...]):
    done = sites.roadmap(project, *arguments, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    output = " ".join(done.stdout.split())
    assert all(promise in output for promise in promises), output


@pytest.mark.slow
def test_help_has_a_short_name(project: Path):
    assert sites.roadmap(project, "-h").stdout == sites.roadmap(project, "--help").stdout


def test_a_wrong_command_exits_2_and_says_where_help_is(project: Path):
    done = sites.roadmap(project, "biuld")
    assert done.returncode == 2
    assert "--help" in done.stderr


def test_sources_lists_each_address_with_what_rests_on_it(tmp_path: Path):
    base = sites.PROJECT / "tests/golden/base"
    folder = shutil.copytree(base, tmp_path / "project")
    other = shutil.copytree(
        folder / "content/case-studies/aa-fake-measure", folder / "content/case-studies/bb-fake-copy"
    )
    sites.edit(other / "case-study.yml", "en\n    seen: 2001-02-03", "en\n    seen: 2020-03-04")
    done = sites.roadmap(folder, "sources")
    assert done.returncode == 0, sites.said(done)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    sources = yaml.safe_load((base / "content/case-studies/aa-fake-measure/case-study.yml").read_text("utf-8"))[
        "sources"
    ]
    assert [row[0] for row in rows] == sorted(source["url"] for source in sources)
    assert all(row[2] == "aa-fake-measure, bb-fake-copy" for row in rows)
    assert max(row[1] for row in rows) == "2020-03-04"


# Builds that fail


@pytest.fixture
def published(project: Path, tmp_path: Path) -> Path:
    """A small project with a last good site."""
    copy = small_project(project, tmp_path / "project")
    earlier_site(copy / "site", index="last good site", outputs_index="last good page")
    return copy


@pytest.fixture
def spoiled(published: Path) -> tuple[Path, str]:
    """A project whose data has a misspelt key, and the place of the mistake as messages tell it."""
    roadmap = published / "data" / "roadmap.yml"
    text = "  text: Feuille de route ouverte pour la mise en œuvre de la Convention"
    return published, f"data/roadmap.yml:{edit(roadmap, text, text.replace('text:', 'txet:'))}:"


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Nothing below `folder` is added, removed or changed meanwhile, but for the records of builds."""
    before, names = contents(folder), set(folder.rglob("*"))
    yield
    after, records = contents(folder), folder / "build"
    changed = names ^ set(folder.rglob("*"))
    sites.none(f"{name} added or removed" for name in changed if records not in (name, *name.parents))
    sites.none(f"{name} changed" for name in before if after[name] != before[name])


def assert_refused(done: subprocess.CompletedProcess[str], *expected: str) -> None:
    """A mistake is told in words: exit status 1, and no traceback."""
    assert done.returncode == 1, said(done)
    assert "Traceback" not in said(done), said(done)
    assert all(word in said(done) for word in expected), said(done)


@pytest.mark.slow
def test_build_refuses_bad_data_and_keeps_the_last_good_site(spoiled: tuple[Path, str]):
    project, place = spoiled
    with unchanged(project):
        done = sites.roadmap(project, "build")
    assert_refused(done)
    assert any(line.startswith(place) and "txet" in line for line in done.stderr.splitlines()), done.stderr


def test_build_tells_every_mistake_of_every_file_in_one_run(spoiled: tuple[Path, str]):
    project, place = spoiled
    line = edit(project / "data" / "locales" / "es.po", "Siguiente: %(page)s", "Siguiente: %(pagina)s")
    with unchanged(project):
        done = sites.roadmap(project, "build")
    assert_refused(done, place, f"data/locales/es.po:{line - 1}:")


@pytest.mark.slow
def test_build_speaks_french_to_french_environments(spoiled: tuple[Path, str]):
    project, place = spoiled
    assert_refused(sites.roadmap(project, "build", LANG="fr_FR.UTF-8"), f"{place} Clé inconnue « txet ».")
    assert_refused(sites.roadmap(project, "build", LANG="en_GB.UTF-8"), f"{place} Unknown key")


@pytest.mark.slow
def test_check_refuses_what_build_refuses(spoiled: tuple[Path, str]):
    project, place = spoiled
    with unchanged(project):
        done = sites.roadmap(project, "check")
    assert_refused(done, place)
    assert done.stdout == sites.roadmap(project, "build").stderr


@pytest.mark.slow
def test_mkdocs_itself_refuses_bad_data_before_it_cleans_the_site(spoiled: tuple[Path, str]):
    project, place = spoiled
    with unchanged(project):
        done = sites.run([*MKDOCS, "build"], project)
    assert_refused(done, place)


@pytest.mark.slow
def test_serve_refuses_bad_data(spoiled: tuple[Path, str]):
    project, place = spoiled
    with unchanged(project):
        done = sites.roadmap(project, "serve", "--address", f"127.0.0.1:{_free_port()}")
    assert_refused(done, place)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "mistake", "expected"),
    [
        ("kinds/goal.html", "{{ body.gruop.goal.text }}", "gruop"),
        ("kinds/activity.html", "{{ activty }}", "activty"),
        ("kinds/case-study.html", "{{ body.contct }}", "contct"),
        ("page/footer.html", "{% if %}", "expression"),
        ("files/404.html", "{{ souce }}", "souce"),
        ("files/service-worker-gone.js", "{% if %}", "expression"),  # of which a site with a worker makes nothing
    ],
)
def test_build_tells_where_a_template_is_wrong_and_keeps_the_last_good_site(
    published: Path, template: str, mistake: str, expected: str
):
    path = published / "overrides" / template
    source = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{source}\n{mistake}\n", encoding="utf-8")
    with unchanged(published):
        done = sites.roadmap(published, "build")
    assert_refused(done, f"overrides/{template}:{source.count(chr(10)) + 2}:", expected)


@pytest.mark.slow
def test_build_puts_the_site_where_asked_and_nothing_elsewhere(published: Path, tmp_path: Path):
    with unchanged(published):
        done = sites.roadmap(published, "build", "--no-zip", "--output", str(tmp_path / "elsewhere"))
    assert done.returncode == 0, said(done)
    pages = len(sites.read_pages(tmp_path / "elsewhere"))
    assert pages > 252
    assert re.match(rf"{pages} pages, [0-9.]+ s: ", done.stdout)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "project"]


@pytest.mark.slow
def test_build_makes_the_folders_that_its_output_needs(published: Path, tmp_path: Path):
    done = sites.roadmap(published, "build", "--langs", "fr", "--output", str(tmp_path / "new" / "folders"))
    assert done.returncode == 0, said(done)
    assert (tmp_path / "new" / "folders" / "index.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize("output", [".", "..", "data", "overrides/assets"])
def test_build_never_puts_the_site_in_place_of_the_project_s_files(copy: Path, output: str):
    with unchanged(copy):
        done = sites.roadmap(copy, "build", "--output", output)
    assert_refused(done, "--output")


@pytest.mark.slow
def test_build_replaces_the_whole_of_the_last_site(published: Path):
    earlier_site(published / "site", index="last year", gone_index="a page of last year")
    done = sites.roadmap(published, "build", "--langs", "fr")
    assert done.returncode == 0, said(done)
    assert not (published / "site" / "gone").exists()
    assert not [path for path in published.iterdir() if path.name.startswith(".") and path.name != ".github"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"), [("REPO_URL", "ftp://example.org/repository"), ("CONTACT_EMAIL", "a b@c?d=e")]
)
def test_build_refuses_an_address_of_another_kind(published: Path, name: str, value: str):
    with unchanged(published):
        done = sites.roadmap(published, "build", **{name: value})
    assert_refused(done, name, value)


def test_check_refuses_a_heading_s_id_that_the_page_has_already(copy: Path):
    """Two places of one name: links lead to the first."""
    for path in (copy / "content").glob("source-notes.*.md"):
        edit(path, "{#help}", "{#texts}")
    assert_refused(sites.roadmap(copy, "check"), "content/source-notes.fr.md:", "texts")


@pytest.mark.slow
def test_a_folder_that_is_no_project_is_reported_in_words(tmp_path: Path):
    for command in (["build"], ["check"], ["translations", "update"]):
        with unchanged(tmp_path):
            done = sites.roadmap(tmp_path, *command)
        assert_refused(done, "data:1:")


def test_project_names_the_folder_to_work_on(spoiled: tuple[Path, str], tmp_path: Path):
    project, place = spoiled
    assert_refused(sites.roadmap(tmp_path, "--project", str(project), "check"), place)


# Translations


def update(project: Path) -> list[str]:
    """Runs `roadmap translations update`; the files it says it wrote."""
    done = sites.roadmap(project, "translations", "update")
    assert done.returncode == 0, said(done)
    return done.stdout.split()


@pytest.mark.slow
def test_catalogues_in_the_repository_are_up_to_date(copy: Path):
    """Run `roadmap translations update` when this fails."""
    made = {f"data/locales/{path.name}" for path in (copy / "data" / "locales").iterdir()}
    made |= {".github/CODEOWNERS", "weblate.json"}
    before = {name: (copy / name).read_bytes() for name in made}
    assert set(update(copy)) == made
    sites.none(name for name in made if before[name] != (copy / name).read_bytes())


@pytest.mark.slow
def test_updating_catalogues_twice_changes_nothing_more(copy: Path):
    french_moved(copy)
    update(copy)
    with unchanged(copy):
        update(copy)


OLD = "clauses culturelles dans les accords de commerce"
NEW = "clauses culturelles au sein des accords de commerce"
CONTEXT = "activity 3.4"


def french_moved(project: Path) -> None:
    """Changes the French of activity 3.4, a restored text: a printed one must stay as the leaflet has it."""
    path = project / "data" / "roadmap.yml"
    source = path.read_text(encoding="utf-8")
    assert source.count(f"Négocier des {OLD} et d'investissement") == 1
    path.write_text(source.replace(OLD, NEW, 1), encoding="utf-8")


def catalogue(project: Path, language: str) -> Catalog:
    """A language's catalogue, as Babel reads it."""
    with (project / "data" / "locales" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def message(project: Path, language: str) -> Message:
    """The entry of activity 3.4 in a catalogue."""
    (found,) = (entry for entry in catalogue(project, language) if entry.context == CONTEXT)
    return found


@pytest.mark.slow
def test_a_text_whose_french_moved_is_fuzzy_and_remembers_its_old_french(copy: Path):
    translations = {language: message(copy, language).string for language in OTHERS}
    fuzzy = {language: _fuzzy(copy, language) for language in OTHERS}
    french_moved(copy)
    update(copy)
    for language in OTHERS:
        found = message(copy, language)
        assert NEW in found.id
        assert found.fuzzy
        assert OLD in _previous(copy, language)
        assert found.string == translations[language], "the translator starts from the last translation"
        assert _fuzzy(copy, language) == fuzzy[language] | {CONTEXT}, "no other entry"
    assert NEW in _unfolded((copy / "data" / "locales" / "roadmap.pot").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_old_french_is_remembered_until_the_translator_has_followed(copy: Path):
    french_moved(copy)
    update(copy)
    update(copy)
    sites.none(language for language in OTHERS if OLD not in _previous(copy, language))


def test_updating_never_writes_over_a_catalogue_that_cannot_be_read(copy: Path):
    """A translator's work, one lost quote away from being read."""
    with (copy / "data" / "locales" / "es.po").open("a", encoding="utf-8") as catalogue:
        catalogue.write("broken\n")
    with unchanged(copy):
        done = sites.roadmap(copy, "translations", "update")
    assert_refused(done, "data/locales/es.po:")


def _previous(project: Path, language: str) -> str:
    """The French that activity 3.4 is translated from, as the catalogue remembers it: Babel does not read it."""
    lines = [line for line in _written(project, language).splitlines() if line.startswith("#| ")]
    return _unfolded("\n".join(line.removeprefix("#| ") for line in lines))


def _unfolded(po: str) -> str:
    """A PO file's strings on one line each."""
    return po.replace('"\n"', "")


def _fuzzy(project: Path, language: str) -> set[str | None]:
    return {entry.context for entry in catalogue(project, language) if entry.id and entry.fuzzy}


def _written(project: Path, language: str) -> str:
    """The lines of activity 3.4's entry, as written."""
    entries = (project / "data" / "locales" / f"{language}.po").read_text(encoding="utf-8").split("\n\n")
    (found,) = (entry for entry in entries if f'\nmsgctxt "{CONTEXT}"\n' in entry)
    return found


@pytest.mark.slow
def test_a_new_text_is_an_empty_entry_and_a_dropped_one_stays_as_a_comment(copy: Path):
    path = copy / "overrides" / "kinds" / "goals.html"
    source = path.read_text(encoding="utf-8")
    found = re.search(r'pgettext\("goals", "([^"]+)"\)', source)
    assert found
    path.write_text(source.replace(found[0], 'pgettext("essai", "Zèbre au xylophone")'), encoding="utf-8")
    update(copy)
    for language in OTHERS:
        (entry,) = (entry for entry in catalogue(copy, language) if entry.context == "essai")
        assert not entry.string
        assert not entry.fuzzy
        dropped = catalogue(copy, language).obsolete.values()
        assert [entry.id for entry in dropped if entry.context == "goals"] == [found[1]]


def english_follows(project: Path) -> None:
    """The English translator accepts the entry of activity 3.4 as it stands."""
    written = _written(project, "en")
    followed = "\n".join(line for line in written.split("\n") if not line.startswith(("#|", "#,")))
    edit(project / "data" / "locales" / "en.po", written, followed)
    assert not message(project, "en").fuzzy


@pytest.mark.slow
def test_a_text_not_yet_translated_is_shown_in_the_next_language_and_says_so(project: Path, tmp_path: Path):
    copy = small_project(project, tmp_path / "project")
    french_moved(copy)
    update(copy)
    english_follows(copy)
    done = sites.roadmap(copy, "build", "--no-zip", SITE_URL=sites.SITE_URL)
    assert done.returncode == 0, said(done)
    pages, english = sites.read_pages(copy / "site"), str(message(copy, "en").string)
    for language in OTHERS:
        page, catalog = pages[path_in(language, "activities/3.4/")], catalogue(copy, language)
        _assert_shows_english(page, english)
        assert _notices(page, catalog) == (["unofficial"] if language == "en" else ["unofficial", "untranslated"])
        assert page.tree.get("lang") == language
        switcher = {link.get("lang") for link in having(one(page.tree, "details", "languages"), "a")}
        assert switcher == set(LANGUAGES), "readers may still go there"
    _assert_search_engines_are_told(pages, copy / "site")
    assert NEW in text(one(pages["activities/3.4/"].tree, "h1"))


def _assert_shows_english(page: sites.Page, english: str) -> None:
    """As the page's heading, marked as English where the page is in another language."""
    heading = one(page.tree, "h1")
    assert list(words(heading, page.language)) == [(english, "en")], page.path
    marked = [(element.get("lang"), element.get("dir")) for element in having(heading) if element.get("lang")]
    assert marked == ([] if page.language == "en" else [("en", "ltr")]), page.path


def _notices(page: sites.Page, catalog: Catalog) -> list[str]:
    unofficial = "Traduction non officielle, faite par la rédaction et non relue."
    known = {
        "Une partie de cette page n’est pas encore traduite : elle est affichée dans une autre langue.": "untranslated",
        f"{unofficial} Le texte de référence est le texte français.": "unofficial",
    }
    shown = {catalog.get(french, context="notice").string: name for french, name in known.items()}
    notices = [text(notice) for notice in having(page.main, class_="notice")]
    return [next(name for start, name in shown.items() if notice.startswith(start)) for notice in notices]


def _assert_search_engines_are_told(pages: dict[str, sites.Page], site: Path) -> None:
    """The page claims the two languages that have it, and so do the hub above and the sitemap."""
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    for address in ("activities/3.4/", "activities/", ""):
        for language in LANGUAGES:
            page = pages[path_in(language, address)]
            assert _claims(page) == {"en", "fr", "x-default"}, page.path
            original = page.url if language in ("en", "fr") else sites.SITE_URL + address
            assert _canonical(page) == original
            assert (f"<loc>{page.url}</loc>" in sitemap) == (language in ("en", "fr")), page.path
    assert _claims(pages["ar/activities/3.3/"]) == {*LANGUAGES, "x-default"}


def _claims(page: sites.Page) -> set[str]:
    """The languages that a page claims to exist in."""
    return {language for language, _url in sites.alternates(page)}


def _canonical(page: sites.Page) -> str | None:
    (link,) = (link for link in having(page.tree, "link") if link.get("rel") == "canonical")
    return link.get("href")


# Schemas


def test_schemas_and_issue_forms_in_the_repository_are_up_to_date(copy: Path, project: Path):
    """Run `roadmap schema` when this fails."""
    done = sites.roadmap(copy, "schema")
    assert done.returncode == 0, said(done)
    written = {name: (copy / name).read_bytes() for name in done.stdout.split()}
    names = ("case-study", "national-roadmap")
    forms = {f".github/ISSUE_TEMPLATE/{name}.{language}.yml" for name in names for language in sites.LANGUAGES}
    kept = {f"data/schemas/{name}" for name in contents(project / "data" / "schemas")}
    assert set(written) == {*kept, *forms}
    sites.none(name for name, content in written.items() if (project / name).read_bytes() != content)


@cache
def documents(project: Path) -> dict[str, list[Any]]:
    """The files after YAML, as editors read them, by schema: dates are texts."""
    found = {path.stem: [_data(path)] for path in sorted((project / "data").glob("*.yml"))}
    folders = sorted((project / "content" / "case-studies").iterdir())
    facts = {folder: _data(folder / "case-study.yml") for folder in folders}
    found["case-study"] = [*facts.values()]
    found["submission"] = [
        submission_of(folder)
        for folder, known in facts.items()
        if {"years", "activities"} <= known.keys() and "start" in known["years"] and "withdrawn" not in known
    ]
    found["case-study-text"] = [
        yaml.safe_load(re.split(r"^---$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1])
        for folder in folders
        for path in sorted(folder.glob("index.*.md"))
    ]
    found["adaptation"] = [_data(path) for path in sorted((project / "tests").glob("adaptations/*/*/adaptation.yml"))]
    return found


def _data(path: Path) -> Any:
    return read_yaml(path, path.name)[0].data


def submission_of(folder: Path) -> dict[str, Any]:
    """A case study's folder as the one file that holds it all."""
    texts = {path.name.split(".")[1]: sites.read_words(path) for path in sorted(folder.glob("index.*.md"))}
    return {
        "submission": 1,
        "slug": folder.name,
        "case_study": _data(folder / "case-study.yml"),
        "texts": {language: _answers(words) for language, words in texts.items()},
    }


def _answers(words: sites.CaseWords) -> dict[str, str]:
    sections = {name.replace("-", "_"): markdown for name, (_heading, markdown) in words.sections.items()}
    return {"title": words.title, "summary": words.summary, **sections}


def published_schema(project: Path, name: str) -> dict[str, Any]:
    """A schema, as editors meet it."""
    return json.loads((project / "data" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_schemas_accept_the_data(project: Path):
    data = documents(project)
    assert {f"{name}.json" for name in data} == set(contents(project / "data" / "schemas"))
    for name, found in data.items():
        published = published_schema(project, name)
        jsonschema.Draft7Validator.check_schema(published)
        validator = jsonschema.Draft7Validator(published, format_checker=jsonschema.FormatChecker())
        for document in found:
            sites.none(f"{name}: {error.json_path}: {error.message}" for error in validator.iter_errors(document))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("roadmap", ()),
        ("roadmap", ("title",)),
        ("roadmap", ("outputs", 1, "activities", 2)),
        ("roadmap", ("goals", 0, "sdgs", 0)),
        ("sdgs", ("sdgs", 3)),
        ("parties", ("parties", 0)),
        ("languages", ("languages", 0)),
        ("domains", ()),
        ("domains", ("domains", 0)),
        ("case-study", ()),
        ("case-study", ("years",)),
        ("case-study", ("sources", 0)),
        ("case-study-text", ()),
        ("submission", ()),
        ("submission", ("case_study",)),
        ("submission", ("case_study", "years")),
        ("submission", ("texts", "fr")),
    ],
)
def test_schemas_refuse_an_unknown_key(project: Path, name: str, keys: tuple):
    document = deepcopy(documents(project)[name][0])
    place = document
    for key in keys:
        place = place[key]
    place["unknown"] = "key"
    with pytest.raises(jsonschema.ValidationError, match="unknown"):
        jsonschema.validate(document, published_schema(project, name), jsonschema.Draft7Validator)


WHOLE: dict[str, Any] = {
    "party": "BF",
    "co_parties": ["ML"],
    "years": {"start": 2014, "end": 2020, "ongoing": False, "planned": False},
    "lead_institution": {"fr": "Ministère fictif"},
    "activities": ["2.3"],
    "activities_partial": ["4.2"],
    "sdgs": [5],
    "domains": ["music"],
    "origin": "party",
    "mandate": "Service fictif",
    "contact": "fictif@example.org",
    "licence": "CC-BY-4.0",
    "original_language": "fr",
    "updated": "2021-02-03",
    "sources": [{"title": "Fictif", "url": "https://example.org/", "language": "fr", "seen": "2021-01-02"}],
    "images": [{"file": "mouton.png", "alt": {"fr": "Un mouton."}, "credit": "© Fictif"}],
}
"""A case study with every fact."""
MISTAKES: list[tuple[tuple, Any]] = [
    *(((key,), None) for key in ("party", "years", "lead_institution", "origin", "licence", "sources")),
    *((("sources", 0, key), None) for key in ("title", "url", "language", "seen")),
    *((("images", 0, key), None) for key in ("file", "alt", "credit")),
    *(((key,), wrong) for key in ("party", "original_language") for wrong in ("", "x", "burkina", "B1", 1, ["BF"])),
    (("co_parties",), "ML"),
    (("co_parties", 0), "ml"),
    *((("years", key), wrong) for key in ("start", "end") for wrong in (1949, 2101, "2014", 2014.5, True)),
    *((("years", key), wrong) for key in ("ongoing", "planned") for wrong in ("yes", 1)),
    (("lead_institution",), {}),
    (("lead_institution",), "Ministère"),
    (("lead_institution",), {"français": "Ministère"}),
    (("lead_institution",), {"FR": "Ministère"}),
    (("lead_institution", "fr"), ""),
    (("lead_institution", "fr"), "m" * 301),
    *(((key, 0), wrong) for key in ("activities", "activities_partial") for wrong in (2.3, "2", "0.1", "2.3.1", "2,3")),
    *((("sdgs", 0), wrong) for wrong in (0, 18, "5", 5.5)),
    *((("domains", 0), wrong) for wrong in ("Music", "deux mots", "musique é", "")),
    *(((key,), wrong) for key in ("origin", "licence") for wrong in ("", "Party", "CC-BY-NC-4.0", None)),
    *(((key,), wrong) for key in ("mandate", "contact") for wrong in ("", "m" * 301, 1, ["a"])),
    *((("updated",), wrong) for wrong in ("hier", "2021", "2021-13-01", "2021-2-3", "03/02/2021", 20210203)),
    (("sources",), []),
    (("sources",), WHOLE["sources"] * 61),
    (("sources", 0, "title"), "t" * 301),
    (("sources", 0, "url"), "https://example.org/" + "u" * 500),
    *((("sources", 0, "language"), wrong) for wrong in ("français", "FR", "f")),
    *((("sources", 0, "seen"), wrong) for wrong in ("", "2021-01-32")),
    (("images",), WHOLE["images"] * 11),
    *((("images", 0, "file"), wrong) for wrong in ("mouton.gif", "Mouton.png", "../mouton.png", "a" * 60 + ".png")),
    *((("images", 0, "alt"), wrong) for wrong in ({}, "Un mouton.", {"x": "Un mouton."}, {"fr": ""})),
]
"""What is wrong of the facts, each by itself: keys, and the value; None takes the key away."""


def spoilt(data: dict[str, Any], keys: tuple, value: Any) -> dict[str, Any]:
    """A copy of data with one value changed, or taken away for None."""
    data = deepcopy(data)
    place = data
    for key in keys[:-1]:
        place = place[key]
    if value is None:
        del place[keys[-1]]
    else:
        place[keys[-1]] = value
    return data


@pytest.mark.parametrize("name", ["case-study", "submission"])
def test_schemas_refuse_what_the_model_refuses(project: Path, name: str):
    """Every mistake that a schema has a word for, within the facts."""
    whole = WHOLE if name == "case-study" else _submission()
    prefix = () if name == "case-study" else ("case_study",)
    _compare(project, name, whole, [((*prefix, *keys), value) for keys, value in MISTAKES])


def test_the_schema_of_submissions_refuses_what_the_model_refuses_of_the_rest(project: Path):
    mistakes: list[tuple[tuple, Any]] = [
        *(((key,), None) for key in ("submission", "slug", "case_study", "texts")),
        *((("submission",), wrong) for wrong in (0, 3, "1")),
        *((("slug",), wrong) for wrong in ("", "ab", "a" * 61, "Avec-Majuscule", "deux mots", "fin-", "é-accent")),
        *((("texts",), wrong) for wrong in ({}, [], {"français": _submission()["texts"]["fr"]})),
        (("texts",), {f"{letter}x": _submission()["texts"]["fr"] for letter in "abcdefghijklm"}),
        *((("texts", "fr", key), None) for key in ("title", "summary", "main_features")),
        *((("texts", "fr", "title"), wrong) for wrong in ("", "t" * 161, 1)),
        *((("texts", "fr", "summary"), wrong) for wrong in ("court", "s" * 301)),
        *((("texts", "fr", "fingerprints"), {"head": wrong}) for wrong in ("", "0" * 11, "g" * 12)),
        (("texts", "fr", "fingerprints"), {"Head": "0" * 12}),
        *((("texts", "fr", key), "") for key in ("main_features", "results", "targets", "roadmap")),
        (("texts", "fr", "evaluation"), "e" * 20_001),
    ]
    _compare(project, "submission", _submission(), mistakes)


def test_the_schema_of_texts_refuses_what_the_model_refuses(project: Path):
    whole = {"title": "Fictif", "summary": "Un résumé fictif, assez long.", "fingerprints": {"head": "0123456789ab"}}
    mistakes: list[tuple[tuple, Any]] = [
        *(((key,), None) for key in ("title", "summary")),
        *((("title",), wrong) for wrong in ("", "t" * 161)),
        *((("summary",), wrong) for wrong in ("court", "s" * 301)),
        *((("fingerprints", "head"), wrong) for wrong in ("0123456789abc", "0123456789AB")),
        *((("reviewed",), wrong) for wrong in ("25 novembre 2026", True)),
    ]
    _compare(project, "case-study-text", whole, mistakes)


def _submission() -> dict[str, Any]:
    text = {"title": "Fictif", "summary": "Un résumé fictif, assez long.", "main_features": "Un fait fictif. [^1]"}
    return {"submission": 1, "slug": "bf-fictif", "case_study": deepcopy(WHOLE), "texts": {"fr": text}}


def _compare(project: Path, name: str, whole: dict[str, Any], mistakes: list[tuple[tuple, Any]]) -> None:
    """The model and the published schema accept the whole, and refuse it with each mistake."""
    checker = jsonschema.FormatChecker()
    validator = jsonschema.Draft7Validator(published_schema(project, name), format_checker=checker)
    model = schemas.SCHEMAS[name]
    model.model_validate(whole)
    validator.validate(whole)

    def failures() -> Iterator[str]:
        for keys, value in mistakes:
            data = spoilt(whole, keys, value)
            by_schema, by_model = not validator.is_valid(data), _refuses(model, data)
            if not (by_schema and by_model):
                yield f"{keys} {str(value)[:40]!r}: refused by the schema {by_schema}, by the model {by_model}"

    sites.none(failures())


def _refuses(model: Any, data: dict[str, Any]) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return True
    return False


# Checks of one folder


FOLDER = "content/case-studies/{}"
FIRST, SECOND = "co-crea-digital", "co-retina-latina"


@pytest.fixture
def two_spoilt(copy: Path) -> dict[str, str]:
    """Two case studies with a mistake each: by slug, its place as messages tell it."""
    places = {}
    for slug in (FIRST, SECOND):
        path = f"{FOLDER.format(slug)}/case-study.yml"
        places[slug] = f"{path}:{edit(copy / path, 'domains:', 'domians:')}:"
    return places


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [FOLDER.format(FIRST), f"{FOLDER.format(FIRST)}/", f"{FOLDER.format(FIRST)}/case-study.yml"]
)
def test_check_of_a_folder_tells_its_problems_and_no_other(copy: Path, two_spoilt: dict[str, str], path: str):
    done = sites.roadmap(copy, "check", path)
    assert_refused(done, two_spoilt[FIRST], "domians")
    assert two_spoilt[SECOND] not in said(done)


@pytest.mark.slow
def test_check_of_several_paths_tells_the_problems_of_each(copy: Path, two_spoilt: dict[str, str]):
    assert_refused(sites.roadmap(copy, "check", FOLDER.format(FIRST), FOLDER.format(SECOND)), *two_spoilt.values())
    assert_refused(sites.roadmap(copy, "check", "content"), *two_spoilt.values())
    assert sites.roadmap(copy, "check", ".").stdout == sites.roadmap(copy, "check").stdout


@pytest.mark.slow
def test_check_of_a_folder_without_a_problem_is_well_whatever_the_others_have(copy: Path, two_spoilt: dict[str, str]):
    done = sites.roadmap(copy, "check", FOLDER.format("tn-ticdce"))
    assert (done.returncode, done.stderr) == (0, ""), said(done)
    done = sites.roadmap(copy, "check", "--format", "json", FOLDER.format("tn-ticdce"))
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


@pytest.mark.slow
def test_check_of_a_path_says_the_same_to_tools(copy: Path, two_spoilt: dict[str, str]):
    (row,) = json.loads(sites.roadmap(copy, "check", "--format", "json", FOLDER.format(FIRST)).stdout)
    assert f"{row['path']}:{row['line']}:" == two_spoilt[FIRST]
    done = sites.roadmap(copy, "check", "--format", "github", FOLDER.format(FIRST))
    assert done.returncode == 1
    assert [line.startswith("::error file=") for line in done.stdout.splitlines()] == [True]


@pytest.mark.slow
def test_check_takes_a_path_from_where_it_is_run_or_from_the_project(copy: Path, two_spoilt: dict[str, str]):
    inside, outside = copy / "content" / "case-studies", copy.parent
    from_inside = sites.run([str(sites.ROADMAP), "--project", "../..", "check", FIRST], inside)
    assert_refused(from_inside, two_spoilt[FIRST])
    path = FOLDER.format(FIRST)
    from_outside = sites.run([str(sites.ROADMAP), "--project", "project", "check", path], outside)
    assert_refused(from_outside, two_spoilt[FIRST])


@pytest.mark.slow
@pytest.mark.parametrize("path", ["..", "/", "nowhere", f"{FOLDER.format(FIRST)}/../../../.."])
def test_check_of_a_path_outside_the_project_is_a_usage_error(copy: Path, path: str):
    done = sites.roadmap(copy, "check", path)
    assert done.returncode == 2, said(done)
    assert "Traceback" not in said(done)
    assert "not in this project" in done.stderr
    assert done.stdout == ""


@pytest.mark.slow
def test_check_of_a_path_survives_data_that_cannot_be_read(copy: Path):
    """Somebody else's mistake: it is not this folder's, and no reason to fall over."""
    edit(copy / "data" / "languages.yml", "\nsource: fr", "\nsorce: fr")
    done = sites.roadmap(copy, "check", FOLDER.format(FIRST))
    assert "Traceback" not in said(done), said(done)


@pytest.mark.slow
@pytest.mark.parametrize("command", [("schema",), ("translations", "update")], ids=" ".join)
def test_commands_that_write_tell_in_words_that_the_languages_cannot_be_read(copy: Path, command: tuple[str, ...]):
    line = edit(copy / "data" / "languages.yml", "\nsource: fr", "\nsorce: fr")
    with unchanged(copy):
        done = sites.roadmap(copy, *command)
    assert_refused(done, f"data/languages.yml:{line + 1}:")


# Submissions


FRENCH = {
    "slug": "bf-essai-fictif",
    "case-study-party": "BF",
    "case-study-co-parties": ["ML", "CI"],
    "text-title": "Une mesure fictive : « essai »",
    "text-summary": "Un résumé fictif, assez long pour être accepté.",
    "case-study-original-language": "fr",
    "case-study-lead-institution": "Ministère fictif",
    "case-study-years-start": "2014",
    "case-study-years-end": "2020",
    "case-study-domains": ["music", "media-arts"],
    "case-study-activities": ["1.1", "2.3"],
    "case-study-activities-partial": ["4.2"],
    "case-study-sdgs": ["5", "17"],
    "case-study-origin": "party",
    "case-study-mandate": "Service fictif, point de contact de la Convention",
    "case-study-contact": "fictif@example.org",
    "case-study-licence": "CC-BY-SA-4.0",
    "sources": "Loi fictive | https://example.org/loi?a=1 | fr | 2021-01-02\n"
    "- Made-up act | https://example.org/act | en | 2021-01-03",
    "text-main-features": "La mesure fait ceci. [1]\n\n- Un point. [2]\n- Un autre. [1]",
    "text-targets": "Elle fera cela. [^2]",
}
"""Answers to the questions of the issue form, by id; a few are left open."""
ENGLISH = FRENCH | {
    "case-study-original-language": "en",
    "text-title": "A made-up measure: “test”",
    "text-summary": "A made-up summary, long enough to be accepted.",
    "case-study-lead-institution": "Made-up ministry",
    "case-study-years-end": None,
    "case-study-years-ongoing": True,
    "case-study-origin": "editors",
    "case-study-mandate": None,
    "case-study-contact": None,
    "text-main-features": "The measure does this. [1]\n\n- A point. [2]\n- Another one. [1]",
    "text-targets": "It will do that. [^2]",
}
ANSWERS = {"fr": FRENCH, "en": ENGLISH}


def issue(project: Path, language: str, answers: dict[str, Any]) -> str:
    """The text of an issue, as GitHub makes it of the answers to our form."""
    form = sites.plain_yaml(project / ".github" / "ISSUE_TEMPLATE" / f"case-study.{language}.yml")
    asked = [element for element in form["body"] if element["type"] != "markdown"]
    assert set(answers) <= {element["id"] for element in asked}
    parts = [f"### {e['attributes']['label']}\n\n{_as_github(e, answers.get(e['id']))}" for e in asked]
    return "\n\n".join(parts)


def _as_github(element: dict[str, Any], answer: Any) -> str:
    attributes = element["attributes"]
    if element["type"] == "checkboxes":
        return "\n".join(f"- [{'X' if answer else ' '}] {option['label']}" for option in attributes["options"])
    if answer is None:
        return "_No response_"
    if element["type"] == "dropdown":
        values = answer if attributes["multiple"] == "true" else [answer]
        named = [next(o for o in attributes["options"] if o.startswith(f"{value} ")) for value in values]
        return ", ".join(named)
    return f"```{attributes['render']}\n{answer}\n```" if "render" in attributes else answer


def expected_facts(answers: dict[str, Any]) -> dict[str, Any]:
    """The facts that answers give, as plain YAML reads them."""
    rows = [row.removeprefix("- ").split(" | ") for row in answers["sources"].split("\n")]
    years = {"start": answers["case-study-years-start"], "end": answers["case-study-years-end"]}
    years["ongoing"] = "true" if answers.get("case-study-years-ongoing") else None
    language = answers["case-study-original-language"]
    facts = {
        name: answers.get(f"case-study-{name.replace('_', '-')}")
        for name in (
            *("party", "co_parties", "activities", "activities_partial", "sdgs", "domains", "origin", "mandate"),
            *("contact", "licence", "original_language"),
        )
    }
    facts |= {
        "years": {key: value for key, value in years.items() if value},
        "lead_institution": {language: answers["case-study-lead-institution"]},
        "updated": date.today().isoformat(),
        "sources": [dict(zip(("title", "url", "language", "seen"), row, strict=True)) for row in rows],
    }
    return {key: value for key, value in facts.items() if value is not None}


def assert_imported(done: subprocess.CompletedProcess[str], project: Path, answers: dict[str, Any]) -> None:
    """The folder is there, its name was told, and it says what was answered."""
    slug, language = answers["slug"], answers["case-study-original-language"]
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{FOLDER.format(slug)}\n", ""), said(done)
    case = sites.read_cases(project)[slug]
    assert case.facts == expected_facts(answers)
    assert list(case.texts) == [language]
    words = case.texts[language]
    assert (words.title, words.summary) == (answers["text-title"], answers["text-summary"])
    expected = {name: answers[f"text-{name}"] for name in ("main-features", "targets")}
    found = {name: re.sub(r"\[\^", "[", markdown) for name, (_heading, markdown) in words.sections.items()}
    assert found == {name: text.replace("[^", "[") for name, text in expected.items()}
    assert all("[^" in markdown for _heading, markdown in words.sections.values())
    load(project)  # or it tells the problems


def send(project: Path, text: str, name: str = "sent.md") -> Path:
    """A file beside the project, as it was sent."""
    path = project.parent / "sent" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def as_file(answers: dict[str, Any]) -> str:
    """The same answers as the form's file has them."""
    facts, language = expected_facts(answers), answers["case-study-original-language"]
    numbers: dict[str, Any] = {"years": {key: yaml.safe_load(value) for key, value in facts["years"].items()}}
    numbers["sdgs"] = [int(number) for number in facts["sdgs"]]
    text = {"title": answers["text-title"], "summary": answers["text-summary"]}
    text |= {name: answers[f"text-{name.replace('_', '-')}"] for name in ("main_features", "targets")}
    data = {"submission": 1, "slug": answers["slug"], "case_study": facts | numbers, "texts": {language: text}}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@pytest.mark.slow
@pytest.mark.parametrize("language", ANSWERS)
@pytest.mark.parametrize("form", ["the file", "an issue with the file", "an issue with answers"])
def test_import_makes_a_folder_of_what_was_sent(project: Path, copy: Path, language: str, form: str):
    answers = ANSWERS[language]
    text = {
        "the file": lambda: as_file(answers),
        "an issue with the file": lambda: issue(project, language, {"submission": as_file(answers)}),
        "an issue with answers": lambda: issue(project, language, answers),
    }[form]()
    assert_imported(sites.roadmap(copy, "import", str(send(copy, text))), copy, answers)


@pytest.mark.slow
def test_import_takes_a_file_from_windows(project: Path, copy: Path):
    """GitHub, too, sends lines that end as those of Windows do."""
    text = "\ufeff" + issue(project, "fr", FRENCH).replace("\n", "\r\n")
    assert_imported(sites.roadmap(copy, "import", str(send(copy, text))), copy, FRENCH)


def test_questions_of_an_issue_form_do_not_share_a_label(project: Path):
    """The way back goes by the labels."""
    for language in sites.LANGUAGES:
        form = sites.plain_yaml(project / ".github" / "ISSUE_TEMPLATE" / f"case-study.{language}.yml")
        labels = [element["attributes"]["label"] for element in form["body"] if element["type"] != "markdown"]
        assert len(set(labels)) == len(labels)


SPOILS: list[tuple[str, str, str, str | tuple[str, str]]] = [
    ("case-study-years-start", "2014", "deux mille", ("years.start", "Année de début")),
    ("slug", "bf-essai-fictif", "x", ("slug", "Nom court")),
    ("sources", "https://example.org/act", "ftp://example.org/act", ("url", "Adresse de la source")),
    ("text-main-features", "- Un point. [2]", "- Un point. [3]", ("[^3]", "[3]")),
    ("text-main-features", "- Un autre. [1]", "- Un autre.", "Fait sans source"),
    ("text-targets", "Elle fera cela. [^2]", "Elle <b>fera</b> cela. [^2]", "<b>"),
    ("case-study-contact", "fictif@example.org", "fictif", ("contact", "Contact de l’institution")),
]
"""An answer, what it is, what it becomes, and what must be told of it, on its line: in a file, and in an issue."""


@pytest.fixture(scope="session")
def whole(project: Path) -> Project:
    """The real project, read and checked once."""
    return load(project)


def problems_of(path: Path, whole: Project) -> list[str]:
    """What `roadmap import` tells of a file, in French."""
    try:
        importing.read(path, path.name, whole)
    except importing.ProblemsFound as found:
        return [report([problem], "text", "fr") for problem in found.problems]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["the file", "an issue with the file", "an issue with answers"])
@pytest.mark.parametrize(("question", "old", "new", "expected"), SPOILS)
def test_problems_are_reported_on_the_lines_of_what_was_sent(
    project: Path, tmp_path: Path, whole: Project, form: str, question: str, old: str, new: str, expected: Any
):
    make: dict[str, Callable[[], str]] = {
        "the file": lambda: as_file_by_hand(FRENCH),
        "an issue with the file": lambda: issue(project, "fr", {"submission": as_file_by_hand(FRENCH)}),
        "an issue with answers": lambda: issue(project, "fr", FRENCH),
    }
    text = make[form]()
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    path = tmp_path / "sent.md"
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = problems_of(path, whole)
    expected = expected if isinstance(expected, str) else expected[form != "the file"]
    assert any(problem.startswith(f"sent.md:{line}: ") and expected in problem for problem in found), (line, found)


def as_file_by_hand(answers: dict[str, Any]) -> str:
    """As the form writes it: what `as_file` has, with the texts in blocks, so that each line is one of the file."""
    data = yaml.safe_load(as_file(answers))
    (text,) = data["texts"].values()
    blocks = {name: text.pop(name) for name in ("main_features", "targets")}
    head = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    lines = [
        f"    {name}: |\n" + "".join(f"      {line}\n" for line in block.split("\n")) for name, block in blocks.items()
    ]
    return "# Made by the form.\n" + head + "".join(lines).replace("      \n", "\n")


def test_every_problem_of_a_submission_is_told_in_one_run(project: Path, tmp_path: Path, whole: Project):
    text = issue(project, "fr", FRENCH)
    expected = []
    for _question, old, new, message in SPOILS:
        text = text.replace(old, new)
        expected.append(message if isinstance(message, str) else message[1])
    (tmp_path / "sent.md").write_text(text, encoding="utf-8")
    found = problems_of(tmp_path / "sent.md", whole)
    sites.none(message for message in expected if not any(message in problem for problem in found))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wrong.yml", as_file(FRENCH).replace("party: BF", "party: BFA")),
        ("letter.md", "Bonjour, voici notre mesure."),
        ("empty.yml", ""),
        ("broken.yml", "submission: 1\nslug: [\n"),
        ("picture.yml", as_file(FRENCH) + "images: []\n"),
    ],
    ids=lambda value: value if len(value) < 12 else "",
)
def test_import_writes_nothing_when_something_is_wrong(copy: Path, name: str, text: str):
    path = send(copy, text, name)
    with unchanged(copy):
        done = sites.roadmap(copy, "import", str(path))
    assert_refused(done, f"{name}:")
    assert done.stdout == ""


def test_import_of_a_file_that_is_not_there_is_reported_in_words(copy: Path):
    with unchanged(copy):
        assert_refused(sites.roadmap(copy, "import", "nowhere.yml"), "nowhere.yml:1:")


@pytest.mark.slow
def test_import_never_writes_over_a_case_study_unless_it_is_told_to(copy: Path):
    answers = FRENCH | {"slug": FIRST}
    path, folder = send(copy, as_file(answers), "sent.yml"), copy / FOLDER.format(FIRST)
    with unchanged(copy):
        done = sites.roadmap(copy, "import", str(path))
    assert_refused(done, "sent.yml:2:", FIRST, f"{FIRST}-2")
    drop = [f"--drop={name}" for name in contents(folder) if name not in ("case-study.yml", "index.fr.md")]
    with unchanged(copy):
        done = sites.roadmap(copy, "import", "--replace", str(path))
    assert_refused(done, "sent.yml:2:", *(option.replace("=", " ") for option in drop))
    assert_imported(sites.roadmap(copy, "import", "--replace", *drop, str(path)), copy, answers)
    assert set(contents(folder)) == {"case-study.yml", "index.fr.md"}, "nothing is left of the old one"
    assert [path.name for path in copy.iterdir() if path.name.startswith(".")] == [".github"]


def camera_picture(format: str) -> bytes:
    """A picture that tells where it was taken, with what, and that it is held upright."""
    exif = Image.Exif()
    exif[0x0110] = "Fake camera"
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)}
    buffer = io.BytesIO()
    Image.new("RGB", (12, 8), "white").save(buffer, format, exif=exif)
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(("format", "suffix"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_import_takes_off_what_a_camera_wrote_into_a_picture(copy: Path, format: str, suffix: str):
    """The place above all. The picture stays as it was shown."""
    images = [{"file": f"mouton.{suffix}", "alt": {"fr": "Un mouton."}, "credit": "© Fictif"}]
    data = yaml.safe_load(as_file(FRENCH))
    data["case_study"]["images"] = images
    path = send(copy, yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "sent.yml")
    path.with_name(f"mouton.{suffix}").write_bytes(camera_picture(format))
    done = sites.roadmap(copy, "import", str(path))
    assert done.returncode == 0, said(done)
    folder = copy / FOLDER.format(FRENCH["slug"])
    written = (folder / f"mouton.{suffix}").read_bytes()
    assert b"Fake camera" not in written
    with Image.open(io.BytesIO(written)) as picture:
        assert (picture.format, picture.size) == (format, (8, 12))
        assert not picture.getexif()
    load(copy)  # or it tells the problems
    assert sites.plain_yaml(folder / "case-study.yml")["images"] == images


@pytest.mark.slow
def test_import_misses_a_picture_that_does_not_stand_beside_the_file(copy: Path):
    data = yaml.safe_load(as_file(FRENCH))
    data["case_study"]["images"] = [{"file": "mouton.png", "alt": {"fr": "Un mouton."}, "credit": "© Fictif"}]
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    line = text[: text.index("file: mouton.png")].count("\n") + 1
    with unchanged(copy):
        done = sites.roadmap(copy, "import", str(send(copy, text, "sent.yml")))
    assert_refused(done, f"sent.yml:{line}:", "mouton.png")


@pytest.mark.slow
def test_importing_what_import_wrote_gives_the_same_folder(copy: Path):
    path = send(copy, as_file(FRENCH), "sent.yml")
    assert_imported(sites.roadmap(copy, "import", str(path)), copy, FRENCH)
    folder = copy / FOLDER.format(FRENCH["slug"])
    before = contents(folder)
    again = send(copy, yaml.safe_dump(submission_of(folder), allow_unicode=True, sort_keys=False), "again.yml")
    assert_imported(sites.roadmap(copy, "import", "--replace", str(again)), copy, FRENCH)
    assert contents(folder) == before


@pytest.mark.slow
def test_every_case_study_can_be_sent_as_one_file_and_comes_back_the_same(
    project: Path, tmp_path: Path, whole: Project
):
    """Facts, titles, sections, and which state of the original a translation is made from."""
    for slug, case in whole.cases.items():
        folder = project / FOLDER.format(slug)
        path = tmp_path / f"{slug}.yml"
        sent, expected = submission_of(folder), case.facts
        if not (expected.years.start and expected.activities):  # who sends it states what the editors do not know
            sent["case_study"]["years"]["start"] = 2014
            sent["case_study"]["activities"] = sent["case_study"].get("activities", []) or ["1.1"]
            years = expected.years.model_copy(update={"start": 2014})
            expected = expected.model_copy(update={"years": years, "activities": expected.activities or ("1.1",)})
        text = yaml.safe_dump(sent, allow_unicode=True, sort_keys=False, width=100_000)
        path.write_text(text, encoding="utf-8")
        for picture in case.files.values():
            shutil.copy(picture, tmp_path)
        ready = importing.read(path, path.name, whole)
        back = tmp_path / slug
        back.mkdir()
        for name, content in importing.files(ready).items():
            (back / name).write_bytes(content)
        found, problems = case_study.read_case(back)
        assert not problems
        assert found is not None and found.facts == expected
        assert set(contents(back)) == set(contents(folder))
        for language, case_text in case.texts.items():
            again = found.texts[language]
            assert (again.title, again.summary) == (case_text.title, case_text.summary)
            assert _section_words(again) == _section_words(case_text)
            assert not found.behind(language)


def _section_words(text: case_study.CaseText) -> list[tuple[str, list[str]]]:
    return [(section.id, section.markdown.split()) for section in text.sections]


# Serve


PATIENCE = 60
"""Seconds within which anything must have happened, on a busy machine."""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _heed() -> None:
    """Ends when it is told to: a job of a shell may ignore one signal, and what `nohup` started another."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Server:
    """`roadmap serve`, running."""

    def __init__(self, project: Path, log: Path):
        self.port = _free_port()
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [str(sites.ROADMAP), "serve", "--address", f"127.0.0.1:{self.port}"],
                cwd=project,
                env=sites.environment(project, TMPDIR=str(log.parent), PYTHONPATH=str(project / "hooks")),
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=_heed,
            )

    def said(self) -> str:
        """All it printed."""
        return self.log.read_text(encoding="utf-8")

    def address(self) -> str:
        """Where it says that it serves."""
        found = self.wait(lambda: re.search(r"Serving on (http://\S+)", self.said()), PATIENCE)
        return found[1]

    def wait(self, found, seconds: float = PATIENCE):
        """Waits for `found()` to give something, and returns it."""
        end = time.monotonic() + seconds
        while not (result := found()):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.2)
        return result

    def get(self, path: str) -> str:
        """A served file; nothing where there is none, or no server."""
        try:
            with urllib.request.urlopen(f"{self.address()}{path}", timeout=PATIENCE) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def stop(self, how: int = signal.SIGINT) -> int:
        """As Ctrl-C stops it: at once."""
        self.process.send_signal(how)
        return self.process.wait(10)


@pytest.fixture
def server(copy: Path, tmp_path: Path) -> Iterator[Server]:
    """The copy, served."""
    (tmp_path / "tmp").mkdir()
    server = Server(copy, tmp_path / "tmp" / "log")
    yield server
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()


@pytest.mark.slow
def test_serve_shows_edits_of_data_translations_templates_and_styles(copy: Path, server: Server):
    assert server.address() == f"http://127.0.0.1:{server.port}/roadmap/"
    assert "Seul l’accent de la première lettre est rétabli." in server.get("activities/4.1/")
    assert set(json.loads(server.get("pagefind/pagefind-entry.json"))["languages"]) == set(sites.LANGUAGES), "searches"

    edit(copy / "data" / "roadmap.yml", "Seul l’accent de la première", "Seul, l’accent de la toute première")
    assert "Seul, l’accent de la toute première" in server.get("activities/4.1/")

    edit(copy / FOLDER.format(FIRST) / "index.fr.md", " {#results}", " édités {#results}")
    assert " édités</h2>" in server.get(f"case-studies/{FIRST}/")

    edit(copy / "data" / "locales" / "en.po", 'msgstr "Outputs"', 'msgstr "Outputs, as edited"')
    assert "<h1>Outputs, as edited</h1>" in server.get("en/outputs/")

    edit(copy / "overrides" / "kinds" / "prose.html", '<article class="prose">', '<article class="prose edited">')
    assert '<article class="prose edited">' in server.get("ar/about/")

    with (copy / "overrides" / "assets" / "roadmap.css").open("a", encoding="utf-8") as styles:
        styles.write("\n.edited { color: red; }\n")
    assert ".edited{color:red}" in server.get(_style_sheet(server))

    assert server.stop() == 0
    assert "Traceback" not in server.said()
    assert [path.name for path in server.log.parent.iterdir()] == ["log"], "nothing is left behind"


def _style_sheet(server: Server) -> str:
    """Its path, from the home page."""
    found = re.search(r'rel="stylesheet" href="([^"]*roadmap\.[^"]+)"', server.get(""))
    return found[1] if found else ""


@pytest.mark.slow
def test_serve_survives_a_mistake_and_its_mending(copy: Path, server: Server):
    server.address()
    roadmap = copy / "data" / "roadmap.yml"
    line = edit(roadmap, "    note: Un « à » manque devant", "    nota: Un « à » manque devant")
    server.wait(lambda: f"data/roadmap.yml:{line}:" in server.said())  # told without anybody asking for a page
    assert "Un «\u00a0à\u00a0» manque" in server.get("activities/5.2/"), "the last good page stays"
    assert f"data/roadmap.yml:{line}:" in server.get("activities/5.2/")
    edit(roadmap, "    nota: Un « à » manque devant", "    note: Un petit « à » manque devant")
    assert "Un petit «\u00a0à\u00a0» manque" in server.get("activities/5.2/")
    assert server.said().count(f"data/roadmap.yml:{line}:") == 1
    assert server.stop() == 0
    assert "Traceback" not in server.said()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_serve_stops_at_once_and_leaves_nothing(copy: Path, server: Server, how: signal.Signals):
    """While an index is made, and while pages wait for changes."""
    folder = server.log.parent
    server.get("search/")
    assert server.wait(lambda: {path.name for path in folder.iterdir()} - {"log"}), "an index is made"
    path = urllib.parse.urlsplit(server.address()).path
    with ExitStack() as waiting:
        for _tab in range(3):
            tab = waiting.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            version = re.search(r'_changes" data-version="([\w-]+)"', server.get(""))
            tab.sendall(f"GET {path}_changes?{version[1]} HTTP/1.0\r\n\r\n".encode())
        time.sleep(0.3)
        assert server.stop(how) == 0
    assert [path.name for path in folder.iterdir()] == ["log"]
    assert "Traceback" not in server.said()


@pytest.mark.slow
def test_serve_starts_anew_when_its_code_has_changed(copy: Path, server: Server):
    server.address()
    code = copy / "hooks" / "roadmap" / "views" / "schema_org.py"
    before = code.read_text(encoding="utf-8")
    code.write_text(before + "\ndef wrong(:\n", encoding="utf-8")
    server.wait(lambda: "SyntaxError" in server.said())
    assert "SyntaxError" in server.get(""), "the code that it has goes on"

    render = copy / "hooks" / "roadmap" / "views" / "render.py"
    edit(
        render,
        "return self._whole(view, row, self.body(view, row))\n\n    def _whole",
        "return 'anew'\n\n    def _whole",
    )
    code.write_text(before, encoding="utf-8")
    server.wait(lambda: server.get("").startswith("anew"))
    assert server.said().count("Serving on ") == 2 and "restarting the server" in server.said()
    assert server.stop() == 0


@pytest.mark.slow
def test_serve_refuses_an_address_that_is_taken_or_none(copy: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = sites.roadmap(copy, "serve", "--address", address)
    assert done.returncode == 1 and "Traceback" not in said(done)
    assert f"Cannot serve on {address}: Address already in use." in said(done) and "--address" in said(done)
    for wrong in ("8000", "localhost", "localhost:http", ":8000"):
        done = sites.roadmap(copy, "serve", "--address", wrong)
        assert done.returncode == 2 and f"“{wrong}” is not an address" in said(done)
