"""The site of one language as a ZIP to read from disk, with `start.html`, the list of its pages.

Browsers do not let a page on disk fetch files, and show the address of a folder as a list of files. So pages are
rendered with links to `index.html`, with the data of their scripts inside, and with links to the published site for
what is not in the ZIP.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

from markupsafe import Markup

from roadmap import urls
from roadmap.fingerprints import sha256
from roadmap.inline_json import in_script
from roadmap.localization import LocalizedText
from roadmap.page_table import KIND, PageRow
from roadmap.publishing import exports
from roadmap.views import prints
from roadmap.views.offered import Archive
from roadmap.views.render import HERE, Renderer
from roadmap.views.start_page import start_body
from roadmap.views.view import View

START = "start.html"
LEFT_OUT = ("search", "offline")
"""Kinds of pages that need the network; start.html replaces them."""
PUBLISHED_ONLY = ("data/", "schemas/", "pagefind/", KIND["offline"].address)
"""Folders that are only on the published site: as large as the ZIP itself, or for machines."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a ZIP: two builds of one commit are identical."""


class DiskView(View):
    """The site in one language, to open from disk."""

    def __init__(self, view: View, folder: Path):
        """`folder` contains the site of `view`, with the files that pages link to."""
        super().__init__(view.site, view.language, view.site_url, view.repo_url, view.contact, view.publisher)
        self.folder, self.card, self.hosted = folder, view.card, False
        files = {address: folder / self.path(address) for address in prints.ADDRESSES}
        self.printed = {address: path.stat().st_size for address, path in files.items() if path.is_file()}
        self.inside = [row for row in self.rows if row.kind.name not in LEFT_OUT]
        self.carried: set[str] = set()
        """Files that the pages rendered so far load or link to: pictures, citations, assets."""
        self._pages = {self.path(address) for address in (f"{HERE}/", *(row.address for row in self.inside))}
        self._instead = {self.path(KIND[name].address) for name in LEFT_OUT}
        self._data = {self.path(address) for address in exports.DATA}

    def link(self, path: str, here: str) -> str:
        """Return the link to a file of the ZIP; for what is not in it, the address on the published site."""
        target = re.split("[?#]", path, maxsplit=1)[0]
        rest = path[len(target) :]
        if target in self._instead:
            return urls.relative(START, here)
        if target in self._pages:
            return urls.relative(f"{target}index.html", here) + rest
        if target in self.carried or self._is_file(target):
            self.carried.add(target)
            return urls.relative(target, here) + rest
        return self.site_url + path

    def _is_file(self, path: str) -> bool:
        if path.startswith(PUBLISHED_ONLY) or path.endswith((".html", ".xml", "/")) or path in self._data:
            return False
        return ".." not in path and (self.folder / path).is_file()

    def within(self, address: str) -> Markup:
        """Return the element with the data that a script would fetch from `address`."""
        data = in_script(json.loads(exports.DATA[address](self)))
        element = Markup('<script type="application/json" data-from="{}">{}</script>\n')
        return element.format(self.link(self.path(address), ""), data)

    def search_name(self) -> LocalizedText:
        """Return the name of `start.html`, which replaces the search."""
        return self.pgettext("offline", "Toutes les pages")

    def page_path(self, row: PageRow) -> str:
        """Return the path of a page; `start.html`, which has the frame of `/offline/`, is at the top of the ZIP."""
        return "" if row.kind.name == "offline" else super().page_path(row)


def name(language: str) -> str:
    """Return the name of the ZIP of a language, and of the one folder in it."""
    return f"open-roadmap-{language}"


def write(folder: Path, view: View, renderer: Renderer) -> Archive:
    """Write the ZIP of a language from the site at `folder`, and return its description."""
    path = f"{KIND['offline'].address}{name(view.language)}.zip"
    content = _zip(name(view.language), _files(DiskView(view, folder), renderer))
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)
    return Archive(view.language, path, len(content), sha256(content))


def _files(view: DiskView, renderer: Renderer) -> dict[str, bytes]:
    """Return every file, by its path in the folder of the ZIP."""
    pages = {f"{view.path(row.address)}index.html": renderer.page(view, row) for row in view.inside}
    pages[START] = renderer.start(view, view.row_at[KIND["offline"].address], start_body(view, view.inside))
    contents = {path: html.encode() for path, html in pages.items()}
    licences = {f"assets/{published}" for published in renderer.assets.values() if published.endswith(".txt")}
    return contents | {path: (view.folder / path).read_bytes() for path in view.carried | licences}


def _zip(top: str, files: dict[str, bytes]) -> bytes:
    """Return files as a ZIP, in the folder `top`; the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(f"{top}/{path}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, on any machine
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[path])
    return buffer.getvalue()
