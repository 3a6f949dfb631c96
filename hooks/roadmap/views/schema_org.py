"""What search engines read of a page: its breadcrumbs and its subject, as schema.org in JSON-LD."""

from __future__ import annotations

from markupsafe import Markup

from roadmap.inline_json import in_script
from roadmap.page_table import PageRow
from roadmap.views import frame, kinds
from roadmap.views.contexts.frame import PageInfo
from roadmap.views.page_kind import Node
from roadmap.views.view import View


def json_ld(view: View, row: PageRow) -> Markup:
    """Return the text of a script element: no markup in a title can end it."""
    page = frame.page_info(view, row)
    nodes = [_page(view, row, page)]
    if len(page.crumbs) > 1:
        nodes.insert(0, _way(view, page))
    data = {"@context": "https://schema.org", "@graph": nodes}
    return in_script(data)


def _way(view: View, page: PageInfo) -> Node:
    """Return the breadcrumbs, from the home page to the page itself."""
    steps = []
    for position, crumb in enumerate(page.crumbs, start=1):
        step: Node = {"@type": "ListItem", "position": position, "name": crumb.text.value}
        if crumb.address is not None:
            step["item"] = view.site_url + view.path(crumb.address)
        steps.append(step)
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _page(view: View, row: PageRow, page: PageInfo) -> Node:
    kind = kinds.of(row)
    node: Node = {"@type": kind.schema_type, "url": view.site_url + page.path}
    if kind.article:
        return node | kind.article(view, row)
    node |= {"name": frame.heading(view, row), "inLanguage": view.language}
    if kind.entity:
        node["mainEntity"] = kind.entity(view, row)
    return node
