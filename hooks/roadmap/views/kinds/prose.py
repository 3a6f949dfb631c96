"""A hand-written page."""

from __future__ import annotations

from roadmap.views.components import prose_pages
from roadmap.views.page_kind import PageKind

KIND = PageKind(
    name=prose_pages.menu_name,
    title=prose_pages.title,
    description=prose_pages.description,
    body=prose_pages.prose_body,
    schema_type="AboutPage",
    exists_in=prose_pages.exists_in,
    text_file=prose_pages.text_file,
)
