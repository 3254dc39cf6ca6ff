"""The body of a reply in; terms as a pyoxigraph.Store gives them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from graph.errors import StoreError
from graph.rdf.iris import XSD

__all__ = ["GRAPHS", "ROWS", "Reply", "Solutions", "Term", "solutions_of", "triples_of", "truth_of"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
#: What is asked for. TSV is not: Virtuoso writes IRIs into it as strings. Nor is Turtle first: it drops its decimals.
ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
GRAPHS = "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.3"
_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_INTEGER, _DECIMAL = ox.NamedNode(XSD + "integer"), ox.NamedNode(XSD + "decimal")
_TRUTHS = {"0": ox.Literal(False), "1": ox.Literal(True)}
#: The column in which Virtuoso tells the truth of an ASK.
_TOLD = "__ASK_RETVAL"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered with status 200: the media type without parameters, the headers and the body."""

    media: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT: its variables, and for each row a term or None under each of their names."""

    variables: tuple[ox.Variable, ...]
    rows: Sequence[dict[str, Term | None]]

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def solutions_of(reply: Reply, shown: str) -> Solutions:
    """Return the rows of a reply; raises StoreError where it holds none."""
    found = _results(reply, shown)
    if isinstance(found, ox.QueryBoolean):
        raise StoreError(f"{shown}: gives a truth where rows were asked for; is this a SPARQL 1.1 server?")
    names = [variable.value for variable in found.variables]
    variables = tuple(found.variables)
    kept: dict[Term | None, Term | None] = {}
    rows: list[dict[str, Term | None]] | None = None
    with suppress(SyntaxError, ValueError, OSError):
        rows = [{name: _kept(row[name], kept) for name in names} for row in found]
    del found  # it may not outlive its thread in a traceback
    if rows is None:
        raise _broken(reply, shown)
    return Solutions(variables, rows)


def truth_of(reply: Reply, shown: str) -> bool:
    """Return the truth that a reply tells, also as the row of one column that Virtuoso writes."""
    found = _results(reply, shown)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    rows = list(found)
    if [variable.value for variable in found.variables] != [_TOLD]:
        raise StoreError(f"{shown}: gives rows where a truth was asked for; is this a SPARQL 1.1 server?")
    return bool(rows) and getattr(rows[0][_TOLD], "value", "") in ("1", "true")


def triples_of(reply: Reply, shown: str) -> list[ox.Triple]:
    """Return the triples of a reply, each once."""
    form = _GRAPHS.get(reply.media)
    if form is None:
        raise _other(reply, shown)
    try:
        found = {quad.triple: None for quad in ox.parse(reply.body, format=form, base_iri="http://localhost/")}
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reply, shown) from error
    return [ox.Triple(one.subject, one.predicate, canonical(one.object)) for one in found]  # type: ignore[arg-type]


def _results(reply: Reply, shown: str) -> ox.QuerySolutions | ox.QueryBoolean:
    form = _ROWS.get(reply.media)
    if form is None:
        raise _other(reply, shown)
    try:
        return ox.parse_query_results(reply.body, format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(reply, shown) from error


def _other(reply: Reply, shown: str) -> StoreError:
    media = "".join(char for char in reply.media if char.isprintable())[:60] or "no media type"
    return StoreError(
        f"{shown}: answers with {media}, not with SPARQL results; give the address of the SPARQL endpoint"
    )


def _broken(reply: Reply, shown: str) -> StoreError:
    return StoreError(f"{shown}: the answer breaks off or is no {reply.media}; ask again, or look at the server's log")


def _kept(term: Term | None, kept: dict[Term | None, Term | None]) -> Term | None:
    if term not in kept:
        kept[term] = canonical(term)
    return kept[term]


def canonical(term: Term | None) -> Term | None:
    """Return a term with booleans and numbers written as our own store writes them.

    >>> canonical(ox.Literal("56.00", datatype=_DECIMAL)).value
    '56'
    """
    if not isinstance(term, ox.Literal) or term.language is not None or not term.datatype.value.startswith(XSD):
        return term
    kind, value = term.datatype.value, term.value.strip()
    if kind == XSD + "boolean":
        return _TRUTHS.get(value, term)
    if kind in _INTEGERS and value.removeprefix("-").removeprefix("+").isdecimal():
        return ox.Literal(str(int(value)), datatype=_INTEGER)
    if kind == XSD + "decimal":
        return ox.Literal(_plain(value), datatype=_DECIMAL)
    return term


def _plain(value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return value
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
