"""Read a whole project: data, languages, catalogues, pages, case studies. No other module opens its files."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from roadmap import disk, languages
from roadmap.catalogues import catalogue
from roadmap.model.fields import Record
from roadmap.model.former_addresses import Addresses
from roadmap.model.national_roadmaps import NationalRoadmaps
from roadmap.model.practice import Practice
from roadmap.model.reference import (
    FILES,
    Accessibility,
    Domains,
    Glossary,
    Languages,
    Parties,
    PartyNames,
    Sdgs,
    SearchWords,
)
from roadmap.model.roadmap import LEAFLET, Roadmap
from roadmap.problems import Problem, ProblemsFound, message, nearest
from roadmap.reading import adaptation, case_study
from roadmap.reading.adaptation import AdaptationFolder
from roadmap.reading.cache import Recall, uncached
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.prose import Prose, read_prose
from roadmap.reading.settings import mkdocs_yml, options
from roadmap.reading.settings.options import Settings
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, Key, crowded, read_text, read_yaml

PUBLISHED = "data/addresses.txt"
"""The list of all addresses that were ever published, a line each; see `checks/addresses.py`."""
OPTIONAL = ("addresses", "search")
"""Data files that a project may lack."""
MAX_CATALOGUE_BYTES = 1_000_000
MAX_FILES = 1_000
"""The most files in content/, except case studies, and in data/locales/: a page has one for each language."""
PROSE_FILE = re.compile(r"(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<language>[A-Za-z-]+)\.md")


@dataclass(slots=True)
class Project:
    """The content of the files, as far as it could be read, and their problems."""

    folder: Path
    preview: frozenset[str] = frozenset()
    """Languages in preparation that this build shows anyway."""
    documents: dict[str, Document] = field(default_factory=dict)
    """YAML documents by data file name, for the line of each value."""
    records: dict[str, Record] = field(default_factory=dict)
    """Models by data file name."""
    catalogs: dict[str, Catalog] = field(default_factory=dict)
    """Babel's catalogues by language, including fuzzy entries: translators' tools need them."""
    template: Catalog | None = None
    """All strings to translate, as `roadmap translations update` wrote them; None before its first run."""
    prose: dict[str, dict[str, Prose]] = field(default_factory=dict)
    """Hand-written pages: slug, then language."""
    cases: dict[str, CaseFolder] = field(default_factory=dict)
    """Published case studies whose facts could be read, by slug."""
    withdrawn: dict[str, CaseFolder] = field(default_factory=dict)
    """Those that are no longer published."""
    adaptations: dict[str, AdaptationFolder] = field(default_factory=dict)
    """Parties' own roadmaps that could be read, by id."""
    addresses: tuple[str, ...] | None = None
    """The lines of the list of published addresses; None without one."""
    unreadable: set[str] = field(default_factory=set)
    """Pages that exist but could not be read: they are not missing."""
    texts: dict[str, str] = field(default_factory=dict)
    """The texts of the leaflet and of later documents as received, by id; only those with a file."""
    problems: list[Problem] = field(default_factory=list)
    options: mkdocs_yml.Found = field(default_factory=mkdocs_yml.Found)
    """The settings of mkdocs.yml."""

    @property
    def settings(self) -> Settings:
        """`mkdocs.yml` and the environment. Raises ProblemsFound if the settings could not be read."""
        if self.options.settings is None:
            raise ProblemsFound(mkdocs_yml.read(self.folder).problems)
        return self.options.settings

    @property
    def roadmap(self) -> Roadmap:
        """`data/roadmap.yml`."""
        return cast("Roadmap", self.records["roadmap"])

    @property
    def sdgs(self) -> Sdgs:
        """`data/sdgs.yml`."""
        return cast("Sdgs", self.records["sdgs"])

    @property
    def parties(self) -> Parties:
        """`data/parties.yml`."""
        return cast("Parties", self.records["parties"])

    @property
    def party_names(self) -> PartyNames:
        """`data/party-names.yml`."""
        return cast("PartyNames", self.records["party-names"])

    @property
    def languages(self) -> Languages:
        """`data/languages.yml`."""
        return cast("Languages", self.records["languages"])

    @property
    def domains(self) -> Domains:
        """`data/domains.yml`."""
        return cast("Domains", self.records["domains"])

    @property
    def glossary(self) -> Glossary:
        """`data/glossary.yml`."""
        return cast("Glossary", self.records["glossary"])

    @property
    def national_roadmaps(self) -> NationalRoadmaps:
        """`data/national-roadmaps.yml`."""
        return cast("NationalRoadmaps", self.records["national-roadmaps"])

    @property
    def accessibility(self) -> Accessibility:
        """`data/accessibility.yml`."""
        return cast("Accessibility", self.records["accessibility"])

    @property
    def practice(self) -> Practice:
        """`data/practice.yml`."""
        return cast("Practice", self.records["practice"])

    @property
    def search(self) -> SearchWords:
        """`data/search.yml`; empty if it could not be read."""
        return cast("SearchWords", self.records.get("search") or SearchWords())

    @property
    def former(self) -> Addresses:
        """`data/addresses.yml`; empty if it could not be read."""
        return cast("Addresses", self.records.get("addresses") or Addresses())

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages of this build, in the switcher's order: those offered to readers, and those previewed."""
        return self.languages.shown(self.preview)

    @property
    def source_first(self) -> tuple[str, ...]:
        """The languages of this build, the source language first: the order in which they are written."""
        source = self.languages.source
        return source, *(code for code in self.codes if code != source)

    @property
    def all_codes(self) -> tuple[str, ...]:
        """All languages, including those in preparation."""
        return tuple(language.code for language in self.languages.languages)


