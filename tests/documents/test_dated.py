"""The day that the head of a document gives."""

from __future__ import annotations

import pytest

from graph.documents import document
from graph.documents.dated import date_of


@pytest.mark.parametrize(
    ("head", "year", "day"),
    [
        ("甲市政府工作报告\n发布时间:2024-02-18 来源:市政府\n", 2024, "2024-02-18"),
        ("甲市政府工作报告\n（2023年12月28日）\n", 2023, "2023-12-28"),
        ("甲市政府工作报告（2023年1月4日）\n", 2023, "2023-01-04"),
        ("2024-02-01 10:15:45 / 我要评论 查看是否已被收录，共3页\n", 2024, "2024-02-01"),
        ("打印时间：2024-05-06\n发布日期：2024年3月1日\n", 2024, "2024-03-01"),
        ("２０２４年０２月１８日\n", 2024, "2024-02-18"),
        ("更新时间：2024-05-06\n甲市工作报告\n", 2024, ""),
        ("甲市政府工作报告\n2019-02-18\n", 2024, ""),
        ("截至2024年3月1日，全市开工项目20个。\n", 2024, ""),
        ("2024年2月30日\n", 2024, ""),
        ("甲市2024年2月工作\n", 2024, ""),
        ("甲市政府工作报告\n2025-01-18\n", 2024, "2025-01-18"),
    ],
)
def test_the_head_tells_the_day(head: str, year: int, day: str) -> None:
    assert date_of(head + "各位代表：\n现在报告工作。\n", year) == day


def test_a_label_goes_before_a_day_that_stands_alone() -> None:
    assert date_of("2024-01-01\n发布时间：2024-02-18\n", 2024) == "2024-02-18"


def test_the_document_has_its_day() -> None:
    assert document("锦州市2024年重点任务清单\n2024年2月18日\n加快建设甲山炼化项目。\n").date == "2024-02-18"
