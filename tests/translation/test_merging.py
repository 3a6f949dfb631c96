"""What `roadmap translations update` makes of a catalogue: the cases of merging.yml, and what gettext's tools say.

To read what a case gives now: `python tests/translation/test_merging.py [part of its name]`.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import sys
from gettext import c2py
from pathlib import Path

import polib
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from test_golden import BASE

import gettext_tools
import sites
from gettext_tools import call
from roadmap import languages
from roadmap.catalogues import catalogue as catalogues
from roadmap.catalogues import plurals, po_file
from roadmap.problems import ProblemsFound
from roadmap.reading.project import read
from roadmap.reading.yaml_file import read_text
from roadmap.site import Site
from roadmap.translation import extraction, merging

pytestmark = pytest.mark.slow

PROJECT = sites.PROJECT
LOCALES = PROJECT / "data" / "locales"
CODES = sorted(path.stem for path in LOCALES.glob("*.po"))
HEADER = r"""# Fake translations.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
CASES = sites.typed_yaml(sites.TESTS / "merging.yml")
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
each_catalogue = pytest.mark.parametrize("code", CODES)


def french(case: dict) -> Catalog:
    """The template of a case."""
    return extraction.without_translations(
        extraction.String(context, text, **{"place": "", **(rest[0] if rest else {})})
        for context, text, *rest in case["french"]
    )


def catalogue(case: dict, key: str) -> str:
    """The catalogue of a case, before or after."""
    text = case.get(key, case["before"])
    return text if re.search('^msgid ""\nmsgstr ""\n', text, re.MULTILINE) else HEADER + text


def as_saved(case: dict) -> bytes:
    """The file before."""
    text = catalogue(case, "before").replace("\n", case.get("ends", "\n"))
    return (("\ufeff" if case.get("bom") else "") + text).encode()


def merged(text: str, template: Catalog) -> str:
    return merging.merge(text, template, 2)


@each_case
def test_a_catalogue_is_brought_up_to_date(case: dict, tmp_path: Path):
    known = {"name", "french", "before", "after", "ends", "bom"}
    assert not case.keys() - known
    path = tmp_path / "en.po"
    path.write_bytes(as_saved(case))
    after = merged(read_text(path, "en.po")[0], french(case))
    assert after == catalogue(case, "after")
    assert merged(after, french(case)) == after, "twice is once"
    assert po_file.canonical(after) == after


# What the tools say of it


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_our_reader_accepts_what_was_brought_up_to_date(case: dict):
    assert problems(catalogue(case, "after"), "en") == []


def problems(text: str, code: str) -> list:
    """What `roadmap check` tells of a catalogue, read as load does."""
    return catalogues.parse(text, f"data/locales/{code}.po", code)[1]


@each_case
def test_msgfmt_accepts_what_was_brought_up_to_date(case: dict):
    call("msgfmt", "--check", "-o", os.devnull, "-", text=catalogue(case, "after"))


@each_catalogue
def test_msgfmt_accepts_the_catalogues(code: str):
    call("msgfmt", "--check", "-o", os.devnull, LOCALES / f"{code}.po")


Key = tuple[str, str]
Entry = tuple[bool, tuple[str, str], list[str], list[str], str, tuple[str, str], str, list[str]]


def entries(text: str) -> dict[Key, Entry]:
    """All that a catalogue says, in no order."""
    found: dict[Key, Entry] = {}
    for entry in po_file.edit(text):
        key = entry.msgctxt or "", entry.msgid
        assert key not in found
        found[key] = (
            bool(entry.obsolete),
            (entry.msgid, entry.msgid_plural),
            list(entry.msgstr_plural.values()) or [entry.msgstr],
            sorted(entry.flags),
            entry.tcomment,
            (entry.previous_msgid or "", entry.previous_msgid_plural or ""),
            entry.comment,
            sorted(place for place, _line in entry.occurrences),
        )
    return found


