"""Read the Parties' own roadmaps: `content/adaptations/<party>/<name>/adaptation.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from roadmap import disk
from roadmap.model.adaptation import FORMAT, PublishedAdaptation
from roadmap.model.contribution_fields import SLUG
from roadmap.problems import Problem, message, nearest
from roadmap.reading.cache import Recall, uncached
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, crowded, read_yaml, unreadable

FOLDER = "content/adaptations"
FILE = "adaptation.yml"
PARTY = re.compile(r"[a-z]{2}")
MAX_PARTIES = 400
"""The most folders of Parties; the Convention has fewer."""
MAX_PLANS = 50
"""The most plans of a Party."""


@dataclass(frozen=True, slots=True)
class AdaptationFolder:
    """A Party's own roadmap that could be read."""

    party: str
    """The name of the Party's folder: its code in small letters."""
    slug: str
    plan: PublishedAdaptation
    document: Document = field(repr=False)
    """`adaptation.yml`, for the line of each value."""

    @property
    def id(self) -> str:
        """Its address, and the `id` of its entry in `data/national-roadmaps.yml` if it has one."""
        return f"{self.party}-{self.slug}"

    @property
    def path(self) -> str:
        """From the project's root."""
        return f"{FOLDER}/{self.party}/{self.slug}"


Found = tuple[dict[str, AdaptationFolder], list[Problem]]
"""Plans by id, and the problems of each file on its own."""


def read_all(folder: Path, recall: Recall = uncached) -> Found:
    """Return all plans of the project at `folder`."""
    found: dict[str, AdaptationFolder] = {}
    problems: list[Problem] = []
    for party in _folders(folder, FOLDER, MAX_PARTIES, problems):
        name = f"{FOLDER}/{party.name}"
        if not PARTY.fullmatch(party.name):
            what = message("« %(name)s » ne peut pas être le nom du dossier d’une Partie.", name=party.name)
            fix = message("Attendu : le code de la Partie en minuscules, par exemple content/adaptations/bf/.")
            problems.append(Problem(name, 1, what, fix))
            continue
        for place in _folders(folder, name, MAX_PLANS, problems):
            plan, more = recall(place, partial(read_folder, place))
            problems += more
            if plan:
                found[plan.id] = plan
    return found, problems


def _folders(root: Path, name: str, most: int, problems: list[Problem]) -> list[Path]:
    """Return the folders in the folder `name`; add a problem for each other thing, or if there are too many."""
    folder = root / name
    if folder.is_symlink() or not folder.is_dir():
        return []  # reported with all other unexpected files of content/
    try:
        paths = disk.entries(folder)
    except OSError as error:
        problems.append(unreadable(name, error))
        return []
    if crowd := crowded(paths, most, name):
        problems += crowd
        return []
    for path in paths:
        if path.is_symlink() or not path.is_dir():
            what = message("Ce fichier n’a pas sa place ici.")
            fix = message("Attendu : content/adaptations/partie/nom-court/adaptation.yml.")
            problems.append(Problem(f"{name}/{path.name}", 1, what, fix))
    return [path for path in paths if path.is_dir() and not path.is_symlink()]


def read_folder(folder: Path) -> tuple[AdaptationFolder | None, list[Problem]]:
    """Return the plan of a folder, or None and why not. Messages name files from the project's root."""
    party, slug = folder.parent.name, folder.name
    name = f"{FOLDER}/{party}/{slug}"
    problems: list[Problem] = []
    if fault := fault_of_slug(slug, name):
        problems.append(fault)
    try:
        for path in disk.entries(folder):
            if path.name != FILE:
                what = message("Ce fichier n’a pas sa place dans une feuille de route nationale.")
                fix = nearest(path.name, [FILE]) or message("Attendu : adaptation.yml seul.")
                problems.append(Problem(f"{name}/{path.name}", 1, what, fix))
    except OSError as error:
        return None, [*problems, unreadable(name, error)]
    document, found = read_yaml(folder / FILE, f"{name}/{FILE}")
    problems += found
    if document is None:
        return None, problems
    plan, found = read_document(document)
    problems += found
    return (AdaptationFolder(party, slug, plan, document) if plan else None), problems


def fault_of_slug(slug: str, name: str, line: int = 1) -> Problem | None:
    """Return why a plan's folder cannot be called `slug`, at `line` of the file or folder `name`; None if it can."""
    if re.fullmatch(SLUG, slug) and 3 <= len(slug) <= 60:
        return None
    what = message("« %(slug)s » ne peut pas être le nom du dossier d’une feuille de route nationale.", slug=slug)
    fix = message(
        "Attendu : de 3 à 60 lettres minuscules sans accent, chiffres et tirets, par exemple culture-numerique-2027."
    )
    return Problem(name, line, what, fix)


def read_document(document: Document) -> tuple[PublishedAdaptation | None, list[Problem]]:
    """Return the plan in a document, or None and all its problems."""
    if problem := newer(document):
        return None, [problem]
    return fit(PublishedAdaptation, document)


def newer(document: Document) -> Problem | None:
    """Return the problem of a file of a newer format than this project's."""
    version = document.data.get("format") if isinstance(document.data, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version <= FORMAT:
        return None
    what = message("Ce fichier suit une version plus récente du format (%(version)s).", version=version)
    fix = message("Mettez le projet à jour, ou demandez un fichier de la version %(newest)s.", newest=FORMAT)
    return Problem(document.path, document.line("format"), what, fix)
