"""A number and random numbers in; an invented city, what its documents tell and the quads of it out.

The quads are as a build writes them: a statement for every fact, sentences with their place, documents, what lies in
what. One city is in memory at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from benchmarks.region_graphs import HEADS
from graph.rdf.evidence import Evidence, Fact, integer, named, sentence_quads, statement_quads
from graph.rdf.iris import BASE, PROV, RDF, SKOS, XSD, iri, statement_id
from graph.rdf.within import closure
from graph.records import Document, Sentence, Span

__all__ = ["City", "Paper", "Shared", "node", "region_quads"]

SECTIONS = ("一、上年回顾", "二、重点项目", "三、产业集群", "四、开放合作", "五、主要目标")
#: Nodes that stand for a figure; documents do not name them as they do things.
_FIGURES = ("quantity/", "observation/", "works/")
_TYPE = NamedNode(RDF + "type")
_PREFERRED, _ALTERNATIVE = NamedNode(SKOS + "prefLabel"), NamedNode(SKOS + "altLabel")


def node(local: str) -> NamedNode:
    """Return the node of an id."""
    return NamedNode(iri(BASE, local))


def zh(text: str) -> Literal:
    """Return a text as Chinese."""
    return Literal(text, language="zh")


@dataclass(slots=True)
class Shared:
    """What several cities have in common: the regions that they lie in, and whom all documents know."""

    above: list[tuple[str, str, str]]
    cities: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    firms: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """A document while it is written."""

    id: str
    title: str
    genre: str
    year: int
    day: int
    subject: str
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)


def region_quads(local: str, kind: str) -> Iterator[Quad]:
    """Yield what is said of a region: its types, name, short name and, where it has one, code."""
    label, code = local.partition("-")[2], local.partition("/")[2][:6]
    yield from (Quad(node(local), _TYPE, named("Region")), Quad(node(local), _TYPE, named(kind)))
    yield Quad(node(local), _PREFERRED, zh(label))
    if code.isdigit():
        yield Quad(node(local), named("code"), Literal(code))
        yield Quad(node(local), _ALTERNATIVE, zh(label[:-1]))


class City:
    """A city with six districts; benchmarks.invented_reports writes its documents."""

    def __init__(self, number: int, shared: Shared, random: Random) -> None:
        """Found the city inside the regions above."""
        self.random, self.shared, self.number = random, shared, number
        self.name = f"{HEADS[number % len(HEADS)]}{'' if number < len(HEADS) else number}市"
        self.code = f"{91 + number // 90}{number % 90 + 1:02}"
        self.region = f"region/{self.code}00-{self.name}"
        sides = enumerate("东西南北中新", 2)
        self.districts = [f"region/{self.code}{place:02}-{self.name[:-1]}{side}区" for place, side in sides]
        self.members: dict[str, list[str]] = defaultdict(list)
        self.papers: list[Paper] = []
        self.beside: list[Quad] = []
        self.size = 0
        self._facts: dict[Fact, Evidence] = defaultdict(Evidence)
        self._old: dict[Fact, Evidence] = defaultdict(Evidence)
        self._known: set[str] = set()
        self._mentions: set[tuple[str, str]] = set()

    @property
    def paper(self) -> Paper:
        """The document that is being written."""
        return self.papers[-1]

    def say(self, text: str, basis: str = "actual", year: int | None = None) -> Span:
        """Write a sentence into the document and return where it stands."""
        paper = self.paper
        span = Span(paper.id, len(paper.text), len(paper.text) + len(text))
        section = SECTIONS[min(len(paper.sentences) // 9, len(SECTIONS) - 1)]
        told = paper.year - (basis == "actual") if year is None else year
        paper.sentences.append(Sentence(span, (section,), len(paper.sentences), basis, told))
        paper.text += text
        self.size += 8
        return span

    def thing(self, kind: str, name: str, *, shared: bool = False) -> str:
        """Return the id of a thing that the document names, and tell of it where it is new."""
        local = f"{kind.lower()}/{'' if shared else self.code + '00-'}{name}"
        if local not in self._known:
            self._known.add(local)
            self.members[kind].append(local)
            self.beside += (Quad(node(local), _TYPE, named(kind)), Quad(node(local), _PREFERRED, zh(name)))
            if kind == "Company":
                self.beside.append(Quad(node(local), _ALTERNATIVE, zh(name.removesuffix("有限公司"))))
            self.size += 2
        self._mention(local)
        return local

    def some(self, kind: str) -> str | None:
        """Return one of the city's things, early ones far more often: their links fall about as Zipf has it."""
        known = self.members[kind]
        return known[int(len(known) ** self.random.random()) - 1] if known else None

    def fact(self, one: str, relation: str, other: str | Literal | NamedNode, span: Span, rule: str) -> Fact:
        """State a fact that rests on a sentence; what rules conclude is not explicit."""
        fact = Fact(node(one), named(relation), node(other) if isinstance(other, str) else other)
        self.size += 2 if fact in self._facts else 12 if relation == "locatedIn" else 8
        evidence = self._facts[fact]
        evidence.sentences.add(span)
        evidence.rules.add(rule)
        evidence.explicit |= not rule.startswith(("implied.", "industry.", "name."))
        for end in (one, other):
            if isinstance(end, str) and not end.startswith(_FIGURES):
                self._mention(end)
        return fact

    def overrule(self, fact: Fact, before: NamedNode, span: Span, rule: str) -> None:
        """Tell that a fact stood otherwise in an earlier document."""
        evidence = self._old[Fact(fact.subject, fact.predicate, before)]
        evidence.sentences.add(span)
        evidence.rules.add(rule)
        self.size += 8

    def _mention(self, local: str) -> None:
        if (local, self.paper.id) not in self._mentions:
            self._mentions.add((local, self.paper.id))
            self.size += 1

    def quads(self) -> Iterator[Quad]:
        """Yield all that the documents tell of the city, and what general knowledge adds."""
        yield from self.beside
        yield from region_quads(self.region, "Prefecture")
        for district in self.districts:
            yield from region_quads(district, "County")
        for local, document in self._mentions:
            yield Quad(node(local), named("mentionedIn"), node(f"document/{document}"))
        for fact, evidence in self._facts.items():
            yield from statement_quads(BASE, fact, evidence)
        for fact, evidence in self._old.items():
            if fact not in self._facts:
                yield from statement_quads(BASE, fact, evidence, superseded=True)
        for paper in self.papers:
            yield from _paper_quads(paper)
        yield from self._places()

    def _places(self) -> Iterator[Quad]:
        """Yield the parts and wholes of divisions, and what lies within what."""
        above = [(self.region, one, rule, source) for one, rule, source in self.shared.above]
        above += [(one, self.region, "gazetteer.division", "gb-t-2260") for one in self.districts]
        inside = (named("locatedIn"), named("partOf"))
        links = [(fact.subject, fact.object) for fact in self._facts if fact.predicate in inside]
        for part, whole, rule, source in above:
            fact = Fact(node(part), named("partOf"), node(whole))
            links.append((fact.subject, fact.object))
            yield from statement_quads(BASE, fact, Evidence(rules={rule}))
            statement = node(statement_id(str(fact.subject), str(fact.predicate), str(fact.object)))
            yield Quad(statement, NamedNode(PROV + "wasDerivedFrom"), node(f"source/{source}"))
        for one, other in closure(links):  # type: ignore[arg-type]
            yield Quad(one, named("within"), other)


def _paper_quads(paper: Paper) -> Iterator[Quad]:
    place = node(f"document/{paper.id}")
    yield from (Quad(place, _TYPE, named("Document")), Quad(place, named("title"), Literal(paper.title)))
    yield Quad(place, named("genre"), Literal(paper.genre))
    yield Quad(place, named("year"), integer(paper.year))
    yield Quad(place, named("date"), Literal(f"{paper.year}-01-{paper.day:02}", datatype=NamedNode(XSD + "date")))
    yield Quad(place, named("subject"), node(paper.subject))
    document = Document(paper.id, "", paper.title, None, paper.year, paper.genre, paper.text)
    yield from sentence_quads(BASE, document, paper.sentences, {one.span for one in paper.sentences})
