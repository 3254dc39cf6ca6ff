"""A SPARQL query in; its solutions as plain Python values in a stable order out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

__all__ = ["Row", "local", "rows", "tail"]

PREFIXES = """
PREFIX rg: <https://w3id.org/regiongraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""

Row = dict[str, Any]


def rows(store: ox.Store, query: str, terms: Iterable[str] = ()) -> list[Row]:
    """Return the solutions of a query in a stable order, IRIs as str and literals as Python values.

    `%s` in the query stands for the terms, as names of the ontology.
    """
    values = " ".join(f"rg:{term}" for term in terms)
    solutions = store.query(PREFIXES + (query % values if values else query))
    names = [variable.value for variable in solutions.variables]  # type: ignore[union-attr]
    found = [{name: _value(row[name]) for name in names} for row in solutions]  # type: ignore[union-attr]
    return sorted(found, key=lambda row: [str(row[name]) for name in names])


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


def _value(term: Any) -> Any:
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
