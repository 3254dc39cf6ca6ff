"""A name in; the names inside it out: the firm or school that a project's name begins with, the place it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.lexicon import industries, regions
from graph.mentions.coined import coined_owner
from graph.mentions.found import Found
from graph.mentions.gazetteer import groups, locate, places
from graph.mentions.owners import from_elsewhere, worked
from graph.mentions.stems import goes_on, stem_of
from graph.patterns import word_list
from graph.records import Region
from graph.text.words import boundaries, is_common

__all__ = ["Firms", "firms_of", "inner"]

#: How many characters a firm's own name has behind its place.
_BRAND = 2
#: How many characters of a place may stand before it in the firm's full name.
_PLACE = 3
#: How many characters of its own a firm's full name has at least.
_OWN = 3
#: Longer words before a place are no firm's short name.
_OWNER = 6
#: Characters of streets, bridges and lines, which no firm is called by.
_PLACE_SIGNS = frozenset("巷弄街路桥河区县镇乡村至到跨港湾大新老一二三四五六七八九十0123456789")
_DIVISIONS = frozenset("县区市旗镇乡村")
_OWNERS = ("Project", "Park", "Facility", "Organization")
_HOLDERS = ("Project", "Park", "Facility", "Cluster")
#: What follows the name of a site in the name of one of its phases.
_ZONE = re.compile(r"[^，。；、]{2,12}?(?:自贸试验区|自由贸易试验区|自贸区)(?=[^，。；、]{2,6}片区)")
#: A wider site that the name of a site or of works begins with.
_WIDER = re.compile(
    r"[^，。；、“”（）\d和与及]{2,9}?(?:高新区|经开区|开发区|新区|综保区|工业园区|产业园区|科学城)(?=[^片管]..)"
)
_PHASE = re.compile(r"（?[一二三四五六]期(?:工程|项目)?）?")


#: What stands before the size of works is who owns them, unless it is a place: 甲峰260万吨煤制烯烃.
_SIZED = re.compile(
    r"[^\d，、“”一二三四五六七八九十期]{2,6}?(?=(?:年产|年处理|年加工|日产|日处理)?"
    r"\d[\d.]*[万亿]?(?:吨|立方米|吉瓦|羽|头|千瓦|兆瓦|MW|GW|台|套|辆|只|片))"
)
#: A firm's full name at the head of a project's.
_LEGAL = re.compile(
    r"[^，。；、“”]{2,24}?(?:集团)?(?:股份有限公司|有限责任公司|有限公司|公司|集团|[（(]集团[）)])(?=..)"
)


@cache
def _works() -> tuple[str, ...]:
    """Return what stands between a firm and the size of its works, the longest first (甲乙技改20万吨)."""
    return (*sorted(word_list("works-of-firm"), key=len, reverse=True), "年产", "转型升级", "项目")


def _sized(words: str) -> re.Match[str] | None:
    """Match what stands before the size of works that are no berths, channels or roads, which ports number by size."""
    return None if words.endswith(word_list("facility")) else _SIZED.match(words)


@cache
def _firm() -> re.Pattern[str]:
    """A firm's short name at the head of a project's: before a number, or by an ending that says firm."""
    endings, strong = ("|".join(map(re.escape, word_list(name))) for name in ("company-soft", "company-strong"))
    sites, works = ("|".join(map(re.escape, word_list(name))) for name in ("site-after-firm", "firm-works"))
    return re.compile(
        rf"(?!\d)[^\d，、“”]{{1,6}}?(?:{endings})(?=\d|[一二三四五六]期|{works})|[^\d，、“”]{{2,4}}(?:{strong})(?!{sites})(?=...)"
    )


@cache
def _made() -> re.Pattern[str]:
    """A firm's short name at the head of a project's, by an ending of firms before a product (甲乙生物疫苗)."""
    made, goods = ("|".join(map(re.escape, word_list(name))) for name in ("company-coined", "product"))
    lists = ("industry_modifiers", "regions", "not-brand", "product-begins")
    plain = "|".join(map(re.escape, (*(word for name in lists for word in word_list(name)), *sorted(industries()))))
    return re.compile(rf"(?!{plain})[一-龥]{{2,3}}(?:{made})(?={goods})")


@cache
def _school() -> re.Pattern[str]:
    ward = "(?:第[一二三四五六])?(?:附属|直属)[^，。、]{0,4}?医院"
    clinics = "(?:医院|妇幼保健院|中医院)(?=[东西南北新分][^，。、]{0,2}院)"
    schools = "(?:职业大学|大学|职业技术学院|(?<!科)学院|师专)"
    institutes = "(?:研究院|研究所|实验室)(?=.{0,4}(?:楼|新建|扩建|改造|园区|基地|院区|[一二三四]期))"
    endings = "|".join((institutes, clinics, f"{schools}{ward}", schools, "人民医院", "中心医院"))
    return re.compile(rf"[^\d，、“”]{{1,10}}?(?:{endings})(?=.)")


@cache
def _stem(firm: str) -> str:
    """Return what a group is called by before its products (甲乙 of 甲乙集团), "" where that may be another thing."""
    match = re.fullmatch(r"([一-龥]{2,4}?)(?:控股)?(?:集团|控股|股份)(?:有限公司)?", firm)
    return match[1] if match and not locate(match[1], None) and match[1] not in industries() else ""


@dataclass(frozen=True, slots=True)
class Firms:
    """The firms that a document names, what some are called by before their products, and the institutions it names."""

    names: frozenset[str]
    stems: frozenset[str]
    bodies: frozenset[str] = frozenset()
    #: What firms are called by whose works are given to them by their stem.
    given: tuple[str, ...] = ()

    def begins(self, words: str) -> int:
        """Return where the firm's name ends that words begin with, the longest one, else its stem; 0 where none."""
        for known in (self.names, self.stems):
            if end := next((n for n in range(len(words) - 1, 0, -1) if words[:n] in known), 0):
                return end
        return 0


