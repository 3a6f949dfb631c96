"""The guides for translators say what the project does: their commands, files, entries and messages are real ones.

Six guides, alike; and the example of each, walked from a missing text to the page that shows it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

import material
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from test_golden import problems_of

import sites
from conftest import whole_project
from roadmap import languages
from roadmap.catalogues import plurals, po_file
from roadmap.catalogues.catalogue import parse
from roadmap.cli import main
from roadmap.load import load
from roadmap.localization import Localization
from roadmap.page_table import rows
from roadmap.problems import Problem
from roadmap.reading.project import Project, read
from roadmap.site import Site
from roadmap.translation import extraction, merging, quality, tracking
from roadmap.views.render import Renderer
from roadmap.views.view import View

pytestmark = pytest.mark.slow

PROJECT = sites.PROJECT
THEME = Path(material.__file__).parent / "templates"
PATHS = {
    "en": PROJECT / "TRANSLATING.md",
    **{code: PROJECT / f"TRANSLATING.{code}.md" for code in sites.LANGUAGES if code != "en"},
}
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\[[^\]]+\]\((?P<target>[^)\s]+)\)")
ANCHOR = re.compile(r'^<a id="([a-z-]+)"></a>\n\n#', re.MULTILINE)
DOTS = "…"
"""In a quoted message or a path, what differs from one case to the next."""
all_guides = pytest.mark.parametrize("guide", PATHS)


def text(guide: str) -> str:
    return PATHS[guide].read_text(encoding="utf-8")


def prose(guide: str) -> str:
    """A guide without its blocks of code."""
    return FENCE.sub("", text(guide))


def fences(guide: str, kind: str) -> list[str]:
    return [match["text"] for match in FENCE.finditer(text(guide)) if match["kind"] == kind]


def section(guide: str, anchor: str) -> str:
    """What stands below a heading, up to the next one."""
    return text(guide).split(f'<a id="{anchor}"></a>\n')[1].split('\n<a id="')[0]


def translated(guide: str) -> str:
    """The language from whose files a guide takes its examples: its own, and English for readers of French."""
    return "en" if guide == sites.SOURCE else guide


def plain(text: str) -> str:
    """On one line, with spaces of one kind."""
    return " ".join(text.split())


@cache
def catalogue(language: str) -> str:
    return (PROJECT / "data" / "locales" / f"{language}.po").read_text(encoding="utf-8")


# Alike in six languages


def test_there_is_a_guide_in_each_language_of_the_site():
    assert set(PATHS) == set(sites.LANGUAGES) == set(whole_project().codes)
    for path in PATHS.values():
        assert path.is_file()


@all_guides
def test_the_first_lines_lead_to_the_other_guides(guide):
    head = text(guide).split("\n# ")[0]
    links = dict(re.findall(r"\[([^\]]+)\]\(([^)]+)\)", head))
    assert links == {sites.LANGUAGES[code]: path.name for code, path in PATHS.items() if code != guide}
    assert sites.LANGUAGES[guide] in LINK.sub("", head)


def shape(guide: str) -> list[list[str]]:
    """Under each heading: its level, then steps, points, tables and blocks of code; a language's own forms apart."""
    found = FENCE.sub(lambda match: f"```{match['kind']}", text(guide))
    found = re.sub(r"^\| `msgstr\[.*\n", "", found, flags=re.MULTILINE)
    parts = re.split(r"^(?=#+ )", found, flags=re.MULTILINE)
    return [re.findall(r"^(?:#+|\d\.|-|\||```\w*|<a id=.*)", part, re.MULTILINE) for part in parts]


@all_guides
def test_the_guides_are_built_alike(guide):
    for english, other in zip(shape("en"), shape(guide), strict=True):
        assert other == english
    assert ANCHOR.findall(text(guide)) == ANCHOR.findall(text("en"))
    assert len(ANCHOR.findall(text(guide))) == len(re.findall(r"^##+ ", prose(guide), re.MULTILINE)) >= 13


def code(guide: str) -> list[str]:
    """What stands as code, in blocks of the shell or among the words; messages and a language's own code apart."""
    among = re.sub(r"^\| `.*(?=\|.*\|$)", "", prose(guide), flags=re.MULTILINE)
    lines = [line for block in fences(guide, "sh") for line in block.splitlines()]
    return [*lines, *INLINE_CODE.findall(among)]


