"""Requests for the query editor and the question bank in; the page, the bank, its answers and the terms out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from graph.errors import QueryError
from graph.query import run
from graph.questions import Question, ask, question, questions
from graph.questions.parameters import bind
from graph.questions.read import columns
from graph.rdf.iris import PREFIXES
from graph.serve.terms import completions
from graph.view.network import TEMPLATE, legend

if TYPE_CHECKING:
    from graph.serve.opened import Opened
    from graph.serve.service import Service

__all__ = ["ROUTES", "answer", "names", "worded"]

#: The parameters of a question and their values, as a user typed them.
Given = tuple[tuple[str, str], ...]
#: At most so many nodes are named in one request.
NAMED_AT_ONCE = 2000
_IN_ONE_QUERY = 250
_MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
_IRI = re.compile(r'https?://[^\x00-\x20<>"{}|^`\\]+')
_PREFIXED = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*|(?<![\w:?$-])([A-Za-z]\w*):')
_NAMES = """SELECT ?node ?label ?title WHERE { VALUES ?node { %s }
  OPTIONAL { ?node skos:prefLabel ?label } OPTIONAL { ?node rg:title ?title } }"""


def answer(opened: Opened, name: str, given: Given, evidence: bool, form: str) -> str:
    """Answer a question of the bank as "json" or "csv", with the sentences of each row where they are asked for."""
    found = ask(opened.source, name, evidence=evidence, **dict(given))
    return found.csv() if form == "csv" else found.json()


def worded(opened: Opened, name: str, given: Given) -> str:
    """Return a question's SPARQL with its values in place, ready to run on any server, and how names were read."""
    asked = question(name)
    bound = bind(opened.source, asked, dict(given))
    sparql = asked.text(bound.terms)
    return json.dumps({"sparql": _declared(sparql), "remarks": list(bound.remarks)}, ensure_ascii=False)


def names(opened: Opened, nodes: Sequence[str]) -> str:
    """Return what nodes are called, as JSON: their Chinese name, else another one, else the title; unknown ones not."""
    known = [node for node in dict.fromkeys(nodes) if _IRI.fullmatch(node)][:NAMED_AT_ONCE]
    found: dict[str, str] = {}
    for start in range(0, len(known), _IN_ONE_QUERY):
        values = " ".join(f"<{node}>" for node in known[start : start + _IN_ONE_QUERY])
        result = run(opened.source, _NAMES % values)
        for node, label, title in sorted(result.rows, key=_english_last):
            name = label if label is not None else title
            if name is not None:
                found.setdefault(str(getattr(node, "value", node)), str(getattr(name, "value", name)))
    return json.dumps(found, ensure_ascii=False)


def _english_last(row: tuple[object, ...]) -> tuple[bool, str]:
    return getattr(row[1], "language", "") == "en", str(row[1])


def _declared(sparql: str) -> str:
    """Put the declarations of the prefixes that a query uses in front of it.

    >>> print(_declared("SELECT * WHERE { ?a rg:leads ?b }").splitlines()[0])
    PREFIX rg: <https://w3id.org/regiongraph/ontology#>
    """
    used = {match[1] for match in _PREFIXED.finditer(sparql) if match[1]}
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name in used]
    return "\n".join([*lines, sparql])


@cache
def _bank() -> bytes:
    return _json([_told(one) for one in questions().values()])


def _told(one: Question) -> Mapping[str, object]:
    sign, _, heading = one.group.partition(" ")
    zh, _, en = heading.partition(" ")
    return {
        "id": one.id,
        "group": {"sign": sign, "zh": zh, "en": en},
        "zh": one.zh,
        "en": one.en,
        "notes": list(one.notes),
        "parameters": [asdict(each) for each in one.parameters],
        "examples": [_given(line) for line in one.examples],
        "computed": one.computed,
        "sparql": one.sparql,
    }


