"""Links to the sources of a fact."""

from __future__ import annotations

from roadmap.model.reference import SourceInLanguage
from roadmap.views.contexts.components import SourceLink
from roadmap.views.view import View


def source_link(view: View, source: SourceInLanguage) -> SourceLink:
    """Return the link to a source, with its title as it is in its own language."""
    return SourceLink(
        title=view.as_text(source.title, source.language, fallback=False),
        url=source.url,
        language=source.language,
        language_name=view.language_name(source.language),
    )
