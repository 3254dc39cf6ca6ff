"""Letters that a person types in; how they may be cut into syllables and their beginnings, and which names fit, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["LONGEST", "Syllables", "fitting"]

#: No more letters are read as sounds.
LONGEST = 40
#: No more ways to cut a search are kept: people type few syllables.
_WAYS = 8
_LONGEST_SYLLABLE = 6
_RETROFLEX = ("zh", "ch", "sh")


class Syllables:
    """The syllables that the names of a graph have, and what may be short for them."""

    def __init__(self, known: Iterable[str]) -> None:
        """Remember the syllables, without tones."""
        self.known = frozenset(known)
        self._beginnings = frozenset(one[:length] for one in self.known for length in range(1, len(one) + 1))

    def cuts(self, text: str) -> list[tuple[str, ...]]:
        """Return the ways to cut letters into syllables or beginnings of syllables, the likeliest first.

        >>> syllables = Syllables(["jin", "zhou", "shi", "hua"])
        >>> syllables.cuts("jinzhou")[0], syllables.cuts("jzsh")[0]
        (('jin', 'zhou'), ('j', 'z', 's', 'h'))
        """
        ways: list[list[tuple[str, ...]]] = [[] for _ in range(len(text) + 1)]
        ways[len(text)] = [()]
        for at in range(len(text) - 1, -1, -1):
            for end in range(min(len(text), at + _LONGEST_SYLLABLE), at, -1):
                piece = text[at:end]
                if piece in self._beginnings or (len(piece) == 1 and piece.isalnum()):
                    ways[at] += [(piece, *rest) for rest in ways[end]]
            ways[at] = sorted(ways[at], key=self._worth)[:_WAYS]
        return ways[0]

    def _worth(self, way: tuple[str, ...]) -> tuple[int, int]:
        """Tell how likely a way is: all syllables or all initials before a mixture, then the fewest pieces."""
        whole = sum(piece in self.known for piece in way)
        single = sum(len(piece) == 1 for piece in way)
        return len(way) - max(whole, single), len(way)


def fitting(ways: Iterable[Sequence[str]]) -> list[re.Pattern[str]]:
    """Return patterns, one a way to cut letters, that match where the way fits the syllables of a name.

    >>> fitting([("j", "zhou")])[0].search("da jin zhou").start()
    3
    """
    return [re.compile(r"(?<!\S)" + r"\S* ".join(map(re.escape, way))) for way in ways]
