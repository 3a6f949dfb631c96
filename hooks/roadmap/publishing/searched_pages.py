"""What Pagefind reads of the pages, with their words folded (`folding.py`), and how its results show them again.

A word that folding changes is followed by the number of its original, written in signs, which are no letters for
Pagefind. Chinese needs none: the letters of a pair have its characters. `Originals` puts them in their places.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from html import escape, unescape
from itertools import chain
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

from opencc import OpenCC

from roadmap.model import folding
from roadmap.publishing import page_html
from roadmap.publishing.found_by import FoundBy

MARK, SIGNS = "~", "!%(+,/:;=?@[]^{|}"
"""Before and in the number of an original. Pagefind drops such signs from words and keeps them in the texts of results,
without a full stop after them."""
JOINT = "\u200b"
"""Between words that no space separates, as Pagefind writes it; the browser counts words by it."""
UNREAD = ".,;:!?()[]«»\"'"
"""Signs at the ends of words that Pagefind drops."""
ENDS = UNREAD + "،؛؟"
"""Signs at the ends of words that are in none."""
TAGS = re.compile(r"(<[^>]*>(?:\s*<[^>]*>)*)")
"""A tag, or several with no text between them."""
RUN = re.compile(f"[{folding.RANGE}]+|[^{folding.RANGE}]+")
FIRST = re.compile(f"{folding.PAIR}([{folding.ALPHABET}]{{3}})(?=[{folding.ALPHABET}]{{3}} )")
"""The first character of a pair, in letters."""
LAST = re.compile(f"(?<= ){folding.PAIR}([{folding.ALPHABET}]{{3}})(?= (?:[^<]|(</(?:h[2-6]|li|p|td|dd)>)))")
"""A character alone, in letters, before a sign or the end of a text that Pagefind writes a full stop after."""
RARE, RARER = 12, 3
"""How often a site has pairs that are no words, at most, and how many times as often both of their neighbours, at
least. Of 22,600 words on pages, 27 are lost so, and a sixth of the index."""
HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
UNREAD_PARTS = re.compile(
    r'<nav class="crumbs".*?</nav>|<section class="(?:authorship|cite)".*?</section>'
    r'|<(?:details class="fold translation"|div class="cite reuse"|nav class="pager").*(?=</main>)',
    re.DOTALL,
)
"""Parts that are as on all such pages, and what follows all bodies (`overrides/page/frame.html`). The search does not
find pages by them (`search_index.EXCLUDED`): folding them would take time."""
CELLS = ("</td>", "</th>", "</dt>", "</dd>")
"""What Pagefind does not take for the end of a word."""
MAIN = "<main data-pagefind-body>"
SHORT = 40
"""Characters of a text that is likely to be on other pages too."""
HIDDEN = ("names", "words")
"""What is searched and never shown."""
MOST_PAGES = 300
"""How many pages of a language are looked at for the words that browsers get."""
MOST_WORDS = 4_000
"""How many words of a language browsers get, to correct queries."""


def add(file: Path, path: str, html: str, found_by: FoundBy) -> None:
    """Add to a file, as a line, what the search reads of the page at `path`, and what it is found by."""
    text = UNREAD_PARTS.sub("", page_html.searched(html))
    if found_by.brief:
        heading = HEADING.search(text)
        body = f"{heading[0] if heading else ''}<p>{escape(found_by.brief)}</p>"
        text = f"{text.partition('<main ')[0]}{MAIN}{body}</main></html>"
    for tag in CELLS:
        text = text.replace(tag, f"{tag} ")
    data = [path, found_by.kind, found_by.names, found_by.words, text]
    with file.open("ab", buffering=0) as lines:  # whole, even if several processes add pages
        lines.write(json.dumps(data, ensure_ascii=False).encode() + b"\n")


def _lines(file: Path) -> Iterator[list[Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


class Originals(dict[str, str]):
    """What pages show for each word that is written otherwise for Pagefind."""

    def marked(self, folded: str, original: str) -> str:
        """Return a folded word with a number of its own."""
        number, signs = len(self), ""
        while number or not signs:
            number, sign = divmod(number, len(SIGNS))
            signs += SIGNS[sign]
        written = f"{folded}{MARK}{signs}"
        self[written] = original
        return written

    def restored(self, text: str) -> str:
        """Return a text of Pagefind's with the words that pages show."""
        start, *others = text.split(MARK)
        parts: list[str] = []
        for other in others:
            before, space, folded = start.rpartition(" ")
            signs, end, start = other.partition(" ")
            written = f"{folded}{MARK}{signs}"
            parts += (before, space, self.get(written, written), end)
        return "".join((*parts, start))


