"""Where the text of a page can be corrected."""

from __future__ import annotations

from roadmap import forge
from roadmap.page_table import PageRow
from roadmap.reading import case_study
from roadmap.views.components import case_text
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


def improve_url(view: View, row: PageRow) -> str | None:
    """Return the address for editing a page's translation; empty if the repository is not set.

    None in the page's original language.
    """
    if row.slug or row.kind.name == "case-study":
        if case_text.reference_language(view, row) == view.language:
            return None
        folder = f"content/{row.slug}" if row.slug else f"{case_study.FOLDER}/{row.id}/index"
        return edit_url(view, f"{folder}.{view.language}.md")
    return None if view.language == view.source else edit_url(view, f"data/locales/{view.language}.po")
