"""What a kind of page says of itself, wherever its pages are shown or listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from roadmap.localized_text import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.contexts.components import Item
from roadmap.views.view import View

Node = dict[str, Any]
"""A node of JSON-LD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """All that is said of one kind of page. `kinds/<kind>.py` has one, named `KIND`."""

    name: Callable[[View, PageRow], LocalizedText]
    """The short name, for breadcrumbs, menus and titles."""
    description: Callable[[View, PageRow], LocalizedText | str]
    body: Callable[[View, PageRow], Any]
    """What the template `overrides/kinds/<kind>.html` reads."""
    title: Callable[[View, PageRow], str] | None = None
    """The title without the site's name; None where it is the short name."""
    whole_title: bool = False
    """Whether the title goes without the site's name."""
    neighbour: Callable[[View, PageRow], LocalizedText] | None = None
    """What the links from the pages before and after say of a page, for kinds whose pages are chained."""
    searched: bool = True
    """Whether the search finds such pages; not those that only lead to others, or serve those who write."""
    schema_type: str = "WebPage"
    """The type in schema.org."""
    entity: Callable[[View, PageRow], Node] | None = None
    """The one thing that a page is about, in schema.org; None where it is about many, or about the site."""
    article: Callable[[View, PageRow], Node] | None = None
    """The properties in schema.org of a page that is an article itself."""
    card: Callable[[View, PageRow], tuple[Item, Item | None]] | None = None
    """The item and what it contributes to, for kinds whose pages have a card on other sites."""
