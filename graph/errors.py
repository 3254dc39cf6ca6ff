"""The errors that a caller may want to catch, all children of GraphError."""

from __future__ import annotations

__all__ = ["DocumentError", "GraphError", "QueryError", "RuleError", "StoreError"]


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
