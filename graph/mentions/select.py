"""Candidates that overlap in; the ones that stand, without overlap, out."""

from __future__ import annotations

from collections.abc import Iterable

from graph.mentions.found import Found

__all__ = ["select"]


#: Names of works and sites begin with the names of firms and schools, which do not stand against them.
_CONTAINERS, _PARTS = ("Project", "Park"), ("Company", "Organization")
_FIRM = 46


def _begins_longer(found: Found, longer: set[tuple[int, int]]) -> bool:
    return any(start == found.start and end > found.end for start, end in longer)


def select(candidates: Iterable[Found]) -> list[Found]:
    """Keep the candidates of highest priority, then of greatest length, then the first; drop what overlaps them.

    >>> [f.rule for f in select([Found(0, 4, "Park", "a", 50), Found(0, 2, "Region", "b", 20)])]
    ['a']
    """
    candidates = list(candidates)
    longer = {(f.start, f.end) for f in candidates if f.type in _CONTAINERS and f.priority >= _FIRM and f.tail is None}
    candidates = [f for f in candidates if f.type not in _PARTS or not _begins_longer(f, longer)]
    ranked = sorted(set(candidates), key=lambda f: (-f.priority, -f.own, f.start, f.rule))
    taken = bytearray(max((f.end for f in ranked), default=0))
    kept = []
    for found in ranked:
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * found.own
            kept.append(found)
    return sorted(kept, key=lambda f: (f.start, f.end))
