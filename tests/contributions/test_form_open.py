"""Files that the form opens: its own and published case studies, to correct or translate them; and their import."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

import sites
from browser import NARROW, Open, axe, sticking_out
from conftest import whole_project
from forms import SHORT, fill, made, submit
from roadmap.contributions import importing, published, schemas
from roadmap.load import load
from roadmap.model.contribution import SECTIONS, Submission
from roadmap.problems import ProblemsFound
from roadmap.reading.case_study import CaseText
from roadmap.reading.project import read
from roadmap.reading.yaml_file import read_yaml
from visits import ARABIC, SPANISH

pytest_plugins = ("browser",)
pytestmark = pytest.mark.slow

PROJECT = sites.PROJECT
ASSETS = PROJECT / "overrides" / "assets"
VENDORED = ASSETS / "vendor" / "js-yaml"
SLUG = "co-crea-digital"
PUBLISHED = SPANISH.split("/")[1]
"""Of `whole_project()`."""
LANGUAGE = "pt"
CITED = re.compile(r"\[\^(\d+)\]")
TEXT: dict[str, Any] = {
    "title": "Um edital de ensaio para a cultura digital",
    "summary": "Uma tradução de ensaio, feita para ver o que se faz com ela.",
    "main_features": "O edital apoia projetos. [1]\n",
}


@pytest.fixture
def live(copy: Path) -> Path:
    """A copy that also has a published case study."""
    shutil.copytree(PROJECT / "content" / SPANISH, copy / "content" / SPANISH, dirs_exist_ok=True)
    return copy


def facts(copy: Path, slug: str = SLUG) -> dict[str, Any]:
    document, problems = read_yaml(copy / "content/case-studies" / slug / "case-study.yml", "case-study.yml")
    assert document and not problems
    return document.data


def translation(copy: Path, **changes: Any) -> dict[str, Any]:
    given = facts(copy)
    given["lead_institution"][LANGUAGE] = "Ministério de ensaio"
    return {
        "submission": 2,
        "slug": SLUG,
        "purpose": "translation",
        "case_study": given,
        "texts": {LANGUAGE: faithful(copy)},
    } | changes


def typed(original: CaseText, section: str = "main-features") -> str:
    """Give a section of a text as people type it."""
    (markdown,) = (one.markdown for one in original.sections if one.id == section)
    return CITED.sub(r"[\1]", markdown.strip())


def faithful(copy: Path) -> dict[str, Any]:
    """Give a translation that cites and counts as the original does: its own words."""
    sections = {one.id: one.markdown for one in load(copy).cases[SLUG].original.sections}
    return TEXT | {"main_features": sections["main-features"]}


def write(copy: Path, data: dict[str, Any], replace: bool = False) -> Path:
    (copy / "sent.yml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    ready = importing.read(copy / "sent.yml", "sent.yml", read(copy))
    return importing.write(ready, copy, replace)


def messages(copy: Path, data: dict[str, Any]) -> list[str]:
    before = sites.contents(copy / "content")
    with pytest.raises(ProblemsFound) as found:
        write(copy, data)
    assert sites.contents(copy / "content") == before
    return [f"{one.what.in_language('en')} {one.fix.in_language('en')}" for one in found.value.problems]


def test_a_translation_becomes_a_further_language_and_changes_nothing_else(copy: Path):
    folder = copy / "content/case-studies" / SLUG
    before = sites.contents(folder)
    assert write(copy, translation(copy)) == folder
    after = sites.contents(folder)
    text = folder / f"index.{LANGUAGE}.md"
    assert set(after) - set(before) == {text.name}
    assert [name for name in before if before[name] != after[name]] == ["case-study.yml"]
    assert facts(copy)["lead_institution"][LANGUAGE] == "Ministério de ensaio"
    assert re.search(
        r"^fingerprints:\n  head: \w{12}\n  main-features: \w{12}\n", text.read_text("utf-8"), re.MULTILINE
    )
    assert not load(copy).cases[SLUG].behind(LANGUAGE)


def test_a_translation_of_an_older_original_stays_marked_as_such(copy: Path):
    stated = {"head": "0123456789ab", "main-features": "0123456789ab"}
    write(copy, translation(copy, texts={LANGUAGE: faithful(copy) | {"fingerprints": stated}}))
    assert load(copy).cases[SLUG].behind(LANGUAGE) == ("head", "main-features")


def test_a_translation_does_not_change_the_facts(copy: Path):
    data = translation(copy)
    data["case_study"]["years"] = {"start": 1999}
    write(copy, data)
    assert facts(copy)["years"] != {"start": 1999}


def test_a_translation_that_exists_is_written_over_only_if_asked_for(copy: Path):
    data = translation(copy)
    write(copy, data)
    data["texts"] = {LANGUAGE: faithful(copy) | {"title": "Outro título de ensaio"}}
    (found,) = messages(copy, data)
    assert found == "“co-crea-digital” already has this text: index.pt.md. To write over it: roadmap import --replace."
    write(copy, data, replace=True)
    assert load(copy).cases[SLUG].texts[LANGUAGE].title == "Outro título de ensaio"


def test_a_translation_with_the_original_is_refused(copy: Path):
    original = facts(copy)["original_language"]
    (found,) = messages(copy, translation(copy, texts={original: TEXT}))
    assert found == (
        f"A translation does not change the original ({original}). Remove this text, or write “purpose: correction”."
    )


@pytest.mark.parametrize("purpose", ["translation", "correction"])
def test_what_is_not_published_can_be_neither_translated_nor_corrected(copy: Path, purpose: str):
    (found,) = messages(copy, translation(copy, slug="co-crea-digita", purpose=purpose))
    assert found == "No case study “co-crea-digita” is published. Did you mean “co-crea-digital”?"


def test_a_correction_states_that_it_is_one(copy: Path):
    data = translation(copy, purpose="correction", texts={facts(copy)["original_language"]: TEXT})
    data["case_study"]["sources"] = data["case_study"]["sources"][:1]
    (found,) = messages(copy, data)
    assert found == "This file corrects the case study “co-crea-digital”. To write over it: roadmap import --replace."
    write(copy, data, replace=True)
    assert len(facts(copy)["sources"]) == 1


# What the build makes for the form


@pytest.mark.parametrize("slug", sorted(whole_project().cases))
def test_a_published_case_study_is_a_submission(slug: str):
    data = json.loads(published.submission(whole_project().cases[slug]))
    jsonschema.validate(data, schemas.schema("submission", Submission))
    case = whole_project().cases[slug]
    assert data["texts"].keys() == case.texts.keys()
    marks = data["texts"][case.facts.original_language]["fingerprints"]
    assert marks == {one.id: one.fingerprint for one in case.original.translated_sections}


def test_a_published_case_study_sent_as_a_correction_stays_what_it_is(copy: Path):
    before = load(copy).cases[SLUG]
    data = json.loads(published.submission(before)) | {"purpose": "correction"}
    write(copy, data, replace=True)
    after = load(copy).cases[SLUG]
    assert after.facts == before.facts
    for language, text in before.texts.items():
        again = after.texts[language]
        assert (again.title, again.summary) == (text.title, text.summary)
        assert [(one.id, one.markdown.strip()) for one in again.sections] == [
            (one.id, one.markdown.strip()) for one in text.sections
        ]


# In the browser

NAMES = [name.replace("-", "_") for name in SECTIONS]


@pytest.fixture(scope="module")
def shell(browser: Browser) -> Iterator[Page]:
    """A page with nothing but what reads files."""
    with browser.new_context() as context:
        page = context.new_page()
        page.evaluate("globalThis.roadmap = { number: String }")
        page.add_script_tag(path=VENDORED / "js-yaml.js")
        page.add_script_tag(path=ASSETS / "form-open.js")
        yield page


READ = """text => {
  try {
    return roadmapOpen.read(text);
  } catch (error) {
    return { key: error.key ?? String(error), values: error.values };
  }
}"""
STATE = """([text, options]) => roadmapOpen.state(roadmapOpen.read(text).submission, options)"""
MINIMAL = "submission: 1\nslug: fr-essai\ncase_study:\n  party: NO\ntexts:\n  fr:\n    title: Un essai\n"


def state(page: Page, text: str, purpose: str = "", language: str = "", folder: str = "") -> dict[str, Any]:
    options = {"purpose": purpose, "language": language, "sections": NAMES, "folder": folder}
    return page.evaluate(STATE, [text, options])


FOREIGN: dict[str, tuple[str, str]] = {
    "an empty file": ("", "open_kind"),
    "a text": ("Bonjour, voici notre mesure.", "open_kind"),
    "another YAML": ("title: Un essai\n", "open_kind"),
    "another JSON": ('{"title": "Un essai"}', "open_kind"),
    "a list": ("- submission: 1\n", "open_kind"),
    "a page": ("<!doctype html><p>submission: 1</p>", "open_kind"),
    "a newer file": (MINIMAL.replace("1", "3", 1), "open_newer"),
    "a newer draft": ('{"form": 3, "values": {}}', "open_newer"),
    "a submission that is cut": (MINIMAL + '    summary: "Un', "open_broken"),
    "an alias": (MINIMAL + "    summary: &a x\n    results: *a\n", "open_broken"),
    "a tag that runs": (MINIMAL + "    summary: !!js/function 'function () { window.__hit = 1 }'\n", "open_broken"),
    "a key twice": (MINIMAL + "    title: Un autre\n", "open_broken"),
    "too deep": (MINIMAL + "    summary: " + "[" * 60 + "]" * 60 + "\n", "open_broken"),
    "too long": ("x" * 6_000_001, "open_large"),
    "a picture": ("\u0089PNG\r\n\u001a\n\0\0", "open_kind"),
}


@pytest.mark.browser
@pytest.mark.parametrize(("text", "key"), FOREIGN.values(), ids=FOREIGN)
def test_a_file_that_is_none_of_ours_is_answered_with_a_sentence(shell: Page, text: str, key: str):
    found = shell.evaluate(READ, text)
    assert found.get("key") == key, found
    assert shell.evaluate("window.__hit") is None
    if key == "open_broken":
        assert int(found["values"]["line"]) >= 7


@pytest.mark.browser
@pytest.mark.parametrize(
    "text",
    [
        MINIMAL,
        MINIMAL.replace("\n", "\r\n"),
        f"\ufeff{MINIMAL}",
        f"# Une étude de cas\n{MINIMAL}",
        f"Bonjour,\n\n```yaml\n{MINIMAL}```\n",
        json.dumps(yaml.safe_load(MINIMAL.replace("NO", "'NO'"))),
    ],
    ids=["as it is", "of Windows", "with a byte order mark", "with a comment", "pasted in an issue", "in JSON"],
)
def test_a_file_of_the_form_is_read_whatever_saved_it(shell: Page, text: str):
    found = state(shell, text)
    assert (found["values"]["case_study.party"], found["values"]["text.title"]) == ("NO", "Un essai")


@pytest.mark.browser
def test_a_draft_that_was_saved_as_a_file_is_read(shell: Page):
    draft = {"form": 2, "values": {"text.title": "Un essai"}, "sources": [{"id": "a"}], "parts": {"pictures": []}}
    assert shell.evaluate(READ, json.dumps(draft)) == {"draft": {k: v for k, v in draft.items() if k != "form"}}


@pytest.mark.browser
def test_whatever_a_file_contains_becomes_text_or_nothing(shell: Page):
    wild = {
        "submission": 2,
        "slug": ["a"],
        "case_study": {"party": {"a": 1}, "years": [1], "activities": "2.3", "images": {"a": 1}, "sources": "x"},
        "texts": {"fr": {"title": ["x"], "main_features": {"__proto__": 1}}, "../x": {}, "__proto__": {"title": "x"}},
        "pictures": [1],
    }
    for purpose in ("", "correction", "translation"):
        found = state(shell, json.dumps(wild), purpose, "es")
        assert found["values"]["text.title"] == "" and found["sources"] == [] and found["parts"]["pictures"] == []
    assert shell.evaluate("({}).title") is None


@pytest.mark.browser
@pytest.mark.parametrize("slug", [PUBLISHED, ARABIC.split("/")[1]])
def test_a_published_case_study_opens_whole_for_a_correction(shell: Page, slug: str):
    case = whole_project().cases[slug]
    found = state(shell, published.submission(case), "correction", folder="https://example.org/x/")
    values, original = found["values"], case.facts.original_language
    assert values["case_study.activities"] == list(case.facts.activities)
    assert values["case_study.years.start"] == str(case.facts.years.start)
    assert values["case_study.lead_institution"] == case.facts.lead_institution[original]
    assert values["case_study.sdgs"] == [str(number) for number in case.facts.sdgs]
    for section in case.original.sections:
        text = values[f"text.{section.id.replace('-', '_')}"]
        assert importing.cited(text) == section.markdown.strip() + "\n"
    assert [one["url"] for one in found["sources"]] == [one.url for one in case.facts.sources]
    assert found["parts"]["opened"]["purpose"] == "correction"


@pytest.mark.browser
@pytest.mark.parametrize("language", ["pt", "sw", "en"])
def test_a_translation_beside_its_original_is_imported_as_a_language(shell: Page, copy: Path, language: str):
    case = load(copy).cases[SLUG]
    found = state(shell, published.submission(case), "translation", language)
    opened = found["parts"]["opened"]
    assert opened["original"]["values"]["text.title"] == case.original.title
    assert bool(found["values"]["text.title"]) == (language in case.texts)
    values = found["values"] | {
        "text.title": "Uma tradução : « ensaio »",
        "text.summary": "Uma tradução de ensaio, feita para ver o que se faz com ela.",
        "case_study.lead_institution": 'Ministério "de" ensaio',
        **{f"text.{name}": "" for name in NAMES},
        "text.main_features": typed(case.original),
    }
    text = shell.evaluate(
        "([opened, content]) => roadmapOpen.translation(opened, content)",
        [opened, {"values": values, "pictures": [], "sections": NAMES}],
    )
    (copy / "sent.yml").write_text(text, encoding="utf-8")
    ready = importing.read(copy / "sent.yml", "sent.yml", read(copy))
    importing.write(ready, copy, replace=language in case.texts)
    after = load(copy).cases[SLUG]
    assert after.texts[language].title == "Uma tradução : « ensaio »"
    assert after.facts.lead_institution[language] == 'Ministério "de" ensaio'
    assert not after.behind(language)
    assert shell.evaluate(READ, text)["submission"]["purpose"] == "translation"


def test_vendored_parser_is_the_one_that_its_note_names_and_runs_no_text():
    note = (VENDORED / "README.md").read_text(encoding="utf-8")
    script = (VENDORED / "js-yaml.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() in note
    assert "MIT" in note and "Permission is hereby granted" in (VENDORED / "js-yaml-license.txt").read_text("utf-8")
    assert not re.search(rb"\beval\b|new Function|\bfetch\(|XMLHttpRequest|\bdocument\.", script)


# In the form


def choose_file(page: Page, text: str, name: str = "etude.yml") -> None:
    if not page.locator("#open-file").is_visible():
        page.locator(".opening summary").click()
    page.locator("#open-file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})


def status(page: Page) -> str:
    expect(page.locator(".opening [role=status]")).not_to_have_text(re.compile("^(?:Ouverture…)?$"))
    return page.locator(".opening [role=status]").inner_text()


def answers(page: Page) -> dict[str, Any]:
    return page.evaluate("roadmapForm.form.state().values")


@pytest.mark.browser
def test_a_file_of_the_form_opens_as_it_was_and_gives_the_same_file(open_page: Open):
    page = open_page("contribute/")
    fill(page, SHORT)
    submit(page)
    file = made(page)
    page.locator(".clear").evaluate("() => roadmapForm.form.discard()")
    assert answers(page)["text.title"] == ""
    choose_file(page, file)
    assert status(page) == "Le fichier est ouvert."
    submit(page)
    assert made(page) == file


@pytest.mark.browser
def test_a_file_that_is_none_of_ours_changes_nothing_that_was_typed(open_page: Open):
    page = open_page("contribute/")
    fill(page, SHORT)
    before = answers(page)
    for text, sentence in (
        ("Bonjour", "Ce fichier ne vient pas de ce formulaire. Rien n’a changé."),
        (MINIMAL.replace("1", "3", 1), "version plus récente"),
        (MINIMAL + '    summary: "Un', "Le fichier est abîmé à la ligne"),
    ):
        choose_file(page, text)
        expect(page.locator(".opening [role=status]")).to_contain_text(sentence)
        assert answers(page) == before


@pytest.mark.browser
def test_opening_a_file_leaves_what_was_typed_in_its_own_draft(open_page: Open):
    page = open_page("contribute/")
    fill(page, SHORT)
    choose_file(page, MINIMAL)
    status(page)
    assert answers(page)["text.title"] == "Un essai"
    page.locator(".drafts summary").click()
    expect(page.locator(".drafts li")).to_contain_text(SHORT["text.title"])


@pytest.mark.browser
def test_a_case_study_leads_to_its_correction_which_is_imported(open_page: Open, live: Path):
    page = open_page(f"case-studies/{PUBLISHED}/")
    page.get_by_role("link", name="Corriger ou traduire cette étude de cas").click()
    expect(page.locator("#open-case")).to_have_value(PUBLISHED)
    page.locator(".opening button").click()
    assert "la corrigera" in status(page)
    expect(page.locator(".draft")).not_to_have_text("")
    page.reload()
    page.wait_for_function("() => globalThis.roadmapForm?.form")
    page.locator("[data-path='text.title'] input").fill("Un titre corrigé")
    submit(page)
    file = made(page)
    assert yaml.safe_load(file)["purpose"] == "correction"
    (live / "sent.yml").write_text(file, encoding="utf-8")
    before = load(live).cases[PUBLISHED]
    done = sites.roadmap(live, "import", "--replace", "sent.yml")
    assert done.returncode == 0, sites.said(done)
    after = load(live).cases[PUBLISHED]
    assert after.original.title == "Un titre corrigé"
    assert after.facts.lead_institution == before.facts.lead_institution
    assert after.facts.sources == before.facts.sources


@pytest.mark.browser
@pytest.mark.parametrize("reader", ["fr", "ar"])
def test_a_translation_is_written_beside_its_original_and_imported(open_page: Open, live: Path, reader: str):
    case = whole_project().cases[PUBLISHED]
    page = open_page(f"{sites.path_in(reader, 'contribute/')}?case-study={PUBLISHED}", width=NARROW)
    expect(page.locator("#open-case")).to_have_value(PUBLISHED)
    page.locator("[name=open-purpose][value=translation]").check()
    page.locator("#open-language").fill(LANGUAGE)
    page.locator(".opening button").click()
    title = page.locator("[data-path='text.title'] .original__text")
    expect(title).to_have_text(case.original.title)
    assert title.get_attribute("lang") == case.facts.original_language and title.get_attribute("dir") == "ltr"
    assert axe(page, (NARROW,)) == []
    assert sticking_out(page, reader) == []
    expect(page.locator("[data-path='case_study.party']")).to_be_hidden()
    for path, text in (("text.title", TEXT["title"]), ("text.summary", TEXT["summary"])):
        page.locator(f"[data-path='{path}'] :is(input, textarea)").fill(text)
    page.locator("[data-path='case_study.lead_institution'] input").fill("Ministério de ensaio")
    page.evaluate("roadmapForm.form.go('action')")
    page.locator("[data-path='text.main_features'] textarea").fill(typed(case.original))
    others = [one.id for one in case.original.sections if one.id != "main-features"]
    fill(page, {f"text.{name.replace('-', '_')}": typed(case.original, name) for name in others})
    submit(page)
    (live / "sent.yml").write_text(made(page), encoding="utf-8")
    done = sites.roadmap(live, "import", "sent.yml")
    assert done.returncode == 0, sites.said(done)
    assert load(live).cases[PUBLISHED].texts[LANGUAGE].title == TEXT["title"]


@pytest.mark.browser
def test_a_case_study_that_is_not_published_is_answered_with_a_sentence(open_page: Open):
    page = open_page("contribute/?case-study=aucune-etude")
    assert re.sub(r"\s", " ", status(page)) == "Aucune étude de cas « aucune-etude » n’est publiée."
    page = open_page("contribute/?case-study=<b>x</b>")
    assert "n’est publiée" in status(page)
