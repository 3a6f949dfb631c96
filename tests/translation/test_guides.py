"""The ways of the translators' guides, followed step by step in each language: names, files, and what comes out."""

from __future__ import annotations

import gettext
import json
import re
import shutil
from pathlib import Path
from typing import Any

import polib
import pytest
from test_translating import PATHS, PROJECT, all_guides, entries, fences, section, translated

import sites
from conftest import whole_project
from roadmap.load import load
from roadmap.localization import Localization
from roadmap.site import Site
from small import rendered, small_project

pytestmark = pytest.mark.slow  # each test runs commands on a project of its own

RECORDED = sites.TESTS / "po"
NAMES: dict[str, Any] = sites.plain_yaml(RECORDED / "interfaces.yml")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
POEDIT_CATALOGUES = Path("/usr/share/locale")
REPOSITORY = "https://example.org/owner/name"
ADDRESS = "activities/2.2/"


def improve(language: str) -> str:
    """What the link at the foot of a page is called."""
    return Localization(Site(whole_project()), language).pgettext("notice", "Améliorer cette traduction").value


def component() -> str:
    """What Weblate calls the catalogues."""
    rows = json.loads((PROJECT / "weblate.json").read_text("utf-8"))
    (name,) = (row["name"] for row in rows if "locales" in row["filemask"])
    return name


def expected(part: str, guide: str) -> list[str]:
    """The names that a section quotes, in order: English ones, each of Poedit with the reader's own after it."""
    found: list[str] = []
    for tool, name in (one.split() for one in NAMES["sections"][part]):
        if tool == "ours":
            found.append({"component": component(), "improve": improve(guide)}[name])
        elif tool == "poedit":
            found += dict.fromkeys((NAMES["poedit"][name]["en"], NAMES["poedit"][name][guide]))
        else:
            found.append(NAMES[tool][name])
    return found


@all_guides
def test_each_section_quotes_these_names_in_this_order(guide: str):
    for part in NAMES["sections"]:
        assert BOLD.findall(section(guide, part)) == expected(part, guide), part


def test_every_name_of_the_list_is_quoted():
    used = {one for quoted in NAMES["sections"].values() for one in quoted if not one.startswith("ours")}
    assert used == {f"{tool} {name}" for tool in ("weblate", "github", "poedit") for name in NAMES[tool]}
    assert {guide for names in NAMES["poedit"].values() for guide in names} == set(PATHS)


@pytest.mark.parametrize("language", [code for code in PATHS if code != "en"])
def test_the_names_of_poedit_are_those_of_its_catalogue(language: str):
    """Where Poedit is not installed, those that were recorded stand, as the guides do."""
    paths = (POEDIT_CATALOGUES / name / "LC_MESSAGES/poedit.mo" for name in (language, f"{language}_CN"))
    path = next((path for path in paths if path.is_file()), None)
    recorded = {names["en"]: names[language] for names in NAMES["poedit"].values()}
    assert len(recorded) == 2 and all(recorded.values())
    if path:
        with path.open("rb") as file:
            said = gettext.GNUTranslations(file)
        assert {name: said.gettext(name) for name in recorded} == recorded


# --- Way 2: Poedit ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def begun(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small copy as the guides show it: activity 2.2 is not translated, the link at the foot of pages is fuzzy."""
    copy = small_project(project, tmp_path_factory.mktemp("guides") / "project")
    for guide in PATHS:
        if guide != sites.SOURCE:
            path, blocks = copy / f"data/locales/{guide}.po", fences(guide, "po")
            sites.edit(path, f"\n\n{blocks[1]}\n", f"\n\n{blocks[0]}\n")
            present = re.sub(r"#, fuzzy\n|#\|.*\n", "", blocks[3])
            sites.edit(path, f"\n\n{present}\n", f"\n\n{blocks[3]}\n")
    return copy


@pytest.fixture
def mine(begun: Path, tmp_path: Path) -> Path:
    return shutil.copytree(begun, tmp_path / "project")


def poedit(path: Path, recorded: str, change: dict[str, str]) -> None:
    """Save a catalogue as the recorded Poedit does: its header, its folding, corrected texts not fuzzy."""
    like = polib.pofile(str(RECORDED / recorded))
    catalogue = polib.pofile(str(path), wrapwidth=100 if "folded" in recorded else 0)
    own = {name: catalogue.metadata[name] for name in ("Language", "Plural-Forms")}
    catalogue.metadata = {**like.metadata, **own}
    for entry in catalogue:
        if entry.msgctxt in change and (not entry.msgstr or entry.fuzzy):
            entry.msgstr = change[entry.msgctxt]
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgctxt = entry.previous_msgid = None
    catalogue.save()


