"""Candidates that overlap in; the ones that stand, without overlap, out."""

from __future__ import annotations

from collections.abc import Iterable

from graph.mentions.found import Found

__all__ = ["select"]


def select(candidates: Iterable[Found]) -> list[Found]:
    """Keep the candidates of highest priority, then of greatest length, then the first; drop what overlaps them.

    >>> [f.rule for f in select([Found(0, 4, "Park", "a", 50), Found(0, 2, "Region", "b", 20)])]
    ['a']
    """
    ranked = sorted(set(candidates), key=lambda f: (-f.priority, -f.own, f.start, f.rule))
    taken = bytearray(max((f.end for f in ranked), default=0))
    kept = []
    for found in ranked:
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * found.own
            kept.append(found)
    return sorted(kept, key=lambda f: (f.start, f.end))
