"""Addresses never die: what was renamed, moved or withdrawn, as docs/operations.md says, leads on in every language."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Browser

import sites
from browser import load_axe, serve, violations
from conftest import build
from roadmap.build.staging import MARK  # the list of all that a build wrote
from roadmap.load import load
from roadmap.page_table import published
from roadmap.problems import ProblemsFound
from roadmap.reading.project import PUBLISHED
from roadmap.site import Site
from sites import LANGUAGES, SITE_URL, having, path_in
from small import keep_parties, small_project

pytest_plugins = ("browser",)

GUIDE = (sites.PROJECT / "docs/operations.md").read_text(encoding="utf-8")
RENAME, WITHDRAW, OTHERS = (
    re.sub(r"(?m)^   ", "", block) if block.startswith("   ") else block
    for block in re.findall(r"(?ms)^ *```yaml\n(.*?)^ *```$", GUIDE[GUIDE.index("## Addresses") :].split("\n## ")[0])
)
OLD, NEW, GONE = "co-crea-digital", "co-crea-digital-fund", "tn-ticdce"
ACTIVITY = "activities/1.9/"  # a former one, which others show in a frame and follow
MOVED = {f"case-studies/{OLD}/": f"case-studies/{NEW}/", "project/": "about/", ACTIVITY: "activities/1.2/"}
WITHDRAWN = {f"case-studies/{GONE}/": "case-studies/", "parties/dz/": "parties/"}


def listed(folder: Path) -> list[str]:
    return (folder / PUBLISHED).read_text(encoding="utf-8").split()


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project, published, then changed by the steps of the guide."""
    folder = small_project(sites.PROJECT, tmp_path_factory.mktemp("former") / "project")
    for language in LANGUAGES:  # a page that will have another address
        page = (folder / f"content/about.{language}.md").read_text(encoding="utf-8")
        (folder / f"content/project.{language}.md").write_text(page, encoding="utf-8")
    (folder / PUBLISHED).write_text("", encoding="utf-8")
    assert sites.roadmap(folder, "addresses").returncode == 0
    append(folder / PUBLISHED, f"{ACTIVITY}\n")
    (folder / PUBLISHED).write_text("\n".join(sorted(listed(folder))) + "\n", encoding="utf-8")
    assert {*MOVED, *WITHDRAWN} <= set(listed(folder))
    cases = folder / "content/case-studies"
    (cases / OLD).rename(cases / NEW)
    for language in LANGUAGES:
        (folder / f"content/project.{language}.md").unlink()
    keep_parties(folder / "data/parties.yml", ("CA", "CO", "TN"))
    outcome = sites.roadmap(folder, "check")
    assert outcome.returncode == 1
    for address in (*MOVED, "parties/dz/"):
        assert f"The address “{address}” was published" in outcome.stdout
    assert f"former_slugs: [{OLD}]” in content/case-studies/{NEW}/case-study.yml" in outcome.stdout
    append(cases / NEW / "case-study.yml", RENAME)
    append(cases / GONE / "case-study.yml", WITHDRAW)
    moved = f"moved:\n  {ACTIVITY}: activities/1.2/\n"
    (folder / "data/addresses.yml").write_text(OTHERS.replace("moved:\n", moved), encoding="utf-8")
    outcome = sites.roadmap(folder, "check")
    assert outcome.returncode == 0 and "note: New addresses" in outcome.stdout, outcome.stdout
    assert sites.roadmap(folder, "addresses").returncode == 0
    assert "note" not in sites.roadmap(folder, "check").stdout
    assert {*MOVED, *MOVED.values(), *WITHDRAWN} <= set(listed(folder))
    assert listed(folder) == sorted(listed(folder))
    return folder


