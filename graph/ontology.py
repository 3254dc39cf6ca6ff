"""The Turtle files of ontology/ in; types, relations, attributes, their labels, domains and ranges, and checks out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from graph.errors import GraphError
from graph.records import TYPES

__all__ = ["ATTRIBUTES", "RELATIONS", "Check", "Ontology", "ontology", "ontology_folder", "shacl"]

RG = "https://w3id.org/regiongraph/ontology#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_MODULES = ("core", "places", "economy", "projects", "indicators", "evidence")
#: In the order in which tables and legends show them.
RELATIONS = ("locatedIn", "partOf", "leads", "targets", "undertakes", "inIndustry", "implements", "cooperatesWith")
ATTRIBUTES = ("status", "investment", "capacity", "area", "scale", "level")

Terms = Mapping[str, Mapping[str, tuple[str, ...]]]


def ontology_folder() -> Path:
    """Return the folder of the Turtle files: beside the package in a checkout, inside it where it is installed."""
    inside = Path(__file__).parent / "_ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"


@dataclass(frozen=True, slots=True)
class Check:
    """A SPARQL query that finds nodes (?s) which break the ontology, with the message for them."""

    name: str
    message: str
    query: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """What the ontology says of its terms, by their local names."""

    terms: Terms

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations between entities."""
        return RELATIONS

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes of entities."""
        return ATTRIBUTES

    @property
    def types(self) -> tuple[str, ...]:
        """The entity types."""
        return TYPES

    @property
    def statuses(self) -> tuple[str, ...]:
        """The states of an undertaking, in the order in which it goes through them."""
        ranked = {name: int(facts["rank"][0]) for name, facts in self.terms.items() if "rank" in facts}
        return tuple(sorted(ranked, key=ranked.__getitem__))

    def domain(self, name: str) -> frozenset[str]:
        """Return the types whose entities may have a property.

        >>> sorted(ontology().domain("implements"))
        ['Region']
        """
        return frozenset(self.terms[name].get("domainIncludes", ()))

    def range(self, name: str) -> frozenset[str]:
        """Return the types of what a property leads to.

        >>> sorted(ontology().range("leads"))
        ['Cluster', 'Industry']
        """
        return frozenset(self.terms[name].get("rangeIncludes", ()))

    def label(self, name: str, language: str = "zh") -> str:
        """Return what people call a term.

        >>> ontology().label("leads"), ontology().label("leads", "en")
        ('牵引', 'leads')
        """
        return self.terms[name][f"label@{language}"][0]

    def definition(self, name: str, language: str = "en") -> str:
        """Return what a term means, in a sentence."""
        return self.terms[name][f"definition@{language}"][0]

    def checks(self) -> tuple[Check, ...]:
        """Return the checks that a whole graph must pass; in MINUS form, which stays fast on large graphs."""
        return (*_checks(self), *_scheme_checks())


def _term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    text = str(getattr(value, "value", value))
    return text.rsplit("#", 1)[-1].rsplit("/", 1)[-1] if isinstance(value, ox.NamedNode) else text


def _read(paths: Iterable[Path]) -> Terms:
    terms: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for path in paths:
        try:
            quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        except (OSError, SyntaxError) as error:
            raise GraphError(f"{path}: the ontology cannot be read ({error}); mend or reinstall it") from error
        for quad in quads:
            subject = str(getattr(quad.subject, "value", ""))
            if subject.startswith(RG):
                key = _term(quad.predicate) + (f"@{quad.object.language}" if _has_language(quad.object) else "")
                facts = terms[subject.removeprefix(RG)]
                facts[key] = (*facts.get(key, ()), _term(quad.object))
    return {name: dict(facts) for name, facts in terms.items()}


def _has_language(value: object) -> bool:
    return isinstance(value, ox.Literal) and bool(value.language)


@cache
def ontology() -> Ontology:
    """Read the ontology, once."""
    return Ontology(_read(ontology_folder() / f"{module}.ttl" for module in _MODULES))


def _typed(variable: str, types: Iterable[str]) -> str:
    classes = " ".join("skos:Concept" if kind == "Concept" else f"rg:{kind}" for kind in sorted(types))
    return f"{variable} a ?t . VALUES ?t {{ {classes} }}"


def _side(name: str, types: Iterable[str], side: str) -> Check:
    variable = "?s" if side == "subject" else "?o"
    permitted = ", ".join(sorted(types))
    return Check(
        f"{name}.{side}",
        f"the {side} of rg:{name} must be one of {permitted}",
        f"SELECT DISTINCT ?s WHERE {{ ?s rg:{name} ?o MINUS {{ {_typed(variable, types)} }} }}",
    )


def _checks(known: Ontology) -> Iterable[Check]:
    for name in (*RELATIONS, *ATTRIBUTES):
        yield _side(name, known.domain(name), "subject")
        if name in RELATIONS:
            yield _side(name, known.range(name), "object")
        yield Check(
            f"{name}.evidence",
            f"rg:{name} has no rdf:Statement that says where it comes from",
            f"SELECT DISTINCT ?s WHERE {{ ?s rg:{name} ?o "
            f"MINUS {{ ?f rdf:predicate rg:{name} ; rdf:subject ?s ; rdf:object ?o }} }}",
        )
    yield Check(
        "status.value",
        "rg:status must be one of " + ", ".join(known.statuses),
        "SELECT DISTINCT ?s WHERE { ?s rg:status ?o MINUS { VALUES ?o { "
        + " ".join(f"rg:{name}" for name in known.statuses)
        + " } } }",
    )
    for name in ("investment", "area", "scale"):
        query = f"SELECT DISTINCT ?s WHERE {{ ?s rg:{name} ?o FILTER(!isNumeric(?o) || ?o <= 0) }}"
        yield Check(f"{name}.number", f"rg:{name} must be a positive number", query)
    required = {
        "Observation": ("rg:region", "rg:indicator", "rg:basis"),
        "Works": ("rg:undertakenIn", "rg:indicator", "rg:value", "rg:unit", "rg:basis"),
        "Quantity": ("rg:value", "rg:unit"),
        "Sentence": ("rg:document", "rg:start", "rg:end", "rg:quote"),
        "Document": ("rg:title", "rg:genre"),
    }
    for kind, properties in required.items():
        for name in properties:
            query = f"SELECT DISTINCT ?s WHERE {{ ?s a rg:{kind} MINUS {{ ?s {name} ?o }} }}"
            yield Check(f"{kind}.{name.removeprefix('rg:')}", f"a rg:{kind} must have {name}", query)
    for name in ("rdf:subject", "rdf:predicate", "rdf:object", "prov:wasDerivedFrom", "rg:rule", "rg:explicit"):
        sourced = (
            "" if name.startswith("rdf:") else " MINUS { ?s dct:source ?d }"
        )  # the links of the scheme of industries
        query = f"SELECT DISTINCT ?s WHERE {{ ?s a rdf:Statement MINUS {{ ?s {name} ?o }}{sourced} }}"
        yield Check(f"Statement.{name.split(':')[1]}", f"a statement must have {name}", query)
    yield Check(
        "Statement.superseded",
        "a statement that is superseded must not be asserted",
        "SELECT DISTINCT ?s WHERE { ?s rg:superseded ?v ; rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?o . ?a ?p ?o "
        "FILTER(?v = true) }",
    )
    yield Check(
        "Observation.number",
        "a rg:Observation must have rg:value or rg:growth",
        "SELECT DISTINCT ?s WHERE { ?s a rg:Observation MINUS { ?s rg:value ?v } MINUS { ?s rg:growth ?g } }",
    )
    yield Check(
        "Sentence.order",
        "a rg:Sentence must end behind its start",
        "SELECT DISTINCT ?s WHERE { ?s rg:start ?a ; rg:end ?b FILTER(?a >= ?b) }",
    )
    yield Check(
        "Entity.label",
        "an entity that a document mentions must have one skos:prefLabel in Chinese",
        'SELECT DISTINCT ?s WHERE { ?s rg:mentionedIn ?d MINUS { ?s skos:prefLabel ?l FILTER(lang(?l) = "zh") } }',
    )
    yield Check(
        "Entity.labels",
        "an entity must not have two skos:prefLabel in one language",
        "SELECT DISTINCT ?s WHERE { ?s skos:prefLabel ?a, ?b FILTER(?a != ?b && lang(?a) = lang(?b)) }",
    )


def _scheme_checks() -> Iterable[Check]:
    yield Check(
        "Concept.broader",
        "a concept of the scheme of industries must have one skos:broader at most",
        "SELECT DISTINCT ?s WHERE { ?s skos:broader ?a, ?b FILTER(?a != ?b) }",
    )
    for language in ("zh", "en"):
        placed = "{ ?s skos:topConceptOf ?x } UNION { ?s skos:broader ?x }"
        query = f'{{ ?s skos:prefLabel ?l FILTER(lang(?l) = "{language}") }}'
        yield Check(
            f"Concept.label.{language}",
            f"a concept of the scheme of industries must have a skos:prefLabel in {language}",
            f"SELECT DISTINCT ?s WHERE {{ {placed} MINUS {query} }}",
        )
    yield Check(
        "feeds.source",
        "rg:feeds has no rdf:Statement with a dct:source that says what it rests on",
        "SELECT DISTINCT ?s WHERE { ?s rg:feeds ?o "
        "MINUS { ?f rdf:predicate rg:feeds ; rdf:subject ?s ; rdf:object ?o ; dct:source ?d } }",
    )


def shacl(turtle: str) -> list[tuple[str, str]]:
    """Hold a graph of one document, in Turtle, against the SHACL shapes; return the nodes that break one and why.

    For graphs of up to some ten thousand triples (SHACL, W3C Recommendation of 2017; pyshacl); `checks` are for whole
    graphs.
    """
    import rdflib
    from pyshacl import validate  # takes longer to load than a small build to run

    shapes, found = rdflib.Graph(), rdflib.Graph()
    for path in sorted((ontology_folder() / "shapes").glob("*.ttl")):
        shapes.parse(path, format="turtle")
    found.parse(data=turtle, format="turtle")
    _, report, _ = validate(found, shacl_graph=shapes, inference="none")
    if not isinstance(report, rdflib.Graph):
        raise GraphError(f"SHACL: the graph cannot be held against the shapes ({report}); check its Turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    results = report.subjects(rdflib.RDF.type, sh.ValidationResult)
    return sorted({(str(report.value(one, sh.focusNode)), str(report.value(one, sh.resultMessage))) for one in results})
