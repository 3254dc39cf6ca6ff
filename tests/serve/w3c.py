"""The manifest of the W3C protocol tests in; each test with the answers that a server gave, judged, out.

The manifest is looked for in ../shared/rdf-tests beside the project, or where RDF_TESTS says: a copy of
https://github.com/w3c/rdf-tests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDFS
from rdflib.term import Node

from tests.conftest import ROOT

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
FOLDER = Path(os.environ.get("RDF_TESTS", ROOT.parent / "shared" / "rdf-tests")) / "sparql11" / "protocol"
TABULAR = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
BOOLEAN = TABULAR[:2]
RDF_MEDIA = ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a test, and what its answer has to be."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    form: str


@dataclass(frozen=True, slots=True)
class ProtocolTest:
    """One test: its id, its name, the graphs that it needs and its requests in their order."""

    name: str
    title: str
    graphs: tuple[tuple[Path, str], ...]
    requests: tuple[Asked, ...]

    @property
    def is_update(self) -> bool:
        """Whether it needs an update to succeed, or is about how one fails."""
        return "update" in self.name


def _one(graph: Graph, subject: Node, predicate: Node, default: str = "") -> str:
    found = graph.value(subject, predicate)
    return default if found is None else str(found)


def _asked(graph: Graph, node: Node) -> Asked:
    body = graph.value(node, HT.body)
    raw = b""
    if body is not None:
        raw = _one(graph, body, CNT.chars).encode(_one(graph, body, CNT.characterEncoding, "UTF-8"))
    headers = graph.value(node, HT.headers)
    lines = Collection(graph, headers) if headers is not None else []
    answer = graph.value(node, HT.resp) or BNode()
    boolean = graph.value(answer, MF.expectedBoolean)
    return Asked(
        _one(graph, node, HT.methodName),
        _one(graph, node, HT.absolutePath),
        tuple((_one(graph, line, HT.fieldName), _one(graph, line, HT.fieldValue)) for line in lines),
        raw,
        tuple(sorted(str(status)[-3:] for status in graph.objects(answer, MF.expectedStatus))),
        None if boolean is None else str(boolean) == "true",
        _one(graph, answer, MF.expectedFormat),
    )


def read_tests(folder: Path = FOLDER) -> list[ProtocolTest]:
    """Return the tests of the manifest, none where it is absent."""
    path = folder / "manifest.ttl"
    if not path.exists():
        return []
    graph = Graph().parse(path)
    (entries,) = graph.objects(None, MF.entries)
    return [_test(graph, node, folder) for node in Collection(graph, entries)]


def _test(graph: Graph, node: Node, folder: Path) -> ProtocolTest:
    needed = tuple(
        (folder / str(graph.value(one, UT.graph)).rpartition("/")[2], _one(graph, one, RDFS.label))
        for one in graph.objects(node, UT.graphData)
    )
    action = graph.value(node, MF.action)
    assert action is not None and (node, RDF.type, MF.ProtocolTest) in graph
    requests = graph.value(action, HT.requests)
    name, title = str(node).rpartition("#")[2], _one(graph, node, MF.name)
    return ProtocolTest(name, title, needed, tuple(_asked(graph, one) for one in Collection(graph, requests)))


def load(store: ox.Store, tests: Sequence[ProtocolTest]) -> None:
    """Put the graphs that the tests need into a store under their names."""
    for path, name in sorted({one for test in tests for one in test.graphs}):
        store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))


def is_query(asked: Asked) -> bool:
    """Tell whether a request of a test about updates is the query that looks at what they did."""
    return ("content-type", "application/sparql-query") in asked.headers


def ask(url: str, asked: Asked) -> httpx.Response:
    """Send one request; the path of the manifest, /sparql/, is that of the endpoint at `url`."""
    path = asked.path.removeprefix("/sparql/").removeprefix("/sparql")
    # Built by hand, since a client would add a content type where a test wants none.
    request = httpx.Request(asked.method, url + path, headers=list(asked.headers), content=asked.body or None)
    with httpx.Client(timeout=30, follow_redirects=True) as client:
        return client.send(request)


def faults(asked: Asked, answer: httpx.Response) -> Iterator[str]:
    """Yield what is wrong with an answer."""
    if f"{answer.status_code // 100}xx" not in asked.statuses:
        yield f"status {answer.status_code} instead of {' or '.join(asked.statuses)}: {answer.text[:200].strip()}"
        return
    media = answer.headers.get("content-type", "").partition(";")[0].strip()
    right = {"boolean": BOOLEAN, "tabular": TABULAR, "RDF": RDF_MEDIA}.get(asked.form, (media,))
    if media not in right:
        yield f"content type {media} instead of one of {', '.join(right)}"
    if asked.boolean is not None and _boolean(answer, media) is not asked.boolean:
        yield f"{answer.text[:80]} instead of {asked.boolean}"


def _boolean(answer: httpx.Response, media: str) -> bool | None:
    if media.endswith("json"):
        found = json.loads(answer.text).get("boolean")
        return found if isinstance(found, bool) else None
    return {"true": True, "false": False}.get(answer.text.partition("<boolean>")[2].partition("<")[0])


def judged(url: str, test: ProtocolTest, updates: str = "") -> list[str]:
    """Return what is wrong with the answers of an endpoint, which may take updates elsewhere."""
    found: list[str] = []
    for asked in test.requests:
        place = updates if updates and test.is_update and not is_query(asked) else url
        found += faults(asked, ask(place, asked))
    return found
