"""The posters: what is on the sheet, which of them a site offers, and what happens when they cannot be printed."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error
from pypdf import PdfReader

import print_posters
import sites
from browser import serve
from conftest import build, locked
from roadmap.views import prints
from sites import LANGUAGES, SITE_URL, SOURCE, Page, Wording, having, one, path_in
from small import small_project

pytest_plugins = ("browser",)

NOT_UNESCO = (
    "Site indépendant, non officiel. Il publie la feuille de route ouverte de l’UNESCO d’après une copie du dépliant."
)
SIZES = {
    "ar": "211\N{NO-BREAK SPACE}كيلوبايت",
    "en": "211\N{NO-BREAK SPACE}kB",
    "es": "211\N{NO-BREAK SPACE}kB",
    "fr": "211\N{NARROW NO-BREAK SPACE}ko",
    "ru": "211\N{NO-BREAK SPACE}кБ",
    "zh": "211\N{NO-BREAK SPACE}kB",
}


# The sheet


@pytest.fixture(scope="session")
def folder(project: Path, site: Path, shared: Path, browser: Browser, home: str) -> Path:
    """The posters of the real site, printed once for all the workers of pytest-xdist."""
    copy = shared / "posters"
    with locked(shared / "posters.lock"):
        if not copy.exists():
            print_posters.print_all(browser, home, sites.copy_project(project, copy), site)
    return copy / prints.POSTERS


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def poster(folder: Path, language: str) -> PdfReader:
    """The poster of each language."""
    (path,) = folder.glob(f"{language}.*")
    return PdfReader(path)


def letters(value: str) -> str:
    """Only letters and figures, as they are typed: no matter how lines are broken and Arabic is joined."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", value)))


def expected_texts(project: Path, leaflet: dict, wording: Wording, language: str) -> Iterator[str]:
    """All that the roadmap says to readers of a language, each text with the number that stands before it."""
    for part in ("title", "banner", "closing"):
        yield wording(language, part, leaflet[part]["text"])
    titles = {sdg["number"]: sdg["title"] for sdg in sites.plain_yaml(project / "data/sdgs.yml")["sdgs"]}
    for goal in leaflet["goals"]:
        yield wording(language, f"goal {goal['id']}", goal["text"])
        for number in (str(link["sdg"]) for link in goal["sdgs"]):
            yield f"{number} {wording(language, f'sdg {number}', titles[number])}"
    for output in leaflet["outputs"]:
        for kind, item in [("output", output), *(("activity", activity) for activity in output["activities"])]:
            number = item["id"]
            yield f"{number} {wording(language, f'{kind} {number}', item['text'])}"


@pytest.mark.browser
def test_a_poster_is_one_a3_sheet_for_everybody(poster: PdfReader, leaflet: dict, wording: Wording, language: str):
    (sheet,) = poster.pages
    assert [float(side) / 72 * 25.4 for side in sheet.mediabox[2:]] == pytest.approx([420, 297], abs=1)
    root = poster.root_object
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert poster.metadata.title == wording(language, "title", leaflet["title"]["text"])
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.sampled(3)
@pytest.mark.browser
def test_a_poster_says_all_that_the_roadmap_says(
    project: Path, site: Path, poster: PdfReader, leaflet: dict, wording: Wording, language: str
):
    """pypdf tells Arabic lines in disorder where they have brackets or figures: there word by word."""
    text = poster.pages[0].extract_text()
    shown = letters(text)
    notices = [notice.text or "" for notice in having(Page(site, path_in(language, "")).main, "p", "notice")]
    assert len(notices) == (language != SOURCE)  # that it is a translation, and whether it was reviewed
    texts = [*expected_texts(project, leaflet, wording, language), *notices, wording(language, "footer", NOT_UNESCO)]
    assert len(texts) > 40
    for whole in texts:
        for part in whole.split() if language == "ar" else [whole]:
            assert letters(part) in shown, whole
    assert SITE_URL + path_in(language, "") in "".join(text.split())
    assert not re.search("[\u2e80-\u2fdf]", text)  # a radical in the place of a character is not found


@pytest.mark.sampled(3)
@pytest.mark.browser
def test_a_poster_shows_nothing_that_is_of_the_site_only(poster: PdfReader, wording: Wording, language: str):
    text = poster.pages[0].extract_text()
    for only in ("Ce que des pays ont fait", "Imprimer l’affiche", "Voir ce que des pays ont fait"):
        assert letters(wording(language, "home", only)) not in letters(text)
    assert "data/locales" not in text
    for hub in ("Accessibilité", "Glossaire", "Traductions"):  # a word for “contribute” is in a text too
        assert letters(wording(language, "nav", hub)) not in letters(text)


@pytest.mark.sampled(3)
@pytest.mark.browser
def test_a_poster_is_written_not_drawn(poster: PdfReader, language: str):
    """Fonts embedded, and no picture of the text. Chinese fonts come as drawings of each glyph, with their Unicode."""
    (sheet,) = poster.pages
    assert not list(sheet.images)
    fonts = [font.get_object() for font in sheet["/Resources"]["/Font"].values()]
    for font in fonts:
        assert "/ToUnicode" in font
        if font["/Subtype"] == "/Type0":
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
        else:
            assert font["/Subtype"] == "/Type3" and font["/CharProcs"]


