"""The graph in Python: find, claims, quote, rdf, network, export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from graph import KnowledgeGraph, open_graph
from graph.errors import GraphError, StoreError
from graph.export import FORMATS
from graph.export import cell as safe


def test_the_samples_hold_what_a_reader_expects(kg: KnowledgeGraph) -> None:
    assert kg.find("紫荆产业园")[0].type == "Park"
    assert kg.find("锦州")[0].name == "锦州市"
    facts = kg.claims("葫芦岛市", "observation")
    output = [fact.figure for fact in facts if fact.figure and fact.figure["indicator"] == "地区生产总值"]
    assert {"value": "91160000000", "year": "2023", "basis": "actual", "growth": "6"}.items() <= dict(output[0]).items()


def test_claims_carry_their_sentences(kg: KnowledgeGraph) -> None:
    facts = kg.claims("锦西石化", "leads")
    assert facts
    assert all("锦西石化" in kg.quote(fact) for fact in facts)
    assert {fact.property for fact in kg.claims()} >= {"locatedIn", "targets", "status", "observation"}


def test_every_quotation_stands_in_its_document(kg: KnowledgeGraph) -> None:
    texts = {told["title"]: Path(told["path"]).read_text(encoding="utf-8") for told in kg.report["documents"]}
    checked = 0
    for fact in kg.claims():
        for seen in fact.evidence:
            assert texts[seen.document][seen.start : seen.end] == seen.quote
            checked += 1
    assert checked > 300


def test_find_narrows_by_type_and_falls_back_to_parts_of_names(kg: KnowledgeGraph) -> None:
    assert {node.type for node in kg.find("锦州", "Region")} == {"Region"}
    assert all("紫荆" in node.name or any("紫荆" in one for one in node.aliases) for node in kg.find("紫荆"))
    assert kg.find("没有这个名字") == []


def test_rdf_is_the_same_graph_in_rdflib(kg: KnowledgeGraph) -> None:
    made = kg.rdf()
    assert isinstance(made, rdflib.Graph)
    assert len(made) == kg.report["quads"] == len(kg.store)


def test_network_is_a_networkx_graph(kg: KnowledgeGraph) -> None:
    made = kg.network()
    assert isinstance(made, nx.MultiDiGraph)
    labels = {told["label"] for _, told in made.nodes(data=True)}
    assert {"锦州市", "葫芦岛市", "紫荆产业园"} <= labels


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_export_can_be_read_back(kg: KnowledgeGraph, form: str) -> None:
    text = kg.export(form)
    assert text == kg.export(form)
    if form in ("turtle", "nquads", "jsonld"):
        parser = {"turtle": "turtle", "nquads": "nquads", "jsonld": "json-ld"}[form]
        made = rdflib.Dataset(default_union=True).parse(data=text, format=parser)
        assert len(made) == len(kg.store)
    elif form in ("graphml", "gexf"):
        read = nx.read_graphml if form == "graphml" else nx.read_gexf
        made = read(io.BytesIO(text.encode()))
        assert set(made.nodes) == set(kg.network().nodes)
        assert made.number_of_edges() == kg.network().number_of_edges()
    else:
        rows = list(csv.DictReader(io.StringIO(text)))
        assert {"subject", "property", "object", "quote", "document"} <= set(rows[0])
        assert {row["property"] for row in rows} >= {"locatedIn", "targets", "observation"}


@pytest.mark.parametrize(
    ("text", "cell"), [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("锦州市", "锦州市"), (-3, "'-3")]
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert safe(text) == cell


def test_an_unknown_format_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(GraphError, match="choose one of"):
        kg.export("xlsx")


def test_a_folder_without_a_graph_is_refused_with_the_command_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="regiongraph build"):
        open_graph(tmp_path)


def test_a_damaged_report_is_named(kg: KnowledgeGraph, tmp_path: Path) -> None:
    assert json.loads((kg.folder / "build.json").read_text(encoding="utf-8"))["version"] == 1
    broken = KnowledgeGraph(kg.folder)
    broken.folder = tmp_path
    with pytest.raises(StoreError, match=r"build\.json"):
        _ = broken.report


def test_show_outside_a_notebook_opens_the_page(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert kg.show() == kg.folder / "network.html"
    assert opened == [(kg.folder / "network.html").resolve().as_uri()]
