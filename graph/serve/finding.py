"""Requests for a search in; its hits as JSON for programs and as a page for people out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from graph.errors import QueryError
from graph.records import TYPES
from graph.search import KINDS, Hit
from graph.serve.asking import Thing, rows, things
from graph.serve.marking import Piece, spanned
from graph.serve.pages import rendered
from graph.serve.resources import html_response

if TYPE_CHECKING:
    from graph.serve.opened import Opened
    from graph.serve.service import Service

__all__ = ["ROUTES", "Found", "Results", "found", "hits"]

#: Hits on a page, for programs at most, and how far one can leaf.
PAGE, MOST, LAST = 20, 100, 50
#: The groups of the page as kinds of hits, with as many of each as the first page shows.
_FIRST = {"entity": 12, "sentence": 10, "document": 5}
_SPOKEN = """SELECT DISTINCT ?s ?e WHERE { VALUES ?s { %s } ?st prov:wasDerivedFrom ?s ;
  rdf:subject|rdf:object ?e . ?e rg:mentionedIn ?d }"""
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as the page shows it: its name or text in pieces, and the entities that a sentence speaks of."""

    hit: Hit
    pieces: tuple[Piece, ...]
    named: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one page by kind, whether there are more of each, and names like it where there are none."""

    groups: tuple[tuple[str, tuple[Found, ...], bool], ...]
    near: tuple[Hit, ...]


def hits(opened: Opened, text: str, limit: int, types: tuple[str, ...], kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the hits of a search for programs (a job)."""
    return [asdict(hit) for hit in opened.search.find(text, limit, types, kinds)]


def found(opened: Opened, text: str, kind: str, types: tuple[str, ...], page: int) -> Results:
    """Return what the page of a search shows: some of every kind, or a page of one kind (a job)."""
    groups = []
    for each in (kind,) if kind else KINDS:
        size = PAGE if kind else _FIRST[each]
        if types and each != "entity":
            continue
        listed = opened.search.find(text, size + 1, types, (each,), skip=(page - 1) * size if kind else 0)
        groups.append((each, _shown(opened, listed[:size]), len(listed) > size))
    empty = not any(listed for _, listed, _ in groups)
    return Results(tuple(groups), tuple(opened.search.nearest(text, 6)) if empty else ())


def _shown(opened: Opened, listed: list[Hit]) -> tuple[Found, ...]:
    named: dict[str, list[str]] = {}
    sentences = [hit.iri for hit in listed if hit.kind == "sentence"]
    for row in rows(opened, _SPOKEN, sentences):
        named.setdefault(row["s"], []).append(row["e"])
    known = things(opened, (one for many in named.values() for one in many))
    made = []
    for hit in listed:
        spoken = sorted((known[one] for one in named.get(hit.iri, ())), key=lambda one: (-one.weight, one.iri))
        text = hit.text if hit.text else hit.name
        made.append(Found(hit, spanned(text, hit.spans), tuple(spoken[:_SHOWN])))
    return tuple(made)


def _types(request: Request) -> tuple[str, ...]:
    asked = tuple(one for value in request.query_params.getlist("type") for one in value.split(",") if one)
    for one in asked:
        if one not in TYPES:
            raise QueryError(f"type={one[:40]}: unknown; choose one of {', '.join(TYPES)}")
    return tuple(sorted(set(asked)))


def _number(request: Request, name: str, usual: int, most: int) -> int:
    text = request.query_params.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
        raise QueryError(f"{name}={text[:40]}: give a whole number from 1 to {most}")
    return min(int(text), most)


def _kind(request: Request) -> str:
    kind = request.query_params.get("kind", "")
    if kind and kind not in KINDS:
        raise QueryError(f"kind={kind[:40]}: unknown; choose one of {', '.join(KINDS)}")
    return kind


async def api(request: Request) -> Response:
    """Answer a search for programs: q, and limit (of each kind), type and kind where wanted."""
    service: Service = request.app.state.service
    kind = _kind(request)
    text = request.query_params.get("q", "")
    limit = _number(request, "limit", PAGE, MOST)
    listed = await service.run(hits, text, limit, _types(request), (kind,) if kind else KINDS)
    return JSONResponse({"q": text, "hits": listed}, headers={"cache-control": "no-cache"})


async def page(request: Request) -> Response:
    """Answer a search with a page: entities, sentences and documents."""
    service: Service = request.app.state.service
    about = service.now.about
    text = " ".join(request.query_params.get("q", "").split())[:200]
    kind, number, types = _kind(request), _number(request, "page", 1, LAST), _types(request)
    shown = await service.run(found, text, kind, types, number) if text else None
    told = {
        "q": text,
        "shown": shown,
        "paged": bool(kind),
        "page": number,
        "type": types[0] if types else "",
        "last": LAST,
    }
    return html_response(request, rendered("search.html", about.base, about.title, **told))


ROUTES: list[BaseRoute] = [Route("/api/search", api), Route("/search", page)]
