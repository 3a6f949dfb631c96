"""Documents that cannot drift, and files that must not say what they must not."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from roadmap.cli import main
from roadmap.model import FILES
from roadmap.pages import KINDS

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
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
def test_the_readme_names_every_command(command):
    assert f"`{command}`" in README


@pytest.mark.parametrize("name", FILES)
def test_the_readme_names_every_data_file(name):
    assert f"`data/{name}.yml`" in README


def test_the_readme_names_only_make_targets_that_exist():
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)", README)) <= targets


def test_the_readme_opens_with_the_picture_and_the_two_commands():
    """Picture, one paragraph, then the two commands, alone in the first code block."""
    head = README.split("\n## ")[0]
    assert re.match(r"# Open Roadmap\n\n!\[[^\]]{20,}\]\(docs/home\.png\)\n", head)
    assert re.findall(r"^    (\S+ \S+)", head, re.M) == ["make serve", "make test"]


def test_the_readme_names_the_modules_of_the_way_through():
    for module in ("load", "model", "checks", "site", "pages", "view", "render", "publication", "edge"):
        assert (PROJECT / "hooks" / "roadmap" / f"{module}.py").is_file()
        assert re.search(rf"\b{module}\b", README)


@pytest.mark.parametrize(
    "document", [path for path in TRACKED if path.suffix == ".md" and path.parent == PROJECT], ids=str
)
def test_links_of_the_documents_lead_to_files(document):
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


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
    assert importers == {"edge.py", "mkdocs_events.py"}


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


def test_the_lock_carries_hashes_and_no_address():
    lock = (PROJECT / "requirements.txt").read_text()
    pins = re.findall(r"^[a-z0-9.-]+==", lock, re.M)
    assert len(pins) > 30
    assert "://" not in lock
    for block in re.split(r"\n(?=[a-z0-9])", lock.strip()):
        assert "--hash=sha256:" in block, block


def test_the_lock_pins_everything_the_project_asks_for():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (PROJECT / "requirements.txt").read_text(), re.M))
    assert {re.match(r"[a-z0-9-]+", name)[0] for name in asked} <= pinned


def test_the_leaflet_is_kept_as_received():
    """Nothing mended: the file that came is the file that stands here."""
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
