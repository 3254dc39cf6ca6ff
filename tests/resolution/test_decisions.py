"""A user's files force names together and keep them apart, above every rule; wrong lines say where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import GraphError
from graph.resolution import Decisions, read_decisions, resolve
from tests.resolution.written import CITY, OTHER, groups, rules, written


def decided(folder: Path, same: str = "", different: str = "") -> Decisions:
    paths = []
    for name, lines in (("same.csv", same), ("different.csv", different)):
        (folder / name).write_text(f"name,other,type,region\n{lines}", encoding="utf-8")
        paths.append(folder / name)
    return read_decisions(*paths)


def test_names_that_no_rule_joins_become_one_and_the_line_is_the_reason(tmp_path: Path) -> None:
    made = written([("Park", "松岭产业园"), ("Park", "柏岭产业园")])
    decisions = decided(tmp_path, same="松岭产业园,柏岭产业园,Park,锦州市\n")
    assert groups(made, decisions=decisions) == [{"松岭产业园", "柏岭产业园"}]
    [merge] = [one for one in resolve([made], decisions).merges if one.rule == "user.same"]
    assert merge.detail == f"{tmp_path / 'same.csv'}:2"


def test_names_that_a_rule_joins_stay_two(tmp_path: Path) -> None:
    made = written([("Company", "江河科技"), ("Company", "江河科技有限公司")])
    assert len(groups(made)) == 1
    decisions = decided(tmp_path, different="江河科技,江河科技有限公司\n")
    assert len(groups(made, decisions=decisions)) == 2
    [merge] = [one for one in resolve([made], decisions).merges if one.rule == "apart.user"]
    assert merge.detail == f"{tmp_path / 'different.csv'}:2"


def test_names_that_differ_in_spelling_alone_stay_two(tmp_path: Path) -> None:
    made = written([("Park", "“松岭”产业园"), ("Park", "松岭产业园")])
    decisions = decided(tmp_path, different="“松岭”产业园,松岭产业园\n")
    assert len(groups(made)) == 1
    assert len(groups(made, decisions=decisions)) == 2


def test_names_kept_apart_do_not_become_one_through_a_third(tmp_path: Path) -> None:
    made = written([("Company", name) for name in ("江河新材料科技有限公司", "江河新材料科技", "江河新材料")])
    assert len(groups(made)) == 1
    decisions = decided(tmp_path, different="江河新材料科技有限公司,江河新材料\n")
    found = groups(made, decisions=decisions)
    assert len(found) == 2
    assert not any({"江河新材料科技有限公司", "江河新材料"} <= names for names in found)


def test_a_region_restricts_a_line_to_its_namesake(tmp_path: Path) -> None:
    made = [written([("Park", "松岭产业园"), ("Park", "云谷")], place, place) for place in (CITY, OTHER)]
    decisions = decided(tmp_path, same="松岭产业园,云谷,,盘锦市\n")
    of = resolve(made, decisions).of
    assert of[made[0].mentions[0]] != of[made[0].mentions[1]]
    assert of[made[1].mentions[0]] == of[made[1].mentions[1]]


def test_without_a_region_names_are_joined_within_each_region_only(tmp_path: Path) -> None:
    made = [written([("Park", "松岭产业园"), ("Park", "云谷")], place, place) for place in (CITY, OTHER)]
    assert len(resolve(made, decided(tmp_path, same="松岭产业园,云谷\n")).entities) == 2


def test_taking_the_line_out_undoes_the_merge(tmp_path: Path) -> None:
    made = written([("Park", "松岭产业园"), ("Park", "柏岭产业园")])
    assert len(groups(made, decisions=decided(tmp_path, same="松岭产业园,柏岭产业园\n"))) == 1
    assert len(groups(made, decisions=decided(tmp_path))) == 2
    assert rules(made, decisions=decided(tmp_path)) == set()


@pytest.mark.parametrize(
    "line", ["松岭产业园,没有的园\n", "没有的园,松岭产业园,Park,锦州市\n", "松岭产业园,云谷,Company\n"]
)
def test_a_line_that_means_nothing_is_told_of(tmp_path: Path, line: str) -> None:
    made = written([("Park", "松岭产业园"), ("Park", "云谷")])
    [message] = resolve([made], decided(tmp_path, same=line)).unused
    assert message.startswith(f"{tmp_path / 'same.csv'}:2: ")


def test_lines_that_contradict_each_other_through_a_third_name_are_told_of(tmp_path: Path) -> None:
    made = written([("Park", name) for name in ("松岭产业园", "柏岭产业园", "云谷")])
    same, different = "松岭产业园,柏岭产业园\n柏岭产业园,云谷\n", "松岭产业园,云谷\n"
    [message] = resolve([made], decided(tmp_path, same, different)).unused
    assert "same.csv:3" in message


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("松岭产业园\n", "needs a name and another one"),
        ("松岭产业园,松岭产业园\n", "twice"),
        ("松岭产业园,云谷,Garden\n", "no type"),
        ("松岭产业园,云谷,Park,没有的市\n", "没有的市"),
        ("松岭产业园,云谷,Park,锦州市,又一格\n", "more cells"),
    ],
)
def test_a_line_that_cannot_be_meant_so_is_an_error_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(GraphError, match=told) as caught:
        decided(tmp_path, same=f"# 说明\n\n{line}")
    assert str(caught.value).startswith(f"{tmp_path / 'same.csv'}:4: ")


def test_a_pair_in_both_files_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(GraphError) as caught:
        decided(tmp_path, same="松岭产业园,云谷\n", different="甲园,乙园\n云谷,松岭产业园\n")
    assert "different.csv:3" in str(caught.value)
    assert "same.csv:2" in str(caught.value)


@pytest.mark.parametrize("head", ["", "甲,乙\n", "name,other,kind\n"])
def test_a_file_without_the_right_first_line_is_an_error(tmp_path: Path, head: str) -> None:
    path = tmp_path / "same.csv"
    path.write_text(head, encoding="utf-8")
    with pytest.raises(GraphError, match="first line"):
        read_decisions(path, None)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"none\.csv"):
        read_decisions(tmp_path / "none.csv", None)
