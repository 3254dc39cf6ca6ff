"""A store and a region in; what was promised of it, what was later reported, and what became of each out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.ledger.files import as_csv, as_json, counts, record
from graph.ledger.judge import KINDS, OUTCOMES, Row
from graph.ledger.match import alike
from graph.ledger.page import as_html
from graph.ledger.rows import Ledger, ledger
from graph.ledger.sayings import Saying, Source

__all__ = [
    "FORMATS",
    "KINDS",
    "OUTCOMES",
    "Ledger",
    "Row",
    "Saying",
    "Source",
    "alike",
    "counts",
    "ledger",
    "record",
]

#: What a ledger can be written as, beside the terminal's table.
FORMATS: Mapping[str, Callable[[Ledger], str]] = {"json": as_json, "csv": as_csv, "html": as_html}
