"""The roadmap and its case studies as data, in every language at once: JSON, CSV, and the descriptor of the files.

The names of files, keys and columns are promised to those who reuse them: `tests/contract.yml` lists them. A text is
given only in the languages that have it, none standing in for another, each with where its words come from.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, repeat
from pathlib import PurePath

from roadmap.fingerprints import sha256
from roadmap.localization import Localization
from roadmap.localized_text import LocalizedText
from roadmap.model.contribution import LICENCES
from roadmap.open_data import rdf
from roadmap.open_data.tables import ACTIVITY_COLUMNS, CASE_COLUMNS, Data, activity_rows, case_head, case_rows, to_csv
from roadmap.reading.case_study import CaseFolder, CaseText
from roadmap.site import Entry, Site
from roadmap.translation import progress

LICENCE = "CC-BY-4.0"
"""Of what the editors wrote; `rights` says what it does not cover."""
TYPES = {".json": "application/json", ".csv": "text/csv", ".jsonld": "application/ld+json", ".ttl": "text/turtle"}


def files(site: Site) -> dict[str, bytes]:
    """Every file by its path from the site's root; the descriptor, which counts the others' bytes, comes last."""
    whole = roadmap(site)
    activities, cases = list(activity_rows(whole)), list(case_rows(site))
    nodes = rdf.nodes(whole, _labels(site))
    # Each as bytes at once: with thousands of case studies, texts weigh too much to stand beside them.
    found = {
        "data/roadmap.json": _json(whole),
        "data/roadmap.jsonld": _json(rdf.json_ld(nodes, whole["iri"])),
        "data/roadmap.ttl": rdf.turtle(nodes, whole["iri"]).encode(),
        "data/case-studies.json": _json(case_studies(site, whole)),
        "data/activities.csv": to_csv(ACTIVITY_COLUMNS, activities).encode(),
        "data/case-studies.csv": to_csv(CASE_COLUMNS, cases).encode(),
    }
    for code in site.sources.codes:
        for name, columns, rows in (
            ("activities", ACTIVITY_COLUMNS, activities),
            ("case-studies", CASE_COLUMNS, cases),
        ):
            of_language = (row for row in rows if row["language"] == code)
            found[f"data/{code}/{name}.csv"] = to_csv(columns, of_language).encode()
    return found | {"data/datapackage.json": _json(_package(site, whole, found))}


# JSON


def roadmap(site: Site) -> Data:
    """The whole roadmap: texts by language, links with what they rest on, sources."""
    tell = _Told(site)
    entries = {entry.anchor: tell.entry(entry) for entry in site.entries()}
    leaflet, confidence = site.roadmap.leaflet, site.sources.sdgs.title_confidence
    return {
        **_about(site),
        "leaflet": {
            "language": leaflet.language,
            "likely_year": leaflet.likely_year,
            "note": tell("note leaflet", leaflet.note),
        },
        **{name: entries[name] for name in ("title", "banner", "closing")},
        "rows": {name: entries[f"row-{name}"] for name in type(site.roadmap.rows).model_fields},
        "goals": [
            {
                "id": goal.id,
                **entries[f"goal-{goal.id}"],
                "sdgs": [
                    {
                        **link.model_dump(mode="json"),
                        "note": tell(f"note goal {goal.id} sdg {link.sdg}", link.note),
                    }
                    for link in goal.sdgs
                ],
                "sdg_note": tell(f"note goal {goal.id} sdgs", goal.sdg_note),
            }
            for goal in site.roadmap.goals
        ],
        "outputs": [
            {
                "id": output.id,
                **entries[f"output-{output.id}"],
                "goal": {
                    "id": output.goal.id,
                    "confidence": output.goal.confidence,
                    "note": tell(f"note output {output.id} goal", output.goal.note),
                },
            }
            for output in site.roadmap.outputs
        ],
        "activities": [
            {"id": activity.id, **entries[f"activity-{activity.id}"], "output": output.id}
            for output, activity in site.activities.values()
        ],
        "sdgs": [
            {
                "number": number,
                "iri": rdf.SDG_IRI.format(number),
                "title": tell(f"sdg {number}", site.sdgs[number].title, official=confidence),
                "title_confidence": confidence,
            }
            for number in site.linked_sdgs
        ],
        "sources": [
            {**source.model_dump(), "title": tell(f"source {source.id}", source.title)}
            for source in site.roadmap.sources
        ],
    }


def case_studies(site: Site, about: Data) -> Data:
    """Every case study: its facts as its authors gave them, and its texts, in Markdown, by language."""
    return {
        **{name: about[name] for name in _about(site)},
        "case_studies": [
            {
                "id": case.slug,
                **case.facts.model_dump(mode="json"),
                "texts": {code: _case_text(case, text) for code, text in sorted(case.texts.items())},
            }
            for case in site.cases
        ],
    }


def _about(site: Site) -> Data:
    """What stands at the head of each JSON file."""
    return {
        "iri": site.roadmap.iri,
        "version": site.roadmap.version,
        "licence": {"name": LICENCE, "path": LICENCES[LICENCE]},
        "rights": _in_each(site, rights),
        "translations": _in_each(site, translations),
        "languages": list(site.sources.codes),
    }


def rights(words: Localization) -> LocalizedText:
    """What the licence covers, and what it does not."""
    return words.pgettext(
        "data",
        "Les textes propres à ce site et ses traductions sont sous licence CC BY 4.0, chaque étude de cas sous la "
        "sienne. Les conditions d’utilisation du dépliant n’ont pas pu être vérifiées : demandez à l’UNESCO avant de "
        "reprendre son texte au-delà de la citation.",
    )


def translations(words: Localization) -> LocalizedText:
    """Whose the translations are."""
    return words.pgettext(
        "data",
        "Les traductions sont celles de la rédaction ; elles ne sont pas officielles. Seuls les intitulés des ODD "
        "reprennent les mots des Nations Unies.",
    )


def _in_each(site: Site, say: Callable[[Localization], LocalizedText]) -> dict[str, str]:
    """A sentence of the interface by language, where it is translated."""
    told = {code: say(Localization(site, code)) for code in site.sources.codes}
    return {code: text.value for code, text in told.items() if text.language == code}


def _labels(site: Site) -> dict[str, dict[str, str]]:
    """The short names of goals, outputs and activities, and the names of what is said of them, by language."""
    kinds = [entry for entry in site.entries() if entry.kind in ("goal", "output", "activity")]
    named = {e.anchor: _in_each(site, lambda words, e=e: words.item_label(e.kind, e.id)) for e in kinds}
    states = {s: _in_each(site, lambda words, s=s: words.state_label(s)) for s in ("printed", "restored", "doubtful")}
    bases = {f"{link.basis}-{link.confidence}" for goal in site.roadmap.goals for link in goal.sdgs}
    return named | states | {b: _in_each(site, lambda words, b=b: words.basis_label(_basis(b))) for b in sorted(bases)}


def _basis(name: str) -> str:
    return "framework" if name.startswith("framework") else name


class _Told:
    """Tells a text of the data in each language that has it, with where its words come from."""

    def __init__(self, site: Site):
        self.site = site
        self.reviewed = {
            (code, unit.name)
            for code in site.sources.codes
            for unit in site.once(progress.of_site)[code]["roadmap"].units
            if unit.reviewed
        }

    def __call__(self, context: str, french: str | None, official: Iterable[str] = ()) -> dict[str, Data]:
        """By language: the text, whether it is the original, an official or an unofficial translation, whether it has
        been reviewed. `official` names the languages in which the words are the authority's own.
        """
        found = {}
        for code in self.site.sources.codes if french else ():
            told = self.site.translator(code).find(context, french)
            if told.language == code:
                origin = "original" if code == self.site.sources.languages.source else "unofficial"
                found[code] = {
                    "text": told.text,
                    "translation": "official" if code in official else origin,
                    "reviewed": (code, context) in self.reviewed,
                }
        return found

    def entry(self, entry: Entry) -> Data:
        """A text of the leaflet with its provenance."""
        text = entry.text
        return {
            "iri": f"{self.site.roadmap.iri}#{entry.anchor}",
            "text": self(entry.context, text.text),
            "state": text.state,
            "confidence": text.confidence,
            "printed": list(text.printed),
            "note": self(f"note {entry.context}", text.note),
            "sources": list(text.sources),
            "terms": list(text.terms),
        }


def _case_text(case: CaseFolder, text: CaseText) -> Data:
    parts = [{"id": one.id, "title": one.title, "markdown": one.markdown.strip()} for one in text.sections]
    return {**case_head(case, text), "sections": parts}


def _json(data: Data) -> bytes:
    """A line for each key, and for each item of its list: whoever compares two versions sees what has changed.

    Put together piece by piece: a text of thousands of case studies, and its parts, would be in memory several times.
    """
    written = io.BytesIO()
    for start, (key, value) in zip(chain("{", repeat(",")), data.items(), strict=False):
        written.write(f"{start}\n{_line(key)}: ".encode())
        if value and isinstance(value, list):
            for begin, item in zip(chain("[", repeat(",")), value, strict=False):
                written.write(f"{begin}\n{_line(item)}".encode())
            written.write(b"\n]")
        else:
            written.write(_line(value).encode())
    written.write(b"\n}\n")
    return written.getvalue()


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# CSV


# Data Package


def _package(site: Site, whole: Data, found: Mapping[str, bytes]) -> Data:
    """The descriptor (Data Package, version 2), which has one language for titles: the others stand in `titles`."""
    titles = {code: told["text"] for code, told in whole["title"]["text"].items()}
    leaflet = {"title": titles[site.sources.languages.source]}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "open-roadmap",
        "id": whole["iri"],
        "version": whole["version"],
        "title": titles[site.sources.languages.source],
        "titles": titles,
        "licenses": [whole["licence"]],
        "rights": whole["rights"],
        "translations": whole["translations"],
        "languages": whole["languages"],
        "sources": [leaflet, *({"title": one.title, "path": one.url} for one in site.roadmap.sources)],
        "resources": [_resource(site, path.removeprefix("data/"), content) for path, content in found.items()],
    }


def _resource(site: Site, path: str, content: bytes) -> Data:
    parts = PurePath(path)
    tabular = parts.suffix == ".csv"
    language = "" if parts.parent == PurePath(".") else f"-{parts.parent}".lower()
    resource = {
        "name": parts.stem + language + ("" if tabular else "-" + parts.suffix[1:]),
        "path": path,
        "format": parts.suffix[1:],
        "mediatype": TYPES[parts.suffix],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content)}",
    }
    if parts.stem == "case-studies":
        licences = sorted({case.facts.licence for case in site.cases})
        resource["licenses"] = [{"name": name, "path": LICENCES[name]} for name in licences]
    if tabular:
        columns = CASE_COLUMNS if parts.stem == "case-studies" else ACTIVITY_COLUMNS
        key = "case_study" if parts.stem == "case-studies" else "activity"
        fields = [{"name": name, "type": type_} for name, type_ in columns.items()]
        resource |= {"type": "table", "schema": {"fields": fields, "primaryKey": ["language", key]}}
    return resource
