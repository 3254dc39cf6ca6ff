"""What a person types in; the expressions that the index is asked with out. No character of it is syntax there.

An expression is made of phrases in double quotes that hold folded letters and digits only; so quotation marks, stars,
NEAR, AND or a minus in a search are nothing but characters, or nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.search.folding import folded, letters, plain
from graph.search.sounds import LONGEST, Syllables
from graph.text.words import cut

__all__ = ["LONGEST_SEARCH", "Wanted", "phrase", "read", "sounding"]

#: Of a longer search only the beginning is looked for.
LONGEST_SEARCH = 200
_MOST_PARTS = 12
_QUOTED = re.compile(r'["“”„‟″「」『』＂]([^"“”„‟″「」『』＂]*)["“”„‟″「」『』＂]')
_LETTERS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: all of it folded, its parts (words parted by blanks, folded), and which of them were quoted."""

    whole: str
    parts: tuple[str, ...]
    quoted: tuple[bool, ...]

    @property
    def spelt(self) -> str:
        """The letters of a search that may be read as sounds, "" where it has others."""
        return self.whole if _LETTERS.fullmatch(self.whole) and len(self.whole) <= LONGEST else ""

    def sentences(self) -> list[str]:
        """Return expressions for sentences, the next to be asked where the last finds few: by words, by characters too.

        Every part must be there; a quoted one as it is written.
        """
        exact = [f"characters : {phrase(letters(part))}" for part in self.parts]
        words = [one if quoted else f"words : ({self._words(part)})" for part, one, quoted in self._each(exact)]
        either = [
            one if quoted else f"({one} OR words : ({self._words(part)}))" for part, one, quoted in self._each(exact)
        ]
        return [" AND ".join(words), *([" AND ".join(either)] if not all(self.quoted) else [])]

    def _each(self, exact: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
        return zip(self.parts, exact, self.quoted, strict=True)

    @staticmethod
    def _words(part: str) -> str:
        return " AND ".join(map(phrase, dict.fromkeys(filter(None, map(folded, cut(part))))))

    def strings(self) -> list[str]:
        """Return what to count and mark in a sentence: the parts, and the words of those that were not quoted."""
        found = dict.fromkeys(self.parts)
        for part, quoted in zip(self.parts, self.quoted, strict=True):
            if not quoted:
                found.update(dict.fromkeys(filter(None, map(folded, cut(part)))))
        return list(found)


def read(text: str) -> Wanted:
    """Return a search as it will be looked for.

    >>> read("甲山 AND “精细化工” -*")
    Wanted(whole='甲山and精细化工', parts=('甲山', 'and', '精细化工'), quoted=(False, False, True))
    """
    text = plain(" ".join(text.split()))[:LONGEST_SEARCH]
    found: list[tuple[str, bool]] = []
    at = 0
    for match in _QUOTED.finditer(text):
        found += [(one, False) for one in text[at : match.start()].split()]
        found.append((match[1], True))
        at = match.end()
    found += [(one, False) for one in text[at:].split()]
    parts = {folded(one): quoted for one, quoted in found if folded(one)}
    kept = list(parts.items())[:_MOST_PARTS]
    return Wanted("".join(folded(one) for one, _ in found), tuple(p for p, _ in kept), tuple(q for _, q in kept))


def phrase(tokens: str) -> str:
    """Return tokens as a phrase of the index; they hold no quotation mark, which folding takes away."""
    return '"' + tokens.replace('"', "") + '"'


def sounding(ways: Iterable[Sequence[str]], syllables: Syllables) -> str:
    """Return the expression for names that may sound like one of the ways to cut letters; what fits is checked after.

    Syllables in a row are looked for as such, of a mixture the initials in a row and each whole syllable anywhere.
    """
    found: dict[str, None] = {}
    for way in ways:
        first = way[:-1]
        if all(piece in syllables.known or not piece.isalpha() for piece in first):
            found[f"(syllables : {phrase(' '.join(way))} *)"] = None
            continue
        made = f"initials : {phrase(' '.join(piece[0] for piece in way))}"
        whole = [f"syllables : {phrase(piece)}" for piece in first if len(piece) > 1 and piece in syllables.known]
        found[f"({' AND '.join([made, *whole])})"] = None
    return " OR ".join(found)
