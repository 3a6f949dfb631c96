"""The text of PO files: its checks before Babel or polib reads it, and the canonical form of this project.

Babel reads catalogues for the site, polib to edit them. Both ignore a missing quote, an escape that gettext refuses,
and an entry whose parts are in the wrong order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polib

from roadmap.characters import HIDDEN, check_text, invisible
from roadmap.problems import Message, Problem, ProblemsFound, message

KEYWORD = r"msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?"
STRING = r'"(?:[^"\\\n]|\\.)*"'
MARK = r"#~\||#~|#\|"
"""The start of lines of obsolete entries, and of previous French."""
LINE = re.compile(rf"(?P<mark>{MARK})?\s*(?P<keyword>{KEYWORD})?\s*(?P<strings>(?:{STRING}\s*)+)")
UNUSUAL = re.compile(
    rf'^(?!(?:(?:(?:{MARK}) )?(?:(?:{KEYWORD}) )?"(?:[^"\\\n]|\\[\\"nrt])*"|#(?![~|]).*|)$)', re.MULTILINE
)
"""The start of a line that is wrong, or in a spelling particular to some tool."""
MERGE = re.compile(r"(<{7}|\|{7}|={7}|>{7})(\s|$)")
"""Git's marks around the two versions of lines that it could not merge."""
ESCAPE = re.compile(
    r"^#(?![~|]).*"  # a comment has none
    r"|\\(?P<sign>[^0-7x]|x(?![0-9A-Fa-f]))"
    rf'|(?P<bytes>(?:\\(?:[0-7]{{1,3}}|x[0-9A-Fa-f]+)(?:"\n(?:(?:{MARK}) )?")*)+)',
    re.MULTILINE,
)
"""An escape; for bytes, all consecutive escapes, with the folds between them."""
BYTE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+))")
FOLD = re.compile(rf'"\n(?:(?:{MARK}) )?"')
SIGNS = dict(zip('\\"nrtabfv', '\\"\n\r\t\a\b\f\v', strict=True))
"""gettext's escapes of one character."""
TOKEN = re.compile(rf'^(?:(?P<old>#~ )?(?P<word>{KEYWORD}|")|#~?(?P<former>\| (?:"|msgstr)?)|#)', re.MULTILINE)
STARTS = ("#", "| ", "msgctxt", "msgid")
UNFINISHED = {
    "msgctxt": ("msgid",),
    "msgid": ("msgstr", "msgid_plural"),
    "msgid_plural": ("msgstr[0]", *(f"msgstr[{form}]" for form in range(1, 10))),
}
"""What must follow the parts of an entry that is not complete, the usual first."""
WORDS = r"\S+(?: \S+)*+\n"
TEXT = r'"[^"\\\n\t]*+(?:\\[\\"t][^"\\\n\t]*+)*+"\n'
TIDY = re.compile(
    rf"(?:(?:# (?!\|){WORDS})*+(?:#\. {WORDS})?(?:#: {WORDS})?(?:#, (?:fuzzy, python-format|fuzzy|python-format)\n)?"
    rf"(?:#\| msgctxt {TEXT})?(?:#\| msgid {TEXT}(?:#\| msgid_plural {TEXT})?)?"
    rf'(?:msgctxt {TEXT})?msgid (?!""){TEXT}(?:msgstr {TEXT}|msgid_plural {TEXT}msgstr\[0\] {TEXT}'
    rf"{''.join(rf'(?:msgstr.{form}. {TEXT})?' for form in range(1, 6))})(?:\n(?=[#m])|\Z))++"
    rf"(?:(?:#~ msgctxt {TEXT})?#~ msgid {TEXT}#~ msgstr {TEXT}(?:\n(?=#)|\Z))*+"
)
"""Entries of the usual kind, then obsolete ones, in the canonical form: most catalogues need no closer check."""
FORMER = re.compile(rf"^(?:#~\| |# \| msg(?:ctxt|id|id_plural) {STRING}$(?:\n# \| {STRING}$)*)", re.MULTILINE)
"""Previous French that polib loses (in obsolete entries), or in Babel's form, which polib reads as a comment."""
BARE_MARK = re.compile(r"^#([.:,|~]?+)(?=\S)", re.MULTILINE)
FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(.*)")
AROUND = 'msgid "start"\nmsgstr ""\n\n%s\n\nmsgid "end"\nmsgstr ""\n\nmsgid ""\nmsgstr "header"\n'
"""Entries around a catalogue: polib loses comments above the first and below the last entry, and those of a header with
flags.
"""
OPEN_IN_POEDIT = message("Ouvrez-le dans Poedit, ou revenez à la dernière version lisible.")
REVIEWED = "reviewed"


