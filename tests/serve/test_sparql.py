"""The SPARQL endpoint as programs meet it: formats, headers, conditional requests, limits and what is refused."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph

from graph.pipeline import Report
from tests.serve.running import Running, serving

PARKS = "SELECT ?name WHERE { ?p a rg:Park ; skos:prefLabel ?name } ORDER BY ?name LIMIT 3"
PATTERN = "{ ?p a rg:Park ; skos:prefLabel ?name }"
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.fixture(scope="module")
def server(built: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = Path(shutil.copytree(built.folder, tmp_path_factory.mktemp("sparql") / "out"))
    with serving(folder, "--max-result", "1") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as made:
        yield made


def ask(client: httpx.Client, query: str, accept: str = "*/*", **headers: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"accept": accept, **headers})


def test_the_same_rows_in_all_formats_of_results(client: httpx.Client) -> None:
    found = ask(client, PARKS)
    assert found.headers["content-type"] == "application/sparql-results+json"
    names = [row["name"]["value"] for row in json.loads(found.text)["results"]["bindings"]]
    assert len(names) == 3
    table = ask(client, PARKS, "text/csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert [row["name"] for row in csv.DictReader(io.StringIO(table.text))] == names
    tabs = ask(client, PARKS, "text/tab-separated-values").text.splitlines()
    assert tabs == ["?name", *(f'"{name}"@zh' for name in names)]
    xml = ox.parse_query_results(
        ask(client, PARKS, "application/sparql-results+xml").content, ox.QueryResultsFormat.XML
    )
    assert isinstance(xml, ox.QuerySolutions)
    assert [getattr(row["name"], "value", "") for row in xml] == names


@pytest.mark.parametrize("media", FORMATS)
def test_the_same_triples_in_all_formats_of_graphs(client: httpx.Client, media: str) -> None:
    found = ask(client, f"CONSTRUCT {PATTERN} WHERE {PATTERN}", media)
    assert found.headers["content-type"].partition(";")[0] == media
    turtle = ask(client, f"CONSTRUCT {PATTERN} WHERE {PATTERN}").text
    assert "@prefix rg:" in turtle
    triples = set(Graph().parse(data=turtle, format="turtle"))
    assert len(triples) > 4
    assert set(Graph().parse(data=found.text, format=FORMATS[media])) == triples


def test_an_ask_in_all_formats_of_results(client: httpx.Client) -> None:
    bodies = {form: client.get("/sparql", params={"query": "ASK {}", "format": form}).text for form in ("csv", "tsv")}
    assert bodies == {"csv": "true", "tsv": "true"}
    assert json.loads(ask(client, "ASK { ?s a rg:Nothing }").text) == {"head": {}, "boolean": False}
    assert "<boolean>true</boolean>" in ask(client, "ASK {}", "application/xml").text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?p WHERE {\n ?p a }", "query line 2, column "),
        ("ASK {\n SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "query line 2, column 2: SERVICE asks another server"),
        ("LOAD <http://127.0.0.1/>", "query line 1, column 1: LOAD loads from outside"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT changes a graph"),
        (
            "ASK FROM <file:///etc/passwd> {}",
            "query line 1, column 5: FROM <file:///etc/passwd>: no graph of that name",
        ),
        ("ASK FROM NAMED <http://127.0.0.1/> {}", "nothing is fetched"),
        ("ASK FROM <relative> {}", "FROM needs an absolute IRI"),
    ],
)
def test_what_cannot_be_run_says_why(client: httpx.Client, query: str, told: str) -> None:
    for found in (
        ask(client, query, origin="https://example.org"),
        client.post("/sparql", content=query, headers={"content-type": "application/sparql-query", "origin": "x:"}),
    ):
        assert found.status_code == 400
        assert told in found.text and found.text.count("\n") == 1
        assert found.headers["content-type"].startswith("text/plain")
        assert found.headers["access-control-allow-origin"] == "*"
        assert "etag" not in found.headers


def test_other_methods_and_formats_are_refused(client: httpx.Client) -> None:
    put = client.put("/sparql?query=ASK{}", headers={"origin": "https://example.org"})
    assert (put.status_code, put.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert put.headers["access-control-allow-origin"] == "*"
    none = ask(client, PARKS, "image/png")
    assert none.status_code == 406 and "text/csv" in none.text
    assert client.get("/sparql", params={"query": PARKS, "format": "turtle"}).status_code == 406
    large = client.post("/sparql", content=b"#" * 4_100_000, headers={"content-type": "application/sparql-query"})
    assert large.status_code == 413


def test_options_and_preflight(client: httpx.Client) -> None:
    plain = client.options("/sparql")
    assert (plain.status_code, plain.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    asked = {
        "origin": "https://example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    found = client.options("/sparql", headers=asked)
    assert found.status_code == 200
    assert found.headers["access-control-allow-origin"] == "*"
    assert "POST" in found.headers["access-control-allow-methods"]
    assert "content-type" in found.headers["access-control-allow-headers"]
    assert "ETag" in ask(client, PARKS, origin="https://example.org").headers["access-control-expose-headers"]


def test_a_known_answer_is_not_sent_again(client: httpx.Client) -> None:
    first = ask(client, PARKS)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = ask(client, PARKS, **{"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "Accept" in again.headers["vary"]
    assert ask(client, PARKS, "text/csv", **{"if-none-match": tag}).status_code == 200
    assert ask(client, PARKS + " # other", **{"if-none-match": tag}).status_code == 200


def test_what_changes_each_time_is_never_kept(client: httpx.Client) -> None:
    answers = [ask(client, "SELECT (STRUUID() AS ?id) {}") for _ in range(2)]
    assert answers[0].text != answers[1].text
    assert "etag" not in answers[0].headers and answers[0].headers["cache-control"] == "no-store"


def test_head_tells_what_get_does(client: httpx.Client) -> None:
    for query in ("ASK {}", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 100"):
        get = ask(client, query)
        head = client.head("/sparql", params={"query": query}, headers={"accept": "*/*"})
        assert head.status_code == 200 and head.content == b""
        for name in ("content-type", "etag", "vary", "content-length", "content-encoding"):
            assert head.headers.get(name) == get.headers.get(name), name


def test_long_answers_are_compressed_for_those_who_take_it(server: Running) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 500"
    url = f"{server.url}/sparql?query={urllib.parse.quote(query)}"
    with urllib.request.urlopen(url) as answer:
        plain = answer.read()
        assert "Content-Encoding" not in answer.headers
        assert int(answer.headers["Content-Length"]) == len(plain)
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        packed = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in answer.headers["Vary"]
    assert len(packed) < len(plain) / 3 and gzip.decompress(packed) == plain


def test_a_result_that_is_too_large_is_no_half_result(client: httpx.Client) -> None:
    for query in ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }"):
        found = ask(client, query)
        assert found.status_code == 503
        assert "more than 1000000 bytes" in found.text


def test_browsers_are_sent_to_the_editor_and_programs_get_the_description(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (page.status_code, page.headers["location"]) == (303, "/query")
    for media in FORMATS:
        found = client.get("/sparql", headers={"accept": media})
        assert found.headers["content-type"].partition(";")[0] == media
    assert "ServiceDescription" not in found.text and "sparql-service-description" in found.text
    odd = client.get("/sparql", headers={"host": "a b|<c>", "accept": "text/turtle"})
    assert odd.status_code == 200 and "<c>" not in odd.text


def test_a_graph_that_is_not_there_is_empty_where_the_protocol_names_it(client: httpx.Client) -> None:
    found = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": "http://127.0.0.1/x"})
    assert found.json()["boolean"] is False


def test_relative_iris_begin_with_the_address(client: httpx.Client, server: Running) -> None:
    found = ask(client, "CONSTRUCT { <#a> <b> 1 } WHERE {}", "application/n-triples").text
    assert found.startswith(f"<{server.url}/sparql#a> <{server.url}/b> ")
