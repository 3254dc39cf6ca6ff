"""The invented graph that the server is measured on: the same for a seed, valid, and the bank has answers on it."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from benchmarks import explore
from benchmarks.serve import Row, first_parameters
from benchmarks.serve_load import Load, bank, tool
from benchmarks.triples import asked, chunks, write
from graph.knowledge import KnowledgeGraph
from graph.pipeline import Report
from graph.query import run
from graph.questions import questions
from graph.store import open_store, validate
from tests.serve.running import serving

SMALL = 20_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("invented") / "out"
    write(made, SMALL)
    return made


@pytest.fixture(scope="module")
def store(folder: Path) -> ox.Store:
    return open_store(folder)


def test_the_same_seed_gives_the_same_graph_a_city_at_a_time() -> None:
    first, again = list(chunks(SMALL)), list(chunks(SMALL))
    assert first == again
    assert first != list(chunks(SMALL, seed=8))
    assert len(first) > 4  # the scheme, the regions above and each city are pieces of their own


def test_a_larger_number_gives_a_larger_graph(folder: Path) -> None:
    small = (folder / "graph.nq").read_text(encoding="utf-8").count("\n")
    large = sum(piece.count("\n") for piece in chunks(150_000))
    assert 120_000 < large < 190_000
    assert small < large / 2


def test_it_is_a_build_that_keeps_the_ontology(folder: Path, store: ox.Store) -> None:
    assert validate(store) == []
    lines = json.loads((folder / "build.json").read_text(encoding="utf-8"))["invented"]["triples"]
    assert len(store) <= lines < len(store) * 1.1


def test_it_has_no_term_that_a_build_does_not_have(store: ox.Store, kg: KnowledgeGraph) -> None:
    every = "SELECT DISTINCT ?p WHERE { ?s ?p ?o }"
    kinds = "SELECT DISTINCT ?c WHERE { ?s a ?c }"
    assert {row["p"] for row in run(store, every)} <= {row["p"] for row in kg.query(every)}
    assert {row["c"] for row in run(store, kinds)} <= {row["c"] for row in kg.query(kinds)}


def test_sentences_stand_where_they_say(store: ox.Store) -> None:
    query = "SELECT ?q ?a ?b WHERE { ?s a rg:Sentence ; rg:quote ?q ; rg:start ?a ; rg:end ?b }"
    rows = list(run(store, query))
    assert len(rows) > 200
    assert all(int(row["b"]) - int(row["a"]) == len(row["q"]) for row in rows)


def test_the_questions_of_the_bank_have_answers(store: ox.Store) -> None:
    every = bank(store, lambda question: asked(store, question))
    assert [one.id for one in every] == list(questions())
    empty = {
        one.id
        for one in every
        if not len(store.query(one.sparql).serialize(format=ox.QueryResultsFormat.TSV).splitlines()[1:])
    }  # type: ignore[union-attr,arg-type]
    assert empty <= {"parks-by-industry", "unique-industries"}


def test_the_queries_of_the_samples_run_without_prefixes_of_ours(kg: KnowledgeGraph) -> None:
    empty = [one.id for one in bank(kg.store, first_parameters) if not list(kg.store.query(one.sparql))]  # type: ignore[arg-type]
    assert empty == ["unmatched-industries"]


def test_a_row_compares_within_each_round() -> None:
    def load(rate: float) -> Load:
        return Load(rate, 12.0, 0)

    rounds = tuple(
        {"oxigraph": load(base), "ours": load(base * 0.9), "ours, kept answers": load(base * 4)}
        for base in (100.0, 50.0, 300.0)
    )
    cells = Row("samples", 8, rounds).cells()
    assert cells[:3] == ["samples", "8", "100"]
    assert cells[-2:] == ["0.90", "4.00"]


def test_failures_are_shown() -> None:
    one = {"oxigraph": Load(9.0, 1.0, 0), "ours": Load(9.0, 1.0, 2), "ours, kept answers": Load(9.0, 1.0, 0)}
    assert "2 failed" in Row("samples", 1, (one,)).cells()[5]


def test_without_the_load_tool_it_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"npm install --prefix .* autocannon@9"):
        tool(tmp_path)


def test_the_requests_of_an_explorer_are_timed_on_a_server(
    built: Report, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(built.folder) as server:
        monkeypatch.setattr("sys.argv", ["explore", server.url, str(built.folder), "--requests", "5"])
        explore.main()
    rows = [line.split("|")[1:5] for line in capsys.readouterr().out.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 7
    assert all(0 < float(middle) <= float(most) and float(size) >= 0 for _, middle, most, size in rows)


def test_the_95th_percentile_is_the_nearest_rank() -> None:
    assert explore.median_and_95th([3.0, 1.0, 2.0]) == (2.0, 3.0)
    assert explore.median_and_95th(range(1, 101)) == (50.5, 95)
