"""Statements of a graph in; facts with numbered quotations out. Asks for what is wanted only, never for everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from graph.assistant.nodes import Labels
from graph.assistant.records import Basis, Fact, Quotation
from graph.ontology import ontology
from graph.query import run, text
from graph.rdf.iris import RG
from graph.remote import Source

__all__ = ["Book", "Told", "property_label", "statements", "statements_at"]

#: A longer sentence is cut; its `end` says where.
_LONGEST = 400
#: How many nodes one query is asked about.
_TOGETHER = 500
_PAGE = """SELECT DISTINCT ?statement ?s ?p ?o WHERE {
  %s ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o %s
} ORDER BY ?p ?s ?o LIMIT %d OFFSET %d"""
_AT = """SELECT ?statement ?s ?p ?o WHERE { VALUES ?statement { %s }
  ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
_CURRENT = "MINUS { ?statement rg:superseded true }"
_BACKING = """SELECT ?statement ?explicit ?superseded ?rule ?source WHERE { VALUES ?statement { %s }
  ?statement a rdf:Statement OPTIONAL { ?statement rg:explicit ?explicit } OPTIONAL { ?statement rg:rule ?rule }
  OPTIONAL { ?statement rg:superseded ?superseded } OPTIONAL { ?statement dct:source ?source } }"""
# One sentence of what is and one of what is aimed at stand for all: a city's statement may rest on thousands.
_COUNTS = """SELECT ?statement ?basis (COUNT(?sentence) AS ?count) (MIN(STR(?sentence)) AS ?first) WHERE {
  VALUES ?statement { %s } ?statement prov:wasDerivedFrom ?sentence . ?sentence a rg:Sentence
  OPTIONAL { ?sentence rg:basis ?basis } } GROUP BY ?statement ?basis"""
_ALL = """SELECT ?statement ?sentence WHERE { VALUES ?statement { %s } ?statement prov:wasDerivedFrom ?sentence .
  ?sentence a rg:Sentence ; rg:document ?document ; rg:start ?start } ORDER BY ?document ?start ?statement LIMIT %d"""
_SOURCES = """SELECT ?statement ?name WHERE { VALUES ?statement { %s }
  ?statement prov:wasDerivedFrom ?origin . ?origin a prov:Entity ; skos:prefLabel ?name }"""
_SENTENCES = """SELECT ?sentence ?quote ?document ?title ?start ?end ?section ?basis ?about ?year WHERE {
  VALUES ?sentence { %s } ?sentence rg:quote ?quote ; rg:document ?document ; rg:start ?start ; rg:end ?end .
  ?document rg:title ?title OPTIONAL { ?document rg:year ?year } OPTIONAL { ?sentence rg:section ?section }
  OPTIONAL { ?sentence rg:basis ?basis } OPTIONAL { ?sentence rg:year ?about } }"""
#: What observations and counted works are joined to their region by.
_FIGURES = {"region": "observation", "undertakenIn": "works"}
_PLANNED = ("proposed", "signed")


def property_label(name: str) -> str:
    """Return what people call a property, in both languages.

    >>> property_label("targets")
    '打造 targets'
    """
    if name == "observation":
        return "指标 observation"
    known = ontology()
    return f"{known.label(name)} {known.label(name, 'en')}" if name in known.terms else name


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of the graph: its IRI and the terms that it joins."""

    iri: str
    subject: str
    predicate: str
    object: ox.NamedNode | ox.Literal

    @property
    def ends(self) -> tuple[str, ...]:
        """The nodes that it joins."""
        return (self.subject, self.object.value) if isinstance(self.object, ox.NamedNode) else (self.subject,)


def statements(source: Source, pattern: str, limit: int, offset: int = 0, *, superseded: bool = False) -> list[Told]:
    """Return a page of the statements (?statement ?s ?p ?o) that fit a pattern, in a stable order."""
    found = run(source, _PAGE % (pattern, "" if superseded else _CURRENT, limit, offset))
    return [Told(text(row[0]), text(row[1]), text(row[2]), row[3]) for row in found.rows]  # type: ignore[arg-type]


def statements_at(source: Source, iris: Iterable[str]) -> dict[str, Told]:
    """Return the statements that the graph has among some IRIs."""
    wanted = sorted(set(iris))
    found: dict[str, Told] = {}
    for start in range(0, len(wanted), _TOGETHER):
        for row in run(source, _AT % _iris(wanted[start : start + _TOGETHER])).rows:
            found[text(row[0])] = Told(text(row[0]), text(row[1]), text(row[2]), row[3])  # type: ignore[arg-type]
    return found


def _iris(iris: Iterable[str]) -> str:
    return " ".join(str(ox.NamedNode(iri)) for iri in iris)


@dataclass(slots=True)
class Book:
    """Collects the quotations of one answer: each sentence once, under a number that facts and rows refer to."""

    source: Source
    labels: Labels
    most: int = 60
    _numbers: dict[str, int] = field(default_factory=dict)
    _left: int = 0

    def number(self, sentence: str) -> int | None:
        """Return the number of a sentence, None where the answer holds as many as it may."""
        if sentence not in self._numbers and len(self._numbers) >= self.most:
            self._left += 1
            return None
        return self._numbers.setdefault(sentence, len(self._numbers) + 1)

    def numbers(self, sentences: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of sentences."""
        return tuple(sorted({one for sentence in sentences if (one := self.number(sentence)) is not None}))

    def remarks(self) -> tuple[str, ...]:
        """Say what the answer leaves out."""
        return (f"{self._left} quotations left out; ask for less, or use evidence",) if self._left else ()

    def quotations(self) -> tuple[Quotation, ...]:
        """Return the sentences that were given a number, in its order."""
        if not self._numbers:
            return ()
        rows = {row["sentence"]: row for row in run(self.source, _SENTENCES % _iris(self._numbers))}
        return tuple(_quotation(number, rows[iri]) for iri, number in self._numbers.items() if iri in rows)

    def facts(self, told: Sequence[Told], *, every: int = 0) -> list[Fact]:
        """Return statements as facts, each with a sentence of each basis, or with up to `every` sentences in all."""
        if not told:
            return []
        listed = _iris(one.iri for one in told)
        backing = _backed(self.source, listed)
        counts: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
        for row in run(self.source, _COUNTS % listed):
            if int(row["count"]):
                counts[row["statement"]][row.get("basis", "")] = (int(row["count"]), row["first"])
        shown: dict[str, list[str]] = {iri: [first for _, first in sorted(by.values())] for iri, by in counts.items()}
        if every:
            shown = defaultdict(list)
            for row in run(self.source, _ALL % (listed, every)):
                shown[row["statement"]].append(row["sentence"])
        self.labels.learn(end for one in told for end in one.ends)
        return [self._fact(one, backing[one.iri], counts.get(one.iri, {}), shown.get(one.iri, ())) for one in told]

    def _fact(self, one: Told, backed: _Backed, counts: Mapping[str, tuple[int, str]], shown: Sequence[str]) -> Fact:
        name = one.predicate.removeprefix(RG)
        name = _FIGURES.get(name, name)
        numbers = self.numbers(shown)
        total = sum(count for count, _ in counts.values())
        subject, target = self.labels.name(one.subject), self.labels.name_of(one.object, name)
        if name in _FIGURES.values():
            # The region is what people ask about: the figure is said of it.
            subject, target = target, subject
        return Fact(
            subject=subject,
            subject_iri=one.object.value if name in _FIGURES.values() else one.subject,
            property=name,
            label=property_label(name),
            object=target,
            object_iri=one.subject if name in _FIGURES.values() else _iri(one.object),
            basis=self._basis(one, name, counts),
            backing=("stated" if backed.explicit else "implied") if total else "general",
            rules=tuple(sorted(backed.rules)),
            superseded=backed.superseded,
            quotations=numbers,
            more_sentences=total - len(numbers),
            source="" if total else "、".join(sorted(backed.sources)),
        )

    def _basis(self, one: Told, name: str, counts: Mapping[str, tuple[int, str]]) -> Basis:
        """Return whether a statement is a plan: an aim, a state only aimed at, or a relation of a planned project."""
        if own := self.labels.basis(one.subject):
            return "plan" if own == "target" else "fact"
        if not counts:
            return "general"
        if name == "targets" or set(counts) == {"target"}:
            return "plan"
        if name == "status":
            return "plan" if _iri(one.object).removeprefix(RG) in _PLANNED else "fact"
        planned = any(self.labels.planned_project(end) for end in one.ends)
        return "plan" if planned and name != "inIndustry" else "fact"


def _iri(term: ox.NamedNode | ox.Literal) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


@dataclass(slots=True)
class _Backed:
    explicit: bool = False
    superseded: bool = False
    rules: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def _backed(source: Source, listed: str) -> Mapping[str, _Backed]:
    found: dict[str, _Backed] = defaultdict(_Backed)
    for row in run(source, _BACKING % listed):
        one = found[row["statement"]]
        one.explicit |= row.get("explicit") == "true"
        one.superseded |= row.get("superseded") == "true"
        one.rules |= {row["rule"]} if "rule" in row else set()
        one.sources |= {row["source"]} if "source" in row else set()
    for row in run(source, _SOURCES % listed):
        found[row["statement"]].sources.add(row["name"])
    return found


def _quotation(number: int, row: Mapping[str, str]) -> Quotation:
    quote, start, end = row["quote"], int(row["start"]), int(row["end"])
    cut = len(quote) > _LONGEST
    return Quotation(
        number=number,
        quote=quote[:_LONGEST],
        cut=cut,
        title=row["title"],
        document=row["document"],
        year=int(row["year"]) if "year" in row else None,
        start=start,
        end=start + _LONGEST if cut else end,
        section=row.get("section", ""),
        basis="plan" if row.get("basis") == "target" else "fact",
        about_year=int(row["about"]) if "about" in row else None,
    )