class FoldedWords(dict[str, str]):
    """What is written for each piece of text without spaces, by that piece."""

    def __init__(self, language: str):
        """Start without words: each is folded once."""
        super().__init__()
        self.language = language
        self.is_changed = folding.changing(language).search
        self.originals = Originals()
        self.texts: dict[str, str] = {}
        """What is written for short texts, which many pages have."""

    def __missing__(self, token: str) -> str:
        """Fold a piece of text."""
        written = self[token] = self.written(token)
        return written

    def written(self, token: str) -> str:
        """Return what is written for a new piece of text."""
        bare = token.strip(UNREAD).lower()
        if bare.isalpha() and not self.is_changed(bare) and (bare.isascii() or is_normalized("NFKC", bare)):
            return token  # as most words
        folded = self.folded(token)
        if MARK not in token and (not folded or folded == bare):
            return token
        return self.originals.marked(folded, token)

    def folded(self, token: str) -> str:
        """Return the words of a piece of text, joined as Pagefind takes them apart."""
        return "-".join(folding.words(token, self.language))

    def text(self, text: str) -> str:
        """Return a text of HTML as it is written, with spaces around it that keep a changed word apart from others."""
        written = self.texts.get(text)
        if written is None:
            tokens = unescape(text).split()
            changed = list(map(self.__getitem__, tokens))
            written = text
            if changed != tokens:
                start = " " if changed[0] != tokens[0] or text[0].isspace() else ""
                end = " " if changed[-1] != tokens[-1] or text[-1].isspace() else ""
                written = f"{start}{escape(' '.join(changed), quote=False)}{end}"
            if len(text) < SHORT:
                self.texts[text] = written
        return written

    def page(self, html: str) -> str:
        """Return a page as it is written."""
        parts = TAGS.split(html)
        parts[::2] = [text and self.text(text) for text in parts[::2]]
        return "".join(parts)

    def restored(self, text: str) -> str:
        """Return a text of Pagefind's as pages show it; `JOINT` is where no space separates two words."""
        return self.originals.restored(text)

    def hidden(self, text: str) -> str:
        """Return a text that is not shown."""
        return " ".join(word.partition(MARK)[0] for token in text.split() for word in self[token].split(" "))


class FoldedWithParticles(FoldedWords):
    """The same for a language whose particles are written together with the following word."""

    def __init__(self, language: str, particles: re.Pattern[str]):
        """Start without words."""
        super().__init__(language)
        self.particles = particles
        self.words: dict[str, list[str]] = {}
        """The folded words of each piece of text; all of them, and those that have an article."""
        self.known: set[str] = set()
        self.definite: set[str] = set()

    def learn(self, texts: Iterable[str]) -> None:
        """Learn the words of the site."""
        for token in {token.strip(ENDS) for text in texts for token in {*TAGS.sub(" ", text).split()}}:
            parts = list(folding.parts(token))
            words = [folding.word(part, self.language) for part in parts]
            self.words[token] = words
            self.known.update(words)
            self.definite.update(word for part, word in zip(parts, words, strict=True) if part.startswith("ال"))

    def folded(self, token: str) -> str:
        """Return the words of a piece of text, and the same without their particles if they are words of the site."""
        words = self.words.get(token.strip(ENDS)) or folding.words(token, self.language)
        return "-".join(one for word in words if word for one in self._with_and_without(word))

    def _with_and_without(self, word: str) -> Iterator[str]:
        yield word
        match = self.particles.match(word)
        if match and match[1] in self.known and word not in self.definite:
            yield match[1]


