"""What Pagefind reads of the pages, with their words folded (`folding.py`), and how its results show them again.

A word that folding changes is followed by its original, written in characters of a private plane, which Pagefind keeps
in the texts of results and takes for no letters: `restored` puts the original in its place.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from opencc import OpenCC

from roadmap.model import folding
from roadmap.publishing import page_html
from roadmap.publishing.found_by import FoundBy

PRIVATE = 0xF0000
"""The first character of the private plane."""
LAST = 0xFFFD
"""The last character that can be written there."""
WRITTEN = re.compile("[^\\s<>&]*?([\U000f0000-\U000ffffd]+)")
"""A folded word with its original."""
JOINT = "\u200b"
"""Between words that no space separates, as Pagefind writes it."""
TAG = re.compile(r"(<[^>]*>)")
RUN = re.compile(f"[{folding.CHARACTERS}]+|[^{folding.CHARACTERS}]+")
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
AFTER = re.compile(
    r'<(?:details class="fold translation"|div class="cite reuse"|nav class="pager").*</main>', re.DOTALL
)
"""What follows all bodies (`overrides/page/frame.html`): notices, citation, links to other pages."""
MAIN = "<main data-pagefind-body>"
MOST_WORDS = 4_000
"""How many words of a language browsers get, to correct queries."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was written for the search."""

    file: Path
    found_by: FoundBy
    html: str


def write(folder: Path, html: str, found_by: FoundBy) -> None:
    """Write into a folder what the search reads of a page, and what it is found by."""
    folder.mkdir(parents=True, exist_ok=True)
    text = AFTER.sub("</main>", page_html.searched(html))
    if found_by.brief:
        heading = HEADING.search(text)
        body = f"{heading[0] if heading else ''}<p>{escape(found_by.brief)}</p>"
        text = f"{text.partition('<main ')[0]}{MAIN}{body}</main></html>"
    data = [found_by.kind, found_by.names, found_by.words]
    (folder / "index.html").write_text(f"{json.dumps(data, ensure_ascii=False)}\n{text}", encoding="utf-8")


class FoldedWords(dict[str, str]):
    """What stands for each piece of text without spaces, by that piece."""

    def __init__(self, language: str):
        """Start without words: each is folded once."""
        super().__init__()
        self.language = language
        self.spaceless = language in folding.SPACELESS
        self.particles = folding.particles_of(language)
        self.known: set[str] = set()
        """For a language with particles, the folded words of the site, and those that have an article."""
        self.definite: set[str] = set()

    def __missing__(self, token: str) -> str:
        """Fold a piece of text."""
        folded = self._characters(token) if self.spaceless else self._words(token)
        self[token] = folded
        return folded

    def _words(self, token: str) -> str:
        words = list(folding.words(token, self.language))
        if self.particles:
            words = [one for word in words for one in self._with_and_without(word)]
        folded = "-".join(words)
        if not folded or folded == token.lower().strip(".,;:!?()[]«»\"'"):
            return token
        return _with_original(folded, token)

    def _with_and_without(self, word: str) -> Iterator[str]:
        """Yield a word, and the same without its particle if it is another word of the site."""
        yield word
        match = self.particles.match(word) if self.particles else None
        if match and match[1] in self.known and word not in self.definite:
            yield match[1]

    def _characters(self, token: str) -> str:
        """Return pairs of neighbouring characters as words, the last one alone, and the rest as words."""
        parts = []
        for run in RUN.findall(token):
            if run[0] < "\u4e00" or run[0] > "\u9fff":
                parts.append(_with_original("-".join(folding.words(run, self.language)), run + JOINT))
                continue
            for at, character in enumerate(run):
                parts.append(_with_original(folding.pair(run[at : at + 2]), character + JOINT))
        if not parts:
            return token
        parts[-1] = parts[-1].removesuffix(chr(PRIVATE + ord(JOINT)))
        return " ".join(parts)

    def learn(self, texts: Iterable[str]) -> None:
        """Learn the words of the site, for a language with particles."""
        for token in {token for text in texts for token in TAG.sub(" ", text).split()}:
            for part in folding.SEPARATORS.split(folding.plain(token)):
                folded = folding.word(part, self.language)
                self.known.add(folded)
                if part.startswith("ال"):
                    self.definite.add(folded)


