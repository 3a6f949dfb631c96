"""Documents that cannot drift, and files that must not say what they must not."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from roadmap.cli import main
from roadmap.model.reference import FILES
from roadmap.page_table import KINDS

PROJECT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
MUTATION = "tests/mutation/requirements.txt"
README = (PROJECT / "README.md").read_text(encoding="utf-8")
DEVELOPMENT = (PROJECT / "docs" / "development.md").read_text(encoding="utf-8")
CODE = (PROJECT / "docs" / "code.md").read_text(encoding="utf-8")
FLOW = ("<!-- flow:begin -->", "<!-- flow:end -->")
"""The place of the drawing in README."""
TRACKED = [
    PROJECT / name
    for name in subprocess.run(
        ["git", "-C", str(PROJECT), "ls-files", "-z"], capture_output=True, text=True, check=True
    ).stdout.split("\0")
    if name and (PROJECT / name).is_file()
]


def commands(group, prefix="roadmap"):
    """Every command, as one types it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


@pytest.mark.parametrize("command", list(commands(main)))
def test_the_documents_name_every_command(command):
    assert f"| `{command}` |" in DEVELOPMENT


@pytest.mark.parametrize("name", FILES)
def test_the_documents_name_every_data_file(name):
    assert f"| `data/{name}.yml` |" in CODE


