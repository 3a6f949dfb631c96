"""The text of PO files: what must hold before Babel or polib reads it, and the one form in which this project keeps it.

Babel reads catalogues for the site, polib for what changes them. Both pass over a lost quote, an escape that gettext
refuses and an entry whose parts are in the wrong order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polib

from roadmap.characters import INVISIBLE, invisible
from roadmap.problems import Message, Problem, ProblemsFound, say

KEYWORD = r"msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?"
STRING = r'"(?:[^"\\\n]|\\.)*"'
MARK = r"#~\||#~|#\|"
"""What an obsolete entry's lines start with, and those of the French before it moved."""
LINE = re.compile(rf"(?P<mark>{MARK})?\s*(?P<keyword>{KEYWORD})?\s*(?P<strings>(?:{STRING}\s*)+)")
UNUSUAL = re.compile(
    rf'^(?!(?:(?:(?:{MARK}) )?(?:(?:{KEYWORD}) )?"(?:[^"\\\n]|\\[\\"nrt])*"|#(?![~|]).*|)$)', re.MULTILINE
)
"""The start of a line that a tool has spelled in a way of its own, or that is wrong."""
MERGE = re.compile(r"(<{7}|\|{7}|={7}|>{7})(\s|$)")
"""What git writes around the two versions of lines that it could not merge."""
ESCAPE = re.compile(
    r"^#(?![~|]).*"  # a comment has none
    r"|\\(?P<sign>[^0-7x]|x(?![0-9A-Fa-f]))"
    rf'|(?P<bytes>(?:\\(?:[0-7]{{1,3}}|x[0-9A-Fa-f]+)(?:"\n(?:(?:{MARK}) )?")*)+)',
    re.MULTILINE,
)
"""An escape; of those that write bytes, all that follow each other, with the folds between them."""
BYTE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+))")
FOLD = re.compile(rf'"\n(?:(?:{MARK}) )?"')
SIGNS = dict(zip('\\"nrtabfv', '\\"\n\r\t\a\b\f\v', strict=True))
"""The escapes of one sign that gettext knows."""
TOKEN = re.compile(rf'^(?:(?P<old>#~ )?(?P<word>{KEYWORD}|")|#~?(?P<former>\| (?:"|msgstr)?)|#)', re.MULTILINE)
STARTS = ("#", "| ", "msgctxt", "msgid")
UNFINISHED = {
    "msgctxt": ("msgid",),
    "msgid": ("msgstr", "msgid_plural"),
    "msgid_plural": ("msgstr[0]", *(f"msgstr[{form}]" for form in range(1, 10))),
}
"""What must follow the parts after which an entry goes on, the usual first."""
WORDS = r"\S+(?: \S+)*+\n"
TEXT = r'"[^"\\\n]*+(?:\\[\\"t][^"\\\n]*+)*+"\n'
TIDY = re.compile(
    rf"(?:(?:# (?!\|){WORDS})*+(?:#\. {WORDS})?(?:#: {WORDS})?(?:#, (?:fuzzy, python-format|fuzzy|python-format)\n)?"
    rf"(?:#\| msgctxt {TEXT})?(?:#\| msgid {TEXT}(?:#\| msgid_plural {TEXT})?)?"
    rf'(?:msgctxt {TEXT})?msgid (?!""){TEXT}(?:msgstr {TEXT}|msgid_plural {TEXT}msgstr\[0\] {TEXT}'
    rf"{''.join(rf'(?:msgstr.{form}. {TEXT})?' for form in range(1, 6))})(?:\n(?=[#m])|\Z))++"
)
"""Entries of the usual kind, in the project's form: most catalogues need no closer look."""
FORMER = re.compile(rf"^(?:#~\| |# \| msg(?:ctxt|id|id_plural) {STRING}$(?:\n# \| {STRING}$)*)", re.MULTILINE)
"""Former French as polib forgets it (of obsolete entries), and as Babel writes it, which takes it for a comment."""
BARE_MARK = re.compile(r"^#([.:,|~]?+)(?=\S)", re.MULTILINE)
FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(.*)")
AROUND = 'msgid "start"\nmsgstr ""\n\n%s\n\nmsgid "end"\nmsgstr ""\n\nmsgid ""\nmsgstr "header"\n'
"""Entries between which polib loses no comment: it has none above the first one and below the last one, nor of a header
that has flags.
"""
OPEN_IN_POEDIT = say("Ouvrez-le dans Poedit, ou revenez à la dernière version lisible.")
REVIEWED = "reviewed"


