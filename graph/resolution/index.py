"""Forms and what they share in; the forms of one region and of what lies in it or holds it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph.resolution.forms import Form
from graph.resolution.places import chain

__all__ = ["Index"]


class Index:
    """Forms by a word that they share, each with the region that it lies in."""

    def __init__(self, words: Iterable[tuple[int, str]], forms: Sequence[Form]) -> None:
        self._exact: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._inside: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, word in words:
            self._exact[word, forms[number].scope].append(number)
            for above in chain(forms[number].scope):
                self._inside[word, above].append(number)

    def near(self, word: str, scope: str) -> list[int]:
        """Return the forms of a word whose region lies in another or holds it."""
        found = set(self._inside.get((word, scope), ()))
        for above in (*chain(scope), ""):
            found |= set(self._exact.get((word, above), ()))
        return sorted(found)
