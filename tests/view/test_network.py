"""What a store holds is what the networkx graph holds."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.records import TYPES
from graph.view.network import legend, network

BASE = "https://w3id.org/regiongraph/id/"
PROJECT = BASE + "project/990100-星海新材料项目"
PARK = BASE + "park/990100-松涛产业园"
COMPANY = BASE + "company/甲集团"
CITY = BASE + "region/990100"


def test_entities_become_nodes_with_names_type_and_documents(store: ox.Store) -> None:
    node = network(store).nodes[CITY]
    assert (node["type"], node["label"], node["aliases"]) == ("Region", "星海市", ("星海",))
    assert node["documents"] == (BASE + "document/one",)


def test_the_iri_tells_which_of_two_types_comes_first(store: ox.Store) -> None:
    node = network(store).nodes[PARK]
    assert (node["type"], node["types"]) == ("Park", ("Park", "Project"))


def test_an_edge_has_rule_explicitness_and_sentences(store: ox.Store) -> None:
    made = network(store)
    edge = made.edges[COMPANY, PROJECT, "undertakes"]
    assert edge == {
        "relation": "undertakes",
        "explicit": True,
        "rule": "undertakes.invest",
        "sentences": (BASE + "sentence/one-0",),
    }
    assert made.edges[PARK, CITY, "locatedIn"]["explicit"] is False


def test_background_regions_stay_only_beside_mentioned_entities(store: ox.Store) -> None:
    made = network(store)
    assert BASE + "region/990000" in made
    assert BASE + "region/990200" not in made


def test_the_latest_status_wins_and_numbers_keep_their_units(store: ox.Store) -> None:
    node = network(store).nodes[PROJECT]
    assert node["status"] == "underConstruction"
    figures = {entry["name"]: entry for entry in node["attributes"] if entry["name"] != "status"}
    assert figures["investment"]["value"] == 5_600_000_000
    assert figures["investment"]["unit"] == "元"
    assert figures["investment"]["sentences"] == (BASE + "sentence/one-0",)
    assert (figures["capacity"]["value"], figures["capacity"]["unit"]) == (400_000, "吨/年")
    assert figures["capacity"]["text"] == "40万吨/年"


def test_observations_come_with_their_region_and_sentence(store: ox.Store) -> None:
    (row,) = network(store).nodes[CITY]["observations"]
    assert (row["indicator"], row["year"], row["basis"], row["growth"], row["value"]) == (
        "地区生产总值",
        2024,
        "target",
        6,
        None,
    )
    assert row["sentences"] == (BASE + "sentence/one-40",)


@pytest.mark.parametrize(("node", "scope"), [(PROJECT, "星海市"), (PARK, "星海市"), (CITY, "云山省"), (COMPANY, "")])
def test_scope_is_the_region_of_the_iri_or_of_the_location(store: ox.Store, node: str, scope: str) -> None:
    assert network(store).nodes[node]["scope"] == scope


def test_documents_and_sentences_can_be_looked_up(store: ox.Store) -> None:
    made = network(store)
    document = made.graph["documents"][BASE + "document/one"]
    assert (document["title"], document["year"], document["subject"]) == ("星海市政府工作报告", 2024, "星海市")
    sentence = made.graph["sentences"][BASE + "sentence/one-0"]
    assert (sentence["start"], sentence["end"], sentence["section"]) == (0, 36, "一、工作安排")


def test_what_has_more_facts_matters_more(store: ox.Store) -> None:
    made = network(store)
    assert made.nodes[CITY]["importance"] > made.nodes[COMPANY]["importance"] > 0


def test_an_empty_store_gives_an_empty_graph() -> None:
    assert len(network(ox.Store())) == 0


def test_every_type_has_its_own_look() -> None:
    looks = {(entry["colour"], entry["shape"]) for entry in legend()["types"].values()}
    assert tuple(legend()["types"]) == TYPES
    assert len({shape for _, shape in looks}) == len(TYPES)
