"""The commands that people run, on copies of the project: what they say, what they write, what they leave alone."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import sites
from roadmap import schema
from roadmap.yamlfile import read_yaml
from sites import LANGUAGES, SOURCE, contents, edit, having, one, path_in, said, text, words

OTHERS = tuple(language for language in LANGUAGES if language != SOURCE)
MKDOCS = (sys.executable, "-m", "mkdocs")


# Help


@pytest.mark.parametrize(
    ("arguments", "promises"),
    [
        ((), ("check", "build", "serve", "translations update", "schema", "--project", "Exit status")),
        (("check",), ("every problem", "path:line", "--format")),
        (("build",), ("Build the site", "last good site stays", "--output")),
        (("serve",), ("Serve the site", "edits", "--address")),
        (("schema",), ("data/schemas/*.json",)),
        (("translations",), ("catalogues", "update")),
        (("translations", "update"), ("roadmap.pot", "fuzzy")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_help_says_what_a_command_does(project: Path, arguments: tuple[str, ...], promises: tuple[str, ...]):
    done = sites.roadmap(project, *arguments, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    assert all(promise in told for promise in promises), told


def test_help_has_a_short_name(project: Path):
    assert sites.roadmap(project, "-h").stdout == sites.roadmap(project, "--help").stdout


def test_a_wrong_command_exits_2_and_says_where_help_is(project: Path):
    done = sites.roadmap(project, "biuld")
    assert done.returncode == 2
    assert "--help" in done.stderr


# Builds that fail


@pytest.fixture
def published(copy: Path) -> Path:
    """A copy of the project with a last good site."""
    (copy / "site" / "outputs").mkdir(parents=True)
    (copy / "site" / "index.html").write_text("last good site", encoding="utf-8")
    (copy / "site" / "outputs" / "index.html").write_text("last good page", encoding="utf-8")
    return copy


@pytest.fixture
def spoiled(published: Path) -> tuple[Path, str]:
    """A project whose data has a misspelt key, and the place of the mistake as messages tell it."""
    roadmap = published / "data" / "roadmap.yml"
    text = "  text: Feuille de route ouverte pour la mise en œuvre de la Convention"
    return published, f"data/roadmap.yml:{edit(roadmap, text, text.replace('text:', 'txet:'))}:"


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Nothing below `folder` is added, removed or changed meanwhile."""
    before, names = contents(folder), set(folder.rglob("*"))
    yield
    after = contents(folder)
    sites.none(f"{name} added or removed" for name in names ^ set(folder.rglob("*")))
    sites.none(f"{name} changed" for name in before if after[name] != before[name])


def assert_refused(done: subprocess.CompletedProcess[str], *told: str) -> None:
    """A mistake is told in words: exit status 1, and no traceback."""
    assert done.returncode == 1, said(done)
    assert "Traceback" not in said(done), said(done)
    assert all(word in said(done) for word in told), said(done)


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


def test_build_speaks_french_to_french_environments(spoiled: tuple[Path, str]):
    project, place = spoiled
    assert_refused(sites.roadmap(project, "build", LANG="fr_FR.UTF-8"), f"{place} Clé inconnue « txet ».")
    assert_refused(sites.roadmap(project, "build", LANG="en_GB.UTF-8"), f"{place} Unknown key")


def test_check_refuses_what_build_refuses(spoiled: tuple[Path, str]):
    project, place = spoiled
    with unchanged(project):
        done = sites.roadmap(project, "check")
    assert_refused(done, place)
    assert done.stdout == sites.roadmap(project, "build").stderr


def test_mkdocs_itself_refuses_bad_data_before_it_cleans_the_site(spoiled: tuple[Path, str]):
    project, place = spoiled
    with unchanged(project):
        done = sites.run([*MKDOCS, "build"], project)
    assert_refused(done, place)


def test_serve_refuses_bad_data(spoiled: tuple[Path, str]):
    project, place = spoiled
    with unchanged(project):
        done = sites.roadmap(project, "serve", "--address", f"127.0.0.1:{_free_port()}")
    assert_refused(done, place)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "mistake", "told"),
    [
        ("kinds/goal.html", "{{ body.gruop.goal.text }}", "gruop"),
        ("kinds/activity.html", "{{ activty }}", "activty"),
        ("page/footer.html", "{% if %}", "expression"),
        ("files/404.html", "{{ souce }}", "souce"),
    ],
)
def test_build_tells_where_a_template_is_wrong_and_keeps_the_last_good_site(
    published: Path, template: str, mistake: str, told: str
):
    path = published / "overrides" / template
    source = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{source}\n{mistake}\n", encoding="utf-8")
    with unchanged(published):
        done = sites.roadmap(published, "build")
    assert_refused(done, f"overrides/{template}:{source.count(chr(10)) + 2}:", told)


