"""Text in; the quantities that it writes out: numbers in digits or Chinese numerals, with 万 and 亿 and their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.records import Quantity

__all__ = ["KINDS", "Amount", "amounts", "numeral", "ratio"]

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}

#: What a unit measures, and how many of the base unit it is. Money is kept in 元 and area in 平方米.
_UNITS: dict[str, dict[str, float]] = {
    "Money": {"元": 1, "元人民币": 1, "人民币": 1},
    "ForeignMoney": dict.fromkeys(("美元", "欧元", "日元", "港元", "英镑", "韩元", "卢布"), 1),
    "Area": {
        "平方公里": 1e6,
        "平方千米": 1e6,
        "平方米": 1,
        "平米": 1,
        "㎡": 1,
        "亩": 2000 / 3,
        "公顷": 1e4,
    },
    "Percent": {"%": 1, "％": 1},
    "Points": {"个百分点": 1},
    "People": dict.fromkeys(("人次", "人", "户", "名"), 1),
    "Capacity": dict.fromkeys(
        (
            *("吨/年", "吨/日", "吨/天", "吨", "公斤", "千克", "斤", "克"),
            *("千瓦时", "兆瓦时", "吉瓦时", "度", "千瓦", "兆瓦", "吉瓦", "瓦", "MWh", "GWh", "KWh", "kWh"),
            *("MW", "GW", "KW", "kW", "MVA", "千伏安", "兆伏安", "KVA", "蒸吨", "马力"),
            *("立方米/日", "立方米/天", "立方米", "立方", "方", "标方", "升", "标准箱", "标箱", "TEU", "载重吨"),
            *(
                "台套",
                "台（套）",
                "台/套",
                "台",
                "套",
                "辆",
                "件",
                "头",
                "只",
                "羽",
                "尾",
                "株",
                "张",
                "片",
                "支",
                "瓶",
                "箱",
                "袋",
            ),
            *("双", "块", "颗", "枚", "艘", "架", "盒", "粒", "锭", "纱锭", "重量箱", "机架", "P"),
        ),
        1,
    ),
    "Measure": dict.fromkeys(("岁", "天", "倍", "床", "张床位"), 1),
    "Length": dict.fromkeys(("米", "公里", "千米"), 1),
    "Count": dict.fromkeys(("个", "家", "项", "条", "座", "所", "处", "次", "位", "分"), 1),
}
KINDS = tuple(_UNITS)
#: Units that stand for a quantity without more only where a number of thousands or a rate makes them one.
_BARE = re.compile(
    r"(?P<low>\d[\d,]*(?:[.．]\d+)?|[一二两三四五六七八九十百千零〇]+)"
    r"(?:[-—－~～至到](?P<high>\d[\d,]*(?:[.．]\d+)?))?"
    r"(?P<much>[多余几])?(?P<multiple>[百千]?万亿|[十百千]?亿|[十百千]?万|千(?!瓦|克|米|伏)|百)?(?P<more>[多余])?"
)
_SIZE = re.compile(r"(?P<multiple>[十百千万]亿)(?P<unit>元级|元|级)?(?![斤吨人千瓦立方平米件])")
#: The longer ones first: 不低于 is no 低于.
_BEFORE = (
    *(("不低于", "min"), ("不少于", "min"), ("不超过", "max"), ("不高于", "max"), ("控制在", "max")),
    *(("超过", "min"), ("突破", "min"), ("高于", "min"), ("大于", "min"), ("低于", "max"), ("少于", "max")),
)
_LEVEL = re.compile("元?级")
_ABOUT = ("约", "近", "大约")
_AFTER = (("以上", "min"), ("以内", "max"), ("以下", "max"), ("左右", "about"), ("上下", "about"))


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity at its place in a text: what it measures, how much, and whether it is a bound or a range.

    `bound` is min, max, about or ""; `ranged` tells that the text gives two numbers (5—6%): `quantity` is the first.
    """

    start: int
    end: int
    kind: str
    quantity: Quantity
    bound: str = ""
    ranged: bool = False


def numeral(text: str) -> float:
    """Return the number that digits or Chinese numerals write; raises ValueError where they write none.

    >>> numeral("1,161"), numeral("两千五百"), numeral("十三"), numeral("3.5")
    (1161.0, 2500.0, 13.0, 3.5)
    """
    if text[:1].isdigit():
        return float(text.replace(",", "").replace("．", "."))
    total, digit = 0, 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            raise ValueError(f"{text!r} writes no number")
    if not text:
        raise ValueError("'' writes no number")
    return float(total + digit)


