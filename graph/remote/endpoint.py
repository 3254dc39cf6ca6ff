"""The address of a SPARQL 1.1 server in; queries answered by it, with the same terms as a store gives, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.errors import LimitError, QueryError, StoreError
from graph.rdf.iris import RG
from graph.remote.address import address_of
from graph.remote.replies import GRAPHS, ROWS, Reply, Solutions, Term, solutions_of, triples_of, truth_of
from graph.remote.whole import ROUND, Parts, counting, page, parts_of, selecting

if TYPE_CHECKING:
    import urllib3

__all__ = ["Endpoint"]

#: The largest answer that is read, in bytes.
_LARGEST = 1 << 30
_ANYWHERE = "SELECT * WHERE { %s %s %s }"


class Endpoint:
    """A SPARQL 1.1 server, asked like a pyoxigraph.Store; nothing is sent before the first query.

    A server that gives only so many rows is read in pages; where that cannot be done, or an answer turns out not to be
    whole, LimitError is raised. `shown` is the address without what is secret in it.
    """

    def __init__(self, url: str, *, graph: str | None = None, timeout: float = 60.0, largest: int = _LARGEST) -> None:
        """Take the address, the named graph to ask (None: the server's default graph) and seconds for one request.

        Name and password stand in the URL, as http://NAME:PASSWORD@HOST/PATH. Raises StoreError for what is no URL.
        """
        self._address = address_of(url)
        self.shown = self._address.shown
        if timeout <= 0:
            raise StoreError(f"--timeout {timeout:g}: give a number of seconds above 0")
        try:
            self.graph = ox.NamedNode(graph).value if graph else None
        except ValueError:
            raise StoreError(f"--graph {graph}: is no IRI; give one such as https://example.org/graph") from None
        self.timeout, self._largest = timeout, largest
        self._parser = ox.Store()
        self._whole = ROUND - 1  # the most rows that it is known to give

    def __repr__(self) -> str:
        return f"Endpoint({self.shown!r}" + (f", graph={self.graph!r})" if self.graph else ")")

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        from graph.remote.http import pool_of  # only who asks a server loads what speaks HTTP

        return pool_of(self.timeout)

    def checked(self) -> Endpoint:
        """Return this endpoint; raises StoreError where it holds no graph of ours."""
        if not self.query(f"ASK {{ ?document a <{RG}Document> }}"):
            place = f"graph {self.graph}" if self.graph else "its default graph"
            raise StoreError(
                f"{self.shown}: no RegionGraph in {place}; load the graph.nq of a build, or name its graph with --graph"
            )
        return self

    def query(self, query: str, *, prefixes: Mapping[str, str] | None = None) -> Solutions | list[ox.Triple] | bool:
        """Ask a SELECT (Solutions), an ASK (bool), a CONSTRUCT or a DESCRIBE (triples, each once).

        Raises SyntaxError for a query that is no SPARQL 1.1, as a store does, before anything is sent; StoreError,
        QueryError or LimitError for what the server does not answer.
        """
        form = self._form(query, prefixes or {})
        sparql = _declared(query, prefixes or {})
        if form is ox.QuerySolutions:
            return self._rows(parts_of(sparql), sparql)
        if form is ox.QueryBoolean:
            return truth_of(self._send(sparql, ROWS), self.shown)
        triples = triples_of(self._send(sparql, GRAPHS), self.shown)
        if len(triples) >= ROUND and (parts := parts_of(sparql)).body[:9].upper() == "CONSTRUCT":
            self._check_whole(selecting(parts))
        return triples

    def _form(self, query: str, prefixes: Mapping[str, str]) -> type:
        """Parse a query; what it would give is dropped here, since it may not outlive its thread in a traceback."""
        return type(self._parser.query(query, prefixes=dict(prefixes)))

    def _send(self, sparql: str, accept: str) -> Reply:
        from graph.remote.http import post

        fields = [("query", sparql), *([("default-graph-uri", self.graph)] if self.graph else [])]
        reply = post(self._pool, self._address, fields, accept, self.timeout, self._largest)
        # Virtuoso gives what it has when its time is over, with status 200 and a word in a header.
        if reply.headers.get("X-SQL-State", "").startswith("S1T"):
            raise LimitError(f"{self.shown}: the server stopped half-way, its own time limit; ask for less")
        return reply

    def _rows(self, parts: Parts, sparql: str) -> Solutions:
        """Return the rows of a SELECT, in pages where the server cuts them off."""
        reply = self._send(sparql, ROWS)
        found = solutions_of(reply, self.shown)
        told = "X-SPARQL-MaxRows" in reply.headers
        if not found or not (told or (len(found) > self._whole and len(found) % ROUND == 0)):
            return found
        number = self._count(parts)
        if number == len(found):
            self._whole = max(self._whole, number)
            return found
        columns = [variable.value for variable in found.variables]
        if parts.bounded:
            raise LimitError(
                f"{self.shown}: the server gives only {len(found)} of {number} rows; leave out ORDER BY, LIMIT and "
                "OFFSET, so that they are read in pages, or raise the server's limit"
            )
        return Solutions(found.variables, self._pages(parts, columns, len(found), number))

    def _pages(self, parts: Parts, columns: list[str], size: int, number: int) -> list[dict[str, Term | None]]:
        rows: list[dict[str, Term | None]] = []
        while len(rows) < number:
            more = solutions_of(self._send(page(parts, columns, size, len(rows)), ROWS), self.shown)
            if not more:
                break
            rows += more.rows
        if len(rows) != number:
            raise LimitError(
                f"{self.shown}: gave {len(rows)} of {number} rows; is the graph being changed? ask again later"
            )
        return rows

    def _count(self, parts: Parts) -> int:
        found = solutions_of(self._send(counting(parts), ROWS), self.shown)
        try:
            return int(getattr(found.rows[0]["n"], "value", ""))
        except (IndexError, KeyError, ValueError):
            raise QueryError(f"{self.shown}: the server cannot count the rows of an answer; add LIMIT") from None

    def _check_whole(self, parts: Parts) -> None:
        """Raise LimitError where the rows that fill a CONSTRUCT are more than the server gives."""
        sparql = parts.prologue + parts.body
        try:
            self._parser.query(sparql)
        except SyntaxError:
            return  # it is grouped: its rows are not those of its pattern
        number = self._count(parts)
        if number <= self._whole:
            return
        reply = self._send(sparql, ROWS)
        given = len(solutions_of(reply, self.shown))
        if given < number:
            raise LimitError(
                f"{self.shown}: the server fills a CONSTRUCT with only {given} of {number} rows; ask with SELECT, "
                "which is read in pages, or raise the server's limit"
            )
        self._whole = max(self._whole, number)

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph_name: None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the triples that have these terms, None standing for any, as a store does."""
        names = ("s", "p", "o")
        given = (subject, predicate, object)
        if all(given):
            words = [*map(str, given)]
            if self.query(f"ASK {{ {' '.join(words)} }}"):
                yield ox.Quad(*given)  # type: ignore[arg-type]
            return
        words = [f"?{name}" if term is None else str(term) for name, term in zip(names, given, strict=True)]
        found = self.query(_ANYWHERE % tuple(words))
        assert isinstance(found, Solutions)
        for row in found:
            yield ox.Quad(*(row.get(name) or term for name, term in zip(names, given, strict=True)))  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[ox.Quad]:
        return self.quads_for_pattern(None, None, None)


def _declared(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Return the query with the prefixes that it uses and does not declare, on its first line: lines stay the same."""
    used = [
        name
        for name in prefixes
        if re.search(rf"(?<![\w.-]){name}:", sparql) and not re.search(rf"(?i:\bPREFIX)\s+{name}:", sparql)
    ]
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in used) + sparql
