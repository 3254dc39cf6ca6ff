"""Edges and two nodes in; the ways between them out, shortest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product

import networkx as nx

from graph.errors import QueryError

__all__ = ["LONGEST", "MOST", "Hop", "Hops", "paths"]

#: The longest way that may be asked for, in hops, and how many ways are given.
LONGEST, MOST = 4, 20


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a way: two nodes and the relation between them, `forward` where it runs from start to end."""

    start: str
    relation: str
    end: str
    forward: bool


Hops = tuple[Hop, ...]


def paths(edges: Iterable[tuple[str, str, str]], one: str, other: str, longest: int = LONGEST) -> list[Hops]:
    """Return the ways between two nodes of at most `longest` hops in either direction, shortest first, 20 at most.

    >>> [len(way) for way in paths([("a", "r", "b"), ("c", "r", "b"), ("a", "r", "c")], "a", "c", 2)]
    [1, 2]
    """
    if not 1 <= longest <= LONGEST:
        raise QueryError(f"--longest {longest}: give 1 to {LONGEST} hops")
    between: dict[tuple[str, str], list[Hop]] = defaultdict(list)
    for start, relation, end in sorted(set(edges)):
        between[start, end].append(Hop(start, relation, end, True))
        between[end, start].append(Hop(end, relation, start, False))
    plain: nx.Graph[str] = nx.Graph(sorted(between))
    if one == other or one not in plain or other not in plain:
        return []
    return list(islice(_ways(_near(plain, one, other, longest), between, one, other, longest), MOST))


def _near(plain: nx.Graph[str], one: str, other: str, longest: int) -> nx.Graph[str]:
    """Return the part of the network that lies on some way short enough: in a large one that is a small part."""
    here = nx.single_source_shortest_path_length(plain, one, cutoff=longest)
    there = nx.single_source_shortest_path_length(plain, other, cutoff=longest)
    kept = [node for node in here if node in there and here[node] + there[node] <= longest]
    part: nx.Graph[str] = nx.Graph()
    part.add_nodes_from(sorted(kept))
    part.add_edges_from(sorted(tuple(sorted(edge)) for edge in plain.subgraph(kept).edges))
    return part


def _ways(
    part: nx.Graph[str], between: dict[tuple[str, str], list[Hop]], one: str, other: str, longest: int
) -> Iterator[Hops]:
    if one not in part or other not in part:
        return
    for nodes in nx.shortest_simple_paths(part, one, other):
        if len(nodes) > longest + 1:
            return
        yield from product(*(between[pair] for pair in pairwise(nodes)))
