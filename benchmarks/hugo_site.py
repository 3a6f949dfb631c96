"""The site that Hugo builds for comparison: the layouts in benchmarks/hugo/, the content of a copy of the project.

Case studies are Hugo's work from front to end: their Markdown as it is, their sources as footnotes, their facts in
front matter, their pictures scaled to the same widths, their lists by activity, output, goal, SDG and Party as
taxonomies with as many on a page. Every other page comes finished from the site that this project made (frame.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import material
import yaml

import sites
from frame import Frame, frames, menus
from roadmap import languages as language_names

LAYOUTS = Path(__file__).with_name("hugo")
ICONS = ("magnify", "circle-half-full", "translate")
TERMS = ("activity", "output", "goal", "sdg", "party")
"""Kinds of page that are terms of a taxonomy."""
LISTS = ("activities", "outputs", "goals", "sdgs", "parties", "case-studies", "home")
"""Kinds of page that Hugo calls lists."""
RENAMED = ("outputs/", "products/")
"""`outputs` means something else in Hugo's front matter; hugo.yaml gives the pages their address."""
STRINGS = {
    "activities": ("facet", "Activité"),
    "authority": (
        "origin",
        "Établie par la rédaction à partir de sources publiques ; la Partie ne l’a pas soumise.",
    ),
    "breadcrumb": ("nav", "Fil d’Ariane"),
    "case": ("case", "Étude de cas"),
    "cases": ("case", "Études de cas"),
    "cite": ("cite", "Citer cette page"),
    "compiled": ("origin", "établie par la rédaction"),
    "domains": ("case", "Domaines culturels"),
    "editors": ("cite", "Rédaction de la Feuille de route ouverte"),
    "facts": ("case", "En bref"),
    "institution": ("case", "Institution responsable"),
    "language": ("nav", "Langue :"),
    "licence": ("case", "Licence du texte"),
    "list_pages": ("list", "Pages de la liste"),
    "main_navigation": ("nav", "Navigation principale"),
    "menu": ("nav", "Menu"),
    "more": ("footer", "Plus sur ce site"),
    "next": ("nav", "Étude de cas suivante"),
    "not_unesco": (
        "footer",
        "Site indépendant, non officiel. Il publie la feuille de route ouverte de l’UNESCO d’après une copie du "
        "dépliant.",
    ),
    "official": ("footer", "Ce qui est officiel et ce qui ne l’est pas"),
    "other_languages": ("footer", "Cette page dans les autres langues"),
    "pager": ("nav", "Page précédente et page suivante"),
    "party": ("facet", "Partie"),
    "previous": ("nav", "Étude de cas précédente"),
    "region": ("case", "Région"),
    "scheme": ("nav", "Couleurs : comme l’appareil"),
    "sdgs": ("sdg", "Objectifs de développement durable associés"),
    "search": ("nav", "Rechercher"),
    "site": ("site", "Feuille de route ouverte"),
    "skip": ("nav", "Aller au contenu"),
    "sources_note": (
        "case",
        "La rédaction a lu ces sources dans des copies conservées ; les pages d’origine ont pu changer depuis.",
    ),
    "speaking": ("field", "Auteur"),
    "updated": ("case", "Mise à jour"),
    "years": ("case", "Années"),
}
"""The strings of the layouts, by the name they have there: context and French text, as the catalogues have them."""


