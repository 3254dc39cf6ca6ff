"""The name of an entity in; what the graph says of it, what is around it and the sentences behind a fact out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from graph.assistant.finding import nearest
from graph.assistant.nodes import Labels, cards, go_by, iri_of, known
from graph.assistant.records import Described, Group, Neighbours, Node, Proof
from graph.assistant.sentences import Book, Told, property_label, statements
from graph.errors import QueryError, StoreError
from graph.ontology import ontology
from graph.query import run
from graph.rdf.iris import RG
from graph.remote import Source

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["describe", "evidence", "named", "neighbours"]

_COUNTS = """SELECT ?p ?way (COUNT(?statement) AS ?count) WHERE {
  { ?statement rdf:subject %s BIND("out" AS ?way) } UNION { ?statement rdf:object %s BIND("in" AS ?way) }
  ?statement rdf:predicate ?p MINUS { ?statement rg:superseded true } } GROUP BY ?p ?way"""
_DOCUMENTS = """SELECT ?document ?title ?year WHERE { %s rg:mentionedIn ?document . ?document rg:title ?title
  OPTIONAL { ?document rg:year ?year } } ORDER BY DESC(?year) ?title LIMIT 21"""
_FIGURES = {"region": "observation", "undertakenIn": "works"}
Direction = Literal["out", "in", "both"]
_WAYS: Mapping[Direction, tuple[str, ...]] = {"out": ("out",), "in": ("in",), "both": ("out", "in")}


def named(opened: Opened, words: str, kind: str = "") -> list[str]:
    """Return the nodes that a name or IRI means; raises StoreError with the nearest names where there is none."""
    source: Source = opened.source
    asked = words.strip()
    if not asked:
        raise QueryError("entity: empty; give a name or an IRI")
    if iri := iri_of(asked):
        if known(source, iri):
            return [iri]
        raise StoreError(f"{asked}: the graph has nothing under this IRI; look the name up with search")
    if found := go_by(source, asked, kind):
        return found
    near = "、".join(nearest(opened, asked)) or "nothing alike"
    raise StoreError(f"{asked}: no entity of that name in the graph; nearest: {near}")


def _candidates(source: Source, words: str, found: Sequence[str]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    remark = f"{words}: {len(found)} entities go by this name; ask again with the IRI of the one that is meant"
    return tuple(cards(source, Labels(source), found[:20], {})), (remark,)


def _order(name: str) -> int:
    order = [*ontology().attributes, *ontology().relations, "region", "undertakenIn"]
    return order.index(name) if name in order else len(order)


def _groups(source: Source, iri: str) -> list[tuple[str, Literal["out", "in"], int]]:
    """Return the kinds of facts of an entity with how many there are, its own before those that lead to it."""
    node = str(ox.NamedNode(iri))
    rows = [row for row in run(source, _COUNTS % (node, node)) if row["count"] != "0"]
    rows.sort(key=lambda row: (row["way"] != "out", _order(row["p"].removeprefix(RG)), row["p"]))
    return [(row["p"], "out" if row["way"] == "out" else "in", int(row["count"])) for row in rows]


def _shares(totals: Sequence[int], limit: int) -> list[int]:
    """Divide how many facts may be shown among groups: small ones whole, the rest among the large ones.

    >>> _shares([2, 50, 3, 50], 20)
    [2, 8, 3, 7]
    """
    shares = [0] * len(totals)
    left = limit
    while left > 0 and (open_ := [n for n, total in enumerate(totals) if shares[n] < total]):
        for n in open_:
            if left > 0:
                shares[n] += 1
                left -= 1
    return shares


def _pattern(iri: str, way: str, predicate: str = "") -> str:
    end = "rdf:subject" if way == "out" else "rdf:object"
    told = f" ; rdf:predicate <{predicate}>" if predicate else ""
    return f"?statement {end} {ox.NamedNode(iri)}{told} ."


def describe(opened: Opened, entity: str, limit: int = 40) -> Described:
    """Return what the graph says of an entity, its own facts first, with how many of each kind there are."""
    source: Source = opened.source
    found = named(opened, entity)
    if len(found) > 1:
        candidates, remarks = _candidates(source, entity, found)
        return Described(entity=None, candidates=candidates, remarks=remarks)
    iri, labels = found[0], Labels(source)
    book = Book(source, labels)
    groups = _groups(source, iri)
    told: list[Told] = []
    kinds: list[Group] = []
    for (predicate, way, total), share in zip(groups, _shares([g[2] for g in groups], limit), strict=True):
        told += statements(source, _pattern(iri, way, predicate), share) if share else []
        name = predicate.removeprefix(RG)
        name = _FIGURES.get(name, name)
        kinds.append(Group(property=name, label=property_label(name), direction=way, total=total, shown=share))
    facts = book.facts(told)
    rows = list(run(source, _DOCUMENTS % ox.NamedNode(iri)))
    documents = [f"{row['title']} {row.get('year', '')} <{row['document']}>".replace("  ", " ") for row in rows[:20]]
    remarks = tuple(
        f"{kind.label} ({kind.direction}): {kind.total - kind.shown} more; ask neighbours or evidence with "
        f"{'relation' if kind.property in ontology().relations else 'property'} {kind.property}"
        for kind in kinds
        if kind.total > kind.shown
    )
    card = cards(source, labels, [iri], {})[0]
    return Described(
        entity=card, documents=tuple(documents), facts=tuple(facts), groups=tuple(kinds),
        remarks=(*remarks, *book.remarks()), quotations=book.quotations(),
    )  # fmt: skip


def _property(words: str, names: Sequence[str]) -> str:
    """Return the property that a user means by its name or a label; raises QueryError with what there is."""
    asked, terms = words.strip().removeprefix("rg:"), ontology()
    for name in names:
        if asked in (name, property_label(name), terms.label(name), terms.label(name, "en")):
            return name
    if asked in ("observation", "observations", "指标"):
        return "region"
    raise QueryError(f"{words}: no such relation; choose one of {', '.join(names)}")


def neighbours(
    opened: Opened, entity: str, relation: str = "", direction: Direction = "both", limit: int = 40, offset: int = 0
) -> Neighbours:
    """Return the relations of an entity to others, a page of them, with where each other one stands."""
    source: Source = opened.source
    found = named(opened, entity)
    if len(found) > 1:
        candidates, remarks = _candidates(source, entity, found)
        return Neighbours(entity=None, candidates=candidates, remarks=remarks)
    iri, labels = found[0], Labels(source)
    book = Book(source, labels)
    chosen = [_property(relation, ontology().relations)] if relation else ontology().relations
    counted = [
        (predicate, way, total)
        for predicate, way, total in _groups(source, iri)
        if predicate.removeprefix(RG) in chosen and way in _WAYS[direction]
    ]
    total = sum(count for _, _, count in counted)
    told: list[Told] = []
    skip = offset
    for predicate, way, count in counted:
        if len(told) < limit and skip < count:
            told += statements(source, _pattern(iri, way, predicate), limit - len(told), skip)
        skip = max(0, skip - count)
    facts = book.facts(told)
    more = total - offset - len(told)
    remarks = (f"{more} more; ask again with offset {offset + len(told)}",) if more > 0 else ()
    return Neighbours(
        entity=cards(source, labels, [iri], {})[0], facts=tuple(facts), total=total,
        remarks=(*remarks, *book.remarks()), quotations=book.quotations(),
    )  # fmt: skip


def evidence(opened: Opened, subject: str, property: str = "", object: str = "", limit: int = 30) -> Proof:
    """Return the sentences behind the facts of an entity, of one property or between it and another, in either
    direction; what a later document overrules is shown and marked."""
    source: Source = opened.source
    found = named(opened, subject)
    if len(found) > 1:
        candidates, remarks = _candidates(source, subject, found)
        return Proof(candidates=candidates, remarks=remarks)
    labels = Labels(source)
    book = Book(source, labels)
    names = (*ontology().relations, *ontology().attributes, "region", "undertakenIn")
    predicate = RG + _property(property, names) if property else ""
    patterns = [_pattern(found[0], way, predicate) for way in ("out", "in")]
    if object:
        patterns = _between(opened, patterns, object)
    whole = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
    told = statements(source, whole, limit + 1, superseded=True)
    facts = book.facts(told[:limit], every=120)
    remarks = (f"more than {limit} facts; name a property or an object, or raise limit",) if len(told) > limit else ()
    if not told:
        remarks = ("no statement of the graph fits: no document that was read says so, which does not make it false",)
    return Proof(
        facts=tuple(facts), total=len(facts), remarks=(*remarks, *book.remarks()), quotations=book.quotations()
    )


def _between(opened: Opened, patterns: Sequence[str], words: str) -> list[str]:
    """Narrow patterns to statements whose other end is, or reads as, what a user names."""
    source: Source = opened.source
    iri = iri_of(words.strip())
    ends = [iri] if iri else go_by(source, words.strip())
    if ends:
        values = " ".join(str(ox.NamedNode(end)) for end in ends)
        others = ("rdf:object", "rdf:subject")
        return [
            f"VALUES ?other {{ {values} }} {one} ?statement {other} ?other ."
            for one, other in zip(patterns, others, strict=True)
        ]
    own = patterns[0]
    text = str(ox.Literal(words.strip()))
    states = [name for name in ontology().statuses if words.strip() in (name, ontology().label(name))]
    if states:
        return [
            f"VALUES ?other {{ {' '.join(f'<{RG}{name}>' for name in states)} }} {own} ?statement rdf:object ?other ."
        ]
    literal = f"{own} ?statement rdf:object ?value FILTER(isLiteral(?value) && STR(?value) = {text})"
    if not run(source, f"ASK {{ {literal} }}").truth:
        near = "、".join(nearest(opened, words)) or "nothing alike"
        raise StoreError(f"{words}: no entity of that name and no value of the subject; nearest: {near}")
    return [literal]
