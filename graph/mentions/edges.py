"""A stretch of text and a name rule in; where the name in it may begin and end out."""

from __future__ import annotations

import re
from functools import cache

from graph.lexicon import industries, regions
from graph.mentions.marks import HARD, PAIRS, marks
from graph.patterns import word_list
from graph.rules import NameRule

__all__ = [
    "PAIRS",
    "WINDOW",
    "anchored_cut",
    "balanced",
    "beginning",
    "cut_words",
    "developed",
    "left_edge",
    "opening_of",
    "stripped",
    "without_tail",
]

WINDOW = 150
#: More characters in brackets are an aside, not part of a name: 甲园（又称乙园）, but 甲（集团）公司.
_ASIDE = 4
#: Of two names joined by 和 these types keep the second; the others only behind the head of a first name.
_ONE_OF_TWO = ("Company", "Facility", "Organization")
_AND = re.compile(r"(?:以及|和|及|与)(?=..)")
#: A school's or an institute's own name may join two fields (能源与农业交叉研究院): only behind a body does one end.
_AND_AFTER_BODY = re.compile(
    r"(?<=[学院所心校司团局委会府市县区省协盟部门方目行社位])(?:以及|和|及|与)(?=..)|(?<=企业)(?:以及|和|及|与)(?=..)"
)
_AND_AFTER_HEAD = re.compile(r"(?<=[区园城市县镇谷港带地心块])(?:以及|和|与|协同|会同|联合)(?=..)")
#: Behind what leads to a firm its name begins: 甲产业以乙集团为龙头, 该基地由丙公司建设, 丁集团旗下戊公司.
_AGENT = re.compile(
    r"(?<=..)企业(?!集团|管理|发展|股份|服务|咨询|有限|投资|总部|公司|家|$)(?=..)|(?<=..)以(?![岭诺晴色])(?=..)|(?<![自缘理])由(?=..)|旗下的?(?=..)"
)
#: Behind a place where something is built a name begins: 甲区建设乙园.
_BUILT_IN = re.compile(r"(?<=[省市县区州盟旗镇乡])(?=(?:投资)?(?:建设|新建|规划|打造|布局|兴建|筹建)..)")
_OPENERS = {close: open_ for open_, close in PAIRS.items()}


@cache
def _site_in() -> re.Pattern[str]:
    """Behind a county or a wider site the own name of a site begins: 甲县乙山经济开发区, 丙高新区丁科学城."""
    kinds = "|".join(map(re.escape, word_list("site-kind")))
    return re.compile(rf"(?<=..)(?:[县旗](?=[^、县旗]{{4}})|(?:高新|经开|开发)区(?=[^、管内的和与]{{2}})(?!{kinds}))")


_WITH = re.compile("(?<=..)[与同和](?=..)")
#: Behind a division, a town or a firm the own name of a site may begin.
_OWNED_BY = re.compile(r"(?<=.)(?:[县旗区市镇乡]|集团|公司)(?=[^、]{2})")


@cache
def _kinds() -> frozenset[str]:
    """Words that say what kind a site is, and so begin no name of its own."""
    lists = ("site-kind", "industry_modifiers", "generic", "product-begins", "industry_tails")
    return industries() | frozenset(word for name in lists for word in word_list(name))


def _ends_in_region(window: str, end: int) -> bool:
    return any(window[end - n : end] in regions().by_name for n in range(2, 9))


def _own_names(window: str) -> list[int]:
    """Return where a site's own name begins behind a division or its firm (甲市乙区丙山产业园, 丁戊集团丁戊产业园)."""
    found = []
    for owner in _OWNED_BY.finditer(window):
        at = owner.end()
        division = owner.group() in "县旗区市"
        if division and not _ends_in_region(window, at):
            continue
        if len(owner.group()) > 1 and window[at : at + 2] not in window[: owner.start()]:
            continue
        if not any(window[at : at + n] in _kinds() for n in range(1, 7)):
            found.append(at)
    return found


@cache
def cut_words(many: bool) -> re.Pattern[str]:
    """What never stands inside a name, as group `cut`; words that hold one and do are passed over."""
    words = word_list("cut") if many else (*word_list("cut"), *word_list("particles"))
    kept = "|".join(map(re.escape, word_list("not-cut")))
    return re.compile(f"(?:{kept})|(?P<cut>{'|'.join(map(re.escape, words))})")


@cache
def _soft_cut() -> re.Pattern[str]:
    """What is cut from the beginning of a name; a word that is all of the name is left."""
    return re.compile(
        r"(?!再[生造制]|制造(?:强|新|之|名)|和[平田龙顺静硕政林县]|即墨|对口)(?:[、和及与以即]|为(?=“)|集(?![成团聚群装约散中安贤宁美])|同(?![济仁方江心煤安德兴盛创泰辉益力达福昌庆飞辰享])|(?:{})(?:了|并)?(?=[^性型化业商者力区园级厂院市局])|\d+(?:个|家|项|条|座|处|万吨以上)(?=[^\d])"
        r"|(?:总?投资)?(?:约|超|近|达)?\d[\d.]*(?:多|余)?[亿万]?(?:美元|欧元|元|亩|平方米)的|是(?![德])|有(?![色机研限线轨])|到(?!家))(?=.)".format(
            "|".join(map(re.escape, word_list("soft-cut")))
        )
    )


