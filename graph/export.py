"""A store in; its graph in a format that other programs read out: Turtle, N-Quads, JSON-LD, GraphML, GEXF or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

import networkx as nx
import pyoxigraph as ox

from graph.errors import GraphError
from graph.facts import facts
from graph.ontology import ontology
from graph.rdf.iris import PREFIXES
from graph.remote import Source
from graph.store import nquads, turtle
from graph.view.network import network

__all__ = ["FORMATS", "cell", "export"]

_COLUMNS = (
    "subject",
    "property",
    "label",
    "object",
    "unit",
    "explicit",
    "quote",
    "document",
    "year",
    "section",
    "rule",
    "subject_iri",
    "object_iri",
)


def _jsonld(store: Source) -> str:
    ordered = sorted((quad.triple for quad in store), key=str)
    raw = ox.serialize(ordered, format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES)
    return raw.decode() if raw else ""


def _flat(store: Source) -> nx.MultiDiGraph[str]:
    """Return the network with plain attributes, as exchange formats of graphs want them."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made = network(store)
    sentences = made.graph["sentences"]
    for iri, node in made.nodes(data=True):
        kept = {name: node[name] for name in ("label", "type", "scope", "importance")}
        found.add_node(iri, **kept, aliases=" ".join(node["aliases"]), status=node["status"] or "")
    for start, end, relation, edge in made.edges(keys=True, data=True):
        quotes = " ".join(sentences[one]["quote"].strip() for one in edge["sentences"] if one in sentences)
        found.add_edge(
            start,
            end,
            key=relation,
            relation=relation,
            label=ontology().label(relation),
            explicit=edge["explicit"],
            quote=quotes,
        )
    return found


def _printable(text: str) -> str:
    """Return the text without control characters, which XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def _xml(store: Source, write: Callable[..., None]) -> str:
    made = _flat(store)
    for _, told in made.nodes(data=True):
        told.update({name: _printable(value) for name, value in told.items() if isinstance(value, str)})
    for _, _, told in made.edges(data=True):
        told.update({name: _printable(value) for name, value in told.items() if isinstance(value, str)})
    out = io.BytesIO()
    write(made, out)
    return out.getvalue().decode("utf-8")


def cell(value: object) -> str:
    """Return what a spreadsheet shows as text: a cell that begins like a formula gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _csv(store: Source) -> str:
    """Return one line for every fact and sentence, with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for fact in facts(store):
        label = "指标" if fact.property == "observation" else ontology().label(fact.property)
        head = (fact.subject, fact.property, label, fact.object, fact.unit, str(fact.explicit).lower())
        for seen in fact.evidence:
            place = (seen.quote.strip(), seen.document, seen.year or "", seen.section)
            row = (*head, *place, " ".join(fact.rules), fact.source, fact.target)
            writer.writerow([cell(value) for value in row])
    return out.getvalue()


FORMATS: Mapping[str, Callable[[Source], str]] = {
    "turtle": lambda store: turtle(store),
    "nquads": lambda store: nquads(store),
    "jsonld": _jsonld,
    "graphml": lambda store: _xml(store, nx.write_graphml),
    "gexf": lambda store: _xml(store, nx.write_gexf),
    "csv": _csv,
}


def export(store: Source, form: str) -> str:
    """Return the whole graph in one of FORMATS; raises GraphError for another.

    GraphML and GEXF hold the entities and their relations, CSV one line for every fact and sentence, the others all.
    """
    if form not in FORMATS:
        raise GraphError(f"format {form}: unknown; choose one of {', '.join(FORMATS)}")
    return FORMATS[form](store)
