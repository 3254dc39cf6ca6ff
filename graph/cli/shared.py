"""What all commands share: the application, its common options and the way that examples are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import GraphError

if TYPE_CHECKING:
    from graph.remote import Source

__all__ = [
    "SHOWN",
    "Endpoint",
    "Graph",
    "Out",
    "Subject",
    "Timeout",
    "Year",
    "app",
    "check_source",
    "epilog",
    "given",
    "opened",
]

app = typer.Typer(
    help="Build and ask a knowledge graph of regions, parks, companies, clusters, projects and strategies "
    "from Chinese government documents. 从政府与经济文件构建知识图谱。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Out = Annotated[Path, typer.Option("--out", help="The folder that a build wrote.", show_default=True)]
Endpoint = Annotated[
    str | None, typer.Option("--endpoint", help="Ask this SPARQL 1.1 server, by its URL, instead of a folder.")
]
Graph = Annotated[
    str | None, typer.Option("--graph", help="The named graph that the server holds it in; its default graph else.")
]
Timeout = Annotated[
    float, typer.Option("--timeout", help="Seconds that the server may take for one query.", min=0.1, show_default=True)
]
Subject = Annotated[
    str | None, typer.Option(help="The region that the documents report on, by name or GB/T 2260 code.")
]
Year = Annotated[int | None, typer.Option(help="The year of the documents.", min=1949, max=2100)]
#: How many violations are shown.
SHOWN = 50


def epilog(*examples: str) -> str:
    """Return examples as the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)


def given(context: typer.Context, name: str) -> bool:
    """Tell whether an option stands on the command line; its default does not count."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def check_source(context: typer.Context, endpoint: str | None) -> None:
    """Raise GraphError where options name a folder and a server, or tell of a server that is not named."""
    if endpoint is None and (left := [name for name in ("graph", "timeout") if given(context, name)]):
        raise GraphError(f"--{left[0]}: is about a server; give its URL with --endpoint, or leave it out")
    if endpoint is not None and given(context, "out"):
        raise GraphError("--out and --endpoint: give the folder of a build or the URL of a server, not both")


def opened(context: typer.Context, out: Path, endpoint: str | None, graph: str | None, timeout: float) -> Source:
    """Return what a command asks: the store of a folder, or the server at --endpoint.

    Raises GraphError where both are given, StoreError where there is no graph.
    """
    check_source(context, endpoint)
    if endpoint is None:
        from graph.store import open_store

        return open_store(out)
    from graph.remote import Endpoint as Server

    return Server(endpoint, graph=graph, timeout=timeout).checked()