_COUNTED_KINDS = re.compile(
    r"等?(?:[两三四五六七八九十]|\d+)(?:大|个|条)[^，、]{0,8}?(?:产业|产业链|产业集群|行业|领域|赛道|板块)$"
)


def without_tail(text: str, start: int, end: int) -> int:
    """Return where the words begin that are cut from the end of a name that a verb announces; `end` where none are."""
    if text.endswith(("产业", "产业链", "集群", "行业", "领域", "赛道", "板块"), start, end):
        counted = _COUNTED_KINDS.search(text, start + 1, end)
        if counted:
            return counted.start()
    words = word_list("trim")
    if not text.endswith(words, start, end):
        return end
    return end - len(next(word for word in words if text.endswith(word, start, end)))


def balanced(text: str, start: int, end: int) -> int:
    """Move the start of a name so that its quotation marks and brackets close: to behind one that stays open."""
    if not marks(text).bracketed(start, end):
        return start
    stack: list[tuple[str, int]] = []
    for i in range(start, end):
        if text[i] in _OPENERS:
            stack.append((text[i], i))
        elif text[i] in PAIRS and stack and stack[-1][0] == PAIRS[text[i]]:
            stack.pop()
        elif text[i] in PAIRS:
            start, stack = i + 1, []
    return stack[-1][1] + 1 if stack else start


def left_edge(text: str, end: int, many: bool) -> int:
    """Return where a name or list that ends at `end` may begin at the earliest."""
    start = max(0, end - WINDOW, text.rfind("\n", max(0, end - WINDOW), end) + 1)
    found = marks(text)
    if not found.bracketed(start, end):
        return max(start, found.left(end, many))
    depth, i = 0, end - 1
    stops = HARD if many else HARD + "、"
    while i >= start:
        char = text[i]
        if char in PAIRS:
            if char == "）" and depth == 0 and i - opening_of(text, i) > _ASIDE:
                return i + 1
            depth += 1
        elif char in _OPENERS:
            if depth == 0:
                return i + 1
            depth -= 1
        elif depth == 0 and char in stops:
            return i + 1
        i -= 1
    return start


def opening_of(text: str, end: int) -> int:
    """Return where the quotation or bracket that closes at `end` opens, behind its mark."""
    start = max(0, end - WINDOW)
    at = text.rfind(PAIRS[text[end]], max(start, text.rfind("\n", start, end)), end)
    return at + 1 if at >= 0 else end


def _masked(text: str) -> str:
    """Return the text with what stands inside quotation marks and brackets blanked, so that no cue is seen there."""
    out, depth = [], 0
    for char in text:
        depth -= char in PAIRS and depth > 0
        out.append("□" if depth else char)
        depth += char in _OPENERS
    return "".join(out)


def beginning(text: str, start: int, end: int, rule: NameRule) -> int:
    """Return where the name proper begins: behind the last cut word, then behind verbs at its front."""
    quoted = marks(text).bracketed(start, end)
    window = _masked(text[start:end]) if quoted else text[start:end]
    if not rule.cut:
        anchored = rule.yields != "Positioning"
        cuts = [found.end() for found in anchored_cut().finditer(window)] if anchored else []
        return stripped(text, start + max(cuts, default=0), end)
    many, kind = rule.many, rule.yields
    if quoted:
        places = [found.span() for found in cut_words(many).finditer(window) if found[1]]
    else:
        places = [(a - start, b - start) for a, b in marks(text).cut(start, end, many)]
    cuts = [last for first, last in places if not many or _opens(window, first)]
    cuts += [found.end() for found in _BUILT_IN.finditer(window)]
    if kind == "Park" and not many:
        cuts += [found.end() for found in _site_in().finditer(window)]
        cuts += _own_names(window)
        cuts += [at.end() for at in _WITH.finditer(window) if _ends_in_region(window, at.start())]
    if not many and kind in _ONE_OF_TWO:
        ands = _AND_AFTER_BODY if kind == "Organization" else _AND
        cuts += [found.end() for found in ands.finditer(window)]
        cuts += [found.end() for found in _AGENT.finditer(window)] if kind == "Company" else []
    else:
        cuts += [found.end() for found in _AND_AFTER_HEAD.finditer(window)] if not many else []
    start += max(cuts, default=0)
    return start if many else stripped(text, start, end)  # the items of a list are stripped one by one


def _opens(window: str, at: int) -> bool:
    """Tell whether a cut word stands in the first item of a list or at the head of a later one."""
    first = window.find("、")
    return first < 0 or at < first or window[at - 1] == "、"


def stripped(text: str, start: int, end: int) -> int:
    """Return where a name begins when the verbs at its front are left out; a known industry is left whole."""
    while (match := _soft_cut().match(text, start, end)) and match.end() < end and text[start:end] not in industries():
        start = match.end()
    return start


@cache
def anchored_cut() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, word_list("cut-anchored"))))


@cache
def developed() -> re.Pattern[str]:
    """Verbs of developing, which no industry's name holds: 支持甲县做强陶瓷、乙县做优茶产业."""
    return re.compile("|".join(map(re.escape, word_list("develop-inside"))))
