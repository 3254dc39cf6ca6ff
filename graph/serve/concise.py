"""The IRI of a resource in; what the graph says of it, with the statements about it and their sentences, as RDF out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import RdfFormat

from graph.query import run
from graph.rdf.iris import PREFIXES

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["FORMATS", "concise"]

#: The short name of every format with its media type.
FORMATS = {
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
_WRITTEN = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
#: The most triples of a thing, and statements about it, that one answer holds; /sparql gives all.
TRIPLES, STATEMENTS = 10_000, 1000
_OWN = f"CONSTRUCT {{ <%s> ?p ?o }} WHERE {{ {{ SELECT ?p ?o WHERE {{ <%s> ?p ?o }} LIMIT {TRIPLES} }} }}"
_ABOUT = f"""CONSTRUCT {{ ?st ?p ?o }} WHERE {{
  {{ SELECT ?st WHERE {{ ?st rdf:subject <%s> }} LIMIT {STATEMENTS} }} ?st ?p ?o }}"""
_SENTENCES = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ SELECT DISTINCT ?s WHERE {{
  {{ SELECT ?st WHERE {{ ?st rdf:subject <%s> }} LIMIT {STATEMENTS} }}
  ?st prov:wasDerivedFrom ?s }} LIMIT {STATEMENTS} }} ?s ?p ?o }}"""
_OF_STATEMENT = "CONSTRUCT { ?s ?p ?o } WHERE { <%s> prov:wasDerivedFrom ?s . ?s ?p ?o }"
_RESTING = f"""CONSTRUCT {{ ?st ?p ?o }} WHERE {{
  {{ SELECT ?st WHERE {{ ?st prov:wasDerivedFrom <%s> }} LIMIT {STATEMENTS} }} ?st ?p ?o }}"""


def concise(opened: Opened, iri: str, form: str) -> bytes:
    """Return a description of a resource as RDF, b"" where the graph says nothing of it.

    It has what the graph says of the thing itself, the statements about it with their sentences; of a sentence the
    statements that rest on it; of a statement its sentences. It is no longer than TRIPLES and STATEMENTS allow.
    """
    found = set(_triples(opened, _OWN % (iri, iri)))
    if not found:
        return b""
    for query in (_ABOUT, _SENTENCES, _OF_STATEMENT, _RESTING):
        found.update(_triples(opened, query % iri))
    written = ox.serialize(sorted(found, key=str), format=_WRITTEN[form], prefixes=_prefixes(form))
    return written or b""


def _triples(opened: Opened, query: str) -> tuple[ox.Triple, ...]:
    return run(opened.source, query).triples or ()


def _prefixes(form: str) -> dict[str, str] | None:
    return dict(PREFIXES) if form != "nt" else None