class Pairs(dict[str, str]):
    """What is written for two neighbouring characters, or for one alone, by them."""

    def __init__(self, originals: Originals):
        """Start without pairs."""
        super().__init__()
        self.originals = originals
        self.letters: dict[str, str] = {}
        """The letters of each character so far."""

    def __missing__(self, characters: str) -> str:
        """Write a pair, whose first character is shown in its place; if the second is `JOINT`, it is shown only."""
        if characters[-1] == JOINT:
            written = self[characters] = self.originals.marked("", characters)
            return written
        for character in characters:
            if character not in self.letters:
                self.letters[character] = folding.letters(character)
        written = self[characters] = folding.PAIR + "".join([self.letters[character] for character in characters])
        if len(characters) > 1:
            self.originals[written] = characters[0] + JOINT
        else:
            self.originals[written] = characters
            self.originals[f"{written}."] = f"{characters}。"  # Pagefind ends headings so
        return written


class FoldedCharacters(FoldedWords):
    """The same for a language without spaces: pairs of neighbouring characters are words, and the last one alone.

    Left out are pairs of the last character of a word with the first one of the next, as far as their number shows
    them, and characters alone that begin a pair of the same page: the index would be half as large again.
    """

    def __init__(self, language: str):
        """Start without characters."""
        super().__init__(language)
        self.pairs = Pairs(self.originals)
        self.others: dict[str, str] = {}
        """What is written for other signs and words, with a joint where they touch characters, and for characters that
        are shown only.
        """
        self.count: Counter[str] = Counter()
        """How often the site has each pair."""

    def learn(self, texts: Iterable[str]) -> None:
        """Count the pairs of the site."""
        runs = [run for text in texts for run in RUN.findall(TAGS.sub(" ", text)) if run[0] in folding.CHARACTERS]
        self.count.update(chain.from_iterable(map(str.__add__, run, run[1:]) for run in runs))

    def written(self, token: str) -> str:
        """Return what is written for a new piece of text."""
        runs = RUN.findall(token)
        if len(runs) == 1 and token[0] not in folding.CHARACTERS and token[0] != folding.PAIR:
            return super().written(token)
        parts: list[str] = []
        for at, run in enumerate(runs):
            if run[0] in folding.CHARACTERS:
                parts += self._pairs(run)
            else:
                shown = f"{JOINT if at else ''}{run}{JOINT if at < len(runs) - 1 else ''}"
                parts.append(self._other(shown, self.folded(run)))
        return " ".join(parts)

    def _other(self, shown: str, folded: str = "") -> str:
        if shown not in self.others:
            self.others[shown] = self.originals.marked(folded, shown)
        return self.others[shown]

    def _pairs(self, run: str) -> Iterable[str]:
        pairs = list(map(str.__add__, run, run[1:]))
        count = list(map(self.count.__getitem__, pairs))
        left_out = -1
        for place, (before, own, after) in enumerate(zip(count, count[1:], count[2:], strict=False), 1):
            if own <= RARE and RARER * own <= before and RARER * own <= after and left_out != place - 1:
                pairs[place] = run[place] + JOINT
                left_out = place
        return map(self.pairs.__getitem__, [*pairs, run[-1]])

    def page(self, html: str) -> str:
        """Return a page as it is written."""
        written = super().page(html)
        read = set(FIRST.findall(written))

        def once(match: re.Match[str]) -> str:
            if match[1] in read:
                return self._other(self.originals[match[0]] + ("。" if match[2] else ""))
            read.add(match[1])
            return match[0]

        return LAST.sub(once, written)

    def hidden(self, text: str) -> str:
        """Return a text that is not shown, with all of its pairs."""
        words: list[str] = []
        for run in RUN.findall(text):
            if run[0] in folding.CHARACTERS:
                words += map(self.pairs.__getitem__, list(map(str.__add__, run, run[1:])) or [run])
            else:
                words.append(super().hidden(run))
        return " ".join(words)

    def restored(self, text: str) -> str:
        """Return a text of Pagefind's as pages show it, with `JOINT` where no space separates two words."""
        words = text.split(" ")
        restored = " ".join(map(self.originals.get, words, words))
        return restored.replace(f" {JOINT}", JOINT).replace(f"{JOINT} ", JOINT)


