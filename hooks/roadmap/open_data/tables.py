"""The tables of the open data: one row for each activity or case study and language, in CSV."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from roadmap.open_data import adaptations
from roadmap.reading import sections
from roadmap.reading.case_study import CaseFolder, CaseText
from roadmap.site import Site

Data = dict[str, Any]
FORMULA = re.compile(
    r"""\A(?=[\t\r\n]|[\s"]*[=+\-@＝＋－＠﹦﹢﹣﹫])|(?<=[,;|\t\r\n])(\s*+)(?=["]*[=+\-@＝＋－＠﹦﹢﹣﹫])"""
)
"""Where a spreadsheet would see the start of a formula: in a cell, or in what programs with other separators than ours
make of its parts. Spreadsheets in East Asia read full-width signs like the usual ones.
"""

VERSION = {"data_version": "string", "data_date": "date"}
"""The last columns of each table: a table is copied without the file that describes it."""

ACTIVITY_COLUMNS = {
    "language": "string",
    "activity": "string",
    "output": "string",
    "goal": "string",
    "goal_sdgs": "string",
    "goal_sdgs_doubtful": "string",
    "text": "string",
    "translation": "string",
    "reviewed": "boolean",
    "state": "string",
    "confidence": "string",
    "printed": "string",
    "note": "string",
    "sources": "string",
    "document": "string",
    "ended_by": "string",
    "replaced_by": "string",
    "former": "string",
    **VERSION,
}
"""Name and type of each column of activities.csv."""

CASE_COLUMNS = {
    "language": "string",
    "case_study": "string",
    "title": "string",
    "summary": "string",
    "translation": "string",
    "reviewed": "boolean",
    "parties": "string",
    "party_names": "string",
    "lead_institution": "string",
    "year_start": "integer",
    "year_end": "integer",
    "ongoing": "boolean",
    "planned": "boolean",
    "activities": "string",
    "activities_partial": "string",
    "sdgs": "string",
    "domains": "string",
    "origin": "string",
    "licence": "string",
    "original_language": "string",
    "updated": "date",
    "sources": "string",
    **VERSION,
}
"""Name and type of each column of case-studies.csv."""

ROADMAP_COLUMNS = {
    "language": "string",
    "national_roadmap": "string",
    "party": "string",
    "co_parties": "string",
    "party_names": "string",
    "kind": "string",
    "year": "integer",
    "title": "string",
    "title_languages": "string",
    "title_translation": "string",
    "summary": "string",
    "translation": "string",
    "reviewed": "boolean",
    "activities_stated": "string",
    "activities_inferred": "string",
    "case_study": "string",
    "confidence": "string",
    "note": "string",
    "updated": "date",
    "sources": "string",
    **VERSION,
}
"""Name and type of each column of national-roadmaps.csv."""

TABLES = {
    "activities": (ACTIVITY_COLUMNS, ("activity",)),
    "case-studies": (CASE_COLUMNS, ("case_study",)),
    "national-roadmaps": (ROADMAP_COLUMNS, ("national_roadmap",)),
    "adaptations": ({**adaptations.COLUMNS, **VERSION}, ("adaptation", "activity")),
}
"""The columns of each table, and those that identify a row in a language."""


def activity_rows(whole: Data) -> Iterator[Data]:
    """Return the rows of activities.csv, from `data/roadmap.json`."""
    goals, outputs = ({item["id"]: item for item in whole[name]} for name in ("goals", "outputs"))
    addresses = {source["id"]: source["url"] for source in whole["sources"]}
    for code in whole["languages"]:
        for activity in whole["activities"]:
            goal = goals[outputs[activity["output"]]["goal"]["id"]]
            ended = activity["ended"] or {"document": None, "replaced_by": ()}
            yield {
                "language": code,
                "activity": activity["id"],
                "goal": goal["id"],
                "goal_sdgs": [link["sdg"] for link in goal["sdgs"] if link["confidence"] != "doubtful"],
                "goal_sdgs_doubtful": [link["sdg"] for link in goal["sdgs"] if link["confidence"] == "doubtful"],
                **{name: activity[name] for name in ("output", "state", "confidence")},
                **activity["text"].get(code, {}),
                "printed": " | ".join(activity["printed"]),
                "note": activity["note"].get(code, {}).get("text"),
                "sources": [addresses[name] for name in activity["sources"]],
                "document": activity["document"],
                "ended_by": ended["document"],
                "replaced_by": ended["replaced_by"],
                "former": " | ".join(one["text"][code]["text"] for one in activity["former"] if code in one["text"]),
            }


def case_rows(site: Site) -> Iterator[Data]:
    """Return the rows of case-studies.csv."""
    names = site.project.party_names
    for case in site.cases:
        facts = case.facts
        plain = facts.model_dump(mode="json", include=set(CASE_COLUMNS))
        for code, text in sorted(case.texts.items()):
            institution = facts.lead_institution
            yield {
                **plain,
                **case_head(case, text),
                "language": code,
                "case_study": case.slug,
                "parties": facts.parties,
                "party_names": "; ".join(names.name_in(party, code)[0] for party in facts.parties),
                "lead_institution": institution.get(code)
                or institution.get(facts.original_language)
                or next(iter(institution.values())),
                "year_start": facts.years.start,
                "year_end": facts.years.end,
                "ongoing": facts.years.ongoing,
                "planned": facts.years.planned,
                "sources": [source.url for source in facts.sources],
            }


def roadmap_rows(site: Site, whole: Data) -> Iterator[Data]:
    """Return the rows of national-roadmaps.csv, from `data/national-roadmaps.json`."""
    names = site.project.party_names
    plain = set(ROADMAP_COLUMNS) - {"title", "summary", "note", "sources"}
    for code in whole["languages"]:
        for one in whole["national_roadmaps"]:
            codes = [one["party"], *one["co_parties"]]
            yield {
                **{name: value for name, value in one.items() if name in plain},
                **{name: value for name, value in one["summary"].get(code, {}).items() if name != "text"},
                "language": code,
                "national_roadmap": one["id"],
                "party_names": "; ".join(names.name_in(party, code)[0] for party in codes),
                "title": " | ".join(one["title"].values()),
                "title_languages": list(one["title"]),
                "title_translation": one["title_translation"].get(code, {}).get("text"),
                "summary": one["summary"].get(code, {}).get("text"),
                "note": one["note"].get(code, {}).get("text"),
                "sources": [source["url"] for source in one["sources"]],
            }


def to_csv(columns: Mapping[str, str], rows: Iterable[Data], separator: str = ",") -> str:
    """Return rows as CSV (RFC 4180), with a header."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return buffer.getvalue()


def for_spreadsheets(columns: Mapping[str, str], rows: Iterable[Data]) -> bytes:
    """Return rows as a table that spreadsheets open in all countries: UTF-16 with a byte order mark, and tabs.

    Excel reads other CSV in its country's encoding and with its separator: a semicolon in France, a comma in China.
    """
    return codecs.BOM_UTF16_LE + to_csv(columns, rows, "\t").encode("utf-16-le")


def _cell(value: object) -> str:
    """Return a value as a cell: lists separated by spaces; an apostrophe before what a spreadsheet would run."""
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if text.isalnum() else FORMULA.sub(r"\g<0>'", text)


def case_head(case: CaseFolder, text: CaseText) -> Data:
    """Return the properties of a case study's text, without its sections."""
    return {
        "title": text.title,
        "summary": text.summary,
        "translation": "original" if text is case.original else "unofficial",
        "reviewed": text is not case.original and sections.is_reviewed(text, case.original),
    }
