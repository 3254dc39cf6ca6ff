"""A sentence and a name rule in; the stretches that the rule takes for names out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from graph.lexicon import industries, regions
from graph.mentions.edges import (
    PAIRS,
    WINDOW,
    anchored_cut,
    balanced,
    beginning,
    cut_words,
    developed,
    left_edge,
    opening_of,
    stripped,
    without_tail,
)
from graph.mentions.found import Found
from graph.mentions.lists import count_of, split
from graph.patterns import Pattern, word_list
from graph.rules import NameRule

__all__ = ["scan"]
#: How far ahead of an anchor a list of names may reach: whatever the input, the work for one anchor is bounded.
_AHEAD = 400
_CLAUSE_END = re.compile(r"[，。；：！？\n]|为(?:主|核心|主导|重点|支撑|特色|龙头|牵引|引领)|$")
#: A number behind a name counts kinds of things: 省级创新中心4个.
_COUNTED = re.compile(r"\d+余?(?:个|家|所|处|座|条|项|户|支|名)")
_NAMED = ("Park", "Company", "Organization", "Cluster", "Project", "Facility")
#: Works have longer names.
_PRODUCT = 3
#: The shortest works with 项目 behind them, which is no part of their name.
_WORKS = 6
#: What says how large a cluster is or is to be, which is no part of its name.
_SIZE = re.compile(
    r"(?:(?:\d{1,3}|[两三四五六七八九十])个)?(?:(?:[\d.]{1,8}|[一二两三四五六七八九十百千万]{1,4})[百千万]?亿(?:元)?级?|国家级|省级|世界级|"
    r"(?:全球|世界|全国|国内|国际)(?:领先|一流|知名|先进)的?)(?=..)"
)
#: The number of a phase alone is no name.
_PHASE = re.compile("[一二三四五六]期(?:工程|项目)?")
#: What joins names is no name.
_LINKS = frozenset("与和及对同由为将把")
#: One character before the head of a list is no name of these types.
_NAMED_BY_HEAD = ("Park", "Cluster", "Organization")


@cache
def _owner() -> re.Pattern[str]:
    """What before a strategy's quotation is no part of its name: who made it, a preposition."""
    owners, places = ("|".join(map(re.escape, word_list(name))) for name in ("strategy-owner", "regions"))
    return re.compile(rf"(?:{owners})$|^(?:{places})$")


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(r"(?:{}|的|\d+[个项家条座处]?)*".format("|".join(map(re.escape, word_list("generic")))))


@cache
def _own_heads(kind: str) -> tuple[str, ...]:
    """Return the heads that make an item of a list a name of its type without the head of the list."""
    lists = {
        "Park": ("park",),
        "Cluster": ("cluster",),
        "Organization": ("organization",),
        "Project": ("line", "works"),
    }
    return tuple(word for name in lists.get(kind, ()) for word in word_list(name)) or ("□",)


def _is_generic(words: str) -> bool:
    return bool(_generic().fullmatch(words))


def _items(rule: NameRule, text: str, start: int, end: int, after: str) -> Iterator[tuple[int, int]]:
    pieces = split(text[start:end], count_of(after)) if rule.many else [(0, end - start)]
    if rule.yields == "Positioning" and rule.keep:
        pieces = _whole(text[start:end], pieces, rule.keep)
    if rule.yields == "Industry":
        pieces = [part for piece in pieces for part in _two_industries(text[start:end], piece)]
    if rule.yields == "Project":
        pieces = _two_products(text[start:end], pieces)
    for first, last in pieces:
        a, b = start + first, start + last
        if rule.yields == "Strategy" and rule.many:
            a = max((found.end() for found in anchored_cut().finditer(text, a, b)), default=a)
        if rule.yields == "Industry" and text[a:b] not in industries():
            a = max((found.end() for found in developed().finditer(text, a, b - 1)), default=a)
            a = _behind_place(text, a, b)
        if rule.yields == "Cluster" and (size := _SIZE.match(text, a, b)):
            a = size.end()
        if rule.yields == "Project" and rule.many and text.endswith(("项目", "工程"), a, b) and b - a > _WORKS:
            b -= 2  # 甲改造项目、乙电厂项目开工
        a = _stripped(rule, text, a, b)
        yield balanced(text, a, b), b