class Maker:
    """Writes a Hugo project."""

    def __init__(self, project: Path, folder: Path, languages: Iterable[str], source: str):
        """From a copy of the project."""
        self.project, self.folder, self.languages, self.source = project, folder, tuple(languages), source
        self.wording = sites.Wording(project)
        roadmap = _yaml(project / "data" / "roadmap.yml")
        self.outputs = {one["id"]: output for output in roadmap["outputs"] for one in output["activities"]}

    def all(self, built: Path) -> None:
        """The whole project; `built` is the site that this project made of the same content."""
        shutil.copytree(LAYOUTS / "layouts", self.folder / "layouts")
        self.assets()
        menu = {language: menus(built, language) for language in self.languages}
        self.settings(list(menu[self.source]))
        self.strings()
        for frame in frames(built):
            if frame.kind != "listing":
                self.frame(frame, menu[frame.language].get(frame.address))
        for case in sorted((self.project / "content" / "case-studies").iterdir()):
            self.case(case.name)

    def assets(self) -> None:
        """Style, script and icons, the same files."""
        icons = self.folder / "assets" / "icons"
        icons.mkdir(parents=True)
        for name in ("roadmap.css", "roadmap.js", "favicon.svg"):
            shutil.copy(self.project / "overrides" / "assets" / name, self.folder / "assets" / name)
        drawn = Path(material.__file__).parent / "templates" / ".icons" / "material"
        for name in ICONS:
            shutil.copy(drawn / f"{name}.svg", icons / f"{name}.svg")

    def settings(self, menu: list[str]) -> None:
        """hugo.yaml: what benchmarks/hugo/hugo.yaml says, with the languages and the menus."""
        data = _yaml(LAYOUTS / "hugo.yaml")
        data["baseURL"] = sites.SITE_URL
        data["languages"] = {
            code: {
                "weight": rank,
                "locale": code,
                "label": language_names.own_name(code),
                "direction": language_names.direction(code),
            }
            for rank, code in enumerate(self.languages, 1)
        }
        header = [f"/{_placed(address)}".rstrip("/") for address in menu if address.split("/")[0] in LISTS]
        footer = [f"/{address}".rstrip("/") for address in menu if address.split("/")[0] not in LISTS]
        data["params"] = {"menu": header, "footer": footer}
        _write(self.folder / "hugo.yaml", data)

    def strings(self) -> None:
        """The strings of the layouts, a file for each language."""
        domains = {one["id"]: one["name"] for one in _yaml(self.project / "data" / "domains.yml")["domains"]}
        for language in self.languages:
            strings = {name: self.wording(language, *key) for name, key in STRINGS.items()}
            for identifier, name in domains.items():
                strings[f"domain_{identifier}"] = self.wording(language, f"domain {identifier}", name)
            _write(self.folder / "i18n" / f"{language}.yaml", strings)

    def frame(self, frame: Frame, menu_name: str | None) -> None:
        """A page that is no case study, finished but for the case studies it lists."""
        matter: dict[str, Any] = {"title": frame.title, "description": frame.description, "kind": frame.kind}
        matter |= {"searchable": frame.searchable, "menu_name": menu_name or frame.title}
        if frame.kind in TERMS:
            number = frame.address.split("/")[1]
            matter["number"] = matter["slug"] = number
            if frame.kind == "activity":
                matter["colour"] = self.outputs[number]["id"]
                matter["label"] = self.wording(frame.language, "label", "Activité %(id)s", id=number)
                matter["outputs"] = ["html", "rss"]
            if frame.kind == "party":
                matter["region"] = frame.body.partition("<dd>")[2].partition("</dd>")[0].strip()
        if frame.kind == "home":
            matter["menu_name"] = self.wording(frame.language, "nav", "Accueil")
        place = _placed(frame.address)
        name = f"{place}_index" if frame.kind in (*TERMS, *LISTS) else place.rstrip("/")
        _write(self.folder / "content" / f"{name}.{frame.language}.html", matter, frame.without_lists)

    def case(self, slug: str) -> None:
        """A case study in every language, with its pictures: also written anew when it has changed."""
        source, place = self.project / "content" / "case-studies" / slug, self.folder / "content/case-studies" / slug
        place.mkdir(parents=True, exist_ok=True)
        facts = _yaml(source / "case-study.yml")
        for image in facts.get("images", ()):
            shutil.copy(source / image["file"], place / image["file"])
        for text in sorted(source.glob("index.*.md")):
            language = text.name.split(".")[1]
            head, _, body = text.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
            body += "\n" + "".join(
                f"[^{rank}]: [{one['title']}]({one['url']}) {one['language']} · {one['seen']}\n\n"
                for rank, one in enumerate(facts["sources"], 1)
            )
            _write(place / text.name, self.front_matter(facts, yaml.safe_load(head), language), body)

    def front_matter(self, facts: dict[str, Any], head: dict[str, Any], language: str) -> dict[str, Any]:
        """What Hugo is told of a case study."""
        outputs = [self.outputs[activity] for activity in facts["activities"]]
        matter = {
            "title": head["title"],
            "description": head["summary"],
            "date": facts["updated"],
            "kind": "case-study",
            "searchable": True,
            "outputs": ["html", "bibtex", "csl"],
            "parties": [facts["party"].lower()],
            "activities": facts["activities"],
            "products": sorted({output["id"] for output in outputs}),
            "goals": sorted({output["goal"]["id"] for output in outputs}),
            "sdgs": [str(number) for number in facts["sdgs"]],
            "domains": facts["domains"],
            "institution": facts["lead_institution"][language],
            "years": self.wording.years(
                language,
                {"updated": str(facts["updated"]), "years": {key: str(one) for key, one in facts["years"].items()}},
            ),
            "licence": facts["licence"],
        }
        for image in facts.get("images", ())[:1]:
            matter |= {"alt": image["alt"][language], "credit": image["credit"]}
        return matter


def _placed(address: str) -> str:
    """Where Hugo's content has what stands at an address."""
    return RENAMED[1] + address.removeprefix(RENAMED[0]) if address.startswith(RENAMED[0]) else address


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _write(path: Path, matter: dict[str, Any], body: str | None = None) -> None:
    """A YAML file, or a text with YAML in front of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    front = yaml.dump(matter, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(front if body is None else f"---\n{front}---\n{body}", encoding="utf-8")
