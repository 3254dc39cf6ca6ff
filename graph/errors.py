"""The errors that a caller may want to catch, all children of GraphError."""

from __future__ import annotations

__all__ = [
    "BusyError",
    "DocumentError",
    "GraphError",
    "LimitError",
    "NotFoundError",
    "QueryError",
    "RuleError",
    "StoreError",
]


class GraphError(Exception):
    """Anything that RegionGraph reports in one line: what is wrong, where, and what to do about it."""


class DocumentError(GraphError):
    """A document that cannot be read: empty, binary, unreadable or not Chinese."""


class RuleError(GraphError):
    """A rule, cue, head or gazetteer line in graph/grammar/ that is refused; names the file and the rule or line."""


class StoreError(GraphError):
    """An output folder that is missing, damaged or does not hold a graph."""


class QueryError(GraphError):
    """A query that cannot be parsed or run; names the line and the column."""


class NotFoundError(StoreError):
    """Something that was asked for by name or IRI and is not in the graph."""


class LimitError(GraphError):
    """An answer that was stopped: it took too long, too much memory, or would be too large."""


class BusyError(GraphError):
    """A request that was turned away since too many are under way; asking again later helps."""

    def __init__(self, message: str, *, own: bool = False) -> None:
        super().__init__(message)
        #: Whether it is the client's own requests that are too many.
        self.own = own

    def __reduce__(self) -> tuple[object, ...]:
        return _busy, (str(self), self.own)


def _busy(message: str, own: bool) -> BusyError:
    return BusyError(message, own=own)
