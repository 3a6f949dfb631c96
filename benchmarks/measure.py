"""What a command costs: wall and processor time, and memory, of all the processes it starts.

Processor time is what the system counted for the command and every process it waited for. Memory is told twice:

- of the largest single process, as the system counted it (`ru_maxrss`);
- of all processes together, the most that samples of /proc found, every 50 ms: what processes share is counted once
  for each, so with several processes it is an upper bound, and a peak shorter than that may be missed.

Samples tell programs apart, too: how much time and memory Pagefind took within a build. A program's time is that of its
last sample, so it lacks up to 50 ms.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

EVERY = 0.05
"""Seconds between two samples."""
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Failed(Exception):
    """A measured command did not end well; the message is the end of what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and bytes."""

    wall: float
    cpu: float
    largest: int
    """Memory of the largest process."""
    together: int
    """Memory of all processes at one time, sampled."""

    def then(self, other: Cost) -> Cost:
        """Of both commands, one after the other."""
        return Cost(
            self.wall + other.wall,
            self.cpu + other.cpu,
            max(self.largest, other.largest),
            max(self.together, other.together),
        )


@dataclass(slots=True)
class Part:
    """What samples found of one program."""

    cpu: dict[int, float] = field(default_factory=dict)
    """Seconds of each of its processes, by number."""
    memory: int = 0


@dataclass(slots=True)
class Sampler:
    """Looks at a process and all below it, again and again, until told to stop."""

    root: int
    together: int = 0
    programs: dict[str, Part] = field(default_factory=dict)
    """By name, as the system shortens it: `pagefind_extend`."""
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until stopped."""
        while not self.stopped.wait(EVERY):
            self.look()

    def look(self) -> None:
        """One sample."""
        memory: dict[str, int] = {}
        for number in below(self.root):
            try:
                stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # it has ended since
            name, _, rest = stat.partition("(")[2].rpartition(")")
            values = rest.split()
            part = self.programs.setdefault(name, Part())
            part.cpu[number] = (int(values[11]) + int(values[12])) / TICK
            memory[name] = memory.get(name, 0) + int(values[21]) * PAGE
        self.together = max(self.together, sum(memory.values()))
        for name, found in memory.items():
            self.programs[name].memory = max(self.programs[name].memory, found)


def below(root: int) -> Iterator[int]:
    """The numbers of a process and of all that it and they have started."""
    waiting = [root]
    while waiting:
        number = waiting.pop()
        yield number
        try:
            for task in os.listdir(f"/proc/{number}/task"):
                children = Path(f"/proc/{number}/task/{task}/children").read_text(encoding="ascii")
                waiting.extend(map(int, children.split()))
        except OSError:
            continue  # ended, or a system that does not tell: the root alone is counted


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> tuple[Cost, dict[str, Part]]:
    """Runs a command to its end; gives its cost, and what samples found by program. Raises Failed."""
    with (folder / ".measured.log").open("w+b") as log:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        sampler = Sampler(process.pid)
        thread = threading.Thread(target=sampler.run, daemon=True)
        thread.start()
        _number, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for: subprocess must not try
        sampler.stopped.set()
        thread.join()
        if process.returncode:
            log.seek(0)
            said = log.read().decode("utf-8", "replace")[-2000:]
            raise Failed(f"{' '.join(map(str, command))}: status {process.returncode}\n{said}")
    largest = usage.ru_maxrss * 1024
    cost = Cost(wall, usage.ru_utime + usage.ru_stime, largest, max(sampler.together, largest))
    return cost, sampler.programs


def of_program(programs: Mapping[str, Part], start: str) -> tuple[float, int]:
    """Seconds and memory of the programs whose names start so."""
    found = [part for name, part in programs.items() if name.startswith(start)]
    return sum(sum(part.cpu.values()) for part in found), max((part.memory for part in found), default=0)
