"""A sentence and the tags of its names in; what a sequence labeller sees of every character out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from graph.lexicon import industries, regions
from graph.literals import Listed
from graph.patterns import word_list
from graph.text.words import tagged

__all__ = ["HEADS", "OUTSIDE", "features", "listed"]

OUTSIDE = "O"
#: Word lists whose words a character may begin, end or stand in.
_LISTS = (
    *("park", "cluster", "company", "company-soft", "company-strong", "company-coined", "organization", "facility"),
    *("project", "works", "role", "strategy", "line", "develop", "build-up", "carry-out", "invest", "cut", "soft-cut"),
    *("firm-list", "project-list", "park-list", "industry-list", "org-list", "in-state", "in-state-weak", "level"),
    *("state-adverb", "product", "generic", "industry_tails", "industry_modifiers", "cooperate", "target", "verb"),
)
#: The lists of words that names end with.
HEADS = frozenset(_LISTS[:13])
#: How far ahead the next head is looked for.
_AHEAD = 14
_STOPS = frozenset("，。；、：！？\n")
_BREAKS = _STOPS | frozenset("（）")
#: Lengths and distances from here on are one.
_FAR, _LONG = 6, 8


@cache
def _search() -> Listed:
    words: dict[str, set[str]] = defaultdict(set)
    for name in _LISTS:
        for word in word_list(name):
            words[word].add(name)
    for word in regions().by_name:
        if len(word) > 1:
            words[word].add("region")
    for word in industries():
        words[word].add("industry")
    return Listed(words)


def listed(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Return where words of the lists stand in a text, overlapping ones too, and which lists hold them."""
    return _search().within(text)


def _kind(char: str) -> str:
    if char.isdigit():
        return "kD"
    if char.isascii() and char.isalpha():
        return "kL"
    return "kH" if "\u4e00" <= char <= "\u9fff" else "kP"


def features(text: str, tags: Sequence[str]) -> list[list[str]]:
    """Return what the labeller sees of every character.

    Its neighbours, the rules' tags, the words of the lists and of jieba's dictionary that it stands in, with the
    dictionary's kinds of words, and how long the stretch between two marks is that it stands in, and where in it.
    """
    length = len(text)
    padded, told, wide = f"#{text}#", [OUTSIDE, *tags, OUTSIDE], f"###{text}####"
    columns = (
        text,
        ["1" + char for char in padded[:length]],
        ["3" + char for char in padded[2:]],
        ["5" + padded[at : at + 2] for at in range(length)],
        ["6" + padded[at : at + 2] for at in range(1, length + 1)],
        ["7" + wide[at : at + 2] for at in range(1, length + 1)],
        ["8" + wide[at : at + 2] for at in range(4, length + 4)],
        ["9" + wide[at : at + 2] for at in range(5, length + 5)],
        ["w" + wide[at : at + 3] for at in range(2, length + 2)],
        [_kind(char) for char in text],
        tags,
        ["t" + tag for tag in told[:length]],
        ["u" + tag for tag in told[2:]],
    )
    found = [list(column) for column in zip(*columns, strict=True)]
    _add_listed(text, found)
    _add_words(text, found)
    _add_stretches(text, found)
    return found


def _add_listed(text: str, found: list[list[str]]) -> None:
    """Add which words of the lists characters begin, end or stand in, and which head comes next."""
    held: dict[tuple[int, str], None] = {}
    head: dict[int, str] = {}
    for start, end, lists in listed(text):
        for name in lists:
            held[start, "B" + name] = held[end - 1, "E" + name] = None
            held.update(((at, "I" + name), None) for at in range(start + 1, end - 1))
            if name in HEADS:
                head[end - 1] = name
    for at, name in held:
        found[at].append(name)
    following, distance = "end", 0
    for at in range(len(text) - 1, -1, -1):
        found[at].append("a" + (following if distance < _AHEAD else "far"))
        if text[at] in _STOPS:
            following, distance = text[at], 0
        elif at in head:
            following, distance = head[at], 0
        distance += 1


def _add_words(text: str, found: list[list[str]]) -> None:
    """Add the kind and length of the dictionary's word that characters stand in, and of those beside it."""
    words = [(start, end, _word(text[start:end], kind)) for start, end, kind in tagged(text)]
    before = "^"
    for number, (start, end, kind) in enumerate(words):
        after = words[number + 1][2] if number + 1 < len(words) else "$"
        beside = ("jp" + before + kind, "jn" + kind + after)
        found[start] += ("Bj" + kind, *beside)
        for at in range(start + 1, end):
            found[at] += ("Ij" + kind, *beside)
        before = kind


def _word(word: str, kind: str) -> str:
    if word in _BREAKS:
        return word
    if word.isdigit():
        return "m"
    return "L" if word.isascii() and word.isalpha() else f"{kind[:1] or 'x'}{min(len(word), 3)}"


def _add_stretches(text: str, found: list[list[str]]) -> None:
    """Add between which marks characters stand, how far from them, and how long this stretch and the last are."""
    start, last = 0, 0
    length = len(text)
    while start <= length:
        end = next((at for at in range(start, length) if text[at] in _BREAKS), length)
        left, right = text[start - 1] if start else "^", text[end] if end < length else "$"
        size = end - start
        next_end = next((at for at in range(end + 1, length) if text[at] in _BREAKS), length)
        following = max(0, next_end - end - 1)
        whole = f"sg{left}{right}{size if size < 7 else '7' if size < 10 else '+'}"
        beside = f"s2{left}{right}{min(last, _LONG)}{min(following, _LONG)}"
        for at in range(start, end):
            found[at] += (whole, beside, f"sl{left}{min(at - start, _FAR)}", f"se{right}{min(end - at, _FAR)}")
        start, last = end + 1, size
