"""Codes and names in; which region lies in which, and the place that a name begins with, out."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon import cues, regions
from graph.mentions.gazetteer import locate
from graph.records import Region

__all__ = ["begins_with_place", "chain", "in_one_city", "on_one_line", "site_of"]

#: No region is written in more characters where a name begins with it.
_LONGEST = 9
_IN_BRACKETS = re.compile(r"(?<=..)\(([^()]{2,6})\)(?=.)")
_DIVISIONS = ("province", "prefecture", "county")


@lru_cache(maxsize=1 << 14)
def chain(code: str) -> tuple[str, ...]:
    """Return the codes of a region and of what it lies in, innermost first; () for "".

    >>> chain("210703")
    ('210703', '210700', '210000')
    """
    return tuple(region.code for region in regions().chain(code))


@lru_cache(maxsize=1 << 16)
def on_one_line(one: str, other: str) -> bool:
    """Tell whether one of two regions lies in the other.

    >>> on_one_line("210703", "210700"), on_one_line("210703", "210702")
    (True, False)
    """
    return one == other or one in chain(other) or other in chain(one)


@lru_cache(maxsize=1 << 16)
def in_one_city(one: str, other: str) -> bool:
    """Tell whether two regions lie in one that is no whole province.

    >>> in_one_city("210703", "210702"), in_one_city("210703", "211102")
    (True, False)
    """
    return any(code in chain(other) for code in chain(one)[:-1])


@lru_cache(maxsize=1 << 16)
def begins_with_place(name: str, subject: Region | None) -> tuple[str, int]:
    """Return the code of the division that a name begins with and how long its name is; ("", 0) for none.

    Of a chain of divisions (甲省乙市) the innermost counts. Two characters at least stay behind it.

    >>> begins_with_place("锦州凌河松岭产业园", regions().by_code["210700"])
    ('210703', 4)
    """
    code, end = "", 0
    known = regions().by_name
    while True:
        for length in range(min(_LONGEST, len(name) - end - 2), 1, -1):
            if (place := name[end : end + length]) not in known:
                continue
            region = locate(place, subject)
            if region is None or region.level not in _DIVISIONS:
                continue
            if name.startswith(cues("not-own-place"), end + length - 1):
                continue  # 甲市市场 is the market of 甲, 甲市场 as well
            if code and code not in chain(region.code):
                continue
            code, end = region.code, end + length
            break
        else:
            return code, end


def site_of(name: str) -> str:
    """Return a place that stands in brackets within a name, with the brackets, "" for none.

    >>> site_of("江河电池(安徽)有限公司"), site_of("江河电池(集团)有限公司")
    ('(安徽)', '')
    """
    match = _IN_BRACKETS.search(name)
    return match.group() if match and match[1] in regions().by_name else ""
