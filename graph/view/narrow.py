"""A networkx graph and a wish in; the part of the graph that answers it, or that fits into one page, out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import networkx as nx

from graph.errors import GraphError
from graph.query import run
from graph.remote import Source

__all__ = ["MOST_BYTES", "MOST_NODES", "Narrowing", "carried", "file_name", "narrowed"]

#: What one page carries at most; a browser opens more than this, but not within a few seconds.
MOST_NODES = 30_000
MOST_BYTES = 25_000_000
_PAGE, _NODE, _EDGE = 1_000_000, 260, 100  # bytes of a page without text, of a node and of an edge beside their texts
_WITHIN = "SELECT ?s WHERE { ?s rg:within <%s> }"
_THEME = "SELECT ?s WHERE { { ?s rg:inIndustry <%(it)s> } UNION { ?s skos:exactMatch|skos:broadMatch <%(it)s> } UNION {"
_THEME += " ?s rg:inIndustry|skos:exactMatch|skos:broadMatch ?part . ?part skos:broaderTransitive <%(it)s> } }"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What to show: IRIs of entities and so many steps around them, IRIs of regions, types, the IRI of a concept."""

    around: tuple[str, ...] = ()
    steps: int = 1
    regions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    theme: str = ""


def narrowed(network: nx.MultiDiGraph[str], store: Source, wanted: Narrowing) -> nx.MultiDiGraph[str]:
    """Return the part of a network that answers all of a narrowing, with the regions in which it lies.

    Raises GraphError where nothing is left.
    """
    kept = set(network)
    if wanted.regions:
        kept &= {str(row["s"]) for region in wanted.regions for row in run(store, _WITHIN % region)} | set(
            wanted.regions
        )
    if wanted.theme:
        kept &= {str(row["s"]) for row in run(store, _THEME % {"it": wanted.theme})}
    if wanted.types:
        kept &= {node for node in network if set(network.nodes[node]["types"]) & set(wanted.types)}
    if wanted.around:
        kept &= _around(network, wanted.around, wanted.steps)
        kept |= set(wanted.around) & set(network)
    if not kept - set(wanted.around) and not (wanted.around and kept):
        raise GraphError("nothing in the graph answers all of --around, --region, --type and --theme; leave one out")
    return _part(network, kept | _homes(network, kept))


def _around(network: nx.MultiDiGraph[str], starts: Iterable[str], steps: int) -> set[str]:
    reached = {start for start in starts if start in network}
    edge = set(reached)
    for _ in range(steps):
        edge = {near for node in edge for near in (*network.successors(node), *network.predecessors(node))} - reached
        reached |= edge
    return reached


def _homes(network: nx.MultiDiGraph[str], nodes: Collection[str]) -> set[str]:
    """Return the regions that nodes belong to, those that these lie in, and so on."""
    found: set[str] = set()
    for node in nodes:
        while (node := network.nodes[node].get("home", "")) and node in network and node not in found:
            found.add(node)
    return found


def _part(network: nx.MultiDiGraph[str], nodes: Collection[str]) -> nx.MultiDiGraph[str]:
    made = network.subgraph(nodes).copy()
    themes = network.graph.get("themes", {})
    made.graph["themes"] = {
        key: {**theme, "nodes": [node for node in theme["nodes"] if node in made]} for key, theme in themes.items()
    }
    return made


def carried(network: nx.MultiDiGraph[str]) -> tuple[nx.MultiDiGraph[str], int]:
    """Return the most important part of a network that fits into one page, and how many nodes that leaves out."""
    order = sorted(network, key=lambda node: (-network.nodes[node]["importance"], node))
    if len(order) <= MOST_NODES and _bytes(network, order) <= MOST_BYTES:
        return network, 0
    kept = order[:MOST_NODES]
    while len(kept) > 1 and (size := _bytes(network, kept)) > MOST_BYTES:
        kept = kept[: min(len(kept) - 1, int(len(kept) * max(0.5, 0.98 * MOST_BYTES / size)))]
    part = _part(network, set(kept))
    return part, len(order) - len(part)


def _bytes(network: nx.MultiDiGraph[str], nodes: Iterable[str]) -> int:
    """Return about how many bytes the page of some nodes takes: their texts, their facts, and their sentences once."""
    kept, sentences = set(nodes), set()
    size = _PAGE
    for node in kept:
        known = network.nodes[node]
        size += _NODE + 3 * sum(map(len, (known["label"], *known["aliases"])))
        size += 160 * (len(known["attributes"]) + len(known["observations"]))
        sentences.update(known["sentences"])
    for start, end, edge in network.edges(kept, data=True):
        if end in kept and start in kept:
            size += _EDGE
            sentences.update(edge["sentences"])
    texts = network.graph.get("sentences", {})
    return size + sum(len(texts[each]["quote"].encode()) + 70 for each in sentences if each in texts)


def file_name(parts: Iterable[str]) -> str:
    """Return a name for the page of a narrowing that every system takes.

    >>> file_name(["around-甲/乙公司"])
    'network-around-甲_乙公司.html'
    """
    plain = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]', "_", "-".join(parts))
    return f"network-{plain[:60]}.html"
