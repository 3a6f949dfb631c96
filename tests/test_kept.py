"""What is taken over from the last site: after any edits, a build gives the bytes of a clean one."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import sites
from roadmap import edge, search, unchanged, written
from roadmap.kept import Known, Written
from roadmap.problems import ProblemsFound
from sites import path_in
from small import CASES, keep_parties, small_project

LANGUAGES = ("fr", "ar")
"""A slice of two languages is built in a second; what is made of whole sites is built anew each time."""

# Edits, each of which leaves a good project


def folder(project: Path, number: int) -> Path:
    found = sorted(path for path in (project / "content" / "case-studies").iterdir())
    return found[number % len(found)]


def words(project: Path, number: int) -> None:
    """A sentence more in a text: an original or a translation."""
    texts = sorted(folder(project, number).glob("index.*.md"))
    path = texts[number // 7 % len(texts)]
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()} Fake {number} [^1].\n", encoding="utf-8")


def title(project: Path, number: int) -> None:
    """Another title of a text."""
    for path in sorted(folder(project, number).glob("index.*.md"))[: 1 + number % 2]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^title: .*", f'title: "Fake {number} & others"', text, flags=re.M), encoding="utf-8")


def activity(project: Path, number: int) -> None:
    """Of another activity, and so counted elsewhere."""
    change(project, number, r"^activities: .*", f'activities: ["{1 + number % 5}.1"]')


def day(project: Path, number: int) -> None:
    """Revised on another day, and so elsewhere in lists."""
    change(project, number, r"^updated: .*", f"updated: 2026-11-{22 + number % 5}")


def change(project: Path, number: int, pattern: str, instead: str) -> None:
    path = folder(project, number) / "case-study.yml"
    path.write_text(re.sub(pattern, instead, path.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")


def one_more(project: Path, number: int) -> None:
    """A copy of a case study under a name of its own."""
    of = folder(project, number)
    shutil.copytree(of, of.with_name(f"fake-{number}"), dirs_exist_ok=True)


def one_less(project: Path, number: int) -> None:
    """Not the last one."""
    if len(list((project / "content" / "case-studies").iterdir())) > 1:
        shutil.rmtree(folder(project, number))


def translation(project: Path, number: int) -> None:
    """A text goes, or comes back."""
    path = folder(project, number) / "index.en.md"
    aside = project / "build" / f"{path.parent.name}.md"
    aside.parent.mkdir(exist_ok=True)
    original = re.search(r"original_language: (\w+)", (path.parent / "case-study.yml").read_text())
    if path.exists() and original and original[1] != "en":
        path.rename(aside)
    elif aside.exists():
        aside.rename(path)


def string(project: Path, number: int) -> None:
    """A word of the catalogue."""
    path = project / "data" / "locales" / "ar.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(msgid "Rechercher"\nmsgstr )".*"', rf'\1"بحث {number}"', text), encoding="utf-8")


def template(project: Path, number: int) -> None:
    append(project / "overrides" / "page" / "footer.html", f"<!-- {number} -->")


def page(project: Path, number: int) -> None:
    append(project / "content" / "about.fr.md", f"Fake {number}.")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")


def nothing(project: Path, number: int) -> None:
    """Built again all the same."""


EDITS: tuple[Callable[[Path, int], None], ...] = (
    *(words, words, title, activity, day, one_more, one_less, translation),
    *(string, template, page, nothing),
)
edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 60)), min_size=2, max_size=3)


@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a smaller example would take minutes to find
    suppress_health_check=list(HealthCheck),
)
@given(steps=edits)
def test_after_any_edits_a_build_gives_the_bytes_of_a_clean_one(
    project: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Callable[[Path, int], None], int]]
):
    copy = small_project(project, tmp_path_factory.mktemp("edited") / "project")
    last = edge.build(copy, copy / "site", only=LANGUAGES).site
    for edit, number in steps:
        edit(copy, number)
        last = edge.build(copy, copy / "site", only=LANGUAGES, last=last).site
        edge.build(copy, copy / "clean", only=LANGUAGES)
        assert sites.contents(copy / "site") == sites.contents(copy / "clean"), (edit.__name__, number)
    shutil.rmtree(copy)


@pytest.mark.slow
def test_pages_of_case_studies_show_nothing_of_those_that_are_not_beside_them(project: Path, tmp_path: Path):
    """Of five in a row, the last moves to other activities, SDGs and a co-Party: but for its neighbour's, the pages of
    the others stay the very files, and are what a clean build makes.
    """
    names = sorted(path.name for path in (project / "content" / "case-studies").iterdir())[:5]
    copy = sites.copy_project(project, tmp_path / "project")
    for path in (copy / "content" / "case-studies").iterdir():
        if path.name not in names:
            shutil.rmtree(path)
    last = edge.build(copy, copy / "site", only=LANGUAGES).site
    pages = [path_in(code, f"case-studies/{name}/index.html") for code in LANGUAGES for name in names[:3]]
    before = {page: (copy / "site" / page).stat().st_ino for page in pages}
    facts = copy / "content" / "case-studies" / names[4] / "case-study.yml"
    text = re.sub(
        r"^activities: .*", 'activities: ["3.4", "1.2"]\nsdgs: [3, 8]\nco_parties: [CA]', facts.read_text(), flags=re.M
    )
    facts.write_text(text)
    edge.build(copy, copy / "site", only=LANGUAGES, last=last)
    edge.build(copy, copy / "clean", only=LANGUAGES)
    assert sites.contents(copy / "site") == sites.contents(copy / "clean")
    assert before == {page: (copy / "site" / page).stat().st_ino for page in pages}


@pytest.mark.slow
def test_feeds_say_that_a_translation_is_no_longer_as_it_was_reviewed(project: Path, tmp_path: Path):
    """Its original's text is no part of a feed: the files that are no page are taken over all the same, or not."""
    copy = small_project(project, tmp_path / "project")
    case = copy / "content" / "case-studies" / CASES[1]
    translated = case / "index.fr.md"
    translated.write_text(translated.read_text().replace("---\n", "---\nreviewed: 2026-11-20\n", 1))
    last = edge.build(copy, copy / "site", only=LANGUAGES).site
    feed = copy / "site" / "feed.xml"
    assert "Traduction non officielle, relue" in feed.read_text(encoding="utf-8")
    before = feed.stat().st_ino
    for _again in range(2):
        append(case / "index.es.md", "Una frase falsa [^1].")
        last = edge.build(copy, copy / "site", only=LANGUAGES, last=last).site
        edge.build(copy, copy / "clean", only=LANGUAGES)
        assert sites.contents(copy / "site") == sites.contents(copy / "clean")
        assert "Traduction non officielle, relue" not in feed.read_text(encoding="utf-8")
        assert feed.stat().st_ino != before
    made = feed.stat().st_ino
    append(case / "index.es.md", "Otra frase falsa [^1].")
    edge.build(copy, copy / "site", only=LANGUAGES, last=last)
    assert feed.stat().st_ino == made, "nothing that a feed tells has changed"


