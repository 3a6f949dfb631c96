"""The roadmap and its case studies as data, in every language at once: JSON, CSV, and the descriptor of the files.

The names of files, keys and columns are a contract with those who reuse them: `tests/contract.yml` lists them. A text
appears only in the languages that have it, without fallback, and with its origin.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain, repeat
from pathlib import PurePath
from typing import get_args

from roadmap.fingerprints import sha256
from roadmap.localization import Localization, LocalizedText
from roadmap.model.contribution import LICENCES, CaseStudy
from roadmap.model.national_roadmaps import NationalRoadmap
from roadmap.model.roadmap import State, TextVersion
from roadmap.open_data import adaptations, explanations, rdf, revisions
from roadmap.open_data.tables import (
    TABLES,
    Data,
    activity_rows,
    case_head,
    case_rows,
    for_spreadsheets,
    roadmap_rows,
    to_csv,
)
from roadmap.reading.case_study import CaseFolder, CaseText
from roadmap.site import Entry, Site
from roadmap.translation import progress

LICENCE = "CC-BY-4.0"
"""The licence of the editors' own texts; `rights` states what it does not cover."""
TYPES = {".json": "application/json", ".csv": "text/csv", ".jsonld": "application/ld+json", ".ttl": "text/turtle"}

SPREADSHEET = "-spreadsheet.csv"
"""How the names of tables for spreadsheets end."""


def files(site: Site) -> dict[str, bytes]:
    """Return every file by its path from the site's root. The descriptor comes last: it counts the others' bytes."""
    whole = roadmap(site)
    roadmaps = national_roadmaps(site, whole)
    rows = {
        "activities": list(activity_rows(whole)),
        "case-studies": list(case_rows(site)),
        "national-roadmaps": list(roadmap_rows(site, roadmaps)),
        "adaptations": list(adaptations.rows(site)),
    }
    for row in chain.from_iterable(rows.values()):
        row |= {"data_version": whole["version"], "data_date": whole["date"]}
    nodes = rdf.nodes(whole, _labels(site))
    # Encode each file at once: with thousands of case studies, texts and bytes together take too much memory.
    contents = {
        "data/roadmap.json": _json(whole),
        "data/roadmap.jsonld": _json(rdf.json_ld(nodes, whole["iri"])),
        "data/roadmap.ttl": rdf.turtle(nodes, whole["iri"]).encode(),
        "data/case-studies.json": _json(case_studies(site, whole)),
        "data/national-roadmaps.json": _json(roadmaps),
        "data/adaptations.json": _json(
            {**{name: whole[name] for name in _about(site)}, "adaptations": adaptations.listed(site)}
        ),
        **{f"data/{name}.csv": to_csv(columns, rows[name]).encode() for name, (columns, _key) in TABLES.items()},
    }
    for code in site.project.codes:
        for name in ("activities", "case-studies"):  # the other tables are short: one for all languages is enough
            columns, _key = TABLES[name]
            of_language = [row for row in rows[name] if row["language"] == code]
            contents[f"data/{code}/{name}.csv"] = to_csv(columns, of_language).encode()
            contents[f"data/{code}/{name}{SPREADSHEET}"] = for_spreadsheets(columns, of_language)
    return contents | {"data/datapackage.json": _json(_package(site, whole, contents))}


# JSON


def roadmap(site: Site) -> Data:
    """Return the whole roadmap: texts by language, links with their basis, sources."""
    texts = _Texts(site)
    entries = {entry.anchor: texts.entry(entry) for entry in site.entries()}
    leaflet, confidence = site.roadmap.leaflet, site.project.sdgs.title_confidence
    certain = [code for code, sure in confidence.items() if sure == "certain"]
    return {
        **_about(site),
        "leaflet": {
            "language": leaflet.language,
            "likely_year": leaflet.likely_year,
            "note": texts("note leaflet", leaflet.note),
        },
        "documents": revisions.documents(site, texts),
        **{name: entries[name] for name in ("title", "banner", "closing")},
        "rows": {name: entries[f"row-{name}"] for name in type(site.roadmap.rows).model_fields},
        **_items(site, entries, texts),
        "sdgs": [
            {
                "number": number,
                "iri": rdf.SDG_IRI.format(number),
                "title": texts(f"sdg {number}", site.sdgs[number].title, certain, own=False),
                "title_confidence": confidence,
            }
            for number in site.linked_sdgs
        ],
        "sources": [
            {**source.model_dump(), "title": texts(f"source {source.id}", source.title)}
            for source in site.roadmap.sources
        ],
        "practice": explanations.cited(site, texts, _in_each(site, explanations.note)),
    }


