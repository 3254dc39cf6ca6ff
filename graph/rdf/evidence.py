"""Facts with their sentences in; the quads that say where each fact comes from out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from graph.rdf.iris import PROV, RDF, RG, XSD, iri, sentence_id, statement_id
from graph.records import Document, Sentence, Span

__all__ = ["Evidence", "Fact", "boolean", "integer", "named", "sentence_quads", "statement_quads"]


@cache
def named(local: str) -> NamedNode:
    """Return a term of the ontology."""
    return NamedNode(RG + local)


def integer(value: int) -> Literal:
    """Return a whole number as a literal."""
    return Literal(str(value), datatype=_INTEGER)


def boolean(value: bool) -> Literal:
    """Return a truth value as a literal."""
    return Literal("true" if value else "false", datatype=_BOOLEAN)


_INTEGER, _BOOLEAN = NamedNode(XSD + "integer"), NamedNode(XSD + "boolean")
_TYPE, _STATEMENT = NamedNode(RDF + "type"), NamedNode(RDF + "Statement")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + local) for local in ("subject", "predicate", "object"))
_DERIVED = NamedNode(PROV + "wasDerivedFrom")


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple that is to be stated."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal


@dataclass(slots=True)
class Evidence:
    """What backs one fact: its sentences, the rules that found it, and whether any of them states it."""

    sentences: set[Span] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    explicit: bool = False
    qualifiers: set[tuple[str, str]] = field(default_factory=set)


def statement_quads(base: str, fact: Fact, evidence: Evidence, *, superseded: bool = False) -> Iterator[Quad]:
    """Yield the fact and the rdf:Statement about it, whose IRI is a hash of the fact.

    A superseded fact has its statement, marked so, but is not asserted itself.
    """
    if not superseded:
        yield Quad(fact.subject, fact.predicate, fact.object)
    statement = NamedNode(base + statement_id(str(fact.subject), str(fact.predicate), str(fact.object)))
    yield Quad(statement, _TYPE, _STATEMENT)
    yield Quad(statement, _SUBJECT, fact.subject)
    yield Quad(statement, _PREDICATE, fact.predicate)
    yield Quad(statement, _OBJECT, fact.object)
    yield Quad(statement, named("explicit"), boolean(evidence.explicit))
    if superseded:
        yield Quad(statement, named("superseded"), boolean(True))
    for rule in evidence.rules:
        yield Quad(statement, named("rule"), Literal(rule))
    for name, text in evidence.qualifiers:
        yield Quad(statement, named(name), Literal(text))
    for span in evidence.sentences:
        yield Quad(statement, _DERIVED, NamedNode(iri(base, sentence_id(span.document, span.start, span.end))))


def sentence_quads(base: str, document: Document, sentences: Iterable[Sentence], used: set[Span]) -> Iterator[Quad]:
    """Yield one node for each sentence that backs a fact: where it stands and what it says, word for word."""
    node = NamedNode(iri(base, f"document/{document.id}"))
    for sentence in sentences:
        span = sentence.span
        if span not in used:
            continue
        place = NamedNode(iri(base, sentence_id(span.document, span.start, span.end)))
        yield Quad(place, _TYPE, named("Sentence"))
        yield Quad(place, named("document"), node)
        yield Quad(place, named("start"), integer(span.start))
        yield Quad(place, named("end"), integer(span.end))
        yield Quad(place, named("quote"), Literal(span.of(document.text)))
        if sentence.basis:
            yield Quad(place, named("basis"), Literal(sentence.basis))
        if sentence.year is not None:
            yield Quad(place, named("year"), integer(sentence.year))
        if sentence.section:
            yield Quad(place, named("section"), Literal(" › ".join(sentence.section)))
