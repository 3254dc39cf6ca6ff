"""A name in; the names inside it out: the firm or school that a project's name begins with, the place it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from graph.lexicon import industries, regions
from graph.mentions.found import Found
from graph.mentions.gazetteer import groups, locate, places
from graph.patterns import word_list
from graph.records import Region
from graph.text.words import boundaries

__all__ = ["inner"]

#: How many characters a firm's own name has behind its place.
_BRAND = 2
#: Longer words before a place are no firm's short name.
_OWNER = 6
#: Characters of streets, bridges and lines, which no firm is called by.
_PLACE_SIGNS = frozenset("街路桥河区县镇乡村至到跨港湾大新老一二三四五六七八九十0123456789")
_OWNERS = ("Project", "Park", "Facility", "Organization")
_HOLDERS = ("Project", "Park", "Facility", "Cluster")


#: What stands before the size of works is who owns them, unless it is a place: 甲峰260万吨煤制烯烃.
_SIZED = re.compile(
    r"[^\d，、“”一二三四五六七八九十期]{2,6}?(?=(?:年产|日产|年处理|日处理|年加工)?\d[\d.]*[万亿]?(?:吨|千瓦|兆瓦|吉瓦|MW|GW|台|套|辆|只|片))"
)
#: A firm's full name at the head of a project's.
_LEGAL = re.compile(r"[^，。；、“”]{2,24}?(?:集团)?(?:股份有限公司|有限责任公司|有限公司|公司|集团)(?=..)")


@cache
def _firm() -> re.Pattern[str]:
    """A firm's short name at the head of a project's: before a number, or by an ending that says firm."""
    endings, strong = ("|".join(map(re.escape, word_list(name))) for name in ("company-soft", "company-strong"))
    sites = "|".join(map(re.escape, word_list("site-after-firm")))
    return re.compile(
        rf"(?!\d)[^\d，、“”]{{1,6}}?(?:{endings})(?=\d|年产|预制菜)|[^\d，、“”]{{2,4}}(?:{strong})(?!{sites})(?=...)"
    )


@cache
def _school() -> re.Pattern[str]:
    endings = "|".join(("职业大学", "大学", "职业技术学院", "学院", "师专", "人民医院", "中心医院"))
    return re.compile(rf"[^\d，、“”]{{2,10}}?(?:{endings})(?=.)")


def _owners(text: str, name: Found, standing: Sequence[Found], subject: Region | None) -> Iterator[Found]:
    words = text[name.start : name.end]
    if (match := _school().match(words)) and (
        name.type != "Organization" or words.endswith(("校区", "分校", "附属医院"))
    ):
        yield Found(name.start, name.start + match.end(), "Organization", "inner.school", 1)
        return
    if name.type == "Organization":
        return
    if full := _LEGAL.match(words):
        yield Found(name.start, name.start + full.end(), "Company", "inner.firm", 1)
        return
    firms = {text[f.start : f.end] for f in standing if f.type == "Company"}
    known = max((firm for firm in firms if words.startswith(firm) and len(firm) < len(words)), key=len, default="")
    if known:
        yield Found(name.start, name.start + len(known), "Company", "inner.firm", 1)
        return
    for group in groups(words):
        if group.start == 0 and group.end < len(words):
            yield Found(name.start, name.start + group.end, "Company", "inner.group", 1)
            return
    if name.type == "Project" and (match := _firm().match(words)):
        yield Found(name.start, name.start + match.end(), "Company", "inner.firm", 1)
    elif name.type == "Project" and name.tail and words.endswith(word_list("company-soft")):
        yield Found(name.start, name.end, "Company", "inner.firm", 1)  # 甲食品 of 甲食品、乙食品等预制菜项目
    elif name.type == "Project" and (match := _SIZED.match(words)) and not locate(match.group(), subject):
        if match.group() not in industries() and not match.group().endswith(word_list("passes-by")):
            yield Found(name.start, name.start + match.end(), "Company", "inner.sized", 1)
    elif name.type == "Project" and (end := _brand(words)):
        yield Found(name.start, name.start + end, "Company", "inner.brand", 1)


def _brand(words: str) -> int:
    """Return where a firm's name ends that is a province or city with two characters that make no word (江苏甲乙)."""
    for length in (2, 3):
        place = locate(words[:length], None)
        if place is not None and place.level in ("province", "prefecture") and len(words) > length + _BRAND + 1:
            cut = boundaries(words[length:])
            if 1 in cut and _BRAND in cut and not set(words[length : length + _BRAND]) & _PLACE_SIGNS:
                return length + _BRAND
    return 0


def _before_place(text: str, name: Found, subject: Region | None) -> Iterator[Found]:
    """Yield what stands before a place in a project's name: its owner (甲集团乙县500兆瓦风电)."""
    words = text[name.start : name.end]
    for place in places(words, subject):
        owner = words[: place.start].rstrip("（")
        passes = owner.endswith(word_list("passes-by")) or any(mark in owner for mark in "至“”、及和跨0123456789")
        if _BRAND <= len(owner) <= _OWNER and place.end < len(words) and not passes:
            yield Found(name.start, name.start + len(owner), "Company", "inner.before-place", 1)
        return


def _places(text: str, name: Found, subject: Region | None, taken: int) -> Iterator[Found]:
    """Yield the first place that a name states behind its owner, where it lies inside the document's subject."""
    words = text[name.start : name.end]
    for place in places(words, subject):
        if place.end < len(words) and place.start <= 6 and name.start + place.start >= taken:
            if _lies_inside(words[place.start : place.end], subject):
                yield Found(name.start + place.start, name.start + place.end, "Region", "inner.place", 1)
            return


def _lies_inside(name: str, subject: Region | None) -> bool:
    region = locate(name, subject)
    return region is not None and (subject is None or subject in regions().chain(region.code)[1:])


def inner(text: str, name: Found, standing: Sequence[Found], subject: Region | None) -> Iterator[Found]:
    """Yield the firm, school or group that a name begins with and the first place that it states."""
    if name.type in _OWNERS:
        owners = list(_owners(text, name, standing, subject))
        yield from owners
        if not owners and name.type == "Project":
            yield from _before_place(text, name, subject)
        if any(owner.type == "Organization" for owner in owners):
            return
        taken = max((owner.end for owner in owners), default=name.start)
    else:
        taken = name.start
    if name.type in _HOLDERS:
        yield from _places(text, name, subject, taken)
