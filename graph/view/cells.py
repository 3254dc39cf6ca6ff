"""A networkx graph in; the neighbourhood of every node out: the city and the county on whose ground it is drawn.

A city is a region that is compared with others: a prefecture, a municipality, or a zone outside of both that has
entities of its own. What names no region belongs where its links lead, if nearly all of them lead to one place;
what several cities share belongs to none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx

__all__ = ["FEWEST", "Cell", "cells"]

FEWEST = 6  # a city that is only named in passing has no ground of its own
MOST_OF = 0.7  # of a node's links lead to a place: then it stands there
MUNICIPALITIES = ("11", "12", "31", "50")

Cell = tuple[str, str]


def cells(network: nx.MultiDiGraph[str]) -> dict[str, Cell]:
    """Return (city, county) for every node, as IRIs of regions of the network; "" where there is none.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("region/210700-a", type="Region", home="")
    >>> for name in "bcdefg":
    ...     graph.add_node(name, type="Park", home="region/210700-a")
    >>> cells(graph)["b"]
    ('region/210700-a', '')
    """
    regions = sorted(node for node in network if network.nodes[node]["type"] == "Region")
    homes = {node: str(network.nodes[node].get("home", "")) for node in network}
    inhabited = {homes[node] for node in network if network.nodes[node]["type"] != "Region"}
    by_code = {code: region for region in reversed(regions) if (code := _code(region))}
    region_cells = {region: _of_region(region, homes, by_code, inhabited) for region in regions}
    found = {
        node: region_cells[node] if node in region_cells else region_cells.get(homes[node], ("", ""))
        for node in sorted(network)
    }
    for _ in range(3):
        if not _adopt(network, found, set(regions)):
            break
    return _inhabited(found)


def _code(region: str) -> str:
    code = re.match(r"[0-9]{6}(?=-|$)", region.rsplit("/", 1)[-1])
    return code[0] if code else ""


def _of_region(region: str, homes: Mapping[str, str], by_code: Mapping[str, str], inhabited: set[str]) -> Cell:
    """Return the city of a region and the county that it is or lies in; a province has neither."""
    chain = [region]
    while (above := homes.get(chain[-1], "")) and above not in chain:
        chain.append(above)
    city = next((each for each in chain if _is_city(each)), "")
    code = _code(region)
    if not city and code and not code.endswith("0000"):
        whole = f"{code[:2]}0000" if code[:2] in MUNICIPALITIES else ""
        city = by_code.get(f"{code[:4]}00") or by_code.get(whole, "")
    if not city and not code.endswith("0000"):
        # A zone or a county without a prefecture is its own city, if anything is there.
        city = next((each for each in reversed(chain) if each in inhabited and not _code(each).endswith("0000")), "")
    if not city:
        return "", ""
    below = chain[: chain.index(city)] if city in chain else chain
    counties = [each for each in below if _code(each) and _county(each)] or below[-1:]
    return city, counties[-1] if counties else ""


def _is_city(region: str) -> bool:
    code = _code(region)
    return bool(code) and ((code.endswith("00") and not code.endswith("0000")) or _is_municipality(code))


def _is_municipality(code: str) -> bool:
    return code.endswith("0000") and code[:2] in MUNICIPALITIES


def _county(region: str) -> bool:
    return not _code(region).endswith("00")


def _adopt(network: nx.MultiDiGraph[str], found: dict[str, Cell], regions: set[str]) -> bool:
    """Place nodes without a city where their links lead; return whether any found its place."""
    taken: dict[str, Cell] = {}
    for node in sorted(found):
        if found[node][0] or node in regions:
            continue
        near = [*network.successors(node), *network.predecessors(node)]
        cities = Counter(found[each][0] for each in near if found[each][0])
        city = _most(cities, sum(cities.values()))
        if city:
            counties = Counter(found[each][1] for each in near if found[each][0] == city)
            taken[node] = (city, _most(counties, sum(counties.values())))
    found.update(taken)
    return bool(taken)


def _most(counts: Mapping[str, int], total: int) -> str:
    best = max(sorted(counts), key=lambda each: counts[each], default="")
    return best if counts and counts[best] >= MOST_OF * total else ""


def _inhabited(found: Mapping[str, Cell]) -> dict[str, Cell]:
    """Leave out cities with less than FEWEST nodes, and counties with less than two nodes beside their own."""
    members: dict[str, int] = defaultdict(int)
    for city, county in found.values():
        members[city] += 1
        members[county] += 1

    def kept(cell: Iterable[str]) -> Cell:
        city, county = cell
        if members[city] < FEWEST:
            return "", ""
        return city, county if members[county] >= 3 else ""

    return {node: kept(cell) for node, cell in found.items()}