def says_reviewed(comment: str) -> bool:
    """Whether a line of a translator's comment, without its `#`, states that a second person has reviewed."""
    return comment.strip().lower() == REVIEWED


def not_po(name: str, line: int, reason: str | Message, fix: Message = OPEN_IN_POEDIT) -> Problem:
    """The file cannot be read as PO."""
    return Problem(name, line, say("Ce n’est pas un fichier PO : %(reason)s.", reason=reason), fix)


def plain(text: str, name: str) -> tuple[str, Problem | None]:
    """Return a PO file's text as both readers understand it, each line at its number; or its first mistake.

    Escapes of bytes are decoded as gettext decodes them.
    """
    head, rest = _apart(text)
    head, problem = _plain(head, name)
    return head + rest, problem


def _apart(text: str) -> tuple[str, str]:
    """The header, and entries that are surely as they should be; or all the text, and nothing."""
    head, gap, rest = text.partition("\n\n")
    sure = gap and "#~" not in head and not head.rpartition("\n")[2].startswith("#") and TIDY.fullmatch(rest)
    return (f"{head}\n", f"\n{rest}") if sure else (text, "")


def _plain(text: str, name: str) -> tuple[str, Problem | None]:
    if UNUSUAL.search(text):
        text, problem = _usual(text, name)
        if problem is None:
            text, problem = _decoded(text, name)
        if problem:
            return text, problem
    return text, _wrong_order(text, name)


def _usual(text: str, name: str) -> tuple[str, Problem | None]:
    """Each line with one string, and one space between its parts."""
    lines = text.split("\n")
    for index, line in enumerate(map(str.strip, lines)):
        if line in ("", "#~") or (line.startswith("#") and line[1:2] not in ("~", "|")):
            lines[index] = line if line != "#~" else ""
        elif match := LINE.fullmatch(line):
            string = "".join(piece[1:-1] for piece in re.findall(STRING, match["strings"]))
            lines[index] = " ".join(filter(None, (match["mark"], match["keyword"], f'"{string}"')))
        else:
            return text, _broken_line(line, index + 1, name)
    return "\n".join(lines), None


def _broken_line(line: str, number: int, name: str) -> Problem:
    if mark := MERGE.match(line):
        what = say("Marque de fusion « %(mark)s » : un conflit de fusion n’est pas résolu.", mark=mark[1])
        fix = say(
            "Gardez une seule version, et retirez les lignes <<<<<<<, ======= et >>>>>>> (et ||||||| s’il y en a)."
        )
        return Problem(name, number, what, fix)
    line = re.sub(rf"^(?:{MARK})\s*", "", line)
    if line.startswith('"') or re.match(rf"(?:{KEYWORD})(?:\s|$)", line):
        return not_po(name, number, say("il manque un guillemet"))
    word = line.split()[0] if line else "#"
    reason = say("mot-clé inconnu « %(word)s »", word=word if len(word) <= 50 else word[:49] + "…")
    return not_po(name, number, reason)


def _decoded(text: str, name: str) -> tuple[str, Problem | None]:
    """The text with escapes that both readers know. gettext refuses others, and no text needs control characters."""
    pieces, at = [], 0
    for match in ESCAPE.finditer(text):
        if not (found := match["bytes"] or match["sign"]):
            continue
        decoded = SIGNS.get(found) if match["sign"] else _bytes(found).decode(errors="replace")
        if decoded is None or "\ufffd" in decoded or INVISIBLE.search(decoded):
            return text, _wrong_escape(found, decoded, name, text.count("\n", 0, match.start()) + 1)
        pieces += [text[at : match.start()], polib.escape(decoded), *FOLD.findall(found)]
        at = match.end()
    return "".join([*pieces, text[at:]]), None


def _wrong_escape(escape: str, decoded: str | None, name: str, line: int) -> Problem:
    itself = say("Écrivez le caractère lui-même.")
    if decoded is None:
        what = say("Séquence « %(escape)s » inconnue dans un fichier PO.", escape=f"\\{escape}")
        fix = itself if escape in "uU" else say("Écrivez « %(right)s », sans barre oblique inverse.", right=escape)
        return Problem(name, line, what, fix)
    if control := INVISIBLE.search(decoded):
        return invisible(control[0], name, line)
    what = say("Les octets « %(bytes)s » ne sont pas de l’UTF-8.", bytes=escape.split('"')[0][:50])
    return Problem(name, line, what, itself)


