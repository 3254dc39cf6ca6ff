"""Names are found in passages of many provinces, with offsets that hold; what is no name is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.documents import document
from graph.lexicon import regions
from graph.mentions.gazetteer import locate
from graph.pipeline import extract
from graph.records import TYPES, Extraction

#: Passages in the styles of other provinces, written before the rules saw them, with the names that a reader expects.
PASSAGES = [
    (
        "宁波市",
        "依托海丰重工、远洲电气等骨干企业，打造绿色石化、汽车零部件2个千亿级产业集群。",
        {"Company": ["海丰重工", "远洲电气"], "Cluster": ["绿色石化产业集群", "汽车零部件产业集群"]},
    ),
    (
        "大同市",
        "加快晋北新能源产业园建设，推动云冈抽水蓄能电站项目开工。",
        {"Park": ["晋北新能源产业园"], "Project": ["云冈抽水蓄能电站"]},
    ),
    (
        "德阳市",
        "与四川大学、西南交通大学共建研究院，川岭机械制造有限公司二期项目建成投产。",
        {"Organization": ["四川大学", "西南交通大学"], "Company": ["川岭机械制造有限公司"]},
    ),
    (
        "赣州市",
        "深入实施工业倍增行动，大力发展稀土新材料、电子信息，建设对接粤港澳大湾区桥头堡。",
        {"Industry": ["稀土新材料", "电子信息"], "Strategy": ["工业倍增行动"]},
    ),
    (
        "苏州市",
        "支持苏州工业园区、昆山高新区争先进位，华为、西门子等企业落户。",
        {"Park": ["苏州工业园区", "昆山高新区"], "Company": ["华为", "西门子"]},
    ),
    (
        "榆林市",
        "完成榆溪河大桥维修加固工程，榆横铁路专用线建成通车。",
        {"Project": ["榆溪河大桥维修加固"]},
    ),
]


def read(text: str, subject: str) -> Extraction:
    return extract(document(text, subject=subject, year=2024))


@pytest.mark.parametrize(("subject", "text", "expected"), PASSAGES, ids=[subject for subject, _, _ in PASSAGES])
def test_names_are_found_in_other_provinces(subject: str, text: str, expected: dict[str, list[str]]) -> None:
    found = read(text, subject).mentions
    for kind, names in expected.items():
        have = [mention.text for mention in found if mention.type == kind]
        assert [name for name in names if name not in have] == [], f"{kind}: {have}"


@pytest.mark.parametrize(
    "text",
    [
        "全年实施重点项目1000个，总投资5394亿元。",
        "坚持高质量发展，深入贯彻新发展理念，推动产业集群发展壮大。",
        "支持龙头企业做大做强，建设一批省级开发区。",
        "全市新开工亿元以上项目80个，竣工投产40个。",
        "（六）园区分工。",
    ],
)
def test_counts_and_general_phrases_are_no_names(text: str) -> None:
    assert [(m.type, m.text) for m in read(text, "锦州市").mentions if m.type not in ("Industry",)] == []


def test_a_contiguous_mention_is_its_span_and_a_listed_one_its_parts() -> None:
    text = "打造石化及精细化工、新材料2个千亿级产业集群。"
    first, second = [m for m in read(text, "锦州市").mentions if m.type == "Cluster"]
    assert (first.text, first.span.of(text)) == ("石化及精细化工产业集群", "石化及精细化工")
    assert [part.of(text) for part in second.parts] == ["新材料", "产业集群"]


CHARS = [
    *"锦州市凌河区甲乙丙、，。“”《》（）()2个千亿级产业集群产业园项目工程等企业有限公司",
    *"打造推进以为龙头和及与一期大学路桥战略行动增长6%亿元\n ",
]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(CHARS), max_size=90))
def test_any_text_gives_mentions_and_claims_whose_offsets_hold(text: str) -> None:
    text = "锦州市政府工作报告\n" + text
    found = read(text, "锦州市")
    for mention in found.mentions:
        assert mention.type in TYPES
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        if not mention.parts:
            assert mention.span.of(text) == mention.text
        else:
            assert "".join(part.of(text) for part in mention.parts) == mention.text
    spans = {sentence.span for sentence in found.sentences}
    assert {claim.span for claim in found.claims} <= spans


@pytest.mark.parametrize(
    ("name", "subject", "code"),
    [
        ("朝阳区", "北京市", "110105"),
        ("朝阳区", "长春市", "220104"),
        ("黑山", "锦州市", "210726"),
        ("鼓楼区", "南京市", "320106"),
        ("合作", "锦州市", None),
        ("合作", "甘南藏族自治州", "623001"),
        ("范县", "锦州市", None),
        ("湖南", "锦州市", "430000"),
        ("长兴岛", "大连市", "x-cxd"),
        ("长兴岛", "沈阳市", "x-cxd"),
        ("长兴岛", "上海市", "x-cxdsh"),
        ("长兴岛", "崇明区", "x-cxdsh"),
        ("长兴岛", "北京市", None),
        ("上海长兴岛", "大连市", "x-cxdsh"),
    ],
)
def test_a_name_means_the_region_near_the_subject(name: str, subject: str, code: str | None) -> None:
    from graph.documents.metadata import region_named

    found = locate(name, region_named(subject))
    assert (found.code if found else None) == code
    assert regions().by_name[name]


@pytest.mark.parametrize(("subject", "name"), [("大连市", "大连长兴岛"), ("上海市", "上海长兴岛"), ("武汉市", None)])
def test_an_islands_name_means_the_island_of_the_documents_province(subject: str, name: str | None) -> None:
    from graph.documents import document
    from graph.pipeline import extract
    from graph.resolution import resolve

    text = f"{subject}2024年政府工作报告\n加快长兴岛甲山产业园建设，推动长兴岛开发开放。\n"
    found = extract(document(text, subject=subject, year=2024))
    resolved = resolve([found])
    names = {one.name for one in resolved.entities if one.id.startswith("region/x-") and "长兴岛" in one.name}
    assert names == ({name} if name else set())


def test_what_else_is_equal_does_not_leave_the_choice_to_chance() -> None:
    from graph.mentions.found import Found
    from graph.mentions.select import select

    alone = Found(0, 9, "Project", "project.waters", 51)
    shared = Found(0, 9, "Project", "project.waters", 51, tail=(10, 14))
    assert select([alone, shared]) == select([shared, alone]) == [alone]


def test_no_name_is_empty() -> None:
    from graph.documents import document
    from graph.pipeline import extract

    found = extract(
        document("赣州市2024年重点工作任务\n推进年产20万吨电解铜箔项目建设。\n", subject="赣州市", year=2024)
    )
    assert found.mentions
    assert all(len(mention.text) > 1 for mention in found.mentions)


def test_known_universities_are_found_wherever_they_stand() -> None:
    from graph.explain import explain

    found = explain("专家来自江南大学、同济大学，参观复旦大学附属中学旧址。", subject="泉州市")
    assert {"江南大学", "同济大学"} <= {m.text for m in found.mentions if m.type == "Organization"}