def test_the_recorded_poedit_is_the_one_of_the_names():
    for name in ("poedit.po", "poedit-folded.po"):
        assert polib.pofile(str(RECORDED / name)).metadata["X-Generator"] == "Poedit 3.2.2"
    assert "Poedit 3.2.2" in (RECORDED / "interfaces.yml").read_text("utf-8")


def heading(project: Path, language: str) -> tuple[str, bool]:
    """The text of activity 2.2 on its page, and whether it is in another language; `load` checks what `check` does."""
    title = sites.one(rendered(Site(load(project)), language, ADDRESS), "h1")
    return sites.text(title), bool(sites.having(title, class_="fallback"))


def check(project: Path, *command: str) -> str:
    """Run a command that must succeed; return what it says."""
    done = sites.roadmap(project, *(command or ("check",)))
    assert done.returncode == 0, sites.said(done)
    return sites.said(done)


def followed(project: Path, guide: str, recorded: str) -> None:
    """Follow the steps of the way with Poedit."""
    language, steps = translated(guide), section(guide, "poedit")
    (name,) = set(re.findall(r"`([^`]+\.po)`", steps))  # 1 and 2: downloaded, and opened
    assert name == f"data/locales/{language}.po"
    (folder,) = set(re.findall(r"`(data/locales)`", steps))  # 6: where it is uploaded
    assert (project / name).parent == project / folder
    shown = entries(guide)
    new = str(shown["translated"].string)
    assert heading(project, language)[1]
    poedit(  # 3, 4 and 5
        project / name, recorded, {shown["translated"].context: new, shown["fuzzy"].context: improve(language)}
    )
    assert heading(project, language) == (new, False)


@pytest.mark.sampled(3)
@all_guides
def test_the_way_with_poedit_ends_on_the_page(mine: Path, guide: str):
    followed(mine, guide, "poedit.po")


def test_the_check_answers_a_catalogue_that_poedit_folded_with_a_command_that_mends_it(mine: Path):
    followed(mine, "ar", "poedit-folded.po")
    command = "roadmap translations format ar"
    assert command in check(mine)
    shown = heading(mine, "ar")
    check(mine, *command.split()[1:])
    assert command not in check(mine)
    assert heading(mine, "ar") == shown


# --- Way 3: the browser ----------------------------------------------------------------------------------


@all_guides
def test_the_link_at_the_foot_leads_to_the_file_that_the_guide_names(whole: Site, guide: str):
    language, found = translated(guide), {}
    for address in (ADDRESS, "about/"):
        main = rendered(whole, language, address, repo_url=REPOSITORY)
        (link,) = (link for link in sites.having(main, "a") if sites.text(link) == improve(language))
        found[address] = link.get("href", "")
    assert found[ADDRESS].endswith(f"/data/locales/{language}.po")
    assert found["about/"] == f"{REPOSITORY}/edit/main/content/about.{language}.md"


@all_guides
def test_the_way_in_the_browser_changes_the_text_between_the_quotes(mine: Path, guide: str):
    language, blocks = translated(guide), fences(guide, "po")
    before, after = (block.splitlines() for block in blocks[:2])
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [re.sub('".*"', "", old) for old, _new in changed] == ["msgstr "]  # step 3: nothing else
    sites.edit(mine / f"data/locales/{language}.po", "\n".join(before), "\n".join(after))
    assert heading(mine, language) == (str(entries(guide)["translated"].string), False)


@all_guides
def test_a_page_without_fingerprints_is_stamped_by_the_command_of_the_guide(mine: Path, guide: str):
    """Pages, step 3: in a new file the lines are left out, and a maintainer runs the command."""
    steps = section(guide, "pages")
    language = translated(guide)
    path = mine / f"content/about.{language}.md"
    whole = path.read_text("utf-8")
    path.write_text(re.sub(r"^fingerprints:\n(?:  .+\n)+", "", whole, flags=re.MULTILINE), "utf-8")
    assert "fingerprints:" in whole and "fingerprints:" not in path.read_text("utf-8")
    (command,) = re.findall(rf"`\.venv/bin/(roadmap translations stamp about {language})`", steps)
    check(mine, *command.split()[1:])
    assert "fingerprints:" in path.read_text("utf-8")
    load(mine)  # `roadmap check` finds nothing
