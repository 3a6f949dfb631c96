"""Inputs by chance for check, import, catalogues and rendering: none raises, takes long, or prints what it should not.

Each run of the suite has 2,000. For more, with the seed of another chance:
`PYTHONPATH=tests:tests/checks python tests/checks/test_fuzz.py 50000 7`.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from test_golden import BASE
from test_hostile import ENGLISH, PO_WORDS, YAML_WORDS, mutated
from test_hostile import copy as copied

from hostile import (
    CASE,
    FACTS,
    FRENCH,
    PIECES,
    SHEEP,
    TEXT,
    as_yaml,
    assert_checked,
    assert_printable,
    bounded,
    fake_submission,
    fake_with,
    parts,
    received,
)
from roadmap.catalogues import catalogue, po_file
from roadmap.contributions.importing import ReadyCase
from roadmap.problems import ProblemsFound
from roadmap.reading.yaml_file import read_text

EACH = 500
"""Inputs of each kind in a run of the suite."""
SEED = 18
CHARACTERS = parts(
    "<¦>¦&¦\"¦'¦:¦\n¦\t¦[¦]¦(¦)¦{¦}¦|¦`¦*¦_¦#¦-¦\\¦%(x)s¦{{ x }}¦<script>alert(1)</script>¦javascript:x¦é¦中¦م¦"
    "\u202e¦\u200b¦\u00ad¦\ufeff¦\x00¦\x85¦\u2028¦\ud800¦\U000e0041¦\U0001f600¦0¦99999999999¦https://a@b.org¦[x](https://127.0.0.1/)¦"
    + "\u0301"
    * 40
)
MUTATIONS = ("delete", "duplicate", "swap", "replace", "insert", "insert", "insert", "cut")
Chance = random.Random


def spoilt(text: str, chance: Chance, words: list[str]) -> bytes:
    """A text with up to four changes."""
    return mutated(
        text,
        [
            (chance.choice(MUTATIONS), chance.randrange(10**6), chance.randrange(10**6), chance.choice(words))
            for _one in range(chance.randint(1, 4))
        ],
    )


def section(chance: Chance) -> str:
    """Markdown of a few pieces."""
    return "".join(chance.choice([*PIECES, *CHARACTERS]) for _one in range(chance.randint(1, 12)))


def check(folder: Path, chance: Chance) -> bool:
    """`roadmap check` of a case study's facts or text."""
    name, key = chance.choice([(FACTS, "facts"), (FRENCH, "french")])
    raw = spoilt((BASE / CASE / name).read_text("utf-8"), chance, [*CHARACTERS, *parts(YAML_WORDS)])
    _case, problems = assert_checked(folder, **{key: raw})
    return not problems


def imported(folder: Path, chance: Chance) -> bool:
    """`roadmap import` of a submission."""
    whole, answered = as_yaml(fake_submission()), fake_with(section(chance))
    raw = chance.choice([spoilt(whole, chance, [*CHARACTERS, *parts(YAML_WORDS)]), answered])
    return isinstance(received(folder, raw), ReadyCase)


def po(folder: Path, chance: Chance) -> bool:
    """Reading a catalogue, and writing it again."""
    path = folder / "any.po"
    path.write_bytes(spoilt((BASE / ENGLISH).read_text("utf-8"), chance, [*CHARACTERS, *parts(PO_WORDS)]))
    with bounded():
        text, problems = read_text(path, ENGLISH)
        if text is None:
            assert problems
            return False
        found, problems = catalogue.parse(text, ENGLISH, "en")
        assert found is not None or problems
        try:
            once = po_file.canonical(text, ENGLISH)
        except ProblemsFound as refused:
            assert refused.problems
            return False
        assert po_file.canonical(once, ENGLISH) == once
    return not problems


def rendering(folder: Path, chance: Chance) -> bool:
    """Pages of what the check accepts: prose and nothing else, links that lead where they say."""
    markdown = section(chance).encode("utf-8", "replace").decode()
    case, problems = assert_checked(folder, french=f"{TEXT}{markdown}\n\nUn autre fait. [^1] [^2]\n")
    if not case or any(problem.path.endswith(FRENCH) for problem in problems):
        return False
    assert_printable(replace(case, texts={"fr": case.texts["fr"]}))
    return True


KINDS: dict[str, Callable[[Path, Chance], bool]] = {
    "check": check,
    "import": imported,
    "po": po,
    "rendering": rendering,
}


def attack(kind: str, folder: Path, count: int, seed: int) -> Counter[bool]:
    """How many inputs of a kind are accepted (True) and refused (False)."""
    done: Counter[bool] = Counter()
    shutil.copy(BASE / CASE / SHEEP, folder)  # submissions have it beside them
    for number in range(count):
        try:
            done[KINDS[kind](folder, random.Random(f"{kind} {seed} {number}"))] += 1
        except BaseException as error:
            error.add_note(f"{kind}, seed {seed}, input {number}")
            raise
    return done


@pytest.mark.sampled(2)
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_input_by_chance_breaks_anything(tmp_path: Path, kind: str):
    done = attack(kind, copied(tmp_path), EACH, SEED)
    assert done.total() == EACH and min(done[True], done[False]) >= 5, done


if __name__ == "__main__":
    total, chosen = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    for which in KINDS:
        with tempfile.TemporaryDirectory() as place:
            began = time.monotonic()
            counted = attack(which, copied(Path(place)), total // len(KINDS), chosen)
            print(f"{which}: {counted[True]} accepted, {counted[False]} refused, {time.monotonic() - began:.0f} s")