@pytest.mark.slow
def test_build_puts_the_site_where_it_is_told_and_nothing_elsewhere(published: Path, tmp_path: Path):
    with unchanged(published):
        done = sites.roadmap(published, "build", "--output", str(tmp_path / "elsewhere"))
    assert done.returncode == 0, said(done)
    assert re.match(r"252 pages, [0-9.]+ s: ", done.stdout)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "project"]


@pytest.mark.slow
def test_build_makes_the_folders_that_its_output_needs(copy: Path, tmp_path: Path):
    done = sites.roadmap(copy, "build", "--output", str(tmp_path / "new" / "folders"))
    assert done.returncode == 0, said(done)
    assert (tmp_path / "new" / "folders" / "index.html").exists()


@pytest.mark.parametrize("output", [".", "..", "data", "overrides/assets"])
def test_build_never_puts_the_site_in_place_of_the_project_s_files(copy: Path, output: str):
    with unchanged(copy):
        done = sites.roadmap(copy, "build", "--output", output)
    assert_refused(done, "--output")


@pytest.mark.slow
def test_build_replaces_the_whole_of_the_last_site(published: Path):
    (published / "site" / "gone").mkdir()
    (published / "site" / "gone" / "index.html").write_text("a page of last year", encoding="utf-8")
    done = sites.roadmap(published, "build")
    assert done.returncode == 0, said(done)
    assert not (published / "site" / "gone").exists()
    assert not [path for path in published.iterdir() if path.name.startswith(".")]


def test_check_refuses_a_heading_s_id_that_the_page_has_already(copy: Path):
    """Two places of one name: links lead to the first."""
    for path in (copy / "content").glob("source-notes.*.md"):
        edit(path, "{#help}", "{#texts}")
    assert_refused(sites.roadmap(copy, "check"), "content/source-notes.fr.md:", "texts")


def test_a_folder_that_is_no_project_is_told_in_words(tmp_path: Path):
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


def test_catalogues_in_the_repository_are_up_to_date(copy: Path):
    """Run `roadmap translations update` when this fails."""
    before = contents(copy / "data" / "locales")
    written = update(copy)
    assert sorted(written) == sorted(f"data/locales/{name}" for name in before)
    after = contents(copy / "data" / "locales")
    sites.none(name for name in after if before.get(name) != after[name])


def test_updating_catalogues_twice_changes_nothing_more(copy: Path):
    french_moved(copy)
    update(copy)
    with unchanged(copy):
        update(copy)


OLD = "accords commerciaux portant sur le commerce électronique"
NEW = "accords commerciaux relatifs au commerce électronique"
CONTEXT = "activity 3.4"


def french_moved(project: Path) -> None:
    """Changes the French of activity 3.4, a restored text: a printed one must stay as the leaflet has it."""
    path = project / "data" / "roadmap.yml"
    source = path.read_text(encoding="utf-8")
    found = re.search(r"dans les (accords commerciaux portant sur le commerce électronique) et les\n", source)
    assert found
    path.write_text(source.replace(found[1], NEW, 1), encoding="utf-8")