def _items(site: Site, entries: Mapping[str, Data], texts: _Texts) -> Data:
    """Return the goals, outputs and activities: texts of the leaflet, links, and what the editors add."""
    return {
        "goals": [
            {
                "id": goal.id,
                **entries[f"goal-{goal.id}"],
                **explanations.of_item(site, "goal", goal.id, texts),
                "sdgs": [
                    {
                        **link.model_dump(mode="json"),
                        "note": texts(f"note goal {goal.id} sdg {link.sdg}", link.note),
                    }
                    for link in goal.sdgs
                ],
                "sdg_note": texts(f"note goal {goal.id} sdgs", goal.sdg_note),
            }
            for goal in site.roadmap.goals
        ],
        "outputs": [
            {
                "id": output.id,
                **entries[f"output-{output.id}"],
                "ended": revisions.ended(f"output {output.id}", output.ended, texts),
                **explanations.of_item(site, "output", output.id, texts),
                "goal": {
                    "id": output.goal.id,
                    "confidence": output.goal.confidence,
                    "note": texts(f"note output {output.id} goal", output.goal.note),
                },
            }
            for output in site.roadmap.outputs
        ],
        "activities": [
            {
                "id": activity.id,
                **entries[f"activity-{activity.id}"],
                "ended": revisions.ended(f"activity {activity.id}", activity.ended, texts),
                **explanations.of_item(site, "activity", activity.id, texts),
                "output": output.id,
            }
            for output, activity in site.activities.values()
        ],
    }


def case_studies(site: Site, about: Data) -> Data:
    """Return every case study: its facts as its authors gave them, and its texts, in Markdown, by language."""
    return {
        **{name: about[name] for name in _about(site)},
        "case_studies": [
            {
                "id": case.slug,
                **case.facts.model_dump(mode="json", include=set(CaseStudy.model_fields)),
                "texts": {code: _case_text(case, text) for code, text in sorted(case.texts.items())},
            }
            for case in site.cases
        ],
    }


def national_roadmaps(site: Site, about: Data) -> Data:
    """Return every national roadmap: facts, its own titles, and the editors' texts by language."""
    texts, data = _Texts(site), site.project.national_roadmaps
    return {
        **{name: about[name] for name in _about(site)},
        "as_of": data.as_of.isoformat(),
        "official_list": data.official_list.model_dump(mode="json"),
        "national_roadmaps": [_national_roadmap(texts, one) for one in data.roadmaps],
    }


def _national_roadmap(texts: _Texts, one: NationalRoadmap) -> Data:
    name = f"national-roadmap title {one.id}"
    titles = texts(name, one.texts(texts.site.project.languages.source).get(name))
    return {
        **one.model_dump(mode="json", exclude={"translation"}),
        "title_translation": {code: text for code, text in titles.items() if code not in one.title},
        "summary": texts(f"national-roadmap {one.id}", one.summary),
        "note": texts(f"national-roadmap note {one.id}", one.note),
    }


def _about(site: Site) -> Data:
    """Return the properties that every JSON file starts with."""
    return {
        "iri": site.roadmap.iri,
        "version": site.roadmap.version,
        "date": site.roadmap.date.isoformat(),
        "rights": _in_each(site, rights),
        "translations": _in_each(site, translations),
        "languages": list(site.project.codes),
    }


def rights(words: Localization) -> LocalizedText:
    """Return a note on what the licence covers, and what it does not."""
    return words.pgettext(
        "data",
        "Les textes de la rédaction (noms courts, explications, notes, liste des feuilles de route nationales) sont "
        "sous licence CC BY 4.0, chaque étude de cas et chaque feuille de route publiée ici sous la sienne. "
        "Le texte de la feuille de route et ses "
        "traductions restent soumis aux droits de l’UNESCO, dont les conditions n’ont pas pu être vérifiées : "
        "consultez-la avant de les reprendre au-delà de la citation.",
    )


def translations(words: Localization) -> LocalizedText:
    """Return a note on the authors of the translations."""
    return words.pgettext(
        "data",
        "Les traductions sont celles de la rédaction et ne sont pas officielles, sauf celles que les fichiers "
        "marquent « official » : ces mots sont ceux de l’UNESCO ou des Nations Unies, autant que nous avons pu le "
        "vérifier.",
    )


def _in_each(site: Site, localize: Callable[[Localization], LocalizedText]) -> dict[str, str]:
    """Return a sentence of the interface in each language that it is translated into."""
    texts = {code: localize(Localization(site, code)) for code in site.project.codes}
    return {code: text.value for code, text in texts.items() if text.language == code}


def _labels(site: Site) -> dict[str, dict[str, str]]:
    """Return the short names of goals, outputs and activities, and the labels of states and bases, by language."""
    items = [entry for entry in site.entries() if entry.kind in ("goal", "output", "activity")]
    labels = {
        item.anchor: _in_each(site, partial(Localization.item_label, kind=item.kind, identifier=item.id))
        for item in items
    }
    labels["ended"] = _in_each(site, Localization.ended_label)
    for state in get_args(State):
        labels[state] = _in_each(site, partial(Localization.state_label, state=state))
    for basis in sorted({f"{link.basis}-{link.confidence}" for goal in site.roadmap.goals for link in goal.sdgs}):
        labels[basis] = _in_each(site, partial(Localization.basis_label, basis=_basis(basis)))
    return labels


def _basis(name: str) -> str:
    return "framework" if name.startswith("framework") else name


