"""The site as it is published, file by file: all files in a build (`build/engine.py`), one at a time in the preview."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path, PurePath

from markupsafe import Markup

from roadmap.contributions import published
from roadmap.page_table import KIND, PageRow
from roadmap.publishing import assets, exports, found_by, offline, search_index
from roadmap.publishing.offline import PublishedFile
from roadmap.reading import pictures
from roadmap.reading.cache import Recall, cache_methods, uncached
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.settings.options import Settings
from roadmap.site import Plan, Site
from roadmap.views import frame, kinds, policy, prints, styles
from roadmap.views.render import Renderer, Script, Theme
from roadmap.views.view import View

ASSETS = "assets/"
LOST = "404.html"
SITEMAP = "sitemap.xml"
HEADERS = "_headers"
ROBOTS = "robots.txt"
SECURITY = ".well-known/security.txt"
"""How to report a weakness (RFC 9116)."""
VALID = timedelta(days=365)
"""How long it is valid from the last date in the data, so that two builds of the same files are identical."""
STYLES = "roadmap.css"
"""The style sheet of all pages, in `overrides/assets/`."""


@dataclass(eq=False)
class Publication:
    """A site with all that its publication needs."""

    site: Site
    settings: Settings
    renderer: Renderer
    overrides: Path
    """The folder of templates and assets."""
    prints: bool = False
    """Whether the site offers printed posters and cards."""
    zips: bool = False
    """Whether the site offers a ZIP of each language."""
    added: Mapping[Path, bytes] = field(default_factory=dict)
    """What the data adds to assets: rules to the style sheet."""
    pages: dict[str, PublishedFile] = field(default_factory=dict)
    """The pages that a build has written so far, by path: described while they are in memory, for the offline list."""

    def __post_init__(self) -> None:
        """Cache what is computed for each language."""
        cache_methods(self, "view", "_files")

    @classmethod
    def of(
        cls, site: Site, settings: Settings, templates: Sequence[Path], renderer: Renderer | None = None
    ) -> Publication:
        """Return a publication with templates from these folders: `overrides`, then the theme's. `renderer`, if any,
        has compiled them before.
        """
        renderer = renderer or Renderer(templates)
        revision = assets.content(templates[0] / assets.REVISION) if site.roadmap.documents else b""
        added = {templates[0] / "assets" / STYLES: styles.of_site(site).encode() + revision}
        names = {assets.name(path): assets.published_name(path, added) for path in assets.paths(templates[0])}
        renderer.dress(names, _theme(settings))
        return cls(site, settings, renderer, templates[0], added=added)

    def view(self, language: str) -> View:
        """Return the view of a language, which is cached."""
        settings = self.settings
        view = View(self.site, language, settings.site_url, settings.repo_url, settings.contact, settings.publisher)
        view.worker = offline.WORKER if settings.worker else ""
        if self.prints:
            card = prints.card(self.site.project.folder, language, self.renderer.card(view))
            view.card = card if card.is_file() else None
        return view

    def wrote(self, view: View, row: PageRow, html: str, folder: Path) -> None:
        """Record what the offline list and the search need of a page that is written into the site at `folder`."""
        path = view.path(row.address)
        self.pages[path] = PublishedFile.of_page(path, html)
        if frame.searchable(view, row):
            search_index.add(folder, path, html, found_by.found_by(view, row))

    def of_language(self, language: str) -> dict[str, str | bytes]:
        """Return the files of a language that are not pages, by their path from the site's root."""
        view = self.view(language)
        files = exports.of_language(view) | exports.cards(view, self.renderer)
        files |= exports.former_pages(view, self.renderer)
        if view.card:
            files[view.path(prints.CARD)] = view.card.read_bytes()
        return files

    def close(self, language: str, folder: Path) -> None:
        """Write the search index of a language whose pages are written at `folder`; with the source language, the
        contributed pictures too. Raises search_index.IndexFailed.
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
        """Return the files of no language: the 404 page, the sitemap, headers, schemas, open data."""
        own = {path: make() for path, make in self._own_files().items()}
        return {**own, **exports.of_site(self.site)}

    def _own_files(self) -> dict[str, Callable[[], str]]:
        """Return what makes each file that is about the whole site."""
        files = {LOST: self._lost, SITEMAP: self._sitemap, HEADERS: self._headers, ROBOTS: self._robots}
        return files | ({SECURITY: self._security} if self.settings.contact else {})

    def of_slice(self, language: str) -> dict[str, str | bytes]:
        """Return the files to write with the pages of a language: its own, the site's assets, and with the source
        language those of no language.
        """
        loaded = {name: assets.content(path, self.added) for name, path in self._published_assets().items()}
        others = self.of_site() if language == self.view(language).source else {}
        return self.of_language(language) | loaded | others

    def _published_assets(self) -> dict[str, Path]:
        files = (*assets.paths(self.overrides), *self.settings.files)
        return {ASSETS + assets.published_name(path, self.added): path for path in files}

    def page(self, path: str) -> tuple[View, PageRow] | None:
        """Return the page at a path from the site's root, such as `en/outputs/1/`; None if there is none."""
        if path and not path.endswith("/"):
            return None
        first, _slash, rest = path.partition("/")
        source, *others = self.site.project.source_first
        view = self.view(first if first in others else source)
        row = view.row_at.get(rest if first in others else path)
        return (view, row) if row else None

    def file(self, path: str, recall: Recall = uncached) -> str | bytes | None:
        """Return a file that is not a page, by its path from the site's root; None if there is none.

        It has the contributed pictures, which `recall` scales or remembers (`cache.py`), and the worker that deletes
        itself, but not the other files of `complete`, which need a whole site.
        """
        if path.startswith(ASSETS):
            asset = self._published_assets().get(path)
            return assets.content(asset, self.added) if asset else None
        own = self._own_files()
        if not self.settings.worker:
            own[offline.WORKER] = lambda: offline.gone(self.renderer)
        if path in own:
            return own[path]()
        if (case := self._case(path)) and path == exports.submission_path(case):
            return published.submission(case)
        if case and PurePath(path).suffix in pictures.FORMATS:
            versions = (one for one in exports.contributed(case) if one[0] == path)
            return next((recall(source, make, path) for _path, source, make in versions), None)
        if plan := self._plan(path):
            return exports.plan_files(plan).get(path)
        first = path.partition("/")[0]
        if first in exports.FOLDERS:
            return self._files("").get(path)
        source, *others = self.site.project.source_first
        language = first if first in others else source
        return self._files(language).get(path)

    def _case(self, path: str) -> CaseFolder | None:
        """Return the case study of a file that all languages share; None if it belongs to none."""
        match = re.match(KIND["case-study"].address_of("([^/]+)"), path)
        return self.site.project.cases.get(match[1]) if match else None

    def _plan(self, path: str) -> Plan | None:
        """Return the national roadmap of a file that all languages share; None if it belongs to none."""
        match = re.match(KIND["national-roadmap"].address_of("([^/]+)") + r"adaptation\.", path)
        return self.site.plans.get(match[1]) if match else None

    def _files(self, language: str) -> dict[str, str | bytes]:
        """Return the files of a language that are not pages; for an empty language, those of no language."""
        return self.of_language(language) if language else exports.of_site(self.site)

    def complete(self, folder: Path) -> None:
        """Write the files for offline reading, which need the whole site at `folder`."""
        views = [self.view(code) for code in self.site.project.codes]
        offline.publish(folder, views, self.renderer, self.zips, self.settings.worker, self.pages)

    def _lost(self) -> str:
        return self.renderer.file(
            LOST,
            source=self.site.project.languages.source,
            messages=[frame.lost_message(self.view(code)) for code in self.site.project.source_first],
            base=self._base(),
            assets=self.renderer.assets,
        )

    def _base(self) -> str:
        """Return the path of the site on its host."""
        return "/" + self.settings.site_url.split("://", 1)[-1].partition("/")[2]

    def _headers(self) -> str:
        """Return what hosts that read `_headers` send with the site's files."""
        views = map(self.view, self.site.project.source_first)
        pages = (view.path(row.address) for view in views for row in view.rows)
        return policy.headers(
            self._base(), pages, (kind.needs for kind in kinds.OF.values()), self.renderer.inline_texts()
        )

    def _robots(self) -> str:
        return f"User-agent: *\nAllow: /\nSitemap: {self.settings.site_url}{SITEMAP}\n"

    def _security(self) -> str:
        project, address = self.site.project, self.settings.site_url + SECURITY
        dates = [project.accessibility.date, project.parties.as_of, project.sdgs.as_of]
        last = max(dates + [case.facts.updated for case in self.site.cases])
        lines = {
            "Contact": f"mailto:{self.settings.contact}",
            "Expires": f"{last + VALID}T00:00:00Z",
            "Preferred-Languages": "en, fr",
            "Canonical": address,
        }
        return "".join(f"{name}: {value}\n" for name, value in lines.items())

    def _sitemap(self) -> str:
        pages = []
        for view in map(self.view, self.site.project.source_first):
            for row in view.rows:
                known = frame.elsewhere(view, row)
                if known.canonical == self.settings.site_url + view.path(row.address):
                    pages.append(known)
        return self.renderer.file(SITEMAP, pages=pages)


def _theme(settings: Settings) -> Theme:
    """Return what mkdocs.yml adds to pages, with the names of the published files."""
    name = assets.published_name
    return Theme(
        styles=tuple(name(path) for path in settings.styles),
        scripts=tuple(Script(name(path), one.type or "", one.async_, one.defer) for path, one in settings.scripts),
        logo=name(settings.logo) if settings.logo else "",
        favicon=name(settings.favicon) if settings.favicon else Theme().favicon,
        homepage=settings.homepage,
        copyright=Markup(settings.copyright),
    )
