"""The only module that depends on MkDocs, its Material theme and mkdocs-static-i18n: another engine changes only this.

MkDocs writes each language in a separate process, or all languages in turn when `mkdocs` is run directly. Its
configuration carries the loaded project.
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
from typing import Any, Protocol, cast

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

from roadmap import languages, page_table, parallel
from roadmap.build import slices, staging
from roadmap.build.progress_display import Progress, shown
from roadmap.contributions import form
from roadmap.load import load
from roadmap.open_data import datasets
from roadmap.page_table import PageRow, rows
from roadmap.problems import BuildFailed, ProblemsFound, message, message_language, reason_of, report
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
    """The language to write, if each has a separate process; empty for all languages in turn."""
    progress: Progress | None = None


class BuildCarrier(Protocol):
    """The attribute that MkDocs's configuration has during a build."""

    roadmap: Build


# Events


def open_project(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the project, once per build, set the languages of the language plugin, and return `config`.

    Raises PluginError with all problems, before MkDocs cleans the site's folder.
    """
    if getattr(config, "roadmap", None) is None:  # `mkdocs` is run directly
        file = Path(config.config_file_path)
        if file.name != options.FILE:
            what = message("Les réglages se lisent dans mkdocs.yml, et non dans « %(name)s ».", name=file.name)
            raise PluginError(what.in_language(message_language()))
        try:
            project = load(file.parent, strict=config.strict)
        except ProblemsFound as error:
            raise PluginError(str(error)) from error
        if project.options.ignored:
            for line in report(project.options.ignored, "text", message_language()).splitlines():
                log.warning(line)
        cast("BuildCarrier", config).roadmap = Build(_publication(project))
    state = _state(config)
    plugin = _language_plugin(config)
    if plugin.current_language is None:  # before the first language of this configuration
        # The source first: the plugin builds the default language once more when it comes later in its list.
        chosen = [state.only] if state.only else state.publication.site.project.source_first
        plugin.config.languages = [_plugin_language(code, code == chosen[0]) for code in chosen]
        ours = config.theme.custom_dir
        config.theme.dirs = [ours] if ours else []  # without Material's thousands of icons, which take long to list
        config.markdown_extensions, config.mdx_configs = [], {}  # MkDocs has no prose to convert
    return config


def _state(config: MkDocsConfig) -> Build:
    """Return the state of the build, which `open_project` or `_write` has set."""
    return cast("BuildCarrier", config).roadmap


def _language_plugin(config: MkDocsConfig) -> Any:
    """Return mkdocs-static-i18n's plugin, whose package has no types."""
    return config.plugins["i18n"]


def _publication(project: Project, prints: bool = False, zips: bool = False) -> Publication:
    """Return the publication of a loaded project."""
    folders = [project.folder / options.OVERRIDES, options.THEME]
    publication = Publication.of(Site(project), project.settings, folders)
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
    """Remove MkDocs's own pages: the 404 page and the sitemap are ours."""
    config.theme.static_templates = set()


def no_files() -> Files:
    """Return an empty list, in place of what MkDocs finds: the source of contributed files and Material's assets."""
    return Files([])


def add_pages(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the present language; with the source language, the files of the whole site too."""
    publication, view = _now(config)
    pages = [_page_file(row, view, config) for row in view.rows]
    for file in pages:
        files.append(file)
    config.nav = [file.src_uri for file in pages if file.inclusion is InclusionLevel.INCLUDED]
    for uri, content in publication.of_slice(view.language).items():
        files.append(File.generated(config, uri, content=content, inclusion=InclusionLevel.INCLUDED))
    return files


def templates(config: MkDocsConfig) -> Environment:
    """Return our Jinja environment, for MkDocs too: it escapes everything, and a missing value is an error."""
    return _now(config)[0].renderer.environment


def describe(page: OurPage, config: MkDocsConfig) -> None:
    """Set the page's title and description where MkDocs expects them."""
    info = frame.page_info(_now(config)[1], page.row)
    page.meta = {"title": info.title, "description": info.description}


def body(page: OurPage, config: MkDocsConfig) -> str:
    """Return the page's body."""
    publication, view = _now(config)
    return publication.renderer.body(view, page.row)


def context(page: OurPage, config: MkDocsConfig) -> dict[str, Any]:
    """Return what main.html reads."""
    publication, view = _now(config)
    return publication.renderer.context(view, page.row, Markup(page.content))


def finish(html: str, page: OurPage, config: MkDocsConfig) -> str:
    """Return a page as it is published, and record it. Two pages offer what was printed of them, if up to date."""
    publication, view = _now(config)
    body, page.content = page.content, None  # MkDocs would keep the bodies of all pages until the end
    folder = Path(config.site_dir)
    if body and publication.prints:
        html = _with_prints(html, body, page.row, publication, view, folder)
    publication.wrote(view, page.row, html, folder)
    if progress := _state(config).progress:
        progress.page(view.language)
    return html


def _with_prints(html: str, body: str, row: PageRow, publication: Publication, view: View, folder: Path) -> str:
    """Publish what was printed of a page into `folder`, and return the page with its links; the same page without."""
    every = prints.of_page(publication.site.project.folder, row.kind.name, view.language, html)
    found = [(address, path) for address, path in every if path.is_file()]
    for address, path in found:
        published = folder / view.path(address)
        published.parent.mkdir(parents=True, exist_ok=True)
        published.write_bytes(path.read_bytes())
        view.printed[address] = published.stat().st_size
    return html.replace(body, publication.renderer.body(view, row)) if found else html


def close_language(config: MkDocsConfig) -> None:
    """Write what needs all pages of a language; after the last language, what needs the whole site.

    Raises PluginError if Pagefind fails.
    """
    publication, view = _now(config)
    try:
        publication.close(view.language, Path(config.site_dir))
    except search_index.IndexFailed as error:
        raise PluginError(f"Pagefind: {error}") from error
    state = _state(config)
    if state.progress:
        state.progress.language(view.language)
    if view.language == publication.site.project.source_first[-1] and not state.only:
        publication.complete(Path(config.site_dir))


def _now(config: MkDocsConfig) -> tuple[Publication, View]:
    """Return what is being built, and its view in the present language."""
    publication = _state(config).publication
    return publication, publication.view(_language_plugin(config).current_language)


class OurPage(Page):
    """A page with a body of ours: MkDocs creates no Markdown converter for it."""

    row: PageRow

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs calls it so
        """Leave the page empty: `body` fills it later."""
        self.content, self.toc = "", get_toc([])


def _page_file(row: PageRow, view: View, config: MkDocsConfig) -> File:
    """Return the file of a page, at its address. mkdocs-static-i18n sets more attributes, only for its own pages."""
    hub = row.kind.in_footer or row.address in ("", *page_table.HEADER, *page_table.TABS)
    inclusion = InclusionLevel.INCLUDED if hub else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, f"{row.address}index.{view.language}.md", content="", inclusion=inclusion)
    file.dest_uri = f"{view.path(row.address)}index.html"
    OurPage(None, file, config).row = row  # MkDocs has set the file's page
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

    Languages in preparation are left out, except those of `preview`. With `offer_prints`, the site offers what `make
    pdf` printed; with `zips`, a ZIP of each language. With `only` some languages, it builds a slice of the site, which
    `merge` joins with others.

    The build is atomic: if it fails, the last good site stays in place.
    Raises ProblemsFound for problems in the project's files, BuildFailed for anything else.
    """
    with _without_garbage_collection(), _failures_as_messages(), staging.aside(site_dir) as staged:
        inputs = slices.inputs(folder, preview) if only else ""  # before they are read: a later change must show
        publication = _publication(load(folder, preview), offer_prints, zips)
        chosen = [code for code in publication.site.project.source_first if not only or code in only]
        parts = {code: staged / f".{code}" for code in chosen}
        publication.site.prepare()  # once, not in each process
        publication.site.once(datasets.files)
        form.groups()
        with _template_errors(folder):
            publication.renderer.compile(publication.overrides)
        with shown(chosen, len(rows(publication.site))) as progress:
            work = partial(_write, folder, publication, parts, progress)
            for pages in parallel.each(work, chosen):
                publication.pages |= pages
            slices.put_together(parts.values(), staged)
            if only:
                slices.mark(staged, chosen, inputs)
            else:
                publication.complete(staged)
    return len(publication.pages)


def merge(
    folder: Path,
    parts: Sequence[Path],
    site_dir: Path,
    preview: Collection[str] = (),
    offer_prints: bool = False,
    zips: bool = False,
) -> int:
    """Join slices into the site that `build` would write, and return how many pages it has.

    Raises ProblemsFound as `build` does; BuildFailed for anything else, also with all problems of the slices.
    """
    with _without_garbage_collection(), _failures_as_messages(), staging.aside(site_dir) as staged:
        publication = _publication(load(folder, preview), offer_prints, zips)
        wrong = list(slices.check(parts, publication.site.project.codes, slices.inputs(folder, preview)))
        if wrong:
            raise BuildFailed("\n".join(message.in_language(message_language()) for message in wrong))
        for number, part in enumerate(parts):
            shutil.copytree(part, staged / f".{number}")
        slices.put_together([staged / f".{number}" for number in range(len(parts))], staged)
        publication.complete(staged)
    return sum(len(publication.view(code).rows) for code in publication.site.project.source_first)


def _write(
    folder: Path, publication: Publication, parts: Mapping[str, Path], progress: Progress | None, language: str
) -> dict[str, PublishedFile]:
    """Write the pages of one language into the folder of `parts`, with MkDocs, and return them by path.

    Raises BuildFailed.
    """
    publication.pages = {}
    with _quiet_engine() as warnings:
        try:
            config = load_config(str(folder / options.FILE), site_dir=str(parts[language]), strict=True)
            cast("BuildCarrier", config).roadmap = Build(publication, language, progress)
            config.docs_dir = config.site_dir  # empty: MkDocs's list of files is not used, and takes time
            with _template_errors(folder):
                mkdocs_build(config)
        except (Abort, ConfigurationError, PluginError) as error:
            raise BuildFailed("\n".join([*warnings, reason_of(error)])) from error
    return publication.pages


@contextmanager
def _template_errors(folder: Path) -> Iterator[None]:
    """Turn errors in templates of the project at `folder` into BuildFailed, with their file and line."""
    try:
        yield
    except Exception as error:
        if where := template_place(error, folder):
            raise BuildFailed(f"{where} {reason_of(error)}") from error
        raise


@contextmanager
def _failures_as_messages() -> Iterator[None]:
    """Turn expected errors of a build into BuildFailed, with a message for the person who runs it."""
    try:
        yield
    except (ConfigurationError, PluginError) as error:
        raise BuildFailed(reason_of(error)) from error
    except slices.Differ as error:
        what = message("Deux constructions partielles ont des fichiers différents : %(path)s.", path=str(error))
        raise BuildFailed(what.in_language(message_language())) from error
    except BrokenProcessPool as error:
        what = message("Un processus de la construction a été arrêté, peut-être faute de mémoire.")
        raise BuildFailed(what.in_language(message_language())) from error


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Disable the garbage collector: the objects of a build live until its end, and scanning them takes time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # moves the objects to the oldest generation: otherwise the next collection would scan them all
        gc.unfreeze()
        if enabled:
            gc.enable()


class _Messages(logging.Handler):
    """Collects the messages of warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Add the message of a record."""
        self.lines.append(record.getMessage())


@contextmanager
def _quiet_engine() -> Iterator[list[str]]:
    """Collect what MkDocs and its plugins report instead of printing it: their messages are not for our users."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    messages, logger = _Messages(), logging.getLogger("mkdocs")
    logger.addHandler(messages)
    try:
        yield messages.lines
    finally:
        logger.removeHandler(messages)
