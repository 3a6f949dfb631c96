"""The planner's documents, opened by LibreOffice: `make audit` runs it after `make site`.

A plainly fake plan in French and in Arabic becomes a .docx in Chromium. LibreOffice, without a window, turns it into
text and into a PDF; the text must have each heading and each answer. Exit status: 0 when it has, or where LibreOffice
is missing and cannot be installed; 1 otherwise.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser import launch, serve
from chromium import apt_install
from planning import FAKE, TITLES, download, load, wait
from sites import path_in

SITE = Path(__file__).resolve().parents[2] / "site"
SECONDS = 120
PACKAGE = "libreoffice-writer-nogui"
"""Debian's, without windows."""


def faults(site: Path, folder: Path, office: str) -> Iterator[str]:
    """Yield what LibreOffice does not show of a document, a line each."""
    with serve(site) as home, launch() as browser:
        for language in ("fr", "ar"):
            page = browser.new_page(accept_downloads=True)
            page.goto(home + path_in(language, "adapt/"))
            wait(page)
            load(page, {**FAKE, "language": language, "title": {language: TITLES[language]}})
            names = page.evaluate(
                "() => roadmapPlan.model.takenUp(roadmapPlan.planner.plan).map(roadmapPlan.planner.nameOf)"
            )
            path = download(page, ".plan-docx", folder)
            for kind in ("txt:Text (encoded):UTF8", "pdf"):
                command = [office, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
                subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            if not path.with_suffix(".pdf").is_file():
                yield f"{language}: no PDF"
            text = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
            answers = [str(FAKE["activities"][0][name]) for name in ("lead", "resources", "progress")]
            wanted = (TITLES[language], *names, *answers)
            yield from (f"{language}: {one!r} is missing" for one in wanted if one not in text)
            page.close()


def main() -> int:
    """Run the check; return its exit status."""
    office = shutil.which("soffice") or (apt_install((PACKAGE,)) and shutil.which("soffice"))
    if not office:
        print("documents: LibreOffice is not installed, nothing is checked")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = list(faults(SITE, Path(folder), office))
    print("\n".join(found) if found else "documents: LibreOffice shows all of them")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
