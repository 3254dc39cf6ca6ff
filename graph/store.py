"""Quads in; files and a store on disk out, and back. The same quads always give the same bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from graph.errors import StoreError
from graph.industries import IND
from graph.ontology import ontology, shacl
from graph.rdf.iris import PREFIXES, RDF, RG

__all__ = ["Violation", "create", "in_memory", "load", "nquads", "open_store", "shape_violations", "turtle", "validate"]

_TYPE = f"<{RDF}type>"


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in a graph that breaks the ontology: which check, which node, why, and the sentence behind it."""

    check: str
    node: str
    message: str
    quote: str


def nquads(quads: Iterable[Quad]) -> str:
    """Return the quads as sorted N-Quads, each once."""
    lines = (pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(set(lines))).decode("utf-8")  # the order of UTF-8 is the order of the characters


def _short(term: str) -> str:
    """Return an IRI in its prefixed form where Turtle allows that without escapes."""
    for prefix, namespace in PREFIXES.items():
        if term.startswith("<" + namespace):
            local = term[len(namespace) + 1 : -1]
            if local.replace("_", "a").replace("-", "a").isalnum() and not local.startswith("-"):
                return f"{prefix}:{local}"
    return term


def turtle(quads: Iterable[Quad]) -> str:
    """Return the quads as Turtle for people: one block a subject, types first, all in order."""
    blocks: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        blocks[str(quad.subject)][str(quad.predicate)].add(str(quad.object))
    heads = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items()]
    return "".join([*heads, *("\n" + _block(subject, blocks[subject]) for subject in sorted(blocks))])


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


def in_memory(store: Store) -> Store:
    """Return a copy of a store in memory; it takes about 350 bytes a triple."""
    held = Store()
    held.bulk_extend(store)
    return held


def _quotes(store: Store, subject: NamedNode | Literal) -> Iterator[str]:
    node = NamedNode(RDF + "subject")
    derived = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
    quote = NamedNode(RG + "quote")
    for statement in store.quads_for_pattern(None, node, subject):
        for source in store.quads_for_pattern(statement.subject, derived, None):
            for text in store.quads_for_pattern(source.object, quote, None):  # type: ignore[arg-type]
                yield text.object.value  # type: ignore[union-attr]


def validate(store: Store) -> list[Violation]:
    """Run the ontology's checks over a whole store; each violation carries a sentence of the node it is about."""
    found = []
    for check in ontology().checks():
        for solution in store.query(check.query, prefixes=PREFIXES):  # type: ignore[union-attr]
            node = solution["s"]
            quote = min(_quotes(store, node), default="")
            found.append(Violation(check.name, str(node), check.message, quote))
    return sorted(found, key=lambda violation: (violation.check, violation.node))


def _described(store: Store, node: NamedNode, document: NamedNode) -> Iterator[Quad]:
    """Yield what is said of a node, less the other documents and relations that it has; of a concept only its type."""
    if node.value.startswith(IND):
        yield from store.quads_for_pattern(node, NamedNode(RDF + "type"), None)
        return
    kept = {f"{RG}{name}" for name in (*ontology().relations, *ontology().attributes, "within")}
    for quad in store.quads_for_pattern(node, None, None):
        elsewhere = quad.predicate.value == RG + "mentionedIn" and quad.object != document
        if quad.predicate.value not in kept and not elsewhere:
            yield quad


def _document_graph(store: Store, document: NamedNode) -> str:
    """Return, as Turtle, the facts that rest on one document and what the shapes ask of their ends."""
    derived, stands = NamedNode(PREFIXES["prov"] + "wasDerivedFrom"), NamedNode(RG + "document")
    subject, predicate, value = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
    superseded = NamedNode(RG + "superseded")
    nodes: set[NamedNode] = {document}
    found: list[Quad] = []
    for sentence in [quad.subject for quad in store.quads_for_pattern(None, stands, document)]:
        nodes.add(sentence)  # type: ignore[arg-type]
        for statement in [quad.subject for quad in store.quads_for_pattern(None, derived, sentence)]:
            told = list(store.quads_for_pattern(statement, None, None))
            found += [quad for quad in told if quad.predicate != derived or quad.object == sentence]
            parts = {quad.predicate: quad.object for quad in told}
            fact = Quad(parts[subject], parts[predicate], parts[value])  # type: ignore[arg-type]
            if superseded not in parts:
                found.append(fact)
            nodes |= {end for end in (fact.subject, fact.object) if isinstance(end, NamedNode)}
    nodes |= {q.object for q in store.quads_for_pattern(document, None, None) if isinstance(q.object, NamedNode)}
    for node in nodes:
        found += _described(store, node, document)
    return turtle(found)


def shape_violations(store: Store) -> list[Violation]:
    """Hold the graph of every document against the SHACL shapes; slower than `validate`, and independent of it."""
    found = {}
    for row in store.query("SELECT ?d WHERE { ?d a rg:Document }", prefixes=PREFIXES):  # type: ignore[union-attr]
        for node, message in shacl(_document_graph(store, row["d"])):
            quote = min(_quotes(store, NamedNode(node)), default="")
            found[node, message] = Violation("shapes", node, message, quote)
    return [found[key] for key in sorted(found)]