@pytest.fixture(scope="module")
def after(changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("built") / "site"
    build(changed, built, zips=True)
    return built


def page(site: Path, path: str) -> sites.Page:
    return sites.Page(site, path)


def attributes(root, tag: str, **wanted: str) -> dict[str, str]:
    return next(
        dict(e.attrib) for e in having(root, tag) if all(e.get(k.replace("_", "-")) == v for k, v in wanted.items())
    )


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_old_address_leads_on_in_its_language(after: Path, language: str):
    for old, new in MOVED.items():
        path, target = path_in(language, old), path_in(language, new)
        root = sites.parsed((after / path / "index.html").read_text(encoding="utf-8"))
        html = next(iter(root.iter("html")))
        assert (html.get("lang"), html.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
        wait, _, address = attributes(root, "meta", http_equiv="refresh")["content"].partition("; url=")
        assert (wait, urljoin(SITE_URL + path, address)) == ("0", SITE_URL + target)
        assert attributes(root, "meta", name="robots")["content"] == "noindex"
        there = sites.parsed((after / target / "index.html").read_text(encoding="utf-8"))
        assert attributes(root, "link", rel="canonical") == attributes(there, "link", rel="canonical")
        assert [urljoin(SITE_URL + path, a.get("href")) for a in having(root, "a")] == [SITE_URL + target]
        assert len(having(root, "h1")) == 1 and having(root, "p") and not having(root, "script")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_withdrawn_says_when_and_why(after: Path, language: str):
    reasons = {
        f"case-studies/{GONE}/": yaml.safe_load(WITHDRAW)["withdrawn"],
        "parties/dz/": yaml.safe_load(OTHERS)["withdrawn"]["parties/dz/"],
    }
    for address, parent in WITHDRAWN.items():
        path = path_in(language, address)
        raw = (after / path / "index.html").read_text(encoding="utf-8")
        root = sites.parsed(raw)
        body = sites.text(next(iter(root.iter("body"))))
        reason = reasons[address]["reason"]
        assert sites.squeezed(reason["fr" if language == "fr" else "en"]) in sites.squeezed(body)
        assert sites.day("2026-11-30", language) in body
        assert attributes(root, "meta", name="robots")["content"] == "noindex"
        targets = {urljoin(SITE_URL + path, a.get("href")) for a in having(root, "a")}
        others = {SITE_URL + path_in(other, address) for other in LANGUAGES if other != language}
        assert targets == {SITE_URL + path_in(language, parent), *others}
        for target in targets:
            assert (after / target.removeprefix(SITE_URL) / "index.html").is_file()
        assert "refresh" not in raw and len(having(root, "h1")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_and_the_feed_of_a_former_activity_stay(after: Path, language: str):
    feed, former = (after / path_in(language, f"{address}feed.xml") for address in (MOVED[ACTIVITY], ACTIVITY))
    assert former.read_bytes() == feed.read_bytes()
    path = path_in(language, f"embed/{ACTIVITY}")
    root = sites.parsed((after / path / "index.html").read_text(encoding="utf-8"))
    address = attributes(root, "meta", http_equiv="refresh")["content"].partition("; url=")[2]
    card = path_in(language, f"embed/{MOVED[ACTIVITY]}")
    assert urljoin(SITE_URL + path, address) == SITE_URL + card and (after / card / "index.html").is_file()


def entry_id(feed: Path, slug: str) -> str:
    entries = feed.read_text(encoding="utf-8").split("<entry>")[1:]
    return next(re.findall("<id>(.*?)</id>", entry)[0] for entry in entries if f"/{slug}/" in entry)


@pytest.mark.slow
def test_feed_readers_know_a_case_study_by_its_first_address(after: Path, site: Path):
    """Else they would show a case study with another address as a new one."""
    for language in LANGUAGES:
        feed = path_in(language, "feed.xml")
        assert entry_id(after / feed, NEW) == entry_id(site / feed, OLD)


@pytest.mark.slow
def test_no_list_names_what_was_withdrawn_or_has_another_address(after: Path):
    """No page, feed, sitemap, data or list of files: only the notices name each other."""
    own = {after / path_in(language, address) for language in LANGUAGES for address in (*WITHDRAWN, *MOVED)}
    lost = [name.encode() for name in (GONE, f"{OLD}/", "parties/dz")]
    for path in after.rglob("*"):
        if path.is_file() and path.parent not in own and path.name != MARK:
            raw = path.read_bytes()
            assert not [name for name in lost if name in raw], path
    assert not (after / f"case-studies/{GONE}/submission.json").exists()


@pytest.mark.slow
def test_the_search_does_not_find_them(after: Path):
    index = b"".join(path.read_bytes() for path in after.rglob("*") if "pagefind" in path.parts and path.is_file())
    assert GONE.encode() not in index


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_goes_on_and_shows_the_notice(after: Path, browser: Browser):
    with serve(after) as home:
        for language in ("fr", "ar"):
            tab = browser.new_page(viewport={"width": 320, "height": 600})
            faults: list[str] = []
            tab.on("console", lambda message, faults=faults: faults.append(message.text))
            tab.goto(home + path_in(language, f"case-studies/{OLD}/"))
            tab.wait_for_url(home + path_in(language, f"case-studies/{NEW}/"))
            tab.goto(home + path_in(language, f"case-studies/{GONE}/"))
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320
            assert not faults
            load_axe(tab)
            assert not violations(tab, "notice")
            tab.close()


def test_the_list_has_what_is_published(whole: Site):
    """Its addresses are all there, and none is twice: `roadmap check` shows a note for new ones."""
    lines = whole.project.addresses
    assert lines and list(lines) == sorted(set(lines)) and len(set(published(whole)) & set(lines)) > 200


@pytest.mark.slow
@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "en/about/", "nowhere/"])
def test_the_command_keeps_what_is_wrong_for_people_to_see(tmp_path: Path, line: str):
    folder = small_project(sites.PROJECT, tmp_path / "project")
    (folder / PUBLISHED).write_text(f"about/\n{line}\n", encoding="utf-8")
    done = sites.roadmap(folder, "addresses")
    assert done.returncode == 1 and f"{PUBLISHED}:2:" in sites.said(done)
    assert (folder / PUBLISHED).read_text(encoding="utf-8") == f"about/\n{line}\n"
    with pytest.raises(ProblemsFound):
        load(folder)
