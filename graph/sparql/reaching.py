"""A SPARQL query in; refused where it reaches beyond the graph, else the graphs that it names out.

Engines differ in how they read a query. This reads it in every way that one of them does: with and without the
escapes of characters replaced first, and with words that stand without a space before the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.errors import QueryError
from graph.rdf.iris import PREFIXES
from graph.sparql.tokens import Token, decoded, place, tokens

__all__ = ["GraphName", "Reading", "read"]

_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "USING"])
_SERVICE = "SERVICE asks another server, which is not allowed here; remove it"
_LOAD = "LOAD loads from outside, which is not allowed here; remove it"
_UPDATE = "{word} changes a graph, which is not offered here: the graph can be read only"
_FROM = "FROM names another graph, which is not allowed here; remove it"
#: Functions that give another value every time.
_VOLATILE = frozenset(("NOW", "RAND", "UUID", "STRUUID"))
#: A query whose capitals have none of this anywhere, be it in a string, can be read in no way that matters here.
_SUSPECT = re.compile(
    r"SERVICE|(?<!PROV:WASDERIVED)FROM|\\U|(?<![A-Z])(?:{})(?![A-Z])".format("|".join(sorted(_UPDATES | _VOLATILE))),
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class GraphName:
    """A graph of a FROM or FROM NAMED: its absolute IRI, None where it has none, and its place in the query."""

    iri: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a query matters before it runs: the graphs it names, and whether its answer is another every time."""

    graphs: tuple[GraphName, ...]
    volatile: bool


def read(sparql: str, *, graphs: bool = False) -> Reading:
    r"""Return the graphs that a query names, where `graphs` allows any.

    Raises QueryError with line and column for SERVICE, LOAD, updates and, unless allowed, FROM. In strings, IRIs,
    comments, names and variables the words are free.

    >>> read("ASK { ?service rdfs:label 'LOAD' } # FROM")
    Reading(graphs=(), volatile=False)
    >>> read(r"ASK { SERV\u0049CE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    graph.errors.QueryError: query line 1, column 7: SERVICE asks another server, which is not allowed here; remove it
    """
    if not _SUSPECT.search(sparql.upper()):
        return Reading((), volatile=False)
    plain = tuple(_checked(sparql, sparql, None, graphs))
    if "\\u" in sparql or "\\U" in sparql:
        text, starts = decoded(sparql)
        try:
            for _ in _checked(sparql, text, starts, graphs):
                pass
        except _NotSparqlError:
            pass  # an engine that reads it so refuses it itself
    volatile = any(token.kind == "word" and token.text.upper() in _VOLATILE for token in plain)
    return Reading(tuple(_named(sparql, plain)), volatile)


class _NotSparqlError(Exception):
    """A text that is no query once its escapes are replaced."""


def _checked(sparql: str, text: str, starts: Sequence[int] | None, graphs: bool) -> Iterator[Token]:
    """Yield the tokens of one reading of a query; raises QueryError at the first that reaches out."""
    last = Token("mark", "", 0)
    end = Token("mark", "", len(text))
    for token, following in pairwise(_with_end(text, starts, end)):
        reason = _refused(last, token, following, graphs)
        if reason:
            line, column = place(sparql, token.start if starts is None else starts[token.start])
            raise QueryError(f"query line {line}, column {column}: {reason}")
        yield token
        last = token


def _with_end(text: str, starts: Sequence[int] | None, end: Token) -> Iterator[Token]:
    try:
        yield from tokens(text)
    except QueryError as error:
        if starts is None:
            raise
        raise _NotSparqlError from error
    yield end


def _refused(last: Token, token: Token, following: Token, graphs: bool) -> str:
    """Return why a token is refused, nothing where it is not."""
    if token.kind == "word":
        word = token.text.upper()
        if "SERVICE" in word:
            return _SERVICE
        if "FROM" in word and not (graphs and word == "FROM"):
            return _FROM
        if word in _UPDATES:
            return _LOAD if word == "LOAD" else _UPDATE.format(word=word)
    elif token.kind == "name":
        # Some engines see no name in service:x where a pattern follows, but SERVICE :x. A graph may have that name.
        prefix = token.text.partition(":")[0].upper()
        if "SERVICE" in prefix and following.text == "{" and last.text.upper() != "GRAPH":
            return _SERVICE
        if prefix.startswith("FROM") and _is_clause(last, following):
            return _FROM
    return ""


def _is_clause(last: Token, following: Token) -> bool:
    """Tell whether a name that begins with FROM may be read as FROM and a name."""
    before, after = last.text.upper(), following.text.upper()
    return before not in ("GRAPH", "DESCRIBE") and (
        after in ("{", "WHERE") or (following.kind in ("word", "name") and after.startswith("FROM"))
    )


def _named(sparql: str, read: Sequence[Token]) -> Iterator[GraphName]:
    """Yield the graphs of FROM and FROM NAMED."""
    prefixes = dict(PREFIXES)
    for number, token in enumerate(read):
        word = token.text.upper() if token.kind == "word" else ""
        after = read[number + 1 : number + 3]
        if word == "PREFIX" and len(after) == 2 and after[1].kind == "iri":
            prefixes[after[0].text.rstrip(":")] = after[1].text[1:-1]
        elif word == "FROM":
            target = after[1] if len(after) == 2 and after[0].text.upper() == "NAMED" else (after or [token])[0]
            yield GraphName(_absolute(target, prefixes), *place(sparql, token.start))


def _absolute(token: Token, prefixes: dict[str, str]) -> str | None:
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes[prefix] + local.replace("\\", "") if prefix in prefixes else None
    if token.kind != "iri" or "\\" in token.text:
        return None
    iri = token.text[1:-1]
    scheme, colon, _ = iri.partition(":")
    return iri if colon and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum() else None