def catalogue(project: Path, language: str) -> Catalog:
    """A language's catalogue, as Babel reads it."""
    with (project / "data" / "locales" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def message(project: Path, language: str) -> Message:
    """The entry of activity 3.4 in a catalogue."""
    (found,) = (entry for entry in catalogue(project, language) if entry.context == CONTEXT)
    return found


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


def test_a_new_text_is_an_empty_entry_and_a_dropped_one_stays_as_a_comment(copy: Path):
    path = copy / "overrides" / "kinds" / "goals.html"
    source = path.read_text(encoding="utf-8")
    found = re.search(r'pgettext\("goals", "([^"]+)"\)', source)
    assert found
    path.write_text(source.replace(found[0], 'pgettext("essai", "Tout autre chose")'), encoding="utf-8")
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
def test_a_text_not_yet_translated_is_shown_in_the_next_language_and_says_so(copy: Path):
    french_moved(copy)
    update(copy)
    english_follows(copy)
    done = sites.roadmap(copy, "build", SITE_URL=sites.SITE_URL)
    assert done.returncode == 0, said(done)
    pages, english = sites.read_pages(copy / "site"), str(message(copy, "en").string)
    for language in OTHERS:
        page, catalog = pages[path_in(language, "activities/3.4/")], catalogue(copy, language)
        _assert_shows_english(page, english)
        assert _notices(page, catalog) == (["unofficial"] if language == "en" else ["untranslated", "unofficial"])
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
    known = {
        "Une partie de cette page n’est pas encore traduite : elle est affichée dans une autre langue.": "untranslated",
        "Traduction non officielle, faite par la rédaction. Le texte de référence est le texte français.": "unofficial",
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
    return {link.get("hreflang", "") for link in having(page.tree, "link") if link.get("rel") == "alternate"}


def _canonical(page: sites.Page) -> str | None:
    (link,) = (link for link in having(page.tree, "link") if link.get("rel") == "canonical")
    return link.get("href")


# Schemas


def test_schemas_in_the_repository_are_up_to_date(copy: Path, project: Path):
    """Run `roadmap schema` when this fails."""
    done = sites.roadmap(copy, "schema")
    assert done.returncode == 0, said(done)
    written = contents(copy / "data" / "schemas")
    assert sorted(done.stdout.split()) == sorted(f"data/schemas/{name}" for name in written)
    assert contents(project / "data" / "schemas") == written


def documents(project: Path) -> dict[str, object]:
    """The data files after YAML, as editors read it: dates are texts."""
    return {path.stem: read_yaml(path, path.name)[0].data for path in sorted((project / "data").glob("*.yml"))}


def test_schemas_accept_the_data(project: Path):
    schemas = {name.removesuffix(".json"): json.loads(text) for name, text in schema.schemas().items()}
    data = documents(project)
    assert set(data) == set(schemas)
    for name, document in data.items():
        jsonschema.Draft7Validator.check_schema(schemas[name])
        errors = jsonschema.Draft7Validator(schemas[name]).iter_errors(document)
        sites.none(f"{name}: {error.json_path}: {error.message}" for error in errors)


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
    ],
)
def test_schemas_refuse_an_unknown_key(project: Path, name: str, keys: tuple):
    document = documents(project)[name]
    place = document
    for key in keys:
        place = place[key]
    place["unknown"] = "key"
    with pytest.raises(jsonschema.ValidationError, match="unknown"):
        jsonschema.validate(document, json.loads(schema.schemas()[f"{name}.json"]), jsonschema.Draft7Validator)


# Serve


PATIENCE = 30
"""Seconds within which an edit must show."""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """`roadmap serve`, running."""

    def __init__(self, project: Path, log: Path):
        self.port = _free_port()
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [str(sites.ROADMAP), "serve", "--address", f"127.0.0.1:{self.port}"],
                cwd=project,
                env=sites.environment(project, TMPDIR=str(log.parent)),
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job of a shell may ignore it
            )

    def said(self) -> str:
        """All it printed."""
        return self.log.read_text(encoding="utf-8")

    def address(self) -> str:
        """Where it says that it serves."""
        found = self.wait(lambda: re.search(r"Serving on (http://\S+)", self.said()), 2 * PATIENCE)
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
        """A served file; nothing while the server builds."""
        try:
            with urllib.request.urlopen(f"{self.address()}{path}", timeout=PATIENCE) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def stop(self) -> int:
        """As Ctrl-C stops it."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


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

    edit(copy / "data" / "roadmap.yml", "Seul l’accent de la première", "Seul, l’accent de la toute première")
    server.wait(lambda: "Seul, l’accent de la toute première" in server.get("activities/4.1/"))

    edit(copy / "data" / "locales" / "en.po", 'msgstr "Outputs"', 'msgstr "Outputs, as edited"')
    server.wait(lambda: "<h1>Outputs, as edited</h1>" in server.get("en/outputs/"))

    edit(copy / "overrides" / "kinds" / "prose.html", '<article class="prose">', '<article class="prose edited">')
    server.wait(lambda: '<article class="prose edited">' in server.get("ar/about/"))

    with (copy / "overrides" / "assets" / "roadmap.css").open("a", encoding="utf-8") as styles:
        styles.write("\n.edited { color: red; }\n")
    server.wait(lambda: ".edited { color: red; }" in server.get(_style_sheet(server)))

    assert server.stop() == 0
    assert "Traceback" not in server.said()
    assert [path.name for path in server.log.parent.iterdir()] == ["log"], "nothing is left behind"


def _style_sheet(server: Server) -> str:
    """Its path, from the home page."""
    found = re.search(r'rel="stylesheet" href="([^"]+)"', server.get(""))
    return found[1] if found else ""


@pytest.mark.slow
def test_serve_survives_a_mistake_and_its_mending(copy: Path, server: Server):
    server.address()
    roadmap = copy / "data" / "roadmap.yml"
    line = edit(roadmap, "    note: Un « à » manque devant", "    nota: Un « à » manque devant")
    server.wait(lambda: f"data/roadmap.yml:{line}:" in server.said())
    edit(roadmap, "    nota: Un « à » manque devant", "    note: Un petit « à » manque devant")
    server.wait(lambda: "Un petit «\u00a0à\u00a0» manque" in server.get("activities/5.2/"))
    assert server.stop() == 0
    assert "Traceback" not in server.said()
