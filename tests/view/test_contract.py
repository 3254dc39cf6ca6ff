"""The page as text: its one block of JSON, its security policy, and that nothing in a document can leave the block."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.view import page as page_module
from graph.view.network import network
from graph.view.page import contract, embed, page

BLOCK = re.compile(r'<script type="application/json" id="network-data">(.*?)</script>', re.S)
HOSTILE = [
    "<script>alert(1)</script>",
    '"</script><img src=x onerror=alert(1)>',
    "a\u2028b\u2029c",
    "<!-- <script>",
    "&lt;",
]


def block(text: str) -> dict[str, Any]:
    (found,) = BLOCK.findall(text)
    return json.loads(found)


def star(count: int) -> nx.MultiDiGraph[str]:
    """Return one region with projects around it and a few strategies that nothing is said of."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents={}, sentences={})
    empty = {"aliases": (), "scope": "", "status": "", "attributes": (), "observations": (), "documents": ()}
    made.add_node("x/region/0", type="Region", label="星海市", importance=float(count), sentences=(), **empty)
    for index in range(1, count):
        kind = "Strategy" if index % 100 == 0 else "Project"
        weight = 0.0 if kind == "Strategy" else 1.0 + index / count
        made.add_node(f"x/{kind}/{index:05}", type=kind, label=f"{index}号", importance=weight, sentences=(), **empty)
        made.add_edge(
            f"x/{kind}/{index:05}",
            "x/region/0",
            "locatedIn",
            relation="locatedIn",
            explicit=True,
            rule="",
            sentences=(),
        )
    return made


@given(st.text())
def test_embedded_text_comes_back_and_cannot_end_the_script(text: str) -> None:
    made = embed({"quote": text})
    assert json.loads(made) == {"quote": text}
    assert not set("<>&\u2028\u2029") & set(made)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_quotes_and_titles_stay_inside_the_block(store: ox.Store, text: str) -> None:
    made = network(store)
    for node in made:
        made.nodes[node].update(label=text, aliases=(text,), scope=text)
    for sentence in made.graph["sentences"].values():
        sentence.update(quote=text, section=text)
    for document in made.graph["documents"].values():
        document["title"] = text
    whole = page(made, title=text)
    assert {node["label"] for node in block(whole)["nodes"]} == {text}
    assert whole.count("<script") == page(network(store), title="图").count("<script")
    assert "<" not in text or text not in whole


def test_the_block_holds_the_whole_contract(store: ox.Store) -> None:
    made = block(page(network(store), title="星海"))
    assert made["version"] == 1
    assert made["title"] == "星海"
    assert [document["title"] for document in made["documents"]] == ["星海市政府工作报告"]
    assert made["types"]["Park"]["zh"] == "园区"
    assert made["relations"]["locatedIn"]["en"] == "located in"
    edge = next(edge for edge in made["edges"] if edge["relation"] == "undertakes")
    assert made["nodes"][edge["from"]]["label"] == "甲集团"
    assert made["base"] + made["nodes"][edge["from"]]["id"] == "https://w3id.org/regiongraph/id/company/甲集团"
    assert made["sentences"][edge["sentences"][0]]["quote"].startswith("甲集团投资56亿元")
    assert made["sentences"][edge["sentences"][0]]["document"] == 0


def test_nodes_come_most_important_first_with_a_place_and_a_size(store: ox.Store) -> None:
    nodes = contract(network(store), title="")["nodes"]
    weights = [node["importance"] for node in nodes]
    assert weights == sorted(weights, reverse=True)
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) and node["r"] >= 6 for node in nodes)


def test_the_page_loads_nothing_from_elsewhere(store: ox.Store) -> None:
    whole = page(network(store), title="图")
    assert not re.search(r"<(?:script|link|img|iframe|object|embed|source|use)[^>]*\s(?:src|href|data)\s*=", whole)
    assert not re.search(r"@import|url\(", whole[: whole.index("</style>")])
    assert "sourceMappingURL" not in whole


def test_the_policy_allows_exactly_the_scripts_and_styles_that_are_there(store: ox.Store) -> None:
    whole = page(network(store), title="图")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', whole)
    policy = policy.replace("&#39;", "'")
    texts = [*re.findall(r"<script>(.*?)</script>", whole, re.S), *re.findall(r"<style>(.*?)</style>", whole, re.S)]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}
    assert policy.startswith("default-src 'none'; ")
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes
    assert "unsafe" not in policy


def test_the_licence_of_vis_network_stays(store: ox.Store) -> None:
    whole = page(network(store), title="图")
    assert "@version 9.1.2" in whole
    assert "Apache 2.0 License" in whole


def test_the_page_code_never_writes_markup() -> None:
    code = "".join((page_module.TEMPLATE / name).read_text(encoding="utf-8") for name in page_module.SCRIPTS)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function", code
    )


def test_the_page_is_the_same_in_another_process(store: ox.Store) -> None:
    here = hashlib.sha256(page(network(store), title="图").encode()).hexdigest()
    code = (
        "import hashlib, pyoxigraph as ox; from graph.view.network import network; from graph.view.page import page\n"
        "store = ox.Store(); store.load(path='tests/view/sample.ttl', format=ox.RdfFormat.TURTLE)\n"
        "print(hashlib.sha256(page(network(store), title='图').encode()).hexdigest())"
    )
    root = page_module.TEMPLATE.parents[2]
    there = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


def test_a_small_graph_is_shown_whole() -> None:
    made = contract(star(120), title="")
    assert made["shown"] is None


def test_a_large_graph_carries_everything_and_begins_with_the_most_important_of_every_type() -> None:
    made = contract(star(3400), title="")
    assert len(made["nodes"]) == 3400
    assert made["shown"] == len(made["first"]) == 800
    assert 0 in made["first"]
    assert sum(made["nodes"][index]["type"] == "Strategy" for index in made["first"]) == 20


def test_an_empty_graph_makes_a_page() -> None:
    assert block(page(nx.MultiDiGraph(), title="空"))["nodes"] == []


def test_themes_name_nodes_by_number_and_those_without_a_node_are_left_out(store: ox.Store) -> None:
    made = network(store)
    company = "https://w3id.org/regiongraph/id/company/甲集团"
    made.graph["themes"] = {
        "b": {"zh": "新材料", "en": "New materials", "nodes": [company, "x/gone"]},
        "a": {"zh": "旅游", "en": "Tourism", "nodes": ["x/gone"]},
        "c": {"zh": "全部", "en": "All", "nodes": sorted(made)},
    }
    found = contract(made, title="")
    assert [theme["zh"] for theme in found["themes"]] == ["全部", "新材料"]
    assert [found["nodes"][number]["label"] for number in found["themes"][1]["nodes"]] == ["甲集团"]
    assert contract(network(store), title="")["themes"] == []
