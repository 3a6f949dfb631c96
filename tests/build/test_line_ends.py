"""Line ends of Windows: in a checkout of Git, and in files that people contribute."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import hostile
import sites
from compare_sites import differences
from conftest import build
from roadmap.catalogues import catalogue
from roadmap.cli import main
from roadmap.load import load
from small import small_project

TOOLS = (".gitattributes", ".ci", ".github", "Makefile", "tests/po", "tests/contributions/clipboard")
CONTRIBUTED = (".yml", ".md", ".po", ".pot", ".txt")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def small(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with its tools, in a repository of its own."""
    small = small_project(project, tmp_path_factory.mktemp("line-ends") / "small")
    for name in TOOLS:
        (small / name).parent.mkdir(parents=True, exist_ok=True)
        if (project / name).is_dir():
            shutil.copytree(project / name, small / name, dirs_exist_ok=True)
        else:
            shutil.copy(project / name, small / name)
    assert CliRunner().invoke(main, ["--project", str(small), "schema"]).exit_code == 0  # it has fewer Parties
    git(small, "init", "--quiet")
    git(small, "add", "--all")
    git(small, "commit", "--quiet", "--message", "x")
    return small


@pytest.fixture(scope="module")
def built(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site."""
    site = tmp_path_factory.mktemp("built") / "site"
    build(small, site)
    return site


@pytest.fixture(scope="module")
def windows(small: Path) -> Path:
    """A checkout of it, as Git for Windows makes one."""
    clone = small.parent / "windows"
    git(small.parent, "clone", "--quiet", "-c", "core.autocrlf=true", str(small), str(clone))
    return clone


def test_a_checkout_with_autocrlf_has_the_bytes_of_the_repository(small: Path, windows: Path):
    tracked = git(small, "ls-files", "-z").split("\0")[:-1]
    assert len(tracked) > 300
    assert [name for name in tracked if (small / name).read_bytes() != (windows / name).read_bytes()] == []
    assert git(windows, "status", "--porcelain") == ""


def test_the_scripts_of_such_a_checkout_run(windows: Path):
    scripts = [*windows.glob(".github/scripts/*.sh"), windows / ".ci" / "run"]
    assert len(scripts) > 2
    for script in scripts:
        done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), script.name
    assert "make site" in subprocess.run(["make", "help"], cwd=windows, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_such_a_checkout_builds_the_same_site(windows: Path, built: Path, tmp_path: Path):
    build(windows, tmp_path / "site")
    assert list(differences(built, tmp_path / "site")) == []
    assert sites.contents(tmp_path / "site").keys() == sites.contents(built).keys()


def with_crlf(project: Path) -> list[Path]:
    """Give every text that people contribute the line ends of Windows, and return their paths."""
    texts = [path for path in project.rglob("*") if path.suffix in CONTRIBUTED and path.parts[-2] != "schemas"]
    texts = [path for path in texts if path.relative_to(project).parts[0] in ("content", "data", "mkdocs.yml")]
    for path in texts:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return texts


@pytest.mark.slow
def test_contributed_files_with_crlf_build_the_same_site(small: Path, built: Path, tmp_path: Path):
    copy = shutil.copytree(small, tmp_path / "copy")
    assert len(with_crlf(copy)) > 30
    build(copy, tmp_path / "site")
    assert list(differences(built, tmp_path / "site")) == []


@pytest.mark.slow
def test_a_check_of_files_with_crlf_finds_nothing_but_the_format_of_catalogues(small: Path, tmp_path: Path):
    copy = shutil.copytree(small, tmp_path / "copy")
    with_crlf(copy)
    done = CliRunner().invoke(main, ["--project", str(copy), "check"])
    assert done.exit_code == 0, done.output
    assert done.output.count("not in the project’s format") == 5
    assert CliRunner().invoke(main, ["--project", str(copy), "translations", "format"]).exit_code == 0
    assert b"\r" not in b"".join(path.read_bytes() for path in (copy / "data" / "locales").glob("*.po"))
    assert git(copy, "diff", "--stat", "--", "data/locales/*.po") == "", "the canonical form has line feeds"


@pytest.mark.slow
def test_a_catalogue_with_crlf_reads_as_the_same_one(small: Path, tmp_path: Path):
    text = (small / "data/locales/ar.po").read_text("utf-8")
    whole = load(small).catalogs["ar"]
    copy = shutil.copytree(small, tmp_path / "copy")
    (copy / "data/locales/ar.po").write_bytes(text.replace("\n", "\r\n").encode())
    read = load(copy).catalogs["ar"]
    assert [(one.id, one.string) for one in read] == [(one.id, one.string) for one in whole]
    assert catalogue.parse(text, "x", "ar")[1] == []


def test_a_submission_with_crlf_is_imported_as_the_same_folder(tmp_path: Path):
    made = []
    for name, end in (("unix", "\n"), ("windows", "\r\n")):
        project = shutil.copytree(sites.TESTS / "golden" / "base", tmp_path / name)
        sent = tmp_path / f"{name}.yml"
        sent.write_bytes(hostile.as_yaml(hostile.fake_submission()).replace("\n", end).encode())
        shutil.copy(project / hostile.CASE / hostile.SHEEP, tmp_path)
        done = CliRunner().invoke(main, ["--project", str(project), "import", "--replace", str(sent)])
        assert done.exit_code == 0, done.output
        made.append(sites.contents(project / hostile.CASE))
    assert made[0] == made[1]


def test_what_a_contributor_commits_with_crlf_is_stored_with_line_feeds(windows: Path):
    page = windows / "content" / "about.fr.md"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"\n", b"\r\n"))
    git(windows, "add", "--all")
    assert git(windows, "diff", "--cached", "--stat") == ""
    page.write_bytes(before)
