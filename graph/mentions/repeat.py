"""Clean text and the names that stand in; their further occurrences out: what a frame has shown once is found again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.mentions.found import Found

__all__ = ["repeats"]

_TYPES = ("Company", "Park", "Organization", "Cluster", "Project", "Facility", "Strategy", "Positioning", "Industry")
_SHORTEST = 3
_SHORTEST_INDUSTRY = 4


def repeats(text: str, standing: Sequence[Found]) -> Iterator[Found]:
    """Yield the other places in the text where a name that stands is written again."""
    known: dict[str, Found] = {}
    for found in sorted(standing, key=lambda f: (-f.priority, f.start)):
        words = text[found.start : found.end]
        shortest = _SHORTEST_INDUSTRY if found.type == "Industry" else _SHORTEST
        if found.type in _TYPES and len(words) >= shortest and found.tail is None:
            known.setdefault(words, found)
    if not known:
        return
    names = sorted(known)
    search = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    for number, start, end in search.find_matches_as_indexes(text):
        first = known[names[number]]
        if (start, end) != (first.start, first.end):
            yield Found(start, end, first.type, first.rule, min(first.priority, 30))
