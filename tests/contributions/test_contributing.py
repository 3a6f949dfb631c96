"""The guides for contributors match the model, the form and the check; their example and their steps work.

To update the tables and the quoted messages: `python tests/contributions/test_contributing.py`.
"""

from __future__ import annotations

import re
import runpy
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

import sites
from conftest import whole_project
from roadmap.checks import case_studies, parties
from roadmap.cli import main
from roadmap.contributions import form, importing
from roadmap.localization import Localization, typeset_french
from roadmap.model.contribution import (
    LICENCES,
    SECTIONS,
    CaseFrontMatter,
    CaseSource,
    Picture,
    Submission,
    SubmittedCaseStudy,
    ask_of,
)
from roadmap.model.contribution_fields import Ask, StatedYears
from roadmap.problems import Problem, ProblemsFound, report
from roadmap.reading import case_study
from roadmap.reading import pictures as picture_files
from roadmap.reading.project import read
from roadmap.site import Site

PROJECT = sites.PROJECT
PATHS = {
    "en": (PROJECT / "CONTRIBUTING.md", PROJECT / "docs" / "case-studies.md"),
    "fr": (PROJECT / "CONTRIBUTING.fr.md", PROJECT / "docs" / "case-studies.fr.md"),
}
"""The guide of two pages in each language, and the second document with everything else."""
PICTURES = PROJECT / "docs" / "contributing"
SLUG = "co-crea-digital"
MAX_BYTES, MAX_WIDTH = 150_000, 1000
MAX_LINES, MAX_WORDS = 110, 1100
"""Two printed pages."""
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)\)")
MADE = re.compile(r"(?P<open><!-- made: (?P<name>\w+) -->\n)(?P<text>.*?)(?P<close><!-- /made -->)", re.DOTALL)
QUOTED = re.compile(r"^> `.+`$(?:\n>\n> `.+`$)*", re.MULTILINE)
"""What the check says, as the guides quote it."""
INLINE_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
both = pytest.mark.parametrize("language", PATHS)


def guide(language: str) -> str:
    """Return both documents of a language, one after the other."""
    return "\n".join(path.read_text(encoding="utf-8") for path in PATHS[language])


def prose(language: str) -> str:
    """Return both documents without their blocks of code."""
    return FENCE.sub("", guide(language))


def pictures(language: str) -> list[tuple[Path, str]]:
    """Return the file and the alternative text of each picture."""
    return [
        (document.parent / match["path"], match["alt"])
        for document in PATHS[language]
        for match in IMAGE.finditer(document.read_text(encoding="utf-8"))
    ]


def plain(text: str) -> str:
    """On one line, with spaces of one kind."""
    return " ".join(text.split())


def headings(text: str) -> list[tuple[int, str]]:
    """Return level and title of each heading outside blocks of code."""
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) (.+)$", FENCE.sub("", text), re.MULTILINE)]


def fences(language: str, kind: str) -> list[str]:
    """The blocks of code of a kind, at the margin."""
    found = (match for match in FENCE.finditer(guide(language)) if match["kind"] == kind)
    return [re.sub(rf"^{match['indent']}", "", match["text"], flags=re.MULTILINE) for match in found]


@cache
def words(language: str) -> Localization:
    return Localization(Site(whole_project()), language)


# Tables, made from the model

YES = {"en": "yes", "fr": "oui"}
NO = {"en": "no", "fr": "non"}
FOR_A_PARTY = {"en": "with `origin: party`", "fr": "avec `origin: party`"}
HEADS = {
    "fields": {
        "en": ("name", "what it means", "required", "example"),
        "fr": ("nom", "ce qu’il veut dire", "obligatoire", "exemple"),
    },
    "sections": {
        "en": ("name", "heading", "the question", "required"),
        "fr": ("nom", "titre", "la question", "obligatoire"),
    },
    "domains": {"en": ("name", "what it means"), "fr": ("nom", "ce qu’il veut dire")},
}
OF_A_TRANSLATION = {
    "fingerprints": {
        "en": "**Fingerprints.** For a translation only: for each section, a code for the version of the original that "
        "was translated. The check gives them.",
        "fr": "**Empreintes.** Pour une traduction seulement : pour chaque rubrique, un code de la version de "
        "l’original qui a été traduite. La vérification les donne.",
    },
    "reviewed": {
        "en": "**Reviewed.** For a translation only: the day on which someone other than the translator read it.",
        "fr": "**Relue.** Pour une traduction seulement : le jour où une autre personne que le traducteur l’a lue.",
    },
}
"""What no form asks for."""
EXAMPLES = {"reviewed": "2026-11-25"}
AUTHORITY = ("mandate", "contact")
"""What only a Party is asked for."""
INNER: dict[str, type] = {"years": StatedYears, "sources": CaseSource, "images": Picture}


