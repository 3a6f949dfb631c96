"""Extract the strings to translate, from the data, the templates and Python.

The data's strings come from `data_strings`, the interface's from Babel's extractors. Both are in the template catalogue
`data/locales/roadmap.pot`, and used by the completeness check and the tests.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from jinja2 import TemplateSyntaxError

from roadmap import disk
from roadmap.catalogues.catalogue import french
from roadmap.catalogues.entries import PLACEHOLDER
from roadmap.problems import Problem, ProblemsFound, message
from roadmap.site import Site

PACKAGE = Path(__file__).parent.parent
KEYWORDS = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3), "lazy_pgettext": ((1, "c"), 2)}
JINJA = {"extensions": "jinja2.ext.i18n", "silent": "false", "trimmed": "true"}
TEMPLATE = "roadmap.pot"
TITLES_STAY = "Translate the description; the title of a page, in quotation marks, stays in its language."
WIDEST = 79
"""Columns where gettext folds a line of places."""
PYTHON_PLACE = "hooks/roadmap"
"""The place of all strings of the package: moving a module must not change every catalogue."""


@dataclass(frozen=True, slots=True)
class String:
    """One string to translate."""

    context: str
    """msgctxt: the item it names, `activity 2.4`, or the part of the interface that contains it, `notice`."""
    text: str
    place: str
    """Where it comes from: a file, and for data its key. It has no line number, which would often change; no space,
    which gettext wraps in invisible marks; and no colon, after which Babel expects a line number."""
    plural: str | None = None
    note: str | None = None
    """A note to translators."""


def data_strings(site: Site) -> Iterator[String]:
    """Yield the strings of the data files, in reading order."""
    place = "data/roadmap.yml"
    for entry in site.entries():
        yield String(entry.context, entry.text.text, f"{place}#{entry.anchor}", note=entry.text.translators)
        if entry.text.note:
            yield String(f"note {entry.context}", entry.text.note, f"{place}#{entry.anchor}")
        for context, version in entry.former():
            yield String(context, version.text, f"{place}#{entry.anchor}")
            if version.note:
                yield String(f"note {context}", version.note, f"{place}#{entry.anchor}")
        if entry.ended and entry.ended.note:
            yield String(f"note ended {entry.context}", entry.ended.note, f"{place}#{entry.anchor}")
    for goal in site.roadmap.goals:
        if goal.sdg_note:
            yield String(f"note goal {goal.id} sdgs", goal.sdg_note, f"{place}#goal-{goal.id}")
        for link in goal.sdgs:
            if link.note:
                yield String(f"note goal {goal.id} sdg {link.sdg}", link.note, f"{place}#goal-{goal.id}")
    for output in site.roadmap.outputs:
        yield String(f"note output {output.id} goal", output.goal.note, f"{place}#output-{output.id}")
    for identifier, document in site.documents.items():
        for context, text in document.texts(identifier).items():
            yield String(context, text, f"{place}#{identifier}")
    for source in site.roadmap.sources:
        yield String(f"source {source.id}", source.title, f"{place}#source-{source.id}")
    yield from _practice_strings(site)
    for domain in site.project.domains.domains:
        yield String(f"domain {domain.id}", domain.name, f"data/domains.yml#{domain.id}")
    for name, page in site.project.glossary.sources.items():
        yield String(f"glossary source {name}", page.title, f"data/glossary.yml#source-{name}", note=TITLES_STAY)
    for term in site.project.glossary.terms:
        yield String(f"glossary {term.id}", term.definition, f"data/glossary.yml#{term.id}")
        if term.note:
            yield String(f"glossary note {term.id}", term.note, f"data/glossary.yml#{term.id}")
    for roadmap in site.project.national_roadmaps.roadmaps:
        for context, text in roadmap.texts(site.project.languages.source).items():
            yield String(context, text, f"data/national-roadmaps.yml#{roadmap.id}")
    for sdg in site.project.sdgs.sdgs:
        note = "The UN's own short title: take it from the UN, do not translate."
        yield String(f"sdg {sdg.number}", sdg.title, f"data/sdgs.yml#sdg-{sdg.number}", note=note)


def _practice_strings(site: Site) -> Iterator[String]:
    place = "data/practice.yml"
    for (kind, identifier), entry in site.explained.items():
        at, note = f"{place}#{kind}-{identifier}", "A short name by the editors: two to five words."
        yield String(f"short {kind} {identifier}", entry.short, at, note=note)
        for sentence in entry.practice:
            yield String(f"practice {kind} {identifier}", sentence.text, at)
    for article in site.articles.values():
        yield String(f"article {article.id}", article.text, f"{place}#articles")
    for paragraph in site.paragraphs.values():
        yield String(f"guideline {paragraph.id}", paragraph.text, f"{place}#paragraphs")
    for area in site.areas.values():
        yield String(f"monitoring {area.id}", area.name, f"{place}#areas")


def interface_strings(overrides: Path) -> Iterator[String]:
    """Yield the strings of the package's Python, by context, and of the templates in `overrides`, by file name.

    Raises ProblemsFound for a template that Jinja cannot read.
    """
    found = chain.from_iterable(_of_file(path, "python", PYTHON_PLACE) for path in disk.below(PACKAGE, "*.py"))
    yield from sorted(found, key=lambda string: (string.context, string.text))  # independent of their module
    for path in disk.below(overrides, "*.html"):
        yield from _of_file(path, "jinja2.ext:babel_extract", f"overrides/{path.relative_to(overrides).as_posix()}")


def _of_file(path: Path, method: str, place: str) -> Sequence[String]:
    raw = path.read_bytes()
    try:
        return _of_text(raw, method, place) if b"gettext(" in raw else ()
    except TemplateSyntaxError as error:
        what = message("Jinja ne peut pas lire ce modèle : « %(error)s »", error=error.message or "")
        raise ProblemsFound([Problem(place, error.lineno, what)]) from error


@cache
def _of_text(raw: bytes, method: str, place: str) -> Sequence[String]:
    """Return the strings of a file's text, cached: an edit changes one file, and a check reads all of them."""
    results = extract(method, io.BytesIO(raw), KEYWORDS, ["Translators:"], JINJA if place != PYTHON_PLACE else None)
    return tuple(_extracted(results, place))


