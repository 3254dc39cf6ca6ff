"""An endpoint, rows and the facts that they rest on in; a small store with all that is shown of them out.

A server is asked a few times for all rows at once, not many times for each: what a network takes is the way there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import pyoxigraph as ox

from graph import remote
from graph.query import run
from graph.questions.sources import Term, Triple, filled, triples_of
from graph.rdf.iris import PREFIXES, PROV, RDF, RG, SKOS

__all__ = ["Wanted", "excerpt"]

#: How many nodes one query names.
_MANY = 100
_DERIVED, _SOURCE = PROV + "wasDerivedFrom", PREFIXES["dct"] + "source"
_LABELS = (SKOS + "prefLabel", RG + "title")
_TOLD = tuple(RG + name for name in ("rule", "explicit", "quote", "document", "section", "start", "end", "year"))
_STATED = (*(RDF + name for name in ("subject", "predicate", "object")), _DERIVED, _SOURCE, *_TOLD)
#: A `# facts:` line of a question and a row to put into it.
Wanted = tuple[str, Mapping[str, Term]]


def excerpt(
    store: remote.Source, cells: Iterable[object], wanted: Iterable[Wanted] = (), facts: Iterable[Triple] = ()
) -> ox.Store:
    """Return what labels and evidence need: a store on this machine as it is, of an endpoint the part that they need.

    `cells` are terms that are shown, `wanted` lines of facts with their rows, `facts` what is known as facts already.
    """
    if isinstance(store, ox.Store):
        return store
    made = ox.Store()
    lines, nodes = _split(wanted)
    known = {*facts, *(fact for line, rows in lines.items() for fact in _facts(store, line, rows))}
    made.extend(ox.Quad(*fact) for fact in known)  # type: ignore[arg-type]
    nodes |= _statements(store, known)
    _describe(store, made, nodes, _STATED)
    _describe(store, made, _objects(made, _DERIVED), _STATED)
    _describe(store, made, _objects(made, RG + "document"), (RG + "year",))
    named = {term for term in cells if isinstance(term, ox.NamedNode)} | _objects(made, _SOURCE)
    for name in (*(RDF + part for part in ("subject", "predicate", "object")), RG + "document", _DERIVED):
        named |= _objects(made, name)
    named |= {part for fact in known for part in fact if isinstance(part, ox.NamedNode)}
    _describe(store, made, named, _LABELS)
    return made


def _split(wanted: Iterable[Wanted]) -> tuple[dict[str, list[Mapping[str, Term]]], set[ox.NamedNode]]:
    """Part the lines of patterns from those that are one variable, which names a statement or a sentence."""
    lines: dict[str, list[Mapping[str, Term]]] = defaultdict(list)
    nodes: set[ox.NamedNode] = set()
    for line, row in wanted:
        if " " in line:
            lines[line].append(row)
        elif isinstance(node := row.get(line[1:]), ox.NamedNode):
            nodes.add(node)
    return lines, nodes


def _facts(store: remote.Source, line: str, rows: Iterable[Mapping[str, Term]]) -> Iterator[Triple]:
    """Yield the facts that a line means in any of the rows; rows that bind the same variables go together."""
    patterns = triples_of(line)
    used = sorted({part[1:] for pattern in patterns for part in pattern if part.startswith("?")})
    alike: dict[tuple[str, ...], set[tuple[Term, ...]]] = defaultdict(set)
    for row in rows:
        names = tuple(name for name in used if name in row)
        alike[names].add(tuple(row[name] for name in names))
    for names, values in alike.items():
        for part in _parts(sorted(values, key=str)):
            result = run(store, f"SELECT DISTINCT * WHERE {{ {_values(names, part) if names else ''} {line} }}")
            for solution in result.rows:
                terms = dict(zip(result.columns, solution, strict=True))
                for pattern in patterns:
                    yield tuple(filled(one, terms) for one in pattern)  # type: ignore[misc]


def _statements(store: remote.Source, facts: set[Triple]) -> set[ox.NamedNode]:
    """Return the statements about facts; objects are compared here, since not all servers compare literals alike."""
    found: set[ox.NamedNode] = set()
    ends = sorted({(subject, predicate) for subject, predicate, _ in facts}, key=str)
    for part in _parts(ends):
        sparql = (
            f"SELECT DISTINCT ?statement ?s ?p ?o WHERE {{ {_values(('s', 'p'), part)} "
            "?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
        )
        found |= {row[0] for row in run(store, sparql).rows if tuple(row[1:]) in facts}  # type: ignore[misc]
    return found


def _describe(store: remote.Source, made: ox.Store, nodes: Iterable[ox.NamedNode], names: Sequence[str]) -> None:
    kinds = " ".join(f"<{name}>" for name in names)
    for part in _parts(sorted((node,) for node in set(nodes))):
        sparql = f"SELECT ?s ?p ?o WHERE {{ {_values(('s',), part)} ?s ?p ?o . VALUES ?p {{ {kinds} }} }}"
        made.extend(ox.Quad(*row) for row in run(store, sparql).rows)  # type: ignore[arg-type]


def _objects(made: ox.Store, name: str) -> set[ox.NamedNode]:
    found = (quad.object for quad in made.quads_for_pattern(None, ox.NamedNode(name), None))
    return {one for one in found if isinstance(one, ox.NamedNode)}


def _values(names: Sequence[str], rows: Iterable[Sequence[Term]]) -> str:
    told = " ".join(f"({' '.join(map(str, row))})" for row in rows)
    return f"VALUES ({' '.join('?' + name for name in names)}) {{ {told} }}"


def _parts(rows: Iterable[tuple[Term, ...]]) -> Iterator[list[tuple[Term, ...]]]:
    left = iter(rows)
    while part := list(islice(left, _MANY)):
        yield part
