"""The invented graph of plans.ttl as a store and as a network with a theme, for tests of what the page tells apart."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from graph.view.network import network

__all__ = ["BASE", "ETHYLENE", "WIND", "drawn", "store"]

BASE = "https://w3id.org/regiongraph/id/"
ETHYLENE, WIND = "project/990121-乙烯项目", "project/990200-风电项目"


def store() -> ox.Store:
    """Return the graph in a new store."""
    made = ox.Store()
    made.load(path=Path(__file__).parent / "plans.ttl", format=ox.RdfFormat.TURTLE)
    return made


def drawn() -> nx.MultiDiGraph[str]:
    """Return its network, with a theme that both cities share."""
    made = network(store())
    one, other = BASE + "region/990100", BASE + "region/990200"
    firms = [BASE + "company/甲山石化", BASE + "company/江河科技"]
    link = {
        "a": one,
        "b": other,
        "kind": {"zh": "合作", "en": "cooperation"},
        "zh": "两地合作",
        "en": "both cooperate",
        "nodes": [],
        "sentences": [BASE + "sentence/new-30"],
    }
    made.graph["themes"] = {
        "petrochemicals": {
            "zh": "石化化工",
            "en": "petrochemicals",
            "nodes": [*firms, BASE + ETHYLENE],
            "cities": {one: [firms[0], BASE + ETHYLENE], other: [firms[1]]},
            "links": [link, {**link, "kind": {"zh": "上下游", "en": "chain"}, "zh": "原料供应", "sentences": []}],
        }
    }
    return made
