"""The command that serves a built graph over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.shared import Endpoint, Graph, Out, app, check_source, epilog
from graph.terminal import err, reported

if TYPE_CHECKING:
    from graph.serve.about import About

__all__ = ["OPEN", "serve"]

#: What is said where others than this machine reach the server.
OPEN = """\
Everyone who reaches {host} can read this graph and ask it: there is no login.
To let others in, keep the server on 127.0.0.1 and put a web server with a login and TLS before it, for nginx:
    location / {{ auth_basic "graph"; auth_basic_user_file htpasswd; proxy_pass http://127.0.0.1:{port}; }}
"""


@app.command(
    epilog=epilog(
        "regiongraph serve --out out",
        "regiongraph serve --out out --port 8080 --time-limit 10",
        "regiongraph serve --endpoint http://127.0.0.1:7878/query",
        "curl 'http://127.0.0.1:8000/sparql' --data-urlencode 'query=SELECT * WHERE { ?s a rg:Park } LIMIT 5'",
    )
)
def serve(
    context: typer.Context,
    out: Out = Path("out"),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 for any that is free.", min=0, max=65535)] = 8000,
    time_limit: Annotated[float, typer.Option(help="Seconds that one request may take.", min=0.1)] = 30.0,
    workers: Annotated[int, typer.Option(help="How many queries run at once; 0: two a core, at least 4.", min=0)] = 0,
    per_client: Annotated[
        int, typer.Option(help="How many queries of one client run at once; 0: all but one.", min=0)
    ] = 0,
    memory: Annotated[int, typer.Option(help="Megabytes that one worker may take.", min=256)] = 2000,
    max_result: Annotated[int, typer.Option(help="Megabytes that one answer may have.", min=1)] = 32,
    in_memory: Annotated[
        int,
        typer.Option(help="Megabytes that copies of the graph may take in memory; 0: read from disk, -1: half of all."),
    ] = -1,
    cache: Annotated[int, typer.Option(help="Megabytes of answers that are kept; 0 for none.", min=0)] = 64,
    endpoint: Endpoint = None,
    graph: Graph = None,
) -> None:
    """Serve the graph over HTTP, read-only: pages to explore and search it, a query editor and a SPARQL endpoint.

    A build into the same folder is taken up without a restart.
    """
    from graph.serve.listen import listen, loopback, socket_for
    from graph.serve.settings import Settings

    with reported():
        check_source(context, endpoint)
        settings = Settings(
            out,
            endpoint=endpoint or "",
            graph=graph or "",
            time_limit=time_limit,
            result_bytes=max_result * 1_000_000,
            memory_bytes=memory * 1_000_000,
            workers=workers,
            per_client=per_client,
            cache=cache * 1_000_000,
            held_bytes=in_memory * 1_000_000,
        )
        socket = socket_for(host, port)
        if not loopback(host):
            err().print(OPEN.format(host=host, port=port), style="yellow", markup=False)
        listen(settings, socket, lambda url, about: err().print(_told(url, endpoint or str(out), about), markup=False))


def _told(url: str, out: str, about: About) -> str:
    size = f"{about.documents} 份文件 documents, {about.triples} 条三元组 triples"
    return (
        f"{out}: {size}\n"
        f"  {url}/        探索 explore\n  {url}/query   查询 query editor\n  {url}/sparql  SPARQL 1.1\n"
        "停止 stop: Ctrl-C"
    )
