"""What documents say of a theme's entities in; what each region has of the theme, added up once, out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log2

from graph.industries import scheme
from graph.themes.corpus import MEMBERS, Corpus
from graph.themes.records import Aim, Scale, Sum

__all__ = ["aims", "members", "money", "scales", "stage_of", "stages", "status_of", "weight"]

_STAGE = {"proposed": "plan", "signed": "plan", "started": "works", "underConstruction": "works"}
#: An aim at a bare industry says less than a thing with a name.
_AIM = 0.5
#: Things that a sentence counts: 2个千亿级产业集群.
_COUNTED = re.compile("(?:[0-9]|[两二三四五六七八九十])个")


def members(corpus: Corpus) -> dict[tuple[str, str], set[str]]:
    """Map every concept and compared region to the entities of it there; an entity counts for all concepts above."""
    known = scheme().concepts
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity, concepts in corpus.concepts.items():
        if entity not in corpus.nodes:
            continue
        wider = {above for one in concepts for above in (one, *known[one].above)}
        for region in corpus.homes.get(entity, ()):
            for concept in wider:
                found[concept, region].add(entity)
    return found


def weight(corpus: Corpus, entities: Iterable[str]) -> float:
    """Return what entities weigh: one and the logarithm of the number of sentences for each, half for industries."""
    total = 0.0
    for entity in sorted(entities):
        told = len({one.sentence for one in corpus.about.get(entity, ())})
        factor = 1.0 if set(corpus.nodes[entity].types) & {*MEMBERS} else _AIM
        total += factor * (1 + log2(max(told, 1)))
    return total


def aims(corpus: Corpus, region: str, entities: frozenset[str]) -> tuple[Aim, ...]:
    """Return which of the entities the region, or a place in it, sets out to build or develop."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for one in corpus.about.get(entity, ()):
            if one.property == "targets" and one.object == entity and region in corpus.homes.get(one.subject, ()):
                found[entity].add(one.sentence)
    return tuple(Aim(entity, tuple(sorted(told))) for entity, told in sorted(found.items()))


def stages(corpus: Corpus, entities: Iterable[str]) -> dict[str, int]:
    """Count projects and parks by how far they are: plan, works, fact, "" where no document tells."""
    counts = Counter(stage_of(corpus, one) for one in entities if {"Project", "Park"} & set(corpus.nodes[one].types))
    return {stage: counts[stage] for stage in ("plan", "works", "fact", "")}


def status_of(corpus: Corpus, entity: str) -> str:
    """Return the state of a project or park that stands in the graph, "" where no document tells."""
    told = [one.object for one in corpus.about.get(entity, ()) if one.property == "status" and one.subject == entity]
    return max(told).rsplit("#", 1)[-1] if told else ""


def stage_of(corpus: Corpus, entity: str) -> str:
    """Return whether an undertaking is a plan, works or a fact; "" where no document tells."""
    status = status_of(corpus, entity)
    return _STAGE.get(status, "fact") if status else ""


def _amounts(corpus: Corpus, entity: str, name: str) -> tuple[float, tuple[str, ...]]:
    """Return the largest amount that documents state of an entity, and the sentences that state it."""
    told: dict[float, set[str]] = defaultdict(set)
    for one in corpus.about.get(entity, ()):
        if one.property == name and one.subject == entity:
            told[float(one.object)].add(one.sentence)
    if not told:
        return 0.0, ()
    most = max(told)
    return most, tuple(sorted(told[most]))


def _wholes(corpus: Corpus, entity: str) -> set[str]:
    """Return what an undertaking is part of, directly or through others."""
    found: set[str] = set()
    ahead = [entity]
    while ahead:
        at = ahead.pop()
        for one in corpus.about.get(at, ()):
            if one.property == "partOf" and one.subject == at and one.object not in found:
                found.add(one.object)
                ahead.append(one.object)
    return found


def money(corpus: Corpus, entities: Iterable[str]) -> Sum | None:
    """Add up what projects and parks cost: each once, whatever documents repeat it, and no phase beside its whole.

    Where the phases together cost more than the whole is said to, the phases are counted.
    """
    stated = {entity: _amounts(corpus, entity, "investment") for entity in sorted(set(entities))}
    stated = {entity: told for entity, told in stated.items() if told[0]}
    parts: dict[str, list[str]] = defaultdict(list)
    for entity in stated:
        whole = sorted(_wholes(corpus, entity) & stated.keys())
        if whole:
            parts[whole[0]].append(entity)
    left = {part for of in parts.values() for part in of}
    counted = []
    for entity in stated:
        if entity in left:
            continue
        phases = parts.get(entity, [])
        inside = sum(stated[part][0] for part in phases)
        counted += phases if inside > stated[entity][0] else [entity]
    if not counted:
        return None
    sentences = sorted({sentence for entity in counted for sentence in stated[entity][1]})
    return Sum(sum(stated[entity][0] for entity in counted), tuple(counted), tuple(sentences))


def scales(corpus: Corpus, entities: Iterable[str]) -> tuple[Scale, ...]:
    """Return the stated output of clusters and industries, the largest first.

    One whose industry lies below or above that of a larger one, or is the same, is covered by it and not counted, nor
    the second of two that one sentence puts at one amount (千亿级甲和乙产业集群), unless it counts them (2个).
    """
    stated = [(*_amounts(corpus, entity, "scale"), entity) for entity in sorted(set(entities))]
    found: list[Scale] = []
    for value, sentences, entity in sorted(stated, key=lambda one: (-one[0], one[2])):
        if value:
            own = corpus.concepts.get(entity, frozenset())
            counted = [one for one in found if one.counted]
            covered = any(_related(own, corpus.concepts.get(one.entity, frozenset())) for one in counted)
            again = any(one.value == value and _one_amount(corpus, one.sentences, sentences) for one in counted)
            found.append(Scale(value, entity, not covered and not again, sentences))
    return tuple(found)


def _one_amount(corpus: Corpus, some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether all sentences that state two amounts are the same and none counts the things."""
    quotes = [corpus.passages[one].quote for one in some]
    return some == others and not any(_COUNTED.search(quote) for quote in quotes)


def _related(some: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a concept of one side is, or lies above or below, one of the other."""
    known = scheme().concepts
    lines = ({one, *known[one].above} for one in some)
    upward = {above for line in lines for above in line}
    return bool(upward & others) or any({one, *known[one].above} & some for one in others)
