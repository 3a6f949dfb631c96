"""A PO file as it stands, line by line, so that what nobody changes is written back byte for byte.

Babel reads what a catalogue says; it forgets the order, the folding and the comments of who wrote it. `merging` works
on this instead. The text must have been read by `catalogues` first: nothing is checked here.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from babel.messages.pofile import normalize, unescape

from .pofile import LINE

KINDS = ("comment", "note", "place", "flags", "previous", "msgctxt", "msgid", "msgid_plural", "msgstr")
"""What the lines of an entry are, in the order in which gettext writes them."""
STRINGS = KINDS[5:]
Key = tuple[str, str]
MARKS = {".": "note", ":": "place", ",": "flags"}
PREVIOUS = re.compile(r'^\s*(?:#~?\|\s*|#\s\|\s*(?=msgctxt\s|msgid|"))')
"""The French before it moved. Babel takes it for a comment, and writes it back as `# | msgid`."""
OBSOLETE = re.compile(r"^\s*#~(?!\|) ?")
END = re.compile(r"\r\n|\r|\n")
USUAL_WIDTH = 79
"""Where gettext, Poedit and Weblate fold: it decides where the lines of a file leave a choice."""
REVIEWED = "reviewed"


def says_reviewed(comment: str) -> bool:
    """Whether a translator's comment, without its `#` as Babel gives it, says that a second person has reviewed."""
    return comment.strip().lower() == REVIEWED


def is_reviewed_mark(kind: str, line: str) -> bool:
    """The same of a line as it stands in the file."""
    return kind == "comment" and says_reviewed(line.strip()[1:])


def for_babel(text: str) -> str:
    """A catalogue without the former French of obsolete entries (`#~|`), which Babel refuses; no line moves."""
    return re.sub(r"^[ \t]*#~\|.*", "#~", text, flags=re.MULTILINE)


def french(strings: Mapping[str, str]) -> tuple[str, ...]:
    """The French among strings by keyword, with its plural if it has one."""
    return tuple(strings[keyword] for keyword in ("msgid", "msgid_plural") if keyword in strings)


@dataclass(slots=True, eq=False)
class Block:
    """An entry's lines."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    """Kind and line, without its end. Blank lines have no kind."""
    raw: str = ""
    """What was read, written again when no line has changed since."""
    gap: str = ""
    """The end of the last line, and the blank lines that follow."""

    def of(self, kind: str) -> list[str]:
        """The lines of a kind."""
        return [line for known, line in self.lines if known == kind]

    def put(self, kind: str, lines: list[str]) -> None:
        """Lines instead of those of a kind. Where there are none, they go before what gettext writes after them."""
        later = (kind,) if self.of(kind) else KINDS[KINDS.index(kind) :]
        at = next((index for index, (known, _line) in enumerate(self.lines) if known in later), len(self.lines))
        kept = [pair for pair in self.lines[at:] if pair[0] != kind]
        self.lines[at:] = [*((kind, line) for line in lines), *kept]

    def put_flags(self, flags: list[str]) -> None:
        """Other flags; the same ones stay as they are written."""
        if flags != self.flags:
            self.put("flags", [f"#, {', '.join(flags)}"] if flags else [])

    def comment_out(self) -> None:
        """Makes the entry obsolete, with what its translator wrote; the notes and places were ours."""
        marks = {"previous": lambda line: PREVIOUS.sub("#~| ", line), **dict.fromkeys(STRINGS, "#~ {}".format)}
        kept = [(kind, line) for kind, line in self.lines if kind not in ("note", "place")]
        self.lines = [(kind, marks.get(kind, str)(line)) for kind, line in kept]

    def take_back(self) -> None:
        """Makes an obsolete entry an entry again."""
        self.lines = [(kind, PREVIOUS.sub("#| ", OBSOLETE.sub("", line))) for kind, line in self.lines]

    @property
    def strings(self) -> dict[str, str]:
        """The strings by keyword: msgctxt, msgid, msgid_plural, msgstr or msgstr[0] and its like."""
        return _strings(OBSOLETE.sub("", line).strip() for kind, line in self.lines if kind in STRINGS)

    @property
    def previous(self) -> dict[str, str]:
        """The French that a fuzzy translation was made from, by keyword."""
        return _strings(PREVIOUS.sub("", line).strip() for line in self.of("previous"))

    @property
    def flags(self) -> list[str]:
        """`fuzzy`, `python-format` and their like, in the file's order."""
        found = (flag.strip() for line in self.of("flags") for flag in line.strip()[2:].split(","))
        return [flag for flag in found if flag]

    @property
    def key(self) -> Key:
        """msgctxt and msgid. The header's are empty."""
        strings = self.strings
        return strings.get("msgctxt", ""), strings.get("msgid", "")

    @property
    def french(self) -> tuple[str, ...]:
        """The French, with its plural if it has one."""
        return french(self.strings)

    @property
    def translations(self) -> list[str]:
        """The translation, or its plural forms."""
        return [text for keyword, text in self.strings.items() if keyword.startswith("msgstr")]

    @property
    def obsolete(self) -> bool:
        """Whether its strings are commented out."""
        return any(line.lstrip().startswith("#~") for line in self.of("msgid"))

    def text(self, end: str) -> str:
        """The entry as a file has it whose lines end by `end`."""
        lines = [line for _kind, line in self.lines]
        return (self.raw if lines == END.split(self.raw) else end.join(lines)) + self.gap


