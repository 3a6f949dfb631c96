"""The site as it is published, file by file: by MkDocs in a build (`edge.py`), one at a time while somebody edits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from markupsafe import Markup

from roadmap.fingerprints import ASSET_FIGURES, fingerprint
from roadmap.page_table import KIND, PageRow
from roadmap.publishing import exports, offline, search_index
from roadmap.publishing.offline import PublishedFile
from roadmap.reading import pictures
from roadmap.reading.cache import Recall, afresh, cache_methods
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.settings.options import Settings
from roadmap.site import Site
from roadmap.views import frame, prints
from roadmap.views.render import Renderer, Script, Theme
from roadmap.views.view import View

ASSETS = "assets/"
LOST = "404.html"
SITEMAP = "sitemap.xml"


@dataclass(eq=False)
class Publication:
    """A site with all by which it is published."""

    site: Site
    settings: Settings
    renderer: Renderer
    overrides: Path
    """The folder of templates and assets."""
    prints: bool = False
    """Whether the posters and cards that were printed are offered."""
    zips: bool = False
    """Whether a ZIP of each language is made."""
    pages: dict[str, PublishedFile] = field(default_factory=dict)
    """The pages that a build has written so far, by path: described while they are in memory, for the offline list."""

    def __post_init__(self) -> None:
        """Remember what is computed by language."""
        cache_methods(self, "view", "_files")

    @classmethod
    def of(
        cls, site: Site, settings: Settings, templates: Sequence[Path], renderer: Renderer | None = None
    ) -> Publication:
        """Of templates in these folders: `overrides`, then the theme's. `renderer` has compiled them before, if any."""
        renderer = renderer or Renderer(templates)
        renderer.dress({path.name: _published_name(path) for path in _assets(templates[0])}, _theme(settings))
        return cls(site, settings, renderer, templates[0])

    def view(self, language: str) -> View:
        """The site in a language, made once."""
        told = self.settings
        view = View(self.site, language, told.site_url, told.repo_url, told.contact)
        view.worker = offline.WORKER if told.worker else ""
        if self.prints:
            card = prints.card(self.site.sources.folder, language, self.renderer.card(view))
            view.card = card if card.is_file() else None
        return view

    def wrote(self, view: View, row: PageRow, html: str, folder: Path) -> None:
        """Record what the offline list and the search need of a page, as it is written for the site at `folder`."""
        path = view.path(row.address)
        self.pages[path] = PublishedFile.of_page(path, html)
        if frame.searchable(view, row):
            search_index.add(folder, path, html)

    def of_language(self, language: str) -> dict[str, str | bytes]:
        """The files of a language that are no page, by their path from the site's root."""
        view = self.view(language)
        made = exports.of_language(view) | exports.cards(view, self.renderer)
        if view.card:
            made[view.path(prints.CARD)] = view.card.read_bytes()
        return made

    def close(self, language: str, folder: Path) -> None:
        """Writes what is made when the pages of a language are written at `folder`: its search index, and with the
        source language the contributed pictures. Raises search.IndexFailed.
        """
        view = self.view(language)
        if language == view.source:
            self._write_pictures(folder)
        search_index.index(folder, language)

    def _write_pictures(self, folder: Path) -> None:
        for case in self.site.cases:
            for path, _source, make in exports.contributed(case):
                (folder / path).write_bytes(make())

    def of_site(self) -> dict[str, str | bytes]:
        """The files that belong to no language: the 404 page, the sitemap, schemas, open data."""
        return {LOST: self._lost(), SITEMAP: self._sitemap(), **exports.of_site(self.site)}

    def of_slice(self, language: str) -> dict[str, str | bytes]:
        """Return the files to write with the pages of a language: its own, the site's assets, and with the source
        language what belongs to none.
        """
        looks = {name: path.read_bytes() for name, path in self._published_assets().items()}
        others = self.of_site() if language == self.view(language).source else {}
        return self.of_language(language) | looks | others

    def _published_assets(self) -> dict[str, Path]:
        files = (*_assets(self.overrides), *self.settings.files)
        return {ASSETS + _published_name(path): path for path in files}

    def page(self, path: str) -> tuple[View, PageRow] | None:
        """The page at a path from the site's root, `en/outputs/1/`, or None."""
        if path and not path.endswith("/"):
            return None
        first, _slash, rest = path.partition("/")
        source, *others = self.site.sources.source_first
        view = self.view(first if first in others else source)
        row = view.row_at.get(rest if first in others else path)
        return (view, row) if row else None

    def file(self, path: str, recall: Recall = afresh) -> str | bytes | None:
        """One of the files that are no page, by its path from the site's root; None where there is none.

        Of what `complete` makes there are the pictures, which `recall` makes or remembers (`memory.py`), and the worker
        that is taken back: the rest is made of a whole site.
        """
        if path.startswith(ASSETS):
            asset = self._published_assets().get(path)
            return asset.read_bytes() if asset else None
        own = {LOST: self._lost, SITEMAP: self._sitemap}
        if not self.settings.worker:
            own[offline.WORKER] = lambda: offline.gone(self.renderer)
        if path in own:
            return own[path]()
        if (case := self._case(path)) and PurePath(path).suffix in pictures.FORMATS:
            found = (one for one in exports.contributed(case) if one[0] == path)
            return next((recall(source, make, path) for _path, source, make in found), None)
        first = path.partition("/")[0]
        if first in exports.FOLDERS:
            return self._files("").get(path)
        source, *others = self.site.sources.source_first
        language = first if first in others else source
        return self._files(language).get(path)

    def _case(self, path: str) -> CaseFolder | None:
        """The case study to which a file belongs that is the same in every language."""
        match = re.match(KIND["case-study"].address.format(id="([^/]+)"), path)
        return self.site.sources.cases.get(match[1]) if match else None

    def _files(self, language: str) -> dict[str, str | bytes]:
        """Return the files of a language that are no page; for an empty one, those of no language."""
        return self.of_language(language) if language else exports.of_site(self.site)

    def complete(self, folder: Path) -> None:
        """Writes what is made last, of the whole site that is written at `folder`: what is read without network."""
        views = [self.view(code) for code in self.site.sources.codes]
        offline.publish(folder, views, self.renderer, self.zips, self.settings.worker, self.pages)

    def _lost(self) -> str:
        return self.renderer.file(
            LOST,
            source=self.site.sources.languages.source,
            messages=[frame.lost_message(self.view(code)) for code in self.site.sources.source_first],
            base="/" + self.settings.site_url.split("://", 1)[-1].partition("/")[2],
            assets=self.renderer.assets,
        )

    def _sitemap(self) -> str:
        pages = []
        for view in map(self.view, self.site.sources.source_first):
            for row in view.rows:
                known = frame.elsewhere(view, row)
                if known.canonical == self.settings.site_url + view.path(row.address):
                    pages.append(known)
        return self.renderer.file(SITEMAP, pages=pages)


def _assets(overrides: Path) -> Sequence[Path]:
    """Return the site's own assets, and those of others, which are in a folder each with their licence."""
    own = overrides / "assets"
    vendored = (path for path in own.glob("vendor/*/*") if path.name != "README.md")
    return sorted(path for path in [*own.iterdir(), *vendored] if path.is_file())


def _theme(settings: Settings) -> Theme:
    """What mkdocs.yml adds to pages, by the names under which it is published."""
    name = _published_name
    return Theme(
        styles=tuple(name(path) for path in settings.styles),
        scripts=tuple(Script(name(path), one.type or "", one.async_, one.defer) for path, one in settings.scripts),
        logo=name(settings.logo) if settings.logo else "",
        favicon=name(settings.favicon) if settings.favicon else Theme().favicon,
        homepage=settings.homepage,
        copyright=Markup(settings.copyright),
    )


def _published_name(path: Path) -> str:
    """`roadmap.1a2b3c4d.css`: a new name for new content, so that browsers may keep it for ever."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem)
    suffix = path.suffix.lower().replace(".mjs", ".js")  # which some hosts send as another type
    return f"{stem}.{fingerprint(path.read_bytes(), ASSET_FIGURES)}{suffix}"
