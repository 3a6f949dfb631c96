"""The one module that knows MkDocs, its Material theme and mkdocs-static-i18n: moving to another engine touches this.

MkDocs writes each language in a process of its own, or all one after the other when it is run by itself; the loaded
project travels on its configuration.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs_static_i18n.config import I18nPluginLanguage

from roadmap import languages, parallel
from roadmap.build import slices, staging
from roadmap.build.progress_display import Progress, shown
from roadmap.contributions import form
from roadmap.load import load
from roadmap.open_data import datasets
from roadmap.page_table import PageRow, rows
from roadmap.problems import BuildFailed, ProblemsFound, message_language, report, say
from roadmap.publishing import search_index
from roadmap.publishing.offline import PublishedFile
from roadmap.publishing.publication import Publication
from roadmap.reading.project import Project
from roadmap.reading.settings import options
from roadmap.site import Site
from roadmap.views import frame, prints
from roadmap.views.render import template_place
from roadmap.views.view import View

log = logging.getLogger("mkdocs.hooks.roadmap")


@dataclass(slots=True)
class Build:
    """The state of a build, which MkDocs's configuration carries from event to event."""

    publication: Publication
    only: str = ""
    """The language to write, where each has a process of its own; empty for all, one after the other."""
    progress: Progress | None = None


# Events


def open_project(config: MkDocsConfig) -> MkDocsConfig:
    """Loads and checks the project, once per build; tells the language plugin the languages to write.

    Raises PluginError with every problem found, before MkDocs cleans the site's folder.
    """
    if getattr(config, "roadmap", None) is None:  # MkDocs by itself
        file = Path(config.config_file_path)
        if file.name != options.FILE:
            what = say("Les réglages se lisent dans mkdocs.yml, et non dans « %(name)s ».", name=file.name)
            raise PluginError(what.in_language(message_language()))
        try:
            sources = load(file.parent, strict=config.strict)
        except ProblemsFound as error:
            raise PluginError(str(error)) from error
        if sources.options.ignored:
            for line in report(sources.options.ignored, "text", message_language()).splitlines():
                log.warning(line)
        config.roadmap = Build(_publication(sources))
    build: Build = config.roadmap
    if config.plugins["i18n"].current_language is None:  # before the first language of this configuration
        # The source first: the plugin builds the default language once more when it comes later in its list.
        chosen = [build.only] if build.only else build.publication.site.sources.source_first
        config.plugins["i18n"].config.languages = [_plugin_language(code, code == chosen[0]) for code in chosen]
        config.theme.dirs = [config.theme.custom_dir]  # Material's thousands of icons are not looked through again
        config.markdown_extensions, config.mdx_configs = [], {}  # prose is ours: MkDocs has nothing to convert
    return config


def _publication(sources: Project, prints: bool = False, zips: bool = False) -> Publication:
    """A project that was loaded, to be published."""
    folders = [sources.folder / options.OVERRIDES, options.THEME]
    publication = Publication.of(Site(sources), sources.settings, folders)
    publication.prints, publication.zips = prints, zips
    return publication


def _plugin_language(code: str, default: bool) -> I18nPluginLanguage:
    language = I18nPluginLanguage()
    language.load_dict({"locale": code, "name": languages.own_name(code), "default": default, "build": True})
    failed, _warnings = language.validate()
    if failed:
        raise PluginError(f"mkdocs-static-i18n refuses the language {code!r}: {failed[0][1]}")
    return language


def enter_language(config: MkDocsConfig) -> None:
    """No page of MkDocs's own: 404 and sitemap are ours."""
    config.theme.static_templates = set()


def no_files() -> Files:
    """Nothing of what MkDocs finds by itself: contributed files as they are, and Material's own assets."""
    return Files([])


def add_pages(files: Files, config: MkDocsConfig) -> Files:
    """The pages of the language being built; with the source language, what belongs to the whole site."""
    publication, view = _now(config)
    pages = [_page_file(row, view, config) for row in view.rows]
    for file in pages:
        files.append(file)
    config.nav = [file.src_uri for file in pages if file.inclusion is InclusionLevel.INCLUDED]
    for uri, content in publication.of_slice(view.language).items():
        files.append(File.generated(config, uri, content=content, inclusion=InclusionLevel.INCLUDED))
    return files


