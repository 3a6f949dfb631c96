"""Read untrusted YAML: with limits, without surprises, with the line of each value.

Stricter than YAML 1.1 on purpose. Aliases, anchors and tags are refused (an alias bomb needs them), and so are
duplicate keys, tabs and deep nesting. Only `true` and `false` are booleans, so that Norway's code `NO` is a text. Dates
remain texts until they are validated.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import yaml

from roadmap.characters import check_text, without_folds
from roadmap.problems import Problem, first, message, nearest
from roadmap.reading import yaml_mistakes

MAX_BYTES = 200_000
"""The longest YAML file."""
MAX_EVENTS = 20_000
"""The most values, keys, starts and ends in a file: a second's work for the parser."""
MAX_DEPTH = 20
Key = str | int
CORE = "tag:yaml.org,2002:"
MAX_MISTAKES = 20
"""The most lines of a file that are parsed again as they were probably meant."""
MAX_CORRECTED = 20_000
"""The longest text that is parsed again, in characters."""
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml, ten times as fast, if PyYAML was built with it, as its wheels are."""


class _Composer(yaml.composer.Composer, yaml.resolver.BaseResolver):
    """Composes nodes from events. YAML's core types only: null, true or false, decimal numbers, text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]  # a class's, whatever its stubs say

    def __init__(self, events: list[yaml.Event]):
        yaml.composer.Composer.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)
        self._events, self._at = events, 0

    def peek_event(self) -> yaml.Event:
        """Return the next event."""
        return self._events[self._at]

    def check_event(self, *choices: type) -> bool:
        """Return whether the next event is of one of these types."""
        return isinstance(self._events[self._at], choices)

    def get_event(self) -> yaml.Event:
        """Return the next event and go to the one after it."""
        self._at += 1
        return self._events[self._at - 1]


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(0|[1-9][0-9]{0,14})", list("-0123456789")),
    ("float", r"-?[0-9]{1,15}\.[0-9]{1,15}", list("-0123456789")),
):
    _Composer.add_implicit_resolver(CORE + _tag, re.compile(rf"(?:{_pattern})$"), _first)

_SCALARS: dict[str, Callable[[str], Any]] = {
    CORE + "null": lambda _text: None,
    CORE + "bool": lambda text: text == "true",
    CORE + "int": int,
    CORE + "float": float,
    CORE + "str": str,
}


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data and the line of each value, by its keys."""

    path: str
    data: Any
    lines: dict[tuple[Key, ...], int] = field(default_factory=dict)
    mistaken: frozenset[int] = frozenset()
    """The lines with a mistake that was reported: their values are guesses."""

    def line(self, *keys: Key) -> int:
        """Return the line of the value at `keys`, or of its nearest ancestor."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


def crowded(paths: Sized, most: int, name: str) -> list[Problem]:
    """Return the one problem of a folder with more files than a project needs, whose files are then not read."""
    if len(paths) <= most:
        return []
    what = message("Plus de %(count)s fichiers dans %(folder)s : ils ne sont pas lus.", count=most, folder=name)
    return [Problem(name, 1, what, message("Retirez-les, ou partagez la demande en plusieurs."))]


