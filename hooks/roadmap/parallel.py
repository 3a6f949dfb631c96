"""Run the same function for several things, on all available processors.

Processes are forked: each starts with everything that is in memory, so that nothing is read or computed twice.
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
    """Return the result of `work` for each thing, in order; it may raise what can be pickled.

    What it changes in memory is lost; the files that it writes are not. With a single processor, or where the system
    cannot fork, this process does all the work.
    """
    return begin(work, things)()


def begin(work: Callable[[T], R], things: Sequence[T]) -> Callable[[], list[R]]:
    """Start what `each` does and return a function that waits for the results; it must be called."""
    at_once = min(processors(), len(things))
    if at_once < 2 or "fork" not in multiprocessing.get_all_start_methods():
        results = [work(thing) for thing in things]
        return lambda: results
    global _work  # most functions and things can only be inherited, not sent to another process, which gets a number
    _work = lambda number: work(things[number])  # noqa: E731
    pool = ProcessPoolExecutor(at_once, multiprocessing.get_context("fork"), _enter)
    running = pool.map(_run, range(len(things)))

    def end() -> list[R]:
        with pool:
            return list(running)

    return end


def processors() -> int:
    """Return the number of processors available to this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(number: int) -> Any:
    return _work(number)


def _enter() -> None:
    """End this process with its parent, whether that was interrupted or killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