def rows_of(model: type, language: str, prefix: str = "") -> Iterator[tuple[str, ...]]:
    """Each field: its name, its label and help, whether it is required, an example."""
    for name, field in model.model_fields.items():
        ask = ask_of(field)
        if ask is None:
            meaning, example = typeset(OF_A_TRANSLATION[name][language], language), EXAMPLES.get(name, "")
        else:
            meaning, example = meaning_of(ask, language), ask.example
        required = YES if field.is_required() else NO
        if name in AUTHORITY and model is SubmittedCaseStudy:
            required = FOR_A_PARTY
        shown = f"`{example}`" if example else ""
        yield f"`{prefix}{name}`", meaning, required[language], shown
        if model is SubmittedCaseStudy and name in INNER:
            yield from rows_of(INNER[name], language, f"{name}.")


def meaning_of(ask: Ask, language: str) -> str:
    label = words(language).phrase(ask.label).value
    return f"**{label}.** {words(language).phrase(ask.help).value}" if ask.help else f"**{label}.**"


def section_rows(language: str) -> Iterator[tuple[str, ...]]:
    required = {question.path for question in form.questions() if question.required}
    for identifier, ask in SECTIONS.items():
        name = identifier.replace("-", "_")
        label = words(language).phrase(ask.label).value
        mark = YES if f"text.{name}" in required else NO
        question = words(language).phrase(ask.help).value
        yield f"`{name}`", f"`## {label} {{#{identifier}}}`", question, mark[language]


def table(name: str, language: str) -> str:
    if name == "sections":
        head, rows = HEADS["sections"], section_rows(language)
    elif name == "domains":
        head = HEADS["domains"]
        speaks = words(language)
        found = speaks.site.domains.values()
        rows = iter([(f"`{one.id}`", speaks.data(f"domain {one.id}", one.name).value) for one in found])
    else:
        models = {"submission": Submission, "facts": SubmittedCaseStudy, "text": CaseFrontMatter}
        head, rows = HEADS["fields"], rows_of(models[name], language)
    lines = [head[language], ("---",) * len(head[language]), *rows]
    printed_rows = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n" + "\n".join(printed_rows) + "\n\n"


def typeset(text: str, language: str) -> str:
    return typeset_french(text) if language == "fr" else text


TABLES = ("submission", "facts", "domains", "text", "sections")


# The example, and the mistakes that the guides describe


def example(language: str) -> str:
    return next(text for text in fences(language, "yaml") if text.startswith("submission:"))


MISTAKES: tuple[dict[str, tuple[str, str]], ...] = (
    {"fr": ("millions de pesos colombiens. [6]\n    res", "millions de pesos colombiens.\n    res")}
    | {"en": ("9,948 million. [6]", "9,948 million.")},
    dict.fromkeys(PATHS, ("[3]", "[2]")),
    dict.fromkeys(PATHS, ("start: 2012", "start: 2050")),
    dict.fromkeys(PATHS, ("origin: editors", "origin: party")),
    dict.fromkeys(PATHS, ('["2.3"]', "[2.3]")),
    {"fr": ("qui créent", "qui<br>créent"), "en": ("that make", "that<br>make")},
    dict.fromkeys(PATHS, ("slug:", "slug:")),
)
"""What is spoilt in the example, in the order of the guides; the last one is not spoilt, but already there."""
UNKNOWN_PARTY = dict.fromkeys(PATHS, ("party: CO", "party: BV"))


def spoilt(language: str, mistake: dict[str, tuple[str, str]]) -> str:
    """The example with a mistake, made where the words stand last."""
    old, new = mistake[language]
    head, found, tail = example(language).rpartition(old)
    assert found, f"{old!r} is not in the example"
    return head + new + tail


def reports(text: str, name: str, language: str, folder: Path) -> str:
    """What `roadmap import` says of a submission, in a folder that holds the example already."""
    (folder / name).write_text(text, encoding="utf-8")
    try:
        importing.write(importing.read(folder / name, name, whole_project()), folder)
    except ProblemsFound as found:
        return quoted(found.problems, language)
    raise AssertionError("nothing was refused")


