"""The preview: each page is rendered when a browser asks for it, from the present files.

If the files cannot be published, the last good page is shown, with the problems above it. Sockets are in `server.py`.
Only one thread renders at a time: neither Jinja's nor Markdown's objects are thread-safe.
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
from roadmap.problems import BuildFailed, ProblemsFound, message, message_language, visible
from roadmap.publishing import search_index
from roadmap.publishing.publication import LOST, Publication
from roadmap.reading import watch
from roadmap.reading.cache import Memory
from roadmap.reading.settings import options
from roadmap.serve.live_search import LiveIndex
from roadmap.site import Site
from roadmap.views.render import Renderer, template_place

READ = ("data", "content", "overrides", "mkdocs.yml")
"""What pages are rendered from, in the project."""
CHANGES = "_changes"
"""The address where a page asks whether it has changed. No page has such a name."""
KEPT = 300
"""The largest number of pages whose last good state is kept."""
TYPES = {
    **{".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".xml": "application/xml"},
    **{".json": "application/json", ".jsonld": "application/ld+json", ".ttl": "text/turtle", ".csv": "text/csv"},
    **{".svg": "image/svg+xml", ".webp": "image/webp", ".yml": "application/yaml", ".bib": "application/x-bibtex"},
}
"""Some systems have other types for these suffixes, or none."""
RELOAD = "_reload.js"
"""The address of the script of every page here."""
SCRIPT = """(() => {
  const {address, version} = document.currentScript.dataset
  let asked
  const ask = async () => {
    if (asked || document.hidden) return
    asked = new AbortController()
    let pause = 0
    try {
      const answer = await fetch(`${address}?${version}`, {cache: "no-store", signal: asked.signal})
      if (answer.ok && await answer.text() !== version) return location.reload()
    } catch { pause = 500 }
    asked = undefined
    setTimeout(ask, pause)
  }
  document.addEventListener("visibilitychange", () => document.hidden ? asked?.abort() : ask())
  ask()
})()
"""
"""Asks repeatedly; the answer comes when there is a change. A hidden page does not ask: browsers open six connections
to a server, and many tabs would leave none for pages."""
BANNER = "_banner.css"
"""The address of the style of the banner with problems."""
STYLE = """.roadmap-banner {
  background: #7a0c0c; color: #fff; padding: 1rem; font: 1rem/1.4 sans-serif; text-align: start; max-height: 50vh;
  overflow: auto; position: sticky; top: 0; z-index: 1000;
}
.roadmap-banner pre { white-space: pre-wrap; margin: .5rem 0 0; }
"""
"""Sticky, to be visible anywhere on the page: a browser that reloads a page restores the scroll position."""


OWN = {RELOAD: SCRIPT, BANNER: STYLE}
"""What pages load here beyond what is published: their policy allows no script or style within them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends."""

    status: int
    type: str
    content: bytes
    location: str = ""
    """The target of a redirect."""


class Live:
    """A project that is served."""

    def __init__(self, folder: Path, preview: Collection[str] = (), tell: Callable[[str], object] = print):
        """`tell` prints a message for the user. Raises ProblemsFound or BuildFailed for what cannot be published."""
        self.folder, self.preview, self._tell = folder, preview, tell
        self.places = [folder / name for name in READ]
        self.index = LiveIndex(folder, preview, tell)
        self._lock = threading.RLock()
        self._changed = threading.Condition()
        self._start = secrets.token_hex(4)  # another server at the same address has other pages
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
        """Return the path of the site's root on this server, which is that of the published site."""
        return "/" + self.publication.settings.site_url.split("://", 1)[-1].partition("/")[2]

    @property
    def hooks(self) -> tuple[str, ...]:
        """Return the files of mkdocs.yml that act in a build only."""
        return self.publication.settings.hooks

    @property
    def version(self) -> str:
        """Return the version of the site, which is different after each change."""
        return f"{self._start}-{self._count}"

    def wait(self, version: str, seconds: float) -> str:
        """Return the version as soon as it is not `version`, or after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)
        return self.version

    def wake(self) -> None:
        """Start a new version, and notify all threads that wait for one."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def warn(self, news: str) -> None:
        """Show a problem that is not in the project's files on all pages; an empty one removes it."""
        if news != self._news:
            self._news = news
            self.wake()

    # Files to pages

    def refresh(self) -> None:
        """Reload the project if a file changed. Problems are printed and raise nothing."""
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
            self._trouble = self._report(error)
        new = [line for line in self._trouble.splitlines() if line not in before.splitlines()]
        if new:
            self._tell("\n".join(new))
        if before and not self._trouble:
            self._tell(message("Corrigé : l’aperçu est de nouveau à jour.").in_language(message_language()))
        self.wake()

    def _load(self, seen: watch.State) -> None:
        """Read what has changed. Raises any error, after which the last good publication stays."""
        renderer, folders = self._renderer, [self.folder / options.OVERRIDES, options.THEME]
        site = Site(load(self.folder, self.preview, self._memory.recall))
        if self._differs(seen, [self.folder / "overrides"], [self.folder / "overrides" / "assets"]):
            renderer = Renderer(folders)
            renderer.compile(folders[0])
        # Without the worker: the browser must show what was saved, and nothing after the server has stopped.
        without_worker = replace(site.project.settings, worker=False)
        self.publication = Publication.of(site, without_worker, folders, renderer)
        self._renderer = renderer
        self._made_of = seen
        self._edition += 1
        self.index.forget()

    def _differs(self, seen: watch.State, places: Collection[Path], without: Collection[Path] = ()) -> bool:
        """Return whether files at these places, without others, have changed since the last good publication."""

        def part(state: watch.State) -> watch.State:
            return {path: one for path, one in state.items() if _within(path, places) and not _within(path, without)}

        return part(seen) != part(self._made_of)

    def _report(self, error: Exception) -> str:
        """Return the text of an error; with the traceback, if it is not of the project's files."""
        if isinstance(error, ProblemsFound | BuildFailed):
            return str(error)
        where = template_place(error, self.folder)
        return visible(f"{where} {error}") if where else "".join(traceback.format_exception(error))

    # Addresses to answers

    def answer(self, address: str) -> Answer:
        """Return the answer for an address: a path on the server, decoded. Problems are printed and raise nothing."""
        self.refresh()
        with self._lock:
            base = self.base
            if not address.startswith(base):
                home = address in ("/", base.rstrip("/"))
                return _to(base) if home else Answer(404, "text/plain", b"Not found\n")
            path = address[len(base) :]
            if path in OWN:
                return Answer(200, _type(path), OWN[path].encode())
            if not path.startswith(f"{search_index.FOLDER}/"):
                return self._dressed_answer(path)
            edition = self._edition
        content = self.index.file(edition, path)  # outside the lock: it may take long
        if content is None:
            return Answer(503, "text/plain", b"No search index of the pages as they are.\n")
        return Answer(200, _type(path), content)

    def _dressed_answer(self, path: str) -> Answer:
        """Return the answer for a path from the site's root; pages have the script that reloads them."""
        path = re.sub(r"(^|/)index\.html$", r"\1", path)
        try:
            answer = self._published(path)
            self._failed.pop(path, None)
        except Exception as error:
            report = self._report(error)
            if report not in self._failed.values():
                self._tell(report)
            self._failed[path] = report
            last_good = self._good.get(path)
            html = "<!doctype html>\n<html><head><title>…</title></head><body>\n</body></html>\n"
            return self._page(200 if last_good else 500, last_good or html, report)
        if not answer.type.startswith("text/html"):
            return answer
        html = answer.content.decode("utf-8")
        if answer.status == 200:
            self._good[path] = html
            self._good.move_to_end(path)
            if len(self._good) > KEPT:
                self._good.popitem(last=False)
        return self._page(answer.status, html)

    def _published(self, path: str) -> Answer:
        """Return a page or file as it is published, a redirect to a page, or the 404 page."""
        publication = self.publication
        if page := publication.page(path):
            if page[1].kind.name == "search":
                self.index.ask(self._edition)  # the page will ask for it in a moment
            return Answer(200, _type(".html"), publication.renderer.page(*page).encode("utf-8"))
        name = path if path and not path.endswith("/") else f"{path}index.html"
        content = publication.file(name, self._memory.recall)
        if content is not None:
            raw = content if isinstance(content, bytes) else content.encode("utf-8")
            return Answer(404 if path == LOST else 200, _type(name), raw)
        if publication.page(f"{path}/") or publication.file(f"{path}/index.html") is not None:
            return _to(f"{self.base}{path}/")
        return Answer(404, _type(".html"), str(publication.file(LOST)).encode("utf-8"))

    def _page(self, status: int, html: str, failed: str = "") -> Answer:
        """Return a page with the script that reloads it, and with all problems above it."""
        troubles = [trouble for trouble in (self._news, self._trouble, failed) if trouble]
        if troubles:
            style = f'<link rel="stylesheet" href="{self.base}{BANNER}">\n'
            html = html.replace("</head>", f"{style}</head>", 1)
            html = re.sub(r"<body[^>]*>\n?", lambda match: match[0] + _banner("\n".join(troubles)), html, count=1)
        base, version = self.base, self.version
        script = f'<script src="{base}{RELOAD}" data-address="{base}{CHANGES}" data-version="{version}"></script>\n'
        before, end, after = html.rpartition("</body>")
        return Answer(status, _type(".html"), f"{before}{script if end else ''}{end}{after}".encode())


def _within(path: str, places: Collection[Path]) -> bool:
    return any(path == str(place) or path.startswith(f"{place}{os.sep}") for place in places)


def _to(address: str) -> Answer:
    return Answer(302, "text/plain", b"", address)


def _type(name: str) -> str:
    suffix = name[name.rfind(".") :]
    type_ = TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    text = type_.startswith("text/") or type_.endswith(("json", "xml", "yaml", "bibtex"))
    return f"{type_}; charset=utf-8" if text else type_


def _banner(trouble: str) -> str:
    """Return the banner with the problems, in the user's language; both of these run from left to right."""
    language = message_language()
    title = message("Les dernières modifications ne peuvent pas être affichées :")
    return (
        f'<div class="roadmap-banner" role="alert" lang="{language}" dir="ltr" tabindex="0">'
        f"<strong>{escape(title.in_language(language))}</strong>"
        f"<pre>{escape(trouble)}</pre></div>\n"
    )
