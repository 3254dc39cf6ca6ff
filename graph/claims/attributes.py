"""The mentions of a document in; the attributes that their own names state out: capacities, scales, levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.claims.relations import named_values
from graph.records import Claim, Mention, Span
from graph.text.clean import CleanText

__all__ = ["from_own_names"]


def _shared_gaps(clean: CleanText, found: Sequence[tuple[Mention, Span]]) -> dict[Span, tuple[int, int]]:
    """Map the shared head of every list to what stands between its last item and itself (2个千亿级)."""
    gaps: dict[Span, tuple[int, int]] = {}
    for mention, _ in found:
        if mention.parts and mention.parts[-1].start >= mention.span.end:
            head = mention.parts[-1]
            last = clean.position(mention.span.end - 1) + 1
            start = max(last, gaps[head][0]) if head in gaps else last
            gaps[head] = (start, clean.position(head.start))
    return gaps


def from_own_names(clean: CleanText, found: Sequence[tuple[Mention, Span]]) -> Iterator[Claim]:
    """Yield what names state of themselves; the items of a list share the size that stands before its head."""
    gaps = _shared_gaps(clean, found)
    for mention, span in found:
        name = mention.text
        if mention.parts and mention.parts[-1] in gaps:
            head = mention.parts[-1]
            own = clean.source(clean.position(mention.span.start), clean.position(mention.span.end - 1) + 1)
            name = own + clean.text[slice(*gaps[head])] + head.of(clean.document.text)
        yield from named_values(mention, name, span)
