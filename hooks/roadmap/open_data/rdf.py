"""The roadmap as a SKOS concept scheme, in JSON-LD and Turtle, from the plain data of `open_data.roadmap`.

Goals are the top concepts; outputs are narrower than their goal, activities than their output. There are no blank
nodes and the order is fixed: two builds give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import quote

Node = dict[str, Any]
Labels = Mapping[str, Mapping[str, str]]
SDG_IRI = "http://metadata.un.org/sdg/{}"
"""The UN's persistent identifiers of the SDGs."""
VOCABULARIES = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SHORT = re.compile(rf"(?:roadmap|{'|'.join(VOCABULARIES)}):[A-Za-z0-9-]+(?:\.[0-9]+)?")
"""A name that Turtle reads without angle brackets."""


def nodes(roadmap: Node, labels: Labels) -> list[Node]:
    """Return the nodes of the graph, as in JSON-LD. `labels`: names by item, state and basis, then by language."""
    addresses = {source["id"]: _iri(source["url"]) for source in roadmap["sources"]}
    every: list[Node] = [
        {
            "@id": roadmap["iri"],
            "@type": ["skos:ConceptScheme"],
            "dcterms:modified": [{"@value": roadmap["date"], "@type": "xsd:date"}],
            "dcterms:rights": _texts(roadmap["rights"]),
            "dcterms:source": [_document(one["id"]) for one in roadmap["documents"]],
            "dcterms:title": _texts(roadmap["title"]["text"]),
            "owl:versionInfo": [{"@value": roadmap["version"]}],
            "skos:definition": _texts(roadmap["closing"]["text"]),
            "skos:editorialNote": _texts(roadmap["translations"]),
            "skos:hasTopConcept": [_iri(f"roadmap:goal-{goal['id']}") for goal in roadmap["goals"]],
        },
        {
            "@id": "roadmap:leaflet",
            "@type": ["dcterms:BibliographicResource"],
            "dcterms:description": _texts(roadmap["leaflet"]["note"]),
            "dcterms:language": [{"@value": roadmap["leaflet"]["language"]}],
            "dcterms:title": [
                one
                for one in _texts(roadmap["documents"][0]["title"])
                if one["@language"] == roadmap["leaflet"]["language"]
            ],
        },
        *_later_documents(roadmap),
        *_concepts(roadmap, labels, addresses),
        *_statements(roadmap, labels, addresses),
        *(
            {"@id": sdg["iri"], "@type": ["skos:Concept"], "skos:prefLabel": _texts(_official(sdg["title"]))}
            for sdg in roadmap["sdgs"]
        ),
    ]
    return [{name: values for name, values in node.items() if values} for node in every]


def _later_documents(roadmap: Node) -> Iterator[Node]:
    for one in roadmap["documents"][1:]:
        yield {
            **_document(one["id"]),
            "@type": ["dcterms:BibliographicResource"],
            "dcterms:date": [{"@value": one["date"]}],
            "dcterms:description": _texts(one["note"]),
            "dcterms:identifier": [{"@value": one["symbol"]}] if one["symbol"] else [],
            "dcterms:language": [{"@value": one["language"]}],
            "dcterms:publisher": _texts(one["issuer"]),
            "dcterms:title": _texts(one["title"]),
            "rdfs:seeAlso": [_iri(one["url"])] if one["url"] else [],
        }


def _document(identifier: str) -> Node:
    """Return the name of a document; no item of the roadmap can have it."""
    return _iri("roadmap:leaflet" if identifier == "leaflet" else f"roadmap:document-{identifier}")


