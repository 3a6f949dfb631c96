"""Hand-written pages: front matter and Markdown, one file per language.

Markdown here is untrusted even when editors wrote it: raw HTML is refused by the check, never rendered, and what the
renderer gives is sanitised all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from .model import PageFrontMatter
from .problems import Problem, say
from .validate import fit
from .yamlfile import Document, parse_yaml, read_text

FRONT_MATTER = re.compile(r"\A---\n(.*?\S.*?)^---[ ]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
RAW_HTML = re.compile(r"<(?:[a-zA-Z][\w:-]*(?:\s[^<>]*|/)?|/[a-zA-Z][\w:-]*\s*|!--|!\w|\?)>?")
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|(?<!`)(`+)(?!`)(?:(?!\n\n).)*?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
HEADING = re.compile(
    r"^[ ]*(?:(?:>|[-*+]|\d+\.)[ ]*)*(?P<sharps>#{1,6})[ ]*(?P<title>.*?)(?:[ ]+\{:?[ ]*#(?P<id>[^}\s]*)[ ]*\})?[ #]*$"
    r"|^(?P<underlined>[^\n|]*[^\s|][^\n|]*?)(?:[ ]+\{:?[ ]*#(?P<underlined_id>[^}\s]*)[ ]*\})?"
    r"[ ]*\n(?P<line>=+|-+)[ ]*$",
    re.MULTILINE,
)
HEADING_ID = re.compile(r"[a-z][a-z0-9-]*")
LINK = re.compile(
    r"\]\(\s*<?(?P<inline>[^)\s>]*)>?[^)]*\)"
    r"|^[ ]{0,3}\[(?!\^)[^\]]+\]:\s*<?(?P<reference>\S+?)>?(?:\s|$)"
    r"|\{[^}\n]*\bhref\s*=\s*[\"']?(?P<attribute>[^\s\"'}]+)",
    re.MULTILINE,
)
SCHEMES = ("https:", "http:", "mailto:")

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
    "a": {"href", "hreflang", "title"},
    "th": {"scope", "align"},
    "td": {"align"},
    "ol": {"start"},
    "abbr": {"title"},
}
CLASSES = {"div": {"footnote"}, "a": {"footnote-ref", "footnote-backref"}}
"""What Markdown's footnotes need for their looks."""


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


def read_prose(path: Path, name: str, slug: str, language: str) -> tuple[Prose | None, list[Problem]]:
    """A page's file, or None and why not; with every mistake in its Markdown."""
    text, problems = read_text(path, name)
    if text is None:
        return None, problems
    match = FRONT_MATTER.match(text)
    if not match:
        what = say("La page ne commence pas par son titre et sa description entre deux lignes « --- ».")
        return None, [Problem(name, 1, what, say("Attendu, en tête : ---, title: …, description: …, ---."))]
    document, problems = parse_yaml(match[1], name, first_line=2)
    if document is None or problems:
        return None, problems
    matter, problems = fit(PageFrontMatter, Document(name, document.data, document.lines))
    if matter is None:
        return None, problems
    prose = Prose(
        slug=slug,
        language=language,
        title=matter.title,
        description=matter.description,
        menu=matter.menu or matter.title,
        markdown=text[match.end() :],
        path=name,
        first_line=text.count("\n", 0, match.end()) + 1,
    )
    return prose, list(check_markdown(prose))


