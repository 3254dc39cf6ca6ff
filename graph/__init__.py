"""RegionGraph: Chinese government and economic documents in, a knowledge graph with the sentence behind every edge out.

>>> from graph import build
>>> kg = build(["examples/documents"], out="out")  # doctest: +SKIP
>>> kg.find("青柠网络")[0].type  # doctest: +SKIP
'Company'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import GraphError

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph

__all__ = ["GraphError", "KnowledgeGraph", "build", "connect", "open_graph"]


def build(
    inputs: str | Path | list[str | Path] | list[str] | list[Path], out: str | Path = "out", **options: Any
) -> KnowledgeGraph:
    """Build the graph of documents or folders into a folder and open it.

    `options` are subject (a region's name or code), year, base, same, different and rules, as for the command. What was
    left out stands in `report` of the result. Raises GraphError where nothing can be built.
    """
    from graph.pipeline import build as run

    given = [inputs] if isinstance(inputs, (str, Path)) else inputs
    run(given, out, **options)
    return open_graph(out)


def open_graph(folder: str | Path) -> KnowledgeGraph:
    """Open the graph that a build wrote to a folder."""
    from graph.knowledge import KnowledgeGraph

    return KnowledgeGraph(folder)


def connect(url: str, *, graph: str | None = None, timeout: float = 60.0) -> KnowledgeGraph:
    """Open the graph that a SPARQL 1.1 server holds, in a named graph or its default one; `timeout` in seconds.

    >>> connect("http://127.0.0.1:7878/query").ask("parks-in", region="凌河区")  # doctest: +SKIP
    """
    from graph.knowledge import KnowledgeGraph

    return KnowledgeGraph.remote(url, graph=graph, timeout=timeout)


def __getattr__(name: str) -> Any:
    if name == "KnowledgeGraph":
        from graph.knowledge import KnowledgeGraph

        return KnowledgeGraph
    raise AttributeError(f"module 'graph' has no attribute {name!r}")
