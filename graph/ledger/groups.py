"""What is told of a region in; the undertakings that it is told of, each with all the names that it goes by, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph import remote
from graph.ledger.match import LOOSE, alike, filed, phases, sought
from graph.ledger.sayings import Saying, Source

__all__ = ["WORKS", "Known", "groups"]

#: Types whose names vary from document to document: one may stand for another where the names are alike.
WORKS = ("Project", "Park", "Facility", "Organization")


@dataclass(slots=True)
class Known:
    """What the ledger looks up: names and types, which documents name what, and all documents in order."""

    store: remote.Source
    names: Mapping[str, tuple[str, str]]
    mentions: Mapping[str, set[str]]
    sources: Sequence[Source]
    scope: set[str]
    home: str

    def named(self, entities: Sequence[str], source: Source) -> list[str]:
        """Return those of some entities that a document names."""
        return [one for one in entities if source.iri in self.mentions.get(one, ())]

    def after(self, source: Source) -> list[Source]:
        """Return the documents that are later than one, oldest first."""
        return [one for one in self.sources if one.age > source.age]


def groups(known: Known, told: Sequence[Saying]) -> list[tuple[str, ...]]:
    """Return the undertakings: each with the entities of other documents whose names are alike, the first one first."""
    named = [one.entity for one in told if one.kind != "targets"]
    told_in = {source.iri for source in known.sources}
    silent = sorted(one for one in known.scope if known.mentions.get(one, set()) & told_in)
    works = [one for one in dict.fromkeys([*named, *silent]) if known.names.get(one, ("", ""))[1] in WORKS]
    near = _near(known, works)
    taken: set[str] = set()
    found = []
    for entity in works:
        if entity in taken:
            continue
        taken.add(entity)
        partners = _partners(known, entity, near, taken)
        taken.update(partners)
        found.append((entity, *partners))
    return found


def _near(known: Known, works: Sequence[str]) -> dict[str, list[str]]:
    """Map every undertaking to those whose names may be alike, in order: comparing all with all would take too long."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(works):
        for key in filed(known.names[one][0]):
            index[key].append(number)
    near = {}
    for one in works:
        found = {number for key in sought(known.names[one][0]) for number in index.get(key, ())}
        near[one] = [works[number] for number in sorted(found)]
    return near


def _partners(known: Known, entity: str, near: Mapping[str, Sequence[str]], taken: set[str]) -> tuple[str, ...]:
    """Return the entities that other documents name most alike; a name that may stand for several is none of them."""
    scored = _alike(known, entity, near[entity])
    best = max(scored.values(), default=0.0)
    partners = tuple(other for other, score in scored.items() if score == best and other not in taken)
    if best > LOOSE:
        return partners
    return partners if len(scored) == 1 and all(len(_alike(known, one, near[one])) == 1 for one in partners) else ()


def _alike(known: Known, entity: str, works: Sequence[str]) -> dict[str, float]:
    """Return the entities that no document names beside an entity, and how much their names share with its own.

    A document may name the whole beside its only phase (甲园, 甲园一期).
    """
    name, here = known.names[entity][0], known.mentions[entity]
    scored = {other: alike(name, known.names[other][0]) for other in works if other != entity}
    same = [known.names[other][0] for other, score in scored.items() if score == 1]
    whole = len(same) == 1 and bool(phases(name)) != bool(phases(same[0]))
    return {one: score for one, score in scored.items() if score and (whole or not here & known.mentions[one])}
