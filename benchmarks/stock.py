"""Stock MkDocs + Material + static-i18n with the same content: nothing set that has a default."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from roadmap import languages as language_names

STOCK = {
    "site_name": "Open Roadmap",
    "site_url": "https://example.org/roadmap/",
    "theme": {"name": "material"},
}


def settings(languages: Iterable[str], source: str) -> str:
    """Its mkdocs.yml."""
    rows = [
        {"locale": code, "name": language_names.own_name(code), **({"default": True} if code == source else {})}
        for code in languages
    ]
    plugins = ["search", {"i18n": {"docs_structure": "suffix", "languages": rows}}]
    return yaml.safe_dump({**STOCK, "plugins": plugins}, allow_unicode=True)


def write(project: Path, folder: Path, languages: Iterable[str], source: str) -> None:
    """Writes into `folder` a project with the case studies of the one in `project`, and a home page."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    for text in sorted((project / "content" / "case-studies").glob("*/index.*.md")):
        case(text, docs)
    for language in languages:
        (docs / f"index.{language}.md").write_text("# Open Roadmap\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings(languages, source), encoding="utf-8")


def case(text: Path, docs: Path) -> None:
    """Writes a case study's text in one language, with its pictures beside it."""
    head, _, body = text.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    place = docs / "case-studies" / text.parent.name / text.name
    place.parent.mkdir(parents=True, exist_ok=True)
    written = f"# {yaml.safe_load(head)['title']}\n\n{body}"
    for picture in sorted(text.parent.glob("*.jpg")):
        (place.parent / picture.name).write_bytes(picture.read_bytes())
        written += f"\n![]({picture.name})\n"
    place.write_text(written, encoding="utf-8")


def add_frame(folder: Path, bodies: Mapping[tuple[str, str], str]) -> None:
    """Adds every other page: its finished body by address and language, as mark-up within Markdown."""
    for (address, language), body in bodies.items():
        place = folder / "docs" / address / f"index.{language}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        title = re.sub(r"<[^>]+>", " ", found[1]) if (found := re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)) else "?"
        one_block = re.sub(r"\n\s*\n", "\n", body)  # a blank line would end the mark-up
        place.write_text(f"# {' '.join(title.split())}\n\n<div>\n{one_block}\n</div>\n", encoding="utf-8")
