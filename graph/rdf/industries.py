"""Entities and claims in; the scheme of industries, and what in it entities correspond or belong to, as quads out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from graph.industries import Concept, scheme
from graph.lexicon import firm_forms
from graph.ontology import ontology_folder
from graph.rdf.iris import RDF, SKOS, iri
from graph.records import Entity, Extraction, Mention, Resolution, Span

__all__ = ["Belonging", "belongings", "concepts_of", "match_quads", "scheme_quads"]

#: What may belong to an industry; firms and sites are called after what they do, the last word rules.
_KINDS = ("Company", "Park", "Project", "Cluster")
_HEADED = ("Company",)
_EXACT, _BROAD = NamedNode(SKOS + "exactMatch"), NamedNode(SKOS + "broadMatch")


@dataclass(frozen=True, slots=True)
class Belonging:
    """An entity (by its id) belongs to a concept: which rule says so and the sentence that it rests on."""

    entity: str
    concept: Concept
    rule: str
    span: Span


@cache
def _scheme() -> tuple[Quad, ...]:
    path = ontology_folder() / "industries.ttl"
    told = [Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(path=str(path))]
    wider = NamedNode(SKOS + "broaderTransitive")
    for concept in scheme().concepts.values():
        above = [NamedNode(scheme().concepts[one].iri) for one in concept.above]
        told += [Quad(NamedNode(concept.iri), wider, one) for one in above]
    return tuple(told)


def scheme_quads() -> Iterator[Quad]:
    """Yield the whole scheme, and skos:broaderTransitive from every concept to all above it."""
    yield from _scheme()


def match_quads(base: str, entity: Entity, documents: Iterable[str]) -> Iterator[Quad]:
    """Yield, for an industry, the schemes of its documents and the concept that it is (exact) or lies below (broad)."""
    node = NamedNode(iri(base, entity.id))
    for document in documents:
        home = NamedNode(iri(base, f"scheme/{document}"))
        yield Quad(node, NamedNode(SKOS + "inScheme"), home)
        yield Quad(home, NamedNode(RDF + "type"), NamedNode(SKOS + "ConceptScheme"))
    if found := scheme().matched(entity.name):
        concept, exact = found
        yield Quad(node, _EXACT if exact else _BROAD, NamedNode(concept.iri))


def concepts_of(entity: Entity) -> tuple[Concept, ...]:
    """Return the concepts that an entity's own name speaks of.

    >>> steel = Entity("cluster/x", "Cluster", "高品质钢铁产业集群", (), ())
    >>> [concept.theme for concept in concepts_of(steel)]
    ['metallurgy']
    """
    if entity.type == "Industry":
        found = scheme().matched(entity.name)
        return (found[0],) if found else ()
    name = _bare(entity)
    whole = scheme().named(name, head=entity.type in _HEADED)
    return scheme().named(_built(name)) or whole if entity.type == "Project" else whole


def _bare(entity: Entity) -> str:
    """Return the name that says what an entity does: the longest of a firm's forms, for short forms say less."""
    return max((entity.name, *entity.aliases), key=len) if entity.type == "Company" else entity.name


@cache
def _firm_end() -> re.Pattern[str]:
    full = "|".join(map(re.escape, (form for form, kind in firm_forms().items() if form.endswith(("公司", "集团")))))
    return re.compile(rf"(?:{full})(?:[（(][^）)]*[）)])?")


def _built(name: str) -> str:
    """Return what stands in a project's name behind the firm whose it is: 甲山能源集团乙湾风电 is a wind farm."""
    ends = [found.end() for found in _firm_end().finditer(name)]
    return name[ends[-1] :] if ends else name


class _Sentences:
    """Where the sentences of a document stand, to find the one that holds a mention."""

    def __init__(self, extraction: Extraction) -> None:
        self.spans = sorted(sentence.span for sentence in extraction.sentences)
        self.starts = [span.start for span in self.spans]

    def of(self, mention: Mention) -> Span | None:
        at = bisect_right(self.starts, mention.span.start) - 1
        found = self.spans[at] if at >= 0 else None
        return found if found is not None and mention.span.start < found.end else None


def belongings(extractions: Sequence[Extraction], resolution: Resolution) -> list[Belonging]:
    """Return which firms, sites, projects and clusters belong to which concepts.

    `industry.name`: their own name says so; the evidence is the first sentence of each document that names them.
    `industry.stated`: a document puts them in, or names them as leading, an industry or cluster of that concept; where
    the name says something narrower, that stands alone.
    """
    entities = {entity.id: entity for entity in resolution.entities}
    named = {one.id: concepts_of(one) for one in resolution.entities if one.type in (*_KINDS, "Industry")}
    own = {
        owner: found
        for owner, found in named.items()
        if found and {entities[owner].type, *entities[owner].also} & {*_KINDS}
    }
    return [*_by_name(extractions, resolution, own), *_by_claim(extractions, resolution, entities, named)]


def _by_name(
    extractions: Sequence[Extraction], resolution: Resolution, own: Mapping[str, tuple[Concept, ...]]
) -> Iterator[Belonging]:
    for extraction in extractions:
        sentences = _Sentences(extraction)
        first: dict[str, Span] = {}
        for mention in extraction.mentions:
            owner = resolution.of[mention]
            span = sentences.of(mention) if owner in own and owner not in first else None
            if span is not None:
                first[owner] = span
        for owner, span in first.items():
            for concept in own[owner]:
                yield Belonging(owner, concept, "industry.name", span)


def _by_claim(
    extractions: Sequence[Extraction],
    resolution: Resolution,
    entities: Mapping[str, Entity],
    named: Mapping[str, tuple[Concept, ...]],
) -> Iterator[Belonging]:
    found: dict[str, list[tuple[Concept, Span]]] = defaultdict(list)
    for extraction in extractions:
        for claim in extraction.claims:
            if claim.property in ("inIndustry", "leads") and isinstance(claim.object, Mention):
                owner = resolution.of[claim.subject]
                if {entities[owner].type, *entities[owner].also} & {*_KINDS}:
                    concepts = named.get(resolution.of[claim.object], ())
                    found[owner] += [(concept, claim.span) for concept in concepts]
    for owner, told in found.items():
        known = {concept.id for concept in named.get(owner, ())} | {concept.id for concept, _ in told}
        wider = {above for one in known for above in scheme().concepts[one].above}
        for concept, span in told:
            if concept.id not in wider:
                yield Belonging(owner, concept, "industry.stated", span)
