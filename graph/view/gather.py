"""A source in; its entities with their facts, documents, regions, stages, years and importance out, in few passes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graph.rdf.iris import PREFIXES
from graph.records import TYPES
from graph.remote import Source
from graph.view.network import legend
from graph.view.places import CODES, SCOPE
from graph.view.rows import local, tail, value_of

__all__ = ["NO_YEAR", "Read", "distinct", "gathered", "ints", "pairs"]

_NAMED = "SELECT ?s WHERE { ?s a rg:%s ; skos:prefLabel ?label }"
_FACT = "SELECT ?s ?o WHERE { ?s rg:%s ?o }"
_IMPLIED = "SELECT ?s ?p ?o WHERE { ?x rg:explicit false ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o%s }"
_SAID = "SELECT ?s ?o ?q WHERE { ?x prov:wasDerivedFrom ?q ; rdf:subject ?s ; rdf:object ?o%s }"
_OVERRULED = "ASK { ?x rg:superseded true }"
_NOT_OVERRULED = " MINUS { ?x rg:superseded true }"
_OBSERVED = "SELECT ?s ?year WHERE { ?x rg:region ?s ; rg:indicator ?i OPTIONAL { ?x rg:year ?year } }"
_STATUS = """SELECT ?s ?o ?basis WHERE { ?s rg:status ?o OPTIONAL {
  ?x rdf:subject ?s ; rdf:object ?o ; rdf:predicate rg:status ; prov:wasDerivedFrom ?q . ?q rg:basis ?basis } }"""
_DOCUMENTS = "SELECT ?s ?year WHERE { ?s a rg:Document OPTIONAL { ?s rg:year ?year } }"

NO_YEAR = 2**31 - 1


@dataclass(slots=True)
class Read:
    """What was read of a graph; entities have the numbers in which they came."""

    numbers: dict[str, int] = field(default_factory=dict)
    types: list[int] = field(default_factory=list)
    edges: dict[str, tuple[array[int], array[int]]] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    years: list[int | None] = field(default_factory=list)
    mentions: tuple[array[int], array[int]] = field(default_factory=lambda: (array("q"), array("q")))
    kept: Any = None  # which entities are in the network
    weight: Any = None  # their importance
    homes: dict[int, int] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    first: Any = None  # the earliest year of their documents and figures, NO_YEAR for none
    last: Any = None  # the latest one, 0 for none


def gathered(source: Source) -> Read:
    """Read what a graph has, in single passes over each relation; importance is as in graph.view.network."""
    read = Read()
    _entities(source, read)
    _mentions(source, read)
    _edges(source, read)
    read.kept = _kept(read)
    read.first = np.full(len(read.types), NO_YEAR, dtype=np.int32)
    read.last = np.zeros(len(read.types), dtype=np.int32)
    _weigh(source, read)
    _homes(source, read)
    _stages(source, read)
    return read


def pairs(source: Source, query: str) -> Iterator[tuple[Any, ...]]:
    # Row by row: a very large graph has more of them than memory.
    found: Any = source.query(query, prefixes=PREFIXES)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield tuple(row[name] for name in names)


def _entities(source: Source, read: Read) -> None:
    for kind, name in enumerate(TYPES):
        for row in pairs(source, _NAMED % name):
            iri = row[0].value
            number = read.numbers.setdefault(iri, len(read.types))
            if number == len(read.types):
                read.types.append(kind)
            elif name.lower() in iri.lower().split("/"):  # the type that its IRI names comes first
                read.types[number] = kind


def _mentions(source: Source, read: Read) -> None:
    for row in sorted(pairs(source, _DOCUMENTS), key=lambda row: row[0].value):
        if row[0].value not in read.documents:
            read.documents[row[0].value] = len(read.years)
            read.years.append(value_of(row[1]))
    for row in pairs(source, _FACT % "mentionedIn"):
        one, document = read.numbers.get(row[0].value), read.documents.get(row[1].value)
        if one is not None and document is not None:
            read.mentions[0].append(document)
            read.mentions[1].append(one)


def _edges(source: Source, read: Read) -> None:
    for name in legend()["relations"]:
        starts, ends = read.edges.setdefault(name, (array("q"), array("q")))
        for row in pairs(source, _FACT % name):
            start, end = read.numbers.get(row[0].value), read.numbers.get(getattr(row[1], "value", ""))
            if start is not None and end is not None:
                starts.append(start)
                ends.append(end)


def _weigh(source: Source, read: Read) -> None:
    """Count facts (an implied one half), attributes and observations, sentences and documents of every entity."""
    size = len(read.types)
    facts = np.zeros(size)
    kept = read.kept
    for starts, ends in read.edges.values():
        inside = kept[ints(starts)] & kept[ints(ends)]
        for side in (starts, ends):
            facts += np.bincount(ints(side)[inside], minlength=size)
    without = _NOT_OVERRULED if bool(source.query(_OVERRULED, prefixes=PREFIXES)) else ""
    for row in pairs(source, _IMPLIED % without):
        one, two = read.numbers.get(row[0].value), read.numbers.get(getattr(row[2], "value", ""))
        if one is not None and two is not None and local(row[1].value) in read.edges and kept[one] and kept[two]:
            facts[[one, two]] -= 0.5
    for name in ("status", *legend()["attributes"]):
        for row in pairs(source, _FACT % name):
            if (number := read.numbers.get(row[0].value)) is not None:
                facts[number] += 0.5
    observed, years = array("q"), array("q")
    for row in pairs(source, _OBSERVED):
        if (number := read.numbers.get(row[0].value)) is not None:
            facts[number] += 0.5
            observed.append(number)
            years.append(value_of(row[1]) or 0)
    _widen(read, ints(observed), ints(years))
    facts += np.log2(1.0 + _said(source, read, without))
    facts += 2 * np.log2(1.0 + np.bincount(ints(read.mentions[1]), minlength=size))
    read.weight = np.round(facts, 3)
    documents = np.array([year or 0 for year in read.years], dtype=np.int64)
    _widen(read, ints(read.mentions[1]), documents[ints(read.mentions[0])])


def _said(source: Source, read: Read, without: str) -> Any:
    """Return how many sentences every entity has."""
    whom, which = array("q"), array("q")
    for row in pairs(source, _SAID % without):
        sentence = hash(row[2].value)
        for end in (row[0], row[1]):
            if (number := read.numbers.get(end.value)) is not None:
                whom.append(number)
                which.append(sentence)
    return _distinct(ints(whom), ints(which), len(read.types))


def _distinct(whom: Any, which: Any, size: int) -> Any:
    """Return for every number of `whom` below `size` how many different numbers of `which` stand beside it."""
    order = np.lexsort((which, whom))
    whom, which = whom[order], which[order]
    return np.bincount(whom[_first_of(whom) | _first_of(which)], minlength=size)


def distinct(numbers: Any) -> Any:
    """Sort an array where it stands and return each number once; np.unique takes several times the memory."""
    numbers.sort()
    return numbers[_first_of(numbers)]


def _first_of(numbers: Any) -> Any:
    """Tell of each number of an array whether the one before it is another."""
    return np.concatenate([np.ones(min(len(numbers), 1), dtype=bool), numbers[1:] != numbers[:-1]])


def ints(numbers: array[int]) -> Any:
    return np.frombuffer(numbers, dtype=np.int64) if numbers else np.zeros(0, dtype=np.int64)


def _widen(read: Read, whom: Any, years: Any) -> None:
    """Widen the years of entities by others; 0 is none."""
    told = years > 0
    np.minimum.at(read.first, whom[told], years[told])
    np.maximum.at(read.last, whom[told], years[told])


def _homes(source: Source, read: Read) -> None:
    """Find the region of every entity, as graph.view.places does."""
    region = TYPES.index("Region")
    coded = sorted((value_of(row[1]), row[0].value) for row in pairs(source, CODES))
    codes = {
        str(code): read.numbers[iri] for code, iri in coded if iri in read.numbers and read.kept[read.numbers[iri]]
    }
    for iri, number in read.numbers.items():
        code = SCOPE.match(tail(iri))
        home = codes.get(code[1]) if code else None
        if home is not None and home != number:
            read.homes[number] = home
    iris = list(read.numbers)
    told: dict[int, tuple[str, str]] = {}
    for name in ("locatedIn", "partOf"):
        for start, end in zip(*read.edges[name], strict=True):
            if start not in read.homes and read.types[end] == region and start != end and read.kept[end]:
                told[start] = min(told.get(start, ("~", "")), (name, iris[end]))
    read.homes.update({start: read.numbers[end] for start, (_, end) in told.items()})


def _stages(source: Source, read: Read) -> None:
    """Find how far undertakings are: what is reached goes before what is only aimed at, which is a plan."""
    statuses = legend()["statuses"]
    order = list(statuses)
    bases: dict[tuple[int, str], set[str]] = {}
    for row in pairs(source, _STATUS):
        number, status = read.numbers.get(row[0].value), local(row[1].value)
        if number is not None and status in statuses:
            bases.setdefault((number, status), set()).add(value_of(row[2]) or "")
    reached: dict[int, int] = {}
    for (number, status), told in bases.items():
        aim = told == {"target"} and statuses[status]["stage"] != "plan"
        reached[number] = max(reached.get(number, -1), -1 if aim else order.index(status))
    for number, place in reached.items():
        read.stages[number] = statuses[order[place]]["stage"] if place >= 0 else "plan"


def _kept(read: Read) -> Any:
    """Return which entities are in the network: not the regions that neither a document nor a named entity knows."""
    named = np.zeros(len(read.types), dtype=bool)
    named[ints(read.mentions[1])] = True
    kept = named | (np.array(read.types) != TYPES.index("Region"))
    for starts, ends in read.edges.values():
        one, two = ints(starts), ints(ends)
        kept[two[named[one]]] = True
        kept[one[named[two]]] = True
    return kept
