"""One graph, three engines: the bank, the themes, pages and exports are the same on servers that are not ours."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import graph
from graph.errors import GraphError, LimitError, StoreError
from graph.knowledge import KnowledgeGraph
from graph.pipeline import Report
from graph.questions import Question, ask, questions
from graph.questions.cookbook import parameters_of
from graph.remote import Endpoint
from tests import virtuoso
from tests.test_docs import regiongraph

ASKED = [(one, example) for one in questions().values() for example in one.examples or ("",)]


@pytest.mark.parametrize(("asked", "example"), ASKED, ids=[f"{one.id} {example}" for one, example in ASKED])
def test_a_question_has_the_same_rows_and_sentences(
    asked: Question, example: str, engine: Endpoint, kg: KnowledgeGraph
) -> None:
    here = kg.ask(asked.id, evidence=True, **parameters_of(example))
    there = ask(engine, asked.id, evidence=True, **parameters_of(example))
    assert len(here) > 0 or not asked.examples
    assert (there.columns, Counter(there.rows)) == (here.columns, Counter(here.rows))
    # Rows that ORDER BY leaves equal may change places; the order of the others is the same.
    assert there.rows == here.rows
    assert (there.iris, there.evidence, there.remarks) == (here.iris, here.evidence, here.remarks)


@pytest.mark.parametrize(
    "words",
    [
        ["themes", "--format", "json"],
        ["themes", "--theme", "石化", "--format", "html"],
        ["show", "凌河区"],
        ["ledger", "--region", "锦州市", "--format", "json"],
        ["export", "--format", "csv"],
        ["ask", "projects-of", "--company", "中船", "--evidence", "--format", "csv"],
        ["query", "SELECT ?park ?name WHERE { ?park a rg:Park ; skos:prefLabel ?name } ORDER BY ?park"],
        ["query", "ASK { ?park a rg:Park }", "--format", "json"],
        ["query", "CONSTRUCT { ?park skos:prefLabel ?n } WHERE { ?park a rg:Park ; skos:prefLabel ?n }"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_command_prints_the_same(words: list[str], options: list[str], built: Report) -> None:
    here = regiongraph(*words, "--out", str(built.folder))
    there = regiongraph(*words, *options)
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)


def test_a_page_of_a_part_is_the_same(options: list[str], built: Report, tmp_path: Path) -> None:
    words = ["show", "--around", "锦州市", "--steps", "2"]
    assert regiongraph(*words, "--out", str(built.folder), "--to", str(tmp_path / "here.html")).returncode == 0
    assert regiongraph(*words, *options, "--to", str(tmp_path / "there.html")).returncode == 0
    assert (tmp_path / "here.html").read_bytes() == (tmp_path / "there.html").read_bytes()


def test_graph_nq_is_loaded_as_it_is(engine: Endpoint, kg: KnowledgeGraph, built: Report) -> None:
    """Every triple is there, Chinese IRIs too, though Virtuoso gives 10,000 rows at most and keeps large integers as
    decimals."""
    number = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    lines = (built.folder / "graph.nq").read_text(encoding="utf-8").splitlines()
    told = {str(quad.triple).replace(number.replace("integer", "decimal"), number) for quad in engine}
    assert len(lines) > virtuoso.ROWS
    assert told == {line.removesuffix(" .").replace(number.replace("integer", "decimal"), number) for line in lines}


def test_the_graph_of_a_server_is_asked_from_python(engine: Endpoint, kg: KnowledgeGraph) -> None:
    there = graph.connect(engine.shown, graph=engine.graph)
    assert there.claims("凌河区") == kg.claims("凌河区")
    assert there.find("青柠网络") == kg.find("青柠网络")
    assert len(there.rdf()) == len(kg.rdf())
    assert there.network().number_of_edges() == kg.network().number_of_edges()
    for wanted in (lambda: there.report, there.validate, there.show):
        with pytest.raises(StoreError, match="a graph at an endpoint has no folder"):
            wanted()


def test_a_graph_that_is_not_there_is_told(engine: Endpoint) -> None:
    with pytest.raises(StoreError, match=r"no RegionGraph in graph https://example.org/none; load the graph.nq"):
        graph.connect(engine.shown, graph="https://example.org/none")


def test_an_answer_that_virtuoso_cuts_off_is_whole_or_refused(virtuoso_url: str, kg: KnowledgeGraph) -> None:
    engine = Endpoint(virtuoso_url, graph=virtuoso.GRAPH)
    whole = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    found = engine.query(whole)
    assert len(found) == len(kg.query(whole)) > virtuoso.ROWS  # type: ignore[arg-type]
    with pytest.raises(LimitError, match=r"gives only 10000 of .* rows; leave out ORDER BY"):
        engine.query(f"{whole} ORDER BY ?o")
    with pytest.raises(LimitError, match="fills a CONSTRUCT with only 10000 of"):
        engine.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert len(engine.query(f"{whole} LIMIT 10000")) == 10_000  # type: ignore[arg-type]


def test_what_a_server_refuses_is_one_line(engine: Endpoint) -> None:
    broken = Endpoint(engine.shown.replace("/query", "/nothing").replace("/sparql", "/nothing"))
    with pytest.raises(GraphError, match=r"no SPARQL there \(404\)"):
        broken.query("ASK {}")
