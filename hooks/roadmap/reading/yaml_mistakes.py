"""Explain what people write in YAML that YAML reads as something else: the character, the line, and a correct line.

A parser reports that it expected something. People need the line that they wrote, corrected.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import yaml

from roadmap.characters import ODD, describe
from roadmap.problems import Message, Problem, message

CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'", "“": "”", "„": "“”", "”": "”", "‘": "’", "«": "»", "「": "」"}
QUOTES = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
LINE = re.compile(r"(?P<lead>[ ]*(?:- +)*)(?:(?P<key>[\w-]+|\"[^\"]*\"|'[^']*'):(?P<gap> +))?(?P<value>.*?)[ \t]*$")
"""A line as YAML reads it: the indentation and dashes, a key, a value."""
LIKE = re.compile(
    rf"(?P<lead>[ {ODD}]*(?:[-–—−‐‑•·]+[ {ODD}]+|-(?=[{ODD}]))*)"
    rf"(?P<key>[A-Za-z][\w-]*)(?P<before>[ {ODD}]*)(?P<colon>[:：])(?P<after>[ \t{ODD}]*)"
)
"""A line that looks like a key to people, whatever spaces, dashes and colon it has."""
DASH = re.compile(rf"(?P<lead>[ {ODD}]*)(?P<dash>[-–—−‐‑•·])(?P<after>[ {ODD}]+)")
NUMBERED = re.compile(r"\s*\d{1,3}[.)] ")
"""A line that starts an item; FIRST_ITEM: below text, where `3. ` or a dash may begin a line by chance."""
FIRST_ITEM = re.compile(r".*\S.*\n\s*(?:[-*+•·▪] |1[.)] |\|)|(?:.*:|\s*[–—] .*)\s*\n\s*[–—] ")
COMMENT = re.compile(r"[ \t]#")
SUSPECT = re.compile(rf"[\t–—−‐‑•·{ODD}]")
"""What `look_alikes` looks for."""
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a line, from 0, and the line as it was probably meant, or None."""

    line: int
    what: Message
    fix: Message | None = None
    instead: str | None = None

    def problem(self, name: str, shift: int) -> Problem:
        """Return it as a problem of the file `name`, whose first line has the number `shift`."""
        return Problem(name, self.line + shift, self.what, self.fix)


def corrected(text: str, mistakes: Collection[Mistake]) -> str:
    """Return a text with the lines of mistakes as they were probably meant."""
    lines = text.split("\n") if mistakes else [text]
    for mistake in mistakes:
        if mistake.instead is not None:
            lines[mistake.line] = mistake.instead
    return "\n".join(lines)


def _write(line: str) -> Message:
    """Return the advice to write a line."""
    line = line.strip()
    return message("Écrivez : %(line)s", line=line if len(line) <= SHOWN else line[: SHOWN - 1] + "…")


