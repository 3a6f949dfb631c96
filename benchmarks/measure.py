"""What a command costs: wall and processor time, and memory, of all the processes it starts.

Processor time is what the system counted for the command and every process it waited for. Memory is told twice:

- of the largest single process, as the system counted it (`ru_maxrss`);
- of all processes together, the most that samples of /proc found, every 50 ms: what processes share is counted once
  for each, so with several processes it is an upper bound, and a peak shorter than that may be missed.

Samples tell programs apart, too: how much time and memory Pagefind took within a build, and how much the rest. A
program's time is that of its last sample, so it lacks up to 50 ms. This module needs nothing but Python's own: it runs
as a small process too, beside each command.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
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


@dataclass(frozen=True, slots=True)
class Part:
    """What samples found of one program: seconds of processor, bytes of memory."""

    cpu: float
    memory: int
    """Of all its processes at one time."""
    largest: int
    """Of its largest process."""


@dataclass(slots=True)
class Seen:
    """One program while it is sampled."""

    seconds: dict[int, float] = field(default_factory=dict)
    """Of each of its processes, by number."""
    memory: int = 0
    largest: int = 0


@dataclass(slots=True)
class Sampler:
    """Looks at a process and all below it, again and again, until told to stop."""

    root: int
    together: int = 0
    programs: dict[str, Seen] = field(default_factory=dict)
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
            part = self.programs.setdefault(name, Seen())
            part.seconds[number] = (int(values[11]) + int(values[12])) / TICK
            held = int(values[21]) * PAGE
            part.largest = max(part.largest, held)
            memory[name] = memory.get(name, 0) + held
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
    """Runs a command to its end; gives its cost, and what samples found by program. Raises Failed.

    A process of its own starts it: the system counts the memory of whoever starts a program as that program's own.
    """
    record, log = folder / ".measured.json", folder / ".measured.log"
    runner = [sys.executable, "-I", "-S", __file__, str(record), str(log), *map(str, command)]
    status = subprocess.run(runner, cwd=folder, env=environment, check=False).returncode
    if status:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Failed(f"{' '.join(map(str, command))}: status {status}\n{said}")
    found = json.loads(record.read_text(encoding="utf-8"))
    return Cost(**found["cost"]), {name: Part(*part) for name, part in found["programs"].items()}


def watch(record: Path, log: Path, command: Sequence[str]) -> int:
    """Runs a command, writes its cost to `told` and what it says to `log`; gives its exit status."""
    with log.open("wb") as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        sampler = Sampler(process.pid)
        thread = threading.Thread(target=sampler.run, daemon=True)
        thread.start()
        _number, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for: subprocess must not try
        sampler.stopped.set()
        thread.join()
    largest = usage.ru_maxrss * 1024
    cost = Cost(wall, usage.ru_utime + usage.ru_stime, largest, max(sampler.together, largest))
    programs = {
        name: (sum(part.seconds.values()), part.memory, part.largest) for name, part in sampler.programs.items()
    }
    record.write_text(json.dumps({"cost": asdict(cost), "programs": programs}), encoding="utf-8")
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def of_program(programs: Mapping[str, Part], start: str) -> tuple[float, int]:
    """Seconds and memory of the programs whose names start so."""
    found = [part for name, part in programs.items() if name.startswith(start)]
    return sum(part.cpu for part in found), max((part.memory for part in found), default=0)


def largest_but(programs: Mapping[str, Part], start: str) -> int:
    """Memory of the largest process, those apart of programs whose names start so."""
    return max((part.largest for name, part in programs.items() if not name.startswith(start)), default=0)


if __name__ == "__main__":
    sys.exit(watch(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
