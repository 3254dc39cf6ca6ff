"""What a user types for a parameter in; the term of the graph that it means out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

import pyoxigraph as ox

from graph.errors import QueryError, StoreError
from graph.ontology import ontology
from graph.query import run, text
from graph.questions.read import Parameter, Question
from graph.questions.sources import label as shown
from graph.rdf.iris import RG, SKOS, XSD
from graph.records import TYPES
from graph.remote import Source

__all__ = ["Bound", "bind"]

Term = ox.NamedNode | ox.Literal
#: The rank of what a name may mean (the lowest is the best), the name, and the node's IRI.
_Named = tuple[tuple[int | str, ...], str, str]
_LABELS = """SELECT ?node ?label ?preferred ?type (COUNT(DISTINCT ?document) AS ?documents) WHERE {
  %s
  { ?node skos:prefLabel ?label BIND(true AS ?preferred) }
  UNION { ?node skos:altLabel ?label BIND(false AS ?preferred) }
  VALUES ?type { %s } ?node a ?type OPTIONAL { ?node rg:mentionedIn ?document }
} GROUP BY ?node ?label ?preferred ?type"""
_SUCH = {"Year": "one such as 2025", "Count": "a whole number such as 2", "Number": "one such as 56 or 0.5"}
#: Whether a sentence tells what was reached or what is aimed at.
_BASES = {"actual": ("actual", "实际", "已实现"), "target": ("target", "目标", "计划")}
_TITLES = "SELECT ?node ?label WHERE { ?node a rg:Document ; rg:title ?label }"
_VALUES = {
    "Indicator": "SELECT DISTINCT ?value WHERE { ?o rg:indicator ?value }",
    "Rule": "SELECT DISTINCT ?value WHERE { ?s rg:rule ?value }",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """The terms that a question's parameters stand for, and remarks on how names were read."""

    terms: Mapping[str, Term]
    remarks: tuple[str, ...]


def bind(store: Source, question: Question, given: Mapping[str, object]) -> Bound:
    """Find the term of every parameter that is given or has a default.

    Raises QueryError for an unknown or missing parameter, StoreError for a name that the graph does not have.
    """
    known = {one.name: one for one in question.parameters}
    listed = "、".join(f"--{name}" for name in known) or "none"
    for name in given:
        if name not in known:
            raise QueryError(f"--{name}: no parameter of {question.id}; it has {listed}")
    terms: dict[str, Term] = {}
    remarks: list[str] = []
    for name, parameter in known.items():
        value = given.get(name, parameter.default)
        if value is None:
            if parameter.required:
                raise QueryError(f"{question.id}: needs --{name} ({parameter.zh} {parameter.en}); it has {listed}")
            continue
        term, remark = _term(store, parameter, str(value).strip())
        terms[name] = term
        remarks += [remark] if remark else []
    return Bound(terms, tuple(remarks))


def _term(store: Source, parameter: Parameter, value: str) -> tuple[Term, str]:
    kind = parameter.kind
    if not value:
        raise QueryError(f"--{parameter.name}: empty; give {parameter.zh} {parameter.en}")
    if kind in ("Year", "Number", "Count"):
        return _number(parameter, value), ""
    if kind == "Text":
        return ox.Literal(value), ""
    if kind == "Basis":
        return _basis(parameter, value), ""
    if kind in ("Status", "Class", "Relation"):
        return _of_the_ontology(parameter, value), ""
    if kind in _VALUES:
        found = {text(row["value"]) for row in run(store, _VALUES[kind])}
        if value not in found:
            raise StoreError(_unknown(parameter, value, found))
        return ox.Literal(value, language="zh") if kind == "Indicator" else ox.Literal(value), ""
    if value.startswith(("http://", "https://")):
        try:
            return ox.NamedNode(value), ""
        except ValueError as error:
            raise QueryError(f"--{parameter.name} {value}: is no IRI ({error}); give a name") from error
    return _named(store, parameter, value)


