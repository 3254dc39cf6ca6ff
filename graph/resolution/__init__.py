"""The extractions of all documents in; which mention stands for which entity out, with the reasons."""

from __future__ import annotations

from graph.resolution.decisions import Decisions, read_decisions
from graph.resolution.link import resolve
from graph.resolution.listing import merges_csv

__all__ = ["Decisions", "merges_csv", "read_decisions", "resolve"]
