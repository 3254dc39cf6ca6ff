"""The command that offers a built graph to assistants over the Model Context Protocol."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from graph.cli.serving import OPEN
from graph.cli.shared import Endpoint, Graph, Out, app, check_source, epilog
from graph.errors import GraphError
from graph.terminal import err, reported

__all__ = ["mcp"]


@app.command(
    epilog=epilog(
        "regiongraph mcp --out out",
        "regiongraph mcp --out out --http --port 8001",
    )
)
def mcp(
    context: typer.Context,
    out: Out = Path("out"),
    http: Annotated[
        bool, typer.Option("--http", help="Answer over HTTP instead of standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="With --http: the port; 0 for any that is free.", min=0, max=65535)] = 8001,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="With --http: a further name that the server may be asked by; repeatable.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds that one call may take.", min=0.1)] = 30.0,
    memory: Annotated[int, typer.Option(help="Megabytes that one worker may take.", min=256)] = 2000,
    endpoint: Endpoint = None,
    graph: Graph = None,
) -> None:
    """Offer the graph to an assistant over the Model Context Protocol, read-only; every answer has its quotations.

    A build into the same folder is taken up without a restart. Needs: pip install "regiongraph[mcp]"
    """
    with reported():
        check_source(context, endpoint)
        if find_spec("mcp") is None:
            raise GraphError('mcp: the SDK is not installed; pip install "regiongraph[mcp]"')
        from graph.assistant.transports import over_http, over_stdio
        from graph.serve.listen import loopback, socket_for
        from graph.serve.settings import Settings

        settings = Settings(
            out,
            endpoint=endpoint or "",
            graph=graph or "",
            time_limit=time_limit,
            memory_bytes=memory * 1_000_000,
            workers=2,
            result_bytes=8_000_000,
        )
        if not http:
            over_stdio(settings)
            return
        bound = socket_for(host, port)
        if not loopback(host):
            err().print(OPEN.format(host=host, port=port), style="yellow", markup=False)
        names = [*([host] if not loopback(host) else []), *(allow_host or [])]
        over_http(settings, bound, names, lambda url: err().print(f"{url}\n停止 stop: Ctrl-C", markup=False))