# A whole site


@pytest.fixture
def built(project: Path, tmp_path: Path) -> Path:
    """A small project, its site built."""
    copy = small_project(project, tmp_path / "project")
    done = sites.roadmap(copy, "build")
    assert done.returncode == 0, sites.said(done)
    return copy


@pytest.mark.slow
def test_one_case_study_changed_is_seen_everywhere_and_nothing_else_is_made_anew(built: Path):
    """Offline lists, ZIPs and the worker too; what is taken over is the very file."""
    numbers = {path: path.stat().st_ino for path in (built / "site").rglob("*") if path.is_file()}
    before = sites.contents(built / "site")
    text = built / "content" / "case-studies" / CASES[2] / "index.fr.md"
    text.write_text(f"{text.read_text(encoding='utf-8').rstrip()} Fakeword [^1].\n", encoding="utf-8")
    done = sites.roadmap(built, "build")
    assert done.returncode == 0, sites.said(done)
    after = sites.contents(built / "site")
    assert sites.roadmap(built, "build", "--again", "--output", "clean").returncode == 0
    assert after == sites.contents(built / "clean")
    assert b"Fakeword" in after[f"case-studies/{CASES[2]}/index.html"]
    changed = {path for path in after if before.get(path) != after[path]}
    kept = {path for path, number in numbers.items() if path.exists() and path.stat().st_ino == number}
    pages = {path for path in numbers if path.name == "index.html" and "embed" not in path.parts}
    assert len(pages & kept) > 0.9 * len(pages)
    assert {"cite.bib", "cite.json", "feed.xml", "facets.json", "submission.yml"} <= {path.name for path in kept}
    assert not {str(path.relative_to(built / "site")) for path in kept} & changed
    indexes = {path.name.partition("_")[0] for path in numbers if path.suffix == ".pf_fragment" and path not in kept}
    assert "ar" not in indexes, "a language whose words are the same is not indexed again"


