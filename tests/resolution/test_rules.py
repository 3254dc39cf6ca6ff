"""Every rule that joins two forms of a name joins what it should, gives its reason, and leaves alone what it must."""

from __future__ import annotations

from itertools import permutations

import pytest

from graph.resolution import resolve
from tests.resolution.written import CITY, DISTRICT, OTHER, PROVINCE, groups, rules, written

ONE = [
    ("Park", "松岭产业园", "松岭产业园区", "park.head"),
    ("Park", "“松岭”产业园", "松岭产业园", "same-key"),
    ("Park", "松岭产业区", "凌河松岭产业园区", "park.place-prefix"),
    ("Park", "锦州松岭产业园", "凌河松岭产业园", "park.place-prefix"),
    ("Park", "锦州云谷", "乙山光谷锦州云谷", "park.brand-prefix"),
    ("Park", "甲机零碳产业园", "甲机乙达零碳产业园", "park.inserted-word"),
    ("Park", "松岭物流园", "松岭现代物流园区", "park.head"),
    ("Park", "锦州高新区", "高新技术产业开发区", "park.place-prefix"),
    ("Company", "江河科技", "江河科技有限公司", "firm.legal-form"),
    ("Company", "江河科技", "辽宁江河新材料科技（集团）有限公司", "firm.short-form"),
    ("Company", "江河新材", "江河新材料科技有限公司", "firm.short-form"),
    ("Company", "江河制药", "江河药业有限公司", "firm.legal-form"),
    ("Company", "锦州江河化工", "江河化工", "firm.place-prefix"),
    ("Company", "锦州纸业", "锦州纸业公司", "firm.legal-form"),
    ("Company", "国电投", "国家电投", "firm.central-group"),
    ("Company", "中石油凌河石化", "凌河石化", "firm.owner-prefix"),
    ("Company", "禾瓴", "禾瓴机电有限公司", "firm.bare-name"),
    ("Project", "江河石化30万吨聚丙烯", "江河石化年产30万吨聚丙烯", "project.wording"),
    ("Project", "江河石化30万吨聚丙烯", "30万吨聚丙烯", "project.owner-prefix"),
    ("Project", "江河石化聚丙烯", "江河石化30万吨聚丙烯", "project.size-dropped"),
    ("Project", "北镇200兆瓦风电", "北镇200MW风电场", "project.wording"),
    ("Project", "松岭路综合整治", "锦州松岭路整治", "project.place-prefix"),
    ("Cluster", "新材料产业集群", "新材料集群", "cluster.wording"),
    ("Cluster", "锦州新材料产业集群", "新材料产业集群", "cluster.place-prefix"),
    ("Organization", "锦州松岭技术研究院", "松岭研究院", "name.place-prefix"),
    ("Organization", "市博物馆", "博物馆", "name.place-prefix"),
    ("Organization", "锦州市场监管局", "市市场监督管理局", "name.place-prefix"),
    ("Project", "江河石化多晶硅建设", "江河石化多晶硅", "project.wording"),
    ("Industry", "房地产", "房地产业", "industry.tail"),
    ("Industry", "白酒", "白酒产业", "industry.tail"),
    ("Park", "绿色化工高新区", "锦州绿色化工高新区", "park.place-prefix"),
    ("Company", "江河光电", "江河光电（锦州）有限公司", "firm.place-prefix"),
    ("Company", "江河资源", "江河再生资源科技有限公司", "firm.short-form"),
    ("Company", "江河集团", "江河（集团）有限公司", "firm.legal-form"),
    ("Company", "禾瓴", "锦州禾瓴再生资源科技有限公司", "firm.bare-name"),
    ("Cluster", "新材料集群", "新材料先进制造业集群", "cluster.wording"),
]

