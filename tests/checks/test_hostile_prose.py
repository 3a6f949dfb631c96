"""What a case study's text may hold: what the check lets through is fit to print, and imported again as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_golden import BASE
from test_hostile import (
    PLACE,
    QUICK,
)

from hostile import (
    ATTRIBUTES,
    FEW,
    FRENCH,
    PIECES,
    SLUG,
    TAGS,
    TEXT,
    assert_checked,
    assert_made_well,
    assert_printable,
    fake_with,
    fingerprints,
    known,
    parts,
    received,
)
from roadmap.contributions.importing import ReadyCase
from roadmap.reading import prose
from sites import none

pytest_plugins = ("hostile",)

A_SECTION = st.lists(
    st.sampled_from(PIECES) | st.text(st.sampled_from("ab*_`[]()<>#-|: \n"), max_size=3), max_size=12
).map(lambda pieces: "Un fait. [^1]\n\n" + "".join(pieces) + " [^1]")
TRICKS = (
    "- a ` b [^1]\n- [x](foo.html) ` c [^1]",
    "- a ` b [^1]\n- voir [^77] ` c [^1]",
    "- a ` b [^1]\n- ![x](y) ` c [^1]",
    "a ` b\n## Foo {#results}\nc ` d [^1]",
    "a ` b\n### Foo\nc ` d [^1]",
    "a ` b\n# Foo\nc ` d [^1]",
    "> a ` b\n# Foo\nc ` d [^1]",
    "| a | b |\n|---|---|\n| ` [^1] | [x](foo.html) ` |",
    "[x](//e.org) [^1]",
    "[x](/\\e.org) [^1]",
    "[x](https:/foo.html) [^1]",
    "a [^1]\n{: #source-1 }",
    "a [^1]\n{: #sources }",
    "a [^1]\n{: #main-features }",
    "a [^1]\n{: #b }\n\na [^1]\n{: #b }",
    "a [^1]{: #b }\n\na [^1]{: #b }",
    "### A [^1] {#a}\n{: #b }",
    "### A {: id=a }\n\nb [^1]",
    "##### A {#a}\n\nb [^1]",
    "###### A {#a}\n\nb [^1]",
    "a\n: b [^1]\n: ### C\n",
    "a\n:   ### C\n\n    d [^1]",
    "```\n\n[x](foo.html) [^1]\n\n```",
    "~~~\n\n# x\n\n~~~ [^1]",
    "    # a\n\n[^1]",
    "\t## a\n\n[^1]",
    "*[HTML]: <b>x</b>\n\nHTML [^1]",
    '*[HTML]: a" onclick="x\n\nHTML [^1]',
    "[x][r] [^1]\n\n- [r]: foo.html",
    "[x][r] [^1]\n\n> [r]: foo.html",
    "[r] [^1]\n\n[r]: /\n  'a'",
    "[x\n][r] [^1]\n\n[r]: https://e.org",
    "<javascript:x> [^1]",
    "<JAVASCRIPT:x@e.org> [^1]",
    "[x](JaVaScRiPt:x) [^1]",
    "[x](&#106;avascript:x) [^1]",
    "[x](<javascript:x>) [^1]",
    "[x](\njavascript:x) [^1]",
    '[x](https://e.org"onclick=x) [^1]',
    '[x](https://e.org "t\\"onclick=x") [^1]',
    "[`](foo.html)` [^1]",
    "`` ` `` [x](https://e.org) ` [^1]",
    "\\` [x](foo.html) \\` [^1]",
    "\\\\` [x](foo.html) \\\\` [^1]",
    "klzzwxh:0000 wzxhzdk:0 [^1]",
    "[^1][^2][x](/a)[^1]",
    "[^1](foo.html)",
    "[^1][x]\n\n[x]: /a",
    "[^1]: a",
    "**[^1]** `[^77]` \\[^77] [^1]",
    "[1] (2) [^1]",
    "Un mot\n------ [^1]",
    "Un mot\n-\n[^1]",
    "Un mot [^1]\n=",
    "- \n\n      # a [^1]",
    "1) a [^1]\n2) b [^1]",
    "* * *\n[^1]",
)


@pytest.mark.parametrize("markdown", TRICKS)
def test_a_trick_of_markdown_is_told_or_harmless(post: Path, tmp_path: Path, markdown: str):
    ready = received(post, fake_with(markdown))
    if isinstance(ready, ReadyCase):
        assert_made_well(ready, tmp_path / "made", post)


@pytest.mark.slow
@settings(QUICK, max_examples=250)
@given(markdown=A_SECTION)
def test_what_is_accepted_is_fit_to_print_and_to_import_again(post, tmp_path_factory, markdown: str):
    ready = received(post, fake_with(markdown))
    if isinstance(ready, ReadyCase):
        assert_made_well(ready, tmp_path_factory.mktemp("made"), post)


@FEW
@given(markdown=A_SECTION)
def test_what_the_check_of_a_folder_accepts_is_fit_to_print(fake: Path, markdown: str):
    case, problems = assert_checked(fake, french=f"{TEXT}{markdown}\n\nUn autre fait. [^1] [^2]\n")
    if case and not any(problem.path.endswith(FRENCH) for problem in problems):
        assert_printable(replace(case, texts={"fr": case.texts["fr"]}))


HTML = parts(
    "<¦>¦/¦=¦\"¦'¦ ¦\n¦a¦p¦b¦script¦style¦svg¦math¦template¦noscript¦iframe¦object¦form¦input¦textarea¦title¦table¦td¦"
    "li¦mtext¦mglyph¦foreignObject¦annotation-xml¦onclick¦href¦src¦id¦class¦style¦javascript:alert(1)¦https://e.org¦"
    "<a href=¦<p ¦</p>¦<b>¦</b>¦<!--¦-->¦<![CDATA[¦]]>¦<?¦?>¦&lt;¦&#x6a;¦&colon;¦\t¦<table><tr><td>"
)


@settings(QUICK, max_examples=150)
@given(html=st.lists(st.sampled_from(HTML), max_size=30).map("".join))
def test_the_sanitiser_leaves_only_prose_whatever_it_is_given(html: str):
    clean = prose.sanitise(html)
    assert prose.sanitise(clean) == clean
    for element in html5lib.parseFragment(clean, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in TAGS | {"h2"}, clean
        assert set(element.keys()) <= ATTRIBUTES, clean
        target = element.get("href", "https://e.org")
        assert target.lower().startswith(("https:", "http:", "mailto:")) or ":" not in target.partition("/")[0], clean


# Fingerprints


@FEW
@given(code=st.sampled_from(["fr", "en"]), place=PLACE, blank=st.sampled_from(["  ", "\n", " \n\n", "\t", "\u00a0"]))
def test_one_fingerprint_changes_with_a_word_and_none_with_white_space(code: str, place: int, blank: str):
    text = known(BASE).cases[SLUG].texts[code]
    pieces = [text.title, text.summary]
    pieces += [part for section in text.sections for part in (section.title, section.markdown)]
    words = [(rank, match) for rank, part in enumerate(pieces) for match in re.finditer(r"\S+", part)]
    spaces = [(rank, match) for rank, part in enumerate(pieces) for match in re.finditer(r"\s+", part)]

    def moved(found: list[tuple[int, re.Match[str]]], new: str) -> int:
        """How many fingerprints change."""
        rank, match = found[place % len(found)]
        here = [*pieces[:rank], match.string[: match.start()] + new + match.string[match.end() :], *pieces[rank + 1 :]]
        sections = [
            replace(section, title=here[2 + 2 * n], markdown=here[3 + 2 * n]) for n, section in enumerate(text.sections)
        ]
        after = fingerprints(replace(text, title=here[0], summary=here[1], sections=tuple(sections)))
        return sum(one != other for one, other in zip(fingerprints(text), after, strict=True))

    none(one for one in fingerprints(text) if not re.fullmatch("[0-9a-f]{12}", one))
    assert moved(words, "autre") == 1
    assert moved(words, "") == 1
    assert moved(words, words[place % len(words)][1][0] + "x") == 1
    assert moved(spaces, blank) == 0


def test_a_word_that_moves_from_the_title_to_the_summary_changes_the_fingerprint():
    text = known(BASE).cases[SLUG].original
    first, _, rest = text.summary.partition(" ")
    assert fingerprints(replace(text, title=f"{text.title} {first}", summary=rest)) != fingerprints(text)