@pytest.mark.slow
def test_nothing_is_taken_over_from_a_site_that_was_touched(project: Path, tmp_path: Path):
    """A page that somebody changed, a piece of the index that the disk lost, a record cut short."""
    copy = small_project(project, tmp_path / "project")
    slice_ = ("build", "--langs", ",".join(LANGUAGES))
    assert sites.roadmap(copy, *slice_).returncode == 0
    clean = sites.contents(copy / "site")

    def record() -> None:
        (path,) = (copy / unchanged.RECORDS).iterdir()
        os.truncate(path, path.stat().st_size // 2)

    for touch in (
        lambda: append(copy / "site" / "ar" / "activities" / "2.1" / "index.html", "spoilt"),
        lambda: next((copy / "site" / search.FOLDER / "index").glob("ar_*")).unlink(),
        record,
    ):
        touch()
        done = sites.roadmap(copy, *slice_)
        assert done.returncode == 0 and "nothing has changed" not in done.stdout, sites.said(done)
        assert sites.contents(copy / "site") == clean
    assert "nothing has changed" in sites.roadmap(copy, *slice_).stdout


@pytest.mark.slow
def test_a_build_that_fails_leaves_the_last_site_and_its_record(copy: Path, monkeypatch):
    """Files are shared with the last site until the new one takes its place: none of them may be written to."""
    last = edge.build(copy, copy / "site", only=LANGUAGES).site
    before = sites.contents(copy / "site")
    monkeypatch.setattr(edge.slices, "mark", lambda *_all: (_ for _ in ()).throw(OSError(28, "No space left", "x")))
    words(copy, 1)
    with pytest.raises(edge.BuildFailed, match="No space left"):
        edge.build(copy, copy / "site", only=LANGUAGES, last=last)
    assert sites.contents(copy / "site") == before


def test_where_the_disk_knows_no_links_files_are_copied(tmp_path: Path, monkeypatch):
    (tmp_path / "last" / "about").mkdir(parents=True)
    (tmp_path / "last" / "about" / "index.html").write_text("words")
    monkeypatch.setattr(os, "link", lambda *_all: (_ for _ in ()).throw(OSError("no links here")))
    Known(tmp_path / "last").take(["about/index.html"], tmp_path / "site")
    assert sites.contents(tmp_path / "site") == {"about/index.html": b"words"}


def test_what_the_search_reads_has_no_notice_and_no_mark_of_a_source():
    main = '<main id="content">a<aside class="notice x"><p>b</p></aside>c&nbsp;<sup><a>7</a></sup>.</main>'
    html = f'<html lang="fr"><head><title>T</title></head>{main}</html>'
    known = Written.of(html, "")
    other = Written.of(html.replace("<p>b</p>", "<p>d</p>"), "")
    assert known.words == other.words and known.checksum != other.checksum
    assert written.searched(html).endswith(">ac&nbsp;.</main>\n</html>\n")
    assert known.words != Written.of(html.replace("c&nbsp;", "d&nbsp;"), "").words


# What is wrong


def test_case_studies_are_good_with_the_data_and_the_program_that_found_them_so():
    last = Known(common="data and program", cases={"one": "1", "two": "2"})
    assert last.good("data and program", {"one": "1", "two": "3", "three": "3"}) == {"one"}
    assert last.good("other data, or another program", last.cases) == set()


def refused(project: Path, last: Known) -> str:
    with pytest.raises(ProblemsFound) as caught:
        edge.build(project, project / "site", only=LANGUAGES, last=last)
    return str(caught.value)


@pytest.mark.slow
def test_what_was_good_is_checked_again_when_it_or_what_it_relies_on_has_changed(copy: Path):
    """Mark-up, a picture that is none, a page that is linked to and goes, a Party that is not listed."""
    shutil.copytree(copy, copy.with_name("good"))
    last = edge.build(copy, copy / "site", only=LANGUAGES).site
    assert set(last.cases) == {path.name for path in (copy / "content" / "case-studies").iterdir()}
    text = copy / "content" / "case-studies" / CASES[0] / "index.fr.md"
    append(text, "Du texte <b>en HTML</b> [^1].")
    (text.parent / "photo.jpg").write_bytes(b"no picture")
    told = refused(copy, last)
    assert f"{CASES[0]}/index.fr.md:" in told and "photo.jpg" in told
    shutil.copy(copy.with_name("good") / text.relative_to(copy), text)
    (text.parent / "photo.jpg").unlink()
    append(text, f"Un fait [^1], comme [ailleurs](/case-studies/{CASES[1]}/).")
    last = edge.build(copy, copy / "site", only=LANGUAGES, last=last).site
    shutil.rmtree(copy / "content" / "case-studies" / CASES[1])
    assert f"/case-studies/{CASES[1]}/" in refused(copy, last)
    shutil.copytree(copy.with_name("good") / "content" / "case-studies" / CASES[1], text.parents[1] / CASES[1])
    keep_parties(copy / "data" / "parties.yml", ("CA", "CO", "DZ"))
    assert f"{CASES[2]}/case-study.yml:1:" in refused(copy, last)