class _Texts:
    """The texts of the data in each language that has them, with their origin."""

    def __init__(self, site: Site):
        self.site = site
        self.reviewed = {
            (code, unit.name)
            for code in site.project.codes
            for unit in site.once(progress.of_site)[code]["roadmap"].units
            if unit.reviewed
        }

    def __call__(
        self, context: str, french: str | None, official: Iterable[str] = (), own: bool = True
    ) -> dict[str, Data]:
        """Return a text by language, with its kind (original, official or unofficial translation), whether it has been
        reviewed, and its licence; nothing for an empty text. In the languages of `official`, the words are the
        authority's own. Without `own`, it is a text of UNESCO or the United Nations or its translation, which is not
        the editors' to license.
        """
        texts: dict[str, Data] = {}
        if not french:
            return texts
        for code in self.site.project.codes:
            translation = self.site.translator(code).find(context, french)
            if translation.language == code:
                origin = "original" if code == self.site.project.languages.source else "unofficial"
                texts[code] = {
                    "text": translation.text,
                    "translation": "official" if code in official else origin,
                    "reviewed": (code, context) in self.reviewed,
                    "licence": LICENCE if own else None,
                }
        return texts

    def entry(self, entry: Entry) -> Data:
        """Return a text of the leaflet with its provenance."""
        return {
            "iri": f"{self.site.roadmap.iri}#{entry.anchor}",
            **self._version(entry.context, entry.text),
            "terms": list(entry.text.terms),
            "former": [self._version(context, version) for context, version in entry.former()],
        }

    def _version(self, context: str, text: TextVersion) -> Data:
        return {
            "text": self(context, text.text, text.official_sources, own=False),
            "state": text.state,
            "document": text.document,
            "confidence": text.confidence,
            "printed": list(text.printed),
            "note": self(f"note {context}", text.note),
            "sources": list(text.sources),
        }


def _case_text(case: CaseFolder, text: CaseText) -> Data:
    parts = [{"id": one.id, "title": one.title, "markdown": one.markdown.strip()} for one in text.sections]
    return {**case_head(case, text), "sections": parts}


def _json(data: Data) -> bytes:
    """Return an object as JSON, a line for each key and for each item of its lists: versions can be compared.

    It is written piece by piece: the text of thousands of case studies, and its parts, would be in memory several
    times.
    """
    buffer = io.BytesIO()
    for start, (key, value) in zip(chain("{", repeat(",")), data.items(), strict=False):
        buffer.write(f"{start}\n{_line(key)}: ".encode())
        if value and isinstance(value, list):
            for begin, item in zip(chain("[", repeat(",")), value, strict=False):
                buffer.write(f"{begin}\n{_line(item)}".encode())
            buffer.write(b"\n]")
        else:
            buffer.write(_line(value).encode())
    buffer.write(b"\n}\n")
    return buffer.getvalue()


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# Data Package


def _package(site: Site, whole: Data, contents: Mapping[str, bytes]) -> Data:
    """Return the descriptor of the files in `contents` (Data Package, version 2).

    Its `title` is in the source language: the format has one language for titles. `titles` has all of them.
    """
    titles = {code: title["text"] for code, title in whole["title"]["text"].items()}
    documents: list[Data] = [{"title": titles[site.project.languages.source]}]
    documents += [{"title": one.title, **({"path": one.url} if one.url else {})} for one in site.roadmap.documents]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "open-roadmap",
        "id": whole["iri"],
        "version": whole["version"],
        "date": whole["date"],
        "title": titles[site.project.languages.source],
        "titles": titles,
        "rights": whole["rights"],
        "translations": whole["translations"],
        "languages": whole["languages"],
        "sources": [*documents, *({"title": one.title, "path": one.url} for one in site.roadmap.sources)],
        "resources": [_resource(site, path.removeprefix("data/"), content) for path, content in contents.items()],
    }


def _resource(site: Site, path: str, content: bytes) -> Data:
    parts = PurePath(path)
    tabular, spreadsheet = parts.suffix == ".csv", path.endswith(SPREADSHEET)
    holds = parts.name.removesuffix(SPREADSHEET).partition(".")[0]
    language = "" if parts.parent == PurePath() else f"-{parts.parent}".lower()
    resource: Data = {
        "name": parts.stem + language + ("" if tabular else "-" + parts.suffix[1:]),
        "path": path,
        "format": parts.suffix[1:],
        "mediatype": TYPES[parts.suffix],
        "encoding": "utf-16" if spreadsheet else "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content)}",
    }
    licences: dict[str, set[str]] = {
        "case-studies": {case.facts.licence for case in site.cases},
        "national-roadmaps": {LICENCE},
        "adaptations": adaptations.licences(site),
    }
    if licences.get(holds):  # the others have texts of UNESCO: `rights` states what may be done with them
        resource["licenses"] = [{"name": name, "path": LICENCES[name]} for name in sorted(licences[holds])]
    if tabular:
        columns, key = TABLES[holds]
        fields = [{"name": name, "type": type_} for name, type_ in columns.items()]
        resource |= {"type": "table", "schema": {"fields": fields, "primaryKey": ["language", *key]}}
    if spreadsheet:
        resource["dialect"] = {"delimiter": "\t"}
    return resource
