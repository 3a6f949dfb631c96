"""What is read without network: the ZIP of each language, the list by which a browser keeps a language, and builds
without them. tests/publishing/test_service_worker.py has the worker.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

import sites
from browser import NARROW, axe, resize, serve, sticking_out
from conftest import build, locked
from roadmap.build import engine
from roadmap.cli import main
from roadmap.problems import ProblemsFound
from roadmap.publishing import archive, offline, page_html
from roadmap.serve.live import Live
from roadmap.site import Site
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import LANGUAGES, SITE_URL, SOURCE, Wording, having, none, path_in, text
from small import ICONS, small_project

pytest_plugins = ("browser",)

FROM_DISK = ("fr", "ar")
"""The languages whose ZIP a browser opens: left to right, right to left."""


def top(language: str) -> str:
    """The one folder in a ZIP."""
    return f"open-roadmap-{language}"


def packed(site: Path, language: str) -> zipfile.ZipFile:
    """The ZIP of a language."""
    return zipfile.ZipFile(site / "offline" / f"{top(language)}.zip")


class Addresses(HTMLParser):
    """What a page links to and loads, and its places."""

    LOADING = ("script", "img", "source", "iframe", "video", "audio", "object", "embed")

    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the addresses of an element."""
        attributes = dict(attrs)
        self.ids |= {attributes["id"] or ""} if "id" in attributes else set()
        loads = tag in self.LOADING or (tag == "link" and attributes.get("rel") in ("stylesheet", "icon"))
        for name in ("href", "src", "data", "poster", "action"):
            if value := attributes.get(name):
                (self.loads if loads else self.links).append(value)
        if srcset := attributes.get("srcset"):
            self.loads += [candidate.split()[0] for candidate in srcset.split(",")]


# The ZIPs


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_zip_holds_every_page_of_its_language_in_one_folder(site: Path, pages: dict, language: str):
    with packed(site, language) as whole:
        infos, names = whole.infolist(), whole.namelist()
        assert whole.testzip() is None
        start = whole.read(f"{top(language)}/start.html").decode()
    assert names == sorted(set(names)), "in order, each once"
    none(name for name in names if not re.fullmatch(rf"{top(language)}/(?:[a-z0-9][\w.-]*/)*[a-z0-9][\w.-]*", name))
    assert {(info.date_time, info.external_attr >> 16) for info in infos} == {((1980, 1, 1, 0, 0, 0), 0o100644)}
    expected = {
        f"{top(language)}/{page.path}index.html"
        for page in pages.values()
        if page.language == language and page.address not in ("search/", "offline/")
    }
    html = {name for name in names if name.endswith(".html")}
    assert html == {*expected, f"{top(language)}/start.html"}
    links = {urljoin(f"http://zip/{top(language)}/start.html", link) for link in Addresses(start).links}
    none(name for name in expected if f"http://zip/{name}" not in links)
    tree = sites.parsed(start)
    assert (tree.get("lang"), tree.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    none(text(one) for one in having(tree, "h1") if not text(one))
    none(address for address, direction in sites.shown_addresses(tree) if direction != "ltr")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_links_in_a_zip_lead_to_files_in_it_or_to_the_published_site(site: Path, language: str):
    with packed(site, language) as whole:
        read = {name: whole.read(name).decode() for name in whole.namelist() if name.endswith(".html")}
        names = set(whole.namelist())
    parsed = {name: Addresses(html) for name, html in read.items()}

    def failures() -> Iterator[str]:
        for name, page in parsed.items():
            for link in [*page.links, *page.loads]:
                if link.startswith(SITE_URL):
                    path = urlsplit(urldefrag(link).url.removeprefix(SITE_URL)).path
                    if not (site / path).exists():
                        yield f"{name}: {link} is not published"
                    continue
                if urlsplit(link).scheme:
                    continue
                path, fragment = urldefrag(urljoin(f"http://zip/{name}", link))
                inside = unquote(urlsplit(path).path.removeprefix("/"))
                if inside not in names:
                    yield f"{name}: {link} leads nowhere"
                elif fragment and inside in parsed and fragment not in parsed[inside].ids:
                    yield f"{name}: {link} has no such place"
            yield from (f"{name} loads {link}" for link in page.loads if urlsplit(link).scheme)
            yield from (f"{name}: a worker" for _ in [0] if "data-worker" in read[name])

    none(failures())
    assert len(parsed) > 200


def test_a_zip_has_the_licence_of_each_script_by_others(site: Path):
    with packed(site, SOURCE) as whole:
        names = {re.sub(r"\.\w{8}\.", ".", name.rpartition("/")[2]) for name in whole.namelist()}
    assert {"markdown-it.js", "markdown-it-license.txt"} <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_the_size_and_the_checksum_of_each_zip(pages: dict, site: Path, language: str):
    (listed,) = having(pages[path_in(language, "offline/")].main, "ul", "files")
    items = having(listed, "li")
    assert len(items) == len(LANGUAGES)
    for item, code in zip(items, LANGUAGES, strict=True):
        content = (site / "offline" / f"{top(code)}.zip").read_bytes()
        size, checksum = (
            "".join(item.itertext()).rpartition(" · ")[2].split(" ")[0],
            "".join(having(item, "code")[-1].itertext()),
        )
        assert hashlib.sha256(content).hexdigest() == checksum
        digits = re.sub(r"\D", "", size)
        assert digits == str(-(-len(content) // 1000)), text(item)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_half_downloaded_zip_is_refused(site: Path, share: float):
    content = (site / "offline" / f"{top(SOURCE)}.zip").read_bytes()
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(content[: int(len(content) * share)]))


@pytest.mark.slow
def test_case_studies_without_a_text_in_the_language_are_listed_in_the_language_shown(project: Path, tmp_path: Path):
    copy = small_project(project, tmp_path / "project")
    slug = "co-crea-digital"
    for language in ("ar", "en"):
        (copy / "content/case-studies" / slug / f"index.{language}.md").unlink()
    build(copy, tmp_path / "site", zips=True)
    with packed(tmp_path / "site", "ar") as whole:
        tree = sites.parsed(whole.read(f"{top('ar')}/start.html").decode())
    links = {link.get("href"): link for link in having(tree, "a")}
    assert [part.get("lang") for part in links[f"ar/case-studies/{slug}/index.html"]] == ["fr"]
    assert not [part for part in links["ar/activities/2.4/index.html"] if part.get("lang")]


# Addresses


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("../x/", "ar/x/"),
        ("../../../../etc/passwd", "etc/passwd"),
        ("./", "ar/here/"),
        ("https://example.org/", None),
        ("//example.org/", None),
        ("javascript:alert(1)", None),
        ("#place", None),
    ],
)
def test_addresses_lead_to_paths_within_the_site(address: str, path: str | None):
    assert page_html.target(address, "ar/here/") == path