def test_the_documents_name_every_target_of_the_makefile():
    """Those that `make` lists, but for what other targets run by themselves."""
    listed = set(re.findall(r"^([a-z-]+):.*##", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^\| `make ([a-z-]+)` \|", DEVELOPMENT, re.MULTILINE)) == listed - {
        "help",
        "browser",
        "gettext",
    }


def test_the_readme_states_in_five_lines_what_it_is_for_whom_and_the_two_commands():
    title, what, whom, *both = README.splitlines()[:5]
    assert title == "# Open Roadmap"
    assert "website" in what
    assert "UNESCO" in what
    assert "for ministries of culture" in f"{what} {whom}"
    assert [re.match(r"- `(make \w+)`", line)[1] for line in both] == ["make serve", "make test"]


def test_the_readme_shows_the_home_page_before_its_sections():
    assert re.search(r"^!\[[^\]]{20,}\]\(docs/home\.png\)$", README.split("\n## ")[0], re.MULTILINE)


def test_the_readme_is_short_and_leads_to_every_other_document():
    assert len(README.splitlines()) <= 150
    for path in sorted((PROJECT / "docs").glob("*.md")):
        assert f"(docs/{path.name})" in README


def test_the_readme_has_one_place_for_the_drawing_of_the_imports():
    assert [README.count(mark) for mark in FLOW] == [1, 1]
    assert README.index(FLOW[0]) < README.index(FLOW[1])


def test_the_document_lists_every_part_of_the_package_and_no_other():
    package = PROJECT / "hooks" / "roadmap"
    parts = re.findall(r"^\| `(\w+)` \|", CODE.split("\n## Parts\n")[1].split("\n## ")[0], re.MULTILINE)
    folders = {path.relative_to(package).parts[0] for path in package.glob("*/**/*.py")}
    assert folders <= set(parts)
    for part in set(parts) - folders:
        assert (package / f"{part}.py").is_file(), part


DOCUMENTS = [path for path in TRACKED if path.suffix == ".md" and path.parent in (PROJECT, PROJECT / "docs")]


def anchors(document: Path) -> set[str]:
    """Return the anchors of a document: those that GitHub makes from its headings, and its own."""
    text = re.sub(r"^ *```.*?^ *```$", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    return made | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_of_the_documents_lead_to_files_and_headings(document):
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)", document.read_text(encoding="utf-8")):
        target, _, fragment = link.partition("#")
        path = document.parent / target if target else document
        assert path.exists(), link
        assert not fragment or fragment in anchors(path), link


def test_every_kind_of_page_has_its_template():
    for kind in KINDS:
        assert (PROJECT / "overrides" / "kinds" / f"{kind.template}.html").is_file()


def test_domain_code_imports_no_mkdocs():
    """Moving to another engine touches one module, and the hook that calls it."""
    importers = {
        path.name
        for path in (PROJECT / "hooks").rglob("*.py")
        if re.search(r"^\s*(from|import) mkdocs", path.read_text(encoding="utf-8"), re.M)
    }
    assert importers == {"engine.py", "mkdocs_events.py"}


ONE_PLACE = {
    "fingerprints.py": r"\bhashlib\b",
    "disk.py": r"\bos\.replace\b|\bctypes\b",
    "watch.py": r"\bst_mtime_ns\b",
}


@pytest.mark.parametrize("module", ONE_PLACE)
def test_one_module_does_each_job(module: str):
    """Fingerprints, writing files and swapping folders, reading the state of files."""
    found = {
        path.name
        for path in (PROJECT / "hooks").rglob("*.py")
        if re.search(ONE_PLACE[module], path.read_text(encoding="utf-8"))
    }
    assert found == {module}


def pins(name: str) -> set[str]:
    """What a locked file installs: `click==8.5.1`."""
    return set(re.findall(r"^([a-z0-9.-]+==\S+)", (PROJECT / name).read_text(), re.M))


def named(requirements: list[str]) -> set[str]:
    return {re.match(r"[a-z0-9-]+", name)[0] for name in requirements}


@pytest.mark.parametrize("name", [*LOCKS, "benchmarks/requirements.txt", MUTATION])
def test_the_locks_carry_hashes_and_no_address(name):
    lock = (PROJECT / name).read_text()
    assert "://" not in lock
    assert not re.findall(r"^--", lock, re.M), "an option could name an index"
    for block in re.split(r"\n(?=[a-z0-9])", lock.strip()):
        assert "--hash=sha256:" in block, block


def test_the_locks_pin_everything_the_project_asks_for():
    asked = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    needed = named([*asked["project"]["dependencies"], *asked["dependency-groups"]["install"]])
    tests = named(asked["project"]["optional-dependencies"]["dev"])
    site, everything = ({pin.split("==")[0] for pin in pins(name)} for name in LOCKS)
    assert needed <= site
    assert tests <= everything
    assert not tests & site, "a build installs no tool of the tests"


def test_the_tests_run_with_the_packages_of_a_build():
    assert pins("requirements.txt") < pins("requirements-dev.txt")


def test_the_mutation_run_changes_no_package_of_the_tests():
    versions = {pin.split("==")[0]: pin for pin in pins("requirements-dev.txt")}
    found = {versions.get(pin.split("==")[0], pin) for pin in pins(MUTATION)}
    assert found == pins(MUTATION)
    assert any(pin.startswith("mutmut==") for pin in found)


@pytest.mark.parametrize("target", ["site", "serve", "check"])
def test_the_site_s_commands_install_nothing_for_tests(target, tmp_path):
    assert "requirements-dev.txt" not in dry_run(target, tmp_path)


@pytest.mark.parametrize("target", ["test", "test-fast", "lint", "audit", "pdf"])
def test_the_tests_commands_install_the_rest(target, tmp_path):
    installed = re.findall(r"-r (\S+)", dry_run(target, tmp_path))
    assert installed == ["requirements.txt", "requirements-dev.txt"]


def dry_run(target: str, folder: Path) -> str:
    """What a target would run where there is no environment yet."""
    command = ["make", "--dry-run", f"VENV={folder / 'venv'}", target]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def test_the_leaflet_is_kept_as_received():
    """Nothing is corrected: the file is the one that was received."""
    received = (PROJECT / "data" / "source" / "leaflet-fr-ocr.txt").read_bytes()
    assert hashlib.sha256(received).hexdigest() == "431a135bdd983cd7aaa4d68f753929026a3e8090b66466530b759e79eb9f25f0"


def test_no_file_names_a_machine_or_a_registry():
    """Such names would tie the project to one place. This file spells them in pieces."""
    forbidden = re.compile(
        "|".join([r"/ho" + r"me/\w+/", r"/work" + r"/main", r"py" + r"pi\.org", r"registry\.np" + r"mjs"])
    )
    for path in TRACKED:
        if path.suffix not in (".png", ".jpg"):
            found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{path}: {found[0]}"


NAMED_MODULE = re.compile(r"\bhooks/roadmap/[\w/]+\.py\b")


def test_every_module_that_a_file_names_is_there():
    """Messages, comments and documents name modules, which move."""
    named = {
        (path.relative_to(PROJECT).as_posix(), name)
        for path in TRACKED
        if path.suffix in (".py", ".md", ".html", ".js", ".css", ".yml", ".yaml", ".toml", ".po") and path.is_file()
        for name in NAMED_MODULE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 5
    assert [one for one in sorted(named) if not (PROJECT / one[1]).is_file()] == []
