"""The shape of the package: sizes, folders, imports, kinds of pages, and the drawing in the README that follows it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

import sites
from roadmap.page_table import KINDS
from roadmap.views import kinds
from roadmap.views.page_kind import PageKind
from sites import none

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "hooks" / "roadmap"
CONFIGURATION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = CONFIGURATION["tool"]["importlinter"]["contracts"]
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_LINES_OF_FUNCTION, MOST_MODULES = 400, 60, 14
SLOW_TO_IMPORT = {"roadmap.build", "roadmap.serve"}
"""What the command imports only where it is needed: MkDocs takes a while."""
FLOW = re.compile(r"<!-- flow:begin -->\n(.*?)<!-- flow:end -->", re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


# --- Tests ---


def test_pytest_looks_into_every_folder_with_tests(request: pytest.FixtureRequest):
    """It passes folders by that have the name of what builds make."""
    patterns = request.config.getini("norecursedirs")
    folders = {part for path in (PROJECT / "tests").rglob("test_*.py") for part in path.relative_to(PROJECT).parts[:-1]}
    assert "build" in folders
    none(f"{folder} is passed by for {one}" for folder in folders for one in patterns if fnmatch(folder, one))


# --- Sizes -----------------------------------------------------------------------------------------------------------


def test_no_module_is_too_long():
    none(f"{name(path)}: {lines} lines" for path in MODULES if (lines := len(lines_of(path))) > MOST_LINES)


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_no_function_is_too_long():
    none(
        f"{name(path)}: {node.name} has {length} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_FUNCTION
    )


def test_no_folder_has_too_many_modules():
    """`views/kinds` has one module for each kind of page."""
    folders = [path for path in {path.parent for path in MODULES} if path.name != "kinds"]
    counts = {folder: len([path for path in folder.glob("*.py") if path.stem != "__init__"]) for folder in folders}
    none(f"{name(folder)}: {count} modules" for folder, count in counts.items() if count > MOST_MODULES)


def test_the_shape_is_looked_at(tmp_path: Path):
    """The limits above are read from real files: there are as many as expected, and some come near."""
    assert len(MODULES) > 100
    assert max(len(lines_of(path)) for path in MODULES) > MOST_LINES / 2


# --- Imports ---------------------------------------------------------------------------------------------------------


def imports(path: Path) -> Iterator[tuple[ast.AST, str, bool]]:
    """Each import of the package's own modules, and whether it stands in a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = {
        id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("roadmap"):
            yield node, node.module or "", id(node) in within


def test_only_what_makes_the_command_start_fast_is_imported_in_a_function():
    found = {(name(path), module) for path in MODULES for _node, module, inside in imports(path) if inside}
    none(f"{path}: {module}" for path, module in found if module not in SLOW_TO_IMPORT)
    assert found, "the command imports MkDocs late"


