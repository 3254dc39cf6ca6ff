"""A sentence with the names that rules found in; what a sequence labeller takes for names out.

The labeller is a conditional random field (Lafferty, McCallum, Pereira 2001) over characters. Beside the characters it
sees what the rules found and the words of the grammar's lists, so that it learns where rules stop short, and which of
their names to doubt. `python -m training` rebuilds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.lexicon import GRAMMAR, industries, regions
from graph.mentions.found import Found
from graph.mentions.marks import PAIRS
from graph.patterns import word_list

__all__ = ["MODEL", "OUTSIDE", "features", "relabelled", "spans_of", "tags_of"]

MODEL = GRAMMAR / "labels.crf"
OUTSIDE = "O"
#: Start, end and type of a name, and how sure the labeller is of its least sure character.
Seen = tuple[int, int, str, float]
#: Word lists whose words a character may begin, end or stand in.
_LISTS = (
    *("park", "cluster", "company", "company-soft", "company-strong", "company-coined", "organization", "facility"),
    *("project", "works", "role", "strategy", "line", "develop", "build-up", "carry-out", "invest", "cut", "soft-cut"),
    *("firm-list", "project-list", "park-list", "industry-list", "org-list", "in-state", "in-state-weak", "level"),
    *("state-adverb", "product", "generic", "industry_tails", "industry_modifiers", "cooperate", "target", "verb"),
)
_HEADS = frozenset(_LISTS[:13])
#: A sentence without a word of these is not looked at.
_OF_NAMES = _HEADS | {"product", "industry"}
#: How far ahead the next head is looked for.
_AHEAD = 14
#: A name that only the labeller sees stands from this certainty on; one that it surely does not see falls.
_SURE, _DOUBTED = 0.6, 0.9
#: No name is longer.
_LONGEST = 40
#: Names of rules that the labeller does not judge: they come from gazetteers.
_KNOWN = ("region.", "company.known", "organization.known", "strategy.national")
_STOPS = frozenset("，。；、：！？\n")


@cache
def _search() -> tuple[AhoCorasick, tuple[tuple[str, ...], ...]]:
    words: dict[str, set[str]] = defaultdict(set)
    for name in _LISTS:
        for word in word_list(name):
            words[word].add(name)
    for word in regions().by_name:
        if len(word) > 1:
            words[word].add("region")
    for word in industries():
        words[word].add("industry")
    ordered = sorted(words)
    return AhoCorasick(ordered, matchkind=MatchKind.Standard), tuple(tuple(sorted(words[word])) for word in ordered)


def _kind(char: str) -> str:
    if char.isdigit():
        return "kD"
    if char.isascii() and char.isalpha():
        return "kL"
    return "kH" if "\u4e00" <= char <= "\u9fff" else "kP"


def features(text: str, tags: Sequence[str]) -> list[list[str]]:
    """Return what the labeller sees of every character: its neighbours, the rules' tags, words of the lists."""
    length = len(text)
    words, head = _words(text)
    ahead, following, distance = [""] * length, "end", 0
    for at in range(length - 1, -1, -1):
        ahead[at] = following if distance < _AHEAD else "far"
        if text[at] in _STOPS:
            following, distance = text[at], 0
        elif at in head:
            following, distance = head[at], 0
        distance += 1
    padded, told = f"#{text}#", [OUTSIDE, *tags, OUTSIDE]
    columns = (
        text,
        ["1" + char for char in padded[:length]],
        ["3" + char for char in padded[2:]],
        ["5" + padded[at : at + 2] for at in range(length)],
        ["6" + padded[at : at + 2] for at in range(1, length + 1)],
        [_kind(char) for char in text],
        tags,
        ["t" + tag for tag in told[:length]],
        ["u" + tag for tag in told[2:]],
        ["a" + name for name in ahead],
    )
    found = [list(column) for column in zip(*columns, strict=True)]
    for at, name in words:
        found[at].append(name)
    return found