TWO = [
    ("Park", "松岭产业园", "松岭产业园管委会"),
    ("Park", "松岭产业园", "柏岭产业园"),
    ("Park", "锦州产业园", "产业园"),
    ("Park", "甲机零碳产业园", "甲机化工零碳产业园"),
    ("Park", "锦州经济技术开发区", "锦州经济开发区"),
    ("Company", "锦州纸业", "盘锦纸业"),
    ("Company", "锦州银行", "银行"),
    ("Company", "江河科技", "江河药业"),
    ("Company", "江河科技有限公司", "江河新材料科技有限公司"),
    ("Company", "江河集团", "江河集团松岭分公司"),
    ("Company", "国家电网", "国网锦州电力公司"),
    ("Company", "江河光电（锦州）有限公司", "江河光电（大连）有限公司"),
    ("Company", "江河光电（锦州）有限公司", "江河光电有限公司"),
    ("Company", "江河集团", "江河（锦州）有限公司"),
    ("Company", "江河集团", "锦州江河"),
    ("Cluster", "新材料集群", "先进制造业集群"),
    ("Park", "松岭化工园", "松岭"),
    ("Facility", "锦州松岭体育馆", "锦州松岭体育中心"),
    ("Project", "松岭核电一期", "松岭核电二期"),
    ("Project", "松岭核电3、4号机组", "松岭核电5、6号机组"),
    ("Project", "松岭核电一期", "松岭核电"),
    ("Project", "江河石化30万吨聚丙烯", "江河石化60万吨聚丙烯"),
    ("Project", "江河石化30万吨聚丙烯", "柏岭石化30万吨聚丙烯"),
    ("Project", "江河石化", "江河石化30万吨聚丙烯"),
    ("Project", "北镇200兆瓦风电", "义县200兆瓦风电"),
    ("Cluster", "石化产业集群", "石化及精细化工产业集群"),
    ("Organization", "市场监督管理局", "场监督管理局"),
]


@pytest.mark.parametrize(("kind", "one", "other", "rule"), ONE, ids=lambda value: str(value))
def test_two_forms_of_one_name_are_one_entity_for_a_reason(kind: str, one: str, other: str, rule: str) -> None:
    made = written([(kind, one), (kind, other)])
    assert groups(made) == [{one, other}]
    assert rules(made) == {rule}


@pytest.mark.parametrize(("kind", "one", "other"), TWO, ids=lambda value: str(value))
def test_two_things_with_names_alike_stay_two(kind: str, one: str, other: str) -> None:
    assert len(groups(written([(kind, one), (kind, other)]))) == 2


def test_a_county_and_a_project_called_after_it_stay_two() -> None:
    made = written([("Region", "北镇市"), ("Project", "北镇市风电"), ("Project", "北镇风电")])
    assert groups(made) == [{"北镇市"}, {"北镇市风电", "北镇风电"}]


@pytest.mark.parametrize("name", ["高新区", "经开区", "松岭产业园", "博物馆"])
def test_namesakes_of_two_cities_stay_two_even_where_the_province_names_one(name: str) -> None:
    made = [written([("Park", name)], place, str(number)) for number, place in enumerate((CITY, OTHER, PROVINCE))]
    assert len({resolve(made).of[one.mentions[0]] for one in made}) == 3


def test_a_zone_of_a_district_is_not_that_of_the_city() -> None:
    city, district = written([("Park", "经开区")]), written([("Park", "经开区")], DISTRICT, "b")
    assert len(resolve([city, district]).entities) == 2


def test_a_firm_is_one_in_the_documents_of_a_city_and_its_district_but_not_elsewhere() -> None:
    full = written([("Company", "锦州江河新材料科技有限公司")], CITY, "a")
    near, far = written([("Company", "江河科技")], DISTRICT, "b"), written([("Company", "江河科技")], OTHER, "c")
    assert groups(full, near) == [{"锦州江河新材料科技有限公司", "江河科技"}]
    of = resolve([full, near, far]).of
    assert of[full.mentions[0]] == of[near.mentions[0]] != of[far.mentions[0]]


def test_a_short_form_that_may_be_two_firms_is_neither_and_chains_nothing() -> None:
    names = ["禾瓴化工有限公司", "禾瓴药业有限公司", "禾瓴"]
    made = written([("Company", name) for name in names])
    assert len(groups(made)) == 3
    assert "apart.ambiguous" in {one.rule for one in resolve([made]).merges}


def test_projects_of_two_owners_do_not_become_one_through_the_form_without_an_owner() -> None:
    names = ["江河石化30万吨聚丙烯", "柏岭化工30万吨聚丙烯", "30万吨聚丙烯"]
    assert len(groups(written([("Project", name) for name in names]))) == 3


def test_a_project_is_its_owners_where_the_document_says_who_undertakes_it() -> None:
    names = [("Company", "江河石化"), ("Project", "江河石化智能工厂"), ("Project", "智能工厂")]
    stated = written(names, undertakes=[("江河石化", "智能工厂")])
    assert {"江河石化智能工厂", "智能工厂"} in groups(stated)
    assert {"智能工厂"} in groups(written(names))


def test_a_declared_short_form_stands_above_the_rules() -> None:
    made = written([("Company", "江河新材料科技有限公司"), ("Company", "瀚宇")])
    text = "江河新材料科技有限公司（以下简称“瀚宇”）扩产。壮大瀚宇。"
    from graph.pipeline import extract

    said = extract(type(made.document)("d", "d", "", made.document.subject, 2024, "news", text))
    assert len({e.id for e in resolve([said]).entities if e.type == "Company"}) == 1


