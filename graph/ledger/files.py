"""A ledger in; the same as records, JSON or CSV out, every row with both sentences."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from graph.export import cell
from graph.ledger.judge import OUTCOMES, Row
from graph.ledger.rows import Ledger
from graph.ledger.sayings import Saying, Source

__all__ = ["as_csv", "as_json", "counts", "record"]

_VERSION = 1
_COLUMNS = ("entity", "name", "type", "kind", "outcome", "label", "kept", "later_name")
_SIDE = ("value", "basis", "year", "document", "date", "quote")


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Count rows by outcome, in the order of a ledger; outcomes without a row are left out."""
    found = Counter(row.outcome for row in rows)
    return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}


def _source(source: Source) -> dict[str, Any]:
    return {"document": source.title, "genre": source.genre, "year": source.year, "date": source.date or None}


def _saying(said: Saying | None) -> dict[str, Any] | None:
    if said is None:
        return None
    told = {"value": said.value, "basis": said.basis, "year": said.year, "quote": said.quote, "sentence": said.sentence}
    return {**told, "document": said.source.title, "date": said.source.when}


def record(row: Row) -> dict[str, Any]:
    """Return a row as plain values; "later" is null where no later sentence tells of it."""
    return {
        "entity": row.entity,
        "name": row.name,
        "type": row.type,
        "kind": row.kind,
        "outcome": row.outcome,
        "label": OUTCOMES[row.outcome][0],
        "kept": row.kept,
        "promised": _saying(row.promised),
        "later": _saying(row.later),
        "later_name": row.later_name,
        "witness": row.witness.title if row.witness else None,
    }


def as_json(ledger: Ledger) -> str:
    """Return the ledger as JSON: region, documents (oldest first), counts by outcome, rows as `record` gives them."""
    told = {
        "version": _VERSION,
        "region": ledger.region,
        "iri": ledger.iri,
        "documents": [_source(source) for source in ledger.sources],
        "counts": counts(ledger.rows),
        "rows": [record(row) for row in ledger.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _cells(row: Row) -> Iterator[object]:
    told = record(row)
    yield from ("" if told[name] is None else told[name] for name in _COLUMNS)
    for side in ("promised", "later"):
        said = told[side] or {}
        yield from ("" if said.get(name) is None else said[name] for name in _SIDE)
    yield told["witness"] or ""


def as_csv(ledger: Ledger) -> str:
    """Return one line a row with a header; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    sides = [f"{side}_{name}" for side in ("promised", "later") for name in _SIDE]
    writer.writerow([*_COLUMNS, *sides, "witness"])
    for row in ledger.rows:
        writer.writerow([str(value).lower() if isinstance(value, bool) else cell(value) for value in _cells(row)])
    return out.getvalue()
