"""A SPARQL query in; its solutions as plain Python values in a stable order out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from graph.query import run
from graph.remote import Source

__all__ = ["Reader", "Row", "in_order", "local", "rows", "tail", "value_of"]

Row = dict[str, Any]
#: Gives the rows of a query, whose terms may be named: of a whole store, or of a part of it.
Reader = Callable[..., list[Row]]


def rows(store: Source, query: str, terms: Iterable[str] = ()) -> list[Row]:
    """Return the solutions of a query in a stable order, IRIs as str and literals as Python values.

    `%s` in the query stands for the terms, as names of the ontology.
    """
    values = " ".join(f"rg:{term}" for term in terms)
    result = run(store, query % values if values else query)
    return in_order(dict(zip(result.columns, map(value_of, row), strict=True)) for row in result.rows)


def in_order(found: Iterable[Row]) -> list[Row]:
    """Return rows in the order of their texts."""
    return sorted(found, key=lambda row: [str(value) for value in row.values()])


def local(iri: str) -> str:
    """Return what stands behind the hash of an IRI.

    >>> local("https://w3id.org/regiongraph/ontology#Park")
    'Park'
    """
    return iri.rsplit("#", 1)[-1]


def tail(iri: str) -> str:
    """Return the last step of an IRI, decoded.

    >>> tail("https://w3id.org/regiongraph/id/company/%E7%94%B2")
    '甲'
    """
    return unquote(iri.rsplit("/", 1)[-1])


def value_of(term: Any) -> Any:
    """Return a term as a plain Python value."""
    if not isinstance(term, ox.Literal):
        return term.value if term is not None else None
    kind = local(term.datatype.value)
    if kind == "boolean":
        return term.value in {"true", "1"}
    if kind in {"integer", "gYear", "int", "long"}:
        return int(term.value)
    if kind in {"decimal", "double", "float"}:
        number = float(term.value)
        return int(number) if number.is_integer() else number
    return term.value
