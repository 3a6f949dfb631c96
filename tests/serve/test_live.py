"""What `roadmap serve` shows: pages made when they are asked for, of the files as they are. cli/test_commands.py has
the command itself.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

import sites
from conftest import build
from roadmap.build import staging
from roadmap.load import load
from roadmap.model.contribution_fields import SLUG
from roadmap.problems import BuildFailed, ProblemsFound
from roadmap.publishing import search_index
from roadmap.publishing.publication import Publication
from roadmap.reading import watch
from roadmap.reading.cache import Memory, cache_methods
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.settings.options import Settings
from roadmap.serve import live_search, server
from roadmap.serve.live import CHANGES, Live
from roadmap.site import Site
from roadmap.views.render import Renderer
from sites import LANGUAGES, contents, edit, having, none, one, parsed, path_in, text
from small import ICONS, small_project

pytest_plugins = ("browser",)

CASE = "co-crea-digital"
ENVIRONMENT = {"SITE_URL": sites.SITE_URL, "REPO_URL": "", "CONTACT_EMAIL": "", "PREVIEW": "", "LANG": "C.UTF-8"}


class Served(Live):
    """A project that is served, with what was told in the terminal."""

    def __init__(self, folder: Path, preview: tuple[str, ...] = ()):
        self.said: list[str] = []
        super().__init__(folder, preview, self.said.append)

    def get(self, path: str) -> str:
        """A page or file, by its path from the site's root."""
        return self.answer(self.base + path).content.decode("utf-8")

    def plain(self, path: str) -> bytes:
        """The same, without the script that waits for changes."""
        return re.sub(rb"<script src=\"[^\"]*_reload\.js.*?</script>\n", b"", self.answer(self.base + path).content)

    def banner(self, path: str) -> str:
        """What stands above a page; nothing where all is well."""
        found = [e for e in having(parsed(self.get(path))) if e.get("role") == "alert"]
        return text(found[0]) if found else ""


