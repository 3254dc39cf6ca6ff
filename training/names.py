"""Texts with their names in; what the labeller of names learns from, and its model, graph/grammar/labels.crf, out.

It learns from two kinds of texts. No rule was written with the marked passages beside this script. The documents of
tests/passages were in view of the rules, which therefore find more in them than in others: as many of the rules' names
are hidden from the labeller as the rules miss elsewhere.

What the labeller sees of a text is what the rules find in it, so it is to be rebuilt after larger changes of the rules.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.documents import document, load
from graph.evaluate import read_gold
from graph.mentions import extents, ruled
from graph.mentions.features import OUTSIDE, features
from graph.mentions.found import Found
from graph.mentions.labels import tags_of
from graph.text.clean import clean
from graph.text.sentences import sentences
from training.texts import IN_VIEW, Passage, fit, golds, passages

#: How many of a hundred names that rules find in documents that were in their view are hidden.
_HIDDEN = 30
#: Of two permitted types the labeller learns the first of these.
_FIRST = ("Project", "Park", "Positioning", "Strategy", "Region")
#: Weights of the penalties on the sum and on the squares of the parameters, and rounds of the optimiser.
PARAMETERS = {"c1": 0.6, "c2": 0.1, "max_iterations": 100}

Sequence = tuple[str, list[str], list[str]]


def _kind(value: str | list[str]) -> str:
    kinds = [value] if isinstance(value, str) else sorted(value)
    return kinds[0] if len(kinds) == 1 else next((kind for kind in _FIRST if kind in kinds), kinds[0])


def plain(name: str) -> str:
    """Return a name as clean text spells it."""
    return "".join(name.split()).translate(str.maketrans(",;!?()‘’", "，；！？（）“”"))


def annotated(gold: Path, documents: Path) -> Iterator[Sequence]:
    """Yield the sentences of a document whose names a gold file lists: longer names are looked for first."""
    facts = read_gold(gold)
    cleaned = clean(load(next(documents.glob(f"{facts[0]['doc']}*"))))
    text, split = cleaned.text, extents(cleaned, sentences(cleaned))
    names: dict[str, str] = {}
    for fact in facts[1:]:
        if fact["kind"] == "entity":
            for name in (fact["name"], *fact.get("aliases", [])):
                names.setdefault(plain(name), _kind(fact["type"]))
    right = tags_of(len(text), ())
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for match in re.finditer(re.escape(name), text) if len(name) > 1 else ():
            if all(tag == OUTSIDE for tag in right[match.start() : match.end()]):
                right[match.start() : match.end()] = _tags(names[name], len(name))
    shown = [one for one in ruled(cleaned, split) if zlib.crc32(text[one.start : one.end].encode()) % 100 >= _HIDDEN]
    told = tags_of(len(text), shown)
    for start, end in split:
        yield text[start:end], told[start:end], right[start:end]


def _tags(kind: str, length: int) -> list[str]:
    return [f"B-{kind}"] + [f"I-{kind}"] * (length - 1)


def sequences(passage: Passage) -> Iterator[Sequence]:
    """Yield the sentences of a passage: the characters, the tags of what rules find, the tags of what is marked."""
    title = f"{passage.place}\n"
    cleaned = clean(document(title + passage.text, name="passage"))
    split = extents(cleaned, sentences(cleaned))
    told = tags_of(len(cleaned.text), ruled(cleaned, split))
    marked = [
        Found(cleaned.position(start + len(title)), cleaned.position(end + len(title) - 1) + 1, kind, "marked", 1)
        for start, end, kind in passage.names
    ]
    right = tags_of(len(cleaned.text), marked)
    for start, end in split:
        if start >= len(title):  # the title only places the passage: nothing is marked in it
            yield cleaned.text[start:end], told[start:end], right[start:end]


def examples() -> Iterator[Sequence]:
    """Yield every sentence that the labeller learns from."""
    for passage in passages():
        yield from sequences(passage)
    for gold in golds():
        yield from annotated(gold, IN_VIEW / "documents")


def train(learnt: Iterable[Sequence], out: Path) -> int:
    """Train the labeller on sentences and write its model; return how many characters they hold."""
    return fit(((features(text, told), right) for text, told, right in learnt), PARAMETERS, out)