def _extracted(
    found: Iterable[tuple[int, str | tuple[str, ...], list[str], str | None]], place: str
) -> Iterator[String]:
    for _line, words, comments, context in found:
        texts = words if isinstance(words, tuple) else (words,)
        note = " ".join(comment.removeprefix("Translators:").strip() for comment in comments) or None
        # Babel returns the context in the tuple of a plural form.
        texts = tuple(text for text in texts if text and text != context) if context else texts
        yield String(context or "", texts[0], place, plural=texts[1] if len(texts) > 1 else None, note=note)


def all_strings(site: Site) -> list[String]:
    """Return all strings to translate."""
    return [*data_strings(site), *interface_strings(site.project.folder / "overrides")]


def template(site: Site) -> Catalog:
    """Return all strings as a catalogue without translations."""
    return without_translations(all_strings(site))


def without_translations(strings: Iterable[String]) -> Catalog:
    """Return a catalogue of strings, each once even if it is in several places."""
    catalog = Catalog(fuzzy=False)
    for string in strings:
        catalog.add(
            (string.text, string.plural) if string.plural else string.text,
            context=string.context,
            locations=[(string.place, None)],  # type: ignore[list-item]  # Babel writes a place without line
            auto_comments=[string.note] if string.note else [],
        )
    for entry in catalog:
        entry.locations = _on_one_line(entry.locations)
        if entry.id and not any(PLACEHOLDER.search(text) for text in french(entry)):
            entry.flags.discard("python-format")  # Babel takes "35 % des" for one
    return catalog


def _on_one_line(places: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return as many places as one line holds: gettext's tools fold this line even with --no-wrap."""
    sizes = accumulate(len(place) + 1 for place, _line in places)
    return [place for place, size in zip(places, sizes, strict=True) if size + len("#:") <= WIDEST]


def template_text(gathered: Catalog) -> str:
    """Return the text of `roadmap.pot`, without dates: they would change with each run, and git records them."""
    buffer = io.BytesIO()
    write_po(buffer, gathered, width=WIDTH, omit_header=True)
    return TEMPLATE_HEADER + buffer.getvalue().decode().rstrip("\n") + "\n"


WIDTH = 0
"""Columns where PO files fold their lines; 0 for no folding."""

_FIELDS = """\
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

TEMPLATE_HEADER = (
    """\
# Open Roadmap: strings to translate. Made by `roadmap translations update`; do not edit.
# The message id is French. `msgctxt` names the text, `#.` is a note to you, `#:` the file and key it comes from.
msgid ""
msgstr ""
"Project-Id-Version: Open Roadmap\\n"
"""
    + _FIELDS
    + "\n"
)

CATALOGUE_HEADER = (
    """\
# Open Roadmap: {name}. Unofficial translation, made by the editors from the French.
# Titles of the SDGs (context `sdg N`) are in the United Nations' own words.
msgid ""
msgstr ""
"Project-Id-Version: Open Roadmap\\n"
"Language: {code}\\n"
"Plural-Forms: nplurals={forms}; plural={rule};\\n"
"""
    + _FIELDS
    + "\n"
)
