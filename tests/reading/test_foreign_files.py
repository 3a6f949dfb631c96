"""Files that editors and systems leave beside those of the project: passed over everywhere, and never published."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_golden import BASE

import hostile
import sites
from conftest import build
from roadmap import disk
from roadmap.cli import main
from roadmap.load import load
from roadmap.problems import ProblemsFound
from roadmap.reading import watch
from roadmap.serve.live import Live
from roadmap.site import Site
from roadmap.translation import extraction
from small import small_project

CASE = "content/case-studies/co-crea-digital"
BESIDE = (
    ".{0}.swp",
    ".{0}.swo",
    ".{0}.swx",
    ".{0}.un~",
    "#{0}#",
    "{0}~",
    ".{0}.kate-swp",
    ".~lock.{0}#",
    "~${0}",
    "{0}___jb_tmp___",
    "._{0}",
)
"""What editors name after the file that they have open."""
ANYWHERE = (
    *(".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini", ".directory", "4913", ".goutputstream-ABC123"),
    *(".nfs0000000012", ".swp", "ehthumbs.db"),
)
KEPT = ("index.fr.md", ".index.fr.md", "x.svg", "a.swap", "49130", "photo.jpg", "roadmap.yml.bak", ".icons")


def litter(project: Path) -> list[Path]:
    """Leave such files beside every kind of file that the project reads, and return their paths."""
    left = []
    for path in sorted(project.rglob("*")):
        name = path.relative_to(project)
        if not path.is_file() or name.parts[0] not in ("content", "data", "overrides"):
            continue
        left += [path.with_name(other.format(path.name)) for other in BESIDE]
        left += [path.with_name(other) for other in ANYWHERE]
        lock = path.with_name(f".#{path.name}")  # emacs: a link to nothing
        lock.symlink_to("editor@machine.4242:1700000000")
        left.append(lock)
    (project / "content" / "__MACOSX").mkdir()
    for path in [*left, project / "content" / "__MACOSX" / "about.fr.md"]:
        if not path.is_symlink():
            path.write_bytes(b"\x00\xff{% no text %}")
    return left


VIM = pytest.mark.skipif(not shutil.which("vim"), reason="vim is not installed")


@pytest.fixture
def small(project: Path, tmp_path: Path) -> Path:
    return small_project(project, tmp_path / "small")


@pytest.mark.parametrize("name", [other.format("index.fr.md") for other in (*BESIDE, ".#{0}")] + list(ANYWHERE))
def test_their_names_are_known(name: str):
    assert disk.is_foreign(name)


@pytest.mark.parametrize("name", KEPT)
def test_a_name_that_could_be_of_the_project_is_not_passed_over(name: str):
    assert not disk.is_foreign(name)


@pytest.mark.slow
def test_they_are_in_no_check_no_catalogue_and_no_state(small: Path):
    places = [small / name for name in ("data", "content", "overrides")]
    strings, state = extraction.all_strings(Site(load(small))), watch.look(places)
    assert litter(small)
    site = Site(load(small))
    assert extraction.all_strings(site) == strings
    after = watch.look(places)
    assert after.keys() == state.keys()
    assert watch.content(small / CASE) is not None, "a link to nothing must not make every reading new"


@pytest.mark.slow
def test_hidden_content_is_still_reported(small: Path):
    for name in (f"{CASE}/.index.fr.md", "content/.about.fr.md"):
        (small / name).write_bytes((small / name.replace("/.", "/")).read_bytes())
    with pytest.raises(ProblemsFound) as found:
        load(small)
    assert {problem.path for problem in found.value.problems} == {f"{CASE}/.index.fr.md", "content/.about.fr.md"}


def test_an_import_leaves_them_out(tmp_path: Path):
    project = shutil.copytree(BASE, tmp_path / "project")
    names = {path.name for path in (project / hostile.CASE).iterdir()}
    litter(project)
    (tmp_path / hostile.SENT).write_text(hostile.as_yaml(hostile.fake_submission()))
    shutil.copy(BASE / hostile.CASE / hostile.SHEEP, tmp_path)
    command = ["--project", str(project), "import", "--replace", str(tmp_path / hostile.SENT)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert {path.name for path in (project / hostile.CASE).iterdir()} == names


@pytest.mark.slow
def test_they_are_never_published(small: Path, tmp_path: Path):
    build(small, tmp_path / "before", zips=True)
    litter(small)
    build(small, tmp_path / "after", zips=True)
    before, after = (sites.contents(tmp_path / name) for name in ("before", "after"))
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} <= set()


def test_git_ignores_the_usual_ones(project: Path):
    names = [*(other.format("index.fr.md") for other in BESIDE[:3]), "#index.fr.md#", ".#index.fr.md", "index.fr.md~"]
    paths = [f"{CASE}/{name}" for name in [*names, ".DS_Store", "Thumbs.db", "desktop.ini", ".directory"]]
    outcome = subprocess.run(["git", "check-ignore", *paths], cwd=project, capture_output=True, text=True, check=False)
    assert outcome.stdout.splitlines() == paths
    kept = subprocess.run(["git", "ls-files", "-ci", "--exclude-standard"], cwd=project, capture_output=True, text=True)
    assert kept.stdout == "", "nothing of the project is ignored"


# An editor is open


class Vim:
    """Vim in a terminal of its own, with a file open."""

    def __init__(self, path: Path):
        self.process, self.screen = pty.fork()
        if not self.process:
            os.execvpe("vim", ["vim", "-N", "-u", "NONE", str(path)], {**os.environ, "TERM": "xterm"})
        self._type("")

    def _type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())
        with suppress(OSError):  # the terminal closes with it
            while select.select([self.screen], [], [], 0.4)[0]:
                os.read(self.screen, 65536)

    def replace(self, old: str, new: str) -> None:
        """Replace a text in its buffer."""
        self._type(f":%s/{old}/{new}/\r")

    def save(self) -> None:
        """Write the file."""
        self._type(":w\r")

    def quit(self) -> None:
        """Close it, without saving."""
        self._type("\x1b:q!\r")
        os.waitpid(self.process, 0)
        os.close(self.screen)


class Steps:
    """What vim does with files, step by step."""

    def __init__(self, path: Path):
        self.path, self.text = path, path.read_text("utf-8")
        self.swap = path.with_name(f".{path.name}.swp")
        self.swap.write_bytes(b"b0VIM 9.0\0\0")

    def replace(self, old: str, new: str) -> None:
        """Replace a text in its buffer."""
        self.text = self.text.replace(old, new, 1)

    def save(self) -> None:
        """Write the file."""
        test, backup = self.path.with_name("4913"), self.path.with_name(f"{self.path.name}~")
        test.write_bytes(b"")
        test.unlink()
        self.path.rename(backup)
        self.path.write_text(self.text, "utf-8")
        backup.unlink()

    def quit(self) -> None:
        """Close it, without saving."""
        self.swap.unlink()


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize("editor", [pytest.param(Vim, marks=VIM), Steps])
@pytest.mark.parametrize(
    ("name", "old", "page"),
    [
        ("content/about.es.md", "Acerca del sitio", "es/about/"),
        (f"{CASE}/index.fr.md", "Crea Digital", f"{CASE.removeprefix('content/')}/"),
        ("data/glossary.yml", "diversité", "glossary/"),
    ],
)
def test_what_an_editor_saves_shows_while_it_stays_open(small: Path, editor: type, name: str, old: str, page: str):
    said: list[str] = []
    live = Live(small, (), said.append)
    open_in = editor(small / name)
    try:
        assert (small / name).with_name(f".{Path(name).name}.swp").exists(), "the editor has the file open"
        for new in ("Zebulon", "Zacharie"):
            open_in.replace(old, new)
            open_in.save()
            assert new in live.answer(live.base + page).content.decode()
            old = new
    finally:
        open_in.quit()
        live.index.stop()
    assert said == []
