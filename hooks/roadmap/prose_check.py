"""What contributed Markdown may not hold: raw HTML, unsafe or dead links, headings without ids.

Looked for in the text itself, not in what the renderer makes of it, so that each mistake has its line. Every pattern is
bounded: a page made to be slow is read as fast as any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .problems import Message, Problem, say
from .yamlfile import INVISIBLE

RAW_HTML = re.compile(r"<(?:/?[a-zA-Z][\w:-]{0,50}[^<>\n]{0,200}>?|!--|!\w|\?)")
AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>")
CHARACTER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,7})|([0-9]{1,8}));?")
IMAGE = re.compile(r"!\[")
HEADING_PREFIX = re.compile(r"\s*+(?:(?:>|[-*+:]|\d{1,9}\.)\s*+)*+(?P<sharps>#{1,6})(?P<rest>.*)")
UNDERLINE = re.compile(r"(=+|-+) *")
UNDERLINED = re.compile(rf"^{UNDERLINE.pattern}$", re.MULTILINE)
HEADING_ID = re.compile(r"[a-z][a-z0-9-]*")
INLINE_LINK = re.compile(r"\]\(\s{0,20}+<?+(?P<target>[^)\s>]{0,2000}+)")
DEFINITION = re.compile(
    r"^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]){0,40}+"
    r"\[(?P<id>\^?[^\]\[\n]{1,200})\]:\s{0,20}+<?+(?P<target>[^\s>]{0,2000}+)",
    re.MULTILINE,
)
ATTRIBUTE_LINK = re.compile(r"\{[^}\n]{0,200}?\bhref\s{0,5}=\s{0,5}[\"']?(?P<target>[^\s\"'}]{1,2000}+)")
REFERENCE = re.compile(r"\]\[(?P<id>[^\]\[\n]{0,200})\]|\[(?P<note>\^[^\]\[\n]{1,200})\](?!:)")
NOTE = re.compile(r"\[\^([^\]\[\n]{0,200})\]")
ABBREVIATION = re.compile(r"\s{0,3}\*\[")
QUOTED = re.compile(r"\A[ \t]{0,200}+(?:>[ \t]{0,3}+)+")
ITEM = re.compile(r"\A\s{0,200}+(?:[-*+]|\d{1,9}[.)])\s")
INDENT = re.compile(r"^(?:[ >\t]|[-*+][ \t]|\d{1,9}[.)][ \t]){40}", re.MULTILINE)
BRACES = re.compile(r"\{[^}\n]{0,200}\}?")
MAX_BRACKETS = 1000
"""The most opening brackets of a page or section: the renderer looks for the end of each."""
BACKQUOTES = re.compile(r"(?<!\\)(?P<escapes>\\*+)(?P<quotes>`+)")
SCHEMES = ("https://", "http://", "mailto:")
LOWEST = 4
"""The lowest level of a heading: lower ones have no looks."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the Markdown writes it."""

    level: int
    title: str
    id: str | None
    line: int
    """From 1, in the Markdown."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a table."""

    text: str
    """Its code blanked out."""
    source: str
    line: int
    """From 1, in the Markdown."""

    def introduces(self, after: Block) -> bool:
        """Whether it only announces the list, or the list within its own, that comes after it."""
        ends = self.text.rstrip().rstrip("*_").endswith((":", "："))
        return ends and after.is_item and (not self.is_item or after.indent > self.indent)

    @property
    def indent(self) -> int:
        """Columns before its first word or its mark."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return bool(ITEM.match(QUOTED.sub("", self.text)))

    @property
    def says_something(self) -> bool:
        """Whether there is a word in it."""
        words = NOTE.sub("", ITEM.sub("", QUOTED.sub("", self.source)))
        return any(character.isalnum() for character in words)


class Text:
    """A page's Markdown with its code blanked out, so that what is left keeps its place."""

    def __init__(self, markdown: str):
        """`markdown` without its front matter."""
        self.source = markdown
        # unpaired: lines where code is opened and not closed
        self.text, self.unpaired = _without_code(markdown) if "`" in markdown else (markdown, [])

    def line(self, at: int) -> int:
        """The line, from 1, of a place in the text."""
        return bisect_right(self._starts, at)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, underlined ones and those within lists and quotations too."""
        return tuple(self._find_headings())

    def _find_headings(self) -> Iterator[Heading]:
        if "#" not in self.text and not UNDERLINED.search(self.text):
            return
        previous = ""
        for number, line in enumerate(self.text.split("\n"), start=1):
            if match := HEADING_PREFIX.fullmatch(line):
                yield parse_heading(len(match["sharps"]), match["rest"], number)
            elif UNDERLINE.fullmatch(line) and previous.strip() and "|" not in previous:
                yield parse_heading(1 if line.startswith("=") else 2, previous, number - 1)
            previous = line

    @cached_property
    def targets(self) -> tuple[tuple[str, int], ...]:
        """Every address that the page links to, with its line."""
        return tuple(self._find_targets())

    def _find_targets(self) -> Iterator[tuple[str, int]]:
        for pattern in (INLINE_LINK, ATTRIBUTE_LINK):
            for match in pattern.finditer(self.text):
                yield match["target"], self.line(match.start())
        for match in DEFINITION.finditer(self.text):
            if not match["id"].startswith("^"):
                yield match["target"], self.line(match.start())

    def dangling(self) -> Iterator[tuple[str, int]]:
        """References to notes and links that the page does not define: they would be printed as they are."""
        defined = {match["id"].lower() for match in DEFINITION.finditer(self.text)}
        for match in REFERENCE.finditer(self.text):
            identifier = match["id"] if match["note"] is None else match["note"]
            if identifier.lower() not in defined:
                yield identifier, self.line(match.start())

    def notes(self) -> Iterator[tuple[str, int]]:
        """What stands between `[^` and `]`, with its line: a case study's citations of its sources."""
        defined = {match.start("id") - 1 for match in DEFINITION.finditer(self.text)}
        for match in NOTE.finditer(self.text):
            if match.start() not in defined:
                yield match[1], self.line(match.start())

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Paragraphs, list items and tables, in order: what can state a fact. Headings and link definitions apart."""
        return tuple(self._find_blocks())

    def _find_blocks(self) -> Iterator[Block]:
        source = self.source.split("\n")
        start, lines = 0, []
        for number, line in enumerate([*self.text.split("\n"), ""]):
            bare = source[number] if number < len(source) else ""
            apart = not QUOTED.sub("", bare).strip() or bool(
                HEADING_PREFIX.fullmatch(line)
                or DEFINITION.match(line)
                or UNDERLINE.fullmatch(line)
                or ABBREVIATION.match(line)
            )
            if lines and UNDERLINE.fullmatch(line):
                lines.pop()  # what is underlined is a heading
            if lines and (apart or ITEM.match(QUOTED.sub("", line))):
                yield Block("\n".join(lines), "\n".join(source[start : start + len(lines)]), start + 1)
                lines = []
            if not apart:
                start = start if lines else number
                lines.append(line)


@lru_cache(maxsize=100_000)
def text_of(markdown: str) -> Text:
    """A text that several checks look at, each of the whole project: what one has found is kept for the next, until
    `load` forgets it.
    """
    return Text(markdown)


def is_within(target: str) -> bool:
    """Whether an address is one of this site: `/outputs/2/`, `#history`."""
    # `//host` is another site's, and so is `/\host`: browsers take one sign for the other.
    return target.startswith(("/", "#")) and not target.startswith("//") and "\\" not in target


def parse_heading(level: int, title: str, line: int) -> Heading:
    """The heading whose text is `title`, its `{#id}` taken off."""
    title = title.strip().rstrip("#").rstrip()
    start = title.rfind("{")
    match = re.fullmatch(r"\{:?\s*#([^}\s]*)\s*\}", title[start:]) if start >= 0 else None
    return Heading(level, title[:start].rstrip(), match[1], line) if match else Heading(level, title, None, line)


def _without_code(markdown: str) -> tuple[str, list[int]]:
    """Code between backquotes blanked out, line by line; and the lines, from 1, where some stands open.

    The renderer pairs backquotes over the lines of a paragraph, of an item or of a cell, which only it can tell; where
    each line closes what it opens, both see the same code.
    """
    lines, unpaired = [], []
    for number, line in enumerate(markdown.split("\n"), start=1):
        blanked, whole = _blank_code(line) if "`" in line else (line, True)
        lines.append(blanked)
        if not whole:
            unpaired.append(number)
    return "\n".join(lines), unpaired


def _blank_code(line: str) -> tuple[str, bool]:
    """A line with its code blanked out, and whether each run of backquotes has its pair.

    A backslash takes the first backquote's meaning where it would open code, not where it would close it.
    """
    runs = list(BACKQUOTES.finditer(line))
    closing: dict[int, list[int]] = {}
    for index in reversed(range(len(runs))):
        closing.setdefault(len(runs[index]["quotes"]), []).append(index)
    pieces, at, index, whole = [], 0, 0, True
    while index < len(runs):
        escaped = len(runs[index]["escapes"]) % 2
        length = len(runs[index]["quotes"]) - escaped
        same = closing.get(length, [])
        while same and same[-1] <= index:
            same.pop()
        if length and same:
            start, index = runs[index].start("quotes") + escaped, same[-1]
            end = runs[index].end()
            code = line[start:end]
            # A bar may end a cell of a table and the code with it: what stands there is looked at.
            pieces += [line[at:start], code if "|" in code else " " * len(code)]
            at = end
        elif length:
            whole = False
        index += 1
    return "".join([*pieces, line[at:]]), whole


def check(text: Text, path: str, first_line: int) -> Iterator[Problem]:
    """Every problem of a page's Markdown, whose first line is `first_line` of the file `path`."""

    def problem(line: int, what: Message, fix: Message) -> Problem:
        return Problem(path, first_line + line - 1, what, fix)

    yield from _check_safe(
        text, problem, say("Ces pages n’ont pas d’image ; mettez un lien, sans point d’exclamation.")
    )
    yield from _check_headings(text, problem, top=2)
    for identifier, line in text.dangling():
        what = say("Renvoi sans destination : « [%(id)s] ».", id=identifier[:40])
        yield problem(line, what, say("Ajoutez la ligne « [%(id)s]: … », ou retirez le renvoi.", id=identifier[:40]))


