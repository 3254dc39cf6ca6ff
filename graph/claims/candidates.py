"""A folded sentence and what it is about in; what may be said in it out, with the features that tell whether it is.

Two things of a sentence are looked at, one and what the sentence is about, one and a quantity, or one alone, each with
the words around and between; the items of a list count as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.claims.fold import ANY, Folded
from graph.claims.topics import Topic, about
from graph.literals import Listed
from graph.patterns import AMOUNTS, amount_char, word_list
from graph.records import TYPES, Mention
from graph.values.numbers import Amount

__all__ = ["Candidate", "candidates"]

#: Word lists whose words may stand between or beside what is looked at.
_LISTS = (
    *("develop", "build-up", "carry-out", "invest", "cooperate", "target", "verb", "level", "in-state"),
    *("in-state-weak", "state-adverb", "generic", "topic-work", "works", "firm-list", "project-list"),
    *("park-list", "industry-list", "cut", "soft-cut"),
)
_LETTER = dict(zip(TYPES, "RKCOUIPFSN", strict=True))
#: Types of subjects and of the objects that something may be said of them.
_PAIRS = {
    "R": "UIKNRPSCO",
    "K": "UIKNR",
    "C": "PIURKCO",
    "O": "PRKC",
    "P": "IURKP",
    "U": "IRK",
    "F": "UIRK",
}
_OF_TOPIC = {"R": "UIKNS", "K": "UINR", "C": "PIURK", "P": "IURK", "U": "I"}
#: Two things are looked at with at most as many others between.
_BETWEEN = 5
_MEASURES = frozenset(amount_char(kind) for kind in ("Money", "Area", "Capacity"))
_SIZED = re.compile(f"[{AMOUNTS}]")
_RUN = re.compile(f"([{ANY}])(?:(?:、|和|与|及|以及|以及|，)\\1)+")
_THING = re.compile(f"[{ANY}]")
_STOP = re.compile("[，；。：]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Things of which one thing may be said: subjects, objects (mentions, a quantity, or none) and features.

    `elided` tells that the subject is what the sentence is about, `hoped` that the clause speaks of what is not yet.
    """

    subjects: tuple[Mention, ...]
    objects: tuple[Mention, ...]
    amount: tuple[Amount, str] | None
    features: list[str]
    elided: bool = False
    hoped: bool = False


