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

from functools import cache
from importlib.resources import files
from typing import Any

import networkx as nx

from graph.view.content import contract
from graph.view.inline import embed, policy, script, style
from graph.view.narrow import carried
from graph.view.network import TEMPLATE

__all__ = ["contract", "embed", "page", "policy", "vis_network"]

SCRIPTS = (
    *("signs.js", "source.js", "words.js", "scheme.js", "quotes.js", "search.js", "paint.js", "names.js", "map.js"),
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
    vis, code, look = vis_network(), script(SCRIPTS), style(STYLES)
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


@cache
def vis_network() -> str:
    """Return vis-network as the pyvis wheel carries it, licence header included, without the link to its source map."""
    text = (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))
