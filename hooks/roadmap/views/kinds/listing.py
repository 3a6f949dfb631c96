"""A further page of a list of case studies."""

from __future__ import annotations

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.components import cases
from roadmap.views.contexts.lists import ListingBody
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View, per_view


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the name of a further page of a list."""
    kind, identifier, number = _listing(view, row)
    if kind in ("case-studies", ""):
        return view.pgettext("list", "Études de cas, page %(number)s", number=number)
    name = view.party_name(identifier.upper()) if kind == "party" else view.item_label(kind, identifier)
    return view.pgettext("list", "Études de cas, %(subject)s, page %(number)s", subject=name, number=number)


def _listing(view: View, row: PageRow) -> tuple[str, str, int]:
    owner, _, number = row.id.rstrip("/").rpartition("page/")
    return *_lists(view)[owner], int(number)


@per_view
def _lists(view: View) -> dict[str, tuple[str, str]]:
    """Return the kind and id of each list, by the address of its first page."""
    return {
        page_table.KIND[kind].address_of(identifier): (kind, identifier)
        for kind, identifier, _length in page_table.lists(view.site)
    }


def body(view: View, row: PageRow) -> ListingBody:
    """Return a further page of a list."""
    return ListingBody(title=name(view, row), cases=cases.case_list(view, *_listing(view, row)))


KIND = PageKind(
    name=name,
    description=name,
    body=body,
    searched="",
    schema_type="CollectionPage",
    listed_under="listing",
)
