"""The MkDocs events: each hands over to `roadmap.edge`, the only module of the package that knows MkDocs."""

from mkdocs.plugins import CombinedEvent, event_priority

from roadmap.build import engine


def on_config(config):
    """Before the language plugin (priority -100): load and check everything, and tell it our languages."""
    return engine.open_project(config)


def on_pre_build(config):
    """Once per language, after the language plugin has set the theme's language."""
    engine.enter_language(config)


@event_priority(100)
def _before_the_plugin(files, config):
    """What MkDocs found is dropped: the language plugin would look at every contributed file, again and again."""
    return engine.no_files()


@event_priority(-200)
def _after_the_plugin(files, config):
    """After the language plugin, which rebuilds every File from disk and would lose generated ones."""
    return engine.add_pages(files, config)


on_files = CombinedEvent(_before_the_plugin, _after_the_plugin)


def on_page_markdown(markdown, page, config, files):
    """The page's title and description, before MkDocs guesses them from the file's name."""
    engine.describe(page, config)
    return markdown


@event_priority(100)
def on_page_content(html, page, config, files):
    """The body, where search, tables of contents and print look for it; before other hooks, which may change it."""
    return engine.body(page, config)


def on_post_build(config):
    """Once per language, when its pages are written."""
    engine.close_language(config)


@event_priority(-1000)
def on_post_page(output, page, config):
    """A page as it is written: after other hooks, for its checksum is noted."""
    return engine.finish(output, page, config)


@event_priority(100)
def on_env(env, config, files):
    """The environment in which pages are rendered; before other hooks, which may add to it."""
    return engine.templates(config)


@event_priority(40)
def on_page_context(context, page, config, nav):
    """What `overrides/main.html` reads: after the language plugin (50), before other hooks, which may add to it."""
    return engine.context(page, config)
