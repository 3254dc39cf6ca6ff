"""A lookup and two entities in; a way of the fewest facts between them out, found from both ends, within a limit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log2

from graph.view.lookup import Lookup

__all__ = ["MOST_SEEN", "way"]

#: So many entities are looked at before a search is given up.
MOST_SEEN = 400_000

#: By entity: what it costs to come here, and from where.
_Reached = dict[int, tuple[float, int]]


def way(
    lookup: Lookup,
    start: int,
    end: int,
    relations_off: Sequence[str] = (),
    types_off: Sequence[str] = (),
    most: int = MOST_SEEN,
) -> tuple[list[int], bool]:
    """Return the ranks on a shortest way, both ends among them, and whether the search came to its end.

    Among equally short ways it keeps to entities with few neighbours, as the page does. There is no way where the list
    is empty; where the search did not come to its end, there may be one.
    """
    if start == end:
        return [start], True
    sides: tuple[_Reached, _Reached] = ({start: (0.0, start)}, {end: (0.0, end)})
    edges: list[Collection[int]] = [{start}, {end}]
    while edges[0] and edges[1]:
        if len(sides[0]) + len(sides[1]) > most:
            return [], False
        near = 0 if _load(lookup, edges[0]) <= _load(lookup, edges[1]) else 1
        edges[near] = _step(lookup, edges[near], sides[near], (relations_off, types_off), {start, end})
        met = [each for each in edges[near] if each in sides[1 - near]]
        if met:
            best = min(met, key=lambda each: (sides[0][each][0] + sides[1][each][0], each))
            return [*reversed(_back(sides[0], best)), *_back(sides[1], best)[1:]], True
    return [], True


def _load(lookup: Lookup, edge: Collection[int]) -> int:
    """Return how many facts the next step looks at."""
    return sum(one.facts for one in lookup.known(edge).values())


def _step(
    lookup: Lookup, edge: Collection[int], reached: _Reached, off: tuple[Sequence[str], Sequence[str]], ends: set[int]
) -> Collection[int]:
    relations_off, types_off = off
    found: _Reached = {}
    steps = [(here, there) for here, there in lookup.beyond(edge, relations_off) if there not in reached]
    barred = lookup.of_types({there for _, there in steps}, types_off) - ends if types_off else set()
    for here, there in steps:
        cost = reached[here][0]
        if there not in barred and (there not in found or (cost, here) < found[there]):
            found[there] = (cost, here)
    for there, one in lookup.known(found).items():
        found[there] = (found[there][0] + log2(1 + one.facts), found[there][1])
    reached.update(found)
    return found.keys()


def _back(reached: _Reached, at: int) -> list[int]:
    found = [at]
    while (before := reached[found[-1]][1]) != found[-1]:
        found.append(before)
    return found
