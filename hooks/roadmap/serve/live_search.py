"""The search index of the preview: built at the first search, from the present pages, by a separate process in a
temporary folder. After a change, it is stopped, and built again for the next search.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from roadmap.load import load
from roadmap.problems import ProblemsFound, message, message_language
from roadmap.publishing import found_by, search_index
from roadmap.publishing.publication import Publication
from roadmap.reading.settings import options
from roadmap.site import Site
from roadmap.views import frame

NICE = 10
"""How much the process is nicer than the server: pages come first."""


@dataclass(slots=True)
class _Indexing:
    """An index that is being built, or is complete."""

    edition: int
    process: subprocess.Popen[bytes]
    place: Path
    files: dict[str, bytes] | None = None
    """By path from the site's root; None during the build, and if it failed."""
    done: threading.Event = field(default_factory=threading.Event)
    stopped: bool = False


class LiveIndex:
    """The index of a project that is served."""

    def __init__(self, folder: Path, preview: Collection[str], tell: Callable[[str], object]):
        """`tell` prints a message for the user."""
        self._folder, self._preview, self._tell = folder, preview, tell
        self._lock = threading.Lock()
        self.indexing: _Indexing | None = None
        self._finishing: list[threading.Thread] = []

    def ask(self, edition: int) -> None:
        """Start to build the index of an edition of the pages, unless it exists or is being built."""
        self._current(edition)

    def file(self, edition: int, path: str) -> bytes | None:
        """Wait for the index, and return a file of it by its path from the site's root; None if there is no such file,
        or if the pages have changed meanwhile.
        """
        indexing = self._current(edition)
        indexing.done.wait()
        return (indexing.files or {}).get(path)

    def forget(self) -> None:
        """Drop the index, and stop its build: the pages have changed."""
        with self._lock:
            self._forget()

    def stop(self) -> None:
        """Drop the index, and wait until its processes and files are gone."""
        self.forget()
        for finishing in self._finishing:
            finishing.join()

    def _current(self, edition: int) -> _Indexing:
        """Return the index of an edition; starts its build if there is none, or if the last one failed."""
        with self._lock:
            indexing = self.indexing
            if indexing is None or indexing.edition != edition or (indexing.done.is_set() and indexing.files is None):
                self._forget()
                indexing = self.indexing = self._start(edition)
            return indexing

    def _forget(self) -> None:
        if self.indexing:
            self.indexing.stopped = True
            _kill(self.indexing.process)  # its thread removes the folder meanwhile
        self.indexing = None

    def _start(self, edition: int) -> _Indexing:
        place = Path(tempfile.mkdtemp(prefix="roadmap-search-"))
        command = [sys.executable, "-m", __name__, str(self._folder), str(place), *self._preview]
        process = subprocess.Popen(
            command,
            env={**os.environ, "TMPDIR": str(place)},  # temporary files of a killed process are removed too
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the server; `_kill` ends the whole group
        )
        indexing = _Indexing(edition, process, place)
        finish = threading.Thread(target=self._finish, args=(indexing,), daemon=True)
        finish.start()
        self._finishing = [*(thread for thread in self._finishing if thread.is_alive()), finish]
        return indexing

    def _finish(self, indexing: _Indexing) -> None:
        """Wait for the process, read its files, and remove the folder."""
        try:
            output, _none = indexing.process.communicate()
            if indexing.process.returncode == 0:
                paths = (path for path in (indexing.place / search_index.FOLDER).rglob("*") if path.is_file())
                indexing.files = {path.relative_to(indexing.place).as_posix(): path.read_bytes() for path in paths}
            elif not indexing.stopped:
                lines = output.decode("utf-8", "replace").strip().splitlines() or [""]
                what = message("La recherche est indisponible : %(reason)s", reason=lines[-1])
                self._tell(what.in_language(message_language()))
        finally:
            indexing.done.set()
            _remove(indexing.place)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it has just ended
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _remove(place: Path) -> None:
    """Remove a folder into which a process that is being killed may still write."""
    for _try in range(100):
        shutil.rmtree(place, ignore_errors=True)
        if not place.exists():
            return
        time.sleep(0.02)


def make(folder: Path, place: Path, preview: Collection[str] = ()) -> None:
    """Write the search index of a project's pages into the folder `pagefind/` of `place`.

    Raises ProblemsFound, BuildFailed or search_index.IndexFailed.
    """
    project = load(folder, preview)
    without_worker = replace(project.settings, worker=False)
    publication = Publication.of(Site(project), without_worker, [folder / options.OVERRIDES, options.THEME])
    for language in publication.site.project.source_first:
        view = publication.view(language)
        for row in view.rows:
            if frame.searchable(view, row):
                html = publication.renderer.page(view, row)
                search_index.add(place, view.path(row.address), html, found_by.found_by(view, row))
        search_index.index(place, language)


def main(project: str, folder: str, *preview: str) -> None:
    """Run `python -m roadmap.serve.live_search PROJECT FOLDER [LANG]...`, which the server starts."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        make(Path(project), Path(folder), preview)
    except (ProblemsFound, search_index.IndexFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