def quoted(text: str) -> str:
    """Return a text between quotes, as YAML reads it."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


# Before the parser: spaces, dashes and colons that only look right


def look_alikes(text: str) -> Iterator[Mistake]:
    """Yield the lines with a character that looks like the space, the dash or the colon that YAML needs."""
    text_column: int | None = None
    for number, line in enumerate(text.split("\n")):
        indent = len(line) - len(line.lstrip(" "))
        if text_column is not None and (not line.strip() or indent > text_column):
            continue  # the text that a line above begins
        mistakes = [*_look_alike(number, line)] if SUSPECT.search(line) else []
        yield from mistakes
        parts = LINE.match(mistakes[0].instead or "" if mistakes else line)
        begins = parts is not None and not re.fullmatch(r"(?:[\w-]+:)?\s*(?:#.*)?", parts["value"])
        text_column = (len(parts["lead"]) if parts["key"] else indent) if parts and begins else None


def _look_alike(number: int, line: str) -> Iterator[Mistake]:
    found = LIKE.match(line)
    if found is None:
        if (found := DASH.match(line)) and (wrong := _odd(found["lead"] + found["after"])):
            yield _misplaced(number, wrong, f"{_spaces(found['lead'])}- {line[found.end() :]}")
        return
    spaces = found["lead"] + found["before"] + found["after"]
    wrong = _odd(spaces) or ("\t" if "\t" in found["after"] and line[found.end() :] else "")
    dash = re.search("[–—−‐‑•·]", found["lead"])
    lead = re.sub("[-–—−‐‑•·]+ *", "- ", _spaces(found["lead"]))
    instead = f"{lead}{found['key']}: {line[found.end() :]}"
    if wrong:
        yield _misplaced(number, wrong, instead)
    elif dash and found["colon"] == ":" and found["after"]:
        what = message(
            "%(character)s n’est pas le tiret qui commence un élément de liste.", character=describe(dash[0])
        )
        yield Mistake(number, what, _write(instead), instead)


def _odd(text: str) -> str:
    found = re.search(f"[{ODD}]", text)
    return found[0] if found else ""


def _spaces(text: str) -> str:
    return re.sub(f"[{ODD}]", " ", text)


def _misplaced(number: int, character: str, instead: str) -> Mistake:
    what = message("%(character)s est à la place d’une espace ordinaire.", character=describe(character))
    return Mistake(number, what, _write(instead), instead)


# After the parser refused a line


def of_line(text: str, number: int) -> Mistake | None:
    """Return the mistake that a line of a text shows by itself."""
    lines = text.split("\n")
    return _explain(number, lines[number]) if number < len(lines) else None


def explain(text: str, error: Exception | None) -> Mistake | None:
    """Return the mistake that made the parser stop; None if no line shows it."""
    lines = text.split("\n")
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    at = [mark.line for mark in marks if mark is not None and mark.line < len(lines)]
    if "simple key" in (getattr(error, "context", None) or ""):
        at.reverse()  # a key without a colon is noticed on the next line
    found = (_explain(number, lines[number]) for number in dict.fromkeys(at))
    if mistake := next((one for one in found if one), None):
        return mistake
    end = min(max(at, default=0), len(lines) - 1)
    above = next((number for number in range(end - 1, -1, -1) if lines[number].strip()), None)
    if above is not None and (mistake := _explain(above, lines[above])):
        return mistake
    opened = (_unclosed(number, lines[number]) for number in range(end, max(end - 200, -1), -1))
    return next((one for one in opened if one), None) or (_indentation(end, lines) if at else None)


def _explain(number: int, line: str) -> Mistake | None:
    """Return what is wrong with a line by itself."""
    parts = LINE.match(line)
    assert parts is not None  # it matches any line
    value, start = parts["value"], line[: parts.start("value")]
    if not value or value.startswith(("#", "---")):
        return None
    if "\t" in re.match(r"\s*(?:-\s+)*(?:[\w-]+:\s*)?", line)[0]:  # type: ignore[index]
        instead = line.replace("\t", " ")
        return _misplaced(number, "\t", instead)
    first = value[0]
    if first in "[{":
        return _in_brackets(number, start, value)
    if first in "\"'":
        return _in_quotes(number, start, value)
    if parts["key"] is None and not parts["lead"].strip():
        return _no_colon(number, start, value)
    instead = start + quoted(value)
    if value[-1] in CLOSING.get(first, ""):
        return _typographic(number, start, value)
    if first in "@`%*&!|>,]}" or (first in "?-" and value[1:2] in ("", " ")):
        return _special(number, first, instead)
    if COMMENT.search(value):
        return _cut(number, value[COMMENT.search(value).end() :], instead)  # type: ignore[union-attr]
    if re.search(r":(?: |$)", value):
        return _special(number, ":", instead)
    return None


def _special(number: int, character: str, instead: str) -> Mistake:
    what = message(
        "%(character)s a ici un sens particulier en YAML : le texte doit être entre guillemets.",
        character=describe(character),
    )
    return Mistake(number, what, _write(instead), instead)


def _cut(number: int, lost: str, instead: str) -> Mistake:
    what = message(
        "%(character)s commence un commentaire : la suite serait perdue, « %(text)s ».",
        character=describe("#"),
        text=lost.strip()[:60],
    )
    fix = message("%(what)s – ou mettez le commentaire sur une ligne à lui.", what=_write(instead))
    return Mistake(number, what, fix, instead)


def _typographic(number: int, start: str, value: str) -> Mistake:
    inner = value[1:].rstrip("".join(CLOSING.values()))
    what = message(
        "%(character)s ne peut pas entourer un texte en YAML : il y faut des guillemets droits.",
        character=describe(value[0]),
    )
    return Mistake(number, what, _write(start + quoted(inner.strip())), start + quoted(inner.strip()))


def _in_quotes(number: int, start: str, value: str) -> Mistake | None:
    """Return what is wrong with a value that starts with a straight quote: text after the closing one, or none."""
    quote = value[0]
    closed = QUOTES[quote].match(value)
    if closed is None:
        return _unclosed(number, start + value)
    if re.fullmatch(r"\s*(?:#.*|:.*)?", value[closed.end() :]):
        return None
    return _special(number, quote, start + quoted(value))


def _in_brackets(number: int, start: str, value: str) -> Mistake | None:
    """Return what is wrong with a value that starts with a bracket."""
    item = re.search(r"([^\s,\[\]{}:\"'][^,\[\]{}:\"']*?\s#[^,\]}]*)", value)
    if item:
        instead = start + value.replace(item[1], quoted(item[1]))
        return _cut(number, value[COMMENT.search(value).end() :], instead)  # type: ignore[union-attr]
    if twice := re.search(
        r"(?<=[{,] )([^\s,\[\]{}:\"'][^,\[\]{}:\"']*: )([^,\[\]{}\"']*: [^,\]}]*)", f"{value[0]} {value[1:]}"
    ):
        return _special(number, ":", start + value.replace(twice[2], quoted(twice[2])))
    typographic = re.search("[“”„‘«]", value)
    if typographic:
        instead = start + re.sub("[“”„«»‘]", '"', value)
        what = message(
            "%(character)s ne peut pas entourer un texte en YAML : il y faut des guillemets droits.",
            character=describe(typographic[0]),
        )
        return Mistake(number, what, _write(instead), instead)
    if value.count(value[0]) > value.count(CLOSING[value[0]]):
        return _unclosed(number, start + value)
    if not value.endswith(CLOSING[value[0]]):
        return _special(number, value[0], start + quoted(value))
    return None


def _unclosed(number: int, line: str) -> Mistake | None:
    """Return the mistake of a line whose value opens a quote or bracket that the line does not close."""
    parts = LINE.match(line)
    value = parts["value"] if parts else ""
    first = value[:1]
    if first in ("[", "{"):
        opened = value.count(first) > value.count(CLOSING[first])
    else:
        opened = first in QUOTES and not QUOTES[first].match(value)
    if not opened:
        return None
    what = message("%(character)s ouvre ici un texte ou une liste qui n’est pas fermé.", character=describe(first))
    instead = line.rstrip() + CLOSING[first]
    return Mistake(number, what, _write(instead), instead)


def _no_colon(number: int, start: str, value: str) -> Mistake | None:
    """Return the mistake of a line that is neither a key with its value nor an item of a list."""
    wide = re.match(r"([A-Za-z][\w-]*)\s*([:：=])(?!//)\s*(\S.*)", value)
    if wide and not re.match(r"[A-Za-z][\w-]*:(?: |$)", value):
        inner = wide[3] if not re.search(r"[:#] |:$|^[@`%*&!|>,\]}]", wide[3]) else quoted(wide[3])
        instead = f"{start}{wide[1]}: {inner}"
        what = (
            message("%(character)s n’est pas le deux-points du clavier latin.", character=describe(wide[2]))
            if wide[2] == "："
            else message("Il manque, après la clé « %(key)s », un deux-points suivi d’une espace.", key=wide[1])
        )
        return Mistake(number, what, _write(instead), instead)
    if re.search(r":(?: |$)", value):
        return None
    if re.match(r"-[^\s-]", value):
        what = message("Il manque une espace après le tiret qui commence un élément de liste.")
        return Mistake(number, what, _write(f"{start}- {value[1:]}"), f"{start}- {value[1:]}")
    what = message("Cette ligne n’est ni « clé: valeur », ni l’élément d’une liste : « %(text)s ».", text=value[:60])
    fix = message("Mettez-la entre guillemets avec le texte qu’elle continue, ou écrivez sa clé devant elle.")
    return Mistake(number, what, fix, "")


def _indentation(number: int, lines: list[str]) -> Mistake | None:
    """Return the mistake of a line that is indented like no line above it."""
    line = lines[number]
    indent = len(line) - len(line.lstrip(" "))
    dash = line.lstrip().startswith("- ")
    above = [one for one in lines[:number] if one.strip() and not one.lstrip().startswith("#")]
    columns = [_column(one, dash) for one in above]
    if not line.strip() or not above:
        return None
    last = columns[-1]
    right = last if indent in columns else min(columns, key=lambda one: (abs(one - indent), one != last))
    if right == indent:
        return None
    what = message(
        "Le décalage de cette ligne (espaces : %(count)s) n’est celui d’aucune ligne de même niveau.", count=indent
    )
    instead = " " * right + line.strip()
    fix = message("Espaces attendues : %(count)s, puis « %(line)s ».", count=right, line=line.strip()[:60])
    return Mistake(number, what, fix, instead)


def _column(line: str, dash: bool) -> int:
    """Return the column of a line's key, or of its dash."""
    return len(line) - len(line.lstrip(" " if dash else " -"))


