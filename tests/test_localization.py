"""Languages, catalogues, plurals, prose, colours: the small parts everything stands on."""

import dataclasses
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polib
import pytest
from babel.localedata import locale_identifiers
from babel.messages.extract import extract
from hypothesis import given
from hypothesis import strategies as st

from roadmap import languages, problems
from roadmap.catalogues import plurals
from roadmap.catalogues.catalogue import Catalogue, Translator, parse
from roadmap.localization import typeset_french, typeset_french_html, without_gaps
from roadmap.problems import (
    LANGUAGES,
    MESSAGES,
    Message,
    Problem,
    message,
    message_language,
    messages_in,
    nearest,
    report,
)
from roadmap.publishing import page_html
from roadmap.reading import prose
from roadmap.reading.markdown import parsing, rendering
from roadmap.reading.yaml_file import Document
from roadmap.site import Site
from roadmap.translation.extraction import all_strings
from roadmap.views import kinds
from roadmap.views.components import colours
from roadmap.views.view import View

PROJECT = Path(__file__).parent.parent


def catalogue(language, entries, forms=None):
    """A catalogue made from PO text."""
    count, rule = forms or plurals.of_language(language)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    catalog, problems = parse(
        header + f'"Plural-Forms: nplurals={count}; plural={rule};\\n"\n\n' + entries, "x.po", language
    )
    assert not problems
    return Catalogue(language, catalog)


def translator(language, *chain, **entries):
    catalogues = {code: catalogue(code, text) for code, text in entries.items()}
    return Translator(language, "fr", chain, catalogues)


# Languages


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (1, "1\u202fko", "1\xa0kB"),
        (1_000, "1\u202fko", "1\xa0kB"),
        (1_001, "2\u202fko", "2\xa0kB"),
        (210_000, "210\u202fko", "210\xa0kB"),
    ],
)
def test_a_size_is_in_kilobytes_of_a_thousand_bytes_never_too_small(whole, size, french, english):
    assert [View(whole, code, "https://example.org/").size_text(size) for code in ("fr", "en")] == [french, english]


@pytest.mark.parametrize("code", ["ar", "es"])
def test_thousands_are_not_separated_by_what_some_readers_take_for_the_decimal_sign(whole, code):
    view = View(whole, code, "https://example.org/")
    assert [view.number_text(number) for number in (999, 1280, 9999, 10_000, 1_234_567)] == [
        "999",
        "1280",
        "9999",
        "10\xa0000",
        "1\xa0234\xa0567",
    ]
    assert view.size_text(1_095_000).startswith("1095\xa0")


def test_a_date_in_arabic_has_the_months_of_east_and_west_as_the_texts_have(whole):
    view = View(whole, "ar", "https://example.org/")
    assert view.day(date(2026, 11, 22)) == "22 تشرين الثاني/نوفمبر 2026"
    assert "22 تشرين الثاني/نوفمبر" not in View(whole, "fr", "https://example.org/").day(date(2026, 11, 22))


@pytest.mark.parametrize(("reader", "marked"), [("es", "en"), ("fr", "en"), ("ar", "en"), ("en", None)])
def test_a_term_quoted_from_the_english_leaflet_is_marked_as_english(whole, reader, marked):
    note = whole.terms["digital-literacy"].note
    html = View(whole, reader, "/").data("glossary note digital-literacy", note).__html__()
    assert html.count("digital literacy") == 1
    assert (">digital literacy</span>" in html) == (marked is not None)
    assert marked is None or f'<span lang="{marked}" dir="ltr">digital literacy</span>' in html


@pytest.mark.parametrize("reader", ["ar", "es"])
def test_a_word_quoted_from_the_leaflet_is_marked_as_french_within_a_sentence_too(whole, reader):
    """The French note begins with it, in a capital."""
    note = next(entry.text.note for entry in whole.entries() if entry.context == "activity 2.4")
    assert note.startswith("« Accessibilité »")
    html = View(whole, reader, "/").data("note activity 2.4", note).__html__()
    assert html.count('<span lang="fr" dir="ltr">accessibilité</span>') == 1


@pytest.mark.parametrize("code", ["ar", "en", "es", "ru", "zh"])
def test_the_sources_of_the_glossary_are_described_in_the_readers_language(whole, code):
    view = View(whole, code, "/")
    terms = kinds.OF["glossary"].body(view, view.row_at["glossary/"]).terms
    sources = {source for term in terms for source in term.sources}
    assert len(sources) > 15
    assert {source.title.language for source in sources} == {code}


