"""Clean text and the names that stand in; their further occurrences out: what a frame has shown once is found again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.mentions.found import Found

__all__ = ["repeats"]

_TYPES = ("Company", "Park", "Organization", "Cluster", "Project", "Facility", "Strategy", "Positioning", "Industry")
_SHORTEST = 3
_SHORTEST_INDUSTRY = 4


#: A short form that the text declares behind a name: 甲科技有限公司（以下简称“甲科技”）.
_DECLARED = re.compile(r"（(?:以下|下称|简称|又称|也称|又名)(?:简称)?[：:]?“?([^“”（）]{2,20})”?）")


def _declared(text: str, standing: Sequence[Found]) -> Iterator[tuple[str, Found]]:
    ends = {found.end: found for found in standing}
    for match in _DECLARED.finditer(text):
        if match.start() in ends:
            yield match[1], ends[match.start()]


def repeats(text: str, standing: Sequence[Found]) -> Iterator[Found]:
    """Yield the other places in the text where a name that stands is written again."""
    known: dict[str, Found] = {}
    for found in sorted(standing, key=lambda f: (-f.priority, f.start)):
        words = text[found.start : found.end]
        shortest = _SHORTEST_INDUSTRY if found.type == "Industry" else _SHORTEST
        if found.type in _TYPES and len(words) >= shortest and found.tail is None:
            known.setdefault(words, found)
    known.update(_declared(text, standing))
    if not known:
        return
    names = sorted(known)
    search = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    for number, start, end in search.find_matches_as_indexes(text):
        first = known[names[number]]
        if (start, end) != (first.start, first.end):
            yield Found(start, end, first.type, first.rule, min(first.priority, 30))