def _with_original(folded: str, original: str) -> str:
    if max(original) > chr(LAST):
        return original.replace(JOINT, "")
    return folded + "".join(chr(PRIVATE + ord(sign)) for sign in original)


def _original(match: re.Match[str]) -> str:
    return "".join(chr(ord(sign) - PRIVATE) for sign in match[1])


def restored(text: str) -> str:
    """Return a text of Pagefind's with the original words."""
    return WRITTEN.sub(_original, text).replace(f"{JOINT} ", JOINT)


def has_original(word: str) -> bool:
    """Return whether a word of the index has an original in it: nobody would search it."""
    return max(word) >= chr(PRIVATE)


def fold(pages: Path, language: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Fold the pages that were written into a folder, in place. Return their kinds, by address from that folder, and
    what browsers correct queries by: words, the most frequent first, and variants of characters.
    """
    words = FoldedWords(language)
    count: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    every = sorted(pages.rglob("index.html"))
    if words.particles:
        words.learn(file.read_text(encoding="utf-8") for file in every)
    code = f"x-{language}" if language in folding.OWN else language
    for file in every:
        head, _end, html = file.read_text(encoding="utf-8").partition("\n")
        kind, names, added = json.loads(head)
        kinds[f"/{file.parent.relative_to(pages).as_posix()}/".replace("/./", "/")] = kind
        parts = TAG.split(TITLE.sub("", html))
        seen: set[str] = set()
        for at in range(0, len(parts), 2):
            if tokens := unescape(parts[at]).split():
                seen.update(tokens)
                parts[at] = f" {escape(' '.join(map(words.__getitem__, tokens)), quote=False)} "
        count.update(seen)
        text = "".join(parts).replace(f'lang="{language}"', f'lang="{code}"', 1)
        hidden = _hidden("names", names, words) + _hidden("words", added, words)
        file.write_text(text.replace("</main>", f"{hidden}</main>"), encoding="utf-8")
        for name in names:
            count.update({token: len(every) for token in name.split()})
    if words.spaceless:
        return kinds, {"words": [], "variants": _variants(set().union(*words))}
    return kinds, {"words": _to_suggest(count), "variants": {}}


def _hidden(name: str, texts: Iterable[str], words: FoldedWords) -> str:
    """Return the element with words that are searched and never shown."""
    folded = (" ".join(WRITTEN.sub(_only_folded, words[token]) for token in text.split()) for text in texts)
    value = escape(" | ".join(folded))
    return f'<span hidden data-pagefind-meta="{name}[data-{name}]" data-{name}="{value}"></span>' if value else ""


def _only_folded(match: re.Match[str]) -> str:
    return match[0][: match.start(1) - match.start()]


def _variants(characters: set[str]) -> dict[str, str]:
    """Return the traditional forms of simplified characters that the site has, with these."""
    simplify = OpenCC("t2s").convert
    every = map(chr, range(0x4E00, 0xA000))
    return {sign: simple for sign in every if (simple := simplify(sign)) != sign and simple in characters}


def restored_content(text: str) -> str:
    """Return the text of a result with the original words; without spaces between words, with a joint after each."""
    content = restored(text)
    return content.replace(" ", f" {JOINT}") if JOINT in content else content


def _to_suggest(count: Counter[str]) -> list[str]:
    """Return whole words as they are written, in small letters."""
    plain: Counter[str] = Counter()
    for token, number in count.items():
        for word in folding.SEPARATORS.split(folding.plain(token)):
            last = re.sub("^.{1,6}'", "", word)
            if len(last) > 3 and last.isalpha():
                plain[last] += number
    return [word for word, _number in plain.most_common(MOST_WORDS)]
