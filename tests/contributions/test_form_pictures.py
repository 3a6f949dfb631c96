"""Pictures that the form carries in its file: shrunk and stripped in the browser, encoded again by the import."""

from __future__ import annotations

import base64
import io
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

import sites
from browser import NARROW, STORAGE_FORBIDDEN, Open, axe, sticking_out
from conftest import whole_project
from forms import SHORT, fill, made, messages, submit
from roadmap.contributions import importing
from roadmap.contributions.importing import ReadyCase
from roadmap.problems import ProblemsFound

pytest_plugins = ("browser",)

PROJECT = sites.PROJECT
ASSETS = PROJECT / "overrides" / "assets"
SUBMISSION: dict[str, Any] = {
    "submission": 2,
    "slug": "fr-fonds-d-essai",
    "case_study": {
        "party": "FR",
        "years": {"start": 2014},
        "lead_institution": {"fr": "Ministère d’essai"},
        "activities": ["2.3"],
        "origin": "editors",
        "licence": "CC-BY-4.0",
        "original_language": "fr",
        "updated": "2024-01-02",
        "sources": [{"title": "Décret", "url": "https://example.org/decret", "language": "fr", "seen": "2024-01-02"}],
        "images": [{"file": "photo.jpg", "alt": {"fr": "Un essai gris."}, "credit": "© Ministère d’essai"}],
    },
    "texts": {
        "fr": {
            "title": "Un fonds d’essai",
            "summary": "Depuis 2014, un ministère d’essai soutient la création.",
            "main_features": "Le fonds soutient des studios. [1]\n",
        }
    },
}


def picture(size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    exif[0x0112] = 6  # held upright
    buffer = io.BytesIO()
    Image.new("RGB", size, "grey").save(buffer, **{"format": "JPEG", "exif": exif} | options)
    return buffer.getvalue()


def in_lines(raw: bytes) -> str:
    return "\n".join(textwrap.wrap(base64.b64encode(raw).decode(), 76)) + "\n"


def sent(folder: Path, **changes: Any) -> Path:
    path = folder / "sent.yml"
    path.write_text(
        yaml.safe_dump(json.loads(json.dumps(SUBMISSION | changes)), sort_keys=False, allow_unicode=True),
        encoding="utf-8",
    )
    return path


def received(folder: Path, **changes: Any) -> ReadyCase:
    return importing.read(sent(folder, **changes), "sent.yml", whole_project())


def refused(folder: Path, **changes: Any) -> list[str]:
    """The problems of a submission, in English, with their lines."""
    try:
        received(folder, **changes)
    except ProblemsFound as found:
        return [f"{one.line}: {one.what.in_language('en')}" for one in found.problems]
    return []


def test_a_picture_in_the_file_is_written_upright_and_without_its_place(tmp_path: Path):
    ready = received(tmp_path, pictures={"photo.jpg": in_lines(picture())})
    folder = importing.write(ready, sites.copy_project(PROJECT, tmp_path / "project"))
    assert sorted(path.name for path in folder.iterdir()) == ["case-study.yml", "index.fr.md", "photo.jpg"]
    with Image.open(folder / "photo.jpg") as written:
        assert (written.size, written.format) == ((40, 60), "JPEG")
        assert not written.getexif() and "pictures" not in (folder / "case-study.yml").read_text("utf-8")


def test_a_file_without_pictures_is_read_as_before(tmp_path: Path):
    (tmp_path / "photo.jpg").write_bytes(picture())
    assert set(received(tmp_path, submission=1).pictures) == {"photo.jpg"}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a picture that is not listed": (
        {"pictures": {"photo.jpg": in_lines(picture()), "other.jpg": in_lines(picture())}},
        "The picture other.jpg is not in the list “images”.",
    ),
    "letters that are no base64": (
        {"pictures": {"photo.jpg": "AAA"}},
        "The content of the picture photo.jpg is damaged.",
    ),
    "a text for a picture": (
        {"pictures": {"photo.jpg": in_lines(b"Un texte.")}},
        "This file is not a JPEG picture.",
    ),
    "a picture of another kind": (
        {"pictures": {"photo.jpg": in_lines(picture(format="PNG"))}},
        "This file is not a JPEG picture.",
    ),
    "a picture that is cut": (
        {"pictures": {"photo.jpg": in_lines(picture()[:-200])}},
        "This file is not a JPEG picture.",
    ),
    "no content": ({}, "The picture photo.jpg is missing."),
}


