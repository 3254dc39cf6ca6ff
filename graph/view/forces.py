"""Springs and a start in; positions at rest out: how nodes of one neighbourhood move, the same on every run.

Up to a few hundred nodes every pair repels; more of them repel by way of a mesh (deposit, convolve by FFT,
interpolate), so a step costs O(n + mesh). Neighbours of a hub that have the same type are held together by an
invisible anchor and form a petal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft2, rfft2
from scipy.spatial import KDTree

__all__ = ["GAP", "SPACING", "Floats", "Ints", "Springs", "apart", "settle", "spiral", "tree", "with_petals"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SPACING = 34.0  # page units between neighbours, at zoom 1
GAP = 15.0  # page units kept free between two discs
GOLDEN = np.pi * (3 - 5**0.5)
HUB = 10  # a node with so many neighbours gets petals
PAIRS_UP_TO = 300  # nodes for which every pair is reckoned; more go over the mesh


@dataclass(frozen=True, slots=True)
class Springs:
    """Edges of a part of the graph as arrays: ends (by number), weights, and the mass of every node."""

    start: Ints
    end: Ints
    weight: Floats
    mass: Floats


def settle(position: Floats, springs: Springs) -> Floats:
    """Move nodes by their forces, in steps that grow smaller, until they rest."""
    count = len(position)
    steps = 100 if count < 100 else 200
    reach = float(np.sqrt(count))
    cells = 128 if count < 3000 else 256
    for step in range(steps):
        pairs = count <= PAIRS_UP_TO
        force = (_by_pairs(position, springs.mass) if pairs else _repulsion(position, springs.mass, cells)) * 1.2
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


def _by_pairs(position: Floats, mass: Floats) -> Floats:
    """Return what `_repulsion` returns, reckoned pair by pair."""
    across = position[:, None, 0] - position[None, :, 0]
    down = position[:, None, 1] - position[None, :, 1]
    share = (mass[:, None] * mass[None, :]) / (across * across + down * down + 0.02)
    return np.stack([(across * share).sum(axis=1), (down * share).sum(axis=1)], axis=1)


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


def with_petals(part: Springs, types: Sequence[str]) -> Springs:
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


def spiral(count: int) -> Floats:
    """Return points of a golden-angle spiral: even, without two in one place, the first in the middle."""
    index = np.arange(count, dtype=np.float64)
    distance, angle = np.sqrt(index + 0.5), index * GOLDEN
    return np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)


def tree(position: Floats) -> Any:
    return KDTree(position)  # type: ignore[no-untyped-call]


def apart(position: Floats, radius: Floats) -> Floats:
    """Push overlapping discs apart, the smaller one further."""
    position = position.copy()
    for _ in range(60):
        pairs = tree(position).query_pairs(2 * float(radius.max()) + GAP, output_type="ndarray")
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