@pytest.fixture(scope="module")
def environment() -> Iterator[pytest.MonkeyPatch]:
    """As builds of the tests have it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LC_ALL", "LC_MESSAGES", "SERVICE_WORKER"):
            patch.delenv(name, raising=False)
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield patch


@pytest.fixture(scope="module")
def folder(project: Path, tmp_path_factory: pytest.TempPathFactory, environment) -> Path:
    """A small project with a picture; who changes it puts it back."""
    small = small_project(project, tmp_path_factory.mktemp("live") / "small")
    case = small / "content/case-studies" / CASE
    photograph(case / "photo.jpg", 80)
    with (case / "case-study.yml").open("a", encoding="utf-8") as facts:
        facts.write('\nimages:\n  - {file: photo.jpg, alt: {es: Una prueba}, credit: "Prueba, CC BY 4.0"}\n')
    return small


def photograph(path: Path, contrast: int) -> None:
    """A picture of nothing, wide enough for a smaller version."""
    Image.effect_noise((1000, 700), contrast).convert("RGB").save(path, quality=50)


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """It, served."""
    served = Served(folder)
    yield served
    served.index.stop()


@pytest.fixture
def live(served: Served) -> Iterator[Served]:
    """It, served as if from the start."""
    served.refresh()
    served.said.clear()
    yield served
    assert not served.banner(""), "put back"


@contextmanager
def changed(path: Path, old: str, new: str) -> Iterator[int]:
    """A file with another text in it, for a while; gives the line."""
    before = path.read_text(encoding="utf-8")
    try:
        yield edit(path, old, new)
    finally:
        path.write_text(before, encoding="utf-8")


@contextmanager
def appended(path: Path, more: str) -> Iterator[None]:
    """A file with more at its end, for a while."""
    before = path.read_bytes()
    path.write_bytes(before + more.encode())
    try:
        yield
    finally:
        path.write_bytes(before)


# Edits show


EDITS = {
    "case study": (
        f"content/case-studies/{CASE}/index.fr.md",
        " {#results}",
        " zzz {#results}",
        f"case-studies/{CASE}/",
    ),
    "translated string": ("data/locales/en.po", 'msgstr "Outputs"', 'msgstr "Outputs, zzz"', "en/outputs/"),
    "data": (
        "data/roadmap.yml",
        "Seul l’accent de la première",
        "Seul, zzz, l’accent de la première",
        "activities/4.1/",
    ),
    "page": ("content/about.fr.md", "title: ", "title: zzz ", "about/"),
    "template": (
        "overrides/kinds/prose.html",
        '<article class="prose">',
        '<article class="prose zzz">',
        "ar/about/",
    ),
    "part of every page": ("overrides/page/footer.html", "</footer>", "<!-- zzz --></footer>", "zh/goals/1/"),
    "file": (f"content/case-studies/{CASE}/index.fr.md", 'title: "', 'title: "zzz ', "case-studies/index.json"),
    "settings": ("mkdocs.yml", '!ENV [CONTACT_EMAIL, ""]', "zzz@example.org", "en/accessibility/"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EDITS)
def test_who_asks_after_a_file_was_saved_is_shown_what_was_saved(folder: Path, live: Served, name: str):
    file, old, new, address = EDITS[name]
    before = live.plain(address)
    assert b"zzz" not in before
    for _again in range(3):  # at once, whatever the clock says: a change may follow on another
        with changed(folder / file, old, new):
            assert "zzz" in live.get(address)
        assert live.plain(address) == before
    assert not live.said


def test_a_style_has_another_name_when_it_has_changed(folder: Path, live: Served):
    def style() -> str:
        return re.search(r'rel="stylesheet" href="([^"]*roadmap\.[^"]+)"', live.get(""))[1]

    before = style()
    assert live.answer(live.base + before).type == "text/css; charset=utf-8"
    renderer = live.publication.renderer
    with appended(folder / "overrides/assets/roadmap.css", "\n.edited { color: red; }\n"):
        assert style() != before
        assert ".edited{color:red}" in live.get(style())
        assert live.answer(live.base + before).status == 404
        assert live.publication.renderer is renderer, "templates are not compiled again"
    assert style() == before


def test_a_case_study_comes_and_goes(folder: Path, live: Served):
    cases = folder / "content" / "case-studies"
    address = f"en/case-studies/{CASE}/"
    aside = folder.parent / "aside"
    (cases / CASE).rename(aside)
    try:
        assert live.answer(live.base + address).status == 404
        assert CASE not in live.get("en/case-studies/")
        assert CASE not in live.get("en/case-studies/index.json")
    finally:
        aside.rename(cases / CASE)
    assert live.answer(live.base + address).status == 200
    assert CASE in live.get("en/case-studies/index.json")


def test_a_picture_is_made_anew_when_it_has_changed(folder: Path, live: Served):
    path = folder / "content/case-studies" / CASE / "photo.jpg"
    before, address = path.read_bytes(), f"case-studies/{CASE}/photo.480.jpg"
    smaller = live.plain(address)
    assert live.answer(live.base + address).type == "image/jpeg" and smaller.startswith(b"\xff\xd8")
    photograph(path, 40)
    try:
        assert live.plain(address) not in (smaller, b"")
    finally:
        path.write_bytes(before)
    assert live.plain(address) == smaller
    assert live.answer(f"{live.base}case-studies/{CASE}/photo.960.jpg").status == 404


def test_only_what_has_changed_is_read_and_checked_again(folder: Path, live: Served, monkeypatch):
    before = live.publication.site.project
    looked: list[str] = []
    once = CaseFolder.once

    def counted(self: CaseFolder, look: Callable, *arguments: str):
        if (look, *arguments) not in self._looked:
            looked.append(self.slug)
        return once(self, look, *arguments)

    monkeypatch.setattr(CaseFolder, "once", counted)
    with changed(folder / f"content/case-studies/{CASE}/index.en.md", " {#results}", " edited {#results}"):
        live.refresh()
        after = live.publication.site.project
        assert {slug for slug, case in after.cases.items() if case is not before.cases[slug]} == {CASE}
        assert {name for name in after.records if after.records[name] is not before.records[name]} == set()
        assert all(catalog is before.catalogs[code] for code, catalog in after.catalogs.items())
        assert set(looked) == {CASE}
    looked.clear()
    with changed(folder / "data/roadmap.yml", "Seul l’accent de la première", "Seul, l’accent de la première"):
        live.refresh()
        assert CASE in looked or looked == []  # it was put back meanwhile
        after = live.publication.site.project
        assert {name for name in after.records if after.records[name] is not before.records[name]} == {"roadmap"}


def test_languages_in_preparation_are_served_on_request_only(folder: Path, live: Served):
    with changed(folder / "data/languages.yml", "code: ar, ", "code: ar, preparing: true, "):
        assert live.answer(f"{live.base}ar/outputs/").status == 404
        assert Served(folder, ("ar",)).answer(f"{live.base}ar/outputs/").status == 200


# What is wrong


def test_what_is_wrong_is_reported_once_and_stands_above_the_last_good_page(folder: Path, live: Served):
    page = live.plain("en/activities/5.2/")
    old = "    note: Un « à » manque devant"
    with changed(folder / "data/roadmap.yml", old, old.replace("note", "<nota>")) as line:
        for address in ("en/activities/5.2/", "ar/goals/1/"):
            answer = live.answer(live.base + address)
            assert answer.status == 200
            tree = parsed(answer.content.decode())
            (banner,) = [e for e in having(tree) if e.get("role") == "alert"]
            assert (banner.get("lang"), banner.get("dir")) == ("en", "ltr")
            assert f"data/roadmap.yml:{line}: Unknown key “<nota>”." in text(banner)
            assert one(tree, "body")[0] is banner
            assert one(tree, "html").get("lang") == address[:2]
        shown = re.sub(
            rb'<link rel="stylesheet" href="[^"]*_banner.css">\n|<div class="roadmap-banner" role="alert".*?</div>\n',
            b"",
            live.plain("en/activities/5.2/"),
            flags=re.S,
        )
        assert shown == page
        assert len(live.said) == 1 and live.said[0].count(f"data/roadmap.yml:{line}:") == 1
        with changed(folder / "content/about.fr.md", "title: ", "titel: "):
            live.refresh()
            assert f"data/roadmap.yml:{line}:" in live.banner("") and "content/about.fr.md" in live.banner("")
            assert len(live.said) == 2 and "data/roadmap.yml" not in live.said[1], "told before"
    assert live.plain("en/activities/5.2/") == page
    assert "Fixed: the preview is up to date" in live.said[-1]


def test_it_is_reported_in_the_language_of_who_edits(folder: Path, live: Served, monkeypatch):
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    with changed(folder / "content/about.fr.md", "title: ", "titel: "):
        tree = parsed(live.get("en/"))
        (banner,) = [e for e in having(tree) if e.get("role") == "alert"]
        assert banner.get("lang") == "fr" and "Clé inconnue « titel »" in text(banner)
    live.refresh()
    assert "Corrigé" in live.said[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "mistake", "expected"),
    [
        ("kinds/goal.html", "{{ body.gruop.goal.text }}", "gruop"),
        ("page/footer.html", "{{ fotter }}", "fotter"),
        ("page/footer.html", "{% if %}", "xpected"),
        ("kinds/search.html", "{% endblock %}", "endblock"),  # of another page, but nobody would see it otherwise
    ],
)
def test_a_wrong_template_is_reported_and_the_last_good_page_stays(
    folder: Path, live: Served, template: str, mistake: str, expected: str
):
    before = live.plain("goals/2/")
    path = folder / "overrides" / template
    with appended(path, f"\n{mistake}\n"):
        line = path.read_text(encoding="utf-8").rstrip("\n").count("\n") + 1
        for _again in range(2):
            assert live.answer(f"{live.base}goals/2/").status == 200
            assert f"overrides/{template}:{line}:" in live.banner("goals/2/") and expected in live.banner("goals/2/")
        shown = re.sub(
            rb'<link rel="stylesheet" href="[^"]*_banner.css">\n|<div class="roadmap-banner" role="alert".*?</div>\n',
            b"",
            live.plain("goals/2/"),
            flags=re.S,
        )
        assert shown == before
        assert len([said for said in live.said if f"overrides/{template}:{line}:" in said]) == 1
    assert live.plain("goals/2/") == before


def test_a_page_that_never_was_good_says_why(folder: Path, live: Served):
    with appended(folder / "overrides/kinds/sdg.html", "{{ nothing }}"):
        answer = live.answer(f"{live.base}sdgs/4/")
        assert answer.status == 500
        assert "overrides/kinds/sdg.html:" in live.banner("sdgs/4/")
        assert live.base + CHANGES in answer.content.decode(), "it waits for the mending"
        assert live.answer(f"{live.base}goals/1/").status == 200 and not live.banner("goals/1/")
    assert live.answer(f"{live.base}sdgs/4/").status == 200


def test_the_last_good_templates_are_those_of_the_last_good_page(folder: Path, live: Served):
    """While data are wrong, no page is made half of one state and half of another."""
    with (
        changed(folder / "content/about.fr.md", "title: ", "titel: "),
        appended(folder / "overrides/kinds/glossary.html", "<!-- newer -->"),
    ):
        assert "newer" not in live.get("es/glossary/")
    assert "newer" not in live.get("es/glossary/")


def test_whatever_else_goes_wrong_is_reported_and_survived(live: Served, monkeypatch):
    live.get("goals/3/")

    def fail(*_all):
        raise RuntimeError("<fell over>")

    with monkeypatch.context() as patch:
        patch.setattr(Renderer, "page", fail)
        assert live.answer(f"{live.base}goals/3/").status == 200
        assert "<fell over>" in live.banner("goals/3/")
    assert any("RuntimeError" in said and "Traceback" in said for said in live.said)
    assert not live.banner("goals/3/")
    with monkeypatch.context() as patch:
        patch.setattr("roadmap.serve.live.load", fail)
        os.utime(live.folder / "mkdocs.yml")
        assert "<fell over>" in live.banner("goals/3/")
    os.utime(live.folder / "mkdocs.yml")
    assert not live.banner("goals/3/")


def test_wrong_settings_are_reported(folder: Path, live: Served):
    with changed(folder / "mkdocs.yml", "[SERVICE_WORKER, true]", "[SERVICE_WORKER, perhaps]"):
        lines = (folder / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
        line = 1 + next(rank for rank, text in enumerate(lines) if "[SERVICE_WORKER, perhaps]" in text)
        sentence = f"mkdocs.yml:{line}: “extra.service_worker” is not of the expected type (“perhaps”)"
        assert sentence in live.banner("")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        ("content/about.fr.md", "title: ", "titel: ", ProblemsFound),
        ("mkdocs.yml", "[SERVICE_WORKER, true]", "[SERVICE_WORKER, perhaps]", ProblemsFound),
        ("overrides/base.html", "{{ content }}", "{% if %}", BuildFailed),
    ],
)
def test_what_is_wrong_from_the_start_is_not_served(folder: Path, live: Served, file: str, old: str, new: str, error):
    with (
        changed(folder / file, old, new),
        pytest.raises(error, match=r"about\.fr\.md|perhaps|overrides/base\.html:\d+"),
    ):
        Live(folder)


# Addresses


def test_only_what_is_published_has_an_address(folder: Path, live: Served):
    for path in (
        "nothing/",
        "../mkdocs.yml",
        "..%2fmkdocs.yml",
        "assets/../../../mkdocs.yml",
        "assets/../../data/roadmap.yml",
        "assets/roadmap.css",
        "en/../outputs/",
        "//etc/passwd",
        "\0",
        "outputs//",
        f"case-studies/{CASE}/case-study.yml",
        "pt/",
        "fr/",
    ):
        answer = live.answer(live.base + path)
        assert answer.status == 404, path
        assert "data-pagefind-body" not in answer.content.decode() and 'lang="ar"' in answer.content.decode(), (
            "the site's own"
        )
    for address in ("", "mkdocs.yml", "/etc/passwd", "/roadmap.html", "/outputs/", str(folder / "mkdocs.yml")):
        assert live.answer(address).status == 404, address


def test_an_address_without_its_end_leads_to_it(live: Served):
    assert live.base == "/roadmap/"
    expected = {
        **{"/": "/roadmap/", "/roadmap": "/roadmap/", "/roadmap/outputs": "/roadmap/outputs/"},
        **{"/roadmap/ar": "/roadmap/ar/", "/roadmap/embed/outputs/1": "/roadmap/embed/outputs/1/"},
    }
    for address, location in expected.items():
        answer = live.answer(address)
        assert (answer.status, answer.location) == (302, location)
    assert live.plain("en/index.html") == live.plain("en/")


def test_only_pages_wait_for_changes(live: Served):
    for path in ("", "ar/goals/1/", "nothing/", "embed/outputs/1/"):
        page = live.get(path)
        assert page.count(live.base + CHANGES) == 1 and re.search(r"</script>\s*</body>", page)
    for path in ("sitemap.xml", "data/roadmap.json", "feed.xml", "case-studies/index.json"):
        assert CHANGES not in live.get(path) and live.answer(live.base + path).status == 200
    assert not re.fullmatch(SLUG, CHANGES) and live.answer(f"{live.base}{CHANGES}/").status == 404


def test_who_waits_is_notified_at_once(folder: Path, live: Served):
    version = live.version
    assert live.wait("another", 60) == version
    began = time.monotonic()
    assert live.wait(version, 0.2) == version and time.monotonic() - began >= 0.2
    versions: list[str] = []
    waiting = [threading.Thread(target=lambda: versions.append(live.wait(version, 60))) for _tab in range(3)]
    for one_ in waiting:
        one_.start()
    with changed(folder / "content/about.fr.md", "title: ", "titel: "):
        live.refresh()
        for one_ in waiting:
            one_.join(10)
        assert versions == [live.version] * 3 and live.version != version
        other = live.version
    live.refresh()
    assert live.version not in (version, other)


# The same as a build


@pytest.fixture(scope="module")
def built(folder: Path, served: Served, tmp_path_factory: pytest.TempPathFactory, environment) -> dict[str, bytes]:
    """The site that a build makes of it, without the worker, ZIPs and the build's own mark."""
    site = tmp_path_factory.mktemp("built") / "site"
    build(folder, site, SERVICE_WORKER="false")
    (site / staging.MARK).unlink()
    return contents(site)


