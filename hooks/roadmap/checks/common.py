"""Functions for several checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from babel import Locale

from roadmap import languages
from roadmap.model.fields import Record
from roadmap.problems import Message, Problem, message, nearest
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Document, Key


def unique(document: Document, rows: Iterable[tuple[object, tuple[Key, ...]]]) -> Iterator[Problem]:
    """Report duplicate ids. `rows` are ids with their keys."""
    first: dict[object, int] = {}
    for identifier, keys in rows:
        line = document.line(*keys)
        if identifier in first:
            what = message("« %(id)s » est déjà utilisé ligne %(line)s.", id=identifier, line=first[identifier])
            yield Problem(document.path, line, what, message("Donnez un autre identifiant."))
        first.setdefault(identifier, line)


def known_values(
    document: Document, keys: tuple[Key, ...], value: object, known: Collection[object]
) -> Iterator[Problem]:
    """Report a value that is not known, with the nearest one."""
    if value not in known:
        what = message("« %(value)s » n’existe pas.", value=value)
        yield Problem(document.path, document.line(*keys), what, nearest(value, known))


def future_date(day: date, path: str, line: int) -> Iterator[Problem]:
    """Report a day in the future. Tomorrow is none: it may be that day elsewhere."""
    if day > date.today() + timedelta(days=1):
        what = message("Le %(day)s est dans l’avenir.", day=day.isoformat())
        yield Problem(path, line, what, message("Écrivez une date passée."))


def unknown_language(project: Project, code: str, path: str, line: int) -> Iterator[Problem]:
    """Report a language that neither Unicode CLDR nor data/languages.yml has a name for."""
    listed = project.languages if "languages" in project.records else None
    if listed.knows(code) if listed else languages.known(code):
        return
    what = message("La langue « %(code)s » n’est pas dans Unicode CLDR.", code=code)
    if right := languages.corrected(code):
        yield Problem(path, line, what, message("Écrivez « %(code)s ».", code=right))
        return
    fix = message(
        "Si elle existe, donnez son nom dans data/languages.yml, sous « names: » : "
        "%(code)s: {%(code)s: …, fr: …, en: …}.",
        code=code,
    )
    yield Problem(path, line, what, fix)


def unknown_party(project: Project, code: str, path: str, line: int) -> Iterator[Problem]:
    """Report a code that is not that of a Party in data/parties.yml, whose list is incomplete."""
    known = {party.code for party in project.parties.parties}
    if code in known:
        return
    if code not in Locale("en").territories or code in ("ZZ", "XA", "XB", "EZ", "UN", "QO"):
        what = message("« %(code)s » n’est le code ni d’un État ni de l’Union européenne (EU).", code=code)
        yield Problem(path, line, what, _nearest_party(code, known))
        return
    what = message("« %(code)s » n’est pas dans data/parties.yml, dont la liste est incomplète.", code=code)
    fix = message(
        "Si c’est une Partie, ajoutez-la à data/parties.yml avec la source qui l’indique (sources:, puis "
        "code:, sources: [...]), et ses noms à data/party-names.yml."
    )
    if code[::-1] in known:
        turned = message("Vouliez-vous dire « %(nearest)s » ?", nearest=code[::-1])
        fix = message("%(what)s %(fix)s", what=turned, fix=fix)
    yield Problem(path, line, what, fix)


def _nearest_party(code: str, known: Collection[str]) -> Message:
    """Return the code with the same letters reversed, or a description of codes."""
    if code[::-1] in known:
        return message("Vouliez-vous dire « %(nearest)s » ?", nearest=code[::-1])
    return message("Attendu : un code ISO 3166-1 de deux majuscules, par exemple BF, ou EU.")


def records(record: Record, keys: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], Record]]:
    """Yield a record and all records in it, with their keys."""
    yield keys, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from records(value, (*keys, name))
        elif isinstance(value, tuple):
            for index, inner in enumerate(value):
                if isinstance(inner, Record):
                    yield from records(inner, (*keys, name, index))
