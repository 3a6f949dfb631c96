"""The search index while somebody edits: made when somebody first searches, by a process of its own, in a folder that
goes away, of the pages as they are. A change makes it outdated: it is stopped, and made again for the next search.
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
from roadmap.problems import ProblemsFound, message_language, say
from roadmap.publishing import search_index
from roadmap.publishing.publication import Publication
from roadmap.reading.settings import options
from roadmap.site import Site
from roadmap.views import frame

NICE = 10
"""How far the index makes way for pages that are asked for."""


@dataclass(slots=True)
class _Making:
    """An index that is made, or has been."""

    edition: int
    process: subprocess.Popen[bytes]
    place: Path
    files: dict[str, bytes] | None = None
    """By path from the site's root; None while it is made, and when that failed."""
    done: threading.Event = field(default_factory=threading.Event)
    stopped: bool = False


class LiveIndex:
    """The index of a project that is served."""

    def __init__(self, folder: Path, preview: Collection[str], tell: Callable[[str], object]):
        """`tell` prints for whoever edits."""
        self._folder, self._preview, self._tell = folder, preview, tell
        self._lock = threading.Lock()
        self._making: _Making | None = None
        self._finishing: list[threading.Thread] = []

    def ask(self, edition: int) -> None:
        """Starts to make the index of an edition of the pages, unless it is there, or is being made."""
        self._asked(edition)

    def file(self, edition: int, path: str) -> bytes | None:
        """A file of the index, by its path from the site's root, as soon as it is made; None where there is none, or
        where the pages change meanwhile.
        """
        making = self._asked(edition)
        making.done.wait()
        return (making.files or {}).get(path)

    def forget(self) -> None:
        """The pages have changed: ends what is being made, and forgets what was."""
        with self._lock:
            self._forget()

    def stop(self) -> None:
        """Forgets the index; when this returns, nothing of it is left."""
        self.forget()
        for finishing in self._finishing:
            finishing.join()

    def _asked(self, edition: int) -> _Making:
        with self._lock:
            making = self._making
            if making is None or making.edition != edition or (making.done.is_set() and making.files is None):
                self._forget()
                making = self._making = self._start(edition)
            return making

    def _forget(self) -> None:
        if self._making:
            self._making.stopped = True
            _kill(self._making.process)  # what it leaves is removed aside: nobody waits for that
        self._making = None

    def _start(self, edition: int) -> _Making:
        place = Path(tempfile.mkdtemp(prefix="roadmap-search-"))
        command = [sys.executable, "-m", __name__, str(self._folder), str(place), *self._preview]
        process = subprocess.Popen(
            command,
            env={**os.environ, "TMPDIR": str(place)},  # what a process leaves when it is killed goes away too
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the server, and who ends this ends what it has started
        )
        making = _Making(edition, process, place)
        finish = threading.Thread(target=self._finish, args=(making,), daemon=True)
        finish.start()
        self._finishing = [*(thread for thread in self._finishing if thread.is_alive()), finish]
        return making

    def _finish(self, making: _Making) -> None:
        """Waits for the process, takes what it made, and removes the folder."""
        try:
            said, _none = making.process.communicate()
            if making.process.returncode == 0:
                made = making.place / search_index.FOLDER
                found = (path for path in made.rglob("*") if path.is_file())
                making.files = {path.relative_to(making.place).as_posix(): path.read_bytes() for path in found}
            elif not making.stopped:
                lines = said.decode("utf-8", "replace").strip().splitlines() or [""]
                what = say("La recherche est indisponible : %(reason)s", reason=lines[-1])
                self._tell(what.in_language(message_language()))
        finally:
            making.done.set()
            _remove(making.place)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process with all that it has started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it has just ended
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _remove(place: Path) -> None:
    """Removes a folder in which a process that is being killed may still write."""
    for _try in range(100):
        shutil.rmtree(place, ignore_errors=True)
        if not place.exists():
            return
        time.sleep(0.02)


def make(project: Path, folder: Path, preview: Collection[str] = ()) -> None:
    """Write the index of the pages of a project that the search finds into the folder `pagefind/` of `folder`.

    Raises ProblemsFound, BuildFailed or search.IndexFailed.
    """
    sources = load(project, preview)
    without_worker = replace(sources.settings, worker=False)
    publication = Publication.of(Site(sources), without_worker, [project / options.OVERRIDES, options.THEME])
    for language in publication.site.sources.source_first:
        view = publication.view(language)
        for row in view.rows:
            if frame.searchable(view, row):
                search_index.add(folder, view.path(row.address), publication.renderer.page(view, row))
        search_index.index(folder, language)


def main(project: str, folder: str, *preview: str) -> None:
    """`python -m roadmap.serve.live_search PROJECT FOLDER [LANG]...`: what the server starts."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        make(Path(project), Path(folder), preview)
    except (ProblemsFound, search_index.IndexFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
