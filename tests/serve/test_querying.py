"""The job of a worker that answers a query, on a store and on another server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.errors import LimitError, QueryError
from graph.serve.described import description
from graph.serve.opened import Opened
from graph.serve.protocol import ProtocolError, SparqlRequest
from graph.serve.querying import answer

BASE = "http://127.0.0.1/sparql"
ROWS = "SELECT ?o { ?s rdfs:label ?o } ORDER BY ?o"


class Elsewhere:
    """Another server: it takes a query and prefixes and nothing else."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def query(self, query: str, *, prefixes: Any = None) -> Any:
        return self._store.query(query, prefixes=prefixes)


def store() -> ox.Store:
    made = ox.Store()
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    for number in range(300):
        made.add(ox.Quad(ox.NamedNode(f"urn:{number}"), label, ox.Literal(f"甲 {number:03}", language="zh")))
    made.add(ox.Quad(ox.NamedNode("urn:x"), label, ox.Literal("named"), ox.NamedNode("urn:graph")))
    return made


def opened(source: Any) -> Opened:
    made = Opened(Path("none"))
    made.__dict__["source"] = source
    return made


HERE, THERE = opened(store()), opened(Elsewhere(store()))


@pytest.mark.parametrize("media", ["application/sparql-results+json", "text/csv", "text/tab-separated-values"])
@pytest.mark.parametrize("query", [ROWS, "ASK { ?s ?p ?o }"])
def test_another_server_gives_the_same(query: str, media: str) -> None:
    answers = [answer(source, SparqlRequest(query), media, BASE, 10**6) for source in (HERE, THERE)]
    assert answers[0] == answers[1]


def test_another_server_gives_the_same_triples() -> None:
    query = SparqlRequest("CONSTRUCT WHERE { ?s rdfs:label ?o }")
    found = [answer(source, query, "application/n-triples", BASE, 10**6).body for source in (HERE, THERE)]
    assert sorted(found[0].splitlines()) == sorted(found[1].splitlines())


def test_graphs_are_chosen_where_the_store_is_ours() -> None:
    named = answer(HERE, SparqlRequest(ROWS, ("urn:graph",)), "text/csv", BASE, 100)
    assert named.body == b"o\r\nnamed\r\n"
    other = answer(HERE, SparqlRequest("ASK FROM <urn:graph> { ?s ?p 'named' }"), "", BASE, 100)
    assert json.loads(other.body)["boolean"] is True
    protocol_first = SparqlRequest("ASK FROM <http://unknown> { ?s ?p 'named' }", ("urn:graph",))
    assert json.loads(answer(HERE, protocol_first, "", BASE, 100).body)["boolean"] is True
    only_named = SparqlRequest("ASK { ?s ?p ?o }", (), ("urn:graph",))
    assert json.loads(answer(HERE, only_named, "", BASE, 100).body)["boolean"] is False
    with pytest.raises(ProtocolError, match="another server"):
        answer(THERE, only_named, "", BASE, 100)
    with pytest.raises(QueryError, match="column 5: FROM"):
        answer(THERE, SparqlRequest("ASK FROM <urn:graph> { ?s ?p 'named' }"), "", BASE, 100)


@pytest.mark.parametrize("source", [HERE, THERE])
def test_a_result_has_at_most_so_many_bytes(source: Opened) -> None:
    size = len(answer(source, SparqlRequest(ROWS), "text/csv", BASE, 10**6).body)
    assert len(answer(source, SparqlRequest(ROWS), "text/csv", BASE, size).body) == size
    with pytest.raises(LimitError, match=f"more than {size - 1} bytes"):
        answer(source, SparqlRequest(ROWS), "text/csv", BASE, size - 1)
    with pytest.raises(LimitError):
        answer(source, SparqlRequest("CONSTRUCT WHERE { ?s rdfs:label ?o }"), "", BASE, 100)


def test_prefixes_of_ours_shift_no_line() -> None:
    with pytest.raises(QueryError, match=r"^query line 3, column 12: cannot be understood from here: }"):
        answer(HERE, SparqlRequest("SELECT *\nWHERE {\n  NONSENSE }"), "", BASE, 100)


def test_the_description_lists_the_graphs_of_a_store() -> None:
    told = description(HERE, BASE, "甲", 300, "text/turtle", "").body.decode()
    assert "<urn:graph>" in told and f"sd:endpoint <{BASE}>" in told and "void:triples 300" in told
    assert "namedGraph" not in description(THERE, BASE, "甲", 300, "text/turtle", "").body.decode()
    with pytest.raises(ProtocolError, match="no IRI"):
        description(HERE, "http://a b/", "甲", 300, "", "")