@all_guides
def test_the_guides_name_the_same_commands_files_and_marks(guide):
    def neutral(language: str) -> list[str]:
        own = translated(language)
        named = (re.sub(rf"(?<=[ ./]){own}(?=$|[./ ])", "LANG", one) for one in code(language))
        return sorted(re.sub(r"^/(LANG/)?(?=translations/|glossary/)", "/LANG/", one) for one in named if one != own)

    assert neutral(guide) == neutral("en")


@all_guides
def test_no_guide_names_a_person_or_an_address(guide):
    assert not re.findall(r"https?:|[\w.+-]+@\w", text(guide))


# Commands, files and links


@all_guides
def test_every_command_that_is_named_exists(guide):
    named = set()
    for line in code(guide):
        line = line.removeprefix(".venv/bin/")
        if not line.startswith("roadmap "):
            continue
        here: Any = main
        rest = line.split()[1:]
        while rest and hasattr(here, "commands"):
            here = here.commands[rest.pop(0)]
        options = {name for parameter in here.params for name in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= options, line
        given = re.sub(r"--\S+ \S+", "", " ".join(rest)).split()
        arguments = [parameter for parameter in here.params if parameter.param_type_name == "argument"]
        required = sum(parameter.required for parameter in arguments)
        assert required <= len(given) <= len(arguments), line
        named.add(here.name)
    assert named == {*main.commands["translations"].commands, "serve"}
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    makes = {line.split()[1] for line in code(guide) if line.startswith("make ")}
    assert makes == {"check", "serve"} <= targets


@all_guides
def test_every_file_that_is_named_exists(guide):
    named = [one for one in code(guide) if re.fullmatch(r"[\w.-]+(/[\w.-]+)+|[\w-]+\.(json|yml|md|po)", one)]
    assert len(named) >= 8
    for path in named:
        new = "/pt." in path  # the language to add
        made_from = path.replace("/pt.", "/en.")
        case = re.fullmatch(r"content/case-studies/[a-z-]+/index\.\w+\.md", path)
        assert (PROJECT / (Path(path).parent if case else made_from)).exists(), path
        assert not new or not (PROJECT / path).exists()


@all_guides
def test_every_link_leads_somewhere(guide):
    anchors = set(ANCHOR.findall(text(guide)))
    for match in LINK.finditer(prose(guide)):
        target = match["target"]
        if target.startswith("#"):
            assert target[1:] in anchors, target
        else:
            assert (PROJECT / target).exists(), target


@all_guides
def test_what_the_screen_shows_is_quoted_as_it_is(guide):
    words = Localization(Site(whole_project()), guide)
    assert f"**{words.pgettext('notice', 'Améliorer cette traduction').value}**" in text(guide)
    unofficial = words.pgettext(
        "notice",
        "Traduction non officielle, faite par la rédaction et non relue. Le texte de référence est le texte français.",
    ).value
    first = plain(re.match(r".*?[.。]", unofficial)[0])
    if guide in ("ar", "es", "ru"):  # their full stop follows the closing quotation mark
        first = f"«{first.removesuffix('.')}»."
    assert first in plain(text(guide))
    addresses = [one for one in code(guide) if one.startswith("/")]
    known = {f"/{sites.path_in(guide, row.address)}" for row in rows(Site(whole_project()))}
    assert len(addresses) == 2
    assert set(addresses) <= known


@all_guides
def test_what_is_said_of_the_settings_holds(guide):
    """`fallback`, `minimum` and `preparing` are what data/languages.yml calls them; Weblate's component is one."""
    listed = (PROJECT / "data" / "languages.yml").read_text(encoding="utf-8")
    for name in ("fallback", "minimum"):
        assert f"`{name}`" in text(guide)
        assert re.search(rf"\b{name}: ", listed)
    assert "preparing: true" in listed
    component = (PROJECT / "weblate.json").read_text(encoding="utf-8")
    assert re.search(r'"name": "Catalogues"', component)
    assert "**Catalogues**" in text(guide)
    assert '"repo"' not in component  # which is why maintainers are told to add it


# Entries of the catalogue


def entries(guide: str) -> dict[str, Message]:
    """The entry of each excerpt, by what it shows."""
    names = ("missing", "translated", "plural", "fuzzy")
    found = {}
    for name, block in zip(names, fences(guide, "po"), strict=True):
        (found[name],) = (message for message in _read(block, translated(guide)) if message.id)
    return found


def _read(block: str, language: str) -> Catalog:
    return read_po(io.BytesIO(block.encode()), locale=languages.locale(language), abort_invalid=True)


@all_guides
def test_the_excerpts_stand_in_the_catalogue(guide):
    real = _read(catalogue(translated(guide)), translated(guide))
    for name, entry in entries(guide).items():
        same = real.get(entry.id, entry.context)
        assert same, name
        assert entry.string == ("" if name == "missing" else same.string), name
        assert entry.fuzzy == (name == "fuzzy")
        assert not same.fuzzy
    assert {entry.context for entry in entries(guide).values()} == {"activity 2.2", "count", "notice"}


@all_guides
def test_the_fuzzy_entry_is_what_an_update_makes(guide):
    """The French moved: what `update` writes is the excerpt, line by line."""
    language, excerpt = translated(guide), fences(guide, "po")[3]
    old = re.search(r'#\| msgid "(.+)"', excerpt)[1]
    new = re.search(r'\nmsgid "(.+)"', excerpt)[1]
    assert old != new
    before = catalogue(language).replace(f'\nmsgid "{new}"', f'\nmsgid "{old}"')
    after = merging.merge(before, extraction.template(Site(whole_project())), plurals.of_language(language)[0])
    assert f"\n\n{excerpt}\n" in after


@all_guides
def test_the_plural_forms_are_the_languages_own(guide):
    """How many, and for each the numbers that it is for."""
    chapter = section(guide, "plural")
    forms, rule = plurals.of_language(translated(guide))
    assert re.search(r"\*\*(\d+)\*\*", chapter)[1] == str(forms)
    chosen = c2py(rule)
    table = re.findall(r"^\| `msgstr\[(\d+)\]` \| (.+) \|$", chapter, re.MULTILINE)
    assert [int(form) for form, _numbers in table] == list(range(forms))
    for form, numbers in table:
        found = re.findall(r"(\d+)(?:–(\d+))?", numbers)
        assert found
        for first, last in found:
            for number in range(int(first), int(last or first) + 1):
                assert chosen(number) == int(form), number
    assert len(entries(guide)["plural"].string) == forms
    if guide == sites.SOURCE:
        for name, code in (("arabe", "ar"), ("russe", "ru"), ("espagnol", "es"), ("chinois", "zh")):
            assert re.search(rf"l[e’] ?{name} {plurals.of_language(code)[0]}\b", chapter), name


@all_guides
def test_the_page_that_is_shown_is_the_real_one_shortened(guide):
    (shown,) = fences(guide, "markdown")
    real = (PROJECT / "content" / f"about.{translated(guide)}.md").read_text(encoding="utf-8")
    for line in shown.splitlines():
        pattern = ".*".join(re.escape(part) for part in line.split(DOTS))
        assert re.search(rf"^{pattern}", real, re.MULTILINE), line


# What the check says


def quoted(guide: str) -> list[str]:
    """The messages of the table; readers of French have each in both languages."""
    cells = re.findall(r"^\| (`.+`) \| [^|]+ \|$", section(guide, "check"), re.MULTILINE)
    return [message for cell in cells for message in INLINE_CODE.findall(cell)]


AVOIDED = {
    "ar": "الدول الأطراف",
    "en": "States Parties",
    "es": "Estados Partes",
    "ru": "культурные выражения",
    "zh": "缔约国",
}
"""A rendering that data/glossary.yml refuses, of a term that the banner has."""
SPOILT = (
    ("years", "depuis %(start)s", lambda old, _code: old.replace("%(start)s", "2014")),
    ("nav", "Suivant : %(page)s", lambda old, _code: old.replace("%(page)s", "%(pagina)s")),
    ("row goals", "Objectifs de la Convention", lambda old, _code: f"<b>{old}"),
    ("translations", "Une langue est proposée", lambda old, _code: old.replace("%%", "%", 1)),
    ("nav", "Aller au contenu", lambda _old, _code: "Aller au contenu"),
    ("nav", "Langue :", lambda old, _code: old.rstrip(":： ")),
    ("row outputs", "Produits", lambda old, _code: f" {old}"),
    ("title", "Feuille de route ouverte", lambda old, _code: old.replace("2005", "")),
    ("banner", "Les Parties promeuvent", lambda old, code: f"{old} {AVOIDED[code]}"),
    ("row sdgs", "ODD 2030", lambda _old, code: {"ar": "هدف, هدف 2030", "zh": "目标,目标 2030"}.get(code, "2030")),
)
"""Mistakes: the entry's context, the beginning of its French, and the translation spoilt."""


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> dict[str, list[str]]:
    """What the commands say of a project with every mistake of the tables, by language of the catalogue."""
    folder = sites.copy_project(PROJECT, tmp_path_factory.mktemp("spoilt") / "project")
    for code in AVOIDED:
        _spoil(folder / "data" / "locales" / f"{code}.po", code)
        about = folder / "content" / f"about.{code}.md"
        about.write_text(about.read_text("utf-8").replace("{#reuse}", "{#other}"), encoding="utf-8")
    for path in (folder / "content/case-studies/co-crea-digital").glob("index.*.md"):
        path.write_text(re.sub(r"fingerprints:\n(  .*\n)+", "", path.read_text("utf-8")), encoding="utf-8")
    project = read(folder)
    problems = [
        *problems_of(folder),
        *tracking.unstamped(project),
        *quality.check(project, AVOIDED),
        *_unreadable(),
    ]
    return {
        code: [
            problem.in_language(language)
            for problem in problems
            for language in ("fr", "en")
            if not problem.path.endswith(".po") or problem.path.endswith(f"{code}.po")
        ]
        for code in AVOIDED
    }


def _spoil(path: Path, code: str) -> None:
    catalogue = po_file.edit(path.read_text(encoding="utf-8"))
    for context, french, spoil in SPOILT:
        (entry,) = (one for one in catalogue if one.msgctxt == context and one.msgid.startswith(french))
        assert spoil(entry.msgstr, code) != entry.msgstr, (code, french)
        entry.msgstr = spoil(entry.msgstr, code)
    (plural,) = (one for one in catalogue if one.msgid == "%(count)s produit")
    if len(plural.msgstr_plural) > 1:
        plural.msgstr_plural.popitem()
    path.write_text(str(catalogue), encoding="utf-8")


def _unreadable() -> Iterator[Problem]:
    """Without a quote; with a plural form too many."""
    for code in AVOIDED:
        text, last = catalogue(code), plurals.of_language(code)[0] - 1
        one_more = re.sub(rf"(?m)^(msgstr\[{last}\] .*\n)\n", rf'\1msgstr[{last + 1}] "x"\n\n', text, count=1)
        for spoilt in (text.replace('msgctxt "title"\n', 'msgctxt "title\n', 1), one_more):
            yield from parse(spoilt, f"data/locales/{code}.po", code)[1]


@all_guides
def test_every_message_is_one_that_the_commands_say(guide, said):
    assert len(quoted(guide)) == 14 * (2 if guide == sites.SOURCE else 1)
    for message in quoted(guide):
        # Only these two scripts have a comma of their own: other guides show the Arabic one.
        code = "ar" if "،" in message else translated(guide)
        pattern = ".+".join(re.escape(plain(part)) for part in plain(message).split(DOTS))
        pattern = pattern.replace(r"\ ", " ")
        assert any(re.fullmatch(pattern, plain(one)) for one in said[code]), message


# The example, walked


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> dict[str, Project]:
    """The project with the example's entry missing in every language, and then translated as the guides show."""
    folder = sites.copy_project(PROJECT, tmp_path_factory.mktemp("example") / "project")
    found = {}
    for name, at, before in (("missing", 0, 1), ("translated", 1, 0)):
        for guide in PATHS:
            if guide != sites.SOURCE:
                blocks, path = fences(guide, "po"), folder / "data" / "locales" / f"{guide}.po"
                sites.edit(path, f"\n\n{blocks[before]}\n", f"\n\n{blocks[at]}\n")
        found[name] = load(folder)  # `roadmap check` finds nothing
    return found


def _activity(loaded: Project, language: str) -> str:
    """The words of the page of activity 2.2, marked where they fell back."""
    site = Site(loaded)
    (row,) = (row for row in rows(site) if row.kind.name == "activity" and row.id == "2.2")
    body = Renderer([PROJECT / "overrides", THEME]).body(View(site, language, sites.SITE_URL), row)
    return plain(body)


@all_guides
def test_the_example_walked_ends_on_the_page(guide, walked):
    language, entry = translated(guide), entries(guide)["translated"]
    title = re.compile(r"<h1[^>]*>(.*?)</h1>")
    before, after = (title.search(_activity(walked[name], language))[1] for name in ("missing", "translated"))
    assert entry.string not in before
    assert "fallback" in before
    assert entry.string in after
    assert "fallback" not in after
    line = walked["translated"].catalogs[language].get(entry.id, entry.context).lineno
    found = quality.check(walked["translated"], [language])
    assert not [one for one in found if one.line == line]