def check_section(text: Text, path: str, first_line: int) -> Iterator[Problem]:
    """As `check`, for a section of a case study: its sources stand in `case-study.yml`, its headings start at `###`."""

    def problem(line: int, what: Message, fix: Message) -> Problem:
        return Problem(path, first_line + line - 1, what, fix)

    picture = say("Mettez-la dans le dossier, et dans la liste « images » de case-study.yml.")
    yield from _check_safe(text, problem, picture)
    yield from _check_headings(text, problem, top=3)
    for braces in BRACES.finditer(_without_heading_ids(text)):
        what = say("Accolades dans le texte : « %(braces)s ».", braces=braces[0][:40])
        yield problem(text.line(braces.start()), what, say("Écrivez des parenthèses."))
    for match in DEFINITION.finditer(text.text):
        if match["id"].startswith("^"):
            fix = say("Mettez la source dans case-study.yml ; le texte la cite par son rang, par exemple [^1].")
            yield problem(text.line(match.start()), say("Note dans le texte : « [%(id)s] ».", id=match["id"][:40]), fix)
    for identifier, line in text.dangling():
        if not identifier.startswith("^"):
            what = say("Renvoi sans destination : « [%(id)s] ».", id=identifier[:40])
            fix = say("Ajoutez la ligne « [%(id)s]: … », ou retirez le renvoi.", id=identifier[:40])
            yield problem(line, what, fix)


