"""A text of the source changes: where readers of each language meet it, until their translators have followed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from babel.numbers import format_decimal

import sites
from conftest import build, locked
from roadmap import languages
from roadmap.load import load
from roadmap.reading.project import read
from roadmap.site import Site
from roadmap.translation import merging, progress
from sites import (
    LANGUAGES,
    SITE_URL,
    SOURCE,
    Page,
    Wording,
    edit,
    having,
    none,
    one,
    path_in,
    said,
    text,
    typeset,
    words,
)
from small import rendered, small_project

pytestmark = pytest.mark.slow

OTHERS = [language for language in LANGUAGES if language != SOURCE]
CONTEXT, ADDRESS = "activity 2.2", "activities/2.2/"
OLD = (
    "Offrir des espaces dédiés à la créativité et à l'innovation numériques qui permettent l'expérimentation et la "
    "collaboration artistiques"
)
NEW = "Offrir des espaces où la création numérique s'essaie et se partage entre artistes"
SPANISH = "Ofrecer espacios donde la creación digital se ensaye y se comparta entre artistas"
ENGLISH = "Offer spaces where digital creation is tried out and shared among artists"
QUEBEC, CREA = "ca-quebec-plan-culturel-numerique", "co-crea-digital"
"""Two case studies, with a French and with a Spanish original."""
UNTRANSLATED = "Une partie de cette page n’est pas encore traduite : elle est affichée dans une autre langue."
BEHIND = "L’original de ce passage a changé depuis sa traduction."
LINK = "Lire l’original (%(original)s)"


def activity_changes(project: Path) -> None:
    """The French of activity 2.2 is another, and the leaflet too: no text may be there that it does not have."""
    data = project / "data" / "roadmap.yml"
    found = re.search(r'(?<=- id: "2.2"\n        text: >-\n)(?: {10}.+\n)+', data.read_text(encoding="utf-8"))
    assert found and " ".join(found[0].split()) == OLD
    edit(data, found[0], f"          {NEW}\n")
    with (project / "data" / "source" / "leaflet-fr-ocr.txt").open("a", encoding="utf-8") as leaflet:
        leaflet.write(f"\n{NEW}\n")


def reading_changes(project: Path) -> None:
    """A section of the page about the site."""
    edit(project / "content/about.fr.md", "qu’une Partie peut mener", "que chaque Partie peut mener à son rythme")


def cases_change(project: Path) -> None:
    """A section of each original."""
    folder = project / "content/case-studies"
    edit(folder / QUEBEC / "index.fr.md", "une large consultation", "une vaste consultation publique")
    edit(folder / CREA / "index.es.md", "la sexta, estaba dirigida a creadores", "la sexta, admitía creadores")


@pytest.fixture(scope="module")
def followed(project: Path, shared: Path) -> tuple[Path, Path]:
    """A small copy of the project whose source has changed and whose catalogues were brought up to date; its site."""
    copy, site = shared / "following" / "project", shared / "following" / "site"
    with locked(shared / "following.lock"):
        if not site.exists():
            small_project(project, copy, (QUEBEC, CREA))
            activity_changes(copy)
            reading_changes(copy)
            cases_change(copy)
            merging.update(Site(read(copy)))
            build(copy, site)
    return copy, site


@pytest.fixture(scope="module")
def site(followed: tuple[Path, Path]) -> Path:
    """What readers meet."""
    return followed[1]


@pytest.fixture(scope="module")
def followed_site(followed: tuple[Path, Path]) -> Site:
    """What the files say."""
    return Site(load(followed[0]))


@pytest.fixture
def mine(followed: tuple[Path, Path], tmp_path: Path) -> Path:
    """The changed project, to translate in."""
    return shutil.copytree(followed[0], tmp_path / "project")


def page(site: Path, language: str, address: str) -> Page:
    return Page(site, path_in(language, address))


def old_texts(wording: Wording) -> dict[str, str]:
    """What activity 2.2 was, in each language."""
    return {language: wording(language, CONTEXT, OLD) for language in LANGUAGES}


def notices(root: Element, class_: str = "notice") -> list[str]:
    return [text(notice) for notice in having(root, class_=class_)]


# --- A text of the leaflet -------------------------------------------------------------------------------


def test_the_new_text_is_shown_in_every_language_and_marked_where_it_is_foreign(site: Path, wording: Wording):
    for language in LANGUAGES:
        shown = page(site, language, ADDRESS)
        heading = one(shown.tree, "h1")
        assert list(words(heading, language)) == [(typeset(NEW), SOURCE)], language
        marked = [(element.get("lang"), element.get("dir")) for element in having(heading) if element.get("lang")]
        assert marked == ([] if language == SOURCE else [(SOURCE, "ltr")]), language
        falls_back = wording(language, "notice", UNTRANSLATED) in notices(shown.main)
        assert falls_back == (language != SOURCE), language
        assert shown.tree.get("lang") == language


def test_the_old_text_stands_nowhere_in_any_language(site: Path, wording: Wording):
    old = old_texts(wording)
    assert len(set(old.values())) == len(LANGUAGES)
    found = [*old.values(), *map(escape, old.values()), OLD, OLD[:60], typeset(OLD)[:60]]
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".json", ".xml", ".yml", ".bib")]
    assert {path.suffix for path in files} == {".html", ".json", ".xml", ".yml", ".bib"}

    def stale() -> Iterator[str]:
        for path in files:
            content = path.read_text(encoding="utf-8")
            yield from (f"{path.relative_to(site)}: {one}" for one in found if one in content)

    none(stale())


@pytest.mark.parametrize("address", [ADDRESS, "activities/", ""])
def test_search_engines_are_sent_to_the_french_page_alone(site: Path, address: str):
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    for language in LANGUAGES:
        shown = page(site, language, address)
        assert sites.alternates(shown) == [(SOURCE, SITE_URL + address), ("x-default", SITE_URL + address)]
        assert sites.canonical(shown) == [SITE_URL + address]
        assert (f"<loc>{shown.url}</loc>" in sitemap) == (language == SOURCE)


def test_other_pages_still_name_every_language(site: Path):
    for address in ("activities/2.3/", "outputs/2/", "goals/"):
        languages_named = {code for code, _url in sites.alternates(page(site, "es", address))}
        assert languages_named == {*LANGUAGES, "x-default"}


def entry_line(project: Path, language: str) -> int:
    """Where the msgid of activity 2.2 stands in a catalogue."""
    lines = (project / f"data/locales/{language}.po").read_text(encoding="utf-8").split("\n")
    at = lines.index(f'msgctxt "{CONTEXT}"')
    return next(number for number in range(at, len(lines)) if lines[number].startswith("msgid ")) + 1


@pytest.mark.parametrize("language", OTHERS)
def test_status_tells_the_one_text_that_is_behind_and_its_place(followed_site: Site, language: str):
    part = followed_site.once(progress.of_site)[language]["roadmap"]
    assert (part.count("behind"), part.count("missing")) == (1, 0)
    assert part.count("translated") == part.total - 1
    path, line = f"data/locales/{language}.po", entry_line(followed_site.project.folder, language)
    assert part.first is not None
    assert (part.first.name, part.first.path, part.first.line) == (CONTEXT, path, line)


@pytest.mark.parametrize("language", OTHERS)
def test_status_tells_the_one_section_that_is_behind_and_its_place(followed_site: Site, language: str):
    part = followed_site.once(progress.of_site)[language]["pages"]
    assert (part.count("behind"), part.count("missing")) == (1, 0)
    path = f"content/about.{language}.md"
    lines = (followed_site.project.folder / path).read_text(encoding="utf-8").split("\n")
    line = next(number for number, words_ in enumerate(lines, start=1) if words_.endswith("{#reading}"))
    assert part.first is not None
    assert (part.first.name, part.first.path, part.first.line) == ("about#reading", path, line)


def figures(table: Element) -> dict[str, list[list[str]]]:
    """The table of the state of translations: by language, the cells of each part, and the file of the last."""
    found = {}
    for body in having(table, "tbody"):
        rows = [
            [*(text(cell) for cell in having(row, "td")), *(code.text or "" for code in having(row, "code"))]
            for row in having(body, "tr")
        ]
        found[next(th.get("id", "") for th in having(body, "th") if th.get("id"))] = rows
    return found


@pytest.mark.parametrize("reader", LANGUAGES)
def test_readers_are_told_what_is_behind_in_each_language(site: Path, reader: str):
    one_behind = format_decimal(1, locale=reader)
    table = figures(one(page(site, reader, "translations/").main, "table"))
    assert list(table) == OTHERS
    for language, rows in table.items():
        _interface, roadmap, pages, cases = rows
        assert roadmap[1] == pages[1] == one_behind, language
        assert roadmap[-1].startswith(typeset(NEW)[:40])
        assert pages[-1] == f"content/about.{language}.md"
        assert cases[1] == format_decimal(1 if language == "es" else 2, locale=reader), language


def follow(project: Path, language: str, translation: str) -> None:
    """A translator writes the new text and takes the mark off, as editors of catalogues do."""
    path = project / f"data/locales/{language}.po"
    entries = path.read_text(encoding="utf-8").split("\n\n")
    (entry,) = (entry for entry in entries if f'\nmsgctxt "{CONTEXT}"\n' in entry)
    assert "\n#, fuzzy\n" in entry
    kept = [line for line in entry.split("\n") if not line.startswith(("#, fuzzy", "#|"))]
    kept = kept[: next(number for number, line in enumerate(kept) if line.startswith("msgstr"))]
    edit(path, entry, "\n".join([*kept, f'msgstr "{translation}"']))


def test_a_translator_who_follows_makes_the_page_current_again(mine: Path, wording: Wording):
    follow(mine, "es", SPANISH)
    current = Site(load(mine))
    spanish = rendered(current, "es", ADDRESS)
    assert list(words(one(spanish, "h1"), "es")) == [(SPANISH, "es")]
    assert wording("es", "notice", UNTRANSLATED) not in notices(spanish)
    named = [link.get("hreflang") for link in having(spanish, "link") if link.get("hreflang")]
    assert named == ["fr", "es", "x-default"]
    assert [current.once(progress.of_site)[language]["roadmap"].count("behind") for language in ("es", "ar")] == [0, 1]
    assert list(words(one(rendered(current, "ar", ADDRESS), "h1"), "ar")) == [(typeset(NEW), SOURCE)]


def test_the_next_language_of_the_chain_stands_in_as_soon_as_it_has_followed(mine: Path, wording: Wording):
    follow(mine, "en", ENGLISH)
    current = Site(load(mine))
    for language in OTHERS:  # English stands before French for all of them
        shown = rendered(current, language, ADDRESS)
        assert list(words(one(shown, "h1"), language)) == [(ENGLISH, "en")], language
        assert (wording(language, "notice", UNTRANSLATED) in notices(shown)) == (language != "en")
    assert list(words(one(rendered(current, "fr", ADDRESS), "h1"), "fr")) == [(typeset(NEW), SOURCE)]


# --- A section of a page ---------------------------------------------------------------------------------


def section_notices(root: Element) -> dict[str, Element]:
    """The notices that a section is behind, by the id of the heading that each stands below."""
    found, heading = {}, ""
    for element in root.iter():
        if element.tag == "h2":
            heading = element.get("id", "")
        if "behind" in element.get("class", "").split():
            assert heading not in found
            found[heading] = element
    return found


def original_name(language: str, reader: str) -> str:
    return languages.name_in(language, reader)


def assert_quiet_notice(notice: Element, shown: Page, original: str, target: str, wording: Wording) -> None:
    """It says in the page's language that the original moved, and leads to the section there."""
    reader = shown.language
    assert (notice.get("lang"), notice.get("dir")) == (reader, languages.direction(reader)), reader
    link = one(notice, "a")
    named = wording(reader, "notice", LINK, original=original_name(original, reader))
    assert text(notice) == sites.joined(reader, wording(reader, "notice", BEHIND), named), reader
    assert (text(link), shown.link(link.get("href", ""))) == (named, target), reader


