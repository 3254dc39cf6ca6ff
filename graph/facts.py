"""A store in; its entities, facts and figures out, each with the sentences that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from graph.industries import IND, scheme
from graph.ontology import ontology
from graph.query import run
from graph.records import TYPES
from graph.remote import Source

__all__ = ["Evidence", "Fact", "Node", "all_nodes", "facts", "find", "nearest"]

_NODES = """SELECT ?node ?type ?name ?other ?document WHERE {
  VALUES ?type { %s } ?node a ?type ; skos:prefLabel ?name ; rg:mentionedIn ?document
  OPTIONAL { ?node skos:altLabel ?other } }"""
_STATEMENTS = """SELECT ?s ?p ?o ?explicit ?rule ?words ?sentence WHERE {
  %s ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rg:explicit ?explicit ; rg:rule ?rule ;
    prov:wasDerivedFrom ?sentence MINUS { ?statement rg:superseded true }
  OPTIONAL { ?statement rg:verbatim ?words } }"""
_SENTENCES = """SELECT ?sentence ?quote ?section ?start ?end ?title ?year WHERE {
  ?sentence a rg:Sentence ; rg:quote ?quote ; rg:start ?start ; rg:end ?end ; rg:document ?document .
  ?document rg:title ?title OPTIONAL { ?document rg:year ?year } OPTIONAL { ?sentence rg:section ?section } }"""
_FIGURES = """SELECT ?s ?indicator ?value ?unit ?year ?basis ?growth ?bound WHERE {
  ?s a rg:Observation ; rg:indicator ?indicator ; rg:basis ?basis
  OPTIONAL { ?s rg:value ?value ; rg:unit ?unit } OPTIONAL { ?s rg:year ?year } OPTIONAL { ?s rg:growth ?growth }
  OPTIONAL { ?s rg:bound ?bound } }"""
_QUANTITIES = "SELECT ?s ?value ?unit WHERE { ?s a rg:Quantity ; rg:value ?value ; rg:unit ?unit }"
_UNITS = {"investment": "元", "scale": "元", "area": "平方米"}


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the graph: its IRI, types (the main one first), name, other names and the documents that name it."""

    iri: str
    types: tuple[str, ...]
    name: str
    aliases: tuple[str, ...]
    documents: tuple[str, ...]

    @property
    def type(self) -> str:
        """The main type."""
        return self.types[0]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that backs a fact: word for word, with its place in the document as it was read."""

    quote: str
    document: str
    year: int | None
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation (`object` is a name, `target` its IRI), an attribute or a figure of an entity, with its evidence."""

    subject: str
    source: str
    property: str
    object: str
    target: str
    unit: str
    explicit: bool
    rules: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    verbatim: str = ""
    figure: Mapping[str, str] | None = None


def _local(term: str) -> str:
    return term.rsplit("#", 1)[-1]


def all_nodes(store: Source) -> dict[str, Node]:
    """Return every entity that documents name, by its IRI."""
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in run(store, _NODES % " ".join(f"rg:{kind}" for kind in TYPES)):
        one = told[row["node"]]
        one["type"].add(_local(row["type"]))
        for column in ("name", "other", "document"):
            if column in row:
                one[column].add(row[column])
    return {iri: _node(iri, one) for iri, one in sorted(told.items())}


def _node(iri: str, told: Mapping[str, set[str]]) -> Node:
    steps = iri.lower().split("/")
    kinds = tuple(sorted(told["type"], key=lambda kind: (kind.lower() not in steps, TYPES.index(kind))))
    documents = tuple(sorted(document.rsplit("/", 1)[-1] for document in told["document"]))
    return Node(iri, kinds, min(told["name"]), tuple(sorted(told.get("other", ()))), documents)