def _multiple(text: str | None) -> float:
    value = 1.0
    for sign in text or "":
        value *= _MULTIPLES[sign]
    return value


@cache
def _unit() -> re.Pattern[str]:
    words = sorted((word for units in _UNITS.values() for word in units), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@cache
def _kinds() -> dict[str, tuple[str, float]]:
    return {word: (kind, factor) for kind, units in _UNITS.items() for word, factor in units.items()}


def _bound(text: str, start: int, end: int) -> tuple[str, int]:
    """Return whether a quantity is a bound and where it ends with the word that says so."""
    for word, kind in _AFTER:
        if text.startswith(word, end):
            return kind, end + len(word)
    for word, kind in _BEFORE:
        if text.endswith(word, 0, start):
            return kind, end
    return ("about" if text.endswith(_ABOUT, 0, start) else ""), end


def _rounded(value: float) -> float:
    """Return the value without the noise of binary fractions: 1.1 times 10 000 is 11 000."""
    return float(f"{value:.12g}")


def amounts(text: str) -> Iterator[Amount]:
    """Yield the quantities of a text, from left to right, without overlap.

    >>> [(a.kind, a.quantity.value, a.quantity.unit) for a in amounts("总投资56亿元，占地835亩，年产1.5万吨")]
    [('Money', 5600000000.0, '元'), ('Area', 556666.666667, '平方米'), ('Capacity', 15000.0, '吨')]
    >>> [(a.quantity.value, a.bound) for a in amounts("增长6.5%以上，打造千亿级产业集群")]
    [(6.5, 'min'), (100000000000.0, '')]
    """
    at = 0
    size = _SIZE.search(text)
    while at < len(text):
        bare = _BARE.search(text, at)
        if size and size.start() < at:
            size = _SIZE.search(text, at)
        if size and (bare is None or size.start() <= bare.start()):
            value = _rounded(_multiple(size["multiple"]))
            yield Amount(size.start(), size.end(), "Money", Quantity(value, "元"))
            at = size.end()
        elif bare:
            amount = _amount(text, bare)
            if amount:
                yield amount
            at = amount.end if amount else bare.end()
        else:
            return


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    unit = _unit().match(text, match.end())
    level = _LEVEL.match(text, match.end()) if not unit or unit.group() == "元" else None
    multiple = match["multiple"] or ""
    if level and multiple.endswith("亿"):
        kind, factor, name, end = "Money", 1.0, "元", level.end()
    elif unit is None and multiple.endswith("亿") and text[match.end() : match.end() + 1] not in ("斤", "吨"):
        kind, factor, name, end = "Money", 1.0, "元", match.end()
    elif unit is None:
        return None
    else:
        (kind, factor), name, end = _kinds()[unit.group()], unit.group(), unit.end()
        if kind == "Area":
            name = "平方米"
        elif kind == "Money":
            name = "元"
    low = match["low"]
    if (
        low[0] not in "0123456789"
        and not low[0].isdigit()
        and kind in ("Count", "People", "Capacity", "Length")
        and not multiple
    ):
        return None  # 一个, 两项 count in words what they stand before; they measure nothing
    value = _rounded(numeral(low) * _multiple(multiple) * factor)
    bound, end = _bound(text, match.start(), end)
    if match["much"] or match["more"]:
        bound = bound or "min"
    return Amount(match.start(), end, kind, Quantity(value, name), bound, bool(match["high"]))


_RATIO = re.compile(r"(?<![\d.:：])(\d+(?:\.\d+)?)[:：∶](\d+(?:\.\d+)?)[:：∶](\d+(?:\.\d+)?)(?![\d:：])")


def ratio(text: str) -> Iterator[tuple[int, int, tuple[float, float, float]]]:
    """Yield the ratios of three parts in a text, with where they stand.

    >>> list(ratio("三次产业比为0.1:16:83.9"))
    [(6, 17, (0.1, 16.0, 83.9))]
    """
    for match in _RATIO.finditer(text):
        yield match.start(), match.end(), (float(match[1]), float(match[2]), float(match[3]))
