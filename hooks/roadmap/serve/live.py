"""The site while somebody edits it: each page is made when it is asked for, of the files as they are then.

Where the files cannot be published, the last good page is shown, with what is wrong above it. Nothing here knows of
sockets: `server.py` does. Only one thread renders at a time: neither Jinja's parts nor Markdown's are made for several.
"""

from __future__ import annotations

import mimetypes
import os
import re
import secrets
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import escape

from roadmap.load import load
from roadmap.problems import BuildFailed, ProblemsFound, message_language, say, visible
from roadmap.publishing import search_index
from roadmap.publishing.publication import LOST, Publication
from roadmap.reading import watch
from roadmap.reading.cache import Memory
from roadmap.reading.settings import options
from roadmap.serve.live_search import LiveIndex
from roadmap.site import Site
from roadmap.views.render import Renderer, template_place

READ = ("data", "content", "overrides", "mkdocs.yml")
"""What pages are made of, in the project."""
CHANGES = "_changes"
"""Where a page asks whether it has changed. No page has such a name."""
KEPT = 300
"""The most pages of which the last good state is kept."""
TYPES = {
    **{".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".xml": "application/xml"},
    **{".json": "application/json", ".jsonld": "application/ld+json", ".ttl": "text/turtle", ".csv": "text/csv"},
    **{".svg": "image/svg+xml", ".webp": "image/webp", ".yml": "application/yaml", ".bib": "application/x-bibtex"},
}
"""Some systems know other types by these names, or none."""
SCRIPT = """<script>(() => {
  let asked
  const ask = async () => {
    if (asked || document.hidden) return
    asked = new AbortController()
    let pause = 0
    try {
      const answer = await fetch("%(address)s?%(version)s", {cache: "no-store", signal: asked.signal})
      if (answer.ok && await answer.text() !== "%(version)s") return location.reload()
    } catch { pause = 500 }
    asked = undefined
    setTimeout(ask, pause)
  }
  document.addEventListener("visibilitychange", () => document.hidden ? asked?.abort() : ask())
  ask()
})()</script>
"""
"""Asks again and again; the answer waits until there is something new. A hidden page does not ask: browsers open six
connections to a server, and many tabs would leave none for pages."""
STYLE = (
    "background:#7a0c0c;color:#fff;padding:1rem;font:1rem/1.4 sans-serif;text-align:start;max-height:50vh;"
    "overflow:auto;position:sticky;top:0;z-index:1000"
)
"""In sight wherever one reads: a browser that loads a page again goes to where one was."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends."""

    status: int
    type: str
    content: bytes
    location: str = ""
    """Where to go instead."""


class Live:
    """A project, served."""

    def __init__(self, folder: Path, preview: Collection[str] = (), tell: Callable[[str], object] = print):
        """`tell` prints for whoever edits. Raises ProblemsFound or BuildFailed for what cannot be published."""
        self.folder, self.preview, self._tell = folder, preview, tell
        self.places = [folder / name for name in READ]
        self.index = LiveIndex(folder, preview, tell)
        self._lock = threading.RLock()
        self._changed = threading.Condition()
        self._start = secrets.token_hex(4)  # another server's pages are others, at the same address too
        self._count = 0
        self._memory = Memory()
        self._good: OrderedDict[str, str] = OrderedDict()
        self._failed: dict[str, str] = {}
        self._trouble = self._news = ""
        self._made_of: watch.State = {}
        self._renderer: Renderer | None = None
        self._edition = 0
        self._seen = watch.settled(self.places)
        try:
            self._load(self._seen)
        except Exception as error:
            if where := template_place(error, folder):
                raise BuildFailed(f"{where} {error}") from error
            raise

    @property
    def base(self) -> str:
        """The path of the site's root on this server: that of the published site."""
        return "/" + self._publication.settings.site_url.split("://", 1)[-1].partition("/")[2]

    @property
    def hooks(self) -> tuple[str, ...]:
        """Return the files of mkdocs.yml that act in a build only."""
        return self._publication.settings.hooks

    @property
    def version(self) -> str:
        """Another one after each change."""
        return f"{self._start}-{self._count}"

    def wait(self, version: str, seconds: float) -> str:
        """The version, as soon as it is another than this one, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)
        return self.version

    def wake(self) -> None:
        """Tells all who wait that something is new."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def warn(self, news: str) -> None:
        """What is wrong beside the files that pages are made of; nothing when all is well again."""
        if news != self._news:
            self._news = news
            self.wake()

    # Files to pages

    def refresh(self) -> None:
        """Makes sure that pages are made of the files as they are. What is wrong is told, and raises nothing."""
        with self._lock:
            while (seen := watch.settled(self.places)) != self._seen:
                self._seen = seen
                self._reload(seen)

    def _reload(self, seen: watch.State) -> None:
        before = self._trouble
        try:
            self._load(seen)
            self._trouble = ""
        except Exception as error:
            self._trouble = self._told(error)
        new = [line for line in self._trouble.splitlines() if line not in before.splitlines()]
        if new:
            self._tell("\n".join(new))
        if before and not self._trouble:
            self._tell(say("Corrigé : l’aperçu est de nouveau à jour.").in_language(message_language()))
        self.wake()

    def _load(self, seen: watch.State) -> None:
        """Reads what has changed since; raises whatever is wrong, and then the last good publication stays."""
        renderer, folders = self._renderer, [self.folder / options.OVERRIDES, options.THEME]
        site = Site(load(self.folder, self.preview, self._memory.recall))
        if self._differs(seen, [self.folder / "overrides"], [self.folder / "overrides" / "assets"]):
            renderer = Renderer(folders)
            renderer.compile(folders[0])
        # An editor is shown what was saved, and nothing once the server has stopped.
        without_worker = replace(site.sources.settings, worker=False)
        self._publication = Publication.of(site, without_worker, folders, renderer)
        self._renderer = renderer
        self._made_of = seen
        self._edition += 1
        self.index.forget()

    def _differs(self, seen: watch.State, places: Collection[Path], without: Collection[Path] = ()) -> bool:
        """Whether files at these places have changed since the last good publication."""

        def part(state: watch.State) -> watch.State:
            return {path: told for path, told in state.items() if _within(path, places) and not _within(path, without)}

        return part(seen) != part(self._made_of)

    def _told(self, error: Exception) -> str:
        if isinstance(error, ProblemsFound | BuildFailed):
            return str(error)
        where = template_place(error, self.folder)
        return visible(f"{where} {error}") if where else "".join(traceback.format_exception(error))

    # Addresses to answers

    def answer(self, address: str) -> Answer:
        """What stands at an address: a path on the server, decoded. What cannot be made is told, and raises nothing."""
        self.refresh()
        with self._lock:
            base = self.base
            if not address.startswith(base):
                home = address in ("/", base.rstrip("/"))
                return _to(base) if home else Answer(404, "text/plain", b"Not found\n")
            path = address[len(base) :]
            if not path.startswith(f"{search_index.FOLDER}/"):
                return self._dressed_answer(path)
            edition = self._edition
        content = self.index.file(edition, path)  # others are answered while it is made
        if content is None:
            return Answer(503, "text/plain", b"No search index of the pages as they are.\n")
        return Answer(200, _type(path), content)

    def _dressed_answer(self, path: str) -> Answer:
        """What stands at a path from the site's root; a page with the script that waits for changes."""
        path = re.sub(r"(^|/)index\.html$", r"\1", path)
        try:
            made = self._made(path)
            self._failed.pop(path, None)
        except Exception as error:
            told = self._told(error)
            if told not in self._failed.values():
                self._tell(told)
            self._failed[path] = told
            found = self._good.get(path)
            html = "<!doctype html>\n<html><head><title>…</title></head><body>\n</body></html>\n"
            return self._page(200 if found else 500, found or html, told)
        if not made.type.startswith("text/html"):
            return made
        html = made.content.decode("utf-8")
        if made.status == 200:
            self._good[path] = html
            self._good.move_to_end(path)
            if len(self._good) > KEPT:
                self._good.popitem(last=False)
        return self._page(made.status, html)

    def _made(self, path: str) -> Answer:
        made = self._publication
        if found := made.page(path):
            if found[1].kind.name == "search":
                self.index.ask(self._edition)  # it will be needed in a moment
            return Answer(200, _type(".html"), made.renderer.page(*found).encode("utf-8"))
        name = path if path and not path.endswith("/") else f"{path}index.html"
        content = made.file(name, self._memory.recall)
        if content is not None:
            raw = content if isinstance(content, bytes) else content.encode("utf-8")
            return Answer(404 if path == LOST else 200, _type(name), raw)
        if made.page(f"{path}/") or made.file(f"{path}/index.html") is not None:
            return _to(f"{self.base}{path}/")
        return Answer(404, _type(".html"), str(made.file(LOST)).encode("utf-8"))

    def _page(self, status: int, html: str, failed: str = "") -> Answer:
        """A page with the script that waits for changes, and with what is wrong."""
        troubles = [trouble for trouble in (self._news, self._trouble, failed) if trouble]
        if troubles:
            html = re.sub(r"<body[^>]*>\n?", lambda match: match[0] + _banner("\n".join(troubles)), html, count=1)
        script = SCRIPT % {"address": self.base + CHANGES, "version": self.version}
        before, end, after = html.rpartition("</body>")
        return Answer(status, _type(".html"), f"{before}{script if end else ''}{end}{after}".encode())


def _within(path: str, places: Collection[Path]) -> bool:
    return any(path == str(place) or path.startswith(f"{place}{os.sep}") for place in places)


def _to(address: str) -> Answer:
    return Answer(302, "text/plain", b"", address)


def _type(name: str) -> str:
    suffix = name[name.rfind(".") :]
    found = TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    text = found.startswith("text/") or found.endswith(("json", "xml", "yaml", "bibtex"))
    return f"{found}; charset=utf-8" if text else found


def _banner(trouble: str) -> str:
    """What is wrong, above a page: in the language of whoever edits, both of which run from left to right."""
    language = message_language()
    title = say("Les dernières modifications ne peuvent pas être affichées :")
    return (
        f'<div role="alert" lang="{language}" dir="ltr" style="{STYLE}" tabindex="0">'
        f"<strong>{escape(title.in_language(language))}</strong>"
        f'<pre style="white-space:pre-wrap;margin:.5rem 0 0">{escape(trouble)}</pre></div>\n'
    )