@pytest.mark.slow
def test_what_is_served_is_what_a_build_writes(live: Served, built: dict[str, bytes]):
    assert len(built) > 1000 and {f"case-studies/{CASE}/photo.480.jpg", "pagefind/pagefind.js"} <= set(built)
    none(path for path, content in built.items() if live.plain(path) != content)
    statuses = {path: live.answer(live.base + path).status for path in built}
    assert {path for path, status in statuses.items() if status != 200} == {"404.html"}


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "edits"), [(6, 5), pytest.param(5, 15, marks=pytest.mark.sweep)])
def test_after_any_edits_it_is_what_a_clean_start_would_serve(
    project: Path, tmp_path: Path, environment, seed: int, edits: int
):
    folder = small_project(project, tmp_path / "small")
    live = Served(folder)
    chance = random.Random(seed)
    undone = sites.contents(folder)
    texts = [
        path for path in undone if re.match(r"content/.*\.md|data/locales/.*\.po|overrides/(kinds|page)/.*\.html", path)
    ]
    shown = sorted(view.path(row.address) for view in map(live.publication.view, LANGUAGES) for row in view.rows)
    for step in range(edits):
        path = chance.choice([*texts, "overrides/assets/roadmap.css", "data/glossary.yml", CASE])
        if path == CASE:
            place = folder / "content/case-studies" / CASE
            if place.exists():
                shutil.rmtree(place)
            else:
                for name in (name for name in undone if name.startswith(f"content/case-studies/{CASE}/")):
                    place.mkdir(exist_ok=True)
                    (folder / name).write_bytes(undone[name])
        elif chance.random() < 0.3 and (folder / path).exists():
            (folder / path).write_bytes(undone[path])
        elif (folder / path).exists():
            _edited(folder / path, step)
        fresh = Publication.of(
            Site(load(folder)),
            Settings(sites.SITE_URL, worker=False),
            [folder / "overrides", ICONS],
        )
        for address in chance.sample(shown, 12):
            found = fresh.page(address)
            if found:
                assert live.plain(address).decode() == fresh.renderer.page(*found), (step, path, address)
            else:
                assert live.answer(live.base + address).status == 404
        assert not live.said
    site = tmp_path / "site"
    build(folder, site, SERVICE_WORKER="false")
    none(
        path
        for path, content in contents(site).items()
        if not path.startswith(("pagefind/", staging.MARK)) and live.plain(path) != content
    )


