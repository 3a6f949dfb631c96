"""Hand-written pages: front matter and Markdown, one file per language.

Markdown here is untrusted even when editors wrote it: raw HTML is refused by the check, never rendered, and what the
renderer gives is sanitised all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Generic, TypeVar
from xml.etree.ElementTree import Element, SubElement

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from . import prose_check, sections
from .model import PageFrontMatter, Record
from .problems import Problem, say
from .validate import fit
from .yamlfile import Document, parse_yaml, read_text

Resolve = Callable[[str], str]
"""A link's address as the Markdown writes it, to the one that the page prints."""
M = TypeVar("M", bound=Record)
FRONT_END = re.compile(r"^---[ ]*(?:\n|\Z)", re.MULTILINE)
MAX_HEAD = 5000
"""The longest front matter, in characters: far more than its titles may hold."""
MAX_BYTES = 100_000
"""The longest page: some fifteen thousand words."""

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
    *("table", "thead", "tbody", "tr", "th", "td", "sup", "div", "abbr", "span"),
}
ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "hreflang", "title", "aria-label"},
    "th": {"scope", "align"},
    "td": {"align"},
    "ol": {"start"},
    "abbr": {"title"},
}
CLASSES = {"div": {"footnote"}, "a": {"footnote-ref", "footnote-backref"}}
"""What Markdown's footnotes need for their looks."""
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes={scheme.partition(":")[0] for scheme in prose_check.SCHEMES},
    link_rel=None,
)
"""Made once: making it takes longer than its work."""
BLOCKS: dict[str, tuple[str, ...]] = {
    "indent": ("    ", "\t"),
    "defindent": ("    ", "\t"),
    "code": ("    ", "\t"),
    "table": ("|",),
    "hashheader": ("#",),
    "setextheader": ("=", "-"),
    "hr": ("-", "_", "*"),
    "ulist": ("* ", "+ ", "- ", "\t"),
    "deflist": (": ", ":\t"),
    "quote": (">",),
    "abbr": ("*[",),
    "reference": ("]:",),
}
INLINE: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "citation": ("[^",),
    "reference": ("]:",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("]:",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("@",),
    "linebreak": ("  ", "\t"),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
TREE: dict[str, tuple[str, ...]] = {"attr_list": ("{",), "abbr": ("*[",), "unescape": ("\\",)}
"""Of Markdown's processors, by where they are registered: signs one of which must stand in a text for there to be
anything to do for them. Most texts have few of them, and a processor looks through every piece of a text.
"""


@dataclass(frozen=True, slots=True)
class Prose:
    """One language's text of a hand-written page."""

    slug: str
    """The page's address: `about` is published as `about/`."""
    language: str
    title: str
    description: str
    menu: str
    """Its name in the header and the breadcrumbs."""
    markdown: str
    path: str
    """File it comes from, relative to the project."""
    first_line: int
    """Line of the file on which the Markdown starts."""
    document: Document = field(repr=False)
    """Its front matter, for the line of each value."""
    fingerprints: dict[str, str] = field(default_factory=dict)
    """For a translation: by section, the state of the source it was made from."""
    reviewed: date | None = None
    """For a translation: when somebody else than the translator read it."""

    @property
    def translated_sections(self) -> tuple[sections.Section, ...]:
        """The head, then what stands below each second-level heading with an id."""
        found = [h for h in prose_check.Text(self.markdown).headings if h.level == 2 and h.id]
        lines = self.markdown.split("\n")
        starts = [0, *(heading.line - 1 for heading in found), len(lines)]
        words = ["\n".join(lines[start:end]) for start, end in pairwise(starts)]
        top = f"{self.title} {self.description} {self.menu} {words[0]}"
        return sections.Section(sections.HEAD, self.title, (top,), 1), *(
            sections.Section(heading.id, heading.title, (text,), self.first_line + heading.line - 1)
            for heading, text in zip(found, words[1:], strict=True)
        )


@dataclass(frozen=True, slots=True)
class Parts(Generic[M]):
    """A file of prose taken apart."""

    matter: M
    document: Document
    """The front matter, for the line of each value."""
    markdown: str
    first_line: int
    """Line of the file on which the Markdown starts."""


def read_parts(path: Path, name: str, model: type[M]) -> tuple[Parts[M] | None, list[Problem]]:
    """A file of prose, its front matter as `model`; or None and why not."""
    text, problems = read_text(path, name, MAX_BYTES)
    if text is None:
        return None, problems
    end = FRONT_END.search(text, 4) if text.startswith("---\n") else None
    if end is None or not text[4 : end.start()].strip():
        required = [key for key, field in model.model_fields.items() if field.is_required()]
        what = say("La page ne commence pas par son en-tête entre deux lignes « --- ».")
        lines = ", ".join(f"{key}: …" for key in required)
        return None, [Problem(name, 1, what, say("Attendu, en tête : ---, %(lines)s, ---.", lines=lines))]
    if end.start() > MAX_HEAD:
        what = say("L’en-tête dépasse %(limit)s caractères.", limit=MAX_HEAD)
        return None, [Problem(name, 1, what, say("Gardez-y les seules lignes qui y ont leur place."))]
    document, problems = parse_yaml(text[4 : end.start()], name, first_line=2)
    if document is None or problems:
        return None, problems
    matter, problems = fit(model, document)
    if matter is None:
        return None, problems
    return Parts(matter, document, text[end.end() :], text.count("\n", 0, end.end()) + 1), []


def read_prose(path: Path, name: str, slug: str, language: str) -> tuple[Prose | None, list[Problem]]:
    """A page's file, or None and why not; with every mistake in its Markdown."""
    parts, problems = read_parts(path, name, PageFrontMatter)
    if parts is None:
        return None, problems
    prose = Prose(
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
    )
    return prose, list(check_markdown(prose))


def check_markdown(prose: Prose) -> Iterator[Problem]:
    """Raw HTML, headings without an id of their own, links a reader could not follow safely."""
    return prose_check.check(prose_check.Text(prose.markdown), prose.path, prose.first_line)


def headings(prose: Prose) -> dict[str, int]:
    """The ids of the page's headings, in order, with their lines."""
    found = prose_check.Text(prose.markdown).headings
    return {heading.id: prose.first_line + heading.line - 1 for heading in found if heading.id}


def site_links(prose: Prose) -> Iterator[tuple[str, int]]:
    """The addresses within the site that the page links to, with their lines: `/outputs/2/#activities`."""
    for target, line in prose_check.Text(prose.markdown).targets:
        if prose_check.is_within(target):
            yield target, prose.first_line + line - 1


class _Links(Treeprocessor):
    """Passes every link through `resolve`, which makes site addresses relative to the page."""

    def __init__(self, md: markdown.Markdown, ours: _OurMarkdown):
        super().__init__(md)
        self.ours = ours

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            link.set("href", self.ours.resolve(link.get("href", "")))
        for cell in root.iter("th"):
            cell.set("scope", "col")


class _Citation(InlineProcessor):
    """`[^3]` leads to the third source of the page."""

    def __init__(self, ours: _OurMarkdown):
        super().__init__(r"\[\^([1-9]\d{0,2})\]")
        self.ours = ours

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element, int, int]:
        mark = Element("sup")
        link = SubElement(mark, "a", {"class": "footnote-ref", "href": f"#source-{match[1]}"})
        link.set("aria-label", self.ours.citation(int(match[1])))
        link.text = AtomicString(match[1])
        return mark, match.start(), match.end()


class _OurMarkdown(Extension):
    """Markdown without raw HTML, with our links; with citations where sources stand apart; and without what a text
    that has none of the signs `without` does not need.
    """

    resolve: Resolve
    citation: Callable[[int], str]

    def __init__(self, cites: bool, without: Set[str]):
        super().__init__()
        self.cites = cites
        self.without = without

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Removes what lets HTML through; adds the link resolver."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Links(md, self), "site_links", 0)
        if self.cites:
            md.inlinePatterns.register(_Citation(self), "citation", 175)
        for registry, known in (
            (md.parser.blockprocessors, BLOCKS),
            (md.inlinePatterns, INLINE),
            (md.treeprocessors, TREE),
        ):
            for name, signs in known.items():
                if name in registry and self.without.issuperset(signs):
                    registry.deregister(name)


ALL_SIGNS = frozenset(chain.from_iterable(chain(BLOCKS.values(), INLINE.values(), TREE.values())))


def _lacking(text: str) -> frozenset[str]:
    """The signs that do not stand in a text."""
    return frozenset(sign for sign in ALL_SIGNS if sign not in text)


def render(prose: Prose, resolve: Resolve, back_label: str) -> str:
    """The page's HTML, safe to print.

    `resolve` turns each link's address into the one to print; `back_label` names a footnote's way back to the text.
    """
    notes = FootnoteExtension(BACKLINK_TITLE=back_label.replace("{", "{{").replace("}", "}}"), SEPARATOR="-")
    ours = _OurMarkdown(cites=False, without=_lacking(prose.markdown))
    ours.resolve = resolve
    return sanitise(_renderer(ours, notes).convert(prose.markdown))


def in_sections(html: str) -> Iterator[tuple[str, str, str]]:
    """A page's HTML cut before each second-level heading: its id, the heading, what stands below it.

    What stands above the first heading has neither; the pieces put together are the page.
    """
    pieces = re.split(r"(<h2[ >].*?</h2>)", html, flags=re.DOTALL)
    yield sections.HEAD, "", pieces[0]
    for heading, below in zip(pieces[1::2], pieces[2::2], strict=True):
        found = re.match(r'<h2[^>]*\bid="([^"]*)"', heading)
        yield found[1] if found else "", heading, below


def render_section(text: str, resolve: Resolve, citation: Callable[[int], str]) -> str:
    """A section of a case study as HTML, safe to print; `citation` names the source of each rank."""
    text = re.sub(r"[ \u00a0]+(?=\[\^\d)", "\u00a0", text)  # a citation never starts a line
    ours, renderer = _section_renderer(_lacking(text))
    ours.resolve, ours.citation = resolve, citation
    return sanitise(renderer.reset().convert(text))


@lru_cache(maxsize=200)
def _section_renderer(without: frozenset[str]) -> tuple[_OurMarkdown, markdown.Markdown]:
    """One for all sections without these signs: making it takes longer than its work."""
    ours = _OurMarkdown(cites=True, without=without)
    return ours, _renderer(ours)


def _renderer(*more: Extension) -> markdown.Markdown:
    extensions = ["tables", "attr_list", "def_list", "sane_lists", "abbr", *more]
    return markdown.Markdown(extensions=extensions, output_format="html")


def sanitise(html: str) -> str:
    """Only the elements, attributes and link schemes that prose needs; whatever else is dropped."""
    return CLEANER.clean(html)
