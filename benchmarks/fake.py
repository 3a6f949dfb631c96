"""Plainly fake case studies, in real scripts, for tests and measurements: never published.

`python benchmarks/fake.py PROJECT COUNT [--seed 1] [--languages fr,ar]` writes them into a copy of the project. The
same seed makes the same files, byte for byte. Words are the project's own, drawn by Zipf's law, and coined ones of the
same script behind them, as many as a real corpus of that size would bring (Heaps's law): an index grows as it would
with real texts. Every title says that the text is invented, every source stands on example.org.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from roadmap.reading import case_study, sections  # noqa: E402

WORDS_EACH = 600
"""Words of a case study's text, about; of Chinese, characters count for two thirds of a word."""
COINED = 40_000
"""Invented words behind the real ones: 1,000 texts of 600 words hold about 20,000 different ones."""
FAKE = {
    "fr": ("Étude inventée n° {n}", "Texte inventé pour des essais, sans aucun sens."),
    "en": ("Invented study no. {n}", "A text invented for tests, without any meaning."),
    "es": ("Estudio inventado n.º {n}", "Texto inventado para pruebas, sin ningún sentido."),
    "ru": ("Вымышленный пример № {n}", "Текст, вымышленный для проверок, без всякого смысла."),
    "ar": ("دراسة مختلقة رقم {n}", "نص مختلق للاختبار، بلا أي معنى."),
    "zh": ("虚构案例第{n}号", "为测试而虚构的文字，没有任何意义。"),
}
"""What each title starts with, and each summary; a language of another site says it in English."""
SENTENCE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SPACELESS = re.compile(r"[\u4e00-\u9fff]+")
PICTURE = (1200, 800)


class Vocabulary:
    """The words of one language, and how often each comes."""

    def __init__(self, project: Path, language: str):
        """Read from the project's own pages and catalogue."""
        self.language, self.joint = language, "" if language == "zh" else " "
        known = [word for word, _count in Counter(self._words(project)).most_common()]
        halves = sorted(known)
        chance = random.Random(f"words {language}")
        coined: dict[str, None] = {}
        while len(coined) < COINED:
            left, right = chance.choice(halves), chance.choice(halves)
            word = left[: -(-len(left) // 2)] + right[len(right) // 2 :]
            if self.joint == "":
                word = chance.choice(left) + chance.choice(right)
            if len(coined) + len(known) > 8_000 and self.joint == "":
                word += chance.choice(right)  # two characters make too few words
            coined[word] = None
        self.all = [*known, *(word for word in coined if word not in known)]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.all))))

    def _words(self, project: Path) -> Iterable[str]:
        texts = [path.read_text(encoding="utf-8") for path in sorted(project.glob(f"content/*.{self.language}.md"))]
        catalogue = project / "data" / "locales" / f"{self.language}.po"
        if not catalogue.exists():
            catalogue = project / "data" / "locales" / "roadmap.pot"
        with catalogue.open("rb") as file:
            for message in read_po(file):
                for text in message.string if isinstance(message.string, tuple) else [message.string or message.id]:
                    texts.append(text if isinstance(text, str) else " ".join(text))
        for text in texts:
            text = re.sub(r"\{[^}]*\}|%\(\w+\)s|https?://\S+|\[\^?\w+\]", " ", text)
            if self.language == "zh":
                for run in SPACELESS.findall(text):
                    yield from (run[at : at + 2] for at in range(0, len(run), 2))
            else:
                yield from (word.lower() for word in SENTENCE.findall(text) if len(word) < 30)

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """So many words."""
        whole = self.weights[-1]
        return [self.all[bisect(self.weights, chance.random() * whole)] for _ in range(count)]

    def phrase(self, chance: random.Random, count: int) -> str:
        """So many words in a row."""
        return self.joint.join(self.draw(chance, count))

    def sentence(self, chance: random.Random, count: int) -> str:
        """A sentence of so many words."""
        text = self.phrase(chance, count)
        return text[:1].upper() + text[1:] + ("。" if self.language == "zh" else ".")

    def text(self, chance: random.Random, words: int) -> str:
        """Sentences of so many words in all."""
        found = []
        while words > 0:
            length = min(words, chance.randint(8, 24))
            found.append(self.sentence(chance, length))
            words -= length
        return self.joint.join(found)


def picture(chance: random.Random) -> bytes:
    """A JPEG of coloured shapes, of the weight of a photograph made for the web."""
    image = Image.new("RGB", PICTURE, _colour(chance))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = chance.randrange(PICTURE[0]), chance.randrange(PICTURE[1])
        draw.ellipse((x, y, x + chance.randrange(30, 300), y + chance.randrange(30, 300)), fill=_colour(chance))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)


