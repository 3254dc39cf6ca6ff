"""Requests for IRIs of the graph and for themes in; their pages, or RDF where a client prefers that, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph.industries import IND
from graph.questions import questions
from graph.serve.concise import FORMATS, concise
from graph.serve.entity import EntityPage, entity_page
from graph.serve.negotiate import GRAPHS, chosen, prefers_html
from graph.serve.pages import href, iri_of, look, rendered, tag
from graph.serve.papers import (
    DocumentPage,
    OtherPage,
    SentencePage,
    StatementPage,
    document_page,
    other_page,
    sentence_page,
    statement_page,
)
from graph.serve.protocol import ProtocolError
from graph.serve.topics import matrix, theme_lines, theme_page

if TYPE_CHECKING:
    from graph.serve.opened import Opened
    from graph.serve.service import Service

__all__ = ["ROUTES", "Missing", "described", "html_response"]

Page = EntityPage | DocumentPage | SentencePage | StatementPage | OtherPage
_TEMPLATES = {
    EntityPage: "entity.html",
    DocumentPage: "document.html",
    SentencePage: "sentence.html",
    StatementPage: "statement.html",
    OtherPage: "other.html",
}
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Missing:
    """An IRI that the graph does not know: what was looked for, and entities with names like it."""

    name: str
    near: tuple[tuple[str, str, str, str], ...]


def described(opened: Opened, iri: str, base: str, group: str = "", page: int = 1) -> Page | Missing:
    """Return what the page of an IRI shows (a job)."""
    kind = iri.removeprefix(base).partition("/")[0]
    found: Page | None = None
    known = opened.search.known([iri]).get(iri)
    if known is not None and known.types != ("Document",):
        return entity_page(opened, iri, base, group, page)
    if known is not None:
        return document_page(opened, iri, page)
    if kind == "sentence":
        found = sentence_page(opened, iri)
    elif kind == "statement":
        found = statement_page(opened, iri)
    found = found or other_page(opened, iri)
    return found or missing(opened, iri, base)


def missing(opened: Opened, iri: str, base: str) -> Missing:
    """Return the names nearest to the one that an IRI ends with."""
    from graph.view.rows import tail

    name = tail(iri)
    code, _, rest = name.partition("-")
    near = opened.search.nearest(rest if rest and code.isdigit() else name, 6)
    return Missing(name, tuple((hit.iri, hit.name, hit.types[0], hit.place) for hit in near))


def wished(request: Request) -> str:
    """Return the format that a client wants: "html", a name of FORMATS, or "" for none that there is."""
    asked, accept = request.query_params.get("format", "").lower(), request.headers.get("accept", "")
    if asked == "html" or (not asked and prefers_html(accept)):
        return "html"
    try:
        return chosen(GRAPHS, accept, asked)[0].name
    except ProtocolError:
        return ""


def html_response(request: Request, text: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a page, or the word that the client has it already."""
    return _response(request, text.encode(), "text/html; charset=utf-8", status, headers or {})


def _response(request: Request, body: bytes, media: str, status: int, headers: dict[str, str]) -> Response:
    made = {"etag": tag(body), "cache-control": "no-cache", **headers}
    wanted = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if status == 200 and made["etag"] in wanted:
        return Response(status_code=304, headers=made)
    return Response(body, status, made, media)


def _alternates(path: str) -> str:
    """Return the Link header of a resource: the same in every format."""
    links = [f'<{path}?format={name}>; rel="alternate"; type="{media}"' for name, media in FORMATS.items()]
    return ", ".join([f'<{path}?format=html>; rel="alternate"; type="text/html"', *links])


