"""A sentence and a name rule in; the stretches that the rule takes for names out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from graph.lexicon import industries, regions
from graph.mentions.found import Found
from graph.mentions.lists import count_of, split
from graph.patterns import word_list
from graph.rules import NameRule

__all__ = ["scan"]

_WINDOW = 150
#: How far ahead of an anchor a list of names may reach: whatever the input, the work for one anchor is bounded.
_AHEAD = 400
#: More characters in brackets are an aside, not part of a name: 甲园（又称乙园）, but 甲（集团）公司.
_ASIDE = 4
_HARD = "，。；：！？\n"
_CLAUSE_END = re.compile(r"[，。；：！？\n]|为(?:主|核心|主导|重点|支撑|特色|龙头|牵引|引领)|$")
#: Of two names joined by 和 these types keep the second; the others only behind the head of a first name.
_ONE_OF_TWO = ("Company", "Facility", "Organization")
_AND = re.compile(r"(?:以及|和|及|与)(?=..)")
_AND_AFTER_HEAD = re.compile(r"(?<=[区园城市县镇谷港带地心])(?:以及|和|与)(?=...)")
#: Behind what leads to a firm its name begins: 甲产业以乙集团为龙头, 该基地由丙公司建设, 丁集团旗下戊公司.
_AGENT = re.compile(r"(?<=..)以(?![岭诺晴色])(?=..)|(?<![自缘理])由(?=..)|旗下的?(?=..)")
#: A number behind a name counts kinds of things: 省级创新中心4个.
_COUNTED = re.compile(r"\d+余?(?:个|家|所|处|座|条|项|户|支|名)")
#: Behind a place where something is built a name begins: 甲区建设乙园.
_BUILT_IN = re.compile(r"(?<=[省市县区州盟旗镇乡])(?=(?:投资)?(?:建设|新建|规划|打造|布局|兴建|筹建)..)")
_PAIRS = {"”": "“", "）": "（", "》": "《", "’": "‘"}
_BRACKETS = re.compile("[“”（）《》‘’]")
_NAMED = ("Park", "Company", "Organization", "Cluster", "Project", "Facility")
#: Works have longer names.
_PRODUCT = 3
#: The shortest works with 项目 behind them, which is no part of their name.
_WORKS = 6
#: The number of a phase alone is no name.
_PHASE = re.compile("[一二三四五六]期(?:工程|项目)?")
#: What joins names is no name.
_LINKS = frozenset("与和及对同由为将把")
#: One character before the head of a list is no name of these types.
_NAMED_BY_HEAD = ("Park", "Cluster", "Organization")
_OPENERS = {close: open_ for open_, close in _PAIRS.items()}


@cache
def _site_in() -> re.Pattern[str]:
    """Behind a county or a wider site the own name of a site begins: 甲县乙山经济开发区, 丙高新区丁科学城."""
    kinds = "|".join(map(re.escape, word_list("site-kind")))
    return re.compile(rf"(?<=..)(?:[县旗](?=[^、县旗]{{4}})|(?:高新|经开|开发)区(?=[^、管内的和与]{{2}})(?!{kinds}))")


@cache
def _cut(many: bool) -> re.Pattern[str]:
    """What never stands inside a name, as group `cut`; words that hold one and do are passed over."""
    words = word_list("cut") if many else (*word_list("cut"), *word_list("particles"))
    kept = "|".join(map(re.escape, word_list("not-cut")))
    return re.compile(f"(?:{kept})|(?P<cut>{'|'.join(map(re.escape, words))})")


@cache
def _soft_cut() -> re.Pattern[str]:
    """What is cut from the beginning of a name; a word that is all of the name is left."""
    return re.compile(
        r"(?!再[生造制]|制造强)(?:[、和及与以即]|为(?=“)|集(?![成团聚群装约散中])|同(?![济仁方江心煤安德兴盛])|(?:{})(?:了|并)?(?=[^性型化业商者力区园级厂院市局])|\d+(?:个|家|项|条|座|处|万吨以上)(?=[^\d]))(?=.)".format(
            "|".join(map(re.escape, word_list("soft-cut")))
        )
    )


_COUNTED_KINDS = re.compile(
    r"等?(?:[两三四五六七八九十]|\d+)(?:大|个|条)[^，、]{0,8}?(?:产业|产业链|产业集群|行业|领域|赛道|板块)$"
)


def _tail(text: str, start: int, end: int) -> int:
    """Return where the words begin that are cut from the end of a name that a verb announces; `end` where none are."""
    if text.endswith(("产业", "产业链", "集群", "行业", "领域", "赛道", "板块"), start, end):
        counted = _COUNTED_KINDS.search(text, start + 1, end)
        if counted:
            return counted.start()
    words = word_list("trim")
    if not text.endswith(words, start, end):
        return end
    return end - len(next(word for word in words if text.endswith(word, start, end)))


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(r"(?:{}|的|\d+[个项家条座处]?)*".format("|".join(map(re.escape, word_list("generic")))))


def _balance(text: str, start: int, end: int) -> int:
    """Move the start of a name so that its quotation marks and brackets close: to behind one that stays open."""
    stack: list[tuple[str, int]] = []
    for i in range(start, end):
        if text[i] in _OPENERS:
            stack.append((text[i], i))
        elif text[i] in _PAIRS and stack and stack[-1][0] == _PAIRS[text[i]]:
            stack.pop()
        elif text[i] in _PAIRS:
            start, stack = i + 1, []
    return stack[-1][1] + 1 if stack else start


def _left_edge(text: str, end: int, many: bool) -> int:
    """Return where a name or list that ends at `end` may begin at the earliest."""
    start = max(0, end - _WINDOW, text.rfind("\n", max(0, end - _WINDOW), end) + 1)
    if not _BRACKETS.search(text, start, end):
        marks = _HARD if many else _HARD + "、"
        return max(start, *(text.rfind(mark, start, end) + 1 for mark in marks))
    depth, i = 0, end - 1
    marks = _HARD if many else _HARD + "、"
    while i >= start:
        char = text[i]
        if char in _PAIRS:
            if char == "）" and depth == 0 and i - _opening(text, i) > _ASIDE:
                return i + 1
            depth += 1
        elif char in _OPENERS:
            if depth == 0:
                return i + 1
            depth -= 1
        elif depth == 0 and char in marks:
            return i + 1
        i -= 1
    return start


def _opening(text: str, end: int) -> int:
    """Return where the quotation or bracket that closes at `end` opens, behind its mark."""
    start = max(0, end - _WINDOW)
    at = text.rfind(_PAIRS[text[end]], max(start, text.rfind("\n", start, end)), end)
    return at + 1 if at >= 0 else end


def _masked(text: str) -> str:
    """Return the text with what stands inside quotation marks and brackets blanked, so that no cue is seen there."""
    if not _BRACKETS.search(text):
        return text
    out, depth = [], 0
    for char in text:
        depth -= char in _PAIRS and depth > 0
        out.append("□" if depth else char)
        depth += char in _OPENERS
    return "".join(out)


def _begin(text: str, start: int, end: int, rule: NameRule) -> int:
    """Return where the name proper begins: behind the last cut word, then behind verbs at its front."""
    window = _masked(text[start:end])
    if not rule.cut:
        cuts = [found.end() for found in _anchored_cut().finditer(window)]
        return _strip(text, start + max(cuts, default=0), end)
    many, kind = rule.many, rule.yields
    cuts = [
        found.end() for found in _cut(many).finditer(window) if found[1] and (not many or _opens(window, found.start()))
    ]
    cuts += [found.end() for found in _BUILT_IN.finditer(window)]
    if kind == "Park" and not many:
        cuts += [found.end() for found in _site_in().finditer(window)]
    if not many and kind in _ONE_OF_TWO:
        cuts += [found.end() for found in _AND.finditer(window)]
        cuts += [found.end() for found in _AGENT.finditer(window)] if kind == "Company" else []
    else:
        cuts += [found.end() for found in _AND_AFTER_HEAD.finditer(window)] if not many else []
    start += max(cuts, default=0)
    return start if many else _strip(text, start, end)  # the items of a list are stripped one by one


def _opens(window: str, at: int) -> bool:
    """Tell whether a cut word stands in the first item of a list or at the head of a later one."""
    first = window.find("、")
    return first < 0 or at < first or window[at - 1] == "、"


def _strip(text: str, start: int, end: int) -> int:
    """Return where a name begins when the verbs at its front are left out; a known industry is left whole."""
    while (match := _soft_cut().match(text, start, end)) and match.end() < end and text[start:end] not in industries():
        start = match.end()
    return start


@cache
def _anchored_cut() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, word_list("cut-anchored"))))


@cache
def _developed() -> re.Pattern[str]:
    """Verbs of developing, which no industry's name holds: 支持甲县做强陶瓷、乙县做优茶产业."""
    return re.compile("|".join(map(re.escape, word_list("develop-inside"))))


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
            a = max((found.end() for found in _anchored_cut().finditer(text, a, b)), default=a)
        if rule.yields == "Industry" and text[a:b] not in industries():
            a = max((found.end() for found in _developed().finditer(text, a, b - 1)), default=a)
        if rule.yields == "Project" and rule.many and text.endswith(("项目", "工程"), a, b) and b - a > _WORKS:
            b -= 2  # 甲改造项目、乙电厂项目开工
        a = _strip(text, a, b)
        yield _balance(text, a, b), b


