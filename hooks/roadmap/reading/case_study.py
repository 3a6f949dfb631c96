"""Read the folder of a case study: `content/case-studies/<slug>/`, its facts, texts and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from roadmap import disk, languages, parallel
from roadmap.model.contribution import SECTIONS, UNCITED, CaseFrontMatter, CaseStudy
from roadmap.model.contribution_fields import PICTURE, SLUG, holds_markup
from roadmap.model.former_addresses import CaseStudyFile, Withdrawal
from roadmap.problems import MOST, Message, Problem, first, message, nearest
from roadmap.reading import pictures, sections
from roadmap.reading.cache import Recall, uncached
from roadmap.reading.markdown import checks
from roadmap.reading.markdown.text import Heading, Link, MarkdownText, Pieces, parse_heading
from roadmap.reading.prose import MAX_BYTES, read_parts
from roadmap.reading.sections import TranslatedSection
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, crowded, read_yaml, unreadable

T = TypeVar("T")
FOLDER = "content/case-studies"
FACTS = "case-study.yml"
TEXT_FILE = re.compile(r"index\.(?P<language>[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?)\.md")
RESERVED = {"page", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Not allowed as a folder's name: `page` is for the pages of lists, the others are devices on Windows."""
HEADING = re.compile(r"##(?<=^##)(?!#)(?P<rest>[^\n]*)$", re.MULTILINE)  # the literal first: seven times as fast
MAX_CASES = 5_000
"""The most case studies."""
MAX_FILES = 40
"""The most files in a folder: a dozen languages, ten pictures, and a margin."""
MANY = 100
"""From this number of case studies on, several processes read them."""
MAX_TEXTS = 500_000
"""The most bytes of all texts of a folder; a text that is too long by itself does not count."""


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level heading and the text below it."""

    id: str
    title: str
    markdown: str
    line: int
    """Line of the file where the Markdown below the heading starts."""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    pieces: Pieces = field(default="", repr=False)
    """Its HTML, for `prose.render_section`."""

    @classmethod
    def read(cls, identifier: str, title: str, markdown: str, line: int) -> Section:
        """Return the section with its parsed Markdown, or without if that is not readable."""
        text = checks.section_text(markdown) or MarkdownText()
        return cls(identifier, title, markdown, line, text.headings, text.links, text.pieces)


@dataclass(frozen=True)
class CaseText:
    """A case study in one language."""

    language: str
    title: str
    summary: str
    sections: tuple[Section, ...]
    path: str
    document: Document = field(repr=False)
    """Its front matter, for the line of each value."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """For a translation: by section, the state of the original it was made from."""
    reviewed: date | None = None
    """For a translation: the date of a second person's review."""
    whole: bool = True
    """Whether its sections could all be read."""

    @cached_property
    def translated_sections(self) -> tuple[TranslatedSection, ...]:
        """The head (title and summary), then each section."""
        return TranslatedSection(sections.HEAD, self.title, (self.title, self.summary), 1), *(
            TranslatedSection(one.id, one.title, (one.title, one.markdown), one.line) for one in self.sections
        )

    def heading_ids(self) -> list[str]:
        """Return the ids of its sections and headings, in order."""
        found: list[str] = []
        for section in self.sections:
            found += [section.id, *(heading.id for heading in section.headings if heading.id)]
        return found

    def site_links(self) -> Iterator[tuple[str, int]]:
        """Yield the addresses within the site that it links to, with their lines."""
        for section in self.sections:
            for link in section.links:
                if checks.is_within(link.target):
                    yield link.target, section.line + link.line - 1


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A case study whose facts could be read."""

    slug: str
    facts: CaseStudy
    document: Document = field(repr=False)
    """`case-study.yml`, for the line of each value."""
    texts: dict[str, CaseText]
    """By language; those that could be read."""
    files: dict[str, Path]
    """The existing pictures, by name."""
    unreadable: tuple[str, ...] = ()
    """Languages of texts that exist but could not be read: they are not missing."""
    _looked: dict[tuple[object, ...], tuple[Any, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, look: Callable[..., Iterable[T]], *arguments: str) -> tuple[T, ...]:
        """Return the results of `look(case, *arguments)`, computed once; they must depend on nothing else.

        A cache of case studies keeps their results too (`cache.py`).
        """
        if (look, *arguments) not in self._looked:
            self._looked[look, *arguments] = tuple(look(self, *arguments))
        return self._looked[look, *arguments]

    @property
    def path(self) -> str:
        """From the project's root."""
        return f"{FOLDER}/{self.slug}"

    @property
    def former_slugs(self) -> tuple[str, ...]:
        """The names that the folder had; none for a submission."""
        return self.facts.former_slugs if isinstance(self.facts, CaseStudyFile) else ()

    @property
    def withdrawal(self) -> Withdrawal | None:
        """Why it is no longer published; None if it is."""
        return self.facts.withdrawn if isinstance(self.facts, CaseStudyFile) else None

    @property
    def original(self) -> CaseText:
        """The text the others are translations of."""
        return self.texts[self.facts.original_language]

    def behind(self, language: str) -> tuple[str, ...]:
        """Return the ids of a translation's sections whose original has changed since."""
        text = self.texts[language]
        return () if text is self.original else sections.behind(text, self.original)