async def resource(request: Request) -> Response:
    """Answer with what the graph says of the IRI that the path stands for."""
    service: Service = request.app.state.service
    about = service.now.about
    path = request.scope["path"]
    iri = iri_of(about.base, path) if len(path) <= _LONGEST else ""
    form = wished(request)
    headers = {"vary": "Accept"}
    if iri and not form:
        listed = "\n".join(["text/html", *FORMATS.values()])
        return Response(f"this can be had as\n{listed}\n", 406, headers, "text/plain")
    if not iri:
        return await _absent(request, path)
    headers["link"] = _alternates(href(about.base, iri))
    if form != "html":
        body = await service.run(concise, iri, form)
        if not body:
            return Response(f"{iri}: not in the graph; search at /search\n", 404, {"vary": "Accept"}, "text/plain")
        return _response(request, body, f"{FORMATS[form]}; charset=utf-8", 200, headers)
    asked, page = request.query_params.get("group", ""), _page(request)
    shown = await service.run(described, iri, about.base, asked, page)
    if isinstance(shown, Missing):
        text = rendered("missing.html", about.base, about.title, shown=shown)
        return html_response(request, text, 404, {"vary": "Accept"})
    fitting = _questions(shown) if isinstance(shown, EntityPage) else ()
    text = rendered(
        _TEMPLATES[type(shown)], about.base, about.title, shown=shown, iri=iri, questions=fitting, formats=FORMATS
    )
    return html_response(request, text, 200, headers)


async def _absent(request: Request, path: str) -> Response:
    """Answer for a path that is no IRI of the graph."""
    service: Service = request.app.state.service
    if wished(request) != "html":
        return Response(
            "not found; the pages of this server: / /search /themes /query /sparql\n", 404, media_type="text/plain"
        )
    about = service.now.about
    shown = await service.run(missing, path[:_LONGEST], about.base)
    return html_response(request, rendered("missing.html", about.base, about.title, shown=shown), 404)


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _questions(shown: EntityPage) -> tuple[tuple[str, str, str], ...]:
    """Return the questions of the bank that ask about an entity of this type: address, Chinese and English."""
    made = []
    for one in questions().values():
        needed = [each for each in one.parameters if each.required]
        if len(needed) == 1 and {*needed[0].kind.split("|")} & {*shown.types}:
            address = f"/query?question={one.id}&{needed[0].name}={quote(shown.thing.name)}"
            made.append((address, one.zh, one.en))
    return tuple(made)


async def all_themes(request: Request) -> Response:
    """Answer with the page of themes that the build made, or with a plain list where it made none."""
    service: Service = request.app.state.service
    built = await service.run(matrix) if "list" not in request.query_params else None
    if built is not None:
        text, policy = built
        return html_response(request, text, 200, {"content-security-policy": policy})
    about = service.now.about
    lines = await service.run(theme_lines)
    return html_response(request, rendered("themes.html", about.base, about.title, lines=lines))


async def one_theme(request: Request) -> Response:
    """Answer with the page of a theme, by the local name or a label of its concept."""
    service: Service = request.app.state.service
    about = service.now.about
    name = request.path_params["name"]
    form = wished(request)
    if form in FORMATS and name.replace("-", "").isalnum() and name.isascii():
        body = await service.run(concise, IND + name, form)
        if body:
            return _response(request, body, f"{FORMATS[form]}; charset=utf-8", 200, {"vary": "Accept"})
    shown = await service.run(theme_page, name)
    if shown is None:
        text = rendered("missing.html", about.base, about.title, shown=Missing(name, ()))
        return html_response(request, text, 404)
    if name != shown.id:
        return RedirectResponse(f"/themes/{quote(shown.id)}", 303)
    headers = {"vary": "Accept", "link": _alternates(f"/themes/{quote(name)}")}
    return html_response(request, rendered("theme.html", about.base, about.title, shown=shown), 200, headers)


async def styles(request: Request) -> Response:
    """Answer with the style sheet of our pages."""
    return _response(request, look().encode(), "text/css; charset=utf-8", 200, {})


def _leads_to(address: str) -> Any:
    async def leading(_request: Request) -> Response:
        return RedirectResponse(address, 308)

    return leading


#: The last route takes any path: this module comes after all others.
ROUTES: list[BaseRoute] = [
    Route("/pages.css", styles),
    Route("/network.html", _leads_to("/")),
    Route("/themes.html", _leads_to("/themes")),
    Route("/themes", all_themes),
    Route("/themes/{name}", one_theme),
    Route("/{path:path}", resource),
]