def test_phases_are_part_of_a_whole_that_is_made_where_two_are_named() -> None:
    made = written([("Project", "松岭核电一期工程"), ("Project", "松岭核电二期")])
    resolution = resolve([made])
    assert {entity.name for entity in resolution.entities} == {"松岭核电一期", "松岭核电二期", "松岭核电"}
    told = {(claim.subject.text, claim.property, resolution.of[claim.object]) for claim in resolution.claims}  # type: ignore[index]
    whole = "project/210700-松岭核电"
    assert told == {("松岭核电一期工程", "partOf", whole), ("松岭核电二期", "partOf", whole)}
    assert all(not claim.explicit for claim in resolution.claims)


def test_one_phase_alone_makes_no_whole() -> None:
    resolution = resolve([written([("Project", "松岭核电一期")])])
    assert len(resolution.entities) == 1
    assert resolution.claims == ()


def test_a_whole_of_another_document_has_its_phases() -> None:
    whole, phase = written([("Project", "松岭核电")]), written([("Project", "松岭核电一期")], CITY, "b")
    resolution = resolve([whole, phase])
    assert [(claim.subject.text, claim.object.text) for claim in resolution.claims] == [("松岭核电一期", "松岭核电")]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "year", "id_"),
    [("襄樊市", 2005, "region/420600-襄阳市"), ("襄樊市", 2020, "region/420600-襄阳市")],
)
def test_a_renamed_city_is_the_same_one(name: str, year: int, id_: str) -> None:
    found = resolve([written([("Region", name)], "湖北省", year=year)]).entities
    assert [entity.id for entity in found] == [id_]
    assert name in found[0].aliases


def test_a_district_that_was_given_up_stays_itself() -> None:
    found = resolve([written([("Region", "崇文区")], "北京市", year=2005)]).entities
    assert [entity.scope for entity in found] == ["110103"]


def test_the_order_of_documents_does_not_matter() -> None:
    made = [
        written([("Park", "松岭产业园"), ("Company", "江河科技"), ("Project", "30万吨聚丙烯")], CITY, "a"),
        written([("Park", "锦州松岭产业园区"), ("Company", "江河新材料科技有限公司")], DISTRICT, "b"),
        written([("Company", "江河"), ("Project", "江河石化30万吨聚丙烯")], PROVINCE, "c"),
        written([("Park", "松岭产业园"), ("Company", "江河科技")], OTHER, "d"),
    ]
    results = [resolve(order) for order in permutations(made)]
    assert all(result.entities == results[0].entities for result in results)
    assert all(result.merges == results[0].merges for result in results)


def test_every_merge_of_two_forms_has_a_rule_and_a_mention_of_each() -> None:
    made = written([("Park", "松岭产业园"), ("Park", "凌河松岭产业园区")])
    [merge] = resolve([made]).merges
    assert (merge.form, merge.other, merge.rule) == ("松岭产业园", "凌河松岭产业园区", "park.place-prefix")
    assert [mention.text for mention in merge.evidence] == ["松岭产业园", "凌河松岭产业园区"]


def test_firms_of_two_cities_do_not_become_one_through_the_report_of_the_province() -> None:
    made = [written([("Company", "江河科技")], place, place) for place in (CITY, OTHER, PROVINCE)]
    of = resolve(made).of
    assert of[made[0].mentions[0]] != of[made[1].mentions[0]]


def test_a_registered_firm_is_one_in_all_cities_that_name_it_in_full() -> None:
    names = [("Company", "江河新材料科技有限公司"), ("Company", "江河科技")]
    made = [written(names, place, place) for place in (CITY, OTHER)]
    assert len(resolve(made).entities) == 1


def test_a_site_in_a_zone_is_one_with_and_without_the_zone() -> None:
    names = [("Park", "松岭经济开发区"), ("Park", "松岭经济开发区零碳产业园"), ("Park", "零碳产业园")]
    made = written(names)
    assert groups(made) == [{"松岭经济开发区"}, {"松岭经济开发区零碳产业园", "零碳产业园"}]
    assert rules(made) == {"park.owner-prefix"}
    assert len(groups(written(names[1:]))) == 2
    other = [("Park", "柏岭经济开发区"), ("Park", "柏岭经济开发区零碳产业园")]
    assert {"零碳产业园"} in groups(written([*names, *other]))
