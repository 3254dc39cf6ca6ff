"""What is served in; its description in the vocabulary of SPARQL 1.1 Service Description out (a job of a worker).

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph.query import run
from graph.rdf.iris import PREFIXES, RDF
from graph.serve.negotiate import GRAPHS, chosen
from graph.serve.opened import Opened
from graph.serve.protocol import ProtocolError
from graph.serve.querying import WRITTEN, Answer

__all__ = ["description"]

_SD, _VOID, _FORMATS = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#", "formats/"
_W3C = "http://www.w3.org/ns/"
_OFFERED = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
#: A store of ours has no named graphs; of one that has many, only so many are listed.
_MOST_GRAPHS = 1000
_NAMED = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?g LIMIT {_MOST_GRAPHS}"


def description(opened: Opened, url: str, title: str, triples: int, accept: str, name: str) -> Answer:
    """Return the description of the service at `url`, whose default graph has so many triples.

    Raises ProtocolError 406 where no format fits what is accepted.
    """
    form, media = chosen(GRAPHS, accept, name)
    try:
        endpoint = ox.NamedNode(url)
    except ValueError as error:
        raise ProtocolError(400, "the address of this request, as its host header gives it, is no IRI") from error
    # Of another server that is asked, only the default graph can be.
    here = isinstance(opened.source, ox.Store)
    graphs = [term for (term,) in run(opened.source, _NAMED).rows if isinstance(term, ox.NamedNode)] if here else []
    prefixes = {"rdfs": PREFIXES["rdfs"], "sd": _SD, "void": _VOID, "formats": _W3C + _FORMATS}
    told = _told(endpoint, title, triples, graphs)
    raw = ox.serialize(told, format=WRITTEN[form.name], prefixes=prefixes)
    return Answer(raw or b"", media)


def _told(endpoint: ox.NamedNode, title: str, triples: int, named: list[ox.NamedNode]) -> Iterator[ox.Triple]:
    def sd(local: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + local)

    kind, label = ox.NamedNode(RDF + "type"), ox.NamedNode(PREFIXES["rdfs"] + "label")
    service, dataset, default = (ox.BlankNode(name) for name in ("service", "dataset", "default"))
    yield ox.Triple(service, kind, sd("Service"))
    yield ox.Triple(service, label, ox.Literal(title))
    yield ox.Triple(service, sd("endpoint"), endpoint)
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    for form in _OFFERED:
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(_W3C + _FORMATS + form))
    yield ox.Triple(service, sd("defaultEntailmentRegime"), ox.NamedNode(_W3C + "entailment/Simple"))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, sd("Dataset"))
    yield ox.Triple(dataset, sd("defaultGraph"), default)
    for number, name in enumerate(named):
        graph = ox.BlankNode(f"named{number}")
        yield ox.Triple(dataset, sd("namedGraph"), graph)
        yield ox.Triple(graph, kind, sd("NamedGraph"))
        yield ox.Triple(graph, sd("name"), name)
    yield ox.Triple(default, kind, sd("Graph"))
    yield ox.Triple(default, ox.NamedNode(_VOID + "triples"), ox.Literal(triples))