def body(words: Vocabulary, chance: random.Random) -> str:
    """The Markdown of a case study, every paragraph with its source."""
    part = WORDS_EACH // 6

    def paragraph(count: int, source: int) -> str:
        return f"{words.text(chance, count)} [^{source}]\n"

    items = "".join(f"- {paragraph(part // 4, 1 + at % 3)}" for at in range(4))
    cells = [words.phrase(chance, 2) for _ in range(8)]
    table = f"| {cells[0]} | {cells[1]} |\n| --- | --- |\n"
    table += "".join(f"| {cells[at]} | {cells[at + 1]} [^2] |\n" for at in (2, 4, 6))
    link = f"[{words.phrase(chance, 3)}](https://example.org/fake/{words.phrase(chance, 1)})"
    made = {
        "main-features": f"{paragraph(part, 1)}\n{items}\n{words.sentence(chance, 8)} {link} [^1]\n",
        "results": f"{table}\n{paragraph(part, 2)}",
        "resources": paragraph(part // 2, 3),
        "partners": paragraph(part // 2, 1),
        "evaluation": paragraph(part, 2),
        "roadmap": f"{words.text(chance, part)}\n",
    }
    return "".join(f"## {words.phrase(chance, 2)} {{#{name}}}\n\n{markdown}\n" for name, markdown in made.items())


class Maker:
    """Writes case studies into a project."""

    def __init__(self, project: Path, seed: int = 1, codes: Iterable[str] = ()):
        """`codes` are the languages each is written in; all of the site's when empty."""
        read = {
            name: yaml.safe_load((project / "data" / f"{name}.yml").read_text(encoding="utf-8"))
            for name in ("roadmap", "parties", "domains", "languages")
        }
        self.project, self.seed = project, seed
        self.codes = list(codes) or [one["code"] for one in read["languages"]["languages"] if not one.get("preparing")]
        self.parties = [party["code"] for party in read["parties"]["parties"]]
        self.activities = [one["id"] for output in read["roadmap"]["outputs"] for one in output["activities"]]
        self.domains = [domain["id"] for domain in read["domains"]["domains"]]
        self.words = {code: Vocabulary(project, code) for code in self.codes}

    def facts(self, number: int) -> dict[str, Any]:
        """The facts of the case study of this number: all that lists are made from, without writing anything."""
        return self._facts(number, random.Random(f"{self.seed} {number}"))

    def _facts(self, number: int, chance: random.Random) -> dict[str, Any]:
        original = chance.choice(self.codes)
        start = chance.randint(2006, 2022)
        return {
            "party": self.parties[number % len(self.parties)],
            "years": {"start": start, "end": start + chance.randint(0, 3)},
            "lead_institution": {code: self.words[code].phrase(chance, 3) for code in self.codes},
            "activities": sorted(chance.sample(self.activities, chance.choice((1, 1, 2)))),
            "sdgs": sorted(chance.sample([4, 5, 8, 9, 10, 16, 17], chance.choice((0, 1)))),
            "domains": [chance.choice(self.domains)],
            "origin": "editors",
            "licence": "CC-BY-4.0",
            "original_language": original,
            "updated": date(2026, 1, 1),
            "images": [
                {
                    "file": "fake.jpg",
                    "alt": {code: FAKE.get(code, FAKE["en"])[1] for code in self.codes},
                    "credit": "example.org",
                }
            ],
            "sources": [
                {
                    "title": f"Invented source {number}.{at}",
                    "url": f"https://example.org/fake/{number}/{at}",
                    "language": original,
                    "seen": date(2026, 1, 1),
                }
                for at in (1, 2, 3)
            ],
        }

    def write(self, number: int, pictures: bool = True) -> str:
        """Writes the case study of this number, with a picture if wished; returns its slug."""
        chance = random.Random(f"{self.seed} {number}")
        slug = f"fake-{number:05}"
        folder = self.project / case_study.FOLDER / slug
        folder.mkdir(parents=True)
        facts = self._facts(number, chance)
        original = facts["original_language"]
        if pictures:
            (folder / "fake.jpg").write_bytes(picture(random.Random(f"picture {self.seed} {number}")))
        else:
            del facts["images"]
        self._yaml(folder / case_study.FACTS, facts)
        heads = {}
        for code in [original, *(code for code in self.codes if code != original)]:
            title, summary = FAKE.get(code, FAKE["en"])
            heads[code] = {
                "title": f"{title.format(n=number)} {self.words[code].sentence(chance, 4)}"[:100],
                "summary": f"{summary} {self.words[code].sentence(chance, 14)}"[:280],
            }
            text = body(self.words[code], chance)
            if code == original:
                source = heads[code], text
            else:
                heads[code]["fingerprints"] = fingerprints(*source)
            head = yaml.safe_dump(heads[code], allow_unicode=True, sort_keys=False, width=10_000)
            (folder / f"index.{code}.md").write_text(f"---\n{head}---\n{text}", encoding="utf-8")
        return slug

    @staticmethod
    def _yaml(path: Path, data: object) -> None:
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")


def fingerprints(head: dict[str, str], text: str) -> dict[str, str]:
    """What a translation of this text records, by section."""
    found = {sections.HEAD: sections.TranslatedSection("", "", (head["title"], head["summary"]), 1).fingerprint}
    for match in re.finditer(r"^## (?P<title>.*?) \{#(?P<id>[a-z-]+)\}\n(?P<text>.*?)(?=^## |\Z)", text, re.M | re.S):
        found[match["id"]] = sections.TranslatedSection("", "", (match["title"], match["text"]), 1).fingerprint
    return found


def make(project: Path, count: int, seed: int = 1, codes: Iterable[str] = (), pictures: bool = True) -> list[str]:
    """Writes `count` case studies into the project at `project`; returns their slugs."""
    maker = Maker(project, seed, codes)
    return [maker.write(number, pictures) for number in range(1, count + 1)]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--languages", default="")
    options = parser.parse_args()
    if options.project.resolve() == ROOT:
        parser.error("never into the project itself: give the path of a copy")
    made = make(options.project, options.count, options.seed, [code for code in options.languages.split(",") if code])
    print(f"{len(made)} case studies in {options.project / case_study.FOLDER}")


if __name__ == "__main__":
    main()
