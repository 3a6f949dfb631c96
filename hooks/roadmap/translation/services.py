"""What services around the repository need to know of the languages, made from the list of languages.

Reviewers by file for the host (`.github/CODEOWNERS`), and the component of the catalogues for Weblate (`weblate.json`,
in the form that its `import_json` reads). `roadmap translations update` and `add` write them; a test keeps them so.
"""

from __future__ import annotations

import json
import re

from roadmap import languages
from roadmap.reading.project import Project

CODEOWNERS = ".github/CODEOWNERS"
WEBLATE = "weblate.json"
OURS = re.compile(r"/data/locales/[\w-]+\.po|/content/\*\.[\w-]+\.md|/content/case-studies/\*/index\.[\w-]+\.md")
"""The paths of a language's lines in CODEOWNERS."""


def files(sources: Project) -> dict[str, str]:
    """Path from the project's root, and text, of each file. What people wrote into them is kept."""
    path = sources.folder / CODEOWNERS
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    return {CODEOWNERS: codeowners(sources, before), WEBLATE: weblate(sources)}


def codeowners(sources: Project, before: str) -> str:
    """Who is asked to review which language. A line without a name asks nobody: write the reviewers' at its end.

    What people wrote stays: names at the end of lines, and lines of their own, above the languages' or below them,
    as they stood `before`: of the lines that fit a file, the last decides.
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
    for code in sources.all_codes:
        if code == sources.languages.source:
            continue
        lines += ["", f"# {languages.locale(code).english_name}"]
        for path in (f"/data/locales/{code}.po", f"/content/*.{code}.md", f"/content/case-studies/*/index.{code}.md"):
            lines.append(f"{path} {owners.get(path, '')}".rstrip())
    return "\n".join([*lines, *_apart(below)]) + "\n"


def _apart(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def weblate(sources: Project) -> str:
    """The catalogues as a component of Weblate."""
    codes = [code for code in sources.all_codes if code != sources.languages.source]
    component = {
        "name": "Catalogues",
        "slug": "catalogues",
        "vcs": "github",
        "branch": "main",
        "filemask": "data/locales/*.po",
        "new_base": "data/locales/roadmap.pot",
        "file_format": "po",
        "source_language": sources.languages.source,
        "language_regex": f"^({'|'.join(codes)})$",
        "new_lang": "contact",
        "license": "CC-BY-4.0",
        "check_flags": "python-format",
        "commit_pending_age": 24,
        "edit_template": False,
    }
    return json.dumps([component], ensure_ascii=False, indent=2) + "\n"
