"""A source that answers SPARQL in; all names, titles and sentences of its graph, batch by batch, out.

No query asks for more than a few thousand rows, whatever the size of the graph: documents are taken together until
they hold that many, and entities by their IRIs. So a remote server with a cap on its answers gives the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from graph.query import run
from graph.records import TYPES
from graph.remote import Source
from graph.search.folding import compact, plain

__all__ = ["Named", "Paper", "Said", "mentioned", "named", "papers", "said"]

T = TypeVar("T")
#: Rows that one query may give; Virtuoso's own cap is 10,000.
ROWS = 5000
#: Entities that one query asks for by their IRIs.
_TOGETHER = 200
#: What an IRI begins with where a region is part of the entity's identity.
_SCOPE = re.compile(r"/([0-9]{6}|[cx]-[a-z]+)-[^/]*$")
_PAPERS = """SELECT ?d ?title ?year ?subject WHERE { ?d a rg:Document ; rg:title ?title
  OPTIONAL { ?d rg:year ?year } OPTIONAL { ?d rg:subject ?s . ?s skos:prefLabel ?subject } } ORDER BY ?d"""
_HELD = "SELECT ?d (COUNT(?one) AS ?n) WHERE { ?one %s ?d } GROUP BY ?d ORDER BY ?d"
_MENTIONED = "SELECT ?e WHERE { VALUES ?d { %s } ?e rg:mentionedIn ?d }"
_UNNAMED = "SELECT ?e WHERE { ?e a rg:Region MINUS { ?e rg:mentionedIn ?d } } ORDER BY ?e"
#: Two VALUES beside each other make Oxigraph read every triple of the properties; branches are answered by look-ups.
_NAMES = """SELECT ?e ?p ?o WHERE { VALUES ?e { %s } { ?e skos:prefLabel ?o BIND("name" AS ?p) }
  UNION { ?e skos:altLabel ?o BIND("alias" AS ?p) } UNION { ?e a ?o BIND("type" AS ?p) } }"""
_WEIGHTS = """SELECT ?e (COUNT(?s) AS ?n) WHERE { VALUES ?e { %s }
  { ?s rdf:subject ?e } UNION { ?s rdf:object ?e } UNION { ?e rg:mentionedIn ?s } } GROUP BY ?e"""
_HOMES = """SELECT ?e ?name WHERE { VALUES ?e { %s } { ?e rg:locatedIn ?r } UNION { ?e rg:partOf ?r }
  ?r a rg:Region ; skos:prefLabel ?name }"""
_REGIONS = "SELECT ?code ?name WHERE { ?r rg:code ?code ; skos:prefLabel ?name } ORDER BY ?code"
_SAID = """SELECT ?s ?d ?quote ?start ?section ?basis ?year WHERE { VALUES ?d { %s }
  ?s rg:document ?d ; rg:quote ?quote ; rg:start ?start
  OPTIONAL { ?s rg:section ?section } OPTIONAL { ?s rg:basis ?basis } OPTIONAL { ?s rg:year ?year } }"""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity: its types (the main one first), name, aliases, region, and how much tells of it."""

    iri: str
    types: tuple[str, ...]
    name: str
    aliases: tuple[str, ...]
    place: str
    weight: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its title, year and the region it is about; `weight` counts its sentences."""

    iri: str
    title: str
    year: int | None
    subject: str
    weight: int


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: where it stands and what it says, on one line; `year` is the one that it speaks of."""

    iri: str
    document: str
    start: int
    text: str
    section: str
    basis: str
    year: int | None


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{one}>" for one in iris)


def _whole(row: Mapping[str, str], name: str) -> int | None:
    return int(row[name]) if name in row else None


def _local(term: str) -> str:
    return term.rsplit("#", 1)[-1]


def paged(source: Source, query: str) -> Iterator[dict[str, str]]:
    """Yield the rows of an ordered query, page by page."""
    at = 0
    while True:
        rows = list(run(source, f"{query} LIMIT {ROWS} OFFSET {at}"))
        yield from rows
        if len(rows) < ROWS:
            return
        at += ROWS


