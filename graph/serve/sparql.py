"""Requests to /sparql in; results of queries, or the description of the service, out: SPARQL 1.1 Protocol over HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph.serve.described import description
from graph.serve.negotiate import prefers_html
from graph.serve.protocol import METHODS, MOST_BODY, ProtocolError, SparqlRequest, parse
from graph.serve.querying import Answer, answer
from graph.serve.sending import Whole
from graph.serve.service import Service

__all__ = ["ROUTES"]

_POSTED = "application/sparql-query, application/x-www-form-urlencoded"
#: Others are answered with the methods that there are.
_ROUTED = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")


async def _body(request: Request) -> bytes:
    """Return the body of a request; raises ProtocolError 413 as soon as it is too long."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST_BODY:
            raise ProtocolError(413, f"a query may have {MOST_BODY} bytes, and this has more")
        pieces.append(piece)
    return b"".join(pieces)


def _tag(service: Service, *parts: object) -> str:
    """Return the ETag of an answer: weak, since the rows of a result may come in another order."""
    told = repr((service.now.name, *parts)).encode()
    return f'W/"{hashlib.sha256(told).hexdigest()[:32]}"'


def _matches(header: str, tag: str) -> bool:
    opaque = tag.removeprefix("W/")
    return any(one.strip().removeprefix("W/") in (opaque, "*") for one in header.split(","))


def _content_type(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


async def _sparql(request: Request) -> Response:
    """Answer one request of the protocol."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": METHODS, "accept-post": _POSTED})
    try:
        body = await _body(request)
        asked = parse(request.method, request.scope["query_string"], request.headers, body)
        return await _answered(request, asked)
    except ProtocolError as error:
        headers = {"cache-control": "no-store", **({"allow": METHODS} if error.status == 405 else {})}
        return Response(f"{error}\n", error.status, headers, "text/plain")


async def _answered(request: Request, asked: SparqlRequest) -> Response:
    service: Service = request.app.state.service
    accept = ", ".join(request.headers.getlist("accept"))
    headers = {"vary": "Accept", "cache-control": "no-cache"}
    if asked.query is None and not asked.format and prefers_html(accept):
        return RedirectResponse(f"{request.scope.get('root_path', '')}/query", 303, headers)
    url = str(request.url.replace(query="", fragment=""))
    lasting = request.method != "POST" and not service.settings.endpoint
    tag = _tag(service, asked, accept, url) if lasting else ""
    if lasting and _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={**headers, "etag": tag, "vary": "Accept, Accept-Encoding"})
    made: Answer
    if asked.query is None:
        about = service.now.about
        made = await service.run(description, url, about.title, about.triples, accept, asked.format)
    else:
        made = await service.run_for(request, answer, asked, accept, url, service.settings.result_bytes)
    if made.volatile:
        headers["cache-control"] = "no-store"
    elif lasting:
        headers["etag"] = tag
    headers["content-type"] = _content_type(made.media)
    return Whole(made.body, service.outgoing, 200, headers)


_OPEN = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=METHODS.split(", "),
    allow_headers=["*"],
    expose_headers=["Allow", "ETag", "Retry-After"],
    max_age=86400,
)
ROUTES: Sequence[BaseRoute] = [
    Route(path, _sparql, methods=_ROUTED, middleware=[_OPEN]) for path in ("/sparql", "/sparql/")
]
