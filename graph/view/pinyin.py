"""Names in; how their characters are read out: one table for all, and what single names read otherwise."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from graph.lexicon import GRAMMAR

__all__ = ["own", "sounds", "spelled"]

HAN = ("\u3400", "\u9fff")


def spelled(name: str) -> list[str]:
    """Return a syllable without tone for every character of a name, "" where it is no Chinese character.

    >>> spelled("单县A园")
    ['shan', 'xian', '', 'yuan']
    """
    from pypinyin import lazy_pinyin  # reads a large list of phrases

    read: list[str] = lazy_pinyin(name, errors=_blank)  # type: ignore[arg-type]
    for word, syllables in _otherwise().items():
        at = name.find(word)
        while at >= 0:
            read[at : at + len(word)] = syllables
            at = name.find(word, at + len(word))
    return read


def _blank(text: str) -> list[str]:
    return [""] * len(text)


def sounds(names: Iterable[str]) -> dict[str, str]:
    """Return how each Chinese character is read most often in these names.

    >>> sounds(["重庆", "重庆路", "重点"])["重"]
    'chong'
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        for character, syllable in _pairs(name):
            counts[character][syllable] += 1
    return {one: max(sorted(counts[one]), key=counts[one].__getitem__) for one in sorted(counts)}


def own(names: Iterable[str], usual: Mapping[str, str]) -> dict[str, str]:
    """Return the characters of a node's names that are read otherwise than usual, with their syllables.

    >>> own(["重点"], {"重": "chong", "点": "dian"})
    {'重': 'zhong'}
    """
    pairs = (pair for name in names for pair in _pairs(name))
    return {character: syllable for character, syllable in pairs if usual.get(character) != syllable}


@cache
def _pairs(name: str) -> Sequence[tuple[str, str]]:
    read = spelled(name)
    if len(read) != len(name):  # a character that the library splits or swallows
        return ()
    return tuple(
        (one, syllable) for one, syllable in zip(name, read, strict=True) if HAN[0] <= one <= HAN[1] and syllable
    )


@cache
def _otherwise() -> dict[str, list[str]]:
    with (GRAMMAR / "gazetteers" / "pinyin.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["name"]: row["pinyin"].split() for row in rows}
