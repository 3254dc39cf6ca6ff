"""A networkx graph in; a position and a radius for every node out, the same for the same graph.

A city is a neighbourhood: its counties stand round what belongs to the whole city, everything near the region that it
belongs to. What several cities share stands in the middle of the map with the cities round it, what nobody is linked
to stands at the rim. So a place on the map tells of belonging, and links need not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from graph.records import TYPES
from graph.view.cells import cells
from graph.view.forces import GAP, SPACING, Floats, Ints, Springs, apart, settle, spiral, with_petals
from graph.view.packing import Block, packed

__all__ = ["layout", "radii"]

ASPECT = 1.1  # a wide screen gives the map little more width than height
BETWEEN = {"island": 50.0, "county": 62.0, "city": 118.0}  # page units between the nodes of two neighbourhoods


def radii(network: nx.MultiDiGraph[str], largest: float = 0.0) -> dict[str, float]:
    """Return the radius of every node, 6 to 30, by the square root of its importance.

    `largest` is the importance that fills the scale where the network is part of a larger one.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("a", importance=10.0)
    >>> radii(graph)
    {'a': 18.0}
    """
    weights = {node: float(network.nodes[node]["importance"]) for node in network}
    # A small graph has no giants: less than 40 facts never fill the scale.
    most = max(40.0, largest, max(weights.values(), default=0.0))
    return {node: round(6 + 24 * (weight / most) ** 0.5, 1) for node, weight in weights.items()}


def layout(network: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """Return a position for every node in page units, rounded so that the page's bytes stay the same."""
    if not network:
        return {}
    cell_of = cells(network)
    plan = _Plan(network)
    cities: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    homeless: list[int] = []
    for index, node in enumerate(plan.nodes):
        city, county = cell_of[node]
        if city:
            cities[city][county].append(index)
        else:
            homeless.append(index)
    shared, islands = plan.shared_and_islands(np.array(homeless, dtype=np.int64))
    blocks = [plan.city(city, counties) for city, counties in sorted(cities.items())]
    position = plan.map(blocks, shared, [plan.island(island) for island in islands])
    return {node: (round(x), round(y)) for node, (x, y) in zip(plan.nodes, position.tolist(), strict=True)}


class _Plan:
    """The graph as arrays, and the steps from a county to the whole map."""

    def __init__(self, network: nx.MultiDiGraph[str]) -> None:
        self.nodes = _ordered(network)
        self.types = [network.nodes[node]["type"] for node in self.nodes]
        sizes = radii(network)
        self.radius = np.array([sizes[node] for node in self.nodes])
        self.springs = _springs(network, self.nodes)
        self.number = {node: index for index, node in enumerate(self.nodes)}

    def city(self, city: str, counties: Mapping[str, Sequence[int]]) -> Block:
        """Lay out a city: its own entities in the middle, its counties round them."""
        blocks = [self.cell(np.array(counties[county]), county or city) for county in sorted(counties)]
        # The largest is the middle where nothing belongs to the city as a whole.
        blocks.sort(key=lambda block: ("" not in counties or block[0][0] != counties[""][0], -len(block[0])))
        places = packed(blocks, self.springs, len(self.nodes), gap=BETWEEN["county"], aspect=1.0)
        members = np.concatenate([group for group, _ in blocks])
        return members, apart(places[members] - _middle(places[members]), self.radius[members])

    def cell(self, group: Ints, anchor: str) -> Block:
        """Lay out one county, or what belongs to a city as a whole, as a disc round its region."""
        hub = int(np.searchsorted(group, self.number[anchor])) if anchor in self.number else -1
        if not (0 <= hub < len(group) and group[hub] == self.number[anchor]):
            hub = -1
        if len(group) == 1:
            return group, np.zeros((1, 2))
        part = _held(self._inside(group), hub)
        full = with_petals(part, [self.types[index] for index in group])
        position = settle(spiral(len(full.mass)), full)[: len(group)]
        middle = position[hub] if hub >= 0 else position.mean(axis=0)
        return group, apart(_disc(position - middle, self.radius[group], hub), self.radius[group])

    def shared_and_islands(self, homeless: Ints) -> tuple[Ints, list[Ints]]:
        """Part what belongs to no city: what is linked to cities, and what is not, in its connected parts.

        Nodes without any link make one island per type.
        """
        one, two = self.springs.start, self.springs.end
        outside = np.zeros(len(self.nodes), dtype=bool)
        outside[homeless] = True
        both = outside[one] & outside[two]
        shape = (len(self.nodes), len(self.nodes))
        matrix = coo_matrix((np.ones(int(both.sum())), (one[both], two[both])), shape=shape)  # type: ignore[no-untyped-call]
        _, part = connected_components(matrix, directed=False)
        ashore = np.unique(
            np.concatenate([part[one[outside[one] & ~outside[two]]], part[two[outside[two] & ~outside[one]]]])
        )
        shared = homeless[np.isin(part[homeless], ashore)]
        islands: dict[str, list[int]] = defaultdict(list)
        sizes = np.bincount(part)
        for index in homeless[~np.isin(part[homeless], ashore)].tolist():
            islands[f"{part[index]}" if sizes[part[index]] > 1 else self.types[index]].append(index)
        return shared, sorted(
            (np.array(each) for each in islands.values()), key=lambda each: (-len(each), int(each[0]))
        )

    def island(self, group: Ints) -> Block:
        """Lay out nodes that are linked to each other only, or not at all."""
        inside = self._inside(group)
        if len(inside.start) and len(group) > 2:
            return self.cell(group, "")
        place = spiral(len(group)) * 0.6 * SPACING
        return group, apart(place - place.mean(axis=0), self.radius[group])

    def map(self, blocks: Sequence[Block], shared: Ints, islands: Sequence[Block]) -> Floats:
        """Set the cities round what they share, then the rest at the rim."""
        every = sorted(blocks, key=lambda block: -len(block[0]))
        if len(shared):
            room = apart(_disc(spiral(len(shared)), self.radius[shared], -1), self.radius[shared])
            every.insert(0 if len(blocks) > 1 else len(blocks), (shared, room))
        if islands:
            # They are many and small: packed closely first, then set as one.
            close = packed(islands, self.springs, len(self.nodes), gap=BETWEEN["island"], aspect=ASPECT)
            members = np.concatenate([group for group, _ in islands])
            every.append((members, close[members] - _middle(close[members])))
        position = packed(every, self.springs, len(self.nodes), gap=BETWEEN["city"], aspect=ASPECT)
        if len(shared):
            self._share(position, shared)
        return position

    def _share(self, position: Floats, shared: Ints) -> None:
        """Let what cities share lean to those that share it, inside the room left for it."""
        centre, springs = _middle(position[shared]), self.springs
        room = float(np.sqrt(((position[shared] - centre) ** 2).sum(axis=1)).max())
        for step in range(60):
            pull = np.zeros_like(position)
            total = np.full(len(position), 1e-9)
            for one, two in ((springs.start, springs.end), (springs.end, springs.start)):
                for axis in (0, 1):
                    pull[:, axis] += np.bincount(one, springs.weight * position[two, axis], len(position))
                total += np.bincount(one, springs.weight, len(position))
            wanted = pull[shared] / total[shared, None]
            position[shared] += 0.3 * (1 - step / 60) * (wanted - position[shared])
        lean = _disc(position[shared] - centre, self.radius[shared], -1, room)
        position[shared] = centre + apart(lean, self.radius[shared])

    def _inside(self, group: Ints) -> Springs:
        inside = np.isin(self.springs.start, group) & np.isin(self.springs.end, group)
        start = np.searchsorted(group, self.springs.start[inside])
        end = np.searchsorted(group, self.springs.end[inside])
        degree = np.bincount(np.concatenate([start, end]), minlength=len(group))
        return Springs(start, end, self.springs.weight[inside], 1.0 + degree.astype(np.float64) ** 0.75)