@pytest.mark.parametrize("language", OTHERS)
def test_the_old_translation_of_a_section_stays_with_a_quiet_notice(
    site: Path, project: Path, wording: Wording, language: str
):
    shown = page(site, language, "about/")
    (identifier, notice), *others = section_notices(shown.main).items()
    assert (identifier, others) == ("reading", [])
    assert_quiet_notice(notice, shown, SOURCE, "about/#reading", wording)
    markdown = (project / f"content/about.{language}.md").read_text(encoding="utf-8")
    section = re.split(r"^## .+\n", markdown.partition("{#reading}")[2], flags=re.MULTILINE)[0].strip()
    assert re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", section) in text(one(shown.main, "article"))
    assert not [element for element in having(shown.main) if "fallback" in element.get("class", "").split()]


def test_the_page_of_the_original_has_no_notice(site: Path):
    for address, language in (("about/", "fr"), (f"case-studies/{QUEBEC}/", "fr"), (f"case-studies/{CREA}/", "es")):
        assert section_notices(page(site, language, address).main) == {}


@pytest.fixture
def repository(project: Path, tmp_path: Path) -> Path:
    """A small copy under git, in which two sections moved since the first commit."""
    copy = small_project(project, tmp_path / "project")
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "content"), (*identity, "commit", "-q", "-m", "As translated")):
        done = sites.run(["git", *command], copy)
        assert done.returncode == 0, said(done)
    reading_changes(copy)
    edit(copy / "content/about.fr.md", "Il n’utilise ni son emblème", "Il ne montre ni son emblème")
    return copy


