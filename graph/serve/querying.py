"""A query of the SPARQL Protocol in; its result as bytes of the format that was asked for out (a job of a worker)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pyoxigraph as ox

from graph.errors import LimitError, QueryError
from graph.query import run
from graph.rdf.iris import PREFIXES
from graph.serve.negotiate import GRAPHS, RESULTS, chosen
from graph.serve.opened import Opened
from graph.serve.protocol import ProtocolError, SparqlRequest
from graph.sparql.mistakes import mistake
from graph.sparql.reaching import GraphName, read

__all__ = ["WRITTEN", "Answer", "answer"]

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
#: The engine's name for each format of graphs.
WRITTEN = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of a result and their media type; `volatile` where the same query gives another result each time."""

    body: bytes
    media: str
    volatile: bool = False


class _Sink(BytesIO):
    """Takes what the engine writes, and stops it where that becomes too much."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, piece: Any) -> int:
        if self.tell() + len(piece) > self._most:
            raise LimitError(
                f"the result has more than {self._most} bytes, the most there is; ask for less, as by LIMIT"
            )
        return super().write(piece)


def answer(opened: Opened, request: SparqlRequest, accept: str, base: str, most: int) -> Answer:
    """Return the result of a query in the format that the Accept header likes; `base` is the address of the service.

    Raises QueryError with line and column, ProtocolError 406 where no format fits, and LimitError for a result of more
    than `most` bytes.
    """
    query = request.query or ""
    reading = read(query, graphs=True)
    try:
        found = _found(opened.source, request, query, reading.graphs, base)
        body, media = _written(found, request, accept, most)
    except SyntaxError as error:
        raise mistake(query, error) from error
    except ValueError as error:
        raise QueryError(f"query: cannot be run ({error})") from error
    return Answer(body, media, reading.volatile)


def _found(source: Any, request: SparqlRequest, query: str, graphs: Iterable[GraphName], base: str) -> Any:
    """Return what the engine finds: solutions, a truth or triples, as it has them."""
    named = bool(request.default_graphs or request.named_graphs)
    if not isinstance(source, ox.Store):
        if named:
            raise ProtocolError(400, "graphs cannot be chosen here, since another server is asked; leave them out")
        result = run(source, query)
        if result.triples is not None:
            return result.triples
        return ox.parse_query_results(result.json().encode(), ox.QueryResultsFormat.JSON)
    if not named:
        _check_known(source, graphs)
        return source.query(query, base_iri=base, prefixes=PREFIXES)
    # Both are given where one is, since a graph that the request does not name is no part of the dataset.
    default, others = _nodes(request.default_graphs), _nodes(request.named_graphs)
    return source.query(query, base_iri=base, prefixes=PREFIXES, default_graph=default, named_graphs=others)


def _check_known(source: ox.Store, graphs: Iterable[GraphName]) -> None:
    """Raise QueryError for a graph of a FROM that is not there: nothing is fetched for it."""
    for graph in graphs:
        if graph.iri is None:
            reason = "FROM needs an absolute IRI"
        elif not _is_known(source, graph.iri):
            reason = f"FROM <{graph.iri}>: no graph of that name is served, and nothing is fetched; remove it"
        else:
            continue
        raise QueryError(f"query line {graph.line}, column {graph.column}: {reason}")


def _is_known(source: ox.Store, iri: str) -> bool:
    try:
        return bool(source.query("ASK { GRAPH ?g { ?s ?p ?o } }", named_graphs=[ox.NamedNode(iri)]))
    except ValueError:
        return False


def _nodes(iris: Sequence[str]) -> list[Any]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise ProtocolError(400, f"a graph of the request has no valid IRI ({error})") from error


def _written(found: Any, request: SparqlRequest, accept: str, most: int) -> tuple[bytes, str]:
    sink = _Sink(most)
    if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
        form, media = chosen(RESULTS, accept, request.format)
        found.serialize(sink, _RESULTS[form.name])
    else:
        form, media = chosen(GRAPHS, accept, request.format)
        ox.serialize(found, sink, format=WRITTEN[form.name], prefixes=PREFIXES)
    return sink.getvalue(), media