def _words(text: str) -> tuple[set[tuple[int, str]], dict[int, str]]:
    """Return which words of the lists characters begin, end or stand in, and where heads end."""
    held: set[tuple[int, str]] = set()
    head: dict[int, str] = {}
    search, lists = _search()
    for number, start, end in search.find_matches_as_indexes(text, overlapping=True):
        for name in lists[number]:
            held.add((start, "B" + name))
            held.add((end - 1, "E" + name))
            for at in range(start + 1, end - 1):
                held.add((at, "I" + name))
            if name in _HEADS:
                head[end - 1] = name
    return held, head


def _may_hold(text: str, tags: Sequence[str]) -> bool:
    """Tell whether a sentence holds a word of names outside the names that rules found; most that do not hold none."""
    search, lists = _search()
    return any(
        not _OF_NAMES.isdisjoint(lists[number]) and OUTSIDE in tags[start:end]
        for number, start, end in search.find_matches_as_indexes(text, overlapping=True)
    )


def tags_of(length: int, names: Iterable[Found]) -> list[str]:
    """Return a tag for every character of a text: B- or I- and the type of the name that it stands in, else O."""
    tags = [OUTSIDE] * length
    for name in names:
        tags[name.start : name.end] = [f"B-{name.type}"] + [f"I-{name.type}"] * (name.own - 1)
    return tags


def spans_of(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and type of every name that tags mark."""
    start, kind = 0, ""
    for at, tag in enumerate([*tags, OUTSIDE]):
        if kind and (tag[:1] != "I" or tag[2:] != kind):
            yield start, at, kind
            kind = ""
        if tag[:1] == "B" or (tag[:1] == "I" and not kind):
            start, kind = at, tag[2:]


@cache
def _tagger(path: Path) -> Any:
    module: Any = import_module("pycrfsuite")  # has no type stubs
    tagger = module.Tagger()
    tagger.open(str(path))
    return tagger


def labelled(text: str, tags: Sequence[str], path: Path) -> tuple[list[Seen], dict[int, float]]:
    """Return the names that the labeller sees in a sentence, and how sure it is that a tagged place stands in none."""
    tagger = _tagger(path)
    told = tagger.tag(features(text, tags))
    seen = [
        (start, end, kind, min(tagger.marginal(told[at], at) for at in range(start, end)))
        for start, end, kind in spans_of(told)
    ]
    places = [at for at, tag in enumerate(told) if tag == OUTSIDE and tags[at] != OUTSIDE]
    return seen, {at: tagger.marginal(OUTSIDE, at) for at in places}


def relabelled(
    text: str, sentences: Iterable[tuple[int, int]], standing: Sequence[Found], path: Path = MODEL
) -> list[Found]:
    """Return the names that stand in a text once the labeller has added what it sees and dropped what it doubts.

    `sentences` are starts and ends. Names of more than one stretch and those of gazetteers are left as they are.
    """
    tags = tags_of(len(text), standing)
    added: list[Found] = []
    outside: dict[int, float] = {}
    for first, last in sentences:
        if not _may_hold(text[first:last], tags[first:last]):
            continue
        seen, doubts = labelled(text[first:last], tags[first:last], path)
        outside.update({first + at: doubt for at, doubt in doubts.items()})
        for start, end, kind, sure in seen:
            free = all(tag == OUTSIDE for tag in tags[first + start : first + end])
            if free and 1 < end - start <= _LONGEST and sure >= _SURE:
                added.append(Found(first + start, first + end, kind, "labels.name", 15))
    kept = [name for name in standing if not _is_doubted(name, outside)]
    return [*kept, *(name for name in added if _is_whole(text[name.start : name.end]))]


def _is_doubted(name: Found, outside: dict[int, float]) -> bool:
    if name.tail or name.lead or name.rule.startswith(_KNOWN):
        return False
    return min(outside.get(at, 0.0) for at in range(name.start, name.end)) > _DOUBTED


def _is_whole(words: str) -> bool:
    """Tell whether the quotation marks and brackets of a name close."""
    return all(words.count(opening) == words.count(closing) for closing, opening in PAIRS.items())
