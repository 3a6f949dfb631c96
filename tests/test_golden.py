"""Each mistake a contributor can make, and word for word what `roadmap check` tells of it, in both languages.

`golden/base/` is a tiny fake project without a problem. Each case in `golden/*.yml` edits a copy of it and lists every
problem that must be told. To read what a case tells now: `python tests/test_golden.py [part of its name]`.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

from roadmap.load import load
from roadmap.problems import LANGUAGES, Problem, ProblemsFound, report

GOLDEN = Path(__file__).parent / "golden"
BASE = GOLDEN / "base"


def every_case() -> list[dict]:
    return [case for path in sorted(GOLDEN.glob("*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))]


CASES = every_case()


def problems_of(folder: Path) -> list[Problem]:
    try:
        load(folder)
    except ProblemsFound as found:
        return found.problems
    return []


def told(problems: list[Problem], language: str) -> list[str]:
    return [report([problem], "text", language) for problem in problems]


def replace(path: Path, pairs: list[list[str]]) -> None:
    """Each old text must stand in the file once: an edit that misses its aim tests nothing."""
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, f"{path.name}: {text.count(old)} × {old!r}"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode())


def repeat(path: Path, parts: list) -> None:
    """`[before, unit, times, after]`, for what is too long to write in a case."""
    before, unit, times, after = parts
    write(path, before + unit * times + after)


def encode(path: Path, encoding: str) -> None:
    path.write_bytes(path.read_text("utf-8").encode(encoding))


def newline(path: Path, end: str) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))


def symlink(path: Path, target: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def delete(path: Path, what: str) -> None:
    if what == "folder":
        shutil.rmtree(path)
    else:
        path.unlink()


EDITS = (delete, replace, write, append, repeat, encode, newline, symlink)
"""What a case may do, in this order; each is named in the case and maps paths to what to do there."""


def edited_copy(case: dict, folder: Path) -> Path:
    """The base project in `folder`, with the case's edits."""
    unknown = case.keys() - {"name", "problems"} - {edit.__name__ for edit in EDITS}
    assert not unknown, f"{case['name']}: {unknown}"
    project = shutil.copytree(BASE, folder / "project")
    for edit in EDITS:
        for name, argument in case.get(edit.__name__, {}).items():
            edit(project / name, argument)
    return project


def test_the_base_project_has_no_problem():
    assert told(problems_of(BASE), "en") == []


def test_no_two_cases_have_one_name():
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_problem_is_told(case, tmp_path):
    problems = problems_of(edited_copy(case, tmp_path))
    expected = case["problems"] or {language: [] for language in LANGUAGES}
    assert {language: told(problems, language) for language in LANGUAGES} == expected


def main(part: str) -> None:
    """Prints what is told now, to be judged before it is expected."""
    for case in CASES:
        if part in case["name"]:
            with tempfile.TemporaryDirectory() as folder:
                problems = problems_of(edited_copy(case, Path(folder)))
            print("#", case["name"])
            for language in LANGUAGES:
                print(f"  {language}:", *told(problems, language), sep="\n    ")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
