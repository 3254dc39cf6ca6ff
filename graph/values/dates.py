"""Text in; the years and plan periods that it names out."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["part_of_year", "plan_period", "years"]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|[-—－～至到](?=(?:19|20)\d{2}年))")
_PLAN = re.compile(r"(?<![一二三四五六七八九])“?(十[一二三四五六]?)个?五”?(?!年规划的?建议)")
_PART = re.compile(r"(?:前|1[-—－～~至到])\d{1,2}个?月|前[一二三两\d]个?季度|上半年|一季度|1季度|截[至止]\d{1,2}月")
_NUMBERS = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16}


def years(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a year is named and which.

    >>> list(years("到2025年，比2020年翻一番"))
    [(1, 2025), (8, 2020)]
    """
    for match in _YEAR.finditer(text):
        yield match.start(), int(match[1])


def plan_period(text: str) -> tuple[int, int] | None:
    """Return the first and last year of the five-year plan that a text names first.

    >>> plan_period("“十四五”时期"), plan_period("十三五收官"), plan_period("二十五个")
    ((2021, 2025), (2016, 2020), None)
    """
    match = _PLAN.search(text)
    if match is None:
        return None
    first = 2001 + 5 * (_NUMBERS[match[1]] - 10)
    return first, first + 4


def part_of_year(text: str) -> bool:
    """Tell whether a text speaks of the first months or quarters of a year only.

    >>> part_of_year("前10个月增长8.6%"), part_of_year("全年增长6%")
    (True, False)
    """
    return _PART.search(text) is not None
