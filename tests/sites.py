"""What the tests of whole sites share: pages parsed as browsers parse them, links followed, commands run on a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urldefrag, urljoin
from xml.etree.ElementTree import Element

import html5lib

SITE_URL = "https://example.org/roadmap/"
SOURCE = "fr"
LANGUAGES = {"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español"}
"""The languages of the site in the switcher's order, each by its own name."""
ROADMAP = Path(sys.executable).with_name("roadmap")
PROJECT_PARTS = ("data", "content", "overrides", "hooks", "mkdocs.yml")


# Pages


@dataclass(frozen=True)
class Page:
    """An HTML page of a built site."""

    site: Path
    path: str
    """From the site's root: `ar/outputs/1/`."""

    @property
    def language(self) -> str:
        """By its address: below `ar/`, Arabic."""
        first = self.path.split("/")[0]
        return first if first in LANGUAGES else SOURCE

    @property
    def address(self) -> str:
        """From the language's root, the same in every language: `outputs/1/`."""
        return self.path if self.language == SOURCE else self.path.removeprefix(f"{self.language}/")

    @property
    def url(self) -> str:
        """Where it is published."""
        return SITE_URL + self.path

    @cached_property
    def html(self) -> str:
        """As written."""
        return (self.site / self.path / "index.html").read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> Element:
        """As a browser understands it."""
        return parsed(self.html)

    @cached_property
    def main(self) -> Element:
        """What is the page's own, without the site's header and footer."""
        return one(self.tree, "main")

    @cached_property
    def ids(self) -> list[str]:
        """In order, repeated ones too."""
        return [element.get("id", "") for element in self.tree.iter() if element.get("id") is not None]

    def link(self, target: str) -> str:
        """Where a link of this page leads: a path from the site's root with its fragment, or another host's address."""
        return urljoin(self.url, target).removeprefix(SITE_URL)

    def in_language(self, language: str) -> str:
        """The path of this page in a language."""
        return path_in(language, self.address)


def path_in(language: str, address: str) -> str:
    """From the site's root: French at the root, the others below their code."""
    return address if language == SOURCE else f"{language}/{address}"


def parsed(html: str) -> Element:
    """A document, in html5lib's reading."""
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def read_pages(site: Path) -> dict[str, Page]:
    """Every page but 404.html, by its path from the site's root."""
    folders = (file.parent.relative_to(site).as_posix() for file in sorted(site.rglob("index.html")))
    return {page.path: page for page in (Page(site, "" if folder == "." else f"{folder}/") for folder in folders)}


# Elements


def having(root: Element, tag: str = "*", class_: str | None = None) -> list[Element]:
    """The elements below `root`, itself included, by tag and class."""
    return [
        element
        for element in root.iter()
        if isinstance(element.tag, str)
        and tag in ("*", element.tag)
        and (class_ is None or class_ in element.get("class", "").split())
    ]


def one(root: Element, tag: str = "*", class_: str | None = None) -> Element:
    """The only such element."""
    found = having(root, tag, class_)
    assert len(found) == 1, f"{len(found)} {tag}.{class_}"
    return found[0]


def text(element: Element) -> str:
    """All its words, on one line; no-break spaces stay."""
    return squeezed("".join(string for string, _language in words(element, "")))


def squeezed(value: str) -> str:
    """On one line."""
    return re.sub(r"[ \t\r\n]+", " ", value).strip(" ")


def words(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """Each text node below an element, with the language that the mark-up gives it."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    language = element.get("lang", language)
    if element.text:
        yield element.text, language
    for child in element:
        yield from words(child, language)
        if child.tail:
            yield child.tail, language


def spoken_attributes(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """Each attribute below an element that readers meet as words, with its language."""
    language = element.get("lang", language)
    names = ["aria-label", "title", "alt", "placeholder"]
    if element.get("name") == "description":
        names.append("content")
    yield from ((element.get(name, ""), language) for name in names if element.get(name))
    for child in element:
        yield from spoken_attributes(child, language)


def without(root: Element, *unwanted: Element) -> Iterator[Element]:
    """The elements below `root`, without `unwanted` and what they hold."""
    yield root
    for child in root:
        if not any(child is element for element in unwanted):
            yield from without(child, *unwanted)


def links(page: Page, elements: Iterable[Element]) -> set[str]:
    """The addresses in the page's own language that `elements` link to, other than places in the page: `goals/1/`."""
    targets = [element.get("href", "") for element in elements if element.tag == "a"]
    found = {urldefrag(page.link(target)).url for target in targets if not target.startswith("#")}
    prefix = path_in(page.language, "")
    return {link.removeprefix(prefix) for link in found if "://" not in link and link.startswith(prefix)}


# Failures


def none(failures: Iterable[str]) -> None:
    """Fails with all of them, so that one run shows every one."""
    found = list(failures)
    assert not found, f"{len(found)} failures\n" + "\n".join(found[:100])


# Projects and commands


def copy_project(project: Path, folder: Path) -> Path:
    """The project's own files in a folder of their own, without what was built."""
    folder.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__")
    for name in PROJECT_PARTS:
        if (project / name).is_dir():
            shutil.copytree(project / name, folder / name, ignore=ignored)
        else:
            shutil.copy(project / name, folder / name)
    return folder


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The variables for a command on the project at `folder`, which brings its own copy of the package."""
    unwanted = ("LC_", "LANG", "SITE_URL", "PYTEST_", "PYTHONWARNINGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    ours = {"LANG": "C.UTF-8", "PYTHONPATH": str(folder / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    return {**kept, **ours, "PYTHONDONTWRITEBYTECODE": "1", **more}


def roadmap(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs the command `roadmap` in a project."""
    return run([str(ROADMAP), *arguments], folder, **more)


def run(command: Sequence[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a project, without a shell."""
    return subprocess.run(
        command, cwd=folder, env=environment(folder, **more), capture_output=True, encoding="utf-8", timeout=120
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """All that a command printed."""
    return done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, byte for byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def edit(path: Path, old: str, new: str) -> int:
    """Replaces the only `old` of a file; returns the line it stood on."""
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{before.count(old)} times in {path}: {old!r}"
    path.write_text(before.replace(old, new), encoding="utf-8")
    return before[: before.index(old)].count("\n") + 1


def typeset(french: str) -> str:
    """A French text as the site prints it: with printed apostrophes, and spaces that do not break."""
    text = french.replace("'", "’").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    for sign in ":;?!":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text