def _ordered(network: nx.MultiDiGraph[str]) -> list[str]:
    def rank(node: str) -> tuple[int, str, str]:
        kind = network.nodes[node]["type"]
        return (TYPES.index(kind) if kind in TYPES else len(TYPES), network.nodes[node].get("scope", ""), node)

    return sorted(network, key=rank)


def _springs(network: nx.MultiDiGraph[str], nodes: Sequence[str]) -> Springs:
    number = {node: index for index, node in enumerate(nodes)}
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for start, end, explicit in network.edges(data="explicit", default=True):
        pair = sorted((number[start], number[end]))
        if pair[0] != pair[1]:
            weights[pair[0], pair[1]] += 1.0 if explicit else 0.6
    pairs = sorted(weights)
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(ends.ravel(), minlength=len(nodes))
    # A strong link pulls a little more than a weak one; many parallel facts must not glue two nodes together.
    weight = np.minimum(np.array([weights[pair] for pair in pairs]), 2.0)
    return Springs(ends[:, 0], ends[:, 1], weight, 1.0 + degree.astype(np.float64) ** 0.75)


def _held(part: Springs, hub: int) -> Springs:
    """Hold what has no link inside a neighbourhood to its region, so that it stays there."""
    degree = np.bincount(np.concatenate([part.start, part.end]), minlength=len(part.mass))
    loose = np.flatnonzero(degree == 0)
    loose = loose[loose != hub]
    if hub < 0 or not len(loose):
        return part
    return Springs(
        np.concatenate([part.start, np.full(len(loose), hub)]),
        np.concatenate([part.end, loose]),
        np.concatenate([part.weight, np.full(len(loose), 0.6)]),
        part.mass,
    )


def _disc(position: Floats, radius: Floats, hub: int, reach: float = 0.0) -> Floats:
    """Spread points over a disc as large as they need, nearer and farther ones in the same order as before."""
    distance = np.sqrt((position**2).sum(axis=1))
    if hub >= 0:
        distance[hub] = -1.0
    rank = np.empty(len(position))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(position))
    reach = max(reach, float(np.sqrt(((radius + GAP / 2) ** 2).sum() * 1.8)))
    even = reach * np.sqrt((rank + (0.0 if hub >= 0 else 0.3)) / max(1, len(position)))
    scale = reach / max(float(np.quantile(distance, 0.9)), 1e-9)
    wanted = 0.7 * even + 0.3 * np.minimum(distance * scale, reach)
    made: Floats = position * (wanted / np.maximum(distance, 1e-9))[:, None]
    if hub >= 0:
        made[hub] = 0.0
    return made


def _middle(place: Floats) -> Floats:
    middle: Floats = (place.min(axis=0) + place.max(axis=0)) / 2
    return middle