def test_a_translator_sees_what_moved_and_says_section_by_section_that_it_follows(repository: Path):
    def behind() -> list[str]:
        return list(section_notices(rendered(Site(load(repository)), "ar", "about/")))

    def command(*arguments: str) -> str:
        done = sites.roadmap(repository, "translations", *arguments)
        assert done.returncode == 0, said(done)
        return done.stdout

    assert behind() == ["reading", "official"]
    difference = command("diff", "about", "ar").splitlines()
    french = (repository / "content/about.fr.md").read_text(encoding="utf-8").split("\n")
    places = [line for line in difference if line.startswith("content/")]
    for identifier, place in zip(("reading", "official"), places, strict=True):
        at = next(number for number, line in enumerate(french, start=1) if line.endswith(f"{{#{identifier}}}"))
        assert place == f"content/about.fr.md:{at}: {french[at - 1].removeprefix('## ')}"
    removed = [line for line in difference if line.startswith("    -")]
    added = [line for line in difference if line.startswith("    +")]
    assert ["qu’une Partie peut mener" in removed[0], "ni son emblème" in removed[1], len(removed)] == [True, True, 2]
    assert "à son rythme" in added[0] and "Il ne montre" in added[1] and len(added) == 2

    assert "reading" in command("stamp", "about", "ar", "reading")
    assert behind() == ["official"]
    command("stamp", "about", "ar")
    assert behind() == []
    assert command("diff", "about", "ar").strip() and "{#" not in command("diff", "about", "ar")


# --- A section of a case study ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "original", "language"),
    [
        (QUEBEC, "fr", "en"),
        (QUEBEC, "fr", "ar"),
        (CREA, "es", "fr"),
        (CREA, "es", "en"),
        (CREA, "es", "zh"),
    ],
)
def test_a_case_study_s_translation_says_which_section_moved(
    site: Path, wording: Wording, slug: str, original: str, language: str
):
    shown = page(site, language, f"case-studies/{slug}/")
    (identifier, notice), *others = section_notices(shown.main).items()
    assert (identifier, others) == ("main-features", [])
    assert_quiet_notice(notice, shown, original, f"{path_in(original, f'case-studies/{slug}/')}#main-features", wording)
