"""The site in one language: what pages are rendered from, and what is computed once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from markupsafe import Markup

from roadmap import page_table
from roadmap.localization import Localization, LocalizedText
from roadmap.page_table import PageRow
from roadmap.reading.cache import cache_methods
from roadmap.site import Site
from roadmap.views.offered import Offered


class View(Localization):
    """The site in one language."""

    def __init__(
        self, site: Site, language: str, site_url: str, repo_url: str = "", contact: str = "", publisher: str = ""
    ):
        """`site_url` is absolute and ends with `/`: canonical and alternate links need it.

        `repo_url` is the repository's page, without a `/` at its end, `contact` the editors' email address, and
        `publisher` the name of the organization that publishes the site; they are empty if they are not set.
        """
        super().__init__(site, language)
        self.site_url, self.repo_url, self.contact, self.publisher = site_url, repo_url, contact, publisher
        self.rows = page_table.rows(site)
        self.hosted = True
        """Whether a host sends the pages: those that are opened from disk have no origin, which a policy is about."""
        self.printed: dict[str, int] = {}
        """The sizes in bytes of the posters and worksheets that pages offer, by address (`prints`)."""
        self.card: Path | None = None
        """The picture that messengers show with a link to the site; None without one."""
        self.offered = Offered()
        """What there is to read offline: known when all pages are written."""
        self.worker = ""
        """The path, from the site's root, of the worker that keeps pages; empty without one."""
        self.row_at = {row.address: row for row in self.rows}
        self.neighbours = page_table.neighbours(self.rows)
        self.remembered: dict[Callable[..., Any], dict[tuple[Any, ...], Any]] = {}
        cache_methods(self, "hubs")

    def hubs(self, menu: str) -> tuple[PageRow, ...]:
        """Return the pages of a menu: `header`, `tabs` or `footer`."""
        if menu == "footer":
            return tuple(row for row in self.rows if row.kind.in_footer and row.address not in page_table.HEADER)
        addresses = page_table.HEADER if menu == "header" else page_table.TABS
        return tuple(self.row_at[address] for address in addresses if address in self.row_at)

    def within(self, address: str) -> Markup:  # noqa: ARG002 - the ZIP's view needs it
        """Return the element with the data of a script; empty if the script can fetch the data from `address`."""
        return Markup()

    def search_name(self) -> LocalizedText:
        """Return the name of the search page."""
        return self.pgettext("nav", "Rechercher")

    def page_path(self, row: PageRow) -> str:
        """Return the path of a page from the site's root, which its links are relative to."""
        return self.path(row.address)

    @cached_property
    def row_names(self) -> dict[str, LocalizedText]:
        """Return the names of the leaflet's rows: outputs, activities, goals, sdgs."""
        return {entry.id: self.entry(entry) for entry in self.site.entries() if entry.kind == "row"}

    @cached_property
    def site_name(self) -> LocalizedText:
        """Return the short name of the site."""
        return self.pgettext("site", "Feuille de route ouverte")


P = ParamSpec("P")
T = TypeVar("T")


def per_view(make: Callable[Concatenate[View, P], T]) -> Callable[Concatenate[View, P], T]:
    """Cache what a function returns for a view and its arguments, as long as the view exists."""

    @wraps(make)
    def remembering(view: View, /, *args: P.args, **kwargs: P.kwargs) -> T:
        known = view.remembered.setdefault(make, {})
        if args not in known:
            known[args] = make(view, *args, **kwargs)
        return cast("T", known[args])

    return remembering
