"""A networkx graph in; a position and a radius for every node out, the same for the same graph.

Repulsion is computed on a mesh (deposit, convolve by FFT, interpolate), so a step costs O(n + mesh) and 10,000 nodes
take seconds. Neighbours of a hub that have the same type are held together by an invisible anchor and form a petal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft2, rfft2
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from graph.records import TYPES

__all__ = ["layout", "radii"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SPACING = 34.0  # page units between neighbours, at zoom 1
GAP = 15.0  # page units kept free between two discs
GOLDEN = np.pi * (3 - 5**0.5)
HUB = 10  # a node with so many neighbours gets petals
ASPECT = 1.5  # screens are wide


@dataclass(frozen=True, slots=True)
class Springs:
    """Edges of a part of the graph as arrays: ends (by number), weights, and the mass of every node."""

    start: Ints
    end: Ints
    weight: Floats
    mass: Floats


def radii(network: nx.MultiDiGraph[str]) -> dict[str, float]:
    """Return the radius of every node, 6 to 30, by the square root of its importance.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("a", importance=10.0)
    >>> radii(graph)
    {'a': 18.0}
    """
    weights = {node: float(network.nodes[node]["importance"]) for node in network}
    # A small graph has no giants: less than 40 facts never fill the scale.
    most = max(40.0, max(weights.values(), default=0.0))
    return {node: round(6 + 24 * (weight / most) ** 0.5, 1) for node, weight in weights.items()}


def layout(network: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """Return a position for every node in page units, rounded so that the page's bytes stay the same."""
    nodes = _ordered(network)
    if not nodes:
        return {}
    sizes = radii(network)
    radius = np.array([sizes[node] for node in nodes])
    springs = _springs(network, nodes)
    groups = _components(len(nodes), springs)
    types = [network.nodes[node]["type"] for node in nodes]
    places = [_place(group, springs, radius, types) for group in groups]
    lone: dict[str, list[int]] = defaultdict(list)
    for index in sorted(set(range(len(nodes))) - {int(i) for group in groups for i in group}):
        lone[types[index]].append(index)
    for members in lone.values():
        groups.append(np.array(members))
        places.append(_spiral(len(members)) * 0.8 * SPACING)
    position = _pack(len(nodes), groups, places, radius)
    return {node: (round(x), round(y)) for node, (x, y) in zip(nodes, position.tolist(), strict=True)}


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


def _components(count: int, springs: Springs) -> list[Ints]:
    """Return the connected parts of two nodes or more, the largest first."""
    ends = (springs.start, springs.end)
    matrix = coo_matrix((np.ones(len(springs.start)), ends), shape=(count, count))  # type: ignore[no-untyped-call]
    _, labels = connected_components(matrix, directed=False)
    groups = [np.flatnonzero(labels == label) for label in np.flatnonzero(np.bincount(labels) > 1)]
    return sorted(groups, key=lambda group: (-len(group), int(group[0])))


def _place(group: Ints, springs: Springs, radius: Floats, types: Sequence[str]) -> Floats:
    """Lay out one connected part around the origin, its long axis level."""
    if len(group) == 2:
        return np.array([[-0.6, 0.0], [0.6, 0.0]]) * SPACING
    inside = np.isin(springs.start, group)
    start, end = np.searchsorted(group, springs.start[inside]), np.searchsorted(group, springs.end[inside])
    part = Springs(start, end, springs.weight[inside], springs.mass[group])
    full = _with_petals(part, [types[index] for index in group])
    position = _settle(_spiral(len(full.mass)), full)[: len(group)]
    position = _level(position - position.mean(axis=0))
    near = _tree(position).query(position, k=2)[0][:, 1]
    position *= SPACING / max(float(np.median(near)), 1e-6)
    # The mesh does not part nodes within one cell; each leans its own way, so that they spread round and not in a row.
    lean = GOLDEN * np.arange(len(group))
    position += 0.2 * SPACING * np.stack([np.cos(lean), np.sin(lean)], axis=1)
    return _apart(position, radius[group])


def _with_petals(part: Springs, types: Sequence[str]) -> Springs:
    """Add an anchor for every three or more neighbours of a hub that have one type and few other links."""
    around: dict[int, list[int]] = defaultdict(list)
    for start, end in zip(part.start.tolist(), part.end.tolist(), strict=True):
        around[start].append(end)
        around[end].append(start)
    links: list[tuple[int, int, float]] = []
    masses: list[float] = []
    for hub in sorted(around):
        if len(around[hub]) < HUB:
            continue
        petals: dict[str, list[int]] = defaultdict(list)
        for near in sorted(around[hub]):
            if len(around[near]) < HUB:
                petals[types[near]].append(near)
        for _, members in sorted(petals.items()):
            if len(members) >= 3:
                anchor = len(part.mass) + len(masses)
                masses.append(1.0 + len(members) ** 0.5)
                links.append((hub, anchor, 1.0))
                links += [(member, anchor, 1.0 / len(around[member])) for member in members]
    if not links:
        return part
    ends = np.array([link[:2] for link in links], dtype=np.int64)
    return Springs(
        np.concatenate([part.start, ends[:, 0]]),
        np.concatenate([part.end, ends[:, 1]]),
        np.concatenate([part.weight, np.array([link[2] for link in links])]),
        np.concatenate([part.mass, np.array(masses)]),
    )


def _spiral(count: int) -> Floats:
    """Return points of a golden-angle spiral: even, without two in one place, the first in the middle."""
    index = np.arange(count, dtype=np.float64)
    distance, angle = np.sqrt(index + 0.5), index * GOLDEN
    return np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)