def quoted(problems: list[Problem], language: str) -> str:
    """Problems as the guides quote them: a line of code each, which browsers break, unlike blocks of code."""
    return "\n>\n".join(f"> `{line}`" for line in report(problems, "text", language).splitlines())


def issue(language: str, text: str) -> str:
    """An issue's text as GitHub makes it of the form: the file in its place, the rest left open."""
    label = words(language).pgettext("issue", "Fichier du formulaire").value
    other = words(language).pgettext("field", "Partie").value
    return f"### {label}\n\n```yaml\n{text}```\n\n### {other}\n\n_No response_\n"


def make_example(language: str, folder: Path) -> Path:
    """Imports the example into an empty folder; returns that of the case study."""
    path = folder / f"{SLUG}.yml"
    path.write_text(example(language), encoding="utf-8")
    ready = importing.read(path, path.name, whole_project())
    path.unlink()
    return importing.write(ready, folder)


def check(folder: Path) -> list[Problem]:
    """What the check says of one case study's folder."""
    case, problems = case_study.read_case(folder)
    return problems or list(case_studies.check_case(whole_project(), case))


def translate(language: str, folder: Path) -> Path:
    """The example in an empty folder, with a translation without fingerprints; returns the translation's file."""
    other = {"fr": "en", "en": "fr"}[language]
    original = make_example(language, folder) / f"index.{language}.md"
    (folder / "aside").mkdir()
    aside = make_example(other, folder / "aside") / f"index.{other}.md"
    return shutil.move(aside, original.with_name(f"index.{other}.md"))


def messages(language: str, folder: Path) -> list[str]:
    """Every message that a guide quotes, in order, as it is told now."""
    name = f"{SLUG}.yml"
    make_example(language, folder)
    return [
        reports(issue(language, spoilt(language, MISTAKES[0])), "submission.md", language, folder),
        reports(spoilt(language, UNKNOWN_PARTY), name, language, folder),
        *(reports(spoilt(language, mistake), name, language, folder) for mistake in MISTAKES),
    ]


# Both guides alike


@both
def test_the_first_line_leads_to_the_other_language(language):
    other, name = {"en": ("fr", "Français"), "fr": ("en", "English")}[language]
    for here, there in zip(PATHS[language], PATHS[other], strict=True):
        links = here.read_text(encoding="utf-8").split("\n")[0].split(" · ")
        assert links[0] == f"[{name}]({there.name})"


@both
def test_the_guide_has_two_pages(language):
    text = PATHS[language][0].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    assert len(text.split()) <= MAX_WORDS


@both
def test_each_document_leads_to_the_other(language):
    guide_, details = PATHS[language]
    assert f"(docs/{details.name})" in guide_.read_text(encoding="utf-8").split("\n## ")[0]
    assert f"(../{guide_.name})" in details.read_text(encoding="utf-8").split("\n## ")[0]


def test_both_guides_have_the_same_headings():
    for english, french in zip(PATHS["en"], PATHS["fr"], strict=True):
        levels = [[level for level, _title in headings(path.read_text(encoding="utf-8"))] for path in (english, french)]
        assert levels[0] == levels[1]
        assert levels[0].count(1) == 1
        assert levels[0][0] == 1
    assert len(headings(guide("en"))) > 40


def test_both_guides_are_built_alike_below_each_heading():
    """As many steps, points, tables, blocks of code and quotations under each."""

    def shape(language: str) -> list[list[str]]:
        text = FENCE.sub(lambda match: f"```{match['kind']}", guide(language))
        sections = re.split(r"^#+ .*$", text, flags=re.MULTILINE)
        return [re.findall(r"^ *(?:\d\.|-|\||```\w*|!|>|<!--)", section, re.MULTILINE) for section in sections]

    for english, french, (_level, title) in zip(shape("en")[1:], shape("fr")[1:], headings(guide("en")), strict=True):
        assert english == french, title


def test_both_guides_show_the_same_pictures_in_the_same_places():
    def places(language: str) -> list[list[str]]:
        sections = re.split(r"^#+ ", guide(language), flags=re.MULTILINE)
        return [
            [match["path"].replace(f".{language}.png", "") for match in IMAGE.finditer(section)] for section in sections
        ]

    assert places("en") == places("fr")
    assert sum(map(len, places("en"))) == 5


def code(language: str) -> list[str]:
    """Every line of the shell, and what stands as code among the words."""
    lines = [line.split("#")[0].strip() for block in fences(language, "sh") for line in block.splitlines()]
    return lines + INLINE_CODE.findall(prose(language))