def test_no_import_is_for_types_only():
    none(name(path) for path in MODULES if "TYPE_CHECKING" in path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_an_import_upwards_breaks_the_contract(tmp_path: Path):
    copy = sites.copy_project(PROJECT, tmp_path / "copy")
    shutil.copy(PROJECT / "pyproject.toml", copy)
    linter = Path(sys.executable).with_name("lint-imports")

    def lint() -> subprocess.CompletedProcess[str]:
        return sites.run([str(linter), "--no-cache"], copy)

    assert lint().returncode == 0
    urls = copy / "hooks" / "roadmap" / "urls.py"
    urls.write_text(urls.read_text(encoding="utf-8") + "\nfrom roadmap import site\n", encoding="utf-8")
    outcome = lint()
    assert outcome.returncode == 1 and "roadmap.urls -> roadmap.site" in outcome.stdout


def private_names() -> set[str]:
    """The names of the package's own that start with an underscore: functions, classes, variables, attributes."""
    found = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                    found.add(name)
                case ast.Attribute(value=ast.Name(id="self"), attr=name):
                    found.add(name)
    return {name for name in found if re.match(r"_[a-zA-Z]", name)}


@pytest.mark.slow
def test_tests_reach_no_private_name():
    private = private_names()
    assert len(private) > 200
    none(
        f"{path.relative_to(PROJECT)}:{node.lineno}: {ast.unparse(node)}"
        for path in sorted((PROJECT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in private
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    )
    none(
        f"{path.relative_to(PROJECT)}:{node.lineno}: {alias.name}"
        for path in sorted((PROJECT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("roadmap")
        for alias in node.names
        if alias.name.startswith("_")
    )


# --- Kinds of pages --------------------------------------------------------------------------------------------------


def test_the_page_table_and_the_folder_name_the_same_kinds():
    modules = {path.stem for path in (PACKAGE / "views" / "kinds").glob("*.py")} - {"__init__"}
    templates = {path.stem for path in (PROJECT / "overrides" / "kinds").glob("*.html")}
    assert modules == {kind.name.replace("-", "_") for kind in KINDS}
    assert templates == {kind.template for kind in KINDS}
    assert set(kinds.OF) == {kind.name for kind in KINDS}
    assert all(isinstance(kind, PageKind) for kind in kinds.OF.values())


MODULE = '''
"""A page that is plainly fake."""

from typing import Any

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.as_text("Page factice", "fr")


def body(view: View, row: PageRow) -> Any:
    """Return what the template reads."""
    return {"count": len(view.site.activities)}


KIND = PageKind(name=name, description=name, body=body, schema_type="FAQPage")
'''


@pytest.mark.slow
def test_a_kind_is_added_in_the_table_one_module_and_one_template(tmp_path: Path):
    copy = sites.copy_project(PROJECT, tmp_path / "copy")
    table = copy / "hooks" / "roadmap" / "page_table.py"
    sites.edit(table, '    Kind("search", ', '    Kind("fake", "fake/", _one),\n    Kind("search", ')

    def build() -> subprocess.CompletedProcess[str]:
        return sites.roadmap(copy, "build", "--no-zip", "--langs", "fr")

    outcome = build()
    assert outcome.returncode == 1 and "kinds.fake" in outcome.stderr + outcome.stdout, "without its module"
    (copy / "hooks" / "roadmap" / "views" / "kinds" / "fake.py").write_text(MODULE, encoding="utf-8")
    outcome = build()
    assert outcome.returncode == 1 and "kinds/fake.html" in outcome.stderr + outcome.stdout, "without its template"
    (copy / "overrides" / "kinds" / "fake.html").write_text(
        "<h1>{{ page.crumbs[-1].text }}</h1><p>{{ body.count }}</p>\n", encoding="utf-8"
    )
    outcome = build()
    assert outcome.returncode == 0, outcome.stderr
    page = (copy / "site" / "fake" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Page factice</h1><p>20</p>" in page
    assert '"@type":"FAQPage"' in page.replace(" ", "") and "<title>Page factice – " in page


# --- Documents -------------------------------------------------------------------------------------------------------


def drawing() -> str:
    """The parts in the order of the contract, one below the other, each with what its docstring says it is."""
    (contract,) = (one for one in CONTRACTS if one["type"] == "layers")
    parts = [part.strip() for layer in contract["layers"] for part in layer.split("|")]
    return "\n".join(f"    {part:<15} {purpose(part)}" for part in parts)


def purpose(part: str) -> str:
    path = PACKAGE / part / "__init__.py"
    path = path if path.exists() else PACKAGE / f"{part}.py"
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def test_the_readme_draws_the_contract():
    (found,) = FLOW.findall((PROJECT / "README.md").read_text(encoding="utf-8"))
    assert drawing() in found, "python tests/test_house.py writes it"


if __name__ == "__main__":
    readme = PROJECT / "README.md"
    text = f"<!-- flow:begin -->\n\n{drawing()}\n\n<!-- flow:end -->"
    readme.write_text(FLOW.sub(lambda _match: text, readme.read_text(encoding="utf-8")), encoding="utf-8")
