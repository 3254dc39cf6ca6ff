"""A store in; what each document says of states, amounts, aims and figures, with the sentence and its time, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph import remote
from graph.claims.precedence import age
from graph.claims.works import works_rules
from graph.ontology import ontology
from graph.query import run
from graph.records import Document
from graph.rules import claim_rules

__all__ = ["Saying", "Source", "mentions", "names", "naming", "sayings", "sources", "within"]

_DOCUMENTS = """SELECT ?d ?title ?genre ?year ?date ?subject WHERE {
  ?d a rg:Document ; rg:title ?title ; rg:genre ?genre
  OPTIONAL { ?d rg:year ?year } OPTIONAL { ?d rg:date ?date } OPTIONAL { ?d rg:subject ?subject } }"""
_SAYINGS = """SELECT ?s ?p ?o ?rule ?sentence ?quote ?basis ?year ?document WHERE {
  VALUES ?p { rg:status rg:investment rg:capacity rg:scale rg:targets }
  ?statement rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; rg:rule ?rule ; prov:wasDerivedFrom ?sentence .
  ?sentence rg:quote ?quote ; rg:document ?document
  OPTIONAL { ?sentence rg:basis ?basis } OPTIONAL { ?sentence rg:year ?year } }"""
_FIGURES = """SELECT ?s ?p ?o ?rule ?words ?sentence ?quote ?document ?basis ?year ?indicator ?value ?unit
  ?growth ?bound WHERE {
  VALUES ?p { rg:region rg:undertakenIn }
  ?statement rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; rg:rule ?rule ; prov:wasDerivedFrom ?sentence .
  ?sentence rg:quote ?quote ; rg:document ?document . ?s rg:indicator ?indicator ; rg:basis ?basis
  OPTIONAL { ?s rg:value ?value ; rg:unit ?unit } OPTIONAL { ?s rg:year ?year } OPTIONAL { ?s rg:growth ?growth }
  OPTIONAL { ?s rg:bound ?bound } OPTIONAL { ?statement rg:verbatim ?words } }"""
_QUANTITIES = "SELECT ?s ?value ?unit WHERE { ?s a rg:Quantity ; rg:value ?value ; rg:unit ?unit }"
_MENTIONS = "SELECT ?s ?d WHERE { ?s rg:mentionedIn ?d }"
_NAMES = """SELECT ?s ?type ?name WHERE { ?s a ?type ; skos:prefLabel ?name
  FILTER(STRSTARTS(STR(?type), "https://w3id.org/regiongraph/ontology#")) }"""
_NAMING = """SELECT ?sentence ?quote ?basis ?year WHERE {
  { ?statement rdf:subject <%s> } UNION { ?statement rdf:object <%s> }
  ?statement prov:wasDerivedFrom ?sentence . ?sentence rg:document <%s> ; rg:quote ?quote ; rg:start ?start
  OPTIONAL { ?sentence rg:basis ?basis } OPTIONAL { ?sentence rg:year ?year } } ORDER BY ?start LIMIT 1"""
_WITHIN = "SELECT ?s WHERE { ?s rg:within <%s> }"


@dataclass(frozen=True, slots=True)
class Source:
    """A document as a witness: its place in the order of time (`age`), and the IRI of the region it is about."""

    iri: str
    title: str
    genre: str
    year: int | None
    date: str
    subject: str
    age: tuple[int, str]

    @property
    def when(self) -> str:
        """Its date, else its year."""
        return self.date or str(self.year or "")

    @property
    def reported(self) -> int:
        """The last year whose outcome it can know: news its own, all others the year before."""
        return (self.year or 0) - (self.genre != "news")


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that a sentence says: of `entity` (an IRI), the `kind` of value, and the value as text and number.

    `about` is the region that aims at the entity or that a figure belongs to, `unit` that of `number`; `growth` and
    `bound` are those of a figure. `weak` marks what only a general verb says (推进).
    """

    entity: str
    kind: str
    value: str
    source: Source
    quote: str
    sentence: str
    basis: str
    year: int | None
    weak: bool = False
    about: str = ""
    number: float | None = None
    unit: str = ""
    growth: float | None = None
    bound: str = ""


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1]


def sources(store: remote.Source) -> dict[str, Source]:
    """Return the documents of a store by their IRIs."""
    return {row["d"]: _source(row) for row in run(store, _DOCUMENTS)}


def _source(row: Mapping[str, str]) -> Source:
    year, date = (int(row["year"]) if "year" in row else None), row.get("date", "")
    order = age(Document(row["d"], "", row["title"], None, year, row["genre"], "", date=date))
    return Source(row["d"], row["title"], row["genre"], year, date, row.get("subject", ""), order)


