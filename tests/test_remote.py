"""Endpoints against servers that misbehave: each fault is one line, and nothing secret or half is shown."""

from __future__ import annotations

import gzip
import json
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from graph.errors import GraphError, LimitError, QueryError, StoreError
from graph.query import run
from graph.remote import Endpoint
from graph.remote.replies import canonical
from graph.remote.whole import counting, page, parts_of, selecting
from tests.test_docs import regiongraph

ROWS = "application/sparql-results+json"
XSD = "http://www.w3.org/2001/XMLSchema#"
Answer = tuple[int, dict[str, str], bytes]


def table(number: int, columns: tuple[str, ...] = ("x",)) -> bytes:
    row = {name: {"type": "uri", "value": "https://example.org/甲"} for name in columns}
    return json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": [row] * number}}).encode()


class Server:
    """A server whose answers a test says, and that keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[str], Answer] = lambda _: (200, {"Content-Type": ROWS}, table(1))
        self.asked: list[dict[str, list[str]]] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
                server.asked.append(form)
                server.headers.append(dict(self.headers))
                status, headers, body = server.answer(form.get("query", [""])[0])
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(ConnectionError):
                    self.wfile.write(body)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/sparql"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind", "message"),
    [
        (200, {"Content-Type": "text/html"}, b"<html>hello", StoreError, "answers with text/html, not with SPARQL"),
        (200, {"Content-Type": "te\x1bxt"}, b"", StoreError, "not with SPARQL results"),
        (200, {"Content-Type": ROWS}, b'{"head": {"vars": ["x"]}, "results": {"bin', StoreError, "breaks off"),
        (200, {"Content-Type": ROWS}, b"", StoreError, "breaks off"),
        (200, {"Content-Type": ROWS}, b'{"head": {}, "boolean": true}', StoreError, "a truth where rows were asked"),
        (200, {"Content-Type": ROWS, "X-SQL-State": "S1TAT"}, table(1), LimitError, "stopped half-way"),
        (200, {"Content-Type": ROWS, "Content-Encoding": "gzip"}, b"no gzip", StoreError, "127.0.0.1"),
        (200, {"Content-Type": ROWS, "Content-Length": "999"}, b"{}", StoreError, "broke off"),
        (401, {}, b"", StoreError, r"wants a login \(401\); write it as http://NAME:PASSWORD@HOST/PATH"),
        (404, {}, b"<h1>Not found</h1>", StoreError, r"no SPARQL there \(404\)"),
        (400, {}, b"\n \nParse error\x1b[31m at line 1\nmore", QueryError, r"\(400\): Parse error \[31m at line 1$"),
        (400, {}, "长".encode() * 5000, QueryError, r"refuses the query \(400\): 长{200}…$"),
        (500, {}, b"<html><style>a{}</style><h1>Out of memory</h1>", QueryError, r"failed \(500\): Out of memory$"),
        (500, {}, b"QueryTimeout: too slow", LimitError, "took the server too long"),
        (504, {}, b"", LimitError, "took the server too long"),
        (503, {}, b"", LimitError, r"is busy \(503\); ask again later"),
        (302, {"Location": "/sparql"}, b"", StoreError, "in a circle"),
        (302, {}, b"", StoreError, "leads elsewhere"),
    ],
)
def test_a_fault_of_the_server_is_one_line(
    server: Server, status: int, headers: dict[str, str], body: bytes, kind: type[GraphError], message: str
) -> None:
    server.answer = lambda _: (status, headers, body)
    secret = server.url.replace("http://", "http://me:secret@") + "?key=hidden"
    with pytest.raises(kind, match=message) as caught:
        Endpoint(secret, timeout=5).query("SELECT ?x WHERE { ?x ?y ?z }")
    told = str(caught.value)
    assert "\n" not in told and "\x1b" not in told and "secret" not in told and "hidden" not in told
    assert told.startswith(server.url)


def test_a_redirect_is_followed_and_a_login_is_sent(server: Server) -> None:
    hops = iter([(307, {"Location": "/other"}, b""), (200, {"Content-Type": ROWS}, table(1))])
    server.answer = lambda _: next(hops)
    engine = Endpoint(server.url.replace("http://", "http://%E7%94%B2:secret%3A@"), graph="https://example.org/g")
    assert len(run(engine, "SELECT ?x WHERE { ?x a rg:Park }")) == 1
    assert server.asked[1]["default-graph-uri"] == ["https://example.org/g"]
    assert server.asked[1]["query"] == [
        "PREFIX rg: <https://w3id.org/regiongraph/ontology#> SELECT ?x WHERE { ?x a rg:Park }"
    ]
    assert b64decode(server.headers[0]["Authorization"].removeprefix("Basic ")).decode() == "甲:secret:"
    assert "secret" not in repr(engine) and "@" not in repr(engine)


def test_a_slow_server_and_a_slow_answer_are_given_up(server: Server) -> None:
    def slow(_: str) -> Answer:
        time.sleep(1.5)
        return 200, {"Content-Type": ROWS}, table(1)

    server.answer = slow
    with pytest.raises(LimitError, match=r"no whole answer within 0\.3 s"):
        Endpoint(server.url, timeout=0.3).query("SELECT ?x WHERE { ?x ?y ?z }")


def test_an_answer_that_is_too_large_is_given_up_also_when_it_is_packed(server: Server) -> None:
    packed = gzip.compress(b" " * (50 << 20))
    server.answer = lambda _: (200, {"Content-Type": ROWS, "Content-Encoding": "gzip"}, packed)
    with pytest.raises(LimitError, match="larger than 1 MB; add LIMIT"):
        Endpoint(server.url, largest=1 << 20).query("SELECT ?x WHERE { ?x ?y ?z }")


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org/sparql", "file:///etc/passwd", "http://", "ftp://me:secret@example.org/", "http://a b/",
        "http://me:secret@example.org:99999/", "http://me:secret@[::1/", "http://me:secret@h/\n",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told_without_its_secrets(url: str) -> None:
    if url.endswith("\n"):
        url += "x"
    with pytest.raises(StoreError, match="--endpoint: is no") as caught:
        Endpoint(url)
    assert "secret" not in str(caught.value)


def test_a_graph_and_a_time_that_cannot_be_are_told() -> None:
    with pytest.raises(StoreError, match="--graph a b: is no IRI"):
        Endpoint("http://127.0.0.1/", graph="a b")
    with pytest.raises(StoreError, match="--timeout 0"):
        Endpoint("http://127.0.0.1/", timeout=0)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreError, match=r"cannot connect to 127\.0\.0\.1, port 1; is the server running there\?"):
        Endpoint("http://127.0.0.1:1/sparql").query("ASK {}")


def test_what_is_no_sparql_is_not_sent(server: Server) -> None:
    with pytest.raises(QueryError, match="query line 2, column "):
        run(Endpoint(server.url), "SELECT ?p WHERE {\n ?p a a a }")
    with pytest.raises(QueryError, match="SERVICE asks another server"):
        run(Endpoint(server.url), "SELECT * WHERE { SERVICE <http://a/> { ?s ?p ?o } }")
    assert server.asked == []


def test_a_round_number_of_rows_is_counted_and_read_in_pages(server: Server) -> None:
    def capped(sparql: str) -> Answer:
        if "COUNT(*)" in sparql:
            count = {"n": {"type": "literal", "datatype": XSD + "integer", "value": "2500"}}
            return (
                200,
                {"Content-Type": ROWS},
                json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [count]}}).encode(),
            )
        offset = int(sparql.rpartition("OFFSET ")[2]) if "OFFSET" in sparql else 0
        return 200, {"Content-Type": ROWS}, table(min(1000, 2500 - offset))

    server.answer = capped
    found = Endpoint(server.url).query("SELECT ?x WHERE { ?x ?y ?z }")
    assert len(found) == 2500 and len(server.asked) == 5  # type: ignore[arg-type]
    with pytest.raises(LimitError, match="gives only 1000 of 2500 rows; leave out ORDER BY"):
        Endpoint(server.url).query("SELECT ?x WHERE { ?x ?y ?z } ORDER BY ?x")
    # Half of the pages get lost.
    server.answer = lambda sparql: (
        capped(sparql) if "OFFSET 2000" not in sparql else (200, {"Content-Type": ROWS}, table(0))
    )
    with pytest.raises(LimitError, match="gave 2000 of 2500 rows"):
        Endpoint(server.url).query("SELECT ?x WHERE { ?x ?y ?z }")


def test_a_query_is_taken_apart_by_its_words_not_by_what_stands_in_strings() -> None:
    plain = parts_of("BASE <http://select/> PREFIX a: <b:> # SELECT\nSELECT ?s { ?s a:limit 'ORDER } {' } # LIMIT")
    assert not plain.bounded and plain.body.startswith("SELECT ?s")
    assert parts_of("SELECT * { { SELECT * { ?a ?b ?c } LIMIT 1 } }").bounded is False
    assert parts_of("SELECT * { FILTER(1 < 2 && 3 > 2) } offset 3").bounded is True
    made = selecting(parts_of("PREFIX a: <b:> CONSTRUCT { ?s a:p '}' } WHERE { ?s ?p ?o }"))
    for sparql in (counting(plain), page(plain, ["s"], 10, 20), counting(made), page(made, ["s", "p", "o"], 5, 0)):
        ox.Store().query(sparql)


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        ("1", "boolean", "true"), ("0", "boolean", "false"), ("007", "int", "7"), ("-0", "integer", "0"),
        ("56.00", "decimal", "56"), ("0.50", "decimal", "0.5"), (".5", "decimal", "0.5"), ("-0.0", "decimal", "0"),
        ("1e999999999", "decimal", "1e999999999"), ("x", "integer", "x"), ("0.50", "string", "0.50"),
    ],
)  # fmt: skip
def test_numbers_and_truths_are_written_as_our_store_writes_them(value: str, kind: str, written: str) -> None:
    assert canonical(ox.Literal(value, datatype=ox.NamedNode(XSD + kind))).value == written  # type: ignore[union-attr]


def test_a_folder_and_a_server_are_not_asked_at_once() -> None:
    for command in (["query", "ASK {}"], ["themes"], ["show", "甲"], ["ask", "documents"], ["export"]):
        done = regiongraph(*command, "--out", "out", "--endpoint", "http://127.0.0.1:1/")
        assert done.returncode == 2 and "not both" in done.stderr and len(done.stderr.strip().splitlines()) == 1
    done = regiongraph("query", "ASK {}", "--graph", "a:b")
    assert done.returncode == 2 and "--graph: is about a server" in done.stderr
