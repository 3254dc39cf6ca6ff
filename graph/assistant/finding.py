"""Words in; the entities whose names fit them, and the names that look most like them, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.assistant.nodes import Labels, cards
from graph.assistant.records import Found
from graph.assistant.sentences import Book
from graph.errors import QueryError
from graph.ontology import ontology
from graph.query import run
from graph.records import TYPES
from graph.remote import Source

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["entities_of", "nearest", "search"]

_NAMING = """SELECT ?sentence WHERE { { ?statement rdf:subject <%s> } UNION { ?statement rdf:object <%s> }
  ?statement prov:wasDerivedFrom ?sentence . ?sentence rg:quote ?quote ; rg:start ?start ; rg:document ?document
  FILTER(CONTAINS(?quote, %s)) } ORDER BY ?document ?start LIMIT 1"""


def entities_of(opened: Opened, words: str, kind: str, limit: int) -> list[str]:
    """Return the IRIs of the entities that words find, the best first."""
    return [hit.iri for hit in opened.search.find(words, limit, (kind,) if kind else (), ("entity",))]


def nearest(opened: Opened, words: str) -> list[str]:
    """Return the names of the graph that look most like one that is not in it."""
    return [hit.name for hit in opened.search.nearest(words)]


def kind_of(words: str) -> str:
    """Return the class that a user names, in either language; raises QueryError with all there are."""
    known = ontology()
    for kind in TYPES:
        if words.strip() in (kind, f"rg:{kind}", known.label(kind), known.label(kind, "en")):
            return kind
    raise QueryError(f"type {words}: unknown; choose one of {', '.join(f'{one} {known.label(one)}' for one in TYPES)}")


def search(opened: Opened, text: str, type: str = "", limit: int = 10) -> Found:
    """Return the entities that words find, each with a sentence that names it."""
    source: Source = opened.source
    if not text.strip():
        raise QueryError("text: empty; give a name or a part of one")
    labels = Labels(source)
    book = Book(source, labels)
    found = entities_of(opened, text.strip(), kind_of(type) if type.strip() else "", limit + 1)
    labels.learn(found)
    quoted = {iri: book.numbers(_naming(source, labels, iri)) for iri in found[:limit]}
    remarks = [f"more than {limit} entities; give more of the name, or a type"] if len(found) > limit else []
    if not found:
        near = "、".join(nearest(opened, text)) or "nothing alike"
        remarks = [f"{text}: no entity has this in its name; nearest names: {near}"]
    hits = tuple(cards(source, labels, found[:limit], quoted))
    return Found(hits=hits, remarks=tuple(remarks), quotations=book.quotations())


def _naming(source: Source, labels: Labels, iri: str) -> list[str]:
    name = str(ox.Literal(labels.name(iri)))
    return [row["sentence"] for row in run(source, _NAMING % (iri, iri, name))]
