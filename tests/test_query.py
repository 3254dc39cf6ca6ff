"""Queries over the samples: results as tables, CSV, JSON and Turtle, and what is refused."""

from __future__ import annotations

import csv
import io
import json

import pytest

from graph.errors import QueryError
from graph.knowledge import KnowledgeGraph

PARKS = "SELECT ?name WHERE { ?p a rg:Park ; skos:prefLabel ?name } ORDER BY ?name LIMIT 3"


def test_rows_come_as_mappings_and_as_csv_and_json(kg: KnowledgeGraph) -> None:
    result = kg.query(PARKS)
    names = [row["name"] for row in result]
    assert len(result) == len(names) == 3
    assert [row["name"] for row in csv.DictReader(io.StringIO(result.csv()))] == names
    told = json.loads(result.json())
    assert [row["name"]["value"] for row in told["results"]["bindings"]] == names
    assert told["results"]["bindings"][0]["name"]["xml:lang"] == "zh"


def test_ask_and_construct(kg: KnowledgeGraph) -> None:
    assert json.loads(kg.query("ASK { ?p a rg:Park }").json()) == {"head": {}, "boolean": True}
    turtle = kg.query("CONSTRUCT { ?p a rg:Park } WHERE { ?p a rg:Park }").turtle()
    assert "a rg:Park" in turtle
    with pytest.raises(QueryError, match="only CONSTRUCT"):
        kg.query(PARKS).turtle()


def test_a_syntax_error_says_line_and_column(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match=r"line 2, column \d+"):
        kg.query("SELECT ?p WHERE {\n ?p a a a }")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * WHERE { SERVICE <https://example.org/> { ?s ?p ?o } }",
        "select * where { service ?x { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/> WHERE { ?s ?p ?o }",
    ],
)
def test_a_query_that_reaches_out_is_refused(kg: KnowledgeGraph, sparql: str) -> None:
    with pytest.raises(QueryError, match="not allowed"):
        kg.query(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * WHERE { ?s skos:prefLabel "FROM SERVICE" } LIMIT 1',
        "SELECT * WHERE { ?s ?p ?o } LIMIT 1 # SERVICE",
        "SELECT ?service WHERE { ?service <https://example.org/LOAD> ?from } LIMIT 1",
        "SELECT * WHERE { ?s ?p '''FROM\n\"SERVICE\"''' } LIMIT 1",
    ],
)
def test_such_words_in_strings_iris_names_and_comments_are_fine(kg: KnowledgeGraph, sparql: str) -> None:
    assert len(kg.query(sparql)) <= 1


def test_update_is_no_query(kg: KnowledgeGraph) -> None:
    with pytest.raises(QueryError):
        kg.query("INSERT DATA { <a:a> <a:b> <a:c> }")
