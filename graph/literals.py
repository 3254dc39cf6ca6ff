"""Regular expressions in; the words of which their matches hold at least one, and a search of all of them at once, out.

Most rules match in few sentences. A rule is run only over the sentences that hold the words that it cannot do without,
which one pass of an Aho-Corasick automaton finds for all rules together (the prefilter of RE2 and Hyperscan).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.errors import RuleError
from graph.patterns import fault, marked

__all__ = ["Listed", "Needs", "Prefilter", "needs"]

Rule = TypeVar("Rule")
#: Sets of words; a text that matches holds a word of each.
Needs = tuple[frozenset[str], ...]
#: No more strings than these are spelt out for a part of a pattern.
_MOST = 5000
#: A character class of more characters tells too little.
_CLASS = 64
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_COMMON = frozenset("，。、；：的和与以为是上大个有在")
_EMPTY = frozenset({""})


class _Part:
    """What part of a pattern matches: every string of it where they are few, and what else its matches hold."""

    def __init__(self, strings: frozenset[str] | None, needs: Iterable[frozenset[str]] = ()) -> None:
        self.strings = strings
        self.needs = list(needs)

    def all_needs(self) -> list[frozenset[str]]:
        own = [self.strings] if self.strings and "" not in self.strings else []
        return [*own, *self.needs]


@cache
def _shortest(words: frozenset[str]) -> frozenset[str]:
    """Leave out words that hold another word of the set."""
    lengths = sorted(set(map(len, words)))
    return frozenset(word for word in words if words.isdisjoint(_inside(word, lengths)))


def _inside(word: str, lengths: Iterable[int]) -> Iterator[str]:
    """Yield the shorter words of some lengths that a word holds."""
    for length in lengths:
        if length >= len(word):
            return
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


def _weight(words: frozenset[str]) -> tuple[int, int]:
    """Tell how much a set of words tells: long words first, then few."""
    return min(map(len, words)), -len(words)


class _Reader:
    """Reads what Python's parser makes of a pattern; characters of `lists` stand for the words of a list."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._lists = lists

    def sequence(self, nodes: Iterable[tuple[Any, Any]]) -> _Part:
        run: frozenset[str] | None = _EMPTY
        found: list[frozenset[str]] = []
        whole = True
        for node in nodes:
            part = self._node(*node)
            found += part.needs
            if part.strings is not None and run is not None and len(run) * len(part.strings) <= _MOST:
                run = frozenset(a + b for a, b in product(run, part.strings))
                continue
            whole = False
            if run and "" not in run:
                found.append(run)
            run = part.strings if part.strings is not None else _EMPTY
        if whole:
            return _Part(run, found)
        if run and "" not in run:
            found.append(run)
        return _Part(None, found)

    def _words(self, code: int) -> frozenset[str]:
        """Return the words that a character stands for: those of a list, or itself."""
        return frozenset(self._lists.get(chr(code), (chr(code),)))

    def _characters(self, kinds: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
        found: set[str] = set()
        for kind, value in kinds:
            if kind is _constants.LITERAL:
                found |= self._words(value)
            elif kind is _constants.RANGE and value[1] - value[0] < _CLASS:
                found.update(map(chr, range(value[0], value[1] + 1)))
            else:
                return None
        return frozenset(found)

    def _branch(self, branches: Sequence[Any]) -> _Part:
        parts = [self.sequence(branch) for branch in branches]
        if all(part.strings is not None for part in parts):
            return _Part(frozenset().union(*(part.strings for part in parts if part.strings is not None)))
        each = [part.all_needs() for part in parts]
        if not all(each):
            return _Part(None)
        return _Part(None, [frozenset().union(*(max(one, key=_weight) for one in each))])

    def _node(self, kind: Any, value: Any) -> _Part:
        if kind is _constants.LITERAL:
            return _Part(self._words(value))
        if kind is _constants.IN:
            return _Part(self._characters(value))
        if kind is _constants.SUBPATTERN:
            return self.sequence(value[-1])
        if kind is _constants.ATOMIC_GROUP:
            return self.sequence(value)
        if kind is _constants.BRANCH:
            return self._branch(value[1])
        if kind in _REPEATS:
            least, most, inside = value
            part = self.sequence(inside)
            if least == 0:
                return _Part(part.strings | _EMPTY if most == 1 and part.strings is not None else None)
            return part if least == most == 1 else _Part(None, part.all_needs())
        if kind is _constants.ASSERT:
            return _Part(_EMPTY, self.sequence(value[1]).all_needs())
        if kind in (_constants.AT, _constants.ASSERT_NOT):
            return _Part(_EMPTY)
        return _Part(None)


def needs(pattern: str, where: str = "pattern") -> Needs:
    """Return sets of words: a text in which the pattern, with its {lists}, matches holds a word of each set.

    Raises RuleError, with `where`, for a fault.

    >>> [sorted(words) for words in needs("(?:新建|扩建)了?[^，]+?(?=园区)")]
    [['园区'], ['扩建', '新建']]
    """
    try:
        text, lists = marked(pattern)
        parts = _Reader(lists).sequence(_parser.parse(text, re.MULTILINE))
    except (re.error, RuleError) as error:
        raise fault(where, error) from error
    found = {_shortest(words) for words in parts.all_needs()}
    return tuple(sorted(found, key=lambda words: (_weight(words), sorted(words)), reverse=True))


class Prefilter(Generic[Rule]):
    """Which of some rules may match a line, by the words that each needs; a rule that needs none always may."""

    def __init__(self, rules: Iterable[tuple[Rule, Iterable[frozenset[str]]]]) -> None:
        bits: dict[frozenset[str], int] = {}
        self._rules: list[Rule] = []
        self._needed: list[int] = []
        self._always: list[int] = []
        by_first: dict[int, list[int]] = defaultdict(list)
        for number, (rule, sets) in enumerate(rules):
            mine = [bits.setdefault(words, len(bits)) for words in _telling(sets)]
            self._rules.append(rule)
            self._needed.append(sum(1 << bit for bit in set(mine)))
            (by_first[mine[0]] if mine else self._always).append(number)
        held: dict[str, set[int]] = defaultdict(set)
        for words, bit in bits.items():
            for word in words:
                held[word].add(bit)
        self._held = [sum(1 << bit for bit in numbers) for numbers in held.values()]
        self._first = [[n for bit in sorted(numbers) for n in by_first[bit]] for numbers in held.values()]
        self._search = AhoCorasick(list(held) or ["\0"], matchkind=MatchKind.Standard)

    def may_match(self, line: str) -> list[Rule]:
        """Return the rules whose words a line holds, in order."""
        if not self._held:
            return self._rules
        hits = {hit[0] for hit in self._search.find_matches_as_indexes(line, overlapping=True)}
        held = 0
        for word in hits:
            held |= self._held[word]
        needed = self._needed
        chosen = {n for word in hits for n in self._first[word] if needed[n] & held == needed[n]}
        return [self._rules[n] for n in sorted(chosen.union(self._always))]


def _telling(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Leave out sets that hold a character of almost every sentence; the most telling one first."""
    ordered = sorted(sets, key=_weight, reverse=True)
    return [words for words in ordered if not words & _COMMON] or ordered[:1]


class Listed:
    """Where words stand in a text, and what each is listed under.

    >>> list(Listed({"园": ["park"], "产业园": ["park", "role"]}).within("建产业园"))
    [(1, 4, ('park', 'role')), (3, 4, ('park',))]
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        ordered = sorted(lists)
        self._search = AhoCorasick(ordered, matchkind=MatchKind.Standard)
        self._lists = tuple(tuple(sorted(lists[word])) for word in ordered)

    def within(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield start, end and lists of every word of a text, overlapping ones too."""
        for number, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
            yield start, end, self._lists[number]