@cache
def _search() -> Listed:
    words: dict[str, set[str]] = {}
    for name in _LISTS:
        for word in word_list(name):
            words.setdefault(word, set()).add(name)
    return Listed(words)


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence in which every list is one character, and what its characters stand for."""

    text: str
    things: tuple[tuple[int, str, tuple[Mention, ...], bool], ...]
    words: tuple[tuple[int, int, tuple[str, ...]], ...]


def _line(sentence: Folded) -> _Line:
    pieces, at, lists = [], 0, set()
    length = 0
    for run in _RUN.finditer(sentence.text):
        pieces += [sentence.text[at : run.start()], run[1]]
        length += run.start() - at
        lists.add(length)
        length += 1
        at = run.end()
    text = "".join([*pieces, sentence.text[at:]])
    things, taken = [], 0
    runs = iter(_RUN.finditer(sentence.text))
    for match in _THING.finditer(text):
        listed = match.start() in lists
        number = len(_THING.findall(next(runs)[0])) if listed else 1
        mentions = sentence.mentions[taken : taken + number]
        taken += number
        things.append((match.start(), _LETTER[mentions[0].type], mentions, listed))
    return _Line(text, tuple(things), tuple(_search().within(text)))


def _grams(name: str, text: str) -> Iterator[str]:
    """Yield the first characters of a text, nearest first, each with its distance, and pairs of them."""
    for at, char in enumerate(text[:4]):
        yield f"{name}{at}={char}"
    for at in range(min(len(text), 7) - 1):
        yield f"{name}b={text[at : at + 2]}"
    yield f"{name}t={text[:3]}"
    for char in text[:12]:
        if "\ue000" <= char <= "\ue1ff":
            yield f"{name}g={char}"


def _listed(line: _Line, start: int, end: int, name: str) -> Iterator[str]:
    for first, last, names in line.words:
        if start <= first and last <= end:
            for word in names:
                yield f"{name}={word}"


def _clause(text: str, at: int) -> tuple[int, int]:
    """Return where the clause around a place begins and ends."""
    before = max(text.rfind(mark, 0, at) for mark in "，；。：")
    after = _STOP.search(text, at)
    return before + 1, after.start() if after else len(text)


def _between(line: _Line, first: int, second: int, kinds: str) -> list[str]:
    text = line.text
    between = text[first + 1 : second]
    found = [f"n={min(len(between) // 4, 6)}", f"c={min(3, len(_STOP.findall(between)))}"]
    if len(between) <= 8:
        found.append(f"all={between}")
    found += [f"has{mark}" for mark in "，；：。、（(—" if mark in between]
    found += [f"w={char}" for char in between]
    found += [f"v={between[at : at + 2]}" for at in range(len(between) - 1)]
    found += [f"x={between[at : at + 3]}" for at in range(len(between) - 2)]
    found += _listed(line, first + 1, second, "l")
    found += _grams("L", text[:first][::-1])
    found += _grams("R", text[second + 1 :])
    found += _grams("A", between)
    found += _grams("B", between[::-1])
    for kind in kinds:
        same = sum(1 for at, letter, _, _ in line.things if first < at < second and letter == kind)
        found.append(f"s{kind}={min(same, 2)}")
    start, _ = _clause(text, first)
    if start == first:
        found.append("opens")
    return found


def _around(line: _Line, at: int) -> list[str]:
    text = line.text
    start, end = _clause(text, at)
    found = [*_grams("L", text[:at][::-1]), *_grams("R", text[at + 1 :])]
    found += _listed(line, start, at, "l")
    found += _listed(line, at + 1, end, "r")
    found += [f"q={text[place : place + 2]}" for place in range(start, at - 1)]
    found += [f"p={text[place : place + 2]}" for place in range(at + 1, end - 1)]
    for place, letter, _, _ in line.things:
        found.append(f"{'before' if place < at else 'after'}{letter}")
    if start == at:
        found.append("opens")
    return found


def _featured(signature: str, found: list[str]) -> list[str]:
    return [signature, *found, *(signature + one for one in found)]


def candidates(sentence: Folded, topic: Topic) -> Iterator[Candidate]:
    """Yield what may be said in a folded sentence, with features that tell whether it is."""
    line = _line(sentence)
    things = line.things
    named = {mention.text for mention in sentence.mentions}
    for j, (there, other, objects, listed) in enumerate(things):
        for i in range(max(0, j - _BETWEEN - 1), min(len(things), j + _BETWEEN + 2)):
            here, kind, subjects, several = things[i]
            if i == j or other not in _PAIRS.get(kind, ""):
                continue
            order = "<" if i < j else ">"
            found = _between(line, min(here, there), max(here, there), kind + other)
            meant = about(topic, max(0, there - 1))
            found += [f"top={any(one in meant for one in subjects)}", f"lists={several}{listed}"]
            yield Candidate(subjects, objects, None, _featured(f"{kind}{order}{other}", found))
        tops = [one for one in about(topic, max(0, there - 1)) if one.text not in named]
        for kind in dict.fromkeys(_LETTER[one.type] for one in tops):
            if other in _OF_TOPIC.get(kind, ""):
                subjects = tuple(one for one in tops if _LETTER[one.type] == kind)
                yield Candidate(subjects, objects, None, _featured(f"{kind}~{other}", _around(line, there)), True)
        if other in "PK":
            features = _featured(f"{other}!", _around(line, there))
            yield Candidate(objects, (), None, features, hoped=_is_hoped(line.text, there))
        if other in "PKUI":
            yield from _sized(line, j, sentence)


def _is_hoped(text: str, at: int) -> bool:
    """Tell whether the clause around a place holds a word for what is not yet there."""
    start, end = _clause(text, at)
    return any(word in text[start:end] for word in word_list("not-yet"))


def _sized(line: _Line, number: int, sentence: Folded) -> Iterator[Candidate]:
    """Yield what a quantity near a thing may be to it."""
    there, kind, things, _ = line.things[number]
    for at, match in enumerate(_SIZED.finditer(line.text)):
        if match[0] in _MEASURES:
            first, second = min(there, match.start()), max(there, match.start())
            if sum(first < place < second for place, *_ in line.things) <= _BETWEEN:
                found = _between(line, first, second, kind)
                order = "<" if there < match.start() else ">"
                yield Candidate(things, (), sentence.quantities[at], _featured(f"{kind}{order}{match[0]}", found))
