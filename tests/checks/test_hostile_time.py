"""Nothing that is sent takes more than five seconds or 500 MB to check, to import or to render."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_golden import BASE, saved
from test_hostile import (
    QUICK,
    REAL,
    copy,
)

from hostile import (
    ANSWER_SIZE,
    CASE,
    FACTS,
    FILE_SIZE,
    FRENCH,
    HEAD,
    ISSUE_SIZE,
    MEGABYTES,
    PAGE_SIZE,
    PIECES,
    TEXT,
    assert_checked,
    bounded,
    filled,
    limited,
    parts,
    received,
    webp,
)
from roadmap.reading import case_study, prose
from roadmap.reading.markdown.rendering import Labels

pytestmark = pytest.mark.slow

pytest_plugins = ("hostile",)

# What is sent

TITLE = "### Titre\n\nx\n\n"
SENT_LONG = {
    "line ends": ("\n", "", "x"),
    "blank lines": (" \n", "", "x"),
    "comments": ("#\n", "", "x"),
    "comments before the file": ("#\n", "", "submission: 1\n"),
    "indented comments": (" # #\n", "", "x"),
    "spaces": (" ", "", "x"),
    "fences that open": ("```a\n", "", ""),
    "fences that open in an answer": ("```a\n", "### Fichier du formulaire\n\n", ""),
    "fences of every length": ("".join("`" * n + "\n" for n in range(300, 2, -1)), "", ""),
    "fences and files": ("```\nsubmission: 1\n```\n", "", ""),
    "spaces in a heading": (" ", "### a", "b"),
    "spaces after a heading": (" ", "### Titre", "\n\nx"),
    "one heading again and again": (TITLE, "", ""),
    "headings of another form": ("### a\n", "", TITLE),
    "sources": ("a|b|c|d\n", "### Sources, une par ligne\n\n", ""),
    "sources of nothing": ("|", "### Sources, une par ligne\n\n", ""),
    "choices": ("1.1 – a, ", "### Activités de la feuille de route\n\n", ""),
    "goals": ("4 – a, ", "### Objectifs de développement durable\n\n", ""),
    "figures": ("9", "### Année de début\n\n", ""),
    "a word": ("a", "submission: ", ""),
    "words over many lines": (" a\n", "submission:\n", ""),
    "a list": ("- a\n", "submission:\n", ""),
    "a list of lists": ("[", "submission: ", ""),
    "a quotation": ("\\n", 'submission: "', '"'),
    "unknown keys": ("a: b\n", "submission: 1\n", ""),
    "dashes": ("-", "submission: ", ""),
    "question marks": ("? ", "submission: ", ""),
    "answers": ("a ", "submission: 1\ntexts: {fr: {main_features: '", "'}}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("size", [ISSUE_SIZE, FILE_SIZE])
@pytest.mark.parametrize(("unit", "before", "after"), SENT_LONG.values(), ids=SENT_LONG)
def test_nothing_that_is_sent_takes_long(post: Path, unit: str, before: str, after: str, size: int):
    received(post, filled(unit, size, before, after), project=REAL)


def test_a_few_blank_lines_take_no_time(post: Path):
    received(post, "\n" * 60 + "x")


# Facts


def many(line: Callable[[int], str], count: int) -> str:
    return "".join(map(line, range(count)))


def word(number: int) -> str:
    """Three letters, as a language's code has."""
    letters = string.ascii_lowercase
    return letters[number // 676 % 26] + letters[number // 26 % 26] + letters[number % 26]


FACTS_LONG = {
    "unknown keys": ("party: XA\n", lambda: many(lambda n: f"sourcez{n}: 1\n", 9000)),
    "domains that are nearly known": (
        "domains: [fake-weaving]\n",
        lambda: f"domains: [{many(lambda n: f'fake-w{n}eaving,', 9000)}]\n",
    ),
    "activities that are unknown": ('activities: ["1.1"]\n', lambda: "activities: [" + '"9.9",' * 9900 + "]\n"),
    "languages that are unknown": ("  fr: Min", lambda: many(lambda n: f"  {word(n)}: x\n", 9000) + "  fr: Min"),
    "languages of languages": ("  fr: Min", lambda: many(lambda n: f"  {word(n)}-Abcd-AB: x\n", 8000) + "  fr: Min"),
    "Parties": ("co_parties: [XB]\n", lambda: f"co_parties: [{'ZA,' * 9900}]\n"),
    "sources": ("sources:\n", lambda: "sources:\n" + "  - {titel: a}\n" * 4900),
    "pictures": ("images:\n", lambda: "images:\n" + "  - {file: a.png}\n" * 4900),
    "a title": ("title: Gazette factice\n", lambda: f"title: {'a ' * 80_000}\n"),
    "an address": ("https://example.org/fake-gazette", lambda: "https://" + "a@" * 80_000),
    "a contact": ("sheep@ministry", lambda: "a." * 80_000 + "@a"),
    "a file's name": ("file: fake-sheep.png", lambda: f"file: {'a-' * 80_000}.png"),
    "braces": ("mandate: ", lambda: f"mandate: '{'{' * 100_000}'\n#"),
    "and signs": ("mandate: ", lambda: f"mandate: '{'&a' * 50_000}'\n#"),
}


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), FACTS_LONG.values(), ids=FACTS_LONG)
def test_no_facts_take_long(fake: Path, old: str, new: Callable[[], str]):
    facts = (BASE / CASE / FACTS).read_text("utf-8")
    assert facts.count(old) >= 1
    assert_checked(fake, facts=facts.replace(old, new(), 1))


