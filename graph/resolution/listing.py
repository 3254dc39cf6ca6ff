"""Merges with their reasons in; the file that lists them out, and read again."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph.errors import GraphError
from graph.records import Extraction, Mention, Merge

__all__ = ["COLUMNS", "SAME_NAME", "merges_csv", "read_merges"]

#: entity is the id, name and type are the entity's. form is the other name, compared is the one that it was compared
#: with. document, start, end and quote are where the form stands and its sentence; those with compared_ the same for
#: the one that it was compared with.
COLUMNS = (
    *("entity", "name", "type", "form", "compared", "rule", "detail"),
    *("document", "start", "end", "quote"),
    *("compared_document", "compared_start", "compared_end", "compared_quote"),
)
#: The rule of names that are written alike in two documents.
SAME_NAME = "same-name"


class _Quotes:
    """Finds the sentence of a mention."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self._texts = {one.document.id: one.document.text for one in extractions}
        self._starts = {one.document.id: [s.span.start for s in one.sentences] for one in extractions}
        self._ends = {one.document.id: [s.span.end for s in one.sentences] for one in extractions}

    def of(self, mention: Mention) -> str:
        """Return the sentence, on one line; what the mention covers where it stands in none."""
        span = mention.span
        number = bisect_right(self._starts[span.document], span.start) - 1
        start, end = span.start, span.end
        if number >= 0 and self._ends[span.document][number] > span.start:
            start, end = self._starts[span.document][number], self._ends[span.document][number]
        return " ".join(self._texts[span.document][start:end].split())


def merges_csv(merges: Iterable[Merge], extractions: Sequence[Extraction]) -> str:
    """Return the list of merges as CSV (RFC 4180), in the order given."""
    quotes = _Quotes(extractions)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for merge in merges:
        rows.writerow((*_told(merge), *(cell for mention in merge.evidence for cell in _place(mention, quotes))))
    return text.getvalue()


def _told(merge: Merge) -> tuple[str, ...]:
    return merge.entity, merge.name, merge.type, merge.form, merge.other, merge.rule, merge.detail


def _place(mention: Mention, quotes: _Quotes) -> tuple[str, ...]:
    span = mention.span
    return span.document, str(span.start), str(span.end), quotes.of(mention)


def read_merges(folder: str | Path) -> list[Mapping[str, str]]:
    """Return the rows of the list that a build wrote; raises GraphError where there is none."""
    path = Path(folder) / "merges.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror}); build the folder again") from error
