"""Plans are no facts, overruled statements are shown apart, names can be read out, themes bring their links."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.view.network import network
from graph.view.page import contract
from graph.view.pinyin import own, sounds, spelled
from tests.view.plans import BASE, ETHYLENE, WIND, drawn


def test_a_status_that_only_aims_tell_of_is_an_aim() -> None:
    nodes = drawn().nodes
    assert (nodes[BASE + WIND]["status"], nodes[BASE + WIND]["aim"]) == ("", "operating")
    assert (nodes[BASE + ETHYLENE]["status"], nodes[BASE + ETHYLENE]["aim"]) == ("underConstruction", "")


def test_a_status_without_a_basis_stays_a_status(store: ox.Store) -> None:
    node = network(store).nodes[BASE + "project/990100-星海新材料项目"]
    assert (node["status"], node["aim"]) == ("underConstruction", "")


def test_an_overruled_statement_is_no_attribute_but_is_told_with_its_sentence() -> None:
    made = drawn()
    assert [row["value"] for row in made.nodes[BASE + ETHYLENE]["attributes"] if row["name"] == "status"] == [
        "underConstruction"
    ]
    assert made.graph["superseded"] == [
        {
            "node": BASE + ETHYLENE,
            "name": "status",
            "other": None,
            "value": "signed",
            "unit": "",
            "rule": "status.sign",
            "sentences": (BASE + "sentence/old-0",),
        }
    ]


def test_the_contract_has_numbers_for_homes_overruled_statements_and_links_of_themes() -> None:
    made = contract(drawn(), title="")
    labels = [node["label"] for node in made["nodes"]]
    homes = {node["label"]: node["home"] for node in made["nodes"]}
    assert labels[homes["乙烯项目"]] == "松岭县"
    assert labels[homes["松岭县"]] == "星海市"
    assert homes["江河科技"] is None
    (gone,) = made["superseded"]
    assert labels[gone["node"]] == "乙烯项目"
    assert made["sentences"][gone["sentences"][0]]["basis"] == "actual"
    (theme,) = made["themes"]
    assert [[labels[city["region"]], *sorted(labels[node] for node in city["nodes"])] for city in theme["cities"]] == [
        ["星海市", "乙烯项目", "甲山石化"],
        ["北港市", "江河科技"],
    ]
    assert [(labels[one["a"]], labels[one["b"]], one["kind"]["zh"]) for one in theme["links"]] == [
        ("星海市", "北港市", "合作"),
        ("星海市", "北港市", "上下游"),
    ]
    assert made["sentences"][theme["links"][0]["sentences"][0]]["quote"].startswith("北港市与星海市")


def test_a_link_of_a_theme_to_a_region_that_is_not_there_is_left_out() -> None:
    made = drawn()
    made.graph["themes"]["petrochemicals"]["links"][0]["a"] = "x/gone"
    assert len(contract(made, title="")["themes"][0]["links"]) == 1


@pytest.mark.parametrize(
    ("name", "read"),
    [("单县", "shan xian"), ("朝阳区", "chao yang qu"), ("重庆", "chong qing"), ("六安市", "lu an shi")],
)
def test_places_are_read_as_their_people_do(name: str, read: str) -> None:
    assert " ".join(spelled(name)) == read


def test_characters_beyond_the_plane_and_signs_have_no_sound() -> None:
    assert spelled("A🙂园\u202e") == ["", "", "yuan", ""]
    assert sounds(["A🙂园", ""]) == {"园": "yuan"}


def test_a_name_keeps_only_what_is_read_otherwise_than_usual() -> None:
    usual = sounds(["长江", "长江口", "长治"])
    assert usual["长"] == "chang"
    assert own(["成长"], usual) == {"成": "cheng", "长": "zhang"}