def _settle(position: Floats, springs: Springs) -> Floats:
    """Move nodes by their forces, in steps that grow smaller, until they rest."""
    count = len(position)
    steps = 400 if count < 1500 else 260
    reach = float(np.sqrt(count))
    cells = 64 if count < 200 else 128 if count < 3000 else 256
    for step in range(steps):
        force = _repulsion(position, springs.mass, cells) * 1.2
        along = position[springs.end] - position[springs.start]
        # Linear springs near the end, logarithmic far out, keep groups tight and let them stand apart.
        length = np.sqrt((along**2).sum(axis=1)) + 1e-9
        pull = (springs.weight * np.log1p(length) * 2.2 / length)[:, None] * along
        for axis in (0, 1):
            force[:, axis] += np.bincount(springs.start, pull[:, axis], count)
            force[:, axis] -= np.bincount(springs.end, pull[:, axis], count)
        force -= 0.02 * springs.mass[:, None] * position
        force /= springs.mass[:, None] ** 0.5
        size = np.sqrt((force**2).sum(axis=1)) + 1e-9
        limit = reach * 0.25 * (1 - step / steps) ** 2 + 1e-3
        position = position + force * (np.minimum(size * 0.3, limit) / size)[:, None]
        position -= position.mean(axis=0)
    return position


@cache
def _kernel(cells: int) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Return the Fourier transform of the force between two cells, along x and along y, padded to twice the mesh."""
    offset = np.fft.fftfreq(2 * cells, 1 / (2 * cells))
    across, down = np.meshgrid(offset, offset, indexing="ij")
    square = across**2 + down**2 + 0.3
    return rfft2(across / square), rfft2(down / square)


def _repulsion(position: Floats, mass: Floats, cells: int) -> Floats:
    """Return the sum over all other nodes of mass * mass / distance, away from them, by way of a mesh."""
    low = position.min(axis=0)
    step = max(float((position.max(axis=0) - low).max()), 1e-6) / (cells - 2)
    scaled = (position - low) / step
    whole = np.minimum(scaled.astype(np.int64), cells - 2)
    part = scaled - whole
    corners = [
        (
            (whole[:, 0] + right) * cells + whole[:, 1] + up,
            np.abs(1 - right - part[:, 0]) * np.abs(1 - up - part[:, 1]),
        )
        for right in (0, 1)
        for up in (0, 1)
    ]
    flat = sum(np.bincount(where, share * mass, cells * cells) for where, share in corners)
    spread = rfft2(np.asarray(flat).reshape(cells, cells), s=(2 * cells, 2 * cells))
    force = np.empty_like(position)
    for axis, kernel in enumerate(_kernel(cells)):
        field = irfft2(spread * kernel, s=(2 * cells, 2 * cells))[:cells, :cells].ravel()
        force[:, axis] = sum(share * field[where] for where, share in corners)
    return force * mass[:, None] / step


def _level(position: Floats) -> Floats:
    """Turn points so that they spread most along x."""
    x, y = position.T
    angle = 0.5 * float(np.arctan2(2 * (x * y).mean(), (x * x).mean() - (y * y).mean()))
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([x * cos + y * sin, y * cos - x * sin], axis=1)


def _tree(position: Floats) -> Any:
    return KDTree(position)  # type: ignore[no-untyped-call]


def _apart(position: Floats, radius: Floats) -> Floats:
    """Push overlapping discs apart, the smaller one further."""
    position = position.copy()
    for _ in range(60):
        pairs = _tree(position).query_pairs(2 * float(radius.max()) + GAP, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        first, second = pairs.T
        along = position[second] - position[first]
        length = np.sqrt((along**2).sum(axis=1))
        short = radius[first] + radius[second] + GAP - length
        close = short > 0.01
        if not close.any():
            break
        first, second, along, length, short = (each[close] for each in (first, second, along, length, short))
        # Two nodes in one place go apart sideways, in the order of their numbers.
        along = np.where(length[:, None] < 1e-6, [[1.0, 0.0]], along / np.maximum(length, 1e-6)[:, None])
        share = (radius[second] / (radius[first] + radius[second]))[:, None]
        move = along * (short * 0.6)[:, None]
        for axis in (0, 1):
            position[:, axis] -= np.bincount(first, (move * share)[:, axis], len(position))
            position[:, axis] += np.bincount(second, (move * (1 - share))[:, axis], len(position))
    return position


def _pack(count: int, groups: Sequence[Ints], places: Sequence[Floats], radius: Floats) -> Floats:
    """Set the parts side by side, the largest in the middle, each in the first free place going outwards."""
    position = np.zeros((count, 2))
    middles = [(place.max(axis=0) + place.min(axis=0)) / 2 for place in places]
    extents = [
        float((np.sqrt(((place - middle) ** 2).sum(axis=1)) + radius[group]).max()) + SPACING / 2
        for group, place, middle in zip(groups, places, middles, strict=True)
    ]
    total = float(np.sqrt(sum(extent**2 for extent in extents)))
    spots = _spiral(6000)
    spots *= 2.2 * total / np.sqrt(6000)
    spots[:, 0] *= ASPECT**0.5
    spots[:, 1] /= ASPECT**0.5
    spots = spots[np.argsort((spots[:, 0] / ASPECT) ** 2 + spots[:, 1] ** 2, kind="stable")]
    spots[0] = 0.0
    free = np.full(len(spots), np.inf)
    for index in sorted(range(len(groups)), key=lambda each: (-extents[each], each)):
        fitting = np.flatnonzero(free >= extents[index])
        spot = spots[fitting[0]] if len(fitting) else spots[int(np.argmax(free))]
        position[groups[index]] = places[index] - middles[index] + spot
        free = np.minimum(free, np.sqrt(((spots - spot) ** 2).sum(axis=1)) - extents[index])
    return position
