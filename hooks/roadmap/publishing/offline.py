"""Offline reading: a list of all files of each language's site, the worker that keeps them in browsers, and the pages
that explain both and the ZIPs. Written last, from the other files of the site.
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
"""The worker, at the site's root: its scope is its own folder and below."""
OTHERS = 100
"""How many of the other files that pages have loaded a browser keeps: pictures, lists, pieces of the search index."""
ENTRY = f"{search_index.FOLDER}/pagefind-entry.json"
LEVEL = 1
"""How hard files are compressed to state their download size. Most hosts use 6, which takes twice as long and saves a
tenth: the stated size is never too small.
"""
SAMPLE = "048c"
"""The first digits of the checksums of pages that are compressed for that: a quarter. The others are much like them."""
GZIP = b"\x1f\x8b"
"""The first bytes of a file that is already compressed: Pagefind's."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the site, as it is published."""

    address: str
    """From the site's root; a page's ends with `/`."""
    size: int
    packed: int | None
    """Compressed, as hosts send it; None for a page that is not in the sample."""
    checksum: str
    """The first digits of its SHA-256, in hexadecimal."""
    loads: tuple[str, ...] = ()
    """The paths, from the site's root, of the files that a page loads."""

    @classmethod
    def of(cls, address: str, content: bytes) -> PublishedFile:
        """Describe a file by its content."""
        return cls(address, len(content), _packed(content), fingerprint(content, LISTED_FIGURES))

    @classmethod
    def of_page(cls, address: str, html: str) -> PublishedFile:
        """Describe a page, with what it loads."""
        content = html.encode()
        checksum = fingerprint(content, LISTED_FIGURES)
        packed = _packed(content) if checksum[0] in SAMPLE else None
        return cls(address, len(content), packed, checksum, tuple(page_html.loaded(html, address)))


def _packed(content: bytes) -> int:
    return len(content) if content.startswith(GZIP) else min(len(content), len(zlib.compress(content, LEVEL)))


def publish(
    folder: Path,
    views: Sequence[View],
    renderer: Renderer,
    zips: bool,
    worker: bool,
    pages: Mapping[str, PublishedFile],
) -> None:
    """Write the lists and the worker of the site at `folder`, and with `zips` the ZIPs. Without `worker`, write one
    that deletes what browsers keep.

    `pages` are the pages that are already described, by path; others are read. The pages `/offline/` are written again,
    with the sizes that are now known.
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
    """Return the worker that deletes what an earlier one has kept, and itself."""
    return renderer.file("service-worker-gone.js")


# The list of a language


def _list(folder: Path, view: View, known: Mapping[str, PublishedFile]) -> Whole:
    """Write the list of a language's site, and return its size. It leaves out `/offline/`, which the worker has."""
    paths = [view.path(row.address) for row in view.rows if row.kind.name != "offline"]
    pages = [known.get(path) or _read_page(folder, path) for path in paths]
    needed: set[str] = set(search_index.pieces(folder, view.language)).union(*(page.loads for page in pages))
    # Files that others need come first: after an interruption or an update, no page is without its style. The entry of
    # the search index refers to its pieces, and comes after them.
    files = [_read(folder, path) for path in sorted(needed - {ENTRY})]
    late = [*pages, *(_read(folder, path) for path in sorted(needed & {ENTRY}))]
    every = [*files, *late]
    version = fingerprint("\n".join(f"{one.address} {one.checksum}" for one in every))
    data = {"version": version, "first": _rows(files), "then": _rows(late)}
    path = folder / view.path(KIND["offline"].address) / LIST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return Whole(version, len(pages), sum(one.size for one in every), _to_receive(every))


def _to_receive(files: Sequence[PublishedFile]) -> int:
    """Return the compressed size of files; that of pages outside the sample is estimated by those in it."""
    sample = [(one.packed, one.size) for one in files if one.packed is not None and one.address.endswith("/")]
    share = sum(packed for packed, _size in sample) / sum(size for _packed, size in sample) if sample else 1
    return round(sum(share * one.size if one.packed is None else one.packed for one in files))


def _read_page(folder: Path, path: str) -> PublishedFile:
    return PublishedFile.of_page(path, (folder / path / "index.html").read_text(encoding="utf-8"))


def _read(folder: Path, address: str) -> PublishedFile:
    return PublishedFile.of(address, (folder / address).read_bytes())


def _rows(files: Iterable[PublishedFile]) -> list[list[str | int]]:
    return [[one.address, one.size, one.checksum] for one in files]


# The worker


def _worker(folder: Path, views: Sequence[View], renderer: Renderer) -> str:
    """Return the worker. Its version changes with its own text and with its pages, so that it fetches them again."""
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
