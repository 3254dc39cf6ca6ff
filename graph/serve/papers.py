"""The IRI of a document, a sentence, a statement or anything else of the graph in; what its page shows out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.ontology import ontology
from graph.query import run
from graph.rdf.iris import RDF, RG
from graph.search.folding import compact, plain
from graph.serve.asking import Backing, Quotation, Thing, backing, local, quotations, rows, spoken, things
from graph.serve.figures import attribute_text
from graph.serve.marking import Spoken
from graph.view.network import legend

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["DocumentPage", "FactTold", "OtherPage", "SentencePage", "StatementPage", "document_page", "other_page"]
__all__ += ["sentence_page", "statement_page"]

#: Sentences on one page of a document; facts and sentences that a small page lists.
PAGE = 60
_MOST = 500
_HEAD = "SELECT ?p ?o WHERE { <%s> ?p ?o } LIMIT 1000"
_RESTING = """SELECT ?s ?st ?a ?p ?o ?superseded ?value ?unit WHERE { VALUES ?s { %s } ?st prov:wasDerivedFrom ?s ;
  rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?o OPTIONAL { ?st rg:superseded ?superseded }
  OPTIONAL { ?o rg:value ?value ; rg:unit ?unit } }"""
_STATEMENT = """SELECT ?a ?p ?o ?superseded ?value ?unit WHERE { <%s> rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?o
  OPTIONAL { <%s> rg:superseded ?superseded } OPTIONAL { ?o rg:value ?value ; rg:unit ?unit } }"""
_DERIVED = "SELECT ?s WHERE { <%s> prov:wasDerivedFrom ?s } ORDER BY ?s LIMIT %d"
_ABOUT = "SELECT ?st WHERE { ?st rdf:subject <%s> } ORDER BY ?st LIMIT 20"
_GENRES = {
    "work-report": ("政府工作报告", "work report"), "plan": ("规划", "plan"), "task-list": ("任务清单", "task list"),
    "news": ("新闻", "news"), "other": ("其他文件", "other"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactTold:
    """A fact in words: its statement, what it is about, the relation or attribute, and its other end or value."""

    statement: str
    subject: Thing
    zh: str
    en: str
    object: Thing | None
    text: str
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The head of a document and some of its sentences, in order."""

    iri: str
    title: str
    year: str
    date: str
    genre: tuple[str, str]
    subject: Thing | None
    count: int
    quotes: tuple[Quotation, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class SentencePage:
    """A sentence and the facts that rest on it."""

    quote: Quotation
    facts: tuple[FactTold, ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A fact, what it rests on and all its sentences (up to a few hundred)."""

    fact: FactTold
    backing: Backing
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class OtherPage:
    """Anything else: what the graph says of it, and the sentences that tell it."""

    thing: Thing
    type: str
    lines: tuple[tuple[str, str, Thing | None, str], ...]
    quotes: tuple[Quotation, ...]


def document_page(opened: Opened, iri: str, page: int = 1) -> DocumentPage:
    """Return a page of a document's sentences with the entities marked that they speak of."""
    head: dict[str, str] = {local(row["p"]): row["o"] for row in run(opened.source, _HEAD % iri)}
    count, listed = opened.search.sentences_of(iri, PAGE)
    pages = max(1, -(-count // PAGE))
    page = min(max(1, page), pages)
    if page > 1:
        _, listed = opened.search.sentences_of(iri, PAGE, (page - 1) * PAGE)
    told = quotations(opened, _speaking(opened, listed))
    genre = head.get("genre", "")
    subject = things(opened, [head["subject"]])[head["subject"]] if "subject" in head else None
    return DocumentPage(
        iri, plain(compact(head.get("title", iri))), head.get("year", ""), head.get("date", ""),
        _GENRES.get(genre, (genre, genre)), subject, count,
        tuple(told[one] for one in listed if one in told), page, pages,
    )  # fmt: skip


def _resting(opened: Opened, sentences: Iterable[str]) -> list[dict[str, str]]:
    return sorted(rows(opened, _RESTING, sentences), key=lambda row: (row["p"], row["a"], row["o"]))[:_MOST]


def _speaking(opened: Opened, sentences: Sequence[str]) -> dict[str, tuple[Spoken, ...]]:
    """Return what each sentence speaks of: the entities at the ends of the facts that rest on it."""
    ends: dict[str, set[str]] = {one: set() for one in sentences}
    for row in rows(opened, _RESTING, sentences):
        ends[row["s"]] |= {one for one in (row["a"], row["o"]) if one.startswith("http")}
    named = things(opened, (one for many in ends.values() for one in many))
    names = {iri: spoken(opened, one) for iri, one in named.items() if one.type and one.type != "Concept"}
    return {sentence: tuple(names[one] for one in sorted(many) if one in names) for sentence, many in ends.items()}


def _fact(row: Mapping[str, str], named: Mapping[str, Thing], statement: str) -> FactTold:
    name = local(row["p"])
    words = legend()["relations"].get(name) or legend()["attributes"].get(name)
    known = ontology()
    zh, en = (words["zh"], words["en"]) if words else (known.label(name), known.label(name, "en"))
    thing = named.get(row["o"])
    superseded = row.get("superseded") == "true"
    subject = named[row["a"]]
    if thing is None or name == "status" or "value" in row:
        text = attribute_text(name, row.get("value", row["o"]), row.get("unit", ""))
        return FactTold(statement, subject, zh, en, None, text, superseded)
    return FactTold(statement, subject, zh, en, thing, "", superseded)


def _named(opened: Opened, found: Iterable[Mapping[str, str]]) -> dict[str, Thing]:
    return things(opened, (one for row in found for one in (row["a"], row["o"]) if one.startswith("http")))


def sentence_page(opened: Opened, iri: str) -> SentencePage | None:
    """Return a sentence with the facts that rest on it, None for what is no sentence."""
    told = quotations(opened, _speaking(opened, [iri]))
    if iri not in told:
        return None
    found = _resting(opened, [iri])
    named = _named(opened, found)
    return SentencePage(told[iri], tuple(_fact(row, named, row["st"]) for row in found))


def statement_page(opened: Opened, iri: str) -> StatementPage | None:
    """Return a statement with its sentences, None for what is no statement."""
    found = list(run(opened.source, _STATEMENT % (iri, iri)))
    if not found:
        return None
    named = _named(opened, found)
    names = tuple(spoken(opened, one) for one in named.values() if one.type)
    listed = [row["s"] for row in run(opened.source, _DERIVED % (iri, _MOST))]
    told = quotations(opened, dict.fromkeys(listed, names))
    backed = backing(opened, [iri]).get(iri, Backing(iri))
    return StatementPage(_fact(found[0], named, iri), backed, tuple(told[one] for one in listed if one in told))


def other_page(opened: Opened, iri: str) -> OtherPage | None:
    """Return what is said of anything else, None where the graph says nothing of it."""
    told = list(run(opened.source, _HEAD % iri))
    if not told:
        return None
    thing = things(opened, [iri])[iri]
    known = ontology()
    ends = things(opened, (row["o"] for row in told if row["o"].startswith("http")))
    lines = []
    for row in sorted(told, key=lambda row: (row["p"] != RDF + "type", row["p"], row["o"])):
        name = local(row["p"])
        label = (
            (known.label(name), known.label(name, "en"))
            if row["p"].startswith(RG) and name in known.terms
            else (name, name)
        )
        end = ends.get(row["o"])
        text = (
            known.label(local(row["o"]))
            if row["o"].startswith(RG) and local(row["o"]) in known.terms
            else plain(row["o"])
        )
        lines.append((*label, end if end is not None and end.type else None, text))
    resting: dict[str, list[Spoken]] = defaultdict(list)
    statements = [row["st"] for row in run(opened.source, _ABOUT % iri)]
    for backed in backing(opened, statements).values():
        for sentence in backed.sentences:
            resting[sentence] += [spoken(opened, one) for one in ends.values() if one.type]
    quotes = quotations(opened, resting)
    kind = next((text for name, _, _, text in lines if name in ("type", "类型")), "")
    return OtherPage(thing, kind, tuple(lines), tuple(quotes[one] for one in sorted(quotes)))
