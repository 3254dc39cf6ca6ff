"""What is one thing becomes one entity, what only shares a name stays apart, in whatever order documents come."""

from __future__ import annotations

from itertools import permutations

from graph.documents import document
from graph.pipeline import extract
from graph.records import Entity, Extraction
from graph.resolution import resolve
from graph.resolution.names import key


def read(text: str, subject: str, name: str = "doc") -> Extraction:
    return extract(document(text, name=name, subject=subject, year=2024))


def entities(*extractions: Extraction) -> dict[str, Entity]:
    return {entity.id: entity for entity in resolve(extractions).entities}


def test_spellings_of_one_park_are_one_entity_with_a_reason() -> None:
    made = read("推进松岭产业园建设。支持松岭产业园区扩区。发展“松岭”产业园。", "锦州市")
    resolution = resolve([made])
    parks = [entity for entity in resolution.entities if entity.type == "Park"]
    assert len(parks) == 1
    assert resolution.reasons[parks[0].id]


def test_a_declared_short_form_joins_its_full_name() -> None:
    made = read("江河新材料科技（集团）有限公司（以下简称“江河科技”）扩产。壮大江河科技等骨干企业。", "锦州市")
    firms = [entity for entity in resolve([made]).entities if entity.type == "Company"]
    assert [firm.name for firm in firms] == ["江河新材料科技（集团）有限公司"]
    assert "江河科技" in firms[0].aliases


def test_namesakes_of_two_cities_stay_two() -> None:
    found = entities(
        read("加快高新区建设，支持滨湖产业园扩区。", "锦州市", "a"), read("支持滨湖产业园扩区。", "盘锦市", "b")
    )
    assert [entity.scope for entity in found.values() if entity.name == "滨湖产业园"] == ["210700", "211100"]


def test_a_park_named_by_city_and_district_is_one_in_the_district() -> None:
    found = entities(read("在凌河区建设松岭产业园。", "锦州市", "a"), read("加快松岭产业园建设。", "凌河区", "b"))
    parks = [entity for entity in found.values() if entity.type == "Park"]
    assert [(park.name, park.scope) for park in parks] == [("松岭产业园", "210703")]


def test_regions_have_their_code_and_official_name() -> None:
    found = entities(read("锦州与盘锦市共建输油管道，辽宁支持。", "锦州市"))
    assert {"region/210700-锦州市", "region/211100-盘锦市", "region/210000-辽宁省"} <= set(found)
    assert "锦州" in found["region/210700-锦州市"].aliases


def test_an_industry_is_one_wherever_it_is_named() -> None:
    found = entities(read("大力发展精细化工。", "锦州市", "a"), read("大力发展精细化工。", "盘锦市", "b"))
    assert [entity.id for entity in found.values() if entity.type == "Industry"] == ["industry/精细化工"]


def test_the_order_of_documents_does_not_matter() -> None:
    made = [
        read("在凌河区建设松岭产业园，依托甲山石化，打造石化产业集群。", "锦州市", "a"),
        read("加快松岭产业园建设。", "凌河区", "b"),
        read("依托甲山石化，打造石化产业集群。", "盘锦市", "c"),
    ]
    results = [resolve(order) for order in permutations(made)]
    assert all(result.entities == results[0].entities for result in results)
    assert all(dict(result.of) == dict(results[0].of) for result in results)


def test_every_mention_and_end_of_a_claim_has_an_entity() -> None:
    made = read("依托甲山石化，打造石化产业集群。全市地区生产总值增长6%。", "锦州市")
    resolution = resolve([made])
    known = {entity.id for entity in resolution.entities}
    assert {resolution.of[mention] for mention in made.mentions} <= known
    assert {resolution.of[claim.subject] for claim in made.claims} <= known


def test_keys_ignore_what_spelling_varies_in() -> None:
    assert key("ＯＶＵ·甲州 智谷") == key("OVU甲州智谷")
