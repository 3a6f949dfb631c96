"""Check contributed Markdown: raw HTML, unsafe or dead links, headings without ids, syntax without effect.

The checks use the result of the page's own parser (`text.py`), so that check and page agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from itertools import pairwise

from roadmap.characters import HIDDEN, check_text, of_invisible
from roadmap.model import addresses
from roadmap.model.addresses import Fault
from roadmap.problems import Message, Problem, message
from roadmap.reading.markdown.parsing import MOST_BRACKETS, TOO_DEEP, is_readable, read_page, read_section
from roadmap.reading.markdown.reader import NOTE, NOTE_DEFINITION
from roadmap.reading.markdown.rendering import Labels, fill
from roadmap.reading.markdown.text import Block, MarkdownText

RAW_HTML = re.compile(r"<(?:/?[a-zA-Z][\w:-]{0,50}[^<>\n]{0,200}>?|!--|!\w|\?)")
AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>")
CHARACTER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,7})|([0-9]{1,8}));?")
IMAGE = re.compile(r"!\[")
HEADING_ID = re.compile(r"[a-z][a-z0-9-]*")
OWN_ID = re.compile(r"\{#[a-z0-9-]{1,100}\}[# ]*$")
OWN_DIRECTION = re.compile(r"(?<=\])\{\s{0,5}(?:dir|lang)=[\w-]{1,40}\s{0,5}\}")
BRACES = re.compile(r"\{[^}\n]{0,200}\}?")
REFERENCE = re.compile(r"\]\[(?P<id>[^\]\[\n]{0,200})\]|\[(?P<note>\^[^\]\[\n]{1,200})\](?!:)")
BROKEN_LINK = re.compile(r"\] ?\((?=https?:|mailto:|/|#)")
ABBREVIATION = re.compile(r"[ \t>]*\*\[[^\]\n]{1,200}\]:")
DEFINITION = re.compile(r"[ \t>]*:[ \t]")
"""A line of a definition list; only pages have such lists."""
ONLY_SIGNS = re.compile(r"[ \t>]*(?:={3,}|~{3,}|\+{3,})[ \t]*$")
ATTRIBUTE_ID = re.compile(r'<(?!h[1-6]\b|sup\b|li\b)\w+[^>]*\sid="')
SCHEMES = ("https://", "http://", "mailto:")
LOWEST = 4
"""The lowest level of a heading: lower ones have no style."""
MOST_LEVELS = 4
"""The deepest nesting of lists and quotations."""
Report = Callable[[int, Message, Message], Problem]
"""Returns the problem of a line of the Markdown, from 1."""
Check = Callable[[MarkdownText, Report], Iterator[Problem]]


@lru_cache(maxsize=256)
def section_text(markdown: str) -> MarkdownText | None:
    """Return a section as the parser reads it, or None where it cannot be given to the parser.

    Several checks use the sections of a case study, one after the other.
    """
    return _read(read_section, markdown)


@lru_cache(maxsize=64)
def page_text(markdown: str) -> MarkdownText | None:
    """Return a page as the parser reads it, or None where it cannot be given to the parser."""
    return _read(read_page, markdown)


def _read(read: Callable[[str], MarkdownText], markdown: str) -> MarkdownText | None:
    try:
        return read(markdown) if is_readable(markdown) else None
    except Exception:  # an error of the parser on untrusted text: refused like text that is too deep
        return None


def is_within(target: str) -> bool:
    """Return whether an address is one of this site: `/outputs/2/`, `#history`."""
    # `//host` is another site, and so is `/\host`: browsers treat the two characters alike.
    return target.startswith(("/", "#")) and not target.startswith("//") and "\\" not in target


def fault_of(target: str) -> Fault | None:
    """Return what is wrong with the target of a link, or None if a reader can follow it safely."""
    if target.lower().startswith(addresses.MAIL):
        return addresses.fault_of_mail(target)
    if target.lower().startswith(SCHEMES):
        return addresses.fault_of_url(target)
    if is_within(target) and not addresses.REFUSED.search(target):
        return None
    expected = message("Attendu : https://…, mailto:…, #repère, ou /adresse/ dans ce site, par exemple /outputs/2/.")
    return Fault(Message(""), expected)


def check_page(markdown: str, path: str, first_line: int) -> Iterator[Problem]:
    """Return every problem of a page's Markdown, whose first line is `first_line` of the file `path`."""
    return _check(markdown, page_text(markdown), _reporter(path, first_line), _check_page)


