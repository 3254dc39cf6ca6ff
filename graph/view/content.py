"""A networkx graph in; what graph.view.page shows of it, or a part that an open page asks for later, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from graph.view.grounds import grounds
from graph.view.layout import layout, radii
from graph.view.network import legend
from graph.view.pinyin import own, sounds

__all__ = ["contract", "part"]

# So many a person can still tell apart by place; docs/network-page.md has what they cost (benchmarks/page.py).
ALL_UP_TO = 3000
SHOWN_ABOVE = 800
ALWAYS_PER_TYPE = 20


def contract(network: nx.MultiDiGraph[str], *, title: str, base: str = "") -> dict[str, Any]:
    """Return all that the page shows, as the table of graph.view.page tells; the same for the same graph.

    A `base` is that of a page that takes in parts: its documents and sentences have their IRIs, so that it knows them.
    """
    order = sorted(network, key=lambda node: (-network.nodes[node]["importance"], node))
    number, documents, sentences = _numbered(network, order)
    iris, base = bool(base), base or _base(order)
    first = _first(network, order)
    names = [name for node in order for name in _names(network.nodes[node])]
    places = layout(network)
    return {
        "version": 1,
        "title": title,
        "base": base,
        "left_out": 0,
        **legend(),
        **_texts(network, documents, sentences, iris=iris),
        "shown": None if len(first) == len(order) else len(first),
        "first": [] if len(first) == len(order) else first,
        "themes": _themes(network.graph.get("themes", {}), number, sentences),
        "superseded": _superseded(network, number, sentences),
        "sounds": sounds(names),
        "nodes": _nodes(network, order, base, documents, sentences, places),
        "grounds": [
            {"node": number[ground.region], "level": ground.level, "rings": ground.rings}
            for ground in grounds(network, places)
        ],
        "edges": _edges(network, number, sentences),
    }


def part(network: nx.MultiDiGraph[str], *, base: str, most: float) -> dict[str, Any]:
    """Return nodes, edges, sentences, documents and superseded for a page that is open already, as `contract` does.

    Numbers count within the part; documents and sentences have their IRIs beside. `base` and `most`, the importance of
    the largest sign, are those of the page. Where a node stands the page decides.
    """
    order = sorted(network, key=lambda node: (-network.nodes[node]["importance"], node))
    number, documents, sentences = _numbered(network, order)
    return {
        **_texts(network, documents, sentences, iris=True),
        "nodes": _nodes(network, order, base, documents, sentences, {}, most),
        "edges": _edges(network, number, sentences),
        "superseded": _superseded(network, number, sentences),
    }


def _numbered(
    network: nx.MultiDiGraph[str], order: Sequence[str]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Return the numbers of nodes, documents and sentences."""
    listed = (order, sorted(network.graph.get("documents", {})), _used_sentences(network))
    one, two, three = ({key: index for index, key in enumerate(keys)} for keys in listed)
    return one, two, three


def _texts(
    network: nx.MultiDiGraph[str], documents: Mapping[str, int], sentences: Mapping[str, int], *, iris: bool
) -> dict[str, Any]:
    def told(key: str) -> dict[str, str]:
        return {"iri": key} if iris else {}

    return {
        "documents": [told(key) | _document(network.graph["documents"][key]) for key in documents],
        "sentences": [told(key) | _sentence(network.graph["sentences"][key], documents) for key in sentences],
    }


def _edges(
    network: nx.MultiDiGraph[str], number: Mapping[str, int], sentences: Mapping[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            "from": number[start],
            "to": number[end],
            "relation": relation,
            "explicit": edge["explicit"],
            "rule": edge["rule"],
            "sentences": _numbers(edge["sentences"], sentences),
        }
        for start, end, relation, edge in sorted(
            network.edges(keys=True, data=True), key=lambda edge: (number[edge[0]], number[edge[1]], edge[2])
        )
    ]


def _base(iris: Iterable[str]) -> str:
    """Return what all IRIs begin with, short of their last two steps ("park/210703-…")."""
    heads = [iri.rsplit("/", 2)[0] for iri in iris]
    low, high = min(heads, default=""), max(heads, default="")
    while low and not f"{high}/".startswith(f"{low}/"):
        low = low.rpartition("/")[0]
    return f"{low}/" if low else ""