# Texts

UNITS = parts(
    '[¦]¦(¦)¦*¦_¦`¦~¦<¦>¦#¦-¦+¦=¦|¦\\¦&¦!¦:¦{¦}¦.¦^¦ ¦\t¦\n¦](¦[[¦[a\n¦[]¦[a](¦[a](/b¦[a](/b(¦[a](/b "¦[a](</b¦![¦! [¦'
    "* ¦*a¦a*¦**a¦***a¦*a **b ¦_a __b¦*_¦*a*_b¦_*a ¦a_b_¦[^¦[^1]¦[^1¦[^1]\n¦[^a¦`a¦``a¦`\n¦\\*¦\\`¦&lt;¦&#¦&#x¦> ¦>a\n¦"
    "> a\n\n¦- ¦- a\n¦- a\n\n¦1. ¦1. a\n¦- > ¦1. > ¦+\t¦a\n: b\n¦: ¦a\n\n:   b\n\n¦*[a]: b\n¦[a]: /b\n¦[^a]: b\n¦"
    '{: a=b }¦{: a="¦{#¦{: ¦a  \n¦---\n\n¦===\n¦a\n-\n¦https://¦<https://a¦<mailto:a¦    a\n¦### a\n¦|a¦|\n¦|-|\n¦'
    "a|b\n¦<a ¦<!--¦~~~\n¦```\n¦klzzwxh:¦\\\n¦é"
)


def deeper(prefix: str, line: str = "- a [^1]\n") -> str:
    """Each line deeper than the one before."""
    return "".join(prefix * depth + line for depth in range(int((2 * PAGE_SIZE / max(1, len(prefix))) ** 0.5)))[
        :PAGE_SIZE
    ]


STRUCTURES = {
    "lists within lists": deeper("    "),
    "lists within lists, by tabs": deeper("\t"),
    "lists three deep": filled("- a [^1]\n    - b [^1]\n        - c [^1]\n", PAGE_SIZE - 500),
    "numbered lists on one line": filled("1. ", PAGE_SIZE - 500, after="a [^1]"),
    "quotations within quotations": deeper("> ", "a [^1]\n"),
    "quotations of thirty": filled("> " * 18 + "a [^1]\n\n", PAGE_SIZE - 500),
    "definitions within definitions": deeper("    ", ":   a [^1]\n"),
    "a table of ten thousand cells": filled("|a [^1]" * 20 + "|\n", PAGE_SIZE - 800, f"{'|a' * 20}|\n{'|-' * 20}|\n"),
    "a table of ten thousand columns": "|a" * 15_000 + "|\n" + "|-" * 15_000 + "|\n" + "|b" * 15_000 + "| [^1]\n",
    "a table of ten thousand rows": filled("|a|\n", PAGE_SIZE - 800, "|a|\n|-|\n"),
    "a thousand tables": filled("|a|\n|-|\n|b [^1]|\n\n", PAGE_SIZE - 500),
    "abbreviations of everything": filled("*[a]: b\n", 40_000, after="\n" + "a " * 20_000),
    "abbreviations": many(lambda n: f"*[{word(n)}]: b\n", 3000) + "\n" + many(lambda n: f"{word(n)} ", 9000),
    "references": many(lambda n: f"[{word(n)}]: /a\n", 4000) + "\n" + many(lambda n: f"[{word(n)}][] ", 4000),
    "headings": many(lambda n: f"### a {{#a{n}}}\n\n", 5000),
    "emphasis within emphasis": filled("*a **b ", 30_000, after="b** a*" * 5000),
    "links within links": "[" * 900 + "a" + "](/b)" * 900 + " [^1]",
    "brackets within brackets": "[" * 990 + "a " * 30_000 + "]" * 990,
    "brackets before much": "[a " * 990 + "b " * 40_000,
    "an attribute list": "a {: " + filled("b=c ", PAGE_SIZE - 800) + "}",
    "citations": filled("Un mot. [^1] ", PAGE_SIZE - 500),
}


