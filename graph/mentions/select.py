"""Candidates that overlap in; the ones that stand, without overlap, out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from graph.mentions.found import Found

__all__ = ["select"]


#: Names of works and sites begin with the names of firms and schools, which do not stand against them.
_CONTAINERS, _PARTS = ("Project", "Park"), ("Company", "Organization")
_FIRM = 46
#: More than any offset, and how many holders before a division are looked at.
_FAR, _NEAR = 1 << 40, 8
#: Names of works, sites and institutions hold the full names of divisions (甲集团乙县抽水蓄能电站, 甲市第二人民医院).
_HOLDERS, _HELD = ("Project", "Park", "Organization", "Facility", "Cluster", "Positioning", "Strategy"), "Region"
_SITE = 40


def _begins_longer(found: Found, longer: set[tuple[int, int]]) -> bool:
    return any(start == found.start and end > found.end for start, end in longer)


def _inside(found: Found, holders: list[tuple[int, int]]) -> bool:
    at = bisect_right(holders, (found.start, _FAR))
    return any(start <= found.start and found.end < end for start, end in holders[max(0, at - _NEAR) : at])


def select(candidates: Iterable[Found]) -> list[Found]:
    """Keep the candidates of highest priority, then of greatest length, then the first; drop what overlaps them.

    >>> [f.rule for f in select([Found(0, 4, "Park", "a", 50), Found(0, 2, "Region", "b", 20)])]
    ['a']
    """
    candidates = list(candidates)
    longer = {(f.start, f.end) for f in candidates if f.type in _CONTAINERS and f.priority >= _FIRM and f.tail is None}
    holders = [(f.start, f.end) for f in candidates if f.type in _HOLDERS and f.priority >= _SITE and f.tail is None]
    holders.sort()
    candidates = [
        f
        for f in candidates
        if not (f.type in _PARTS and _begins_longer(f, longer)) and not (f.type == _HELD and _inside(f, holders))
    ]
    ranked = sorted(set(candidates), key=lambda f: (-f.priority, -f.own, f.start, f.rule, f.tail or (), f.lead or ()))
    taken = bytearray(max((f.end for f in ranked), default=0))
    kept = []
    for found in ranked:
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * found.own
            kept.append(found)
    return sorted(kept, key=lambda f: (f.start, f.end))