def test_the_fallbacks_of_a_language_are_those_of_its_entry_in_their_order(whole):
    project = whole.project
    entries = tuple(
        entry.model_copy(update={"fallback": ("es", "en")}) if entry.code == "ar" else entry
        for entry in project.languages.languages
    )
    records = project.records | {"languages": project.languages.model_copy(update={"languages": entries})}
    translators = Site(dataclasses.replace(project, records=records)).translator
    assert translators("ar").languages == ("ar", "es", "en", "fr")
    assert [translators(code).languages for code in ("fr", "en", "zh")] == [("fr",), ("en", "fr"), ("zh", "en", "fr")]


def test_names_and_directions_come_from_cldr():
    assert [languages.own_name(code) for code in ("fr", "ar", "zh", "ru")] == ["Français", "العربية", "中文", "Русский"]
    assert [languages.direction(code) for code in ("ar", "fa", "zh")] == ["rtl", "rtl", "ltr"]
    assert languages.name_in("en", "fr") == "anglais"
    assert not languages.known("xx")


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (20, 4), (99, 4), (100, 5), (102, 5), (103, 3), (111, 4)],
)
def test_arabic_has_six_plural_forms_in_the_usual_order(count, form):
    entries = 'msgctxt "count"\nmsgid "%(count)s a"\nmsgid_plural "%(count)s b"\n'
    entries += "".join(f'msgstr[{n}] "%(count)s form{n}"\n' for n in range(6))
    found = translator("ar", ar=entries).find_plural("count", "%(count)s a", "%(count)s b", count)
    assert found.text == f"%(count)s form{form}"


def test_counts_read_right_in_every_language(whole):
    """The real catalogues: as many activities as the roadmap has."""
    said = {
        code: View(whole, code, "/").npgettext("count", "%(count)s activité", "%(count)s activités", 20).value
        for code in whole.project.codes
    }
    assert said == {
        "ar": "20\xa0نشاطاً",
        "en": "20\xa0activities",
        "es": "20\xa0actividades",
        "fr": "20\xa0activités",
        "ru": "20\xa0мероприятий",
        "zh": "20项活动",
    }


# Catalogues


def test_a_missing_text_falls_back_along_the_chain():
    french_only, english_too = (
        translator("es", "en", es="", en=""),
        translator("es", "en", es="", en='msgctxt "c"\nmsgid "un"\nmsgstr "one"\n'),
    )
    assert (french_only.find("c", "un").text, french_only.find("c", "un").language) == ("un", "fr")
    assert (english_too.find("c", "un").text, english_too.find("c", "un").language) == ("one", "en")
    assert english_too.languages == ("es", "en", "fr")


def test_a_fuzzy_text_is_not_shown():
    text = '#, fuzzy\nmsgctxt "c"\nmsgid "un"\nmsgstr "uno"\n'
    assert translator("es", es=text).find("c", "un").language == "fr"
    assert not translator("es", es=text).translates("c", "un")


def test_the_context_tells_texts_apart():
    text = 'msgctxt "a"\nmsgid "un"\nmsgstr "uno"\n\nmsgctxt "b"\nmsgid "un"\nmsgstr "una"\n'
    assert [translator("es", es=text).find(context, "un").text for context in "ab"] == ["uno", "una"]


def test_every_catalogue_is_complete(whole):
    """Six languages, every string: nothing missing, nothing fuzzy, nothing left over."""
    strings = all_strings(whole)
    wanted = {(string.context, string.text) for string in strings}
    for code, catalog in whole.project.catalogs.items():
        translated = whole.translator(code)
        missing = [key for key in wanted if not translated.translates(*key)]
        assert (code, missing) == (code, [])
        assert {(m.context, m.id[0] if isinstance(m.id, tuple) else m.id) for m in catalog if m.id} == wanted
        assert not catalog.obsolete


def test_every_string_has_a_context_and_a_place(whole):
    assert [string for string in all_strings(whole) if not (string.context and string.place)] == []


def test_titles_of_the_sdgs_are_the_uns_in_every_language(whole):
    """A sample of the UN's own wordings, from the icons."""
    wordings = {
        "ar": (8, "العمل اللائق ونمو الاقتصاد"),
        "en": (16, "Peace, Justice and Strong Institutions"),
        "es": (17, "Alianzas para lograr los objetivos"),
        "ru": (4, "Качественное образование"),
        "zh": (10, "减少不平等"),
    }
    for code, (number, title) in wordings.items():
        assert View(whole, code, "/").data(f"sdg {number}", whole.sdgs[number].title).value == title


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "discoverability"),
        ("es", "descubribilidad"),
        ("ru", "обнаруживаем"),
        ("zh", "可发现性"),
        ("ar", "اكتشاف"),
    ],
)
def test_other_languages_speak_of_discoverability(whole, language, words):
    view = View(whole, language, "/")
    for number in ("2.1", "2.4"):
        assert words in view.data(f"activity {number}", whole.activities[number][1].text).value