def read_text(
    path: Path, name: str, max_bytes: int = MAX_BYTES, merged: bool = True
) -> tuple[str | None, list[Problem]]:
    """Return a contributed file's text, or None and why: missing, a link, too long, not UTF-8, control characters, and
    if `merged` a merge that is not resolved.
    """
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            what = message("Le fichier est un lien symbolique.")
            return None, [Problem(name, 1, what, message("Mettez le fichier lui-même, non un lien."))]
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):  # a pipe would block, a device has no end
            what = message("Ce n’est pas un fichier ordinaire.")
            return None, [Problem(name, 1, what, message("Mettez le fichier lui-même, non un lien."))]
        with path.open("rb") as file:
            raw = file.read(max_bytes + 1)
    except FileNotFoundError:
        return None, [Problem(name, 1, message("Le fichier manque."))]
    except OSError as error:
        return None, [unreadable(name, error)]
    if len(raw) > max_bytes:
        return None, [
            Problem(
                name,
                1,
                message("Le fichier dépasse %(size)s Ko.", size=max_bytes // 1000),
                message("Raccourcissez-le, ou partagez-le en plusieurs fichiers."),
            )
        ]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [
            Problem(
                name,
                line,
                message("Le fichier n’est pas en UTF-8."),
                message("Enregistrez-le avec l’encodage UTF-8, puis relisez ses accents."),
            )
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = (merged and [*first(_merge_marks(text, name))]) or [*first(check_text(text, name))]
    return None if problems else text, problems


MERGE_MARK = re.compile(r"^(?:<{7}|>{7}|\|{7})(?= |$)", re.MULTILINE)
"""What Git writes around two versions. The line between them, `=======`, may also underline a heading."""


def _merge_marks(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem for each conflict that a merge left: neither version is read."""
    marks = [*MERGE_MARK.finditer(text)]
    for mark in [mark for mark in marks if mark[0][0] == "<"] or marks[:1]:
        what = message("Marque de fusion « %(mark)s » : un conflit de fusion n’est pas résolu.", mark=mark[0])
        fix = message(
            "Gardez une seule version, et retirez les lignes <<<<<<<, ======= et >>>>>>> (et ||||||| s’il y en a)."
        )
        yield Problem(name, text.count("\n", 0, mark.start()) + 1, what, fix)


def unreadable(name: str, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system does not let us read."""
    return Problem(name, 1, message("Lecture impossible : %(reason)s.", reason=error.strerror))


def read_yaml(path: Path, name: str, comments: bool = False) -> tuple[Document | None, list[Problem]]:
    """Return the document at `path`, called `name` in messages; or None and all its problems."""
    text, problems = read_text(path, name)
    return parse_yaml(text, name, comments=comments) if text is not None else (None, problems)


def parse_yaml(
    text: str, name: str, first_line: int = 1, comments: bool = False
) -> tuple[Document | None, list[Problem]]:
    """Parse a text that starts at `first_line` of the file `name`; return as `read_yaml` does.

    Without `comments`, as in contributed files, a comment after a value is a problem: it may be half of the value. A
    line with a known mistake is parsed again as it was probably meant, to find the other mistakes of the file.
    """
    what, fix = message("Tabulation en début de ligne."), message("En YAML, décalez par des espaces.")
    tabs = [
        Problem(name, number, what, fix)
        for number, line in enumerate(text.split("\n") if "\t" in text else (), first_line)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    if tabs:
        return None, tabs
    problems: list[Problem] = []
    found = list(yaml_mistakes.look_alikes(text)) if yaml_mistakes.SUSPECT.search(text) else []
    problems += [mistake.problem(name, first_line) for mistake in found]
    text = yaml_mistakes.corrected(text, found)
    for _attempt in range(MAX_MISTAKES):
        events, problem, mistake = _read_events(text, name, first_line)
        if not problem:
            break
        if mistake or problem.line not in {one.line for one in problems}:  # else it is a consequence of the guess
            problems.append(problem)
        if mistake is None or mistake.instead is None or len(text) > MAX_CORRECTED:
            return None, problems
        text = yaml_mistakes.corrected(text, [mistake])
    else:
        return None, problems
    node = _Composer(events).get_single_node()
    if node is None:
        return None, [*problems, Problem(name, 1, message("Le fichier est vide."))]
    if not comments:
        problems += [mistake.problem(name, first_line) for mistake in yaml_mistakes.silent(text, events)]
    mistaken = frozenset(problem.line for problem in problems)
    lines: dict[tuple[Key, ...], int] = {}
    data = _value(node, (), lines, problems, name, first_line)
    return Document(name, data, lines, mistaken), problems


def refused(text: str, name: str) -> Problem | None:
    """Return the first alias, anchor or excess of a text whose tags are accepted. Raises YAMLError."""
    return _refused(yaml.parse(text, Loader=yaml.SafeLoader), [], name, 1, tags=True)


def _read_events(
    text: str, name: str, shift: int
) -> tuple[list[yaml.Event], Problem | None, yaml_mistakes.Mistake | None]:
    """Return the events of a text, the first thing that is refused, and the mistake that explains it."""
    error: Exception | None = None
    for loader in (FAST, yaml.SafeLoader):  # the second one accepts a little more, and people understand its messages
        found: list[yaml.Event] = []
        try:
            problem = _refused(yaml.parse(text, Loader=loader), found, name, shift)
        except (yaml.YAMLError, ValueError, OverflowError) as stopped:  # the last two from invalid escapes
            error = stopped
        else:
            return found, problem, yaml_mistakes.of_line(text, problem.line - shift) if problem else None
    if mistake := yaml_mistakes.explain(text, error):
        return [], mistake.problem(name, shift), mistake
    reason = getattr(error, "problem", None) or str(error).split("\n")[0]
    # A quote that is never closed is reported where it opens, not at the end of the file.
    mark = getattr(error, "context_mark" if "end of stream" in reason else "problem_mark", None)
    what = message("Ce n’est pas du YAML : %(reason)s.", reason=reason)
    fix = message(
        "Vérifiez les deux-points, les guillemets et le décalage ; un texte qui contient « : » se met entre guillemets."
    )
    return [], Problem(name, (mark.line if mark else 0) + shift, what, fix), None


def _refused(
    events: Iterable[yaml.Event], found: list[yaml.Event], name: str, shift: int, tags: bool = False
) -> Problem | None:
    """Return the first alias, anchor, tag or excess, reading event by event into `found` before anything is built."""
    depth, documents = 0, 0
    for count, event in enumerate(events):
        found.append(event)
        line = (event.start_mark.line if event.start_mark else 0) + shift
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what = message("Les ancres et les alias YAML (& et *) ne sont pas acceptés.")
            return Problem(
                name,
                line,
                what,
                message("Répétez la valeur, ou mettez entre guillemets un texte qui commence par & ou *."),
            )
        if (tag := getattr(event, "tag", None)) and not tags:
            what = message("Les étiquettes YAML (« %(tag)s ») ne sont pas acceptées.", tag=tag)
            return Problem(name, line, what, message("Mettez entre guillemets un texte qui commence par !."))
        for problem in check_text(getattr(event, "value", ""), name):  # as an escape, "\\u202E"
            return replace(problem, line=line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if count > MAX_EVENTS:
            what = message("Plus de %(count)s valeurs.", count=MAX_EVENTS)
            return Problem(name, line, what, message("Raccourcissez-le, ou partagez-le en plusieurs fichiers."))
        if depth > MAX_DEPTH:
            return Problem(name, line, message("Plus de %(depth)s niveaux imbriqués.", depth=MAX_DEPTH))
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            return Problem(
                name,
                line,
                message("Un second document YAML commence ici (« --- »)."),
                message("Gardez-en un seul par fichier."),
            )
    return None


def _value(
    node: yaml.Node,
    keys: tuple[Key, ...],
    lines: dict[tuple[Key, ...], int],
    problems: list[Problem],
    name: str,
    shift: int,
) -> Any:
    """Return plain data from a node; note each value's line, and duplicate keys."""
    lines.setdefault(keys, node.start_mark.line + shift)
    if isinstance(node, yaml.ScalarNode):
        folded = node.style != "|" and node.end_mark.line > node.start_mark.line
        return _SCALARS[node.tag](without_folds(node.value) if folded else node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*keys, i), lines, problems, name, shift) for i, item in enumerate(node.value)]
    result: dict[Key, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + shift
        key = key_node.value
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(name, line, message("Une clé doit être un mot simple.")))
            continue
        if key in result:
            what = message("La clé « %(key)s » est en double (déjà ligne %(line)s).", key=key, line=lines[(*keys, key)])
            problems.append(Problem(name, line, what, message("Gardez-en une seule.")))
            continue
        lines[(*keys, key)] = line
        result[key] = _value(value_node, (*keys, key), lines, problems, name, shift)
    return result


def unknown_key(document: Document, keys: tuple[Key, ...], known: list[str]) -> Problem:
    """Return the problem of a key that is not a field of the model, with the nearest field."""
    what = message("Clé inconnue « %(key)s ».", key=keys[-1])
    return Problem(document.path, document.line(*keys), what, nearest(keys[-1], known))
