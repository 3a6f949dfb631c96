"""A small copy of the project: a few case studies and Parties, so that a whole site is built in a few seconds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import Element

import material

from roadmap.build import staging
from roadmap.reading import adaptation
from roadmap.reading.adaptation import AdaptationFolder
from roadmap.reading.project import read
from roadmap.site import Site
from roadmap.translation import merging
from roadmap.views.render import Renderer
from roadmap.views.view import View
from sites import SITE_URL, TESTS, copy_project, keep_roadmaps, parsed, without_cases

CASES = ("ca-quebec-plan-culturel-numerique", "co-crea-digital", "tn-ticdce")
"""With a French, a Spanish and an Arabic original; each in French and English too, and the last in no other."""
PARTIES = ("CA", "CO", "TN", "DZ")
"""Those of the case studies, and one without any."""
PLANS = TESTS / "adaptations"
"""A plan that is plainly fake, in the folder of a real Party."""
ICONS = Path(material.__file__).parent / "templates"
ENTRY = re.compile(r"  - code: \"?(?P<code>[A-Z]{2})\"? #.*\n(?:    .*\n)+")


def small_project(project: Path, folder: Path, cases: Collection[str] = CASES) -> Path:
    """The project in a folder of its own, with these case studies and as few Parties as they allow."""
    copy = _left(project, folder, cases)
    for name, raw in _catalogues(project, tuple(cases)).items():
        (copy / merging.FOLDER / name).write_bytes(raw)
    return copy


def _left(project: Path, folder: Path, cases: Collection[str]) -> Path:
    copy = copy_project(project, folder, cases)
    keep_parties(copy / "data" / "parties.yml", PARTIES)
    keep_roadmaps(copy)
    without_cases(copy, every=True)  # tests rename and remove case studies at will
    return copy


@cache
def _catalogues(project: Path, cases: tuple[str, ...]) -> dict[str, bytes]:
    """The catalogues, without the texts of what is left out."""
    with TemporaryDirectory() as place:
        copy = _left(project, Path(place) / "project", cases)
        merging.update(Site(read(copy)))
        return {path.name: path.read_bytes() for path in (copy / merging.FOLDER).iterdir()}


def keep_parties(path: Path, codes: Collection[str]) -> None:
    """Leave the other Parties out of the list."""
    text = ENTRY.sub(lambda match: match[0] if match["code"] in codes else "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def fake_plan(slug: str = "plan-fictif", **facts: object) -> AdaptationFolder:
    """The plan that is plainly fake, with other facts; `party` is that of its folder too."""
    found, problems = adaptation.read_folder(PLANS / "dz" / "plan-fictif")
    assert found and not problems
    plan = found.plan.model_copy(update=facts)
    return replace(found, party=plan.party.lower(), slug=slug, plan=plan)


def with_plans(project: Path) -> Path:
    """The project with the plan that is plainly fake."""
    shutil.copytree(PLANS, project / adaptation.FOLDER)
    return project


@cache
def renderer(project: Path) -> Renderer:
    """A project's templates, each compiled once: they are not changed between two pages."""
    return Renderer([project / "overrides", ICONS])


def rendered(site: Site, language: str, address: str, **known: str) -> Element:
    """One page of a site, without its header and footer; `known` is what a view may know besides."""
    view = View(site, language, SITE_URL, **known)
    row = next(row for row in view.rows if row.address == address)
    html = renderer(site.project.folder).page(view, row)
    head, main = html.partition("</head>")[0], html[html.index("<main ") : html.index("</main>")]
    return parsed(f"{head}</head><body>{main}</main></body></html>")


def earlier_site(folder: Path, **pages: str) -> Path:
    """A site in `folder` that an earlier build left, with these pages: name and text."""
    with staging.aside(folder) as aside:
        for name, text in pages.items():
            (aside / name.replace("_", "/")).with_suffix(".html").parent.mkdir(exist_ok=True)
            (aside / f"{name.replace('_', '/')}.html").write_text(text, encoding="utf-8")
    return folder
