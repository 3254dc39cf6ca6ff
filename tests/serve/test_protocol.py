"""Requests of the SPARQL 1.1 Protocol, and the formats of their answers: without a server."""

from __future__ import annotations

import pickle
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.serve.negotiate import GRAPHS, RESULTS, chosen, prefers_html
from graph.serve.protocol import MOST_BODY, ProtocolError, SparqlRequest, parse

FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = {"content-type": "application/sparql-query; charset=utf-8"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@given(st.text(), st.lists(st.sampled_from(["http://g/1", "urn:甲", "http://g/a b".replace(" ", "%20")]), max_size=3))
def test_all_three_forms_say_the_same(query: str, graphs: list[str]) -> None:
    told = "&".join(["query=" + quote(query), *("default-graph-uri=" + quote(graph) for graph in graphs)])
    right = SparqlRequest(query, tuple(graphs))
    assert parse("GET", told.encode(), {}) == right
    assert parse("POST", b"", FORM, told.encode()) == right
    rest = told.partition("&")[2] if graphs else ""
    assert parse("POST", rest.encode(), QUERY, query.encode()) == right


def test_graphs_may_stand_in_the_address_of_a_form() -> None:
    asked = parse("POST", b"named-graph-uri=urn:a&default-graph-uri=urn:b", FORM, b"query=ASK{}&named-graph-uri=urn:c")
    assert asked == SparqlRequest("ASK{}", ("urn:b",), ("urn:a", "urn:c"))


@pytest.mark.parametrize(
    ("method", "address", "headers", "body", "status", "told"),
    [
        ("GET", b"default-graph-uri=urn:a", {}, b"", 400, "not given"),
        ("GET", b"query=ASK{}&query=ASK{}", {}, b"", 400, "given 2 times"),
        ("GET", b"query=%FF", {}, b"", 400, "not UTF-8"),
        ("GET", b"query=\xff", {}, b"", 400, "not UTF-8"),
        ("GET", b"update=CLEAR%20ALL", {}, b"", 403, "update is not offered"),
        ("GET", b"query=ASK{}&default-graph-uri=data.ttl", {}, b"", 400, "no absolute IRI"),
        ("GET", b"query=ASK{}&named-graph-uri=file:///etc/passwd", {}, b"", 400, "nothing is fetched"),
        ("GET", b"&".join([b"a=b"] * 20_000), {}, b"", 400, "too many"),
        ("PUT", b"query=ASK{}", {}, b"", 405, "GET, HEAD, POST, OPTIONS"),
        ("DELETE", b"", {}, b"", 405, "GET, HEAD, POST, OPTIONS"),
        ("POST", b"", {}, b"ASK {}", 415, "no content-type"),
        ("POST", b"", {"content-type": "multipart/form-data; boundary=x"}, b"", 415, "multipart/form-data"),
        ("POST", b"", {**QUERY, "content-encoding": "gzip"}, b"", 415, "content-encoding"),
        ("POST", b"", {"content-type": "application/sparql-query; charset=utf-16"}, b"", 400, "utf-16"),
        ("POST", b"", {"content-type": "application/sparql-update"}, b"CLEAR ALL", 403, "update is not offered"),
        ("POST", b"", FORM, b"update=CLEAR%20ALL", 403, "update is not offered"),
        ("POST", b"using-graph-uri=urn:x", FORM, b"query=ASK{}", 403, "update is not offered"),
        ("POST", b"", FORM, b"", 400, "not given"),
        ("POST", b"query=ASK{}", QUERY, b"ASK {}", 400, "given 2 times"),
        ("POST", b"", QUERY, "ASK {} # 甲".encode("gb18030"), 400, "byte 9"),
        ("POST", b"", QUERY, b"#" * (MOST_BODY + 1), 413, "4000000"),
    ],
)
def test_what_is_wrong_has_its_status(
    method: str, address: bytes, headers: dict[str, str], body: bytes, status: int, told: str
) -> None:
    with pytest.raises(ProtocolError, match=told) as caught:
        parse(method, address, headers, body)
    assert caught.value.status == status
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.status, str(copy)) == (status, str(caught.value))


def test_without_a_query_the_service_is_asked_for_itself() -> None:
    assert parse("GET", b"", {}).query is None
    assert parse("HEAD", b"format=ttl", {}) == SparqlRequest(None, format="ttl")


@pytest.mark.parametrize(
    ("accept", "result", "graph"),
    [
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("application/*", "application/sparql-results+json", "application/n-triples"),
        ("application/json", "application/json", "application/json"),
        ("application/xml", "application/xml", "application/xml"),
        ("text/csv, */*;q=0.1", "text/csv", "text/turtle"),
        ("text/csv, */*", "text/csv", "text/turtle"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.8, text/turtle;q=0", "text/tab-separated-values", 406),
        (
            "application/sparql-results+xml;q=0.4, application/rdf+xml;q=0.3, */*;q=0.2",
            RESULTS[1].media[0],
            "application/rdf+xml",
        ),
        ("TEXT/CSV;Q=1.0;x=y, application/ld+json", "text/csv", "application/ld+json"),
        ("*/*, application/sparql-results+json;q=0, text/turtle;q=0", RESULTS[1].media[0], "application/n-triples"),
        ("image/png", 406, 406),
        ("text/html", "application/json", "text/turtle"),
        (BROWSER, "application/json", "text/turtle"),
        ("text/html;q=0.2, text/csv;q=0.3, application/n-triples;q=0.3", "text/csv", "application/n-triples"),
        ("nonsense", "application/sparql-results+json", "text/turtle"),
        ("text/csv;q=nonsense, application/xml;q=0.001", "application/xml", "application/xml"),
    ],
)
def test_the_accept_header_chooses(accept: str, result: str | int, graph: str | int) -> None:
    for offered, right in ((RESULTS, result), (GRAPHS, graph)):
        if isinstance(right, int):
            with pytest.raises(ProtocolError, match=offered[-1].media[0].replace("+", r"\+")) as caught:
                chosen(offered, accept)
            assert caught.value.status == right
        else:
            form, media = chosen(offered, accept)
            assert media == right and media in (*form.media, "application/json")


def test_a_short_name_goes_before_the_header() -> None:
    assert chosen(RESULTS, "text/csv", "tsv")[1] == "text/tab-separated-values"
    assert chosen(GRAPHS, "text/csv", "json")[1] == "application/ld+json"
    with pytest.raises(ProtocolError, match="choose one of json, xml, csv, tsv"):
        chosen(RESULTS, "*/*", "turtle")


@given(st.text(alphabet="abc/*;q=0.1, +", max_size=40))
def test_any_accept_header_is_understood(accept: str) -> None:
    try:
        form, media = chosen(RESULTS, accept)
    except ProtocolError as error:
        assert error.status == 406
    else:
        assert media in form.media
    prefers_html(accept)
