"""Extractions and their resolution in; the quads of the graph out, in the one default graph, without blank nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from graph.claims.precedence import SINGLE, settle
from graph.lexicon import regions
from graph.ontology import ontology
from graph.rdf.evidence import Evidence, Fact, integer, named, sentence_quads, statement_quads
from graph.rdf.industries import belongings, match_quads, scheme_quads
from graph.rdf.iris import BASE, PROV, RDF, SKOS, XSD, iri
from graph.rdf.within import LEVELS, SOURCES, ancestors, closure, members, region_id
from graph.records import Claim, Document, Entity, Extraction, Mention, Quantity, Resolution, Span

__all__ = ["triples"]

_TYPE = NamedNode(RDF + "type")
_PREFERRED, _ALTERNATIVE = NamedNode(SKOS + "prefLabel"), NamedNode(SKOS + "altLabel")
Facts = dict[Fact, Evidence]

#: What joins a figure, or counted works, to their region.
_OF_REGION = {"observation": "region", "works": "undertakenIn"}


def number(value: float) -> Literal:
    """Return a number in its canonical form: whole numbers as xsd:integer, others as xsd:decimal."""
    if value == int(value):
        return integer(int(value))
    return Literal(format(Decimal(repr(value)).normalize(), "f"), datatype=NamedNode(XSD + "decimal"))


def _plain(value: Quantity) -> str:
    return number(value.value).value + value.unit


def _entity_quads(base: str, entity: Entity, documents: Iterable[str]) -> Iterator[Quad]:
    node = NamedNode(iri(base, entity.id))
    for kind in (entity.type, *entity.also):
        yield Quad(node, _TYPE, named(kind))
    region = regions().by_code.get(entity.scope) if entity.type == "Region" else None
    if region is not None and region.name == entity.name:
        yield Quad(node, _TYPE, named(LEVELS[region.level]))
        if region.code.isdigit():
            yield Quad(node, named("code"), Literal(region.code))
    yield Quad(node, _PREFERRED, Literal(entity.name, language="zh"))
    for alias in entity.aliases:
        yield Quad(node, _ALTERNATIVE, Literal(alias, language="zh"))
    for document in documents:
        yield Quad(node, named("mentionedIn"), NamedNode(iri(base, f"document/{document}")))


def _document_quads(base: str, document: Document) -> Iterator[Quad]:
    node = NamedNode(iri(base, f"document/{document.id}"))
    yield Quad(node, _TYPE, named("Document"))
    yield Quad(node, named("title"), Literal(document.title))
    yield Quad(node, named("genre"), Literal(document.genre))
    if document.year is not None:
        yield Quad(node, named("year"), integer(document.year))
    if document.date:
        yield Quad(node, named("date"), Literal(document.date, datatype=NamedNode(XSD + "date")))
    if document.subject is not None:
        yield Quad(node, named("subject"), NamedNode(iri(base, region_id(document.subject))))


def _observation(base: str, node: NamedNode, claim: Claim) -> tuple[NamedNode, list[Quad]]:
    """Return the node of an observation, or of counted works, and what it says beside its region."""
    told = claim.qualifiers
    value = claim.object if isinstance(claim.object, Quantity) else None
    shown = [str(told.get(key, "")) for key in ("indicator", "year", "basis", "growth", "bound")]
    place = str(node).rsplit("/", 1)[-1].rstrip(">")
    local = "-".join([place, shown[0], shown[1], shown[2], _plain(value) if value else f"growth{float(shown[3]):g}"])
    kind = "works" if claim.property == "works" else "observation"
    observation = NamedNode(iri(base, f"{kind}/") + iri("", local).replace("/", "∕"))
    quads = [
        Quad(observation, _TYPE, named(kind.capitalize())),
        Quad(observation, named("indicator"), Literal(shown[0], language="zh")),
        Quad(observation, named("basis"), Literal(shown[2])),
    ]
    if told.get("year") is not None:
        quads.append(Quad(observation, named("year"), integer(int(str(told["year"])))))
    if value is not None:
        quads += [
            Quad(observation, named("value"), number(value.value)),
            Quad(observation, named("unit"), Literal(value.unit)),
        ]
    if told.get("growth") is not None:
        quads.append(Quad(observation, named("growth"), number(float(str(told["growth"])))))
    if shown[4]:
        quads.append(Quad(observation, named("bound"), Literal(shown[4])))
    return observation, quads


def _attribute(base: str, node: NamedNode, claim: Claim) -> tuple[Fact, list[Quad]]:
    """Return an attribute's fact and, for a capacity, what its quantity says."""
    value = claim.object
    predicate = named(claim.property)
    if claim.property == "status":
        return Fact(node, predicate, named(str(value))), []
    if claim.property == "capacity" and isinstance(value, Quantity):
        quantity = NamedNode(iri(base, "quantity/") + iri("", _plain(value).replace("/", "每")))
        return Fact(node, predicate, quantity), [
            Quad(quantity, _TYPE, named("Quantity")),
            Quad(quantity, named("value"), number(value.value)),
            Quad(quantity, named("unit"), Literal(value.unit)),
        ]
    if isinstance(value, Quantity):
        return Fact(node, predicate, number(value.value)), []
    return Fact(node, predicate, Literal(str(value))), []