def check_markdown(prose: Prose) -> Iterator[Problem]:
    """Raw HTML, headings without an id of their own, links a reader could not follow safely."""
    text = _without_code(prose.markdown)

    def problem(at: int, what, fix) -> Problem:
        return Problem(prose.path, prose.first_line + text.count("\n", 0, at), what, fix)

    for tag in RAW_HTML.finditer(re.sub(r"<(?:https?://|mailto:)[^<>\s]*>", lambda a: " " * len(a[0]), text)):
        yield problem(
            tag.start(),
            say("HTML dans le texte : « %(tag)s ».", tag=tag[0][:40]),
            say("Écrivez en Markdown ; un signe < seul s’écrit &lt;."),
        )
    seen: set[str] = set()
    for heading in _headings(text):
        if heading.level == 1:
            yield problem(
                heading.at, say("Titre de premier niveau."), say("Le titre est dans l’en-tête ; commencez à ##.")
            )
        elif heading.id is None or not HEADING_ID.fullmatch(heading.id):
            fix = say(
                "Finissez la ligne par un repère en minuscules, le même dans toutes les langues, "
                "par exemple {#history}."
            )
            yield problem(heading.at, say("Titre sans repère : « %(title)s ».", title=heading.title[:40]), fix)
        elif heading.id in seen:
            yield problem(heading.at, say("Repère en double : « %(id)s ».", id=heading.id), say("Changez-en un."))
        seen.add(heading.id or "")
    for target, at in _targets(text):
        if not target.startswith(("/", "#")) and not target.lower().startswith(SCHEMES):
            fix = say("Attendu : https://…, mailto:…, #repère, ou /adresse/ dans ce site, par exemple /outputs/2/.")
            yield problem(at, say("Lien non accepté : « %(target)s ».", target=target[:60]), fix)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the Markdown writes it."""

    level: int
    title: str
    id: str | None
    at: int
    """Where it starts in the text."""


def _headings(text: str) -> Iterator[Heading]:
    for match in HEADING.finditer(text):
        if match["sharps"]:
            yield Heading(len(match["sharps"]), match["title"], match["id"], match.start("sharps"))
        else:
            level = 1 if match["line"].startswith("=") else 2
            yield Heading(level, match["underlined"], match["underlined_id"], match.start("underlined"))


def _targets(text: str) -> Iterator[tuple[str, int]]:
    """Every address a text links to, and where."""
    for match in LINK.finditer(text):
        yield next(group for group in match.groups() if group is not None), match.start()


def _without_code(markdown_text: str) -> str:
    """Code blanked out, so that every other character keeps its place."""
    return CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), markdown_text)


def headings(prose: Prose) -> dict[str, int]:
    """The ids of the page's headings, in order, with their lines."""
    text = _without_code(prose.markdown)
    return {h.id: prose.first_line + text.count("\n", 0, h.at) for h in _headings(text) if h.id}


def site_links(prose: Prose) -> Iterator[tuple[str, int]]:
    """The addresses within the site that the page links to, with their lines: `/outputs/2/#activities`."""
    text = _without_code(prose.markdown)
    for target, at in _targets(text):
        if target.startswith(("/", "#")):
            yield target, prose.first_line + text.count("\n", 0, at)


class _Links(Treeprocessor):
    """Passes every link through `resolve`, which makes site addresses relative to the page."""

    def __init__(self, md: markdown.Markdown, resolve: Callable[[str], str]):
        super().__init__(md)
        self.resolve = resolve

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            link.set("href", self.resolve(link.get("href", "")))
        for cell in root.iter("th"):
            cell.set("scope", "col")


class _OurMarkdown(Extension):
    """Markdown without raw HTML, with our links."""

    def __init__(self, resolve: Callable[[str], str]):
        super().__init__()
        self.resolve = resolve

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Removes what lets HTML through; adds the link resolver."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Links(md, self.resolve), "site_links", 0)


def render(prose: Prose, resolve: Callable[[str], str], back_label: str) -> str:
    """The page's HTML, safe to print.

    `resolve` turns each link's address into the one to print; `back_label` names a footnote's way back to the text.
    """
    notes = FootnoteExtension(BACKLINK_TITLE=back_label.replace("{", "{{").replace("}", "}}"), SEPARATOR="-")
    extensions = ["tables", "attr_list", "def_list", "sane_lists", "abbr", notes, _OurMarkdown(resolve)]
    html = markdown.markdown(prose.markdown, extensions=extensions, output_format="html")
    return sanitise(html)


def sanitise(html: str) -> str:
    """Only the elements, attributes and link schemes that prose needs; whatever else is dropped."""
    schemes = {scheme.rstrip(":") for scheme in SCHEMES}
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=schemes, link_rel=None
    )