def _edited(path: Path, step: int) -> None:
    """Another text, of which nothing is wrong."""
    before = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        after = re.sub(r"^title: (\"?)", rf"title: \g<1>{step} ", before, count=1, flags=re.M)
    elif path.suffix == ".po":
        after = re.sub(r'(msgid "Glossaire"\nmsgstr "[^"]*)"', rf'\g<1> {step}"', before, count=1)
    else:
        after = f"{before}\n<!-- {step} -->\n" if path.suffix == ".html" else f"{before}\n# {step}\n"
        after = f"{before}\n/* {step} */\n" if path.suffix == ".css" else after
    path.write_text(after, encoding="utf-8")


# Search


@pytest.mark.slow
def test_the_search_index_is_that_of_the_pages_as_they_are(folder: Path, tmp_path: Path, environment, monkeypatch):
    monkeypatch.setattr(live_search.tempfile, "tempdir", str(tmp_path))
    live = Served(folder)
    assert list(tmp_path.iterdir()) == [], "nobody has searched"
    live.get("en/search/")
    (place,) = tmp_path.iterdir()
    making = live.index.indexing
    end = time.monotonic() + 60
    while not (
        place / search_index.ASIDE
    ).exists():  # pages are being gathered, in a folder that goes away with the other
        assert time.monotonic() < end
        time.sleep(0.02)
    with changed(folder / f"content/case-studies/{CASE}/index.en.md", "123 creators had", "123 creators zzyzx had"):
        live.refresh()
        assert making.done.wait(3) and making.files is None, "what is outdated is stopped"
        began = time.monotonic()
        asked = threading.Thread(target=live.get, args=("pagefind/pagefind-entry.json",))
        asked.start()
        time.sleep(0.3)
        assert "zzyzx" in live.get(f"en/case-studies/{CASE}/") and asked.is_alive(), "pages do not wait for the index"
        asked.join(120)
        assert time.monotonic() - began > 0.3
        known = live.get("pagefind/pagefind-entry.json")
        again = live.index.indexing
        live.get("en/search/")
        assert live.index.indexing is again, "made once"
    assert live.get("pagefind/pagefind-entry.json") != known, "made again"
    assert not place.exists()
    assert live.answer(f"{live.base}pagefind/../mkdocs.yml").status == 503
    live.index.stop()
    assert list(tmp_path.iterdir()) == [] and not live.said