def together(counts: Mapping[str, int]) -> Iterator[tuple[list[str], int]]:
    """Yield keys in lots whose counts add up to no more than ROWS, with the sum; a larger one comes alone."""
    lot: list[str] = []
    size = 0
    for key, count in counts.items():
        if lot and (size + count > ROWS or len(lot) == _TOGETHER):
            yield lot, size
            lot, size = [], 0
        lot.append(key)
        size += count
    if lot:
        yield lot, size


def batched(many: Iterable[T], size: int = _TOGETHER) -> Iterator[list[T]]:
    """Yield lists of no more than `size`.

    >>> list(batched("abc", 2))
    [['a', 'b'], ['c']]
    """
    rest = iter(many)
    while lot := list(islice(rest, size)):
        yield lot


def papers(source: Source) -> list[Paper]:
    """Return all documents, in the order of their IRIs."""
    held = _counts(source, "rg:document")
    found: dict[str, Paper] = {}
    for row in paged(source, _PAPERS):
        title = plain(compact(row["title"]))
        made = Paper(row["d"], title, _whole(row, "year"), row.get("subject", ""), held.get(row["d"], 0))
        found.setdefault(row["d"], made)
    return list(found.values())


def _counts(source: Source, relation: str) -> dict[str, int]:
    return {row["d"]: int(row["n"]) for row in paged(source, _HELD % relation)}


def _lots(source: Source, relation: str, query: str, order: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a query over documents, some documents at a time."""
    for lot, size in together(_counts(source, relation)):
        asked = query % _iris(lot)
        yield from run(source, asked) if size <= ROWS else paged(source, f"{asked} ORDER BY {order}")


def mentioned(source: Source) -> Iterator[str]:
    """Yield the IRI of every entity that a document names, once for each, and of the regions above them."""
    for row in _lots(source, "rg:mentionedIn", _MENTIONED, "?e"):
        yield row["e"]
    for row in paged(source, _UNNAMED):
        yield row["e"]


def said(source: Source) -> Iterator[Said]:
    """Yield every sentence once."""
    last = ""
    for row in _lots(source, "rg:document", _SAID, "?s ?section ?basis ?year"):
        if row["s"] != last:
            last = row["s"]
            told = row.get("section", ""), row.get("basis", ""), _whole(row, "year")
            yield Said(row["s"], row["d"], int(row["start"]), compact(row["quote"]), *told)


def named(source: Source, iris: Iterable[str]) -> Iterator[Named]:
    """Yield what is known of entities; what has no name or is of no type of the model is left out."""
    regions = {row["code"]: row["name"] for row in paged(source, _REGIONS)}
    for lot in batched(iris):
        yield from _named(source, lot, regions)


def _named(source: Source, lot: Sequence[str], regions: Mapping[str, str]) -> Iterator[Named]:
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in run(source, _NAMES % _iris(lot)):
        told[row["e"]][row["p"]].add(row["o"])
    weights = {row["e"]: int(row["n"]) for row in run(source, _WEIGHTS % _iris(lot))}
    homes: dict[str, set[str]] = defaultdict(set)
    for row in run(source, _HOMES % _iris(lot)):
        homes[row["e"]].add(row["name"])
    for iri in lot:
        one = told[iri]
        types = _types(iri, one["type"])
        if not types or not one["name"]:
            continue
        name = plain(min(one["name"]))
        place = _place(iri, regions, name) or min(homes[iri] - {name}, default="")
        aliases = tuple(sorted({plain(alias) for alias in one["alias"]} - {name, ""}))
        yield Named(iri, types, name, aliases, place, weights.get(iri, 0))


def _place(iri: str, regions: Mapping[str, str], name: str) -> str:
    """Return the region that an IRI tells by its code; of a region, the one above it."""
    scope = _SCOPE.search(iri)
    code = scope[1] if scope else ""
    above = (code, f"{code[:4]}00", f"{code[:2]}0000") if code.isdigit() else (code,)
    return next((regions[one] for one in above if one in regions and regions[one] != name), "")


def _types(iri: str, found: Iterable[str]) -> tuple[str, ...]:
    """Return the types of the model; the one that the IRI names comes first."""
    steps = iri.lower().split("/")
    kinds = {_local(one) for one in found} & set(TYPES)
    return tuple(sorted(kinds, key=lambda kind: (kind.lower() not in steps, TYPES.index(kind))))
