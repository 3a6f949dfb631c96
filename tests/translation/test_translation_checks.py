"""What `roadmap translations check` tells, word for word, and what no catalogue can put on a page.

To read what a case tells now: `python tests/translation/test_translation_checks.py [part of its name]`.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from babel.messages.pofile import escape
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_golden import TRANSLATIONS, edited_copy, messages

import sites
from roadmap.catalogues import catalogue as catalogues
from roadmap.catalogues import entries
from roadmap.characters import INVISIBLE
from roadmap.cli import main
from roadmap.localization import LocalizedText
from roadmap.model.contribution_fields import holds_markup
from roadmap.problems import Problem, in_order
from roadmap.publishing.exports import GUIDES
from roadmap.reading.project import Project, read
from roadmap.translation import quality
from roadmap.views import render

PROJECT = sites.PROJECT
CASES = sites.typed_yaml(TRANSLATIONS)
ENGLISH = "data/locales/en.po"


def found_in(project: Project) -> list[Problem]:
    return in_order(quality.check(project, quality.to_translate(project)))


def run(folder: Path, *arguments: str):
    return CliRunner().invoke(main, ["--project", str(folder), "translations", "check", *arguments])


def edited(folder: Path, **edits: dict) -> Path:
    return edited_copy({"name": "edited", **edits}, folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_mistake_is_reported(case, tmp_path):
    problems = found_in(read(edited_copy(case, tmp_path)))
    expected = case["problems"] or {language: [] for language in GUIDES}
    assert {language: messages(problems, language) for language in GUIDES} == expected


@pytest.mark.slow
@pytest.mark.parametrize("rule", [rule.__name__ for rule in quality.RULES] + ["term_is_kept"])
def test_every_rule_is_seen_to_find_something(rule, tmp_path, monkeypatch):
    """Without it, some case no longer gets the messages that it lists."""
    cases = [case for case in CASES if case["problems"]]
    projects = [edited_copy(case, tmp_path / str(number)) for number, case in enumerate(cases)]
    if rule == "term_is_kept":
        monkeypatch.setattr(quality, "term_is_kept", lambda *_: iter(()))
    else:
        others = tuple(other for other in quality.RULES if other.__name__ != rule)
        monkeypatch.setattr(quality, "RULES", others)
    pairs = zip(projects, cases, strict=True)
    assert any(messages(found_in(read(project)), "en") != case["problems"]["en"] for project, case in pairs)


@pytest.mark.parametrize(
    ("string", "right"),
    [
        ("Puedes elegir tu texto", ["Escriba: su", "Escriba: puede"]),
        ("Puede elegir su texto. El formulario lo escribe por usted; los títulos, tuyos no.", []),
    ],
)
def test_the_reader_is_usted_in_spanish(string: str, right: list[str]):
    entry = quality.CatalogueEntry("es", "data/locales/es.po", 1, ("Choisissez",), (string,), ())
    found = [fix for _what, fix in quality.usage_is_kept(entry, string)]
    assert [fix.in_language("es") for fix in found] == right


MARKS = ("<b>x</b>", "&nbsp;", "https://example.org/x", "www.example.org", "fake@example.org")


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_missed_wherever_it_is_alone(mark: str):
    """In the French, in the translation, or in a plural form alone."""

    def wrong(ids: tuple[str, ...], string: str) -> bool:
        return bool(list(entries.check(ids, string, "x.po", 1, False)))

    with_, without = f"Fake {mark} words", "Fake words"
    assert not wrong((with_,), with_) and not wrong((without,), without)
    assert wrong((with_,), without) and wrong((without,), with_)
    assert wrong((with_, with_), without) and wrong((without, without), with_)
    assert not wrong((without, with_), without) and not wrong((without, with_), with_)


@pytest.mark.slow
def test_the_catalogues_have_no_mistake():
    project = read(PROJECT)
    assert messages(found_in(project), "en") == []
    assert sum(1 for _entry in quality.entries(project, "en")) > 400


# The command


def test_all_is_well_in_one_line(tmp_path):
    project = edited(tmp_path)
    assert run(project).output == "Nothing to report: 4 translations in 2 languages.\n"
    assert run(project, "en").output == "Nothing to report: 3 translations in 1 languages.\n"
    assert (run(project, "--format", "json").output, run(project, "--format", "github").output) == ("[]\n", "")


def test_mistakes_are_told_in_three_formats_with_status_1(tmp_path):
    project = edited(tmp_path, replace={ENGLISH: [["Fake roadmap", "Fake roadmap."]]})
    words = "The translation “Fake roadmap.” does not end like the French. Remove the final “.”."
    text, rows, github = (run(project, "--format", format) for format in ("text", "json", "github"))
    assert {done.exit_code for done in (text, rows, github)} == {1}
    assert text.output == f"{ENGLISH}:12: {words}\n"
    assert json.loads(rows.output) == [{"path": ENGLISH, "line": 12, "message": words}]
    assert github.output == f"::error file={ENGLISH},line=12::{words}\n"


def test_only_the_languages_named_are_looked_at(tmp_path):
    project = edited(tmp_path, replace={ENGLISH: [["Fake roadmap", "Fake <b>roadmap."]]})
    assert run(project, "ar").exit_code == 0
    assert run(project, "ar", "en").exit_code == 1


@pytest.mark.parametrize("code", ["fr", "eo", "../en", "en\n::error::x"])
def test_a_language_that_is_not_translated_is_a_wrong_command(tmp_path, code):
    done = run(edited(tmp_path), code)
    assert done.exit_code == 2
    assert "is not a translation language" in done.output
    assert not any(line.startswith("::") for line in done.output.splitlines())


def test_the_possible_languages_are_named(tmp_path):
    assert "Possible values: ar, en." in " ".join(run(edited(tmp_path), "eo").output.split())


def test_a_folder_that_is_no_project_is_reported_in_words(tmp_path):
    done = run(tmp_path)
    assert done.exit_code == 1
    assert done.output.startswith("data:1: This folder is not a project:")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["字,", '" ', "<", "%(", "{a}", "www.a", "1,000,", "a@", "Sham ewe "])
def test_no_entry_takes_long_to_check(tmp_path, unit):
    """A French text and a translation that are almost the same, and as long as no text is."""
    text = escape("x" + unit * (150_000 // len(unit.encode())) + "y")
    project = edited(tmp_path, append={ENGLISH: f'\nmsgid {text}\nmsgstr {text[:-2]}z"\n'})
    started = time.process_time()
    assert read(project).catalogs["en"]
    run(project, "en")
    assert time.process_time() - started < 5


# What no translation can do

PAIRS = (
    ("Un mouton", None),
    ("Un mouton %(name)s", None),
    ("Un <b>mouton</b> {#id}", None),
    ("%(count)s mouton", "%(count)s moutons"),
)
WORDS = (
    "<b>¦</b>¦<script¦<!--¦-->¦&amp;¦&#x3c;¦&lt¦{{¦}}¦{% x %}¦{#id}¦onload=¦javascript:¦https://e.org¦a@e.org¦//e.org¦"
    "%(name)s¦%(count)s¦%(nom)s¦%(name)d¦%(¦(¦)¦%s¦%%¦%¦s¦{name}¦％（ｎａｍｅ）ｓ"
    "¦\n¦\t¦ ¦\u200b¦\u00ad¦\u202e¦'¦\"¦\\¦é¦字¦*¦_"
)
SOUP = st.lists(st.sampled_from(WORDS.split("¦")) | st.text(max_size=3), max_size=4).map("".join)
HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
PAGE = render.Renderer([]).environment


def translated(pair: tuple[str, str | None]) -> str:
    """A right translation."""
    return (pair[1] or pair[0]).replace("mouton", "sheep")


def accepted(french: str, plural: str | None, string: str) -> catalogues.Catalogue | None:
    """The catalogue that holds the translation, when it is not refused."""
    lines = [f'msgctxt "c"\nmsgid {escape(french)}']
    if plural:
        lines += [f"msgid_plural {escape(plural)}", f"msgstr[0] {escape(string)}", f"msgstr[1] {escape(string)}"]
    else:
        lines += [f"msgstr {escape(string)}"]
    text = HEADER + "\n".join(lines) + "\n"
    if INVISIBLE.search(text):  # `read_text` refuses the file
        return None
    catalog, problems = catalogues.parse(text, ENGLISH, "en")
    return None if problems or catalog is None else catalogues.Catalogue("en", catalog)


def shown(catalogue: catalogues.Catalogue, french: str, plural: str | None) -> str:
    """The sentence as a template prints it."""
    view = SimpleNamespace(
        translator=catalogues.Translator("en", "fr", (), {"en": catalogue}),
        marked={},
        as_text=lambda value, language: LocalizedText(value, language, "ltr"),
    )
    if plural:
        sentence = "{{ npgettext('c', french, plural, 2, count=2) }}"
    else:
        sentence = "{{ pgettext('c', french, name='Dolly') }}"
    return PAGE.from_string(sentence).render(view=view, french=french, plural=plural)


@pytest.mark.slow
@settings(deadline=None, max_examples=1500, derandomize=True, database=None)
@given(pair=st.sampled_from(PAIRS), before=SOUP, after=SOUP, whole=st.booleans())
@example(pair=PAIRS[0], before="%%(x", after="", whole=False)
@example(pair=PAIRS[1], before="%%(name)s", after="", whole=False)
@example(pair=PAIRS[1], before="%%%(name)s%", after="", whole=False)
@example(pair=PAIRS[2], before="%<b>(</b>{#id}", after="", whole=False)
@example(pair=PAIRS[0], before="\u3164", after="", whole=False)
def test_what_is_accepted_puts_words_on_a_page_and_nothing_else(pair, before, after, whole):
    string = f"{before}{translated(pair)}{after}" if whole else before + after
    catalogue = accepted(*pair, string)
    if not catalogue or not string:
        return
    html = shown(catalogue, *pair)
    elements = list(html5lib.parseFragment(html, namespaceHTMLElements=False).iter())
    assert len(elements) == 1, html
    words = "".join(elements[0].itertext())
    assert words.strip()
    assert "%(" not in words
    assert not holds_markup(string) or holds_markup(pair[0])


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_what_keeps_the_french_s_marks_is_accepted(pair):
    """Else the property above would hold of nothing."""
    catalogue = accepted(*pair, translated(pair))
    assert catalogue
    assert "sheep" in shown(catalogue, *pair)


def main_(part: str) -> None:
    """Prints what is messages now, to be judged before it is expected."""
    for case in CASES:
        if part in case["name"]:
            with tempfile.TemporaryDirectory() as folder:
                problems = found_in(read(edited_copy(case, Path(folder))))
            print("#", case["name"])
            for language in GUIDES:
                print(f"  {language}:", *messages(problems, language), sep="\n    ")


if __name__ == "__main__":
    main_(sys.argv[1] if len(sys.argv) > 1 else "")


@example("Voyez WWW.example.org")
@example("//example.org")
@example("javaſcript:alert(1)")
@given(st.text(st.sampled_from("wW.:/aſsJavcript é你%-"), max_size=12))
def test_what_has_none_of_the_signs_of_an_address_has_no_address(text: str):
    found = [match[0] for match in entries.ADDRESS.finditer(text) if match[0]]
    assert entries.addresses(text) == [one.rstrip(entries.AFTER_ADDRESS) for one in found]
