"""What is read without network: a list of all that each language's site is made of, the worker by which browsers keep
it, and the pages that tell of both and of the ZIPs. Made last, of the site's files as they are written.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from roadmap import parallel
from roadmap.fingerprints import LISTED_FIGURES, fingerprint
from roadmap.inline_json import in_script
from roadmap.page_table import KIND
from roadmap.publishing import archive, page_html, search_index
from roadmap.views.offered import LIST, VISITED, Offered, Whole
from roadmap.views.render import Renderer
from roadmap.views.view import View

WORKER = "service-worker.js"
"""At the site's root: a worker keeps what stands in its own folder and below."""
OTHERS = 100
"""How many other files a browser keeps of what pages have loaded: pictures, lists, pieces of the search index."""
ENTRY = f"{search_index.FOLDER}/pagefind-entry.json"
LEVEL = 1
"""How hard files are compressed to state their download size. Most hosts use 6, which takes twice as long and saves a
tenth: the stated size is never too small.
"""
GZIP = b"\x1f\x8b"
"""How a file starts that is already compressed: Pagefind's."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the site, as it is published."""

    address: str
    """From the site's root; a page's ends with `/`."""
    size: int
    packed: int
    """Compressed, as hosts send it."""
    checksum: str
    """The first figures of its SHA-256."""
    loads: tuple[str, ...] = ()
    """The paths, from the site's root, of what a page loads."""

    @classmethod
    def of(cls, address: str, content: bytes, loads: Iterable[str] = ()) -> PublishedFile:
        """Describe a file by its content."""
        packed = len(content) if content.startswith(GZIP) else min(len(content), len(zlib.compress(content, LEVEL)))
        return cls(address, len(content), packed, fingerprint(content, LISTED_FIGURES), tuple(loads))

    @classmethod
    def of_page(cls, address: str, html: str) -> PublishedFile:
        """Describe a page, with what it loads."""
        return cls.of(address, html.encode(), page_html.loaded(html, address))


def publish(
    folder: Path,
    views: Sequence[View],
    renderer: Renderer,
    zips: bool,
    worker: bool,
    pages: Mapping[str, PublishedFile],
) -> None:
    """Writes all this for the site at `folder`; with `zips` those too. Without `worker` browsers are told to forget.

    `pages` are those that are known as they are written, by path; others are read. The pages `/offline/` are written
    again: only now is known what they have to tell.
    """
    rows = {view.language: view.row_at[KIND["offline"].address] for view in views}
    before = {view.language: renderer.body(view, rows[view.language]) for view in views}
    archives = tuple(parallel.each(lambda view: archive.write(folder, view, renderer), views)) if zips else ()
    lists = parallel.each(lambda view: _list(folder, view, pages), views) if worker else [None] * len(views)
    for view, whole in zip(views, lists, strict=True):
        view.offered = Offered(whole, archives)
        path = folder / view.path(rows[view.language].address) / "index.html"
        html = path.read_text(encoding="utf-8")
        body = renderer.body(view, rows[view.language])
        path.write_text(html.replace(before[view.language], body), encoding="utf-8")
    text = _worker(folder, views, renderer) if worker else gone(renderer)
    (folder / WORKER).write_text(text, encoding="utf-8")


def gone(renderer: Renderer) -> str:
    """The worker that deletes what an earlier one kept, and itself."""
    return renderer.file("service-worker-gone.js")


# The list of a language


def _list(folder: Path, view: View, known: Mapping[str, PublishedFile]) -> Whole:
    """Writes the list of a language's site; all of it but the page that offers it, which the worker has by itself."""
    paths = [view.path(row.address) for row in view.rows if row.kind.name != "offline"]
    pages = [known.get(path) or _read_page(folder, path) for path in paths]
    needed: set[str] = set(search_index.pieces(folder, view.language)).union(*(page.loads for page in pages))
    # What others need comes first: who stops halfway, or updates, never has a page without its style. The entry of the
    # search index names the pieces, and comes when they are there.
    files = [_read(folder, path) for path in sorted(needed - {ENTRY})]
    late = [*pages, *(_read(folder, path) for path in sorted(needed & {ENTRY}))]
    every = [*files, *late]
    version = fingerprint("\n".join(f"{one.address} {one.checksum}" for one in every))
    data = {"version": version, "first": _rows(files), "then": _rows(late)}
    path = folder / view.path(KIND["offline"].address) / LIST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    size, packed = sum(one.size for one in every), sum(one.packed for one in every)
    return Whole(version, len(pages), size, packed)


def _read_page(folder: Path, path: str) -> PublishedFile:
    return PublishedFile.of_page(path, (folder / path / "index.html").read_text(encoding="utf-8"))


def _read(folder: Path, address: str) -> PublishedFile:
    return PublishedFile.of(address, (folder / address).read_bytes())


def _rows(files: Iterable[PublishedFile]) -> list[list[str | int]]:
    return [[one.address, one.size, one.checksum] for one in files]


# The worker


def _worker(folder: Path, views: Sequence[View], renderer: Renderer) -> str:
    """The worker. It is another one, and fetches its pages anew, when any of them or the worker itself has changed."""
    shell = [view.path(KIND[name].address) for view in views for name in ("home", "offline")]
    settings = {
        "languages": [view.language for view in views if view.language != view.source],
        "source": views[0].source,
        "visited": VISITED,
        "others": OTHERS,
    }
    plain = renderer.file(WORKER, settings=in_script(settings | {"version": ""}))
    version = fingerprint("\n".join([plain, *(_read(folder, f"{path}index.html").checksum for path in shell)]))
    return renderer.file(WORKER, settings=in_script(settings | {"version": version}))
