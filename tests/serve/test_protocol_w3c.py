"""The W3C tests of the SPARQL 1.1 Protocol and of Service Description, against a server of ours with their graphs."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from tests.serve.running import Running, serving
from tests.serve.w3c import FOLDER, ProtocolTest, ask, faults, is_query, judged, read_tests
from tests.serve.w3c_table import folder_for

TESTS = read_tests()
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
pytestmark = pytest.mark.skipif(not TESTS, reason=f"{FOLDER} is absent; clone https://github.com/w3c/rdf-tests there")
#: Updates are not offered, since the graph is read only: of these the update itself has to be refused.
UPDATES = tuple(test for test in TESTS if test.is_update and not test.name.startswith("bad_"))
QUERIES = tuple(test for test in TESTS if test not in UPDATES)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(folder_for(TESTS, tmp_path_factory.mktemp("w3c"))) as running:
        yield running


def test_all_tests_of_the_manifest_are_read() -> None:
    assert (len(QUERIES), len(UPDATES)) == (27, 7)
    assert all(test.requests for test in TESTS)


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("test", QUERIES, ids=lambda test: test.name)
def test_a_query_is_answered_as_the_protocol_says(server: Running, test: ProtocolTest, path: str) -> None:
    assert judged(server.url + path, test) == []


@pytest.mark.parametrize("test", UPDATES, ids=lambda test: test.name)
def test_an_update_is_refused_with_a_reason(server: Running, test: ProtocolTest) -> None:
    for asked in test.requests:
        answer = ask(server.url + "/sparql", asked)
        if is_query(asked):
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer.text) == (
                403,
                "update is not offered: this graph can only be read; send a query\n",
            )


def test_a_wrong_answer_is_noticed() -> None:
    """The runner can fail: what is right for one test is wrong for the next."""
    (test,) = (test for test in TESTS if test.name == "query_get")
    (asked,) = test.requests

    def answer(status: int, text: str, media: str) -> list[str]:
        return list(faults(asked, httpx.Response(status, text=text, headers={"content-type": media})))

    assert answer(200, '{"boolean": true}', "application/sparql-results+json") == []
    assert answer(200, '{"boolean": false}', "application/sparql-results+json")
    assert answer(200, '{"boolean": true}', "text/plain")
    assert answer(400, "no", "text/plain")


def test_the_service_describes_itself(server: Running) -> None:
    """returns-rdf, has-endpoint-triple and conforms-to-schema of the service description tests."""
    url = server.url + "/sparql"
    answer = httpx.get(url, headers={"accept": "text/turtle"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    told = Graph().parse(data=answer.text, format="turtle")
    (service,) = told.subjects(RDF.type, SD.Service)
    assert list(told.objects(service, SD.endpoint)) == [URIRef(url)]
    assert list(told.objects(service, SD.supportedLanguage)) == [SD.SPARQL11Query]
    (dataset,) = told.objects(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in told
    (default,) = told.objects(dataset, SD.defaultGraph)
    assert (default, RDF.type, SD.Graph) in told
    names = {str(told.value(graph, SD.name)) for graph in told.objects(dataset, SD.namedGraph)}
    assert names == {f"http://kasei.us/2009/09/sparql/data/data{n}.rdf" for n in (1, 2, 3)}