@pytest.mark.parametrize(("change", "what"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_picture_is_said_at_its_line(tmp_path: Path, change: dict[str, Any], what: str):
    (found,) = refused(tmp_path, **change)
    line, _, said = found.partition(": ")
    assert said == what
    lines = (tmp_path / "sent.yml").read_text("utf-8").splitlines()
    assert "photo.jpg" in lines[int(line) - 1] or "other.jpg" in lines[int(line) - 1]


def test_every_problem_is_said_at_once(tmp_path: Path):
    images = [{**SUBMISSION["case_study"]["images"][0], "file": f"photo-{n}.jpg"} for n in range(3)]
    change = {"case_study": SUBMISSION["case_study"] | {"images": images}}
    contents = {"photo-0.jpg": "AAA", "photo-1.jpg": in_lines(b"x"), "else.png": "AAAA"}
    assert len(refused(tmp_path, **change, pictures=contents)) == 4


def test_a_file_of_a_newer_form_is_answered_with_a_sentence(tmp_path: Path):
    (found,) = refused(tmp_path, submission=3, anything="new")
    assert found == "1: This file comes from a newer version of the form (3)."


def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path):
    for name in ("../photo.jpg", "/tmp/photo.jpg", "PHOTO.JPG", "photo.svg"):
        assert refused(tmp_path, pictures={name: in_lines(picture())})
    assert [path.name for path in tmp_path.iterdir()] == ["sent.yml"]


@pytest.mark.slow
def test_pictures_make_a_file_of_the_form_longer_and_nothing_else_does(tmp_path: Path):
    noise = Image.effect_noise((1100, 1100), 90)
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=40)
    assert len(buffer.getvalue()) > 400_000
    ready = received(tmp_path, pictures={"photo.jpg": in_lines(buffer.getvalue())})
    assert set(ready.pictures) == {"photo.jpg"}
    path = sent(tmp_path, slug="x" * 600_000)
    with pytest.raises(ProblemsFound) as found:
        importing.read(path, "sent.yml", whole_project())
    assert [one.what.in_language("en") for one in found.value.problems] == ["The file is larger than 500 KB."]


# In the browser

PREPARED = """async ([name, content]) => {
  const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0));
  const start = performance.now();
  try {
    const { blob, name: named } = await roadmapPictures.prepare(new File([bytes], name));
    const text = await new Promise(done => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.split(",")[1]);
      reader.readAsDataURL(blob);
    });
    return { name: named, content: text, took: performance.now() - start };
  } catch (error) {
    return { key: error.key ?? String(error), values: error.values, took: performance.now() - start };
  }
}"""


@pytest.fixture(scope="module")
def shell(browser: Browser) -> Iterator[Page]:
    """A page with nothing but what reads pictures."""
    with browser.new_context() as context:
        page = context.new_page()
        page.evaluate("globalThis.roadmap = { number: String }")
        page.add_script_tag(path=ASSETS / "form-pictures.js")
        yield page


def prepared(page: Page, raw: bytes, name: str = "IMG 0001.jpg") -> dict[str, Any]:
    return page.evaluate(PREPARED, [name, base64.b64encode(raw).decode()])


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(found: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(found["content"])))


