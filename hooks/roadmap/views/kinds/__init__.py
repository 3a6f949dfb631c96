"""One module for each kind of page, with its definition in `KIND`."""

from __future__ import annotations

from importlib import import_module

from roadmap.page_table import KINDS, PageRow
from roadmap.views.page_kind import PageKind

OF: dict[str, PageKind] = {kind.name: import_module(f"{__name__}.{kind.name.replace('-', '_')}").KIND for kind in KINDS}
"""By the name of the kind in the page table."""


def of(row: PageRow) -> PageKind:
    """Return the kind of a page."""
    return OF[row.kind.name]
