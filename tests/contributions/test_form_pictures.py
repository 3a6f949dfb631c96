"""Pictures that the form carries in its file: shrunk and stripped in the browser, encoded again by the import."""

from __future__ import annotations

import base64
import io
import json
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

import sites
from roadmap.contributions import importing
from roadmap.contributions.importing import Made
from roadmap.problems import ProblemsFound
from roadmap.reading.project import Project, read

PROJECT = sites.PROJECT
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


@cache
def whole() -> Project:
    return read(PROJECT)


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


def received(folder: Path, **changes: Any) -> Made:
    return importing.read(sent(folder, **changes), "sent.yml", whole())


def told(folder: Path, **changes: Any) -> list[str]:
    """The problems of a submission, in English, with their lines."""
    try:
        received(folder, **changes)
    except ProblemsFound as found:
        return [f"{one.line}: {one.what.in_language('en')}" for one in found.problems]
    return []


def test_a_picture_in_the_file_is_written_upright_and_without_its_place(tmp_path: Path):
    made = received(tmp_path, pictures={"photo.jpg": in_lines(picture())})
    folder = importing.write(made, sites.copy_project(PROJECT, tmp_path / "project"))
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
    (found,) = told(tmp_path, **change)
    line, _, said = found.partition(": ")
    assert said == what
    lines = (tmp_path / "sent.yml").read_text("utf-8").splitlines()
    assert "photo.jpg" in lines[int(line) - 1] or "other.jpg" in lines[int(line) - 1]


def test_every_problem_is_said_at_once(tmp_path: Path):
    images = [{**SUBMISSION["case_study"]["images"][0], "file": f"photo-{n}.jpg"} for n in range(3)]
    change = {"case_study": SUBMISSION["case_study"] | {"images": images}}
    contents = {"photo-0.jpg": "AAA", "photo-1.jpg": in_lines(b"x"), "else.png": "AAAA"}
    assert len(told(tmp_path, **change, pictures=contents)) == 4


def test_a_file_of_a_newer_form_is_answered_with_a_sentence(tmp_path: Path):
    (found,) = told(tmp_path, submission=3, anything="new")
    assert found == "1: This file comes from a newer version of the form (3)."


def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path):
    for name in ("../photo.jpg", "/tmp/photo.jpg", "PHOTO.JPG", "photo.svg"):
        assert told(tmp_path, pictures={name: in_lines(picture())})
    assert [path.name for path in tmp_path.iterdir()] == ["sent.yml"]


def test_pictures_make_a_file_of_the_form_longer_and_nothing_else_does(tmp_path: Path):
    noise = Image.effect_noise((1100, 1100), 90)
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=40)
    assert len(buffer.getvalue()) > 400_000
    made = received(tmp_path, pictures={"photo.jpg": in_lines(buffer.getvalue())})
    assert set(made.pictures) == {"photo.jpg"}
    path = sent(tmp_path, slug="x" * 600_000)
    with pytest.raises(ProblemsFound) as found:
        importing.read(path, "sent.yml", whole())
    assert [one.what.in_language("en") for one in found.value.problems] == ["The file is larger than 500 KB."]