@pytest.mark.slow
def test_a_search_index_that_cannot_be_made_is_reported(folder: Path, live: Served):
    live.index.stop()
    with appended(folder / "overrides/kinds/glossary.html", "{{ nothing }}"):
        assert live.answer(f"{live.base}{search_index.FOLDER}/pagefind.js").status == 503
        assert any("Search is unavailable" in said and "nothing" in said for said in live.said)
        assert live.answer(f"{live.base}goals/1/").status == 200


# Memory, and what it is asked by


def test_what_a_method_gives_is_remembered_for_its_object_alone():
    class Counter:
        def __init__(self) -> None:
            self.asked: list[str] = []
            cache_methods(self, "ask")

        def ask(self, name: str) -> int:
            self.asked.append(name)
            return len(self.asked)

    one, other = Counter(), Counter()
    assert [one.ask("a"), one.ask("b"), one.ask("a"), other.ask("b")] == [1, 2, 1, 1]


def test_a_file_is_read_again_when_its_content_is_another(tmp_path: Path):
    path, memory, read = tmp_path / "a.yml", Memory(), []

    def reads() -> str:
        read.append(path.read_text())
        return read[-1]

    path.write_text("one")
    then = path.stat()
    assert memory.recall(path, reads) == memory.recall(path, reads) == "one" and len(read) == 1
    os.utime(path)
    assert memory.recall(path, reads) == "one" and len(read) == 1, "its time does not count"
    path.write_text("two")
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert memory.recall(path, reads) == "two", "nor does it hide a change"
    path.unlink()
    with pytest.raises(FileNotFoundError):
        memory.recall(path, reads)


