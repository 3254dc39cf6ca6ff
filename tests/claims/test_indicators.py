"""Figures of statistics: whose, of what, when, and whether they were reached or are aimed at."""

from __future__ import annotations

import pytest

from graph.documents import document
from graph.pipeline import extract
from graph.records import Quantity


def figures(
    text: str, subject: str = "宜昌市", year: int = 2024
) -> list[tuple[str, float | None, float | None, int, str]]:
    found = []
    for claim in extract(document(text, subject=subject, year=year)).claims:
        if claim.property == "observation":
            told = claim.qualifiers
            value = claim.object.value if isinstance(claim.object, Quantity) else None
            found.append((told["indicator"], value, told.get("growth"), told["year"], told["basis"]))
    return found


REPORT = """宜昌市2024年政府工作报告
各位代表：
一、2023年工作回顾
全市实现地区生产总值5756.4亿元，增长7.1%。社会消费品零售总额突破2000亿元，固定资产投资增长9.5%。
城镇和农村居民人均可支配收入分别达到46523元和24816元，分别增长6.2%和7.9%。单位GDP能耗下降4%。
二、2024年工作安排
今年发展的主要预期目标是：地区生产总值增长7%，城镇新增就业6万人以上，居民消费价格涨幅3%左右。
"""


def test_a_report_tells_last_years_figures_and_this_years_aims() -> None:
    assert figures(REPORT) == [
        ("地区生产总值", 575_640_000_000.0, 7.1, 2023, "actual"),
        ("社会消费品零售总额", 200_000_000_000.0, None, 2023, "actual"),
        ("固定资产投资", None, 9.5, 2023, "actual"),
        ("城镇居民人均可支配收入", 46523.0, 6.2, 2023, "actual"),
        ("农村居民人均可支配收入", 24816.0, 7.9, 2023, "actual"),
        ("单位GDP能耗", None, -4.0, 2023, "actual"),
        ("地区生产总值", None, 7.0, 2024, "target"),
        ("城镇新增就业", 60_000.0, None, 2024, "target"),
        ("居民消费价格", None, 3.0, 2024, "target"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "全年实施项目120个，总投资300亿元。",
        "新登记企业增长34%。",
        "引进企业30家，兑现资金奖励政策5项。",
        "甲项目开复工率93%。",
    ],
)
def test_counts_of_firms_and_projects_are_no_statistics(text: str) -> None:
    assert figures(text) == []


def test_an_aim_without_a_year_takes_the_last_year_of_the_plan() -> None:
    plan = "常德市国民经济和社会发展“十四五”规划\n第一章 发展目标\n地区生产总值年均增长7%，常住人口城镇化率达到60%。\n"
    assert figures(plan, "常德市", 2021) == [
        ("地区生产总值", None, 7.0, 2025, "target"),
        ("常住人口城镇化率", 60.0, None, 2025, "target"),
    ]


def test_a_named_year_wins() -> None:
    assert figures("到2030年，研发经费投入强度达到3.2%。") == [("研发经费投入强度", 3.2, None, 2030, "target")]