def firms_of(text: str, standing: Sequence[Found], subject: Region | None = None) -> Firms:
    """Return the firms among the names that stand in a text."""
    names = frozenset(text[f.start : f.end] for f in standing if f.type == "Company")
    bodies = frozenset(text[f.start : f.end] for f in standing if f.type == "Organization")
    given = {stem_of(name, subject) for name in names} - {""}
    return Firms(names, frozenset(filter(None, map(_stem, names))), bodies, tuple(sorted(given)))


#: A school or hospital that the name of its campus begins with.
_CAMPUS = re.compile(
    r"[^\d，、“”]{1,14}(?:大学|学院|学校|小学|中学|高中|幼儿园|医院|[一二三四五六七八九十]中)(?=.{0,6}(?:校区|院区|分校)$)"
)


def _owners(text: str, name: Found, firms: Firms, subject: Region | None) -> Iterator[Found]:
    words = text[name.start : name.end]
    campus = _CAMPUS.match(words) if name.type == "Organization" else None
    if (match := campus or _school().match(words)) and (
        name.type != "Organization" or words.endswith(("校区", "院区", "分院", "分校", "附属医院"))
    ):
        yield Found(name.start, name.start + match.end(), "Organization", "inner.school", 1)
        return
    if name.type == "Organization":
        return
    if full := _LEGAL.match(words):
        yield Found(name.start, name.start + full.end(), "Company", "inner.firm", 1)
        return
    if known := firms.begins(words):
        yield Found(name.start, name.start + known, "Company", "inner.firm", 1)
        return
    for group in groups(words):
        if group.start == 0 and group.end < len(words):
            yield Found(name.start, name.start + group.end, "Company", "inner.group", 1)
            return
    if name.type == "Project" and any(goes_on(words, stem) for stem in firms.given):
        return  # the document names the firm in full, which the project is given to
    if name.type == "Project" and (end := worked(words, subject)):
        yield Found(name.start, name.start + end, "Company", "inner.worked", 1)
        return
    if name.type == "Project" and (end := from_elsewhere(words, subject)):
        yield Found(name.start, name.start + end, "Company", "inner.from-elsewhere", 1)
        return
    if name.type == "Project" and (match := _firm().match(words)):
        if any(words[:_OWN] in firm[: _OWN + _PLACE] for firm in firms.names):
            return  # the document names the firm in full
        end = match.end() + 1 if "（" in match.group() and words[match.end() : match.end() + 1] == "）" else match.end()
        yield Found(name.start, name.start + end, "Company", "inner.firm", 1)
    elif (
        name.type == "Project"
        and name.tail
        and words.endswith((*word_list("company-soft"), *word_list("company-coined")))
    ):
        yield Found(name.start, name.end, "Company", "inner.firm", 1)  # 甲食品 of 甲食品、乙食品等预制菜项目
    elif name.type != "Cluster" and (end := coined_owner(words)):
        yield Found(name.start, name.start + end, "Company", "inner.coined", 1)
    elif name.type == "Project" and (match := _made().match(words)) and match.group() not in industries():
        yield Found(name.start, name.start + match.end(), "Company", "inner.firm", 1)
    elif name.type == "Project" and (match := _sized(words)) and not _behind(match.group(), subject):
        owner = next(
            (match.group().removesuffix(word) for word in _works() if match.group().endswith(word)), match.group()
        )
        if (
            len(owner) >= _BRAND
            and not set(owner[1:]) & _DIVISIONS
            and owner not in industries()
            and not owner.endswith(word_list("passes-by"))
            and not _no_brand().match(owner)
        ):
            yield Found(name.start, name.start + len(owner), "Company", "inner.sized", 1)
    elif name.type in ("Project", "Park") and (end := _brand(words)):
        yield Found(name.start, name.start + end, "Company", "inner.brand", 1)
    elif name.type == "Project" and not name.lead and (end := _short_name(words, subject)):
        if any(words[:end] in firm[: end + _PLACE] for firm in firms.names):
            return  # the document names the firm in full, which the project is given to
        yield Found(name.start, name.start + end, "Company", "inner.short-name", 1)


