"""Read hand-written pages: front matter and Markdown, one file for each language.

Markdown is untrusted even if editors wrote it: the check refuses raw HTML, it is never rendered, and the renderer's
output is sanitized too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar

import nh3

from roadmap.model.fields import Record
from roadmap.model.reference import PageFrontMatter
from roadmap.problems import Problem, message
from roadmap.reading import sections
from roadmap.reading.markdown import checks, rendering, text
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, parse_yaml, read_text

Resolve = Callable[[str], str]
"""From a link's address in the Markdown to the one that the page prints."""
M = TypeVar("M", bound=Record)
FRONT_END = re.compile(r"^---[ ]*(?:\n|\Z)", re.MULTILINE)
MAX_HEAD = 5000
"""The longest front matter, in characters: much more than its titles need."""
MAX_BYTES = 100_000
"""The longest page, in bytes: about fifteen thousand words."""

TAGS = {
    *(
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "a",
        "strong",
        "em",
        "code",
        "pre",
        "blockquote",
        "hr",
        "br",
    ),
    *("table", "thead", "tbody", "tr", "th", "td", "sup", "div", "span"),
}
ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "hreflang", "title", "aria-label"},
    "th": {"scope", "align"},
    "td": {"align"},
    "ol": {"start"},
    "div": {"aria-label", "role", "tabindex"},
}
CLASSES = {"div": {"footnote", "table"}, "a": {"footnote-ref", "footnote-backref"}}
"""For the style of Markdown's footnotes and tables."""
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes={scheme.partition(":")[0] for scheme in checks.SCHEMES},
    link_rel=None,
)
"""A single instance: creating one takes longer than its work."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A hand-written page in one language."""

    slug: str
    """The page's address: `about` is published as `about/`."""
    language: str
    title: str
    description: str
    menu: str
    """Its name in the header and the breadcrumbs."""
    markdown: str
    path: str
    """The file that it comes from, relative to the project."""
    first_line: int
    """Line of the file on which the Markdown starts."""
    document: Document = field(repr=False)
    """Its front matter, for the line of each value."""
    fingerprints: dict[str, str] = field(default_factory=dict)
    """For a translation: by section, the state of the source it was made from."""
    reviewed: date | None = None
    """For a translation: the date of a second person's review."""

    @property
    def translated_sections(self) -> tuple[sections.TranslatedSection, ...]:
        """The head, then the text of each second-level heading with an id."""
        text = checks.page_text(self.markdown)
        headings = text.headings if text else ()
        found = [(heading.id, heading) for heading in headings if heading.level == 2 and heading.id]
        lines = self.markdown.split("\n")
        starts = [0, *(heading.line - 1 for _identifier, heading in found), len(lines)]
        words = ["\n".join(lines[start:end]) for start, end in pairwise(starts)]
        top = f"{self.title} {self.description} {self.menu} {words[0]}"
        return sections.TranslatedSection(sections.HEAD, self.title, (top,), 1), *(
            sections.TranslatedSection(identifier, heading.title, (below,), self.first_line + heading.line - 1)
            for (identifier, heading), below in zip(found, words[1:], strict=True)
        )


@dataclass(frozen=True, slots=True)
class Parts(Generic[M]):
    """The parts of a file of prose."""

    matter: M | None
    document: Document
    """The front matter, for the line of each value."""
    markdown: str
    first_line: int
    """Line of the file on which the Markdown starts."""


def read_parts(path: Path, name: str, model: type[M]) -> tuple[Parts[M] | None, list[Problem]]:
    """Return a file of prose, its front matter as `model` or None; or None, and all problems of its front matter."""
    text, problems = read_text(path, name, MAX_BYTES)
    if text is None:
        return None, problems
    end = FRONT_END.search(text, 4) if text.startswith("---\n") else None
    if end is None or not text[4 : end.start()].strip():
        required = [key for key, field in model.model_fields.items() if field.is_required()]
        what = message("La page ne commence pas par son en-tête entre deux lignes « --- ».")
        lines = ", ".join(f"{key}: …" for key in required)
        return None, [Problem(name, 1, what, message("Attendu, en tête : ---, %(lines)s, ---.", lines=lines))]
    markdown, first_line = text[end.end() :], text.count("\n", 0, end.end()) + 1
    if end.start() > MAX_HEAD:
        what = message("L’en-tête dépasse %(limit)s caractères.", limit=MAX_HEAD)
        problem = Problem(name, 1, what, message("Gardez seulement les lignes qui y ont leur place."))
        return Parts(None, Document(name, None), markdown, first_line), [problem]
    document, problems = parse_yaml(text[4 : end.start()], name, first_line=2)
    matter, found = fit(model, document) if document else (None, [])
    return Parts(matter, document or Document(name, None), markdown, first_line), [*problems, *found]


def read_prose(path: Path, name: str, slug: str, language: str) -> tuple[Prose | None, list[Problem]]:
    """Return a page, or None and why not, with all problems of its Markdown."""
    parts, problems = read_parts(path, name, PageFrontMatter)
    if parts is None:
        return None, problems
    problems += checks.check_page(parts.markdown, name, parts.first_line)
    if parts.matter is None:
        return None, problems
    return Prose(
        slug=slug,
        language=language,
        title=parts.matter.title,
        description=parts.matter.description,
        menu=parts.matter.menu or parts.matter.title,
        markdown=parts.markdown,
        path=name,
        first_line=parts.first_line,
        document=parts.document,
        fingerprints=parts.matter.fingerprints,
        reviewed=parts.matter.reviewed,
    ), problems


def check_markdown(prose: Prose) -> Iterator[Problem]:
    """Report raw HTML, headings without an id of their own, and links that readers could not follow safely."""
    return checks.check_page(prose.markdown, prose.path, prose.first_line)


def headings(prose: Prose) -> dict[str, int]:
    """Return the ids of the page's headings, in order, with their lines."""
    text = checks.page_text(prose.markdown)
    found = text.headings if text else ()
    return {heading.id: prose.first_line + heading.line - 1 for heading in found if heading.id}


def site_links(prose: Prose) -> Iterator[tuple[str, int]]:
    """Yield the addresses within the site that the page links to, with their lines: `/outputs/2/#activities`."""
    text = checks.page_text(prose.markdown)
    for link in text.links if text else ():
        if checks.is_within(link.target):
            yield link.target, prose.first_line + link.line - 1


def render(prose: Prose, resolve: Resolve, labels: rendering.Labels) -> str:
    """Return the page's HTML, safe to print; `resolve` turns each link's address into the one to print."""
    text = checks.page_text(prose.markdown)
    return sanitise(rendering.fill(text.pieces if text else "", resolve, labels))


def in_sections(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield the parts of a page's HTML, one for each second-level heading: id, heading, and the HTML below it.

    The part above the first heading has neither id nor heading. All parts together are the page.
    """
    pieces = re.split(r"(<h2[ >].*?</h2>)", html, flags=re.DOTALL)
    yield sections.HEAD, "", pieces[0]
    for heading, below in zip(pieces[1::2], pieces[2::2], strict=True):
        found = re.match(r'<h2[^>]*\bid="([^"]*)"', heading)
        yield found[1] if found else "", heading, below


def render_section(pieces: text.Pieces, resolve: Resolve, labels: rendering.Labels) -> str:
    """Return a section of a case study as HTML, safe to print."""
    return sanitise(rendering.fill(pieces, resolve, labels))


def sanitise(html: str) -> str:
    """Return HTML with only the elements, attributes and link schemes that prose needs."""
    return CLEANER.clean(html)