# What the parser accepted, and a person did not mean


def silent(text: str, events: list[yaml.Event]) -> Iterator[Mistake]:
    """Yield what a contributed file would lose without a word: the end of a line, or the lines of a list."""
    lines = text.split("\n")
    commented = COMMENT.search(text) is not None
    before: yaml.ScalarEvent | None = None
    flow = 0
    for event in events:
        if type(event) is yaml.ScalarEvent:  # most events: looked at quickly
            style = event.style
            if commented and (not style or style in "|>"):
                yield from _commented(lines, event)
            if style != "|" and _end(event)[0] > _start(event)[0]:
                yield from [*_folded(lines, event)][:1]
            if flow:
                if not style:
                    yield from _split(lines, before, event)
                before = event
        else:
            flow += _flow(event, flow)
            before = None


def _start(event: yaml.Event) -> tuple[int, int]:
    """Return the line and column where an event starts."""
    return (event.start_mark.line, event.start_mark.column) if event.start_mark else (0, 0)


def _end(event: yaml.Event) -> tuple[int, int]:
    """Return the line and column where an event ends."""
    return (event.end_mark.line, event.end_mark.column) if event.end_mark else (0, 0)


def _flow(event: yaml.Event, depth: int) -> int:
    """Return how a collection changes the depth of brackets."""
    if isinstance(event, yaml.CollectionStartEvent):
        return 1 if depth or event.flow_style else 0
    return -1 if depth and isinstance(event, yaml.CollectionEndEvent) else 0


