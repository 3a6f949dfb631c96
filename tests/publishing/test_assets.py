"""Assets: what pages load, under which names."""

from __future__ import annotations

from pathlib import Path

from roadmap.publishing import assets


def test_a_folder_of_scripts_is_one_asset_named_after_its_content(tmp_path: Path):
    own = tmp_path / "assets"
    for name, text in {
        "form/b.js": "b;\n",
        "form/a.js": "a;\n",
        "form/notes.md": "",
        "vendor/x/LICENCE.txt": "x",
    }.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, encoding="utf-8")
    (own / "roadmap.css").write_text("", encoding="utf-8")
    paths = assets.paths(tmp_path)
    assert [assets.name(path) for path in paths] == ["form.js", "roadmap.css", "LICENCE.txt"]
    assert assets.content(own / "form") == b"a;\nb;\n"
    before = assets.published_name(own / "form")
    (own / "form" / "b.js").write_text("c;\n", encoding="utf-8")
    after = assets.published_name(own / "form")
    assert before != after and after.startswith("form.") and after.endswith(".js")


def test_the_style_sheet_is_published_without_what_only_its_writers_read(tmp_path: Path):
    style = tmp_path / "roadmap.css"
    style.write_text(
        '/* Why:\n   so */\n.a { color: red; } /* not blue */\n\n@media print {\n  .b::after { content: "« »"; }\n}\n'
    )
    assert assets.content(style) == b'.a{color:red}@media print{.b::after{content:"\xc2\xab \xc2\xbb"}}'
    other = tmp_path / "vendor.css"
    other.write_text("/* licence */\n")
    assert assets.content(other) == b"/* licence */\n"
