"""A sentence with the names that rules found in; what a sequence labeller takes for names out.

The labeller is a conditional random field (Lafferty, McCallum, Pereira 2001) over characters. Beside the characters it
sees what the rules found and the words of the grammar's lists and of jieba's dictionary, so that it learns which names
the rules miss, and where they begin or end one wrongly. `python -m training` rebuilds it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from graph.lexicon import GRAMMAR
from graph.mentions.features import HEADS, OUTSIDE, features, listed
from graph.mentions.found import Found
from graph.mentions.marks import PAIRS
from graph.models import tagger
from graph.patterns import word_list

__all__ = ["MODEL", "relabelled", "spans_of", "tags_of"]

MODEL = GRAMMAR / "labels.crf"
#: Start, end and type of a name, and how sure the labeller is of its least sure character.
Seen = tuple[int, int, str, float]
#: A sentence without a word of these is not looked at.
_OF_NAMES = HEADS | {"product", "industry"}
#: A name that only the labeller sees stands from this certainty on, one that it sees in the place of another from that.
_SURE, _RIGHTED = 0.7, 0.7
#: No name is longer.
_LONGEST = 40
#: Names of rules that the labeller does not judge: they come from gazetteers.
_KNOWN = ("region.", "company.known", "organization.known", "strategy.national")


def _may_hold(text: str, tags: Sequence[str]) -> bool:
    """Tell whether a sentence holds a word of names outside the names that rules found; most that do not hold none."""
    return any(OUTSIDE in tags[start:end] for start, end, lists in listed(text) if not _OF_NAMES.isdisjoint(lists))


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


def labelled(text: str, tags: Sequence[str], path: Path) -> list[Seen]:
    """Return the names that the labeller sees in a sentence, and how sure it is of each."""
    model = tagger(path)
    told = model.tag(features(text, tags))
    return [
        (start, end, kind, min(model.marginal(told[at], at) for at in range(start, end)))
        for start, end, kind in spans_of(told)
    ]


def relabelled(
    text: str, sentences: Iterable[tuple[int, int]], standing: Sequence[Found], path: Path = MODEL
) -> list[Found]:
    """Return the names that stand in a text once the labeller has added what it sees and righted where names end.

    `sentences` are starts and ends. Names of more than one stretch and those of gazetteers are left as they are.
    """
    tags = tags_of(len(text), standing)
    named = sorted(standing, key=lambda name: name.start)
    starts = [name.start for name in named]
    added: list[Found] = []
    gone: set[Found] = set()
    for first, last in sentences:
        if not _may_hold(text[first:last], tags[first:last]):
            continue
        for start, end, kind, sure in labelled(text[first:last], tags[first:last], path):
            if kind == "Project":
                end = start + len(_end().sub("", text[first + start : first + end]))
            new = Found(first + start, first + end, kind, "labels.name", 15)
            if sure < _SURE or not 1 < new.own <= _LONGEST or not _is_name(text[new.start : new.end], kind):
                continue
            near = named[max(0, bisect_left(starts, new.start) - 1) : bisect_left(starts, new.end)]
            over = [name for name in near if name.end > new.start]
            if not over or (sure >= _RIGHTED and all(_yields(name, new) for name in over)):
                added.append(new)
                gone.update(over)
    return [*(name for name in standing if name not in gone), *added]


@cache
def _end() -> re.Pattern[str]:
    """What stands behind the name of a project that is more than that."""
    return re.compile("(?<=...)(?:" + "|".join(map(re.escape, word_list("project-end"))) + ")$")


def _yields(name: Found, new: Found) -> bool:
    """Tell whether a name may yield to one that the labeller sees in its place; a known one only to one around it."""
    if name.tail or name.lead or (name.start, name.end) == (new.start, new.end):
        return False
    inside = new.start <= name.start and name.end <= new.end and name.own < new.own
    return inside or not name.rule.startswith(_KNOWN)


def _is_name(words: str, kind: str) -> bool:
    """Tell whether words are more than a head (园区 alone is no park), and their quotation marks and brackets close."""
    if any(words.count(opening) != words.count(closing) for closing, opening in PAIRS.items()):
        return False
    if kind in ("Company", "Industry"):
        return True
    return not any(end - start == len(words) and not HEADS.isdisjoint(lists) for start, end, lists in listed(words))
