"""A service in; the web application with all its routes, headers and error pages out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from graph.errors import BusyError, GraphError, LimitError, QueryError, StoreError
from graph.serve.headers import Secured
from graph.serve.service import Service

__all__ = ["application", "status_of"]

STATIC = Path(__file__).parent / "static"
#: Modules with ROUTES, in the order in which paths are tried; whatever takes any path comes last.
_MODULES: Sequence[str] = (
    "graph.serve.sparql",
    "graph.serve.explorer",
    "graph.serve.editor",
    "graph.serve.finding",
    "graph.serve.resources",
)
_GZIP_FROM, _GZIP_LEVEL = 1000, 5


def status_of(error: GraphError) -> int:
    """Return the HTTP status that tells of an error.

    >>> status_of(QueryError("query line 1, column 3: …"))
    400
    """
    if isinstance(error, BusyError):
        return 429 if error.own else 503
    for kind, status in ((LimitError, 503), (StoreError, 404), (QueryError, 400)):
        if isinstance(error, kind):
            return status
    return 400


async def _failed(_request: Request, error: Exception) -> Response:
    """Answer with the one line that an error is."""
    assert isinstance(error, GraphError)
    status = status_of(error)
    headers = {"retry-after": "5"} if status in (429, 503) else {}
    return Response(f"{error}\n", status, headers, media_type="text/plain")


async def _gone(_request: Request, _error: Exception) -> Response:
    """Answer a client that has left: nothing is sent any more."""
    return Response(status_code=499)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return Response(f"{error.detail}\n", error.status_code, error.headers, media_type="text/plain")


async def _health(request: Request) -> Response:
    """Tell that the server answers, and from what."""
    service: Service = request.app.state.service
    now = service.now
    told = {
        "build": now.name,
        "documents": now.about.documents,
        "triples": now.about.triples,
        "in_memory": now.nursery is not None and now.nursery.alive,
        "running": {lane: pool.running for lane, pool in now.lanes.items()},
    }
    return JSONResponse(told, headers={"cache-control": "no-store"})


def _routes() -> list[BaseRoute]:
    fixed: list[BaseRoute] = [Route("/health", _health), Mount("/static", StaticFiles(directory=STATIC))]
    return [*fixed, *(route for name in _MODULES for route in import_module(name).ROUTES)]


def application(service: Service) -> Starlette:
    """Return the web application over a service, which starts and stops with it."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.stop()

    app = Starlette(
        routes=_routes(),
        lifespan=lifespan,
        middleware=[
            Middleware(Secured),
            Middleware(GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL),
        ],
        exception_handlers={GraphError: _failed, HTTPException: _refused, ClientDisconnect: _gone},
    )
    app.state.service = service
    return app
