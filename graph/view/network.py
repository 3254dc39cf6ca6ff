"""A pyoxigraph store in; a networkx graph of entities, facts, documents and sentences out."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, partial
from math import log2
from pathlib import Path
from typing import Any

import networkx as nx

from graph.records import TYPES
from graph.remote import Source
from graph.view.places import add_places
from graph.view.rows import Reader, Row, local, rows, tail
from graph.view.superseded import superseded

__all__ = ["TEMPLATE", "assembled", "legend", "network"]

TEMPLATE = Path(__file__).parent / "template"

NAMES = "SELECT ?s ?type ?label WHERE { VALUES ?type { %s } ?s a ?type ; skos:prefLabel ?label }"
ALIASES = "SELECT ?s ?alias WHERE { ?s skos:altLabel ?alias }"
MENTIONS = "SELECT ?s ?document WHERE { ?s rg:mentionedIn ?document }"
FACTS = "SELECT ?s ?p ?o WHERE { VALUES ?p { %s } ?s ?p ?o }"
QUANTITIES = """SELECT ?s ?value ?unit ?verbatim WHERE { ?s a rg:Quantity
  OPTIONAL { ?s rg:value ?value } OPTIONAL { ?s rg:unit ?unit } OPTIONAL { ?s rg:verbatim ?verbatim } }"""
OBSERVATIONS = """SELECT ?s ?region ?indicator ?value ?unit ?year ?basis ?growth ?bound WHERE {
  ?s rg:region ?region ; rg:indicator ?indicator
  OPTIONAL { ?s rg:value ?value } OPTIONAL { ?s rg:unit ?unit } OPTIONAL { ?s rg:year ?year }
  OPTIONAL { ?s rg:basis ?basis } OPTIONAL { ?s rg:growth ?growth } OPTIONAL { ?s rg:bound ?bound } }"""
STATEMENTS = """SELECT ?s ?p ?o ?sentence ?rule ?explicit WHERE {
  ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
  MINUS { ?statement rg:superseded true }
  OPTIONAL { ?statement prov:wasDerivedFrom ?sentence } OPTIONAL { ?statement rg:rule ?rule }
  OPTIONAL { ?statement rg:explicit ?explicit } }"""
SENTENCES = """SELECT ?s ?document ?start ?end ?quote ?section ?basis ?year WHERE {
  ?s rg:document ?document ; rg:quote ?quote
  OPTIONAL { ?s rg:start ?start } OPTIONAL { ?s rg:end ?end } OPTIONAL { ?s rg:section ?section }
  OPTIONAL { ?s rg:basis ?basis } OPTIONAL { ?s rg:year ?year } }"""
DOCUMENTS = """SELECT ?s ?title ?year ?genre ?subject WHERE { ?s a rg:Document
  OPTIONAL { ?s rg:title ?title } OPTIONAL { ?s rg:year ?year } OPTIONAL { ?s rg:genre ?genre }
  OPTIONAL { ?s rg:subject ?subject } }"""

Fact = tuple[str, str, Any]


@cache
def legend() -> dict[str, dict[str, dict[str, str]]]:
    """Return what template/legend.toml says: labels, colours and shapes by types, relations, statuses and attributes.

    >>> legend()["types"]["Region"]["shape"]
    'dot'
    """
    return tomllib.loads((TEMPLATE / "legend.toml").read_text(encoding="utf-8"))


def network(store: Source) -> nx.MultiDiGraph[str]:
    """Return the entities of a store as nodes (keyed by IRI) and its relations as edges (keyed by local name).

    Nodes have type, types, label, aliases, scope, home, status, aim, attributes, observations, documents, sentences
    and importance; edges relation, explicit, rule, sentences. A status that only sentences of basis target state is an
    aim and no status. `graph["sentences"]` and `graph["documents"]` hold what ids stand for, `graph["superseded"]` the
    statements that later documents or stronger rules overrule.
    Regions that no document mentions are left out unless a mentioned entity is linked to them.
    """
    return assembled(partial(rows, store), whole=True)


def assembled(read: Reader, *, whole: bool) -> nx.MultiDiGraph[str]:
    """Return the network of what a reader gives for the queries of this module; `network` tells what is in it.

    Of less than a whole graph nobody knows here which regions no mentioned entity is linked to: all are kept.
    """
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    evidence = _evidence(read)
    names = _names(read)
    mentions = _grouped(read(MENTIONS), "document")
    _add_nodes(made, read, names, mentions)
    _add_edges(made, read, evidence)
    if whole:
        _drop_background(made, mentions)
    _add_attributes(made, read, evidence)
    _add_observations(made, read, evidence)
    made.graph["superseded"] = superseded(read, made)
    made.graph["sentences"] = _sentences(read)
    made.graph["documents"] = _documents(read, names)
    _add_sentences(made, evidence)
    _add_aims(made)
    add_places(made, read)
    _add_importance(made)
    return made


def _grouped(found: Iterable[Row], column: str) -> dict[str, tuple[Any, ...]]:
    grouped: dict[str, dict[Any, None]] = defaultdict(dict)
    for row in found:
        grouped[row["s"]][row[column]] = None
    return {key: tuple(values) for key, values in grouped.items()}


def _names(read: Reader) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Map every entity to its label and its types; the type that its IRI names comes first."""
    labels: dict[str, str] = {}
    types: dict[str, set[str]] = defaultdict(set)
    for row in read(NAMES, TYPES):
        labels.setdefault(row["s"], row["label"])
        types[row["s"]].add(local(row["type"]))

    def ranked(iri: str) -> tuple[str, ...]:
        segments = iri.lower().split("/")
        return tuple(sorted(types[iri], key=lambda name: (name.lower() not in segments, TYPES.index(name))))

    return {iri: (label, ranked(iri)) for iri, label in labels.items()}