def find(store: Source, text: str, kind: str | None = None) -> list[Node]:
    """Return the entities whose name or alias is `text`, else those that contain it, best first."""
    nodes = [node for node in all_nodes(store).values() if kind is None or kind in node.types]
    same = [node for node in nodes if text in (node.name, *node.aliases, node.iri)]
    inside = [node for node in nodes if any(text in name for name in (node.name, *node.aliases))]
    return sorted(same or inside, key=lambda node: (text != node.name, len(node.name), node.iri))


def nearest(store: Source, text: str) -> list[str]:
    """Return the names of the graph that look most like one that is not in it."""
    names = sorted({name for node in all_nodes(store).values() for name in (node.name, *node.aliases)})
    return get_close_matches(text, names, n=3, cutoff=0.4)


def _evidence(store: Source) -> dict[str, Evidence]:
    return {
        row["sentence"]: Evidence(
            row["quote"],
            row["title"],
            int(row["year"]) if "year" in row else None,
            row.get("section", ""),
            int(row["start"]),
            int(row["end"]),
        )
        for row in run(store, _SENTENCES)
    }


def facts(store: Source, iris: Iterable[str] = (), kind: str | None = None) -> list[Fact]:
    """Return what the graph says of some entities (at either end), or of all; `kind` keeps one sort of fact.

    Relations come first, then attributes, then figures (property "observation"), in a stable order.
    """
    nodes, sentences = all_nodes(store), _evidence(store)
    quantities = {row["s"]: (row["value"], row["unit"]) for row in run(store, _QUANTITIES)}
    figures = {row["s"]: row for row in run(store, _FIGURES)}
    wanted = set(iris)
    found: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in run(store, _STATEMENTS % ""):
        name = "observation" if _local(row["p"]) == "region" else _local(row["p"])
        ends = {row["s"], row["o"]}
        if (not wanted or wanted & ends) and kind in (None, name):
            found[row["s"], name, row["o"]].append(row)
    order = [*ontology().relations, *ontology().attributes, "observation"]
    made = [_fact(key, rows, nodes, sentences, quantities, figures) for key, rows in found.items()]
    return sorted(
        filter(None, made),
        key=lambda fact: (order.index(fact.property), fact.subject, fact.object, fact.source, fact.target),
    )


def _fact(
    key: tuple[str, str, str],
    rows: list[dict[str, str]],
    nodes: Mapping[str, Node],
    sentences: Mapping[str, Evidence],
    quantities: Mapping[str, tuple[str, str]],
    figures: Mapping[str, Mapping[str, str]],
) -> Fact | None:
    subject, name, value = key
    shown = tuple(sentences[one] for one in sorted({row["sentence"] for row in rows}) if one in sentences)
    rules = tuple(sorted({row["rule"] for row in rows}))
    explicit = any(row["explicit"] == "true" for row in rows)
    words = "，".join(sorted({row["words"] for row in rows if "words" in row}))
    if name == "observation":
        figure = figures[subject]
        told = " ".join(_figure_parts(figure))
        place = nodes[value].name if value in nodes else value
        return Fact(place, value, name, told, "", "", explicit, rules, shown, words, figure)
    if subject not in nodes:
        return None
    target, unit = (value if value in nodes else ""), _UNITS.get(name, "")
    shape = nodes[value].name if value in nodes else _concept(value) or _local(value)
    if value in quantities:
        shape, unit = quantities[value]
    return Fact(nodes[subject].name, subject, name, shape, target, unit, explicit, rules, shown, words)


def _concept(value: str) -> str:
    """Return the label of a concept of the scheme of industries, "" for anything else."""
    found = scheme().concepts.get(value.removeprefix(IND)) if value.startswith(IND) else None
    return found.zh if found else ""


def _figure_parts(figure: Mapping[str, str]) -> Iterator[str]:
    yield figure["indicator"]
    if "year" in figure:
        yield figure["year"]
    yield figure["basis"]
    if "value" in figure:
        yield figure["value"] + figure["unit"]
    if "growth" in figure:
        yield f"{float(figure['growth']):+g}%"