def read(
    folder: Path,
    preview: Collection[str] = (),
    recall: Recall = uncached,
    look: Callable[[CaseFolder], object] = id,
) -> Project:
    """Read all files of the project, each on its own; `checks` compares them with each other."""
    project = Project(folder, frozenset(preview))
    if not (folder / "data").is_dir():
        what = message("Ce dossier n’est pas un projet : il n’a pas de dossier data/.")
        project.problems.append(
            Problem("data", 1, what, message("Placez-vous dans le projet, ou indiquez-le avec --project."))
        )
        return project
    reading = case_study.read_all(folder, recall, look)
    if os.path.lexists(folder / options.FILE):  # without it there is nothing to build, but the data can be checked
        project.options = mkdocs_yml.read(folder)
    for name, model in FILES.items():
        if name in OPTIONAL and not os.path.lexists(folder / "data" / f"{name}.yml"):
            continue
        document, record, problems = recall(folder / "data" / f"{name}.yml", partial(_read_data, folder, name, model))
        project.problems += problems
        if document is not None:
            project.documents[name] = document
        if record is not None:
            project.records[name] = record
    _read_unknown_data(project)
    project.problems += _links_that_leave(project)
    if "languages" in project.records and project.options.settings and not preview:
        _preview(project)
    if "roadmap" in project.records:
        _read_documents(project)
    if "languages" in project.records and project.languages.source in project.all_codes:
        _read_catalogues(project, recall)
    _read_prose(project, recall)
    _read_addresses(project)
    project.adaptations, problems = adaptation.read_all(folder, recall)
    project.problems += problems
    cases, problems = reading()
    project.problems += problems
    project.cases = {slug: case for slug, case in cases.items() if not case.withdrawal}
    project.withdrawn = {slug: case for slug, case in cases.items() if case.withdrawal}
    return project


def _links_that_leave(project: Project) -> Iterator[Problem]:
    """Yield links to files outside the project in what is published as it is: assets, and the files of mkdocs.yml."""
    for path in sorted({*disk.below(project.folder / "overrides"), *project.options.files}):
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(project.folder)):
            what = message("Ce lien mène hors du projet, et serait publié avec ce qu’il désigne.")
            name = path.relative_to(project.folder).as_posix()
            yield Problem(name, 1, what, message("Mettez le fichier lui-même, non un lien."))


def read_languages(folder: Path) -> Languages | None:
    """Read only the languages of the project at `folder`; return None if their file cannot be read."""
    _document, record, _problems = _read_data(folder, "languages", Languages)
    return cast("Languages | None", record)


def _read_data(folder: Path, name: str, model: type[Record]) -> tuple[Document | None, Record | None, list[Problem]]:
    """Return a data file's document, and its model if it has no problems."""
    document, problems = read_yaml(folder / "data" / f"{name}.yml", f"data/{name}.yml", comments=True)
    if document is None:
        return None, None, problems
    record, found = fit(model, document)
    return document, None if found else record, [*problems, *found]


def _preview(project: Project) -> None:
    """Set the languages in preparation that mkdocs.yml shows."""
    chosen, unknown = project.languages.previewed(project.settings.preview)
    project.preview = frozenset(chosen)
    project.options.problems += [project.options.unknown_preview(code, project.languages) for code in unknown]


def _read_unknown_data(project: Project) -> None:
    """Report data files that no code reads: the content of a misspelt one would be lost."""
    known = {f"{name}.yml" for name in FILES}
    for path in sorted((project.folder / "data").glob("*.y*ml")):
        if path.name not in known and not disk.is_foreign(path.name):
            what = message("Ce fichier n’est utilisé nulle part sur le site.")
            project.problems.append(Problem(f"data/{path.name}", 1, what, nearest(path.name, known)))


def _read_documents(project: Project) -> None:
    _read_document(project, LEAFLET, project.roadmap.leaflet.file, "leaflet", "file")
    for index, one in enumerate(project.roadmap.documents):
        if one.file:
            _read_document(project, one.id, one.file, "documents", index, "file")


def _read_document(project: Project, identifier: str, file: str, *keys: Key) -> None:
    document = project.documents["roadmap"]
    data = (project.folder / "data").resolve()
    path = data / file
    if not path.parent.resolve().is_relative_to(data):
        what = message("« %(file)s » sort du dossier data/.", file=file)
        project.problems.append(Problem(document.path, document.line(*keys), what))
        return
    text, problems = read_text(path, f"data/{file}")
    project.problems += problems
    project.texts[identifier] = text or ""
    if text is not None and not text.strip():
        project.problems.append(Problem(f"data/{file}", 1, message("Le fichier est vide.")))