def _stripped(rule: NameRule, text: str, start: int, end: int) -> int:
    """Return where a name begins without verbs at its front; a role for a whole province says so (全省样板)."""
    if rule.yields == "Positioning" and text.startswith("全省", start, end):
        return start
    return stripped(text, start, end)


def _behind_place(text: str, start: int, end: int) -> int:
    """Return where an industry begins behind the place that it is named with (甲县陶瓷产业)."""
    for n in range(2, 6):
        rest = text[start + n : end]
        if text[start : start + n] in regions().by_name and (rest in industries() or rest[:-2] in industries()):
            return start + n
    return start


def _whole(text: str, pieces: list[tuple[int, int]], keep: Pattern) -> list[tuple[int, int]]:
    """Join to the next piece what is no name by itself but one of its epithets (立足甲地、辐射全国的基地)."""
    joined: list[tuple[int, int]] = []
    first: int | None = None
    for start, end in pieces:
        whole = keep.search(text[start:end]) or text.endswith(_ends(), start, end)
        if first is None and (whole or not _epithet().match(text, start, end)):
            joined.append((start, end))
            continue
        first = start if first is None else first
        if keep.search(text[first:end]):
            joined.append((first, end))
            first = None
    return joined


@cache
def _ends() -> tuple[str, ...]:
    """What ends a name, so that no epithet goes on behind it."""
    return (*word_list("cluster"), *word_list("role-wide"))


@cache
def _epithet() -> re.Pattern[str]:
    """What begins an epithet that goes on to the next piece of a list."""
    return re.compile("|".join(map(re.escape, word_list("epithet"))))


