"""Every node stands in its city and county, and grounds follow them."""

from __future__ import annotations

import math
import random

import networkx as nx
import pyoxigraph as ox
import pytest

from graph.errors import GraphError
from graph.view.cells import FEWEST, cells
from graph.view.grounds import grounds
from graph.view.layout import layout
from graph.view.narrow import Narrowing, carried, narrowed
from graph.view.network import network

BASE = "https://w3id.org/regiongraph/id/"
PROVINCE, CITY, COUNTY, OTHER = "region/990000-省", "region/990100-星海市", "region/990102-东区", "region/990200-月山市"


def country() -> nx.MultiDiGraph[str]:
    """Return a province with two cities; the first has a county. Parks stand in all of them, a strategy in none."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    def node(name: str, kind: str, home: str) -> None:
        made.add_node(name, type=kind, types=(kind,), label=name, home=home, scope="", importance=1.0, aliases=())
        made.nodes[name].update(attributes=(), observations=(), sentences=())

    for region, above in ((PROVINCE, ""), (CITY, PROVINCE), (COUNTY, CITY), (OTHER, PROVINCE)):
        node(region, "Region", above)
    for home in (CITY, COUNTY, OTHER):
        for index in range(20):
            node(f"park/{home[7:13]}-{index}", "Park", home)
    node("strategy/shared", "Strategy", "")
    node("strategy/one", "Strategy", "")
    facts = [(CITY, "strategy/shared"), (OTHER, "strategy/shared"), (COUNTY, "strategy/one")]
    for start, end in facts:
        made.add_edge(start, end, "implements", explicit=True, sentences=())
    return made


def test_a_node_stands_in_the_city_and_the_county_of_its_region() -> None:
    found = cells(country())
    assert found["park/990102-3"] == (CITY, COUNTY)
    assert found["park/990100-3"] == (CITY, "")
    assert found[COUNTY] == (CITY, COUNTY)
    assert found[PROVINCE] == ("", "")


def test_what_one_place_alone_has_stands_there_and_what_is_shared_between() -> None:
    found = cells(country())
    assert found["strategy/one"] == (CITY, COUNTY)
    assert found["strategy/shared"] == ("", "")


def test_a_city_named_in_passing_has_no_ground() -> None:
    made = country()
    made.remove_nodes_from([f"park/990200-{index}" for index in range(FEWEST - 1, 20)])
    assert cells(made)[OTHER] == (OTHER, "")
    made.remove_node("park/990200-0")
    assert cells(made)[OTHER] == ("", "")


def test_a_municipality_is_a_city_and_its_districts_are_counties() -> None:
    made = nx.relabel_nodes(
        country(), {CITY: "region/110000-京", COUNTY: "region/110101-东城", OTHER: "region/120000-津"}
    )
    for _, node in made.nodes(data=True):
        node["home"] = {CITY: "region/110000-京", COUNTY: "region/110101-东城"}.get(node["home"], "")
    assert cells(made)["park/990102-3"] == ("region/110000-京", "region/110101-东城")


def _inside(point: tuple[float, float], rings: tuple[tuple[int, ...], ...]) -> bool:
    crossings = 0
    for ring in rings:
        corners = list(zip(ring[::2], ring[1::2], strict=True))
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (ay > point[1]) != (by > point[1]) and point[0] < ax + (point[1] - ay) * (bx - ax) / (by - ay):
                crossings += 1
    return crossings % 2 == 1


def test_grounds_hold_what_belongs_to_them_and_nothing_of_others() -> None:
    made = country()
    places, found = layout(made), cells(made)
    drawn = {ground.region: ground for ground in grounds(made, places)}
    assert [drawn[region].level for region in (CITY, OTHER, COUNTY)] == ["city", "city", "county"]
    for node, (city, county) in found.items():
        for region, ground in drawn.items():
            assert _inside(places[node], ground.rings) == (region in (city, county)), (node, region)


def test_counties_stand_together_and_cities_apart() -> None:
    made = country()
    places, found = layout(made), cells(made)
    for node, cell in found.items():
        if cell[0]:
            others = [each for each in found if found[each][0] and each != node]
            nearest = min(others, key=lambda each: math.dist(places[node], places[each]))
            assert found[nearest] == cell


def test_grounds_are_the_same_in_any_order() -> None:
    made = country()
    nodes = list(made.nodes(data=True))
    random.Random(3).shuffle(nodes)
    other: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    other.add_nodes_from(nodes)
    other.add_edges_from(list(made.edges(keys=True, data=True))[::-1])
    assert grounds(other, layout(other)) == grounds(made, layout(made))


def test_a_page_carries_the_most_important_and_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    made = country()
    made.nodes["park/990102-7"]["importance"] = 5.0
    assert carried(made) == (made, 0)
    monkeypatch.setattr("graph.view.narrow.MOST_NODES", 10)
    part, left = carried(made)
    assert "park/990102-7" in part
    assert (len(part), left) == (10, len(made) - 10)


def test_a_page_too_heavy_leaves_out_nodes_until_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    made = country()
    monkeypatch.setattr("graph.view.narrow.MOST_BYTES", 1_000_000 + 30 * 290)
    part, left = carried(made)
    assert 10 < len(part) < 40
    assert left == len(made) - len(part)


def test_around_takes_so_many_steps_and_regions_come_along(store: ox.Store) -> None:
    made = network(store)
    start = BASE + "company/甲集团"
    near = {each for pair in made.edges(start) for each in pair} | {
        each for pair in made.in_edges(start) for each in pair
    }
    one = narrowed(made, store, Narrowing(around=(start,), steps=1))
    assert near <= set(one)
    assert set(one) - near <= {node for node in made if made.nodes[node]["type"] == "Region"}
    assert set(one) < set(narrowed(made, store, Narrowing(around=(start,), steps=3)))


def test_types_are_kept_with_their_regions(store: ox.Store) -> None:
    made = network(store)
    part = narrowed(made, store, Narrowing(types=("Project",)))
    kinds = [set(part.nodes[node]["types"]) for node in part]
    assert all(kind & {"Project", "Region"} for kind in kinds)
    assert any("Project" in kind for kind in kinds)


def test_nothing_left_is_an_error_that_says_so(store: ox.Store) -> None:
    wanted = Narrowing(theme="https://w3id.org/regiongraph/industries#no-such")
    with pytest.raises(GraphError, match="leave one out"):
        narrowed(network(store), store, wanted)
