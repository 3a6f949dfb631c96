"""Two sites are compared by what is in them, not by the names that their content gives."""

from __future__ import annotations

import zipfile
from pathlib import Path

from compare_sites import differences


def made(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_same_site_with_another_script_name_differs_in_the_script_only(tmp_path: Path):
    page = '<p>x</p><script src="../assets/a.{}.js"></script>'
    before = made(tmp_path / "a", {"x/index.html": page.format("0" * 8), "assets/a.00000000.js": "1"})
    after = made(tmp_path / "b", {"x/index.html": page.format("1" * 8), "assets/a.11111111.js": "2"})
    assert list(differences(before, after)) == ["changed: 1, as assets/a.*.js\n  -1\n  +2"]
    assert list(differences(before, before)) == []


def test_one_change_of_many_pages_is_reported_once(tmp_path: Path):
    before = made(tmp_path / "a", {f"{name}/index.html": "<p>a</p><p>b</p>" for name in "abc"})
    after = made(tmp_path / "b", {f"{name}/index.html": "<p>a</p><p>c</p>" for name in "abc"})
    assert list(differences(before, after)) == ["changed: 3, as a/index.html\n  -<p>b</p>\n  +<p>c</p>"]


def test_missing_files_new_files_and_files_in_a_zip_are_reported(tmp_path: Path):
    before, after = (made(tmp_path / name, {f"{name}.txt": "x"}) for name in "ab")
    for site, text in ((before, "1"), (after, "2")):
        with zipfile.ZipFile(site / "o.zip", "w") as archive:
            archive.writestr("start.html", text)
    assert list(differences(before, after)) == [
        "only before: 1 in /, as a.txt",
        "only after: 1 in /, as b.txt",
        "changed: 1, as o.zip!start.html\n  -1\n  +2",
    ]
