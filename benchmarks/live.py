"""How long an editor waits: from saving a change to the changed page served, by `roadmap serve`."""

from __future__ import annotations

import hashlib
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import corpus as corpora
import sites
from corpus import Corpus
from engines import environment

LIMIT = 300
"""Seconds after which a change is given up: told as none."""
EVERY = 0.05
START = 1200
"""Seconds that the first build may take."""


def edits(corpus: Corpus) -> tuple[float | None, dict[str, float | None]]:
    """Seconds until the site is first served, and those of each kind of change; None for more than `LIMIT`."""
    with served(corpus.folder) as home:
        started = time.perf_counter()
        if not shows(f"{home}en/", "</html>", START):
            return None, {}
        first = time.perf_counter() - started
        found = {
            name: _seconds(home, *change)
            for name, change in (
                ("case study", (f"en/case-studies/{corpora.EDITED}/", _case_study(corpus))),
                ("translated string", ("en/", _string(corpus.folder))),
                ("data", ("activities/4.1/", _data(corpus.folder))),
                ("template", ("en/", _template(corpus.folder))),
                ("style", ("", _style(corpus.folder))),
            )
        }
        return first, found


Change = tuple[Path, str, str]
"""A file, what it will hold, and what the page will then show."""


def _case_study(corpus: Corpus) -> Change:
    path = corpus.folder / "content" / "case-studies" / corpora.EDITED / "index.en.md"
    sentence = "A sentence added while the site is served."
    return path, f"{path.read_text(encoding='utf-8').rstrip()} {sentence}\n", sentence


def _string(folder: Path) -> Change:
    path = folder / "data" / "locales" / "en.po"
    before = path.read_text(encoding="utf-8")
    after = re.sub(r'(msgid "Aller au contenu"\nmsgstr )"[^"]*"', r'\1"Skip to changed content"', before)
    return path, after, "Skip to changed content"


def _template(folder: Path) -> Change:
    path = folder / "overrides" / "page" / "footer.html"
    comment = "<!-- changed while served -->"
    return path, path.read_text(encoding="utf-8").replace("</footer>", f"{comment}</footer>"), comment


def _data(folder: Path) -> Change:
    path = folder / "data" / "roadmap.yml"
    sentence = "Seul, l’accent de la toute première"
    return path, path.read_text(encoding="utf-8").replace("Seul l’accent de la première", sentence), sentence


def _style(folder: Path) -> Change:
    """Its name, which every page tells, follows from its content."""
    path = folder / "overrides" / "assets" / "roadmap.css"
    after = path.read_text(encoding="utf-8") + "\n.changed { color: red; }\n"
    return path, after, f"roadmap.{hashlib.sha256(after.encode()).hexdigest()[:8]}.css"


def _seconds(home: str, address: str, change: Change) -> float | None:
    path, content, sentence = change
    assert path.read_text(encoding="utf-8") != content, path
    time.sleep(2)  # what follows from the last change must not count as this one
    path.write_text(content, encoding="utf-8")
    saved = time.perf_counter()
    return time.perf_counter() - saved if shows(home + address, sentence, LIMIT) else None


def shows(url: str, sentence: str, seconds: float) -> bool:
    """Whether a page shows a text within so many seconds; asks again and again."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        try:
            with urlopen(url, timeout=left) as answer:
                if sentence in answer.read().decode("utf-8"):
                    return True
        except (URLError, TimeoutError, ConnectionError):
            pass  # it builds yet
        time.sleep(EVERY)
    return False


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """`roadmap serve` on a copy of the project; gives the address of its home."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(sites.ROADMAP), "serve", "--address", address]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://{address}/roadmap/"
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
