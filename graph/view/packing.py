"""Neighbourhoods, each laid out round its own middle, in; one map of them all, none inside another, out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.view.forces import Floats, Ints, Springs, spiral, tree

__all__ = ["Block", "packed"]

Block = tuple[Ints, Floats]  # numbers of nodes and their places round the block's own middle

Flags = NDArray[np.bool_]

SPOTS = 6000
TURNS = 8  # ways in which a neighbourhood may be turned to fit in


def packed(blocks: Sequence[Block], springs: Springs, count: int, *, gap: float, aspect: float) -> Floats:
    """Return a place for each of `count` nodes; the first block stays in the middle, `gap` is kept between nodes.

    Blocks go out from the middle, the larger first, each near what it is linked to; then each is turned and pushed
    inwards until it all but touches another one.
    """
    position = np.zeros((count, 2))
    if not blocks:
        return position
    extents = np.array([_extent(place) + gap / 2 for _, place in blocks])
    spots = _spots(blocks, extents, _linked(blocks, springs, count), aspect)
    order = sorted(range(1, len(blocks)), key=lambda each: (_away(spots[each] - spots[0], aspect), each))
    position[blocks[0][0]] = blocks[0][1]
    done = np.zeros(count, dtype=bool)
    done[blocks[0][0]] = True
    for index in order:
        group, place = blocks[index]
        position[group] = _pushed(
            place, spots[index] - spots[0], position, done, _ends(group, springs, done), gap, aspect
        )
        done[group] = True
    return position


def _extent(place: Floats) -> float:
    return float(np.sqrt((place**2).sum(axis=1)).max())


def _away(spot: Floats, aspect: float) -> float:
    return float(np.hypot(spot[0] / aspect, spot[1]))


def _linked(blocks: Sequence[Block], springs: Springs, count: int) -> Floats:
    """Return how many links lead from one block to another."""
    owner = np.full(count, -1)
    for index, (group, _) in enumerate(blocks):
        owner[group] = index
    counts = np.zeros((len(blocks), len(blocks)))
    one, two = owner[springs.start], owner[springs.end]
    both = (one >= 0) & (two >= 0) & (one != two)
    np.add.at(counts, (one[both], two[both]), 1.0)
    return np.asarray(counts + counts.T)


def _spots(blocks: Sequence[Block], extents: Floats, linked: Floats, aspect: float) -> Floats:
    """Return where the middle of every block goes if blocks were discs."""
    offers = spiral(SPOTS) * 2.4 * float(np.sqrt((extents**2).sum())) / np.sqrt(SPOTS)
    offers = np.concatenate([np.zeros((1, 2)), offers * [aspect**0.5, aspect**-0.5]])
    outward = np.hypot(offers[:, 0] / aspect, offers[:, 1])
    free = np.full(len(offers), np.inf)
    found = np.zeros((len(blocks), 2))
    done: list[int] = []
    for index in sorted(range(len(blocks)), key=lambda each: (each > 0, -extents[each], each)):
        cost = outward.copy()
        near = [other for other in done if linked[index, other]]
        weight = sum(linked[index, other] for other in near)
        for other in near:
            cost += 0.35 * np.hypot(*(offers - found[other]).T) * linked[index, other] / weight
        cost[free < extents[index]] = np.inf
        best = int(np.argmin(cost)) if np.isfinite(cost).any() else int(np.argmax(free))
        found[index] = offers[best]
        done.append(index)
        free = np.minimum(free, np.hypot(*(offers - offers[best]).T) - extents[index])
    return found


def _ends(group: Ints, springs: Springs, done: Flags) -> tuple[Ints, Ints]:
    """Return the links between a block and what has its place: numbers within the block, numbers of nodes."""
    within = {int(node): index for index, node in enumerate(group)}
    pairs = [
        (within[one], two)
        for start, end in ((springs.start, springs.end), (springs.end, springs.start))
        for one, two in np.stack([start, end], axis=1)[np.isin(start, group) & done[end]].tolist()
    ]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def _pushed(
    place: Floats,
    spot: Floats,
    position: Floats,
    done: Flags,
    ends: tuple[Ints, Ints],
    gap: float,
    aspect: float,
) -> Floats:
    """Return the places of a block, turned and pushed inwards in the way that keeps map and links shortest."""
    there = tree(position[done])
    start = max(float(np.hypot(*spot)), 1.0)
    bearing = float(np.arctan2(spot[1], spot[0]))
    best, least = place + spot, np.inf
    for lean in (0.0, -0.5, 0.5):
        way = np.array([np.cos(bearing + lean), np.sin(bearing + lean)])
        for turn in range(TURNS if len(place) > 1 else 1):
            turned = place @ _turn(2 * np.pi * turn / TURNS)
            reach = _reach(turned, way, start, there, gap)
            if reach is None:
                continue
            tried = turned + way * reach
            cost = float(((tried / [aspect, 1.0]) ** 2).sum(axis=1).mean())
            if len(ends[0]):
                cost += 0.5 * float(((tried[ends[0]] - position[ends[1]]) ** 2).sum(axis=1).mean())
            if cost < least * (1 - 1e-9):
                best, least = tried, cost
    return best


def _turn(angle: float) -> Floats:
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def _reach(place: Floats, way: Floats, start: float, there: object, gap: float) -> float | None:
    """Return how near to the middle a block can come along a way, to a hundredth of where it starts."""

    def fits(reach: float) -> bool:
        return not np.isfinite(there.query(place + way * reach, distance_upper_bound=gap)[0]).any()  # type: ignore[attr-defined]

    if not fits(start):
        start *= 1.5
        if not fits(start):
            return None
    low, high = 0.0, start
    for _ in range(7):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
