"""What runs on GitHub: who may write, what a stranger's text may reach, and the scripts tried on hostile input."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from PIL import Image

import sites
from roadmap.cli import main
from roadmap.reading import adaptation

pytestmark = pytest.mark.slow

PROJECT = sites.PROJECT
GITHUB = PROJECT / ".github"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((GITHUB / "workflows").glob("*.yml"))}
# Every value as it is written: to YAML 1.1 the key `on` is a truth value.
WORKFLOWS: dict[str, dict[str, Any]] = {name: yaml.load(text, Loader=yaml.BaseLoader) for name, text in TEXTS.items()}
JOBS = {(name, job): content for name, flow in WORKFLOWS.items() for job, content in flow["jobs"].items()}
STEPS = [(place, step) for place, job in JOBS.items() for step in job["steps"]]
RUNS = [(place, step["run"]) for place, step in STEPS if "run" in step]
SCRIPTS = sorted((GITHUB / "scripts").glob("*.sh"))
COMMANDS = "\n".join([*(run for _place, run in RUNS), *(path.read_text(encoding="utf-8") for path in SCRIPTS)])
# Without their comments, which may name what must not be done.
CODE = {name: re.sub(r"(^|\s)#.*", "", text) for name, text in TEXTS.items()}

EVENTS = {
    "check": {"pull_request", "push"},
    "publish": {"push", "workflow_dispatch"},
    "stamp": {"push"},
    "submission": {"issues"},
}
WRITERS = {
    ("publish", "deploy"): {"pages", "id-token"},
    ("stamp", "stamp"): {"contents", "actions"},
    ("submission", "answer"): {"contents", "pull-requests", "issues"},
}
BY_MAJOR_TAG: set[str] = set()  # "owner/action@v1": only where no commit could be found for it
BOT = "41898282+github-actions[bot]@users.noreply.github.com"


# Workflows


def test_each_workflow_runs_on_the_events_meant_for_it_and_no_other():
    """`pull_request_target` and `workflow_run` above all: they give a stranger's code our rights."""
    assert {name: set(flow["on"]) for name, flow in WORKFLOWS.items()} == EVENTS
    assert "pull_request_target" not in "".join(TEXTS.values())


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_unless_a_job_says_otherwise(name):
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}


def test_only_the_jobs_that_publish_or_answer_may_write():
    for place, job in JOBS.items():
        assert isinstance(job.get("permissions", {}), dict), f"{place}: name each permission"
        assert set(job.get("permissions", {}).values()) <= {"read", "write"}, place
    writers = {
        place: {scope for scope, level in job.get("permissions", {}).items() if level == "write"}
        for place, job in JOBS.items()
    }
    assert {place: scopes for place, scopes in writers.items() if scopes} == WRITERS


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_secret_is_named(name):
    assert not re.search(r"\bsecrets\b|toJSON\(\s*github\s*\)", CODE[name], re.IGNORECASE)


def test_the_token_is_given_to_the_jobs_that_answer_and_stamp_and_to_no_other():
    holders = [place for place, job in JOBS.items() if "github.token" in json.dumps(job).lower()]
    assert holders == [("stamp", "stamp"), ("submission", "answer")]
    assert sum(text.count("github.token") for text in CODE.values()) == 2


@pytest.mark.parametrize(("place", "run"), RUNS)
def test_no_command_is_made_of_an_expression(place, run):
    assert "${{" not in run


def test_the_text_of_an_issue_reaches_no_variable_and_no_command():
    """The scripts read it from the event's file: a variable is limited to 131,071 bytes."""
    hostile = re.compile(
        r"github\.(event\.(issue\.(body|title|user)|pull_request\.(body|title|head)|head_commit)|head_ref)"
    )
    found = [(name, match[0]) for name, text in CODE.items() for match in hostile.finditer(text)]
    assert found == []
    assert not [place for place, step in STEPS if "BODY" in step.get("env", {})]


@pytest.mark.parametrize(
    ("name", "line"), [(n, line) for n, t in TEXTS.items() for line in t.splitlines() if "uses:" in line]
)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(name, line):
    action = line.split("uses:")[1].strip()
    pinned = re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    assert pinned or action in BY_MAJOR_TAG


def test_an_action_is_pinned_to_the_same_commit_everywhere():
    pins = {step["uses"] for _place, step in STEPS if "uses" in step}
    assert len({pin.split("@")[0] for pin in pins}) == len(pins)
    assert pins >= BY_MAJOR_TAG


@pytest.mark.parametrize(
    ("place", "step"), [(p, s) for p, s in STEPS if s.get("uses", "").startswith("actions/checkout@")]
)
def test_no_checkout_leaves_the_token_behind(place, step):
    assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("place", JOBS)
def test_every_job_ends_some_day(place):
    assert 0 < int(JOBS[place]["timeout-minutes"]) <= 60


def test_newer_runs_cancel_older_ones_except_where_half_done_would_be_worse():
    cancelled = {
        name: [
            where["concurrency"]["cancel-in-progress"]
            for where in (flow, *flow["jobs"].values())
            if "concurrency" in where
        ]
        for name, flow in WORKFLOWS.items()
    }
    assert cancelled == {"check": ["true"], "publish": ["false"], "stamp": ["false"], "submission": ["true", "false"]}
    assert WORKFLOWS["publish"]["concurrency"]["group"] == "pages"
    assert "pull_request.number" in WORKFLOWS["check"]["concurrency"]["group"]


