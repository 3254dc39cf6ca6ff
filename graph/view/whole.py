"""A source in; one SQLite file with every entity by importance, its neighbours and what filters ask of it, out.

The file is what makes a graph of a million entities explorable: the number of an entity is its rank, so "the most
important ones" of anything are the first rows of an index. It is written once for a build; graph.view.lookup reads it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from graph.industries import scheme
from graph.rdf.iris import BASE, statement_id
from graph.records import TYPES
from graph.remote import Source
from graph.view.gather import NO_YEAR, Read, distinct, gathered, ints, pairs

__all__ = ["VERSION", "write"]

VERSION = 1
TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;
CREATE TABLE entity(id INTEGER PRIMARY KEY, iri TEXT NOT NULL, type INTEGER, stage TEXT, home INTEGER, importance REAL,
  first INTEGER, last INTEGER, facts INTEGER, neighbours INTEGER);
CREATE TABLE edge(here INTEGER, there INTEGER, relation INTEGER, onward INTEGER,
  PRIMARY KEY (here, there, relation, onward)) WITHOUT ROWID;
CREATE TABLE document(id INTEGER PRIMARY KEY, iri TEXT NOT NULL, entities INTEGER, year INTEGER);
CREATE TABLE mention(document INTEGER, entity INTEGER, PRIMARY KEY (document, entity)) WITHOUT ROWID;
CREATE TABLE belonging(theme TEXT, entity INTEGER, PRIMARY KEY (theme, entity)) WITHOUT ROWID;
CREATE TABLE overruled(entity INTEGER, statement TEXT, PRIMARY KEY (entity, statement)) WITHOUT ROWID;
CREATE TABLE told(name TEXT PRIMARY KEY, value TEXT);
"""
INDEXES = """
CREATE UNIQUE INDEX by_iri ON entity(iri); CREATE INDEX by_type ON entity(type, id);
CREATE INDEX by_home ON entity(home, id);
CREATE UNIQUE INDEX document_by_iri ON document(iri); ANALYZE;
"""
#: A fact as one number of 63 bits: 28 for each entity, 6 for the relation, 1 for whether it leads onward.
_ENTITY, _THERE = 28, 7
_HERE, _LAST, _RELATIONS = _ENTITY + _THERE, (1 << _ENTITY) - 1, 63
_SUPERSEDED = "SELECT ?s ?x WHERE { ?x rg:superseded true ; rdf:subject ?s }"
_INDUSTRIES = "SELECT ?s ?o WHERE { ?s %s ?o }"
_INSERT = "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_STATEMENT = (
    "SELECT ?x ?s ?p ?o WHERE { ?x a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } LIMIT 20"
)


def write(source: Source, path: Path) -> None:
    """Write the file; it appears once it is whole. Importance is as in graph.view.network."""
    read = gathered(source)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    base = sqlite3.connect(part)
    try:
        base.executescript(TABLES)
        _fill(base, source, read)
        base.commit()
    finally:
        base.close()
    part.replace(path)


