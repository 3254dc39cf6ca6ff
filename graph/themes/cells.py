"""What documents say of a theme's entities in; what each region has of the theme, added up once, out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log2

from graph.industries import scheme
from graph.themes.corpus import MEMBERS, Corpus
from graph.themes.records import Aim, Scale, Sum

__all__ = ["aims", "basis_of", "members", "money", "scales", "stage_of", "stages", "status_of", "told_of", "weight"]

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


def told_of(corpus: Corpus, entity: str, region: str) -> set[str]:
    """Return the sentences on an entity that count for a region: all where it is of that one alone, else its own.

    Of what several regions have those of its documents, and of facts that lead to a place or thing in it.
    """
    told = corpus.about.get(entity, ())
    if len(corpus.homes.get(entity, ())) < 2:
        return {one.sentence for one in told}
    found = set()
    for one in told:
        other = one.object if one.subject == entity else one.subject
        if corpus.speaker(one.sentence) == region or corpus.homes.get(other, frozenset()) == {region}:
            found.add(one.sentence)
    return found


def weight(corpus: Corpus, entities: Iterable[str], region: str) -> float:
    """Return what entities weigh in a region: one and the logarithm of their sentences each, half for industries."""
    total = 0.0
    for entity in sorted(entities):
        told = len(told_of(corpus, entity, region))
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


def basis_of(corpus: Corpus, sentences: Iterable[str]) -> str:
    """Return whether sentences tell what is (actual, one is enough) or what is to be (target)."""
    return "target" if all(corpus.passages[one].basis == "target" for one in sentences) else "actual"


def stage_of(corpus: Corpus, entity: str) -> str:
    """Return whether an undertaking is a plan, works or a fact; "" where no document tells.

    A state that is only aimed at (推动甲项目投产) is a plan, whatever the state.
    """
    status = status_of(corpus, entity)
    if not status:
        return ""
    told = {one.sentence for one in corpus.about[entity] if one.property == "status" and one.subject == entity}
    return "plan" if basis_of(corpus, told) == "target" else _STAGE.get(status, "fact")


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
            basis = basis_of(corpus, sentences)
            found.append(Scale(value, entity, not covered and not again, basis, sentences))
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
