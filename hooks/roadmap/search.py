"""The search index: Pagefind's, made of the pages as they are published, one for each language.

A page is indexed in its language only where it has that language's words (`page_info.searchable`): what falls back is
found in the language it is really in. Nothing of it is fetched before somebody searches.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FOLDER = "pagefind"
UNUSED = "pagefind-*"
"""Pagefind's own looks, and its worker: the site has its own page for searching."""

EXCLUDED = (
    *(".crumbs", ".pager", ".notice", ".improve", ".cite", ".tally", ".mark-label"),
    *(".activities", ".reference", "[aria-labelledby=case-studies]"),  # what has a page of its own
    "[aria-labelledby=known]",  # the day of a date would be found as the number of an activity
)
"""What stands in a page's body and is not its own text: CSS selectors."""


class IndexFailed(Exception):
    """Pagefind could not make the index; the message is what it said."""


def index(site_dir: Path) -> None:
    """Writes the index of the site at `site_dir` into its folder `pagefind/`. Raises IndexFailed."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site_dir), "--output-subdir", FOLDER]
    command += ["--exclude-selectors", ", ".join(EXCLUDED)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise IndexFailed((done.stderr or done.stdout).decode("utf-8", "replace").strip())
    entry = site_dir / FOLDER / "pagefind-entry.json"
    for path in (site_dir / FOLDER).glob(UNUSED):
        if path != entry:
            path.unlink()
    # Pagefind writes its languages in another order each time: two builds of one commit are the same.
    data = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
