"""Relations, attributes and what is implied, in passages of many provinces."""

from __future__ import annotations

import pytest

from graph.documents import document
from graph.pipeline import extract
from graph.records import Mention, Quantity

Fact = tuple[str, str, str]


def facts(text: str, subject: str = "锦州市") -> set[Fact]:
    found = set()
    for claim in extract(document(text, subject=subject, year=2024)).claims:
        value = claim.object
        shown = (
            value.text if isinstance(value, Mention) else f"{value.value:.0f}" if isinstance(value, Quantity) else value
        )
        found.add((claim.subject.text, claim.property, str(shown)))
    return found


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        (
            "宁波市",
            "以海丰重工为龙头，打造绿色石化产业集群。",
            {("海丰重工", "leads", "绿色石化产业集群"), ("宁波市", "targets", "绿色石化产业集群")},
        ),
        ("大同市", "在云冈区建设晋北数据产业园。", {("晋北数据产业园", "locatedIn", "云冈区")}),
        (
            "德阳市",
            "深化与重庆市的对口合作，实施“智造德阳”三年行动。",
            {("德阳市", "cooperatesWith", "重庆市")},
        ),
        ("烟台市", "总投资56亿元的海阳光伏产业园一期项目开工。", {("海阳光伏产业园一期", "investment", "5600000000")}),
        ("包头市", "鹿城产业园规划面积6.9平方公里，重点发展稀土新材料。", {("鹿城产业园", "area", "6900000")}),
        ("榆林市", "加快国家电投定边500兆瓦风电项目建设。", {("国家电投定边500兆瓦风电", "capacity", "500")}),
        ("榆林市", "国家电投定边500兆瓦风电项目建成投产。", {("国家电投定边500兆瓦风电", "status", "operating")}),
        ("滁州市", "谋划滁宁城际铁路二期项目。", {("滁宁城际铁路二期", "status", "proposed")}),
        ("株洲市", "支持株洲高新区创建国家级开发区。", {("株洲高新区", "level", "国家级")}),
        ("柳州市", "形成汽车及零部件、钢铁2个千亿级产业集群。", {("钢铁产业集群", "scale", "100000000000")}),
    ],
)
def test_a_passage_gives_the_facts_that_a_reader_expects(subject: str, text: str, expected: set[Fact]) -> None:
    found = facts(text, subject)
    assert expected <= found, found


def test_a_plan_is_not_a_fact() -> None:
    assert ("甲岭核电一期", "status", "operating") not in facts("谋划甲岭核电一期项目。")
    assert ("甲岭核电一期", "status", "proposed") in facts("谋划甲岭核电一期项目。")


def test_a_local_firm_lies_in_the_subject_and_one_from_elsewhere_does_not() -> None:
    made = extract(document("壮大甲山能源等骨干企业，引进中核集团、苏州华瑞科技有限公司等企业。", subject="锦州市"))
    placed = {claim.subject.text: claim.explicit for claim in made.claims if claim.property == "locatedIn"}
    assert placed == {"甲山能源": False}


def test_a_park_stays_the_topic_of_its_sentence() -> None:
    found = facts("高标准建设鹿城产业园，重点发展智慧物流。", "包头市")
    assert ("鹿城产业园", "targets", "智慧物流") in found or ("鹿城产业园", "inIndustry", "智慧物流") in found


def test_every_claim_has_a_sentence_of_the_document_and_a_rule() -> None:
    made = extract(document("依托甲山能源，打造新能源产业集群。全市地区生产总值增长6%。", subject="锦州市", year=2024))
    sentences = {sentence.span for sentence in made.sentences}
    assert made.claims
    for claim in made.claims:
        assert claim.span in sentences
        assert claim.rule


def test_a_project_belongs_to_the_firm_whose_stem_its_name_begins_with() -> None:
    found = facts("德阳海凌远材料科技有限公司发展迅速。海凌远硅材料生产基地项目已经投产。", "德阳市")
    assert ("德阳海凌远材料科技有限公司", "undertakes", "海凌远硅材料生产基地") in found


def test_the_particulars_of_a_list_hold_for_the_entry_above_them() -> None:
    found = facts("1.晋北铝箔生产基地项目\n\n建设单位：海丰重工集团有限公司\n\n建设地点：云冈区\n", "大同市")
    assert ("海丰重工集团有限公司", "undertakes", "晋北铝箔生产基地") in found


def test_a_university_of_elsewhere_lies_not_in_the_subject() -> None:
    found = facts("与复旦大学、甲山学院共建研究院。", "南通市")
    assert ("甲山学院", "locatedIn", "南通市") in found
    assert ("复旦大学", "locatedIn", "南通市") not in found


def test_a_zone_is_what_its_document_is_about() -> None:
    text = (
        "盐城市高新区2024年一季度项目集中开工\n盐城市高新区打造智能制造高地。甲源科技有限公司投资的甲源产业园开工建设。"
    )
    told = {
        (claim.subject.text, claim.property, claim.object.text if isinstance(claim.object, Mention) else claim.object)
        for claim in extract(document(text)).claims
    }
    assert ("甲源产业园", "locatedIn", "盐城市高新区") in told
    assert ("盐城市高新区", "targets", "智能制造高地") in told
    assert any(name == "partOf" and place == "盐城市" for _, name, place in told)
