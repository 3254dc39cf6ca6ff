"""A sentence and the entities that it speaks of in; its text in pieces, those that are names with their entity, out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.search.folding import compact

__all__ = ["Piece", "Spoken", "pieces", "spanned"]

_QUOTES = str.maketrans(dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‘’", "'"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `iri` is the entity that it names, "" for what is no name."""

    text: str
    iri: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a sentence may speak of: an entity with its names, or (whole) a value with the words for it."""

    iri: str
    type: str
    names: tuple[str, ...]
    whole: bool = False


def _folded(text: str) -> str:
    """Fold width and case without changing the number of characters."""
    made = (unicodedata.normalize("NFKC", one).lower() for one in text)
    return "".join(new if len(new) == 1 else one for new, one in zip(made, text, strict=True)).translate(_QUOTES)


def _stretches(text: str, one: Spoken) -> Iterator[tuple[int, int]]:
    """Yield where a name stands; of one that shares its head with others, where its beginning stands."""
    names = sorted({_folded(compact(name)) for name in one.names} - {""}, key=lambda name: (-len(name), name))
    whole = [name for name in names if name in text]
    if not whole and one.whole:
        return
    for name in whole or [_folded(compact(one.names[0]))]:
        least = len(name) if one.whole else min(2, len(name))
        for length in range(len(name), least - 1, -1):
            if length and (at := text.find(name[:length])) >= 0:
                while at >= 0:
                    yield at, at + length
                    at = text.find(name[:length], at + length)
                break


def pieces(quote: str, spoken: Iterable[Spoken]) -> tuple[Piece, ...]:
    """Return a sentence on one line in pieces; of names that overlap, the one that begins first and is longest stands.

    >>> [piece.text for piece in pieces("推进甲山\\n石化扩建", [Spoken("x", "Company", ("甲山石化",))])]
    ['推进', '甲山石化', '扩建']
    """
    text = compact(quote)
    looked = _folded(text)
    found = sorted((start, -end, one.iri, one.type) for one in spoken for start, end in _stretches(looked, one))
    made: list[Piece] = []
    last = 0
    for start, end, iri, kind in found:
        if start < last:
            continue
        made += [Piece(text[last:start])] if start > last else []
        made.append(Piece(text[start:-end], iri or "#", kind))
        last = -end
    return tuple([*made, Piece(text[last:])] if last < len(text) else made)


def spanned(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return a text in pieces, those within the spans marked.

    >>> spanned("甲山石化", [(2, 4)])
    (Piece(text='甲山', iri='', type=''), Piece(text='石化', iri='#', type=''))
    """
    made: list[Piece] = []
    last = 0
    for start, end in spans:
        made += [Piece(text[last:start]), Piece(text[start:end], "#")]
        last = end
    return tuple(one for one in [*made, Piece(text[last:])] if one.text)
