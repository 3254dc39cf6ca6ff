"""Quads in; files and a store on disk out, and back. The same quads always give the same bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from graph.errors import StoreError
from graph.ontology import ontology
from graph.rdf.iris import PREFIXES, RDF, RG

__all__ = ["Violation", "create", "load", "open_store", "validate", "write_nquads", "write_turtle"]

_TYPE = f"<{RDF}type>"


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in a graph that breaks the ontology: which check, which node, why, and the sentence behind it."""

    check: str
    node: str
    message: str
    quote: str


def write_nquads(quads: Iterable[Quad], path: Path) -> int:
    """Write the quads as sorted N-Quads, each once; return how many there are."""
    lines = sorted({f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads})
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(lines)


def _short(term: str) -> str:
    """Return an IRI in its prefixed form where Turtle allows that without escapes."""
    for prefix, namespace in PREFIXES.items():
        if term.startswith("<" + namespace):
            local = term[len(namespace) + 1 : -1]
            if local.replace("_", "a").replace("-", "a").isalnum() and not local.startswith("-"):
                return f"{prefix}:{local}"
    return term


def write_turtle(quads: Iterable[Quad], path: Path) -> None:
    """Write the quads as Turtle for people: one block a subject, types first, all in order."""
    blocks: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        blocks[str(quad.subject)][str(quad.predicate)].add(str(quad.object))
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for prefix, namespace in PREFIXES.items():
            out.write(f"@prefix {prefix}: <{namespace}> .\n")
        for subject in sorted(blocks):
            out.write("\n" + _block(subject, blocks[subject]))


def _block(subject: str, facts: dict[str, set[str]]) -> str:
    lines = []
    for predicate in sorted(facts, key=lambda predicate: (predicate != _TYPE, predicate)):
        objects = ", ".join(_turtle_term(term) for term in sorted(facts[predicate]))
        lines.append(f"    {'a' if predicate == _TYPE else _short(predicate)} {objects}")
    return f"{_short(subject)}\n" + " ;\n".join(lines) + " .\n"


def _turtle_term(term: str) -> str:
    if term.startswith("<"):
        return _short(term)
    value, mark, datatype = term.rpartition("^^")
    return f"{value}^^{_short(datatype)}" if mark and value.endswith('"') else term


def create(folder: Path, nquads: Path) -> None:
    """Make the store in a new folder from a file of N-Quads."""
    store = Store(str(folder))
    store.bulk_load(path=str(nquads), format=RdfFormat.N_QUADS)
    store.flush()
    store.optimize()


def load(path: Path) -> Store:
    """Load a file of N-Quads into a store in memory."""
    store = Store()
    try:
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"{path}: is no N-Quads file that can be read ({error}); build again") from error
    return store


def open_store(folder: Path) -> Store:
    """Open the store of an output folder, read-only; raises StoreError where there is none."""
    place = folder / "store"
    if not (folder / "build.json").exists() or not place.is_dir():
        raise StoreError(f"{folder}: holds no graph; make one with: regiongraph build INPUT... --out {folder}")
    try:
        return Store.read_only(str(place))
    except (OSError, ValueError) as error:
        raise StoreError(f"{place}: the store cannot be opened ({error}); build again") from error


def _quotes(store: Store, subject: NamedNode | Literal) -> Iterator[str]:
    node = pyoxigraph.NamedNode(RDF + "subject")
    derived = pyoxigraph.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
    quote = pyoxigraph.NamedNode(RG + "quote")
    for statement in store.quads_for_pattern(None, node, subject):
        for source in store.quads_for_pattern(statement.subject, derived, None):
            for text in store.quads_for_pattern(source.object, quote, None):  # type: ignore[arg-type]
                yield text.object.value  # type: ignore[union-attr]


def validate(store: Store) -> list[Violation]:
    """Run the ontology's checks over a whole store; each violation carries a sentence of the node it is about."""
    found = []
    for check in ontology().checks():
        for solution in store.query(check.query, prefixes=PREFIXES):
            node = solution["s"]
            quote = min(_quotes(store, node), default="")
            found.append(Violation(check.name, str(node), check.message, quote))
    return sorted(found, key=lambda violation: (violation.check, violation.node))
