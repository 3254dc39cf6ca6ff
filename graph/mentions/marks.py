"""A text in; where its punctuation, brackets and words of cutting stand out, found once for all rules."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.patterns import word_list

__all__ = ["BRACKETS", "HARD", "PAIRS", "Marks", "marks"]

HARD = "，。；：！？\n【】｜"
PAIRS = {"”": "“", "）": "（", "》": "《", "’": "‘"}
BRACKETS = re.compile("[“”（）《》‘’]")
_STOPS = re.compile(f"[{HARD}]")
_STOPS_AND_COMMAS = re.compile(f"[{HARD}、]")


@dataclass(frozen=True, slots=True)
class Marks:
    """Sorted offsets: behind what ends a clause, behind that and 、, of brackets, and cut words with where they end."""

    stops: list[int]
    stops_and_commas: list[int]
    brackets: list[int]
    cuts: list[int]
    cut_ends: list[int]
    list_cuts: list[int]
    list_cut_ends: list[int]

    def left(self, end: int, many: bool) -> int:
        """Return where the clause begins in which `end` stands; with `many` one that goes on over 、."""
        places = self.stops if many else self.stops_and_commas
        at = bisect_left(places, end + 1)
        return places[at - 1] if at else 0

    def bracketed(self, start: int, end: int) -> bool:
        """Tell whether a bracket or quotation mark stands in a stretch."""
        at = bisect_left(self.brackets, start)
        return at < len(self.brackets) and self.brackets[at] < end

    def cut(self, start: int, end: int, many: bool) -> list[tuple[int, int]]:
        """Return the words in a stretch that stand in no name, as start and end."""
        starts, ends = (self.list_cuts, self.list_cut_ends) if many else (self.cuts, self.cut_ends)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        return [(a, b) for a, b in zip(starts[first:last], ends[first:last], strict=True) if b <= end]


@cache
def _cut_search(many: bool) -> tuple[AhoCorasick, int]:
    """Search for the words of cutting behind those that hold one and do not cut, which are as many as the number."""
    kept = word_list("not-cut")
    words = (*kept, *word_list("cut"), *(() if many else word_list("particles")))
    return AhoCorasick(words, matchkind=MatchKind.LeftmostFirst), len(kept)


def _cuts(text: str, many: bool) -> tuple[list[int], list[int]]:
    search, kept = _cut_search(many)
    found = [(start, end) for number, start, end in search.find_matches_as_indexes(text) if number >= kept]
    return [start for start, _ in found], [end for _, end in found]


@lru_cache(maxsize=8)
def marks(text: str) -> Marks:
    """Return where the marks of a text stand.

    >>> marks("建设甲园，乙园").left(6, True)
    5
    """
    return Marks(
        [match.end() for match in _STOPS.finditer(text)],
        [match.end() for match in _STOPS_AND_COMMAS.finditer(text)],
        [match.start() for match in BRACKETS.finditer(text)],
        *_cuts(text, False),
        *_cuts(text, True),
    )
