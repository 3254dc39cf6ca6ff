"""A form of a site's or project's name in; how it is compared out: without what writing varies in, its phase apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from graph.lexicon import central_groups, cues, heads, site_heads, works_words
from graph.resolution.forms import Form

__all__ = ["REST", "names_zone", "phase_of", "split", "wording"]

#: What stays of a name without its place, owner or tail has so many characters at least.
REST = 4
_PER_YEAR = re.compile(r"(?:[/∕]|每)(?:年|a)|年产(?=\d)")
_UNITS = (("MW", "兆瓦"), ("GW", "吉瓦"), ("KW", "千瓦"), ("kW", "千瓦"))
_BRACKETS = re.compile(r"\([^()]{1,8}\)")
_PLACED = re.compile(r"\(([^()]{2,6})\)")
_LONGEST_GROUP = 10
_CHINESE = "零一二三四五六七八九"
_DIGIT = r"[\d一二三四五六七八九十首]+"


@cache
def _phase() -> re.Pattern[str]:
    units = "|".join(map(re.escape, cues("phase-unit")))
    return re.compile(rf"\(?第?({_DIGIT}(?:[号期]?[、,和及]{_DIGIT})*(?:{units}))\)?$")


def _without_tail(name: str) -> str:
    for tail in cues("project-tail"):
        if name.endswith(tail) and len(name) - len(tail) >= REST:
            return _without_tail(name.removesuffix(tail))
    return name


def phase_of(name: str) -> tuple[str, str]:
    """Return a name without the phase or unit that it ends with, and the phase; "" for none.

    >>> phase_of("甲山核电2期"), phase_of("甲山核电5#、6#机组工程"), phase_of("甲山核电")
    (('甲山核电', '二期'), ('甲山核电', '5、6号机组'), ('甲山核电', ''))
    """
    bare = _without_tail(name).replace("#", "号")
    match = _phase().search(bare)
    if match is None or match.start() < 2:
        return name, ""
    numbers = [number.replace("首", "一") for number in re.findall(_DIGIT, match[1])]
    unit = re.sub(rf"^.*{_DIGIT}", "", match[1])
    if unit == "期":
        numbers = ["".join(_CHINESE[int(c)] if c.isdecimal() else c for c in number) for number in numbers]
    return bare[: match.start()], "、".join(numbers) + unit


@cache
def _heads() -> Mapping[str, tuple[str, ...]]:
    """Map the last character of the heads of sites to these, in the order in which they are tried."""
    found: dict[str, list[str]] = defaultdict(list)
    for head in (*site_heads(), *heads("park")):
        found[head[-1]].append(head)
    return {last: tuple(same) for last, same in found.items()}


@lru_cache(maxsize=1 << 16)
def split(word: str) -> tuple[str, str]:
    """Return a site's name without the head that says what it is, and the head.

    >>> split("松岭新材料产业园")
    ('松岭新材料', '产业园')
    """
    head = next((head for head in _heads().get(word[-1:], ()) if word.endswith(head)), "")
    return word.removesuffix(head), head


def names_zone(rest: str) -> bool:
    """Tell whether a place's name and this ending name one zone: 高新区, not 产业园."""
    return rest in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(family for family, generic in site_heads().values() if not generic)


def wording(form: Form) -> str:
    """Return the key without what may vary in writing: the kind of head, 年产, units, 项目 behind a project."""
    return _wording(form.key, form.types, len(form.key) - len(form.bare))


@lru_cache(maxsize=1 << 16)
def _wording(word: str, types: tuple[str, ...], place: int) -> str:
    word = _PER_YEAR.sub("", word)
    for unit, chinese in _UNITS:
        word = word.replace(unit, chinese)
    if "Organization" in types:
        word = _known(_PLACED.sub(r"\1", word))
    if "Cluster" in types and word.endswith("集群"):
        stem = word.removesuffix("集群").removesuffix("产业").removesuffix("产")
        bare = stem.removesuffix("制造业").removesuffix("先进")
        stem = bare if stem.endswith("先进制造业") and len(bare) > 1 else stem
        return stem.replace("和", "及").replace("与", "及") + "集群"
    if "Park" in types or word.endswith(tuple(site_heads())):
        word = _BRACKETS.sub("", word)
        body, head = split(word)
        if head:
            body = _without_epithets(body, place)
        return body + (site_heads()[head][0] if head in site_heads() else head)
    if "Project" in types:
        stem, phase = phase_of(word)
        return _worded(_without_tail(stem)) + phase
    return word


def _without_epithets(body: str, place: int) -> str:
    """Return a site's own words, behind a place of so many characters, without those that say little."""
    for word in cues("site-epithet"):
        start = body.find(word, place + 2)
        if start > 0:
            body = body[:start] + body[start + len(word) :]
    return body


def _known(word: str) -> str:
    """Return a name with the nationally known body that it begins with by its first name: 中科院甲市分院."""
    for length in range(min(_LONGEST_GROUP, len(word) - 2), 1, -1):
        if word[:length] in central_groups():
            return central_groups()[word[:length]] + word[length:]
    return word


def _worded(stem: str) -> str:
    """Return what a project is called with the word for what it does as it is compared."""
    for word, same in works_words().items():
        if stem.endswith(word) and len(stem) > len(word):
            return stem.removesuffix(word) + same
    return stem