@cache
def _product() -> re.Pattern[str]:
    """What a project's name goes on with behind its owner."""
    known = sorted({*word_list("product-begins"), *(word for word in industries() if len(word) > 1)}, key=len)
    return re.compile("|".join(map(re.escape, reversed(known))))


@cache
def _no_brand() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, (*word_list("not-brand"), *word_list("works-modifier")))))


def _short_name(words: str, subject: Region | None) -> int:
    """Return where an owner's short name ends before a product or a site (甲农大型精细化工); 0 where none."""
    if _no_brand().match(words):
        return 0
    for end in range(_BRAND, _OWNER):
        if end >= len(words) - 1 or not _product().match(words, end):
            continue
        owner = words[:end]
        place = next((n for n in (5, 4, 3, 2) if locate(words[:n], subject)), 0)
        signs = set(owner[place:]) & _PLACE_SIGNS
        if place >= end or signs or (_product().match(words) and not place) or is_common(owner):
            return 0
        longer = [at for at in range(end + 1, end + 5) if words[:at].endswith(word_list("short-name-end"))]
        return next((at for at in longer if at < len(words) - 1 and _product().match(words, at)), end)
    return 0


def _behind(owner: str, subject: Region | None) -> bool:
    """Tell whether words are a place or hold one behind their beginning (甲集团乙县)."""
    return bool(locate(owner, subject)) or any(place.start >= _BRAND for place in places(owner, subject))


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


#: A phase of works, whose whole its name begins with.
_PHASED = re.compile(r"(.{3,})[一二三四五六]期(?:工程|项目)?$")


def _whole(text: str, name: Found, firms: Firms) -> Iterator[Found]:
    """Yield the whole that a phase or an area belongs to: 甲源热电 of 甲源热电二期, but no firm and no school."""
    wider = _WIDER.match(text, name.start, name.end) if name.type in ("Park", "Project") else None
    if wider and wider.group() not in regions().by_name:
        yield Found(name.start, wider.end(), "Park", "inner.wider", 1)
    if name.type == "Park":
        if zone := _ZONE.match(text, name.start, name.end):
            yield Found(name.start, zone.end(), "Park", "inner.whole", 1)
        return
    phase = _PHASED.match(text[name.start : name.end])
    if phase and name.type == "Project" and name.lead is None and name.tail is None:
        stem = phase[1].removesuffix("项目")
        if stem in firms.names or stem in firms.bodies:
            return
        kind = "Park" if stem.endswith(word_list("park")) else "Project"
        yield Found(name.start, name.start + len(stem), kind, "inner.whole", 1)


def _division(words: str, subject: Region | None) -> int:
    """Return where the county ends that a name in a wider region's report begins with (甲县 乙丙化工扩能)."""
    ends = (n for n in range(3, 6) if words[n - 1 : n] in _DIVISIONS and words[:n] in regions().by_name)
    return next((n for n in ends if len(words) > n + _BRAND and _lies_inside(words[:n], subject)), 0)


def inner(text: str, name: Found, firms: Firms, subject: Region | None) -> Iterator[Found]:
    """Yield the firm or school that a name begins with, the whole of a phase and the first place that it states."""
    wholes = list(_whole(text, name, firms))
    taken = name.start
    if name.type in _OWNERS:
        lead = _division(text[name.start : name.end], subject)
        owners = list(_owners(text, replace(name, start=name.start + lead), firms, subject))
        if lead and (not owners or any(owner.type == "Organization" for owner in owners)):
            lead, owners = 0, list(_owners(text, name, firms, subject))
        # What a phase goes on from may be the firm itself: 甲乙化工 of 甲乙化工二期.
        wholes = [one for one in wholes if not any((one.start, one.end) == (o.start, o.end) for o in owners)]
        yield from owners
        if not owners and name.type == "Project":
            yield from _before_place(text, name, subject)
        if any(owner.type == "Organization" for owner in owners):
            yield from wholes
            return
        taken = name.start if lead else max((owner.end for owner in owners), default=name.start)
    yield from wholes
    if name.type in _HOLDERS:
        yield from _places(text, name, subject, taken)