# Messages


PLACEHOLDER = re.compile(r"(?<!%)%\(\w+\)s")


class AnyValue(dict[str, str]):
    """Values for any placeholders."""

    def __missing__(self, name: str) -> str:
        return name


def messages_of(paths: Iterable[Path]) -> set[str]:
    """Return the French texts of the messages in Python files."""
    texts = set()
    for path in paths:
        with path.open("rb") as file:
            texts |= {m[0] if isinstance(m, tuple) else m for _, m, _, _ in extract("python", file, {"message": None})}
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_catalogue_has_every_message_and_nothing_else(language):
    wanted = messages_of(MESSAGES.parent.rglob("*.py"))
    entries = polib.pofile(str(MESSAGES / f"{language}.po"))
    assert [e.msgid for e in entries if e.fuzzy or e.obsolete or not e.msgstr] == []
    ids = [e.msgid for e in entries]
    assert sorted(set(ids) - wanted) == [], "no message of the code has these texts"
    assert sorted(wanted - set(ids)) == [], f"{language}.po lacks these"
    assert sorted({text for text in ids if ids.count(text) > 1}) == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_translation_of_a_message_has_its_placeholders(language):
    for french, text in messages_in(language).items():
        assert sorted(PLACEHOLDER.findall(french)) == sorted(PLACEHOLDER.findall(text)), text
        assert (french % AnyValue()).count("%") == (text % AnyValue()).count("%"), text
        assert "\xa0" not in text, text


@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
def test_no_message_is_left_in_another_script(language):
    for french, text in messages_in(language).items():
        has_words = re.search(r"[^\W\d_]", PLACEHOLDER.sub("", french))
        letters = [character for character in text if character.isalpha()]
        assert not has_words or any(languages.is_written_in(letter * 20, language) for letter in letters), text


def test_russian_has_one_spelling_and_chinese_no_gaps_in_pages_guides_and_messages():
    """As `roadmap translations check` requires of the catalogues."""
    russian = [*PROJECT.glob("content/*.ru.md"), PROJECT / "TRANSLATING.ru.md"]
    assert [path.name for path in russian if re.search("[ёЁ]| – |КБ", path.read_text(encoding="utf-8"))] == []
    assert not re.search("[ёЁ]|КБ", (MESSAGES / "ru.po").read_text(encoding="utf-8"))
    chinese = [*PROJECT.glob("content/*.zh.md"), PROJECT / "TRANSLATING.zh.md"]
    gap = re.compile(r"[\u4e00-\u9fff，。：；、）》] +[\w`(*]|[\w`)*] +[\u4e00-\u9fff（《]")
    lines = [line for path in chinese for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if gap.search(re.sub(r"^ *(?:[-*#]+|\d+\.|msgstr.*|\|.*) +", "", line))] == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_command_in_a_message_can_be_copied(language):
    """It is the same in each language, without the marks that keep Arabic in order."""
    for french, text in messages_in(language).items():
        commands = re.findall(
            r"(?:roadmap|mkdocs) (?:import|build|serve|check|translations \w+)(?: --\w[\w-]*)?", french
        )
        assert [command for command in commands if command not in text] == []


def test_the_languages_of_messages_are_those_of_the_site(whole):
    assert set(LANGUAGES) == set(whole.project.codes)
    assert {path.stem for path in MESSAGES.glob("*.po")} == set(LANGUAGES) - {"fr"}


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr_FR.UTF-8", "fr"), ("ar", "ar"), ("zh_CN.UTF-8", "zh"), ("es-419", "es"), ("ru@x", "ru"), ("de_DE", "en")],
)
def test_messages_are_in_the_language_of_the_environment(locale, language, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)
    assert message_language() == language


