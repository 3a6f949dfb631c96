"""Add a language in one step, with all that is needed to translate and preview it.

It is in preparation: readers are not offered it before the minimum in data/languages.yml is translated.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass, replace
from pathlib import Path

from roadmap import disk, languages
from roadmap.catalogues import plurals
from roadmap.model.fields import LANGUAGE
from roadmap.model.reference import Languages
from roadmap.problems import Message, Problem, ProblemsFound, message, nearest
from roadmap.reading.project import Project
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import parse_yaml
from roadmap.site import Site
from roadmap.translation import merging, services

LISTED = "data/languages.yml"
ENTRY = re.compile(r"^  - \{code: (?P<code>[A-Za-z-]+)\b.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Added:
    """The files written for a language, and notes for its translators."""

    files: tuple[Path, ...]
    notes: tuple[Message, ...]


def add(project: Project, code: str, fallback: tuple[str, ...]) -> Added:
    """Add the language `code` to the project, with the languages of `fallback` for missing texts.

    Raises ProblemsFound, and writes nothing, if the language cannot be added.
    """
    if problems := _refusals(project, code, fallback):
        raise ProblemsFound(problems)
    text = _with_language((project.folder / LISTED).read_text(encoding="utf-8"), code, fallback)
    document, problems = parse_yaml(text, LISTED, comments=True)
    record, found = fit(Languages, document) if document else (None, [])
    if record is None or found:
        raise ProblemsFound([*problems, *found])
    now = replace(project, records={**project.records, "languages": record})
    catalogue = {f"{merging.FOLDER}/{code}.po": merging.add_catalogue(Site(project), code)}
    written = disk.write(project.folder, {LISTED: text, **catalogue, **services.files(now)})
    return Added(tuple(written), tuple(_notes(now, code, fallback)))


def _refusals(project: Project, code: str, fallback: tuple[str, ...]) -> list[Problem]:
    problems = []
    if not re.fullmatch(LANGUAGE, code) or not project.languages.knows(code):
        what = message("La langue « %(code)s » n’est pas dans Unicode CLDR.", code=code)
        right = languages.corrected(code)
        fix = (
            message("Écrivez « %(code)s ».", code=right)
            if right
            else message("Attendu : un code de langue, par exemple fr ou pt-BR.")
        )
        problems.append(Problem(LISTED, 1, what, fix))
    elif code in project.all_codes:
        what = message("La langue « %(code)s » existe déjà.", code=code)
        problems.append(Problem(LISTED, 1, what, message("Voyez où elle en est : roadmap translations status.")))
    elif (project.folder / "data" / "locales" / f"{code}.po").exists():
        what = message("Ce catalogue existe déjà.")
        problems.append(Problem(f"data/locales/{code}.po", 1, what, message("Déplacez-le, ou retirez-le.")))
    for other in fallback:
        if other not in project.all_codes:
            what = message("« %(code)s » n’est pas une langue du site.", code=other)
            problems.append(Problem(LISTED, 1, what, nearest(other, project.all_codes)))
    return problems


def _with_language(text: str, code: str, fallback: tuple[str, ...]) -> str:
    """Return the list with one more language, in the order of English names."""
    chain = f", fallback: [{', '.join(fallback)}]" if fallback else ""
    line = f"  - {{code: {code}{chain}, preparing: true}}\n"
    name = languages.name_in(code, "en")
    entries = list(ENTRY.finditer(text))
    after = [one for one in entries if languages.name_in(one["code"], "en") > name]
    at = after[0].start() if after else entries[-1].end()
    return text[:at] + line + text[at:]


def _notes(project: Project, code: str, fallback: tuple[str, ...]) -> list[Message]:
    """Return notes on the site's support for this language, and on its fallbacks."""
    forms, _rule = plurals.of_language(code)
    named = languages.locale(code).territories
    parties = [party.code for party in project.parties.parties]
    direction = languages.direction(code)
    notes = [
        message("Langue : %(name)s, écrite de droite à gauche.", name=languages.own_name(code))
        if direction == "rtl"
        else message("Langue : %(name)s, écrite de gauche à droite.", name=languages.own_name(code)),
        message("Formes du pluriel : %(count)s.", count=forms),
    ]
    known = sum(party in named for party in parties)
    if known < len(parties):
        notes.append(
            message(
                "Noms des Parties par CLDR : %(known)s sur %(count)s ; les autres s’affichent en anglais.",
                known=known,
                count=len(parties),
            )
        )
    if not _material_speaks(code):
        notes.append(
            message("Material n’a pas de fichier pour cette langue : le site n’en lit aucun, tout vient du catalogue.")
        )
    chain = ", ".join((*fallback, project.languages.source))
    notes += [
        message("Quand un texte manque, le site affiche, en le signalant : %(chain)s.", chain=chain),
        message("Pour la voir avant les lecteurs : roadmap serve --preview %(code)s.", code=code),
    ]
    if minimum := project.languages.minimum:
        notes.append(
            message(
                "Elle est offerte aux lecteurs à %(interface)s %% de l’interface et %(roadmap)s %% de la feuille de "
                "route : retirez alors « preparing: true » de data/languages.yml.",
                interface=minimum.interface,
                roadmap=minimum.roadmap,
            )
        )
    return notes


def _material_speaks(code: str) -> bool:
    """Return whether the theme supports the language; otherwise its own templates would not render."""
    spec = importlib.util.find_spec("material")
    places = spec.submodule_search_locations if spec else None
    return any(
        (Path(place) / "templates" / "partials" / "languages" / f"{code}.html").exists() for place in places or ()
    )