def _facts(extractions: Sequence[Extraction], resolution: Resolution, base: str) -> tuple[Facts, Facts, list[Quad]]:
    """Return the facts that hold, those that yielded to another, and what else the graph says of their values."""
    facts: Facts = defaultdict(Evidence)
    beside: list[Quad] = []
    single: dict[tuple[str, str], list[tuple[Document, Claim]]] = defaultdict(list)
    types = {entity.id: {entity.type, *entity.also} for entity in resolution.entities}
    documents = {extraction.document.id: extraction.document for extraction in extractions}
    for claims in (*(extraction.claims for extraction in extractions), resolution.claims):
        for claim in claims:
            owner = resolution.of[claim.subject]
            if not _permitted(claim, resolution, types):
                continue
            node = NamedNode(iri(base, owner))
            if claim.property in SINGLE:
                single[owner, claim.property].append((documents[claim.span.document], claim))
            elif claim.property in _OF_REGION:
                observation, quads = _observation(base, node, claim)
                beside += quads
                _support(facts[Fact(observation, named(_OF_REGION[claim.property]), node)], claim)
            elif isinstance(claim.object, Mention):
                target = resolution.of[claim.object]
                if target != owner:
                    _support(facts[Fact(node, named(claim.property), NamedNode(iri(base, target)))], claim)
            else:
                fact, quads = _attribute(base, node, claim)
                beside += quads
                _support(facts[fact], claim)
    return facts, _settled(single, facts, base), beside


def _settled(single: Mapping[tuple[str, str], list[tuple[Document, Claim]]], facts: Facts, base: str) -> Facts:
    """Add the attributes that hold to the facts; return those that yielded, which stay known but are not asserted.

    A claim that yielded to a later document's still backs a fact where that document states the same beside it.
    """
    superseded: Facts = defaultdict(Evidence)
    for (owner, _), claims in single.items():
        standing, rulings = settle(claims)
        node = NamedNode(iri(base, owner))
        for _, claim in standing:
            _support(facts[_attribute(base, node, claim)[0]], claim)
        for ruling in rulings:
            fact = _attribute(base, node, ruling.claim)[0]
            _support(facts[fact] if fact in facts else superseded[fact], ruling.claim)
    return superseded


def _permitted(claim: Claim, resolution: Resolution, types: Mapping[str, set[str]]) -> bool:
    """Tell whether the ontology lets a claim's entities be joined so: a merge may have changed their type."""
    if claim.property in _OF_REGION:
        return "Region" in types[resolution.of[claim.subject]]
    known = ontology()
    if not types[resolution.of[claim.subject]] & known.domain(claim.property):
        return False
    return not isinstance(claim.object, Mention) or bool(
        types[resolution.of[claim.object]] & known.range(claim.property)
    )


def _support(evidence: Evidence, claim: Claim) -> None:
    evidence.sentences.add(claim.span)
    evidence.rules.add(claim.rule)
    evidence.explicit |= claim.explicit
    if verbatim := claim.qualifiers.get("verbatim"):
        evidence.qualifiers.add(("verbatim", str(verbatim)))


def _documents_of(resolution: Resolution) -> Mapping[str, list[str]]:
    return {e.id: sorted({mention.span.document for mention in e.mentions}) for e in resolution.entities}


def triples(extractions: Sequence[Extraction], resolution: Resolution, *, base: str = BASE) -> Iterator[Quad]:
    """Yield the graph: entities, documents, facts with their evidence, and what lies within what.

    The order is not fixed; a file sorts it.
    """
    facts, superseded, beside = _facts(extractions, resolution, base)
    for belonging in belongings(extractions, resolution):
        node = NamedNode(iri(base, belonging.entity))
        evidence = facts[Fact(node, named("inIndustry"), NamedNode(belonging.concept.iri))]
        evidence.sentences.add(belonging.span)
        evidence.rules.add(belonging.rule)
    documents = _documents_of(resolution)
    for entity in resolution.entities:
        yield from _entity_quads(base, entity, documents[entity.id])
        if entity.type == "Industry":
            yield from match_quads(base, entity, documents[entity.id])
    yield from scheme_quads()
    yield from beside
    for fact, evidence in facts.items():
        yield from statement_quads(base, fact, evidence)
    for fact, evidence in superseded.items():
        yield from statement_quads(base, fact, evidence, superseded=True)
    used: set[Span] = {span for told in (facts, superseded) for one in told.values() for span in one.sentences}
    for extraction in extractions:
        yield from _document_quads(base, extraction.document)
        yield from sentence_quads(base, extraction.document, extraction.sentences, used)
    subjects = {extraction.document.subject.code for extraction in extractions if extraction.document.subject}
    told = {(fact.subject, fact.object) for fact in facts if fact.predicate == named("partOf")}
    above = list(ancestors(resolution.entities, subjects, told, base))  # type: ignore[arg-type]
    above += members(resolution.entities, above, told, base)  # type: ignore[arg-type]
    yield from above
    for source, label in SOURCES.items():
        node = NamedNode(base + f"source/{source}")
        if any(quad.object == node for quad in above):
            yield Quad(node, _TYPE, NamedNode(PROV + "Entity"))
            yield Quad(node, _PREFERRED, Literal(label, language="zh"))
    inside = (named("locatedIn"), named("partOf"))
    links = [(fact.subject, fact.object) for fact in facts if fact.predicate in inside]
    links += [(quad.subject, quad.object) for quad in above if quad.predicate == named("partOf")]  # type: ignore[misc]
    for one, other in closure(links):  # type: ignore[arg-type]
        yield Quad(one, named("within"), other)
