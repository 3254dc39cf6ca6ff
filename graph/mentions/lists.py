"""A stretch of clean text that lists names in; the stretches of its items out."""

from __future__ import annotations

import re
from functools import cache

from graph.lexicon import industries
from graph.patterns import word_list

__all__ = ["count_of", "split"]

_OPEN, _CLOSE = "“（《‘", "”）》’"
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_JOINS = re.compile("[、和及与]")
_COUNT = re.compile(r"(\d{1,3}|[一二两三四五六七八九十])(?:个|大|条|家|座|类|项)")


def count_of(text: str) -> int | None:
    """Return the number that counts the members of a list.

    >>> count_of("2个千亿级产业集群"), count_of("四大基地"), count_of("等企业")
    (2, 4, None)
    """
    match = _COUNT.search(text)
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else _DIGITS[match[1]]


@cache
def _joined() -> re.Pattern[str]:
    """Names that hold a conjunction and are still one."""
    return re.compile("|".join(map(re.escape, word_list("joined"))))


@cache
def _separator(separators: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join((*separators, f"[{_OPEN}{_CLOSE}]")))


def _cuts(text: str, separators: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where separators stand outside quotation marks and brackets."""
    depth = 0
    found: list[tuple[int, int]] = []
    kept = [match.span() for match in _joined().finditer(text)]
    for match in _separator(separators).finditer(text):
        i, mark = match.start(), match.group()
        if mark in _OPEN or mark in _CLOSE:
            depth = depth + 1 if mark in _OPEN else max(0, depth - 1)
        elif depth == 0 and not _is_part(text, i, mark) and not any(a <= i < b for a, b in kept):
            found.append(match.span())
    return found


def _is_part(text: str, i: int, mark: str) -> bool:
    """Tell whether a separator belongs to a name: 和 behind one character of it, 、 between numbers (5、6号机组)."""
    if mark in ("和", "及", "与"):
        return i < 2 or text[i - 2] == "、"
    numbers = text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
    return mark == "、" and numbers and "号" in text[i : i + 5]


def _pieces(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    return [(edges[k], edges[k + 1]) for k in range(0, len(edges), 2)]


def split(text: str, count: int | None = None) -> list[tuple[int, int]]:
    """Return start and end of every item; 、 parts first, then 和 and 以及; 及 and 与 only where the count asks for it.

    >>> [("石化及精细化工、新材料")[a:b] for a, b in split("石化及精细化工、新材料", 2)]
    ['石化及精细化工', '新材料']
    >>> [("港口服务和精细化工")[a:b] for a, b in split("港口服务和精细化工")]
    ['港口服务', '精细化工']
    """
    if text in industries() or not _JOINS.search(text):
        return [(0, len(text))]
    best = _pieces(text, _cuts(text, ("、",)))
    if count is not None and len(best) == count:
        return best
    for separators in (("以及", "、和", "、", "和"), ("以及", "、和", "、", "和", "及", "与")):
        pieces = [piece for piece in _pieces(text, _cuts(text, separators)) if piece[0] < piece[1]]
        if separators[-1] == "和" and (count is None or len(pieces) == count):
            return pieces
        if count is not None and len(pieces) == count:
            return pieces
        best = best if separators[-1] == "与" else pieces
    return best
