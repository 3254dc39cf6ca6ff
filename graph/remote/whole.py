"""A query whose answer a server may cut off in; queries that count it and that read it in pages out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["ROUND", "Parts", "counting", "page", "parts_of", "selecting"]

#: Servers cut off at round numbers; an answer of so many rows, or a multiple of it, is counted.
ROUND = 1000
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|[^\W\d][\w-]*:?[\w.%-]*|[{}]|\s+|.',
    re.DOTALL,
)
#: Words that give an answer an order or an end of its own.
_OWN = frozenset({"ORDER", "LIMIT", "OFFSET"})


@dataclass(frozen=True, slots=True)
class Parts:
    """A query taken apart: the BASE and PREFIX lines, the rest, and whether it has its own ORDER BY, LIMIT or OFFSET.

    `template` is where the template of a CONSTRUCT begins and ends in `body`, (0, 0) where there is none.
    """

    prologue: str
    body: str
    bounded: bool
    template: tuple[int, int] = (0, 0)


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what counts in a query with its place and depth in braces; strings, IRIs and comments are no words."""
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token.isspace() or token.startswith("#"):
            continue
        depth -= token == "}"
        yield token, match.start(), depth
        depth += token == "{"


def parts_of(sparql: str) -> Parts:
    """Take a query that is known to be right apart.

    >>> parts_of("PREFIX a: <b:> SELECT * { ?s ?p 'LIMIT' } LIMIT 5").bounded
    True
    """
    tokens = list(_tokens(sparql))
    start = next(place for word, place, _ in tokens if word.upper() in ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE"))
    inside = [(word.upper(), place - start, depth) for word, place, depth in tokens if place >= start]
    bounded = any(depth == 0 and word in _OWN for word, _, depth in inside)
    template = (0, 0)
    if inside[0][0] == "CONSTRUCT" and inside[1][0] == "{":
        ends = (place for word, place, depth in inside[2:] if word == "}" and depth == 0)
        template = inside[1][1], next(ends) + 1
    return Parts(sparql[:start], sparql[start:], bounded, template)


def selecting(parts: Parts) -> Parts:
    """Return the SELECT whose rows fill the template of a CONSTRUCT."""
    rest = parts.body[parts.template[1] or len("CONSTRUCT") :]
    return Parts(parts.prologue, f"SELECT * {rest}", parts.bounded)


def counting(parts: Parts) -> str:
    """Return a query for ?n, how many rows a SELECT has."""
    return f"{parts.prologue}SELECT (COUNT(*) AS ?n) WHERE {{ {{ {parts.body}\n}} }}"


def page(parts: Parts, columns: Sequence[str], size: int, offset: int) -> str:
    """Return a query for some of the rows of a SELECT, in the order of all its columns.

    The order stands in a sub-select: Virtuoso refuses to skip far in a query that it sorts at the outside.
    """
    names = " ".join(f"?{name}" for name in columns)
    inner = f"SELECT {names} WHERE {{ {{ {parts.body}\n}} }} ORDER BY {names}"
    return f"{parts.prologue}SELECT {names} WHERE {{ {{ {inner} }} }} LIMIT {size} OFFSET {offset}"