def _words_of(language: str) -> FoldedWords:
    """Return what folds the words of a language."""
    if language in folding.SPACELESS:
        return FoldedCharacters(language)
    if particles := folding.particles_of(language):
        return FoldedWithParticles(language, particles)
    return FoldedWords(language)


class FoldedPages:
    """The pages of a language, folded for Pagefind, and what it makes of them restored."""

    def __init__(self, file: Path, language: str, folder: Path):
        """Write the pages that were added to a file into a folder, folded."""
        self.words = _words_of(language)
        self._pages: dict[str, tuple[str, str]] = {}
        """The address and kind of each page, by the address of its file in the folder."""
        self._count: Counter[str] = Counter()
        """How many of some pages show each piece of text without spaces."""
        self._sampled = 0
        if isinstance(self.words, FoldedWithParticles | FoldedCharacters):
            self.words.learn(" ".join((*names, *added, html)) for _path, _kind, names, added, html in _lines(file))
        code = f"x-{language}" if language in folding.OWN else language
        folder.mkdir()
        for path, kind, *hidden, html in _lines(file):
            name = f"{path}page".replace("/", "--") + ".html"  # in one folder: thousands of folders take time
            self._pages[f"/{name}"] = f"/{path}", kind
            text = self.words.page(html).replace(f'lang="{language}"', f'lang="{code}"', 1)
            more = "".join(_hidden(name, texts, self.words) for name, texts in zip(HIDDEN, hidden, strict=True))
            (folder / name).write_text(text.replace("</main>", f"{more}</main>"), encoding="utf-8")
            for name in hidden[0]:
                self._count.update(dict.fromkeys(name.split(), MOST_PAGES))

    def restore(self, result: dict[str, Any]) -> str:
        """Put the address of a page into Pagefind's text of a result, and its words as the page shows them; return the
        page's kind.
        """
        result["url"], kind = self._pages[result["url"]]
        content, meta = result["content"], result["meta"]
        restored = self.words.restored(content)
        shown = {key: self.words.restored(text).replace(JOINT, "") for key, text in meta.items() if key not in HIDDEN}
        if self._sampled < MOST_PAGES and not isinstance(self.words, FoldedCharacters):
            self._sampled += 1
            self._count.update(set(restored.split()))
        result["content"] = restored.replace(" ", f" {JOINT}") if JOINT in restored else restored
        result["meta"] = meta | shown
        return kind

    def corrections(self) -> dict[str, Any]:
        """Return what browsers correct queries by: the words of the pages that were restored, the most frequent first,
        and variants of characters.
        """
        if isinstance(self.words, FoldedCharacters):
            return {"words": [], "variants": _variants(self.words.pairs.letters.keys())}
        return {"words": _to_suggest(self._count), "variants": {}}


def _hidden(name: str, texts: Iterable[str], words: FoldedWords) -> str:
    """Return the element with words that are searched and never shown."""
    value = escape(" | ".join(map(words.hidden, texts)))
    return f'<span hidden data-pagefind-meta="{name}[data-{name}]" data-{name}="{value}"></span>' if value else ""


def _variants(characters: Collection[str]) -> dict[str, str]:
    """Return the traditional forms of simplified characters that the site has, with these."""
    every = sorted(folding.CHARACTERS)
    simplified = OpenCC("t2s").convert("\n".join(every)).split("\n")
    forms = zip(every, simplified, strict=True)
    return {sign: simple for sign, simple in forms if simple != sign and simple in characters}


def _to_suggest(count: Counter[str]) -> list[str]:
    """Return the most frequent words as they are written, in small letters."""
    found: dict[str, None] = {}
    for token in sorted(sorted(count), key=count.__getitem__, reverse=True):
        for word in folding.SEPARATORS.split(folding.plain(token)):
            last = re.sub("^.{1,6}'", "", word)
            if len(last) > 3 and last.isalpha():
                found[last] = None
        if len(found) >= MOST_WORDS:
            break
    return list(found)
