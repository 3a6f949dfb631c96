"""The description of a kind of page, for all places that show or list its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.contexts.components import Item
from roadmap.views.view import View

Node = dict[str, Any]
"""A node of JSON-LD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """All that defines one kind of page. `kinds/<kind>.py` has one, named `KIND`."""

    name: Callable[[View, PageRow], LocalizedText]
    """The short name, for breadcrumbs, menus and titles."""
    description: Callable[[View, PageRow], LocalizedText | str]
    body: Callable[[View, PageRow], Any]
    """What the template `overrides/kinds/<kind>.html` reads."""
    title: Callable[[View, PageRow], str] | None = None
    """The title without the site's name; None if it is the short name."""
    whole_title: bool = False
    """Whether the page's title element has no site name."""
    neighbour: Callable[[View, PageRow], LocalizedText] | None = None
    """The text of links to a page from the previous and next page, for kinds whose pages have them."""
    searched: bool = True
    """Whether the search finds such pages. It does not find pages that only list others, or pages for contributors."""
    schema_type: str = "WebPage"
    """The type in schema.org."""
    entity: Callable[[View, PageRow], Node] | None = None
    """The subject of a page, in schema.org; None if it has several, or if it is the site."""
    article: Callable[[View, PageRow], Node] | None = None
    """The properties in schema.org of a page that is an article."""
    card: Callable[[View, PageRow], tuple[Item, Item | None]] | None = None
    """The item and what it contributes to, for kinds whose pages have a card on other sites."""
