"""The ontology and the scheme of industries in; the terms that the query editor completes, with their labels, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache

from graph.industries import scheme
from graph.ontology import ontology

__all__ = ["Completion", "completions"]

_KINDS = {"Class": "class", "ObjectProperty": "property", "DatatypeProperty": "property", "Status": "value"}
#: Classes of other vocabularies that properties of the ontology lead from or to.
_FOREIGN = {"Concept": "skos:Concept", "Statement": "rdf:Statement"}
#: Terms of other vocabularies that every graph uses: kind, name, label zh and en, what they mean.
_OTHERS = (
    ("class", "skos:Concept", "概念", "concept", "an industry of the scheme"),
    ("class", "rdf:Statement", "陈述", "statement", "a fact with the sentences that it rests on"),
    ("property", "skos:prefLabel", "名称", "name", "what a thing is called, in Chinese"),
    ("property", "skos:altLabel", "别名", "other name", "another name that a document uses"),
    ("property", "skos:broader", "上位概念", "broader", "the concept right above"),
    ("property", "skos:broaderTransitive", "所有上位概念", "broader, any level", "all concepts above"),
    ("property", "skos:exactMatch", "等同于", "exact match", "the concept that an industry's name stands for"),
    ("property", "skos:broadMatch", "归入", "broad match", "the wider concept that an industry's name falls under"),
    ("property", "skos:inScheme", "所属体系", "in scheme", "the scheme that a concept belongs to"),
    ("property", "rdf:type", "类型", "type", "the class of a thing; `a` for short"),
    ("property", "rdf:subject", "主语", "subject", "what a statement speaks of"),
    ("property", "rdf:predicate", "谓语", "predicate", "the relation of a statement"),
    ("property", "rdf:object", "宾语", "object", "where the relation of a statement leads"),
    ("property", "prov:wasDerivedFrom", "出自", "derived from", "the sentences that a statement rests on"),
    ("property", "dct:source", "来源", "source", "where general knowledge comes from"),
    ("property", "rdfs:label", "标签", "label", "the label of a term"),
)


@dataclass(frozen=True, slots=True)
class Completion:
    """A term as the editor offers it: its prefixed name, labels and meaning; what a property leads from and to.

    `kind` is class, property, value or concept; `words` are further names by which it is found.
    """

    name: str
    kind: str
    zh: str
    en: str
    definition: str
    words: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()


@cache
def completions() -> tuple[dict[str, object], ...]:
    """Return all terms, those of the ontology first, then of other vocabularies, then the industries.

    >>> [one["name"] for one in completions() if one["zh"] == "石化化工"]
    ['ind:petrochemicals']
    """
    return tuple(_short(one) for one in (*_of_the_ontology(), *_of_others(), *_industries()))


def _short(one: Completion) -> dict[str, object]:
    return {name: value for name, value in asdict(one).items() if value}


def _of_the_ontology() -> Iterator[Completion]:
    known = ontology()
    for name, facts in sorted(known.terms.items()):
        kinds = [_KINDS[one] for one in facts.get("type", ()) if one in _KINDS]
        if kinds:
            sides = (_prefixed(side) for side in (known.domain(name), known.range(name)))
            labels = known.label(name), known.label(name, "en")
            yield Completion(f"rg:{name}", kinds[0], *labels, known.definition(name), (), *sides)


def _prefixed(names: frozenset[str]) -> tuple[str, ...]:
    """Return classes with their prefix; the datatypes of numbers and text are left out."""
    terms = ontology().terms
    return tuple(_FOREIGN.get(one, f"rg:{one}") for one in sorted(names) if one in terms or one in _FOREIGN)


def _of_others() -> Iterator[Completion]:
    for kind, name, zh, en, meaning in _OTHERS:
        yield Completion(name, kind, zh, en, meaning)


def _industries() -> Iterator[Completion]:
    concepts = scheme().concepts
    for one in concepts.values():
        above = " › ".join(concepts[name].zh for name in reversed(one.above))
        yield Completion(f"ind:{one.id}", "concept", one.zh, one.en, above, words=(*one.labels, *one.hidden))
