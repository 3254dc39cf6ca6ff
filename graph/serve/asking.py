"""IRIs in; what the graph says of them and the sentences behind it out, by look-ups that stay near them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.industries import IND, scheme
from graph.query import run
from graph.search.folding import plain
from graph.serve.marking import Piece, Spoken, pieces

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["Backing", "Quotation", "Thing", "backing", "batches", "quotations", "rows", "spoken", "things"]

_TOGETHER = 250
#: Sentences of one fact that a page shows; its own page lists the rest.
SHOWN = 3
#: Rows of one query about sentences; a fact that more sentences state is shown with some of them.
_MOST = 20_000
_STATEMENTS = "SELECT ?st ?p ?o WHERE { VALUES ?st { %s } ?st ?p ?o FILTER(?p IN (rg:explicit, rg:rule, rg:verbatim)) }"
_COUNTS = """SELECT ?st (COUNT(?s) AS ?n) (SUM(IF(BOUND(?basis) && ?basis = "target", 1, 0)) AS ?targets) WHERE {
  VALUES ?st { %s } ?st prov:wasDerivedFrom ?s OPTIONAL { ?s rg:basis ?basis } } GROUP BY ?st"""
_DERIVED = f"SELECT ?st ?s WHERE {{ VALUES ?st {{ %s }} ?st prov:wasDerivedFrom ?s }} LIMIT {_MOST}"
_SENTENCES = """SELECT ?s ?p ?o WHERE { VALUES ?s { %s } ?s ?p ?o }"""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a page: its IRI, name, main type ("" for what is none of ours) and the region it lies in."""

    iri: str
    name: str
    type: str = ""
    place: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence as it is shown: its text in pieces, and where it stands."""

    iri: str
    pieces: tuple[Piece, ...]
    document: str
    title: str
    year: int | None
    section: str
    basis: str
    spoken: int | None
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence on one line."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Backing:
    """What a fact rests on: its rules, whether it is stated outright, its sentences (some), how many there are.

    `planned` where only sentences about aims tell it.
    """

    statement: str
    explicit: bool = True
    rules: tuple[str, ...] = ()
    verbatim: str = ""
    sentences: tuple[str, ...] = ()
    count: int = 0
    planned: bool = False


def batches(iris: Iterable[str]) -> Iterator[str]:
    """Yield IRIs for a VALUES block, so many at once as every engine takes."""
    listed = list(dict.fromkeys(iris))
    for start in range(0, len(listed), _TOGETHER):
        yield " ".join(f"<{iri}>" for iri in listed[start : start + _TOGETHER])


def rows(opened: Opened, query: str, iris: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield the solutions of a query whose `%s` stands for IRIs."""
    for values in batches(iris):
        yield from run(opened.source, query % values)


def local(term: str) -> str:
    """Return what stands behind the hash of an IRI."""
    return term.rsplit("#", 1)[-1]


def things(opened: Opened, iris: Iterable[str]) -> dict[str, Thing]:
    """Return what IRIs stand for; one that has no name is called by the end of its IRI."""
    listed = list(dict.fromkeys(iris))
    known = opened.search.known(listed)
    made = {}
    for iri in listed:
        one = known.get(iri)
        if one is not None:
            made[iri] = Thing(iri, plain(one.name), next(iter(one.types), ""), plain(one.place), one.weight)
        elif iri.startswith(IND) and (concept := scheme().concepts.get(iri[len(IND) :])):
            made[iri] = Thing(iri, concept.zh, "Concept", "产业分类")
        else:
            made[iri] = Thing(iri, plain(iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]))
    return made


def spoken(opened: Opened, thing: Thing) -> Spoken:
    """Return a thing with all its names, to find it in a sentence."""
    names = (thing.name, *opened.search.aliases(thing.iri))
    if thing.type == "Concept" and (concept := scheme().concepts.get(thing.iri[len(IND) :])):
        names = (concept.zh, *concept.labels)
    return Spoken(thing.iri, thing.type, names)


def backing(opened: Opened, statements: Iterable[str]) -> dict[str, Backing]:
    """Return what statements rest on, by their IRIs; of what has no statement there is nothing."""
    listed = list(dict.fromkeys(statements))
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(opened, _STATEMENTS, listed):
        told[row["st"]][local(row["p"])].add(row["o"])
    counts = {row["st"]: (int(row["n"]), int(row["targets"])) for row in rows(opened, _COUNTS, listed)}
    derived: dict[str, set[str]] = defaultdict(set)
    for row in rows(opened, _DERIVED, listed):
        derived[row["st"]].add(row["s"])
    made = {}
    for iri in listed:
        if iri in told:
            count, targets = counts.get(iri, (0, 0))
            one = told[iri]
            made[iri] = Backing(
                iri,
                "false" not in one["explicit"],
                tuple(sorted(one["rule"])),
                plain("，".join(sorted(one["verbatim"]))),
                tuple(sorted(derived[iri])[:SHOWN]),
                count,
                count > 0 and count == targets,
            )
    return made


def quotations(opened: Opened, names: Mapping[str, Sequence[Spoken]]) -> dict[str, Quotation]:
    """Return sentences by their IRIs, with what each speaks of marked."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(opened, _SENTENCES, names):
        told[row["s"]][local(row["p"])] = row["o"]
    papers = opened.search.known(one["document"] for one in told.values() if "document" in one)
    made = {}
    for iri, one in told.items():
        if "quote" not in one:
            continue
        paper = papers.get(one.get("document", ""))
        made[iri] = Quotation(
            iri, pieces(one["quote"], names[iri]), one.get("document", ""), plain(paper.name) if paper else "",
            paper.year if paper else None, plain(one.get("section", "")), one.get("basis", ""),
            int(one["year"]) if "year" in one else None, int(one.get("start", 0)), int(one.get("end", 0)),
        )  # fmt: skip
    return made


def remarked(one: Quotation, names: Sequence[Spoken]) -> Quotation:
    """Return a quotation with other names marked."""
    return replace(one, pieces=pieces(one.text, names))