def _given(line: str) -> Mapping[str, str]:
    """Return an example of the bank as parameters.

    >>> _given("--region 凌河区 --status 建成")
    {'region': '凌河区', 'status': '建成'}
    """
    found = re.findall(r"--(\S+)\s+(.*?)(?=\s+--|\s*$)", line)
    return {name.replace("-", "_"): value.strip("\"'") for name, value in found}


@cache
def _terms() -> bytes:
    types = {
        name.lower(): {"type": name, **{key: told[key] for key in ("zh", "en", "colour")}}
        for name, told in legend()["types"].items()
    }
    heads = {name: {"zh": zh, "en": en} for name, (zh, en) in columns().items()}
    return _json({"prefixes": PREFIXES, "types": types, "columns": heads, "terms": completions()})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


def _kept(request: Request, body: bytes, media: str) -> Response:
    """Answer with what changes only with the program: a browser that has it is told so."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in asked:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


async def page(request: Request) -> Response:
    """Answer with the editor's page."""
    service: Service = request.app.state.service
    known = service.now.about
    limit = f"{service.settings.time_limit:g}"
    html = _templates().get_template("query.html").render(base=known.base, title=known.title, limit=limit)
    return HTMLResponse(html)


async def common(_request: Request) -> Response:
    """Answer with the style that all our pages share."""
    return FileResponse(TEMPLATE / "common.css", media_type="text/css")


async def bank(request: Request) -> Response:
    """Answer with the questions of the bank: parameters, examples and SPARQL."""
    return _kept(request, await run_in_threadpool(_bank), "application/json")


async def terms(request: Request) -> Response:
    """Answer with the prefixes and terms that the editor completes."""
    return _kept(request, await run_in_threadpool(_terms), "application/json")


async def asked(request: Request) -> Response:
    """Answer a question of the bank; its parameters stand in the address, beside `evidence` and `format`."""
    given = dict(request.query_params)
    evidence = given.pop("evidence", "") in ("1", "true", "yes")
    form = given.pop("format", "json")
    if form not in _MEDIA:
        raise QueryError(f"format={form}: unknown; choose one of {', '.join(_MEDIA)}")
    return await _worked(
        request, answer, request.path_params["id"], _parameters(given), evidence, form, media=_MEDIA[form]
    )


async def filled(request: Request) -> Response:
    """Answer with the SPARQL of a question with the parameters of the address in place."""
    return await _worked(request, worded, request.path_params["id"], _parameters(dict(request.query_params)))


def _parameters(given: Mapping[str, str]) -> Given:
    """Return what is given as a job takes it; a field that was left empty is none.

    >>> _parameters({"region": " 凌河区 ", "status": ""})
    (('region', '凌河区'),)
    """
    return tuple((name.replace("-", "_"), value.strip()) for name, value in given.items() if value.strip())


async def named(request: Request) -> Response:
    """Answer with the names of the nodes whose IRIs come as a JSON list."""
    try:
        nodes = await request.json()
    except ValueError:
        nodes = None
    if not isinstance(nodes, list) or not all(isinstance(one, str) for one in nodes):
        raise QueryError('names: the body is no JSON list of IRIs; send one such as ["https://example.org/id/1"]')
    return await _worked(request, names, tuple(nodes[:NAMED_AT_ONCE]))


async def _worked(
    request: Request, job: Callable[..., str], *arguments: object, media: str = "application/json"
) -> Response:
    service: Service = request.app.state.service
    # Names and texts for the page are short work: they never use up what a client may run at once.
    client = request.client.host if request.client and job is answer else ""
    body = await service.run(job, *arguments, client=client)
    return Response(body, media_type=media, headers={"Cache-Control": "no-cache"})


ROUTES: Sequence[BaseRoute] = (
    Route("/query", page),
    Route("/query/common.css", common),
    Route("/api/questions", bank),
    Route("/api/questions/{id}", filled),
    Route("/api/ask/{id}", asked),
    Route("/api/terms", terms),
    Route("/api/names", named, methods=["POST"]),
)