@pytest.fixture(scope="session")
def on_disk(site: Path, whole: Site) -> archive.DiskView:
    """The Arabic site as its ZIP shows it."""
    return archive.DiskView(View(whole, "ar", SITE_URL), site)


@pytest.mark.parametrize(
    ("path", "here", "link"),
    [
        ("ar/outputs/1/", "ar/goals/1/", "../../outputs/1/index.html"),
        ("ar/outputs/1/", "ar/outputs/1/", "index.html"),
        ("ar/", "", "ar/index.html"),
        ("ar/glossary/#platform", "ar/", "glossary/index.html#platform"),
        ("ar/case-studies/?activity=2.4", "ar/activities/2.4/", "../../case-studies/index.html?activity=2.4"),
        ("ar/search/", "ar/outputs/1/", "../../../start.html"),
        ("ar/offline/", "ar/", "../start.html"),
        ("ar/offline/#zips", "", "start.html"),
        ("ar/contribute/submission.yml", "ar/contribute/", "submission.yml"),
        ("", "ar/", SITE_URL),
        ("en/outputs/1/", "ar/", f"{SITE_URL}en/outputs/1/"),
        ("ar/feed.xml", "ar/", f"{SITE_URL}ar/feed.xml"),
        ("ar/contribute/form.json", "ar/contribute/", f"{SITE_URL}ar/contribute/form.json"),
        ("data/roadmap.json", "ar/data/", f"{SITE_URL}data/roadmap.json"),
        ("offline/open-roadmap-ar.zip", "ar/", f"{SITE_URL}offline/open-roadmap-ar.zip"),
        ("no-such-file.png", "ar/", f"{SITE_URL}no-such-file.png"),
    ],
)
def test_links_of_a_zip_lead_to_files_or_to_the_published_site(
    on_disk: archive.DiskView, path: str, here: str, link: str
):
    assert on_disk.link(path, here) == link


def test_nothing_from_outside_the_site_is_carried(whole: Site, tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "site" / "ar").mkdir(parents=True)
    view = archive.DiskView(View(whole, "ar", SITE_URL), tmp_path / "site")
    for path in ("../secret.txt", "../../secret.txt", "..%2fsecret.txt", "/../secret.txt", ".", "x/../../secret.txt"):
        assert view.link(path, "ar/").startswith(SITE_URL), path
    assert not view.carried


# From disk


