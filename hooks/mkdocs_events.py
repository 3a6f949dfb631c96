"""The MkDocs events: each calls `roadmap.build.engine`, the only module of the package that depends on MkDocs.

MkDocs passes arguments by keyword, so their names are fixed.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from roadmap.build import engine


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load and check the project, and set the languages. Runs before the language plugin (priority -100)."""
    return engine.open_project(config)


def on_pre_build(config: MkDocsConfig) -> None:
    """Remove MkDocs's own pages. Runs once per language, after the language plugin has set the theme's language."""
    engine.enter_language(config)


@event_priority(100)
def _before_the_plugin(files: Files, config: MkDocsConfig) -> Files:
    """Drop what MkDocs found: the language plugin would scan all contributed files for each language."""
    return engine.no_files()


@event_priority(-200)
def _after_the_plugin(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages. Runs after the language plugin, which reads every File from disk and loses generated ones."""
    return engine.add_pages(files, config)


on_files = CombinedEvent(_before_the_plugin, _after_the_plugin)


def on_page_markdown(markdown: str, page: engine.OurPage, config: MkDocsConfig, files: Files) -> str:
    """Set the page's title and description, before MkDocs guesses them from the file's name."""
    engine.describe(page, config)
    return markdown


@event_priority(100)
def on_page_content(html: str, page: engine.OurPage, config: MkDocsConfig, files: Files) -> str:
    """Return the body, which search, contents and print read. Runs before other hooks, which may change it."""
    return engine.body(page, config)


def on_post_build(config: MkDocsConfig) -> None:
    """Write what needs all pages of a language. Runs once per language."""
    engine.close_language(config)


@event_priority(-1000)
def on_post_page(output: str, page: engine.OurPage, config: MkDocsConfig) -> str:
    """Return the page as it is written. Runs after other hooks: its checksum is recorded."""
    return engine.finish(output, page, config)


@event_priority(100)
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Return the environment that renders pages. Runs before other hooks, which may add to it."""
    return engine.templates(config)


@event_priority(40)
def on_page_context(
    context: dict[str, Any], page: engine.OurPage, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Return what `overrides/main.html` reads. Runs after the language plugin (50), before other hooks, which may add
    to it.
    """
    return engine.context(page, config)
