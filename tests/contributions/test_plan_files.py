"""A Party's own roadmap as a file: what is published, and what `roadmap import` makes of what was sent."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from test_golden import BASE
from test_hostile import copy as copied

import sites
from roadmap.contributions import plans, schemas
from roadmap.load import load
from roadmap.model.adaptation import Adaptation, PublishedAdaptation
from roadmap.problems import ProblemsFound
from roadmap.publishing import exports
from roadmap.reading import adaptation
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import parse_yaml
from roadmap.serve.live import Live
from roadmap.site import Site
from small import PLANS, fake_plan, small_project, with_plans

SENT = (PLANS / "dz" / "plan-fictif" / "adaptation.yml").read_text("utf-8")
OF_BASE = (BASE / "content/adaptations/xa/fake-sheep/adaptation.yml").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(tmp_path)


def received(project: Path, text: str, name: str = "adaptation.yml", **options) -> Path:
    """The folder that the import writes."""
    path = project.parent / name
    path.write_text(text, "utf-8")
    ready = plans.read(path, name, load(project), options.get("slug", ""))
    assert ready is not None
    return plans.write(ready, project, options.get("replace", False))


# Files


def test_what_is_published_is_the_plan_again():
    plan = fake_plan().plan
    again = yaml.safe_load(plans.text(plan))
    assert PublishedAdaptation.model_validate(json.loads(plans.data(plan))) == plan
    jsonschema.validate(json.loads(plans.data(plan)), schemas.schema("adaptation", Adaptation))
    assert list(again)[:3] == ["format", "roadmap", "party"] and "output" not in again["activities"][0]
    assert again["activities"][0]["notes"] == "Première ligne fictive.\nSeconde ligne fictive."


def test_a_plan_has_two_files_for_all_languages(project: Path, tmp_path: Path):
    site = Site(load(project))
    files = exports.of_site(site)
    address = "national-roadmaps/xa-fake-sheep/"
    assert {path for path in files if path.startswith(address)} == {
        f"{address}adaptation.yml",
        f"{address}adaptation.json",
    }
    assert not any(path.startswith("en/") for path in files if "adaptation" in path)


def test_a_published_file_can_be_sent_again(project: Path):
    folder = received(
        project, plans.text(load(project).adaptations["xa-fake-sheep"].plan), replace=True, slug="fake-sheep"
    )
    assert folder == project / "content/adaptations/xa/fake-sheep"
    assert load(project).adaptations["xa-fake-sheep"].plan == adaptation.read_folder(folder)[0].plan


# Import


def test_a_file_becomes_a_folder_named_after_its_title(project: Path):
    folder = received(project, OF_BASE.replace("Fake Sheep Roadmap", "Fake Éwe Roadmap!"))
    assert folder.relative_to(project).as_posix() == "content/adaptations/xa/fake-ewe-roadmap"
    assert [path.name for path in folder.iterdir()] == ["adaptation.yml"]
    assert load(project).adaptations["xa-fake-ewe-roadmap"].plan.title["en"] == "Fake Éwe Roadmap!"
    written = (project / adaptation.FOLDER / "xa/fake-ewe-roadmap" / adaptation.FILE).read_text("utf-8")
    assert "en: Fake Éwe Roadmap!" in written, "people read the file"


def test_a_title_in_another_script_gives_the_name_of_the_year(project: Path):
    sent = OF_BASE.replace("  en: Fake Sheep Roadmap\n  fr: Plan factice des moutons\n", "  ar: خطة وهمية\n")
    sent = sent.replace("language: en\nsummary", "language: ar\nsummary")
    assert received(project, sent).name == "plan-2001"


ISSUE = """### Party

Fakeland

### File adaptation.yml

```yaml
{file}
```

### Remarks

_No response_
"""


@pytest.mark.parametrize("name", ["submission.md", "issue.txt"])
def test_a_file_pasted_into_an_issue_is_imported(project: Path, name: str):
    folder = received(project, ISSUE.format(file=OF_BASE), name, slug="another-fake")
    assert adaptation.read_folder(folder)[0].plan == load(project).adaptations["xa-fake-sheep"].plan


def test_problems_of_an_issue_are_on_its_lines(project: Path):
    with pytest.raises(ProblemsFound) as found:
        received(project, ISSUE.format(file=OF_BASE.replace("party: XA", "party: QQ")), "submission.md")
    (problem,) = found.value.problems
    assert (problem.path, problem.line) == ("submission.md", 10)


def test_nothing_is_written_if_there_is_a_problem_or_the_folder_exists(project: Path):
    before = sites.contents(project)
    with pytest.raises(ProblemsFound) as found:
        received(project, OF_BASE.replace('id: "1.1"', 'id: "7.7"').replace("origin: party", "origin: editors"))
    assert len(found.value.problems) == 3
    with pytest.raises(ProblemsFound) as found:
        received(project, OF_BASE, slug="fake-sheep")
    (problem,) = found.value.problems
    assert problem.in_language("fr") == (
        "La feuille de route « xa-fake-sheep » existe déjà. Pour la remplacer : --replace ; pour un autre nom : "
        "--name fake-sheep-2."
    )
    with pytest.raises(ProblemsFound):
        received(project, OF_BASE, slug="../../fake")
    assert sites.contents(project) == before


@pytest.mark.parametrize("text", ["submission: 1\nformat: 1\n", "", "Just words.\n", "title: Fake\n"])
def test_what_is_no_plan_is_left_to_the_import_of_case_studies(project: Path, tmp_path: Path, text: str):
    path = tmp_path / "sent.yml"
    path.write_text(text)
    assert plans.read(path, "sent.yml", Project(project)) is None


@pytest.mark.slow
def test_the_command_imports_a_plan(project: Path, tmp_path: Path):
    (tmp_path / "sent.yml").write_text(OF_BASE.replace("Fake Sheep Roadmap", "Fake Goats"), "utf-8")
    done = sites.roadmap(project, "import", str(tmp_path / "sent.yml"))
    assert (done.returncode, done.stdout) == (0, "content/adaptations/xa/fake-goats\n"), done.stderr
    done = sites.roadmap(project, "import", str(tmp_path / "sent.yml"))
    assert done.returncode == 1 and "--name fake-goats-2" in done.stderr
    done = sites.roadmap(project, "import", "--name", "more-goats", str(tmp_path / "sent.yml"))
    assert done.returncode == 0 and (project / "content/adaptations/xa/more-goats").is_dir()


@pytest.mark.slow
def test_the_preview_has_the_page_and_the_files_of_a_plan(tmp_path: Path):
    live = Live(with_plans(small_project(sites.PROJECT, tmp_path / "small")), tell=lambda _news: None)
    address = f"{live.base}national-roadmaps/dz-plan-fictif/"
    assert b"Plan fictif" in live.answer(address).content
    assert yaml.safe_load(live.answer(f"{address}adaptation.yml").content)["party"] == "DZ"
    assert json.loads(live.answer(f"{address}adaptation.json").content)["language"] == "fr"
    assert live.answer(f"{address}adaptation.txt").status == 404


def test_the_example_of_the_guide_is_valid():
    guide = (sites.PROJECT / "docs/national-roadmaps.md").read_text("utf-8")
    (example,) = (part for part in guide.split("```yaml\n")[1:] if part.startswith("format:"))
    document, problems = parse_yaml(example.partition("```")[0], "example.yml")
    assert document and not problems
    plan, problems = adaptation.read_document(document)
    assert plan and not problems and len(plan.activities) == 3