def test_what_changes_while_it_is_read_is_not_remembered(tmp_path: Path):
    path, memory = tmp_path / "a.yml", Memory()
    path.write_text("one")

    def reads() -> str:
        path.write_text("two")
        return path.read_text()

    assert memory.recall(path, reads) == "two"
    path.write_text("one")
    assert memory.recall(path, path.read_text) == "one"


def test_a_folder_is_read_again_when_anything_of_it_is_another(tmp_path: Path):
    memory, count = Memory(), iter(range(100))
    place = tmp_path / "case"
    place.mkdir()
    (place / "a.md").write_text("a")
    (place / "p.jpg").write_bytes(b"1")
    assert [memory.recall(place, lambda: next(count)) for _again in range(2)] == [0, 0]
    changes: list[Callable[[], object]] = [
        lambda: (place / "a.md").write_text("b"),
        lambda: (place / "b.md").write_text("b"),
        lambda: (place / "b.md").rename(place / "c.md"),
        lambda: (place / "c.md").unlink(),
        lambda: (place / "p.jpg").write_bytes(b"12"),
    ]
    for expected, change in enumerate(changes, start=1):
        change()
        assert [memory.recall(place, lambda: next(count)) for _again in range(2)] == [expected] * 2, expected
    (place / "link.md").symlink_to(tmp_path / "elsewhere")  # what lies there may change: never remembered
    assert memory.recall(place, lambda: next(count)) != memory.recall(place, lambda: next(count))


