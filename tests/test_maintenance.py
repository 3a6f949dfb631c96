"""The steps of docs/operations.md for changes of facts, followed in a small copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import sites
from roadmap.load import load
from roadmap.reading.project import Project
from small import small_project

GUIDE = (sites.PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")


def steps(title: str) -> str:
    """The text below a heading."""
    return re.split(r"^##+ ", GUIDE.split(f"### {title}\n")[1], flags=re.MULTILINE)[0]


def block(title: str) -> str:
    """The only YAML that a section asks to write, without the indentation of its list."""
    (found,) = re.findall(r"^( *)```yaml\n(.*?)^ *```", steps(title), re.DOTALL | re.MULTILINE)
    indent, text = found
    return re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)


@pytest.fixture
def small(project: Path, tmp_path: Path) -> Path:
    return small_project(project, tmp_path / "small")


def test_a_party_s_entry_is_corrected(small: Path):
    title = "Correct a Party's entry"
    path = small / "data" / "parties.yml"
    (name,) = yaml.safe_load(block(title))
    sites.edit(path, "\nsources:\n", f"\nsources:\n  {block(title)}")
    text = path.read_text("utf-8")
    start = text.index("  - code: CA ")
    entry = text[start:].split("  - code: ", 2)[1]
    better = entry.replace('deposited: "2005-11-28"', 'deposited: "2005-11-29"').replace(
        "sources: [", f"sources: [{name}, "
    )
    assert better != entry
    path.write_text(text.replace(entry, better), "utf-8")
    party = next(party for party in load(small).parties.parties if party.code == "CA")
    assert str(party.deposited) == "2005-11-29" and name in party.sources


def test_a_link_to_an_sdg_is_added(small: Path):
    line = block("Add a link to a Sustainable Development Goal")
    path = small / "data" / "roadmap.yml"
    before = "      - {sdg: 8, basis: framework"
    text = path.read_text("utf-8")
    path.write_text(text.replace(before, f"      {line}{before}", 1), "utf-8")
    (added,) = yaml.safe_load(line)
    goal = load(small).roadmap.goals[0]
    assert added["sdg"] in [link.sdg for link in goal.sdgs]


@pytest.mark.slow
def test_a_case_study_is_withdrawn_and_published_again(small: Path):
    path = small / "content/case-studies/tn-ticdce/case-study.yml"
    whole = path.read_text("utf-8")
    path.write_text(whole.rstrip("\n") + "\n" + block("Withdraw a case study"), "utf-8")
    project: Project = load(small)
    assert "tn-ticdce" in project.withdrawn and "tn-ticdce" not in project.cases
    path.write_text(whole, "utf-8")
    assert "tn-ticdce" in load(small).cases


def test_tests_know_by_name_only_case_studies_of_their_own():
    """A published one may be corrected, renamed or withdrawn any day; the queries of the search skip what is gone."""
    published = {path.name for path in (sites.PROJECT / "content" / sites.CASES).iterdir()}
    kept = {path.name for path in sites.KEPT_CASES.iterdir()}
    named = re.compile(rf"\b(?:{'|'.join(sorted(published - kept))})\b")

    def failures() -> Iterator[str]:
        for path in sorted(sites.TESTS.rglob("*.py")):
            if path.parent.name != "search":
                yield from (f"{path.name}: {slug}" for slug in named.findall(path.read_text(encoding="utf-8")))

    sites.none(failures())