@pytest.fixture(scope="session")
def disk(site: Path, shared: Path) -> Path:
    """Two ZIPs, unpacked once for all the workers of pytest-xdist."""
    folder = shared / "disk"
    with locked(shared / "disk.lock"):
        if not folder.exists():
            for language in FROM_DISK:
                with packed(site, language) as whole:
                    whole.extractall(folder)
    return folder


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A tab; whatever goes wrong in it, and each request that does not stay on the disk, fails the test."""
    faults: list[str] = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on(
            "requestfailed",
            lambda one: None if one.failure == "net::ERR_ABORTED" else faults.append(f"{one.url}: {one.failure}"),
        )
        page.on(
            "request",
            lambda asked: None if re.match("file:|data:", asked.url) else faults.append(f"asked: {asked.url}"),
        )
        yield page
    none(faults)


def start(disk: Path, language: str) -> str:
    """The address of start.html."""
    return (disk / top(language) / "start.html").as_uri()


@pytest.mark.sampled(2)
@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_disk_pages_open_by_the_links_of_the_list(opened: Page, disk: Path, language: str):
    """One in four, of each kind; that every link leads to a file is tried without a browser."""
    opened.goto(start(disk, language))
    places = opened.eval_on_selector_all(".everything a", "all => all.map(link => link.href)")
    assert len(places) > 200 and len(set(places)) == len(places)
    opened.click(".everything a >> nth=10")
    assert opened.url == places[10]
    for place in places[::4]:
        opened.goto(place, wait_until="domcontentloaded")
        assert opened.locator("h1").inner_text(), place
        assert opened.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute", place
    opened.click(".search-link")
    assert opened.url == start(disk, language)
    opened.click(".brand")
    assert opened.url.endswith(f"{path_in(language, '')}index.html") and opened.locator(".matrix").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_disk_links_lead_from_page_to_page(opened: Page, disk: Path, language: str):
    """Through menus, breadcrumbs, lists and the footer, as a reader follows them."""
    root = (disk / top(language) / path_in(language, "")).as_uri()
    opened.goto(start(disk, language))
    for link, address in (
        (".brand", ""),
        (".matrix a[href*='activities/2.4/']", "activities/2.4/"),
        (".case-list h3 a >> nth=0", "case-studies/"),
        ("main a[href*='parties/'] >> nth=0", "parties/"),
        (".site-header nav a[href$='case-studies/index.html']", "case-studies/"),
        ("main a[href*='activities/1.1/'] >> nth=0", "activities/1.1/"),
        (".crumbs a >> nth=-1", "activities/"),
        (".site-footer a[href$='glossary/index.html']", "glossary/"),
        (".site-footer a[href*='start.html']", None),
        ("a[href*='source-notes/']", "source-notes/"),
    ):
        opened.locator(link).first.click()
        wanted = start(disk, language) if address is None else f"{root}/{address}"
        assert opened.url.startswith(wanted) and opened.url.partition("#")[0].endswith(".html"), (link, opened.url)
        assert opened.locator("h1").inner_text(), link
    others = opened.eval_on_selector_all(".site-footer a[hreflang]", "all => all.map(link => link.href)")
    assert len([link for link in others if link.startswith(SITE_URL)]) == len(LANGUAGES) - 1


@pytest.mark.browser
def test_from_disk_filters_and_form_work(opened: Page, disk: Path):
    root = disk / top("fr")
    opened.goto((root / "case-studies/index.html").as_uri() + "?activity=2.4")
    expect(opened.locator(".results h2 a").first).to_be_visible()
    opened.select_option("select[name=activity]", index=1)
    opened.click(".filters button")
    opened.click(".results h2 a >> nth=0")
    assert re.search(r"case-studies/[a-z-]+/index\.html$", opened.url)
    opened.goto((root / "contribute/index.html").as_uri())
    expect(opened.locator("form.contribute")).to_be_visible()
    expect(opened.locator(".no-form")).to_be_hidden()
    opened.click(".steps a[href='#step-action']")
    opened.fill("#text-main-features", "- one\n- two")
    opened.click(".steps a[href='#step-check']")
    opened.click(".preview summary")
    expect(opened.locator(".preview__page li")).to_have_count(2)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_list_is_for_everybody(browser: Browser, disk: Path, language: str):
    """Served, because axe reads style sheets, which it may not from disk."""
    with serve(disk / top(language)) as home, browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{home}start.html")
        none(axe(page))
        resize(page, NARROW)
        none(sticking_out(page, "narrow"))


@pytest.mark.browser
def test_the_list_works_without_javascript(browser: Browser, disk: Path):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(start(disk, "fr"))
        page.locator(".everything a[href*='activities/2.4/']").click()
        assert page.url.endswith("activities/2.4/index.html")


# The list of a language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_a_language_is_all_that_its_pages_need(site: Path, pages: dict, language: str):
    listed = json.loads((site / path_in(language, "offline/pages.json")).read_text(encoding="utf-8"))
    files = [*listed["first"], *listed["then"]]
    paths = [path for path, _size, _sum in files]
    assert len(set(paths)) == len(paths)

    def wrong() -> Iterator[str]:
        for path, size, checksum in files:
            content = (site / path / "index.html" if path.endswith("/") or not path else site / path).read_bytes()
            if (size, checksum) != (len(content), hashlib.sha256(content).hexdigest()[:16]):
                yield f"{path}: {size} {checksum}"

    none(wrong())
    own = [page for page in pages.values() if page.language == language and page.address != "offline/"]
    assert {path for path in paths if path.endswith("/") or not path} == {page.path for page in own}
    needed = set()
    for page in own:
        found = Addresses(page.html)
        needed |= {page.link(address) for address in found.loads}
        needed |= {page.link(value) for value in re.findall(r' data-(?:index|facets|form)="([^"]+)"', page.html)}
    assert len(needed) > 8 and needed <= set(paths)
    assert {path for path, *_rest in listed["first"]} >= needed, "what pages need comes before them"
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_text(encoding="utf-8"))["languages"][language]
    assert f"pagefind/pagefind.{entry['hash']}.pf_meta" in paths and "pagefind/pagefind.js" in paths
    assert sum(path.startswith("pagefind/fragment/") for path in paths) == entry["page_count"]
    assert listed["then"][-1][0] == "pagefind/pagefind-entry.json", "which names the others"


def test_the_version_of_a_language_changes_with_any_page_of_it(site: Path, project: Path, whole: Site, tmp_path: Path):
    """A page that leads to others is in no index of the search: only its own checksum tells that it has changed."""
    folder = tmp_path / "site"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("*.zip"))
    views = [View(whole, language, SITE_URL) for language in ("fr", "en")]
    renderer = Renderer([project / "overrides", ICONS])

    def versions() -> dict[str, str]:
        offline.publish(folder, views, renderer, False, True, {})
        lists = {view.language: folder / path_in(view.language, "offline/pages.json") for view in views}
        return {language: json.loads(path.read_text(encoding="utf-8"))["version"] for language, path in lists.items()}

    before = versions()
    assert versions() == before
    page = folder / "en/outputs/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</h1>", " (fake)</h1>"), encoding="utf-8")
    after = versions()
    assert after["en"] != before["en"] and after["fr"] == before["fr"]


# Builds


@pytest.fixture(scope="session")
def bare(project: Path, shared: Path) -> Path:
    """A small site without ZIPs and without worker."""
    folder = shared / "bare"
    with locked(shared / "bare.lock"):
        if not folder.exists():
            build(small_project(project, shared / "bare-project"), folder, SERVICE_WORKER="false")
    return folder


@pytest.mark.slow
def test_a_site_without_zips_and_worker_says_that_it_offers_nothing(bare: Path, wording: Wording):
    assert not list(bare.rglob("*.zip")) and not list(bare.rglob("pages.json"))
    pages = sites.read_pages(bare)
    for language in LANGUAGES:
        page = pages[path_in(language, "offline/")]
        sentence = wording(language, "offline", "Ce site ne propose pas de lecture hors connexion pour le moment.")
        assert sentence in text(page.main)
        assert not having(page.main, "h2") and not having(page.main, "button")
    none(page.path for page in pages.values() if "data-worker" in page.html)
    worker = (bare / "service-worker.js").read_text(encoding="utf-8")
    assert "unregister" in worker and "fetch" not in worker


@pytest.mark.parametrize(("arguments", "zips"), [((), True), (("--no-zip",), False)])
def test_a_build_makes_zips_unless_told_not_to(copy: Path, monkeypatch, arguments: tuple[str, ...], zips: bool):
    entries = {}
    monkeypatch.setattr(engine, "build", lambda *_all, **options: entries.update(options) or 1)
    done = CliRunner().invoke(main, ["--project", str(copy), "build", *arguments])
    assert done.exit_code == 0, done.output
    assert entries["zips"] is zips


@pytest.mark.slow
def test_serving_keeps_nothing(project: Path, monkeypatch):
    monkeypatch.setenv("SERVICE_WORKER", "true")
    live = Live(project)
    for language in LANGUAGES:
        for address in ("", "offline/"):
            answer = live.answer(live.base + path_in(language, address))
            assert answer.status == 200 and b"data-worker" not in answer.content
    worker = live.answer(f"{live.base}service-worker.js").content
    assert b"unregister" in worker and b"fetch" not in worker


@pytest.mark.slow
def test_a_switch_that_is_neither_on_nor_off_stops_the_build(project: Path, tmp_path: Path):
    with pytest.raises(ProblemsFound, match=r"mkdocs\.yml:18: SERVICE_WORKER: .*perhaps"):
        build(project, tmp_path / "site", SERVICE_WORKER="perhaps")
