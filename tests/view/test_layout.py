"""Positions are stable, apart from one another and near what they belong to."""

from __future__ import annotations

import math
import random
from itertools import combinations

import networkx as nx

from graph.view.layout import layout, radii

TYPES = ("Park", "Company", "Project")


def cities(count: int, leaves: int) -> nx.MultiDiGraph[str]:
    """Return cities in a row, each with leaves of three types around it."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for city in range(count):
        made.add_node(f"city{city}", type="Region", scope="", importance=float(leaves))
        if city:
            made.add_edge(f"city{city}", f"city{city - 1}", key="cooperatesWith", explicit=True)
        for leaf in range(leaves):
            made.add_node(
                f"leaf{city}-{leaf}", type=TYPES[leaf % 3], home=f"city{city}", scope=f"city{city}", importance=1.0
            )
            made.add_edge(f"leaf{city}-{leaf}", f"city{city}", key="locatedIn", explicit=leaf % 2 == 0)
    return made


def test_the_same_graph_in_another_order_has_the_same_layout() -> None:
    made = cities(4, 30)
    nodes, edges = list(made.nodes(data=True)), list(made.edges(keys=True, data=True))
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    other: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    assert layout(other) == layout(made)


def test_no_two_discs_overlap() -> None:
    made = cities(5, 40)
    places, sizes = layout(made), radii(made)
    for one, other in combinations(made, 2):
        assert math.dist(places[one], places[other]) > (sizes[one] + sizes[other]) * 0.9


def test_a_leaf_is_nearer_to_its_own_city_than_to_another() -> None:
    made = cities(4, 30)
    places = layout(made)
    right = 0
    for city in range(4):
        for leaf in range(30):
            spot = places[f"leaf{city}-{leaf}"]
            right += min(range(4), key=lambda each: math.dist(spot, places[f"city{each}"])) == city
    assert right >= 0.95 * 120


def test_parts_that_are_not_linked_stand_side_by_side() -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for part in range(12):
        for end in "ab":
            made.add_node(f"{part}{end}", type="Company", scope="", importance=1.0)
        made.add_edge(f"{part}a", f"{part}b", key="cooperatesWith", explicit=True)
    for lone in range(20):
        made.add_node(f"lone{lone}", type="Strategy", scope="", importance=1.0)
    places = layout(made)
    assert len(set(places.values())) == len(made)
    for part in range(12):
        pair = math.dist(places[f"{part}a"], places[f"{part}b"])
        others = [math.dist(places[f"{part}a"], places[node]) for node in made if not node.startswith(str(part))]
        assert pair < min(others)


def test_graphs_of_no_one_and_two_nodes() -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    assert layout(made) == {}
    made.add_node("a", type="Park", scope="", importance=0.0)
    assert list(layout(made)) == ["a"]
    made.add_node("b", type="Park", scope="", importance=0.0)
    made.add_edge("a", "b", key="partOf", explicit=True)
    assert len(set(layout(made).values())) == 2
