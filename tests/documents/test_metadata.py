"""Title, subject region, year and genre, of documents from all over the country."""

from __future__ import annotations

import pytest

from graph.documents import document
from graph.documents.metadata import describe, region_named
from graph.errors import DocumentError

REPORT = "各位代表：\n一、2023年工作回顾\n全市地区生产总值增长5%。\n二、2024年工作安排\n加快建设甲产业园。\n"


@pytest.mark.parametrize(
    ("head", "code", "year", "genre"),
    [
        ("2024年温州市政府工作报告\n——2024年1月20日在温州市第十四届人民代表大会上\n", "330300", 2024, "work-report"),
        ("湖南省株洲市人民政府工作报告（2023年12月28日）\n", "430200", 2023, "work-report"),
        ("昆山市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要\n", "320583", 2021, "plan"),
        ("成都市武侯区“十五五”规划纲要\n", "510107", 2026, "plan"),
        ("赤峰市2025年重点工作任务清单\n", "150400", 2025, "task-list"),
        ("首页 > 政务公开\n关于印发合肥市2024年重点项目清单的通知\n", "340100", 2024, "task-list"),
    ],
)
def test_the_head_tells_what_a_document_is(head: str, code: str, year: int, genre: str) -> None:
    found = document(head + REPORT)
    assert found.subject is not None
    assert (found.subject.code, found.year, found.genre) == (code, year, genre)


def test_a_news_article_is_known_by_its_words_and_place() -> None:
    head = "首页 > 要闻\n甲江两岸项目忙\n2025-03-02 来源：本站\n"
    text = head + "本报讯 记者从宜昌市获悉，近日宜昌市多个项目开工。宜昌市加快建设。\n"
    found = document(text)
    assert found.subject is not None
    assert (found.subject.name, found.year, found.genre) == ("宜昌市", 2025, "news")
    assert found.title == "甲江两岸项目忙"


def test_subject_and_year_given_from_outside_win() -> None:
    found = document("2024年温州市政府工作报告\n" + REPORT, subject="450200", year=2020)
    assert found.subject is not None
    assert (found.subject.name, found.year) == ("柳州市", 2020)


@pytest.mark.parametrize(
    ("name", "code"), [("辽宁省锦州市", "210700"), ("锦州", "210700"), ("北京市朝阳区", "110105"), ("211103", "211103")]
)
def test_a_region_is_named_by_name_chain_or_code(name: str, code: str) -> None:
    assert region_named(name).code == code


@pytest.mark.parametrize(("name", "message"), [("火星市", "no such region"), ("朝阳区", "give the code")])
def test_an_unknown_or_unclear_region_is_refused_with_help(name: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        region_named(name)


@pytest.mark.parametrize(
    ("title", "zone"),
    [
        ("盐城高新区2024年工作总结", "盐城高新区"),
        ("喜报！盐城市盐南高新区十个项目开工", "盐南高新区"),
        ("江苏省盐城市经济技术开发区2023年工作要点", "盐城经济技术开发区"),
        ("盐城市2024年政府工作报告", ""),
        ("盐城市推进开发区改革创新工作方案", ""),
        ("盐城市开发区改革方案", ""),
    ],
)
def test_a_document_may_be_about_a_zone(title: str, zone: str) -> None:
    found = describe(f"{title}\n盐城市持续优化营商环境。")
    assert (found.zone, found.subject and found.subject.name) == (zone, "盐城市")


def test_a_zone_without_its_region_is_known_by_its_repetition() -> None:
    body = "江湾高新区集中开工。江湾高新区加快建设。盐城市领导出席。"
    assert describe(f"江湾高新区2024年四季度项目集中开工\n{body}盐城市，盐城市。").zone == "江湾高新区"
    assert describe(f"江湾高新区项目开工\n盐城市，盐城市。{body[:8]}").zone == ""