def assert_rendered_in_time(fake: Path, markdown: str) -> None:
    case, problems = assert_checked(fake, french=f"{TEXT}Un fait. [^1]\n\n{markdown}\n\n[^2]\n")
    if case and "fr" in case.texts and not any(problem.path.endswith(FRENCH) for problem in problems):
        with bounded():
            prose.render_section(case.texts["fr"].sections[0].pieces, str, Labels())


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_nothing_that_is_repeated_takes_long_to_check_or_to_render(fake: Path, unit: str):
    assert_rendered_in_time(fake, filled(unit, PAGE_SIZE - 500))


@pytest.mark.slow
@pytest.mark.parametrize("markdown", STRUCTURES.values(), ids=STRUCTURES)
def test_no_structure_takes_long_to_check_or_to_render(fake: Path, markdown: str):
    assert_rendered_in_time(fake, markdown)


@pytest.mark.slow
@settings(QUICK, max_examples=30)
@given(units=st.lists(st.sampled_from([*UNITS, *(piece for piece in PIECES if piece)]), min_size=2, max_size=4))
def test_nothing_that_is_repeated_together_takes_long(fake: Path, units: list[str]):
    assert_rendered_in_time(fake, filled("".join(units), ANSWER_SIZE))


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize("before", ["---\n", "---\ntitle: ", f"{HEAD}## ", f"{HEAD}## T {{"], ids=repr)
@pytest.mark.parametrize("unit", ["a", " ", "a\n", "-", "{#", " \n"], ids=repr)
def test_no_head_of_a_text_takes_long_to_check(fake: Path, before: str, unit: str):
    assert_checked(fake, french=filled(unit, PAGE_SIZE, before))


# Crowds

CODES = parts(
    "es¦de¦it¦pt¦nl¦sv¦da¦nb¦fi¦pl¦cs¦sk¦hu¦ro¦bg¦el¦ru¦uk¦sr¦hr¦sl¦et¦lv¦lt¦tr¦ka¦hy¦he¦ar¦fa¦hi¦bn¦th¦vi¦id"
)
"""As many languages as there is room for in a folder."""
LONGEST = ["fr", "en", *CODES][: case_study.MAX_TEXTS // PAGE_SIZE]
"""As many as may have the longest text."""
CROWDS: dict[str, Callable[[Path], object]] = {
    "more texts than there may be": lambda folder: write_all(folder, filled("a\n\n", PAGE_SIZE, TEXT), CODES),
    "texts of HTML": lambda folder: write_all(folder, filled("<b>\n", PAGE_SIZE, TEXT)),
    "texts of links": lambda folder: write_all(folder, filled("[a](b)\n", PAGE_SIZE, TEXT)),
    "texts of citations": lambda folder: write_all(folder, filled("[^9]\n", PAGE_SIZE, TEXT)),
    "texts of facts": lambda folder: write_all(folder, filled("a\n\n", PAGE_SIZE, TEXT)),
    "texts of sections": lambda folder: write_all(folder, filled("## a\n", PAGE_SIZE, TEXT)),
    "texts of keys": lambda folder: write_all(folder, filled("a: b\n", PAGE_SIZE - 4, "---\n", "---\n")),
    "texts of front matter": lambda folder: write_all(folder, filled("a: b\n", prose.MAX_HEAD, "---\n", "---\n")),
    "texts of citations that are right": lambda folder: write_all(folder, filled("Un mot. [^1]\n\n", PAGE_SIZE, TEXT)),
    "more pictures than there may be": lambda folder: draw_all(folder, len(CODES), webp(4000, 1)),
    "pictures": lambda folder: draw_all(folder, 9, saved("WEBP", (1400, 1400), lossless=True)),
    "files": lambda folder: [(folder / f"{n}.txt").write_bytes(b"") for n in range(5000)],
}


def write_all(folder: Path, text: str, codes: Sequence[str] = LONGEST) -> None:
    for code in codes:
        (folder / f"index.{code}.md").write_text(text, encoding="utf-8")


def draw_all(folder: Path, count: int, raw: bytes) -> None:
    for number in range(count):
        (folder / f"{number}.webp").write_bytes(raw)


@pytest.mark.sampled(3)
@pytest.mark.slow
@pytest.mark.parametrize("crowd", CROWDS)
def test_no_crowd_of_files_takes_long_or_much_memory(tmp_path: Path, crowd: str):
    project = copy(tmp_path)
    CROWDS[crowd](project / CASE)
    status, output, megabytes = limited(tmp_path, "--project", project, "check", CASE)
    assert (status, output) == (1, "")
    assert megabytes < MEGABYTES