def as_babel_reads(text: str) -> dict[tuple[bool, str | None, str], tuple]:
    """The same as Babel has it; it takes former French for comments."""
    catalog = read_po(io.BytesIO(for_babel(text)), abort_invalid=True)
    return {
        (message in catalog.obsolete.values(), message.context, str(message.id)): (
            message.string,
            sorted(message.flags),
            former(message.user_comments)[0],
            former(message.user_comments)[1],
            " ".join(message.auto_comments).split(),
            sorted(message.locations),
        )
        for message in [*catalog, *catalog.obsolete.values()]
        if message.id
    }


def for_babel(text: str) -> bytes:
    """A catalogue without the former French of obsolete entries, which Babel refuses."""
    return re.sub(r"^#~\|.*", "#~", text, flags=re.MULTILINE).encode()


def former(comments: list[str]) -> tuple[list[str], str]:
    """Comments, and the former French among them however it is folded."""
    french = "".join(comment[1:].strip() for comment in comments if comment.startswith("|"))
    return [comment for comment in comments if not comment.startswith("|")], french.replace('""', "")


@each_case
def test_msgcat_and_babel_read_the_same_entries(case: dict):
    text = catalogue(case, "after")
    again = call("msgcat", "-", text=text)
    if worthless := [key for key, entry in entries(text).items() if entry[0] and not any(entry[2])]:
        assert entries(again).keys() == entries(text).keys() - worthless, "gettext forgets what was never translated"
        return
    assert entries(again) == entries(text)
    assert as_babel_reads(again) == as_babel_reads(text)


@each_case
def test_nothing_is_lost_where_babel_writes_the_catalogue_in_between(case: dict):
    text = catalogue(case, "after")
    again = merged(by_babel(text), french(case))
    assert living(again) == living(text)


def living(text: str) -> dict[Key, Entry]:
    """The entries that are in use: of the others Babel forgets the flags and the former French."""
    return {key: entry for key, entry in entries(text).items() if not entry[0] and key[1]}


def by_babel(text: str) -> str:
    """A catalogue as Babel writes it again; in lines so long that it breaks no comment."""
    buffer = io.BytesIO()
    catalog = read_po(io.BytesIO(for_babel(text)), locale="en")
    write_po(buffer, catalog, width=200)
    return buffer.getvalue().decode()


# The catalogues themselves, and the tools of translators


@pytest.fixture(scope="module")
def template() -> Catalog:
    """The strings of the site."""
    return extraction.template(Site(read(PROJECT)))


def current(code: str, template: Catalog) -> str:
    """A catalogue of the site, up to date with roadmap.pot."""
    return merging.merge((LOCALES / f"{code}.po").read_text(encoding="utf-8"), template, forms(code))


def forms(code: str) -> int:
    return plurals.of_language(code)[0]


FOLDINGS = (("-w", "60"), ("-w", "77"), ("-w", "79"), ("-w", "100"), ("--sort-output",))


@pytest.mark.sampled(2)
@each_catalogue
def test_the_form_of_a_catalogue_is_the_same_whatever_tool_folded_it(code: str, template: Catalog):
    text = current(code, template)
    assert (
        str(polib.pofile(text, wrapwidth=0))
        == text
        == po_file.canonical(text)
        == call("msgcat", "--no-wrap", "-", text=text)
    )
    for options in FOLDINGS:
        written = call("msgcat", *options, "-", text=text)
        assert written != text, "the tool writes otherwise"
        assert entries(written) == entries(text)
        assert as_babel_reads(written) == as_babel_reads(text)
        if options != ("--sort-output",):  # entries stay in their order
            assert po_file.canonical(written) == text, options
            assert merging.merge(written, template, forms(code)) == text, options


