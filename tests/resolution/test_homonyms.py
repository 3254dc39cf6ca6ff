"""Names that several documents share without meaning one thing, and names of one thing that look like two."""

from __future__ import annotations

import pytest

from graph.records import Extraction
from graph.resolution import resolve
from tests.resolution.written import CITY, DISTRICT, OTHER, PROVINCE, groups, written


def _ids(made: dict[str, Extraction]) -> dict[str, list[str]]:
    """Return the entities of the names of each document, in their order."""
    of = resolve(list(made.values())).of
    return {name: [of[mention] for mention in one.mentions] for name, one in made.items()}


@pytest.mark.parametrize(
    ("kind", "name"), [("Park", "高新区"), ("Company", "城投集团"), ("Organization", "博物馆"), ("Company", "水务集团")]
)
def test_what_every_city_has_is_that_of_the_city_even_where_others_name_it_with_the_city(kind: str, name: str) -> None:
    ids = _ids(
        {
            "one": written([(kind, name)], CITY, "one"),
            "two": written([(kind, name)], OTHER, "two"),
            "both": written([(kind, f"锦州{name}"), (kind, f"盘锦{name}")], PROVINCE, "both"),
            "later": written([(kind, f"锦州市{name}")], CITY, "later", 2025),
        }
    )
    assert ids["one"] + ids["two"] == ids["both"]
    assert ids["one"] == ids["later"]
    assert len({*ids["both"]}) == 2


def test_districts_of_one_name_are_those_of_their_cities() -> None:
    ids = _ids(
        {
            "capital": written([("Region", "朝阳区"), ("Park", "朝阳区松岭产业园")], "北京市", "capital"),
            "north": written([("Region", "朝阳区"), ("Park", "朝阳区松岭产业园")], "长春市", "north"),
            "city": written([("Region", "朝阳市"), ("Park", "朝阳松岭产业园")], "朝阳市", "city"),
        }
    )
    assert [ids[name][0] for name in ids] == ["region/110105-朝阳区", "region/220104-朝阳区", "region/211300-朝阳市"]
    assert len({park for _, park in ids.values()}) == 3


def test_a_county_is_not_the_wind_farm_that_bears_its_name() -> None:
    names = [("Region", "黑山县"), ("Project", "黑山县风电项目"), ("Project", "黑山风电")]
    made = [written(names, "黑山县", "a"), written([*names, ("Region", "黑山")], CITY, "b")]
    assert groups(*made) == [{"黑山", "黑山县"}, {"黑山县风电项目", "黑山风电"}]


def test_a_wind_farm_of_two_counties_has_no_name_in_common() -> None:
    made = [
        written([("Project", "风电项目"), ("Project", f"{place}风电项目")], CITY, place) for place in ("黑山", "义县")
    ]
    found = groups(*made)
    assert all({"黑山风电项目", "义县风电项目"} - group for group in found)


def test_phases_of_several_years_are_two_parts_of_one_whole() -> None:
    made = [
        written([("Project", "江河石化聚丙烯一期项目")], CITY, "a", 2022),
        written([("Project", "江河石化聚丙烯（一期）"), ("Project", "江河石化聚丙烯二期")], CITY, "b", 2023),
        written([("Project", "江河石化聚丙烯第二期工程"), ("Project", "江河石化聚丙烯")], DISTRICT, "c", 2024),
    ]
    assert groups(*made) == [
        {"江河石化聚丙烯"},
        {"江河石化聚丙烯一期项目", "江河石化聚丙烯（一期）"},
        {"江河石化聚丙烯二期", "江河石化聚丙烯第二期工程"},
    ]
    assert {claim.object.text for claim in resolve(made).claims} == {"江河石化聚丙烯"}  # type: ignore[union-attr]


def test_units_of_a_plant_are_one_in_every_spelling_and_others_stay_others() -> None:
    made = [
        written([("Project", "松岭核电5、6号机组"), ("Project", "松岭核电3、4号机组")], CITY, "a"),
        written([("Project", "松岭核电5号、6号机组项目"), ("Project", "松岭核电站3#、4#机组")], CITY, "b"),
        written([("Project", "锦州松岭核电5#、6#机组工程"), ("Project", "松岭核电")], PROVINCE, "c"),
    ]
    found = groups(*made)
    assert {"松岭核电"} in found
    fives = {"松岭核电5、6号机组", "松岭核电5号、6号机组项目", "锦州松岭核电5#、6#机组工程"}
    assert fives in found
    assert {"松岭核电3、4号机组", "松岭核电站3#、4#机组"} in found


def test_sites_of_one_brand_in_two_cities_stay_two() -> None:
    made = [
        written([("Park", "乙山光谷锦州云谷"), ("Park", "锦州云谷")], CITY, "a"),
        written([("Park", "乙山光谷盘锦云谷"), ("Park", "盘锦云谷")], OTHER, "b"),
        written([("Park", "锦州云谷"), ("Park", "盘锦云谷"), ("Park", "乙山光谷")], PROVINCE, "c"),
    ]
    assert groups(*made) == [{"乙山光谷"}, {"乙山光谷盘锦云谷", "盘锦云谷"}, {"乙山光谷锦州云谷", "锦州云谷"}]


def test_a_firm_is_one_with_and_without_the_word_for_a_group() -> None:
    made = [
        written([("Company", "江河药业（集团）有限公司"), ("Company", "江河药业")], CITY, "a"),
        written([("Company", "江河药业集团"), ("Company", "江河药业公司")], DISTRICT, "b"),
        written([("Company", "江河化工集团"), ("Company", "江河（集团）松岭分公司")], CITY, "c"),
    ]
    assert groups(*made) == [
        {"江河化工集团"},
        {"江河药业", "江河药业公司", "江河药业集团", "江河药业（集团）有限公司"},
        {"江河（集团）松岭分公司"},
    ]


def test_a_firm_and_a_site_that_share_a_name_stay_two() -> None:
    names = [
        ("Company", "松岭"),
        ("Park", "松岭产业园"),
        ("Company", "松岭产业园有限公司"),
        ("Project", "松岭产业园一期"),
    ]
    made = [written(names, CITY, "a"), written(names[1:], DISTRICT, "b")]
    assert groups(*made) == [{"松岭"}, {"松岭产业园"}, {"松岭产业园一期"}, {"松岭产业园有限公司"}]


def test_namesakes_stay_apart_in_any_number_of_years() -> None:
    names = [("Company", "禾瓴科技"), ("Park", "松岭产业园"), ("Project", "30万吨聚丙烯")]
    made = [
        written(names, place, f"{place}{year}", year)
        for place in (CITY, OTHER, "大连市")
        for year in (2022, 2023, 2024)
    ]
    assert len(resolve(made).entities) == 9
