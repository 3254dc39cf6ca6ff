"""A store in; its entities with their regions and industries, its facts with their sentences, as plain records out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.facts import Node, all_nodes
from graph.industries import IND, scheme
from graph.lexicon import regions
from graph.query import run
from graph.records import Region
from graph.remote import Source

__all__ = ["MEMBERS", "Corpus", "Paper", "Passage", "Statement", "corpus"]

_STATEMENTS = """SELECT ?s ?p ?o ?explicit ?sentence WHERE {
  ?statement rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; rg:explicit ?explicit ; prov:wasDerivedFrom ?sentence .
  ?s ?p ?o }"""
_DOCUMENTS = """SELECT ?d ?title ?genre ?year ?subject WHERE { ?d a rg:Document ; rg:title ?title ; rg:genre ?genre
  OPTIONAL { ?d rg:year ?year } OPTIONAL { ?d rg:subject ?subject } }"""
_SENTENCES = """SELECT ?s ?document ?quote ?start ?end ?section ?basis WHERE {
  ?s a rg:Sentence ; rg:document ?document ; rg:quote ?quote ; rg:start ?start ; rg:end ?end
  OPTIONAL { ?s rg:section ?section } OPTIONAL { ?s rg:basis ?basis } }"""
_MATCHES = "SELECT ?s ?o WHERE { VALUES ?p { skos:exactMatch skos:broadMatch } ?s ?p ?o }"
_WITHIN = "SELECT ?s ?o WHERE { ?s rg:within ?o . ?o a rg:Region }"
#: What a region has of an industry; bare industries and positionings are only aimed at.
MEMBERS = ("Park", "Company", "Cluster", "Project")
#: A shorter name, or one of a county as short as this, is a part of other words.
_SHORT = 2
_SCOPE = re.compile(r"/(\d{6})-[^/]*$")
#: The step of a division's chain that cities are compared at: counties below it, the province above it.
_LEVELS = ("province", "prefecture", "county")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: what its page says of it, and the code of the region whose affairs it reports."""

    iri: str
    title: str
    year: int | None
    genre: str
    subject: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that backs facts: where it stands and what it says; `basis` tells what was reached from aims."""

    iri: str
    document: str
    quote: str
    section: str
    start: int
    end: int
    basis: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact with one of its sentences."""

    subject: str
    property: str
    object: str
    explicit: bool
    sentence: str