def test_a_look_sees_every_change(tmp_path: Path):
    place, elsewhere = tmp_path / "place", tmp_path / "elsewhere"
    for folder in (place, place / "inner", elsewhere):
        folder.mkdir()
    (place / "inner" / "a").write_text("a")
    (elsewhere / "b").write_text("b")
    (place / "link").symlink_to(elsewhere)
    (place / "round").symlink_to(place)
    then = (place / "inner" / "a").stat()

    def same_size_and_time() -> None:
        (place / "inner" / "a").write_text("A")
        os.utime(place / "inner" / "a", ns=(then.st_atime_ns, then.st_mtime_ns))

    seen = watch.settled([place, tmp_path / "nothing"])
    assert watch.settled([place]) == seen
    for change in (
        same_size_and_time,
        lambda: (elsewhere / "b").write_text("B"),
        lambda: (place / "new").write_text(""),
        lambda: (place / "new").unlink(),
        lambda: (place / "inner" / "a").rename(place / "inner" / "b"),
        lambda: shutil.rmtree(place / "inner"),
    ):
        change()
        now = watch.settled([place])
        assert now != seen
        seen = now


def test_files_that_have_just_changed_are_waited_for(tmp_path: Path, monkeypatch):
    """Two changes within a tick of the disk's clock look like one."""
    (tmp_path / "a").write_text("a")
    watch.settled([tmp_path])
    assert time.time_ns() - (tmp_path / "a").stat().st_ctime_ns >= 0.01e9, "as long as the coarsest clock's tick"
    (tmp_path / "a").write_text("b")
    watch.settled([tmp_path], 0.2)
    assert time.time_ns() - (tmp_path / "a").stat().st_ctime_ns >= 0.2e9
    monkeypatch.setattr(watch, "PATIENCE", 0.1)
    (tmp_path / "a").write_text("c")
    began = time.monotonic()
    watch.settled([tmp_path], 60)
    assert time.monotonic() - began < 30, "but not for ever"


