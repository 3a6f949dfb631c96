"""Generate files for services around the repository from the list of languages.

Reviewers by file for the host (`.github/CODEOWNERS`), and the component of the catalogues for Weblate (`weblate.json`,
in the format of its `import_json`). `roadmap translations update` and `add` write them; a test compares them.
"""

from __future__ import annotations

import json
import re

from roadmap import languages
from roadmap.reading.project import Project

CODEOWNERS = ".github/CODEOWNERS"
WEBLATE = "weblate.json"
OURS = re.compile(r"/data/locales/[\w-]+\.po|/content/\*\.[\w-]+\.md|/content/case-studies/\*/index\.[\w-]+\.md")
"""The paths in a language's lines of CODEOWNERS."""


def files(project: Project) -> dict[str, str]:
    """Return the text of each file by path from the project's root. People's own additions are preserved."""
    path = project.folder / CODEOWNERS
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    return {CODEOWNERS: codeowners(project, before), WEBLATE: weblate(project)}


def codeowners(project: Project, before: str) -> str:
    """Return CODEOWNERS: the reviewers of each language, named at the end of its lines.

    What people added to the text `before` stays: names at the end of lines, and lines of their own above or below those
    of the languages. Of the lines that match a file, the last counts.
    """
    owners: dict[str, str] = {}
    above: list[str] = []
    below: list[str] = []
    for line in before.splitlines():
        path, *names = line.split() or [""]
        if OURS.fullmatch(path):
            owners[path] = " ".join(names)
        elif line.strip() and not line.startswith("#"):
            (below if owners else above).append(line)
    lines = [
        "# Who reviews what. One block for each language: `roadmap translations add` writes it, people add the names",
        "# (@name or @organisation/team) at the end of its lines; they stay when the file is made again, as do lines",
        "# for other files, above these or below. Of the lines that fit a file, the last decides.",
        *_apart(above),
    ]
    for code in project.all_codes:
        if code == project.languages.source:
            continue
        lines += ["", f"# {languages.name_in(code, 'en')}"]
        for path in (f"/data/locales/{code}.po", f"/content/*.{code}.md", f"/content/case-studies/*/index.{code}.md"):
            lines.append(f"{path} {owners.get(path, '')}".rstrip())
    return "\n".join([*lines, *_apart(below)]) + "\n"


def _apart(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def weblate(project: Project) -> str:
    """Return the catalogues as a component of Weblate, in JSON."""
    codes = [code for code in project.all_codes if code != project.languages.source]
    component = {
        "name": "Catalogues",
        "slug": "catalogues",
        "vcs": "github",
        "branch": "main",
        "filemask": "data/locales/*.po",
        "new_base": "data/locales/roadmap.pot",
        "file_format": "po",
        "source_language": project.languages.source,
        "language_regex": f"^({'|'.join(codes)})$",
        "new_lang": "contact",
        "license": "CC-BY-4.0",
        "check_flags": "python-format",
        "commit_pending_age": 24,
        "edit_template": False,
    }
    return json.dumps([component], ensure_ascii=False, indent=2) + "\n"
