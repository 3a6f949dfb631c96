"""The description of a kind of page, for all places that show or list its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.citation_formats import CitedWork
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
    menu_name: Callable[[View], LocalizedText] | None = None
    """Its name in the header; None for the short name."""
    title: Callable[[View, PageRow], str] | None = None
    """The title without the site's name; None if it is the short name."""
    whole_title: bool = False
    """Whether the page's title element has no site name."""
    neighbour: Callable[[View, PageRow], LocalizedText] | None = None
    """The text of links to a page from the previous and next page, for kinds whose pages have them."""
    searched: Literal["text", "name", ""] = "text"
    """What the search reads of such pages: only name and description of those that list others or have a form."""
    schema_type: str = "WebPage"
    """The type in schema.org."""
    entity: Callable[[View, PageRow], Node] | None = None
    """The subject of a page, in schema.org; None if it has several, or if it is the site."""
    article: Callable[[View, PageRow], Node] | None = None
    """The properties in schema.org of a page that is an article."""
    card: Callable[[View, PageRow], tuple[Item, Item | None]] | None = None
    """The item and what it contributes to, for kinds whose pages have a card on other sites."""
    cited: bool = True
    """Whether the page says how to cite it: a tool is no text to cite."""
    cited_as_file: bool = False
    """Whether the citation is also a file, for reference managers: of pages that a report would cite."""
    cited_title: Callable[[View, PageRow], LocalizedText] | None = None
    """The title in a citation, where it is not that of the page."""
    work: Callable[[View, PageRow], CitedWork] | None = None
    """The data of the citation; None where it is that of any page of the site."""
    cited_in_body: bool = False
    """Whether the body shows the citation; for others it is below the body."""
    feed: Callable[[PageRow], str] | None = None
    """The address of the feed that the page leads to, from the language's root."""
    states_translation: bool = False
    """Whether the body itself states that it is a translation."""
    tells_origin: bool = False
    """Whether the body ends with a line on the origin of its text and its translation."""
    exists_in: Callable[[View, PageRow, str], bool] | None = None
    """Whether the page exists in a language; None where that follows from the texts of the leaflet it is about."""
    text_file: Callable[[PageRow, str], str] | None = None
    """The file with the page's own text in a language; None where its text is in the catalogues."""
    reference_language: Callable[[View, PageRow], str] | None = None
    """The language of the page that is the authority; None for the source language."""
    neighbour_labels: Callable[[View], tuple[LocalizedText, LocalizedText]] | None = None
    """What the links to the previous and to the next page are called; None for their names."""
    listed_under: str = "more"
    """The group of the page in the list of all pages."""
    listed: Callable[[View, PageRow], tuple[LocalizedText | None, LocalizedText]] | None = None
    """Its label and text there; None for its name alone."""
    styles: tuple[str, ...] = ()
    """The style sheets that its pages load beyond that of all pages."""
    inline_styles: tuple[str, ...] = ()
    """The styles within its pages, by their names in `overrides/inline/`."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """What its scripts need beyond the policy of all pages: sources by directive (`policy.py`)."""
    overview: bool = False
    """Whether the page leads to all pages of its group."""