def _number(parameter: Parameter, value: str) -> ox.Literal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise QueryError(f"--{parameter.name} {value}: is no number") from None
    # Neither 1E+999999999 nor 1E-999999999 may be written out in full.
    plain = number.is_finite() and (number == 0 or -9 <= number.adjusted() < 15)
    whole = plain and number == number.to_integral_value()
    fits = {"Year": whole and 1949 <= number <= 2100, "Count": whole and number >= 0, "Number": plain}
    if not fits[parameter.kind]:
        raise QueryError(f"--{parameter.name} {value}: is no {parameter.kind.lower()}; give {_SUCH[parameter.kind]}")
    if whole:
        return ox.Literal(str(int(number)), datatype=ox.NamedNode(XSD + "integer"))
    return ox.Literal(format(round(number, 9).normalize(), "f"), datatype=ox.NamedNode(XSD + "decimal"))


def _basis(parameter: Parameter, value: str) -> ox.Literal:
    for name, words in _BASES.items():
        if value in words:
            return ox.Literal(name)
    raise QueryError(f"--{parameter.name} {value}: unknown; choose one of 实际 actual、目标 target")


def _of_the_ontology(parameter: Parameter, value: str) -> ox.NamedNode:
    """Find a status, class or relation by its name in the ontology or its label in either language."""
    known = ontology()
    names = {"Status": known.statuses, "Class": TYPES, "Relation": known.relations}[parameter.kind]
    for name in names:
        if value in (name, f"rg:{name}", known.label(name), known.label(name, "en")):
            return ox.NamedNode(RG + name)
    choices = "、".join(f"{known.label(name)} {name}" for name in names)
    inside = [name for name in names if value in known.label(name)]
    if len(inside) == 1:
        return ox.NamedNode(RG + inside[0])
    raise QueryError(f"--{parameter.name} {value}: unknown; choose one of {choices}")


def _unknown(parameter: Parameter, value: str, names: Iterable[str]) -> str:
    near = "、".join(get_close_matches(value, sorted(set(names)), n=3, cutoff=0.4)) or "nothing alike"
    kind = " or ".join(parameter.kind.split("|"))
    return f"--{parameter.name} {value}: no {kind} of that name in the graph; nearest: {near}"


def _labels(store: Source, kind: str, value: str | None) -> list[_Named]:
    """Return what goes by a name, or all things of a kind, best first: by type, as a name, in most documents."""
    if kind == "Document":
        titles = [(row["label"], row["node"]) for row in run(store, _TITLES)]
        return sorted(((len(label),), label, node) for label, node in titles if value in (None, label))
    kinds = list(TYPES) if kind == "Entity" else kind.split("|")
    terms = [f"{SKOS}Concept" if one == "Concept" else RG + one for one in kinds]
    literals = [] if value is None else [ox.Literal(value, language="zh"), ox.Literal(value, language="en")]
    exact = f"VALUES ?label {{ {' '.join(map(str, literals))} }}" if literals else ""
    found: dict[tuple[str, str], tuple[int | str, ...]] = {}
    for row in run(store, _LABELS % (exact, " ".join(f"<{one}>" for one in terms))):
        place = 0 if kind == "Entity" else terms.index(row["type"])
        rank = (place, row["preferred"] != "true", -int(row["documents"]), len(row["label"]), row["node"])
        key = row["label"], row["node"]
        found[key] = min(rank, found.get(key, rank))
    return sorted((rank, label, node) for (label, node), rank in found.items())


def _named(store: Source, parameter: Parameter, value: str) -> tuple[ox.NamedNode, str]:
    """Find an entity, concept or document: by its name, else by an alias, else by a part of its name."""
    found = _labels(store, parameter.kind, value)
    if not found:
        everything = _labels(store, parameter.kind, None)
        found = sorted(((len(label), *rank), label, node) for rank, label, node in everything if value in label)
        if not found:
            raise StoreError(_unknown(parameter, value, (label for _, label, _ in everything)))
    _, label, node = found[0]
    label = shown(store, ox.NamedNode(node))  # 石油 is another name of 油气: say so
    others = [] if _scheme(node) else sorted({(name, other) for _, name, other in found if other != node})
    remark = "" if label == value and not others else f"--{parameter.name} {value}: 取 read as {label} <{node}>"
    if others:
        named = "、".join(f"{name} <{other}>" for name, other in others[:5])
        remark += f"; 另有 also {named}" + ("…" if len(others) > 5 else "")
    return ox.NamedNode(node), remark


def _scheme(node: str) -> bool:
    """Whether a node is an industry of the scheme; it stands for those that documents name alike."""
    return node.startswith(f"{RG.removesuffix('ontology#')}industries#")
