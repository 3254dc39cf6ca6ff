"""Text in; the characters by which it is found out: width, case and punctuation make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

__all__ = ["compact", "folded", "letters", "marks", "places", "plain"]

#: Control and direction marks would let a name turn its surroundings round.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
_BETWEEN = re.compile(r" ?([^\x20-\x7e]) ?")


def plain(text: str) -> str:
    """Return a text without characters that cannot be seen.

    >>> plain("甲\\u202e山")
    '甲山'
    """
    return _HIDDEN.sub("", text)


def compact(text: str) -> str:
    """Return a sentence on one line: white space is only kept where it parts two Latin words.

    >>> compact("甲山石化\\n  在建 PX unit")
    '甲山石化在建PX unit'
    """
    return _BETWEEN.sub(r"\1", plain(_SPACE.sub(" ", text))).strip()


def _one(character: str) -> str:
    """Fold one character, which may become several or none."""
    return "".join(one for one in unicodedata.normalize("NFKC", character).casefold() if one.isalnum())


def places(text: str) -> list[tuple[str, int]]:
    """Return the folded characters of a text, each with its place in it.

    >>> places("（ＧＷ）")
    [('g', 1), ('w', 2)]
    """
    return [(one, at) for at, character in enumerate(text) for one in _one(character)]


def folded(text: str) -> str:
    """Return the characters by which a text is found.

    >>> folded("“百·千亿”ＧＷ 工程")
    '百千亿gw工程'
    """
    return "".join(one for character in text for one in _one(character))


def letters(text: str) -> str:
    """Return the characters of a folded text with blanks between: each is a token of the index.

    >>> letters("甲gw")
    '甲 g w'
    """
    return " ".join(text)


def marks(text: str, wanted: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where folded strings stand in a text, in order; what overlaps is one.

    >>> marks("甲山（石化）集团", ["山石", "石化"])
    ((1, 5),)
    """
    known = places(text)
    letters_ = "".join(one for one, _ in known)
    found = sorted(pair for one in wanted if one for pair in _each(letters_, one))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple((known[start][1], known[end - 1][1] + 1) for start, end in joined)


def _each(text: str, one: str) -> Iterator[tuple[int, int]]:
    at = text.find(one)
    while at >= 0:
        yield at, at + len(one)
        at = text.find(one, at + 1)
