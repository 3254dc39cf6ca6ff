"""Quantities: many spellings for one value, and what is no quantity at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.numbers import KINDS, amounts, numeral, ratio


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("56亿元", "Money", 5.6e9, "元"),
        ("5.6千万元", "Money", 5.6e7, "元"),
        ("1.2万亿元", "Money", 1.2e12, "元"),
        ("120余万元", "Money", 1.2e6, "元"),
        ("千亿级", "Money", 1e11, "元"),
        ("百亿", "Money", 1e10, "元"),
        ("300亿元级", "Money", 3e10, "元"),
        ("三百亿元", "Money", 3e10, "元"),
        ("1549万美元", "ForeignMoney", 15_490_000, "美元"),
        ("6.9平方公里", "Area", 6.9e6, "平方米"),
        ("1161亩", "Area", 774_000, "平方米"),
        ("20公顷", "Area", 200_000, "平方米"),
        ("40万吨/年", "Capacity", 400_000, "吨/年"),
        ("500兆瓦", "Capacity", 500, "兆瓦"),
        ("50亿斤", "Capacity", 5e9, "斤"),
        ("8.6%", "Percent", 8.6, "%"),
        ("5.2个百分点", "Points", 5.2, "个百分点"),
        ("1.8万人", "People", 18_000, "人"),
        ("19.4万人次", "People", 194_000, "人次"),
        ("79.2岁", "Measure", 79.2, "岁"),
        ("22,239人", "People", 22_239, "人"),
    ],
)
def test_a_quantity_is_read_whatever_its_spelling(text: str, kind: str, value: float, unit: str) -> None:
    (found,) = amounts(f"达到{text}，")
    assert (found.kind, found.quantity.unit) == (kind, unit)
    assert found.quantity.value == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    "text", ["2024年", "5、6号机组", "第三季度", "三个国家级产业集群", "两项工程", "十四五", "G25高速"]
)
def test_what_measures_nothing_is_no_quantity(text: str) -> None:
    assert [amount for amount in amounts(text) if amount.kind != "Count"] == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("6%以上", "min"),
        ("控制在6%以内", "max"),
        ("6%左右", "about"),
        ("不低于7%", "min"),
        ("约3亿元", "about"),
        ("6%", ""),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert [amount.bound for amount in amounts(text)] == [bound]


def test_a_range_is_told_from_a_number() -> None:
    assert [amount.ranged for amount in amounts("增长5—6%，达到10亿元")] == [True, False]


@given(st.integers(0, 99_999))
def test_numerals_read_what_they_write(number: int) -> None:
    assert numeral(str(number)) == number
    assert numeral(f"{number:,}") == number


@given(st.floats(0.1, 9999, allow_nan=False).map(lambda value: round(value, 2)), st.sampled_from(["", "万", "亿"]))
def test_multiples_are_multiplied_in(number: float, multiple: str) -> None:
    (found,) = amounts(f"投资{number:.2f}{multiple}元")
    assert found.quantity.value == pytest.approx(number * {"": 1, "万": 1e4, "亿": 1e8}[multiple], rel=1e-9)


@given(st.text("一二两三四五十百千万亿0123456789.,%元吨亩人个级年约以上—，。工业增长", max_size=40))
def test_any_text_is_read_without_error_and_in_order(text: str) -> None:
    at = 0
    for amount in amounts(text):
        assert at <= amount.start < amount.end <= len(text)
        assert amount.kind in KINDS
        at = amount.end


def test_ratios_have_three_parts() -> None:
    assert [parts for _, _, parts in ratio("由0.1:36.6:63.3调整为0.1∶16∶83.9，比分3:2，12:30:15:20")] == [
        (0.1, 36.6, 63.3),
        (0.1, 16.0, 83.9),
    ]
