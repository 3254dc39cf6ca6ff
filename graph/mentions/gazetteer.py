"""Clean text and a document's subject in; mentions of regions and of nationally known groups out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.lexicon import central_groups, cues, national_strategies, regions, universities
from graph.mentions.found import Found
from graph.patterns import word_list
from graph.records import Region
from graph.text.words import begins_word

__all__ = ["groups", "locate", "places", "schools", "strategies"]

#: Names of so few characters are often parts of other words: they count only where a word begins.
_SHORT = 2
#: What makes a region's name a part of a street's, a river's or an institution's name.
_STREET = re.compile(
    r"[东南西北中]{0,2}(?:一|二|三)?(?:网|日报|晚报|电视台|融媒|路|街|大街|大道|大桥|桥|河(?!镇|乡|区)|湾|港|站|厂|湖(?!区)|江(?!区))"
)


@cache
def _region_search() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(sorted(name for name in regions().by_name if len(name) > 1))
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


@cache
def _group_search() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(sorted(name for name in central_groups() if len(name) > 1))
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


@cache
def _common_words() -> frozenset[str]:
    return frozenset(cues("region-common-words"))


def _near(region: Region, subject: Region | None) -> int:
    """Tell how near a region lies to the subject: 3 the same line, 2 the same prefecture, 1 the same province."""
    if subject is None:
        return 0
    ours, theirs = (tuple(part.code for part in regions().chain(code)) for code in (subject.code, region.code))
    if region.code in ours or subject.code in theirs:
        return 3
    if len(ours) > 1 and len(theirs) > 1 and set(ours[:-1]) & set(theirs[:-1]):
        return 2
    return int(bool(set(ours) & set(theirs)))


@lru_cache(maxsize=1 << 16)
def locate(name: str, subject: Region | None, year: int | None = None) -> Region | None:
    """Return the region that a name means in a document about `subject`, None where it stays open.

    Full names mean the namesake that lies nearest; short names of counties mean something only near the subject, and
    short names that are common words only inside it. Of namesakes that lie equally near the one that was there in the
    document's `year` counts; a division that has become part of another one stays itself. Of functional regions of one
    name (two islands are called 长兴岛) the one with a member in the subject's province counts, or none.

    >>> locate("朝阳区", regions().by_code["110000"]).code
    '110105'
    >>> locate("合作", regions().by_code["210700"]) is None
    True
    """
    candidates = regions().by_name.get(name, ())
    if not candidates:
        return None
    best = max(
        candidates,
        key=lambda one: (_near(one, subject), _existed(one, year), one.level != "county", one.name == name),
    )
    if len(candidates) > 1 and best.level == "functional":
        return _namesake(candidates, subject)
    near = _near(best, subject)
    full = name in (best.name, *best.former) or best.level in ("functional", "country")
    if full:
        if len(name) == _SHORT and best.level == "county" and not near:
            return None  # 示范县 holds no 范县
        same = [region for region in candidates if _near(region, subject) == near and name == region.name]
        return best if near or len(same) < 2 else None
    if name in _common_words():
        return best if (near >= 2 and best.level == "county") or near == 3 else None
    return best if best.level != "county" or near >= 2 else None


def _namesake(candidates: tuple[Region, ...], subject: Region | None) -> Region | None:
    """Return the functional region, of several of one name, with a member nearest to the subject; None is no guess."""
    nearest = {
        one.code: max((_near(regions().by_code[code], subject) for code in one.members), default=0)
        for one in candidates
    }
    best = max(candidates, key=lambda one: nearest[one.code])
    alone = list(nearest.values()).count(nearest[best.code]) == 1
    return best if alone else None


def _existed(region: Region, year: int | None) -> bool:
    """Tell whether a division was there in a year, or still is where no year is known."""
    return region.until is None or (year is not None and year <= region.until)


def _inside(name: str, whole: Region | None) -> Region | None:
    """Return the region of a name that is part of the one named before it: 甲市乙区, where other cities have a 乙区."""
    parts = [region for region in regions().by_name.get(name, ()) if whole in regions().chain(region.code)]
    return parts[0] if len(parts) == 1 and parts[0].name == name else None


def places(text: str, subject: Region | None) -> Iterator[Found]:
    """Find the regions that a text names."""
    search, names = _region_search()
    known: dict[str, Region | None] = {}
    before: tuple[int, Region | None] = (0, None)
    for number, start, end in search.find_matches_as_indexes(text):
        name = names[number]
        if name not in known:
            known[name] = locate(name, subject)
        region = known[name]
        if region is None and start == before[0]:
            region = _inside(name, before[1])
        before = (end, region)
        if region is None or (name != region.name and _STREET.match(text, end)):
            continue
        full = name == region.name
        if len(name) <= _SHORT + 1 and _near(region, subject) < 3 and not begins_word(text, start):
            continue
        yield Found(start, end, "Region", "region.name" if full else "region.short", _priority(region, full))


def _priority(region: Region, full: bool) -> int:
    """Full names of divisions stand against all but the names of sites and firms that begin with them."""
    if region.level in ("functional", "country"):
        return 54 if len(region.name) > _SHORT + 1 else 30
    return 54 if full else 20


@cache
def _branch() -> re.Pattern[str]:
    """What behind a group's name makes it the name of a firm of the group: 甲电力, 甲云商."""
    words = "|".join(map(re.escape, word_list("group-branch")))
    return re.compile(
        rf"(?:{words})(?!产业|项目|基地|园|行业|企业|设备|工程|建设|物流|制造|工厂|装备|终端|家电|网联|车间|化)"
    )


def groups(text: str) -> Iterator[Found]:
    """Find the nationally known groups that a text names; a longer name of a firm around one wins over it."""
    search, _ = _group_search()
    for _, start, end in search.find_matches_as_indexes(text):
        if end - start > _SHORT or begins_word(text, start):
            longer = _branch().match(text, end)
            yield Found(start, longer.end() if longer else end, "Company", "company.known", 21)


#: What behind a university's name makes it the name of something else.
_CAMPUS = re.compile("附属|第[一二三四]附属|科技园|产业园|城|创业园|出版社|路|街|站")


@cache
def _school_search() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(sorted(name for name in universities() if len(name) > _SHORT))
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


def schools(text: str) -> Iterator[Found]:
    """Find the nationally known universities and institutes that a text names; a longer name around one wins."""
    search, _ = _school_search()
    for _, start, end in search.find_matches_as_indexes(text):
        if not _CAMPUS.match(text, end):
            yield Found(start, end, "Organization", "organization.known", 30)


@cache
def _strategy_search() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = national_strategies()
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


def strategies(text: str) -> Iterator[Found]:
    """Find the national strategies that a text names, with the quotation marks around them."""
    search, _ = _strategy_search()
    for _, start, end in search.find_matches_as_indexes(text):
        yield Found(start, end, "Strategy", "strategy.national", 46)