@pytest.mark.sampled(2)
@each_catalogue
@pytest.mark.parametrize("context", ["activity 3.4", "closing"])
def test_msgmerge_and_ours_agree_on_what_moved(code: str, context: str, template: Catalog, tmp_path: Path):
    text = current(code, template)
    changed, old = one_moved(template, context)
    pot, po = tmp_path / "roadmap.pot", tmp_path / f"{code}.po"
    pot.write_text(extraction.template_text(changed), encoding="utf-8")
    po.write_text(text, encoding="utf-8")
    ours = merging.merge(text, changed, forms(code))
    theirs = call("msgmerge", "--quiet", "--previous", po, pot)
    for state in (["--translated", "--no-fuzzy"], ["--only-fuzzy"], ["--untranslated"], ["--only-obsolete"]):
        assert kept(ours, *state) == kept(theirs, *state), state
    assert list(kept(ours, "--only-fuzzy")) == [(context, f"{old} Vraiment.")]
    assert kept(ours, "--only-fuzzy")[context, f"{old} Vraiment."][5] == (old, "")
    assert merging.merge(theirs, changed, forms(code)) == po_file.canonical(theirs), "what msgmerge did is done"
    po.write_text(ours, encoding="utf-8")
    again = entries(call("msgmerge", "--quiet", "--previous", po, pot))
    assert again | {("", ""): None} == entries(ours) | {("", ""): None}, "and what we did, but for the header's order"
    call("msgfmt", "--check", "-o", os.devnull, "-", text=ours)
    only = set(ours.split("\n\n")) - set(text.split("\n\n"))
    assert len(only) == 1, "one entry was written"


def one_moved(template: Catalog, context: str) -> tuple[Catalog, str]:
    """The template with the only text of a msgctxt made longer, and what it was."""
    (old,) = (message.id for message in template if message.context == context)
    changed = Catalog()
    for message in template:
        if message.id:
            text = f"{old} Vraiment." if message.context == context else message.id
            added = changed.add(
                text, context=message.context, locations=message.locations, auto_comments=message.auto_comments
            )
            added.flags = message.flags  # Babel would find formats anew
    return changed, old


def kept(text: str, *state: str) -> dict[Key, Entry]:
    """The entries that msgattrib keeps, but for the header."""
    return {key: entry for key, entry in entries(call("msgattrib", *state, "-", text=text)).items() if key[1]}


# Whatever happens


WORDS = ("Soutenir", "la", "culture", "et", "les", "arts", "des", "Parties")


def test_whatever_moves_no_translation_is_lost_or_crosses_its_msgctxt():
    """Random histories of strings: what each run makes of the catalogue of the one before."""
    dice = random.Random(2005)
    for _history in range(40):
        text, translated = HEADER, {}
        for _run in range(6):
            template = extraction.without_translations(_random_strings(dice))
            text = merged(text, template)
            assert merged(text, template) == text
            found = entries(text)  # no text twice
            live = {key for key, entry in found.items() if not entry[0] and key[1]}
            assert live == {(message.context, catalogues.french(message)[0]) for message in template if message.id}
            said = {entry[2][0]: key[0] for key, entry in found.items() if key[1] and entry[2][0]}
            assert {translation: said.get(translation) for translation in translated} == translated
            for (_context, french), (_old, _ids, (string, *_), flags, _comments, previous, *_) in found.items():
                if french and string:
                    assert string.rpartition("/")[2] == (previous[0] if "fuzzy" in flags else french)
            text, translated = _translate(text, dice)


def _random_strings(dice: random.Random) -> list[extraction.String]:
    places = [(context, count) for context in ("a", "b", "c") for count in range(3)]
    chosen = dice.sample(places, dice.randint(1, 9))
    return [extraction.String(context, " ".join(dice.choices(WORDS, k=3)), "x") for context, _count in chosen]


def _translate(text: str, dice: random.Random) -> tuple[str, dict[str, str]]:
    """Translates some entries, by their French and a number; the translations there are, with their msgctxt."""
    catalogue = po_file.edit(text)
    for entry in catalogue:
        if not (entry.obsolete or entry.msgstr) and dice.random() < 0.7:
            entry.msgstr = f"{dice.random()}/{entry.msgid}"
    return str(catalogue), {entry.msgstr: entry.msgctxt for entry in catalogue if entry.msgstr}


# The files


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    """The fake project of the golden tests, its catalogues up to date."""
    project = shutil.copytree(BASE, tmp_path / "project")
    update(project)
    return project


def update(project: Path) -> list[str]:
    return [path.relative_to(project).as_posix() for path in merging.update(Site(read(project)))]


