"""Years and plan periods."""

from __future__ import annotations

import pytest

from graph.values.dates import plan_period, years


def test_years_are_found_where_they_stand() -> None:
    assert list(years("2021—2025年，到2035年")) == [(0, 2021), (5, 2025), (12, 2035)]
    assert list(years("编号20240115，12345年")) == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("“十四五”规划", (2021, 2025)),
        ("十五五时期", (2026, 2030)),
        ("第十三个五年规划", (2016, 2020)),
        ("二十五个", None),
        ("五年来", None),
    ],
)
def test_plan_periods(text: str, period: tuple[int, int] | None) -> None:
    assert plan_period(text) == period
