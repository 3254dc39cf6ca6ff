"""Places of nodes in; the ground of every city and county out: closed outlines round what stands there, as on a map.

Every point of a grid belongs to the node nearest to it, if one is near; the points of a city, rounded off, are its
ground. Grounds of different cities therefore never overlap, and the counties of a city share their borders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as untyped

from graph.view.cells import cells
from graph.view.forces import Floats, tree

__all__ = ["Ground", "grounds"]

NEAR = 40.0  # page units round a node that are its own
GRID = 17.0  # page units between points of the grid, where the map is small enough for it
POINTS = 640  # along one side of the grid at most
SMALLEST = 12  # points of the grid; smaller scraps of ground are left out

Mask = NDArray[np.bool_]
ndimage: Any = untyped


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of a region: its IRI, "city" or "county", and closed outlines as x, y, x, y … in page units."""

    region: str
    level: str
    rings: tuple[tuple[int, ...], ...]


def grounds(network: nx.MultiDiGraph[str], places: Mapping[str, tuple[int, int]]) -> list[Ground]:
    """Return the grounds of all cities, then those of counties, each kind in the order of their IRIs."""
    cell_of = {node: cell for node, cell in cells(network).items() if cell[0]}
    nodes = sorted(places)
    if not cell_of:
        return []
    grid = _Grid(np.array([places[node] for node in nodes], dtype=np.float64))
    made = []
    cities = sorted({city for city, _ in cell_of.values()})
    city_of = np.array([cities.index(cell_of[node][0]) if node in cell_of else -1 for node in nodes])
    counties = sorted({county for _, county in cell_of.values() if county})
    rank = {county: index for index, county in enumerate(counties)}
    county_of = np.array([rank.get(cell_of[node][1], -1) if node in cell_of else -1 for node in nodes])
    soft: dict[int, Mask] = {}
    for index, city in enumerate(cities):
        soft[index] = grid.rounded(city_of[grid.nearest] == index)
        made.append(Ground(city, "city", grid.rings(soft[index])))
    for index, county in enumerate(counties):
        owner = int(city_of[np.flatnonzero(county_of == index)[0]])
        mask = (county_of[grid.nearest] == index) & grid.near & soft[owner]
        made.append(Ground(county, "county", grid.rings(grid.rounded(mask) & soft[owner])))
    return [ground for ground in made if ground.rings]


class _Grid:
    """Points over the whole map, each with the number of the node nearest to it and whether that one is near."""

    def __init__(self, position: Floats) -> None:
        self.low = position.min(axis=0) - 3 * NEAR
        span = position.max(axis=0) + 3 * NEAR - self.low
        self.step = max(GRID, float(span.max()) / POINTS)
        shape = np.ceil(span / self.step).astype(np.int64) + 1
        across, down = np.meshgrid(*(np.arange(count) for count in shape), indexing="ij")
        points = np.stack([across, down], axis=-1) * self.step + self.low
        distance, self.nearest = tree(position).query(points)
        self.near: Mask = distance < NEAR * 1.25

    def rounded(self, mask: Mask) -> Mask:
        """Return a mask without corners, holes and scraps."""
        made = np.zeros_like(mask)
        inside = mask & self.near
        if not inside.any():
            return made
        # Only the part of the map that the mask covers: there may be hundreds of them.
        box = tuple(
            slice(max(0, int(line[0]) - 6), int(line[-1]) + 7)
            for line in (np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0)))
        )
        blurred = ndimage.gaussian_filter(inside[box].astype(np.float64), sigma=1.6 * GRID / self.step)
        parts, count = ndimage.label((blurred > 0.42) & mask[box])
        sizes = np.bincount(parts.ravel(), minlength=count + 1)
        kept = np.isin(parts, [part for part in range(1, count + 1) if sizes[part] >= SMALLEST])
        made[box] = ndimage.binary_fill_holes(kept)
        return made

    def rings(self, mask: Mask) -> tuple[tuple[int, ...], ...]:
        """Return the outlines of a mask in page units, smoothed, the longest first."""
        made = []
        for ring in sorted(_outlines(mask), key=lambda each: (-len(each), each)):
            if len(ring) >= 8:
                smooth = _smoothed(np.array(ring, dtype=np.float64)) * self.step + self.low
                made.append(tuple(np.rint(smooth).astype(np.int64).ravel().tolist()))
        return tuple(made)


Point = tuple[float, float]


def _outlines(mask: Mask) -> list[list[Point]]:
    """Follow the sides between points inside and outside of a mask, the inside always on the same hand."""
    padded = np.pad(mask, 1)
    onward: dict[Point, list[Point]] = {}
    for (right, up), (start, end) in _SIDES.items():
        inner = padded & ~np.roll(padded, (-right, -up), axis=(0, 1))
        for x, y in (np.argwhere(inner) - 1).tolist():
            onward.setdefault((x + start[0], y + start[1]), []).append((x + end[0], y + end[1]))
    made = []
    for first in sorted(onward):
        while onward.get(first):
            ring, here = [first], onward[first].pop()
            while here != first:
                ring.append(here)
                here = onward[here].pop()
            made.append(ring)
    return made


_SIDES: dict[tuple[int, int], tuple[Point, Point]] = {
    (1, 0): ((0.5, -0.5), (0.5, 0.5)),
    (0, 1): ((0.5, 0.5), (-0.5, 0.5)),
    (-1, 0): ((-0.5, 0.5), (-0.5, -0.5)),
    (0, -1): ((-0.5, -0.5), (0.5, -0.5)),
}


def _smoothed(ring: Floats) -> Floats:
    """Return a closed outline without its steps, with a third of its points."""
    weights: Sequence[Any] = (1, 2, 3, 2, 1)
    made = ring
    for _ in range(2):
        made = sum(
            (weight * np.roll(made, shift, axis=0) for weight, shift in zip(weights, (-2, -1, 0, 1, 2), strict=True)),
            start=np.zeros_like(made),
        ) / sum(weights)
    return made[:: 3 if len(made) > 24 else 1]
