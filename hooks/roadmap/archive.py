"""The site of one language as a ZIP that is read from disk: links that lead to files, and `start.html`, the list of
everything with a search of its own.

A page opened from disk may fetch nothing, and a folder's address shows its files: so links name `index.html`, what a
script fetches stands in its page, and what is not inside is linked to where the site is published.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from . import urls, written
from .fingerprints import sha256
from .pages import KIND
from .render import Renderer
from .scripts import in_script
from .start_view import search_index, start_body
from .view import View

START = "start.html"
SEARCH_INDEX = "search-index.js"
SCRIPT = "start.js"
LEFT_OUT = ("search", "offline")
"""Kinds of pages that need the network; start.html stands for them."""
PUBLISHED_ONLY = ("data/", "schemas/", "pagefind/", KIND["offline"].address)
"""Folders of what is downloaded from the published site: of the size of the ZIP itself, or for machines."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a ZIP: two builds of one commit are identical."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP as it is published."""

    language: str
    path: str
    """From the site's root."""
    size: int
    checksum: str
    """SHA-256, in hexadecimal."""


def name(language: str) -> str:
    """What the ZIP of a language and the one folder in it are called."""
    return f"open-roadmap-{language}"


def write(folder: Path, view: View, renderer: Renderer) -> Archive:
    """Writes the ZIP of a language, of the site that is written at `folder`."""
    path = f"{KIND['offline'].address}{name(view.language)}.zip"
    content = _packed(name(view.language), Copy(folder, view, renderer).files())
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)
    return Archive(view.language, path, len(content), sha256(content))


def _packed(top: str, files: dict[str, bytes]) -> bytes:
    """The same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(f"{top}/{path}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, on whatever machine it is made
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[path])
    return packed.getvalue()


class Copy:
    """The files of a language as they stand on a disk."""

    def __init__(self, folder: Path, view: View, renderer: Renderer):
        self.folder, self.view, self.renderer = folder, view, renderer
        self.pages = {view.path(row.address): row for row in view.rows if row.kind.name not in LEFT_OUT}
        self.instead = {view.path(KIND["search"].address): f"{START}#search", view.path(KIND["offline"].address): START}
        self.carried: set[str] = set()
        """What pages lead to and is no page: pictures, citations, assets. Found as links are rewritten."""

    def files(self) -> dict[str, bytes]:
        """Every file, by its path in the folder of the ZIP."""
        pages = {path: (self.folder / path / "index.html").read_text(encoding="utf-8") for path in self.pages}
        found = {f"{path}index.html": self.page(html, path).encode() for path, html in pages.items()}
        found[START] = self.start().encode()
        index = search_index(self.view, {path: written.words(html) for path, html in pages.items()})
        found[SEARCH_INDEX] = f"var OPEN_ROADMAP = {index};\n".encode()
        found[SCRIPT] = self.renderer.file(SCRIPT).encode()
        return found | {path: (self.folder / path).read_bytes() for path in self.carried}

    def start(self) -> str:
        """The page that stands for `/offline/`: its frame, moved to the top, around a list of everything."""
        row = self.view.row_at[KIND["offline"].address]
        body = self.renderer.start(self.view, row, start_body(self.view, self.pages.values()))
        return self.page(body, self.view.path(row.address), "")

    def page(self, html: str, here: str, moved: str | None = None) -> str:
        """A page of path `here` as it stands on a disk, at another path where it is `moved`."""
        inside = []

        def change(attribute: str, address: str) -> str | None:
            if attribute == "data-worker":
                return None  # nothing is kept by a browser of what is on the disk already
            if attribute in written.FETCHED:
                inside.append(self._data(address, here))
                return address
            return self._link(address, here, here if moved is None else moved)

        html = written.rewritten(html, change)
        return html.replace("</body>", "".join(inside) + "</body>")

    def _link(self, address: str, here: str, moved: str) -> str:
        """An address on the page `here`, as it is written on the page at `moved`."""
        to = written.target(address, here)
        if to is None:
            return address
        if to.path in self.instead:
            return urls.relative(self.instead[to.path], moved)
        rest = (f"?{to.query}" if to.query else "") + (f"#{to.fragment}" if to.fragment else "")
        if to.path in self.pages:
            return urls.relative(f"{to.path}index.html", moved) + rest
        if to.path in (SEARCH_INDEX, SCRIPT):
            return urls.relative(to.path, moved)
        if self._is_carried(to.path):
            self.carried.add(to.path)
            return urls.relative(to.path, moved) + rest
        return self.view.site_url + to.path + rest

    def _is_carried(self, path: str) -> bool:
        if path.startswith(PUBLISHED_ONLY) or path.endswith((".html", ".xml", "/")) or not path:
            return False
        return ".." not in path and (self.folder / path).is_file()

    def _data(self, address: str, here: str) -> str:
        """What a script would fetch from `address`, within its page."""
        to = written.target(address, here)
        data = json.loads((self.folder / to.path).read_text(encoding="utf-8")) if to else None
        for item in data if isinstance(data, list) else ():
            item["address"] += "index.html"  # the list of case studies
        return f'<script type="application/json" data-from="{address}">{in_script(data)}</script>\n'
