"""The same work for several things side by side, on as many processors as there are.

Processes are forked: each begins with all that is known so far, and nothing of it is read or made twice.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_work: Callable[[int], Any]


def each(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """What `work` gives for each thing, in their order; it may raise what can be pickled.

    What it changes in memory stays unknown to others: results are what it gives, and the files it writes. Where there
    is but one processor, or the system cannot fork, all is done here, one after the other.
    """
    return begin(work, things)()


def begin(work: Callable[[T], R], things: Sequence[T]) -> Callable[[], list[R]]:
    """Begins what `each` does, while who calls goes on; what is given waits for the end, and must be called."""
    at_once = min(processors(), len(things))
    if at_once < 2 or "fork" not in multiprocessing.get_all_start_methods():
        made = [work(thing) for thing in things]
        return lambda: made
    global _work  # most functions and things cannot be handed to another process, only inherited: it gets a number
    _work = lambda number: work(things[number])  # noqa: E731
    pool = ProcessPoolExecutor(at_once, multiprocessing.get_context("fork"), _enter)
    running = pool.map(_run, range(len(things)))

    def end() -> list[R]:
        with pool:
            return list(running)

    return end


def processors() -> int:
    """How many there are for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(number: int) -> Any:
    return _work(number)


def _enter() -> None:
    """Nothing outlives whoever started it: neither what was interrupted nor what was killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