def _bytes(escapes: str) -> bytes:
    """What octal and hexadecimal escapes write: as in C, the last eight bits of each."""
    found = BYTE.findall(escapes)
    return bytes(int(octal, 8) & 255 if octal else int(digits[-2:], 16) for octal, digits in found)


def _wrong_order(text: str, name: str) -> Problem | None:
    """The first part of an entry that is missing, or not in its place."""
    before, was_old, start = "", False, 0
    for match in TOKEN.finditer(text):
        word, old = match["word"] or match["former"] or "#", match["old"] is not None
        goes_on = word not in STARTS or before == "msgctxt"
        if not _may_follow(word, before) or (goes_on and old != was_old):
            return _misplaced(text, name, before, start, match)
        if not word.endswith('"'):
            before, was_old, start = word, old, match.start()
    return _misplaced(text, name, before, start, None) if before in UNFINISHED else None


def _may_follow(word: str, before: str) -> bool:
    if word.endswith('"'):
        return before == "| " if word.startswith("|") else before not in ("", "#", "| ")
    if before in UNFINISHED:
        return word in UNFINISHED[before]
    return word in STARTS or (word.startswith("msgstr[") and "msgstr[" <= before < word)


def _misplaced(text: str, name: str, before: str, start: int, match: re.Match[str] | None) -> Problem:
    if match is None or before in UNFINISHED:
        reason = say("il manque %(missing)s après %(before)s", missing=UNFINISHED[before][0], before=before)
    else:
        start, reason = match.start(), say("%(word)s n’est pas à sa place", word=match[0].strip())
    return not_po(name, text.count("\n", 0, start) + 1, reason)


# The form in which this project keeps catalogues


class PoFile(polib.POFile):
    """A catalogue to edit. Its text is unfolded: what one tool folds otherwise than another would hide what changed."""

    ending = ""
    """The translators' comment below the last entry, which polib forgets."""

    def __str__(self) -> str:
        text = super().__str__()
        if self.ending:
            text += "\n" + "".join(f"# {line}\n" for line in self.ending.split("\n"))
        return re.sub("^# $", "#", text, flags=re.MULTILINE)


def edit(text: str, name: str = "") -> PoFile:
    """Return the catalogue of a PO file's text, to be edited. Raises ProblemsFound when it is no such text."""
    text, problem = plain(text, name)
    if problem:
        raise ProblemsFound([problem])
    text = FOLD.sub("", BARE_MARK.sub(r"#\1 ", FORMER.sub(_as_former, text)))
    po = polib.pofile(AROUND % text, wrapwidth=0, klass=PoFile)
    po.ending = po.pop().tcomment
    header = next((entry for entry in po[1:] if not (entry.msgid or entry.obsolete)), polib.POEntry())
    po[:] = [entry for entry in po[1:] if entry is not header]
    po.header = "\n".join(filter(None, (header.tcomment, header.comment)))
    po.metadata, po.metadata_is_fuzzy = fields(header.msgstr), header.fuzzy
    for entry in po:
        entry.flags = sorted_flags(entry.flags)
        entry.comment = " ".join(entry.comment.split())  # some tools fold notes too
    return po


def sorted_flags(flags: Iterable[str]) -> list[str]:
    """Return flags in one order, whatever tool wrote them."""
    return sorted({*flags} - {""}, key=lambda flag: (flag != "fuzzy", flag))


def _as_former(match: re.Match[str]) -> str:
    return re.sub(r"^#~\| |^# \| ", "#| ", match[0], flags=re.MULTILINE)


def fields(header: str) -> dict[str, str]:
    """Return a header's fields. A line without a name belongs to the field above it, a repeated field to the first."""
    found: dict[str, list[str]] = {}
    last = ""
    for line in header.split("\n"):
        match = FIELD.fullmatch(line)
        if match and match[1] not in found:
            last = match[1]
            found[last] = [match[2].strip()]
        elif found and line.strip():
            found[match[1] if match else last].append(line.strip())
    return {name: "\n".join(lines) for name, lines in found.items()}


def canonical(text: str, name: str = "") -> str:
    """Return a catalogue in the form in which this project keeps it. Raises ProblemsFound when it is no PO text."""
    head, rest = _apart(text)
    return str(edit(head, name)) + rest
