"""What is known of themes and regions in; themes.html out: one self-contained page that asks the network for nothing.

The page holds its content as ONE block of JSON, `<script type="application/json" id="themes-data">`. Numbers name
places in the lists of documents, sentences, regions, entities and themes:

| key | what it holds |
| --- | --- |
| version, title, base | 1; the title of the page; what the ids of entities lack to be IRIs |
| note | {zh, en}: how themes are ranked |
| types, relations, statuses, stages | labels, colours and shapes; those of template/legend.toml unless told otherwise |
| documents, sentences | as in the network page |
| regions | list of {id, label, documents}: the columns of the matrix |
| entities | list of {id, label, type, aliases, place, region, status, stage, sentences} |
| themes | list of {id, zh, en, parent, level, score, rank, particular, cells, links, concepts} |
| | cells: {region, weight, quotient, entities, planned, works, running, unstated, |
| | aims, investment, scales (those with counted false stay out of sums), sentences} |
| | links: {from, to, kind, entities, zh, en, sentences, mutual}; concepts: {zh, en, entities} |
| kinds | labels of the kinds of links |
| shares | list of {a, b, weight, themes}: how much two regions have in common |
| flows | list of {theme, region, cluster, company (or null), weight, sentences} |
| communities | list of {label, entities, size} |

An entity's region is null where several regions have it.

The page stands beside network.html and links into it: `#theme=` a theme's label,
`#node=` and `#nodes=` ids of entities.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.view.inline import embed, policy, script, style
from graph.view.network import TEMPLATE, legend

__all__ = ["themes_page"]

SCRIPTS = (
    "signs.js",
    "words.js",
    "scheme.js",
    "quotes.js",
    "search.js",
    "themes-state.js",
    "themes-matrix.js",
    "themes-panel.js",
    "themes-links.js",
    "themes-regions.js",
    "themes-flow.js",
    "themes-page.js",
)
STYLES = ("common.css", "themes.css")


def themes_page(content: Mapping[str, Any]) -> str:
    """Return the page as text, to be written as UTF-8 with newline="\\n": its security policy names scripts by hash.

    >>> themes_page({"title": "<b>", "themes": []}).count("<b>")
    0
    """
    from jinja2 import Environment  # loads slowly, and most commands make no page

    content = {**legend(), **content}
    code, look = script(SCRIPTS), style(STYLES)
    environment = Environment(autoescape=True)
    environment.filters["embed"] = embed
    template = environment.from_string((TEMPLATE / "themes.html").read_text(encoding="utf-8").replace("\r\n", "\n"))
    return template.render(
        title=content.get("title", ""), content=content, script=code, style=look, policy=policy([code], [look])
    )