def test_every_build_knows_where_the_site_and_its_source_are():
    command = re.compile(r"\bmake (site|pdf)\b|\broadmap (build|merge)\b")
    builds = [(place, step) for place, step in STEPS if command.search(step.get("run", ""))]
    assert [place for place, _step in builds] == [("check", "site"), ("publish", "slice"), ("publish", "build")]
    for (name, job), step in builds:
        given = {**WORKFLOWS[name].get("env", {}), **JOBS[name, job].get("env", {}), **step.get("env", {})}
        assert given["REPO_URL"] == "${{ github.server_url }}/${{ github.repository }}"
        assert given["CONTACT_EMAIL"] == "${{ vars.CONTACT_EMAIL }}"
        assert given["PUBLISHER"] == "${{ vars.PUBLISHER }}"
        assert given.get("PUBLISH") == ("true" if name == "publish" else None)
        assert given["SITE_URL"].endswith("}}/"), "an address of the site ends with a slash"
    assert JOBS["publish", "plan"]["outputs"]["base_url"] == "${{ steps.pages.outputs.base_url }}"
    for job in ("slice", "build"):
        assert JOBS["publish", job]["env"]["SITE_URL"] == "${{ needs.plan.outputs.base_url }}/"


def test_each_language_is_built_on_a_machine_of_its_own_and_all_are_put_together():
    """The languages are those that the project tells: none is named here."""
    plan, built, whole = (JOBS["publish", job] for job in ("plan", "slice", "build"))
    assert plan["outputs"]["languages"] == "${{ steps.languages.outputs.languages }}"
    (command,) = [step["run"] for step in plan["steps"] if step.get("id") == "languages"]
    assert command == 'echo "languages=$(.venv/bin/roadmap languages)" >> "$GITHUB_OUTPUT"'
    assert built["strategy"]["matrix"] == {"language": "${{ fromJSON(needs.plan.outputs.languages) }}"}
    assert built["env"]["LANGS"] == "${{ matrix.language }}" and "make pdf" in [s.get("run") for s in built["steps"]]
    kept = [step["with"] for step in built["steps"] if "upload-artifact@" in step.get("uses", "")]
    assert [(one["name"], one["path"]) for one in kept] == [("slice-${{ matrix.language }}", "site/")]
    taken = [step["with"] for step in whole["steps"] if "download-artifact@" in step.get("uses", "")]
    assert taken == [{"pattern": "slice-*", "path": "slices/"}]
    assert ".venv/bin/roadmap merge slices/*" in [step.get("run") for step in whole["steps"]]
    assert whole["needs"] == ["plan", "slice"] and JOBS["publish", "deploy"]["needs"] == "build"


def test_a_pull_request_is_checked_built_kept_and_tested():
    runs = [run for (name, _job), run in RUNS if name == "check"]
    checks = [f".venv/bin/roadmap {command} --format github" for command in ("check", "translations check")]
    assert runs == ["make .venv/.ready", *checks, "make site", "make test", "make sweep"]
    kept = [
        step["with"] for (name, _job), step in STEPS if name == "check" and "upload-artifact@" in step.get("uses", "")
    ]
    assert [(artifact["path"], artifact["retention-days"]) for artifact in kept] == [("site/", "7")]
    for job in ("test", "sweep"):
        assert "needs" not in JOBS["check", job], "a problem of the site must not hide those of the tests"


def test_only_main_is_published():
    assert WORKFLOWS["publish"]["on"]["push"] == {"branches": ["main"]}
    assert WORKFLOWS["check"]["on"]["push"] == {"branches-ignore": ["main"]}
    assert "make check" in [run for (name, _job), run in RUNS if name == "publish"]
    assert all("run" not in step for step in JOBS["publish", "deploy"]["steps"])