FILES = ["data/locales/roadmap.pot", "data/locales/en.po", "data/locales/ar.po"]


def stamps(project: Path) -> dict[str, tuple[int, int, bytes]]:
    """Date, inode and content of every file of the catalogues' folder."""
    folder = project / "data" / "locales"
    return {p.name: (p.stat().st_mtime_ns, p.stat().st_ino, p.read_bytes()) for p in folder.iterdir()}


def test_a_file_that_would_not_change_is_not_written_but_is_named(fake: Path):
    before = stamps(fake)
    assert sorted(update(fake)) == sorted(FILES)
    assert stamps(fake) == before


def spoil(project: Path) -> None:
    """Make a catalogue one that must be written again."""
    path = project / "data" / "locales" / "en.po"
    path.write_text(path.read_text("utf-8").replace('msgid "Feuille de route factice"', 'msgid "Feuille"'), "utf-8")


def test_nothing_at_all_is_written_while_a_catalogue_cannot_be_read(fake: Path):
    spoil(fake)
    with (fake / "data" / "locales" / "ar.po").open("a") as file:
        file.write('msgid "lost')
    before = stamps(fake)
    with pytest.raises(ProblemsFound, match=r"data/locales/ar\.po"):
        update(fake)
    assert stamps(fake) == before


def test_a_catalogue_that_is_missing_is_written_from_the_template(fake: Path):
    path = fake / "data" / "locales" / "en.po"
    path.unlink()
    site = Site(read(fake))
    update(fake)
    assert path.read_text("utf-8") == merging.add_catalogue(site, "en")


@pytest.mark.parametrize("code", ["ar", "fa", "ht", "pt", "sw", "vec", "wo", "zh-Hant"])
def test_the_catalogue_of_a_new_language_is_one_that_every_tool_reads(fake: Path, code: str):
    site = Site(read(fake))
    text = merging.add_catalogue(site, code)
    assert text.startswith(f"# Open Roadmap: {languages.locale(code).english_name}.")
    assert f'"Language: {code}\\n"' in text
    assert po_file.canonical(text) == text
    assert problems(text, code) == []
    call("msgfmt", "--check", "-o", os.devnull, "-", text=text)
    found = {key: entry for key, entry in entries(text).items() if key[1]}
    assert len(found) > 100
    assert not any(any(entry[2]) or entry[0] for entry in found.values())
    assert {len(entry[2]) for entry in found.values() if entry[1][1]} == {forms(code)}
    assert merging.merge(text, extraction.template(site), forms(code)) == text
    assert text.endswith('""\n') and not text.endswith("\n\n")


# Plural forms


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pt", (2, "(n > 1)")),
        ("pt-PT", (2, "(n != 1)")),
        ("fa", (2, "(n > 1)")),
        ("wo", (1, "0")),
        ("en", (2, "(n != 1)")),
        ("zh-Hant", (1, "0")),
    ],
)
def test_plural_forms(code: str, expected: tuple[int, str]):
    assert plurals.of_language(code) == expected


@pytest.mark.parametrize(
    ("code", "chosen"),
    [
        ("sw", {0: 1, 1: 0, 2: 1, 11: 1}),
        ("kab", {0: 0, 1: 0, 2: 1}),
        ("ar-EG", {0: 0, 1: 1, 2: 2, 3: 3, 11: 4, 100: 5}),
        ("ht", {0: 0, 1: 0, 2: 1}),
    ],
)
def test_the_rule_of_plurals_is_the_language_s(code: str, chosen: dict[int, int]):
    count, rule = plurals.of_language(code)
    assert {n: c2py(rule)(n) for n in chosen} == chosen
    assert max(chosen.values()) == count - 1


# The tools


def test_what_to_do_without_gettext_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda tool: None)
    with pytest.raises(gettext_tools.Missing, match="make gettext"):
        call("msgfmt", "--version")


def main(part: str) -> None:
    """Prints what is made of a case now, to be judged before it is expected."""
    for case in CASES:
        if part in case["name"]:
            print("#", case["name"], merged(catalogue(case, "before"), french(case)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
