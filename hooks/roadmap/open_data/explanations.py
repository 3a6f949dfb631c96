"""The editors' explanations as data: short names, sentences with what supports them, the texts activities rest on."""

from __future__ import annotations

from collections.abc import Callable

from roadmap.localization import Localization, LocalizedText
from roadmap.open_data.tables import Data
from roadmap.site import Site

Texts = Callable[[str, str], dict[str, Data]]
"""Returns a French text of the data, by its context, in each language."""


def of_item(site: Site, kind: str, identifier: str, texts: Texts) -> Data:
    """Return what the editors add to an output, an activity or a goal."""
    entry = site.explained[kind, identifier]
    data = entry.model_dump(mode="json", exclude_none=True)
    found: Data = {
        "short": texts(f"short {kind} {identifier}", entry.short),
        "practice": [
            {**row, "text": texts(f"practice {kind} {identifier}", one.text)}
            for row, one in zip(data["practice"], entry.practice, strict=True)
        ],
    }
    return found | ({"rests_on": data["rests_on"]} if "rests_on" in data else {})


def cited(site: Site, texts: Texts, note: dict[str, str]) -> Data:
    """Return the texts that the explanations cite, and the note on their author."""
    practice = site.project.practice
    return {
        "note": note,
        "convention": practice.convention,
        "guidelines": practice.guidelines,
        "articles": [
            {**article.model_dump(), "text": texts(f"article {article.id}", article.text)}
            for article in practice.articles
        ],
        "paragraphs": [
            {**paragraph.model_dump(), "text": texts(f"guideline {paragraph.id}", paragraph.text)}
            for paragraph in practice.paragraphs
        ],
        "areas": [{**area.model_dump(), "name": texts(f"monitoring {area.id}", area.name)} for area in practice.areas],
    }


def note(words: Localization) -> LocalizedText:
    """Return a note on the author of the explanations."""
    return words.pgettext(
        "data",
        "Les noms courts, les explications et leurs liens avec des textes (« short », « practice », « rests_on ») sont "
        "de la rédaction, et non de l’UNESCO.",
    )