def _concepts(roadmap: Node, labels: Labels, addresses: Mapping[str, Node]) -> Iterator[Node]:
    above = {f"output-{output['id']}": f"goal-{output['goal']['id']}" for output in roadmap["outputs"]}
    above |= {f"activity-{activity['id']}": f"output-{activity['output']}" for activity in roadmap["activities"]}
    scheme = [_iri(roadmap["iri"])]
    for kind, items in (("goal", "goals"), ("output", "outputs"), ("activity", "activities")):
        for item in roadmap[items]:
            name, ended = f"{kind}-{item['id']}", item.get("ended") or {}
            yield {
                "@id": f"roadmap:{name}",
                "@type": ["skos:Concept"],
                "dcterms:isReplacedBy": [_iri(f"roadmap:{kind}-{one}") for one in ended.get("replaced_by", ())],
                "dcterms:source": [_document(item["document"]), *(addresses[one] for one in item["sources"])],
                "owl:deprecated": [{"@value": "true", "@type": "xsd:boolean"}] if ended else [],
                "skos:changeNote": _texts(labels["ended"]) + _texts(ended["note"]) if ended else [],
                "skos:broader": [_iri(f"roadmap:{above[name]}")] if name in above else [],
                "skos:definition": _texts(item["text"]),
                "skos:editorialNote": [
                    *(_texts(labels[item["state"]]) if item["state"] != "printed" else ()),
                    *_texts(item["note"]),
                    *(_texts(item["goal"]["note"]) if kind == "output" else ()),
                    *(_texts(item["sdg_note"]) if kind == "goal" else ()),
                ],
                "skos:historyNote": [
                    *({"@value": piece, "@language": roadmap["leaflet"]["language"]} for piece in item["printed"]),
                    *chain.from_iterable(_texts(one["text"]) for one in item["former"]),
                ],
                "skos:inScheme": scheme,
                "skos:narrower": [_iri(f"roadmap:{below}") for below, one in above.items() if one == name],
                "skos:notation": [{"@value": item["id"]}],
                "skos:prefLabel": _texts(labels[name]),
                "skos:relatedMatch": [
                    _iri(SDG_IRI.format(link["sdg"]))
                    for link in item.get("sdgs", ())
                    if link["confidence"] != "doubtful"
                ],
                "skos:topConceptOf": scheme if kind == "goal" else [],
            }


def _statements(roadmap: Node, labels: Labels, addresses: Mapping[str, Node]) -> Iterator[Node]:
    """Yield the basis of each link to an SDG. A doubtful link is described here, and asserted nowhere."""
    for goal in roadmap["goals"]:
        for link in goal["sdgs"]:
            yield {
                "@id": f"roadmap:goal-{goal['id']}-sdg-{link['sdg']}",
                "@type": ["rdf:Statement"],
                "dcterms:source": [addresses[one] for one in link["sources"]],
                "rdf:object": [_iri(SDG_IRI.format(link["sdg"]))],
                "rdf:predicate": [_iri("skos:relatedMatch")],
                "rdf:subject": [_iri(f"roadmap:goal-{goal['id']}")],
                "skos:editorialNote": [
                    *_texts(labels[f"{link['basis']}-{link['confidence']}"]),
                    *_texts(link["note"]),
                ],
            }


def _iri(name: str) -> Node:
    return {"@id": quote(name, safe="%/:?#[]@!$&'()*+,;=-._~")}


def _texts(texts: Mapping[str, Any]) -> list[Node]:
    """Return literals from texts by language, which are strings or mappings with their origin."""
    return [{"@value": one if isinstance(one, str) else one["text"], "@language": code} for code, one in texts.items()]


def _official(texts: Node) -> Node:
    """Return the UN's own titles: the UN's concepts get no others."""
    return {code: one for code, one in texts.items() if one["translation"] == "official"}


def _prefixes(iri: str) -> dict[str, str]:
    return {"roadmap": f"{iri}#", **VOCABULARIES}


def json_ld(found: list[Node], iri: str) -> Node:
    """Return the nodes as a JSON-LD document."""
    return {"@context": _prefixes(iri), "@graph": found}


def turtle(found: list[Node], iri: str) -> str:
    """Return the nodes as Turtle."""
    heads = [f"@prefix {prefix}: <{target}> ." for prefix, target in _prefixes(iri).items()]
    return "\n".join([*heads, "", *map(_block, found)])


def _block(node: Node) -> str:
    """Return the Turtle of one node: its type and its predicates."""
    lines = [f"a {', '.join(node['@type'])}"]
    lines += [
        f"{predicate} {', '.join(map(_term, values))}"
        for predicate, values in node.items()
        if not predicate.startswith("@")
    ]
    return f"{_term({'@id': node['@id']})}\n  " + " ;\n  ".join(lines) + " .\n"


def _term(value: Node) -> str:
    """Return a name or a text in Turtle, which escapes texts as JSON does."""
    if "@id" in value:
        iri: str = value["@id"]
        return iri if SHORT.fullmatch(iri) else f"<{iri}>"
    mark = f"@{value['@language']}" if "@language" in value else f"^^{value['@type']}" if "@type" in value else ""
    return json.dumps(value["@value"], ensure_ascii=False) + mark