@dataclass(frozen=True)
class Corpus:
    """What themes are made of; regions and entities go by their IRIs."""

    nodes: Mapping[str, Node]
    papers: Mapping[str, Paper]
    passages: Mapping[str, Passage]
    statements: tuple[Statement, ...]
    units: Mapping[str, Region]
    within: Mapping[str, frozenset[str]]
    matches: Mapping[str, str]

    @cached_property
    def about(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements at either end of which an entity stands."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for one in self.statements:
            for end in dict.fromkeys((one.subject, one.object)):
                found[end].append(one)
        return {end: tuple(told) for end, told in found.items()}

    @cached_property
    def by_sentence(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements that rest on a sentence."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for one in self.statements:
            found[one.sentence].append(one)
        return {sentence: tuple(told) for sentence, told in found.items()}

    @cached_property
    def concepts(self) -> Mapping[str, frozenset[str]]:
        """The concepts of the scheme that an entity belongs to, or that an industry is or lies below."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.statements:
            if one.property == "inIndustry" and one.object.startswith(IND):
                found[one.subject].add(one.object[len(IND) :])
        for industry, concept in self.matches.items():
            found[industry].add(concept)
        known = scheme().concepts
        return {entity: frozenset(one for one in told if one in known) for entity, told in found.items()}

    @cached_property
    def homes(self) -> Mapping[str, frozenset[str]]:
        """The compared regions that an entity belongs to.

        That is where it lies, or else what its IRI tells; and for what regions aim at, and for firms that build or lead
        something, where that is.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for entity in self.nodes:
            found[entity] |= self._placed(entity)
        for one in self.statements:
            if one.property == "targets" and self._kind(one.object) != "Region":
                found[one.object] |= found[one.subject]
        for one in self.statements:
            if one.property in ("undertakes", "leads") and self._kind(one.subject) == "Company":
                found[one.subject] |= found[one.object]
        return {entity: frozenset(homes) for entity, homes in found.items()}

    @cached_property
    def region_names(self) -> Mapping[str, frozenset[str]]:
        """The names of each compared region to look for in sentences: its own, and the full ones of its counties."""
        found: dict[str, set[str]] = {unit: set() for unit in self.units}
        for region in regions().by_code.values():
            unit = self.unit_of(region.code)
            if unit and len(region.name) > _SHORT:
                found[unit].add(region.name)
        for unit, region in self.units.items():
            found[unit] |= {name for name in (region.name, region.short) if len(name) >= _SHORT}
        return {unit: frozenset(forms) for unit, forms in found.items()}

    @cached_property
    def industries(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """What firms, projects, parks and clusters each compared region has, by their concepts."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for entity, concepts in self.concepts.items():
            if entity in self.nodes and {*MEMBERS} & set(self.nodes[entity].types):
                for region in self.homes.get(entity, ()):
                    for concept in concepts:
                        found[region][concept].add(entity)
        return {region: {one: frozenset(all_) for one, all_ in told.items()} for region, told in found.items()}

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {region.code: iri for iri, region in self.units.items()}

    def unit_of(self, code: str) -> str:
        """Return the compared region that the division of a code lies in, "" where it lies in none."""
        return next((self._codes[one.code] for one in regions().chain(code) if one.code in self._codes), "")

    def speaker(self, sentence: str) -> str:
        """Return the compared region whose document holds a sentence, "" where it is of none."""
        return self.unit_of(self.papers[self.passages[sentence].document].subject)

    def _kind(self, entity: str) -> str:
        return self.nodes[entity].type if entity in self.nodes else ""

    def _placed(self, entity: str) -> set[str]:
        found = {unit for unit in (*self.within.get(entity, ()), entity) if unit in self.units}
        if not found and (scope := _SCOPE.search(entity)):
            found = {self.unit_of(scope[1])} - {""}
        return found


def _local(term: str) -> str:
    return term.rsplit("#", 1)[-1]


def _papers(store: Source) -> dict[str, Paper]:
    found = {}
    for row in run(store, _DOCUMENTS):
        scope = _SCOPE.search(row.get("subject", ""))
        year = int(row["year"]) if "year" in row else None
        found[row["d"]] = Paper(row["d"], row["title"], year, row["genre"], scope[1] if scope else "")
    return dict(sorted(found.items()))


def _units(store: Source, papers: Iterable[Paper]) -> dict[str, Region]:
    """Return the regions that are compared: cities, or the counties of the one city that documents are of."""
    chains = [regions().chain(paper.subject) for paper in papers if paper.subject]
    ranked: dict[str, set[str]] = {level: set() for level in _LEVELS}
    for chain in chains:
        for region in chain:
            ranked.get(region.level, set()).add(region.code)
    level = "prefecture" if len(ranked["prefecture"]) > 1 or not ranked["county"] else "county"
    if not ranked["prefecture"] and not ranked["county"]:
        level = "province"
    codes = {_unit(chain, level).code for chain in chains if chain}
    rows = run(store, "SELECT ?r ?code WHERE { ?r a rg:Region ; rg:code ?code }")
    iris = {row["code"]: row["r"] for row in rows if row["code"] in codes}
    return {iris[code]: regions().by_code[code] for code in sorted(iris)}


def _unit(chain: tuple[Region, ...], level: str) -> Region:
    """Return the region of a level that a chain holds; a city of its own or a province stands for itself."""
    return next((region for region in chain if region.level == level), chain[0])


def corpus(store: Source, year: int | None = None) -> Corpus:
    """Read what themes are made of; `year` keeps only what documents of that year say."""
    papers = {iri: paper for iri, paper in _papers(store).items() if year in (None, paper.year)}
    passages = {}
    for row in run(store, _SENTENCES):
        if row["document"] in papers:
            place = (row.get("section", ""), int(row["start"]), int(row["end"]), row.get("basis", ""))
            passages[row["s"]] = Passage(row["s"], row["document"], row["quote"], *place)
    told = [
        Statement(row["s"], _local(row["p"]), row["o"], row["explicit"] == "true", row["sentence"])
        for row in run(store, _STATEMENTS)
        if row["sentence"] in passages
    ]
    within: dict[str, set[str]] = defaultdict(set)
    for row in run(store, _WITHIN):
        within[row["s"]].add(row["o"])
    matches = {row["s"]: row["o"][len(IND) :] for row in run(store, _MATCHES) if row["o"].startswith(IND)}
    return Corpus(
        all_nodes(store),
        papers,
        dict(sorted(passages.items())),
        tuple(sorted(told, key=lambda one: (one.subject, one.property, one.object, one.sentence))),
        _units(store, papers.values()),
        {inner: frozenset(outer) for inner, outer in within.items()},
        matches,
    )