def _evidence(read: Reader) -> dict[Fact, Row]:
    """Map every fact (s, p, o) that has a statement to its rule, its sentences and whether it is stated outright."""
    found: dict[Fact, Row] = {}
    for row in read(STATEMENTS):
        entry = found.setdefault((row["s"], local(row["p"]), row["o"]), {"rules": {}, "sentences": {}, "explicit": []})
        if row["sentence"]:
            entry["sentences"][row["sentence"]] = None
        if row["rule"]:
            entry["rules"][row["rule"]] = None
        if row["explicit"] is not None:
            entry["explicit"].append(row["explicit"])
    return found


def _add_nodes(
    made: nx.MultiDiGraph[str],
    read: Reader,
    names: Mapping[str, tuple[str, tuple[str, ...]]],
    mentions: Mapping[str, tuple[str, ...]],
) -> None:
    aliases = _grouped(read(ALIASES), "alias")
    for iri, (label, types) in sorted(names.items()):
        made.add_node(
            iri,
            type=types[0],
            types=types,
            label=label,
            aliases=tuple(alias for alias in aliases.get(iri, ()) if alias != label),
            scope="",
            home="",
            status="",
            aim="",
            attributes=(),
            observations=(),
            documents=mentions.get(iri, ()),
            sentences=(),
            importance=0.0,
        )


def _add_edges(made: nx.MultiDiGraph[str], read: Reader, evidence: Mapping[Fact, Row]) -> None:
    for row in read(FACTS, legend()["relations"]):
        start, end, relation = row["s"], row["o"], local(row["p"])
        if start not in made or end not in made:
            continue
        known = evidence.get((start, relation, end), {"rules": {}, "sentences": {}, "explicit": []})
        made.add_edge(
            start,
            end,
            key=relation,
            relation=relation,
            explicit=any(known["explicit"]) if known["explicit"] else True,
            rule=" ".join(known["rules"]),
            sentences=tuple(known["sentences"]),
        )


def _drop_background(made: nx.MultiDiGraph[str], mentions: Mapping[str, tuple[str, ...]]) -> None:
    background = [iri for iri in made if made.nodes[iri]["type"] == "Region" and iri not in mentions]
    kept = {near for iri in mentions if iri in made for near in nx.all_neighbors(made, iri)}  # type: ignore[no-untyped-call]
    made.remove_nodes_from([iri for iri in background if iri not in kept])