def _read_addresses(project: Project) -> None:
    if os.path.lexists(project.folder / PUBLISHED):
        text, problems = read_text(project.folder / PUBLISHED, PUBLISHED, MAX_CATALOGUE_BYTES, merged=False)
        project.problems += problems
        project.addresses = tuple(line.strip() for line in (text or "").splitlines())


def _read_catalogues(project: Project, recall: Recall) -> None:
    """Read one catalogue for each language except the source, and the template; report others."""
    _read_template(project, recall)
    document = project.documents["languages"]
    folder = project.folder / "data" / "locales"
    for index, language in enumerate(project.languages.languages):
        line = document.line("languages", index, "code")
        if not project.languages.knows(language.code):
            what = message("La langue « %(code)s » n’est pas dans Unicode CLDR.", code=language.code)
            right = languages.corrected(language.code)
            fix = message("Écrivez « %(code)s ».", code=right) if right else None
            project.problems.append(Problem(document.path, line, what, fix))
        elif language.code != project.languages.source:
            _read_catalogue(project, language.code, line, recall)
    to_translate = [code for code in project.all_codes if code != project.languages.source]
    paths = disk.entries(folder, ".po") if folder.is_dir() else []
    if crowd := crowded(paths, MAX_FILES, "data/locales"):
        project.problems += crowd
        return
    for path in paths:
        if path.stem not in to_translate:
            what = message("Ce catalogue n’est celui d’aucune langue à traduire de data/languages.yml.")
            project.problems.append(Problem(f"data/locales/{path.name}", 1, what, nearest(path.stem, to_translate)))


def _read_template(project: Project, recall: Recall) -> None:
    name = "data/locales/roadmap.pot"
    if (project.folder / name).exists():
        project.template, problems = recall(project.folder / name, partial(_template, project.folder, name))
        project.problems += problems


def _template(folder: Path, name: str) -> tuple[Catalog | None, list[Problem]]:
    text, problems = read_text(folder / name, name, MAX_CATALOGUE_BYTES)
    try:
        return None if text is None else read_po(io.BytesIO(text.encode()), abort_invalid=True), problems
    except (PoFileError, ValueError) as error:
        what = message("Ce n’est pas un catalogue : %(reason)s.", reason=str(error))
        return None, [*problems, Problem(name, 1, what, message("Lancez : roadmap translations update."))]


def _read_catalogue(project: Project, code: str, line: int, recall: Recall) -> None:
    name = f"data/locales/{code}.po"
    if not (project.folder / name).exists():
        what = message("La langue « %(code)s » n’a pas de catalogue.", code=code)
        fix = message("Attendu : le fichier %(path)s ; partez de data/locales/roadmap.pot.", path=name)
        project.problems.append(Problem(project.documents["languages"].path, line, what, fix))
        return
    catalog, problems = recall(project.folder / name, partial(_catalogue, project.folder, name, code))
    project.problems += problems
    if catalog is not None:
        project.catalogs[code] = catalog


def _catalogue(folder: Path, name: str, code: str) -> tuple[Catalog | None, list[Problem]]:
    text, problems = read_text(folder / name, name, MAX_CATALOGUE_BYTES)
    return catalogue.parse(text, name, code) if text is not None else (None, problems)


def _read_prose(project: Project, recall: Recall) -> None:
    """Read each file of content/ as a page in one language; report other files.

    If the languages could not be read, each page is read on its own.
    """
    codes = project.all_codes if "languages" in project.records else ()
    content = project.folder / "content"
    apart = {project.folder / case_study.FOLDER, project.folder / adaptation.FOLDER}  # read separately
    paths = [path for path in disk.below(content) if apart.isdisjoint(path.parents)]
    if crowd := crowded(paths, MAX_FILES, "content"):
        project.problems += crowd
        project.unreadable |= {path.relative_to(project.folder).as_posix() for path in paths}
        return
    for path in paths:
        name = path.relative_to(project.folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if path in project.options.files:
            continue
        match = PROSE_FILE.fullmatch(path.name)
        if not match or path.parent != content:
            what = message("Ce fichier n’est pas une page.")
            fix = message(
                "Attendu : content/nom.langue.md, par exemple content/about.%(code)s.md.",
                code=codes[0] if codes else "fr",
            )
            project.problems.append(Problem(name, 1, what, fix))
        elif codes and match["language"] not in codes:
            what = message("« %(code)s » n’est pas une langue du site.", code=match["language"])
            project.problems.append(Problem(name, 1, what, nearest(match["language"], codes)))
        else:
            page, problems = recall(path, partial(read_prose, path, name, match["slug"], match["language"]))
            project.problems += problems
            if page is None:
                project.unreadable.add(name)
            else:
                project.prose.setdefault(page.slug, {})[page.language] = page
