"""A source, IRIs of entities and the facts among them in; their part of the network, as the whole network has it, out.

A query of graph.view.network is asked in blocks of IRIs. Statements are found by their ends or, where `named` says so,
by their names, which tell their facts: then of an entity with very many facts only those are read that are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import networkx as nx
import pyoxigraph as ox

from graph.query import run
from graph.rdf.iris import RG, statement_id
from graph.records import TYPES
from graph.remote import Source
from graph.view import network as asked
from graph.view.places import CODES, SCOPE
from graph.view.rows import Row, in_order, local, rows, tail
from graph.view.superseded import SUPERSEDED, UNITS

__all__ = ["Wanted", "bounded"]

_BLOCK = 200  # IRIs in one query
_SOME = 60  # documents that are read of a heavy entity
_MENTIONS_OF = "SELECT ?s ?document WHERE { BIND(<%s> AS ?s) ?s rg:mentionedIn ?document } LIMIT %d"
_TYPES = "SELECT ?s ?type ?label WHERE { ?s a ?type ; skos:prefLabel ?label }"
_LABELS = "SELECT ?s ?label WHERE { ?s skos:prefLabel ?label }"
_OBSERVED = "SELECT ?s WHERE { ?s rg:region ?region }"

Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entities to read, with what is known of them already.

    `edges` are the facts among them as (subject, name of the relation, object), `homes` the region of each that has
    one. `ends` are entities that only facts lead to. With `named`, nodes have no sentences but those of what is read,
    and `overruled` are the IRIs of their superseded statements; `base` is what IRIs of statements begin with. Of the
    documents of the `heavy`, which very many name, some are read; `documents` are more to read.
    """

    iris: tuple[str, ...]
    edges: tuple[Edge, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[str, ...] = ()
    named: bool = False
    overruled: tuple[str, ...] = ()
    heavy: frozenset[str] = frozenset()
    base: str = ""
    documents: tuple[str, ...] = ()


def bounded(source: Source, wanted: Wanted) -> nx.MultiDiGraph[str]:
    """Return a network of these entities and these facts; its nodes have what they have in the whole network.

    Importance counts what was read: where not all facts are asked for, that is less.
    """
    reading = _Reading(source, wanted)
    made = asked.assembled(reading.read, whole=False)
    for iri, home in wanted.homes.items():
        if iri in made and home in made:
            made.nodes[iri].update(home=home, scope=made.nodes[home]["label"])
    return made


class _Reading:
    """Answers the queries of the network for a set of entities; what one answer names, the next ones are asked of."""

    def __init__(self, source: Source, wanted: Wanted) -> None:
        self._source, self._wanted = source, wanted
        self._sentences: set[str] = set()
        self._documents = set(wanted.documents)
        self._values: set[str] = set()
        self._answers: dict[str, Callable[[], list[Row]]] = {
            asked.NAMES: self._names,
            asked.ALIASES: lambda: self._about("s", asked.ALIASES),
            asked.MENTIONS: self._mentions,
            asked.STATEMENTS: self._statements,
            asked.QUANTITIES: lambda: self._about("s", asked.QUANTITIES, sorted(self._values)),
            asked.OBSERVATIONS: lambda: self._about("region", asked.OBSERVATIONS),
            asked.SENTENCES: self._sentence_rows,
            asked.DOCUMENTS: self._document_rows,
            SUPERSEDED: self._superseded,
            UNITS: lambda: self._about("s", UNITS, sorted(self._values)),
            CODES: self._codes,
        }

    def read(self, query: str, terms: Iterable[str] = ()) -> list[Row]:
        """Return the rows of a query of the network that are about the entities."""
        if query == asked.FACTS:
            return self._facts(list(terms))
        return self._answers[query]()

    def _about(self, name: str, query: str, iris: Sequence[str] | None = None) -> list[Row]:
        """Ask a query of IRIs in blocks, each of which stands for the variable `name`."""
        found: list[Row] = []
        for block in _blocks(self._wanted.iris if iris is None else iris):
            found += rows(self._source, query.replace("{", f"{{ {_values(name, block)} ", 1))
        return in_order(found)

    def _names(self) -> list[Row]:
        wanted = self._wanted
        labelled = set(wanted.homes.values()) & set(wanted.ends)
        found = self._about("s", _TYPES, [*wanted.iris, *sorted(labelled)])
        found += [{"s": iri, "type": f"{RG}{TYPES[0]}", "label": ""} for iri in wanted.ends if iri not in labelled]
        return [row for row in found if local(row["type"]) in TYPES and row["type"].startswith(RG)]

    def _mentions(self) -> list[Row]:
        light = [iri for iri in self._wanted.iris if iri not in self._wanted.heavy]
        found = self._about("s", asked.MENTIONS, light)
        for iri in sorted(self._wanted.heavy):
            found += rows(self._source, _MENTIONS_OF % (iri, _SOME))
        self._documents |= {row["document"] for row in found}
        return in_order(found)

    def _facts(self, names: list[str]) -> list[Row]:
        if names == list(asked.legend()["relations"]):
            return in_order({"s": s, "p": f"{RG}{p}", "o": o} for s, p, o in self._wanted.edges)
        found: list[Row] = []
        for name in names:
            rows_of = self._about("s", f"SELECT ?s ?o WHERE {{ ?s rg:{name} ?o }}")
            found += [{"s": row["s"], "p": f"{RG}{name}", "o": row["o"]} for row in rows_of]
        self._values |= _iris(row["o"] for row in found)
        return in_order(found)

    def _statements(self) -> list[Row]:
        if self._wanted.named:
            observed = [row["s"] for row in self._about("region", _OBSERVED)]
            between = [(s, RG + p, ox.NamedNode(o)) for s, p, o in self._wanted.edges]
            found = self._about("s", asked.STATEMENTS, observed)
            found += self._about("statement", asked.STATEMENTS, self._named([*between, *self._valued()]))
        else:
            found = self._about("s", asked.STATEMENTS) + self._about("o", asked.STATEMENTS)
        unique = {tuple(row.items()): row for row in found}
        self._sentences |= {row["sentence"] for row in unique.values() if row["sentence"]}
        return in_order(unique.values())

    def _valued(self) -> list[tuple[str, str, Any]]:
        """Return attributes with their values as terms, of which statements have their names."""
        found = []
        for name, block in product(("status", *asked.legend()["attributes"]), _blocks(self._wanted.iris)):
            query = f"SELECT ?s ?o WHERE {{ {_values('s', block)} ?s rg:{name} ?o }}"
            found += [(str(s.value), RG + name, o) for s, o in run(self._source, query).rows]  # type: ignore[attr-defined]
        return found

    def _named(self, facts: Iterable[tuple[str, str, Any]]) -> list[str]:
        return [self._wanted.base + statement_id(f"<{s}>", f"<{p}>", str(o)) for s, p, o in facts]

    def _superseded(self) -> list[Row]:
        wanted = self._wanted
        found = self._about(*(("statement", SUPERSEDED, wanted.overruled) if wanted.named else ("s", SUPERSEDED)))
        self._values |= _iris(row["o"] for row in found)
        self._sentences |= {row["sentence"] for row in found if row["sentence"]}
        return found

    def _sentence_rows(self) -> list[Row]:
        found = self._about("s", asked.SENTENCES, sorted(self._sentences))
        self._documents |= {row["document"] for row in found}
        return found

    def _document_rows(self) -> list[Row]:
        found = self._about("s", asked.DOCUMENTS, sorted(self._documents))
        subjects = sorted({row["subject"] for row in found if row["subject"]})
        labels = {row["s"]: row["label"] for row in reversed(self._about("s", _LABELS, subjects))}
        # A subject need not be among the entities: its name stands in the place of its IRI.
        return [{**row, "subject": labels.get(row["subject"], row["subject"])} for row in found]

    def _codes(self) -> list[Row]:
        codes = sorted({code[1] for iri in self._wanted.iris if (code := SCOPE.match(tail(iri)))})
        found: list[Row] = []
        for block in _blocks(codes):
            values = " ".join(f'"{code}"' for code in block)
            found += rows(self._source, CODES.replace("{", f"{{ VALUES ?code {{ {values} }} ", 1))
        return in_order(found)


def _blocks(iris: Sequence[str]) -> Iterator[Sequence[str]]:
    return (iris[at : at + _BLOCK] for at in range(0, len(iris), _BLOCK))


def _values(name: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _iris(values: Iterable[object]) -> set[str]:
    return {value for value in values if isinstance(value, str) and "://" in value and not set(value) & set(' <>"')}
