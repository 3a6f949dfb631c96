"""The site as it is published, file by file: by MkDocs in a build (`edge.py`), one at a time while somebody edits."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import exports, offline, prints, search
from .kept import Keys, Last, Written, fingerprint
from .page_info import elsewhere, pages_to_find
from .pages import Row
from .render import Renderer
from .site import Site
from .view import View

ASSETS = "assets/"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said of the whole site and stands in none of its sources."""

    site_url: str
    """Where it is published: absolute, with `/` at its end."""
    repo_url: str = ""
    """The repository's page; empty where it is not known."""
    contact: str = ""
    """The editors' e-mail address; empty where it is not known."""
    worker: bool = True
    """Whether browsers keep what is visited, to be read without network."""
    prints: bool = False
    """Whether the posters and cards that were printed are offered."""
    zips: bool = False
    """Whether a ZIP of each language is made."""


@dataclass(slots=True)
class Publication:
    """A site with all by which it is published."""

    site: Site
    settings: Settings
    renderer: Renderer
    overrides: Path
    """The folder of templates and assets."""
    views: dict[str, View] = field(default_factory=dict)
    last: Last = field(default_factory=Last)
    """The last site, of which is kept what has not changed since."""
    keys: Keys | None = None
    """Of the pages; None where nothing is kept for the next build."""
    written: dict[str, Written] = field(default_factory=dict)
    """The pages that have been written so far, by path."""
    indexed: dict[str, str] = field(default_factory=dict)
    """By language, the fingerprint of all that the search index was made of."""

    @classmethod
    def of(cls, site: Site, settings: Settings, templates: Sequence[Path]) -> Publication:
        """With a renderer of its own, of templates in these folders: `overrides`, then the theme's."""
        names = {path.name: _published_name(path) for path in _assets(templates[0])}
        return cls(site, settings, Renderer(templates, names), templates[0])

    def view(self, language: str) -> View:
        """The site in a language, made once."""
        if language not in self.views:
            told = self.settings
            view = self.views[language] = View(self.site, language, told.site_url, told.repo_url, told.contact)
            view.worker = offline.WORKER if told.worker else ""
            if told.prints:
                card = prints.card(self.site.sources.folder, language, self.renderer.card(view))
                view.card = card if card.is_file() else None
        return self.views[language]

    def rows(self, language: str, folder: Path) -> list[Row]:
        """The pages of a language to write at `folder`; those that have not changed are put there as they are."""
        view, rows = self.view(language), []
        for row in view.rows:
            path = view.path(row.address)
            before = self.last.pages.get(path)
            if before and before.key and before.key == self._key(view, row):
                self.last.take([f"{path}index.html"], folder)
                self.written[path] = before
            else:
                rows.append(row)
        return rows

    def wrote(self, view: View, row: Row, html: str) -> None:
        """Notes a page as it is written."""
        path = view.path(row.address)
        self.written[path] = Written.of(html, path, self._key(view, row))

    def _key(self, view: View, row: Row) -> str:
        return self.keys.of(row, view.neighbours.get(row.address, (None, None))) if self.keys else ""

    def of_language(self, language: str) -> dict[str, str | bytes]:
        """The files that come with a language and are no page, by their path from the site's root: its own, the looks
        of the site, and with the source language what belongs to none.
        """
        view = self.view(language)
        made = exports.of_language(view) | exports.cards(view, self.renderer)
        if view.card:
            made[view.path(prints.CARD)] = view.card.read_bytes()
        made |= {ASSETS + _published_name(path): path.read_bytes() for path in _assets(self.overrides)}
        if language == view.source:
            made |= {"404.html": self._lost(), "sitemap.xml": self._sitemap(), **exports.of_site(self.site)}
        return made

    def close(self, language: str, folder: Path) -> None:
        """Writes what is made when the pages of a language are written at `folder`: its search index, and with the
        source language the contributed pictures. Raises search.IndexFailed.
        """
        view = self.view(language)
        if language == view.source:
            for path, content in exports.contributed(self.site):
                (folder / path).write_bytes(content)
        if found := pages_to_find(view):
            made_of = fingerprint(*(text for path in found for text in (path, self.written[path].words)))
            if self.last.search.get(language) == made_of:
                search.take(self.last, language, folder)
            else:
                search.index(folder, language, found)
            self.indexed[language] = made_of

    def complete(self, folder: Path) -> None:
        """Writes what is made last, of the whole site that is written at `folder`: what is read without network."""
        views = [self.view(code) for code in self.site.sources.codes]
        offline.publish(folder, views, self.renderer, self.settings.zips, self.settings.worker, self.written)

    def _lost(self) -> str:
        return self.renderer.file(
            "404.html",
            source=self.site.sources.languages.source,
            messages=[self.view(code).lost_message() for code in self.site.sources.source_first],
            base="/" + self.settings.site_url.split("://", 1)[-1].partition("/")[2],
            assets=self.renderer.assets,
        )

    def _sitemap(self) -> str:
        pages = []
        for view in map(self.view, self.site.sources.source_first):
            for row in view.rows:
                known = elsewhere(view, row)
                if known.canonical == self.settings.site_url + view.path(row.address):
                    pages.append(known)
        return self.renderer.file("sitemap.xml", pages=pages)


def _assets(overrides: Path) -> Sequence[Path]:
    return sorted(path for path in (overrides / "assets").iterdir() if path.is_file())


def _published_name(path: Path) -> str:
    """`roadmap.1a2b3c4d.css`: a new name for new content, so that browsers may keep it for ever."""
    return f"{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}{path.suffix}"
