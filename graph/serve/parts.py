"""What the explorer asks of a graph in; parts of the network page's content out, as JSON. All functions are jobs.

An answer is a part as graph.view.content has it, with `found`: the numbers of what was asked for, in order. Of what
the overview holds already only the id is sent. Nodes have `facts` and `links` beside, the numbers of their facts and
neighbours in the whole graph.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import networkx as nx

from graph.errors import NotFoundError
from graph.industries import scheme
from graph.query import run
from graph.serve.opened import Opened
from graph.view.bounded import Wanted, bounded
from graph.view.content import contract, part
from graph.view.lookup import Filter, Known, Lookup
from graph.view.ways import way
from graph.view.whole import write

__all__ = ["around", "between", "overview", "passing", "prepare", "told_by"]

#: Of what the page begins with, at least this part is of every type.
_PER_TYPE = 40
DOCUMENTS = 500
#: Of an entity with more facts than that only those that are sent are read.
HEAVY = 200
TWO_STEPS_AT_MOST = 300
_TOLD = "SELECT ?e WHERE { ?x prov:wasDerivedFrom <%s> { ?x rdf:subject ?e } UNION { ?x rdf:object ?e } }"
_FILE, _OVERVIEW = "explorer.sqlite", "explorer.json"


def prepare(opened: Opened, title: str, first: int) -> bool:
    """Write what the other jobs read, unless it is there: once for a snapshot, minutes for a very large graph.

    `first` is how many entities the page begins with.
    """
    if not (opened.folder / _FILE).exists():
        write(opened.source, opened.folder / _FILE)
    if not (opened.folder / _OVERVIEW).exists():
        made = opened.folder / f"{_OVERVIEW}.part"
        made.write_text(_text(_overview(opened, title, first)), encoding="utf-8")
        made.replace(opened.folder / _OVERVIEW)
    return True


def overview(opened: Opened) -> str:
    """Return the content that the page begins with: the most important entities, and the counts of the whole."""
    return (opened.folder / _OVERVIEW).read_text(encoding="utf-8")


def around(opened: Opened, iri: str, steps: int, limit: int, skip: int) -> str:
    """Return an entity with its neighbours, the most important first; with two steps also some of theirs.

    Raises NotFoundError where there is no such entity.
    """
    lookup = _lookup(opened)
    (centre,) = lookup.ids([iri]) or [-1]
    if centre < 0:
        raise NotFoundError(f"{iri}: no entity of this graph; search for its name")
    near = lookup.neighbours(centre, limit, skip)
    found = dict.fromkeys([centre, *near])
    if steps == 2:
        for rank in range(1 + TWO_STEPS_AT_MOST // max(1, len(near))):
            for each in near:
                if len(found) < TWO_STEPS_AT_MOST:
                    found.update(dict.fromkeys(lookup.neighbours(each, 1, rank)))
    return _answer(opened, list(found))


def passing(opened: Opened, wanted: Filter, iris: tuple[str, ...], limit: int) -> str:
    """Return the most important entities that pass a filter, or those of some IRIs; `told` has how many there are."""
    lookup = _lookup(opened)
    if iris:
        return _answer(opened, lookup.ids(iris))
    counts = lookup.counts(wanted)
    total = sum(count for kind, count in counts["types"].items() if not wanted.types or kind in wanted.types)
    found = lookup.passing(wanted, limit)
    documents = lookup.named_documents([wanted.document])
    return _answer(opened, found, {"told": {"nodes": total, **counts}}, documents)


def told_by(opened: Opened, sentence: str) -> str:
    """Return the entities that a sentence speaks of, the most particular first: regions come last.

    Raises NotFoundError where none is told by it.
    """
    if set(sentence) & set(' <>"{}|^`\\'):
        raise NotFoundError(f"{sentence}: no sentence of this graph")
    lookup = _lookup(opened)
    found = lookup.ids(sorted({str(row["e"]) for row in run(opened.source, _TOLD % sentence)}))
    if not found:
        raise NotFoundError(f"{sentence}: no sentence of this graph that tells of an entity")
    regions = lookup.of_types(found, ("Region",))
    return _answer(opened, sorted(found, key=lambda each: (each in regions, each)))


def between(
    opened: Opened, start: str, end: str, relations_off: tuple[str, ...] = (), types_off: tuple[str, ...] = ()
) -> str:
    """Return a shortest way between two entities; `ended` tells whether all was looked at.

    Raises NotFoundError where one is not there.
    """
    lookup = _lookup(opened)
    ends = lookup.ids([start, end])
    if len(ends) < 2:
        raise NotFoundError(f"{start} or {end}: no entity of this graph; search for its name")
    found, ended = way(lookup, ends[0], ends[1], relations_off, types_off)
    return _answer(opened, found or ends, {"way": bool(found), "ended": ended})


def _lookup(opened: Opened) -> Lookup:
    return opened.kept("explorer.lookup", lambda: Lookup(opened.folder / _FILE))


def _begun(opened: Opened) -> frozenset[int]:
    """Return the entities that the page begins with."""

    def make() -> frozenset[int]:
        told = json.loads(overview(opened))
        return frozenset(_lookup(opened).ids(_iri(told["base"])(node["id"]) for node in told["nodes"]))

    return opened.kept("explorer.begun", make)


def _network(
    opened: Opened, ids: Iterable[int], held: Collection[int] = (), documents: tuple[str, ...] = ()
) -> nx.MultiDiGraph[str]:
    """Read entities, less those that are held already, with their regions and the facts that any of these has."""
    lookup = _lookup(opened)
    fresh = {each: one for each, one in lookup.with_homes(ids).items() if each not in held}
    facts = lookup.among(fresh, {*held, *ids})
    linked = {end for start, _, end in facts} | {start for start, _, _ in facts}
    homes = {one.home for one in fresh.values() if one.home is not None}
    known = {**lookup.known({*linked, *homes, *ids}), **fresh}
    iri = {one.id: one.iri for one in known.values()}
    made = bounded(
        opened.source,
        Wanted(
            tuple(iri[each] for each in fresh),
            tuple((iri[start], name, iri[end]) for start, name, end in facts),
            {one.iri: iri[one.home] for one in fresh.values() if one.home is not None},
            ends=tuple(name for each, name in iri.items() if each not in fresh),
            named=lookup.told["named"],
            overruled=tuple(lookup.overruled(fresh)),
            heavy=frozenset(one.iri for one in fresh.values() if one.facts > HEAVY),
            base=lookup.told["base"],
            documents=documents,
        ),
    )
    for one in known.values():
        if one.iri in made:
            # Years are those of documents and observations, in the filters here as in the file.
            made.nodes[one.iri].update(importance=one.importance, sentences=())
    return made


def _answer(
    opened: Opened, ids: Sequence[int], told: dict[str, Any] | None = None, documents: tuple[str, ...] = ()
) -> str:
    lookup = _lookup(opened)
    begun = _begun(opened)
    base = lookup.told["base"]
    made = part(_network(opened, ids, begun, documents), base=base, most=lookup.told["most"])
    numbers = {node["id"]: number for number, node in enumerate(made["nodes"])}
    known = {one.iri.removeprefix(base): one for one in lookup.known(lookup.ids(map(_iri(base), numbers))).values()}
    made["nodes"] = [
        {"id": node["id"]} if known[node["id"]].id in begun else _counted(node, known[node["id"]], lookup)
        for node in made["nodes"]
    ]
    names = {one.id: name for name, one in known.items()}
    found = [numbers[names[each]] for each in ids if each in names]
    return _text({**made, "found": found, **(told or {})})


def _iri(base: str) -> Callable[[str], str]:
    """Return how an id becomes an IRI: what does not begin with the base is one already."""
    return lambda name: name if "://" in name else base + name


def _counted(node: dict[str, Any], one: Known, lookup: Lookup) -> dict[str, Any]:
    inside = {"inside": lookup.inside(one.id)} if node["type"] == "Region" else {}
    return {**node, "facts": one.facts, "links": one.neighbours, **inside}


def _overview(opened: Opened, title: str, most: int) -> dict[str, Any]:
    lookup = _lookup(opened)
    shown = lookup.first(most, most // _PER_TYPE)
    begun = lookup.with_homes(shown)
    documents = dict(lookup.documents(DOCUMENTS))
    made = contract(_network(opened, begun, (), tuple(documents)), title=title, base=lookup.told["base"])
    base = made["base"]
    known = {one.iri.removeprefix(base): one for one in begun.values()}
    first = set(shown)
    names = ("nodes", "edges", "documents", "types", "relations", "stages", "years")
    return {
        **made,
        "sounds": {},
        "nodes": [_counted(node, known[node["id"]], lookup) for node in made["nodes"]],
        "documents": [{**each, "entities": documents.get(each["iri"])} for each in made["documents"]],
        "first": [number for number, node in enumerate(made["nodes"]) if known[node["id"]].id in first],
        "shown": len(shown),
        "themes": _themes(lookup),
        "whole": {name: lookup.told[name] for name in names},
    }


def _themes(lookup: Lookup) -> list[dict[str, Any]]:
    concepts = scheme().concepts
    counts = sorted(lookup.themes().items(), key=lambda pair: (-pair[1], pair[0]))
    empty: dict[str, list[Any]] = {"nodes": [], "cities": [], "links": []}
    return [
        {"id": name, "zh": concepts[name].zh, "en": concepts[name].en, "count": count, **empty}
        for name, count in counts
    ]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