def check_section(markdown: str, path: str, first_line: int) -> Iterator[Problem]:
    """Return every problem of a section of a case study, whose sources are in `case-study.yml`, and headings `###`."""
    return _check(markdown, section_text(markdown), _reporter(path, first_line), _check_section)


def _check(markdown: str, text: MarkdownText | None, report: Report, check: Check) -> Iterator[Problem]:
    if text is None:
        yield from _check_readable(markdown, report)
        return
    good = True
    for problem in check(text, report):  # one by one: the caller may stop early
        good = False
        yield problem
    if good:
        yield from _check_printed(text, report)


def _check_page(text: MarkdownText, report: Report) -> Iterator[Problem]:
    yield from _check_safe(
        text, report, message("Ces pages n’ont pas d’image ; mettez un lien, sans point d’exclamation.")
    )
    yield from _check_shown(text, report)
    yield from _check_headings(text, report, top=2)
    yield from _check_braces(text, report, OWN_DIRECTION)
    for identifier, line in _dangling(text):
        yield _lost(identifier, line, report)
    for label, line in text.unused_notes:
        what = message("Aucun renvoi ne mène à la note « [^%(id)s] » : elle ne s’afficherait pas.", id=label[:40])
        yield report(
            line, what, message("Ajoutez le renvoi [^%(id)s] dans le texte, ou retirez la note.", id=label[:40])
        )
    seen: set[str] = set()
    for label, line in text.notes:
        if label not in seen:
            seen.add(label)
            continue
        what = message("La note « [^%(id)s] » est en double.", id=label[:40])
        yield report(line, what, message("Changez-en une."))


def _check_section(text: MarkdownText, report: Report) -> Iterator[Problem]:
    yield from _check_safe(
        text, report, message("Mettez-la dans le dossier, et dans la liste « images » de case-study.yml.")
    )
    yield from _check_shown(text, report, definitions=True)
    yield from _check_headings(text, report, top=3)
    yield from _check_braces(text, report)
    for label, line in text.notes:
        fix = message("Mettez la source dans case-study.yml ; le texte la cite par son numéro, par exemple [^1].")
        yield report(line, message("Note dans le texte : « [%(id)s] ».", id=f"^{label[:39]}"), fix)
    for identifier, line in _dangling(text):
        if not identifier.startswith("^"):
            yield _lost(identifier, line, report)


def _lost(identifier: str, line: int, report: Report) -> Problem:
    what = message("Renvoi sans destination : « [%(id)s] ».", id=identifier[:40])
    return report(line, what, message("Ajoutez la ligne « [%(id)s]: … », ou retirez le renvoi.", id=identifier[:40]))


def notes(text: MarkdownText) -> Iterator[tuple[str, int]]:
    """Yield the text between `[^` and `]`, with its line: a case study's citations, including wrong ones."""
    yield from ((str(rank), line) for rank, line in text.citations)
    for inline in text.inlines:
        for left, line in inline.left:
            found = (match for match in NOTE.finditer(left) if not NOTE_DEFINITION.match(left))
            yield from ((match[1], line) for match in found)


def uncited(text: MarkdownText) -> Iterator[Block]:
    """Yield the paragraphs, items and tables that state something without a source."""
    for block, after in pairwise([*text.blocks, None]):
        if block and block.says_something and not block.cites and not (after and block.introduces(after)):
            yield block


def _reporter(path: str, first_line: int) -> Report:
    return lambda line, what, fix: Problem(path, first_line + line - 1, what, fix)


