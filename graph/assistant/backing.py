"""The values of a row in; the facts that join them, else the sentences that name one of them, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from graph.assistant.records import Fact
from graph.assistant.sentences import Book, Told, statements_at
from graph.industries import IND
from graph.query import run, text
from graph.questions.sources import filled, triples_of
from graph.rdf.iris import BASE, RG, statement_id

if TYPE_CHECKING:
    from graph.remote import Source
    from graph.serve.opened import Opened

__all__ = ["Backing", "triples_under"]

Term = ox.NamedNode | ox.Literal
Triple = tuple[ox.NamedNode, ox.NamedNode, Term]
Kind = Literal["facts", "mentions", "none"]
#: So many facts of a row are shown, so many pairs of values looked up, and so many at once.
_FACTS, _PAIRS, _TOGETHER = 4, 6000, 500
#: A name that so many entities share tells nothing of which is meant.
_SHARED = 8
_JOINED = "SELECT DISTINCT ?s ?p ?o WHERE { VALUES (?s ?o) { %s } ?s ?p ?o }"
_OWN = """SELECT DISTINCT ?s ?p ?o WHERE { VALUES ?s { %s }
  VALUES ?p { rg:locatedIn rg:partOf rg:region rg:undertakenIn } ?s ?p ?o }"""
_FIGURES = "SELECT ?s WHERE { VALUES ?s { %s } { ?s a rg:Observation } UNION { ?s a rg:Works } }"
_NAMED = "SELECT ?label ?node WHERE { VALUES ?label { %s } ?node skos:prefLabel ?label }"
_QUOTED = "SELECT ?quote ?sentence WHERE { VALUES ?quote { %s } ?sentence rg:quote ?quote }"
_SENTENCES = "SELECT ?s WHERE { VALUES ?s { %s } ?s a rg:Sentence }"
_NAMING = """SELECT ?sentence WHERE { { ?statement rdf:subject %s } UNION { ?statement rdf:object %s }
  ?statement prov:wasDerivedFrom ?sentence . ?sentence a rg:Sentence } LIMIT 1"""


def triples_under(source: Source, line: str, row: Mapping[str, Term]) -> list[Triple | str]:
    """Return the facts that a `# facts:` line names for a row: triples, or the IRI of a statement or sentence."""
    if " " not in line:
        node = row.get(line.removeprefix("?"))
        return [node.value] if isinstance(node, ox.NamedNode) else []
    patterns = triples_of(line)
    used = {part[1:] for pattern in patterns for part in pattern if part.startswith("?")}
    bound = {name: term for name, term in row.items() if name in used}
    values = f"VALUES ({' '.join('?' + name for name in bound)}) {{ ({' '.join(map(str, bound.values()))}) }}"
    found = run(source, f"SELECT DISTINCT * WHERE {{ {values if bound else ''} {line} }} LIMIT {_FACTS * 4}")
    made: dict[Triple, None] = {}
    for solution in found.rows:
        terms = dict(zip(found.columns, solution, strict=True))
        made.update((tuple(filled(part, terms) for part in pattern), None) for pattern in patterns)  # type: ignore[misc]
    return list(made)


def _base(source: Source) -> str:
    rows = list(run(source, "SELECT ?d WHERE { ?d a rg:Document } LIMIT 1"))
    return rows[0]["d"].rpartition("document/")[0] if rows else BASE


class Backing:
    """Finds the statements of one graph, by the hash that their IRIs are made of, for the rows of one answer."""

    def __init__(self, opened: Opened, book: Book) -> None:
        self._source: Source = opened.source
        self._book = book
        self._base = opened.kept("assistant.base", lambda: _base(opened.source))
        self._nodes: dict[str, list[ox.NamedNode]] = {}
        self._sentences: dict[str, list[str]] = defaultdict(list)
        self._joins: dict[tuple[str, str], list[Triple]] = defaultdict(list)
        self._own: dict[str, list[Triple]] = defaultdict(list)
        self._figures: set[str] = set()

    def _statement(self, fact: Triple) -> str:
        subject, predicate, value = fact
        if predicate.value == RG + "feeds" and isinstance(value, ox.NamedNode):
            return f"{IND}feeds-{subject.value.removeprefix(IND)}-{value.value.removeprefix(IND)}"
        return self._base + statement_id(str(subject), str(predicate), str(value))

    def of_triples(self, told: Iterable[Triple | str]) -> tuple[tuple[Fact, ...], Kind, tuple[int, ...]]:
        """Return the facts of triples, or of the IRIs of statements and sentences, with their quotations."""
        given = list(told)
        iris = [one if isinstance(one, str) else self._statement(one) for one in given]
        found = statements_at(self._source, iris)
        plain = [one for one in given if isinstance(one, str) and one not in found]
        said = self._book.numbers(self._which(_SENTENCES, plain))
        return self._shown([found[one] for one in dict.fromkeys(iris) if one in found], said)

    def _shown(self, found: Sequence[Told], said: tuple[int, ...]) -> tuple[tuple[Fact, ...], Kind, tuple[int, ...]]:
        facts = self._book.facts(found[:_FACTS])
        backed = [fact for fact in facts if fact.quotations] or [fact for fact in facts if fact.source]
        numbers = tuple(sorted({*said, *(number for fact in backed for number in fact.quotations)}))
        return tuple(backed), "facts" if numbers or backed else "none", numbers

    def _which(self, query: str, iris: Sequence[str]) -> set[str]:
        if not iris:
            return set()
        return {
            text(row[0]) for row in run(self._source, query % " ".join(str(ox.NamedNode(one)) for one in iris)).rows
        }

    def learn(self, rows: Sequence[Sequence[Term]]) -> None:
        """Look up what joins the values of all rows: the nodes that names mean, and the triples between nodes."""
        terms = {term for row in rows for term in row}
        words = [term for term in terms if isinstance(term, ox.Literal) and not term.value.replace(".", "").isdigit()]
        nodes = sorted({term.value for term in terms if isinstance(term, ox.NamedNode)})
        self._learn_words(words)
        self._figures = self._which(_FIGURES, nodes)
        for one in self._which(_SENTENCES, nodes):
            self._sentences[one].append(one)
        pairs = list(dict.fromkeys(pair for row in rows for pair in self._pairs(row)))[:_PAIRS]
        for start in range(0, len(pairs), _TOGETHER):
            listed = " ".join(f"({one} {other})" for one, other in pairs[start : start + _TOGETHER])
            for s, p, o in run(self._source, _JOINED % listed).rows:
                self._joins[str(s), str(o)].append((s, p, o))  # type: ignore[arg-type]
        inside = {pair[0] for pair, told in self._joins.items() if any(p.value == RG + "within" for _, p, _ in told)}
        owners = sorted(inside | {f"<{one}>" for one in self._figures})
        for start in range(0, len(owners), _TOGETHER):
            for s, p, o in run(self._source, _OWN % " ".join(owners[start : start + _TOGETHER])).rows:
                self._own[str(s)].append((s, p, o))  # type: ignore[arg-type]

    def _learn_words(self, words: Sequence[ox.Literal]) -> None:
        named: dict[str, list[ox.NamedNode]] = defaultdict(list)
        for start in range(0, len(words), _TOGETHER):
            some = words[start : start + _TOGETHER]
            labels = {str(ox.Literal(one.value, language=tag)) for one in some for tag in ("zh", "en")}
            for label, node in run(self._source, _NAMED % " ".join(sorted(labels))).rows:
                named[text(label)].append(node)  # type: ignore[arg-type]
            quotes = " ".join(str(one) for one in some if not one.language)
            for quote, sentence in run(self._source, _QUOTED % quotes).rows:
                self._sentences[text(quote)].append(text(sentence))
        self._nodes = {name: found for name, found in named.items() if len(found) <= _SHARED}

    def _meant(self, term: Term) -> Sequence[Term]:
        """Return the nodes that a value is or names."""
        return [term] if isinstance(term, ox.NamedNode) else self._nodes.get(term.value, ())

    def _pairs(self, row: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
        for one, other in permutations(dict.fromkeys(row), 2):
            for subject in self._meant(one):
                yield from ((subject, value) for value in (*self._meant(other), *_literal(other)))

    def of_row(self, row: Sequence[Term]) -> tuple[tuple[Fact, ...], Kind, tuple[int, ...]]:
        """Return the facts between the values of a row, else sentences that name one of its entities."""
        triples: dict[Triple, None] = {}
        for one, other in self._pairs(row):
            told = self._joins.get((str(one), str(other)), ())
            triples.update(dict.fromkeys(told))
            if any(predicate.value == RG + "within" for _, predicate, _ in told):
                triples.update(dict.fromkeys(self._own.get(str(one), ())))
        nodes = list(dict.fromkeys(node for term in row for node in self._meant(term)))
        for node in nodes:
            if node.value in self._figures:
                triples.update(dict.fromkeys(self._own.get(str(node), ())))
        given: list[Triple | str] = [*triples, *(node.value for node in nodes)]
        facts, _, numbers = self.of_triples(given)
        numbers = (*numbers, *self._book.numbers(one for term in row for one in self._sentences.get(term.value, ())))
        if facts or numbers:
            return facts, "facts", tuple(sorted(set(numbers)))
        said = self._book.numbers(one for node in nodes[:2] for one in self._naming(node))
        return (), "mentions" if said else "none", said

    def _naming(self, node: Term) -> list[str]:
        return [text(row[0]) for row in run(self._source, _NAMING % (node, node)).rows]


def _literal(term: Term) -> tuple[Term, ...]:
    return (term,) if isinstance(term, ox.Literal) else ()
