"""Commands that tests fork are those that people run: same words, same status, same files."""

import os
import subprocess
from pathlib import Path

import pytest

import forks
import sites
from sites import ROADMAP, contents, edit, said

CASE = "content/case-studies/co-crea-digital/index.en.md"
COMMANDS = (
    ("--help",),
    ("biuld",),
    ("check", "--format", "json", "content"),
    ("schema",),
    ("translations", "update"),
    ("import", "nowhere.yml"),
    ("--project", "nowhere", "check"),
    ("build", "--langs", "eo"),
)


def true(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as installed."""
    environment = sites.environment(folder, **more)
    return subprocess.run([ROADMAP, *command], cwd=folder, env=environment, capture_output=True, encoding="utf-8")


def forked(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Fork the command."""
    done = forks.run([str(ROADMAP), *command], folder, sites.environment(folder, **more))
    assert done, "not forked"
    return done


measured = pytest.mark.skipif(
    any(name.startswith("COVERAGE_") for name in os.environ), reason="coverage measures whole processes"
)


@measured
@pytest.mark.slow
def test_a_forked_command_does_what_the_command_does(project: Path, tmp_path: Path):
    folder = sites.copy_project(project, tmp_path / "project", ["co-crea-digital"])
    edit(folder / CASE, "title:", "titel:")
    before = contents(folder)
    for command in COMMANDS:
        ends = []
        for run in (true, forked):
            done = run(folder, *command, LANG="fr_FR.UTF-8")
            ends.append((done.returncode, done.stdout, done.stderr, contents(folder)))
            for name in ends[-1][3].keys() - before.keys():
                (folder / name).unlink()
            for name, _raw in before.items() - ends[-1][3].items():
                (folder / name).write_bytes(before[name])
        names = ("status", "stdout", "stderr", "files")
        sites.none(f"{command}: {name}" for name, one, other in zip(names, *ends, strict=True) if one != other)


@measured
@pytest.mark.slow
def test_a_forked_build_makes_the_same_site(project: Path, tmp_path: Path):
    folder = sites.copy_project(project, tmp_path / "project", ["co-crea-digital"])
    found = []
    for run in (true, forked):
        done = run(folder, "build", "--no-zip", "--langs", "fr", SITE_URL=sites.SITE_URL)
        assert done.returncode == 0, said(done)
        found.append((contents(folder / "site"), done.stderr))
    assert found[0] == found[1]


@pytest.mark.slow
@measured
def test_each_command_has_its_own_folder_and_environment(project: Path, tmp_path: Path):
    folder = sites.copy_project(project, tmp_path / "project", ["co-crea-digital"])
    edit(folder / "mkdocs.yml", "site_name:", "site_nmae:")
    outputs = [forked(folder, "check", LANG=language).stdout for language in ("fr_FR.UTF-8", "en_GB.UTF-8")]
    assert "Clé inconnue" in outputs[0] and "Unknown key" in outputs[1]
    assert forked(tmp_path, "check").returncode == 1
    assert forked(folder, "--help").returncode == 0


def test_what_a_process_reads_when_it_starts_is_not_forked(project: Path):
    for variables in ({"PYTHONHASHSEED": "1"}, {"PYTHONIOENCODING": "ascii"}, {"LANG": "C"}, {"LC_ALL": "fr_FR"}):
        environment = sites.environment(project, **variables)
        assert forks.run([str(ROADMAP), "--help"], project, environment) is None, variables


@pytest.mark.slow
def test_a_changed_package_is_not_forked(project: Path, tmp_path: Path):
    folder = sites.copy_project(project, tmp_path / "project", [])
    assert sites.environment(folder)["PYTHONPATH"] == str(project / "hooks")
    edit(folder / "hooks/roadmap/cli/group.py", "Check, build and translate", "Build and translate")
    assert sites.environment(folder)["PYTHONPATH"] == str(folder / "hooks")
    assert "Build and translate" in sites.roadmap(folder, "--help").stdout


@pytest.mark.slow
@measured
def test_a_command_that_takes_too_long_is_ended_and_the_next_one_runs(project: Path):
    with pytest.raises(subprocess.TimeoutExpired):
        forks.run([str(ROADMAP), "check"], project, sites.environment(project), seconds=0.1)
    assert forked(project, "--help").returncode == 0
