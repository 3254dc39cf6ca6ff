"""Clean text and its sentences in; the names that it holds out, with their types."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from graph.literals import Prefilter
from graph.mentions.coined import coined
from graph.mentions.found import Found
from graph.mentions.gazetteer import groups, places, schools, strategies
from graph.mentions.inner import firms_of, inner
from graph.mentions.labels import MODEL, relabelled
from graph.mentions.ranges import full_phases, later_phases
from graph.mentions.repeat import repeats
from graph.mentions.scan import scan
from graph.mentions.select import select
from graph.mentions.zone import zone_regions
from graph.records import Mention, Sentence
from graph.rules import NameRule, name_rules
from graph.text.clean import CleanText

__all__ = ["candidates", "extents", "mentions", "ruled"]


#: What numbers a heading or an item: no name begins before its end.
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+[章节篇编条]|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[一二三四五六七八九十]是(?:要)?|\d{1,3}[.、．）](?!\d)|[①-⑳●◆■★▲])"
)


def candidates(
    text: str, rules: Iterable[NameRule] | None = None, without: frozenset[str] = frozenset()
) -> Iterator[Found]:
    """Yield what every rule finds, but for those without, in a text of one sentence a line; offsets are into it."""
    chosen, ahead = _all_rules() if rules is None else _filtered(tuple(rules))
    start = 0
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        for rule in chosen.may_match(line):
            if rule.id not in without:
                yield from scan(rule, text, start, start + len(line))
        for rule in ahead.may_match(f"{line}\n{following}"):
            if rule.id not in without:
                yield from scan(rule, text, start, start + len(line) + 1 + len(following))
        start += len(line) + 1


def _filtered(rules: Sequence[NameRule]) -> tuple[Prefilter[NameRule], Prefilter[NameRule]]:
    """Return the rules that look at one line, and those whose patterns look ahead into the next."""
    chosen = [[(rule, rule.needs) for rule in rules if rule.ahead is ahead] for ahead in (False, True)]
    return Prefilter(chosen[0]), Prefilter(chosen[1])


@cache
def _all_rules() -> tuple[Prefilter[NameRule], Prefilter[NameRule]]:
    return _filtered(name_rules())


def _lines(text: str, sentences: Iterable[tuple[int, int]]) -> tuple[str, list[int], list[int]]:
    """Return the sentences, one a line, where each line begins and how much further it stands in the clean text."""
    lines: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    at = 0
    for start, end in sentences:
        if number := _NUMBER.match(text, start, end):
            start = number.end()
        lines.append(text[start:end].rstrip("\n"))
        starts.append(at)
        shifts.append(start - at)
        at += len(lines[-1]) + 1
    return "\n".join(lines), starts, shifts


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


def extents(clean: CleanText, sentences: Iterable[Sentence]) -> list[tuple[int, int]]:
    """Return where sentences stand in the clean text, those that hold anything."""
    places = ((clean.position(one.span.start), clean.position(one.span.end - 1) + 1) for one in sentences)
    return [(start, end) for start, end in places if start < end]


def ruled(clean: CleanText, split: Sequence[tuple[int, int]], without: frozenset[str] = frozenset()) -> list[Found]:
    """Return the names that rules and gazetteers find in a document, without overlap."""
    text, subject = clean.text, clean.document.subject
    found = [*places(text, subject), *groups(text), *coined(text), *strategies(text), *schools(text)]
    lines, starts, shifts = _lines(text, split)
    found += [_moved(one, shifts[bisect_right(starts, one.start) - 1]) for one in candidates(lines, without=without)]
    standing = select(found)
    for more in (repeats, full_phases, later_phases):
        if added := list(more(text, standing)):
            standing = select([*standing, *added])
    return standing


def mentions(
    clean: CleanText, sentences: Iterable[Sentence], without: frozenset[str] = frozenset()
) -> tuple[Mention, ...]:
    """Find the names of a document, in order; a mention inside another (a firm in a project's name) follows it."""
    text, subject = clean.text, clean.document.subject
    split = extents(clean, sentences)
    standing = ruled(clean, split, without)
    if "labels.name" not in without and MODEL.exists():
        standing = relabelled(text, split, standing)
        standing = select([*standing, *repeats(text, standing)])
    firms = firms_of(text, standing, subject)
    nested = [part for name in standing for part in inner(text, name, firms, subject) if part.own > 1]
    order = sorted([*standing, *nested], key=lambda f: (f.start, -f.end, f.rule.startswith("inner."), f.type))
    return zone_regions(clean.document, tuple(dict.fromkeys(_mention(clean, name) for name in order)))
