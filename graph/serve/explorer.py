"""Requests of the explorer in; its page, the files of the page and parts of the graph as JSON out."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from graph.errors import BusyError, LimitError, NotFoundError, QueryError
from graph.records import TYPES
from graph.serve.parts import around, between, overview, passing, prepare, told_by
from graph.view.inline import script, style
from graph.view.lookup import Filter
from graph.view.network import TEMPLATE, legend
from graph.view.page import SCRIPTS, STYLES, vis_network

if TYPE_CHECKING:
    from graph.serve.service import Service

__all__ = ["FILES", "ROUTES", "begin"]

#: Preparing a very large graph takes minutes; a request waits for it only so long, in seconds.
_PREPARE, _PATIENCE = 3600.0, 8.0
_MOST = 400
_IRIS_AT_MOST = 100
#: The files of the page: the scripts of the network page with another source, its styles, and vis-network.
FILES = {
    "begin.js": "text/javascript",
    "page.js": "text/javascript",
    "vis.js": "text/javascript",
    "page.css": "text/css",
}
_STAGES = ("", *legend()["stages"])


@cache
def _file(name: str) -> str:
    at = SCRIPTS.index("words.js") + 1
    made: dict[str, Callable[[], str]] = {
        "begin.js": lambda: script(["begin.js"]),
        "page.js": lambda: script([*SCRIPTS[:at], "afar.js", "remote.js", "parts.js", *SCRIPTS[at:]]),
        "vis.js": vis_network,
        "page.css": lambda: style([*STYLES, "explorer.css"]),
    }
    return made[name]()


@cache
def _version() -> str:
    """Return what tells the files of this version from those that a browser may have kept."""
    return hashlib.sha256("".join(map(_file, FILES)).encode()).hexdigest()[:12]


def begin(service: Service) -> asyncio.Task[bool]:
    """Prepare the build that is served now, in the background; the same work for whoever asks meanwhile.

    What met a limit would meet it again after minutes: it is told to whoever asks, until the next build or start.
    """
    generation = service.now
    under_way: dict[str, asyncio.Task[bool]] = generation.derived.setdefault("explorer", {})
    task = under_way.get("prepare")
    failed = task.exception() if task is not None and task.done() else None
    if task is None or (failed is not None and not isinstance(failed, LimitError)):

        async def work() -> bool:
            arguments = (generation.about.title, service.settings.first)
            try:
                done, _ = await generation.lanes["pages"].run(prepare, arguments, _PREPARE)
            except LimitError as error:
                raise LimitError(f"the explorer cannot be prepared; serve with a larger --memory ({error})") from error
            return bool(done)

        task = under_way["prepare"] = asyncio.create_task(work())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # whoever asks next hears of it
    return task


async def _ready(request: Request) -> Service:
    """Return the service once its build is prepared; raises BusyError where that takes longer."""
    service: Service = request.app.state.service
    done, _ = await asyncio.wait({begin(service)}, timeout=_PATIENCE)
    if not done:
        raise BusyError("the overview of this graph is being prepared; ask again in a few seconds")
    done.pop().result()
    return service


async def _page(request: Request) -> Response:
    service: Service = request.app.state.service
    begin(service)
    made = _html(service.now.about.title, _version())
    return HTMLResponse(made, headers={"cache-control": "no-cache"})


@cache
def _html(title: str, version: str) -> str:
    from jinja2 import Environment, FileSystemLoader

    template = Environment(autoescape=True, loader=FileSystemLoader(TEMPLATE)).get_template("network.html")
    return template.render(title=title, explorer=version)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise NotFoundError(f"/explorer/{name}: no such file")
    return Response(_file(name), media_type=FILES[name], headers={"cache-control": "public, max-age=86400"})


async def _overview(request: Request) -> Response:
    service = await _ready(request)
    return _json(await service.run(overview))


async def _around(request: Request) -> Response:
    asked = request.query_params
    steps = _number(request, "steps", 1, 2)
    limit, skip = _number(request, "limit", 60, _MOST), _number(request, "skip", 0, 10_000_000)
    service = await _ready(request)
    return _json(await service.run(around, asked.get("iri", ""), steps, limit, skip))


async def _part(request: Request) -> Response:
    asked = request.query_params
    years = [_number(request, name, None, 9999) for name in ("since", "until")]
    for name, known in (("type", TYPES), ("stage", _STAGES)):
        if wrong := [one for one in asked.getlist(name) if one not in known]:
            raise QueryError(f"{name}={wrong[0][:40]}: unknown; choose one of {', '.join(known)}")
    wanted = Filter(
        region=asked.get("region", ""),
        types=tuple(asked.getlist("type")),
        stages=tuple(asked.getlist("stage")) if "stage" in asked else None,
        theme=asked.get("theme", ""),
        document=asked.get("document", ""),
        since=years[0],
        until=years[1],
    )
    service = await _ready(request)
    if sentence := asked.get("sentence", ""):
        return _json(await service.run(told_by, sentence))
    iris = tuple(asked.getlist("iri")[:_IRIS_AT_MOST])
    return _json(await service.run(passing, wanted, iris, _number(request, "limit", _MOST, _MOST)))


async def _way(request: Request) -> Response:
    asked = request.query_params
    off = [tuple(asked.getlist(name)) for name in ("without-relation", "without-type")]
    service = await _ready(request)
    return _json(await service.run(between, asked.get("from", ""), asked.get("to", ""), *off))


def _number(request: Request, name: str, usual: int | None, most: int) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise QueryError(f"{name}={text[:40]}: give a whole number up to {most}")
    return min(int(text), most)


def _json(text: str) -> Response:
    return Response(text, media_type="application/json", headers={"cache-control": "no-cache"})


ROUTES: tuple[BaseRoute, ...] = (
    Route("/", _page),
    Route("/api/overview", _overview),
    Route("/api/around", _around),
    Route("/api/part", _part),
    Route("/api/way", _way),
    Route("/explorer/{name}", _asset),
)