def templates(config: MkDocsConfig) -> Environment:
    """Our own environment, in which MkDocs renders pages too: everything escaped, a missing value is an error."""
    return _now(config)[0].renderer.environment


def describe(page: OurPage, config: MkDocsConfig) -> None:
    """Title and description, as MkDocs's own machinery expects them."""
    info = frame.page_info(_now(config)[1], page.row)
    page.meta = {"title": info.title, "description": info.description}


def body(page: OurPage, config: MkDocsConfig) -> str:
    """The page's body."""
    publication, view = _now(config)
    return publication.renderer.body(view, page.row)


def context(page: OurPage, config: MkDocsConfig) -> dict[str, Any]:
    """What main.html reads."""
    publication, view = _now(config)
    return publication.renderer.context(view, page.row, Markup(page.content))


def finish(html: str, page: OurPage, config: MkDocsConfig) -> str:
    """A page as it is published, which is a home page with its poster where one shows what the page shows."""
    publication, view = _now(config)
    body, page.content = page.content, None  # MkDocs would keep the bodies of all pages until the end
    folder = Path(config.site_dir)
    if publication.prints and page.row.kind.name == "home":
        html = _with_poster(html, body, publication, view, folder)
    publication.wrote(view, page.row, html, folder)
    if config.roadmap.progress:
        config.roadmap.progress.page(view.language)
    return html


def _with_poster(html: str, body: str, publication: Publication, view: View, folder: Path) -> str:
    poster = prints.poster(publication.site.sources.folder, view.language, html)
    if not poster.is_file():
        return html
    published = folder / view.path(prints.POSTER)
    published.parent.mkdir(exist_ok=True)
    published.write_bytes(poster.read_bytes())
    view.poster_size = published.stat().st_size
    return html.replace(body, publication.renderer.body(view, view.row_at[""]))


def close_language(config: MkDocsConfig) -> None:
    """Once a language is written: what is made of its pages; after the last one, what is made of all.

    Raises PluginError when the index cannot be made.
    """
    publication, view = _now(config)
    try:
        publication.close(view.language, Path(config.site_dir))
    except search_index.IndexFailed as error:
        raise PluginError(f"Pagefind: {error}") from error
    if config.roadmap.progress:
        config.roadmap.progress.language(view.language)
    if view.language == publication.site.sources.source_first[-1] and not config.roadmap.only:
        publication.complete(Path(config.site_dir))


def _now(config: MkDocsConfig) -> tuple[Publication, View]:
    """What is being built, in the language of the moment."""
    publication = config.roadmap.publication
    return publication, publication.view(config.plugins["i18n"].current_language)