Found = tuple[dict[str, CaseFolder], list[Problem]]
"""Case studies by slug, and the problems of each file on its own."""


def read_all(folder: Path, recall: Recall = uncached, look: Callable[[CaseFolder], object] = id) -> Callable[[], Found]:
    """Start to read all case studies of the project at `folder`; return a function that waits and must be called.

    Several processes read many of them, while the caller continues. `look` is called with each in the process that
    reads it, to compute with `once` what others will need.
    """
    if (folder / FOLDER).is_symlink() or not (folder / FOLDER).is_dir():
        return lambda: ({}, [])  # reported with all other unexpected files of content/
    try:
        paths = disk.entries(folder / FOLDER)
    except OSError as error:
        problem = unreadable(FOLDER, error)
        return lambda: ({}, [problem])
    if crowd := crowded(paths, MAX_CASES, FOLDER):
        return lambda: ({}, crowd)

    def read(some: Iterable[Path]) -> list[tuple[CaseFolder | None, list[Problem]]]:
        results = []
        for path in some:
            case, found = recall(path, partial(read_case, path))
            if case:
                look(case)
            results.append((case, found))
        return results

    # The cache is in this process, not in others.
    several = parallel.processors() if recall is uncached and len(paths) >= MANY else 1
    size = -(-len(paths) // several) or 1
    parts = [paths[at : at + size] for at in range(0, len(paths), size)]
    pending = parallel.begin(read, parts)

    def end() -> Found:
        cases: dict[str, CaseFolder] = {}
        problems: list[Problem] = []
        for case, found in chain.from_iterable(pending()):
            problems += found
            if case:
                cases[case.slug] = case
        return cases, problems

    return end


def read_case(folder: Path) -> tuple[CaseFolder | None, list[Problem]]:
    """Return the case study of a folder, or None and why not. Messages name files from the project's root."""
    name = f"{FOLDER}/{folder.name}"
    try:
        return _read_case(folder, name)
    except OSError as error:  # a folder that may not be listed, or not entered
        return None, [unreadable(name, error)]


def _read_case(folder: Path, name: str) -> tuple[CaseFolder | None, list[Problem]]:
    slug = folder.name
    if folder.is_symlink() or not folder.is_dir():
        what = message("Ce n’est pas le dossier d’une étude de cas.")
        return None, [Problem(name, 1, what, message("Attendu : content/case-studies/nom-court/case-study.yml."))]
    problems = list(check_name(slug, name))
    document, found = read_yaml(folder / FACTS, f"{name}/{FACTS}")
    problems += found
    facts, found = fit(CaseStudyFile, document) if document else (None, [])
    problems += found
    texts: dict[str, CaseText] = {}
    files: dict[str, Path] = {}
    unreadable = []
    paths = disk.entries(folder)
    if len(paths) > MAX_FILES:
        return None, [
            *problems,
            Problem(name, 1, message("Plus de %(count)s fichiers dans le dossier.", count=MAX_FILES)),
        ]
    sizes = [path.lstat().st_size for path in paths if TEXT_FILE.fullmatch(path.name)]
    weight = sum(size for size in sizes if size <= MAX_BYTES)
    if weight > MAX_TEXTS:
        what = message("Les textes pèsent ensemble %(size)s Ko.", size=-(-weight // 1000))
        fix = message("Attendu : au plus %(limit)s Ko.", limit=MAX_TEXTS // 1000)
        return None, [*problems, Problem(name, 1, what, fix)]
    for path in paths:
        if match := TEXT_FILE.fullmatch(path.name):
            text, found = read_text(path, f"{name}/{path.name}", match["language"])
            problems += found
            if text:
                texts[text.language] = text
            else:
                unreadable.append(match["language"])
        elif re.fullmatch(PICTURE, path.name):
            files[path.name] = path
        elif path.name != FACTS:
            problems.append(Problem(f"{name}/{path.name}", 1, *_stray(path.name)))
    problems += pictures.check_all(files.values(), name)
    if facts is None or document is None:  # what does not depend on them is checked all the same
        for text in texts.values():
            problems += first(chain.from_iterable(check_uncited(section, text.path) for section in text.sections))
        return None, problems
    return CaseFolder(slug, facts, document, texts, files, tuple(unreadable)), problems


def check_name(slug: str, name: str, line: int = 1) -> Iterator[Problem]:
    """Report why a folder cannot be called `slug`, at `line` of the file or folder `name`."""
    if not re.fullmatch(SLUG, slug) or not 3 <= len(slug) <= 60:
        what = message("« %(slug)s » ne peut pas être le nom d’un dossier d’étude de cas.", slug=slug)
        fix = message(
            "Attendu : de 3 à 60 lettres minuscules sans accent, chiffres et tirets, par exemple "
            "bf-fonds-creation-numerique."
        )
        yield Problem(name, line, what, fix)
    elif slug in RESERVED:
        what = message("Le nom « %(slug)s » est réservé.", slug=slug)
        yield Problem(name, line, what, message("Donnez un autre nom au dossier."))


def check_section(section: Section, name: str) -> Iterator[Problem]:
    """Report problems of a section's title and text, in the file `name`."""
    if holds_markup(section.title) or len(section.title) > 160:
        what = message("Le titre de la rubrique « %(id)s » contient du balisage, ou est trop long.", id=section.id)
        yield Problem(name, section.line, what, message("Attendu : quelques mots, sans HTML ni accolades."))
    text = checks.section_text(section.markdown)
    if not section.title or (text and not any(block.says_something for block in text.blocks)):
        what = message("La rubrique « %(id)s » est vide.", id=section.id)
        yield Problem(name, section.line, what, message("Écrivez son titre et son texte, ou retirez-la."))
    yield from checks.check_section(section.markdown, name, section.line)


def check_uncited(section: Section, name: str) -> Iterator[Problem]:
    """Report the facts of a section without a source, in the file `name`."""
    markdown = None if section.id in UNCITED else checks.section_text(section.markdown)
    for block in checks.uncited(markdown) if markdown else ():
        what = message("Fait sans source : « %(text)s ».", text=" ".join(block.source.split())[:60])
        fix = message("Terminez le paragraphe ou le point par sa source, par exemple [^1].")
        yield Problem(name, section.line + block.line - 1, what, fix)


def _stray(file: str) -> tuple[Message, Message]:
    """Return what is wrong with a file that does not belong in the folder, and what to do."""
    what = message("Ce fichier n’a pas sa place dans une étude de cas.")
    if (match := re.fullmatch(r"index\.(.{1,20})\.md", file)) and (right := languages.corrected(match[1])):
        return what, message("Renommez-le « %(file)s ».", file=f"index.{right}.md")
    known = [FACTS, "index.fr.md", "photo.jpg"]
    near = nearest(file, known) if file.endswith((".yml", ".yaml", ".md")) else None
    return what, near or message(
        "Attendu : case-study.yml, index.langue.md, et des images .jpg, .png ou .webp nommées en minuscules sans "
        "accent."
    )


def read_text(path: Path, name: str, language: str) -> tuple[CaseText | None, list[Problem]]:
    """Return the text of one language, or None and why not; `name` is the file's name in messages."""
    parts, problems = read_parts(path, name, CaseFrontMatter)
    if parts is None:
        return None, problems
    sections, found = _split(parts.markdown, name, parts.first_line)
    problems += found
    matter = parts.matter
    if matter is None:
        return None, problems
    text = CaseText(
        language=language,
        title=matter.title,
        summary=matter.summary,
        sections=sections,
        fingerprints=matter.fingerprints,
        reviewed=matter.reviewed,
        path=name,
        document=parts.document,
        whole=not found,
    )
    return text, problems


def _split(markdown: str, name: str, first_line: int) -> tuple[tuple[Section, ...], list[Problem]]:
    """Return the sections of a text, each checked, and the problems of their order and headings."""
    problems: list[Problem] = []
    sections: list[Section] = []
    known = list(SECTIONS)
    matches = list(HEADING.finditer(markdown))
    before = markdown[: matches[0].start()] if matches else markdown
    if before.strip():
        what = message("Du texte se trouve hors de toute rubrique.")
        fix = message("Commencez par une rubrique : ## Principales caractéristiques {#main-features}.")
        blank = before[: len(before) - len(before.lstrip())]
        problems.append(Problem(name, first_line + blank.count("\n"), what, fix))
    line = first_line
    for index, match in enumerate(matches):
        if len(problems) > MOST:
            break
        end = matches[index + 1].start() if index + 1 < len(matches) else len(markdown)
        line += markdown.count("\n", matches[index - 1].start() if index else 0, match.start())
        heading = parse_heading(2, match["rest"], line)
        if heading.id not in known:
            what = message("« %(title)s » n’est pas une rubrique connue.", title=match["rest"].strip()[:60])
            near = nearest(heading.id, known) if heading.id else None
            fix = near or message("Attendu, en fin de ligne, un de ces repères : %(known)s.", known=", ".join(known))
            problems.append(Problem(name, line, what, fix))
            continue
        if heading.id in (section.id for section in sections):
            what = message("La rubrique « %(id)s » est en double.", id=heading.id)
            problems.append(Problem(name, line, what, message("Réunissez-les en une seule.")))
            continue
        body = markdown[match.end() : end]
        sections.append(Section.read(heading.id, heading.title, body, line))
        problems += first(check_section(sections[-1], name))
    order = [known.index(section.id) for section in sections]
    if order != sorted(order):
        what = message("Les rubriques ne sont pas dans l’ordre.")
        fix = message("Attendu : %(order)s.", order=", ".join(known[rank] for rank in sorted(order)))
        problems.append(Problem(name, sections[0].line, what, fix))
    if not problems and known[0] not in (section.id for section in sections):
        what = message("La rubrique « %(id)s » manque.", id=known[0])
        fix = message("Ajoutez la ligne « ## Principales caractéristiques {#main-features} ».")
        problems.append(Problem(name, first_line, what, fix))
    return tuple(sections), problems
