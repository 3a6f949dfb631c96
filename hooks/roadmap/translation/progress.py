"""Count the progress of translations: translated, behind their source, missing, reviewed.

The unit is a string of the catalogue, or a section of a page or case study. `/translations/` and `roadmap translations
status` show the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from babel.messages.catalog import Catalog, Message

from roadmap.catalogues import po_file
from roadmap.catalogues.catalogue import french, translations
from roadmap.problems import message
from roadmap.reading import sections
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.project import Project
from roadmap.reading.sections import Sectioned
from roadmap.site import Site
from roadmap.translation import extraction

State = Literal["translated", "behind", "missing"]
PARTS = ("interface", "roadmap", "pages", "cases")
"""The catalogue's strings of the interface and of the data; the hand-written pages; the case studies."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to translate."""

    name: str
    """`activity 2.4` for a string, `about#sources` for a section."""
    text: str
    """The source text, or a section's title."""
    state: State
    reviewed: bool
    """Whether a second person has reviewed it, and it has not changed since."""
    path: str
    """The file to edit, from the project's root; it may not exist yet."""
    line: int
    """The line in that file; 1 if it is not there yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """The progress of a language in one part."""

    name: str
    units: tuple[Unit, ...]

    def count(self, state: State) -> int:
        """Return how many units are in a state."""
        return sum(unit.state == state for unit in self.units)

    @property
    def total(self) -> int:
        """How many units there are to translate."""
        return len(self.units)

    @property
    def reviewed(self) -> int:
        """How many have been reviewed."""
        return sum(unit.reviewed for unit in self.units)

    @property
    def percent(self) -> int:
        """The percentage that is translated and up to date, rounded down: 100 only if all is."""
        return 100 if not self.units else 100 * self.count("translated") // self.total

    @property
    def reached(self) -> int:
        """The percentage that was ever translated: readers keep a language whose texts fall behind."""
        return 100 if not self.units else 100 * (self.total - self.count("missing")) // self.total

    @property
    def first(self) -> Unit | None:
        """The first missing unit; if there is none, the first that is behind."""
        for state in ("missing", "behind"):
            if found := next((unit for unit in self.units if unit.state == state), None):
                return found
        return None


def of_site(site: Site) -> dict[str, dict[str, Part]]:
    """Return the progress of each language by part, including languages in preparation.

    In the source language, only case studies with an original in another language are to be translated.
    """
    wanted = extraction.template(site)  # not the file, which may lack what has just changed
    return {code: _of_language(site.project, wanted, code) for code in site.project.all_codes}


def as_data(progress: dict[str, dict[str, Part]]) -> dict[str, object]:
    """Return the figures as plain data, for tools."""
    return {
        code: {
            part.name: {
                "total": part.total,
                "translated": part.count("translated"),
                "behind": part.count("behind"),
                "missing": part.count("missing"),
                "reviewed": part.reviewed,
                "first_missing": _unit_as_data(part.first),
            }
            for part in parts.values()
        }
        for code, parts in progress.items()
    }


COLUMNS = (
    message("langue"),
    message("partie"),
    message("traduits"),
    message("en retard"),
    message("manquants"),
    message("relus"),
    message("total"),
    message("prochain texte à traduire"),
)


def as_text(progress: dict[str, dict[str, Part]], language: str) -> str:
    """Return the figures as a table in `fr` or `en`, one line for each language and part."""
    rows = [tuple(column.in_language(language) for column in COLUMNS)]
    for code, parts in progress.items():
        for part in parts.values():
            first = part.first
            figures = (part.count("translated"), part.count("behind"), part.count("missing"), part.reviewed, part.total)
            place = f"{first.path}:{first.line} {first.name}" if first else ""
            rows.append((code, part.name, *map(str, figures), place))
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if 1 < at < 7 else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _unit_as_data(unit: Unit | None) -> dict[str, object] | None:
    if unit is None:
        return None
    return {"name": unit.name, "text": unit.text, "state": unit.state, "path": unit.path, "line": unit.line}


def _of_language(project: Project, wanted: Catalog, language: str) -> dict[str, Part]:
    units: dict[str, list[Unit]] = {name: [] for name in PARTS}
    if language != project.languages.source:
        catalog = project.catalogs.get(language) or Catalog()
        for message in wanted:
            if message.id:
                data = any(place.startswith("data/") for place, _line in message.locations)
                units["roadmap" if data else "interface"].append(_string(message, catalog, language))
        units["pages"] += _pages(project, language)
    for case in project.cases.values():
        if case.facts.original_language != language and case.facts.original_language in case.texts:
            units["cases"] += case.once(_case, language)
    return {name: Part(name, tuple(units[name])) for name in PARTS}


def _string(message: Message, catalog: Catalog, language: str) -> Unit:
    found = catalog.get(message.id, message.context)
    state: State = "missing"
    if found is not None and all(translations(found)):
        state = "behind" if found.fuzzy else "translated"
    return Unit(
        name=message.context or "",
        text=french(message)[0],
        state=state,
        reviewed=found is not None and state == "translated" and any(map(po_file.says_reviewed, found.user_comments)),
        path=f"data/locales/{language}.po",
        line=(found.lineno if found is not None else None) or 1,
    )


def _pages(project: Project, language: str) -> Iterator[Unit]:
    for slug, texts in project.prose.items():
        if original := texts.get(project.languages.source):
            text = texts.get(language)
            yield from _sections(slug, f"content/{slug}.{language}.md", original, text)


def _case(case: CaseFolder, language: str) -> Iterator[Unit]:
    path = f"{case.path}/index.{language}.md"
    yield from _sections(case.path.removeprefix("content/"), path, case.original, case.texts.get(language))


def _sections(name: str, path: str, original: Sectioned, text: Sectioned | None) -> Iterator[Unit]:
    have = sections.by_id(text) if text else {}
    moved = sections.behind(text, original) if text else ()
    for section in original.translated_sections:
        state: State = "missing" if section.id not in have else "behind" if section.id in moved else "translated"
        yield Unit(
            name=f"{name}#{section.id}",
            text=section.title,
            state=state,
            reviewed=state == "translated" and text is not None and text.reviewed is not None,
            path=path,
            line=have[section.id].line if section.id in have else 1,
        )