@pytest.mark.browser
def test_arabic_letters_are_joined(folder: Path):
    """The forms that letters take beside others."""
    (path,) = folder.glob("ar.*")
    text = PdfReader(path).pages[0].extract_text()
    assert len(re.findall("[\ufe80-\ufefc]", text)) > 5 * len(re.findall("[بتثجحخسشصضطظعغفقكلمنهي]", text))


@pytest.mark.sampled(3)
@pytest.mark.browser
def test_a_poster_fills_its_sheet_in_a_type_that_can_be_read(poster: PdfReader):
    written = []

    def keep(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        if text.strip():
            written.append((outer[3] * inner[5] + outer[5], size * abs(inner[3] * outer[3])))

    poster.pages[0].extract_text(visitor_text=keep)
    heights, sizes = zip(*written, strict=True)
    millimetre = 72 / 25.4
    assert 274 * millimetre < max(heights) < 285 * millimetre
    assert 12 * millimetre < min(heights) < 20 * millimetre
    assert min(sizes) > 7
    assert sorted(sizes)[len(sizes) // 2] > 8.5


# The offer


OFFER = re.compile(r'<p class="take-away" id="poster">.*?</p>')
"""What offers the poster: where there is none, a button prints the page."""


@pytest.mark.slow
def test_only_posters_that_show_their_page_are_offered(project: Path, tmp_path: Path, wording: Wording):
    """Of posters for each language, that of English is stale: its catalogue says something else now."""
    copy, plain, offering = small_project(project, tmp_path / "project"), tmp_path / "plain", tmp_path / "offering"
    build(copy, plain)
    build(copy, offering, offer_prints=True)
    assert sites.contents(offering) == sites.contents(plain)
    for language in LANGUAGES:
        html = (plain / path_in(language, "index.html")).read_text(encoding="utf-8")
        print_posters.put(prints.poster(copy, language, html), language.encode() * 105_001)
    sites.edit(copy / "data/locales/en.po", 'msgstr "What is the Open Roadmap?"', 'msgstr "A tool of your own"')
    build(copy, offering, offer_prints=True)
    pages, before = sites.read_pages(offering), sites.contents(plain)
    for language in LANGUAGES:
        page, published = pages[path_in(language, "")], offering / path_in(language, "poster.pdf")
        links = [a for a in having(page.main, "a") if a.get("href") == "poster.pdf"]
        (footer,) = [a for a in having(one(page.tree, "footer"), "a") if "poster" in a.get("href", "")]
        assert footer.get("href").endswith("#poster") and "poster" in page.ids
        if language == "en":
            assert links == [] and not published.exists()
            continue
        assert published.read_bytes() == language.encode() * 105_001
        (link,) = links
        offer = wording(language, "home", "L’affiche en PDF (A3, %(size)s)", size=SIZES[language])
        assert sites.text(link) == offer
        assert one(one(page.main, "p", "take-away"), "a") is link
        plain_page = before[path_in(language, "index.html")].decode()
        assert OFFER.sub("", page.html) == OFFER.sub("", plain_page) != plain_page


def test_make_tells_of_the_posters(project: Path):
    helped = subprocess.run(["make", "help"], cwd=project, capture_output=True, text=True, check=True).stdout
    assert re.search(r"^make pdf  .*poster", helped, re.MULTILINE)
    assert "`make pdf`" in (project / "docs" / "development.md").read_text(encoding="utf-8")


# What goes wrong


@pytest.fixture
def page_to_print(copy: Path) -> Path:
    """A project with a site of one page, in each language."""
    for language in LANGUAGES:
        path = copy / "site" / path_in(language, "index.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<!doctype html><main>Fake</main><footer></footer>", encoding="utf-8")
    return copy


def test_without_a_browser_nothing_is_written(page_to_print: Path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(page_to_print / "none"))
    with pytest.raises(SystemExit, match=r"^posters: CHROMIUM is .*none, which is not a browser that runs"):
        print_posters.main(page_to_print, page_to_print / "site")
    assert not (page_to_print / "build").exists()


def test_a_browser_that_fails_leaves_whole_posters_only(page_to_print: Path, monkeypatch):
    """The posters printed before it failed stay; of those that it did not print, the older ones do."""
    first, second, *_others = LANGUAGES
    folder = page_to_print / prints.POSTERS
    old = folder / f"{second}.0123456789ab.pdf"
    print_posters.put(old, b"older")

    def printed(_browser: None, address: str, _project: Path) -> bytes:
        if address.endswith(path_in(first, "")):
            return b"whole"
        raise Error("the page crashed")

    monkeypatch.setattr(print_posters, "launch", nullcontext)
    monkeypatch.setattr(print_posters, "printed", printed)
    with pytest.raises(SystemExit, match=r"^posters: the page crashed"):
        print_posters.main(page_to_print, page_to_print / "site")
    assert sorted(path.read_bytes() for path in folder.iterdir()) == [b"older", b"whole"]


@pytest.mark.browser
def test_a_text_too_long_for_a_sheet_is_reported(page_to_print: Path, browser: Browser):
    long = f"<!doctype html><main>{'Fake words. ' * 9999}</main><footer></footer>"
    (page_to_print / "site/index.html").write_text(long, encoding="utf-8")
    with serve(page_to_print / "site") as home, pytest.raises(Error, match="does not fit on one sheet"):
        print_posters.printed(browser, home, page_to_print)
