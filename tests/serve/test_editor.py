"""The routes of the query editor: the page, the bank and its answers, completion terms and names, without a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from graph.ontology import RELATIONS, ontology
from graph.pipeline import Report
from graph.questions import ask, question, questions
from graph.serve.app import STATIC
from graph.serve.terms import completions
from graph.store import open_store
from tests.serve.editing import application

FOLDER = STATIC / "query"


@pytest.fixture(scope="module")
def client(built: Report) -> Iterator[TestClient]:
    with TestClient(application(built.folder)) as client:
        yield client


@pytest.fixture(scope="module")
def store(built: Report) -> ox.Store:
    return open_store(built.folder)


def test_the_page_asks_only_for_files_that_are_there_and_holds_no_script_or_style(client: TestClient) -> None:
    answer = client.get("/query")
    assert answer.status_code == 200
    wanted = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', answer.text)
    assert len(wanted) > 10
    for path in wanted:
        assert client.get(path).status_code == 200, path
    assert {f"/static/query/{path.name}" for path in FOLDER.glob("*.js")} <= set(wanted)
    assert not re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text)


def test_the_editor_has_no_address_outside(client: TestClient) -> None:
    for path in [*FOLDER.glob("*.js"), *FOLDER.glob("yasqe/*.js"), *FOLDER.glob("**/*.css")]:
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {"www.w3.org", "w3id.org"}
        assert not hosts, path.name
        assert "sourceMappingURL" not in text


def test_every_question_of_the_bank_is_listed_with_its_parameters_and_sparql(client: TestClient) -> None:
    listed = client.get("/api/questions").json()
    assert [one["id"] for one in listed] == list(questions())
    (one,) = [one for one in listed if one["id"] == "projects-in"]
    assert one["group"] == {"sign": "1", "zh": "项目", "en": "projects"}
    assert one["parameters"][0] == {
        "name": "region",
        "kind": "Region|Park",
        "required": True,
        "default": None,
        "zh": "地区或园区",
        "en": "region or park",
    }
    assert one["examples"][1] == {"region": "凌河区", "status": "建成"}
    assert one["sparql"] == question("projects-in").sparql


def test_every_example_is_answered_over_http_as_the_bank_answers_it(client: TestClient, store: ox.Store) -> None:
    asked = 0
    for one in client.get("/api/questions").json():
        for example in one["examples"] or [{}]:
            asked += 1
            got = client.get(f"/api/ask/{one['id']}", params={**example, "evidence": "1"})
            assert got.status_code == 200, got.text
            assert got.json() == json.loads(ask(store, one["id"], evidence=True, **example).json())
            assert got.json()["rows"] or not one["examples"], one["id"]
    assert asked >= 62


def test_every_example_fills_the_editor_with_a_query_that_any_server_can_run(
    client: TestClient, store: ox.Store
) -> None:
    for one in client.get("/api/questions").json():
        for example in one["examples"] or [{}]:
            filled = client.get(f"/api/questions/{one['id']}", params=example).json()
            rows = list(store.query(filled["sparql"]))  # no prefix is known but those that it declares
            assert rows or not one["examples"], one["id"]


def test_an_answer_comes_as_csv(client: TestClient) -> None:
    answer = client.get("/api/ask/projects-in", params={"region": "凌河区", "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[0] == ["project", "status", "basis", "investment"]
    assert len(lines) > 10


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/ask/projects-in", 400, "needs --region"),
        ("/api/ask/projects-in?region=凌河市区县", 404, "nearest"),
        ("/api/ask/projects-inn?region=凌河区", 400, "projects-in"),
        ("/api/ask/projects-in?region=凌河区&colour=red", 400, "--colour"),
        ("/api/ask/projects-in?region=凌河区&format=pdf", 400, "choose one of json, csv"),
        ("/api/questions/projects-in", 400, "needs --region"),
    ],
)
def test_an_error_is_one_line(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.text.count("\n") == 1
    assert words in answer.text


def test_terms_hold_the_ontology_and_the_industries_and_are_sent_once(client: TestClient) -> None:
    answer = client.get("/api/terms")
    terms = {one["name"]: one for one in answer.json()["terms"]}
    assert {f"rg:{name}" for name in (*RELATIONS, *ontology().types, *ontology().statuses)} <= set(terms)
    assert "石化" in terms["ind:petrochemicals"]["words"]
    assert terms["rg:status"]["range"] == ["rg:Status"]
    assert "rg:Project" in terms["rg:status"]["domain"]
    again = client.get("/api/terms", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/terms", headers={"if-none-match": '"other"'}).status_code == 200


def test_each_term_has_labels_and_a_kind() -> None:
    for one in completions():
        assert one["kind"] in {"class", "property", "value", "concept"}
        assert one["zh"] and one["en"]


def test_names_are_those_of_the_graph(client: TestClient) -> None:
    wanted = "https://w3id.org/regiongraph/id/region/210703-凌河区"
    got = client.post("/api/names", json=[wanted, "https://example.org/unknown", "> } DROP ALL #"])
    assert got.json() == {wanted: "凌河区"}
    assert client.post("/api/names", json={"a": 1}).status_code == 400
    assert client.post("/api/names", content=b"x").status_code == 400