def _documents(read: Reader, names: Mapping[str, tuple[str, tuple[str, ...]]]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in read(DOCUMENTS):
        subject = row["subject"] or ""
        label = names[subject][0] if subject in names else tail(subject)
        columns = {name: row[name] if row[name] is not None else "" for name in ("title", "genre")}
        found.setdefault(row["s"], {**columns, "year": row["year"], "subject": label})
    return found


def _sentences(read: Reader) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in read(SENTENCES):
        columns = {name: row[name] for name in ("quote", "document", "start", "end", "year")}
        found.setdefault(row["s"], {**columns, "section": row["section"] or "", "basis": row["basis"] or ""})
    return found


def _add_attributes(made: nx.MultiDiGraph[str], read: Reader, evidence: Mapping[Fact, Row]) -> None:
    kinds = legend()["attributes"]
    facts = read(FACTS, ["status", *kinds])
    quantities = {row["s"]: row for row in read(QUANTITIES)}
    for row in facts:
        name, node = local(row["p"]), made.nodes.get(row["s"])
        if node is None:
            continue
        sentences = tuple(evidence.get((row["s"], name, row["o"]), {}).get("sentences", ()))
        value, unit, text = row["o"], kinds.get(name, {}).get("unit", ""), ""
        if name == "status":
            value = local(value)
        elif value in quantities:
            quantity = quantities[value]
            value, unit, text = quantity["value"], quantity["unit"] or "", quantity["verbatim"] or ""
        entry = {"name": name, "value": value, "unit": unit, "text": text or str(value), "sentences": sentences}
        node["attributes"] += (entry,)


def _add_observations(made: nx.MultiDiGraph[str], read: Reader, evidence: Mapping[Fact, Row]) -> None:
    """Give regions their observations; the evidence is a statement that has the observation at either end."""
    shown: dict[str, dict[str, None]] = defaultdict(dict)
    for (subject, _, value), known in evidence.items():
        for end in (subject, value):
            shown[str(end)].update(known["sentences"])
    columns = ("indicator", "value", "unit", "year", "basis", "growth", "bound")
    for row in read(OBSERVATIONS):
        node = made.nodes.get(row["region"])
        if node is not None:
            entry = {name: row[name] for name in columns} | {"sentences": tuple(shown.get(row["s"], ()))}
            node["observations"] += (entry,)


def _add_sentences(made: nx.MultiDiGraph[str], evidence: Mapping[Fact, Row]) -> None:
    shown: dict[str, dict[str, None]] = defaultdict(dict)
    for (subject, _, value), known in evidence.items():
        for end in (subject, value):
            if end in made:
                shown[end].update(known["sentences"])
    for iri, sentences in shown.items():
        made.nodes[iri]["sentences"] = tuple(sorted(sentences))


def _add_aims(made: nx.MultiDiGraph[str]) -> None:
    """Keep as status what was reached; works or facts that are only aimed at become the node's aim."""
    known, stages = made.graph["sentences"], legend()["statuses"]
    order = list(stages)
    for _, node in made.nodes(data=True):
        told: dict[bool, list[str]] = {True: [], False: []}
        for entry in node["attributes"]:
            if entry["name"] == "status" and entry["value"] in stages:
                bases = {known[one]["basis"] for one in entry["sentences"] if one in known}
                told[bases == {"target"} and stages[entry["value"]]["stage"] != "plan"].append(entry["value"])
        status, aim = (max(told[planned], key=order.index, default="") for planned in (False, True))
        node["status"] = status
        node["aim"] = aim if aim and (not status or order.index(aim) > order.index(status)) else ""


def _add_importance(made: nx.MultiDiGraph[str]) -> None:
    """Weigh nodes by their facts (an implied one counts half), their sentences and their documents."""
    for iri, node in made.nodes(data=True):
        edges = [*made.in_edges(iri, data=True), *made.out_edges(iri, data=True)]
        facts = sum(1.0 if edge["explicit"] else 0.5 for _, _, edge in edges)
        facts += 0.5 * (len(node["attributes"]) + len(node["observations"]))
        told = log2(1 + len(node["sentences"])) + 2 * log2(1 + len(node["documents"]))
        node["importance"] = round(facts + told, 3)
