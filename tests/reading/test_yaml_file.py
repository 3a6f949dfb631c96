"""YAML as people write it: what YAML reads otherwise is answered with the character, the line and what to write."""

from __future__ import annotations

import re
import time

import pytest
import yaml

from roadmap.problems import Problem
from roadmap.reading.yaml_file import parse_yaml

NO_BREAK, NARROW, WIDE, ZERO = "\u00a0", "\u202f", "\u3000", "\u200b"


def messages(text: str, comments: bool = False) -> list[str]:
    _document, problems = parse_yaml(text, "fake.yml", comments=comments)
    return [f"{problem.line}: {problem.in_language('en')}" for problem in problems]


def followed(text: str, problems: list[Problem]) -> str:
    """The text with each line that a problem says to write, in its place and with its indentation."""
    lines = text.split("\n")
    for problem in problems:
        written = re.search(
            r"Write: (.*?)(?: – or put the comment on a line of its own\.)?$", problem.in_language("en")
        )
        assert written, problem.in_language("en")
        line = lines[problem.line - 1].replace(NO_BREAK, " ").replace(WIDE, " ").replace("\t", " ")
        lines[problem.line - 1] = line[: len(line) - len(line.lstrip())] + written[1]
    return "\n".join(lines)


MISTAKES = {
    "a number sign after a title": ("title: Crea #Digital: x\nb: 1\n", 1, "number sign", {"title": "Crea #Digital: x"}),
    "a number sign at the start": ("title: #Digital\nb: 1\n", 1, "number sign", {"title": "#Digital"}),
    "a number sign in an item": ("a:\n  - x #y\n  - z\n", 2, "number sign", {"a": ["x #y", "z"]}),
    "a number sign in brackets": (
        "a: {en: Fake (no #2) and x}\n",
        1,
        "number sign",
        {"a": {"en": "Fake (no #2) and x"}},
    ),
    "a number sign below a key": ("a:\n  en: Fake (no #2)\n", 2, "number sign", {"a": {"en": "Fake (no #2)"}}),
    "a number sign after a block's bar": ("a: > #x\n", 1, "number sign", {"a": "#x"}),
    "a colon": ("title: a : b\n", 1, "colon", {"title": "a : b"}),
    "a colon at the end": ("title: Fake:\n", 1, "colon", {"title": "Fake:"}),
    "a colon in brackets": ("a: {fr: Fake: x}\n", 1, "colon", {"a": {"fr": "Fake: x"}}),
    "no space after a colon": ("title:x\nb: 1\n", 1, "colon", {"title": "x", "b": 1}),
    "an equals sign for a colon": ("title = x\nb: 1\n", 1, "colon", {"title": "x", "b": 1}),
    "a full-width colon": ("title：x\nb: 1\n", 1, "U+FF1A", {"title": "x", "b": 1}),
    "a no-break space after a colon": (f"title:{NO_BREAK}x\n", 1, "U+00A0", {"title": "x"}),
    "a no-break space before a colon": (f"title{NO_BREAK}: x\n", 1, "U+00A0", {"title": "x"}),
    "a narrow space before a colon": (f"title{NARROW}: x\n", 1, "U+202F", {"title": "x"}),
    "no-break spaces that indent": (f"a:\n{NO_BREAK * 2}b: 1\n", 2, "U+00A0", {"a": {"b": 1}}),
    "an ideographic space that indents": (f"a:\n{WIDE}- b: x\n", 2, "U+3000", {"a": [{"b": "x"}]}),
    "a zero-width space before a key": (f"{ZERO}title: x\n", 1, "U+200B", {"title": "x"}),
    "a no-break space after a dash": (f"-{NO_BREAK}x\n- y\n", 1, "U+00A0", ["x", "y"]),
    "a tab after a colon": ("title:\tx\n", 1, "tab", {"title": "x"}),
    "an en dash for a list": ("– title: x\n", 1, "en dash", [{"title": "x"}]),
    "a bullet for a list": ("a:\n  • title: x\n    b: y\n", 2, "bullet", {"a": [{"title": "x", "b": "y"}]}),
    "no space after a dash": ("- a\n-b\n", 2, "hyphen", ["a", "b"]),
    "curly quotes": ("title: “Fake: x”\n", 1, "U+201C", {"title": "Fake: x"}),
    "curly quotes in brackets": ("a: [“x, y”, z]\n", 1, "U+201C", {"a": ["x, y", "z"]}),
    "an at sign": ("title: @x\n", 1, "at sign", {"title": "@x"}),
    "a grave accent": ("title: `x`\n", 1, "grave accent", {"title": "`x`"}),
    "a percent sign": ("title: %x\n", 1, "percent sign", {"title": "%x"}),
    "a vertical bar": ("title: | x\n", 1, "vertical bar", {"title": "| x"}),
    "a hyphen": ("title: - x\n", 1, "hyphen", {"title": "- x"}),
    "an open bracket": ("- [a, b\n- c\n", 1, "opening bracket", [["a", "b"], "c"]),
    "a bracket that starts a text": ("title: [Draft] x\n", 1, "opening bracket", {"title": "[Draft] x"}),
    "a brace that starts a text": ("title: {x} y\n", 1, "opening brace", {"title": "{x} y"}),
    "an open quote": ('title: "Fake\nb: "x"\n', 1, "quotation mark", {"title": "Fake", "b": "x"}),
    "text after a quote": ('title: "Fake" x\n', 1, "quotation mark", {"title": '"Fake" x'}),
    "an apostrophe in apostrophes": ("title: 'L'art'\n", 1, "apostrophe", {"title": "'L'art'"}),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_with_its_character_its_line_and_a_line_that_is_right(name: str):
    text, line, character, meant = MISTAKES[name]
    document, problems = parse_yaml(text, "fake.yml")
    assert [problem.line for problem in problems] == [line], messages(text)
    assert character in problems[0].in_language("en")
    assert document is not None and document.mistaken == {line}
    again, problems = parse_yaml(followed(text, problems), "fake.yml")
    assert problems == [] and again is not None
    if isinstance(meant, dict) and len(meant) < len(again.data):
        assert again.data.items() >= meant.items()
    else:
        assert again.data == meant


def test_all_mistakes_of_a_file_are_reported_at_once():
    text = "title: @x\nsummary: a : b\nparty: BF #x\nyears:\n   start: 2001\n  end: 2002\nurl: %x\ntitle: y\n"
    assert [int(line.partition(":")[0]) for line in messages(text)] == [1, 2, 6, 7, 3, 8]


@pytest.mark.parametrize(
    "text",
    [
        "resources: >\n  - x\n  - y\n",
        "resources: x\n  - y\n",
        'resources: "x\n  1. y"\n',
        "resources: >-\n  x:\n  • y\n",
        "resources: >\n  | a | b |\n  | - | - |\n",
        "resources: 1. x\n  2. y\n",
        "resources: x\n  – y\n  – z\n",
        "resources: >-\n  x:\n  — y\n",
    ],
)
def test_a_list_whose_lines_would_be_joined_is_refused(text: str):
    (problem,) = messages(text)
    assert "Write “resources: |” and the text on the next lines" in problem


@pytest.mark.parametrize("style", ["", "'", '"'])
def test_a_line_that_a_tool_begins_with_the_end_of_a_sentence_is_no_item(style: str):
    assert messages(f"resources: {style}The fund counts a whole\n  3. Later it counts\n  12. It ends.{style}\n") == []


@pytest.mark.parametrize("text", ["Un fait :\n\n|a|b|\n|-|-|\n|c|d|\n", "- a\n- b\n", "1. a\n2. b\n3. c\n"])
def test_a_line_that_a_tool_breaks_within_quotes_joins_nothing(text: str):
    """PyYAML writes such a text in double quotes, and ends a line with a backslash wherever it is long."""
    for width in range(4, 40):
        assert messages(yaml.safe_dump({"resources": f"{text} "}, width=width)) == []


def test_a_dash_within_an_item_is_no_further_item():
    assert messages("resources: '- The fund counts ten\n  — some say twelve.\n\n  - It ends.'\n") == []


def test_a_text_that_a_comma_cuts_in_brackets_is_refused():
    (problem,) = messages("a: {fr: Culture, Arts}\n")
    assert problem.startswith("1: The comma") and 'Example: {fr: "' in problem


def test_a_comment_below_a_text_that_seems_to_continue_it_is_refused():
    assert len(messages("title: A fake\n  #Digital\nb: c\n")) == 1
    assert messages("case:\n  title: A fake\n  # a comment\n  b: c\n  #c:\nd:\n  - a: x\n    # b\n") == []


def test_what_yaml_reads_as_people_mean_it_is_accepted():
    text = (
        '# a comment\na: [x, y] # of a list\nb: "q" # of a quoted text\nc: # of a record\n  d: 1\n'
        f"e: C# and a#b, 50 %, 12:30, http://example.org/#x, “quoted” words\nf:\n  - “Fake”\ng: Le{NO_BREAK}: x\n"
        f"h: |\n  title{NO_BREAK}: x # y\n  - “a” : b\n   {NO_BREAK}• z\ni: >\n  Two lines\n  of a text.\n"
    )
    assert messages(text.replace(f"g: Le{NO_BREAK}: x\n", "")) == []


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_text_of_several_lines_may_have_any_space_before_its_colons(quote: str):
    text = (
        f"a: {quote}Un texte\n  partie{NO_BREAK}: une –{NO_BREAK}deux{quote}\nb:\n- {quote}x\n  y{NO_BREAK}: z{quote}\n"
    )
    assert messages(text) == []


def test_files_of_editors_keep_their_comments():
    assert messages("a: 1 # a comment\nb: # x\nc: x # y\n", comments=True) == []
    assert len(messages("a: 1 # a comment\n")) == 1


@pytest.mark.parametrize("line", ["a: b: c", "- @x", "a: “b: c”", "x", "a: 'b", "a: [", "–  a: x", "a: x #y"])
def test_many_mistakes_do_not_take_long(line: str):
    started = time.process_time()
    parse_yaml(f"{line}\n" * 5000, "fake.yml")
    assert time.process_time() - started < 5