def _nodes(
    network: nx.MultiDiGraph[str],
    order: Sequence[str],
    base: str,
    documents: Mapping[str, int],
    sentences: Mapping[str, int],
    places: Mapping[str, tuple[int, int]],
    most: float = 0.0,
) -> list[dict[str, Any]]:
    sizes = radii(network, most)
    number = {node: index for index, node in enumerate(order)}
    # A part has no places and no sounds: a server that sends it searches by sound itself.
    usual = sounds(name for node in order for name in _names(network.nodes[node])) if places else {}
    made = []
    for node in order:
        known = network.nodes[node]
        told = [
            [{**entry, "sentences": _numbers(entry["sentences"], sentences)} for entry in known[name]]
            for name in ("attributes", "observations")
        ]
        made.append(
            {
                "id": node.removeprefix(base),
                "type": known["type"],
                "label": known["label"],
                "aliases": list(known["aliases"]),
                "scope": known["scope"],
                "home": number.get(known.get("home")),
                "status": known["status"],
                "aim": known.get("aim", ""),
                "attributes": told[0],
                "observations": told[1],
                "documents": _numbers(known["documents"], documents),
                "sentences": _numbers(known["sentences"], sentences),
                "importance": known["importance"],
                **dict(zip("xy", places.get(node, ()), strict=False)),
                "r": sizes[node],
                **({"sounds": read} if places and (read := own(_names(known), usual)) else {}),
            }
        )
    return made


def _names(known: Mapping[str, Any]) -> list[str]:
    return [known["label"], *known["aliases"]]


def _themes(
    themes: Mapping[str, Mapping[str, Any]], number: Mapping[str, int], sentences: Mapping[str, int]
) -> list[dict[str, Any]]:
    made = [
        {
            "zh": theme["zh"],
            "en": theme["en"],
            "nodes": sorted({number[node] for node in theme["nodes"] if node in number}),
            "cities": [
                {"region": number[region], "nodes": sorted(number[node] for node in nodes if node in number)}
                for region, nodes in theme.get("cities", {}).items()
                if region in number
            ],
            "links": [
                {
                    "a": number[link["a"]],
                    "b": number[link["b"]],
                    **{name: link[name] for name in ("kind", "zh", "en")},
                    "nodes": _numbers(link["nodes"], number),
                    "sentences": _numbers(link["sentences"], sentences),
                }
                for link in theme.get("links", ())
                if link["a"] in number and link["b"] in number
            ],
        }
        for _, theme in sorted(themes.items())
    ]
    return sorted((theme for theme in made if theme["nodes"]), key=lambda theme: -len(theme["nodes"]))


def _superseded(
    network: nx.MultiDiGraph[str], number: Mapping[str, int], sentences: Mapping[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            **one,
            "node": number[one["node"]],
            "other": number.get(one["other"]),
            "sentences": _numbers(one["sentences"], sentences),
        }
        for one in network.graph.get("superseded", ())
        if one["node"] in number
    ]


def _first(network: nx.MultiDiGraph[str], order: list[str]) -> list[int]:
    """Choose the nodes to begin with: all of a small graph, else the most important ones and some of every type."""
    if len(order) <= ALL_UP_TO:
        return list(range(len(order)))
    seen: Counter[str] = Counter()
    chosen: set[int] = set()
    for index, node in enumerate(order):
        kind = network.nodes[node]["type"]
        seen[kind] += 1
        if seen[kind] <= ALWAYS_PER_TYPE:
            chosen.add(index)
    rest = [index for index in range(len(order)) if index not in chosen]
    return sorted(chosen | set(rest[: max(0, SHOWN_ABOVE - len(chosen))]))


def _used_sentences(network: nx.MultiDiGraph[str]) -> list[str]:
    used = {sentence for _, _, edge in network.edges(data=True) for sentence in edge["sentences"]}
    for _, node in network.nodes(data=True):
        used.update(node["sentences"])
        used.update(
            sentence for name in ("attributes", "observations") for one in node[name] for sentence in one["sentences"]
        )
    linked = (link for theme in network.graph.get("themes", {}).values() for link in theme.get("links", ()))
    for one in [*network.graph.get("superseded", ()), *linked]:
        used.update(one["sentences"])
    return sorted(used & set(network.graph.get("sentences", {})))


def _numbers(keys: Iterable[str], numbers: Mapping[str, int]) -> list[int]:
    return [numbers[key] for key in keys if key in numbers]


def _document(known: Mapping[str, Any]) -> dict[str, Any]:
    # The path stays out: the page is handed on, and nobody else needs to know where its maker keeps files.
    return {name: known[name] for name in ("title", "year", "subject", "genre")}


def _sentence(known: Mapping[str, Any], documents: Mapping[str, int]) -> dict[str, Any]:
    return {
        "document": documents.get(known["document"]),
        **{name: known[name] for name in ("quote", "section", "start", "end")},
        **{name: known.get(name) for name in ("basis", "year")},
    }
