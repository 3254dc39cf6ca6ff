"""A store or an endpoint and a SPARQL query in; its result out, as a table, CSV, JSON or Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph
from pyoxigraph import RdfFormat

from graph.errors import QueryError
from graph.rdf.iris import PREFIXES
from graph.remote import Source
from graph.sparql.mistakes import mistake
from graph.sparql.reaching import read

__all__ = ["Result", "run", "shorten", "table_rows"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gives: rows of terms under their columns, the truth of an ASK, or the triples of a CONSTRUCT."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truth: bool | None = None
    triples: tuple[pyoxigraph.Triple, ...] | None = None

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as a mapping from column to text; what is unbound is left out."""
        for row in self.rows:
            yield {name: text(term) for name, term in zip(self.columns, row, strict=True) if term is not None}

    def __len__(self) -> int:
        return len(self.rows)

    def csv(self) -> str:
        """Return the rows as CSV with a header line (SPARQL 1.1 Query Results CSV)."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows(["" if term is None else text(term) for term in row] for row in self.rows)
        return out.getvalue()

    def json(self) -> str:
        """Return the result in the SPARQL 1.1 Query Results JSON Format."""
        if self.truth is not None:
            return json.dumps({"head": {}, "boolean": self.truth})
        return _solutions(self)

    def turtle(self) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as Turtle."""
        if self.triples is None:
            raise QueryError("turtle: only CONSTRUCT and DESCRIBE give triples; choose table, csv or json")
        raw = pyoxigraph.serialize(sorted(self.triples, key=str), format=RdfFormat.TURTLE, prefixes=PREFIXES)
        return raw.decode() if raw else ""


def text(term: object) -> str:
    """Return a term as plain text: the IRI or the literal's characters."""
    return str(getattr(term, "value", term))


def _term(term: object) -> dict[str, str]:
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    told = {"type": "literal", "value": text(term)}
    language = getattr(term, "language", None)
    datatype = getattr(term, "datatype", None)
    if language:
        told["xml:lang"] = language
    elif datatype is not None and not datatype.value.endswith("#string"):
        told["datatype"] = datatype.value
    return told


def _solutions(result: Result) -> str:
    bindings = [
        {name: _term(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    return json.dumps({"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False)


def shorten(term: object) -> str:
    """Return a term as people read it: IRIs with their prefix, literals as text.

    >>> shorten(pyoxigraph.NamedNode("https://w3id.org/regiongraph/ontology#leads"))
    'rg:leads'
    """
    if not isinstance(term, pyoxigraph.NamedNode):
        return "" if term is None else text(term)
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value[len(namespace) :]}"
    return term.value


def table_rows(result: Result) -> Iterator[list[str]]:
    """Yield the rows of a result as people read them."""
    for row in result.rows:
        yield [shorten(term) for term in row]


def run(store: Source, sparql: str, *, most: int | None = None) -> Result:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes (rg, id, skos, rdf, rdfs, prov, xsd) are known.

    `most` reads no more rows or triples than that.

    Raises QueryError with line and column where the query cannot be parsed.
    """
    read(sparql)
    try:
        found = store.query(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        raise mistake(sparql, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"query: cannot be run ({error})") from error
    if isinstance(found, pyoxigraph.QueryBoolean | bool):
        return Result((), (), truth=bool(found))
    if isinstance(found, pyoxigraph.QueryTriples | list):
        return Result((), (), triples=tuple(islice(found, most)))
    columns = tuple(variable.value for variable in found.variables)
    return Result(columns, tuple(tuple(solution[name] for name in columns) for solution in islice(found, most)))
