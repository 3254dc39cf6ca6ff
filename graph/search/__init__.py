"""A graph in; an index of its names and sentences in one SQLite file, and what a search finds in it, out."""

from __future__ import annotations

from graph.search.find import SearchIndex
from graph.search.records import KINDS, Hit, Known
from graph.search.write import write_index

__all__ = ["KINDS", "Hit", "Known", "SearchIndex", "write_index"]