def _fill(base: sqlite3.Connection, source: Source, read: Read) -> None:
    iris = list(read.numbers)
    # In the order of IRIs first, then of weights: a million pairs to compare would not fit beside the rest.
    named_order = np.array(sorted(np.flatnonzero(read.kept).tolist(), key=iris.__getitem__), dtype=np.int64)
    order = named_order[np.argsort(-read.weight[named_order], kind="stable")].tolist()
    del named_order
    rank = np.full(len(iris), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    links = _links(read, rank)
    facts = np.bincount(links >> _HERE, minlength=len(order))
    ends = distinct(links >> _THERE)
    here = ends >> _ENTITY
    near = np.bincount(here[here != ends & _LAST], minlength=len(order))
    del ends, here
    homes = (_ranked(rank, read.homes.get(number)) for number in order)
    numbered = enumerate(zip(order, homes, strict=True))
    rows = (_row(read, place, number, iris[number], home) for place, (number, home) in numbered)
    counts = zip(rows, facts.tolist(), near.tolist(), strict=True)
    base.executemany(_INSERT, ((*row, *two) for row, *two in counts))
    base.executemany("INSERT OR IGNORE INTO edge VALUES (?, ?, ?, ?)", map(_unpacked, _blocks(links)))
    named = rank[ints(read.mentions[1])]
    mentions = distinct((ints(read.mentions[0]) << _ENTITY | named)[named >= 0])
    named_in = ((packed >> _ENTITY, packed & _LAST) for packed in _blocks(mentions))
    base.executemany("INSERT INTO mention VALUES (?, ?)", named_in)
    per_document = np.bincount(mentions >> _ENTITY, minlength=len(read.years)).tolist()
    papers = zip(range(len(read.years)), read.documents, per_document, read.years, strict=True)
    base.executemany("INSERT INTO document VALUES (?, ?, ?, ?)", papers)
    base.executemany("INSERT OR IGNORE INTO belonging VALUES (?, ?)", _belongings(source, read, rank))
    gone = (
        (rank[read.numbers[row[0].value]], row[1].value)
        for row in pairs(source, _SUPERSEDED)
        if row[0].value in read.numbers
    )
    base.executemany(
        "INSERT OR IGNORE INTO overruled VALUES (?, ?)", ((int(place), name) for place, name in gone if place >= 0)
    )
    base.executescript(INDEXES)
    _tell(base, source, read, order, links)


def _row(read: Read, place: int, number: int, iri: str, home: int | None) -> tuple[Any, ...]:
    weight, last = float(read.weight[number]), int(read.last[number])
    span = (int(read.first[number]), last) if last else (None, None)
    return place, iri, read.types[number], read.stages.get(number, ""), home, weight, *span


def _ranked(rank: Any, number: int | None) -> int | None:
    return int(rank[number]) if number is not None and rank[number] >= 0 else None


def _links(read: Read, rank: Any) -> Any:
    """Return every fact from both of its ends, packed: here, there, relation, whether it leads onward; in order.

    One number a fact: sorting rows of four numbers copies them several times.
    """
    found = [np.zeros(0, dtype=np.int64)]
    for relation, (starts, ends) in enumerate(read.edges.values()):
        one, two = rank[ints(starts)], rank[ints(ends)]
        inside = (one >= 0) & (two >= 0)
        one, two = one[inside], two[inside]
        found.append(one << _HERE | two << _THERE | (relation << 1 | 1))
        found.append(two << _HERE | one << _THERE | relation << 1)
    return distinct(np.concatenate(found))


def _unpacked(link: int) -> tuple[int, int, int, int]:
    return link >> _HERE, link >> _THERE & _LAST, link >> 1 & _RELATIONS, link & 1


def _blocks(rows: Any) -> Iterator[int]:
    return chain.from_iterable(rows[at : at + 50_000].tolist() for at in range(0, len(rows), 50_000))


def _belongings(source: Source, read: Read, rank: Any) -> Iterable[tuple[str, int]]:
    concepts = scheme().concepts
    themes = {concept.iri: concept.theme for concept in concepts.values()}
    for relation in ("rg:inIndustry", "skos:exactMatch", "skos:broadMatch"):
        for row in pairs(source, _INDUSTRIES % relation):
            theme, number = themes.get(getattr(row[1], "value", "")), read.numbers.get(row[0].value)
            if theme and number is not None and rank[number] >= 0:
                yield theme, int(rank[number])


def _years(years: Any) -> list[int]:
    return [year for year in np.unique(years).tolist() if 0 < year < NO_YEAR]


def _tell(base: sqlite3.Connection, source: Source, read: Read, order: list[int], links: Any) -> None:
    """Write down the counts of the whole."""
    names = list(read.edges)
    onward = links[links & 1 == 1]
    relations = np.bincount(onward >> 1 & _RELATIONS, minlength=len(names)).tolist()
    types = Counter(TYPES[read.types[number]] for number in order)
    stages = Counter(read.stages.get(number, "") for number in order)
    statements = list(pairs(source, _STATEMENT))
    parts = [(one.value.rpartition("statement/"), statement_id(*map(str, fact))) for one, *fact in statements]
    parts = [(found, name) for found, name in parts if found[1]]  # those of the industries have names of their own
    told = {
        "version": VERSION,
        "nodes": len(order),
        "edges": sum(relations),
        "documents": len(read.years),
        "types": types,
        "relations": {name: count for name, count in zip(names, relations, strict=True) if count},
        "stages": stages,
        "years": sorted({*_years(read.first), *_years(read.last)} | {y for y in read.years if y}),
        "most": float(read.weight[order[0]]) if order else 0.0,
        "names": names,
        "base": parts[0][0][0] if parts else BASE,
        "named": bool(parts) and all(name == "".join(found[1:]) for found, name in parts),
    }
    base.executemany("INSERT INTO told VALUES (?, ?)", ((name, json.dumps(value)) for name, value in told.items()))