def _commented(lines: list[str], event: yaml.ScalarEvent) -> Iterator[Mistake]:
    """Yield the text that would be lost as a comment after a value without quotes, or below it."""
    (first, start), (last, end) = _start(event), _end(event)
    head = lines[first][:start] if first < len(lines) else ""
    if event.style:
        if found := re.match(r"[|>][-+0-9]*[ \t]+(#.*)", lines[first][start:]):
            yield _cut(first, found[1][1:], head + quoted(found[1]))
        return
    after = lines[last][end:] if last < len(lines) else ""
    if found := re.match(r"[ \t]+(#.*)", after):
        opening = LINE.match(lines[first])
        bracket = opening and opening["value"].startswith(("[", "{"))
        text = quoted(" ".join(filter(None, [event.value, found[1].strip()])))
        gap = "" if not head or head.endswith(" ") else " "
        yield (_in_brackets(last, head, lines[last][start:]) if bracket else None) or _cut(
            last, found[1][1:], head + gap + text
        )
        return
    below = "".join(lines[last + 1 : last + 2])
    indent = len(lines[first]) - len(lines[first].lstrip(" -"))
    if event.value and not after.strip() and (found := re.match(r"( +)(#.*)", below)) and len(found[1]) > indent:
        yield _cut(last + 1, found[2][1:], head + quoted(f"{event.value} {found[2].strip()}"))


def _folded(lines: list[str], event: yaml.ScalarEvent) -> Iterator[Mistake]:
    """Yield the items of a list that would be joined to the lines above them."""
    (first, _), (last, _), numbered = _start(event), _end(event), NUMBERED.match(event.value)
    what = message("Les lignes de ce texte seraient jointes en une seule : sa liste ou son tableau disparaîtrait.")
    for number in range(first + 1 + (event.style == ">"), min(last + 1, len(lines))):
        further = numbered and lines[number - 1].strip() and NUMBERED.match(lines[number])
        escaped = event.style == '"' and lines[number - 1].endswith("\\")  # nothing is joined: a writer broke the line
        if not escaped and (further or FIRST_ITEM.match("\n".join(lines[number - 1 : number + 1]))):
            key = ((opening := LINE.match(lines[first])) and opening["key"]) or "main_features"
            fix = message("Écrivez « %(key)s: | » et le texte sur les lignes suivantes, décalées.", key=key)
            yield Mistake(number, what, fix)


def _split(lines: list[str], before: yaml.ScalarEvent | None, event: yaml.ScalarEvent) -> Iterator[Mistake]:
    """Yield a text in brackets that a comma or colon cuts in two: in curly quotes, or with a second part alone."""
    number, start = _start(event)
    if event.value[:1] in tuple("“„‘«「") and not set(event.value[1:]) & set(CLOSING[event.value[0]]):
        opening = LINE.match(lines[number])
        if opening and (mistake := _in_brackets(number, lines[number][: opening.start("value")], opening["value"])):
            yield mistake
    if event.value or before is None or _end(before)[0] != number or number >= len(lines):
        return
    if ":" not in lines[number][_end(before)[1] : start + 1]:
        what = message(
            "%(character)s sépare ici deux éléments : mettez entre guillemets un texte qui en contient.",
            character=describe(","),
        )
        yield Mistake(number, what, message('Exemple : {fr: "Ministère de la Culture, des Arts"}.'))