@pytest.mark.browser
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_becomes_upright_and_says_nothing_of_its_place(shell: Page, turn: int):
    image = Image.new("RGB", (120, 80), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 59, 39), "red")  # the top left quarter
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "CameraOfSomebody"
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    found = prepared(shell, saved(image, "JPEG", exif=exif, comment=b"SecretOfSomebody", quality=95))
    written = opened(found)
    assert found["name"] == "img-0001.jpg"
    assert written.size == ((80, 120) if turn >= 5 else (120, 80))
    assert not written.getexif()
    assert b"Somebody" not in base64.b64decode(found["content"])
    left = turn in (1, 4, 5, 8)
    top = turn in (1, 2, 5, 6)
    width, height = written.size
    at = (width // 4 if left else 3 * width // 4, height // 4 if top else 3 * height // 4)
    red, green, _blue = written.convert("RGB").getpixel(at)
    assert red > 200 and green < 60, (turn, at)


@pytest.mark.browser
def test_a_photograph_of_a_phone_becomes_light(shell: Page):
    image = Image.effect_noise((4032, 3024), 60).convert("RGB")
    found = prepared(shell, saved(image, "JPEG", quality=80))
    written = opened(found)
    assert written.format == "JPEG" and max(written.size) <= 1400
    assert len(base64.b64decode(found["content"])) <= 300_000
    assert round(written.width / written.height, 2) == 1.33


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_is_transparent_stays_so(shell: Page, kind: str):
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((50, 50, 150, 150), (200, 0, 0, 255))
    found = prepared(shell, saved(image, kind, **({"lossless": True} if kind == "WEBP" else {})), f"logo.{kind}")
    written = opened(found).convert("RGBA")
    assert written.getpixel((5, 5))[3] == 0 and written.getpixel((100, 100))[3] == 255
    assert found["name"].endswith((".png", ".webp"))


@pytest.mark.browser
def test_a_large_picture_with_transparency_becomes_light_and_stays_transparent(shell: Page):
    image = Image.merge(
        "RGBA", [Image.effect_noise((2000, 2000), 90)] * 3 + [Image.linear_gradient("L").resize((2000, 2000))]
    )
    found = prepared(shell, saved(image, "PNG"), "logo.png")
    written = opened(found)
    assert written.mode == "RGBA" and written.getpixel((10, 2))[3] < 40
    assert len(base64.b64decode(found["content"])) <= 300_000


@pytest.mark.browser
@pytest.mark.parametrize("name", ["grey16.png", "grey-trns.png", "rgb-trns.png", "rgba.webp"])
def test_pictures_of_rare_kinds_are_read(shell: Page, name: str):
    makers = {
        "grey16.png": lambda: saved(
            Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16"), "PNG"
        ),
        "grey-trns.png": lambda: saved(Image.linear_gradient("L"), "PNG", transparency=0),
        "rgb-trns.png": lambda: saved(Image.new("RGB", (64, 64), (1, 2, 3)), "PNG", transparency=(1, 2, 3)),
        "rgba.webp": lambda: saved(Image.new("RGBA", (64, 64), (1, 2, 3, 100)), "WEBP"),
    }
    written = opened(prepared(shell, makers[name](), name))
    if name == "grey16.png":
        assert written.convert("L").getpixel((10, 10)) < 60 and written.convert("L").getpixel((10, 250)) > 200
    else:
        assert written.convert("RGBA").getextrema()[3][0] < 255


def huge(width: int, height: int) -> bytes:
    """The start of a PNG that states a size, and nothing else."""
    raw = saved(Image.new("L", (1, 1)), "PNG")
    return raw[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + raw[24:]


def huge_jpeg() -> bytes:
    raw = picture()
    at = raw.index(b"\xff\xc0")
    return raw[: at + 5] + (12_000).to_bytes(2, "big") * 2 + raw[at + 9 :]


REFUSED: dict[str, tuple[bytes, str]] = {
    "100 megapixels": (huge(10_000, 10_000), "picture_large"),
    "a bomb": (huge(60_000, 60_000), "picture_large"),
    "a JPEG of 144 megapixels": (huge_jpeg(), "picture_large"),
    "a picture without content": (huge(100, 100), "picture_broken"),
    "a text": (b"Un texte, et rien que du texte, sans image.", "picture_kind"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><script/></svg>", "picture_kind"),
    "a PDF": (b"%PDF-1.7 et la suite du fichier, qui est longue", "picture_kind"),
    "a HEIC that the browser cannot read": (
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x14ispe\0\0\0\0\0\0\0\x40\0\0\0\x40" + bytes(40),
        "picture_broken",
    ),
    "nothing": (b"", "picture_kind"),
    "a picture of no width": (huge(0, 10), "picture_kind"),
}


@pytest.mark.browser
@pytest.mark.parametrize(("raw", "key"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence_and_at_once(shell: Page, raw: bytes, key: str):
    found = prepared(shell, raw)
    assert found.get("key") == key, found
    assert found["took"] < 1_500


@pytest.mark.browser
def test_any_bytes_are_a_picture_or_refused_with_a_sentence(shell: Page):
    starts = [saved(Image.new("RGB", (9, 9)), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")]
    for raw in starts:
        for length in range(0, len(raw), 7):
            found = prepared(shell, raw[:length] + bytes(30))
            assert "content" in found or found["key"].startswith("picture_"), found


# In the form

NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('forbidden') } });"


def form_at_pictures(open_page: Open, language: str = "fr", **options: Any) -> Page:
    return open_page(sites.path_in(language, "contribute/#step-results"), **options)


def choose(page: Page, raw: bytes, name: str = "Photo 1.jpg") -> None:
    if not page.locator("#pictures-file").is_visible():
        page.locator(".pictures summary").click()
    page.locator("#pictures-file").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": raw})


def describe(page: Page, at: int = 0) -> None:
    item = page.locator(".picture").nth(at)
    item.locator("input").nth(0).fill("Un essai gris.")
    item.locator("input").nth(1).fill("© Ministère d’essai")


@pytest.mark.browser
def test_a_picture_goes_from_a_file_to_the_folder(open_page: Open, copy: Path):
    page = form_at_pictures(open_page)
    fill(page, SHORT)
    choose(page, picture((300, 200)))
    expect(page.locator(".picture")).to_have_count(1)
    describe(page)
    submit(page)
    file = made(page)
    assert yaml.safe_load(file)["submission"] == 2
    (copy / "sent.yml").write_text(file, encoding="utf-8")
    done = sites.roadmap(copy, "import", "sent.yml")
    assert done.returncode == 0, sites.said(done)
    folder = copy / done.stdout.strip()
    with Image.open(folder / "photo-1.jpg") as written:
        assert written.size == (200, 300) and not written.getexif()


@pytest.mark.browser
def test_a_picture_without_its_words_is_an_error_that_names_it(open_page: Open):
    page = form_at_pictures(open_page)
    fill(page, SHORT)
    choose(page, picture())
    expect(page.locator(".picture")).to_have_count(1)
    submit(page)
    assert {one["path"] for one in messages(page)} == {"picture.alt", "picture.credit"}
    expect(page.locator(".errors")).to_contain_text("Image 1 · Texte de remplacement")


@pytest.mark.browser
def test_pictures_are_in_the_draft_after_a_reload_and_go_by_a_button(open_page: Open):
    page = form_at_pictures(open_page)
    choose(page, picture((90, 60)))
    describe(page)
    choose(page, picture((60, 60)))
    expect(page.locator(".picture")).to_have_count(2)
    describe(page, 1)
    expect(page.locator(".draft")).not_to_have_text("")
    page.wait_for_timeout(600)
    page.reload()
    expect(page.locator(".picture")).to_have_count(2)
    assert page.locator(".picture input").first.input_value() == "Un essai gris."
    page.locator(".picture .remove").first.click()
    expect(page.locator(".picture legend")).to_have_text(["Image 1"])
    expect(page.locator(".pictures-status")).to_have_text("L’image est retirée.")
    assert "photo-1-2.jpg" in page.evaluate("roadmapForm.form.file()")


@pytest.mark.browser
@pytest.mark.parametrize("script", [NO_DATABASE, STORAGE_FORBIDDEN + NO_DATABASE], ids=["no database", "no storage"])
def test_a_picture_that_no_draft_can_hold_is_said_and_stays_in_the_file(open_page: Open, script: str):
    page = form_at_pictures(open_page, script=script)
    choose(page, picture())
    expect(page.locator(".picture")).to_have_count(1)
    expect(page.locator(".pictures-status")).to_contain_text("ne peut pas garder l’image")
    assert "pictures:\n  photo-1.jpg: |" in page.evaluate("roadmapForm.form.file()")


@pytest.mark.browser
def test_a_picture_that_the_browser_lost_is_asked_for_again(open_page: Open):
    page = form_at_pictures(open_page)
    choose(page, picture())
    describe(page)
    page.wait_for_timeout(600)
    page.evaluate("new Promise(done => { indexedDB.deleteDatabase('roadmap-form').onsuccess = done; })")
    page.reload()
    expect(page.locator(".picture")).to_contain_text("photo-1.jpg")
    page.locator(".picture input[type=file]").set_input_files(
        {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(page.locator(".picture img")).to_have_count(1)
    assert page.locator(".picture input").first.input_value() == "Un essai gris."


@pytest.mark.browser
def test_what_is_refused_is_said_and_loses_nothing(open_page: Open):
    page = form_at_pictures(open_page)
    choose(page, picture())
    describe(page)
    choose(page, huge(10_000, 10_000), "grande.png")
    expect(page.locator(".pictures-status")).to_contain_text("100 millions de pixels")
    expect(page.locator(".picture")).to_have_count(1)
    for number in range(9):
        choose(page, picture(), f"n{number}.jpg")
        expect(page.locator(".picture")).to_have_count(number + 2)
    expect(page.locator("#pictures-file")).to_be_disabled()


@pytest.mark.sampled(2)
@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pictures_are_accessible_and_fit_a_narrow_phone(open_page: Open, language: str):
    page = form_at_pictures(open_page, language, width=NARROW)
    choose(page, picture((400, 200)))
    expect(page.locator(".picture")).to_have_count(1)
    assert axe(page) == []
    assert sticking_out(page, language) == []
