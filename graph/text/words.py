"""Text in; where its words begin and end out, as jieba cuts it: soft evidence at unclear boundaries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

__all__ = ["begins_word", "boundaries", "cut", "is_common", "searched", "tagged"]

#: How many characters on either side of a place are cut: enough for the words around it.
_AROUND = 12
#: No longer words are looked for.
_LONGEST = 5
#: How often a word stands in the texts that jieba's dictionary was counted from, for it to be a common one.
_COMMON = 500


@cache
def _tokenizer() -> Any:
    import jieba  # takes half a second to load its dictionary

    jieba.setLogLevel(60)  # type: ignore[no-untyped-call]
    return jieba.Tokenizer()  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def boundaries(text: str) -> frozenset[int]:
    """Return the places between the words of a text, its beginning and end included.

    >>> sorted(boundaries("建设出海口"))
    [0, 2, 5]
    """
    at, places = 0, [0]
    for word in _tokenizer().cut(text, HMM=False):
        at += len(word)
        places.append(at)
    return frozenset(places)


def cut(text: str) -> list[str]:
    """Return the words of a text, one after the other.

    >>> cut("石化集团扩建")
    ['石化集团', '扩建']
    """
    return list(_tokenizer().cut(text, HMM=False))


def searched(text: str) -> list[str]:
    """Return the words by which a text is found: its own, and the shorter ones that they hold.

    >>> searched("精细化工")
    ['精细', '细化', '化工', '精细化', '精细化工']
    """
    return list(_tokenizer().cut_for_search(text, HMM=False))


def begins_word(text: str, start: int) -> bool:
    """Tell whether a word begins at a place of a text.

    >>> begins_word("北京东站", 1), begins_word("在京东仓库", 1)
    (False, True)
    """
    first = max(0, start - _AROUND)
    return start - first in boundaries(text[first : start + _AROUND])


def is_common(word: str) -> bool:
    """Tell whether a word is a common one of jieba's dictionary, no invented name.

    >>> is_common("农民"), is_common("甲农")
    (True, False)
    """
    tokenizer = _tokenizer()
    tokenizer.initialize()
    return bool(tokenizer.FREQ.get(word, 0) > _COMMON)


@cache
def _kinds() -> dict[str, str]:
    """Return what kind of word each word of the dictionary is: n, v, ns, m …"""
    import jieba

    with jieba.get_dict_file() as lines:  # type: ignore[no-untyped-call]
        entries = (line.split(" ") for line in lines.read().decode("utf-8").splitlines())
        return {word: kind for word, _, kind in entries}


def tagged(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of the words of a text: the longest of jieba's dictionary, from the left.

    The kind is "" for what is no word of it; Latin letters and digits that stand together are one word.

    >>> [("建设出海口3GW"[start:end], kind) for start, end, kind in tagged("建设出海口3GW")]
    [('建设', 'vn'), ('出海口', 'n'), ('3GW', '')]
    """
    kinds, at, length = _kinds(), 0, len(text)
    while at < length:
        end = at + 1
        if text[at].isascii():
            while text[at].isalnum() and end < length and text[end].isascii() and text[end].isalnum():
                end += 1
        else:
            for end in range(min(at + _LONGEST, length), at, -1):
                if text[at:end] in kinds:
                    break
        yield at, end, kinds.get(text[at:end], "")
        at = end
