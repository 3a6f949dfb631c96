"""Problems in the files that people edit, worded for the person who edits them.

A problem has a place, what is wrong, and what to do. All problems of a run are reported together, in the person's
language; the French text is the message id, as everywhere in this project.
"""

from __future__ import annotations

import difflib
import functools
import itertools
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from babel.messages.pofile import read_po

Format = Literal["text", "json", "github"]
MESSAGES = Path(__file__).parent / "messages"
LANGUAGES = ("fr", "en", "es", "ar", "zh", "ru")
"""The languages of messages. French is in the code, each other one has a catalogue; English replaces what it lacks."""
MOST = 200
"""The most problems reported for one file: people fix these first, and a hostile file has any number."""
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for contributors: `text` is French with named placeholders, `values` fill them."""

    text: str
    values: dict[str, object] = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        """Return the sentence in a language, placeholders filled; nested messages are in the same language."""
        values = {
            name: value.in_language(language) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return translation(self.text, language) % values


def message(text: str, /, **values: object) -> Message:
    """Return the message of a French text; Babel extracts the literal (keyword `say`)."""
    return Message(text, values)


def translation(text: str, language: str) -> str:
    """Return a French text in a language, or in English if the catalogue of the language lacks it."""
    if language == "fr":
        return text
    return messages_in(language).get(text) or messages_in("en").get(text, text)


@functools.cache
def messages_in(language: str) -> dict[str, str]:
    """Return the messages of a language by French text, from the package's own catalogue (not the site's)."""
    with (MESSAGES / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    texts = ((entry.id, entry.string) for entry in catalog if not entry.fuzzy)
    return {
        french: text for french, text in texts if french and text and isinstance(french, str) and isinstance(text, str)
    }


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: `path` relative to the project with `/`, `line` from 1, what is wrong and what to do."""

    path: str
    line: int
    what: Message
    fix: Message | None = None
    level: Literal["error", "notice"] = "error"
    """A notice is for information; no command fails because of it."""

    def in_language(self, language: str) -> str:
        """Return what is wrong and what to do, on one line."""
        sentences = [self.what.in_language(language)]
        if self.fix:
            sentences.append(self.fix.in_language(language))
        return " ".join(" ".join(sentences).split())


class ProblemsFound(Exception):
    """The project's files cannot be published; `problems` lists why, in `language` or in that of the environment."""

    def __init__(self, problems: Iterable[Problem], language: str | None = None):
        self.problems = in_order(problems)
        super().__init__(report(self.problems, "text", language or message_language()))


class BuildFailed(Exception):
    """The site could not be built; the message is for the person who ran the command."""


def reason_of(error: BaseException) -> str:
    """Return the text of an exception; the name of its class if it has none."""
    text = str(error).strip()
    return text if re.sub(r"None|Errno|[\s:\[\]]", "", text) else type(error).__name__


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems by file, then line, each once; at most `MOST` for a file."""
    unique = {(p.path, p.line, p.in_language("fr")): p for p in problems}
    by_file = itertools.groupby((unique[key] for key in sorted(unique)), key=lambda problem: problem.path)
    return [problem for _path, found in by_file for problem in first(found)]


def first(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first problems of a file, then one that states that there are more."""
    for count, problem in enumerate(problems):
        if count == MOST:
            more = message("Ce fichier a d’autres problèmes, qui ne sont pas listés.")
            yield Problem(problem.path, problem.line, more, message("Corrigez d’abord ceux-ci."))
            return
        yield problem


def message_language() -> str:
    """Return the language of the environment's locale, or English (LC_ALL, LC_MESSAGES, LANG, in gettext's order)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            language = re.split(r"[_.@-]", value.lower())[0]
            return language if language in LANGUAGES else "en"
    return "en"


LANGUAGE_OF_FILE = re.compile(r"(?:^|/)[^/]*?\b(?P<code>[a-z]{2,3})(?:-[A-Za-z-]+)?\.(?:md|po)$")


def language_of(path: str, otherwise: str) -> str:
    """Return the language of a file's name, if messages are in it: `index.fr.md`, `locales/ar.po`."""
    found = LANGUAGE_OF_FILE.search(path)
    return found["code"] if found and found["code"] in LANGUAGES else otherwise


def report(
    problems: Iterable[Problem], format: Format, language: str, owners: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return the problems as `path:line: …` lines, as JSON, or as GitHub workflow annotations.

    Annotations are for the person who wrote the file: in the language of its name, or in that of `owners` for a folder.
    """
    if format == "json":
        rows = [
            {"path": p.path, "line": p.line, "message": p.in_language(language)}
            | ({} if p.level == "error" else {"level": p.level})
            for p in problems
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    if format == "github":
        return "\n".join(
            f"::{p.level} file={_property(p.path)},line={p.line}::"
            f"{_data(p.in_language(language_of(p.path, owners.get(p.path.rpartition('/')[0], language))))}"
            for p in problems
        )
    return "\n".join(f"{visible(p.path)}:{p.line}: {visible(_with_level(p, language))}" for p in problems)


def _with_level(problem: Problem, language: str) -> str:
    """Return a problem in a language, on one line that states whether it is only a notice."""
    text = problem.in_language(language)
    return text if problem.level == "error" else message("note : %(text)s", text=text).in_language(language)


def visible(text: str) -> str:
    """Return a text safe for a terminal or log: characters that break the line or reverse it become escapes."""
    return CONTROL.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode(), text)


def _data(text: str) -> str:
    """Return a text escaped for GitHub's workflow commands, so that a hostile file cannot start another command."""
    text = CONTROL.sub(lambda match: match[0] if match[0] in "\r\n" else visible(match[0]), text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def nearest(value: object, known: Collection[object]) -> Message | None:
    """Return the nearest known value, or all of them if none is near and they are few."""
    names = list(dict.fromkeys(str(name) for name in known))
    # Every other code is near to one of a few characters: list them all.
    if len(str(value)) > 3 and (match := difflib.get_close_matches(str(value), names, n=1, cutoff=0.6)):
        return message("Vouliez-vous dire « %(nearest)s » ?", nearest=match[0])
    if 0 < len(names) <= 25:
        return message("Valeurs possibles : %(known)s.", known=", ".join(names))
    return None
