"""The progress of a build: one line of a terminal, rewritten as it changes; nothing in a log or a pipe."""

from __future__ import annotations

import mmap
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from roadmap.problems import message, message_language

PAUSE = 0.1
"""The least time between two updates of the line by one process, in seconds."""
START = "\r\x1b[K"
"""Go to the start of the line, and erase it."""


class Progress:
    """The number of written pages of each language. Each process counts in its own cells of shared memory, without
    locks.
    """

    def __init__(self, languages: Sequence[str], pages: int, stream: TextIO):
        """`pages` is the number of pages of each language."""
        self._rank = {code: rank for rank, code in enumerate(languages)}
        self._pages, self._stream, self._next = pages, stream, 0.0
        self._written = memoryview(mmap.mmap(-1, 8 * len(languages))).cast("Q")
        self._done = memoryview(mmap.mmap(-1, len(languages)))

    def page(self, language: str) -> None:
        """Count a page that was written."""
        self._written[self._rank[language]] += 1
        if time.monotonic() >= self._next:
            self._show()

    def language(self, language: str) -> None:
        """Count a language that is complete."""
        self._done[self._rank[language]] = 1
        self._show()

    def _show(self) -> None:
        count = len(self._rank)
        sentence = message(
            "Construction : %(languages)s langues sur %(all)s, %(pages)s pages sur %(most)s",
            languages=sum(self._done),
            all=count,
            pages=sum(self._written),
            most=self._pages * count,
        )
        self._stream.write(START + sentence.in_language(message_language()))
        self._stream.flush()
        self._next = time.monotonic() + PAUSE


@contextmanager
def shown(languages: Sequence[str], pages: int, stream: TextIO | None = None) -> Iterator[Progress | None]:
    """Show the progress of a build on the terminal while it runs; yield None if there is no terminal."""
    stream = stream or sys.stderr
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    try:
        yield Progress(languages, pages, stream)
    finally:
        stream.write(START)
        stream.flush()
