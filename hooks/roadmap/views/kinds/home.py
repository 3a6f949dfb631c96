"""The home page: the whole roadmap in one matrix."""

from __future__ import annotations

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.site import Entry
from roadmap.views import feeds
from roadmap.views.components import cases, items
from roadmap.views.contexts.roadmap import HomeBody
from roadmap.views.kinds import search
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View

MOST_COLUMNS = 6
"""How many columns a wide screen has room for: with more, each goal has its own row of outputs."""


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Accueil")


def title(view: View, row: PageRow) -> str:
    """Return the title of the roadmap."""
    return view.entry(Entry("title", "", view.site.roadmap.title)).value


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return items.summary(view)


def body(view: View, row: PageRow) -> HomeBody:
    """Return the whole roadmap in one matrix."""
    roadmap = view.site.roadmap
    banner = Entry("banner", "", roadmap.banner)
    return HomeBody(
        title=view.entry(Entry("title", "", roadmap.title)),
        banner=view.entry(banner),
        banner_mark=view.mark(roadmap.banner),
        banner_notes=page_table.KIND["source-notes"].address + f"#{banner.anchor}",
        summary=items.summary(view),
        longest_query=search.LONGEST,
        poster=view.pgettext("home", "L’affiche en PDF (A3, %(size)s)", size=view.size_text(view.poster_size))
        if view.poster_size
        else None,
        groups=items.goal_groups(view),
        rows=view.row_names,
        columns=len(view.site.current_outputs),
        wide=len(view.site.current_outputs) <= MOST_COLUMNS,
        coverage=cases.coverage(view),
        bases=tuple(
            {
                link.basis: (link.basis, link.basis_label) for group in items.goal_groups(view) for link in group.sdgs
            }.values()
        ),
        closing=view.entry(Entry("closing", "", roadmap.closing)),
    )


def listed(view: View, row: PageRow) -> tuple[LocalizedText | None, LocalizedText]:
    """Return label and text in the list of all pages."""
    return None, view.entry(Entry("title", "", view.site.roadmap.title))


KIND = PageKind(
    name=name,
    title=title,
    whole_title=True,
    description=description,
    body=body,
    schema_type="WebSite",
    cited_as_file=True,
    feed=feeds.address_of_all,
    listed_under="home",
    listed=listed,
)