def _check_readable(markdown: str, report: Report) -> Iterator[Problem]:
    if is_readable(markdown):
        yield _not_shown(1, "Markdown", report)
    if deep := TOO_DEEP.search(markdown):
        yield _too_deep(markdown.count("\n", 0, deep.start()) + 1, report)
    if markdown.count("[") > MOST_BRACKETS:
        yield report(1, message("Plus de %(count)s crochets.", count=MOST_BRACKETS), message("Raccourcissez le texte."))


def _too_deep(line: int, report: Report) -> Problem:
    what = message("Listes ou citations imbriquées trop profondément.")
    return report(line, what, message("Attendu : au plus %(count)s niveaux.", count=MOST_LEVELS))


def _check_safe(text: MarkdownText, report: Report, picture: Message) -> Iterator[Problem]:
    """Report what could run, hide or mislead, and what is nested too deep."""
    for inline in text.inlines:
        open_code = [line for code, line in inline.code if "\n" in code]
        open_code += [line for left, line in inline.left if "`" in left]
        for line in sorted(set(open_code)):
            what = message("Accent grave (`) non fermé sur la ligne.")
            fix = message("Fermez le code sur la ligne où il s’ouvre ; un accent grave seul s’écrit \\`.")
            yield report(line, what, fix)
        html = AUTOLINK.sub(lambda link: " " * len(link[0]), inline.plain) if "<" in inline.plain else ""
        for tag in RAW_HTML.finditer(html):
            what = message("HTML dans le texte : « %(tag)s ».", tag=tag[0][:40])
            fix = message("Écrivez en Markdown ; un caractère < seul s’écrit &lt;.")
            yield report(inline.line_at(tag.start()), what, fix)
        for reference in CHARACTER.finditer(inline.plain):
            code = int(reference[1], 16) if reference[1] else int(reference[2])
            if code == 0 or code > 0x10FFFF or HIDDEN.match(chr(code)):
                what = message("Caractère de commande invisible %(code)s.", code=f"U+{code:04X}")
                what = of_invisible(chr(code)) if 0 < code <= 0x10FFFF else what
                yield report(inline.line_at(reference.start()), what, message("Effacez-le et retapez le mot."))
        for image in IMAGE.finditer(inline.plain):
            yield report(inline.line_at(image.start()), message("Image dans le texte."), picture)
    if text.deepest[0] > MOST_LEVELS:
        yield _too_deep(text.deepest[1], report)
    for link in text.links:
        if fault := fault_of(link.target):
            what = message("Lien non accepté : « %(target)s ».", target=link.target[:60])
            if fault.reason.text:
                what = message("%(what)s %(reason)s", what=what, reason=fault.reason)
            yield report(link.line, what, fault.fix)


def _check_shown(text: MarkdownText, report: Report, definitions: bool = False) -> Iterator[Problem]:
    """Report lists, tables and links with wrong syntax, which would be printed as typed or not at all.

    With `definitions`, also report definition lists.
    """
    for table in text.tables:
        columns = table.rows[0][0] if table.rows else 0
        for count, line in table.rows[1:]:
            if count > columns:
                what = message(
                    "Cette ligne du tableau a %(count)s cellules, l’en-tête %(columns)s.", count=count, columns=columns
                )
                yield report(
                    line, what, message("Attendu : autant de | dans chaque ligne ; | dans un mot s’écrit \\|.")
                )
    for block in text.blocks:
        yield from _check_block(block, report, definitions)
    for inline in text.inlines:
        for left, line in inline.left:
            if "**" in left:
                what = message("Astérisques sans effet : « ** ».")
                yield report(
                    line, what, message("Collez-les au mot, avant et après : **mot** ; seuls, écrivez \\*\\*.")
                )
            if BROKEN_LINK.search(left):
                what = message("Ce lien ne s’affiche pas comme un lien.")
                yield report(line, what, message("Attendu : [mots](https://exemple.org), sans espace entre ] et (."))