def commands(language: str) -> list[str]:
    return [line.removeprefix(".venv/bin/") for line in code(language) if re.match(r"(\.venv/bin/)?roadmap ", line)]


def test_both_guides_name_the_same_commands():
    assert commands("en") == commands("fr")
    makes = [[line for line in code(language) if line.startswith("make ")] for language in PATHS]
    assert makes[0] == makes[1]


@both
def test_every_command_that_is_named_exists(language):
    named = set()
    for line in commands(language):
        here: Any = main
        rest = line.split()[1:]
        while rest and hasattr(here, "commands"):
            here = here.commands[rest.pop(0)]
        options = {name for parameter in here.params for name in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= options, line
        named.add(here.name)
    assert named == {"import", "check", "stamp"}
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {line.split()[1] for line in code(language) if line.startswith("make ")} <= targets


# Pictures and links


@both
def test_every_picture_is_there_and_told_to_who_does_not_see_it(language):
    for path, alternative in pictures(language):
        assert path.parent == PICTURES
        assert path.name.endswith(f".{language}.png")
        assert 40 <= len(alternative) <= 250, path
        with Image.open(path) as picture:
            assert picture.format == "PNG"
            assert 600 <= picture.width <= MAX_WIDTH, path
        assert path.stat().st_size < MAX_BYTES, path


def test_no_picture_is_left_over_and_the_script_makes_each():
    shown = {path.name for language in PATHS for path, _alternative in pictures(language)}
    assert shown == {path.name for path in PICTURES.iterdir() if path.suffix not in (".py", ".pyc") and path.is_file()}
    script = runpy.run_path(str(PICTURES / "screenshots.py"))
    assert shown == {f"{name}.{language}.png" for name in script["NAMES"] for language in PATHS}


def anchor(title: str) -> str:
    """As GitHub makes the address of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@both
def test_every_link_leads_somewhere(language):
    anchors = {
        path: {anchor(title) for _level, title in headings(path.read_text(encoding="utf-8"))}
        for path in PATHS[language]
    }
    for document in PATHS[language]:
        for match in LINK.finditer(FENCE.sub("", document.read_text(encoding="utf-8"))):
            target, _, fragment = match["target"].partition("#")
            if not target.startswith("https://"):
                path = (document.parent / target).resolve() if target else document
                assert path.exists(), match["target"]
                assert not fragment or fragment in anchors.get(path, ()), match["target"]


# What the model, the form and the scripts say


@both
@pytest.mark.parametrize("name", TABLES)
def test_the_tables_say_what_the_model_says(language, name):
    found = {match["name"]: match["text"] for match in MADE.finditer(guide(language))}
    assert found[name] == table(name, language), "run: PYTHONPATH=tests python tests/contributions/test_contributing.py"


def test_the_form_asks_for_every_section_of_a_text():
    """Its script looks for the question of each section, and does not start without one."""
    asked = [question.path for question in form.questions() if question.path.startswith("text.")]
    expected = ["text.title", "text.summary", *(f"text.{name.replace('-', '_')}" for name in SECTIONS)]
    assert sorted(asked) == sorted(expected)


def test_every_field_of_the_model_is_in_a_table():
    fields = "".join(table(name, "en") for name in ("submission", "facts", "text"))
    models = (Submission, SubmittedCaseStudy, StatedYears, CaseSource, Picture, CaseFrontMatter)
    assert len(re.findall(r"^\| `", fields, re.MULTILINE)) == sum(len(model.model_fields) for model in models)
    assert len(re.findall(r"^\| `", table("sections", "en"), re.MULTILINE)) == len(SECTIONS)


LABELS = (
    ("contribute", "Proposer une étude de cas"),
    ("form", "Continuer"),
    ("form", "Citer une source"),
    ("form", "(obligatoire)"),
    ("form", "Les sources"),
    ("form", "Ajouter une source"),
    ("form", "Préparer le fichier"),
    ("form", "Effacer le brouillon"),
    ("form", "Aperçu de la page"),
    ("form", "Vérifiez vos réponses"),
    ("form", "Envoyer"),
    ("form", "Télécharger le fichier"),
    ("form", "Écrire un courriel, puis y joindre le fichier"),
    ("form", "Copier le texte"),
    ("form", "Ouvrir un ticket GitHub, et y coller le texte"),
    ("issue", "Étude de cas"),
    ("issue", "Fichier du formulaire"),
    ("issue", "Sources, une par ligne"),
    ("field", "Nom court"),
    ("section", "Objectifs annoncés"),
    ("section", "Lien avec la feuille de route et limites"),
)
"""What the reader must find on the screen, in bold in the guides."""
SENTENCES = (
    ("form", "Brouillon enregistré dans ce navigateur."),
    ("form", "Votre brouillon a été repris."),
    ("case", "Objectifs annoncés ou prévus, et non résultats."),
    (
        "origin",
        "Étude de cas présentée par la Partie, sous sa responsabilité ; la rédaction en a vérifié la forme, non les "
        "faits.",
    ),
    ("notice", "L’original de ce passage a changé depuis sa traduction."),
)
"""What the site says, between quotation marks in the guides."""


@both
def test_buttons_and_questions_have_the_names_that_the_screen_shows(language):
    text = plain(guide(language))
    for context, french in LABELS:
        assert f"**{plain(words(language).pgettext(context, french).value)}**" in text
    left, right = {"fr": ("« ", " »"), "en": ("“", "”")}[language]
    for context, french in SENTENCES:
        assert f"{left}{plain(words(language).pgettext(context, french).value)}{right}" in text


@both
def test_the_automatic_answers_are_those_of_the_script(language):
    script = (PROJECT / ".github" / "scripts" / "answer-submission.sh").read_text(encoding="utf-8")
    answers = re.findall(r"^> ([^`].*)$", guide(language), re.MULTILINE)
    assert len(answers) == 2
    for sentence in answers:
        assert plain(sentence) in plain(script.replace("\\\n", ""))


@both
def test_the_issue_form_that_is_named_exists(language):
    path = PROJECT / ".github" / "ISSUE_TEMPLATE" / f"case-study.{language}.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert f"**{data['name']}**" in guide(language)
    labels = [element["attributes"].get("label") for element in data["body"]]
    assert words(language).pgettext("issue", "Fichier du formulaire").value in labels


def test_an_ordinary_issue_can_be_opened():
    settings = PROJECT / ".github" / "ISSUE_TEMPLATE" / "config.yml"
    assert not settings.exists() or yaml.safe_load(settings.read_text("utf-8")).get("blank_issues_enabled", True)


@both
def test_the_licences_are_those_of_the_model_with_their_addresses(language):
    found = dict(re.findall(r"^\| \[([\w.-]+)\]\((\S+)\) \|", guide(language), re.MULTILINE))
    assert found == LICENCES


@both
def test_no_address_is_that_of_a_person(language):
    assert set(re.findall(r"[\w.+-]+@([\w.-]+)", guide(language))) == {"culture.example.org"}


# The example


@both
def test_the_example_passes_and_says_what_the_real_case_study_says(language, tmp_path):
    folder = make_example(language, tmp_path)
    assert not check(folder)
    before, after = (case_study.read_case(one)[0] for one in (sites.KEPT_CASES / SLUG, folder))

    def spoken(text: case_study.CaseText) -> list[tuple[str, ...]]:
        sections = [(section.id, section.title, plain(section.markdown)) for section in text.sections]
        return [(text.title, text.summary), *sections]

    assert spoken(after.texts[language]) == spoken(before.texts[language])
    own = {"original_language": language, "updated": after.facts.updated}
    own["lead_institution"] = {language: before.facts.lead_institution[language]}
    assert after.facts == before.facts.model_copy(update=own)


@pytest.mark.slow
def test_the_examples_pass_the_commands_and_become_pages(copy, tmp_path):
    """Both in one build: the English one under a name of its own."""
    shutil.rmtree(copy / case_study.FOLDER / SLUG)
    sites.without_cases(copy, every=True)
    slugs = {"fr": SLUG, "en": f"{SLUG}-en"}
    for language, slug in slugs.items():
        path = copy / f"{slug}.yml"
        path.write_text(example(language).replace(f"slug: {SLUG}\n", f"slug: {slug}\n"), encoding="utf-8")
        done = sites.roadmap(copy, "import", path.name)
        assert (done.returncode, done.stdout.strip()) == (0, f"{case_study.FOLDER}/{slug}"), sites.said(done)
        path.unlink()
        done = sites.roadmap(copy, "check", f"{case_study.FOLDER}/{slug}")
        assert done.returncode == 0, sites.said(done)
    done = sites.roadmap(copy, "build", "--no-zip", "--output", str(tmp_path / "site"))
    assert done.returncode == 0, sites.said(done)
    for language, slug in slugs.items():
        page = sites.Page(tmp_path / "site", sites.path_in(language, f"case-studies/{slug}/"))
        title = yaml.safe_load(example(language))["texts"][language]["title"]
        assert plain(title) == plain(sites.text(sites.one(page.main, "h1")))


@both
def test_the_lines_for_a_party_that_speaks_take_the_place_of_one(language, tmp_path):
    lines = next(text for text in fences(language, "yaml") if text.startswith("  origin: party"))
    text = re.sub(r"^  origin: editors\n", lines.replace("\\", ""), example(language), flags=re.MULTILINE)
    (tmp_path / "sent.yml").write_text(text, encoding="utf-8")
    ready = importing.read(tmp_path / "sent.yml", "sent.yml", whole_project())
    assert ready.case.facts.origin == "party"
    assert ready.case.facts.mandate
    assert ready.case.facts.contact


@both
def test_the_lines_for_a_picture_work_and_its_place_is_taken_off(language, tmp_path):
    lines = next(text for text in fences(language, "yaml") if text.startswith("  images:"))
    picture = Image.new("RGB", (40, 30), "teal")
    exif = picture.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(tmp_path / "photo.jpg", exif=exif)
    (tmp_path / "sent.yml").write_text(example(language).replace("texts:\n", f"{lines}texts:\n"), encoding="utf-8")
    ready = importing.read(tmp_path / "sent.yml", "sent.yml", whole_project())
    assert [one.file for one in ready.case.facts.images] == ["photo.jpg"]
    assert b"Exif" not in ready.pictures["photo.jpg"]


def test_the_limit_of_a_picture_that_cannot_be_saved_again_is_in_kilobytes_of_a_thousand_bytes(tmp_path, monkeypatch):
    def refuse(*_arguments: object) -> bytes:
        raise ValueError

    monkeypatch.setattr(picture_files, "without_metadata", refuse)
    lines = next(text for text in fences("fr", "yaml") if text.startswith("  images:"))
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "photo.jpg")
    (tmp_path / "sent.yml").write_text(example("fr").replace("texts:\n", f"{lines}texts:\n"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        importing.read(tmp_path / "sent.yml", "sent.yml", whole_project())
    (problem,) = found.value.problems
    assert f" {picture_files.MAX_BYTES / 1000:.0f} " in problem.fix.in_language("en")


# Languages and Parties


@both
def test_a_translation_passes_as_it_is_proposed(language, tmp_path):
    assert not check(translate(language, tmp_path).parent)


@both
def test_the_lines_of_a_party_are_those_of_the_data(language):
    lines = next(text for text in fences(language, "yaml") if text.startswith("- code:"))
    data = yaml.safe_load((PROJECT / "data" / "parties.yml").read_text(encoding="utf-8"))
    (shown,) = yaml.safe_load(lines)
    assert shown in data["parties"]


def test_a_party_is_added_as_the_guides_say(copy):
    """With the two lines that are said to be enough, and the names."""
    shutil.rmtree(copy / "data" / "locales")  # not looked at here, and long to read
    path = copy / "data" / "parties.yml"
    sites.edit(
        path, "\nsources:\n", '\nsources:\n  page: {title: "A page", url: "https://example.org/", language: en}\n'
    )
    sites.edit(path, "\nparties:\n", "\nparties:\n  - {code: BV, sources: [page]}\n")
    (problem,) = parties.parties_have_names(read(copy))
    line = re.search(r"“(BV: .*)”", problem.in_language("en"))[1]
    sites.edit(copy / "data" / "party-names.yml", "\nnames:\n", f"\nnames:\n  {line}\n")
    added = read(copy)
    assert "BV" in {party.code for party in added.parties.parties}
    assert not [*parties.parties_have_sources(added), *parties.parties_have_names(added)]


# What the check says


@both
def test_the_messages_are_word_for_word_what_the_check_says(language, tmp_path):
    assert QUOTED.findall(guide(language)) == messages(language, tmp_path), (
        "run: PYTHONPATH=tests python tests/contributions/test_contributing.py"
    )


def remake() -> None:
    """Update the tables and the messages of both guides."""
    import tempfile

    for language, paths in PATHS.items():
        with tempfile.TemporaryDirectory() as folder:
            said = iter(messages(language, Path(folder)))
        for path in paths:
            text = path.read_text(encoding="utf-8")
            text = MADE.sub(lambda m: m["open"] + table(m["name"], language) + m["close"], text)  # noqa: B023
            path.write_text(QUOTED.sub(lambda _match: next(said), text), encoding="utf-8")  # noqa: B023


if __name__ == "__main__":
    remake()