def test_an_issue_counts_when_it_is_open_and_has_the_label():
    condition = JOBS["submission", "read"]["if"]
    assert "github.event.issue.state == 'open'" in condition
    assert "contains(github.event.issue.labels.*.name, 'case-study')" in condition
    assert JOBS["submission", "answer"]["needs"] == "read"


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([\w./-]+)", COMMANDS))))
def test_every_make_target_that_is_named_exists(target):
    variables = {name: value for name, value in os.environ.items() if name != "VENV" and not name.startswith("MAKE")}
    done = subprocess.run(["make", "--dry-run", target], cwd=PROJECT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_some_make_targets_and_commands_are_named():
    assert {".venv/.ready", "site", "check", "test"} <= set(re.findall(r"\bmake ([\w./-]+)", COMMANDS))
    named = {"check", "import", "languages", "merge", "translations check", "translations stamp"}
    assert {name for name, _rest in ROADMAP} == named


ROADMAP = re.findall(r"\.venv/bin/roadmap ((?:translations )?[\w-]+)([^|>\n]*)", COMMANDS)


@pytest.mark.parametrize(("name", "rest"), ROADMAP)
def test_every_roadmap_command_that_is_named_exists_and_takes_what_it_is_given(name, rest):
    command = main
    for word in name.split():
        command = command.commands[word]
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    given = rest.replace('"${replace[@]}"', "--replace")
    assert set(re.findall(r"--[\w-]+", given)) <= options
    places = re.findall(r'"\$folder"|submission\.md', given)
    assert len(places) <= sum(isinstance(parameter, click.Argument) for parameter in command.params)


# Scripts


@pytest.mark.parametrize(("place", "run"), RUNS)
def test_a_command_of_more_than_three_lines_is_a_script(place, run):
    assert len(run.strip().splitlines()) <= 3


def test_every_script_is_run_and_every_script_run_is_there():
    assert {f".github/scripts/{path.name}" for path in SCRIPTS} == set(re.findall(r"\.github/scripts/\S+", COMMANDS))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_stops_at_the_first_error(script):
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert re.search(r"^set -euo pipefail$", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert subprocess.run(["bash", "-n", str(script)]).returncode == 0


FAKE = f"""#!{sys.executable}
import json, os, pathlib, sys
name, arguments = os.path.basename(sys.argv[0]), sys.argv[1:]
body = ""
if "--body-file" in arguments:
    body = pathlib.Path(arguments[arguments.index("--body-file") + 1]).read_bytes().decode("utf-8")
with open(os.environ["CALLS"], "a", encoding="utf-8") as calls:
    print(json.dumps([name, *arguments, body] if name == "gh" else [name, *arguments]), file=calls)
if arguments[:2] == ["pr", "list"]:
    print(os.environ.get("PULL_REQUEST", ""))
elif arguments[:2] == ["pr", "create"]:
    print("https://example.org/pull/7")
elif name == "roadmap":
    plan = os.environ.get("KIND") == "national-roadmap"
    folder = pathlib.Path("content/adaptations/fr/a-plan" if plan else "content/case-studies/a-measure")
    told = os.environ.get(f"{{arguments[0].upper()}}_SAYS", "")
    if arguments[0] == "import" and not told:
        folder.mkdir(parents=True)
        folder.joinpath("adaptation.yml" if plan else "case-study.yml").write_text("party: FR")
        print(folder)
    print(told, end="", file=sys.stderr if arguments[0] == "import" else sys.stdout)
    sys.exit(int(os.environ.get("STATUS", "1")) if told else 0)
"""


@dataclass
class Desk:
    """A clone of a repository in which a script runs, with stand-ins for `gh` and `roadmap` that tell their calls."""

    folder: Path

    @property
    def handover(self) -> Path:
        """What one job hands over to the other."""
        return self.folder / "clone" / "handover"

    @property
    def clone(self) -> Path:
        """What the checkout made."""
        return self.folder / "clone"

    def run(
        self, script: str, body: str | None, language: str = "", **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs a script as the workflow does."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "GIT_", "GH_"))
        }
        ours = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "CALLS": str(self.folder / "calls"),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "NUMBER": "12",
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
        }
        labels = [variables.get("KIND", "case-study"), *([language] if language else [])]
        event = {"issue": {"body": body, "labels": [{"name": label} for label in labels]}}
        (self.folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
        command = ["bash", str(GITHUB / "scripts" / script)]
        return subprocess.run(
            command, cwd=self.clone, env={**inherited, **ours, **variables}, capture_output=True, timeout=60
        )

    def answer(self, language: str = "", **variables: str) -> subprocess.CompletedProcess[bytes]:
        """Runs the second job's script."""
        return self.run("answer-submission.sh", "", language, **variables)

    def read(self, body: str | None, language: str = "", **variables: str) -> subprocess.CompletedProcess[bytes]:
        """Runs the first job's script."""
        return self.run("read-submission.sh", body, language, **variables)

    def again(self) -> Desk:
        """The next run on GitHub: a new checkout of what is published, nothing handed over."""
        shutil.rmtree(self.clone)
        (self.folder / "calls").unlink(missing_ok=True)
        git(self.folder, "clone", "--quiet", "--template=", "origin.git", "clone")
        shutil.copytree(self.folder / "bin", self.clone / ".venv" / "bin")
        return self

    def give(self, files: dict[str, str | bytes], slug: str = "a-measure") -> Path:
        """Hands over a case study; gives its folder."""
        folder = self.handover / "case-study" / slug
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    def give_plan(self, files: dict[str, str], place: str = "fr/a-plan") -> Path:
        """Hands over a national roadmap; gives its folder."""
        folder = self.handover / "national-roadmap" / place
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text)
        return folder

    def calls(self) -> list[list[str]]:
        """What `gh` and `roadmap` were asked, each call's arguments; for `gh` the body it was given comes last."""
        path = self.folder / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def comment(self) -> str:
        """The one comment that was written."""
        (call,) = [call for call in self.calls() if call[:3] == ["gh", "issue", "comment"]]
        assert call[3:-1] == ["12", "--edit-last", "--create-if-none", "--body-file", "comment.md"]
        return call[-1]

    def branches(self) -> list[str]:
        """The branches of the repository on GitHub."""
        return git(self.folder / "origin.git", "branch", "--format=%(refname:short)").split()

    def files(self, branch: str = "case-study/issue-12") -> dict[str, str]:
        """What a branch on GitHub adds to main, with each file's mode."""
        diff = git(self.folder / "origin.git", "diff", "--raw", "--no-renames", f"main..{branch}")
        return {line.split("\t")[1]: line.split()[1] for line in diff.splitlines()}


def git(folder: Path, *arguments: str) -> str:
    """Runs git apart from this machine's settings; gives what it printed."""
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, env={**variables, **alone}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a repository as it is on GitHub, and the stand-ins."""
    folder = tmp_path_factory.mktemp("github")
    git(folder, "init", "--quiet", "--template=", "--initial-branch=main", "first")
    (folder / "first" / ".gitignore").write_text("site/\n.venv/\nhandover/\n")
    (folder / "first" / "README.md").write_text("A project.\n")
    git(folder / "first", "add", "--all")
    git(folder / "first", "commit", "--quiet", "--message", "First")
    git(folder, "clone", "--quiet", "--template=", "--bare", "first", "origin.git")
    (folder / "bin").mkdir()
    for name in ("gh", "roadmap"):
        (folder / "bin" / name).write_text(FAKE)
        (folder / "bin" / name).chmod(0o755)
    return folder


@pytest.fixture
def desk(published: Path, tmp_path: Path) -> Desk:
    """A fresh checkout."""
    for name in ("origin.git", "bin"):
        shutil.copytree(published / name, tmp_path / name)
    (tmp_path / "clone").mkdir()
    return Desk(tmp_path).again()


HOSTILE = "@someone `rm` ::error::x [a](https://example.org) #1 $(touch touched) <b> ![i](x)"
GOOD = {"case-study.yml": "party: FR\n", "index.fr.md": "# Un\n", "index.zh-Hant.md": "# Un\n", "photo-1.webp": b"\xff"}


# The job that reads


@pytest.mark.parametrize(
    "body",
    [
        "",
        "-n",
        "%s%d\\n",
        "a\r\nb\n\n",
        "$(touch touched)`touch touched`; touch touched",
        "'\"\n::error::x\n${{ x }}",
        "é",
    ],
)
def test_the_issue_s_text_is_written_as_it_is_and_never_run_nor_printed(desk, body):
    done = desk.read(body)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (desk.clone / "submission.md").read_bytes() == body.encode()
    assert not (desk.clone / "touched").exists()
    assert b"::" not in done.stdout


def test_a_case_study_is_imported_checked_and_handed_over(desk):
    assert desk.read("a text").returncode == 0
    assert desk.calls() == [
        ["roadmap", "import", "submission.md"],
        ["roadmap", "check", "content/case-studies/a-measure"],
    ]
    found = [path.relative_to(desk.handover).as_posix() for path in desk.handover.rglob("*") if path.is_file()]
    assert found == ["case-study/a-measure/case-study.yml"]


def test_a_long_text_in_chinese_is_read_whole(desk):
    """GitHub limits an issue to 65,536 characters, which are more bytes than a variable may have."""
    assert desk.read("案" * 65_536).returncode == 0
    assert (desk.clone / "submission.md").read_text(encoding="utf-8") == "案" * 65_536


def test_an_issue_without_a_text_is_empty(desk):
    assert desk.read(None).returncode == 0
    assert (desk.clone / "submission.md").read_bytes() == b""


UPLOADS = "https://github.com/user-attachments/assets/"
CURL = """#!{python}
import base64, pathlib, sys
*options, address = sys.argv[1:]
pathlib.Path("asked").open("a").write(address + "\\n")
assert options[options.index("--proto") + 1] == options[options.index("--proto-redir") + 1] == "=https"
assert {{"--max-time", "--max-filesize", "--max-redirs", "--fail"}} <= set(options)
if address.endswith("gone"):
    sys.exit(22)
content = b"<html>" if address.endswith("page") else base64.b64decode("{png}")
pathlib.Path(options[options.index("--output") + 1]).write_bytes(content)
"""


def test_the_pictures_of_an_issue_are_fetched_from_github_alone(desk):
    """At most ten, of the types that are published; what is not fetched stays as it was written."""
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    curl = desk.folder / "bin" / "curl"
    curl.write_text(CURL.format(python=sys.executable, png=base64.b64encode(picture.getvalue()).decode()))
    curl.chmod(0o755)
    others = [
        "https://example.org/a.png",
        "http://github.com/user-attachments/assets/x",
        f"{UPLOADS}gone",
        f"{UPLOADS}page",
    ]
    addresses = [*others, *(f"{UPLOADS}{number:02}" for number in range(12))]
    body = "\n".join(f"![A | B © C & D]({address})" for address in [*addresses, addresses[4]])
    done = desk.read(body)
    assert done.returncode == 0, done.stderr
    asked = (desk.clone / "asked").read_text().split()
    assert asked == addresses[2:12] and done.stdout == b"There is a case study.\n"
    read = (desk.clone / "submission.md").read_text()
    assert all(f"]({address})" in read for address in [*others, *addresses[12:]])
    files = sorted(path.name for path in desk.clone.glob("upload-*.png"))
    assert len(files) == 8 and all(f"![A | B © C & D]({name})" in read for name in files)
    assert read.count(".png)") == 1 + 8 + 1


def test_the_problems_are_in_the_language_of_the_label(desk):
    (desk.clone / ".venv" / "bin" / "roadmap").write_text('#!/bin/sh\necho "$LANG $LC_ALL" >&2\nexit 1\n')
    assert desk.read("a text", "zh", LC_ALL="C").returncode == 0
    assert (desk.handover / "problems.txt").read_text() == "zh.UTF-8 \n"


def test_what_was_repaired_is_reported_to_the_person_and_the_reviewers(desk):
    desk.give(GOOD)
    (desk.handover / "notices.txt").write_text(f"submission.md:3: note: {HOSTILE}\n::error::x\n")
    assert desk.answer().returncode == 0
    (made,) = [call for call in desk.calls() if call[1:3] == ["pr", "create"]]
    for text in (desk.comment(), made[-1]):
        assert f"\n    submission.md:3: note: {HOSTILE}\n    ::error::x" in text
    assert set(desk.files()) == {f"content/case-studies/a-measure/{name}" for name in GOOD}


def test_notices_alone_or_as_a_link_are_refused(desk):
    desk.handover.mkdir()
    (desk.handover / "notices.txt").write_text("x\n")
    assert_refused(desk, desk.answer())
    (desk.handover / "notices.txt").unlink()
    desk.give(GOOD)
    (desk.handover / "notices.txt").symlink_to("/etc/hostname")
    assert_refused(desk, desk.answer())


@pytest.mark.parametrize("command", ["IMPORT", "CHECK"])
def test_problems_are_handed_over_and_not_printed(desk, command):
    report = f"submission.md:3: {HOSTILE}\n::error::x\n"
    done = desk.read("a text", **{f"{command}_SAYS": report})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"someone" not in done.stdout and b"::" not in done.stdout
    assert [path.name for path in desk.handover.iterdir()] == ["problems.txt"]
    assert (desk.handover / "problems.txt").read_text() == report


@pytest.mark.parametrize("command", ["IMPORT", "CHECK"])
@pytest.mark.parametrize(
    ("expected", "status"), [("Usage: …\n", "2"), ("Traceback (most recent call last):\n x\n", "1")]
)
def test_our_own_fault_fails_the_job_and_is_not_laid_on_the_contributor(desk, command, expected, status):
    done = desk.read("a text", STATUS=status, **{f"{command}_SAYS": expected})
    assert done.returncode == int(status)
    assert not (desk.handover / "problems.txt").exists()


def test_only_a_case_study_of_the_same_issue_may_be_replaced(desk):
    git(desk.folder / "origin.git", "branch", "case-study/issue-1", "main")
    desk.again().read("a text")
    assert desk.calls()[0] == ["roadmap", "import", "submission.md"]
    git(desk.folder / "origin.git", "branch", "case-study/issue-12", "main")
    desk.again().read("a text")
    assert desk.calls()[0] == ["roadmap", "import", "--replace", "submission.md"]


PLAN = {"KIND": "national-roadmap"}
PLAN_FILE = {"adaptation.yml": "format: 1\n"}


@pytest.mark.parametrize("text", ["### Fichier\n\n```yaml\nformat: 1\n```\n", "  format ： 1", "format: 2\r\nx: y\r\n"])
def test_a_national_roadmap_is_imported_checked_and_handed_over(desk, text):
    assert desk.read(text, **PLAN).returncode == 0
    assert desk.calls() == [
        ["roadmap", "import", "submission.md"],
        ["roadmap", "check", "content/adaptations/fr/a-plan"],
    ]
    found = [path.relative_to(desk.handover).as_posix() for path in desk.handover.rglob("*") if path.is_file()]
    assert found == ["national-roadmap/fr/a-plan/adaptation.yml"]


@pytest.mark.parametrize("text", [None, "### Partie\n\nFrance\n", "### Remarques\n\nThe format: free\n"])
def test_an_issue_that_only_reports_a_national_roadmap_is_left_to_a_person(desk, text):
    """The job that answers waits for something to be handed over."""
    done = desk.read(text, **PLAN)
    assert (done.returncode, done.stderr) == (0, b"")
    assert desk.calls() == [] and not list(desk.handover.iterdir())
    read, answer = JOBS["submission", "read"], JOBS["submission", "answer"]
    assert answer["if"] == "needs.read.outputs.sent" and read["outputs"]["sent"] == "${{ steps.handover.outputs.sent }}"
    (step,) = [step for step in read["steps"] if step.get("id") == "handover"]
    for expected in ("", "sent=true\n"):
        output = desk.folder / "output"
        output.write_text("")
        subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=desk.clone,
            env={**os.environ, "GITHUB_OUTPUT": str(output)},
            check=True,
        )
        assert output.read_text() == expected
        (desk.handover / "problems.txt").write_text("x")


def test_an_issue_of_another_kind_is_refused(desk):
    assert desk.read("format: 1", KIND="question").returncode == 1
    desk.again().give(GOOD)
    assert_refused(desk, desk.answer(KIND="question"))


# The job that answers


def quoted(comment: str) -> list[str]:
    """The lines of a comment below its one paragraph, each shown to be code."""
    paragraph, _, block = comment.partition("\n\n")
    assert "\n" not in paragraph
    lines = block.removesuffix("\n").split("\n")
    assert all(line.startswith("    ") or not line.strip(" ") for line in lines), lines
    return [line[4:] for line in lines]


def test_problems_become_one_comment_in_which_nothing_is_markdown(desk):
    desk.handover.mkdir()
    report = (
        f"a.md:1: {HOSTILE}\n{HOSTILE}\r{HOSTILE}\r\n::error::x\x1b[0m\x07\x0b\x0c\ttab\n\n".encode() + b"\xff\xc3end\n"
    )
    (desk.handover / "problems.txt").write_bytes(report)
    done = desk.answer()
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    expected = [f"a.md:1: {HOSTILE}", HOSTILE, HOSTILE, "", "::error::x[0m\ttab", "", "end"]
    assert quoted(desk.comment()) == expected
    assert len(desk.calls()) == 1
    assert desk.branches() == ["main"]
    assert not (desk.clone / "touched").exists()


THANKS = {
    "fr": "Merci",
    "en": "Thank",
    "": "Thank",
    "de": "Thank",
    "ar": "شكراً",
    "es": "¡Gracias",
    "ru": "Спасибо",
    "zh": "谢谢",
}


@pytest.mark.parametrize(("language", "word"), [*THANKS.items(), ("", "Thank"), ("de", "Thank")])
def test_the_comment_is_in_the_language_of_the_label(desk, language, word):
    desk.handover.mkdir()
    (desk.handover / "problems.txt").write_text("a.md:1: x\n")
    desk.answer(language)
    assert desk.comment().startswith(word)
    desk.again().give(GOOD)
    desk.answer(language)
    assert desk.comment().startswith(word)
    (made,) = [call for call in desk.calls() if call[1:3] == ["pr", "create"]]
    assert "\nCloses #12\n" in made[-1], "the words that GitHub reads, in any language"


@pytest.mark.parametrize("problem", ["é" * 100_000, "é\n" * 100_000, "é" * 59_000 + "\n"])
def test_a_comment_is_cut_by_characters_to_what_github_takes(desk, problem):
    desk.handover.mkdir()
    (desk.handover / "problems.txt").write_text(problem)
    assert desk.answer().returncode == 0
    comment = desk.comment()
    assert len(comment) < 65_536
    lines = quoted(comment)
    assert sum(line.count("é") for line in lines) > 9_000
    assert (lines[-1] == "[…]") is (len(problem) > 60_000)


def test_a_case_study_becomes_a_branch_a_pull_request_and_a_comment(desk):
    folder = desk.give(GOOD)
    (folder / "photo-1.webp").chmod(0o755)
    done = desk.answer()
    assert (done.returncode, done.stderr) == (0, b"")
    assert desk.branches() == ["case-study/issue-12", "main"]
    assert desk.files() == {f"content/case-studies/a-measure/{name}": "100644" for name in GOOD}
    origin = desk.folder / "origin.git"
    assert (
        git(origin, "log", "--format=%ae %s", "main..case-study/issue-12") == f"{BOT} Case study a-measure, from #12\n"
    )
    asked, made, comment = desk.calls()
    assert asked[:5] == ["gh", "pr", "list", "--head", "case-study/issue-12"]
    assert "isCrossRepository | not" in " ".join(asked), "a fork may have a branch of the same name"
    assert made[1:7] == ["pr", "create", "--head", "case-study/issue-12", "--base", "main"]
    assert "\nCloses #12\n" in made[-1]
    assert comment[:3] == ["gh", "issue", "comment"]
    assert "https://example.org/pull/7" in desk.comment()


def test_a_folder_may_be_named_like_one_that_git_ignores(desk):
    desk.give(GOOD, "site")
    assert desk.answer().returncode == 0
    assert "content/case-studies/site/case-study.yml" in desk.files()


def test_an_edit_makes_the_branch_anew_under_its_new_name(desk):
    desk.give(GOOD)
    desk.answer()
    desk.again().give({"case-study.yml": "party: BF\n"}, "another-name")
    assert desk.answer(PULL_REQUEST="https://example.org/pull/3").returncode == 0
    assert list(desk.files()) == ["content/case-studies/another-name/case-study.yml"]
    assert git(desk.folder / "origin.git", "rev-list", "--count", "main..case-study/issue-12") == "1\n"
    assert [call[1:3] for call in desk.calls()] == [["pr", "list"], ["issue", "comment"]]
    assert "https://example.org/pull/3" in desk.comment()


def test_the_same_text_twice_is_pushed_once(desk):
    desk.give(GOOD)
    desk.answer()
    first = git(desk.folder / "origin.git", "rev-parse", "case-study/issue-12")
    desk.again().give(GOOD)
    # Another date makes another commit of the same files.
    assert desk.answer(GIT_COMMITTER_DATE="2001-01-01T00:00:00Z").returncode == 0
    assert git(desk.folder / "origin.git", "rev-parse", "case-study/issue-12") == first


def test_a_reviewer_s_work_is_never_overwritten(desk):
    desk.give(GOOD)
    desk.answer()
    desk.again()
    git(desk.clone, "switch", "--quiet", "case-study/issue-12")
    git(desk.clone, "commit", "--quiet", "--allow-empty", "--message", "Reviewed")
    git(desk.clone, "push", "--quiet", "origin", "case-study/issue-12")
    reviewed = git(desk.folder / "origin.git", "rev-parse", "case-study/issue-12")
    desk.again().give({"case-study.yml": "party: BF\n"})
    assert desk.answer(PULL_REQUEST="https://example.org/pull/3").returncode == 0
    assert git(desk.folder / "origin.git", "rev-parse", "case-study/issue-12") == reviewed
    assert "review has begun" in desk.comment()


def test_a_published_case_study_is_rewritten_only_by_the_issue_it_came_from(desk):
    desk.give(GOOD)
    desk.answer()
    git(desk.folder / "origin.git", "update-ref", "refs/heads/main", "case-study/issue-12")
    published = git(desk.folder / "origin.git", "rev-parse", "main")
    for number in ("13", "1"):
        # Its own branch, made under another name: it is what lets `import --replace` run.
        git(desk.folder / "origin.git", "branch", f"case-study/issue-{number}", "main")
        desk.again().give({"case-study.yml": "party: BF\n"})
        done = desk.answer(NUMBER=number)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        ((*_call, comment),) = desk.calls()
        assert "short name" in comment and "a-measure" not in comment
        assert git(desk.folder / "origin.git", "rev-parse", f"case-study/issue-{number}") == published
    desk.again().give({"case-study.yml": "party: BF\n"})
    assert desk.answer().returncode == 0
    assert set(desk.files()) == {f"content/case-studies/a-measure/{name}" for name in GOOD}


def test_an_issue_that_is_not_merged_does_not_rewrite_what_was_published_since_under_its_name(desk):
    desk.give(GOOD)
    desk.answer()
    origin = desk.folder / "origin.git"
    git(desk.clone, "switch", "--quiet", "main")
    (desk.clone / "content/case-studies/a-measure").mkdir(parents=True)
    (desk.clone / "content/case-studies/a-measure/case-study.yml").write_text("party: BF\n")
    git(desk.clone, "add", "--all", "--force", "content")
    git(desk.clone, "commit", "--quiet", "--message", "Case study a-measure, from #99")
    git(desk.clone, "push", "--quiet", "origin", "main")
    before = git(origin, "rev-parse", "case-study/issue-12")
    desk.again().give({"case-study.yml": "party: CO\n"})
    assert desk.answer().returncode == 0
    assert "short name" in desk.comment()
    assert git(origin, "rev-parse", "case-study/issue-12") == before


def test_the_issue_of_a_squashed_case_study_may_replace_it(desk):
    desk.give(GOOD)
    desk.answer()
    git(desk.clone, "commit", "--quiet", "--amend", "--message", "Case study a-measure, from #12 (#7)")
    git(desk.clone, "push", "--quiet", "origin", "HEAD:main")
    desk.again().give({"case-study.yml": "party: BF\n"})
    assert desk.answer().returncode == 0
    assert "up for review" in desk.comment()


def assert_refused(desk: Desk, done: subprocess.CompletedProcess[bytes]) -> None:
    """Nothing was asked of GitHub, nothing pushed, and nothing of the input printed."""
    assert done.returncode == 1
    assert done.stdout == b""
    assert re.fullmatch(rb"handover: [a-z' .-]+\n", done.stderr), done.stderr
    assert desk.calls() == []
    assert desk.branches() == ["main"]
    assert not (desk.clone / "content").exists()
    assert not (desk.clone / "touched").exists()
    assert not (desk.clone / "handover" / "touched").exists()


@pytest.mark.parametrize(
    "slug",
    [
        "..x",
        "..\\x",
        "a;b",
        "a b",
        "A",
        "-a",
        "a-",
        "a--b",
        "é",
        "a\nb",
        "a\n",
        "$(touch touched)",
        "::error::x",
        ".git",
        "*",
    ],
)
def test_a_folder_of_another_name_is_refused(desk, slug):
    desk.give(GOOD, slug)
    assert_refused(desk, desk.answer())


@pytest.mark.parametrize(
    "name",
    [
        *(
            "run.sh",
            "index.md",
            "index.fr.md.sh",
            "index.FR.md",
            "index.fr.md\n",
            ".hidden",
            ".gitattributes",
            "README.md",
        ),
        *(
            "other.yml",
            "case-study.yaml",
            "photo.svg",
            "photo.PNG",
            "a b.png",
            "a;b.png",
            "é.png",
            "a\nb.png",
            "x.png\n.sh",
            ".png",
        ),
        *("$(touch touched).png", "`touch touched`.jpg", "::error::x.png", "..png", "..\\x.png"),
    ],
)
def test_a_file_of_another_name_is_refused(desk, name):
    desk.give({**GOOD, name: "x"})
    assert_refused(desk, desk.answer())


def test_a_link_is_refused_wherever_it_stands(desk):
    folder = desk.give(GOOD)
    (desk.folder / "elsewhere").mkdir()
    (desk.folder / "elsewhere" / "case-study.yml").write_text("x")
    (folder / "link.png").symlink_to("/etc/hostname")
    assert_refused(desk, desk.answer())
    (folder / "link.png").unlink()
    (folder / "case-study.yml").unlink()
    (folder / "case-study.yml").symlink_to(desk.folder / "elsewhere" / "case-study.yml")
    assert_refused(desk, desk.answer())
    shutil.rmtree(folder)
    folder.symlink_to(desk.folder / "elsewhere")
    assert_refused(desk, desk.answer())
    shutil.rmtree(desk.handover / "case-study")
    (desk.handover / "case-study").symlink_to(desk.folder)
    assert_refused(desk, desk.answer())
    (desk.handover / "case-study").unlink()
    (desk.handover / "problems.txt").symlink_to("/etc/hostname")
    assert_refused(desk, desk.answer())


def test_what_is_not_a_plain_file_is_refused(desk):
    folder = desk.give(GOOD)
    (folder / "folder.png").mkdir()
    assert_refused(desk, desk.answer())
    (folder / "folder.png").rmdir()
    os.mkfifo(folder / "pipe.png")
    assert_refused(desk, desk.answer())


def test_more_or_less_than_one_case_study_is_refused(desk):
    assert_refused(desk, desk.answer())  # nothing at all was handed over
    desk.give(GOOD, "one")
    desk.give(GOOD, "two")
    assert_refused(desk, desk.answer())
    shutil.rmtree(desk.handover / "case-study" / "two")
    (desk.handover / "problems.txt").write_text("x")
    assert_refused(desk, desk.answer())
    (desk.handover / "problems.txt").rename(desk.handover / "other.txt")
    assert_refused(desk, desk.answer())
    (desk.handover / "other.txt").rename(desk.handover / "case-study" / "other.txt")
    assert_refused(desk, desk.answer())
    (desk.handover / "case-study" / "other.txt").unlink()
    (desk.handover / "case-study" / "one" / "case-study.yml").unlink()
    assert_refused(desk, desk.answer())


def test_too_many_files_are_refused(desk):
    desk.give({**GOOD, **{f"photo-{n}.png": "x" for n in range(100, 140)}})
    assert_refused(desk, desk.answer())


@pytest.mark.parametrize("number", ["", "x", "12; touch touched", "../12", "-1", "12\n13"])
def test_what_is_not_a_number_is_refused(desk, number):
    desk.give(GOOD)
    assert_refused(desk, desk.answer(NUMBER=number))


# National roadmaps


def test_a_national_roadmap_becomes_a_branch_a_pull_request_and_a_comment(desk):
    desk.give_plan(PLAN_FILE)
    done = desk.answer(**PLAN)
    assert (done.returncode, done.stderr) == (0, b"")
    assert desk.branches() == ["main", "national-roadmap/issue-12"]
    assert desk.files("national-roadmap/issue-12") == {"content/adaptations/fr/a-plan/adaptation.yml": "100644"}
    log = git(desk.folder / "origin.git", "log", "--format=%ae %s", "main..national-roadmap/issue-12")
    assert log == f"{BOT} National roadmap fr-a-plan, from #12\n"
    _asked, made, _told = desk.calls()
    assert made[1:7] == ["pr", "create", "--head", "national-roadmap/issue-12", "--base", "main"]
    assert "National roadmap: fr-a-plan" in made and "\nCloses #12\n" in made[-1]
    assert made[-1].startswith("National roadmap proposed in the issue. Review it here")
    assert desk.comment().startswith("Thank you! Your roadmap is up for review: https://example.org/pull/7.")


@pytest.mark.parametrize(("language", "word"), THANKS.items())
def test_the_comment_on_a_national_roadmap_is_in_the_language_of_the_label(desk, language, word):
    comments = set()
    for kind in ({}, PLAN):
        desk.again()
        if kind:
            desk.give_plan(PLAN_FILE)
        else:
            desk.give(GOOD)
        desk.answer(language, **kind)
        comments.add(desk.comment())
        assert desk.comment().startswith(word)
        desk.again().handover.mkdir()
        (desk.handover / "problems.txt").write_text("a.md:1: x\n")
        desk.answer(language, **kind)
        comments.add(desk.comment())
        assert desk.comment().startswith(word)
    assert len(comments) == 4, "no words of a case study are said of a roadmap"


def test_a_published_national_roadmap_is_rewritten_only_by_the_issue_it_came_from(desk):
    desk.give_plan(PLAN_FILE)
    desk.answer(**PLAN)
    git(desk.folder / "origin.git", "update-ref", "refs/heads/main", "national-roadmap/issue-12")
    desk.again().give_plan({"adaptation.yml": "format: 1\nparty: CO\n"})
    assert desk.answer(NUMBER="13", **PLAN).returncode == 0
    ((*_call, comment),) = desk.calls()
    assert "Another roadmap already has this title" in comment
    assert "national-roadmap/issue-13" not in desk.branches()
    desk.again().give_plan({"adaptation.yml": "format: 1\nparty: CO\n"})
    assert desk.answer(**PLAN).returncode == 0
    assert "up for review" in desk.comment()


@pytest.mark.parametrize(
    "place", ["fr", "FR/a-plan", "fr/A", "fr/a b", "fr/a-plan/deeper", "..x/a-plan", "fr/::error::x"]
)
def test_a_national_roadmap_in_another_folder_is_refused(desk, place):
    desk.give_plan(PLAN_FILE, place)
    assert_refused(desk, desk.answer(**PLAN))


@pytest.mark.parametrize("name", ["run.sh", "adaptation.yaml", "case-study.yml", "index.fr.md", "photo.png", ".hidden"])
def test_a_national_roadmap_has_no_other_file(desk, name):
    desk.give_plan({**PLAN_FILE, name: "x"})
    assert_refused(desk, desk.answer(**PLAN))


def test_a_case_study_is_not_handed_over_as_a_national_roadmap(desk):
    desk.give(GOOD)
    assert_refused(desk, desk.answer(**PLAN))
    shutil.rmtree(desk.handover)
    desk.give_plan(PLAN_FILE)
    assert_refused(desk, desk.answer())
    shutil.rmtree(desk.handover)
    folder = desk.give_plan({}, "fr/a-plan")
    (folder / "adaptation.yml").symlink_to("/etc/hostname")
    assert_refused(desk, desk.answer(**PLAN))


# The editor, and the words that greet a pull request


SETTINGS = json.loads((PROJECT / ".vscode" / "settings.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("schema", "file"), SETTINGS["yaml.schemas"].items())
def test_every_schema_the_editor_is_told_of_stands_there_with_its_files(schema, file):
    assert (PROJECT / schema).is_file()
    assert not Path(file).is_absolute()
    if "*" in file:
        assert any(PROJECT.glob(file)) or file == f"{adaptation.FOLDER}/*/*/{adaptation.FILE}"
    else:
        assert (PROJECT / file).is_file()
        assert Path(file).stem == Path(schema).stem


def test_the_editor_is_told_of_every_schema_of_a_yaml_file_that_is_kept_here():
    """Not of what stands above the Markdown, which it does not read as YAML, nor of a file that is sent."""
    names = {Path(schema).stem for schema in SETTINGS["yaml.schemas"]}
    schemas = {path.stem for path in (PROJECT / "data" / "schemas").glob("*.json")}
    assert names == schemas - {"case-study-text", "submission"}
    assert "case-study" in names


def test_the_editor_is_offered_the_extension_that_reads_the_schemas():
    offered = json.loads((PROJECT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))
    assert offered["recommendations"] == ["redhat.vscode-yaml"]


def test_the_editor_ends_files_well_and_leaves_markdown_s_line_breaks_and_the_leaflet_alone():
    assert SETTINGS["files.insertFinalNewline"] is True
    assert SETTINGS["editor.insertSpaces"] is True
    assert SETTINGS["[markdown]"]["files.trimTrailingWhitespace"] is False
    assert SETTINGS["files.readonlyInclude"] == {"data/source/**": True}


def test_a_pull_request_starts_with_a_short_list_in_both_languages():
    template = (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    assert len(template.splitlines()) <= 20
    for word in ("source", "mandat ", "mandate", "licence du", "’s licence", "`roadmap check`"):
        assert word in template, word
    assert template.count("- [ ]") == 4


# New translations are stamped after the merge


STAMP = "#!/bin/sh\n[ \"$*\" = 'translations stamp' ] && echo stamped > content/about.en.md\n"


@pytest.mark.parametrize("stamped", ["new", "stamped"])
def test_what_a_new_translation_follows_is_committed_and_the_site_published_again(desk, stamped):
    (desk.clone / "content").mkdir()
    (desk.clone / "content" / "about.en.md").write_text(f"{stamped}\n")
    git(desk.clone, "add", "--all")
    git(desk.clone, "commit", "--quiet", "--message", "Translate")
    git(desk.clone, "push", "--quiet", "origin", "HEAD:main")
    (desk.clone / ".venv" / "bin" / "roadmap").write_text(STAMP)
    done = desk.run("stamp-translations.sh", None)
    assert (done.returncode, done.stderr) == (0, b"")
    log = git(desk.folder / "origin.git", "log", "--format=%s %ae", "main").splitlines()
    if stamped == "new":
        assert log[0] == f"Record which originals new translations follow {BOT}"
        assert git(desk.folder / "origin.git", "show", "--format=", "--name-only", "main").split() == [
            "content/about.en.md"
        ]
        assert [call[:-1] for call in desk.calls()] == [["gh", "workflow", "run", "publish.yml", "--ref", "main"]]
    else:
        assert log[0].startswith("Translate ") and desk.calls() == []