class OurPage(Page):
    """A page whose body is ours: MkDocs has nothing to convert, and makes no converter for it."""

    row: PageRow

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leaves it empty, until `body` fills it."""
        self.content, self.toc = "", get_toc([])


def _page_file(row: PageRow, view: View, config: MkDocsConfig) -> File:
    """The file of a page, at its address. What mkdocs-static-i18n sets on files it needs for its own pages only."""
    hub = bool(row.kind.menu) or row.kind.name == "home"
    inclusion = InclusionLevel.INCLUDED if hub else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, f"{row.address}index.{view.language}.md", content="", inclusion=inclusion)
    file.dest_uri = f"{view.path(row.address)}index.html"
    OurPage(None, file, config).row = row  # the page is the file's from now on
    return file


# Commands


def build(
    folder: Path,
    site_dir: Path,
    preview: Collection[str] = (),
    offer_prints: bool = False,
    zips: bool = False,
    only: Collection[str] = (),
) -> int:
    """Build the project at `folder` strictly into `site_dir`, and return how many pages it has.

    Languages in preparation are left out, but those of `preview`. With `offer_prints`, what `make pdf` printed is
    offered; with `zips`, a ZIP of each language. With `only` some languages, a slice of the site is built, to be put
    together with others by `merge`.

    Built aside and put in place at the end: a build that fails leaves the last good site as it was.
    Raises ProblemsFound for what is wrong in the project's files, BuildFailed for anything else.
    """
    with _no_collection(), _told(), staging.aside(site_dir) as made:
        inputs = slices.inputs(folder, preview) if only else ""  # before they are read: a later change must show
        publication = _publication(load(folder, preview), offer_prints, zips)
        chosen = [code for code in publication.site.sources.source_first if not only or code in only]
        parts = {code: made / f".{code}" for code in chosen}
        publication.site.prepare()  # once, not by each process
        publication.site.once(datasets.files)
        form.groups()  # as well
        with _templates_told(folder):
            publication.renderer.compile(publication.overrides)
        with shown(chosen, len(rows(publication.site))) as progress:
            work = partial(_write, folder, publication, parts, progress)
            for pages in parallel.each(work, chosen):
                publication.pages |= pages
            slices.put_together(parts.values(), made)
            if only:
                slices.mark(made, chosen, inputs)
            else:
                publication.complete(made)
    return len(publication.pages)


def merge(
    folder: Path,
    parts: Sequence[Path],
    site_dir: Path,
    preview: Collection[str] = (),
    offer_prints: bool = False,
    zips: bool = False,
) -> int:
    """Puts slices together to what `build` would make, and returns how many pages it has.

    Raises ProblemsFound as `build` does; BuildFailed for anything else, also with all that is wrong with the slices.
    """
    with _no_collection(), _told(), staging.aside(site_dir) as made:
        publication = _publication(load(folder, preview), offer_prints, zips)
        wrong = list(slices.check(parts, publication.site.sources.codes, slices.inputs(folder, preview)))
        if wrong:
            raise BuildFailed("\n".join(message.in_language(message_language()) for message in wrong))
        for number, part in enumerate(parts):
            shutil.copytree(part, made / f".{number}")
        slices.put_together([made / f".{number}" for number in range(len(parts))], made)
        publication.complete(made)
    return sum(len(publication.view(code).rows) for code in publication.site.sources.source_first)


def _write(
    folder: Path, publication: Publication, parts: Mapping[str, Path], progress: Progress | None, language: str
) -> dict[str, PublishedFile]:
    """Let MkDocs write the pages of one language into a folder of their own, and return them by path.

    Raises BuildFailed.
    """
    publication.pages = {}
    with _quiet_engine() as warnings:
        try:
            config = load_config(str(folder / options.FILE), site_dir=str(parts[language]), strict=True)
            config.roadmap = Build(publication, language, progress)
            config.docs_dir = config.site_dir  # empty: what MkDocs finds is dropped, and takes long to look through
            with _templates_told(folder):
                mkdocs_build(config)
        except (Abort, ConfigurationError, PluginError) as error:
            raise BuildFailed("\n".join([*warnings, str(error)])) from error
    return publication.pages


@contextmanager
def _templates_told(folder: Path) -> Iterator[None]:
    """What goes wrong in a template of the project at `folder`, with its place. Raises BuildFailed."""
    try:
        yield
    except Exception as error:
        if where := template_place(error, folder):
            raise BuildFailed(f"{where} {error}") from error
        raise


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong around a build, in words."""
    try:
        yield
    except staging.NotASite as error:
        what = say(
            "--output : « %(folder)s » existe et n’est pas un site construit par cette commande.", folder=str(error)
        )
        raise BuildFailed(what.in_language(message_language())) from error
    except (ConfigurationError, PluginError) as error:
        raise BuildFailed(str(error)) from error
    except slices.Differ as error:
        what = say("Deux constructions partielles ont des fichiers différents : %(path)s.", path=str(error))
        raise BuildFailed(what.in_language(message_language())) from error
    except BrokenProcessPool as error:
        what = say("Un processus de la construction a été arrêté, peut-être faute de mémoire.")
        raise BuildFailed(what.in_language(message_language())) from error


@contextmanager
def _no_collection() -> Iterator[None]:
    """What a build makes lives until its end: Python need not look through all of it, again and again, for garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # among what is old already: else all of it would be looked through at once
        gc.unfreeze()
        if collecting:
            gc.enable()


class _quiet_engine:
    """MkDocs and its plugins report to a list instead of the screen: what they say to their users is not for ours."""

    def __enter__(self) -> list[str]:
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
        lines: list[str] = []
        self.handler = logging.Handler(logging.WARNING)
        self.handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
        logging.getLogger("mkdocs").addHandler(self.handler)
        return lines

    def __exit__(self, *_error: object) -> None:
        logging.getLogger("mkdocs").removeHandler(self.handler)
