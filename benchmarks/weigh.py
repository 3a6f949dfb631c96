"""What built sites weigh: their pages and their search indexes, in bytes, as they grow."""

from __future__ import annotations

import gzip
from pathlib import Path
from statistics import median
from typing import Any

from corpus import html_pages
from roadmap.publishing.search_index import FOLDER


def weight(site: Path) -> dict[str, Any]:
    """Counts and bytes of a built site, all as plain numbers."""
    pages = {page.as_posix(): (site / page).stat().st_size for page in html_pages(site)}
    cases = [size for path, size in pages.items() if "case-studies/fake-" in path]
    heaviest = sorted(pages, key=lambda path: -pages[path])[:1]
    index = [path for path in (site / FOLDER).rglob("*") if path.is_file()]
    metas = [path.stat().st_size for path in index if path.suffix == ".pf_meta"]
    searched = list(site.rglob("search_index.json"))
    return {
        "pages": len(pages),
        "html": sum(pages.values()),
        "case_study": round(median(cases)) if cases else 0,
        "heaviest": heaviest[0] if heaviest else "",
        "heaviest_packed": len(gzip.compress((site / heaviest[0]).read_bytes(), 9)) if heaviest else 0,
        "index": sum(path.stat().st_size for path in [*index, *searched]),
        "index_files": len([*index, *searched]),
        "meta": max(metas, default=0),
        "files": sum(1 for path in site.rglob("*") if path.is_file()),
    }