def says_reviewed(comment: str) -> bool:
    """Return whether a line of a translator's comment, without its `#`, states that a second person has reviewed."""
    return comment.strip().lower() == REVIEWED


def not_po(name: str, line: int, reason: str | Message, fix: Message = OPEN_IN_POEDIT) -> Problem:
    """Return the problem of a file that cannot be read as PO."""
    return Problem(name, line, message("Ce n’est pas un fichier PO : %(reason)s.", reason=reason), fix)


def plain(text: str, name: str) -> tuple[str, Problem | None]:
    """Return a PO file's text as Babel and polib understand it, with the same line numbers; or its first mistake.

    Escapes of bytes are decoded as gettext decodes them.
    """
    head, rest = split_canonical(text)
    head, problem = _plain(head, name)
    return head + rest, problem


def split_canonical(text: str) -> tuple[str, str]:
    """Return the header, and entries in canonical form; or the whole text, and ""."""
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
    """Return the text with one string on each line, and one space between its parts."""
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
        what = message("Marque de fusion « %(mark)s » : un conflit de fusion n’est pas résolu.", mark=mark[1])
        fix = message(
            "Gardez une seule version, et retirez les lignes <<<<<<<, ======= et >>>>>>> (et ||||||| s’il y en a)."
        )
        return Problem(name, number, what, fix)
    line = re.sub(rf"^(?:{MARK})\s*", "", line)
    if line.startswith('"') or re.match(rf"(?:{KEYWORD})(?:\s|$)", line):
        return not_po(name, number, message("il manque un guillemet"))
    word = line.split()[0] if line else "#"
    reason = message("mot-clé inconnu « %(word)s »", word=word if len(word) <= 50 else word[:49] + "…")
    return not_po(name, number, reason)


def _decoded(text: str, name: str) -> tuple[str, Problem | None]:
    """Return the text with escapes known to Babel and polib, or the problem of another one."""
    pieces, at = [], 0
    for match in ESCAPE.finditer(text):
        if not (found := match["bytes"] or match["sign"]):
            continue
        decoded = SIGNS.get(found) if match["sign"] else _bytes(found).decode(errors="replace")
        if decoded is None or "\ufffd" in decoded or HIDDEN.search(decoded):
            return text, _wrong_escape(found, decoded, name, text.count("\n", 0, match.start()) + 1)
        pieces += [text[at : match.start()], polib.escape(decoded), *FOLD.findall(found)]
        at = match.end()
    whole = "".join([*pieces, text[at:]])
    return whole, next(check_text(whole, name), None)


def _wrong_escape(escape: str, decoded: str | None, name: str, line: int) -> Problem:
    itself = message("Écrivez le caractère lui-même.")
    if decoded is None:
        what = message("Séquence « %(escape)s » inconnue dans un fichier PO.", escape=f"\\{escape}")
        fix = itself if escape in "uU" else message("Écrivez « %(right)s », sans barre oblique inverse.", right=escape)
        return Problem(name, line, what, fix)
    if control := HIDDEN.search(decoded):
        return invisible(control[0], name, line)
    what = message("Les octets « %(bytes)s » ne sont pas de l’UTF-8.", bytes=escape.split('"')[0][:50])
    return Problem(name, line, what, itself)


def _bytes(escapes: str) -> bytes:
    """Return the bytes of octal and hexadecimal escapes: as in C, the last eight bits of each."""
    found = BYTE.findall(escapes)
    return bytes(int(octal, 8) & 255 if octal else int(digits[-2:], 16) for octal, digits in found)


def _wrong_order(text: str, name: str) -> Problem | None:
    """Return the problem of the first part of an entry that is missing or not in its place."""
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
        reason = message("il manque %(missing)s après %(before)s", missing=UNFINISHED[before][0], before=before)
    else:
        start, reason = match.start(), message("%(word)s n’est pas à sa place", word=match[0].strip())
    return not_po(name, text.count("\n", 0, start) + 1, reason)


# The canonical form of catalogues


class PoFile(polib.POFile):
    """A catalogue to edit. Its text is not folded: different folding by tools would hide the changes."""

    ending = ""
    """The translators' comment below the last entry, which polib loses."""

    def __str__(self) -> str:
        text = super().__str__()
        if self.ending:
            text += "\n" + "".join(f"# {line}\n" for line in self.ending.split("\n"))
        return re.sub("^# $", "#", text, flags=re.MULTILINE)


def edit(text: str, name: str = "") -> PoFile:
    """Return a PO file's text as a catalogue to edit. Raises ProblemsFound if it cannot be read."""
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
    """Return flags in one order, whichever tool wrote them."""
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
    """Return a catalogue in canonical form. Raises ProblemsFound if it cannot be read."""
    head, rest = split_canonical(text)
    return str(edit(head, name)) + rest
