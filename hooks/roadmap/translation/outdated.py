"""Find what `roadmap translations update` would change: texts that are not in the catalogues, or no longer used."""

from __future__ import annotations

from collections.abc import Iterator

from babel.messages.catalog import Catalog

from roadmap.catalogues.catalogue import french
from roadmap.problems import Problem, message
from roadmap.reading.project import Project
from roadmap.site import Site
from roadmap.translation import extraction

COMMAND = "roadmap translations update"
Key = tuple[str, tuple[str, ...]]
"""msgctxt; and the French, with its plural."""


def check(site: Site) -> Iterator[Problem]:
    """Report the template and each catalogue with other texts than the data, the templates and the code.

    A project without a template has never been updated: nothing is reported.
    """
    project = site.project
    if project.template is None:
        return
    strings = {(string.context, _ids(string)): string.place for string in extraction.all_strings(site)}
    files = {f"data/locales/{extraction.TEMPLATE}": project.template}
    strange = {problem.path for problem in foreign(project)}  # reported by `load`
    files |= {f"data/locales/{code}.po": catalog for code, catalog in project.catalogs.items()}
    files = {name: catalog for name, catalog in files.items() if name not in strange}
    for name, catalog in files.items():
        present = _keys(catalog)
        yield from _missing(name, {key: place for key, place in strings.items() if key not in present})
        yield from _unused(name, {key: line for key, line in present.items() if key not in strings})


def foreign(project: Project, lost: bool = True) -> Iterator[Problem]:
    """Report catalogues with hardly any text of the template: another project's, and if `lost` those without contexts,
    which the update restores.
    """
    if project.template is None:
        return
    ours = _keys(project.template).keys()
    texts = {ids[0] for _context, ids in ours}
    for code, catalog in project.catalogs.items():
        keys, name = _keys(catalog).keys(), f"data/locales/{code}.po"
        if 2 * len(keys & ours) >= len(keys):
            continue
        if 2 * sum(ids[0] in texts for _context, ids in keys) >= len(keys):  # CSV has no plurals either
            what = message(
                "Les textes de ce catalogue ont perdu leur contexte (msgctxt) : %(count)s.", count=len(keys - ours)
            )
            fix = message("Lancez : %(command)s, qui le rétablit d’après le texte français.", command=COMMAND)
            problem = Problem(name, 1, what, fix)
            yield from [problem] if lost else []
        else:
            what = message(
                "Ce catalogue est celui d’un autre projet : %(count)s de ses %(total)s textes ne sont pas de ce site.",
                count=len(keys - ours),
                total=len(keys),
            )
            fix = message("Revenez à sa dernière version, ou retirez-le et lancez : roadmap translations update.")
            yield Problem(name, 1, what, fix)


def _ids(string: extraction.String) -> tuple[str, ...]:
    return (string.text, string.plural) if string.plural else (string.text,)


def _keys(catalog: Catalog) -> dict[Key, int]:
    """Return the texts of a catalogue, with the line of each."""
    return {(entry.context or "", french(entry)): entry.lineno or 1 for entry in catalog if entry.id}


def _missing(name: str, missing: dict[Key, str]) -> Iterator[Problem]:
    if missing:
        (_context, texts), place = next(iter(missing.items()))
        what = message(
            "Des textes manquent dans ce catalogue : %(count)s, par exemple « %(text)s » (%(place)s).",
            count=len(missing),
            text=_excerpt(texts[0]),
            place=place,
        )
        yield Problem(name, 1, what, message("Lancez : %(command)s.", command=COMMAND))


def _unused(name: str, unused: dict[Key, int]) -> Iterator[Problem]:
    if unused:
        (_context, texts), line = next(iter(unused.items()))
        what = message(
            "Des textes de ce catalogue ne sont plus utilisés : %(count)s, par exemple « %(text)s ».",
            count=len(unused),
            text=_excerpt(texts[0]),
        )
        yield Problem(name, line, what, message("Lancez : %(command)s.", command=COMMAND))


def _excerpt(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