def split(text: str) -> tuple[str, list[Block]]:
    """What stands before a catalogue's first line, and its entries, header first. Joined again they are the text."""
    start = len(text) - len(text.lstrip("\ufeff\r\n\t "))
    blocks: list[Block] = []
    kind, whole = "", True
    for match in re.finditer(r"(?P<line>[^\r\n]*)(?P<end>\r\n|\r|\n|\Z)", text[start:]):
        line, end = match["line"], match["end"]
        if not line.strip():
            if blocks:
                blocks[-1].gap += line + end
            continue
        kind = _kind(line.strip(), kind)
        if whole and kind != "msgstr":
            blocks.append(Block())
        whole = kind == "msgstr"
        block = blocks[-1]
        if block.raw:
            block.lines += [("", blank) for blank in END.split(block.gap)[1:-1]]
        block.lines.append((kind, line))
        block.raw += block.gap + line
        block.gap = end
    return text[:start], blocks


def _kind(line: str, before: str) -> str:
    """What a line is; a string's next piece is what the line before was."""
    if PREVIOUS.match(line):
        return "previous"
    if line.startswith("#") and not line.startswith("#~"):
        return MARKS.get(line[1:2], "comment")
    line = OBSOLETE.sub("", line).strip()
    if line.startswith('"'):
        return before
    keyword = re.match(r"[a-z_]+", line)
    return keyword[0] if keyword else "comment"


def _strings(lines: Iterable[str]) -> dict[str, str]:
    strings: dict[str, str] = {}
    keyword = ""
    for line in lines:
        if match := LINE.fullmatch(line):
            keyword = match["keyword"] or keyword
            strings[keyword] = strings.get(keyword, "") + unescape(match["string"])
    return strings


def insert(block: Block, before: Block | None, blocks: list[Block], end: str) -> None:
    """Puts an entry after another. When that was the last, the new one takes over how the file ends."""
    block.gap = 2 * end
    if before and before is blocks[-1]:
        block.gap, before.gap = before.gap, block.gap
    blocks.insert(blocks.index(before) + 1 if before else 0, block)


def remove(block: Block, blocks: list[Block]) -> None:
    """Takes an entry out; the file ends as it did."""
    at = blocks.index(block)
    if block is blocks[-1] and at:
        blocks[at - 1].gap = block.gap
    del blocks[at]


# How lines are written


def fold(keyword: str, text: str, width: int, mark: str = "") -> list[str]:
    """A string's lines, none longer than `width` but for a longer word; 0 folds nothing."""
    if not width:
        return [f"{mark}{line}" for line in f"{keyword} {normalize(text, width=0)}".split("\n")]
    room = width - len(mark)
    lines = normalize(text, width=room + 1).split("\n")  # what Babel folds is shorter than its width
    if max(map(len, lines)) > room:  # what it does not fold may be as long
        lines = normalize(text, width=room).split("\n")
    if len(lines) == 1 and len(f"{keyword} {lines[0]}") > room:
        lines.insert(0, '""')
    return [f"{mark}{line}" for line in (f"{keyword} {lines[0]}", *lines[1:])]


def wrap(text: str, mark: str, width: int) -> list[str]:
    """A comment's lines, broken at spaces only: the name of a file is one word."""
    room = max(width - len(mark), 1) if width else len(text) + 1
    lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    return [f"{mark}{line}" for line in lines]


def words(comments: Iterable[str]) -> list[str]:
    """What notes or places say, however they are broken."""
    return [word for comment in comments for word in comment.strip()[2:].split()]


def folding(blocks: list[Block]) -> int:
    """The width at which a file's French is folded, or 0. French takes as many columns for every tool.

    Each break says that its line was not too wide, and would have been with the next word. Most breaks decide.
    """
    votes: Counter[int] = Counter()
    for block in blocks:
        for kind in ("msgid", "msgid_plural"):
            pieces = [line.strip() for line in block.of(kind)[1:] if not block.obsolete]
            for line, following in itertools.pairwise(pieces):
                word = re.match(r"\S*\s?", following[1:-1])
                if word and not line.endswith('\\n"'):
                    votes.update(range(len(line), len(line) + max(len(word[0]), 1)))
    return max(votes, key=lambda width: (votes[width], width == USUAL_WIDTH, -width), default=0)