def _without_heading_ids(text: Text) -> str:
    """The text, the `{#id}` of its headings blanked out."""
    return re.sub(r"\{#[a-z0-9-]{1,100}\}[ ]*$", lambda match: " " * len(match[0]), text.text, flags=re.MULTILINE)


def _check_safe(text: Text, problem, picture: Message) -> Iterator[Problem]:
    """Nothing that could run, hide or lead astray; nothing so deep that it cannot be read."""
    for line in text.unpaired:
        what = say("Accent grave sans son pareil sur la même ligne.")
        yield problem(line, what, say("Fermez le code sur la ligne où il s’ouvre ; un accent grave seul s’écrit \\`."))
    plain = AUTOLINK.sub(lambda link: " " * len(link[0]), text.text)
    for tag in RAW_HTML.finditer(plain):
        what = say("HTML dans le texte : « %(tag)s ».", tag=tag[0][:40])
        yield problem(text.line(tag.start()), what, say("Écrivez en Markdown ; un signe < seul s’écrit &lt;."))
    for reference in CHARACTER.finditer(text.text):
        code = int(reference[1], 16) if reference[1] else int(reference[2])
        if code == 0 or code > 0x10FFFF or INVISIBLE.match(chr(code)):
            what = say("Caractère de commande invisible %(code)s.", code=f"U+{code:04X}")
            yield problem(text.line(reference.start()), what, say("Effacez-le et retapez le mot."))
    for image in IMAGE.finditer(text.text):
        yield problem(text.line(image.start()), say("Image dans le texte."), picture)
    if deep := INDENT.search(text.text):
        what = say("Listes ou citations imbriquées trop profondément.")
        yield problem(text.line(deep.start()), what, say("Attendu : au plus trois niveaux."))
    if text.text.count("[") > MAX_BRACKETS:
        yield problem(1, say("Plus de %(count)s crochets.", count=MAX_BRACKETS), say("Raccourcissez le texte."))
    for target, line in text.targets:
        if not is_within(target) and not target.lower().startswith(SCHEMES):
            fix = say("Attendu : https://…, mailto:…, #repère, ou /adresse/ dans ce site, par exemple /outputs/2/.")
            yield problem(line, say("Lien non accepté : « %(target)s ».", target=target[:60]), fix)


def _check_headings(text: Text, problem, top: int) -> Iterator[Problem]:
    """Headings start at level `top`, each with an id of its own."""
    seen: set[str] = set()
    for heading in text.headings:
        if heading.level == 1:
            fix = say("Le titre est dans l’en-tête ; commencez à ##.")
            yield problem(heading.line, say("Titre de premier niveau."), fix)
        elif heading.level < top:
            what = say("Rubrique dans une rubrique : « %(title)s ».", title=heading.title[:40])
            yield problem(heading.line, what, say("Écrivez ### pour un intertitre."))
        elif heading.level > LOWEST:
            what = say("Intertitre trop profond : « %(title)s ».", title=heading.title[:40])
            yield problem(heading.line, what, say("Attendu : au plus quatre #."))
        elif heading.id is None or not HEADING_ID.fullmatch(heading.id):
            fix = say(
                "Finissez la ligne par un repère en minuscules, le même dans toutes les langues, "
                "par exemple {#history}."
            )
            yield problem(heading.line, say("Titre sans repère : « %(title)s ».", title=heading.title[:40]), fix)
        elif heading.id in seen:
            yield problem(heading.line, say("Repère en double : « %(id)s ».", id=heading.id), say("Changez-en un."))
        seen.add(heading.id or "")
