"""Names and IRIs in; the nodes of the graph that they mean, with names, stages and the places they lie in, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from graph.assistant.records import Node
from graph.industries import IND
from graph.ontology import ontology
from graph.query import run, text
from graph.rdf.iris import PREFIXES, RG
from graph.records import TYPES
from graph.remote import Source

__all__ = ["LEVELS", "Labels", "cards", "go_by", "iri_of", "known"]

_SKOS = PREFIXES["skos"]
_GO_BY = """SELECT DISTINCT ?node ?preferred WHERE { VALUES ?label { %s }
  { ?node skos:prefLabel ?label BIND(true AS ?preferred) }
  UNION { ?node skos:altLabel ?label BIND(false AS ?preferred) }
  VALUES ?type { %s } ?node a ?type } ORDER BY DESC(?preferred) ?node LIMIT 200"""
_NAMES = """SELECT ?node ?name ?type WHERE { VALUES ?node { %s } OPTIONAL { ?node a ?type }
  OPTIONAL { { ?node skos:prefLabel ?name } UNION { ?node rg:title ?name } } }"""
_OTHERS = "SELECT ?node ?name WHERE { VALUES ?node { %s } ?node skos:altLabel ?name } ORDER BY ?name"
_FIGURES = """SELECT ?node ?indicator ?basis ?value ?unit ?year ?growth ?bound WHERE { VALUES ?node { %s }
  ?node rg:unit|rg:basis ?any OPTIONAL { ?node rg:indicator ?indicator } OPTIONAL { ?node rg:basis ?basis }
  OPTIONAL { ?node rg:value ?value } OPTIONAL { ?node rg:unit ?unit } OPTIONAL { ?node rg:year ?year }
  OPTIONAL { ?node rg:growth ?growth } OPTIONAL { ?node rg:bound ?bound } }"""
_STAGES = """SELECT ?node ?status ?basis WHERE { VALUES ?node { %s } ?node rg:status ?status .
  ?statement rdf:subject ?node ; rdf:predicate rg:status ; rdf:object ?status ; prov:wasDerivedFrom ?sentence .
  OPTIONAL { ?sentence rg:basis ?basis } }"""
_PLACES = """SELECT DISTINCT ?node ?name ?type WHERE { VALUES ?node { %s } ?node rg:within ?place .
  ?place skos:prefLabel ?name ; a ?type }"""
#: The nearest place first.
LEVELS = ("Park", "County", "Prefecture", "Region", "FunctionalRegion", "Province", "Country")
_UNITS = {"investment": "元", "scale": "元", "area": "平方米"}
_PLANNED = ("proposed", "signed")


def _values(iris: Iterable[str]) -> str:
    return " ".join(str(ox.NamedNode(iri)) for iri in iris)


def iri_of(words: str) -> str:
    """Return what a user wrote as an IRI, prefixed forms such as `ind:steel` too; "" where it is none."""
    prefix, mark, rest = words.partition(":")
    whole = PREFIXES[prefix] + rest if mark and prefix in PREFIXES and not rest.startswith("//") else words
    if not whole.startswith(("http://", "https://")):
        return ""
    try:
        return ox.NamedNode(whole).value
    except ValueError:
        return ""


def known(source: Source, iri: str) -> bool:
    """Whether the graph says anything of a node."""
    return run(source, f"ASK {{ {_values([iri])} ?p ?o }}").truth is True


def go_by(source: Source, name: str, kind: str = "") -> list[str]:
    """Return the nodes of a name, those that it is the main name of alone where there are such.

    Without a kind, concepts of the scheme of industries stand back behind what documents name.
    """
    labels = " ".join(str(label) for label in _literals(name))
    kinds = (kind,) if kind else (*TYPES, "Concept")
    types = " ".join(f"<{_SKOS}Concept>" if one == "Concept" else f"<{RG}{one}>" for one in kinds)
    rows = list(run(source, _GO_BY % (labels, types)))
    for preferred in ("true", "false"):
        found = [row["node"] for row in rows if row["preferred"] == preferred]
        if found:
            return [one for one in found if not one.startswith(IND)] or found
    return []


def _literals(name: str) -> tuple[ox.Literal, ...]:
    return ox.Literal(name, language="zh"), ox.Literal(name, language="en"), ox.Literal(name)


@dataclass(slots=True)
class Labels:
    """Names, types and stages of nodes, looked up together and kept for one answer."""

    source: Source
    _names: dict[str, str] = field(default_factory=dict)
    _types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _figures: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _stages: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def learn(self, nodes: Iterable[str]) -> None:
        """Look up what is not known yet of nodes."""
        new = sorted({one for one in nodes if one not in self._names})
        if not new:
            return
        named: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        for row in run(self.source, _NAMES % _values(new)).rows:
            iri, name, kind = text(row[0]), row[1], row[2]
            if kind is not None:
                self._types[iri].add(text(kind).rsplit("#", 1)[-1])
            if name is not None:
                named[iri].append((getattr(name, "language", "") == "en", text(name)))
        figures = [one for one in new if self._types[one] & {"Observation", "Works", "Quantity"}]
        if figures:
            self._figures.update((row["node"], row) for row in run(self.source, _FIGURES % _values(figures)))
        for one in new:
            self._names[one] = min(named[one])[1] if named[one] else self._unnamed(one)
        undertakings = [one for one in new if self._types[one] & {"Project", "Park"}]
        if undertakings:
            self._learn_stages(undertakings)

    def _learn_stages(self, nodes: Iterable[str]) -> None:
        told: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in run(self.source, _STAGES % _values(nodes)):
            told[row["node"], row["status"].removeprefix(RG)].add(row.get("basis", ""))
        for (node, status), bases in sorted(told.items()):
            aimed = bases == {"target"}
            shown = ontology()
            basis = "plan" if aimed or status in _PLANNED else "fact"
            words = f"{shown.label(status)} {shown.label(status, 'en')} ({basis}{': only aimed at' if aimed else ''})"
            self._stages[node] = words, basis == "plan"

    def _unnamed(self, node: str) -> str:
        if node in self._figures:
            return _figure(self._figures[node])
        local = node.removeprefix(RG)
        return ontology().label(local) if local in ontology().terms else node.rsplit("/", 1)[-1]

    def name(self, node: str) -> str:
        """Return the Chinese name of a node, or what its figure says."""
        if node not in self._names:
            self.learn([node])
        return self._names[node]

    def name_of(self, term: ox.NamedNode | ox.Literal, attribute: str = "") -> str:
        """Return a term as people read it, an amount with the unit of its attribute."""
        return self.name(term.value) if isinstance(term, ox.NamedNode) else term.value + _UNITS.get(attribute, "")

    def type(self, node: str) -> str:
        """Return the main class of a node."""
        steps = node.lower().split("/")
        kinds = [kind for kind in TYPES if kind in self._types[node]]
        return min(kinds, key=lambda kind: kind.lower() not in steps) if kinds else min(self._types[node], default="")

    def basis(self, node: str) -> str:
        """Return what a figure says of itself: actual, target, or "" for other nodes."""
        return self._figures.get(node, {}).get("basis", "")

    def stage(self, node: str) -> str:
        """Return the state of a project or park in words, "" where none is told."""
        return self._stages.get(node, ("", False))[0]

    def planned_project(self, node: str) -> bool:
        """Whether a node is a project whose state is only proposed, signed or aimed at."""
        return "Project" in self._types[node] and self._stages.get(node, ("", False))[1]


def _figure(row: Mapping[str, str]) -> str:
    """Return what an observation, counted works or a quantity says, in the order of a sentence."""
    parts = [row.get("indicator", ""), f"{row['year']}年" if "year" in row else ""]
    parts.append({"target": "目标", "actual": "实际"}.get(row.get("basis", ""), ""))
    if "value" in row:
        parts.append(row.get("bound", "") + row["value"] + row.get("unit", ""))
    if "growth" in row:
        parts.append(f"增长{float(row['growth']):+g}%")
    return " ".join(filter(None, parts))


def cards(source: Source, labels: Labels, iris: Iterable[str], quoted: Mapping[str, tuple[int, ...]]) -> list[Node]:
    """Return nodes with the places that they lie in, in the order given; `quoted` has their quotations' numbers."""
    wanted = list(iris)
    if not wanted:
        return []
    labels.learn(wanted)
    others: dict[str, list[str]] = defaultdict(list)
    for row in run(source, _OTHERS % _values(wanted)):
        others[row["node"]].append(row["name"])
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for row in run(source, _PLACES % _values(wanted)):
        kind = row["type"].rsplit("#", 1)[-1]
        if kind in LEVELS:
            rank = LEVELS.index(kind)
            # A prefecture is a Region too; what is more than that decides how near it is.
            told = places[row["node"]].get(row["name"])
            places[row["node"]][row["name"]] = rank if told is None or kind != "Region" else told
    return [
        Node(
            name=labels.name(one),
            type=labels.type(one),
            iri=one,
            lies_in=tuple(sorted(places[one], key=lambda name: (places[one][name], name)))[:4],
            other_names=tuple(others[one][:8]),
            stage=labels.stage(one),
            quotations=quoted.get(one, ()),
        )
        for one in wanted
    ]