def _two_products(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a product of two characters to the works before it (甲公司单晶硅棒和切片)."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and end - start < _PRODUCT and text[joined[-1][1] : start] == "和":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _two_industries(text: str, piece: tuple[int, int]) -> list[tuple[int, int]]:
    """Split two industries that are written without a mark between them (新能源新材料)."""
    words, known = text[slice(*piece)], industries()
    if words not in known:
        for at in range(3, len(words) - 2):
            if words[:at] in known and words[at:] in known:
                return [(piece[0], piece[0] + at), (piece[0] + at, piece[1])]
    return [piece]


def _accept(rule: NameRule, text: str, start: int, end: int, head: str) -> bool:
    words = text[start:end]
    if words in _LINKS or (rule.yields == "Project" and _PHASE.fullmatch(words + head)):
        return False
    least = 2 if not head or (rule.many and rule.yields in _NAMED_BY_HEAD) else 1
    if not least <= len(words) <= 40:
        return False
    stem = words.removesuffix(head) or words
    field = rule.yields == "Cluster" and stem.removesuffix("产业") in word_list("cluster-field")
    if rule.yields in _NAMED and words not in industries() and not field and _is_generic(stem):
        return False
    whole = words + head
    if whole in regions().by_name:
        return False
    if rule.yields == "Project" and _is_clause(rule, whole):
        return False
    if rule.keep and not rule.keep.search(whole):
        return False
    return not (rule.drop and rule.drop.search(whole))


def _is_clause(rule: NameRule, words: str) -> bool:
    """Tell whether words go on to the state of works or begin with a verb: 甲项目破土, 加快甲项目建设."""
    if words.endswith((*word_list("in-state"), "项目建设")) or "项目在" in words or "项目于" in words:
        return True
    if _spoken().search(words):
        return True
    begins = None if rule.cut else cut_words(True).match(words)
    return begins is not None and begins[1] is not None


@cache
def _spoken() -> re.Pattern[str]:
    """What stands in a clause and in no name of works, and sums and dates that stand before or behind one."""
    words = "|".join(map(re.escape, word_list("clause-inside")))
    sums = r"^[\d.]+[亿万]?元|[\d.]+[亿万]元$|\d[\d.]*[亿万]元[一-龥]|^\d*\.\d+$"
    return re.compile(rf"{words}|{sums}|^的|^\d{{1,2}}月|\d日$|第\d(?![\d.]*[代期号])")


def _from_right(rule: NameRule, text: str, first: int, last: int) -> Iterator[tuple[int, int, re.Match[str]]]:
    assert rule.after is not None
    anchors = [found.end() for found in rule.before.finditer(text, first, last)] if rule.before else []
    if rule.before and not anchors:
        return
    for match in rule.after.finditer(text, first, last):
        end = match.start()
        quoted = end < len(text) and text[end] in PAIRS
        if rule.before and not quoted:
            behind = bisect_left(anchors, end)
            if not behind or anchors[behind - 1] < end - WINDOW:
                continue
        start = opening_of(text, end) if quoted else left_edge(text, end, rule.many)
        if rule.before:
            if quoted:  # an anchor may go on past this quotation to the next
                near = [
                    at.end() for at in rule.before.finditer(text, max(0, end - WINDOW), end) if start <= at.end() < end
                ]
            else:
                near = anchors[bisect_left(anchors, max(start, end - WINDOW)) : bisect_left(anchors, end)]
            if not near:
                continue
            start = near[0] if rule.many or (rule.yields == "Strategy" and not rule.cut) else near[-1]
        opening = text.rfind("“", start, end) if rule.yields == "Strategy" and rule.cut and not quoted else -1
        begin = start if quoted else beginning(text, start, opening if opening > start else end, rule)
        if rule.yields == "Strategy" and (opening := text.rfind("“", begin, end)) > begin:
            lead = text[begin:opening]
            begin = opening if lead in industries() or "”" in lead or _owner().search(lead) else begin
        # A head behind a mark belongs to no name: 空港、海港、铁路.
        if begin < end and text[end - 1] not in "、，等":
            yield begin, end, match


def _from_left(rule: NameRule, text: str, first: int, last: int) -> Iterator[tuple[int, int, re.Match[str]]]:
    assert rule.before is not None
    for match in rule.before.finditer(text, first, last):
        start = match.end()
        stop = _CLAUSE_END.search(text, start, start + _AHEAD)
        end = stop.start() if stop else min(start + _AHEAD, len(text))
        if (others := text.find("等", start, end)) >= 0:
            end = others
        while start < (tail := without_tail(text, start, end)) < end:
            if rule.yields == "Industry" and text[tail:end] in word_list("ability"):
                start = end  # 提升医疗服务能力 is about a service, not an industry
                break
            end = tail
        start = _stripped(rule, text, start, end)
        if start < end:
            yield start, end, match


def scan(rule: NameRule, text: str, first: int = 0, last: int | None = None) -> Iterator[Found]:
    """Find the names of one rule in a text between `first` and `last`; offsets are into the text."""
    finder = _from_right if rule.after else _from_left
    for start, end, match in finder(rule, text, first, len(text) if last is None else last):
        groups = match.groupdict()
        head = groups.get("head") or ""
        tail = match.span("head") if head and "{head}" in rule.name else None
        if head and _COUNTED.match(text, match.end("head")):
            continue
        if rule.words and not rule.words.find_matches_as_indexes(text[start : end + len(head)]):
            continue
        items = list(_items(rule, text, start, end, match.group() if rule.after else ""))
        for number, (a, b) in enumerate(items):
            apart = tail is not None and (len(items) > 1 or (tail[0] != b and rule.yields == "Cluster"))
            whole = apart and text[a:b].endswith(_own_heads(rule.yields))
            if not _accept(rule, text, a, b, head if tail and not whole else ""):
                continue
            if whole:
                yield Found(a, b, rule.yields, rule.id, rule.priority)
            elif tail and number == len(items) - 1 and tail[0] == b:
                yield Found(a, tail[1], rule.yields, rule.id, rule.priority)
            else:
                yield Found(a, b, rule.yields, rule.id, rule.priority, tail)