def _whole(text: str, pieces: list[tuple[int, int]], keep: re.Pattern[str]) -> list[tuple[int, int]]:
    """Join to the next piece what is no name by itself but one of its epithets (立足甲地、辐射全国的基地)."""
    joined: list[tuple[int, int]] = []
    first: int | None = None
    for start, end in pieces:
        if first is None and (keep.search(text[start:end]) or not _epithet().match(text, start, end)):
            joined.append((start, end))
            continue
        first = start if first is None else first
        if keep.search(text[first:end]):
            joined.append((first, end))
            first = None
    return joined


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
    if rule.yields in _NAMED and words not in industries() and _is_generic(words.removesuffix(head) or words):
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
    begins = None if rule.cut else _cut(True).match(words)
    return begins is not None and begins[1] is not None


def _from_right(rule: NameRule, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    assert rule.after is not None
    anchors = [found.end() for found in rule.before.finditer(text)] if rule.before else []
    if rule.before and not anchors:
        return
    for match in rule.after.finditer(text):
        end = match.start()
        quoted = end < len(text) and text[end] in _PAIRS
        if rule.before and not quoted:
            last = bisect_left(anchors, end)
            if not last or anchors[last - 1] < end - _WINDOW:
                continue
        start = _opening(text, end) if quoted else _left_edge(text, end, rule.many)
        if rule.before:
            if quoted:  # an anchor may go on past this quotation to the next
                first = max(0, end - _WINDOW)
                near = [at.end() for at in rule.before.finditer(text, first, end) if start <= at.end() < end]
            else:
                near = anchors[bisect_left(anchors, max(start, end - _WINDOW)) : bisect_left(anchors, end)]
            if not near:
                continue
            start = near[0] if rule.many or (rule.yields == "Strategy" and not rule.cut) else near[-1]
        opening = text.rfind("“", start, end) if rule.yields == "Strategy" and rule.cut and not quoted else -1
        begin = start if quoted else _begin(text, start, opening if opening > start else end, rule)
        if rule.yields == "Strategy" and (opening := text.find("“", begin, end)) > begin:
            begin = opening if text[begin:opening] in industries() else begin
        # A head behind a mark belongs to no name: 空港、海港、铁路.
        if begin < end and text[end - 1] not in "、，":
            yield begin, end, match


def _from_left(rule: NameRule, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    assert rule.before is not None
    for match in rule.before.finditer(text):
        start = match.end()
        stop = _CLAUSE_END.search(text, start, start + _AHEAD)
        end = stop.start() if stop else min(start + _AHEAD, len(text))
        if close := re.search(r"等", text[start:end]):
            end = start + close.start()
        while start < (tail := _tail(text, start, end)) < end:
            if rule.yields == "Industry" and text[tail:end] in word_list("ability"):
                start = end  # 提升医疗服务能力 is about a service, not an industry
                break
            end = tail
        start = _strip(text, start, end)
        if start < end:
            yield start, end, match


def scan(rule: NameRule, text: str) -> Iterator[Found]:
    """Find the names of one rule in one sentence; offsets are into the sentence."""
    finder = _from_right if rule.after else _from_left
    for start, end, match in finder(rule, text):
        groups = match.groupdict()
        head = groups.get("head") or ""
        tail = match.span("head") if head and "{head}" in rule.name and rule.after else None
        if head and _COUNTED.match(text, match.end("head")):
            continue
        items = list(_items(rule, text, start, end, match.group() if rule.after else ""))
        for number, (a, b) in enumerate(items):
            whole = tail is not None and len(items) > 1 and text[a:b].endswith(_own_heads(rule.yields))
            if not _accept(rule, text, a, b, head if tail and not whole else ""):
                continue
            if whole:
                yield Found(a, b, rule.yields, rule.id, rule.priority)
            elif tail and number == len(items) - 1 and tail[0] == b:
                yield Found(a, tail[1], rule.yields, rule.id, rule.priority)
            else:
                yield Found(a, b, rule.yields, rule.id, rule.priority, tail)