def test_a_message_that_a_catalogue_lacks_is_in_english(monkeypatch):
    monkeypatch.setattr(problems, "messages_in", lambda language: {"Un.": "One."} if language == "en" else {})
    assert [Message("Un.").in_language(code) for code in ("fr", "en", "ar")] == ["Un.", "One.", "One."]
    assert Message("Deux.").in_language("ar") == "Deux."


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "a.md:3: note\xa0: Il manque une espace."),
        ("en", "a.md:3: note: A space is missing."),
        ("es", "a.md:3: nota: Falta un espacio."),
        ("ar", "a.md:3: ملاحظة: تنقص مسافة."),
        ("ru", "a.md:3: примечание: Не хватает пробела."),
        ("zh", "a.md:3: 提示：缺少空格。"),
    ],
)
def test_a_notice_is_marked_as_such_in_the_language_of_the_report(language, line, monkeypatch):
    text = line.rpartition("：" if language == "zh" else ": ")[2]
    french = "Il manque une espace."
    known = problems.messages_in
    monkeypatch.setattr(problems, "messages_in", lambda code: known(code) | {french: text})
    assert report([Problem("a.md", 3, Message(french), level="notice")], "text", language) == line
    assert report([Problem("a.md", 3, Message(french))], "text", language) == f"a.md:3: {text}"


def test_a_message_takes_its_values_in_its_language():
    sentence = message("Attendu : %(expected)s.", expected=message("un texte"))
    assert [sentence.in_language(code) for code in ("fr", "en")] == ["Attendu : un texte.", "Expected: a text."]


def test_the_nearest_value_is_named_or_all_when_few():
    assert nearest("restord", ["printed", "restored"]).values == {"nearest": "restored"}
    assert nearest("zzz", ["printed", "restored"]).values == {"known": "printed, restored"}
    assert nearest("zzz", range(100)) is None


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("content/case-studies/aa/index.fr.md", "existe"),
        ("content/about.en.md", "exist"),
        ("content/case-studies/aa/case-study.yml", "existe"),
        ("content/case-studies/bb/case-study.yml", "exist"),
        ("data/roadmap.yml", "exist"),
        ("content/about.pt-BR.md", "exist"),
    ],
)
def test_an_annotation_is_in_the_language_of_its_file(path, word):
    problem = Problem(path, 3, message("« %(value)s » n’existe pas.", value="x"))
    annotation = report([problem], "github", "en", {"content/case-studies/aa": "fr"})
    assert re.search(rf"\b{word}\b", annotation), annotation
    assert "exist." in report([problem], "text", "en")


def test_an_annotation_cannot_start_another_command():
    problem = Problem("a\n::set-output,b:c", 3, message("« %(value)s » n’existe pas.", value="x\n::error::y%"))
    assert report([problem], "github", "en") == (
        "::error file=a%0A%3A%3Aset-output%2Cb%3Ac,line=3::“x ::error::y%25” does not exist."
    )


# Prose


def page(markdown, **changes):
    values = {"slug": "x", "language": "en", "title": "T", "description": "D", "menu": "T", "path": "content/x.en.md"}
    front = Document(str(values["path"]), None)
    return prose.Prose(**{**values, **changes}, markdown=markdown, first_line=1, document=front)


def rendered(markdown):
    return prose.render(page(markdown), str, rendering.Labels(back="Back"))


def section(markdown):
    return prose.render_section(parsing.read_section(markdown).pieces, str, rendering.Labels())


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<javascript:alert(1)>",
        "[x](/a){: onclick=alert(1) }",
        "## x {: style=background:url(//evil) }",
        "![x](https://evil.example/x.png)",
        "<iframe src=//evil.example>",
        "<style>*{}</style>",
        "<a href=javascript:alert(1)>",
        "<!-- --><b onmouseover=alert(1)>",
    ],
)
def test_the_sanitiser_lets_nothing_run(hostile):
    """Behind the check, which refuses these before."""
    import html5lib

    tree = html5lib.parseFragment(rendered(hostile), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag in {*prose.TAGS, "DOCUMENT_FRAGMENT"}
        assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "src")]
        assert element.get("href", "").partition(":")[0].lower() not in ("javascript", "data", "vbscript")


def test_headings_keep_the_ids_written_for_them():
    assert '<h2 id="history">' in rendered("## L’histoire {#history}")


def test_code_is_no_html():
    assert list(prose.check_markdown(page("Write `<b>` or:\n\n``<script> ` </script>``\n"))) == []


# Colours and addresses


def test_text_on_any_colour_can_be_read(whole):
    assert colours.contrast("#FFFFFF", "#000000") == pytest.approx(21)
    for sdg in whole.sdgs.values():
        assert colours.contrast(sdg.colour, colours.ink(sdg.colour)) >= 4.5


@given(st.lists(st.sampled_from(["..", "..", "a", "b.css", "ar", "?q", "#x", "http:"]), max_size=5), st.integers(0, 3))
def test_what_a_page_loads_is_found_at_any_depth(steps: list[str], depth: int):
    address, here = "/".join(steps), "a/" * depth
    path = page_html.target(address, here)
    found = page_html.loaded(f'<html><head></head><body><img src="{address}"></body></html>', here)
    assert found == ({path} if path is not None else set())


