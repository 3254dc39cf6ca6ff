"""Clean text and its sentences in; the names that it holds out, with their types."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.mentions.found import Found
from graph.mentions.gazetteer import groups, places, strategies
from graph.mentions.inner import inner
from graph.mentions.ranges import full_phases, later_phases
from graph.mentions.repeat import repeats
from graph.mentions.scan import scan
from graph.mentions.select import select
from graph.patterns import word_list
from graph.records import Mention, Sentence
from graph.rules import NameRule, name_rules
from graph.text.clean import CleanText

__all__ = ["candidates", "mentions"]


#: What numbers a heading or an item: no name begins before its end.
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+[章节篇编条]|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[一二三四五六七八九十]是(?:要)?|\d{1,3}[.、．）](?!\d)|[①-⑳●◆■★▲])"
)


@cache
def _cue_search() -> tuple[AhoCorasick, tuple[frozenset[str], ...]]:
    """Return a search for every word that some rule needs, and for each word the lists that hold it."""
    lists: dict[str, set[str]] = defaultdict(set)
    for rule in name_rules():
        for name in rule.requires:
            for word in word_list(name):
                lists[word].add(name)
    ordered = sorted(lists)
    return AhoCorasick(ordered, matchkind=MatchKind.Standard), tuple(frozenset(lists[word]) for word in ordered)


def _present(sentence: str) -> set[str]:
    search, lists = _cue_search()
    found: set[str] = set()
    for number, _, _ in search.find_matches_as_indexes(sentence, overlapping=True):
        found |= lists[number]
    return found


def candidates(sentence: str, rules: Iterable[NameRule] | None = None) -> Iterator[Found]:
    """Yield what every rule finds in one sentence; offsets are into the sentence."""
    present = _present(sentence)
    for rule in name_rules() if rules is None else rules:
        if rule.requires <= present:
            yield from scan(rule, sentence)


def _moved(found: Found, by: int) -> Found:
    tail = (found.tail[0] + by, found.tail[1] + by) if found.tail else None
    return Found(found.start + by, found.end + by, found.type, found.rule, found.priority, tail)


def _mention(clean: CleanText, found: Found) -> Mention:
    span = clean.span(found.start, found.end)
    text = clean.source(found.start, found.end)
    if found.lead is not None:
        parts = (*_parts(clean, *found.lead), *_parts(clean, found.start, found.end))
        return Mention(span, found.type, clean.source(*found.lead) + text, found.rule, parts)
    if found.tail is None:
        contiguous = span.end - span.start == found.own
        return Mention(span, found.type, text, found.rule, () if contiguous else _parts(clean, found.start, found.end))
    parts = (*_parts(clean, found.start, found.end), *_parts(clean, *found.tail))
    return Mention(span, found.type, text + clean.source(*found.tail), found.rule, parts)


def _parts(clean: CleanText, start: int, end: int) -> tuple:  # type: ignore[type-arg]
    """Return the stretches of the document that the characters start to end of the clean text stand in."""
    parts, first = [], start
    for i in range(start + 1, end + 1):
        if i == end or clean.offsets[i] != clean.offsets[i - 1] + 1:
            parts.append(clean.span(first, i))
            first = i
    return tuple(parts)


def mentions(clean: CleanText, sentences: Iterable[Sentence]) -> tuple[Mention, ...]:
    """Find the names of a document, in order; a mention inside another (a firm in a project's name) follows it."""
    text, subject = clean.text, clean.document.subject
    found = [*places(text, subject), *groups(text), *strategies(text)]
    for sentence in sentences:
        start, end = clean.position(sentence.span.start), clean.position(sentence.span.end)
        if number := _NUMBER.match(text, start, end):
            start = number.end()
        found += [_moved(name, start) for name in candidates(text[start:end])]
    standing = select(found)
    standing = select([*standing, *repeats(text, standing)])
    standing = select([*standing, *full_phases(text, standing)])
    standing = select([*standing, *later_phases(text, standing)])
    nested = [part for name in standing for part in inner(text, name, standing, subject)]
    order = sorted([*standing, *nested], key=lambda f: (f.start, -f.end, f.rule.startswith("inner."), f.type))
    return tuple(dict.fromkeys(_mention(clean, name) for name in order))
