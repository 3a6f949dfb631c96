"""The planner's files: what goes out comes in again, and what is hostile or broken changes nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import random
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

import sites
from planning import FAKE, FILES, ROUND, TITLES, Plan, Planners, choose, download, load, shown, written
from roadmap.characters import check_text
from roadmap.model.adaptation import MAX_ACTIVITIES, Adaptation
from roadmap.model.contribution_fields import holds_markup

pytest_plugins = ("browser", "planning")
pytestmark = pytest.mark.browser

VENDORED = sites.PROJECT / "overrides" / "assets" / "vendor" / "fflate"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def files(planner: Page) -> Page:
    """The empty planner with the scripts of its files."""
    planner.evaluate(FILES)
    return planner


# --- Round trip ----------------------------------------------------------------------------------------


def words(most: int) -> st.SearchStrategy[str]:
    """Texts as the model accepts them: no mark-up, nothing that cannot be seen."""
    letters = st.characters(exclude_categories=("C", "Z", "M"))
    return (
        st.text(letters | st.sampled_from(" '\"#:-?!*&|>%@`{}[],=é中ع😀"), min_size=1, max_size=most)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: bool(text) and not holds_markup(text) and not list(check_text(text, "")))
        .filter(lambda text: any(sign.isalnum() for sign in text))
    )


QUARTERS = st.builds(lambda year, quarter: f"{year}-Q{quarter}", st.integers(1950, 2100), st.integers(1, 4))
CODES = st.sampled_from(["fr", "ar", "zh", "en", "no", "zh-Hant", "pt-BR"])
ACTIVITIES = st.lists(
    st.fixed_dictionaries(
        {"id": st.builds(lambda a, b: f"{a}.{b}", st.integers(1, 9), st.integers(1, 9))},
        optional={
            "decision": st.sampled_from(["taken_up", "not_taken_up", "undecided"]),
            "priority": st.sampled_from(["high", "medium", "low"]),
            "lead": words(30),
            "partners": st.lists(words(20), min_size=1, max_size=3),
            "start": QUARTERS,
            "end": QUARTERS,
            "resources": words(60),
            "progress": words(60),
            "notes": words(60),
        },
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one["id"],
)
PLANS = st.fixed_dictionaries(
    {"format": st.just(1), "language": CODES},
    optional={
        "roadmap": st.just("2.0.0"),
        "party": st.sampled_from(["NO", "BF", "XX"]),
        "title": st.dictionaries(CODES, words(40), min_size=1, max_size=3),
        "summary": st.dictionaries(CODES, words(60), min_size=1, max_size=2),
        "status": st.sampled_from(["draft", "adopted"]),
        "date": st.sampled_from(["2027", "2027-03", "2027-03-15"]),
        "mandate": words(40),
        "contact": st.sampled_from(["contact@culture.example.org", "https://example.org/"]),
        "origin": st.sampled_from(["party", "editors"]),
        "licence": st.sampled_from(["CC-BY-4.0", "CC0-1.0"]),
        "updated": st.just("2026-12-01"),
        "sources": st.lists(
            st.fixed_dictionaries(
                {
                    "title": words(30),
                    "url": st.just("https://example.org/a"),
                    "language": CODES,
                    "seen": st.just("2026-11-01"),
                }
            ),
            min_size=1,
            max_size=2,
        ),
        "activities": ACTIVITIES,
    },
)


@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans=st.lists(PLANS, min_size=15, max_size=15))
def test_every_plan_comes_back_as_it_went(files: Page, plans: list[Plan]):
    """Python writes, the browser reads and writes, Python reads: many plans at once, for each crossing takes time."""
    for plan, (read, text) in zip(plans, files.evaluate(ROUND, [written(plan) for plan in plans]), strict=True):
        assert read == plan
        assert yaml.safe_load(text) == plan
        Adaptation.model_validate(plan)


def test_what_is_unknown_is_kept_shown_and_saved_again(files: Page):
    gone = {"id": "9.9", "decision": "taken_up", "lead": "Institution fictive", "colour": "bleu"}
    plan = {**FAKE, "title": {"fr": "Plan fictif", "de": "Fiktiver Plan"}, "later": {"a": ["x"]}}
    plan["activities"] = [*FAKE["activities"], gone]
    output = choose(files, ".plan-open", written(plan))
    assert "1" in output
    others = files.locator(".plan-others")
    expect(others.locator("summary")).to_contain_text("9.9")
    expect(files.locator(".plan-also")).to_contain_text("Fiktiver Plan")
    expect(files.locator(".plan-also")).to_contain_text("later")
    expect(files.locator(SOURCES)).to_have_value("Page fictive https://example.org/")
    expect(files.locator(".plan-result")).to_contain_text("colour")
    assert yaml.safe_load(files.evaluate("() => files.dump(roadmapPlan.planner.plan)")) == plan


SOURCES = ".plan-fields [data-field=sources] textarea"


def test_sources_are_typed_one_a_line(files: Page):
    """A source that a file brought keeps its language and the day on which it was read."""
    load(files, FAKE)
    field, problem = files.locator(SOURCES), files.locator(".plan-fields [data-field=sources] .error")
    lines = [
        "Page fictive, corrigée : https://example.org/",
        "  Décret fictif n° 12 – https://example.org/decret?a=1  ",
        "",
        "https://example.org/seule",
    ]
    field.fill("\n".join(lines))
    first, second, third = shown(files)["sources"]
    assert first == {**FAKE["sources"][0], "title": "Page fictive, corrigée"}
    assert second["title"] == "Décret fictif n° 12" and second["url"] == "https://example.org/decret?a=1"
    assert second["language"] == FAKE["language"] and re.fullmatch(r"\d{4}-\d\d-\d\d", second["seen"])
    assert third["title"] == third["url"] == "https://example.org/seule"
    Adaptation.model_validate(shown(files))
    field.blur()
    expect(field).to_have_value("\n".join(lines))
    expect(problem).to_be_hidden()
    field.fill("Décret sans adresse")
    field.blur()
    expect(problem).to_contain_text("« Décret sans adresse »")
    expect(problem).to_contain_text("https://")
    field.fill("")
    assert "sources" not in shown(files)


# --- Files that are refused ----------------------------------------------------------------------------

REFUSED = {
    "newer": (written({**FAKE, "format": 2}), "open_newer"),
    "a case study": ("submission: 1\nslug: x\n", "open_kind"),
    "a list": ("- 1\n- 2\n", "open_kind"),
    "nothing": ("", "open_kind"),
    "a picture": ("\x00\x01\x89PNG", "open_kind"),
    "torn": (written(FAKE).replace('"', "") + "\n  - [", "open_broken"),
    "aliases": ("format: 1\nlanguage: &a fr\nparty: *a\n", "open_broken"),
    "too many": (
        written({**FAKE, "activities": [{"id": f"own-{n}", "output": "1", "title": "x"} for n in range(1, 5001)]}),
        "open_wrong",
    ),
    "twice": (written({**FAKE, "activities": [{"id": "2.4"}, {"id": "2.4"}]}), "open_wrong"),
    "a list for a text": (written({**FAKE, "mandate": ["x"]}), "open_wrong"),
    "no id": (written({**FAKE, "activities": [{"lead": "x"}]}), "open_wrong"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_plan_is_refused_and_changes_nothing(files: Page, case: str):
    load(files, FAKE)
    given, key = REFUSED[case]
    output = choose(files, ".plan-open", given)
    start = files.evaluate("key => roadmapPlan.planner.data.texts[key]", key).split("%")[0]
    assert output.startswith(start) and start
    assert shown(files) == FAKE
    if case == "too many":
        assert "5" in output and str(MAX_ACTIVITIES) in output


HOSTILE = (
    "<img src=x onerror=document.title='hostile'>",
    "</script><script>document.title='hostile'</script>",
    "{{ 7*7 }}",
    "javascript:document.title='hostile'",
    "=HYPERLINK(1)",
    "\u202eabc",
    "__proto__",
    "constructor",
    "!!python/object/apply:os.system [ls]",
)


def mutations(count: int) -> list[str]:
    """Plans that somebody spoiled: keys and values changed, lines cut and doubled, bytes turned."""
    chance = random.Random(24)
    base = written(FAKE)
    result = []
    for _ in range(count):
        lines = base.split("\n")
        for _change in range(chance.randint(1, 4)):
            at = chance.randrange(len(lines))
            match chance.randrange(6):
                case 0:
                    lines[at] = lines[at].partition(":")[0] + ": " + chance.choice(HOSTILE)
                case 1:
                    lines[at] = chance.choice(HOSTILE) + lines[at]
                case 2:
                    del lines[at]
                    lines = lines or [""]
                case 3:
                    lines.insert(at, lines[at])
                case 4:
                    lines[at] = " " * chance.randint(0, 5) + lines[at].strip()
                case 5:
                    cut = chance.randrange(len(lines[at]) + 1)
                    lines[at] = lines[at][:cut] + chr(chance.choice([0, 9, 34, 39, 58, 0x202E, 0xFEFF, 0x1F600]))
        result.append("\n".join(lines))
    return result


def test_a_thousand_spoiled_plans_run_nothing_and_are_opened_or_refused_in_words(files: Page):
    title = files.title()
    found = files.evaluate(
        """texts => texts.map(text => {
          try {
            const plan = files.read(text);
            roadmapPlan.planner.set(plan);
            files.dump(plan);
            files.table(plan);
            roadmapPlan.planner.faults(plan);
            return "";
          } catch (error) { return error.key ?? `${error}`; }
        })""",
        mutations(1000),
    )
    known = {"", "open_kind", "open_broken", "open_newer", "open_wrong", "open_large"}
    assert set(found) <= known and found.count("") > 50 and set(found) > {"", "open_wrong"}
    files.evaluate("() => roadmapPlan.planner.refresh()")
    assert files.title() == title and files.locator("main img").count() == 0
    assert files.evaluate("() => ({}).polluted === undefined && Object.prototype.decision === undefined")


# --- Tables and documents ------------------------------------------------------------------------------


def test_a_spreadsheet_computes_nothing_of_the_table(files: Page, tmp_path: Path):
    formulas = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", " =1", "\u200e=1"]
    own = [{"id": f"own-{n}", "output": "1", "title": one} for n, one in enumerate(formulas, 1)]
    emoji = {"id": "1.1", "lead": "Studio 😀 fictif", "notes": 'a "b"\nc; d, e', "decision": "taken_up"}
    load(files, {**FAKE, "activities": [*own, emoji]})
    content = download(files, ".plan-csv", tmp_path).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(own) + 20 and {len(row) for row in rows} == {12}
    titles = [row[1] for row in rows[1 : len(own) + 1]]
    assert titles == [f"'{one}" for one in formulas]
    output = next(row for row in rows if row[0] == "1.1")
    assert output[5] == "Studio 😀 fictif" and output[11] == 'a "b"\nc; d, e'


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_a_word_processor_reads_the_document(planners: Planners, language: str, tmp_path: Path):
    page = planners(language)
    lead = TITLES[language] + " & <b> \x0b😀"
    activities = [{**FAKE["activities"][0], "lead": lead}, *FAKE["activities"][1:]]
    load(page, {**FAKE, "title": {language: TITLES[language]}, "language": language, "activities": activities})
    path = download(page, ".plan-docx", tmp_path)
    document = docx.Document(str(path))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title" and document.paragraphs[0].text == TITLES[language]
    assert styles.count("Heading 1") == 2 and styles.count("Heading 2") == 3
    table = document.tables[0]
    assert [len(row.cells) for row in table.rows] == [4] * 4
    assert table.rows[1].cells[0].text.startswith("2.4") and "<b>" in table.rows[1].cells[2].text
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    paragraphs = list(root.iter(f"{WORD}p"))
    rtl = [one for one in paragraphs if one.find(f"{WORD}pPr/{WORD}bidi") is not None]
    assert len(rtl) == (len(paragraphs) if language == "ar" else 0)
    assert (root.find(f".//{WORD}bidiVisual") is not None) == (language == "ar")
    spoken = {value for one in root.iter(f"{WORD}lang") for value in one.attrib.values()}
    assert language in spoken


# --- Two plans -----------------------------------------------------------------------------------------


def test_two_plans_are_merged_activity_by_activity(files: Page):
    load(files, FAKE)
    theirs = {
        **FAKE,
        "status": "adopted",
        "activities": [
            {**FAKE["activities"][0], "lead": "Autre ministère fictif"},
            FAKE["activities"][1],
            {"id": "own-1", "output": "5", "title": "Tout autre atelier fictif", "decision": "taken_up"},
        ],
    }
    assert "5" in choose(files, ".plan-compare", written(theirs))
    sets = files.locator(".plan-difference")
    legends = sets.locator("legend").all_inner_texts()
    assert [legend.split(" ")[0] for legend in legends] == ["État", "2.4", "3.1", "Atelier", "Tout"]
    sets.nth(1).locator("[value=theirs]").check()
    files.locator(".plan-merge").click()
    merged = shown(files)
    assert merged["status"] == "draft", "mine stays unless theirs is chosen"
    assert [(one["id"], one.get("lead")) for one in merged["activities"]] == [
        ("2.4", "Autre ministère fictif"),
        ("1.2", "Équipe fictive"),
        ("3.1", None),
        ("own-1", None),
        ("own-2", None),
    ]
    assert merged["activities"][4]["title"] == "Tout autre atelier fictif"
    files.locator(".plan-undo").click()
    assert shown(files) == FAKE
    same = files.evaluate("() => roadmapPlan.planner.data.texts.same")
    assert choose(files, ".plan-compare", written(FAKE)) == same


# --- Vendored ------------------------------------------------------------------------------------------


def test_the_vendored_library_is_the_one_that_its_note_names():
    note = (VENDORED / "README.md").read_text(encoding="utf-8")
    script = (VENDORED / "fflate.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() in note
    assert "MIT" in note and "Permission is hereby granted" in (VENDORED / "fflate-license.txt").read_text("utf-8")
    assert not re.search(rb"\beval\(|\bfetch\(|XMLHttpRequest|\bdocument\.", script)