def test_a_section_leaves_nothing_behind_for_the_next_one():
    """One parser serves all: the definition of a link holds in its own text only."""
    first = "[a][b]\n\n[b]: https://example.org/\n"
    once = section(first)
    assert "https://example.org/" in once
    assert section("[a][b]") == "<p>[a][b]</p>"
    assert section(first) == once


# French


def test_french_is_typeset_in_prose_but_not_in_code_and_tags():
    html = """<p title="a : b">L'un : « l'autre » <code>a : 'b'</code> 80 % ; non&nbsp;?</p>"""
    assert typeset_french_html(html) == (
        """<p title="a : b">L’un\u00a0: «\u00a0l’autre\u00a0» <code>a : 'b'</code> 80\u00a0%\u00a0; non&nbsp;?</p>"""
    )


def test_a_value_still_to_be_filled_in_keeps_its_space():
    assert typeset_french("au plus %(limit)s caractères") == "au plus %(limit)s caractères"


@pytest.mark.parametrize(
    ("day", "french"),
    [
        ("2025-10-01", "1er octobre 2025"),
        ("2008-07-01", "1er juillet 2008"),
        ("2010-04-11", "11 avril 2010"),
        ("2011-12-21", "21 décembre 2011"),
        ("2011-01-31", "31 janvier 2011"),
    ],
)
def test_french_dates_have_an_ordinal_on_the_first_of_the_month(whole, day, french):
    assert View(whole, "fr", "/").day(date.fromisoformat(day)) == french
    assert "er " not in View(whole, "es", "/").day(date.fromisoformat(day))


# Languages that CLDR has only the name of, or not even that


@pytest.mark.parametrize("code", ["ay", "bi", "dyu", "kg", "mos", "sm", "tet", "fj", "ty", "mh"])
def test_a_language_without_cldr_data_may_be_that_of_a_text(code: str):
    assert languages.known(code) and languages.direction(code) == "ltr" and languages.scripts(code) == {"Latn"}
    assert languages.name_in(code, "fr") not in ("", code)
    assert languages.is_written_in("O le upu tomua o lenei tusi e fesoasoani i tagata faitau. " * 3, code)


@pytest.mark.parametrize("code", ["xx", "zzz", "fr-XX", "sm-XX", "ar-Zzzz", "qqq"])
def test_what_is_no_language_is_not_one(code: str):
    assert not languages.known(code)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[("pt_BR", "pt-BR"), ("ES", "es"), ("es-es", "es-ES"), ("fra", "fr"), ("zh_hant", "zh-Hant"), ("iw", "he")],
        *[("xx", None), ("", None), ("français", None)],
    ],
)
def test_a_code_that_tools_write_otherwise_is_answered_with_ours(written: str, meant: str | None):
    assert languages.corrected(written) == meant


def test_the_project_names_what_cldr_does_not(whole: Site):
    listed = whole.project.languages
    assert not languages.known("nah") and listed.knows("nah") and not listed.knows("xx")
    assert listed.own_name("nah") == "Nāhuatl" and listed.name_in("nah", "ru") == "науатль"
    assert listed.own_name("sm") == "Gagana Sāmoa" and listed.name_in("sm", "fr") == "samoan"
    for code in listed.names:
        assert {listed.name_in(code, reader) for reader in whole.project.codes} - {code}


def test_every_language_of_a_script_has_its_type():
    """`zh-Hant` is not set in the faces of `zh`, and all that CLDR writes in Arabic is set like Arabic."""
    css = (PROJECT / "overrides/assets/roadmap.css").read_text(encoding="utf-8")
    found = re.search(r"^:is\((:lang\(apc\), [a-z:(), ]+)\) \{\n  --sans: .*Arabic", css, re.MULTILINE)
    written = {code for code in locale_identifiers() if "_" not in code and "Arab" in languages.scripts(code)}
    assert set(re.findall(r":lang\((\w+)\)", found[1])) == written
    assert css.index(":is(:lang(zh-Hant)") > css.index(":lang(zh) {")


def test_sentences_of_chinese_are_not_parted_by_the_spaces_of_templates():
    html = "<p>已保存。 <a href='x'>阅读</a> A B。\n现在： <code>x</code></p>\n<p>《甲》 · 乙</p>"
    assert without_gaps(html, "zh") == (
        "<p>已保存。<a href='x'>阅读</a> A B。现在：<code>x</code></p>\n<p>《甲》 · 乙</p>"
    )
    assert without_gaps(html, "fr") == html
