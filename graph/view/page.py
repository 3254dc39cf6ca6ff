"""A networkx graph in; network.html out: one self-contained page made with pyvis that asks the network for nothing.

The page holds its content as ONE block of JSON, `<script type="application/json" id="network-data">`:

| key | what it holds |
| --- | --- |
| version | 1; a change that older page code cannot read raises it |
| title | the title of the page |
| base | what the ids of nodes lack to be IRIs |
| documents | list of {title, year, subject, genre} |
| sentences | list of {document (number), quote, section, start, end, basis, year (that it speaks of, or null)} |
| superseded | list of {node, name, other (a node or null), value, unit, rule, sentences}: overruled statements |
| sounds | how characters of names are read most often: {character: syllable} |
| types, relations, statuses, stages, attributes, bases | labels, colours and shapes, as template/legend.toml has them |
| nodes | list, most important first, of {id, type, label, aliases, scope, home (a node or null), status, aim, |
| | documents, sentences, importance, x, y, r, sounds (only what is read otherwise than usual), |
| | attributes: list of {name, value, unit, text, sentences}, |
| | observations: list of {indicator, value, unit, year, basis, growth, bound, sentences}} |
| edges | list of {from, to (numbers of nodes), relation, explicit, rule, sentences} |
| grounds | list of {node (number of a region), level: city or county, rings: list of closed outlines [x, y, x, y …]} |
| themes | list of {zh, en, nodes (numbers), cities: list of {region, nodes}, links: list of |
| | {a, b (regions), kind: {zh, en}, zh, en, nodes, sentences}}, those with most nodes first |
| left_out | how many nodes the page does not carry, since it would be too large |
| shown, first | how many nodes the page begins with (null: all of them), and their numbers |

Documents and sentences are named by their numbers in the lists. Text is embedded with `<`, `>`, `&`, U+2028 and U+2029
escaped, and the page's code only ever writes it as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import networkx as nx

from graph.view.grounds import grounds
from graph.view.inline import embed, policy, script, style
from graph.view.layout import layout, radii
from graph.view.narrow import carried
from graph.view.network import TEMPLATE, legend
from graph.view.pinyin import own, sounds

__all__ = ["contract", "embed", "page", "policy"]

# So many a person can still tell apart by place; docs/network-page.md has what they cost (benchmarks/page.py).
ALL_UP_TO = 3000
SHOWN_ABOVE = 800
ALWAYS_PER_TYPE = 20
SCRIPTS = (
    *("signs.js", "words.js", "scheme.js", "quotes.js", "search.js", "paint.js", "names.js", "map.js"),
    *("panel.js", "links.js", "filter.js", "state.js", "find.js", "light.js"),
    *("follow.js", "keep.js", "pen.js", "save.js", "settings.js", "page.js"),
)
STYLES = ("common.css", "map.css", "page.css")


def page(network: nx.MultiDiGraph[str], *, title: str) -> str:
    """Return the page as text, to be written as UTF-8 with newline="\\n": its security policy names scripts by hash."""
    from pyvis.network import Network  # pulls in IPython, which takes longer to load than most pages to make

    network, left_out = carried(network)
    content = contract(network, title=title) | {"left_out": left_out}
    # pyvis is without types; its add_node and add_edge are quadratic, so its lists are filled directly.
    net: Any = Network(directed=True, cdn_resources="in_line")  # type: ignore[no-untyped-call]
    net.set_template_dir(str(TEMPLATE), "network.html")
    net.nodes, net.edges = content.pop("nodes"), content.pop("edges")
    net.options = {"physics": {"enabled": False}}
    vis, code, look = _vis_network(), script(SCRIPTS), style(STYLES)
    net.templateEnv.autoescape = True
    net.templateEnv.filters["embed"] = embed
    net.templateEnv.globals.update(
        title=title,
        content=content,
        vis=vis,
        script=code,
        style=look,
        policy=policy([vis, code], [look]),
    )
    return str(net.generate_html())


def contract(network: nx.MultiDiGraph[str], *, title: str) -> dict[str, Any]:
    """Return all that the page shows, as the table above tells; the same for the same graph."""
    order = sorted(network, key=lambda node: (-network.nodes[node]["importance"], node))
    number = {node: index for index, node in enumerate(order)}
    documents = {key: index for index, key in enumerate(sorted(network.graph.get("documents", {})))}
    sentences = {key: index for index, key in enumerate(_used_sentences(network))}
    base = _base(order)
    first = _first(network, order)
    names = [name for node in order for name in _names(network.nodes[node])]
    places = layout(network)
    return {
        "version": 1,
        "title": title,
        "base": base,
        "left_out": 0,
        **legend(),
        "documents": [_document(network.graph["documents"][key]) for key in documents],
        "sentences": [_sentence(network.graph["sentences"][key], documents) for key in sentences],
        "shown": None if len(first) == len(order) else len(first),
        "first": [] if len(first) == len(order) else first,
        "themes": _themes(network.graph.get("themes", {}), number, sentences),
        "superseded": _superseded(network, number, sentences),
        "sounds": sounds(names),
        "nodes": _nodes(network, order, places, len(base), documents, sentences),
        "grounds": [
            {"node": number[ground.region], "level": ground.level, "rings": ground.rings}
            for ground in grounds(network, places)
        ],
        "edges": [
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
        ],
    }


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
    places: Mapping[str, tuple[int, int]],
    base: int,
    documents: Mapping[str, int],
    sentences: Mapping[str, int],
) -> list[dict[str, Any]]:
    sizes = radii(network)
    number = {node: index for index, node in enumerate(order)}
    usual = sounds(name for node in order for name in _names(network.nodes[node]))
    made = []
    for node in order:
        known = network.nodes[node]
        told = [
            [{**entry, "sentences": _numbers(entry["sentences"], sentences)} for entry in known[name]]
            for name in ("attributes", "observations")
        ]
        made.append(
            {
                "id": node[base:],
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
                "x": places[node][0],
                "y": places[node][1],
                "r": sizes[node],
                **({"sounds": read} if (read := own(_names(known), usual)) else {}),
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


@cache
def _vis_network() -> str:
    """Return vis-network as the pyvis wheel carries it, licence header included, without the link to its source map."""
    text = (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))