# Over HTTP


@pytest.fixture
def listening(live: Served) -> Iterator[server.Server]:
    """The project, served on a port."""
    listens = server.listen("127.0.0.1", 0)
    listens.live = live
    threading.Thread(target=listens.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    with listens:
        yield listens
        listens.shutdown()


def asked(listens: server.Server, method: str, path: str):
    """An answer, with its content."""
    connection = HTTPConnection("127.0.0.1", listens.server_port, timeout=30)
    connection.request(method, path)
    answer = connection.getresponse()
    return answer, answer.read()


def test_browsers_are_answered(listening: server.Server, live: Served):
    answer, content = asked(listening, "GET", "/roadmap/en/?x=1#y")
    assert answer.status == 200 and content == live.answer("/roadmap/en/").content
    assert (
        answer.headers["Content-Type"] == "text/html; charset=utf-8" and answer.headers["Cache-Control"] == "no-store"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    head, nothing = asked(listening, "HEAD", "/roadmap/en/")
    assert (head.status, nothing) == (200, b"") and head.headers["Content-Length"] == str(len(content))
    answer, _content = asked(listening, "GET", "/")
    assert (answer.status, answer.headers["Location"]) == (302, "/roadmap/")
    assert asked(listening, "GET", "/roadmap/%2e%2e/mkdocs.yml")[0].status == 404
    assert asked(listening, "GET", "/roadmap/%ff%00")[0].status == 404
    assert asked(listening, "POST", "/roadmap/")[0].status == 501
    answer, content = asked(listening, "GET", f"/roadmap/{CHANGES}?another")
    assert (answer.status, content.decode()) == (200, live.version)


def test_pages_are_made_one_at_a_time(live: Served, monkeypatch):
    """Neither Jinja's parts nor Markdown's are made for several threads: many ask, and each gets its own page."""
    inside, most, page = [], [], Renderer.page

    def slow(*arguments) -> str:
        inside.append(1)
        time.sleep(0.01)
        most.append(len(inside))
        made = page(*arguments)
        inside.pop()
        return made

    monkeypatch.setattr(Renderer, "page", slow)
    paths = [path_in(language, f"case-studies/{CASE}/") for language in LANGUAGES] * 3
    alone = {path: live.plain(path) for path in set(paths)}
    found: dict[int, bytes] = {}
    ask = [threading.Thread(target=lambda at=at: found.update({at: live.plain(paths[at])})) for at in range(len(paths))]
    for thread in ask:
        thread.start()
    for thread in ask:
        thread.join(30)
    none(path for at, path in enumerate(paths) if found[at] != alone[path])
    assert len(most) == len(alone) + len(paths) and set(most) == {1}


@pytest.mark.slow
@pytest.mark.browser
def test_open_pages_load_again_where_they_were_read(
    folder: Path, listening: server.Server, live: Served, browser: Browser
):
    address = f"http://127.0.0.1:{listening.server_port}/roadmap/en/case-studies/{CASE}/"
    with browser.new_context(viewport={"width": 700, "height": 400}) as context:
        tabs = [context.new_page() for _tab in range(2)]
        for tab in tabs:
            tab.goto(address)
            tab.evaluate("scrollTo(0, 300)")
        with changed(folder / f"content/case-studies/{CASE}/index.en.md", " {#results}", " edited {#results}"):
            live.refresh()
            for tab in tabs:
                expect(tab.locator("#results")).to_contain_text("edited")
                tab.wait_for_function("() => scrollY === 300")
        with changed(folder / "content/about.fr.md", "title: ", "titel: "):
            live.refresh()
            expect(tabs[0].get_by_role("alert")).to_contain_text("content/about.fr.md")
            expect(tabs[0].get_by_role("alert")).to_be_in_viewport()  # where one was on the page before
        live.refresh()
        for tab in tabs:
            expect(tab.get_by_role("alert")).to_have_count(0)
            expect(tab.locator("#results")).not_to_contain_text("edited")
