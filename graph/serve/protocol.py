"""An HTTP request of the SPARQL 1.1 Protocol in; the query and its dataset, or an error with its status, out.

https://www.w3.org/TR/sparql11-protocol/, the part on queries. Update is not offered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from graph.errors import GraphError

__all__ = ["METHODS", "MOST_BODY", "ProtocolError", "SparqlRequest", "parse"]

METHODS = "GET, HEAD, POST, OPTIONS"
#: Bytes that a query may have.
MOST_BODY = 4_000_000
_MOST_FIELDS = 10_000
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_READ_ONLY = "update is not offered: this graph can only be read; send a query"


class ProtocolError(GraphError):
    """A request that is answered with a status of its own: 400, 403, 405, 406, 413 or 415."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        #: The HTTP status.
        self.status = status

    def __reduce__(self) -> tuple[type[ProtocolError], tuple[int, str]]:
        return ProtocolError, (self.status, str(self))


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query with the graphs that the request names for it; no query where the service is asked to describe itself.

    `format` is the short name of a format (`?format=csv`), nothing where the Accept header decides.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""


def parse(method: str, query_string: bytes, headers: Mapping[str, str], body: bytes = b"") -> SparqlRequest:
    """Return what a request asks; header names are in lower case.

    Raises ProtocolError with the status that fits.

    >>> parse("GET", b"query=ASK%20%7B%7D&default-graph-uri=urn:x", {})
    SparqlRequest(query='ASK {}', default_graphs=('urn:x',), named_graphs=(), format='')
    >>> parse("POST", b"", {"content-type": "text/plain"}, b"ASK {}")
    Traceback (most recent call last):
    graph.serve.protocol.ProtocolError: content-type text/plain: send application/sparql-query (the query itself) or \
application/x-www-form-urlencoded (query=…)
    """
    fields = _fields(query_string, "the address")
    if method in ("GET", "HEAD"):
        return _request(fields, bare=not fields or all(name == "format" for name, _ in fields))
    if method != "POST":
        raise ProtocolError(405, f"{method} is not offered here; use one of {METHODS}")
    if len(body) > MOST_BODY:
        raise ProtocolError(413, f"a query may have {MOST_BODY} bytes, and this has {len(body)}")
    media, charset = _media(headers.get("content-type", ""))
    if media == _UPDATE:
        raise ProtocolError(403, _READ_ONLY)
    if media not in (_FORM, _QUERY):
        told = f"content-type {media}" if media else "no content-type"
        raise ProtocolError(415, f"{told}: send {_QUERY} (the query itself) or {_FORM} (query=…)")
    if headers.get("content-encoding", "identity") != "identity":
        raise ProtocolError(415, "content-encoding: send the query as it is")
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolError(400, f"charset {charset}: a query is sent as UTF-8")
    if media == _FORM:
        return _request([*fields, *_fields(body, "the body")])
    return _request([*fields, ("query", _text(body))])


def _media(header: str) -> tuple[str, str]:
    """Return the media type and the charset of a Content-Type header.

    >>> _media('Application/SPARQL-Query; charset="UTF-8"')
    ('application/sparql-query', 'utf-8')
    """
    media, *parameters = header.lower().split(";")
    named = dict(parameter.strip().partition("=")[::2] for parameter in parameters)
    return media.strip(), named.get("charset", "").strip(' "')


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"the query is not UTF-8: byte {error.start} cannot be read") from error


def _fields(raw: bytes, where: str) -> list[tuple[str, str]]:
    try:
        text = raw.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"{where} is not UTF-8 in its parameters") from error
    except ValueError as error:
        raise ProtocolError(400, f"{where} has too many parameters") from error


def _request(fields: Sequence[tuple[str, str]], *, bare: bool = False) -> SparqlRequest:
    """Return the request of its parameters; `bare` where no query at all is right, too."""

    def every(name: str) -> tuple[str, ...]:
        return tuple(value for field, value in fields if field == name)

    if any(name in _UPDATES for name, _ in fields):
        raise ProtocolError(403, _READ_ONLY)
    queries = every("query")
    if len(queries) > 1:
        raise ProtocolError(400, f"query: given {len(queries)} times; send one")
    if not queries and not bare:
        raise ProtocolError(400, "query: not given; send query=SELECT…")
    default, named = every("default-graph-uri"), every("named-graph-uri")
    for iri in (*default, *named):
        _checked_graph(iri)
    return SparqlRequest(queries[0] if queries else None, default, named, (every("format") or ("",))[-1].lower())


def _checked_graph(iri: str) -> None:
    scheme, colon, rest = iri.partition(":")
    if not colon or not rest or not scheme[:1].isalpha() or any(c in '<>"{}|\\^`' or c <= " " for c in iri):
        raise ProtocolError(400, f"graph {iri!r}: is no absolute IRI")
    if scheme.lower() == "file":
        raise ProtocolError(400, "a graph with file: is not read; nothing is fetched, only what is served can be asked")
