"""What an engine says of a query that it cannot read in; one line for people, with line and column, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.errors import QueryError
from graph.sparql.tokens import place

__all__ = ["mistake"]

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
#: In the list of what was expected: keywords, and what a person wrote for people.
_KEYWORD = re.compile(r"[A-Z_0-9]{2,}$")
_SENTENCE = re.compile(r"[A-Za-z][a-z]* [a-z].*$|[A-Z][A-Za-z]+ [A-Za-z ]+$", re.DOTALL)
_LONGEST = 24
_TOLD = {
    "Prefix not found": "the prefix before here is not known; declare it with PREFIX",
    "IRI parsing failed": "the IRI before here is none, or is relative without a BASE",
}


def mistake(sparql: str, error: SyntaxError) -> QueryError:
    """Return the QueryError for a query that an engine could not parse.

    The engine tells where it looked last, which is behind the keywords that it tried in vain; they are taken off.

    >>> str(mistake("ASK {\\n  ASK }", SyntaxError("error at 2:11: expected OPTIONAL")))
    'query line 2, column 3: cannot be understood from here: ASK }'
    """
    found = _PLACE.search(str(error.msg))
    if found is None:
        return QueryError(f"query: {' '.join(str(error.msg).split())}")
    start = _offset(sparql, int(found[1]), int(found[2]))
    expected = [piece.strip() for piece in found[3].split(", ")]
    told = [piece for piece in expected if _SENTENCE.match(piece)]
    keywords = [piece for piece in expected if piece != "[_]"]
    if keywords and all(_KEYWORD.match(piece) for piece in keywords):
        start = max(0, start - min(map(len, keywords)))
    start += len(sparql[start:]) - len(sparql[start:].lstrip())
    line, column = place(sparql, start)
    return QueryError(f"query line {line}, column {column}: {_reason(told, sparql[start:])}")


def _offset(sparql: str, line: int, column: int) -> int:
    before = sum(len(text) + 1 for text in sparql.split("\n")[: line - 1])
    return min(before + column - 1, len(sparql))


def _reason(told: Sequence[str], rest: str) -> str:
    if told:
        return _TOLD.get(told[0], told[0].replace("\n", " "))
    seen = rest.split("\n", 1)[0]
    if not seen:
        return "the query ends too early"
    return f"cannot be understood from here: {seen[:_LONGEST]}{'…' if len(seen) > _LONGEST else ''}"
