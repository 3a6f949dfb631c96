"""Each mistake a contributor can make, and word for word what `roadmap check` tells of it, in both languages.

`golden/base/` is a tiny fake project without a problem. Each case in `golden/*.yml` edits a copy of it and lists every
problem that must be told. To read what a case tells now: `python tests/checks/test_golden.py [part of its name]`.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import sites
from roadmap.load import load
from roadmap.problems import Problem, ProblemsFound, report
from roadmap.publishing.exports import GUIDES

GOLDEN = sites.TESTS / "golden"
BASE = GOLDEN / "base"


TRANSLATIONS = GOLDEN / "translations.yml"
"""Cases of another command, `roadmap translations check`: tests/translation/test_translation_checks.py."""


def every_case() -> list[dict]:
    paths = sorted(set(GOLDEN.glob("*.yml")) - {TRANSLATIONS})
    return [case for path in paths for case in sites.typed_yaml(path)]


CASES = every_case()


def problems_of(folder: Path) -> list[Problem]:
    try:
        load(folder)
    except ProblemsFound as found:
        return found.problems
    return []


def messages(problems: list[Problem], language: str) -> list[str]:
    return [report([problem], "text", language) for problem in problems]


def replace(path: Path, pairs: list[list[str]]) -> None:
    """Each old text must stand in the file once: an edit that misses its aim tests nothing."""
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, f"{path.name}: {text.count(old)} × {old!r}"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode())


def repeat(path: Path, parts: list) -> None:
    """`[before, unit, times, after]`, for what is too long to write in a case."""
    before, unit, times, after = parts
    write(path, before + unit * times + after)


def encode(path: Path, encoding: str) -> None:
    path.write_bytes(path.read_text("utf-8").encode(encoding))


def newline(path: Path, end: str) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))


def symlink(path: Path, target: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def fill(path: Path, count: int) -> None:
    """Empty files: the path's name holds `%s` for their number."""
    for number in range(count):
        write(path.with_name(path.name % number), "")


def move(path: Path, name: str) -> None:
    """Gives a file or a folder another name, in the same folder."""
    path.rename(path.with_name(name))


def picture(path: Path, recipe: str) -> None:
    """A picture made by one of PICTURES."""
    write(path, "")
    path.write_bytes(PICTURES[recipe]())


def saved(format: str, size: tuple[int, int] = (8, 6), mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, format, **options)
    return buffer.getvalue()


def moving(format: str) -> bytes:
    return saved(format, save_all=True, append_images=[Image.new("RGB", (8, 6), "white")])


def placed(format: str) -> bytes:
    """With a position, as a telephone writes it."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)}
    return saved(format, exif=exif)


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>48,51.0N</exif:GPSLatitude></x:xmpmeta>'
PICTURES: dict[str, Callable[[], bytes]] = {
    **{name: lambda name=name: saved(name) for name in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "ICO")},
    **{f"moving {name}": lambda name=name: moving(name) for name in ("PNG", "WEBP")},
    **{f"{name} with its place": lambda name=name: placed(name) for name in ("JPEG", "PNG", "WEBP")},
    "JPEG with its place in XMP": lambda: saved("JPEG", xmp=XMP),
    "JPEG with its camera but no place": lambda: saved("JPEG", exif=_camera()),
    "JPEG of forty passes": lambda: repeated_scan(saved("JPEG", progressive=True), 40),
    "half a JPEG": lambda: saved("JPEG", (200, 200))[:-400],
    "half a PNG": lambda: saved("PNG", (200, 200))[:-60],
    "PNG of 500 000 bytes": lambda: saved("PNG").ljust(500_000, b"\0"),
    "PNG of 500 001 bytes": lambda: saved("PNG").ljust(500_001, b"\0"),
    "4000 pixels wide": lambda: saved("PNG", (4000, 1), "1"),
    "4001 pixels high": lambda: saved("PNG", (1, 4001), "1"),
    "4000 pixels a side": lambda: saved("PNG", (4000, 4000), "1"),
    "20 000 pixels a side": lambda: saved("PNG", (20_000, 20_000), "1"),
}


def repeated_scan(raw: bytes, times: int) -> bytes:
    """A progressive JPEG whose last pass is drawn again and again."""
    last = raw[raw.rindex(b"\xff\xda") : -2]
    return raw[:-2] + last * times + raw[-2:]


def _camera() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0110] = "Fake camera"
    return exif


def delete(path: Path, what: str) -> None:
    if what == "folder":
        shutil.rmtree(path)
    else:
        path.unlink()


EDITS = (delete, replace, write, append, repeat, fill, picture, move, encode, newline, symlink)
"""What a case may do, in this order; each is named in the case and maps paths to what to do there."""


def edited_copy(case: dict, folder: Path) -> Path:
    """The base project in `folder`, with the case's edits."""
    unknown = case.keys() - {"name", "problems"} - {edit.__name__ for edit in EDITS}
    assert not unknown, f"{case['name']}: {unknown}"
    project = shutil.copytree(BASE, folder / "project")
    for edit in EDITS:
        for name, argument in case.get(edit.__name__, {}).items():
            edit(project / name, argument)
    return project


def test_the_base_project_has_no_problem():
    assert messages(problems_of(BASE), "en") == []


def test_no_two_cases_have_one_name():
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_problem_is_reported(case, tmp_path):
    problems = problems_of(edited_copy(case, tmp_path))
    expected = case["problems"] or {language: [] for language in GUIDES}
    assert {language: messages(problems, language) for language in GUIDES} == expected


def test_a_file_of_a_thousand_mistakes_is_told_of_in_part(tmp_path):
    path = "content/case-studies/aa-fake-measure/index.en.md"
    parts = ["---\ntitle: Fake\nsummary: A fake summary, long enough.\n---\n", "## Fake\n", 1000, ""]
    problems = problems_of(edited_copy({"repeat": {path: parts}}, tmp_path))
    assert len(problems) == 201
    assert messages(problems[-1:], "en") == [
        f"{path}:205: This file has other problems, which are not listed. Fix these first."
    ]


def main(part: str) -> None:
    """Prints what is told now, to be judged before it is expected."""
    for case in CASES:
        if part in case["name"]:
            with tempfile.TemporaryDirectory() as folder:
                problems = problems_of(edited_copy(case, Path(folder)))
            print("#", case["name"])
            for language in GUIDES:
                print(f"  {language}:", *messages(problems, language), sep="\n    ")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
