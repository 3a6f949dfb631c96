"""Where the text of a page can be corrected."""

from __future__ import annotations

from roadmap import forge
from roadmap.views.view import View


def edit_url(view: View, path: str) -> str:
    """Return the address for editing a text; empty if the repository is not set.

    For a catalogue it leads to the whole file: line numbers change with every edit.
    """
    if not view.repo_url:
        return ""
    if path.endswith(".po"):
        return forge.file_url(view.repo_url, path)
    if path in view.site.text_files:
        return forge.edit_url(view.repo_url, path)
    return forge.new_url(view.repo_url, path)
