"""The open data."""

from __future__ import annotations

from pathlib import PurePath

from roadmap.contributions import schemas
from roadmap.fingerprints import sha256
from roadmap.localization import LocalizedText
from roadmap.open_data import datasets, rdf
from roadmap.page_table import PageRow
from roadmap.views.contexts.site import DataBody, DataFile
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Données ouvertes")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description", "La feuille de route ouverte et ses études de cas en JSON, en CSV et en RDF, à télécharger."
    )


FORMATS = {".json": "JSON", ".csv": "CSV", ".jsonld": "JSON-LD", ".ttl": "Turtle"}


def body(view: View, row: PageRow) -> DataBody:
    """Return what kinds/data.html reads."""
    roadmap = view.site.roadmap
    files = [_file(view, path, content) for path, content in view.site.once(datasets.files).items()]
    return DataBody(
        title=view.pgettext("data", "Données ouvertes"),
        intro=view.pgettext(
            "data", "Toute la feuille de route et toutes les études de cas, dans toutes les langues, à réutiliser."
        ),
        version=view.version_label(),
        rights=datasets.rights(view),
        translations=datasets.translations(view),
        files=tuple(file for file in files if not file.language),
        tables=tuple(file for file in files if file.language and not file.path.endswith(datasets.SPREADSHEET)),
        spreadsheets=tuple(file for file in files if file.path.endswith(datasets.SPREADSHEET)),
        iri=f"{roadmap.iri}#activity-{next(iter(view.site.activities))}",
        sdg_iri=rdf.SDG_IRI.format(view.site.linked_sdgs[0]),
        schemas=tuple(f"schemas/{name}.json" for name in schemas.SCHEMAS),
    )


def _file(view: View, path: str, content: bytes) -> DataFile:
    parts = PurePath(path).relative_to("data")
    return DataFile(
        path=path,
        name=str(parts),
        language=view.language_name(parts.parts[0]) if len(parts.parts) > 1 else "",
        holds=_holds(view, parts.name),
        format=FORMATS[parts.suffix],
        size=view.size_text(len(content)),
        checksum=sha256(content),
    )


def _holds(view: View, name: str) -> LocalizedText:
    return {
        "roadmap.json": view.pgettext(
            "data", "La feuille de route : textes par langue avec leur provenance, liens aux ODD, sources."
        ),
        "roadmap.jsonld": view.pgettext("data", "La feuille de route en concepts SKOS, pour le web de données."),
        "roadmap.ttl": view.pgettext("data", "Les mêmes concepts, au format Turtle."),
        "case-studies.json": view.pgettext("data", "Les études de cas : faits, et textes en Markdown par langue."),
        "national-roadmaps.json": view.pgettext(
            "data", "Les feuilles de route nationales connues : faits, titres, textes par langue, sources."
        ),
        "national-roadmaps.csv": view.pgettext(
            "data", "Les feuilles de route nationales connues, une ligne par entrée et par langue."
        ),
        "adaptations.json": view.pgettext(
            "data", "Les feuilles de route publiées ici par des Parties, telles que leurs fichiers les indiquent."
        ),
        "adaptations.csv": view.pgettext(
            "data", "Les mêmes, une ligne par activité : décision, priorité, institution responsable, calendrier."
        ),
        "activities.csv": view.pgettext("data", "Les activités, une ligne par activité et par langue."),
        "case-studies.csv": view.pgettext(
            "data", "Les études de cas, une ligne par étude et par langue : titre, résumé et faits, sans le texte."
        ),
        "datapackage.json": view.pgettext(
            "data", "La description de tous ces fichiers, colonnes et sommes de contrôle comprises (Data Package)."
        ),
    }[name.replace(datasets.SPREADSHEET, ".csv")]


def entity(view: View, row: PageRow) -> Node:
    """Return the files in every language as a dataset, for schema.org."""
    # Files of one language are left out: they repeat the others.
    files = {
        path: datasets.TYPES[PurePath(path).suffix] for path in view.site.once(datasets.files) if path.count("/") == 1
    }
    return {
        "@type": "Dataset",
        "@id": view.site.roadmap.iri,
        "name": view.site_name.value,
        "description": description(view, row).value,
        "version": view.site.roadmap.version,
        "dateModified": view.site.roadmap.date.isoformat(),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": view.site_url + path, "encodingFormat": kind}
            for path, kind in files.items()
        ],
    }


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    entity=entity,
)