def _check_printed(text: MarkdownText, report: Report) -> Iterator[Problem]:
    """Report unchecked addresses, ids and citations in the HTML: the last check of a correct text."""
    html = fill(text.pieces, str, Labels())
    ids = re.findall(r'\sid="([^"]*)"', html) if 'id="' in html else []
    addresses = {unescape(found) for found in re.findall(r'<a href="([^"]*)"', html)}
    unknown = sorted(addresses - {link.target for link in text.links})
    reason = next(iter(unknown), "")
    if next(check_text(html, ""), None) or "\ufffd" in html:
        reason = "U+FFFD"
    elif len(set(ids)) != len(ids) or ATTRIBUTE_ID.search(html):
        reason = "id"
    elif html.count('class="footnote-ref" href="#source-') != len(text.citations):
        reason = "[^1]"
    if reason:
        yield _not_shown(1, reason, report)


def _not_shown(line: int, reason: str, report: Report) -> Problem:
    return report(
        line, message("Ce texte ne peut pas être affiché : %(reason)s.", reason=reason), message("Simplifiez-le.")
    )


def _check_block(block: Block, report: Report, definitions: bool) -> Iterator[Problem]:
    lines = block.source.split("\n")
    for number, line in enumerate(lines):
        at = block.line + number
        if not block.is_table and line.lstrip(" >").startswith("|"):
            what = message("Ce tableau ne s’affiche pas comme un tableau.")
            yield report(at, what, message("Attendu sous l’en-tête, une ligne telle que | --- | --- |."))
            break
        if ONLY_SIGNS.match(line) or ABBREVIATION.match(line) or (definitions and DEFINITION.match(line)):
            what = message("« %(text)s » ne s’affiche pas.", text=line.strip()[:40])
            yield report(at, what, message("Écrivez un paragraphe ou une liste."))
    tabs = [number for number, line in enumerate(block.plain.split("\n")) if "\t" in line.strip()]
    if len(tabs) > 1:
        what = message("Tabulations dans le texte.")
        fix = message("Pour un tableau, séparez les cellules par | ; sinon, mettez des espaces.")
        yield report(block.line + tabs[0], what, fix)


def _check_headings(text: MarkdownText, report: Report, top: int) -> Iterator[Problem]:
    """Report headings above level `top`, below `LOWEST`, or without an id of their own."""
    seen: set[str] = set()
    for heading in text.headings:
        title = heading.title[:40]
        if heading.level == 1:
            fix = message("Le titre est dans l’en-tête ; commencez à ##.")
            yield report(heading.line, message("Titre de premier niveau."), fix)
        elif heading.level < top:
            what = message("Rubrique dans une rubrique : « %(title)s ».", title=title)
            yield report(heading.line, what, message("Écrivez ### pour un intertitre."))
        elif heading.level > LOWEST:
            what = message("Intertitre trop profond : « %(title)s ».", title=title)
            yield report(heading.line, what, message("Attendu : au plus quatre #."))
        elif heading.id is None or not HEADING_ID.fullmatch(heading.id):
            fix = message(
                "Finissez la ligne par un repère en minuscules, le même dans toutes les langues, "
                "par exemple {#history}."
            )
            yield report(heading.line, message("Titre sans repère : « %(title)s ».", title=title), fix)
        elif heading.id in seen:
            yield report(
                heading.line, message("Repère en double : « %(id)s ».", id=heading.id), message("Changez-en un.")
            )
        seen.add(heading.id or "")


def _check_braces(text: MarkdownText, report: Report, known: re.Pattern[str] | None = None) -> Iterator[Problem]:
    headings = {heading.line for heading in text.headings}
    for inline in text.inlines:
        plain = known.sub(lambda match: " " * len(match[0]), inline.plain) if known else inline.plain
        if inline.line in headings:
            plain = OWN_ID.sub("", plain)
        for braces in BRACES.finditer(plain):
            what = message("Accolades dans le texte : « %(braces)s ».", braces=braces[0][:40])
            yield report(inline.line_at(braces.start()), what, message("Écrivez des parenthèses."))


def _dangling(text: MarkdownText) -> Iterator[tuple[str, int]]:
    """Yield the references to notes and links that are not defined: they would be printed as typed."""
    for inline in text.inlines:
        for match in REFERENCE.finditer(inline.plain):
            identifier = match["id"] if match["note"] is None else match["note"]
            if identifier.lower() not in text.defined:
                yield identifier, inline.line_at(match.start())
