"""Run the command `roadmap` without the second that Python takes to import it: a process that has imported the package
forks one for each command. The outcome is that of the command as installed (`test_forks.py`).
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen, TimeoutExpired
from typing import Any, NoReturn

HOOKS = Path(__file__).parents[1] / "hooks"
MODULES = ("roadmap.cli.command", "roadmap.build.engine", "roadmap.serve.server", "pypinyin")
"""What commands import; those of the last ones when they need them."""
ONLY_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "GLIBC", "MALLOC")
"""How the names of variables begin that a process reads when it starts."""


def code(hooks: Path) -> dict[str, tuple[int, int]]:
    """Return size and date of each file of a copy of the package: copies have the dates of what they copy."""
    found = {}
    for folder, folders, names in os.walk(hooks):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.endswith(".egg-info")]
        for path in (f"{folder}/{name}" for name in names):
            state = Path(path).stat()
            found[os.path.relpath(path, hooks)] = state.st_size, state.st_mtime_ns
    return found


@cache
def own_code() -> dict[str, tuple[int, int]]:
    """Return `code` of the project, as it was imported."""
    return code(HOOKS)


def is_own(hooks: Path) -> bool:
    """Return whether a copy of the package is still as the project's; true if there is none."""
    return code(hooks) in ({}, own_code())


def at_start(environment: dict[str, str]) -> dict[str, str]:
    """Return the variables that a process reads when it starts, but for the language of a locale in UTF-8."""
    found = {name: value for name, value in environment.items() if name.startswith(ONLY_AT_START)}
    return {name: "UTF-8" if value.endswith(".UTF-8") else value for name, value in found.items()}


def usual() -> dict[str, str]:
    """Return the environment of most commands, whichever is the first."""
    unwanted = ("LC_", "LANG", "PYTEST_", "PYTHONWARNINGS")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    ours = {"LANG": "C.UTF-8", "PYTHONPATH": str(HOOKS), "PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1"}
    return {**variables, **ours}


class Parent:
    """The process that forks one for each command; it ends with the one that started it."""

    def __init__(self, environment: dict[str, str]):
        own_code()
        command = [sys.executable, __file__]
        self.process = Popen(command, bufsize=0, stdin=PIPE, stdout=PIPE, env=environment, cwd=HOOKS.parent)
        self.given = at_start(environment)

    def fits(self, environment: dict[str, str]) -> bool:
        """Return whether a command in this environment would be the same if it was forked."""
        return at_start(environment) == self.given

    def run(
        self, command: Sequence[str], folder: Path, environment: dict[str, str], seconds: float
    ) -> CompletedProcess[str]:
        """Run a command."""
        with tempfile.TemporaryDirectory() as place:
            streams = [f"{place}/out", f"{place}/err"]
            asked = {"argv": command, "folder": str(folder), "environment": environment, "streams": streams}
            try:
                status = self._status(asked, seconds)
            except BaseException:  # the next command must not get the answer of this one
                self.end()
                raise
            outputs = [Path(path).read_text(encoding="utf-8", errors="surrogateescape") for path in streams]
            return CompletedProcess(command, status, *outputs)

    def _status(self, asked: dict[str, Any], seconds: float) -> int:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        child = int(self.process.stdout.readline())
        try:
            if select.select([self.process.stdout], [], [], seconds)[0]:
                return int(self.process.stdout.readline())
            raise TimeoutExpired(asked["argv"], seconds)
        except BaseException:
            os.kill(child, signal.SIGKILL)
            raise

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


PARENTS: list[Parent] = []


def run(
    command: Sequence[str], folder: Path, environment: dict[str, str], seconds: float = 120
) -> CompletedProcess[str] | None:
    """Run `roadmap`, if it is the project's and its environment allows that it is forked; else return None."""
    if environment.get("PYTHONPATH") != str(HOOKS) or {"COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"} & {
        *environment
    }:
        return None  # coverage measures each process from its start
    if PARENTS and PARENTS[0].process.poll() is not None:
        PARENTS.clear()
    if not PARENTS:
        PARENTS.append(Parent(usual()))
        atexit.register(PARENTS[0].end)
    return PARENTS[0].run(command, folder, environment, seconds) if PARENTS[0].fits(environment) else None


# In the parent


def serve() -> None:
    """Fork a process for each command that stdin names, a line each; print its number, and its status at the end."""
    sys.path[0] = str(Path(sys.executable).parent)
    for name in MODULES:
        importlib.import_module(name)
    languages = importlib.import_module("roadmap.languages")
    for language in ("fr", "zh"):
        languages.sort_key("文", language)  # reads the tables
    extraction = importlib.import_module("roadmap.translation.extraction")
    [*extraction.interface_strings(HOOKS.parent / "overrides")]  # it remembers what is in a text
    remember_catalogues()
    remember_templates()
    overrides = HOOKS.parent / "overrides"
    importlib.import_module("roadmap.views.render").Renderer([overrides]).compile(overrides)
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w", buffering=1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    gc.collect()
    gc.freeze()
    for line in iter(requests.readline, ""):
        asked = json.loads(line)
        foresee(Path(asked["folder"]))
        child = os.fork()
        if not child:
            become(asked, (requests.fileno(), answers.fileno()))
        print(child, file=answers)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers)


def remember_catalogues(size: int = 60) -> None:
    """Let this process parse the same text of a catalogue once: nothing changes what was parsed."""
    catalogue = importlib.import_module("roadmap.catalogues.catalogue")
    parse = lru_cache(size)(catalogue.parse)

    def remembered(text: str, name: str, language: str) -> tuple[Any, list[Any]]:
        catalog, problems = parse(text, name, language)
        return catalog, [*problems]

    catalogue.parse = remembered


def remember_templates() -> None:
    """Let this process translate the same text of a template into Python once: copies of the project have the same."""
    environment = importlib.import_module("jinja2").Environment
    translate = environment.compile
    translated: dict[tuple, str] = {}

    def remembered(self: Any, source: Any, name: Any = None, filename: Any = None, **options: Any) -> Any:
        if not isinstance(source, str) or options:
            return translate(self, source, name, filename, **options)
        reads = *self.extensions, self.autoescape, self.trim_blocks, self.lstrip_blocks, *self.filters, *self.tests
        if (key := (source, name, *reads)) not in translated:
            translated[key] = translate(self, source, name, filename, raw=True)
        return self._compile(translated[key], filename or "<template>")

    environment.compile = remembered


SEEN: set[int] = set()


def foresee(folder: Path) -> None:
    """Parse, before forking, the catalogues of a project that have been there before."""
    catalogue = importlib.import_module("roadmap.catalogues.catalogue")
    for path in sorted(folder.glob("data/locales/??.po")):
        if path.is_symlink() or not path.is_file():  # a pipe has no end
            continue
        with suppress(Exception):  # the command reports it
            text = path.read_bytes().decode()
            if hash((path.name, text)) in SEEN:
                catalogue.parse(text, f"data/locales/{path.name}", path.stem)
            SEEN.add(hash((path.name, text)))


def become(asked: dict, ours: Iterable[int]) -> NoReturn:
    """Run the command in this process, and end it."""
    try:
        for number, path in enumerate(asked["streams"], start=1):
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(file, number)
            os.close(file)
        for number in ours:
            os.close(number)
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.chdir(asked["folder"])
        time.tzset()
        tempfile.tempdir = None
        sys.argv = asked["argv"]
        sys.modules["roadmap.cli.command"].program()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    serve()
