"""A built folder in; the query editor's routes over it in this process, with an endpoint beside them, out."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from graph.errors import GraphError
from graph.query import Result, run, text
from graph.serve.about import about
from graph.serve.app import STATIC, status_of
from graph.serve.editor import ROUTES
from graph.serve.headers import Secured
from graph.serve.opened import Opened

__all__ = ["application", "at_an_address"]


class Service:
    """Runs jobs in a thread, as the server's own service does in processes."""

    def __init__(self, folder: Path) -> None:
        self.opened = Opened(folder)
        self.settings = SimpleNamespace(time_limit=30.0)
        self.now = SimpleNamespace(about=about(self.opened))

    async def run(self, job: Any, *arguments: Any, lane: str = "pages", client: str = "") -> Any:
        hash(arguments)  # answers are kept by their arguments
        return await asyncio.to_thread(job, self.opened, *arguments)


def application(folder: Path) -> Starlette:
    """Return the routes with the headers of the server, its static files, an endpoint and a search of names."""
    app = Starlette(
        routes=[
            *ROUTES,
            Route("/sparql", _sparql, methods=["GET", "POST"]),
            Route("/api/search", _search),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Secured)],
        exception_handlers={GraphError: _failed},
    )
    app.state.service = Service(folder)
    return app


async def _failed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, GraphError)
    return Response(f"{error}\n", status_of(error), media_type="text/plain")


async def _sparql(request: Request) -> Response:
    query = (await request.body()).decode()
    if "# slowly" in query:
        await asyncio.sleep(20)
    result = await request.app.state.service.run(_asked, query)
    accept = request.headers["accept"]
    if result.triples is not None:
        if accept.startswith("application/n-triples"):
            return Response("".join(f"{one} .\n" for one in result.triples), media_type="application/n-triples")
        return Response(result.turtle(), media_type="text/turtle")
    if accept.startswith("text/csv"):
        return Response(result.csv(), media_type="text/csv")
    return Response(result.json(), media_type="application/sparql-results+json")


def _asked(opened: Opened, query: str) -> Result:
    return run(opened.source, query)


async def _search(request: Request) -> Response:
    words = json.dumps(request.query_params["q"], ensure_ascii=False)
    query = (
        f"SELECT ?iri ?name WHERE {{ ?iri rg:mentionedIn ?d ; skos:prefLabel ?name FILTER(CONTAINS(?name, {words})) }}"
    )
    rows = {tuple(map(text, row)) for row in (await request.app.state.service.run(_asked, query)).rows}
    return JSONResponse({"hits": [{"kind": "entity", "iri": iri, "name": name} for iri, name in sorted(rows)][:8]})


@contextmanager
def at_an_address(app: Starlette) -> Iterator[str]:
    """Serve an application on a free port while the block lasts."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(5)