def names(store: remote.Source) -> dict[str, tuple[str, str]]:
    """Map every entity to its name and main type, the one that its IRI names."""
    found: dict[str, tuple[str, str]] = {}
    for row in sorted(run(store, _NAMES), key=lambda row: (row["s"], row["type"])):
        kind = _local(row["type"])
        if row["s"] not in found or f"/{kind.lower()}/" in row["s"].lower():
            found[row["s"]] = (row["name"], kind)
    return found


def mentions(store: remote.Source) -> dict[str, set[str]]:
    """Map every entity to the documents that name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in run(store, _MENTIONS):
        found[row["s"]].add(row["d"])
    return found


def within(store: remote.Source, region: str) -> set[str]:
    """Return the IRIs of a region and of all that lies in it."""
    return {region, *(row["s"] for row in run(store, _WITHIN % region))}


def naming(store: remote.Source, entity: str, source: Source) -> Saying | None:
    """Return the first sentence of a document that says anything of an entity; None where it only names it."""
    for row in run(store, _NAMING % (entity, entity, source.iri)):
        year = int(row["year"]) if "year" in row else None
        return Saying(entity, "naming", "", source, row["quote"].strip(), row["sentence"], row.get("basis", ""), year)
    return None


def sayings(store: remote.Source) -> list[Saying]:
    """Return what the documents say, superseded or not, in the order of time."""
    known = sources(store)
    found = {*_stated(store, known), *_figures(store, known)}
    return sorted(
        found, key=lambda one: (one.source.age, one.source.iri, one.sentence, one.entity, one.kind, one.value)
    )


def _stated(store: remote.Source, known: Mapping[str, Source]) -> Iterator[Saying]:
    weak = {rule.id for rule in claim_rules() if rule.weak}
    quantities = {row["s"]: (row["value"], row["unit"]) for row in run(store, _QUANTITIES)}
    found: dict[tuple[str, ...], tuple[dict[str, str], set[str]]] = {}
    for row in run(store, _SAYINGS):
        key = (row["s"], row["p"], row["o"], row["sentence"])
        found.setdefault(key, (row, set()))[1].add(row["rule"])
    for row, rules in found.values():
        kind, value = _local(row["p"]), _local(row["o"])
        number, unit = quantities.get(row["o"], (value, "元"))
        measured = kind in ("investment", "scale", "capacity")
        yield Saying(
            entity=row["o"] if kind == "targets" else row["s"],
            kind=kind,
            value=_amount(float(number), unit) if measured else ontology().label(value if kind == "status" else kind),
            source=known[row["document"]],
            quote=row["quote"].strip(),
            sentence=row["sentence"],
            basis=row.get("basis", ""),
            year=int(row["year"]) if "year" in row else None,
            weak=rules <= weak,
            about=row["s"] if kind == "targets" else "",
            number=float(number) if measured else _rank(value) if kind == "status" else None,
            unit=unit if measured else "",
        )


def _rank(status: str) -> float | None:
    return float(ontology().statuses.index(status)) if status in ontology().statuses else None


def _amount(number: float, unit: str) -> str:
    """Return a quantity as people write it.

    >>> _amount(5600000000.0, "元"), _amount(300.0, "MW")
    ('56亿元', '300MW')
    """
    for size, word in ((100_000_000, "亿"), (10_000, "万")):
        if number >= size:
            return f"{number / size:.10g}{word}{unit}"
    return f"{number:.10g}{unit}"


def _figures(store: remote.Source, known: Mapping[str, Source]) -> Iterator[Saying]:
    weak = {rule.id for rule in works_rules() if rule.weak}
    found: dict[tuple[str, str], tuple[dict[str, str], set[str]]] = {}
    for row in run(store, _FIGURES):
        found.setdefault((row["s"], row["sentence"]), (row, set()))[1].add(row["rule"])
    for row, rules in found.values():
        number = float(row["value"]) if "value" in row else None
        growth = float(row["growth"]) if "growth" in row else None
        parts = [_amount(number, row["unit"])] if number is not None else []
        parts += [f"{growth:+g}%"] if growth is not None else []
        counted = _local(row["p"]) == "undertakenIn"
        yield Saying(
            entity=row["indicator"],
            kind="works" if counted else "indicator",
            value=row.get("words", "") if counted else " ".join(parts),
            source=known[row["document"]],
            quote=row["quote"].strip(),
            sentence=row["sentence"],
            basis=row["basis"],
            year=int(row["year"]) if "year" in row else None,
            weak=rules <= weak,
            about=row["o"],
            number=number,
            unit=row.get("unit", ""),
            growth=growth,
            bound=row.get("bound", ""),
        )
