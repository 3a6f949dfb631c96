"""The check of the scripts' types: what it finds, and what it says where Node is missing."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import node_tools
from sites import edit, none

HERE = Path(__file__).parent / "javascript"
PLANTED = {
    "roadmap.js": ("scheme.hidden = false;", "scheme.hiden = false;", "hiden"),
    "lost.js": ("line.hidden = false;", "line.hiden = false;", "hiden"),
    "search-ahead.js": ("document.head.append(", "document.head.apend(", "apend"),
    "quick-search.js": ("typed.value.trim()", "typed.value.trimm()", "trimm"),
    "engine.js": ("Math.ceil(0.65 * word.length)", "Math.ceil(0.65 * word.size)", "size"),
    "query.js": ("character.charCodeAt(0)", "character.charCode(0)", "charCode"),
    "view.js": ("marked.textContent = text;", 'marked.textContent = ["", 1];', "string"),
    "case-studies.js": ("../${row.address}", "../${row.adress}", "adress"),
    "offline.js": ("report(file.bytes);", "report(file.byte);", "byte"),
    "checks.js": ("field.validity.badInput", "field.validity.baddInput", "baddInput"),
    "drafts.js": ("form.file(), form.fileName()", "form.file(), form.fileNames()", "fileNames"),
    "fields.js": ("const typed = field.value;", "const typed = field.valeu;", "valeu"),
    "file.js": ("form.state().values.slug", "form.state().value.slug", "value"),
    "preview.js": ("page.replaceChildren();", "page.replaceChild();", "arguments"),
    "sources.js": ("dialog.showModal();", "dialog.showModale();", "showModale"),
    "start.js": ("form.fileName();", "form.fileNames();", "fileNames"),
    "steps.js": ("const panel = panels[names.indexOf(name)];", "const panel = panels[names.indexOf(1)];", "number"),
    "text.js": ("digits(text).replace(/[\\uff01", "digits(1).replace(/[\\uff01", "number"),
    "intake.js": ("held.set(name, saved);", "held.sett(name, saved);", "sett"),
    "plan-about.js": ("const all = planner.all();", "const all = planner.al();", "al"),
    "plan-checks.js": ("const length = [...text].length;", "const length = [...text].size;", "size"),
    "plan-fields.js": ("input.value = text;\n      }", "input.valeu = text;\n      }", "valeu"),
    "plan-history.js": ("past.length > MOST", "past.size > MOST", "size"),
    "plan-list.js": ("made.details.open = true;", "made.detail.open = true;", "detail"),
    "plan-model.js": ("isOwn(one.id) ? one.output", "isOwn(one.idd) ? one.output", "idd"),
    "plan-whole.js": ("node.disabled = last;", "node.disable = last;", "disable"),
    "start-plan.js": ('planner.announce(say("ready"));', 'planner.anounce(say("ready"));', "anounce"),
    "planner-docx.js": ("fflate.strToU8(text)", "fflate.strToU9(text)", "strToU9"),
    "planner-files.js": ("planner.today() } : planner.plan", "planner.toda() } : planner.plan", "toda"),
    "form-intake.js": ("loading.delete(name);", "loading.delet(name);", "delet"),
    "form-open.js": ("structuredClone(original.facts)", "structuredClone(original.fact)", "fact"),
    "form-pictures.js": ("bitmap.close();", "bitmap.clos();", "clos"),
    "compare.js": ("around.append(made);", "around.appendd(made);", "appendd"),
    "form-paste.js": ("sign?.remove();", "sign?.remov();", "remov"),
    "citations.js": (
        "found.push(one)",
        'found.push("one")',
        "number",
    ),
    "markdown.js": (
        'push("citation", "", 0).content = match[1];',
        'push("citation", 0).content = match[1];',
        "arguments",
    ),
}
"""A mistake for each script: what to replace, by what, and a word of what TypeScript reports."""


def run(folder: Path | str) -> subprocess.CompletedProcess[str]:
    return node_tools.run([sys.executable, str(HERE / "check.py"), str(folder)], capture_output=True)


@pytest.mark.sweep
@pytest.mark.slow
def test_a_mistake_of_type_in_any_script_is_found(project: Path, tmp_path: Path):
    if not shutil.which("node"):
        pytest.skip("Node is not installed: `make lint` reports it")
    folder = shutil.copytree(project / "overrides" / "assets", tmp_path / "assets")
    scripts = {path.name: path for path in (*folder.glob("*.js"), *folder.glob("*/*.js"))}
    assert PLANTED.keys() == {path.name for path in scripts.values()}
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = {name: edit(scripts[name], old, new) for name, (old, new, _word) in PLANTED.items()}
    done = run(folder)
    assert done.returncode == 1
    errors = [line for line in done.stdout.splitlines() if ": error TS" in line]
    none(
        f"{name}:{lines[name]}: {word} is not reported"
        for name, (_old, _new, word) in PLANTED.items()
        if not any(
            line.startswith(f"{scripts[name].relative_to(folder)}({lines[name]},") and word in line for line in errors
        )
    )
    assert {Path(line.partition("(")[0]).name for line in errors} == set(PLANTED)


def test_a_folder_without_scripts_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    check = runpy.run_path(str(HERE / "check.py"))
    monkeypatch.setitem(check["check"].__globals__, "need_tools", lambda *_all: None)
    monkeypatch.setitem(check["check"].__globals__, "need_modules", lambda *_all: None)
    with pytest.raises(node_tools.Problem, match="no script in"):
        check["check"](tmp_path)


def test_what_to_install_is_said_where_node_is_missing(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", "")
    check = runpy.run_path(str(HERE / "check.py"))
    assert check["main"]([str(project / "overrides" / "assets")]) == 1
    assert capsys.readouterr().err == (
        "lint of the scripts: missing: node, npm. On Debian: apt-get install nodejs npm\n"
    )


@pytest.mark.parametrize("folder", ["audit", "javascript"])
def test_node_packages_are_locked_by_hash_and_name_no_registry(folder: str):
    lock = (HERE.parent / folder / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: one for name, one in json.loads(lock)["packages"].items() if name}
    assert packages and "resolved" not in lock and "://" not in lock
    none(name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-"))
